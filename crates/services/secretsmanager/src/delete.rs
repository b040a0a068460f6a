//! `DeleteSecret` and `RestoreSecret`. Marked secrets are removed by the `sweep` when their day has come.

use std::sync::Arc;

use neargate_core::random_text;
use neargate_store::{Expect, Stored, WriteRecords as _};
use neargate_wire::{AwsError, Context};

use crate::records::{arn, time};
use crate::refusal::Refusal;
use crate::{SecretsManager, model, resolve, sweep};

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;
const DAYS: std::ops::RangeInclusive<i64> = 7..=30;
const DAYS_DEFAULT: i64 = 30;

pub async fn delete_secret(
    manager: Arc<SecretsManager>,
    context: Context,
    input: model::DeleteSecretRequest,
) -> Result<model::DeleteSecretResponse, AwsError> {
    let force = input.force_delete_without_recovery.unwrap_or(false);
    if force && input.recovery_window_in_days.is_some() {
        return Err(Refusal::parameter(
            "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
        )
        .into());
    }
    let days = input.recovery_window_in_days.unwrap_or(DAYS_DEFAULT);
    if !DAYS.contains(&days) {
        return Err(Refusal::parameter(
            "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).",
        )
        .into());
    }
    let id = input.secret_id.unwrap_or_default();
    let (scope, now) = (context.scope.clone(), manager.now());
    let delete_at = if force { now } else { now + days * DAY_MILLIS };
    // What a forced deletion of nothing answers with: AWS makes no difference.
    let unknown = resolve::name_of_unknown(&scope, &id).to_owned();
    let unknown_arn = arn(&scope, &unknown, &random_text(6, b"abcdefghijklmnopqrstuvwxyz"));
    let deleted = manager.store.write(context.durability, move |w| {
        let found = resolve::find(w, &scope, &id, now)?;
        let Some(Stored { value: mut secret, revision }) = found else {
            return if force { Ok((unknown_arn.clone(), unknown.clone())) } else { Err(Refusal::NoSecret) };
        };
        let answer = (secret.arn(&scope), secret.name.clone());
        if secret.primary_region.is_some() {
            return Err(Refusal::IsReplica);
        }
        if !secret.replicas.is_empty() {
            let regions: Vec<&str> = secret.replicas.iter().map(|replica| replica.region.as_str()).collect();
            return Err(Refusal::request(format!(
                "You can't delete secret {} that still has replica regions [{}]",
                secret.name,
                regions.join(", ")
            )));
        }
        if force {
            sweep::remove(w, &scope, &secret)?;
            return Ok(answer);
        }
        if secret.delete_at.is_some() {
            return Err(Refusal::Doomed);
        }
        secret.delete_at = Some(delete_at);
        secret.changed = now;
        w.put_record(scope.account.as_str(), scope.region.as_str(), &secret, Expect::Revision(revision))?;
        Ok(answer)
    });
    let (arn, name) = deleted.await?;
    Ok(model::DeleteSecretResponse { arn: Some(arn), name: Some(name), deletion_date: Some(time(delete_at)) })
}

pub async fn restore_secret(
    manager: Arc<SecretsManager>,
    context: Context,
    input: model::RestoreSecretRequest,
) -> Result<model::RestoreSecretResponse, AwsError> {
    let (scope, now) = (context.scope.clone(), manager.now());
    let id = input.secret_id.unwrap_or_default();
    let restored = manager.store.write(context.durability, move |w| {
        let Stored { value: mut secret, revision } = resolve::secret(w, &scope, &id, now)?;
        if secret.delete_at.take().is_some() {
            secret.changed = now;
        }
        w.put_record(scope.account.as_str(), scope.region.as_str(), &secret, Expect::Revision(revision))?;
        Ok::<_, Refusal>(secret)
    });
    let secret = restored.await?;
    Ok(model::RestoreSecretResponse { arn: Some(secret.arn(&context.scope)), name: Some(secret.name) })
}
