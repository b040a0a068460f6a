//! The names that every VPC knows its own addresses by, and back: `ip-172-31-0-5.ec2.internal` is 172.31.0.5. Besides, the name of
//! what is served to its tasks, and whatever is below that name.

use std::net::Ipv4Addr;

use hickory_proto::rr::rdata::{A, PTR};
use hickory_proto::rr::{Name, RData, RecordType};

use super::Answer;
use crate::VpcSpec;
use crate::services::{SERVICE_ADDRESS, SERVICE_NAME};

const TTL_S: u32 = 60;

/// The answer for an address of the VPC, in either direction; `None` for all other names.
pub(super) fn find(vpc: &VpcSpec, name: &Name, kind: RecordType) -> Option<Answer> {
    let text = name.to_ascii();
    let text = text.strip_suffix('.').unwrap_or(&text);
    let (data, own_kind) = match text.strip_suffix(".in-addr.arpa") {
        Some(reversed) => {
            let [d, c, b, a] = octets(reversed, '.')?;
            let ip = Ipv4Addr::new(a, b, c, d);
            vpc.cidr.contains(&ip).then_some(())?;
            let [a, b, c, d] = ip.octets();
            let own = format!("ip-{a}-{b}-{c}-{d}.{}.", domain(&vpc.region));
            (RData::PTR(PTR(Name::from_ascii(own).ok()?)), RecordType::PTR)
        }
        None if is_service(text) => (RData::A(A(SERVICE_ADDRESS)), RecordType::A),
        None => {
            let host = text.strip_suffix(&domain(&vpc.region))?.strip_suffix('.')?;
            let ip = Ipv4Addr::from(octets(host.strip_prefix("ip-")?, '-')?);
            vpc.cidr.contains(&ip).then_some(())?;
            (RData::A(A(ip)), RecordType::A)
        }
    };
    let asked = kind == own_kind || kind == RecordType::ANY;
    Some(Answer::Data { ttl_s: TTL_S, data: if asked { vec![data] } else { Vec::new() } })
}

fn is_service(name: &str) -> bool {
    name.strip_suffix(SERVICE_NAME).is_some_and(|below| below.is_empty() || below.ends_with('.'))
}

/// The domain of a region's private names.
fn domain(region: &str) -> String {
    match region {
        "us-east-1" => "ec2.internal".to_owned(),
        _ => format!("{region}.compute.internal"),
    }
}

/// Four decimal numbers as they are written one way only, so that each address has one name.
fn octets(text: &str, separator: char) -> Option<[u8; 4]> {
    let parts: Vec<u8> = text
        .split(separator)
        .map(|p| p.parse().ok().filter(|n: &u8| n.to_string() == p))
        .collect::<Option<_>>()?;
    parts.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(region: &str, name: &str, kind: RecordType, expected: Option<&[&str]>) {
        let cidr = "172.31.0.0/16".parse().unwrap();
        let vpc = VpcSpec { vpc_id: "vpc-1".into(), cidr, region: region.into() };
        let found = find(&vpc, &Name::from_ascii(name).unwrap(), kind).map(|answer| match answer {
            Answer::Data { data, .. } => data.iter().map(ToString::to_string).collect::<Vec<_>>(),
            Answer::NoSuchName => panic!("never said of these names"),
        });
        let expected = expected.map(|e| e.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>());
        assert_eq!(found, expected, "{region} {name} {kind}");
    }

    #[test]
    fn names_of_the_vpcs_addresses() {
        let (a, ptr) = (RecordType::A, RecordType::PTR);
        check("us-east-1", "ip-172-31-0-5.ec2.internal.", a, Some(&["172.31.0.5"]));
        check("us-east-1", "ip-172-31-0-5.ec2.internal.", RecordType::AAAA, Some(&[]));
        check("eu-west-1", "ip-172-31-0-5.eu-west-1.compute.internal.", a, Some(&["172.31.0.5"]));
        check("eu-west-1", "ip-172-31-0-5.ec2.internal.", a, None);
        check("us-east-1", "ip-10-0-0-5.ec2.internal.", a, None);
        check("us-east-1", "ip-172-31-0-05.ec2.internal.", a, None);
        check("us-east-1", "ip-172-31-0.ec2.internal.", a, None);
        check("us-east-1", "xip-172-31-0-5.ec2.internal.", a, None);
        check("us-east-1", "5.0.31.172.in-addr.arpa.", ptr, Some(&["ip-172-31-0-5.ec2.internal."]));
        check("us-east-1", "5.0.0.10.in-addr.arpa.", ptr, None);
        check("us-east-1", "example.com.", a, None);
    }

    #[test]
    fn the_name_of_what_is_served_to_tasks() {
        let a = RecordType::A;
        for name in ["neargate.internal.", "s3.neargate.internal."] {
            check("us-east-1", name, a, Some(&["169.254.170.2"]));
            check("eu-west-1", name, RecordType::AAAA, Some(&[]));
        }
        check("us-east-1", "xneargate.internal.", a, None);
    }
}
