//! What a shim is started with: `spec.json` in the task's run directory.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::logfile::LogBuffer;
use crate::{Dependency, HealthCheck, RestartPolicy, Ulimit};

/// A task with everything resolved. The shim asks nobody anything.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShimSpec {
    pub task_id: String,
    pub task_arn: String,
    /// The cgroup below which all of the task's cgroups live: `/neargate/<instance>/<task id>`.
    pub cgroup: String,
    pub cpu_units: u32,
    pub memory_mib: u32,
    pub host_name: String,
    pub private_ip: std::net::Ipv4Addr,
    /// The VPC's resolver, for `/etc/resolv.conf`.
    pub name_server: std::net::Ipv4Addr,
    pub search_domain: String,
    /// One process namespace for all containers.
    #[serde(default)]
    pub share_processes: bool,
    /// The shim inherits a mount as descriptor [`STORAGE_DESCRIPTOR`], to be attached at [`TaskPaths::storage`].
    pub storage_is_mount: bool,
    pub containers: Vec<ShimContainer>,
}

/// One container, ready to be created. Its environment may hold secrets, so that it isn't shown by `Debug`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct ShimContainer {
    pub name: String,
    /// Fargate's form: the task id's 32 digits, a dash, ten digits. Unique on the machine.
    pub runtime_id: String,
    pub essential: bool,
    /// Overlay lower directories, topmost first.
    pub layers: Vec<PathBuf>,
    /// Entry point and command in one.
    pub arguments: Vec<String>,
    /// `NAME=value`, final.
    pub environment: Vec<String>,
    pub working_directory: String,
    /// As in the image or the definition: names are looked up in the container's own `/etc/passwd`.
    pub user: String,
    pub cpu_units: u32,
    pub memory_mib: Option<u32>,
    pub memory_reservation_mib: Option<u32>,
    /// The image's `STOPSIGNAL`, by name or number; `SIGTERM` when it states none.
    pub stop_signal: String,
    pub stop_timeout_seconds: u32,
    pub start_timeout_seconds: Option<u32>,
    pub depends_on: Vec<Dependency>,
    pub mounts: Vec<ShimMount>,
    #[serde(default)]
    pub secrets: Vec<ShimSecret>,
    pub readonly_root_filesystem: bool,
    pub capabilities_add: Vec<String>,
    pub capabilities_drop: Vec<String>,
    pub ulimits: Vec<Ulimit>,
    pub system_controls: Vec<(String, String)>,
    pub init_process: bool,
    pub pseudo_terminal: bool,
    #[serde(default)]
    pub interactive: bool,
    #[serde(default)]
    pub health_check: Option<HealthCheck>,
    #[serde(default)]
    pub restart_policy: Option<RestartPolicy>,
    pub log: LogBuffer,
}

impl fmt::Debug for ShimContainer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, runtime_id, .. } = self;
        f.debug_struct("ShimContainer")
            .field("name", name)
            .field("runtime_id", runtime_id)
            .finish_non_exhaustive()
    }
}

/// A file with a secret, at a path of the container. The shim gives it to the container's user, whom only it can look up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShimSecret {
    pub source: PathBuf,
    pub container_path: String,
}

/// Where a shim finds the mount that it inherits.
pub const STORAGE_DESCRIPTOR: i32 = 3;

/// A directory or a file of the host at a path of the container.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShimMount {
    pub source: MountSource,
    pub container_path: String,
    pub read_only: bool,
    /// The image declares the path a volume: what it has there is copied into the volume when that is empty.
    pub initial_content: bool,
}

/// Which directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum MountSource {
    /// The task's own, by name: [`TaskPaths::volume`]. Made by whoever mounts it first.
    Volume(String),
    /// One of the host's, reached from `root`, a path without links to which nobody but root can write. Below it containers have written, so
    /// that no link is followed out of it.
    Directory {
        root: PathBuf,
        path: String,
        user: Option<PosixUser>,
        /// Root in the container isn't root here.
        #[serde(default)]
        squash_root: bool,
    },
    /// A file of the host's that the node made.
    File(PathBuf),
    /// Memory, of the container's.
    Tmpfs { size_mib: u32, options: Vec<String> },
}

/// Whom files belong to that the container's user makes, whoever that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PosixUser {
    pub uid: u32,
    pub gid: u32,
}

/// Where a task's files lie. Both directories are made by the node (0700) before the shim starts, removed by it after the task ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskPaths {
    /// On tmpfs, `/run/neargate/<instance>/tasks/<task id>`: what means nothing after a reboot.
    pub run: PathBuf,
    /// On disk, `<data directory>/tasks/<task id>`: state, logs not yet shipped, and where the storage is attached.
    pub disk: PathBuf,
}

impl TaskPaths {
    pub fn new(run_root: &Path, data_root: &Path, task_id: &str) -> Self {
        Self { run: run_root.join("tasks").join(task_id), disk: data_root.join("tasks").join(task_id) }
    }

    /// The [`ShimSpec`], written by the node before the shim starts.
    pub fn spec(&self) -> PathBuf {
        self.run.join("spec.json")
    }

    /// The values of a container's log options that are secret, numbered: for an agent that finds the task running.
    pub fn log_secrets(&self, container: &str) -> PathBuf {
        self.run.join("log-secrets").join(container)
    }

    /// Files with a container's secrets.
    pub fn secrets(&self, container: &str) -> PathBuf {
        self.run.join("secrets").join(container)
    }

    /// The latest [`crate::TaskState`], replaced by rename at every change.
    pub fn state(&self) -> PathBuf {
        self.disk.join("state.json")
    }

    /// The same, while the disk has no room for it: where this is, it is the later one.
    pub fn spare_state(&self) -> PathBuf {
        self.run.join("state.json")
    }

    /// Whether a shim has told a state, ever.
    pub fn has_state(&self) -> bool {
        self.spare_state().exists() || self.state().exists()
    }

    /// The shim's control socket.
    pub fn socket(&self) -> PathBuf {
        self.run.join("shim.sock")
    }

    /// What the shim itself has to say: its stderr.
    pub fn shim_log(&self) -> PathBuf {
        self.disk.join("shim.log")
    }

    /// The runtime's own files.
    pub fn runtime(&self) -> PathBuf {
        self.run.join("runtime")
    }

    /// What the task's containers write to: its ephemeral storage. If it is a disk of its own, only the shim sees into it.
    pub fn storage(&self) -> PathBuf {
        self.disk.join("storage")
    }

    /// Overlay upper and work directories of a container.
    pub fn writable(&self, container: &str) -> PathBuf {
        self.storage().join("containers").join(container)
    }

    /// The directory of an empty, shared volume.
    pub fn volume(&self, name: &str) -> PathBuf {
        self.storage().join("volumes").join(name)
    }

    /// What the task's log router is given: its configuration, and the directory of its socket.
    pub fn firelens(&self) -> PathBuf {
        self.run.join("firelens")
    }

    /// Segments of a container's output, see [`crate::logfile`].
    pub fn logs(&self, container: &str) -> PathBuf {
        self.disk.join("logs").join(container)
    }
}
