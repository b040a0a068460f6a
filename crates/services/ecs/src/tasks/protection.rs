//! `UpdateTaskProtection` and `GetTaskProtection`: a service's task that must not be ended by scaling in or by a deployment.
//!
//! A protection is a document of its own beside the task's, because no description of the task shows it. It ends by its time
//! alone: nobody sweeps it before the task's own end ([`records::retire`]).

use std::sync::Arc;
use std::time::Duration;

use neargate_core::{Scope, Timestamp};
use neargate_store::{Expect, Reader};
use neargate_wire::{AwsError, Context};
use serde::{Deserialize, Serialize};

use super::records::PROTECTION;
use super::{documents, records, reference};
use crate::Ecs;
use crate::clusters::{self, ClusterRecord};
use crate::model::{
    Failure, GetTaskProtectionRequest, GetTaskProtectionResponse, ProtectedTask, UpdateTaskProtectionRequest,
    UpdateTaskProtectionResponse,
};
use crate::refused::{Refused, invalid};

const MAX_UPDATED: usize = 10;
const MAX_ASKED: usize = 100;
const MAX_MINUTES: i64 = 2880;
const DEFAULT_MINUTES: i64 = 120;

/// Until when a task is protected.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Protection {
    until: Timestamp,
}

pub(crate) async fn update_task_protection(
    ecs: Arc<Ecs>,
    context: Context,
    input: UpdateTaskProtectionRequest,
) -> Result<UpdateTaskProtectionResponse, AwsError> {
    let wanted = check(input.tasks, MAX_UPDATED)?;
    let minutes = input.expires_in_minutes.unwrap_or(DEFAULT_MINUTES);
    if !(1..=MAX_MINUTES).contains(&minutes) {
        return Err(invalid(format!("expiresInMinutes must be between 1 and {MAX_MINUTES}.")));
    }
    let now = ecs.clock.now();
    let enabled = input.protection_enabled.unwrap_or_default();
    let until = now.plus(Duration::from_secs(u64::try_from(minutes).unwrap_or_default() * 60));
    let protection = enabled.then_some(Protection { until });
    let (scope, cluster) = (context.scope.clone(), input.cluster);
    let written = ecs.store.write(context.durability, move |w| {
        let cluster = clusters::find(w, &scope, cluster.as_deref())?;
        let (mut protected_tasks, mut failures) = (Vec::new(), Vec::new());
        for text in &wanted {
            match find(w, &scope, &cluster, text)? {
                Ok(task) => {
                    let partition = documents::partition(&scope, PROTECTION);
                    match &protection {
                        Some(protection) => {
                            documents::put(w, &scope, PROTECTION, &task.id, protection, &[])?;
                        }
                        None => drop(w.delete(&partition, &task.id, Expect::Any)?),
                    }
                    protected_tasks.push(shown(task.arn, protection, now));
                }
                Err(failure) => failures.push(failure),
            }
        }
        Ok::<_, Refused>(UpdateTaskProtectionResponse {
            protected_tasks: Some(protected_tasks),
            failures: Some(failures),
        })
    });
    Ok(written.await?)
}

pub(crate) async fn get_task_protection(
    ecs: Arc<Ecs>,
    context: Context,
    input: GetTaskProtectionRequest,
) -> Result<GetTaskProtectionResponse, AwsError> {
    let wanted = check(input.tasks, MAX_ASKED)?;
    let (now, scope) = (ecs.clock.now(), &context.scope);
    let answer = ecs.store.read(|r| {
        let cluster = clusters::find(r, scope, input.cluster.as_deref())?;
        let (mut protected_tasks, mut failures) = (Vec::new(), Vec::new());
        for text in &wanted {
            match find(r, scope, &cluster, text)? {
                Ok(task) => {
                    let protection = documents::get(r, scope, PROTECTION, &task.id)?;
                    protected_tasks.push(shown(task.arn, protection, now));
                }
                Err(failure) => failures.push(failure),
            }
        }
        Ok::<_, Refused>(GetTaskProtectionResponse {
            protected_tasks: Some(protected_tasks),
            failures: Some(failures),
        })
    });
    Ok(answer.await?)
}

fn check(tasks: Option<Vec<String>>, max: usize) -> Result<Vec<String>, AwsError> {
    let tasks = tasks.unwrap_or_default();
    if tasks.is_empty() {
        return Err(invalid("Tasks cannot be empty."));
    }
    if tasks.len() > max {
        return Err(invalid(format!("Tasks can have at most {max} items.")));
    }
    Ok(tasks)
}

/// A task that can be protected.
struct Found {
    id: String,
    arn: String,
}

