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
    if input.client_request_token.is_none() {
        return Err(Refusal::NoToken.into());
    }
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

/// No secret rotates, so that there is nothing to cancel: the refusal is the one that AWS documents for this.
pub async fn cancel_rotate_secret(
    manager: Arc<SecretsManager>,
    context: Context,
    input: model::CancelRotateSecretRequest,
) -> Result<model::CancelRotateSecretResponse, AwsError> {
    let (scope, now) = (&context.scope, manager.now());
    let id = input.secret_id.unwrap_or_default();
    manager.store.read(|r| resolve::usable(r, scope, &id, now)).await?;
    Err(Refusal::request(
        "You tried to enable rotation on a secret that doesn't already have a Lambda function ARN configured and you \
         didn't include such an ARN as a parameter in this call.",
    )
    .into())
}
