//! The life of one task on this node.
//!
//! ```text
//! secrets, images, log streams ─► directories, spec.json ─► shim ─► interface ─► start ─► states … ─► finished
//!                                                                                            │
//!                   report stopped ◄─ directories ◄─ interface ◄─ last lines shipped ◄───────┘
//! ```
//! A runner that finds directories joins at the shim; one that finds a shim gone joins at the end. So it doesn't matter at which line
//! the agent before it was killed.

mod efs;
mod env_files;
mod facts;
mod files;
mod link;
mod objects;
mod plan;
mod roles;
mod secrets;
mod start;
#[cfg(test)]
pub(crate) mod testing;
mod wiring;

use std::sync::Arc;
use std::time::Duration;

use neargate_images::Held;
use neargate_task::{TaskPaths, TaskPhase, TaskReport, TaskSpec, TaskState};
use neargate_wire::Role;
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio::task::JoinSet;

use crate::agent::Shared;
use crate::logs::{Logging, last_lines};
use link::Link;
pub(crate) use roles::{reason, registered_role};
pub(crate) use secrets::registry_auth;

const RETRY: Duration = Duration::from_secs(1);
/// A shim that was started before this agent was, and doesn't listen within this, never will.
const JUST_STARTED: Duration = Duration::from_secs(2);

/// What the control plane wants of a task. It only ever grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Order {
    Run,
    Stop,
    /// Stop, and tell nobody: the control plane has forgotten the task.
    Abandon,
}

/// Runs a task, from wherever it is, to its end.
pub(crate) async fn run(
    shared: Arc<Shared>,
    mut spec: TaskSpec,
    report: TaskReport,
    orders: watch::Receiver<Order>,
) {
    let paths = shared.paths(&spec.task_id);
    files::read_log_secrets(&paths, &mut spec);
    let mut report = if report.containers.is_empty() { facts::blank(&spec) } else { report };
    report.connected_at.get_or_insert_with(|| shared.clock.now());
    let role = Arc::new(roles::execution_role(&shared.dispatcher, &spec));
    let mut runner = Runner { shared, spec, role, report, orders, paths, starting: None, images: Vec::new() };
    runner.live().await;
    runner.end().await;
}

/// Ends a task that the control plane doesn't know, and removes what is left of it.
pub(crate) async fn put_away(shared: Arc<Shared>, task_id: String) {
    let paths = shared.paths(&task_id);
    if let Some(mut link) = Link::to_running(&paths).await {
        link.stop().await;
        while link.next().await.is_some() {}
    }
    shared.clear(&task_id, None).await;
}

impl Shared {
    pub(crate) fn paths(&self, task_id: &str) -> TaskPaths {
        TaskPaths::new(&self.options.run_root, &self.options.data_root, task_id)
    }

    /// Removes all that a task left on this node; says nothing of a task that left nothing.
    async fn clear(&self, task_id: &str, network_interface_id: Option<&str>) {
        loop {
            match self.try_clear(task_id, network_interface_id).await {
                Ok(()) => return,
                Err(error) => {
                    tracing::warn!(task = task_id, %error, "putting a task away failed, trying again");
                    tokio::time::sleep(RETRY).await;
                }
            }
        }
    }

    async fn try_clear(&self, task_id: &str, network_interface_id: Option<&str>) -> Result<(), ClearError> {
        let (root, id) = (self.options.cgroup_root.clone(), task_id.to_owned());
        let swept = blocking(move || neargate_shim::sweep(&root, |task| task != id)).await?;
        if !swept?.stuck.is_empty() {
            return Err(ClearError::Stuck);
        }
        if let Some(id) = network_interface_id {
            self.network.detach(id).await?;
        }
        let paths = self.paths(task_id);
        Ok(blocking(move || files::remove(&paths)).await??)
    }
}

/// Runs `work` on a thread that may block.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> std::io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(std::io::Error::other)
}

