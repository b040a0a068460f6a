//! A container's file system, put together before the runtime takes it over.
//!
//! libcontainer could mount all of this, at some seventy system calls a mount; it takes what is mounted here along when it
//! binds the root onto itself. It is left with what belongs to namespaces that don't exist yet (see `bundle`).
//!
//! Every target is resolved inside the container's root, so that no link of an image leads out of it. libcontainer isn't as
//! careful: what it makes in `/dev` it makes by paths that it follows from the host's root. So `/dev` must be a directory, and nobody
//! else's; the same goes for `/proc` and `/sys`.

use std::fs;
use std::io;
use std::os::fd::{AsRawFd, OwnedFd};
use std::path::{Component, Path, PathBuf};

use neargate_task::{MountSource, PosixUser, ShimContainer, ShimMount, TaskPaths};
use rustix::fs::{FileType, Gid, Mode, OFlags, ResolveFlags, Uid};
use rustix::mount::{MountAttrFlags, MountFlags, MoveMountFlags};

use crate::id_map::Ids;
use crate::user::User;
use crate::volume;

/// From such a mount nothing is executed, and nothing is a device.
const INERT: MountAttrFlags = MountAttrFlags::MOUNT_ATTR_NOSUID
    .union(MountAttrFlags::MOUNT_ATTR_NODEV)
    .union(MountAttrFlags::MOUNT_ATTR_NOEXEC);

#[derive(Debug, thiserror::Error)]
pub enum RootError {
    #[error("make directory {path}")]
    Directory {
        path: PathBuf,
        #[source]
        cause: io::Error,
    },
    #[error("open layer {path}")]
    Layer {
        path: PathBuf,
        #[source]
        cause: io::Error,
    },
    #[error("mount the root file system of {count} layers")]
    Overlay {
        count: usize,
        #[source]
        cause: io::Error,
    },
    #[error("make {path} in the container")]
    Target {
        path: PathBuf,
        #[source]
        cause: io::Error,
    },
    #[error("give {path} to the container's user")]
    Owner {
        path: PathBuf,
        #[source]
        cause: io::Error,
    },
    #[error("mount {what} on {path} of the container")]
    Mount {
        what: String,
        path: PathBuf,
        #[source]
        cause: io::Error,
    },
    #[error("{0} of the image is no ordinary directory")]
    Peculiar(&'static str),
    #[error("invalid mount: {0} of the container can't be a volume")]
    Reserved(PathBuf),
}

/// What a root file system is furnished with, besides what its container's definition says.
pub struct Furnishing<'a> {
    pub paths: &'a TaskPaths,
    /// Where the files are that all containers see in `/etc`.
    pub etc: PathBuf,
    pub user: &'a User,
    /// The version of control groups.
    pub v2: bool,
}

/// A mounted root file system, on its way to become a container's.
pub struct Root {
    directory: OwnedFd,
}

impl Root {
    /// Mounts the layers with a writable one on top.
    ///
    /// Layers are named through descriptors: that is short, so that the kernel's limit of a page allows some two hundred, and
    /// needs no escaping. `volatile` spares the syncs of a layer that dies with its task.
    pub fn mount(container: &ShimContainer, paths: &TaskPaths, target: &Path) -> Result<Self, RootError> {
        let writable = paths.writable(&container.name);
        let (upper, work) = (writable.join("upper"), writable.join("work"));
        // Of an earlier run. The kernel takes no directory that a volatile mount has used.
        let _ = fs::remove_dir_all(&work);
        for path in [&upper, &work, target] {
            fs::create_dir_all(path)
                .map_err(|cause| RootError::Directory { path: path.to_owned(), cause })?;
        }
        let mut lower = Vec::new();
        for path in &container.layers {
            let layer =
                open(path).map_err(|cause| RootError::Layer { path: path.clone(), cause: cause.into() })?;
            lower.push(layer);
        }
        let mounted = || {
            let (upper, work) = (open(&upper)?, open(&work)?);
            let lower: Vec<String> = lower.iter().map(name_of).collect();
            let options = format!(
                "volatile,lowerdir={},upperdir={},workdir={}",
                lower.join(":"),
                name_of(&upper),
                name_of(&work)
            );
            rustix::mount::mount(
                "overlay",
                target,
                "overlay",
                MountFlags::NODEV,
                c_string(options).as_c_str(),
            )?;
            open(target)
        };
        let directory =
            mounted().map_err(|cause| RootError::Overlay { count: lower.len(), cause: cause.into() })?;
        Ok(Self { directory })
    }

