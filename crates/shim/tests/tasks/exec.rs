//! Processes that clients run in containers.

use std::fs::File;
use std::io::{Read, Write};

use neargate_shim::{Ends, Session};
use neargate_task::control::{Exec, Request, WindowSize};

use crate::rig::{Rig, Running, With, shell, within};

fn script(text: &str) -> Exec {
    Exec {
        id: "test".into(),
        container: "app".into(),
        command: ["/bin/sh", "-c", text].map(str::to_owned).to_vec(),
        environment: Vec::new(),
        user: None,
        working_directory: None,
        terminal: None,
    }
}

/// What it prints on both streams, and its exit code.
fn run(task: &Running, exec: Exec) -> (String, i32) {
    let mut session = neargate_shim::exec(task.paths(), exec).unwrap();
    let Some(Ends::Pipes { stdin, stdout, stderr }) = session.take_ends() else { panic!("pipes") };
    drop(stdin);
    let mut text = String::new();
    File::from(stdout).read_to_string(&mut text).unwrap();
    File::from(stderr).read_to_string(&mut text).unwrap();
    (text, session.wait().unwrap())
}

fn idle() -> neargate_task::ShimContainer {
    shell("app", "trap 'exit 0' TERM; echo up; while :; do sleep 0.02; done")
}

fn up(container: neargate_task::ShimContainer) -> Running {
    let mut task = Rig::new(vec![container]).run();
    task.until_logged("app", "up");
    task.until_running("app");
    task
}

fn end(mut task: Running) {
    task.ask(Request::Stop);
    assert_eq!(task.exit_codes(), [Some(0)]);
}

#[test]
fn it_is_where_the_container_is_and_may_do_what_the_container_may() {
    let task = up(idle().with(|app| {
        app.capabilities_drop = vec!["CHOWN".into()];
        app.ulimits = vec![neargate_task::Ulimit { name: "nofile".into(), soft: 100, hard: 200 }];
    }));
    let status = "grep -e Cap -e Seccomp: -e NoNewPrivs -e Uid -e SigBlk -e SigIgn -e Groups";
    let (of_first, code) =
        run(&task, script(&format!("{status} /proc/1/status | grep -v SigIgn; ulimit -n; ulimit -Hn")));
    assert_eq!(code, 0);
    let (own, _) =
        run(&task, script(&format!("{status} /proc/self/status | grep -v SigIgn; ulimit -n; ulimit -Hn")));
    assert_eq!(own, of_first);
    assert!(own.contains("CapEff:\t00000000a80425fa") && own.contains("Seccomp:\t2"), "{own}");
    assert!(own.ends_with("100\n200\n"), "{own}");
    for what in ["ns/mnt", "ns/pid", "ns/ipc", "ns/uts", "ns/net", "ns/cgroup", "root"] {
        let look = format!("readlink /proc/1/{what}; readlink /proc/self/{what}");
        let (text, _) = run(&task, script(&look));
        let lines: Vec<_> = text.lines().collect();
        assert!(lines.len() == 2 && lines[0] == lines[1], "{what}: {text}");
    }
    let (text, _) = run(
        &task,
        script(
            "cat /proc/1/cgroup > /tmp/a; cat /proc/self/cgroup > /tmp/b; \
                                       cat /tmp/a | tr -d '\\n' ; echo; cat /tmp/b | tr -d '\\n'; cat /proc/self/oom_score_adj",
        ),
    );
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines[0], lines[1].trim_end_matches('0'), "{text}");
    let (text, _) = run(&task, script("mount -t tmpfs t /tmp; unshare -n true; echo $?"));
    assert!(text.contains("permission denied") && text.contains("Operation not permitted"), "{text}");
    end(task);
}

