//! Gives tasks their interfaces and takes them away again, and forgets tasks that stopped long ago.
//!
//! A pass takes no hint: it reads whose turn is the worker's, plans and starts the steps, each as a task of its own, because
//! whoever called `RunTask` waits for them. A step that fails is left to a later pass.
//!
//! Holds: no two steps for a task are under way in this process; two processes doing the same do no harm, because
//! creation is asked for under a client token and every write is a function of what it reads.
//! Dies well: at any line. Whose turn it is changes in the same transaction as the task itself.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use neargate_core::Timestamp;
use neargate_store::{Durability, Error, Expect, Range, Reader, Writer};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::MissedTickBehavior;

use super::effects::{StepError, carry_out};
use super::plan::plan;
use crate::tasks::{ASSIGNMENT, Assignment, Turn, documents, forget_tokens, records};
use crate::{Ecs, history};

/// How long a stopped task can be described; AWS promises at least an hour.
pub(crate) const STOPPED_TASKS_KEPT: Duration = Duration::from_secs(3600);

/// How often is looked for work that nothing announced: steps that failed.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
const SWEEP: Duration = Duration::from_secs(60);

/// How many steps may be under way at once. More tasks than that wait for their turn in the store.
const MAX_STEPS: usize = 64;
/// How many stopped tasks a sweep forgets in one transaction.
const MAX_SWEPT_PER_TRANSACTION: usize = 200;

impl Ecs {
    /// Brings tasks on until told to stop; steps under way are then seen through.
    pub async fn run(self: Arc<Self>, mut stop: watch::Receiver<bool>) {
        let mut assignments = self.store.watch("ecs", ASSIGNMENT);
        let mut steps = JoinSet::new();
        let mut under_way = HashSet::new();
        // Tasks whose last step failed: they wait for the timer, so that failing doesn't become a busy loop.
        let mut resting = HashSet::new();
        let mut look_again = tokio::time::interval(LOOK_AGAIN);
        look_again.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut sweep = tokio::time::interval(SWEEP);
        sweep.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            if let Err(error) = self.pass(&mut steps, &mut under_way, &resting).await {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "read the tasks that wait for the worker"
                );
            }
            // Nothing is lost with a dropped arm: each only says that it is time to look.
            tokio::select! {
                () = told_to(&mut stop) => break,
                () = self.nudge.notified() => {}
                () = assignments.changed() => {}
                _ = look_again.tick() => resting.clear(),
                _ = sweep.tick() => self.sweep().await,
                Some(done) = steps.join_next() => resting.extend(finish(done, &mut under_way)),
            }
        }
        while let Some(done) = steps.join_next().await {
            finish(done, &mut under_way);
        }
    }

    /// Starts the steps that can be taken now.
    async fn pass(
        self: &Arc<Self>,
        steps: &mut JoinSet<(String, Result<(), StepError>)>,
        under_way: &mut HashSet<String>,
        resting: &HashSet<String>,
    ) -> Result<(), Error> {
        let busy: HashSet<String> = under_way.union(resting).cloned().collect();
        let free = MAX_STEPS.saturating_sub(under_way.len());
        // The busy ones are found as well and must not hide the others.
        let waiting = self.store.read(|r| waiting(r, busy.len() + free)).await?;
        for action in plan(waiting, &busy).into_iter().take(free) {
            let ecs = Arc::clone(self);
            let task = action.task_id().to_owned();
            under_way.insert(task.clone());
            steps.spawn(async move { (task, carry_out(&ecs, action).await) });
        }
        Ok(())
    }

    /// Takes every step that can be taken, one after the other, until none is left: what `run` does, without its clock.
    #[cfg(test)]
    pub(crate) async fn settle(&self) -> Result<(), StepError> {
        loop {
            let actions = plan(self.waiting().await, &HashSet::new());
            if actions.is_empty() {
                return Ok(());
            }
            for action in actions {
                carry_out(self, action).await?;
            }
        }
    }

    #[cfg(test)]
    pub(crate) async fn waiting(&self) -> Vec<Assignment> {
        self.store.read(|r| waiting(r, MAX_STEPS)).await.expect("a store in memory")
    }

    /// Forgets tasks that stopped long ago, and tokens that have lapsed.
    pub(crate) async fn sweep(&self) {
        let now = self.clock.now();
        let before = Timestamp(now.0.saturating_sub(STOPPED_TASKS_KEPT.as_millis() as i64));
        loop {
            match self.store.write(Durability::Process, move |w| forget_stopped(w, before)).await {
                Ok(MAX_SWEPT_PER_TRANSACTION) => {}
                Ok(forgotten) => {
                    tracing::debug!(forgotten, "swept stopped tasks");
                    break;
                }
                Err(error) => {
                    tracing::error!(error = &error as &dyn std::error::Error, "forget stopped tasks");
                    return;
                }
            }
        }
        let before = Timestamp(now.0.saturating_sub(self.history_kept.as_millis() as i64));
        while match self.store.write(Durability::Process, move |w| history::forget(w, before)).await {
            Ok(more) => more,
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "forget the history of tasks");
                false
            }
        } {}
        if let Err(error) = self.store.write(Durability::Process, move |w| forget_tokens(w, now)).await {
            tracing::error!(error = &error as &dyn std::error::Error, "forget client tokens");
        }
    }
}

