//! One VPC: its namespace, its bridges, and the ports of its tasks.
//!
//! ```text
//!                    VPC's namespace
//!   task's ns     ┌──────────────────────────────────────┐      host
//!   eth0 ─────────┤ ngt… ─ bridge ngb… (gateway: base+1)  │
//!   eth0 ─────────┤ ngt… ─┘        lo (base+2, …, .170.2) ├ ngv… ── ngu… ─▶ outside
//!   eth0 ─────────┤ ngt… ─ bridge ngb…                    │
//!                 └──────────────────────────────────────┘
//! ```
//! The kernel is the state: a port's element in the set `ports` says which interface it belongs to, the uplink's alias
//! which VPC and region, its route on the host which block. Each step finds what is there already, so whatever a crash
//! left half-done, the next `ensure` or `plug` completes.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::net::Ipv4Addr;
use std::os::fd::{AsFd, OwnedFd};
use std::path::Path;

use ipnet::Ipv4Net;
use neargate_core::InstanceId;
use tokio::runtime::Handle;

use crate::blocks::{self, Pair, nth};
use crate::error::Attempt;
use crate::host::{Host, Uplink, VPC_MTU};
use crate::names::{LinkKind, Names as _, bridge_mac};
use crate::netlink::nft::{self, Change, PortKey};
use crate::netlink::route::{self, Peer, Veth};
use crate::netlink::{Messages, Protocol, Socket, is};
use crate::resolver::{self, Resolver};
use crate::services::{self, SERVICE_ADDRESS, Services};
use crate::{Error, Interface, SubnetSpec, VpcService, VpcSpec, netns, rules};

/// The resolver's second address, the same in every VPC.
pub(crate) const RESOLVER: Ipv4Addr = Ipv4Addr::new(169, 254, 169, 253);
const LINK_LOCAL: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::new(169, 254, 0, 0), 16);
/// Worse than every route that the kernel makes for an address, so a subnet as large as its VPC stays reachable.
const UNREACHABLE_METRIC: u32 = 4096;
const LOOPBACK_INDEX: u32 = 1;
pub(crate) const TASK_LINK: &str = "eth0";

/// Set in each VPC's namespace; a setting whose module isn't loaded is passed over if marked so.
const SETTINGS: &[(&str, &str, bool)] = &[
    ("net/ipv4/ip_forward", "1", false),
    ("net/ipv4/conf/all/rp_filter", "1", false),
    ("net/ipv4/conf/all/send_redirects", "0", false),
    ("net/ipv4/conf/default/send_redirects", "0", false),
    ("net/ipv4/conf/all/accept_redirects", "0", false),
    ("net/ipv6/conf/all/disable_ipv6", "1", true),
    ("net/ipv6/conf/default/disable_ipv6", "1", true),
    ("net/bridge/bridge-nf-call-iptables", "0", true),
    ("net/bridge/bridge-nf-call-ip6tables", "0", true),
    ("net/bridge/bridge-nf-call-arptables", "0", true),
];

pub(crate) struct Vpc {
    instance: InstanceId,
    table: String,
    pub(crate) spec: VpcSpec,
    pub(crate) uplink: Uplink,
    pub(crate) namespace: OwnedFd,
    links: Socket,
    sets: Socket,
    bridges: HashMap<String, u32>,
    pub(crate) ports: HashMap<String, PortKey>,
    /// The elements of the set `public`.
    public: HashSet<Ipv4Addr>,
    pub(crate) resolver: Option<Resolver>,
    pub(crate) services: Option<Services>,
    /// Whether this process has gone through `ensure`, rather than only found the VPC.
    pub(crate) ensured: bool,
}