#[test]
fn it_has_nothing_of_ours() {
    let task = up(idle());
    let list = Exec { command: ["ls", "/proc/self/fd"].map(str::to_owned).to_vec(), ..script("") };
    assert_eq!(
        run(&task, list),
        ("0\n1\n2\n3\n".into(), 0),
        "the fourth is the directory that is being listed"
    );
    let list =
        Exec { command: ["env"].map(str::to_owned).to_vec(), environment: vec!["A=b".into()], ..script("") };
    let (text, _) = run(&task, list);
    let mut lines: Vec<_> = text.lines().collect();
    lines.sort_unstable();
    let host = "HOSTNAME=ip-172-31-0-5.eu-west-1.compute.internal";
    let path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    assert_eq!(lines, ["A=b", "HOME=/root", host, path]);
    end(task);
}

#[test]
fn user_environment_and_directory_are_as_asked() {
    let task = up(idle().with(|app| {
        app.user = "app".into();
        app.working_directory = "/tmp".into();
        app.environment = vec!["A=1".into(), "B=2".into()];
    }));
    assert_eq!(
        run(&task, script("id -u; id -G; pwd; echo $A$B$HOME")).0,
        "1000\n1001 44\n/tmp\n12/home/app\n"
    );
    let other = Exec {
        environment: vec!["B=3".into()],
        user: Some("0:50".into()),
        working_directory: Some("/etc".into()),
        ..script("id -u; id -g; pwd; echo $A$B$HOME")
    };
    assert_eq!(run(&task, other).0, "0\n50\n/etc\n13/root\n");
    end(task);
}

#[test]
fn streams_lead_to_the_client_and_statuses_are_told() {
    let task = up(idle());
    let mut session = neargate_shim::exec(task.paths(), script("cat; echo wrong >&2; exit 5")).unwrap();
    assert!(std::path::Path::new(&format!("/proc/{}", session.pid)).exists(), "the host's pid is told");
    let Some(Ends::Pipes { stdin, stdout, stderr }) = session.take_ends() else { panic!("pipes") };
    let (mut stdin, mut stdout, mut stderr) = (File::from(stdin), File::from(stdout), File::from(stderr));
    stdin.write_all(b"hello").unwrap();
    let mut hello = [0; 5];
    stdout.read_exact(&mut hello).unwrap();
    assert_eq!(&hello, b"hello");
    drop(stdin);
    let mut text = String::new();
    stderr.read_to_string(&mut text).unwrap();
    assert_eq!((&*text, session.wait().unwrap()), ("wrong\n", 5));

    let mut session = neargate_shim::exec(task.paths(), script("sleep 60; true")).unwrap();
    session.signal(libc::SIGTERM).unwrap();
    assert_eq!(session.wait().unwrap(), 143);
    for _ in 0..20 {
        assert_eq!(run(&task, script("exit 9")).1, 9, "however short it runs");
    }
    end(task);
}

#[test]
fn a_terminal_has_a_size_and_a_session() {
    let task = up(idle());
    let exec = Exec {
        terminal: Some(WindowSize { rows: 33, columns: 99 }),
        ..script("tty; echo $TERM; stty size; read line; stty size; echo $line; exit 3")
    };
    let mut session = neargate_shim::exec(task.paths(), exec).unwrap();
    let Some(Ends::Terminal(master)) = session.take_ends() else { panic!("a terminal") };
    let mut terminal = File::from(master);
    let mut text = until(&mut terminal, "33 99\r\n");
    session.resize(WindowSize { rows: 24, columns: 80 }).unwrap();
    within(std::time::Duration::from_secs(5), "the size arrives", || {
        size_of(&terminal).eq(&(24, 80)).then_some(())
    });
    terminal.write_all(b"typed\n").unwrap();
    text += &until(&mut terminal, "\r\ntyped\r\n");
    assert_eq!(text, "/dev/pts/0\r\nxterm\r\n33 99\r\ntyped\r\n24 80\r\ntyped\r\n");
    assert_eq!(session.wait().unwrap(), 3);

    let exec = Exec { terminal: Some(WindowSize { rows: 24, columns: 80 }), ..script("echo up; sleep 60") };
    let mut session = neargate_shim::exec(task.paths(), exec).unwrap();
    let Some(Ends::Terminal(master)) = session.take_ends() else { panic!("a terminal") };
    let mut terminal = File::from(master);
    until(&mut terminal, "up\r\n");
    terminal.write_all(b"\x03").unwrap();
    assert_eq!(session.wait().unwrap(), 130, "control-C reaches who is in the foreground");
    end(task);
}

