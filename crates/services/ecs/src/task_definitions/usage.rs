//! Whether something still runs from a task definition: what keeps a deleted one in sight.

use neargate_core::Scope;
use neargate_store::{Error, Reader};

use crate::tasks;

/// True while a task that isn't STOPPED was made from this revision.
pub(super) fn is_used(r: &mut dyn Reader, scope: &Scope, task_definition_arn: &str) -> Result<bool, Error> {
    tasks::runs_from(r, scope, task_definition_arn)
}
