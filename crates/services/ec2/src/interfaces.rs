//! Elastic network interfaces: an address in a subnet that a task can have.

use std::borrow::Cow;
use std::net::Ipv4Addr;
use std::sync::Arc;

use neargate_core::{Scope, random_hex};
use neargate_store::{Expect, Range, ReadRecords as _, Record, WriteRecords as _};
use neargate_wire::{AwsError, Context};
use serde::{Deserialize, Serialize};

use crate::describe::{matches, no_subnet};
use crate::model::{
    CreateNetworkInterfaceRequest, CreateNetworkInterfaceResult, DeleteNetworkInterfaceRequest,
    DescribeNetworkInterfacesRequest, DescribeNetworkInterfacesResult, GroupIdentifier, NetworkInterface,
    NetworkInterfacePrivateIpAddress, NetworkInterfaceStatus, NetworkInterfaceType, Tag,
};
use crate::network::Network;
use crate::{Ec2, Refused, addresses, unless_dry_run};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Interface {
    network_interface_id: String,
    subnet_id: String,
    address: Ipv4Addr,
    description: String,
    groups: Vec<String>,
    requester_managed: bool,
    client_token: Option<String>,
    tags: Vec<Tag>,
}

impl Record for Interface {
    const SERVICE: &'static str = "ec2";
    const KIND: &'static str = "network-interface";

    fn id(&self) -> Cow<'_, str> {
        self.network_interface_id.as_str().into()
    }

    fn lookups(&self) -> Vec<(&'static str, String)> {
        self.client_token.iter().map(|token| (BY_CLIENT_TOKEN, token.clone())).collect()
    }
}

const BY_CLIENT_TOKEN: &str = "client-token";

/// CreateNetworkInterface.
pub(crate) async fn create(
    ec2: Arc<Ec2>,
    context: Context,
    input: CreateNetworkInterfaceRequest,
) -> Result<CreateNetworkInterfaceResult, AwsError> {
    unless_dry_run(input.dry_run)?;
    let network = ec2.network(&context).await?;
    let subnet_id = input.subnet_id.unwrap_or_default();
    let subnet = network.subnet(&subnet_id).cloned().ok_or_else(|| no_subnet(&subnet_id))?;
    let groups = input
        .groups
        .filter(|groups| !groups.is_empty())
        .unwrap_or_else(|| vec![network.security_group_id.clone()]);
    if let Some(unknown) = groups.iter().find(|group| **group != network.security_group_id) {
        return Err(AwsError::client(
            "InvalidGroup.NotFound",
            format!("The security group '{unknown}' does not exist"),
        ));
    }
    let wanted = match input.private_ip_address.as_deref().map(str::parse) {
        None => None,
        Some(Ok(address)) => Some(address),
        Some(Err(_)) => {
            return Err(AwsError::client("InvalidParameterValue", "Invalid value for parameter address"));
        }
    };
    let interface = Interface {
        network_interface_id: format!("eni-{}", random_hex(17)),
        subnet_id,
        address: Ipv4Addr::UNSPECIFIED,
        description: input.description.unwrap_or_default(),
        groups,
        requester_managed: matches!(context.principal, neargate_core::Principal::Service { .. }),
        client_token: input.client_token,
        tags: input
            .tag_specifications
            .into_iter()
            .flatten()
            .flat_map(|spec| spec.tags.unwrap_or_default())
            .collect(),
    };
    let scope = context.scope.clone();
    let made = ec2
        .store
        .write(context.durability, move |writer| -> Result<Interface, Refused> {
            let (account, region) = (scope.account.as_str(), scope.region.as_str());
            if let Some(token) = &interface.client_token {
                let known = writer.lookup_records::<Interface>(
                    account,
                    region,
                    BY_CLIENT_TOKEN,
                    token,
                    Range::all(),
                )?;
                if let Some(known) = known.into_iter().next() {
                    return Ok(known.value);
                }
            }
            let address = addresses::take(writer, &scope, &subnet, wanted)?;
            let interface = Interface { address, ..interface.clone() };
            writer.put_record(account, region, &interface, Expect::Absent)?;
            Ok(interface)
        })
        .await?;
    let client_token = made.client_token.clone();
    Ok(CreateNetworkInterfaceResult {
        network_interface: Some(shape(&made, &network, &context.scope)),
        client_token,
    })
}

/// DeleteNetworkInterface.
pub(crate) async fn delete(
    ec2: Arc<Ec2>,
    context: Context,
    input: DeleteNetworkInterfaceRequest,
) -> Result<(), AwsError> {
    unless_dry_run(input.dry_run)?;
    let network = ec2.network(&context).await?;
    let id = input.network_interface_id.unwrap_or_default();
    let scope = context.scope.clone();
    let deleted: Result<(), Refused> = ec2
        .store
        .write(context.durability, move |writer| {
            let (account, region) = (scope.account.as_str(), scope.region.as_str());
            let known = writer.get_record::<Interface>(account, region, &id)?;
            let interface = known.ok_or_else(|| not_found(&id))?.value;
            if let Some(subnet) = network.subnet(&interface.subnet_id) {
                addresses::release(writer, &scope, subnet, interface.address)?;
            }
            writer.delete_record::<Interface>(account, region, &id, Expect::Any)?;
            Ok(())
        })
        .await;
    Ok(deleted?)
}

