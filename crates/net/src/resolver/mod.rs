//! The resolver of a VPC, at the VPC's base address plus two and at 169.254.169.253.
//!
//! A query's path: private zones (`Records`), then the names that every VPC knows itself by (`names`), then the host's
//! own resolvers (`forward`), byte for byte, so that nothing that we don't understand is lost on the way. The sockets
//! that tasks see are bound inside the VPC's namespace; those towards the upstream are the host's.
//!
//! Holds: a VPC has at most `QUERIES_MAX` queries under way, and one task a share of them; what comes beyond is dropped, as AWS does.
//! Dropping a `Resolver` closes its sockets. Nothing is cached: the host's resolver does that.

mod forward;
mod names;
mod share;

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener as StdTcpListener, UdpSocket as StdUdpSocket};
use std::sync::Arc;
use std::time::Duration;

use hickory_proto::op::{Edns, Message, MessageType, OpCode, ResponseCode};
use hickory_proto::rr::{Name, RData, Record, RecordType};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::timeout;

pub(crate) use forward::Upstreams;
use share::Shares;

use crate::error::Attempt;
use crate::{Error, VpcSpec};

pub(crate) const PORT: u16 = 53;
const QUERIES_MAX: usize = 2048;
const QUERIES_PER_TASK: usize = 256;
const CONNECTIONS_MAX: usize = 256;
const CONNECTIONS_PER_TASK: usize = 16;
const CONNECTION_IDLE_MAX: Duration = Duration::from_secs(10);
const UDP_BYTES_MAX: usize = 4096;
const UDP_PAYLOAD_MIN: u16 = 512;

/// Names that somebody else than the VPC itself answers for: private zones, service discovery.
pub trait Records: Send + Sync + 'static {
    /// What is known of `name` (lower case, fully qualified) in a VPC; `None` if it belongs to nobody here.
    fn find(&self, vpc_id: &str, name: &Name, kind: RecordType) -> Option<Answer>;
}

/// No private zones.
pub struct NoRecords;

