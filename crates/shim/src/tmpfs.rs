//! `linuxParameters.tmpfs`: directories that are memory, with Docker's options.

use std::io;
use std::os::fd::OwnedFd;

use rustix::mount::{FsMountFlags, FsOpenFlags, MountAttrFlags};

/// A new file system, attached nowhere yet. What lies in it is memory of the container's.
pub fn tree(size_mib: u32, options: &[String]) -> io::Result<OwnedFd> {
    let context = rustix::mount::fsopen("tmpfs", FsOpenFlags::FSOPEN_CLOEXEC)?;
    let set = |name: &str, value: &str| rustix::mount::fsconfig_set_string(&context, name, value);
    set("size", &format!("{size_mib}m"))?;
    set("mode", "1777")?;
    for (name, value) in options.iter().filter_map(|option| option.split_once('=')) {
        set(name, value)?;
    }
    rustix::mount::fsconfig_create(&context)?;
    Ok(rustix::mount::fsmount(&context, FsMountFlags::FSMOUNT_CLOEXEC, flags(options))?)
}

/// Without programs and their rights, unless options say otherwise; devices stay shut whatever they say. Options that mean nothing to a
/// tmpfs, or are its ways anyhow, are passed over.
fn flags(options: &[String]) -> MountAttrFlags {
    use MountAttrFlags as Flags;
    let mut flags = Flags::MOUNT_ATTR_NOSUID | Flags::MOUNT_ATTR_NODEV | Flags::MOUNT_ATTR_NOEXEC;
    for option in options {
        match option.as_str() {
            "ro" => flags |= Flags::MOUNT_ATTR_RDONLY,
            "rw" => flags -= Flags::MOUNT_ATTR_RDONLY,
            "exec" => flags -= Flags::MOUNT_ATTR_NOEXEC,
            "noexec" => flags |= Flags::MOUNT_ATTR_NOEXEC,
            "suid" => flags -= Flags::MOUNT_ATTR_NOSUID,
            "nosuid" => flags |= Flags::MOUNT_ATTR_NOSUID,
            "noatime" => flags |= Flags::MOUNT_ATTR_NOATIME,
            "nodiratime" => flags |= Flags::MOUNT_ATTR_NODIRATIME,
            _ => {}
        }
    }
    flags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_last_counts() {
        use MountAttrFlags as Flags;
        let of = |words: &str| flags(&words.split(' ').map(str::to_owned).collect::<Vec<_>>());
        let shut = Flags::MOUNT_ATTR_NOSUID | Flags::MOUNT_ATTR_NODEV | Flags::MOUNT_ATTR_NOEXEC;
        assert_eq!(of("defaults"), shut);
        assert_eq!(of("rw exec suid dev mode=755"), Flags::MOUNT_ATTR_NODEV);
        assert_eq!(of("ro exec noexec noatime"), shut | Flags::MOUNT_ATTR_RDONLY | Flags::MOUNT_ATTR_NOATIME);
        assert_eq!(of("ro rw"), shut);
    }
}
