//! How containers and tasks end, and what is left of them.

use std::time::Duration;

use neargate_task::control::Request;
use neargate_task::logfile::Stream;
use neargate_task::{ContainerPhase, TaskPhase};

use crate::rig::{Rig, With, output_of, shell, within};

#[test]
fn exit_codes_are_told() {
    for (script, code) in [("exit 0", 0), ("exit 3", 3), ("sh -c 'kill -9 $$'; exit $?", 137)] {
        assert_eq!(Rig::new(vec![shell("app", script)]).run().exit_codes(), [Some(code)], "{script}");
    }
}

#[test]
fn a_program_without_a_handler_dies_of_the_stop_signal_behind_an_init() {
    let mut task =
        Rig::new(vec![shell("app", "echo up; exec sleep 60").with(|app| app.init_process = true)]).run();
    task.until_logged("app", "up");
    task.ask(Request::Stop);
    assert_eq!(task.exit_codes(), [Some(143)]);
}

#[test]
fn a_program_that_handles_the_stop_signal_chooses_its_status() {
    let script = "trap 'echo bye; exit 5' USR1; echo up; while :; do sleep 0.05; done";
    let mut task = Rig::new(vec![shell("app", script).with(|app| app.stop_signal = "SIGUSR1".into())]).run();
    task.until_logged("app", "up");
    task.ask(Request::Stop);
    assert_eq!(task.exit_codes(), [Some(5)]);
    assert_eq!(task.log("app"), "up\nbye\n");
}

#[test]
fn a_program_that_ignores_the_stop_signal_is_killed_after_its_timeout() {
    let mut task =
        Rig::new(vec![shell("app", "echo up; exec sleep 60").with(|app| app.stop_timeout_seconds = 1)]).run();
    task.until_logged("app", "up");
    let since = std::time::Instant::now();
    task.ask(Request::Stop);
    assert_eq!(task.exit_codes(), [Some(137)]);
    assert!(since.elapsed() >= Duration::from_secs(1));
    let ContainerPhase::Exited { oom_killed, .. } = task.history.last().unwrap().containers[0].phase else {
        panic!()
    };
    assert!(!oom_killed);
}

#[test]
fn a_stop_before_the_start_leaves_a_container_that_never_ran() {
    let mut task = Rig::new(vec![shell("app", "echo up")]).spawn();
    task.until_phase(TaskPhase::Prepared);
    task.ask(Request::Stop);
    assert_eq!(task.finish().containers[0].phase, ContainerPhase::Pending);
    assert_eq!(task.log("app"), "");
}

#[test]
fn a_stop_while_containers_are_created_leaves_nothing() {
    for _ in 0..5 {
        let mut task = Rig::new(vec![shell("app", "echo up"), shell("side", "echo up")]).spawn();
        task.ask(Request::Stop);
        assert!(task.finish().containers.iter().all(|container| container.phase == ContainerPhase::Pending));
    }
}

#[test]
fn what_a_missing_command_is_told_as() {
    let reason = |arguments: &[&str]| {
        let arguments = arguments.iter().map(|&argument| argument.to_owned()).collect();
        Rig::new(vec![shell("app", "").with(|app| app.arguments = arguments)]).run().reason()
    };
    const START: &str = "CannotStartContainerError: failed to create shim task: OCI runtime create failed: \
                         unable to start container process: ";
    assert_eq!(
        reason(&["nope"]),
        format!("{START}exec: \"nope\": executable file not found in $PATH: unknown")
    );
    assert_eq!(
        reason(&["/nope"]),
        format!("{START}exec: \"/nope\": stat /nope: no such file or directory: unknown")
    );
    assert_eq!(reason(&["/etc/passwd"]), format!("{START}exec: \"/etc/passwd\": permission denied: unknown"));
    assert_eq!(reason(&["/etc"]), format!("{START}exec: \"/etc\": is a directory: unknown"));
}

#[test]
fn a_program_that_can_t_be_executed_never_counts_as_started() {
    let script = "printf 'not a program' > /data/plain; chmod 755 /data/plain";
    let mut task = Rig::new(vec![
        shell("writer", script).with(|writer| writer.essential = false),
        shell("app", "").after("writer", neargate_task::DependencyCondition::Success).with(|app| {
            app.arguments = vec!["/data/plain".into()];
        }),
    ])
    .shared()
    .run();
    let state = task.finish();
    let ContainerPhase::Failed { reason, .. } = &state.containers[1].phase else { panic!("{state:?}") };
    assert!(reason.contains("exec /data/plain: exec format error"), "{reason}");
}

