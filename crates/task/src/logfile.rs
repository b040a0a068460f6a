//! How a shim keeps what a container prints, until the node has shipped it.
//!
//! A container's log is a directory of segments named by their number (`00000000`, `00000001`, …). A segment is a
//! sequence of records; a new one is begun when the last has grown past [`SEGMENT_BYTES`]. The shim alone appends, the node alone
//! deletes segments, and only those that have a successor. A shim that is killed in the middle of a record leaves a torn tail,
//! which readers take for "not yet written".
//!
//! Record: time in microseconds since 1970 (i64), stream (u8), flags (u8), length (u32), payload; integers little-endian.

use std::io::{self, Read};

/// A segment that has grown past this is followed by another.
pub const SEGMENT_BYTES: u64 = 8 << 20;

/// No payload is longer: longer lines are split, and all parts but the last are flagged [`Record::partial`].
pub const MAX_PAYLOAD_BYTES: usize = 16 << 10;

const HEADER_BYTES: usize = 8 + 1 + 1 + 4;
const PARTIAL: u8 = 1;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    Stdout = 1,
    Stderr = 2,
}

/// One line, or a part of a long one, without its line feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// When the shim read it.
    pub time_micros: i64,
    pub stream: Stream,
    /// The line goes on in the stream's next record.
    pub partial: bool,
    pub payload: Vec<u8>,
}

/// The name of a segment.
pub fn segment_name(number: u32) -> String {
    format!("{number:08}")
}

impl Record {
    /// Appends the record's bytes to `out`.
    pub fn encode(&self, out: &mut Vec<u8>) {
        debug_assert!(self.payload.len() <= MAX_PAYLOAD_BYTES);
        out.extend_from_slice(&self.time_micros.to_le_bytes());
        out.push(self.stream as u8);
        out.push(if self.partial { PARTIAL } else { 0 });
        out.extend_from_slice(&(self.payload.len() as u32).to_le_bytes());
        out.extend_from_slice(&self.payload);
    }

    /// The record at the head of `bytes` and its length; `None` when the record isn't whole yet.
    pub fn decode(bytes: &[u8]) -> io::Result<Option<(Self, usize)>> {
        let Some((mut header, rest)) = bytes.split_at_checked(HEADER_BYTES) else { return Ok(None) };
        let time_micros = i64::from_le_bytes(take(&mut header)?);
        let [stream] = take(&mut header)?;
        let [flags] = take(&mut header)?;
        let length = u32::from_le_bytes(take(&mut header)?) as usize;
        let stream = match stream {
            1 => Stream::Stdout,
            2 => Stream::Stderr,
            other => return Err(corrupt(format!("stream {other}"))),
        };
        if length > MAX_PAYLOAD_BYTES {
            return Err(corrupt(format!("length {length}")));
        }
        let Some(payload) = rest.get(..length) else { return Ok(None) };
        let record = Self { time_micros, stream, partial: flags & PARTIAL != 0, payload: payload.to_vec() };
        Ok(Some((record, HEADER_BYTES + length)))
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
            time_micros: i64, stderr: bool, partial: bool, payload in proptest::collection::vec(any::<u8>(), 0..300),
        ) {
            let stream = if stderr { Stream::Stderr } else { Stream::Stdout };
            let record = Record { time_micros, stream, partial, payload };
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
            let _ = Record::decode(&bytes);
        }
    }
}
