//! A task's control groups: one for the task, one below it for each container.
//!
//! ```text
//! <hierarchy>/neargate/<instance>/<task id>                 quota, memory limit, pids limit of the task
//! <hierarchy>/neargate/<instance>/<task id>/<runtime id>    shares and memory limits of a container; processes live here
//! ```
//! Version 1 (also hybrid) and version 2 alike. Of version 1 only the five hierarchies that limit something are used: each
//! costs a directory and a move. A move by `cgroup.procs` takes a lock that waits for all CPUs to pass a grace period
//! (up to 20 ms), but a thread that writes `0` into `tasks` of version 1 doesn't need the lock, and version 2 lets a
//! process be born in its group: so [`Leaf`] is entered by the process that is to become the container.
//!
//! Everything is reached through directories opened at the start, because the supervisor detaches `/sys` later.

use std::fs;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::{Path, PathBuf};

use neargate_task::{ShimContainer, ShimSpec, Usage};
use rustix::fs::{AtFlags, Mode, OFlags};

/// Where the kernel offers control groups.
#[derive(Debug, Clone)]
pub enum Layout {
    /// Mount point and controllers of each hierarchy that we use.
    V1(Vec<(PathBuf, Vec<Controller>)>),
    V2(PathBuf),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Controller {
    Cpu,
    CpuAccounting,
    Memory,
    Pids,
    Devices,
}

const CONTROLLERS: [(Controller, &str); 5] = [
    (Controller::Cpu, "cpu"),
    (Controller::CpuAccounting, "cpuacct"),
    (Controller::Memory, "memory"),
    (Controller::Pids, "pids"),
    (Controller::Devices, "devices"),
];

#[derive(Debug, thiserror::Error)]
pub enum CgroupError {
    #[error("find the control group hierarchies")]
    Detect(#[source] io::Error),
    #[error("no control group hierarchy is mounted")]
    Missing,
    #[error("make control group {path}")]
    Make {
        path: String,
        #[source]
        cause: io::Error,
    },
    #[error("write {value:?} to {file} of control group {path}")]
    Write {
        path: String,
        file: &'static str,
        value: String,
        #[source]
        cause: io::Error,
    },
    #[error("restrict the devices of control group {path}")]
    Devices {
        path: String,
        #[source]
        cause: io::Error,
    },
    #[error("remove control group {path}")]
    Remove {
        path: String,
        #[source]
        cause: io::Error,
    },
}

impl Layout {
    pub fn detect() -> Result<Self, CgroupError> {
        const CGROUP2_SUPER_MAGIC: i64 = 0x6367_7270;
        let root = Path::new("/sys/fs/cgroup");
        let kind = rustix::fs::statfs(root).map_err(|cause| CgroupError::Detect(cause.into()))?;
        if kind.f_type as i64 == CGROUP2_SUPER_MAGIC {
            return Ok(Self::V2(root.to_owned()));
        }
        let mounts = fs::read_to_string("/proc/self/mountinfo").map_err(CgroupError::Detect)?;
        let hierarchies: Vec<_> = mounts.lines().filter_map(v1_mount).collect();
        if hierarchies.is_empty() { Err(CgroupError::Missing) } else { Ok(Self::V1(hierarchies)) }
    }

    /// The hierarchies of version 1 of which a container may see its own part, with their roots: those by which runtimes of
    /// languages size themselves. On version 2 it has a namespace instead.
    pub fn visible(&self) -> Vec<(&'static str, PathBuf)> {
        let Self::V1(hierarchies) = self else { return Vec::new() };
        let root_of = |wanted| {
            hierarchies
                .iter()
                .find(|(_, controllers)| controllers.contains(&wanted))
                .map(|(root, _)| root.clone())
        };
        CONTROLLERS
            .iter()
            .filter(|(controller, _)| !matches!(controller, Controller::Devices | Controller::Pids))
            .filter_map(|(controller, name)| Some((*name, root_of(*controller)?)))
            .collect()
    }

    pub fn is_v2(&self) -> bool {
        matches!(self, Self::V2(_))
    }

