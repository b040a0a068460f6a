//! Tags of a task, for the operations on tags of every resource.

use neargate_core::{Arn, Scope};
use neargate_store::{Error, Reader, Writer};

use super::{records, reference};
use crate::model::{Tag, Task};

/// The tags of the task of this ARN; `None` when there is no such task.
pub(crate) fn tags_of(r: &mut dyn Reader, scope: &Scope, arn: &str) -> Result<Option<Vec<Tag>>, Error> {
    Ok(find(r, scope, arn)?.map(|task| task.tags.unwrap_or_default()))
}

/// Replaces the tags of the task of this ARN; false when there is no such task.
pub(crate) fn set_tags(w: &mut dyn Writer, scope: &Scope, arn: &str, tags: Vec<Tag>) -> Result<bool, Error> {
    let Some(mut task) = find(w, scope, arn)? else { return Ok(false) };
    task.tags = Some(tags);
    records::save_task(w, scope, reference::id_of(arn), &task)?;
    Ok(true)
}

fn find(r: &mut dyn Reader, scope: &Scope, arn: &str) -> Result<Option<Task>, Error> {
    let ours =
        arn.parse::<Arn>().is_ok_and(|arn| arn.is_of("ecs", scope) && arn.resource.starts_with("task/"));
    if !ours {
        return Ok(None);
    }
    let task = records::load_task(r, scope, reference::id_of(arn))?;
    Ok(task.filter(|task| task.task_arn.as_deref() == Some(arn)))
}
