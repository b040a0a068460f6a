//! Starts shims, from a process with any number of threads.
//!
//! The child shares our memory until it executes (as with `posix_spawn`): no page tables are copied, and between clone
//! and exec it makes system calls only. It is born as process 1 of a new pid namespace, so no process stands between us
//! and the shim, and the pid that we get is the shim's own.
//!
//! The shim executes through a mount of its own, which is read-only and in nobody's tree. Its forks stand in containers for a
//! moment, and there `/proc/<pid>/exe` leads to the executable: whoever opens that to write comes upon a read-only file system.

use std::ffi::{CStr, CString};
use std::fs::File;
use std::io;
use std::os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd, RawFd};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use neargate_task::{STORAGE_DESCRIPTOR, TaskPaths};

/// A shim that was started by this process.
#[derive(Debug)]
pub struct Spawned {
    pub pid: i32,
    /// Readable once the shim has ended.
    pub pidfd: OwnedFd,
}

impl Spawned {
    /// Takes note of the shim's end, if it has ended; until then a zombie stays. Never blocks.
    pub fn reap(&self) -> bool {
        use rustix::process::{WaitId, WaitIdOptions, waitid};
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG;
        // An error means that someone else took note of it.
        !matches!(waitid(WaitId::PidFd(std::os::fd::AsFd::as_fd(&self.pidfd)), options), Ok(None))
    }
}

/// Starts `<exe> shim <run directory> <disk directory>` as the supervisor of a task. It outlives us: own session, nothing
/// inherited but an stderr that leads to the task's `shim.log`, and the mount that is its storage, if it is one. Returns as
/// soon as it executes.
pub fn spawn(exe: &Path, paths: &TaskPaths, storage: Option<BorrowedFd<'_>>) -> io::Result<Spawned> {
    let c_string = |path: &Path| CString::new(path.as_os_str().as_bytes()).map_err(io::Error::from);
    let arguments = [c_string(exe)?, c"shim".to_owned(), c_string(&paths.run)?, c_string(&paths.disk)?];
    let pointers: Vec<*const libc::c_char> =
        arguments.iter().map(|argument| argument.as_ptr()).chain([std::ptr::null()]).collect();
    let null = File::options().read(true).write(true).open("/dev/null")?;
    let log = File::options().append(true).create(true).open(paths.shim_log())?;
    // Where the kernel is too old for this, or we may not mount, only its being in use protects the executable.
    let immutable = read_only_view(exe).ok();
    let mut child = Child {
        executable: &arguments[0],
        immutable: immutable.as_ref().map_or(-1, AsRawFd::as_raw_fd),
        arguments: pointers.as_ptr(),
        null: null.as_raw_fd(),
        log: log.as_raw_fd(),
        storage: storage.map(|storage| storage.as_raw_fd()),
        error: 0,
    };
    const STACK_BYTES: usize = 64 << 10;
    // Of 16-byte units, as the stack must be so aligned.
    let mut stack = vec![0_u128; STACK_BYTES / size_of::<u128>()];
    let mut pidfd: RawFd = -1;
    let flags = libc::CLONE_VM | libc::CLONE_VFORK | libc::CLONE_NEWPID | libc::CLONE_PIDFD | libc::SIGCHLD;
    let blocked = SignalsBlocked::new();
    // SAFETY: `execute` gets the `Child` that it expects. CLONE_VFORK halts this thread until the child has executed or
    // ended, so that `child`, `stack` and `pidfd` outlive its use of them. All signals are blocked, so that no handler of
    // ours runs in the child.
    let pid = unsafe {
        libc::clone(
            execute,
            stack.as_mut_ptr_range().end.cast(),
            flags,
            (&raw mut child).cast(),
            &raw mut pidfd,
        )
    };
    let failed = io::Error::last_os_error();
    drop(blocked);
    if pid < 0 {
        return Err(failed);
    }
    // SAFETY: the kernel put a new descriptor there.
    let spawned = Spawned { pid, pidfd: unsafe { OwnedFd::from_raw_fd(pidfd) } };
    if child.error != 0 {
        let _ = rustix::process::waitid(
            rustix::process::WaitId::PidFd(std::os::fd::AsFd::as_fd(&spawned.pidfd)),
            rustix::process::WaitIdOptions::EXITED,
        );
        return Err(io::Error::from_raw_os_error(child.error));
    }
    Ok(spawned)
}

