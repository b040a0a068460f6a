//! What Fargate doesn't offer.

use neargate_wire::AwsError;

use super::{Subject, given, logging};
use crate::model::{
    CPUArchitecture, Compatibility, ContainerDefinition, LogDriver, NetworkMode, OSFamily, PidMode,
    RegisterTaskDefinitionRequest,
};
use crate::refused::client;
use crate::task_definitions::size::check_fargate_size;

/// Checked apart, because AWS finds this fault before all that follows from it.
pub(super) fn check_network_mode(mode: &NetworkMode) -> Result<(), AwsError> {
    match mode {
        NetworkMode::Awsvpc => Ok(()),
        // The quotation marks are AWS's.
        _ => Err(client("Fargate only supports network mode ‘awsvpc’.")),
    }
}

pub(super) fn check_size(subject: &Subject<'_>) -> Result<(), AwsError> {
    let missing =
        |setting| client(format!("Fargate requires that '{setting}' be defined at the task level."));
    let cpu = subject.size.cpu.ok_or_else(|| missing("cpu"))?;
    let memory = subject.size.memory.ok_or_else(|| missing("memory"))?;
    check_fargate_size(cpu, memory)?;
    let Some(platform) = &subject.input.runtime_platform else { return Ok(()) };
    let windows = !matches!(platform.operating_system_family, None | Some(OSFamily::Linux));
    if windows && platform.cpu_architecture == Some(CPUArchitecture::Arm64) {
        return Err(client("The ARM64 CPU architecture is not supported for Windows containers."));
    }
    if windows && !(1024..=4096).contains(&cpu) {
        return Err(client("No Fargate configuration exists for given values."));
    }
    Ok(())
}

pub(super) fn check(subject: &Subject<'_>) -> Result<(), AwsError> {
    check_network_mode(subject.network_mode)?;
    check_size(subject)?;
    let input = subject.input;
    if input.ipc_mode.is_some() {
        return Err(unsupported("ipcMode"));
    }
    if input.pid_mode.as_ref().is_some_and(|mode| *mode != PidMode::Task) {
        return Err(client("Fargate only supports pidMode 'task'."));
    }
    if !given(&input.placement_constraints).is_empty() {
        return Err(unsupported("constraints"));
    }
    if !given(&input.inference_accelerators).is_empty() {
        return Err(unsupported("inferenceAccelerators"));
    }
    for volume in given(&input.volumes) {
        if volume.host.as_ref().is_some_and(|host| host.source_path.is_some()) {
            return Err(unsupported("sourcePath"));
        }
        if volume.docker_volume_configuration.is_some() {
            return Err(unsupported("dockerVolumeConfiguration"));
        }
        if volume.fsx_windows_file_server_volume_configuration.is_some() {
            return Err(unsupported("fsxWindowsFileServerVolumeConfiguration"));
        }
    }
    let has_role = input.execution_role_arn.as_deref().is_some_and(|role| !role.is_empty());
    for container in subject.containers {
        check_container(container)?;
        check_logging(container, has_role)?;
        if !has_role && is_ecr_image(container.image.as_deref().unwrap_or_default()) {
            return Err(client(
                "Fargate requires task definition to have execution role ARN to support ECR images.",
            ));
        }
    }
    Ok(())
}

fn unsupported(setting: &str) -> AwsError {
    client(format!("Fargate compatible task definitions do not support {setting}"))
}

fn check_container(container: &ContainerDefinition) -> Result<(), AwsError> {
    if container.privileged == Some(true) {
        return Err(client("Fargate requires that the 'privileged' setting be 'false'"));
    }
    if !given(&container.docker_security_options).is_empty() {
        return Err(unsupported("dockerSecurityOptions"));
    }
    if !given(&container.resource_requirements).is_empty() {
        return Err(unsupported("resourceRequirements"));
    }
    for (setting, value) in
        [("startTimeout", container.start_timeout), ("stopTimeout", container.stop_timeout)]
    {
        if value.is_some_and(|value| !(2..=120).contains(&value)) {
            return Err(super::invalid_setting(
                container,
                format_args!("'{setting}' must be between 2 and 120 seconds."),
            ));
        }
    }
    let Some(linux) = &container.linux_parameters else { return Ok(()) };
    let refused = [
        ("devices", !given(&linux.devices).is_empty()),
        ("sharedMemorySize", linux.shared_memory_size.is_some()),
        ("maxSwap", linux.max_swap.is_some()),
        ("swappiness", linux.swappiness.is_some()),
    ];
    if let Some((setting, _)) = refused.iter().find(|(_, used)| *used) {
        return Err(unsupported(setting));
    }
    let added = linux.capabilities.as_ref().map_or(&[][..], |capabilities| given(&capabilities.add));
    match added.iter().find(|capability| *capability != "SYS_PTRACE") {
        Some(capability) => Err(unsupported(&format!("adding the capability {capability}"))),
        None => Ok(()),
    }
}

