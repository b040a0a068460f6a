//! Reads events in order out of chunks that overlap in time.
//!
//! Chunks come by their first event. Each event of a chunk stands at its chunk's start or later, so, reading forward, an
//! event may go out once the next chunk starts behind it. Reading backward the same holds with the longest span that a
//! chunk has: a chunk that starts more than that before an event holds nothing later than it. So only the chunks that
//! overlap at one place are in memory together.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::ops::ControlFlow;
use std::rc::Rc;

use neargate_store::Error;

use crate::chunk::Opened;
use crate::position::Position;

/// What a source has next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// A chunk that starts here.
    Chunk(Position),
    /// Enough work for one page: nothing from here on was looked at.
    Pause(Position),
    End,
}

/// The stream of a chunk's events.
#[derive(Debug, PartialEq, Eq)]
pub struct Origin {
    pub uid: u64,
    pub name: String,
}

/// Chunks by their start: ascending for [`forward`], descending for [`backward`].
pub trait Chunks {
    fn peek(&mut self) -> Result<Next, Error>;

    /// The chunk that `peek` announced; `None` when it is gone.
    fn take(&mut self) -> Result<Option<(Rc<Origin>, Opened)>, Error>;
}

/// An event on its way out.
#[derive(Debug)]
pub struct Event<'a> {
    pub position: Position,
    pub ingested: i64,
    pub origin: &'a Rc<Origin>,
    pub message: &'a mut String,
}

struct Open {
    origin: Rc<Origin>,
    sequence: u64,
    chunk: Opened,
}

impl Open {
    fn position(&self, index: usize) -> Position {
        // A batch has at most 10,000 events, so an index fits.
        Position { timestamp: self.chunk.events[index].0, sequence: self.sequence, index: index as u32 }
    }

    /// How many of the events stand before a boundary. They are in the order of their time.
    fn count_before(&self, boundary: Position) -> usize {
        let events = &self.chunk.events;
        let earlier = events.partition_point(|(timestamp, _)| *timestamp < boundary.timestamp);
        let not_later = events.partition_point(|(timestamp, _)| *timestamp <= boundary.timestamp);
        match self.sequence.cmp(&boundary.sequence) {
            Ordering::Less => not_later,
            Ordering::Equal => (boundary.index as usize).clamp(earlier, not_later),
            Ordering::Greater => earlier,
        }
    }
}

/// How a walk ended.
#[derive(Debug, PartialEq, Eq)]
pub enum End {
    /// There is nothing more in the range.
    Exhausted,
    /// The visitor had enough, or the source wants a pause: go on from here.
    Paused(Position),
}