    /// The root directories of all hierarchies.
    pub fn roots(&self) -> Vec<PathBuf> {
        match self {
            Self::V1(hierarchies) => hierarchies.iter().map(|(root, _)| root.clone()).collect(),
            Self::V2(root) => vec![root.clone()],
        }
    }
}

/// `31 23 0:28 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu`
fn v1_mount(line: &str) -> Option<(PathBuf, Vec<Controller>)> {
    let (mount, filesystem) = line.split_once(" - ")?;
    let mut filesystem = filesystem.split(' ');
    if filesystem.next() != Some("cgroup") {
        return None;
    }
    let options = filesystem.nth(1)?;
    let controllers: Vec<_> = CONTROLLERS
        .iter()
        .filter(|(_, name)| options.split(',').any(|option| option == *name))
        .map(|(controller, _)| *controller)
        .collect();
    let mut mount = mount.split(' ').skip(3);
    // A mount of a part of a hierarchy (in a container) is not where new groups can be made by path.
    let whole = mount.next() == Some("/");
    (whole && !controllers.is_empty()).then_some((PathBuf::from(mount.next()?), controllers))
}

/// A task's group in one hierarchy.
#[derive(Debug)]
struct Hierarchy {
    /// Empty for version 2, which has them all.
    controllers: Vec<Controller>,
    /// The directory in which the task's group lies.
    parent: OwnedFd,
    task: OwnedFd,
}

/// The groups of a task.
#[derive(Debug)]
pub struct TaskCgroup {
    v2: bool,
    name: String,
    hierarchies: Vec<Hierarchy>,
}

/// The group of a container, in every hierarchy. Dropping it removes nothing.
#[derive(Debug)]
pub struct Leaf {
    v2: bool,
    directories: Vec<(Vec<Controller>, OwnedFd)>,
}

impl TaskCgroup {
    /// Makes the task's groups and sets its limits. Groups of that name that exist are taken over.
    pub fn create(layout: &Layout, spec: &ShimSpec) -> Result<Self, CgroupError> {
        let path = Path::new(&spec.cgroup);
        let relative = path.strip_prefix("/").unwrap_or(path);
        let name = relative.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let above = relative.parent().unwrap_or(Path::new(""));
        let mut hierarchies = Vec::new();
        let roots: Vec<(&PathBuf, &[Controller])> = match layout {
            Layout::V1(all) => all.iter().map(|(root, controllers)| (root, controllers.as_slice())).collect(),
            Layout::V2(root) => vec![(root, &[])],
        };
        for (root, controllers) in roots {
            let make = |cause: rustix::io::Errno| CgroupError::Make {
                path: spec.cgroup.clone(),
                cause: cause.into(),
            };
            let v2 = matches!(layout, Layout::V2(_));
            let (parent, task) = descend(root, above, Path::new(&name), v2).map_err(make)?;
            hierarchies.push(Hierarchy { controllers: controllers.to_vec(), parent, task });
        }
        let this = Self { v2: matches!(layout, Layout::V2(_)), name, hierarchies };
        if let Err(error) = this.limit_task(spec) {
            let _ = this.remove();
            return Err(error);
        }
        Ok(this)
    }

    fn limit_task(&self, spec: &ShimSpec) -> Result<(), CgroupError> {
        const PERIOD_MICROS: u64 = 100_000;
        let quota = (u64::from(spec.cpu_units) * PERIOD_MICROS / 1024).max(1000);
        let memory = u64::from(spec.memory_mib) << 20;
        let pids = pids_max(spec.memory_mib);
        for hierarchy in &self.hierarchies {
            let file = |file, value: String| write(hierarchy.task.as_fd(), &spec.cgroup, file, value);
            let optional =
                |file, value: String| write_if_there(hierarchy.task.as_fd(), &spec.cgroup, file, value);
            if self.v2 {
                file("cpu.max", format!("{quota} {PERIOD_MICROS}"))?;
                file("memory.max", memory.to_string())?;
                optional("memory.swap.max", "0".to_owned())?;
                file("pids.max", pids.to_string())?;
                crate::device_filter::attach(hierarchy.task.as_fd())
                    .map_err(|cause| CgroupError::Devices { path: spec.cgroup.clone(), cause })?;
            }
            for controller in &hierarchy.controllers {
                match controller {
                    Controller::Cpu => {
                        file("cpu.cfs_period_us", PERIOD_MICROS.to_string())?;
                        file("cpu.cfs_quota_us", quota.to_string())?;
                    }
                    Controller::Memory => {
                        // Old kernels count children only where this is set; newer ones know nothing else.
                        let _ = optional("memory.use_hierarchy", "1".to_owned());
                        file("memory.limit_in_bytes", memory.to_string())?;
                        // Equal to the memory limit: no swap. Missing where swap isn't accounted.
                        optional("memory.memsw.limit_in_bytes", memory.to_string())?;
                    }
                    Controller::Pids => file("pids.max", pids.to_string())?,
                    Controller::Devices => {
                        file("devices.deny", "a".to_owned())?;
                        for rule in DEVICES_V1 {
                            file("devices.allow", (*rule).to_owned())?;
                        }
                    }
                    Controller::CpuAccounting => {}
                }
            }
        }
        Ok(())
    }

