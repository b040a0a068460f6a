use neargate_task::{Dependency, HealthCheck, RestartPolicy, ShimContainer, testing};
use proptest::prelude::*;

use super::*;

fn container(name: &str, essential: bool, needs: &[(usize, DependencyCondition)]) -> ShimContainer {
    let needs = needs.iter();
    ShimContainer {
        runtime_id: name.to_owned(),
        essential,
        start_timeout_seconds: Some(60),
        depends_on: needs
            .map(|(need, condition)| Dependency { container_name: need.to_string(), condition: *condition })
            .collect(),
        ..testing::container(name, &["x"])
    }
}

/// Checked every 10 seconds; unhealthy after two failures.
fn checked(container: ShimContainer) -> ShimContainer {
    let check = HealthCheck {
        command: vec!["check".into()],
        interval_seconds: 10,
        timeout_seconds: 5,
        retries: 2,
        start_period_seconds: 0,
    };
    ShimContainer { health_check: Some(check), ..container }
}

/// Started again when it ran for a minute, unless it ended with 0.
fn restarted(container: ShimContainer) -> ShimContainer {
    let policy = RestartPolicy { ignored_exit_codes: vec![0], attempt_period_seconds: 60 };
    ShimContainer { restart_policy: Some(policy), ..container }
}

fn spec(containers: Vec<ShimContainer>) -> ShimSpec {
    ShimSpec {
        task_id: "t".into(),
        task_arn: "arn".into(),
        cgroup: "/x/t".into(),
        cpu_units: 256,
        memory_mib: 512,
        host_name: "h".into(),
        private_ip: std::net::Ipv4Addr::LOCALHOST,
        name_server: std::net::Ipv4Addr::LOCALHOST,
        search_domain: "d".into(),
        share_processes: false,
        storage_is_mount: false,
        containers,
    }
}

/// Feeds events, one a line of the script, and compares the actions that each of them brings.
fn check(containers: Vec<ShimContainer>, script: &[(Event, &[Action])]) {
    let mut machine = Machine::new(&spec(containers));
    for (now, (event, expected)) in script.iter().enumerate() {
        assert_eq!(machine.on(event.clone(), now as Millis), *expected, "after {event:?} (line {now})");
    }
}

use Action::*;
use DependencyCondition::{Complete, Healthy, Start, Success};

#[test]
fn one_container_from_start_to_end() {
    check(
        vec![container("0", true, &[])],
        &[
            (Event::Tick, &[Create(0)]),
            (Event::Created(0), &[]),
            (Event::StartRequested, &[Launch(0)]),
            (Event::Started(0), &[]),
            (Event::Exited(0, 3), &[Finish]),
            (Event::Cleaned, &[]),
            (Event::StopRequested, &[]),
        ],
    );
}

#[test]
fn a_start_that_comes_before_the_containers_are_created_is_remembered() {
    check(
        vec![container("0", true, &[])],
        &[(Event::Tick, &[Create(0)]), (Event::StartRequested, &[]), (Event::Created(0), &[Launch(0)])],
    );
}

#[test]
fn stop_signals_go_in_reverse_order_of_dependency() {
    check(
        vec![container("0", true, &[]), container("1", true, &[(0, Start)])],
        &[
            (Event::Tick, &[Create(0), Create(1)]),
            (Event::Created(1), &[]),
            (Event::StartRequested, &[]),
            (Event::Created(0), &[Launch(0)]),
            (Event::Started(0), &[Launch(1)]),
            (Event::Started(1), &[]),
            (Event::StopRequested, &[Signal(1)]),
            (Event::Exited(1, 143), &[Signal(0)]),
            (Event::Exited(0, 143), &[Finish]),
        ],
    );
}

