//! Roles that parts of neargate assume for tenants: a task's, or one that a tenant handed over to a service.

use neargate_core::{Principal, RoleSession, Scope, role_arn};
use serde::{Deserialize, Serialize};

use crate::{CallError, Dispatcher};

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
