//! What `up` and `down` share: a data directory opened, with the services and the node on it.

use std::fs;
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use neargate_core::{InstanceId, SystemClock, chain};
use neargate_images::{ImageStore, InUse};
use neargate_metadata::Metadata;
use neargate_net::Network;
use neargate_node::{ImageCare, Node, NodeOptions, Parts};
use neargate_storage::{SharedFileSystems, Storage};
use neargate_store::Store;
use neargate_wire::Dispatcher;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::commands::Failure;
use crate::master_key::{self, MasterKey, Sealed};
use crate::run_root;
use crate::services::{ServiceOptions, Services};

/// The services and the node of one data directory. Holding it keeps every other daemon out.
pub(crate) struct Control {
    pub instance: InstanceId,
    pub run_root: PathBuf,
    pub store: Store,
    pub services: Services,
    pub images: ImageStore,
    pub network: Network,
    pub metadata: Metadata,
    pub dispatcher: Dispatcher,
    /// None when it was opened without the file.
    pub master_key: Option<Arc<MasterKey>>,
    file_systems: SharedFileSystems,
    enforce_iam: bool,
}

/// How a data directory is opened.
#[derive(Default)]
pub(crate) struct ControlOptions {
    pub endpoint: String,
    pub images: neargate_images::Options,
    pub enforce_iam: bool,
    /// Without it everything works but secrets.
    pub master_key_file: Option<PathBuf>,
    /// None: as long as usual.
    pub history_kept: Option<Duration>,
    pub efs: EfsPlace,
}

/// Where EFS file systems are.
#[derive(Default)]
pub(crate) enum EfsPlace {
    /// Where they were before.
    #[default]
    AsNoted,
    /// In the data directory, or in the file system that the operator has mounted there.
    Given(Option<PathBuf>),
}

/// What becomes of images beside tasks. By default nothing.
#[derive(Default)]
pub(crate) struct NodeImages {
    pub care: ImageCare,
    /// Whether those of a definition are fetched when it is registered.
    pub prefetch: bool,
}

/// Runs for 200 tasks at once are no faster when all of them fight for the processors.
const STARTS_PER_PROCESSOR: usize = 2;

/// Where the control groups of all daemons of a machine are.
const CGROUPS: &str = "/neargate";

/// A pass runs `nft` once per VPC: some ten milliseconds.
const MEND_INTERVAL: Duration = Duration::from_secs(10);

impl Control {
    /// Opens a data directory, made if it is missing.
    pub(crate) async fn open(data_dir: &Path, options: ControlOptions) -> Result<Self, Failure> {
        let at =
            |what: &'static str| move |error: &dyn std::fmt::Display| Failure(format!("{what}: {error}"));
        // Root's alone: images hold programs that run as their owner.
        let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(data_dir);
        made.map_err(|error| at("make the data directory")(&error))?;
        let store = open_store(data_dir)?;
        let instance = instance(data_dir).map_err(|error| at("read the instance's id")(&error))?;
        let run_root = Path::new("/run/neargate").join(instance.as_str());
        run_root::make(&run_root).map_err(|error| at("make the run directory")(&error))?;
        let images = ImageStore::open(&data_dir.join("images"), options.images)
            .map_err(|e| at("open the image store")(&e))?;
        let network = Network::open(neargate_net::Options::new(instance.clone(), &run_root))
            .await
            .map_err(|error| Failure(format!("open the network: {}", chain(&error))))?;
        let file_systems = match &options.efs {
            EfsPlace::AsNoted => SharedFileSystems::as_noted(data_dir),
            EfsPlace::Given(mount_point) => SharedFileSystems::open(data_dir, mount_point.as_deref()).await,
        };
        let file_systems =
            file_systems.map_err(|error| Failure(format!("open EFS file systems: {}", chain(&error))))?;
        let mut given = ServiceOptions {
            enforce_iam: options.enforce_iam,
            data_dir: data_dir.to_owned(),
            file_systems: file_systems.clone(),
            ..ServiceOptions::default()
        };
        given.history_kept = options.history_kept.unwrap_or(given.history_kept);
        if let Some(path) = &options.master_key_file {
            given.keyring = master_key::open(path, &store).await?;
        }
        let services = Services::new(&store, &given);
        let dispatcher = services.dispatcher(&options.endpoint);
        services
            .efs
            .finish_deletions()
            .await
            .map_err(|error| at("remove the files of deleted file systems")(&error))?;
        let master_key = options.master_key_file.map(|path| {
            let sealed = Sealed {
                keys: Arc::clone(&services.kms),
                secrets: Arc::clone(&services.secrets),
                parameters: Arc::clone(&services.parameters),
            };
            Arc::new(MasterKey::new(path, store.clone(), given.keyring, sealed))
        });
        let metadata = Metadata::new(
            neargate_metadata::Options {
                cgroup_root: cgroup_root(&instance),
                data_root: data_dir.to_owned(),
            },
            dispatcher.clone(),
            Arc::new(SystemClock),
        );
        Ok(Self {
            instance,
            run_root,
            store,
            services,
            images,
            network,
            metadata,
            dispatcher,
            master_key,
            file_systems,
            enforce_iam: options.enforce_iam,
        })
    }

