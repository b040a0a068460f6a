//! Objects of S3 that a task needs before it starts, fetched with its execution role's rights.

use neargate_task::TaskSpec;
use neargate_wire::{Blob, Dispatcher};
use serde::{Deserialize, Serialize};

use super::roles::ExecutionRole;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct GetObject<'a> {
    bucket: &'a str,
    key: &'a str,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Object {
    body: Blob,
}

/// Why there is no object.
#[derive(Debug, thiserror::Error)]
pub(super) enum GetError {
    /// The role can't be assumed, in the words that ECS tells.
    #[error("{0}")]
    Role(String),
    #[error("{code}: {message}")]
    Refused { code: &'static str, message: String },
}

/// Bucket and key of an object's ARN. Registration lets no others through.
pub(super) fn parts(arn: &str) -> (&str, &str) {
    arn.split_once(":::").map_or("", |(_, object)| object).split_once('/').unwrap_or_default()
}

/// An object's bytes.
pub(super) async fn get(
    dispatcher: &Dispatcher,
    task: &TaskSpec,
    role: &ExecutionRole<'_>,
    arn: &str,
) -> Result<Vec<u8>, GetError> {
    let (bucket, key) = parts(arn);
    let (principal, input) = (role.principal().await.map_err(GetError::Role)?, GetObject { bucket, key });
    let answer = dispatcher.call_as(principal, &task.scope, "s3", "GetObject", &input).await;
    match answer {
        Ok(Object { body }) => Ok(body.0),
        Err(error) => Err(GetError::Refused { code: error.code, message: error.message }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_names_a_bucket_and_a_key() {
        assert_eq!(parts("arn:aws:s3:::bucket/a/b.env"), ("bucket", "a/b.env"));
        assert_eq!(parts("arn:aws:s3:::bucket/a:::b"), ("bucket", "a:::b"));
        assert_eq!(parts("nothing"), ("", ""));
    }
}