#[derive(Debug, thiserror::Error)]
enum ClearError {
    #[error("remove the task's control groups: {0}")]
    Cgroup(#[from] neargate_shim::CgroupError),
    #[error("the task's control groups can't be removed")]
    Stuck,
    #[error("detach the interface: {0}")]
    Network(#[from] neargate_net::Error),
    #[error("remove the task's directories: {0}")]
    Files(#[from] std::io::Error),
}

struct Runner {
    shared: Arc<Shared>,
    spec: TaskSpec,
    /// The execution role.
    role: Arc<Role>,
    report: TaskReport,
    orders: watch::Receiver<Order>,
    paths: TaskPaths,
    /// Held while the task is one of those that start.
    starting: Option<OwnedSemaphorePermit>,
    /// What the containers run on stays in the store. An agent that finds a task running doesn't hold them, and needn't: what it finds by
    /// the task's directory counts as in use.
    images: Vec<Held>,
}

impl Runner {
    /// From wherever the task is until its shim is gone.
    async fn live(&mut self) {
        let link = match self.known_shim().await {
            Some(link) => Some(link),
            // It has run: whether it finished or was lost, the end finds out.
            None if self.paths.has_state() || self.report.is_over() => None,
            None if *self.orders.borrow() > Order::Run => None,
            None => match self.start().await {
                Ok(link) => link,
                Err(reason) => {
                    self.report.failure = Some(reason);
                    None
                }
            },
        };
        if let Some(link) = link {
            self.follow(link).await;
        }
    }

    /// The shim that an agent before this one started. One that was only just started may not listen yet.
    async fn known_shim(&self) -> Option<Link> {
        if !self.paths.spec().exists() || self.paths.has_state() {
            return Link::to_running(&self.paths).await;
        }
        Link::to_starting(&self.paths, JUST_STARTED).await.ok().flatten()
    }

    /// Turns the shim's states into reports and the control plane's orders into requests.
    async fn follow(&mut self, mut link: Link) {
        let (logs_over, over) = watch::channel(false);
        let mut shippers = self.shippers(&over);
        let presence = self.shared.metadata.enter(&self.spec);
        let mut wired = false;
        let mut stop_sent = false;
        loop {
            if *self.orders.borrow_and_update() > Order::Run && !stop_sent {
                link.stop().await;
                stop_sent = true;
            }
            tokio::select! {
                state = link.next() => match state {
                    Some(state) => {
                        // Before the containers may start: they ask for themselves as soon as they run.
                        presence.update(&self.report, &state);
                        if !wired && state.phase < TaskPhase::Stopping {
                            wired = true;
                            self.wire(&mut link, &state).await;
                        }
                        if state.phase > TaskPhase::Prepared {
                            self.starting = None;
                        }
                        self.note(&state).await;
                        presence.update(&self.report, &state);
                    }
                    // A shim hangs up on those who fall behind, too.
                    None => match self.shim_lives().await {
                        Some(again) => link = again,
                        None => break,
                    },
                },
                changed = self.orders.changed() => {
                    if changed.is_err() {
                        break;
                    }
                }
            }
        }
        self.starting = None;
        // The containers are gone: whatever they wrote is in their logs.
        let _ = logs_over.send(true);
        while shippers.join_next().await.is_some() {}
    }

    /// A new link to the shim, if it is still there.
    async fn shim_lives(&self) -> Option<Link> {
        let state = files::read_state(&self.paths)?;
        if state.phase == TaskPhase::Finished || !neargate_shim::is_alive(&state) {
            return None;
        }
        Link::to_running(&self.paths).await
    }

    /// Gives the task its interface and lets the containers start.
    async fn wire(&mut self, link: &mut Link, state: &TaskState) {
        match self.shared.attach(&self.spec, state.shim_pid).await {
            Ok(reachable_at) => {
                self.report.attached = true;
                self.report.reachable_at = Some(reachable_at);
                link.start().await;
            }
            // A shim that ended meanwhile has nothing to be wired, and says in its last state how it ended.
            Err(error) if self.shim_lives().await.is_none() => {
                tracing::debug!(task = self.spec.task_id, %error, "the task ended before its interface was attached");
            }
            Err(error) => {
                tracing::warn!(task = self.spec.task_id, %error, "attaching a task's interface failed");
                self.report.failure = Some(format!("ResourceInitializationError: {error}"));
                link.stop().await;
            }
        }
    }

    async fn note(&mut self, state: &TaskState) {
        let before = self.report.clone();
        facts::add_state(&mut self.report, &self.spec, state, self.shared.clock.now());
        if self.report != before {
            self.shared.control.report(self.report.clone()).await;
        }
    }

    fn shippers(&self, over: &watch::Receiver<bool>) -> JoinSet<()> {
        let logging = Logging {
            dispatcher: self.shared.dispatcher.clone(),
            role: Arc::clone(&self.role),
            watcher: Arc::clone(&self.shared.watcher),
        };
        logging.ship(&self.spec, &self.paths, over)
    }

    /// Tells the end of the task and puts everything away.
    async fn end(&mut self) {
        let now = self.shared.clock.now();
        match files::read_state(&self.paths) {
            Some(state) => {
                facts::add_state(&mut self.report, &self.spec, &state, now);
                if state.phase != TaskPhase::Finished {
                    facts::add_loss(&mut self.report, now);
                }
                // A shim that was lost while no agent was there has lines that nobody shipped.
                let (_, over) = watch::channel(true);
                let mut shippers = self.shippers(&over);
                while shippers.join_next().await.is_some() {}
                self.add_last_lines().await;
            }
            None => tracing::debug!(task = self.spec.task_id, "the task ends before it had a shim"),
        }
        let abandoned = *self.orders.borrow() == Order::Abandon;
        self.tell(abandoned).await;
        let interface = self.spec.interface.network_interface_id.clone();
        self.shared.clear(&self.spec.task_id, Some(&interface)).await;
        self.report.stopped_at = Some(self.shared.clock.now());
        self.tell(abandoned).await;
    }

    /// What the containers printed last goes with their directories, so it is told before.
    async fn add_last_lines(&mut self) {
        for container in &mut self.report.containers {
            let directory = self.paths.logs(&container.name);
            container.last_lines = blocking(move || last_lines(&directory)).await.unwrap_or_default();
        }
    }

    /// Reports until the control plane has taken note.
    async fn tell(&self, abandoned: bool) {
        while !abandoned && !self.shared.control.report(self.report.clone()).await {
            tokio::time::sleep(RETRY).await;
        }
    }
}
