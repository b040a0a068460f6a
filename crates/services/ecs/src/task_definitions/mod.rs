//! Task definitions: families of numbered revisions, each what a task is made from.

mod record;
mod size;
mod validate;

use std::sync::Arc;

use neargate_wire::Service;

pub(crate) use record::{TaskDefinitionRecord, find};
pub(crate) use size::fargate_size;

use crate::Ecs;

/// Registers this module's operations.
pub(crate) fn register(service: Service, _: &Arc<Ecs>) -> Service {
    service
}
