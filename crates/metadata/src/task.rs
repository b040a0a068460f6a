//! One task, as far as its containers may ask.

use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Instant;

use neargate_task::{ContainerState, TaskReport, TaskSpec, TaskState};
use tokio::sync::{Semaphore, watch};

use crate::agent::Faults;
use crate::credentials::Credentials;
use crate::limits::{Bucket, CONNECTIONS_MAX};
use crate::machine::DiskUse;
use crate::stats::Sampler;

pub(crate) struct Task {
    pub spec: TaskSpec,
    latest: RwLock<Arc<Known>>,
    requests: Mutex<Bucket>,
    pub connections: Arc<Semaphore>,
    /// Turns true when the task is no longer answered.
    gone: watch::Sender<bool>,
    pub credentials: Credentials,
    pub sampler: Sampler,
    pub disk_use: DiskUse,
    pub faults: Faults,
}

/// What the node told last.
#[derive(Debug, Default)]
pub(crate) struct Known {
    pub report: TaskReport,
    pub state: Option<TaskState>,
}

impl Known {
    /// The state of the container that has this id in its variables.
    pub(crate) fn container(&self, runtime_id: &str) -> Option<&ContainerState> {
        self.state.as_ref()?.containers.iter().find(|container| container.runtime_id == runtime_id)
    }
}

impl Task {
    pub(crate) fn new(spec: TaskSpec) -> Self {
        Self {
            spec,
            latest: RwLock::default(),
            requests: Mutex::new(Bucket::full(Instant::now())),
            connections: Arc::new(Semaphore::new(CONNECTIONS_MAX)),
            gone: watch::Sender::new(false),
            credentials: Credentials::default(),
            sampler: Sampler::default(),
            disk_use: DiskUse::default(),
            faults: Faults::default(),
        }
    }

    pub(crate) fn update(&self, report: &TaskReport, state: &TaskState) {
        let known = Arc::new(Known { report: report.clone(), state: Some(state.clone()) });
        *self.latest.write().unwrap_or_else(PoisonError::into_inner) = known;
    }

    pub(crate) fn known(&self) -> Arc<Known> {
        Arc::clone(&self.latest.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether another request is within the task's limits.
    pub(crate) fn may_ask(&self) -> bool {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).take(Instant::now())
    }

    pub(crate) fn leave(&self) {
        self.gone.send_replace(true);
    }

    /// Resolves when the task is no longer answered.
    pub(crate) async fn left(&self) {
        // The sender lives as long as this does.
        let _ = self.gone.subscribe().wait_for(|gone| *gone).await;
    }
}
