//! Why an operation is refused, in AWS's words.

use neargate_seal::OpenError;
use neargate_store::Error;
use neargate_wire::{AwsError, CallError};

pub const INTERNAL: &str = "InternalServerError";

/// What callers of this service are refused with, beside violations of the model.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// AWS gives no message.
    #[error("")]
    NotFound,
    #[error("{message}")]
    Client { code: &'static str, message: String },
    #[error("open a stored value")]
    Open(#[from] OpenError),
    #[error("version {version} of {name} is missing")]
    Lost { name: String, version: i64 },
    #[error("the store failed")]
    Store(#[from] Error),
    #[error("ask KMS")]
    Kms(#[source] CallError),
}

impl Refusal {
    pub fn client(code: &'static str, message: impl Into<String>) -> Self {
        Self::Client { code, message: message.into() }
    }

    pub fn validation(message: impl Into<String>) -> Self {
        Self::client("ValidationException", message)
    }

    pub fn no_version(name: &str, version: impl std::fmt::Display) -> Self {
        Self::client(
            "ParameterVersionNotFound",
            format!(
                "Systems Manager could not find version {version} of {name}. Verify the version and try again."
            ),
        )
    }

    pub fn no_label(name: &str, label: &str) -> Self {
        Self::client(
            "ParameterVersionNotFound",
            format!(
                "Systems Manager could not find label {label} of {name}. Verify the label and try again."
            ),
        )
    }

    /// Whether the caller named something that isn't there.
    pub fn is_missing(&self) -> bool {
        match self {
            Self::NotFound => true,
            Self::Client { code, .. } => *code == "ParameterVersionNotFound" || *code == "ParameterNotFound",
            Self::Open(_) | Self::Lost { .. } | Self::Store(_) | Self::Kms(_) => false,
        }
    }
}

impl From<Refusal> for AwsError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotFound => Self::client("ParameterNotFound", ""),
            Refusal::Client { code, message } => Self::client(code, message),
            Refusal::Store(Error::InvalidToken) => {
                Self::client("InvalidNextToken", "The specified token is not valid.")
            }
            Refusal::Store(Error::InvalidName { .. }) => {
                Self::client("ValidationException", "A name must not contain the NUL character.")
            }
            refusal @ (Refusal::Open(_) | Refusal::Lost { .. } | Refusal::Store(_) | Refusal::Kms(_)) => {
                Self::internal(INTERNAL, refusal)
            }
        }
    }
}
