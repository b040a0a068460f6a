//! Where the transcript of a session goes: the cluster's `executeCommandConfiguration` decides.
//!
//! Each session has a stream of its own, named as the session, or an object ([`objects`](super::objects)), or both. They are made before the
//! session is, so that one whose record couldn't be kept doesn't begin.

use std::sync::Arc;
use std::time::Duration;

use neargate_core::{Region, Scope};
use neargate_exec::{Line, Recorder};
use neargate_task::LogConfiguration;
use neargate_wire::{Role, RoleError};
use serde_json::{Value, json};

use super::objects::{self, BucketDestination};
use crate::model::{ExecuteCommandConfiguration, ExecuteCommandLogging};

/// Below the limit of `PutLogEvents`, with its own share for each event.
const BATCH_BYTES: usize = 512 << 10;
const EVENT_BYTES: usize = 26;
const ATTEMPTS: usize = 5;
const RETRY: Duration = Duration::from_secs(1);

/// A log group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Destination {
    pub scope: Scope,
    pub group: String,
    /// Somebody asked for it by name: a session that it doesn't take doesn't begin.
    pub required: bool,
}

/// Where a session's transcript goes: nowhere when nobody wants it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Destinations {
    pub logs: Option<Destination>,
    pub bucket: Option<BucketDestination>,
}

/// The stream or the object of a session's transcript couldn't be made.
#[derive(Debug, thiserror::Error)]
#[error("The execute command failed because its session can't be logged to {place}: {cause}")]
pub(super) struct OpenError {
    pub place: String,
    pub cause: RoleError,
}

/// Where a session's transcript is to go.
pub(super) fn destinations(
    configuration: &ExecuteCommandConfiguration,
    container: Option<&LogConfiguration>,
    scope: &Scope,
) -> Destinations {
    match configuration.logging.as_ref().unwrap_or(&ExecuteCommandLogging::Default) {
        ExecuteCommandLogging::Default => {
            let logs = container.and_then(|logs| awslogs(logs, scope));
            Destinations { logs, bucket: None }
        }
        ExecuteCommandLogging::Override => {
            let to = configuration.log_configuration.clone().unwrap_or_default();
            let (scope, prefix) = (scope.clone(), to.s3_key_prefix.unwrap_or_default());
            let bucket = to.s3_bucket_name.filter(|bucket| !bucket.is_empty());
            let bucket = bucket.map(|bucket| BucketDestination { scope: scope.clone(), bucket, prefix });
            let group = to.cloud_watch_log_group_name.filter(|group| !group.is_empty());
            Destinations { logs: group.map(|group| Destination { scope, group, required: true }), bucket }
        }
        ExecuteCommandLogging::None | ExecuteCommandLogging::Unknown(_) => Destinations::default(),
    }
}

fn awslogs(logs: &LogConfiguration, scope: &Scope) -> Option<Destination> {
    let option = |name: &str| logs.options.get(name).filter(|_| logs.log_driver == "awslogs");
    let region = option("awslogs-region").map(Region::new).unwrap_or_else(|| scope.region.clone());
    let scope = Scope { account: scope.account.clone(), region };
    Some(Destination { scope, group: option("awslogs-group")?.clone(), required: false })
}

/// Makes the session's stream and its object, as far as they are wanted, and returns what writes to them, all with the task role's
/// rights. Many roles have none for the log group of their containers, which is where transcripts go by default: those sessions have none.
pub(super) async fn open(
    role: &Arc<Role>,
    destinations: Destinations,
    session_id: &str,
) -> Result<Option<Box<dyn Recorder>>, OpenError> {
    let Destinations { logs, bucket } = destinations;
    let mut recorders: Vec<Box<dyn Recorder>> = Vec::new();
    if let Some(bucket) = bucket {
        recorders.push(objects::open(Arc::clone(role), bucket, session_id).await?);
    }
    if let Some(logs) = logs {
        let required = logs.required;
        match open_stream(Arc::clone(role), logs, session_id).await {
            Ok(stream) => recorders.push(stream),
            Err(error) if required || error.cause.answer().retryable => return Err(error),
            Err(error) => tracing::info!(session = session_id, %error, "a session has no transcript"),
        }
    }
    let second = recorders.pop();
    Ok(match recorders.pop() {
        Some(first) => second.map(|second| Box::new(Both(first, second)) as _),
        None => second,
    })
}

/// Keeps lines in two places.
struct Both(Box<dyn Recorder>, Box<dyn Recorder>);

impl Recorder for Both {
    fn record(&mut self, lines: Vec<Line>) -> neargate_exec::process::Pending<'_, ()> {
        Box::pin(async move {
            self.0.record(lines.clone()).await;
            self.1.record(lines).await;
        })
    }

    fn finish(&mut self) -> neargate_exec::process::Pending<'_, ()> {
        Box::pin(async move {
            self.0.finish().await;
            self.1.finish().await;
        })
    }
}

