//! AssociateKmsKey and DisassociateKmsKey. The key is kept and shown; all groups lie in the same store, whoever's key they name.

use std::sync::Arc;

use neargate_core::Scope;
use neargate_wire::{AwsError, Context};

use crate::Logs;
use crate::model;
use crate::refusal::Refusal;
use crate::resolve;

pub async fn associate(
    logs: Arc<Logs>,
    context: Context,
    input: model::AssociateKmsKeyRequest,
) -> Result<(), AwsError> {
    let name = group(&context.scope, input.log_group_name, input.resource_identifier)?;
    let key = input.kms_key_id.unwrap_or_default();
    check_key(&key)?;
    Ok(logs.change_group(&context, name, move |group| group.kms_key_id = Some(key.clone())).await?)
}

pub async fn disassociate(
    logs: Arc<Logs>,
    context: Context,
    input: model::DisassociateKmsKeyRequest,
) -> Result<(), AwsError> {
    let name = group(&context.scope, input.log_group_name, input.resource_identifier)?;
    Ok(logs.change_group(&context, name, |group| group.kms_key_id = None).await?)
}

/// Whether a text is the ARN of a key. Whether there is such a key is not asked.
pub fn check_key(key: &str) -> Result<(), Refusal> {
    if !key.starts_with("arn:") || !key.contains(":kms:") {
        return Err(Refusal::parameter("The specified KMS Key Id could not be found."));
    }
    Ok(())
}

fn group(scope: &Scope, name: Option<String>, resource: Option<String>) -> Result<String, AwsError> {
    match (name, resource) {
        (Some(name), None) => Ok(name),
        (None, Some(resource)) if resource.contains(":query-result:") => {
            Err(AwsError::not_implemented("logs", "AssociateKmsKey with results of queries"))
        }
        (None, Some(resource)) => Ok(resolve::name_of(scope, resource)?),
        _ => Err(Refusal::parameter("Specify either logGroupName or resourceIdentifier.").into()),
    }
}
