//! `RotateSecret` and `CancelRotateSecret`. A rotation is a Lambda function's work, and there is no Lambda here: what would need one
//! is refused, what needs none is done.

use std::sync::Arc;

use neargate_wire::{AwsError, Context};

use crate::refusal::Refusal;
use crate::{SecretsManager, model, resolve};

pub async fn rotate_secret(
    manager: Arc<SecretsManager>,
    context: Context,
    input: model::RotateSecretRequest,
) -> Result<model::RotateSecretResponse, AwsError> {
    let (scope, now) = (&context.scope, manager.now());
    let id = input.secret_id.unwrap_or_default();
    manager.store.read(|r| resolve::usable(r, scope, &id, now)).await?;
    if input.rotation_lambda_arn.is_none_or(|arn| arn.is_empty()) {
        return Err(
            Refusal::request("No Lambda rotation function ARN is associated with this secret.").into()
        );
    }
    Err(Refusal::NotImplemented("RotateSecret with a rotation function (there is no Lambda)").into())
}

/// No secret rotates, so that there is nothing to cancel.
pub async fn cancel_rotate_secret(
    manager: Arc<SecretsManager>,
    context: Context,
    input: model::CancelRotateSecretRequest,
) -> Result<model::CancelRotateSecretResponse, AwsError> {
    let (scope, now) = (&context.scope, manager.now());
    let id = input.secret_id.unwrap_or_default();
    let secret = manager.store.read(|r| resolve::usable(r, scope, &id, now)).await?.value;
    Ok(model::CancelRotateSecretResponse {
        arn: Some(secret.arn(scope)),
        name: Some(secret.name),
        version_id: None,
    })
}
