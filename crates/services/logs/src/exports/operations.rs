//! CreateExportTask, DescribeExportTasks and CancelExportTask.

use std::sync::Arc;

use neargate_core::random_uuid;
use neargate_store::{Range, ReadRecords as _, Record as _, token};
use neargate_wire::{AwsError, CallError, Context};

use super::bucket::{Bucket, is_enforced};
use super::stored::{self, Export, Progress, Status};
use crate::Logs;
use crate::model::{self, ExportTask, ExportTaskExecutionInfo, ExportTaskStatus, ExportTaskStatusCode};
use crate::refusal::Refusal;
use crate::resolve;

const DEFAULT_PREFIX: &str = "exportedlogs";
const PER_PAGE: usize = 50;
/// Records that a listing looks at in one reading.
const PER_LISTING: usize = 200;

pub async fn create(
    logs: Arc<Logs>,
    context: Context,
    input: model::CreateExportTaskRequest,
) -> Result<model::CreateExportTaskResponse, AwsError> {
    let scope = &context.scope;
    let name = input.log_group_name.unwrap_or_default();
    let (from, to) = (input.from.unwrap_or_default(), input.to.unwrap_or_default());
    let group = logs.store.read(|r| resolve::standard_group(r, scope, &name)).await?.value;
    if from > to {
        return Err(Refusal::parameter("The from timestamp must not be after the to timestamp.").into());
    }
    let prefix = input.destination_prefix.unwrap_or_default();
    let prefix = match prefix.trim_end_matches('/') {
        "" => DEFAULT_PREFIX,
        prefix => prefix,
    };
    let export = Export {
        id: random_uuid(),
        name: input.task_name,
        group: group.name,
        group_uid: group.uid,
        streams: input.log_stream_name_prefix.unwrap_or_default(),
        from,
        to,
        bucket: input.destination.unwrap_or_default(),
        prefix: prefix.to_owned(),
        enforced: is_enforced(&context),
        created: logs.now(),
        completed: None,
        status: Status::Pending,
        failure: None,
        progress: Progress::default(),
    };
    // Before the bucket is written to, and again when the task is written down.
    logs.store.read(|r| expect_idle(&stored::active(r, scope)?)).await?;
    check_bucket(&logs, &context, &export).await?;
    let (id, scope) = (export.id.clone(), scope.clone());
    let written = logs.store.write(context.durability, move |w| {
        expect_idle(&stored::active(w, &scope)?)?;
        stored::forget(w, &scope)?;
        Ok::<_, Refusal>(stored::save(w, &scope, &export)?)
    });
    written.await?;
    Ok(model::CreateExportTaskResponse { task_id: Some(id) })
}

/// One task at a time; one that is about to end by somebody's wish doesn't count.
fn expect_idle(active: &[Export]) -> Result<(), Refusal> {
    match active.iter().any(|export| export.status != Status::PendingCancel) {
        true => Err(Refusal::Limit("Resource limit exceeded.".to_owned())),
        false => Ok(()),
    }
}

/// Whether the bucket is there, here, and open to the caller and to the service, which write the same small object.
async fn check_bucket(logs: &Logs, context: &Context, export: &Export) -> Result<(), AwsError> {
    let scope = &context.scope;
    let absent =
        || Refusal::parameter("The given bucket does not exist. Please double check the destination bucket.");
    let dispatcher = logs.dispatcher().ok_or_else(absent)?;
    let arn = resolve::group_arn(scope, &export.group);
    let bucket = Bucket::new(dispatcher, scope, &export.bucket, &arn, export.enforced);
    let region = match bucket.region().await {
        Ok(region) => Some(region),
        // Another account's: its policy will say.
        Err(error) if error.code.starts_with("AccessDenied") => None,
        Err(error) if error.retryable => return Err(unavailable(error)),
        Err(_) => return Err(absent().into()),
    };
    if region.is_some_and(|region| region != scope.region.as_str()) {
        return Err(Refusal::parameter(
            "The given bucket is in another region. Please double check the destination bucket.",
        )
        .into());
    }
    if context.limited() {
        let asked = bucket.probe_as(context.principal.clone(), &export.prefix).await;
        asked.map_err(|error| {
            refused(error, "Please ensure that the CreateExportTask caller has been granted s3:PutObject access to the bucket.")
        })?;
    }
    bucket.probe(&export.prefix).await.map_err(|error| {
        refused(
            error,
            "PutObject call on the given bucket failed. Please check if CloudWatch Logs has been granted permission to perform this operation.",
        )
    })
}

