//! Tells the world how the task is: `state.json` and the clients of the control socket.
//!
//! A state is whole, so a client that can't take one at once is dropped and may connect again. Only the last state is
//! made durable: an earlier one describes processes that don't survive a crash of the machine either.

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::net::UnixListener;

use neargate_task::control::Request;
use neargate_task::{TaskPaths, TaskPhase, TaskState};
use rustix::net::{RecvFlags, SendFlags, SocketFlags};

#[derive(Debug)]
pub struct Publisher {
    paths: TaskPaths,
    listener: UnixListener,
    clients: Vec<Client>,
    /// The state in force, as a line.
    line: Vec<u8>,
    /// What clients asked before they were dropped.
    pending: Vec<Request>,
}

#[derive(Debug)]
struct Client {
    socket: OwnedFd,
    /// The beginning of a request.
    rest: Vec<u8>,
}

/// A longer line is no request.
const REQUEST_BYTES_MAX: usize = 1024;

impl Publisher {
    pub fn bind(paths: &TaskPaths) -> io::Result<Self> {
        let listener = match UnixListener::bind(paths.socket()) {
            // A shim of this task that died before.
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                fs::remove_file(paths.socket())?;
                UnixListener::bind(paths.socket())?
            }
            other => other?,
        };
        listener.set_nonblocking(true)?;
        Ok(Self {
            paths: paths.clone(),
            listener,
            clients: Vec::new(),
            line: Vec::new(),
            pending: Vec::new(),
        })
    }

    /// Makes a state known. Failing to write the file is told and borne: the task matters more.
    pub fn publish(&mut self, state: &TaskState) {
        self.line.clear();
        if let Err(error) = serde_json::to_writer(&mut self.line, state) {
            eprintln!("encode the state: {error}");
            return;
        }
        self.line.push(b'\n');
        if let Err(error) = self.write(state.phase == TaskPhase::Finished) {
            eprintln!("write {}: {error}", self.paths.state().display());
        }
        let (line, pending) = (&self.line, &mut self.pending);
        self.clients.retain_mut(|client| {
            let sent = client.send(line);
            if !sent {
                client.receive(pending);
            }
            sent
        });
    }

    fn write(&self, durable: bool) -> io::Result<()> {
        let path = self.paths.state();
        let temporary = path.with_extension("json.new");
        let mut file = File::create(&temporary)?;
        file.write_all(&self.line)?;
        if durable {
            file.sync_data()?;
        }
        fs::rename(temporary, path)
    }

    /// What to wait for: the listener and every client.
    pub fn descriptors(&self) -> impl Iterator<Item = BorrowedFd<'_>> {
        std::iter::once(self.listener.as_fd()).chain(self.clients.iter().map(|client| client.socket.as_fd()))
    }

    /// Whether [`Publisher::serve`] has something to give without anything to wait for.
    pub fn has_pending(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Takes new clients and everyone's requests.
    pub fn serve(&mut self) -> Vec<Request> {
        let mut requests = std::mem::take(&mut self.pending);
        self.clients.retain_mut(|client| client.receive(&mut requests));
        while let Ok(socket) =
            rustix::net::accept_with(&self.listener, SocketFlags::CLOEXEC | SocketFlags::NONBLOCK)
        {
            let mut client = Client { socket, rest: Vec::new() };
            // It may have asked something and be gone already.
            if client.receive(&mut requests) && client.send(&self.line) {
                self.clients.push(client);
            }
        }
        requests
    }

    /// Takes the socket away. Who connected in time is told the last state.
    pub fn close(mut self) {
        let _ = fs::remove_file(self.paths.socket());
        // What anyone asks of a task that is over needs no answer.
        self.serve();
    }
}

impl Client {
    fn send(&self, line: &[u8]) -> bool {
        rustix::net::send(&self.socket, line, SendFlags::DONTWAIT | SendFlags::NOSIGNAL) == Ok(line.len())
    }

    /// Adds what it asks. False when it is gone, or speaks another language; what it asked before counts.
    fn receive(&mut self, requests: &mut Vec<Request>) -> bool {
        loop {
            let mut buffer = [0; REQUEST_BYTES_MAX];
            match rustix::net::recv(&self.socket, &mut buffer[..], RecvFlags::DONTWAIT) {
                Ok((_, 0)) => return false,
                Ok((_, length)) => self.rest.extend_from_slice(&buffer[..length]),
                Err(rustix::io::Errno::INTR) => continue,
                Err(rustix::io::Errno::AGAIN) => return true,
                Err(_) => return false,
            }
            while let Some(end) = self.rest.iter().position(|&byte| byte == b'\n') {
                let line: Vec<u8> = self.rest.drain(..=end).collect();
                match serde_json::from_slice(&line) {
                    Ok(request) => requests.push(request),
                    Err(_) => return false,
                }
            }
            if self.rest.len() > REQUEST_BYTES_MAX {
                return false;
            }
        }
    }
}
