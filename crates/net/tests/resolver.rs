//! Names, as a task asks for them.

mod support;

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::sync::Arc;

use neargate_net::hickory_proto::op::{Message, MessageType, OpCode, Query, ResponseCode};
use neargate_net::hickory_proto::rr::rdata::A;
use neargate_net::hickory_proto::rr::{Name, RData, Record, RecordType};
use neargate_net::{Answer, Network, Options, Records, UpstreamResolvers};
use support::*;

const TASK: [u8; 4] = [172, 31, 16, 5];
const BASE_PLUS_TWO: Ipv4Addr = Ipv4Addr::new(172, 31, 0, 2);
const LINK_LOCAL: Ipv4Addr = Ipv4Addr::new(169, 254, 169, 253);
const UPSTREAM: &str = "127.0.0.1:5300";

struct Zone;

impl Records for Zone {
    fn find(&self, vpc_id: &str, name: &Name, kind: RecordType) -> Option<Answer> {
        match (vpc_id, &*name.to_ascii(), kind) {
            ("vpc-1", "web.shop.local.", RecordType::A) => {
                let data = (0..100).map(|n| RData::A(A::new(172, 31, 1, n))).collect();
                Some(Answer::Data { ttl_s: 5, data })
            }
            ("vpc-1", name, _) if name.ends_with("shop.local.") => Some(Answer::NoSuchName),
            _ => None,
        }
    }
}

#[test]
fn a_private_task_resolves_names() {
    on_a_machine("a_private_task_resolves_names", || async {
        upstream();
        let network = open(vec!["127.0.0.1:5299".parse().unwrap(), UPSTREAM.parse().unwrap()]).await;
        let (task, _) = task(&network, &interface(1, TASK, false), "task").await;
        for server in [BASE_PLUS_TWO, LINK_LOCAL] {
            for tcp in [false, true] {
                let ask = |name, kind| task.run(|| ask_name(server, tcp, name, kind));
                let said = ask("Example.com.", RecordType::A);
                assert_eq!(said.0, ResponseCode::NoError, "{server} tcp {tcp}");
                assert_eq!(said.1, ["192.0.2.80"], "forwarded, past an upstream that isn't there");
                assert_eq!(ask("ip-172-31-16-5.ec2.internal.", RecordType::A).1, ["172.31.16.5"]);
                assert_eq!(
                    ask("5.16.31.172.in-addr.arpa.", RecordType::PTR).1,
                    ["ip-172-31-16-5.ec2.internal."]
                );
                assert_eq!(ask("nothing.shop.local.", RecordType::A).0, ResponseCode::NXDomain);
                let web = ask("web.shop.local.", RecordType::A);
                assert_eq!(
                    web.1.len(),
                    if tcp { 100 } else { 0 },
                    "too long for a datagram: said so by a flag"
                );
                assert_eq!(web.2, !tcp);
            }
        }
        assert!(
            std::panic::catch_unwind(|| ask_name(BASE_PLUS_TWO, false, "example.com.", RecordType::A))
                .is_err()
        );
        let garbage = task.run(|| {
            let socket = UdpSocket::bind("0.0.0.0:0").unwrap();
            socket.set_read_timeout(Some(REPLY_WAIT)).unwrap();
            let mut buffer = [0; 512];
            for bytes in [&[7][..], &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]] {
                socket.send_to(bytes, (BASE_PLUS_TWO, 53)).unwrap();
            }
            let len = socket.recv(&mut buffer).unwrap();
            Message::from_vec(&buffer[..len]).unwrap().metadata
        });
        assert_eq!((garbage.id, garbage.response_code), (0x0102, ResponseCode::FormErr));
    });
}

#[test]
fn the_resolver_comes_back_with_the_daemon_and_says_when_it_has_no_upstream() {
    on_a_machine("the_resolver_comes_back_with_the_daemon_and_says_when_it_has_no_upstream", || async {
        let first = open(Vec::new()).await;
        let (task, _) = task(&first, &interface(1, TASK, false), "task").await;
        let ask = |name| task.run(|| ask_name(LINK_LOCAL, false, name, RecordType::A));
        assert_eq!(ask("example.com.").0, ResponseCode::ServFail);
        upstream();
        let second = reopen(first, || with_upstreams(vec![UPSTREAM.parse().unwrap()])).await;
        assert_eq!(ask("example.com.").1, ["192.0.2.80"]);
        assert_eq!(ask("ip-172-31-16-5.ec2.internal.").1, ["172.31.16.5"], "the region is remembered");
        second.close_all().await.unwrap();
    });
}

