//! How kernel objects are named, so that each daemon of a machine finds its own and only its own.
//!
//! A link's name has 15 characters: `ng`, its kind, four digits of the instance, and a hash of instance and id. The hash
//! already tells instances apart; on the host the link's alias also spells instance and VPC out in full, and what we
//! delete there we find by alias.

use neargate_core::InstanceId;

#[derive(Clone, Copy)]
pub(crate) enum LinkKind {
    /// The host's end of a VPC's uplink.
    HostUplink,
    /// The VPC's end of it.
    VpcUplink,
    /// A subnet.
    Bridge,
    /// The bridge's end of a task's veth.
    Port,
}

impl LinkKind {
    fn letter(self) -> char {
        match self {
            Self::HostUplink => 'u',
            Self::VpcUplink => 'v',
            Self::Bridge => 'b',
            Self::Port => 't',
        }
    }
}

/// What an instance calls its objects.
pub(crate) trait Names {
    /// The table that holds our rules, on the host and in each VPC.
    fn table(&self) -> String;

    fn link(&self, kind: LinkKind, id: &str) -> String;

    /// What the names of all our uplinks on the host begin with. May match those of a sibling: for accepting only.
    fn uplinks_prefix(&self) -> String;

    fn uplink_alias(&self, vpc_id: &str, region: &str) -> String;

    /// The VPC and region of an uplink, when the alias says that it is ours.
    fn read_uplink_alias<'a>(&self, alias: &'a str) -> Option<(&'a str, &'a str)>;
}

impl Names for InstanceId {
    fn table(&self) -> String {
        format!("neargate_{self}")
    }

    fn link(&self, kind: LinkKind, id: &str) -> String {
        let mut hash = hash(&[self.as_str().as_bytes(), id.as_bytes()]);
        let mut name = format!("ng{}{}", kind.letter(), &self.as_str()[..4]);
        for _ in 0..8 {
            name.push(char::from(b"abcdefghijklmnopqrstuvwxyz234567"[(hash & 31) as usize]));
            hash >>= 5;
        }
        name
    }

    fn uplinks_prefix(&self) -> String {
        format!("ng{}{}", LinkKind::HostUplink.letter(), &self.as_str()[..4])
    }

    fn uplink_alias(&self, vpc_id: &str, region: &str) -> String {
        format!("neargate {self} {vpc_id} {region}")
    }

    fn read_uplink_alias<'a>(&self, alias: &'a str) -> Option<(&'a str, &'a str)> {
        let mut words = alias.split(' ');
        (words.next() == Some("neargate") && words.next() == Some(self.as_str())).then_some(())?;
        Some((words.next()?, words.next()?))
    }
}

/// A locally administered hardware address, the same for the same subnet each time.
pub(crate) fn bridge_mac(instance: &InstanceId, subnet_id: &str) -> [u8; 6] {
    let hash = hash(&[instance.as_str().as_bytes(), b"bridge", subnet_id.as_bytes()]).to_be_bytes();
    [0x0a, hash[1], hash[2], hash[3], hash[4], hash[5]]
}

/// FNV-1a with a final mix: stable between versions, which `std`'s hasher doesn't promise.
pub(crate) fn hash(parts: &[&[u8]]) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for part in parts {
        for byte in part.iter().chain(&[0xff]) {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    hash ^ (hash >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn link_names_fit_and_differ_by_instance_kind_and_id() {
        let (a, b): (InstanceId, InstanceId) = ("0123abcd".parse().unwrap(), "0123abce".parse().unwrap());
        let names = [
            a.link(LinkKind::Port, "eni-1"),
            a.link(LinkKind::Port, "eni-2"),
            a.link(LinkKind::Bridge, "eni-1"),
            b.link(LinkKind::Port, "eni-1"),
        ];
        for (i, name) in names.iter().enumerate() {
            assert_eq!(name.len(), 15);
            assert!(!names[..i].contains(name), "{names:?}");
        }
    }

    #[test]
    fn an_alias_is_read_by_its_own_instance_only() {
        let (a, b): (InstanceId, InstanceId) = ("0123abcd".parse().unwrap(), "0123abce".parse().unwrap());
        let alias = a.uplink_alias("vpc-1", "eu-west-1");
        assert_eq!(a.read_uplink_alias(&alias), Some(("vpc-1", "eu-west-1")));
        assert_eq!(b.read_uplink_alias(&alias), None);
    }
}
