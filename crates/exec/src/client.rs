//! The other end of the data channel: what the Session Manager plugin does, for neargate's own commands. Pure, as [`crate::agent`].
//!
//! Holds: what the command printed is handed out in order, once; its exit code before the end.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use neargate_core::{Timestamp, random_uuid};
use neargate_seal::Secret;
use serde::Deserialize as _;
use serde_json::{Value, json};

use crate::encryption::ChannelKeys;
use crate::message::{Kind, Message, flags};
use crate::payload::{
    self, Acknowledge, ChannelClosed, EncryptionChallenge, Extension, HandshakeRequest, HandshakeResponse,
    KMS_ENCRYPTION, KmsEncryptionRequest, KmsEncryptionResponse, OpenDataChannelInput, PayloadType,
    ProcessedClientAction, RequestedClientAction, Size, TERMINATE_SESSION,
};
use crate::stream::{Due, Incoming, Outgoing, acknowledgement};

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Send this frame.
    Send(Bytes),
    /// Have a data key made by this key of KMS; [`Client::generated`] then.
    Generate(String),
    /// Print this; [`Client::taken_in`] once that is done.
    Print(crate::Stream, Bytes),
    /// Keystrokes may be sent from now on.
    Ready,
    /// The session is over.
    Close(Ending),
}

/// How a session ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ending {
    /// None when the command didn't come to an end by itself.
    pub exit_code: Option<i32>,
    /// What the agent had to say.
    pub last_words: String,
}

pub struct Client {
    outgoing: Outgoing,
    incoming: Incoming,
    ready: bool,
    closed: bool,
    exit_code: Option<i32>,
    actions: Vec<Action>,
    /// What the agent asked for, while a data key is being made.
    asked: Vec<RequestedClientAction>,
    /// Once the session is encrypted.
    keys: Option<ChannelKeys>,
}

/// The text frame that opens the channel.
pub fn open(token: &str, extension: Extension) -> String {
    let input = OpenDataChannelInput {
        message_schema_version: "1.0".to_owned(),
        request_id: random_uuid(),
        token_value: token.to_owned(),
        client_id: random_uuid(),
        client_version: "1.2.0.0".to_owned(),
        neargate: Some(extension),
    };
    serde_json::to_string(&input).expect("plain data")
}

impl Default for Client {
    fn default() -> Self {
        Self {
            outgoing: Outgoing::new(Kind::InputStreamData),
            incoming: Incoming::default(),
            ready: false,
            closed: false,
            exit_code: None,
            actions: Vec::new(),
            asked: Vec::new(),
            keys: None,
        }
    }
}

impl Client {
    pub fn actions(&mut self) -> Vec<Action> {
        std::mem::take(&mut self.actions)
    }

    pub fn next_tick(&self) -> Option<Timestamp> {
        self.outgoing.next_due().filter(|_| !self.closed)
    }

    /// Whether more input can be taken.
    pub fn wants_input(&self) -> bool {
        self.ready && !self.closed && self.outgoing.has_room()
    }

    pub fn received(&mut self, frame: &[u8], now: Timestamp) {
        let Ok(message) = Message::decode(frame) else { return };
        match message.kind {
            Kind::Acknowledge => {
                if let Some(acknowledge) = payload::parse::<Acknowledge>(&message) {
                    self.outgoing.acknowledged(acknowledge.acknowledged_message_sequence_number, now);
                }
            }
            Kind::OutputStreamData => {
                let arrival = self.incoming.arrived(message, now);
                self.actions.extend(arrival.acknowledge.map(Action::Send));
                for message in arrival.ready {
                    self.take(&message, now);
                }
            }
            Kind::ChannelClosed if !self.closed => {
                self.closed = true;
                let last_words = payload::parse::<ChannelClosed>(&message).map(|closed| closed.output);
                let last_words = last_words.unwrap_or_default().trim().to_owned();
                self.actions.push(Action::Close(Ending { exit_code: self.exit_code, last_words }));
            }
            _ => {}
        }
    }

    /// The oldest output was printed.
    pub fn taken_in(&mut self) {
        self.actions.extend(self.incoming.taken_in().map(Action::Send));
    }

    pub fn typed(&mut self, bytes: Bytes, now: Timestamp) {
        let bytes = self.encrypted(bytes);
        self.send(PayloadType::Output, 0, bytes, now);
    }

    /// Nothing more will be typed.
    pub fn end_of_input(&mut self, now: Timestamp) {
        let nothing = self.encrypted(Bytes::new());
        self.send(PayloadType::Output, flags::FIN, nothing, now);
    }

    pub fn resized(&mut self, size: Size, now: Timestamp) {
        self.send(PayloadType::Size, 0, payload::json(&size), now);
    }

    /// Asks for the session's end.
    pub fn terminate(&mut self, now: Timestamp) {
        self.send(PayloadType::Flag, 0, Bytes::copy_from_slice(&TERMINATE_SESSION.to_be_bytes()), now);
    }

