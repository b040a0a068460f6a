//! Network namespaces as files, and work inside them.
//!
//! A namespace is entered by a thread made for that and gone after it: a thread of the runtime that changed its
//! namespace would take every later task along. Sockets opened inside stay inside, so one visit is mostly enough.

use std::fs::{self, File};
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::Path;
use std::thread;

use rustix::mount::{UnmountFlags, mount_bind, unmount};
use rustix::thread::{LinkNameSpaceType, UnshareFlags, move_into_link_name_space, unshare_unsafe};

use crate::Error;
use crate::error::Attempt as _;

const OWN: &str = "/proc/thread-self/ns/net";
const NSFS_MAGIC: i128 = 0x6e73_6673;

/// The namespace of the calling thread.
pub(crate) fn current() -> io::Result<OwnedFd> {
    Ok(File::open(OWN)?.into())
}

pub(crate) fn of_process(pid: u32) -> io::Result<OwnedFd> {
    Ok(File::open(format!("/proc/{pid}/ns/net"))?.into())
}

/// Moves the calling thread; it must not do anything else afterwards.
pub(crate) fn enter(namespace: BorrowedFd<'_>) -> io::Result<()> {
    Ok(move_into_link_name_space(namespace, Some(LinkNameSpaceType::Network))?)
}

/// Runs `work` inside, on a thread of its own, and waits for it.
pub(crate) fn inside<T: Send>(
    namespace: impl AsFd + Sync,
    work: impl FnOnce() -> io::Result<T> + Send,
) -> io::Result<T> {
    on_thread(|| {
        enter(namespace.as_fd())?;
        work()
    })
}

/// Runs `work` in the namespace of a process, as [`inside`] does.
pub(crate) fn in_process<T: Send>(
    pid: u32,
    work: impl FnOnce() -> Result<T, Error> + Send,
) -> Result<T, Error> {
    let entered = || -> io::Result<_> { inside(of_process(pid)?, || Ok(work())) };
    entered().attempt("enter the network namespace of process", pid)?
}

/// Makes the file `path` hold a namespace: the one that it holds already, or a new one.
pub(crate) fn ensure(path: &Path) -> io::Result<OwnedFd> {
    if !is_namespace(path) {
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        File::create(path)?;
        on_thread(|| {
            // SAFETY: unshares this thread's network namespace only; no file descriptor table is split.
            unsafe { unshare_unsafe(UnshareFlags::NEWNET) }?;
            Ok(mount_bind(OWN, path)?)
        })?;
    }
    Ok(File::open(path)?.into())
}

pub(crate) fn open(path: &Path) -> io::Result<Option<OwnedFd>> {
    if is_namespace(path) { Ok(Some(File::open(path)?.into())) } else { Ok(None) }
}

/// Lets go of the namespace and removes the file; fine when there is neither.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    while is_namespace(path) {
        unmount(path, UnmountFlags::DETACH)?;
    }
    match fs::remove_file(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    }
}

fn is_namespace(path: &Path) -> bool {
    rustix::fs::statfs(path).is_ok_and(|s| i128::from(s.f_type) == NSFS_MAGIC)
}

fn on_thread<T: Send>(work: impl FnOnce() -> io::Result<T> + Send) -> io::Result<T> {
    thread::scope(|scope| {
        let thread = thread::Builder::new().name("netns".into()).spawn_scoped(scope, work)?;
        thread.join().unwrap_or_else(|_| Err(io::Error::other("the thread inside the namespace panicked")))
    })
}
