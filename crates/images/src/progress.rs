//! What a pull tells while it runs.

use serde::Serialize;

/// A step of a pull. `layer` is the digest of the layer's blob; a waiting pull sees another's layer only when it is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "event", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ProgressEvent {
    Resolved { reference: String, digest: String },
    LayerExists { layer: String },
    LayerStarted { layer: String, size_bytes: u64 },
    LayerBytes { layer: String, done_bytes: u64, size_bytes: u64 },
    LayerFetched { layer: String },
    LayerUnpacked { layer: String },
}

/// Takes the steps of a pull, from several threads; must not block.
pub trait Progress: Send + Sync {
    fn event(&self, event: ProgressEvent);
}

/// For who doesn't look.
pub struct NoProgress;

impl Progress for NoProgress {
    fn event(&self, _: ProgressEvent) {}
}
