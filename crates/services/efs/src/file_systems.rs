//! CreateFileSystem, DescribeFileSystems, UpdateFileSystem, UpdateFileSystemProtection, DeleteFileSystem.

use std::sync::Arc;

use http::StatusCode;
use neargate_core::{Scope, Timestamp, random_hex};
use neargate_store::{Expect, Range, ReadRecords as _, Reader, Stored, WriteRecords as _, token};
use neargate_wire::{AwsError, Context};

use crate::model::{
    self, BackupPolicy, FileSystemDescription, FileSystemProtectionDescription, FileSystemSize,
    LifeCycleState, PerformanceMode, ReplicationOverwriteProtection, Status, ThroughputMode,
};
use crate::records::{
    self, AccessPoint, BY_FILE_SYSTEM, BY_TOKEN, Deleted, FileSystem, MountTarget, arn, bare, name_of,
};
use crate::refusal::{INTERNAL, Refused, bad_request, refusal};
use crate::tags::check_tags;
use crate::{Efs, Place, Size};

const PER_PAGE: i64 = 100;
/// What an empty file system measures.
const EMPTY_BYTES: u64 = 6144;
/// EFS measures about once an hour.
const MEASURED_FOR_MILLIS: i64 = 10_000;
/// What couldn't be measured isn't tried again for as long as EFS would take.
const UNMEASURED_FOR_MILLIS: i64 = 3_600_000;

pub(crate) async fn create(
    efs: Arc<Efs>,
    context: Context,
    input: model::CreateFileSystemRequest,
) -> Result<FileSystemDescription, AwsError> {
    let tags = input.tags.unwrap_or_default();
    check_tags(&tags)?;
    let throughput_mode = input.throughput_mode.unwrap_or(ThroughputMode::Bursting);
    check_throughput(&throughput_mode, input.provisioned_throughput_in_mibps)?;
    let performance_mode = input.performance_mode.unwrap_or(PerformanceMode::GeneralPurpose);
    if performance_mode == PerformanceMode::MaxIO && throughput_mode == ThroughputMode::Elastic {
        return Err(bad_request("Elastic throughput mode isn't supported with the maxIO performance mode."));
    }
    if input.kms_key_id.is_some() && input.encrypted == Some(false) {
        return Err(bad_request("A KmsKeyId is for encrypted file systems: Encrypted must be true."));
    }
    let zone = match input.availability_zone_name {
        Some(name) => Some(efs.zone(&context.scope, name).await?),
        None => None,
    };
    // A file system of one zone is backed up unless that isn't wanted.
    let backed_up = input.backup.unwrap_or(zone.is_some());
    let encrypted = input.encrypted.unwrap_or(input.kms_key_id.is_some());
    let kms_key_id = input.kms_key_id.or_else(|| encrypted.then(|| default_key(&context.scope)));
    let fresh = FileSystem {
        id: format!("fs-{}", random_hex(17)),
        creation_token: input.creation_token.unwrap_or_default(),
        created: efs.clock.now(),
        performance_mode,
        throughput_mode,
        provisioned_throughput_mibps: input.provisioned_throughput_in_mibps,
        encrypted,
        kms_key_id,
        zone,
        overwrite_protection: ReplicationOverwriteProtection::Enabled,
        backup: backed_up.then_some(BackupPolicy { status: Some(Status::Enabled) }),
        lifecycle: Vec::new(),
        policy: None,
        tags,
    };
    let scope = context.scope.clone();
    let written = fresh.clone();
    let made: Result<(), Refused> = efs
        .store
        .write(context.durability, move |writer| {
            let (account, region) = (scope.account.as_str(), scope.region.as_str());
            let known = writer.lookup_records::<FileSystem>(
                account,
                region,
                BY_TOKEN,
                &written.creation_token,
                Range::all(),
            )?;
            if let Some(known) = known.first() {
                let (id, token) = (&known.value.id, &written.creation_token);
                let message = format!("File system '{id}' already exists with creation token '{token}'");
                let error = refusal("FileSystemAlreadyExists", StatusCode::CONFLICT, message);
                return Err(error.with_member("FileSystemId", id.as_str()).into());
            }
            writer.put_record(account, region, &written, Expect::Absent)?;
            Ok(())
        })
        .await;
    made?;
    let size = (EMPTY_BYTES, fresh.created);
    let described = shape(&fresh, 0, size, &context.scope);
    Ok(FileSystemDescription { life_cycle_state: Some(LifeCycleState::Creating), ..described })
}

