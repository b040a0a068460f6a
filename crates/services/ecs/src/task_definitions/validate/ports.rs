//! Port mappings.

use neargate_wire::AwsError;

use super::{Subject, given, invalid_setting};
use crate::model::{ContainerDefinition, NetworkMode, PortMapping, TransportProtocol};
use crate::refused::client;

const MAX_RANGES: usize = 100;

pub(super) fn check(subject: &Subject<'_>) -> Result<(), AwsError> {
    let mode = subject.network_mode;
    let mut seen: Vec<(i64, bool)> = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    for container in subject.containers {
        let mappings = given(&container.port_mappings);
        if !mappings.is_empty() && *mode == NetworkMode::None {
            return Err(client("Port mappings are not supported when networkMode=none."));
        }
        for mapping in mappings {
            check_name(container, mapping, &mut names)?;
            match mapping.container_port_range.as_deref() {
                Some(range) => check_range(container, mapping, range, mode)?,
                None => check_port(container, mapping, mode)?,
            }
            let Some(claimed) = claimed_port(mapping, mode) else { continue };
            let claim = (claimed, mapping.protocol == Some(TransportProtocol::Udp));
            if seen.contains(&claim) {
                let port = if *mode == NetworkMode::Bridge { "host port" } else { "container port" };
                return Err(client(format!("{port} is used multiple times in task")));
            }
            seen.push(claim);
        }
    }
    let ranges = subject.containers.iter().flat_map(|container| given(&container.port_mappings));
    if ranges.filter(|mapping| mapping.container_port_range.is_some()).count() > MAX_RANGES {
        return Err(client(format!("Too many container port ranges. At most {MAX_RANGES} are allowed.")));
    }
    Ok(())
}

/// The port that no other container of the task can have: all share one network namespace, or behind the bridge, the host's ports.
fn claimed_port(mapping: &PortMapping, mode: &NetworkMode) -> Option<i64> {
    match mode {
        NetworkMode::Bridge => mapping.host_port.filter(|port| *port != 0),
        _ => mapping.container_port,
    }
}

fn check_port(
    container: &ContainerDefinition,
    mapping: &PortMapping,
    mode: &NetworkMode,
) -> Result<(), AwsError> {
    let container_port = mapping.container_port.unwrap_or(0);
    if !(1..=65535).contains(&container_port) {
        return Err(invalid_setting(container, "'containerPort' must be between 1 and 65535."));
    }
    let Some(host_port) = mapping.host_port else { return Ok(()) };
    if !(0..=65535).contains(&host_port) {
        return Err(invalid_setting(container, "'hostPort' must be between 0 and 65535."));
    }
    let same = matches!(mode, NetworkMode::Awsvpc | NetworkMode::Host);
    if same && host_port != 0 && host_port != container_port {
        return Err(client(format!(
            "When networkMode={}, the host ports and container ports in port mappings must match.",
            mode.as_str()
        )));
    }
    Ok(())
}

fn check_range(
    container: &ContainerDefinition,
    mapping: &PortMapping,
    range: &str,
    mode: &NetworkMode,
) -> Result<(), AwsError> {
    if mapping.container_port.is_some() || mapping.host_port.is_some() {
        let fault = "'containerPortRange' can not be used together with 'containerPort' or 'hostPort'.";
        return Err(invalid_setting(container, fault));
    }
    if !matches!(mode, NetworkMode::Awsvpc | NetworkMode::Bridge) {
        let fault = "'containerPortRange' requires networkMode 'awsvpc' or 'bridge'.";
        return Err(invalid_setting(container, fault));
    }
    let ends = range
        .split_once('-')
        .and_then(|(first, last)| Some((first.parse::<u16>().ok()?, last.parse::<u16>().ok()?)));
    if !ends.is_some_and(|(first, last)| 0 < first && first < last) {
        return Err(invalid_setting(container, format_args!("'containerPortRange' {range} is not valid.")));
    }
    Ok(())
}

