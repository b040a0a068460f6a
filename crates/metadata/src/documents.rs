//! Containers and tasks as the metadata endpoint shows them. Pure.
//!
//! The members and their order are AWS's. An older version of the question is answered with fewer of them.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use neargate_core::{Arn, Timestamp};
use neargate_task::{
    ContainerPhase, ContainerSpec, ContainerState, Health, HealthStatus, TaskPhase, TaskSpec, TaskState,
};
use serde::Serialize;

use crate::machine::ClockDrift;
use crate::route::Version;
use crate::tags::TagsError;
use crate::task::Known;

/// The least share that the kernel gives: what a container has that asks for none.
const CPU_UNITS_MIN: u32 = 2;
/// Fargate's own part of a task's disk.
const RESERVED_MIB: u64 = 16;

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TaskDocument {
    cluster: String,
    #[serde(rename = "TaskARN")]
    task_arn: String,
    family: String,
    revision: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    service_name: Option<String>,
    desired_status: &'static str,
    known_status: &'static str,
    limits: TaskLimits,
    #[serde(skip_serializing_if = "Option::is_none")]
    pull_started_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pull_stopped_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    execution_stopped_at: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    availability_zone: String,
    #[serde(rename = "AvailabilityZoneID", skip_serializing_if = "Option::is_none")]
    availability_zone_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    launch_type: Option<&'static str>,
    containers: Vec<ContainerDocument>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clock_drift: Option<ClockDrift>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ephemeral_storage_metrics: Option<EphemeralStorage>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault_injection_enabled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub task_tags: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<TagsError>,
}

/// In vCPUs and MiB.
#[derive(Debug, Serialize)]
struct TaskLimits {
    #[serde(rename = "CPU")]
    cpu: f64,
    #[serde(rename = "Memory")]
    memory: u32,
}

