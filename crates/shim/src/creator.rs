//! Makes one container: a child of the supervisor that lives until its container runs.
//!
//! libcontainer changes the process that uses it (working directory, dumpability, heap) and blocks. So it is used in a fork
//! that is thrown away: the supervisor stays small and responsive, several containers are made at once, and the fork can
//! enter the container's control group before it makes anything. When it ends, the container's first process becomes the
//! supervisor's child, as all orphans of a pid namespace do.
//!
//! The two talk in datagrams: [`Message`]s up, an empty "go" down.

use std::fs;
use std::io::{self, Read};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::os::unix::net::UnixListener;
use std::path::Path;

use libcontainer::container::Container;
use libcontainer::container::builder::ContainerBuilder;
use libcontainer::syscall::syscall::SyscallType;
use neargate_task::{ShimContainer, ShimSpec, TaskPaths};
use oci_spec::runtime::Capability;
use rustix::net::{RecvFlags, SendFlags};
use rustix::process::Pid;
use rustix::pty::OpenptFlags;

use crate::bundle::{self, Surroundings};
use crate::cgroup::{Layout, Leaf};
use crate::channel::{self, MESSAGE_BYTES_MAX, receive, send};
use crate::program::{self, Invocation, Program};
use crate::rootfs::{Furnishing, Root, RootError};
use crate::user;
use crate::world::Workshop;

/// What a creator tells.
#[derive(Debug)]
pub enum Message {
    /// The container is made and waits. Its first process, in the supervisor's numbering, and its terminal if it has one.
    Created { pid: i32, terminal: Option<OwnedFd> },
    /// The program was executed.
    Started,
    /// There is no container, for this reason.
    Failed(String),
}

/// A creator at work.
#[derive(Debug)]
pub struct Creator {
    pub pid: Pid,
    pub channel: OwnedFd,
}

/// The container's ends of stdin, if it has one, stdout and stderr; `None` for one with a terminal.
pub type Outputs = Option<(Option<OwnedFd>, OwnedFd, OwnedFd)>;

/// All that a creator needs to know.
pub struct Order<'a> {
    pub spec: &'a ShimSpec,
    pub container: &'a ShimContainer,
    pub paths: &'a TaskPaths,
    pub workshop: &'a Workshop,
    pub layout: &'a Layout,
    pub leaf: &'a Leaf,
    /// The process namespace that all containers share, if they do.
    pub processes: Option<BorrowedFd<'a>>,
}

