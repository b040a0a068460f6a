//! Whether a task definition can be registered: pure, and in the order in which AWS finds fault.
//!
//! AWS names one fault at a time, so order is part of the behaviour: what a definition is, then its size, then its containers, then what they share, and
//! last what Fargate doesn't offer. Texts are AWS's where they are known.
//!
//! What is checked for everyone is apart from what only Fargate refuses ([`fargate`]): a definition that doesn't ask for Fargate is registered all the
//! same, and just isn't listed as compatible with it.

mod containers;
mod dependencies;
mod environment;
pub(super) mod fargate;
mod health_check;
mod identity;
mod linux;
mod logging;
mod network;
mod ports;
mod resources;
mod task;
#[cfg(test)]
pub(super) mod testing;
mod volumes;

pub(crate) use resources::check_sizes;
pub(crate) use task::check_ephemeral_storage;

use neargate_wire::AwsError;

use crate::model::{Compatibility, ContainerDefinition, NetworkMode, RegisterTaskDefinitionRequest};
use crate::refused::client;

/// The definition under examination, with what several checks need to know of it.
#[derive(Debug, Clone, Copy)]
struct Subject<'a> {
    input: &'a RegisterTaskDefinitionRequest,
    containers: &'a [ContainerDefinition],
    network_mode: &'a NetworkMode,
    size: TaskSize,
}

/// The task's own CPU units and MiB, where it states them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct TaskSize {
    pub cpu: Option<u32>,
    pub memory: Option<u32>,
}

/// What the checks found out on the way.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Checked {
    pub size: TaskSize,
    pub network_mode: NetworkMode,
    /// What the definition could be run on, whether it asks for it or not.
    pub compatibilities: Vec<Compatibility>,
}

/// Finds the first fault in a definition.
pub(super) fn check(input: &RegisterTaskDefinitionRequest) -> Result<Checked, AwsError> {
    let containers = input.container_definitions.as_deref().unwrap_or_default();
    let required = input.requires_compatibilities.as_deref().unwrap_or_default();
    let requires = |compatibility| required.contains(&compatibility);
    identity::check(input, containers)?;
    let network_mode = input.network_mode.clone().unwrap_or(NetworkMode::Bridge);
    if requires(Compatibility::Fargate) {
        fargate::check_network_mode(&network_mode)?;
    }
    let size = task::size(input)?;
    let subject = Subject { input, containers, network_mode: &network_mode, size };
    if requires(Compatibility::Fargate) {
        fargate::check_size(&subject)?;
    }
    resources::check(&subject)?;
    containers::check(&subject)?;
    dependencies::check(containers)?;
    network::check(&subject)?;
    ports::check(&subject)?;
    volumes::check(&subject)?;
    for container in containers {
        health_check::check(container)?;
        linux::check(container, &network_mode)?;
    }
    environment::check(&subject)?;
    logging::check(&subject)?;
    task::check(&subject)?;
    // Asked of all, answered with an error only where it is required.
    let fits_fargate = match fargate::check(&subject) {
        Err(error) if requires(Compatibility::Fargate) => return Err(error),
        result => result.is_ok(),
    };
    let fits_external = network_mode != NetworkMode::Awsvpc;
    if requires(Compatibility::External) && !fits_external {
        return Err(client("External compatible task definitions do not support network mode 'awsvpc'."));
    }
    let fits_managed = matches!(network_mode, NetworkMode::Awsvpc | NetworkMode::Host);
    if requires(Compatibility::ManagedInstances) && !fits_managed {
        return Err(client("Managed Instances only supports network modes 'awsvpc' and 'host'."));
    }
    let mut compatibilities = Vec::with_capacity(3);
    let fits = [
        (fits_external, Compatibility::External),
        (true, Compatibility::Ec2),
        (fits_fargate, Compatibility::Fargate),
        (fits_managed, Compatibility::ManagedInstances),
    ];
    compatibilities
        .extend(fits.into_iter().filter(|(fits, _)| *fits).map(|(_, compatibility)| compatibility));
    Ok(Checked { size, network_mode, compatibilities })
}

fn name(container: &ContainerDefinition) -> &str {
    container.name.as_deref().unwrap_or_default()
}

fn is_essential(container: &ContainerDefinition) -> bool {
    container.essential.unwrap_or(true)
}

fn given<T>(list: &Option<Vec<T>>) -> &[T] {
    list.as_deref().unwrap_or_default()
}

/// `Invalid setting for container 'x'.` and what is wrong.
fn invalid_setting(container: &ContainerDefinition, fault: impl std::fmt::Display) -> AwsError {
    client(format!("Invalid setting for container '{}'. {fault}", name(container)))
}
