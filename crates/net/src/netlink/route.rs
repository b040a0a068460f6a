//! Links, addresses and routes over rtnetlink: requests are added to a `Messages`, dumps are read into plain structs.

use std::io;
use std::net::Ipv4Addr;
use std::os::fd::{AsRawFd, BorrowedFd};
use std::thread;
use std::time::{Duration, Instant};

use ipnet::Ipv4Net;
use libc::{NLM_F_ACK, NLM_F_CREATE, NLM_F_DUMP, NLM_F_EXCL, NLM_F_REPLACE};

use super::{Messages, Reply, Socket, attributes, is, str_of, u32_of};

// Of linux/if_link.h and linux/veth.h; not in libc.
const VETH_INFO_PEER: u16 = 1;
const IFLA_BR_MCAST_SNOOPING: u16 = 23;
const IFLA_INET6_ADDR_GEN_MODE: u16 = 8;
const IN6_ADDR_GEN_MODE_NONE: u8 = 1;
const IF_OPER_UP: u8 = 6;

/// How long a link may take to carry packets once both ends are up; mostly it has come before we look.
const CARRY_MAX: Duration = Duration::from_millis(200);
const CARRY_LOOK_EVERY: Duration = Duration::from_micros(200);

#[derive(Clone, Debug, Default)]
pub(crate) struct Link {
    pub(crate) index: u32,
    pub(crate) name: String,
    pub(crate) alias: String,
    pub(crate) mtu: u32,
    /// Whether packets sent to it go anywhere.
    pub(crate) carries: bool,
    /// The index of a veth's other end, in the namespace where that one lives.
    pub(crate) peer: Option<u32>,
}

#[derive(Clone, Debug)]
pub(crate) struct Route {
    pub(crate) to: Ipv4Net,
    pub(crate) table: u32,
    pub(crate) kind: u8,
    pub(crate) out: Option<u32>,
}

/// Where a veth's second end is born, and as what.
pub(crate) struct Peer<'a> {
    pub(crate) name: &'a str,
    pub(crate) netns: Option<BorrowedFd<'a>>,
    pub(crate) mac: Option<[u8; 6]>,
}

pub(crate) struct Veth<'a> {
    pub(crate) name: &'a str,
    pub(crate) alias: &'a str,
    pub(crate) mtu: u32,
    pub(crate) bridge: Option<u32>,
    pub(crate) peer: Peer<'a>,
}

impl Messages {
    /// A bridge, up, with a fixed address, that neither snoops multicast nor waits before it forwards.
    pub(crate) fn new_bridge(&mut self, name: &str, alias: &str, mac: [u8; 6], mtu: u32) {
        self.push(libc::RTM_NEWLINK, NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL, &link_body(0, true), |a| {
            a.put_str(libc::IFLA_IFNAME, name);
            a.put(libc::IFLA_ADDRESS, &mac);
            a.put_u32(libc::IFLA_MTU, mtu);
            a.nest(libc::IFLA_LINKINFO, &[], |a| {
                a.put_str(libc::IFLA_INFO_KIND, "bridge");
                a.nest(libc::IFLA_INFO_DATA, &[], |a| a.put(IFLA_BR_MCAST_SNOOPING, &[0]));
            });
        });
        self.alias(name, alias);
    }

    /// A veth pair; the first end is where the socket lives, and up.
    pub(crate) fn new_veth(&mut self, veth: &Veth<'_>) {
        self.push(libc::RTM_NEWLINK, NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL, &link_body(0, true), |a| {
            a.put_str(libc::IFLA_IFNAME, veth.name);
            a.put_u32(libc::IFLA_MTU, veth.mtu);
            if let Some(bridge) = veth.bridge {
                a.put_u32(libc::IFLA_MASTER, bridge);
            }
            a.nest(libc::IFLA_LINKINFO, &[], |a| {
                a.put_str(libc::IFLA_INFO_KIND, "veth");
                a.nest(libc::IFLA_INFO_DATA, &[], |a| {
                    // Not up: the kernel opens this end before it knows the other, and refuses.
                    a.nest(VETH_INFO_PEER, &link_body(0, false), |a| {
                        a.put_str(libc::IFLA_IFNAME, veth.peer.name);
                        a.put_u32(libc::IFLA_MTU, veth.mtu);
                        if let Some(mac) = veth.peer.mac {
                            a.put(libc::IFLA_ADDRESS, &mac);
                        }
                        if let Some(netns) = veth.peer.netns {
                            a.put_u32(libc::IFLA_NET_NS_FD, netns.as_raw_fd() as u32);
                        }
                    });
                });
            });
        });
        self.alias(veth.name, veth.alias);
    }

