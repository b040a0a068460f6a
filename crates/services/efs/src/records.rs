//! What is stored.

use std::borrow::Cow;

use neargate_core::{Arn, Scope, Timestamp};
use neargate_store::{ReadRecords as _, Reader, Record, Stored};
use neargate_wire::AwsError;
use serde::{Deserialize, Serialize};

use crate::model::{
    BackupPolicy, LifecyclePolicy, PerformanceMode, PosixUser, ReplicationOverwriteProtection, RootDirectory,
    Tag, ThroughputMode,
};
use crate::refusal::{Refused, no_access_point, no_file_system, no_mount_target};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct FileSystem {
    pub id: String,
    pub creation_token: String,
    pub created: Timestamp,
    pub performance_mode: PerformanceMode,
    pub throughput_mode: ThroughputMode,
    pub provisioned_throughput_mibps: Option<f64>,
    pub encrypted: bool,
    pub kms_key_id: Option<String>,
    /// Of one that lies in one zone only.
    pub zone: Option<Zone>,
    pub overwrite_protection: ReplicationOverwriteProtection,
    pub backup: Option<BackupPolicy>,
    pub lifecycle: Vec<LifecyclePolicy>,
    pub policy: Option<String>,
    pub tags: Vec<Tag>,
}

/// An availability zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Zone {
    pub name: String,
    pub id: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct MountTarget {
    pub id: String,
    pub file_system_id: String,
    pub subnet_id: String,
    pub vpc_id: String,
    pub zone: Zone,
    pub ip_address: String,
    pub network_interface_id: String,
    pub security_groups: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct AccessPoint {
    pub id: String,
    pub file_system_id: String,
    pub client_token: String,
    pub posix_user: Option<PosixUser>,
    pub root_directory: RootDirectory,
    pub tags: Vec<Tag>,
}

/// A file system that is gone and whose files may still be there. Without it they would be nobody's after a crash, and removing what no
/// record knows would cost all files where the records were lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Deleted {
    pub id: String,
}

pub(crate) const BY_TOKEN: &str = "token";
pub(crate) const BY_FILE_SYSTEM: &str = "file-system";

impl Record for FileSystem {
    const SERVICE: &'static str = "efs";
    const KIND: &'static str = "file-system";

    fn id(&self) -> Cow<'_, str> {
        self.id.as_str().into()
    }

    fn lookups(&self) -> Vec<(&'static str, String)> {
        vec![(BY_TOKEN, self.creation_token.clone())]
    }
}

impl Record for MountTarget {
    const SERVICE: &'static str = "efs";
    const KIND: &'static str = "mount-target";

    fn id(&self) -> Cow<'_, str> {
        self.id.as_str().into()
    }

    fn lookups(&self) -> Vec<(&'static str, String)> {
        vec![(BY_FILE_SYSTEM, self.file_system_id.clone())]
    }
}

impl Record for Deleted {
    const SERVICE: &'static str = "efs";
    const KIND: &'static str = "deleted-file-system";

    fn id(&self) -> Cow<'_, str> {
        self.id.as_str().into()
    }
}

impl Record for AccessPoint {
    const SERVICE: &'static str = "efs";
    const KIND: &'static str = "access-point";

    fn id(&self) -> Cow<'_, str> {
        self.id.as_str().into()
    }

    fn lookups(&self) -> Vec<(&'static str, String)> {
        vec![(BY_FILE_SYSTEM, self.file_system_id.clone()), (BY_TOKEN, self.client_token.clone())]
    }
}

pub(crate) fn arn(scope: &Scope, kind: &str, id: &str) -> String {
    Arn::new("elasticfilesystem", scope, format!("{kind}/{id}")).to_string()
}

/// The id at the end of an ARN, or what already is one.
pub(crate) fn bare(id: Option<String>) -> String {
    let id = id.unwrap_or_default();
    id.rsplit('/').next().map(str::to_owned).unwrap_or(id)
}

pub(crate) fn file_system(
    reader: &mut dyn Reader,
    scope: &Scope,
    id: &str,
) -> Result<Stored<FileSystem>, Refused> {
    find(reader, scope, id, no_file_system)
}

pub(crate) fn mount_target(
    reader: &mut dyn Reader,
    scope: &Scope,
    id: &str,
) -> Result<Stored<MountTarget>, Refused> {
    find(reader, scope, id, no_mount_target)
}

pub(crate) fn access_point(
    reader: &mut dyn Reader,
    scope: &Scope,
    id: &str,
) -> Result<Stored<AccessPoint>, Refused> {
    find(reader, scope, id, no_access_point)
}

fn find<T: Record>(
    reader: &mut dyn Reader,
    scope: &Scope,
    id: &str,
    missing: fn(&str) -> AwsError,
) -> Result<Stored<T>, Refused> {
    let found = reader.get_record::<T>(scope.account.as_str(), scope.region.as_str(), id)?;
    found.ok_or_else(|| missing(id).into())
}

pub(crate) fn name_of(tags: &[Tag]) -> Option<String> {
    tags.iter().find(|tag| tag.key.as_deref() == Some("Name")).and_then(|tag| tag.value.clone())
}
