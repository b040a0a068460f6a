//! Container definitions and overrides to what a node runs.

use std::collections::BTreeMap;

use neargate_core::Region;
use neargate_task::{
    ContainerSpec, Dependency, DependencyCondition, EfsVolume, HealthCheck, MountPoint, Port, RestartPolicy,
    SecretSpec, Tmpfs, Ulimit, Volume, VolumeSource,
};

use super::{logging, overrides};
use crate::model::{
    self, ContainerCondition, ContainerDefinition, ContainerOverride, EFSAuthorizationConfigIAM,
    EFSTransitEncryption, TaskDefinition, TaskOverride,
};
use crate::secret_files;

const DEFAULT_STOP_TIMEOUT_SECONDS: i64 = 30;
const MAX_STOP_TIMEOUT_SECONDS: i64 = 120;

/// The containers of a task as a node runs them.
///
/// `log_driver_mode` is the account's, for containers that don't say.
pub(crate) fn containers(
    definition: &TaskDefinition,
    overrides: &TaskOverride,
    region: &Region,
    log_driver_mode: &str,
) -> Vec<ContainerSpec> {
    let all = definition.container_definitions.as_deref().unwrap_or_default();
    let of = |container: &ContainerDefinition| {
        let own = overrides::of_container(overrides, container.name.as_ref());
        let log = container.log_configuration.as_ref().map(|log| logging::log(log, log_driver_mode));
        ContainerSpec { log, ..spec(container, own, all, region) }
    };
    let mut specs: Vec<_> = all.iter().map(of).collect();
    logging::start_router_first(&mut specs);
    specs
}

/// The task's volumes. Those of kinds that aren't built never come to a node.
pub(crate) fn volumes(definition: &TaskDefinition) -> Vec<Volume> {
    let volumes = definition.volumes.as_deref().unwrap_or_default();
    let volume = |volume: &model::Volume| {
        let source = volume.efs_volume_configuration.as_ref().map_or(VolumeSource::Empty, efs);
        Some(Volume { name: volume.name.clone()?, source })
    };
    volumes.iter().filter_map(volume).collect()
}

fn efs(efs: &model::EFSVolumeConfiguration) -> VolumeSource {
    let authorization = efs.authorization_config.as_ref();
    VolumeSource::Efs(EfsVolume {
        file_system_id: efs.file_system_id.clone().unwrap_or_default(),
        root_directory: efs.root_directory.clone().unwrap_or_else(|| "/".to_owned()),
        access_point_id: authorization.and_then(|authorization| authorization.access_point_id.clone()),
        transit_encryption: efs.transit_encryption == Some(EFSTransitEncryption::Enabled),
        iam: authorization.is_some_and(|it| it.iam == Some(EFSAuthorizationConfigIAM::Enabled)),
    })
}

fn spec(
    container: &ContainerDefinition,
    own: ContainerOverride,
    all: &[ContainerDefinition],
    region: &Region,
) -> ContainerSpec {
    let linux = container.linux_parameters.as_ref();
    let capabilities = linux.and_then(|linux| linux.capabilities.as_ref());
    let stop_timeout = container.stop_timeout.unwrap_or(DEFAULT_STOP_TIMEOUT_SECONDS);
    let environment = environment(container, own.environment.as_deref(), region);
    let environment_files = own.environment_files.as_ref().or(container.environment_files.as_ref());
    ContainerSpec {
        name: container.name.clone().unwrap_or_default(),
        arn: String::new(),
        image: container.image.clone().unwrap_or_default(),
        essential: container.essential.unwrap_or(true),
        entry_point: container.entry_point.clone().filter(|words| !words.is_empty()),
        command: own.command.or_else(|| container.command.clone()).filter(|words| !words.is_empty()),
        environment,
        environment_files: environment_files
            .into_iter()
            .flatten()
            .filter_map(|file| file.value.clone())
            .collect(),
        secrets: secrets(container),
        repository_credentials: container
            .repository_credentials
            .as_ref()
            .and_then(|credentials| credentials.credentials_parameter.clone()),
        working_directory: container.working_directory.clone(),
        user: container.user.clone(),
        cpu_units: own.cpu.or(container.cpu).map_or(0, to_u32),
        memory_mib: own.memory.or(container.memory).map(to_u32),
        memory_reservation_mib: own.memory_reservation.or(container.memory_reservation).map(to_u32),
        stop_timeout_seconds: to_u32(stop_timeout.min(MAX_STOP_TIMEOUT_SECONDS)),
        start_timeout_seconds: container.start_timeout.map(to_u32),
        depends_on: container.depends_on.iter().flatten().filter_map(dependency).collect(),
        ports: container.port_mappings.iter().flatten().filter_map(port).collect(),
        mount_points: mount_points(container, all),
        tmpfs: linux.and_then(|linux| linux.tmpfs.as_ref()).into_iter().flatten().map(tmpfs).collect(),
        readonly_root_filesystem: container.readonly_root_filesystem.unwrap_or_default(),
        capabilities_add: capabilities.and_then(|caps| caps.add.clone()).unwrap_or_default(),
        capabilities_drop: capabilities.and_then(|caps| caps.drop.clone()).unwrap_or_default(),
        ulimits: ulimits(container),
        system_controls: container.system_controls.iter().flatten().filter_map(system_control).collect(),
        init_process: linux.and_then(|linux| linux.init_process_enabled).unwrap_or_default(),
        pseudo_terminal: container.pseudo_terminal.unwrap_or_default(),
        interactive: container.interactive.unwrap_or_default(),
        health_check: container.health_check.as_ref().and_then(health_check),
        restart_policy: container.restart_policy.as_ref().and_then(restart_policy),
        log: None,
        firelens: container.firelens_configuration.as_ref().map(logging::firelens),
        labels: container.docker_labels.clone().unwrap_or_default(),
    }
}