impl Records for NoRecords {
    fn find(&self, _: &str, _: &Name, _: RecordType) -> Option<Answer> {
        None
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Data of the kind asked for, or a CNAME; empty if the name has other kinds only.
    Data { ttl_s: u32, data: Vec<RData> },
    /// The zone is ours and has no such name.
    NoSuchName,
}

/// What all resolvers of a node share.
pub(crate) struct Context {
    pub(crate) runtime: Handle,
    pub(crate) upstreams: Arc<Upstreams>,
    pub(crate) records: Arc<dyn Records>,
}

pub(crate) struct Sockets {
    udp: Vec<StdUdpSocket>,
    tcp: Vec<StdTcpListener>,
}

/// Binds in the calling thread's namespace.
pub(crate) fn bind(addresses: &[Ipv4Addr]) -> io::Result<Sockets> {
    let mut sockets = Sockets { udp: Vec::new(), tcp: Vec::new() };
    for address in addresses {
        let udp = StdUdpSocket::bind((*address, PORT))?;
        udp.set_nonblocking(true)?;
        sockets.udp.push(udp);
        let tcp = StdTcpListener::bind((*address, PORT))?;
        tcp.set_nonblocking(true)?;
        sockets.tcp.push(tcp);
    }
    Ok(sockets)
}

pub(crate) struct Resolver {
    loops: Vec<AbortHandle>,
}

impl Drop for Resolver {
    fn drop(&mut self) {
        self.loops.iter().for_each(AbortHandle::abort);
    }
}

impl Resolver {
    pub(crate) fn start(context: &Context, vpc: VpcSpec, sockets: Sockets) -> Result<Self, Error> {
        let _runtime = context.runtime.enter();
        let serving = "serve the resolver's sockets of";
        let view = Arc::new(View {
            upstreams: Arc::clone(&context.upstreams),
            records: Arc::clone(&context.records),
            vpc: vpc.clone(),
        });
        let mut resolver = Self { loops: Vec::new() };
        for socket in sockets.udp {
            let socket = UdpSocket::from_std(socket).attempt(serving, &vpc.vpc_id)?;
            let serve = serve_udp(Arc::new(socket), Arc::clone(&view));
            resolver.loops.push(context.runtime.spawn(serve).abort_handle());
        }
        for listener in sockets.tcp {
            let listener = TcpListener::from_std(listener).attempt(serving, &vpc.vpc_id)?;
            let serve = serve_tcp(listener, Arc::clone(&view));
            resolver.loops.push(context.runtime.spawn(serve).abort_handle());
        }
        Ok(resolver)
    }
}

/// What one VPC's tasks see.
struct View {
    upstreams: Arc<Upstreams>,
    records: Arc<dyn Records>,
    vpc: VpcSpec,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Transport {
    Udp,
    Tcp,
}

impl View {
    /// The response to a query, as bytes; `None` for what deserves no answer.
    async fn respond(&self, bytes: &[u8], transport: Transport) -> Option<Vec<u8>> {
        let Ok(query) = Message::from_vec(bytes) else {
            let id = u16::from_be_bytes(bytes.get(..2)?.try_into().ok()?);
            return refusal(id, OpCode::Query, ResponseCode::FormErr);
        };
        if query.metadata.message_type != MessageType::Query {
            return None;
        }
        let (id, op_code) = (query.metadata.id, query.metadata.op_code);
        let [question] = &query.queries[..] else { return refusal(id, op_code, ResponseCode::FormErr) };
        if op_code != OpCode::Query {
            return refusal(id, op_code, ResponseCode::NotImp);
        }
        let (name, kind) = (question.name().to_lowercase(), question.query_type());
        let known = self.records.find(&self.vpc.vpc_id, &name, kind);
        if let Some(answer) = known.or_else(|| names::find(&self.vpc, &name, kind)) {
            return own_response(&query, answer, transport);
        }
        match self.upstreams.ask(bytes, id, transport).await {
            Some(response) => Some(response),
            None => own_failure(&query),
        }
    }
}

fn refusal(id: u16, op_code: OpCode, code: ResponseCode) -> Option<Vec<u8>> {
    Message::error_msg(id, op_code, code).to_vec().ok()
}

fn own_failure(query: &Message) -> Option<Vec<u8>> {
    let mut response = response_to(query);
    response.metadata.response_code = ResponseCode::ServFail;
    response.to_vec().ok()
}

fn own_response(query: &Message, answer: Answer, transport: Transport) -> Option<Vec<u8>> {
    let mut response = response_to(query);
    response.metadata.authoritative = true;
    let name = query.queries.first()?.name();
    match answer {
        Answer::NoSuchName => response.metadata.response_code = ResponseCode::NXDomain,
        Answer::Data { ttl_s, data } => {
            for data in data {
                response.add_answer(Record::from_rdata(name.clone(), ttl_s, data));
            }
        }
    }
    let bytes = response.to_vec().ok()?;
    let room = query.max_payload().max(UDP_PAYLOAD_MIN);
    if transport == Transport::Udp && bytes.len() > usize::from(room) {
        return response.truncate().to_vec().ok();
    }
    Some(bytes)
}

fn response_to(query: &Message) -> Message {
    let mut response = Message::response(query.metadata.id, query.metadata.op_code);
    response.metadata.recursion_desired = query.metadata.recursion_desired;
    response.metadata.recursion_available = true;
    response.add_queries(query.queries.iter().cloned());
    if query.edns.is_some() {
        let mut edns = Edns::new();
        edns.set_max_payload(UDP_BYTES_MAX as u16);
        response.set_edns(edns);
    }
    response
}

async fn serve_udp(socket: Arc<UdpSocket>, view: Arc<View>) {
    let mut queries = JoinSet::new();
    let mut shares = Shares::of(QUERIES_PER_TASK);
    let mut buffer = [0; UDP_BYTES_MAX];
    loop {
        // Errors here are those of single datagrams (a port unreachable); the socket itself can't break.
        let Ok((len, from)) = socket.recv_from(&mut buffer).await else { continue };
        while queries.try_join_next().is_some() {}
        if queries.len() >= QUERIES_MAX {
            continue;
        }
        let Some(place) = shares.take(from.ip()) else { continue };
        let (bytes, socket, view) = (buffer[..len].to_vec(), Arc::clone(&socket), Arc::clone(&view));
        queries.spawn(async move {
            let _place = place;
            if let Some(response) = view.respond(&bytes, Transport::Udp).await {
                // The asker may be gone; it will ask again if not.
                let _ = socket.send_to(&response, from).await;
            }
        });
    }
}

async fn serve_tcp(listener: TcpListener, view: Arc<View>) {
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let mut connections = JoinSet::new();
    let mut shares = Shares::of(CONNECTIONS_PER_TASK);
    loop {
        // Never closed, so never an error.
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let Ok((stream, from)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(100)).await; // out of descriptors: let some be returned
            continue;
        };
        while connections.try_join_next().is_some() {}
        let Some(share) = shares.take(from.ip()) else { continue };
        let view = Arc::clone(&view);
        connections.spawn(async move {
            let _places = (place, share);
            // A connection that breaks concerns its client only.
            let _ = serve_connection(stream, &view).await;
        });
    }
}

async fn serve_connection(mut stream: TcpStream, view: &View) -> io::Result<()> {
    loop {
        let query = timeout(CONNECTION_IDLE_MAX, read_framed(&mut stream)).await??;
        let Some(response) = view.respond(&query, Transport::Tcp).await else { return Ok(()) };
        timeout(CONNECTION_IDLE_MAX, write_framed(&mut stream, &response)).await??;
    }
}

async fn read_framed(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; usize::from(stream.read_u16().await?)];
    stream.read_exact(&mut bytes).await?;
    Ok(bytes)
}

async fn write_framed(stream: &mut TcpStream, bytes: &[u8]) -> io::Result<()> {
    let len = u16::try_from(bytes.len()).map_err(io::Error::other)?;
    let mut framed = len.to_be_bytes().to_vec();
    framed.extend_from_slice(bytes);
    stream.write_all(&framed).await
}

fn resolver_address(address: std::net::IpAddr) -> SocketAddr {
    SocketAddr::new(address, PORT)
}
