//! What each member of a layer does to the tree.
//!
//! Whiteouts: `.wh.NAME` becomes a character device 0:0, `.wh..wh..opq` the attribute `trusted.overlay.opaque` of its
//! directory. By the OCI specification both speak of the layers below only: what the same layer also adds stays.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::fs::{AtFlags, FileType, Mode, OFlags};
use rustix::io::Errno;

use super::UnpackError;
use super::lower::{Found, fd_path, is_whiteout};
use super::path::LayerPath;
use super::tarball::{Kind, Member};
use super::tree::{Attributes, Place, Tree, same_file, set_attributes, set_attributes_at, set_opaque, times};

const WHITEOUT: &[u8] = b".wh.";
const WHITEOUT_META: &[u8] = b".wh..wh.";
const WHITEOUT_OPAQUE: &[u8] = b".wh..wh..opq";

pub(crate) struct Applier<'a> {
    tree: Tree,
    /// Directories get their times last: each file made in one changes them.
    directory_times: Vec<(LayerPath, (i64, u32))>,
    written: u64,
    buffer: Vec<u8>,
    cancelled: &'a AtomicBool,
}

impl<'a> Applier<'a> {
    pub fn new(tree: Tree, cancelled: &'a AtomicBool) -> Self {
        Self { tree, directory_times: Vec::new(), written: 0, buffer: vec![0; 256 << 10], cancelled }
    }

    pub fn apply(&mut self, member: &Member, data: &mut impl Read) -> Result<(), UnpackError> {
        let path = clean(&member.path)?;
        let name = path.name().as_bytes();
        if name == WHITEOUT_OPAQUE {
            return self.opaque(&path.parent()).map_err(io_at("mark opaque", &path));
        }
        if path.components().any(|c| c.as_bytes().starts_with(WHITEOUT_META)) {
            return Ok(()); // aufs' own bookkeeping
        }
        if let Some(hidden) = name.strip_prefix(WHITEOUT) {
            if matches!(hidden, b"" | b"." | b"..") {
                return Err(refused(&path, "a whiteout of no name"));
            }
            let hidden = path.sibling(hidden);
            return self.whiteout(&hidden).map_err(io_at("white out", &hidden));
        }
        if path.is_root() && member.kind != Kind::Directory {
            return Err(refused(&path, "the layer's root must be a directory"));
        }
        match member.kind {
            Kind::Directory => self.directory(&path, member).map_err(io_at("mkdir", &path)),
            Kind::File => self.file(&path, member, data),
            Kind::HardLink => self.hard_link(&path, &clean(&member.link)?),
            Kind::Symlink => self.symlink(&path, member).map_err(io_at("symlink", &path)),
            Kind::CharDevice | Kind::BlockDevice | Kind::Fifo => {
                self.special(&path, member).map_err(io_at("mknod", &path))
            }
        }
    }

    /// Sets the directories' times and returns how many bytes of files were written.
    pub fn finish(self) -> Result<u64, UnpackError> {
        for (path, mtime) in &self.directory_times {
            self.tree.set_directory_time(path, *mtime).map_err(io_at("set the time of", path))?;
        }
        Ok(self.written)
    }

    fn opaque(&mut self, directory: &LayerPath) -> io::Result<()> {
        set_opaque(&*self.tree.directory(directory)?)
    }

    fn whiteout(&mut self, hidden: &LayerPath) -> io::Result<()> {
        let place = self.tree.place(hidden)?;
        match place.stat()? {
            None => {
                let device = FileType::CharacterDevice;
                Ok(rustix::fs::mknodat(&place.dir, place.name(), device, Mode::empty(), 0)?)
            }
            Some(stat) if FileType::from_raw_mode(stat.st_mode) == FileType::Directory => self.opaque(hidden),
            Some(_) => Ok(()),
        }
    }

    fn directory(&mut self, path: &LayerPath, member: &Member) -> io::Result<()> {
        let directory = self.tree.enter(path)?;
        set_attributes(&directory, &attributes(member))?;
        self.directory_times.push((path.clone(), member.mtime));
        Ok(())
    }

    fn file(&mut self, path: &LayerPath, member: &Member, data: &mut impl Read) -> Result<(), UnpackError> {
        let (_, mut file) = self.new_file(path).map_err(io_at("open", path))?;
        match &member.sparse {
            None => self.copy(path, data, &mut file, member.size)?,
            Some(pieces) => {
                for (offset, length) in pieces {
                    file.seek(SeekFrom::Start(*offset)).map_err(io_at("write", path))?;
                    self.copy(path, data, &mut file, *length)?;
                }
                file.set_len(member.size).map_err(io_at("write", path))?;
            }
        }
        finish_file(file, &attributes(member)).map_err(io_at("set the attributes of", path))
    }

    fn copy(
        &mut self,
        path: &LayerPath,
        from: &mut impl Read,
        to: &mut File,
        length: u64,
    ) -> Result<(), UnpackError> {
        let mut left = length;
        while left > 0 {
            if self.cancelled.load(Ordering::Relaxed) {
                return Err(UnpackError::Cancelled);
            }
            let want = self.buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            let n = from.read(&mut self.buffer[..want]).map_err(super::TarError::Read)?;
            if n == 0 {
                return Err(super::TarError::Truncated.into());
            }
            to.write_all(&self.buffer[..n]).map_err(io_at("write", path))?;
            left -= n as u64;
        }
        self.written += length;
        Ok(())
    }

