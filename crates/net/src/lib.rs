//! The VPC data plane of one node: a VPC is a network namespace, the router of its subnets, and tasks plug in there.
//!
//! `network` is the handle that the node holds: attach and detach interfaces, remove VPCs, all repeatable. Below it, each
//! with one subject: `vpc` (a namespace, its bridges and ports), `host` (the uplinks and what the host's firewall says of
//! them), `foreign` (other firewalls on the host), `rules` (the nftables text), `resolver` (DNS), `services` (what else is
//! served to tasks), `faults` (what tasks ask to be disturbed by), `proxy` (connections that go through one in the task), `blocks`
//! (which addresses, decided without touching anything), `names` (what objects are called), `netns` (work inside a namespace) and `netlink` (the kernel's language).
//!
//! Holds: only objects that carry this instance's id are changed or deleted, so several daemons live side by side.
//! A task speaks with its own addresses only. A private task reaches nothing outside its VPC but the resolver and the
//! services; no task reaches the host, or another VPC.
//! Dies well: the kernel is the state. What was half made is completed by the next `attach`, what was half removed by the
//! next `detach` or `remove_vpc`; tasks and their traffic don't notice the daemon's death, but for name resolution
//! and services.
//! Elsewhere: which address an interface gets and who owns it (EC2's service), security groups, load balancers.

mod blocks;
mod error;
mod faults;
mod foreign;
mod host;
mod names;
mod netlink;
mod netns;
mod network;
mod proxy;
mod resolver;
mod rules;
mod services;
mod vpc;

use std::net::{Ipv4Addr, SocketAddr};
use std::os::fd::OwnedFd;
use std::path::PathBuf;
use std::sync::Arc;

pub use hickory_proto;
pub use ipnet::Ipv4Net;
use neargate_core::InstanceId;

pub use error::Error;
pub use faults::{Direction, Fault, FaultKind, Transport, fault_runs, start_fault, stop_fault};
pub use network::Network;
pub use proxy::{Redirection, redirect};
pub use resolver::{Answer, NoRecords, Records};
pub use services::{SERVICE_ADDRESS, SERVICE_NAME, Serving, VpcService};

/// How a node's data plane is set up.
pub struct Options {
    /// What every object of ours carries.
    pub instance: InstanceId,
    /// Where the namespaces of VPCs are kept, in `netns/<vpc-id>`; made if missing.
    pub run_dir: PathBuf,
    pub upstreams: UpstreamResolvers,
    /// The range from which VPCs are aliased whose block the host knows as something else.
    pub aliases: Ipv4Net,
    /// Private zones.
    pub records: Arc<dyn Records>,
}

impl Options {
    pub fn new(instance: InstanceId, run_dir: impl Into<PathBuf>) -> Self {
        Self {
            instance,
            run_dir: run_dir.into(),
            upstreams: UpstreamResolvers::ResolvConf("/etc/resolv.conf".into()),
            aliases: Ipv4Net::new_assert(Ipv4Addr::new(100, 64, 0, 0), 10),
            records: Arc::new(NoRecords),
        }
    }
}

/// Where names are looked up that no VPC knows; asked from the host's namespace.
#[derive(Clone, Debug)]
pub enum UpstreamResolvers {
    /// The name servers of such a file, read again as it changes.
    ResolvConf(PathBuf),
    Addresses(Vec<SocketAddr>),
}

/// An elastic network interface, as far as packets are concerned.
#[derive(Clone, Debug)]
pub struct Interface {
    pub eni_id: String,
    pub vpc: VpcSpec,
    pub subnet: SubnetSpec,
    pub private_ip: Ipv4Addr,
    pub mac: [u8; 6],
    /// Whether it may reach what lies outside the VPC.
    pub public: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VpcSpec {
    pub vpc_id: String,
    pub cidr: Ipv4Net,
    /// Decides the domain of the VPC's private names.
    pub region: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubnetSpec {
    pub subnet_id: String,
    pub cidr: Ipv4Net,
}

/// The network namespace of a task: new, with nothing but `lo` in it.
#[derive(Debug)]
pub enum NetnsTarget {
    Pid(u32),
    Fd(OwnedFd),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attached {
    /// Where the host reaches the task: its private address, or the alias of that.
    pub host_reachable_at: Ipv4Addr,
}