impl Vpc {
    /// Finds a VPC that an earlier process made; `None` if that one didn't get so far that tasks could be in it.
    pub(crate) fn find(
        instance: &InstanceId,
        host: &mut Host,
        vpc_id: &str,
        path: &Path,
    ) -> Result<Option<Self>, Error> {
        let Some(namespace) = netns::open(path).attempt("open the namespace of", vpc_id)? else {
            return Ok(None);
        };
        let Some((link, _, region)) = host.uplinks()?.into_iter().find(|(_, id, _)| id == vpc_id) else {
            return Ok(None);
        };
        let Some(uplink) = host.read_uplink(link.index)? else { return Ok(None) };
        let (mut links, mut sets) = sockets(&namespace).attempt("open sockets in", vpc_id)?;
        let routes = route::routes(&mut links).attempt("list the routes of", vpc_id)?;
        let block = |r: &&route::Route| r.kind == libc::RTN_UNREACHABLE && r.to != LINK_LOCAL;
        let Some(cidr) = routes.iter().find(block).map(|r| r.to) else { return Ok(None) };
        let table = instance.table();
        let (ports, public) = match admitted(&mut sets, &table) {
            Err(e) if is(&e, &[libc::ENOENT]) => return Ok(None),
            admitted => admitted.attempt("list the ports of", vpc_id)?,
        };
        Ok(Some(Self {
            instance: instance.clone(),
            table,
            spec: VpcSpec { vpc_id: vpc_id.to_owned(), cidr, region },
            uplink,
            namespace,
            links,
            sets,
            bridges: HashMap::new(),
            ports,
            public,
            resolver: None,
            services: None,
            ensured: false,
        }))
    }

    /// Makes a VPC, or completes one; everything but subnets, ports and the resolver.
    pub(crate) fn ensure(
        instance: &InstanceId,
        host: &mut Host,
        spec: &VpcSpec,
        path: &Path,
        aliases: Ipv4Net,
        avoid: &[Ipv4Net],
    ) -> Result<Self, Error> {
        let id = &spec.vpc_id;
        let namespace = netns::ensure(path).attempt("make the namespace of", id)?;
        netns::inside(&namespace, configure).attempt("configure the namespace of", id)?;
        let (mut links, mut sets) = sockets(&namespace).attempt("open sockets in", id)?;
        let (uplink, _) = host.ensure_uplink(spec, namespace.as_fd(), aliases, avoid)?;
        address(instance, &mut links, spec, &uplink)?;
        host.await_uplink(id)?;

        let table = instance.table();
        let alias = (uplink.host_block != spec.cidr).then_some(uplink.host_block);
        let uplink_name = instance.link(LinkKind::VpcUplink, id);
        let loaded = netns::inside(&namespace, || {
            let ruleset = rules::vpc(&table, &uplink_name, spec.cidr, alias, rules::flows_max());
            Ok(rules::load("load the rules of a vpc", &ruleset))
        });
        loaded.attempt("enter the namespace of", id)??;
        let (ports, public) = admitted(&mut sets, &table).attempt("list the ports of", id)?;
        Ok(Self {
            instance: instance.clone(),
            table,
            spec: spec.clone(),
            uplink,
            namespace,
            links,
            sets,
            bridges: HashMap::new(),
            ports,
            public,
            resolver: None,
            services: None,
            ensured: true,
        })
    }

    /// Opens the resolver's sockets inside, unless they are open.
    pub(crate) fn ensure_resolver(&mut self, context: &resolver::Context) -> Result<(), Error> {
        if self.resolver.is_none() {
            let addresses = [nth(self.spec.cidr, 2), RESOLVER];
            let bound = netns::inside(&self.namespace, || resolver::bind(&addresses));
            let sockets = bound.attempt("open the resolver's sockets in", &self.spec.vpc_id)?;
            self.resolver = Some(Resolver::start(context, self.spec.clone(), sockets)?);
        }
        Ok(())
    }

    /// Opens the listeners of services inside, unless they are open.
    pub(crate) fn ensure_services(&mut self, runtime: &Handle, services: &[VpcService]) -> Result<(), Error> {
        if self.services.is_none() {
            let bound = netns::inside(&self.namespace, || services::bind(services));
            let listeners = bound.attempt("open the services' sockets in", &self.spec.vpc_id)?;
            self.services = Some(Services::start(runtime, &self.spec, services, listeners)?);
        }
        Ok(())
    }