/// DescribeNetworkInterfaces.
pub(crate) async fn describe(
    ec2: Arc<Ec2>,
    context: Context,
    input: DescribeNetworkInterfacesRequest,
) -> Result<DescribeNetworkInterfacesResult, AwsError> {
    unless_dry_run(input.dry_run)?;
    let network = ec2.network(&context).await?;
    let (account, region) = (context.scope.account.as_str(), context.scope.region.as_str());
    let stored = ec2
        .store
        .read(|reader| -> Result<_, Refused> {
            Ok(reader.list_records::<Interface>(account, region, Range::all())?)
        })
        .await?;
    let all: Vec<NetworkInterface> =
        stored.iter().map(|stored| shape(&stored.value, &network, &context.scope)).collect();
    let wanted = input.network_interface_ids.unwrap_or_default();
    if let Some(missing) =
        wanted.iter().find(|id| !all.iter().any(|known| known.network_interface_id.as_ref() == Some(id)))
    {
        return Err(not_found(missing));
    }
    let filters = input.filters.unwrap_or_default();
    let mut found = Vec::new();
    for interface in all {
        let asked_for = wanted.is_empty()
            || interface.network_interface_id.as_ref().is_some_and(|id| wanted.contains(id));
        if asked_for && matches(&filters, |name| values(&interface, name))? {
            found.push(interface);
        }
    }
    Ok(DescribeNetworkInterfacesResult { network_interfaces: Some(found), next_token: None })
}

/// The values that an interface has for a filter's name; `None` when there is no such filter.
fn values(interface: &NetworkInterface, name: &str) -> Option<Vec<String>> {
    let one = |value: &Option<String>| Some(value.iter().cloned().collect());
    match name {
        "network-interface-id" => one(&interface.network_interface_id),
        "subnet-id" => one(&interface.subnet_id),
        "vpc-id" => one(&interface.vpc_id),
        "availability-zone" => one(&interface.availability_zone),
        "private-ip-address" | "addresses.private-ip-address" => one(&interface.private_ip_address),
        "mac-address" => one(&interface.mac_address),
        "description" => one(&interface.description),
        "status" => Some(interface.status.iter().map(|status| status.as_str().to_owned()).collect()),
        "group-id" => {
            Some(interface.groups.iter().flatten().filter_map(|group| group.group_id.clone()).collect())
        }
        _ => None,
    }
}

fn shape(interface: &Interface, network: &Network, scope: &Scope) -> NetworkInterface {
    let address = interface.address;
    let dns_name = format!("ip-{}.{}", address.to_string().replace('.', "-"), scope.region.private_domain());
    let subnet = network.subnet(&interface.subnet_id);
    let group =
        |id: &String| GroupIdentifier { group_id: Some(id.clone()), group_name: Some("default".to_owned()) };
    NetworkInterface {
        network_interface_id: Some(interface.network_interface_id.clone()),
        subnet_id: Some(interface.subnet_id.clone()),
        vpc_id: Some(network.vpc_id.clone()),
        availability_zone: subnet.map(|subnet| subnet.zone.clone()),
        availability_zone_id: subnet.map(|subnet| subnet.zone_id.clone()),
        description: Some(interface.description.clone()),
        groups: Some(interface.groups.iter().map(group).collect()),
        interface_type: Some(NetworkInterfaceType::Interface),
        ipv6_addresses: Some(Vec::new()),
        mac_address: Some(mac_of(&interface.network_interface_id)),
        owner_id: Some(scope.account.to_string()),
        private_dns_name: Some(dns_name.clone()),
        private_ip_address: Some(address.to_string()),
        private_ip_addresses: Some(vec![NetworkInterfacePrivateIpAddress {
            association: None,
            primary: Some(true),
            private_dns_name: Some(dns_name),
            private_ip_address: Some(address.to_string()),
        }]),
        requester_managed: Some(interface.requester_managed),
        source_dest_check: Some(true),
        status: Some(if interface.requester_managed {
            NetworkInterfaceStatus::InUse
        } else {
            NetworkInterfaceStatus::Available
        }),
        tag_set: Some(interface.tags.clone()),
        ..NetworkInterface::default()
    }
}

/// A locally administered unicast address (first octet 0x0e, as EC2's often are) from the random part of the id.
fn mac_of(network_interface_id: &str) -> String {
    let digits = network_interface_id.trim_start_matches("eni-");
    let octets: Vec<&str> = (0..5).filter_map(|index| digits.get(index * 2..index * 2 + 2)).collect();
    format!("0e:{}", octets.join(":"))
}

fn not_found(id: &str) -> AwsError {
    AwsError::client(
        "InvalidNetworkInterfaceID.NotFound",
        format!("The networkInterface ID '{id}' does not exist"),
    )
}
