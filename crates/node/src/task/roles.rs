//! With whose rights a task's things are fetched.
//!
//! The execution role is assumed as AWS assumes it, by STS's AssumeRole on behalf of ECS with the task's id as the session's name, once
//! per task. What the session may do is then for the authorizer to say.

use neargate_core::{Principal, RoleSession, Scope};
use neargate_task::TaskSpec;
use neargate_wire::Dispatcher;
use serde::{Deserialize, Serialize};
use tokio::sync::OnceCell;

/// Who assumes roles for tasks.
const ASSUMER: &str = "ecs-tasks";
const SESSION_SECONDS: u32 = 3600;

/// A task's execution role, assumed when it is first needed.
pub(crate) struct ExecutionRole<'a> {
    dispatcher: &'a Dispatcher,
    scope: &'a Scope,
    /// The session's name: the task's id.
    session_name: &'a str,
    role: &'a str,
    session: OnceCell<Principal>,
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

impl<'a> ExecutionRole<'a> {
    pub(super) fn of_task(dispatcher: &'a Dispatcher, task: &'a TaskSpec) -> Self {
        Self::new(dispatcher, &task.scope, &task.task_id, task.execution_role_arn.as_deref())
    }

    /// One for what is done before there is a task.
    pub(crate) fn new(
        dispatcher: &'a Dispatcher,
        scope: &'a Scope,
        session_name: &'a str,
        role: Option<&'a str>,
    ) -> Self {
        // Registration demands a role of whatever needs one.
        let role = role.unwrap_or_default();
        Self { dispatcher, scope, session_name, role, session: OnceCell::new() }
    }

    /// One that was assumed already.
    #[cfg(test)]
    pub(super) fn of(principal: Principal, dispatcher: &'a Dispatcher, task: &'a TaskSpec) -> Self {
        Self { session: OnceCell::new_with(Some(principal)), ..Self::of_task(dispatcher, task) }
    }

    /// The principal to call as.
    ///
    /// # Errors
    ///
    /// With the reason that ECS tells.
    pub(super) async fn principal(&self) -> Result<Principal, String> {
        self.session.get_or_try_init(|| self.assume()).await.cloned()
    }

    async fn assume(&self) -> Result<Principal, String> {
        let (account, id, role) = (&self.scope.account, self.session_name, self.role);
        let role_arn = if role.starts_with("arn:") {
            role.to_owned()
        } else {
            format!("arn:aws:iam::{account}:role/{role}")
        };
        let input =
            AssumeRole { role_arn: &role_arn, role_session_name: id, duration_seconds: SESSION_SECONDS };
        let answer = self.dispatcher.call(ASSUMER, self.scope, "sts", "AssumeRole", &input).await;
        match answer {
            Ok(Assumed { credentials, assumed_role_user }) => {
                let (id, key) = (&assumed_role_user.assumed_role_id, &credentials.access_key_id);
                let session = RoleSession::assumed(&role_arn, id, key).map_err(|error| error.to_string())?;
                Ok(Principal::AssumedRole(session))
            }
            Err(error) => {
                tracing::info!(task = id, %error, "the task's execution role can't be assumed");
                Err(format!(
                    "ECS was unable to assume the role '{role_arn}' that was provided for this task. Please verify that the \
                     role being passed has the proper trust relationship and permissions and that your IAM user has \
                     permissions to pass this role."
                ))
            }
        }
    }
}
