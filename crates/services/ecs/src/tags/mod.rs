//! Tags of clusters, task definitions and tasks.

mod limits;

use std::sync::Arc;

use neargate_wire::Service;

pub(crate) use limits::validate;

use crate::Ecs;

/// Registers this module's operations.
pub(crate) fn register(service: Service, _: &Arc<Ecs>) -> Service {
    service
}
