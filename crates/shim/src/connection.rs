//! One client of the control socket: requests come in as lines, answers go out as lines, and nobody is waited for.

use std::io::IoSlice;
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use neargate_task::control::Request;
use rustix::net::{RecvFlags, SendAncillaryBuffer, SendAncillaryMessage, SendFlags};

#[derive(Debug)]
pub struct Connection {
    socket: OwnedFd,
    /// What has come and was not taken yet.
    rest: Vec<u8>,
}

/// What may come next on a connection.
#[derive(Debug)]
pub enum Next {
    Request(Request),
    /// Nothing whole.
    Nothing,
    /// It speaks another language.
    Nonsense,
}

/// A longer line is no request.
const REQUEST_BYTES_MAX: usize = 64 << 10;

/// As many as a session needs.
const DESCRIPTORS_MAX: usize = 3;

impl Connection {
    /// Of a socket that doesn't block.
    pub fn new(socket: OwnedFd) -> Self {
        Self { socket, rest: Vec::new() }
    }

    pub fn descriptor(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }

    /// Sends a line as a whole. False for a client that can't take it at once.
    pub fn send(&self, line: &[u8]) -> bool {
        rustix::net::send(&self.socket, line, SendFlags::DONTWAIT | SendFlags::NOSIGNAL) == Ok(line.len())
    }

    /// The same with descriptors.
    pub fn send_with(&self, line: &[u8], descriptors: &[BorrowedFd<'_>]) -> bool {
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(DESCRIPTORS_MAX))];
        let mut control = SendAncillaryBuffer::new(&mut space);
        if !descriptors.is_empty() && !control.push(SendAncillaryMessage::ScmRights(descriptors)) {
            return false;
        }
        let flags = SendFlags::DONTWAIT | SendFlags::NOSIGNAL;
        rustix::net::sendmsg(&self.socket, &[IoSlice::new(line)], &mut control, flags) == Ok(line.len())
    }

    /// Takes in what has come. False when the client is gone; what it asked before can still be had.
    pub fn fill(&mut self) -> bool {
        loop {
            let mut buffer = [0; 4096];
            match rustix::net::recv(&self.socket, &mut buffer[..], RecvFlags::DONTWAIT) {
                Ok((_, 0)) => return false,
                Ok((_, length)) => self.rest.extend_from_slice(&buffer[..length]),
                Err(rustix::io::Errno::INTR) => continue,
                Err(rustix::io::Errno::AGAIN) => return true,
                Err(_) => return false,
            }
            if self.rest.len() > REQUEST_BYTES_MAX {
                return true;
            }
        }
    }

    pub fn next(&mut self) -> Next {
        let Some(end) = self.rest.iter().position(|&byte| byte == b'\n') else {
            return if self.rest.len() > REQUEST_BYTES_MAX { Next::Nonsense } else { Next::Nothing };
        };
        let line: Vec<u8> = self.rest.drain(..=end).collect();
        serde_json::from_slice(&line).map_or(Next::Nonsense, Next::Request)
    }
}
