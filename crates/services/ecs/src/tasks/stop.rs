//! `StopTask`.

use std::sync::Arc;

use neargate_wire::{AwsError, Context, Time};

use super::{records, reference};
use crate::lifecycle;
use crate::model::{StopTaskRequest, StopTaskResponse, TaskStopCode};
use crate::refused::{Refused, durability, invalid};
use crate::{Ecs, clusters};

/// What ECS says when the caller gives no reason.
const NO_REASON: &str = "Task stopped by user";

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
    let cluster = input.cluster;
    let stopped = ecs.store.write(durability(context.durability), move |w| {
        let cluster = clusters::find(w, &scope, cluster.as_deref())?;
        let reference = reference::parse(&scope, &cluster.name, &text)?;
        let task = if reference.here { records::load_task(w, &scope, reference.id)? } else { None };
        let task = task.filter(|task| records::cluster_name(task) == cluster.name);
        let Some(mut task) = task else {
            return Err(invalid("The referenced task was not found.").into());
        };
        let assignment = records::load_assignment(w, &scope, reference.id)?;
        let asked_before = task.desired_status.as_deref() == Some("STOPPED");
        if let (false, Some(mut assignment)) = (asked_before, assignment) {
            let report = records::load_report(w, &scope, reference.id)?;
            let begun = report.connected_at.is_some();
            task = lifecycle::ask_to_stop(&task, TaskStopCode::UserInitiated, &reason, now, begun);
            assignment.ask_to_stop(task.stopping_at.map_or(now, |Time(at)| at));
            records::save_assignment(w, &assignment)?;
        }
        task.tags = Some(Vec::new());
        records::save_task(w, &scope, reference.id, &task)?;
        Ok::<_, Refused>(task)
    });
    let task = stopped.await?;
    ecs.nudge.notify_one();
    Ok(StopTaskResponse { task: Some(task) })
}
