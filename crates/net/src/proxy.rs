//! A proxy in a task, through which the task's TCP connections go without knowing.
//!
//! One nftables table inside the task's namespace: the kernel is the state, and it goes with the namespace. The rules are those of
//! App Mesh's route manager: what comes for the application's ports is taken to the proxy's ingress port, what anybody but the proxy
//! sends out to its egress port. What stays within the task is left alone.

use std::fmt::{Display, Write as _};

use ipnet::Ipv4Net;

use crate::rules;
use crate::{Error, netns};

/// What is taken where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirection {
    pub ingress_port: u16,
    pub egress_port: u16,
    pub app_ports: Vec<u16>,
    /// Whose connections are left alone: the proxy's own.
    pub ignored_uid: Option<u32>,
    pub ignored_gid: Option<u32>,
    pub egress_ignored_ports: Vec<u16>,
    pub egress_ignored: Vec<Ipv4Net>,
}

/// Takes connections of the task with that process to its proxy from now on, replacing what was said before. Blocks for some
/// milliseconds.
pub fn redirect(pid: u32, redirection: &Redirection) -> Result<(), Error> {
    let ruleset = ruleset(redirection);
    netns::in_process(pid, || rules::load("take connections to a proxy", &ruleset))
}

fn ruleset(given: &Redirection) -> String {
    let mut spared = String::new();
    let mut spare = |what: &str, value: String| {
        let _ = writeln!(spared, "        {what} {value} accept");
    };
    given.ignored_uid.iter().for_each(|uid| spare("meta skuid", uid.to_string()));
    given.ignored_gid.iter().for_each(|gid| spare("meta skgid", gid.to_string()));
    if !given.egress_ignored_ports.is_empty() {
        spare("tcp dport", rules::set(&given.egress_ignored_ports));
    }
    if !given.egress_ignored.is_empty() {
        spare("ip daddr", rules::set(&rules::disjoint(&given.egress_ignored)));
    }
    let app_ports = rules::set(&given.app_ports);
    let (ingress_port, egress_port): (&dyn Display, &dyn Display) = (&given.ingress_port, &given.egress_port);
    format!(
        "table ip neargate_proxy {{ }}
delete table ip neargate_proxy
table ip neargate_proxy {{
    chain ingress {{
        type nat hook prerouting priority dstnat; policy accept;
        fib saddr type local accept
        tcp dport {app_ports} redirect to :{ingress_port}
    }}
    chain egress {{
        type nat hook output priority -100; policy accept;
        fib daddr type local accept
{spared}        meta l4proto tcp redirect to :{egress_port}
    }}
}}
"
    )
}
