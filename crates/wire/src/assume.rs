//! Roles that parts of neargate assume for tenants: a task's, or one that a tenant handed over to a service.

use std::time::Duration;

use neargate_core::{Principal, RoleSession, Scope, role_arn};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::{CallError, Dispatcher};

const SESSION_SECONDS: u32 = 3600;
/// A session isn't used any more when it has less than this left.
const RENEW_BEFORE: Duration = Duration::from_secs(600);

/// A role that a part of neargate has, for as long as it likes: it is assumed when it is needed, and anew before the session ends.
pub struct Role {
    dispatcher: Dispatcher,
    caller: &'static str,
    scope: Scope,
    arn: String,
    session_name: String,
    session: Mutex<Option<Session>>,
}

struct Session {
    principal: Principal,
    use_until: Instant,
}

/// Why a call with a role's rights has no answer.
#[derive(Debug, thiserror::Error)]
pub enum RoleError {
    #[error("the role {role} can't be assumed: {}: {}", .cause.code, .cause.message)]
    Assume { role: String, cause: CallError },
    #[error("{}: {}", .0.code, .0.message)]
    Call(CallError),
}

impl RoleError {
    /// What was answered, by whomever.
    pub fn answer(&self) -> &CallError {
        match self {
            Self::Assume { cause, .. } | Self::Call(cause) => cause,
        }
    }
}

impl Role {
    /// Nothing is assumed yet. For the rest, see [`Dispatcher::assume`].
    pub fn new(
        dispatcher: Dispatcher,
        caller: &'static str,
        scope: &Scope,
        role: &str,
        session_name: &str,
    ) -> Self {
        let (scope, arn) = (scope.clone(), role_arn(&scope.account, role));
        Self {
            dispatcher,
            caller,
            scope,
            arn,
            session_name: session_name.to_owned(),
            session: Mutex::default(),
        }
    }

    /// Calls an operation with the role's rights.
    pub async fn call<I: Serialize, O: DeserializeOwned>(
        &self,
        scope: &Scope,
        service: &'static str,
        operation: &'static str,
        input: &I,
    ) -> Result<O, RoleError> {
        let principal = self.principal().await?;
        self.dispatcher.call_as(principal, scope, service, operation, input).await.map_err(RoleError::Call)
    }

    /// The principal to call as.
    ///
    /// # Errors
    ///
    /// [`RoleError::Assume`]
    pub async fn principal(&self) -> Result<Principal, RoleError> {
        let mut session = self.session.lock().await;
        if let Some(session) = session.as_ref().filter(|session| Instant::now() < session.use_until) {
            return Ok(session.principal.clone());
        }
        let use_until = Instant::now() + Duration::from_secs(SESSION_SECONDS.into()) - RENEW_BEFORE;
        let assumed =
            self.dispatcher.assume(self.caller, &self.scope, &self.arn, &self.session_name, SESSION_SECONDS);
        let principal = assumed.await.map_err(|cause| RoleError::Assume { role: self.arn.clone(), cause })?;
        Ok(session.insert(Session { principal, use_until }).principal.clone())
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct AssumeRole<'a> {
    role_arn: &'a str,
    role_session_name: &'a str,
    duration_seconds: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Assumed {
    credentials: Credentials,
    assumed_role_user: AssumedRoleUser,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Credentials {
    access_key_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct AssumedRoleUser {
    /// `AROA…:session`
    assumed_role_id: String,
}

impl Dispatcher {
    /// Assumes a role as a part of neargate (`ecs-tasks`: the role must trust `ecs-tasks.amazonaws.com`), for
    /// [`Dispatcher::call_as`]. The role is named by its ARN or, in the scope's account, by its name.
    pub async fn assume(
        &self,
        caller: &'static str,
        scope: &Scope,
        role: &str,
        session_name: &str,
        seconds: u32,
    ) -> Result<Principal, CallError> {
        let role_arn = role_arn(&scope.account, role);
        let input =
            AssumeRole { role_arn: &role_arn, role_session_name: session_name, duration_seconds: seconds };
        let assumed: Assumed = self.call(caller, scope, "sts", "AssumeRole", &input).await?;
        let (id, key) = (&assumed.assumed_role_user.assumed_role_id, &assumed.credentials.access_key_id);
        let session = RoleSession::assumed(&role_arn, id, key).map_err(|error| CallError {
            service: "sts",
            operation: "AssumeRole",
            code: "SerializationException",
            message: error.to_string(),
            retryable: false,
        })?;
        Ok(Principal::AssumedRole(session))
    }
}
