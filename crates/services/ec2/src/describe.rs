//! Looking at the default network.

use std::sync::Arc;

use neargate_core::Scope;
use neargate_wire::{AwsError, Context};

use crate::model::{
    AttributeBooleanValue, AvailabilityZone, AvailabilityZoneOptInStatus, AvailabilityZoneState,
    DescribeAvailabilityZonesRequest, DescribeAvailabilityZonesResult, DescribeSecurityGroupsRequest,
    DescribeSecurityGroupsResult, DescribeSubnetsRequest, DescribeSubnetsResult, DescribeVpcAttributeRequest,
    DescribeVpcAttributeResult, DescribeVpcsRequest, DescribeVpcsResult, Filter, IpPermission, IpRange,
    SecurityGroup, Subnet, SubnetState, Tenancy, UserIdGroupPair, Vpc, VpcAttributeName,
    VpcCidrBlockAssociation, VpcCidrBlockState, VpcCidrBlockStateCode, VpcState,
};
use crate::network::{self, Network, VPC_CIDR};
use crate::{Ec2, Refused, addresses, unless_dry_run};

/// DescribeVpcs.
pub(crate) async fn vpcs(
    ec2: Arc<Ec2>,
    context: Context,
    input: DescribeVpcsRequest,
) -> Result<DescribeVpcsResult, AwsError> {
    unless_dry_run(input.dry_run)?;
    let network = ec2.network(&context).await?;
    let all = vec![vpc(&network, &context.scope)];
    let values = |vpc: &Vpc, name: &str| match name {
        "vpc-id" => one(&vpc.vpc_id),
        "cidr" | "cidr-block-association.cidr-block" => one(&vpc.cidr_block),
        "is-default" | "isDefault" => flag(vpc.is_default),
        "state" => Some(vec!["available".to_owned()]),
        "owner-id" => one(&vpc.owner_id),
        "dhcp-options-id" => one(&vpc.dhcp_options_id),
        _ => tag_filter(name),
    };
    let found =
        select(all, input.vpc_ids, |vpc| &vpc.vpc_id, no_vpc, &input.filters.unwrap_or_default(), values)?;
    Ok(DescribeVpcsResult { vpcs: Some(found), next_token: None })
}

/// DescribeVpcAttribute: one attribute of those of a default VPC, where names are resolved and given.
pub(crate) async fn vpc_attribute(
    ec2: Arc<Ec2>,
    context: Context,
    input: DescribeVpcAttributeRequest,
) -> Result<DescribeVpcAttributeResult, AwsError> {
    unless_dry_run(input.dry_run)?;
    let id = input.vpc_id.unwrap_or_default();
    if ec2.network(&context).await?.vpc_id != id {
        return Err(no_vpc(&id));
    }
    let told = DescribeVpcAttributeResult { vpc_id: Some(id), ..DescribeVpcAttributeResult::default() };
    let flag = |value| Some(AttributeBooleanValue { value: Some(value) });
    match input.attribute {
        Some(VpcAttributeName::EnableDnsSupport) => {
            Ok(DescribeVpcAttributeResult { enable_dns_support: flag(true), ..told })
        }
        Some(VpcAttributeName::EnableDnsHostnames) => {
            Ok(DescribeVpcAttributeResult { enable_dns_hostnames: flag(true), ..told })
        }
        Some(VpcAttributeName::EnableNetworkAddressUsageMetrics) => {
            Ok(DescribeVpcAttributeResult { enable_network_address_usage_metrics: flag(false), ..told })
        }
        None | Some(_) => {
            Err(AwsError::client("MissingParameter", "The request must contain the parameter attribute"))
        }
    }
}

