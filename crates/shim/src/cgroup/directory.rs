//! Groups as the kernel shows them: directories with files in them.

use std::fs;
use std::io;
use std::os::fd::{AsFd as _, BorrowedFd, OwnedFd};
use std::path::Path;

use rustix::fs::{AtFlags, Mode, OFlags};

use super::CgroupError;

/// What groups of a hierarchy need before others can be below them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Plain,
    /// Version 1, with the controller of processors.
    Processors,
    Version2,
}

/// Version 2: lets children have the controllers. One that the kernel hasn't shows when a limit is written.
fn delegate(directory: &OwnedFd) {
    for controller in ["+cpu", "+memory", "+pids"] {
        if let Ok(file) = rustix::fs::openat(
            directory,
            "cgroup.subtree_control",
            OFlags::WRONLY | OFlags::CLOEXEC,
            Mode::empty(),
        ) {
            let _ = rustix::io::write(&file, controller.as_bytes());
        }
    }
}

/// Version 1: has a group of processors, which nobody may enter while it has none, begin with those of the group above; those below will
/// by themselves.
fn inherit_processors(above: &OwnedFd, directory: &OwnedFd) -> rustix::io::Result<()> {
    const LISTS: [&str; 2] = ["cpuset.cpus", "cpuset.mems"];
    let list = |at: &OwnedFd, file| read(at.as_fd(), file).map_err(|error| errno(&error));
    let put = |file, value: &str| {
        let file = rustix::fs::openat(directory, file, OFlags::WRONLY | OFlags::CLOEXEC, Mode::empty())?;
        rustix::io::write(&file, value.as_bytes()).map(drop)
    };
    if list(directory, LISTS[1])?.trim().is_empty() {
        put("cgroup.clone_children", "1")?;
        for file in LISTS {
            put(file, &list(above, file)?)?;
        }
    }
    Ok(())
}

fn errno(error: &io::Error) -> rustix::io::Errno {
    rustix::io::Errno::from_io_error(error).unwrap_or(rustix::io::Errno::IO)
}

fn open_directory(at: BorrowedFd<'_>, path: &Path) -> rustix::io::Result<OwnedFd> {
    rustix::fs::openat(at, path, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())
}

/// Makes a group and those above it. Of these an empty one may be removed under our hands, by the end of another daemon: then the way is
/// made again.
pub(super) fn descend(
    root: &Path,
    above: &Path,
    name: &Path,
    kind: Kind,
) -> rustix::io::Result<(OwnedFd, OwnedFd)> {
    const ATTEMPTS: u32 = 10;
    let open_for_children = |directory: OwnedFd| {
        if kind == Kind::Version2 {
            delegate(&directory);
        }
        directory
    };
    let step = |parent: &OwnedFd, name: &Path| {
        let made = make_directory(parent, name)?;
        if kind == Kind::Processors {
            inherit_processors(parent, &made)?;
        }
        Ok(open_for_children(made))
    };
    let once = || {
        let mut parent = open_for_children(open_directory(rustix::fs::CWD, root)?);
        for component in above.components() {
            parent = step(&parent, Path::new(component.as_os_str()))?;
        }
        let task = step(&parent, name)?;
        Ok((parent, task))
    };
    for _ in 1..ATTEMPTS {
        match once() {
            Err(rustix::io::Errno::NOENT | rustix::io::Errno::NODEV) => {}
            done => return done,
        }
    }
    once()
}

pub(super) fn make_directory(at: &OwnedFd, path: &Path) -> rustix::io::Result<OwnedFd> {
    match rustix::fs::mkdirat(at, path, Mode::from_raw_mode(0o755)) {
        Ok(()) | Err(rustix::io::Errno::EXIST) => open_directory(at.as_fd(), path),
        Err(error) => Err(error),
    }
}

/// A killed process may take a moment to leave its group after it was waited for.
pub(crate) fn remove_directory(at: BorrowedFd<'_>, name: &str) -> Result<(), CgroupError> {
    const ATTEMPTS: u32 = 100;
    for attempt in 1.. {
        match rustix::fs::unlinkat(at, name, AtFlags::REMOVEDIR) {
            Ok(()) | Err(rustix::io::Errno::NOENT) => break,
            Err(rustix::io::Errno::BUSY) if attempt < ATTEMPTS => {
                std::thread::sleep(std::time::Duration::from_millis(u64::from(attempt.min(10))));
            }
            Err(cause) => return Err(CgroupError::Remove { path: name.to_owned(), cause: cause.into() }),
        }
    }
    Ok(())
}

pub(super) fn write(
    at: BorrowedFd<'_>,
    path: &str,
    file: &'static str,
    value: String,
) -> Result<(), CgroupError> {
    let written = rustix::fs::openat(at, file, OFlags::WRONLY | OFlags::CLOEXEC, Mode::empty())
        .and_then(|file| rustix::io::write(&file, value.as_bytes()));
    match written {
        Ok(_) => Ok(()),
        Err(cause) => Err(CgroupError::Write { path: path.to_owned(), file, value, cause: cause.into() }),
    }
}

pub(super) fn write_if_there(
    at: BorrowedFd<'_>,
    path: &str,
    file: &'static str,
    value: String,
) -> Result<(), CgroupError> {
    match write(at, path, file, value) {
        Err(CgroupError::Write { cause, .. }) if cause.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

pub(super) fn read(at: BorrowedFd<'_>, file: &str) -> io::Result<String> {
    let file = rustix::fs::openat(at, file, OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty())?;
    io::read_to_string(fs::File::from(file))
}

/// Sends SIGKILL to everything in the group `name`. True when it is empty or gone.
pub(crate) fn kill_all(at: BorrowedFd<'_>, name: &str) -> bool {
    let Ok(directory) = open_directory(at, Path::new(name)) else { return true };
    let Ok(processes) = read(directory.as_fd(), "cgroup.procs") else { return true };
    if processes.is_empty() {
        return true;
    }
    if write(directory.as_fd(), name, "cgroup.kill", "1".to_owned()).is_err() {
        for pid in processes.lines().filter_map(|line| rustix::process::Pid::from_raw(line.parse().ok()?)) {
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::KILL);
        }
    }
    false
}
