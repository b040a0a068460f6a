//! A session's transcript as an object of S3: `<s3KeyPrefix>/<session id>.log`.
//!
//! On AWS the agent in the task writes it at the session's end with the task role's rights, and a task that is killed leaves nothing.
//! Here it is made before the session begins, which finds out whether the role may, and written anew as lines come: each time while it is small,
//! later when it has doubled, so that all writes together are no more than twice the transcript. A daemon that dies takes with it what came since
//! the last write: of a small transcript the last seconds.

use std::sync::Arc;
use std::time::Duration;

use neargate_core::Scope;
use neargate_exec::process::Pending;
use neargate_exec::{Line, Recorder};
use neargate_wire::{Blob, Role, RoleError};
use serde_json::{Value, json};

use super::logging::OpenError;

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
    role: Arc<Role>,
    destination: BucketDestination,
    session_id: &str,
) -> Result<Box<dyn Recorder>, OpenError> {
    let BucketDestination { scope, bucket, prefix } = destination;
    let name = match prefix.trim_end_matches('/') {
        "" => session_id.to_owned(),
        prefix => format!("{prefix}/{session_id}"),
    };
    let mut object = Object { role, scope, bucket, name, number: 1, text: String::new(), written: 0 };
    match object.put().await {
        Ok(()) => Ok(Box::new(object)),
        Err(error) => {
            let place = format!("s3://{}/{}", object.bucket, object.key());
            Err(OpenError { place, cause: error })
        }
    }
}

struct Object {
    role: Arc<Role>,
    scope: Scope,
    bucket: String,
    /// The key without `.log`.
    name: String,
    number: u32,
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

    async fn put(&mut self) -> Result<(), RoleError> {
        let body = Blob(self.text.clone().into_bytes());
        let input =
            json!({ "Bucket": self.bucket, "Key": self.key(), "Body": body, "ContentType": "text/plain" });
        self.role.call::<_, Value>(&self.scope, "s3", "PutObject", &input).await?;
        self.written = self.text.len();
        Ok(())
    }

    async fn write(&mut self) {
        for attempt in 1.. {
            match self.put().await {
                Ok(()) => return,
                Err(error) if error.answer().retryable && attempt < ATTEMPTS => {
                    tokio::time::sleep(RETRY).await
                }
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