#[test]
fn a_layer_that_is_missing_fails_the_container_with_its_name() {
    let mut rig = Rig::new(vec![shell("app", "echo up")]);
    rig.spec.containers[0].layers.push("/no/such/layer".into());
    let reason = rig.run().reason();
    assert!(
        reason.starts_with("CannotCreateContainerError: open layer /no/such/layer: No such file"),
        "{reason}"
    );
}

#[test]
fn output_is_logged_by_lines_with_times_and_streams() {
    let before =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_micros() as i64;
    let mut task =
        Rig::new(vec![shell("app", "echo out; sleep 0.1; echo err >&2; sleep 0.1; printf rest")]).run();
    task.finish();
    let records = task.records("app");
    let lines: Vec<_> =
        records.iter().map(|record| (record.stream, &record.payload[..], record.partial)).collect();
    let expected = [
        (Stream::Stdout, &b"out"[..], false),
        (Stream::Stderr, b"err", false),
        (Stream::Stdout, b"rest", false),
    ];
    assert_eq!(lines, expected);
    assert!(records[0].time_micros > before && records[1].time_micros >= records[0].time_micros + 90_000);
}

#[test]
fn nothing_that_was_printed_is_lost() {
    let mut task = Rig::new(vec![shell("app", "seq 1 50000; head -c 40000 /dev/zero | tr '\\0' x")]).run();
    task.finish();
    let records = task.records("app");
    let (numbers, long): (Vec<_>, Vec<_>) = records.iter().partition(|record| record.payload.len() < 10);
    assert!(
        numbers
            .iter()
            .map(|record| record.payload.clone())
            .eq((1..=50_000).map(|n| n.to_string().into_bytes()))
    );
    let long: Vec<_> = long.iter().map(|record| (record.payload.len(), record.partial)).collect();
    assert_eq!(long, [(16_384, true), (16_384, true), (7232, false)]);
}

#[test]
fn a_terminal_is_given_and_logged() {
    let app = shell("app", "tty; echo $TERM; test -t 0 && echo yes >&2").with(|app| {
        app.pseudo_terminal = true;
    });
    assert_eq!(output_of(app), "/dev/pts/0\r\nxterm\r\nyes\r\n");
}

#[test]
fn killing_the_shim_ends_every_process_and_leaves_control_groups_only() {
    let mut task = Rig::new(vec![
        shell("app", "sleep 1000 & sleep 1000 & echo up; wait"),
        shell("side", "sleep 1000 & echo up; wait"),
    ])
    .run();
    task.until_logged("app", "up");
    task.until_logged("side", "up");
    let state = task.until_phase(TaskPhase::Running);
    assert!(neargate_shim::is_alive(&state));
    let pids: Vec<i32> = state
        .containers
        .iter()
        .map(|container| match container.phase {
            ContainerPhase::Running { pid, .. } => pid,
            _ => panic!("{state:?}"),
        })
        .collect();
    let alive = |pid: &i32| std::path::Path::new(&format!("/proc/{pid}")).exists();
    assert!(pids.iter().all(alive), "the host's pids are told");
    // Those that made the containers may take a moment to be gone.
    let processes = within(Duration::from_secs(5), "five processes run", || {
        Some(processes_in(&task.groups()[0])).filter(|processes| processes.len() == 5)
    });
    rustix::process::pidfd_send_signal(&task.spawned.pidfd, rustix::process::Signal::KILL).unwrap();
    within(Duration::from_secs(5), "the shim is gone", || task.spawned.reap().then_some(()));
    assert!(!processes.iter().any(alive), "with it all processes of the task");
    assert!(!neargate_shim::is_alive(&state));
    assert!(!task.groups().is_empty());
    let kept = neargate_shim::sweep(task.prefix(), |id| id == task.spec().task_id).unwrap();
    assert_eq!(kept, neargate_shim::Swept::default());
    let swept = neargate_shim::sweep(task.prefix(), |_| false).unwrap();
    assert_eq!((swept.removed, swept.stuck), (vec![task.spec().task_id.clone()], Vec::new()));
    assert!(task.groups().is_empty());
}

