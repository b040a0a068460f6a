//! Who owns an access key.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use neargate_core::{AccountId, Principal, Timestamp};

/// What stands behind an access key id.
#[derive(Clone)]
pub struct Credential {
    pub secret_access_key: String,
    /// Temporary credentials have one, and requests must carry it.
    pub session_token: Option<String>,
    /// From then on they are good for nothing.
    pub expires: Option<Timestamp>,
    /// It was switched off: refused as if nobody knew it, and never taken for anybody else's.
    pub disabled: bool,
    pub principal: Principal,
}

/// What a [`CredentialStore`] answers in. An error is its own; the caller is told that we failed.
pub type Found<'a> = Pin<Box<dyn Future<Output = Result<Option<Credential>, FindError>> + Send + 'a>>;

/// Credentials could not be looked up.
#[derive(Debug, thiserror::Error)]
#[error("look up access key {access_key_id}")]
pub struct FindError {
    pub access_key_id: String,
    #[source]
    pub cause: Box<dyn std::error::Error + Send + Sync>,
}

/// Finds credentials. Asked for every request, so it answers from memory as a rule.
pub trait CredentialStore: Send + Sync {
    fn find<'a>(&'a self, access_key_id: &'a str) -> Found<'a>;
}

impl<T: CredentialStore + ?Sized> CredentialStore for Arc<T> {
    fn find<'a>(&'a self, access_key_id: &'a str) -> Found<'a> {
        (**self).find(access_key_id)
    }
}

/// How callers are identified.
pub enum Authentication {
    /// Signatures are verified against stored credentials.
    Verify(Box<dyn CredentialStore>),
    /// Everybody is let in, as local emulators do. A key that is known acts as whom it belongs to; else an access key id of twelve
    /// digits is the account, and its root the caller.
    AcceptAll { default_account: AccountId, known: Box<dyn CredentialStore> },
}
