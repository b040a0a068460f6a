//! Tells the world how the task is: `state.json` and the clients of the control socket. When the disk is full the file is kept in memory.
//!
//! A state is whole, so a client that can't take one at once is dropped and may connect again. Only the last state is
//! made durable: an earlier one describes processes that don't survive a crash of the machine either.

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixListener;

use neargate_task::control::{Exec, Request};
use neargate_task::{TaskPaths, TaskPhase, TaskState};
use rustix::net::SocketFlags;

use crate::complaint::complain;
use crate::connection::{Connection, Next};

#[derive(Debug)]
pub struct Publisher {
    paths: TaskPaths,
    listener: UnixListener,
    clients: Vec<Connection>,
    /// The state in force, as a line.
    line: Vec<u8>,
    /// What clients asked before they were dropped.
    pending: Vec<Asked>,
}

/// What the supervisor is to do.
#[derive(Debug)]
pub enum Asked {
    Start,
    Stop,
    /// Run a process. The connection is its session's from now on.
    Exec(Exec, Connection),
}

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
            complain!("encode the state: {error}");
            return;
        }
        self.line.push(b'\n');
        if let Err(error) = self.write(state.phase == TaskPhase::Finished) {
            complain!("write {}: {error}", self.paths.state().display());
            // A daemon that comes later must not take the task for lost.
            if let Err(error) = self.write_spare() {
                complain!("write {}: {error}", self.paths.spare_state().display());
            }
        }
        let (line, pending) = (&self.line, &mut self.pending);
        self.clients.retain_mut(|client| {
            let sent = client.send(line);
            if !sent {
                client.fill();
                while let Next::Request(request) = client.next() {
                    pending.extend(of_task(&request));
                }
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
        // Before the rename: while there is a spare, it is the one that counts.
        match fs::remove_file(self.paths.spare_state()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => fs::rename(temporary, path),
        }
    }

    fn write_spare(&self) -> io::Result<()> {
        let path = self.paths.spare_state();
        let temporary = path.with_extension("json.new");
        fs::write(&temporary, &self.line)?;
        fs::rename(temporary, path)
    }

    /// What to wait for: the listener and every client.
    pub fn descriptors(&self) -> impl Iterator<Item = BorrowedFd<'_>> {
        std::iter::once(self.listener.as_fd()).chain(self.clients.iter().map(|client| client.descriptor()))
    }

    /// Whether [`Publisher::serve`] has something to give without anything to wait for.
    pub fn has_pending(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Takes new clients and everyone's requests.
    pub fn serve(&mut self) -> Vec<Asked> {
        let mut asked = std::mem::take(&mut self.pending);
        let known = std::mem::take(&mut self.clients);
        self.clients = known.into_iter().filter_map(|client| serve(client, &mut asked)).collect();
        while let Ok(socket) =
            rustix::net::accept_with(&self.listener, SocketFlags::CLOEXEC | SocketFlags::NONBLOCK)
        {
            let client = Connection::new(socket);
            // What it asks counts even if it is gone already.
            let told = client.send(&self.line);
            self.clients.extend(serve(client, &mut asked).filter(|_| told));
        }
        asked
    }

    /// Takes the socket away. Who connected in time is told the last state.
    pub fn close(mut self) {
        let _ = fs::remove_file(self.paths.socket());
        // What anyone asks of a task that is over needs no answer.
        self.serve();
    }
}

/// Adds what a client asks. None when it is gone, speaks another language, or is a session now.
fn serve(mut client: Connection, asked: &mut Vec<Asked>) -> Option<Connection> {
    let there = client.fill();
    loop {
        match client.next() {
            Next::Request(Request::Exec(exec)) => {
                asked.push(Asked::Exec(exec, client));
                return None;
            }
            Next::Request(request) => asked.push(of_task(&request)?),
            Next::Nothing => return there.then_some(client),
            Next::Nonsense => return None,
        }
    }
}

/// What concerns the task as a whole.
fn of_task(request: &Request) -> Option<Asked> {
    match request {
        Request::Start => Some(Asked::Start),
        Request::Stop => Some(Asked::Stop),
        Request::Exec(_) | Request::Resize(_) | Request::Signal { .. } => None,
    }
}
