//! What libcontainer is told about a container: the OCI runtime spec.
//!
//! The settings are those of the container engines' default, which Fargate shares: namespaces of its own except network and
//! host name, a dozen capabilities, masked corners of `/proc` and `/sys`, 64 MiB of shared memory. The system call filter
//! isn't in here (libcontainer would need a C library for it); see `program`.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use neargate_task::ShimContainer;
use oci_spec::OciSpecError;
use oci_spec::runtime::{
    Capability, LinuxBuilder, LinuxCapabilitiesBuilder, LinuxNamespaceBuilder, LinuxNamespaceType, Mount,
    MountBuilder, PosixRlimit, PosixRlimitBuilder, PosixRlimitType, ProcessBuilder, RootBuilder, Spec,
    SpecBuilder, UserBuilder,
};

use crate::user::User;

#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    #[error("unknown capability {0:?}")]
    Capability(String),
    #[error("unknown ulimit {0:?}")]
    Ulimit(String),
    #[error(
        "ulimit {name} of {} is above this node's own limit of {}, and neargate lacks CAP_SYS_RESOURCE to raise it",
        told(*wanted),
        told(*ours)
    )]
    UlimitOutOfReach { name: &'static str, wanted: u64, ours: u64 },
    #[error("assemble the runtime spec")]
    Assemble(#[from] OciSpecError),
}

/// What the container's surroundings add to its definition.
pub struct Surroundings<'a> {
    pub user: &'a User,
    pub environment: Vec<String>,
    pub cgroup_path: String,
    /// The container's processes aren't its own alone: it gets no process namespace, and `/proc` is there.
    pub shares_processes: bool,
    /// Directories of version 1 to be seen below `/sys/fs/cgroup`; `None` for version 2.
    pub cgroups_v1: Option<Vec<(&'static str, PathBuf)>>,
}

/// Capabilities of a container, see [`capabilities`].
pub type Capabilities = HashSet<Capability>;

const DEFAULT_CAPABILITIES: [Capability; 14] = [
    Capability::AuditWrite,
    Capability::Chown,
    Capability::DacOverride,
    Capability::Fowner,
    Capability::Fsetid,
    Capability::Kill,
    Capability::Mknod,
    Capability::NetBindService,
    Capability::NetRaw,
    Capability::Setfcap,
    Capability::Setgid,
    Capability::Setpcap,
    Capability::Setuid,
    Capability::SysChroot,
];

/// The default set, less what is dropped, plus what is added, in this order. `ALL` may be dropped.
pub fn capabilities(container: &ShimContainer) -> Result<Capabilities, BundleError> {
    let parse = |name: &String| {
        let bare = name.strip_prefix("CAP_").unwrap_or(name);
        Capability::from_str(bare).map_err(|_| BundleError::Capability(name.clone()))
    };
    let mut set: Capabilities = DEFAULT_CAPABILITIES.into();
    for name in &container.capabilities_drop {
        if name == "ALL" {
            set.clear();
        } else {
            set.remove(&parse(name)?);
        }
    }
    for name in &container.capabilities_add {
        set.insert(parse(name)?);
    }
    Ok(set)
}

/// The same as the kernel counts them.
pub fn capability_set(capabilities: &Capabilities) -> rustix::thread::CapabilitySet {
    use rustix::thread::CapabilitySet;
    let of = |capability: &Capability| {
        let name = capability.to_string();
        CapabilitySet::from_name(name.strip_prefix("CAP_").unwrap_or(&name))
    };
    // One that is too new for us to know is one that no container is given.
    capabilities.iter().filter_map(of).collect()
}

/// The spec of a container whose root file system is `rootfs` beside it.
pub fn spec(container: &ShimContainer, around: &Surroundings<'_>) -> Result<Spec, BundleError> {
    let capabilities = capabilities(container)?;
    // What the process holds until it executes the program: CAP_SYS_ADMIN lets it install the system call filter without
    // `no_new_privs`. Executing drops what isn't in the bounding set, and for other users than root everything.
    let mut until_exec = if around.user.uid == 0 { capabilities.clone() } else { HashSet::new() };
    until_exec.insert(Capability::SysAdmin);
    let process = ProcessBuilder::default()
        .terminal(container.pseudo_terminal)
        .user(
            UserBuilder::default()
                .uid(around.user.uid)
                .gid(around.user.gid)
                .additional_gids(around.user.groups.clone())
                .build()?,
        )
        .args(container.arguments.clone())
        .env(around.environment.clone())
        .cwd(container.working_directory.clone())
        .capabilities(
            LinuxCapabilitiesBuilder::default()
                .bounding(capabilities)
                .effective(until_exec.clone())
                .permitted(until_exec)
                .inheritable(HashSet::new())
                .ambient(HashSet::new())
                .build()?,
        )
        .rlimits(rlimits(container)?)
        .no_new_privileges(false)
        .build()?;
    let mut namespaces = vec![LinuxNamespaceType::Ipc, LinuxNamespaceType::Mount];
    if !around.shares_processes {
        namespaces.push(LinuxNamespaceType::Pid);
    }
    if around.cgroups_v1.is_none() {
        namespaces.push(LinuxNamespaceType::Cgroup);
    }
    let mut linux = LinuxBuilder::default()
        .namespaces(
            namespaces
                .into_iter()
                .map(|kind| LinuxNamespaceBuilder::default().typ(kind).build())
                .collect::<Result<Vec<_>, _>>()?,
        )
        .masked_paths(strings(MASKED_PATHS))
        .readonly_paths(strings(READONLY_PATHS))
        .rootfs_propagation("private")
        .cgroups_path(&around.cgroup_path)
        .build()?;
    linux.set_resources(None);
    linux.set_sysctl(Some(
        container.system_controls.iter().filter(|(name, _)| !name.starts_with("net.")).cloned().collect(),
    ));
    let mut spec = SpecBuilder::default()
        .root(RootBuilder::default().path("rootfs").readonly(container.readonly_root_filesystem).build()?)
        .mounts(mounts(around)?)
        .process(process)
        .linux(linux)
        .build()?;
    spec.set_hostname(None);
    Ok(spec)
}

/// What `rootfs` can't mount before: it belongs to namespaces that libcontainer makes, or is a control group, of which
/// libcontainer must not see any before.
fn mounts(around: &Surroundings<'_>) -> Result<Vec<Mount>, OciSpecError> {
    const SHUT: &[&str] = &["nosuid", "noexec", "nodev"];
    const SHOWN: &[&str] = &["nosuid", "noexec", "nodev", "ro"];
    let mut mounts = vec![mount("/dev/mqueue", "mqueue", Path::new("mqueue"), SHUT)?];
    if !around.shares_processes {
        mounts.insert(0, mount("/proc", "proc", Path::new("proc"), SHUT)?);
    }
    match around.cgroups_v1.as_deref() {
        None => mounts.push(mount("/sys/fs/cgroup", "cgroup2", Path::new("cgroup2"), SHOWN)?),
        Some(directories) => {
            for (name, source) in directories {
                let options = [SHOWN, &["bind"]].concat();
                mounts.push(mount(&format!("/sys/fs/cgroup/{name}"), "bind", source, &options)?);
            }
        }
    }
    Ok(mounts)
}

fn mount(target: &str, kind: &str, source: &Path, options: &[&str]) -> Result<Mount, OciSpecError> {
    MountBuilder::default().destination(target).typ(kind).source(source).options(strings(options)).build()
}

fn strings(list: &[&str]) -> Vec<String> {
    list.iter().map(|&item| item.to_owned()).collect()
}

/// A limit as the kernel numbers it, soft and hard.
pub type Limit = (libc::__rlimit_resource_t, u64, u64);

/// The resource limits of a container.
pub fn limits(container: &ShimContainer) -> Result<Vec<Limit>, BundleError> {
    let may_raise = may_raise_limits();
    let files =
        if may_raise { FARGATE_OPEN_FILES } else { FARGATE_OPEN_FILES.min(our_limit(libc::RLIMIT_NOFILE)) };
    let mut limits = vec![(libc::RLIMIT_NOFILE, files, files)];
    for ulimit in &container.ulimits {
        let (name, number, _) = LIMITS
            .iter()
            .find(|(name, ..)| *name == ulimit.name)
            .ok_or_else(|| BundleError::Ulimit(ulimit.name.clone()))?;
        let ours = our_limit(*number);
        if ulimit.hard > ours && !may_raise {
            return Err(BundleError::UlimitOutOfReach { name, wanted: ulimit.hard, ours });
        }
        limits.retain(|(known, ..)| known != number);
        limits.push((*number, ulimit.soft, ulimit.hard));
    }
    Ok(limits)
}

/// A limit as people write it.
fn told(limit: u64) -> String {
    if limit == u64::MAX { "unlimited".to_owned() } else { limit.to_string() }
}

fn rlimits(container: &ShimContainer) -> Result<Vec<PosixRlimit>, BundleError> {
    let of = |(number, soft, hard): Limit| {
        let kind = LIMITS.iter().find(|(_, known, _)| *known == number).map(|(.., kind)| *kind);
        // Every number comes from that list.
        let kind = kind.unwrap_or(PosixRlimitType::RlimitNofile);
        Ok(PosixRlimitBuilder::default().typ(kind).soft(soft).hard(hard).build()?)
    };
    limits(container)?.into_iter().map(of).collect()
}

/// What a container gets that asks for nothing; less where ours is lower and we may not raise it (a node inside a container).
const FARGATE_OPEN_FILES: u64 = 65_535;

fn may_raise_limits() -> bool {
    rustix::thread::capabilities(None)
        .is_ok_and(|sets| sets.effective.contains(rustix::thread::CapabilitySet::SYS_RESOURCE))
}

/// Our own hard limit.
fn our_limit(resource: libc::__rlimit_resource_t) -> u64 {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: libc::RLIM_INFINITY };
    // SAFETY: `limit` lives on this stack. On failure it stays as it is: unlimited.
    unsafe { libc::getrlimit(resource, &raw mut limit) };
    limit.rlim_max
}

