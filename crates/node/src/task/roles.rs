//! With whose rights a task's things are fetched.
//!
//! The execution role is assumed as AWS assumes it, by STS's AssumeRole on behalf of ECS with the task's id as the session's name, once
//! per task. What the session may do is then for the authorizer to say.

use neargate_core::{Principal, Scope, role_arn};
use neargate_task::TaskSpec;
use neargate_wire::Dispatcher;
use tokio::sync::OnceCell;

/// Who assumes roles for tasks.
const ASSUMER: &str = "ecs-tasks";
const SESSION_SECONDS: u32 = 3600;

/// A task's execution role, assumed when it is first needed.
pub(crate) struct ExecutionRole<'a> {
    dispatcher: Dispatcher,
    scope: &'a Scope,
    /// The session's name: the task's id.
    session_name: &'a str,
    role: &'a str,
    session: OnceCell<Principal>,
}

impl<'a> ExecutionRole<'a> {
    pub(super) fn of_task(dispatcher: &Dispatcher, task: &'a TaskSpec) -> Self {
        let dispatcher = dispatcher.on_behalf_of(&task.task_arn);
        Self::new(dispatcher, &task.scope, &task.task_id, task.execution_role_arn.as_deref())
    }

    /// One for what is done before there is a task.
    pub(crate) fn new(
        dispatcher: Dispatcher,
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
    pub(super) fn of(principal: Principal, dispatcher: &Dispatcher, task: &'a TaskSpec) -> Self {
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
        assume(&self.dispatcher, self.scope, self.session_name, self.role).await
    }
}

/// A session of a task's role.
///
/// # Errors
///
/// With the reason that ECS tells.
pub(super) async fn assume(
    dispatcher: &Dispatcher,
    scope: &Scope,
    session_name: &str,
    role: &str,
) -> Result<Principal, String> {
    dispatcher.assume(ASSUMER, scope, role, session_name, SESSION_SECONDS).await.map_err(|error| {
        tracing::info!(task = session_name, role, %error, "a task's role can't be assumed");
        let role = role_arn(&scope.account, role);
        format!(
            "ECS was unable to assume the role '{role}' that was provided for this task. Please verify that the role \
             being passed has the proper trust relationship and permissions and that your IAM user has permissions to \
             pass this role."
        )
    })
}