/// The executable on a detached, read-only mount. It lives as long as somebody executes it.
fn read_only_view(exe: &Path) -> io::Result<OwnedFd> {
    use rustix::mount::{OpenTreeFlags, open_tree};
    let flags = OpenTreeFlags::OPEN_TREE_CLONE | OpenTreeFlags::OPEN_TREE_CLOEXEC;
    let view = open_tree(rustix::fs::CWD, exe, flags)?;
    let attributes =
        libc::mount_attr { attr_set: libc::MOUNT_ATTR_RDONLY, attr_clr: 0, propagation: 0, userns_fd: 0 };
    // SAFETY: the kernel reads as many bytes of `attributes`, which lives on this stack, as it is told.
    let result = unsafe {
        libc::syscall(
            libc::SYS_mount_setattr,
            view.as_raw_fd(),
            c"".as_ptr(),
            libc::AT_EMPTY_PATH,
            &raw const attributes,
            size_of::<libc::mount_attr>(),
        )
    };
    if result == 0 { Ok(view) } else { Err(io::Error::last_os_error()) }
}

struct Child<'a> {
    executable: &'a CStr,
    /// What to execute instead, if it isn't -1.
    immutable: RawFd,
    arguments: *const *const libc::c_char,
    null: RawFd,
    log: RawFd,
    storage: Option<RawFd>,
    /// Written by the child when it can't execute.
    error: i32,
}

/// Runs in the child, on our memory: no allocation, no locks, nothing but system calls.
extern "C" fn execute(child: *mut libc::c_void) -> libc::c_int {
    // SAFETY: `spawn` gives a `Child` that outlives this function, and stands still meanwhile. The descriptors are open, and the
    // pointer arrays end with a null pointer. Signals stay blocked: the shim sets its own mask.
    unsafe {
        let child = &mut *child.cast::<Child<'_>>();
        let no_environment = [std::ptr::null::<libc::c_char>()];
        let ready = libc::setsid() >= 0
            && libc::dup2(child.null, 0) >= 0
            && libc::dup2(child.null, 1) >= 0
            && libc::dup2(child.log, 2) >= 0
            && libc::syscall(libc::SYS_close_range, 3, u32::MAX, libc::CLOSE_RANGE_CLOEXEC) == 0
            && child.storage.is_none_or(inherit)
            && libc::chdir(c"/".as_ptr()) == 0;
        if ready && child.immutable >= 0 {
            libc::syscall(
                libc::SYS_execveat,
                child.immutable,
                c"".as_ptr(),
                child.arguments,
                no_environment.as_ptr(),
                libc::AT_EMPTY_PATH,
            );
        } else if ready {
            libc::execve(child.executable.as_ptr(), child.arguments, no_environment.as_ptr());
        }
        child.error = *libc::__errno_location();
        libc::_exit(127)
    }
}

/// Leaves a descriptor to the program that is executed next.
fn inherit(descriptor: RawFd) -> bool {
    // SAFETY: whatever has the number so far belongs to our parent, whose table of descriptors is not shared with us. A
    // descriptor that has the number already isn't duplicated, so its flag is cleared in any case.
    unsafe {
        libc::dup2(descriptor, STORAGE_DESCRIPTOR) >= 0
            && libc::fcntl(STORAGE_DESCRIPTOR, libc::F_SETFD, 0) == 0
    }
}

/// Blocks all signals of this thread while it lives.
struct SignalsBlocked(libc::sigset_t);

impl SignalsBlocked {
    fn new() -> Self {
        // SAFETY: the sets live on this stack; a set is an array of integers and `sigfillset` gives it a meaning.
        unsafe {
            let mut all = std::mem::zeroed();
            let mut before = std::mem::zeroed();
            libc::sigfillset(&raw mut all);
            libc::pthread_sigmask(libc::SIG_SETMASK, &raw const all, &raw mut before);
            Self(before)
        }
    }
}

impl Drop for SignalsBlocked {
    fn drop(&mut self) {
        // SAFETY: the set is what `new` was given by the kernel.
        unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, &raw const self.0, std::ptr::null_mut()) };
    }
}
