//! What concerns the task as a whole.

use neargate_wire::AwsError;

use super::{Subject, TaskSize, given, name};
use crate::model::{EphemeralStorage, NetworkMode, RegisterTaskDefinitionRequest};
use crate::refused::client;
use crate::task_definitions::proxy;
use crate::task_definitions::size::{check_ec2_cpu, cpu_units, memory_mib};

const MAX_PLACEMENT_CONSTRAINTS: usize = 10;

/// Reads the task's CPU and memory.
pub(super) fn size(input: &RegisterTaskDefinitionRequest) -> Result<TaskSize, AwsError> {
    let cpu = input.cpu.as_deref().map(cpu_units).transpose()?;
    if let Some(cpu) = cpu {
        check_ec2_cpu(cpu)?;
    }
    let memory = input.memory.as_deref().map(memory_mib).transpose()?;
    Ok(TaskSize { cpu, memory })
}

pub(super) fn check(subject: &Subject<'_>) -> Result<(), AwsError> {
    let input = subject.input;
    for role in [&input.task_role_arn, &input.execution_role_arn].into_iter().flatten() {
        if !is_role(role) {
            return Err(client("Role is not valid"));
        }
    }
    check_ephemeral_storage(input.ephemeral_storage.as_ref())?;
    if given(&input.placement_constraints).len() > MAX_PLACEMENT_CONSTRAINTS {
        return Err(client("Too many placement constraints."));
    }
    check_proxy(subject)
}

/// A role's name, or its ARN.
fn is_role(role: &str) -> bool {
    match role.strip_prefix("arn:") {
        Some(rest) => {
            let mut fields = rest.splitn(5, ':').skip(1);
            fields.next() == Some("iam")
                && fields.nth(2).is_some_and(|resource| resource.starts_with("role/"))
        }
        None => {
            role.is_empty() || role.bytes().all(|b| b.is_ascii_alphanumeric() || b"+=,.@_-/".contains(&b))
        }
    }
}

pub(crate) fn check_ephemeral_storage(asked: Option<&EphemeralStorage>) -> Result<(), AwsError> {
    match asked.and_then(|storage| storage.size_in_gib) {
        Some(size) if !(21..=200).contains(&size) => {
            Err(client("Ephemeral storage size must be between 21 GiB and 200 GiB."))
        }
        _ => Ok(()),
    }
}

fn check_proxy(subject: &Subject<'_>) -> Result<(), AwsError> {
    let Some(proxy) = &subject.input.proxy_configuration else { return Ok(()) };
    if *subject.network_mode != NetworkMode::Awsvpc {
        return Err(client("ProxyConfiguration is only supported when networkMode=awsvpc."));
    }
    let container = proxy.container_name.as_deref().unwrap_or_default();
    if !subject.containers.iter().any(|candidate| name(candidate) == container) {
        return Err(client(format!("Proxy container '{container}' does not exist in the task definition.")));
    }
    proxy::spec(proxy).map_err(|flaw| client(flaw.to_string()))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{accepted, refused};
    use crate::model::{EphemeralStorage, KeyValuePair, ProxyConfiguration};

    const UNREADABLE: &str = "setting for task. For more information, see the Troubleshooting section of the Amazon \
                              ECS Developer Guide.";

    #[test]
    fn sizes_must_be_readable() {
        for bad in ["", "abc", "-1", "1.5", "0", "127", "196609", "vCPU"] {
            refused(|d| d.cpu = Some(bad.into()), &format!("Invalid 'cpu' {UNREADABLE}"));
        }
        for bad in ["", "abc", "-1", "0.5", "0", "GB"] {
            refused(|d| d.memory = Some(bad.into()), &format!("Invalid 'memory' {UNREADABLE}"));
        }
    }

    #[test]
    fn ephemeral_storage_is_21_to_200_gib() {
        for (size, fits) in [(20, false), (21, true), (200, true), (201, false)] {
            let storage = Some(EphemeralStorage { size_in_gib: Some(size) });
            if fits {
                accepted(|d| d.ephemeral_storage = storage.clone());
            } else {
                let text = "Ephemeral storage size must be between 21 GiB and 200 GiB.";
                refused(|d| d.ephemeral_storage = storage.clone(), text);
            }
        }
    }

    #[test]
    fn a_role_is_a_name_or_the_arn_of_a_role() {
        for good in ["ecsTaskExecutionRole", "arn:aws:iam::123456789012:role/a/b"] {
            accepted(|d| d.execution_role_arn = Some(good.into()));
        }
        for bad in ["arn:aws:iam::123456789012:user/a", "arn:aws:s3:::b", "a b"] {
            refused(|d| d.task_role_arn = Some(bad.into()), "Role is not valid");
        }
    }

    #[test]
    fn a_proxy_needs_its_container_and_its_ports() {
        let property = |name: &str| KeyValuePair { name: Some(name.into()), value: Some("1".into()) };
        let names = ["ProxyIngressPort", "ProxyEgressPort", "AppPorts", "IgnoredUID"];
        let proxy = |container: &str, count: usize| ProxyConfiguration {
            container_name: Some(container.into()),
            properties: Some(names[..count].iter().map(|name| property(name)).collect()),
            ..ProxyConfiguration::default()
        };
        accepted(|d| d.proxy_configuration = Some(proxy("app", 4)));
        refused(
            |d| d.proxy_configuration = Some(proxy("envoy", 4)),
            "Proxy container 'envoy' does not exist in the task definition.",
        );
        refused(
            |d| d.proxy_configuration = Some(proxy("app", 2)),
            "Missing required property 'AppPorts' in ProxyConfiguration.",
        );
        refused(
            |d| d.proxy_configuration = Some(proxy("app", 3)),
            "Either 'IgnoredUID' or 'IgnoredGID' must be set in ProxyConfiguration.",
        );
    }
}
