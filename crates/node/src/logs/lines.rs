//! From records to log events: parts of lines joined, lines gathered into events, batches within what a receiver takes. Pure.
//!
//! An *event* is what is sent as one: a line, or with a pattern a line that matches and those after it that don't. Each of the two
//! streams has at most one event that is *open*, to which more may come; other events queue up behind it, so that they are sent in the
//! order in which they began.
//!
//! A batch accounts for the log from one [`Position`] to another, without gaps: where two events overlap in the log, they are in the
//! same batch. So a sender needs only one number to know how far it got, and one that is killed sends nothing twice and forgets nothing.
//!
//! Holds: no event stays open for longer than [`Rules::quiet_micros`] after its last line, nor [`MAX_AGE_MICROS`] after its first, nor
//! when [`MAX_HELD_BYTES`] wait behind it. When an event is cut short follows from the records' times where they decide it, and only at
//! the log's end from the clock.

use std::collections::VecDeque;

use neargate_task::logfile::{Kind, MAX_LINE_BYTES, Position, Record, Stream};
use regex::bytes::Regex;

/// PutLogEvents counts this for each event beside its text.
const EVENT_OVERHEAD_BYTES: usize = 26;
/// PutLogEvents takes 1,048,576 bytes and 10,000 events. A batch exceeds these two by no more than the next two.
const MAX_BATCH_BYTES: usize = 512 << 10;
const MAX_BATCH_EVENTS: usize = 5_000;
const MAX_HELD_BYTES: usize = 256 << 10;
const MAX_HELD_EVENTS: usize = 4_000;
/// PutLogEvents refuses batches from over 24 hours.
const MAX_SPAN_MICROS: i64 = 12 * HOUR_MICROS;
const MAX_AGE_MICROS: i64 = HOUR_MICROS;
const HOUR_MICROS: i64 = 60 * 60 * 1_000_000;

/// Bounds what a pattern may cost to compile.
const MAX_PATTERN_BYTES: usize = 1 << 20;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Event {
    /// When its first line was read.
    pub time_micros: i64,
    pub stream: Stream,
    pub text: String,
}

/// Events, and the part of the log that they account for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Batch {
    pub events: Vec<Event>,
    pub from: Position,
    pub to: Position,
}

/// How lines become events.
#[derive(Debug, Clone)]
pub(crate) struct Rules {
    /// A line that matches begins an event; without one each line is an event.
    pub pattern: Option<Regex>,
    /// An event to which nothing came for so long is over.
    pub quiet_micros: i64,
    /// Whether lines without text are told: some receivers refuse such events.
    pub empty_events: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self { pattern: None, quiet_micros: 5_000_000, empty_events: false }
    }
}

impl Rules {
    /// # Errors
    ///
    /// When `pattern` is no regular expression, or one that is too large.
    pub(crate) fn of_pattern(pattern: &str) -> Result<Self, regex::Error> {
        let pattern = regex::bytes::RegexBuilder::new(pattern).size_limit(MAX_PATTERN_BYTES).build()?;
        Ok(Self { pattern: Some(pattern), ..Self::default() })
    }
}

/// Gathers the records of one log into events.
pub(crate) struct Lines {
    rules: Rules,
    /// In the order in which they began; those that are open among them.
    queue: VecDeque<Pending>,
    queued_bytes: usize,
    /// The number of the first in the queue, counted from the beginning.
    first: u64,
    /// By number: the event of stdout and of stderr to which more may come.
    open: [Option<u64>; 2],
    /// Whether the last record of stdout or stderr was a part of a line.
    within_line: [bool; 2],
    /// What has come since no event was open.
    block_bytes: usize,
    block_events: usize,
    taken_to: Position,
    read_to: Position,
    dropped: u64,
}

struct Pending {
    begins: Position,
    ends: Position,
    time_micros: i64,
    last_micros: i64,
    stream: Stream,
    text: Vec<u8>,
}

impl Lines {
    /// Begins at a position, which must be one that a batch reached.
    pub(crate) fn starting_at(position: Position, rules: Rules) -> Self {
        Self {
            rules,
            queue: VecDeque::new(),
            queued_bytes: 0,
            first: 0,
            open: [None; 2],
            within_line: [false; 2],
            block_bytes: 0,
            block_events: 0,
            taken_to: position,
            read_to: position,
            dropped: 0,
        }
    }

    /// Up to here the batches that were taken account for the log.
    pub(crate) fn taken_to(&self) -> Position {
        self.taken_to
    }

    /// Whether enough is here for a batch.
    pub(crate) fn is_full(&self) -> bool {
        self.queued_bytes >= MAX_BATCH_BYTES || self.queue.len() >= MAX_BATCH_EVENTS
    }

    /// How many lines the log says are missing in it, since this was last asked.
    pub(crate) fn take_dropped(&mut self) -> u64 {
        std::mem::take(&mut self.dropped)
    }

