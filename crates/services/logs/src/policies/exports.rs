//! CreateExportTask, DescribeExportTasks and CancelExportTask, in a place without S3: no bucket exists, so no task ever does.

use std::sync::Arc;

use neargate_wire::{AwsError, Context};

use crate::Logs;
use crate::model;
use crate::refusal::Refusal;
use crate::resolve;

pub async fn create(
    logs: Arc<Logs>,
    context: Context,
    input: model::CreateExportTaskRequest,
) -> Result<model::CreateExportTaskResponse, AwsError> {
    let name = input.log_group_name.unwrap_or_default();
    logs.store.read(|r| resolve::group(r, &context.scope, &name)).await?;
    if input.from.unwrap_or_default() > input.to.unwrap_or_default() {
        return Err(Refusal::parameter("The from timestamp must not be after the to timestamp.").into());
    }
    if logs
        .dispatcher()
        .is_some_and(|dispatcher| dispatcher.services().iter().any(|known| known.name == "s3"))
    {
        return Err(AwsError::not_implemented("logs", "CreateExportTask"));
    }
    Err(Refusal::parameter("The given bucket does not exist. Please double check the destination bucket.")
        .into())
}

pub async fn describe(
    _: Arc<Logs>,
    _: Context,
    input: model::DescribeExportTasksRequest,
) -> Result<model::DescribeExportTasksResponse, AwsError> {
    match (input.task_id, input.next_token) {
        (Some(_), _) => Err(missing().into()),
        (None, Some(_)) => Err(Refusal::Token.into()),
        (None, None) => {
            Ok(model::DescribeExportTasksResponse { export_tasks: Some(Vec::new()), next_token: None })
        }
    }
}

pub async fn cancel(_: Arc<Logs>, _: Context, _: model::CancelExportTaskRequest) -> Result<(), AwsError> {
    Err(missing().into())
}

fn missing() -> Refusal {
    Refusal::Missing("The specified export task does not exist.".to_owned())
}
