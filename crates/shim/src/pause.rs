//! The process namespace that containers share (`pidMode` task), and its first process, which does nothing.
//!
//! The first process is one that containers see, and with CAP_SYS_PTRACE may look into: so it stands in an empty root, has
//! neither rights nor descriptors, and remembers nothing (`oblivion`). It takes care of orphans by ignoring their end.
//!
//! A container's program is born into the namespace only when it has nothing but the container's rights: whoever prepares
//! it stays outside, see `program`.

use std::ffi::c_int;
use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::path::Path;

use rustix::fs::{Mode, OFlags};
use rustix::mount::{MountFlags, MoveMountFlags, UnmountFlags};
use rustix::net::RecvFlags;
use rustix::process::{Pid, Signal};
use rustix::thread::UnshareFlags;

use crate::channel;
use crate::oblivion::Block;

#[derive(Debug)]
pub struct Pause {
    first: Pid,
    namespace: OwnedFd,
}

impl Pause {
    /// Makes the namespace, and mounts its `/proc` on the directory `processes`. `void` is where a directory for the empty root
    /// may be made. The caller must have one thread.
    pub fn start(void: &Path, processes: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(void)?;
        let (ours, theirs) = channel::pair()?;
        // SAFETY: the process has one thread.
        let maker = match unsafe { libc::fork() } {
            -1 => return Err(io::Error::last_os_error()),
            0 => {
                drop(ours);
                let told = match make(void, &theirs) {
                    Ok(first) => channel::send(&theirs, b'P', first.to_string().as_bytes(), None),
                    Err(error) => channel::send(&theirs, b'F', error.to_string().as_bytes(), None),
                };
                // SAFETY: ends the fork at once, without running what the supervisor registered for its own exit.
                unsafe { libc::_exit(i32::from(told.is_err())) }
            }
            maker => maker,
        };
        drop(theirs);
        let mut status = 0;
        // SAFETY: `status` lives on this stack.
        unsafe { libc::waitpid(maker, &raw mut status, 0) };
        let (mut first, mut proc) = (None, None);
        while first.is_none() || proc.is_none() {
            let mut bytes = [0; 256];
            let (length, descriptor) = channel::receive(ours.as_fd(), &mut bytes, RecvFlags::empty())?;
            match bytes[..length].split_first() {
                Some((b'P', pid)) => first = Pid::from_raw(String::from_utf8_lossy(pid).parse().unwrap_or(0)),
                Some((b'M', _)) => proc = descriptor,
                Some((_, text)) => return Err(io::Error::other(String::from_utf8_lossy(text).into_owned())),
                None => return Err(io::ErrorKind::UnexpectedEof.into()),
            }
        }
        let (Some(first), Some(proc)) = (first, proc) else { return Err(io::ErrorKind::InvalidData.into()) };
        std::fs::create_dir_all(processes)?;
        let whole = MoveMountFlags::MOVE_MOUNT_F_EMPTY_PATH;
        rustix::mount::move_mount(&proc, "", rustix::fs::CWD, processes, whole)?;
        let path = format!("/proc/{}/ns/pid", first.as_raw_nonzero());
        let namespace = rustix::fs::open(path, OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty())?;
        Ok(Self { first, namespace })
    }

    pub fn namespace(&self) -> BorrowedFd<'_> {
        self.namespace.as_fd()
    }

    /// Ends the namespace, and with it all that is left in it.
    pub fn end(&self) {
        let _ = rustix::process::kill_process(self.first, Signal::KILL);
    }
}

