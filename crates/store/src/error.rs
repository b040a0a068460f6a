//! What can go wrong between a caller and its documents.

use std::path::PathBuf;
use std::sync::Arc;

/// An engine's own complaint. Shared, because one failed commit answers every transaction that was in it.
pub type Cause = Arc<dyn std::error::Error + Send + Sync>;

#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// The document isn't what the writer expected: somebody else was faster. Read again, decide again.
    #[error("write {kind} {id}: it is not what was expected")]
    Conflict { kind: String, id: String },

    /// Another request's page token, or none at all. The caller's mistake.
    #[error("page token is not one of this request")]
    InvalidToken,

    /// Names, ids and lookup values are text without NUL, since not every engine can hold one.
    #[error("{text:?} contains a NUL character and can't name a document")]
    InvalidName { text: String },

    #[error("read {kind} {id}: the stored document has another shape")]
    Decode {
        kind: &'static str,
        id: String,
        #[source]
        cause: Arc<serde_json::Error>,
    },

    #[error("write {kind} {id}: the value can't be told in JSON")]
    Encode {
        kind: &'static str,
        id: String,
        #[source]
        cause: Arc<serde_json::Error>,
    },

    /// Another daemon works in this directory.
    #[error("store {} is in use by {}", dir.display(), holder(*pid))]
    Locked { dir: PathBuf, pid: Option<u32> },

    /// The store was written by a later release. Nothing was touched.
    #[error("store has schema version {found}, this release knows versions up to {known}")]
    Newer { found: u32, known: u32 },

    #[error("open store {}", dir.display())]
    Open {
        dir: PathBuf,
        #[source]
        cause: Cause,
    },

    /// The engine failed (a full disk, say) and nothing of this transaction was acknowledged.
    #[error("{attempt} failed in the store's engine")]
    Engine {
        attempt: &'static str,
        #[source]
        cause: Cause,
    },

    /// The store was shut down before the transaction ran.
    #[error("store is closed")]
    Closed,
}

impl Error {
    /// Whether the same call may well succeed later although its input stays the same.
    pub fn retryable(&self) -> bool {
        match self {
            Self::Engine { .. } | Self::Locked { .. } => true,
            Self::Conflict { .. }
            | Self::InvalidToken
            | Self::InvalidName { .. }
            | Self::Decode { .. }
            | Self::Encode { .. }
            | Self::Newer { .. }
            | Self::Open { .. }
            | Self::Closed => false,
        }
    }

    pub(crate) fn engine<C>(attempt: &'static str) -> impl FnOnce(C) -> Self
    where
        C: std::error::Error + Send + Sync + 'static,
    {
        move |cause| Self::Engine { attempt, cause: Arc::new(cause) }
    }
}

fn holder(pid: Option<u32>) -> String {
    pid.map_or_else(|| "another process".into(), |pid| format!("process {pid}"))
}
