//! What a cluster holds: counted when asked for, so that no count can go wrong.

use neargate_core::Scope;
use neargate_store::{Error, Reader};

use crate::tasks;

/// How much there is of one kind of capacity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub running_tasks: i64,
    /// PROVISIONING, PENDING and ACTIVATING.
    pub pending_tasks: i64,
    pub active_services: i64,
    pub draining_services: i64,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Usage {
    pub fargate: Counts,
    /// On container instances.
    pub ec2: Counts,
    /// Tasks that are on their way out: counted nowhere, but they keep the cluster.
    pub stopping_tasks: i64,
    pub container_instances: i64,
    /// The capacity providers that some task came by.
    pub capacity_providers: Vec<String>,
}

impl Usage {
    pub(crate) fn running_tasks(&self) -> i64 {
        self.fargate.running_tasks + self.ec2.running_tasks
    }

    pub(crate) fn pending_tasks(&self) -> i64 {
        self.fargate.pending_tasks + self.ec2.pending_tasks
    }

    pub(crate) fn active_services(&self) -> i64 {
        self.fargate.active_services + self.ec2.active_services
    }

    pub(crate) fn draining_services(&self) -> i64 {
        self.fargate.draining_services + self.ec2.draining_services
    }
}

/// What the cluster of this name holds right now. All of its tasks are Fargate's: there are no container instances.
pub(crate) fn usage(r: &mut dyn Reader, scope: &Scope, cluster: &str) -> Result<Usage, Error> {
    let tasks = tasks::counts(r, scope, cluster)?;
    let fargate = Counts { running_tasks: tasks.running, pending_tasks: tasks.pending, ..Counts::default() };
    let mut capacity_providers = Vec::new();
    for provider in ["FARGATE", "FARGATE_SPOT"] {
        if tasks::run_by(r, scope, cluster, provider)? {
            capacity_providers.push(provider.to_owned());
        }
    }
    Ok(Usage { fargate, stopping_tasks: tasks.stopping, capacity_providers, ..Usage::default() })
}
