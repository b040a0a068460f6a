//! The reports of tasks that stopped, as metrics: how many, how long, how much, by family and group.
//!
//! Families and groups are callers' to name, so only so many are told apart; those that come later are counted as `other`. A task counts
//! once, after its record was written; a daemon that dies in between has lost its counts anyway.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use super::PastTask;

/// How many pairs of family and group are told apart.
const MAX_KINDS: usize = 100;
const OTHER: &str = "other";

/// Whose tasks were measured so far.
#[derive(Default)]
pub(crate) struct Measured(Mutex<HashSet<(String, String)>>);

impl Measured {
    /// Counts a task that stopped.
    pub(crate) fn note(&self, task: &PastTask) {
        let (family, group) = self.kind(task);
        let of_task = [("family", family), ("group", group)];
        let exit_code = task.exit_code().map_or_else(|| "none".to_owned(), |code| code.to_string());
        let stop_code = task.stop_code.clone().unwrap_or_default();
        let mut labels = of_task.to_vec();
        labels.extend([("exit_code", exit_code), ("stop_code", stop_code)]);
        metrics::counter!("neargate_tasks_stopped_total", &labels).increment(1);
        if let Some(ran) = task.ran() {
            metrics::histogram!("neargate_task_run_seconds", &of_task).record(ran);
        }
        let Some(usage) = task.usage else { return };
        let cpu_seconds = usage.cpu_nanoseconds as f64 / 1e9;
        metrics::histogram!("neargate_task_cpu_seconds", &of_task).record(cpu_seconds);
        if let Some(bytes) = usage.peak_memory_bytes {
            metrics::histogram!("neargate_task_peak_memory_bytes", &of_task).record(bytes as f64);
        }
        if let Some(bytes) = usage.disk_bytes {
            metrics::histogram!("neargate_task_disk_bytes", &of_task).record(bytes as f64);
        }
    }

    fn kind(&self, task: &PastTask) -> (String, String) {
        let family = task.task_definition.split(':').next().unwrap_or_default();
        let kind = (family.to_owned(), task.group.clone().unwrap_or_default());
        let mut kinds = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kinds.len() >= MAX_KINDS && !kinds.contains(&kind) {
            return (OTHER.to_owned(), OTHER.to_owned());
        }
        kinds.insert(kind.clone());
        kind
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::testing::task;

    #[test]
    fn only_so_many_kinds_of_tasks_are_told_apart() {
        let measured = Measured::default();
        let kind = |number: usize| {
            let mut task = task("EssentialContainerExited", Vec::new());
            task.task_definition = format!("job-{number}:7");
            task.group = Some("nightly".to_owned());
            measured.kind(&task)
        };
        let own = |number: usize| (format!("job-{number}"), "nightly".to_owned());
        for number in 0..MAX_KINDS {
            assert_eq!(kind(number), own(number));
        }
        assert_eq!(kind(MAX_KINDS), (OTHER.to_owned(), OTHER.to_owned()));
        assert_eq!(kind(0), own(0));
    }
}
