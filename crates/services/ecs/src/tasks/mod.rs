//! Tasks: running, stopping, describing and listing them. What happens to them in between is `lifecycle`'s.
//!
//! A task is three documents of one id:
//! - the *task* ([`records::TASK`]): AWS's shape, ready to be answered, with look-ups for `ListTasks`;
//! - the *assignment* ([`ASSIGNMENT`]): what a node must know to run it and whose turn it is; gone when the task is STOPPED;
//! - the *report* ([`records::REPORT`]): all that the node told so far; gone with the assignment.
//!
//! Holds: the three change together in one transaction, and only `lifecycle` changes a task after `RunTask` made it,
//! but for a stop that is asked for and for tags.

mod assignment;
mod describe;
pub(crate) mod documents;
mod idempotency;
mod list;
mod logging;
mod network;
mod overrides;
mod placement;
mod protection;
mod record;
pub(crate) mod records;
pub(crate) mod reference;
pub(crate) mod roles;
mod run;
pub(crate) mod spec;
mod stop;
mod tagging;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod unsupported;

use std::sync::Arc;

use neargate_wire::Service;

pub(crate) use assignment::{Assignment, Turn};
pub(crate) use idempotency::forget_tokens;
pub(crate) use network::{NetworkCache, interface_failure};
pub(crate) use records::{ASSIGNMENT, counts, run_by, runs_from};
pub(crate) use tagging::{set_tags, tags_of};

use crate::{Ecs, guards, model};

/// Registers this module's operations.
pub(crate) fn register(service: Service, ecs: &Arc<Ecs>) -> Service {
    service
        .guarded(model::RunTask, ecs, guards::run_task, run::run_task)
        .guarded(model::StopTask, ecs, guards::stop_task, stop::stop_task)
        .guarded(describe::DescribeTasks, ecs, guards::describe_tasks, describe::describe_tasks)
        .guarded(model::ListTasks, ecs, guards::list_tasks, list::list_tasks)
        .guarded(model::GetTaskProtection, ecs, guards::get_task_protection, protection::get_task_protection)
        .guarded(
            model::UpdateTaskProtection,
            ecs,
            guards::update_task_protection,
            protection::update_task_protection,
        )
}
