//! What a container finds at 169.254.170.2: metadata of its task and statistics (`/v2`, `/v3`, `/v4`), credentials of its task role
//! (`/v2/credentials`), and the agent's small API (`/api`): task protection and fault injection.
//!
//! The listener of a VPC is handed over by whoever opened it ([`Metadata::serve`]); the address that a connection comes from says
//! which task is asking, because the VPC's bridge lets nobody speak with another's. The node says which tasks there are and what it
//! knows of them ([`Metadata::enter`], [`Presence::update`]); everything else is asked for when somebody wants it: roles and tags
//! through the dispatcher, statistics from the kernel.
//!
//! Holds: a task is told of itself only, whatever ids it knows. Limits are per task ([`limits`]), so none is in another's way. No
//! work is done for a task that doesn't ask.
//! Dies well: nothing is kept but what the node tells anew, sets of credentials and the last statistics. While the daemon is dead
//! connections are refused.

mod agent;
mod answer;
mod credentials;
mod documents;
mod environment;
mod limits;
mod machine;
mod route;
mod serve;
mod server;
mod stats;
mod tags;
mod task;
#[cfg(test)]
mod testing;

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use neargate_core::{Clock, Scope};
use neargate_shim::Layout;
use neargate_task::{TaskReport, TaskSpec, TaskState};
use neargate_wire::Dispatcher;
use tokio::net::TcpListener;

pub use environment::{API_PORT, METADATA_PORT, environment};

use task::Task;

/// Where the tasks of this node have their things.
#[derive(Debug, Clone)]
pub struct Options {
    /// Below it every task has its cgroup: `/neargate/<instance>`.
    pub cgroup_root: String,
    /// Below it every task has its disk: the data directory.
    pub data_root: PathBuf,
}

/// Knows the tasks of a node and answers them. Cheap to clone.
#[derive(Clone)]
pub struct Metadata {
    shared: Arc<Shared>,
}

/// A task has one address, and that is its own in its VPC.
type Address = (String, Ipv4Addr);

pub(crate) struct Shared {
    pub options: Options,
    pub dispatcher: Dispatcher,
    pub clock: Arc<dyn Clock>,
    /// None where the machine has no control groups: then there are no statistics.
    pub cgroups: Option<Layout>,
    tasks: RwLock<HashMap<Address, Arc<Task>>>,
}

impl Metadata {
    pub fn new(options: Options, dispatcher: Dispatcher, clock: Arc<dyn Clock>) -> Self {
        let cgroups =
            Layout::detect().inspect_err(|error| tracing::warn!(%error, "no statistics of tasks")).ok();
        Self { shared: Arc::new(Shared { options, dispatcher, clock, cgroups, tasks: RwLock::default() }) }
    }

    /// Answers a task from now on, for as long as what is returned lives.
    pub fn enter(&self, spec: &TaskSpec) -> Presence {
        let address = (spec.interface.vpc_id.clone(), spec.interface.private_ip);
        let task = Arc::new(Task::new(spec.clone()));
        self.shared.tasks().insert(address.clone(), Arc::clone(&task));
        Presence { shared: Arc::clone(&self.shared), address, task }
    }

    /// The account and region of the task that has this address.
    pub fn home(&self, vpc_id: &str, address: IpAddr) -> Option<Scope> {
        self.shared.find(vpc_id, address).map(|task| task.spec.scope.clone())
    }

    /// Answers the tasks of a VPC on its listener, without end.
    pub async fn serve(self, vpc_id: String, listener: TcpListener) {
        server::run(self.shared, &vpc_id, listener).await;
    }
}

impl Shared {
    fn tasks(&self) -> std::sync::RwLockWriteGuard<'_, HashMap<Address, Arc<Task>>> {
        // Nothing panics while it holds this.
        self.tasks.write().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn find(&self, vpc_id: &str, address: IpAddr) -> Option<Arc<Task>> {
        let IpAddr::V4(address) = address else { return None };
        let tasks = self.tasks.read().unwrap_or_else(PoisonError::into_inner);
        tasks.get(&(vpc_id.to_owned(), address)).cloned()
    }
}

/// A task that is answered. Dropping it ends its connections.
pub struct Presence {
    shared: Arc<Shared>,
    address: Address,
    task: Arc<Task>,
}

impl Presence {
    /// Takes note of what is known of the task by now. Must be told a container's state before that container runs.
    pub fn update(&self, report: &TaskReport, state: &TaskState) {
        self.task.update(report, state);
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        let mut tasks = self.shared.tasks();
        // Another task may have the address by now.
        if tasks.get(&self.address).is_some_and(|task| Arc::ptr_eq(task, &self.task)) {
            tasks.remove(&self.address);
        }
        self.task.leave();
    }
}
