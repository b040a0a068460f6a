//! A disk: from a blank to a mount that isn't attached anywhere yet.

use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::path::Path;

use rustix::fs::{CWD, Mode, OFlags};
use rustix::mount::{FsMountFlags, FsOpenFlags, MountAttrFlags};

use crate::{blank, loopback};

/// Without barriers and without background initialisation: what the disk holds needn't outlast the task. What is deleted is given
/// back to the host.
const OPTIONS: &[&str] = &["discard", "noinit_itable", "nobarrier"];

/// A copy of `blank`, mounted from a device of that name. Its file, in `directory`, has no name; everything goes when the descriptor and all that is
/// made of it are closed.
pub(crate) fn make(blank: &File, directory: &Path, name: &str) -> io::Result<OwnedFd> {
    let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
    let file = File::from(rustix::fs::openat(CWD, directory, flags, Mode::from_raw_mode(0o600))?);
    blank::copy(blank, &file)?;
    let device = loopback::attach(&file, name)?;
    let context = rustix::mount::fsopen("ext4", FsOpenFlags::FSOPEN_CLOEXEC)?;
    rustix::mount::fsconfig_set_string(&context, "source", device.path.as_path())?;
    for option in OPTIONS {
        rustix::mount::fsconfig_set_flag(&context, *option)?;
    }
    // A damaged disk is not written on.
    rustix::mount::fsconfig_set_string(&context, "errors", "remount-ro")?;
    rustix::mount::fsconfig_create(&context)?;
    let attributes = MountAttrFlags::MOUNT_ATTR_NODEV | MountAttrFlags::MOUNT_ATTR_NOATIME;
    Ok(rustix::mount::fsmount(&context, FsMountFlags::FSMOUNT_CLOEXEC, attributes)?)
}
