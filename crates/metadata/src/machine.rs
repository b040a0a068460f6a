//! What the machine says of itself: how good its clock is, and how much a task has written.

use std::collections::VecDeque;
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use neargate_core::Timestamp;
use neargate_task::TaskPaths;
use serde::Serialize;
use tokio::sync::Mutex;

/// How far the machine's clock may be off.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ClockDrift {
    /// In milliseconds.
    clock_error_bound: f64,
    reference_timestamp: String,
    clock_synchronization_status: &'static str,
}

/// As the kernel has it from whoever disciplines its clock; `None` if it doesn't say.
pub(crate) fn clock_drift(now: Timestamp) -> Option<ClockDrift> {
    // SAFETY: `timex` is plain integers, for which zeros are a value; zero `modes` asks and changes nothing.
    let mut timex: libc::timex = unsafe { std::mem::zeroed() };
    // SAFETY: `timex` is a valid place for the kernel to write to.
    let state = unsafe { libc::adjtimex(&mut timex) };
    if state < 0 {
        return None;
    }
    let unsynchronized = timex.status & libc::STA_UNSYNC != 0;
    Some(ClockDrift {
        clock_error_bound: timex.maxerror as f64 / 1000.0,
        reference_timestamp: whole_seconds(now),
        clock_synchronization_status: if unsynchronized { "NOT_SYNCHRONIZED" } else { "SYNCHRONIZED" },
    })
}

/// `2026-11-22T18:00:00Z`
pub(crate) fn whole_seconds(at: Timestamp) -> String {
    let mut text = at.to_iso8601();
    text.truncate("2026-11-22T18:00:00".len());
    text + "Z"
}

/// How much of its ephemeral storage a task uses. A disk of its own says so at once; where there is none every file is looked at, so
/// what was counted is good for a while.
#[derive(Debug, Default)]
pub(crate) struct DiskUse {
    counted: Mutex<Option<(Instant, u64)>>,
}

const COUNTED_AGAIN_AFTER: Duration = Duration::from_secs(30);
/// A task with more files is told of these only.
const FILES_MAX: usize = 100_000;

impl DiskUse {
    /// In MiB.
    pub(crate) async fn mib(&self, shim_pid: Option<i32>, paths: &TaskPaths) -> u64 {
        let storage = paths.storage();
        if let Some(disk) = shim_pid.and_then(|pid| neargate_storage::measure(pid, &storage).ok()) {
            return disk.utilized;
        }
        let mut counted = self.counted.lock().await;
        if let Some((at, mib)) = *counted
            && at.elapsed() < COUNTED_AGAIN_AFTER
        {
            return mib;
        }
        let bytes = tokio::task::spawn_blocking(move || count(storage)).await.unwrap_or_default();
        let mib = bytes.div_ceil(1 << 20);
        *counted = Some((Instant::now(), mib));
        mib
    }
}

/// The bytes that a directory's files take up. What goes while it is counted isn't.
fn count(directory: PathBuf) -> u64 {
    let (mut bytes, mut files) = (0, 0);
    let mut directories = VecDeque::from([directory]);
    while let Some(directory) = directories.pop_front() {
        let entries = match fs::read_dir(&directory) {
            Ok(entries) => entries,
            Err(error) => {
                if error.kind() != io::ErrorKind::NotFound {
                    tracing::debug!(%error, directory = %directory.display(), "a task's directory can't be counted");
                }
                continue;
            }
        };
        for entry in entries.flatten() {
            files += 1;
            if files > FILES_MAX {
                return bytes;
            }
            // Of the link itself where it is one.
            let Ok(metadata) = entry.metadata() else { continue };
            bytes += metadata.blocks() * 512;
            if metadata.is_dir() {
                directories.push_back(entry.path());
            }
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernel_says_how_good_its_clock_is() {
        let drift = clock_drift(Timestamp(1_763_834_400_123)).expect("every Linux says");
        assert!(drift.clock_error_bound >= 0.0);
        assert_eq!(drift.reference_timestamp, "2025-11-22T18:00:00Z");
    }

    #[test]
    fn what_is_not_there_takes_no_room() {
        assert_eq!(count(PathBuf::from("/nowhere/at/all")), 0);
    }
}
