//! What is left of a request's body when its answer is there.
//!
//! A connection can't go on before the body was read: a client that isn't told so sends its next request into a connection that is closed.
//! And one that is closed with bytes unread resets the client, who may lose the answer by that. So a small body is read to its end, and of
//! a large one a little behind an answer that says that the connection ends; whoever sends more than that has to cope.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Buf as _;
use http_body_util::BodyExt as _;
use hyper::body::{Body, Frame, SizeHint};
use tokio::sync::oneshot;

/// What is read for the sake of the next request: much less than it takes to connect anew.
const SMALL_BYTES: u64 = 64 << 10;
const SMALL_PATIENCE: Duration = Duration::from_secs(1);
/// What is read for the sake of the answer.
const BEHIND_BYTES: u64 = 1 << 20;
const BEHIND_PATIENCE: Duration = Duration::from_secs(2);

/// A body that comes back when it is dropped before its end.
pub(super) struct Lent<B: Body> {
    body: Option<B>,
    back: Option<oneshot::Sender<B>>,
}

pub(super) struct Rest<B>(oneshot::Receiver<B>);

pub(super) fn lend<B: Body>(body: B) -> (Lent<B>, Rest<B>) {
    let (back, rest) = oneshot::channel();
    (Lent { body: Some(body), back: Some(back) }, Rest(rest))
}

impl<B> Rest<B>
where
    B: Body<Data: Send, Error: Send> + Unpin + Send + 'static,
{
    /// Whether all is read, so that the connection can serve another request. `asks_first`: the client waits to be told before it sends the body, and takes an
    /// answer for a no.
    pub(super) async fn read_if_small(mut self, asks_first: bool) -> bool {
        let Ok(mut body) = self.0.try_recv() else { return true };
        if asks_first {
            return false;
        }
        if body.size_hint().lower() <= SMALL_BYTES && read(&mut body, SMALL_BYTES, SMALL_PATIENCE).await {
            return true;
        }
        tokio::spawn(async move { read(&mut body, BEHIND_BYTES, BEHIND_PATIENCE).await });
        false
    }
}

/// Whether there were no more bytes than that, and all came in time.
async fn read<B: Body + Unpin>(body: &mut B, most: u64, patience: Duration) -> bool {
    let mut read = 0;
    let to_the_end = async {
        while let Some(frame) = body.frame().await {
            let Ok(frame) = frame else { return false };
            read += frame.data_ref().map_or(0, |data| data.remaining() as u64);
            if read > most {
                return false;
            }
        }
        true
    };
    tokio::time::timeout(patience, to_the_end).await.unwrap_or(false)
}

impl<B: Body + Unpin> Body for Lent<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, B::Error>>> {
        match &mut self.body {
            Some(body) => Pin::new(body).poll_frame(cx),
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map_or_else(|| SizeHint::with_exact(0), Body::size_hint)
    }
}

impl<B: Body> Drop for Lent<B> {
    fn drop(&mut self) {
        let unread = self.body.take().filter(|body| !body.is_end_stream());
        if let (Some(body), Some(back)) = (unread, self.back.take()) {
            // Nobody waits where the connection itself has ended.
            let _ = back.send(body);
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use futures_util::{StreamExt as _, stream};
    use http_body_util::{Full, StreamBody};

    use super::*;

    fn full(bytes: u64) -> Full<Bytes> {
        Full::new(vec![0; bytes as usize].into())
    }

    #[tokio::test]
    async fn a_connection_goes_on_once_the_body_read_if_small() {
        let (mut lent, rest) = lend(full(SMALL_BYTES + 1));
        assert!(lent.frame().await.expect("a frame").is_ok());
        drop(lent);
        assert!(rest.read_if_small(true).await, "read by whoever had it");
        for (bytes, asks_first, goes_on) in
            [(0, true, true), (SMALL_BYTES, false, true), (SMALL_BYTES + 1, false, false), (1, true, false)]
        {
            let (lent, rest) = lend(full(bytes));
            drop(lent);
            assert_eq!(rest.read_if_small(asks_first).await, goes_on, "{bytes} {asks_first}");
        }
    }

    #[tokio::test]
    async fn a_body_that_is_still_being_read_is_left_alone() {
        let (_lent, rest) = lend(full(1));
        assert!(rest.read_if_small(false).await);
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_of_unknown_size_may_be_small_or_not_and_may_not_come() {
        let pieces = |count| {
            stream::iter(
                (0..count).map(|_| Ok::<_, std::io::Error>(Frame::data(Bytes::from_static(&[0; 1024])))),
            )
        };
        for (count, goes_on) in [(64, true), (65, false)] {
            let (lent, rest) = lend(StreamBody::new(pieces(count)));
            drop(lent);
            assert_eq!(rest.read_if_small(false).await, goes_on, "{count}");
        }
        let (lent, rest) = lend(StreamBody::new(pieces(1).chain(stream::pending())));
        drop(lent);
        assert!(!rest.read_if_small(false).await);
    }
}
