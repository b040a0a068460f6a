//! Amazon ECS: clusters, task definitions and tasks.
//!
//! Operations validate, write desired state in one transaction and return. The lifecycle worker ([`Ecs::run`]) converges on it: it
//! gives a task its network interface, and the node reports what became of it through [`neargate_task::ControlPlane`].
//!
//! Never: talks to a kernel, a registry or another service's store. Other services are called through the dispatcher.

mod account_settings;
mod clusters;
mod container_instances;
mod control_plane;
mod exec;
mod guards;
mod history;
mod lifecycle;
mod model;
mod page;
mod refused;
mod secret_files;
mod tags;
mod task_definitions;
mod tasks;
#[cfg(test)]
mod testing;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

pub use history::{KEPT as HISTORY_KEPT, PastContainer, PastTask};
use neargate_core::Clock;
use neargate_exec::Sessions;
use neargate_store::{Store, Watch};
use neargate_task::Registration;
use neargate_wire::{Dispatcher, Service};
use tokio::sync::{Mutex, Notify, broadcast};

/// The service's state: what its operations and its worker work on.
pub struct Ecs {
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    dispatcher: OnceLock<Dispatcher>,
    /// What was learnt of subnets and security groups, so that not every `RunTask` asks EC2.
    pub(crate) network: tasks::NetworkCache,
    /// Wakes the lifecycle worker before the store would.
    pub(crate) nudge: Notify,
    /// How long the records of stopped tasks are kept.
    pub(crate) history_kept: Duration,
    pub(crate) measured: history::Measured,
    pub(crate) sessions: Arc<Sessions>,
    /// The node's watch on its assignments: a change between two awaits must not be missed.
    assignments: Mutex<Watch>,
    /// Whether what only neargate understands is refused.
    strict: AtomicBool,
    /// Whoever wants to prepare for tasks hears of their definitions here.
    registrations: broadcast::Sender<Registration>,
}

/// A listener that falls so far behind misses registrations.
const REGISTRATIONS_KEPT: usize = 256;

impl Ecs {
    pub fn new(store: Store, clock: Arc<dyn Clock>) -> Arc<Self> {
        Self::keeping_history(store, clock, HISTORY_KEPT)
    }

    /// As [`Ecs::new`], with the time for which records of stopped tasks are kept.
    pub fn keeping_history(store: Store, clock: Arc<dyn Clock>, history_kept: Duration) -> Arc<Self> {
        let assignments = Mutex::new(store.watch("ecs", tasks::ASSIGNMENT));
        let (network, nudge) = (tasks::NetworkCache::default(), Notify::new());
        let sessions = Sessions::new(Arc::clone(&clock));
        Arc::new(Self {
            store,
            clock,
            dispatcher: OnceLock::new(),
            network,
            nudge,
            history_kept,
            measured: history::Measured::default(),
            sessions,
            assignments,
            strict: AtomicBool::new(false),
            registrations: broadcast::Sender::new(REGISTRATIONS_KEPT),
        })
    }

    /// Hands over the door to the other services, once all are known.
    pub fn connect(&self, dispatcher: Dispatcher) {
        let _ = self.dispatcher.set(dispatcher);
    }

    /// The sessions of ECS Exec: whoever serves data channels and runs containers meets there.
    pub fn sessions(&self) -> Arc<Sessions> {
        Arc::clone(&self.sessions)
    }

    /// Tells of each task definition that is registered from now on, in this process. Whoever hears of one may prepare for its tasks; nothing
    /// depends on it.
    pub fn registrations(&self) -> broadcast::Receiver<Registration> {
        self.registrations.subscribe()
    }

    /// From now on what only neargate understands is refused, so that a definition that is accepted here says the same on AWS.
    pub fn refuse_extensions(&self) {
        self.strict.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_strict(&self) -> bool {
        self.strict.load(Ordering::Relaxed)
    }

    pub(crate) fn dispatcher(&self) -> Option<&Dispatcher> {
        self.dispatcher.get()
    }

    /// The operations, ready for a dispatcher.
    pub fn service(self: &Arc<Self>) -> Service {
        let service = Service::new("ecs", &model::MODEL, "InvalidParameterException", "ServerException");
        let service = account_settings::register(service, self);
        let service = clusters::register(service, self);
        let service = container_instances::register(service, self);
        let service = exec::register(service, self);
        let service = tags::register(service, self);
        let service = task_definitions::register(service, self);
        tasks::register(service, self)
    }
}
