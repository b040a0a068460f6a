//! Tags of clusters, task definitions and tasks. Each resource keeps its own; this knows the rules and finds the resource.

mod limits;
mod operations;
mod resource;
mod task;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use neargate_core::Scope;
use neargate_store::Reader;
use neargate_wire::Service;

pub(crate) use limits::validate;

use self::resource::Resource;
use crate::model::Tag;
use crate::refused::Refused;
use crate::{Ecs, guards, model};

/// The tags of what an ARN names; none if it names nothing that is there.
pub(crate) fn of(r: &mut dyn Reader, scope: &Scope, arn: &str) -> Result<Vec<Tag>, Refused> {
    let Ok(resource) = Resource::parse(scope, arn) else { return Ok(Vec::new()) };
    match resource.tags(r, scope) {
        // What isn't there is the operation's to say.
        Err(Refused(error)) if !error.status.is_server_error() => Ok(Vec::new()),
        other => other,
    }
}

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
