//! Kernel parameters and what else `linuxParameters` can hold.

use neargate_wire::AwsError;

use super::{given, invalid_setting};
use crate::model::{ContainerDefinition, NetworkMode, Tmpfs};

/// The System V parameters that are apart by IPC namespace.
const IPC_PARAMETERS: [&str; 8] = [
    "kernel.msgmax",
    "kernel.msgmnb",
    "kernel.msgmni",
    "kernel.sem",
    "kernel.shmall",
    "kernel.shmmax",
    "kernel.shmmni",
    "kernel.shm_rmid_forced",
];

pub(super) fn check(container: &ContainerDefinition, mode: &NetworkMode) -> Result<(), AwsError> {
    for control in given(&container.system_controls) {
        let name = control.namespace.as_deref().unwrap_or_default();
        let network = name.starts_with("net.");
        if !network && !name.starts_with("fs.mqueue.") && !IPC_PARAMETERS.contains(&name) {
            return Err(invalid_setting(
                container,
                format_args!("The system control '{name}' is not supported."),
            ));
        }
        if network && *mode == NetworkMode::Host {
            let fault = format_args!("The system control '{name}' is not supported when networkMode=host.");
            return Err(invalid_setting(container, fault));
        }
        if control.value.as_deref().is_none_or(str::is_empty) {
            return Err(invalid_setting(
                container,
                format_args!("The system control '{name}' has no value."),
            ));
        }
    }
    let Some(linux) = &container.linux_parameters else { return Ok(()) };
    if linux.swappiness.is_some_and(|swappiness| !(0..=100).contains(&swappiness)) {
        return Err(invalid_setting(container, "'swappiness' must be between 0 and 100."));
    }
    for (setting, value) in [("maxSwap", linux.max_swap), ("sharedMemorySize", linux.shared_memory_size)] {
        if value.is_some_and(|value| value < 0) {
            return Err(invalid_setting(container, format_args!("'{setting}' must not be negative.")));
        }
    }
    given(&linux.tmpfs).iter().try_for_each(|tmpfs| check_tmpfs(container, tmpfs))
}

/// What Docker's `--tmpfs` takes; those with `=` have a value.
const TMPFS_OPTIONS: &str = "defaults ro rw suid nosuid dev nodev exec noexec sync async dirsync remount mand nomand atime noatime diratime \
     nodiratime bind rbind unbindable runbindable private rprivate shared rshared slave rslave relatime norelatime \
     strictatime nostrictatime mode= uid= gid= nr_inodes= nr_blocks= mpol=";

fn check_tmpfs(container: &ContainerDefinition, tmpfs: &Tmpfs) -> Result<(), AwsError> {
    if !tmpfs.container_path.as_deref().is_some_and(|path| path.starts_with('/')) {
        return Err(invalid_setting(container, "The tmpfs 'containerPath' must be an absolute path."));
    }
    if tmpfs.size.is_none_or(|size| size < 1) {
        return Err(invalid_setting(container, "The tmpfs 'size' must be a positive number of MiB."));
    }
    let unknown = given(&tmpfs.mount_options).iter().find(|option| {
        let name = option.split_inclusive('=').next().unwrap_or_default();
        !TMPFS_OPTIONS.split(' ').any(|known| known == name)
    });
    unknown.map_or(Ok(()), |option| {
        Err(invalid_setting(container, format_args!("The tmpfs mount option '{option}' is not supported.")))
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{accepted, refused};
    use crate::model::{LinuxParameters, SystemControl, Tmpfs};

    #[test]
    fn a_tmpfs_has_a_path_a_size_and_known_options() {
        let with = |path: &str, size: i64, option: &str| Tmpfs {
            container_path: Some(path.into()),
            size: Some(size),
            mount_options: Some(vec!["rw".into(), option.into()]),
        };
        let linux =
            |tmpfs: Tmpfs| Some(LinuxParameters { tmpfs: Some(vec![tmpfs]), ..LinuxParameters::default() });
        for option in ["noexec", "mode=0700", "uid=1000"] {
            accepted(|d| d.containers()[0].linux_parameters = linux(with("/scratch", 64, option)));
        }
        for (tmpfs, fault) in [
            (with("scratch", 64, "ro"), "The tmpfs 'containerPath' must be an absolute path."),
            (with("/scratch", 0, "ro"), "The tmpfs 'size' must be a positive number of MiB."),
            (with("/scratch", 64, "size=1g"), "The tmpfs mount option 'size=1g' is not supported."),
            (with("/scratch", 64, "mode"), "The tmpfs mount option 'mode' is not supported."),
        ] {
            let text = format!("Invalid setting for container 'app'. {fault}");
            refused(|d| d.containers()[0].linux_parameters = linux(tmpfs.clone()), &text);
        }
    }

    #[test]
    fn only_what_a_namespace_keeps_apart_can_be_set() {
        let control = |name: &str, value: &str| SystemControl {
            namespace: Some(name.into()),
            value: Some(value.into()),
        };
        for good in ["net.core.somaxconn", "kernel.shmmax", "fs.mqueue.msg_max"] {
            accepted(|d| d.containers()[0].system_controls = Some(vec![control(good, "1024")]));
        }
        for bad in ["kernel.panic", "vm.swappiness", ""] {
            let text =
                format!("Invalid setting for container 'app'. The system control '{bad}' is not supported.");
            refused(|d| d.containers()[0].system_controls = Some(vec![control(bad, "1")]), &text);
        }
        let text =
            "Invalid setting for container 'app'. The system control 'net.core.somaxconn' has no value.";
        refused(|d| d.containers()[0].system_controls = Some(vec![control("net.core.somaxconn", "")]), text);
    }

    #[test]
    fn swappiness_is_a_percentage() {
        let linux = LinuxParameters { swappiness: Some(101), ..LinuxParameters::default() };
        let text = "Invalid setting for container 'app'. 'swappiness' must be between 0 and 100.";
        refused(|d| d.containers()[0].linux_parameters = Some(linux.clone()), text);
    }
}
