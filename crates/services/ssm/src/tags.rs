//! Tags of parameters, the only resources here that can have some.

use std::collections::BTreeMap;
use std::sync::Arc;

use neargate_core::Scope;
use neargate_store::{Expect, Stored};
use neargate_wire::{AwsError, Context};

use crate::model::{self, ResourceTypeForTagging};
use crate::name::Named;
use crate::records::ParameterRecord;
use crate::refusal::Refusal;
use crate::{Ssm, get, name, records};

const TAGS_MAX: usize = 50;

type Tags = BTreeMap<String, String>;

pub async fn add_tags_to_resource(
    ssm: Arc<Ssm>,
    context: Context,
    input: model::AddTagsToResourceRequest,
) -> Result<model::AddTagsToResourceResult, AwsError> {
    let tags = of_request(input.tags)?;
    ssm.tag(&context, input.resource_type, input.resource_id, move |parameter| {
        parameter.tags.extend(tags.clone());
        bound(&parameter.tags)
    })
    .await?;
    Ok(model::AddTagsToResourceResult {})
}

pub async fn remove_tags_from_resource(
    ssm: Arc<Ssm>,
    context: Context,
    input: model::RemoveTagsFromResourceRequest,
) -> Result<model::RemoveTagsFromResourceResult, AwsError> {
    let keys = input.tag_keys.unwrap_or_default();
    ssm.tag(&context, input.resource_type, input.resource_id, move |parameter| {
        parameter.tags.retain(|key, _| !keys.contains(key));
        Ok(())
    })
    .await?;
    Ok(model::RemoveTagsFromResourceResult {})
}

pub async fn list_tags_for_resource(
    ssm: Arc<Ssm>,
    context: Context,
    input: model::ListTagsForResourceRequest,
) -> Result<model::ListTagsForResourceResult, AwsError> {
    let (scope, now) = (&context.scope, ssm.now());
    let (named, id) = parameter(scope, input.resource_type, input.resource_id)?;
    let found = ssm.store.read(|r| get::find(r, scope, &named, now)).await;
    let parameter = found.map_err(|refusal| missing(refusal, &id))?.value;
    let tag = |(key, value)| model::Tag { key: Some(key), value: Some(value) };
    Ok(model::ListTagsForResourceResult { tag_list: Some(parameter.tags.into_iter().map(tag).collect()) })
}

impl Ssm {
    async fn tag(
        &self,
        context: &Context,
        kind: Option<ResourceTypeForTagging>,
        id: Option<String>,
        edit: impl Fn(&mut ParameterRecord) -> Result<(), Refusal> + Send + 'static,
    ) -> Result<(), Refusal> {
        let (scope, now) = (context.scope.clone(), self.now());
        let (named, id) = parameter(&scope, kind, id)?;
        let edited = self.store.write(context.durability, move |w| {
            let Stored { value: mut parameter, revision } = get::find(w, &scope, &named, now)?;
            edit(&mut parameter)?;
            records::put(w, &scope, &parameter, Expect::Revision(revision))?;
            Ok(())
        });
        edited.await.map_err(|refusal| missing(refusal, &id))
    }
}

pub fn of_request(tags: Option<Vec<model::Tag>>) -> Result<Tags, Refusal> {
    let pairs = tags.unwrap_or_default().into_iter();
    let tags: Tags = pairs.map(|tag| (tag.key.unwrap_or_default(), tag.value.unwrap_or_default())).collect();
    if tags.keys().any(|key| key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:"))) {
        return Err(Refusal::validation("Tag keys that begin with aws: are reserved for AWS."));
    }
    bound(&tags)?;
    Ok(tags)
}

/// The parameter that a request names. There are no resources of other types that could have tags.
fn parameter(
    scope: &Scope,
    kind: Option<ResourceTypeForTagging>,
    id: Option<String>,
) -> Result<(Named, String), Refusal> {
    let id = id.unwrap_or_default();
    let named = name::parse(scope, &id).map_err(|_| no_resource(&id))?;
    if kind != Some(ResourceTypeForTagging::Parameter) || named.selector.is_some() {
        return Err(no_resource(&id));
    }
    Ok((named, id))
}

fn missing(refusal: Refusal, id: &str) -> Refusal {
    if refusal.is_missing() { no_resource(id) } else { refusal }
}

fn no_resource(id: &str) -> Refusal {
    Refusal::client(
        "InvalidResourceId",
        format!("The resource ID \"{id}\" is not valid. Verify the ID and try again."),
    )
}

fn bound(tags: &Tags) -> Result<(), Refusal> {
    if tags.len() > TAGS_MAX {
        return Err(Refusal::client(
            "TooManyTagsError",
            format!("A resource can have at most {TAGS_MAX} tags."),
        ));
    }
    Ok(())
}
