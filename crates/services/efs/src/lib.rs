//! Amazon EFS: file systems that outlive tasks and that many tasks share.
//!
//! Records only: a file system's files lie in a directory of the machine that runs the tasks, and tasks get it mounted by their node,
//! which asks here whether there is such a file system, a mount target and an access point. What has to be known of or done to a directory goes
//! through [`Disks`]. A mount target is an EC2 network interface, as on AWS, with an address that nothing listens on: nobody mounts by NFS.
//!
//! Holds: a creation token makes one file system; a file system has at most one mount target per zone and none when it is deleted; its
//! directory goes after its record.
//! Dies well: a deleted file system leaves a record until its files are gone, which the next start goes by ([`Efs::finish_deletions`]).

mod access_points;
mod ec2;
mod file_systems;
mod guards;
mod model;
mod mount_targets;
mod policy;
mod preferences;
mod records;
mod refusal;
mod settings;
mod tags;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, OnceLock};

use neargate_core::{Clock, Timestamp};
use neargate_store::{Durability, Expect, Range, ReadRecords as _, Record, Scope, Store, WriteRecords as _};
use neargate_wire::{Dispatcher, Service};

use records::{Deleted, FileSystem};

/// The directories of file systems.
pub trait Disks: Send + Sync {
    /// How many bytes a file system's files take up, if that is found out in a short while.
    fn measure<'a>(&'a self, file_system_id: &'a str) -> Work<'a, u64>;

    /// Removes a file system's files, however long it takes; there may be none.
    fn remove<'a>(&'a self, file_system_id: &'a str) -> Work<'a, ()>;
}

/// What is done to directories.
pub type Work<'a, T> = Pin<Box<dyn Future<Output = io::Result<T>> + Send + 'a>>;

/// The service's state.
pub struct Efs {
    store: Store,
    clock: Arc<dyn Clock>,
    disks: Arc<dyn Disks>,
    dispatcher: OnceLock<Dispatcher>,
    sizes: Mutex<HashMap<String, Size>>,
}

/// A file system, and whose it is.
#[derive(Debug, Clone)]
pub struct Place {
    account: String,
    region: String,
    id: String,
}

/// What a file system measures.
#[derive(Debug, Clone, Copy)]
struct Size {
    bytes: u64,
    /// When that was found out.
    at: Timestamp,
    /// When to look again.
    until: Timestamp,
}

impl Efs {
    pub fn new(store: Store, clock: Arc<dyn Clock>, disks: Arc<dyn Disks>) -> Arc<Self> {
        Arc::new(Self { store, clock, disks, dispatcher: OnceLock::new(), sizes: Mutex::default() })
    }

    /// Hands over the door to EC2, once all services are known.
    pub fn connect(&self, dispatcher: Dispatcher) {
        let _ = self.dispatcher.set(dispatcher);
    }

    /// Sees to it that the files of file systems that were deleted before are removed, in case that was cut short.
    pub async fn finish_deletions(self: &Arc<Self>) -> Result<(), neargate_store::Error> {
        for place in self.everywhere(|deleted: Deleted| deleted.id).await? {
            let efs = Arc::clone(self);
            tokio::spawn(async move { efs.remove_files(place).await });
        }
        Ok(())
    }

    /// All file systems of all accounts.
    pub async fn all(&self) -> Result<Vec<Place>, neargate_store::Error> {
        self.everywhere(|file_system: FileSystem| file_system.id).await
    }

    /// Removes the files of file systems that went with the whole store.
    pub async fn bury(self: &Arc<Self>, gone: Vec<Place>) -> Result<(), neargate_store::Error> {
        let marked = self.store.write(Durability::Process, move |writer| {
            for Place { account, region, id } in &gone {
                writer.put_record(account, region, &Deleted { id: id.clone() }, Expect::Any)?;
            }
            Ok::<_, neargate_store::Error>(())
        });
        marked.await?;
        self.finish_deletions().await
    }

