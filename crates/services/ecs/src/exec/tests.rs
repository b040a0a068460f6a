//! `ExecuteCommand` on a simulated node.

use std::sync::Arc;

use neargate_core::Principal;
use neargate_exec::sessions::Status;
use neargate_wire::Context;
use neargate_wire::authorize::{Access, Authorizer, Denial, Verdict};
use serde_json::{Value, json};

use crate::tasks::testing::{World, merged, request, text};
use crate::testing::scope;

const NOT_ENABLED: &str = "InvalidParameterException: The execute command failed because execute command was not enabled when the task \
                           was run or the execute command agent isn’t running. Wait and try again or run a new task with execute \
                           command enabled and try again.";

/// A task of `app` that is enabled and runs; its ARN.
async fn running(world: &World, more: Value) -> String {
    let role = json!({ "overrides": { "taskRoleArn": "arn:aws:iam::000000000000:role/task" }, "enableExecuteCommand": true });
    let task = &world.call("RunTask", merged(request(), merged(role, more))).await["tasks"][0];
    let arn = text(&task["taskArn"]);
    world.settle().await;
    world.report(&arn, world.started()).await;
    arn
}

fn command(task: &str) -> Value {
    json!({ "task": task, "command": "/bin/sh", "interactive": true })
}

fn agent(task: &Value) -> Value {
    task["containers"][0]["managedAgents"].clone()
}

#[tokio::test]
async fn a_session_is_made_for_a_container_that_runs() {
    let world = World::new().await;
    let arn = running(&world, json!({})).await;
    let answer = world.call("ExecuteCommand", command(&arn)).await;
    let task = world.describe(&arn).await;
    let id = text(&answer["session"]["sessionId"]);
    assert!(id.starts_with("ecs-execute-command-") && id.len() == 37, "{id}");
    let url = format!("ws://127.0.0.1:4566/v1/data-channel/{id}?role=publish_subscribe");
    assert_eq!(answer["session"]["streamUrl"], url);
    assert_eq!(text(&answer["session"]["tokenValue"]).len(), 64);
    assert_eq!(answer["clusterArn"], task["clusterArn"]);
    assert_eq!(answer["taskArn"], arn);
    assert_eq!(answer["containerName"], "app");
    assert_eq!(answer["containerArn"], task["containers"][0]["containerArn"]);
    assert_eq!(answer["interactive"], true);
    let sessions = world.ecs.sessions().list(&scope());
    assert_eq!(sessions.len(), 1);
    assert_eq!(sessions[0].status, Status::Connecting);
    let task_id = arn.rsplit('/').next().unwrap();
    assert_eq!(sessions[0].target, format!("ecs:default_{task_id}_r1"));
}

#[tokio::test]
async fn an_agent_runs_as_long_as_its_container() {
    let world = World::new().await;
    let role = json!({ "overrides": { "taskRoleArn": "arn:aws:iam::000000000000:role/task" }, "enableExecuteCommand": true });
    let arn = text(&world.run(role).await[0]["taskArn"]);
    let pending = json!([{ "name": "ExecuteCommandAgent", "lastStatus": "PENDING" }]);
    assert_eq!(agent(&world.describe(&arn).await), pending);
    assert_eq!(world.refused("ExecuteCommand", command(&arn)).await, NOT_ENABLED);
    world.settle().await;
    let at = world.started();
    world.report(&arn, at.clone()).await;
    let task = world.describe(&arn).await;
    assert_eq!(task["enableExecuteCommand"], true);
    assert_eq!(agent(&task)[0]["lastStatus"], "RUNNING");
    let started = at.started_at.expect("it started").as_epoch_seconds();
    assert_eq!(agent(&task)[0]["lastStartedAt"].as_f64(), Some(started));
    world.call("ExecuteCommand", command(&arn)).await;
    world.report(&arn, world.exited(0, None)).await;
    assert_eq!(agent(&world.describe(&arn).await)[0]["lastStatus"], "STOPPED");
    assert_eq!(world.refused("ExecuteCommand", command(&arn)).await, NOT_ENABLED);
}

/// Denies sessions of the role `poor` to open data channels.
struct Poor;

impl Authorizer for Poor {
    fn limits(&self, context: &Context) -> bool {
        matches!(context.principal, Principal::AssumedRole(_))
    }

