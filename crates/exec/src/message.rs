//! One message of the data channel and its binary form.
//!
//! | offset | length | field |
//! |---|---|---|
//! | 0 | 4 | header length, 116: without itself, up to the payload's length |
//! | 4 | 32 | message type, padded with spaces |
//! | 36 | 4 | schema version, 1 |
//! | 40 | 8 | created, milliseconds since 1970 |
//! | 48 | 8 | sequence number |
//! | 56 | 8 | flags |
//! | 64 | 16 | message id: the UUID's last eight bytes, then its first eight |
//! | 80 | 32 | SHA-256 of the payload |
//! | 112 | 4 | payload type |
//! | 116 | 4 | payload length |
//! | 120 | – | payload |
//!
//! All numbers are big-endian. [`Message::decode`] is total: any bytes are a message or a stated error.

use std::fmt;

use bytes::Bytes;
use neargate_core::{Timestamp, random_uuid};
use sha2::{Digest as _, Sha256};

const HEADER_LENGTH: usize = 116;
const PAYLOAD: usize = HEADER_LENGTH + 4;

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// From the client: keystrokes, sizes, flags.
    InputStreamData,
    /// To the client: output, and the agent's side of the handshake.
    OutputStreamData,
    Acknowledge,
    /// The session is over.
    ChannelClosed,
    /// The receiver may send again.
    StartPublication,
    /// The receiver is to hold back its data.
    PausePublication,
}

impl Kind {
    const ALL: [Self; 6] = [
        Self::InputStreamData,
        Self::OutputStreamData,
        Self::Acknowledge,
        Self::ChannelClosed,
        Self::StartPublication,
        Self::PausePublication,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::InputStreamData => "input_stream_data",
            Self::OutputStreamData => "output_stream_data",
            Self::Acknowledge => "acknowledge",
            Self::ChannelClosed => "channel_closed",
            Self::StartPublication => "start_publication",
            Self::PausePublication => "pause_publication",
        }
    }
}

/// Tells messages apart.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct MessageId([u8; 16]);

impl MessageId {
    pub fn random() -> Self {
        let digits: String = random_uuid().chars().filter(|c| *c != '-').collect();
        // A UUID is 32 hexadecimal digits.
        Self(u128::from_str_radix(&digits, 16).unwrap_or_default().to_be_bytes())
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = format!("{:032x}", u128::from_be_bytes(self.0));
        let (a, b, c, d, e) = (&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]);
        write!(f, "{a}-{b}-{c}-{d}-{e}")
    }
}

impl fmt::Debug for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Bits of [`Message::flags`].
pub mod flags {
    /// The first message of a direction.
    pub const SYN: u64 = 1;
    /// The last message of a direction.
    pub const FIN: u64 = 2;
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub kind: Kind,
    pub created_at: Timestamp,
    pub sequence: i64,
    pub flags: u64,
    pub id: MessageId,
    /// See [`crate::payload::PayloadType`]; 0 where a message has none.
    pub payload_type: u32,
    pub payload: Bytes,
}

/// Bytes that are no message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    #[error("a message of {have} bytes is shorter than its header")]
    TooShort { have: usize },
    #[error("header length is {0}, not {HEADER_LENGTH}")]
    HeaderLength(u32),
    #[error("message type {0:?} is unknown")]
    UnknownType(String),
    #[error("schema version is {0}, not 1")]
    SchemaVersion(u32),
    #[error("the creation time {0} lies outside of time")]
    CreatedDate(u64),
    #[error("the payload is stated as {stated} bytes and has {have}")]
    PayloadLength { stated: u32, have: usize },
    #[error("the payload's digest doesn't match")]
    Digest,
}

impl Message {
    /// A message that was just made.
    pub fn new(kind: Kind, sequence: i64, payload_type: u32, payload: Bytes, now: Timestamp) -> Self {
        Self { kind, created_at: now, sequence, flags: 0, id: MessageId::random(), payload_type, payload }
    }

