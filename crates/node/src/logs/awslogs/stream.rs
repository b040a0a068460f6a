//! A log stream as a destination.
//!
//! Every batch says from where to where in the log it reaches, in `sequenceToken`; the stream keeps how far it got in the transaction
//! that stores the events, and tells in `uploadSequenceToken`. So a batch that is sent twice is stored once.
//!
//! Groups and streams are made and events are put with the rights of the task's execution role, as on AWS. To ask how far a stream got is
//! our own affair, and no role needs a right for it.

use std::sync::Arc;

use neargate_task::logfile::Position;
use neargate_wire::{Dispatcher, Role, RoleError};
use serde::ser::SerializeSeq as _;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Value, json};

use super::AwsLogs;
use crate::logs::destination::{DeliveryError, Destination};
use crate::logs::lines::{Batch, Event};
use crate::task;

const CALLER: &str = "ecs-awslogs";

/// Makes sure that the log stream is there, and the group if it may be made.
///
/// # Errors
///
/// With the reason for which ECS doesn't start such a task.
pub(crate) async fn ensure_stream(role: &Role, logs: &AwsLogs) -> Result<(), String> {
    let stream = json!({ "logGroupName": logs.group, "logStreamName": logs.stream });
    let mut made = create(role, logs, "CreateLogStream", &stream).await;
    if logs.create_group
        && matches!(&made, Err(RoleError::Call(error)) if error.code == "ResourceNotFoundException")
    {
        create(role, logs, "CreateLogGroup", &json!({ "logGroupName": logs.group }))
            .await
            .map_err(|error| refused("create log group", "failed to create Cloudwatch log group", &error))?;
        made = create(role, logs, "CreateLogStream", &stream).await;
    }
    made.map_err(|error| refused("create stream", "failed to create Cloudwatch log stream", &error))
}

fn refused(what: &str, failure: &str, error: &RoleError) -> String {
    task::reason(error, |error| {
        format!(
            "ResourceInitializationError: failed to validate logger args: {what} has been retried 1 times: {failure}: {error} : exit \
             status 1"
        )
    })
}

/// Creates what may be there already.
async fn create(
    role: &Role,
    logs: &AwsLogs,
    operation: &'static str,
    input: &Value,
) -> Result<(), RoleError> {
    match role.call::<_, Value>(&logs.scope, "logs", operation, input).await {
        Err(RoleError::Call(error)) if error.code == "ResourceAlreadyExistsException" => Ok(()),
        other => other.map(drop),
    }
}

/// The stream to which a container logs.
pub(crate) struct LogStream {
    pub dispatcher: Dispatcher,
    pub role: Arc<Role>,
    pub logs: AwsLogs,
}

impl Destination for LogStream {
    const MAX_FINAL_ATTEMPTS: u32 = 5;

    fn name(&self) -> &str {
        &self.logs.stream
    }

    async fn reached(&mut self) -> Result<Position, DeliveryError> {
        let input =
            json!({ "logGroupName": self.logs.group, "logStreamNamePrefix": self.logs.stream, "limit": 1 });
        let answer: Streams =
            self.dispatcher.call(CALLER, &self.logs.scope, "logs", "DescribeLogStreams", &input).await?;
        let stream = answer.log_streams.into_iter().find(|stream| stream.log_stream_name == self.logs.stream);
        let token = stream.and_then(|stream| stream.upload_sequence_token).unwrap_or_default();
        Ok(token.parse().map_or_else(|_| Position::default(), Position::from_number))
    }

    async fn deliver(&mut self, batch: Batch) -> Result<(), DeliveryError> {
        if batch.events.is_empty() {
            return Ok(());
        }
        let input = PutLogEvents {
            log_group_name: &self.logs.group,
            log_stream_name: &self.logs.stream,
            log_events: Ascending(&batch.events),
            sequence_token: format!("offset:{}:{}", batch.from.as_number(), batch.to.as_number()),
        };
        Ok(self.role.call::<_, Value>(&self.logs.scope, "logs", "PutLogEvents", &input).await.map(drop)?)
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PutLogEvents<'a> {
    log_group_name: &'a str,
    log_stream_name: &'a str,
    log_events: Ascending<'a>,
    sequence_token: String,
}

/// Events as PutLogEvents takes them: a batch must ascend, though clocks are set back now and then.
struct Ascending<'a>(&'a [Event]);

#[derive(Serialize)]
struct InputLogEvent<'a> {
    timestamp: i64,
    message: &'a str,
}

impl Serialize for Ascending<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut events = serializer.serialize_seq(Some(self.0.len()))?;
        let mut latest = i64::MIN;
        for event in self.0 {
            latest = latest.max(event.time_micros / 1000);
            events.serialize_element(&InputLogEvent { timestamp: latest, message: &event.text })?;
        }
        events.end()
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Streams {
    #[serde(default)]
    log_streams: Vec<StreamShape>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StreamShape {
    log_stream_name: String,
    upload_sequence_token: Option<String>,
}

#[cfg(test)]
mod tests {
    use neargate_task::logfile::Stream;

    use super::*;

    #[test]
    fn times_never_descend_within_a_batch() {
        let event = |time_micros| Event { time_micros, stream: Stream::Stdout, text: "x".to_owned() };
        let events = [event(5_000), event(3_999), event(7_001)];
        let json = serde_json::to_value(Ascending(&events)).unwrap();
        let times: Vec<_> = json.as_array().unwrap().iter().map(|event| event["timestamp"].clone()).collect();
        assert_eq!(times, [5, 5, 7]);
    }
}
