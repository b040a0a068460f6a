//! A blocking netlink client: what both rtnetlink (`route`) and nfnetlink (`nft`) need, and no more.
//!
//! *Messages* is a buffer of requests that go to the kernel in one `send`; *exchange* sends it and reads every answer.
//! The kernel handles a request inside `send`, so reading never waits: a call costs two or three system calls and no
//! switch of threads, which is why this is written out rather than taken from an asynchronous client.
//!
//! Holds: a `Socket` belongs for ever to the network namespace of the thread that opened it, so it can be used from
//! any thread afterwards. Every request carries `NLM_F_ACK`, except the brackets of an nfnetlink batch.

pub(crate) mod nft;
pub(crate) mod route;

use std::io;
use std::os::fd::OwnedFd;
use std::time::Duration;

use rustix::net::{
    AddressFamily, RecvFlags, SendFlags, SocketFlags, SocketType, bind, netlink, recv, send, socket_with,
    sockopt,
};

const HEADER: usize = 16;
/// Larger than any message that the kernel puts into one datagram of a dump.
const RECEIVE_BYTES: usize = 64 * 1024;
/// A dump that changed under our eyes is read again this often before it counts as failed.
const DUMP_TRIES: usize = 16;

#[derive(Clone, Copy)]
pub(crate) enum Protocol {
    Route,
    Netfilter,
}

/// Requests, encoded one after the other.
#[derive(Default)]
pub(crate) struct Messages {
    bytes: Vec<u8>,
    starts: Vec<usize>,
}

impl Messages {
    /// Appends a request; `body` is the fixed part after the header, `attributes` writes the rest.
    pub(crate) fn push(
        &mut self,
        kind: u16,
        flags: i32,
        body: &[u8],
        attributes: impl FnOnce(&mut Attributes<'_>),
    ) {
        let start = self.bytes.len();
        self.starts.push(start);
        self.bytes.extend_from_slice(&[0; 4]);
        self.bytes.extend_from_slice(&kind.to_ne_bytes());
        self.bytes.extend_from_slice(&((flags | libc::NLM_F_REQUEST) as u16).to_ne_bytes());
        self.bytes.extend_from_slice(&[0; 8]);
        self.bytes.extend_from_slice(body);
        attributes(&mut Attributes { bytes: &mut self.bytes });
        let len = (self.bytes.len() - start) as u32;
        self.bytes[start..start + 4].copy_from_slice(&len.to_ne_bytes());
    }

    fn wants_ack(&self, i: usize) -> bool {
        let at = self.starts[i] + 6;
        let flags = i32::from(u16::from_ne_bytes([self.bytes[at], self.bytes[at + 1]]));
        flags & (libc::NLM_F_ACK | libc::NLM_F_DUMP) != 0
    }
}

/// Writes attributes at the end of a request, padded as the kernel wants them.
pub(crate) struct Attributes<'a> {
    bytes: &'a mut Vec<u8>,
}

impl Attributes<'_> {
    pub(crate) fn put(&mut self, kind: u16, data: &[u8]) {
        self.bytes.extend_from_slice(&((data.len() + 4) as u16).to_ne_bytes());
        self.bytes.extend_from_slice(&kind.to_ne_bytes());
        self.bytes.extend_from_slice(data);
        self.pad();
    }

    pub(crate) fn put_u32(&mut self, kind: u16, value: u32) {
        self.put(kind, &value.to_ne_bytes());
    }

    /// A string with its terminating zero.
    pub(crate) fn put_str(&mut self, kind: u16, value: &str) {
        let mut data = value.as_bytes().to_vec();
        data.push(0);
        self.put(kind, &data);
    }

    /// An attribute that holds `fixed` and then further attributes.
    pub(crate) fn nest(&mut self, kind: u16, fixed: &[u8], inner: impl FnOnce(&mut Attributes<'_>)) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(&[0; 2]);
        self.bytes.extend_from_slice(&(kind | libc::NLA_F_NESTED as u16).to_ne_bytes());
        self.bytes.extend_from_slice(fixed);
        self.pad();
        inner(&mut Attributes { bytes: self.bytes });
        let len = (self.bytes.len() - start) as u16;
        self.bytes[start..start + 2].copy_from_slice(&len.to_ne_bytes());
    }

    fn pad(&mut self) {
        let padded = self.bytes.len().next_multiple_of(4);
        self.bytes.resize(padded, 0);
    }
}

/// A message that the kernel answered with.
pub(crate) struct Reply {
    pub(crate) kind: u16,
    pub(crate) payload: Vec<u8>,
}

/// Iterates over attributes as `(kind without flags, data)`; stops at the first that is cut short.
pub(crate) fn attributes(mut bytes: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let len = usize::from(u16::from_ne_bytes(bytes.get(0..2)?.try_into().ok()?));
        let kind = u16::from_ne_bytes(bytes.get(2..4)?.try_into().ok()?);
        let data = bytes.get(4..len)?;
        bytes = bytes.get(len.next_multiple_of(4)..).unwrap_or_default();
        Some((kind & !(libc::NLA_F_NESTED | libc::NLA_F_NET_BYTEORDER) as u16, data))
    })
}

pub(crate) fn u32_of(data: &[u8]) -> Option<u32> {
    data.try_into().ok().map(u32::from_ne_bytes)
}

pub(crate) fn str_of(data: &[u8]) -> String {
    let end = data.iter().position(|b| *b == 0).unwrap_or(data.len());
    String::from_utf8_lossy(&data[..end]).into_owned()
}

