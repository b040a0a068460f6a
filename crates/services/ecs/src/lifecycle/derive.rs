//! Where a task stands, from what is known of it. Pure.
//!
//! A task only ever moves forward: its status is the furthest that the facts allow, and what was once told (a time, a
//! stop code) stays. So facts may come late, repeatedly or in any order. STOPPED is the end: nothing changes it.
//!
//! Versions count as AWS counts them: one for each change of status that is an event. ACTIVATING is shown and is none,
//! hence 5 for a task that ran and ended, 4 for one whose image couldn't be pulled.

use neargate_core::Timestamp;
use neargate_task::{ContainerReport, ContainerSpec, InterfaceSpec, TaskReport};
use neargate_wire::Time;

use crate::model::{
    Attachment, Connectivity, Container, HealthStatus, KeyValuePair, NetworkInterface, Task, TaskStopCode,
};

/// What ECS says when a task ends by itself.
const CONTAINER_EXITED: &str = "Essential container in task exited";
/// For the node's word that nothing is left of a task of which it told neither start nor failure.
const NEVER_STARTED: &str = "InternalError: the task ended before any of its containers started";

/// All that is known of a task besides what it already shows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Facts<'a> {
    pub interface: Option<&'a InterfaceSpec>,
    /// What the task was asked to be.
    pub containers: &'a [ContainerSpec],
    pub report: &'a TaskReport,
    /// The interface is deleted, or there never was one and never will be.
    pub released: bool,
}

/// The statuses in their order.
const STATUSES: [&str; 8] = [
    "PROVISIONING",
    "PENDING",
    "ACTIVATING",
    "RUNNING",
    "DEACTIVATING",
    "STOPPING",
    "DEPROVISIONING",
    "STOPPED",
];

const ATTACHMENT_STATUSES: [&str; 6] =
    ["PRECREATED", "CREATED", "ATTACHING", "ATTACHED", "DETACHING", "DELETED"];

fn rank(statuses: &[&str], status: Option<&str>) -> usize {
    statuses.iter().position(|known| Some(*known) == status).unwrap_or_default()
}

/// The task after these facts.
pub(crate) fn derive(task: &Task, facts: &Facts<'_>, now: Timestamp) -> Task {
    if task.last_status.as_deref() == Some("STOPPED") {
        return task.clone();
    }
    changed(task, |next| {
        times(next, facts.report);
        end(next, facts.report, now);
        let status = furthest(next, facts);
        next.last_status = Some(status.to_owned());
        if status == "STOPPED" {
            let latest = [next.stopping_at, next.execution_stopped_at, next.pull_stopped_at, next.created_at];
            let latest = latest.into_iter().flatten().map(|Time(at)| at).max();
            next.stopped_at = Some(latest.map_or(now, |latest| latest.max(now)).into());
        }
        for attachment in next.attachments.iter_mut().flatten() {
            attach(attachment, status, facts);
        }
        let attachment =
            next.attachments.iter().flatten().next().and_then(|attachment| attachment.id.clone());
        for container in next.containers.iter_mut().flatten() {
            let told =
                facts.report.containers.iter().find(|told| Some(&told.name) == container.name.as_ref());
            show(container, told, status, facts.interface, attachment.as_deref());
        }
        next.health_status = Some(health(next.containers.as_deref().unwrap_or_default(), facts.containers));
    })
}

/// The task after a request to end it. The first request stays.
///
/// A task that no node has begun goes straight to DEPROVISIONING: there is only an interface to take away.
pub(crate) fn ask_to_stop(
    task: &Task,
    code: TaskStopCode,
    reason: &str,
    now: Timestamp,
    begun: bool,
) -> Task {
    if task.desired_status.as_deref() == Some("STOPPED") {
        return task.clone();
    }
    changed(task, |next| {
        stop(next, code, reason, now);
        if !begun {
            next.last_status = Some("DEPROVISIONING".to_owned());
            next.attachments.iter_mut().flatten().for_each(|attachment| advance(attachment, "DETACHING"));
        }
    })
}

