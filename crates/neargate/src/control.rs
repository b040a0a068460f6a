//! What `up` and `down` share: a data directory opened, with the services and the node on it.

use std::fs;
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use neargate_core::{InstanceId, SystemClock};
use neargate_ec2::Ec2;
use neargate_ecs::Ecs;
use neargate_identity::Identity;
use neargate_images::ImageStore;
use neargate_logs::Logs;
use neargate_metadata::Metadata;
use neargate_net::Network;
use neargate_node::{Node, NodeOptions};
use neargate_store::Store;
use neargate_wire::{Dispatcher, Service};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::commands::Failure;

/// The services and the node of one data directory. Holding it keeps every other daemon out.
pub(crate) struct Control {
    pub instance: InstanceId,
    pub run_root: PathBuf,
    pub store: Store,
    pub ecs: Arc<Ecs>,
    pub logs: Arc<Logs>,
    pub identity: Arc<Identity>,
    pub images: ImageStore,
    pub network: Network,
    pub metadata: Metadata,
    pub dispatcher: Dispatcher,
}

/// Runs for 200 tasks at once are no faster when all of them fight for the processors.
const STARTS_PER_PROCESSOR: usize = 2;

/// A pass runs `nft` once per VPC: some ten milliseconds.
const MEND_INTERVAL: Duration = Duration::from_secs(10);

impl Control {
    /// Opens a data directory, made if it is missing.
    pub(crate) async fn open(
        data_dir: &Path,
        endpoint: &str,
        images: neargate_images::Options,
        enforce_iam: bool,
    ) -> Result<Self, Failure> {
        let at =
            |what: &'static str| move |error: &dyn std::fmt::Display| Failure(format!("{what}: {error}"));
        // Root's alone: images hold programs that run as their owner.
        let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(data_dir);
        made.map_err(|error| at("make the data directory")(&error))?;
        let store = open_store(data_dir)?;
        let instance = instance(data_dir).map_err(|error| at("read the instance's id")(&error))?;
        let run_root = Path::new("/run/neargate").join(instance.as_str());
        let images =
            ImageStore::open(&data_dir.join("images"), images).map_err(|e| at("open the image store")(&e))?;
        let net_instance =
            instance.as_str().parse().map_err(|_| Failure("the instance's id is malformed".to_owned()))?;
        let network = Network::open(neargate_net::Options::new(net_instance, &run_root))
            .await
            .map_err(|error| Failure(format!("open the network: {}", chain(&error))))?;
        let Services { ecs, logs, identity, list } = services(&store, enforce_iam);
        let dispatcher = Dispatcher::new(list, endpoint).with_authorizer(Arc::clone(&identity) as _);
        ecs.connect(dispatcher.clone());
        let metadata = Metadata::new(
            neargate_metadata::Options {
                cgroup_root: cgroup_root(&instance),
                data_root: data_dir.to_owned(),
            },
            dispatcher.clone(),
            Arc::new(SystemClock),
        );
        Ok(Self { instance, run_root, store, ecs, logs, identity, images, network, metadata, dispatcher })
    }

    /// Starts the workers and the node.
    pub(crate) fn start(
        &self,
        data_dir: &Path,
        stop: &watch::Receiver<bool>,
    ) -> Result<JoinSet<()>, Failure> {
        let cpus = std::thread::available_parallelism().map_or(1, usize::from);
        let options = NodeOptions {
            executable: "/proc/self/exe".into(),
            run_root: self.run_root.clone(),
            data_root: data_dir.to_owned(),
            cgroup_root: cgroup_root(&self.instance),
            max_concurrent_starts: cpus * STARTS_PER_PROCESSOR,
        };
        let (images, network, dispatcher) =
            (self.images.clone(), self.network.clone(), self.dispatcher.clone());
        let node = Node::new(
            options,
            images,
            network,
            self.metadata.clone(),
            Arc::clone(&self.ecs) as _,
            dispatcher,
            Arc::new(SystemClock),
        )
        .map_err(|error| Failure(format!("start the node: {error}")))?;
        let mut workers = JoinSet::new();
        workers.spawn(node.run(stop.clone()));
        workers.spawn(Arc::clone(&self.ecs).run(stop.clone()));
        workers.spawn(Arc::clone(&self.logs).run(stop.clone()));
        workers.spawn(Arc::clone(&self.identity).run(stop.clone()));
        workers.spawn(mend(self.network.clone(), stop.clone()));
        Ok(workers)
    }

    /// Waits until no task is left on the machine.
    pub(crate) async fn until_idle(&self, data_dir: &Path) {
        let busy =
            |root: &Path| fs::read_dir(root.join("tasks")).is_ok_and(|mut entries| entries.next().is_some());
        while !self.ecs.is_idle().await.unwrap_or(false) || busy(data_dir) || busy(&self.run_root) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Removes from the machine what belongs to no task but to the instance.
    pub(crate) async fn leave(&self) -> Result<(), Failure> {
        self.network
            .close_all()
            .await
            .map_err(|error| Failure(format!("remove the network: {}", chain(&error))))?;
        neargate_shim::sweep("/neargate", |instance| instance != self.instance.as_str())
            .map_err(|error| Failure(format!("remove the control groups: {error}")))?;
        match fs::remove_dir_all(&self.run_root) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(Failure(format!("remove {}: {error}", self.run_root.display())))
            }
            _ => Ok(()),
        }
    }
}

fn cgroup_root(instance: &InstanceId) -> String {
    format!("/neargate/{instance}")
}

/// Puts back what others took from the network: a firewall that is started or reloaded may flush our rules with its own.
async fn mend(network: Network, mut stop: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(MEND_INTERVAL) => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
        if let Err(error) = network.repair().await {
            tracing::warn!(error = chain(&error), "looking after the network failed");
        }
    }
}

/// All services, and those that have more to do than to answer.
pub(crate) struct Services {
    pub ecs: Arc<Ecs>,
    pub logs: Arc<Logs>,
    pub identity: Arc<Identity>,
    pub list: Vec<Service>,
}

/// All services, on a store.
pub(crate) fn services(store: &Store, enforce_iam: bool) -> Services {
    let clock = Arc::new(SystemClock);
    let ecs = Ecs::new(store.clone(), clock.clone());
    let logs = Logs::new(store.clone(), clock.clone());
    let identity = Identity::new(store.clone(), clock, enforce_iam);
    let list = vec![
        ecs.service(),
        Ec2::new(store.clone()).service(),
        logs.service(),
        neargate_iam::service(&identity),
        neargate_sts::service(&identity),
    ];
    Services { ecs, logs, identity, list }
}

fn open_store(data_dir: &Path) -> Result<Store, Failure> {
    Store::open(data_dir).map_err(|error| match error {
        neargate_store::Error::Locked { pid, .. } => {
            let who = pid.map(|pid| format!(" (process {pid})")).unwrap_or_default();
            Failure(format!("{} is in use by another neargate{who}", data_dir.display()))
        }
        other => Failure(chain(&other)),
    })
}

/// The directory's instance id, made at its first use.
fn instance(data_dir: &Path) -> io::Result<InstanceId> {
    let path = data_dir.join("instance");
    match fs::read_to_string(&path) {
        Ok(text) => text.trim().parse().map_err(io::Error::other),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let fresh = InstanceId::random();
            crate::credentials::write_private(&path, fresh.as_str().as_bytes())?;
            Ok(fresh)
        }
        Err(error) => Err(error),
    }
}

/// An error and its causes in one line.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text = format!("{text}: {cause}");
        next = cause.source();
    }
    text
}
