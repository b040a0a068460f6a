//! The directory that a layer is unpacked into, and the only way to touch it.
//!
//! Holds: every path is resolved by the kernel below the root (`openat2` with `RESOLVE_IN_ROOT`), also through the
//! layer's own symlinks, and what is made is made in an open parent directory, by a single name. So no name in a layer
//! reaches anything outside, whatever links it plants.

use std::ffi::{OsStr, OsString};
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use rustix::fs::{
    AtFlags, FileType, Gid, Mode, OFlags, ResolveFlags, Stat, Timespec, Timestamps, Uid, XattrFlags,
};
use rustix::io::Errno;

use super::lower::{self, Lower, OPAQUE, fd_path, is_whiteout, stat_at};
use super::path::LayerPath;

const MAX_SYMLINKS: usize = 40;

pub(crate) struct Tree {
    root: Rc<OwnedFd>,
    real_root: PathBuf,
    pub lower: Lower,
    /// The last directory used: most members lie beside the one before.
    recent: Option<(LayerPath, Rc<OwnedFd>)>,
}

/// A name in an open directory of the tree.
pub(crate) struct Place {
    pub dir: Rc<OwnedFd>,
    pub name: OsString,
}

/// What a file has besides its content.
pub(crate) struct Attributes {
    pub uid: u32,
    pub gid: u32,
    pub mode: u32,
    pub mtime: (i64, u32),
    pub xattrs: Vec<(Vec<u8>, Vec<u8>)>,
}

impl Attributes {
    pub fn of(found: &lower::Found) -> io::Result<Self> {
        let kind = FileType::from_raw_mode(found.stat.st_mode);
        let has_xattrs = matches!(kind, FileType::RegularFile | FileType::Directory);
        Ok(Self {
            uid: found.stat.st_uid,
            gid: found.stat.st_gid,
            mode: found.stat.st_mode & 0o7777,
            mtime: (found.stat.st_mtime, found.stat.st_mtime_nsec as u32),
            xattrs: if has_xattrs { lower::xattrs(found)? } else { Vec::new() },
        })
    }
}

impl Tree {
    /// Takes an empty directory as the layer's root; it gets the attributes of the root below, if there is one.
    pub fn open(root: &Path, lower: Lower) -> io::Result<Self> {
        let fd = rustix::fs::open(root, DIRECTORY, Mode::empty())?;
        let tree = Self { real_root: real_path(&fd)?, root: Rc::new(fd), lower, recent: None };
        tree.inherit(&tree.root, &LayerPath::default())?;
        Ok(tree)
    }

    /// The directory at `path` as an open handle. Missing directories are made, with the attributes that they have
    /// in the layers below, else root's with mode 0755.
    ///
    /// A symlink of a *lower* layer isn't followed: the directory then takes its place, which is what containerd does
    /// when it applies a layer.
    pub fn directory(&mut self, path: &LayerPath) -> io::Result<Rc<OwnedFd>> {
        if let Some((recent, fd)) = &self.recent
            && recent == path
        {
            return Ok(fd.clone());
        }
        let fd = Rc::new(self.make_directory(path, MAX_SYMLINKS)?);
        self.recent = Some((path.clone(), fd.clone()));
        Ok(fd)
    }

    /// The place of `path`, its parent made if it is missing. Not for the root, which has none.
    pub fn place(&mut self, path: &LayerPath) -> io::Result<Place> {
        Ok(Place { dir: self.directory(&path.parent())?, name: path.name().to_owned() })
    }

    /// The place of `path` if its parent is there in this layer.
    pub fn existing_place(&self, path: &LayerPath) -> io::Result<Option<Place>> {
        match self.open_directory(&path.parent(), OFlags::empty()) {
            Ok(dir) => Ok(Some(Place { dir: Rc::new(dir), name: path.name().to_owned() })),
            Err(Errno::NOENT) => Ok(None),
            Err(errno) => Err(errno.into()),
        }
    }

    /// Makes something at `place`; what stands in the way is removed first.
    pub fn create<T>(&mut self, place: &Place, make: impl Fn() -> Result<T, Errno>) -> io::Result<T> {
        match make() {
            Err(Errno::EXIST) => {
                self.remove(place)?;
                Ok(make()?)
            }
            other => Ok(other?),
        }
    }

