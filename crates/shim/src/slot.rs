//! What a supervisor holds of one container.

use std::os::fd::OwnedFd;
use std::time::Instant;

use neargate_task::ContainerPhase;
use rustix::process::{Pid, Signal};

use crate::cgroup::Leaf;
use crate::check::Check;
use crate::creator::Creator;
use crate::logs::{Log, Pipe, Progress};

/// What there is of a container.
#[derive(Default)]
pub struct Slot {
    pub leaf: Option<Leaf>,
    pub creator: Option<Creator>,
    /// Its first process, in our numbering, until it is reaped.
    pub first: Option<Pid>,
    pub log: Option<Log>,
    pub pipes: Vec<Pipe>,
    /// Of an interactive container: nobody writes to it, and it stays open.
    pub stdin: Option<OwnedFd>,
    /// We have sent it SIGKILL.
    pub killed: bool,
    /// It is being undone; with the reason if it failed by itself.
    pub undoing: Option<Option<String>>,
    pub started: bool,
    /// Its first process ended with this status; others of it are being killed.
    pub ending: Option<i32>,
    /// The health check that runs.
    pub check: Option<Check>,
    /// The phase in which it ran until it ended.
    pub last_run: Option<ContainerPhase>,
    /// How it ended, while it is started again.
    pub last_end: Option<ContainerPhase>,
    /// It ended with this status, and until then its last lines may be delivered.
    pub delivering: Option<(Instant, i32)>,
}

impl Slot {
    /// Kills what there is. True when nothing is left but what is to be reaped.
    pub fn kill(&mut self) -> bool {
        if let Some(creator) = &self.creator {
            let _ = rustix::process::kill_process(creator.pid, Signal::KILL);
        }
        if let Some(first) = self.first {
            let _ = rustix::process::kill_process(first, Signal::KILL);
        }
        self.leaf.as_ref().is_none_or(Leaf::kill)
    }

    pub fn pump(&mut self, now: Instant) {
        let Some(log) = &mut self.log else { return };
        self.pipes.retain_mut(|pipe| {
            let open = pipe.pump(log, now) != Progress::Closed;
            if !open {
                pipe.finish(log);
            }
            open
        });
    }

    /// What to poll for output, and until when the rest needn't be looked at.
    pub fn outputs(&self, now: Instant) -> impl Iterator<Item = Result<&OwnedFd, Instant>> {
        let log = self.log.as_ref();
        self.pipes.iter().filter_map(move |pipe| Some(pipe.awaits(log?, now)))
    }

    /// Logs what is in the pipes.
    pub fn drain(&mut self) {
        if let Some(log) = &mut self.log {
            self.pipes.drain(..).for_each(|pipe| pipe.drain(log));
        }
    }

    /// Why it never ran, when it ended by itself.
    pub fn died_early(&self, what: &str) -> String {
        if self.leaf.as_ref().is_some_and(Leaf::was_oom_killed) {
            "OutOfMemoryError: container killed due to memory usage".to_owned()
        } else {
            format!("CannotStartContainerError: {what}")
        }
    }
}
