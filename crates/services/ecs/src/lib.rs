//! Amazon ECS: clusters, task definitions and tasks.
//!
//! Operations validate, write desired state in one transaction and return. The lifecycle worker converges on it: it gives a task its
//! network interface, and the node reports what became of it through [`neargate_task::ControlPlane`].
//!
//! Never: talks to a kernel, a registry or another service's store. Other services are called through the dispatcher.

mod account_settings;
mod clusters;
mod model;
mod page;
mod refused;
mod tags;
mod task_definitions;
mod tasks;
#[cfg(test)]
mod testing;

use std::sync::{Arc, OnceLock};

use neargate_core::Clock;
use neargate_store::Store;
use neargate_wire::{Dispatcher, Service};

/// The service's state: what its operations and its worker work on.
pub struct Ecs {
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    dispatcher: OnceLock<Dispatcher>,
}

impl Ecs {
    pub fn new(store: Store, clock: Arc<dyn Clock>) -> Arc<Self> {
        Arc::new(Self { store, clock, dispatcher: OnceLock::new() })
    }

    /// Hands over the door to the other services, once all are known.
    pub fn connect(&self, dispatcher: Dispatcher) {
        let _ = self.dispatcher.set(dispatcher);
    }

    /// The operations, ready for a dispatcher.
    pub fn service(self: &Arc<Self>) -> Service {
        let service = Service::new("ecs", &model::MODEL, "InvalidParameterException", "ServerException");
        let service = account_settings::register(service, self);
        let service = clusters::register(service, self);
        let service = tags::register(service, self);
        let service = task_definitions::register(service, self);
        tasks::register(service, self)
    }
}
