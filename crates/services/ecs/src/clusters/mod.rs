//! Clusters: the names that tasks and services are grouped under.

mod record;

use std::sync::Arc;

use neargate_wire::Service;

pub(crate) use record::{ClusterRecord, find, is_name};

use crate::Ecs;

/// Registers this module's operations.
pub(crate) fn register(service: Service, _: &Arc<Ecs>) -> Service {
    service
}