fn check_name<'a>(
    container: &ContainerDefinition,
    mapping: &'a PortMapping,
    names: &mut Vec<&'a str>,
) -> Result<(), AwsError> {
    let Some(name) = mapping.name.as_deref() else { return Ok(()) };
    let known = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_-".contains(&b);
    if name.is_empty() || name.len() > 64 || name.starts_with('-') || !name.bytes().all(known) {
        return Err(invalid_setting(container, format_args!("The port mapping name '{name}' is not valid.")));
    }
    if names.contains(&name) {
        return Err(invalid_setting(
            container,
            format_args!("The port mapping name '{name}' is not unique."),
        ));
    }
    names.push(name);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{accepted, refused};
    use super::*;
    use crate::model::RegisterTaskDefinitionRequest;

    fn map(container: i64, host: Option<i64>) -> PortMapping {
        PortMapping { container_port: Some(container), host_port: host, ..PortMapping::default() }
    }

    fn with(mode: &'static str, ports: Vec<PortMapping>) -> impl Fn(&mut RegisterTaskDefinitionRequest) {
        move |d| {
            d.requires_compatibilities = None;
            d.network_mode = Some(NetworkMode::from(mode));
            d.containers()[0].port_mappings = Some(ports.clone());
        }
    }

    #[test]
    fn ports_are_ports() {
        for port in [1, 65535] {
            accepted(with("awsvpc", vec![map(port, None)]));
        }
        for port in [-1, 0, 65536] {
            let text = "Invalid setting for container 'app'. 'containerPort' must be between 1 and 65535.";
            refused(with("awsvpc", vec![map(port, None)]), text);
        }
        let text = "Invalid setting for container 'app'. 'hostPort' must be between 0 and 65535.";
        refused(with("bridge", vec![map(80, Some(65536))]), text);
    }

    #[test]
    fn without_a_bridge_the_hosts_port_is_the_containers() {
        for mode in ["awsvpc", "host"] {
            accepted(with(mode, vec![map(80, Some(80))]));
            accepted(with(mode, vec![map(80, Some(0))]));
            let text = format!(
                "When networkMode={mode}, the host ports and container ports in port mappings must match."
            );
            refused(with(mode, vec![map(80, Some(8080))]), &text);
        }
        accepted(with("bridge", vec![map(80, Some(8080))]));
        refused(with("none", vec![map(80, None)]), "Port mappings are not supported when networkMode=none.");
    }

    #[test]
    fn a_port_is_used_once_per_protocol() {
        refused(
            with("awsvpc", vec![map(80, None), map(80, None)]),
            "container port is used multiple times in task",
        );
        let udp = PortMapping { protocol: Some(TransportProtocol::Udp), ..map(80, None) };
        accepted(with("awsvpc", vec![map(80, None), udp]));
        accepted(with("bridge", vec![map(80, None), map(80, None)]));
        refused(
            with("bridge", vec![map(80, Some(8080)), map(81, Some(8080))]),
            "host port is used multiple times in task",
        );
    }

    #[test]
    fn ranges_stand_alone_and_ascend() {
        let range =
            |text: &str| PortMapping { container_port_range: Some(text.into()), ..PortMapping::default() };
        accepted(with("awsvpc", vec![range("8000-8010")]));
        for bad in ["8000", "8010-8000", "0-10", "1-65536", "a-b"] {
            let text =
                format!("Invalid setting for container 'app'. 'containerPortRange' {bad} is not valid.");
            refused(with("awsvpc", vec![range(bad)]), &text);
        }
        refused(
            with("bridge", vec![PortMapping { container_port: Some(1), ..range("1-2") }]),
            "Invalid setting for container 'app'. 'containerPortRange' can not be used together with 'containerPort' \
             or 'hostPort'.",
        );
    }

    #[test]
    fn names_are_short_lower_case_and_unique() {
        let named = |port, name: &str| PortMapping { name: Some(name.into()), ..map(port, None) };
        accepted(with("awsvpc", vec![named(80, "http"), named(81, "admin_2-b")]));
        for bad in ["-http", "Http", "a b", &"a".repeat(65)] {
            let text =
                format!("Invalid setting for container 'app'. The port mapping name '{bad}' is not valid.");
            refused(with("awsvpc", vec![named(80, bad)]), &text);
        }
        refused(
            with("awsvpc", vec![named(80, "http"), named(81, "http")]),
            "Invalid setting for container 'app'. The port mapping name 'http' is not unique.",
        );
    }
}
