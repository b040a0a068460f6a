//! The session's end of the data channel: what AWS's service and the agent in the container do together. Pure: messages and time
//! in, [`Action`]s out.
//!
//! ```text
//! Handshake ─────────────────────────────► Sizing ──► Running ──► Closing ──► Closed
//!     ├──────► Unlocking ──► Challenging ─────┤           │          ▲
//!     └────────────┴──────────────┴───────────┴───────────┴──────────┘
//! ```
//! *Unlocking*, *Challenging*: the session is to be encrypted ([`crate::encryption`]); the client's data key is being decrypted, then it
//! is shown that both have the same.
//! *Sizing*: the client may talk, and will say how large its terminal is; the command waits a moment for it, so that it starts with
//! the right size. *Closing*: the command is over; what it printed is still on its way, and the client hears of the end only
//! after all of it, because a client that hears of the end stops listening.
//!
//! Holds: the command is started once, at most; its input arrives in order, once; after `Closed` nothing is sent.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use neargate_core::{Timestamp, random_bytes};
use neargate_seal::Secret;
use serde::Deserialize as _;
use serde_json::json;

use crate::encryption::ChannelKeys;
use crate::message::{Kind, Message, MessageId, flags};
use crate::payload::{
    self, Acknowledge, ChannelClosed, EncryptionChallenge, Extension, HandshakeComplete, HandshakeRequest,
    HandshakeResponse, KMS_ENCRYPTION, KmsEncryptionRequest, KmsEncryptionResponse, OpenDataChannelInput,
    PayloadType, RequestedClientAction, Size, TERMINATE_SESSION,
};
use crate::stream::{Due, Incoming, Outgoing, acknowledgement};

/// A client that doesn't answer the handshake within this is none.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(30);
const SIZE_TIMEOUT: Duration = Duration::from_millis(300);
/// As ECS Exec has it: nothing typed and nothing printed for so long.
const IDLE_TIMEOUT: Duration = Duration::from_secs(20 * 60);
/// Once the command is over, a client that acknowledges nothing for so long isn't waited for.
const CLOSING_TIMEOUT: Duration = Duration::from_secs(15);
/// What is printed goes out in pieces of this size.
pub const CHUNK_BYTES: usize = 4096;
const CHALLENGE_BYTES: usize = 64;
const ENCOUNTERED: &str = "Encountered error while initiating handshake. ";
/// What clients are told to be the agent's version. They choose their dialect by it: from 3 on, all of it is spoken.
const AGENT_VERSION: &str = "3.3.0.0";

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Send this frame to the client, if it is connected. It may get lost.
    Send(Bytes),
    /// Have the client's data key decrypted; [`Agent::unlocked`] then.
    Unlock(Vec<u8>),
    /// Run the command: on a terminal of this size, or without one.
    Start(Option<Size>),
    /// Write this to the command; [`Agent::taken_in`] once that is done.
    Input(Bytes),
    /// Nothing more will be written to the command; [`Agent::taken_in`] once it was told.
    EndOfInput,
    Resize(Size),
    /// End the command, if it runs.
    HangUp,
    /// The session is over.
    Close,
}

/// Which of a command's outputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    Output,
    Error,
}

#[derive(Debug)]
enum Phase {
    Handshake { asked_at: Timestamp },
    Unlocking { asked_at: Timestamp },
    Challenging { asked_at: Timestamp, challenge: Vec<u8>, keys: ChannelKeys },
    Sizing { until: Timestamp },
    Running,
    Closing { last_words: String, until: Timestamp },
    Closed,
}

pub struct Agent {
    session_id: String,
    extension: Option<Extension>,
    phase: Phase,
    began_at: Timestamp,
    /// The key under which the session is to be encrypted.
    key_id: Option<String>,
    /// As soon as it is.
    keys: Option<ChannelKeys>,
    outgoing: Outgoing,
    incoming: Incoming,
    /// The client asked to hold back.
    paused: bool,
    active_at: Timestamp,
    actions: Vec<Action>,
}

impl Agent {
    /// For a client that said this of itself. One that states no version is older than the handshake, and goes without.
    pub fn new(
        session_id: &str,
        client: &OpenDataChannelInput,
        key_id: Option<String>,
        now: Timestamp,
    ) -> Self {
        let mut agent = Self {
            session_id: session_id.to_owned(),
            extension: client.neargate,
            phase: Phase::Handshake { asked_at: now },
            began_at: now,
            key_id,
            keys: None,
            outgoing: Outgoing::new(Kind::OutputStreamData),
            incoming: Incoming::default(),
            paused: false,
            active_at: now,
            actions: Vec::new(),
        };
        if client.client_version.is_empty() {
            if agent.key_id.is_some() {
                agent.end(&format!("{ENCOUNTERED}The client can't encrypt the session."), now);
                return agent;
            }
            agent.phase = Phase::Sizing { until: now.plus(SIZE_TIMEOUT) };
            return agent;
        }
        let session_type = RequestedClientAction {
            action_type: "SessionType".to_owned(),
            action_parameters: json!({ "SessionType": "InteractiveCommands", "Properties": {} }),
        };
        let encryption = agent.key_id.clone().map(|key_id| RequestedClientAction {
            action_type: KMS_ENCRYPTION.to_owned(),
            action_parameters: json!(KmsEncryptionRequest { key_id }),
        });
        let request = HandshakeRequest {
            agent_version: AGENT_VERSION.to_owned(),
            requested_client_actions: encryption.into_iter().chain([session_type]).collect(),
        };
        agent.send(PayloadType::HandshakeRequest, payload::json(&request), now);
        agent
    }

