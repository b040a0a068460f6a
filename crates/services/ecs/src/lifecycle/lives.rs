//! Whole lives of tasks: operations, the worker and a simulated node on one store.

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use neargate_task::{ControlPlane as _, TaskReport};
use serde_json::{Value, json};

use super::effects::carry_out;
use super::plan::plan;
use crate::tasks::testing::{World, merged, request, text};

/// Restarts the control plane before the step of this number.
async fn live(restart_before: usize) -> Vec<String> {
    let mut world = World::new().await;
    let (mut seen, mut arn) = (Vec::new(), String::new());
    for step in 0..9 {
        if step == restart_before {
            world.restart();
        }
        match step {
            0 => arn = world.run_one().await,
            1 | 7 => world.settle().await,
            2 => {
                let assigned = world.assigned().await;
                assert_eq!(assigned.len(), 1);
                assert!(arn.ends_with(&assigned[0].0.task_id) && assigned[0].0.stop.is_none());
            }
            3 => world.report(&arn, world.started()).await,
            4 => world.report(&arn, world.exited(1, None)).await,
            5 => assert!(world.assigned().await[0].0.stop.is_some(), "the others are to be ended"),
            6 => world.report(&arn, world.gone()).await,
            _ => world.report(&arn, world.started()).await,
        }
        seen.push(world.status(&arn).await);
    }
    assert!(world.assigned().await.is_empty());
    assert_eq!(world.ec2.count(), 0, "no interface is left");
    let task = world.describe(&arn).await;
    assert_eq!(task["stopCode"], "EssentialContainerExited");
    assert_eq!(task["stoppedReason"], "Essential container in task exited");
    assert_eq!(task["containers"][0]["exitCode"], 1);
    assert_eq!(task["attachments"][0]["status"], "DELETED");
    seen
}

#[tokio::test]
async fn a_task_lives_and_ends_whenever_the_control_plane_is_restarted() {
    let expected = [
        "PROVISIONING RUNNING 1",
        "PENDING RUNNING 2",
        "PENDING RUNNING 2",
        "RUNNING RUNNING 3",
        "DEPROVISIONING STOPPED 4",
        "DEPROVISIONING STOPPED 4",
        "DEPROVISIONING STOPPED 4",
        "STOPPED STOPPED 5",
        "STOPPED STOPPED 5",
    ];
    for restart_before in 1..=9 {
        assert_eq!(live(restart_before).await, expected, "restarted before step {restart_before}");
    }
}

#[tokio::test]
async fn the_node_gets_all_that_it_must_know() {
    let world = World::new().await;
    let overrides =
        json!({ "containerOverrides": [{ "name": "app", "environment": [{ "name": "A", "value": "1" }] }] });
    let network = json!({ "awsvpcConfiguration": { "subnets": ["subnet-1"], "assignPublicIp": "ENABLED" } });
    let task = &world.run(json!({ "overrides": overrides, "networkConfiguration": network })).await[0];
    assert!(world.assigned().await.is_empty(), "without an interface there is nothing to run");
    world.settle().await;
    let (spec, report) = world.assigned().await.swap_remove(0);
    assert_eq!(spec.task_arn, text(&task["taskArn"]));
    assert_eq!((spec.cpu_units, spec.memory_mib, spec.revision), (256, 512, 1));
    assert_eq!((spec.cluster_name.as_str(), spec.family.as_str()), ("default", "app"));
    assert!(spec.containers[0].environment.contains(&("A".to_owned(), "1".to_owned())));
    assert_eq!(spec.interface.private_ip.to_string(), "172.31.0.5");
    assert_eq!(
        (spec.interface.vpc_cidr.as_str(), spec.interface.subnet_cidr.as_str()),
        ("172.31.0.0/16", "172.31.0.0/20")
    );
    assert!(spec.interface.public);
    assert_eq!(report, TaskReport { task_id: spec.task_id.clone(), ..TaskReport::default() });

    let shown = world.describe(&spec.task_arn).await;
    let details: BTreeMap<String, String> = shown["attachments"][0]["details"]
        .as_array()
        .expect("details")
        .iter()
        .map(|detail| (text(&detail["name"]), text(&detail["value"])))
        .collect();
    assert_eq!(details["privateIPv4Address"], "172.31.0.5");
    assert_eq!(details["macAddress"], "0e:00:00:00:00:01");
    assert_eq!(details["privateDnsName"], "ip-172-31-0-5.ec2.internal");
    assert!(details["networkInterfaceId"].starts_with("eni-"));
    let interfaces = &shown["containers"][0]["networkInterfaces"];
    assert_eq!(interfaces[0]["privateIpv4Address"], "172.31.0.5");
    assert_eq!(interfaces[0]["attachmentId"], shown["attachments"][0]["id"]);
}

