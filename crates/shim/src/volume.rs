//! Volumes: finding their directories, filling them with what an image has in their place, and turning them into trees that can be
//! attached.
//!
//! Other containers may be at work in a volume while it is mounted. So a directory is opened once and then only spoken of by
//! its descriptor, no link in a volume is ever followed out of it, and a tree has its flags before anybody sees it.

use std::ffi::CStr;
use std::fs;
use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::os::unix::fs::DirBuilderExt as _;

use neargate_task::{MountSource, TaskPaths};
use rustix::fs::{AtFlags, Dir, FileType, FlockOperation, Gid, Mode, OFlags, RawMode, ResolveFlags, Uid};
use rustix::io::Errno;
use rustix::mount::{MountAttrFlags, OpenTreeFlags};

use crate::id_map::{self, Ids};

const DIRECTORY: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

/// Opens a volume's directory. One of the task's own is made if it is missing.
pub fn open(source: &MountSource, paths: &TaskPaths) -> io::Result<OwnedFd> {
    match source {
        MountSource::Volume(name) => {
            let path = paths.volume(name);
            fs::DirBuilder::new().recursive(true).mode(0o755).create(&path)?;
            Ok(rustix::fs::open(&path, DIRECTORY | OFlags::NOFOLLOW, Mode::empty())?)
        }
        MountSource::Directory { root, path, .. } => {
            let root = rustix::fs::open(root, DIRECTORY, Mode::empty())?;
            let path = path.trim_start_matches('/');
            let inside = ResolveFlags::IN_ROOT | ResolveFlags::NO_MAGICLINKS;
            let path = if path.is_empty() { "." } else { path };
            Ok(rustix::fs::openat2(&root, path, DIRECTORY, Mode::empty(), inside)?)
        }
        MountSource::File(path) => {
            let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
            Ok(rustix::fs::open(path, flags, Mode::empty())?)
        }
        MountSource::Tmpfs { size_mib, options } => crate::tmpfs::tree(*size_mib, options),
    }
}

/// How long the mounting of a volume of the host's may take.
const SECONDS_MAX: u32 = 15;

/// Ends this process if `work` takes longer: whoever waits for a file server that is away can't be freed but by a signal that ends them.
/// The supervisor knows the signal ([`was_late`]).
pub fn in_time<T>(work: impl FnOnce() -> T) -> T {
    // SAFETY: a creator has no handlers and no other use for the signal or the timer.
    unsafe {
        libc::signal(libc::SIGALRM, libc::SIG_DFL);
        libc::alarm(SECONDS_MAX);
    }
    let done = work();
    // SAFETY: as above.
    unsafe { libc::alarm(0) };
    done
}

/// Whether a process that ended with this status was too late with a volume.
pub fn was_late(status: libc::c_int) -> bool {
    libc::WIFSIGNALED(status) && libc::WTERMSIG(status) == libc::SIGALRM
}

/// What a volume's mount may do.
pub fn flags(read_only: bool) -> MountAttrFlags {
    let read_only = if read_only { MountAttrFlags::MOUNT_ATTR_RDONLY } else { MountAttrFlags::empty() };
    MountAttrFlags::MOUNT_ATTR_NODEV | read_only
}

/// A copy of the mount that begins at `source`, attached nowhere yet, with these flags.
pub fn tree(source: &OwnedFd, set: MountAttrFlags, ids: Option<Ids>) -> io::Result<OwnedFd> {
    let flags =
        OpenTreeFlags::OPEN_TREE_CLONE | OpenTreeFlags::OPEN_TREE_CLOEXEC | OpenTreeFlags::AT_EMPTY_PATH;
    let tree = rustix::mount::open_tree(source, c"", flags)?;
    let mut attributes = MountAttr { set: u64::from(set.bits()), ..MountAttr::default() };
    let users = ids.map(id_map::user_namespace).transpose()?;
    if let Some(users) = &users {
        attributes.set |= MOUNT_ATTR_IDMAP;
        attributes.user_namespace = users.as_raw_fd() as u64;
    }
    // SAFETY: the path is empty, and `mount_setattr` reads a `mount_attr` of the given size.
    let done = unsafe {
        libc::syscall(
            libc::SYS_mount_setattr,
            tree.as_raw_fd(),
            c"".as_ptr(),
            libc::AT_EMPTY_PATH,
            &raw const attributes,
            size_of::<MountAttr>(),
        )
    };
    match (done, io::Error::last_os_error()) {
        (0, _) => Ok(tree),
        (_, error) if users.is_some() && error.raw_os_error() == Some(libc::EINVAL) => {
            Err(io::Error::new(io::ErrorKind::Unsupported, NO_ID_MAPS))
        }
        (_, error) => Err(error),
    }
}

