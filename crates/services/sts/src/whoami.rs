//! GetCallerIdentity and GetAccessKeyInfo.

use std::sync::Arc;

use neargate_core::account_of_access_key;
use neargate_wire::{AwsError, Context};

use crate::{Sts, invalid, model};

pub(crate) async fn caller(
    _: Arc<Sts>,
    context: Context,
    _: model::GetCallerIdentityRequest,
) -> Result<model::GetCallerIdentityResponse, AwsError> {
    let principal = &context.principal;
    Ok(model::GetCallerIdentityResponse {
        user_id: Some(principal.user_id()),
        account: Some(principal.account().to_string()),
        arn: Some(principal.arn()),
    })
}

/// The id says it, whether the key exists or not: as at AWS.
pub(crate) async fn access_key_info(
    _: Arc<Sts>,
    context: Context,
    input: model::GetAccessKeyInfoRequest,
) -> Result<model::GetAccessKeyInfoResponse, AwsError> {
    let id = input.access_key_id.unwrap_or_default();
    let own = context.principal.access_key_id() == Some(&*id);
    let account = if own { Some(context.principal.account().clone()) } else { account_of_access_key(&id) };
    let account = account.ok_or_else(|| invalid(format!("Invalid access key id: {id}")))?;
    Ok(model::GetAccessKeyInfoResponse { account: Some(account.to_string()) })
}
