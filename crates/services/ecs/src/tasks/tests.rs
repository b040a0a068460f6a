//! Operations on tasks: what they answer and what they refuse.

use std::time::Duration;

use serde_json::{Value, json};

use super::testing::{World, merged, request, text};

#[tokio::test]
async fn a_new_task_looks_as_on_fargate() {
    let world = World::new().await;
    let tasks =
        world.run(json!({ "count": 2, "startedBy": "me", "tags": [{ "key": "a", "value": "b" }] })).await;
    assert_eq!(tasks.len(), 2);
    let task = &tasks[0];
    let arn = text(&task["taskArn"]);
    assert!(arn.starts_with("arn:aws:ecs:us-east-1:000000000000:task/default/"), "{arn}");
    for (name, value) in [
        ("lastStatus", json!("PROVISIONING")),
        ("desiredStatus", json!("RUNNING")),
        ("version", json!(1)),
        ("launchType", json!("FARGATE")),
        ("platformVersion", json!("1.4.0")),
        ("platformFamily", json!("Linux")),
        ("cpu", json!("256")),
        ("memory", json!("512")),
        ("group", json!("family:app")),
        ("startedBy", json!("me")),
        ("healthStatus", json!("UNKNOWN")),
        ("availabilityZone", json!("us-east-1a")),
        ("enableExecuteCommand", json!(false)),
        ("ephemeralStorage", json!({ "sizeInGiB": 20 })),
        ("fargateEphemeralStorage", json!({ "sizeInGiB": 20 })),
        ("inferenceAccelerators", json!([])),
        ("tags", json!([{ "key": "a", "value": "b" }])),
        (
            "overrides",
            json!({ "containerOverrides": [{ "name": "app" }], "inferenceAcceleratorOverrides": [] }),
        ),
        ("createdAt", json!(1_756_865_071.354)),
        ("clusterArn", json!("arn:aws:ecs:us-east-1:000000000000:cluster/default")),
        ("taskDefinitionArn", json!("arn:aws:ecs:us-east-1:000000000000:task-definition/app:1")),
    ] {
        assert_eq!(task[name], value, "{name}");
    }
    let attachment = &task["attachments"][0];
    assert_eq!(
        (&attachment["type"], &attachment["status"]),
        (&json!("ElasticNetworkInterface"), &json!("PRECREATED"))
    );
    assert_eq!(attachment["details"], json!([{ "name": "subnetId", "value": "subnet-1" }]));
    let container = task["containers"][0].as_object().expect("a container");
    assert_eq!(container["lastStatus"], "PENDING");
    assert_eq!(container["cpu"], "0");
    for list in ["networkBindings", "networkInterfaces", "managedAgents", "gpuIds"] {
        assert_eq!(container[list], json!([]), "{list}");
    }
    for absent in ["runtimeId", "exitCode", "memory"] {
        assert!(!container.contains_key(absent), "{absent}");
    }
    for absent in ["connectivity", "pullStartedAt", "startedAt", "stopCode", "capacityProviderName"] {
        assert!(task.get(absent).is_none(), "{absent}");
    }
}

