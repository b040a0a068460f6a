//! Where a task's EFS volumes lie on this machine.
//!
//! A file system is a directory beside the tasks' own. Whether a task may have it is EFS's to say: there must be such a file system, a
//! mount target of it in the task's VPC, and the access point. Reasons are those that efs-utils gives on Fargate.

use std::collections::BTreeMap;

use neargate_storage::{Creation, SharedFileSystems};
use neargate_task::{EfsVolume, MountSource, PosixUser, TaskSpec, VolumeSource};
use neargate_wire::{CallError, Dispatcher};
use serde::Deserialize;
use serde_json::{Value, json};

const CALLER: &str = "ecs.amazonaws.com";

/// The directories of the task's EFS volumes, by name; made as far as their access points say.
pub(super) async fn directories(
    spec: &TaskSpec,
    dispatcher: &Dispatcher,
    shared: &SharedFileSystems,
) -> Result<BTreeMap<String, MountSource>, String> {
    let mut directories = BTreeMap::new();
    for volume in &spec.volumes {
        if let VolumeSource::Efs(efs) = &volume.source {
            let found = directory(spec, efs, dispatcher, shared).await;
            let found = found.map_err(|why| {
                format!("ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: {why}")
            })?;
            directories.insert(volume.name.clone(), found);
        }
    }
    Ok(directories)
}

async fn directory(
    spec: &TaskSpec,
    efs: &EfsVolume,
    dispatcher: &Dispatcher,
    shared: &SharedFileSystems,
) -> Result<MountSource, String> {
    let id = &efs.file_system_id;
    let unresolved = || {
        let region = &spec.scope.region;
        format!(
            "Failed to resolve \"{id}.efs.{region}.amazonaws.com\" - check that your file system ID is correct, and ensure that the VPC \
             has an EFS mount target for this file system ID. See https://docs.aws.amazon.com/console/efs/mount-dns-name for more detail. : \
             unsuccessful EFS utils command execution; code: 1"
        )
    };
    let ask = async |operation, input: Value| -> Result<Value, CallError> {
        dispatcher.call(CALLER, &spec.scope, "efs", operation, &input).await
    };
    let targets = ask("DescribeMountTargets", json!({ "FileSystemId": id }));
    let targets =
        targets.await.map_err(|error| if error.retryable { error.to_string() } else { unresolved() })?;
    let targets: MountTargets = serde_json::from_value(targets).map_err(|error| error.to_string())?;
    if !targets.mount_targets.iter().any(|target| target.vpc_id == spec.interface.vpc_id) {
        return Err(unresolved());
    }
    let denied = |path: &str| {
        format!(
            "mount.nfs4: access denied by server while mounting 127.0.0.1:{path} : unsuccessful EFS utils command execution; code: 32"
        )
    };
    let point = match &efs.access_point_id {
        None => None,
        Some(point) => {
            let found = ask("DescribeAccessPoints", json!({ "AccessPointId": point })).await;
            let found =
                found.map_err(|error| if error.retryable { error.to_string() } else { denied("/") })?;
            let found: AccessPoints = serde_json::from_value(found).map_err(|error| error.to_string())?;
            let point = found.access_points.into_iter().next().filter(|point| point.file_system_id == *id);
            Some(point.ok_or_else(|| denied("/"))?)
        }
    };
    let (path, creation, user) = match &point {
        None => (efs.root_directory.clone(), None, None),
        Some(point) => (point.root_directory.path.clone(), point.creation()?, point.posix_user()),
    };
    let (shared, made_in, made) = (shared.clone(), id.clone(), path.clone());
    let root = super::blocking(move || {
        shared.ensure(&made_in, &made, creation)?;
        shared.make(&made_in)
    });
    let root = root.await.and_then(std::convert::identity).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => format!(
            "mount.nfs4: mounting 127.0.0.1:{path} failed, reason given by server: No such file or directory : unsuccessful EFS utils \
             command execution; code: 32"
        ),
        _ => format!("mount.nfs4: mounting 127.0.0.1:{path} failed: {error}"),
    })?;
    Ok(MountSource::Directory { root, path, user })
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct MountTargets {
    mount_targets: Vec<MountTarget>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct MountTarget {
    vpc_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct AccessPoints {
    access_points: Vec<AccessPoint>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct AccessPoint {
    file_system_id: String,
    posix_user: Option<User>,
    root_directory: RootDirectory,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct User {
    uid: u32,
    gid: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RootDirectory {
    path: String,
    creation_info: Option<CreationInfo>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CreationInfo {
    owner_uid: u32,
    owner_gid: u32,
    /// Octal digits.
    permissions: String,
}

impl AccessPoint {
    fn creation(&self) -> Result<Option<Creation>, String> {
        let Some(info) = &self.root_directory.creation_info else { return Ok(None) };
        let mode = u32::from_str_radix(&info.permissions, 8);
        let mode = mode.map_err(|_| format!("{:?} are no permissions", info.permissions))?;
        Ok(Some(Creation { uid: info.owner_uid, gid: info.owner_gid, mode }))
    }

    fn posix_user(&self) -> Option<PosixUser> {
        self.posix_user.as_ref().map(|user| PosixUser { uid: user.uid, gid: user.gid })
    }
}
