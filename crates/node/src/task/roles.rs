//! With whose rights a task's things are fetched, and its lines delivered.
//!
//! The execution role is assumed as AWS assumes it, by STS's AssumeRole on behalf of ECS with the task's id as the session's name. What
//! the session may do is then for the authorizer to say.

use neargate_core::Scope;
use neargate_task::{TASKS_SERVICE, TaskSpec, unassumable_role};
use neargate_wire::{Dispatcher, Role, RoleError};

/// A task's execution role.
pub(super) fn execution_role(dispatcher: &Dispatcher, task: &TaskSpec) -> Role {
    // Registration demands a role of whatever needs one.
    of_task(dispatcher, task, task.execution_role_arn.as_deref().unwrap_or_default())
}

/// The role that a definition's tasks are going to have, for what is done before there are any.
pub(crate) fn registered_role(
    dispatcher: Dispatcher,
    scope: &Scope,
    session_name: &str,
    role: Option<&str>,
) -> Role {
    Role::new(dispatcher, TASKS_SERVICE, scope, role.unwrap_or_default(), session_name)
}

/// One of a task's roles.
pub(super) fn of_task(dispatcher: &Dispatcher, task: &TaskSpec, role: &str) -> Role {
    Role::new(dispatcher.on_behalf_of(&task.task_arn), TASKS_SERVICE, &task.scope, role, &task.task_id)
}

/// Why a task can't be started: in ECS's words if its role is to blame, else in those that `worded` has for the answer.
pub(crate) fn reason(error: &RoleError, worded: impl FnOnce(&RoleError) -> String) -> String {
    match error {
        RoleError::Assume { role, cause } => {
            tracing::info!(role, error = %cause, "a task's role can't be assumed");
            unassumable_role(role)
        }
        RoleError::Call(_) => worded(error),
    }
}
