//! Containers come to their ends: by themselves, by being undone, or by never having had a chance.

use std::time::{Duration, Instant};

use neargate_task::{ContainerPhase, HealthStatus, Usage};
use rustix::process::Pid;

use super::{Ground, Supervisor, now};
use crate::cgroup::Leaf;
use crate::complaint::complain;
use crate::creator::chain;
use crate::logs::Log;
use crate::machine::{Event, Hopeless, Index};
use crate::slot::Slot;
use crate::volume;

/// How long a container's last lines may take to be delivered, see [`neargate_task::logfile::LogBuffer::deliver_before_end`].
const DELIVERY_PATIENCE: Duration = Duration::from_secs(5);

/// As AWS words it.
const SERVER_AWAY: &str = "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: mount.nfs4: \
                           Connection timed out : unsuccessful EFS utils command execution; code: 32";

impl Supervisor {
    pub(super) fn reap(&mut self, ground: &Ground) {
        let mut status = 0;
        loop {
            // SAFETY: `status` lives on this stack.
            let pid = unsafe { libc::waitpid(-1, &raw mut status, libc::WNOHANG) };
            let Some(pid) = (pid > 0).then(|| Pid::from_raw(pid)).flatten() else { return };
            // What a creator said last may have come after we listened.
            self.listen_to_creators(ground);
            self.listen_to_processes(ground);
            let Some(index) = self.slots.iter().position(|slot| slot.first == Some(pid)) else {
                if !self.creator_ended(pid, status) {
                    self.process_ended(pid, status, ground);
                }
                continue;
            };
            let slot = &mut self.slots[index];
            slot.first = None;
            if slot.started && ground.pause.is_some() {
                // Its other processes have no first one to end with.
                slot.ending = Some(crate::init::exit_status(status));
            } else if slot.started {
                self.container_ended(index, crate::init::exit_status(status), ground);
            } else if slot.undoing.is_none() {
                slot.undoing = Some(Some(slot.died_early("its first process ended before the program ran")));
            }
        }
    }

    /// False when it is no creator.
    fn creator_ended(&mut self, pid: Pid, status: i32) -> bool {
        let ended = |slot: &&mut Slot| slot.creator.as_ref().is_some_and(|creator| creator.pid == pid);
        let Some(slot) = self.slots.iter_mut().find(ended) else { return false };
        slot.creator = None;
        if !slot.started && slot.undoing.is_none() {
            let reason = match volume::was_late(status) {
                true => SERVER_AWAY.to_owned(),
                false => slot.died_early("the runtime ended before the program ran"),
            };
            slot.undoing = Some(Some(reason));
        }
        true
    }

    /// All processes of a container end before its first one can be waited for, so all it wrote is in the pipes.
    fn container_ended(&mut self, index: Index, exit_code: i32, ground: &Ground) {
        const KILLED: i32 = 128 + libc::SIGKILL;
        self.end_processes(index);
        let slot = &mut self.slots[index];
        slot.drain();
        slot.stdin = None;
        let leaf = slot.leaf.take();
        // The kernel may have killed another process of it before, and this one may have been killed by us.
        let oom_killed =
            exit_code == KILLED && !slot.killed && leaf.as_ref().is_some_and(Leaf::was_oom_killed);
        if let Some(leaf) = leaf {
            let usage = &mut self.state.containers[index].usage;
            *usage = Some(sum(*usage, leaf.usage()));
        }
        self.clear(index, ground);
        let finished_at = now();
        let run = self.state.containers[index].phase.clone();
        let started_at = match run {
            ContainerPhase::Running { started_at, .. } => started_at,
            _ => finished_at,
        };
        // In case that it is started again.
        self.slots[index].last_run = Some(run);
        self.set(index, ContainerPhase::Exited { started_at, finished_at, exit_code, oom_killed });
        let again = self.machine.ended(index, exit_code, self.now());
        let patience = if again { Duration::ZERO } else { DELIVERY_PATIENCE };
        self.slots[index].delivering = Some((Instant::now() + patience, exit_code));
        self.await_deliveries(ground);
    }

