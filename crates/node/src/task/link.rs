//! The connection to a shim.

use std::io;
use std::time::Duration;

use neargate_task::control::Request;
use neargate_task::{TaskPaths, TaskPhase, TaskState};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::UnixStream;
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};

use super::files;

/// A shim that was just started listens within this.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);
const KNOCK_EVERY: Duration = Duration::from_millis(1);

/// Sends requests to a shim and receives its states.
pub(super) struct Link {
    states: BufReader<OwnedReadHalf>,
    /// What has come of the next line.
    line: Vec<u8>,
    requests: OwnedWriteHalf,
}

impl Link {
    /// Connects to a shim that was started before, if it is alive.
    pub(super) async fn to_running(paths: &TaskPaths) -> Option<Self> {
        Self::connect(paths).await.ok()
    }

    /// Connects to a shim that is about to listen. None when its task was over before anybody knocked: containers may fail at once.
    pub(super) async fn to_starting(paths: &TaskPaths, patience: Duration) -> io::Result<Option<Self>> {
        let finished = || files::read_state(paths).is_some_and(|state| state.phase == TaskPhase::Finished);
        let knocking = async {
            loop {
                match Self::connect(paths).await {
                    Ok(link) => return Some(link),
                    Err(_) if finished() => return None,
                    Err(_) => tokio::time::sleep(KNOCK_EVERY).await,
                }
            }
        };
        tokio::time::timeout(patience, knocking).await.map_err(io::Error::other)
    }

    async fn connect(paths: &TaskPaths) -> io::Result<Self> {
        let (states, requests) = UnixStream::connect(paths.socket()).await?.into_split();
        Ok(Self { states: BufReader::new(states), line: Vec::new(), requests })
    }

    pub(super) async fn start(&mut self) {
        self.send(&Request::Start).await;
    }

    pub(super) async fn stop(&mut self) {
        self.send(&Request::Stop).await;
    }

    /// A shim that doesn't listen any more is noticed by `next`.
    async fn send(&mut self, request: &Request) {
        let mut line = serde_json::to_vec(request).expect("requests are plain data");
        line.push(b'\n');
        let _ = self.requests.write_all(&line).await;
    }

    /// The next state; none once the shim has closed the connection. Dropping the future loses nothing: what has come of a line is kept.
    pub(super) async fn next(&mut self) -> Option<TaskState> {
        self.states.read_until(b'\n', &mut self.line).await.ok()?;
        if !self.line.ends_with(b"\n") {
            return None;
        }
        let state = serde_json::from_slice(&self.line);
        self.line.clear();
        state.inspect_err(|error| tracing::error!(%error, "a shim sent what is no state")).ok()
    }
}