#[test]
fn success_is_waited_for_and_its_lack_ends_the_task() {
    let containers = || {
        vec![container("0", false, &[]), container("1", true, &[(0, Success)]), container("2", false, &[])]
    };
    let upto_running: &[(Event, &[Action])] = &[
        (Event::Tick, &[Create(0), Create(2)]),
        (Event::Created(0), &[]),
        (Event::Created(2), &[]),
        (Event::StartRequested, &[Launch(0), Launch(2)]),
        (Event::Started(0), &[]),
        (Event::Started(2), &[]),
    ];
    let good: &[(Event, &[Action])] =
        &[(Event::Exited(0, 0), &[Create(1)]), (Event::Created(1), &[Launch(1)]), (Event::Started(1), &[])];
    let bad: &[(Event, &[Action])] = &[
        (Event::Exited(0, 1), &[GiveUp(1, Hopeless::NoSuccess(0, 1)), Signal(2)]),
        (Event::Exited(2, 0), &[Finish]),
    ];
    check(containers(), &[upto_running, good].concat());
    check(containers(), &[upto_running, bad].concat());
}

/// As [`check`], at times of the script's own.
fn check_at(containers: Vec<ShimContainer>, script: &[(Millis, Event, &[Action])]) -> Machine {
    let mut machine = Machine::new(&spec(containers));
    for (now, event, expected) in script {
        assert_eq!(machine.on(event.clone(), *now), *expected, "after {event:?} at {now}");
    }
    machine
}

#[test]
fn a_healthy_dependency_is_waited_for() {
    let machine = check_at(
        vec![checked(container("0", true, &[])), container("1", true, &[(0, Healthy)])],
        &[
            (0, Event::Tick, &[Create(0)]),
            (0, Event::Created(0), &[]),
            (0, Event::StartRequested, &[Launch(0)]),
            (0, Event::Started(0), &[]),
            (9_999, Event::Tick, &[]),
            (10_000, Event::Tick, &[Check(0)]),
            (11_000, Event::Checked(0, false), &[]),
            (21_000, Event::Tick, &[Check(0)]),
            (26_000, Event::Tick, &[AbandonCheck(0)]),
            (26_001, Event::Checked(0, true), &[]),
            (36_000, Event::Tick, &[Check(0)]),
            (36_500, Event::Checked(0, true), &[Create(1)]),
            (36_600, Event::Created(1), &[Launch(1)]),
            (36_700, Event::Started(1), &[]),
            // What comes later is for others to judge.
            (46_500, Event::Tick, &[Check(0)]),
            (47_000, Event::Checked(0, false), &[]),
            (57_000, Event::Tick, &[Check(0)]),
            (58_000, Event::Checked(0, false), &[]),
            (58_000, Event::StopRequested, &[Signal(1)]),
        ],
    );
    assert_eq!(machine.health(0), Some(HealthStatus::Unhealthy));
    assert_eq!(machine.health(1), None);
    assert_eq!(machine.deadline(), Some(88_000), "no more checks once a stop began");
}

#[test]
fn a_dependency_that_does_not_get_healthy_in_time_ends_the_task() {
    let until_running: &[(Millis, Event, &[Action])] = &[
        (0, Event::Tick, &[Create(0)]),
        (0, Event::Created(0), &[]),
        (0, Event::StartRequested, &[Launch(0)]),
        (0, Event::Started(0), &[]),
        (10_000, Event::Tick, &[Check(0)]),
    ];
    let containers = || vec![checked(container("0", false, &[])), container("1", true, &[(0, Healthy)])];
    let late: &[(Millis, Event, &[Action])] = &[
        (50_000, Event::Checked(0, false), &[]),
        (
            60_000,
            Event::Tick,
            &[Check(0), GiveUp(1, Hopeless::TimedOut(0, Some(HealthStatus::Unknown))), Signal(0)],
        ),
    ];
    check_at(containers(), &[until_running, late].concat());
    let ended: &[(Millis, Event, &[Action])] =
        &[(11_000, Event::Exited(0, 3), &[GiveUp(1, Hopeless::EndedUnhealthy(0, 3)), Finish])];
    check_at(containers(), &[until_running, ended].concat());
}

#[test]
fn health_that_nobody_checks_never_comes() {
    check(
        vec![container("0", true, &[]), container("1", true, &[(0, Healthy)])],
        &[
            (Event::Tick, &[Create(0), GiveUp(1, Hopeless::NoHealthCheck(0)), Discard(0)]),
            (Event::Failed(0), &[Finish]),
        ],
    );
}

