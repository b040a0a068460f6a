//! Tags of file systems and access points, by today's operations and by those of old (CreateTags, DescribeTags, DeleteTags).

use std::sync::Arc;

use neargate_core::Scope;
use neargate_store::{Expect, Record, Stored, WriteRecords as _, Writer, token};
use neargate_wire::{AwsError, Context};

use crate::Efs;
use crate::file_systems::page;
use crate::model::{self, Tag};
use crate::records::{self, AccessPoint, FileSystem, bare};
use crate::refusal::{Refused, bad_request};

const PER_PAGE: i64 = 100;
const MAX_TAGS: usize = 50;

pub(crate) async fn tag(
    efs: Arc<Efs>,
    context: Context,
    input: model::TagResourceRequest,
) -> Result<(), AwsError> {
    efs.add(&context, input.resource_id, input.tags).await
}

pub(crate) async fn create(
    efs: Arc<Efs>,
    context: Context,
    input: model::CreateTagsRequest,
) -> Result<(), AwsError> {
    efs.add(&context, input.file_system_id, input.tags).await
}

pub(crate) async fn untag(
    efs: Arc<Efs>,
    context: Context,
    input: model::UntagResourceRequest,
) -> Result<(), AwsError> {
    efs.remove(&context, input.resource_id, input.tag_keys).await
}

pub(crate) async fn delete(
    efs: Arc<Efs>,
    context: Context,
    input: model::DeleteTagsRequest,
) -> Result<(), AwsError> {
    efs.remove(&context, input.file_system_id, input.tag_keys).await
}

pub(crate) async fn list(
    efs: Arc<Efs>,
    context: Context,
    input: model::ListTagsForResourceRequest,
) -> Result<model::ListTagsForResourceResponse, AwsError> {
    let (tags, next_token) = efs
        .tags(&context.scope, bare(input.resource_id), input.max_results, input.next_token.as_deref())
        .await?;
    Ok(model::ListTagsForResourceResponse { tags: Some(tags), next_token })
}

pub(crate) async fn describe(
    efs: Arc<Efs>,
    context: Context,
    input: model::DescribeTagsRequest,
) -> Result<model::DescribeTagsResponse, AwsError> {
    let (tags, next_marker) = efs
        .tags(&context.scope, bare(input.file_system_id), input.max_items, input.marker.as_deref())
        .await?;
    Ok(model::DescribeTagsResponse { marker: input.marker, tags: Some(tags), next_marker })
}

impl Efs {
    async fn add(
        &self,
        context: &Context,
        id: Option<String>,
        tags: Option<Vec<Tag>>,
    ) -> Result<(), AwsError> {
        let added = tags.unwrap_or_default();
        check_tags(&added)?;
        self.change_tags(context, bare(id), move |tags| {
            tags.retain(|known| added.iter().all(|tag| tag.key != known.key));
            tags.extend(added.iter().cloned());
            if tags.len() > MAX_TAGS {
                return Err(bad_request(format!("A resource can have at most {MAX_TAGS} tags.")).into());
            }
            Ok(())
        })
        .await
    }

    async fn remove(
        &self,
        context: &Context,
        id: Option<String>,
        keys: Option<Vec<String>>,
    ) -> Result<(), AwsError> {
        let keys = keys.unwrap_or_default();
        self.change_tags(context, bare(id), move |tags| {
            tags.retain(|tag| tag.key.as_ref().is_none_or(|key| !keys.contains(key)));
            Ok(())
        })
        .await
    }

    async fn change_tags(
        &self,
        context: &Context,
        id: String,
        change: impl Fn(&mut Vec<Tag>) -> Result<(), Refused> + Send + 'static,
    ) -> Result<(), AwsError> {
        let scope = context.scope.clone();
        let changed: Result<(), Refused> = self
            .store
            .write(context.durability, move |writer| {
                if is_access_point(&id) {
                    let mut known: Stored<AccessPoint> = records::access_point(writer, &scope, &id)?;
                    change(&mut known.value.tags)?;
                    return put(writer, &scope, &known);
                }
                let mut known: Stored<FileSystem> = records::file_system(writer, &scope, &id)?;
                change(&mut known.value.tags)?;
                put(writer, &scope, &known)
            })
            .await;
        Ok(changed?)
    }

    /// A page of a resource's tags, by key, and where the next begins.
    async fn tags(
        &self,
        scope: &Scope,
        id: String,
        limit: Option<i64>,
        after: Option<&str>,
    ) -> Result<(Vec<Tag>, Option<String>), AwsError> {
        let token_context = ["efs", scope.account.as_str(), scope.region.as_str(), "tags", &id];
        let after =
            after.map(|text| token::decode(&token_context, text)).transpose().map_err(Refused::from)?;
        let known: Result<Vec<Tag>, Refused> = self
            .store
            .read(|reader| {
                if is_access_point(&id) {
                    return Ok(records::access_point(reader, scope, &id)?.value.tags);
                }
                Ok(records::file_system(reader, scope, &id)?.value.tags)
            })
            .await;
        let mut tags = known?;
        tags.sort_by(|one, other| one.key.cmp(&other.key));
        if let Some(after) = after {
            tags.retain(|tag| tag.key.as_ref() > Some(&after));
        }
        let limit = page(limit, PER_PAGE);
        let more = tags.len() > limit;
        tags.truncate(limit);
        let last = tags.last().and_then(|tag| tag.key.as_deref()).filter(|_| more);
        let next = last.map(|key| token::encode(&token_context, key));
        Ok((tags, next))
    }
}

fn put<T: Record>(writer: &mut dyn Writer, scope: &Scope, known: &Stored<T>) -> Result<(), Refused> {
    let (account, region) = (scope.account.as_str(), scope.region.as_str());
    writer.put_record(account, region, &known.value, Expect::Revision(known.revision))?;
    Ok(())
}

pub(crate) fn is_access_point(id: &str) -> bool {
    id.starts_with("fsap-")
}

/// What the model says by a look-ahead, which our validation leaves to us: keys of AWS's own.
pub(crate) fn check_tags(tags: &[Tag]) -> Result<(), AwsError> {
    let reserved = |tag: &&Tag| {
        tag.key.as_ref().and_then(|key| key.get(..4)).is_some_and(|start| start.eq_ignore_ascii_case("aws:"))
    };
    if tags.iter().find(reserved).is_some() {
        return Err(bad_request("Tag keys must not begin with 'aws:'."));
    }
    if tags.len() > MAX_TAGS {
        return Err(bad_request(format!("A resource can have at most {MAX_TAGS} tags.")));
    }
    let twice = tags
        .iter()
        .enumerate()
        .any(|(index, tag)| tags[..index].iter().any(|earlier| earlier.key == tag.key));
    if twice { Err(bad_request("Tag keys must not be given twice.")) } else { Ok(()) }
}
