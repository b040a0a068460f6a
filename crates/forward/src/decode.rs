//! Reading chunks and acknowledgements from whatever comes.

use std::io::{self, Read as _};

use rmpv::decode::read_value_with_max_depth;

use crate::{Chunk, Entry, EventTime, Value};

/// How deep a record may be nested.
const MAX_DEPTH: usize = 32;

/// How much of it is believed.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// A chunk is no longer than this, neither as it comes nor unpacked.
    pub max_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_bytes: 16 << 20 }
    }
}

/// Why bytes are no chunk, and won't become one.
#[derive(Debug, thiserror::Error)]
pub enum DecodeError {
    #[error("decode MessagePack")]
    MessagePack(#[source] rmpv::decode::Error),
    #[error("a chunk is longer than {0} bytes")]
    TooLong(usize),
    #[error("{what} is {found}")]
    Unexpected { what: &'static str, found: &'static str },
    #[error("unpack the entries of a chunk")]
    Unpack(#[source] io::Error),
    #[error("entries are compressed by {0:?}, which is unknown")]
    Compression(String),
}

/// The chunk at the head of `bytes`, and its length; `None` while it isn't whole.
///
/// # Errors
///
/// When it never will be.
pub fn decode(bytes: &[u8], limits: Limits) -> Result<Option<(Chunk, usize)>, DecodeError> {
    let Some((value, length)) = whole(bytes, limits)? else { return Ok(None) };
    let Value::Array(members) = value else { return Err(unexpected("a chunk", &value)) };
    Ok(Some((chunk(members, limits)?, length)))
}

/// The id in the acknowledgement at the head of `bytes`, and its length; `None` while it isn't whole.
///
/// # Errors
///
/// When it never will be one.
pub fn decode_ack(bytes: &[u8], limits: Limits) -> Result<Option<(String, usize)>, DecodeError> {
    let Some((value, length)) = whole(bytes, limits)? else { return Ok(None) };
    let Value::Map(members) = &value else { return Err(unexpected("an acknowledgement", &value)) };
    match member(members, "ack") {
        Some(id) => Ok(Some((text("an acknowledgement's id", id)?, length))),
        None => Err(DecodeError::Unexpected { what: "an acknowledgement", found: "without an id" }),
    }
}

/// The value at the head of `bytes`, and its length.
fn whole(bytes: &[u8], limits: Limits) -> Result<Option<(Value, usize)>, DecodeError> {
    let mut rest = &bytes[..bytes.len().min(limits.max_bytes)];
    let seen = rest.len();
    match read_value_with_max_depth(&mut rest, MAX_DEPTH) {
        Ok(value) => Ok(Some((value, seen - rest.len()))),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof && seen < limits.max_bytes => Ok(None),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            Err(DecodeError::TooLong(limits.max_bytes))
        }
        Err(error) => Err(DecodeError::MessagePack(error)),
    }
}

fn chunk(members: Vec<Value>, limits: Limits) -> Result<Chunk, DecodeError> {
    let mut members = members.into_iter();
    let tag = text("a tag", &members.next().unwrap_or(Value::Nil))?;
    let second = members.next().unwrap_or(Value::Nil);
    let third = members.next();
    let (entries, options) = match second {
        Value::Array(entries) => (entries.into_iter().map(entry).collect::<Result<_, _>>()?, third),
        Value::Binary(packed) => (unpacked(&packed, third.as_ref(), limits)?, third),
        Value::String(packed) => (unpacked(packed.as_bytes(), third.as_ref(), limits)?, third),
        time => {
            let record = third.unwrap_or(Value::Nil);
            (vec![Entry { time: event_time(&time)?, record: record_of(record)? }], members.next())
        }
    };
    let id = option(options.as_ref(), "chunk").map(|id| text("a chunk's id", id)).transpose()?;
    Ok(Chunk { tag, entries, id })
}

fn unpacked(packed: &[u8], options: Option<&Value>, limits: Limits) -> Result<Vec<Entry>, DecodeError> {
    let compression = option(options, "compressed").map(|name| text("a compression", name)).transpose()?;
    let inflated;
    let mut rest = match compression.as_deref() {
        None | Some("text") => packed,
        Some("gzip") => {
            inflated = inflate(packed, limits)?;
            &inflated
        }
        Some(other) => return Err(DecodeError::Compression(other.to_owned())),
    };
    let mut entries = Vec::new();
    while !rest.is_empty() {
        let value = read_value_with_max_depth(&mut rest, MAX_DEPTH).map_err(DecodeError::MessagePack)?;
        entries.push(entry(value)?);
    }
    Ok(entries)
}

/// Gzip members one after the other, as Fluentd writes them.
fn inflate(packed: &[u8], limits: Limits) -> Result<Vec<u8>, DecodeError> {
    let mut out = Vec::new();
    let more = limits.max_bytes as u64 + 1;
    flate2::read::MultiGzDecoder::new(packed)
        .take(more)
        .read_to_end(&mut out)
        .map_err(DecodeError::Unpack)?;
    if out.len() > limits.max_bytes { Err(DecodeError::TooLong(limits.max_bytes)) } else { Ok(out) }
}

fn entry(value: Value) -> Result<Entry, DecodeError> {
    let Value::Array(members) = value else { return Err(unexpected("an entry", &value)) };
    let mut members = members.into_iter();
    let time = event_time(&members.next().unwrap_or(Value::Nil))?;
    Ok(Entry { time, record: record_of(members.next().unwrap_or(Value::Nil))? })
}

fn record_of(value: Value) -> Result<Vec<(Value, Value)>, DecodeError> {
    match value {
        Value::Map(members) => Ok(members),
        other => Err(unexpected("a record", &other)),
    }
}

/// Seconds as an integer, or the extension that has nanoseconds too.
fn event_time(value: &Value) -> Result<EventTime, DecodeError> {
    match value {
        Value::Ext(0, bytes) if bytes.len() == 8 => {
            let number =
                |at: usize| u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
            Ok(EventTime { seconds: number(0), nanoseconds: number(4) })
        }
        Value::Integer(seconds) => {
            let seconds = seconds.as_u64().and_then(|seconds| u32::try_from(seconds).ok());
            let seconds = seconds.ok_or(DecodeError::Unexpected { what: "a time", found: "out of range" })?;
            Ok(EventTime { seconds, nanoseconds: 0 })
        }
        other => Err(unexpected("a time", other)),
    }
}

fn option<'a>(options: Option<&'a Value>, name: &str) -> Option<&'a Value> {
    match options {
        Some(Value::Map(members)) => member(members, name),
        _ => None,
    }
}

