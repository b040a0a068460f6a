//! Numbered data over a way that loses, repeats and reorders. Pure: time comes in, frames come out.
//!
//! Each direction counts its messages from 0. The sender keeps a message until it is acknowledged and sends the oldest again when
//! its time is over; the receiver hands messages on in their order and holds back what came too early. A message is acknowledged
//! once somebody has taken it in, so that a slow reader slows its writer down: the sender stops at [`WINDOW`] messages.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use bytes::Bytes;
use neargate_core::Timestamp;

use crate::message::{Kind, Message};
use crate::payload::{Acknowledge, PayloadType, json};

/// So many messages may be on their way, unacknowledged.
pub(crate) const WINDOW: usize = 128;
/// So much may wait to be taken in: beyond it, messages are dropped, and will come again.
const BACKLOG_BYTES: usize = 4 << 20;
const HELD_MESSAGES: usize = 1024;

const FIRST_TIMEOUT: Duration = Duration::from_millis(200);
const SHORTEST_TIMEOUT: Duration = Duration::from_millis(100);
const LONGEST_TIMEOUT: Duration = Duration::from_secs(1);
/// Some five minutes, after which nobody is there.
const MAX_ATTEMPTS: u32 = 300;

/// What was sent and not acknowledged.
#[derive(Debug)]
pub(crate) struct Outgoing {
    kind: Kind,
    next: i64,
    unacknowledged: VecDeque<Sent>,
    timeout: Timeout,
}

#[derive(Debug)]
struct Sent {
    sequence: i64,
    frame: Bytes,
    sent_at: Timestamp,
    attempts: u32,
}

/// What time asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Due {
    Nothing,
    Resend(Bytes),
    /// Nobody answers any more.
    GiveUp,
}

impl Outgoing {
    pub(crate) fn new(kind: Kind) -> Self {
        Self { kind, next: 0, unacknowledged: VecDeque::new(), timeout: Timeout::default() }
    }

    /// The frame of the next message.
    pub(crate) fn push(&mut self, what: PayloadType, flags: u64, payload: Bytes, now: Timestamp) -> Bytes {
        let mut message = Message::new(self.kind, self.next, what as u32, payload, now);
        message.flags = flags;
        let frame = message.encode();
        let sent = Sent { sequence: self.next, frame: frame.clone(), sent_at: now, attempts: 1 };
        self.unacknowledged.push_back(sent);
        self.next += 1;
        frame
    }

    pub(crate) fn acknowledged(&mut self, sequence: i64, now: Timestamp) {
        let Some(at) = self.unacknowledged.iter().position(|sent| sent.sequence == sequence) else { return };
        if let Some(sent) = self.unacknowledged.remove(at)
            && sent.attempts == 1
        {
            // Of a message that was sent twice nobody knows which time was answered.
            self.timeout.measured(now.since(sent.sent_at));
        }
    }

    pub(crate) fn due(&mut self, now: Timestamp) -> Due {
        let timeout = self.timeout.current();
        match self.unacknowledged.front_mut() {
            Some(oldest) if oldest.sent_at.plus(timeout) <= now => {
                if oldest.attempts >= MAX_ATTEMPTS {
                    return Due::GiveUp;
                }
                oldest.attempts += 1;
                oldest.sent_at = now;
                self.timeout.missed();
                Due::Resend(oldest.frame.clone())
            }
            _ => Due::Nothing,
        }
    }

    /// When [`Outgoing::due`] is to be asked again.
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        Some(self.unacknowledged.front()?.sent_at.plus(self.timeout.current()))
    }

    /// All that is unacknowledged, for a connection made anew.
    pub(crate) fn again(&mut self, now: Timestamp) -> Vec<Bytes> {
        self.timeout = Timeout::default();
        let resent = |sent: &mut Sent| {
            (sent.attempts, sent.sent_at) = (2, now);
            sent.frame.clone()
        };
        self.unacknowledged.iter_mut().map(resent).collect()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.unacknowledged.is_empty()
    }

    pub(crate) fn has_room(&self) -> bool {
        self.unacknowledged.len() < WINDOW
    }
}

