//! Why a task stopped, in a sentence. Pure.

use neargate_task::HealthStatus;

use super::{PastContainer, PastTask};

const OUT_OF_MEMORY: &str = "OutOfMemoryError";
/// 128 and the signal's number: what a program that a signal ended leaves.
const SIGNALLED: i32 = 128;

impl PastTask {
    /// The sentence that an operator would say: what happened first, not what ECS calls the end of it.
    pub fn verdict(&self) -> String {
        let reason = || self.stopped_reason.clone().unwrap_or_default();
        if let Some(container) =
            self.culprit(|it| it.reason.as_deref().is_some_and(|r| r.starts_with(OUT_OF_MEMORY)))
        {
            let limit = container.memory_mib.map_or(self.memory_mib, |own| own.min(self.memory_mib));
            return format!(
                "container {} needed more memory than the {limit} MiB it may use",
                container.name
            );
        }
        match self.stop_code.as_deref() {
            Some("TaskFailedToStart") => format!("it could not be started: {}", reason()),
            Some("UserInitiated") => {
                let unhealthy = self.culprit(|it| {
                    it.health.as_ref().is_some_and(|health| health.status == HealthStatus::Unhealthy)
                });
                let by = self.stopped_by.as_deref().map_or(String::new(), |by| format!(" by {by}"));
                let aside = unhealthy
                    .map_or(String::new(), |it| format!("; container {} failed its health check", it.name));
                format!("it was stopped{by} ({}){aside}", reason())
            }
            _ => match self.first_end() {
                Some(container) => ended(container),
                None => reason(),
            },
        }
    }

    /// Whether all went as it should: every essential container that ran ended with 0.
    pub fn succeeded(&self) -> bool {
        self.started_at.is_some()
            && self.containers.iter().filter(|it| it.essential).all(|it| it.exit_code == Some(0))
    }
}

fn ended(container: &PastContainer) -> String {
    let name = &container.name;
    match (container.exit_code, &container.reason) {
        (_, Some(reason)) => format!("container {name}: {reason}"),
        (Some(0), None) => format!("container {name} ended by itself, with success"),
        (Some(code), None) if code > SIGNALLED => {
            format!("container {name} was ended by signal {} (exit code {code})", code - SIGNALLED)
        }
        (Some(code), None) => format!("container {name} ended by itself, with exit code {code}"),
        (None, None) => format!("container {name} ended"),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use neargate_core::Timestamp;
    use neargate_task::Health;

    use super::*;
    use crate::history::testing::{container, task};

    #[test]
    fn the_first_end_of_an_essential_container_is_the_tasks() {
        let two = || vec![container("later", 137, 20), container("first", 3, 10)];
        assert_eq!(
            task("EssentialContainerExited", two()).verdict(),
            "container first ended by itself, with exit code 3"
        );
        assert_eq!(task("EssentialContainerExited", two()).exit_code(), Some(3));
        let mut helper = two();
        helper[1].essential = false;
        let verdict = task("EssentialContainerExited", helper).verdict();
        assert_eq!(verdict, "container later was ended by signal 9 (exit code 137)");
        let good = task("EssentialContainerExited", vec![container("job", 0, 5)]);
        assert_eq!(good.verdict(), "container job ended by itself, with success");
        assert!(good.succeeded());
        assert_eq!(good.ran(), Some(Duration::from_millis(99)));
    }

    #[test]
    fn memory_is_named_with_the_limit_that_was_hit() {
        let mut greedy = container("app", 137, 10);
        greedy.reason = Some("OutOfMemoryError: Container killed due to memory usage".to_owned());
        assert!(task("EssentialContainerExited", vec![greedy.clone()]).verdict().contains("512 MiB"));
        greedy.memory_mib = Some(64);
        let verdict = task("EssentialContainerExited", vec![greedy]).verdict();
        assert_eq!(verdict, "container app needed more memory than the 64 MiB it may use");
    }

    #[test]
    fn whoever_stopped_it_is_named_and_bad_health_beside() {
        let mut sick = container("app", 0, 10);
        sick.health = Some(Health {
            status: HealthStatus::Unhealthy,
            since: Timestamp(5),
            exit_code: Some(1),
            output: "no".into(),
        });
        let mut stopped = task("UserInitiated", vec![sick]);
        stopped.stopped_by = Some("arn:aws:iam::1:user/ann".to_owned());
        assert_eq!(
            stopped.verdict(),
            "it was stopped by arn:aws:iam::1:user/ann (told); container app failed its health check"
        );
        assert_eq!(task("TaskFailedToStart", Vec::new()).verdict(), "it could not be started: told");
    }
}
