//! Pulls that a command asked for, and how far they are.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use neargate_core::{chain, random_uuid};
use neargate_images::{Auth, ImageStore, Progress, ProgressEvent};
use serde_json::{Value, json};

/// Finished pulls beyond this are forgotten.
const MAX_KEPT: usize = 256;

pub(crate) struct Pulls {
    images: ImageStore,
    known: Mutex<HashMap<String, Arc<Pull>>>,
}

#[derive(Default)]
struct Pull(Mutex<State>);

#[derive(Default)]
struct State {
    /// Layer, bytes so far, bytes in all; in the order in which they were begun.
    layers: Vec<(String, u64, u64)>,
    outcome: Option<Result<Value, String>>,
}

impl Pulls {
    pub(crate) fn new(images: ImageStore) -> Self {
        Self { images, known: Mutex::default() }
    }

    /// Begins a pull and says under which id it is known.
    pub(crate) fn start(&self, reference: String, login: Option<(String, String)>) -> String {
        let (id, pull, images) = (random_uuid(), Arc::new(Pull::default()), self.images.clone());
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MAX_KEPT {
            known.retain(|_, pull| pull.state().outcome.is_none());
        }
        known.insert(id.clone(), Arc::clone(&pull));
        tokio::spawn(async move {
            let auth =
                login.map_or(Auth::Anonymous, |(username, password)| Auth::Basic { username, password });
            let outcome = images.pull(&reference, auth, Arc::clone(&pull) as Arc<dyn Progress>).await;
            let outcome = outcome.map(|image| json!(image)).map_err(|error| {
                tracing::info!(reference, error = chain(&error), "a pull failed");
                match error.advice() {
                    Some(advice) => format!("{} ({error}; {advice})", error.ecs_reason()),
                    None => error.ecs_reason(),
                }
            });
            pull.state().outcome = Some(outcome);
        });
        id
    }

    /// How far a pull is; none if it isn't known.
    pub(crate) fn progress(&self, id: &str) -> Option<Value> {
        let pull = Arc::clone(self.known.lock().unwrap_or_else(PoisonError::into_inner).get(id)?);
        let state = pull.state();
        let (image, error) = match &state.outcome {
            Some(Ok(image)) => (Some(image), None),
            Some(Err(error)) => (None, Some(error)),
            None => (None, None),
        };
        let layer = |(layer, done, all): &(String, u64, u64)| json!({ "layer": layer, "doneBytes": done, "sizeBytes": all });
        let layers: Vec<Value> = state.layers.iter().map(layer).collect();
        Some(json!({ "layers": layers, "image": image, "error": error }))
    }
}

impl Pull {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Progress for Pull {
    fn event(&self, event: ProgressEvent) {
        let mut state = self.state();
        match event {
            ProgressEvent::LayerStarted { layer, size_bytes } => state.layers.push((layer, 0, size_bytes)),
            ProgressEvent::LayerBytes { layer, done_bytes, .. } => {
                if let Some(known) = state.layers.iter_mut().find(|known| known.0 == layer) {
                    known.1 = done_bytes;
                }
            }
            ProgressEvent::LayerFetched { layer } => {
                if let Some(known) = state.layers.iter_mut().find(|known| known.0 == layer) {
                    known.1 = known.2;
                }
            }
            ProgressEvent::Resolved { .. }
            | ProgressEvent::LayerExists { .. }
            | ProgressEvent::LayerUnpacked { .. } => {}
        }
    }
}
