//! `UpdateSecretVersionStage`.

use std::sync::Arc;

use neargate_wire::{AwsError, Context};

use crate::{SecretsManager, labels, model};

pub async fn update_secret_version_stage(
    manager: Arc<SecretsManager>,
    context: Context,
    input: model::UpdateSecretVersionStageRequest,
) -> Result<model::UpdateSecretVersionStageResponse, AwsError> {
    let label = input.version_stage.unwrap_or_default();
    let (from, to) = (input.remove_from_version_id, input.move_to_version_id);
    let edited = manager.edit(&context, input.secret_id, move |secret| {
        labels::update(&mut secret.versions, &label, from.as_deref(), to.as_deref())
    });
    let secret = edited.await?;
    Ok(model::UpdateSecretVersionStageResponse {
        arn: Some(secret.arn(&context.scope)),
        name: Some(secret.name),
    })
}
