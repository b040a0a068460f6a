//! Writes a blob to disk as it arrives, on a thread that may block, and checks its digest.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::digest::Digest;
use crate::disk::{Disk, Temp};
use crate::error::{Error, io_error};
use crate::plan::PlanLayer;
use crate::progress::{Progress, ProgressEvent};
use crate::registry::{FetchError, Sink};

/// Pieces on their way to the disk; a slow disk slows the network down.
const PIECES_IN_FLIGHT: usize = 32;
/// Between two events about bytes.
const PROGRESS_STEP_BYTES: u64 = 512 << 10;

pub(crate) struct BlobFile {
    temp: Arc<Temp>,
    writer: Option<(mpsc::Sender<Bytes>, JoinHandle<io::Result<Digest>>)>,
    digest: Digest,
    size_bytes: u64,
    done_bytes: u64,
    told_bytes: u64,
    progress: Arc<dyn Progress>,
}

impl BlobFile {
    pub fn new(disk: &Disk, layer: &PlanLayer, progress: Arc<dyn Progress>) -> Self {
        Self {
            temp: Arc::new(disk.temp()),
            writer: None,
            digest: layer.blob.clone(),
            size_bytes: layer.size_bytes,
            done_bytes: 0,
            told_bytes: 0,
            progress,
        }
    }

    /// Gives the finished file its name.
    pub fn install(&self, path: &Path) -> Result<(), Error> {
        fs::rename(self.temp.path(), path).map_err(io_error("rename", path))
    }

    /// Waits until no one writes any more, so that nothing temporary outlives the failure that is then told.
    pub async fn abandon(&mut self) {
        self.written().await.ok(); // the failure that matters is known
    }

    /// Waits for the writer: what it wrote has this digest.
    async fn written(&mut self) -> Result<Option<Digest>, FetchError> {
        let Some((pieces, writer)) = self.writer.take() else { return Ok(None) };
        drop(pieces);
        let written = writer.await.unwrap_or_else(|panicked| Err(io::Error::other(panicked)));
        written.map(Some).map_err(|cause| FetchError::Write {
            path: self.temp.path().display().to_string(),
            cause: Arc::new(cause),
        })
    }
}

impl Sink for BlobFile {
    async fn restart(&mut self) -> Result<(), FetchError> {
        self.written().await?;
        (self.done_bytes, self.told_bytes) = (0, 0);
        let (sender, mut pieces) = mpsc::channel::<Bytes>(PIECES_IN_FLIGHT);
        let temp = self.temp.clone(); // so that the file lives as long as someone writes it
        let writer = tokio::task::spawn_blocking(move || {
            let mut file = File::create(temp.path())?;
            let mut hash = Sha256::new();
            while let Some(piece) = pieces.blocking_recv() {
                hash.update(&piece);
                file.write_all(&piece)?;
            }
            Ok(Digest::finish(hash))
        });
        self.writer = Some((sender, writer));
        Ok(())
    }

    async fn piece(&mut self, piece: Bytes) -> Result<(), FetchError> {
        self.done_bytes += piece.len() as u64;
        if let Some((pieces, _)) = &self.writer
            && pieces.send(piece).await.is_err()
        {
            self.written().await?; // the writer stopped early: for the reason that it returns
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
        match self.written().await? {
            Some(actual) if actual != self.digest => Err(FetchError::WrongDigest { actual }),
            _ => Ok(()),
        }
    }
}
