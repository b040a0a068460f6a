//! Health checks in real containers.

use neargate_task::control::Request;
use neargate_task::{ContainerPhase, DependencyCondition, HealthCheck, HealthStatus, ShimContainer};

use crate::rig::{Rig, With, shell};

fn check(script: &str) -> HealthCheck {
    HealthCheck {
        command: ["/bin/sh", "-c", script].map(str::to_owned).to_vec(),
        interval_seconds: 1,
        timeout_seconds: 1,
        retries: 2,
        start_period_seconds: 0,
    }
}

fn checked(name: &str, script: &str) -> ShimContainer {
    shell(name, "trap 'exit 0' TERM; echo up; while :; do sleep 0.02; done")
        .with(|app| app.health_check = Some(check(script)))
}

#[test]
fn health_is_what_the_checks_say_and_follows_them() {
    let mut task = Rig::new(vec![checked("app", "echo looking; test -e /data/well")]).shared().run();
    let state = task.until_running("app");
    let health = state.containers[0].health.clone().expect("it is checked");
    assert_eq!((health.status, health.exit_code), (HealthStatus::Unknown, None));

    let is = |status| {
        move |state: &neargate_task::TaskState| {
            state.containers[0].health.as_ref().is_some_and(|health| health.status == status)
        }
    };
    let state = task.until("unhealthy", is(HealthStatus::Unhealthy));
    let health = state.containers[0].health.clone().unwrap();
    assert_eq!((health.exit_code, &*health.output), (Some(1), "looking\n"));
    std::fs::write(task.paths().volume("shared").join("well"), "").unwrap();
    let state = task.until("healthy", is(HealthStatus::Healthy));
    let well = state.containers[0].health.clone().unwrap();
    assert_eq!(well.exit_code, Some(0));
    assert!(well.since > health.since);
    assert!(
        matches!(state.containers[0].phase, ContainerPhase::Running { .. }),
        "nobody ends it for its health"
    );
    task.ask(Request::Stop);
    assert_eq!(task.exit_codes(), [Some(0)]);
    assert_eq!(task.log("app"), "up\n", "what checks print isn't the container's output");
}

#[test]
fn a_check_that_takes_too_long_is_ended_with_its_children() {
    let mut task = Rig::new(vec![checked("app", "echo begun; sleep 99 & sleep 98")]).run();
    let state = task.until("unhealthy", |state| {
        state.containers[0].health.as_ref().is_some_and(|health| health.status == HealthStatus::Unhealthy)
    });
    let health = state.containers[0].health.clone().unwrap();
    assert_eq!(
        (health.exit_code, &*health.output),
        (Some(-1), "Health check exceeded timeout (1s): begun\n")
    );
    let processes = task.processes();
    assert!(processes <= 5, "the container's own and the next check's at most, not {processes}");
    task.ask(Request::Stop);
    assert_eq!(task.exit_codes(), [Some(0)]);
}

#[test]
fn a_check_that_cannot_be_executed_says_why() {
    let app = checked("app", "").with(|app| {
        app.health_check.as_mut().unwrap().command = vec!["/no/such".into()];
    });
    let mut task = Rig::new(vec![app]).run();
    let state = task.until("a failed check", |state| {
        state.containers[0].health.as_ref().is_some_and(|health| health.exit_code.is_some())
    });
    let health = state.containers[0].health.clone().unwrap();
    let why = "OCI runtime exec failed: exec failed: unable to start container process: exec: \"/no/such\": \
               stat /no/such: no such file or directory: unknown";
    assert_eq!((health.exit_code, &*health.output), (Some(-1), why));
    task.ask(Request::Stop);
    assert_eq!(task.exit_codes(), [Some(0)]);
}

#[test]
fn only_the_beginning_of_a_check_s_output_is_kept() {
    let mut task = Rig::new(vec![checked("app", "yes | head -c 3000000")]).run();
    let state = task.until("healthy", |state| {
        state.containers[0].health.as_ref().is_some_and(|health| health.status == HealthStatus::Healthy)
    });
    assert_eq!(state.containers[0].health.as_ref().unwrap().output, "y\n".repeat(2048));
    task.ask(Request::Stop);
    assert_eq!(task.exit_codes(), [Some(0)]);
}

#[test]
fn a_healthy_dependency_is_waited_for() {
    let mut task = Rig::new(vec![
        checked("database", "test -e /data/well"),
        shell("app", "cat /data/well").after("database", DependencyCondition::Healthy),
    ])
    .shared()
    .run();
    let state = task.until("a first check", |state| {
        state.containers[0].health.as_ref().is_some_and(|health| health.exit_code == Some(1))
    });
    assert_eq!(state.containers[1].phase, ContainerPhase::Pending);
    std::fs::write(task.paths().volume("shared").join("well"), "now\n").unwrap();
    assert_eq!(task.exit_codes(), [Some(0), Some(0)]);
    assert_eq!(task.log("app"), "now\n");
}

#[test]
fn a_dependency_that_does_not_get_healthy_ends_the_task() {
    let reason = |database: ShimContainer| {
        let mut task =
            Rig::new(vec![database, shell("app", "true").after("database", DependencyCondition::Healthy)])
                .run();
        match &task.finish().containers[1].phase {
            ContainerPhase::Failed { reason, .. } => reason.clone(),
            other => panic!("{other:?}"),
        }
    };
    let late = checked("database", "exit 1").with(|one| one.start_timeout_seconds = Some(3));
    assert_eq!(
        reason(late),
        "CannotStartContainerError: dependency database did not reach its condition within its start timeout, \
         its health is UNHEALTHY"
    );
    let gone = checked("database", "exit 1").with(|one| {
        one.essential = false;
        one.arguments = ["sh", "-c", "exit 3"].map(str::to_owned).to_vec();
    });
    assert_eq!(
        reason(gone),
        "CannotStartContainerError: dependency database exited with 3 before it was HEALTHY"
    );
    let unchecked = shell("database", "sleep 9").with(|one| one.stop_signal = "SIGKILL".into());
    assert_eq!(
        reason(unchecked),
        "CannotStartContainerError: dependency database is to be HEALTHY, but has no health check"
    );
}

#[test]
fn a_check_that_closes_its_output_costs_no_processor() {
    let app = checked("app", "exec >&- 2>&-; sleep 3")
        .with(|app| app.health_check.as_mut().unwrap().timeout_seconds = 5);
    let mut task = Rig::new(vec![app]).run();
    let state = task.until("a check", |state| {
        state.containers[0].health.as_ref().is_some_and(|health| health.exit_code == Some(0))
    });
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", state.shim_pid)).unwrap();
    let ticks: u64 = stat
        .rsplit_once(") ")
        .unwrap()
        .1
        .split(' ')
        .skip(11)
        .take(2)
        .map(|n| n.parse::<u64>().unwrap())
        .sum();
    assert!(ticks < 100, "{ticks} hundredths of a second");
    task.ask(Request::Stop);
    assert_eq!(task.exit_codes(), [Some(0)]);
}
