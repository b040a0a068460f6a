//! Loads images from archives: docker's (`docker save`) and OCI's, also compressed as a whole.
//!
//! An archive is spooled member by member into `tmp`, each hashed on the way, and read from there: its own names are
//! keys in a map, never paths on disk. Docker's format has no manifest digest; the image gets the one of the OCI
//! manifest that describes it, the same at each load.

use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::sync::mpsc;

use crate::archive::{Archive, Bundle};
use crate::error::{Error, LoadError, io_error};
use crate::plan::Plan;
use crate::store::{Image, ImageStore, Kept, LayerError, Lease, Origin, Urgency, blocking};

const PIECE_BYTES: usize = 256 << 10;
const PIECES_IN_FLIGHT: usize = 8;

impl ImageStore {
    /// Loads all images of an archive under the names that it gives them.
    ///
    /// `name` is for an archive of one image: it replaces the names within, or completes a bare tag (`v1`).
    pub async fn load(
        &self,
        archive: impl AsyncRead + Send + Unpin + 'static,
        name: Option<&str>,
    ) -> Result<Vec<Image>, LoadError> {
        let (sender, receiver) = mpsc::channel(PIECES_IN_FLIGHT);
        let pump = tokio::spawn(pump(archive, sender));
        let loaded = self.load_from(Box::new(Pieces { receiver, current: Bytes::new() }), name).await;
        pump.abort(); // it has nothing left to do, or no one left to do it for
        loaded
    }

    /// Like [`ImageStore::load`], from a file.
    pub async fn load_file(&self, path: &Path, name: Option<&str>) -> Result<Vec<Image>, LoadError> {
        let file = fs::File::open(path).map_err(io_error("open", path))?;
        self.load_from(Box::new(file), name).await
    }

    async fn load_from(
        &self,
        stream: Box<dyn Read + Send>,
        name: Option<&str>,
    ) -> Result<Vec<Image>, LoadError> {
        let inner = &self.inner;
        let (disk, platform) = (inner.disk.clone(), inner.options.platform.clone());
        let name = name.map(str::to_owned);
        let max_bytes = inner.options.max_layer_bytes;
        let bundles = tokio::task::spawn_blocking(move || {
            let archive = Archive::spool(stream, &disk, max_bytes)?;
            archive.bundles(&platform, name.as_deref())
        });
        let bundles = bundles.await.unwrap_or(Err(Error::Panicked.into()))?;

        let mut images = Vec::new();
        for bundle in bundles {
            let lease = Arc::new(inner.leases.lease());
            images.extend(self.install(bundle, &lease).await?);
        }
        Ok(images)
    }

    async fn install(&self, bundle: Bundle, lease: &Arc<Lease>) -> Result<Vec<Image>, LoadError> {
        let inner = &self.inner;
        let Bundle { names, plan, documents, layers, spool } = bundle;
        lease.keep(plan.documents.iter().cloned().map(Kept::Blob));
        lease.keep(
            plan.layers.iter().flat_map(|l| [Kept::Blob(l.blob.clone()), Kept::Chain(l.chain_id.clone())]),
        );
        let disk = inner.disk.clone();
        blocking(move || {
            for (digest, bytes) in &documents {
                if !matches!(disk.read_blob(digest), Ok(Some(_))) {
                    disk.write_blob(digest, bytes)?;
                }
            }
            for (digest, path) in &layers {
                // A link: another image of the archive, or another position, may need the same file.
                match fs::hard_link(path, disk.blob(digest)) {
                    Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                        return Err(io_error("link", &disk.blob(digest))(error));
                    }
                    _ => {}
                }
            }
            drop(spool);
            Ok(())
        })
        .await?;
        if let Err(error) = self.unpack_all(&plan, lease).await {
            // A disk that is full shouldn't stay so for our sake.
            inner.discard_blobs(&plan).await;
            return Err(error);
        }
        let mut images = Vec::new();
        for name in names {
            let stored =
                plan.stored(&inner.disk, &name.to_string(), Origin::Archive)?.ok_or(Error::Panicked)?;
            inner.name(stored.clone()).await?;
            images.push(stored.image.clone());
        }
        inner.discard_blobs(&plan).await;
        Ok(images)
    }

    async fn unpack_all(&self, plan: &Plan, lease: &Arc<Lease>) -> Result<(), LoadError> {
        for (position, layer) in plan.layers.iter().enumerate() {
            self.inner.unpack(plan, position, lease, Urgency::Now).await.map_err(|error| match error {
                LayerError::Unpack(cause) => LoadError::Unpack { digest: layer.diff_id.clone(), cause },
                LayerError::Store(error) => LoadError::Store(error),
            })?;
        }
        Ok(())
    }
}

async fn pump(mut from: impl AsyncRead + Unpin, to: mpsc::Sender<io::Result<Bytes>>) {
    loop {
        let mut piece = Vec::with_capacity(PIECE_BYTES);
        let piece = match from.read_buf(&mut piece).await {
            Ok(0) => return,
            Ok(_) => Ok(piece.into()),
            Err(error) => Err(error),
        };
        let failed = piece.is_err();
        if to.send(piece).await.is_err() || failed {
            return;
        }
    }
}

/// The blocking end of an async stream.
struct Pieces {
    receiver: mpsc::Receiver<io::Result<Bytes>>,
    current: Bytes,
}

impl Read for Pieces {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if self.current.is_empty() {
            match self.receiver.blocking_recv() {
                Some(piece) => self.current = piece?,
                None => return Ok(0),
            }
        }
        let n = buf.len().min(self.current.len());
        buf[..n].copy_from_slice(&self.current.split_to(n));
        Ok(n)
    }
}
