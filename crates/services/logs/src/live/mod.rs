//! Live Tail: events as they come in, told to whoever listens.
//!
//! A session belongs to a connection and lives in memory alone. PutLogEvents, once its events are stored, tells the sessions that
//! listen to the group; where nobody does it looks at one number. What a session hasn't sent yet is one update, of at most 500
//! events and four megabytes: a client that doesn't read costs no more, and misses what didn't fit, which `sampled` says.
//!
//! AWS keeps up to ten updates for a slow client; here it is one. Dies well: the client connects anew.

mod operation;
mod session;
#[cfg(test)]
mod tests;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use neargate_core::Scope;
use tokio::sync::watch;

pub use operation::{guard, start};
use session::Session;

use crate::protection::Mask;
use crate::refusal::Refusal;

/// As AWS allows an account.
const MAX_PER_ACCOUNT: usize = 15;

/// All sessions.
pub struct Live {
    sessions: RwLock<Vec<Arc<Session>>>,
    /// How many: asked by every PutLogEvents.
    count: AtomicUsize,
    closed: watch::Sender<bool>,
}

impl Default for Live {
    fn default() -> Self {
        Self { sessions: RwLock::default(), count: AtomicUsize::new(0), closed: watch::Sender::new(false) }
    }
}

impl Live {
    /// Who listens to a stream, if anybody does.
    pub fn audience(&self, scope: &Scope, group: &str, stream: &str) -> Option<Audience> {
        if self.count.load(Ordering::Relaxed) == 0 {
            return None;
        }
        let sessions = self.sessions.read().unwrap_or_else(PoisonError::into_inner);
        let listening: Vec<_> =
            sessions.iter().filter(|session| session.listens_to(scope, group, stream)).cloned().collect();
        (!listening.is_empty()).then(|| Audience {
            sessions: listening,
            group: format!("{}:{group}", scope.account),
            stream: stream.to_owned(),
        })
    }

    /// Ends all sessions, because the process is about to.
    pub fn close(&self) {
        self.closed.send_replace(true);
    }

    fn enter(&self, session: Arc<Session>) -> Result<(), Refusal> {
        let mut sessions = self.sessions.write().unwrap_or_else(PoisonError::into_inner);
        let of_account = sessions.iter().filter(|other| other.scope.account == session.scope.account);
        if of_account.count() >= MAX_PER_ACCOUNT {
            return Err(Refusal::Limit("Resource limit exceeded.".to_owned()));
        }
        sessions.push(session);
        self.count.store(sessions.len(), Ordering::Relaxed);
        Ok(())
    }

    fn leave(&self, session: &Arc<Session>) {
        let mut sessions = self.sessions.write().unwrap_or_else(PoisonError::into_inner);
        sessions.retain(|other| !Arc::ptr_eq(other, session));
        self.count.store(sessions.len(), Ordering::Relaxed);
    }
}

/// The sessions that are to hear of a batch.
pub struct Audience {
    sessions: Vec<Arc<Session>>,
    /// As sessions name it.
    group: String,
    stream: String,
}

impl Audience {
    /// The group's name.
    pub fn group(&self) -> &str {
        self.group.split_once(':').map_or("", |(_, name)| name)
    }

    pub fn tell(&self, events: &[(i64, &str)], ingested: i64, mask: Option<&Mask>) {
        let masked: Vec<(i64, String)>;
        let shown: Vec<(i64, &str)>;
        let events = match mask {
            None => events,
            Some(mask) => {
                let one = |(time, message): &(i64, &str)| {
                    let mut message = (*message).to_owned();
                    mask.apply(ingested, &mut message);
                    (*time, message)
                };
                masked = events.iter().map(one).collect();
                shown = masked.iter().map(|(time, message)| (*time, message.as_str())).collect();
                &shown
            }
        };
        for session in &self.sessions {
            session.hear(&self.group, &self.stream, events, ingested);
        }
    }
}
