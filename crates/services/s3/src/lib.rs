//! Amazon S3: buckets and objects, as small as what tasks and their owners need of it.
//!
//! Two doors lead to the same functions. Over HTTP [`front`] serves S3's REST protocol: the crate s3s reads requests and writes answers,
//! and what it hands over is ours from there on ([`ops`]). Other parts of neargate call the few operations that they need through the dispatcher
//! ([`door`]), with bodies in memory.
//!
//! A *bucket* and an *object* are documents; an object's bytes are *pieces*, files that are written before the document and never changed
//! ([`files`]). An upload in parts becomes an object by a document that lists the parts' files, a copy by hard links: no bytes move.
//!
//! Holds: an object that was acknowledged is there, whole, after the loss of power; whoever reads an object reads one version of it, whatever
//! replaces it meanwhile; nobody who may not list a bucket learns which objects aren't in it.
//! Dies well: at any line. What is left is a file that no document names; the sweep ([`S3::run`]) removes it.

mod access;
mod body;
mod buckets;
mod door;
mod files;
mod front;
mod host;
mod list;
mod model;
mod multipart;
mod names;
mod objects;
mod ops;
mod receive;
mod records;
mod refusal;
mod sigv2;
mod sweep;
#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;

use neargate_core::Clock;
use neargate_store::Store;
use neargate_wire::authorize::Authorizer;

pub use front::S3Front;

use crate::files::Files;

/// The service's state.
pub struct S3 {
    store: Store,
    clock: Arc<dyn Clock>,
    files: Files,
    authorizer: Arc<dyn Authorizer>,
}

impl S3 {
    /// Objects' bytes lie below `data_dir`.
    pub fn new(
        store: Store,
        clock: Arc<dyn Clock>,
        authorizer: Arc<dyn Authorizer>,
        data_dir: &Path,
    ) -> Arc<Self> {
        Arc::new(Self { store, clock, files: Files::new(data_dir), authorizer })
    }
}
