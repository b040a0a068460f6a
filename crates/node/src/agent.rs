//! Keeps one runner for every task of this node.

use std::collections::HashMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use neargate_core::Clock;
use neargate_exec::process::Containers;
use neargate_images::ImageStore;
use neargate_metadata::Metadata;
use neargate_net::Network;
use neargate_storage::{Brake, SharedFileSystems, Storage};
use neargate_task::{ControlPlane, Registration, TaskReport, TaskSpec};
use neargate_wire::Dispatcher;
use tokio::sync::{Semaphore, broadcast, watch};
use tokio::task::{JoinHandle, JoinSet};

use crate::exec::NodeContainers;
use crate::images::{self, ImageCare};
use crate::logs::Watcher;
use crate::task::{self, Order};

/// Even without word from the control plane it is asked this often.
const ASK_ANYWAY: Duration = Duration::from_secs(10);
/// After a failure of the control plane.
const RETRY: Duration = Duration::from_secs(1);

/// Where a node's things lie.
#[derive(Debug, Clone)]
pub struct NodeOptions {
    /// The program that is started as `shim`: neargate itself.
    pub executable: PathBuf,
    /// On tmpfs: `/run/neargate/<instance>`.
    pub run_root: PathBuf,
    /// On disk: the data directory.
    pub data_root: PathBuf,
    /// Below it every task has its cgroup: `/neargate/<instance>`.
    pub cgroup_root: String,
    /// So many tasks are between their shim's start and their containers' at a time.
    pub max_concurrent_starts: usize,
    /// Whether policies of file systems limit those who come without a role.
    pub enforce_iam: bool,
    pub images: ImageCare,
}

/// What a node makes tasks of.
pub struct Parts {
    pub images: ImageStore,
    pub network: Network,
    pub metadata: Metadata,
    pub storage: Storage,
    pub file_systems: SharedFileSystems,
    /// Definitions whose images are to be fetched ahead.
    pub registrations: Option<broadcast::Receiver<Registration>>,
}

/// What runners share.
pub(crate) struct Shared {
    pub options: NodeOptions,
    pub images: ImageStore,
    pub network: Network,
    pub metadata: Metadata,
    pub storage: Arc<Storage>,
    pub file_systems: SharedFileSystems,
    pub control: Arc<dyn ControlPlane>,
    pub dispatcher: Dispatcher,
    pub clock: Arc<dyn Clock>,
    pub watcher: Arc<Watcher>,
    pub starts: Arc<Semaphore>,
}

/// The agent of one machine.
pub struct Node {
    shared: Arc<Shared>,
    registrations: Option<broadcast::Receiver<Registration>>,
}

/// A task's runner, and the way to tell it what the control plane wants.
struct Runner {
    orders: watch::Sender<Order>,
    done: JoinHandle<()>,
}

impl Node {
    pub fn new(
        options: NodeOptions,
        parts: Parts,
        control: Arc<dyn ControlPlane>,
        dispatcher: Dispatcher,
        clock: Arc<dyn Clock>,
    ) -> io::Result<Self> {
        let starts = Arc::new(Semaphore::new(options.max_concurrent_starts));
        let watcher = Watcher::new()?;
        let Parts { images, network, metadata, storage, file_systems, registrations } = parts;
        let storage = Arc::new(storage);
        let shared = Shared {
            options,
            images,
            network,
            metadata,
            storage,
            file_systems,
            control,
            dispatcher,
            clock,
            watcher,
            starts,
        };
        Ok(Self { shared: Arc::new(shared), registrations })
    }

    /// The way into this node's containers.
    pub fn containers(&self) -> Arc<dyn Containers> {
        let options = &self.shared.options;
        Arc::new(NodeContainers { run_root: options.run_root.clone(), data_root: options.data_root.clone() })
    }

