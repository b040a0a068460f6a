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

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use serde_json::{Value, json};

    use super::*;
    use crate::{AwsError, Context, Model, Operation, Protocol, Service, Validate, Violations};

    const STS: Model = Model {
        endpoint_prefix: "sts",
        signing_name: "sts",
        api_version: "",
        target_prefix: "sts",
        json_version: "1.1",
        xml_namespace: "",
        protocol: Protocol::Json,
        capital_messages: &[],
        operations: &["AssumeRole", "GetCallerIdentity"],
    };

    #[derive(Default, Serialize, Deserialize)]
    struct Any(Value);

    impl Validate for Any {
        fn validate(&self, _: &mut Violations) {}
    }

    struct Assume;
    struct Identity;

    impl Operation for Assume {
        const NAME: &'static str = "AssumeRole";
        const RESULT_WRAPPER: &'static str = "";
        type Input = Any;
        type Output = Value;
    }

    impl Operation for Identity {
        const NAME: &'static str = "GetCallerIdentity";
        const RESULT_WRAPPER: &'static str = "";
        type Input = Any;
        type Output = Value;
    }

    /// Trusts one caller; counts its sessions.
    fn dispatcher() -> Dispatcher {
        let count = Arc::new(AtomicU32::new(0));
        let assume = async |count: Arc<AtomicU32>, context: Context, input: Any| {
            if context.principal.arn() != "arn:aws:iam::000000000000:role/aws-service-role/trusted" {
                return Err(AwsError::client("AccessDenied", "no"));
            }
            assert_eq!(input.0["RoleArn"], "arn:aws:iam::000000000000:role/worker");
            let number = count.fetch_add(1, Ordering::SeqCst) + 1;
            Ok(json!({
                "Credentials": { "AccessKeyId": format!("ASIA{number}") },
                "AssumedRoleUser": { "AssumedRoleId": "AROA1:work" },
            }))
        };
        let identity = async |_: Arc<AtomicU32>, context: Context, _: Any| {
            let Principal::AssumedRole(session) = context.principal else { panic!("a role's session") };
            Ok(json!(session.access_key_id))
        };
        let sts = Service::new("sts", &STS, "ValidationError", "InternalFailure");
        Dispatcher::new(vec![sts.on(Assume, &count, assume).on(Identity, &count, identity)], "")
    }

    fn scope() -> Scope {
        Scope { account: Default::default(), region: Default::default() }
    }

    async fn whoami(role: &Role) -> Result<String, RoleError> {
        role.call(&scope(), "sts", "GetCallerIdentity", &json!({})).await
    }

    #[tokio::test(start_paused = true)]
    async fn a_session_is_used_as_long_as_it_lasts_and_never_longer() {
        let role = Role::new(dispatcher(), "trusted", &scope(), "worker", "work");
        for (after, key) in [(0, "ASIA1"), (2900, "ASIA1"), (200, "ASIA2"), (2900, "ASIA2"), (7200, "ASIA3")]
        {
            tokio::time::advance(Duration::from_secs(after)).await;
            assert_eq!(whoami(&role).await.expect("an answer"), key);
        }
    }

    #[tokio::test]
    async fn who_isnt_trusted_is_told_so_and_may_try_again() {
        let role = Role::new(dispatcher(), "other", &scope(), "worker", "work");
        for _ in 0..2 {
            let refused = whoami(&role).await.expect_err("nobody trusts it");
            let expected =
                "the role arn:aws:iam::000000000000:role/worker can't be assumed: AccessDenied: no";
            assert_eq!(refused.to_string(), expected);
        }
    }
}
