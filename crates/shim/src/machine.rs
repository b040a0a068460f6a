//! Decides what a task does next. Pure: events and a clock go in, actions come out; `supervisor` carries them out.
//!
//! ```text
//! container:  Waiting ─► Creating ─► Created ─► Starting ─► Running ─► Over
//!                │           └──────────┴──► Discarding ──────┐ (stop before it ran)
//!                └──────────────────────────────────────────► Over
//! ```
//! *Eager* containers depend on nothing but the START of other eager ones: they are created while the node still wires
//! the network, and launched in order once it asks. The others are created when their dependencies have come true.
//!
//! Holds: nothing is created or launched after a stop began. A container gets its stop signal only when everything that
//! depends on it is over. Every container that was launched ends. `Finish` is emitted once, when nothing runs.

use neargate_task::{DependencyCondition, ShimSpec, TaskPhase};

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
    /// Time passed; see [`Machine::deadline`].
    Tick,
    /// All that `Finish` asked for was done.
    Cleaned,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Create(Index),
    Launch(Index),
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
    /// The dependency did not reach its condition within its start timeout.
    TimedOut(Index),
    /// Health checks are not built yet.
    HealthUnknown(Index),
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
    stage: Stage,
}

#[derive(Debug)]
pub struct Machine {
    containers: Vec<Container>,
    may_start: bool,
    stopping: bool,
    finishing: bool,
    finished: bool,
}