#[tokio::test]
async fn requests_are_refused_in_awss_words() {
    let world = World::new().await;
    world
        .call(
            "RegisterTaskDefinition",
            json!({ "family": "ec2", "networkMode": "bridge", "containerDefinitions": [
            { "name": "app", "image": "app", "memory": 64 },
        ] }),
        )
        .await;
    let strategy = |provider: &str, weight: i64| json!({ "launchType": null, "capacityProviderStrategy": [{ "capacityProvider": provider, "weight": weight }] });
    let vpc =
        |configuration: Value| json!({ "networkConfiguration": { "awsvpcConfiguration": configuration } });
    world.call("CreateCluster", json!({ "clusterName": "fargate", "capacityProviders": ["FARGATE"] })).await;
    for (more, expected) in [
        (json!({ "cluster": "nope" }), "ClusterNotFoundException: Cluster not found."),
        (json!({ "taskDefinition": "nope" }), "ClientException: TaskDefinition not found."),
        (json!({ "taskDefinition": "app:7" }), "ClientException: TaskDefinition not found."),
        (json!({ "count": 11 }), "InvalidParameterException: count cannot be greater than 10."),
        (json!({ "count": 0 }), "InvalidParameterException: count must be greater than 0."),
        (
            json!({ "networkConfiguration": null }),
            "InvalidParameterException: Network Configuration must be provided when networkMode 'awsvpc' is specified.",
        ),
        (
            json!({ "taskDefinition": "ec2" }),
            "InvalidParameterException: Network Configuration is not valid for the given networkMode of this task definition.",
        ),
        (
            json!({ "taskDefinition": "ec2", "networkConfiguration": null }),
            "InvalidParameterException: Task definition does not support launch_type FARGATE.",
        ),
        (vpc(json!({ "subnets": [] })), "InvalidParameterException: subnets can not be empty."),
        (
            vpc(json!({ "subnets": ["subnet-x"] })),
            "InvalidParameterException: Error retrieving subnet information for [subnet-x]: The subnet ID 'subnet-x' does not \
             exist (ErrorCode: InvalidSubnetID.NotFound)",
        ),
        (
            vpc(json!({ "subnets": ["subnet-1"], "securityGroups": ["sg-x"] })),
            "InvalidParameterException: Error retrieving security group information for [sg-x]: The security group 'sg-x' does \
             not exist (ErrorCode: InvalidGroup.NotFound)",
        ),
        (
            vpc(json!({ "subnets": ["subnet-1", "subnet-other"] })),
            "InvalidParameterException: The provided subnets must all be in the same VPC.",
        ),
        (
            merged(strategy("FARGATE", 1), json!({ "launchType": "FARGATE" })),
            "InvalidParameterException: Specifying both a launch type and capacity provider strategy is not supported. Remove \
             one and try again.",
        ),
        (
            strategy("FARGATE", 1),
            "InvalidParameterException: The specified capacity provider strategy cannot contain a capacity provider that is not \
             associated with the cluster. Associate the capacity provider with the cluster and try again.",
        ),
        (
            merged(strategy("FARGATE", 0), json!({ "cluster": "fargate" })),
            "InvalidParameterException: There are no capacity providers in the capacity provider strategy with a weight value \
             greater than zero",
        ),
        (
            json!({ "launchType": "EC2", "platformVersion": "LATEST" }),
            "InvalidParameterException: The platform version must be null when specifying an EC2 launch type.",
        ),
        (
            json!({ "launchType": null }),
            "InvalidParameterException: No Container Instances were found in your cluster.",
        ),
        (
            json!({ "platformVersion": "9.9.9" }),
            "PlatformUnknownException: The specified platform does not exist.",
        ),
        (
            json!({ "overrides": { "containerOverrides": [{ "name": "other" }] } }),
            "InvalidParameterException: Override for container named other is not a container in the TaskDefinition.",
        ),
        (
            json!({ "overrides": { "containerOverrides": [{ "name": "app", "command": ["x".repeat(8192)] }] } }),
            "InvalidParameterException: Container Overrides length must be at most 8192",
        ),
        (
            json!({ "overrides": { "cpu": "8192", "memory": "17408" } }),
            "ClientException: No Fargate configuration exists for given values.",
        ),
        (
            json!({ "overrides": { "containerOverrides": [{ "name": "app", "memory": 1024 }] } }),
            "ClientException: The 'memory' setting for container 'app' is greater than for the task",
        ),
        (
            json!({ "overrides": { "containerOverrides": [{ "name": "app", "cpu": 1024 }] } }),
            "ClientException: The 'cpu' setting for container 'app' is greater than for the task",
        ),
        (
            json!({ "overrides": { "ephemeralStorage": { "sizeInGiB": 20 } } }),
            "ClientException: Ephemeral storage size must be between 21 GiB and 200 GiB.",
        ),
        (
            json!({ "propagateTags": "SERVICE" }),
            "InvalidParameterException: propagateTags SERVICE is not supported when running a task.",
        ),
        (
            json!({ "tags": [{ "key": "aws:x", "value": "" }] }),
            "InvalidParameterException: Tag keys and values can not begin with the reserved prefix 'aws:'.",
        ),
    ] {
        // Without what doesn't go with it.
        let input = merged(request(), more.clone());
        let input = match more.get("capacityProviderStrategy") {
            Some(strategy) if more["launchType"].is_null() => {
                merged(input, json!({ "launchType": null, "capacityProviderStrategy": strategy }))
            }
            _ => input,
        };
        assert_eq!(world.refused("RunTask", input).await, expected, "{more}");
    }
    assert_eq!(world.call("ListTasks", json!({})).await["taskArns"], json!([]), "nothing was written");
}

