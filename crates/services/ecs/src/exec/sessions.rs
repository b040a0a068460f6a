//! The operations of Systems Manager by which clients manage sessions: the Session Manager plugin resumes and terminates them.
//!
//! They belong to the service `ssm`, whose crate knows nothing of sessions; [`Ecs::session_operations`] adds them to it. Their shapes are
//! written by hand, as the generator writes them, because they are of another service's model than this crate's.

use std::sync::Arc;

use neargate_core::Arn;
use neargate_exec::sessions::{self, Status};
use neargate_wire::authorize::{Access, Accesses};
use neargate_wire::{AwsError, Constraint, Context, Operation, Service, Time, Validate, Violations};
use serde::{Deserialize, Serialize};

use crate::Ecs;

const DEFAULT_RESULTS: i64 = 50;
/// The document that ECS's sessions are started by.
const DOCUMENT: &str = "AmazonECS-ExecuteInteractiveCommand";

impl Ecs {
    /// Adds `ResumeSession`, `TerminateSession` and `DescribeSessions` to the service `ssm`.
    pub fn session_operations(self: &Arc<Self>, ssm: Service) -> Service {
        ssm.guarded(ResumeSession, self, on_resume, resume_session)
            .guarded(TerminateSession, self, on_terminate, terminate_session)
            .on(DescribeSessions, self, describe_sessions)
    }
}

fn on_resume<'a>(_: &'a Ecs, context: &'a Context, input: &'a SessionRequest) -> Accesses<'a> {
    on_session("ssm:ResumeSession", context, input)
}

fn on_terminate<'a>(_: &'a Ecs, context: &'a Context, input: &'a SessionRequest) -> Accesses<'a> {
    on_session("ssm:TerminateSession", context, input)
}

fn on_session<'a>(action: &'static str, context: &Context, input: &SessionRequest) -> Accesses<'a> {
    let id = input.session_id.as_deref().unwrap_or_default();
    let access = Access::new(action, Arn::new("ssm", &context.scope, format!("session/{id}")).to_string());
    Box::pin(async move { Ok(vec![access]) })
}

async fn resume_session(
    ecs: Arc<Ecs>,
    context: Context,
    input: SessionRequest,
) -> Result<ResumeSessionResponse, AwsError> {
    let session_id = input.session_id.unwrap_or_default();
    let token = ecs.sessions.resume(&context.scope, &session_id);
    let token = token.ok_or_else(|| {
        AwsError::client("DoesNotExistException", format!("Session {session_id} does not exist"))
    })?;
    Ok(ResumeSessionResponse {
        stream_url: Some(sessions::stream_url(&context.endpoint, &session_id)),
        session_id: Some(session_id),
        token_value: Some(token),
    })
}

/// Asking for the end of what isn't there is fine: it has ended.
async fn terminate_session(
    ecs: Arc<Ecs>,
    context: Context,
    input: SessionRequest,
) -> Result<TerminateSessionResponse, AwsError> {
    let session_id = input.session_id.unwrap_or_default();
    ecs.sessions.terminate(&context.scope, &session_id);
    Ok(TerminateSessionResponse { session_id: Some(session_id) })
}

async fn describe_sessions(
    ecs: Arc<Ecs>,
    context: Context,
    input: DescribeSessionsRequest,
) -> Result<DescribeSessionsResponse, AwsError> {
    let active = input.state.as_deref() == Some("Active");
    let filters = input.filters.unwrap_or_default();
    let mut page = Vec::new();
    let limit = input.max_results.unwrap_or(DEFAULT_RESULTS);
    let mut after = input.next_token.clone();
    let mut next_token = None;
    for session in ecs.sessions.list(&context.scope) {
        // The token is the id of the last session shown: those before it came later.
        if let Some(last) = &after {
            if *last == session.session_id {
                after = None;
            }
            continue;
        }
        let over = matches!(session.status, Status::Terminated { .. });
        let mut wanted = over != active;
        for filter in &filters {
            wanted &= filter.matches(&session)?;
        }
        if wanted && page.len() as i64 == limit {
            next_token = page.last().and_then(|last: &Session| last.session_id.clone());
            break;
        }
        if wanted {
            page.push(Session::of(session));
        }
    }
    if after.is_some() {
        return Err(AwsError::client("InvalidNextToken", "The specified token is not valid."));
    }
    Ok(DescribeSessionsResponse { sessions: Some(page), next_token })
}

macro_rules! operation {
    ($name:ident, $input:ty, $output:ty) => {
        struct $name;

        impl Operation for $name {
            const NAME: &'static str = stringify!($name);
            const RESULT_WRAPPER: &'static str = "";
            type Input = $input;
            type Output = $output;
        }
    };
}

