//! CreateMountTarget, DescribeMountTargets, DeleteMountTarget and their security groups.

use std::net::Ipv4Addr;
use std::sync::Arc;

use http::StatusCode;
use neargate_core::{Scope, random_hex};
use neargate_store::{Expect, Stored, WriteRecords as _, token};
use neargate_wire::{AwsError, Context};

use crate::Efs;
use crate::ec2::Wanted;
use crate::file_systems::{self, page};
use crate::model::{self, IpAddressType, LifeCycleState, MountTargetDescription};
use crate::records::{self, MountTarget, Zone, bare};
use crate::refusal::{Refused, bad_request, refusal};

const PER_PAGE: i64 = 10;
const MAX_GROUPS: usize = 5;

pub(crate) async fn create(
    efs: Arc<Efs>,
    context: Context,
    input: model::CreateMountTargetRequest,
) -> Result<MountTargetDescription, AwsError> {
    let id = bare(input.file_system_id);
    let groups = input.security_groups.unwrap_or_default();
    check_count(&groups)?;
    if input.ipv6_address.is_some()
        || input.ip_address_type.is_some_and(|kind| kind != IpAddressType::Ipv4Only)
    {
        return Err(bad_request("Subnets have no IPv6 addresses here: IpAddressType must be IPV4_ONLY."));
    }
    if input.ip_address.as_ref().is_some_and(|address| address.parse::<Ipv4Addr>().is_err()) {
        return Err(bad_request("IpAddress is not an IPv4 address."));
    }
    let scope = &context.scope;
    let known: Result<_, Refused> =
        efs.store.read(|reader| Ok(records::file_system(reader, scope, &id)?.value)).await;
    let file_system = known?;
    let subnet = efs.subnet(scope, &input.subnet_id.unwrap_or_default()).await?;
    let zone = subnet.zone();
    if file_system.zone.is_some_and(|only| only != zone) {
        let message = "The file system's Availability Zone and the subnet's are not the same.";
        return Err(refusal("AvailabilityZonesMismatch", StatusCode::BAD_REQUEST, message));
    }
    // Before an interface is made, and again when the record is.
    let room: Result<(), Refused> = efs
        .store
        .read(|reader| fits(&file_systems::mount_targets(reader, scope, &id)?, &zone, &subnet.vpc_id))
        .await;
    room?;
    let mount_target_id = format!("fsmt-{}", random_hex(17));
    let wanted = Wanted {
        mount_target_id: &mount_target_id,
        file_system_id: &id,
        subnet_id: &subnet.subnet_id,
        address: input.ip_address.as_deref(),
        groups: &groups,
    };
    let interface = efs.make_interface(scope, wanted).await?;
    let target = MountTarget {
        id: mount_target_id,
        file_system_id: id.clone(),
        subnet_id: subnet.subnet_id,
        vpc_id: subnet.vpc_id,
        zone,
        ip_address: interface.private_ip_address.clone(),
        security_groups: interface.groups(),
        network_interface_id: interface.network_interface_id,
    };
    let (written, owned) = (target.clone(), scope.clone());
    let made: Result<(), Refused> = efs
        .store
        .write(context.durability, move |writer| {
            records::file_system(writer, &owned, &id)?;
            fits(&file_systems::mount_targets(writer, &owned, &id)?, &written.zone, &written.vpc_id)?;
            writer.put_record(owned.account.as_str(), owned.region.as_str(), &written, Expect::Absent)?;
            Ok(())
        })
        .await;
    if let Err(refused) = made {
        efs.delete_interface(scope, &target.network_interface_id).await?;
        return Err(refused.into());
    }
    Ok(MountTargetDescription { life_cycle_state: Some(LifeCycleState::Creating), ..shape(&target, scope) })
}

/// Whether a file system with these mount targets may have one more.
fn fits(targets: &[MountTarget], zone: &Zone, vpc_id: &str) -> Result<(), Refused> {
    let conflict = |message: &str| refusal("MountTargetConflict", StatusCode::CONFLICT, message);
    if targets.iter().any(|target| target.vpc_id != vpc_id) {
        let message =
            "requested subnet for new mount target is not in the same VPC as existing mount targets";
        return Err(conflict(message).into());
    }
    if targets.iter().any(|target| target.zone == *zone) {
        return Err(conflict("mount target already exists in this AZ").into());
    }
    Ok(())
}

pub(crate) async fn describe(
    efs: Arc<Efs>,
    context: Context,
    input: model::DescribeMountTargetsRequest,
) -> Result<model::DescribeMountTargetsResponse, AwsError> {
    let given = [&input.file_system_id, &input.mount_target_id, &input.access_point_id];
    if given.into_iter().flatten().count() != 1 {
        return Err(bad_request("Must specify exactly one mutually exclusive parameter."));
    }
    let scope = &context.scope;
    let found: Result<Vec<MountTarget>, Refused> = efs
        .store
        .read(|reader| {
            if let Some(id) = &input.mount_target_id {
                return Ok(vec![records::mount_target(reader, scope, id)?.value]);
            }
            let id = match input.access_point_id.clone() {
                Some(id) => records::access_point(reader, scope, &bare(Some(id)))?.value.file_system_id,
                None => bare(input.file_system_id.clone()),
            };
            records::file_system(reader, scope, &id)?;
            file_systems::mount_targets(reader, scope, &id)
        })
        .await;
    // At most one per zone: pages are taken from the whole.
    let mut found = found?;
    let token_context = ["efs", scope.account.as_str(), scope.region.as_str(), "mount-targets"];
    if let Some(marker) = &input.marker {
        let after = token::decode(&token_context, marker).map_err(Refused::from)?;
        found.retain(|target| target.id > after);
    }
    let limit = page(input.max_items, PER_PAGE);
    let more = found.len() > limit;
    found.truncate(limit);
    let next_marker = found.last().filter(|_| more).map(|last| token::encode(&token_context, &last.id));
    let mount_targets = Some(found.iter().map(|target| shape(target, scope)).collect());
    Ok(model::DescribeMountTargetsResponse { marker: input.marker, mount_targets, next_marker })
}

