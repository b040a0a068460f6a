//! `$ECS_AGENT_URI/fault/v1/<kind>/<start|stop|status>`: a task disturbs its own network, to see how it bears that.

use std::sync::Arc;

use http::StatusCode;
use serde_json::json;

use crate::answer::{self, Answer};
use crate::task::Task;

/// The faults of one task.
#[derive(Debug, Default)]
pub(crate) struct Faults;

pub(crate) async fn answer(task: &Arc<Task>, id: &str, kind: &str, action: &str, _: &[u8]) -> Answer {
    let refuse = |status, text: String| answer::json(status, &json!({ "Error": text }));
    let kinds = ["network-blackhole-port", "network-latency", "network-packet-loss"];
    if !kinds.contains(&kind) || !["start", "stop", "status"].contains(&action) {
        return answer::text(StatusCode::NOT_FOUND, "404 page not found\n");
    }
    if task.known().container(id).is_none() {
        return refuse(StatusCode::NOT_FOUND, format!("unable to lookup container: {id}"));
    }
    if !task.spec.fault_injection {
        let arn = &task.spec.task_arn;
        return refuse(
            StatusCode::BAD_REQUEST,
            format!("enableFaultInjection is not enabled for task: {arn}"),
        );
    }
    refuse(StatusCode::NOT_IMPLEMENTED, format!("{kind} is not implemented by neargate yet"))
}