    pub fn encode(&self) -> Bytes {
        let mut bytes = Vec::with_capacity(PAYLOAD + self.payload.len());
        bytes.extend((HEADER_LENGTH as u32).to_be_bytes());
        bytes.extend(format!("{:32}", self.kind.as_str()).as_bytes());
        bytes.extend(1_u32.to_be_bytes());
        bytes.extend(self.created_at.0.max(0).to_be_bytes());
        bytes.extend(self.sequence.to_be_bytes());
        bytes.extend(self.flags.to_be_bytes());
        bytes.extend(&self.id.0[8..]);
        bytes.extend(&self.id.0[..8]);
        bytes.extend(Sha256::digest(&self.payload));
        bytes.extend(self.payload_type.to_be_bytes());
        // Payloads are pieces of what was read, never near four gigabytes.
        bytes.extend((self.payload.len() as u32).to_be_bytes());
        bytes.extend(&self.payload);
        bytes.into()
    }

    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let short = || DecodeError::TooShort { have: bytes.len() };
        let (header, payload) = bytes.split_at_checked(PAYLOAD).ok_or_else(short)?;
        let u32_at = |at: usize| u32::from_be_bytes(array(header, at));
        let u64_at = |at: usize| u64::from_be_bytes(array(header, at));
        match u32_at(0) {
            length if length as usize == HEADER_LENGTH => {}
            length => return Err(DecodeError::HeaderLength(length)),
        }
        // Some implementations pad with zeros.
        let name = String::from_utf8_lossy(&header[4..36]);
        let name = name.trim_matches(|c: char| c == ' ' || c == '\0');
        let kind = Kind::ALL.into_iter().find(|kind| kind.as_str() == name);
        let kind = kind.ok_or_else(|| DecodeError::UnknownType(name.to_owned()))?;
        match u32_at(36) {
            1 => {}
            version => return Err(DecodeError::SchemaVersion(version)),
        }
        let created = u64_at(40);
        let created_at = i64::try_from(created).map_err(|_| DecodeError::CreatedDate(created))?;
        let stated = u32_at(116);
        if stated as usize != payload.len() {
            return Err(DecodeError::PayloadLength { stated, have: payload.len() });
        }
        if !payload.is_empty() && !is_digest(&header[80..112], payload) {
            return Err(DecodeError::Digest);
        }
        let mut id = [0; 16];
        id[8..].copy_from_slice(&header[64..72]);
        id[..8].copy_from_slice(&header[72..80]);
        Ok(Self {
            kind,
            created_at: Timestamp(created_at),
            sequence: i64::from_be_bytes(array(header, 48)),
            flags: u64_at(56),
            id: MessageId(id),
            payload_type: u32_at(112),
            payload: Bytes::copy_from_slice(payload),
        })
    }
}

