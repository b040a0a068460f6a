//! What ECS asks a node to run.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use neargate_core::{Scope, Timestamp};
use serde::{Deserialize, Serialize};

/// One task, as decided: overrides are merged in, defaults are filled in, the interface has its address.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TaskSpec {
    /// The 32 hexadecimal digits at the end of the task's ARN.
    pub task_id: String,
    pub task_arn: String,
    pub scope: Scope,
    pub cluster_name: String,
    pub family: String,
    pub revision: u32,
    /// 1024 are one vCPU. A hard quota for the whole task.
    pub cpu_units: u32,
    /// A hard limit for the whole task.
    pub memory_mib: u32,
    /// What the task's containers may write, in all: writable layers and empty volumes.
    #[serde(default)]
    pub ephemeral_storage_gib: u32,
    /// `family:web`, or `service:web` for a service's task.
    #[serde(default)]
    pub group: String,
    #[serde(default)]
    pub availability_zone: String,
    /// `use1-az4`
    #[serde(default)]
    pub availability_zone_id: String,
    /// Whose rights the containers have.
    #[serde(default)]
    pub task_role_arn: Option<String>,
    /// Whose rights the platform uses to make the task ready. Containers never see its credentials.
    #[serde(default)]
    pub execution_role_arn: Option<String>,
    /// Whoever in the task knows it may have the task role's credentials. Told to the containers only.
    #[serde(default)]
    pub credentials_id: String,
    /// `enableFaultInjection`.
    #[serde(default)]
    pub fault_injection: bool,
    pub interface: InterfaceSpec,
    pub containers: Vec<ContainerSpec>,
    /// `pidMode` task: the containers see each other's processes.
    #[serde(default)]
    pub share_processes: bool,
    #[serde(default)]
    pub proxy: Option<ProxySpec>,
    pub volumes: Vec<Volume>,
    /// When the task is to end, and why; `None` while it is to run.
    pub stop: Option<StopRequest>,
}

impl TaskSpec {
    /// The service that the task belongs to.
    pub fn service_name(&self) -> Option<&str> {
        self.group.strip_prefix("service:")
    }
}

/// `proxyConfiguration`: a container through which the task's TCP connections go, those that come and those that are made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProxySpec {
    /// Where the proxy takes what comes for `app_ports`.
    pub ingress_port: u16,
    /// Where the proxy takes what the other containers send.
    pub egress_port: u16,
    pub app_ports: Vec<u16>,
    /// Whose connections are left alone: the proxy's own.
    pub ignored_uid: Option<u32>,
    pub ignored_gid: Option<u32>,
    pub egress_ignored_ports: Vec<u16>,
    /// Addresses and blocks.
    pub egress_ignored_ips: Vec<String>,
}

/// The task is to end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StopRequest {
    pub requested_at: Timestamp,
}

/// The elastic network interface of a task, with as much of its VPC as a node must know to make it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InterfaceSpec {
    pub network_interface_id: String,
    pub vpc_id: String,
    /// `172.31.0.0/16`
    pub vpc_cidr: String,
    pub subnet_id: String,
    pub subnet_cidr: String,
    pub private_ip: Ipv4Addr,
    /// `0e:…`, six octets.
    pub mac: String,
    /// `ip-172-31-0-5.eu-west-1.compute.internal`
    pub host_name: String,
    /// Whether the outside may be reached (`assignPublicIp`).
    pub public: bool,
}

