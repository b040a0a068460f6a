//! Containers that are started again in their place.

use neargate_task::control::Request;
use neargate_task::logfile::DELIVERED_FILE;
use neargate_task::{ContainerPhase, HealthStatus, RestartPolicy, ShimContainer};

use crate::rig::{Rig, With, shell};

fn restarted(name: &str, script: &str, ignored: &[i32], seconds: u32) -> ShimContainer {
    shell(name, script).with(|one| {
        one.restart_policy =
            Some(RestartPolicy { ignored_exit_codes: ignored.to_vec(), attempt_period_seconds: seconds });
    })
}

#[test]
fn it_keeps_its_files_and_its_log_and_is_counted() {
    // Ends with 1, 2 and then 3, of which the last is ignored.
    let script = "echo run >> /runs; cat /runs | wc -l; exit $(cat /runs | wc -l)";
    let mut task = Rig::new(vec![restarted("app", script, &[3], 0)]).run();
    let state = task.finish();
    assert!(matches!(state.containers[0].phase, ContainerPhase::Exited { exit_code: 3, .. }), "{state:?}");
    assert_eq!(state.containers[0].restart_count, 2);
    assert_eq!(task.log("app"), "1\n2\n3\n");
    let seen: Vec<_> = task.history.iter().map(|state| state.containers[0].phase.is_over()).collect();
    assert!(!seen[..seen.len() - 2].contains(&true), "nobody is told of an end that isn't one: {seen:?}");
}

#[test]
fn it_must_have_run_for_a_while() {
    let script = "echo run; test -e /again && exit 1; touch /again; sleep 1.1; exit 1";
    let mut task = Rig::new(vec![restarted("app", script, &[], 1)]).run();
    let state = task.finish();
    assert!(matches!(state.containers[0].phase, ContainerPhase::Exited { exit_code: 1, .. }));
    assert_eq!((state.containers[0].restart_count, &*task.log("app")), (1, "run\nrun\n"));
}

#[test]
fn a_stop_ends_it_for_good() {
    let mut task =
        Rig::new(vec![restarted("app", "trap 'exit 7' TERM; echo up; while :; do sleep 0.02; done", &[], 0)])
            .run();
    task.until_logged("app", "up");
    task.ask(Request::Stop);
    assert_eq!(task.exit_codes(), [Some(7)]);
}

#[test]
fn it_does_not_wait_for_the_delivery_of_its_lines() {
    let script = "test -e /again || { touch /again; echo once; exit 1; }; \
                  trap 'exit 0' TERM; echo twice; while :; do sleep 0.02; done";
    let app = restarted("app", script, &[], 0).with(|app| app.log.deliver_before_end = true);
    let mut task = Rig::new(vec![app]).run();
    task.until_logged("app", "twice");
    task.until("again", |state| state.containers[0].restart_count == 1);
    assert!(!task.history.iter().any(|state| state.containers[0].phase.is_over()), "{:?}", task.history);
    assert_eq!(task.log("app"), "once\ntwice\n");
    // As its sender would.
    std::fs::write(task.paths().logs("app").join(DELIVERED_FILE), u64::MAX.to_string()).unwrap();
    task.ask(Request::Stop);
    assert_eq!(task.exit_codes(), [Some(0)]);
}

#[test]
fn its_health_is_judged_anew() {
    let script = "touch /data/$(ls /data | wc -l); trap 'exit 0' TERM; while ! [ -e /data/go ]; do sleep 0.02; done; \
                  rm /data/go; exit 1";
    let app = restarted("app", script, &[], 0).with(|app| {
        app.health_check = Some(neargate_task::HealthCheck {
            command: ["/bin/sh", "-c", "test -e /data/0 && ! test -e /data/1"].map(str::to_owned).to_vec(),
            interval_seconds: 1,
            timeout_seconds: 2,
            retries: 1,
            start_period_seconds: 0,
        });
    });
    let mut task = Rig::new(vec![app]).shared().run();
    let status = |wanted: HealthStatus, runs: u32| {
        move |state: &neargate_task::TaskState| {
            let container = &state.containers[0];
            container.restart_count == runs
                && container.health.as_ref().is_some_and(|health| health.status == wanted)
        }
    };
    task.until("healthy", status(HealthStatus::Healthy, 0));
    std::fs::write(task.paths().volume("shared").join("go"), "").unwrap();
    task.until("unknown again", status(HealthStatus::Unknown, 1));
    task.until("unhealthy", status(HealthStatus::Unhealthy, 1));
    task.ask(Request::Stop);
    assert_eq!(task.exit_codes(), [Some(0)]);
}

#[test]
fn one_that_cannot_be_started_again_fails() {
    let script = "rm /bin/sh; exit 1";
    let mut task = Rig::new(vec![restarted("app", script, &[], 0)]).run();
    let state = task.finish();
    let ContainerPhase::Failed { reason, .. } = &state.containers[0].phase else { panic!("{state:?}") };
    assert!(reason.contains("exec: \"sh\": executable file not found in $PATH"), "{reason}");
    assert_eq!(state.containers[0].restart_count, 1);
}
