//! `awsvpcConfiguration`: what it may be, and what EC2 knows of the subnets and security groups that it names.
//!
//! `RunTask` waits for this, so what EC2 said is kept for a minute. A subnet that goes in between is noticed when the
//! interface is made in it, as on AWS.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use neargate_core::{Scope, Timestamp};
use neargate_wire::{AwsError, CallError};
use serde::Deserialize;
use serde_json::json;

use super::assignment::Attachment;
use crate::Ecs;
use crate::model::{AssignPublicIp, NetworkConfiguration, NetworkMode, TaskDefinition};
use crate::refused::invalid;

/// How long EC2's word is good.
const REMEMBERED: Duration = Duration::from_secs(60);

const MAX_SUBNETS: usize = 16;
const MAX_SECURITY_GROUPS: usize = 5;

/// A request's network configuration, checked by itself.
#[derive(Debug, Clone, Default)]
pub(crate) struct Network {
    pub subnets: Vec<String>,
    pub security_groups: Vec<String>,
    pub public: bool,
}

/// What is known of a subnet and its VPC.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Subnet {
    pub id: String,
    pub cidr: String,
    pub availability_zone: String,
    pub availability_zone_id: String,
    pub vpc_id: String,
    pub vpc_cidr: String,
}

/// What EC2 was asked lately.
#[derive(Default)]
pub(crate) struct NetworkCache {
    subnets: RwLock<Known<Subnet>>,
    /// The VPC of each security group.
    security_groups: RwLock<Known<String>>,
}

type Known<T> = HashMap<(Scope, String), (Timestamp, T)>;

/// Checks a network configuration against the definition's mode.
pub(crate) fn check(
    definition: &TaskDefinition,
    configuration: Option<&NetworkConfiguration>,
) -> Result<Network, AwsError> {
    let given = configuration.and_then(|configuration| configuration.awsvpc_configuration.as_ref());
    let given = match (definition.network_mode == Some(NetworkMode::Awsvpc), given) {
        (true, Some(given)) => given,
        (true, None) => {
            return Err(invalid(
                "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
            ));
        }
        (false, Some(_)) => {
            return Err(invalid(
                "Network Configuration is not valid for the given networkMode of this task definition.",
            ));
        }
        (false, None) => return Ok(Network::default()),
    };
    let subnets = given.subnets.clone().unwrap_or_default();
    let security_groups = given.security_groups.clone().unwrap_or_default();
    if subnets.is_empty() {
        return Err(invalid("subnets can not be empty."));
    }
    if subnets.len() > MAX_SUBNETS {
        return Err(invalid(format!("subnets can have at most {MAX_SUBNETS} items.")));
    }
    if security_groups.len() > MAX_SECURITY_GROUPS {
        return Err(invalid(format!("securityGroups can have at most {MAX_SECURITY_GROUPS} items.")));
    }
    Ok(Network { subnets, security_groups, public: given.assign_public_ip == Some(AssignPublicIp::Enabled) })
}

impl Ecs {
    /// Makes sure that EC2 has all that a configuration names, in one VPC. Asks EC2 only for what it wasn't asked lately.
    pub(crate) async fn check_network(
        &self,
        scope: &Scope,
        network: &Network,
    ) -> Result<Vec<Subnet>, AwsError> {
        let subnets = self.subnets(scope, &network.subnets).await;
        let subnets = subnets.map_err(|error| told("subnet", &network.subnets, error))?;
        let groups = self.security_group_vpcs(scope, &network.security_groups).await;
        let groups = groups.map_err(|error| told("security group", &network.security_groups, error))?;
        let vpc = subnets.first().map(|subnet| subnet.vpc_id.as_str());
        if subnets.iter().any(|subnet| Some(subnet.vpc_id.as_str()) != vpc) {
            return Err(invalid("The provided subnets must all be in the same VPC."));
        }
        if groups.iter().any(|group| Some(group.as_str()) != vpc) {
            return Err(invalid(
                "The provided security groups must be in the same VPC as the provided subnets.",
            ));
        }
        Ok(subnets)
    }

