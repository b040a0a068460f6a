//! The `awslogs` driver.

mod datetime;
mod options;
mod stream;

pub(crate) use options::AwsLogs;
pub(crate) use stream::{LogStream, ensure_stream};