/// The task that a request names; or why it can't be protected.
fn find(
    r: &mut dyn Reader,
    scope: &Scope,
    cluster: &ClusterRecord,
    text: &str,
) -> Result<Result<Found, Failure>, Refused> {
    let reference = reference::parse(scope, &cluster.name, text)?;
    let arn = match text.starts_with("arn:") {
        true => text.to_owned(),
        false => reference::arn(scope, &cluster.name, reference.id),
    };
    let task = if reference.here { records::load_task(r, scope, reference.id)? } else { None };
    let task = task.filter(|task| records::cluster_name(task) == cluster.name);
    let reason = match task {
        None => "MISSING",
        Some(task) if task.last_status.as_deref() == Some("STOPPED") => "TASK_NOT_VALID",
        Some(task) if records::service_name(&task).is_none() => "TASK_NOT_VALID",
        Some(_) => return Ok(Ok(Found { id: reference.id.to_owned(), arn })),
    };
    Ok(Err(Failure { arn: Some(arn), reason: Some(reason.to_owned()), detail: None }))
}

fn shown(arn: String, protection: Option<Protection>, now: Timestamp) -> ProtectedTask {
    let until = protection.map(|protection| protection.until).filter(|until| *until > now);
    ProtectedTask {
        task_arn: Some(arn),
        protection_enabled: Some(until.is_some()),
        expiration_date: until.map(Into::into),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::tasks::testing::World;

    async fn service_task(world: &World) -> Value {
        let task = world.run(json!({ "group": "service:web" })).await.swap_remove(0);
        task["taskArn"].clone()
    }

    fn protect(arn: &Value, more: Value) -> Value {
        let mut input = json!({ "cluster": "default", "tasks": [arn], "protectionEnabled": true });
        input.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        input
    }

    #[tokio::test]
    async fn a_service_s_task_is_protected_until_its_time() {
        let world = World::new().await;
        let arn = service_task(&world).await;
        let seen = world.call("UpdateTaskProtection", protect(&arn, json!({ "expiresInMinutes": 1 }))).await;
        assert_eq!(seen["protectedTasks"][0]["taskArn"], arn);
        assert_eq!(seen["protectedTasks"][0]["protectionEnabled"], true);
        let get = || world.call("GetTaskProtection", json!({ "cluster": "default", "tasks": [arn] }));
        assert_eq!(get().await["protectedTasks"], seen["protectedTasks"]);
        world.clock.advance(Duration::from_secs(61));
        let over = json!([{ "taskArn": arn, "protectionEnabled": false }]);
        assert_eq!(get().await["protectedTasks"], over);
        assert_eq!(get().await["failures"], json!([]));
    }

    #[tokio::test]
    async fn protection_lasts_two_hours_unless_said_otherwise_and_can_be_taken_back() {
        let world = World::new().await;
        let arn = service_task(&world).await;
        let now = ecs_seconds(&world);
        let seen = world.call("UpdateTaskProtection", protect(&arn, json!({}))).await;
        let until = seen["protectedTasks"][0]["expirationDate"].as_f64().expect("a time");
        assert!((until - now - 7200.0).abs() < 1.0, "{until} {now}");
        let off =
            world.call("UpdateTaskProtection", protect(&arn, json!({ "protectionEnabled": false }))).await;
        assert_eq!(off["protectedTasks"], json!([{ "taskArn": arn, "protectionEnabled": false }]));
    }

    fn ecs_seconds(world: &World) -> f64 {
        world.ecs.clock.now().as_epoch_seconds()
    }

    #[tokio::test]
    async fn only_tasks_of_services_can_be_protected() {
        let world = World::new().await;
        let alone = Value::String(world.run_one().await);
        let nobody = "0123456789abcdef0123456789abcdef";
        let mut input = protect(&alone, json!({}));
        input["tasks"] = json!([alone, nobody]);
        let seen = world.call("UpdateTaskProtection", input).await;
        assert_eq!(seen["protectedTasks"], json!([]));
        let missing = format!("arn:aws:ecs:us-east-1:000000000000:task/default/{nobody}");
        let failures = json!([
            { "arn": alone, "reason": "TASK_NOT_VALID" }, { "arn": missing, "reason": "MISSING" },
        ]);
        assert_eq!(seen["failures"], failures);
    }

    #[tokio::test]
    async fn requests_are_checked() {
        let world = World::new().await;
        let arn = service_task(&world).await;
        for minutes in [0, 2881] {
            let input = protect(&arn, json!({ "expiresInMinutes": minutes }));
            assert_eq!(
                world.refused("UpdateTaskProtection", input).await,
                "InvalidParameterException: expiresInMinutes must be between 1 and 2880."
            );
        }
        let none = json!({ "cluster": "default", "tasks": [], "protectionEnabled": true });
        assert_eq!(
            world.refused("UpdateTaskProtection", none).await,
            "InvalidParameterException: Tasks cannot be empty."
        );
        let many = json!({ "cluster": "default", "tasks": vec![arn; 11], "protectionEnabled": true });
        assert_eq!(
            world.refused("UpdateTaskProtection", many).await,
            "InvalidParameterException: Tasks can have at most 10 items."
        );
    }
}
