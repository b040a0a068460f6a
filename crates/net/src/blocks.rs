//! Which addresses a VPC gets on the host: decided here from what the host has, without touching it.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

/// Uplinks take pairs of addresses from here: link-local, apart from the addresses AWS and others use in 169.254.0.0/16.
pub(crate) const UPLINKS: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::new(169, 254, 64, 0), 18);

/// The two ends of an uplink.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) host: Ipv4Addr,
    pub(crate) vpc: Ipv4Addr,
}

impl Pair {
    fn nth(n: u32) -> Self {
        let base = u32::from(UPLINKS.network()) + 2 * n;
        Self { host: base.into(), vpc: (base + 1).into() }
    }

    /// The pair that an uplink has already, by the host's address on it.
    pub(crate) fn of_host(address: Ipv4Net) -> Option<Self> {
        let base = u32::from(address.addr());
        (address.prefix_len() == 31 && UPLINKS.contains(&address.addr()) && base.is_multiple_of(2))
            .then(|| Self { host: base.into(), vpc: (base + 1).into() })
    }

    pub(crate) fn block(address: Ipv4Addr) -> Ipv4Net {
        Ipv4Net::new_assert(address, 31)
    }
}

/// The first pair, counted from `start`, that overlaps nothing in `taken`.
pub(crate) fn pick_pair(start: u64, taken: &[Ipv4Net]) -> Option<Pair> {
    let count = 1u32 << (31 - UPLINKS.prefix_len());
    let first = (start % u64::from(count)) as u32;
    // Blocks that hold the whole range (a route for 169.254.0.0/16) don't speak against a pair in it.
    let near: Vec<_> = taken.iter().filter(|t| UPLINKS.contains(*t)).collect();
    (0..count)
        .map(|i| Pair::nth((first + i) % count))
        .find(|pair| !near.iter().any(|t| overlap(t, &Pair::block(pair.host))))
}

/// The block by which the host reaches a VPC: its own if that is free on the host, else a free one of the same size.
pub(crate) fn pick_host_block(vpc: Ipv4Net, aliases: Ipv4Net, taken: &[Ipv4Net]) -> Option<Ipv4Net> {
    let free = |block: &Ipv4Net| !taken.iter().any(|t| overlap(t, block));
    if free(&vpc) {
        return Some(vpc);
    }
    // An alias that the VPC holds itself would make two addresses of one.
    aliases.subnets(vpc.prefix_len()).ok()?.find(|block| free(block) && !overlap(block, &vpc))
}

/// The address under which the host reaches `private`, an address of `vpc`.
pub(crate) fn at_host(private: Ipv4Addr, vpc: Ipv4Net, host_block: Ipv4Net) -> Ipv4Addr {
    (u32::from(host_block.network()) | (u32::from(private) & u32::from(vpc.hostmask()))).into()
}

/// The `n`th address of a block, as AWS counts what it reserves: 1 is the router, 2 the resolver.
pub(crate) fn nth(block: Ipv4Net, n: u32) -> Ipv4Addr {
    (u32::from(block.network()) + n).into()
}

pub(crate) fn overlap(a: &Ipv4Net, b: &Ipv4Net) -> bool {
    a.contains(b) || b.contains(a)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn net(text: &str) -> Ipv4Net {
        text.parse().unwrap()
    }

    fn check_host_block(vpc: &str, taken: &[&str], expected: Option<&str>) {
        let taken: Vec<_> = taken.iter().map(|t| net(t)).collect();
        assert_eq!(pick_host_block(net(vpc), net("100.64.0.0/10"), &taken), expected.map(net));
    }

    #[test]
    fn the_host_block_is_the_vpcs_own_unless_taken() {
        check_host_block("172.31.0.0/16", &["192.0.2.0/24"], Some("172.31.0.0/16"));
        check_host_block("172.31.0.0/16", &["172.31.9.9/32"], Some("100.64.0.0/16"));
        check_host_block("172.31.0.0/16", &["172.16.0.0/12", "100.64.3.0/24"], Some("100.65.0.0/16"));
        check_host_block("10.0.0.0/28", &["10.0.0.0/8", "100.64.0.0/16"], Some("100.65.0.0/28"));
        check_host_block("100.64.0.0/16", &["100.64.0.0/17"], Some("100.65.0.0/16"));
        check_host_block("172.31.0.0/16", &["172.31.0.0/16", "100.64.0.0/10"], None);
    }

    #[test]
    fn an_alias_keeps_the_host_part() {
        let at = at_host(Ipv4Addr::new(172, 31, 16, 5), net("172.31.0.0/16"), net("100.66.0.0/16"));
        assert_eq!(at, Ipv4Addr::new(100, 66, 16, 5));
    }

    #[test]
    fn a_route_for_all_link_local_leaves_pairs_free() {
        assert!(pick_pair(7, &[net("169.254.0.0/16")]).is_some());
        assert_eq!(pick_pair(7, &[UPLINKS]), None);
    }

    proptest! {
        #[test]
        fn picked_pairs_never_meet_and_are_read_back(starts in proptest::collection::vec(any::<u64>(), 1..60)) {
            let mut taken = Vec::new();
            for start in starts {
                let pair = pick_pair(start, &taken).unwrap();
                let block = Pair::block(pair.host);
                prop_assert!(block.contains(&pair.vpc) && UPLINKS.contains(&block));
                prop_assert!(!taken.iter().any(|t| overlap(t, &block)));
                prop_assert_eq!(Pair::of_host(block), Some(pair));
                taken.push(block);
            }
        }
    }
}
