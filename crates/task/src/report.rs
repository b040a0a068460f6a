//! What a node tells ECS of a task, and the narrow door through which it does.

use std::future::Future;
use std::net::Ipv4Addr;
use std::pin::Pin;

use neargate_core::{Scope, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Health, TaskSpec, Usage};

/// All that a node knows of a task. Facts are only ever added, so that reports may be repeated or lost.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TaskReport {
    pub task_id: String,
    /// The node took the task on.
    pub connected_at: Option<Timestamp>,
    pub pull_started_at: Option<Timestamp>,
    pub pull_stopped_at: Option<Timestamp>,
    /// The interface is up.
    pub attached: bool,
    /// Where the host reaches the task: its address, or the alias of it.
    pub reachable_at: Option<Ipv4Addr>,
    /// All containers that can start at once have started.
    pub started_at: Option<Timestamp>,
    /// The first essential container ended, or the last of all.
    pub execution_stopped_at: Option<Timestamp>,
    /// Nothing of the task is left on the node: no process, no interface.
    pub stopped_at: Option<Timestamp>,
    /// Why the task could not start, ECS's error name first (`CannotPullContainerError: …`).
    pub failure: Option<String>,
    pub containers: Vec<ContainerReport>,
    /// What all of it used, once it is over.
    #[serde(default)]
    pub usage: Option<Usage>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ContainerReport {
    pub name: String,
    pub runtime_id: Option<String>,
    pub image_digest: Option<String>,
    pub started_at: Option<Timestamp>,
    pub finished_at: Option<Timestamp>,
    pub exit_code: Option<i32>,
    /// Why it failed or was killed, as `containers[].reason` tells it.
    pub reason: Option<String>,
    /// `None` for a container without a health check, or one that hasn't started. The one fact that changes.
    #[serde(default)]
    pub health: Option<Health>,
    #[serde(default)]
    pub restart_count: u32,
    #[serde(default)]
    pub usage: Option<Usage>,
    /// What it printed last, told with its task's end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub last_lines: Vec<String>,
}

impl TaskReport {
    /// Whether the task has run or failed: it must not be started again.
    pub fn is_over(&self) -> bool {
        self.execution_stopped_at.is_some() || self.failure.is_some()
    }
}

/// A task definition that was just registered, as far as a node can prepare for its tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    pub scope: Scope,
    pub family: String,
    pub revision: i64,
    /// A name or an ARN.
    pub execution_role_arn: Option<String>,
    pub containers: Vec<RegisteredContainer>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisteredContainer {
    pub image: String,
    /// The secret with user and password of the image's registry.
    pub repository_credentials: Option<String>,
}

/// A pending answer.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What a node needs of the control plane. In one process it is a call; on other machines it will be a connection.
pub trait ControlPlane: Send + Sync {
    /// The tasks that this node is to run or to end, all of them, with what was last reported of each.
    fn assigned(&self) -> Pending<'_, Vec<(TaskSpec, TaskReport)>>;

    /// Resolves when [`ControlPlane::assigned`] may answer differently than when this was last awaited.
    fn changed(&self) -> Pending<'_, ()>;

    /// Takes note of a report. False when the control plane could not: report again.
    fn report(&self, report: TaskReport) -> Pending<'_, bool>;
}
