//! The sessions of this daemon: who may open which, and what became of it.
//!
//! A session is *made* (`ExecuteCommand`), *opened* by a client that shows its token on a data channel, and *over*. A token opens one
//! connection, within [`TOKEN_LIFETIME`]; for another one the client asks for a new token (`ResumeSession`).
//!
//! All of it is in memory: a process that was started for a session ends with the daemon, so there is nothing to come back to. A
//! client that tries is answered an empty token, which is AWS's way to say that the session is over.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use neargate_core::{Clock, Scope, Timestamp, random_hex};
use subtle::ConstantTimeEq as _;
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;

use crate::encryption::Encryption;
use crate::payload::OpenDataChannelInput;
use crate::process::Containers;
use crate::session::{self, Knock, Order};
use crate::socket::{Frame, Io, Socket};
use crate::transcript::Recorder;

const TOKEN_LIFETIME: Duration = Duration::from_secs(60);
/// A connection that doesn't say what it wants within this is closed.
const OPENING_TIMEOUT: Duration = Duration::from_secs(10);
/// Sessions that are made or open, at a time.
const MAX_OPEN: usize = 256;
/// Sessions that are over and still told of.
const MAX_OVER: usize = 1000;
/// Clients are told of the daemon's end within this.
const FAREWELL: Duration = Duration::from_secs(2);

/// What a session is for.
pub struct NewSession {
    pub scope: Scope,
    /// The ARN of who asked for it.
    pub owner: String,
    /// `ecs:<cluster>_<task id>_<runtime id>`
    pub target: String,
    pub task_id: String,
    pub container: String,
    /// As the caller wrote it: see [`crate::words::split`].
    pub command: String,
    pub session_id: String,
    pub recorder: Option<Box<dyn Recorder>>,
    pub encryption: Option<Encryption>,
}

/// A fresh id of AWS's form.
pub fn session_id() -> String {
    format!("ecs-execute-command-{}", random_hex(17))
}

/// Where a client opens the data channel of a session, at this endpoint (`http://127.0.0.1:4566`).
pub fn stream_url(endpoint: &str, session_id: &str) -> String {
    // `http` to `ws`, `https` to `wss`.
    let endpoint =
        endpoint.strip_prefix("http").map_or_else(|| endpoint.to_owned(), |rest| format!("ws{rest}"));
    format!("{endpoint}{PATH}{session_id}?role=publish_subscribe")
}

/// The session that a data channel's path names; none for other paths.
pub fn session_of(path: &str) -> Option<&str> {
    path.strip_prefix(PATH).filter(|id| !id.is_empty() && !id.contains('/'))
}

/// Before the session's id, as on AWS.
const PATH: &str = "/v1/data-channel/";

/// There are so many sessions already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{MAX_OPEN} sessions are open")]
pub struct TooMany;

/// What is known of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub session_id: String,
    pub scope: Scope,
    pub owner: String,
    pub target: String,
    pub started_at: Timestamp,
    pub status: Status,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Its client hasn't come yet.
    Connecting,
    Connected,
    Terminated {
        at: Timestamp,
    },
}

pub struct Sessions {
    clock: Arc<dyn Clock>,
    containers: OnceLock<Arc<dyn Containers>>,
    table: Mutex<BTreeMap<String, Entry>>,
    /// How many are open.
    open: watch::Sender<usize>,
}

struct Entry {
    session: Session,
    token: Option<Token>,
    state: State,
}

struct Token {
    value: String,
    expires_at: Timestamp,
}

enum State {
    Made(Box<Order>),
    Open(mpsc::Sender<Knock>),
    Over,
}

/// What a connection's token opened.
enum Opened {
    First(Box<Order>, mpsc::Receiver<Knock>),
    Again(mpsc::Sender<Knock>),
}

impl Sessions {
    pub fn new(clock: Arc<dyn Clock>) -> Arc<Self> {
        let (containers, table, (open, _)) = (OnceLock::new(), Mutex::default(), watch::channel(0));
        Arc::new(Self { clock, containers, table, open })
    }

