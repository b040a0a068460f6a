//! A process that a client runs in a container, see [`neargate_task::control`].

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use neargate_task::control::{Exec, Request, SessionEvent};
use neargate_task::{ShimContainer, ShimSpec};
use rustix::pipe::PipeFlags;
use rustix::process::Signal;

use crate::connection::{Connection, Next};
use crate::exec::{self, Order, Process, Running, Stdio};
use crate::machine::Index;

#[derive(Debug)]
pub struct Session {
    pub container: Index,
    pub process: Process,
    connection: Connection,
    /// The client's ends of its pipes, until it has them.
    pipes: Vec<OwnedFd>,
    /// Kept for its size.
    terminal: Option<OwnedFd>,
}

impl Session {
    pub fn start(
        exec: &Exec,
        connection: Connection,
        (spec, container): (&ShimSpec, Index),
        running: Running<'_>,
    ) -> Result<Self, (Connection, io::Error)> {
        match Self::run(exec, &spec.containers[container], spec, running) {
            Ok((process, pipes)) => Ok(Self { container, process, connection, pipes, terminal: None }),
            Err(error) => Err((connection, error)),
        }
    }

    fn run(
        exec: &Exec,
        container: &ShimContainer,
        spec: &ShimSpec,
        running: Running<'_>,
    ) -> io::Result<(Process, Vec<OwnedFd>)> {
        let (stdio, pipes) = match exec.terminal {
            Some(size) => (Stdio::Terminal(size), Vec::new()),
            None => {
                let pipe = || rustix::pipe::pipe_with(PipeFlags::CLOEXEC);
                let (stdin, to_stdin) = pipe()?;
                let (from_stdout, stdout) = pipe()?;
                let (from_stderr, stderr) = pipe()?;
                (Stdio::Pipes { stdin, stdout, stderr }, vec![to_stdin, from_stdout, from_stderr])
            }
        };
        let process = Process::start(Order {
            spec,
            container,
            running,
            arguments: &exec.command,
            environment: &exec.environment,
            user: exec.user.as_deref().unwrap_or(&container.user),
            working_directory: exec.working_directory.as_deref().unwrap_or(&container.working_directory),
            stdio,
        })?;
        Ok((process, pipes))
    }

    /// What to wait for.
    pub fn descriptors(&self) -> impl Iterator<Item = BorrowedFd<'_>> {
        std::iter::once(self.connection.descriptor()).chain(self.process.descriptor())
    }

    pub fn born(&mut self, terminal: Option<OwnedFd>) {
        self.terminal = terminal;
    }

    /// Hands the client its ends. False when it can't take them.
    pub fn runs(&mut self, pid: i32) -> bool {
        let pipes = std::mem::take(&mut self.pipes);
        let ends: Vec<_> = pipes.iter().chain(&self.terminal).map(AsFd::as_fd).collect();
        self.connection.send_with(&line(&SessionEvent::Started { pid }), &ends)
    }

    pub fn tell(&self, event: &SessionEvent) {
        // Who doesn't listen sees the connection's end.
        let _ = self.connection.send(&line(event));
    }

    /// Does what the client asks. False when it is gone, or speaks another language.
    pub fn serve(&mut self) -> bool {
        let there = self.connection.fill();
        loop {
            match self.connection.next() {
                Next::Request(Request::Resize(size)) => {
                    if let Some(terminal) = &self.terminal {
                        // A terminal that is gone has no size.
                        let _ = exec::resize(terminal.as_fd(), size);
                    }
                }
                Next::Request(Request::Signal { signal }) => {
                    if let Some(signal) = Signal::from_named_raw(signal) {
                        self.process.signal(signal);
                    }
                }
                Next::Nothing => return there,
                Next::Request(_) | Next::Nonsense => return false,
            }
        }
    }
}

/// Tells a client why it gets no session.
pub fn refuse(connection: &Connection, reason: String) {
    let _ = connection.send(&line(&SessionEvent::Failed { reason }));
}

fn line(event: &SessionEvent) -> Vec<u8> {
    // Plain data with derived serialisation can't fail.
    let mut line = serde_json::to_vec(event).expect("a session's event is plain data");
    line.push(b'\n');
    line
}
