//! Where walks take their chunks from: one stream's, or those of a group.

use std::collections::{HashMap, HashSet, VecDeque};
use std::rc::Rc;

use neargate_core::Scope;
use neargate_store::{Document, Error, Order, Range, ReadRecords as _, Reader};

use crate::chunk::{self, Opened};
use crate::position::Position;
use crate::records::{EVENTS, Entry, Stream, TIMELINE, chunk_floor, chunk_start, partition};
use crate::walk::{Chunks, Next, Origin};

/// Chunks weigh up to a quarter of a megabyte, so few are listed at a time.
const CHUNKS_PER_LISTING: usize = 4;
const ENTRIES_PER_LISTING: usize = 256;

/// Entries of unwanted streams that one read passes over before it pauses.
const MAX_SKIPPED_PER_READ: usize = if cfg!(test) { 50 } else { 5_000 };

/// A listing of chunks or entries that goes on by itself.
struct Listing<'a> {
    reader: &'a mut dyn Reader,
    scope: &'a Scope,
    kind: &'static str,
    from: Option<String>,
    to: Option<String>,
    order: Order,
    per_listing: usize,
    prefix: String,
    after: Option<String>,
    batch: VecDeque<Document>,
    ended: bool,
}

impl Listing<'_> {
    fn front(&mut self) -> Result<Option<&Document>, Error> {
        if self.batch.is_empty() && !self.ended {
            let range = Range {
                after: self.after.as_deref(),
                prefix: Some(&self.prefix),
                from: self.from.as_deref(),
                to: self.to.as_deref(),
                order: self.order,
                limit: Some(self.per_listing),
            };
            self.batch = self.reader.list(&partition(self.scope, self.kind), range)?.into();
            self.ended = self.batch.len() < self.per_listing;
            self.after = self.batch.back().map(|document| document.id.clone());
        }
        Ok(self.batch.front())
    }
}

/// The chunks of a stream.
pub struct StreamChunks<'a> {
    listing: Listing<'a>,
    origin: Rc<Origin>,
}

/// The uid of a stream as the number that event ids carry.
pub fn number(uid: &str) -> u64 {
    u64::from_str_radix(uid, 16).unwrap_or(0)
}

impl<'a> StreamChunks<'a> {
    /// Ascending, from the first chunk that may reach to `from`.
    pub fn ascending(reader: &'a mut dyn Reader, scope: &'a Scope, stream: &Stream, from: i64) -> Self {
        let from = chunk_floor(&stream.uid, from.saturating_sub(stream.widest_millis));
        Self::new(reader, scope, stream, Some(from), None, Order::Ascending)
    }

    /// Descending, from the last chunk that begins at `to` or earlier.
    pub fn descending(reader: &'a mut dyn Reader, scope: &'a Scope, stream: &Stream, to: i64) -> Self {
        let to = (to < i64::MAX).then(|| chunk_floor(&stream.uid, to + 1));
        Self::new(reader, scope, stream, None, to, Order::Descending)
    }

    fn new(
        reader: &'a mut dyn Reader,
        scope: &'a Scope,
        stream: &Stream,
        from: Option<String>,
        to: Option<String>,
        order: Order,
    ) -> Self {
        let listing = Listing {
            reader,
            scope,
            kind: EVENTS,
            from,
            to,
            order,
            per_listing: CHUNKS_PER_LISTING,
            prefix: format!("{}/", stream.uid),
            after: None,
            batch: VecDeque::new(),
            ended: false,
        };
        let origin = Rc::new(Origin { uid: number(&stream.uid), name: stream.name.clone() });
        Self { listing, origin }
    }
}

impl Chunks for StreamChunks<'_> {
    fn peek(&mut self) -> Result<Next, Error> {
        let front = self.listing.front()?;
        Ok(front.and_then(|document| chunk_start(&document.id)).map_or(Next::End, Next::Chunk))
    }

    fn take(&mut self) -> Result<Option<(Rc<Origin>, Opened)>, Error> {
        let Some(document) = self.listing.batch.pop_front() else { return Ok(None) };
        Ok(Some((Rc::clone(&self.origin), chunk::open(&document.id, &document.body)?)))
    }
}

