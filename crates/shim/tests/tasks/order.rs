//! Dependencies, essential containers, and the order in which things end.

use neargate_task::control::Request;
use neargate_task::{ContainerPhase, DependencyCondition, TaskPhase};

use crate::rig::{Rig, With, shell};

const SERVE: &str = "trap 'echo $NAME >> /data/ends; exit 0' TERM; echo up; while :; do sleep 0.02; done";

fn server(name: &str) -> neargate_task::ShimContainer {
    shell(name, SERVE).with(|container| container.environment.push(format!("NAME={name}")))
}

#[test]
fn containers_end_in_reverse_order_of_dependency() {
    let mut task = Rig::new(vec![
        server("database"),
        server("app").after("database", DependencyCondition::Start),
        server("proxy").after("app", DependencyCondition::Start),
    ])
    .shared()
    .run();
    for name in ["database", "app", "proxy"] {
        task.until_logged(name, "up");
    }
    task.ask(Request::Stop);
    assert_eq!(task.exit_codes(), [Some(0); 3]);
    let ends = std::fs::read_to_string(task.paths().volume("shared").join("ends")).unwrap();
    assert_eq!(ends, "proxy\napp\ndatabase\n");
}

#[test]
fn an_essential_container_s_end_stops_the_others() {
    let mut task =
        Rig::new(vec![server("side"), shell("app", "while ! [ -e /data/go ]; do sleep 0.02; done; exit 4")])
            .shared()
            .run();
    task.until_logged("side", "up");
    task.until_phase(TaskPhase::Running);
    std::fs::write(task.paths().volume("shared").join("go"), "").unwrap();
    assert_eq!(task.exit_codes(), [Some(0), Some(4)]);
}

#[test]
fn another_container_s_end_stops_nothing() {
    let mut task = Rig::new(vec![shell("side", "exit 1").with(|side| side.essential = false), server("app")])
        .shared()
        .run();
    let state = task.until("side ended", |state| state.containers[0].phase.is_over());
    assert!(state.phase <= TaskPhase::Running);
    task.until_logged("app", "up");
    let state = task.until_running("app");
    assert_eq!(state.phase, TaskPhase::Running);
    task.ask(Request::Stop);
    assert_eq!(task.exit_codes(), [Some(1), Some(0)]);
}

#[test]
fn success_and_completion_are_waited_for() {
    let first = |code| shell("first", &format!("sleep 0.2; echo first >> /data/order; exit {code}"));
    let second = |condition| shell("app", "echo second >> /data/order").after("first", condition);
    for (code, condition) in [(0, DependencyCondition::Success), (1, DependencyCondition::Complete)] {
        let mut task = Rig::new(vec![first(code).with(|first| first.essential = false), second(condition)])
            .shared()
            .run();
        assert_eq!(task.exit_codes(), [Some(code), Some(0)]);
        let order = std::fs::read_to_string(task.paths().volume("shared").join("order")).unwrap();
        assert_eq!(order, "first\nsecond\n");
    }
}

#[test]
fn a_dependency_without_success_fails_the_dependent_and_ends_the_task() {
    let mut task = Rig::new(vec![
        shell("first", "exit 1").with(|first| first.essential = false),
        shell("app", "true").after("first", DependencyCondition::Success),
    ])
    .run();
    let state = task.finish();
    let ContainerPhase::Failed { reason, .. } = &state.containers[1].phase else { panic!("{state:?}") };
    assert_eq!(reason, "CannotStartContainerError: dependency first exited with 1, success was required");
}

#[test]
fn a_dependency_that_is_late_ends_the_task() {
    let mut task = Rig::new(vec![
        shell("first", "sleep 60").with(|first| {
            first.essential = false;
            first.start_timeout_seconds = Some(1);
            first.stop_timeout_seconds = 1;
        }),
        shell("app", "true").after("first", DependencyCondition::Complete),
    ])
    .run();
    let state = task.finish();
    let ContainerPhase::Failed { reason, .. } = &state.containers[1].phase else { panic!("{state:?}") };
    assert!(
        reason.ends_with("dependency first did not reach its condition within its start timeout"),
        "{reason}"
    );
}
