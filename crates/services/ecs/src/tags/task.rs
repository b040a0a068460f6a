//! Tags of tasks, which keep them themselves.

use neargate_core::Scope;
use neargate_store::{Error, Reader, Writer};

use crate::model::Tag;
use crate::tasks;

/// The tags of a task; `None` when there is none, or it has stopped: with a task, its tags are gone.
pub(super) fn tags(
    r: &mut dyn Reader,
    scope: &Scope,
    cluster: &str,
    id: &str,
) -> Result<Option<Vec<Tag>>, Error> {
    tasks::tags_of(r, scope, cluster, id)
}

/// Replaces the tags of a task that [`tags`] has just found.
pub(super) fn set_tags(
    w: &mut dyn Writer,
    scope: &Scope,
    cluster: &str,
    id: &str,
    tags: Vec<Tag>,
) -> Result<(), Error> {
    tasks::set_tags(w, scope, cluster, id, tags)
}