#[derive(Debug, thiserror::Error)]
enum CreateError {
    #[error("enter the control group")]
    Cgroup(#[source] io::Error),
    #[error(transparent)]
    Root(#[from] RootError),
    #[error(transparent)]
    User(#[from] user::UserError),
    #[error("set {name} to {value:?}")]
    SystemControl {
        name: String,
        value: String,
        #[source]
        cause: io::Error,
    },
    #[error(transparent)]
    Bundle(#[from] bundle::BundleError),
    #[error("write the bundle")]
    WriteBundle(#[source] oci_spec::OciSpecError),
    #[error("compile the system call filter")]
    Filter(#[from] seccompiler::BackendError),
    #[error("an argument or environment variable holds a zero byte")]
    ZeroByte(#[from] std::ffi::NulError),
    #[error("take over the terminal")]
    Terminal(#[source] io::Error),
    /// Said by the container's first process.
    #[error("{0}")]
    Program(String),
    #[error("the container's first process ended before it executed the program")]
    Died,
    #[error("start the container")]
    Start(#[source] libcontainer::error::LibcontainerError),
    #[error(transparent)]
    Runtime(#[from] libcontainer::error::LibcontainerError),
    #[error("talk to the supervisor")]
    Channel(#[from] io::Error),
}

impl Creator {
    /// Forks. The caller must have one thread.
    pub fn start(order: &Order<'_>, outputs: Outputs) -> io::Result<Self> {
        let (ours, theirs) = channel::pair()?;
        match fork_into(order.leaf)? {
            None => {
                drop(ours);
                let code = match create(order, outputs, &theirs) {
                    Ok(()) => 0,
                    Err(error) => {
                        let _ = send(&theirs, b'F', reason(&error).as_bytes(), None);
                        1
                    }
                };
                // SAFETY: ends the fork at once, without running what the supervisor registered for its own exit.
                unsafe { libc::_exit(code) }
            }
            Some(pid) => Ok(Self { pid, channel: ours }),
        }
    }

    /// Lets the program start.
    pub fn go(&self) -> io::Result<()> {
        Ok(rustix::net::send(&self.channel, b"go", SendFlags::NOSIGNAL).map(drop)?)
    }

    /// The next message, if there is one now.
    pub fn receive(&self) -> Option<Message> {
        let mut bytes = [0; MESSAGE_BYTES_MAX];
        let (length, descriptor) = receive(self.channel.as_fd(), &mut bytes, RecvFlags::DONTWAIT).ok()?;
        let (kind, text) = bytes[..length].split_first()?;
        let text = String::from_utf8_lossy(text).into_owned();
        Some(match kind {
            b'C' => Message::Created { pid: text.parse().ok()?, terminal: descriptor },
            b'S' => Message::Started,
            _ => Message::Failed(text),
        })
    }
}

/// `None` in the child.
pub fn fork_into(leaf: &Leaf) -> io::Result<Option<Pid>> {
    let pid = match leaf.birthplace() {
        // SAFETY: the process has one thread.
        None => i64::from(unsafe { libc::fork() }),
        Some(group) => {
            const CLONE_INTO_CGROUP: u64 = 0x2_0000_0000;
            // flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls, set_tid, set_tid_size, cgroup
            let mut arguments = [0_u64; 11];
            arguments[0] = CLONE_INTO_CGROUP;
            arguments[4] = libc::SIGCHLD as u64;
            arguments[10] = group.as_raw_fd() as u64;
            // SAFETY: without CLONE_VM the call is a fork; the process has one thread, so the C library's locks are free.
            unsafe { libc::syscall(libc::SYS_clone3, arguments.as_ptr(), size_of_val(&arguments)) }
        }
    };
    match pid {
        -1 => Err(io::Error::last_os_error()),
        pid => Ok(Pid::from_raw(pid as i32)),
    }
}

fn create(order: &Order<'_>, outputs: Outputs, channel: &OwnedFd) -> Result<(), CreateError> {
    order.leaf.enter().map_err(CreateError::Cgroup)?;
    let container = order.container;
    let bundle = order.workshop.bundle(&container.runtime_id);
    let root = Root::mount(container, order.paths, &order.workshop.root(&container.runtime_id))?;
    let user = user::resolve(&container.user, &root.read("etc/passwd"), &root.read("etc/group"))?;
    let place =
        Furnishing { paths: order.paths, etc: order.workshop.etc(), user: &user, v2: order.layout.is_v2() };
    root.furnish(container, &place)?;
    root.hand_over_secrets(container, &user)?;
    // The runtime insists that it exists.
    root.make_directory(Path::new(&container.working_directory))?;
    if order.processes.is_some() {
        root.show_processes(&order.workshop.processes())?;
    }
    drop(root);

    let environment = environment(order.spec, container, &user.home);
    let surroundings = Surroundings {
        user: &user,
        environment: environment.clone(),
        shares_processes: order.processes.is_some(),
        cgroup_path: format!("{}/{}", order.spec.cgroup, container.runtime_id),
        cgroups_v1: (!order.layout.is_v2())
            .then(|| order.workshop.cgroups(order.layout, &container.runtime_id)),
    };
    bundle::spec(container, &surroundings)?
        .save(bundle.join("config.json"))
        .map_err(CreateError::WriteBundle)?;

    let (mut errors, errors_of_program) = io::pipe()?;
    let program = Program::new(
        Invocation::new(&container.arguments, &environment)?,
        crate::seccomp::filters(bundle::capabilities(container)?.contains(&Capability::SysPtrace))?,
        container.init_process,
        order.processes.map(|shared| shared.as_raw_fd()),
        errors_of_program.as_raw_fd(),
    );
    let mut builder = ContainerBuilder::new(container.runtime_id.clone(), SyscallType::default())
        .with_root_path(order.workshop.containers())?
        .with_executor(program);
    let mut console = None;
    match outputs {
        Some((stdin, stdout, stderr)) => {
            let ends = stdin.iter().chain([&stdout, &stderr]);
            ends.for_each(|end| user::give_stream(end, user.uid));
            builder = builder.with_stdout(stdout).with_stderr(stderr);
            if let Some(stdin) = stdin {
                builder = builder.with_stdin(stdin);
            }
        }
        None => {
            // Bound by a relative name: the path may be longer than a socket's address can be.
            std::env::set_current_dir(&bundle)?;
            console = Some(UnixListener::bind("console").map_err(CreateError::Terminal)?);
            builder = builder.with_console_socket(Some(bundle.join("console")));
        }
    }
    let made = builder.as_init(&bundle).with_systemd(false).with_detach(true).build();
    drop(errors_of_program);
    let made = made.map_err(|error| said_by_program(&mut errors).unwrap_or(CreateError::Runtime(error)))?;
    let terminal = console.map(|console| accept_terminal(&console, user.uid)).transpose();
    let terminal = terminal.map_err(CreateError::Terminal)?;
    start_when_told(made, container, channel, terminal, &mut errors)
}

fn start_when_told(
    mut made: Container,
    container: &ShimContainer,
    channel: &OwnedFd,
    terminal: Option<OwnedFd>,
    errors: &mut io::PipeReader,
) -> Result<(), CreateError> {
    let pid = made.pid().map_or(0, |pid| pid.as_raw());
    // It inherits the supervisor's protection from the kernel's hunt for memory otherwise.
    let _ = fs::write(format!("/proc/{pid}/oom_score_adj"), "0");
    send(channel, b'C', pid.to_string().as_bytes(), terminal)?;
    let mut go = [0; 2];
    if receive(channel.as_fd(), &mut go, RecvFlags::empty())?.0 == 0 {
        return Ok(()); // The supervisor changed its mind, or is gone.
    }
    // Of containers that set the same, the one that starts last wins.
    set_network_controls(container)?;
    made.start().map_err(CreateError::Start)?;
    // Ends with the exec, or with words.
    let text = read_to_end(errors);
    match text.strip_prefix(program::ABOUT_TO_EXECUTE) {
        Some("") => Ok(send(channel, b'S', b"", None)?),
        None if text.is_empty() => Err(CreateError::Died),
        error => Err(CreateError::Program(error.unwrap_or(&text).to_owned())),
    }
}

/// What the container's first process had to say while it was created.
fn said_by_program(errors: &mut io::PipeReader) -> Option<CreateError> {
    Some(read_to_end(errors)).filter(|text| !text.is_empty()).map(CreateError::Program)
}

fn read_to_end(errors: &mut io::PipeReader) -> String {
    let mut text = String::new();
    let _ = errors.read_to_string(&mut text);
    text
}

/// `net.*` settings belong to the network namespace, which is the task's.
fn set_network_controls(container: &ShimContainer) -> Result<(), CreateError> {
    for (name, value) in container.system_controls.iter().filter(|(name, _)| name.starts_with("net.")) {
        let fail = |cause| CreateError::SystemControl { name: name.clone(), value: value.clone(), cause };
        if name.contains('/') {
            return Err(fail(io::ErrorKind::InvalidInput.into()));
        }
        fs::write(Path::new("/proc/sys").join(name.replace('.', "/")), value).map_err(fail)?;
    }
    Ok(())
}

/// A program's whole environment: the container's, with what every program expects.
pub fn environment(spec: &ShimSpec, container: &ShimContainer, home: &str) -> Vec<String> {
    let mut environment = container.environment.clone();
    let mut default = |name: &str, value: &str| {
        if !environment.iter().any(|entry| entry.split_once('=').is_some_and(|(entry, _)| entry == name)) {
            environment.push(format!("{name}={value}"));
        }
    };
    default("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    default("HOSTNAME", &spec.host_name);
    default("HOME", home);
    if container.pseudo_terminal {
        default("TERM", "xterm");
    }
    environment
}

/// The container's terminal, as its user's.
fn accept_terminal(console: &UnixListener, uid: u32) -> io::Result<OwnedFd> {
    let (stream, _) = console.accept()?;
    let (_, terminal) = receive(stream.as_fd(), &mut [0; 256], RecvFlags::empty())?;
    let terminal = terminal.ok_or(io::ErrorKind::UnexpectedEof)?;
    user::give_stream(
        rustix::pty::ioctl_tiocgptpeer(&terminal, OpenptFlags::RDWR | OpenptFlags::NOCTTY)?,
        uid,
    );
    Ok(terminal)
}

/// What ECS tells of it: its error name and the words of the runtime.
fn reason(error: &CreateError) -> String {
    match error {
        CreateError::Program(text) => format!(
            "CannotStartContainerError: failed to create shim task: OCI runtime create failed: unable to start \
             container process: {text}: unknown"
        ),
        CreateError::User(_) | CreateError::Died | CreateError::Start(_) => {
            format!("CannotStartContainerError: {}", chain(error))
        }
        _ => format!("CannotCreateContainerError: {}", chain(error)),
    }
}

/// An error with its causes, in one line.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let words = error.to_string();
        // libcontainer repeats causes in its messages.
        if !text.ends_with(&words) {
            text.push_str(": ");
            text.push_str(&words);
        }
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use rustix::fs::{Mode, OFlags};

    use super::*;

    /// Needs root and a version 2 hierarchy, which hybrid machines have too.
    #[test]
    fn on_version_2_a_creator_is_born_in_its_group() {
        let mounts = fs::read_to_string("/proc/self/mountinfo").unwrap();
        let line = mounts.lines().find(|line| line.contains(" - cgroup2 ")).expect("cgroup2 is mounted");
        let group =
            Path::new(line.split(' ').nth(4).unwrap()).join(format!("neargate-born-{}", std::process::id()));
        fs::create_dir(&group).unwrap();
        let leaf = Leaf::at_version_2(fs::File::open(&group).unwrap().into());
        let (mut told, tell) = io::pipe().unwrap();
        match fork_into(&leaf).unwrap() {
            None => {
                // Like the fork of a process with threads that it is here, it makes system calls only.
                let mut bytes = [0; 4096];
                let file = rustix::fs::open(c"/proc/self/cgroup", OFlags::RDONLY, Mode::empty());
                let length = file.and_then(|file| rustix::io::read(file, &mut bytes[..])).unwrap_or(0);
                let _ = rustix::io::write(&tell, &bytes[..length]);
                // SAFETY: ends the fork at once.
                unsafe { libc::_exit(0) }
            }
            Some(pid) => {
                drop(tell);
                let mut text = String::new();
                told.read_to_string(&mut text).unwrap();
                rustix::process::waitpid(Some(pid), rustix::process::WaitOptions::empty()).unwrap();
                let removed = (0..100).any(|_| {
                    std::thread::sleep(std::time::Duration::from_millis(5));
                    fs::remove_dir(&group).is_ok()
                });
                assert!(removed);
                let name = group.file_name().unwrap().to_str().unwrap();
                assert!(text.lines().any(|line| line.starts_with("0::") && line.ends_with(name)), "{text}");
            }
        }
    }
}
