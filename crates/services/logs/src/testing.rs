//! The service over a store in memory, under a clock that stands still, for the tests of operations.

use std::sync::Arc;

use neargate_core::{ManualClock, Scope, Timestamp};
use neargate_store::Store;
use neargate_wire::{Dispatcher, Service};
use serde_json::{Value, json};

use crate::Logs;

/// The moment at which every test begins.
pub const NOW: i64 = 1_763_892_000_000;

pub struct Fixture {
    pub logs: Arc<Logs>,
    pub clock: Arc<ManualClock>,
    pub scope: Scope,
    dispatcher: Dispatcher,
}

impl Fixture {
    pub fn new() -> Self {
        Self::beside(Vec::new())
    }

    /// With other services behind the same door.
    pub fn beside(others: Vec<Service>) -> Self {
        Self::over(Store::in_memory().expect("a store in memory"), others)
    }

    /// Over what another process left.
    pub fn over(store: Store, others: Vec<Service>) -> Self {
        let clock = Arc::new(ManualClock::at(Timestamp(NOW)));
        let logs = Logs::new(store, clock.clone());
        let services = others.into_iter().chain([logs.service()]).collect();
        let dispatcher = Dispatcher::new(services, "http://127.0.0.1:4566");
        logs.connect(dispatcher.clone());
        let scope =
            Scope { account: "000000000000".parse().expect("an account"), region: Default::default() };
        Self { logs, clock, scope, dispatcher }
    }

    /// With the group `g` and the stream `s`.
    pub async fn with_stream() -> Self {
        Self::new().streaming().await
    }

    pub async fn streaming(self) -> Self {
        let fixture = self;
        fixture.ok("CreateLogGroup", json!({"logGroupName": "g"})).await;
        fixture.stream("s").await;
        fixture
    }

    pub async fn stream(&self, name: &str) {
        self.ok("CreateLogStream", json!({"logGroupName": "g", "logStreamName": name})).await;
    }

    #[track_caller]
    pub fn ok(&self, operation: &'static str, input: Value) -> impl Future<Output = Value> + '_ {
        let caller = std::panic::Location::caller();
        async move {
            let answer = self.dispatcher.call("test", &self.scope, "logs", operation, &input).await;
            answer.unwrap_or_else(|error| panic!("{error} (called at {caller})"))
        }
    }

    /// Code and message of the refusal.
    pub async fn refused(&self, operation: &'static str, input: Value) -> String {
        let answer = self.dispatcher.call::<_, Value>("test", &self.scope, "logs", operation, &input).await;
        let error = answer.expect_err(operation);
        format!("{}: {}", error.code, error.message)
    }

    /// Puts events to a stream of `g`: times relative to [`NOW`].
    pub async fn put(&self, stream: &str, events: &[(i64, &str)]) -> Value {
        let events: Vec<_> = events
            .iter()
            .map(|(time, message)| json!({"timestamp": NOW + time, "message": message}))
            .collect();
        self.ok("PutLogEvents", json!({"logGroupName": "g", "logStreamName": stream, "logEvents": events}))
            .await
    }
}

/// The messages of an answer's events.
pub fn messages(answer: &Value) -> Vec<&str> {
    let events = answer["events"].as_array().expect("events");
    events.iter().map(|event| event["message"].as_str().expect("a message")).collect()
}

/// A member of each element of a list.
pub fn each<'a>(list: &'a Value, member: &str) -> Vec<&'a str> {
    let list = list.as_array().expect("a list");
    list.iter().map(|element| element[member].as_str().expect("a text")).collect()
}