    /// Hands over the way to the containers, once there is one. Without it no session opens.
    pub fn connect(&self, containers: Arc<dyn Containers>) {
        let _ = self.containers.set(containers);
    }

    /// Makes a session and returns the token that opens it.
    pub fn make(&self, new: NewSession) -> Result<String, TooMany> {
        let now = self.clock.now();
        let mut table = self.table();
        tidy(&mut table, now);
        if table.values().filter(|entry| !matches!(entry.state, State::Over)).count() >= MAX_OPEN {
            return Err(TooMany);
        }
        let (token, value) = Token::fresh(now);
        let session = Session {
            session_id: new.session_id.clone(),
            scope: new.scope,
            owner: new.owner,
            target: new.target,
            started_at: now,
            status: Status::Connecting,
        };
        let order = Order {
            session_id: new.session_id.clone(),
            task_id: new.task_id,
            container: new.container,
            command: new.command,
            recorder: new.recorder,
            encryption: new.encryption,
        };
        let state = State::Made(Box::new(order));
        table.insert(new.session_id, Entry { session, token: Some(token), state });
        Ok(value)
    }

    /// A new token for a session whose client lost its connection; empty when the session is over. None when there never was one.
    pub fn resume(&self, scope: &Scope, session_id: &str) -> Option<String> {
        let now = self.clock.now();
        let mut table = self.table();
        tidy(&mut table, now);
        let entry = table.get_mut(session_id).filter(|entry| entry.session.scope == *scope)?;
        if matches!(entry.state, State::Over) {
            return Some(String::new());
        }
        let (token, value) = Token::fresh(now);
        entry.token = Some(token);
        Some(value)
    }

    /// Ends a session; one that is over stays so. False when there never was one.
    pub fn terminate(&self, scope: &Scope, session_id: &str) -> bool {
        let now = self.clock.now();
        let mut table = self.table();
        let Some(entry) = table.get_mut(session_id).filter(|entry| entry.session.scope == *scope) else {
            return false;
        };
        entry.terminate("", now);
        true
    }

    /// All that is known, the latest first.
    pub fn list(&self, scope: &Scope) -> Vec<Session> {
        let mut table = self.table();
        tidy(&mut table, self.clock.now());
        let mut sessions: Vec<_> = table.values().map(|entry| entry.session.clone()).collect();
        sessions.retain(|session| session.scope == *scope);
        sessions.sort_by(|a, b| (b.started_at, &b.session_id).cmp(&(a.started_at, &a.session_id)));
        sessions
    }

    /// Serves a connection that was upgraded to a WebSocket, to its end or to that of its session.
    pub async fn serve(self: Arc<Self>, session_id: &str, io: impl Io + 'static) {
        let mut socket = Socket::server(io).await;
        let first = timeout(OPENING_TIMEOUT, socket.next()).await;
        let input = match first {
            Ok(Some(Frame::Text(text))) => serde_json::from_str::<OpenDataChannelInput>(&text).ok(),
            _ => None,
        };
        let opened = input.and_then(|input| Some((self.open(session_id, &input.token_value)?, input)));
        match (opened, self.containers.get()) {
            (Some((Opened::First(order, knocks), client)), Some(containers)) => {
                tracing::info!(
                    session = session_id,
                    container = order.container,
                    task = order.task_id,
                    "session opened"
                );
                let containers = Arc::clone(containers);
                session::run(*order, &client, socket, knocks, containers, Arc::clone(&self.clock)).await;
                tracing::info!(session = session_id, "session ended");
                self.over(session_id);
            }
            (Some((Opened::Again(knocks), _)), _) => {
                let _ = knocks.send(Knock::Connected(Box::new(socket))).await;
            }
            (Some((Opened::First(..), _)), None) => {
                self.over(session_id);
                socket.close().await;
            }
            (None, _) => {
                tracing::debug!(session = session_id, "a data channel was opened without a valid token");
                socket.close().await;
            }
        }
    }