    /// What is to be done since this was last asked.
    pub fn actions(&mut self) -> Vec<Action> {
        std::mem::take(&mut self.actions)
    }

    /// When [`Agent::tick`] is to be called, if nothing happens before.
    pub fn next_tick(&self) -> Option<Timestamp> {
        let own = match &self.phase {
            Phase::Handshake { asked_at }
            | Phase::Unlocking { asked_at }
            | Phase::Challenging { asked_at, .. } => asked_at.plus(HANDSHAKE_TIMEOUT),
            Phase::Sizing { until } | Phase::Closing { until, .. } => *until,
            Phase::Running => self.active_at.plus(IDLE_TIMEOUT),
            Phase::Closed => return None,
        };
        Some(self.outgoing.next_due().map_or(own, |due| due.min(own)))
    }

    /// Whether more of what the command prints can be taken.
    pub fn wants_output(&self) -> bool {
        matches!(self.phase, Phase::Running) && !self.paused && self.outgoing.has_room()
    }

    pub fn is_closed(&self) -> bool {
        matches!(self.phase, Phase::Closed)
    }

    /// A binary frame came from the client. What is no message is passed over: it will be sent again if it was one.
    pub fn received(&mut self, frame: &[u8], now: Timestamp) {
        let message = match Message::decode(frame) {
            Ok(message) => message,
            Err(error) => {
                tracing::debug!(session = self.session_id, %error, "a frame was dropped");
                return;
            }
        };
        match message.kind {
            Kind::Acknowledge => {
                if let Some(acknowledge) = payload::parse::<Acknowledge>(&message) {
                    self.outgoing.acknowledged(acknowledge.acknowledged_message_sequence_number, now);
                    if let Phase::Closing { until, .. } = &mut self.phase {
                        *until = now.plus(CLOSING_TIMEOUT);
                    }
                    self.close_when_all_is_said(now);
                }
            }
            Kind::InputStreamData => {
                let arrival = self.incoming.arrived(message, now);
                self.actions.extend(arrival.acknowledge.map(Action::Send));
                for message in arrival.ready {
                    self.take(&message, now);
                }
            }
            Kind::PausePublication => self.paused = true,
            Kind::StartPublication => self.paused = false,
            Kind::OutputStreamData | Kind::ChannelClosed => {}
        }
    }

    /// The oldest input was written to the command.
    pub fn taken_in(&mut self) {
        self.actions.extend(self.incoming.taken_in().map(Action::Send));
    }

    /// The command printed something. At most [`CHUNK_BYTES`], and only when [`Agent::wants_output`].
    pub fn printed(&mut self, stream: Stream, bytes: Bytes, now: Timestamp) {
        if matches!(self.phase, Phase::Running) {
            self.active_at = now;
            let kind = match stream {
                Stream::Output => PayloadType::Output,
                Stream::Error => PayloadType::StdErr,
            };
            let bytes = self.encrypted(bytes);
            self.send(kind, bytes, now);
        }
    }

    /// The client's data key was decrypted, or why not.
    pub fn unlocked(&mut self, data_key: Result<Secret, String>, now: Timestamp) {
        if !matches!(self.phase, Phase::Unlocking { .. }) {
            return;
        }
        let keys = data_key.and_then(|data_key| {
            ChannelKeys::of_agent(&data_key).ok_or_else(|| "the data key hasn't 64 bytes".to_owned())
        });
        match keys {
            Ok(keys) => {
                let challenge = random_bytes::<CHALLENGE_BYTES>().to_vec();
                let request =
                    EncryptionChallenge { challenge: STANDARD.encode(keys.encrypt(&challenge)) };
                self.phase = Phase::Challenging { asked_at: now, challenge, keys };
                self.send(PayloadType::EncryptionChallengeRequest, payload::json(&request), now);
            }
            Err(reason) => self.end(
                &format!(
                    "\n----------ERROR-------\n{ENCOUNTERED}Fetching data key failed: Unable to retrieve data key, Error when \
                     decrypting data key {reason}"
                ),
                now,
            ),
        }
    }

