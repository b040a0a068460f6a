//! Why an operation is refused, in AWS's words.

use neargate_store::Error;
use neargate_wire::AwsError;

pub const INTERNAL: &str = "ServiceUnavailableException";

/// What callers of this service are refused with, beside violations of the model.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    #[error("The specified log group does not exist.")]
    NoGroup,
    #[error("The specified log stream does not exist.")]
    NoStream,
    #[error("The specified resource does not exist.")]
    NoResource,
    /// Something else that isn't there.
    #[error("{0}")]
    Missing(String),
    #[error("{0}")]
    Limit(String),
    #[error("{0}")]
    Aborted(String),
    /// Something that can't be done to a thing as it is now.
    #[error("{0}")]
    Operation(String),
    #[error("The specified log group already exists")]
    GroupExists,
    #[error("The specified log stream already exists")]
    StreamExists,
    #[error("The specified nextToken is invalid.")]
    Token,
    #[error("{0}")]
    Parameter(String),
    #[error("This operation is only supported on the Standard log class.")]
    OnlyStandard,
    #[error("{0}")]
    Protected(String),
    #[error("The maximum number of tags (50) has been exceeded.")]
    TooManyTags { resource: String },
    #[error("the store failed")]
    Store(#[from] Error),
}

impl Refusal {
    pub fn parameter(message: impl Into<String>) -> Self {
        Self::Parameter(message.into())
    }
}

impl From<Refusal> for AwsError {
    fn from(refusal: Refusal) -> Self {
        let message = refusal.to_string();
        match refusal {
            Refusal::NoGroup | Refusal::NoStream | Refusal::NoResource | Refusal::Missing(_) => {
                Self::client("ResourceNotFoundException", message)
            }
            Refusal::Aborted(_) => Self::client("OperationAbortedException", message),
            Refusal::Operation(_) => Self::client("InvalidOperationException", message),
            Refusal::Limit(_) => Self::client("LimitExceededException", message),
            Refusal::GroupExists | Refusal::StreamExists => {
                Self::client("ResourceAlreadyExistsException", message)
            }
            Refusal::Token | Refusal::Parameter(_) => Self::client("InvalidParameterException", message),
            Refusal::Protected(_) | Refusal::OnlyStandard => Self::client("ValidationException", message),
            Refusal::TooManyTags { resource } => {
                Self::client("TooManyTagsException", message).with_member("resourceName", resource)
            }
            // Names reach the store as they came; the model lets a NUL through.
            Refusal::Store(Error::InvalidName { .. }) => {
                Self::client("InvalidParameterException", "A name must not contain the NUL character.")
            }
            Refusal::Store(Error::InvalidToken) => Self::from(Refusal::Token),
            Refusal::Store(error) => Self::internal(INTERNAL, error),
        }
    }
}
