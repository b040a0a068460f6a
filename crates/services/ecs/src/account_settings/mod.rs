use std::sync::Arc;

use neargate_wire::Service;

use crate::Ecs;

/// Registers this module's operations.
pub(crate) fn register(service: Service, _: &Arc<Ecs>) -> Service {
    service
}