    /// Waits for the daemon's end, then ends all sessions and tells their clients.
    pub async fn run(self: Arc<Self>, mut stop: watch::Receiver<bool>) {
        let _ = stop.wait_for(|stop| *stop).await;
        let now = self.clock.now();
        for entry in self.table().values_mut() {
            entry.terminate("neargate is stopping. The task runs on.", now);
        }
        let mut open = self.open.subscribe();
        let _ = timeout(FAREWELL, open.wait_for(|open| *open == 0)).await;
    }

    /// What a token opens; it is used up by this.
    fn open(&self, session_id: &str, token: &str) -> Option<Opened> {
        let now = self.clock.now();
        let mut table = self.table();
        let entry = table.get_mut(session_id)?;
        let valid = entry.token.as_ref().is_some_and(|known| known.opens(token, now));
        if !valid {
            return None;
        }
        entry.token = None;
        match &entry.state {
            State::Over => return None,
            State::Open(knocks) => return Some(Opened::Again(knocks.clone())),
            State::Made(_) => {}
        }
        let (knocks, received) = mpsc::channel(8);
        let State::Made(order) = std::mem::replace(&mut entry.state, State::Open(knocks)) else {
            return None;
        };
        entry.session.status = Status::Connected;
        self.open.send_modify(|open| *open += 1);
        Some(Opened::First(order, received))
    }

    fn over(&self, session_id: &str) {
        if let Some(entry) = self.table().get_mut(session_id) {
            entry.over(self.clock.now());
        }
        self.open.send_modify(|open| *open -= 1);
    }

    fn table(&self) -> MutexGuard<'_, BTreeMap<String, Entry>> {
        // Each change is a single assignment: a panic leaves nothing half done.
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entry {
    fn terminate(&mut self, last_words: &str, now: Timestamp) {
        match &self.state {
            State::Made(_) => self.over(now),
            // A full queue holds such a message already, or a client that comes back to a session that will end.
            State::Open(knocks) => drop(knocks.try_send(Knock::Terminate(last_words.to_owned()))),
            State::Over => {}
        }
    }

    fn over(&mut self, now: Timestamp) {
        self.state = State::Over;
        self.token = None;
        self.session.status = Status::Terminated { at: now };
    }
}

/// Ends what nobody opened in time, and forgets the oldest of what is over.
fn tidy(table: &mut BTreeMap<String, Entry>, now: Timestamp) {
    for entry in table.values_mut() {
        let expired = entry.token.as_ref().is_none_or(|token| token.expires_at <= now);
        if matches!(entry.state, State::Made(_)) && expired {
            entry.over(now);
        }
    }
    let mut over: Vec<_> = table
        .values()
        .filter_map(|entry| match entry.session.status {
            Status::Terminated { at } => Some((at, entry.session.session_id.clone())),
            Status::Connecting | Status::Connected => None,
        })
        .collect();
    if over.len() > MAX_OVER {
        over.sort();
        for (_, id) in &over[..over.len() - MAX_OVER] {
            table.remove(id);
        }
    }
}

impl Token {
    fn fresh(now: Timestamp) -> (Self, String) {
        let value = random_hex(64);
        (Self { value: value.clone(), expires_at: now.plus(TOKEN_LIFETIME) }, value)
    }

    fn opens(&self, shown: &str, now: Timestamp) -> bool {
        bool::from(self.value.as_bytes().ct_eq(shown.as_bytes())) && now < self.expires_at
    }
}

#[cfg(test)]
mod tests {
    use neargate_core::{AccountId, ManualClock, Region};

    use super::*;

    fn scope(region: &str) -> Scope {
        Scope { account: AccountId::default(), region: Region::new(region) }
    }

    fn new() -> NewSession {
        NewSession {
            scope: scope("us-east-1"),
            owner: "arn:aws:iam::000000000000:root".to_owned(),
            target: "ecs:c_t_r".to_owned(),
            task_id: "t".to_owned(),
            container: "app".to_owned(),
            command: "sh".to_owned(),
            session_id: session_id(),
            recorder: None,
            encryption: None,
        }
    }