    /// What tasks have of the images here.
    pub(crate) async fn images_in_use(&self) -> InUse {
        neargate_node::in_use(&*self.services.ecs, &self.run_root).await
    }

    /// Starts the workers and the node.
    pub(crate) fn start(
        &self,
        data_dir: &Path,
        storage: Storage,
        images: NodeImages,
        stop: &watch::Receiver<bool>,
    ) -> Result<JoinSet<()>, Failure> {
        let cpus = std::thread::available_parallelism().map_or(1, usize::from);
        let options = NodeOptions {
            executable: "/proc/self/exe".into(),
            run_root: self.run_root.clone(),
            data_root: data_dir.to_owned(),
            cgroup_root: cgroup_root(&self.instance),
            max_concurrent_starts: cpus * STARTS_PER_PROCESSOR,
            enforce_iam: self.enforce_iam,
            images: images.care,
        };
        let parts = Parts {
            images: self.images.clone(),
            network: self.network.clone(),
            metadata: self.metadata.clone(),
            storage,
            file_systems: self.file_systems.clone(),
            registrations: images.prefetch.then(|| self.services.ecs.registrations()),
        };
        let node = Node::new(
            options,
            parts,
            Arc::clone(&self.services.ecs) as _,
            self.dispatcher.clone(),
            Arc::new(SystemClock),
        )
        .map_err(|error| Failure(format!("start the node: {error}")))?;
        self.services.ecs.sessions().connect(node.containers());
        let mut workers = JoinSet::new();
        workers.spawn(node.run(stop.clone()));
        self.services.start(&mut workers, stop);
        workers.spawn(mend(self.network.clone(), stop.clone()));
        Ok(workers)
    }

    /// Waits until no task is left on the machine.
    pub(crate) async fn until_idle(&self, data_dir: &Path) {
        let busy =
            |root: &Path| fs::read_dir(root.join("tasks")).is_ok_and(|mut entries| entries.next().is_some());
        while !self.services.ecs.is_idle().await.unwrap_or(false) || busy(data_dir) || busy(&self.run_root) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Removes from the machine what belongs to no task but to the instance.
    pub(crate) async fn leave(&self) -> Result<(), Failure> {
        self.network
            .close_all()
            .await
            .map_err(|error| Failure(format!("remove the network: {}", chain(&error))))?;
        neargate_shim::sweep(CGROUPS, |instance| instance != self.instance.as_str())
            .map_err(|error| Failure(format!("remove the control groups: {error}")))?;
        // Other daemons on this machine have theirs there.
        neargate_shim::remove_if_empty(CGROUPS);
        run_root::remove(&self.run_root)
            .map_err(|error| Failure(format!("remove {}: {error}", self.run_root.display())))
    }
}

fn cgroup_root(instance: &InstanceId) -> String {
    format!("{CGROUPS}/{instance}")
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
