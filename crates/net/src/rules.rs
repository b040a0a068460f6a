//! The nftables rules as text, and the one place that runs `nft`.
//!
//! A ruleset is loaded as a whole, in one transaction, and may be loaded again over itself: sets keep their elements,
//! rules are replaced. What changes with every task are elements only (`netlink::nft`).
//!
//! ```text
//!  task ── bridge: prerouting ──▶ VPC: forward ──▶ VPC: postrouting ──▶ host: forward ──▶ host: postrouting ──▶ outside
//!          whose link speaks      public ones        as the uplink        not to uplinks    as the host
//!          with which address     leave
//! ```

use std::fs;
use std::io::{self, Write};
use std::process::{Command, Stdio};

use ipnet::Ipv4Net;

use crate::Error;
use crate::blocks::UPLINKS;
use crate::netlink::nft::{FAMILY_BRIDGE, FAMILY_INET, Set};
use crate::services::SERVICE_ADDRESS;
use crate::vpc::RESOLVER;

/// Names of uplinks, on the host.
pub(crate) fn uplinks(table: &str) -> Set<'_> {
    Set { family: FAMILY_INET, table, name: "uplinks" }
}

/// Addresses of tasks that may leave the VPC.
pub(crate) fn public(table: &str) -> Set<'_> {
    Set { family: FAMILY_INET, table, name: "public" }
}

/// Which port speaks with which addresses; the comment is the interface's id.
pub(crate) fn ports(table: &str) -> Set<'_> {
    Set { family: FAMILY_BRIDGE, table, name: "ports" }
}

/// As nftables writes a set.
pub(crate) fn set<T: ToString>(elements: &[T]) -> String {
    let elements: Vec<String> = elements.iter().map(ToString::to_string).collect();
    format!("{{ {} }}", elements.join(", "))
}

/// The same addresses in blocks that don't overlap, as sets want them.
pub(crate) fn disjoint(blocks: &[Ipv4Net]) -> Vec<Ipv4Net> {
    Ipv4Net::aggregate(&blocks.iter().map(Ipv4Net::trunc).collect())
}

/// The host's part: VPCs reach neither the host nor each other, and only the host reaches into a VPC.
pub(crate) fn host(table: &str) -> String {
    format!(
        r#"table inet {table} {{
    set uplinks {{ type ifname; }}
}}
flush table inet {table}
table inet {table} {{
    chain input {{
        type filter hook input priority filter; policy accept;
        iifname != @uplinks accept
        ct state established,related accept
        drop
    }}
    chain forward {{
        type filter hook forward priority filter; policy accept;
        iifname != @uplinks oifname != @uplinks accept
        ct state established,related accept
        oifname @uplinks drop
        ip saddr {UPLINKS} accept
        drop
    }}
    chain postrouting {{
        type nat hook postrouting priority srcnat; policy accept;
        iifname @uplinks oifname != @uplinks masquerade
    }}
}}
"#
    )
}

/// A VPC's part. `alias` is the block by which the host reaches it, if not its own.
///
/// What leaves the VPC the kernel has to remember, here and on the host, whose table is everybody's: so each task has at most `flows`
/// under way, and begins so many in a second (which also keeps counting them cheap). What stays in the VPC isn't remembered.
pub(crate) fn vpc(table: &str, uplink: &str, block: Ipv4Net, alias: Option<Ipv4Net>, flows: u32) -> String {
    let alias = alias.map_or(String::new(), |alias| {
        format!(
            r#"iifname "{uplink}" ip daddr {alias} dnat ip prefix to ip daddr map {{ {alias} : {block} }}"#
        )
    });
    format!(
        r#"table inet {table} {{
    set public {{ type ipv4_addr; }}
    set flows {{ type ipv4_addr; size 65536; flags dynamic; }}
    set beginnings {{ type ipv4_addr; size 65536; flags dynamic,timeout; timeout 1m; }}
}}
table bridge {table} {{
    set ports {{ type ifname . ether_addr . ipv4_addr; }}
}}
flush table inet {table}
flush table bridge {table}
table inet {table} {{
    chain arriving {{
        type filter hook prerouting priority raw; policy accept;
        iifname != "{uplink}" ip daddr {{ {block}, {RESOLVER}, {SERVICE_ADDRESS} }} notrack
    }}
    chain leaving {{
        type filter hook output priority raw; policy accept;
        oifname != "{uplink}" notrack
    }}
    chain prerouting {{
        type nat hook prerouting priority dstnat; policy accept;
        {alias}
    }}
    chain forward {{
        type filter hook forward priority filter; policy drop;
        oifname "{uplink}" tcp flags & (syn | rst) == syn tcp option maxseg size set rt mtu
        ct state established,related accept
        ct state invalid drop
        oifname != "{uplink}" accept
        iifname "{uplink}" drop
        ip saddr @public goto leave
        reject with icmpx admin-prohibited
    }}
    chain leave {{
        update @beginnings {{ ip saddr limit rate over 500/second burst 4096 packets }} drop
        add @flows {{ ip saddr ct count over {flows} }} drop
        accept
    }}
    chain input {{
        type filter hook input priority filter; policy drop;
        ct state established,related accept
        iifname "{uplink}" drop
        icmp type echo-request accept
        meta l4proto {{ tcp, udp }} th dport 53 accept
        ip daddr {SERVICE_ADDRESS} meta l4proto tcp accept
    }}
    chain postrouting {{
        type nat hook postrouting priority srcnat; policy accept;
        iifname != "{uplink}" oifname "{uplink}" masquerade
    }}
}}
table bridge {table} {{
    chain prerouting {{
        type filter hook prerouting priority -300; policy drop;
        ether type ip iifname . ether saddr . ip saddr @ports accept
        ether type arp iifname . ether saddr . arp saddr ip @ports iifname . arp saddr ether . arp saddr ip @ports accept
    }}
}}
"#
    )
}

/// How many flows a task may have under way, in the calling thread's namespace: many, and a small part of what the kernel remembers.
pub(crate) fn flows_max() -> u32 {
    const MAX: u32 = 8192;
    let known = fs::read_to_string("/proc/sys/net/netfilter/nf_conntrack_max").ok();
    let all: u32 = known.and_then(|text| text.trim().parse().ok()).unwrap_or(u32::MAX);
    (all / 32).clamp(1024, MAX)
}

pub(crate) fn remove(table: &str) -> String {
    format!("add table inet {table}\ndelete table inet {table}\n")
}

/// Loads a ruleset in the calling thread's namespace, whole or not at all.
pub(crate) fn load(doing: &'static str, ruleset: &str) -> Result<(), Error> {
    nft(doing, &["-f", "-"], ruleset).map(drop)
}

/// Runs `nft` in the calling thread's namespace and returns what it printed.
pub(crate) fn nft(doing: &'static str, arguments: &[&str], input: &str) -> Result<String, Error> {
    let run = || -> io::Result<_> {
        let mut child = Command::new("nft")
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        // `nft` reads its whole input before it prints, so writing first can't block both sides.
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(input.as_bytes())?;
        }
        child.wait_with_output()
    };
    let output = run().map_err(|cause| Error::NftMissing { doing, cause })?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(Error::Nft { doing, said: String::from_utf8_lossy(&output.stderr).trim().replace('\n', "; ") })
    }
}