pub(crate) async fn describe(
    efs: Arc<Efs>,
    context: Context,
    input: model::DescribeFileSystemsRequest,
) -> Result<model::DescribeFileSystemsResponse, AwsError> {
    if input.creation_token.is_some() && input.file_system_id.is_some() {
        return Err(bad_request("Only one of CreationToken and FileSystemId may be given."));
    }
    let limit = page(input.max_items, PER_PAGE);
    let (scope, marker) = (&context.scope, input.marker.clone());
    let (account, region) = (scope.account.as_str(), scope.region.as_str());
    let token_context = ["efs", account, region, "file-systems"];
    let found: Result<(Vec<(FileSystem, usize)>, bool), Refused> = efs
        .store
        .read(|reader| {
            let listed: Vec<Stored<FileSystem>> = if let Some(id) = input.file_system_id.clone() {
                vec![records::file_system(reader, scope, &bare(Some(id)))?]
            } else if let Some(token) = &input.creation_token {
                reader.lookup_records(account, region, BY_TOKEN, token, Range::all())?
            } else {
                let after =
                    marker.as_deref().map(|marker| token::decode(&token_context, marker)).transpose()?;
                reader.list_records(account, region, Range::all().after(after.as_deref()).limit(limit + 1))?
            };
            let more = listed.len() > limit;
            let counted = listed.into_iter().take(limit).map(|stored| {
                let targets = mount_targets(reader, scope, &stored.value.id)?.len();
                Ok((stored.value, targets))
            });
            Ok((counted.collect::<Result<_, Refused>>()?, more))
        })
        .await;
    let (found, more) = found?;
    let next_marker = found.last().filter(|_| more).map(|(last, _)| token::encode(&token_context, &last.id));
    // Side by side: a server that is away isn't waited for more than once.
    let measured = found.iter().map(|(file_system, _)| {
        let (efs, id) = (Arc::clone(&efs), file_system.id.clone());
        tokio::spawn(async move { efs.size(&id).await })
    });
    let measured: Vec<_> = measured.collect();
    let mut file_systems = Vec::with_capacity(found.len());
    for ((file_system, targets), size) in found.into_iter().zip(measured) {
        let size = size.await.map_err(|error| AwsError::internal(INTERNAL, error))?;
        file_systems.push(shape(&file_system, targets, size, scope));
    }
    Ok(model::DescribeFileSystemsResponse { marker, file_systems: Some(file_systems), next_marker })
}

pub(crate) async fn update(
    efs: Arc<Efs>,
    context: Context,
    input: model::UpdateFileSystemRequest,
) -> Result<FileSystemDescription, AwsError> {
    let id = bare(input.file_system_id);
    if input.throughput_mode.is_none() && input.provisioned_throughput_in_mibps.is_none() {
        return Err(bad_request("ThroughputMode or ProvisionedThroughputInMibps must be given."));
    }
    let (mode, throughput) = (input.throughput_mode, input.provisioned_throughput_in_mibps);
    let changed = efs
        .change(&context, id, move |file_system| {
            let mode = mode.clone().unwrap_or_else(|| file_system.throughput_mode.clone());
            let provisioned = mode == ThroughputMode::Provisioned;
            let throughput = throughput.or(file_system.provisioned_throughput_mibps.filter(|_| provisioned));
            check_throughput(&mode, throughput)?;
            (file_system.throughput_mode, file_system.provisioned_throughput_mibps) = (mode, throughput);
            Ok(())
        })
        .await?;
    efs.described(&context.scope, changed).await
}

