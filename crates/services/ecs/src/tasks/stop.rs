//! `StopTask`.

use std::sync::Arc;

use neargate_wire::{AwsError, Context, Time};

use neargate_core::{Scope, Timestamp};
use neargate_store::{Durability, Error, Range, Reader, Writer};

use super::assignment::Assignment;
use super::{ASSIGNMENT, documents, records, reference};
use crate::lifecycle;
use crate::model::{StopTaskRequest, StopTaskResponse, Task, TaskStopCode};
use crate::refused::{Refused, invalid};
use crate::{Ecs, clusters};

/// What ECS says when the caller gives no reason.
const NO_REASON: &str = "Task stopped by user";

/// Who ends all tasks of a machine.
const OPERATOR: &str = "the operator of the machine";

/// Asks for the end of a task and returns it as it is now: it still runs. A task that is stopping already keeps its first reason.
pub(crate) async fn stop_task(
    ecs: Arc<Ecs>,
    context: Context,
    input: StopTaskRequest,
) -> Result<StopTaskResponse, AwsError> {
    let now = ecs.clock.now();
    let scope = context.scope.clone();
    let text = input.task.unwrap_or_default();
    let reason = input.reason.filter(|reason| !reason.is_empty()).unwrap_or_else(|| NO_REASON.to_owned());
    let (cluster, by) = (input.cluster, context.principal.arn());
    let stopped = ecs.store.write(context.durability, move |w| {
        let cluster = clusters::find(w, &scope, cluster.as_deref())?;
        let reference = reference::parse(&scope, &cluster.name, &text)?;
        let task = if reference.here { records::load_task(w, &scope, reference.id)? } else { None };
        let task = task.filter(|task| records::cluster_name(task) == cluster.name);
        let Some(mut task) = task else {
            return Err(invalid("The referenced task was not found.").into());
        };
        task = asked_to_stop(w, &scope, reference.id, task, &reason, &by, now)?;
        task.tags = Some(Vec::new());
        records::save_task(w, &scope, reference.id, &task)?;
        Ok::<_, Refused>(task)
    });
    let task = stopped.await?;
    ecs.nudge.notify_one();
    Ok(StopTaskResponse { task: Some(task) })
}

/// The task with the wish that it end, and its assignment likewise. The first wish stands.
fn asked_to_stop(
    w: &mut dyn Writer,
    scope: &Scope,
    id: &str,
    task: Task,
    reason: &str,
    by: &str,
    now: Timestamp,
) -> Result<Task, Error> {
    let asked_before = task.desired_status.as_deref() == Some("STOPPED");
    let assignment = records::load_assignment(w, scope, id)?;
    let (false, Some(mut assignment)) = (asked_before, assignment) else { return Ok(task) };
    let begun = records::load_report(w, scope, id)?.connected_at.is_some();
    let task = lifecycle::ask_to_stop(&task, TaskStopCode::UserInitiated, reason, now, begun);
    assignment.stopped_by.get_or_insert_with(|| by.to_owned());
    assignment.ask_to_stop(task.stopping_at.map_or(now, |Time(at)| at));
    records::save_assignment(w, &assignment)?;
    Ok(task)
}

impl Ecs {
    /// Asks for the end of all tasks of all accounts and regions: for the operator of the machine.
    pub async fn stop_all(&self, reason: &str) -> Result<(), Error> {
        let (now, reason) = (self.clock.now(), reason.to_owned());
        self.store
            .write(Durability::Power, move |w| {
                for (scope, id) in assigned(w)? {
                    if let Some(task) = records::load_task(w, &scope, &id)? {
                        let task = asked_to_stop(w, &scope, &id, task, &reason, OPERATOR, now)?;
                        records::save_task(w, &scope, &id, &task)?;
                    }
                }
                Ok::<_, Error>(())
            })
            .await?;
        self.nudge.notify_one();
        Ok(())
    }

    /// Whether every task is STOPPED.
    pub async fn is_idle(&self) -> Result<bool, Error> {
        self.store.read(|r| Ok(assigned(r)?.is_empty())).await
    }
}

/// All tasks that aren't STOPPED.
fn assigned(r: &mut dyn Reader) -> Result<Vec<(Scope, String)>, Error> {
    let mut found = Vec::new();
    for scope in documents::scopes(r, ASSIGNMENT)? {
        for document in r.list(&documents::partition(&scope, ASSIGNMENT), Range::all())? {
            if documents::readable::<Assignment>(ASSIGNMENT, &document).is_some() {
                found.push((scope.clone(), document.id));
            }
        }
    }
    Ok(found)
}