/// What is born from now on is born into the namespace; the caller itself stays where it is.
pub fn have_children_in(namespace: BorrowedFd<'_>) -> io::Result<()> {
    // SAFETY: changes nothing for the calling process itself.
    match unsafe { libc::setns(namespace.as_raw_fd(), libc::CLONE_NEWPID) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// In a fork: everything up to the birth of the first process; its pid.
fn make(void: &Path, channel: &OwnedFd) -> io::Result<libc::pid_t> {
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)?;
    let maps = rustix::fs::open("/proc/self/maps", OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty())?;
    // SAFETY: the process has one thread, and shares its descriptors and working directory with nobody.
    unsafe {
        rustix::thread::unshare_unsafe(UnshareFlags::NEWNS | UnshareFlags::NEWPID | UnshareFlags::NEWIPC)
    }?;
    let flags = MountFlags::NOSUID | MountFlags::NODEV | MountFlags::NOEXEC;
    rustix::mount::mount("tmpfs", void, "tmpfs", flags, c"mode=555,size=4k")?;
    rustix::process::chdir(void)?;
    rustix::process::pivot_root(".", ".")?;
    rustix::mount::unmount(".", UnmountFlags::DETACH)?;
    rustix::process::chdir("/")?;
    rustix::mount::mount_remount("/", flags | MountFlags::RDONLY, c"size=4k")?;
    // SAFETY: plain calls. Children whose end is ignored leave nothing to be waited for.
    unsafe {
        libc::signal(libc::SIGCHLD, libc::SIG_IGN);
        for standard in 0..3 {
            libc::close(standard);
        }
    }
    crate::exec::close_all_but(&mut [channel.as_raw_fd(), maps.as_raw_fd()])?;
    let mut block = Block::new(0)?;
    // SAFETY: `live` makes system calls only and doesn't return.
    unsafe { block.spawn_sibling(maps, live, channel.as_raw_fd()) }
}

/// Makes a mount of the namespace's `/proc`, which only a process in it can, and hands it over; nobody else is there yet. Then
/// gives up everything.
extern "C" fn live(channel: *mut libc::c_void) -> c_int {
    const CREATE: libc::c_uint = 6;
    const CLOSE_ON_EXEC: libc::c_uint = 1;
    const SHUT: u64 = libc::MOUNT_ATTR_NOSUID | libc::MOUNT_ATTR_NODEV | libc::MOUNT_ATTR_NOEXEC;
    const NO_ARGUMENT: usize = 0;
    // SAFETY: `make` passes the number of a descriptor. All structures live on this stack, and the kernel is told their sizes.
    unsafe {
        let channel = *channel.cast::<c_int>();
        let context = libc::syscall(libc::SYS_fsopen, c"proc".as_ptr(), CLOSE_ON_EXEC);
        libc::syscall(libc::SYS_fsconfig, context, CREATE, NO_ARGUMENT, NO_ARGUMENT, 0);
        let mount = libc::syscall(libc::SYS_fsmount, context, CLOSE_ON_EXEC, SHUT) as c_int;
        if mount >= 0 {
            hand_over(channel, mount);
        }
        let header = [CAPABILITY_VERSION, 0];
        let nothing = [0_u32; 6];
        libc::syscall(libc::SYS_capset, header.as_ptr(), nothing.as_ptr());
        libc::syscall(libc::SYS_close_range, 0, u32::MAX, 0);
        loop {
            libc::syscall(libc::SYS_ppoll, NO_ARGUMENT, NO_ARGUMENT, NO_ARGUMENT, NO_ARGUMENT, NO_ARGUMENT);
        }
    }
}

/// Version 3 of the kernel's structures.
const CAPABILITY_VERSION: u32 = 0x2008_0522;

/// Sends a descriptor, with system calls only.
///
/// # Safety
///
/// Both must be open.
unsafe fn hand_over(channel: c_int, mount: c_int) {
    const SPACE: usize = 64;
    // SAFETY: all zeroes is a valid `msghdr`. The control message fits into its space, which is aligned.
    unsafe {
        let mut kind = *b"M";
        let mut part = libc::iovec { iov_base: kind.as_mut_ptr().cast(), iov_len: kind.len() };
        let mut space = [0_u64; SPACE / size_of::<u64>()];
        let mut message: libc::msghdr = std::mem::zeroed();
        message.msg_iov = &raw mut part;
        message.msg_iovlen = 1;
        message.msg_control = space.as_mut_ptr().cast();
        message.msg_controllen = libc::CMSG_SPACE(size_of::<c_int>() as u32) as _;
        let head = libc::CMSG_FIRSTHDR(&raw const message);
        (*head).cmsg_level = libc::SOL_SOCKET;
        (*head).cmsg_type = libc::SCM_RIGHTS;
        (*head).cmsg_len = libc::CMSG_LEN(size_of::<c_int>() as u32) as _;
        libc::CMSG_DATA(head).cast::<c_int>().write_unaligned(mount);
        libc::syscall(libc::SYS_sendmsg, channel, &raw const message, 0);
    }
}