const NO_ID_MAPS: &str = "its file system, like all NFS, can't have one user stand for another: let the container's user be the access point's, \
                          and a client without ClientRootAccess not be root";

const MOUNT_ATTR_IDMAP: u64 = 0x0010_0000;

/// The kernel's `mount_attr`.
#[repr(C)]
#[derive(Default)]
struct MountAttr {
    set: u64,
    clear: u64,
    propagation: u64,
    user_namespace: u64,
}

/// Gives an empty volume what an image has in its place: files with their owners and modes, links, and the directory's own owner and
/// mode. Two containers may try at a time, and others may write meanwhile; whatever is there stays.
pub fn fill(volume: &OwnedFd, content: &OwnedFd) -> io::Result<()> {
    // Ends with the descriptor.
    rustix::fs::flock(volume, FlockOperation::LockExclusive)?;
    if names(volume.as_fd())?.is_empty() {
        copy_directory(content.as_fd(), volume.as_fd())?;
    }
    Ok(())
}

fn names(directory: BorrowedFd<'_>) -> io::Result<Vec<(Box<CStr>, FileType)>> {
    let mut found = Vec::new();
    for entry in Dir::read_from(directory)? {
        let entry = entry?;
        if ![c".", c".."].contains(&entry.file_name()) {
            found.push((entry.file_name().into(), entry.file_type()));
        }
    }
    Ok(found)
}

/// One level of an image's tree, which is as deep as the archive format that it came in allows.
fn copy_directory(from: BorrowedFd<'_>, to: BorrowedFd<'_>) -> io::Result<()> {
    for (name, _) in names(from)? {
        match copy_entry(from, to, &name) {
            // Somebody else was faster.
            Err(Errno::EXIST | Errno::LOOP | Errno::NOTDIR) => {}
            other => other?,
        }
    }
    let stat = rustix::fs::fstat(from)?;
    rustix::fs::fchown(to, Some(Uid::from_raw(stat.st_uid)), Some(Gid::from_raw(stat.st_gid)))?;
    Ok(rustix::fs::fchmod(to, mode_of(stat.st_mode))?)
}

fn copy_entry(from: BorrowedFd<'_>, to: BorrowedFd<'_>, name: &CStr) -> rustix::io::Result<()> {
    let stat = rustix::fs::statat(from, name, AtFlags::SYMLINK_NOFOLLOW)?;
    let (owner, group) = (Some(Uid::from_raw(stat.st_uid)), Some(Gid::from_raw(stat.st_gid)));
    match FileType::from_raw_mode(stat.st_mode) {
        FileType::Directory => {
            let flags = DIRECTORY | OFlags::NOFOLLOW;
            let inner = rustix::fs::openat(from, name, flags, Mode::empty())?;
            rustix::fs::mkdirat(to, name, Mode::from_raw_mode(0o700))?;
            let made = rustix::fs::openat(to, name, flags, Mode::empty())?;
            copy_directory(inner.as_fd(), made.as_fd())
                .map_err(|error| Errno::from_io_error(&error).unwrap_or(Errno::IO))
        }
        FileType::RegularFile => {
            let source = rustix::fs::openat(
                from,
                name,
                OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC,
                Mode::empty(),
            )?;
            let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
            let copy = rustix::fs::openat(to, name, flags, Mode::from_raw_mode(0o600))?;
            let (mut source, mut target) = (fs::File::from(source), fs::File::from(copy));
            io::copy(&mut source, &mut target)
                .map_err(|error| Errno::from_io_error(&error).unwrap_or(Errno::IO))?;
            rustix::fs::fchown(&target, owner, group)?;
            rustix::fs::fchmod(&target, mode_of(stat.st_mode))
        }
        FileType::Symlink => {
            let text = rustix::fs::readlinkat(from, name, Vec::new())?;
            rustix::fs::symlinkat(text.as_c_str(), to, name)?;
            rustix::fs::chownat(to, name, owner, group, AtFlags::SYMLINK_NOFOLLOW)
        }
        // Sockets, pipes and devices of an image have no meaning in a volume.
        _ => Ok(()),
    }
}

