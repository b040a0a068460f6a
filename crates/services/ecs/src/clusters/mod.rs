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
pub(crate) use record::{ClusterRecord, find, is_name, save};

use crate::{Ecs, model};

/// Registers this module's operations.
pub(crate) fn register(service: Service, ecs: &Arc<Ecs>) -> Service {
    service
        .on(model::CreateCluster, ecs, create::create_cluster)
        .on(model::DeleteCluster, ecs, delete::delete_cluster)
        .on(model::DescribeClusters, ecs, read::describe_clusters)
        .on(model::ListClusters, ecs, read::list_clusters)
        .on(model::UpdateCluster, ecs, change::update_cluster)
        .on(model::UpdateClusterSettings, ecs, change::update_cluster_settings)
        .on(model::PutClusterCapacityProviders, ecs, change::put_cluster_capacity_providers)
        .on(model::DescribeCapacityProviders, ecs, capacity::describe_capacity_providers)
}
