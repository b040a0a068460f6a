//! How a shim keeps what a container prints, until the node has shipped it.
//!
//! A container's log is a directory of segments named by their number (`00000000`, `00000001`, …). A segment is a
//! sequence of records. The shim alone appends and begins new segments, the node alone deletes them, and only those that have a
//! successor; with [`Overflow::DropOldest`] nobody ships, and the shim deletes too. A shim that is killed in the middle of a record
//! leaves a torn tail, which readers take for "not yet written".
//!
//! Record: time in microseconds since 1970 (i64), stream (u8), kind (u8), length (u32), payload; integers little-endian.

use std::io::{self, Read};

use serde::{Deserialize, Serialize};

/// A segment that has grown past this is followed by another.
pub const SEGMENT_BYTES: u64 = 8 << 20;

/// A segment is no larger than this part of what the log may hold, so that room comes back in steps.
pub const SEGMENTS_PER_LOG: u64 = 8;

/// No payload is longer: longer lines come in parts.
pub const MAX_PAYLOAD_BYTES: usize = 16 << 10;

/// Parts are cut so that no line is longer than this without a cut at a boundary of characters: what CloudWatch Logs takes as one
/// event from a log driver, 256 KiB less its own 26 bytes.
pub const MAX_LINE_BYTES: usize = (256 << 10) - 26;

/// The file beside the segments in which a sender notes how far its receiver acknowledged the log: a [`Position`]'s number in digits.
pub const DELIVERED_FILE: &str = "delivered";

const HEADER_BYTES: usize = 8 + 1 + 1 + 4;

/// How much of a container's output may lie on the disk, and what becomes of what is too much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogBuffer {
    pub max_bytes: u64,
    pub max_records: Option<u64>,
    pub overflow: Overflow,
    /// The container counts as ended only when its sender has noted in [`DELIVERED_FILE`] that everything is delivered, or gave it up.
    pub deliver_before_end: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Overflow {
    /// The container waits, as at any pipe that nobody reads.
    Block,
    /// The container goes on, and what it prints is dropped and counted ([`Kind::Dropped`]).
    DropNewest,
    /// Nobody reads the log: what it printed last is kept.
    DropOldest,
}

/// A place in a container's log: a segment and an offset in it. Orders as time does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Position {
    pub segment: u32,
    pub offset: u32,
}

impl Position {
    /// One number for both, which grows with the log.
    pub fn as_number(self) -> u64 {
        u64::from(self.segment) << 32 | u64::from(self.offset)
    }

    pub fn from_number(number: u64) -> Self {
        Self { segment: (number >> 32) as u32, offset: number as u32 }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    Stdout = 1,
    Stderr = 2,
}

impl Stream {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stdout => "stdout",
            Self::Stderr => "stderr",
        }
    }
}

/// What a record holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A line without its line feed, or the last part of one.
    Line = 0,
    /// A part of a line, which goes on in the stream's next record.
    Part = 1,
    /// Lines of this stream are missing here; the payload is their number, see [`Record::dropped`]. Ends a line that was begun.
    Dropped = 2,
}

/// A piece of what was printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record<'a> {
    /// When the shim read it.
    pub time_micros: i64,
    pub stream: Stream,
    pub kind: Kind,
    pub payload: &'a [u8],
}

/// The name of a segment.
pub fn segment_name(number: u32) -> String {
    format!("{number:08}")
}

impl<'a> Record<'a> {
    /// How many lines are missing, if that is what this record says.
    pub fn dropped(&self) -> Option<u64> {
        let count = || self.payload.try_into().map_or(0, u64::from_le_bytes);
        (self.kind == Kind::Dropped).then(count)
    }

    /// Appends the record's bytes to `out`.
    pub fn encode(&self, out: &mut Vec<u8>) {
        debug_assert!(self.payload.len() <= MAX_PAYLOAD_BYTES);
        out.extend_from_slice(&self.time_micros.to_le_bytes());
        out.push(self.stream as u8);
        out.push(self.kind as u8);
        out.extend_from_slice(&(self.payload.len() as u32).to_le_bytes());
        out.extend_from_slice(self.payload);
    }

    /// The record at the head of `bytes` and its length; `None` when the record isn't whole yet.
    pub fn decode(bytes: &'a [u8]) -> io::Result<Option<(Self, usize)>> {
        let Some((mut header, rest)) = bytes.split_at_checked(HEADER_BYTES) else { return Ok(None) };
        let time_micros = i64::from_le_bytes(take(&mut header)?);
        let [stream] = take(&mut header)?;
        let [kind] = take(&mut header)?;
        let length = u32::from_le_bytes(take(&mut header)?) as usize;
        let stream = match stream {
            1 => Stream::Stdout,
            2 => Stream::Stderr,
            other => return Err(corrupt(format!("stream {other}"))),
        };
        let kind = match kind {
            0 => Kind::Line,
            1 => Kind::Part,
            2 => Kind::Dropped,
            other => return Err(corrupt(format!("kind {other}"))),
        };
        if length > MAX_PAYLOAD_BYTES {
            return Err(corrupt(format!("length {length}")));
        }
        let Some(payload) = rest.get(..length) else { return Ok(None) };
        Ok(Some((Self { time_micros, stream, kind, payload }, HEADER_BYTES + length)))
    }
}

fn take<const N: usize>(header: &mut &[u8]) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    header.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn corrupt(what: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("log segment: {what}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_record_is_read_as_written_and_never_before_it_is_whole(
            time_micros: i64, stderr: bool, kind in 0..3_u8, payload in proptest::collection::vec(any::<u8>(), 0..300),
        ) {
            let stream = if stderr { Stream::Stderr } else { Stream::Stdout };
            let kind = [Kind::Line, Kind::Part, Kind::Dropped][usize::from(kind)];
            let record = Record { time_micros, stream, kind, payload: &payload };
            let mut bytes = Vec::new();
            record.encode(&mut bytes);
            for torn in 0..bytes.len() {
                prop_assert_eq!(Record::decode(&bytes[..torn]).unwrap(), None);
            }
            let length = bytes.len();
            bytes.extend_from_slice(b"next");
            prop_assert_eq!(Record::decode(&bytes).unwrap(), Some((record, length)));
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            if let Ok(Some((record, _))) = Record::decode(&bytes) {
                let _ = record.dropped();
            }
        }
    }
}
