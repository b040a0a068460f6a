//! Talking to a shim, for those who bring their own sockets and waiting: a connection is a stream of bytes, [`States`] cuts it
//! into states, [`encode`] makes requests.

use std::io;
use std::os::unix::net::UnixStream;

use neargate_task::control::{Event, Request};
use neargate_task::{TaskPaths, TaskState};

/// Connects to a task's shim. Unix sockets connect at once or not at all; the stream is a blocking one.
///
/// A refusal, a missing socket, the stream's end and `ConnectionReset` all mean the same: the shim is over, or about to listen.
/// [`last_state`] tells which.
pub fn connect(paths: &TaskPaths) -> io::Result<UnixStream> {
    UnixStream::connect(paths.socket())
}

/// A request as it goes over the socket.
pub fn encode(request: &Request) -> Vec<u8> {
    // An enum of units with derived serialisation can't fail.
    let mut line = serde_json::to_vec(request).expect("a request is plain data");
    line.push(b'\n');
    line
}

/// Cuts what a shim sends into states.
#[derive(Debug, Default)]
pub struct States {
    bytes: Vec<u8>,
}

impl States {
    /// Takes bytes as they come; the states that they complete, in order.
    pub fn push(&mut self, bytes: &[u8]) -> io::Result<Vec<Event>> {
        self.bytes.extend_from_slice(bytes);
        let mut states = Vec::new();
        let mut start = 0;
        while let Some(length) = self.bytes[start..].iter().position(|&byte| byte == b'\n') {
            states.push(serde_json::from_slice(&self.bytes[start..start + length])?);
            start += length + 1;
        }
        self.bytes.drain(..start);
        Ok(states)
    }
}

/// The state that a shim last wrote; `None` when it hasn't written any.
pub fn last_state(paths: &TaskPaths) -> io::Result<Option<TaskState>> {
    match std::fs::read(paths.state()) {
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether the shim that wrote this state still lives. With it end all processes of the task.
pub fn is_alive(state: &TaskState) -> bool {
    crate::world::started_ticks(state.shim_pid) == Some(state.shim_started_ticks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use neargate_task::TaskPhase;

    #[test]
    fn states_are_found_however_the_stream_is_cut() {
        let state = TaskState {
            sequence: 1,
            shim_pid: 2,
            shim_started_ticks: 3,
            phase: TaskPhase::Preparing,
            containers: Vec::new(),
        };
        let mut line = serde_json::to_vec(&state).unwrap();
        line.push(b'\n');
        let stream = [line.clone(), line].concat();
        for size in 1..stream.len() {
            let mut states = States::default();
            let got: Vec<_> = stream.chunks(size).flat_map(|chunk| states.push(chunk).unwrap()).collect();
            assert_eq!(got, [state.clone(), state.clone()]);
        }
        assert!(States::default().push(b"nonsense\n").is_err());
    }
}
