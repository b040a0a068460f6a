//! Limits, and what happens at them.

use std::fs;

use neargate_task::{ContainerPhase, Ulimit};

use crate::rig::{Rig, With, output_of, shell};

fn v1() -> bool {
    !std::path::Path::new("/sys/fs/cgroup/cgroup.controllers").exists()
}

#[test]
fn control_groups_carry_the_limits_of_task_and_container() {
    let app = shell("app", "echo up; sleep 60").with(|app| {
        app.cpu_units = 512;
        app.memory_mib = Some(64);
        app.memory_reservation_mib = Some(32);
        app.stop_signal = "SIGKILL".into();
    });
    let mut rig = Rig::new(vec![app]);
    rig.spec.cpu_units = 256;
    let mut task = rig.run();
    task.until_logged("app", "up");
    let id = task.spec().containers[0].runtime_id.clone();
    let group = &task.spec().cgroup[1..];
    let read = |file: &str| {
        let (controller, file) = file.split_once('/').unwrap();
        let path = if v1() {
            format!("/sys/fs/cgroup/{controller}/{group}/{file}")
        } else {
            format!("/sys/fs/cgroup/{group}/{file}")
        };
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}")).trim().to_owned()
    };
    if v1() {
        assert_eq!(read("cpu/cpu.cfs_quota_us"), "25000");
        assert_eq!(read("memory/memory.limit_in_bytes"), (512 << 20).to_string());
        assert_eq!(read("memory/memory.memsw.limit_in_bytes"), (512 << 20).to_string());
        assert_eq!(read("pids/pids.max"), "4096");
        assert_eq!(read(&format!("cpu/{id}/cpu.shares")), "512");
        assert_eq!(read(&format!("memory/{id}/memory.limit_in_bytes")), (64 << 20).to_string());
        assert_eq!(read(&format!("memory/{id}/memory.soft_limit_in_bytes")), (32 << 20).to_string());
        for controller in ["cpu", "cpuacct", "cpuset", "memory", "pids", "devices"] {
            assert_ne!(read(&format!("{controller}/{id}/cgroup.procs")), "", "{controller}");
        }
    } else {
        assert_eq!(read("x/cpu.max"), "25000 100000");
        assert_eq!(read("x/memory.max"), (512 << 20).to_string());
        assert_eq!(read(&format!("x/{id}/memory.max")), (64 << 20).to_string());
        assert_ne!(read(&format!("x/{id}/cgroup.procs")), "");
    }
    task.ask(neargate_task::control::Request::Stop);
    assert_eq!(task.exit_codes(), [Some(137)]);
}

#[test]
fn a_container_sees_its_own_limit() {
    if v1() {
        let app = shell("app", "cat /sys/fs/cgroup/memory/memory.limit_in_bytes")
            .with(|app| app.memory_mib = Some(64));
        assert_eq!(output_of(app), format!("{}\n", 64 << 20));
        let app = shell("app", "cat /sys/fs/cgroup/memory/memory.limit_in_bytes");
        assert_eq!(output_of(app), format!("{}\n", 512 << 20), "the task's");
    } else {
        let app = shell("app", "cat /sys/fs/cgroup/memory.max").with(|app| app.memory_mib = Some(64));
        assert_eq!(output_of(app), format!("{}\n", 64 << 20));
        let app = shell("app", "cat /sys/fs/cgroup/memory.max");
        assert_eq!(output_of(app), format!("{}\n", 512 << 20), "the task's");
    }
}

#[test]
fn a_container_sees_as_many_processors_as_its_task_may_use() {
    if v1() {
        let app = shell("app", "cat /sys/fs/cgroup/cpu/cpu.cfs_quota_us");
        assert_eq!(output_of(app), "100000\n");
        // Java looks for all four, and takes the machine's memory for its own where one is missing.
        let app = shell(
            "app",
            "cd /sys/fs/cgroup && grep -c . cpu/tasks cpuacct/tasks memory/tasks cpuset/cpuset.cpus",
        );
        assert_eq!(output_of(app), "cpu/tasks:1\ncpuacct/tasks:1\nmemory/tasks:1\ncpuset/cpuset.cpus:1\n");
    } else {
        let app = shell("app", "cat /sys/fs/cgroup/cpu.max");
        assert_eq!(output_of(app), "100000 100000\n");
    }
}

