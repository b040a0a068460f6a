//! `$ECS_AGENT_URI/fault/v1/<kind>/<start|stop|status>`: a task disturbs its own network, to see how it bears that.
//!
//! What a fault is and whether it runs is the kernel's to know (`neargate_net`), so it outlives the daemon and ends with the task.

use std::net::Ipv4Addr;
use std::sync::Arc;

use http::StatusCode;
use neargate_net::{Direction, Fault, FaultKind, Transport};
use serde_json::{Map, Value, json};
use tokio::sync::Mutex;

use crate::answer::{self, Answer};
use crate::task::Task;

/// Held while a task's faults are changed, so that two requests don't start two of a kind.
pub(crate) type Faults = Mutex<()>;

const BLACKHOLE: &str = "network-blackhole-port";
const LATENCY: &str = "network-latency";
const LOSS: &str = "network-packet-loss";

/// What a request wants of a fault.
#[derive(Debug, PartialEq, Eq)]
enum Wish {
    Start(Fault),
    Stop(FaultKind),
    Status(FaultKind),
}

/// Why a request comes to nothing.
#[derive(Debug, PartialEq, Eq)]
struct Refusal {
    status: StatusCode,
    text: String,
}

pub(crate) async fn answer(task: &Arc<Task>, id: &str, kind: &str, action: &str, body: &[u8]) -> Answer {
    if ![BLACKHOLE, LATENCY, LOSS].contains(&kind) || !["start", "stop", "status"].contains(&action) {
        return answer::text(StatusCode::NOT_FOUND, "404 page not found\n");
    }
    match carry_out(task, id, kind, action, body).await {
        Ok(status) => answer::json(StatusCode::OK, &json!({ "Status": status })),
        Err(Refusal { status, text }) => answer::json(status, &json!({ "Error": text })),
    }
}

async fn carry_out(
    task: &Arc<Task>,
    id: &str,
    kind: &str,
    action: &str,
    body: &[u8],
) -> Result<&'static str, Refusal> {
    let known = task.known();
    let (Some(state), Some(_)) = (&known.state, known.container(id)) else {
        let text = format!("unable to lookup container: {id}");
        return Err(Refusal { status: StatusCode::NOT_FOUND, text });
    };
    if !task.spec.fault_injection {
        return Err(bad(format!("enableFaultInjection is not enabled for task: {}", task.spec.task_arn)));
    }
    let wish = read(kind, action, body)?;
    let pid = state.shim_pid.unsigned_abs();
    let _alone = task.faults.lock().await;
    let done = tokio::task::spawn_blocking(move || converge(pid, wish)).await;
    let failed = |error: &(dyn std::error::Error + 'static)| {
        tracing::warn!(task = task.spec.task_id, error, kind, action, "a task's fault");
        Refusal { status: StatusCode::INTERNAL_SERVER_ERROR, text: "internal error".to_owned() }
    };
    match done {
        Ok(Ok(done)) => done,
        Ok(Err(error)) => Err(failed(&error)),
        Err(error) => Err(failed(&error)),
    }
}

/// Does what is wished; the outer error is the kernel's, the inner one the asker's.
fn converge(pid: u32, wish: Wish) -> Result<Result<&'static str, Refusal>, neargate_net::Error> {
    Ok(match wish {
        Wish::Start(fault) => {
            if fault.kind == FaultKind::Loss && neargate_net::fault_runs(pid, fault.kind)? {
                let text = "There is already one network packet loss fault running".to_owned();
                return Ok(Err(Refusal { status: StatusCode::CONFLICT, text }));
            }
            neargate_net::start_fault(pid, &fault)?;
            Ok("running")
        }
        Wish::Stop(kind) => {
            neargate_net::stop_fault(pid, kind)?;
            Ok("stopped")
        }
        Wish::Status(kind) => {
            Ok(if neargate_net::fault_runs(pid, kind)? { "running" } else { "not-running" })
        }
    })
}

fn bad(text: impl Into<String>) -> Refusal {
    Refusal { status: StatusCode::BAD_REQUEST, text: text.into() }
}

fn missing(name: &str) -> Refusal {
    bad(format!("required parameter {name} is missing"))
}

fn invalid(name: &str, value: &Value) -> Refusal {
    let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    bad(format!("invalid value {value} for parameter {name}"))
}

fn read(kind: &str, action: &str, body: &[u8]) -> Result<Wish, Refusal> {
    let not_built = |what| {
        let text = format!("{what} is not implemented by neargate yet");
        Err(Refusal { status: StatusCode::NOT_IMPLEMENTED, text })
    };
    if kind == LATENCY {
        return not_built(LATENCY);
    }
    if body.is_empty() && (kind == BLACKHOLE || action == "start") {
        return Err(bad("required request body is missing"));
    }
    let members: Map<String, Value> = match body {
        [] => Map::new(),
        body => serde_json::from_slice(body).map_err(|error| bad(error.to_string()))?,
    };
    let kind = if kind == BLACKHOLE { blackhole(&members)? } else { FaultKind::Loss };
    Ok(match action {
        "status" => Wish::Status(kind),
        "stop" => Wish::Stop(kind),
        _ => {
            let loss = kind == FaultKind::Loss;
            if loss && members.contains_key("FlowsPercent") {
                return not_built("FlowsPercent");
            }
            let percent = if loss { number(&members, "LossPercent", 1, 100)? as u8 } else { 100 };
            let to = if loss { blocks(&members, "Sources")? } else { Vec::new() };
            if loss && to.is_empty() {
                return Err(missing("Sources"));
            }
            Wish::Start(Fault { kind, percent, to, spared: blocks(&members, "SourcesToFilter")? })
        }
    })
}

