//! From what ECS decided and what images say to what a shim is started with. Pure.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::path::Path;

use neargate_core::random_digits;
use neargate_images::{Image, ImageConfig};
use neargate_metadata::API_PORT;
use neargate_net::SERVICE_NAME;
use neargate_task::{
    ContainerSpec, MountPoint, MountSource, ShimContainer, ShimMount, ShimSecret, ShimSpec, TaskPaths,
    TaskSpec, Tmpfs, VolumeSource,
};

use super::secrets::ContainerSecrets;

use crate::logs::firelens::{self, ConfigError};
use crate::logs::{self, OptionsError};

/// Where programs are looked for when neither image nor definition says.
const DEFAULT_PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// Why no shim can be started with these.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PlanError {
    #[error("CannotCreateContainerError: no command specified for container {0}")]
    NoCommand(String),
    #[error("CannotCreateContainerError: mount point of container {container} names unknown volume {volume}")]
    UnknownVolume { container: String, volume: String },
    #[error("InternalError: {0:?} is no VPC block")]
    Cidr(String),
    #[error(transparent)]
    Logger(#[from] OptionsError),
    #[error(transparent)]
    Router(#[from] ConfigError),
}

/// A volume that isn't an empty one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Directory {
    pub source: MountSource,
    /// Whatever the containers' mount points say.
    pub read_only: bool,
}

/// What was made ready for a task.
pub(super) struct Ready {
    /// Those of the containers, in their order.
    pub images: Vec<Image>,
    /// Those of the containers, in their order.
    pub secrets: Vec<ContainerSecrets>,
    /// Where the volumes lie that aren't empty ones, by name.
    pub directories: BTreeMap<String, Directory>,
    /// The log router's file, where it comes from S3.
    pub router_file: Option<Vec<u8>>,
    /// Its ephemeral storage is a disk of its own.
    pub has_disk: bool,
}

/// Resolves everything that a shim must not have to ask for.
pub(super) fn shim_spec(
    spec: &TaskSpec,
    ready: &Ready,
    paths: &TaskPaths,
    cgroup_root: &str,
) -> Result<ShimSpec, PlanError> {
    let container = |((container, image), secrets): ((&ContainerSpec, &Image), &ContainerSecrets)| {
        shim_container(spec, container, image, secrets, ready, paths)
    };
    firelens::check(spec)?;
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
        share_processes: spec.share_processes,
        storage_is_mount: ready.has_disk,
        containers: spec
            .containers
            .iter()
            .zip(&ready.images)
            .zip(&ready.secrets)
            .map(container)
            .collect::<Result<_, _>>()?,
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
    secrets: &ContainerSecrets,
    ready: &Ready,
    paths: &TaskPaths,
) -> Result<ShimContainer, PlanError> {
    let arguments = arguments(spec, &image.config);
    if arguments.is_empty() {
        return Err(PlanError::NoCommand(spec.name.clone()));
    }
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
        environment: environment(task, spec, &image.config, secrets, &platform),
        working_directory: or_image(&spec.working_directory, &image.config.working_dir, "/"),
        user: or_image(&spec.user, &image.config.user, "0"),
        cpu_units: spec.cpu_units,
        memory_mib: spec.memory_mib,
        memory_reservation_mib: spec.memory_reservation_mib,
        stop_signal: or_image(&image.config.stop_signal, "", "SIGTERM"),
        stop_timeout_seconds: spec.stop_timeout_seconds,
        start_timeout_seconds: spec.start_timeout_seconds,
        depends_on: spec.depends_on.clone(),
        secrets: files(spec, secrets, paths),
        mounts: spec
            .mount_points
            .iter()
            .map(|point| shim_mount(task, spec, point, image, ready))
            .chain(spec.tmpfs.iter().map(memory).map(Ok))
            .chain(spec.firelens.iter().flat_map(|firelens| firelens::mounts(firelens, paths)).map(Ok))
            .collect::<Result<_, _>>()?,
        readonly_root_filesystem: spec.readonly_root_filesystem,
        capabilities_add: spec.capabilities_add.clone(),
        capabilities_drop: spec.capabilities_drop.clone(),
        ulimits: spec.ulimits.clone(),
        system_controls: spec.system_controls.clone(),
        init_process: spec.init_process,
        pseudo_terminal: spec.pseudo_terminal,
        interactive: spec.interactive,
        health_check: spec.health_check.clone(),
        restart_policy: spec.restart_policy.clone(),
        log: logs::buffer(spec)?,
    })
}

fn shim_mount(
    task: &TaskSpec,
    container: &ContainerSpec,
    point: &MountPoint,
    image: &Image,
    ready: &Ready,
) -> Result<ShimMount, PlanError> {
    let name = &point.source_volume;
    let unknown = || PlanError::UnknownVolume { container: container.name.clone(), volume: name.clone() };
    let volume = task.volumes.iter().find(|volume| volume.name == *name).ok_or_else(unknown)?;
    let empty = volume.source == VolumeSource::Empty;
    let Directory { source, read_only } = if empty {
        Directory { source: MountSource::Volume(name.clone()), read_only: false }
    } else {
        ready.directories.get(name).cloned().ok_or_else(unknown)?
    };
    let same = |declared: &String| Path::new(declared) == Path::new(&point.container_path);
    Ok(ShimMount {
        source,
        container_path: point.container_path.clone(),
        read_only: point.read_only || read_only,
        initial_content: empty && image.config.volumes.iter().any(same),
    })
}