    /// What EC2 knows of these subnets.
    pub(crate) async fn subnets(&self, scope: &Scope, ids: &[String]) -> Result<Vec<Subnet>, CallError> {
        let now = self.clock.now();
        if let Some(known) = recall(&self.network.subnets, scope, ids, now) {
            return Ok(known);
        }
        let answer: SubnetSet = self.ec2(scope, "DescribeSubnets", &json!({ "subnetId": ids })).await?;
        let mut vpc_ids: Vec<&str> = answer.subnets.iter().map(|subnet| subnet.vpc_id.as_str()).collect();
        vpc_ids.sort_unstable();
        vpc_ids.dedup();
        let vpcs: VpcSet = self.ec2(scope, "DescribeVpcs", &json!({ "vpcId": vpc_ids })).await?;
        let found = answer.subnets.iter().filter_map(|subnet| {
            let vpc = vpcs.vpcs.iter().find(|vpc| vpc.vpc_id == subnet.vpc_id)?;
            Some(Subnet {
                id: subnet.subnet_id.clone(),
                cidr: subnet.cidr_block.clone(),
                availability_zone: subnet.availability_zone.clone(),
                availability_zone_id: subnet.availability_zone_id.clone().unwrap_or_default(),
                vpc_id: subnet.vpc_id.clone(),
                vpc_cidr: vpc.cidr_block.clone(),
            })
        });
        remember(&self.network.subnets, scope, found.map(|subnet| (subnet.id.clone(), subnet)), now);
        recall(&self.network.subnets, scope, ids, now).ok_or_else(|| incomplete("DescribeSubnets"))
    }

    async fn security_group_vpcs(&self, scope: &Scope, ids: &[String]) -> Result<Vec<String>, CallError> {
        let now = self.clock.now();
        if let Some(known) = recall(&self.network.security_groups, scope, ids, now) {
            return Ok(known);
        }
        let answer: SecurityGroupSet =
            self.ec2(scope, "DescribeSecurityGroups", &json!({ "groupId": ids })).await?;
        let found = answer.groups.into_iter().map(|group| (group.group_id, group.vpc_id));
        remember(&self.network.security_groups, scope, found, now);
        recall(&self.network.security_groups, scope, ids, now)
            .ok_or_else(|| incomplete("DescribeSecurityGroups"))
    }

    /// Calls EC2 as ECS.
    pub(crate) async fn ec2<O: serde::de::DeserializeOwned>(
        &self,
        scope: &Scope,
        operation: &'static str,
        input: &serde_json::Value,
    ) -> Result<O, CallError> {
        match self.dispatcher() {
            Some(dispatcher) => dispatcher.call("ecs", scope, "ec2", operation, input).await,
            None => Err(CallError {
                service: "ec2",
                operation,
                code: "Unavailable",
                message: "the services aren't connected yet".to_owned(),
                retryable: true,
            }),
        }
    }
}

fn recall<T: Clone>(
    known: &RwLock<Known<T>>,
    scope: &Scope,
    ids: &[String],
    now: Timestamp,
) -> Option<Vec<T>> {
    let known = known.read().unwrap_or_else(PoisonError::into_inner);
    let fresh = |id: &String| {
        let (at, value) = known.get(&(scope.clone(), id.clone()))?;
        (now.since(*at) < REMEMBERED).then(|| value.clone())
    };
    ids.iter().map(fresh).collect()
}

/// Learns, and forgets what is too old to be used.
fn remember<T>(
    known: &RwLock<Known<T>>,
    scope: &Scope,
    found: impl Iterator<Item = (String, T)>,
    now: Timestamp,
) {
    let mut known = known.write().unwrap_or_else(PoisonError::into_inner);
    known.retain(|_, (at, _)| now.since(*at) < REMEMBERED);
    known.extend(found.map(|(id, value)| ((scope.clone(), id), (now, value))));
}

/// EC2 answered without an error and without all that was asked for.
fn incomplete(operation: &'static str) -> CallError {
    CallError {
        service: "ec2",
        operation,
        code: "InternalError",
        message: "the answer lacks some of what was asked for".to_owned(),
        retryable: true,
    }
}

/// EC2's error as ECS tells it.
fn told(what: &str, ids: &[String], error: CallError) -> AwsError {
    if error.retryable {
        return AwsError::internal("ServerException", error);
    }
    invalid(format!(
        "Error retrieving {what} information for [{}]: {} (ErrorCode: {})",
        ids.join(", "),
        error.message,
        error.code
    ))
}

/// Why a task that got no interface failed to start.
pub(crate) fn interface_failure(attachment: &Attachment, code: &str) -> String {
    format!(
        "Unexpected EC2 error while attempting to Create Network Interface with public IP assignment {} in subnet '{}': {code}",
        if attachment.public { "enabled" } else { "disabled" },
        attachment.subnet_id,
    )
}

#[derive(Deserialize)]
struct SubnetSet {
    #[serde(rename = "subnetSet", default)]
    subnets: Vec<SubnetItem>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SubnetItem {
    subnet_id: String,
    vpc_id: String,
    cidr_block: String,
    availability_zone: String,
    availability_zone_id: Option<String>,
}

#[derive(Deserialize)]
struct VpcSet {
    #[serde(rename = "vpcSet", default)]
    vpcs: Vec<VpcItem>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct VpcItem {
    vpc_id: String,
    cidr_block: String,
}

#[derive(Deserialize)]
struct SecurityGroupSet {
    #[serde(rename = "securityGroupInfo", default)]
    groups: Vec<SecurityGroupItem>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SecurityGroupItem {
    group_id: String,
    vpc_id: String,
}