    fn new_file(&mut self, path: &LayerPath) -> io::Result<(Place, File)> {
        let place = self.tree.place(path)?;
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let open = || rustix::fs::openat(&place.dir, place.name(), flags, Mode::from(0o600));
        let fd: OwnedFd = self.tree.create(&place, open)?;
        Ok((place, File::from(fd)))
    }

    fn hard_link(&mut self, path: &LayerPath, target: &LayerPath) -> Result<(), UnpackError> {
        let source = match self.link_source(target).map_err(io_at("link", path))? {
            Some(source) => source,
            None => self.copy_up(path, target)?,
        };
        self.link(path, &source).map_err(io_at("link", path))
    }

    /// The target of a hardlink, if this layer has it.
    fn link_source(&self, target: &LayerPath) -> io::Result<Option<Place>> {
        let Some(place) = self.tree.existing_place(target)? else { return Ok(None) };
        Ok(match place.stat()? {
            None => None,
            Some(stat) if is_whiteout(&stat) => return Err(Errno::NOENT.into()),
            Some(stat) if FileType::from_raw_mode(stat.st_mode) == FileType::Directory => {
                return Err(Errno::PERM.into());
            }
            Some(_) => Some(place),
        })
    }

    fn link(&mut self, path: &LayerPath, source: &Place) -> io::Result<()> {
        let place = self.tree.place(path)?;
        if let (Some(old), Some(new)) = (place.stat()?, source.stat()?)
            && same_file(&old, &new)
        {
            return Ok(()); // a link to itself, or made twice: removing the old name could lose the file
        }
        let link =
            || rustix::fs::linkat(&source.dir, source.name(), &place.dir, place.name(), AtFlags::empty());
        self.tree.create(&place, link)
    }

    /// Brings a file of a lower layer into this one, as overlayfs does before a link, so that both names share it.
    fn copy_up(&mut self, path: &LayerPath, target: &LayerPath) -> Result<Place, UnpackError> {
        let found = self.tree.lower.find(target).map_err(io_at("link", path))?;
        let found = found.ok_or_else(|| UnpackError::Io {
            action: "link",
            path: path.display(),
            cause: Errno::NOENT.into(),
        })?;
        // `find` followed the symlinks of the chain below: where the file really is, it may have been copied before.
        if let Some(place) = self.link_source(&found.path).map_err(io_at("link", path))? {
            return Ok(place);
        }
        self.copy_found(&found).map_err(io_at("copy up", target))
    }

    fn copy_found(&mut self, found: &Found) -> io::Result<Place> {
        let attributes = Attributes::of(found)?;
        match FileType::from_raw_mode(found.stat.st_mode) {
            FileType::RegularFile => {
                let mut from = File::open(fd_path(&found.fd))?;
                let (place, mut to) = self.new_file(&found.path)?;
                self.written += io::copy(&mut from, &mut to)?;
                finish_file(to, &attributes)?;
                Ok(place)
            }
            FileType::Symlink => {
                let to = rustix::fs::readlinkat(&found.fd, "", Vec::new())?;
                let place = self.tree.place(&found.path)?;
                self.tree.create(&place, || rustix::fs::symlinkat(&to, &place.dir, place.name()))?;
                set_attributes_at(&place, &attributes, true)?;
                Ok(place)
            }
            kind @ (FileType::Fifo | FileType::CharacterDevice | FileType::BlockDevice) => {
                let place = self.tree.place(&found.path)?;
                let make =
                    || rustix::fs::mknodat(&place.dir, place.name(), kind, Mode::empty(), found.stat.st_rdev);
                self.tree.create(&place, make)?;
                set_attributes_at(&place, &attributes, false)?;
                Ok(place)
            }
            _ => Err(Errno::PERM.into()), // no one links directories
        }
    }

    fn symlink(&mut self, path: &LayerPath, member: &Member) -> io::Result<()> {
        let place = self.tree.place(path)?;
        self.tree.create(&place, || rustix::fs::symlinkat(&member.link[..], &place.dir, place.name()))?;
        set_attributes_at(&place, &attributes(member), true)
    }

    fn special(&mut self, path: &LayerPath, member: &Member) -> io::Result<()> {
        let kind = match member.kind {
            Kind::CharDevice => FileType::CharacterDevice,
            Kind::BlockDevice => FileType::BlockDevice,
            _ => FileType::Fifo,
        };
        let device = rustix::fs::makedev(member.device.0, member.device.1);
        let place = self.tree.place(path)?;
        let make = || rustix::fs::mknodat(&place.dir, place.name(), kind, Mode::empty(), device);
        self.tree.create(&place, make)?;
        set_attributes_at(&place, &attributes(member), false)
    }
}

fn finish_file(file: File, attributes: &Attributes) -> io::Result<()> {
    let fd = OwnedFd::from(file);
    set_attributes(&fd, attributes)?;
    Ok(rustix::fs::futimens(&fd, &times(attributes.mtime))?)
}

fn attributes(member: &Member) -> Attributes {
    Attributes {
        uid: member.uid,
        gid: member.gid,
        mode: member.mode,
        mtime: member.mtime,
        xattrs: member.xattrs.clone(),
    }
}

fn clean(raw: &[u8]) -> Result<LayerPath, UnpackError> {
    LayerPath::clean(raw)
        .map_err(|problem| UnpackError::Refused { path: String::from_utf8_lossy(raw).into_owned(), problem })
}

fn refused(path: &LayerPath, problem: &'static str) -> UnpackError {
    UnpackError::Refused { path: path.display(), problem }
}

fn io_at(action: &'static str, path: &LayerPath) -> impl FnOnce(io::Error) -> UnpackError {
    move |cause| UnpackError::Io { action, path: path.display(), cause }
}
