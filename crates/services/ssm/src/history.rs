//! `GetParameterHistory`.

use std::sync::Arc;

use neargate_store::{Range, ReadRecords as _, Record as _, Stored, token};
use neargate_wire::{AwsError, Context};

use crate::model::ParameterTier;
use crate::policies::Policy;
use crate::put::kind;
use crate::records::{VersionRecord, time};
use crate::refusal::Refusal;
use crate::{Ssm, get, model, name};

const PER_PAGE: usize = 50;

pub async fn get_parameter_history(
    ssm: Arc<Ssm>,
    context: Context,
    input: model::GetParameterHistoryRequest,
) -> Result<model::GetParameterHistoryResult, AwsError> {
    let (scope, now) = (&context.scope, ssm.now());
    let named = name::parse(scope, input.name.as_deref().unwrap_or_default())?;
    let limit = input.max_results.and_then(|max| usize::try_from(max).ok()).unwrap_or(PER_PAGE);
    let parameter = ssm.store.read(|r| get::find(r, scope, &named, now)).await?.value;
    let binding = ["GetParameterHistory", parameter.uid.as_str()];
    let after = input.next_token.map(|token| token::decode(&binding, &token)).transpose();
    let after = after.map_err(Refusal::from)?;
    let prefix = format!("{}/", parameter.uid);
    let versions = ssm.store.read(|r| {
        let range = Range::prefix(&prefix).after(after.as_deref()).limit(limit + 1);
        r.list_records(scope.account.as_str(), scope.region.as_str(), range)
    });
    let mut versions: Vec<Stored<VersionRecord>> = versions.await.map_err(Refusal::from)?;
    let more = versions.len() > limit;
    versions.truncate(limit);
    let last = versions.last().filter(|_| more).map(|last| last.value.id().into_owned());
    let decrypt = input.with_decryption.unwrap_or(false);
    let mut entries = Vec::with_capacity(versions.len());
    for Stored { value: version, .. } in versions {
        let value = ssm.value(&context, &version, decrypt).await?;
        let VersionRecord { name, info, .. } = version;
        entries.push(model::ParameterHistory {
            name: Some(name),
            r#type: Some(kind(&info.kind)),
            key_id: info.key_id,
            last_modified_date: Some(time(info.modified)),
            last_modified_user: Some(info.modified_by),
            description: info.description,
            value: Some(value),
            allowed_pattern: info.allowed_pattern,
            version: Some(info.version),
            labels: Some(parameter.labels_of(info.version)),
            tier: Some(ParameterTier::from(info.tier.as_str())),
            policies: Some(info.policies.iter().map(Policy::to_model).collect()),
            data_type: Some(info.data_type),
        });
    }
    Ok(model::GetParameterHistoryResult {
        parameters: Some(entries),
        next_token: last.map(|last| token::encode(&binding, &last)),
    })
}
