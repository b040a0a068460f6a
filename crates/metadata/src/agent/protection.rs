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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{ID, World, runtime_id, spec};

    fn path() -> String {
        format!("/api/{}/task-protection/v1/state", runtime_id(1))
    }

    fn arn() -> String {
        spec().task_arn
    }

    #[tokio::test]
    async fn a_task_protects_itself_by_its_role() {
        let world = World::new(spec());
        *world.others.protection.lock().expect("no panic") = json!({
            "protectedTasks": [{ "taskArn": arn(), "protectionEnabled": true, "expirationDate": 1_763_834_460.5 }],
            "failures": [],
        });
        let wish = r#"{"ProtectionEnabled":true,"ExpiresInMinutes":1}"#;
        let protection =
            json!({ "ExpirationDate": "2025-11-22T18:01:00Z", "ProtectionEnabled": true, "TaskArn": arn() });
        let expected = (200, json!({ "protection": protection }));
        assert_eq!(world.ask(Method::PUT, &path(), wish).await, expected);
        assert_eq!(world.get(&path()).await, expected);
        let who = format!("arn:aws:sts::000000000000:assumed-role/app/{ID}");
        let mut update = json!({ "cluster": "web", "tasks": [arn()] });
        let get = update.clone();
        update["protectionEnabled"] = true.into();
        update["expiresInMinutes"] = 1.into();
        assert_eq!(*world.others.asked.lock().expect("no panic"), [(who.clone(), update), (who, get)]);
    }

    #[tokio::test]
    async fn what_ecs_refuses_for_the_task_is_no_error_of_the_request() {
        let world = World::new(spec());
        *world.others.protection.lock().expect("no panic") =
            json!({ "protectedTasks": [], "failures": [{ "arn": arn(), "reason": "TASK_NOT_VALID" }] });
        let failure = json!({ "Arn": arn(), "Reason": "TASK_NOT_VALID", "Detail": null });
        assert_eq!(world.get(&path()).await, (200, json!({ "failure": failure })));
    }

    async fn refused(world: &World, method: Method, path: &str, body: &str) -> (u16, String) {
        let (status, body) = world.ask(method, path, body).await;
        assert_eq!(body["error"]["Arn"], arn());
        (status, format!("{} {}", body["error"]["Code"], body["error"]["Message"]).replace('"', ""))
    }

    #[tokio::test]
    async fn errors_of_requests() {
        let world = World::new(spec());
        for body in ["", "[]", r#"{"ProtectionEnabled":true,"More":1}"#, r#"{"ProtectionEnabled":"yes"}"#] {
            let text = "InvalidParameterException UpdateTaskProtection: failed to decode request";
            assert_eq!(refused(&world, Method::PUT, &path(), body).await, (400, text.to_owned()), "{body}");
        }
        let text = "InvalidParameterException Invalid request: does not contain 'ProtectionEnabled' field";
        assert_eq!(refused(&world, Method::PUT, &path(), "{}").await, (400, text.to_owned()));
        let other = "/api/other/task-protection/v1/state";
        let text = "ResourceNotFoundException Failed to find a task for the request";
        assert_eq!(refused(&world, Method::GET, other, "").await, (404, text.to_owned()));
        assert_eq!(world.ask(Method::DELETE, &path(), "").await.0, 405);
        let text = "AccessDeniedException Invalid Request: no task IAM role credentials available for task";
        *world.others.sts_fails.lock().expect("no panic") = Some(("AccessDenied", StatusCode::FORBIDDEN));
        assert_eq!(refused(&world, Method::GET, &path(), "").await, (403, text.to_owned()));
    }
}
