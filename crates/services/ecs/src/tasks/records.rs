//! How tasks lie in the store, and how they are looked up.

use neargate_core::{Scope, Timestamp};
use neargate_store::{Error, Expect, Range, Reader, Writer};
use neargate_task::TaskReport;
use serde::{Deserialize, Serialize};

use super::assignment::{Assignment, Turn};
use super::documents::{get, partition, put};
use crate::model::Task;

pub(crate) const TASK: &str = "task";
pub(crate) const ASSIGNMENT: &str = "task-assignment";
pub(crate) const REPORT: &str = "task-report";
/// Until when a service's task is protected.
pub(crate) const PROTECTION: &str = "task-protection";
/// Markers of stopped tasks, sorted by when they stopped: for the sweep.
pub(crate) const STOPPED: &str = "task-stopped";

/// The tasks of a cluster that aren't STOPPED, by what they are doing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// PROVISIONING, PENDING, ACTIVATING.
    pub pending: i64,
    pub running: i64,
    /// DEACTIVATING, STOPPING, DEPROVISIONING.
    pub stopping: i64,
}

/// What a cluster is doing, for its description and for the refusal to delete it.
pub(crate) fn counts(r: &mut dyn Reader, scope: &Scope, cluster: &str) -> Result<Counts, Error> {
    let mut count = |phase: &str| -> Result<i64, Error> {
        let count = r.count(&partition(scope, TASK), "phase", &format!("{cluster}/{phase}"))?;
        Ok(i64::try_from(count).unwrap_or(i64::MAX))
    };
    Ok(Counts { pending: count("pending")?, running: count("running")?, stopping: count("stopping")? })
}

pub(crate) fn load_task(r: &mut dyn Reader, scope: &Scope, id: &str) -> Result<Option<Task>, Error> {
    get(r, scope, TASK, id)
}

pub(crate) fn save_task(w: &mut dyn Writer, scope: &Scope, id: &str, task: &Task) -> Result<(), Error> {
    let lookups = lookups(task);
    let lookups: Vec<_> = lookups.iter().map(|(index, value)| (*index, value.as_str())).collect();
    put(w, scope, TASK, id, task, &lookups)
}

/// The look-ups of `ListTasks`, each with the cluster and the desired status in front because every listing names both.
fn lookups(task: &Task) -> Vec<(&'static str, String)> {
    let cluster = cluster_name(task);
    let desired = task.desired_status.as_deref().unwrap_or_default();
    let mut lookups =
        vec![("cluster", listed(cluster, desired, "")), ("family", listed(cluster, desired, family(task)))];
    if let Some(started_by) = &task.started_by {
        lookups.push(("startedBy", listed(cluster, desired, started_by)));
    }
    if let Some(service) = service_name(task) {
        lookups.push(("serviceName", listed(cluster, desired, service)));
    }
    let phase = match task.last_status.as_deref() {
        Some("PROVISIONING" | "PENDING" | "ACTIVATING") => Some("pending"),
        Some("RUNNING") => Some("running"),
        Some("DEACTIVATING" | "STOPPING" | "DEPROVISIONING") => Some("stopping"),
        _ => None,
    };
    if let Some(phase) = phase {
        lookups.push(("phase", format!("{cluster}/{phase}")));
        if let Some(provider) = &task.capacity_provider_name {
            lookups.push(("provider", format!("{cluster}/{provider}")));
        }
        lookups.push(("definition", task.task_definition_arn.clone().unwrap_or_default()));
    }
    lookups
}

/// Whether a task that isn't STOPPED was made from this task definition.
pub(crate) fn runs_from(r: &mut dyn Reader, scope: &Scope, task_definition_arn: &str) -> Result<bool, Error> {
    let range = Range::all().limit(1);
    Ok(!r.lookup(&partition(scope, TASK), "definition", task_definition_arn, range)?.is_empty())
}

/// Whether a task of the cluster that isn't STOPPED came by this capacity provider.
pub(crate) fn run_by(
    r: &mut dyn Reader,
    scope: &Scope,
    cluster: &str,
    provider: &str,
) -> Result<bool, Error> {
    let range = Range::all().limit(1);
    let value = format!("{cluster}/{provider}");
    Ok(!r.lookup(&partition(scope, TASK), "provider", &value, range)?.is_empty())
}

/// The value of a listing's look-up.
pub(crate) fn listed(cluster: &str, desired: &str, value: &str) -> String {
    format!("{cluster}/{desired}/{value}")
}

pub(crate) fn cluster_name(task: &Task) -> &str {
    name_in(task.cluster_arn.as_deref().unwrap_or_default())
}

/// The name of a cluster in its ARN.
pub(crate) fn name_in(cluster_arn: &str) -> &str {
    cluster_arn.rsplit_once('/').map_or("", |(_, name)| name)
}

pub(crate) fn family(task: &Task) -> &str {
    let arn = task.task_definition_arn.as_deref().unwrap_or_default();
    let name = arn.rsplit_once('/').map_or("", |(_, name)| name);
    name.rsplit_once(':').map_or(name, |(family, _)| family)
}

pub(crate) fn service_name(task: &Task) -> Option<&str> {
    task.group.as_deref()?.strip_prefix("service:")
}

pub(crate) fn load_assignment(
    r: &mut dyn Reader,
    scope: &Scope,
    id: &str,
) -> Result<Option<Assignment>, Error> {
    get(r, scope, ASSIGNMENT, id)
}

pub(crate) fn save_assignment(w: &mut dyn Writer, assignment: &Assignment) -> Result<(), Error> {
    let mut lookups = vec![("turn", assignment.turn.as_str())];
    if assignment.turn == Turn::Provision {
        lookups.push(("provisioning", assignment.cluster_name.as_str()));
    }
    put(w, &assignment.scope, ASSIGNMENT, &assignment.task_id, assignment, &lookups)
}

/// How many tasks of a cluster wait for their interface.
pub(crate) fn provisioning(r: &mut dyn Reader, scope: &Scope, cluster: &str) -> Result<u64, Error> {
    r.count(&partition(scope, ASSIGNMENT), "provisioning", cluster)
}

/// What was reported of a task so far.
pub(crate) fn load_report(r: &mut dyn Reader, scope: &Scope, id: &str) -> Result<TaskReport, Error> {
    let none = || TaskReport { task_id: id.to_owned(), ..TaskReport::default() };
    Ok(get(r, scope, REPORT, id)?.unwrap_or_else(none))
}

pub(crate) fn save_report(w: &mut dyn Writer, scope: &Scope, report: &TaskReport) -> Result<(), Error> {
    put(w, scope, REPORT, &report.task_id, report, &[])
}

/// Leaves of a task what is described for a while: the task itself, and the marker by which the sweep finds it.
pub(crate) fn retire(
    w: &mut dyn Writer,
    scope: &Scope,
    id: &str,
    stopped_at: Timestamp,
) -> Result<(), Error> {
    w.delete(&partition(scope, ASSIGNMENT), id, Expect::Any)?;
    w.delete(&partition(scope, REPORT), id, Expect::Any)?;
    w.delete(&partition(scope, PROTECTION), id, Expect::Any)?;
    put(w, scope, STOPPED, &marker_id(stopped_at, id), &Marker { task_id: id.to_owned() }, &[])
}

/// Says of which task a marker is.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Marker {
    pub task_id: String,
}

/// Sorts by time.
pub(crate) fn marker_id(stopped_at: Timestamp, task_id: &str) -> String {
    format!("{:015}-{task_id}", stopped_at.0.max(0))
}
