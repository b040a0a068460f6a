//! Decides what a task does next. Pure: events and a clock go in, actions come out; `supervisor` carries them out.
//!
//! ```text
//! container:  Waiting ─► Creating ─► Created ─► Starting ─► Running ─► Over
//!                │         ▲ └──────────┴──► Discarding ──────│───────►│ (stop before it ran)
//!                │         └──────────────── Again ◄──────────┘        │ (restart policy)
//!                └────────────────────────────────────────────────────►┘
//! ```
//! `order` says who may start and who must end first, `health` when a running container is checked and what that means,
//! `restart` whether one that ended is started again.
//!
//! *Eager* containers depend on nothing but the START of other eager ones: they are created while the node still wires
//! the network, and launched in order once it asks. The others are created when their dependencies have come true.
//!
//! Holds: nothing is created or launched after a stop began. A container gets its stop signal only when everything that
//! depends on it is over. Every container that was launched ends. `Finish` is emitted once, when nothing runs. Health is
//! checked in containers that run, one check at a time, and not any more once a stop began.

mod health;
mod order;
mod restart;

use neargate_task::{DependencyCondition, HealthStatus, ShimSpec, TaskPhase};

use health::{Due, Health};
use restart::Restart;

/// Milliseconds of a clock that only goes forward.
pub type Millis = u64;

/// A container's place in the spec.
pub type Index = usize;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    StartRequested,
    StopRequested,
    Created(Index),
    /// The program runs.
    Started(Index),
    /// It could not be created or started, or a discarded one is gone; nothing of it is left.
    Failed(Index),
    /// A started container ended, nothing of it is left.
    Exited(Index, i32),
    /// A check that was asked for ended: whether it passed.
    Checked(Index, bool),
    /// Time passed; see [`Machine::deadline`].
    Tick,
    /// All that `Finish` asked for was done.
    Cleaned,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Make it, for the first time or again.
    Create(Index),
    Launch(Index),
    /// Check its health; answer with `Checked`.
    Check(Index),
    /// The check takes too long and counts as failed: end it.
    AbandonCheck(Index),
    /// Send the stop signal.
    Signal(Index),
    /// SIGKILL.
    Kill(Index),
    /// Undo a container that never ran; answer with `Failed`.
    Discard(Index),
    /// The container will never start, for this reason.
    GiveUp(Index, Hopeless),
    Finish,
}

/// Why a container can't ever start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hopeless {
    /// The dependency ended with this status, where success was asked for.
    NoSuccess(Index, i32),
    /// The dependency never started.
    NeverStarted(Index),
    /// The dependency did not reach its condition within its start timeout. With its health, if it is checked.
    TimedOut(Index, Option<HealthStatus>),
    /// The dependency was to be healthy and ended, with this status.
    EndedUnhealthy(Index, i32),
    /// The dependency is to be healthy and has no health check.
    NoHealthCheck(Index),
    /// A dependency names no container of the task.
    Unknown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Waiting,
    Creating,
    Created,
    Starting,
    Running {
        since: Millis,
        signalled: bool,
        kill_at: Option<Millis>,
    },
    /// Ended, and is to be created again.
    Again,
    Discarding,
    /// `Some` for a container that ran.
    Over(Option<i32>),
}

#[derive(Debug)]
struct Container {
    essential: bool,
    eager: bool,
    stop_timeout: Millis,
    start_timeout: Option<Millis>,
    /// `None` in place of an index: a name that the task hasn't.
    needs: Vec<(Option<Index>, DependencyCondition)>,
    health: Option<Health>,
    restart: Option<Restart>,
    stage: Stage,
    /// Of its last run, if it ran before.
    last_exit: Option<i32>,
}

impl Container {
    fn health(&self) -> Option<HealthStatus> {
        self.health.as_ref().map(Health::status)
    }

    fn has_started(&self) -> bool {
        self.last_exit.is_some() || matches!(self.stage, Stage::Running { .. } | Stage::Over(_))
    }
}

#[derive(Debug)]
pub struct Machine {
    containers: Vec<Container>,
    may_start: bool,
    stopping: bool,
    finishing: bool,
    finished: bool,
}

impl Machine {
    pub fn new(spec: &ShimSpec) -> Self {
        let index_of = |name: &str| spec.containers.iter().position(|container| container.name == name);
        let mut containers: Vec<Container> = spec
            .containers
            .iter()
            .map(|container| Container {
                essential: container.essential,
                eager: false,
                stop_timeout: Millis::from(container.stop_timeout_seconds) * 1000,
                start_timeout: container.start_timeout_seconds.map(|seconds| Millis::from(seconds) * 1000),
                needs: container
                    .depends_on
                    .iter()
                    .map(|need| (index_of(&need.container_name), need.condition))
                    .collect(),
                health: container.health_check.as_ref().map(Health::new),
                restart: container.restart_policy.as_ref().map(Restart::new),
                stage: Stage::Waiting,
                last_exit: None,
            })
            .collect();
        order::find_eager(&mut containers);
        Self { containers, may_start: false, stopping: false, finishing: false, finished: false }
    }

