//! What a task's runner calls: make the destinations ready before a task, ship while it lives.

use std::path::PathBuf;
use std::sync::Arc;

use neargate_task::{ContainerSpec, TaskPaths, TaskSpec};
use neargate_wire::{Dispatcher, Role};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::awslogs::{LogStream, ensure_stream};
use super::destination::{Destination, Note};
use super::firelens::{self, Router};
use super::lines::Rules;
use super::shipper::Shipper;
use super::splunk::Collector;
use super::{Driver, Watcher};

/// Makes sure that a container's lines have somewhere to go.
///
/// # Errors
///
/// With the reason for which ECS doesn't start such a task.
pub(crate) async fn prepare(role: &Role, task: &TaskSpec, container: &ContainerSpec) -> Result<(), String> {
    match Driver::of(task, container).map_err(|error| error.to_string())? {
        Some(Driver::AwsLogs(logs)) => ensure_stream(role, &logs).await,
        Some(Driver::Splunk(splunk)) => Collector::verify(splunk).await,
        Some(Driver::FireLens(_)) | None => Ok(()),
    }
}

/// Starts shippers.
pub(crate) struct Logging {
    pub dispatcher: Dispatcher,
    /// With whose rights lines are delivered to AWS's services.
    pub role: Arc<Role>,
    pub watcher: Arc<Watcher>,
}

impl Logging {
    /// A shipper for each container that logs somewhere. They end once `over` is true and everything is shipped.
    pub(crate) fn ship(
        &self,
        task: &TaskSpec,
        paths: &TaskPaths,
        over: &watch::Receiver<bool>,
    ) -> JoinSet<()> {
        let mut shippers = JoinSet::new();
        for container in &task.containers {
            let segments = paths.logs(&container.name);
            let driver = match Driver::of(task, container) {
                Ok(Some(driver)) => driver,
                Ok(None) => continue,
                Err(error) => {
                    // It was read when the task began, so this one was decided by another version of ours.
                    tracing::error!(%error, container = container.name, "a container's lines can't be shipped");
                    continue;
                }
            };
            let note = Note::beside(&segments);
            match driver {
                Driver::AwsLogs(logs) => {
                    let rules = logs.rules.clone();
                    let (dispatcher, role) = (self.dispatcher.clone(), Arc::clone(&self.role));
                    let stream = LogStream { dispatcher, role, logs };
                    self.start(&mut shippers, stream, rules, segments, over);
                }
                Driver::FireLens(firelens) => {
                    let container_id =
                        runtime_id(paths, &container.name).unwrap_or_else(|| task.task_id.clone());
                    let socket = firelens::socket(paths);
                    let router = Router { firelens, container_id, socket, note, connection: None };
                    let rules = Rules { empty_events: true, ..Rules::default() };
                    self.start(&mut shippers, router, rules, segments, over);
                }
                Driver::Splunk(splunk) => match Collector::new(splunk, note) {
                    Ok(collector) => self.start(&mut shippers, collector, Rules::default(), segments, over),
                    Err(error) => {
                        tracing::error!(%error, container = container.name, "a container's lines can't be shipped")
                    }
                },
            }
        }
        shippers
    }

    fn start<D: Destination + 'static>(
        &self,
        shippers: &mut JoinSet<()>,
        destination: D,
        rules: Rules,
        directory: PathBuf,
        over: &watch::Receiver<bool>,
    ) {
        let shipper = Shipper { watcher: Arc::clone(&self.watcher), destination, rules, directory };
        shippers.spawn(shipper.run(over.clone()));
    }
}

/// The id that a container has with its shim.
fn runtime_id(paths: &TaskPaths, container: &str) -> Option<String> {
    let spec = std::fs::read(paths.spec()).ok()?;
    let spec: neargate_task::ShimSpec = serde_json::from_slice(&spec).ok()?;
    spec.containers.into_iter().find(|known| known.name == container).map(|known| known.runtime_id)
}
