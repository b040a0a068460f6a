//! A body that gives up on a sender who pauses for too long.

use std::error::Error;
use std::future::Future as _;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::body::{Body, Frame, SizeHint};
use tokio::time::{Sleep, sleep};

/// Nothing came for so long.
#[derive(Debug, thiserror::Error)]
#[error("the body's sender paused for {} seconds", .0.as_secs())]
pub(super) struct Stalled(Duration);

/// See the module's head.
pub(super) struct Paced<B> {
    body: B,
    patience: Duration,
    /// Made when the body keeps us waiting, which most bodies never do.
    pause: Option<Pin<Box<Sleep>>>,
}

impl<B> Paced<B> {
    pub(super) fn new(body: B, patience: Duration) -> Self {
        Self { body, patience, pause: None }
    }
}

impl<B> Body for Paced<B>
where
    B: Body + Unpin,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    type Data = B::Data;
    type Error = Box<dyn Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, Self::Error>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(cx) {
            self.pause = None;
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        let patience = self.patience;
        let pause = self.pause.get_or_insert_with(|| Box::pin(sleep(patience)));
        pause.as_mut().poll(cx).map(|()| Some(Err(Stalled(patience).into())))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use futures_util::stream;
    use http_body_util::{BodyExt as _, StreamBody};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn each_pause_counts_by_itself() {
        let pieces = stream::unfold(0u64, |seconds| async move {
            sleep(Duration::from_secs(seconds)).await;
            Some((Ok::<_, std::io::Error>(Frame::data(Bytes::from_static(b"x"))), seconds + 4))
        });
        let mut body = Paced::new(StreamBody::new(Box::pin(pieces)), Duration::from_secs(9));
        for _ in [0, 4, 8] {
            assert!(body.frame().await.expect("a frame").is_ok());
        }
        let error = body.frame().await.expect("a frame").expect_err("12 seconds");
        assert_eq!(error.to_string(), "the body's sender paused for 9 seconds");
    }
}
