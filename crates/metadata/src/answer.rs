//! Answers as they go out.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Response, StatusCode};
use http_body_util::Full;
use serde::Serialize;

pub(crate) type Answer = Response<Full<Bytes>>;

pub(crate) fn json(status: StatusCode, value: &impl Serialize) -> Answer {
    match serde_json::to_vec(value) {
        Ok(body) => whole(status, "application/json", body),
        Err(error) => {
            tracing::error!(%error, "an answer about a task can't be written as JSON");
            json_text(StatusCode::INTERNAL_SERVER_ERROR, "failed to write the answer")
        }
    }
}

/// How metadata's errors are told: the body is one JSON string.
pub(crate) fn json_text(status: StatusCode, text: &str) -> Answer {
    whole(status, "application/json", serde_json::Value::from(text).to_string().into_bytes())
}

pub(crate) fn text(status: StatusCode, text: &'static str) -> Answer {
    whole(status, "text/plain; charset=utf-8", text.into())
}

fn whole(status: StatusCode, kind: &'static str, body: Vec<u8>) -> Answer {
    let mut answer = Response::new(Full::new(Bytes::from(body)));
    *answer.status_mut() = status;
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    answer
}