    /// Says at length what a link is. The kernel passes over an alias given when the link is made.
    pub(crate) fn alias(&mut self, name: &str, alias: &str) {
        self.push(libc::RTM_NEWLINK, NLM_F_ACK, &link_body(0, false), |a| {
            a.put_str(libc::IFLA_IFNAME, name);
            a.put_str(libc::IFLA_IFALIAS, alias);
        });
    }

    pub(crate) fn link_up(&mut self, index: u32) {
        self.push(libc::RTM_NEWLINK, NLM_F_ACK, &link_body(index, true), |_| {});
    }

    /// Keeps the kernel from giving the link an IPv6 address of its own.
    pub(crate) fn no_ipv6(&mut self, index: u32) {
        self.push(libc::RTM_NEWLINK, NLM_F_ACK, &link_body(index, false), |a| {
            a.nest(libc::IFLA_AF_SPEC, &[], |a| {
                a.nest(libc::AF_INET6 as u16, &[], |a| {
                    a.put(IFLA_INET6_ADDR_GEN_MODE, &[IN6_ADDR_GEN_MODE_NONE])
                });
            });
        });
    }

    pub(crate) fn delete_link(&mut self, index: u32) {
        self.push(libc::RTM_DELLINK, NLM_F_ACK, &link_body(index, false), |_| {});
    }

    pub(crate) fn delete_link_named(&mut self, name: &str) {
        self.push(libc::RTM_DELLINK, NLM_F_ACK, &link_body(0, false), |a| a.put_str(libc::IFLA_IFNAME, name));
    }

    /// Adds the address, or finds it there.
    pub(crate) fn address(&mut self, index: u32, address: Ipv4Net) {
        let mut body = [libc::AF_INET as u8, address.prefix_len(), 0, libc::RT_SCOPE_UNIVERSE, 0, 0, 0, 0];
        body[4..].copy_from_slice(&index.to_ne_bytes());
        self.push(libc::RTM_NEWADDR, NLM_F_ACK | NLM_F_CREATE | NLM_F_REPLACE, &body, |a| {
            a.put(libc::IFA_LOCAL, &address.addr().octets());
            a.put(libc::IFA_ADDRESS, &address.addr().octets());
        });
    }

    /// Adds a route, or puts it in the place of one to the same block.
    pub(crate) fn route_via(&mut self, to: Ipv4Net, gateway: Ipv4Addr, out: u32) {
        self.push(
            libc::RTM_NEWROUTE,
            NLM_F_ACK | NLM_F_CREATE | NLM_F_REPLACE,
            &route_body(to, libc::RTN_UNICAST),
            |a| {
                a.put(libc::RTA_DST, &to.network().octets());
                a.put(libc::RTA_GATEWAY, &gateway.octets());
                a.put_u32(libc::RTA_OIF, out);
            },
        );
    }

    /// Refuses what no better route takes.
    pub(crate) fn route_unreachable(&mut self, to: Ipv4Net, metric: u32) {
        self.push(
            libc::RTM_NEWROUTE,
            NLM_F_ACK | NLM_F_CREATE | NLM_F_REPLACE,
            &route_body(to, libc::RTN_UNREACHABLE),
            |a| {
                a.put(libc::RTA_DST, &to.network().octets());
                a.put_u32(libc::RTA_PRIORITY, metric);
            },
        );
    }
}

pub(crate) fn link_named(socket: &mut Socket, name: &str) -> io::Result<Option<Link>> {
    let mut messages = Messages::default();
    messages.push(libc::RTM_GETLINK, NLM_F_ACK, &link_body(0, false), |a| a.put_str(libc::IFLA_IFNAME, name));
    match socket.exchange(messages) {
        Ok(replies) => Ok(replies.iter().find_map(read_link)),
        Err(e) if is(&e, &[libc::ENODEV]) => Ok(None),
        Err(e) => Err(e),
    }
}

/// Waits until a link carries packets. The end of a veth that came up first learns of the other, and a bridge of its first
/// port, by work that the kernel does later; until then it drops what it should send, and a connection that loses its
/// first packet takes a second longer. Gives up silently: whoever is at the other end may have gone.
pub(crate) fn await_carrying(socket: &mut Socket, name: &str) -> io::Result<()> {
    let until = Instant::now() + CARRY_MAX;
    while link_named(socket, name)?.is_some_and(|link| !link.carries) && Instant::now() < until {
        thread::sleep(CARRY_LOOK_EVERY);
    }
    Ok(())
}

pub(crate) fn links(socket: &mut Socket) -> io::Result<Vec<Link>> {
    let mut messages = Messages::default();
    messages.push(libc::RTM_GETLINK, NLM_F_DUMP, &link_body(0, false), |_| {});
    Ok(socket.exchange(messages)?.iter().filter_map(read_link).collect())
}

