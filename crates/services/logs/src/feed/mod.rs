//! What happens to events after they came in: metric filters count them, subscription filters pass them on.
//!
//! A group that has filters keeps a [`journal`]: PutLogEvents writes, in the same transaction as a chunk, a note of it under the
//! chunk's sequence. A *consumer* is one subscription filter, or all metric filters of a group together; its *cursor* says up to
//! which sequence it is done. The [`worker`] reads the notes behind a cursor, does what is to be done, moves the cursor on, and
//! removes notes that all consumers have passed. So ingestion waits for one small document more, and for nobody's destination.
//!
//! Holds: each event that came in after a filter was put reaches its destination *at least* once, in the order of arrival: after a
//! crash, or an answer that got lost, a chunk may come twice. An event is given up when its destination has refused it for a day
//! (as AWS does), which is logged and counted, or when its group or stream is deleted first.
//! Dies well: at any line. The worker starts from the store.
//! Elsewhere: patterns ([`crate::pattern`]).

mod destinations;
mod emission;
mod filters;
mod journal;
mod metric_filters;
mod metric_values;
mod outbound;
mod registration;
mod subscriptions;
#[cfg(test)]
mod tests;
mod work;
mod worker;

pub use filters::{CURSORS_KIND, Destination, MetricFilter, Subscription, begin, end};
pub use journal::{JOURNAL, Note, note};
pub use registration::register;
pub use worker::Worker;