fn memory(tmpfs: &Tmpfs) -> ShimMount {
    ShimMount {
        source: MountSource::Tmpfs { size_mib: tmpfs.size_mib, options: tmpfs.mount_options.clone() },
        container_path: tmpfs.container_path.clone(),
        read_only: false,
        initial_content: false,
    }
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

/// Where the files with secrets lie for now, and where the container expects them.
fn files(spec: &ContainerSpec, secrets: &ContainerSecrets, paths: &TaskPaths) -> Vec<ShimSecret> {
    let directory = paths.secrets(&spec.name);
    let file = |(index, (path, _)): (usize, &(String, _))| ShimSecret {
        source: directory.join(index.to_string()),
        container_path: path.clone(),
    };
    secrets.files.iter().enumerate().map(file).collect()
}

/// The image's environment, that of files over it, then the definition's, then secrets, then the platform's, then what log routers and
/// their clients need; a name stands once, where it came first.
fn environment(
    task: &TaskSpec,
    spec: &ContainerSpec,
    image: &ImageConfig,
    secrets: &ContainerSecrets,
    platform: &[(&'static str, String)],
) -> Vec<String> {
    let mut lines: Vec<String> = image.env.clone();
    let endpoint = format!("http://{SERVICE_NAME}:{API_PORT}");
    for (name, default) in [("AWS_ENDPOINT_URL", endpoint.as_str()), ("PATH", DEFAULT_PATH)] {
        if !lines.iter().any(|line| line.split('=').next() == Some(name)) {
            lines.insert(0, format!("{name}={default}"));
        }
    }
    let files = secrets.variables.iter();
    let defined = files.chain(&spec.environment).map(|(name, value)| (name.as_str(), value.as_str()));
    // A secret that goes into a variable was text.
    let secrets =
        secrets.environment.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_text()?)));
    let platform = platform.iter().map(|(name, value)| (*name, value.as_str()));
    let routed = if firelens::is_client(spec) { &firelens::CLIENT_ENVIRONMENT[..] } else { &[] };
    let routed = routed.iter().copied();
    let of_clients = if spec.firelens.is_some() { firelens::secret_variables(task) } else { Vec::new() };
    let of_clients = of_clients.iter().map(|(name, value)| (name.as_str(), *value));
    for (name, value) in defined.chain(secrets).chain(platform).chain(routed).chain(of_clients) {
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
    use std::path::Path;

    use neargate_seal::Secret;

    use super::*;
    use crate::task::testing::{container, spec as task};

    const ENDPOINT: &str = "AWS_ENDPOINT_URL=http://neargate.internal:4566";

    fn check(image: &[&str], defined: &[(&str, &str)], secrets: &ContainerSecrets, expected: &[&str]) {
        let image =
            ImageConfig { env: image.iter().map(|line| (*line).to_owned()).collect(), ..Default::default() };
        let mut spec = container("app", true);
        spec.environment =
            defined.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let platform = [("ECS_AGENT_URI", "ours".to_owned())];
        let mut lines = environment(&task(vec![]), &spec, &image, secrets, &platform);
        lines.retain(|line| !line.starts_with("PATH="));
        assert_eq!(lines, expected);
    }

    #[test]
    fn environments_win_in_this_order_image_files_definition_secrets_platform() {
        let none = ContainerSecrets::default();
        check(&["A=image"], &[], &none, &[ENDPOINT, "A=image", "ECS_AGENT_URI=ours"]);
        let expected = [ENDPOINT, "A=own", "B=own", "ECS_AGENT_URI=ours"];
        check(&["A=image"], &[("A", "own"), ("B", "own")], &none, &expected);
        check(&["ECS_AGENT_URI=x"], &[("ECS_AGENT_URI", "y")], &none, &[ENDPOINT, "ECS_AGENT_URI=ours"]);
        let secrets = ContainerSecrets {
            variables: ["B", "C", "E"].map(|name| (name.to_owned(), "file".to_owned())).to_vec(),
            environment: vec![("D".to_owned(), Secret::from("secret".to_owned()))],
            ..ContainerSecrets::default()
        };
        let expected = [ENDPOINT, "A=image", "B=file", "C=own", "E=file", "D=secret", "ECS_AGENT_URI=ours"];
        check(&["A=image", "B=image", "C=image"], &[("C", "own"), ("D", "own")], &secrets, &expected);
    }

    #[test]
    fn who_sets_an_endpoint_keeps_it() {
        let none = ContainerSecrets::default();
        check(&["AWS_ENDPOINT_URL=image"], &[], &none, &["AWS_ENDPOINT_URL=image", "ECS_AGENT_URI=ours"]);
        check(&[], &[("AWS_ENDPOINT_URL", "own")], &none, &["AWS_ENDPOINT_URL=own", "ECS_AGENT_URI=ours"]);
    }

    #[test]
    fn files_of_secrets_lie_in_the_run_directory() {
        let paths = TaskPaths::new(Path::new("/run"), Path::new("/data"), "task");
        let secrets = ContainerSecrets {
            files: vec![("/run/secrets/a".to_owned(), Secret::from("value".to_owned()))],
            ..ContainerSecrets::default()
        };
        let [file] = &files(&container("app", true), &secrets, &paths)[..] else { panic!("one file") };
        assert_eq!(file.container_path, "/run/secrets/a");
        assert_eq!(file.source, Path::new("/run/tasks/task/secrets/app/0"));
    }
}
