//! [`Storage`]: a data directory's supply of disks.

use std::fs::{self, File};
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::blank;
use crate::brake::{Brake, Reserve};
use crate::choice::{Choice, Findings, Kind, Refusal, decide};
use crate::disk;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("make {path}")]
    Directory {
        path: PathBuf,
        #[source]
        cause: io::Error,
    },
    #[error("format a disk of {gib} GiB in {directory}")]
    Format {
        gib: u32,
        directory: PathBuf,
        #[source]
        cause: io::Error,
    },
    #[error(
        "this machine's disk is nearly full: {} GiB are available, and {} GiB are kept in reserve",
        gib(*available),
        gib(*reserved)
    )]
    Full { available: u64, reserved: u64 },
    #[error("make a disk of {gib} GiB in {directory}")]
    Disk {
        gib: u32,
        directory: PathBuf,
        #[source]
        cause: io::Error,
    },
}

/// Provides tasks with ephemeral storage. One per data directory.
#[derive(Debug)]
pub struct Storage {
    directory: PathBuf,
    kind: Kind,
    reserve: Reserve,
    /// What devices are called.
    name: String,
    /// Held while a blank is made.
    making: Mutex<()>,
}

impl Storage {
    /// Looks at the machine and decides. A choice that it can't keep is refused, except for [`Choice::Auto`]: that is told in
    /// the log. The kernel's devices carry the instance's id in their names.
    pub fn open(
        data_directory: &Path,
        instance: &str,
        choice: Choice,
        reserve: Reserve,
    ) -> Result<Self, Error> {
        let directory = data_directory.join("ephemeral");
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&directory)
            .map_err(|cause| Error::Directory { path: directory.clone(), cause })?;
        let kind = decide(choice, &look(&directory))?;
        if let Kind::Unlimited { why: Some(why) } = &kind {
            tracing::warn!(why, "ephemeral storage has no limit: a task can fill this machine's disk");
        }
        let name = format!("neargate/{instance}");
        Ok(Self { directory, kind, reserve, name, making: Mutex::new(()) })
    }

    pub fn kind(&self) -> &Kind {
        &self.kind
    }

    /// A disk that holds so many GiB, as a mount that isn't attached yet; none where there is no limit. It goes when the descriptor and
    /// the mounts made of it are gone. Takes about a millisecond; the first of its size ten.
    pub fn provide(&self, gib: u32) -> Result<Option<OwnedFd>, Error> {
        let Some(brake) = self.brake() else { return Ok(None) };
        // Its first write would fail. A look that fails says nothing about the disk.
        if let Ok(room) = brake.room()
            && room.left() == 0
        {
            return Err(Error::Full { available: room.available, reserved: room.reserved });
        }
        let directory = || self.directory.clone();
        let blank = self.blank(gib).map_err(|cause| Error::Format { gib, directory: directory(), cause })?;
        let made = disk::make(&blank, &self.directory, &self.name);
        made.map(Some).map_err(|cause| Error::Disk { gib, directory: directory(), cause })
    }

    fn blank(&self, gib: u32) -> io::Result<File> {
        let _making = self.making.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        blank::open(&self.directory, gib)
    }

    /// To be asked now and then; none where there are no disks.
    pub fn brake(&self) -> Option<Brake> {
        (self.kind == Kind::Image).then(|| Brake::new(self.directory.clone(), self.reserve))
    }
}

/// `3.7`
fn gib(bytes: u64) -> String {
    format!("{:.1}", bytes as f64 / (1u64 << 30) as f64)
}

/// What stands against disks of their own for tasks.
fn look(directory: &Path) -> Findings {
    let mut missing = Vec::new();
    if blank::formatter().is_none() {
        missing.push("there is no mkfs.ext4: install e2fsprogs".to_owned());
    }
    if let Err(error) = File::options().read(true).write(true).open("/dev/loop-control") {
        missing.push(format!("there are no loop devices: modprobe loop (open /dev/loop-control: {error})"));
    }
    let flags = rustix::fs::OFlags::TMPFILE | rustix::fs::OFlags::RDWR | rustix::fs::OFlags::CLOEXEC;
    if let Err(error) = rustix::fs::open(directory, flags, rustix::fs::Mode::from_raw_mode(0o600)) {
        missing.push(format!("{} can't hold files without a name: {error}", directory.display()));
    }
    Findings { missing }
}

#[cfg(test)]
mod tests {
    use std::os::fd::AsRawFd;

    use super::*;

