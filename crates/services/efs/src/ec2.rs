//! What EC2 knows and does for mount targets, through the dispatcher.

use http::StatusCode;
use neargate_core::Scope;
use neargate_wire::{AwsError, CallError};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::json;

use crate::Efs;
use crate::records::Zone;
use crate::refusal::{INTERNAL, bad_request, refusal};

const CALLER: &str = "elasticfilesystem.amazonaws.com";

/// A subnet, as far as it matters here.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Subnet {
    pub subnet_id: String,
    pub vpc_id: String,
    availability_zone: String,
    availability_zone_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Subnets {
    subnet_set: Vec<Subnet>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Zones {
    availability_zone_info: Vec<NamedZone>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NamedZone {
    zone_id: String,
}

/// A network interface.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Interface {
    pub network_interface_id: String,
    pub private_ip_address: String,
    group_set: Vec<Group>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Group {
    group_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Made {
    network_interface: Interface,
}

/// A network interface that is to be.
pub(crate) struct Wanted<'a> {
    pub mount_target_id: &'a str,
    pub file_system_id: &'a str,
    pub subnet_id: &'a str,
    pub address: Option<&'a str>,
    pub groups: &'a [String],
}

impl Subnet {
    pub(crate) fn zone(&self) -> Zone {
        Zone { name: self.availability_zone.clone(), id: self.availability_zone_id.clone() }
    }
}

impl Interface {
    pub(crate) fn groups(&self) -> Vec<String> {
        self.group_set.iter().map(|group| group.group_id.clone()).collect()
    }
}

impl Efs {
    pub(crate) async fn zone(&self, scope: &Scope, name: String) -> Result<Zone, AwsError> {
        let answer =
            self.ec2::<Zones>(scope, "DescribeAvailabilityZones", &json!({ "zoneName": [name] })).await;
        let found = answer.ok().and_then(|zones| zones.availability_zone_info.into_iter().next());
        let unsupported = || {
            let message = format!("Availability Zone '{name}' is not supported.");
            refusal("UnsupportedAvailabilityZone", StatusCode::BAD_REQUEST, message)
        };
        let zone = found.ok_or_else(unsupported)?;
        Ok(Zone { name, id: zone.zone_id })
    }

    pub(crate) async fn subnet(&self, scope: &Scope, id: &str) -> Result<Subnet, AwsError> {
        let answer: Subnets =
            self.ec2(scope, "DescribeSubnets", &json!({ "subnetId": [id] })).await.map_err(worded)?;
        answer
            .subnet_set
            .into_iter()
            .next()
            .ok_or_else(|| no_subnet(format!("The subnet ID '{id}' does not exist")))
    }

    pub(crate) async fn make_interface(
        &self,
        scope: &Scope,
        wanted: Wanted<'_>,
    ) -> Result<Interface, AwsError> {
        let input = json!({
            "clientToken": wanted.mount_target_id,
            "description": format!("EFS mount target for {} ({})", wanted.file_system_id, wanted.mount_target_id),
            "subnetId": wanted.subnet_id,
            "privateIpAddress": wanted.address,
            "securityGroupId": wanted.groups,
        });
        let made: Made = self.ec2(scope, "CreateNetworkInterface", &input).await.map_err(worded)?;
        Ok(made.network_interface)
    }

    /// Deletes an interface; it may be gone already.
    pub(crate) async fn delete_interface(&self, scope: &Scope, id: &str) -> Result<(), AwsError> {
        let input = json!({ "networkInterfaceId": id });
        match self.ec2::<serde_json::Value>(scope, "DeleteNetworkInterface", &input).await {
            Err(error) if error.code != "InvalidNetworkInterfaceID.NotFound" => Err(worded(error)),
            _ => Ok(()),
        }
    }

    /// Refuses security groups that EC2 doesn't have.
    pub(crate) async fn check_groups(&self, scope: &Scope, groups: &[String]) -> Result<(), AwsError> {
        if groups.is_empty() {
            return Ok(());
        }
        let input = json!({ "groupId": groups });
        self.ec2::<serde_json::Value>(scope, "DescribeSecurityGroups", &input).await.map(drop).map_err(worded)
    }

    async fn ec2<O: DeserializeOwned>(
        &self,
        scope: &Scope,
        operation: &'static str,
        input: &impl Serialize,
    ) -> Result<O, CallError> {
        let dispatcher = self.dispatcher.get().ok_or_else(|| CallError {
            service: "ec2",
            operation,
            code: "NotConnected",
            message: "the services aren't connected yet".to_owned(),
            retryable: true,
        })?;
        dispatcher.call(CALLER, scope, "ec2", operation, input).await
    }
}

fn no_subnet(message: String) -> AwsError {
    refusal("SubnetNotFound", StatusCode::BAD_REQUEST, message)
}

/// EC2's refusals in EFS's words.
fn worded(error: CallError) -> AwsError {
    let conflict = |code, message| refusal(code, StatusCode::CONFLICT, message);
    match error.code {
        "InvalidSubnetID.NotFound" => no_subnet(error.message),
        "InvalidGroup.NotFound" | "InvalidGroupId.Malformed" => {
            refusal("SecurityGroupNotFound", StatusCode::BAD_REQUEST, error.message)
        }
        "InvalidIPAddress.InUse" => conflict("IpAddressInUse", error.message),
        "InsufficientFreeAddressesInSubnet" => conflict("NoFreeAddressesInSubnet", error.message),
        "NetworkInterfaceLimitExceeded" => conflict("NetworkInterfaceLimitExceeded", error.message),
        _ if error.retryable => AwsError::internal(INTERNAL, error),
        _ => bad_request(error.message),
    }
}
