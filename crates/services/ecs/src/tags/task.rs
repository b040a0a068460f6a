//! Tags of tasks, which keep them themselves.

use neargate_core::Scope;
use neargate_store::{Error, Reader, Writer};

use crate::model::Tag;

/// The tags of a task; `None` when there is none, or it has stopped: with a task, its tags are gone.
///
/// Tasks answer this; until they do, there are none.
pub(super) fn tags(
    _: &mut dyn Reader,
    _: &Scope,
    _cluster: &str,
    _id: &str,
) -> Result<Option<Vec<Tag>>, Error> {
    Ok(None)
}

/// Replaces the tags of a task that [`tags`] has just found.
pub(super) fn set_tags(
    _: &mut dyn Writer,
    _: &Scope,
    _cluster: &str,
    _id: &str,
    _tags: Vec<Tag>,
) -> Result<(), Error> {
    Ok(())
}