    /// Runs until `stop` turns true. Tasks run on.
    pub async fn run(mut self, mut stop: watch::Receiver<bool>) {
        let watcher = Arc::clone(&self.shared.watcher);
        let watching = tokio::spawn(async move {
            if let Err(error) = watcher.run().await {
                tracing::error!(%error, "watching logs ended: they are looked at now and then");
            }
        });
        let braking = self.shared.storage.brake().map(|brake| tokio::spawn(keep_brake(brake)));
        let mut aside = JoinSet::new();
        aside.spawn(images::care(Arc::clone(&self.shared)));
        if let Some(registrations) = self.registrations.take() {
            aside.spawn(images::prefetch(Arc::clone(&self.shared), registrations));
        }
        let mut runners = HashMap::new();
        loop {
            let wait = self.pass(&mut runners).await;
            tokio::select! {
                () = self.shared.control.changed() => {}
                () = tokio::time::sleep(wait) => {}
                _ = stop.wait_for(|stop| *stop) => break,
            }
        }
        watching.abort();
        if let Some(braking) = braking {
            braking.abort();
        }
        // Each ends where it waits next: after that it begins nothing any more.
        runners.values().for_each(|runner| runner.done.abort());
        for runner in runners.into_values() {
            let _ = runner.done.await;
        }
        drop(aside);
        if let Err(error) = self.shared.images.save_uses().await {
            tracing::warn!(%error, "writing down when images were used failed");
        }
    }

    /// One look at what is assigned and what is here; says how long the next may wait.
    async fn pass(&self, runners: &mut HashMap<String, Runner>) -> Duration {
        runners.retain(|_, runner| !runner.done.is_finished());
        let assigned = self.shared.control.assigned().await;
        let here = match self.tasks_here() {
            Ok(here) => here,
            Err(error) => {
                tracing::error!(%error, "listing the tasks of this node failed");
                return RETRY;
            }
        };
        for id in here.iter().filter(|id| !assigned.iter().any(|(spec, _)| spec.task_id == **id)) {
            match runners.get(id) {
                Some(runner) => runner.order(Order::Abandon),
                None => {
                    tracing::info!(task = id, "putting away a task that nobody wants");
                    tokio::spawn(task::put_away(Arc::clone(&self.shared), id.clone()));
                }
            }
        }
        for (spec, report) in assigned {
            self.keep(runners, spec, report);
        }
        ASK_ANYWAY
    }

    /// Tells the task's runner what is wanted, or starts one.
    fn keep(&self, runners: &mut HashMap<String, Runner>, spec: TaskSpec, report: TaskReport) {
        let order = if spec.stop.is_some() { Order::Stop } else { Order::Run };
        match runners.get(&spec.task_id) {
            Some(runner) => runner.order(order),
            None => {
                let id = spec.task_id.clone();
                let (orders, received) = watch::channel(order);
                let done = tokio::spawn(task::run(Arc::clone(&self.shared), spec, report, received));
                runners.insert(id, Runner { orders, done });
            }
        }
    }

    /// The ids of tasks that have a directory.
    fn tasks_here(&self) -> io::Result<Vec<String>> {
        let mut ids = Vec::new();
        for root in [&self.shared.options.run_root, &self.shared.options.data_root] {
            let directory = match std::fs::read_dir(root.join("tasks")) {
                Ok(directory) => directory,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(error),
            };
            for entry in directory {
                let id = entry?.file_name().to_string_lossy().into_owned();
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
        }
        Ok(ids)
    }
}

/// Keeps an eye on the host's disk, and says when the tasks' disks take no more.
async fn keep_brake(brake: Brake) {
    let brake = Arc::new(brake);
    let mut on = false;
    loop {
        let pass = {
            let brake = Arc::clone(&brake);
            tokio::task::spawn_blocking(move || brake.pass()).await
        };
        let next = match pass.map_err(io::Error::other).and_then(std::convert::identity) {
            Err(error) => {
                tracing::warn!(%error, "looking at this machine's disk failed");
                RETRY
            }
            Ok(pass) => {
                if pass.on && !on {
                    tracing::error!(
                        "this machine's disk is nearly full: what tasks write fails until there is room"
                    );
                } else if on && !pass.on {
                    tracing::info!("this machine's disk has room again: tasks may write");
                }
                on = pass.on;
                pass.next
            }
        };
        tokio::time::sleep(next).await;
    }
}

impl Runner {
    fn order(&self, order: Order) {
        self.orders.send_if_modified(|current| {
            let changed = *current < order;
            *current = order.max(*current);
            changed
        });
    }
}
