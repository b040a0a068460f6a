//! Makers for the tests of those who run containers (feature `testing`).

use crate::ShimContainer;
use crate::logfile::{LogBuffer, Overflow};

/// An essential container that asks for nothing beyond its program.
pub fn container(name: &str, arguments: &[&str]) -> ShimContainer {
    ShimContainer {
        name: name.to_owned(),
        runtime_id: format!("{name}-0000000000"),
        essential: true,
        layers: Vec::new(),
        arguments: arguments.iter().map(|&argument| argument.to_owned()).collect(),
        environment: Vec::new(),
        working_directory: "/".to_owned(),
        user: String::new(),
        cpu_units: 0,
        memory_mib: None,
        memory_reservation_mib: None,
        stop_signal: "SIGTERM".to_owned(),
        stop_timeout_seconds: 30,
        start_timeout_seconds: None,
        depends_on: Vec::new(),
        mounts: Vec::new(),
        secrets: Vec::new(),
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
        log: LogBuffer {
            max_bytes: 64 << 20,
            max_records: None,
            overflow: Overflow::Block,
            deliver_before_end: false,
        },
    }
}
