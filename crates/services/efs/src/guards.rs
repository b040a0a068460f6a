//! What requests are about to touch, as policies name it: file systems and access points. A mount target is its file system's.

use neargate_wire::authorize::{Access, Accesses};
use neargate_wire::{AwsError, Context};

use crate::Efs;
use crate::model::*;
use crate::records::{arn, bare};
use crate::tags::is_access_point;

/// A guard per line: its name, the request, the action, and the resource by the member that names it.
macro_rules! guards {
    ($($name:ident: $input:ty => $action:literal on $kind:ident($member:ident);)*) => {
        $(pub(crate) fn $name<'a>(efs: &'a Efs, context: &'a Context, input: &'a $input) -> Accesses<'a> {
            Box::pin(async move {
                let resource = $kind(efs, context, input.$member.clone()).await?;
                Ok(vec![Access::new(concat!("elasticfilesystem:", $action), resource)])
            })
        })*
    };
}

guards! {
    describe_file_systems: DescribeFileSystemsRequest => "DescribeFileSystems" on fs_or_all(file_system_id);
    update_file_system: UpdateFileSystemRequest => "UpdateFileSystem" on fs(file_system_id);
    update_protection: UpdateFileSystemProtectionRequest => "UpdateFileSystemProtection" on fs(file_system_id);
    delete_file_system: DeleteFileSystemRequest => "DeleteFileSystem" on fs(file_system_id);
    create_mount_target: CreateMountTargetRequest => "CreateMountTarget" on fs(file_system_id);
    delete_mount_target: DeleteMountTargetRequest => "DeleteMountTarget" on mt(mount_target_id);
    describe_security_groups: DescribeMountTargetSecurityGroupsRequest => "DescribeMountTargetSecurityGroups" on mt(mount_target_id);
    modify_security_groups: ModifyMountTargetSecurityGroupsRequest => "ModifyMountTargetSecurityGroups" on mt(mount_target_id);
    create_access_point: CreateAccessPointRequest => "CreateAccessPoint" on fs(file_system_id);
    delete_access_point: DeleteAccessPointRequest => "DeleteAccessPoint" on ap(access_point_id);
    put_policy: PutFileSystemPolicyRequest => "PutFileSystemPolicy" on fs(file_system_id);
    describe_policy: DescribeFileSystemPolicyRequest => "DescribeFileSystemPolicy" on fs(file_system_id);
    delete_policy: DeleteFileSystemPolicyRequest => "DeleteFileSystemPolicy" on fs(file_system_id);
    put_lifecycle: PutLifecycleConfigurationRequest => "PutLifecycleConfiguration" on fs(file_system_id);
    describe_lifecycle: DescribeLifecycleConfigurationRequest => "DescribeLifecycleConfiguration" on fs(file_system_id);
    put_backup: PutBackupPolicyRequest => "PutBackupPolicy" on fs(file_system_id);
    describe_backup: DescribeBackupPolicyRequest => "DescribeBackupPolicy" on fs(file_system_id);
    tag_resource: TagResourceRequest => "TagResource" on any(resource_id);
    untag_resource: UntagResourceRequest => "UntagResource" on any(resource_id);
    list_tags: ListTagsForResourceRequest => "ListTagsForResource" on any(resource_id);
    create_tags: CreateTagsRequest => "CreateTags" on fs(file_system_id);
    describe_tags: DescribeTagsRequest => "DescribeTags" on fs(file_system_id);
    delete_tags: DeleteTagsRequest => "DeleteTags" on fs(file_system_id);
}

pub(crate) fn describe_mount_targets<'a>(
    efs: &'a Efs,
    context: &'a Context,
    input: &'a DescribeMountTargetsRequest,
) -> Accesses<'a> {
    Box::pin(async move {
        let resource = match (&input.access_point_id, &input.mount_target_id) {
            (Some(id), _) => ap(efs, context, Some(id.clone())).await?,
            (None, Some(id)) => mt(efs, context, Some(id.clone())).await?,
            (None, None) => fs_or_all(efs, context, input.file_system_id.clone()).await?,
        };
        Ok(vec![Access::new("elasticfilesystem:DescribeMountTargets", resource)])
    })
}

pub(crate) fn describe_access_points<'a>(
    efs: &'a Efs,
    context: &'a Context,
    input: &'a DescribeAccessPointsRequest,
) -> Accesses<'a> {
    Box::pin(async move {
        let resource = match &input.access_point_id {
            Some(id) => ap(efs, context, Some(id.clone())).await?,
            None => fs_or_all(efs, context, input.file_system_id.clone()).await?,
        };
        Ok(vec![Access::new("elasticfilesystem:DescribeAccessPoints", resource)])
    })
}

async fn fs(_: &Efs, context: &Context, id: Option<String>) -> Result<String, AwsError> {
    Ok(arn(&context.scope, "file-system", &bare(id)))
}

async fn fs_or_all(efs: &Efs, context: &Context, id: Option<String>) -> Result<String, AwsError> {
    fs(efs, context, Some(id.unwrap_or_else(|| "*".to_owned()))).await
}

async fn ap(_: &Efs, context: &Context, id: Option<String>) -> Result<String, AwsError> {
    Ok(arn(&context.scope, "access-point", &bare(id)))
}

async fn any(efs: &Efs, context: &Context, id: Option<String>) -> Result<String, AwsError> {
    if is_access_point(&bare(id.clone())) { ap(efs, context, id).await } else { fs(efs, context, id).await }
}

/// The file system of a mount target; one that doesn't exist is nobody's.
async fn mt(efs: &Efs, context: &Context, id: Option<String>) -> Result<String, AwsError> {
    let target = efs.target(&context.scope, id).await;
    fs(efs, context, Some(target.map_or_else(|_| "*".to_owned(), |target| target.file_system_id))).await
}
