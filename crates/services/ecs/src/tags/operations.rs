//! `TagResource`, `UntagResource`, `ListTagsForResource`.

use std::sync::Arc;

use neargate_wire::{AwsError, Context};

use super::limits::{check_count, is_reserved, validate};
use super::resource::Resource;
use crate::Ecs;
use crate::model::{
    ListTagsForResourceRequest, ListTagsForResourceResponse, TagResourceRequest, TagResourceResponse,
    UntagResourceRequest, UntagResourceResponse,
};
use crate::refused::{Refused, invalid};

pub(super) async fn tag_resource(
    ecs: Arc<Ecs>,
    context: Context,
    input: TagResourceRequest,
) -> Result<TagResourceResponse, AwsError> {
    let scope = context.scope.clone();
    let resource = Resource::parse(&scope, &input.resource_arn.unwrap_or_default())?;
    let given = input.tags.unwrap_or_default();
    if given.is_empty() {
        return Err(invalid("Tags can not be empty."));
    }
    validate(&given)?;
    let write = ecs.store.write(context.durability, move |w| -> Result<(), Refused> {
        let mut tags = resource.tags(w, &scope)?;
        for tag in &given {
            match tags.iter_mut().find(|known| known.key == tag.key) {
                Some(known) => known.value.clone_from(&tag.value),
                None => tags.push(tag.clone()),
            }
        }
        check_count(tags.len())?;
        resource.set_tags(w, &scope, tags)
    });
    write.await?;
    Ok(TagResourceResponse {})
}

pub(super) async fn untag_resource(
    ecs: Arc<Ecs>,
    context: Context,
    input: UntagResourceRequest,
) -> Result<UntagResourceResponse, AwsError> {
    let scope = context.scope.clone();
    let resource = Resource::parse(&scope, &input.resource_arn.unwrap_or_default())?;
    let keys = input.tag_keys.unwrap_or_default();
    if keys.is_empty() {
        return Err(invalid("Tag keys can not be empty."));
    }
    if keys.iter().any(|key| is_reserved(key)) {
        return Err(invalid("Tags that begin with the reserved prefix 'aws:' can not be removed."));
    }
    let write = ecs.store.write(context.durability, move |w| -> Result<(), Refused> {
        let mut tags = resource.tags(w, &scope)?;
        tags.retain(|tag| !tag.key.as_ref().is_some_and(|key| keys.contains(key)));
        resource.set_tags(w, &scope, tags)
    });
    write.await?;
    Ok(UntagResourceResponse {})
}

pub(super) async fn list_tags_for_resource(
    ecs: Arc<Ecs>,
    context: Context,
    input: ListTagsForResourceRequest,
) -> Result<ListTagsForResourceResponse, AwsError> {
    let scope = &context.scope;
    let resource = Resource::parse(scope, &input.resource_arn.unwrap_or_default())?;
    let tags = ecs.store.read(|r| resource.tags(r, scope)).await?;
    Ok(ListTagsForResourceResponse { tags: Some(tags) })
}
