//! The directories of file systems that outlive tasks and that many tasks share: `<data directory>/efs/<file system id>`, or
//! `<mount point>/<file system id>` where the operator has a file system for them ([`crate::export`]).
//!
//! They lie outside of every task's disk. Containers write to them, so from a file system's root on no link is followed out of it. All
//! that is done to them is done apart ([`crate::errand`]), so that a server that is away holds up nobody for longer than [`PATIENCE`].

use std::fs::{self, DirBuilder};
use std::io;
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use neargate_core::chain;
use rustix::fs::{Gid, Mode, OFlags, ResolveFlags, Uid};
use rustix::io::Errno;

use crate::errand::Errands;
use crate::export::{self, Export, ExportError};

/// How long a task's start waits for a file system, and whoever asks for a size.
pub const PATIENCE: Duration = Duration::from_secs(15);
/// Starts and other short work at once.
const SHORT_AT_ONCE: usize = 64;
/// What goes through all files of a file system: so many at once.
const LONG_AT_ONCE: usize = 4;

/// Whom a directory is to belong to that is made for an access point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Creation {
    pub uid: u32,
    pub gid: u32,
    pub mode: u32,
}

/// All file systems of a data directory. Cheap to clone.
#[derive(Debug, Clone)]
pub struct SharedFileSystems {
    place: Place,
    short: Errands,
    long: Errands,
}

#[derive(Debug, Clone)]
enum Place {
    /// A directory of ours, made when it is needed.
    Own(PathBuf),
    /// A file system that the operator mounted.
    Operators(Export),
}

const DIRECTORY: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

impl SharedFileSystems {
    /// As the operator says: in the file system at that mount point, or in the data directory. A file system that doesn't answer is
    /// given time if it was used before: tasks that need it say that it is away.
    ///
    /// # Errors
    ///
    /// If it isn't what it must be, or if there are file systems elsewhere.
    pub async fn open(data_directory: &Path, mount_point: Option<&Path>) -> Result<Self, ExportError> {
        let own = data_directory.join("efs");
        let noted = Export::noted(data_directory)?;
        let Some(directory) = mount_point.map(Path::to_owned) else {
            return match noted {
                None => Ok(Self::own(data_directory)),
                Some(Export { directory, .. }) => {
                    Err(ExportError::Elsewhere { directory, own, note: export::note(data_directory) })
                }
            };
        };
        if fs::read_dir(&own).is_ok_and(|mut entries| entries.next().is_some()) {
            return Err(ExportError::Occupied { own, directory });
        }
        let given = noted.as_ref().map(|noted| Export { directory: directory.clone(), ..noted.clone() });
        let (asked, data_directory) = (given.clone(), data_directory.to_owned());
        let errands = Errands::new("efs", 1);
        let looked = errands.run(PATIENCE, {
            let directory = directory.clone();
            move || {
                Ok(match asked {
                    Some(export) => export.open().map(|_| export),
                    None => Export::adopt(directory),
                })
            }
        });
        let export = match (looked.await, given) {
            (Ok(found), _) => found?,
            (Err(error), Some(given)) if error.kind() == io::ErrorKind::TimedOut => {
                tracing::warn!(directory = %directory.display(), "the file system for EFS doesn't answer: tasks that need it will fail");
                given
            }
            (Err(error), None) if error.kind() == io::ErrorKind::TimedOut => {
                return Err(ExportError::Away { directory });
            }
            (Err(cause), _) => return Err(ExportError::Open { directory, cause }),
        };
        if noted.as_ref() != Some(&export) {
            export.remember(&data_directory)?;
        }
        Ok(Self::at(Place::Operators(export)))
    }

    /// Where they were when the daemon last ran, for who comes without its options.
    ///
    /// # Errors
    ///
    /// If the data directory's note can't be read.
    pub fn as_noted(data_directory: &Path) -> Result<Self, ExportError> {
        let noted = Export::noted(data_directory)?.map(|export| Self::at(Place::Operators(export)));
        Ok(noted.unwrap_or_else(|| Self::own(data_directory)))
    }

    /// In the data directory.
    pub fn own(data_directory: &Path) -> Self {
        Self::at(Place::Own(data_directory.join("efs")))
    }

    fn at(place: Place) -> Self {
        let (short, long) = (Errands::new("efs", SHORT_AT_ONCE), Errands::new("efs-long", LONG_AT_ONCE));
        Self { place, short, long }
    }

    /// Makes sure that a file system has a directory, and says where the file system begins, by a path without links. A directory that is missing is made if it is
    /// known for whom, as are those above it.
    pub async fn provide(&self, id: &str, path: &str, creation: Option<Creation>) -> io::Result<PathBuf> {
        let (place, id, path) = (self.place.clone(), id.to_owned(), path.to_owned());
        self.short.run(PATIENCE, move || place.provide(&id, &path, creation)).await
    }

