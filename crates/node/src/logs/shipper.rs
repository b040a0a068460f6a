//! Ships one container's log to its log stream.
//!
//! Every batch says from where to where in the log it reaches, in `sequenceToken`; the stream keeps how far it got in the transaction
//! that stores the events, and tells in `uploadSequenceToken`. So a batch that is sent twice is stored once.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use neargate_wire::{CallError, Dispatcher};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::Watcher;
use super::awslogs::AwsLogs;
use super::batch::{Batch, Event};
use super::tail::{Position, Tail};

const CALLER: &str = "ecs-awslogs";
/// Lines that are written closer together than this travel together.
const GATHER: Duration = Duration::from_millis(100);
/// Even without word from the kernel the log is looked at this often.
const LOOK_ANYWAY: Duration = Duration::from_secs(5);
const RETRY: Duration = Duration::from_secs(1);
/// A task's end doesn't wait longer for a log service that refuses its lines.
const MAX_FINAL_ATTEMPTS: u32 = 5;

/// Makes sure that the log stream is there, and the group if it may be made.
///
/// # Errors
///
/// With the reason for which ECS doesn't start such a task.
pub(crate) async fn ensure_stream(dispatcher: &Dispatcher, logs: &AwsLogs) -> Result<(), String> {
    let stream = json!({ "logGroupName": logs.group, "logStreamName": logs.stream });
    let mut made = create(dispatcher, logs, "CreateLogStream", &stream).await;
    if logs.create_group && matches!(&made, Err(error) if error.code == "ResourceNotFoundException") {
        create(dispatcher, logs, "CreateLogGroup", &json!({ "logGroupName": logs.group }))
            .await
            .map_err(|error| refused("create log group", "failed to create Cloudwatch log group", &error))?;
        made = create(dispatcher, logs, "CreateLogStream", &stream).await;
    }
    made.map_err(|error| refused("create stream", "failed to create Cloudwatch log stream", &error))
}

fn refused(what: &str, failure: &str, error: &CallError) -> String {
    format!(
        "ResourceInitializationError: failed to validate logger args: {what} has been retried 1 times: {failure}: {}: {} : exit status 1",
        error.code, error.message
    )
}

/// Creates what may be there already.
async fn create(
    dispatcher: &Dispatcher,
    logs: &AwsLogs,
    operation: &'static str,
    input: &Value,
) -> Result<(), CallError> {
    match dispatcher.call::<_, Value>(CALLER, &logs.scope, "logs", operation, input).await {
        Err(error) if error.code == "ResourceAlreadyExistsException" => Ok(()),
        other => other.map(drop),
    }
}

/// Keeps the log of a container that ships nowhere from growing: what it printed last is all that is kept.
pub(crate) async fn discard(directory: PathBuf, mut over: watch::Receiver<bool>) {
    let mut tail = Tail::new(directory, Position::default());
    while !*over.borrow() {
        tail.skip_to_last();
        if let Err(error) = tail.prune() {
            tracing::warn!(%error, "removing old log segments failed");
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK_ANYWAY) => {}
            () = turned(&mut over) => {}
        }
    }
}

/// Resolves once the container's life is over.
async fn turned(over: &mut watch::Receiver<bool>) {
    let _ = over.wait_for(|over| *over).await;
}

/// Reads one container's log and ships it.
pub(crate) struct Shipper {
    pub dispatcher: Dispatcher,
    pub watcher: Arc<Watcher>,
    pub logs: AwsLogs,
    pub directory: PathBuf,
}

impl Shipper {
    /// Ships until `over` turns true and everything written by then is shipped.
    pub(crate) async fn run(self, mut over: watch::Receiver<bool>) {
        let written = match self.watcher.watch(&self.directory) {
            Ok(watch) => Some(watch),
            Err(error) => {
                tracing::warn!(%error, directory = %self.directory.display(), "watching a log failed: it is polled");
                None
            }
        };
        let mut position = None;
        let mut failures = 0;
        loop {
            let last_round = *over.borrow();
            match self.ship(&mut position, last_round).await {
                Ok(()) if last_round => return,
                Ok(()) => {
                    failures = 0;
                    let wake = async {
                        match &written {
                            Some(written) => written.written().await,
                            None => tokio::time::sleep(GATHER).await,
                        }
                    };
                    tokio::select! {
                        () = wake => tokio::time::sleep(GATHER).await,
                        () = tokio::time::sleep(LOOK_ANYWAY) => {}
                        () = turned(&mut over) => {}
                    }
                }
                Err(error) => {
                    failures += 1;
                    position = None;
                    tracing::debug!(%error, stream = self.logs.stream, "shipping log lines failed");
                    if last_round && failures >= MAX_FINAL_ATTEMPTS {
                        tracing::warn!(%error, stream = self.logs.stream, "gave up shipping a log's last lines");
                        return;
                    }
                    tokio::time::sleep(RETRY).await;
                }
            }
        }
    }

    /// Ships all that is there.
    async fn ship(&self, position: &mut Option<Position>, last_round: bool) -> Result<(), ShipError> {
        let start = match *position {
            Some(position) => position,
            None => self.accepted().await?,
        };
        let mut tail = Tail::new(self.directory.clone(), start);
        loop {
            let from = tail.position();
            let mut batch = Batch::starting_at(from);
            while !batch.is_full() {
                let records = tail.read()?;
                if records.is_empty() {
                    break;
                }
                for (record, end) in records {
                    batch.add(record, end);
                }
            }
            let read_to = tail.position();
            if last_round {
                batch.close(read_to);
            }
            let (events, reached) = batch.finish();
            if reached > from {
                self.put(&events, from, reached).await?;
            }
            *position = Some(reached);
            // What follows an unfinished line is read again once the line's end is there.
            tail.seek(reached);
            if reached == from || reached < read_to {
                tail.prune()?;
                return Ok(());
            }
        }
    }

    async fn put(&self, events: &[Event], from: Position, to: Position) -> Result<(), CallError> {
        if events.is_empty() {
            return Ok(());
        }
        let input = json!({
            "logGroupName": self.logs.group,
            "logStreamName": self.logs.stream,
            "logEvents": events,
            "sequenceToken": format!("offset:{}:{}", from.as_number(), to.as_number()),
        });
        self.dispatcher
            .call::<_, Value>(CALLER, &self.logs.scope, "logs", "PutLogEvents", &input)
            .await
            .map(drop)
    }

    /// How far the stream says that it got.
    async fn accepted(&self) -> Result<Position, CallError> {
        let input =
            json!({ "logGroupName": self.logs.group, "logStreamNamePrefix": self.logs.stream, "limit": 1 });
        let answer: Streams =
            self.dispatcher.call(CALLER, &self.logs.scope, "logs", "DescribeLogStreams", &input).await?;
        let stream = answer.log_streams.into_iter().find(|stream| stream.log_stream_name == self.logs.stream);
        let token = stream.and_then(|stream| stream.upload_sequence_token).unwrap_or_default();
        Ok(token.parse().map_or_else(|_| Position::default(), Position::from_number))
    }
}

#[derive(Debug, thiserror::Error)]
enum ShipError {
    #[error(transparent)]
    Call(#[from] CallError),
    #[error("read log segments")]
    Read(#[from] std::io::Error),
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
