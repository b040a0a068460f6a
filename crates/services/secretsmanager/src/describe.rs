//! `DescribeSecret` and `ListSecretVersionIds`: all about a secret but its values, also while it is marked for deletion.

use std::sync::Arc;

use neargate_core::Scope;
use neargate_store::token;
use neargate_wire::{AwsError, Context};

use crate::records::{SecretRecord, Version, time};
use crate::refusal::Refusal;
use crate::{SecretsManager, model, replicas, resolve, tags};

const VERSIONS_PER_PAGE: usize = 100;
/// The key that is used when a secret names none.
const DEFAULT_KEY: &str = "DefaultEncryptionKey";

pub async fn describe_secret(
    manager: Arc<SecretsManager>,
    context: Context,
    input: model::DescribeSecretRequest,
) -> Result<model::DescribeSecretResponse, AwsError> {
    let (scope, now) = (&context.scope, manager.now());
    let id = input.secret_id.unwrap_or_default();
    let secret = manager.store.read(|r| resolve::secret(r, scope, &id, now)).await?.value;
    Ok(model::DescribeSecretResponse {
        arn: Some(secret.arn(scope)),
        version_ids_to_stages: labels_by_version(&secret),
        replication_status: replicas::status(&secret),
        primary_region: primary_region(scope, &secret),
        name: Some(secret.name),
        description: secret.description,
        kms_key_id: secret.kms_key_id,
        last_changed_date: Some(time(secret.changed)),
        last_accessed_date: secret.accessed.map(time),
        deleted_date: secret.delete_at.map(time),
        tags: (!secret.tags.is_empty()).then(|| tags::to_model(&secret.tags)),
        created_date: Some(time(secret.created)),
        ..model::DescribeSecretResponse::default()
    })
}

/// Where a secret that has replicas, or is one, is changed.
pub fn primary_region(scope: &Scope, secret: &SecretRecord) -> Option<String> {
    let own = || (!secret.replicas.is_empty()).then(|| scope.region.to_string());
    secret.primary_region.clone().or_else(own)
}

/// The versions that have labels, by id.
pub fn labels_by_version(secret: &SecretRecord) -> Option<std::collections::BTreeMap<String, Vec<String>>> {
    let labelled = secret.versions.iter().filter(|version| !version.labels.is_empty());
    let map: std::collections::BTreeMap<_, _> =
        labelled.map(|version| (version.id.clone(), version.labels.clone())).collect();
    (!map.is_empty()).then_some(map)
}

pub async fn list_secret_version_ids(
    manager: Arc<SecretsManager>,
    context: Context,
    input: model::ListSecretVersionIdsRequest,
) -> Result<model::ListSecretVersionIdsResponse, AwsError> {
    let (scope, now) = (&context.scope, manager.now());
    let id = input.secret_id.unwrap_or_default();
    let deprecated = input.include_deprecated.unwrap_or(false);
    let secret = manager.store.read(|r| resolve::secret(r, scope, &id, now)).await?.value;
    let binding = ["ListSecretVersionIds", &secret.id, if deprecated { "all" } else { "labelled" }];
    let after = input.next_token.map(|token| token::decode(&binding, &token)).transpose();
    let after = after.map_err(Refusal::from)?;
    let limit = input.max_results.and_then(|max| usize::try_from(max).ok()).unwrap_or(VERSIONS_PER_PAGE);

    let wanted = |version: &&Version| deprecated || !version.labels.is_empty();
    // A version that was pruned meanwhile was among the oldest, which come first.
    let start = after.and_then(|id| secret.versions.iter().position(|version| version.id == id));
    let rest = &secret.versions[start.map_or(0, |index| index + 1)..];
    let page: Vec<&Version> = rest.iter().filter(wanted).take(limit).collect();
    let more = rest.iter().filter(wanted).nth(limit).is_some();
    let next_token = page.last().filter(|_| more).map(|last| token::encode(&binding, &last.id));
    let entry = |version: &Version| model::SecretVersionsListEntry {
        version_id: Some(version.id.clone()),
        version_stages: (!version.labels.is_empty()).then(|| version.labels.clone()),
        last_accessed_date: version.accessed.map(time),
        created_date: Some(time(version.created)),
        kms_key_ids: Some(vec![version.kms_key_id.clone().unwrap_or_else(|| DEFAULT_KEY.to_owned())]),
    };
    Ok(model::ListSecretVersionIdsResponse {
        versions: Some(page.into_iter().map(entry).collect()),
        next_token,
        arn: Some(secret.arn(scope)),
        name: Some(secret.name),
    })
}
