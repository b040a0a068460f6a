//! The tiny init of `initProcessEnabled`: process 1 of the container. Starts the program as its child, forwards signals to
//! it, reaps what is orphaned, and ends as the program ends.
//!
//! It is a fork of the process that was to execute the program, so it costs no second executable in the image, and has the same
//! filter, user and rights. It isn't dumpable, has no descriptor but the program's three, and has forgotten what it was a fork
//! of, so that even with CAP_SYS_PTRACE there is nothing to be had from it.

use std::convert::Infallible;
use std::io;
use std::os::fd::AsRawFd;

use rustix::fs::{Mode, OFlags};

/// Returns in the child, which is to execute the program.
pub fn become_init() -> io::Result<()> {
    // Where it isn't process 1, orphans come to it all the same.
    rustix::process::set_child_subreaper(Some(rustix::process::getpid()))?;
    let Some((child, signals)) = fork()? else { return Ok(()) };
    let maps = rustix::fs::open(c"/proc/self/maps", OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty());
    let live = || -> io::Result<Infallible> {
        let maps = maps?;
        crate::exec::close_all_but(&mut [maps.as_raw_fd()])?;
        // SAFETY: `serve` makes system calls only.
        unsafe { crate::oblivion::forget_and_live(maps, serve, (child, signals)) }
    };
    // One that remembers may not stay: the container ends with it.
    let Err(_) = live();
    // SAFETY: ends the process at once; there is nothing to run at exit in a forked child.
    unsafe { libc::_exit(FAILED) }
}

/// Returns in a child that is born into the task's process namespace and is to execute the program. The caller, whom nobody
/// there sees, stands for it: it passes on signals and ends with the child's status.
pub fn stay_outside() -> io::Result<()> {
    let Some((child, signals)) = fork()? else { return Ok(()) };
    // SAFETY: nothing in this process uses a descriptor any more: what waits for their end shall see it.
    unsafe { libc::syscall(libc::SYS_close_range, 0, u32::MAX, 0) };
    serve((child, signals))
}

/// The child and the signals to listen to; none in the child.
fn fork() -> io::Result<Option<(libc::pid_t, libc::sigset_t)>> {
    // Blocked before the fork, or a signal might get lost between it and the waiting.
    let all = signal_set(|set| {
        // SAFETY: `set` points to a set that lives on the caller's stack.
        unsafe { libc::sigfillset(set) };
    });
    let before = set_mask(&all)?;
    // SAFETY: the process has one thread; the child goes on like the parent would have.
    match unsafe { libc::fork() } {
        -1 => Err(io::Error::last_os_error()),
        0 => {
            // A group of its own and the terminal's foreground, as a shell would give it.
            // SAFETY: plain calls; that there is no terminal makes the second fail, which is fine.
            unsafe {
                libc::setpgid(0, 0);
                if libc::isatty(0) == 1 {
                    libc::signal(libc::SIGTTOU, libc::SIG_IGN);
                    libc::tcsetpgrp(0, libc::getpgrp());
                    libc::signal(libc::SIGTTOU, libc::SIG_DFL);
                }
            }
            set_mask(&before)?;
            Ok(None)
        }
        child => Ok(Some((child, all))),
    }
}

const FAILED: i32 = 255;

/// Until the program ends, and with its status. Makes system calls only.
fn serve((child, signals): (libc::pid_t, libc::sigset_t)) -> ! {
    loop {
        // SAFETY: `signals` is an initialised set; no information beyond the number is asked for.
        let signal = unsafe { libc::sigwaitinfo(&raw const signals, std::ptr::null_mut()) };
        if signal != libc::SIGCHLD && signal > 0 {
            // SAFETY: a plain call. The child isn't reaped yet, so its pid is its own.
            unsafe { libc::kill(child, signal) };
            continue;
        }
        loop {
            let mut status = 0;
            // SAFETY: `status` lives on this stack.
            match unsafe { libc::waitpid(-1, &raw mut status, libc::WNOHANG) } {
                // SAFETY: ends the process at once; there is nothing to run at exit in a forked child.
                pid if pid == child => unsafe { libc::_exit(exit_status(status)) },
                pid if pid > 0 => {}
                _ => break,
            }
        }
    }
}

/// The program's status, or 128 plus the signal that ended it.
pub fn exit_status(status: i32) -> i32 {
    if libc::WIFSIGNALED(status) { 128 + libc::WTERMSIG(status) } else { libc::WEXITSTATUS(status) }
}

fn signal_set(fill: impl FnOnce(*mut libc::sigset_t)) -> libc::sigset_t {
    // SAFETY: a set is an array of integers, `fill` then gives it a meaning.
    let mut set = unsafe { std::mem::zeroed() };
    fill(&raw mut set);
    set
}

fn set_mask(mask: &libc::sigset_t) -> io::Result<libc::sigset_t> {
    let mut before = signal_set(|_| {});
    // SAFETY: both sets live on this stack.
    match unsafe { libc::sigprocmask(libc::SIG_SETMASK, mask, &raw mut before) } {
        0 => Ok(before),
        _ => Err(io::Error::last_os_error()),
    }
}