/// How long to wait for an acknowledgement: the round trip's mean and four times its variation.
#[derive(Debug, Default)]
struct Timeout {
    round_trip: Option<(Duration, Duration)>,
    /// Doubled for each time that it passed.
    misses: u32,
}

impl Timeout {
    fn current(&self) -> Duration {
        let measured = self.round_trip.map(|(mean, variation)| mean + 4 * variation);
        let calm = measured.unwrap_or(FIRST_TIMEOUT).clamp(SHORTEST_TIMEOUT, LONGEST_TIMEOUT);
        (calm * (1 << self.misses.min(4))).min(LONGEST_TIMEOUT)
    }

    fn measured(&mut self, sample: Duration) {
        self.misses = 0;
        self.round_trip = Some(match self.round_trip {
            None => (sample, sample / 2),
            Some((mean, variation)) => ((mean * 7 + sample) / 8, (variation * 3 + mean.abs_diff(sample)) / 4),
        });
    }

    fn missed(&mut self) {
        self.misses += 1;
    }
}

/// What came and how far it was taken in.
#[derive(Debug, Default)]
pub(crate) struct Incoming {
    expected: i64,
    /// Came before their turn.
    early: BTreeMap<i64, Message>,
    /// Handed on, not yet taken in.
    waiting: VecDeque<Waiting>,
    waiting_bytes: usize,
}

#[derive(Debug)]
struct Waiting {
    sequence: i64,
    bytes: usize,
    acknowledge: Bytes,
}

/// What to do about a message that came.
#[derive(Debug, Default)]
pub(crate) struct Arrival {
    /// It was taken in before, and its sender doesn't know.
    pub acknowledge: Option<Bytes>,
    /// Whose turn has come now.
    pub ready: Vec<Message>,
}

impl Incoming {
    pub(crate) fn arrived(&mut self, message: Message, now: Timestamp) -> Arrival {
        let sequence = message.sequence;
        if sequence < self.expected {
            let taken_in = !self.waiting.iter().any(|waiting| waiting.sequence == sequence);
            let acknowledge = taken_in.then(|| acknowledgement(&message, now));
            return Arrival { acknowledge, ready: Vec::new() };
        }
        let full = self.waiting_bytes >= BACKLOG_BYTES || self.early.len() >= HELD_MESSAGES;
        if full && (sequence != self.expected || self.waiting_bytes >= BACKLOG_BYTES) {
            return Arrival::default();
        }
        self.early.insert(sequence, message);
        let mut ready = Vec::new();
        while let Some(next) = self.early.remove(&self.expected) {
            self.expected += 1;
            ready.push(next);
        }
        Arrival { acknowledge: None, ready }
    }

    /// Notes that somebody else will take a message in.
    pub(crate) fn hand_on(&mut self, message: &Message, now: Timestamp) {
        let bytes = message.payload.len();
        self.waiting_bytes += bytes;
        let acknowledge = acknowledgement(message, now);
        self.waiting.push_back(Waiting { sequence: message.sequence, bytes, acknowledge });
    }

    /// The oldest of those handed on was taken in: the frame that says so.
    pub(crate) fn taken_in(&mut self) -> Option<Bytes> {
        let waiting = self.waiting.pop_front()?;
        self.waiting_bytes -= waiting.bytes;
        Some(waiting.acknowledge)
    }
}

