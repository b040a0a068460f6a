//! The node agent: makes tasks run on this machine.
//!
//! It asks the control plane which tasks are assigned here ([`neargate_task::ControlPlane`]) and keeps one runner for each: images are
//! fetched, a shim is started and told when its network stands, its states become reports, what its containers print is shipped, and
//! in the end everything is put away. Shims outlive the agent: a new one finds them by their directories.
//!
//! Never: runs a container itself, enters a task's namespaces, decides whether a task should run.
//! Dies well: every step can be repeated, and what was done is read from the task's directories, not remembered.

mod agent;
mod exec;
mod images;
mod logs;
mod task;

pub use agent::{Node, NodeOptions, Parts};
pub use images::{ImageCare, in_use};
