//! Why an operation is refused, in AWS's words.

use http::StatusCode;
use neargate_policy::Malformed;
use neargate_store::Error;
use neargate_wire::AwsError;

pub(crate) const INTERNAL: &str = "ServiceFailure";

#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("{0}")]
    NoSuchEntity(String),
    #[error("{0}")]
    AlreadyExists(String),
    #[error("{0}")]
    DeleteConflict(String),
    #[error("{0}")]
    Limit(String),
    #[error("{0}")]
    Malformed(String),
    #[error("{0}")]
    Validation(String),
    #[error("{0}")]
    Input(String),
    #[error("{0}")]
    Unmodifiable(String),
    #[error("{0}")]
    NotAttachable(String),
    #[error("{0}")]
    Code(String),
    /// One that only few operations have: its code and status.
    #[error("{2}")]
    Other(&'static str, u16, String),
    #[error("the store failed")]
    Store(#[from] Error),
}

/// What IAM says of names, paths and documents that have letters which they mustn't.
pub(crate) fn own_words(member: &str) -> Option<String> {
    let demand = match member {
        "path" | "newPath" => {
            "It must begin and end with / and contain only alphanumeric characters and/or / characters."
        }
        "pathPrefix" => {
            "It must begin with the / character and contain only alphanumeric characters and/or / characters."
        }
        "policyDocument" | "assumeRolePolicyDocument" => "It must contain only printable ASCII characters.",
        "userName"
        | "newUserName"
        | "groupName"
        | "newGroupName"
        | "roleName"
        | "policyName"
        | "instanceProfileName"
        | "virtualMFADeviceName"
        | "serverCertificateName"
        | "newServerCertificateName" => {
            "It must contain only alphanumeric characters and/or the following: +=,.@_-"
        }
        _ => return None,
    };
    Some(format!("The specified value for {member} is invalid. {demand}"))
}

impl Refusal {
    pub fn limit(quota: &str, most: usize) -> Self {
        Self::Limit(format!("Cannot exceed quota for {quota}: {most}"))
    }
}

impl From<Malformed> for Refusal {
    fn from(malformed: Malformed) -> Self {
        Self::Malformed(malformed.to_string())
    }
}

impl From<Refusal> for AwsError {
    fn from(refusal: Refusal) -> Self {
        let message = refusal.to_string();
        match refusal {
            Refusal::NoSuchEntity(_) => Self::with_status("NoSuchEntity", StatusCode::NOT_FOUND, message),
            Refusal::AlreadyExists(_) => {
                Self::with_status("EntityAlreadyExists", StatusCode::CONFLICT, message)
            }
            Refusal::DeleteConflict(_) => Self::with_status("DeleteConflict", StatusCode::CONFLICT, message),
            Refusal::Limit(_) => Self::with_status("LimitExceeded", StatusCode::CONFLICT, message),
            Refusal::Malformed(_) => Self::client("MalformedPolicyDocument", message),
            Refusal::Validation(_) => Self::client("ValidationError", message),
            Refusal::Input(_) => Self::client("InvalidInput", message),
            Refusal::Unmodifiable(_) => Self::client("UnmodifiableEntity", message),
            Refusal::NotAttachable(_) => Self::client("PolicyNotAttachable", message),
            Refusal::Code(_) => {
                Self::with_status("InvalidAuthenticationCode", StatusCode::FORBIDDEN, message)
            }
            Refusal::Other(code, status, _) => {
                let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
                Self::with_status(code, status, message)
            }
            // Names reach the store as they came; the model lets a NUL through.
            Refusal::Store(Error::InvalidName { .. }) => {
                Self::client("ValidationError", "A name must not contain the NUL character.")
            }
            // Somebody else changed it in between; the caller may ask again.
            Refusal::Store(Error::Conflict { .. }) => Self::with_status(
                "ConcurrentModification",
                StatusCode::CONFLICT,
                "The request was rejected because multiple requests to change this object were submitted simultaneously. \
                 Wait a few minutes and submit your request again.",
            ),
            Refusal::Store(error) => Self::internal(INTERNAL, error),
        }
    }
}
