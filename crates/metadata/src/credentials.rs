//! The credentials of a task's role: sessions that STS gives to ECS, kept until they have aged.
//!
//! ```text
//! none ─► (first question) ─► a set ─► (a third of its life left) ─► a new set, fetched while the old one is still given out
//! ```
//! Whoever in the task knows the id may have them; it stands in the containers' variables and in no description. The execution
//! role's credentials are never here.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use http::StatusCode;
use neargate_core::{AccountId, RoleSession, Timestamp, role_arn};
use neargate_task::TASKS_SERVICE;
use neargate_wire::{CallError, Time};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::sync::Mutex;

use crate::Shared;
use crate::answer::{self, Answer};
use crate::machine::whole_seconds;
use crate::task::Task;

/// As long as Fargate's live: six hours.
const LIFE_SECONDS: i64 = 6 * 60 * 60;
/// A new set is fetched when less than this part of a set's life is left.
const AGED: u32 = 3;

/// A session of a role.
#[derive(Debug, Clone)]
pub(crate) struct Set {
    pub session: RoleSession,
    secret_access_key: String,
    token: String,
    obtained: Timestamp,
    expires: Timestamp,
}

/// The sets of one task.
#[derive(Debug, Default)]
pub(crate) struct Credentials {
    /// Held while a set is fetched that somebody waits for, so that one is fetched only.
    set: Mutex<Option<Arc<Set>>>,
    /// A set is being fetched that nobody waits for.
    renewing: AtomicBool,
    /// That there are none was said in our log.
    complained: AtomicBool,
}

