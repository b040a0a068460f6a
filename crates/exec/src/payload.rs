//! What messages carry: numbers for raw bytes, JSON documents for the rest.

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::message::Message;

/// `payloadType` of a message of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum PayloadType {
    /// Raw bytes, in either direction.
    Output = 1,
    /// A [`Size`].
    Size = 3,
    /// A [`HandshakeRequest`].
    HandshakeRequest = 5,
    /// A [`HandshakeResponse`].
    HandshakeResponse = 6,
    /// A [`HandshakeComplete`].
    HandshakeComplete = 7,
    /// An [`EncryptionChallenge`].
    EncryptionChallengeRequest = 8,
    /// An [`EncryptionChallenge`].
    EncryptionChallengeResponse = 9,
    /// A number, big-endian: see [`TERMINATE_SESSION`].
    Flag = 10,
    /// Raw bytes of a second stream.
    StdErr = 11,
    /// A decimal number.
    ExitCode = 12,
}

impl PayloadType {
    pub fn of(message: &Message) -> Option<Self> {
        Some(match message.payload_type {
            1 => Self::Output,
            3 => Self::Size,
            5 => Self::HandshakeRequest,
            6 => Self::HandshakeResponse,
            7 => Self::HandshakeComplete,
            8 => Self::EncryptionChallengeRequest,
            9 => Self::EncryptionChallengeResponse,
            10 => Self::Flag,
            11 => Self::StdErr,
            12 => Self::ExitCode,
            _ => return None,
        })
    }
}

/// The flag by which a client asks for the session's end.
pub const TERMINATE_SESSION: u32 = 2;

/// The first frame of a connection, as text: proves that the client may have the channel.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct OpenDataChannelInput {
    pub message_schema_version: String,
    pub request_id: String,
    pub token_value: String,
    pub client_id: String,
    pub client_version: String,
    /// Ours: absent when the client is anybody else's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub neargate: Option<Extension>,
}

/// What neargate's own client may ask beyond AWS's protocol. It is told the exit code, and may do without a terminal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Extension {
    /// The terminal's size; without one the command gets pipes, and its two outputs stay apart.
    pub terminal: Option<Size>,
}

/// A terminal's size in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size {
    pub cols: u16,
    pub rows: u16,
}

impl Size {
    /// What a terminal has of which nobody said anything.
    pub const USUAL: Self = Self { cols: 80, rows: 24 };
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Acknowledge {
    pub acknowledged_message_type: String,
    pub acknowledged_message_id: String,
    pub acknowledged_message_sequence_number: i64,
    pub is_sequential_message: bool,
}

impl Acknowledge {
    pub(crate) fn of(message: &Message) -> Self {
        Self {
            acknowledged_message_type: message.kind.as_str().to_owned(),
            acknowledged_message_id: message.id.to_string(),
            acknowledged_message_sequence_number: message.sequence,
            is_sequential_message: true,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct HandshakeRequest {
    pub agent_version: String,
    pub requested_client_actions: Vec<RequestedClientAction>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct RequestedClientAction {
    pub action_type: String,
    pub action_parameters: Value,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct HandshakeResponse {
    pub client_version: String,
    pub processed_client_actions: Vec<ProcessedClientAction>,
    /// `null` when there are none.
    pub errors: Option<Vec<String>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ProcessedClientAction {
    pub action_type: String,
    /// 1 done, 2 failed, 3 unsupported.
    pub action_status: i64,
    pub action_result: Value,
    pub error: String,
}

/// [`RequestedClientAction::action_type`]: the session is encrypted.
pub const KMS_ENCRYPTION: &str = "KMSEncryption";

/// What the agent asks for by [`KMS_ENCRYPTION`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KmsEncryptionRequest {
    #[serde(rename = "KMSKeyId")]
    pub key_id: String,
}

/// What the client answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KmsEncryptionResponse {
    /// The data key as KMS encrypted it, in base64.
    #[serde(rename = "KMSCipherTextKey")]
    pub encrypted_key: String,
    /// The plugin sends it empty.
    #[serde(rename = "KMSCipherTextHash", default)]
    pub hash: String,
}

/// Random bytes in base64, encrypted by whoever sends them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct EncryptionChallenge {
    pub challenge: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct HandshakeComplete {
    /// In nanoseconds.
    pub handshake_time_to_complete: i64,
    pub customer_message: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ChannelClosed {
    pub message_id: String,
    /// ISO 8601.
    pub created_date: String,
    pub destination_id: String,
    pub session_id: String,
    pub message_type: String,
    pub schema_version: i64,
    /// What the person at the client reads; empty when there is nothing to say.
    pub output: String,
}

/// A document's bytes.
pub(crate) fn json<T: Serialize>(document: &T) -> Bytes {
    serde_json::to_vec(document).expect("payloads are plain data with text as keys").into()
}

/// The document that a message carries; none when it is another, or none at all.
pub(crate) fn parse<'a, T: Deserialize<'a>>(message: &'a Message) -> Option<T> {
    serde_json::from_slice(&message.payload).ok()
}
