//! PutLogEvents.

use std::sync::Arc;

use neargate_core::random_digits;
use neargate_store::{Expect, WriteRecords as _};
use neargate_wire::{AwsError, Context, Origin};

use super::admission;
use crate::Logs;
use crate::chunk::{self, Sealed};
use crate::feed::{self, Note};
use crate::model;
use crate::records::{EVENTS, Entry, Stream, TIMELINE, Usage, chunk_id, partition};
use crate::refusal::{INTERNAL, Refusal};
use crate::resolve;

/// A driver's batch: where in its source it begins and ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Offsets {
    begin: u64,
    end: u64,
}

pub async fn put(
    logs: Arc<Logs>,
    context: Context,
    input: model::PutLogEventsRequest,
) -> Result<model::PutLogEventsResponse, AwsError> {
    let now = logs.now();
    let group = input.log_group_name.unwrap_or_default();
    let name = input.log_stream_name.unwrap_or_default();
    let events = input.log_events.unwrap_or_default();
    let offsets = offsets(&context.origin, input.sequence_token.as_deref())?;
    let events = admission::check(&events)?;
    // What may be let in depends on the group's retention. Bodies are written before the transaction, which all others
    // wait for; should the retention change between, the batch came in before the change.
    let expiry = logs.store.read(|r| {
        let group = resolve::group(r, &context.scope, &group)?.value;
        resolve::stream(r, &context.scope, &group, &name)?;
        Ok::<_, Refusal>(group.expiry(now))
    });
    let (accepted, rejected) = admission::admit(&events, now, expiry.await?)?;
    let accepted = &events[accepted];
    let chunks = chunk::seal(accepted, now).map_err(|e| AwsError::internal(INTERNAL, e))?;
    let audience = logs.live.audience(&context.scope, &group, &name);

    let token = format!("49{}", random_digits(54));
    let scope = context.scope.clone();
    let written = logs.store.write(context.durability, move |w| {
        let (account, region) = (scope.account.as_str(), scope.region.as_str());
        let group = resolve::group(w, &scope, &group)?.value;
        let mut stream = resolve::stream(w, &scope, &group, &name)?.value;
        if let Some(Offsets { begin, end }) = offsets {
            if stream.driver_offset.is_some_and(|accepted| begin < accepted) {
                return Ok((stream.upload_sequence_token(), false));
            }
            stream.driver_offset = Some(end);
        } else {
            stream.sequence_token = Some(token.clone());
        }
        let mut usage = resolve::usage(w, &scope, &group.uid)?;
        for chunk in &chunks {
            let entry = record(&mut usage, &mut stream, chunk, now);
            let (first, sequence) = (chunk.first, usage.sequence);
            let id = chunk_id(&stream.uid, first, sequence);
            w.put(&partition(&scope, EVENTS), &id, Expect::Absent, &chunk.body, &[])?;
            let id = chunk_id(&group.uid, first, sequence);
            let body = serde_json::to_vec(&entry).map_err(|cause| neargate_store::Error::Encode {
                kind: TIMELINE,
                id: id.clone(),
                cause: Arc::new(cause),
            })?;
            w.put(&partition(&scope, TIMELINE), &id, Expect::Absent, &body, &[])?;
            if group.is_watched() {
                let note = Note {
                    chunk: chunk_id(&stream.uid, first, sequence),
                    stream: stream.name.clone(),
                    ingested: now,
                };
                feed::note(w, &scope, &group.uid, sequence, &note)?;
            }
        }
        w.put_record(account, region, &stream, Expect::Any)?;
        if !chunks.is_empty() {
            w.put_record(account, region, &usage, Expect::Any)?;
        }
        // An ordinary caller on a driver's stream gets a token of the ordinary kind.
        let token = if offsets.is_some() { stream.upload_sequence_token() } else { stream.sequence_token };
        Ok::<_, Refusal>((token, true))
    });
    let (next_sequence_token, stored) = written.await?;
    if let Some(audience) = audience.filter(|_| stored) {
        match logs.store.read(|r| logs.mask_of(r, &context.scope, audience.group())).await {
            Ok(mask) => audience.tell(accepted, now, mask.as_ref()),
            // The events are stored: that nobody heard of them is no reason to send them again.
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::error!(error, "look for what to mask in Live Tail");
            }
        }
    }
    Ok(model::PutLogEventsResponse {
        next_sequence_token,
        rejected_log_events_info: rejected,
        rejected_entity_info: None,
    })
}

/// Counts a chunk in the figures of its group and stream.
fn record(usage: &mut Usage, stream: &mut Stream, chunk: &Sealed, now: i64) -> Entry {
    let span = chunk.last - chunk.first;
    usage.sequence += 1;
    usage.stored_bytes += chunk.bytes;
    usage.widest_millis = usage.widest_millis.max(span);
    stream.widest_millis = stream.widest_millis.max(span);
    stream.first_event = Some(stream.first_event.map_or(chunk.first, |first| first.min(chunk.first)));
    stream.last_event = Some(stream.last_event.map_or(chunk.last, |last| last.max(chunk.last)));
    stream.last_ingestion = Some(now);
    Entry {
        stream: stream.uid.clone(),
        stream_name: stream.name.clone(),
        last: chunk.last,
        bytes: chunk.bytes,
    }
}

fn offsets(origin: &Origin, token: Option<&str>) -> Result<Option<Offsets>, Refusal> {
    let token = token.filter(|_| origin.internal);
    let Some(range) = token.and_then(|token| token.strip_prefix("offset:")) else { return Ok(None) };
    let parsed = range.split_once(':').and_then(|(begin, end)| {
        let offsets = Offsets { begin: begin.parse().ok()?, end: end.parse().ok()? };
        (offsets.begin <= offsets.end).then_some(offsets)
    });
    parsed.map(Some).ok_or_else(|| Refusal::Parameter(format!("offset:{range} states no offsets.")))
}