    /// How many bytes the files of a file system take up. One that is too large to be looked through in a short while counts as one
    /// that doesn't answer.
    pub async fn measure(&self, id: &str) -> io::Result<u64> {
        let (place, id) = (self.place.clone(), id.to_owned());
        let end = Instant::now() + PATIENCE;
        self.long.run(PATIENCE, move || place.measure(&id, end)).await
    }

    /// Removes a file system with all that is in it, however long it takes; there may be none.
    pub async fn remove(&self, id: &str) -> io::Result<()> {
        let (place, id) = (self.place.clone(), id.to_owned());
        self.long.run(Duration::MAX, move || place.remove(&id)).await
    }
}

impl Place {
    /// The directory that all file systems are in.
    fn open(&self) -> io::Result<OwnedFd> {
        match self {
            Self::Own(path) => {
                DirBuilder::new().recursive(true).mode(0o700).create(path)?;
                Ok(rustix::fs::open(path, DIRECTORY, Mode::empty())?)
            }
            Self::Operators(export) => export.open().map_err(|error| io::Error::other(chain(&error))),
        }
    }

    fn path(&self) -> &Path {
        match self {
            Self::Own(path) => path,
            Self::Operators(export) => &export.directory,
        }
    }

    fn provide(&self, id: &str, path: &str, creation: Option<Creation>) -> io::Result<PathBuf> {
        check(id)?;
        let all = self.open()?;
        match rustix::fs::mkdirat(&all, id, Mode::from_raw_mode(0o755)) {
            // Whatever the daemon's mask is.
            Ok(()) => {
                let made = rustix::fs::openat(&all, id, DIRECTORY | OFlags::NOFOLLOW, Mode::empty())?;
                rustix::fs::fchmod(&made, Mode::from_raw_mode(0o755))?;
            }
            Err(Errno::EXIST) => {}
            Err(error) => return Err(error.into()),
        }
        let mut at = rustix::fs::openat(&all, id, DIRECTORY | OFlags::NOFOLLOW, Mode::empty())?;
        let inside = ResolveFlags::IN_ROOT | ResolveFlags::NO_MAGICLINKS;
        let relative = path.trim_matches('/');
        let whole = if relative.is_empty() { "." } else { relative };
        match (rustix::fs::openat2(&at, whole, DIRECTORY, Mode::empty(), inside), creation) {
            (Err(Errno::NOENT), Some(creation)) => {
                for name in relative.split('/') {
                    at = step(&at, name, creation)?;
                }
            }
            (found, _) => drop(found?),
        }
        Ok(fs::canonicalize(self.path())?.join(id))
    }

    fn measure(&self, id: &str, end: Instant) -> io::Result<u64> {
        check(id)?;
        let all = self.open()?;
        let mut bytes = 0;
        let mut pending = vec![inside(&all, id)];
        while let Some(directory) = pending.pop() {
            if Instant::now() > end {
                return Err(io::Error::new(io::ErrorKind::TimedOut, "there are too many files"));
            }
            // What goes away meanwhile needn't be counted.
            let Ok(entries) = fs::read_dir(&directory) else { continue };
            for entry in entries.flatten() {
                let Ok(metadata) = entry.metadata() else { continue };
                bytes += metadata.blocks() * 512;
                if metadata.is_dir() {
                    pending.push(entry.path());
                }
            }
        }
        Ok(bytes)
    }