#[tokio::test]
async fn a_running_task_is_stopped() {
    for (reason, expected) in [(json!({}), "Task stopped by user"), (json!({ "reason": "deploy" }), "deploy")]
    {
        let world = World::new().await;
        let arn = world.run_one().await;
        world.settle().await;
        world.report(&arn, world.started()).await;
        let answer = world.call("StopTask", merged(json!({ "task": arn }), reason)).await;
        assert_eq!(
            (&answer["task"]["lastStatus"], &answer["task"]["desiredStatus"]),
            (&json!("RUNNING"), &json!("STOPPED"))
        );
        assert!(answer["task"]["stoppingAt"].is_number());
        assert!(world.assigned().await[0].0.stop.is_some());
        // Asking twice changes nothing.
        world.clock.advance(Duration::from_secs(1));
        let again = world.call("StopTask", json!({ "task": arn, "reason": "other" })).await;
        assert_eq!(again["task"], answer["task"]);
        world.report(&arn, world.exited(143, None)).await;
        world.report(&arn, world.gone()).await;
        world.settle().await;
        let task = world.describe(&arn).await;
        assert_eq!(task["lastStatus"], "STOPPED");
        assert_eq!((&task["stopCode"], &task["stoppedReason"]), (&json!("UserInitiated"), &json!(expected)));
        assert_eq!(task["containers"][0]["exitCode"], 143);
        assert!(task["stoppingAt"].as_f64() <= task["executionStoppedAt"].as_f64());
    }
}

#[tokio::test]
async fn a_stop_before_the_node_took_over_leaves_nothing() {
    // Before there is an interface.
    let world = World::new().await;
    let arn = world.run_one().await;
    let answer = world.call("StopTask", json!({ "task": arn })).await;
    assert_eq!(answer["task"]["lastStatus"], "DEPROVISIONING");
    world.settle().await;
    assert_eq!(world.status(&arn).await, "STOPPED STOPPED 3");
    assert_eq!(world.ec2.count(), 0);
    // After: the node was told of it, so it has the last word.
    let arn = world.run_one().await;
    world.settle().await;
    world.call("StopTask", json!({ "task": arn })).await;
    world.settle().await;
    assert_eq!(world.status(&arn).await, "DEPROVISIONING STOPPED 3");
    world.report(&arn, world.gone()).await;
    world.settle().await;
    assert_eq!(world.status(&arn).await, "STOPPED STOPPED 4");
    assert_eq!(world.ec2.count(), 0);
    assert!(world.describe(&arn).await.get("startedAt").is_none());
}

#[tokio::test]
async fn an_interface_that_was_made_and_not_written_down_is_found_again() {
    let world = World::new().await;
    let task = &world.run(json!({})).await[0];
    let token = text(&task["attachments"][0]["id"]);
    // As left behind by a process that died right after the call.
    world.ec2.interfaces.lock().expect("no panic").insert(token, "eni-lost".into());
    let arn = text(&task["taskArn"]);
    world.settle().await;
    assert_eq!(world.assigned().await[0].0.interface.network_interface_id, "eni-lost");
    // The same, and the stop comes first.
    let task = &world.run(json!({})).await[0];
    let token = text(&task["attachments"][0]["id"]);
    world.ec2.interfaces.lock().expect("no panic").insert(token, "eni-lost-too".into());
    world.call("StopTask", json!({ "task": task["taskArn"] })).await;
    world.settle().await;
    assert_eq!(world.ec2.count(), 1, "only the first task's is left");
    assert_eq!(world.status(&arn).await, "PENDING RUNNING 2");
}

