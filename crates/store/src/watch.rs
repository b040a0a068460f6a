//! Wake-ups: a worker learns *that* documents of a kind changed, and reads the store to learn what.
//!
//! Level-triggered: any number of commits since the last look are one wake-up, and none is missed between a
//! look and the next wait. A wake-up without cause may come (after a reset, say) and must do no harm.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::watch;

/// See [`Store::watch`](crate::Store::watch).
#[derive(Debug)]
pub struct Watch {
    revisions: watch::Receiver<u64>,
    /// Keeps the sending side, so that after the store's end `changed` waits rather than spins.
    _watches: Arc<Watches>,
}

impl Watch {
    /// Whether there was a change since the watch was made or since this or `changed` last said so. A commit counts from before
    /// its transactions are answered: who asks this first may keep what it read, and never serves what somebody knows to be old.
    pub fn take_change(&mut self) -> bool {
        let changed = self.revisions.has_changed().unwrap_or(false);
        if changed {
            self.revisions.mark_unchanged();
        }
        changed
    }

    /// Waits until a transaction that touched the kind has been committed since the watch was made or
    /// `changed` returned last. May be dropped at any moment without losing a change.
    pub async fn changed(&mut self) {
        if self.revisions.changed().await.is_err() {
            unreachable!("the watch holds its own sender");
        }
    }
}

/// Everybody who waits, by service and kind.
#[derive(Debug, Default)]
pub(crate) struct Watches(Mutex<HashMap<Subject, watch::Sender<u64>>>);

/// Service and kind.
pub(crate) type Subject = (String, String);

impl Watches {
    pub fn watch(self: &Arc<Self>, service: &str, kind: &str) -> Watch {
        let mut senders = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let sender =
            senders.entry((service.to_owned(), kind.to_owned())).or_insert_with(|| watch::Sender::new(0));
        Watch { revisions: sender.subscribe(), _watches: self.clone() }
    }

    /// Called after the commit and before its transactions are answered.
    pub fn publish<'a>(&self, subjects: impl IntoIterator<Item = &'a Subject>, revision: u64) {
        let senders = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for subject in subjects {
            if let Some(sender) = senders.get(subject) {
                sender.send_replace(revision);
            }
        }
    }
}
