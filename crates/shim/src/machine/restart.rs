//! Whether a container that ended is started again in its place.

use neargate_task::RestartPolicy;

use super::Millis;

#[derive(Debug)]
pub struct Restart {
    ignored: Vec<i32>,
    attempt_period: Millis,
}

impl Restart {
    pub fn new(policy: &RestartPolicy) -> Self {
        Self {
            ignored: policy.ignored_exit_codes.clone(),
            attempt_period: Millis::from(policy.attempt_period_seconds) * 1000,
        }
    }

    /// `ran`: how long it ran, since it was last started.
    pub fn allows(&self, exit_code: i32, ran: Millis) -> bool {
        ran >= self.attempt_period && !self.ignored.contains(&exit_code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_must_have_run_for_the_period_and_not_ended_with_an_ignored_status() {
        let restart =
            Restart::new(&RestartPolicy { ignored_exit_codes: vec![0, 3], attempt_period_seconds: 60 });
        assert!(restart.allows(1, 60_000));
        assert!(!restart.allows(1, 59_999));
        assert!(!restart.allows(0, 60_000));
        assert!(!restart.allows(3, 90_000));
    }
}