pub(crate) struct Socket {
    fd: OwnedFd,
    sequence: u32,
    buffer: Vec<u8>,
}

impl Socket {
    /// Opens a socket in the network namespace of the calling thread.
    pub(crate) fn open(protocol: Protocol) -> io::Result<Self> {
        let protocol = match protocol {
            Protocol::Route => None, // NETLINK_ROUTE is 0, the default
            Protocol::Netfilter => Some(netlink::NETFILTER),
        };
        let fd = socket_with(AddressFamily::NETLINK, SocketType::RAW, SocketFlags::CLOEXEC, protocol)?;
        bind(&fd, &netlink::SocketAddrNetlink::new(0, 0))?;
        // Answers are there when `send` returns; the timeout only keeps a kernel that thinks otherwise from hanging us.
        sockopt::set_socket_timeout(&fd, sockopt::Timeout::Recv, Some(Duration::from_secs(5)))?;
        Ok(Self { fd, sequence: 1, buffer: vec![0; RECEIVE_BYTES] })
    }

    /// Sends all requests and returns what the kernel answered; fails with the first refusal.
    pub(crate) fn exchange(&mut self, messages: Messages) -> io::Result<Vec<Reply>> {
        let mut messages = messages;
        for _ in 0..DUMP_TRIES {
            let (replies, outcomes, interrupted) = self.attempt(&mut messages)?;
            if let Some(refusal) = outcomes.into_iter().find(|errno| *errno != 0) {
                return Err(io::Error::from_raw_os_error(refusal));
            }
            if !interrupted {
                return Ok(replies);
            }
        }
        Err(io::Error::other("the list kept changing while it was read"))
    }

    /// Sends all requests; returns for each its error number, 0 for success.
    pub(crate) fn outcomes(&mut self, mut messages: Messages) -> io::Result<Vec<i32>> {
        Ok(self.attempt(&mut messages)?.1)
    }

    fn attempt(&mut self, messages: &mut Messages) -> io::Result<(Vec<Reply>, Vec<i32>, bool)> {
        let count = messages.starts.len();
        let first = self.sequence;
        for (i, start) in messages.starts.iter().enumerate() {
            let sequence = first.wrapping_add(i as u32);
            messages.bytes[start + 8..start + 12].copy_from_slice(&sequence.to_ne_bytes());
        }
        self.sequence = first.wrapping_add(count as u32);
        send(&self.fd, &messages.bytes, SendFlags::empty())?;

        let mut open: Vec<bool> = (0..count).map(|i| messages.wants_ack(i)).collect();
        let mut errors = vec![0; count];
        let mut replies = Vec::new();
        let mut interrupted = false;
        while open.contains(&true) {
            let (_, len) = recv(&self.fd, &mut self.buffer[..], RecvFlags::empty())?;
            let mut rest = &self.buffer[..len];
            while let Some((head, payload, next)) = split(rest) {
                rest = next;
                let i = head.sequence.wrapping_sub(first) as usize;
                if i >= count {
                    continue; // an answer to a request whose caller gave up
                }
                interrupted |= i32::from(head.flags) & libc::NLM_F_DUMP_INTR != 0;
                match i32::from(head.kind) {
                    libc::NLMSG_ERROR | libc::NLMSG_DONE => {
                        let code = payload.get(..4).and_then(u32_of).unwrap_or(0) as i32;
                        errors[i] = -code;
                        // A refusal of a batch's bracket is the answer to the whole batch.
                        if open[i] { open[i] = false } else { open.fill(false) }
                    }
                    _ => replies.push(Reply { kind: head.kind, payload: payload.to_vec() }),
                }
            }
        }
        Ok((replies, errors, interrupted))
    }
}

struct Head {
    kind: u16,
    flags: u16,
    sequence: u32,
}

fn split(bytes: &[u8]) -> Option<(Head, &[u8], &[u8])> {
    let len = u32_of(bytes.get(0..4)?)? as usize;
    let kind = u16::from_ne_bytes(bytes.get(4..6)?.try_into().ok()?);
    let flags = u16::from_ne_bytes(bytes.get(6..8)?.try_into().ok()?);
    let sequence = u32_of(bytes.get(8..12)?)?;
    let payload = bytes.get(HEADER..len)?;
    Some((Head { kind, flags, sequence }, payload, bytes.get(len.next_multiple_of(4)..).unwrap_or_default()))
}

/// Whether the kernel's answer was one of these error numbers.
pub(crate) fn is(error: &io::Error, errnos: &[i32]) -> bool {
    error.raw_os_error().is_some_and(|e| errnos.contains(&e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_attributes_come_back_as_written() {
        let mut messages = Messages::default();
        messages.push(1, 0, &[9; 4], |a| {
            a.put_u32(7, 42);
            a.nest(8, &[], |a| a.put_str(1, "abc"));
        });
        let (head, payload, rest) = split(&messages.bytes).unwrap();
        assert_eq!((head.kind, rest.len()), (1, 0));
        let outer: Vec<_> = attributes(&payload[4..]).collect();
        assert_eq!(outer[0], (7, &42u32.to_ne_bytes()[..]));
        assert_eq!(outer[1].0, 8);
        let inner: Vec<_> = attributes(outer[1].1).map(|(k, d)| (k, str_of(d))).collect();
        assert_eq!(inner, [(1, "abc".to_owned())]);
    }

    #[test]
    fn attributes_cut_short_end_the_list() {
        assert_eq!(attributes(&[8, 0, 1, 0, 1]).count(), 0);
        assert_eq!(attributes(&[0, 0, 0, 0]).count(), 0);
    }
}
