//! `TagResource` and `UntagResource`.

use std::sync::Arc;

use neargate_wire::{AwsError, Context};

use crate::refusal::Refusal;
use crate::{SecretsManager, model};

const TAGS_MAX: usize = 50;

pub async fn tag_resource(
    manager: Arc<SecretsManager>,
    context: Context,
    input: model::TagResourceRequest,
) -> Result<(), AwsError> {
    let wanted = of_request(input.tags)?;
    let edited = manager.edit(&context, input.secret_id, move |secret| {
        merge(&mut secret.tags, wanted.clone());
        bound(&secret.tags)
    });
    edited.await?;
    Ok(())
}

pub async fn untag_resource(
    manager: Arc<SecretsManager>,
    context: Context,
    input: model::UntagResourceRequest,
) -> Result<(), AwsError> {
    let keys = input.tag_keys.unwrap_or_default();
    let edited = manager.edit(&context, input.secret_id, move |secret| {
        secret.tags.retain(|(key, _)| !keys.contains(key));
        Ok(())
    });
    edited.await?;
    Ok(())
}

/// A request's tags. AWS keeps keys that begin with `aws:` for itself.
pub fn of_request(tags: Option<Vec<model::Tag>>) -> Result<Vec<(String, String)>, Refusal> {
    let mut wanted = Vec::new();
    for tag in tags.unwrap_or_default() {
        let key = tag.key.unwrap_or_default();
        if key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:")) {
            return Err(Refusal::parameter("Tag keys that begin with aws: are reserved for AWS."));
        }
        merge(&mut wanted, vec![(key, tag.value.unwrap_or_default())]);
    }
    bound(&wanted)?;
    Ok(wanted)
}

pub fn to_model(tags: &[(String, String)]) -> Vec<model::Tag> {
    let tag =
        |(key, value): &(String, String)| model::Tag { key: Some(key.clone()), value: Some(value.clone()) };
    tags.iter().map(tag).collect()
}

fn merge(tags: &mut Vec<(String, String)>, wanted: Vec<(String, String)>) {
    for (key, value) in wanted {
        match tags.iter_mut().find(|(known, _)| *known == key) {
            Some((_, known)) => *known = value,
            None => tags.push((key, value)),
        }
    }
}

fn bound(tags: &[(String, String)]) -> Result<(), Refusal> {
    if tags.len() > TAGS_MAX {
        return Err(Refusal::parameter(format!("A secret can have at most {TAGS_MAX} tags.")));
    }
    Ok(())
}