#[tokio::test]
async fn an_inactive_definition_runs_no_more() {
    let world = World::new().await;
    world.call("DeregisterTaskDefinition", json!({ "taskDefinition": "app:1" })).await;
    let input = merged(request(), json!({ "taskDefinition": "app:1" }));
    assert_eq!(world.refused("RunTask", input).await, "ClientException: TaskDefinition is inactive");
    assert_eq!(world.refused("RunTask", request()).await, "ClientException: TaskDefinition not found.");
}

#[tokio::test]
async fn providers_come_by_strategy_or_by_the_clusters_default() {
    let world = World::new().await;
    let default = json!([{ "capacityProvider": "FARGATE_SPOT", "weight": 1 }]);
    let providers = ["FARGATE", "FARGATE_SPOT"];
    let cluster = json!({ "clusterName": "c", "capacityProviders": providers, "defaultCapacityProviderStrategy": default });
    world.call("CreateCluster", cluster).await;
    let by_default = world.run(json!({ "cluster": "c", "launchType": null })).await;
    assert_eq!(by_default[0]["capacityProviderName"], "FARGATE_SPOT");
    assert_eq!(by_default[0]["launchType"], "FARGATE");
    let strategy = json!([{ "capacityProvider": "FARGATE", "weight": 1 }]);
    let asked =
        world.run(json!({ "cluster": "c", "launchType": null, "capacityProviderStrategy": strategy })).await;
    assert_eq!(asked[0]["capacityProviderName"], "FARGATE");
    let launched = world.run(json!({ "cluster": "c" })).await;
    assert!(launched[0].get("capacityProviderName").is_none());
}

#[tokio::test]
async fn ec2_is_asked_once_a_minute() {
    let world = World::new().await;
    for _ in 0..3 {
        world.run_one().await;
    }
    let calls =
        || ["DescribeSubnets", "DescribeVpcs", "DescribeSecurityGroups"].map(|call| world.ec2.calls_of(call));
    assert_eq!(calls(), [1, 1, 1]);
    world.clock.advance(Duration::from_secs(61));
    world.run_one().await;
    assert_eq!(calls(), [2, 2, 2]);
}

#[tokio::test]
async fn a_client_token_makes_tasks_once() {
    let world = World::new().await;
    let arns = |tasks: &[Value]| tasks.iter().map(|task| text(&task["taskArn"])).collect::<Vec<_>>();
    let first = world.run(json!({ "clientToken": "t", "count": 2 })).await;
    let again = world.run(json!({ "clientToken": "t", "count": 2 })).await;
    assert_eq!(arns(&first), arns(&again));
    assert_eq!(
        world.refused("RunTask", merged(request(), json!({ "clientToken": "t", "count": 3 }))).await,
        "ConflictException: The provided client token is already in use with a different request."
    );
    let listed = world.call("ListTasks", json!({})).await;
    assert_eq!(listed["taskArns"].as_array().map(Vec::len), Some(2));
    // The conflict names the tasks.
    let input = serde_json::from_value(merged(request(), json!({ "clientToken": "t", "count": 3 })))
        .expect("a request");
    let error = super::run::run_task(world.ecs.clone(), crate::testing::context(), input)
        .await
        .expect_err("a conflict");
    assert_eq!(error.members["resourceIds"], json!(arns(&first)));
    // A day later the token is free.
    world.clock.advance(super::idempotency::LIFETIME);
    world.ecs.sweep().await;
    assert_ne!(arns(&world.run(json!({ "clientToken": "t", "count": 2 })).await), arns(&first));
    for bad in ["x".repeat(65), "a b".to_owned()] {
        let answer = world.refused("RunTask", merged(request(), json!({ "clientToken": bad }))).await;
        assert!(answer.starts_with("InvalidParameterException: Client token can"), "{answer}");
    }
}

