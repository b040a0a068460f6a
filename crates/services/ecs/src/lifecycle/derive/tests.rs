use neargate_task::ContainerReport;
use proptest::prelude::*;

use super::*;
use crate::lifecycle::merge;

fn new_task() -> Task {
    serde_json::from_value(serde_json::json!({
        "lastStatus": "PROVISIONING", "desiredStatus": "RUNNING", "version": 1, "createdAt": 1000.0,
        "attachments": [{ "id": "a", "status": "PRECREATED", "details": [{ "name": "subnetId", "value": "subnet-1" }] }],
        "containers": [
            { "name": "app", "lastStatus": "PENDING", "networkInterfaces": [] },
            { "name": "side", "lastStatus": "PENDING", "networkInterfaces": [] },
        ],
    }))
    .expect("a task")
}

fn interface() -> InterfaceSpec {
    InterfaceSpec {
        network_interface_id: "eni-1".into(),
        vpc_id: "vpc-1".into(),
        vpc_cidr: "172.31.0.0/16".into(),
        subnet_id: "subnet-1".into(),
        subnet_cidr: "172.31.0.0/20".into(),
        private_ip: "172.31.0.5".parse().expect("an address"),
        mac: "0e:00:00:00:00:01".into(),
        host_name: "ip-172-31-0-5.ec2.internal".into(),
        public: true,
    }
}

/// Derives step by step; each step adds to the report. Returns the statuses and versions shown.
fn check(steps: &[(&str, &str)]) -> Task {
    let (mut task, mut report, interface) = (new_task(), TaskReport::default(), interface());
    for (at, (step, expected)) in steps.iter().enumerate() {
        let now = Timestamp(1_000_000 + at as i64 * 100);
        let app = ContainerReport { name: "app".into(), ..ContainerReport::default() };
        let told = match *step {
            "connected" => TaskReport { connected_at: Some(now), ..TaskReport::default() },
            "pulling" => TaskReport { pull_started_at: Some(now), ..TaskReport::default() },
            "started" => TaskReport {
                started_at: Some(now),
                attached: true,
                containers: vec![ContainerReport { started_at: Some(now), ..app }],
                ..TaskReport::default()
            },
            "exited" => TaskReport {
                execution_stopped_at: Some(now),
                containers: vec![ContainerReport { finished_at: Some(now), exit_code: Some(3), ..app }],
                ..TaskReport::default()
            },
            "failed" => {
                TaskReport { failure: Some("CannotPullContainerError: x".into()), ..TaskReport::default() }
            }
            "gone" => TaskReport { stopped_at: Some(now), ..TaskReport::default() },
            _ => TaskReport::default(),
        };
        report = merge(&report, told);
        if *step == "stop" {
            task =
                ask_to_stop(&task, TaskStopCode::UserInitiated, "enough", now, report.connected_at.is_some());
        } else {
            let facts = Facts {
                interface: Some(&interface),
                containers: &[],
                report: &report,
                released: *step == "released",
            };
            task = derive(&task, &facts, now);
        }
        let shown = format!(
            "{} {} {}",
            task.last_status.as_deref().unwrap_or_default(),
            task.desired_status.as_deref().unwrap_or_default(),
            task.version.unwrap_or_default()
        );
        assert_eq!(shown, *expected, "step {at}, {step}");
    }
    task
}

#[test]
fn a_plain_run_ends_at_version_5() {
    let task = check(&[
        ("interface", "PENDING RUNNING 2"),
        ("connected", "PENDING RUNNING 2"),
        ("pulling", "ACTIVATING RUNNING 2"),
        ("started", "RUNNING RUNNING 3"),
        ("exited", "DEPROVISIONING STOPPED 4"),
        ("gone", "DEPROVISIONING STOPPED 4"),
        ("released", "STOPPED STOPPED 5"),
    ]);
    assert_eq!(task.stop_code, Some(TaskStopCode::EssentialContainerExited));
    assert_eq!(task.stopped_reason.as_deref(), Some(CONTAINER_EXITED));
    assert!(task.execution_stopped_at <= task.stopping_at && task.stopping_at <= task.stopped_at);
    let containers = task.containers.expect("containers");
    assert_eq!((containers[0].exit_code, containers[1].exit_code), (Some(3), None));
    assert!(containers.iter().all(|container| container.last_status.as_deref() == Some("STOPPED")));
}

