//! Roles for parts of neargate: what a task's credentials are made by.

use std::sync::Arc;

use neargate_core::{ManualClock, Principal, RoleSession, Scope, Timestamp};
use neargate_identity::records::{Policies, Role};
use neargate_identity::{Identity, REGION};
use neargate_store::{Durability, Error, Expect, Store, WriteRecords as _};
use neargate_wire::Dispatcher;
use serde_json::{Value, json};

const ROLE: &str = "arn:aws:iam::111122223333:role/task/web";

struct Fixture {
    dispatcher: Dispatcher,
    scope: Scope,
}

impl Fixture {
    /// With a role of this trust.
    async fn new(enforcing: bool, condition: Value) -> Self {
        let store = Store::in_memory().expect("a store in memory");
        let clock = Arc::new(ManualClock::at(Timestamp(1_763_892_000_000)));
        let trust = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
            "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Condition": condition}});
        let role = Role {
            name: "web".to_owned(),
            path: "/task/".to_owned(),
            id: "AROAEXAMPLE".to_owned(),
            created: Timestamp(0),
            description: None,
            max_session_seconds: 3600,
            trust: trust.to_string(),
            boundary: None,
            tags: Default::default(),
            policies: Policies::default(),
            linked_service: None,
        };
        let written = store.write(Durability::Process, move |w| {
            w.put_record("111122223333", REGION, &role, Expect::Absent).map(|_| ())
        });
        written.await.unwrap_or_else(|error: Error| panic!("{error}"));
        let identity = Identity::new(store, clock, enforcing);
        let dispatcher = Dispatcher::new(vec![crate::service(&identity)], "").with_authorizer(identity as _);
        let account = "111122223333".parse().expect("an account");
        Self { dispatcher, scope: Scope { account, region: Default::default() } }
    }

    async fn assume(&self, caller: &'static str, on_behalf_of: &str, seconds: i64) -> Result<Value, String> {
        let input =
            json!({"RoleArn": ROLE, "RoleSessionName": "0123456789abcdef", "DurationSeconds": seconds});
        let dispatcher = self.dispatcher.on_behalf_of(on_behalf_of);
        let answer = dispatcher.call(caller, &self.scope, "sts", "AssumeRole", &input).await;
        answer.map_err(|error| error.code.to_owned())
    }
}

const TASK: &str = "arn:aws:ecs:us-east-1:111122223333:task/prod/0123";

#[tokio::test]
async fn a_tasks_role_is_assumed_for_six_hours_and_acted_by() {
    let fixture = Fixture::new(true, json!({})).await;
    let answer = fixture.assume("ecs-tasks", TASK, 6 * 3600).await.expect("assumed");
    let text = |pointer: &str| answer.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let session =
        RoleSession::assumed(ROLE, text("/AssumedRoleUser/AssumedRoleId"), text("/Credentials/AccessKeyId"));
    let principal = Principal::AssumedRole(session.expect("a session"));
    assert_eq!(principal.arn(), text("/AssumedRoleUser/Arn"));
    assert_eq!(principal.arn(), "arn:aws:sts::111122223333:assumed-role/web/0123456789abcdef");
    let nothing = json!({});
    let who = fixture.dispatcher.call_as::<_, Value>(
        principal.clone(),
        &fixture.scope,
        "sts",
        "GetCallerIdentity",
        &nothing,
    );
    assert_eq!(who.await.expect("told")["UserId"], "AROAEXAMPLE:0123456789abcdef");
    let input = json!({"AccessKeyId": "AKIAEXAMPLEEXAMPLE22"});
    let info =
        fixture.dispatcher.call_as::<_, Value>(principal, &fixture.scope, "sts", "GetAccessKeyInfo", &input);
    assert_eq!(info.await.expect_err("no policy allows it").code, "AccessDenied");
    assert_eq!(fixture.assume("ecs-tasks", TASK, 6 * 3600 + 1).await, Err("ValidationError".to_owned()));
}

#[tokio::test]
async fn only_the_service_that_is_trusted_assumes_it() {
    let fixture = Fixture::new(true, json!({})).await;
    assert_eq!(fixture.assume("ec2", TASK, 900).await, Err("AccessDenied".to_owned()));
}

#[tokio::test]
async fn the_source_is_what_the_caller_works_for() {
    let condition = json!({"ArnLike": {"aws:SourceArn": "arn:aws:ecs:*:111122223333:task/prod/*"},
                           "StringEquals": {"aws:SourceAccount": "111122223333"}});
    let fixture = Fixture::new(true, condition).await;
    assert!(fixture.assume("ecs-tasks", TASK, 900).await.is_ok());
    let other = "arn:aws:ecs:us-east-1:111122223333:task/test/0123";
    assert_eq!(fixture.assume("ecs-tasks", other, 900).await, Err("AccessDenied".to_owned()));
}

#[tokio::test]
async fn where_nothing_is_enforced_any_role_may_be_assumed() {
    let fixture = Fixture::new(false, json!({"Bool": {"aws:SecureTransport": "false"}})).await;
    assert!(fixture.assume("scheduler", TASK, 900).await.is_ok());
}
