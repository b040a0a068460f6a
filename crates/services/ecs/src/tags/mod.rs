//! Tags of clusters, task definitions and tasks. Each resource keeps its own; this knows the rules and finds the resource.

mod limits;
mod operations;
mod resource;
mod task;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use neargate_wire::Service;

pub(crate) use limits::validate;

use crate::{Ecs, model};

/// Registers this module's operations.
pub(crate) fn register(service: Service, ecs: &Arc<Ecs>) -> Service {
    service
        .on(model::TagResource, ecs, operations::tag_resource)
        .on(model::UntagResource, ecs, operations::untag_resource)
        .on(model::ListTagsForResource, ecs, operations::list_tags_for_resource)
}
