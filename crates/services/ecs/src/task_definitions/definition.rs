//! What a task definition looks like once it is registered: AWS fills in what was left out.

use neargate_core::Timestamp;
use neargate_wire::Context;

use super::attributes::required_attributes;
use super::validate::Checked;
use crate::model::{
    ContainerDefinition, HealthCheck, HostVolumeProperties, NetworkMode, PortMapping,
    RegisterTaskDefinitionRequest, TaskDefinition, TaskDefinitionStatus, TransportProtocol, Volume,
};

/// The definition as it is kept and answered, without its number.
pub(super) fn registered(
    input: RegisterTaskDefinitionRequest,
    checked: Checked,
    context: &Context,
    now: Timestamp,
) -> TaskDefinition {
    let attributes = required_attributes(&input, &checked.network_mode);
    let mut containers = input.container_definitions.unwrap_or_default();
    for container in &mut containers {
        complete_container(container, &checked.network_mode);
    }
    let mut volumes = input.volumes.unwrap_or_default();
    volumes.iter_mut().for_each(complete_volume);
    TaskDefinition {
        task_definition_arn: None,
        container_definitions: Some(containers),
        family: input.family,
        task_role_arn: input.task_role_arn.filter(|role| !role.is_empty()),
        execution_role_arn: input.execution_role_arn.filter(|role| !role.is_empty()),
        network_mode: Some(checked.network_mode),
        revision: None,
        volumes: Some(volumes),
        status: Some(TaskDefinitionStatus::Active),
        requires_attributes: Some(attributes).filter(|attributes| !attributes.is_empty()),
        placement_constraints: Some(input.placement_constraints.unwrap_or_default()),
        compatibilities: Some(checked.compatibilities),
        runtime_platform: input.runtime_platform,
        requires_compatibilities: input.requires_compatibilities.filter(|required| !required.is_empty()),
        cpu: checked.size.cpu.map(|units| units.to_string()),
        memory: checked.size.memory.map(|mib| mib.to_string()),
        inference_accelerators: input.inference_accelerators,
        pid_mode: input.pid_mode,
        ipc_mode: input.ipc_mode,
        proxy_configuration: input.proxy_configuration,
        registered_at: Some(now.into()),
        deregistered_at: None,
        delete_requested_at: None,
        registered_by: Some(context.principal.arn()),
        ephemeral_storage: input.ephemeral_storage,
        enable_fault_injection: input.enable_fault_injection,
    }
}

fn complete_container(container: &mut ContainerDefinition, mode: &NetworkMode) {
    container.cpu.get_or_insert(0);
    container.essential.get_or_insert(true);
    container.environment.get_or_insert_default();
    container.mount_points.get_or_insert_default();
    container.volumes_from.get_or_insert_default();
    container.system_controls.get_or_insert_default();
    for mapping in container.port_mappings.get_or_insert_default() {
        complete_mapping(mapping, mode);
    }
    if let Some(HealthCheck { interval, timeout, retries, .. }) = &mut container.health_check {
        interval.get_or_insert(30);
        timeout.get_or_insert(5);
        retries.get_or_insert(3);
    }
}

fn complete_mapping(mapping: &mut PortMapping, mode: &NetworkMode) {
    mapping.protocol.get_or_insert(TransportProtocol::Tcp);
    if mapping.container_port_range.is_some() {
        return;
    }
    match mode {
        NetworkMode::Awsvpc | NetworkMode::Host => mapping.host_port = mapping.container_port,
        // Zero asks the bridge for any free port.
        _ => _ = mapping.host_port.get_or_insert(0),
    }
}

fn complete_volume(volume: &mut Volume) {
    if let Some(efs) = &mut volume.efs_volume_configuration {
        efs.root_directory.get_or_insert_with(|| "/".to_owned());
    }
    let elsewhere = volume.docker_volume_configuration.is_some()
        || volume.efs_volume_configuration.is_some()
        || volume.fsx_windows_file_server_volume_configuration.is_some()
        || volume.s3files_volume_configuration.is_some()
        || volume.configured_at_launch == Some(true);
    if !elsewhere {
        volume.host.get_or_insert_with(HostVolumeProperties::default);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::validate::{check, testing::definition};
    use super::*;
    use crate::testing::{NOW, context};

    fn complete(input: RegisterTaskDefinitionRequest) -> serde_json::Value {
        let checked = check(&input).expect("no fault");
        serde_json::to_value(registered(input, checked, &context(), NOW)).expect("JSON")
    }

    #[test]
    fn what_was_left_out_is_filled_in() {
        let mut input = definition();
        input.cpu = Some(".25 vCPU".into());
        input.memory = Some("0.5GB".into());
        input.volumes = Some(vec![Volume { name: Some("v".into()), ..Volume::default() }]);
        input.containers()[0].port_mappings =
            Some(vec![PortMapping { container_port: Some(80), ..PortMapping::default() }]);
        input.containers()[0].health_check = Some(HealthCheck {
            command: Some(vec!["CMD-SHELL".into(), "true".into()]),
            ..HealthCheck::default()
        });
        assert_eq!(
            complete(input),
            json!({
                "family": "web",
                "networkMode": "awsvpc",
                "status": "ACTIVE",
                "cpu": "256",
                "memory": "512",
                "requiresCompatibilities": ["FARGATE"],
                "compatibilities": ["EC2", "FARGATE", "MANAGED_INSTANCES"],
                "placementConstraints": [],
                "volumes": [{"name": "v", "host": {}}],
                "registeredAt": 1_756_865_071.354,
                "registeredBy": "arn:aws:iam::000000000000:root",
                "requiresAttributes": [
                    {"name": "ecs.capability.task-eni"},
                    {"name": "com.amazonaws.ecs.capability.docker-remote-api.1.18"},
                    {"name": "ecs.capability.container-health-check"},
                    {"name": "com.amazonaws.ecs.capability.docker-remote-api.1.24"},
                ],
                "containerDefinitions": [{
                    "name": "app",
                    "image": "nginx:1",
                    "cpu": 0,
                    "essential": true,
                    "environment": [],
                    "mountPoints": [],
                    "volumesFrom": [],
                    "systemControls": [],
                    "portMappings": [{"containerPort": 80, "hostPort": 80, "protocol": "tcp"}],
                    "healthCheck": {
                        "command": ["CMD-SHELL", "true"], "interval": 30, "timeout": 5, "retries": 3,
                    },
                }],
            })
        );
    }

    #[test]
    fn the_bridge_is_the_default_and_hands_out_ports() {
        let mut input = definition();
        (input.network_mode, input.requires_compatibilities) = (None, None);
        input.containers()[0].port_mappings =
            Some(vec![PortMapping { container_port: Some(80), ..PortMapping::default() }]);
        let answer = complete(input);
        assert_eq!(answer["networkMode"], "bridge");
        assert_eq!(answer["compatibilities"], json!(["EXTERNAL", "EC2"]));
        assert_eq!(answer["containerDefinitions"][0]["portMappings"][0]["hostPort"], 0);
        assert!(answer.get("requiresCompatibilities").is_none());
        assert!(answer.get("requiresAttributes").is_none());
    }
}
