//! GetLogEvents.
//!
//! A token is a boundary between two events and a direction: `f/<event id>/s` goes on from it forward, `b/<event id>/s`
//! backward. A page that finds nothing answers with the boundary that it was given, so the end of the stream repeats its
//! own token, and a later event is found with it.

use std::ops::ControlFlow;
use std::sync::Arc;

use neargate_core::Scope;
use neargate_store::Reader;
use neargate_wire::{AwsError, Context};

use super::PageSize;
use super::admission::MAX_AGE_MILLIS;
use crate::Logs;
use crate::model::{self, OutputLogEvent};
use crate::position::{EventId, Position};
use crate::protection::{self, Mask};
use crate::records::Stream;
use crate::refusal::Refusal;
use crate::resolve;
use crate::source::{StreamChunks, number};
use crate::walk::{self, Event};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Forward,
    Backward,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cursor {
    direction: Direction,
    boundary: Position,
}

impl Cursor {
    fn token(direction: Direction, boundary: Position, stream: u64) -> String {
        let letter = if direction == Direction::Forward { 'f' } else { 'b' };
        format!("{letter}/{}/s", EventId { position: boundary, stream })
    }

    fn parse(token: &str, stream: u64) -> Option<Self> {
        let (letter, rest) = token.split_once('/')?;
        let direction = match letter {
            "f" => Direction::Forward,
            "b" => Direction::Backward,
            _ => return None,
        };
        let id = EventId::parse(rest.strip_suffix("/s")?)?;
        (id.stream == stream).then_some(Self { direction, boundary: id.position })
    }
}

/// A page of events in ascending order, with the boundaries before its first and behind its last.
struct Page {
    events: Vec<OutputLogEvent>,
    before: Position,
    behind: Position,
}

pub async fn get(
    logs: Arc<Logs>,
    context: Context,
    input: model::GetLogEventsRequest,
) -> Result<model::GetLogEventsResponse, AwsError> {
    let scope = &context.scope;
    let group = resolve::group_name(scope, input.log_group_name, input.log_group_identifier)?;
    let name = input.log_stream_name.unwrap_or_default();
    let now = logs.now();
    let unmasked = input.unmask.unwrap_or(false);
    if unmasked {
        protection::allow_unmasking(&context, std::slice::from_ref(&group)).await?;
    }
    let read = logs.store.read(|r| {
        let group = resolve::group(r, scope, &group)?.value;
        let mask = if unmasked { None } else { logs.mask(r, scope, &group)? };
        let stream = resolve::stream(r, scope, &group, &name)?.value;
        let start = input.start_time.unwrap_or(0).max(group.expiry(now)).max(oldest(&stream));
        let end = input.end_time.unwrap_or(i64::MAX);
        let cursor = match &input.next_token {
            Some(token) => Cursor::parse(token, number(&stream.uid)).ok_or(Refusal::Token)?,
            None if input.start_from_head.unwrap_or(false) => {
                Cursor { direction: Direction::Forward, boundary: Position::at(start) }
            }
            None => Cursor {
                direction: Direction::Backward,
                boundary: newest(&stream, end).max(Position::at(start)),
            },
        };
        let size = PageSize::new(input.limit);
        let page = page(r, scope, &stream, cursor, start..end, size, mask.as_ref())?;
        Ok::<_, Refusal>((page, number(&stream.uid)))
    });
    let (page, stream) = read.await?;
    Ok(model::GetLogEventsResponse {
        events: Some(page.events),
        next_forward_token: Some(Cursor::token(Direction::Forward, page.behind, stream)),
        next_backward_token: Some(Cursor::token(Direction::Backward, page.before, stream)),
    })
}

/// No event of a stream can be earlier: older ones were refused already when it was made.
fn oldest(stream: &Stream) -> i64 {
    (stream.created - MAX_AGE_MILLIS).max(0)
}

/// The boundary behind a stream's events before `end`.
fn newest(stream: &Stream, end: i64) -> Position {
    Position::at(stream.last_event.map_or(0, |last| last.saturating_add(1).min(end)))
}

fn page(
    reader: &mut dyn Reader,
    scope: &Scope,
    stream: &Stream,
    cursor: Cursor,
    range: std::ops::Range<i64>,
    mut size: PageSize,
    mask: Option<&Mask>,
) -> Result<Page, Refusal> {
    let mut page = Page { events: Vec::new(), before: cursor.boundary, behind: cursor.boundary };
    let mut visit = |event: Event<'_>| {
        if !size.take(event.message) {
            return ControlFlow::Break(());
        }
        if let Some(mask) = mask {
            mask.apply(event.ingested, event.message);
        }
        if page.events.is_empty() {
            (page.before, page.behind) = (event.position, event.position.after());
        }
        page.before = page.before.min(event.position);
        page.behind = page.behind.max(event.position.after());
        page.events.push(OutputLogEvent {
            timestamp: Some(event.position.timestamp),
            message: Some(std::mem::take(event.message)),
            ingestion_time: Some(event.ingested),
        });
        ControlFlow::Continue(())
    };
    match cursor.direction {
        Direction::Forward => {
            let from = cursor.boundary.max(Position::at(range.start));
            let mut chunks = StreamChunks::ascending(reader, scope, stream, from.timestamp);
            walk::forward(&mut chunks, from, range.end, &mut visit)?;
        }
        Direction::Backward => {
            let before = cursor.boundary.min(Position::at(range.end));
            let mut chunks = StreamChunks::descending(reader, scope, stream, before.timestamp);
            walk::backward(&mut chunks, before, range.start, stream.widest_millis, &mut visit)?;
            page.events.reverse();
        }
    }
    Ok(page)
}
