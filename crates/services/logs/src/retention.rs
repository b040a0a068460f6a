//! PutRetentionPolicy and DeleteRetentionPolicy. The sweep does the rest.

use std::sync::Arc;

use neargate_wire::{AwsError, Context};

use crate::Logs;
use crate::model;
use crate::refusal::Refusal;

/// The numbers of days that AWS offers.
const DAYS: [i64; 22] =
    [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

pub async fn put(
    logs: Arc<Logs>,
    context: Context,
    input: model::PutRetentionPolicyRequest,
) -> Result<(), AwsError> {
    let days = input.retention_in_days.unwrap_or_default();
    if !DAYS.contains(&days) {
        let message = format!("Invalid retention value. Valid values are: {DAYS:?}");
        return Err(Refusal::Parameter(message).into());
    }
    let name = input.log_group_name.unwrap_or_default();
    Ok(logs.change_group(&context, name, move |group| group.retention_days = Some(days)).await?)
}

pub async fn delete(
    logs: Arc<Logs>,
    context: Context,
    input: model::DeleteRetentionPolicyRequest,
) -> Result<(), AwsError> {
    let name = input.log_group_name.unwrap_or_default();
    Ok(logs.change_group(&context, name, |group| group.retention_days = None).await?)
}
