//! A further process in a running container.
//!
//! ```text
//! supervisor ─fork─► launcher ─clone─► the process, our child as well
//!                    │ enters control group and namespaces, becomes the container's user with the container's rights
//!                    └ ends
//! ```
//! The process is born with all that the container's first one has, and nothing else: when others in the container can
//! see it, it has their rights, their filter, no descriptors but its own, and no memory of ours (`oblivion`). The launcher,
//! which has more, is outside of the container's process namespace.
//!
//! What is read of the container on the way (`/etc/passwd`, `/dev/null`, the terminal's master) may have been put there by
//! somebody who means harm: it is checked to be what it should be, and nothing is waited for.

use std::ffi::{CStr, CString, c_int};
use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd, RawFd};

use neargate_task::control::WindowSize;
use neargate_task::{ShimContainer, ShimSpec};
use oci_spec::runtime::Capability;
use rustix::fs::{CWD, FileType, Mode, OFlags, ResolveFlags};
use rustix::net::RecvFlags;
use rustix::process::{Pid, PidfdFlags, Signal};
use rustix::pty::OpenptFlags;
use rustix::thread::{CapabilitySet, CapabilitySets};

use crate::bundle;
use crate::cgroup::Leaf;
use crate::channel::{self, MESSAGE_BYTES_MAX};
use crate::creator::{chain, environment, fork_into};
use crate::oblivion::Block;
use crate::program::{Invocation, explain, reset_signals};
use crate::user;

/// The running container in which something is to run.
#[derive(Clone, Copy)]
pub struct Running<'a> {
    pub leaf: &'a Leaf,
    /// Its first process, not reaped yet.
    pub first: Pid,
    /// The process namespace that all containers share, if they do.
    pub processes: Option<BorrowedFd<'a>>,
}

/// What to run, and where.
pub struct Order<'a> {
    pub spec: &'a ShimSpec,
    pub container: &'a ShimContainer,
    pub running: Running<'a>,
    pub arguments: &'a [String],
    /// `NAME=value`, over the container's own.
    pub environment: &'a [String],
    pub user: &'a str,
    pub working_directory: &'a str,
    pub stdio: Stdio,
}

/// The process's ends.
pub enum Stdio {
    /// Both outputs in one.
    Output(OwnedFd),
    Pipes {
        stdin: OwnedFd,
        stdout: OwnedFd,
        stderr: OwnedFd,
    },
    Terminal(WindowSize),
}

/// A process on its way, or there.
#[derive(Debug)]
pub struct Process {
    pub launcher: Option<Pid>,
    /// In our numbering; none while it isn't born, and once it is reaped.
    pub pid: Option<Pid>,
    /// Open until the program runs.
    channel: Option<OwnedFd>,
    executable: CString,
}

#[derive(Debug)]
pub enum Told {
    /// [`Process::pid`] is known. With its terminal's master, if it has one.
    Born(Option<OwnedFd>),
    /// The program was executed.
    Runs,
    /// It never will be, for this reason.
    Failed(String),
}

