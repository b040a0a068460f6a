//! Disks are sparse: all of them together may promise more than the host has. When the host runs out, a write that a disk has
//! accepted would be lost in the kernel, and the program told by `fsync` at best.
//!
//! So before that the brake is put on: every disk is told to keep all of its free blocks in reserve, which makes the next write fail
//! with ENOSPC in the program that makes it, as on a full disk. When there is room again it is taken off.
//!
//! Counted as used is also what programs have written and the kernel keeps in memory so far. Two ways lead past the brake: who
//! writes faster than [`FASTEST_BYTES_PER_SECOND`] may outrun it, and a file's blocks that were reserved before (`fallocate`) are its
//! own.
//! Takes no input and remembers nothing: which disks are ours the kernel says.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

const GIB: u64 = 1 << 30;
/// What is left to the host unless the operator says otherwise, if that isn't more than a twentieth of its disk.
const RESERVE_BYTES_MAX: u64 = 4 * GIB;
const RESERVE_FRACTION: u64 = 20;
/// The reserve must not be written full between two looks.
const FASTEST_BYTES_PER_SECOND: u64 = 2 * GIB;
const LOOK_AGAIN_MAX: Duration = Duration::from_secs(1);
const LOOK_AGAIN_MIN: Duration = Duration::from_millis(10);
const BLOCK_BYTES: u64 = 4096;
/// What ext4 keeps in reserve by itself on disks of 1 GiB and more, in blocks.
const USUAL_RESERVE: u64 = 4096;

/// Watches the host's disk on behalf of the tasks' ones.
#[derive(Debug)]
pub struct Brake {
    directory: PathBuf,
    reserve: Reserve,
}

/// How much of the host's disk tasks leave to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reserve {
    /// 4 GiB, or a twentieth of the disk if that is less.
    #[default]
    Usual,
    Bytes(u64),
}

/// What a host's disk has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Room {
    /// In bytes, for everybody.
    pub available: u64,
    /// In bytes, of the available ones: what is not for tasks.
    pub reserved: u64,
}

impl Room {
    /// How much tasks may still write, in bytes.
    pub(crate) fn left(self) -> u64 {
        self.available.saturating_sub(self.reserved)
    }
}

/// What a pass found and did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pass {
    pub on: bool,
    /// Disks whose brake was put on or taken off in this pass.
    pub changed: usize,
    /// When to look again.
    pub next: Duration,
}

impl Brake {
    pub(crate) fn new(directory: PathBuf, reserve: Reserve) -> Self {
        Self { directory, reserve }
    }

    /// What the host has for disks that aren't there yet.
    pub(crate) fn room(&self) -> io::Result<Room> {
        self.room_beside(&devices(&self.directory)?)
    }

    fn room_beside(&self, devices: &[String]) -> io::Result<Room> {
        let host = rustix::fs::statvfs(&self.directory)?;
        let unwritten: u64 = devices.iter().map(|device| unwritten(device).unwrap_or_default()).sum();
        let available = (host.f_bavail * host.f_frsize).saturating_sub(unwritten);
        Ok(Room { available, reserved: self.reserve.of(host.f_blocks * host.f_frsize) })
    }

    /// Looks at the host's disk and puts the brake on or takes it off.
    pub fn pass(&self) -> io::Result<Pass> {
        let devices = devices(&self.directory)?;
        let left = self.room_beside(&devices)?.left();
        let on = left == 0;
        let mut changed = 0;
        for device in devices {
            // A task may end meanwhile, and its device be gone.
            changed += usize::from(set(&device, on).unwrap_or(false));
        }
        Ok(Pass { on, changed, next: next(left) })
    }
}

impl Reserve {
    /// In bytes, of a disk of so many.
    fn of(self, total: u64) -> u64 {
        match self {
            Self::Usual => RESERVE_BYTES_MAX.min(total / RESERVE_FRACTION),
            Self::Bytes(bytes) => bytes,
        }
    }
}

/// When the host is to be looked at again that has so much left.
fn next(left: u64) -> Duration {
    Duration::from_secs_f64(left as f64 / FASTEST_BYTES_PER_SECOND as f64)
        .clamp(LOOK_AGAIN_MIN, LOOK_AGAIN_MAX)
}

/// Bytes that were written to a disk and have no place on it yet.
fn unwritten(device: &str) -> io::Result<u64> {
    let blocks = fs::read_to_string(format!("/sys/fs/ext4/{device}/delayed_allocation_blocks"))?;
    blocks.trim().parse::<u64>().map(|blocks| blocks * BLOCK_BYTES).map_err(io::Error::other)
}

/// The names of loop devices whose files are, or were, in `directory`.
fn devices(directory: &Path) -> io::Result<Vec<String>> {
    let directory = fs::canonicalize(directory)?;
    let mut found = Vec::new();
    for entry in fs::read_dir("/sys/block")? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let file = fs::read_to_string(format!("/sys/block/{name}/loop/backing_file"));
        if file.is_ok_and(|file| Path::new(file.trim_end()).starts_with(&directory)) {
            found.push(name);
        }
    }
    Ok(found)
}

/// Whether anything had to be changed.
fn set(device: &str, on: bool) -> io::Result<bool> {
    let path = format!("/sys/fs/ext4/{device}/reserved_clusters");
    let reserved: u64 = fs::read_to_string(&path)?.trim().parse().map_err(io::Error::other)?;
    // In sectors of 512 bytes; the most that the kernel takes is one block less than there are.
    let sectors: u64 =
        fs::read_to_string(format!("/sys/block/{device}/size"))?.trim().parse().map_err(io::Error::other)?;
    let wanted = if on { (sectors * 512 / BLOCK_BYTES).saturating_sub(1) } else { USUAL_RESERVE };
    if reserved == wanted {
        return Ok(false);
    }
    fs::write(path, wanted.to_string())?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_keeps_a_twentieth_or_4_gib_or_what_the_operator_says() {
        let left = |reserve: Reserve, total: u64, available: u64| {
            Room { available, reserved: reserve.of(total) }.left()
        };
        assert_eq!(left(Reserve::Usual, 100 * GIB, 5 * GIB), GIB);
        assert_eq!(left(Reserve::Usual, 100 * GIB, 4 * GIB), 0);
        assert_eq!(left(Reserve::Usual, 20 * GIB, GIB + 1), 1);
        assert_eq!(left(Reserve::Usual, 20 * GIB, 0), 0);
        assert_eq!(left(Reserve::Bytes(GIB), 100 * GIB, 3 * GIB), 2 * GIB);
        assert_eq!(left(Reserve::Bytes(0), 100 * GIB, 1), 1);
    }

    #[test]
    fn the_less_is_left_the_sooner_it_is_looked_at() {
        assert_eq!(next(100 * GIB), LOOK_AGAIN_MAX);
        assert_eq!(next(GIB), Duration::from_millis(500));
        assert_eq!(next(0), LOOK_AGAIN_MIN);
    }
}
