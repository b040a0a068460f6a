//! `neargate why`: what the history knows of a task that stopped.

use std::time::Duration;

use http::Method;
use neargate_core::Timestamp;
use serde_json::Value;

use super::output::{self, say};
use super::{Failure, on_one_thread};
use crate::client::Client;
use crate::settings::Place;

pub(crate) fn run(place: &Place, task: &str, json: bool) -> Result<(), Failure> {
    let client = Client::find(place)?;
    let id = task.rsplit('/').next().unwrap_or(task);
    let past = on_one_thread(async {
        let found = client.page(Method::GET, &format!("/_neargate/history/{id}"), None).await;
        let Err(not_there) = found else { return found };
        let running = client.page(Method::GET, "/_neargate/tasks", None).await?;
        let running = running.as_array().into_iter().flatten().find(|task| task["taskId"] == id);
        Err(running.map_or(not_there, |task| {
            Failure(format!("task {id} hasn't stopped: it is {}", text(&task["state"])))
        }))
    })?;
    if json {
        say!("{past:#}");
    } else {
        output::print(format_args!("{}", told(&past)));
    }
    Ok(())
}

/// When a task ran, from its record.
pub(crate) struct Times {
    pub stopped: String,
    /// From its start to the end of its execution.
    pub ran: Option<Duration>,
}

pub(crate) fn times(past: &Value) -> Times {
    let at = |name: &str| past[name].as_i64().map(Timestamp);
    let stopped = at("stoppedAt").map_or_else(|| "-".to_owned(), clock);
    let end = at("executionStoppedAt").or(at("stoppedAt"));
    let ran = at("startedAt").zip(end).map(|(start, end)| end.since(start));
    Times { stopped, ran }
}

/// `1 h 02 min`, `2 min 03 s`, `4.50 s`, `120 ms`
pub(crate) fn span(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match seconds {
        0 => format!("{} ms", duration.as_millis()),
        1..60 => format!("{:.2} s", duration.as_secs_f64()),
        60..3600 => format!("{} min {:02} s", seconds / 60, seconds % 60),
        _ => format!("{} h {:02} min", seconds / 3600, seconds / 60 % 60),
    }
}

fn clock(at: Timestamp) -> String {
    at.to_iso8601().chars().take(19).collect::<String>().replace('T', " ") + " UTC"
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("-")
}

/// The record for a person.
fn told(past: &Value) -> String {
    let Times { stopped, ran } = times(past);
    let at = |name: &str| past[name].as_i64().map(Timestamp);
    let between = |from: &str, to: &str| at(from).zip(at(to)).map(|(from, to)| span(to.since(from)));
    let mut out = format!("Task {}: {}.\n\n", text(&past["taskId"]), text(&past["verdict"]));
    let mut row = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            out += &format!("  {name:16}{value}\n");
        }
    };
    row("definition", past["taskDefinition"].as_str().map(str::to_owned));
    row("cluster", past["cluster"].as_str().map(str::to_owned));
    row("started by", past["startedBy"].as_str().map(str::to_owned));
    row("stop code", past["stopCode"].as_str().map(str::to_owned));
    row("stopped reason", past["stoppedReason"].as_str().map(str::to_owned));
    row("created", at("createdAt").map(clock));
    row("images", between("pullStartedAt", "pullStoppedAt"));
    row("to its start", between("createdAt", "startedAt"));
    row("ran", ran.map(span));
    row("to its end", between("stoppingAt", "stoppedAt"));
    row("stopped", Some(stopped));
    let disk = past["ephemeralStorageGib"].as_u64().filter(|gib| *gib > 0);
    let disk = disk.map_or_else(String::new, |gib| format!(", {gib} GiB of disk"));
    row("size", Some(format!("{} CPU units, {} MiB{disk}", past["cpuUnits"], past["memoryMib"])));
    row("used", used(&past["usage"]));
    for container in past["containers"].as_array().into_iter().flatten() {
        out += &container_told(container);
    }
    out
}

fn container_told(container: &Value) -> String {
    let essential = if container["essential"] == true { "" } else { ", not essential" };
    let end = match (container["exitCode"].as_i64(), container["reason"].as_str()) {
        (Some(code), Some(reason)) => format!("exit code {code}, {reason}"),
        (Some(code), None) => format!("exit code {code}"),
        (None, Some(reason)) => reason.to_owned(),
        (None, None) => "didn't run".to_owned(),
    };
    let mut out =
        format!("\n{} ({}{essential}): {end}\n", text(&container["name"]), text(&container["image"]));
    if let Some(count) = container["restartCount"].as_u64().filter(|count| *count > 0) {
        out += &format!("  restarted {count} times\n");
    }
    if let Some(used) = used(&container["usage"]) {
        out += &format!("  used {used}\n");
    }
    if let Some(status) = container["health"]["status"].as_str() {
        let output = text(&container["health"]["output"]).trim();
        out += &format!("  health {status}, its last check printed: {output}\n");
    }
    let lines = container["lastLines"].as_array().map(Vec::as_slice).unwrap_or_default();
    if !lines.is_empty() {
        out += "  its last lines:\n";
    }
    for line in lines {
        out += &format!("    {}\n", text(line));
    }
    out
}

fn used(usage: &Value) -> Option<String> {
    let cpu = usage["cpu_nanoseconds"].as_u64()? as f64 / 1e9;
    let mib = |name: &str, what: &str| {
        let bytes = usage[name].as_u64().map(|bytes| bytes as f64 / f64::from(1 << 20));
        bytes.map_or_else(String::new, |mib| format!(", {mib:.1} MiB {what}"))
    };
    let memory = mib("peak_memory_bytes", "of memory at most");
    Some(format!("{cpu:.2} s of CPU{memory}{}", mib("disk_bytes", "on its disk")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_read_well() {
        let of = |millis| span(Duration::from_millis(millis));
        assert_eq!(
            [of(120), of(4500), of(123_000), of(3_720_000)],
            ["120 ms", "4.50 s", "2 min 03 s", "1 h 02 min"]
        );
    }
}
