//! GetLogRecord and GetLogGroupFields.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use neargate_wire::{AwsError, Context};

use super::{pointer, row};
use crate::Logs;
use crate::model;
use crate::position::Position;
use crate::protection;
use crate::refusal::Refusal;
use crate::resolve;
use crate::source::{GroupChunks, Wanted};
use crate::walk;

/// AWS discovers no more in an event.
const MAX_FIELDS: usize = 1_000;
/// Events from which the fields of a group are told.
const MAX_SAMPLED: usize = 1_000;
const AROUND_MILLIS: i64 = 8 * 60 * 1000;
const RECENT_MILLIS: i64 = 15 * 60 * 1000;
const MAX_BYTES_SAMPLED: usize = 4 * 1024 * 1024;

pub async fn get_log_record(
    logs: Arc<Logs>,
    context: Context,
    input: model::GetLogRecordRequest,
) -> Result<model::GetLogRecordResponse, AwsError> {
    let text = input.log_record_pointer.unwrap_or_default();
    let scope = &context.scope;
    let invalid = || Refusal::parameter("The specified log record pointer is invalid.");
    let (name, id) = pointer::decode(&text).ok_or_else(invalid)?;
    let now = logs.now();
    let unmasked = input.unmask.unwrap_or(false);
    if unmasked {
        protection::allow_unmasking(&context, std::slice::from_ref(&name)).await?;
    }
    let read = logs.store.read(|r| {
        let group = resolve::group(r, scope, &name)?.value;
        let mask = if unmasked { None } else { logs.mask(r, scope, &group)? };
        let widest = resolve::usage(r, scope, &group.uid)?.widest_millis;
        let mut found = None;
        if id.position.timestamp >= group.expiry(now) {
            let mut chunks = GroupChunks::new(r, scope, &group.uid, &Wanted::All, id.position, widest);
            let to = id.position.timestamp.saturating_add(1);
            walk::forward(&mut chunks, id.position, to, |event| {
                if event.position == id.position && event.origin.uid == id.stream {
                    let mut message = std::mem::take(event.message);
                    if let Some(mask) = &mask {
                        mask.apply(event.ingested, &mut message);
                    }
                    found = Some((message, event.origin.name.clone(), event.ingested));
                }
                ControlFlow::Break(())
            })?;
        }
        found.ok_or_else(|| Refusal::Missing("The specified log record does not exist.".to_owned()))
    });
    let (message, stream, ingested) = read.await?;
    let mut record: BTreeMap<String, String> = row::leaves(&message, MAX_FIELDS)
        .into_iter()
        .map(|(path, value)| (path, value.to_string()))
        .collect();
    record.extend([
        ("@timestamp".to_owned(), id.position.timestamp.to_string()),
        ("@ingestionTime".to_owned(), ingested.to_string()),
        ("@message".to_owned(), message),
        ("@logStream".to_owned(), stream),
        ("@log".to_owned(), format!("{}:{name}", scope.account)),
        ("@ptr".to_owned(), text),
    ]);
    Ok(model::GetLogRecordResponse { log_record: Some(record) })
}

pub async fn get_log_group_fields(
    logs: Arc<Logs>,
    context: Context,
    input: model::GetLogGroupFieldsRequest,
) -> Result<model::GetLogGroupFieldsResponse, AwsError> {
    let scope = &context.scope;
    let name = resolve::group_name(scope, input.log_group_name, input.log_group_identifier)?;
    let now = logs.now();
    let range = match input.time {
        Some(seconds) => {
            let millis = seconds.saturating_mul(1000);
            millis.saturating_sub(AROUND_MILLIS)..millis.saturating_add(AROUND_MILLIS)
        }
        None => now - RECENT_MILLIS..now + 1,
    };
    let (mut sampled, mut bytes) = (0u64, 0);
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    let read = logs.store.read(|r| {
        let group = resolve::group(r, scope, &name)?.value;
        let widest = resolve::usage(r, scope, &group.uid)?.widest_millis;
        let from = Position::at(range.start.max(group.expiry(now)).max(0));
        let mut chunks = GroupChunks::new(r, scope, &group.uid, &Wanted::All, from, widest);
        walk::forward(&mut chunks, from, range.end, |event| {
            sampled += 1;
            bytes += event.message.len();
            for (path, _) in row::leaves(event.message, MAX_FIELDS) {
                *counts.entry(path).or_default() += 1;
            }
            if sampled as usize == MAX_SAMPLED || bytes > MAX_BYTES_SAMPLED {
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        })?;
        Ok::<_, Refusal>(())
    });
    read.await?;
    if sampled > 0 {
        let always = ["@timestamp", "@message", "@logStream", "@log", "@ingestionTime"];
        counts.extend(always.map(|name| (name.to_owned(), sampled)));
    }
    let mut fields: Vec<model::LogGroupField> = counts
        .into_iter()
        .take(MAX_FIELDS)
        .map(|(name, count)| model::LogGroupField {
            name: Some(name),
            percent: Some((count * 100 / sampled) as i64),
        })
        .collect();
    fields.sort_by_key(|field| std::cmp::Reverse(field.percent));
    Ok(model::GetLogGroupFieldsResponse { log_group_fields: Some(fields) })
}
