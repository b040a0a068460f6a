//! A request's body as it comes, held against what its head says of it.
//!
//! Clients sign a body's hash, or send it in chunks (`aws-chunked`) of which each is signed or none, with a checksum trailing. Pieces
//! are passed on before what they belong to is verified; the stream ends with an error if it isn't, and nothing is kept of what came
//! from such a stream.

use std::error::Error as StdError;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::{Buf as _, Bytes, BytesMut};
use futures_util::stream::{Stream, StreamExt as _, try_unfold};
use http::{HeaderMap, HeaderName, HeaderValue};
use neargate_wire::sigv4::Seed;
use sha2::{Digest as _, Sha256};

const MAX_LINE_BYTES: usize = 1024;
const MAX_TRAILER_BYTES: usize = 16 << 10;

/// A body isn't what its head said.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BodyError {
    #[error("read the body")]
    Broken(#[source] Box<dyn StdError + Send + Sync>),
    #[error("the body's hash is another than was signed")]
    Hash,
    #[error("a chunk's signature doesn't match")]
    Signature,
    #[error("the body's chunks are malformed")]
    Chunks,
    #[error("the body has another length than was stated")]
    Length,
}

/// What the head says of the body.
pub(crate) enum Stated {
    Nothing,
    Sha256(String),
    Chunks(Chunks),
}

/// How a body in chunks is read.
pub(crate) struct Chunks {
    /// None where nobody verifies signatures.
    pub seed: Option<Seed>,
    /// Chunks without a signature are refused.
    pub signed: bool,
    /// The length of what they carry.
    pub length: u64,
    pub trailers: Trailers,
}

/// Headers that come after the body; empty until it is read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trailers(Arc<Mutex<HeaderMap>>);

impl Trailers {
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        let headers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        headers.get(name)?.to_str().ok().map(str::to_owned)
    }
}

/// The bytes that a body carries.
pub(crate) fn checked<S>(body: S, stated: Stated) -> impl Stream<Item = Result<Bytes, BodyError>> + Send
where
    S: Stream<Item = Result<Bytes, BodyError>> + Send + Unpin + 'static,
{
    let check = match stated {
        Stated::Nothing => Check::Nothing,
        Stated::Sha256(expected) => Check::Sha256 { expected, digest: Sha256::new() },
        Stated::Chunks(chunks) => Check::Chunks(Box::new(Decoder::new(chunks))),
    };
    try_unfold((body, check, false), |(mut body, mut check, mut ended)| async move {
        loop {
            if let Check::Chunks(decoder) = &mut check
                && let Some(bytes) = decoder.next()?
            {
                return Ok(Some((bytes, (body, check, ended))));
            }
            if ended {
                return Ok(None);
            }
            match (body.next().await.transpose()?, &mut check) {
                (Some(bytes), Check::Chunks(decoder)) => decoder.feed(&bytes),
                (Some(bytes), check_of_all) => {
                    if let Check::Sha256 { digest, .. } = check_of_all {
                        digest.update(&bytes);
                    }
                    return Ok(Some((bytes, (body, check, ended))));
                }
                (None, check_of_all) => {
                    ended = true;
                    check_of_all.end()?;
                }
            }
        }
    })
}

enum Check {
    Nothing,
    Sha256 { expected: String, digest: Sha256 },
    Chunks(Box<Decoder>),
}

impl Check {
    fn end(&mut self) -> Result<(), BodyError> {
        match self {
            Self::Nothing => Ok(()),
            Self::Sha256 { expected, digest } => {
                let actual = digest.finalize_reset();
                let same = expected.len() == 64
                    && actual.iter().enumerate().all(|(index, byte)| {
                        u8::from_str_radix(expected.get(index * 2..index * 2 + 2).unwrap_or_default(), 16)
                            == Ok(*byte)
                    });
                if same { Ok(()) } else { Err(BodyError::Hash) }
            }
            Self::Chunks(decoder) => decoder.end(),
        }
    }
}

/// `aws-chunked`, as a machine that is fed and asked.
///
/// ```text
/// Size ──"<hex>[;chunk-signature=…]\r\n"──► Data ──size bytes──► Break ──"\r\n"──► Size
///   └──"0…"──► Trailer ──"name:value\r\n" …, "\r\n" or the end──► End
/// ```
struct Decoder {
    chunks: Chunks,
    state: State,
    buffer: BytesMut,
    digest: Sha256,
    signature: Option<String>,
    received: u64,
    /// `name:value` and a line feed each, as they are signed.
    trailer: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Size,
    Data(u64),
    Break,
    Trailer,
    End,
}

