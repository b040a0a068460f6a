//! From records to log events: partial lines joined, times ascending, batches within PutLogEvents' limits. Pure.

use neargate_task::logfile::{Record, Stream};
use serde::Serialize;

use super::tail::Position;

/// No event is larger: longer lines are split.
const MAX_EVENT_BYTES: usize = 256 << 10;
/// PutLogEvents counts this for each event beside its text.
const EVENT_OVERHEAD_BYTES: usize = 26;
/// PutLogEvents takes 1,048,576 bytes and 10,000 events; below that a call stays short.
const MAX_BATCH_BYTES: usize = 512 << 10;
const MAX_BATCH_EVENTS: usize = 5_000;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Event {
    /// Milliseconds since 1970.
    pub timestamp: i64,
    pub message: String,
}

/// Collects records into events.
#[derive(Default)]
pub(crate) struct Batch {
    events: Vec<Event>,
    bytes: usize,
    /// Lines whose end hasn't come yet, of stdout and stderr.
    open: [Option<Line>; 2],
    last_timestamp: i64,
    /// Up to here every record is in `events`.
    complete: Position,
}

struct Line {
    timestamp: i64,
    bytes: Vec<u8>,
}

impl Batch {
    pub(crate) fn starting_at(position: Position) -> Self {
        Self { complete: position, ..Self::default() }
    }

    pub(crate) fn is_full(&self) -> bool {
        self.bytes >= MAX_BATCH_BYTES || self.events.len() >= MAX_BATCH_EVENTS
    }

    /// Adds a record that ends at `end`.
    pub(crate) fn add(&mut self, record: Record, end: Position) {
        let line = &mut self.open[match record.stream {
            Stream::Stdout => 0,
            Stream::Stderr => 1,
        }];
        let open =
            line.get_or_insert_with(|| Line { timestamp: record.time_micros / 1000, bytes: Vec::new() });
        open.bytes.extend_from_slice(&record.payload);
        if (!record.partial || open.bytes.len() >= MAX_EVENT_BYTES)
            && let Some(line) = line.take()
        {
            self.push(line);
        }
        if self.open.iter().all(Option::is_none) {
            self.complete = end;
        }
    }

    /// Ends lines whose end will never come, because the container is gone.
    pub(crate) fn close(&mut self, end: Position) {
        for line in self.open.iter_mut().filter_map(Option::take).collect::<Vec<_>>() {
            self.push(line);
        }
        self.complete = end;
    }

    /// The events and the position up to which they account for the log.
    pub(crate) fn finish(self) -> (Vec<Event>, Position) {
        (self.events, self.complete)
    }

    fn push(&mut self, line: Line) {
        let message = String::from_utf8(line.bytes)
            .unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned());
        // CloudWatch Logs refuses empty messages.
        if message.is_empty() {
            return;
        }
        // A batch must ascend; stdout and stderr may finish lines in another order than they began them.
        self.last_timestamp = self.last_timestamp.max(line.timestamp);
        self.bytes += message.len() + EVENT_OVERHEAD_BYTES;
        self.events.push(Event { timestamp: self.last_timestamp, message });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(offset: u32) -> Position {
        Position { segment: 0, offset }
    }

    fn record(time_micros: i64, stream: Stream, partial: bool, text: &str) -> Record {
        Record { time_micros, stream, partial, payload: text.as_bytes().to_vec() }
    }

    #[test]
    fn parts_of_a_line_become_one_event_even_when_interleaved() {
        let mut batch = Batch::starting_at(at(0));
        batch.add(record(5_000, Stream::Stdout, true, "one "), at(10));
        batch.add(record(7_000, Stream::Stderr, false, "oops"), at(20));
        batch.add(record(8_000, Stream::Stdout, false, "line"), at(30));
        let (events, end) = batch.finish();
        let texts: Vec<_> = events.iter().map(|event| (event.timestamp, event.message.as_str())).collect();
        assert_eq!(texts, [(7, "oops"), (7, "one line")]);
        assert_eq!(end, at(30));
    }

    #[test]
    fn what_is_still_open_is_not_accounted_for() {
        let mut batch = Batch::starting_at(at(0));
        batch.add(record(1, Stream::Stdout, false, "done"), at(10));
        batch.add(record(2, Stream::Stdout, true, "begun"), at(20));
        let (events, end) = batch.finish();
        assert_eq!((events.len(), end), (1, at(10)));

        let mut batch = Batch::starting_at(at(10));
        batch.add(record(2, Stream::Stdout, true, "begun"), at(20));
        batch.close(at(20));
        let (events, end) = batch.finish();
        assert_eq!((events[0].message.as_str(), end), ("begun", at(20)));
    }

    #[test]
    fn an_endless_line_is_cut() {
        let mut batch = Batch::starting_at(at(0));
        let part = "x".repeat(16 << 10);
        for index in 0..17 {
            batch.add(record(1, Stream::Stdout, true, &part), at(index + 1));
        }
        let (events, end) = batch.finish();
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].message.len(), MAX_EVENT_BYTES);
        assert_eq!(end, at(16));
    }
}
