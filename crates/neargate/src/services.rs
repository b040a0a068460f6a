//! All services, on one store.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use neargate_core::SystemClock;
use neargate_ec2::Ec2;
use neargate_ecs::Ecs;
use neargate_efs::{Disks, Efs, Work};
use neargate_identity::Identity;
use neargate_kms::Kms;
use neargate_logs::Logs;
use neargate_s3::S3;
use neargate_seal::{Keyring, MasterKeys};
use neargate_secretsmanager::SecretsManager;
use neargate_ssm::Ssm;
use neargate_storage::SharedFileSystems;
use neargate_store::Store;
use neargate_wire::{Dispatcher, Service};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// What services must be told.
pub(crate) struct ServiceOptions {
    pub keyring: Keyring,
    pub enforce_iam: bool,
    pub history_kept: Duration,
    /// Where the bytes of objects lie.
    pub data_dir: PathBuf,
    pub file_systems: SharedFileSystems,
}

impl Default for ServiceOptions {
    /// For looking at services rather than serving: what is sealed is lost with the key, and there are no files.
    fn default() -> Self {
        Self {
            keyring: Keyring::new(MasterKeys::generate()),
            enforce_iam: false,
            history_kept: neargate_ecs::HISTORY_KEPT,
            data_dir: PathBuf::new(),
            file_systems: SharedFileSystems::own(Path::new("")),
        }
    }
}

/// Those that have more to do than to answer, and those that haven't.
pub(crate) struct Services {
    pub ecs: Arc<Ecs>,
    pub efs: Arc<Efs>,
    pub logs: Arc<Logs>,
    pub identity: Arc<Identity>,
    pub kms: Arc<Kms>,
    pub s3: Arc<S3>,
    pub secrets: Arc<SecretsManager>,
    pub parameters: Arc<Ssm>,
    ec2: Arc<Ec2>,
}

impl Services {
    pub(crate) fn new(store: &Store, options: &ServiceOptions) -> Self {
        let clock = Arc::new(SystemClock);
        let disks = Arc::new(EfsDisks(options.file_systems.clone()));
        let identity = Identity::new(store.clone(), clock.clone(), options.enforce_iam);
        Self {
            ecs: Ecs::keeping_history(store.clone(), clock.clone(), options.history_kept),
            efs: Efs::new(store.clone(), clock.clone(), disks),
            logs: Logs::new(store.clone(), clock.clone()),
            s3: S3::new(store.clone(), clock.clone(), Arc::clone(&identity) as _, &options.data_dir),
            identity,
            kms: Kms::new(store.clone(), clock.clone(), options.keyring.clone()),
            secrets: SecretsManager::new(store.clone(), clock.clone(), options.keyring.clone()),
            parameters: Ssm::new(store.clone(), clock, options.keyring.clone()),
            ec2: Ec2::new(store.clone()),
        }
    }

    /// Their operations, ready for a dispatcher.
    pub(crate) fn operations(&self) -> Vec<Service> {
        vec![
            self.ecs.service(),
            self.ec2.service(),
            self.efs.service(),
            self.kms.service(),
            self.logs.service(),
            self.s3.service(),
            self.secrets.service(),
            self.ecs.session_operations(self.parameters.service()),
            neargate_iam::service(&self.identity),
            neargate_sts::service(&self.identity),
        ]
    }

    /// A dispatcher to all of them, which those who call others have too.
    pub(crate) fn dispatcher(&self, endpoint: &str) -> Dispatcher {
        let dispatcher =
            Dispatcher::new(self.operations(), endpoint).with_authorizer(Arc::clone(&self.identity) as _);
        self.ecs.connect(dispatcher.clone());
        self.efs.connect(dispatcher.clone());
        self.logs.connect(dispatcher.clone());
        self.parameters.connect(dispatcher.clone());
        self.secrets.connect(dispatcher.clone());
        dispatcher
    }

    /// Starts what they do by themselves.
    pub(crate) fn start(&self, workers: &mut JoinSet<()>, stop: &watch::Receiver<bool>) {
        workers.spawn(Arc::clone(&self.ecs).run(stop.clone()));
        workers.spawn(self.ecs.sessions().run(stop.clone()));
        workers.spawn(Arc::clone(&self.logs).run(stop.clone()));
        workers.spawn(Arc::clone(&self.s3).run(stop.clone()));
        workers.spawn(Arc::clone(&self.identity).run(stop.clone()));
        workers.spawn(Arc::clone(&self.kms).run(stop.clone()));
        workers.spawn(Arc::clone(&self.secrets).run(stop.clone()));
        workers.spawn(Arc::clone(&self.parameters).run(stop.clone()));
    }
}

/// This machine's directories, as EFS asks about them.
struct EfsDisks(SharedFileSystems);

impl Disks for EfsDisks {
    fn measure<'a>(&'a self, file_system_id: &'a str) -> Work<'a, u64> {
        Box::pin(self.0.measure(file_system_id))
    }

    fn remove<'a>(&'a self, file_system_id: &'a str) -> Work<'a, ()> {
        Box::pin(self.0.remove(file_system_id))
    }
}