    /// Makes a container's group and sets its limits; all or nothing.
    pub fn leaf(&self, container: &ShimContainer) -> Result<Leaf, CgroupError> {
        self.make_leaf(container).inspect_err(|_| {
            let _ = self.remove_leaf(&container.runtime_id);
        })
    }

    fn make_leaf(&self, container: &ShimContainer) -> Result<Leaf, CgroupError> {
        let path = &container.runtime_id;
        let mut directories = Vec::new();
        for hierarchy in &self.hierarchies {
            let directory = make_directory(&hierarchy.task, Path::new(path))
                .map_err(|cause| CgroupError::Make { path: path.clone(), cause: cause.into() })?;
            let file = |file, value: String| write(directory.as_fd(), path, file, value);
            let optional = |file, value: String| write_if_there(directory.as_fd(), path, file, value);
            let shares = u64::from(container.cpu_units).clamp(2, 262_144);
            let limit = container.memory_mib.map(|mib| u64::from(mib) << 20);
            let reservation = container.memory_reservation_mib.map(|mib| u64::from(mib) << 20);
            if self.v2 {
                file("cpu.weight", (1 + (shares - 2) * 9999 / 262_142).to_string())?;
                if let Some(limit) = limit {
                    file("memory.max", limit.to_string())?;
                }
                if let Some(reservation) = reservation {
                    file("memory.low", reservation.to_string())?;
                }
            }
            if hierarchy.controllers.contains(&Controller::Cpu) {
                file("cpu.shares", shares.to_string())?;
            }
            if hierarchy.controllers.contains(&Controller::Memory) {
                if let Some(limit) = limit {
                    file("memory.limit_in_bytes", limit.to_string())?;
                    optional("memory.memsw.limit_in_bytes", limit.to_string())?;
                }
                if let Some(reservation) = reservation {
                    file("memory.soft_limit_in_bytes", reservation.to_string())?;
                }
            }
            directories.push((hierarchy.controllers.clone(), directory));
        }
        Ok(Leaf { v2: self.v2, directories })
    }

    /// What all containers used together.
    pub fn usage(&self) -> Usage {
        let directories = self.hierarchies.iter().map(|one| (one.controllers.as_slice(), one.task.as_fd()));
        usage(self.v2, directories)
    }

    /// Removes a container's group, which must be empty.
    pub fn remove_leaf(&self, runtime_id: &str) -> Result<(), CgroupError> {
        for hierarchy in &self.hierarchies {
            remove_directory(hierarchy.task.as_fd(), runtime_id)?;
        }
        Ok(())
    }

    /// Removes the task's group, which must have no containers any more.
    pub fn remove(&self) -> Result<(), CgroupError> {
        for hierarchy in &self.hierarchies {
            remove_directory(hierarchy.parent.as_fd(), &self.name)?;
        }
        Ok(())
    }
}

impl Leaf {
    #[cfg(test)]
    pub fn at_version_2(directory: OwnedFd) -> Self {
        Self { v2: true, directories: vec![(Vec::new(), directory)] }
    }

    /// The directory to be born in, on version 2.
    pub fn birthplace(&self) -> Option<BorrowedFd<'_>> {
        self.directories.first().filter(|_| self.v2).map(|(_, directory)| directory.as_fd())
    }

