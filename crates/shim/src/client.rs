//! Talking to a shim, for those who bring their own sockets and waiting: a connection is a stream of bytes, [`States`] cuts it
//! into states, [`encode`] makes requests. [`exec`] runs a process in a container.

use std::io::{self, Write};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;

use neargate_task::control::{Event, Exec, Request, SessionEvent, WindowSize};
use neargate_task::{TaskPaths, TaskState};
use rustix::net::{RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags};

/// Connects to a task's shim. Unix sockets connect at once or not at all; the stream is a blocking one.
///
/// A refusal, a missing socket, the stream's end and `ConnectionReset` all mean the same: the shim is over, or about to listen.
/// [`last_state`] tells which.
pub fn connect(paths: &TaskPaths) -> io::Result<UnixStream> {
    UnixStream::connect(paths.socket())
}

/// A request as it goes over the socket.
pub fn encode(request: &Request) -> Vec<u8> {
    // Plain data with derived serialisation can't fail.
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
    for path in [paths.spare_state(), paths.state()] {
        match std::fs::read(path) {
            Ok(bytes) => return Ok(Some(serde_json::from_slice(&bytes)?)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// Whether the shim that wrote this state still lives. With it end all processes of the task.
pub fn is_alive(state: &TaskState) -> bool {
    crate::world::started_ticks(state.shim_pid) == Some(state.shim_started_ticks)
}

/// Runs a process in a container, and returns once its program runs. Blocks until then.
pub fn exec(paths: &TaskPaths, request: Exec) -> Result<Session, ExecError> {
    let terminal = request.terminal.is_some();
    let mut stream = connect(paths)?;
    stream.write_all(&encode(&Request::Exec(request)))?;
    let mut session = Session { stream, rest: Vec::new(), received: Vec::new(), pid: 0, ends: None };
    match session.next()? {
        SessionEvent::Started { pid } => session.pid = pid,
        SessionEvent::Failed { reason } => return Err(ExecError::Failed(reason)),
        SessionEvent::Exited { .. } => return Err(ExecError::Protocol),
    }
    let mut received = std::mem::take(&mut session.received).into_iter();
    session.ends = match (received.next(), received.next(), received.next()) {
        (Some(master), None, None) if terminal => Some(Ends::Terminal(master)),
        (Some(stdin), Some(stdout), Some(stderr)) => Some(Ends::Pipes { stdin, stdout, stderr }),
        _ => return Err(ExecError::Protocol),
    };
    Ok(session)
}

#[derive(Debug, thiserror::Error)]
pub enum ExecError {
    /// No process runs, for this reason.
    #[error("{0}")]
    Failed(String),
    #[error("talk to the task's supervisor")]
    Io(#[from] io::Error),
    #[error("the task's supervisor answered what nobody asked")]
    Protocol,
}

/// A process in a container. Dropping it kills the process.
#[derive(Debug)]
pub struct Session {
    stream: UnixStream,
    rest: Vec<u8>,
    received: Vec<OwnedFd>,
    /// In the host's namespace; 0 if it had ended before it could be looked up.
    pub pid: i32,
    ends: Option<Ends>,
}

/// The client's ends of a process's streams. They block.
#[derive(Debug)]
pub enum Ends {
    Terminal(OwnedFd),
    Pipes { stdin: OwnedFd, stdout: OwnedFd, stderr: OwnedFd },
}

impl Session {
    /// The process's streams: once, they are the caller's then.
    pub fn take_ends(&mut self) -> Option<Ends> {
        self.ends.take()
    }

    /// Tells the process's terminal its size.
    pub fn resize(&self, size: WindowSize) -> io::Result<()> {
        (&self.stream).write_all(&encode(&Request::Resize(size)))
    }

    /// Sends the process and its children a signal.
    pub fn signal(&self, signal: i32) -> io::Result<()> {
        (&self.stream).write_all(&encode(&Request::Signal { signal }))
    }

    /// Blocks until the process has ended; its exit code.
    pub fn wait(&mut self) -> io::Result<i32> {
        loop {
            if let SessionEvent::Exited { exit_code } = self.next()? {
                return Ok(exit_code);
            }
        }
    }

    /// A second handle, by which to resize and signal while another thread waits. The session ends with the last one.
    pub fn control(&self) -> io::Result<UnixStream> {
        self.stream.try_clone()
    }

    fn next(&mut self) -> io::Result<SessionEvent> {
        loop {
            while let Some(end) = self.rest.iter().position(|&byte| byte == b'\n') {
                let line: Vec<u8> = self.rest.drain(..=end).collect();
                // Before it knows that this is a session, the shim sends the task's state.
                if let Ok(event) = serde_json::from_slice(&line) {
                    return Ok(event);
                }
            }
            let mut bytes = [0; 4096];
            let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(3))];
            let mut control = RecvAncillaryBuffer::new(&mut space);
            let got = rustix::net::recvmsg(
                self.stream.as_fd(),
                &mut [io::IoSliceMut::new(&mut bytes)],
                &mut control,
                RecvFlags::CMSG_CLOEXEC,
            );
            let length = match got {
                Err(rustix::io::Errno::INTR) => continue,
                other => other?.bytes,
            };
            for message in control.drain() {
                if let RecvAncillaryMessage::ScmRights(descriptors) = message {
                    self.received.extend(descriptors);
                }
            }
            if length == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            self.rest.extend_from_slice(&bytes[..length]);
        }
    }
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
            usage: None,
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
