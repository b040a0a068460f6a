//! Events as they are kept: some hundreds in one document, written once and never changed.
//!
//! A chunk is `[ingestion time, [[timestamp, message], ...]]`. It ends at some 256 KB, so that a reader of one page
//! doesn't load megabytes, and at a span of ten minutes, so that readers needn't look far back for chunks that reach into
//! their range.

use neargate_store::Error;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A chunk is closed when it holds this much text.
const MAX_BYTES: usize = 256 * 1024;
const MAX_SPAN_MILLIS: i64 = 10 * 60 * 1000;

/// What AWS counts for each event beside its message.
pub const EVENT_OVERHEAD_BYTES: usize = 26;

#[derive(Serialize, Deserialize)]
struct Body<E>(i64, E);

/// A chunk ready to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Sealed {
    pub first: i64,
    pub last: i64,
    /// As AWS counts them.
    pub bytes: i64,
    pub body: Vec<u8>,
}

/// A chunk that was read.
#[derive(Debug, PartialEq)]
pub struct Opened {
    pub ingested: i64,
    pub events: Vec<(i64, String)>,
}

/// Cuts events, in the order of their time, into chunks.
pub fn seal(events: &[(i64, &str)], ingested: i64) -> Result<Vec<Sealed>, serde_json::Error> {
    let mut sealed = Vec::new();
    let mut rest = events;
    while let Some((first, _)) = rest.first() {
        let (mut count, mut bytes) = (0, 0);
        for (timestamp, message) in rest {
            if bytes >= MAX_BYTES || timestamp - first > MAX_SPAN_MILLIS {
                break;
            }
            count += 1;
            bytes += message.len() + EVENT_OVERHEAD_BYTES;
        }
        let (chunk, after) = rest.split_at(count);
        sealed.push(Sealed {
            first: *first,
            last: chunk.last().map_or(*first, |(timestamp, _)| *timestamp),
            bytes: bytes as i64,
            body: serde_json::to_vec(&Body(ingested, chunk))?,
        });
        rest = after;
    }
    Ok(sealed)
}

pub fn open(id: &str, body: &[u8]) -> Result<Opened, Error> {
    let decoded = serde_json::from_slice::<Body<Vec<(i64, String)>>>(body);
    let Body(ingested, events) = decoded.map_err(|cause| Error::Decode {
        kind: crate::records::EVENTS,
        id: id.to_owned(),
        cause: Arc::new(cause),
    })?;
    Ok(Opened { ingested, events })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_end_at_a_size_and_at_a_span() {
        let long = "x".repeat(100_000);
        let events: Vec<_> = (0..7).map(|n| (n, long.as_str())).collect();
        let sealed = seal(&events, 9).expect("text is JSON");
        assert_eq!(sealed.iter().map(|c| (c.first, c.last)).collect::<Vec<_>>(), [(0, 2), (3, 5), (6, 6)]);
        assert_eq!(sealed[0].bytes, 300_078);

        let sparse: Vec<_> = (0..4).map(|n| (n * 400_000, "x")).collect();
        let sealed = seal(&sparse, 9).expect("text is JSON");
        assert_eq!(
            sealed.iter().map(|c| (c.first, c.last)).collect::<Vec<_>>(),
            [(0, 400_000), (800_000, 1_200_000)]
        );
    }

    #[test]
    fn a_chunk_is_read_as_it_was_written() {
        let sealed = seal(&[(1, "a \"quoted\" é"), (1, "b\n")], 9).expect("text is JSON");
        let opened = open("id", &sealed[0].body).expect("a chunk");
        assert_eq!(
            opened,
            Opened { ingested: 9, events: vec![(1, "a \"quoted\" é".into()), (1, "b\n".into())] }
        );
        assert!(open("id", b"{}").is_err());
    }
}