    /// Moves the calling process, which must have one thread only, into the group. On version 2 it was born there.
    pub fn enter(&self) -> io::Result<()> {
        if self.v2 {
            return Ok(());
        }
        for (_, directory) in &self.directories {
            let tasks =
                rustix::fs::openat(directory, "tasks", OFlags::WRONLY | OFlags::CLOEXEC, Mode::empty())?;
            rustix::io::write(&tasks, b"0")?;
        }
        Ok(())
    }

    /// Whether the kernel killed a process of this group for lack of memory, the container's or the task's.
    pub fn was_oom_killed(&self) -> bool {
        let file = if self.v2 { "memory.events" } else { "memory.oom_control" };
        self.directories
            .iter()
            .filter(|(controllers, _)| self.v2 || controllers.contains(&Controller::Memory))
            .filter_map(|(_, directory)| read(directory.as_fd(), file).ok())
            .flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
            .any(|line| line.strip_prefix("oom_kill ").is_some_and(|count| count.trim() != "0"))
    }

    /// What its processes used so far.
    pub fn usage(&self) -> Usage {
        let directories = self.directories.iter();
        usage(
            self.v2,
            directories.map(|(controllers, directory)| (controllers.as_slice(), directory.as_fd())),
        )
    }

    /// Sends SIGKILL to everything in the group. True when it is empty.
    pub fn kill(&self) -> bool {
        self.directories.first().is_none_or(|(_, directory)| kill_all(directory.as_fd(), "."))
    }
}

/// What the kernel counted in a group's directories. Version 2 keeps the peak of memory since Linux 5.19.
fn usage<'a>(v2: bool, directories: impl Iterator<Item = (&'a [Controller], BorrowedFd<'a>)>) -> Usage {
    let mut usage = Usage::default();
    for (controllers, directory) in directories {
        let number = |file| read(directory, file).ok()?.trim().parse::<u64>().ok();
        if v2 {
            usage.peak_memory_bytes = number("memory.peak");
            let text = read(directory, "cpu.stat").unwrap_or_default();
            let micros = text.lines().find_map(|line| line.strip_prefix("usage_usec ")?.parse::<u64>().ok());
            usage.cpu_nanoseconds = micros.unwrap_or_default() * 1000;
        }
        if controllers.contains(&Controller::Memory) {
            usage.peak_memory_bytes = number("memory.max_usage_in_bytes");
        }
        if controllers.contains(&Controller::CpuAccounting) {
            usage.cpu_nanoseconds = number("cpuacct.usage").unwrap_or_default();
        }
    }
    usage
}

/// As many processes as the kernel would allow in a virtual machine of that much memory, which is what Fargate runs a task
/// in: an eighth of the memory for kernel stacks of 16 KiB, below the usual number of pids.
fn pids_max(memory_mib: u32) -> u32 {
    memory_mib.saturating_mul(8).clamp(1024, 32_768)
}

/// The devices that engines grant by default: any node may be made, few may be opened.
const DEVICES_V1: &[&str] = &[
    "c *:* m",
    "b *:* m",
    "c 1:3 rwm",   // null
    "c 1:5 rwm",   // zero
    "c 1:7 rwm",   // full
    "c 1:8 rwm",   // random
    "c 1:9 rwm",   // urandom
    "c 5:0 rwm",   // tty
    "c 5:1 rwm",   // console
    "c 5:2 rwm",   // ptmx
    "c 136:* rwm", // pts
];

/// Version 2: lets children have the controllers. One that the kernel hasn't shows when a limit is written.
fn delegate(directory: &OwnedFd) {
    for controller in ["+cpu", "+memory", "+pids"] {
        if let Ok(file) = rustix::fs::openat(
            directory,
            "cgroup.subtree_control",
            OFlags::WRONLY | OFlags::CLOEXEC,
            Mode::empty(),
        ) {
            let _ = rustix::io::write(&file, controller.as_bytes());
        }
    }
}

fn open_directory(at: BorrowedFd<'_>, path: &Path) -> rustix::io::Result<OwnedFd> {
    rustix::fs::openat(at, path, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())
}

