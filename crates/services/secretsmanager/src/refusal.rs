//! Why an operation is refused, in AWS's words.

use neargate_seal::OpenError;
use neargate_store::Error;
use neargate_wire::{AwsError, CallError};

use crate::records::SERVICE;

pub const INTERNAL: &str = "InternalServiceError";

/// What callers of this service are refused with, beside violations of the model.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    #[error("Secrets Manager can't find the specified secret.")]
    NoSecret,
    #[error("Secrets Manager can't find the specified secret value for {0}")]
    NoValue(String),
    #[error("You can't perform this operation on the secret because it was marked for deletion.")]
    Doomed,
    #[error(
        "You can't create this secret because a secret with this name is already scheduled for deletion."
    )]
    NameDoomed,
    #[error("The operation failed because the secret {0} already exists.")]
    Exists(String),
    #[error(
        "You can't use ClientRequestToken {token} because that value is already in use for a version of secret {arn}."
    )]
    TokenUsed { token: String, arn: String },
    #[error("You must provide a ClientRequestToken value. We recommend a UUID-type value.")]
    NoToken,
    #[error("{0}")]
    Limit(String),
    #[error("{0}")]
    Parameter(String),
    #[error("{0}")]
    Request(String),
    #[error("{0}")]
    Invalid(String),
    #[error("{0}")]
    Policy(String),
    #[error(
        "The resource policy grants broad access to the secret. To allow it anyway, turn BlockPublicPolicy off."
    )]
    PublicPolicy,
    #[error("You provided a NextToken that is not valid for this request.")]
    Token,
    #[error("Operation not permitted on a replica secret. Call must be made in primary secret's region.")]
    IsReplica,
    #[error("Access to KMS is not allowed")]
    NoAccessToKey,
    #[error("{0}")]
    Key(String),
    #[error(
        "Secrets Manager can't encrypt the protected secret text using the provided KMS key. Check that the KMS key is \
         available, enabled, and not in an invalid state."
    )]
    CantEncrypt,
    #[error("Secrets Manager can't decrypt the protected secret text using the provided KMS key.")]
    CantDecrypt,
    #[error("{0} is not implemented")]
    NotImplemented(&'static str),
    #[error("open a stored value")]
    Open(#[from] OpenError),
    #[error("the value of version {version} of {arn} is missing")]
    Lost { arn: String, version: String },
    #[error("the store failed")]
    Store(#[from] Error),
    #[error("ask KMS")]
    Kms(#[source] CallError),
}

impl Refusal {
    pub fn parameter(message: impl Into<String>) -> Self {
        Self::Parameter(message.into())
    }

    pub fn request(message: impl Into<String>) -> Self {
        Self::Request(message.into())
    }

    /// No version has this label.
    pub fn no_label(label: &str) -> Self {
        Self::NoValue(format!("staging label: {label}"))
    }

    pub fn no_version(id: &str) -> Self {
        Self::NoValue(format!("VersionId: {id}"))
    }
}

impl From<Refusal> for AwsError {
    fn from(refusal: Refusal) -> Self {
        let message = refusal.to_string();
        match refusal {
            Refusal::NoSecret | Refusal::NoValue(_) => Self::client("ResourceNotFoundException", message),
            Refusal::Doomed
            | Refusal::NameDoomed
            | Refusal::NoToken
            | Refusal::IsReplica
            | Refusal::Request(_) => Self::client("InvalidRequestException", message),
            Refusal::Exists(_) | Refusal::TokenUsed { .. } => {
                Self::client("ResourceExistsException", message)
            }
            Refusal::Limit(_) => Self::client("LimitExceededException", message),
            Refusal::Parameter(_) | Refusal::Key(_) => Self::client("InvalidParameterException", message),
            Refusal::NoAccessToKey => Self::client("AccessDeniedException", message),
            Refusal::CantEncrypt => Self::client("EncryptionFailure", message),
            Refusal::CantDecrypt => Self::client("DecryptionFailure", message),
            Refusal::Invalid(_) => Self::client("ValidationException", message),
            Refusal::Policy(_) => Self::client("MalformedPolicyDocumentException", message),
            Refusal::PublicPolicy => Self::client("PublicPolicyException", message),
            Refusal::Token => Self::client("InvalidNextTokenException", message),
            Refusal::NotImplemented(what) => Self::not_implemented(SERVICE, what),
            Refusal::Store(Error::InvalidToken) => Self::from(Refusal::Token),
            Refusal::Store(Error::InvalidName { .. }) => {
                Self::client("InvalidParameterException", "A name must not contain the NUL character.")
            }
            refusal @ (Refusal::Open(_) | Refusal::Lost { .. } | Refusal::Store(_) | Refusal::Kms(_)) => {
                Self::internal(INTERNAL, refusal)
            }
        }
    }
}
