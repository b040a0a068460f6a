//! The directories of file systems that outlive tasks and that many tasks share: `<data directory>/efs/<file system id>`.
//!
//! They lie outside of every task's disk. Containers write to them, so from a file system's root on no link is followed out of it.

use std::fs::{self, DirBuilder};
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::{Gid, Mode, OFlags, ResolveFlags, Uid};

/// Whom a directory is to belong to that is made for an access point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Creation {
    pub uid: u32,
    pub gid: u32,
    pub mode: u32,
}

/// All file systems of a data directory.
#[derive(Debug, Clone)]
pub struct SharedFileSystems {
    root: PathBuf,
}

const DIRECTORY: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

impl SharedFileSystems {
    pub fn new(data_directory: &Path) -> Self {
        Self { root: data_directory.join("efs") }
    }

    /// Where a file system begins, made if it is missing.
    pub fn make(&self, id: &str) -> io::Result<PathBuf> {
        let path = self.path(id)?;
        DirBuilder::new().recursive(true).mode(0o700).create(&self.root)?;
        match DirBuilder::new().mode(0o755).create(&path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => Ok(path),
        }
    }

    /// Makes sure that a file system has a directory. One that is missing is made if it is known for whom, as are those above it.
    pub fn ensure(&self, id: &str, path: &str, creation: Option<Creation>) -> io::Result<()> {
        let mut at: OwnedFd = rustix::fs::open(self.make(id)?, DIRECTORY, Mode::empty())?;
        let inside = ResolveFlags::IN_ROOT | ResolveFlags::NO_MAGICLINKS;
        let relative = path.trim_matches('/');
        let whole = if relative.is_empty() { "." } else { relative };
        match (rustix::fs::openat2(&at, whole, DIRECTORY, Mode::empty(), inside), creation) {
            (Err(rustix::io::Errno::NOENT), Some(creation)) => {
                for name in relative.split('/') {
                    at = step(&at, name, creation)?;
                }
                Ok(())
            }
            (found, _) => Ok(found.map(drop)?),
        }
    }

    /// How many bytes the files of a file system take up.
    pub fn measure(&self, id: &str) -> io::Result<u64> {
        let path = self.path(id)?;
        if !path.exists() {
            return Ok(0);
        }
        let mut bytes = 0;
        let mut pending = vec![path];
        while let Some(directory) = pending.pop() {
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

    /// Removes a file system with all that is in it; there may be none.
    pub fn remove(&self, id: &str) -> io::Result<()> {
        match fs::remove_dir_all(self.path(id)?) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn path(&self, id: &str) -> io::Result<PathBuf> {
        let sound = id.strip_prefix("fs-").is_some_and(|digits| {
            !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
        });
        if sound {
            Ok(self.root.join(id))
        } else {
            Err(io::Error::other(format!("{id:?} is no file system's id")))
        }
    }
}

/// The directory of that name in `parent`, made if it is missing. No link is followed: whoever made one here gets an error.
fn step(parent: &OwnedFd, name: &str, creation: Creation) -> io::Result<OwnedFd> {
    let flags = DIRECTORY | OFlags::NOFOLLOW;
    match rustix::fs::mkdirat(parent, name, Mode::from_raw_mode(0o700)) {
        Err(rustix::io::Errno::EXIST) => Ok(rustix::fs::openat(parent.as_fd(), name, flags, Mode::empty())?),
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

    /// Needs root.
    #[test]
    fn an_access_points_directory_is_made_for_its_owner() {
        let data = tempfile::tempdir().unwrap();
        let shared = SharedFileSystems::new(data.path());
        let id = "fs-0123456789abcdef0";
        let creation = Creation { uid: 7, gid: 8, mode: 0o750 };
        assert_eq!(shared.ensure(id, "/a/b", None).unwrap_err().kind(), io::ErrorKind::NotFound);
        shared.ensure(id, "/a/b", Some(creation)).unwrap();
        shared.ensure(id, "/a/b", None).unwrap();
        let own = |path: &str| {
            fs::metadata(shared.path(id).unwrap().join(path))
                .map(|it| (it.uid(), it.gid(), it.mode() & 0o7777))
        };
        assert_eq!(own("a/b").unwrap(), (7, 8, 0o750));
        assert_eq!(own("").unwrap(), (0, 0, 0o755));
        fs::write(shared.path(id).unwrap().join("a/b/file"), [1; 10_000]).unwrap();
        assert!(shared.measure(id).unwrap() >= 10_000);
        shared.remove(id).unwrap();
        shared.remove(id).unwrap();
        assert_eq!(shared.measure(id).unwrap(), 0);
    }

    #[test]
    fn nothing_is_made_through_a_link() {
        let data = tempfile::tempdir().unwrap();
        let (shared, id) = (SharedFileSystems::new(data.path()), "fs-0123456789abcdef0");
        let root = shared.make(id).unwrap();
        let outside = data.path().join("outside");
        fs::create_dir(&outside).unwrap();
        symlink(&outside, root.join("link")).unwrap();
        let creation = Some(Creation { uid: 0, gid: 0, mode: 0o755 });
        assert!(shared.ensure(id, "/link/x", creation).is_err());
        assert_eq!(fs::read_dir(&outside).unwrap().count(), 0);
    }

    #[test]
    fn ids_are_no_paths() {
        let shared = SharedFileSystems::new(Path::new("/nonexistent"));
        for id in ["", "fs-", "..", "fs-../x", "fs-1/2"] {
            assert!(shared.remove(id).is_err(), "{id}");
        }
    }
}
