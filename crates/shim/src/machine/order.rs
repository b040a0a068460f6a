//! What waits for what: who may be created and launched, and who must end before whom.

use neargate_task::DependencyCondition::{self, Complete, Healthy, Start, Success};
use neargate_task::HealthStatus;

use super::{Action, Container, Hopeless, Index, Machine, Millis, Stage};

pub(super) enum Readiness {
    Ready,
    NotYet,
    Never(Hopeless),
}

/// Grows by at least one container a round until it stands still; those in a cycle never become eager.
pub(super) fn find_eager(containers: &mut [Container]) {
    while let Some(next) = (0..containers.len()).find(|&index| {
        !containers[index].eager
            && containers[index].needs.iter().all(|(need, condition)| {
                *condition == Start && need.is_some_and(|need| containers[need].eager)
            })
    }) {
        containers[next].eager = true;
    }
}

impl Machine {
    /// Creates and launches what may be.
    pub(super) fn advance(&mut self, now: Millis, actions: &mut Vec<Action>) {
        for index in 0..self.containers.len() {
            let container = &self.containers[index];
            if container.stage == Stage::Again {
                self.containers[index].stage = Stage::Creating;
                actions.push(Action::Create(index));
                continue;
            }
            let readiness = match container.stage {
                // What it waited for when it was first started doesn't count again.
                Stage::Created if container.last_exit.is_some() => Readiness::Ready,
                Stage::Waiting | Stage::Created => self.readiness(index, now),
                _ => continue,
            };
            let (stage, action) = match (container.stage, readiness) {
                (before, Readiness::Never(why)) => {
                    self.stopping |= container.essential;
                    actions.push(Action::GiveUp(index, why));
                    if before == Stage::Created {
                        (Stage::Discarding, Action::Discard(index))
                    } else {
                        self.containers[index].stage = Stage::Over(None);
                        if self.stopping {
                            return;
                        }
                        continue;
                    }
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
        let container = &self.containers[need];
        match (condition, container.stage) {
            (Healthy, _) if container.health.is_none() => Readiness::Never(Hopeless::NoHealthCheck(need)),
            (_, Stage::Over(None)) => Readiness::Never(Hopeless::NeverStarted(need)),
            (Start, Stage::Running { .. } | Stage::Over(Some(_))) => Readiness::Ready,
            // Between two runs.
            (Start, _) if container.last_exit.is_some() => Readiness::Ready,
            (Complete, Stage::Over(Some(_))) | (Success, Stage::Over(Some(0))) => Readiness::Ready,
            (Success, Stage::Over(Some(code))) => Readiness::Never(Hopeless::NoSuccess(need, code)),
            (Healthy, Stage::Over(Some(code))) => Readiness::Never(Hopeless::EndedUnhealthy(need, code)),
            (Healthy, Stage::Running { .. }) if container.health() == Some(HealthStatus::Healthy) => {
                Readiness::Ready
            }
            _ if self.start_deadline(need).is_some_and(|deadline| deadline <= now) => {
                Readiness::Never(Hopeless::TimedOut(need, container.health()))
            }
            _ => Readiness::NotYet,
        }
    }

    /// When a running container must have reached what others wait for.
    pub(super) fn start_deadline(&self, index: Index) -> Option<Millis> {
        let container = &self.containers[index];
        let Stage::Running { since, .. } = container.stage else { return None };
        let outstanding = |condition: DependencyCondition| match condition {
            Start => false,
            Complete | Success => true,
            Healthy => !container.health.as_ref().is_some_and(super::Health::has_passed),
        };
        let awaited = !self.stopping
            && self.containers.iter().any(|other| {
                other.stage == Stage::Waiting
                    && other
                        .needs
                        .iter()
                        .any(|(need, condition)| *need == Some(index) && outstanding(*condition))
            });
        container.start_timeout.filter(|_| awaited).map(|timeout| since + timeout)
    }

    /// Ends what runs, dependents first.
    pub(super) fn wind_down(&mut self, now: Millis, actions: &mut Vec<Action>) {
        for container in &mut self.containers {
            if matches!(container.stage, Stage::Waiting | Stage::Again) {
                container.stage = Stage::Over(container.last_exit);
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
