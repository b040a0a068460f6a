//! Containers that share one process namespace.

use neargate_task::control::Request;
use neargate_task::{ContainerPhase, DependencyCondition, HealthCheck, HealthStatus};

use crate::rig::{Rig, With, shell};

fn sharing(mut rig: Rig) -> Rig {
    rig.spec.share_processes = true;
    rig
}

const SERVE: &str = "trap 'echo bye; exit 4' TERM; echo up; while :; do sleep 0.02; done";

#[test]
fn they_see_each_other_and_can_signal_each_other() {
    let look = "ps -o pid,args | grep -c '[w]hile :'; ps -o pid | grep -q '^ *1$' && echo first; \
                echo $(readlink /proc/self/exe) $(test $$ -gt 1 && echo later); \
                kill -TERM $(ps -o pid,args | grep '[w]hile :' | grep -v grep | head -n 1 | tr -s ' ' | sed 's/^ *//' | cut -d' ' -f1)";
    let mut task = sharing(Rig::new(vec![
        shell("server", SERVE).with(|server| server.essential = false),
        shell("app", look).after("server", DependencyCondition::Start).with(|app| app.essential = false),
    ]))
    .run();
    assert_eq!(task.exit_codes(), [Some(4), Some(0)]);
    assert_eq!(task.log("server"), "up\nbye\n");
    assert_eq!(task.log("app"), "1\nfirst\n/bin/busybox later\n");
}

#[test]
fn a_container_ends_as_a_whole_and_alone() {
    let mut task = sharing(Rig::new(vec![
        shell("app", "sleep 1000 & sleep 1000 & exit 3").with(|app| app.essential = false),
        shell("side", SERVE),
    ]))
    .run();
    task.until_logged("side", "up");
    let state = task.until("app ended", |state| state.containers[0].phase.is_over());
    assert!(matches!(state.containers[0].phase, ContainerPhase::Exited { exit_code: 3, .. }), "{state:?}");
    task.ask(Request::Stop);
    assert_eq!(task.exit_codes(), [Some(3), Some(4)]);
}

#[test]
fn signals_timeouts_health_and_sessions_are_as_elsewhere() {
    let deaf = "trap '' TERM; echo up; while :; do sleep 0.02; done";
    let mut task = sharing(Rig::new(vec![shell("app", deaf).with(|app| {
        app.stop_timeout_seconds = 1;
        app.init_process = true;
        app.health_check = Some(HealthCheck {
            command: ["/bin/sh", "-c", "ps | grep -c '[s]leep 0.02' > /dev/null; test -e /proc/self"]
                .map(str::to_owned)
                .to_vec(),
            interval_seconds: 1,
            timeout_seconds: 2,
            retries: 1,
            start_period_seconds: 0,
        });
    })]))
    .run();
    task.until_logged("app", "up");
    let state = task.until("a check", |state| {
        state.containers[0].health.as_ref().is_some_and(|health| health.exit_code.is_some())
    });
    let health = state.containers[0].health.clone().unwrap();
    assert_eq!((health.status, &*health.output), (HealthStatus::Healthy, ""));
    task.ask(Request::Stop);
    assert_eq!(task.exit_codes(), [Some(137)]);
}

#[test]
fn masked_paths_stay_masked_and_too_much_memory_is_told() {
    let script = "cat /proc/interrupts /proc/timer_list | wc -c; touch /proc/sys/kernel/panic 2>&1 | grep -c Read-only; \
                  grep Cap[EB] /proc/self/status; grep Seccomp: /proc/self/status; ls /proc/self/fd; exec tail /dev/zero";
    let mut task = sharing(Rig::new(vec![shell("app", script).with(|app| app.memory_mib = Some(32))])).run();
    let state = task.finish();
    assert!(
        matches!(state.containers[0].phase, ContainerPhase::Exited { exit_code: 137, oom_killed: true, .. }),
        "{state:?}\n{}",
        task.log("app")
    );
    let rights = "CapEff:\t00000000a80425fb\nCapBnd:\t00000000a80425fb\nSeccomp:\t2\n";
    assert_eq!(task.log("app"), format!("0\n1\n{rights}0\n1\n2\n3\n"));
}

#[test]
fn the_first_process_is_a_dead_end() {
    let script = "ls -a /proc/1/root/ | wc -l; ls /proc/1/fd | wc -l; grep CapPrm /proc/1/status; \
                  touch /proc/1/exe 2>&1 | grep -c Read-only; touch /proc/1/root/x 2>&1 | grep -c Read-only; \
                  (sleep 0.1 &); sleep 0.4; grep -l 'State:.Z' /proc/[0-9]*/status | wc -l";
    let mut task = sharing(Rig::new(vec![
        shell("app", script).with(|app| app.capabilities_add = vec!["SYS_PTRACE".into()]),
    ]))
    .run();
    assert_eq!(task.exit_codes(), [Some(0)]);
    assert_eq!(task.log("app"), "2\n0\nCapPrm:\t0000000000000000\n1\n1\n0\n");
}
