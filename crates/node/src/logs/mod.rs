//! From what containers print to CloudWatch Logs.
//!
//! Shims append to segments in the task's directory; a [`shipper`] for each container reads on from where the log stream says that
//! it got to, so that neither a crash of this process nor one in the middle of a call loses or repeats a line.

mod awslogs;
mod batch;
mod last;
mod shipper;
mod tail;
mod watcher;

pub(crate) use awslogs::AwsLogs;
pub(crate) use last::last_lines;
pub(crate) use shipper::{Shipper, discard, ensure_stream};
pub(crate) use watcher::Watcher;
