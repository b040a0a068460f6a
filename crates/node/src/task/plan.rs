//! From what ECS decided and what images say to what a shim is started with. Pure.

use std::net::Ipv4Addr;

use neargate_core::random_digits;
use neargate_images::{Image, ImageConfig};
use neargate_metadata::API_PORT;
use neargate_net::SERVICE_NAME;
use neargate_task::{ContainerSpec, ShimContainer, ShimMount, ShimSpec, TaskPaths, TaskSpec};

/// Where programs are looked for when neither image nor definition says.
const DEFAULT_PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// Why no shim can be started with these.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PlanError {
    #[error("CannotCreateContainerError: no command specified for container {0}")]
    NoCommand(String),
    #[error("CannotCreateContainerError: mount point of container {container} names unknown volume {volume}")]
    UnknownVolume { container: String, volume: String },
    #[error("InternalError: {0:?} is no VPC block")]
    Cidr(String),
}

/// Resolves everything that a shim must not have to ask for. `images` are those of `spec.containers`, in order.
pub(crate) fn shim_spec(
    spec: &TaskSpec,
    images: &[Image],
    paths: &TaskPaths,
    cgroup_root: &str,
) -> Result<ShimSpec, PlanError> {
    let container =
        |(container, image): (&ContainerSpec, &Image)| shim_container(spec, container, image, paths);
    Ok(ShimSpec {
        task_id: spec.task_id.clone(),
        task_arn: spec.task_arn.clone(),
        cgroup: format!("{cgroup_root}/{}", spec.task_id),
        cpu_units: spec.cpu_units,
        memory_mib: spec.memory_mib,
        host_name: spec.interface.host_name.clone(),
        private_ip: spec.interface.private_ip,
        name_server: resolver_of(&spec.interface.vpc_cidr)?,
        search_domain: spec.scope.region.private_domain(),
        containers: spec.containers.iter().zip(images).map(container).collect::<Result<_, _>>()?,
    })
}

/// The VPC's resolver stands at the second address of its block.
fn resolver_of(vpc_cidr: &str) -> Result<Ipv4Addr, PlanError> {
    let base = vpc_cidr.split('/').next().and_then(|base| base.parse::<Ipv4Addr>().ok());
    base.map(|base| Ipv4Addr::from(u32::from(base) + 2)).ok_or_else(|| PlanError::Cidr(vpc_cidr.to_owned()))
}

fn shim_container(
    task: &TaskSpec,
    spec: &ContainerSpec,
    image: &Image,
    paths: &TaskPaths,
) -> Result<ShimContainer, PlanError> {
    let arguments = arguments(spec, &image.config);
    if arguments.is_empty() {
        return Err(PlanError::NoCommand(spec.name.clone()));
    }
    let mount = |point: &neargate_task::MountPoint| {
        if !task.volumes.contains(&point.source_volume) {
            let (container, volume) = (spec.name.clone(), point.source_volume.clone());
            return Err(PlanError::UnknownVolume { container, volume });
        }
        Ok(ShimMount {
            source: paths.volume(&point.source_volume),
            container_path: point.container_path.clone(),
            read_only: point.read_only,
        })
    };
    let or_image = |own: &Option<String>, image: &str, default: &str| {
        let first =
            [own.as_deref().unwrap_or_default(), image, default].into_iter().find(|text| !text.is_empty());
        first.unwrap_or_default().to_owned()
    };
    let runtime_id = format!("{}-{}", task.task_id, random_digits(10));
    let platform = neargate_metadata::environment(task, &runtime_id);
    Ok(ShimContainer {
        name: spec.name.clone(),
        runtime_id,
        essential: spec.essential,
        layers: image.layers.clone(),
        arguments,
        environment: environment(spec, &image.config, &platform),
        working_directory: or_image(&spec.working_directory, &image.config.working_dir, "/"),
        user: or_image(&spec.user, &image.config.user, "0"),
        cpu_units: spec.cpu_units,
        memory_mib: spec.memory_mib,
        memory_reservation_mib: spec.memory_reservation_mib,
        stop_signal: or_image(&image.config.stop_signal, "", "SIGTERM"),
        stop_timeout_seconds: spec.stop_timeout_seconds,
        start_timeout_seconds: spec.start_timeout_seconds,
        depends_on: spec.depends_on.clone(),
        mounts: spec.mount_points.iter().map(mount).collect::<Result<_, _>>()?,
        readonly_root_filesystem: spec.readonly_root_filesystem,
        capabilities_add: spec.capabilities_add.clone(),
        capabilities_drop: spec.capabilities_drop.clone(),
        ulimits: spec.ulimits.clone(),
        system_controls: spec.system_controls.clone(),
        init_process: spec.init_process,
        pseudo_terminal: spec.pseudo_terminal,
    })
}

