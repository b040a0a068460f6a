//! One session: what it listens to, and what it has heard since it last told its client.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use neargate_core::Scope;

use crate::model::{LiveTailSessionLogEvent, LiveTailSessionMetadata, LiveTailSessionUpdate};
use crate::pattern::Pattern;

/// Of an update, as on AWS.
const MAX_EVENTS: usize = 500;
/// Of an update; a message of the protocol has at most 16 MiB.
const MAX_BYTES: usize = 4 << 20;
/// Text that is compared with a pattern between two updates: whoever writes waits for that.
const MAX_EXAMINED_BYTES: usize = 16 << 20;

/// Which streams are listened to.
#[derive(Debug, PartialEq)]
pub enum Streams {
    All,
    Named(HashSet<String>),
    Prefixed(Vec<String>),
}

pub struct Session {
    pub scope: Scope,
    pub groups: Vec<String>,
    pub streams: Streams,
    pub pattern: Pattern,
    waiting: Mutex<Waiting>,
}

#[derive(Default)]
struct Waiting {
    events: Vec<LiveTailSessionLogEvent>,
    bytes: usize,
    examined: usize,
    /// There was more than is kept.
    sampled: bool,
}

impl Session {
    pub fn new(scope: Scope, groups: Vec<String>, streams: Streams, pattern: Pattern) -> Self {
        Self { scope, groups, streams, pattern, waiting: Mutex::default() }
    }

    pub fn listens_to(&self, scope: &Scope, group: &str, stream: &str) -> bool {
        self.scope == *scope
            && self.groups.iter().any(|listened| listened == group)
            && match &self.streams {
                Streams::All => true,
                Streams::Named(names) => names.contains(stream),
                Streams::Prefixed(prefixes) => {
                    prefixes.iter().any(|prefix| stream.starts_with(prefix.as_str()))
                }
            }
    }

    /// Keeps what matches, as long as there is room.
    pub fn hear(&self, group: &str, stream: &str, events: &[(i64, &str)], ingested: i64) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        for (timestamp, message) in events {
            // What comes now would be left out, whether it matches or not.
            if waiting.sampled {
                return;
            }
            waiting.examined += message.len();
            if waiting.examined > MAX_EXAMINED_BYTES {
                waiting.sampled = true;
            } else if self.pattern.matches(message) {
                if waiting.events.len() >= MAX_EVENTS || waiting.bytes + message.len() > MAX_BYTES {
                    waiting.sampled = true;
                    return;
                }
                waiting.bytes += message.len();
                waiting.events.push(LiveTailSessionLogEvent {
                    log_stream_name: Some(stream.to_owned()),
                    log_group_identifier: Some(group.to_owned()),
                    message: Some((*message).to_owned()),
                    timestamp: Some(*timestamp),
                    ingestion_time: Some(ingested),
                });
            }
        }
    }

    /// What was heard since the last time.
    pub fn update(&self) -> LiveTailSessionUpdate {
        let heard = std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        LiveTailSessionUpdate {
            session_metadata: Some(LiveTailSessionMetadata { sampled: Some(heard.sampled) }),
            session_results: Some(heard.events),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(pattern: &str, streams: Streams) -> Session {
        let scope =
            Scope { account: "000000000000".parse().expect("an account"), region: Default::default() };
        Session::new(scope, vec!["g".to_owned()], streams, Pattern::parse(pattern).expect("a pattern"))
    }

    fn heard(session: &Session) -> (usize, bool) {
        let update = session.update();
        (
            update.session_results.expect("events").len(),
            update.session_metadata.and_then(|metadata| metadata.sampled).expect("whether sampled"),
        )
    }

    #[test]
    fn an_update_is_bounded_and_says_when_something_is_missing() {
        let session = session("x", Streams::All);
        let many: Vec<(i64, &str)> = (0..499).map(|n| (n, "x")).collect();
        session.hear("g", "s", &many, 1);
        session.hear("g", "s", &[(1, "y"), (2, "x")], 1);
        assert_eq!(heard(&session), (500, false));
        session.hear("g", "s", &many, 1);
        session.hear("g", "s", &[(1, "x"), (2, "x")], 1);
        assert_eq!(heard(&session), (500, true));
        assert_eq!(heard(&session), (0, false));
        let large = "x ".repeat(1 << 19);
        session.hear("g", "s", &[(1, &large), (1, &large), (1, &large), (1, &large), (1, &large)], 1);
        assert_eq!(heard(&session), (4, true));
        let other = "y".repeat(1 << 20);
        for _ in 0..17 {
            session.hear("g", "s", &[(1, &other)], 1);
        }
        assert_eq!(heard(&session), (0, true));
    }

    #[test]
    fn streams_are_named_or_begin_alike() {
        let scope = session("", Streams::All).scope;
        let listens = |streams, stream| session("", streams).listens_to(&scope, "g", stream);
        assert!(listens(Streams::All, "a"));
        assert!(listens(Streams::Named(HashSet::from(["a".to_owned()])), "a"));
        assert!(!listens(Streams::Named(HashSet::from(["a".to_owned()])), "ab"));
        assert!(listens(Streams::Prefixed(vec!["x".to_owned(), "a".to_owned()]), "ab"));
        assert!(!listens(Streams::Prefixed(vec!["ab".to_owned()]), "a"));
        assert!(!session("", Streams::All).listens_to(&scope, "h", "a"));
    }
}
