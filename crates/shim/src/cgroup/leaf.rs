//! The group of a container: who goes in, what it used, how it ends.

use std::io;
use std::os::fd::{AsFd as _, BorrowedFd, OwnedFd};

use neargate_task::Usage;
use rustix::fs::{Mode, OFlags};

use super::Controller;
use super::directory::{kill_all, read};

/// The group of a container, in every hierarchy. Dropping it removes nothing.
#[derive(Debug)]
pub struct Leaf {
    pub(super) v2: bool,
    pub(super) directories: Vec<(Vec<Controller>, OwnedFd)>,
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
pub(super) fn usage<'a>(
    v2: bool,
    directories: impl Iterator<Item = (&'a [Controller], BorrowedFd<'a>)>,
) -> Usage {
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
