//! CreateLogStream, DeleteLogStream and DescribeLogStreams.

use std::collections::BinaryHeap;
use std::sync::Arc;

use neargate_core::{Scope, random_hex};
use neargate_store::{Error, Expect, Range, ReadRecords as _, Reader, Stored, WriteRecords as _, token};
use neargate_wire::{AwsError, Context};

use crate::Logs;
use crate::model;
use crate::records::{Garbage, Group, Stream};
use crate::refusal::Refusal;
use crate::resolve;

const PER_PAGE: usize = 50;
const PER_LISTING: usize = 500;

pub async fn create(
    logs: Arc<Logs>,
    context: Context,
    input: model::CreateLogStreamRequest,
) -> Result<(), AwsError> {
    let group = input.log_group_name.unwrap_or_default();
    let name = input.log_stream_name.unwrap_or_default();
    let (scope, now, uid) = (context.scope.clone(), logs.now(), random_hex(16));
    let created = logs.store.write(context.durability, move |w| {
        let group = resolve::group(w, &scope, &group)?.value;
        let stream = Stream {
            group: group.uid,
            name: name.clone(),
            uid: uid.clone(),
            created: now,
            ..Stream::default()
        };
        w.put_record(scope.account.as_str(), scope.region.as_str(), &stream, Expect::Absent)?;
        Ok::<_, Refusal>(())
    });
    match created.await {
        Err(Refusal::Store(Error::Conflict { .. })) => Err(Refusal::StreamExists.into()),
        other => Ok(other?),
    }
}

pub async fn delete(
    logs: Arc<Logs>,
    context: Context,
    input: model::DeleteLogStreamRequest,
) -> Result<(), AwsError> {
    let group = input.log_group_name.unwrap_or_default();
    let name = input.log_stream_name.unwrap_or_default();
    let scope = context.scope.clone();
    let deleted = logs.store.write(context.durability, move |w| {
        let (account, region) = (scope.account.as_str(), scope.region.as_str());
        let group = resolve::group(w, &scope, &group)?.value;
        let stream = resolve::stream(w, &scope, &group, &name)?.value;
        if group.deletion_protected {
            return Err(Refusal::Protected(format!(
                "The log group {} has deletion protection enabled. Disable deletion protection to delete its streams.",
                group.name
            )));
        }
        w.delete_record::<Stream>(account, region, &Stream::key(&group.uid, &name), Expect::Any)?;
        let garbage = Garbage { uid: stream.uid, stream_of: Some(group.uid) };
        w.put_record(account, region, &garbage, Expect::Any)?;
        Ok(())
    });
    Ok(deleted.await?)
}

pub async fn describe(
    logs: Arc<Logs>,
    context: Context,
    input: model::DescribeLogStreamsRequest,
) -> Result<model::DescribeLogStreamsResponse, AwsError> {
    let scope = &context.scope;
    let name = resolve::group_name(scope, input.log_group_name, input.log_group_identifier)?;
    let page = Page {
        prefix: input.log_stream_name_prefix.unwrap_or_default(),
        by_time: input.order_by == Some(model::OrderBy::LastEventTime),
        descending: input.descending.unwrap_or(false),
        limit: input.limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(PER_PAGE),
    };
    if page.by_time && !page.prefix.is_empty() {
        return Err(Refusal::parameter("Cannot order by LastEventTime with a logStreamNamePrefix.").into());
    }
    let order = format!("{} {}", page.by_time, page.descending);
    let binding =
        ["DescribeLogStreams", scope.account.as_str(), scope.region.as_str(), &name, &page.prefix, &order];
    let after =
        input.next_token.map(|token| token::decode(&binding, &token)).transpose().map_err(Refusal::from)?;
    let read = logs.store.read(|r| {
        let group = resolve::group(r, scope, &name)?.value;
        let (streams, last) = if page.by_time {
            page.by_time(r, scope, &group, after.as_deref())?
        } else {
            page.by_name(r, scope, &group, after.as_deref())?
        };
        Ok::<_, Refusal>((streams, last))
    });
    let (streams, last) = read.await?;
    let arn = resolve::group_arn(scope, &name);
    let log_streams = streams.into_iter().map(|stream| described(&arn, stream)).collect();
    let next_token = last.map(|last| token::encode(&binding, &last));
    Ok(model::DescribeLogStreamsResponse { log_streams: Some(log_streams), next_token })
}

