//! Where a task's EFS volumes lie on this machine, and what the task may do there.
//!
//! A file system is a directory beside the tasks' own, or one that the operator has mounted for them. Whether a task may have it is EFS's to
//! say: there must be such a file system, a mount target of it in the task's VPC, and the access point; and then the policies' (`rights`).
//! Reasons are those that efs-utils gives on Fargate.

mod rights;

use std::collections::BTreeMap;
use std::fmt;
use std::io;

use neargate_storage::Creation;
use neargate_task::{EfsVolume, MountSource, PosixUser, TaskSpec, VolumeSource};
use neargate_wire::CallError;
use serde::Deserialize;
use serde_json::{Value, json};

use super::plan::Directory;
use crate::agent::Shared;
use rights::Rights;

const CALLER: &str = "ecs.amazonaws.com";

/// The directories of the task's EFS volumes, by name; made as far as their access points say.
///
/// # Errors
///
/// With the reason that ECS tells.
pub(super) async fn directories(
    shared: &Shared,
    spec: &TaskSpec,
) -> Result<BTreeMap<String, Directory>, String> {
    let mut directories = BTreeMap::new();
    for volume in &spec.volumes {
        if let VolumeSource::Efs(efs) = &volume.source {
            let found = directory(shared, spec, efs).await.map_err(|failure| failure.to_string())?;
            directories.insert(volume.name.clone(), found);
        }
    }
    Ok(directories)
}

/// Why a task doesn't get a file system.
#[derive(Debug, PartialEq, Eq)]
enum Failure {
    /// What efs-utils says, and the code that it ends with.
    Utils { said: String, code: u8 },
    /// The task role can't be assumed, in ECS's words.
    Role(String),
    /// Somebody of us has a fault.
    Internal(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const HEAD: &str =
            "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr:";
        match self {
            Self::Utils { said, code } => {
                write!(f, "{HEAD} {said} : unsuccessful EFS utils command execution; code: {code}")
            }
            Self::Role(reason) => f.write_str(reason),
            Self::Internal(reason) => write!(f, "{HEAD} {reason}"),
        }
    }
}

impl Failure {
    fn unresolved(spec: &TaskSpec, id: &str) -> Self {
        let region = &spec.scope.region;
        let said = format!(
            "Failed to resolve \"{id}.efs.{region}.amazonaws.com\" - check that your file system ID is correct, and ensure that the VPC \
             has an EFS mount target for this file system ID. See https://docs.aws.amazon.com/console/efs/mount-dns-name for more detail."
        );
        Self::Utils { said, code: 1 }
    }

    fn mount(said: String) -> Self {
        Self::Utils { said: format!("mount.nfs4: {said}"), code: 32 }
    }

    fn denied(path: &str) -> Self {
        Self::mount(format!("access denied by server while mounting 127.0.0.1:{path}"))
    }

    fn of_files(path: &str, error: &io::Error) -> Self {
        Self::mount(match error.kind() {
            io::ErrorKind::TimedOut => "Connection timed out".to_owned(),
            io::ErrorKind::NotFound => {
                format!("mounting 127.0.0.1:{path} failed, reason given by server: No such file or directory")
            }
            _ => format!("mounting 127.0.0.1:{path} failed: {error}"),
        })
    }

    /// An answer that isn't what was hoped for: `missing` if it is the caller's fault.
    fn of_call(error: CallError, missing: Self) -> Self {
        if error.retryable { Self::Internal(error.to_string()) } else { missing }
    }
}

async fn directory(shared: &Shared, spec: &TaskSpec, efs: &EfsVolume) -> Result<Directory, Failure> {
    let id = &efs.file_system_id;
    let ask = async |operation, input: Value| -> Result<Value, CallError> {
        shared.dispatcher.call(CALLER, &spec.scope, "efs", operation, &input).await
    };
    let targets: MountTargets = ask("DescribeMountTargets", json!({ "FileSystemId": id }))
        .await
        .map_err(|error| Failure::of_call(error, Failure::unresolved(spec, id)))
        .and_then(shape)?;
    if !targets.mount_targets.iter().any(|target| target.vpc_id == spec.interface.vpc_id) {
        return Err(Failure::unresolved(spec, id));
    }
    let point = match &efs.access_point_id {
        None => None,
        Some(point) => {
            let found: AccessPoints = ask("DescribeAccessPoints", json!({ "AccessPointId": point }))
                .await
                .map_err(|error| Failure::of_call(error, Failure::denied("/")))
                .and_then(shape)?;
            let point = found.access_points.into_iter().next().filter(|point| point.file_system_id == *id);
            Some(point.ok_or_else(|| Failure::denied("/"))?)
        }
    };
    let (path, creation, user) = match &point {
        None => (efs.root_directory.clone(), None, None),
        Some(point) => (point.root_directory.path.clone(), point.creation()?, point.posix_user()),
    };
    let Rights { write, root_access } = rights::of(shared, spec, efs).await?;
    let root = shared.file_systems.provide(id, &path, creation).await.map_err(|error| {
        // A directory that isn't there is the caller's mistake; for all else the operator must look.
        if error.kind() != io::ErrorKind::NotFound {
            tracing::warn!(task = spec.task_id, file_system = id, %error, "a task doesn't get its file system");
        }
        Failure::of_files(&path, &error)
    })?;
    let source = MountSource::Directory { root, path, user, squash_root: !root_access };
    Ok(Directory { source, read_only: !write })
}

fn shape<T: serde::de::DeserializeOwned>(answer: Value) -> Result<T, Failure> {
    serde_json::from_value(answer).map_err(|error| Failure::Internal(error.to_string()))
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
    fn creation(&self) -> Result<Option<Creation>, Failure> {
        let Some(info) = &self.root_directory.creation_info else { return Ok(None) };
        let mode = u32::from_str_radix(&info.permissions, 8);
        let mode = mode.map_err(|_| {
            let permissions = &info.permissions;
            Failure::Internal(format!("{permissions:?} are no permissions"))
        })?;
        Ok(Some(Creation { uid: info.owner_uid, gid: info.owner_gid, mode }))
    }

    fn posix_user(&self) -> Option<PosixUser> {
        self.posix_user.as_ref().map(|user| PosixUser { uid: user.uid, gid: user.gid })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::spec;
    use super::*;

    #[test]
    fn reasons_are_those_of_efs_utils() {
        const HEAD: &str = "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: ";
        let check = |failure: Failure, said: &str| assert_eq!(failure.to_string(), format!("{HEAD}{said}"));
        let error = |kind| io::Error::new(kind, "words");
        check(
            Failure::of_files("/a", &error(io::ErrorKind::TimedOut)),
            "mount.nfs4: Connection timed out : unsuccessful EFS utils command execution; code: 32",
        );
        check(
            Failure::of_files("/a", &error(io::ErrorKind::NotFound)),
            "mount.nfs4: mounting 127.0.0.1:/a failed, reason given by server: No such file or directory : unsuccessful EFS utils \
             command execution; code: 32",
        );
        check(
            Failure::of_files("/", &error(io::ErrorKind::Other)),
            "mount.nfs4: mounting 127.0.0.1:/ failed: words : unsuccessful EFS utils command execution; code: 32",
        );
        let unresolved = Failure::unresolved(&spec(Vec::new()), "fs-1").to_string();
        assert!(unresolved.contains("\"fs-1.efs.us-east-1.amazonaws.com\""), "{unresolved}");
        assert!(unresolved.ends_with(" : unsuccessful EFS utils command execution; code: 1"), "{unresolved}");
    }
}
