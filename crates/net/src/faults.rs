//! Disturbances that a task asks for in its own network, to see how it bears them.
//!
//! Each fault is one nftables table inside the task's namespace, named after what it does: the kernel is the state, a fault runs
//! on without the daemon, and goes with the namespace. What is served to tasks is never disturbed, so that a fault can be ended.

use std::fmt;

use ipnet::Ipv4Net;

use crate::services::SERVICE_ADDRESS;
use crate::{Error, netns, rules};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    Tcp,
    Udp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Ingress,
    Egress,
}

/// Which fault: there is at most one of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// All packets to a port are dropped.
    Blackhole { direction: Direction, transport: Transport, port: u16 },
    /// Some of what the task sends is dropped.
    Loss,
}

/// A fault as it is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub kind: FaultKind,
    /// Of a loss: how many in a hundred packets; 1 to 100.
    pub percent: u8,
    /// Of a loss: packets to these are lost.
    pub to: Vec<Ipv4Net>,
    /// Packets from or to these aren't touched.
    pub spared: Vec<Ipv4Net>,
}

impl fmt::Display for FaultKind {
    /// The table's name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blackhole { direction, transport, port } => {
                write!(f, "neargate_fault_blackhole_{}_{}_{port}", direction.word(), transport.word())
            }
            Self::Loss => f.write_str("neargate_fault_loss"),
        }
    }
}

impl Transport {
    fn word(self) -> &'static str {
        match self {
            Self::Tcp => "tcp",
            Self::Udp => "udp",
        }
    }
}

impl Direction {
    fn word(self) -> &'static str {
        match self {
            Self::Ingress => "ingress",
            Self::Egress => "egress",
        }
    }
}

/// Starts a fault in the network namespace of a process, replacing one of its kind. Blocks for some milliseconds.
pub fn start_fault(pid: u32, fault: &Fault) -> Result<(), Error> {
    let ruleset = ruleset(fault);
    netns::in_process(pid, || rules::load("start a fault", &ruleset))
}

/// Ends a fault; fine when there is none.
pub fn stop_fault(pid: u32, kind: FaultKind) -> Result<(), Error> {
    netns::in_process(pid, || rules::load("stop a fault", &rules::remove(&kind.to_string())))
}

pub fn fault_runs(pid: u32, kind: FaultKind) -> Result<bool, Error> {
    let tables = netns::in_process(pid, || rules::nft("list faults", &["list", "tables", "inet"], ""))?;
    let line = format!("table inet {kind}");
    Ok(tables.lines().any(|table| table.trim() == line))
}

fn ruleset(fault: &Fault) -> String {
    let table = fault.kind.to_string();
    let (hook, address, dropped) = match fault.kind {
        FaultKind::Blackhole { direction, transport, port } => {
            let (hook, address) = match direction {
                Direction::Ingress => ("input", "saddr"),
                Direction::Egress => ("output", "daddr"),
            };
            (hook, address, format!("{} dport {port} drop", transport.word()))
        }
        FaultKind::Loss => {
            let to = rules::set(&rules::disjoint(&fault.to));
            let last = fault.percent.saturating_sub(1);
            ("output", "daddr", format!("ip daddr {to} numgen random mod 100 <= {last} drop"))
        }
    };
    let mut spared = fault.spared.clone();
    spared.push(SERVICE_ADDRESS.into());
    let spared = rules::set(&rules::disjoint(&spared));
    format!(
        "table inet {table} {{ }}
delete table inet {table}
table inet {table} {{
    chain faults {{
        type filter hook {hook} priority filter; policy accept;
        ip {address} {spared} accept
        {dropped}
    }}
}}
"
    )
}