/// Why there are no credentials.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("the task has no role")]
    NoRole,
    #[error("sessions can't be had at the moment")]
    NotYet(#[source] CallError),
    #[error("the role can't be assumed")]
    Refused(#[source] CallError),
    #[error("{0:?} is no role's ARN")]
    Malformed(String),
}

impl Set {
    fn is_over(&self, now: Timestamp) -> bool {
        now >= self.expires
    }

    fn is_aged(&self, now: Timestamp) -> bool {
        self.expires.since(now) * AGED < self.expires.since(self.obtained)
    }
}

/// The current session of the task's role.
pub(crate) async fn current(shared: &Arc<Shared>, task: &Arc<Task>) -> Result<Arc<Set>, Failure> {
    let now = shared.clock.now();
    let mut held = task.credentials.set.lock().await;
    if let Some(set) = held.as_ref().filter(|set| !set.is_over(now)) {
        let set = Arc::clone(set);
        drop(held);
        if set.is_aged(now) && !task.credentials.renewing.swap(true, Ordering::Relaxed) {
            tokio::spawn(renew(Arc::clone(shared), Arc::clone(task)));
        }
        return Ok(set);
    }
    let set = fetch(shared, task).await?;
    *held = Some(Arc::clone(&set));
    Ok(set)
}

async fn renew(shared: Arc<Shared>, task: Arc<Task>) {
    match fetch(&shared, &task).await {
        Ok(set) => *task.credentials.set.lock().await = Some(set),
        // The next question tries again.
        Err(failure) => complain(&task, &failure),
    }
    task.credentials.renewing.store(false, Ordering::Relaxed);
}

/// Says it once for each task: its containers would otherwise fill our log.
fn complain(task: &Task, failure: &Failure) {
    if !task.credentials.complained.swap(true, Ordering::Relaxed) {
        let error: &dyn std::error::Error = failure;
        let role = task.spec.task_role_arn.as_deref();
        tracing::warn!(task = task.spec.task_id, role, error, "no credentials for a task");
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Assumed {
    credentials: AssumedCredentials,
    assumed_role_user: Option<AssumedRoleUser>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct AssumedCredentials {
    access_key_id: String,
    secret_access_key: String,
    session_token: String,
    expiration: Time,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct AssumedRoleUser {
    /// `AROA…:session`
    assumed_role_id: String,
}

async fn fetch(shared: &Shared, task: &Task) -> Result<Arc<Set>, Failure> {
    let role = task.spec.task_role_arn.as_deref().ok_or(Failure::NoRole)?;
    let role_arn = role_arn(&task.spec.scope.account, role);
    let account = account_of(&role_arn).ok_or_else(|| Failure::Malformed(role_arn.clone()))?;
    let session_name = task.spec.task_id.clone();
    let obtained = shared.clock.now();
    let input =
        json!({ "RoleArn": role_arn, "RoleSessionName": session_name, "DurationSeconds": LIFE_SECONDS });
    let ecs = shared.dispatcher.on_behalf_of(&task.spec.task_arn);
    let assumed: Assumed = ecs
        .call(TASKS_SERVICE, &task.spec.scope, "sts", "AssumeRole", &input)
        .await
        .map_err(|cause| match cause.retryable || cause.code == "NotImplemented" {
            true => Failure::NotYet(cause),
            false => Failure::Refused(cause),
        })?;
    let AssumedCredentials { access_key_id, secret_access_key, session_token, expiration: Time(expires) } =
        assumed.credentials;
    let role_id = assumed.assumed_role_user.map(|user| user.assumed_role_id).unwrap_or_default();
    let role_id = role_id.split(':').next().unwrap_or_default().to_owned();
    let session = RoleSession { account, role_arn, role_id, session_name, access_key_id };
    Ok(Arc::new(Set { session, secret_access_key, token: session_token, obtained, expires }))
}

fn account_of(role_arn: &str) -> Option<AccountId> {
    role_arn.split(':').nth(4)?.parse().ok()
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Shown<'a> {
    role_arn: &'a str,
    access_key_id: &'a str,
    secret_access_key: &'a str,
    token: &'a str,
    expiration: String,
}

#[derive(Debug, Serialize)]
struct Refusal<'a> {
    code: &'a str,
    message: &'a str,
    #[serde(rename = "HTTPErrorCode")]
    status: u16,
}

/// `GET /v2/credentials/<id>`
pub(crate) async fn answer(shared: &Arc<Shared>, task: &Arc<Task>, id: Option<&str>) -> Answer {
    let Some(id) = id else {
        return refused(
            StatusCode::BAD_REQUEST,
            "NoIdInRequest",
            "CredentialsV2Request: No Credential ID in the request",
        );
    };
    let known = &task.spec.credentials_id;
    if task.spec.task_role_arn.is_none() || known.is_empty() || id != known {
        return refused(
            StatusCode::BAD_REQUEST,
            "InvalidIdInRequest",
            "CredentialsV2Request: Credentials not found",
        );
    }
    match current(shared, task).await {
        Ok(set) => {
            let shown = Shown {
                role_arn: &set.session.role_arn,
                access_key_id: &set.session.access_key_id,
                secret_access_key: &set.secret_access_key,
                token: &set.token,
                expiration: whole_seconds(set.expires),
            };
            answer::json(StatusCode::OK, &shown)
        }
        Err(failure @ Failure::NotYet(_)) => {
            tracing::debug!(
                task = task.spec.task_id,
                error = &failure as &dyn std::error::Error,
                "no credentials yet"
            );
            refused(
                StatusCode::SERVICE_UNAVAILABLE,
                "CredentialsUninitialized",
                "CredentialsV2Request: Credentials uninitialized for ID",
            )
        }
        Err(failure) => {
            complain(task, &failure);
            refused(
                StatusCode::INTERNAL_SERVER_ERROR,
                "InternalServerError",
                "CredentialsV2Request: Internal server error",
            )
        }
    }
}

fn refused(status: StatusCode, code: &str, message: &str) -> Answer {
    answer::json(status, &Refusal { code, message, status: status.as_u16() })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::Value;

    use super::*;
    use crate::testing::{World, spec};

    const PATH: &str = "/v2/credentials/some-uuid";

    async fn key(world: &World) -> String {
        let (status, body) = world.get(PATH).await;
        assert_eq!(status, 200, "{body}");
        body["AccessKeyId"].as_str().expect("a key").to_owned()
    }

    #[tokio::test]
    async fn a_set_is_kept_until_it_has_aged_and_the_next_comes_before_it_is_over() {
        let world = World::new(spec());
        let (_, first) = world.get(PATH).await;
        let expected = json!({
            "RoleArn": "arn:aws:iam::000000000000:role/app", "AccessKeyId": "ASIA1", "SecretAccessKey": "secret",
            "Token": "token", "Expiration": "2025-11-23T00:00:00Z",
        });
        assert_eq!(first, expected);
        world.clock.advance(Duration::from_secs(4 * 3600));
        assert_eq!(key(&world).await, "ASIA1", "a third is left");
        world.clock.advance(Duration::from_secs(1));
        assert_eq!(key(&world).await, "ASIA1", "nobody waits for the new one");
        while key(&world).await != "ASIA2" {
            tokio::task::yield_now().await;
        }
        assert_eq!(world.others.assumed.load(Ordering::SeqCst), 2, "one is fetched, however many ask");
    }

    #[tokio::test]
    async fn a_role_may_be_given_by_its_name() {
        let mut named = spec();
        named.task_role_arn = Some("app".to_owned());
        let (_, body) = World::new(named).get(PATH).await;
        assert_eq!(body["RoleArn"], "arn:aws:iam::000000000000:role/app");
    }

    #[tokio::test]
    async fn nobody_is_given_a_set_that_is_over() {
        let world = World::new(spec());
        assert_eq!(key(&world).await, "ASIA1");
        world.clock.advance(Duration::from_secs(6 * 3600));
        assert_eq!(key(&world).await, "ASIA2");
    }

    #[tokio::test]
    async fn a_set_that_can_not_be_renewed_is_given_while_it_lasts() {
        let world = World::new(spec());
        assert_eq!(key(&world).await, "ASIA1");
        *world.others.sts_fails.lock().expect("no panic") = Some(("AccessDenied", StatusCode::FORBIDDEN));
        world.clock.advance(Duration::from_secs(5 * 3600));
        assert_eq!(key(&world).await, "ASIA1");
        while world.task.credentials.renewing.load(Ordering::Relaxed) {
            tokio::task::yield_now().await;
        }
        assert_eq!(key(&world).await, "ASIA1");
        world.clock.advance(Duration::from_secs(3600));
        assert_eq!(world.get(PATH).await.0, 500);
    }

    async fn refusal(world: &World, path: &str) -> (u16, Value) {
        let (status, body) = world.get(path).await;
        assert_eq!(body["HTTPErrorCode"], status);
        (status, body["code"].clone())
    }

    #[tokio::test]
    async fn refusals_have_the_agents_codes() {
        let world = World::new(spec());
        assert_eq!(refusal(&world, "/v2/credentials").await, (400, "NoIdInRequest".into()));
        assert_eq!(refusal(&world, "/v2/credentials/other").await, (400, "InvalidIdInRequest".into()));
        *world.others.sts_fails.lock().expect("no panic") =
            Some(("NotImplemented", StatusCode::NOT_IMPLEMENTED));
        assert_eq!(refusal(&world, PATH).await, (503, "CredentialsUninitialized".into()));
        *world.others.sts_fails.lock().expect("no panic") = Some(("AccessDenied", StatusCode::FORBIDDEN));
        assert_eq!(refusal(&world, PATH).await, (500, "InternalServerError".into()));
        *world.others.sts_fails.lock().expect("no panic") = None;
        assert_eq!(key(&world).await, "ASIA1");
    }

    #[tokio::test]
    async fn without_a_role_no_id_is_known() {
        let mut without = spec();
        without.task_role_arn = None;
        let world = World::new(without);
        assert_eq!(refusal(&world, PATH).await, (400, "InvalidIdInRequest".into()));
    }
}
