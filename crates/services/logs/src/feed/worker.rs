//! Carries notes to their consumers.
//!
//! A pass goes through all groups that have notes. Each consumer is served in a task of its own, so that a destination that
//! hangs holds up nobody else's, and waits longer after each failure in a row.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use neargate_core::Scope;
use neargate_store::{Durability, Error, ReadRecords as _};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::destinations;
use super::emission::{self, Series};
use super::filters::{self, MetricFilter, Subscription, of_group};
use super::journal::{self, JOURNAL};
use super::metric_values::Watcher;
use super::outbound::{Envelope, Outgoing, Undelivered};
use super::work::{Arrival, Consumer, Work};
use crate::Logs;
use crate::chunk;
use crate::pattern::Pattern;
use crate::position::{EventId, Position};
use crate::protection::{self, ProtectionPolicy};
use crate::records::{EVENTS, Group, SERVICE, partition};

/// How long a destination may take for a message.
pub const PATIENCE: Duration = Duration::from_secs(60);
/// What a destination refuses for so long is given up, as AWS does.
const MAX_RETRIED_MILLIS: i64 = crate::DAY_MILLIS;
const FIRST_DELAY: Duration = Duration::from_millis(500);
const MAX_DELAY: Duration = Duration::from_secs(60);
/// A cursor moves after so many chunks at most.
const NOTES_PER_STEP: usize = 32;
const GROUPS_PER_LISTING: usize = 200;
const DELETED_PER_TRANSACTION: usize = 200;
/// Consumers served at the same time.
const MAX_SERVED: usize = 16;

/// What the worker remembers between passes; nothing of it is needed after a restart.
#[derive(Default)]
pub struct Worker {
    waiting: Mutex<HashMap<Consumer, Wait>>,
    series: Series,
}

#[derive(Debug, Clone, Copy)]
struct Wait {
    until: Instant,
    delay: Duration,
}

