//! Tags of log groups and destinations, by the operations of today (by ARN) and, for groups, of yesterday (by name).

use std::collections::BTreeMap;
use std::sync::Arc;

use neargate_core::{Arn, Scope};
use neargate_store::{Expect, ReadRecords as _, Stored, WriteRecords as _};
use neargate_wire::{AwsError, Context};

use crate::Logs;
use crate::feed::Destination;
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
    let tagged = tagged(&context.scope, input.resource_arn)?;
    Ok(logs.tag(&context, tagged, input.tags.unwrap_or_default()).await?)
}

pub async fn tag_log_group(
    logs: Arc<Logs>,
    context: Context,
    input: model::TagLogGroupRequest,
) -> Result<(), AwsError> {
    let name = input.log_group_name.unwrap_or_default();
    Ok(logs.tag(&context, Tagged::Group(name), input.tags.unwrap_or_default()).await?)
}

pub async fn untag_resource(
    logs: Arc<Logs>,
    context: Context,
    input: model::UntagResourceRequest,
) -> Result<(), AwsError> {
    let tagged = tagged(&context.scope, input.resource_arn)?;
    Ok(logs.untag(&context, tagged, input.tag_keys.unwrap_or_default()).await?)
}

pub async fn untag_log_group(
    logs: Arc<Logs>,
    context: Context,
    input: model::UntagLogGroupRequest,
) -> Result<(), AwsError> {
    let name = input.log_group_name.unwrap_or_default();
    Ok(logs.untag(&context, Tagged::Group(name), input.tags.unwrap_or_default()).await?)
}

pub async fn list_tags_for_resource(
    logs: Arc<Logs>,
    context: Context,
    input: model::ListTagsForResourceRequest,
) -> Result<model::ListTagsForResourceResponse, AwsError> {
    let tagged = tagged(&context.scope, input.resource_arn)?;
    Ok(model::ListTagsForResourceResponse { tags: Some(logs.tags(&context.scope, &tagged).await?) })
}

pub async fn list_tags_log_group(
    logs: Arc<Logs>,
    context: Context,
    input: model::ListTagsLogGroupRequest,
) -> Result<model::ListTagsLogGroupResponse, AwsError> {
    let name = input.log_group_name.unwrap_or_default();
    Ok(model::ListTagsLogGroupResponse { tags: Some(logs.tags(&context.scope, &Tagged::Group(name)).await?) })
}

/// What can have tags.
enum Tagged {
    Group(String),
    Destination(String),
}

impl Logs {
    async fn tag(&self, context: &Context, tagged: Tagged, tags: Tags) -> Result<(), Refusal> {
        check_keys(tags.keys())?;
        self.change_tags(context, tagged, move |name, known| {
            known.extend(tags.clone());
            if known.len() > MAX_TAGS {
                return Err(Refusal::TooManyTags { resource: name.to_owned() });
            }
            Ok(())
        })
        .await
    }

    async fn untag(&self, context: &Context, tagged: Tagged, keys: Vec<String>) -> Result<(), Refusal> {
        self.change_tags(context, tagged, move |_, known| {
            known.retain(|key, _| !keys.contains(key));
            Ok(())
        })
        .await
    }

    async fn change_tags(
        &self,
        context: &Context,
        tagged: Tagged,
        change: impl Fn(&str, &mut Tags) -> Result<(), Refusal> + Send + 'static,
    ) -> Result<(), Refusal> {
        let destination = match tagged {
            Tagged::Group(name) => {
                return self
                    .try_change_group(context, name, move |group| change(&group.name, &mut group.tags))
                    .await;
            }
            Tagged::Destination(name) => name,
        };
        let scope = context.scope.clone();
        let changed = self.store.write(context.durability, move |w| {
            let (account, region) = (scope.account.as_str(), scope.region.as_str());
            let found = w.get_record::<Destination>(account, region, &destination)?;
            let Stored { mut value, revision } = found.ok_or(Refusal::NoResource)?;
            change(&destination, &mut value.tags)?;
            w.put_record(account, region, &value, Expect::Revision(revision))?;
            Ok(())
        });
        changed.await
    }

    async fn tags(&self, scope: &Scope, tagged: &Tagged) -> Result<Tags, Refusal> {
        self.store
            .read(|r| match tagged {
                Tagged::Group(name) => Ok(resolve::group(r, scope, name)?.value.tags),
                Tagged::Destination(name) => {
                    let (account, region) = (scope.account.as_str(), scope.region.as_str());
                    let found = r.get_record::<Destination>(account, region, name)?;
                    Ok(found.ok_or(Refusal::NoResource)?.value.tags)
                }
            })
            .await
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

/// The group or the destination that an ARN names.
fn tagged(scope: &Scope, text: Option<String>) -> Result<Tagged, Refusal> {
    let text = text.unwrap_or_default();
    let Ok(arn) = text.parse::<Arn>() else {
        return Err(Refusal::parameter("Invalid resourceArn provided."));
    };
    match arn.resource.strip_prefix("destination:") {
        Some(name) if arn.is_of("logs", scope) => Ok(Tagged::Destination(name.to_owned())),
        _ => resolve::name_of(scope, text).map(Tagged::Group).map_err(|_| Refusal::NoResource),
    }
}
