//! The `awsfirelens` driver: lines go to the task's log router, a container with Fluent Bit or Fluentd.
//!
//! The router reads a generated configuration ([`config`]) and listens on a socket in a directory that it shares with us. Lines take the
//! way of all lines, through segments on the disk, and are sent from there ([`router`]): so a dead daemon delays them and loses none, as
//! long as the router lives.

mod config;
mod router;

use std::io;
use std::path::{Path, PathBuf};

use neargate_task::{ContainerSpec, FirelensConfiguration, MountSource, ShimMount, TaskPaths, TaskSpec};
use rustix::mount::{MountFlags, UnmountFlags};

pub(crate) use config::{ConfigError, secret_variables};
pub(crate) use router::{Router, RouterError};

use super::options::OptionsError;

/// What the router is told of itself, in its clients too.
pub(crate) const CLIENT_ENVIRONMENT: [(&str, &str); 2] =
    [("FLUENT_HOST", "127.0.0.1"), ("FLUENT_PORT", "24224")];

/// Where in the router its socket is.
const SOCKET_DIRECTORY: &str = "/var/run/";

/// The way of one container's lines.
#[derive(Debug, Clone)]
pub(crate) struct FireLens {
    pub container: String,
    pub tag: String,
    /// Fluentd's `unix` source takes chunks without acknowledging them.
    pub acknowledges: bool,
}

impl FireLens {
    pub(crate) fn of(task: &TaskSpec, container: &ContainerSpec) -> Result<Self, OptionsError> {
        let (_, firelens) = router_of(task).ok_or(OptionsError::NoRouter)?;
        Ok(Self {
            container: container.name.clone(),
            tag: format!("{}-firelens-{}", container.name, task.task_id),
            acknowledges: firelens.kind != "fluentd",
        })
    }
}

/// The task's log router.
pub(crate) fn router_of(task: &TaskSpec) -> Option<(&ContainerSpec, &FirelensConfiguration)> {
    task.containers.iter().find_map(|container| Some((container, container.firelens.as_ref()?)))
}

/// Whether a container's lines go to the task's router.
pub(crate) fn is_client(container: &ContainerSpec) -> bool {
    container.log.as_ref().is_some_and(|log| log.log_driver == "awsfirelens")
}

/// The socket on which the router listens, as the host sees it.
pub(crate) fn socket(paths: &TaskPaths) -> PathBuf {
    socket_directory(paths).join("fluent.sock")
}

fn socket_directory(paths: &TaskPaths) -> PathBuf {
    paths.firelens().join("socket")
}

fn config_file(paths: &TaskPaths) -> PathBuf {
    paths.firelens().join("config")
}

/// A file of the user's own, as the router sees it, when it comes from S3.
fn external_path(firelens: &FirelensConfiguration) -> &'static str {
    match firelens.kind.as_str() {
        "fluentd" => "/fluentd/etc/external.conf",
        _ => "/fluent-bit/etc/external.conf",
    }
}

fn external_file(paths: &TaskPaths) -> PathBuf {
    paths.firelens().join("external")
}

/// The ARN of the router's file in S3, if it is to come from there.
pub(crate) fn object_of(task: &TaskSpec) -> Option<&str> {
    object(router_of(task)?.1)
}

fn object(firelens: &FirelensConfiguration) -> Option<&str> {
    let option = |name: &str| firelens.options.get(name).map(String::as_str);
    option("config-file-value").filter(|_| option("config-file-type") == Some("s3"))
}

/// What is mounted into the router.
pub(crate) fn mounts(firelens: &FirelensConfiguration, paths: &TaskPaths) -> Vec<ShimMount> {
    let config = match firelens.kind.as_str() {
        "fluentd" => "/fluentd/etc/fluent.conf",
        _ => "/fluent-bit/etc/fluent-bit.conf",
    };
    let mount = |source, container_path: &str| ShimMount {
        source,
        container_path: container_path.to_owned(),
        read_only: false,
        initial_content: false,
    };
    let sockets = MountSource::Directory {
        root: socket_directory(paths),
        path: String::new(),
        user: None,
        squash_root: false,
    };
    let mut mounts =
        vec![mount(MountSource::File(config_file(paths)), config), mount(sockets, SOCKET_DIRECTORY)];
    if object(firelens).is_some() {
        mounts.push(mount(MountSource::File(external_file(paths)), external_path(firelens)));
    }
    mounts
}

/// Writes the router's configuration, and its file from S3, and makes the directory of its socket; nothing for a task without a router.
pub(crate) fn prepare(task: &TaskSpec, paths: &TaskPaths, external: Option<&[u8]>) -> io::Result<()> {
    if router_of(task).is_none() {
        return Ok(());
    }
    // Faults were told before the task's directories were made.
    let config = config::generate(task).map_err(io::Error::other)?;
    let sockets = socket_directory(paths);
    std::fs::create_dir_all(&sockets)?;
    // Whoever the router runs as makes its socket there. Only root gets as far as this directory on the host. What else the router
    // writes there has bounds of its own: the host's memory for such files is everybody's.
    let (flags, room) = (MountFlags::NOSUID | MountFlags::NODEV, c"mode=777,size=16m,nr_inodes=1k");
    rustix::mount::mount("tmpfs", &sockets, "tmpfs", flags, room)?;
    if let Some(external) = external {
        std::fs::write(external_file(paths), external)?;
        open_to_all(&external_file(paths), 0o644)?;
    }
    std::fs::write(config_file(paths), config)?;
    open_to_all(&config_file(paths), 0o644)
}

/// Before the task's directories are removed.
pub(crate) fn put_away(paths: &TaskPaths) {
    // Most tasks have none, and what isn't mounted can't be unmounted.
    let _ = rustix::mount::unmount(socket_directory(paths), UnmountFlags::DETACH | UnmountFlags::NOFOLLOW);
}

/// Refuses what no router could be configured with.
pub(crate) fn check(task: &TaskSpec) -> Result<(), ConfigError> {
    config::generate(task).map(drop)
}

fn open_to_all(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))
}
