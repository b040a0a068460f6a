//! What a caller gives to a session: policies that narrow it, and tags.

use neargate_core::AccountId;
use neargate_identity::records::Tags;
use neargate_identity::{Identity, attached};
use neargate_policy::{Kind, Policy};
use neargate_wire::AwsError;

use crate::{failed, invalid, model};

/// Of a policy's text, and of all that a session is given.
const MAX_POLICY_CHARACTERS: usize = 2048;
const MAX_MANAGED: usize = 10;
const MAX_PACKED_BYTES: usize = 4 * MAX_POLICY_CHARACTERS;

/// The documents of session policies; `None` when there are none, which narrows nothing.
pub(crate) async fn documents(
    identity: &Identity,
    account: &AccountId,
    inline: Option<String>,
    managed: Option<Vec<model::PolicyDescriptorType>>,
) -> Result<Option<Vec<String>>, AwsError> {
    let arns: Vec<String> = managed.unwrap_or_default().into_iter().filter_map(|policy| policy.arn).collect();
    if arns.len() > MAX_MANAGED {
        return Err(invalid(format!("The number of session policies exceeds the limit of {MAX_MANAGED}.")));
    }
    if inline.is_none() && arns.is_empty() {
        return Ok(None);
    }
    let mut documents = Vec::new();
    if let Some(document) = inline {
        if document.chars().count() > MAX_POLICY_CHARACTERS {
            return Err(invalid(format!(
                "1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have length \
                 less than or equal to {MAX_POLICY_CHARACTERS}"
            )));
        }
        Policy::parse_as(Kind::Identity, &document)
            .map_err(|malformed| AwsError::client("MalformedPolicyDocument", malformed.to_string()))?;
        documents.push(document);
    }
    let found = identity.store().read(|r| {
        let documents = arns.iter().map(|arn| attached(r, account, arn));
        documents.collect::<Result<Vec<_>, _>>()
    });
    for (arn, found) in arns.iter().zip(found.await.map_err(failed)?) {
        documents.push(
            found.ok_or_else(|| invalid(format!("Policy {arn} does not exist or is not attachable.")))?,
        );
    }
    Ok(Some(documents))
}

pub(crate) fn tags(given: Option<Vec<model::Tag>>) -> Result<Tags, AwsError> {
    let mut tags = Tags::new();
    for tag in given.unwrap_or_default() {
        let key = tag.key.unwrap_or_default();
        if key.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("aws:")) {
            return Err(AwsError::client(
                "InvalidParameterValue",
                "Caller is an end user and not allowed to mutate system tags",
            ));
        }
        if tags.keys().any(|known| known.eq_ignore_ascii_case(&key)) {
            return Err(AwsError::client(
                "InvalidParameterValue",
                "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
            ));
        }
        tags.insert(key, tag.value.unwrap_or_default());
    }
    Ok(tags)
}

/// How much of its room a session takes, in percent: told when it was given anything. AWS packs by a method of its own; ours counts
/// what was given as it was given.
pub(crate) fn packed_size(
    inline: Option<&str>,
    managed: Option<&[model::PolicyDescriptorType]>,
    tags: &Tags,
) -> Result<Option<i64>, AwsError> {
    let managed = managed.into_iter().flatten().filter_map(|policy| policy.arn.as_deref());
    let policies: usize = managed.chain(inline).map(str::len).sum();
    let tags: usize = tags.iter().map(|(key, value)| key.len() + value.len()).sum();
    let percent = (policies + tags) * 100 / MAX_PACKED_BYTES;
    if percent > 100 {
        let text = format!("Packed policy consumes {percent}% of allotted space, please use smaller policy.");
        return Err(AwsError::client("PackedPolicyTooLarge", text));
    }
    Ok((policies + tags > 0).then(|| i64::try_from(percent.max(1)).unwrap_or(100)))
}
