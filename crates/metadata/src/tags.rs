//! A task's tags, asked for when a container asks.

use std::collections::BTreeMap;

use neargate_task::TaskSpec;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::Shared;

/// Why tags are missing from an answer that is otherwise whole.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TagsError {
    error_field: &'static str,
    error_code: String,
    error_message: String,
    status_code: u16,
    #[serde(rename = "ResourceARN")]
    resource_arn: String,
}

#[derive(Deserialize)]
struct Tags {
    #[serde(default)]
    tags: Vec<Tag>,
}

#[derive(Deserialize)]
struct Tag {
    key: String,
    #[serde(default)]
    value: String,
}

pub(crate) async fn of(shared: &Shared, task: &TaskSpec) -> Result<BTreeMap<String, String>, TagsError> {
    let input = json!({ "resourceArn": task.task_arn });
    let answer: Result<Tags, _> =
        shared.dispatcher.call("ecs", &task.scope, "ecs", "ListTagsForResource", &input).await;
    match answer {
        Ok(answer) => Ok(answer.tags.into_iter().map(|tag| (tag.key, tag.value)).collect()),
        Err(error) => Err(TagsError {
            error_field: "TaskTags",
            error_code: error.code.to_owned(),
            error_message: error.message,
            status_code: if error.retryable { 500 } else { 400 },
            resource_arn: task.task_arn.clone(),
        }),
    }
}