/// Applies a change and counts it if it is one that AWS counts.
fn changed(task: &Task, change: impl FnOnce(&mut Task)) -> Task {
    let mut next = task.clone();
    change(&mut next);
    let event = |task: &Task| {
        let status = task.last_status.clone();
        let status = status.map(|status| if status == "ACTIVATING" { "PENDING".to_owned() } else { status });
        (status, task.desired_status.clone())
    };
    let passed_running = task.started_at.is_none()
        && next.started_at.is_some()
        && rank(&STATUSES, next.last_status.as_deref()) > rank(&STATUSES, Some("RUNNING"));
    // A status passed too fast to be seen is counted all the same: versions don't depend on how often the node reports.
    let events = i64::from(event(task) != event(&next)) + i64::from(passed_running);
    next.version = Some(task.version.unwrap_or_default() + events);
    next
}

/// The furthest status that the facts allow, and never one behind the task's own.
fn furthest(task: &Task, facts: &Facts<'_>) -> &'static str {
    let report = facts.report;
    let status = if task.desired_status.as_deref() == Some("STOPPED") {
        let over = report.stopped_at.is_some() || all_over(task, report);
        match (facts.released, over) {
            (true, _) => "STOPPED",
            (false, true) => "DEPROVISIONING",
            (false, false) => "STOPPING",
        }
    } else if report.started_at.is_some() {
        "RUNNING"
    } else if report.attached || report.pull_started_at.is_some() {
        "ACTIVATING"
    } else if facts.interface.is_some() {
        "PENDING"
    } else {
        "PROVISIONING"
    };
    let own = rank(&STATUSES, task.last_status.as_deref());
    STATUSES[rank(&STATUSES, Some(status)).max(own)]
}

/// Whether every container that started has ended.
fn all_over(task: &Task, report: &TaskReport) -> bool {
    let started = || report.containers.iter().filter(|container| container.started_at.is_some());
    let ended =
        |container: &ContainerReport| container.finished_at.is_some() || container.exit_code.is_some();
    // A failure to start leaves the node nothing to end but what started.
    let ending = report.execution_stopped_at.is_some() || report.failure.is_some();
    ending && started().all(ended) && task.containers.is_some()
}

/// Notes the node's times, in an order that makes sense: a time is told once.
fn times(task: &mut Task, report: &TaskReport) {
    let Time(created) = task.created_at.unwrap_or(Time(Timestamp(0)));
    let not_before = |at: Option<Timestamp>, earliest: Timestamp| at.map(|at| Time(at.max(earliest)));
    if report.connected_at.is_some() {
        task.connectivity = Some(Connectivity::Connected);
    }
    task.connectivity_at = task.connectivity_at.or(not_before(report.connected_at, created));
    if task.pull_started_at.is_none() {
        let started = not_before(report.pull_started_at, created);
        let bounded = |Time(at)| Time(task.pull_stopped_at.map_or(at, |Time(stopped)| at.min(stopped)));
        task.pull_started_at = started.map(bounded);
    }
    let pulled = task.pull_started_at.map_or(created, |Time(at)| at);
    task.pull_stopped_at = task.pull_stopped_at.or(not_before(report.pull_stopped_at, pulled));
    if task.started_at.is_none() {
        // A start that is heard of after the end came before it all the same.
        let ended =
            [task.stopping_at, task.execution_stopped_at].into_iter().flatten().map(|Time(at)| at).min();
        let started = not_before(report.started_at, created).map(|Time(at)| at);
        task.started_at = started.map(|at| Time(ended.map_or(at, |ended| at.min(ended))));
    }
    let started = task.started_at.map_or(created, |Time(at)| at);
    task.execution_stopped_at =
        task.execution_stopped_at.or(not_before(report.execution_stopped_at, started));
}

/// Has the task end when the node says that it does: nobody asked for that.
fn end(task: &mut Task, report: &TaskReport, now: Timestamp) {
    if task.desired_status.as_deref() == Some("STOPPED") {
        return;
    }
    let ran = report.started_at.is_some();
    match &report.failure {
        Some(failure) if ran => stop(task, TaskStopCode::EssentialContainerExited, failure, now),
        Some(failure) => stop(task, TaskStopCode::TaskFailedToStart, failure, now),
        None if report.execution_stopped_at.is_some() || (ran && report.stopped_at.is_some()) => {
            stop(task, TaskStopCode::EssentialContainerExited, CONTAINER_EXITED, now);
        }
        None if report.stopped_at.is_some() => {
            stop(task, TaskStopCode::TaskFailedToStart, NEVER_STARTED, now);
        }
        None => {}
    }
}

fn stop(task: &mut Task, code: TaskStopCode, reason: &str, now: Timestamp) {
    let before = [task.created_at, task.started_at, task.execution_stopped_at];
    let latest = before.into_iter().flatten().map(|Time(at)| at).max();
    task.desired_status = Some("STOPPED".to_owned());
    task.stopping_at = Some(latest.map_or(now, |latest| latest.max(now)).into());
    task.stop_code = Some(code);
    task.stopped_reason = Some(reason.to_owned());
}

fn attach(attachment: &mut Attachment, status: &str, facts: &Facts<'_>) {
    if let Some(interface) = facts.interface {
        let details = attachment.details.get_or_insert_default();
        let address = interface.private_ip.to_string();
        for (name, value) in [
            ("networkInterfaceId", interface.network_interface_id.as_str()),
            ("macAddress", &interface.mac),
            ("privateDnsName", &interface.host_name),
            ("privateIPv4Address", &address),
        ] {
            if !details.iter().any(|detail| detail.name.as_deref() == Some(name)) {
                details.push(KeyValuePair { name: Some(name.to_owned()), value: Some(value.to_owned()) });
            }
        }
    }
    let reached = match status {
        "STOPPED" => "DELETED",
        "DEPROVISIONING" => "DETACHING",
        _ if facts.report.attached => "ATTACHED",
        _ if facts.report.connected_at.is_some() => "ATTACHING",
        _ if facts.interface.is_some() => "CREATED",
        _ => "PRECREATED",
    };
    advance(attachment, reached);
}

fn advance(attachment: &mut Attachment, status: &str) {
    let own = rank(&ATTACHMENT_STATUSES, attachment.status.as_deref());
    let reached = rank(&ATTACHMENT_STATUSES, Some(status)).max(own);
    attachment.status = Some(ATTACHMENT_STATUSES[reached].to_owned());
}

fn show(
    container: &mut Container,
    told: Option<&ContainerReport>,
    task_status: &str,
    interface: Option<&InterfaceSpec>,
    attachment: Option<&str>,
) {
    if let (Some(interface), Some([])) = (interface, container.network_interfaces.as_deref()) {
        container.network_interfaces = Some(vec![NetworkInterface {
            attachment_id: attachment.map(str::to_owned),
            private_ipv4_address: Some(interface.private_ip.to_string()),
            ..NetworkInterface::default()
        }]);
    }
    let mut status = "PENDING";
    if let Some(told) = told {
        container.runtime_id = container.runtime_id.take().or_else(|| told.runtime_id.clone());
        container.image_digest = container.image_digest.take().or_else(|| told.image_digest.clone());
        container.exit_code = container.exit_code.or(told.exit_code.map(i64::from));
        container.reason = container.reason.take().or_else(|| told.reason.clone());
        if let Some(health) = &told.health {
            container.health_status = Some(match health.status {
                neargate_task::HealthStatus::Unknown => HealthStatus::Unknown_,
                neargate_task::HealthStatus::Healthy => HealthStatus::Healthy,
                neargate_task::HealthStatus::Unhealthy => HealthStatus::Unhealthy,
            });
        }
        if told.finished_at.is_some() || told.exit_code.is_some() {
            status = "STOPPED";
        } else if told.started_at.is_some() {
            status = "RUNNING";
        }
    }
    if matches!(task_status, "DEPROVISIONING" | "STOPPED") {
        status = "STOPPED";
    }
    let order = ["PENDING", "RUNNING", "STOPPED"];
    let reached = rank(&order, Some(status)).max(rank(&order, container.last_status.as_deref()));
    container.last_status = Some(order[reached].to_owned());
    // What takes commands in a container is there as long as the container is.
    for agent in container.managed_agents.iter_mut().flatten() {
        agent.last_status = Some(order[reached].to_owned());
        agent.last_started_at = agent.last_started_at.or(told.and_then(|told| told.started_at).map(Time));
    }
}

/// A task's health: the worst of its essential containers', of which one without a health check is UNKNOWN.
fn health(containers: &[Container], specs: &[ContainerSpec]) -> HealthStatus {
    let essential = |container: &&Container| {
        specs.iter().any(|spec| spec.essential && Some(&spec.name) == container.name.as_ref())
    };
    let mut all = containers.iter().filter(essential).map(|container| &container.health_status).peekable();
    if all.clone().any(|status| *status == Some(HealthStatus::Unhealthy)) {
        HealthStatus::Unhealthy
    } else if all.peek().is_some() && all.all(|status| *status == Some(HealthStatus::Healthy)) {
        HealthStatus::Healthy
    } else {
        HealthStatus::Unknown_
    }
}

#[cfg(test)]
mod tests;
