//! Removes chunks that nobody can see any more: those of deleted groups and streams, and those that expired.
//!
//! Works in transactions of some hundred chunks, so that writers wait for none of them long, each of which leaves the
//! store whole: a pass that dies is continued by the next. A deleted group's documents go in the order timeline with
//! chunks, streams, filters with what they left, usage, and the garbage note last, since the note is how the next pass finds the rest.

use neargate_core::Scope;
use neargate_store::{
    Document, Durability, Error, Expect, Range, ReadRecords as _, Record as _, Stored, WriteRecords as _,
    Writer,
};

use crate::Logs;
use crate::feed::{CURSORS_KIND, JOURNAL, MetricFilter, Subscription};
use crate::insights;
use crate::policies::IndexPolicy;
use crate::protection::ProtectionPolicy;
use crate::records::{
    EVENTS, Entry, Garbage, Group, SERVICE, Stream, TIMELINE, Usage, chunk_floor, chunk_id, chunk_start,
    decode, partition,
};

const PER_TRANSACTION: usize = 200;
const QUERIES_PER_TRANSACTION: usize = 20;

/// What a pass did.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct SweepReport {
    pub expired_chunks: usize,
    pub deleted_chunks: usize,
    /// Deleted groups and streams of which nothing is left.
    pub collected: usize,
    /// Insights queries that ended long ago.
    pub forgotten_queries: usize,
}

impl Logs {
    /// One pass over all accounts and regions. Takes no hint: what there is to do follows from the store alone.
    pub async fn sweep(&self) -> Result<SweepReport, Error> {
        let mut report = SweepReport::default();
        for scope in self.scopes("garbage").await? {
            while let Some(garbage) = self.first_garbage(&scope).await? {
                report.deleted_chunks += self.collect(&scope, garbage).await?;
                report.collected += 1;
            }
        }
        let oldest = self.now() - insights::MAX_AGE_MILLIS;
        for scope in self.scopes("queries").await? {
            loop {
                let scope = scope.clone();
                let write = self.store.write(Durability::Process, move |w| {
                    insights::forget_some(w, &scope, oldest, QUERIES_PER_TRANSACTION)
                });
                let count = write.await?;
                report.forgotten_queries += count;
                if count < QUERIES_PER_TRANSACTION {
                    break;
                }
            }
        }
        for scope in self.scopes("groups").await? {
            let mut after = None;
            loop {
                let groups: Vec<Stored<Group>> = self
                    .store
                    .read(|r| {
                        let range = Range::all().after(after.as_deref()).limit(PER_TRANSACTION);
                        r.list_records(scope.account.as_str(), scope.region.as_str(), range)
                    })
                    .await?;
                let Some(last) = groups.last() else { break };
                after = Some(last.value.name.clone());
                for group in groups.into_iter().filter(|group| group.value.retention_days.is_some()) {
                    report.expired_chunks += self.expire(&scope, &group.value).await?;
                }
            }
        }
        Ok(report)
    }

    pub(crate) async fn scopes(&self, kind: &str) -> Result<Vec<Scope>, Error> {
        self.store.scopes(SERVICE, kind).await
    }

    async fn first_garbage(&self, scope: &Scope) -> Result<Option<Garbage>, Error> {
        let range = Range::all().limit(1);
        let found: Vec<Stored<Garbage>> =
            self.store.read(|r| r.list_records(scope.account.as_str(), scope.region.as_str(), range)).await?;
        Ok(found.into_iter().next().map(|garbage| garbage.value))
    }

    /// Removes what a deleted group or stream left, and then the note of it.
    async fn collect(&self, scope: &Scope, garbage: Garbage) -> Result<usize, Error> {
        let mut chunks = 0;
        loop {
            let (scope, garbage) = (scope.clone(), garbage.clone());
            let write = self.store.write(Durability::Process, move |w| collect_some(w, &scope, &garbage));
            match write.await? {
                Collected::Some(count) => chunks += count,
                Collected::All => return Ok(chunks),
            }
        }
    }

    /// Removes a group's chunks whose last event has expired.
    async fn expire(&self, scope: &Scope, group: &Group) -> Result<usize, Error> {
        let expiry = group.expiry(self.now());
        // Most passes find nothing in most groups, and looking is cheaper than a transaction.
        let (prefix, to) = (format!("{}/", group.uid), chunk_floor(&group.uid, expiry));
        let range = Range { to: Some(&to), ..Range::prefix(&prefix).limit(1) };
        let oldest: Result<_, Error> = self.store.read(|r| r.list(&partition(scope, TIMELINE), range)).await;
        if oldest?.is_empty() {
            return Ok(0);
        }
        let mut chunks = 0;
        let mut after: Option<String> = None;
        loop {
            let (scope, uid, from) = (scope.clone(), group.uid.clone(), after);
            let write = self
                .store
                .write(Durability::Process, move |w| expire_some(w, &scope, &uid, expiry, from.as_deref()));
            let (count, last) = write.await?;
            chunks += count;
            if last.is_none() {
                return Ok(chunks);
            }
            after = last;
        }
    }
}

