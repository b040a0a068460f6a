//! The WebSocket beneath a data channel: thin, and the only part of this crate that knows one.
//!
//! The HTTP server (or client) does the handshake's request and answer; what is here takes over the connection after it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt as _, StreamExt as _};
use http::header::{CONNECTION, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE};
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use sha1::{Digest as _, Sha1};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::{Duration, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};

/// Larger messages than any client sends.
const MAX_MESSAGE_BYTES: usize = 1 << 20;
/// So many frames may wait for a client that doesn't read.
const QUEUE: usize = 1024;
/// A client that reads nothing for so long has gone.
const PATIENCE: Duration = Duration::from_secs(5);

/// A connection's bytes.
pub trait Io: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Io for T {}

type Stream = WebSocketStream<Box<dyn Io>>;

/// The answer to a request for a WebSocket: 101, or why not.
pub fn handshake(method: &Method, headers: &HeaderMap) -> Result<Response<()>, &'static str> {
    let lists = |name, wanted: &str| {
        let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
        values.flat_map(|value| value.split(',')).any(|token| token.trim().eq_ignore_ascii_case(wanted))
    };
    if method != Method::GET || !lists(UPGRADE, "websocket") || !lists(CONNECTION, "upgrade") {
        return Err("This is a WebSocket: ask for an upgrade.");
    }
    if headers.get(SEC_WEBSOCKET_VERSION).is_none_or(|version| version != "13") {
        return Err("The version of the WebSocket protocol must be 13.");
    }
    let key = headers.get(SEC_WEBSOCKET_KEY).ok_or("The header Sec-WebSocket-Key is missing.")?;
    let mut answer = Response::new(());
    *answer.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let accept = HeaderValue::try_from(accept_key(key.as_bytes()));
    let given = answer.headers_mut();
    given.insert(UPGRADE, HeaderValue::from_static("websocket"));
    given.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
    given.insert(SEC_WEBSOCKET_ACCEPT, accept.map_err(|_| "The header Sec-WebSocket-Key is malformed.")?);
    Ok(answer)
}

/// What a server answers to a client's key (RFC 6455, section 1.3).
pub fn accept_key(key: &[u8]) -> String {
    let mut digest = Sha1::new();
    digest.update(key);
    digest.update(b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
    STANDARD.encode(digest.finalize())
}

/// One side of an open WebSocket.
pub struct Socket {
    stream: SplitStream<Stream>,
    frames: mpsc::Sender<Message>,
    writer: JoinHandle<()>,
}

/// What came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    Text(String),
    Binary(Bytes),
}

impl Socket {
    /// The server's side of a connection that was upgraded.
    pub async fn server(io: impl Io + 'static) -> Self {
        Self::open(io, Role::Server).await
    }

    /// The client's side.
    pub async fn client(io: impl Io + 'static) -> Self {
        Self::open(io, Role::Client).await
    }

    async fn open(io: impl Io + 'static, role: Role) -> Self {
        let limits = WebSocketConfig::default()
            .max_message_size(Some(MAX_MESSAGE_BYTES))
            .max_frame_size(Some(MAX_MESSAGE_BYTES));
        let io: Box<dyn Io> = Box::new(io);
        let (sink, stream) = WebSocketStream::from_raw_socket(io, role, Some(limits)).await.split();
        let (frames, queue) = mpsc::channel(QUEUE);
        Self { stream, frames, writer: tokio::spawn(write(sink, queue)) }
    }

    /// The next frame; none once the connection is gone. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Frame> {
        loop {
            match self.stream.next().await?.ok()? {
                Message::Text(text) => return Some(Frame::Text(text.as_str().to_owned())),
                Message::Binary(bytes) => return Some(Frame::Binary(bytes)),
                Message::Close(_) => return None,
                // Pings are answered by the library.
                Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => {}
            }
        }
    }

    /// Queues a frame; false when the other side has stopped reading or is gone.
    pub async fn send(&self, frame: Frame) -> bool {
        let message = match frame {
            Frame::Text(text) => Message::text(text),
            Frame::Binary(bytes) => Message::Binary(bytes),
        };
        matches!(timeout(PATIENCE, self.frames.send(message)).await, Ok(Ok(())))
    }

    /// Sends what is queued, then closes.
    pub async fn close(self) {
        drop(self.frames);
        // A side that doesn't read is left alone.
        let _ = timeout(PATIENCE, self.writer).await;
    }
}

/// Writes until nobody has anything more to send, then says goodbye.
async fn write(mut sink: SplitSink<Stream, Message>, mut queue: mpsc::Receiver<Message>) {
    while let Some(message) = queue.recv().await {
        let written = match queue.is_empty() {
            true => sink.send(message).await,
            false => sink.feed(message).await,
        };
        if written.is_err() {
            return;
        }
    }
    let _ = sink.close().await;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value))).collect()
    }

    const GOOD: [(&str, &str); 4] = [
        ("upgrade", "WebSocket"),
        ("connection", "keep-alive, Upgrade"),
        ("sec-websocket-version", "13"),
        ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ];

    #[test]
    fn the_example_of_the_rfc_is_answered_as_there() {
        let answer = handshake(&Method::GET, &headers(&GOOD)).unwrap();
        assert_eq!(answer.status(), 101);
        assert_eq!(answer.headers()[SEC_WEBSOCKET_ACCEPT], "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    #[test]
    fn what_is_no_websocket_is_refused() {
        for (missing, (name, _)) in GOOD.iter().enumerate() {
            let mut rest = GOOD.to_vec();
            rest.remove(missing);
            assert!(handshake(&Method::GET, &headers(&rest)).is_err(), "without {name}");
        }
        assert!(handshake(&Method::POST, &headers(&GOOD)).is_err());
    }

    #[tokio::test]
    async fn frames_pass_in_both_directions_until_one_side_closes() {
        let (ours, theirs) = tokio::io::duplex(1 << 16);
        let (mut server, mut client) = tokio::join!(Socket::server(ours), Socket::client(theirs));
        assert!(client.send(Frame::Text("open".to_owned())).await);
        assert!(server.send(Frame::Binary(Bytes::from_static(b"\0data"))).await);
        assert_eq!(server.next().await, Some(Frame::Text("open".to_owned())));
        assert_eq!(client.next().await, Some(Frame::Binary(Bytes::from_static(b"\0data"))));
        let ((), last) = tokio::join!(server.close(), client.next());
        assert_eq!(last, None);
    }
}
