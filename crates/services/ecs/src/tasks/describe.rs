//! `DescribeTasks`.
//!
//! A task lies in the store as it is shown, and is shown as it lies there: to take it apart and to put it together again would cost
//! more than all the rest of the call.

use std::borrow::Cow;
use std::sync::Arc;

use neargate_core::Scope;
use neargate_store::{Document, Error, Reader};
use neargate_wire::{AwsError, Context, Operation};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};

use super::{documents, records, reference};
use crate::model::{self, DescribeTasksRequest, Failure, Task, TaskField};
use crate::refused::{Refused, invalid};
use crate::{Ecs, clusters};

const MAX_TASKS: usize = 100;

/// The operation of the model, with an answer of our own.
pub(crate) struct DescribeTasks;

impl Operation for DescribeTasks {
    const NAME: &'static str = model::DescribeTasks::NAME;
    const RESULT_WRAPPER: &'static str = model::DescribeTasks::RESULT_WRAPPER;
    type Input = DescribeTasksRequest;
    type Output = DescribeTasksResponse;
}

/// On the wire what [`model::DescribeTasksResponse`] is.
#[derive(Debug, Serialize)]
pub(crate) struct DescribeTasksResponse {
    /// Of the shape [`Task`].
    tasks: Vec<Box<RawValue>>,
    failures: Vec<Failure>,
}

pub(crate) async fn describe_tasks(
    ecs: Arc<Ecs>,
    context: Context,
    input: DescribeTasksRequest,
) -> Result<DescribeTasksResponse, AwsError> {
    let wanted = input.tasks.unwrap_or_default();
    if wanted.is_empty() {
        return Err(invalid("Tasks cannot be empty."));
    }
    if wanted.len() > MAX_TASKS {
        return Err(invalid(format!("Tasks can have at most {MAX_TASKS} items.")));
    }
    let with_tags = input.include.unwrap_or_default().contains(&TaskField::Tags);
    let scope = &context.scope;
    let answer = ecs.store.read(|r| {
        let cluster = clusters::find_name(r, scope, input.cluster.as_deref())?;
        let (mut tasks, mut failures) = (Vec::with_capacity(wanted.len()), Vec::new());
        for text in &wanted {
            let reference = reference::parse(scope, &cluster, text)?;
            let task = if reference.here { find(r, scope, &cluster, reference.id)? } else { None };
            match task {
                Some(task) => tasks.push(shown(task, with_tags)?),
                None => failures.push(missing(match text.starts_with("arn:") {
                    true => text.clone(),
                    false => reference::arn(scope, &cluster, reference.id),
                })),
            }
        }
        Ok::<_, Refused>(DescribeTasksResponse { tasks, failures })
    });
    Ok(answer.await?)
}

/// A stored task, and what must be known of it before it is shown.
struct Found {
    document: Document,
    has_tags: bool,
}

/// The part of a stored task that is looked at.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Glance<'a> {
    #[serde(borrow, default)]
    cluster_arn: Cow<'a, str>,
    #[serde(default)]
    tags: Vec<IgnoredAny>,
}

/// The task of this id, if it is the cluster's.
fn find(r: &mut dyn Reader, scope: &Scope, cluster: &str, id: &str) -> Result<Option<Found>, Error> {
    let Some(document) = r.get(&documents::partition(scope, records::TASK), id)? else { return Ok(None) };
    let Glance { cluster_arn, tags } = documents::decode(records::TASK, &document)?;
    let (here, has_tags) = (records::name_in(&cluster_arn) == cluster, !tags.is_empty());
    Ok(here.then_some(Found { document, has_tags }))
}

/// A task as descriptions show it: its tags only for those who ask.
fn shown(Found { document, has_tags }: Found, with_tags: bool) -> Result<Box<RawValue>, Error> {
    let failed =
        |cause| Error::Encode { kind: records::TASK, id: document.id.clone(), cause: Arc::new(cause) };
    if has_tags && !with_tags {
        let task: Task = documents::decode(records::TASK, &document)?;
        return to_raw_value(&Task { tags: Some(Vec::new()), ..task }).map_err(failed);
    }
    serde_json::from_slice(&document.body).map_err(failed)
}

fn missing(arn: String) -> Failure {
    Failure { arn: Some(arn), reason: Some("MISSING".to_owned()), detail: None }
}
