//! A task in a temporary directory, run by a real shim: this very executable, see [`SHIM`].

use std::fs;
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use neargate_shim::{Spawned, States};
use neargate_task::control::Request;
use neargate_task::logfile::{Kind, Record, Stream};
use neargate_task::{
    ContainerPhase, Dependency, DependencyCondition, MountSource, ShimContainer, ShimMount, ShimSpec,
    TaskPaths, TaskPhase, TaskState, testing,
};

/// Runs before `main`: the test executable, called as a shim, is one. That keeps the ordinary test harness, and the shim
/// starts without a thread, as it must.
#[used]
#[unsafe(link_section = ".init_array")]
static SHIM: extern "C" fn(libc::c_int, *const *const libc::c_char) = {
    extern "C" fn shim(count: libc::c_int, arguments: *const *const libc::c_char) {
        use std::os::unix::ffi::OsStrExt;
        // SAFETY: the C library calls with the process's arguments, as it does `main`.
        let argument = |index: usize| unsafe { std::ffi::CStr::from_ptr(*arguments.add(index)) };
        if count == 4 && argument(1) == c"shim" {
            let path = |index| PathBuf::from(std::ffi::OsStr::from_bytes(argument(index).to_bytes()));
            let code = neargate_shim::main(TaskPaths { run: path(2), disk: path(3) });
            std::process::exit(i32::from(code != std::process::ExitCode::SUCCESS));
        }
    }
    shim
};

const APPLETS: &[&str] = &[
    "sh", "sleep", "cat", "echo", "id", "mkdir", "touch", "mount", "hostname", "nc", "kill", "grep", "wc",
    "dd", "ls", "env", "true", "false", "head", "tail", "unshare", "mknod", "pwd", "stat", "date", "seq",
    "tr", "mkfifo", "su", "stty", "tty", "ps", "readlink", "sysctl", "test", "yes", "chmod", "rm", "sed",
    "cut",
];

/// A task that may be adjusted and then run.
pub struct Rig {
    directory: tempfile::TempDir,
    pub spec: ShimSpec,
    pub paths: TaskPaths,
    pub prefix: String,
}

pub struct Running {
    rig: Rig,
    pub spawned: Spawned,
    /// `None` for a task that was over before we could connect.
    stream: Option<UnixStream>,
    states: States,
    /// All that were seen.
    pub history: Vec<TaskState>,
}

/// A record of a log.
pub struct Logged {
    pub time_micros: i64,
    pub stream: Stream,
    pub partial: bool,
    pub payload: Vec<u8>,
}

/// A container that runs a shell script.
pub fn shell(name: &str, script: &str) -> ShimContainer {
    ShimContainer { stop_timeout_seconds: 5, ..testing::container(name, &["sh", "-c", script]) }
}

pub trait With: Sized {
    fn after(self, name: &str, condition: DependencyCondition) -> Self;
    fn with(self, change: impl FnOnce(&mut ShimContainer)) -> Self;
}

impl With for ShimContainer {
    fn after(mut self, name: &str, condition: DependencyCondition) -> Self {
        self.depends_on.push(Dependency { container_name: name.to_owned(), condition });
        self
    }

    fn with(mut self, change: impl FnOnce(&mut ShimContainer)) -> Self {
        change(&mut self);
        self
    }
}

impl Rig {
    pub fn new(mut containers: Vec<ShimContainer>) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let directory = tempfile::tempdir().unwrap();
        let id = format!("{:026}{:06}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let prefix = format!("/neargate/test-{id}");
        let layer = directory.path().join("layer");
        make_layer(&layer);
        for container in &mut containers {
            container.layers.push(layer.clone());
        }
        let paths = TaskPaths::new(&directory.path().join("run"), &directory.path().join("data"), &id);
        fs::create_dir_all(&paths.run).unwrap();
        fs::create_dir_all(&paths.disk).unwrap();
        let spec = ShimSpec {
            task_arn: format!("arn:aws:ecs:eu-west-1:000000000000:task/default/{id}"),
            cgroup: format!("{prefix}/{id}"),
            task_id: id,
            cpu_units: 1024,
            memory_mib: 512,
            host_name: "ip-172-31-0-5.eu-west-1.compute.internal".into(),
            private_ip: [172, 31, 0, 5].into(),
            name_server: [172, 31, 0, 2].into(),
            search_domain: "eu-west-1.compute.internal".into(),
            share_processes: false,
            storage_is_mount: false,
            containers,
        };
        Self { directory, spec, paths, prefix }
    }

    /// A shared volume at `/data` of every container.
    pub fn shared(mut self) -> Self {
        for container in &mut self.spec.containers {
            container.mounts.push(ShimMount {
                source: MountSource::Volume("shared".into()),
                container_path: "/data".into(),
                read_only: false,
                initial_content: false,
            });
        }
        self
    }

