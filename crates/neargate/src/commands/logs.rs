//! `neargate logs`: asks ECS where a task's lines go, and CloudWatch Logs for them.

use std::collections::HashSet;
use std::time::Duration;

use serde_json::{Value, json};

use super::output::say;
use super::{Failure, on_one_thread};
use crate::client::Client;
use crate::settings::Place;

const ECS: &str = "AmazonEC2ContainerServiceV20141113";
const LOGS: &str = "Logs_20140328";
const LOOK_EVERY: Duration = Duration::from_millis(300);
/// Lines of before a moment may arrive after it by as much.
const LATE_MILLIS: i64 = 5_000;

pub(crate) fn run(place: &Place, task: &str, follow: bool) -> Result<(), Failure> {
    let client = Client::find(place)?;
    on_one_thread(print(&client, task, follow))
}

/// A container's log stream.
struct Stream {
    container: String,
    group: String,
    name: String,
}

async fn print(client: &Client, task: &str, follow: bool) -> Result<(), Failure> {
    let (cluster, found) = find(client, task).await?;
    let streams = streams(client, &found).await?;
    if streams.is_empty() {
        return Err(Failure(
            "no container of this task logs to CloudWatch Logs (logDriver awslogs)".to_owned(),
        ));
    }
    let mut printed = HashSet::new();
    let mut since = 0;
    loop {
        let over = stopped(client, &cluster, &found).await?;
        let mut lines = Vec::new();
        for stream in &streams {
            lines.extend(read(client, stream, since).await?);
        }
        lines.sort_by_key(|line| line.timestamp);
        for line in lines {
            since = since.max(line.timestamp - LATE_MILLIS);
            if printed.insert(line.id) {
                say!("{} {}", line.container, line.message);
            }
        }
        if !follow || over {
            return Ok(());
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// The task and its cluster: in which of them isn't said, so all are asked.
pub(super) async fn find(client: &Client, task: &str) -> Result<(String, Value), Failure> {
    let clusters = client.call("ecs", &format!("{ECS}.ListClusters"), &json!({})).await?;
    for cluster in clusters["clusterArns"].as_array().into_iter().flatten() {
        let input = json!({ "cluster": cluster, "tasks": [task] });
        // An ARN of another cluster is refused rather than missing.
        let Ok(found) = client.call("ecs", &format!("{ECS}.DescribeTasks"), &input).await else { continue };
        if let Some(found) = found["tasks"].as_array().and_then(|tasks| tasks.first()) {
            return Ok((cluster.as_str().unwrap_or_default().to_owned(), found.clone()));
        }
    }
    Err(Failure(format!("no task {task} is known: see `neargate ps`")))
}

async fn streams(client: &Client, task: &Value) -> Result<Vec<Stream>, Failure> {
    let input = json!({ "taskDefinition": task["taskDefinitionArn"] });
    let answer = client.call("ecs", &format!("{ECS}.DescribeTaskDefinition"), &input).await?;
    let id = task["taskArn"].as_str().and_then(|arn| arn.rsplit('/').next()).unwrap_or_default();
    let stream = |container: &Value| {
        let options = &container["logConfiguration"]["options"];
        let (name, prefix) = (container["name"].as_str()?, options["awslogs-stream-prefix"].as_str()?);
        let group = options["awslogs-group"].as_str()?.to_owned();
        Some(Stream { container: name.to_owned(), group, name: format!("{prefix}/{name}/{id}") })
    };
    let containers = answer["taskDefinition"]["containerDefinitions"].as_array();
    Ok(containers.into_iter().flatten().filter_map(stream).collect())
}

async fn stopped(client: &Client, cluster: &str, task: &Value) -> Result<bool, Failure> {
    let input = json!({ "cluster": cluster, "tasks": [task["taskArn"]] });
    let answer = client.call("ecs", &format!("{ECS}.DescribeTasks"), &input).await?;
    let status = answer["tasks"][0]["lastStatus"].as_str().unwrap_or("STOPPED");
    Ok(status == "STOPPED")
}

struct Line {
    id: String,
    timestamp: i64,
    container: String,
    message: String,
}

/// All lines of a stream from a moment on.
async fn read(client: &Client, stream: &Stream, since: i64) -> Result<Vec<Line>, Failure> {
    let mut lines = Vec::new();
    let mut token = Value::Null;
    loop {
        let mut input = json!({
            "logGroupName": stream.group, "logStreamNames": [stream.name], "startTime": since.max(0),
        });
        if token.is_string() {
            input["nextToken"] = token;
        }
        // A stream that isn't there yet has no lines.
        let Ok(answer) = client.call("logs", &format!("{LOGS}.FilterLogEvents"), &input).await else {
            return Ok(lines);
        };
        for event in answer["events"].as_array().into_iter().flatten() {
            lines.push(Line {
                id: event["eventId"].as_str().unwrap_or_default().to_owned(),
                timestamp: event["timestamp"].as_i64().unwrap_or_default(),
                container: stream.container.clone(),
                message: event["message"].as_str().unwrap_or_default().to_owned(),
            });
        }
        token = answer["nextToken"].clone();
        if !token.is_string() {
            return Ok(lines);
        }
    }
}