    /// Adds the record between two positions.
    pub(crate) fn add(&mut self, record: Record<'_>, begins: Position, ends: Position) {
        self.read_to = ends;
        self.expire(record.time_micros);
        let side = side(record.stream);
        if let Some(count) = record.dropped() {
            self.dropped += count;
            self.open[side] = None;
            self.within_line[side] = false;
            return;
        }
        let goes_on = std::mem::replace(&mut self.within_line[side], record.kind == Kind::Part);
        let begins_event =
            || self.rules.pattern.as_ref().is_none_or(|pattern| pattern.is_match(record.payload));
        let open = self.open[side].filter(|number| {
            let fits = self.at(*number).text.len() + record.payload.len() <= MAX_LINE_BYTES;
            fits && (goes_on || !begins_event())
        });
        self.open[side] = open;
        let number = open.unwrap_or_else(|| {
            if self.open.iter().all(Option::is_none) {
                (self.block_bytes, self.block_events) = (0, 0);
            }
            self.block_events += 1;
            self.queue.push_back(Pending {
                begins,
                ends,
                time_micros: record.time_micros,
                last_micros: record.time_micros,
                stream: record.stream,
                text: Vec::with_capacity(record.payload.len() + 1),
            });
            self.queued_bytes += EVENT_OVERHEAD_BYTES;
            self.first + self.queue.len() as u64 - 1
        });
        let gathers = self.rules.pattern.is_some();
        let event = self.at_mut(number);
        event.text.extend_from_slice(record.payload);
        // Docker's driver, and so Fargate's, leaves every line of an event its line feed.
        if gathers && record.kind == Kind::Line && event.text.len() < MAX_LINE_BYTES {
            event.text.push(b'\n');
        }
        event.ends = ends;
        event.last_micros = record.time_micros;
        self.queued_bytes += record.payload.len();
        self.open[side] = (gathers || record.kind == Kind::Part).then_some(number);
        self.block_bytes += record.payload.len();
        if self.block_bytes > MAX_HELD_BYTES || self.block_events > MAX_HELD_EVENTS {
            self.close();
        }
    }

    /// Notes that the log was read up to here: to the beginning of a segment, perhaps.
    pub(crate) fn reached(&mut self, position: Position) {
        self.read_to = position;
    }

    /// Closes events to which nothing came for long. Says when the next one will be due.
    pub(crate) fn expire(&mut self, now_micros: i64) -> Option<i64> {
        let mut next: Option<i64> = None;
        for side in 0..self.open.len() {
            let Some(number) = self.open[side] else { continue };
            let event = self.at(number);
            let due = (event.last_micros + self.rules.quiet_micros).min(event.time_micros + MAX_AGE_MICROS);
            if due <= now_micros {
                self.open[side] = None;
            } else {
                next = Some(next.map_or(due, |next| next.min(due)));
            }
        }
        next
    }

    /// Closes all events, because nothing more will come.
    pub(crate) fn close(&mut self) {
        self.open = [None; 2];
    }

    /// Takes the next events off; none when nothing is to be accounted for.
    pub(crate) fn take(&mut self) -> Option<Batch> {
        let from = self.taken_to;
        let (count, to) = self.cut()?;
        let events = self.queue.drain(..count).filter_map(|pending| {
            self.queued_bytes = self.queued_bytes.saturating_sub(pending.text.len() + EVENT_OVERHEAD_BYTES);
            let event = pending.into_event();
            (!event.text.is_empty() || self.rules.empty_events).then_some(event)
        });
        let events = events.collect();
        self.first += count as u64;
        self.taken_to = to;
        (to > from).then_some(Batch { events, from, to })
    }

    /// How many events make the next batch, and up to where they account for the log.
    fn cut(&self) -> Option<(usize, Position)> {
        let first_open = self.open.iter().flatten().min().map(|number| (number - self.first) as usize);
        let closed = first_open.unwrap_or(self.queue.len());
        let mut best = None;
        let mut bytes = 0;
        let mut end = self.taken_to;
        for (index, event) in self.queue.iter().enumerate().take(closed + 1) {
            // Behind all events before it, so that a log that is cut here is cut between events.
            if event.begins >= end {
                let limit = bytes >= MAX_BATCH_BYTES
                    || index >= MAX_BATCH_EVENTS
                    || event.time_micros - self.queue[0].time_micros > MAX_SPAN_MICROS;
                best = Some((index, event.begins));
                if limit && index > 0 {
                    return best;
                }
            }
            bytes += event.text.len() + EVENT_OVERHEAD_BYTES;
            end = end.max(event.ends);
        }
        if closed == self.queue.len() { Some((closed, self.read_to)) } else { best }
    }

    fn at(&self, number: u64) -> &Pending {
        &self.queue[(number - self.first) as usize]
    }

    fn at_mut(&mut self, number: u64) -> &mut Pending {
        &mut self.queue[(number - self.first) as usize]
    }
}

impl Pending {
    fn into_event(self) -> Event {
        let text = String::from_utf8(self.text)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        Event { time_micros: self.time_micros, stream: self.stream, text }
    }
}

fn side(stream: Stream) -> usize {
    match stream {
        Stream::Stdout => 0,
        Stream::Stderr => 1,
    }
}

#[cfg(test)]
#[path = "lines_tests.rs"]
mod tests;
