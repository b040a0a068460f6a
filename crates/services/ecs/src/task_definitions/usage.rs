//! Whether something still runs from a task definition: what keeps a deleted one in sight.

use neargate_core::Scope;
use neargate_store::{Error, Reader};

/// True while a task that isn't STOPPED was made from this revision.
///
/// Tasks answer this; until they do, nothing runs.
pub(super) fn is_used(_: &mut dyn Reader, _: &Scope, _task_definition_arn: &str) -> Result<bool, Error> {
    Ok(false)
}
