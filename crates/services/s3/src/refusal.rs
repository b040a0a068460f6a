//! Why an operation is refused, in S3's codes, for both doors.

use std::error::Error as StdError;
use std::io;

use http::StatusCode;
use http::header::{ETAG, HeaderMap, HeaderValue};
use neargate_store::Error;
use neargate_wire::AwsError;
use neargate_wire::authorize::Denial;
use neargate_wire::http::Unidentified;
use neargate_wire::sigv4::Refusal;
use s3s::{S3Error, S3ErrorCode};

use crate::body::BodyError;

/// What a caller is told, and the cause that only we are.
#[derive(Debug)]
pub(crate) struct Refused {
    pub code: &'static str,
    pub status: StatusCode,
    pub message: String,
    /// Told with a condition that doesn't hold.
    pub etag: Option<String>,
    /// For our log only.
    pub cause: Option<Box<dyn StdError + Send + Sync>>,
}

impl Refused {
    pub(crate) fn new(code: &'static str, status: StatusCode, message: impl Into<String>) -> Self {
        Self { code, status, message: message.into(), etag: None, cause: None }
    }

    fn client(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, StatusCode::BAD_REQUEST, message)
    }

    fn absent(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, StatusCode::NOT_FOUND, message)
    }

    pub(crate) fn internal(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        let message = "We encountered an internal error. Please try again.";
        let refused = Self::new("InternalError", StatusCode::INTERNAL_SERVER_ERROR, message);
        Self { cause: Some(cause.into()), ..refused }
    }

    pub(crate) fn invalid_bucket() -> Self {
        Self::client("InvalidBucketName", "The specified bucket is not valid.")
    }

    pub(crate) fn no_bucket() -> Self {
        Self::absent("NoSuchBucket", "The specified bucket does not exist")
    }

    pub(crate) fn no_key() -> Self {
        Self::absent("NoSuchKey", "The specified key does not exist.")
    }

    pub(crate) fn no_version() -> Self {
        Self::absent("NoSuchVersion", "The specified version does not exist.")
    }

    pub(crate) fn no_upload() -> Self {
        Self::absent(
            "NoSuchUpload",
            "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
        )
    }

    pub(crate) fn absent_setting(code: &'static str, message: &'static str) -> Self {
        Self::absent(code, message)
    }

    pub(crate) fn not_empty() -> Self {
        Self::new("BucketNotEmpty", StatusCode::CONFLICT, "The bucket you tried to delete is not empty")
    }

    pub(crate) fn bucket_exists() -> Self {
        Self::new(
            "BucketAlreadyExists",
            StatusCode::CONFLICT,
            "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.",
        )
    }

    pub(crate) fn bucket_owned() -> Self {
        Self::new(
            "BucketAlreadyOwnedByYou",
            StatusCode::CONFLICT,
            "Your previous request to create the named bucket succeeded and you already own it.",
        )
    }

    pub(crate) fn precondition() -> Self {
        Self::new(
            "PreconditionFailed",
            StatusCode::PRECONDITION_FAILED,
            "At least one of the pre-conditions you specified did not hold",
        )
    }

    pub(crate) fn not_modified() -> Self {
        Self::new("NotModified", StatusCode::NOT_MODIFIED, "Not Modified")
    }

    pub(crate) fn range() -> Self {
        Self::new("InvalidRange", StatusCode::RANGE_NOT_SATISFIABLE, "The requested range is not satisfiable")
    }

    pub(crate) fn argument(message: impl Into<String>) -> Self {
        Self::client("InvalidArgument", message)
    }

    pub(crate) fn request(message: impl Into<String>) -> Self {
        Self::client("InvalidRequest", message)
    }

    pub(crate) fn other(code: &'static str, message: impl Into<String>) -> Self {
        Self::client(code, message)
    }

    pub(crate) fn missing_length() -> Self {
        Self::new(
            "MissingContentLength",
            StatusCode::LENGTH_REQUIRED,
            "You must provide the Content-Length HTTP header.",
        )
    }

    pub(crate) fn denied(message: impl Into<String>) -> Self {
        Self::new("AccessDenied", StatusCode::FORBIDDEN, message)
    }

    /// What S3 has and we have not.
    pub(crate) fn not_implemented(what: &str) -> Self {
        let message = format!("s3: {what} is not implemented by neargate yet.");
        Self::new("NotImplemented", StatusCode::NOT_IMPLEMENTED, message)
    }

    /// Why a request wasn't believed.
    pub(crate) fn unidentified(unidentified: Unidentified, presigned: bool) -> Self {
        let refusal = match unidentified {
            Unidentified::Refused(refusal) => refusal,
            Unidentified::Failed(error) => return Self::internal(error),
        };
        match refusal {
            Refusal::Missing => Self::denied("Access Denied"),
            Refusal::Incomplete(message) if presigned => {
                Self::client("AuthorizationQueryParametersError", message)
            }
            Refusal::Incomplete(message) => Self::client("AuthorizationHeaderMalformed", message),
            Refusal::UnknownKey => Self::new(
                "InvalidAccessKeyId",
                StatusCode::FORBIDDEN,
                "The AWS Access Key Id you provided does not exist in our records.",
            ),
            Refusal::Expired => Self::client("ExpiredToken", "The provided token has expired."),
            Refusal::Clock(_) if presigned => Self::denied("Request has expired"),
            Refusal::Clock(_) => Self::new(
                "RequestTimeTooSkewed",
                StatusCode::FORBIDDEN,
                "The difference between the request time and the current time is too large.",
            ),
            Refusal::Mismatch => Self::mismatch(),
        }
    }

    fn mismatch() -> Self {
        Self::new(
            "SignatureDoesNotMatch",
            StatusCode::FORBIDDEN,
            "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
        )
    }

    /// Why a body couldn't be taken.
    pub(crate) fn body(error: Box<dyn StdError + Send + Sync>) -> Self {
        match error.downcast_ref::<BodyError>() {
            Some(BodyError::Signature) => Self::mismatch(),
            Some(BodyError::Hash) => Self::client(
                "XAmzContentSHA256Mismatch",
                "The provided 'x-amz-content-sha256' header does not match what was computed.",
            ),
            Some(BodyError::Chunks) => Self::request("The chunks of the request's body are malformed."),
            Some(BodyError::Length) => Self::incomplete(),
            // The sender stopped, or went away and won't read this.
            Some(BodyError::Broken(_)) | None => Self::client(
                "RequestTimeout",
                "Your socket connection to the server was not read from or written to within the timeout period. Idle connections will be closed.",
            ),
        }
    }

    pub(crate) fn incomplete() -> Self {
        Self::client(
            "IncompleteBody",
            "You did not provide the number of bytes specified by the Content-Length HTTP header",
        )
    }

    /// Says in the log what only we may know.
    pub(crate) fn log(&self) {
        if let Some(cause) = &self.cause {
            tracing::error!(error = &**cause as &dyn StdError, code = self.code, "an S3 request failed");
        }
    }
}

