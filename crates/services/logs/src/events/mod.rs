//! PutLogEvents, GetLogEvents, FilterLogEvents and TestMetricFilter.

mod admission;
mod filter;
mod get;
mod put;
#[cfg(test)]
mod tests;

pub use admission::MAX_AGE_MILLIS;
pub use filter::{filter, test_metric_filter};
pub use get::get;
pub use put::put;

use crate::chunk::EVENT_OVERHEAD_BYTES;

const MAX_EVENTS_PER_PAGE: usize = 10_000;
const MAX_BYTES_PER_PAGE: usize = 1024 * 1024;

/// Counts what a page holds.
#[derive(Debug)]
struct PageSize {
    limit: usize,
    events: usize,
    bytes: usize,
}

impl PageSize {
    fn new(limit: Option<i64>) -> Self {
        let limit = limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(MAX_EVENTS_PER_PAGE);
        Self { limit, events: 0, bytes: 0 }
    }

    /// Adds a message if the page has room for it. An empty page has room for any.
    fn take(&mut self, message: &str) -> bool {
        let bytes = message.len() + EVENT_OVERHEAD_BYTES;
        let room = self.events == 0 || self.events < self.limit && self.bytes + bytes <= MAX_BYTES_PER_PAGE;
        if room {
            self.events += 1;
            self.bytes += bytes;
        }
        room
    }
}