impl Decoder {
    fn new(chunks: Chunks) -> Self {
        Self {
            chunks,
            state: State::Size,
            buffer: BytesMut::new(),
            digest: Sha256::new(),
            signature: None,
            received: 0,
            trailer: String::new(),
        }
    }

    fn feed(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// The next piece of data; none if more has to be fed first.
    fn next(&mut self) -> Result<Option<Bytes>, BodyError> {
        loop {
            match self.state {
                State::Size => {
                    let Some(line) = self.line()? else { return Ok(None) };
                    let size = self.size(&line)?;
                    self.state = State::Data(size);
                    if size == 0 {
                        self.close_chunk()?;
                        self.state = State::Trailer;
                    }
                }
                State::Data(left) => {
                    if self.buffer.is_empty() {
                        return Ok(None);
                    }
                    let count = self.buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
                    let bytes = self.buffer.split_to(count).freeze();
                    let left = left - count as u64;
                    self.received += count as u64;
                    if self.chunks.seed.is_some() && self.signature.is_some() {
                        self.digest.update(&bytes);
                    }
                    self.state = State::Data(left);
                    if left == 0 {
                        self.close_chunk()?;
                        self.state = State::Break;
                    }
                    return Ok(Some(bytes));
                }
                State::Break => {
                    let Some(line) = self.line()? else { return Ok(None) };
                    if !line.is_empty() {
                        return Err(BodyError::Chunks);
                    }
                    self.state = State::Size;
                }
                State::Trailer => {
                    let Some(line) = self.line()? else { return Ok(None) };
                    if line.is_empty() {
                        self.close_trailer()?;
                    } else {
                        self.trailing(&line)?;
                    }
                }
                State::End => return if self.buffer.is_empty() { Ok(None) } else { self.past_the_end() },
            }
        }
    }

    /// Nothing more will be fed.
    fn end(&mut self) -> Result<(), BodyError> {
        if self.state == State::Trailer {
            let rest = std::mem::take(&mut self.buffer);
            if !rest.is_empty() {
                self.trailing(std::str::from_utf8(&rest).map_err(|_| BodyError::Chunks)?)?;
            }
            self.close_trailer()?;
        }
        if self.state != State::End {
            return Err(BodyError::Chunks);
        }
        if self.received == self.chunks.length { Ok(()) } else { Err(BodyError::Length) }
    }

    /// Some clients end with one line break more than needed.
    fn past_the_end(&mut self) -> Result<Option<Bytes>, BodyError> {
        if self.buffer.iter().all(|byte| matches!(byte, b'\r' | b'\n')) {
            self.buffer.clear();
            return Ok(None);
        }
        Err(BodyError::Chunks)
    }

    /// A line without its end.
    fn line(&mut self) -> Result<Option<String>, BodyError> {
        let Some(end) = self.buffer.iter().take(MAX_LINE_BYTES).position(|byte| *byte == b'\n') else {
            return if self.buffer.len() >= MAX_LINE_BYTES { Err(BodyError::Chunks) } else { Ok(None) };
        };
        let line = self.buffer.split_to(end);
        self.buffer.advance(1);
        let line = std::str::from_utf8(&line).map_err(|_| BodyError::Chunks)?;
        Ok(Some(line.strip_suffix('\r').unwrap_or(line).to_owned()))
    }

    fn size(&mut self, line: &str) -> Result<u64, BodyError> {
        let (size, extension) = line.split_once(';').unwrap_or((line, ""));
        self.signature = extension.strip_prefix("chunk-signature=").map(str::to_owned);
        if self.chunks.signed && self.signature.is_none() {
            return Err(BodyError::Signature);
        }
        let size = u64::from_str_radix(size.trim(), 16).map_err(|_| BodyError::Chunks)?;
        if size > self.chunks.length.saturating_sub(self.received) {
            return Err(BodyError::Length);
        }
        Ok(size)
    }

    fn close_chunk(&mut self) -> Result<(), BodyError> {
        let hash = self.digest.finalize_reset();
        if let (Some(seed), Some(signature)) = (&mut self.chunks.seed, &self.signature)
            && !seed.chunk(&hash, signature)
        {
            return Err(BodyError::Signature);
        }
        Ok(())
    }

    fn trailing(&mut self, line: &str) -> Result<(), BodyError> {
        let (name, value) = line.split_once(':').ok_or(BodyError::Chunks)?;
        let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
        if name == "x-amz-trailer-signature" {
            self.signature = Some(value.to_owned());
            return Ok(());
        }
        self.trailer += &format!("{name}:{value}\n");
        if self.trailer.len() > MAX_TRAILER_BYTES {
            return Err(BodyError::Chunks);
        }
        let name = HeaderName::try_from(name).map_err(|_| BodyError::Chunks)?;
        let value = HeaderValue::try_from(value).map_err(|_| BodyError::Chunks)?;
        self.chunks.trailers.0.lock().unwrap_or_else(PoisonError::into_inner).append(name, value);
        Ok(())
    }

    fn close_trailer(&mut self) -> Result<(), BodyError> {
        self.state = State::End;
        if let (Some(seed), true, false) =
            (&mut self.chunks.seed, self.chunks.signed, self.trailer.is_empty())
        {
            let signature = self.signature.as_deref().unwrap_or_default();
            if !seed.trailer(&self.trailer, signature) {
                return Err(BodyError::Signature);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use futures_util::{TryStreamExt as _, stream};
    use proptest::prelude::*;

    use super::*;

    fn unsigned(length: u64) -> (Stated, Trailers) {
        let trailers = Trailers::default();
        (Stated::Chunks(Chunks { seed: None, signed: false, length, trailers: trailers.clone() }), trailers)
    }

    async fn read(pieces: Vec<Vec<u8>>, stated: Stated) -> Result<Vec<u8>, BodyError> {
        let body = stream::iter(pieces.into_iter().map(|piece| Ok(Bytes::from(piece))));
        let read: Vec<Bytes> = checked(body, stated).try_collect().await?;
        Ok(read.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn chunks_are_read_however_they_are_cut(
            chunks in prop::collection::vec(prop::collection::vec(any::<u8>(), 1..50), 0..6),
            cut in 1usize..40,
        ) {
            let data = chunks.concat();
            let mut sent = Vec::new();
            for chunk in &chunks {
                sent.extend(format!("{:x};chunk-signature=ignored\r\n", chunk.len()).into_bytes());
                sent.extend(chunk);
                sent.extend(b"\r\n");
            }
            sent.extend(b"0\r\nX-Amz-Checksum-Crc32: AAAAAA==\r\n\r\n");
            let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
            let (stated, trailers) = unsigned(data.len() as u64);
            let pieces = sent.chunks(cut).map(<[u8]>::to_vec).collect();
            prop_assert_eq!(runtime.block_on(read(pieces, stated)).expect("good chunks"), data.clone());
            prop_assert_eq!(trailers.get("x-amz-checksum-crc32"), Some("AAAAAA==".to_owned()));
            // Whatever is missing at the end is noticed, but for the last line break and the line break of the trailer.
            let (stated, _) = unsigned(data.len() as u64);
            let cut_off = sent[..sent.len() - 4 - cut.min(sent.len() - 8)].to_vec();
            let read = runtime.block_on(read(vec![cut_off.clone()], stated));
            prop_assert!(read.is_err() || cut_off.windows(3).any(|end| end == b"0\r\n"));
        }
    }

    #[tokio::test]
    async fn lengths_and_hashes_must_be_as_stated() {
        let sent = || vec![b"3\r\nabc\r\n0\r\n\r\n".to_vec()];
        assert!(matches!(read(sent(), unsigned(4).0).await, Err(BodyError::Length)));
        assert!(matches!(read(sent(), unsigned(2).0).await, Err(BodyError::Length)));
        assert!(matches!(read(vec![b"xyz\r\n".to_vec()], unsigned(3).0).await, Err(BodyError::Chunks)));
        let signed = Chunks { seed: None, signed: true, length: 3, trailers: Trailers::default() };
        assert!(matches!(read(sent(), Stated::Chunks(signed)).await, Err(BodyError::Signature)));
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad".to_owned();
        let pieces = || vec![b"a".to_vec(), b"bc".to_vec()];
        assert_eq!(read(pieces(), Stated::Sha256(abc.clone())).await.expect("its hash"), b"abc");
        assert!(matches!(read(vec![b"abd".to_vec()], Stated::Sha256(abc)).await, Err(BodyError::Hash)));
    }
}
