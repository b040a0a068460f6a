//! How documents of tasks are read and written: JSON, apart by scope and kind.

use std::sync::Arc;

use neargate_core::{Region, Scope};
use neargate_store::{Document, Error, Expect, Partition, Reader, Writer};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

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
    r.get(&partition(scope, kind), id)?.map(|document| decode(kind, &document)).transpose()
}

pub(crate) fn put<T: Serialize>(
    w: &mut dyn Writer,
    scope: &Scope,
    kind: &'static str,
    id: &str,
    value: &T,
    lookups: &[(&str, &str)],
) -> Result<(), Error> {
    let failed = |cause| Error::Encode { kind, id: id.to_owned(), cause: Arc::new(cause) };
    let body = serde_json::to_vec(value).map_err(failed)?;
    w.put(&partition(scope, kind), id, Expect::Any, &body, lookups)
}

/// A document that was read by look-up or listing.
pub(crate) fn decode<'a, T: Deserialize<'a>>(kind: &'static str, document: &'a Document) -> Result<T, Error> {
    let failed = |cause| Error::Decode { kind, id: document.id.clone(), cause: Arc::new(cause) };
    serde_json::from_slice(&document.body).map_err(failed)
}

/// A document for a loop over many: one that can't be read is told and passed over, so that it harms no other task.
pub(crate) fn readable<T: DeserializeOwned>(kind: &'static str, document: &Document) -> Option<T> {
    let read = decode(kind, document);
    read.inspect_err(|error| tracing::error!(error = error as &dyn std::error::Error, "document passed over"))
        .ok()
}

/// The accounts and regions that have documents of a kind.
pub(crate) fn scopes(r: &mut dyn Reader, kind: &str) -> Result<Vec<Scope>, Error> {
    let scopes = r.partitions("ecs", kind)?.into_iter();
    // What isn't an account was never written by us.
    Ok(scopes
        .filter_map(|scope| {
            Some(Scope { account: scope.account.parse().ok()?, region: Region::new(scope.region) })
        })
        .collect())
}
