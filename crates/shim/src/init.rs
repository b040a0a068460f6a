//! The tiny init of `initProcessEnabled`: process 1 of the container. Starts the program as its child, forwards signals to
//! it, reaps what is orphaned, and ends as the program ends.
//!
//! It is a fork of the process that was to execute the program, so it costs no second executable in the image, has the same
//! filter and user, and can't be debugged from inside (it isn't dumpable).

use std::io;
use std::os::fd::RawFd;

/// Returns in the child, which is to execute the program. `errors` is closed in the parent, so that it ends with the exec.
pub fn become_init(errors: RawFd) -> io::Result<()> {
    // Blocked before the fork, or a signal might get lost between it and the waiting.
    let mut all = signal_set(|set| {
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
            set_mask(&before).map(drop)
        }
        child => {
            // SAFETY: nothing in this process uses the descriptor any more.
            unsafe { libc::close(errors) };
            let status = serve(child, &mut all);
            // SAFETY: ends the process at once; there is nothing to run at exit in a forked child.
            unsafe { libc::_exit(status) }
        }
    }
}

/// Until the program ends; its status.
fn serve(child: libc::pid_t, signals: &mut libc::sigset_t) -> i32 {
    loop {
        // SAFETY: `signals` is an initialised set; no information beyond the number is asked for.
        let signal = unsafe { libc::sigwaitinfo(signals, std::ptr::null_mut()) };
        if signal != libc::SIGCHLD && signal > 0 {
            // SAFETY: a plain call. The child isn't reaped yet, so its pid is its own.
            unsafe { libc::kill(child, signal) };
            continue;
        }
        loop {
            let mut status = 0;
            // SAFETY: `status` lives on this stack.
            match unsafe { libc::waitpid(-1, &raw mut status, libc::WNOHANG) } {
                pid if pid == child => return exit_status(status),
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