    /// Puts the port of an interface in place: from here on it may send, and its peer stands in the task's namespace.
    pub(crate) fn plug(&mut self, interface: &Interface, task: &OwnedFd) -> Result<(), Error> {
        let bridge = self.ensure_bridge(&interface.subnet)?;
        let name = self.instance.link(LinkKind::Port, &interface.eni_id);
        let key = PortKey { link: name.clone(), mac: interface.mac, ip: interface.private_ip };
        self.admit(interface, key)?;

        let veth = Veth {
            name: &name,
            alias: &interface.eni_id,
            mtu: VPC_MTU,
            bridge: Some(bridge),
            peer: Peer { name: TASK_LINK, netns: Some(task.as_fd()), mac: Some(interface.mac) },
        };
        let making = "make the port of";
        match self.make_veth(&veth) {
            Err(e) if is(&e, &[libc::EEXIST]) => {
                // Ours already, or a leftover of a task before: the two ends name each other, or they don't.
                if self.joined(&name, task).attempt("look at the port of", &interface.eni_id)? {
                    return Ok(());
                }
                self.delete_link(&name).attempt("delete the old port of", &interface.eni_id)?;
                self.make_veth(&veth).attempt(making, &interface.eni_id)
            }
            made => made.attempt(making, &interface.eni_id),
        }
    }

    /// Returns when packets flow to the task, which must have been dressed.
    pub(crate) fn settle(&mut self, interface: &Interface) -> Result<(), Error> {
        let port = self.instance.link(LinkKind::Port, &interface.eni_id);
        let bridge = self.instance.link(LinkKind::Bridge, &interface.subnet.subnet_id);
        for name in [port, bridge] {
            route::await_carrying(&mut self.links, &name).attempt("wait for", &name)?;
        }
        Ok(())
    }

    /// Takes the port away, with what it was allowed; fine when it is gone.
    pub(crate) fn unplug(&mut self, eni_id: &str) -> Result<(), Error> {
        let Some(key) = self.ports.get(eni_id).cloned() else { return Ok(()) };
        self.delete_link(&key.link).attempt("delete the port of", eni_id)?;
        self.withdraw(&key).attempt("withdraw the addresses of", eni_id)?;
        self.ports.remove(eni_id);
        Ok(())
    }

    /// Deletes all links inside. The namespace goes when its last user does, and that may be somebody's stray mount.
    pub(crate) fn empty(&mut self) -> Result<(), Error> {
        (self.resolver, self.services) = (None, None);
        clear(&mut self.links).attempt("empty the namespace of", &self.spec.vpc_id)
    }

    /// Lets the interface speak with its addresses, and leave the VPC if it is public; in one commit.
    fn admit(&mut self, interface: &Interface, key: PortKey) -> Result<(), Error> {
        let admitting = "admit the addresses of";
        if let Some(old) = self.ports.get(&interface.eni_id).filter(|old| **old != key).cloned() {
            self.withdraw(&old).attempt(admitting, &interface.eni_id)?;
        }
        let ip = key.ip.octets().to_vec();
        let comment = &*interface.eni_id;
        let public = rules::public(&self.table);
        let mut changes = vec![Change::Add { set: rules::ports(&self.table), key: key.encode(), comment }];
        if interface.public {
            changes.push(Change::Add { set: public, key: ip, comment });
        } else if self.public.contains(&key.ip) {
            // A public task's that died without saying so.
            changes.push(Change::Delete { set: public, key: ip });
        }
        converge(&mut self.sets, changes).attempt(admitting, &interface.eni_id)?;
        if interface.public {
            self.public.insert(key.ip)
        } else {
            self.public.remove(&key.ip)
        };
        self.ports.insert(interface.eni_id.clone(), key);
        Ok(())
    }

    fn withdraw(&mut self, key: &PortKey) -> io::Result<()> {
        let port = Change::Delete { set: rules::ports(&self.table), key: key.encode() };
        let mut changes = vec![port];
        let shared = self.ports.values().filter(|p| p.ip == key.ip).count() > 1;
        let public = !shared && self.public.contains(&key.ip);
        if public {
            changes.push(Change::Delete { set: rules::public(&self.table), key: key.ip.octets().to_vec() });
        }
        converge(&mut self.sets, changes)?;
        if public {
            self.public.remove(&key.ip);
        }
        Ok(())
    }

