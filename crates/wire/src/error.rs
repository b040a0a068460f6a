//! What a caller is told when an operation fails, and what only we are told.

use std::error::Error as StdError;

use http::StatusCode;
use serde_json::{Map, Value};

/// Whose fault an error is. Query protocols say it on the wire; retries and logs depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    Sender,
    Receiver,
}

/// An error with two audiences: `code`, `message` and `members` go to the caller, `cause` to our log.
///
/// It has no `Display` on purpose, so that the cause can't slip into an answer by being formatted.
#[derive(Debug)]
pub struct AwsError {
    pub code: &'static str,
    pub status: StatusCode,
    pub message: String,
    /// Further members of the error's shape, such as `resourceIds`.
    pub members: Map<String, Value>,
    pub cause: Option<Box<dyn StdError + Send + Sync>>,
}

impl AwsError {
    /// The caller's mistake: status 400.
    pub fn client(code: &'static str, message: impl Into<String>) -> Self {
        Self::with_status(code, StatusCode::BAD_REQUEST, message)
    }

    pub fn with_status(code: &'static str, status: StatusCode, message: impl Into<String>) -> Self {
        Self { code, status, message: message.into(), members: Map::new(), cause: None }
    }

    /// Our failure: status 500. The caller learns nothing but that it was ours.
    pub fn internal(code: &'static str, cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self {
            code,
            status: StatusCode::INTERNAL_SERVER_ERROR,
            message: "The request processing has failed because of an unknown error, exception or failure."
                .to_owned(),
            members: Map::new(),
            cause: Some(cause.into()),
        }
    }

    /// What AWS has and we have not.
    pub fn not_implemented(service: &str, operation: &str) -> Self {
        Self::with_status(
            "NotImplemented",
            StatusCode::NOT_IMPLEMENTED,
            format!("{service}:{operation} is not implemented by neargate yet."),
        )
    }

    pub fn with_member(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.members.insert(name.to_owned(), value.into());
        self
    }

    pub fn fault(&self) -> Fault {
        if self.status.is_server_error() { Fault::Receiver } else { Fault::Sender }
    }
}