    fn sessions() -> (Arc<Sessions>, Arc<ManualClock>) {
        let clock = Arc::new(ManualClock::at(Timestamp(1_000)));
        (Sessions::new(clock.clone()), clock)
    }

    fn only(sessions: &Sessions) -> Session {
        let mut all = sessions.list(&scope("us-east-1"));
        assert_eq!(all.len(), 1);
        all.remove(0)
    }

    #[test]
    fn ids_have_awss_form() {
        let id = session_id();
        let digits = id.strip_prefix("ecs-execute-command-").expect("the prefix");
        assert!(digits.len() == 17 && digits.bytes().all(|b| b.is_ascii_hexdigit()));
    }

    #[test]
    fn a_stream_url_leads_to_its_session() {
        let url = stream_url("http://127.0.0.1:4566", "ecs-execute-command-1");
        assert_eq!(url, "ws://127.0.0.1:4566/v1/data-channel/ecs-execute-command-1?role=publish_subscribe");
        assert!(stream_url("https://n.example", "s").starts_with("wss://n.example/"));
        assert_eq!(session_of("/v1/data-channel/s"), Some("s"));
        for path in ["/v1/data-channel/", "/v1/data-channel/s/t", "/", "/v2/data-channel/s"] {
            assert_eq!(session_of(path), None, "{path}");
        }
    }

    #[test]
    fn a_token_opens_once_and_only_its_own_session() {
        let (sessions, _) = sessions();
        let token = sessions.make(new()).unwrap();
        let id = only(&sessions).session_id;
        assert!(sessions.open("ecs-execute-command-0", &token).is_none());
        assert!(sessions.open(&id, &"0".repeat(64)).is_none());
        assert!(sessions.open(&id, "").is_none());
        assert!(matches!(sessions.open(&id, &token), Some(Opened::First(..))));
        assert!(sessions.open(&id, &token).is_none(), "it is used up");
        assert_eq!(only(&sessions).status, Status::Connected);
        let again = sessions.resume(&scope("us-east-1"), &id).expect("a session");
        assert!(matches!(sessions.open(&id, &again), Some(Opened::Again(_))));
    }

    #[test]
    fn a_token_expires_and_with_it_what_nobody_opened() {
        let (sessions, clock) = sessions();
        let token = sessions.make(new()).unwrap();
        let id = only(&sessions).session_id;
        clock.advance(TOKEN_LIFETIME);
        assert!(sessions.open(&id, &token).is_none());
        assert_eq!(only(&sessions).status, Status::Terminated { at: Timestamp(61_000) });
        assert_eq!(
            sessions.resume(&scope("us-east-1"), &id).as_deref(),
            Some(""),
            "there is nothing to resume"
        );
    }

    #[test]
    fn other_scopes_have_other_sessions() {
        let (sessions, _) = sessions();
        sessions.make(new()).unwrap();
        let id = only(&sessions).session_id;
        assert!(sessions.list(&scope("eu-west-1")).is_empty());
        assert_eq!(sessions.resume(&scope("eu-west-1"), &id), None);
        assert!(!sessions.terminate(&scope("eu-west-1"), &id));
        assert!(sessions.terminate(&scope("us-east-1"), &id));
        assert!(matches!(only(&sessions).status, Status::Terminated { .. }));
    }

    #[test]
    fn sessions_are_bounded_open_and_over() {
        let (sessions, clock) = sessions();
        for _ in 0..MAX_OPEN {
            sessions.make(new()).unwrap();
        }
        assert_eq!(sessions.make(new()), Err(TooMany));
        for _ in 0..MAX_OVER / MAX_OPEN + 1 {
            clock.advance(TOKEN_LIFETIME);
            for _ in 0..MAX_OPEN {
                sessions.make(new()).expect("the others are over");
            }
        }
        assert_eq!(sessions.list(&scope("us-east-1")).len(), MAX_OVER + MAX_OPEN);
    }
}
