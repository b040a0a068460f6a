//! How this service's records lie in the store: JSON documents, apart by scope and kind.

use neargate_core::Scope;
use neargate_store::{Error, Expect, Partition, Reader, Writer};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Where a scope's documents of a kind are.
pub(crate) fn partition(scope: &Scope, kind: &'static str) -> Partition {
    Partition::new("ecs", scope.account.as_str(), scope.region.as_str(), kind)
}

pub(crate) fn get<T: DeserializeOwned>(
    r: &mut dyn Reader,
    scope: &Scope,
    kind: &'static str,
    id: &str,
) -> Result<Option<T>, Error> {
    let document = r.get(&partition(scope, kind), id)?;
    Ok(document.map(|document| serde_json::from_slice(&document.body)).transpose()?)
}

pub(crate) fn put<T: Serialize>(
    w: &mut dyn Writer,
    scope: &Scope,
    kind: &'static str,
    id: &str,
    record: &T,
    lookups: &[(&str, &str)],
) -> Result<(), Error> {
    let body = serde_json::to_vec(record)?;
    w.put(&partition(scope, kind), id, Expect::Any, &body, lookups)?;
    Ok(())
}