/// DescribeSubnets.
pub(crate) async fn subnets(
    ec2: Arc<Ec2>,
    context: Context,
    input: DescribeSubnetsRequest,
) -> Result<DescribeSubnetsResult, AwsError> {
    unless_dry_run(input.dry_run)?;
    let network = ec2.network(&context).await?;
    let scope = &context.scope;
    let all: Result<Vec<Subnet>, Refused> = ec2
        .store
        .read(|reader| {
            let shape =
                |known| Ok(subnet(known, &network, scope, addresses::available(reader, scope, known)?));
            network.subnets.iter().map(shape).collect()
        })
        .await;
    let values = |subnet: &Subnet, name: &str| match name {
        "subnet-id" => one(&subnet.subnet_id),
        "vpc-id" => one(&subnet.vpc_id),
        "availability-zone" | "availabilityZone" => one(&subnet.availability_zone),
        "availability-zone-id" | "availabilityZoneId" => one(&subnet.availability_zone_id),
        "cidr-block" | "cidr" | "cidrBlock" => one(&subnet.cidr_block),
        "default-for-az" | "defaultForAz" => flag(subnet.default_for_az),
        "map-public-ip-on-launch" => flag(subnet.map_public_ip_on_launch),
        "state" => Some(vec!["available".to_owned()]),
        "owner-id" => one(&subnet.owner_id),
        "subnet-arn" => one(&subnet.subnet_arn),
        _ => tag_filter(name),
    };
    let filters = input.filters.unwrap_or_default();
    let found = select(all?, input.subnet_ids, |subnet| &subnet.subnet_id, no_subnet, &filters, values)?;
    Ok(DescribeSubnetsResult { next_token: None, subnets: Some(found) })
}

/// DescribeSecurityGroups.
pub(crate) async fn security_groups(
    ec2: Arc<Ec2>,
    context: Context,
    input: DescribeSecurityGroupsRequest,
) -> Result<DescribeSecurityGroupsResult, AwsError> {
    unless_dry_run(input.dry_run)?;
    let network = ec2.network(&context).await?;
    let mut all = vec![security_group(&network, &context.scope)];
    if let Some(names) = input.group_names.filter(|names| !names.is_empty()) {
        if let Some(missing) = names.iter().find(|name| *name != "default") {
            let text =
                format!("The security group '{missing}' does not exist in default VPC '{}'", network.vpc_id);
            return Err(AwsError::client("InvalidGroup.NotFound", text));
        }
        all.retain(|group| group.group_name.as_ref().is_some_and(|name| names.contains(name)));
    }
    let values = |group: &SecurityGroup, name: &str| match name {
        "group-id" => one(&group.group_id),
        "group-name" => one(&group.group_name),
        "vpc-id" => one(&group.vpc_id),
        "owner-id" => one(&group.owner_id),
        "description" => one(&group.description),
        _ => tag_filter(name),
    };
    let filters = input.filters.unwrap_or_default();
    let found = select(all, input.group_ids, |group| &group.group_id, no_group, &filters, values)?;
    Ok(DescribeSecurityGroupsResult { next_token: None, security_groups: Some(found) })
}

/// DescribeAvailabilityZones.
pub(crate) async fn availability_zones(
    ec2: Arc<Ec2>,
    context: Context,
    input: DescribeAvailabilityZonesRequest,
) -> Result<DescribeAvailabilityZonesResult, AwsError> {
    unless_dry_run(input.dry_run)?;
    let network = ec2.network(&context).await?;
    let region = context.scope.region.as_str();
    let zone = |subnet: &network::Subnet| AvailabilityZone {
        opt_in_status: Some(AvailabilityZoneOptInStatus::OptInNotRequired),
        messages: Some(Vec::new()),
        region_name: Some(region.to_owned()),
        zone_name: Some(subnet.zone.clone()),
        zone_id: Some(subnet.zone_id.clone()),
        group_name: Some(region.to_owned()),
        network_border_group: Some(region.to_owned()),
        zone_type: Some("availability-zone".to_owned()),
        state: Some(AvailabilityZoneState::Available),
        ..AvailabilityZone::default()
    };
    let all = network.subnets.iter().map(zone).collect();
    let values = |zone: &AvailabilityZone, name: &str| match name {
        "zone-name" => one(&zone.zone_name),
        "zone-id" => one(&zone.zone_id),
        "region-name" | "group-name" => one(&zone.region_name),
        "state" => Some(vec!["available".to_owned()]),
        "zone-type" => one(&zone.zone_type),
        "opt-in-status" => Some(vec!["opt-in-not-required".to_owned()]),
        _ => None,
    };
    let filters = input.filters.unwrap_or_default();
    let by_name = select(all, input.zone_names, |zone| &zone.zone_name, no_zone, &filters, values)?;
    let found = select(by_name, input.zone_ids, |zone| &zone.zone_id, no_zone, &[], values)?;
    Ok(DescribeAvailabilityZonesResult { availability_zones: Some(found) })
}