#[test]
fn versions_do_not_depend_on_how_often_is_reported() {
    check(&[
        ("interface", "PENDING RUNNING 2"),
        ("connected", "PENDING RUNNING 2"),
        ("started", "RUNNING RUNNING 3"),
    ]);
    let (task, interface) = (check(&[("interface", "PENDING RUNNING 2")]), interface());
    let at = Some(Timestamp(1_000_500));
    let report =
        TaskReport { started_at: at, execution_stopped_at: at, stopped_at: at, ..TaskReport::default() };
    let facts = Facts { interface: Some(&interface), containers: &[], report: &report, released: false };
    let task = derive(&task, &facts, Timestamp(1_000_600));
    assert_eq!((task.last_status.as_deref(), task.version), (Some("DEPROVISIONING"), Some(4)));
}

#[test]
fn an_image_that_cannot_be_pulled_ends_at_version_4() {
    let task = check(&[
        ("interface", "PENDING RUNNING 2"),
        ("connected", "PENDING RUNNING 2"),
        ("failed", "DEPROVISIONING STOPPED 3"),
        ("gone", "DEPROVISIONING STOPPED 3"),
        ("released", "STOPPED STOPPED 4"),
    ]);
    assert_eq!(task.stop_code, Some(TaskStopCode::TaskFailedToStart));
    assert_eq!(task.stopped_reason.as_deref(), Some("CannotPullContainerError: x"));
    assert_eq!((task.started_at, task.pull_started_at, task.execution_stopped_at), (None, None, None));
    assert!(task.containers.into_iter().flatten().all(|container| container.exit_code.is_none()));
}

#[test]
fn a_stop_that_was_asked_for_keeps_its_reason() {
    let task = check(&[
        ("interface", "PENDING RUNNING 2"),
        ("connected", "PENDING RUNNING 2"),
        ("started", "RUNNING RUNNING 3"),
        ("stop", "RUNNING STOPPED 4"),
        ("nothing", "STOPPING STOPPED 5"),
        ("exited", "DEPROVISIONING STOPPED 6"),
        ("failed", "DEPROVISIONING STOPPED 6"),
        ("released", "STOPPED STOPPED 7"),
    ]);
    assert_eq!(task.stop_code, Some(TaskStopCode::UserInitiated));
    assert_eq!(task.stopped_reason.as_deref(), Some("enough"));
    assert!(task.stopping_at <= task.execution_stopped_at);
}

#[test]
fn what_no_node_has_begun_is_deprovisioned_at_once() {
    check(&[("stop", "DEPROVISIONING STOPPED 2"), ("released", "STOPPED STOPPED 3")]);
    check(&[
        ("interface", "PENDING RUNNING 2"),
        ("stop", "DEPROVISIONING STOPPED 3"),
        ("connected", "DEPROVISIONING STOPPED 3"),
        ("released", "STOPPED STOPPED 4"),
    ]);
}

#[test]
fn a_failure_after_the_start_is_no_failure_to_start() {
    let task = check(&[
        ("interface", "PENDING RUNNING 2"),
        ("started", "RUNNING RUNNING 3"),
        ("failed", "STOPPING STOPPED 4"),
        ("gone", "DEPROVISIONING STOPPED 5"),
    ]);
    assert_eq!(task.stop_code, Some(TaskStopCode::EssentialContainerExited));
    assert_eq!(task.stopped_reason.as_deref(), Some("CannotPullContainerError: x"));
}

fn moment() -> impl Strategy<Value = Option<Timestamp>> {
    proptest::option::of((900_000_i64..1_100_000).prop_map(Timestamp))
}

fn container_report() -> impl Strategy<Value = ContainerReport> {
    (prop_oneof!["app", "side", "stray"], moment(), moment(), proptest::option::of(0..256_i32), any::<bool>())
        .prop_map(|(name, started_at, finished_at, exit_code, reason)| ContainerReport {
            name,
            started_at,
            finished_at,
            exit_code,
            runtime_id: started_at.map(|at| at.0.to_string()),
            reason: reason.then(|| "because".to_owned()),
            ..ContainerReport::default()
        })
}

fn report() -> impl Strategy<Value = TaskReport> {
    let times = (moment(), moment(), moment(), moment(), moment(), moment());
    let containers = proptest::collection::vec(container_report(), 0..3);
    (times, any::<bool>(), any::<bool>(), containers).prop_map(|(times, attached, failed, containers)| {
        TaskReport {
            connected_at: times.0,
            pull_started_at: times.1,
            pull_stopped_at: times.2,
            started_at: times.3,
            execution_stopped_at: times.4,
            stopped_at: times.5,
            attached,
            failure: failed.then(|| "CannotStartContainerError: x".to_owned()),
            containers,
            ..TaskReport::default()
        }
    })
}

#[derive(Debug, Clone)]
enum Event {
    Interface,
    Told(Box<TaskReport>),
    Stop,
    Released,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        2 => Just(Event::Interface),
        6 => report().prop_map(|report| Event::Told(Box::new(report))),
        1 => Just(Event::Stop),
        1 => Just(Event::Released),
    ]
}