/// In MiB.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct EphemeralStorage {
    utilized: u64,
    reserved: u64,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ContainerDocument {
    docker_id: String,
    name: String,
    docker_name: String,
    image: String,
    #[serde(rename = "ImageID", skip_serializing_if = "Option::is_none")]
    image_id: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ports: Vec<PortDocument>,
    labels: BTreeMap<String, String>,
    desired_status: &'static str,
    known_status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    exit_code: Option<i32>,
    limits: ContainerLimits,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    started_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    finished_at: Option<String>,
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    health: Option<HealthDocument>,
    #[serde(skip_serializing_if = "Option::is_none")]
    log_driver: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    log_options: Option<BTreeMap<String, String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(rename = "ContainerARN")]
    container_arn: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    volumes: Vec<VolumeDocument>,
    networks: Vec<NetworkDocument>,
    #[serde(skip_serializing_if = "Option::is_none")]
    snapshotter: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    restart_count: Option<u32>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct HealthDocument {
    status: &'static str,
    status_since: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    exit_code: Option<i32>,
    #[serde(skip_serializing_if = "String::is_empty")]
    output: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct PortDocument {
    container_port: u16,
    protocol: String,
    /// The same: a task has an interface of its own.
    host_port: u16,
}

/// In CPU units and MiB.
#[derive(Debug, Serialize)]
struct ContainerLimits {
    #[serde(rename = "CPU")]
    cpu: u32,
    #[serde(rename = "Memory", skip_serializing_if = "Option::is_none")]
    memory: Option<u32>,
}

/// Where a volume lies on the machine is nobody's business inside.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct VolumeDocument {
    docker_name: String,
    destination: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct NetworkDocument {
    network_mode: &'static str,
    #[serde(rename = "IPv4Addresses")]
    ipv4_addresses: [Ipv4Addr; 1],
    #[serde(flatten)]
    details: Option<NetworkDetails>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct NetworkDetails {
    attachment_index: u32,
    #[serde(rename = "MACAddress")]
    mac_address: String,
    #[serde(rename = "IPv4SubnetCIDRBlock")]
    ipv4_subnet_cidr_block: String,
    domain_name_servers: Vec<Ipv4Addr>,
    domain_name_search_list: [String; 1],
    #[serde(rename = "PrivateDNSName")]
    private_dns_name: String,
    #[serde(rename = "SubnetGatewayIpv4Address", skip_serializing_if = "Option::is_none")]
    subnet_gateway_ipv4_address: Option<String>,
}

/// A task. What only the machine or others know is added by the caller.
pub(crate) fn task(spec: &TaskSpec, known: &Known, version: Version) -> TaskDocument {
    let v4 = version == Version::V4;
    let report = &known.report;
    let states = known.state.iter().flat_map(|state| &state.containers);
    TaskDocument {
        cluster: cluster_arn(spec),
        task_arn: spec.task_arn.clone(),
        family: spec.family.clone(),
        revision: spec.revision.to_string(),
        service_name: spec.service_name().filter(|_| v4).map(str::to_owned),
        desired_status: desired_status(known.state.as_ref()),
        known_status: states
            .clone()
            .map(|state| known_status(&state.phase))
            .min()
            .unwrap_or_default()
            .as_str(),
        limits: TaskLimits { cpu: f64::from(spec.cpu_units) / 1024.0, memory: spec.memory_mib },
        pull_started_at: report.pull_started_at.map(Timestamp::to_iso8601),
        pull_stopped_at: report.pull_stopped_at.map(Timestamp::to_iso8601),
        execution_stopped_at: report.execution_stopped_at.map(Timestamp::to_iso8601),
        availability_zone: spec.availability_zone.clone(),
        availability_zone_id: Some(spec.availability_zone_id.clone()).filter(|id| v4 && !id.is_empty()),
        launch_type: v4.then_some("FARGATE"),
        containers: states.map(|state| container(spec, known, state, version)).collect(),
        clock_drift: None,
        ephemeral_storage_metrics: None,
        fault_injection_enabled: v4.then_some(spec.fault_injection),
        group: Some(spec.group.clone()).filter(|group| v4 && !group.is_empty()),
        task_tags: BTreeMap::new(),
        errors: Vec::new(),
    }
}

impl TaskDocument {
    pub(crate) fn ephemeral_storage(&mut self, utilized: u64, size_gib: u32) {
        let reserved = u64::from(size_gib) * 1024 + RESERVED_MIB;
        self.ephemeral_storage_metrics = Some(EphemeralStorage { utilized, reserved });
    }
}

/// A container of a task.
pub(crate) fn container(
    task: &TaskSpec,
    known: &Known,
    state: &ContainerState,
    version: Version,
) -> ContainerDocument {
    let v4 = version == Version::V4;
    let spec = task.containers.iter().find(|spec| spec.name == state.name);
    let report = known.report.containers.iter().find(|report| report.name == state.name);
    let (started_at, finished_at, exit_code) = match &state.phase {
        ContainerPhase::Pending => (None, None, None),
        ContainerPhase::Running { started_at, .. } => (Some(*started_at), None, None),
        ContainerPhase::Exited { started_at, finished_at, exit_code, .. } => {
            (Some(*started_at), Some(*finished_at), Some(*exit_code))
        }
        ContainerPhase::Failed { at, .. } => (None, Some(*at), None),
    };
    let log = spec.and_then(|spec| spec.log.as_ref()).filter(|_| v4);
    ContainerDocument {
        docker_id: state.runtime_id.clone(),
        name: state.name.clone(),
        docker_name: state.name.clone(),
        image: spec.map(|spec| spec.image.clone()).unwrap_or_default(),
        image_id: report.and_then(|report| report.image_digest.clone()),
        ports: spec.map(ports).unwrap_or_default(),
        labels: labels(task, &state.name, spec),
        desired_status: desired_status(known.state.as_ref()),
        known_status: known_status(&state.phase).as_str(),
        exit_code,
        limits: ContainerLimits {
            cpu: spec.map_or(0, |spec| spec.cpu_units).max(CPU_UNITS_MIN),
            memory: spec.and_then(|spec| spec.memory_mib),
        },
        // A container is started as soon as it is made.
        created_at: started_at.map(Timestamp::to_iso8601),
        started_at: started_at.map(Timestamp::to_iso8601),
        finished_at: finished_at.map(Timestamp::to_iso8601),
        r#type: "NORMAL",
        health: state.health.as_ref().map(health),
        log_driver: log.map(|log| log.log_driver.clone()),
        log_options: log.map(|log| log_options(&log.options, &state.name, &task.task_id)),
        container_arn: spec.map(|spec| spec.arn.clone()).filter(|arn| v4 && !arn.is_empty()),
        volumes: spec.map(volumes).unwrap_or_default(),
        networks: vec![network(task, v4)],
        snapshotter: v4.then_some("overlayfs"),
        restart_count: spec
            .and_then(|spec| spec.restart_policy.as_ref())
            .filter(|_| v4)
            .map(|_| state.restart_count),
    }
}

fn cluster_arn(task: &TaskSpec) -> String {
    Arn::new("ecs", &task.scope, format!("cluster/{}", task.cluster_name)).to_string()
}

fn desired_status(state: Option<&TaskState>) -> &'static str {
    match state {
        Some(state) if state.phase >= TaskPhase::Stopping => "STOPPED",
        _ => "RUNNING",
    }
}

/// How far a container is, in the agent's words and order. A task is as far as the last of its containers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum KnownStatus {
    #[default]
    Pulled,
    Running,
    Stopped,
}

