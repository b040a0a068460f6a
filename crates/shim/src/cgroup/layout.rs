//! Where the kernel offers control groups.

use std::fs;
use std::path::{Path, PathBuf};

use super::CgroupError;

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
    /// It limits nothing here: without it in sight, Java takes itself for a program that runs in no container.
    CpuSet,
    Memory,
    Pids,
    Devices,
}

const CONTROLLERS: [(Controller, &str); 6] = [
    (Controller::Cpu, "cpu"),
    (Controller::CpuAccounting, "cpuacct"),
    (Controller::CpuSet, "cpuset"),
    (Controller::Memory, "memory"),
    (Controller::Pids, "pids"),
    (Controller::Devices, "devices"),
];

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
}
