//! Tags of log groups, by the operations of today (by ARN) and of yesterday (by name).

use std::collections::BTreeMap;
use std::sync::Arc;

use neargate_core::{Arn, Scope};
use neargate_wire::{AwsError, Context};

use crate::Logs;
use crate::model;
use crate::refusal::Refusal;
use crate::resolve;

const MAX_TAGS: usize = 50;

type Tags = BTreeMap<String, String>;

pub async fn tag_resource(
    logs: Arc<Logs>,
    context: Context,
    input: model::TagResourceRequest,
) -> Result<(), AwsError> {
    let name = tagged(&context.scope, input.resource_arn)?;
    Ok(logs.tag(&context, name, input.tags.unwrap_or_default()).await?)
}

pub async fn tag_log_group(
    logs: Arc<Logs>,
    context: Context,
    input: model::TagLogGroupRequest,
) -> Result<(), AwsError> {
    let name = input.log_group_name.unwrap_or_default();
    Ok(logs.tag(&context, name, input.tags.unwrap_or_default()).await?)
}

pub async fn untag_resource(
    logs: Arc<Logs>,
    context: Context,
    input: model::UntagResourceRequest,
) -> Result<(), AwsError> {
    let name = tagged(&context.scope, input.resource_arn)?;
    Ok(logs.untag(&context, name, input.tag_keys.unwrap_or_default()).await?)
}

pub async fn untag_log_group(
    logs: Arc<Logs>,
    context: Context,
    input: model::UntagLogGroupRequest,
) -> Result<(), AwsError> {
    let name = input.log_group_name.unwrap_or_default();
    Ok(logs.untag(&context, name, input.tags.unwrap_or_default()).await?)
}

pub async fn list_tags_for_resource(
    logs: Arc<Logs>,
    context: Context,
    input: model::ListTagsForResourceRequest,
) -> Result<model::ListTagsForResourceResponse, AwsError> {
    let name = tagged(&context.scope, input.resource_arn)?;
    Ok(model::ListTagsForResourceResponse { tags: Some(logs.tags(&context.scope, &name).await?) })
}

pub async fn list_tags_log_group(
    logs: Arc<Logs>,
    context: Context,
    input: model::ListTagsLogGroupRequest,
) -> Result<model::ListTagsLogGroupResponse, AwsError> {
    let name = input.log_group_name.unwrap_or_default();
    Ok(model::ListTagsLogGroupResponse { tags: Some(logs.tags(&context.scope, &name).await?) })
}

impl Logs {
    async fn tag(&self, context: &Context, group: String, tags: Tags) -> Result<(), Refusal> {
        check_keys(tags.keys())?;
        self.try_change_group(context, group, move |group| {
            group.tags.extend(tags.clone());
            if group.tags.len() > MAX_TAGS {
                return Err(Refusal::TooManyTags { resource: group.name.clone() });
            }
            Ok(())
        })
        .await
    }

    async fn untag(&self, context: &Context, group: String, keys: Vec<String>) -> Result<(), Refusal> {
        self.change_group(context, group, move |group| {
            group.tags.retain(|key, _| !keys.contains(key));
        })
        .await
    }

    async fn tags(&self, scope: &Scope, group: &str) -> Result<Tags, Refusal> {
        self.store.read(|r| Ok(resolve::group(r, scope, group)?.value.tags)).await
    }
}

/// AWS keeps this prefix for itself.
pub fn check_keys<'a>(mut keys: impl Iterator<Item = &'a String>) -> Result<(), Refusal> {
    let reserved = keys.any(|key| key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:")));
    if reserved {
        return Err(Refusal::parameter("aws: prefixed tag key names are not allowed for external use."));
    }
    Ok(())
}

/// The log group that an ARN names. Destinations can be tagged too, but there are none.
fn tagged(scope: &Scope, arn: Option<String>) -> Result<String, Refusal> {
    let arn = arn.unwrap_or_default();
    if arn.parse::<Arn>().is_err() {
        return Err(Refusal::parameter("Invalid resourceArn provided."));
    }
    resolve::name_of(scope, arn).map_err(|_| Refusal::NoResource)
}
