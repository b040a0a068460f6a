//! What a shim knows of its task.

use neargate_core::Timestamp;
use serde::{Deserialize, Serialize};

/// The whole state of a task as its shim sees it. A later one replaces an earlier one entirely.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TaskState {
    /// Grows by one with every change.
    pub sequence: u64,
    /// The shim's process id in the host's namespace.
    pub shim_pid: i32,
    /// Clock ticks after boot at which the shim started (`/proc/<pid>/stat`, field 22), against reuse of its pid.
    pub shim_started_ticks: u64,
    pub phase: TaskPhase,
    pub containers: Vec<ContainerState>,
    /// What all of it used, once it is finished.
    #[serde(default)]
    pub usage: Option<Usage>,
}

/// ```text
/// Preparing ──► Prepared ──► Running ──► Stopping ──► Finished
///     └────────────┴────────────┴───────────────────────▲
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum TaskPhase {
    /// The network namespace exists and can be wired; containers are being created.
    Preparing,
    /// The first containers are created and wait for [`crate::control::Request::Start`].
    Prepared,
    Running,
    /// An essential container ended or a stop was asked for; the others are being ended.
    Stopping,
    /// Nothing of the task runs any more. The shim ends.
    Finished,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ContainerState {
    pub name: String,
    pub runtime_id: String,
    pub phase: ContainerPhase,
    /// `None` for a container without a health check.
    #[serde(default)]
    pub health: Option<Health>,
    /// How often its restart policy has started it again.
    #[serde(default)]
    pub restart_count: u32,
    /// What it used so far, as of its last end.
    #[serde(default)]
    pub usage: Option<Usage>,
}

/// How a container's health check goes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Health {
    pub status: HealthStatus,
    /// When it came to this status.
    pub since: Timestamp,
    /// Of the last check; -1 for one that could not be executed or took too long.
    pub exit_code: Option<i32>,
    /// What the last check printed, its first 4 KiB.
    pub output: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum HealthStatus {
    /// No check has decided yet.
    Unknown,
    Healthy,
    Unhealthy,
}

/// What control groups counted, and what the disk showed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// The most that was in use at a time; `None` where the kernel doesn't keep it.
    pub peak_memory_bytes: Option<u64>,
    pub cpu_nanoseconds: u64,
    /// What lay on the task's disk in the end; `None` for a container, and for a task without a disk of its own.
    #[serde(default)]
    pub disk_bytes: Option<u64>,
}

/// How far a container is. Each variant carries what exists only then.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "phase", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ContainerPhase {
    /// Not started, and perhaps never to be.
    Pending,
    Running {
        /// In the host's namespace. Between two runs of a container that is restarted, the last one's.
        pid: i32,
        started_at: Timestamp,
    },
    /// Ran and ended.
    Exited {
        started_at: Timestamp,
        finished_at: Timestamp,
        /// The program's status, or 128 plus the signal that ended it.
        exit_code: i32,
        oom_killed: bool,
    },
    /// Could not be created or started: `reason` begins with ECS's error name (`CannotStartContainerError: …`).
    Failed { at: Timestamp, reason: String },
}

impl ContainerPhase {
    pub fn is_over(&self) -> bool {
        matches!(self, Self::Exited { .. } | Self::Failed { .. })
    }
}

impl TaskState {
    pub fn container(&self, name: &str) -> Option<&ContainerState> {
        self.containers.iter().find(|container| container.name == name)
    }
}
