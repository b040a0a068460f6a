//! The supervisor's own namespaces: what all containers of a task share, and where they are put together.
//!
//! - network: new and empty; the node wires it from outside through `/proc/<shim pid>/ns/net`. Containers stay in it.
//! - UTS: the task's host name. Containers stay in it.
//! - PID: the supervisor was born as process 1 of its own, so that the kernel kills every container when it dies.
//! - mount: private, and stripped of all mounts that the task doesn't need. What the host unmounts is really gone
//!   then, and every later copy of the tree (each container makes one) is short.
//!
//! A tmpfs hides `/sys`. It is where libcontainer looks for control groups, of which it would join and configure every one
//! it finds, slowly; we have done that already (`cgroup`).

use std::fs;
use std::io;
use std::os::fd::{FromRawFd, OwnedFd};
use std::path::{Path, PathBuf};

use neargate_task::{MountSource, STORAGE_DESCRIPTOR, ShimSpec, TaskPaths};

use crate::cgroup::Layout;
use rustix::fs::{Mode, OFlags};
use rustix::mount::{MountFlags, MountPropagationFlags, UnmountFlags};
use rustix::thread::UnshareFlags;

#[derive(Debug, thiserror::Error)]
pub enum WorldError {
    #[error("be process 1 of a pid namespace: a shim is started by a node, not by hand")]
    NotInit,
    #[error("open the host's /proc")]
    HostProc(#[source] io::Error),
    #[error("find the shim's own pid on the host")]
    HostPid,
    #[error("make a network and host name namespace")]
    Namespaces(#[source] io::Error),
    #[error("raise the loopback interface")]
    Loopback(#[source] io::Error),
    #[error("set the host name to {name:?}")]
    HostName {
        name: String,
        #[source]
        cause: io::Error,
    },
    #[error("make a private mount namespace")]
    MountNamespace(#[source] io::Error),
    #[error("mount {what} on {target}")]
    Mount {
        what: &'static str,
        target: PathBuf,
        #[source]
        cause: io::Error,
    },
    #[error("write {path}")]
    Write {
        path: PathBuf,
        #[source]
        cause: io::Error,
    },
}

/// What a shim knows of itself from outside.
#[derive(Debug)]
pub struct Identity {
    /// The host's `/proc`, which shows pids as the host counts them.
    pub host_proc: OwnedFd,
    pub host_pid: i32,
    pub started_ticks: u64,
}

impl Identity {
    /// To be called while `/proc` is still the host's.
    pub fn find() -> Result<Self, WorldError> {
        if rustix::process::getpid() != rustix::process::Pid::INIT {
            return Err(WorldError::NotInit);
        }
        let host_proc =
            rustix::fs::open("/proc", OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())
                .map_err(|error| WorldError::HostProc(error.into()))?;
        let me = fs::read_link("/proc/self").map_err(WorldError::HostProc)?;
        let host_pid = me.to_str().and_then(|pid| pid.parse().ok()).ok_or(WorldError::HostPid)?;
        let started_ticks = started_ticks(host_pid).ok_or(WorldError::HostPid)?;
        Ok(Self { host_proc, host_pid, started_ticks })
    }

    /// The pid by which the host knows a process of our namespace.
    pub fn host_pid_of(&self, pid: i32) -> Option<i32> {
        use std::os::fd::AsRawFd;
        let pidfd = rustix::process::pidfd_open(
            rustix::process::Pid::from_raw(pid)?,
            rustix::process::PidfdFlags::empty(),
        )
        .ok()?;
        // Told in terms of the namespace of the /proc that is asked.
        let path = format!("self/fdinfo/{}", pidfd.as_raw_fd());
        let file = rustix::fs::openat(&self.host_proc, path, OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty())
            .ok()?;
        let text = io::read_to_string(fs::File::from(file)).ok()?;
        text.lines().find_map(|line| line.strip_prefix("Pid:")?.trim().parse().ok()).filter(|pid| *pid > 0)
    }
}

/// Clock ticks after boot at which a process started; `None` when there is none, or only what is left of one.
pub fn started_ticks(pid: i32) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The second field is the program's name in parentheses, which may itself hold anything.
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut fields = fields.split(' ');
    let state = fields.next()?;
    let ticks = fields.nth(18)?.parse().ok()?;
    (!matches!(state, "Z" | "X")).then_some(ticks)
}

/// Enters the network and host name namespaces; afterwards the node may wire the network.
pub fn enter_network(spec: &ShimSpec) -> Result<(), WorldError> {
    // SAFETY: of the flags that make a difference to other threads, CLONE_FILES, none is given; and there is one thread.
    unsafe { rustix::thread::unshare_unsafe(UnshareFlags::NEWNET | UnshareFlags::NEWUTS) }
        .map_err(|error| WorldError::Namespaces(error.into()))?;
    raise_loopback().map_err(WorldError::Loopback)?;
    rustix::system::sethostname(spec.host_name.as_bytes())
        .map_err(|error| WorldError::HostName { name: spec.host_name.clone(), cause: error.into() })
}

fn raise_loopback() -> io::Result<()> {
    use rustix::net::{AddressFamily, SocketFlags, SocketType};
    use std::os::fd::AsRawFd;
    let socket =
        rustix::net::socket_with(AddressFamily::INET, SocketType::DGRAM, SocketFlags::CLOEXEC, None)?;
    // SAFETY: all zeroes is a valid `ifreq`: a union of integers and arrays of them.
    let mut request: libc::ifreq = unsafe { std::mem::zeroed() };
    for (to, from) in request.ifr_name.iter_mut().zip(b"lo") {
        *to = *from as libc::c_char;
    }
    request.ifr_ifru.ifru_flags = (libc::IFF_UP | libc::IFF_RUNNING) as libc::c_short;
    // SAFETY: SIOCSIFFLAGS reads an `ifreq`.
    match unsafe { libc::ioctl(socket.as_raw_fd(), libc::SIOCSIFFLAGS, &raw const request) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// Directories of the private mount tree, all below a tmpfs on the task's [`TaskPaths::runtime`].
#[derive(Debug, Clone)]
pub struct Workshop {
    top: PathBuf,
}

impl Workshop {
    /// Makes the mount namespace. `/proc` is the new pid namespace's own afterwards, `/sys` is hidden.
    pub fn open(paths: &TaskPaths, spec: &ShimSpec, cgroups: &Layout) -> Result<Self, WorldError> {
        // SAFETY: as above; CLONE_NEWNS also ends the sharing of the working directory, which no other thread has.
        unsafe { rustix::thread::unshare_unsafe(UnshareFlags::NEWNS) }
            .and_then(|()| {
                rustix::mount::mount_change("/", MountPropagationFlags::PRIVATE | MountPropagationFlags::REC)
            })
            .map_err(|error| WorldError::MountNamespace(error.into()))?;
        let top = paths.runtime();
        fs::create_dir_all(&top).map_err(|cause| WorldError::Write { path: top.clone(), cause })?;
        prune(paths, spec);
        if spec.storage_is_mount {
            attach_storage(&paths.storage())?;
        }
        mount("tmpfs", "tmpfs", &top, c"mode=700")?;
        let this = Self { top };
        this.bind_cgroups(spec, cgroups)?;
        let _ = rustix::mount::unmount("/sys", UnmountFlags::DETACH);
        mount("tmpfs", "tmpfs", Path::new("/sys"), c"mode=755")?;
        mount("proc", "proc", Path::new("/proc"), c"")?;
        for directory in [Path::new("/sys/fs/cgroup"), &this.containers(), &this.etc()] {
            fs::create_dir_all(directory)
                .map_err(|cause| WorldError::Write { path: directory.to_owned(), cause })?;
        }
        this.write_etc(spec)?;
        Ok(this)
    }

    /// Where libcontainer keeps its files, one directory a container.
    pub fn containers(&self) -> PathBuf {
        self.top.join("containers")
    }

    /// A directory to be nothing.
    pub fn void(&self) -> PathBuf {
        self.top.join("void")
    }

    /// Where `/proc` of the containers' shared process namespace is mounted.
    pub fn processes(&self) -> PathBuf {
        self.top.join("proc")
    }

    /// The bundle of a container: `config.json` and `rootfs`.
    pub fn bundle(&self, runtime_id: &str) -> PathBuf {
        self.top.join("bundles").join(runtime_id)
    }

    /// The root file system in its bundle.
    pub fn root(&self, runtime_id: &str) -> PathBuf {
        self.bundle(runtime_id).join("rootfs")
    }

    /// The control groups of version 1 that a container may see: their names there and where they are here.
    pub fn cgroups(&self, layout: &Layout, runtime_id: &str) -> Vec<(&'static str, PathBuf)> {
        layout.visible().into_iter().map(|(name, _)| (name, self.cgroup(name).join(runtime_id))).collect()
    }

    /// Where the task's group of a controller is bound. libcontainer would recognise the bare name.
    fn cgroup(&self, controller: &str) -> PathBuf {
        self.top.join("cgroups").join(format!("of-{controller}"))
    }

    fn bind_cgroups(&self, spec: &ShimSpec, layout: &Layout) -> Result<(), WorldError> {
        for (name, root) in layout.visible() {
            let target = self.cgroup(name);
            fs::create_dir_all(&target).map_err(|cause| WorldError::Write { path: target.clone(), cause })?;
            rustix::mount::mount_bind(root.join(spec.cgroup.trim_start_matches('/')), &target)
                .map_err(|error| WorldError::Mount { what: "control group", target, cause: error.into() })?;
        }
        Ok(())
    }

    /// Files that all containers see in `/etc`.
    pub fn etc(&self) -> PathBuf {
        self.top.join("etc")
    }

    fn write_etc(&self, spec: &ShimSpec) -> Result<(), WorldError> {
        let ShimSpec { host_name, private_ip, name_server, search_domain, .. } = spec;
        let hosts = format!(
            "127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\nfe00::0 ip6-localnet\n\
             ff00::0 ip6-mcastprefix\nff02::1 ip6-allnodes\nff02::2 ip6-allrouters\n{private_ip} {host_name}\n"
        );
        let resolver = format!("search {search_domain}\nnameserver {name_server}\n");
        for (name, content) in
            [("hosts", hosts), ("resolv.conf", resolver), ("hostname", format!("{host_name}\n"))]
        {
            let path = self.etc().join(name);
            fs::write(&path, content).map_err(|cause| WorldError::Write { path, cause })?;
        }
        Ok(())
    }
}

/// Puts the disk that the node made where the task's files are looked for.
fn attach_storage(target: &Path) -> Result<(), WorldError> {
    use rustix::mount::MoveMountFlags;
    // SAFETY: the node left this descriptor to us, and nobody else here knows of it.
    let disk = unsafe { OwnedFd::from_raw_fd(STORAGE_DESCRIPTOR) };
    let flags = MoveMountFlags::MOVE_MOUNT_F_EMPTY_PATH;
    rustix::mount::move_mount(&disk, c"", rustix::fs::CWD, target, flags).map_err(|error| WorldError::Mount {
        what: "ephemeral storage",
        target: target.to_owned(),
        cause: error.into(),
    })
}

fn mount(
    kind: &'static str,
    source: &str,
    target: &Path,
    options: &std::ffi::CStr,
) -> Result<(), WorldError> {
    rustix::mount::mount(
        source,
        target,
        kind,
        MountFlags::NOSUID | MountFlags::NODEV | MountFlags::NOEXEC,
        options,
    )
    .map_err(|error| WorldError::Mount { what: kind, target: target.to_owned(), cause: error.into() })
}

/// Detaches the mounts that the task has no use for. One that can't be detached is left: it does no harm.
fn prune(paths: &TaskPaths, spec: &ShimSpec) {
    let Ok(mounts) = fs::read_to_string("/proc/self/mountinfo") else { return };
    let mut needed: Vec<&Path> = vec![&paths.run, &paths.disk, Path::new("/dev/null")];
    // To look at them would be to wait for a server that may be away.
    let mut canonical: Vec<PathBuf> = Vec::new();
    for container in &spec.containers {
        needed.extend(container.layers.iter().map(PathBuf::as_path));
        for mount in &container.mounts {
            match &mount.source {
                MountSource::Volume(_) | MountSource::Tmpfs { .. } => {}
                MountSource::Directory { root, .. } => canonical.push(root.clone()),
                MountSource::File(path) => needed.push(path),
            }
        }
    }
    let resolve = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let needed: Vec<PathBuf> = needed.into_iter().map(resolve).chain(canonical).collect();
    let mut detached: Vec<PathBuf> = Vec::new();
    for line in mounts.lines() {
        let Some(point) = line.split(' ').nth(4).map(unescape) else { continue };
        // `/sys` goes as a whole, later.
        let keep = point.starts_with("/sys") || needed.iter().any(|path| path.starts_with(&point));
        if keep || detached.iter().any(|above| point.starts_with(above)) {
            continue;
        }
        if rustix::mount::unmount(&point, UnmountFlags::DETACH).is_ok() {
            detached.push(point);
        }
    }
}

/// mountinfo writes space, tab, line feed and backslash in octal.
fn unescape(path: &str) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    let bytes = path.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let octal = (bytes[at] == b'\\').then(|| path.get(at + 1..at + 4)).flatten();
        match octal.and_then(|digits| u8::from_str_radix(digits, 8).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 4;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    PathBuf::from(std::ffi::OsString::from_vec(out))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_mount_points_are_read() {
        assert_eq!(unescape("/mnt/a\\040b\\134c"), PathBuf::from("/mnt/a b\\c"));
        assert_eq!(unescape("/mnt/\\9"), PathBuf::from("/mnt/\\9"));
    }

    #[test]
    fn a_process_has_a_start_and_a_missing_one_has_none() {
        assert!(started_ticks(std::process::id() as i32).is_some_and(|ticks| ticks > 0));
        assert_eq!(started_ticks(i32::MAX), None);
    }
}
