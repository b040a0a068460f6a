//! The host's side: forwarding, our table, and one uplink per VPC.
//!
//! Nothing is done before the first VPC needs it. Choosing free addresses and taking them happens under a lock that all
//! daemons of the machine share (`flock` on the host's namespace itself), so two of them never take the same.
//!
//! Forwarding (`net.ipv4.ip_forward`) is switched on and left on: who else relies on it by then, nobody can tell.

use std::fs;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use ipnet::Ipv4Net;
use neargate_core::InstanceId;
use rustix::fs::{FlockOperation, flock};

use crate::blocks::{self, Pair};
use crate::error::Attempt;
use crate::names::{LinkKind, Names as _, hash};
use crate::netlink::route::{self, Peer, Veth};
use crate::netlink::{Messages, Protocol, Socket, is, nft};
use crate::{Error, VpcSpec, foreign, netns, rules};

const UPLINK_MTU_DEFAULT: u32 = 1500;
/// Jumbo frames as AWS has them, inside a VPC.
pub(crate) const VPC_MTU: u32 = 9001;
const FORWARDING: &str = "/proc/sys/net/ipv4/ip_forward";

pub(crate) struct Host {
    instance: InstanceId,
    table: String,
    namespace: OwnedFd,
    links: Socket,
    sets: Socket,
    prepared: bool,
}

/// What a VPC and the host have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Uplink {
    pub(crate) pair: Pair,
    /// The VPC's block as the host sees it.
    pub(crate) host_block: Ipv4Net,
}

impl Host {
    /// Opens the sockets in the calling thread's namespace, which is thereby the host.
    pub(crate) fn open(instance: &InstanceId) -> Result<Self, Error> {
        let opening = "open a netlink socket on";
        Ok(Self {
            instance: instance.clone(),
            table: instance.table(),
            namespace: netns::current().attempt("open the network namespace of", "the host")?,
            links: Socket::open(Protocol::Route).attempt(opening, "the host")?,
            sets: Socket::open(Protocol::Netfilter).attempt(opening, "the host")?,
            prepared: false,
        })
    }

    /// Loads our table, switches forwarding on and gets our uplinks past other firewalls; once per process unless `again`.
    pub(crate) fn prepare(&mut self, again: bool) -> Result<(), Error> {
        if self.prepared && !again {
            return Ok(());
        }
        let on = fs::read_to_string(FORWARDING).is_ok_and(|v| v.trim() == "1");
        if !on {
            fs::write(FORWARDING, "1").attempt("switch on", "forwarding on the host")?;
        }
        rules::load("load the host's rules", &rules::host(&self.table))?;
        foreign::open(&self.instance)?;
        self.prepared = true;
        Ok(())
    }

    /// The uplinks of this instance, as `(link, vpc id, region)`.
    pub(crate) fn uplinks(&mut self) -> Result<Vec<(route::Link, String, String)>, Error> {
        let links = route::links(&mut self.links).attempt("list", "the host's links")?;
        let ours = links.into_iter().filter_map(|link| {
            let (vpc, region) = self.instance.read_uplink_alias(&link.alias)?;
            let (vpc, region) = (vpc.to_owned(), region.to_owned());
            Some((link, vpc, region))
        });
        Ok(ours.collect())
    }

    /// What the uplink of a VPC stands at, when it is complete.
    pub(crate) fn read_uplink(&mut self, index: u32) -> Result<Option<Uplink>, Error> {
        let addresses = route::addresses(&mut self.links).attempt("list", "the host's addresses")?;
        let routes = route::routes(&mut self.links).attempt("list", "the host's routes")?;
        let pair = addresses.iter().filter(|(i, _)| *i == index).find_map(|(_, a)| Pair::of_host(*a));
        let own = |r: &&route::Route| r.out == Some(index) && !blocks::UPLINKS.contains(&r.to);
        Ok(pair.zip(routes.iter().find(own)).map(|(pair, r)| Uplink { pair, host_block: r.to }))
    }

    /// Makes the host's end of the uplink, or finds it. The other end is put into `vpc_namespace`, unaddressed.
    pub(crate) fn ensure_uplink(
        &mut self,
        vpc: &VpcSpec,
        vpc_namespace: BorrowedFd<'_>,
        aliases: Ipv4Net,
        avoid: &[Ipv4Net],
    ) -> Result<(Uplink, u32), Error> {
        let name = self.instance.link(LinkKind::HostUplink, &vpc.vpc_id);
        flock(self.namespace.as_fd(), FlockOperation::LockExclusive)
            .map_err(Into::into)
            .attempt("lock", "the host's addresses")?;
        let done = self.uplink_under_lock(vpc, &name, vpc_namespace, aliases, avoid);
        flock(self.namespace.as_fd(), FlockOperation::Unlock)
            .map_err(Into::into)
            .attempt("unlock", "the host's addresses")?;
        let uplink = done?;
        let add = nft::Change::Add {
            set: rules::uplinks(&self.table),
            key: nft::ifname_key(&name),
            comment: &vpc.vpc_id,
        };
        nft::commit(&mut self.sets, &[add]).attempt("admit to the host's rules", &name)?;
        Ok(uplink)
    }