/// Which streams of a group to search.
pub enum Wanted {
    All,
    Named(HashSet<String>),
    Prefixed(String),
}

impl Wanted {
    fn includes(&self, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::Named(names) => names.contains(name),
            Self::Prefixed(prefix) => name.starts_with(prefix.as_str()),
        }
    }
}

/// The chunks of a group's streams, ascending, those of deleted streams left out.
pub struct GroupChunks<'a> {
    listing: Listing<'a>,
    group: &'a str,
    wanted: &'a Wanted,
    from: Position,
    /// By the uid of a stream, unless it was deleted.
    origins: HashMap<String, Option<Rc<Origin>>>,
    front: Option<(Position, String, Rc<Origin>)>,
    skipped: usize,
}

impl<'a> GroupChunks<'a> {
    /// From the first chunk that may reach to `from`, when no chunk spans more than `widest_millis`.
    pub fn new(
        reader: &'a mut dyn Reader,
        scope: &'a Scope,
        group: &'a str,
        wanted: &'a Wanted,
        from: Position,
        widest_millis: i64,
    ) -> Self {
        let listing = Listing {
            reader,
            scope,
            kind: TIMELINE,
            from: Some(chunk_floor(group, from.timestamp.saturating_sub(widest_millis))),
            to: None,
            order: Order::Ascending,
            per_listing: ENTRIES_PER_LISTING,
            prefix: format!("{group}/"),
            after: None,
            batch: VecDeque::new(),
            ended: false,
        };
        Self { listing, group, wanted, from, origins: HashMap::new(), front: None, skipped: 0 }
    }

    /// How many entries of unwanted streams were passed over.
    pub fn skipped(&self) -> usize {
        self.skipped
    }

    fn origin(&mut self, entry: &Entry) -> Result<Option<Rc<Origin>>, Error> {
        if let Some(known) = self.origins.get(&entry.stream) {
            return Ok(known.clone());
        }
        let origin = if self.wanted.includes(&entry.stream_name) {
            let Scope { account, region } = self.listing.scope;
            let key = Stream::key(self.group, &entry.stream_name);
            let stream = self.listing.reader.get_record::<Stream>(account.as_str(), region.as_str(), &key)?;
            let alive = stream.is_some_and(|stream| stream.value.uid == entry.stream);
            alive.then(|| Rc::new(Origin { uid: number(&entry.stream), name: entry.stream_name.clone() }))
        } else {
            None
        };
        self.origins.insert(entry.stream.clone(), origin.clone());
        Ok(origin)
    }
}

impl Chunks for GroupChunks<'_> {
    fn peek(&mut self) -> Result<Next, Error> {
        loop {
            if let Some((start, ..)) = &self.front {
                return Ok(Next::Chunk(*start));
            }
            let Some(document) = self.listing.front()? else { return Ok(Next::End) };
            let Some(start) = chunk_start(&document.id) else { return Ok(Next::End) };
            if self.skipped >= MAX_SKIPPED_PER_READ {
                return Ok(Next::Pause(start));
            }
            let entry: Entry = crate::records::decode(TIMELINE, document)?;
            if entry.last >= self.from.timestamp
                && let Some(origin) = self.origin(&entry)?
            {
                let id = crate::records::chunk_id(&entry.stream, start.timestamp, start.sequence);
                self.front = Some((start, id, origin));
            } else if start > self.from {
                // The way back to `from` doesn't count: who pauses on it would be resumed with the same way, for ever.
                self.skipped += 1;
            }
            self.listing.batch.pop_front();
        }
    }

    fn take(&mut self) -> Result<Option<(Rc<Origin>, Opened)>, Error> {
        let Some((_, id, origin)) = self.front.take() else { return Ok(None) };
        let document = self.listing.reader.get(&partition(self.listing.scope, EVENTS), &id)?;
        let opened = document.map(|document| chunk::open(&id, &document.body)).transpose()?;
        Ok(opened.map(|opened| (origin, opened)))
    }
}