operation!(ResumeSession, SessionRequest, ResumeSessionResponse);
operation!(TerminateSession, SessionRequest, TerminateSessionResponse);
operation!(DescribeSessions, DescribeSessionsRequest, DescribeSessionsResponse);

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SessionRequest {
    session_id: Option<String>,
}

impl Validate for SessionRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("sessionId", self.session_id.is_some());
        if let Some(value) = &self.session_id {
            found.within("sessionId", |found| {
                found.text(value, &bounds(1.0, 96.0));
            });
        }
    }
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct ResumeSessionResponse {
    session_id: Option<String>,
    token_value: Option<String>,
    stream_url: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct TerminateSessionResponse {
    session_id: Option<String>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct DescribeSessionsRequest {
    state: Option<String>,
    max_results: Option<i64>,
    next_token: Option<String>,
    filters: Option<Vec<Filter>>,
}

impl Validate for DescribeSessionsRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("state", self.state.is_some());
        if let Some(value) = &self.state {
            found.within("state", |found| found.member_of(value, &["Active", "History"]));
        }
        if let Some(value) = self.max_results {
            found.within("maxResults", |found| found.number(value as f64, &bounds(1.0, 200.0)));
        }
        if let Some(filters) = &self.filters {
            found.within("filters", |found| found.size(filters, filters.len(), &bounds(1.0, 6.0)));
        }
    }
}

