//! Kernel parameters and what else `linuxParameters` can hold.

use neargate_wire::AwsError;

use super::{given, invalid_setting};
use crate::model::{ContainerDefinition, NetworkMode};

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
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{accepted, refused};
    use crate::model::{LinuxParameters, SystemControl};

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
