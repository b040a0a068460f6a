use neargate_task::{Dependency, ShimContainer};
use proptest::prelude::*;

use super::*;

fn container(name: &str, essential: bool, needs: &[(usize, DependencyCondition)]) -> ShimContainer {
    ShimContainer {
        name: name.to_owned(),
        runtime_id: name.to_owned(),
        essential,
        layers: Vec::new(),
        arguments: vec!["x".into()],
        environment: Vec::new(),
        working_directory: "/".into(),
        user: String::new(),
        cpu_units: 0,
        memory_mib: None,
        memory_reservation_mib: None,
        stop_signal: "SIGTERM".into(),
        stop_timeout_seconds: 30,
        start_timeout_seconds: Some(60),
        depends_on: needs
            .iter()
            .map(|(need, condition)| Dependency { container_name: need.to_string(), condition: *condition })
            .collect(),
        mounts: Vec::new(),
        secrets: Vec::new(),
        readonly_root_filesystem: false,
        capabilities_add: Vec::new(),
        capabilities_drop: Vec::new(),
        ulimits: Vec::new(),
        system_controls: Vec::new(),
        init_process: false,
        pseudo_terminal: false,
    }
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

#[test]
fn health_is_refused_while_it_is_not_built() {
    check(
        vec![container("0", true, &[]), container("1", true, &[(0, Healthy)])],
        &[
            (Event::Tick, &[Create(0), GiveUp(1, Hopeless::HealthUnknown(0)), Discard(0)]),
            (Event::Failed(0), &[Finish]),
        ],
    );
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
    assert_eq!(machine.on(Event::Tick, 60_000), [GiveUp(1, Hopeless::TimedOut(0)), Signal(0)]);
    assert_eq!(machine.deadline(), Some(90_000));
    assert_eq!(machine.on(Event::Tick, 90_000), [Kill(0)]);
    assert_eq!(machine.deadline(), None);
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
struct Plan {
    containers: Vec<(bool, Vec<(usize, DependencyCondition)>)>,
    /// Drives the world: which pending thing happens next, and how it ends.
    choices: Vec<(u8, u8)>,
    stop_after: Option<usize>,
}

fn plans() -> impl Strategy<Value = Plan> {
    let condition = prop_oneof![Just(Start), Just(Complete), Just(Success)];
    let container = (any::<bool>(), proptest::collection::vec((0..6usize, condition), 0..3));
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
}

proptest! {
    /// A world in which everything happens in any order, programs end as they like or are killed, and a stop comes at any time.
    #[test]
    fn whatever_happens_every_task_ends_in_good_order(plan in plans()) {
        let containers: Vec<_> = plan.containers.iter().enumerate()
            .map(|(index, (essential, needs))| container(&index.to_string(), *essential || index == 0, needs))
            .collect();
        let needs: Vec<Vec<usize>> = plan.containers.iter().map(|(_, needs)| needs.iter().map(|need| need.0).collect()).collect();
        let mut machine = Machine::new(&spec(containers));
        let count = plan.containers.len();
        let mut owed: Vec<Owed> = Vec::new();
        let mut over = vec![false; count];
        let mut running = vec![false; count];
        let mut now = 0;
        let mut finished = 0;
        let mut phase = machine.phase();
        let mut events = vec![Event::Tick, Event::StartRequested];
        let mut choices = plan.choices.iter().copied();
        for step in 0..400 {
            if plan.stop_after == Some(step) {
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
                        Owed::Create(index) if how % 8 == 7 => { over[index] = true; Event::Failed(index) }
                        Owed::Create(index) => Event::Created(index),
                        Owed::Launch(index) if how % 8 == 7 => { over[index] = true; Event::Failed(index) }
                        Owed::Launch(index) => {
                            running[index] = true;
                            if how % 2 == 0 { owed.push(Owed::Exit(index, i32::from(how % 3))); }
                            Event::Started(index)
                        }
                        Owed::Discard(index) => { over[index] = true; Event::Failed(index) }
                        Owed::Exit(index, code) => { over[index] = true; running[index] = false; Event::Exited(index, code) }
                    }
                }
            } else {
                events.remove(0)
            };
            for action in machine.on(event, now) {
                prop_assert_eq!(finished, 0, "nothing follows Finish");
                match action {
                    Create(index) => { prop_assert!(!stopping_before); owed.push(Owed::Create(index)); }
                    Launch(index) => { prop_assert!(!stopping_before); owed.push(Owed::Launch(index)); }
                    Discard(index) => {
                        owed.retain(|owed| *owed != Owed::Create(index));
                        owed.push(Owed::Discard(index));
                    }
                    GiveUp(index, _) => over[index] = true,
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