/// Visits the events from `from` on that are earlier than `to`, in order, until the visitor breaks.
pub fn forward(
    chunks: &mut impl Chunks,
    from: Position,
    to: i64,
    mut visit: impl FnMut(Event<'_>) -> ControlFlow<()>,
) -> Result<End, Error> {
    let mut open: Vec<Open> = Vec::new();
    let mut free: Vec<usize> = Vec::new();
    let mut heads: BinaryHeap<Reverse<(Position, usize)>> = BinaryHeap::new();
    loop {
        let pause = loop {
            let first = heads.peek().map(|Reverse((position, ..))| *position);
            match chunks.peek()? {
                Next::Chunk(start) if start.timestamp < to && first.is_none_or(|first| start <= first) => {
                    let Some((origin, chunk)) = chunks.take()? else { continue };
                    let chunk = Open { origin, sequence: start.sequence, chunk };
                    let index = chunk.count_before(from);
                    if index < chunk.chunk.events.len() {
                        let position = chunk.position(index);
                        let slot = free.pop().unwrap_or(open.len());
                        if slot == open.len() {
                            open.push(chunk)
                        } else {
                            open[slot] = chunk
                        }
                        heads.push(Reverse((position, slot)));
                    }
                }
                Next::Pause(at) if first.is_none_or(|first| at <= first) => break Some(at),
                Next::Chunk(_) | Next::Pause(_) | Next::End => break None,
            }
        };
        if let Some(at) = pause {
            return Ok(if at.timestamp < to { End::Paused(at) } else { End::Exhausted });
        }
        let Some(Reverse((position, slot))) = heads.pop() else { return Ok(End::Exhausted) };
        if position.timestamp >= to {
            return Ok(End::Exhausted);
        }
        let Open { origin, chunk, .. } = &mut open[slot];
        let index = position.index as usize;
        let message = &mut chunk.events[index].1;
        if visit(Event { position, ingested: chunk.ingested, origin, message }).is_break() {
            return Ok(End::Paused(position));
        }
        if index + 1 < open[slot].chunk.events.len() {
            heads.push(Reverse((open[slot].position(index + 1), slot)));
        } else {
            open[slot].chunk.events = Vec::new();
            free.push(slot);
        }
    }
}

/// Visits the events before `before` that are not earlier than `from`, latest first, until the visitor breaks.
///
/// No chunk spans more than `widest_millis`. The source never pauses.
pub fn backward(
    chunks: &mut impl Chunks,
    before: Position,
    from: i64,
    widest_millis: i64,
    mut visit: impl FnMut(Event<'_>) -> ControlFlow<()>,
) -> Result<End, Error> {
    let mut open: Vec<Open> = Vec::new();
    let mut heads = BinaryHeap::new();
    loop {
        let first =
            heads.peek().map_or(from, |(position, _): &(Position, usize)| position.timestamp.max(from));
        match chunks.peek()? {
            Next::Chunk(start) if start.timestamp.saturating_add(widest_millis) >= first => {
                let Some((origin, chunk)) = chunks.take()? else { continue };
                let chunk = Open { origin, sequence: start.sequence, chunk };
                if let Some(index) = chunk.count_before(before).checked_sub(1) {
                    heads.push((chunk.position(index), open.len()));
                    open.push(chunk);
                }
                continue;
            }
            Next::Chunk(_) | Next::Pause(_) | Next::End => {}
        }
        let Some((position, slot)) = heads.pop() else { return Ok(End::Exhausted) };
        if position.timestamp < from {
            return Ok(End::Exhausted);
        }
        let Open { origin, chunk, .. } = &mut open[slot];
        let index = position.index as usize;
        let message = &mut chunk.events[index].1;
        if visit(Event { position, ingested: chunk.ingested, origin, message }).is_break() {
            return Ok(End::Paused(position));
        }
        if let Some(index) = index.checked_sub(1) {
            heads.push((open[slot].position(index), slot));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::VecDeque;

    /// Chunks in memory; counts how many were taken and not yet passed.
    struct Listed(VecDeque<(Position, Vec<i64>)>);

    impl Chunks for Listed {
        fn peek(&mut self) -> Result<Next, Error> {
            Ok(self.0.front().map_or(Next::End, |(start, _)| Next::Chunk(*start)))
        }

        fn take(&mut self) -> Result<Option<(Rc<Origin>, Opened)>, Error> {
            let Some((start, times)) = self.0.pop_front() else { return Ok(None) };
            let events = times.into_iter().enumerate();
            let events = events.map(|(index, time)| (time, format!("{}/{index}", start.sequence))).collect();
            Ok(Some((Rc::new(Origin { uid: 1, name: "s".into() }), Opened { ingested: 0, events })))
        }
    }

    fn listed(batches: &[Vec<i64>], descending: bool) -> Listed {
        let start = |(n, times): (usize, &Vec<i64>)| {
            (Position { timestamp: times[0], sequence: n as u64 + 1, index: 0 }, times.clone())
        };
        let mut chunks: Vec<_> = batches.iter().enumerate().map(start).collect();
        chunks.sort();
        if descending {
            chunks.reverse();
        }
        Listed(chunks.into())
    }

    /// What both directions should see, told naively.
    fn model(batches: &[Vec<i64>]) -> Vec<(Position, String)> {
        let mut all = Vec::new();
        for (n, times) in batches.iter().enumerate() {
            for (index, time) in times.iter().enumerate() {
                let position = Position { timestamp: *time, sequence: n as u64 + 1, index: index as u32 };
                all.push((position, format!("{}/{index}", n + 1)));
            }
        }
        all.sort();
        all
    }

    fn batches() -> impl Strategy<Value = Vec<Vec<i64>>> {
        let batch = prop::collection::vec(0..40i64, 1..12).prop_map(|mut times| {
            times.sort_unstable();
            times
        });
        prop::collection::vec(batch, 0..10)
    }

    proptest! {
        #[test]
        fn both_directions_see_the_model(
            batches in batches(), time in 0..42i64, sequence in 0..11u64, index in 0..13u32, end in 0..42i64
        ) {
            let boundary = Position { timestamp: time, sequence, index };
            let mut seen = Vec::new();
            let mut visit = |event: Event<'_>| {
                seen.push((event.position, event.message.clone()));
                ControlFlow::Continue(())
            };
            prop_assert_eq!(forward(&mut listed(&batches, false), boundary, end, &mut visit).unwrap(), End::Exhausted);
            let mut expected = model(&batches);
            expected.retain(|(position, _)| *position >= boundary && position.timestamp < end);
            prop_assert_eq!(&seen, &expected);

            let mut seen = Vec::new();
            let widest = batches.iter().map(|times| times[times.len() - 1] - times[0]).max().unwrap_or(0);
            let visit = |event: Event<'_>| {
                seen.push((event.position, event.message.clone()));
                ControlFlow::Continue(())
            };
            backward(&mut listed(&batches, true), boundary, end, widest, visit).unwrap();
            seen.reverse();
            let mut expected = model(&batches);
            expected.retain(|(position, _)| *position < boundary && position.timestamp >= end);
            prop_assert_eq!(&seen, &expected);
        }
    }

    #[test]
    fn chunks_beyond_the_page_are_left_alone() {
        let batches: Vec<Vec<i64>> = (0..50).map(|n| vec![n * 10, n * 10 + 15]).collect();
        let mut chunks = listed(&batches, false);
        let mut left = 5;
        let end = forward(&mut chunks, Position::at(0), i64::MAX, |_| {
            left -= 1;
            if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert!(matches!(end, Ok(End::Paused(_))));
        assert!(chunks.0.len() > 45, "{} left", chunks.0.len());
        let mut chunks = listed(&batches, true);
        backward(&mut chunks, Position::at(i64::MAX), 0, 15, |_| ControlFlow::Break(())).unwrap();
        assert!(chunks.0.len() > 45, "{} left", chunks.0.len());
    }
}
