//! Who owns an access key.

use neargate_core::{AccountId, Principal};

/// What stands behind an access key id.
#[derive(Clone)]
pub struct Credential {
    pub secret_access_key: String,
    /// Temporary credentials have one, and requests must carry it.
    pub session_token: Option<String>,
    pub principal: Principal,
}

/// Finds credentials. Asked for every request, so it answers from memory.
pub trait CredentialStore: Send + Sync {
    fn find(&self, access_key_id: &str) -> Option<Credential>;
}

/// How callers are identified.
pub enum Authentication {
    /// Signatures are verified against stored credentials.
    Verify(Box<dyn CredentialStore>),
    /// Everybody is let in, as local emulators do; an access key id of twelve digits is the account.
    AcceptAll { default_account: AccountId },
}
