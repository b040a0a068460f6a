//! Rotation of keys: by itself after some days, or when asked. What was encrypted before stays readable.

use std::sync::Arc;

use neargate_store::token;
use neargate_wire::{AwsError, Context};

use crate::access::Wanted;
use crate::keys::{alive, ready};
use crate::model::{self, IncludeKeyMaterial, KeyMaterialState, RotationType};
use crate::records::{DAY_MILLIS, Made, Rotation, Version, time};
use crate::refusal::Refusal;
use crate::resolve::Found;
use crate::spec::{ENCRYPT, Spec};
use crate::{Kms, list};

const PERIOD_DEFAULT_DAYS: i64 = 365;
const ON_DEMAND_MAX: usize = 25;
const PER_PAGE: usize = 100;

pub async fn enable_key_rotation(
    kms: Arc<Kms>,
    context: Context,
    input: model::EnableKeyRotationRequest,
) -> Result<(), AwsError> {
    let text = input.key_id.unwrap_or_default();
    let found = kms.own_customers(&context, &text, "kms:EnableKeyRotation").await?;
    let (asked, now) = (input.rotation_period_in_days, kms.now());
    let edited = kms.edit(&context, &found, move |found| {
        rotatable(found)?;
        let period_days = asked.unwrap_or(PERIOD_DEFAULT_DAYS);
        let changed = found.key.rotation.as_ref().is_none_or(|known| known.period_days != period_days);
        if changed {
            found.key.rotation = Some(Rotation { period_days, next: now + period_days * DAY_MILLIS });
        }
        Ok(())
    });
    Ok(edited.await?)
}

pub async fn disable_key_rotation(
    kms: Arc<Kms>,
    context: Context,
    input: model::DisableKeyRotationRequest,
) -> Result<(), AwsError> {
    let text = input.key_id.unwrap_or_default();
    let found = kms.own_customers(&context, &text, "kms:DisableKeyRotation").await?;
    let edited = kms.edit(&context, &found, |found| {
        rotatable(found)?;
        found.key.rotation = None;
        Ok(())
    });
    Ok(edited.await?)
}

pub async fn get_key_rotation_status(
    kms: Arc<Kms>,
    context: Context,
    input: model::GetKeyRotationStatusRequest,
) -> Result<model::GetKeyRotationStatusResponse, AwsError> {
    let text = input.key_id.unwrap_or_default();
    let found = kms.admitted(&context, &text, Wanted::new("kms:GetKeyRotationStatus")).await?;
    symmetric(&found)?;
    let rotation = found.key.rotation.as_ref().filter(|_| found.key.deletion.is_none());
    Ok(model::GetKeyRotationStatusResponse {
        key_rotation_enabled: Some(rotation.is_some()),
        key_id: Some(found.arn()),
        rotation_period_in_days: rotation.map(|rotation| rotation.period_days),
        next_rotation_date: rotation.map(|rotation| time(rotation.next)),
        on_demand_rotation_start_date: None,
    })
}

pub async fn rotate_key_on_demand(
    kms: Arc<Kms>,
    context: Context,
    input: model::RotateKeyOnDemandRequest,
) -> Result<model::RotateKeyOnDemandResponse, AwsError> {
    let text = input.key_id.unwrap_or_default();
    loop {
        let found = kms.own_customers(&context, &text, "kms:RotateKeyOnDemand").await?;
        rotatable(&found)?;
        let before = found.key.versions.iter().filter(|version| version.made == Made::OnDemand).count();
        if before >= ON_DEMAND_MAX {
            return Err(Refusal::client(
                "LimitExceededException",
                format!(
                    "The on-demand rotations limit of {ON_DEMAND_MAX} has been reached for {}.",
                    found.arn()
                ),
            )
            .into());
        }
        // Another rotation may have come between.
        if kms.rotate(&found.scope, &found.key, Made::OnDemand).await? {
            return Ok(model::RotateKeyOnDemandResponse { key_id: Some(found.arn()) });
        }
    }
}

pub async fn list_key_rotations(
    kms: Arc<Kms>,
    context: Context,
    input: model::ListKeyRotationsRequest,
) -> Result<model::ListKeyRotationsResponse, AwsError> {
    let text = input.key_id.unwrap_or_default();
    let found = kms.own(&context, &text, "kms:ListKeyRotations").await?;
    symmetric(&found)?;
    let all = input.include_key_material == Some(IncludeKeyMaterial::from("ALL_KEY_MATERIAL"));
    let binding = ["ListKeyRotations", &found.key.id, if all { "all" } else { "rotations" }];
    let after = input.marker.map(|marker| token::decode(&binding, &marker)).transpose();
    let after: Option<u32> = after.map_err(Refusal::from)?.and_then(|number| number.parse().ok());
    let limit = list::limit(input.limit, PER_PAGE);
    let current = found.key.current().number;
    // The newest first.
    let versions = found.key.versions.iter().rev();
    let versions = versions
        .filter(|version| all || version.made != Made::WithTheKey)
        .filter(|version| after.is_none_or(|after| version.number < after));
    let mut versions: Vec<&Version> = versions.take(limit + 1).collect();
    let more = versions.len() > limit;
    versions.truncate(limit);
    let next = versions.last().filter(|_| more).map(|last| token::encode(&binding, &last.number.to_string()));
    let entry = |version: &&Version| {
        let kind = match version.made {
            Made::WithTheKey => None,
            Made::Automatically => Some("AUTOMATIC"),
            Made::OnDemand => Some("ON_DEMAND"),
        };
        let state = if version.number == current { "CURRENT" } else { "NON_CURRENT" };
        model::RotationsListEntry {
            key_id: Some(found.arn()),
            key_material_id: Some(version.material_id.clone()),
            key_material_state: Some(KeyMaterialState::from(state)),
            rotation_date: kind.map(|_| time(version.created)),
            rotation_type: kind.map(RotationType::from),
            ..model::RotationsListEntry::default()
        }
    };
    Ok(model::ListKeyRotationsResponse {
        rotations: Some(versions.iter().map(entry).collect()),
        truncated: Some(more),
        next_marker: next,
    })
}

fn symmetric(found: &Found) -> Result<(), Refusal> {
    if found.key.spec == Spec::Symmetric { Ok(()) } else { Err(unsupported()) }
}

fn rotatable(found: &Found) -> Result<(), Refusal> {
    alive(found)?;
    symmetric(found)?;
    ready(found, ENCRYPT, "rotation")
}

fn unsupported() -> Refusal {
    Refusal::client("UnsupportedOperationException", "")
}