pub(crate) async fn protect(
    efs: Arc<Efs>,
    context: Context,
    input: model::UpdateFileSystemProtectionRequest,
) -> Result<FileSystemProtectionDescription, AwsError> {
    let asked = input.replication_overwrite_protection.unwrap_or(ReplicationOverwriteProtection::Enabled);
    if asked == ReplicationOverwriteProtection::Replicating {
        return Err(bad_request("REPLICATING can't be set: it is the state of a replication's destination."));
    }
    let changed = efs
        .change(&context, bare(input.file_system_id), move |file_system| {
            file_system.overwrite_protection = asked.clone();
            Ok(())
        })
        .await?;
    Ok(protection(&changed))
}

pub(crate) async fn delete(
    efs: Arc<Efs>,
    context: Context,
    input: model::DeleteFileSystemRequest,
) -> Result<(), AwsError> {
    let id = bare(input.file_system_id);
    let (scope, deleted) = (context.scope.clone(), id.clone());
    let done: Result<(), Refused> = efs
        .store
        .write(context.durability, move |writer| {
            let (account, region) = (scope.account.as_str(), scope.region.as_str());
            records::file_system(writer, &scope, &id)?;
            if !mount_targets(writer, &scope, &id)?.is_empty() {
                let message = format!("File system '{id}' cannot be deleted because it has mount targets.");
                return Err(refusal("FileSystemInUse", StatusCode::CONFLICT, message).into());
            }
            let points =
                writer.lookup_records::<AccessPoint>(account, region, BY_FILE_SYSTEM, &id, Range::all())?;
            for point in points {
                writer.delete_record::<AccessPoint>(account, region, &point.value.id, Expect::Any)?;
            }
            writer.delete_record::<FileSystem>(account, region, &id, Expect::Any)?;
            writer.put_record(account, region, &Deleted { id: id.clone() }, Expect::Any)?;
            Ok(())
        })
        .await;
    done?;
    efs.sizes.lock().unwrap_or_else(std::sync::PoisonError::into_inner).remove(&deleted);
    let (account, region) = (context.scope.account.to_string(), context.scope.region.to_string());
    let place = Place { account, region, id: deleted };
    tokio::spawn(async move { efs.remove_files(place).await });
    Ok(())
}

impl Efs {
    /// Changes a file system's record in one transaction and returns it as it is now.
    pub(crate) async fn change(
        &self,
        context: &Context,
        id: String,
        change: impl Fn(&mut FileSystem) -> Result<(), AwsError> + Send + 'static,
    ) -> Result<FileSystem, AwsError> {
        let scope = context.scope.clone();
        let changed: Result<FileSystem, Refused> = self
            .store
            .write(context.durability, move |writer| {
                let Stored { mut value, revision } = records::file_system(writer, &scope, &id)?;
                change(&mut value)?;
                writer.put_record(
                    scope.account.as_str(),
                    scope.region.as_str(),
                    &value,
                    Expect::Revision(revision),
                )?;
                Ok(value)
            })
            .await;
        Ok(changed?)
    }

    async fn described(
        &self,
        scope: &Scope,
        file_system: FileSystem,
    ) -> Result<FileSystemDescription, AwsError> {
        let targets: Result<usize, Refused> =
            self.store.read(|reader| Ok(mount_targets(reader, scope, &file_system.id)?.len())).await;
        let size = self.size(&file_system.id).await;
        Ok(shape(&file_system, targets?, size, scope))
    }

