//! What became of tasks that stopped: kept for weeks, when ECS has long forgotten the task.
//!
//! The record of a task is written in the transaction that makes it STOPPED, from all that is known of it then, so there is exactly one
//! for each task, whatever died in between. It is the operator's, not part of AWS's API: `neargate ps --stopped` and `neargate why`
//! read it.

mod measured;
mod record;
#[cfg(test)]
mod testing;
mod verdict;

use std::time::Duration;

use neargate_core::{Scope, Timestamp};
use neargate_store::{Error, Expect, Range, Reader, Writer};

pub(crate) use measured::Measured;
pub use record::{PastContainer, PastTask};

use crate::Ecs;
use crate::tasks::{documents, records};

/// Records of stopped tasks, sorted by when they stopped.
const HISTORY: &str = "task-history";

/// How long they are kept unless the operator says otherwise.
pub const KEPT: Duration = Duration::from_secs(30 * 24 * 3600);

/// How many records a sweep deletes in one transaction.
const MAX_SWEPT_PER_TRANSACTION: usize = 500;

impl Ecs {
    /// The tasks that stopped last, of all accounts and regions, the latest first.
    pub async fn past_tasks(&self, limit: usize) -> Result<Vec<PastTask>, Error> {
        let mut found = self.store.read(|r| newest(r, limit)).await?;
        found.sort_by_key(|task| std::cmp::Reverse(task.stopped_at.0));
        found.truncate(limit);
        Ok(found)
    }

    /// What became of one task, by its id.
    pub async fn past_task(&self, task_id: &str) -> Result<Option<PastTask>, Error> {
        self.store.read(|r| find(r, task_id)).await
    }
}

/// Notes what became of a task.
pub(crate) fn keep(w: &mut dyn Writer, scope: &Scope, task: &PastTask) -> Result<(), Error> {
    let id = records::marker_id(task.stopped_at, &task.task_id);
    documents::put(w, scope, HISTORY, &id, task, &[("task", &task.task_id)])
}

/// Deletes the oldest records of tasks that stopped before a moment. True when there may be more.
pub(crate) fn forget(w: &mut dyn Writer, before: Timestamp) -> Result<bool, Error> {
    let end = records::marker_id(before, "");
    let mut left = MAX_SWEPT_PER_TRANSACTION;
    for scope in documents::scopes(w, HISTORY)? {
        let partition = documents::partition(&scope, HISTORY);
        let range = Range { to: Some(&end), limit: Some(left), ..Range::all() };
        for document in w.list(&partition, range)? {
            w.delete(&partition, &document.id, Expect::Any)?;
            left -= 1;
        }
    }
    Ok(left == 0)
}

fn newest(r: &mut dyn Reader, limit: usize) -> Result<Vec<PastTask>, Error> {
    let mut found = Vec::new();
    for scope in documents::scopes(r, HISTORY)? {
        let page = r.list(&documents::partition(&scope, HISTORY), Range::all().descending().limit(limit))?;
        found.extend(page.iter().filter_map(|document| documents::readable(HISTORY, document)));
    }
    Ok(found)
}

fn find(r: &mut dyn Reader, task_id: &str) -> Result<Option<PastTask>, Error> {
    for scope in documents::scopes(r, HISTORY)? {
        let range = Range::all().limit(1);
        let page = r.lookup(&documents::partition(&scope, HISTORY), "task", task_id, range)?;
        if let Some(document) = page.first() {
            return documents::decode(HISTORY, document).map(Some);
        }
    }
    Ok(None)
}
