//! All that is worth knowing of a task that stopped.

use std::time::Duration;

use neargate_core::{AccountId, Region, Timestamp};
use neargate_task::{ContainerReport, ContainerSpec, Health, TaskReport, Usage};
use neargate_wire::Time;
use serde::{Deserialize, Serialize};

use crate::model::{Task, TaskStopCode};
use crate::tasks::Assignment;

/// The report on one task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PastTask {
    pub task_id: String,
    pub task_arn: String,
    pub account: AccountId,
    pub region: Region,
    pub cluster: String,
    /// `family:revision`
    pub task_definition: String,
    pub group: Option<String>,
    pub started_by: Option<String>,
    /// 1024 are one vCPU.
    pub cpu_units: u32,
    pub memory_mib: u32,
    #[serde(default)]
    pub ephemeral_storage_gib: u32,
    pub stop_code: Option<String>,
    pub stopped_reason: Option<String>,
    /// The principal who called StopTask.
    pub stopped_by: Option<String>,
    pub created_at: Option<Timestamp>,
    pub pull_started_at: Option<Timestamp>,
    pub pull_stopped_at: Option<Timestamp>,
    pub started_at: Option<Timestamp>,
    pub stopping_at: Option<Timestamp>,
    pub execution_stopped_at: Option<Timestamp>,
    pub stopped_at: Timestamp,
    /// What all of it used.
    pub usage: Option<Usage>,
    pub containers: Vec<PastContainer>,
}

/// The report on one of its containers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PastContainer {
    pub name: String,
    pub image: String,
    pub image_digest: Option<String>,
    pub essential: bool,
    pub memory_mib: Option<u32>,
    pub started_at: Option<Timestamp>,
    pub finished_at: Option<Timestamp>,
    pub exit_code: Option<i32>,
    pub reason: Option<String>,
    pub restart_count: u32,
    pub health: Option<Health>,
    pub usage: Option<Usage>,
    /// What it printed last.
    pub last_lines: Vec<String>,
}

impl PastTask {
    /// Of a task that is STOPPED now; `None` while it isn't.
    pub(crate) fn new(task: &Task, assignment: &Assignment, report: &TaskReport) -> Option<Self> {
        let at = |time: &Option<Time>| time.as_ref().map(|Time(at)| *at);
        Some(Self {
            task_id: assignment.task_id.clone(),
            task_arn: assignment.task_arn.clone(),
            account: assignment.scope.account.clone(),
            region: assignment.scope.region.clone(),
            cluster: assignment.cluster_name.clone(),
            task_definition: format!("{}:{}", assignment.family, assignment.revision),
            group: task.group.clone(),
            started_by: task.started_by.clone(),
            cpu_units: assignment.cpu_units,
            memory_mib: assignment.memory_mib,
            ephemeral_storage_gib: assignment.ephemeral_storage_gib,
            stop_code: task.stop_code.as_ref().map(|code| TaskStopCode::as_str(code).to_owned()),
            stopped_reason: task.stopped_reason.clone(),
            stopped_by: assignment.stopped_by.clone(),
            created_at: at(&task.created_at),
            pull_started_at: at(&task.pull_started_at),
            pull_stopped_at: at(&task.pull_stopped_at),
            started_at: at(&task.started_at),
            stopping_at: at(&task.stopping_at),
            execution_stopped_at: at(&task.execution_stopped_at),
            stopped_at: at(&task.stopped_at)?,
            usage: report.usage,
            containers: assignment.containers.iter().map(|spec| container(spec, report)).collect(),
        })
    }

    /// From its start to the end of its execution, if it started.
    pub fn ran(&self) -> Option<Duration> {
        self.started_at.map(|started| self.execution_stopped_at.unwrap_or(self.stopped_at).since(started))
    }

    /// That of the essential container that ended first, and the task with it; none if nothing ran.
    pub fn exit_code(&self) -> Option<i32> {
        self.first_end()?.exit_code
    }

    /// An essential container of which something is true, else any such.
    pub(super) fn culprit(&self, guilty: impl Fn(&PastContainer) -> bool) -> Option<&PastContainer> {
        let found = || self.containers.iter().filter(|it| guilty(it));
        found().find(|it| it.essential).or_else(|| found().next())
    }

    /// The essential container that ended first, and the task with it.
    pub(super) fn first_end(&self) -> Option<&PastContainer> {
        let ended = self.containers.iter().filter(|it| it.essential && it.finished_at.is_some());
        ended.min_by_key(|it| it.finished_at.map(|at| at.0))
    }
}

fn container(spec: &ContainerSpec, report: &TaskReport) -> PastContainer {
    let told = report.containers.iter().find(|told| told.name == spec.name).cloned();
    let ContainerReport {
        image_digest,
        started_at,
        finished_at,
        exit_code,
        reason,
        restart_count,
        health,
        usage,
        last_lines,
        ..
    } = told.unwrap_or_default();
    PastContainer {
        name: spec.name.clone(),
        image: spec.image.clone(),
        essential: spec.essential,
        memory_mib: spec.memory_mib,
        image_digest,
        started_at,
        finished_at,
        exit_code,
        reason,
        restart_count,
        health,
        usage,
        last_lines,
    }
}
