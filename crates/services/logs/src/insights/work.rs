//! The lives of queries: which this process works on, and how they are carried out and end.

use std::collections::HashMap;
use std::ops::{ControlFlow, Range};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use neargate_core::{Scope, random_hex};
use neargate_store::{Durability, Expect, WriteRecords as _};
use tokio::sync::Semaphore;

use super::execution::Execution;
use super::scan::{Stop, Target, scan};
use super::stored::{self, Statistics, Status, StoredQuery};
use crate::Logs;
use crate::refusal::Refusal;

/// Queries that read at the same time; further ones wait.
const MAX_RUNNING: usize = 2;
/// Queries of all accounts that run or wait, as AWS allows an account.
const MAX_UNFINISHED: usize = 100;
const MAX_DURATION: Duration = Duration::from_secs(60 * 60);

/// The queries that this process works on.
pub struct Queries {
    /// Tells this process from those before it.
    pub(super) process: String,
    live: Mutex<HashMap<String, Arc<Live>>>,
    turns: Arc<Semaphore>,
}

struct Live {
    stop: AtomicBool,
    now: Mutex<(Status, Statistics)>,
}

impl Default for Queries {
    fn default() -> Self {
        Self { process: random_hex(16), live: Mutex::default(), turns: Arc::new(Semaphore::new(MAX_RUNNING)) }
    }
}

impl Queries {
    fn live(&self, id: &str) -> Option<Arc<Live>> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner).get(id).cloned()
    }

    /// Tells a query to stop, if it hasn't ended.
    pub(super) fn stop(&self, id: &str) -> bool {
        let Some(live) = self.live(id) else { return false };
        let (status, statistics) = live.read();
        live.stop.store(true, Ordering::Relaxed);
        live.set(Status::Cancelled, statistics);
        !status.is_final()
    }

    /// Ends all reading, because the process is about to: what was under way has failed.
    pub(crate) fn close(&self) {
        for live in self.live.lock().unwrap_or_else(PoisonError::into_inner).values() {
            live.stop.store(true, Ordering::Relaxed);
        }
    }

    #[cfg(test)]
    pub(super) fn is_busy(&self) -> bool {
        !self.live.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    /// Takes a query in, if there is room for one more.
    fn admit(&self, id: &str) -> Result<Arc<Live>, Refusal> {
        let mut unfinished = self.live.lock().unwrap_or_else(PoisonError::into_inner);
        if unfinished.len() >= MAX_UNFINISHED {
            let message = format!("Account maximum query concurrency limit of [{MAX_UNFINISHED}] reached.");
            return Err(Refusal::Limit(message));
        }
        let live = Arc::new(Live {
            stop: AtomicBool::new(false),
            now: Mutex::new((Status::Scheduled, Statistics::default())),
        });
        unfinished.insert(id.to_owned(), Arc::clone(&live));
        Ok(live)
    }

    fn forget(&self, id: &str) {
        self.live.lock().unwrap_or_else(PoisonError::into_inner).remove(id);
    }

    /// How a query stands right now.
    pub(super) fn current(&self, query: &mut StoredQuery) {
        query.status = query.status_for(&self.process);
        if let Some(live) = self.live(&query.id).filter(|_| !query.status.is_final()) {
            (query.status, query.statistics) = live.read();
        }
    }
}

impl Live {
    fn read(&self) -> (Status, Statistics) {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What ended stays ended: a slice of reading may still be under way when somebody stops the query.
    fn set(&self, status: Status, statistics: Statistics) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        *now = (if now.0.is_final() { now.0 } else { status }, statistics);
    }
}

/// A query with all that it takes to carry it out.
pub struct Work {
    pub scope: Scope,
    pub query: StoredQuery,
    pub targets: Vec<Target>,
    pub range: Range<i64>,
    pub execution: Execution,
}

