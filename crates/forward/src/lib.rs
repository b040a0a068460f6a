//! Fluentd's Forward protocol: how log routers take events over a stream of bytes.
//!
//! A [`Chunk`] is a tag, [`Entry`]s under it, and options. It travels in one of four modes:
//!
//! ```text
//! Message                   [tag, time, record, options?]
//! Forward                   [tag, [[time, record], …], options?]
//! PackedForward             [tag, bytes of [time, record]…, options?]
//! CompressedPackedForward   the same with the bytes gzipped, and "compressed": "gzip" among the options
//! ```
//! A chunk with an id (the option `chunk`) is answered by `{"ack": id}` once it is taken. The handshake (HELO, PING, PONG) isn't here:
//! it is for receivers with a shared key, and log routers beside an application have none.
//!
//! Holds: decoding is total. Whatever the bytes, it answers, with bounded memory and depth, that they are a chunk, that more is needed,
//! or why they never will be one. What was encoded is decoded to the same.

mod decode;
mod encode;

use std::fmt;

pub use decode::{DecodeError, Limits, decode, decode_ack};
pub use encode::{Packer, encode_ack};
pub use rmpv::Value;

/// A moment, to the nanosecond: the protocol's extension type 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct EventTime {
    /// Since 1970.
    pub seconds: u32,
    pub nanoseconds: u32,
}

impl EventTime {
    /// Times before 1970 and after 2106 can't be told, and become the nearest that can.
    pub fn from_micros(micros: i64) -> Self {
        let seconds =
            u32::try_from(micros.div_euclid(1_000_000).clamp(0, u32::MAX.into())).unwrap_or_default();
        let nanoseconds = u32::try_from(micros.rem_euclid(1_000_000) * 1000).unwrap_or_default();
        Self { seconds, nanoseconds }
    }
}

impl fmt::Display for EventTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:09}", self.seconds, self.nanoseconds)
    }
}

/// One event: when, and what.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub time: EventTime,
    /// Names and values, in the order in which they came.
    pub record: Vec<(Value, Value)>,
}

/// Events under a tag.
#[derive(Debug, Clone, PartialEq)]
pub struct Chunk {
    pub tag: String,
    pub entries: Vec<Entry>,
    /// What to acknowledge, if anything.
    pub id: Option<String>,
}