/// Resolves when the worker is to stop. The sender's end is the daemon's.
async fn told_to(stop: &mut watch::Receiver<bool>) {
    // The reference that this returns holds a lock: it must not live on in the caller.
    let _ = stop.wait_for(|stop| *stop).await;
}

/// Takes note of a step's end; returns the task if the step failed.
fn finish(
    done: Result<(String, Result<(), StepError>), tokio::task::JoinError>,
    under_way: &mut HashSet<String>,
) -> Option<String> {
    match done {
        Ok((task, result)) => {
            under_way.remove(&task);
            let error = result.err()?;
            tracing::warn!(
                task,
                error = &error as &dyn std::error::Error,
                "step failed, will be taken again"
            );
            Some(task)
        }
        Err(error) => {
            // The panic's task stays among those under way: taking the step again would most likely panic again.
            tracing::error!(error = &error as &dyn std::error::Error, "step panicked");
            None
        }
    }
}

/// The assignments whose turn is the worker's, at most `limit` of each kind in each scope.
fn waiting(r: &mut dyn Reader, limit: usize) -> Result<Vec<Assignment>, Error> {
    let mut found = Vec::new();
    for scope in documents::scopes(r, ASSIGNMENT)? {
        for turn in [Turn::Provision, Turn::Release] {
            let range = Range::all().limit(limit);
            let page = r.lookup(&documents::partition(&scope, ASSIGNMENT), "turn", turn.as_str(), range)?;
            found.extend(
                page.iter().filter_map(|document| documents::readable::<Assignment>(ASSIGNMENT, document)),
            );
        }
    }
    Ok(found)
}

/// Deletes the oldest tasks that stopped before a moment; says how many.
fn forget_stopped(w: &mut dyn Writer, before: Timestamp) -> Result<usize, Error> {
    let end = records::marker_id(before, "");
    let mut forgotten = 0;
    for scope in documents::scopes(w, records::STOPPED)? {
        let range =
            Range { to: Some(&end), limit: Some(MAX_SWEPT_PER_TRANSACTION - forgotten), ..Range::all() };
        for document in w.list(&documents::partition(&scope, records::STOPPED), range)? {
            let marker: records::Marker = documents::decode(records::STOPPED, &document)?;
            w.delete(&documents::partition(&scope, records::TASK), &marker.task_id, Expect::Any)?;
            w.delete(&documents::partition(&scope, records::STOPPED), &document.id, Expect::Any)?;
            forgotten += 1;
        }
    }
    Ok(forgotten)
}