/// Whether this is the payload's digest. What is written in hexadecimal digits isn't looked at: it is half of them, and the client in use that
/// writes so computes them of its payload's text, which for bytes is a list of numbers.
fn is_digest(shown: &[u8], payload: &[u8]) -> bool {
    Sha256::digest(payload)[..] == *shown
        || shown.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// The bytes of a number within a header, which is long enough.
fn array<const N: usize>(header: &[u8], at: usize) -> [u8; N] {
    let mut bytes = [0; N];
    bytes.copy_from_slice(&header[at..at + N]);
    bytes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn message(payload: &[u8]) -> Message {
        Message {
            kind: Kind::InputStreamData,
            created_at: Timestamp(1_500_000_000_000),
            sequence: 7,
            flags: flags::FIN,
            id: MessageId(0x00112233_4455_6677_8899_aabbccddeeff_u128.to_be_bytes()),
            payload_type: 1,
            payload: Bytes::copy_from_slice(payload),
        }
    }

    #[test]
    fn every_field_lies_where_it_belongs() {
        let bytes = message(b"ls\r").encode();
        assert_eq!(bytes.len(), 123);
        assert_eq!(bytes[..4], 116_u32.to_be_bytes());
        assert_eq!(&bytes[4..36], b"input_stream_data               ");
        assert_eq!(bytes[36..40], 1_u32.to_be_bytes());
        assert_eq!(bytes[40..48], 1_500_000_000_000_u64.to_be_bytes());
        assert_eq!(bytes[48..56], 7_i64.to_be_bytes());
        assert_eq!(bytes[56..64], 2_u64.to_be_bytes());
        assert_eq!(
            bytes[64..72],
            [0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff],
            "the low half comes first"
        );
        assert_eq!(bytes[72..80], [0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77]);
        assert_eq!(bytes[80..112], Sha256::digest(b"ls\r")[..]);
        assert_eq!(bytes[112..120], [0, 0, 0, 1, 0, 0, 0, 3]);
        assert_eq!(&bytes[120..], b"ls\r");
        assert_eq!(message(b"").id.to_string(), "00112233-4455-6677-8899-aabbccddeeff");
    }

    #[test]
    fn clients_that_write_half_of_the_digits_and_pad_with_zeros_are_understood() {
        for hashed in ["ls\r", "108,115,13"] {
            let mut bytes = message(b"ls\r").encode().to_vec();
            let digits: String = Sha256::digest(hashed).iter().map(|byte| format!("{byte:02x}")).collect();
            bytes[80..112].copy_from_slice(&digits.as_bytes()[..32]);
            bytes[4..36].rotate_right(15);
            bytes[4..19].fill(0);
            assert_eq!(Message::decode(&bytes), Ok(message(b"ls\r")), "the digest of {hashed:?}");
        }
    }

    #[test]
    fn each_fault_is_told_apart() {
        let good = message(b"ls").encode();
        let spoilt = |at: usize, byte: u8| {
            let mut bytes = good.to_vec();
            bytes[at] = byte;
            Message::decode(&bytes).expect_err("a fault")
        };
        assert_eq!(Message::decode(&good[..119]), Err(DecodeError::TooShort { have: 119 }));
        assert_eq!(Message::decode(&good[..121]), Err(DecodeError::PayloadLength { stated: 2, have: 1 }));
        assert_eq!(spoilt(3, 117), DecodeError::HeaderLength(117));
        assert_eq!(spoilt(4, b'X'), DecodeError::UnknownType("Xnput_stream_data".to_owned()));
        assert_eq!(spoilt(39, 2), DecodeError::SchemaVersion(2));
        assert!(matches!(spoilt(40, 0xff), DecodeError::CreatedDate(_)));
        assert_eq!(spoilt(119, 9), DecodeError::PayloadLength { stated: 9, have: 2 });
        assert_eq!(spoilt(121, b'x'), DecodeError::Digest);
        assert_eq!(spoilt(80, good[80] ^ 1), DecodeError::Digest);
    }

    proptest! {
        #[test]
        fn what_is_encoded_decodes(
            kind in proptest::sample::select(Kind::ALL.as_slice()),
            created in 0..i64::MAX, sequence: i64, flags: u64, id: u128, payload_type: u32, payload: Vec<u8>,
        ) {
            let message = Message {
                kind, created_at: Timestamp(created), sequence, flags, id: MessageId(id.to_be_bytes()), payload_type,
                payload: payload.into(),
            };
            prop_assert_eq!(Message::decode(&message.encode()), Ok(message));
        }

        #[test]
        fn any_bytes_are_a_message_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = Message::decode(&bytes);
        }

        #[test]
        fn a_spoilt_message_is_a_message_or_an_error(at in 0..123_usize, byte: u8, cut in 0..124_usize) {
            let mut bytes = message(b"ls\r").encode().to_vec();
            bytes[at] = byte;
            bytes.truncate(cut);
            if let Ok(decoded) = Message::decode(&bytes) {
                prop_assert_eq!(Message::decode(&decoded.encode()), Ok(decoded));
            }
        }
    }
}