    pub fn spawn(self) -> Running {
        fs::write(self.paths.spec(), serde_json::to_vec(&self.spec).unwrap()).unwrap();
        let spawned = neargate_shim::spawn(&std::env::current_exe().unwrap(), &self.paths, None).unwrap();
        let mut history = Vec::new();
        let stream = within(Duration::from_secs(5), "the shim listens", || {
            let stream = neargate_shim::connect(&self.paths).ok();
            let last = neargate_shim::last_state(&self.paths).unwrap();
            let over = last.filter(|state| state.phase == TaskPhase::Finished && stream.is_none());
            history.extend(over);
            (stream.is_some() || !history.is_empty()).then_some(stream)
        });
        if let Some(stream) = &stream {
            stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        }
        Running { rig: self, spawned, stream, states: States::default(), history }
    }

    /// Spawns and starts at once.
    pub fn run(self) -> Running {
        let mut running = self.spawn();
        running.ask(Request::Start);
        running
    }

    /// Runs one container to its end; its output.
    pub fn output(self) -> String {
        let mut running = self.run();
        let state = running.finish();
        assert!(matches!(state.containers[0].phase, ContainerPhase::Exited { .. }), "{state:#?}");
        running.log("app")
    }
}

/// The output of a container named `app`.
pub fn output_of(container: ShimContainer) -> String {
    Rig::new(vec![container]).output()
}

impl Running {
    pub fn ask(&mut self, request: Request) {
        if let Some(stream) = &mut self.stream {
            // A task that is just over doesn't listen any more.
            let _ = stream.write_all(&neargate_shim::encode(&request));
        }
    }

    pub fn paths(&self) -> &TaskPaths {
        &self.rig.paths
    }

    pub fn spec(&self) -> &ShimSpec {
        &self.rig.spec
    }

    pub fn prefix(&self) -> &str {
        &self.rig.prefix
    }

    /// Reads states until one is as wanted.
    pub fn until(&mut self, what: &str, wanted: impl Fn(&TaskState) -> bool) -> TaskState {
        let mut buffer = [0; 4096];
        loop {
            if let Some(state) = self.history.iter().rev().find(|state| wanted(state)) {
                return state.clone();
            }
            let stream = self.stream.as_mut().unwrap_or_else(|| panic!("{what}: the task was over before"));
            let length = match stream.read(&mut buffer) {
                Err(error) if error.kind() != std::io::ErrorKind::ConnectionReset => {
                    panic!("{what}: {error}; {:#?}\n{}", self.history.last(), self.shim_log())
                }
                Err(_) | Ok(0) => {
                    let last = neargate_shim::last_state(&self.rig.paths).unwrap().unwrap();
                    assert_eq!(last.phase, TaskPhase::Finished, "{what}: {}", self.shim_log());
                    assert!(wanted(&last), "{what}: {last:#?}\n{}", self.shim_log());
                    self.history.push(last);
                    continue;
                }
                Ok(length) => length,
            };
            for state in self.states.push(&buffer[..length]).unwrap() {
                self.history.push(state);
            }
        }
    }

    pub fn until_phase(&mut self, phase: TaskPhase) -> TaskState {
        self.until(&format!("{phase:?}"), |state| state.phase >= phase)
    }

    pub fn until_running(&mut self, name: &str) -> TaskState {
        self.until(&format!("{name} runs"), |state| {
            matches!(state.container(name).unwrap().phase, ContainerPhase::Running { .. })
        })
    }

    /// Waits for the end of the task and of its shim; checks that nothing is left. The last state.
    pub fn finish(&mut self) -> TaskState {
        self.until_phase(TaskPhase::Finished);
        within(Duration::from_secs(5), "the shim ends", || self.spawned.reap().then_some(()));
        let state = neargate_shim::last_state(&self.rig.paths).unwrap().unwrap();
        assert_eq!(Some(&state), self.history.last(), "the file tells what the socket told");
        assert!(self.history.is_sorted_by_key(|state| (state.sequence, state.phase)));
        assert!(!neargate_shim::is_alive(&state));
        assert!(!self.rig.paths.socket().exists());
        assert_eq!(self.groups(), Vec::<PathBuf>::new(), "control groups are left; {}", self.shim_log());
        let mounts = fs::read_to_string("/proc/self/mountinfo").unwrap();
        assert!(!mounts.contains(&*self.rig.directory.path().to_string_lossy()), "mounts are left");
        assert_eq!(self.shim_log(), "", "the shim had nothing to complain of");
        state
    }

