//! What a node must know of a task, and whose turn it is to bring the task on.

use neargate_core::{Scope, Timestamp};
use neargate_task::{ContainerSpec, InterfaceSpec, ProxySpec, StopRequest, TaskSpec, Volume};
use serde::{Deserialize, Serialize};

/// Who acts next on a task that isn't STOPPED.
///
/// ```text
/// Provision ──► Node ──► Release ──► (STOPPED: the assignment is deleted)
///     └───────────────────▲
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Turn {
    /// The worker: give it an interface.
    Provision,
    /// The node: run it, and end it when asked to. Once here, only the node's word that nothing is left ends the turn.
    Node,
    /// The worker: delete its interface.
    Release,
}

impl Turn {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Provision => "provision",
            Self::Node => "node",
            Self::Release => "release",
        }
    }
}

/// A task's work order: a [`TaskSpec`] in the making.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Assignment {
    pub task_id: String,
    pub task_arn: String,
    pub scope: Scope,
    pub cluster_name: String,
    pub family: String,
    pub revision: u32,
    pub cpu_units: u32,
    pub memory_mib: u32,
    #[serde(default)]
    pub ephemeral_storage_gib: u32,
    #[serde(default)]
    pub group: String,
    #[serde(default)]
    pub availability_zone: String,
    #[serde(default)]
    pub availability_zone_id: String,
    #[serde(default)]
    pub task_role_arn: Option<String>,
    #[serde(default)]
    pub execution_role_arn: Option<String>,
    /// Stands in no description: see [`TaskSpec::credentials_id`].
    #[serde(default)]
    pub credentials_id: String,
    #[serde(default)]
    pub fault_injection: bool,
    pub containers: Vec<ContainerSpec>,
    #[serde(default)]
    pub share_processes: bool,
    #[serde(default)]
    pub proxy: Option<ProxySpec>,
    pub volumes: Vec<Volume>,
    pub attachment: Attachment,
    pub turn: Turn,
    pub interface: Option<InterfaceSpec>,
    pub stop: Option<StopRequest>,
    /// The principal who asked for the end.
    #[serde(default)]
    pub stopped_by: Option<String>,
    /// Why this task can't be started here, known since it was asked for. It gets no interface.
    pub refusal: Option<String>,
}

/// The interface that a task is to have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Attachment {
    /// Also the client token of the interface's creation: asking again finds the same one.
    pub id: String,
    pub subnet_id: String,
    /// None: the VPC's default group.
    pub security_groups: Vec<String>,
    pub public: bool,
}

impl Attachment {
    /// What the interface's description says, as on AWS.
    pub(crate) fn arn(&self, scope: &Scope) -> String {
        format!("arn:aws:ecs:{}:{}:attachment/{}", scope.region, scope.account, self.id)
    }
}

impl Assignment {
    /// What the node gets; `None` while there is no interface.
    pub(crate) fn into_spec(self) -> Option<TaskSpec> {
        Some(TaskSpec {
            interface: self.interface?,
            task_id: self.task_id,
            task_arn: self.task_arn,
            scope: self.scope,
            cluster_name: self.cluster_name,
            family: self.family,
            revision: self.revision,
            cpu_units: self.cpu_units,
            memory_mib: self.memory_mib,
            ephemeral_storage_gib: self.ephemeral_storage_gib,
            group: self.group,
            availability_zone: self.availability_zone,
            availability_zone_id: self.availability_zone_id,
            task_role_arn: self.task_role_arn,
            execution_role_arn: self.execution_role_arn,
            credentials_id: self.credentials_id,
            fault_injection: self.fault_injection,
            containers: self.containers,
            share_processes: self.share_processes,
            proxy: self.proxy,
            volumes: self.volumes,
            stop: self.stop,
        })
    }

    /// Notes that the task is to end. The first request stays.
    pub(crate) fn ask_to_stop(&mut self, at: Timestamp) {
        self.stop.get_or_insert(StopRequest { requested_at: at });
        if self.turn == Turn::Provision {
            self.turn = Turn::Release;
        }
    }
}