impl From<Denial> for Refused {
    fn from(denial: Denial) -> Self {
        Self::denied(denial.message)
    }
}

impl From<Error> for Refused {
    fn from(cause: Error) -> Self {
        match cause {
            Error::InvalidToken => Self::argument("The continuation token provided is incorrect"),
            Error::InvalidName { .. } => Self::client("InvalidURI", "Couldn't parse the specified URI."),
            cause => Self::internal(cause),
        }
    }
}

impl From<io::Error> for Refused {
    fn from(cause: io::Error) -> Self {
        Self::internal(cause)
    }
}

impl From<Refused> for AwsError {
    fn from(refused: Refused) -> Self {
        let Refused { code, status, message, cause, .. } = refused;
        Self { cause, ..Self::with_status(code, status, message) }
    }
}

impl From<Refused> for S3Error {
    fn from(refused: Refused) -> Self {
        refused.log();
        let Refused { code, status, message, etag, .. } = refused;
        let code = S3ErrorCode::from_bytes(code.as_bytes()).unwrap_or(S3ErrorCode::InternalError);
        let mut error = Self::with_message(code, message);
        error.set_status_code(status);
        if let Some(etag) = etag.and_then(|etag| HeaderValue::try_from(format!("\"{etag}\"")).ok()) {
            error.set_headers(HeaderMap::from_iter([(ETAG, etag)]));
        }
        error
    }
}
