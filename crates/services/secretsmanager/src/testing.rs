//! The service over a store in memory, under a clock that stands still, for the tests of operations.

use std::sync::Arc;

use neargate_core::{ManualClock, Scope, Timestamp, random_uuid};
use neargate_seal::{Keyring, MasterKeys};
use neargate_store::Store;
use neargate_wire::Dispatcher;
use neargate_wire::authorize::Authorizer;
use serde_json::Value;

use crate::SecretsManager;

/// The moment at which every test begins: in the middle of a day.
pub const NOW: i64 = 1_763_892_000_000;

pub struct Fixture {
    pub manager: Arc<SecretsManager>,
    pub clock: Arc<ManualClock>,
    pub keyring: Keyring,
    pub store: Store,
    pub scope: Scope,
    dispatcher: Dispatcher,
}

impl Fixture {
    pub fn new() -> Self {
        Self::made(|dispatcher| dispatcher)
    }

    pub fn authorized_by(authorizer: Arc<dyn Authorizer>) -> Self {
        Self::made(|dispatcher| dispatcher.with_authorizer(authorizer))
    }

    fn made(finish: impl FnOnce(Dispatcher) -> Dispatcher) -> Self {
        let clock = Arc::new(ManualClock::at(Timestamp(NOW)));
        let store = Store::in_memory().expect("a store in memory");
        let keyring = Keyring::new(MasterKeys::generate());
        let manager = SecretsManager::new(store.clone(), clock.clone(), keyring.clone());
        let dispatcher = finish(Dispatcher::new(vec![manager.service()], "http://127.0.0.1:4566"));
        let scope = Scope { account: Default::default(), region: Default::default() };
        Self { manager, clock, keyring, store, scope, dispatcher }
    }

    #[track_caller]
    pub fn ok(&self, operation: &'static str, input: Value) -> impl Future<Output = Value> + '_ {
        self.ok_in(&self.scope, operation, input)
    }

    /// In another region, say.
    #[track_caller]
    pub fn ok_in<'a>(
        &'a self,
        scope: &'a Scope,
        operation: &'static str,
        input: Value,
    ) -> impl Future<Output = Value> + 'a {
        let caller = std::panic::Location::caller();
        async move {
            let input = with_token(operation, input);
            let answer = self.dispatcher.call("test", scope, "secretsmanager", operation, &input).await;
            answer.unwrap_or_else(|error| panic!("{error} (called at {caller})"))
        }
    }

    /// Code and message of the refusal.
    pub async fn refused(&self, operation: &'static str, input: Value) -> String {
        self.refused_in(&self.scope, operation, input).await
    }

    pub async fn refused_in(&self, scope: &Scope, operation: &'static str, input: Value) -> String {
        self.refused_bare(scope, operation, with_token(operation, input)).await
    }

    /// What a client that adds nothing is refused with.
    pub async fn refused_bare(&self, scope: &Scope, operation: &'static str, input: Value) -> String {
        let answer =
            self.dispatcher.call::<_, Value>("test", scope, "secretsmanager", operation, &input).await;
        let error = answer.expect_err(operation);
        format!("{}: {}", error.code, error.message)
    }
}

/// The input with the token that every SDK makes up.
fn with_token(operation: &str, mut input: Value) -> Value {
    if matches!(operation, "CreateSecret" | "PutSecretValue" | "UpdateSecret" | "RotateSecret")
        && let Value::Object(members) = &mut input
    {
        members.entry("ClientRequestToken").or_insert_with(|| random_uuid().into());
    }
    input
}

/// A member of each element of a list.
pub fn each<'a>(list: &'a Value, member: &str) -> Vec<&'a str> {
    let list = list.as_array().expect("a list");
    list.iter().map(|element| element[member].as_str().expect("a text")).collect()
}
