//! What tests of operations stand on: a store in memory and a clock that waits.

use std::sync::Arc;

use neargate_core::{AccountId, ManualClock, Principal, Region, Scope, Timestamp};
use neargate_store::Store;
use neargate_wire::{AwsError, Context, Durability};

use crate::Ecs;

pub(crate) const NOW: Timestamp = Timestamp(1_756_865_071_354);

pub(crate) fn scope() -> Scope {
    Scope { account: AccountId::default(), region: Region::default() }
}

pub(crate) fn context() -> Context {
    let principal =
        Principal::Root { account: AccountId::default(), access_key_id: "AKIAEXAMPLE".to_owned() };
    Context {
        principal,
        scope: scope(),
        request_id: "request".into(),
        durability: Durability::Power,
        endpoint: "http://127.0.0.1:4566".into(),
        rights: Default::default(),
        origin: Default::default(),
    }
}

pub(crate) fn ecs() -> (Arc<Ecs>, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::at(NOW));
    (Ecs::new(Store::in_memory().expect("a store in memory opens"), clock.clone()), clock)
}

/// An error as its code and its text.
#[track_caller]
pub(crate) fn refusal<T: std::fmt::Debug>(result: Result<T, AwsError>) -> (&'static str, String) {
    let error = result.expect_err("a refusal");
    (error.code, error.message)
}