    fn ensure_bridge(&mut self, subnet: &SubnetSpec) -> Result<u32, Error> {
        if let Some(index) = self.bridges.get(&subnet.subnet_id) {
            return Ok(*index);
        }
        let making = "make the bridge of";
        let name = self.instance.link(LinkKind::Bridge, &subnet.subnet_id);
        let mut messages = Messages::default();
        messages.new_bridge(&name, &subnet.subnet_id, bridge_mac(&self.instance, &subnet.subnet_id), VPC_MTU);
        match self.links.exchange(messages) {
            Err(e) if !is(&e, &[libc::EEXIST]) => return Err(e).attempt(making, &subnet.subnet_id),
            _ => {}
        }
        let link = route::link_named(&mut self.links, &name).attempt("look for", &name)?;
        let index = link.ok_or(Error::Lost(name))?.index;
        let mut messages = Messages::default();
        let gateway = Ipv4Net::new_assert(nth(subnet.cidr, 1), subnet.cidr.prefix_len());
        messages.address(index, gateway);
        messages.link_up(index);
        self.links.exchange(messages).attempt(making, &subnet.subnet_id)?;
        self.bridges.insert(subnet.subnet_id.clone(), index);
        Ok(index)
    }

    fn make_veth(&mut self, veth: &Veth<'_>) -> io::Result<()> {
        let mut messages = Messages::default();
        messages.new_veth(veth);
        self.links.exchange(messages).map(drop)
    }

    fn joined(&mut self, port: &str, task: &OwnedFd) -> io::Result<bool> {
        let outer = route::link_named(&mut self.links, port)?;
        let inner =
            netns::inside(task, || route::link_named(&mut Socket::open(Protocol::Route)?, TASK_LINK))?;
        Ok(outer.zip(inner).is_some_and(|(o, i)| o.peer == Some(i.index) && i.peer == Some(o.index)))
    }

    fn delete_link(&mut self, name: &str) -> io::Result<()> {
        let mut messages = Messages::default();
        messages.delete_link_named(name);
        match self.links.exchange(messages) {
            Err(e) if !is(&e, &[libc::ENODEV]) => Err(e),
            _ => Ok(()),
        }
    }
}

/// Deletes all links of a namespace; those that can't be (`lo`) stay.
pub(crate) fn clear_namespace(namespace: &OwnedFd) -> io::Result<()> {
    netns::inside(namespace, || clear(&mut Socket::open(Protocol::Route)?))
}

/// Gives the task's end its address and the way to everywhere; in the task's namespace, by the calling thread.
pub(crate) fn dress(interface: &Interface) -> io::Result<()> {
    let mut links = Socket::open(Protocol::Route)?;
    let link = route::link_named(&mut links, TASK_LINK)?
        .ok_or_else(|| io::Error::from_raw_os_error(libc::ENODEV))?;
    let mut messages = Messages::default();
    messages.link_up(LOOPBACK_INDEX);
    messages.link_up(link.index);
    let prefix = interface.subnet.cidr.prefix_len();
    messages.address(link.index, Ipv4Net::new_assert(interface.private_ip, prefix));
    messages.route_via(Ipv4Net::default(), nth(interface.subnet.cidr, 1), link.index);
    links.exchange(messages).map(drop)
}

fn clear(links: &mut Socket) -> io::Result<()> {
    for link in route::links(links)?.into_iter().filter(|l| l.index != LOOPBACK_INDEX) {
        let mut messages = Messages::default();
        messages.delete_link(link.index);
        // Gone with its other end a moment ago, or a fallback device that the kernel keeps.
        let _ = links.outcomes(messages)?;
    }
    Ok(())
}

/// Makes all changes, in one commit unless what is to be deleted has been deleted by somebody else.
fn converge(sets: &mut Socket, changes: Vec<Change<'_>>) -> io::Result<()> {
    match nft::commit(sets, &changes) {
        Err(e) if is(&e, &[libc::ENOENT]) => {
            for change in changes {
                let deleting = matches!(change, Change::Delete { .. });
                match nft::commit(sets, &[change]) {
                    Err(e) if !(deleting && is(&e, &[libc::ENOENT])) => return Err(e),
                    _ => {}
                }
            }
            Ok(())
        }
        committed => committed,
    }
}

