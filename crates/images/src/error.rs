//! Why a pull, a load or a change of the store failed, and what AWS says in such a case.

use std::error::Error as StdError;
use std::io;
use std::sync::Arc;

use crate::digest::{BadDigest, Digest};
use crate::layer::UnpackError;
use crate::manifest::{ManifestError, Platform};
use crate::reference::ReferenceError;
use crate::registry::FetchError;

/// The store itself failed. Cheap to clone, because pulls that wait for the same layer share its failure.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    #[error("{action} {path}")]
    Io {
        action: &'static str,
        path: String,
        #[source]
        cause: Arc<io::Error>,
    },
    #[error("image store {path} is in use by another process")]
    Locked { path: String },
    #[error("read the image list {path}")]
    List {
        path: String,
        #[source]
        cause: Arc<serde_json::Error>,
    },
    #[error("image list {path} is of version {version}, newer than this program")]
    Version { path: String, version: u32 },
    #[error(transparent)]
    Reference(#[from] ReferenceError),
    #[error("blob {digest} in the store is damaged: its content has digest {actual}")]
    Damaged { digest: Digest, actual: Digest },
    #[error("manifest or config {digest} in the store")]
    Manifest {
        digest: Digest,
        #[source]
        cause: ManifestError,
    },
    #[error("no image of the index {digest} is for {platform}")]
    Platform { digest: Digest, platform: Platform },
    #[error("layer directory {path} belongs to another chain than {chain_id}")]
    ForeignLayer { path: String, chain_id: Digest },
    #[error("a thread of the image store panicked")]
    Panicked,
}

