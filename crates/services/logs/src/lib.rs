//! CloudWatch Logs: groups, streams, and events written in batches and read in order.
//!
//! All of it is in the store ([`records`] has the table of kinds and ids); this crate holds no state of its own. Events lie
//! in immutable *chunks* ([`chunk`]), each written together with the stream's and the group's new figures in one
//! transaction. Readers merge the chunks that overlap ([`walk`]). A chunk's *sequence* is its number within the group:
//! with the time first, it gives all events of a group one order ([`position`]), of which event ids and page tokens are
//! notations.
//!
//! Deleting a group or a stream takes it out of sight at once; its chunks are *garbage*, which the [`sweep`] removes in
//! small transactions, together with chunks whose events have all expired. Expired events are out of sight at once, too.
//!
//! Questions over many events at once are [`insights`]; metric and subscription filters are fed by [`feed`]; [`exports`] write
//! events to buckets; [`live`] tells of them as they come in.
//!
//! # The log driver's exactly-once
//!
//! Ordinary callers' sequence tokens are ignored, as AWS ignores them. When the caller is a part of neargate
//! (`Origin::internal`), a token `offset:<n>:<m>` states where in its source the batch begins and where it ends. The
//! stream keeps the highest `m` that it accepted and gives it as `nextSequenceToken` and, in DescribeLogStreams, as
//! `uploadSequenceToken`. A batch whose `<n>` is below that is acknowledged without being stored again: so the driver
//! repeats after a crash whatever it isn't sure of. The answer to such a repetition states the offset from which to go on.
//!
//! Holds: a batch is stored as a whole or not at all; a position, once read, names the same event until it expires; a
//! page costs bounded work, however large the group.
//! Dies well: at any line. The sweep starts from the store and may be repeated.
//! Elsewhere: reading containers' output (the log driver), keeping metrics and carrying events further (other services).

mod chunk;
mod events;
mod exports;
mod feed;
mod groups;
mod guards;
pub mod insights;
mod live;
mod model;
pub mod pattern;
mod policies;
mod position;
mod protection;
mod records;
mod refusal;
mod resolve;
mod retention;
mod source;
mod streams;
mod sweep;
mod tags;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod walk;

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use neargate_core::Clock;
use neargate_store::Store;
use neargate_wire::{Dispatcher, Service};
use tokio::sync::watch;

pub use sweep::SweepReport;

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// How often expired events are looked for. AWS takes up to 72 hours.
const SWEEP_INTERVAL: Duration = Duration::from_secs(60);

/// The service's operations and its sweep.
pub struct Logs {
    store: Store,
    clock: Arc<dyn Clock>,
    queries: insights::Queries,
    worker: feed::Worker,
    live: live::Live,
    masks: protection::Masks,
    dispatcher: OnceLock<Dispatcher>,
}

impl Logs {
    pub fn new(store: Store, clock: Arc<dyn Clock>) -> Arc<Self> {
        Arc::new(Self {
            store,
            clock,
            queries: insights::Queries::default(),
            worker: feed::Worker::default(),
            live: live::Live::default(),
            masks: protection::Masks::default(),
            dispatcher: OnceLock::new(),
        })
    }

    /// Hands over the door to the other services, once all are known: destinations of events are behind it.
    pub fn connect(&self, dispatcher: Dispatcher) {
        let _ = self.dispatcher.set(dispatcher);
    }

    pub(crate) fn dispatcher(&self) -> Option<&Dispatcher> {
        self.dispatcher.get()
    }

    /// The operations, ready for a dispatcher.
    pub fn service(self: &Arc<Self>) -> Service {
        let service = Service::new("logs", &model::MODEL, "InvalidParameterException", refusal::INTERNAL)
            .guarded(model::CreateLogGroup, self, guards::create_group, groups::create)
            .guarded(model::DeleteLogGroup, self, guards::delete_group, groups::delete)
            .guarded(model::DescribeLogGroups, self, guards::describe_groups, groups::describe)
            .guarded(
                model::PutLogGroupDeletionProtection,
                self,
                guards::put_deletion_protection,
                groups::put_deletion_protection,
            )
            .guarded(model::PutRetentionPolicy, self, guards::put_retention, retention::put)
            .guarded(model::DeleteRetentionPolicy, self, guards::delete_retention, retention::delete)
            .guarded(model::CreateLogStream, self, guards::create_stream, streams::create)
            .guarded(model::DeleteLogStream, self, guards::delete_stream, streams::delete)
            .guarded(model::DescribeLogStreams, self, guards::describe_streams, streams::describe)
            .guarded(model::PutLogEvents, self, guards::put_events, events::put)
            .guarded(model::GetLogEvents, self, guards::get_events, events::get)
            .guarded(model::FilterLogEvents, self, guards::filter_events, events::filter)
            .on(model::TestMetricFilter, self, events::test_metric_filter)
            .guarded(model::TagResource, self, guards::tag_resource, tags::tag_resource)
            .guarded(model::UntagResource, self, guards::untag_resource, tags::untag_resource)
            .guarded(
                model::ListTagsForResource,
                self,
                guards::list_tags_for_resource,
                tags::list_tags_for_resource,
            )
            .guarded(model::TagLogGroup, self, guards::tag_log_group, tags::tag_log_group)
            .guarded(model::UntagLogGroup, self, guards::untag_log_group, tags::untag_log_group)
            .guarded(model::ListTagsLogGroup, self, guards::list_tags_log_group, tags::list_tags_log_group);
        let service = insights::register(service, self);
        let service = feed::register(service, self);
        let service = policies::register(service, self);
        let service = exports::register(service, self);
        let service = protection::register(service, self);
        let service = service.streaming(model::StartLiveTail, self, live::guard, live::start);
        service.on(model::ListLogGroups, self, groups::list)
    }

    /// The background work, until told to stop: the sweep, the feed to filters and destinations, and exports.
    pub async fn run(self: Arc<Self>, stop: watch::Receiver<bool>) {
        tokio::join!(
            self.run_sweep(stop.clone()),
            self.feed(stop.clone()),
            self.export(stop.clone()),
            self.end_sessions(stop)
        );
        self.queries.close();
    }

    /// Live Tail sessions would keep the server from ending.
    async fn end_sessions(&self, mut stop: watch::Receiver<bool>) {
        let _ = stop.wait_for(|stop| *stop).await;
        self.live.close();
    }

    /// Removes what expired and what was deleted. A pass under way when told to stop is finished first.
    async fn run_sweep(&self, mut stop: watch::Receiver<bool>) {
        let mut garbage = self.store.watch(records::SERVICE, "garbage");
        while !*stop.borrow_and_update() {
            match self.sweep().await {
                Ok(report) if report == SweepReport::default() => {
                    tracing::debug!("no expired or deleted logs")
                }
                Ok(SweepReport { expired_chunks, deleted_chunks, collected, forgotten_queries }) => {
                    tracing::info!(
                        expired_chunks,
                        deleted_chunks,
                        collected,
                        forgotten_queries,
                        "logs swept"
                    );
                }
                Err(error) => {
                    tracing::error!(error = &error as &dyn std::error::Error, "sweep of logs failed")
                }
            }
            // Waiting may be dropped at any moment: each pass starts from the store.
            tokio::select! {
                // Without a sender nobody is left to stop us, and so nobody to work for.
                changed = stop.changed() => if changed.is_err() { return },
                () = garbage.changed() => {}
                () = tokio::time::sleep(SWEEP_INTERVAL) => {}
            }
        }
    }

    fn now(&self) -> i64 {
        self.clock.now().0
    }
}