fn described(group_arn: &str, stream: Stream) -> model::LogStream {
    model::LogStream {
        arn: Some(format!("{group_arn}:log-stream:{}", stream.name)),
        upload_sequence_token: stream.upload_sequence_token(),
        log_stream_name: Some(stream.name),
        creation_time: Some(stream.created),
        first_event_timestamp: stream.first_event,
        last_event_timestamp: stream.last_event,
        last_ingestion_time: stream.last_ingestion,
        // AWS gave up counting per stream in 2019 and always says zero.
        stored_bytes: Some(0),
    }
}

/// A page of DescribeLogStreams.
struct Page {
    prefix: String,
    by_time: bool,
    descending: bool,
    limit: usize,
}

impl Page {
    fn by_name(
        &self,
        reader: &mut dyn Reader,
        scope: &Scope,
        group: &Group,
        after: Option<&str>,
    ) -> Result<(Vec<Stream>, Option<String>), Error> {
        let prefix = Stream::key(&group.uid, &self.prefix);
        let after = after.map(|name| Stream::key(&group.uid, name));
        let range = Range::prefix(&prefix).after(after.as_deref()).limit(self.limit + 1);
        let range = if self.descending { range.descending() } else { range };
        let found: Vec<Stored<Stream>> =
            reader.list_records(scope.account.as_str(), scope.region.as_str(), range)?;
        let more = found.len() > self.limit;
        let streams: Vec<_> = found.into_iter().take(self.limit).map(|stream| stream.value).collect();
        let last = streams.last().filter(|_| more).map(|stream| stream.name.clone());
        Ok((streams, last))
    }

    /// Goes through all streams of the group and keeps a page of them: the store has no order but that of ids.
    fn by_time(
        &self,
        reader: &mut dyn Reader,
        scope: &Scope,
        group: &Group,
        after: Option<&str>,
    ) -> Result<(Vec<Stream>, Option<String>), Error> {
        let after = after.and_then(|after| {
            let (time, name) = after.split_once(' ')?;
            Some((time.parse::<i64>().ok()?, name.to_owned()))
        });
        let before = |a: &(i64, String), b: &(i64, String)| if self.descending { a > b } else { a < b };
        let mut page: BinaryHeap<Ranked> = BinaryHeap::new();
        let prefix = Stream::key(&group.uid, "");
        let mut key: Option<String> = None;
        let mut more = false;
        loop {
            let range = Range::prefix(&prefix).after(key.as_deref()).limit(PER_LISTING);
            let listed: Vec<Stored<Stream>> =
                reader.list_records(scope.account.as_str(), scope.region.as_str(), range)?;
            let ended = listed.len() < PER_LISTING;
            key = listed.last().map(|stream| Stream::key(&group.uid, &stream.value.name));
            for Stored { value: stream, .. } in listed {
                // A stream without events is older than any other.
                let rank = (stream.last_event.unwrap_or(0), stream.name.clone());
                if after.as_ref().is_some_and(|after| !before(after, &rank)) {
                    continue;
                }
                page.push(Ranked { rank, descending: self.descending, stream });
                if page.len() > self.limit {
                    page.pop();
                    more = true;
                }
            }
            if ended {
                break;
            }
        }
        let page = page.into_sorted_vec();
        let last = page.last().filter(|_| more).map(|last| format!("{} {}", last.rank.0, last.rank.1));
        Ok((page.into_iter().map(|ranked| ranked.stream).collect(), last))
    }
}

/// A stream in the order of the page: the heap gives up the last of them.
struct Ranked {
    rank: (i64, String),
    descending: bool,
    stream: Stream,
}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let ascending = self.rank.cmp(&other.rank);
        if self.descending { ascending.reverse() } else { ascending }
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ranked {
    fn eq(&self, other: &Self) -> bool {
        self.rank == other.rank
    }
}

impl Eq for Ranked {}
