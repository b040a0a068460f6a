//! The other end of the data channel: what the Session Manager plugin does, for neargate's own commands. Pure, as [`crate::agent`].
//!
//! Holds: what the command printed is handed out in order, once; its exit code before the end.

use bytes::Bytes;
use neargate_core::{Timestamp, random_uuid};

use crate::message::{Kind, Message, flags};
use crate::payload::{
    self, Acknowledge, ChannelClosed, Extension, HandshakeRequest, HandshakeResponse, OpenDataChannelInput,
    PayloadType, ProcessedClientAction, Size, TERMINATE_SESSION,
};
use crate::stream::{Due, Incoming, Outgoing, acknowledgement};

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Send this frame.
    Send(Bytes),
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
        self.send(PayloadType::Output, 0, bytes, now);
    }

    /// Nothing more will be typed.
    pub fn end_of_input(&mut self, now: Timestamp) {
        self.send(PayloadType::Output, flags::FIN, Bytes::new(), now);
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

    fn take(&mut self, message: &Message, now: Timestamp) {
        let stream = match PayloadType::of(message) {
            Some(PayloadType::Output) => Some(crate::Stream::Output),
            Some(PayloadType::StdErr) => Some(crate::Stream::Error),
            _ => None,
        };
        if let Some(stream) = stream {
            self.incoming.hand_on(message, now);
            self.actions.push(Action::Print(stream, message.payload.clone()));
            return;
        }
        self.actions.push(Action::Send(acknowledgement(message, now)));
        match PayloadType::of(message) {
            Some(PayloadType::HandshakeRequest) => {
                let request = payload::parse::<HandshakeRequest>(message);
                let response = answer(request.map(|it| it.requested_client_actions).unwrap_or_default());
                self.send(PayloadType::HandshakeResponse, 0, payload::json(&response), now);
            }
            Some(PayloadType::HandshakeComplete) => {
                self.ready = true;
                self.actions.push(Action::Ready);
            }
            Some(PayloadType::ExitCode) => {
                let text = std::str::from_utf8(&message.payload).ok();
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

/// Sessions are all alike to this client; encryption it has none.
fn answer(asked: Vec<payload::RequestedClientAction>) -> HandshakeResponse {
    let processed = asked.into_iter().map(|action| {
        let known = action.action_type == "SessionType";
        ProcessedClientAction {
            action_status: if known { 1 } else { 3 },
            error: if known { String::new() } else { format!("Unsupported action {}", action.action_type) },
            action_type: action.action_type,
            ..ProcessedClientAction::default()
        }
    });
    let processed_client_actions: Vec<_> = processed.collect();
    HandshakeResponse { client_version: "1.2.0.0".to_owned(), processed_client_actions, errors: None }
}
