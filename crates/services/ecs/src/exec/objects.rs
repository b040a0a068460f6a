//! A session's transcript as an object of S3: `<s3KeyPrefix>/<session id>.log`.
//!
//! On AWS the agent in the task writes it at the session's end with the task role's rights, and a task that is killed leaves nothing.
//! Here it is made before the session begins, which finds out whether the role may, and written anew as lines come: each time while it is small,
//! later when it has doubled, so that all writes together are no more than twice the transcript. A daemon that dies takes with it what came since
//! the last write: of a small transcript the last seconds.

use std::time::{Duration, Instant};

use neargate_core::{Principal, RoleSession, Scope};
use neargate_exec::process::Pending;
use neargate_exec::{Line, Recorder};
use neargate_wire::{Blob, CallError, Dispatcher};
use serde_json::{Value, json};

use super::logging::OpenError;

/// Who assumes roles for tasks.
const ASSUMER: &str = "ecs-tasks";
/// A role is assumed for an hour.
const SESSION_KEPT: Duration = Duration::from_secs(30 * 60);
/// Smaller transcripts are written whenever there is more of them.
const SMALL_BYTES: usize = 1 << 20;
/// What goes through the dispatcher is in memory: a longer transcript goes on in another object.
const MAX_BYTES: usize = 8 << 20;
const ATTEMPTS: usize = 5;
const RETRY: Duration = Duration::from_secs(1);

/// A bucket, and what keys in it begin with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BucketDestination {
    pub scope: Scope,
    pub bucket: String,
    pub prefix: String,
}

/// Makes the session's object and returns what writes to it.
pub(super) async fn open(
    dispatcher: Dispatcher,
    destination: BucketDestination,
    session_id: &str,
    task_role_arn: Option<&str>,
) -> Result<Box<dyn Recorder>, OpenError> {
    let BucketDestination { scope, bucket, prefix } = destination;
    let name = match prefix.trim_end_matches('/') {
        "" => session_id.to_owned(),
        prefix => format!("{prefix}/{session_id}"),
    };
    let role_arn = task_role_arn.unwrap_or_default().to_owned();
    let mut object = Object {
        dispatcher,
        scope,
        bucket,
        name,
        number: 1,
        role_arn,
        role: None,
        text: String::new(),
        written: 0,
    };
    match object.put().await {
        Ok(()) => Ok(Box::new(object)),
        Err(error) => {
            let place = format!("s3://{}/{}", object.bucket, object.key());
            Err(OpenError { place, code: error.code, message: error.message })
        }
    }
}

struct Object {
    dispatcher: Dispatcher,
    scope: Scope,
    bucket: String,
    /// The key without `.log`.
    name: String,
    number: u32,
    role_arn: String,
    role: Option<(Principal, Instant)>,
    text: String,
    /// So much of the text is in the object.
    written: usize,
}

impl Object {
    fn key(&self) -> String {
        match self.number {
            1 => format!("{}.log", self.name),
            number => format!("{}-{number}.log", self.name),
        }
    }

    async fn put(&mut self) -> Result<(), CallError> {
        let principal = self.principal().await?;
        let body = Blob(self.text.clone().into_bytes());
        let input =
            json!({ "Bucket": self.bucket, "Key": self.key(), "Body": body, "ContentType": "text/plain" });
        let put = self.dispatcher.call_as::<_, Value>(principal, &self.scope, "s3", "PutObject", &input);
        put.await?;
        self.written = self.text.len();
        Ok(())
    }

    async fn principal(&mut self) -> Result<Principal, CallError> {
        if let Some((principal, since)) = &self.role
            && since.elapsed() < SESSION_KEPT
        {
            return Ok(principal.clone());
        }
        let input = json!({ "RoleArn": self.role_arn, "RoleSessionName": "execute-command" });
        let answer: Value = self.dispatcher.call(ASSUMER, &self.scope, "sts", "AssumeRole", &input).await?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let id = text(&answer["AssumedRoleUser"]["AssumedRoleId"]);
        let key = text(&answer["Credentials"]["AccessKeyId"]);
        let session = RoleSession::assumed(&self.role_arn, &id, &key).map_err(|error| CallError {
            service: "sts",
            operation: "AssumeRole",
            code: "InternalFailure",
            message: error.to_string(),
            retryable: false,
        })?;
        let principal = Principal::AssumedRole(session);
        self.role = Some((principal.clone(), Instant::now()));
        Ok(principal)
    }

    async fn write(&mut self) {
        for attempt in 1.. {
            match self.put().await {
                Ok(()) => return,
                Err(error) if error.retryable && attempt < ATTEMPTS => tokio::time::sleep(RETRY).await,
                Err(error) => {
                    let (key, bucket) = (self.key(), &self.bucket);
                    tracing::warn!(key, bucket, %error, "a session's transcript couldn't be written");
                    return;
                }
            }
        }
    }
}

impl Recorder for Object {
    fn record(&mut self, lines: Vec<Line>) -> Pending<'_, ()> {
        Box::pin(async move {
            for line in lines {
                self.text += &line.text;
                self.text.push('\n');
            }
            if is_due(self.text.len(), self.written) {
                self.write().await;
            }
            if self.text.len() >= MAX_BYTES {
                self.write().await;
                self.text.clear();
                (self.number, self.written) = (self.number + 1, 0);
            }
        })
    }

    fn finish(&mut self) -> Pending<'_, ()> {
        Box::pin(async move {
            if self.text.len() > self.written {
                self.write().await;
            }
        })
    }
}

/// Whether a transcript of this length is written, of which so much is in the object.
fn is_due(length: usize, written: usize) -> bool {
    length > written && (length <= SMALL_BYTES || length >= written * 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_writes_together_are_bounded() {
        let (mut length, mut written, mut total) = (0usize, 0usize, 0usize);
        while length < MAX_BYTES {
            length += 64 << 10;
            if is_due(length, written) {
                written = length;
                if length > SMALL_BYTES {
                    total += length;
                }
            }
        }
        assert!(total <= 2 * MAX_BYTES, "{total}");
        assert!(is_due(1, 0) && is_due(SMALL_BYTES, SMALL_BYTES - 1) && !is_due(5, 5));
    }
}