fn tmpfs(given: &model::Tmpfs) -> Tmpfs {
    Tmpfs {
        container_path: given.container_path.clone().unwrap_or_default(),
        size_mib: given.size.map_or(0, to_u32),
        mount_options: given.mount_options.clone().unwrap_or_default(),
    }
}

/// The definition's variables, the override's over them, the platform's over both; each name once.
fn environment(
    container: &ContainerDefinition,
    own: Option<&[model::KeyValuePair]>,
    region: &Region,
) -> Vec<(String, String)> {
    let platform = [
        ("AWS_DEFAULT_REGION", region.as_str()),
        ("AWS_EXECUTION_ENV", "AWS_ECS_FARGATE"),
        ("AWS_REGION", region.as_str()),
    ];
    let defined = container.environment.as_deref().unwrap_or_default();
    let asked = defined.iter().chain(own.unwrap_or_default());
    let asked = asked.filter_map(|pair| Some((pair.name.clone()?, pair.value.clone().unwrap_or_default())));
    let platform = platform.map(|(name, value)| (name.to_owned(), value.to_owned()));
    asked.chain(platform).collect::<BTreeMap<_, _>>().into_iter().collect()
}

/// Secrets with the files that the container wants some of them in.
fn secrets(container: &ContainerDefinition) -> Vec<SecretSpec> {
    let files = secret_files::of(container);
    let secret = |secret: &model::Secret| {
        let (name, value_from) = pair(secret)?;
        let file = files.iter().find(|(own, _)| *own == name).map(|(_, path)| path.clone());
        Some(SecretSpec { name, value_from, file })
    };
    container.secrets.iter().flatten().filter_map(secret).collect()
}

fn pair(secret: &model::Secret) -> Option<(String, String)> {
    Some((secret.name.clone()?, secret.value_from.clone()?))
}

fn dependency(on: &model::ContainerDependency) -> Option<Dependency> {
    let condition = match on.condition.as_ref()? {
        ContainerCondition::Start => DependencyCondition::Start,
        ContainerCondition::Complete => DependencyCondition::Complete,
        ContainerCondition::Success => DependencyCondition::Success,
        ContainerCondition::Healthy => DependencyCondition::Healthy,
        // Registration refuses other words.
        ContainerCondition::Unknown(_) => return None,
    };
    Some(Dependency { container_name: on.container_name.clone()?, condition })
}

/// A container's own mounts, then those of the containers whose volumes it takes over, which may have taken theirs over in turn. Of
/// several at one path the first counts.
fn mount_points(container: &ContainerDefinition, all: &[ContainerDefinition]) -> Vec<MountPoint> {
    let mut points = Vec::new();
    collect_mount_points(container, all, false, &mut Vec::new(), &mut points);
    points
}

/// `way` are the names of those that take over from `container`, so that a circle has an end.
fn collect_mount_points<'a>(
    container: &'a ContainerDefinition,
    all: &'a [ContainerDefinition],
    read_only: bool,
    way: &mut Vec<Option<&'a str>>,
    points: &mut Vec<MountPoint>,
) {
    for own in container.mount_points.iter().flatten().filter_map(|point| mount_point(point, read_only)) {
        if !points.iter().any(|earlier| earlier.container_path == own.container_path) {
            points.push(own);
        }
    }
    way.push(container.name.as_deref());
    for from in container.volumes_from.iter().flatten() {
        let source = all.iter().find(|other| other.name == from.source_container);
        let Some(source) = source.filter(|source| !way.contains(&source.name.as_deref())) else { continue };
        collect_mount_points(source, all, read_only || from.read_only.unwrap_or_default(), way, points);
    }
    way.pop();
}

