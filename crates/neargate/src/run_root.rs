//! The directory of what means nothing after a reboot, secrets of running tasks among it: in memory, never on a disk.
//!
//! `/run` is a tmpfs on every system that is booted. In a container it may be part of the container's disk; then the instance's
//! directory gets a tmpfs of its own.

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;

use rustix::mount::{MountFlags, UnmountFlags};

const TMPFS_MAGIC: u64 = 0x0102_1994;

/// Makes the directory, on tmpfs.
pub(crate) fn make(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)?;
    // Tasks that have their files here lose them when something is mounted above.
    if is_in_memory(path)? || has_tasks(path) {
        return Ok(());
    }
    let flags = MountFlags::NOSUID | MountFlags::NODEV;
    Ok(rustix::mount::mount("tmpfs", path, "tmpfs", flags, c"mode=700")?)
}

/// Removes it with all that is in it.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    // What isn't mounted can't be unmounted.
    let _ = rustix::mount::unmount(path, UnmountFlags::DETACH);
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn is_in_memory(path: &Path) -> io::Result<bool> {
    Ok(u64::try_from(rustix::fs::statfs(path)?.f_type).is_ok_and(|kind| kind == TMPFS_MAGIC))
}

fn has_tasks(path: &Path) -> bool {
    fs::read_dir(path.join("tasks")).is_ok_and(|mut tasks| tasks.next().is_some())
}
