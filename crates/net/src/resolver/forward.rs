//! Passes queries on to the host's resolvers, unchanged, and their answers back.

use std::fs;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::net::{TcpStream, UdpSocket};
use tokio::time::timeout;

use super::{Transport, read_framed, resolver_address, write_framed};

const TRY_MAX: Duration = Duration::from_secs(2);
const ROUNDS: usize = 2;
/// How old what we know of a resolv.conf may be: a laptop changes networks.
const REREAD_AFTER: Duration = Duration::from_secs(5);
const RESPONSE_BYTES_MAX: usize = 64 * 1024;

/// Whom to ask.
pub(crate) enum Upstreams {
    Fixed(Vec<SocketAddr>),
    File { path: PathBuf, known: Mutex<Option<(Instant, Vec<SocketAddr>)>> },
}

impl Upstreams {
    pub(crate) fn of_file(path: impl Into<PathBuf>) -> Self {
        Self::File { path: path.into(), known: Mutex::new(None) }
    }

    pub(crate) fn addresses(&self) -> Vec<SocketAddr> {
        match self {
            Self::Fixed(addresses) => addresses.clone(),
            Self::File { path, known } => {
                let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
                match &*known {
                    Some((at, addresses)) if at.elapsed() < REREAD_AFTER => addresses.clone(),
                    _ => known.insert((Instant::now(), read(path))).1.clone(),
                }
            }
        }
    }

    /// The first answer that one of them gives, or `None` when all stay silent.
    pub(super) async fn ask(&self, query: &[u8], id: u16, transport: Transport) -> Option<Vec<u8>> {
        let upstreams = self.addresses();
        for upstream in upstreams.iter().cycle().take(ROUNDS * upstreams.len()) {
            let asked = async {
                match transport {
                    Transport::Udp => ask_udp(*upstream, query, id).await,
                    Transport::Tcp => ask_tcp(*upstream, query).await,
                }
            };
            match timeout(TRY_MAX, asked).await {
                Ok(Ok(response)) if answers(&response, id) => return Some(response),
                outcome => {
                    tracing::debug!(%upstream, failed = ?outcome.map(|o| o.err()), "no answer from upstream")
                }
            }
        }
        None
    }
}

async fn ask_udp(upstream: SocketAddr, query: &[u8], id: u16) -> io::Result<Vec<u8>> {
    let any: IpAddr = match upstream {
        SocketAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        SocketAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    // A port of its own for each query, so that guessing an answer means guessing the port too.
    let socket = UdpSocket::bind((any, 0)).await?;
    socket.connect(upstream).await?;
    socket.send(query).await?;
    let mut buffer = vec![0; RESPONSE_BYTES_MAX];
    loop {
        let len = socket.recv(&mut buffer).await?;
        if answers(&buffer[..len], id) {
            buffer.truncate(len);
            return Ok(buffer);
        }
    }
}

async fn ask_tcp(upstream: SocketAddr, query: &[u8]) -> io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(upstream).await?;
    write_framed(&mut stream, query).await?;
    read_framed(&mut stream).await
}

/// Whether this is a response at all, and to the query with this id.
fn answers(response: &[u8], id: u16) -> bool {
    response.len() >= 12 && response[..2] == id.to_be_bytes() && response[2] & 0x80 != 0
}

fn read(path: &Path) -> Vec<SocketAddr> {
    let text = fs::read_to_string(path).unwrap_or_else(|cause| {
        tracing::warn!(path = %path.display(), %cause, "can't read the host's resolvers");
        String::new()
    });
    parse(&text)
}

fn parse(text: &str) -> Vec<SocketAddr> {
    let servers = text.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        (words.next() == Some("nameserver")).then_some(())?;
        // A zone (fe80::1%eth0) can't be said in an address of the standard library's parser.
        words.next()?.parse().ok()
    });
    servers.map(resolver_address).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resolv_conf_names_its_servers() {
        let text = "# nameserver 9.9.9.9\nsearch a b\nnameserver 10.0.0.1\n nameserver ::1 \nnameserver x\n";
        let found = parse(text);
        assert_eq!(found, ["10.0.0.1:53".parse().unwrap(), "[::1]:53".parse().unwrap()]);
    }

    #[test]
    fn only_responses_to_the_query_count() {
        let mut response = [0u8; 12];
        response[1] = 7;
        assert!(!answers(&response, 7));
        response[2] = 0x80;
        assert!(answers(&response, 7) && !answers(&response, 8) && !answers(&response[..11], 7));
    }
}