/// Why a consumer's step failed.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("read or write the journal")]
    Store(#[from] Error),
    #[error("pass events on to {destination}")]
    Deliver {
        destination: String,
        #[source]
        cause: Undelivered,
    },
    #[error("tell of findings")]
    Audit(#[source] neargate_wire::CallError),
    #[error("emit values of metric filters")]
    Emit(#[source] neargate_wire::CallError),
}

impl Logs {
    /// Serves the consumers until told to stop. A step under way may be dropped: it is repeated.
    pub(crate) async fn feed(self: &Arc<Self>, mut stop: watch::Receiver<bool>) {
        let mut notes = self.store.watch(SERVICE, JOURNAL);
        while !*stop.borrow_and_update() {
            let pass = self.feed_once();
            let next = tokio::select! {
                changed = stop.changed() => if changed.is_err() { return } else { continue },
                next = pass => next,
            };
            if let Err(error) = &next {
                tracing::error!(
                    error = error as &dyn std::error::Error,
                    "a pass over the journal of logs failed"
                );
            }
            let pause = next.unwrap_or(Some(MAX_DELAY)).unwrap_or(MAX_DELAY);
            tokio::select! {
                changed = stop.changed() => if changed.is_err() { return },
                () = notes.changed() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    /// One pass over all accounts and regions; how long until one that failed should be tried again.
    pub(crate) async fn feed_once(self: &Arc<Self>) -> Result<Option<Duration>, Error> {
        let mut serving: JoinSet<()> = JoinSet::new();
        let mut seen: HashSet<Consumer> = HashSet::new();
        for scope in self.scopes(JOURNAL).await? {
            let mut after: Option<String> = None;
            loop {
                let groups = self
                    .store
                    .read(|r| journal::groups(r, &scope, after.as_deref(), GROUPS_PER_LISTING))
                    .await?;
                let Some(last) = groups.last() else { break };
                after = Some(last.clone());
                for group in groups {
                    for work in self.consumers(&scope, &group).await? {
                        seen.insert(work.consumer(&scope));
                        while serving.len() >= MAX_SERVED {
                            serving.join_next().await;
                        }
                        let (logs, scope) = (Arc::clone(self), scope.clone());
                        serving.spawn(async move { logs.serve(&scope, work).await });
                    }
                }
            }
        }
        while serving.join_next().await.is_some() {}
        for scope in self.scopes(JOURNAL).await? {
            self.trim(&scope).await?;
        }
        let mut waiting = self.worker.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|consumer, _| seen.contains(consumer));
        let now = Instant::now();
        Ok(waiting.values().map(|wait| wait.until.saturating_duration_since(now)).min())
    }

    async fn consumers(&self, scope: &Scope, group: &str) -> Result<Vec<Work>, Error> {
        self.store
            .read(|r| {
                let metrics = of_group::<MetricFilter>(r, scope, group)?;
                let subscriptions = of_group::<Subscription>(r, scope, group)?;
                let (account, region) = (scope.account.as_str(), scope.region.as_str());
                let policy = r.get_record::<ProtectionPolicy>(account, region, group)?;
                let policy = policy.map(|policy| policy.value);
                let name = metrics.first().map(|filter| filter.group_name.clone());
                let name = name.or_else(|| subscriptions.first().map(|filter| filter.group_name.clone()));
                let name = name.or_else(|| policy.as_ref().map(|policy| policy.name.clone()));
                let mut audited = false;
                let alive = match name {
                    Some(name) => {
                        let found = r.get_record::<Group>(account, region, &name)?;
                        let found = found.filter(|found| found.value.uid == group);
                        audited = found.as_ref().is_some_and(|found| found.value.findings);
                        found.is_some()
                    }
                    None => false,
                };
                let mut work = Vec::new();
                if alive && !metrics.is_empty() {
                    work.push(Work::Metrics { group: group.to_owned(), filters: metrics });
                }
                if alive {
                    work.extend(subscriptions.into_iter().map(Work::Subscription));
                }
                if let Some(policy) = policy.filter(|_| audited) {
                    work.push(Work::Findings(policy));
                }
                Ok(work)
            })
            .await
    }

    /// Does what there is to do for a consumer, unless it is waiting after a failure.
    async fn serve(&self, scope: &Scope, work: Work) {
        let consumer = work.consumer(scope);
        {
            let waiting = self.worker.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            if waiting.get(&consumer).is_some_and(|wait| wait.until > Instant::now()) {
                return;
            }
        }
        let failure = loop {
            match self.step(scope, &work).await {
                Ok(true) => {}
                Ok(false) => break None,
                Err(failure) => break Some(failure),
            }
        };
        let mut waiting = self.worker.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        match failure {
            None => {
                waiting.remove(&consumer);
            }
            Some(failure) => {
                let before = waiting.get(&consumer).map(|wait| wait.delay);
                if before.is_none() {
                    tracing::warn!(
                        group = work.group_name(),
                        consumer = consumer.name,
                        error = &failure as &dyn std::error::Error,
                        "log events wait"
                    );
                }
                let delay = before.map_or(FIRST_DELAY, |delay| (delay * 2).min(MAX_DELAY));
                waiting.insert(consumer, Wait { until: Instant::now() + delay, delay });
            }
        }
    }

    /// Serves the next few chunks; whether there were any.
    async fn step(&self, scope: &Scope, work: &Work) -> Result<bool, Failure> {
        let (group, name) = (work.group(), work.name());
        let read = self.store.read(|r| {
            let Some(cursor) = filters::cursor(r, scope, group, &name)? else { return Ok(Vec::new()) };
            let notes = journal::next(r, scope, group, cursor, NOTES_PER_STEP)?;
            // What is to be found mustn't be masked.
            let raw = notes.is_empty() || matches!(work, Work::Findings(_));
            let mask = if raw { None } else { self.mask_of(r, scope, work.group_name())? };
            let mut arrivals = Vec::new();
            for (sequence, note) in notes {
                let document = r.get(&partition(scope, EVENTS), &note.chunk)?;
                let mut opened =
                    document.map(|document| chunk::open(&document.id, &document.body)).transpose()?;
                if let Some((mask, opened)) = mask.as_ref().zip(opened.as_mut()) {
                    let ingested = opened.ingested;
                    opened.events.iter_mut().for_each(|(_, message)| mask.apply(ingested, message));
                }
                arrivals.push(Arrival { sequence, note, opened });
            }
            Ok::<_, Error>(arrivals)
        });
        let arrivals = read.await?;
        let Some(last) = arrivals.last().map(|arrival| arrival.sequence) else { return Ok(false) };
        match work {
            Work::Metrics { filters, .. } => self.emit(scope, filters, &arrivals).await?,
            Work::Subscription(subscription) => self.pass_on(scope, subscription, &arrivals).await?,
            Work::Findings(policy) => self.look_into(scope, policy, &arrivals, last).await?,
        }
        self.advance(scope, group, &name, last).await?;
        Ok(true)
    }

    async fn look_into(
        &self,
        scope: &Scope,
        policy: &ProtectionPolicy,
        arrivals: &[Arrival],
        last: u64,
    ) -> Result<(), Failure> {
        let opened = arrivals.iter().filter_map(|arrival| arrival.opened.as_ref());
        let seen = opened.flat_map(|opened| {
            let events = opened.events.iter();
            events.map(|(_, message)| protection::Seen { ingested: opened.ingested, message })
        });
        let found = self.findings(scope, policy, seen);
        match self.tell_findings(scope, policy, &found, last).await {
            Err(error) if error.retryable => Err(Failure::Audit(error)),
            Err(error) => {
                // Its destination is gone: asking again won't bring it back.
                let error = &error as &dyn std::error::Error;
                tracing::warn!(group = policy.name, error, "findings in log events are given up");
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    async fn advance(&self, scope: &Scope, group: &str, consumer: &str, sequence: u64) -> Result<(), Error> {
        let (scope, group, consumer) = (scope.clone(), group.to_owned(), consumer.to_owned());
        self.store
            .write(Durability::Process, move |w| filters::advance(w, &scope, &group, &consumer, sequence))
            .await
    }

    async fn emit(
        &self,
        scope: &Scope,
        filters: &[MetricFilter],
        arrivals: &[Arrival],
    ) -> Result<(), Failure> {
        let watchers: Vec<Watcher> = filters.iter().cloned().filter_map(Watcher::new).collect();
        let mut data = Vec::new();
        for watcher in &watchers {
            let seen = arrivals.iter().filter(|arrival| arrival.sequence > watcher.filter.since);
            let events = seen.flat_map(|arrival| arrival.events());
            let found = watcher.watch(events.map(|(timestamp, message)| (*timestamp, message.as_str())));
            data.extend(found.into_iter().map(|datum| (&watcher.filter, datum)));
        }
        emission::send(self.dispatcher(), scope, &data).await.map_err(Failure::Emit)?;
        for (filter, datum) in &data {
            self.worker.series.count(scope, filter, datum);
        }
        Ok(())
    }

    async fn pass_on(
        &self,
        scope: &Scope,
        subscription: &Subscription,
        arrivals: &[Arrival],
    ) -> Result<(), Failure> {
        let Ok(pattern) = Pattern::parse(&subscription.pattern) else { return Ok(()) };
        for arrival in arrivals {
            let delivered = self.deliver(scope, subscription, &pattern, arrival).await;
            match delivered {
                Ok(()) => {}
                Err(cause) if self.now() - arrival.note.ingested > MAX_RETRIED_MILLIS => {
                    tracing::warn!(
                        group = subscription.group_name,
                        filter = subscription.name,
                        error = &cause as &dyn std::error::Error,
                        "log events are given up: their destination refused them for a day"
                    );
                    metrics::counter!("neargate_log_events_given_up_total")
                        .increment(arrival.events().count() as u64);
                }
                Err(cause) => {
                    // What came before is done, and won't be sent again for the sake of this.
                    self.advance(
                        scope,
                        &subscription.group,
                        &Subscription::consumer(&subscription.name),
                        arrival.sequence - 1,
                    )
                    .await?;
                    return Err(Failure::Deliver { destination: subscription.destination.clone(), cause });
                }
            }
        }
        Ok(())
    }

    async fn deliver(
        &self,
        scope: &Scope,
        subscription: &Subscription,
        pattern: &Pattern,
        arrival: &Arrival,
    ) -> Result<(), Undelivered> {
        let Some((stream, start)) = arrival.origin() else { return Ok(()) };
        let matching = arrival.events().enumerate().filter(|(_, (_, message))| pattern.matches(message));
        let events: Vec<Outgoing<'_>> = matching
            .map(|(index, (timestamp, message))| {
                let position =
                    Position { timestamp: *timestamp, sequence: start.sequence, index: index as u32 };
                Outgoing { id: EventId { position, stream }.to_string(), timestamp: *timestamp, message }
            })
            .collect();
        if events.is_empty() {
            return Ok(());
        }
        let target = destinations::target(self, scope, &subscription.destination).await;
        let (target, dispatcher) = target.zip(self.dispatcher()).ok_or(Undelivered::Nowhere)?;
        let envelope = Envelope {
            owner: scope.account.as_str(),
            group: &subscription.group_name,
            stream: &arrival.note.stream,
            filter: &subscription.name,
        };
        // Events of a stream go to one shard, in their order, unless they needn't.
        let key = if subscription.random {
            ""
        } else {
            &arrival.note.chunk[..arrival.note.chunk.find('/').unwrap_or(0)]
        };
        target.deliver(dispatcher, &envelope, &events, key).await
    }

    /// Removes the notes that nobody needs any more.
    async fn trim(&self, scope: &Scope) -> Result<(), Error> {
        let mut after: Option<String> = None;
        loop {
            let groups =
                self.store.read(|r| journal::groups(r, scope, after.as_deref(), GROUPS_PER_LISTING)).await?;
            let Some(last) = groups.last() else { return Ok(()) };
            after = Some(last.clone());
            for group in groups {
                // Most passes find something to remove here; where they don't, looking is cheaper than a transaction.
                let done = self.store.read(|r| {
                    let done = filters::done(r, scope, &group)?;
                    let first = journal::next(r, scope, &group, 0, 1)?;
                    Ok::<_, Error>((done, first.first().map(|(sequence, _)| *sequence)))
                });
                let (done, first) = done.await?;
                let mut more = first.is_some_and(|first| first <= done);
                while more {
                    let (scope, group) = (scope.clone(), group.clone());
                    let trimmed = self.store.write(Durability::Process, move |w| {
                        let done = filters::done(w, &scope, &group)?;
                        journal::trim(w, &scope, &group, done, DELETED_PER_TRANSACTION)
                    });
                    more = trimmed.await?;
                }
            }
        }
    }
}