/// Makes a group and those above it. Of these an empty one may be removed under our hands, by the end of another daemon: then the way is
/// made again.
fn descend(root: &Path, above: &Path, name: &Path, v2: bool) -> rustix::io::Result<(OwnedFd, OwnedFd)> {
    const ATTEMPTS: u32 = 10;
    let made = |directory: OwnedFd| {
        if v2 {
            delegate(&directory);
        }
        directory
    };
    let once = || {
        let mut parent = made(open_directory(rustix::fs::CWD, root)?);
        for component in above.components() {
            parent = made(make_directory(&parent, Path::new(component.as_os_str()))?);
        }
        let task = made(make_directory(&parent, name)?);
        Ok((parent, task))
    };
    for _ in 1..ATTEMPTS {
        match once() {
            Err(rustix::io::Errno::NOENT | rustix::io::Errno::NODEV) => {}
            done => return done,
        }
    }
    once()
}

fn make_directory(at: &OwnedFd, path: &Path) -> rustix::io::Result<OwnedFd> {
    match rustix::fs::mkdirat(at, path, Mode::from_raw_mode(0o755)) {
        Ok(()) | Err(rustix::io::Errno::EXIST) => open_directory(at.as_fd(), path),
        Err(error) => Err(error),
    }
}

/// A killed process may take a moment to leave its group after it was waited for.
pub(crate) fn remove_directory(at: BorrowedFd<'_>, name: &str) -> Result<(), CgroupError> {
    const ATTEMPTS: u32 = 100;
    for attempt in 1.. {
        match rustix::fs::unlinkat(at, name, AtFlags::REMOVEDIR) {
            Ok(()) | Err(rustix::io::Errno::NOENT) => break,
            Err(rustix::io::Errno::BUSY) if attempt < ATTEMPTS => {
                std::thread::sleep(std::time::Duration::from_millis(u64::from(attempt.min(10))));
            }
            Err(cause) => return Err(CgroupError::Remove { path: name.to_owned(), cause: cause.into() }),
        }
    }
    Ok(())
}

fn write(at: BorrowedFd<'_>, path: &str, file: &'static str, value: String) -> Result<(), CgroupError> {
    let written = rustix::fs::openat(at, file, OFlags::WRONLY | OFlags::CLOEXEC, Mode::empty())
        .and_then(|file| rustix::io::write(&file, value.as_bytes()));
    match written {
        Ok(_) => Ok(()),
        Err(cause) => Err(CgroupError::Write { path: path.to_owned(), file, value, cause: cause.into() }),
    }
}

fn write_if_there(
    at: BorrowedFd<'_>,
    path: &str,
    file: &'static str,
    value: String,
) -> Result<(), CgroupError> {
    match write(at, path, file, value) {
        Err(CgroupError::Write { cause, .. }) if cause.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

fn read(at: BorrowedFd<'_>, file: &str) -> io::Result<String> {
    let file = rustix::fs::openat(at, file, OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty())?;
    io::read_to_string(fs::File::from(file))
}

/// Sends SIGKILL to everything in the group `name`. True when it is empty or gone.
pub(crate) fn kill_all(at: BorrowedFd<'_>, name: &str) -> bool {
    let Ok(directory) = open_directory(at, Path::new(name)) else { return true };
    let Ok(processes) = read(directory.as_fd(), "cgroup.procs") else { return true };
    if processes.is_empty() {
        return true;
    }
    if write(directory.as_fd(), name, "cgroup.kill", "1".to_owned()).is_err() {
        for pid in processes.lines().filter_map(|line| rustix::process::Pid::from_raw(line.parse().ok()?)) {
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::KILL);
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hierarchies_of_version_1_are_found_in_mountinfo() {
        let line =
            "31 23 0:28 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid shared:9 - cgroup cgroup rw,cpu,cpuacct";
        let expected =
            (PathBuf::from("/sys/fs/cgroup/cpu,cpuacct"), vec![Controller::Cpu, Controller::CpuAccounting]);
        assert_eq!(v1_mount(line), Some(expected));
        for other in [
            "40 31 0:37 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,name=systemd",
            "41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw",
            "35 31 0:32 /docker/1 /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory",
        ] {
            assert_eq!(v1_mount(other), None, "{other}");
        }
    }

    #[test]
    fn a_task_may_have_as_many_processes_as_a_machine_of_its_size() {
        assert_eq!([64, 512, 2048, 122_880].map(pids_max), [1024, 4096, 16_384, 32_768]);
    }
}
