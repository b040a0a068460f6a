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

use crate::{Ecs, guards, model};

/// Registers this module's operations.
pub(crate) fn register(service: Service, ecs: &Arc<Ecs>) -> Service {
    service
        .guarded(model::TagResource, ecs, guards::tag_resource, operations::tag_resource)
        .guarded(model::UntagResource, ecs, guards::untag_resource, operations::untag_resource)
        .guarded(
            model::ListTagsForResource,
            ecs,
            guards::list_tags_for_resource,
            operations::list_tags_for_resource,
        )
}
