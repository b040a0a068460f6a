//! A world for tests: ECS on a store in memory, an EC2 that is as large as ECS sees it, and a node that does what it is told to report.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use neargate_core::{Clock as _, ManualClock};
use neargate_store::Store;
use neargate_task::{ContainerReport, ControlPlane as _, TaskReport, TaskSpec};
use neargate_wire::authorize::Authorizer;
use neargate_wire::{
    AwsError, CallError, Context, Dispatcher, Model, Operation, Protocol, Service, Validate, Violations,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::Ecs;
use crate::testing::{NOW, scope};

pub(crate) struct World {
    pub ecs: Arc<Ecs>,
    pub clock: Arc<ManualClock>,
    pub ec2: Arc<Ec2>,
    store: Store,
    dispatcher: Dispatcher,
    authorizer: Option<Arc<dyn Authorizer>>,
}

impl World {
    /// With the cluster `default` and the task definition `app`.
    pub(crate) async fn new() -> Self {
        Self::authorized_by(None).await
    }

    pub(crate) async fn authorized_by(authorizer: Option<Arc<dyn Authorizer>>) -> Self {
        let store = Store::in_memory().expect("a store in memory opens");
        let clock = Arc::new(ManualClock::at(NOW));
        let ec2 = Arc::new(Ec2::default());
        let (ecs, dispatcher) = assemble(&store, &clock, &ec2, authorizer.as_ref());
        let world = Self { ecs, clock, ec2, store, dispatcher, authorizer };
        world.call("CreateCluster", json!({})).await;
        world.register(json!({ "containerDefinitions": [{ "name": "app", "image": "app:1" }] })).await;
        world
    }

    /// The same store under a new control plane, as after a restart.
    pub(crate) fn restart(&mut self) {
        (self.ecs, self.dispatcher) = assemble(&self.store, &self.clock, &self.ec2, self.authorizer.as_ref());
    }

    pub(crate) async fn register(&self, more: Value) -> Value {
        let definition = json!({
            "family": "app", "networkMode": "awsvpc", "cpu": "256", "memory": "512", "requiresCompatibilities": ["FARGATE"],
        });
        self.call("RegisterTaskDefinition", merged(definition, more)).await
    }

    /// Calls an operation that is to succeed.
    #[track_caller]
    pub(crate) fn call(&self, operation: &'static str, input: Value) -> impl Future<Output = Value> {
        let caller = std::panic::Location::caller();
        let answer = self.try_call(operation, input);
        async move { answer.await.unwrap_or_else(|error| panic!("{error}, called at {caller}")) }
    }

    pub(crate) fn try_call(
        &self,
        operation: &'static str,
        input: Value,
    ) -> impl Future<Output = Result<Value, CallError>> {
        let dispatcher = self.dispatcher.clone();
        async move { dispatcher.call("test", &scope(), "ecs", operation, &input).await }
    }

    /// Calls an operation that is to be refused; returns the error's code and message.
    pub(crate) async fn refused(&self, operation: &'static str, input: Value) -> String {
        let error = self.try_call(operation, input).await.expect_err("a refusal");
        format!("{}: {}", error.code, error.message)
    }

    /// Runs tasks of `app` and returns them.
    pub(crate) async fn run(&self, more: Value) -> Vec<Value> {
        let answer = self.call("RunTask", merged(request(), more)).await;
        answer["tasks"].as_array().expect("tasks").clone()
    }

    /// Runs one task and returns its ARN.
    pub(crate) async fn run_one(&self) -> String {
        text(&self.run(json!({})).await[0]["taskArn"])
    }

    pub(crate) async fn describe(&self, arn: &str) -> Value {
        self.call("DescribeTasks", json!({ "tasks": [arn], "include": ["TAGS"] })).await["tasks"][0].clone()
    }

    /// `lastStatus desiredStatus version`
    pub(crate) async fn status(&self, arn: &str) -> String {
        let task = self.describe(arn).await;
        format!("{} {} {}", text(&task["lastStatus"]), text(&task["desiredStatus"]), task["version"])
    }

    /// Lets the worker do all that it can do.
    pub(crate) async fn settle(&self) {
        self.ecs.settle().await.expect("every step succeeds");
    }

    /// What the node is assigned.
    pub(crate) async fn assigned(&self) -> Vec<(TaskSpec, TaskReport)> {
        self.ecs.assigned().await
    }

    /// The node reports, a second later.
    pub(crate) async fn report(&self, arn: &str, told: TaskReport) {
        self.clock.advance(Duration::from_secs(1));
        let task_id = super::reference::id_of(arn).to_owned();
        assert!(self.ecs.report(TaskReport { task_id, ..told }).await);
    }

    pub(crate) fn started(&self) -> TaskReport {
        let at = Some(self.clock.now());
        TaskReport {
            connected_at: at,
            pull_started_at: at,
            pull_stopped_at: at,
            attached: true,
            started_at: at,
            containers: vec![ContainerReport {
                name: "app".into(),
                runtime_id: Some("r1".into()),
                image_digest: Some("sha256:1".into()),
                started_at: at,
                ..ContainerReport::default()
            }],
            ..TaskReport::default()
        }
    }

    pub(crate) fn exited(&self, exit_code: i32, reason: Option<&str>) -> TaskReport {
        let at = Some(self.clock.now());
        let container = ContainerReport {
            name: "app".into(),
            finished_at: at,
            exit_code: Some(exit_code),
            reason: reason.map(str::to_owned),
            ..ContainerReport::default()
        };
        TaskReport { execution_stopped_at: at, containers: vec![container], ..TaskReport::default() }
    }

    pub(crate) fn gone(&self) -> TaskReport {
        TaskReport { stopped_at: Some(self.clock.now()), ..TaskReport::default() }
    }
}

/// A request that runs one task of `app`.
pub(crate) fn request() -> Value {
    json!({
        "taskDefinition": "app", "launchType": "FARGATE",
        "networkConfiguration": { "awsvpcConfiguration": { "subnets": ["subnet-1"], "securityGroups": ["sg-1"] } },
    })
}

/// A JSON object with the members of another over its own; null removes.
pub(crate) fn merged(mut base: Value, more: Value) -> Value {
    let members = base.as_object_mut().expect("an object");
    for (name, value) in more.as_object().expect("an object") {
        if value.is_null() {
            members.remove(name);
        } else {
            members.insert(name.clone(), value.clone());
        }
    }
    base
}

#[track_caller]
pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

fn assemble(
    store: &Store,
    clock: &Arc<ManualClock>,
    ec2: &Arc<Ec2>,
    authorizer: Option<&Arc<dyn Authorizer>>,
) -> (Arc<Ecs>, Dispatcher) {
    let ecs = Ecs::new(store.clone(), clock.clone());
    let dispatcher = Dispatcher::new(vec![ecs.service(), ec2.service(), sts()], "http://127.0.0.1:4566");
    let dispatcher = match authorizer {
        Some(authorizer) => dispatcher.with_authorizer(Arc::clone(authorizer)),
        None => dispatcher,
    };
    ecs.connect(dispatcher.clone());
    (ecs, dispatcher)
}

/// Lets every role be assumed but one called `untrusting`.
fn sts() -> Service {
    const STS: Model = Model {
        endpoint_prefix: "sts",
        signing_name: "sts",
        protocol: Protocol::Query,
        capital_messages: &[],
        operations: &["AssumeRole"],
        ..MODEL
    };
    Service::new("sts", &STS, "ValidationError", "InternalError").on(
        AssumeRole,
        &Arc::new(()),
        async |_, _: Context, input: Any| match text(&input.0["RoleArn"]).ends_with("/untrusting") {
            true => Err(AwsError::client("AccessDenied", "no")),
            false => Ok(json!({
                "Credentials": { "AccessKeyId": "ASIA1" },
                "AssumedRoleUser": { "AssumedRoleId": format!("AROA1:{}", text(&input.0["RoleSessionName"])) },
            })),
        },
    )
}

/// Subnets `subnet-1` and `subnet-2` and the group `sg-1` in one VPC, `subnet-other` in another; interfaces by client token.
#[derive(Default)]
pub(crate) struct Ec2 {
    pub interfaces: Mutex<BTreeMap<String, String>>,
    pub calls: Mutex<Vec<&'static str>>,
    /// What the next calls of `CreateNetworkInterface` fail with.
    pub failure: Mutex<Option<&'static str>>,
}

impl Ec2 {
    fn service(self: &Arc<Self>) -> Service {
        Service::new("ec2", &MODEL, "ValidationError", "InternalError")
            .on(DescribeSubnets, self, async |ec2: Arc<Self>, _, input: Any| ec2.subnets(&input.0))
            .on(DescribeVpcs, self, async |ec2: Arc<Self>, _, input: Any| ec2.vpcs(&input.0))
            .on(DescribeSecurityGroups, self, async |ec2: Arc<Self>, _, input: Any| ec2.groups(&input.0))
            .on(CreateNetworkInterface, self, async |ec2: Arc<Self>, _: Context, input: Any| {
                ec2.create(&input.0)
            })
            .on(DeleteNetworkInterface, self, async |ec2: Arc<Self>, _: Context, input: Any| {
                ec2.delete(&input.0)
            })
    }

    pub(crate) fn count(&self) -> usize {
        self.interfaces.lock().expect("no panic").len()
    }

    pub(crate) fn calls_of(&self, operation: &str) -> usize {
        self.calls.lock().expect("no panic").iter().filter(|call| **call == operation).count()
    }

    fn note(&self, call: &'static str) {
        self.calls.lock().expect("no panic").push(call);
    }

    fn subnets(&self, input: &Value) -> Result<Value, AwsError> {
        self.note("DescribeSubnets");
        let describe = |id: &Value| {
            let vpc = match id.as_str().expect("an id") {
                "subnet-1" | "subnet-2" => "vpc-1",
                "subnet-other" => "vpc-2",
                other => {
                    let message = format!("The subnet ID '{other}' does not exist");
                    return Err(AwsError::client("InvalidSubnetID.NotFound", message));
                }
            };
            Ok(
                json!({ "subnetId": id, "vpcId": vpc, "cidrBlock": "172.31.0.0/20", "availabilityZone": "us-east-1a" }),
            )
        };
        let found: Result<Vec<_>, _> =
            input["subnetId"].as_array().expect("ids").iter().map(describe).collect();
        Ok(json!({ "subnetSet": found? }))
    }

    fn vpcs(&self, input: &Value) -> Result<Value, AwsError> {
        self.note("DescribeVpcs");
        let ids = input["vpcId"].as_array().expect("ids").iter();
        let found: Vec<_> = ids.map(|id| json!({ "vpcId": id, "cidrBlock": "172.31.0.0/16" })).collect();
        Ok(json!({ "vpcSet": found }))
    }

    fn groups(&self, input: &Value) -> Result<Value, AwsError> {
        self.note("DescribeSecurityGroups");
        let describe = |id: &Value| match id.as_str().expect("an id") {
            "sg-1" => Ok(json!({ "groupId": id, "vpcId": "vpc-1" })),
            other => {
                let message = format!("The security group '{other}' does not exist");
                Err(AwsError::client("InvalidGroup.NotFound", message))
            }
        };
        let found: Result<Vec<_>, _> =
            input["groupId"].as_array().expect("ids").iter().map(describe).collect();
        Ok(json!({ "securityGroupInfo": found? }))
    }

    fn create(&self, input: &Value) -> Result<Value, AwsError> {
        self.note("CreateNetworkInterface");
        if let Some(code) = *self.failure.lock().expect("no panic") {
            return Err(match code {
                "InternalError" => AwsError::internal(code, "out of order"),
                code => AwsError::client(code, "no"),
            });
        }
        let mut interfaces = self.interfaces.lock().expect("no panic");
        let number = self.calls_of("CreateNetworkInterface");
        let id =
            interfaces.entry(text(&input["clientToken"])).or_insert_with(|| format!("eni-{number}")).clone();
        assert!(text(&input["description"]).starts_with("arn:aws:ecs:us-east-1:000000000000:attachment/"));
        Ok(json!({ "networkInterface": {
            "networkInterfaceId": id, "subnetId": input["subnetId"], "vpcId": "vpc-1", "availabilityZone": "us-east-1a",
            "privateIpAddress": "172.31.0.5", "macAddress": "0e:00:00:00:00:01", "privateDnsName": "ip-172-31-0-5.ec2.internal",
        } }))
    }

    fn delete(&self, input: &Value) -> Result<Value, AwsError> {
        self.note("DeleteNetworkInterface");
        let (id, mut interfaces) =
            (text(&input["networkInterfaceId"]), self.interfaces.lock().expect("no panic"));
        let before = interfaces.len();
        interfaces.retain(|_, known| *known != id);
        if interfaces.len() == before {
            return Err(AwsError::client("InvalidNetworkInterfaceID.NotFound", "no such interface"));
        }
        Ok(json!({}))
    }
}

const MODEL: Model = Model {
    endpoint_prefix: "ec2",
    signing_name: "ec2",
    api_version: "2016-11-15",
    target_prefix: "",
    json_version: "",
    xml_namespace: "",
    protocol: Protocol::Ec2,
    capital_messages: &[],
    operations: &[
        "CreateNetworkInterface",
        "DeleteNetworkInterface",
        "DescribeSecurityGroups",
        "DescribeSubnets",
        "DescribeVpcs",
    ],
};

/// Any JSON.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Any(Value);

impl Validate for Any {
    fn validate(&self, _: &mut Violations) {}
}

macro_rules! operations {
    ($($name:ident)*) => { $(
        struct $name;

        impl Operation for $name {
            const NAME: &'static str = stringify!($name);
            const RESULT_WRAPPER: &'static str = "";
            type Input = Any;
            type Output = Value;
        }
    )* };
}

operations! { AssumeRole CreateNetworkInterface DeleteNetworkInterface DescribeSecurityGroups DescribeSubnets DescribeVpcs }