impl KnownStatus {
    fn as_str(self) -> &'static str {
        match self {
            Self::Pulled => "PULLED",
            Self::Running => "RUNNING",
            Self::Stopped => "STOPPED",
        }
    }
}

fn known_status(phase: &ContainerPhase) -> KnownStatus {
    match phase {
        ContainerPhase::Pending => KnownStatus::Pulled,
        ContainerPhase::Running { .. } => KnownStatus::Running,
        ContainerPhase::Exited { .. } | ContainerPhase::Failed { .. } => KnownStatus::Stopped,
    }
}

fn health(health: &Health) -> HealthDocument {
    HealthDocument {
        status: match health.status {
            HealthStatus::Unknown => "UNKNOWN",
            HealthStatus::Healthy => "HEALTHY",
            HealthStatus::Unhealthy => "UNHEALTHY",
        },
        status_since: health.since.to_iso8601(),
        exit_code: health.exit_code,
        output: health.output.clone(),
    }
}

fn labels(task: &TaskSpec, name: &str, spec: Option<&ContainerSpec>) -> BTreeMap<String, String> {
    let mut labels = spec.map(|spec| spec.labels.clone()).unwrap_or_default();
    let own = [
        ("cluster", cluster_arn(task)),
        ("container-name", name.to_owned()),
        ("task-arn", task.task_arn.clone()),
        ("task-definition-family", task.family.clone()),
        ("task-definition-version", task.revision.to_string()),
    ];
    labels.extend(own.map(|(name, value)| (format!("com.amazonaws.ecs.{name}"), value)));
    labels
}

fn ports(spec: &ContainerSpec) -> Vec<PortDocument> {
    let shown = |port: &neargate_task::Port| PortDocument {
        container_port: port.container_port,
        protocol: port.protocol.clone(),
        host_port: port.container_port,
    };
    spec.ports.iter().map(shown).collect()
}

fn volumes(spec: &ContainerSpec) -> Vec<VolumeDocument> {
    let shown = |point: &neargate_task::MountPoint| VolumeDocument {
        docker_name: point.source_volume.clone(),
        destination: point.container_path.clone(),
    };
    spec.mount_points.iter().map(shown).collect()
}

/// The options with the stream that the prefix comes down to.
fn log_options(
    options: &BTreeMap<String, String>,
    container: &str,
    task_id: &str,
) -> BTreeMap<String, String> {
    let mut options = options.clone();
    if let Some(prefix) = options.remove("awslogs-stream-prefix") {
        options.insert("awslogs-stream".to_owned(), format!("{prefix}/{container}/{task_id}"));
    }
    options
}