fn mount_point(point: &model::MountPoint, read_only: bool) -> Option<MountPoint> {
    Some(MountPoint {
        source_volume: point.source_volume.clone()?,
        container_path: point.container_path.clone()?,
        read_only: read_only || point.read_only.unwrap_or_default(),
    })
}

/// A mapping of a range of ports says nothing that containers are told.
fn port(mapping: &model::PortMapping) -> Option<Port> {
    let protocol = mapping.protocol.as_ref().map_or("tcp", model::TransportProtocol::as_str).to_owned();
    Some(Port { container_port: u16::try_from(mapping.container_port?).ok()?, protocol })
}

fn ulimits(container: &ContainerDefinition) -> Vec<Ulimit> {
    let asked = container.ulimits.iter().flatten().map(|limit| Ulimit {
        name: limit.name.as_ref().map_or("", model::UlimitName::as_str).to_owned(),
        // -1 means no limit, as in `getrlimit(2)`.
        soft: limit.soft_limit.map_or(u64::MAX, |value| u64::try_from(value).unwrap_or(u64::MAX)),
        hard: limit.hard_limit.map_or(u64::MAX, |value| u64::try_from(value).unwrap_or(u64::MAX)),
    });
    asked.collect()
}

/// None for a check that is `NONE`, which turns off what the image may have.
fn health_check(check: &model::HealthCheck) -> Option<HealthCheck> {
    let words = check.command.as_deref().unwrap_or_default();
    let shell = |text: &[String]| [&["/bin/sh".to_owned(), "-c".to_owned()], text].concat();
    let command = match words {
        [] => return None,
        [kind, ..] if kind == "NONE" => return None,
        [kind, program @ ..] if kind == "CMD" => program.to_vec(),
        [kind, text @ ..] if kind == "CMD-SHELL" => shell(text),
        [text] => shell(std::slice::from_ref(text)),
        program => program.to_vec(),
    };
    let or = |asked: Option<i64>, default| asked.map_or(default, to_u32);
    Some(HealthCheck {
        command,
        interval_seconds: or(check.interval, 30),
        timeout_seconds: or(check.timeout, 5),
        retries: or(check.retries, 3),
        start_period_seconds: or(check.start_period, 0),
    })
}

fn restart_policy(policy: &model::ContainerRestartPolicy) -> Option<RestartPolicy> {
    let ignored = policy.ignored_exit_codes.iter().flatten();
    policy.enabled.unwrap_or_default().then(|| RestartPolicy {
        ignored_exit_codes: ignored.filter_map(|code| i32::try_from(*code).ok()).collect(),
        attempt_period_seconds: policy.restart_attempt_period.map_or(300, to_u32),
    })
}

fn system_control(control: &model::SystemControl) -> Option<(String, String)> {
    Some((control.namespace.clone()?, control.value.clone()?))
}