    /// Makes the directory of a directory member and opens it. One that replaces something of a lower layer hides it.
    pub fn enter(&mut self, path: &LayerPath) -> io::Result<Rc<OwnedFd>> {
        if path.is_root() {
            return Ok(self.root.clone());
        }
        let place = self.place(path)?;
        let there = stat_at(place.dir.as_fd(), &place.name)?;
        let is_dir = |stat: &Stat| FileType::from_raw_mode(stat.st_mode) == FileType::Directory;
        if !there.as_ref().is_some_and(is_dir) {
            self.create(&place, || rustix::fs::mkdirat(&place.dir, &*place.name, Mode::from(0o700)))?;
        }
        let fd = rustix::fs::openat(&place.dir, &*place.name, DIRECTORY | OFlags::NOFOLLOW, Mode::empty())?;
        if there.as_ref().is_some_and(is_whiteout) {
            set_opaque(&fd)?;
        }
        let fd = Rc::new(fd);
        self.recent = Some((path.clone(), fd.clone()));
        Ok(fd)
    }

    /// Sets the time of a directory, if it still is one.
    pub fn set_directory_time(&self, path: &LayerPath, mtime: (i64, u32)) -> io::Result<()> {
        match self.open_directory(path, OFlags::NOFOLLOW) {
            Ok(fd) => Ok(rustix::fs::futimens(&fd, &times(mtime))?),
            Err(Errno::NOENT | Errno::NOTDIR | Errno::LOOP) => Ok(()),
            Err(errno) => Err(errno.into()),
        }
    }

    fn remove(&mut self, place: &Place) -> io::Result<()> {
        self.recent = None;
        match rustix::fs::unlinkat(&place.dir, &*place.name, AtFlags::empty()) {
            // The standard library's removal opens each directory without following links.
            Err(Errno::ISDIR) => std::fs::remove_dir_all(fd_path(&place.dir).join(&place.name)),
            other => Ok(other?),
        }
    }

    fn open_directory(&self, path: &LayerPath, extra: OFlags) -> Result<OwnedFd, Errno> {
        let resolve = ResolveFlags::IN_ROOT | ResolveFlags::NO_MAGICLINKS;
        rustix::fs::openat2(&*self.root, path.as_os_str(), DIRECTORY | extra, Mode::empty(), resolve)
    }

    fn make_directory(&self, path: &LayerPath, links_left: usize) -> io::Result<OwnedFd> {
        match self.open_directory(path, OFlags::empty()) {
            Err(Errno::NOENT) => {}
            // A whiteout in the way: this layer first deleted what it now makes anew.
            Err(Errno::NOTDIR) => {}
            other => return Ok(other?),
        }
        if path.is_root() {
            return Err(Errno::NOENT.into());
        }
        let parent = self.make_directory(&path.parent(), links_left)?;
        let name = path.name();
        let replaces_whiteout = match stat_at(parent.as_fd(), name)? {
            None => false,
            Some(stat) if is_whiteout(&stat) => {
                rustix::fs::unlinkat(&parent, name, AtFlags::empty())?;
                true
            }
            // A symlink to a directory that lies in a lower layer, or nowhere: made in this layer, where it points.
            Some(stat) if FileType::from_raw_mode(stat.st_mode) == FileType::Symlink => {
                let left = links_left.checked_sub(1).ok_or(Errno::LOOP)?;
                let target = rustix::fs::readlinkat(&parent, name, Vec::new())?;
                let path = self.layer_path(&parent)?.follow(target.as_bytes()).map_err(io::Error::other)?;
                return self.make_directory(&path, left);
            }
            Some(_) => return Err(Errno::NOTDIR.into()),
        };
        rustix::fs::mkdirat(&parent, name, Mode::from(0o755))?;
        let fd = rustix::fs::openat(&parent, name, DIRECTORY | OFlags::NOFOLLOW, Mode::empty())?;
        if replaces_whiteout {
            rustix::fs::fchmod(&fd, Mode::from(0o755))?;
            set_opaque(&fd)?;
        } else {
            self.inherit(&fd, path)?;
        }
        Ok(fd)
    }