#[derive(Debug, thiserror::Error)]
enum ExecError {
    #[error("enter the control group")]
    Cgroup(#[source] io::Error),
    #[error("enter the container's namespaces")]
    Namespaces(#[source] io::Error),
    #[error("open {path} of the container")]
    Open {
        path: &'static str,
        #[source]
        cause: io::Error,
    },
    #[error("{0} of the container isn't what it should be")]
    Forged(&'static str),
    #[error("make a terminal")]
    Terminal(#[source] io::Error),
    #[error(transparent)]
    User(#[from] user::UserError),
    #[error("chdir to cwd ({path:?}) set in config.json failed")]
    WorkingDirectory {
        path: String,
        #[source]
        cause: io::Error,
    },
    #[error(transparent)]
    Bundle(#[from] bundle::BundleError),
    #[error("compile the system call filter")]
    Filter(#[from] seccompiler::BackendError),
    #[error("an argument or environment variable holds a zero byte")]
    ZeroByte(#[from] std::ffi::NulError),
    #[error("become the container's user")]
    Rights(#[source] io::Error),
    /// In the runtime's words.
    #[error("{0}")]
    Program(String),
    #[error("start the process")]
    Spawn(#[source] io::Error),
}

impl Process {
    /// Forks. The caller must have one thread.
    pub fn start(order: Order<'_>) -> io::Result<Self> {
        let (ours, theirs) = channel::pair()?;
        match fork_into(order.running.leaf)? {
            None => {
                drop(ours);
                if let Err(error) = launch(order, &theirs) {
                    let _ = channel::send(&theirs, b'F', chain(&error).as_bytes(), None);
                }
                // SAFETY: ends the fork at once, without running what the supervisor registered for its own exit.
                unsafe { libc::_exit(0) }
            }
            launcher => Ok(Self { launcher, pid: None, channel: Some(ours), executable: CString::default() }),
        }
    }

    /// Whether all was told that comes before its end.
    pub fn is_settled(&self) -> bool {
        self.channel.is_none()
    }

    /// What to wait for.
    pub fn descriptor(&self) -> Option<BorrowedFd<'_>> {
        self.channel.as_ref().map(AsFd::as_fd)
    }

    /// The next piece of news, if there is one now. `reaped` are children that have ended and that nobody has claimed.
    pub fn listen(&mut self, reaped: &[(Pid, i32)]) -> Option<Told> {
        let channel = self.channel.as_ref()?;
        let mut bytes = [0; MESSAGE_BYTES_MAX];
        let (length, descriptor) = match channel::receive(channel.as_fd(), &mut bytes, RecvFlags::DONTWAIT) {
            Ok(got) => got,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return None,
            Err(_) => (0, None),
        };
        let Some((kind, text)) = bytes[..length].split_first() else {
            // All other ends are closed: by executing, or by dying.
            self.channel = None;
            return Some(match self.pid {
                Some(_) => Told::Runs,
                None => Told::Failed(in_words("the launcher ended before the program ran")),
            });
        };
        let told = match (kind, self.pid) {
            (b'P', None) => {
                let text = String::from_utf8_lossy(text).into_owned();
                let (pid, executable) = text.split_once(' ').unwrap_or((&text, ""));
                self.executable = CString::new(executable).unwrap_or_default();
                let ours = |pid: &Pid| is_child(*pid) || reaped.iter().any(|(reaped, _)| reaped == pid);
                self.pid = pid.parse().ok().and_then(Pid::from_raw).filter(ours);
                return self.pid.map(|_| Told::Born(descriptor));
            }
            (b'E', Some(_)) => {
                let error = text.try_into().map_or_else(
                    |_| io::ErrorKind::Other.into(),
                    |bytes| io::Error::from_raw_os_error(i32::from_ne_bytes(bytes)),
                );
                in_words(&explain(&self.executable, &error))
            }
            (b'F', None) => in_words(&String::from_utf8_lossy(text)),
            // What it might be made to say by others in its container.
            _ => return None,
        };
        self.channel = None;
        Some(Told::Failed(told))
    }

    /// Sends a signal to the process and to those that it started.
    pub fn signal(&self, signal: Signal) {
        if let Some(pid) = self.pid {
            let _ = rustix::process::kill_process_group(pid, signal);
            let _ = rustix::process::kill_process(pid, signal);
        }
    }

    pub fn kill(&self) {
        if let Some(launcher) = self.launcher {
            let _ = rustix::process::kill_process(launcher, Signal::KILL);
        }
        self.signal(Signal::KILL);
    }
}

fn in_words(text: &str) -> String {
    format!("OCI runtime exec failed: exec failed: unable to start container process: {text}: unknown")
}

/// Whether we may wait for it.
fn is_child(pid: Pid) -> bool {
    use rustix::process::{WaitId, WaitIdOptions, waitid};
    let look = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    waitid(WaitId::Pid(pid), look).is_ok()
}

/// In the launcher: everything up to the birth of the process.
fn launch(order: Order<'_>, channel: &OwnedFd) -> Result<(), ExecError> {
    let container = order.container;
    // Before anything of the container is near.
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)
        .map_err(|error| ExecError::Rights(error.into()))?;
    order.running.leaf.enter().map_err(ExecError::Cgroup)?;
    let _ = std::fs::write("/proc/self/oom_score_adj", "0");
    let maps = rustix::fs::open("/proc/self/maps", OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty())
        .map_err(|error| ExecError::Spawn(error.into()))?;
    let capabilities = bundle::capabilities(container)?;
    let filters = crate::seccomp::filters(capabilities.contains(&Capability::SysPtrace))?;
    let limits = bundle::limits(container)?;

    enter_namespaces(order.running).map_err(ExecError::Namespaces)?;
    let user = user::resolve(order.user, &read("/etc/passwd"), &read("/etc/group"))?;
    let terminal = take_over_stdio(order.stdio, user.uid)?;
    rustix::process::chdir(order.working_directory).map_err(|error| ExecError::WorkingDirectory {
        path: order.working_directory.to_owned(),
        cause: error.into(),
    })?;
    let mut variables = order.environment.to_vec();
    for own in environment(order.spec, container, &user.home) {
        let name = |entry: &str| entry.split('=').next().unwrap_or_default().to_owned();
        if !variables.iter().any(|known| name(known) == name(&own)) {
            variables.push(own);
        }
    }
    if terminal.is_some() && !variables.iter().any(|entry| entry.starts_with("TERM=")) {
        variables.push("TERM=xterm".to_owned());
    }
    let invocation = Invocation::new(order.arguments, &variables)?;

    let set_limits = |&(resource, soft, hard): &bundle::Limit| {
        let limit = libc::rlimit { rlim_cur: soft, rlim_max: hard };
        // SAFETY: `limit` lives on this stack.
        check(unsafe { libc::setrlimit(resource, &raw const limit) })
    };
    limits.iter().try_for_each(set_limits).map_err(ExecError::Rights)?;
    reset_signals();
    become_user(&user, bundle::capability_set(&capabilities), &filters).map_err(ExecError::Rights)?;
    let executable = invocation.find().map_err(ExecError::Program)?;

    // Not even until it executes may the process have more open than the three and the channel.
    let mut kept = vec![channel.as_raw_fd(), maps.as_raw_fd()];
    kept.extend(terminal.as_ref().map(AsRawFd::as_raw_fd));
    close_all_but(&mut kept).map_err(ExecError::Spawn)?;
    let pid = bear(&invocation, &executable, channel, terminal.is_some(), maps).map_err(ExecError::Spawn)?;
    let told = [format!("{pid} ").as_bytes(), executable.as_bytes()].concat();
    let _ = channel::send(channel, b'P', &told, terminal);
    Ok(())
}

fn check(result: c_int) -> io::Result<()> {
    if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// Network and host name are ours as well.
fn enter_namespaces(running: Running<'_>) -> io::Result<()> {
    let pidfd = rustix::process::pidfd_open(running.first, PidfdFlags::empty())?;
    let mut kinds = libc::CLONE_NEWNS | libc::CLONE_NEWIPC | libc::CLONE_NEWCGROUP;
    match running.processes {
        Some(shared) => crate::pause::have_children_in(shared)?,
        None => kinds |= libc::CLONE_NEWPID,
    }
    // SAFETY: this process has one thread; it goes on in the container's file system, on purpose.
    check(unsafe { libc::setns(pidfd.as_raw_fd(), kinds) })
}

/// A file of the container; empty when it has none that can be read to an end.
fn read(path: &str) -> String {
    const BYTES_MAX: u64 = 1 << 20;
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let mut bytes = Vec::new();
    if let Ok(file) = rustix::fs::openat2(CWD, path, flags, Mode::empty(), ResolveFlags::NO_MAGICLINKS)
        && rustix::fs::fstat(&file).is_ok_and(|stat| FileType::from_raw_mode(stat.st_mode).is_file())
    {
        let _ = File::from(file).take(BYTES_MAX).read_to_end(&mut bytes);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Puts the process's ends where it expects them; its terminal's master.
fn take_over_stdio(stdio: Stdio, owner: u32) -> Result<Option<OwnedFd>, ExecError> {
    let (ends, master) = match stdio {
        Stdio::Output(output) => {
            let again = output.try_clone().map_err(ExecError::Terminal)?;
            ([open_null()?, output, again], None)
        }
        Stdio::Pipes { stdin, stdout, stderr } => ([stdin, stdout, stderr], None),
        Stdio::Terminal(size) => {
            let (master, slave) = open_terminal(size)?;
            let again = || slave.try_clone().map_err(ExecError::Terminal);
            ([again()?, again()?, slave], Some(master))
        }
    };
    for (number, end) in (0..).zip(ends) {
        user::give_stream(&end, owner);
        // SAFETY: replaces one of the three standard descriptors, which nothing of ours owns.
        if unsafe { libc::dup2(end.as_raw_fd(), number) } < 0 {
            return Err(ExecError::Terminal(io::Error::last_os_error()));
        }
    }
    Ok(master)
}

fn open_null() -> Result<OwnedFd, ExecError> {
    const PATH: &str = "/dev/null";
    let flags = OFlags::RDWR | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let open = |cause: rustix::io::Errno| ExecError::Open { path: PATH, cause: cause.into() };
    let null = rustix::fs::open(PATH, flags, Mode::empty()).map_err(open)?;
    let stat = rustix::fs::fstat(&null).map_err(open)?;
    let device = (rustix::fs::major(stat.st_rdev), rustix::fs::minor(stat.st_rdev));
    if FileType::from_raw_mode(stat.st_mode) != FileType::CharacterDevice || device != (1, 3) {
        return Err(ExecError::Forged(PATH));
    }
    Ok(null)
}

/// Master and slave of a new terminal of the container's own.
fn open_terminal(size: WindowSize) -> Result<(OwnedFd, OwnedFd), ExecError> {
    const PATH: &str = "/dev/pts/ptmx";
    const DEVPTS_SUPER_MAGIC: i64 = 0x1cd1;
    let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC | OFlags::NONBLOCK;
    let open = |cause: rustix::io::Errno| ExecError::Open { path: PATH, cause: cause.into() };
    let master =
        rustix::fs::openat2(CWD, PATH, flags, Mode::empty(), ResolveFlags::NO_SYMLINKS).map_err(open)?;
    let stat = rustix::fs::fstat(&master).map_err(open)?;
    let device = (rustix::fs::major(stat.st_rdev), rustix::fs::minor(stat.st_rdev));
    let kind = rustix::fs::fstatfs(&master).map_err(open)?.f_type as i64;
    if device != (5, 2) || kind != DEVPTS_SUPER_MAGIC {
        return Err(ExecError::Forged(PATH));
    }
    rustix::io::ioctl_fionbio(&master, false).map_err(open)?;
    rustix::pty::unlockpt(&master).map_err(|error| ExecError::Terminal(error.into()))?;
    let slave = rustix::pty::ioctl_tiocgptpeer(
        &master,
        OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC,
    )
    .map_err(|error| ExecError::Terminal(error.into()))?;
    resize(master.as_fd(), size).map_err(ExecError::Terminal)?;
    Ok((master, slave))
}

/// Tells a terminal its size.
pub fn resize(terminal: BorrowedFd<'_>, size: WindowSize) -> io::Result<()> {
    let size = libc::winsize { ws_row: size.rows, ws_col: size.columns, ws_xpixel: 0, ws_ypixel: 0 };
    // SAFETY: TIOCSWINSZ reads a `winsize`, which lives on this stack.
    check(unsafe { libc::ioctl(terminal.as_raw_fd(), libc::TIOCSWINSZ, &raw const size) })
}

/// Takes on the user, the capabilities and the filter of the container, for good.
fn become_user(
    user: &user::User,
    capabilities: CapabilitySet,
    filters: &[seccompiler::BpfProgram],
) -> io::Result<()> {
    for number in 0..=CAPABILITY_MAX {
        let wanted = capabilities.bits() & (1 << number) != 0;
        // SAFETY: plain calls. A capability that the kernel doesn't know is refused, which is fine.
        if !wanted && unsafe { libc::prctl(libc::PR_CAPBSET_DROP, number, 0, 0, 0) } != 0 {
            let error = io::Error::last_os_error();
            if error.raw_os_error() != Some(libc::EINVAL) {
                return Err(error);
            }
        }
    }
    // SAFETY: plain calls; the array lives as long as the call.
    unsafe {
        check(libc::setgroups(user.groups.len(), user.groups.as_ptr()))?;
        check(libc::prctl(libc::PR_SET_KEEPCAPS, 1, 0, 0, 0))?;
        check(libc::setresgid(user.gid, user.gid, user.gid))?;
        check(libc::setresuid(user.uid, user.uid, user.uid))?;
        check(libc::prctl(libc::PR_CAP_AMBIENT, libc::PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0))?;
        // The change of user may have undone it.
        check(libc::prctl(libc::PR_SET_DUMPABLE, 0, 0, 0, 0))?;
    }
    let own = if user.uid == 0 { capabilities } else { CapabilitySet::empty() };
    let set = |held: CapabilitySet| {
        let sets = CapabilitySets { effective: held, permitted: held, inheritable: CapabilitySet::empty() };
        rustix::thread::set_capabilities(None, sets)
    };
    // Only with this may it be given a filter without `no_new_privs`.
    set(own | CapabilitySet::SYS_ADMIN)?;
    for filter in filters {
        crate::seccomp::install(filter)?;
    }
    Ok(set(own)?)
}

const CAPABILITY_MAX: libc::c_ulong = 63;

/// Closes all descriptors but the first three and these. Who owns one of the others must not use it any more.
pub fn close_all_but(kept: &mut [RawFd]) -> io::Result<()> {
    kept.sort_unstable();
    let mut from: u32 = 3;
    for descriptor in kept.iter().map(|descriptor| descriptor.unsigned_abs()).chain([u32::MAX]) {
        if descriptor > from {
            // SAFETY: this process goes on with what is kept, and ends without dropping anything.
            check(unsafe { libc::syscall(libc::SYS_close_range, from, descriptor - 1, 0) as c_int })?;
        }
        from = descriptor.saturating_add(1);
    }
    Ok(())
}

/// What the process is told, in its block.
#[repr(C)]
struct Life {
    executable: *const libc::c_char,
    arguments: *const *const libc::c_char,
    environment: *const *const libc::c_char,
    channel: RawFd,
    terminal: bool,
}

fn bear(
    invocation: &Invocation,
    executable: &CStr,
    channel: &OwnedFd,
    terminal: bool,
    maps: OwnedFd,
) -> io::Result<libc::pid_t> {
    let (arguments, environment) = invocation.lists();
    let own = [executable.to_owned()];
    let room = Block::room_of(arguments) + Block::room_of(environment) + Block::room_of(&own);
    let mut block = Block::new(room + size_of::<Life>() + align_of::<Life>())?;
    let life = Life {
        // SAFETY: the list has one entry.
        executable: unsafe { *block.list(&own)? },
        arguments: block.list(arguments)?,
        environment: block.list(environment)?,
        channel: channel.as_raw_fd(),
        terminal,
    };
    // SAFETY: `live` makes system calls only, reads what lies in the block, and ends by executing or exiting.
    unsafe { block.spawn_sibling(maps, live, life) }
}

/// The process until it executes. Its memory is a [`Life`] and zeroes, see [`Block::spawn_sibling`].
extern "C" fn live(life: *mut libc::c_void) -> c_int {
    // SAFETY: `bear` passes a `Life`, whose pointers lead to strings and arrays that end as `execve` wants.
    unsafe {
        let life = &*life.cast::<Life>();
        // A session of its own. That there may be no terminal to be had makes no difference.
        libc::syscall(libc::SYS_setsid);
        if life.terminal {
            libc::syscall(libc::SYS_ioctl, 0, libc::TIOCSCTTY, 0);
        }
        libc::syscall(libc::SYS_execve, life.executable, life.arguments, life.environment);
        let [a, b, c, d] = (*libc::__errno_location()).to_ne_bytes();
        let told = [b'E', a, b, c, d];
        libc::syscall(libc::SYS_write, life.channel, told.as_ptr(), told.len());
        libc::syscall(libc::SYS_exit_group, 127);
    }
    127
}