#[test]
fn whether_a_container_is_started_again_is_settled_when_it_ends() {
    let ended = |code, at| {
        let mut machine = Machine::new(&spec(vec![restarted(container("0", true, &[]))]));
        for event in [Event::Tick, Event::StartRequested, Event::Created(0), Event::Started(0)] {
            machine.on(event, 1000);
        }
        (machine.ended(0, code, at), machine)
    };
    let (again, mut machine) = ended(1, 60_999);
    assert!(!again, "it ran too short");
    assert_eq!(machine.on(Event::Exited(0, 1), 66_000), [Finish], "its last lines took their time");
    let (again, mut machine) = ended(1, 61_000);
    assert!(again);
    assert_eq!(machine.on(Event::Exited(0, 1), 61_000), [Create(0)]);
    let (_, mut machine) = ended(1, 30_000);
    machine.on(Event::StopRequested, 30_001);
    assert_eq!(machine.on(Event::Exited(0, 1), 70_000), [Finish]);
}

#[test]
fn a_container_is_started_again_in_its_place() {
    let again = |code, at| {
        let mut machine = Machine::new(&spec(vec![
            restarted(checked(container("0", true, &[]))),
            container("1", false, &[(0, Start)]),
        ]));
        for event in [
            Event::Tick,
            Event::StartRequested,
            Event::Created(0),
            Event::Created(1),
            Event::Started(0),
            Event::Started(1),
        ] {
            machine.on(event, 1000);
        }
        assert_eq!(machine.phase(), TaskPhase::Running);
        (machine.on(Event::Exited(0, code), at), machine)
    };
    assert_eq!(again(0, 500_000).0, [Signal(1)], "its status is ignored");
    assert_eq!(again(1, 60_999).0, [Signal(1)], "it ran too short");
    let (actions, mut machine) = again(1, 61_000);
    assert_eq!(actions, [Create(0)]);
    assert_eq!((machine.phase(), machine.deadline()), (TaskPhase::Running, None));
    assert_eq!(machine.on(Event::Created(0), 62_000), [Launch(0)]);
    assert_eq!(machine.on(Event::Started(0), 63_000), []);
    assert_eq!(machine.deadline(), Some(73_000), "its health is checked anew");
    assert_eq!(
        machine.on(Event::Exited(0, 1), 122_999),
        [Signal(1)],
        "the period counts from the last start"
    );
}

#[test]
fn a_stop_between_two_runs_ends_the_container_as_it_ended() {
    let mut machine = Machine::new(&spec(vec![restarted(container("0", true, &[]))]));
    for event in [Event::Tick, Event::StartRequested, Event::Created(0), Event::Started(0)] {
        machine.on(event, 0);
    }
    assert_eq!(machine.on(Event::Exited(0, 5), 60_000), [Create(0)]);
    assert_eq!(machine.on(Event::StopRequested, 60_001), [Discard(0)]);
    assert_eq!(machine.on(Event::Failed(0), 60_002), [Finish]);
}

#[test]
fn a_late_dependency_ends_the_task() {
    let mut machine =
        Machine::new(&spec(vec![container("0", false, &[]), container("1", true, &[(0, Complete)])]));
    for event in [Event::Tick, Event::Created(0), Event::StartRequested, Event::Started(0)] {
        machine.on(event, 0);
    }
    assert_eq!(machine.deadline(), Some(60_000));
    assert_eq!(machine.on(Event::Tick, 59_999), []);
    assert_eq!(machine.on(Event::Tick, 60_000), [GiveUp(1, Hopeless::TimedOut(0, None)), Signal(0)]);
    assert_eq!(machine.deadline(), Some(90_000));
    assert_eq!(machine.on(Event::Tick, 90_000), [Kill(0)]);
    assert_eq!(machine.deadline(), None);
}

