//! When a container's health is checked, and what the checks say of it. The rules are those of container engines.
//!
//! ```text
//! start ─ interval ─► check ─┬─ passed ──────────────────────────► Healthy ┐
//!              ▲             ├─ failed, the nth in a row ────────► Unhealthy ├─ interval ─► check …
//!              │             └─ failed, or too early to count ───► as it was ┘
//! ```
//! A check that takes too long has failed. In the start period failures don't count until one check has passed.

use neargate_task::{HealthCheck, HealthStatus};

use super::Millis;

#[derive(Debug)]
pub struct Health {
    interval: Millis,
    timeout: Millis,
    retries: u32,
    start_period: Millis,
    status: HealthStatus,
    failures: u32,
    started: Millis,
    /// It has been healthy since it started.
    passed: bool,
    step: Step,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The container doesn't run.
    Idle,
    Until(Millis),
    Checking {
        since: Millis,
    },
}

/// What is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    Check,
    /// The check that runs takes too long.
    Abandon,
}

impl Health {
    pub fn new(check: &HealthCheck) -> Self {
        let millis = |seconds: u32| Millis::from(seconds) * 1000;
        Self {
            interval: millis(check.interval_seconds),
            timeout: millis(check.timeout_seconds),
            retries: check.retries,
            start_period: millis(check.start_period_seconds),
            status: HealthStatus::Unknown,
            failures: 0,
            started: 0,
            passed: false,
            step: Step::Idle,
        }
    }

    pub fn status(&self) -> HealthStatus {
        self.status
    }

    pub fn has_passed(&self) -> bool {
        self.passed
    }

    /// The container runs, for the first time or again.
    pub fn begin(&mut self, now: Millis) {
        self.status = HealthStatus::Unknown;
        self.failures = 0;
        self.started = now;
        self.passed = false;
        self.step = Step::Until(now + self.interval);
    }

    /// The container doesn't run any more. What was known of it stays.
    pub fn end(&mut self) {
        self.step = Step::Idle;
    }

    pub fn deadline(&self) -> Option<Millis> {
        match self.step {
            Step::Idle => None,
            Step::Until(at) => Some(at),
            Step::Checking { since } => Some(since + self.timeout),
        }
    }

    /// Takes what is due as done.
    pub fn due(&mut self, now: Millis) -> Option<Due> {
        if self.deadline().is_none_or(|deadline| deadline > now) {
            return None;
        }
        match self.step {
            Step::Until(_) => {
                self.step = Step::Checking { since: now };
                Some(Due::Check)
            }
            _ => {
                self.checked(false, now);
                Some(Due::Abandon)
            }
        }
    }

    /// A check came to its end. One that nobody waits for any more says nothing.
    pub fn checked(&mut self, passed: bool, now: Millis) {
        let Step::Checking { since } = self.step else { return };
        self.step = Step::Until(now + self.interval);
        if passed {
            self.failures = 0;
            self.passed = true;
            self.status = HealthStatus::Healthy;
        } else if self.status != HealthStatus::Unknown || since >= self.started + self.start_period {
            self.failures = self.failures.saturating_add(1);
            if self.failures >= self.retries {
                self.status = HealthStatus::Unhealthy;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use HealthStatus::{Healthy, Unhealthy, Unknown};

    use super::*;

    /// Runs the checks of a script (`+` passes, `-` fails, `t` takes too long), each a second long; the statuses after each.
    fn check(retries: u32, start_period_seconds: u32, script: &str, expected: &[HealthStatus]) {
        let mut health = Health::new(&HealthCheck {
            command: Vec::new(),
            interval_seconds: 10,
            timeout_seconds: 5,
            retries,
            start_period_seconds,
        });
        let mut now = 7;
        health.begin(now);
        let mut got = Vec::new();
        for how in script.chars() {
            assert_eq!(health.due(now + 9_999), None, "not before its interval");
            now = health.deadline().expect("a container that runs is checked");
            assert_eq!(health.due(now), Some(Due::Check));
            assert_eq!(health.due(now), None, "one at a time");
            if how == 't' {
                now += 5_000;
                assert_eq!(health.due(now), Some(Due::Abandon));
                health.checked(true, now);
            } else {
                now += 1_000;
                health.checked(how == '+', now);
            }
            assert_eq!(health.deadline(), Some(now + 10_000), "the interval counts from the end of a check");
            got.push(health.status());
        }
        assert_eq!(got, expected, "{script}");
    }

    #[test]
    fn so_many_failures_in_a_row_make_it_unhealthy_and_one_success_healthy() {
        check(3, 0, "--", &[Unknown; 2]);
        check(3, 0, "---+", &[Unknown, Unknown, Unhealthy, Healthy]);
        check(3, 0, "+--+--", &[Healthy; 6]);
        check(2, 0, "+--", &[Healthy, Healthy, Unhealthy]);
        check(1, 0, "-", &[Unhealthy]);
    }

    #[test]
    fn a_check_that_takes_too_long_has_failed_whatever_it_says_later() {
        check(2, 0, "tt", &[Unknown, Unhealthy]);
        check(2, 0, "+tt+", &[Healthy, Healthy, Unhealthy, Healthy]);
    }

    #[test]
    fn failures_in_the_start_period_do_not_count_until_a_check_has_passed() {
        // Checks begin after 10, 21, 32 and 43 seconds.
        check(1, 30, "---", &[Unknown, Unknown, Unhealthy]);
        check(1, 300, "----", &[Unknown; 4]);
        check(1, 300, "-+-", &[Unknown, Healthy, Unhealthy]);
    }

    #[test]
    fn a_container_that_is_started_again_is_judged_anew() {
        let mut health = Health::new(&HealthCheck {
            command: Vec::new(),
            interval_seconds: 1,
            timeout_seconds: 1,
            retries: 1,
            start_period_seconds: 0,
        });
        health.begin(0);
        health.due(1000);
        health.end();
        health.checked(true, 1500);
        assert_eq!((health.status(), health.deadline()), (Unknown, None), "a late answer says nothing");
        health.begin(5000);
        assert_eq!(health.deadline(), Some(6000));
    }
}
