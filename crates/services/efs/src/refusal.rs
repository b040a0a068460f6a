//! Why an operation is refused, in AWS's codes. EFS spells its errors `ErrorCode` and `Message`.

use http::StatusCode;
use neargate_store::Error;
use neargate_wire::AwsError;

pub(crate) const INTERNAL: &str = "InternalServerError";

/// Why a transaction came to nothing: the caller's mistake, or the store's failure, which is ours.
#[derive(Debug)]
pub(crate) struct Refused(AwsError);

impl From<AwsError> for Refused {
    fn from(error: AwsError) -> Self {
        Self(error)
    }
}

impl From<Error> for Refused {
    fn from(cause: Error) -> Self {
        Self(match cause {
            Error::InvalidToken => bad_request("Invalid marker or token."),
            Error::InvalidName { .. } => bad_request("A name must not contain the NUL character."),
            cause => AwsError::internal(INTERNAL, cause),
        })
    }
}

impl From<Refused> for AwsError {
    fn from(refused: Refused) -> Self {
        refused.0
    }
}

pub(crate) fn refusal(code: &'static str, status: StatusCode, message: impl Into<String>) -> AwsError {
    AwsError::with_status(code, status, message).with_member("ErrorCode", code)
}

pub(crate) fn bad_request(message: impl Into<String>) -> AwsError {
    refusal("BadRequest", StatusCode::BAD_REQUEST, message)
}

pub(crate) fn no_file_system(id: &str) -> AwsError {
    refusal("FileSystemNotFound", StatusCode::NOT_FOUND, format!("File system '{id}' does not exist."))
}

pub(crate) fn no_mount_target(id: &str) -> AwsError {
    refusal("MountTargetNotFound", StatusCode::NOT_FOUND, format!("Mount target '{id}' does not exist."))
}

pub(crate) fn no_access_point(id: &str) -> AwsError {
    refusal("AccessPointNotFound", StatusCode::NOT_FOUND, format!("Access Point {id} does not exist."))
}

pub(crate) fn no_policy(message: &str) -> AwsError {
    refusal("PolicyNotFound", StatusCode::NOT_FOUND, message)
}