    fn inherit(&self, dir: &OwnedFd, path: &LayerPath) -> io::Result<()> {
        let below = self.lower.find_target(path)?;
        let is_dir = |f: &lower::Found| FileType::from_raw_mode(f.stat.st_mode) == FileType::Directory;
        match below.filter(is_dir) {
            Some(found) => {
                let attributes = Attributes::of(&found)?;
                set_attributes(dir, &attributes)?;
                Ok(rustix::fs::futimens(dir, &times(attributes.mtime))?)
            }
            None => Ok(rustix::fs::fchmod(dir, Mode::from(0o755))?),
        }
    }

    /// Where an open directory of this tree really is.
    fn layer_path(&self, dir: &OwnedFd) -> io::Result<LayerPath> {
        let real = real_path(dir)?;
        let below = real
            .strip_prefix(&self.real_root)
            .map_err(|_| io::Error::other("directory outside of the layer"))?;
        LayerPath::clean(below.as_os_str().as_bytes()).map_err(io::Error::other)
    }
}

const DIRECTORY: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

fn real_path(fd: &OwnedFd) -> io::Result<PathBuf> {
    std::fs::read_link(fd_path(fd))
}

pub(crate) fn set_opaque(dir: &OwnedFd) -> io::Result<()> {
    Ok(rustix::fs::fsetxattr(dir, OPAQUE, b"y", XattrFlags::empty())?)
}

pub(crate) fn times(mtime: (i64, u32)) -> Timestamps {
    let time = Timespec { tv_sec: mtime.0, tv_nsec: i64::from(mtime.1) };
    Timestamps { last_access: time, last_modification: time }
}

/// Owner, mode and xattrs of an open file or directory, in the order in which none undoes another: a change of owner
/// clears setuid bits and capabilities.
pub(crate) fn set_attributes(fd: &OwnedFd, attributes: &Attributes) -> io::Result<()> {
    rustix::fs::fchown(fd, Some(Uid::from_raw(attributes.uid)), Some(Gid::from_raw(attributes.gid)))?;
    rustix::fs::fchmod(fd, Mode::from(attributes.mode))?;
    for (name, value) in attributes.xattrs.iter().filter(|(name, _)| may_carry(name)) {
        tolerate_unsupported(rustix::fs::fsetxattr(fd, &name[..], value, XattrFlags::empty()))?;
    }
    Ok(())
}

/// The same for what can't be opened: a symlink, a device or a fifo, just made by us.
pub(crate) fn set_attributes_at(place: &Place, attributes: &Attributes, is_symlink: bool) -> io::Result<()> {
    let (uid, gid) = (Uid::from_raw(attributes.uid), Gid::from_raw(attributes.gid));
    rustix::fs::chownat(&place.dir, &*place.name, Some(uid), Some(gid), AtFlags::SYMLINK_NOFOLLOW)?;
    if !is_symlink {
        rustix::fs::chmodat(&place.dir, &*place.name, Mode::from(attributes.mode), AtFlags::empty())?;
    }
    let path = fd_path(&place.dir).join(&place.name);
    for (name, value) in attributes.xattrs.iter().filter(|(name, _)| may_carry(name)) {
        tolerate_unsupported(rustix::fs::lsetxattr(&path, &name[..], value, XattrFlags::empty()))?;
    }
    let times = times(attributes.mtime);
    Ok(rustix::fs::utimensat(&place.dir, &*place.name, &times, AtFlags::SYMLINK_NOFOLLOW)?)
}

/// overlayfs' own attributes are ours to set: from a layer they could redirect a directory or a file's content.
fn may_carry(name: &[u8]) -> bool {
    !name.starts_with(b"trusted.overlay.") && !name.starts_with(b"user.overlay.")
}

/// As containerd does: a file system without such attributes still takes the image.
fn tolerate_unsupported(result: Result<(), Errno>) -> io::Result<()> {
    match result {
        Err(Errno::NOTSUP) => Ok(()),
        other => Ok(other?),
    }
}

/// Whether two names hold the same file.
pub(crate) fn same_file(a: &Stat, b: &Stat) -> bool {
    (a.st_dev, a.st_ino) == (b.st_dev, b.st_ino)
}

impl Place {
    pub fn stat(&self) -> io::Result<Option<Stat>> {
        stat_at(self.dir.as_fd(), &self.name)
    }

    pub fn name(&self) -> &OsStr {
        &self.name
    }
}
