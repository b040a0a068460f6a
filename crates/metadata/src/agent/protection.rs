//! `$ECS_AGENT_URI/task-protection/v1/state`: a task protects itself, by its role's rights.

use std::sync::Arc;
use std::time::Duration;

use http::{Method, StatusCode};
use neargate_core::Principal;
use neargate_wire::{CallError, Time};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::answer::{self, Answer};
use crate::machine::whole_seconds;
use crate::task::Task;
use crate::{Shared, credentials};

const TIMEOUT: Duration = Duration::from_secs(5);

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Wish {
    protection_enabled: Option<bool>,
    expires_in_minutes: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Outcome {
    #[serde(default)]
    protected_tasks: Vec<Protected>,
    #[serde(default)]
    failures: Vec<Failed>,
}

/// Read as ECS writes it, written as the agent does.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Protected {
    task_arn: String,
    protection_enabled: bool,
    expiration_date: Option<Time>,
}

#[derive(Debug, Deserialize)]
struct Failed {
    arn: Option<String>,
    reason: Option<String>,
    detail: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Fault<'a> {
    arn: &'a str,
    code: &'a str,
    message: &'a str,
}

pub(crate) async fn answer(
    shared: &Arc<Shared>,
    task: &Arc<Task>,
    id: &str,
    method: &Method,
    body: &[u8],
) -> Answer {
    let refuse = |status, code: &str, message: &str| {
        let error = Fault { arn: &task.spec.task_arn, code, message };
        answer::json(status, &json!({ "error": error }))
    };
    let bad = |message| refuse(StatusCode::BAD_REQUEST, "InvalidParameterException", message);
    let (operation, input) = match *method {
        Method::GET => ("GetTaskProtection", json!({})),
        Method::PUT => {
            let Ok(wish) = serde_json::from_slice::<Wish>(body) else {
                return bad("UpdateTaskProtection: failed to decode request");
            };
            let Some(enabled) = wish.protection_enabled else {
                return bad("Invalid request: does not contain 'ProtectionEnabled' field");
            };
            let mut input = json!({ "protectionEnabled": enabled });
            if let Some(minutes) = wish.expires_in_minutes {
                input["expiresInMinutes"] = minutes.into();
            }
            ("UpdateTaskProtection", input)
        }
        _ => return answer::text(StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed\n"),
    };
    if task.known().container(id).is_none() {
        return refuse(
            StatusCode::NOT_FOUND,
            "ResourceNotFoundException",
            "Failed to find a task for the request",
        );
    }
    let asked = async {
        let set = credentials::current(shared, task).await.map_err(|_| Asked::NoCredentials)?;
        let principal = Principal::AssumedRole(set.session.clone());
        call(shared, task, principal, operation, input).await.map_err(Asked::Refused)
    };
    match timeout(TIMEOUT, asked).await {
        Ok(Ok(outcome)) => told(outcome)
            .unwrap_or_else(|| refuse(StatusCode::INTERNAL_SERVER_ERROR, "ServerException", UNEXPECTED)),
        Ok(Err(Asked::NoCredentials)) => refuse(
            StatusCode::FORBIDDEN,
            "AccessDeniedException",
            "Invalid Request: no task IAM role credentials available for task",
        ),
        Ok(Err(Asked::Refused(error))) => refuse(status_of(&error), error.code, &error.message),
        Err(_) => refuse(
            StatusCode::GATEWAY_TIMEOUT,
            "RequestCanceled",
            "Timed out calling ECS Task Protection API",
        ),
    }
}

const UNEXPECTED: &str = "Unexpected error when processing the answer of ECS";

enum Asked {
    NoCredentials,
    Refused(CallError),
}

async fn call(
    shared: &Shared,
    task: &Task,
    principal: Principal,
    operation: &'static str,
    mut input: Value,
) -> Result<Outcome, CallError> {
    input["cluster"] = task.spec.cluster_name.clone().into();
    input["tasks"] = json!([task.spec.task_arn]);
    shared.dispatcher.call_as(principal, &task.spec.scope, "ecs", operation, &input).await
}

/// ECS's word on the one task; `None` if it has none.
fn told(outcome: Outcome) -> Option<Answer> {
    if let Some(Failed { arn, reason, detail }) = outcome.failures.into_iter().next() {
        let failure = json!({ "Arn": arn, "Reason": reason, "Detail": detail });
        return Some(answer::json(StatusCode::OK, &json!({ "failure": failure })));
    }
    let protected = outcome.protected_tasks.into_iter().next()?;
    let mut protection =
        json!({ "ProtectionEnabled": protected.protection_enabled, "TaskArn": protected.task_arn });
    if let Some(Time(until)) = protected.expiration_date {
        protection["ExpirationDate"] = whole_seconds(until).into();
    }
    Some(answer::json(StatusCode::OK, &json!({ "protection": protection })))
}

fn status_of(error: &CallError) -> StatusCode {
    match error.code {
        "AccessDeniedException" => StatusCode::FORBIDDEN,
        _ if error.retryable => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::BAD_REQUEST,
    }
}
