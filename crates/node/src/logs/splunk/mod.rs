//! The `splunk` driver: lines go to an HTTP Event Collector, as Docker's driver of that name sends them.

mod collector;
mod event;
mod options;

pub(crate) use collector::{Collector, SplunkError};
pub(crate) use options::Splunk;