enum Readiness {
    Ready,
    NotYet,
    Never(Hopeless),
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
                stage: Stage::Waiting,
            })
            .collect();
        // Grows by at least one container a round until it stands still; those in a cycle never become eager.
        while let Some(next) = (0..containers.len()).find(|&index| {
            !containers[index].eager
                && containers[index].needs.iter().all(|(need, condition)| {
                    *condition == DependencyCondition::Start
                        && need.is_some_and(|need| containers[need].eager)
                })
        }) {
            containers[next].eager = true;
        }
        Self { containers, may_start: false, stopping: false, finishing: false, finished: false }
    }

    /// Where the task as a whole is.
    pub fn phase(&self) -> TaskPhase {
        let eager = || self.containers.iter().filter(|container| container.eager);
        if self.finished {
            TaskPhase::Finished
        } else if self.stopping {
            TaskPhase::Stopping
        } else if eager().all(|container| matches!(container.stage, Stage::Running { .. } | Stage::Over(_))) {
            TaskPhase::Running
        } else if eager().all(|container| !matches!(container.stage, Stage::Waiting | Stage::Creating)) {
            TaskPhase::Prepared
        } else {
            TaskPhase::Preparing
        }
    }

    /// When [`Event::Tick`] is due at the latest.
    pub fn deadline(&self) -> Option<Millis> {
        (0..self.containers.len())
            .flat_map(|index| {
                let kill_at = match self.containers[index].stage {
                    Stage::Running { kill_at, .. } => kill_at,
                    _ => None,
                };
                [kill_at, self.start_deadline(index)]
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
                let stage = &mut self.containers[index].stage;
                if *stage == Stage::Starting {
                    *stage = Stage::Running { since: now, signalled: false, kill_at: None };
                }
            }
            Event::Failed(index) => {
                let container = &mut self.containers[index];
                if matches!(
                    container.stage,
                    Stage::Creating | Stage::Created | Stage::Starting | Stage::Discarding
                ) {
                    container.stage = Stage::Over(None);
                    self.stopping |= container.essential;
                }
            }
            Event::Exited(index, code) => {
                let container = &mut self.containers[index];
                if matches!(container.stage, Stage::Running { .. }) {
                    container.stage = Stage::Over(Some(code));
                    self.stopping |= container.essential;
                }
            }
        }
    }

    /// Creates and launches what may be.
    fn advance(&mut self, now: Millis, actions: &mut Vec<Action>) {
        for index in 0..self.containers.len() {
            let container = &self.containers[index];
            let readiness = match container.stage {
                Stage::Waiting | Stage::Created => self.readiness(index, now),
                _ => continue,
            };
            let (stage, action) = match (container.stage, readiness) {
                (_, Readiness::Never(why)) => {
                    self.stopping = true;
                    if container.stage == Stage::Created {
                        continue; // discarded in winding down
                    }
                    (Stage::Over(None), Action::GiveUp(index, why))
                }
                (Stage::Waiting, Readiness::Ready) => (Stage::Creating, Action::Create(index)),
                (Stage::Waiting, Readiness::NotYet) if container.eager => {
                    (Stage::Creating, Action::Create(index))
                }
                (Stage::Created, Readiness::Ready) if self.may_start => {
                    (Stage::Starting, Action::Launch(index))
                }
                _ => continue,
            };
            self.containers[index].stage = stage;
            actions.push(action);
            if self.stopping {
                return;
            }
        }
    }

    fn readiness(&self, index: Index, now: Millis) -> Readiness {
        let mut readiness = Readiness::Ready;
        for &(need, condition) in &self.containers[index].needs {
            match self.condition_met(need, condition, now) {
                Readiness::Ready => {}
                Readiness::NotYet => readiness = Readiness::NotYet,
                never => return never,
            }
        }
        readiness
    }

    fn condition_met(&self, need: Option<Index>, condition: DependencyCondition, now: Millis) -> Readiness {
        let Some(need) = need else { return Readiness::Never(Hopeless::Unknown) };
        let late = self.start_deadline(need).is_some_and(|deadline| deadline <= now);
        match (condition, self.containers[need].stage) {
            (DependencyCondition::Healthy, _) => Readiness::Never(Hopeless::HealthUnknown(need)),
            (_, Stage::Over(None)) => Readiness::Never(Hopeless::NeverStarted(need)),
            (DependencyCondition::Start, Stage::Running { .. } | Stage::Over(Some(_))) => Readiness::Ready,
            (DependencyCondition::Complete, Stage::Over(Some(_))) => Readiness::Ready,
            (DependencyCondition::Success, Stage::Over(Some(0))) => Readiness::Ready,
            (DependencyCondition::Success, Stage::Over(Some(code))) => {
                Readiness::Never(Hopeless::NoSuccess(need, code))
            }
            (DependencyCondition::Complete | DependencyCondition::Success, _) if late => {
                Readiness::Never(Hopeless::TimedOut(need))
            }
            _ => Readiness::NotYet,
        }
    }

    /// When a running container must have reached what others wait for.
    fn start_deadline(&self, index: Index) -> Option<Millis> {
        let container = &self.containers[index];
        let Stage::Running { since, .. } = container.stage else { return None };
        let awaited = !self.stopping
            && self.containers.iter().any(|other| {
                other.stage == Stage::Waiting
                    && other.needs.iter().any(|(need, condition)| {
                        *need == Some(index) && *condition != DependencyCondition::Start
                    })
            });
        container.start_timeout.filter(|_| awaited).map(|timeout| since + timeout)
    }

    /// Ends what runs, dependents first.
    fn wind_down(&mut self, now: Millis, actions: &mut Vec<Action>) {
        for container in &mut self.containers {
            if container.stage == Stage::Waiting {
                container.stage = Stage::Over(None);
            }
        }
        for index in 0..self.containers.len() {
            match self.containers[index].stage {
                Stage::Creating | Stage::Created => {
                    self.containers[index].stage = Stage::Discarding;
                    actions.push(Action::Discard(index));
                }
                Stage::Running { since, signalled: false, .. } if self.no_dependent_left(index) => {
                    let kill_at = Some(now + self.containers[index].stop_timeout);
                    self.containers[index].stage = Stage::Running { since, signalled: true, kill_at };
                    actions.push(Action::Signal(index));
                }
                Stage::Running { since, kill_at: Some(kill_at), .. } if kill_at <= now => {
                    self.containers[index].stage = Stage::Running { since, signalled: true, kill_at: None };
                    actions.push(Action::Kill(index));
                }
                _ => {}
            }
        }
    }

    fn no_dependent_left(&self, index: Index) -> bool {
        self.containers.iter().all(|other| {
            matches!(other.stage, Stage::Over(_)) || other.needs.iter().all(|(need, _)| *need != Some(index))
        })
    }
}

#[cfg(test)]
#[path = "machine_tests.rs"]
mod tests;
