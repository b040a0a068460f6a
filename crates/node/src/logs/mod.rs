//! From what containers print to where their `logConfiguration` wants it.
//!
//! ```text
//! shim ─► segments ─► tail ─► lines ─► shipper ─┬─► awslogs:  CloudWatch Logs, exactly once
//!                                               ├─► firelens: the task's log router, at least once
//!                                               └─► splunk:   an HTTP Event Collector, at least once
//! ```
//! Shims append to segments in the task's directory, whether we live or not. A [`Shipper`] for each container reads on from where its
//! [`Destination`] got to, so that neither a crash of this process nor one in the middle of a call loses a line.
//!
//! Holds: unshipped lines take bounded room ([`buffer`]); how a container that prints more is treated is the shim's to do.

mod awslogs;
mod destination;
pub(crate) mod firelens;
mod last;
mod lines;
mod options;
mod shipper;
mod splunk;
mod start;
mod tail;
mod watcher;

pub(crate) use last::last_lines;
pub(crate) use options::{Driver, OptionsError, buffer};
pub(crate) use start::{Logging, prepare};
pub(crate) use watcher::Watcher;