/// Entry point and command as Docker combines them: an entry point in the definition does away with the image's command.
fn arguments(spec: &ContainerSpec, image: &ImageConfig) -> Vec<String> {
    let own = |list: &Option<Vec<String>>| list.clone().filter(|list| !list.is_empty());
    let entry_point = own(&spec.entry_point);
    let command =
        own(&spec.command).or_else(|| entry_point.is_none().then(|| image.cmd.clone())).unwrap_or_default();
    let mut arguments = entry_point.unwrap_or_else(|| image.entrypoint.clone());
    arguments.extend(command);
    arguments
}

/// The image's environment, the definition's over it, the platform's over both; a name stands once, where it came first.
fn environment(
    spec: &ContainerSpec,
    image: &ImageConfig,
    platform: &[(&'static str, String)],
) -> Vec<String> {
    let mut lines: Vec<String> = image.env.clone();
    let endpoint = format!("http://{SERVICE_NAME}:{API_PORT}");
    for (name, default) in [("AWS_ENDPOINT_URL", endpoint.as_str()), ("PATH", DEFAULT_PATH)] {
        if !lines.iter().any(|line| line.split('=').next() == Some(name)) {
            lines.insert(0, format!("{name}={default}"));
        }
    }
    let defined = spec.environment.iter().map(|(name, value)| (name.as_str(), value));
    let platform = platform.iter().map(|(name, value)| (*name, value));
    for (name, value) in defined.chain(platform) {
        let line = format!("{name}={value}");
        match lines.iter_mut().find(|known| known.split('=').next() == Some(name)) {
            Some(known) => *known = line,
            None => lines.push(line),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::task::testing::container;

    fn check(image: &[&str], defined: &[(&str, &str)], expected: &[&str]) {
        let image =
            ImageConfig { env: image.iter().map(|line| (*line).to_owned()).collect(), ..Default::default() };
        let mut spec = container("app", true);
        spec.environment =
            defined.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let platform = [("ECS_AGENT_URI", "ours".to_owned())];
        let mut lines = environment(&spec, &image, &platform);
        lines.retain(|line| !line.starts_with("PATH="));
        assert_eq!(lines, expected);
    }

    #[test]
    fn the_definition_is_over_the_image_and_the_platform_over_both() {
        let endpoint = "AWS_ENDPOINT_URL=http://neargate.internal:4566";
        check(&["A=image"], &[], &[endpoint, "A=image", "ECS_AGENT_URI=ours"]);
        check(
            &["A=image"],
            &[("A", "own"), ("B", "own")],
            &[endpoint, "A=own", "B=own", "ECS_AGENT_URI=ours"],
        );
        check(&["ECS_AGENT_URI=x"], &[("ECS_AGENT_URI", "y")], &[endpoint, "ECS_AGENT_URI=ours"]);
    }

    #[test]
    fn who_sets_an_endpoint_keeps_it() {
        check(&["AWS_ENDPOINT_URL=image"], &[], &["AWS_ENDPOINT_URL=image", "ECS_AGENT_URI=ours"]);
        check(&[], &[("AWS_ENDPOINT_URL", "own")], &["AWS_ENDPOINT_URL=own", "ECS_AGENT_URI=ours"]);
    }
}
