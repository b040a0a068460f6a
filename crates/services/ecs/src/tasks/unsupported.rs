//! What AWS has for a task and we have not yet.
//!
//! Such a task is accepted, because definitions are meant to be used unchanged, and then fails to start with a reason that
//! names what is missing. Nothing that would change what the task does is passed over in silence.

use crate::model::{
    CPUArchitecture, ContainerDefinition, LogDriver, OSFamily, RunTaskRequest, TaskDefinition, TaskOverride,
};

/// Why this task can't be started here, as its `stoppedReason` will say; `None` when it can.
pub(crate) fn refusal(definition: &TaskDefinition, input: &RunTaskRequest) -> Option<String> {
    let overrides = input.overrides.as_ref();
    let containers = definition.container_definitions.as_deref().unwrap_or_default();
    let missing = of_task(definition, input)
        .or_else(|| containers.iter().find_map(of_container))
        .or_else(|| overrides.and_then(of_overrides))?;
    Some(format!("ResourceInitializationError: {missing} is not implemented by neargate yet"))
}

fn some<T>(list: Option<&Vec<T>>) -> bool {
    list.is_some_and(|list| !list.is_empty())
}

fn of_task(definition: &TaskDefinition, input: &RunTaskRequest) -> Option<String> {
    for volume in definition.volumes.as_deref().unwrap_or_default() {
        let name = volume.name.as_deref().unwrap_or_default();
        let kind = match volume {
            volume if volume.s3files_volume_configuration.is_some() => "s3filesVolumeConfiguration",
            volume if volume.fsx_windows_file_server_volume_configuration.is_some() => {
                "fsxWindowsFileServerVolumeConfiguration"
            }
            volume if volume.docker_volume_configuration.is_some() => "dockerVolumeConfiguration",
            volume if volume.configured_at_launch == Some(true) => "configuredAtLaunch",
            _ => continue,
        };
        return Some(format!("{kind} of volume '{name}'"));
    }
    if some(input.volume_configurations.as_ref()) {
        return Some("volumeConfigurations".to_owned());
    }
    let platform = definition.runtime_platform.as_ref();
    if let Some(family) = platform.and_then(|platform| platform.operating_system_family.as_ref())
        && *family != OSFamily::Linux
    {
        return Some(format!("operatingSystemFamily {}", family.as_str()));
    }
    let architecture = platform.and_then(|platform| platform.cpu_architecture.as_ref());
    architecture
        .filter(|asked| **asked != native())
        .map(|asked| format!("cpuArchitecture {} on a machine of {}", asked.as_str(), native().as_str()))
}

const FARGATE_DRIVERS: [LogDriver; 3] = [LogDriver::Awslogs, LogDriver::Awsfirelens, LogDriver::Splunk];

fn of_container(container: &ContainerDefinition) -> Option<String> {
    let log = container.log_configuration.as_ref();
    let missing = if log
        .and_then(|log| log.log_driver.as_ref())
        .is_some_and(|driver| !FARGATE_DRIVERS.contains(driver))
    {
        "a logDriver other than awslogs, awsfirelens and splunk"
    } else if some(container.resource_requirements.as_ref()) {
        "resourceRequirements"
    } else if some(container.credential_specs.as_ref()) {
        "credentialSpecs"
    } else {
        return None;
    };
    Some(format!("{missing} of container '{}'", container.name.as_deref().unwrap_or_default()))
}

fn of_overrides(overrides: &TaskOverride) -> Option<String> {
    for container in overrides.container_overrides.as_deref().unwrap_or_default() {
        if some(container.resource_requirements.as_ref()) {
            let name = container.name.as_deref().unwrap_or_default();
            return Some(format!("an override of resourceRequirements of container '{name}'"));
        }
    }
    some(overrides.inference_accelerator_overrides.as_ref())
        .then(|| "inferenceAcceleratorOverrides".to_owned())
}

/// This machine's architecture.
pub(crate) fn native() -> CPUArchitecture {
    if cfg!(target_arch = "aarch64") { CPUArchitecture::Arm64 } else { CPUArchitecture::X8664 }
}