pub(crate) async fn delete(
    efs: Arc<Efs>,
    context: Context,
    input: model::DeleteMountTargetRequest,
) -> Result<(), AwsError> {
    let target = efs.target(&context.scope, input.mount_target_id).await?;
    // The interface first: while the record is there, whoever asks again can finish what was begun.
    efs.delete_interface(&context.scope, &target.network_interface_id).await?;
    let scope = context.scope.clone();
    let deleted: Result<(), Refused> = efs
        .store
        .write(context.durability, move |writer| {
            let (account, region) = (scope.account.as_str(), scope.region.as_str());
            writer.delete_record::<MountTarget>(account, region, &target.id, Expect::Any)?;
            Ok(())
        })
        .await;
    Ok(deleted?)
}

pub(crate) async fn security_groups(
    efs: Arc<Efs>,
    context: Context,
    input: model::DescribeMountTargetSecurityGroupsRequest,
) -> Result<model::DescribeMountTargetSecurityGroupsResponse, AwsError> {
    let target = efs.target(&context.scope, input.mount_target_id).await?;
    Ok(model::DescribeMountTargetSecurityGroupsResponse { security_groups: Some(target.security_groups) })
}

pub(crate) async fn set_security_groups(
    efs: Arc<Efs>,
    context: Context,
    input: model::ModifyMountTargetSecurityGroupsRequest,
) -> Result<(), AwsError> {
    let groups = input.security_groups.unwrap_or_default();
    check_count(&groups)?;
    let target = efs.target(&context.scope, input.mount_target_id).await?;
    efs.check_groups(&context.scope, &groups).await?;
    let scope = context.scope.clone();
    let changed: Result<(), Refused> = efs
        .store
        .write(context.durability, move |writer| {
            let Stored { value, revision } = records::mount_target(writer, &scope, &target.id)?;
            let value = MountTarget { security_groups: groups.clone(), ..value };
            let (account, region) = (scope.account.as_str(), scope.region.as_str());
            writer.put_record(account, region, &value, Expect::Revision(revision))?;
            Ok(())
        })
        .await;
    Ok(changed?)
}

impl Efs {
    pub(crate) async fn target(&self, scope: &Scope, id: Option<String>) -> Result<MountTarget, AwsError> {
        let id = id.unwrap_or_default();
        let found: Result<MountTarget, Refused> =
            self.store.read(|reader| Ok(records::mount_target(reader, scope, &id)?.value)).await;
        Ok(found?)
    }
}

fn check_count(groups: &[String]) -> Result<(), AwsError> {
    if groups.len() <= MAX_GROUPS {
        return Ok(());
    }
    let message = format!("A mount target can have at most {MAX_GROUPS} security groups.");
    Err(refusal("SecurityGroupLimitExceeded", StatusCode::BAD_REQUEST, message))
}

fn shape(target: &MountTarget, scope: &Scope) -> MountTargetDescription {
    MountTargetDescription {
        owner_id: Some(scope.account.to_string()),
        mount_target_id: Some(target.id.clone()),
        file_system_id: Some(target.file_system_id.clone()),
        subnet_id: Some(target.subnet_id.clone()),
        life_cycle_state: Some(LifeCycleState::Available),
        ip_address: Some(target.ip_address.clone()),
        ipv6_address: None,
        network_interface_id: Some(target.network_interface_id.clone()),
        availability_zone_id: Some(target.zone.id.clone()),
        availability_zone_name: Some(target.zone.name.clone()),
        vpc_id: Some(target.vpc_id.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_system_has_one_mount_target_per_zone_all_in_one_vpc() {
        let zone = |name: &str| Zone { name: name.to_owned(), id: name.to_owned() };
        let there = [MountTarget {
            id: "fsmt-1".into(),
            file_system_id: "fs-1".into(),
            subnet_id: "subnet-1".into(),
            vpc_id: "vpc-1".into(),
            zone: zone("a"),
            ip_address: String::new(),
            network_interface_id: String::new(),
            security_groups: Vec::new(),
        }];
        let check = |name: &str, vpc: &str| {
            fits(&there, &zone(name), vpc).map_err(|refused| AwsError::from(refused).message)
        };
        assert_eq!(check("b", "vpc-1"), Ok(()));
        assert_eq!(check("a", "vpc-1").unwrap_err(), "mount target already exists in this AZ");
        assert!(check("b", "vpc-2").unwrap_err().contains("not in the same VPC"));
        assert!(fits(&[], &zone("a"), "vpc-2").is_ok());
    }
}
