//! Objects of S3 that a task needs before it starts, fetched with its execution role's rights.

use neargate_task::TaskSpec;
use neargate_wire::{Blob, Role, RoleError};
use serde::{Deserialize, Serialize};

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

/// Bucket and key of an object's ARN. Registration lets no others through.
pub(super) fn parts(arn: &str) -> (&str, &str) {
    arn.split_once(":::").map_or("", |(_, object)| object).split_once('/').unwrap_or_default()
}

/// An object's bytes.
pub(super) async fn get(task: &TaskSpec, role: &Role, arn: &str) -> Result<Vec<u8>, RoleError> {
    let (bucket, key) = parts(arn);
    let Object { body } = role.call(&task.scope, "s3", "GetObject", &GetObject { bucket, key }).await?;
    Ok(body.0)
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
