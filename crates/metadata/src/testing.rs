//! A task for tests: one container runs, one has ended.

use std::net::Ipv4Addr;

use neargate_core::{Scope, Timestamp};
use neargate_task::{
    ContainerPhase, ContainerReport, ContainerSpec, ContainerState, InterfaceSpec, LogConfiguration,
    MountPoint, Port, TaskPhase, TaskReport, TaskSpec, TaskState,
};

use crate::task::Known;

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
        volumes: vec!["data".to_owned()],
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
    let containers = ["app", "done"].iter().zip(phases).zip(1..).map(|((name, phase), number)| {
        ContainerState { name: (*name).to_owned(), runtime_id: runtime_id(number), phase }
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
            containers: containers.collect(),
        }),
    }
}
