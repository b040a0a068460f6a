//! Sessions as their clients see them, without a connection between.

use std::time::Duration;

use futures_util::StreamExt as _;
use neargate_wire::{AwsError, Context, Durability, Event, Events};
use serde_json::{Value, json};

use crate::testing::{Fixture, NOW};

async fn started(fixture: &Fixture, input: Value) -> Result<Events, AwsError> {
    let context = Context {
        principal: neargate_core::Principal::Root {
            account: fixture.scope.account.clone(),
            access_key_id: String::new(),
        },
        scope: fixture.scope.clone(),
        request_id: "r".into(),
        durability: Durability::Process,
        endpoint: "".into(),
        rights: Default::default(),
        origin: Default::default(),
    };
    let input = serde_json::from_value(input).expect("a request");
    super::start(fixture.logs.clone(), context, input).await
}

async fn tail(fixture: &Fixture, input: Value) -> Events {
    let Ok(mut events) = started(fixture, input).await else { panic!("a session") };
    let start = events.next().await.expect("the start");
    assert_eq!(start.name(), "sessionStart");
    events
}

async fn refused(fixture: &Fixture, input: Value) -> String {
    match started(fixture, input).await {
        Ok(_) => panic!("a session"),
        Err(error) => format!("{}: {}", error.code, error.message),
    }
}

fn payload(event: &Event) -> Value {
    serde_json::from_slice(event.payload()).expect("JSON")
}

fn messages(update: &Value) -> Vec<&str> {
    let results = update["sessionResults"].as_array().expect("events");
    results.iter().map(|event| event["message"].as_str().expect("a message")).collect()
}

#[tokio::test(start_paused = true)]
async fn what_comes_in_is_told_once_a_second() {
    let fixture = Fixture::with_stream().await;
    fixture.put("s", &[(0, "before")]).await;
    let input = json!({"logGroupIdentifiers": ["arn:aws:logs:us-east-1:000000000000:log-group:g"]});
    let mut session = tail(&fixture, input).await;
    // However old an event is, it is told when it comes in.
    fixture.put("s", &[(-5_000, "one"), (1, "two")]).await;
    let update = payload(&session.next().await.expect("an update"));
    assert_eq!(
        update,
        json!({
            "sessionMetadata": {"sampled": false},
            "sessionResults": [
                {"logStreamName": "s", "logGroupIdentifier": "000000000000:g", "message": "one",
                 "timestamp": NOW - 5_000, "ingestionTime": NOW},
                {"logStreamName": "s", "logGroupIdentifier": "000000000000:g", "message": "two",
                 "timestamp": NOW + 1, "ingestionTime": NOW},
            ],
        })
    );
    let update = payload(&session.next().await.expect("an update"));
    assert_eq!(messages(&update), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn a_session_hears_what_it_asked_for() {
    let fixture = Fixture::with_stream().await;
    fixture.stream("web/1").await;
    let named =
        json!({"logGroupIdentifiers": ["g"], "logStreamNames": ["s"], "logEventFilterPattern": "ERROR"});
    let mut named = tail(&fixture, named).await;
    let prefixed = json!({"logGroupIdentifiers": ["g"], "logStreamNamePrefixes": ["web/"]});
    let mut prefixed = tail(&fixture, prefixed).await;
    fixture.put("s", &[(0, "ERROR one"), (0, "fine")]).await;
    fixture.put("web/1", &[(0, "ERROR two"), (0, "fine too")]).await;
    assert_eq!(messages(&payload(&named.next().await.expect("an update"))), ["ERROR one"]);
    assert_eq!(messages(&payload(&prefixed.next().await.expect("an update"))), ["ERROR two", "fine too"]);
}

#[tokio::test(start_paused = true)]
async fn a_session_ends_after_three_hours_with_its_client_and_with_the_process() {
    let fixture = Fixture::with_stream().await;
    let heard = || fixture.logs.live.audience(&fixture.scope, "g", "s").is_some();
    let input = json!({"logGroupIdentifiers": ["g"]});
    assert!(!heard());
    let session = tail(&fixture, input.clone()).await;
    assert!(heard());
    drop(session);
    assert!(!heard());

    let mut session = tail(&fixture, input.clone()).await;
    tokio::time::advance(Duration::from_secs(3 * 60 * 60)).await;
    let last = session.next().await.expect("an exception");
    assert_eq!(last.name(), "SessionTimeoutException");
    assert!(session.next().await.is_none());
    assert!(!heard());

    let mut session = tail(&fixture, input).await;
    fixture.logs.live.close();
    assert!(session.next().await.is_none());
    assert!(!heard());
}

#[tokio::test]
async fn requests_that_make_no_sense_are_refused() {
    let fixture = Fixture::with_stream().await;
    let of = |changes: Value| {
        let mut input = json!({"logGroupIdentifiers": ["g"]});
        let changes = changes.as_object().expect("an object").clone();
        input.as_object_mut().expect("an object").extend(changes);
        input
    };
    for (changes, code) in [
        (json!({"logGroupIdentifiers": ["no"]}), "ResourceNotFoundException"),
        (
            json!({"logGroupIdentifiers": ["arn:aws:logs:us-east-1:000000000000:log-group:g:*"]}),
            "InvalidParameterException",
        ),
        (json!({"logStreamNames": ["s"], "logStreamNamePrefixes": ["s"]}), "InvalidParameterException"),
        (json!({"logGroupIdentifiers": ["g", "h"], "logStreamNames": ["s"]}), "InvalidParameterException"),
        (json!({"logEventFilterPattern": "{ $.a = "}), "InvalidParameterException"),
    ] {
        let answer = refused(&fixture, of(changes)).await;
        assert!(answer.starts_with(code), "{answer}");
    }
    for class in ["INFREQUENT_ACCESS", "DELIVERY"] {
        fixture.ok("CreateLogGroup", json!({"logGroupName": class, "logGroupClass": class})).await;
        let answer = refused(&fixture, of(json!({"logGroupIdentifiers": [class]}))).await;
        assert!(answer.starts_with("InvalidOperationException"), "{answer}");
    }
    let mut sessions = Vec::new();
    for _ in 0..15 {
        sessions.push(tail(&fixture, of(json!({}))).await);
    }
    assert_eq!(refused(&fixture, of(json!({}))).await, "LimitExceededException: Resource limit exceeded.");
    sessions.pop();
    sessions.push(tail(&fixture, of(json!({}))).await);
}