fn refused(error: CallError, message: &str) -> AwsError {
    if error.retryable { unavailable(error) } else { Refusal::parameter(message).into() }
}

fn unavailable(error: CallError) -> AwsError {
    AwsError::internal(crate::refusal::INTERNAL, error)
}

pub async fn describe(
    logs: Arc<Logs>,
    context: Context,
    input: model::DescribeExportTasksRequest,
) -> Result<model::DescribeExportTasksResponse, AwsError> {
    let scope = &context.scope;
    let status = input.status_code.as_ref().map(ExportTaskStatusCode::as_str).unwrap_or_default();
    let fits = |export: &Export| status.is_empty() || export.status.code() == status;
    if let Some(id) = input.task_id {
        let found = logs.store.read(|r| stored::find(r, scope, &id)).await.map_err(Refusal::from)?;
        let found = Some(found.ok_or_else(missing)?).filter(fits);
        let export_tasks = Some(found.into_iter().map(described).collect());
        return Ok(model::DescribeExportTasksResponse { export_tasks, next_token: None });
    }
    let most = input.limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(PER_PAGE);
    let (account, region) = (scope.account.as_str(), scope.region.as_str());
    let binding = ["DescribeExportTasks", account, region, status];
    let mut after =
        input.next_token.map(|token| token::decode(&binding, &token)).transpose().map_err(Refusal::from)?;
    let mut found: Vec<Export> = Vec::new();
    // One more than fits tells whether there is another page.
    while found.len() <= most {
        let range = Range::all().after(after.as_deref()).limit(PER_LISTING);
        let listed = logs.store.read(|r| r.list_records::<Export>(account, region, range)).await;
        let listed = listed.map_err(Refusal::from)?;
        let last = listed.len() < PER_LISTING;
        after = listed.last().map(|stored| stored.value.id().into_owned());
        found.extend(listed.into_iter().map(|stored| stored.value).filter(fits));
        if last {
            break;
        }
    }
    let more = found.len() > most;
    found.truncate(most);
    let next_token = found.last().filter(|_| more).map(|last| token::encode(&binding, &last.id()));
    let export_tasks = Some(found.into_iter().map(described).collect());
    Ok(model::DescribeExportTasksResponse { export_tasks, next_token })
}

fn described(export: Export) -> ExportTask {
    let message = match export.status {
        Status::Pending => "Pending",
        Status::Running => "Started successfully",
        Status::PendingCancel => "Cancellation requested",
        Status::Cancelled => "Cancelled",
        Status::Completed => "Completed successfully",
        Status::Failed => "Failed",
    };
    let message = export.failure.unwrap_or_else(|| message.to_owned());
    ExportTask {
        task_id: Some(export.id),
        task_name: export.name,
        log_group_name: Some(export.group),
        from: Some(export.from),
        to: Some(export.to),
        destination: Some(export.bucket),
        destination_prefix: Some(export.prefix),
        status: Some(ExportTaskStatus {
            code: Some(ExportTaskStatusCode::from(export.status.code())),
            message: Some(message),
        }),
        execution_info: Some(ExportTaskExecutionInfo {
            creation_time: Some(export.created),
            completion_time: export.completed,
        }),
    }
}

pub async fn cancel(
    logs: Arc<Logs>,
    context: Context,
    input: model::CancelExportTaskRequest,
) -> Result<(), AwsError> {
    let (id, scope, now) = (input.task_id.unwrap_or_default(), context.scope.clone(), logs.now());
    let cancelled = logs.store.write(context.durability, move |w| {
        let mut export = stored::find(w, &scope, &id)?.ok_or_else(missing)?;
        match export.status {
            Status::Pending => (export.status, export.completed) = (Status::Cancelled, Some(now)),
            Status::Running => export.status = Status::PendingCancel,
            Status::PendingCancel | Status::Cancelled | Status::Completed | Status::Failed => {
                return Err(Refusal::Operation("The specified export task has already finished".to_owned()));
            }
        }
        Ok::<_, Refusal>(stored::save(w, &scope, &export)?)
    });
    Ok(cancelled.await?)
}

fn missing() -> Refusal {
    Refusal::Missing("The specified export task does not exist.".to_owned())
}