fn member<'a>(members: &'a [(Value, Value)], name: &str) -> Option<&'a Value> {
    members.iter().find(|(known, _)| known.as_str() == Some(name)).map(|(_, value)| value)
}

/// Old clients send text as bytes.
fn text(what: &'static str, value: &Value) -> Result<String, DecodeError> {
    match value {
        Value::String(text) => Ok(String::from_utf8_lossy(text.as_bytes()).into_owned()),
        Value::Binary(bytes) => Ok(String::from_utf8_lossy(bytes).into_owned()),
        other => Err(unexpected(what, other)),
    }
}

fn unexpected(what: &'static str, value: &Value) -> DecodeError {
    let found = match value {
        Value::Nil => "missing",
        Value::Boolean(_) => "a boolean",
        Value::Integer(_) => "an integer",
        Value::F32(_) | Value::F64(_) => "a fraction",
        Value::String(_) => "text",
        Value::Binary(_) => "bytes",
        Value::Array(_) => "an array",
        Value::Map(_) => "a map",
        Value::Ext(..) => "an extension",
    };
    DecodeError::Unexpected { what, found }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Packer, encode_ack};

    fn encoded(value: Value) -> Vec<u8> {
        let mut bytes = Vec::new();
        rmpv::encode::write_value(&mut bytes, &value).unwrap();
        bytes
    }

    fn map(members: &[(&str, Value)]) -> Value {
        Value::Map(members.iter().map(|(name, value)| (Value::from(*name), value.clone())).collect())
    }

    fn log(text: &str) -> Vec<(Value, Value)> {
        vec![("log".into(), text.into())]
    }

    fn decoded(value: Value) -> Chunk {
        let bytes = encoded(value);
        let (chunk, length) = decode(&bytes, Limits::default()).unwrap().unwrap();
        assert_eq!(length, bytes.len());
        chunk
    }

    #[test]
    fn all_modes_say_the_same() {
        let time = EventTime { seconds: 7, nanoseconds: 9 };
        let ext = Value::Ext(0, vec![0, 0, 0, 7, 0, 0, 0, 9]);
        let record = map(&[("log", "hello".into())]);
        let pair = Value::Array(vec![ext.clone(), record.clone()]);
        let options = map(&[("chunk", "id".into())]);
        let expected = Chunk {
            tag: "t".into(),
            entries: vec![Entry { time, record: log("hello") }],
            id: Some("id".into()),
        };
        let message = Value::Array(vec!["t".into(), ext, record, options.clone()]);
        let forward = Value::Array(vec!["t".into(), Value::Array(vec![pair.clone()]), options.clone()]);
        let packed = Value::Array(vec!["t".into(), Value::Binary(encoded(pair.clone())), options.clone()]);
        let as_text = Value::Array(vec!["t".into(), Value::String("".into()), options]);
        for value in [message, forward, packed] {
            assert_eq!(decoded(value), expected);
        }
        assert_eq!(decoded(as_text).entries, []);
    }

    #[test]
    fn seconds_may_be_an_integer() {
        let record = map(&[("log", "x".into())]);
        let chunk = decoded(Value::Array(vec!["t".into(), 7.into(), record]));
        assert_eq!(chunk.entries[0].time, EventTime { seconds: 7, nanoseconds: 0 });
        assert_eq!(chunk.id, None);
    }

    #[test]
    fn what_is_no_chunk_says_why() {
        let refused = |value: Value| decode(&encoded(value), Limits::default()).unwrap_err().to_string();
        assert_eq!(refused(7.into()), "a chunk is an integer");
        assert_eq!(refused(Value::Array(vec![])), "a tag is missing");
        assert_eq!(refused(Value::Array(vec!["t".into(), true.into()])), "a time is a boolean");
        assert_eq!(refused(Value::Array(vec!["t".into(), 7.into()])), "a record is missing");
        assert_eq!(refused(Value::Array(vec!["t".into(), (-7).into(), map(&[])])), "a time is out of range");
        let zipped =
            Value::Array(vec!["t".into(), Value::Binary(vec![]), map(&[("compressed", "zstd".into())])]);
        assert_eq!(refused(zipped), "entries are compressed by \"zstd\", which is unknown");
    }

    #[test]
    fn what_never_ends_is_refused() {
        let limits = Limits { max_bytes: 100 };
        let long = encoded(Value::Array(vec!["t".into(), Value::Binary(vec![0; 1000])]));
        assert!(decode(&long[..99], limits).unwrap().is_none());
        assert!(matches!(decode(&long, limits), Err(DecodeError::TooLong(100))));
        let mut packer = Packer::default();
        packer.add(EventTime::default(), &[("log", &"x".repeat(10_000))]);
        let bomb = packer.finish_compressed("t", None);
        assert!(bomb.len() < 200);
        assert!(matches!(decode(&bomb, Limits { max_bytes: 5000 }), Err(DecodeError::TooLong(5000))));
    }

    #[test]
    fn depth_is_bounded() {
        let deep = [vec![0x91; 100_000], vec![0xc0]].concat();
        assert!(matches!(decode(&deep, Limits::default()), Err(DecodeError::MessagePack(_))));
    }

    #[test]
    fn an_announced_length_is_not_believed() {
        // An array of four thousand million members, and bytes as many, of which none come.
        for head in [[0xdd, 0xff, 0xff, 0xff, 0xff], [0xc6, 0xff, 0xff, 0xff, 0xff]] {
            assert!(decode(&head, Limits::default()).unwrap().is_none());
        }
    }

    proptest! {
        #[test]
        fn what_was_packed_is_unpacked(
            tag in ".{0,20}", id in proptest::option::of("[a-z]{1,20}"), compressed: bool,
            entries in proptest::collection::vec((0..i64::from(u32::MAX) * 1_000_000, ".{0,50}"), 0..10),
        ) {
            let mut packer = Packer::default();
            for (micros, text) in &entries {
                packer.add(EventTime::from_micros(*micros), &[("log", text)]);
            }
            let bytes = if compressed { packer.finish_compressed(&tag, id.as_deref()) } else { packer.finish(&tag, id.as_deref()) };
            for cut in 0..bytes.len() {
                prop_assert!(decode(&bytes[..cut], Limits::default()).unwrap().is_none());
            }
            let (chunk, length) = decode(&bytes, Limits::default()).unwrap().unwrap();
            prop_assert_eq!(length, bytes.len());
            let expected = entries.iter().map(|(micros, text)| Entry { time: EventTime::from_micros(*micros), record: log(text) });
            prop_assert_eq!(chunk, Chunk { tag, entries: expected.collect(), id });
        }

        #[test]
        fn an_acknowledgement_names_what_it_acknowledges(id in ".{0,40}") {
            let bytes = encode_ack(&id);
            prop_assert_eq!(decode_ack(&bytes, Limits::default()).unwrap(), Some((id, bytes.len())));
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode(&bytes, Limits::default());
            let _ = decode_ack(&bytes, Limits::default());
        }
    }
}
