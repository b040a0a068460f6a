//! The group of a task: its limits, and the groups of its containers.

use std::os::fd::{AsFd as _, OwnedFd};
use std::path::{Path, PathBuf};

use neargate_task::{ShimContainer, ShimSpec, Usage};

use super::directory::{Kind, descend, make_directory, remove_directory, write, write_if_there};
use super::leaf::{Leaf, usage};
use super::{CgroupError, Controller, Layout};

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
    /// Microseconds of each [`PERIOD_MICROS`].
    quota: u64,
    memory_mib: u32,
    hierarchies: Vec<Hierarchy>,
}

const PERIOD_MICROS: u64 = 100_000;

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
            let kind = match layout {
                Layout::V2(_) => Kind::Version2,
                Layout::V1(_) if controllers.contains(&Controller::CpuSet) => Kind::Processors,
                Layout::V1(_) => Kind::Plain,
            };
            let (parent, task) = descend(root, above, Path::new(&name), kind).map_err(make)?;
            hierarchies.push(Hierarchy { controllers: controllers.to_vec(), parent, task });
        }
        let this = Self {
            v2: matches!(layout, Layout::V2(_)),
            name,
            quota: (u64::from(spec.cpu_units) * PERIOD_MICROS / 1024).max(1000),
            memory_mib: spec.memory_mib,
            hierarchies,
        };
        if let Err(error) = this.limit_task(spec) {
            let _ = this.remove();
            return Err(error);
        }
        Ok(this)
    }

    fn limit_task(&self, spec: &ShimSpec) -> Result<(), CgroupError> {
        let quota = self.quota;
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
                        optional(UNREAD_V1, unread_max(memory).to_string())?;
                    }
                    Controller::Pids => file("pids.max", pids.to_string())?,
                    Controller::Devices => {
                        file("devices.deny", "a".to_owned())?;
                        for rule in DEVICES_V1 {
                            file("devices.allow", (*rule).to_owned())?;
                        }
                    }
                    Controller::CpuAccounting | Controller::CpuSet => {}
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
            // A container sees no group but its own: without limits here, runtimes would size themselves by the machine.
            let quota = self.quota;
            let limit = u64::from(container.memory_mib.unwrap_or(self.memory_mib)) << 20;
            let reservation = container.memory_reservation_mib.map(|mib| u64::from(mib) << 20);
            if self.v2 {
                file("cpu.max", format!("{quota} {PERIOD_MICROS}"))?;
                file("cpu.weight", (1 + (shares - 2) * 9999 / 262_142).to_string())?;
                file("memory.max", limit.to_string())?;
                if let Some(reservation) = reservation {
                    file("memory.low", reservation.to_string())?;
                }
            }
            if hierarchy.controllers.contains(&Controller::Cpu) {
                file("cpu.cfs_period_us", PERIOD_MICROS.to_string())?;
                file("cpu.cfs_quota_us", quota.to_string())?;
                file("cpu.shares", shares.to_string())?;
            }
            if hierarchy.controllers.contains(&Controller::Memory) {
                file("memory.limit_in_bytes", limit.to_string())?;
                optional("memory.memsw.limit_in_bytes", limit.to_string())?;
                optional(UNREAD_V1, unread_max(limit).to_string())?;
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

/// As many processes as the kernel would allow in a virtual machine of that much memory, which is what Fargate runs a task
/// in: an eighth of the memory for kernel stacks of 16 KiB, below the usual number of pids.
fn pids_max(memory_mib: u32) -> u32 {
    memory_mib.saturating_mul(8).clamp(1024, 32_768)
}

/// What lies in sockets that nobody reads: version 1 counts it apart from other memory, and only for whom it is limited.
const UNREAD_V1: &str = "memory.kmem.tcp.limit_in_bytes";

/// About what the kernel of a virtual machine of that much memory allows TCP and UDP.
fn unread_max(memory_bytes: u64) -> u64 {
    memory_bytes / 8
}

/// The devices that engines grant by default, but for the console, which is the host's: any node may be made, few may be opened. A
/// container's own console is a pseudo terminal.
const DEVICES_V1: &[&str] = &[
    "c *:* m",
    "b *:* m",
    "c 1:3 rwm",   // null
    "c 1:5 rwm",   // zero
    "c 1:7 rwm",   // full
    "c 1:8 rwm",   // random
    "c 1:9 rwm",   // urandom
    "c 5:0 rwm",   // tty
    "c 5:2 rwm",   // ptmx
    "c 136:* rwm", // pts
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_may_have_as_many_processes_as_a_machine_of_its_size() {
        assert_eq!([64, 512, 2048, 122_880].map(pids_max), [1024, 4096, 16_384, 32_768]);
    }
}
