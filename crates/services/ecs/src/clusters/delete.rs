//! `DeleteCluster`. A deleted cluster is INACTIVE and stays in sight for [`KEPT_AFTER_DELETE`].

use std::sync::Arc;
use std::time::Duration;

use neargate_core::{Scope, Timestamp};
use neargate_store::{Expect, Range, ReadRecords as _, WriteRecords as _, Writer};
use neargate_wire::{AwsError, Context};

use super::answer::{ALL_BUT_STATISTICS, cluster};
use super::record::{self, ClusterRecord, Status};
use super::usage::{Usage, usage};
use crate::Ecs;
use crate::model::{DeleteClusterRequest, DeleteClusterResponse};
use crate::refused::Refused;

const KEPT_AFTER_DELETE: Duration = Duration::from_secs(3600);
const MAX_CLEARED_PER_REQUEST: usize = 20;

pub(super) async fn delete_cluster(
    ecs: Arc<Ecs>,
    context: Context,
    input: DeleteClusterRequest,
) -> Result<DeleteClusterResponse, AwsError> {
    let (scope, now) = (context.scope.clone(), ecs.clock.now());
    let deleted = ecs.store.write(context.durability, move |w| -> Result<_, Refused> {
        let mut record = record::find(w, &scope, input.cluster.as_deref())?;
        let usage = usage(w, &scope, &record.name)?;
        check_empty(&usage)?;
        record.status = Status::Inactive;
        record.deleted_at = Some(now);
        record::save(w, &scope, &record)?;
        clear(w, &scope, now)?;
        Ok((record, usage))
    });
    let (record, usage) = deleted.await?;
    Ok(DeleteClusterResponse { cluster: Some(cluster(record, &usage, &ALL_BUT_STATISTICS)) })
}

fn check_empty(usage: &Usage) -> Result<(), AwsError> {
    let tasks = usage.running_tasks() + usage.pending_tasks() + usage.stopping_tasks;
    let services = usage.active_services() + usage.draining_services();
    let (code, what) = if usage.container_instances > 0 {
        ("ClusterContainsContainerInstancesException", "Container Instances are active or draining")
    } else if services > 0 {
        ("ClusterContainsServicesException", "Services are active")
    } else if tasks > 0 {
        ("ClusterContainsTasksException", "Tasks are active")
    } else {
        return Ok(());
    };
    Err(AwsError::client(code, format!("The Cluster cannot be deleted while {what}.")))
}

/// True when a deleted cluster has been in sight long enough.
pub(super) fn is_gone(record: &ClusterRecord, now: Timestamp) -> bool {
    record.deleted_at.is_some_and(|deleted_at| now.since(deleted_at) >= KEPT_AFTER_DELETE)
}

/// Takes away records of clusters that are gone.
fn clear(w: &mut dyn Writer, scope: &Scope, now: Timestamp) -> Result<(), Refused> {
    let (account, region) = (scope.account.as_str(), scope.region.as_str());
    let range = Range::all().limit(MAX_CLEARED_PER_REQUEST);
    let inactive = Status::Inactive.as_str();
    for stored in w.lookup_records::<ClusterRecord>(account, region, "status", inactive, range)? {
        if is_gone(&stored.value, now) {
            w.delete_record::<ClusterRecord>(account, region, &stored.value.name, Expect::Any)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::usage::Counts;
    use super::*;

    #[test]
    fn what_a_cluster_holds_keeps_it() {
        let tasks =
            |running_tasks, pending_tasks| Counts { running_tasks, pending_tasks, ..Counts::default() };
        let services = |active_services, draining_services| Counts {
            active_services,
            draining_services,
            ..Counts::default()
        };
        let (tasks_stay, services_stay) = (
            ("ClusterContainsTasksException", "The Cluster cannot be deleted while Tasks are active."),
            ("ClusterContainsServicesException", "The Cluster cannot be deleted while Services are active."),
        );
        let instances_stay = (
            "ClusterContainsContainerInstancesException",
            "The Cluster cannot be deleted while Container Instances are active or draining.",
        );
        for (usage, expected) in [
            (Usage { fargate: tasks(1, 0), ..Usage::default() }, tasks_stay),
            (Usage { ec2: tasks(0, 1), ..Usage::default() }, tasks_stay),
            (Usage { stopping_tasks: 1, ..Usage::default() }, tasks_stay),
            (Usage { fargate: services(1, 0), stopping_tasks: 1, ..Usage::default() }, services_stay),
            (Usage { ec2: services(0, 1), ..Usage::default() }, services_stay),
            (Usage { container_instances: 1, ..Usage::default() }, instances_stay),
        ] {
            let error = check_empty(&usage).expect_err(expected.1);
            assert_eq!((error.code, error.message.as_str()), expected);
        }
        assert!(check_empty(&Usage::default()).is_ok());
    }
}