fn to_u32(value: i64) -> u32 {
    u32::try_from(value.max(0)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn definition(json: serde_json::Value) -> TaskDefinition {
        serde_json::from_value(json).expect("a task definition")
    }

    #[test]
    fn environments_merge_by_name_and_the_platform_wins() {
        let definition = definition(serde_json::json!({ "containerDefinitions": [{
            "name": "app", "image": "app",
            "environment": [{ "name": "A", "value": "1" }, { "name": "B", "value": "2" }, { "name": "AWS_REGION", "value": "x" }],
        }] }));
        let overrides: TaskOverride = serde_json::from_value(serde_json::json!({ "containerOverrides": [{
            "name": "app", "command": ["run"], "memory": 100, "environment": [{ "name": "B", "value": "3" }],
        }] }))
        .expect("overrides");
        let specs = containers(&definition, &overrides, &Region::new("eu-west-1"), "blocking");
        let text: Vec<_> =
            specs[0].environment.iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(
            text.join(" "),
            "A=1 AWS_DEFAULT_REGION=eu-west-1 AWS_EXECUTION_ENV=AWS_ECS_FARGATE AWS_REGION=eu-west-1 B=3"
        );
        assert_eq!(specs[0].command.as_deref(), Some(&["run".to_owned()][..]));
        assert_eq!(specs[0].memory_mib, Some(100));
        assert!(specs[0].essential);
    }

    #[test]
    fn secrets_go_into_variables_or_files() {
        let definition = definition(serde_json::json!({ "containerDefinitions": [{
            "name": "app", "image": "app",
            "secrets": [{ "name": "A", "valueFrom": "/a" }, { "name": "B", "valueFrom": "/b" }],
            "repositoryCredentials": { "credentialsParameter": "arn" },
            "dockerLabels": { "neargate.io/secret-files": "B=/run/secrets/b" },
            "logConfiguration": { "logDriver": "awslogs", "secretOptions": [{ "name": "awslogs-group", "valueFrom": "/g" }] },
        }] }));
        let specs = containers(&definition, &TaskOverride::default(), &Region::default(), "blocking");
        let secret = |name: &str, value_from: &str, file: Option<&str>| SecretSpec {
            name: name.to_owned(),
            value_from: value_from.to_owned(),
            file: file.map(str::to_owned),
        };
        assert_eq!(specs[0].secrets, [secret("A", "/a", None), secret("B", "/b", Some("/run/secrets/b"))]);
        assert_eq!(specs[0].repository_credentials.as_deref(), Some("arn"));
        let options = &specs[0].log.as_ref().unwrap().secret_options;
        assert_eq!(options, &[("awslogs-group".to_owned(), "/g".to_owned())]);
    }

    #[test]
    fn stop_timeouts_have_a_default_and_a_limit() {
        let definition = definition(serde_json::json!({ "containerDefinitions": [
            { "name": "a", "image": "a" }, { "name": "b", "image": "b", "stopTimeout": 500 },
        ] }));
        let specs = containers(&definition, &TaskOverride::default(), &Region::default(), "blocking");
        assert_eq!(specs.iter().map(|spec| spec.stop_timeout_seconds).collect::<Vec<_>>(), [30, 120]);
    }

    #[test]
    fn health_checks_become_commands() {
        let command = |words: &[&str]| {
            let definition = definition(serde_json::json!({ "containerDefinitions": [{
                "name": "a", "image": "a", "healthCheck": { "command": words, "interval": 7 },
            }] }));
            let specs = containers(&definition, &TaskOverride::default(), &Region::default(), "blocking");
            specs[0].health_check.clone()
        };
        let check = command(&["CMD-SHELL", "curl -f localhost || exit 1"]).expect("a check");
        assert_eq!(check.command, ["/bin/sh", "-c", "curl -f localhost || exit 1"]);
        let numbers =
            (check.interval_seconds, check.timeout_seconds, check.retries, check.start_period_seconds);
        assert_eq!(numbers, (7, 5, 3, 0));
        assert_eq!(command(&["CMD", "check", "-q"]).expect("a check").command, ["check", "-q"]);
        assert_eq!(command(&["check -q"]).expect("a check").command, ["/bin/sh", "-c", "check -q"]);
        assert_eq!(command(&["NONE"]), None);
    }

    #[test]
    fn restart_policies_count_when_they_are_enabled() {
        let policy = |json: serde_json::Value| {
            let definition = definition(serde_json::json!({ "containerDefinitions": [{
                "name": "a", "image": "a", "restartPolicy": json,
            }] }));
            containers(&definition, &TaskOverride::default(), &Region::default(), "blocking")[0]
                .restart_policy
                .clone()
        };
        assert_eq!(policy(serde_json::json!({ "enabled": false })), None);
        let asked =
            policy(serde_json::json!({ "enabled": true, "ignoredExitCodes": [0, 3] })).expect("a policy");
        assert_eq!((asked.ignored_exit_codes, asked.attempt_period_seconds), (vec![0, 3], 300));
    }

    #[test]
    fn volumes_from_takes_over_mounts() {
        let definition = definition(serde_json::json!({ "containerDefinitions": [
            { "name": "a", "image": "a", "mountPoints": [{ "sourceVolume": "v", "containerPath": "/v" }] },
            { "name": "b", "image": "b", "volumesFrom": [{ "sourceContainer": "a", "readOnly": true }] },
            { "name": "c", "image": "c", "mountPoints": [{ "sourceVolume": "v", "containerPath": "/own" }],
              "volumesFrom": [{ "sourceContainer": "b" }, { "sourceContainer": "c" }] },
        ], "volumes": [{ "name": "v" }, { "name": "e", "efsVolumeConfiguration": { "fileSystemId": "fs-1",
            "transitEncryption": "ENABLED", "authorizationConfig": { "iam": "ENABLED" } } }] }));
        let specs = containers(&definition, &TaskOverride::default(), &Region::default(), "blocking");
        let taken = MountPoint { source_volume: "v".into(), container_path: "/v".into(), read_only: true };
        assert_eq!(specs[1].mount_points, std::slice::from_ref(&taken));
        let own = MountPoint { source_volume: "v".into(), container_path: "/own".into(), read_only: false };
        assert_eq!(
            specs[2].mount_points,
            [own, taken],
            "what is taken over by way of another stays read-only"
        );
        let efs = EfsVolume {
            file_system_id: "fs-1".into(),
            root_directory: "/".into(),
            access_point_id: None,
            transit_encryption: true,
            iam: true,
        };
        let volume = |name: &str, source| Volume { name: name.to_owned(), source };
        assert_eq!(
            volumes(&definition),
            [volume("v", VolumeSource::Empty), volume("e", VolumeSource::Efs(efs))]
        );
    }
}