#[tokio::test]
async fn unknown_tasks_are_missing() {
    let world = World::new().await;
    let arn = world.run_one().await;
    let unknown = "0".repeat(32);
    let answer = world.call("DescribeTasks", json!({ "tasks": [arn, unknown] })).await;
    assert_eq!(answer["tasks"].as_array().map(Vec::len), Some(1));
    let missing = format!("arn:aws:ecs:us-east-1:000000000000:task/default/{unknown}");
    assert_eq!(answer["failures"], json!([{ "arn": missing, "reason": "MISSING" }]));
    for (tasks, expected) in [
        (json!([]), "InvalidParameterException: Tasks cannot be empty."),
        (json!(["x"]), "InvalidParameterException: taskId length should be one of [32,36]"),
        (json!(["a/b"]), "InvalidParameterException: Unexpected number of separators"),
        (json!(vec![unknown.as_str(); 101]), "InvalidParameterException: Tasks can have at most 100 items."),
    ] {
        assert_eq!(world.refused("DescribeTasks", json!({ "tasks": tasks })).await, expected);
    }
    let stop = world.refused("StopTask", json!({ "task": unknown })).await;
    assert_eq!(stop, "InvalidParameterException: The referenced task was not found.");
}

#[tokio::test]
async fn tasks_are_seen_in_their_own_cluster() {
    let world = World::new().await;
    world.call("CreateCluster", json!({ "clusterName": "other" })).await;
    let arn = world.run_one().await;
    let answer = world.call("DescribeTasks", json!({ "tasks": [arn], "cluster": "other" })).await;
    assert_eq!(answer["failures"], json!([{ "arn": arn, "reason": "MISSING" }]));
    assert_eq!(world.call("ListTasks", json!({ "cluster": "other" })).await["taskArns"], json!([]));
    let stop = world.refused("StopTask", json!({ "task": arn, "cluster": "other" })).await;
    assert_eq!(stop, "InvalidParameterException: The referenced task was not found.");
}

#[tokio::test]
async fn listings_filter_and_page() {
    let world = World::new().await;
    world
        .register(json!({ "family": "other", "containerDefinitions": [{ "name": "app", "image": "a" }] }))
        .await;
    let all = world.run(json!({ "count": 10 })).await;
    let started = world.run(json!({ "startedBy": "cron" })).await;
    let other = world.run(json!({ "taskDefinition": "other", "startedBy": "cron" })).await;
    world.run(json!({ "group": "service:web" })).await;
    world.call("StopTask", json!({ "task": all[0]["taskArn"] })).await;

    let list = async |input: Value| world.call("ListTasks", input).await;
    let count =
        async |input: Value| list(input).await["taskArns"].as_array().map(Vec::len).unwrap_or_default();
    for (input, expected) in [
        (json!({}), 12),
        (json!({ "desiredStatus": "RUNNING" }), 12),
        (json!({ "desiredStatus": "STOPPED" }), 1),
        (json!({ "desiredStatus": "PENDING" }), 0),
        (json!({ "family": "app" }), 11),
        (json!({ "family": "other" }), 1),
        (json!({ "family": "nope" }), 0),
        (json!({ "startedBy": "cron" }), 2),
        (json!({ "startedBy": "cron", "launchType": "FARGATE" }), 2),
        (json!({ "launchType": "EC2" }), 0),
        (json!({ "serviceName": "web" }), 1),
        (json!({ "serviceName": "web", "family": "other" }), 0),
    ] {
        assert_eq!(count(input.clone()).await, expected, "{input}");
    }
    let by_cron = list(json!({ "startedBy": "cron" })).await;
    for task in [&started[0], &other[0]] {
        assert!(by_cron["taskArns"].as_array().expect("a list").contains(&task["taskArn"]));
    }

    // Pages hold each task once, and the last has no token.
    let (mut seen, mut token) = (Vec::new(), Value::Null);
    loop {
        let page =
            list(merged(json!({ "maxResults": 5, "family": "app" }), json!({ "nextToken": token }))).await;
        seen.extend(page["taskArns"].as_array().expect("a list").iter().map(text));
        match page.get("nextToken") {
            Some(next) => token = next.clone(),
            None => break,
        }
    }
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 11);

    for (input, expected) in [
        (json!({ "maxResults": 0 }), "InvalidParameterException: maxResults must be between 1 and 100."),
        (json!({ "nextToken": "x" }), "InvalidParameterException: Invalid token"),
        (json!({ "serviceName": "nope" }), "ServiceNotFoundException: Service not found."),
        (
            json!({ "startedBy": "cron", "family": "app" }),
            "InvalidParameterException: startedBy cannot be combined with any other filters.",
        ),
        (json!({ "cluster": "nope" }), "ClusterNotFoundException: Cluster not found."),
    ] {
        assert_eq!(world.refused("ListTasks", input.clone()).await, expected, "{input}");
    }
}