    /// The command ended, and all that it printed was handed over.
    pub fn exited(&mut self, code: i32, now: Timestamp) {
        if matches!(self.phase, Phase::Running) && self.extension.is_some() {
            let code = self.encrypted(code.to_string().into());
            self.send(PayloadType::ExitCode, code, now);
        }
        self.end("", now);
    }

    /// The command could not be started, or was lost. In the words that AWS's agent has for it.
    pub fn failed(&mut self, exit_code: i32, reason: &str, now: Timestamp) {
        if matches!(self.phase, Phase::Running) && self.extension.is_some() {
            let code = self.encrypted(exit_code.to_string().into());
            self.send(PayloadType::ExitCode, code, now);
        }
        self.end(&format!("\n----------ERROR-------\n{reason}"), now);
    }

    /// Ends the session and the command; `last_words` are for the person at the client.
    pub fn terminate(&mut self, last_words: &str, now: Timestamp) {
        if !matches!(self.phase, Phase::Closing { .. } | Phase::Closed) {
            self.actions.push(Action::HangUp);
            self.end(last_words, now);
        }
    }

    /// The client is back on a new connection.
    pub fn reconnected(&mut self, now: Timestamp) {
        self.paused = false;
        self.actions.extend(self.outgoing.again(now).into_iter().map(Action::Send));
    }

    /// Time passed.
    pub fn tick(&mut self, now: Timestamp) {
        match self.outgoing.due(now) {
            Due::Nothing => {}
            Due::Resend(frame) => self.actions.push(Action::Send(frame)),
            Due::GiveUp => {
                self.actions.push(Action::HangUp);
                self.close();
                return;
            }
        }
        match &self.phase {
            Phase::Handshake { asked_at }
            | Phase::Unlocking { asked_at }
            | Phase::Challenging { asked_at, .. }
                if asked_at.plus(HANDSHAKE_TIMEOUT) <= now =>
            {
                self.end("The handshake timed out.", now);
            }
            Phase::Sizing { until } if *until <= now => self.start(Size::USUAL),
            Phase::Running if self.active_at.plus(IDLE_TIMEOUT) <= now => {
                self.terminate("The session ended after 20 minutes of inactivity.", now);
            }
            Phase::Closing { until, .. } if *until <= now => self.say_goodbye(now),
            _ => {}
        }
    }

    /// Data from the client whose turn it is.
    fn take(&mut self, message: &Message, now: Timestamp) {
        match PayloadType::of(message) {
            Some(PayloadType::Output) if self.takes_input() => {
                self.active_at = now;
                let Some(typed) = self.decrypted(message) else {
                    self.actions.push(Action::Send(acknowledgement(message, now)));
                    self.terminate("What was typed isn't encrypted as this session is.", now);
                    return;
                };
                self.start_without_size();
                self.incoming.hand_on(message, now);
                self.actions.push(if message.flags & flags::FIN == 0 {
                    Action::Input(typed)
                } else {
                    Action::EndOfInput
                });
                return;
            }
            Some(PayloadType::HandshakeResponse) => self.answered(message, now),
            Some(PayloadType::EncryptionChallengeResponse) => self.challenged(message, now),
            Some(PayloadType::Size) => {
                if let Some(size) = payload::parse::<Size>(message) {
                    self.resize(size, now);
                }
            }
            Some(PayloadType::Flag) if *message.payload == TERMINATE_SESSION.to_be_bytes() => {
                self.terminate("", now);
            }
            // What this end doesn't know is acknowledged all the same: it would come for ever.
            _ => {}
        }
        self.actions.push(Action::Send(acknowledgement(message, now)));
    }

    fn takes_input(&self) -> bool {
        matches!(self.phase, Phase::Sizing { .. } | Phase::Running)
    }

    fn answered(&mut self, message: &Message, now: Timestamp) {
        let Phase::Handshake { .. } = self.phase else { return };
        let response = payload::parse::<HandshakeResponse>(message).unwrap_or_default();
        let session_type =
            response.processed_client_actions.iter().find(|it| it.action_type == "SessionType");
        match session_type {
            Some(done) if done.action_status == 1 && self.key_id.is_some() => {
                self.take_key(&response, now);
            }
            Some(done) if done.action_status == 1 => self.complete("", now),
            refused => {
                let why = refused.map(|refused| refused.error.as_str()).unwrap_or_default();
                self.end(&format!("The client can't run this type of session. {why}"), now);
            }
        }
    }

