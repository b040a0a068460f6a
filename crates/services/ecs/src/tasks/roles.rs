//! The roles that a task is given.

use neargate_task::{TASKS_SERVICE, unassumable_role};
use neargate_wire::{AwsError, Dispatcher, Role};

use super::Assignment;
use crate::refused::client;

/// As short as STS makes them: the session is asked for, and not used.
const SESSION_SECONDS: u32 = 900;

/// The role that a task's containers act by.
pub(crate) fn task_role(dispatcher: &Dispatcher, task: &Assignment) -> Role {
    let role = task.task_role_arn.as_deref().unwrap_or_default();
    Role::new(dispatcher.on_behalf_of(&task.task_arn), TASKS_SERVICE, &task.scope, role, &task.task_id)
}

/// Refuses a task whose roles don't let themselves be assumed for it.
pub(super) async fn check(dispatcher: &Dispatcher, task: &Assignment) -> Result<(), AwsError> {
    let dispatcher = dispatcher.on_behalf_of(&task.task_arn);
    for role in [&task.task_role_arn, &task.execution_role_arn].into_iter().flatten() {
        let assumed = dispatcher.assume(TASKS_SERVICE, &task.scope, role, &task.task_id, SESSION_SECONDS);
        assumed.await.map_err(|error| {
            tracing::info!(role, %error, "a role can't be assumed for a task");
            client(unassumable_role(&neargate_core::role_arn(&task.scope.account, role)))
        })?;
    }
    Ok(())
}
