//! As much of Amazon EC2 as containers need: the default VPC that every account and region has, and network interfaces.
//!
//! The default VPC is made when an account's region is first looked at: 172.31.0.0/16, a subnet in each of three zones, one
//! security group. Its ids are random and stay. Network interfaces are made for tasks by ECS, through the dispatcher like any caller.
//!
//! Holds: an address is never given to two interfaces of a subnet at a time; a client token makes one interface, however often it comes.
//! Elsewhere: what an interface is in the kernel (`neargate-net`).

mod addresses;
mod describe;
mod interfaces;
mod model;
mod network;

use std::sync::Arc;

use neargate_store::Store;
use neargate_wire::{AwsError, Service};

/// The service's state.
pub struct Ec2 {
    store: Store,
}

impl Ec2 {
    pub fn new(store: Store) -> Arc<Self> {
        Arc::new(Self { store })
    }

    /// The operations, ready for a dispatcher.
    pub fn service(self: &Arc<Self>) -> Service {
        Service::new("ec2", &model::MODEL, "MissingParameter", "InternalError")
            .on(model::DescribeVpcs, self, describe::vpcs)
            .on(model::DescribeVpcAttribute, self, describe::vpc_attribute)
            .on(model::DescribeSubnets, self, describe::subnets)
            .on(model::DescribeSecurityGroups, self, describe::security_groups)
            .on(model::DescribeAvailabilityZones, self, describe::availability_zones)
            .on(model::CreateNetworkInterface, self, interfaces::create)
            .on(model::DeleteNetworkInterface, self, interfaces::delete)
            .on(model::DescribeNetworkInterfaces, self, interfaces::describe)
    }
}

/// Why a transaction came to nothing: the caller's mistake, or the store's failure, which is ours.
pub(crate) struct Refused(AwsError);

impl From<AwsError> for Refused {
    fn from(error: AwsError) -> Self {
        Self(error)
    }
}

impl From<neargate_store::Error> for Refused {
    fn from(cause: neargate_store::Error) -> Self {
        Self(AwsError::internal("InternalError", cause))
    }
}

impl From<Refused> for AwsError {
    fn from(refused: Refused) -> Self {
        refused.0
    }
}

/// Answers a dry run as AWS does: it would have been done.
fn unless_dry_run(dry_run: Option<bool>) -> Result<(), AwsError> {
    if dry_run == Some(true) {
        return Err(AwsError::with_status(
            "DryRunOperation",
            http::StatusCode::PRECONDITION_FAILED,
            "Request would have succeeded, but DryRun flag is set.",
        ));
    }
    Ok(())
}
