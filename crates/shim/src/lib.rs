//! The supervisor process of one task, and what a node needs to start and observe it.
//!
//! ```text
//! node ──spawn──► shim: process 1 of a pid namespace, one thread, waits in poll
//!   ▲               ├── network and host name namespace, which the node wires and all containers share
//!   └──control──────┤── private mount namespace with the containers' root file systems
//!      socket       ├── control groups  (the only thing that outlives it: `sweep`)
//!                   ├── creator ─► libcontainer   (a fork per container, ends when its program runs)
//!                   └── containers, their output, their ends
//! ```
//! - `machine` decides, purely; `supervisor` carries out and listens.
//! - `world` makes the namespaces, `cgroup` the control groups (`device_filter` for version 2).
//! - `creator` makes a container with libcontainer from a `rootfs` (with its `volume`s) and a `bundle`; `program` is its last step, with
//!   `seccomp` and `init`.
//! - `exec` runs further processes in containers, for health checks (`check`) and clients (`session`); `oblivion` has them
//!   remember nothing of the shim, `pause` is the process namespace that containers may share.
//! - `logs` keeps what containers print, `publisher` tells the task's state.
//!
//! Holds: a shim's death, however it comes, ends every process of its task and frees its mounts and network; a node's
//! death ends nothing. `Finished` is told when nothing of the task is left. The shim asks nobody anything.

#![warn(clippy::print_stderr, clippy::print_stdout)]

mod bundle;
mod cgroup;
mod channel;
mod check;
mod client;
mod complaint;
mod connection;
mod creator;
mod device_filter;
mod exec;
mod id_map;
mod init;
mod logs;
mod machine;
mod oblivion;
mod pause;
mod program;
mod publisher;
mod rootfs;
mod seccomp;
mod session;
mod slot;
mod spawn;
mod stop_signal;
mod supervisor;
mod sweep;
mod tmpfs;
mod user;
mod volume;
mod world;

pub use cgroup::{CgroupError, Controller, Layout};
pub use client::{Ends, ExecError, Session, States, connect, encode, exec, is_alive, last_state};
pub use spawn::{Spawned, spawn};
pub use supervisor::main;
pub use sweep::{Swept, remove_if_empty, sweep};
