//! What was seen at a terminal, line by line, for whoever keeps a record of sessions.

use std::time::Duration;

use bytes::Bytes;
use neargate_core::Timestamp;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use crate::process::Pending;

const FLUSH_EVERY: Duration = Duration::from_secs(5);
const MAX_LINES: usize = 1000;
/// Longer lines are broken, so that each fits into an event.
const MAX_LINE_BYTES: usize = 64 << 10;
/// So many pieces may wait for a recorder: then the session waits for it, because a record with gaps is none.
const QUEUE: usize = 256;

/// A line and when it was finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub at: Timestamp,
    pub text: String,
}

/// Keeps lines. It tries again by itself; what it can't keep it says in the log.
pub trait Recorder: Send {
    fn record(&mut self, lines: Vec<Line>) -> Pending<'_, ()>;

    /// Nothing more will come.
    fn finish(&mut self) -> Pending<'_, ()> {
        Box::pin(async {})
    }
}

/// Hands pieces of output to a recorder's task.
pub(crate) struct Transcript {
    pieces: mpsc::Sender<(Timestamp, Bytes)>,
    done: tokio::task::JoinHandle<()>,
}

impl Transcript {
    pub(crate) fn to(recorder: Box<dyn Recorder>) -> Self {
        let (pieces, queue) = mpsc::channel(QUEUE);
        Self { pieces, done: tokio::spawn(keep(recorder, queue)) }
    }

    pub(crate) async fn add(&self, at: Timestamp, bytes: Bytes) {
        let _ = self.pieces.send((at, bytes)).await;
    }

    /// Resolves once all is recorded.
    pub(crate) async fn end(self) {
        drop(self.pieces);
        let _ = self.done.await;
    }
}

async fn keep(mut recorder: Box<dyn Recorder>, mut queue: mpsc::Receiver<(Timestamp, Bytes)>) {
    let mut lines = Lines::default();
    let mut flush_at = Instant::now() + FLUSH_EVERY;
    loop {
        let more = tokio::select! {
            piece = queue.recv() => piece.map(Some),
            () = sleep_until(flush_at) => Some(None),
        };
        match &more {
            Some(Some((at, bytes))) => lines.add(*at, bytes),
            Some(None) => flush_at = Instant::now() + FLUSH_EVERY,
            None => lines.finish(),
        }
        let due = !matches!(more, Some(Some(_))) || lines.whole.len() >= MAX_LINES;
        if due && !lines.whole.is_empty() {
            recorder.record(std::mem::take(&mut lines.whole)).await;
        }
        if more.is_none() {
            recorder.finish().await;
            return;
        }
    }
}

/// Pieces to lines.
#[derive(Debug, Default)]
struct Lines {
    whole: Vec<Line>,
    begun: Vec<u8>,
    at: Option<Timestamp>,
}

impl Lines {
    fn add(&mut self, at: Timestamp, bytes: &[u8]) {
        self.at = Some(at);
        for byte in bytes {
            if *byte == b'\n' {
                self.finish();
            } else {
                self.begun.push(*byte);
                if self.begun.len() >= MAX_LINE_BYTES {
                    self.finish();
                }
            }
        }
    }

    fn finish(&mut self) {
        let line = std::mem::take(&mut self.begun);
        let text = String::from_utf8_lossy(&line).trim_end_matches('\r').to_owned();
        if let (Some(at), false) = (self.at, text.is_empty()) {
            self.whole.push(Line { at, text });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_become_lines() {
        let mut lines = Lines::default();
        lines.add(Timestamp(1), b"$ ec");
        lines.add(Timestamp(2), b"ho a\r\n\r\na\r\n$ ");
        let texts = |lines: &Lines| lines.whole.iter().map(|line| line.text.clone()).collect::<Vec<_>>();
        assert_eq!(texts(&lines), ["$ echo a", "a"], "empty lines are no events");
        lines.finish();
        assert_eq!(texts(&lines), ["$ echo a", "a", "$ "]);
        assert_eq!(lines.whole[0].at, Timestamp(2));
    }

    #[test]
    fn a_line_without_end_is_broken() {
        let mut lines = Lines::default();
        lines.add(Timestamp(1), &vec![b'x'; MAX_LINE_BYTES * 2 + 1]);
        assert_eq!(lines.whole.len(), 2);
    }
}
