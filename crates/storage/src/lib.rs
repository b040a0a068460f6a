//! A task's ephemeral storage: a disk of its own for what its containers write, no larger than was asked for.
//!
//! ```text
//! <data directory>/ephemeral/20GiB.ext4      a formatted, empty disk: made once per size by mkfs.ext4, sparse, ~130 KiB
//!            │ copied at each start: only what isn't a hole
//!            ▼
//! a file without a name ── loop device ── ext4, a mount that is attached nowhere: one descriptor
//!                                             │ inherited by the task's shim
//!                                             ▼
//!                               attached in the shim's own mount namespace (TaskPaths::storage)
//! ```
//! - `choice` decides, purely, what kind of storage tasks get here; `Storage` provides it.
//! - `blank` keeps the formatted disks, `loopback` and `disk` make a mount from one.
//! - `shared` keeps the directories of file systems that outlive tasks; `export` knows the operator's mount point again that they may be
//!   in, and `errand` keeps everybody from waiting for a server that is away.
//! - `brake` keeps a full host from being noticed too late.
//!
//! Holds: a task that fills its disk gets ENOSPC, and nobody else notices. Nothing has a name but the blanks, so the kernel frees file,
//! device and mount with the last process that uses them: the shim, or before it was started, we. There is nothing to clean up
//! after a crash, a SIGKILL or a reboot, and a disk is never mounted twice: so it has no journal, and flushes nothing.
//!
//! Elsewhere: what lies on the disk (`neargate_task::TaskPaths`). A task's state and its log segments don't: both must get out of a
//! task whose disk is full, and logs have limits of their own.

mod blank;
mod brake;
mod choice;
mod disk;
mod errand;
mod export;
mod loopback;
mod metrics;
mod shared;
mod storage;
#[cfg(test)]
mod testing;

pub use brake::{Brake, Reserve};
pub use choice::{Choice, Findings, Kind, Refusal, decide};
pub use export::ExportError;
pub use metrics::{EphemeralStorageMetrics, measure};
pub use shared::{Creation, PATIENCE, SharedFileSystems};
pub use storage::{Error, Storage};

/// What Fargate gives a task that doesn't ask.
pub const DEFAULT_GIB: u32 = 20;