    /// Exit codes of all containers; `None` for those that didn't run to an end.
    pub fn exit_codes(&mut self) -> Vec<Option<i32>> {
        let state = self.finish();
        state
            .containers
            .iter()
            .map(|container| match container.phase {
                ContainerPhase::Exited { exit_code, .. } => Some(exit_code),
                _ => None,
            })
            .collect()
    }

    /// The only container's reason of failure.
    pub fn reason(&mut self) -> String {
        match &self.finish().containers[0].phase {
            ContainerPhase::Failed { reason, .. } => reason.clone(),
            other => panic!("expected a failure, not {other:?}"),
        }
    }

    pub fn groups(&self) -> Vec<PathBuf> {
        hierarchies()
            .into_iter()
            .map(|root| root.join(&self.rig.spec.cgroup[1..]))
            .filter(|path| path.exists())
            .collect()
    }

    /// How many processes run in its containers.
    pub fn processes(&self) -> usize {
        let group = self.groups().swap_remove(0);
        let groups = fs::read_dir(group).unwrap().flatten().filter(|entry| entry.path().is_dir());
        groups
            .map(|entry| fs::read_to_string(entry.path().join("cgroup.procs")).unwrap().lines().count())
            .sum()
    }

    pub fn shim_log(&self) -> String {
        fs::read_to_string(self.rig.paths.shim_log()).unwrap_or_default()
    }

    pub fn records(&self, container: &str) -> Vec<Logged> {
        let mut records = Vec::new();
        let mut segments: Vec<_> = fs::read_dir(self.rig.paths.logs(container))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        segments.sort();
        for segment in segments {
            let bytes = fs::read(segment).unwrap();
            let mut rest = &bytes[..];
            while let Some((record, length)) = Record::decode(rest).unwrap() {
                records.push(Logged {
                    time_micros: record.time_micros,
                    stream: record.stream,
                    partial: record.kind == Kind::Part,
                    payload: record.payload.to_vec(),
                });
                rest = &rest[length..];
            }
            assert!(rest.is_empty(), "no torn record");
        }
        records
    }

    /// What a container printed, both streams, a line each.
    pub fn log(&self, container: &str) -> String {
        let mut text = String::new();
        for record in self.records(container) {
            text.push_str(if record.stream == Stream::Stderr { "! " } else { "" });
            text.push_str(&String::from_utf8_lossy(&record.payload));
            if !record.partial {
                text.push('\n');
            }
        }
        text
    }

    pub fn until_logged(&self, container: &str, line: &str) {
        within(Duration::from_secs(10), &format!("{container} prints {line:?}"), || {
            let there =
                self.paths().logs(container).exists() && self.log(container).lines().any(|got| got == line);
            there.then_some(())
        });
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // A test that failed midway leaves its task to us.
        if !self.spawned.reap() {
            let _ = rustix::process::pidfd_send_signal(&self.spawned.pidfd, rustix::process::Signal::KILL);
            within(Duration::from_secs(5), "the shim is killed", || self.spawned.reap().then_some(()));
        }
        let _ = neargate_shim::sweep(&self.rig.prefix, |_| false);
        for root in hierarchies() {
            let _ = fs::remove_dir(root.join(&self.rig.prefix[1..]));
            let _ = fs::remove_dir(root.join("neargate"));
        }
    }
}

pub fn hierarchies() -> Vec<PathBuf> {
    let mut roots: Vec<PathBuf> =
        fs::read_dir("/sys/fs/cgroup").unwrap().map(|entry| entry.unwrap().path()).collect();
    roots.retain(|path| path.is_dir());
    roots.push("/sys/fs/cgroup".into());
    roots
}

pub fn within<T>(limit: Duration, what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let since = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(since.elapsed() < limit, "in time: {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn make_layer(layer: &Path) {
    for directory in ["bin", "etc", "tmp", "home/app"] {
        fs::create_dir_all(layer.join(directory)).unwrap();
    }
    fs::copy("/usr/bin/busybox", layer.join("bin/busybox")).unwrap();
    for applet in APPLETS {
        std::os::unix::fs::symlink("busybox", layer.join("bin").join(applet)).unwrap();
    }
    fs::write(
        layer.join("etc/passwd"),
        "root:x:0:0:root:/root:/bin/sh\napp:x:1000:1001::/home/app:/bin/sh\n",
    )
    .unwrap();
    fs::write(layer.join("etc/group"), "root:x:0:\napp:x:1001:\nvideo:x:44:app\nops:x:50:\n").unwrap();
    fs::write(layer.join("bin/plain"), "not a program\n").unwrap();
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(layer, fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(layer.join("tmp"), fs::Permissions::from_mode(0o1777)).unwrap();
}