/// The frame by which a message is acknowledged.
pub(crate) fn acknowledgement(message: &Message, now: Timestamp) -> Bytes {
    let mut acknowledge = Message::new(Kind::Acknowledge, 0, 0, json(&Acknowledge::of(message)), now);
    acknowledge.flags = crate::message::flags::SYN | crate::message::flags::FIN;
    acknowledge.encode()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn push(outgoing: &mut Outgoing, at: i64) -> Message {
        let frame = outgoing.push(PayloadType::Output, 0, Bytes::from_static(b"x"), Timestamp(at));
        Message::decode(&frame).expect("a message")
    }

    #[test]
    fn the_oldest_is_sent_again_when_its_time_is_over() {
        let mut outgoing = Outgoing::new(Kind::OutputStreamData);
        let first = push(&mut outgoing, 0);
        push(&mut outgoing, 150);
        assert_eq!(outgoing.due(Timestamp(199)), Due::Nothing);
        assert_eq!(outgoing.next_due(), Some(Timestamp(200)));
        let Due::Resend(frame) = outgoing.due(Timestamp(200)) else { panic!("it is time") };
        assert_eq!(Message::decode(&frame), Ok(first), "the very same message");
        assert_eq!(outgoing.next_due(), Some(Timestamp(600)), "each miss doubles the wait");
        outgoing.acknowledged(0, Timestamp(610));
        assert!(!outgoing.is_empty());
        outgoing.acknowledged(1, Timestamp(610));
        assert!(outgoing.is_empty());
        assert_eq!(outgoing.next_due(), None);
    }

    #[test]
    fn nobody_is_asked_for_ever() {
        let mut outgoing = Outgoing::new(Kind::OutputStreamData);
        push(&mut outgoing, 0);
        let mut now = 0;
        let attempts = (0..).find(|_| {
            now += 1000;
            outgoing.due(Timestamp(now)) == Due::GiveUp
        });
        assert_eq!(attempts, Some(299));
    }

    #[test]
    fn timeouts_follow_the_way_within_bounds() {
        let mut timeout = Timeout::default();
        assert_eq!(timeout.current(), FIRST_TIMEOUT);
        timeout.measured(Duration::from_millis(1));
        assert_eq!(timeout.current(), SHORTEST_TIMEOUT);
        for _ in 0..50 {
            timeout.measured(Duration::from_millis(400));
        }
        assert!(timeout.current() > Duration::from_millis(400));
        timeout.measured(Duration::from_secs(60));
        assert_eq!(timeout.current(), LONGEST_TIMEOUT);
    }

    #[test]
    fn a_connection_made_anew_is_told_everything_unacknowledged() {
        let mut outgoing = Outgoing::new(Kind::OutputStreamData);
        for at in 0..3 {
            push(&mut outgoing, at);
        }
        outgoing.acknowledged(1, Timestamp(5));
        let again = outgoing.again(Timestamp(10));
        let sequences: Vec<_> = again.iter().map(|frame| Message::decode(frame).unwrap().sequence).collect();
        assert_eq!(sequences, [0, 2]);
    }

    #[test]
    fn what_waits_to_be_taken_in_is_not_acknowledged_and_what_was_is_again() {
        let message = |sequence| {
            Message::new(Kind::InputStreamData, sequence, 1, Bytes::from_static(b"x"), Timestamp(0))
        };
        let mut incoming = Incoming::default();
        assert!(incoming.arrived(message(1), Timestamp(0)).ready.is_empty(), "it came too early");
        let ready = incoming.arrived(message(0), Timestamp(0)).ready;
        assert_eq!(ready.iter().map(|message| message.sequence).collect::<Vec<_>>(), [0, 1]);
        ready.iter().for_each(|message| incoming.hand_on(message, Timestamp(0)));
        assert!(incoming.arrived(message(0), Timestamp(0)).acknowledge.is_none());
        assert!(incoming.taken_in().is_some());
        assert!(incoming.arrived(message(0), Timestamp(0)).acknowledge.is_some());
        assert!(incoming.arrived(message(1), Timestamp(0)).acknowledge.is_none());
    }

    #[test]
    fn a_backlog_has_an_end() {
        let mut incoming = Incoming::default();
        let big = Bytes::from(vec![0; 1 << 20]);
        for sequence in 0..4 {
            let message = Message::new(Kind::InputStreamData, sequence, 1, big.clone(), Timestamp(0));
            for ready in incoming.arrived(message, Timestamp(0)).ready {
                incoming.hand_on(&ready, Timestamp(0));
            }
        }
        let fifth = Message::new(Kind::InputStreamData, 4, 1, big, Timestamp(0));
        assert!(incoming.arrived(fifth.clone(), Timestamp(0)).ready.is_empty(), "it is dropped");
        incoming.taken_in();
        assert_eq!(incoming.arrived(fifth, Timestamp(0)).ready.len(), 1, "until there is room");
    }
}
