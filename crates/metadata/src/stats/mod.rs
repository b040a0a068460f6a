//! What a task's containers use, in the shape of Docker's statistics.
//!
//! Rates need two looks. Nobody looks for a task that doesn't ask: the first question takes two looks a moment apart, each later one compares
//! itself with the one before. So a rate is the mean since the last question.

mod cgroup;
mod docker;
mod network;

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use neargate_core::Timestamp;
use neargate_shim::Layout;
use neargate_task::{ContainerPhase, TaskSpec};
use tokio::sync::Mutex;

use crate::Shared;
use crate::task::{Known, Task};
use cgroup::Usage;
use docker::ContainerStats;
use network::Counters;

/// Between the two looks of a first question.
const FIRST_INTERVAL: Duration = Duration::from_millis(100);
/// Questions that come closer together get the same answer.
const SAME_WITHIN: Duration = Duration::from_millis(500);

/// One look at all containers of a task.
#[derive(Debug)]
pub(crate) struct Sample {
    at: Timestamp,
    taken: Instant,
    /// Processor time of the whole machine, in nanoseconds.
    system_cpu: u64,
    online_cpus: u64,
    /// By runtime id; those that run.
    containers: HashMap<String, Usage>,
    interfaces: BTreeMap<String, Counters>,
}

/// The last looks at a task.
#[derive(Debug, Default)]
pub(crate) struct Sampler {
    last: Mutex<Option<Pair>>,
}

#[derive(Debug, Clone)]
struct Pair {
    before: Arc<Sample>,
    now: Arc<Sample>,
}

/// The statistics of all containers by their ids; `None` for those that don't run.
pub(crate) async fn of(
    shared: &Arc<Shared>,
    task: &Arc<Task>,
    known: &Known,
    with_rates: bool,
) -> BTreeMap<String, Option<ContainerStats>> {
    let Some(state) = &known.state else { return BTreeMap::new() };
    let pair = pair(shared, task, known).await;
    let of = |container: &neargate_task::ContainerState| {
        let usage = pair.as_ref().and_then(|pair| pair.now.containers.get(&container.runtime_id));
        let stats = usage
            .zip(pair.as_ref())
            .map(|(usage, pair)| docker::stats(container, usage, &pair.before, &pair.now, with_rates));
        (container.runtime_id.clone(), stats)
    };
    state.containers.iter().map(of).collect()
}

async fn pair(shared: &Arc<Shared>, task: &Arc<Task>, known: &Known) -> Option<Pair> {
    let mut last = task.sampler.last.lock().await;
    let before = match last.take() {
        Some(pair) if pair.now.taken.elapsed() < SAME_WITHIN => {
            *last = Some(pair.clone());
            return Some(pair);
        }
        Some(pair) => pair.now,
        None => {
            let first = look(shared, &task.spec, known).await?;
            tokio::time::sleep(FIRST_INTERVAL).await;
            first
        }
    };
    let now = look(shared, &task.spec, known).await?;
    let pair = Pair { before, now };
    *last = Some(pair.clone());
    Some(pair)
}

/// Reads the kernel's files, on a thread that may wait for them.
async fn look(shared: &Arc<Shared>, spec: &TaskSpec, known: &Known) -> Option<Arc<Sample>> {
    let state = known.state.as_ref()?;
    let running = state.containers.iter().filter_map(|container| match container.phase {
        ContainerPhase::Running { .. } => Some(container.runtime_id.clone()),
        _ => None,
    });
    let running: Vec<String> = running.collect();
    let (shared, task_id, memory_mib) = (Arc::clone(shared), spec.task_id.clone(), spec.memory_mib);
    let shim_pid = state.shim_pid;
    let looked = tokio::task::spawn_blocking(move || {
        let layout = shared.cgroups.as_ref()?;
        let group = PathBuf::from(shared.options.cgroup_root.trim_start_matches('/')).join(task_id);
        sample(layout, &group, running, memory_mib, shim_pid, shared.clock.now())
    });
    looked.await.ok().flatten().map(Arc::new)
}

fn sample(
    layout: &Layout,
    group: &std::path::Path,
    running: Vec<String>,
    memory_mib: u32,
    shim_pid: i32,
    at: Timestamp,
) -> Option<Sample> {
    let limit = u64::from(memory_mib) << 20;
    let containers = running.into_iter().filter_map(|id| {
        let usage = cgroup::usage(layout, &group.join(&id), limit)?;
        Some((id, usage))
    });
    let containers = containers.collect();
    let (system_cpu, online_cpus) = cgroup::machine(&std::fs::read_to_string("/proc/stat").ok()?)?;
    // The shim stands in the task's network namespace.
    let interfaces = std::fs::read_to_string(format!("/proc/{shim_pid}/net/dev")).unwrap_or_default();
    let interfaces = network::counters(&interfaces);
    Some(Sample { at, taken: Instant::now(), system_cpu, online_cpus, containers, interfaces })
}