fn mode_of(mode: RawMode) -> Mode {
    Mode::from_raw_mode(mode & 0o7777)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
    use std::path::Path;

    use super::*;

    fn directory(path: &Path) -> OwnedFd {
        rustix::fs::open(path, DIRECTORY, Mode::empty()).unwrap()
    }

    /// Needs root.
    #[test]
    fn an_empty_volume_is_filled_and_a_used_one_is_not() {
        let root = tempfile::tempdir().unwrap();
        let (image, empty, used) =
            (root.path().join("image"), root.path().join("empty"), root.path().join("used"));
        for path in [&image.join("sub"), &empty, &used] {
            fs::create_dir_all(path).unwrap();
        }
        fs::write(image.join("sub/file"), "content").unwrap();
        std::os::unix::fs::chown(image.join("sub/file"), Some(7), Some(8)).unwrap();
        fs::set_permissions(image.join("sub/file"), fs::Permissions::from_mode(0o4750)).unwrap();
        symlink("/etc/passwd", image.join("link")).unwrap();
        std::os::unix::fs::chown(&image, Some(9), Some(10)).unwrap();
        fs::set_permissions(&image, fs::Permissions::from_mode(0o1770)).unwrap();
        fs::write(used.join("mine"), "").unwrap();

        fill(&directory(&empty), &directory(&image)).unwrap();
        fill(&directory(&used), &directory(&image)).unwrap();

        let own = |path: &Path| {
            fs::symlink_metadata(path).map(|it| (it.uid(), it.gid(), it.mode() & 0o7777)).unwrap()
        };
        assert_eq!(own(&empty), (9, 10, 0o1770));
        assert_eq!(own(&empty.join("sub/file")), (7, 8, 0o4750));
        assert_eq!(fs::read_to_string(empty.join("sub/file")).unwrap(), "content");
        assert_eq!(fs::read_link(empty.join("link")).unwrap(), Path::new("/etc/passwd"));
        assert_eq!(fs::read_dir(&used).unwrap().count(), 1);
        assert_eq!(own(&used).0, 0);
    }

    /// What lies in the way of a copy, planted while it runs, is neither followed nor overwritten.
    #[test]
    fn a_copy_does_not_follow_links_that_were_planted_in_its_way() {
        let root = tempfile::tempdir().unwrap();
        let (image, volume, outside) =
            (root.path().join("image"), root.path().join("volume"), root.path().join("outside"));
        for path in [&image.join("sub"), &volume, &outside] {
            fs::create_dir_all(path).unwrap();
        }
        fs::write(image.join("sub/file"), "new").unwrap();
        fs::write(image.join("file"), "new").unwrap();
        fs::write(outside.join("file"), "old").unwrap();
        symlink(&outside, volume.join("sub")).unwrap();
        symlink(outside.join("file"), volume.join("file")).unwrap();
        copy_directory(directory(&image).as_fd(), directory(&volume).as_fd()).unwrap();
        assert_eq!(fs::read_to_string(outside.join("file")).unwrap(), "old");
        assert_eq!(fs::read_dir(&outside).unwrap().count(), 1);
    }

    #[test]
    fn a_directory_below_another_is_not_found_outside_of_it() {
        let root = tempfile::tempdir().unwrap();
        let (shared, outside) = (root.path().join("shared"), root.path().join("outside"));
        fs::create_dir_all(shared.join("outside")).unwrap();
        fs::create_dir_all(&outside).unwrap();
        symlink("/outside", shared.join("absolute")).unwrap();
        symlink("../outside", shared.join("relative")).unwrap();
        let paths = TaskPaths::new(root.path(), root.path(), "task");
        let inode = |path: &str| {
            let source = MountSource::Directory {
                root: shared.clone(),
                path: path.to_owned(),
                user: None,
                squash_root: false,
            };
            open(&source, &paths).map(|found| rustix::fs::fstat(found).unwrap().st_ino)
        };
        let inside = fs::metadata(shared.join("outside")).unwrap().ino();
        for path in ["/absolute", "relative", "../outside", "/outside/../../outside"] {
            assert_eq!(inode(path).unwrap(), inside, "{path}");
        }
        assert_eq!(inode("/").unwrap(), fs::metadata(&shared).unwrap().ino());
        assert!(inode("/missing").is_err());
    }
}
