//! `overrides` of `RunTask`: what they may be, and how they are shown.

use neargate_wire::AwsError;

use crate::model::{ContainerOverride, TaskDefinition, TaskOverride};
use crate::refused::invalid;
use crate::task_definitions::fargate_size;

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
    fargate_size(cpu, memory)
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
