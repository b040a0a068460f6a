//! ECS Exec: `ExecuteCommand`, and what is kept of its sessions in logs. The sessions themselves are [`neargate_exec`]'s.
//!
//! A container takes commands while its `ExecuteCommandAgent` is RUNNING, which is while it runs itself, in a task that was started
//! with `enableExecuteCommand`. There is no agent: the node starts the process. `lifecycle::derive` keeps the status.
//! Where policies are enforced the task's role must allow what AWS's agent does with it ([`connection`]).

mod connection;
mod encryption;
mod execute;
mod logging;
mod objects;
mod sessions;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use neargate_wire::Service;

use crate::{Ecs, guards, model};

/// Registers this module's operations.
pub(crate) fn register(service: Service, ecs: &Arc<Ecs>) -> Service {
    service.guarded(model::ExecuteCommand, ecs, guards::execute_command, execute::execute_command)
}