    async fn everywhere<T: Record>(&self, id: fn(T) -> String) -> Result<Vec<Place>, neargate_store::Error> {
        let found = self.store.read(|reader| {
            let mut found = Vec::new();
            for Scope { account, region } in reader.partitions(T::SERVICE, T::KIND)? {
                for record in reader.list_records::<T>(&account, &region, Range::all())? {
                    found.push(Place {
                        account: account.clone(),
                        region: region.clone(),
                        id: id(record.value),
                    });
                }
            }
            Ok(found)
        });
        found.await
    }

    /// Removes a deleted file system's files, and then what tells that they may be there.
    async fn remove_files(&self, Place { account, region, id }: Place) {
        if let Err(error) = self.disks.remove(&id).await {
            tracing::warn!(%error, file_system = id, "removing a deleted file system's files failed: the next start tries again");
            return;
        }
        let forget = self.store.write(Durability::Process, move |writer| {
            writer.delete_record::<Deleted>(&account, &region, &id, Expect::Any).map(drop)
        });
        if let Err(error) = forget.await {
            tracing::warn!(%error, "forgetting a deleted file system failed: the next start tries again");
        }
    }

    /// The operations, ready for a dispatcher.
    pub fn service(self: &Arc<Self>) -> Service {
        use guards::*;
        Service::new("efs", &model::MODEL, "BadRequest", refusal::INTERNAL)
            .bound(model::BINDINGS)
            .on(model::DescribeAccountPreferences, self, preferences::describe)
            .on(model::PutAccountPreferences, self, preferences::put)
            .on(model::CreateFileSystem, self, file_systems::create)
            .guarded(model::DescribeFileSystems, self, describe_file_systems, file_systems::describe)
            .guarded(model::UpdateFileSystem, self, update_file_system, file_systems::update)
            .guarded(model::UpdateFileSystemProtection, self, update_protection, file_systems::protect)
            .guarded(model::DeleteFileSystem, self, delete_file_system, file_systems::delete)
            .guarded(model::CreateMountTarget, self, create_mount_target, mount_targets::create)
            .guarded(model::DescribeMountTargets, self, describe_mount_targets, mount_targets::describe)
            .guarded(model::DeleteMountTarget, self, delete_mount_target, mount_targets::delete)
            .guarded(
                model::DescribeMountTargetSecurityGroups,
                self,
                describe_security_groups,
                mount_targets::security_groups,
            )
            .guarded(
                model::ModifyMountTargetSecurityGroups,
                self,
                modify_security_groups,
                mount_targets::set_security_groups,
            )
            .guarded(model::CreateAccessPoint, self, create_access_point, access_points::create)
            .guarded(model::DescribeAccessPoints, self, describe_access_points, access_points::describe)
            .guarded(model::DeleteAccessPoint, self, delete_access_point, access_points::delete)
            .guarded(model::PutFileSystemPolicy, self, put_policy, policy::put)
            .guarded(model::DescribeFileSystemPolicy, self, describe_policy, policy::describe)
            .guarded(model::DeleteFileSystemPolicy, self, delete_policy, policy::delete)
            .guarded(model::PutLifecycleConfiguration, self, put_lifecycle, settings::put_lifecycle)
            .guarded(model::DescribeLifecycleConfiguration, self, describe_lifecycle, settings::lifecycle)
            .guarded(model::PutBackupPolicy, self, put_backup, settings::put_backup)
            .guarded(model::DescribeBackupPolicy, self, describe_backup, settings::backup)
            .guarded(model::TagResource, self, tag_resource, tags::tag)
            .guarded(model::UntagResource, self, untag_resource, tags::untag)
            .guarded(model::ListTagsForResource, self, list_tags, tags::list)
            .guarded(model::CreateTags, self, create_tags, tags::create)
            .guarded(model::DescribeTags, self, describe_tags, tags::describe)
            .guarded(model::DeleteTags, self, delete_tags, tags::delete)
    }
}
