//! Task definitions: families of numbered revisions, each what a task is made from.
//!
//! Registering is checking ([`validate`]), filling in ([`definition`]) and giving the next number ([`register`]). A revision never changes
//! but for its tags and its status, which only moves on ([`retire`]).

mod attributes;
mod definition;
pub(crate) mod proxy;
mod read;
mod record;
mod register;
mod retire;
mod size;
#[cfg(test)]
mod tests;
mod usage;
mod validate;

use std::sync::Arc;

use neargate_wire::Service;

pub(crate) use record::{TaskDefinitionRecord, find, save};
pub(crate) use size::fargate_size;
pub(crate) use validate::{TaskSize, check_ephemeral_storage, check_sizes};

use crate::{Ecs, guards, model};

/// Registers this module's operations.
pub(crate) fn register(service: Service, ecs: &Arc<Ecs>) -> Service {
    service
        .guarded(
            model::RegisterTaskDefinition,
            ecs,
            guards::register_task_definition,
            register::register_task_definition,
        )
        .on(model::DescribeTaskDefinition, ecs, read::describe_task_definition)
        .on(model::ListTaskDefinitions, ecs, read::list_task_definitions)
        .on(model::ListTaskDefinitionFamilies, ecs, read::list_task_definition_families)
        .on(model::DeregisterTaskDefinition, ecs, retire::deregister_task_definition)
        .guarded(
            model::DeleteTaskDefinitions,
            ecs,
            guards::delete_task_definitions,
            retire::delete_task_definitions,
        )
}
