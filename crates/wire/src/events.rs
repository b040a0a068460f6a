//! Answers that are streams of events, in AWS's binary framing (`application/vnd.amazon.eventstream`).
//!
//! ```text
//! total length: u32 │ length of headers: u32 │ CRC-32 of these two: u32 │ headers │ payload │ CRC-32 of all before: u32
//! header: length of name: u8 │ name │ 7 (text): u8 │ length of value: u16 │ value
//! ```
//!
//! An operation that is registered by [`Service::streaming`](crate::Service::streaming) answers [`Events`]. They are asked for the next
//! event when there is room on the connection, and dropped when it ends: so a stream holds nothing back for a client that doesn't
//! read, and whatever it owns is released when the client goes.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::{Stream, StreamExt as _, stream};
use http_body_util::StreamBody as Frames;
use hyper::body::Frame;
use serde::Serialize;

use crate::http::StreamBody;

pub(crate) const CONTENT_TYPE: &str = "application/vnd.amazon.eventstream";
/// Of a header's value: text.
const TEXT: u8 = 7;

/// An event, or the exception that ends a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// `event` or `exception`
    kind: &'static str,
    /// The member of the model's stream.
    name: &'static str,
    payload: Vec<u8>,
}

impl Event {
    pub fn new(name: &'static str, payload: &impl Serialize) -> Result<Self, serde_json::Error> {
        Ok(Self { kind: "event", name, payload: serde_json::to_vec(payload)? })
    }

    pub fn exception(name: &'static str, message: &str) -> Self {
        let payload = serde_json::json!({ "message": message }).to_string().into_bytes();
        Self { kind: "exception", name, payload }
    }

    pub fn name(&self) -> &str {
        self.name
    }

    /// In JSON.
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    fn frame(&self, content_type: &str) -> Vec<u8> {
        let name_header = if self.kind == "exception" { ":exception-type" } else { ":event-type" };
        let headers =
            [(":message-type", self.kind), (name_header, self.name), (":content-type", content_type)];
        frame(&headers, &self.payload)
    }
}

/// The events of one answer.
pub struct Events(Pin<Box<dyn Stream<Item = Event> + Send>>);

impl Events {
    pub fn new(events: impl Stream<Item = Event> + Send + 'static) -> Self {
        Self(Box::pin(events))
    }

    /// As a body: in front of the events stands the answer's own, which has no members.
    pub(crate) fn body(self) -> StreamBody {
        let initial = Event { kind: "event", name: "initial-response", payload: b"{}".to_vec() };
        let initial = initial.frame("application/x-amz-json-1.1");
        let frames = stream::once(async { initial }).chain(self.map(|event| event.frame("application/json")));
        let frames = frames.map(|bytes| Ok(Frame::data(Bytes::from(bytes))));
        StreamBody::new(Frames::new(frames))
    }
}

impl Stream for Events {
    type Item = Event;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Event>> {
        self.0.as_mut().poll_next(cx)
    }
}

/// One message. Names and values of headers are ours and short; a payload is far below the 4 GiB that a length can tell.
fn frame(headers: &[(&str, &str)], payload: &[u8]) -> Vec<u8> {
    let headers_length: usize = headers.iter().map(|(name, value)| 4 + name.len() + value.len()).sum();
    let total = 12 + headers_length + payload.len() + 4;
    let mut out = Vec::with_capacity(total);
    out.extend((total as u32).to_be_bytes());
    out.extend((headers_length as u32).to_be_bytes());
    let checksum = crc32fast::hash(&out);
    out.extend(checksum.to_be_bytes());
    for (name, value) in headers {
        out.push(name.len() as u8);
        out.extend(name.as_bytes());
        out.push(TEXT);
        out.extend((value.len() as u16).to_be_bytes());
        out.extend(value.as_bytes());
    }
    out.extend(payload);
    let checksum = crc32fast::hash(&out);
    out.extend(checksum.to_be_bytes());
    out
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt as _;
    use serde_json::json;

    use super::*;

    #[test]
    fn frames_are_as_the_protocols_examples_have_them() {
        // An empty message, and one with a header of text and no payload; checksums computed by zlib's crc32.
        assert_eq!(
            frame(&[], b""),
            [0, 0, 0, 16, 0, 0, 0, 0, 0x05, 0xc2, 0x48, 0xeb, 0x7d, 0x98, 0xc8, 0xff]
        );
        let framed = frame(&[("a", "bc")], b"{}");
        assert_eq!(framed.len(), 12 + 7 + 2 + 4);
        assert_eq!(framed[..8], [0, 0, 0, 25, 0, 0, 0, 7]);
        assert_eq!(framed[12..21], *b"\x01a\x07\x00\x02bc{}");
        let (body, checksum) = framed.split_at(21);
        assert_eq!(crc32fast::hash(body).to_be_bytes(), checksum);
        assert_eq!(crc32fast::hash(&framed[..8]).to_be_bytes(), framed[8..12]);
    }

    #[tokio::test]
    async fn the_answer_itself_comes_first_and_an_exception_says_so() {
        let events = [
            Event::new("update", &json!({"n": 1})).expect("JSON"),
            Event::exception("TooLongException", "Over."),
        ];
        let mut body = Events::new(stream::iter(events)).body();
        let mut seen = Vec::new();
        while let Some(frame) = body.frame().await {
            seen.push(frame.expect("a frame").into_data().expect("data"));
        }
        let text: Vec<_> = seen.iter().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
        assert_eq!(text.len(), 3);
        assert!(text[0].contains("initial-response") && text[0].contains("{}"), "{}", text[0]);
        assert!(text[1].contains(":event-type") && text[1].contains(r#"{"n":1}"#), "{}", text[1]);
        assert!(
            text[2].contains(":exception-type") && text[2].contains(r#"{"message":"Over."}"#),
            "{}",
            text[2]
        );
    }
}
