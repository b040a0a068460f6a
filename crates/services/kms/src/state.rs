//! What a key's state and description become: enabled, disabled, to be deleted, and back.

use std::sync::Arc;

use neargate_wire::{AwsError, Context};

use crate::keys::alive;
use crate::records::{DAY_MILLIS, Deletion, time};
use crate::refusal::Refusal;
use crate::{Kms, model};

const DAYS_DEFAULT: i64 = 30;
const DAYS: std::ops::RangeInclusive<i64> = 7..=30;

pub async fn enable_key(
    kms: Arc<Kms>,
    context: Context,
    input: model::EnableKeyRequest,
) -> Result<(), AwsError> {
    kms.switch(&context, input.key_id, "kms:EnableKey", true).await
}

pub async fn disable_key(
    kms: Arc<Kms>,
    context: Context,
    input: model::DisableKeyRequest,
) -> Result<(), AwsError> {
    kms.switch(&context, input.key_id, "kms:DisableKey", false).await
}

pub async fn schedule_key_deletion(
    kms: Arc<Kms>,
    context: Context,
    input: model::ScheduleKeyDeletionRequest,
) -> Result<model::ScheduleKeyDeletionResponse, AwsError> {
    let days = input.pending_window_in_days.unwrap_or(DAYS_DEFAULT);
    if !DAYS.contains(&days) {
        let demand = if days < *DAYS.start() {
            format!("greater than or equal to {}", DAYS.start())
        } else {
            format!("less than or equal to {}", DAYS.end())
        };
        return Err(Refusal::validation(format!(
            "1 validation error detected: Value '{days}' at 'pendingWindowInDays' failed to satisfy constraint: Member must \
             have value {demand}"
        ))
        .into());
    }
    let text = input.key_id.unwrap_or_default();
    let found = kms.own_customers(&context, &text, "kms:ScheduleKeyDeletion").await?;
    let at = kms.now() + days * DAY_MILLIS;
    let edited = kms.edit(&context, &found, move |found| {
        alive(found)?;
        found.key.deletion = Some(Deletion { at, days });
        Ok(())
    });
    edited.await?;
    Ok(model::ScheduleKeyDeletionResponse {
        key_id: Some(found.arn()),
        deletion_date: Some(time(at)),
        key_state: Some(model::KeyState::PendingDeletion),
        pending_window_in_days: Some(days),
    })
}

/// The key is there again, but disabled.
pub async fn cancel_key_deletion(
    kms: Arc<Kms>,
    context: Context,
    input: model::CancelKeyDeletionRequest,
) -> Result<model::CancelKeyDeletionResponse, AwsError> {
    let text = input.key_id.unwrap_or_default();
    let found = kms.own_customers(&context, &text, "kms:CancelKeyDeletion").await?;
    let edited = kms.edit(&context, &found, |found| {
        if found.key.deletion.take().is_none() {
            let message = format!("{} is not pending deletion.", found.arn());
            return Err(Refusal::client("KMSInvalidStateException", message));
        }
        found.key.enabled = false;
        Ok(())
    });
    edited.await?;
    Ok(model::CancelKeyDeletionResponse { key_id: Some(found.arn()) })
}

pub async fn update_key_description(
    kms: Arc<Kms>,
    context: Context,
    input: model::UpdateKeyDescriptionRequest,
) -> Result<(), AwsError> {
    let text = input.key_id.unwrap_or_default();
    let found = kms.own_customers(&context, &text, "kms:UpdateKeyDescription").await?;
    let description = input.description.unwrap_or_default();
    let edited = kms.edit(&context, &found, move |found| {
        alive(found)?;
        found.key.description = description.clone();
        Ok(())
    });
    Ok(edited.await?)
}

impl Kms {
    async fn switch(
        &self,
        context: &Context,
        key: Option<String>,
        action: &str,
        enabled: bool,
    ) -> Result<(), AwsError> {
        let found = self.own_customers(context, &key.unwrap_or_default(), action).await?;
        let edited = self.edit(context, &found, move |found| {
            alive(found)?;
            found.key.enabled = enabled;
            Ok(())
        });
        Ok(edited.await?)
    }
}