#[test]
fn who_asks_without_end_is_in_nobody_elses_way() {
    on_a_machine("who_asks_without_end_is_in_nobody_elses_way", || async {
        // It answers nobody, so that every query to it stays under way.
        let silent = UdpSocket::bind(UPSTREAM).unwrap();
        let network = open(vec![UPSTREAM.parse().unwrap()]).await;
        let (greedy, _) = task(&network, &interface(1, TASK, false), "greedy").await;
        let (other, _) = task(&network, &interface(2, [172, 31, 16, 6], false), "other").await;
        let _connections = greedy.run(|| {
            let socket = UdpSocket::bind("0.0.0.0:0").unwrap();
            let mut query = Message::new(1, MessageType::Query, OpCode::Query);
            query.add_query(Query::query(Name::from_ascii("example.com.").unwrap(), RecordType::A));
            let bytes = query.to_vec().unwrap();
            for _ in 0..5000 {
                socket.send_to(&bytes, (LINK_LOCAL, 53)).unwrap();
            }
            let connect = || TcpStream::connect_timeout(&(LINK_LOCAL, 53).into(), REPLY_WAIT);
            (0..300).map_while(|_| connect().ok()).collect::<Vec<_>>()
        });
        for tcp in [false, true] {
            let said = other.run(|| ask_name(LINK_LOCAL, tcp, "ip-172-31-16-5.ec2.internal.", RecordType::A));
            assert_eq!(said.1, ["172.31.16.5"], "tcp {tcp}");
        }
        drop(silent);
    });
}

async fn open(upstreams: Vec<SocketAddr>) -> Network {
    Network::open(with_upstreams(upstreams)).await.unwrap()
}

fn with_upstreams(upstreams: Vec<SocketAddr>) -> Options {
    let mut options = options("0123abcd");
    options.upstreams = UpstreamResolvers::Addresses(upstreams);
    options.records = Arc::new(Zone);
    options
}

/// The host's resolver: every name is at 192.0.2.80.
fn upstream() {
    let answer = |query: &[u8]| {
        let query = Message::from_vec(query).unwrap();
        let mut response = Message::response(query.metadata.id, OpCode::Query);
        let name = query.queries[0].name().clone();
        response.add_queries(query.queries.iter().cloned());
        response.add_answer(Record::from_rdata(name, 9, RData::A(A::new(192, 0, 2, 80))));
        response.to_vec().unwrap()
    };
    let (udp, tcp) = (UdpSocket::bind(UPSTREAM).unwrap(), TcpListener::bind(UPSTREAM).unwrap());
    std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        loop {
            let (len, from) = udp.recv_from(&mut buffer).unwrap();
            udp.send_to(&answer(&buffer[..len]), from).unwrap();
        }
    });
    std::thread::spawn(move || {
        for stream in tcp.incoming() {
            let mut stream = stream.unwrap();
            let query = read_framed(&mut stream);
            write_framed(&mut stream, &answer(&query));
        }
    });
}

/// Code, data and whether the answer was cut short.
fn ask_name(server: Ipv4Addr, tcp: bool, name: &str, kind: RecordType) -> (ResponseCode, Vec<String>, bool) {
    let mut query = Message::new(4711, MessageType::Query, OpCode::Query);
    query.metadata.recursion_desired = true;
    query.add_query(Query::query(Name::from_ascii(name).unwrap(), kind));
    let bytes = query.to_vec().unwrap();
    let response = if tcp {
        let mut stream = TcpStream::connect_timeout(&(server, 53).into(), REPLY_WAIT).unwrap();
        write_framed(&mut stream, &bytes);
        read_framed(&mut stream)
    } else {
        let socket = UdpSocket::bind("0.0.0.0:0").unwrap();
        socket.set_read_timeout(Some(4 * REPLY_WAIT)).unwrap();
        socket.connect((server, 53)).unwrap();
        socket.send(&bytes).unwrap();
        let mut buffer = vec![0; 4096];
        let len = socket.recv(&mut buffer).unwrap();
        buffer.truncate(len);
        buffer
    };
    let response = Message::from_vec(&response).unwrap();
    assert_eq!(response.metadata.id, 4711);
    let data = response.answers.iter().map(|r| r.data.to_string()).collect();
    (response.metadata.response_code, data, response.metadata.truncation)
}

fn read_framed(stream: &mut TcpStream) -> Vec<u8> {
    let mut len = [0; 2];
    stream.read_exact(&mut len).unwrap();
    let mut bytes = vec![0; usize::from(u16::from_be_bytes(len))];
    stream.read_exact(&mut bytes).unwrap();
    bytes
}

fn write_framed(stream: &mut TcpStream, bytes: &[u8]) {
    let len = (bytes.len() as u16).to_be_bytes();
    stream.write_all(&[&len, bytes].concat()).unwrap();
}