fn check_logging(container: &ContainerDefinition, has_role: bool) -> Result<(), AwsError> {
    let Some(configuration) = &container.log_configuration else { return Ok(()) };
    match &configuration.log_driver {
        Some(driver @ LogDriver::Awslogs) => {
            logging::require(driver, configuration, &["awslogs-stream-prefix"])?;
            if !has_role {
                return Err(client(
                    "Fargate requires task definition to have execution role ARN to support log driver awslogs.",
                ));
            }
        }
        None | Some(LogDriver::Splunk | LogDriver::Awsfirelens) => {}
        Some(driver) => return Err(unsupported(&format!("log driver {}", driver.as_str()))),
    }
    Ok(())
}

/// What AWS's Fargate doesn't offer and ours does: a log router's file in S3.
pub(in crate::task_definitions) fn check_strictly(
    input: &RegisterTaskDefinitionRequest,
) -> Result<(), AwsError> {
    let from_s3 = given(&input.container_definitions).iter().any(|container| {
        let options =
            container.firelens_configuration.as_ref().and_then(|firelens| firelens.options.as_ref());
        options.and_then(|options| options.get("config-file-type")).is_some_and(|kind| kind == "s3")
    });
    if from_s3 && given(&input.requires_compatibilities).contains(&Compatibility::Fargate) {
        return Err(unsupported("the FireLens config-file-type s3"));
    }
    Ok(())
}

/// `111122223333.dkr.ecr.us-east-1.amazonaws.com/name:tag` and its kin.
pub(in crate::task_definitions) fn is_ecr_image(image: &str) -> bool {
    let Some((registry, _)) = image.split_once('/') else { return false };
    let mut labels = registry.split(['.', '-']);
    let account = labels.next().unwrap_or_default();
    account.len() == 12
        && account.bytes().all(|b| b.is_ascii_digit())
        && labels.next() == Some("dkr")
        && labels.next() == Some("ecr")
}

#[cfg(test)]
mod tests {
    use super::super::check as check_definition;
    use super::super::testing::{Case, accepted, definition, log_configuration, refused};
    use super::*;
    use crate::model::{
        Compatibility, Device, DockerVolumeConfiguration, HostVolumeProperties, IpcMode, KernelCapabilities,
        LinuxParameters, RegisterTaskDefinitionRequest, RuntimePlatform, TaskDefinitionPlacementConstraint,
        Volume,
    };

    #[test]
    fn fargate_needs_its_network_and_a_size() {
        refused(|d| d.network_mode = None, "Fargate only supports network mode ‘awsvpc’.");
        refused(|d| d.cpu = None, "Fargate requires that 'cpu' be defined at the task level.");
        refused(|d| d.memory = None, "Fargate requires that 'memory' be defined at the task level.");
        refused(|d| d.memory = Some("513".into()), "No Fargate configuration exists for given values.");
    }

    /// Each is refused where Fargate is required; where it isn't, the definition is just not compatible with it.
    #[test]
    fn what_fargate_lacks_is_refused_only_to_those_who_ask_for_it() {
        fn linux(d: &mut RegisterTaskDefinitionRequest, set: fn(&mut LinuxParameters)) {
            set(d.containers()[0].linux_parameters.get_or_insert_default());
        }
        fn volume(d: &mut RegisterTaskDefinitionRequest, volume: Volume) {
            d.volumes = Some(vec![Volume { name: Some("v".into()), ..volume }]);
        }
        let prefixed = "Fargate compatible task definitions do not support ";
        let cases: [Case<RegisterTaskDefinitionRequest>; 14] = [
            ("ipcMode", |d| d.ipc_mode = Some(IpcMode::Task)),
            ("constraints", |d| {
                d.placement_constraints = Some(vec![TaskDefinitionPlacementConstraint::default()]);
            }),
            ("sourcePath", |d| {
                let host = HostVolumeProperties { source_path: Some("/a".into()) };
                volume(d, Volume { host: Some(host), ..Volume::default() });
            }),
            ("dockerVolumeConfiguration", |d| {
                let docker = DockerVolumeConfiguration::default();
                volume(d, Volume { docker_volume_configuration: Some(docker), ..Volume::default() });
            }),
            ("dockerSecurityOptions", |d| {
                d.containers()[0].docker_security_options = Some(vec!["no-new-privileges".into()]);
            }),
            ("devices", |d| linux(d, |l| l.devices = Some(vec![Device::default()]))),
            ("sharedMemorySize", |d| linux(d, |l| l.shared_memory_size = Some(64))),
            ("maxSwap", |d| linux(d, |l| l.max_swap = Some(0))),
            ("swappiness", |d| linux(d, |l| l.swappiness = Some(0))),
            ("adding the capability NET_ADMIN", |d| {
                linux(d, |l| {
                    let add = Some(vec!["SYS_PTRACE".into(), "NET_ADMIN".into()]);
                    l.capabilities = Some(KernelCapabilities { add, drop: None });
                });
            }),
            ("log driver json-file", |d| {
                d.containers()[0].log_configuration = Some(log_configuration("json-file", &[]));
            }),
            ("log driver gelf", |d| {
                d.containers()[0].log_configuration = Some(log_configuration("gelf", &[]));
            }),
            ("log driver syslog", |d| {
                d.containers()[0].log_configuration = Some(log_configuration("syslog", &[]));
            }),
            ("log driver fluentd", |d| {
                d.containers()[0].log_configuration = Some(log_configuration("fluentd", &[]));
            }),
        ];
        for (setting, set) in cases {
            refused(set, &format!("{prefixed}{setting}"));
            let mut elsewhere = definition();
            elsewhere.requires_compatibilities = None;
            set(&mut elsewhere);
            let checked = check_definition(&elsewhere).expect(setting);
            assert_eq!(
                checked.compatibilities,
                [Compatibility::Ec2, Compatibility::ManagedInstances],
                "{setting}"
            );
        }
    }