fn network(task: &TaskSpec, details: bool) -> NetworkDocument {
    let interface = &task.interface;
    NetworkDocument {
        network_mode: "awsvpc",
        ipv4_addresses: [interface.private_ip],
        details: details.then(|| NetworkDetails {
            attachment_index: 0,
            mac_address: interface.mac.clone(),
            ipv4_subnet_cidr_block: interface.subnet_cidr.clone(),
            domain_name_servers: nth(&interface.vpc_cidr, 2)
                .into_iter()
                .map(|(address, _)| address)
                .collect(),
            domain_name_search_list: [task.scope.region.private_domain()],
            private_dns_name: interface.host_name.clone(),
            subnet_gateway_ipv4_address: nth(&interface.subnet_cidr, 1)
                .map(|(gateway, length)| format!("{gateway}/{length}")),
        }),
    }
}

/// The address so far from the start of a block, and the block's prefix length.
fn nth(block: &str, offset: u32) -> Option<(Ipv4Addr, &str)> {
    let (base, length) = block.split_once('/')?;
    let base: Ipv4Addr = base.parse().ok()?;
    Some((Ipv4Addr::from(u32::from(base).checked_add(offset)?), length))
}

#[cfg(test)]
mod tests {
    use neargate_task::RestartPolicy;
    use serde_json::{Value, json};

    use super::*;
    use crate::testing::{known, spec};

    fn shown(version: Version) -> Value {
        serde_json::to_value(task(&spec(), &known(), version)).expect("plain data")
    }

    #[test]
    fn a_task_in_version_4() {
        let task = shown(Version::V4);
        let cluster = "arn:aws:ecs:us-east-1:000000000000:cluster/web";
        assert_eq!(task["Cluster"], cluster);
        assert_eq!(task["Revision"], "5");
        assert_eq!(task["Limits"], json!({ "CPU": 0.25, "Memory": 512 }));
        assert_eq!((&task["DesiredStatus"], &task["KnownStatus"]), (&json!("RUNNING"), &json!("RUNNING")));
        assert_eq!(task["ServiceName"], "front");
        assert_eq!(task["LaunchType"], "FARGATE");
        assert_eq!(task["FaultInjectionEnabled"], false);
        assert_eq!(
            (&task["AvailabilityZone"], &task["AvailabilityZoneID"]),
            (&json!("us-east-1a"), &json!("use1-az4"))
        );
        assert_eq!(task["PullStoppedAt"], "1970-01-01T00:00:02.000Z");
        assert!(task.get("ExecutionStoppedAt").is_none());
        let app = &task["Containers"][0];
        assert_eq!(
            *app,
            json!({
                "DockerId": "0123456789abcdef0123456789abcdef-1000000001",
                "Name": "app", "DockerName": "app", "Image": "app:1", "ImageID": "sha256:1",
                "Ports": [{ "ContainerPort": 8080, "Protocol": "tcp", "HostPort": 8080 }],
                "Labels": {
                    "com.amazonaws.ecs.cluster": cluster,
                    "com.amazonaws.ecs.container-name": "app",
                    "com.amazonaws.ecs.task-arn": spec().task_arn,
                    "com.amazonaws.ecs.task-definition-family": "web",
                    "com.amazonaws.ecs.task-definition-version": "5",
                    "team": "a",
                },
                "DesiredStatus": "RUNNING", "KnownStatus": "RUNNING",
                "Limits": { "CPU": 128, "Memory": 256 },
                "CreatedAt": "1970-01-01T00:00:03.000Z", "StartedAt": "1970-01-01T00:00:03.000Z",
                "Type": "NORMAL",
                "LogDriver": "awslogs",
                "LogOptions": { "awslogs-group": "/web", "awslogs-stream": "p/app/0123456789abcdef0123456789abcdef" },
                "ContainerARN": "arn:aws:ecs:us-east-1:000000000000:container/web/0123456789abcdef0123456789abcdef/u",
                "Volumes": [{ "DockerName": "data", "Destination": "/data" }],
                "Networks": [{
                    "NetworkMode": "awsvpc", "IPv4Addresses": ["172.31.16.5"], "AttachmentIndex": 0,
                    "MACAddress": "0e:00:00:00:00:01", "IPv4SubnetCIDRBlock": "172.31.16.0/20",
                    "DomainNameServers": ["172.31.0.2"], "DomainNameSearchList": ["ec2.internal"],
                    "PrivateDNSName": "ip-172-31-16-5.ec2.internal", "SubnetGatewayIpv4Address": "172.31.16.1/20",
                }],
                "Snapshotter": "overlayfs",
            })
        );
        let done = &task["Containers"][1];
        assert_eq!((&done["KnownStatus"], &done["ExitCode"]), (&json!("STOPPED"), &json!(3)));
        assert_eq!(done["FinishedAt"], "1970-01-01T00:00:04.000Z");
        assert_eq!(done["Limits"], json!({ "CPU": 2 }));
        assert!(
            done.get("Ports").is_none() && done.get("LogDriver").is_none() && done.get("Volumes").is_none()
        );
    }