    /// Where the task as a whole is.
    pub fn phase(&self) -> TaskPhase {
        let eager = || self.containers.iter().filter(|container| container.eager);
        if self.finished {
            TaskPhase::Finished
        } else if self.stopping {
            TaskPhase::Stopping
        } else if eager().all(Container::has_started) {
            TaskPhase::Running
        } else if eager().all(|container| {
            container.has_started() || !matches!(container.stage, Stage::Waiting | Stage::Creating)
        }) {
            TaskPhase::Prepared
        } else {
            TaskPhase::Preparing
        }
    }

    /// A container's first process ended. Whether it is to be started again is settled here: its [`Event::Exited`] may come later.
    pub fn ended(&mut self, index: Index, code: i32, now: Millis) -> bool {
        let container = &mut self.containers[index];
        let Stage::Running { since, .. } = container.stage else { return false };
        container.health.iter_mut().for_each(Health::end);
        container.restart.take_if(|restart| !restart.allows(code, now - since));
        container.restart.is_some() && !self.stopping
    }

    /// What its checks say of a container; `None` for one that isn't checked.
    pub fn health(&self, index: Index) -> Option<HealthStatus> {
        self.containers[index].health()
    }

    /// When [`Event::Tick`] is due at the latest.
    pub fn deadline(&self) -> Option<Millis> {
        (0..self.containers.len())
            .flat_map(|index| {
                let container = &self.containers[index];
                let kill_at = match container.stage {
                    Stage::Running { kill_at, .. } => kill_at,
                    _ => None,
                };
                let check = container.health.as_ref().filter(|_| !self.stopping).and_then(Health::deadline);
                [kill_at, self.start_deadline(index), check]
            })
            .flatten()
            .min()
    }

    /// What follows from an event. The first call should be a `Tick`: it creates the eager containers.
    pub fn on(&mut self, event: Event, now: Millis) -> Vec<Action> {
        if self.finished {
            return Vec::new();
        }
        self.note(event, now);
        let mut actions = Vec::new();
        if !self.stopping {
            self.check(now, &mut actions);
            self.advance(now, &mut actions);
        }
        // Giving up may have begun the stop.
        if self.stopping {
            self.wind_down(now, &mut actions);
        }
        if !self.finishing
            && self.containers.iter().all(|container| matches!(container.stage, Stage::Over(_)))
        {
            self.stopping = true;
            self.finishing = true;
            actions.push(Action::Finish);
        }
        actions
    }

    /// Takes an event in; one that doesn't fit the stage changes nothing.
    fn note(&mut self, event: Event, now: Millis) {
        match event {
            Event::StartRequested => self.may_start = true,
            Event::StopRequested => self.stopping = true,
            Event::Tick => {}
            Event::Cleaned => self.finished = self.finishing,
            Event::Created(index) => {
                let stage = &mut self.containers[index].stage;
                if *stage == Stage::Creating {
                    *stage = Stage::Created;
                }
            }
            Event::Started(index) => {
                let container = &mut self.containers[index];
                if container.stage == Stage::Starting {
                    container.stage = Stage::Running { since: now, signalled: false, kill_at: None };
                    container.health.iter_mut().for_each(|health| health.begin(now));
                }
            }
            Event::Failed(index) => {
                let container = &mut self.containers[index];
                if matches!(
                    container.stage,
                    Stage::Creating | Stage::Created | Stage::Starting | Stage::Discarding
                ) {
                    container.stage = Stage::Over(container.last_exit);
                    self.stopping |= container.essential;
                }
            }
            Event::Exited(index, code) => {
                let container = &mut self.containers[index];
                let Stage::Running { since, .. } = container.stage else { return };
                container.last_exit = Some(code);
                container.health.iter_mut().for_each(Health::end);
                let again =
                    container.restart.as_ref().is_some_and(|restart| restart.allows(code, now - since));
                if again && !self.stopping {
                    container.stage = Stage::Again;
                } else {
                    container.stage = Stage::Over(Some(code));
                    self.stopping |= container.essential;
                }
            }
            Event::Checked(index, passed) => {
                if let Some(health) = &mut self.containers[index].health {
                    health.checked(passed, now);
                }
            }
        }
    }

    /// Has the health of containers checked when it is time.
    fn check(&mut self, now: Millis, actions: &mut Vec<Action>) {
        for (index, container) in self.containers.iter_mut().enumerate() {
            match container.health.as_mut().and_then(|health| health.due(now)) {
                Some(Due::Check) => actions.push(Action::Check(index)),
                Some(Due::Abandon) => actions.push(Action::AbandonCheck(index)),
                None => {}
            }
        }
    }
}

#[cfg(test)]
mod tests;
