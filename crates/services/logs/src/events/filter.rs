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
use crate::protection::{self, Mask};
use crate::refusal::Refusal;
use crate::resolve;
use crate::source::{GroupChunks, Wanted};
use crate::walk::{self, End, Event};

/// One page looks at no more text than this, whether it matches or not,
const MAX_EXAMINED_BYTES_PER_PAGE: usize = 16 * 1024 * 1024;

/// and at this much before other requests have their turn, since reads of the store hold their thread.
const MAX_EXAMINED_BYTES_PER_READ: usize = 2 * 1024 * 1024;

/// What passing over the chunk of an unwanted stream counts as.
const SKIPPED_ENTRY_BYTES: usize = 256;

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
    let unmasked = input.unmask.unwrap_or(false);
    if unmasked {
        protection::allow_unmasking(&context, std::slice::from_ref(&name)).await?;
    }
    let read = logs.store.read(|r| {
        let group = resolve::group(r, scope, &name)?.value;
        for name in &names {
            resolve::stream(r, scope, &group, name)?;
        }
        let start = Position::at(input.start_time.unwrap_or(0).max(group.expiry(now)));
        let mask = if unmasked { None } else { logs.mask(r, scope, &group)? };
        Ok::<_, Refusal>(Search {
            mask,
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
        })
    });
    let search = read.await?;
    let mut page = Page { events: Vec::new(), size: PageSize::new(input.limit), full: false, examined: 0 };
    let mut next = Some(search.from);
    while let Some(from) = next
        && !page.full
        && page.examined < MAX_EXAMINED_BYTES_PER_PAGE
    {
        next = logs.store.read(|r| search.read(r, scope, from, &mut page)).await?;
        tokio::task::yield_now().await;
    }
    let next_token =
        next.map(|position| token::encode(&binding, &EventId { position, stream: 0 }.to_string()));
    Ok(model::FilterLogEventsResponse {
        events: Some(page.events),
        // AWS has filled this list no more since 2020.
        searched_log_streams: Some(Vec::new()),
        next_token,
    })
}

struct Search {
    mask: Option<Mask>,
    /// Its uid.
    group: String,
    pattern: Pattern,
    wanted: Wanted,
    from: Position,
    to: i64,
}

/// A page that is being filled.
struct Page {
    events: Vec<FilteredLogEvent>,
    size: PageSize,
    /// There was an event that had no room.
    full: bool,
    examined: usize,
}

impl Search {
    /// Goes on with a page from a position; gives the position to go on from, if there may be more.
    fn read(
        &self,
        reader: &mut dyn Reader,
        scope: &Scope,
        from: Position,
        page: &mut Page,
    ) -> Result<Option<Position>, Refusal> {
        let widest = resolve::usage(reader, scope, &self.group)?.widest_millis;
        let mut chunks = GroupChunks::new(reader, scope, &self.group, &self.wanted, from, widest);
        let enough = page.examined + MAX_EXAMINED_BYTES_PER_READ;
        let end =
            walk::forward(&mut chunks, from, self.to, |Event { position, ingested, origin, message }| {
                if page.examined >= enough {
                    return ControlFlow::Break(());
                }
                page.examined += message.len();
                if let Some(mask) = &self.mask {
                    mask.apply(ingested, message);
                }
                if !self.pattern.matches(message) {
                    return ControlFlow::Continue(());
                }
                if !page.size.take(message) {
                    page.full = true;
                    return ControlFlow::Break(());
                }
                page.events.push(FilteredLogEvent {
                    log_stream_name: Some(origin.name.clone()),
                    timestamp: Some(position.timestamp),
                    message: Some(std::mem::take(message)),
                    ingestion_time: Some(ingested),
                    event_id: Some(EventId { position, stream: origin.uid }.to_string()),
                });
                ControlFlow::Continue(())
            })?;
        match end {
            End::Exhausted => Ok(None),
            End::Paused(at) => {
                page.examined += chunks.skipped() * SKIPPED_ENTRY_BYTES;
                Ok(Some(at))
            }
        }
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
