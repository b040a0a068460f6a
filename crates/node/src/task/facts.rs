//! What a shim's states mean for the report on its task. Pure.

use neargate_core::Timestamp;
use neargate_images::Image;
use neargate_task::{
    ContainerPhase, ContainerReport, ContainerState, TaskPhase, TaskReport, TaskSpec, TaskState,
};

/// Told of a container that the kernel killed for want of memory (observed on Fargate).
const OUT_OF_MEMORY: &str = "OutOfMemoryError: Container killed due to memory usage";

/// A report with one entry for each container, nothing known yet.
pub(crate) fn blank(spec: &TaskSpec) -> TaskReport {
    let container = |name: &String| ContainerReport { name: name.clone(), ..ContainerReport::default() };
    TaskReport {
        task_id: spec.task_id.clone(),
        containers: spec.containers.iter().map(|spec| container(&spec.name)).collect(),
        ..TaskReport::default()
    }
}

pub(crate) fn add_images(report: &mut TaskReport, images: &[Image]) {
    for (container, image) in report.containers.iter_mut().zip(images) {
        container.image_digest = Some(image.manifest_digest.clone());
    }
}

/// Adds what a state says. Saying it twice adds nothing.
pub(crate) fn add_state(report: &mut TaskReport, spec: &TaskSpec, state: &TaskState, now: Timestamp) {
    for known in &state.containers {
        let Some(container) = report.containers.iter_mut().find(|container| container.name == known.name)
        else {
            continue;
        };
        container.runtime_id = Some(known.runtime_id.clone());
        container.health = known.health.clone();
        container.restart_count = known.restart_count;
        container.usage = known.usage;
        match &known.phase {
            ContainerPhase::Pending => {}
            ContainerPhase::Running { started_at, .. } => container.started_at = Some(*started_at),
            ContainerPhase::Exited { started_at, finished_at, exit_code, oom_killed } => {
                container.started_at = Some(*started_at);
                container.finished_at = Some(*finished_at);
                container.exit_code = Some(*exit_code);
                if *oom_killed {
                    container.reason = Some(OUT_OF_MEMORY.to_owned());
                }
            }
            ContainerPhase::Failed { at, reason } => {
                container.finished_at = Some(*at);
                container.reason = Some(reason.clone());
            }
        }
    }
    if report.started_at.is_none() {
        report.started_at = all_started(spec, state);
        if report.started_at.is_none() && report.failure.is_none() {
            report.failure = failure(spec, state).map(str::to_owned);
        }
    }
    report.usage = state.usage;
    if state.phase >= TaskPhase::Stopping && report.execution_stopped_at.is_none() {
        report.execution_stopped_at =
            execution_stopped(spec, state).or((state.phase == TaskPhase::Finished).then_some(now));
    }
}

/// Why the task can't go on, if an essential container failed: what failed first may have taken others with it.
fn failure<'a>(spec: &TaskSpec, state: &'a TaskState) -> Option<&'a str> {
    let failed = |container: &ContainerState| matches!(container.phase, ContainerPhase::Failed { .. });
    if !essential(spec, state).any(failed) {
        return None;
    }
    let reasons = state.containers.iter().filter_map(|container| match &container.phase {
        ContainerPhase::Failed { at, reason } => Some((*at, reason.as_str())),
        _ => None,
    });
    reasons.min_by_key(|(at, _)| *at).map(|(_, reason)| reason)
}

/// When the last container started, once every one has but for those that can't and needn't.
fn all_started(spec: &TaskSpec, state: &TaskState) -> Option<Timestamp> {
    let is_essential = |name: &str| essential(spec, state).any(|container| container.name == name);
    let started = state.containers.iter().filter_map(|container| match container.phase {
        ContainerPhase::Running { started_at, .. } | ContainerPhase::Exited { started_at, .. } => {
            Some(Some(started_at))
        }
        ContainerPhase::Failed { .. } if !is_essential(&container.name) => None,
        ContainerPhase::Pending | ContainerPhase::Failed { .. } => Some(None),
    });
    started.collect::<Option<Vec<_>>>()?.into_iter().max()
}

fn essential<'a>(spec: &'a TaskSpec, state: &'a TaskState) -> impl Iterator<Item = &'a ContainerState> {
    spec.containers
        .iter()
        .filter(|container| container.essential)
        .filter_map(|container| state.container(&container.name))
}

/// When the first essential container ended; when all ended, if that was the last.
fn execution_stopped(spec: &TaskSpec, state: &TaskState) -> Option<Timestamp> {
    let ended = |container: &ContainerState| match container.phase {
        ContainerPhase::Exited { finished_at, .. } => Some(finished_at),
        ContainerPhase::Failed { at, .. } => Some(at),
        ContainerPhase::Pending | ContainerPhase::Running { .. } => None,
    };
    essential(spec, state).filter_map(ended).min()
}

/// The shim is gone and left the task unfinished: what can still be said.
pub(crate) fn add_loss(report: &mut TaskReport, now: Timestamp) {
    let text = "ContainerRuntimeError: the task's supervisor ended unexpectedly, and its containers with it";
    for container in report.containers.iter_mut().filter(|container| container.finished_at.is_none()) {
        container.reason.get_or_insert_with(|| text.to_owned());
        if container.started_at.is_some() {
            // The kernel killed what was left when the supervisor's process namespace ended.
            container.exit_code = Some(137);
            container.finished_at = Some(now);
        }
    }
    report.failure.get_or_insert_with(|| text.to_owned());
    report.execution_stopped_at.get_or_insert(now);
}

