//! The download of a blob: from where it was interrupted, through as many connections as it takes.

use http::StatusCode;
use http::header::CONTENT_RANGE;

use super::{Failed, FetchError, Registries, Sink, Source};
use crate::digest::Digest;

/// A blob on its way into its sink.
struct Download<'a, S> {
    digest: &'a Digest,
    size: u64,
    sink: &'a mut S,
    /// How far any attempt got.
    furthest_bytes: u64,
    /// What had come before was no beginning of the blob, and was thrown away: once is enough.
    started_over: bool,
}

impl Registries {
    /// Streams a blob of exactly `size` bytes into `sink`, following what that has of it already.
    ///
    /// Goes on for as long as attempts get further; gives up when as many as the options say in a row didn't.
    pub async fn blob(
        &self,
        sources: &[Source],
        digest: &Digest,
        size: u64,
        sink: &mut impl Sink,
    ) -> Result<(), Failed> {
        let failed = |attempts| move |cause| Failed { attempts, cause };
        sink.resume().await.map_err(failed(1))?;
        let furthest_bytes = sink.done_bytes();
        let mut download = Download { digest, size, sink, furthest_bytes, started_over: false };
        let (mut attempts, mut fruitless) = (0, 0);
        loop {
            attempts += 1;
            let before = download.furthest_bytes;
            let mut last = FetchError::NotFound;
            for source in sources {
                match self.blob_from(source, &mut download).await {
                    Ok(()) => return Ok(()),
                    Err(error) => {
                        tracing::debug!(source = source.base, attempts, %error, "the download of a blob was interrupted");
                        last = error;
                    }
                }
            }
            fruitless = if download.furthest_bytes > before { 0 } else { fruitless + 1 };
            if fruitless >= self.options.max_attempts || !last.retryable() {
                return Err(failed(attempts)(last));
            }
            let doublings = u32::saturating_sub(fruitless, 1);
            tokio::time::sleep(self.options.retry_delay * 2u32.saturating_pow(doublings)).await;
        }
    }

    async fn blob_from<S: Sink>(
        &self,
        source: &Source,
        download: &mut Download<'_, S>,
    ) -> Result<(), FetchError> {
        loop {
            download.sink.resume().await?;
            let from = download.sink.done_bytes();
            let outcome = self.attempt(source, from, download).await;
            download.furthest_bytes = download.furthest_bytes.max(download.sink.done_bytes());
            match outcome {
                Err(error) if error.blames_the_bytes() => {
                    // Else whoever comes next would go on from them.
                    download.sink.restart().await?;
                    // The fault may lie in what had come before, perhaps from elsewhere.
                    if from == 0 || std::mem::replace(&mut download.started_over, true) {
                        return Err(error);
                    }
                    tracing::info!(digest = %download.digest, %error, "a resumed download was spoilt: starting over");
                }
                other => return other,
            }
        }
    }

    async fn attempt<S: Sink>(
        &self,
        source: &Source,
        from: u64,
        download: &mut Download<'_, S>,
    ) -> Result<(), FetchError> {
        let size = download.size;
        if from > size {
            return Err(FetchError::TooLong { expected_bytes: size });
        }
        if from == size && from > 0 {
            return download.sink.finish().await;
        }
        let url = format!("{}/blobs/{}", source.base, download.digest);
        let response = match self.request(source, "GET", &url, None, from).await {
            Err(FetchError::Status { status: StatusCode::RANGE_NOT_SATISFIABLE, .. }) if from > 0 => None,
            other => Some(other?),
        };
        let resumed = response.as_ref().is_some_and(|response| {
            let range = response.headers().get(CONTENT_RANGE).and_then(|value| value.to_str().ok());
            response.status() == StatusCode::PARTIAL_CONTENT
                && range.is_some_and(|range| continues(range, from, size))
        });
        let response = match response {
            Some(response) if resumed || response.status() == StatusCode::OK => response,
            // Not the piece that was asked for: the whole then.
            _ => self.request(source, "GET", &url, None, 0).await?,
        };
        if resumed {
            metrics::counter!("neargate_image_bytes_resumed_total").increment(from);
        } else if from > 0 {
            download.sink.restart().await?;
        }
        let mut left = if resumed { size - from } else { size };
        let mut body = response.into_body();
        loop {
            let piece = self.http.piece(&mut body).await;
            let piece = piece.map_err(|cause| FetchError::Request {
                method: "Get",
                url: url.clone(),
                cause: Box::new(cause),
            })?;
            let Some(piece) = piece else { break };
            metrics::counter!("neargate_image_bytes_fetched_total").increment(piece.len() as u64);
            left =
                left.checked_sub(piece.len() as u64).ok_or(FetchError::TooLong { expected_bytes: size })?;
            download.sink.piece(piece).await?;
        }
        match left {
            0 => download.sink.finish().await,
            left => Err(FetchError::TooShort { actual_bytes: size - left, expected_bytes: size }),
        }
    }
}

/// Whether a piece with this `Content-Range` follows the first `from` bytes of a blob of `size` bytes.
fn continues(range: &str, from: u64, size: u64) -> bool {
    let parts = || {
        let (piece, all) = range.trim().strip_prefix("bytes ")?.split_once('/')?;
        let (first, last) = piece.split_once('-')?;
        Some((first.trim().parse::<u64>().ok()?, last.trim().parse::<u64>().ok()?, all.trim()))
    };
    parts().is_some_and(|(first, last, all)| {
        let known = all == "*" || all.parse() == Ok(size);
        first == from && last >= first && last < size && known
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_must_follow_what_is_there() {
        assert!(continues("bytes 5-9/10", 5, 10));
        assert!(continues("bytes 5-7/10", 5, 10), "less than was asked for is a beginning");
        assert!(continues(" bytes 5-9/* ", 5, 10));
        for wrong in [
            "",
            "bytes 4-9/10",
            "bytes 6-9/10",
            "bytes 5-10/10",
            "bytes 5-9/11",
            "bytes 5-4/10",
            "bytes */10",
            "5-9/10",
            "bytes 5-9",
        ] {
            assert!(!continues(wrong, 5, 10), "{wrong}");
        }
    }
}
