//! The service over a store in memory, for the tests of operations.

use std::sync::Arc;

use neargate_core::{ManualClock, Scope, Timestamp};
use neargate_identity::Identity;
use neargate_store::Store;
use neargate_wire::Dispatcher;
use serde_json::{Value, json};

pub const NOW: i64 = 1_763_892_000_000;

pub struct Fixture {
    dispatcher: Dispatcher,
    scope: Scope,
    pub clock: Arc<ManualClock>,
}

impl Fixture {
    pub fn new() -> Self {
        let clock = Arc::new(ManualClock::at(Timestamp(NOW)));
        let identity = Identity::new(Store::in_memory().expect("a store in memory"), clock.clone(), false);
        let dispatcher = Dispatcher::new(vec![crate::service(&identity)], "http://127.0.0.1:4566");
        let account = "111122223333".parse().expect("an account");
        Self { dispatcher, scope: Scope { account, region: Default::default() }, clock }
    }

    /// The same, for another account.
    pub fn of(&self, account: &str) -> Self {
        let scope = Scope { account: account.parse().expect("an account"), ..self.scope.clone() };
        Self { dispatcher: self.dispatcher.clone(), scope, clock: Arc::clone(&self.clock) }
    }

    #[track_caller]
    pub fn ok(&self, operation: &'static str, input: Value) -> impl Future<Output = Value> + '_ {
        let caller = std::panic::Location::caller();
        async move {
            let answer = self.dispatcher.call("test", &self.scope, "iam", operation, &input).await;
            answer.unwrap_or_else(|error| panic!("{error} (called at {caller})"))
        }
    }

    /// Code and message of the refusal.
    pub async fn refused(&self, operation: &'static str, input: Value) -> String {
        let answer = self.dispatcher.call::<_, Value>("test", &self.scope, "iam", operation, &input).await;
        let error = answer.expect_err(operation);
        format!("{}: {}", error.code, error.message)
    }
}

/// A policy that allows an action.
pub fn allow(action: &str) -> String {
    json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, "Resource": "*"}]})
        .to_string()
}

pub fn trust() -> String {
    json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}]})
    .to_string()
}

/// A member of each element of a list.
pub fn each<'a>(list: &'a Value, member: &str) -> Vec<&'a str> {
    let list = list.as_array().expect("a list");
    list.iter().map(|element| element[member].as_str().expect("a text")).collect()
}
