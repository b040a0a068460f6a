//! Unpacks one layer, a hostile tar stream, into a directory that overlayfs can take as a lower directory.
//!
//! Takes the directories of the layers below, because a layer may refer to them: a hardlink to a file of theirs, a
//! member whose parent directory only they have. Whiteouts become overlayfs' own (see [`apply`]).
//!
//! Blocking; callers run it on a thread of its own. Holds: nothing outside the target is written, memory is bounded,
//! and so are the bytes that come out of the decompressor. Dies well: it only ever writes into a temporary directory,
//! which the caller renames once this has returned.

mod apply;
mod lower;
mod path;
mod tarball;
mod tree;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

pub(crate) use self::path::LayerPath;
pub use self::tarball::TarError;
pub(crate) use self::tarball::{Kind, Tarball};
use crate::digest::{Digest, HashingReader};

/// More members than any image has; each costs an inode.
const MAX_MEMBERS: u64 = 10_000_000;

#[derive(Debug, thiserror::Error)]
pub enum UnpackError {
    #[error("read the layer")]
    Tar(#[from] TarError),
    #[error("refuse {path:?}: {problem}")]
    Refused { path: String, problem: &'static str },
    #[error("{action} {path}")]
    Io {
        action: &'static str,
        path: String,
        #[source]
        cause: io::Error,
    },
    #[error("layer has more than {max_members} members")]
    TooManyMembers { max_members: u64 },
    #[error("wrong diff id calculated on extraction {actual}, expected {expected}")]
    WrongDiffId { expected: Digest, actual: Digest },
    #[error("unpacking was cancelled")]
    Cancelled,
}

pub(crate) struct Unpack<'a> {
    pub blob: &'a Path,
    /// An empty directory.
    pub target: &'a Path,
    /// Topmost first.
    pub lower: &'a [PathBuf],
    pub diff_id: &'a Digest,
    pub max_bytes: u64,
    pub cancelled: &'a AtomicBool,
}

impl Unpack<'_> {
    /// Unpacks, checks the digest of the uncompressed stream, and returns how many bytes of files were written.
    pub fn run(&self) -> Result<u64, UnpackError> {
        let at = |action, path: &Path| {
            let path = path.display().to_string();
            move |cause| UnpackError::Io { action, path, cause }
        };
        let blob = File::open(self.blob).map_err(at("open", self.blob))?;
        let plain = decompress(BufReader::with_capacity(256 << 10, blob)).map_err(at("read", self.blob))?;
        let hashing =
            HashingReader::new(Bounded { inner: plain, left: self.max_bytes, limit: self.max_bytes });
        let mut tarball = Tarball::new(BufReader::with_capacity(128 << 10, hashing));

        let lower = lower::Lower::open(self.lower).map_err(at("open the layers below", self.target))?;
        let tree = tree::Tree::open(self.target, lower).map_err(at("open", self.target))?;
        let mut applier = apply::Applier::new(tree, self.cancelled);
        let mut members = 0;
        while let Some(member) = tarball.next()? {
            members += 1;
            if members > MAX_MEMBERS {
                return Err(UnpackError::TooManyMembers { max_members: MAX_MEMBERS });
            }
            if self.cancelled.load(Ordering::Relaxed) {
                return Err(UnpackError::Cancelled);
            }
            applier.apply(&member, &mut tarball)?;
        }
        let written = applier.finish()?;

        // What follows the archive's end counts for the digest as well.
        let mut rest = tarball.into_inner();
        io::copy(&mut rest, &mut io::sink()).map_err(TarError::Read)?;
        let actual = rest.into_inner().finish();
        if actual != *self.diff_id {
            return Err(UnpackError::WrongDiffId { expected: self.diff_id.clone(), actual });
        }
        Ok(written)
    }
}

/// The plain bytes of a gzip, zstd or uncompressed stream, told apart by how it begins.
pub(crate) fn decompress<'a>(mut stream: impl BufRead + Send + 'a) -> io::Result<Box<dyn Read + Send + 'a>> {
    let start = stream.fill_buf()?;
    Ok(if start.starts_with(&[0x1f, 0x8b]) {
        Box::new(flate2::bufread::MultiGzDecoder::new(stream))
    } else if start.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        Box::new(zstd::stream::read::Decoder::with_buffer(stream)?)
    } else {
        Box::new(stream)
    })
}

/// Fails once more than `limit` bytes came out, so that a decompression bomb can't fill the disk.
pub(crate) struct Bounded<R> {
    pub inner: R,
    pub left: u64,
    pub limit: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        let Some(left) = self.left.checked_sub(n as u64) else {
            return Err(io::Error::new(
                io::ErrorKind::FileTooLarge,
                format!("more than {} bytes uncompressed", self.limit),
            ));
        };
        self.left = left;
        Ok(n)
    }
}
