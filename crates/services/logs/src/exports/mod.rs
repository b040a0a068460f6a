//! Export tasks: a group's events of a range of time, written to a bucket as compressed text.
//!
//! CreateExportTask checks everything that can be checked and writes the task down; [`worker`] carries it out. An object is
//! `<prefix>/<task id>/<stream>/000000.gz`, further ones of a long stream are 000001.gz and so on; a line is an event's time and
//! its message. A stream without events in the range has no object.
//!
//! S3 is reached by the dispatcher alone ([`bucket`]), as `logs.<region>.amazonaws.com`, whom the bucket's policy must let in where
//! policies are enforced.
//!
//! Holds: an account has one task under way in a region; what a task writes, it reads in bounded pieces; an object is whole or
//! isn't there. Dies well: at any line. The task remembers how far it came after each object, and the next process goes on from
//! there, writing at most the last object again, under the same name.

pub mod bucket;
mod object;
mod operations;
mod stored;
#[cfg(test)]
mod tests;
mod worker;

use std::sync::Arc;

use neargate_wire::authorize::{Access, Accesses};
use neargate_wire::{Context, Service};

use crate::model::{CancelExportTask, CreateExportTask, CreateExportTaskRequest, DescribeExportTasks};
use crate::{Logs, guards};

/// Adds the operations to the service.
pub fn register(service: Service, logs: &Arc<Logs>) -> Service {
    service
        .guarded(CreateExportTask, logs, create_export_task, operations::create)
        .on(DescribeExportTasks, logs, operations::describe)
        .on(CancelExportTask, logs, operations::cancel)
}

fn create_export_task<'a>(
    _: &'a Logs,
    context: &'a Context,
    input: &'a CreateExportTaskRequest,
) -> Accesses<'a> {
    let group = guards::group(&context.scope, input.log_group_name.as_deref(), Some(""));
    Box::pin(async move { Ok(vec![Access::new("logs:CreateExportTask", group)]) })
}
