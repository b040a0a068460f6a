//! How this service's records lie in the store: JSON documents, apart by scope and kind.

use std::sync::Arc;

use neargate_core::Scope;
use neargate_store::{Error, Expect, Partition, Reader, Writer};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Where a scope's documents of a kind are.
pub(crate) fn partition<'a>(scope: &'a Scope, kind: &'static str) -> Partition<'a> {
    Partition::new("ecs", scope.account.as_str(), scope.region.as_str(), kind)
}

pub(crate) fn get<T: DeserializeOwned>(
    r: &mut dyn Reader,
    scope: &Scope,
    kind: &'static str,
    id: &str,
) -> Result<Option<T>, Error> {
    let document = r.get(&partition(scope, kind), id)?;
    let read = |cause| Error::Decode { kind, id: id.to_owned(), cause: Arc::new(cause) };
    document.map(|document| serde_json::from_slice(&document.body)).transpose().map_err(read)
}

pub(crate) fn put<T: Serialize>(
    w: &mut dyn Writer,
    scope: &Scope,
    kind: &'static str,
    id: &str,
    record: &T,
    lookups: &[(&str, &str)],
) -> Result<(), Error> {
    let write = |cause| Error::Encode { kind, id: id.to_owned(), cause: Arc::new(cause) };
    let body = serde_json::to_vec(record).map_err(write)?;
    w.put(&partition(scope, kind), id, Expect::Any, &body, lookups)?;
    Ok(())
}
