//! Writes a blob to disk as it arrives, on a thread that may block, and checks its digest.
//!
//! What is there of the blob already is read and hashed once, and counts as arrived.

use std::fs::{self, File};
use std::io::{self, Read, Seek, Write};
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::digest::Digest;
use crate::error::{Error, io_error};
use crate::partial::Place;
use crate::plan::PlanLayer;
use crate::progress::{Progress, ProgressEvent};
use crate::registry::{FetchError, Sink};

/// Pieces on their way to the disk; a slow disk slows the network down.
const PIECES_IN_FLIGHT: usize = 32;
/// Between two events about bytes.
const PROGRESS_STEP_BYTES: u64 = 512 << 10;
const READ_BYTES: usize = 256 << 10;

pub(crate) struct BlobFile {
    /// Shared with the writer, so that nobody else writes for as long as it does.
    place: Arc<Place>,
    writer: Writer,
    digest: Digest,
    size_bytes: u64,
    done_bytes: u64,
    told_bytes: u64,
    progress: Arc<dyn Progress>,
}

enum Writer {
    /// Whatever is in the file.
    Unread,
    Idle(Written),
    Busy(mpsc::Sender<Bytes>, JoinHandle<io::Result<Written>>),
}

/// The file's content, and the file at its end.
struct Written {
    file: File,
    hash: Sha256,
    bytes: u64,
}

impl BlobFile {
    pub fn new(place: Place, layer: &PlanLayer, progress: Arc<dyn Progress>) -> Self {
        Self {
            place: Arc::new(place),
            writer: Writer::Unread,
            digest: layer.blob.clone(),
            size_bytes: layer.size_bytes,
            done_bytes: 0,
            told_bytes: 0,
            progress,
        }
    }

    /// Gives the finished file its name.
    pub fn install(&self, path: &Path) -> Result<(), Error> {
        fs::rename(self.place.path(), path).map_err(io_error("rename", path))
    }

    /// Waits until no one writes any more, so that nothing is in motion after the failure that is then told.
    pub async fn abandon(&mut self) {
        self.settled().await.ok(); // the failure that matters is known
    }

    /// Removes what has come so far.
    pub async fn discard(&mut self) {
        self.abandon().await;
        self.writer = Writer::Unread;
        if let Err(error) = fs::remove_file(self.place.path())
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(path = %self.place.path().display(), %error, "remove a partial download");
        }
    }

    /// Waits for the writer; what the file holds then.
    async fn settled(&mut self) -> Result<&mut Written, FetchError> {
        let written = match std::mem::replace(&mut self.writer, Writer::Unread) {
            Writer::Idle(written) => Ok(written),
            Writer::Busy(pieces, writer) => {
                drop(pieces);
                joined(writer.await)
            }
            Writer::Unread => {
                let place = self.place.clone();
                joined(tokio::task::spawn_blocking(move || Written::read(place.path())).await)
            }
        };
        let written = written.map_err(|cause| FetchError::Write {
            path: self.place.path().display().to_string(),
            cause: Arc::new(cause),
        })?;
        self.writer = Writer::Idle(written);
        match &mut self.writer {
            Writer::Idle(written) => Ok(written),
            _ => unreachable!("it was just set"),
        }
    }
}

fn joined<T>(outcome: Result<io::Result<T>, tokio::task::JoinError>) -> io::Result<T> {
    outcome.unwrap_or_else(|panicked| Err(io::Error::other(panicked)))
}

impl Written {
    fn read(path: &Path) -> io::Result<Self> {
        let mut file = File::options().read(true).write(true).create(true).truncate(false).open(path)?;
        let (mut hash, mut bytes, mut piece) = (Sha256::new(), 0, vec![0; READ_BYTES]);
        loop {
            match file.read(&mut piece)? {
                0 => return Ok(Self { file, hash, bytes }),
                n => {
                    hash.update(&piece[..n]);
                    bytes += n as u64;
                }
            }
        }
    }

    fn write(&mut self, piece: &[u8]) -> io::Result<()> {
        self.file.write_all(piece)?;
        self.hash.update(piece);
        self.bytes += piece.len() as u64;
        Ok(())
    }

    fn empty(&mut self) -> io::Result<()> {
        self.file.set_len(0)?;
        self.file.rewind()?;
        (self.hash, self.bytes) = (Sha256::new(), 0);
        Ok(())
    }
}

impl Sink for BlobFile {
    fn done_bytes(&self) -> u64 {
        self.done_bytes
    }

    async fn resume(&mut self) -> Result<(), FetchError> {
        self.done_bytes = self.settled().await?.bytes;
        self.told_bytes = self.done_bytes;
        Ok(())
    }

    async fn restart(&mut self) -> Result<(), FetchError> {
        let emptied = self.settled().await?.empty();
        (self.done_bytes, self.told_bytes) = (0, 0);
        emptied.map_err(|cause| {
            self.writer = Writer::Unread;
            FetchError::Write { path: self.place.path().display().to_string(), cause: Arc::new(cause) }
        })
    }

    async fn piece(&mut self, piece: Bytes) -> Result<(), FetchError> {
        self.done_bytes += piece.len() as u64;
        if !matches!(self.writer, Writer::Busy(..)) {
            self.settled().await?;
            self.begin();
        }
        if let Writer::Busy(pieces, _) = &self.writer
            && pieces.send(piece).await.is_err()
        {
            self.settled().await?; // the writer stopped early: for the reason that it returns
        }
        if self.done_bytes == self.size_bytes || self.done_bytes - self.told_bytes >= PROGRESS_STEP_BYTES {
            self.told_bytes = self.done_bytes;
            self.progress.event(ProgressEvent::LayerBytes {
                layer: self.digest.to_string(),
                done_bytes: self.done_bytes,
                size_bytes: self.size_bytes,
            });
        }
        Ok(())
    }

    async fn finish(&mut self) -> Result<(), FetchError> {
        let actual = Digest::finish(self.settled().await?.hash.clone());
        if actual == self.digest { Ok(()) } else { Err(FetchError::WrongDigest { actual }) }
    }
}

impl BlobFile {
    /// Puts an idle writer to work.
    fn begin(&mut self) {
        let Writer::Idle(mut written) = std::mem::replace(&mut self.writer, Writer::Unread) else { return };
        let (sender, mut pieces) = mpsc::channel::<Bytes>(PIECES_IN_FLIGHT);
        let place = self.place.clone();
        let writer = tokio::task::spawn_blocking(move || {
            let _place = place; // also when no one waits for us any more
            while let Some(piece) = pieces.blocking_recv() {
                written.write(&piece)?;
            }
            Ok(written)
        });
        self.writer = Writer::Busy(sender, writer);
    }
}
