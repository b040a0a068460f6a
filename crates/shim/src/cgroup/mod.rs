//! A task's control groups: one for the task, one below it for each container.
//!
//! ```text
//! <hierarchy>/neargate/<instance>/<task id>                 quota, memory limit, pids limit of the task
//! <hierarchy>/neargate/<instance>/<task id>/<runtime id>    shares and memory limits of a container; processes live here
//! ```
//! Version 1 (also hybrid) and version 2 alike. Of version 1 only those hierarchies are used that limit something, or that programs look
//! for to learn their limits: each costs a directory and a move. A move by `cgroup.procs` takes a lock that waits for all CPUs to pass a grace period
//! (up to 20 ms), but a thread that writes `0` into `tasks` of version 1 doesn't need the lock, and version 2 lets a
//! process be born in its group: so [`Leaf`] is entered by the process that is to become the container.
//!
//! Everything is reached through directories opened at the start, because the supervisor detaches `/sys` later.

mod directory;
mod layout;
mod leaf;
mod task;

use std::io;

pub(crate) use directory::{kill_all, remove_directory};
pub use layout::{Controller, Layout};
pub(crate) use leaf::Leaf;
pub(crate) use task::TaskCgroup;

#[derive(Debug, thiserror::Error)]
pub enum CgroupError {
    #[error("find the control group hierarchies")]
    Detect(#[source] io::Error),
    #[error("no control group hierarchy is mounted")]
    Missing,
    #[error("make control group {path}")]
    Make {
        path: String,
        #[source]
        cause: io::Error,
    },
    #[error("write {value:?} to {file} of control group {path}")]
    Write {
        path: String,
        file: &'static str,
        value: String,
        #[source]
        cause: io::Error,
    },
    #[error("restrict the devices of control group {path}")]
    Devices {
        path: String,
        #[source]
        cause: io::Error,
    },
    #[error("remove control group {path}")]
    Remove {
        path: String,
        #[source]
        cause: io::Error,
    },
}
