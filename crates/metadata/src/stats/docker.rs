//! Two looks in the shape of Docker's `ContainerStats`. Pure.

use std::collections::BTreeMap;

use neargate_task::ContainerState;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::Sample;
use super::cgroup::Usage;
use super::network::Counters;

/// What Docker writes for a time that isn't known.
const NEVER: &str = "0001-01-01T00:00:00Z";

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct ContainerStats {
    read: String,
    preread: String,
    pids_stats: Value,
    blkio_stats: Value,
    num_procs: u64,
    storage_stats: Value,
    cpu_stats: Value,
    precpu_stats: Value,
    memory_stats: Value,
    name: String,
    id: String,
    networks: BTreeMap<String, Counters>,
    #[serde(skip_serializing_if = "Option::is_none")]
    network_rate_stats: Option<Rates>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Rates {
    rx_bytes_per_sec: f64,
    tx_bytes_per_sec: f64,
}

/// The statistics of a container that has `usage` in the later look.
pub(crate) fn stats(
    container: &ContainerState,
    usage: &Usage,
    before: &Sample,
    now: &Sample,
    with_rates: bool,
) -> ContainerStats {
    let earlier = before.containers.get(&container.runtime_id);
    ContainerStats {
        read: now.at.to_iso8601(),
        preread: earlier.map_or_else(|| NEVER.to_owned(), |_| before.at.to_iso8601()),
        pids_stats: pids(usage),
        blkio_stats: blkio(),
        num_procs: 0,
        storage_stats: json!({}),
        cpu_stats: cpu(usage, now),
        precpu_stats: earlier.map_or_else(|| cpu_unknown(usage), |earlier| cpu(earlier, before)),
        memory_stats: memory(usage),
        name: container.name.clone(),
        id: container.runtime_id.clone(),
        networks: now.interfaces.clone(),
        network_rate_stats: with_rates.then(|| rates(before, now)),
    }
}

fn pids(usage: &Usage) -> Value {
    let mut pids = json!({ "current": usage.processes });
    if let Some(limit) = usage.processes_limit {
        pids["limit"] = limit.into();
    }
    pids
}

/// Block I/O isn't counted apart for each container.
fn blkio() -> Value {
    let lists = [
        "io_service_bytes_recursive",
        "io_serviced_recursive",
        "io_queue_recursive",
        "io_service_time_recursive",
        "io_wait_time_recursive",
        "io_merged_recursive",
        "io_time_recursive",
        "sectors_recursive",
    ];
    lists.into_iter().map(|list| (list.to_owned(), json!([]))).collect::<Map<_, _>>().into()
}

fn cpu(usage: &Usage, sample: &Sample) -> Value {
    let mut times = json!({
        "total_usage": usage.cpu_total,
        "usage_in_kernelmode": usage.cpu_kernel,
        "usage_in_usermode": usage.cpu_user,
    });
    if let Some(each) = &usage.cpu_each {
        times["percpu_usage"] = json!(each);
    }
    json!({
        "cpu_usage": times,
        "system_cpu_usage": sample.system_cpu,
        "online_cpus": sample.online_cpus,
        "throttling_data": {
            "periods": usage.periods,
            "throttled_periods": usage.throttled_periods,
            "throttled_time": usage.throttled_time,
        },
    })
}

/// Of a container that didn't run yet at the earlier look.
fn cpu_unknown(usage: &Usage) -> Value {
    let mut times = json!({ "total_usage": 0, "usage_in_kernelmode": 0, "usage_in_usermode": 0 });
    if let Some(each) = &usage.cpu_each {
        times["percpu_usage"] = json!(vec![0; each.len()]);
    }
    json!({
        "cpu_usage": times,
        "throttling_data": { "periods": 0, "throttled_periods": 0, "throttled_time": 0 },
    })
}

fn memory(usage: &Usage) -> Value {
    let mut memory =
        json!({ "usage": usage.memory, "stats": usage.memory_details, "limit": usage.memory_limit });
    if let Some(max) = usage.memory_max {
        memory["max_usage"] = max.into();
    }
    memory
}

/// Of all interfaces together, between the two looks.
fn rates(before: &Sample, now: &Sample) -> Rates {
    let seconds = now.taken.saturating_duration_since(before.taken).as_secs_f64();
    let total = |sample: &Sample, of: fn(&Counters) -> u64| sample.interfaces.values().map(of).sum::<u64>();
    let rate = |of: fn(&Counters) -> u64| {
        let moved = total(now, of).saturating_sub(total(before, of));
        if seconds > 0.0 { moved as f64 / seconds } else { 0.0 }
    };
    Rates { rx_bytes_per_sec: rate(|c| c.rx_bytes), tx_bytes_per_sec: rate(|c| c.tx_bytes) }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::time::{Duration, Instant};

    use neargate_core::Timestamp;

    use super::*;
    use crate::testing::{known, runtime_id};

    fn sample(start: Instant, seconds: u64, usage: Option<Usage>, bytes: u64) -> Sample {
        let counters = Counters { rx_bytes: bytes, tx_bytes: 2 * bytes, ..Counters::default() };
        Sample {
            at: Timestamp(i64::try_from(seconds).unwrap_or_default() * 1000),
            taken: start + Duration::from_secs(seconds),
            system_cpu: seconds * 2_000_000_000,
            online_cpus: 2,
            containers: usage.map(|usage| (runtime_id(1), usage)).into_iter().collect::<HashMap<_, _>>(),
            interfaces: BTreeMap::from([("eth0".to_owned(), counters)]),
        }
    }

    fn shown(before: &Sample, now: &Sample, with_rates: bool) -> Value {
        let known = known();
        let container = known.container(&runtime_id(1)).expect("the first container");
        let usage = &now.containers[&runtime_id(1)];
        serde_json::to_value(stats(container, usage, before, now, with_rates)).expect("plain data")
    }

    #[test]
    fn two_looks_give_what_a_client_reckons_with() {
        let start = Instant::now();
        let usage = |cpu_total| Usage {
            cpu_total,
            cpu_each: Some(vec![cpu_total, 0]),
            memory: 5,
            memory_limit: 10,
            processes: 1,
            ..Usage::default()
        };
        let before = sample(start, 10, Some(usage(1_000_000_000)), 1000);
        let now = sample(start, 12, Some(usage(1_500_000_000)), 3000);
        let stats = shown(&before, &now, true);
        let delta = |member: &str| {
            let of = |part: &str| stats[part].pointer(member).and_then(Value::as_f64).expect("a number");
            of("cpu_stats") - of("precpu_stats")
        };
        let percent = delta("/cpu_usage/total_usage") / delta("/system_cpu_usage") * 2.0 * 100.0;
        assert!((percent - 25.0).abs() < 1e-9, "half a second of one processor in two: {percent}");
        assert_eq!(
            stats["network_rate_stats"],
            json!({ "rx_bytes_per_sec": 1000.0, "tx_bytes_per_sec": 2000.0 })
        );
        assert_eq!(stats["networks"]["eth0"]["rx_bytes"], 3000);
        assert_eq!(stats["memory_stats"], json!({ "usage": 5, "stats": {}, "limit": 10 }));
        assert_eq!(stats["preread"], "1970-01-01T00:00:10.000Z");
        assert_eq!((&stats["name"], &stats["id"]), (&json!("app"), &json!(runtime_id(1))));
    }

    #[test]
    fn a_container_that_was_not_there_before_has_no_past() {
        let start = Instant::now();
        let usage = Usage { cpu_total: 7, ..Usage::default() };
        let stats = shown(&sample(start, 1, None, 0), &sample(start, 2, Some(usage), 0), false);
        assert_eq!(stats["preread"], NEVER);
        assert_eq!(stats["precpu_stats"]["cpu_usage"]["total_usage"], 0);
        assert!(stats.get("network_rate_stats").is_none());
        assert!(stats["cpu_stats"]["cpu_usage"].get("percpu_usage").is_none(), "not on version 2");
    }
}