#[tokio::test]
async fn tags_are_shown_to_those_who_ask_and_go_with_a_stop() {
    let world = World::new().await;
    world
        .register(json!({ "tags": [{ "key": "team", "value": "x" }, { "key": "a", "value": "def" }],
        "containerDefinitions": [{ "name": "app", "image": "a" }] }))
        .await;
    let tags = json!([{ "key": "a", "value": "own" }]);
    let task = &world
        .run(json!({ "tags": tags, "propagateTags": "TASK_DEFINITION", "enableECSManagedTags": true }))
        .await[0];
    let arn = text(&task["taskArn"]);
    let expected = json!([
        { "key": "a", "value": "own" }, { "key": "team", "value": "x" }, { "key": "aws:ecs:clusterName", "value": "default" },
    ]);
    assert_eq!(world.describe(&arn).await["tags"], expected);
    let without = world.call("DescribeTasks", json!({ "tasks": [arn] })).await;
    assert_eq!(without["tasks"][0]["tags"], json!([]));
    world.call("TagResource", json!({ "resourceArn": arn, "tags": [{ "key": "n", "value": "1" }] })).await;
    let listed = world.call("ListTagsForResource", json!({ "resourceArn": arn })).await;
    assert_eq!(listed["tags"].as_array().map(Vec::len), Some(4));
    world.call("StopTask", json!({ "task": arn })).await;
    assert_eq!(world.describe(&arn).await["tags"], json!([]));
}

#[tokio::test]
async fn clusters_count_their_tasks_and_stay_while_there_are_any() {
    let world = World::new().await;
    let arn = world.run_one().await;
    let counts = async || {
        let answer = world.call("DescribeClusters", json!({})).await;
        let cluster = &answer["clusters"][0];
        (cluster["pendingTasksCount"].clone(), cluster["runningTasksCount"].clone())
    };
    assert_eq!(counts().await, (json!(1), json!(0)));
    world.settle().await;
    world.report(&arn, world.started()).await;
    assert_eq!(counts().await, (json!(0), json!(1)));
    let refused = world.refused("DeleteCluster", json!({ "cluster": "default" })).await;
    assert!(refused.starts_with("ClusterContainsTasksException"), "{refused}");
}

#[tokio::test]
async fn a_cluster_provisions_five_hundred_tasks_at_a_time() {
    let world = World::new().await;
    for _ in 0..49 {
        world.run(json!({ "count": 10 })).await;
    }
    world.run(json!({ "count": 9 })).await;
    let refused = world.refused("RunTask", merged(request(), json!({ "count": 2 }))).await;
    assert_eq!(refused, "ClientException: Tasks provisioning capacity limit exceeded.");
    world.run(json!({ "count": 1 })).await;
    world.call("CreateCluster", json!({ "clusterName": "other" })).await;
    world.run(json!({ "cluster": "other" })).await;
}

#[tokio::test]
async fn there_are_no_container_instances() {
    let world = World::new().await;
    let instance = "0".repeat(32);
    let input = json!({ "taskDefinition": "app", "containerInstances": [instance] });
    let missing = json!([{ "reason": "MISSING",
        "arn": format!("arn:aws:ecs:us-east-1:000000000000:container-instance/default/{instance}") }]);
    assert_eq!(world.call("StartTask", input).await, json!({ "tasks": [], "failures": missing }));
    let described =
        world.call("DescribeContainerInstances", json!({ "containerInstances": [instance] })).await;
    assert_eq!(described, json!({ "containerInstances": [], "failures": missing }));
    let listed = world.call("ListContainerInstances", json!({})).await;
    assert_eq!(listed["containerInstanceArns"], json!([]));
    let input = json!({ "taskDefinition": "none", "containerInstances": [instance] });
    assert_eq!(world.refused("StartTask", input).await, "ClientException: TaskDefinition not found.");
}
