//! Records for tests.

use neargate_core::Timestamp;

use super::{PastContainer, PastTask};

pub(super) fn container(name: &str, exit_code: i32, finished_at: i64) -> PastContainer {
    PastContainer {
        name: name.to_owned(),
        image: "app".to_owned(),
        image_digest: None,
        essential: true,
        memory_mib: None,
        started_at: Some(Timestamp(1)),
        finished_at: Some(Timestamp(finished_at)),
        exit_code: Some(exit_code),
        reason: None,
        restart_count: 0,
        health: None,
        usage: None,
        last_lines: Vec::new(),
    }
}

pub(super) fn task(code: &str, containers: Vec<PastContainer>) -> PastTask {
    PastTask {
        task_id: "t".to_owned(),
        task_arn: "arn".to_owned(),
        account: "000000000000".parse().unwrap(),
        region: neargate_core::Region::default(),
        cluster: "default".to_owned(),
        task_definition: "app:1".to_owned(),
        group: None,
        started_by: None,
        cpu_units: 256,
        memory_mib: 512,
        ephemeral_storage_gib: 20,
        stop_code: Some(code.to_owned()),
        stopped_reason: Some("told".to_owned()),
        stopped_by: None,
        created_at: Some(Timestamp(0)),
        pull_started_at: None,
        pull_stopped_at: None,
        started_at: Some(Timestamp(1)),
        stopping_at: None,
        execution_stopped_at: None,
        stopped_at: Timestamp(100),
        usage: None,
        containers,
    }
}