/// Every IPv4 address with its prefix and the index of its link.
pub(crate) fn addresses(socket: &mut Socket) -> io::Result<Vec<(u32, Ipv4Net)>> {
    let mut messages = Messages::default();
    messages.push(libc::RTM_GETADDR, NLM_F_DUMP, &[libc::AF_INET as u8, 0, 0, 0, 0, 0, 0, 0], |_| {});
    Ok(socket.exchange(messages)?.iter().filter_map(read_address).collect())
}

/// Every IPv4 route of every table, the default routes left out.
pub(crate) fn routes(socket: &mut Socket) -> io::Result<Vec<Route>> {
    let mut messages = Messages::default();
    let mut body = [0; 12];
    body[0] = libc::AF_INET as u8;
    messages.push(libc::RTM_GETROUTE, NLM_F_DUMP, &body, |_| {});
    Ok(socket.exchange(messages)?.iter().filter_map(read_route).filter(|r| r.to.prefix_len() > 0).collect())
}

/// The link of the default route with the best metric in the main table.
pub(crate) fn default_route_link(socket: &mut Socket) -> io::Result<Option<u32>> {
    let mut messages = Messages::default();
    let mut body = [0; 12];
    body[0] = libc::AF_INET as u8;
    messages.push(libc::RTM_GETROUTE, NLM_F_DUMP, &body, |_| {});
    let replies = socket.exchange(messages)?;
    let mut defaults = replies.iter().filter_map(read_route).filter(|r| {
        r.to.prefix_len() == 0 && r.table == u32::from(libc::RT_TABLE_MAIN) && r.kind == libc::RTN_UNICAST
    });
    // The kernel lists routes to the same block by metric.
    Ok(defaults.next().and_then(|r| r.out))
}

fn link_body(index: u32, up: bool) -> [u8; 16] {
    let mut body = [0; 16];
    body[4..8].copy_from_slice(&index.to_ne_bytes());
    if up {
        let flag = (libc::IFF_UP as u32).to_ne_bytes();
        body[8..12].copy_from_slice(&flag);
        body[12..16].copy_from_slice(&flag);
    }
    body
}

fn route_body(to: Ipv4Net, kind: u8) -> [u8; 12] {
    let (table, protocol, scope) = (libc::RT_TABLE_MAIN, libc::RTPROT_STATIC, libc::RT_SCOPE_UNIVERSE);
    [libc::AF_INET as u8, to.prefix_len(), 0, 0, table, protocol, scope, kind, 0, 0, 0, 0]
}

fn read_link(reply: &Reply) -> Option<Link> {
    if reply.kind != libc::RTM_NEWLINK {
        return None;
    }
    let mut link = Link { index: u32_of(reply.payload.get(4..8)?)?, ..Link::default() };
    for (kind, data) in attributes(reply.payload.get(16..)?) {
        match kind {
            libc::IFLA_IFNAME => link.name = str_of(data),
            libc::IFLA_IFALIAS => link.alias = str_of(data),
            libc::IFLA_MTU => link.mtu = u32_of(data)?,
            libc::IFLA_OPERSTATE => link.carries = data == [IF_OPER_UP],
            libc::IFLA_LINK => link.peer = u32_of(data),
            _ => {}
        }
    }
    Some(link)
}

fn read_address(reply: &Reply) -> Option<(u32, Ipv4Net)> {
    if reply.kind != libc::RTM_NEWADDR {
        return None;
    }
    let (prefix, index) = (*reply.payload.get(1)?, u32_of(reply.payload.get(4..8)?)?);
    let local = attributes(reply.payload.get(8..)?).find(|(kind, _)| *kind == libc::IFA_LOCAL)?.1;
    Some((index, Ipv4Net::new(ipv4_of(local)?, prefix).ok()?))
}

fn read_route(reply: &Reply) -> Option<Route> {
    if reply.kind != libc::RTM_NEWROUTE {
        return None;
    }
    let body = reply.payload.get(..12)?;
    let mut to = Ipv4Addr::UNSPECIFIED;
    let mut route = Route { to: Ipv4Net::default(), table: u32::from(body[4]), kind: body[7], out: None };
    for (kind, data) in attributes(reply.payload.get(12..)?) {
        match kind {
            libc::RTA_DST => to = ipv4_of(data)?,
            libc::RTA_OIF => route.out = u32_of(data),
            libc::RTA_TABLE => route.table = u32_of(data)?,
            _ => {}
        }
    }
    route.to = Ipv4Net::new(to, body[1]).ok()?;
    Some(route)
}

fn ipv4_of(data: &[u8]) -> Option<Ipv4Addr> {
    <[u8; 4]>::try_from(data).ok().map(Ipv4Addr::from)
}
