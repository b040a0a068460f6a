//! A policy from outside, and a request that it decides on.
#![no_main]

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use neargate_policy::{Caller, Keys, Policies, Policy, Request, evaluate};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (request, document) = text.split_once('\n').unwrap_or(("ecs:RunTask * aws:username ana", text));
    let Ok(policy) = Policy::parse(document) else { return };
    let mut words = request.split(' ');
    let mut next = || words.next().unwrap_or_default();
    let (action, resource) = (next(), next());
    let mut keys = Keys::default();
    let (key, value) = (next(), next());
    keys.put(key, value);
    let caller = Caller::User { account: "111122223333", arn: "arn:aws:iam::111122223333:user/ana" };
    let request = Request { caller, action, resource, keys: &keys };
    let identity = [Arc::new(policy)];
    let alone = evaluate(&Policies { identity: &identity, ..Default::default() }, &request);
    // A boundary takes away and never gives.
    let bounded = Policies { identity: &identity, boundary: Some(&identity[0]), ..Default::default() };
    assert!(alone.is_ok() || evaluate(&bounded, &request).is_err());
});