/// Why an image could not be pulled. [`PullError::ecs_reason`] says it as Fargate does.
#[derive(Debug, Clone, thiserror::Error)]
pub enum PullError {
    #[error(transparent)]
    Reference(#[from] ReferenceError),
    #[error("resolve {reference}")]
    Resolve {
        reference: String,
        attempts: u32,
        #[source]
        cause: FetchError,
    },
    #[error("read the manifest of {reference}")]
    Manifest {
        reference: String,
        #[source]
        cause: ManifestError,
    },
    #[error("{reference} has no image for {platform}")]
    Platform { reference: String, platform: Platform },
    #[error("fetch {digest} of {reference}")]
    Copy {
        reference: String,
        digest: Digest,
        attempts: u32,
        #[source]
        cause: FetchError,
    },
    #[error("unpack layer {digest} of {reference}")]
    Extract {
        reference: String,
        digest: Digest,
        #[source]
        cause: Arc<UnpackError>,
    },
    #[error("store {reference}")]
    Store {
        reference: String,
        #[source]
        cause: Error,
    },
    /// The disk is full. `free_bytes` are those that are free once the pull has given back what it took.
    #[error("no room for {reference}: {} to fetch before it is unpacked, {} free", told(.needed_bytes), megabytes(*.free_bytes))]
    NoSpace {
        reference: String,
        needed_bytes: Option<u64>,
        free_bytes: u64,
        #[source]
        cause: Box<PullError>,
    },
}

fn told(bytes: &Option<u64>) -> String {
    bytes.map_or_else(|| "unknown how much".to_owned(), megabytes)
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

impl PullError {
    /// What the operator can do about it.
    pub fn advice(&self) -> Option<&'static str> {
        self.is_no_space().then_some("`neargate image prune` removes images that no task uses")
    }

    /// Whether the disk is full, or the quota on it.
    pub fn is_no_space(&self) -> bool {
        let io = |error: &Error| matches!(error, Error::Io { cause, .. } if is_no_space(cause));
        match self {
            Self::NoSpace { .. } => true,
            Self::Copy { cause, .. } => cause.is_no_space(),
            Self::Extract { cause, .. } => {
                matches!(&**cause, UnpackError::Io { cause, .. } if is_no_space(cause))
            }
            Self::Store { cause, .. } => io(cause),
            Self::Reference(_) | Self::Resolve { .. } | Self::Manifest { .. } | Self::Platform { .. } => {
                false
            }
        }
    }

    /// Whether no registry told of the image, because none was reached or none let us in: nobody knows better than the store.
    pub fn says_nothing_of_the_image(&self) -> bool {
        matches!(self, Self::Resolve { cause: FetchError::Request { .. } | FetchError::Denied { .. }, .. })
    }

    /// The text after `CannotPullContainerError: ` in a stopped task's reason, in the words of containerd on Fargate.
    pub fn ecs_reason(&self) -> String {
        let manifest = |attempts: u32| format!("pull image manifest has been retried {attempts} time(s)");
        let content = |attempts: u32| format!("ref pull has been retried {attempts} time(s)");
        match self {
            Self::Reference(error) => {
                format!(
                    "{}: failed to resolve ref {}: invalid reference format",
                    manifest(1),
                    error.reference
                )
            }
            Self::Resolve { reference, attempts, cause: FetchError::NotFound } => {
                format!("{}: failed to resolve ref {reference}: {reference}: not found", manifest(*attempts))
            }
            Self::Resolve { reference, attempts, cause } => {
                format!("{}: failed to resolve ref {reference}: {cause}", manifest(*attempts))
            }
            Self::Manifest { reference, cause } => {
                format!("{}: failed to resolve ref {reference}: {cause}", manifest(1))
            }
            Self::Platform { platform, .. } => {
                format!(
                    "{}: image Manifest does not contain descriptor matching platform '{platform}'",
                    manifest(1)
                )
            }
            Self::Copy { attempts, digest, cause, .. } => match cause {
                FetchError::WrongDigest { actual } => format!(
                    "{}: failed to copy: failed commit on ref \"{digest}\": unexpected commit digest {actual}, \
                     expected {digest}: failed precondition",
                    content(*attempts)
                ),
                FetchError::TooShort { .. } => {
                    format!(
                        "{}: failed to copy: failed commit on ref \"{digest}\": {cause}: failed precondition",
                        content(*attempts)
                    )
                }
                FetchError::Write { .. } => format!("{}: failed to copy: {cause}", content(*attempts)),
                FetchError::NotFound => format!(
                    "{}: failed to copy: httpReadSeeker: failed open: could not fetch content descriptor {digest} \
                     from remote: not found",
                    content(*attempts)
                ),
                _ => format!("{}: failed to copy: httpReadSeeker: failed open: {cause}", content(*attempts)),
            },
            Self::Extract { digest, cause, .. } => {
                format!(
                    "{}: failed to extract layer {digest}: {}: unknown",
                    content(1),
                    chain(cause.as_ref())
                )
            }
            Self::NoSpace { cause, .. } => cause.ecs_reason(),
            Self::Store { cause, .. } => format!("{}: {}: unknown", content(1), chain(cause)),
        }
    }
}

/// Why an archive could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error("read the archive")]
    Archive(#[source] crate::layer::TarError),
    #[error("neither a docker-archive nor an oci-archive: it has no manifest.json and no index.json")]
    UnknownFormat,
    #[error("the archive lacks {name}")]
    Missing { name: String },
    #[error("{name} in the archive has digest {actual}")]
    WrongDigest { name: String, actual: Digest },
    #[error("the archive's manifest")]
    Manifest(#[from] ManifestError),
    #[error("the archive names a layer")]
    Digest(#[from] BadDigest),
    #[error(transparent)]
    Reference(#[from] ReferenceError),
    #[error("the archive names no image: load it under a name")]
    Unnamed,
    #[error("the archive has no image for {platform}")]
    Platform { platform: Platform },
    #[error("unpack layer {digest}")]
    Unpack {
        digest: Digest,
        #[source]
        cause: Arc<UnpackError>,
    },
    #[error(transparent)]
    Store(#[from] Error),
}

pub(crate) fn io_error(action: &'static str, path: &std::path::Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.display().to_string();
    move |cause| Error::Io { action, path, cause: Arc::new(cause) }
}

/// Whether the file system is full, or what this user may have of it is used up.
pub(crate) fn is_no_space(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

/// An error and its causes on one line, system errors in Go's words.
fn chain(error: &(dyn StdError + 'static)) -> String {
    let mut text = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        // The Arc around a shared cause is a link of its own in the chain: look through it.
        let io = error
            .downcast_ref::<io::Error>()
            .or_else(|| error.downcast_ref::<Arc<io::Error>>().map(|e| &**e));
        if !text.is_empty() {
            text.push_str(": ");
        }
        match io {
            Some(io) => text.push_str(&neargate_outbound::go_words(io)),
            None => text.push_str(&error.to_string()),
        }
        next = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_as_go_tells_it() {
        let cause = UnpackError::Io {
            action: "write",
            path: "usr/lib/x.so".into(),
            cause: io::Error::from_raw_os_error(28),
        };
        let digest = Digest::of(b"");
        let error = PullError::Extract {
            reference: "docker.io/library/x:1".into(),
            digest: digest.clone(),
            cause: Arc::new(cause),
        };
        assert_eq!(
            error.ecs_reason(),
            format!(
                "ref pull has been retried 1 time(s): failed to extract layer {digest}: \
                 write usr/lib/x.so: no space left on device: unknown"
            )
        );
        let error = PullError::Store {
            reference: "x".into(),
            cause: io_error("sync", "/store/tmp/1".as_ref())(io::Error::from_raw_os_error(28)),
        };
        assert_eq!(
            error.ecs_reason(),
            "ref pull has been retried 1 time(s): sync /store/tmp/1: no space left on device: unknown"
        );
    }
}