#[test]
fn a_container_that_is_not_essential_and_cannot_start_is_in_nobody_s_way() {
    check(
        vec![container("0", true, &[]), container("1", false, &[]), container("2", false, &[(1, Start)])],
        &[
            (Event::Tick, &[Create(0), Create(1), Create(2)]),
            (Event::Created(0), &[]),
            (Event::Created(2), &[]),
            (Event::StartRequested, &[Launch(0)]),
            (Event::Started(0), &[]),
            (Event::Failed(1), &[GiveUp(2, Hopeless::NeverStarted(1)), Discard(2)]),
            (Event::Failed(2), &[]),
            (Event::Exited(0, 0), &[Finish]),
        ],
    );
    let late =
        vec![container("0", true, &[]), container("1", false, &[]), container("2", false, &[(1, Success)])];
    check(
        late,
        &[
            (Event::Tick, &[Create(0), Create(1)]),
            (Event::Created(0), &[]),
            (Event::Created(1), &[]),
            (Event::StartRequested, &[Launch(0), Launch(1)]),
            (Event::Started(0), &[]),
            (Event::Started(1), &[]),
            (Event::Exited(1, 3), &[GiveUp(2, Hopeless::NoSuccess(1, 3))]),
            (Event::Exited(0, 0), &[Finish]),
        ],
    );
}

#[test]
fn the_end_of_a_container_that_is_not_essential_ends_nothing_else() {
    check(
        vec![container("0", true, &[]), container("1", false, &[])],
        &[
            (Event::Tick, &[Create(0), Create(1)]),
            (Event::Created(0), &[]),
            (Event::Created(1), &[]),
            (Event::StartRequested, &[Launch(0), Launch(1)]),
            (Event::Started(0), &[]),
            (Event::Started(1), &[]),
            (Event::Exited(1, 1), &[]),
            (Event::Exited(0, 0), &[Finish]),
        ],
    );
}

#[derive(Debug, Clone)]
struct Planned {
    essential: bool,
    needs: Vec<(usize, DependencyCondition)>,
    checked: bool,
    restarted: bool,
}

#[derive(Debug, Clone)]
struct Plan {
    containers: Vec<Planned>,
    /// Drives the world: which pending thing happens next, and how it ends.
    choices: Vec<(u8, u8)>,
    stop_after: Option<usize>,
}

fn plans() -> impl Strategy<Value = Plan> {
    let condition = prop_oneof![Just(Start), Just(Complete), Just(Success), Just(Healthy)];
    let needs = proptest::collection::vec((0..6usize, condition), 0..3);
    let container = (any::<bool>(), needs, any::<bool>(), any::<bool>())
        .prop_map(|(essential, needs, checked, restarted)| Planned { essential, needs, checked, restarted });
    (
        proptest::collection::vec(container, 1..6),
        proptest::collection::vec(any::<(u8, u8)>(), 0..60),
        proptest::option::of(0..40usize),
    )
        .prop_map(|(containers, choices, stop_after)| Plan { containers, choices, stop_after })
}

/// What the world still owes the machine.
#[derive(Debug, Clone, PartialEq)]
enum Owed {
    Create(Index),
    Launch(Index),
    Discard(Index),
    Exit(Index, i32),
    Check(Index),
}

