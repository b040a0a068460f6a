//! What a container instance must be able to do to run a definition: `requiresAttributes`.

use std::borrow::Cow;

use super::validate::fargate::is_ecr_image;
use crate::model::{
    Attribute, ContainerDefinition, FirelensConfigurationType, LogDriver, NetworkMode,
    RegisterTaskDefinitionRequest, Secret,
};

/// The capabilities, each once, in the order in which they were found.
#[derive(Default)]
struct Capabilities(Vec<Cow<'static, str>>);

impl Capabilities {
    fn need(&mut self, name: impl Into<Cow<'static, str>>) {
        let name = name.into();
        if !self.0.contains(&name) {
            self.0.push(name);
        }
    }

    /// A version of Docker's API that a setting came with.
    fn docker(&mut self, minor: u8) {
        self.need(format!("com.amazonaws.ecs.capability.docker-remote-api.1.{minor}"));
    }
}

pub(super) fn required_attributes(
    input: &RegisterTaskDefinitionRequest,
    mode: &NetworkMode,
) -> Vec<Attribute> {
    let mut needed = Capabilities::default();
    let given = |role: &Option<String>| role.as_deref().is_some_and(|role| !role.is_empty());
    if given(&input.task_role_arn) {
        needed.need("com.amazonaws.ecs.capability.task-iam-role");
        needed.docker(17);
        if *mode == NetworkMode::Host {
            needed.need("com.amazonaws.ecs.capability.task-iam-role-network-host");
        }
    }
    if *mode == NetworkMode::Awsvpc {
        needed.need("ecs.capability.task-eni");
        needed.docker(18);
    }
    if input.pid_mode.is_some() || input.ipc_mode.is_some() {
        needed.need("ecs.capability.pid-ipc-namespace-sharing");
    }
    if input.proxy_configuration.is_some() {
        needed.need("ecs.capability.aws-appmesh");
    }
    if input.enable_fault_injection == Some(true) {
        needed.need("ecs.capability.fault-injection");
    }
    volumes(input, &mut needed);
    let has_execution_role = given(&input.execution_role_arn);
    for container in input.container_definitions.iter().flatten() {
        of_container(container, has_execution_role, &mut needed);
    }
    needed
        .0
        .into_iter()
        .map(|name| Attribute { name: Some(name.into_owned()), ..Attribute::default() })
        .collect()
}

fn volumes(input: &RegisterTaskDefinitionRequest, needed: &mut Capabilities) {
    for volume in input.volumes.iter().flatten() {
        if let Some(efs) = &volume.efs_volume_configuration {
            needed.need("ecs.capability.efs");
            needed.docker(25);
            if efs.authorization_config.is_some() {
                needed.need("ecs.capability.efsAuth");
            }
        }
        if let Some(docker) = &volume.docker_volume_configuration {
            let driver = docker.driver.as_deref().unwrap_or("local");
            needed.need(format!("ecs.capability.docker-plugin.{driver}"));
            needed.docker(25);
        }
        if volume.fsx_windows_file_server_volume_configuration.is_some() {
            needed.need("ecs.capability.fsxWindowsFileServer");
        }
    }
}

fn of_container(container: &ContainerDefinition, has_execution_role: bool, needed: &mut Capabilities) {
    if let Some(logging) = &container.log_configuration {
        if let Some(driver) = &logging.log_driver {
            needed.need(format!("com.amazonaws.ecs.capability.logging-driver.{}", driver.as_str()));
            match driver {
                LogDriver::Awslogs => needed.docker(19),
                LogDriver::Journald => needed.docker(19),
                LogDriver::Gelf | LogDriver::Fluentd => needed.docker(20),
                LogDriver::Splunk => needed.docker(22),
                _ => needed.docker(18),
            }
            if *driver == LogDriver::Awslogs && has_execution_role {
                needed.need("ecs.capability.execution-role-awslogs");
            }
        }
        secrets(logging.secret_options.as_deref(), "bootstrap.log-driver", needed);
    }
    if is_ecr_image(container.image.as_deref().unwrap_or_default()) {
        needed.need("com.amazonaws.ecs.capability.ecr-auth");
        needed.docker(19);
        if has_execution_role {
            needed.need("ecs.capability.execution-role-ecr-pull");
        }
    }
    secrets(container.secrets.as_deref(), "environment-variables", needed);
    if container.memory_reservation.is_some() {
        needed.docker(21);
    }
    if container.privileged == Some(true) {
        needed.need("com.amazonaws.ecs.capability.privileged-container");
    }
    if container.health_check.is_some() {
        needed.need("ecs.capability.container-health-check");
        needed.docker(24);
    }
    if container.depends_on.as_ref().is_some_and(|dependencies| !dependencies.is_empty()) {
        needed.need("ecs.capability.container-ordering");
    }
    if container.restart_policy.as_ref().and_then(|policy| policy.enabled) == Some(true) {
        needed.need("ecs.capability.container-restart-policy");
    }
    if container.repository_credentials.is_some() {
        needed.need("ecs.capability.private-registry-authentication.secretsmanager");
    }
    if container.environment_files.as_ref().is_some_and(|files| !files.is_empty()) {
        needed.need("ecs.capability.env-files.s3");
    }
    if container.ulimits.as_ref().is_some_and(|ulimits| !ulimits.is_empty()) {
        needed.docker(18);
    }
    if container.linux_parameters.as_ref().and_then(|linux| linux.init_process_enabled) == Some(true) {
        needed.docker(25);
    }
    match container.firelens_configuration.as_ref().and_then(|firelens| firelens.r#type.as_ref()) {
        Some(FirelensConfigurationType::Fluentbit) => needed.need("ecs.capability.firelens.fluentbit"),
        Some(FirelensConfigurationType::Fluentd) => needed.need("ecs.capability.firelens.fluentd"),
        _ => {}
    }
}

/// Whatever isn't of Secrets Manager is taken for a parameter of Systems Manager.
fn secrets(secrets: Option<&[Secret]>, purpose: &str, needed: &mut Capabilities) {
    for secret in secrets.unwrap_or_default() {
        let from = secret.value_from.as_deref().unwrap_or_default();
        let manager =
            if from.starts_with("arn:") && from.contains(":secretsmanager:") { "asm" } else { "ssm" };
        needed.need(format!("ecs.capability.secrets.{manager}.{purpose}"));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::validate::testing::{definition, log_configuration};
    use super::*;

    #[test]
    fn a_usual_service_needs_what_aws_lists_for_it() {
        let mut input = definition();
        input.execution_role_arn = Some("ecsTaskExecutionRole".into());
        input.task_role_arn = Some("app".into());
        let app = &mut input.containers()[0];
        app.image = Some("111122223333.dkr.ecr.us-east-1.amazonaws.com/app:1".into());
        app.log_configuration = Some(log_configuration("awslogs", &[]));
        let secret = |from: &str| Secret { name: Some("a".into()), value_from: Some(from.into()) };
        app.secrets = Some(vec![
            secret("/app/a"),
            secret("arn:aws:secretsmanager:us-east-1:111122223333:secret:a-AbCdEf"),
        ]);
        let names = required_attributes(&input, &NetworkMode::Awsvpc).into_iter().map(|a| a.name.unwrap());
        let expected = [
            "com.amazonaws.ecs.capability.docker-remote-api.1.17",
            "com.amazonaws.ecs.capability.docker-remote-api.1.18",
            "com.amazonaws.ecs.capability.docker-remote-api.1.19",
            "com.amazonaws.ecs.capability.ecr-auth",
            "com.amazonaws.ecs.capability.logging-driver.awslogs",
            "com.amazonaws.ecs.capability.task-iam-role",
            "ecs.capability.execution-role-awslogs",
            "ecs.capability.execution-role-ecr-pull",
            "ecs.capability.secrets.asm.environment-variables",
            "ecs.capability.secrets.ssm.environment-variables",
            "ecs.capability.task-eni",
        ];
        assert_eq!(names.collect::<BTreeSet<_>>(), expected.iter().map(|name| (*name).to_owned()).collect());
    }
}