fn bounds(min: f64, max: f64) -> Constraint {
    Constraint { min: Some(min), max: Some(max), ..Constraint::NONE }
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Filter {
    key: Option<String>,
    value: Option<String>,
}

impl Filter {
    fn matches(&self, session: &sessions::Session) -> Result<bool, AwsError> {
        let value = self.value.as_deref().unwrap_or_default();
        let started = session.started_at.to_iso8601();
        Ok(match self.key.as_deref().unwrap_or_default() {
            // Times of one form and zone sort as texts do; a date alone is a prefix.
            "InvokedAfter" => started.as_str() >= value,
            "InvokedBefore" => started.as_str() < value,
            "Target" => session.target == value,
            "Owner" => session.owner == value,
            "Status" => status(session.status) == value,
            "SessionId" => session.session_id == value,
            "AccessType" => value == ACCESS_TYPE,
            key => {
                return Err(AwsError::client(
                    "InvalidFilterKey",
                    format!("The filter key {key} is not valid."),
                ));
            }
        })
    }
}

const ACCESS_TYPE: &str = "Standard";

fn status(status: Status) -> &'static str {
    match status {
        Status::Connecting => "Connecting",
        Status::Connected => "Connected",
        Status::Terminated { .. } => "Terminated",
    }
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct DescribeSessionsResponse {
    sessions: Option<Vec<Session>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Session {
    session_id: Option<String>,
    target: Option<String>,
    status: Option<&'static str>,
    start_date: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_date: Option<Time>,
    document_name: Option<&'static str>,
    owner: Option<String>,
    access_type: Option<&'static str>,
}

impl Session {
    fn of(session: sessions::Session) -> Self {
        let end_date = match session.status {
            Status::Terminated { at } => Some(at.into()),
            Status::Connecting | Status::Connected => None,
        };
        Self {
            session_id: Some(session.session_id),
            target: Some(session.target),
            status: Some(status(session.status)),
            start_date: Some(session.started_at.into()),
            end_date,
            document_name: Some(DOCUMENT),
            owner: Some(session.owner),
            access_type: Some(ACCESS_TYPE),
        }
    }
}

#[cfg(test)]
mod tests {
    use neargate_exec::NewSession;
    use neargate_wire::{CallError, Dispatcher, Model, Protocol};
    use serde_json::{Value, json};

    use super::*;
    use crate::testing::{NOW, ecs, scope};

    const MODEL: Model = Model {
        endpoint_prefix: "ssm",
        signing_name: "ssm",
        api_version: "2014-11-06",
        target_prefix: "AmazonSSM",
        json_version: "1.1",
        xml_namespace: "",
        protocol: Protocol::Json,
        capital_messages: &[],
        operations: &["DescribeSessions", "ResumeSession", "TerminateSession"],
    };

    struct World {
        ecs: Arc<Ecs>,
        dispatcher: Dispatcher,
    }

    impl World {
        /// With three sessions, a second apart.
        fn new() -> Self {
            let (ecs, clock) = ecs();
            let ssm = Service::new("ssm", &MODEL, "ValidationException", "InternalServerError");
            let dispatcher = Dispatcher::new(vec![ecs.session_operations(ssm)], "http://127.0.0.1:4566");
            for name in ["a", "b", "c"] {
                let made = ecs.sessions.make(NewSession {
                    scope: scope(),
                    owner: "me".to_owned(),
                    target: format!("ecs:{name}"),
                    task_id: "t".to_owned(),
                    container: "app".to_owned(),
                    command: "sh".to_owned(),
                    session_id: name.to_owned(),
                    recorder: None,
                    encryption: None,
                });
                made.expect("room");
                clock.advance(std::time::Duration::from_secs(1));
            }
            Self { ecs, dispatcher }
        }

        async fn call(&self, operation: &'static str, input: Value) -> Result<Value, CallError> {
            self.dispatcher.call("test", &scope(), "ssm", operation, &input).await
        }

        async fn described(&self, input: Value) -> (String, Option<String>) {
            let answer = self.call("DescribeSessions", input).await.expect("a description");
            let sessions = answer["Sessions"].as_array().expect("sessions").iter();
            let ids: Vec<_> = sessions.map(|session| session["SessionId"].as_str().expect("an id")).collect();
            (ids.join(" "), answer["NextToken"].as_str().map(str::to_owned))
        }
    }

    #[tokio::test]
    async fn a_session_is_resumed_by_a_new_token_until_it_is_over() {
        let world = World::new();
        let resumed = world.call("ResumeSession", json!({ "SessionId": "a" })).await.expect("a token");
        assert_eq!(resumed["TokenValue"].as_str().map(str::len), Some(64));
        assert_eq!(resumed["StreamUrl"], "ws://127.0.0.1:4566/v1/data-channel/a?role=publish_subscribe");
        for _ in 0..2 {
            let ended = world.call("TerminateSession", json!({ "SessionId": "a" })).await.expect("an end");
            assert_eq!(ended, json!({ "SessionId": "a" }));
        }
        let over = world.call("ResumeSession", json!({ "SessionId": "a" })).await.expect("an answer");
        assert_eq!(over["TokenValue"], "");
        let none = world.call("ResumeSession", json!({ "SessionId": "x" })).await.expect_err("no session");
        assert_eq!(none.code, "DoesNotExistException");
        let without = world.call("TerminateSession", json!({})).await.expect_err("no id");
        assert_eq!(without.code, "ValidationException");
    }

    #[tokio::test]
    async fn sessions_are_described_latest_first_by_state_page_and_filter() {
        let world = World::new();
        world.ecs.sessions.terminate(&scope(), "b");
        let all = |more: &str| (more.to_owned(), None);
        assert_eq!(world.described(json!({ "State": "Active" })).await, all("c a"));
        assert_eq!(world.described(json!({ "State": "History" })).await, all("b"));
        let (first, token) = world.described(json!({ "State": "Active", "MaxResults": 1 })).await;
        assert_eq!(first, "c");
        let rest = json!({ "State": "Active", "MaxResults": 1, "NextToken": token });
        assert_eq!(world.described(rest).await, all("a"));
        let after = NOW.plus(std::time::Duration::from_millis(500)).to_iso8601();
        for (key, value, expected) in [
            ("Target", "ecs:a", "a"),
            ("Owner", "me", "c a"),
            ("Status", "Connecting", "c a"),
            ("SessionId", "c", "c"),
            ("InvokedAfter", after.as_str(), "c"),
            ("InvokedBefore", after.as_str(), "a"),
            ("AccessType", "JustInTime", ""),
        ] {
            let input = json!({ "State": "Active", "Filters": [{ "key": key, "value": value }] });
            assert_eq!(world.described(input).await, all(expected), "{key}");
        }
        for (input, code) in [
            (json!({ "State": "Active", "NextToken": "x" }), "InvalidNextToken"),
            (json!({ "State": "Active", "Filters": [{ "key": "x", "value": "y" }] }), "InvalidFilterKey"),
            (json!({ "State": "Old" }), "ValidationException"),
            (json!({ "State": "Active", "MaxResults": 0 }), "ValidationException"),
        ] {
            let refused = world.call("DescribeSessions", input.clone()).await.expect_err("a refusal");
            assert_eq!(refused.code, code, "{input}");
        }
        let answer = world.call("DescribeSessions", json!({ "State": "History" })).await.expect("an answer");
        let session = &answer["Sessions"][0];
        assert_eq!((&session["Status"], &session["DocumentName"]), (&json!("Terminated"), &json!(DOCUMENT)));
        assert!(session["EndDate"].as_f64() >= session["StartDate"].as_f64());
    }
}