    /// A container whose lines go to another one is over for the others only when these have arrived: its log router might end first.
    /// One that is started again doesn't wait for them: its log goes on.
    pub(super) fn await_deliveries(&mut self, ground: &Ground) {
        for index in 0..self.slots.len() {
            let slot = &mut self.slots[index];
            let Some((deadline, exit_code)) = slot.delivering else { continue };
            if slot.log.as_ref().is_none_or(Log::is_delivered) || deadline <= Instant::now() {
                slot.delivering = None;
                self.handle(Event::Exited(index, exit_code), ground);
            }
        }
    }

    /// Sees to the end of containers that are being undone.
    pub(super) fn settle(&mut self, ground: &Ground) {
        for index in 0..self.slots.len() {
            let slot = &mut self.slots[index];
            if let Some(exit_code) = slot.ending
                && slot.kill()
            {
                slot.ending = None;
                self.container_ended(index, exit_code, ground);
                continue;
            }
            if slot.undoing.is_none() {
                continue;
            }
            let empty = slot.kill();
            if !empty || slot.creator.is_some() || slot.first.is_some() {
                continue;
            }
            slot.drain();
            let reason = slot.undoing.take().flatten();
            let last_end = slot.last_end.take();
            if slot.leaf.take().is_some() {
                self.clear(index, ground);
            }
            match (reason, last_end) {
                (Some(reason), _) => self.set(index, ContainerPhase::Failed { at: now(), reason }),
                (None, Some(end)) => self.set(index, end),
                (None, None) => {}
            }
            self.handle(Event::Failed(index), ground);
        }
    }

    /// Takes away what is left of a container in which nothing runs.
    fn clear(&self, index: Index, ground: &Ground) {
        let id = &self.spec.containers[index].runtime_id;
        // Fails when it was never mounted; what is missed here vanishes with us.
        let _ = rustix::mount::unmount(ground.workshop.root(id), rustix::mount::UnmountFlags::DETACH);
        // The runtime makes no container of a name that it remembers, and no socket where one is.
        let _ = std::fs::remove_dir_all(ground.workshop.containers().join(id));
        let _ = std::fs::remove_file(ground.workshop.bundle(id).join("console"));
        if let Err(error) = ground.cgroup.remove_leaf(id) {
            complain!("{}", chain(&error));
        }
    }

    pub(super) fn explain(&self, why: Hopeless) -> String {
        let name = |index: Index| &self.spec.containers[index].name;
        let what = match why {
            Hopeless::NoSuccess(index, code) => {
                format!("dependency {} exited with {code}, success was required", name(index))
            }
            Hopeless::NeverStarted(index) => format!("dependency {} did not start", name(index)),
            Hopeless::TimedOut(index, health) => {
                let name = name(index);
                match health {
                    Some(status) => format!(
                        "dependency {name} did not reach its condition within its start timeout, its health is {}",
                        health_word(status)
                    ),
                    None => format!("dependency {name} did not reach its condition within its start timeout"),
                }
            }
            Hopeless::EndedUnhealthy(index, code) => {
                format!("dependency {} exited with {code} before it was HEALTHY", name(index))
            }
            Hopeless::NoHealthCheck(index) => {
                format!("dependency {} is to be HEALTHY, but has no health check", name(index))
            }
            Hopeless::Unknown => "a dependency names no container of the task".to_owned(),
        };
        format!("CannotStartContainerError: {what}")
    }
}

/// What was used in two runs of a container.
fn sum(before: Option<Usage>, now: Usage) -> Usage {
    let before = before.unwrap_or_default();
    Usage {
        peak_memory_bytes: before.peak_memory_bytes.max(now.peak_memory_bytes),
        cpu_nanoseconds: before.cpu_nanoseconds + now.cpu_nanoseconds,
        disk_bytes: None,
    }
}

fn health_word(status: HealthStatus) -> &'static str {
    match status {
        HealthStatus::Unknown => "UNKNOWN",
        HealthStatus::Healthy => "HEALTHY",
        HealthStatus::Unhealthy => "UNHEALTHY",
    }
}