fn blackhole(members: &Map<String, Value>) -> Result<FaultKind, Refusal> {
    let port = number(members, "Port", 0, u64::from(u16::MAX))? as u16;
    let word = |name: &str| members.get(name).ok_or_else(|| missing(name));
    let transport = match word("Protocol")? {
        value if value == "tcp" => Transport::Tcp,
        value if value == "udp" => Transport::Udp,
        value => return Err(invalid("Protocol", value)),
    };
    let direction = match word("TrafficType")? {
        value if value == "ingress" => Direction::Ingress,
        value if value == "egress" => Direction::Egress,
        value => return Err(invalid("TrafficType", value)),
    };
    Ok(FaultKind::Blackhole { direction, transport, port })
}

fn number(members: &Map<String, Value>, name: &str, min: u64, max: u64) -> Result<u64, Refusal> {
    let value = members.get(name).ok_or_else(|| missing(name))?;
    value.as_u64().filter(|number| (min..=max).contains(number)).ok_or_else(|| invalid(name, value))
}

/// Addresses and blocks; none when the member is absent.
fn blocks(members: &Map<String, Value>, name: &str) -> Result<Vec<neargate_net::Ipv4Net>, Refusal> {
    let Some(value) = members.get(name).filter(|value| !value.is_null()) else { return Ok(Vec::new()) };
    let list = value.as_array().ok_or_else(|| invalid(name, value))?;
    let block = |item: &Value| {
        let text = item.as_str()?;
        text.parse().ok().or_else(|| text.parse::<Ipv4Addr>().ok().map(Into::into))
    };
    list.iter().map(|item| block(item).ok_or_else(|| invalid(name, item))).collect()
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::*;
    use crate::testing::{World, runtime_id, spec};

    fn refused(kind: &str, action: &str, body: Value) -> String {
        let refusal = read(kind, action, body.to_string().as_bytes()).expect_err("a refusal");
        format!("{} {}", refusal.status.as_u16(), refusal.text)
    }

    #[test]
    fn wishes_are_read() {
        let kind =
            FaultKind::Blackhole { direction: Direction::Ingress, transport: Transport::Tcp, port: 8080 };
        let mut body = json!({ "Port": 8080, "Protocol": "tcp", "TrafficType": "ingress" });
        assert_eq!(read(BLACKHOLE, "status", body.to_string().as_bytes()), Ok(Wish::Status(kind)));
        assert_eq!(read(BLACKHOLE, "stop", body.to_string().as_bytes()), Ok(Wish::Stop(kind)));
        body["SourcesToFilter"] = json!(["10.0.0.1", "10.1.0.0/16"]);
        let spared = vec!["10.0.0.1/32".parse().unwrap(), "10.1.0.0/16".parse().unwrap()];
        let fault = Fault { kind, percent: 100, to: Vec::new(), spared };
        assert_eq!(read(BLACKHOLE, "start", body.to_string().as_bytes()), Ok(Wish::Start(fault)));
        assert_eq!(read(LOSS, "status", b""), Ok(Wish::Status(FaultKind::Loss)));
    }

    #[test]
    fn refusals_have_the_agents_words() {
        let empty = read(BLACKHOLE, "start", b"").expect_err("a refusal");
        assert_eq!(empty, bad("required request body is missing"));
        let port = json!({ "Port": 80 });
        assert_eq!(refused(BLACKHOLE, "start", json!({})), "400 required parameter Port is missing");
        assert_eq!(refused(BLACKHOLE, "start", port), "400 required parameter Protocol is missing");
        let odd = json!({ "Port": 80, "Protocol": "icmp", "TrafficType": "ingress" });
        assert_eq!(refused(BLACKHOLE, "start", odd), "400 invalid value icmp for parameter Protocol");
        let far = json!({ "Port": 65536, "Protocol": "tcp", "TrafficType": "ingress" });
        assert_eq!(refused(BLACKHOLE, "stop", far), "400 invalid value 65536 for parameter Port");
        assert_eq!(
            refused(LOSS, "start", json!({ "LossPercent": 0, "Sources": ["10.0.0.1"] })),
            "400 invalid value 0 for parameter LossPercent"
        );
        assert_eq!(
            refused(LOSS, "start", json!({ "LossPercent": 5 })),
            "400 required parameter Sources is missing"
        );
        assert_eq!(
            refused(LOSS, "start", json!({ "LossPercent": 5, "Sources": ["all"] })),
            "400 invalid value all for parameter Sources"
        );
        assert_eq!(
            refused(LATENCY, "start", json!({ "DelayMilliseconds": 5, "Sources": ["10.0.0.1"] })),
            "501 network-latency is not implemented by neargate yet"
        );
    }

    #[tokio::test]
    async fn only_tasks_that_are_meant_to_be_disturbed_are() {
        let world = World::new(spec());
        let path = |id: &str| format!("/api/{id}/fault/v1/{LOSS}/status");
        let text = format!("enableFaultInjection is not enabled for task: {}", spec().task_arn);
        let refused = (400, json!({ "Error": text }));
        assert_eq!(world.ask(Method::POST, &path(&runtime_id(1)), "").await, refused);
        assert_eq!(world.ask(Method::POST, &path("x"), "").await.0, 404);
    }
}