/// The ports by interface, and the public addresses.
fn admitted(sets: &mut Socket, table: &str) -> io::Result<(HashMap<String, PortKey>, HashSet<Ipv4Addr>)> {
    let ports = nft::elements(sets, rules::ports(table))?;
    let ports = ports.into_iter().filter_map(|(key, eni)| Some((eni, PortKey::decode(&key)?)));
    let public = nft::elements(sets, rules::public(table))?;
    let public = public.into_iter().filter_map(|(key, _)| Some(<[u8; 4]>::try_from(key).ok()?.into()));
    Ok((ports.collect(), public.collect()))
}

fn sockets(namespace: &OwnedFd) -> io::Result<(Socket, Socket)> {
    netns::inside(namespace, || Ok((Socket::open(Protocol::Route)?, Socket::open(Protocol::Netfilter)?)))
}

fn configure() -> io::Result<()> {
    for (name, value, optional) in SETTINGS {
        match fs::write(Path::new("/proc/sys").join(name), value) {
            Err(e) if !(*optional && e.kind() == io::ErrorKind::NotFound) => return Err(e),
            _ => {}
        }
    }
    Ok(())
}

/// Addresses and routes of the VPC's own side.
fn address(instance: &InstanceId, links: &mut Socket, spec: &VpcSpec, uplink: &Uplink) -> Result<(), Error> {
    let name = instance.link(LinkKind::VpcUplink, &spec.vpc_id);
    let link = route::link_named(links, &name).attempt("look for", &name)?;
    let index = link.ok_or_else(|| Error::Lost(name.clone()))?.index;
    let mut messages = Messages::default();
    messages.link_up(LOOPBACK_INDEX);
    messages.link_up(index);
    messages.address(LOOPBACK_INDEX, nth(spec.cidr, 2).into());
    messages.address(LOOPBACK_INDEX, RESOLVER.into());
    messages.address(LOOPBACK_INDEX, SERVICE_ADDRESS.into());
    messages.address(index, Pair::block(uplink.pair.vpc));
    // Neither an address of the VPC that nobody has nor the machine's metadata service is looked for outside.
    messages.route_unreachable(spec.cidr, UNREACHABLE_METRIC);
    messages.route_unreachable(LINK_LOCAL, UNREACHABLE_METRIC);
    messages.route_via(Ipv4Net::default(), uplink.pair.host, index);
    links.exchange(messages).attempt("address the uplink in", &spec.vpc_id).map(drop)
}

/// Whether an interface's addresses make sense; said before anything is made.
pub(crate) fn check(interface: &Interface) -> Result<(), Error> {
    let (vpc, subnet, ip) = (interface.vpc.cidr, interface.subnet.cidr, interface.private_ip);
    let reserved = [subnet.network(), nth(subnet, 1), nth(vpc, 2), subnet.broadcast()];
    let reason = if vpc != vpc.trunc() || subnet != subnet.trunc() {
        "a block has bits set beyond its prefix"
    } else if !(16..=28).contains(&vpc.prefix_len()) || subnet.prefix_len() > 28 {
        "blocks have between 16 and 28 bits"
    } else if !vpc.contains(&subnet) {
        "its subnet lies outside the vpc"
    } else if !subnet.contains(&ip) {
        "its address lies outside the subnet"
    } else if reserved.contains(&ip) {
        "its address is reserved in the subnet"
    } else if interface.mac[0] & 1 != 0 {
        "its hardware address is a group's"
    } else if [&interface.vpc.vpc_id, &interface.vpc.region].iter().any(|w| !is_word(w)) {
        "the vpc's id and region are words of letters, digits and dashes"
    } else {
        return Ok(());
    };
    Err(Error::Interface { eni_id: interface.eni_id.clone(), reason })
}

/// Fit for a file's name and for the alias of a link.
fn is_word(text: &str) -> bool {
    !text.is_empty() && text.len() < 64 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

pub(crate) fn reachable_at(vpc: &Vpc, private: Ipv4Addr) -> Ipv4Addr {
    blocks::at_host(private, vpc.spec.cidr, vpc.uplink.host_block)
}
