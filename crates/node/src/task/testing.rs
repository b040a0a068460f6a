//! Specs for tests.

use std::net::Ipv4Addr;

use neargate_core::Scope;
use neargate_task::{ContainerSpec, InterfaceSpec, TaskSpec};

pub(crate) fn container(name: &str, essential: bool) -> ContainerSpec {
    ContainerSpec {
        name: name.to_owned(),
        arn: String::new(),
        image: "app".to_owned(),
        essential,
        entry_point: None,
        command: None,
        environment: Vec::new(),
        environment_files: Vec::new(),
        secrets: Vec::new(),
        repository_credentials: None,
        working_directory: None,
        user: None,
        cpu_units: 0,
        memory_mib: None,
        memory_reservation_mib: None,
        stop_timeout_seconds: 30,
        start_timeout_seconds: None,
        depends_on: Vec::new(),
        ports: Vec::new(),
        mount_points: Vec::new(),
        tmpfs: Vec::new(),
        readonly_root_filesystem: false,
        capabilities_add: Vec::new(),
        capabilities_drop: Vec::new(),
        ulimits: Vec::new(),
        system_controls: Vec::new(),
        init_process: false,
        pseudo_terminal: false,
        interactive: false,
        health_check: None,
        restart_policy: None,
        log: None,
        firelens: None,
        labels: Default::default(),
    }
}

pub(crate) fn spec(containers: Vec<ContainerSpec>) -> TaskSpec {
    TaskSpec {
        task_id: "0123456789abcdef0123456789abcdef".to_owned(),
        task_arn: "arn:aws:ecs:us-east-1:000000000000:task/default/0123456789abcdef0123456789abcdef"
            .to_owned(),
        scope: Scope { account: Default::default(), region: Default::default() },
        cluster_name: "default".to_owned(),
        family: "app".to_owned(),
        revision: 1,
        cpu_units: 256,
        memory_mib: 512,
        ephemeral_storage_gib: 20,
        group: "family:app".to_owned(),
        availability_zone: "us-east-1a".to_owned(),
        availability_zone_id: "use1-az1".to_owned(),
        task_role_arn: None,
        execution_role_arn: None,
        credentials_id: String::new(),
        fault_injection: false,
        interface: InterfaceSpec {
            network_interface_id: "eni-0123456789abcdef0".to_owned(),
            vpc_id: "vpc-0123456789abcdef0".to_owned(),
            vpc_cidr: "172.31.0.0/16".to_owned(),
            subnet_id: "subnet-0123456789abcdef0".to_owned(),
            subnet_cidr: "172.31.0.0/20".to_owned(),
            private_ip: Ipv4Addr::new(172, 31, 0, 5),
            mac: "0e:00:00:00:00:01".to_owned(),
            host_name: "ip-172-31-0-5.ec2.internal".to_owned(),
            public: false,
        },
        containers,
        share_processes: false,
        proxy: None,
        volumes: Vec::new(),
        stop: None,
    }
}