    /// Needs root. A descriptor's path leads into a mount that is attached nowhere, too.
    #[test]
    fn a_disk_is_full_when_it_holds_what_was_asked_for() {
        let directory = tempfile::tempdir().unwrap();
        let storage = Storage::open(directory.path(), "test", Choice::Image, Reserve::Usual).unwrap();
        let disk = storage.provide(1).unwrap().expect("a disk");
        let root = PathBuf::from(format!("/proc/self/fd/{}", disk.as_raw_fd()));
        let allocate = |name: &str, bytes: u64| {
            let file = File::create(root.join("volumes").join(name)).unwrap();
            rustix::fs::fallocate(&file, rustix::fs::FallocateFlags::empty(), 0, bytes)
        };
        allocate("most", 1 << 30).expect("1 GiB has room");
        assert_eq!(allocate("more", 32 << 20), Err(rustix::io::Errno::NOSPC));
        fs::remove_file(root.join("volumes/most")).unwrap();
        allocate("again", 32 << 20).expect("room again");
        assert!(root.join("containers").is_dir());

        // Its twin knows nothing of it.
        let twin = storage.provide(1).unwrap().expect("a disk");
        let entries = fs::read_dir(format!("/proc/self/fd/{}/volumes", twin.as_raw_fd())).unwrap();
        assert_eq!(entries.count(), 0);
    }

    /// Needs root.
    #[test]
    fn a_machine_without_room_makes_no_disks() {
        let directory = tempfile::tempdir().unwrap();
        let storage =
            Storage::open(directory.path(), "test", Choice::Image, Reserve::Bytes(1 << 60)).unwrap();
        let refused = storage.provide(1).unwrap_err().to_string();
        assert!(
            refused.ends_with(" GiB are available, and 1073741824.0 GiB are kept in reserve"),
            "{refused}"
        );
    }

    /// Needs root. Attached as a shim attaches it: in a mount namespace of its own.
    #[test]
    fn what_a_disk_holds_is_measured_from_outside() {
        use rustix::mount::{MountPropagationFlags, MoveMountFlags, mount_change, move_mount};
        use rustix::thread::{UnshareFlags, gettid, unshare_unsafe};
        let directory = tempfile::tempdir().unwrap();
        let storage = Storage::open(directory.path(), "test", Choice::Image, Reserve::Usual).unwrap();
        let disk = storage.provide(1).unwrap().expect("a disk");
        let target = directory.path().join("storage");
        fs::create_dir(&target).unwrap();
        let (tell, told) = std::sync::mpsc::channel();
        let (release, wait) = std::sync::mpsc::channel::<()>();
        let shim = std::thread::spawn({
            let target = target.clone();
            move || {
                // SAFETY: the thread shares its working directory with nobody from here on; descriptors stay shared.
                unsafe { unshare_unsafe(UnshareFlags::NEWNS | UnshareFlags::FS) }.unwrap();
                mount_change("/", MountPropagationFlags::PRIVATE | MountPropagationFlags::REC).unwrap();
                move_mount(&disk, c"", rustix::fs::CWD, &target, MoveMountFlags::MOVE_MOUNT_F_EMPTY_PATH)
                    .unwrap();
                tell.send(gettid().as_raw_nonzero().get()).unwrap();
                let _ = wait.recv();
            }
        });
        let pid = told.recv().unwrap();
        let before = crate::measure(pid, &target).unwrap();
        assert!((1024..1100).contains(&before.reserved) && before.utilized < 4, "{before:?}");
        let file = File::create(format!("/proc/{pid}/root{}/volumes/file", target.display())).unwrap();
        rustix::fs::fallocate(&file, rustix::fs::FallocateFlags::empty(), 0, 100 << 20).unwrap();
        let after = crate::measure(pid, &target).unwrap();
        assert_eq!(after.utilized, before.utilized + 100);
        assert_eq!(serde_json::json!(after)["Reserved"], before.reserved);
        // To us it is an empty directory.
        assert_eq!(fs::read_dir(&target).unwrap().count(), 0);
        assert!(crate::measure(std::process::id() as i32, &target).is_err());
        drop((release, file));
        shim.join().unwrap();
    }

    #[test]
    fn without_a_limit_there_is_no_disk() {
        let directory = tempfile::tempdir().unwrap();
        let storage = Storage::open(directory.path(), "test", Choice::Unlimited, Reserve::Usual).unwrap();
        assert!(storage.provide(20).unwrap().is_none());
        assert!(storage.brake().is_none());
    }
}
