//! FilterLogEvents, and TestMetricFilter, which tries a pattern on messages of the caller.

use std::ops::ControlFlow;
use std::sync::Arc;

use neargate_core::Scope;
use neargate_store::{Reader, token};
use neargate_wire::{AwsError, Context};

use super::PageSize;
use crate::Logs;
use crate::model::{self, FilteredLogEvent};
use crate::pattern::{Pattern, PatternError};
use crate::position::{EventId, Position};
use crate::refusal::Refusal;
use crate::resolve;
use crate::source::{GroupChunks, Wanted};
use crate::walk::{self, End, Event};

/// One page looks at no more text than this, whether it matches or not.
const MAX_EXAMINED_BYTES_PER_PAGE: usize = 16 * 1024 * 1024;

pub async fn filter(
    logs: Arc<Logs>,
    context: Context,
    input: model::FilterLogEventsRequest,
) -> Result<model::FilterLogEventsResponse, AwsError> {
    let scope = &context.scope;
    let name = resolve::group_name(scope, input.log_group_name, input.log_group_identifier)?;
    let names = input.log_stream_names.unwrap_or_default();
    let prefix = input.log_stream_name_prefix.unwrap_or_default();
    let text = input.filter_pattern.unwrap_or_default();
    if !names.is_empty() && !prefix.is_empty() {
        return Err(
            Refusal::parameter("logStreamNamePrefix and logStreamNames cannot both be specified.").into()
        );
    }
    let pattern = Pattern::parse(&text).map_err(|error| match error {
        // This operation doesn't say which term.
        PatternError::Term(_) => Refusal::parameter(PatternError::Malformed.to_string()),
        other => Refusal::parameter(other.to_string()),
    })?;
    let names_joined = names.join(":");
    let (account, region) = (scope.account.as_str(), scope.region.as_str());
    let binding = ["FilterLogEvents", account, region, &name, &names_joined, &prefix, &text];
    let from = match &input.next_token {
        None => None,
        Some(text) => {
            let id = token::decode(&binding, text).map_err(Refusal::from)?;
            Some(EventId::parse(&id).ok_or(Refusal::Token)?.position)
        }
    };
    let now = logs.now();
    let read = logs.store.read(|r| {
        let group = resolve::group(r, scope, &name)?.value;
        for name in &names {
            resolve::stream(r, scope, &group, name)?;
        }
        let start = Position::at(input.start_time.unwrap_or(0).max(group.expiry(now)));
        let search = Search {
            group: group.uid,
            pattern,
            wanted: match (names.is_empty(), prefix.is_empty()) {
                (false, _) => Wanted::Named(names.into_iter().collect()),
                (true, false) => Wanted::Prefixed(prefix.clone()),
                (true, true) => Wanted::All,
            },
            from: from.map_or(start, |from| from.max(start)),
            // Unlike that of GetLogEvents, this range includes its end.
            to: input.end_time.map_or(i64::MAX, |end| end.saturating_add(1)),
        };
        search.page(r, scope, PageSize::new(input.limit))
    });
    let (events, next) = read.await?;
    let next_token =
        next.map(|position| token::encode(&binding, &EventId { position, stream: 0 }.to_string()));
    Ok(model::FilterLogEventsResponse {
        events: Some(events),
        // AWS has filled this list no more since 2020.
        searched_log_streams: Some(Vec::new()),
        next_token,
    })
}

struct Search {
    /// Its uid.
    group: String,
    pattern: Pattern,
    wanted: Wanted,
    from: Position,
    to: i64,
}

impl Search {
    /// A page of events, and where the next one begins.
    fn page(
        &self,
        reader: &mut dyn Reader,
        scope: &Scope,
        mut size: PageSize,
    ) -> Result<(Vec<FilteredLogEvent>, Option<Position>), Refusal> {
        let widest = resolve::usage(reader, scope, &self.group)?.widest_millis;
        let mut chunks =
            GroupChunks::new(reader, scope, &self.group, &self.wanted, self.from.timestamp, widest);
        let mut events = Vec::new();
        let mut examined = 0;
        let end = walk::forward(
            &mut chunks,
            self.from,
            self.to,
            |Event { position, ingested, origin, message }| {
                if examined >= MAX_EXAMINED_BYTES_PER_PAGE {
                    return ControlFlow::Break(());
                }
                examined += message.len();
                if !self.pattern.matches(message) {
                    return ControlFlow::Continue(());
                }
                if !size.take(message) {
                    return ControlFlow::Break(());
                }
                events.push(FilteredLogEvent {
                    log_stream_name: Some(origin.name.clone()),
                    timestamp: Some(position.timestamp),
                    message: Some(std::mem::take(message)),
                    ingestion_time: Some(ingested),
                    event_id: Some(EventId { position, stream: origin.uid }.to_string()),
                });
                ControlFlow::Continue(())
            },
        )?;
        Ok((events, if let End::Paused(at) = end { Some(at) } else { None }))
    }
}

pub async fn test_metric_filter(
    _: Arc<Logs>,
    _: Context,
    input: model::TestMetricFilterRequest,
) -> Result<model::TestMetricFilterResponse, AwsError> {
    let pattern = Pattern::parse(&input.filter_pattern.unwrap_or_default())
        .map_err(|error| Refusal::parameter(error.to_string()))?;
    let messages = input.log_event_messages.unwrap_or_default().into_iter().zip(1..);
    let matches = messages.filter_map(|(message, number)| {
        let extracted_values = pattern.extract(&message)?;
        Some(model::MetricFilterMatchRecord {
            event_number: Some(number),
            event_message: Some(message),
            extracted_values: Some(extracted_values),
        })
    });
    Ok(model::TestMetricFilterResponse { matches: Some(matches.collect()) })
}
