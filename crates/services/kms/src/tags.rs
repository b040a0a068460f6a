//! Tags of keys.

use std::collections::BTreeMap;
use std::sync::Arc;

use neargate_store::token;
use neargate_wire::{AwsError, Context};

use crate::keys::{Tags, alive};
use crate::model::{self, Tag};
use crate::refusal::Refusal;
use crate::{Kms, list};

const MAX_TAGS: usize = 50;
const PER_PAGE: usize = 50;

pub async fn tag_resource(
    kms: Arc<Kms>,
    context: Context,
    input: model::TagResourceRequest,
) -> Result<(), AwsError> {
    let text = input.key_id.unwrap_or_default();
    let found = kms.own_customers(&context, &text, "kms:TagResource").await?;
    let tags = of_request(input.tags)?;
    let edited = kms.edit(&context, &found, move |found| {
        alive(found)?;
        found.key.tags.extend(tags.clone());
        bounded(&found.key.tags)
    });
    Ok(edited.await?)
}

pub async fn untag_resource(
    kms: Arc<Kms>,
    context: Context,
    input: model::UntagResourceRequest,
) -> Result<(), AwsError> {
    let text = input.key_id.unwrap_or_default();
    let found = kms.own_customers(&context, &text, "kms:UntagResource").await?;
    let keys = input.tag_keys.unwrap_or_default();
    let edited = kms.edit(&context, &found, move |found| {
        alive(found)?;
        found.key.tags.retain(|key, _| !keys.contains(key));
        Ok(())
    });
    Ok(edited.await?)
}

pub async fn list_resource_tags(
    kms: Arc<Kms>,
    context: Context,
    input: model::ListResourceTagsRequest,
) -> Result<model::ListResourceTagsResponse, AwsError> {
    let text = input.key_id.unwrap_or_default();
    let found = kms.own(&context, &text, "kms:ListResourceTags").await?;
    let binding = ["ListResourceTags", &found.key.id];
    let after = input.marker.map(|marker| token::decode(&binding, &marker)).transpose();
    let after = after.map_err(Refusal::from)?;
    let limit = list::limit(input.limit, PER_PAGE);
    let tags = found.key.tags.into_iter().filter(|(key, _)| after.as_ref().is_none_or(|after| key > after));
    let mut tags: Vec<_> = tags.take(limit + 1).collect();
    let more = tags.len() > limit;
    tags.truncate(limit);
    let next = tags.last().filter(|_| more).map(|(key, _)| token::encode(&binding, key));
    let tag = |(key, value)| Tag { tag_key: Some(key), tag_value: Some(value) };
    Ok(model::ListResourceTagsResponse {
        tags: Some(tags.into_iter().map(tag).collect()),
        next_marker: next,
        truncated: Some(more),
    })
}

/// The tags that a request carries, each key once.
pub fn of_request(tags: Option<Vec<Tag>>) -> Result<Tags, Refusal> {
    let mut read = BTreeMap::new();
    for tag in tags.unwrap_or_default() {
        let key = tag.tag_key.unwrap_or_default();
        if key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:")) {
            return Err(Refusal::client("TagException", "Tags beginning with aws: are reserved"));
        }
        if read.insert(key, tag.tag_value.unwrap_or_default()).is_some() {
            return Err(Refusal::client("TagException", "Duplicate tag keys"));
        }
    }
    bounded(&read)?;
    Ok(read)
}

fn bounded(tags: &Tags) -> Result<(), Refusal> {
    if tags.len() > MAX_TAGS {
        return Err(Refusal::client("LimitExceededException", "Too many tags"));
    }
    Ok(())
}