/// One container of a task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ContainerSpec {
    pub name: String,
    /// `arn:aws:ecs:…:container/<cluster>/<task id>/<uuid>`
    #[serde(default)]
    pub arn: String,
    pub image: String,
    pub essential: bool,
    /// Replaces the image's entry point, and with it the image's command.
    pub entry_point: Option<Vec<String>>,
    pub command: Option<Vec<String>>,
    /// Added to the image's environment; a later entry wins.
    pub environment: Vec<(String, String)>,
    /// ARNs of S3 objects with further variables, over which `environment` wins.
    #[serde(default)]
    pub environment_files: Vec<String>,
    /// Fetched when the task starts.
    #[serde(default)]
    pub secrets: Vec<SecretSpec>,
    /// The secret with user and password of the image's registry.
    #[serde(default)]
    pub repository_credentials: Option<String>,
    pub working_directory: Option<String>,
    /// `user`, `user:group`, `uid`, `uid:gid`; the image's user when absent.
    pub user: Option<String>,
    /// The container's share of the task's CPU; 0 asks for the least.
    pub cpu_units: u32,
    /// Hard limit; exceeding it is an OOM kill.
    pub memory_mib: Option<u32>,
    /// Soft limit.
    pub memory_reservation_mib: Option<u32>,
    pub stop_timeout_seconds: u32,
    pub start_timeout_seconds: Option<u32>,
    pub depends_on: Vec<Dependency>,
    /// `portMappings`.
    #[serde(default)]
    pub ports: Vec<Port>,
    pub mount_points: Vec<MountPoint>,
    #[serde(default)]
    pub tmpfs: Vec<Tmpfs>,
    pub readonly_root_filesystem: bool,
    pub capabilities_add: Vec<String>,
    pub capabilities_drop: Vec<String>,
    pub ulimits: Vec<Ulimit>,
    /// Namespaced `net.*` settings.
    pub system_controls: Vec<(String, String)>,
    /// Put a tiny init in front that reaps and forwards signals.
    pub init_process: bool,
    pub pseudo_terminal: bool,
    /// Keep stdin open, with nobody writing to it.
    #[serde(default)]
    pub interactive: bool,
    #[serde(default)]
    pub health_check: Option<HealthCheck>,
    #[serde(default)]
    pub restart_policy: Option<RestartPolicy>,
    pub log: Option<LogConfiguration>,
    /// Makes this container the task's log router.
    #[serde(default)]
    pub firelens: Option<FirelensConfiguration>,
    pub labels: BTreeMap<String, String>,
}

/// `linuxParameters.tmpfs`: a directory of the container that is memory, which counts as the container's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tmpfs {
    pub container_path: String,
    pub size_mib: u32,
    /// As in Docker's `--tmpfs`.
    pub mount_options: Vec<String>,
}

/// One of `secrets`: a value that isn't here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecretSpec {
    pub name: String,
    /// Where it is kept, as ECS has it be written: a secret's or a parameter's ARN, or a parameter's name.
    pub value_from: String,
    /// The container finds it in this file; in a variable when absent.
    pub file: Option<String>,
}

/// A port that a container says it listens on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Port {
    pub container_port: u16,
    /// `tcp` or `udp`.
    pub protocol: String,
}

/// `dependsOn`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dependency {
    pub container_name: String,
    pub condition: DependencyCondition,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum DependencyCondition {
    Start,
    Complete,
    Success,
    Healthy,
}

/// `healthCheck`, with all defaults filled in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HealthCheck {
    /// What to execute in the container: 0 is healthy.
    pub command: Vec<String>,
    /// From the start to the first check, and from the end of one to the next.
    pub interval_seconds: u32,
    pub timeout_seconds: u32,
    /// So many failures in a row make a container unhealthy.
    pub retries: u32,
    /// Failures in this time after the start don't count, until a check has succeeded.
    pub start_period_seconds: u32,
}

/// `restartPolicy` of a container that has one and has it enabled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RestartPolicy {
    pub ignored_exit_codes: Vec<i32>,
    /// So long must it have run to be restarted.
    pub attempt_period_seconds: u32,
}

/// A volume that containers of the task share.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Volume {
    pub name: String,
    pub source: VolumeSource,
}

/// What is in a volume.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum VolumeSource {
    /// Nothing at first, and it goes with the task.
    Empty,
    Efs(EfsVolume),
}

/// `efsVolumeConfiguration`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EfsVolume {
    pub file_system_id: String,
    /// Below the file system's root; `/` with an access point, which has a root of its own.
    pub root_directory: String,
    pub access_point_id: Option<String>,
    /// `transitEncryption`: nothing is sent anywhere, but policies may ask.
    #[serde(default)]
    pub transit_encryption: bool,
    /// `iam`: the mount is the task role's, and may do what that may.
    #[serde(default)]
    pub iam: bool,
}

/// A volume of the task at a path of the container.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MountPoint {
    pub source_volume: String,
    pub container_path: String,
    pub read_only: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ulimit {
    /// As in `getrlimit(2)`, lower case, without `RLIMIT_`.
    pub name: String,
    pub soft: u64,
    pub hard: u64,
}

/// `logConfiguration`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LogConfiguration {
    pub log_driver: String,
    pub options: BTreeMap<String, String>,
    /// Options whose values are secrets: their names, and where the values are kept.
    #[serde(default)]
    pub secret_options: Vec<(String, String)>,
    /// What the account's `defaultLogDriverMode` was when the task was run; `mode` among the options comes before it.
    #[serde(default)]
    pub default_mode: String,
}

/// `firelensConfiguration`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FirelensConfiguration {
    /// `fluentd` or `fluentbit`.
    pub kind: String,
    pub options: BTreeMap<String, String>,
}