    #[test]
    fn version_3_says_less() {
        let task = shown(Version::V3);
        for absent in ["ServiceName", "LaunchType", "FaultInjectionEnabled", "AvailabilityZoneID", "Group"] {
            assert!(task.get(absent).is_none(), "{absent}");
        }
        let app = &task["Containers"][0];
        for absent in ["LogDriver", "LogOptions", "ContainerARN", "Snapshotter"] {
            assert!(app.get(absent).is_none(), "{absent}");
        }
        assert_eq!(app["Networks"], json!([{ "NetworkMode": "awsvpc", "IPv4Addresses": ["172.31.16.5"] }]));
    }

    #[test]
    fn a_stopping_task_is_wanted_stopped() {
        let mut known = known();
        if let Some(state) = &mut known.state {
            state.phase = TaskPhase::Stopping;
        }
        let task = serde_json::to_value(task(&spec(), &known, Version::V4)).expect("plain data");
        assert_eq!(task["DesiredStatus"], "STOPPED");
        assert_eq!(task["Containers"][0]["DesiredStatus"], "STOPPED");
    }

    #[test]
    fn health_and_restarts_are_shown_of_those_that_have_them() {
        let (mut spec, mut known) = (spec(), known());
        let bare = shown(Version::V4);
        assert!(bare["Containers"][0].get("Health").is_none());
        assert!(bare["Containers"][0].get("RestartCount").is_none());
        spec.containers[0].restart_policy =
            Some(RestartPolicy { ignored_exit_codes: Vec::new(), attempt_period_seconds: 300 });
        let state = known.state.as_mut().expect("a state");
        state.containers[0].restart_count = 2;
        state.containers[0].health = Some(Health {
            status: HealthStatus::Unhealthy,
            since: Timestamp(5000),
            exit_code: Some(1),
            output: "no".to_owned(),
        });
        let task = serde_json::to_value(task(&spec, &known, Version::V4)).expect("plain data");
        let health = json!({
            "status": "UNHEALTHY", "statusSince": "1970-01-01T00:00:05.000Z", "exitCode": 1, "output": "no",
        });
        assert_eq!(task["Containers"][0]["Health"], health);
        assert_eq!(task["Containers"][0]["RestartCount"], 2);
    }

    #[test]
    fn storage_is_what_was_asked_for_and_fargates_own_part() {
        let mut document = task(&spec(), &known(), Version::V4);
        document.ephemeral_storage(261, 20);
        let shown = serde_json::to_value(document).expect("plain data");
        assert_eq!(shown["EphemeralStorageMetrics"], json!({ "Utilized": 261, "Reserved": 20496 }));
    }
}
