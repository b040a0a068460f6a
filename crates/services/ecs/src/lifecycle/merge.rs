//! Reports of one task, added up. A fact that was told once stays as it was told first, so the order of reports,
//! their repetition and the loss of all but the last make no difference. Health goes up and down: the newer word counts.

use neargate_task::{ContainerReport, TaskReport};

/// All that both reports know.
pub(crate) fn merge(known: &TaskReport, told: TaskReport) -> TaskReport {
    let mut containers = known.containers.clone();
    for container in told.containers {
        match containers.iter_mut().find(|known| known.name == container.name) {
            Some(known) => *known = merge_container(known, container),
            None => containers.push(container),
        }
    }
    TaskReport {
        task_id: known.task_id.clone(),
        connected_at: known.connected_at.or(told.connected_at),
        pull_started_at: known.pull_started_at.or(told.pull_started_at),
        pull_stopped_at: known.pull_stopped_at.or(told.pull_stopped_at),
        attached: known.attached || told.attached,
        reachable_at: known.reachable_at.or(told.reachable_at),
        started_at: known.started_at.or(told.started_at),
        execution_stopped_at: known.execution_stopped_at.or(told.execution_stopped_at),
        stopped_at: known.stopped_at.or(told.stopped_at),
        failure: known.failure.clone().or(told.failure),
        containers,
        usage: known.usage.or(told.usage),
    }
}

fn merge_container(known: &ContainerReport, told: ContainerReport) -> ContainerReport {
    let newer = newer(known, &told);
    let (health, usage) = (newer.health.clone(), newer.usage.or(known.usage));
    let last_lines = if told.last_lines.is_empty() { &known.last_lines } else { &told.last_lines }.clone();
    ContainerReport {
        name: known.name.clone(),
        runtime_id: known.runtime_id.clone().or(told.runtime_id),
        image_digest: known.image_digest.clone().or(told.image_digest),
        started_at: known.started_at.or(told.started_at),
        finished_at: known.finished_at.or(told.finished_at),
        exit_code: known.exit_code.or(told.exit_code),
        reason: known.reason.clone().or(told.reason),
        health,
        restart_count: known.restart_count.max(told.restart_count),
        usage,
        last_lines,
    }
}

/// Which of two words on a container was said later, as far as they tell.
fn newer<'a>(known: &'a ContainerReport, told: &'a ContainerReport) -> &'a ContainerReport {
    let age = |report: &ContainerReport| {
        (report.restart_count, report.health.as_ref().map(|health| health.since), report.finished_at)
    };
    if age(told) >= age(known) { told } else { known }
}
