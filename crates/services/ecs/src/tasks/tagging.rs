//! Tags of a task, for the operations on tags of every resource.

use neargate_core::Scope;
use neargate_store::{Error, Reader, Writer};

use super::records;
use crate::model::{Tag, Task};

/// The tags of a task; `None` when there is no such task, or it has stopped.
pub(crate) fn tags_of(
    r: &mut dyn Reader,
    scope: &Scope,
    cluster: &str,
    id: &str,
) -> Result<Option<Vec<Tag>>, Error> {
    Ok(find(r, scope, cluster, id)?.map(|task| task.tags.unwrap_or_default()))
}

/// Replaces the tags of a task; nothing happens when there is no such task.
pub(crate) fn set_tags(
    w: &mut dyn Writer,
    scope: &Scope,
    cluster: &str,
    id: &str,
    tags: Vec<Tag>,
) -> Result<(), Error> {
    let Some(mut task) = find(w, scope, cluster, id)? else { return Ok(()) };
    task.tags = Some(tags);
    records::save_task(w, scope, id, &task)
}

fn find(r: &mut dyn Reader, scope: &Scope, cluster: &str, id: &str) -> Result<Option<Task>, Error> {
    let task = records::load_task(r, scope, id)?;
    let lives = |task: &Task| task.last_status.as_deref() != Some("STOPPED");
    Ok(task.filter(|task| records::cluster_name(task) == cluster && lives(task)))
}
