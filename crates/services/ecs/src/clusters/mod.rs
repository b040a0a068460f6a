//! Clusters: the names that tasks and services are grouped under.
//!
//! A cluster is ACTIVE until it is deleted, then INACTIVE for an hour, then gone; its name may be used again at once. What it holds is
//! counted when asked for ([`usage::usage`]).

mod answer;
mod capacity;
mod change;
mod create;
mod delete;
mod read;
mod record;
mod settings;
#[cfg(test)]
mod tests;
mod usage;

use std::sync::Arc;

use neargate_wire::Service;

pub(crate) use capacity::check_strategy;
pub(crate) use record::{ClusterRecord, DEFAULT, find, find_name, is_name, save};

use crate::{Ecs, guards, model};

/// Registers this module's operations.
pub(crate) fn register(service: Service, ecs: &Arc<Ecs>) -> Service {
    service
        .guarded(model::CreateCluster, ecs, guards::create_cluster, create::create_cluster)
        .guarded(model::DeleteCluster, ecs, guards::delete_cluster, delete::delete_cluster)
        .guarded(model::DescribeClusters, ecs, guards::describe_clusters, read::describe_clusters)
        .on(model::ListClusters, ecs, read::list_clusters)
        .guarded(model::UpdateCluster, ecs, guards::update_cluster, change::update_cluster)
        .guarded(
            model::UpdateClusterSettings,
            ecs,
            guards::update_cluster_settings,
            change::update_cluster_settings,
        )
        .guarded(
            model::PutClusterCapacityProviders,
            ecs,
            guards::put_cluster_capacity_providers,
            change::put_cluster_capacity_providers,
        )
        .on(model::DescribeCapacityProviders, ecs, capacity::describe_capacity_providers)
}
