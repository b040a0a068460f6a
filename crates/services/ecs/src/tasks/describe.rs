//! `DescribeTasks`.

use std::sync::Arc;

use neargate_wire::{AwsError, Context};

use super::{records, reference};
use crate::model::{DescribeTasksRequest, DescribeTasksResponse, Failure, Task, TaskField};
use crate::refused::{Refused, invalid};
use crate::{Ecs, clusters};

const MAX_TASKS: usize = 100;

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
        let cluster = clusters::find(r, scope, input.cluster.as_deref())?;
        let (mut tasks, mut failures) = (Vec::with_capacity(wanted.len()), Vec::new());
        for text in &wanted {
            let reference = reference::parse(scope, &cluster.name, text)?;
            let task = if reference.here { records::load_task(r, scope, reference.id)? } else { None };
            match task.filter(|task| records::cluster_name(task) == cluster.name) {
                Some(task) => tasks.push(shown(task, with_tags)),
                None => failures.push(missing(match text.starts_with("arn:") {
                    true => text.clone(),
                    false => reference::arn(scope, &cluster.name, reference.id),
                })),
            }
        }
        Ok::<_, Refused>(DescribeTasksResponse { tasks: Some(tasks), failures: Some(failures) })
    });
    Ok(answer.await?)
}

/// A task as descriptions show it: its tags only for those who ask.
fn shown(mut task: Task, with_tags: bool) -> Task {
    if !with_tags {
        task.tags = Some(Vec::new());
    }
    task
}

fn missing(arn: String) -> Failure {
    Failure { arn: Some(arn), reason: Some("MISSING".to_owned()), detail: None }
}