    /// A file system's size and when it was measured, which is now unless that was done just before, or can't be done now.
    async fn size(&self, id: &str) -> (u64, Timestamp) {
        let now = self.clock.now();
        let lock = || self.sizes.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let known = lock().get(id).copied();
        if let Some(known) = known.filter(|known| now < known.until) {
            return (known.bytes, known.at);
        }
        let size = match self.disks.measure(id).await {
            Ok(bytes) => {
                Size { bytes: bytes + EMPTY_BYTES, at: now, until: Timestamp(now.0 + MEASURED_FOR_MILLIS) }
            }
            Err(error) => {
                tracing::warn!(%error, file_system = id, "measuring a file system failed");
                let (bytes, at) = known.map_or((EMPTY_BYTES, now), |known| (known.bytes, known.at));
                Size { bytes, at, until: Timestamp(now.0 + UNMEASURED_FOR_MILLIS) }
            }
        };
        lock().insert(id.to_owned(), size);
        (size.bytes, size.at)
    }
}

pub(crate) fn mount_targets(
    reader: &mut dyn Reader,
    scope: &Scope,
    file_system_id: &str,
) -> Result<Vec<MountTarget>, Refused> {
    let (account, region) = (scope.account.as_str(), scope.region.as_str());
    let found = reader.lookup_records(account, region, BY_FILE_SYSTEM, file_system_id, Range::all())?;
    Ok(found.into_iter().map(|stored| stored.value).collect())
}

/// How many items a page has.
pub(crate) fn page(asked: Option<i64>, most: i64) -> usize {
    asked.unwrap_or(most).clamp(1, most) as usize
}

fn check_throughput(mode: &ThroughputMode, provisioned: Option<f64>) -> Result<(), AwsError> {
    match (*mode == ThroughputMode::Provisioned, provisioned) {
        (true, None) => {
            Err(bad_request("ProvisionedThroughputInMibps must be given with the provisioned mode."))
        }
        (false, Some(_)) => {
            Err(bad_request("ProvisionedThroughputInMibps is for the provisioned mode only."))
        }
        _ => Ok(()),
    }
}

/// AWS's own key for EFS.
fn default_key(scope: &Scope) -> String {
    neargate_core::Arn::new("kms", scope, "alias/aws/elasticfilesystem").to_string()
}

fn protection(file_system: &FileSystem) -> FileSystemProtectionDescription {
    let protection = file_system.overwrite_protection.clone();
    FileSystemProtectionDescription { replication_overwrite_protection: Some(protection) }
}

fn shape(
    file_system: &FileSystem,
    targets: usize,
    size: (u64, Timestamp),
    scope: &Scope,
) -> FileSystemDescription {
    let bytes = i64::try_from(size.0).unwrap_or(i64::MAX);
    FileSystemDescription {
        owner_id: Some(scope.account.to_string()),
        creation_token: Some(file_system.creation_token.clone()),
        file_system_id: Some(file_system.id.clone()),
        file_system_arn: Some(arn(scope, "file-system", &file_system.id)),
        creation_time: Some(file_system.created.into()),
        life_cycle_state: Some(LifeCycleState::Available),
        name: name_of(&file_system.tags),
        number_of_mount_targets: Some(targets as i64),
        size_in_bytes: Some(FileSystemSize {
            value: Some(bytes),
            timestamp: Some(size.1.into()),
            value_in_ia: Some(0),
            value_in_standard: Some(bytes),
            value_in_archive: Some(0),
        }),
        performance_mode: Some(file_system.performance_mode.clone()),
        encrypted: Some(file_system.encrypted),
        kms_key_id: file_system.kms_key_id.clone(),
        throughput_mode: Some(file_system.throughput_mode.clone()),
        provisioned_throughput_in_mibps: file_system.provisioned_throughput_mibps,
        availability_zone_name: file_system.zone.as_ref().map(|zone| zone.name.clone()),
        availability_zone_id: file_system.zone.as_ref().map(|zone| zone.id.clone()),
        tags: Some(file_system.tags.clone()),
        file_system_protection: Some(protection(file_system)),
    }
}