const HOG: &str = "exec tail /dev/zero";

fn oom(rig: Rig) -> (i32, bool) {
    match rig.run().finish().containers[0].phase {
        ContainerPhase::Exited { exit_code, oom_killed, .. } => (exit_code, oom_killed),
        ref other => panic!("{other:?}"),
    }
}

#[test]
fn too_much_memory_for_the_container_is_told() {
    assert_eq!(oom(Rig::new(vec![shell("app", HOG).with(|app| app.memory_mib = Some(32))])), (137, true));
}

#[test]
fn too_much_memory_for_the_task_is_told() {
    let mut rig = Rig::new(vec![shell("app", HOG)]);
    rig.spec.memory_mib = 48;
    assert_eq!(oom(rig), (137, true));
}

#[test]
fn file_limits_are_fargate_s_unless_asked_otherwise() {
    // A machine that doesn't let its root raise limits can't give more than it has.
    let sys_resource = rustix::thread::CapabilitySet::SYS_RESOURCE;
    let may_raise = rustix::thread::capabilities(None).unwrap().effective.contains(sys_resource);
    let ours = rustix::process::getrlimit(rustix::process::Resource::Nofile).maximum.unwrap_or(65_535);
    let files = if may_raise { 65_535 } else { ours.min(65_535) };
    assert_eq!(output_of(shell("app", "ulimit -Sn; ulimit -Hn")), format!("{files}\n{files}\n"));
    let app = shell("app", "ulimit -Sn; ulimit -Hn; ulimit -c").with(|app| {
        app.ulimits = vec![
            Ulimit { name: "nofile".into(), soft: 100, hard: 200 },
            Ulimit { name: "core".into(), soft: 0, hard: 0 },
        ];
    });
    assert_eq!(output_of(app), "100\n200\n0\n");
}

#[test]
fn a_child_that_is_killed_for_memory_is_the_container_s_own_business() {
    let app =
        shell("app", "sh -c 'exec tail /dev/zero'; echo $?; exit 3").with(|app| app.memory_mib = Some(32));
    let mut task = Rig::new(vec![app]).run();
    let state = task.finish();
    assert!(
        matches!(state.containers[0].phase, ContainerPhase::Exited { exit_code: 3, oom_killed: false, .. }),
        "{state:?}"
    );
    assert!(task.log("app").contains("137\n"), "{}", task.log("app"));
}

#[test]
fn a_container_that_we_kill_is_not_told_to_have_lacked_memory() {
    let app =
        shell("app", "sh -c 'exec tail /dev/zero'; echo up; trap '' TERM; while :; do sleep 0.02; done");
    let mut task = Rig::new(vec![app.with(|app| {
        app.memory_mib = Some(32);
        app.stop_timeout_seconds = 1;
    })])
    .run();
    task.until_logged("app", "up");
    task.ask(neargate_task::control::Request::Stop);
    let state = task.finish();
    assert!(
        matches!(state.containers[0].phase, ContainerPhase::Exited { exit_code: 137, oom_killed: false, .. }),
        "{state:?}"
    );
}

#[test]
fn what_was_used_is_told_in_the_end() {
    let spin = "i=0; while [ $i -lt 30000 ]; do i=$((i + 1)); done; head -c 20000000 /dev/zero | tail -c 20000000 > /dev/null";
    let mut task =
        Rig::new(vec![shell("app", spin), shell("side", "true").with(|side| side.essential = false)]).run();
    let state = task.finish();
    let (app, task) = (state.containers[0].usage.unwrap(), state.usage.unwrap());
    assert!(app.peak_memory_bytes.unwrap() > 20_000_000, "{app:?}");
    assert!(app.peak_memory_bytes.unwrap() < 100 << 20, "{app:?}");
    assert!(app.cpu_nanoseconds > 5_000_000, "{app:?}");
    assert!(
        task.cpu_nanoseconds >= app.cpu_nanoseconds && task.peak_memory_bytes >= app.peak_memory_bytes,
        "{task:?}"
    );
}