/// Those of `all` whose ids were asked for and that match the filters. An id that isn't there is an error.
fn select<T>(
    all: Vec<T>,
    ids: Option<Vec<String>>,
    id: impl Fn(&T) -> &Option<String>,
    missing: impl Fn(&str) -> AwsError,
    filters: &[Filter],
    values: impl Fn(&T, &str) -> Option<Vec<String>>,
) -> Result<Vec<T>, AwsError> {
    let ids = ids.unwrap_or_default();
    if let Some(unknown) = ids.iter().find(|wanted| !all.iter().any(|item| id(item).as_ref() == Some(wanted)))
    {
        return Err(missing(unknown));
    }
    let mut found = Vec::new();
    for item in all {
        let asked_for = ids.is_empty() || id(&item).as_ref().is_some_and(|id| ids.contains(id));
        if asked_for && matches(filters, |name| values(&item, name))? {
            found.push(item);
        }
    }
    Ok(found)
}

/// Whether every filter has a value that the item has. Values may hold `*` and `?`.
pub(crate) fn matches(
    filters: &[Filter],
    values: impl Fn(&str) -> Option<Vec<String>>,
) -> Result<bool, AwsError> {
    for filter in filters {
        let name = filter.name.as_deref().unwrap_or_default();
        let actual = values(name).ok_or_else(|| {
            AwsError::client("InvalidParameterValue", format!("The filter '{name}' is invalid"))
        })?;
        let wanted = filter.values.as_deref().unwrap_or_default();
        if !actual.iter().any(|actual| wanted.iter().any(|wanted| like(wanted.as_bytes(), actual.as_bytes())))
        {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether `text` matches a pattern of `*` (any run) and `?` (any one).
fn like(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t) = (0, 0);
    // Where to go on after the last `*` when what follows it didn't match.
    let mut retry: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some(b'*') => {
                retry = Some((p + 1, t));
                p += 1;
            }
            Some(letter) if *letter == b'?' || *letter == text[t] => {
                p += 1;
                t += 1;
            }
            _ => match retry {
                Some((after, from)) => {
                    retry = Some((after, from + 1));
                    (p, t) = (after, from + 1);
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|letter| *letter == b'*')
}

fn one(value: &Option<String>) -> Option<Vec<String>> {
    Some(value.iter().cloned().collect())
}

fn flag(value: Option<bool>) -> Option<Vec<String>> {
    Some(value.iter().map(bool::to_string).collect())
}

/// The default network's parts have no tags, so that filters on tags match nothing.
fn tag_filter(name: &str) -> Option<Vec<String>> {
    (name == "tag-key" || name.starts_with("tag:")).then(Vec::new)
}

fn vpc(network: &Network, scope: &Scope) -> Vpc {
    Vpc {
        owner_id: Some(scope.account.to_string()),
        instance_tenancy: Some(Tenancy::Default),
        ipv6_cidr_block_association_set: Some(Vec::new()),
        cidr_block_association_set: Some(vec![VpcCidrBlockAssociation {
            association_id: Some(network.cidr_association_id.clone()),
            cidr_block: Some(VPC_CIDR.to_owned()),
            cidr_block_state: Some(VpcCidrBlockState {
                state: Some(VpcCidrBlockStateCode::Associated),
                status_message: None,
            }),
        }]),
        is_default: Some(true),
        tags: Some(Vec::new()),
        vpc_id: Some(network.vpc_id.clone()),
        state: Some(VpcState::Available),
        cidr_block: Some(VPC_CIDR.to_owned()),
        dhcp_options_id: Some(network.dhcp_options_id.clone()),
        ..Vpc::default()
    }
}

fn subnet(known: &network::Subnet, network: &Network, scope: &Scope, available: i64) -> Subnet {
    let Scope { account, region } = scope;
    Subnet {
        availability_zone_id: Some(known.zone_id.clone()),
        owner_id: Some(account.to_string()),
        assign_ipv6_address_on_creation: Some(false),
        ipv6_cidr_block_association_set: Some(Vec::new()),
        tags: Some(Vec::new()),
        subnet_arn: Some(format!("arn:aws:ec2:{region}:{account}:subnet/{}", known.subnet_id)),
        enable_dns64: Some(false),
        ipv6_native: Some(false),
        map_customer_owned_ip_on_launch: Some(false),
        subnet_id: Some(known.subnet_id.clone()),
        state: Some(SubnetState::Available),
        vpc_id: Some(network.vpc_id.clone()),
        cidr_block: Some(known.cidr()),
        available_ip_address_count: Some(available),
        availability_zone: Some(known.zone.clone()),
        default_for_az: Some(true),
        map_public_ip_on_launch: Some(true),
        ..Subnet::default()
    }
}

/// Lets everything out, and in whatever comes from itself.
fn security_group(network: &Network, scope: &Scope) -> SecurityGroup {
    let Scope { account, region } = scope;
    let all = IpPermission {
        ip_protocol: Some("-1".to_owned()),
        user_id_group_pairs: Some(Vec::new()),
        ip_ranges: Some(Vec::new()),
        ipv6_ranges: Some(Vec::new()),
        prefix_list_ids: Some(Vec::new()),
        ..IpPermission::default()
    };
    let itself = UserIdGroupPair {
        user_id: Some(account.to_string()),
        group_id: Some(network.security_group_id.clone()),
        ..UserIdGroupPair::default()
    };
    let anywhere = IpRange { cidr_ip: Some("0.0.0.0/0".to_owned()), ..IpRange::default() };
    SecurityGroup {
        group_id: Some(network.security_group_id.clone()),
        ip_permissions_egress: Some(vec![IpPermission { ip_ranges: Some(vec![anywhere]), ..all.clone() }]),
        tags: Some(Vec::new()),
        vpc_id: Some(network.vpc_id.clone()),
        security_group_arn: Some(format!(
            "arn:aws:ec2:{region}:{account}:security-group/{}",
            network.security_group_id
        )),
        owner_id: Some(account.to_string()),
        group_name: Some("default".to_owned()),
        description: Some("default VPC security group".to_owned()),
        ip_permissions: Some(vec![IpPermission { user_id_group_pairs: Some(vec![itself]), ..all }]),
    }
}

fn no_vpc(id: &str) -> AwsError {
    AwsError::client("InvalidVpcID.NotFound", format!("The vpc ID '{id}' does not exist"))
}

pub(crate) fn no_subnet(id: &str) -> AwsError {
    AwsError::client("InvalidSubnetID.NotFound", format!("The subnet ID '{id}' does not exist"))
}

fn no_group(id: &str) -> AwsError {
    AwsError::client("InvalidGroup.NotFound", format!("The security group '{id}' does not exist"))
}

fn no_zone(id: &str) -> AwsError {
    AwsError::client("InvalidParameterValue", format!("Invalid availability zone: [{id}]"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_match_as_shells_do() {
        for (pattern, text) in
            [("", ""), ("*", ""), ("a*c", "abbc"), ("a?c", "abc"), ("*b*", "abc"), ("a*b*c", "aXbYbc")]
        {
            assert!(like(pattern.as_bytes(), text.as_bytes()), "{pattern} {text}");
        }
        for (pattern, text) in [("a", ""), ("a?c", "ac"), ("a*c", "abd"), ("?", "")] {
            assert!(!like(pattern.as_bytes(), text.as_bytes()), "{pattern} {text}");
        }
    }
}