#[tokio::test]
async fn a_stop_while_the_interface_is_being_made_leaves_nothing() {
    // The step was planned before the stop, and comes to its end after it, or even after the task's end.
    for settled_first in [false, true] {
        let world = World::new().await;
        let arn = world.run_one().await;
        let planned = plan(world.ecs.waiting().await, &HashSet::new()).swap_remove(0);
        world.call("StopTask", json!({ "task": arn })).await;
        if settled_first {
            world.settle().await;
        }
        carry_out(&world.ecs, planned).await.expect("the step succeeds");
        assert!(world.assigned().await.is_empty());
        world.settle().await;
        assert_eq!(world.status(&arn).await, "STOPPED STOPPED 3");
        assert_eq!(world.ec2.count(), 0);
    }
}

#[tokio::test]
async fn ec2s_own_failure_is_waited_out() {
    let world = World::new().await;
    let arn = world.run_one().await;
    *world.ec2.failure.lock().expect("no panic") = Some("InternalError");
    let error = world.ecs.settle().await.expect_err("a failed step");
    assert!(error.to_string().starts_with("make the network interface of task"), "{error}");
    assert_eq!(world.status(&arn).await, "PROVISIONING RUNNING 1");
    *world.ec2.failure.lock().expect("no panic") = None;
    world.settle().await;
    assert_eq!(world.status(&arn).await, "PENDING RUNNING 2");
}

#[tokio::test]
async fn the_node_is_woken_by_what_concerns_it() {
    let world = World::new().await;
    let woken = async || tokio::time::timeout(Duration::from_millis(100), world.ecs.changed()).await.is_ok();
    let arn = world.run_one().await;
    world.settle().await;
    assert!(woken().await, "by a task to run");
    world.report(&arn, world.started()).await;
    assert!(!woken().await, "not by its own reports");
    world.call("StopTask", json!({ "task": arn })).await;
    assert!(woken().await, "by a task to end");
}

#[tokio::test]
async fn what_fails_to_start_says_why() {
    let world = World::new().await;
    let text = "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref app:1";
    let arn = world.run_one().await;
    world.settle().await;
    world.report(&arn, TaskReport { failure: Some(text.into()), ..TaskReport::default() }).await;
    world.report(&arn, world.gone()).await;
    world.settle().await;
    let task = world.describe(&arn).await;
    assert_eq!(world.status(&arn).await, "STOPPED STOPPED 4");
    assert_eq!((&task["stopCode"], &task["stoppedReason"]), (&json!("TaskFailedToStart"), &json!(text)));
    for absent in ["startedAt", "pullStartedAt", "executionStoppedAt"] {
        assert!(task.get(absent).is_none(), "{absent}");
    }
    assert!(task["containers"][0].get("exitCode").is_none());
}

#[tokio::test]
async fn a_subnet_without_addresses_fails_the_task() {
    let world = World::new().await;
    *world.ec2.failure.lock().expect("no panic") = Some("InsufficientFreeAddressesInSubnet");
    let arn = world.run_one().await;
    world.settle().await;
    let task = world.describe(&arn).await;
    assert_eq!((&task["lastStatus"], &task["stopCode"]), (&json!("STOPPED"), &json!("TaskFailedToStart")));
    assert_eq!(
        task["stoppedReason"],
        "Unexpected EC2 error while attempting to Create Network Interface with public IP assignment disabled in subnet \
         'subnet-1': InsufficientFreeAddressesInSubnet"
    );
}

#[tokio::test]
async fn what_is_not_built_is_said_and_not_skipped() {
    let world = World::new().await;
    let container = |more: Value| {
        json!({ "executionRoleArn": "arn:aws:iam::000000000000:role/x",
            "containerDefinitions": [merged(json!({ "name": "app", "image": "a" }), more)] })
    };
    for (definition, missing) in [(
        merged(
            container(json!({ "mountPoints": [{ "sourceVolume": "v", "containerPath": "/v" }] })),
            json!({ "volumes": [{ "name": "v", "configuredAtLaunch": true }] }),
        ),
        "configuredAtLaunch of volume 'v'",
    )] {
        world.register(definition).await;
        let arn = world.run_one().await;
        world.settle().await;
        let task = world.describe(&arn).await;
        assert_eq!(
            (&task["lastStatus"], &task["stopCode"]),
            (&json!("STOPPED"), &json!("TaskFailedToStart"))
        );
        let expected = format!("ResourceInitializationError: {missing} is not implemented by neargate yet");
        assert_eq!(task["stoppedReason"], expected);
    }
    assert_eq!(world.ec2.calls_of("CreateNetworkInterface"), 0);
}