    /// Mounts all that belongs into it.
    pub fn furnish(&self, container: &ShimContainer, place: &Furnishing<'_>) -> Result<(), RootError> {
        const SHUT: MountFlags = MountFlags::NOSUID.union(MountFlags::NODEV).union(MountFlags::NOEXEC);
        let no_suid_exec = MountFlags::NOSUID | MountFlags::NOEXEC;
        let device_flags = MountFlags::NOSUID | MountFlags::STRICTATIME;
        ["dev", "proc", "sys"].into_iter().try_for_each(|name| self.check_ordinary(name))?;
        self.file_system("tmpfs", "/dev", device_flags, "mode=755,size=65536k")?;
        self.file_system("devpts", "/dev/pts", no_suid_exec, "newinstance,ptmxmode=0666,mode=0620,gid=5")?;
        self.file_system("tmpfs", "/dev/shm", SHUT, "mode=1777,size=65536k")?;
        self.file_system("sysfs", "/sys", SHUT | MountFlags::RDONLY, "")?;
        if !place.v2 {
            self.file_system("tmpfs", "/sys/fs/cgroup", SHUT, "mode=755")?;
        }
        for name in ["resolv.conf", "hostname", "hosts"] {
            let source = open_file(&place.etc.join(name));
            let target = Path::new("/etc").join(name);
            let flags = volume::flags(container.readonly_root_filesystem);
            let tree = source.and_then(|source| volume::tree(&source, flags, None));
            self.attach(tree, &target, FileType::RegularFile)?;
        }
        let mut mounts: Vec<_> = container.mounts.iter().collect();
        // What lies deeper is mounted later, or it would be covered.
        mounts.sort_by_key(|mount| Path::new(&mount.container_path).components().count());
        for mount in mounts {
            // An image's content may take its time.
            if mount.initial_content {
                self.mount_volume(mount, place)?;
            } else {
                volume::in_time(|| self.mount_volume(mount, place))?;
            }
        }
        Ok(())
    }

    /// Gives the files with secrets to the container's user and shows them where they belong, to be read and nothing else.
    pub fn hand_over_secrets(&self, container: &ShimContainer, user: &User) -> Result<(), RootError> {
        for secret in &container.secrets {
            let path = Path::new(&secret.container_path);
            let owner = (Uid::from_raw(user.uid), Gid::from_raw(user.gid));
            rustix::fs::chown(&secret.source, Some(owner.0), Some(owner.1))
                .map_err(|cause| RootError::Owner { path: path.to_owned(), cause: cause.into() })?;
            let tree = open_file(&secret.source)
                .and_then(|source| volume::tree(&source, INERT | MountAttrFlags::MOUNT_ATTR_RDONLY, None));
            self.attach(tree, path, FileType::RegularFile)?;
        }
        Ok(())
    }

    /// Shows the processes of a `/proc` that is mounted elsewhere.
    pub fn show_processes(&self, proc: &Path) -> Result<(), RootError> {
        let tree = open(proc).map_err(io::Error::from).and_then(|proc| volume::tree(&proc, INERT, None));
        self.attach(tree, Path::new("/proc"), FileType::Directory)
    }

    fn mount_volume(&self, mount: &ShimMount, place: &Furnishing<'_>) -> Result<(), RootError> {
        let target = Path::new(&mount.container_path);
        let tree = || {
            let source = volume::open(&mount.source, place.paths)?;
            if mount.initial_content
                && let Ok(content) = self.resolve(target, OFlags::RDONLY | OFlags::DIRECTORY)
            {
                volume::fill(&source, &content)?;
            }
            let processes = PosixUser { uid: place.user.uid, gid: place.user.gid };
            let ids = match mount.source {
                MountSource::Directory { user, squash_root, .. } => Ids::needed(user, processes, squash_root),
                _ => None,
            };
            volume::tree(&source, volume::flags(mount.read_only), ids)
        };
        let kind = match mount.source {
            MountSource::File(_) => FileType::RegularFile,
            _ => FileType::Directory,
        };
        self.attach(tree(), target, kind)
    }

    /// Attaches a tree, made of something of that kind, at `path`. Its flags are set already: between attaching it and setting
    /// them another container could put something else at the path.
    fn attach(&self, tree: io::Result<OwnedFd>, path: &Path, kind: FileType) -> Result<(), RootError> {
        let fail =
            |cause: io::Error| RootError::Mount { what: "a volume".to_owned(), path: path.to_owned(), cause };
        let tree = tree.map_err(fail)?;
        let target = self.target(path, kind)?;
        if self.is_reserved(&target).map_err(fail)? {
            return Err(RootError::Reserved(path.to_owned()));
        }
        let flags = MoveMountFlags::MOVE_MOUNT_F_EMPTY_PATH | MoveMountFlags::MOVE_MOUNT_T_EMPTY_PATH;
        rustix::mount::move_mount(&tree, c"", &target, c"", flags).map_err(|error| fail(error.into()))
    }

