//! Reads a query's events, group by group, in slices short enough for others to have their turn.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use neargate_core::Scope;
use neargate_store::{Error, Store};

use super::execution::{Execution, Overflow};
use super::row::{Event, Source};
use super::stored::Statistics;
use crate::position::{EventId, Position};
use crate::protection::Mask;
use crate::refusal::Refusal;
use crate::resolve;
use crate::source::{GroupChunks, Wanted};
use crate::walk::{self, End};

/// What is looked at between two pauses, since reads of the store hold their thread.
const MAX_BYTES_PER_READ: usize = 2 * 1024 * 1024;

/// A group to read.
#[derive(Debug, Clone)]
pub struct Target {
    pub uid: String,
    pub source: Arc<Source>,
    /// Events before are out of sight: they have expired.
    pub expiry: i64,
    pub mask: Option<Mask>,
    /// The query may ask for what is masked.
    pub keeps_unmasked: bool,
}

/// Why a scan came to no end.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    #[error("{0}")]
    Overflow(#[from] Overflow),
    #[error("read a log group")]
    Store(#[from] Error),
    #[error("the query was told to stop")]
    Told,
}

/// Pushes the events of the groups from `from` on, `to` excluded, into an execution, and tells of its progress after each slice.
pub async fn scan(
    store: &Store,
    scope: &Scope,
    targets: &[Target],
    range: std::ops::Range<i64>,
    execution: &mut Execution,
    mut progress: impl FnMut(Statistics) -> ControlFlow<()>,
) -> Result<Statistics, Stop> {
    let mut statistics = Statistics::default();
    for target in targets {
        let mut streams: HashMap<u64, Arc<str>> = HashMap::new();
        let mut next = Some(Position::at(range.start.max(target.expiry)));
        while let Some(from) = next {
            next = store
                .read(|reader| {
                    let widest = usage(reader, scope, &target.uid)?;
                    let mut chunks = GroupChunks::new(reader, scope, &target.uid, &Wanted::All, from, widest);
                    let mut bytes = 0;
                    let mut failed = None;
                    let end = walk::forward(&mut chunks, from, range.end, |event| {
                        if bytes >= MAX_BYTES_PER_READ {
                            return ControlFlow::Break(());
                        }
                        bytes += event.message.len();
                        statistics.scanned += 1;
                        statistics.bytes += event.message.len() as u64;
                        let mut unmasked = None;
                        if let Some(mask) = &target.mask {
                            let before = target.keeps_unmasked.then(|| event.message.clone());
                            mask.apply(event.ingested, event.message);
                            unmasked = before.filter(|before| before != event.message).map(Arc::from);
                        }
                        let stream = streams
                            .entry(event.origin.uid)
                            .or_insert_with(|| event.origin.name.as_str().into());
                        let pushed = execution.push(Event {
                            timestamp: event.position.timestamp,
                            ingested: event.ingested,
                            message: event.message.as_str().into(),
                            unmasked,
                            stream: Arc::clone(stream),
                            group: Arc::clone(&target.source),
                            id: EventId { position: event.position, stream: event.origin.uid },
                        });
                        match pushed {
                            Ok(()) => ControlFlow::Continue(()),
                            Err(overflow) => {
                                failed = Some(overflow);
                                ControlFlow::Break(())
                            }
                        }
                    })?;
                    match (failed, end) {
                        (Some(overflow), _) => Err(Stop::Overflow(overflow)),
                        (None, End::Exhausted) => Ok(None),
                        (None, End::Paused(at)) => Ok(Some(at)),
                    }
                })
                .await?;
            statistics.matched = execution.matched();
            if progress(statistics).is_break() {
                return Err(Stop::Told);
            }
            tokio::task::yield_now().await;
        }
    }
    Ok(statistics)
}

fn usage(reader: &mut dyn neargate_store::Reader, scope: &Scope, group: &str) -> Result<i64, Stop> {
    match resolve::usage(reader, scope, group) {
        Ok(usage) => Ok(usage.widest_millis),
        Err(Refusal::Store(error)) => Err(Stop::Store(error)),
        // A group that was deleted meanwhile has no events either.
        Err(_) => Ok(0),
    }
}