impl Work {
    /// Writes the query down and has it carried out in the background.
    pub async fn begin(self, logs: Arc<Logs>, durability: Durability) -> Result<(), Refusal> {
        let live = logs.queries.admit(&self.query.id)?;
        if let Err(error) = save(&logs, &self.scope, self.query.clone(), durability).await {
            logs.queries.forget(&self.query.id);
            return Err(error);
        }
        tokio::spawn(async move { self.carry_out(&logs, live).await });
        Ok(())
    }

    /// Carries the query out, and writes down how it ended.
    async fn carry_out(self, logs: &Arc<Logs>, live: Arc<Live>) {
        let began = logs.now();
        let (scope, mut query) = (self.scope.clone(), self.query.clone());
        let turn = Arc::clone(&logs.queries.turns).acquire_owned().await;
        let (status, statistics, pages) = {
            let (logs, live) = (Arc::clone(logs), Arc::clone(&live));
            let runtime = tokio::runtime::Handle::current();
            // On a thread beside those that serve requests: a slice keeps a processor busy for some milliseconds.
            let reading = tokio::task::spawn_blocking(move || runtime.block_on(self.answer(&logs, &live)));
            reading.await.unwrap_or_else(|error| {
                tracing::error!(error = &error as &dyn std::error::Error, "a query panicked");
                (Status::Failed, Statistics::default(), 0)
            })
        };
        drop(turn);
        (query.statistics, query.pages) = (statistics, pages);
        query.duration = Some((logs.now() - began).max(0));
        query.status = match live.read().0 {
            Status::Cancelled => Status::Cancelled,
            _ => status,
        };
        // The document first: who sees the end must find the result.
        let saved = save(logs, &scope, query.clone(), Durability::Process).await;
        live.set(query.status, statistics);
        match saved {
            Ok(()) => logs.queries.forget(&query.id),
            // Now only this process knows.
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::error!(query = query.id, error, "keep how a query ended");
            }
        }
    }

    async fn answer(mut self, logs: &Logs, live: &Live) -> (Status, Statistics, u32) {
        let (scope, query) = (&self.scope, &self.query);
        let deadline = Instant::now() + MAX_DURATION;
        let stopped = || live.stop.load(Ordering::Relaxed);
        let read = scan(&logs.store, scope, &self.targets, self.range, &mut self.execution, |statistics| {
            live.set(Status::Running, statistics);
            if stopped() || Instant::now() > deadline {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        let failed = |stop: &Stop| {
            tracing::debug!(query = query.id, error = stop as &dyn std::error::Error, "a query failed");
            (Status::Failed, live.read().1, 0)
        };
        let statistics = match read.await {
            Ok(statistics) => statistics,
            Err(Stop::Told) if stopped() => return failed(&Stop::Told),
            Err(Stop::Told) => return (Status::Timeout, live.read().1, 0),
            Err(stop) => return failed(&stop),
        };
        let mut statistics = statistics;
        let (rows, matched) = match self.execution.finish() {
            Ok(result) => result,
            Err(overflow) => return failed(&Stop::Overflow(overflow)),
        };
        statistics.matched = matched;
        let pages = match stored::pages(&rows) {
            Ok(pages) => pages,
            Err(error) => {
                tracing::error!(query = query.id, error = &error as &dyn std::error::Error, "write a result");
                return (Status::Failed, statistics, 0);
            }
        };
        let count = pages.len() as u32;
        for (number, page) in pages.into_iter().enumerate() {
            let (scope, id) = (scope.clone(), query.id.clone());
            let written = logs
                .store
                .write(Durability::Process, move |w| stored::put_page(w, &scope, &id, number, &page));
            if let Err(error) = written.await {
                return failed(&Stop::Store(error));
            }
        }
        (Status::Complete, statistics, count)
    }
}

async fn save(logs: &Logs, scope: &Scope, query: StoredQuery, durability: Durability) -> Result<(), Refusal> {
    let scope = scope.clone();
    let saved = logs.store.write(durability, move |w| {
        w.put_record(scope.account.as_str(), scope.region.as_str(), &query, Expect::Any)?;
        Ok::<_, neargate_store::Error>(())
    });
    Ok(saved.await?)
}
