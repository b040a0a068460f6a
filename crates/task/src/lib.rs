//! The contract between those who decide what a task is (ECS), those who make it ready (the node) and the one who
//! supervises it (the shim).
//!
//! - [`TaskSpec`]: what ECS asks a node to run. It names images and network interfaces, not files.
//! - [`ShimSpec`]: the same with everything resolved, down to lower directories and argument vectors. A shim needs nothing else.
//! - [`TaskState`]: what a shim knows of its task. Each state is whole: the latest one says all.
//! - [`TaskReport`]: what a node tells ECS, again whole.
//! - [`control`]: the messages on a shim's socket. [`logfile`]: how a shim keeps what containers print.
//!
//! All of it is data. Nothing here touches a kernel or a store.

pub mod control;
pub mod logfile;
mod report;
mod roles;
mod shim_spec;
mod spec;
mod state;
#[cfg(feature = "testing")]
pub mod testing;

pub use report::{ContainerReport, ControlPlane, RegisteredContainer, Registration, TaskReport};
pub use roles::{TASKS_SERVICE, unassumable_role};
pub use shim_spec::{
    MountSource, PosixUser, STORAGE_DESCRIPTOR, ShimContainer, ShimMount, ShimSecret, ShimSpec, TaskPaths,
};
pub use spec::{
    ContainerSpec, Dependency, DependencyCondition, EfsVolume, FirelensConfiguration, HealthCheck,
    InterfaceSpec, LogConfiguration, MountPoint, Port, ProxySpec, RestartPolicy, SecretSpec, StopRequest,
    TaskSpec, Tmpfs, Ulimit, Volume, VolumeSource,
};
pub use state::{ContainerPhase, ContainerState, Health, HealthStatus, TaskPhase, TaskState, Usage};
