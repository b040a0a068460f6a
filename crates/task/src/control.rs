//! The messages on a shim's control socket: one JSON document a line, in both directions.
//!
//! On connecting, a client is sent the current [`TaskState`] and from then on every later one. Requests may come at any
//! time, are idempotent, and are answered by nothing but the states that follow from them. A client that falls behind is
//! dropped; it connects again and is sent the state of that moment. When the task is over the shim closes the socket,
//! and the last state is in the task's directory.

use serde::{Deserialize, Serialize};

use crate::TaskState;

/// What the node asks of a shim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "request", rename_all = "camelCase")]
pub enum Request {
    /// The interface is wired: containers may start, in the order of their dependencies.
    Start,
    /// End the task: stop signals in reverse order of dependency, stop timeouts, SIGKILL. The shim sees it through by itself.
    Stop,
}

/// What a shim tells.
pub type Event = TaskState;