#[tokio::test]
async fn an_oom_kill_is_told() {
    let world = World::new().await;
    let arn = world.run_one().await;
    world.settle().await;
    world.report(&arn, world.started()).await;
    let reason = "OutOfMemoryError: Container killed due to memory usage";
    world.report(&arn, world.exited(137, Some(reason))).await;
    let container = &world.describe(&arn).await["containers"][0];
    assert_eq!((&container["exitCode"], &container["reason"]), (&json!(137), &json!(reason)));
}

#[tokio::test]
async fn stopped_tasks_are_described_for_an_hour() {
    let world = World::new().await;
    let arn = world.run_one().await;
    world.call("StopTask", json!({ "task": arn })).await;
    world.settle().await;
    world.clock.advance(Duration::from_secs(3599));
    world.ecs.sweep().await;
    assert_eq!(world.describe(&arn).await["lastStatus"], "STOPPED");
    world.clock.advance(Duration::from_secs(2));
    world.ecs.sweep().await;
    let answer = world.call("DescribeTasks", json!({ "tasks": [arn] })).await;
    assert_eq!(answer["failures"], json!([{ "arn": arn, "reason": "MISSING" }]));
}

#[tokio::test]
async fn the_worker_brings_tasks_on_by_itself() {
    let world = World::new().await;
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let worker = tokio::spawn(world.ecs.clone().run(stopped));
    let arns: Vec<String> =
        world.run(json!({ "count": 10 })).await.iter().map(|task| text(&task["taskArn"])).collect();
    let until = async |wanted: &str| {
        for _ in 0..500 {
            let answer = world.call("DescribeTasks", json!({ "tasks": arns })).await;
            if answer["tasks"].as_array().expect("tasks").iter().all(|task| task["lastStatus"] == wanted) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("not all tasks became {wanted}");
    };
    until("PENDING").await;
    for arn in &arns {
        world.report(arn, world.started()).await;
        world.report(arn, world.exited(0, None)).await;
        world.report(arn, world.gone()).await;
    }
    until("STOPPED").await;
    assert_eq!(world.ec2.count(), 0);
    stop.send(true).expect("the worker listens");
    worker.await.expect("the worker ends");
    let input = merged(request(), json!({}));
    world.call("RunTask", input).await;
}

#[tokio::test]
async fn what_became_of_a_task_is_known_for_weeks() {
    let world = World::new().await;
    let arn = world.run_one().await;
    world.settle().await;
    world.report(&arn, world.started()).await;
    world.call("StopTask", json!({ "task": arn, "reason": "enough" })).await;
    let mut end = world.exited(143, None);
    end.containers[0].last_lines = vec!["bye".to_owned()];
    world.report(&arn, end).await;
    world.report(&arn, world.gone()).await;
    assert_eq!(world.ecs.past_tasks(10).await.expect("a store in memory"), [], "it isn't STOPPED yet");
    world.settle().await;

    let id = arn.rsplit('/').next().expect("an id");
    world.clock.advance(Duration::from_secs(29 * 24 * 3600));
    world.ecs.sweep().await;
    let past = world.ecs.past_task(id).await.expect("a store in memory").expect("a record");
    assert_eq!(
        past.verdict(),
        "it was stopped by arn:aws:iam::000000000000:role/aws-service-role/test (enough)"
    );
    assert_eq!(past.containers[0].last_lines, ["bye"]);
    assert_eq!((past.containers[0].exit_code, past.task_definition.as_str()), (Some(143), "app:1"));
    assert_eq!(world.ecs.past_tasks(10).await.expect("a store in memory"), [past]);
    world.clock.advance(Duration::from_secs(2 * 24 * 3600));
    world.ecs.sweep().await;
    assert_eq!(world.ecs.past_task(id).await.expect("a store in memory"), None);
}
