//! A task for tests, of which one container runs and one has ended, and a world around it.

use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::{Method, StatusCode};
use http_body_util::BodyExt as _;
use neargate_core::{Clock as _, ManualClock, Scope, Timestamp};
use neargate_task::{
    ContainerPhase, ContainerReport, ContainerSpec, ContainerState, InterfaceSpec, LogConfiguration,
    MountPoint, Port, TaskPhase, TaskReport, TaskSpec, TaskState, Volume, VolumeSource,
};
use neargate_wire::{
    AwsError, Context, Dispatcher, Model, Operation, Protocol, Service, Validate, Violations,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::task::{Known, Task};
use crate::{Metadata, Options, Shared};

pub(crate) const ID: &str = "0123456789abcdef0123456789abcdef";

fn container(name: &str) -> ContainerSpec {
    let bare = serde_json::json!({
        "name": name, "image": format!("{name}:1"), "essential": name == "app", "environment": [], "cpu_units": 0,
        "stop_timeout_seconds": 30, "depends_on": [], "mount_points": [], "readonly_root_filesystem": false,
        "capabilities_add": [], "capabilities_drop": [], "ulimits": [], "system_controls": [], "init_process": false,
        "pseudo_terminal": false, "labels": {},
    });
    serde_json::from_value(bare).expect("a container as it is stored")
}

pub(crate) fn spec() -> TaskSpec {
    let app = ContainerSpec {
        arn: format!("arn:aws:ecs:us-east-1:000000000000:container/web/{ID}/u"),
        cpu_units: 128,
        memory_mib: Some(256),
        ports: vec![Port { container_port: 8080, protocol: "tcp".to_owned() }],
        mount_points: vec![MountPoint {
            source_volume: "data".to_owned(),
            container_path: "/data".to_owned(),
            read_only: false,
        }],
        log: Some(LogConfiguration {
            log_driver: "awslogs".to_owned(),
            options: [("awslogs-group", "/web"), ("awslogs-stream-prefix", "p")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
            secret_options: Vec::new(),
            default_mode: String::new(),
        }),
        labels: [("team".to_owned(), "a".to_owned())].into(),
        ..container("app")
    };
    TaskSpec {
        task_id: ID.to_owned(),
        task_arn: format!("arn:aws:ecs:us-east-1:000000000000:task/web/{ID}"),
        scope: Scope { account: Default::default(), region: Default::default() },
        cluster_name: "web".to_owned(),
        family: "web".to_owned(),
        revision: 5,
        cpu_units: 256,
        memory_mib: 512,
        ephemeral_storage_gib: 20,
        group: "service:front".to_owned(),
        availability_zone: "us-east-1a".to_owned(),
        availability_zone_id: "use1-az4".to_owned(),
        task_role_arn: Some("arn:aws:iam::000000000000:role/app".to_owned()),
        execution_role_arn: None,
        credentials_id: "some-uuid".to_owned(),
        fault_injection: false,
        interface: InterfaceSpec {
            network_interface_id: "eni-0123456789abcdef0".to_owned(),
            vpc_id: "vpc-0123456789abcdef0".to_owned(),
            vpc_cidr: "172.31.0.0/16".to_owned(),
            subnet_id: "subnet-0123456789abcdef0".to_owned(),
            subnet_cidr: "172.31.16.0/20".to_owned(),
            private_ip: Ipv4Addr::new(172, 31, 16, 5),
            mac: "0e:00:00:00:00:01".to_owned(),
            host_name: "ip-172-31-16-5.ec2.internal".to_owned(),
            public: false,
        },
        containers: vec![app, container("done")],
        share_processes: false,
        proxy: None,
        volumes: vec![Volume { name: "data".to_owned(), source: VolumeSource::Empty }],
        stop: None,
    }
}

pub(crate) fn runtime_id(number: u32) -> String {
    format!("{ID}-100000000{number}")
}

pub(crate) fn known() -> Known {
    let started_at = Timestamp(3000);
    let phases = [
        ContainerPhase::Running { pid: 1, started_at },
        ContainerPhase::Exited { started_at, finished_at: Timestamp(4000), exit_code: 3, oom_killed: false },
    ];
    let containers =
        ["app", "done"].iter().zip(phases).zip(1..).map(|((name, phase), number)| ContainerState {
            name: (*name).to_owned(),
            runtime_id: runtime_id(number),
            phase,
            health: None,
            restart_count: 0,
            usage: None,
        });
    let report = |name: &str| ContainerReport {
        name: name.to_owned(),
        image_digest: Some("sha256:1".to_owned()),
        ..ContainerReport::default()
    };
    Known {
        report: TaskReport {
            task_id: ID.to_owned(),
            pull_started_at: Some(Timestamp(1000)),
            pull_stopped_at: Some(Timestamp(2000)),
            containers: vec![report("app"), report("done")],
            ..TaskReport::default()
        },
        state: Some(TaskState {
            sequence: 3,
            shim_pid: 1,
            shim_started_ticks: 1,
            phase: TaskPhase::Running,
            usage: None,
            containers: containers.collect(),
        }),
    }
}

/// A task that is answered, beside an STS and an ECS that are as large as this crate sees them.
pub(crate) struct World {
    pub clock: Arc<ManualClock>,
    pub others: Arc<Others>,
    pub shared: Arc<Shared>,
    pub task: Arc<Task>,
}

impl World {
    pub(crate) fn new(spec: TaskSpec) -> Self {
        let clock = Arc::new(ManualClock::at(Timestamp(1_763_834_400_000)));
        let others = Arc::new(Others {
            clock: clock.clone(),
            assumed: AtomicU32::new(0),
            sts_fails: Mutex::default(),
            protection: Mutex::default(),
            asked: Mutex::default(),
        });
        let dispatcher = Dispatcher::new(vec![others.sts(), others.ecs()], "http://127.0.0.1:4566");
        let options = Options { cgroup_root: "/neargate/none".to_owned(), data_root: "/nowhere".into() };
        let metadata = Metadata::new(options, dispatcher, clock.clone());
        let task = Arc::new(Task::new(spec));
        let known = known();
        task.update(&known.report, known.state.as_ref().expect("a state"));
        Self { clock, others, shared: metadata.shared, task }
    }

    /// Status and body of an answer. What isn't JSON is given as text.
    pub(crate) async fn ask(&self, method: Method, path: &str, body: &str) -> (u16, Value) {
        let request = http::Request::builder().method(method).uri(path).body(()).expect("a request");
        let (parts, ()) = request.into_parts();
        let answer = crate::serve::answer(&self.shared, &self.task, &parts, body.as_bytes()).await;
        let status = answer.status().as_u16();
        let body = answer.into_body().collect().await.expect("a whole body").to_bytes();
        let text = || Value::from(String::from_utf8_lossy(&body).into_owned());
        (status, serde_json::from_slice(&body).unwrap_or_else(|_| text()))
    }

    pub(crate) async fn get(&self, path: &str) -> (u16, Value) {
        self.ask(Method::GET, path, "").await
    }
}

/// Gives sessions of six hours, counted; knows the protection of one task.
pub(crate) struct Others {
    clock: Arc<ManualClock>,
    pub assumed: AtomicU32,
    /// What STS answers instead.
    pub sts_fails: Mutex<Option<(&'static str, StatusCode)>>,
    /// What ECS answers about protection.
    pub protection: Mutex<Value>,
    /// Who asked ECS for what.
    pub asked: Mutex<Vec<(String, Value)>>,
}

impl Others {
    fn sts(self: &Arc<Self>) -> Service {
        Service::new("sts", &STS, "ValidationError", "InternalFailure").on(
            AssumeRole,
            self,
            async |others: Arc<Self>, _: Context, input: Any| others.assume(&input.0),
        )
    }

    fn ecs(self: &Arc<Self>) -> Service {
        let handle = async |others: Arc<Self>, context: Context, input: Any| {
            others.asked.lock().expect("no panic").push((context.principal.arn(), input.0));
            Ok(others.protection.lock().expect("no panic").clone())
        };
        Service::new("ecs", &ECS, "InvalidParameterException", "ServerException")
            .on(GetTaskProtection, self, handle)
            .on(UpdateTaskProtection, self, handle)
            .on(ListTagsForResource, self, async |_: Arc<Self>, _: Context, _: Any| {
                Err(AwsError::client("InvalidParameterException", "no"))
            })
    }

    fn assume(&self, input: &Value) -> Result<Value, AwsError> {
        assert_eq!(input["RoleSessionName"], ID);
        assert_eq!(input["DurationSeconds"], 21600);
        if let Some((code, status)) = *self.sts_fails.lock().expect("no panic") {
            return Err(AwsError::with_status(code, status, "no"));
        }
        let number = self.assumed.fetch_add(1, Ordering::SeqCst) + 1;
        let until = self.clock.now().plus(Duration::from_secs(21600));
        Ok(json!({
            "Credentials": {
                "AccessKeyId": format!("ASIA{number}"), "SecretAccessKey": "secret", "SessionToken": "token",
                "Expiration": until.as_epoch_seconds(),
            },
            "AssumedRoleUser": { "AssumedRoleId": format!("AROAAPP:{ID}"), "Arn": "unread" },
        }))
    }
}

const STS: Model = model("sts", &["AssumeRole"]);
const ECS: Model = model("ecs", &["GetTaskProtection", "ListTagsForResource", "UpdateTaskProtection"]);

const fn model(name: &'static str, operations: &'static [&'static str]) -> Model {
    Model {
        endpoint_prefix: name,
        signing_name: name,
        api_version: "",
        target_prefix: name,
        json_version: "1.1",
        xml_namespace: "",
        protocol: Protocol::Json,
        capital_messages: &[],
        operations,
    }
}

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

operations! { AssumeRole GetTaskProtection ListTagsForResource UpdateTaskProtection }