enum Collected {
    /// This many chunks, and there may be more.
    Some(usize),
    All,
}

fn collect_some(w: &mut dyn Writer, scope: &Scope, garbage: &Garbage) -> Result<Collected, Error> {
    let (account, region) = (scope.account.as_str(), scope.region.as_str());
    let prefix = format!("{}/", garbage.uid);
    let range = Range::prefix(&prefix).limit(PER_TRANSACTION);
    if let Some(group) = &garbage.stream_of {
        let chunks = w.list(&partition(scope, EVENTS), range)?;
        if !chunks.is_empty() {
            return forget_chunks(w, scope, group, &chunks).map(Collected::Some);
        }
    } else {
        let entries = w.list(&partition(scope, TIMELINE), range)?;
        if !entries.is_empty() {
            return forget_entries(w, scope, &entries).map(|(count, _)| Collected::Some(count));
        }
        let streams = w.list_records::<Stream>(account, region, range)?;
        if !streams.is_empty() {
            for Stored { value: stream, .. } in streams {
                w.delete_record::<Stream>(
                    account,
                    region,
                    &Stream::key(&stream.group, &stream.name),
                    Expect::Any,
                )?;
            }
            return Ok(Collected::Some(0));
        }
        for kind in [MetricFilter::KIND, Subscription::KIND, CURSORS_KIND, JOURNAL] {
            let left = w.list(&partition(scope, kind), range)?;
            if !left.is_empty() {
                for document in left {
                    w.delete(&partition(scope, kind), &document.id, Expect::Any)?;
                }
                return Ok(Collected::Some(0));
            }
        }
        w.delete_record::<ProtectionPolicy>(account, region, &garbage.uid, Expect::Any)?;
        w.delete_record::<IndexPolicy>(account, region, &garbage.uid, Expect::Any)?;
        w.delete_record::<Usage>(account, region, &garbage.uid, Expect::Any)?;
    }
    w.delete_record::<Garbage>(account, region, &garbage.uid, Expect::Any)?;
    Ok(Collected::All)
}

/// Deletes chunks of a stream, with their entries, and counts them out of the group's figures.
fn forget_chunks(
    w: &mut dyn Writer,
    scope: &Scope,
    group: &str,
    chunks: &[Document],
) -> Result<usize, Error> {
    let mut bytes = 0;
    for chunk in chunks {
        if let Some(start) = chunk_start(&chunk.id) {
            let entry = chunk_id(group, start.timestamp, start.sequence);
            if let Some(document) = w.get(&partition(scope, TIMELINE), &entry)? {
                bytes += decode::<Entry>(TIMELINE, &document)?.bytes;
                w.delete(&partition(scope, TIMELINE), &entry, Expect::Any)?;
            }
        }
        w.delete(&partition(scope, EVENTS), &chunk.id, Expect::Any)?;
    }
    discount(w, scope, group, bytes)?;
    Ok(chunks.len())
}

/// Deletes entries of a timeline with their chunks; their number and bytes.
fn forget_entries(w: &mut dyn Writer, scope: &Scope, entries: &[Document]) -> Result<(usize, i64), Error> {
    let mut bytes = 0;
    for document in entries {
        let entry: Entry = decode(TIMELINE, document)?;
        if let Some(start) = chunk_start(&document.id) {
            let chunk = chunk_id(&entry.stream, start.timestamp, start.sequence);
            w.delete(&partition(scope, EVENTS), &chunk, Expect::Any)?;
        }
        w.delete(&partition(scope, TIMELINE), &document.id, Expect::Any)?;
        bytes += entry.bytes;
    }
    Ok((entries.len(), bytes))
}

/// Removes what expired of the next entries; gives the entry to go on from unless that was the end.
fn expire_some(
    w: &mut dyn Writer,
    scope: &Scope,
    group: &str,
    expiry: i64,
    after: Option<&str>,
) -> Result<(usize, Option<String>), Error> {
    let (prefix, to) = (format!("{group}/"), chunk_floor(group, expiry));
    let range = Range { to: Some(&to), ..Range::prefix(&prefix).after(after).limit(PER_TRANSACTION) };
    let entries = w.list(&partition(scope, TIMELINE), range)?;
    let last = entries.last().filter(|_| entries.len() == PER_TRANSACTION).map(|entry| entry.id.clone());
    let mut expired = Vec::new();
    for document in entries {
        if decode::<Entry>(TIMELINE, &document)?.last < expiry {
            expired.push(document);
        }
    }
    let (count, bytes) = forget_entries(w, scope, &expired)?;
    discount(w, scope, group, bytes)?;
    Ok((count, last))
}

fn discount(w: &mut dyn Writer, scope: &Scope, group: &str, bytes: i64) -> Result<(), Error> {
    let (account, region) = (scope.account.as_str(), scope.region.as_str());
    if bytes > 0
        && let Some(Stored { value: mut usage, revision }) = w.get_record::<Usage>(account, region, group)?
    {
        usage.stored_bytes -= bytes;
        w.put_record(account, region, &usage, Expect::Revision(revision))?;
    }
    Ok(())
}