#[cfg(test)]
mod tests {
    use neargate_task::{Health, HealthStatus, Usage};

    use super::*;
    use crate::task::testing::{container, spec};

    fn state(phase: TaskPhase, phases: &[ContainerPhase]) -> TaskState {
        let containers = phases.iter().enumerate().map(|(index, phase)| ContainerState {
            name: format!("c{index}"),
            runtime_id: format!("r{index}"),
            phase: phase.clone(),
            health: None,
            restart_count: 0,
            usage: None,
        });
        TaskState {
            sequence: 1,
            shim_pid: 1,
            shim_started_ticks: 1,
            phase,
            containers: containers.collect(),
            usage: None,
        }
    }

    fn running(at: i64) -> ContainerPhase {
        ContainerPhase::Running { pid: 9, started_at: Timestamp(at) }
    }

    fn exited(exit_code: i32, from: i64, to: i64) -> ContainerPhase {
        ContainerPhase::Exited {
            started_at: Timestamp(from),
            finished_at: Timestamp(to),
            exit_code,
            oom_killed: false,
        }
    }

    fn reported(states: &[TaskState]) -> TaskReport {
        let spec = spec(vec![container("c0", true), container("c1", false)]);
        let mut report = blank(&spec);
        for state in states {
            add_state(&mut report, &spec, state, Timestamp(1000));
            let once = report.clone();
            add_state(&mut report, &spec, state, Timestamp(2000));
            assert_eq!(report, once, "a repeated state changes nothing");
        }
        report
    }

    #[test]
    fn a_task_has_started_when_its_last_container_has() {
        let report = reported(&[state(TaskPhase::Running, &[running(5), ContainerPhase::Pending])]);
        assert_eq!(report.started_at, None);
        let report = reported(&[state(TaskPhase::Running, &[running(5), running(7)])]);
        assert_eq!(report.started_at, Some(Timestamp(7)));
        let report = reported(&[state(TaskPhase::Running, &[running(5), exited(0, 3, 4)])]);
        assert_eq!(report.started_at, Some(Timestamp(5)));
    }

    #[test]
    fn health_restarts_and_usage_are_told_as_they_are_now() {
        let health =
            |status, at| Health { status, since: Timestamp(at), exit_code: Some(0), output: "fine".into() };
        let mut first = state(TaskPhase::Running, &[running(5), running(5)]);
        first.containers[0].health = Some(health(HealthStatus::Healthy, 7));
        let mut later = state(TaskPhase::Running, &[running(8), running(5)]);
        later.containers[0].health = Some(health(HealthStatus::Unknown, 8));
        later.containers[0].restart_count = 1;
        later.containers[0].usage =
            Some(Usage { peak_memory_bytes: Some(9), cpu_nanoseconds: 10, disk_bytes: None });
        let report = reported(&[first, later]);
        assert_eq!(report.containers[0].health, Some(health(HealthStatus::Unknown, 8)));
        assert_eq!((report.containers[0].restart_count, report.containers[1].health.is_none()), (1, true));
        assert_eq!(report.containers[0].usage.map(|usage| usage.cpu_nanoseconds), Some(10));
        assert_eq!(report.started_at, Some(Timestamp(5)), "the task started when it started first");
    }

    #[test]
    fn execution_stops_with_the_first_essential_container() {
        let report = reported(&[
            state(TaskPhase::Running, &[running(5), exited(1, 3, 4)]),
            state(TaskPhase::Stopping, &[exited(3, 5, 9), exited(1, 3, 4)]),
        ]);
        assert_eq!(report.execution_stopped_at, Some(Timestamp(9)));
        assert_eq!(report.containers[0].exit_code, Some(3));
        assert_eq!(report.failure, None);
    }

    #[test]
    fn a_container_that_cannot_start_fails_the_task() {
        let failed =
            ContainerPhase::Failed { at: Timestamp(6), reason: "CannotStartContainerError: x".into() };
        let report = reported(&[state(TaskPhase::Finished, &[failed, ContainerPhase::Pending])]);
        assert_eq!(report.failure.as_deref(), Some("CannotStartContainerError: x"));
        assert_eq!(report.started_at, None);
        assert_eq!(report.containers[0].exit_code, None);
    }

    #[test]
    fn a_container_that_cannot_start_and_needn_t_fails_nothing() {
        let failed = |at, reason: &str| ContainerPhase::Failed { at: Timestamp(at), reason: reason.into() };
        let report = reported(&[state(TaskPhase::Running, &[running(5), failed(6, "side")])]);
        assert_eq!((report.failure, report.started_at), (None, Some(Timestamp(5))));
        assert_eq!(report.containers[1].reason.as_deref(), Some("side"));
        // But when it takes an essential one with it, it is the cause.
        let report = reported(&[state(TaskPhase::Finished, &[failed(7, "dependency"), failed(6, "side")])]);
        assert_eq!(report.failure.as_deref(), Some("side"));
    }

    #[test]
    fn a_lost_supervisor_is_told_and_exit_codes_known_before_stay() {
        let spec = spec(vec![container("c0", true), container("c1", false)]);
        let mut report = blank(&spec);
        add_state(
            &mut report,
            &spec,
            &state(TaskPhase::Running, &[running(5), exited(1, 3, 4)]),
            Timestamp(10),
        );
        add_loss(&mut report, Timestamp(20));
        assert_eq!(report.containers[0].exit_code, Some(137));
        assert_eq!(report.containers[1].exit_code, Some(1));
        assert_eq!(report.execution_stopped_at, Some(Timestamp(20)));
        assert!(report.failure.is_some());
    }
}
