//! Containers that mean harm, with the one capability that can be added: CAP_SYS_PTRACE.

use std::os::unix::fs::MetadataExt;

use neargate_task::control::{Exec, Request};
use neargate_task::{HealthCheck, ShimContainer};

use crate::rig::{Rig, With, shell};

/// Looks for a pattern in all that a process could write to.
const SCAN: &str = "scan() { grep ' rw' /proc/$1/maps | while read range rest; do \
                    a=$((0x${range%-*} / 4096)); b=$((0x${range#*-} / 4096)); \
                    dd if=/proc/$1/mem bs=4096 skip=$a count=$((b - a)) 2>/dev/null; done | grep -c $2; }; ";

fn tracer(script: &str) -> ShimContainer {
    shell("app", script).with(|app| app.capabilities_add = vec!["SYS_PTRACE".into()])
}

#[test]
fn an_init_has_nothing_that_is_worth_a_look() {
    let script = format!(
        "{SCAN} own=con-trol; scan $$ con-tr[o]l; scan 1 treasure-of-anoth[e]r; scan 1 /etc/pass[w]d; ls /proc/1/fd; \
         true >> /proc/1/exe; touch /proc/1/exe; chmod 777 /proc/1/exe; readlink /proc/1/root; grep Cap[EP] /proc/1/status"
    );
    let before = std::fs::metadata(std::env::current_exe().unwrap()).unwrap();
    let mut task = Rig::new(vec![
        tracer(&script).with(|app| app.init_process = true),
        shell("other", "true").with(|other| {
            other.essential = false;
            other.environment.push("SECRET=treasure-of-another".into());
        }),
    ])
    .run();
    task.finish();
    let text = task.log("app");
    let lines: Vec<_> = text.lines().filter(|line| !line.starts_with('!')).collect();
    assert_ne!(lines[0], "0", "the scan finds what is there: {text}");
    assert_eq!(
        lines[1..],
        ["0", "0", "0", "1", "2", "/", "CapPrm:\t00000000a80c25fb", "CapEff:\t00000000a80c25fb"],
        "{text}"
    );
    // What is being executed can't be written anyway; but its mount is what forbids everything, and for ever.
    assert!(text.contains("can't create /proc/1/exe: Text file busy"), "{text}");
    assert!(text.contains("touch: /proc/1/exe: Read-only file system"), "{text}");
    assert!(text.contains("chmod: /proc/1/exe: Read-only file system"), "{text}");
    let after = std::fs::metadata(std::env::current_exe().unwrap()).unwrap();
    assert_eq!((before.len(), before.mtime_nsec()), (after.len(), after.mtime_nsec()));
}

#[test]
fn without_the_capability_an_init_cannot_be_looked_at() {
    let script = "cat /proc/1/mem; true >> /proc/1/exe; ls /proc/1/root/; true";
    let mut task = Rig::new(vec![shell("app", script).with(|app| app.init_process = true)]).run();
    task.finish();
    let text = task.log("app");
    assert_eq!(text.lines().filter(|line| line.contains("Permission denied")).count(), 3, "{text}");
}

/// Whoever is quick may open what a process executes before it executes what it should.
#[test]
fn processes_that_are_on_their_way_cannot_be_used_against_us() {
    let script = "echo up; trap 'exit 0' TERM; while :; do for p in /proc/[0-9]*; do \
                  case $(readlink $p/exe) in /bin/busybox|'') ;; *) echo seen; touch $p/exe; chmod 777 $p/exe; \
                  ls $p/fd/ 2>/dev/null | wc -l; esac; done; done";
    let exe = std::env::current_exe().unwrap();
    let before = std::fs::metadata(&exe).unwrap();
    let mut task = Rig::new(vec![tracer(script)]).run();
    task.until_logged("app", "up");
    task.until_running("app");
    for _ in 0..100 {
        let exec = Exec {
            id: "test".into(),
            container: "app".into(),
            command: vec!["true".into()],
            environment: Vec::new(),
            user: None,
            working_directory: None,
            terminal: None,
        };
        assert_eq!(neargate_shim::exec(task.paths(), exec).unwrap().wait().unwrap(), 0);
    }
    task.ask(Request::Stop);
    task.finish();
    let after = std::fs::metadata(&exe).unwrap();
    assert_eq!((before.len(), before.mtime_nsec()), (after.len(), after.mtime_nsec()));
    let text = task.log("app");
    // The three, and one through which it would say that it could not be executed.
    let expected = ["up", "seen", "0", "1", "2", "3", "4"];
    let refused = ["Read-only file system", "No such file or directory", "/bin/busybox"];
    let odd: Vec<_> = text
        .lines()
        .filter(|line| !expected.contains(line) && !refused.iter().any(|refusal| line.contains(refusal)))
        .collect();
    assert_eq!(odd, Vec::<&str>::new());
}

#[test]
fn a_forged_device_is_not_opened_for_a_health_check() {
    let script = "rm /dev/null; mkfifo /dev/null; rm /etc/passwd; mkfifo /etc/passwd; trap 'exit 0' TERM; \
                  while :; do sleep 0.02; done";
    let app = shell("app", script).with(|app| {
        app.health_check = Some(HealthCheck {
            command: vec!["true".into()],
            interval_seconds: 1,
            timeout_seconds: 5,
            retries: 1,
            start_period_seconds: 0,
        });
    });
    let mut task = Rig::new(vec![app]).run();
    let state = task.until("a check", |state| {
        state.containers[0].health.as_ref().is_some_and(|health| health.exit_code.is_some())
    });
    let health = state.containers[0].health.clone().unwrap();
    assert_eq!(health.exit_code, Some(-1));
    assert!(health.output.contains("/dev/null of the container isn't what it should be"), "{health:?}");
    task.ask(Request::Stop);
    assert_eq!(task.exit_codes(), [Some(0)]);
}