    pub fn tick(&mut self, now: Timestamp) {
        match self.outgoing.due(now) {
            Due::Nothing => {}
            Due::Resend(frame) => self.actions.push(Action::Send(frame)),
            Due::GiveUp => {
                self.closed = true;
                let last_words = "nobody answers any more".to_owned();
                self.actions.push(Action::Close(Ending { exit_code: None, last_words }));
            }
        }
    }

    /// The data key that was to be made, in the clear and encrypted, or why not.
    pub fn generated(&mut self, made: Result<(Secret, Vec<u8>), String>, now: Timestamp) {
        let answer = made.and_then(|(data_key, encrypted)| {
            let keys = ChannelKeys::of_client(&data_key);
            self.keys = Some(keys.ok_or_else(|| "the data key hasn't 64 bytes".to_owned())?);
            Ok(encrypted)
        });
        self.answer(&answer, now);
    }

    /// Answers the handshake: sessions are all alike to this client.
    fn answer(&mut self, data_key: &Result<Vec<u8>, String>, now: Timestamp) {
        let asked = std::mem::take(&mut self.asked);
        let processed = asked.into_iter().map(|action| processed(action.action_type, data_key));
        let response = HandshakeResponse {
            client_version: "1.2.0.0".to_owned(),
            processed_client_actions: processed.collect(),
            errors: None,
        };
        self.send(PayloadType::HandshakeResponse, 0, payload::json(&response), now);
    }

    fn encrypted(&self, bytes: Bytes) -> Bytes {
        self.keys.as_ref().map_or(bytes.clone(), |keys| keys.encrypt(&bytes))
    }

    fn decrypted(&self, message: &Message) -> Option<Bytes> {
        match &self.keys {
            Some(keys) => keys.decrypt(&message.payload),
            None => Some(message.payload.clone()),
        }
    }

    fn take(&mut self, message: &Message, now: Timestamp) {
        let stream = match PayloadType::of(message) {
            Some(PayloadType::Output) => Some(crate::Stream::Output),
            Some(PayloadType::StdErr) => Some(crate::Stream::Error),
            _ => None,
        };
        if let Some(stream) = stream {
            let Some(printed) = self.decrypted(message) else {
                self.closed = true;
                let last_words = "what came isn't encrypted as this session is".to_owned();
                self.actions.push(Action::Close(Ending { exit_code: None, last_words }));
                return;
            };
            self.incoming.hand_on(message, now);
            self.actions.push(Action::Print(stream, printed));
            return;
        }
        self.actions.push(Action::Send(acknowledgement(message, now)));
        match PayloadType::of(message) {
            Some(PayloadType::HandshakeRequest) => {
                let request = payload::parse::<HandshakeRequest>(message);
                self.asked = request.map(|it| it.requested_client_actions).unwrap_or_default();
                match self.asked.iter().find(|action| action.action_type == KMS_ENCRYPTION) {
                    Some(action) => {
                        let wanted = KmsEncryptionRequest::deserialize(&action.action_parameters);
                        let key_id = wanted.map(|wanted| wanted.key_id).unwrap_or_default();
                        self.actions.push(Action::Generate(key_id));
                    }
                    None => self.answer(&Err(String::new()), now),
                }
            }
            Some(PayloadType::EncryptionChallengeRequest) => {
                let returned = payload::parse::<EncryptionChallenge>(message).and_then(|request| {
                    let keys = self.keys.as_ref()?;
                    let challenge = keys.decrypt(&STANDARD.decode(request.challenge).ok()?)?;
                    Some(EncryptionChallenge { challenge: STANDARD.encode(keys.encrypt(&challenge)) })
                });
                // Without an answer the agent ends the session.
                if let Some(response) = returned {
                    self.send(PayloadType::EncryptionChallengeResponse, 0, payload::json(&response), now);
                }
            }
            Some(PayloadType::HandshakeComplete) => {
                self.ready = true;
                self.actions.push(Action::Ready);
            }
            Some(PayloadType::ExitCode) => {
                let payload = self.decrypted(message).unwrap_or_default();
                let text = std::str::from_utf8(&payload).ok();
                self.exit_code = text.and_then(|text| text.trim().parse().ok());
            }
            _ => {}
        }
    }

    fn send(&mut self, what: PayloadType, flags: u64, payload: Bytes, now: Timestamp) {
        if !self.closed {
            let frame = self.outgoing.push(what, flags, payload, now);
            self.actions.push(Action::Send(frame));
        }
    }
}

/// What became of something that the agent asked for.
fn processed(action_type: String, data_key: &Result<Vec<u8>, String>) -> ProcessedClientAction {
    let (action_status, action_result, error) = match (action_type.as_str(), data_key) {
        ("SessionType", _) => (1, Value::Null, String::new()),
        (KMS_ENCRYPTION, Ok(encrypted)) => {
            let encrypted_key = STANDARD.encode(encrypted);
            (1, json!(KmsEncryptionResponse { encrypted_key, hash: String::new() }), String::new())
        }
        (KMS_ENCRYPTION, Err(error)) => {
            (2, Value::Null, format!("Failed to process action {KMS_ENCRYPTION}: {error}"))
        }
        (other, _) => (3, Value::Null, format!("Unsupported action {other}")),
    };
    ProcessedClientAction { action_type, action_status, action_result, error }
}