    /// Makes sure that a directory exists.
    pub fn make_directory(&self, path: &Path) -> Result<(), RootError> {
        self.target(path, FileType::Directory).map(drop)
    }

    /// Whether this is the root or `/dev`, whatever path led there. In a volume in their place another container could put links.
    fn is_reserved(&self, target: &OwnedFd) -> io::Result<bool> {
        let identity = |of: &OwnedFd| rustix::fs::fstat(of).map(|stat| (stat.st_dev, stat.st_ino));
        let reserved =
            [identity(&self.directory)?, identity(&self.resolve(Path::new("dev"), OFlags::PATH)?)?];
        Ok(reserved.contains(&identity(target)?))
    }

    /// One that isn't there yet will be made.
    fn check_ordinary(&self, name: &'static str) -> Result<(), RootError> {
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        match rustix::fs::openat(&self.directory, name, flags, Mode::empty()) {
            Ok(_) | Err(rustix::io::Errno::NOENT) => Ok(()),
            Err(_) => Err(RootError::Peculiar(name)),
        }
    }

    /// A file of the container; empty when it has none that can be read to an end.
    pub fn read(&self, path: &str) -> String {
        use std::io::Read;
        const BYTES_MAX: u64 = 1 << 20;
        let mut bytes = Vec::new();
        if let Ok(file) = self.resolve(Path::new(path), OFlags::RDONLY | OFlags::NONBLOCK)
            && rustix::fs::fstat(&file).is_ok_and(|stat| FileType::from_raw_mode(stat.st_mode).is_file())
        {
            let _ = fs::File::from(file).take(BYTES_MAX).read_to_end(&mut bytes);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }

    fn file_system(&self, kind: &str, path: &str, flags: MountFlags, options: &str) -> Result<(), RootError> {
        let target = self.target(Path::new(path), FileType::Directory)?;
        rustix::mount::mount(kind, name_of(&target), kind, flags, c_string(options.to_owned()).as_c_str())
            .map_err(|cause| RootError::Mount {
                what: kind.to_owned(),
                path: path.into(),
                cause: cause.into(),
            })
    }

    /// The thing at `path`, made if it is missing.
    fn target(&self, path: &Path, kind: FileType) -> Result<OwnedFd, RootError> {
        self.find_or_make(path, kind)
            .map_err(|cause| RootError::Target { path: path.to_owned(), cause: cause.into() })
    }

    fn find_or_make(&self, path: &Path, kind: FileType) -> rustix::io::Result<OwnedFd> {
        match self.resolve(path, OFlags::PATH) {
            Err(rustix::io::Errno::NOENT) => {}
            other => return other,
        }
        let mut names: Vec<&std::ffi::OsStr> = Vec::new();
        for component in path.components() {
            match component {
                Component::Normal(name) => names.push(name),
                Component::ParentDir => return Err(rustix::io::Errno::INVAL),
                _ => {}
            }
        }
        let mut at = PathBuf::from(".");
        let mut parent = self.resolve(&at, OFlags::PATH)?;
        for (index, name) in names.iter().enumerate() {
            at.push(name);
            parent = match self.resolve(&at, OFlags::PATH) {
                Err(rustix::io::Errno::NOENT) => {
                    if index + 1 == names.len() && kind != FileType::Directory {
                        let flags = OFlags::CREATE
                            | OFlags::EXCL
                            | OFlags::NOFOLLOW
                            | OFlags::WRONLY
                            | OFlags::CLOEXEC;
                        rustix::fs::openat(&parent, *name, flags, Mode::from_raw_mode(0o644))?;
                    } else {
                        rustix::fs::mkdirat(&parent, *name, Mode::from_raw_mode(0o755))?;
                    }
                    self.resolve(&at, OFlags::PATH)?
                }
                other => other?,
            };
        }
        Ok(parent)
    }

    fn resolve(&self, path: &Path, flags: OFlags) -> rustix::io::Result<OwnedFd> {
        rustix::fs::openat2(
            &self.directory,
            path,
            flags | OFlags::CLOEXEC,
            Mode::empty(),
            ResolveFlags::IN_ROOT | ResolveFlags::NO_MAGICLINKS,
        )
    }
}

fn open(path: &Path) -> rustix::io::Result<OwnedFd> {
    rustix::fs::open(path, OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())
}

fn open_file(path: &Path) -> io::Result<OwnedFd> {
    Ok(rustix::fs::open(path, OFlags::PATH | OFlags::CLOEXEC, Mode::empty())?)
}

fn name_of(descriptor: &OwnedFd) -> String {
    format!("/proc/self/fd/{}", descriptor.as_raw_fd())
}

fn c_string(text: String) -> std::ffi::CString {
    // Made of constants and numbers.
    std::ffi::CString::new(text).expect("mount options hold no zero byte")
}
