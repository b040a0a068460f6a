//! The messages on a shim's control socket: one JSON document a line, in both directions.
//!
//! On connecting, a client is sent the current [`TaskState`] and from then on every later one. [`Request::Start`] and
//! [`Request::Stop`] may come at any time, are idempotent, and are answered by nothing but the states that follow from
//! them. A client that falls behind is dropped; it connects again and is sent the state of that moment. When the task is
//! over the shim closes the socket, and the last state is in the task's directory.
//!
//! [`Request::Exec`] turns its connection into a session of its own: no states are sent any more, but [`SessionEvent`]s.
//!
//! ```text
//! client ── Exec ────────────────────► shim
//!        ◄─ Started + descriptors ────          or Failed, and the end of the connection
//!        ── Resize, Signal ──────────►          as often as wanted
//!        ◄─ Exited ───────────────────          and the end of the connection
//! ```
//! The descriptors come with `Started` as SCM_RIGHTS: a terminal's master, or stdin's, stdout's and stderr's pipes. Output
//! may still be in them when `Exited` comes. Who hangs up ends the session: its processes are killed.

use serde::{Deserialize, Serialize};

use crate::TaskState;

/// What is asked of a shim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "request", rename_all = "camelCase")]
pub enum Request {
    /// The interface is wired: containers may start, in the order of their dependencies.
    Start,
    /// End the task: stop signals in reverse order of dependency, stop timeouts, SIGKILL. The shim sees it through by itself.
    Stop,
    /// Run a further process in a running container.
    Exec(Exec),
    /// In a session with a terminal: its window changed.
    Resize(WindowSize),
    /// In a session: send its processes a signal.
    Signal { signal: i32 },
}

/// A further process in a container: in its namespaces and control group, with its rights and limits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exec {
    /// For the log only: what the caller calls the session.
    pub id: String,
    pub container: String,
    pub command: Vec<String>,
    /// `NAME=value`, over the container's own.
    #[serde(default)]
    pub environment: Vec<String>,
    /// As in the definition of a container; the container's when absent.
    #[serde(default)]
    pub user: Option<String>,
    /// The container's when absent.
    #[serde(default)]
    pub working_directory: Option<String>,
    /// A terminal of this size; pipes when absent.
    #[serde(default)]
    pub terminal: Option<WindowSize>,
}

/// A terminal's size in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowSize {
    pub rows: u16,
    pub columns: u16,
}

/// What a shim tells of a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "session", rename_all = "camelCase")]
pub enum SessionEvent {
    /// The program runs; the descriptors come with this.
    #[serde(rename_all = "camelCase")]
    Started {
        /// In the host's namespace.
        pid: i32,
    },
    /// It doesn't run, for this reason, in the runtime's words.
    Failed { reason: String },
    /// It ended: with the program's status, or 128 plus the signal that ended it.
    #[serde(rename_all = "camelCase")]
    Exited { exit_code: i32 },
}

/// What a shim tells who only watches.
pub type Event = TaskState;