async fn open_stream(
    role: Arc<Role>,
    destination: Destination,
    session_id: &str,
) -> Result<Box<dyn Recorder>, OpenError> {
    let Destination { scope, group, .. } = destination;
    let stream = Stream { role, scope, group, name: session_id.to_owned() };
    let input = json!({ "logGroupName": stream.group, "logStreamName": stream.name });
    match stream.call("CreateLogStream", &input).await {
        Ok(_) => Ok(Box::new(stream)),
        Err(cause) => Err(OpenError { place: stream.group, cause }),
    }
}

struct Stream {
    role: Arc<Role>,
    scope: Scope,
    group: String,
    name: String,
}

impl Stream {
    async fn call(&self, operation: &'static str, input: &Value) -> Result<Value, RoleError> {
        self.role.call(&self.scope, "logs", operation, input).await
    }

    async fn put(&self, lines: &[Line]) {
        let event = |line: &Line| json!({ "timestamp": line.at.0, "message": line.text });
        let events: Vec<_> = lines.iter().map(event).collect();
        let input = json!({ "logGroupName": self.group, "logStreamName": self.name, "logEvents": events });
        for attempt in 1.. {
            match self.call("PutLogEvents", &input).await {
                Ok(_) => return,
                Err(error) if error.answer().retryable && attempt < ATTEMPTS => {
                    tokio::time::sleep(RETRY).await
                }
                Err(error) => {
                    let (session, lines) = (&self.name, lines.len());
                    tracing::warn!(session, lines, group = self.group, %error, "lines of a session's transcript are lost");
                    return;
                }
            }
        }
    }
}

impl Recorder for Stream {
    fn record(&mut self, lines: Vec<Line>) -> neargate_exec::process::Pending<'_, ()> {
        Box::pin(async move {
            for batch in batches(&lines) {
                self.put(batch).await;
            }
        })
    }
}

/// Lines in portions that one request may carry.
fn batches(lines: &[Line]) -> Vec<&[Line]> {
    let (mut batches, mut rest) = (Vec::new(), lines);
    while !rest.is_empty() {
        let mut bytes = 0;
        let fits = |line: &&Line| {
            bytes += line.text.len() + EVENT_BYTES;
            bytes <= BATCH_BYTES
        };
        // A line alone always fits.
        let count = rest.iter().take_while(fits).count().max(1);
        let (batch, others) = rest.split_at(count);
        batches.push(batch);
        rest = others;
    }
    batches
}

#[cfg(test)]
mod tests {
    use neargate_core::Timestamp;

    use super::*;
    use crate::testing::scope;

    fn destination_of(configuration: Value, driver: &str) -> Option<String> {
        let options = [("awslogs-group", "/ecs/web"), ("awslogs-region", "eu-west-1")];
        let options = options.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        let logs = LogConfiguration {
            log_driver: driver.to_owned(),
            options,
            secret_options: Default::default(),
            default_mode: String::new(),
        };
        let configuration = serde_json::from_value(configuration).expect("a configuration");
        let Destinations { logs, bucket } = destinations(&configuration, Some(&logs), &scope());
        let logs = logs.map(|logs| format!("{} {}", logs.scope.region, logs.group));
        let bucket = bucket.map(|bucket| format!("{}/{}", bucket.bucket, bucket.prefix));
        let both: Vec<_> = logs.into_iter().chain(bucket).collect();
        Some(both.join(" and ")).filter(|both| !both.is_empty())
    }

    #[test]
    fn the_cluster_says_where_to() {
        for (configuration, driver, expected) in [
            (json!({}), "awslogs", Some("eu-west-1 /ecs/web")),
            (json!({}), "awsfirelens", None),
            (json!({ "logging": "DEFAULT" }), "awslogs", Some("eu-west-1 /ecs/web")),
            (json!({ "logging": "NONE" }), "awslogs", None),
            (
                json!({ "logging": "OVERRIDE", "logConfiguration": {
                    "cloudWatchLogGroupName": "/audit", "cloudWatchEncryptionEnabled": true } }),
                "awslogs",
                Some("us-east-1 /audit"),
            ),
            (
                json!({ "logging": "OVERRIDE", "logConfiguration": {
                    "cloudWatchLogGroupName": "/audit", "s3BucketName": "b", "s3KeyPrefix": "exec" } }),
                "awslogs",
                Some("us-east-1 /audit and b/exec"),
            ),
        ] {
            let found = destination_of(configuration.clone(), driver);
            assert_eq!(found.as_deref(), expected, "{configuration}");
        }
    }

    #[test]
    fn batches_fit_into_requests() {
        let line = |length| Line { at: Timestamp(0), text: "x".repeat(length) };
        let lines: Vec<_> = std::iter::repeat_n(line(64 << 10), 20).collect();
        let batches = batches(&lines);
        assert_eq!(batches.iter().map(|batch| batch.len()).sum::<usize>(), 20);
        assert!(batches.iter().all(|batch| batch.len() <= 7), "{:?}", batches.len());
        assert_eq!(super::batches(&[line(BATCH_BYTES * 2)]).len(), 1);
    }
}
