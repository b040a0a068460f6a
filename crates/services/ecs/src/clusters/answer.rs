//! A cluster as it is answered.

use super::record::ClusterRecord;
use super::usage::Usage;
use crate::model::{Cluster, ClusterField, KeyValuePair};

/// The parts that are shown only to those who ask for them. Lists that weren't asked for are shown empty.
pub(super) fn cluster(record: ClusterRecord, usage: &Usage, include: &[ClusterField]) -> Cluster {
    let asked = |field| include.contains(&field);
    let attached = asked(ClusterField::Attachments);
    let has_providers = !record.capacity_providers.is_empty();
    Cluster {
        cluster_arn: Some(record.arn),
        cluster_name: Some(record.name),
        status: Some(record.status.as_str().to_owned()),
        registered_container_instances_count: Some(usage.container_instances),
        running_tasks_count: Some(usage.running_tasks()),
        pending_tasks_count: Some(usage.pending_tasks()),
        active_services_count: Some(usage.active_services()),
        statistics: Some(if asked(ClusterField::Statistics) { statistics(usage) } else { Vec::new() }),
        tags: Some(if asked(ClusterField::Tags) { record.tags } else { Vec::new() }),
        settings: Some(if asked(ClusterField::Settings) { record.settings } else { Vec::new() }),
        configuration: record.configuration.filter(|_| asked(ClusterField::Configurations)),
        capacity_providers: Some(record.capacity_providers),
        default_capacity_provider_strategy: Some(record.default_capacity_provider_strategy),
        // Fargate's providers bring nothing that would have to be attached.
        attachments: attached.then(Vec::new),
        attachments_status: (attached && has_providers).then(|| "UPDATE_COMPLETE".to_owned()),
        service_connect_defaults: record.service_connect_defaults,
    }
}

/// What those are shown who have just changed it.
pub(super) const ALL_BUT_STATISTICS: [ClusterField; 3] =
    [ClusterField::Configurations, ClusterField::Settings, ClusterField::Tags];

fn statistics(usage: &Usage) -> Vec<KeyValuePair> {
    [
        ("runningEC2TasksCount", usage.ec2.running_tasks),
        ("runningFargateTasksCount", usage.fargate.running_tasks),
        ("pendingEC2TasksCount", usage.ec2.pending_tasks),
        ("pendingFargateTasksCount", usage.fargate.pending_tasks),
        ("activeEC2ServiceCount", usage.ec2.active_services),
        ("activeFargateServiceCount", usage.fargate.active_services),
        ("drainingEC2ServiceCount", usage.ec2.draining_services),
        ("drainingFargateServiceCount", usage.fargate.draining_services),
    ]
    .into_iter()
    .map(|(name, count)| KeyValuePair { name: Some(name.to_owned()), value: Some(count.to_string()) })
    .collect()
}