    fn remove(&self, id: &str) -> io::Result<()> {
        check(id)?;
        let all = self.open()?;
        match fs::remove_dir_all(inside(&all, id)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

/// A path that leads into the directory that was opened, whatever is mounted over its own meanwhile.
fn inside(directory: &OwnedFd, name: &str) -> PathBuf {
    PathBuf::from(format!("/proc/self/fd/{}/{name}", directory.as_raw_fd()))
}

fn check(id: &str) -> io::Result<()> {
    let sound = id
        .strip_prefix("fs-")
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
    if sound { Ok(()) } else { Err(io::Error::other(format!("{id:?} is no file system's id"))) }
}

/// The directory of that name in `parent`, made if it is missing. No link is followed: whoever made one here gets an error.
fn step(parent: &OwnedFd, name: &str, creation: Creation) -> io::Result<OwnedFd> {
    let flags = DIRECTORY | OFlags::NOFOLLOW;
    match rustix::fs::mkdirat(parent, name, Mode::from_raw_mode(0o700)) {
        Err(Errno::EXIST) => Ok(rustix::fs::openat(parent.as_fd(), name, flags, Mode::empty())?),
        made => {
            made?;
            let directory = rustix::fs::openat(parent.as_fd(), name, flags, Mode::empty())?;
            let (owner, group) = (Uid::from_raw(creation.uid), Gid::from_raw(creation.gid));
            rustix::fs::fchown(&directory, Some(owner), Some(group))?;
            rustix::fs::fchmod(&directory, Mode::from_raw_mode(creation.mode))?;
            Ok(directory)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;
    use crate::testing::Mounted;

    const ID: &str = "fs-0123456789abcdef0";

    fn owned(path: &Path) -> Option<(u32, u32, u32)> {
        fs::metadata(path).ok().map(|it| (it.uid(), it.gid(), it.mode() & 0o7777))
    }

    /// Needs root.
    #[tokio::test]
    async fn an_access_points_directory_is_made_for_its_owner() {
        let data = tempfile::tempdir().unwrap();
        let shared = SharedFileSystems::open(data.path(), None).await.unwrap();
        let creation = Creation { uid: 7, gid: 8, mode: 0o750 };
        let missing = shared.provide(ID, "/a/b", None).await;
        assert_eq!(missing.unwrap_err().kind(), io::ErrorKind::NotFound);
        let root = shared.provide(ID, "/a/b", Some(creation)).await.unwrap();
        shared.provide(ID, "/a/b", None).await.unwrap();
        assert_eq!(root, data.path().join("efs").join(ID));
        assert_eq!(owned(&root.join("a/b")), Some((7, 8, 0o750)));
        assert_eq!(owned(&root), Some((0, 0, 0o755)));
        fs::write(root.join("a/b/file"), [1; 10_000]).unwrap();
        assert!(shared.measure(ID).await.unwrap() >= 10_000);
        shared.remove(ID).await.unwrap();
        shared.remove(ID).await.unwrap();
        assert_eq!(shared.measure(ID).await.unwrap(), 0);
    }

    #[tokio::test]
    async fn nothing_is_made_through_a_link() {
        let data = tempfile::tempdir().unwrap();
        let shared = SharedFileSystems::open(data.path(), None).await.unwrap();
        let root = shared.provide(ID, "/", None).await.unwrap();
        let outside = data.path().join("outside");
        fs::create_dir(&outside).unwrap();
        symlink(&outside, root.join("link")).unwrap();
        let creation = Some(Creation { uid: 0, gid: 0, mode: 0o755 });
        assert!(shared.provide(ID, "/link/x", creation).await.is_err());
        assert_eq!(fs::read_dir(&outside).unwrap().count(), 0);
    }

    #[tokio::test]
    async fn ids_are_no_paths() {
        let shared = SharedFileSystems::at(Place::Own("/nonexistent".into()));
        for id in ["", "fs-", "..", "fs-../x", "fs-1/2"] {
            assert!(shared.remove(id).await.is_err(), "{id}");
        }
    }

    /// Needs root.
    #[tokio::test]
    async fn a_lost_mount_is_never_written_to() {
        let data = tempfile::tempdir().unwrap();
        let mount = Mounted::new("tmpfs");
        let shared = SharedFileSystems::open(data.path(), Some(mount.path())).await.unwrap();
        let root = shared.provide(ID, "/", None).await.unwrap();
        assert_eq!(root, mount.path().join(ID));
        mount.unmount();
        let lost = shared.provide(ID, "/", None).await.unwrap_err();
        assert!(lost.to_string().contains("is no mount point"), "{lost}");
        assert!(shared.remove(ID).await.is_err() && shared.measure(ID).await.is_err());
        assert_eq!(fs::read_dir(mount.path()).unwrap().count(), 0);
        // Nor is another one that is mounted in its place.
        mount.mount("tmpfs");
        let other = shared.provide(ID, "/", None).await.unwrap_err();
        assert!(other.to_string().contains("is another file system than before"), "{other}");
        assert_eq!(fs::read_dir(mount.path()).unwrap().count(), 0);
        let refused = SharedFileSystems::open(data.path(), Some(mount.path())).await;
        assert!(matches!(refused, Err(ExportError::Another { .. })));
    }

    /// Needs root.
    #[tokio::test]
    async fn file_systems_stay_where_they_are() {
        let data = tempfile::tempdir().unwrap();
        let mount = Mounted::new("tmpfs");
        let plain = mount.path().join("directory");
        fs::create_dir(&plain).unwrap();
        let open = async |at: Option<&Path>| SharedFileSystems::open(data.path(), at).await;
        assert!(matches!(open(Some(&plain)).await, Err(ExportError::NotMounted(_))));
        assert!(matches!(open(Some(Path::new("/nonexistent"))).await, Err(ExportError::Open { .. })));
        open(Some(mount.path())).await.unwrap();
        assert!(matches!(open(None).await, Err(ExportError::Elsewhere { .. })));
        let noted = SharedFileSystems::as_noted(data.path()).unwrap();
        assert!(noted.provide(ID, "/", None).await.unwrap().starts_with(mount.path()));
        // A second machine, or data directory, takes it as it is.
        let second = tempfile::tempdir().unwrap();
        let mark = fs::read(mount.path().join(".neargate-efs")).unwrap();
        SharedFileSystems::open(second.path(), Some(mount.path())).await.unwrap();
        assert_eq!(fs::read(mount.path().join(".neargate-efs")).unwrap(), mark);
        // One that has file systems of its own must have them moved.
        let third = tempfile::tempdir().unwrap();
        SharedFileSystems::open(third.path(), None).await.unwrap().provide(ID, "/", None).await.unwrap();
        let occupied = SharedFileSystems::open(third.path(), Some(mount.path())).await;
        assert!(matches!(occupied, Err(ExportError::Occupied { .. })));
    }
}
