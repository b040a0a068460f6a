//! The default network of an account's region.

use std::borrow::Cow;
use std::net::Ipv4Addr;

use neargate_core::{Scope, availability_zones, random_hex};
use neargate_store::{Expect, ReadRecords as _, Reader, Record, WriteRecords as _, Writer};
use neargate_wire::{AwsError, Context};
use serde::{Deserialize, Serialize};

use crate::{Ec2, Refused};

/// Where all default VPCs lie.
pub(crate) const VPC_CIDR: &str = "172.31.0.0/16";
/// Default subnets are blocks of 4096 addresses.
const SUBNET_BITS: u8 = 20;

/// The VPC that a scope has by default, with all that belongs to it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Network {
    pub vpc_id: String,
    pub dhcp_options_id: String,
    pub cidr_association_id: String,
    pub security_group_id: String,
    pub subnets: Vec<Subnet>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Subnet {
    pub subnet_id: String,
    pub base: Ipv4Addr,
    pub zone: String,
    /// `use1-az1`: the same zone for every account.
    pub zone_id: String,
}

impl Record for Network {
    const SERVICE: &'static str = "ec2";
    const KIND: &'static str = "network";

    fn id(&self) -> Cow<'_, str> {
        DEFAULT.into()
    }
}

const DEFAULT: &str = "default";

impl Subnet {
    pub(crate) fn cidr(&self) -> String {
        format!("{}/{SUBNET_BITS}", self.base)
    }

    /// The addresses that interfaces may have: all but AWS's five (network, router, resolver, future use, broadcast).
    pub(crate) fn usable(&self) -> std::ops::RangeInclusive<u32> {
        let base = u32::from(self.base);
        base + 4..=base + (1 << (32 - SUBNET_BITS)) - 2
    }
}

impl Network {
    fn fresh(scope: &Scope) -> Self {
        let id = |kind: &str| format!("{kind}-{}", random_hex(17));
        let zones = availability_zones(&scope.region);
        let subnet = |(index, zone): (usize, String)| Subnet {
            subnet_id: id("subnet"),
            base: Ipv4Addr::new(172, 31, 16 * index as u8, 0),
            zone,
            zone_id: format!("{}-az{}", zone_prefix(scope.region.as_str()), index + 1),
        };
        Self {
            vpc_id: id("vpc"),
            dhcp_options_id: id("dopt"),
            cidr_association_id: id("vpc-cidr-assoc"),
            security_group_id: id("sg"),
            subnets: zones.into_iter().enumerate().map(subnet).collect(),
        }
    }

    pub(crate) fn subnet(&self, subnet_id: &str) -> Option<&Subnet> {
        self.subnets.iter().find(|subnet| subnet.subnet_id == subnet_id)
    }
}

/// `us-east-1` is `use1` in the ids of its zones, `ap-northeast-2` is `apne2`.
fn zone_prefix(region: &str) -> String {
    let parts: Vec<&str> = region.split('-').collect();
    let middle = match parts.get(1).copied().unwrap_or_default() {
        "northeast" => "ne",
        "northwest" => "nw",
        "southeast" => "se",
        "southwest" => "sw",
        other => other.get(..1).unwrap_or_default(),
    };
    format!(
        "{}{middle}{}",
        parts.first().copied().unwrap_or_default(),
        parts.get(2..).unwrap_or_default().concat()
    )
}

pub(crate) fn find(reader: &mut dyn Reader, scope: &Scope) -> Result<Option<Network>, Refused> {
    let stored = reader.get_record::<Network>(scope.account.as_str(), scope.region.as_str(), DEFAULT)?;
    Ok(stored.map(|stored| stored.value))
}

/// The scope's network within a transaction, made if this is the first look at it.
pub(crate) fn ensure_in(writer: &mut dyn Writer, scope: &Scope, fresh: &Network) -> Result<Network, Refused> {
    let (account, region) = (scope.account.as_str(), scope.region.as_str());
    if let Some(known) = writer.get_record::<Network>(account, region, DEFAULT)? {
        return Ok(known.value);
    }
    writer.put_record(account, region, fresh, Expect::Absent)?;
    Ok(fresh.clone())
}

impl Ec2 {
    /// The scope's network, made if this is the first look at it.
    pub(crate) async fn network(&self, context: &Context) -> Result<Network, AwsError> {
        if let Some(known) = self.store.read(|reader| find(reader, &context.scope)).await? {
            return Ok(known);
        }
        let (scope, fresh) = (context.scope.clone(), Network::fresh(&context.scope));
        self.store
            .write(context.durability, move |writer| ensure_in(writer, &scope, &fresh))
            .await
            .map_err(Refused::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_abbreviated_as_aws_does() {
        for (region, prefix) in [
            ("us-east-1", "use1"),
            ("eu-central-1", "euc1"),
            ("ap-northeast-2", "apne2"),
            ("ap-southeast-1", "apse1"),
        ] {
            assert_eq!(zone_prefix(region), prefix);
        }
    }

    #[test]
    fn default_subnets_lie_side_by_side_in_the_vpc() {
        let scope = Scope { account: Default::default(), region: Default::default() };
        let network = Network::fresh(&scope);
        let cidrs: Vec<String> = network.subnets.iter().map(Subnet::cidr).collect();
        assert_eq!(cidrs, ["172.31.0.0/20", "172.31.16.0/20", "172.31.32.0/20"]);
        let usable = network.subnets[1].usable();
        assert_eq!(Ipv4Addr::from(*usable.start()), Ipv4Addr::new(172, 31, 16, 4));
        assert_eq!(Ipv4Addr::from(*usable.end()), Ipv4Addr::new(172, 31, 31, 254));
    }
}
