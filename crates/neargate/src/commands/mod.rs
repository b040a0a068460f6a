//! The commands. Data goes to stdout, talk to stderr.

pub(crate) mod coverage;
pub(crate) mod down;
pub(crate) mod env;
pub(crate) mod exec;
pub(crate) mod image;
pub(crate) mod logs;
mod output;
pub(crate) mod ps;
pub(crate) mod secrets;
pub(crate) mod up;
pub(crate) mod why;

use std::future::Future;

/// Why a command ended without doing its work, for the person who typed it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Failure(pub String);

/// Runs a command's work on a runtime of one thread.
fn on_one_thread<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| Failure(error.to_string()))?.block_on(work)
}