#[test]
fn a_task_outlives_the_process_that_started_it() {
    // A process of ours plays the node: it spawns the shim and dies.
    let rig = Rig::new(vec![shell("app", "echo up; sleep 1; echo still")]);
    std::fs::write(rig.paths.spec(), serde_json::to_vec(&rig.spec).unwrap()).unwrap();
    let exe = std::env::current_exe().unwrap();
    // SAFETY: the child makes system calls and allocates; the allocator's lock may be held by another thread of the test, which
    // glibc's fork takes care of.
    let node = unsafe { libc::fork() };
    if node == 0 {
        let code = i32::from(neargate_shim::spawn(&exe, &rig.paths, None).is_err());
        // SAFETY: ends the child without the harness's exit handlers.
        unsafe { libc::_exit(code) };
    }
    let mut status = -1;
    // SAFETY: `status` lives on this stack.
    unsafe { libc::waitpid(node, &raw mut status, 0) };
    assert_eq!(status, 0);
    let mut stream =
        within(Duration::from_secs(5), "the shim listens", || neargate_shim::connect(&rig.paths).ok());
    std::io::Write::write_all(&mut stream, &neargate_shim::encode(&Request::Start)).unwrap();
    drop(stream);
    let state = within(Duration::from_secs(10), "the task ends", || {
        neargate_shim::last_state(&rig.paths).unwrap().filter(|state| state.phase == TaskPhase::Finished)
    });
    assert!(matches!(state.containers[0].phase, ContainerPhase::Exited { exit_code: 0, .. }));
    let _ = neargate_shim::sweep(&rig.prefix, |_| false);
    for root in crate::rig::hierarchies() {
        let _ = std::fs::remove_dir(root.join(&rig.prefix[1..]));
        let _ = std::fs::remove_dir(root.join("neargate"));
    }
}

#[test]
fn an_empty_group_is_removed_and_one_in_use_stays() {
    let top = format!("/neargate-test-{}", std::process::id());
    // Those that tasks have groups in.
    let hierarchies = neargate_shim::Layout::detect().unwrap().roots();
    let there = || hierarchies.iter().filter(|root| root.join(&top[1..]).exists()).count();
    for root in &hierarchies {
        std::fs::create_dir_all(root.join(&top[1..]).join("other")).unwrap();
    }
    neargate_shim::remove_if_empty(&top);
    assert_eq!(there(), hierarchies.len(), "somebody's group is in it");
    for root in &hierarchies {
        std::fs::remove_dir(root.join(&top[1..]).join("other")).unwrap();
    }
    neargate_shim::remove_if_empty(&top);
    assert_eq!(there(), 0);
    neargate_shim::remove_if_empty(&top);
}

#[test]
fn a_client_that_speaks_nonsense_is_dropped_and_others_are_served() {
    use std::io::{Read, Write};
    let mut task = Rig::new(vec![shell("app", "true")]).spawn();
    let mut rude = neargate_shim::connect(task.paths()).unwrap();
    rude.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
    let mut rest = Vec::new();
    // A reset is as good an end as any.
    let _ = rude.read_to_end(&mut rest);
    task.ask(Request::Start);
    assert_eq!(task.exit_codes(), [Some(0)]);
}

fn processes_in(group: &std::path::Path) -> Vec<i32> {
    let mut pids = Vec::new();
    for entry in std::fs::read_dir(group).unwrap().flatten().filter(|entry| entry.path().is_dir()) {
        let text = std::fs::read_to_string(entry.path().join("cgroup.procs")).unwrap();
        pids.extend(text.lines().map(|line| line.parse::<i32>().unwrap()));
    }
    pids
}

#[test]
fn a_container_that_dies_before_its_start_has_failed() {
    let mut task = Rig::new(vec![shell("app", "true")]).spawn();
    task.until_phase(TaskPhase::Prepared);
    let processes = processes_in(&task.groups()[0]);
    assert_eq!(processes.len(), 2, "its creator and its first process");
    let first = rustix::process::Pid::from_raw(*processes.iter().max().unwrap()).unwrap();
    rustix::process::kill_process(first, rustix::process::Signal::KILL).unwrap();
    // The creator would have reaped it; it notices when told to start.
    task.ask(Request::Start);
    assert!(task.reason().starts_with("CannotStartContainerError: "));
}
