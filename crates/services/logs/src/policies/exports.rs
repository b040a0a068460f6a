//! CreateExportTask, DescribeExportTasks and CancelExportTask: requests are checked, and nothing is exported yet, so no task exists.

use std::sync::Arc;

use neargate_wire::{AwsError, Context};
use serde_json::{Value, json};

use crate::Logs;
use crate::model;
use crate::refusal::Refusal;
use crate::resolve;

const CALLER: &str = "logs.amazonaws.com";

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
    let bucket = json!({ "Bucket": input.destination });
    let found = match logs.dispatcher() {
        Some(dispatcher) => {
            dispatcher.call::<_, Value>(CALLER, &context.scope, "s3", "HeadBucket", &bucket).await.is_ok()
        }
        None => false,
    };
    if found {
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
