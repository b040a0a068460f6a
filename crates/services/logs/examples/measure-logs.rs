//! What PutLogEvents costs: batches of 1,000 lines of 100 bytes to 10 streams at once, through the dispatcher, in this process.
//!
//!     cargo run --release -p neargate-logs --example measure-logs [seconds] [filters]
//!
//! Prints lines a second and CPU a line, of the whole process: the caller's JSON, decoding, validation, chunks, the store's
//! writer. With `filters` the group has a metric filter, so that its journal and the worker are part of it. Then it asks Insights
//! about what was put.

use std::sync::Arc;
use std::time::{Duration, Instant};

use neargate_core::{Clock as _, Scope, SystemClock};
use neargate_logs::Logs;
use neargate_store::Store;
use neargate_wire::{CallError, Dispatcher};
use serde_json::{Value, json};
use tokio::sync::watch;

const STREAMS: usize = 10;
const LINES_PER_BATCH: usize = 1_000;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let seconds = arguments.next().map_or(Ok(5), |seconds| seconds.parse())?;
    let filters = arguments.next().is_some();
    let directory = std::env::temp_dir().join(format!("neargate-logs-measure-{}", std::process::id()));
    let result = measure(&directory, Duration::from_secs(seconds), filters).await;
    std::fs::remove_dir_all(&directory)?;
    result
}

async fn measure(
    directory: &std::path::Path,
    duration: Duration,
    filters: bool,
) -> Result<(), Box<dyn std::error::Error>> {
    let logs = Logs::new(Store::open(directory)?, Arc::new(SystemClock));
    let dispatcher = Dispatcher::new(vec![logs.service()], "http://127.0.0.1:4566");
    logs.connect(dispatcher.clone());
    let scope = Scope { account: "000000000000".parse()?, region: Default::default() };
    let ask = async |operation: &'static str, input: Value| {
        dispatcher.call::<_, Value>("measure", &scope, "logs", operation, &input).await
    };
    ask("CreateLogGroup", json!({"logGroupName": "g"})).await?;
    if filters {
        let metric = json!([{"metricName": "errors", "metricNamespace": "app", "metricValue": "1"}]);
        ask("PutMetricFilter", json!({
            "logGroupName": "g", "filterName": "errors", "filterPattern": "ERROR", "metricTransformations": metric,
        }))
        .await?;
    }
    for stream in 0..STREAMS {
        ask("CreateLogStream", json!({"logGroupName": "g", "logStreamName": format!("s{stream}")})).await?;
    }
    let (stop, stopped) = watch::channel(false);
    let worker = tokio::spawn(logs.clone().run(stopped));
    let (began, cpu) = (Instant::now(), cpu());
    let writers =
        (0..STREAMS).map(|stream| tokio::spawn(write(dispatcher.clone(), scope.clone(), stream, duration)));
    let mut lines = 0;
    for writer in writers.collect::<Vec<_>>() {
        lines += writer.await??;
    }
    let (elapsed, spent) = (began.elapsed(), self::cpu() - cpu);
    println!(
        "{:.0} lines a second, {:.2} us CPU a line",
        lines as f64 / elapsed.as_secs_f64(),
        micros(spent, lines)
    );

    let now = SystemClock.now().0 / 1000;
    let query = r#"filter @message like /ERROR/ | stats count(*) by bin(1m)"#;
    let (began, cpu) = (Instant::now(), self::cpu());
    let input =
        json!({"logGroupName": "g", "startTime": now - 3600, "endTime": now + 60, "queryString": query});
    let id = ask("StartQuery", input).await?;
    let answer = loop {
        let answer = ask("GetQueryResults", json!({"queryId": id["queryId"]})).await?;
        if !matches!(answer["status"].as_str(), Some("Scheduled" | "Running")) {
            break answer;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    let scanned = answer["statistics"]["recordsScanned"].as_f64().unwrap_or_default() as usize;
    let spent = micros(self::cpu() - cpu, scanned);
    println!(
        "query {} over {scanned} lines in {:.2} s, {spent:.2} us CPU a line",
        answer["status"],
        began.elapsed().as_secs_f64()
    );
    stop.send_replace(true);
    worker.await?;
    Ok(())
}

/// Puts batches to a stream for a while; how many lines.
async fn write(
    dispatcher: Dispatcher,
    scope: Scope,
    stream: usize,
    duration: Duration,
) -> Result<usize, CallError> {
    let (began, mut lines) = (Instant::now(), 0);
    let name = format!("s{stream}");
    while began.elapsed() < duration {
        let now = SystemClock.now().0;
        let events: Vec<Value> = (0..LINES_PER_BATCH)
            .map(|n| {
                let level = if n % 100 == 0 { "ERROR" } else { "INFO " };
                let line = format!(
                    "2026-03-01T10:00:00.000Z {level} request {:08} served in {n:4} ms by host-{stream}",
                    lines + n
                );
                json!({"timestamp": now, "message": format!("{line:.<100}")})
            })
            .collect();
        let input = json!({"logGroupName": "g", "logStreamName": name, "logEvents": events});
        dispatcher.call::<_, Value>("measure", &scope, "logs", "PutLogEvents", &input).await?;
        lines += LINES_PER_BATCH;
    }
    Ok(lines)
}

fn micros(spent: Duration, lines: usize) -> f64 {
    spent.as_secs_f64() * 1e6 / lines.max(1) as f64
}

/// What this process has used of its processors.
fn cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The second field may hold spaces; the times are the 14th and 15th.
    let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace();
    let ticks: u64 = fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    // A hundred ticks a second, on every Linux of today.
    Duration::from_millis(ticks * 10)
}