fn place(task: &Task) -> usize {
    rank(&STATUSES, task.last_status.as_deref())
}

proptest! {
    #[test]
    fn a_task_only_moves_forward(events in proptest::collection::vec((event(), 0_i64..5_000), 1..20)) {
        let interface = interface();
        let (mut task, mut known, mut wired, mut released) = (new_task(), TaskReport::default(), false, false);
        let mut now = Timestamp(1_000_000);
        for (event, later) in events {
            now = Timestamp(now.0 + later);
            let before = task.clone();
            match event {
                Event::Interface => wired = true,
                Event::Told(report) => known = merge(&known, *report),
                Event::Stop => {
                    task = ask_to_stop(&task, TaskStopCode::UserInitiated, "enough", now, known.connected_at.is_some());
                }
                Event::Released => released = true,
            }
            let facts = Facts { interface: wired.then_some(&interface), containers: &[], report: &known, released };
            task = derive(&task, &facts, now);

            // Never backwards, and the end is the end.
            prop_assert!(place(&task) >= place(&before));
            if before.last_status.as_deref() == Some("STOPPED") {
                prop_assert_eq!(&task, &before);
            }
            prop_assert!(task.version >= before.version);
            if before.stop_code.is_some() {
                prop_assert_eq!(&task.stop_code, &before.stop_code);
                prop_assert_eq!(&task.stopped_reason, &before.stopped_reason);
                prop_assert_eq!(task.stopping_at, before.stopping_at);
            }
            // The same facts again say nothing new, however late.
            let again = derive(&task, &facts, Timestamp(now.0 + 7));
            prop_assert_eq!(&again, &task);
            // The times tell one story.
            for times in [
                vec![task.created_at, task.connectivity_at],
                vec![task.created_at, task.pull_started_at, task.pull_stopped_at],
                vec![task.created_at, task.started_at, task.stopping_at, task.stopped_at],
                vec![task.started_at, task.execution_stopped_at, task.stopped_at],
            ] {
                let times: Vec<_> = times.into_iter().flatten().map(|Time(at)| at).collect();
                prop_assert!(times.is_sorted(), "{times:?} of {task:?}");
            }
            let stopped = task.last_status.as_deref() == Some("STOPPED");
            prop_assert_eq!(stopped, task.stopped_at.is_some());
            prop_assert_eq!(task.desired_status.as_deref() == Some("STOPPED"), task.stop_code.is_some());
        }
    }

    #[test]
    fn merging_again_changes_nothing(one in report(), two in report()) {
        let merged = merge(&merge(&TaskReport::default(), one.clone()), two.clone());
        prop_assert_eq!(&merge(&merged, two), &merged);
        prop_assert_eq!(&merge(&merged, one), &merged);
    }
}

#[test]
fn a_task_is_as_healthy_as_the_worst_of_its_essential_containers() {
    use neargate_task::HealthStatus::{self as Told, Healthy, Unhealthy, Unknown};
    let spec = |name: &str, essential: bool| {
        let definition = serde_json::from_value(serde_json::json!({ "containerDefinitions": [
            { "name": name, "image": "a", "essential": essential },
        ] }));
        let definition = definition.expect("a definition");
        crate::tasks::spec::containers(&definition, &Default::default(), &Default::default(), "blocking")
            .remove(0)
    };
    let shown = |app: Option<Told>, side: Option<Told>, side_is_essential: bool| {
        let report = |name: &str, status: Option<Told>| ContainerReport {
            name: name.into(),
            health: status.map(|status| neargate_task::Health {
                status,
                since: Timestamp(1),
                exit_code: None,
                output: String::new(),
            }),
            ..ContainerReport::default()
        };
        let report = TaskReport {
            containers: vec![report("app", app), report("side", side)],
            ..TaskReport::default()
        };
        let containers = [spec("app", true), spec("side", side_is_essential)];
        let facts = Facts { interface: None, containers: &containers, report: &report, released: false };
        derive(&new_task(), &facts, Timestamp(2)).health_status.expect("a status").as_str().to_owned()
    };
    assert_eq!(shown(Some(Healthy), Some(Healthy), true), "HEALTHY");
    assert_eq!(shown(Some(Healthy), Some(Unknown), true), "UNKNOWN");
    assert_eq!(shown(Some(Healthy), None, true), "UNKNOWN", "one that isn't checked is UNKNOWN");
    assert_eq!(shown(Some(Healthy), None, false), "HEALTHY");
    assert_eq!(shown(Some(Healthy), Some(Unhealthy), false), "HEALTHY");
    assert_eq!(shown(None, Some(Unhealthy), true), "UNHEALTHY");
    assert_eq!(shown(None, None, true), "UNKNOWN");
}