    fn authorize<'a>(&'a self, context: &'a Context, accesses: &'a [Access]) -> Verdict<'a> {
        let Principal::AssumedRole(session) = &context.principal else { panic!("a role's session") };
        assert_eq!(session.role_id, "AROA1", "it was assumed");
        let poor = session.role_name() == "poor"
            && accesses.iter().any(|access| access.action == "ssmmessages:OpenDataChannel");
        let denial = Denial { message: "no".to_owned() };
        Box::pin(async move { if poor { Err(denial) } else { Ok(()) } })
    }
}

#[tokio::test]
async fn an_agent_is_not_connected_without_the_task_roles_rights() {
    const NOT_CONNECTED: &str =
        "TargetNotConnectedException: The execute command failed due to an internal error. Try again later.";
    let world = World::authorized_by(Some(Arc::new(Poor))).await;
    for (role, expected) in [("poor", Some(NOT_CONNECTED)), ("rich", None)] {
        let arn = running(&world, json!({ "overrides": { "taskRoleArn": role } })).await;
        assert_eq!(agent(&world.describe(&arn).await)[0]["lastStatus"], "RUNNING");
        let answer = world.try_call("ExecuteCommand", command(&arn)).await;
        let refused = answer.err().map(|error| format!("{}: {}", error.code, error.message));
        assert_eq!(refused.as_deref(), expected, "{role}");
    }
    assert_eq!(world.ecs.sessions().list(&scope()).len(), 1);
}

#[tokio::test]
async fn a_task_that_is_being_stopped_takes_no_commands() {
    let world = World::new().await;
    let arn = running(&world, json!({})).await;
    world.call("StopTask", json!({ "task": arn })).await;
    assert_eq!(world.refused("ExecuteCommand", command(&arn)).await, NOT_ENABLED);
}

#[tokio::test]
async fn tasks_that_were_not_enabled_take_no_commands() {
    let world = World::new().await;
    let arn = world.run_one().await;
    world.settle().await;
    world.report(&arn, world.started()).await;
    assert_eq!(agent(&world.describe(&arn).await), json!([]));
    assert_eq!(world.refused("ExecuteCommand", command(&arn)).await, NOT_ENABLED);
}

#[tokio::test]
async fn what_cannot_be_is_refused() {
    let world = World::new().await;
    let arn = running(&world, json!({})).await;
    let none = "0123456789abcdef0123456789abcdef";
    for (more, expected) in [
        (
            json!({ "interactive": false }),
            "InvalidParameterException: Interactive is the only mode supported currently.",
        ),
        (json!({ "command": " " }), "InvalidParameterException: Command cannot be empty."),
        (json!({ "cluster": "other" }), "ClusterNotFoundException: Cluster not found."),
        (json!({ "task": none }), "InvalidParameterException: The referenced task was not found."),
        (json!({ "task": "x" }), "InvalidParameterException: taskId length should be one of [32,36]"),
        (json!({ "container": "db" }), "InvalidParameterException: The task has no container named db."),
    ] {
        let input = merged(command(&arn), more.clone());
        assert_eq!(world.refused("ExecuteCommand", input).await, expected, "{more}");
    }
}

#[tokio::test]
async fn one_of_several_containers_must_be_named() {
    let world = World::new().await;
    world
        .register(json!({ "containerDefinitions": [{ "name": "app", "image": "a" }, { "name": "side", "image": "b" }] }))
        .await;
    let arn = running(&world, json!({})).await;
    let refused = world.refused("ExecuteCommand", command(&arn)).await;
    assert!(
        refused.starts_with("InvalidParameterException: The container name must be specified"),
        "{refused}"
    );
    let answer = world.call("ExecuteCommand", merged(command(&arn), json!({ "container": "app" }))).await;
    assert_eq!(answer["containerName"], "app");
    let side = merged(command(&arn), json!({ "container": "side" }));
    assert_eq!(world.refused("ExecuteCommand", side).await, NOT_ENABLED, "that one hasn't started");
}

#[tokio::test]
async fn a_session_that_cannot_be_logged_does_not_begin() {
    let world = World::new().await;
    let configuration = json!({ "executeCommandConfiguration": {
        "logging": "OVERRIDE", "logConfiguration": { "cloudWatchLogGroupName": "/audit" } } });
    world.call("UpdateCluster", json!({ "cluster": "default", "configuration": configuration })).await;
    let arn = running(&world, json!({})).await;
    let refused = world.refused("ExecuteCommand", command(&arn)).await;
    assert!(refused.starts_with("InvalidParameterException: The execute command failed because its session can't be logged to /audit"), "{refused}");
    assert!(world.ecs.sessions().list(&scope()).is_empty());
}