    #[test]
    fn privileges_and_host_processes_are_refused_in_their_own_words() {
        let text = "Fargate requires that the 'privileged' setting be 'false'";
        refused(|d| d.containers()[0].privileged = Some(true), text);
        accepted(|d| d.containers()[0].privileged = Some(false));
        refused(|d| d.pid_mode = Some(PidMode::Host), "Fargate only supports pidMode 'task'.");
        accepted(|d| d.pid_mode = Some(PidMode::Task));
    }

    #[test]
    fn any_capability_can_be_dropped_and_one_added() {
        accepted(|d| {
            let capabilities =
                KernelCapabilities { add: Some(vec!["SYS_PTRACE".into()]), drop: Some(vec!["ALL".into()]) };
            let linux = LinuxParameters { capabilities: Some(capabilities), ..LinuxParameters::default() };
            d.containers()[0].linux_parameters = Some(linux);
        });
    }

    #[test]
    fn timeouts_are_2_to_120_seconds() {
        for (seconds, fits) in [(1, false), (2, true), (120, true), (121, false)] {
            if fits {
                accepted(|d| d.containers()[0].stop_timeout = Some(seconds));
            } else {
                let text =
                    "Invalid setting for container 'app'. 'stopTimeout' must be between 2 and 120 seconds.";
                refused(|d| d.containers()[0].stop_timeout = Some(seconds), text);
            }
        }
        accepted(|d| (d.requires_compatibilities = None, d.containers()[0].stop_timeout = Some(600)).1);
    }

    #[test]
    fn logs_and_ecr_images_need_the_execution_role() {
        let options =
            [("awslogs-region", "us-east-1"), ("awslogs-group", "a"), ("awslogs-stream-prefix", "b")];
        let log = |d: &mut RegisterTaskDefinitionRequest, count: usize| {
            d.containers()[0].log_configuration = Some(log_configuration("awslogs", &options[..count]));
        };
        accepted(|d| (log(d, 3), d.execution_role_arn = Some("role".into())).1);
        let text =
            "Fargate requires task definition to have execution role ARN to support log driver awslogs.";
        refused(|d| log(d, 3), text);
        refused(|d| log(d, 2), "Log driver awslogs requires options: awslogs-stream-prefix");
        let text = "Fargate requires task definition to have execution role ARN to support ECR images.";
        let image = "111122223333.dkr.ecr.us-east-1.amazonaws.com/app:1";
        refused(|d| d.containers()[0].image = Some(image.into()), text);
    }

    #[test]
    fn windows_starts_at_one_cpu_and_knows_no_arm() {
        let platform = |architecture| RuntimePlatform {
            operating_system_family: Some(OSFamily::WindowsServer2022Core),
            cpu_architecture: Some(architecture),
        };
        refused(
            |d| d.runtime_platform = Some(platform(CPUArchitecture::X8664)),
            "No Fargate configuration exists for given values.",
        );
        let sized = |d: &mut RegisterTaskDefinitionRequest| {
            (d.cpu, d.memory) = (Some("1024".into()), Some("2048".into()));
        };
        accepted(|d| (sized(d), d.runtime_platform = Some(platform(CPUArchitecture::X8664))).1);
        refused(
            |d| (sized(d), d.runtime_platform = Some(platform(CPUArchitecture::Arm64))).1,
            "The ARM64 CPU architecture is not supported for Windows containers.",
        );
    }
}
