//! Why a transaction came to nothing: the caller's mistake, or the store's failure.
//!
//! Transactions need an error that the store's own converts into, and [`AwsError`] is neither ours nor the store's.

use neargate_wire::AwsError;

/// What ends a transaction of this service early. Becomes the answer as it is.
#[derive(Debug)]
pub(crate) struct Refused(pub AwsError);

impl From<AwsError> for Refused {
    fn from(error: AwsError) -> Self {
        Self(error)
    }
}

impl From<neargate_store::Error> for Refused {
    fn from(cause: neargate_store::Error) -> Self {
        Self(internal(cause))
    }
}

impl From<Refused> for AwsError {
    fn from(refused: Refused) -> Self {
        refused.0
    }
}

/// The service's answer when the store failed.
pub(crate) fn internal(cause: neargate_store::Error) -> AwsError {
    AwsError::internal("ServerException", cause)
}

/// `InvalidParameterException`: a parameter is wrong by itself.
pub(crate) fn invalid(message: impl Into<String>) -> AwsError {
    AwsError::client("InvalidParameterException", message)
}

/// `ClientException`: what ECS answers when parameters don't go together, or name what isn't there.
pub(crate) fn client(message: impl Into<String>) -> AwsError {
    AwsError::client("ClientException", message)
}
