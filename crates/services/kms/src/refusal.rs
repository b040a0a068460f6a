//! Why an operation is refused, in AWS's words.

use neargate_core::Scope;
use neargate_seal::OpenError;
use neargate_store::Error;
use neargate_wire::AwsError;

use crate::records::{SERVICE, alias_arn, key_arn};

pub const INTERNAL: &str = "KMSInternalException";

/// What callers of this service are refused with, beside violations of the model.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    #[error("{message}")]
    Client { code: &'static str, message: String },
    /// AWS gives no message: whoever tries ciphertexts is to learn nothing.
    #[error("the ciphertext isn't one, or not for this context")]
    Ciphertext,
    #[error("{0} is not implemented")]
    NotImplemented(&'static str),
    #[error("open the material of a key")]
    Open(#[from] OpenError),
    #[error("version {version} of key {key} has no material")]
    Lost { key: String, version: u32 },
    #[error("use the material of key {key}")]
    Unusable { key: String },
    #[error("the store failed")]
    Store(#[from] Error),
}

impl Refusal {
    pub fn client(code: &'static str, message: impl Into<String>) -> Self {
        Self::Client { code, message: message.into() }
    }

    pub fn validation(message: impl Into<String>) -> Self {
        Self::client("ValidationException", message)
    }

    pub fn not_found(message: impl Into<String>) -> Self {
        Self::client("NotFoundException", message)
    }

    pub fn no_key(scope: &Scope, id: &str) -> Self {
        Self::not_found(format!("Key '{}' does not exist", key_arn(scope, id)))
    }

    pub fn no_alias(scope: &Scope, name: &str) -> Self {
        Self::not_found(format!("Alias {} is not found.", alias_arn(scope, name)))
    }

    pub fn disabled(arn: &str) -> Self {
        Self::client("DisabledException", format!("{arn} is disabled."))
    }

    pub fn pending_deletion(arn: &str) -> Self {
        Self::client("KMSInvalidStateException", format!("{arn} is pending deletion."))
    }

    pub fn denied(message: impl Into<String>) -> Self {
        Self::client("AccessDeniedException", message)
    }

    /// The key that a ciphertext names is out of the caller's reach, which is all that they learn.
    pub fn unreachable() -> Self {
        Self::denied(
            "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are \
             not allowed to access.",
        )
    }

    pub fn incorrect_key() -> Self {
        Self::client(
            "IncorrectKeyException",
            "The key ID in the request does not identify a CMK that can perform this operation.",
        )
    }

    pub fn dry_run() -> Self {
        Self::client(
            "DryRunOperationException",
            "The request would have succeeded, but the DryRun option is set.",
        )
    }

    /// A member's length, which the model bounds and generated checks leave to us for bytes.
    pub fn length(member: &str, demand: &str) -> Self {
        Self::validation(format!(
            "1 validation error detected: Value at '{member}' failed to satisfy constraint: Member must have length {demand}"
        ))
    }
}

impl From<Refusal> for AwsError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Client { code, message } => Self::client(code, message),
            Refusal::Ciphertext => Self::client("InvalidCiphertextException", ""),
            Refusal::NotImplemented(what) => Self::not_implemented(SERVICE, what),
            Refusal::Store(Error::InvalidToken) => {
                Self::client("InvalidMarkerException", "Could not deserialize marker")
            }
            Refusal::Store(Error::InvalidName { .. }) => {
                Self::client("ValidationException", "A name must not contain the NUL character.")
            }
            refusal @ (Refusal::Open(_)
            | Refusal::Lost { .. }
            | Refusal::Unusable { .. }
            | Refusal::Store(_)) => Self::internal(INTERNAL, refusal),
        }
    }
}
