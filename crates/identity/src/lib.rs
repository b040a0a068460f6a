//! Who there is in an account and what they may do: the state that IAM, STS and the dispatcher share.
//!
//! [`records`] are the documents: users, roles, groups, policies, access keys, sessions. IAM's operations change them, STS adds
//! sessions, and [`Identity`] answers from them what every request asks: whose key is this (`CredentialStore`), and may they
//! (`Authorizer`). Both answer from memory. What they remember is dropped as soon as a commit touches what it was made from, before
//! that commit is answered to anybody: a key that was deleted, a policy that was detached, counts from the next request on.
//! Beside that it hears which keys and roles are used (`uses`).
//!
//! Holds: whoever is unknown, expired or undecidable is refused; nothing is remembered across a change.
//! Never: knows an operation. Operations are in `services/iam` and `services/sts`.

mod authorize;
mod cache;
mod credentials;
mod keys;
pub mod managed;
pub mod records;
mod rights;
mod second_factor;
mod sessions;
#[cfg(test)]
mod tests;
mod upkeep;
mod uses;

use std::sync::{Arc, Mutex};

use neargate_core::{AccountId, Clock};
use neargate_policy::Policy;
use neargate_store::Store;
use neargate_wire::authorize::Access;

use crate::cache::Cache;

pub use authorize::Refused;
pub use rights::{Rights, attached};
pub use second_factor::{NotShown, code_at};
pub use sessions::{NewSession, SessionCredentials};
pub use uses::forget_use;

/// IAM's documents are an account's, of no region.
pub const REGION: &str = "global";

/// Identities and rights, over a store.
pub struct Identity {
    store: Store,
    clock: Arc<dyn Clock>,
    enforcing: bool,
    credentials: Mutex<Cache<String, neargate_wire::credentials::Credential>>,
    rights: Mutex<Cache<rights::Whose, Arc<Rights>>>,
    compiled: Mutex<std::collections::HashMap<String, Arc<Policy>>>,
    uses: uses::Uses,
}

impl Identity {
    /// `enforcing`: rights have limits. Else everybody may do everything, and is still told truly who they are.
    pub fn new(store: Store, clock: Arc<dyn Clock>, enforcing: bool) -> Arc<Self> {
        use records::{AccessKey, Group, ManagedPolicy, Role, Session, User};
        let credentials = Cache::watching::<(AccessKey, Session, User)>(&store);
        let rights = Cache::watching::<(User, Role, Group, ManagedPolicy)>(&store);
        Arc::new(Self {
            store,
            clock,
            enforcing,
            credentials: Mutex::new(credentials),
            rights: Mutex::new(rights),
            compiled: Mutex::default(),
            uses: uses::Uses::default(),
        })
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    pub fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    pub fn shared_clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock)
    }

    /// Whether anybody's rights have limits.
    pub fn enforces(&self) -> bool {
        self.enforcing
    }
}

/// With the tags of a user, a role or another of IAM's resources, under both names that conditions know them by.
pub fn tagged<'a>(
    access: Access,
    tags: impl IntoIterator<Item = (&'a String, &'a String), IntoIter: Clone>,
) -> Access {
    let tags = tags.into_iter().map(|(key, value)| (&**key, &**value));
    let own = tags.clone().map(|(key, value)| (format!("iam:ResourceTag/{key}"), value));
    access.with_resource_tags(tags).with_conditions(own)
}

/// The ARN of one of an account's own.
pub fn arn(account: &AccountId, kind: &str, path: &str, name: &str) -> String {
    format!("arn:aws:iam::{account}:{kind}{path}{name}")
}