proptest! {
    /// A world in which everything happens in any order, programs end as they like or are killed, are started again, checks
    /// pass, fail or hang, and a stop comes at any time.
    #[test]
    fn whatever_happens_every_task_ends_in_good_order(plan in plans()) {
        let containers: Vec<_> = plan.containers.iter().enumerate().map(|(index, planned)| {
            let plain = container(&index.to_string(), planned.essential || index == 0, &planned.needs);
            let plain = if planned.checked { checked(plain) } else { plain };
            if planned.restarted { restarted(plain) } else { plain }
        }).collect();
        let needs: Vec<Vec<usize>> = plan.containers.iter().map(|one| one.needs.iter().map(|need| need.0).collect()).collect();
        let mut healthy = vec![false; plan.containers.len()];
        let mut runs = vec![0; plan.containers.len()];
        let mut checking = vec![false; plan.containers.len()];
        let mut machine = Machine::new(&spec(containers));
        let mut owed: Vec<Owed> = Vec::new();
        let mut running = vec![false; plan.containers.len()];
        let mut now = 0;
        let mut finished = 0;
        let mut phase = machine.phase();
        let mut events = vec![Event::Tick, Event::StartRequested];
        let mut choices = plan.choices.iter().copied();
        for step in 0..600 {
            // Checks go on for ever otherwise.
            if plan.stop_after == Some(step) || step == 300 {
                events.push(Event::StopRequested);
            }
            let stopping_before = machine.stopping || matches!(events.first(), Some(Event::StopRequested));
            let event = if events.is_empty() {
                if owed.is_empty() {
                    match machine.deadline() {
                        Some(deadline) => { now = now.max(deadline); Event::Tick }
                        None if finished == 1 => break,
                        // Programs that would run for ever: someone asks for the end.
                        None => Event::StopRequested,
                    }
                } else {
                    let (which, how) = choices.next().unwrap_or((0, 0));
                    match owed.remove(usize::from(which) % owed.len()) {
                        Owed::Create(index) if how % 8 == 7 => Event::Failed(index),
                        Owed::Create(index) => Event::Created(index),
                        Owed::Launch(index) if how % 8 == 7 => Event::Failed(index),
                        Owed::Launch(index) => {
                            running[index] = true;
                            runs[index] += 1;
                            healthy[index] = false;
                            // One that is started again ends in the end.
                            if how % 2 == 0 || runs[index] > 1 { owed.push(Owed::Exit(index, i32::from(how % 3))); }
                            Event::Started(index)
                        }
                        Owed::Discard(index) => Event::Failed(index),
                        Owed::Exit(index, code) => {
                            // Some run for long, and may be started again.
                            if how % 4 < 2 && runs[index] == 1 { now += 60_000; }
                            running[index] = false;
                            owed.retain(|owed| *owed != Owed::Check(index));
                            checking[index] = false;
                            Event::Exited(index, code)
                        }
                        Owed::Check(index) if how % 4 == 3 => { now = now.max(machine.deadline().unwrap_or(now)); owed.push(Owed::Check(index)); Event::Tick }
                        Owed::Check(index) => {
                            checking[index] = false;
                            healthy[index] |= how % 2 == 0;
                            Event::Checked(index, how % 2 == 0)
                        }
                    }
                }
            } else {
                events.remove(0)
            };
            for action in machine.on(event, now) {
                prop_assert_eq!(finished, 0, "nothing follows Finish");
                match action {
                    Create(index) => {
                        prop_assert!(!stopping_before && !running[index]);
                        prop_assert!(runs[index] == 0 || plan.containers[index].restarted, "only a policy brings it back");
                        for (need, condition) in &plan.containers[index].needs {
                            prop_assert!(*condition != Healthy || runs[index] > 0 || healthy[*need], "healthy once");
                        }
                        owed.push(Owed::Create(index));
                    }
                    Launch(index) => { prop_assert!(!stopping_before); owed.push(Owed::Launch(index)); }
                    Check(index) => {
                        prop_assert!(!stopping_before && running[index] && !checking[index]);
                        checking[index] = true;
                        owed.push(Owed::Check(index));
                    }
                    AbandonCheck(index) => {
                        prop_assert!(checking[index]);
                        checking[index] = false;
                        owed.retain(|owed| *owed != Owed::Check(index));
                    }
                    Discard(index) => {
                        owed.retain(|owed| *owed != Owed::Create(index));
                        owed.push(Owed::Discard(index));
                        prop_assert!(!running[index]);
                    }
                    GiveUp(index, _) => prop_assert!(!running[index]),
                    Signal(index) => {
                        prop_assert!(running[index]);
                        for (dependent, needs) in needs.iter().enumerate() {
                            prop_assert!(dependent == index || !running[dependent] || !needs.contains(&index) , "dependents end first");
                        }
                    }
                    Kill(index) => {
                        prop_assert!(running[index]);
                        if !owed.iter().any(|owed| matches!(owed, Owed::Exit(exiting, _) if *exiting == index)) {
                            owed.push(Owed::Exit(index, 137));
                        }
                    }
                    Finish => {
                        prop_assert!(running.iter().all(|running| !running), "nothing runs any more");
                        owed.retain(|owed| !matches!(owed, Owed::Check(_)));
                        prop_assert!(owed.is_empty());
                        finished += 1;
                        events.push(Event::Cleaned);
                    }
                }
            }
            prop_assert!(machine.phase() >= phase, "no way back");
            phase = machine.phase();
        }
        prop_assert_eq!(finished, 1);
        prop_assert_eq!(machine.phase(), TaskPhase::Finished);
        prop_assert_eq!(machine.on(Event::StartRequested, now), []);
    }
}