    /// The client made a data key, or it couldn't.
    fn take_key(&mut self, response: &HandshakeResponse, now: Timestamp) {
        let done = response.processed_client_actions.iter().find(|it| it.action_type == KMS_ENCRYPTION);
        let key = done.filter(|done| done.action_status == 1).and_then(|done| {
            let result = KmsEncryptionResponse::deserialize(&done.action_result).ok()?;
            STANDARD.decode(result.encrypted_key).ok()
        });
        match key {
            Some(key) => {
                self.phase = Phase::Unlocking { asked_at: now };
                self.actions.push(Action::Unlock(key));
            }
            None => {
                let (status, error) = done.map_or((3, ""), |done| (done.action_status, done.error.as_str()));
                let reason = format!("{KMS_ENCRYPTION} failed on client with status {status} error: {error}");
                self.end(&format!("\n----------ERROR-------\n{ENCOUNTERED}{reason}"), now);
            }
        }
    }

    /// The client returned the challenge.
    fn challenged(&mut self, message: &Message, now: Timestamp) {
        let Phase::Challenging { challenge, keys, .. } = &self.phase else { return };
        let returned = payload::parse::<EncryptionChallenge>(message);
        let returned = returned.and_then(|answer| keys.decrypt(&STANDARD.decode(answer.challenge).ok()?));
        if returned.as_deref() != Some(challenge.as_slice()) {
            self.end(
                &format!("\n----------ERROR-------\n{ENCOUNTERED}Encryption challenge does not match"),
                now,
            );
            return;
        }
        let before = std::mem::replace(&mut self.phase, Phase::Handshake { asked_at: now });
        if let Phase::Challenging { keys, .. } = before {
            self.keys = Some(keys);
        }
        self.complete("This session is encrypted using AWS KMS.", now);
    }

    /// Both know what they have to.
    fn complete(&mut self, customer_message: &str, now: Timestamp) {
        let complete = HandshakeComplete {
            handshake_time_to_complete: i64::try_from(now.since(self.began_at).as_nanos())
                .unwrap_or(i64::MAX),
            customer_message: customer_message.to_owned(),
        };
        self.send(PayloadType::HandshakeComplete, payload::json(&complete), now);
        self.active_at = now;
        match self.extension {
            // Our own client has said all there is to say.
            Some(extension) => self.run(extension.terminal),
            None => self.phase = Phase::Sizing { until: now.plus(SIZE_TIMEOUT) },
        }
    }

    fn encrypted(&self, bytes: Bytes) -> Bytes {
        self.keys.as_ref().map_or(bytes.clone(), |keys| keys.encrypt(&bytes))
    }

    /// What the client typed; none if it isn't encrypted as it should be.
    fn decrypted(&self, message: &Message) -> Option<Bytes> {
        match &self.keys {
            Some(keys) => keys.decrypt(&message.payload),
            None => Some(message.payload.clone()),
        }
    }

    fn resize(&mut self, size: Size, now: Timestamp) {
        match self.phase {
            Phase::Sizing { .. } => self.start(size),
            Phase::Running => {
                self.active_at = now;
                self.actions.push(Action::Resize(size));
            }
            _ => {}
        }
    }

    /// Who types doesn't wait for a size.
    fn start_without_size(&mut self) {
        if matches!(self.phase, Phase::Sizing { .. }) {
            self.start(Size::USUAL);
        }
    }

    fn start(&mut self, size: Size) {
        self.run(Some(size));
    }

    fn run(&mut self, terminal: Option<Size>) {
        self.phase = Phase::Running;
        self.actions.push(Action::Start(terminal));
    }

    fn end(&mut self, last_words: &str, now: Timestamp) {
        if matches!(self.phase, Phase::Closing { .. } | Phase::Closed) {
            return;
        }
        self.phase = Phase::Closing { last_words: last_words.to_owned(), until: now.plus(CLOSING_TIMEOUT) };
        self.close_when_all_is_said(now);
    }

    fn close_when_all_is_said(&mut self, now: Timestamp) {
        if matches!(self.phase, Phase::Closing { .. }) && self.outgoing.is_empty() {
            self.say_goodbye(now);
        }
    }

    fn say_goodbye(&mut self, now: Timestamp) {
        if let Phase::Closing { last_words, .. } = &self.phase {
            let closed = ChannelClosed {
                message_id: MessageId::random().to_string(),
                created_date: now.to_iso8601(),
                destination_id: self.session_id.clone(),
                session_id: self.session_id.clone(),
                message_type: Kind::ChannelClosed.as_str().to_owned(),
                schema_version: 1,
                output: last_words.clone(),
            };
            let message = Message::new(Kind::ChannelClosed, 0, 0, payload::json(&closed), now);
            self.actions.push(Action::Send(message.encode()));
        }
        self.close();
    }

    fn close(&mut self) {
        self.phase = Phase::Closed;
        self.actions.push(Action::Close);
    }

    fn send(&mut self, what: PayloadType, payload: Bytes, now: Timestamp) {
        let frame = self.outgoing.push(what, 0, payload, now);
        self.actions.push(Action::Send(frame));
    }
}
