//! What a session needs of whoever runs containers: a further process in one of them.

use std::future::Future;
use std::pin::Pin;

use tokio::io::{AsyncRead, AsyncWrite};

use crate::payload::Size;

/// A pending answer.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Starts processes in containers.
pub trait Containers: Send + Sync {
    /// Starts a process as root in a container that runs, with its environment, beside what runs there.
    fn open(&self, launch: Launch) -> Pending<'_, Result<Process, OpenError>>;
}

/// What is to be started, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Launch {
    /// For logs: what the session is called.
    pub session_id: String,
    pub task_id: String,
    pub container: String,
    /// Looked up in the container's `PATH`.
    pub arguments: Vec<String>,
    /// `NAME=value`, beyond the container's own.
    pub environment: Vec<String>,
    /// With a terminal of this size, else with pipes.
    pub terminal: Option<Size>,
}

/// A process that was started. Dropping it hangs up: a terminal's processes get SIGHUP, pipes are closed.
pub struct Process {
    pub input: Box<dyn AsyncWrite + Send + Unpin>,
    pub output: Box<dyn AsyncRead + Send + Unpin>,
    /// The second output of a process without a terminal.
    pub error: Option<Box<dyn AsyncRead + Send + Unpin>>,
    pub control: Box<dyn Control>,
    /// Its exit code, 128 and the signal's number if one killed it; none when nobody can tell.
    pub exit: Pending<'static, Option<i32>>,
}

/// What can be done to a process.
pub trait Control: Send {
    /// Tells its terminal a new size.
    fn resize(&self, size: Size);

    /// Ends it.
    fn hang_up(&self);
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// In the runtime's words: `exec: "x": executable file not found in $PATH`.
    #[error("{0}")]
    NotStarted(String),
    #[error("the container isn't running")]
    NotRunning,
}
