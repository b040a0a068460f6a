//! What containers may take of the task's CPU and memory.

use neargate_wire::AwsError;

use super::{Subject, TaskSize, given, invalid_setting, name};
use crate::model::{ContainerDefinition, ResourceType};
use crate::refused::client;

/// The least memory that a container can be given, in MiB.
const MIN_MEMORY: i64 = 4;

pub(super) fn check(subject: &Subject<'_>) -> Result<(), AwsError> {
    check_sizes(subject.containers, subject.size)?;
    subject.containers.iter().try_for_each(|container| check_requirements(subject, container))
}

/// Whether containers fit into a task, each and together.
pub(crate) fn check_sizes(containers: &[ContainerDefinition], task: TaskSize) -> Result<(), AwsError> {
    let task_memory = task.memory.map(i64::from);
    let task_cpu = task.cpu.map(i64::from);
    let mut cpu_sum = 0i64;
    for container in containers {
        check_memory(container, task_memory)?;
        let cpu = container.cpu.unwrap_or(0);
        if cpu < 0 {
            return Err(invalid_setting(container, "'cpu' must not be negative."));
        }
        if task_cpu.is_some_and(|task| cpu > task) {
            return Err(greater_than_task("cpu", container));
        }
        cpu_sum = cpu_sum.saturating_add(cpu);
    }
    if task_cpu.is_some_and(|task| cpu_sum > task) {
        return Err(client("The sum of the 'cpu' settings of all containers is greater than for the task"));
    }
    Ok(())
}

fn check_memory(container: &ContainerDefinition, task: Option<i64>) -> Result<(), AwsError> {
    let (limit, reservation) = (container.memory, container.memory_reservation);
    // Zero stands for nothing, as clients that fill in every member send it.
    let unset = |memory: Option<i64>| memory.is_none_or(|memory| memory == 0);
    if task.is_none() && unset(limit) && unset(reservation) {
        let fault = "At least one of 'memory' or 'memoryReservation' must be specified.";
        return Err(invalid_setting(container, fault));
    }
    for (setting, value) in [("memory", limit), ("memoryReservation", reservation)] {
        let Some(value) = value.filter(|value| *value != 0) else { continue };
        if value < MIN_MEMORY {
            return Err(invalid_setting(
                container,
                format_args!("'{setting}' must be at least {MIN_MEMORY}."),
            ));
        }
        if task.is_some_and(|task| value > task) {
            return Err(greater_than_task(setting, container));
        }
    }
    if let (Some(limit), Some(reservation)) = (limit.filter(|limit| *limit != 0), reservation)
        && reservation > limit
    {
        let fault = "'memory' must be greater than or equal to 'memoryReservation'.";
        return Err(invalid_setting(container, fault));
    }
    Ok(())
}

fn greater_than_task(setting: &str, container: &ContainerDefinition) -> AwsError {
    client(format!(
        "The '{setting}' setting for container '{}' is greater than for the task",
        name(container)
    ))
}

fn check_requirements(subject: &Subject<'_>, container: &ContainerDefinition) -> Result<(), AwsError> {
    for requirement in given(&container.resource_requirements) {
        let value = requirement.value.as_deref().unwrap_or_default();
        match &requirement.r#type {
            Some(ResourceType::InferenceAccelerator) => {
                let devices = given(&subject.input.inference_accelerators);
                if !devices.iter().any(|device| device.device_name.as_deref() == Some(value)) {
                    return Err(invalid_setting(container, format_args!("Unknown device '{value}'.")));
                }
            }
            _ if value.parse::<u32>().is_ok_and(|count| count > 0) => {}
            _ => {
                return Err(invalid_setting(
                    container,
                    "The value of a GPU requirement must be a positive integer.",
                ));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{accepted, refused};
    use crate::model::{RegisterTaskDefinitionRequest, ResourceRequirement, ResourceType};

    fn on_ec2(d: &mut RegisterTaskDefinitionRequest) {
        (d.requires_compatibilities, d.cpu, d.memory) = (None, None, None);
    }

    #[test]
    fn without_the_tasks_memory_each_container_states_its_own() {
        let text = "Invalid setting for container 'app'. At least one of 'memory' or 'memoryReservation' must be \
                    specified.";
        refused(on_ec2, text);
        refused(|d| (on_ec2(d), d.containers()[0].memory = Some(0)).1, text);
        accepted(|d| (on_ec2(d), d.containers()[0].memory = Some(4)).1);
        accepted(|d| (on_ec2(d), d.containers()[0].memory_reservation = Some(128)).1);
    }

    #[test]
    fn a_container_fits_into_its_task() {
        accepted(|d| d.containers()[0].memory = Some(512));
        let text = "The 'memory' setting for container 'app' is greater than for the task";
        refused(|d| d.containers()[0].memory = Some(513), text);
        let text = "The 'memoryReservation' setting for container 'app' is greater than for the task";
        refused(|d| d.containers()[0].memory_reservation = Some(513), text);
        accepted(|d| d.containers()[0].cpu = Some(256));
        let text = "The 'cpu' setting for container 'app' is greater than for the task";
        refused(|d| d.containers()[0].cpu = Some(257), text);
        refused(
            |d| {
                d.containers()[0].cpu = Some(200);
                let second = d.containers()[0].clone();
                d.containers().push(second);
                d.containers()[1].name = Some("second".into());
            },
            "The sum of the 'cpu' settings of all containers is greater than for the task",
        );
    }

    #[test]
    fn the_reservation_is_within_the_limit() {
        refused(
            |d| (d.containers()[0].memory, d.containers()[0].memory_reservation) = (Some(100), Some(101)),
            "Invalid setting for container 'app'. 'memory' must be greater than or equal to 'memoryReservation'.",
        );
        let text = "Invalid setting for container 'app'. 'memory' must be at least 4.";
        refused(|d| d.containers()[0].memory = Some(3), text);
    }

    #[test]
    fn gpus_are_counted() {
        let gpus =
            |value: &str| ResourceRequirement { value: Some(value.into()), r#type: Some(ResourceType::Gpu) };
        let ask = |d: &mut RegisterTaskDefinitionRequest, value| {
            d.requires_compatibilities = None;
            d.containers()[0].resource_requirements = Some(vec![gpus(value)]);
        };
        accepted(|d| ask(d, "1"));
        let text =
            "Invalid setting for container 'app'. The value of a GPU requirement must be a positive integer.";
        refused(|d| ask(d, "none"), text);
        refused(|d| ask(d, "0"), text);
    }
}
