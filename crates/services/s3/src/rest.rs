//! What is left of a body that nobody wanted, because its request was refused.
//!
//! A connection that is closed with bytes unread resets the peer, who may lose our answer by that. So a little of what still comes is
//! read and thrown away behind the answer; whoever sends more than that has to cope.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt as _;
use hyper::body::{Body, Frame, SizeHint};
use neargate_wire::http::StreamBody;

const MAX_BYTES: usize = 1 << 20;
const PATIENCE: Duration = Duration::from_secs(2);

/// A body that comes back to its [`Rest`] when its reader is done with it.
pub(crate) struct Lent {
    body: Option<StreamBody>,
    rest: Rest,
}

/// Where a lent body comes back to.
#[derive(Clone, Default)]
pub(crate) struct Rest(Arc<Mutex<Option<StreamBody>>>);

impl Rest {
    pub(crate) fn lend(&self, body: StreamBody) -> Lent {
        Lent { body: Some(body), rest: self.clone() }
    }

    /// Reads on in the background, to the end if that is near.
    pub(crate) fn drain(&self) {
        let Some(mut body) = self.0.lock().unwrap_or_else(PoisonError::into_inner).take() else { return };
        let draining = async move {
            let mut left = MAX_BYTES;
            while let Some(Ok(frame)) = body.frame().await {
                let length = frame.data_ref().map_or(0, Bytes::len);
                match left.checked_sub(length) {
                    Some(rest) => left = rest,
                    None => return,
                }
            }
        };
        tokio::spawn(async move { tokio::time::timeout(PATIENCE, draining).await });
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let unread = self.body.take().filter(|body| !body.is_end_stream());
        *self.rest.0.lock().unwrap_or_else(PoisonError::into_inner) = unread;
    }
}

impl Body for Lent {
    type Data = Bytes;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        match &mut self.body {
            Some(body) => Pin::new(body).poll_frame(cx),
            None => Poll::Ready(None),
        }
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map(Body::size_hint).unwrap_or_default()
    }
}
