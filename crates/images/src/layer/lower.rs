//! The layers below the one that is being unpacked, seen as overlayfs would show them, without a mount.
//!
//! Read only. Each component is opened with `O_NOFOLLOW` and symlinks are resolved by us, so nothing above a layer's
//! root is ever reached.

use std::io;
use std::os::fd::{AsRawFd, BorrowedFd, OwnedFd};
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, FileType, Mode, OFlags, Stat};
use rustix::io::Errno;

use super::path::LayerPath;

pub(crate) const OPAQUE: &str = "trusted.overlay.opaque";
const MAX_SYMLINKS: usize = 40;

/// The chain below, topmost first.
#[derive(Default)]
pub(crate) struct Lower {
    roots: Vec<OwnedFd>,
}

/// What stands at a path: a handle (`O_PATH`) and its status.
pub(crate) struct Found {
    pub fd: OwnedFd,
    pub stat: Stat,
    pub path: LayerPath,
}

impl Lower {
    pub fn open(roots: &[PathBuf]) -> io::Result<Self> {
        let open = |root: &PathBuf| {
            rustix::fs::open(root, OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())
        };
        Ok(Self { roots: roots.iter().map(open).collect::<Result<_, _>>()? })
    }

    /// What stands at `path` itself, symlinks on the way followed within the chain.
    pub fn find(&self, path: &LayerPath) -> io::Result<Option<Found>> {
        self.search(path, false)
    }

    /// Like [`Lower::find`], but the end of the path is followed too.
    pub fn find_target(&self, path: &LayerPath) -> io::Result<Option<Found>> {
        self.search(path, true)
    }

    fn search(&self, path: &LayerPath, follow_last: bool) -> io::Result<Option<Found>> {
        let mut path = path.clone();
        for _ in 0..MAX_SYMLINKS {
            match self.walk(&path, follow_last)? {
                Step::Absent => return Ok(None),
                Step::Found(fd, stat) => return Ok(Some(Found { fd, stat, path })),
                Step::Redirected(to) => path = to,
            }
        }
        Err(Errno::LOOP.into())
    }

    fn walk(&self, path: &LayerPath, follow_last: bool) -> io::Result<Step> {
        for root in &self.roots {
            match walk_layer(root, path, follow_last)? {
                Some(step) => return Ok(step),
                None => continue,
            }
        }
        Ok(Step::Absent)
    }
}

enum Step {
    Absent,
    Found(OwnedFd, Stat),
    Redirected(LayerPath),
}

/// None if this layer says nothing of `path`, so that the layers below decide.
fn walk_layer(root: &OwnedFd, path: &LayerPath, follow_last: bool) -> io::Result<Option<Step>> {
    let mut current = open_at(root, ".".as_ref())?;
    let mut stat = rustix::fs::fstat(&current)?;
    let mut hides_below = false;
    let mut walked = LayerPath::default();
    let mut rest = path.components().peekable();
    while let Some(name) = rest.next() {
        hides_below |= is_opaque(&current);
        current = match open_at(&current, name) {
            Ok(fd) => fd,
            Err(Errno::NOENT) if hides_below => return Ok(Some(Step::Absent)),
            Err(Errno::NOENT) => return Ok(None),
            Err(errno) => return Err(errno.into()),
        };
        stat = rustix::fs::fstat(&current)?;
        if is_whiteout(&stat) {
            return Ok(Some(Step::Absent));
        }
        let kind = FileType::from_raw_mode(stat.st_mode);
        let last = rest.peek().is_none();
        if kind == FileType::Symlink && (!last || follow_last) {
            let target = rustix::fs::readlinkat(&current, "", Vec::new())?;
            let mut to = walked.follow(target.as_bytes()).map_err(io::Error::other)?;
            for name in rest {
                to = to.follow(name.as_encoded_bytes()).map_err(io::Error::other)?;
            }
            return Ok(Some(Step::Redirected(to)));
        }
        if !last && kind != FileType::Directory {
            return Ok(Some(Step::Absent));
        }
        walked = walked.follow(name.as_encoded_bytes()).map_err(io::Error::other)?;
    }
    Ok(Some(Step::Found(current, stat)))
}

fn open_at(dir: &OwnedFd, name: &std::ffi::OsStr) -> Result<OwnedFd, Errno> {
    rustix::fs::openat(dir, name, OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC, Mode::empty())
}

/// overlayfs' mark for "nothing here, whatever lies below": a character device 0:0.
pub(crate) fn is_whiteout(stat: &Stat) -> bool {
    FileType::from_raw_mode(stat.st_mode) == FileType::CharacterDevice && stat.st_rdev == 0
}

fn is_opaque(dir: &OwnedFd) -> bool {
    let mut value = [0; 1];
    matches!(rustix::fs::getxattr(fd_path(dir), OPAQUE, &mut value), Ok(1) if value == *b"y")
}

/// A path that leads to what a descriptor holds, for calls that take none, or none of the `O_PATH` kind.
pub(crate) fn fd_path(fd: &OwnedFd) -> PathBuf {
    Path::new("/proc/self/fd").join(fd.as_raw_fd().to_string())
}

/// The extended attributes of a file or directory.
pub(crate) fn xattrs(found: &Found) -> io::Result<Vec<(Vec<u8>, Vec<u8>)>> {
    let path = fd_path(&found.fd);
    let mut names = vec![0; 64 << 10]; // the kernel's own bound on the list
    let length = match rustix::fs::listxattr(&path, &mut names) {
        Ok(length) => length,
        Err(Errno::NOTSUP) => 0,
        Err(errno) => return Err(errno.into()),
    };
    let mut value = vec![0; 64 << 10]; // and on a value
    let mut all = Vec::new();
    for name in names[..length].split(|b| *b == 0).filter(|name| !name.is_empty()) {
        let length = rustix::fs::getxattr(&path, name, &mut value)?;
        all.push((name.to_vec(), value[..length].to_vec()));
    }
    Ok(all)
}

/// The status of `name` itself, or none.
pub(crate) fn stat_at(dir: BorrowedFd<'_>, name: &std::ffi::OsStr) -> io::Result<Option<Stat>> {
    match rustix::fs::statat(dir, name, AtFlags::SYMLINK_NOFOLLOW) {
        Ok(stat) => Ok(Some(stat)),
        Err(Errno::NOENT) => Ok(None),
        Err(errno) => Err(errno.into()),
    }
}