fn until(terminal: &mut File, end: &str) -> String {
    let mut text = String::new();
    let mut buffer = [0; 256];
    while !text.ends_with(end) {
        let length = terminal.read(&mut buffer).unwrap_or_else(|error| panic!("{error} after {text:?}"));
        text.push_str(std::str::from_utf8(&buffer[..length]).unwrap());
    }
    text
}

fn size_of(terminal: &File) -> (u16, u16) {
    use std::os::fd::AsRawFd;
    // SAFETY: TIOCGWINSZ writes a `winsize`, of which all zeroes is one.
    let size = unsafe {
        let mut size: libc::winsize = std::mem::zeroed();
        libc::ioctl(terminal.as_raw_fd(), libc::TIOCGWINSZ, &raw mut size);
        size
    };
    (size.ws_row, size.ws_col)
}

#[test]
fn what_cannot_be_run_is_refused_in_the_runtime_s_words() {
    let task = up(idle());
    let why = |exec: Exec| neargate_shim::exec(task.paths(), exec).map(|_| ()).unwrap_err().to_string();
    let words = |text: &str| {
        format!("OCI runtime exec failed: exec failed: unable to start container process: {text}: unknown")
    };
    let command = |word: &str| Exec { command: vec![word.into()], ..script("") };
    assert_eq!(why(command("nope")), words("exec: \"nope\": executable file not found in $PATH"));
    assert_eq!(why(command("/bin/plain")), words("exec: \"/bin/plain\": permission denied"));
    assert_eq!(run(&task, script("chmod 755 /bin/plain")).1, 0);
    assert_eq!(why(command("/bin/plain")), words("exec /bin/plain: exec format error"));
    assert_eq!(
        why(Exec { working_directory: Some("/nope".into()), ..script("") }),
        words("chdir to cwd (\"/nope\") set in config.json failed: No such file or directory (os error 2)")
    );
    assert_eq!(
        why(Exec { user: Some("nobody".into()), ..script("") }),
        words("unable to find user nobody: no matching entries in passwd file")
    );
    assert_eq!(why(Exec { container: "other".into(), ..script("") }), "container other isn't running");
    end(task);
}

#[test]
fn who_hangs_up_ends_the_session_and_the_container_s_end_ends_it_too() {
    let mut task = up(idle());
    let session = neargate_shim::exec(task.paths(), script("sleep 60 & sleep 60")).unwrap();
    let pid = session.pid;
    let alive = || std::path::Path::new(&format!("/proc/{pid}")).exists();
    assert!(alive());
    drop(session);
    within(std::time::Duration::from_secs(5), "its process is killed", || (!alive()).then_some(()));

    let mut session: Session = neargate_shim::exec(task.paths(), script("sleep 60")).unwrap();
    task.ask(Request::Stop);
    assert_eq!(session.wait().unwrap(), 137);
    assert_eq!(task.exit_codes(), [Some(0)]);
}

#[test]
fn files_that_are_not_what_they_should_be_are_not_trusted() {
    let task = up(idle());
    let spoil =
        "rm /etc/passwd /etc/group; mkfifo /etc/passwd /etc/group; rm -rf /dev/null; echo > /dev/null";
    // A health check's stdin is /dev/null; a session's isn't.
    assert_eq!(run(&task, script(spoil)).1, 0);
    assert_eq!(run(&task, script("echo still")).0, "still\n");
    end(task);
}