/// Limits by the names that definitions use.
const LIMITS: &[(&str, libc::__rlimit_resource_t, PosixRlimitType)] = &[
    ("core", libc::RLIMIT_CORE, PosixRlimitType::RlimitCore),
    ("cpu", libc::RLIMIT_CPU, PosixRlimitType::RlimitCpu),
    ("data", libc::RLIMIT_DATA, PosixRlimitType::RlimitData),
    ("fsize", libc::RLIMIT_FSIZE, PosixRlimitType::RlimitFsize),
    ("locks", libc::RLIMIT_LOCKS, PosixRlimitType::RlimitLocks),
    ("memlock", libc::RLIMIT_MEMLOCK, PosixRlimitType::RlimitMemlock),
    ("msgqueue", libc::RLIMIT_MSGQUEUE, PosixRlimitType::RlimitMsgqueue),
    ("nice", libc::RLIMIT_NICE, PosixRlimitType::RlimitNice),
    ("nofile", libc::RLIMIT_NOFILE, PosixRlimitType::RlimitNofile),
    ("nproc", libc::RLIMIT_NPROC, PosixRlimitType::RlimitNproc),
    ("rss", libc::RLIMIT_RSS, PosixRlimitType::RlimitRss),
    ("rtprio", libc::RLIMIT_RTPRIO, PosixRlimitType::RlimitRtprio),
    ("rttime", libc::RLIMIT_RTTIME, PosixRlimitType::RlimitRttime),
    ("sigpending", libc::RLIMIT_SIGPENDING, PosixRlimitType::RlimitSigpending),
    ("stack", libc::RLIMIT_STACK, PosixRlimitType::RlimitStack),
];

const MASKED_PATHS: &[&str] = &[
    "/proc/asound",
    "/proc/acpi",
    "/proc/interrupts",
    "/proc/kcore",
    "/proc/keys",
    "/proc/latency_stats",
    "/proc/timer_list",
    "/proc/timer_stats",
    "/proc/sched_debug",
    "/proc/scsi",
    "/sys/firmware",
    "/sys/devices/virtual/powercap",
];

const READONLY_PATHS: &[&str] =
    &["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger", "/sys/fs/cgroup"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_out_of_reach_is_told_as_it_is_written() {
        let error = BundleError::UlimitOutOfReach { name: "core", wanted: u64::MAX, ours: 1024 };
        assert_eq!(
            error.to_string(),
            "ulimit core of unlimited is above this node's own limit of 1024, and neargate lacks CAP_SYS_RESOURCE to raise it"
        );
    }
}