    fn uplink_under_lock(
        &mut self,
        vpc: &VpcSpec,
        name: &str,
        vpc_namespace: BorrowedFd<'_>,
        aliases: Ipv4Net,
        avoid: &[Ipv4Net],
    ) -> Result<(Uplink, u32), Error> {
        let mtu = self.uplink_mtu()?;
        let link = match route::link_named(&mut self.links, name).attempt("look for", name)? {
            Some(link) => link,
            None => self.make_uplink(vpc, name, vpc_namespace, mtu)?,
        };
        if let Some(uplink) = self.read_uplink(link.index)? {
            return Ok((uplink, link.mtu));
        }

        let listing = "list";
        let addresses = route::addresses(&mut self.links).attempt(listing, "the host's addresses")?;
        let routes = route::routes(&mut self.links).attempt(listing, "the host's routes")?;
        let others = addresses.iter().filter(|(i, _)| *i != link.index).map(|(_, a)| *a);
        let taken: Vec<_> = others
            .chain(routes.iter().filter(|r| r.out != Some(link.index)).map(|r| r.to))
            .chain(avoid.iter().copied())
            .collect();
        let own = addresses.iter().filter(|(i, _)| *i == link.index).find_map(|(_, a)| Pair::of_host(*a));
        let pair = match own {
            Some(pair) => pair,
            None => blocks::pick_pair(hash(&[name.as_bytes()]), &taken)
                .ok_or_else(|| Error::UplinksExhausted(vpc.vpc_id.clone()))?,
        };
        let host_block = blocks::pick_host_block(vpc.cidr, aliases, &taken)
            .ok_or_else(|| Error::AliasesExhausted(vpc.vpc_id.clone()))?;
        let mut messages = Messages::default();
        messages.alias(name, &self.instance.uplink_alias(&vpc.vpc_id, &vpc.region));
        messages.no_ipv6(link.index);
        messages.address(link.index, Pair::block(pair.host));
        messages.link_up(link.index);
        messages.route_via(host_block, pair.vpc, link.index);
        self.links.exchange(messages).attempt("address the uplink", name)?;
        Ok((Uplink { pair, host_block }, link.mtu))
    }

    fn make_uplink(
        &mut self,
        vpc: &VpcSpec,
        name: &str,
        vpc_namespace: BorrowedFd<'_>,
        mtu: u32,
    ) -> Result<route::Link, Error> {
        let peer = self.instance.link(LinkKind::VpcUplink, &vpc.vpc_id);
        let mut messages = Messages::default();
        messages.new_veth(&Veth {
            name,
            alias: &self.instance.uplink_alias(&vpc.vpc_id, &vpc.region),
            mtu,
            bridge: None,
            peer: Peer { name: &peer, netns: Some(vpc_namespace), mac: None },
        });
        self.links.exchange(messages).attempt("make the uplink", name)?;
        let made = route::link_named(&mut self.links, name).attempt("look for", name)?;
        made.ok_or_else(|| Error::Lost(name.to_owned()))
    }

    /// What the way out of the host takes, so that a VPC learns of it at its own edge.
    fn uplink_mtu(&mut self) -> Result<u32, Error> {
        let out = route::default_route_link(&mut self.links).attempt("read", "the host's default route")?;
        let links = route::links(&mut self.links).attempt("list", "the host's links")?;
        let mtu = links.iter().find(|l| Some(l.index) == out).map_or(UPLINK_MTU_DEFAULT, |l| l.mtu);
        Ok(mtu.clamp(576, VPC_MTU))
    }

    /// Returns when packets flow into the VPC, whose end must be up.
    pub(crate) fn await_uplink(&mut self, vpc_id: &str) -> Result<(), Error> {
        let name = self.instance.link(LinkKind::HostUplink, vpc_id);
        route::await_carrying(&mut self.links, &name).attempt("wait for", &name)
    }

    /// Deletes a VPC's uplink with its addresses and routes; fine when there is none.
    pub(crate) fn remove_uplink(&mut self, vpc_id: &str) -> Result<(), Error> {
        let name = self.instance.link(LinkKind::HostUplink, vpc_id);
        let mut messages = Messages::default();
        messages.delete_link_named(&name);
        match self.links.exchange(messages) {
            Err(e) if !is(&e, &[libc::ENODEV]) => return Err(e).attempt("delete the uplink", &name),
            _ => {}
        }
        let delete = nft::Change::Delete { set: rules::uplinks(&self.table), key: nft::ifname_key(&name) };
        match nft::commit(&mut self.sets, &[delete]) {
            Err(e) if !is(&e, &[libc::ENOENT]) => Err(e).attempt("take out of the host's rules", &name),
            _ => Ok(()),
        }
    }

    /// Removes our table and our rules in the tables of others.
    pub(crate) fn close(&mut self) -> Result<(), Error> {
        self.prepared = false;
        foreign::close(&self.instance)?;
        rules::load("remove the host's rules", &rules::remove(&self.table))
    }
}
