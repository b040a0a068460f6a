//! Containers that are none: processes of this machine, started as sessions want them.

use std::os::fd::{AsFd as _, OwnedFd};
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use neargate_exec::process::{Containers, Control, Launch, OpenError, Pending, Process};
use neargate_exec::{Descriptor, Size};
use rustix::process::{Pid, Signal, kill_process_group};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};
use tokio::process::Command;

/// Counts the processes that run.
#[derive(Default)]
pub struct Local {
    running: Arc<AtomicUsize>,
}

impl Local {
    pub async fn all_ended(&self) {
        let ended = async {
            while self.running.load(Ordering::SeqCst) > 0 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), ended).await.expect("the processes end");
    }

    fn start(&self, launch: &Launch) -> std::io::Result<Process> {
        let mut command = Command::new(&launch.arguments[0]);
        command.args(&launch.arguments[1..]);
        let pairs = launch.environment.iter().filter_map(|pair| pair.split_once('='));
        command.envs(pairs);
        let master = match launch.terminal {
            Some(size) => Some(terminal(&mut command, size)?),
            None => {
                command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);
                None
            }
        };
        let mut child = command.spawn()?;
        drop(command);
        let pid = child.id().and_then(|pid| Pid::from_raw(pid as i32)).expect("a child that wasn't awaited");
        let control = Box::new(Handle { pid, master: master.as_ref().map(OwnedFd::try_clone).transpose()? });
        self.running.fetch_add(1, Ordering::SeqCst);
        let (running, pipes) =
            (Arc::clone(&self.running), (child.stdin.take(), child.stdout.take(), child.stderr.take()));
        let waited = tokio::spawn(async move {
            let status = child.wait().await.ok();
            running.fetch_sub(1, Ordering::SeqCst);
            status.and_then(|status| status.code().or(status.signal().map(|signal| 128 + signal)))
        });
        let exit: Pending<'static, _> = Box::pin(async move { waited.await.ok().flatten() });
        Ok(match (master, pipes) {
            (Some(master), _) => Process {
                input: Box::new(Descriptor::new(master.try_clone()?)?),
                output: Box::new(Descriptor::new(master)?),
                error: None,
                control,
                exit,
            },
            (None, (Some(input), Some(output), Some(error))) => Process {
                input: Box::new(input),
                output: Box::new(output),
                error: Some(Box::new(error)),
                control,
                exit,
            },
            _ => unreachable!("all three were asked for"),
        })
    }
}

impl Containers for Local {
    fn open(&self, launch: Launch) -> Pending<'_, Result<Process, OpenError>> {
        let name = launch.arguments[0].clone();
        let started =
            self.start(&launch).map_err(|error| OpenError::NotStarted(format!("exec {name}: {error}")));
        Box::pin(async { started })
    }
}

/// Puts the command on a terminal of its own; the terminal's other end.
fn terminal(command: &mut Command, size: Size) -> std::io::Result<OwnedFd> {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC)?;
    grantpt(&master)?;
    unlockpt(&master)?;
    let path = ptsname(&master, Vec::new())?;
    let open = || std::fs::OpenOptions::new().read(true).write(true).open(path.to_str().expect("ASCII"));
    let (input, output, error) = (open()?, open()?, open()?);
    tcsetwinsize(input.as_fd(), winsize(size))?;
    command.stdin(input).stdout(output).stderr(error);
    // SAFETY: both are plain system calls, which a child may make between fork and exec.
    unsafe {
        command.as_std_mut().pre_exec(|| {
            rustix::process::setsid()?;
            rustix::process::ioctl_tiocsctty(rustix::stdio::stdin())?;
            Ok(())
        });
    }
    Ok(master)
}

fn winsize(size: Size) -> Winsize {
    Winsize { ws_row: size.rows, ws_col: size.cols, ws_xpixel: 0, ws_ypixel: 0 }
}

struct Handle {
    pid: Pid,
    master: Option<OwnedFd>,
}

impl Control for Handle {
    fn resize(&self, size: Size) {
        if let Some(master) = &self.master {
            tcsetwinsize(master, winsize(size)).expect("a terminal has a size");
        }
    }

    fn hang_up(&self) {
        let _ = kill_process_group(self.pid, Signal::KILL);
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.hang_up();
    }
}
