//! `overrides` of `RunTask`: what they may be, and how they are shown.

use neargate_wire::AwsError;

use crate::model::{ContainerDefinition, ContainerOverride, TaskDefinition, TaskOverride};
use crate::refused::invalid;
use crate::task_definitions::{TaskSize, check_ephemeral_storage, check_sizes, fargate_size};

/// The longest `overrides`, in characters of its JSON.
const MAX_LENGTH: usize = 8192;

/// Checks overrides against the definition and returns the task's size in CPU units and MiB.
pub(crate) fn check(overrides: &TaskOverride, definition: &TaskDefinition) -> Result<(u32, u32), AwsError> {
    let length = serde_json::to_string(overrides).map_or(0, |text| text.chars().count());
    if length > MAX_LENGTH {
        return Err(invalid(format!("Container Overrides length must be at most {MAX_LENGTH}")));
    }
    let containers = definition.container_definitions.as_deref().unwrap_or_default();
    for container in overrides.container_overrides.as_deref().unwrap_or_default() {
        if !containers.iter().any(|known| known.name == container.name) {
            return Err(invalid(format!(
                "Override for container named {} is not a container in the TaskDefinition.",
                container.name.as_deref().unwrap_or("null")
            )));
        }
    }
    let cpu = overrides.cpu.as_deref().or(definition.cpu.as_deref()).unwrap_or_default();
    let memory = overrides.memory.as_deref().or(definition.memory.as_deref()).unwrap_or_default();
    let (cpu, memory) = fargate_size(cpu, memory)?;
    if let Some(asked) = overrides.container_overrides.as_deref().filter(|asked| asked.iter().any(resizes)) {
        let resized: Vec<_> = containers.iter().map(|container| resized(container, asked)).collect();
        check_sizes(&resized, TaskSize { cpu: Some(cpu), memory: Some(memory) })?;
    }
    check_ephemeral_storage(overrides.ephemeral_storage.as_ref())?;
    Ok((cpu, memory))
}

fn resizes(asked: &ContainerOverride) -> bool {
    asked.cpu.or(asked.memory).or(asked.memory_reservation).is_some()
}

fn resized(container: &ContainerDefinition, asked: &[ContainerOverride]) -> ContainerDefinition {
    let own = asked.iter().find(|own| own.name == container.name);
    ContainerDefinition {
        name: container.name.clone(),
        cpu: own.and_then(|own| own.cpu).or(container.cpu),
        memory: own.and_then(|own| own.memory).or(container.memory),
        memory_reservation: own.and_then(|own| own.memory_reservation).or(container.memory_reservation),
        ..ContainerDefinition::default()
    }
}

/// The override of a container, empty where none was asked for.
pub(crate) fn of_container(overrides: &TaskOverride, name: Option<&String>) -> ContainerOverride {
    let asked = overrides.container_overrides.as_deref().unwrap_or_default();
    let found = asked.iter().find(|container| container.name.as_ref() == name);
    found
        .cloned()
        .unwrap_or_else(|| ContainerOverride { name: name.cloned(), ..ContainerOverride::default() })
}

/// Overrides as a task shows them: an entry for every container, asked for or not.
pub(crate) fn shown(overrides: &TaskOverride, definition: &TaskDefinition) -> TaskOverride {
    let containers = definition.container_definitions.as_deref().unwrap_or_default();
    TaskOverride {
        container_overrides: Some(
            containers.iter().map(|container| of_container(overrides, container.name.as_ref())).collect(),
        ),
        inference_accelerator_overrides: Some(
            overrides.inference_accelerator_overrides.clone().unwrap_or_default(),
        ),
        ..overrides.clone()
    }
}
