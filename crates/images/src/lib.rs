//! The images of a container node: pulled from a registry or loaded from an archive, unpacked into the lower
//! directories that overlayfs takes.
//!
//! An [`ImageStore`] owns one directory. It knows nothing of tasks, containers or mounts: whoever runs containers
//! resolves an image, mounts its layers, and says what is in use when something is removed.
//!
//! Holds: every byte was checked against the digest that the name resolved to; no name inside a layer reaches anything
//! outside of its directory; a layer that has its final name is complete.

mod archive;
mod collect;
mod digest;
mod disk;
mod error;
mod fetch;
mod flight;
mod layer;
mod load;
mod manifest;
mod partial;
mod places;
mod plan;
mod progress;
mod prune;
mod pull;
mod reference;
mod registry;
mod retention;
mod store;
mod unpack;
mod uses;

pub use collect::{InUse, Removed};
pub use digest::{BadDigest, Digest};
pub use error::{Error, LoadError, PullError};
pub use layer::{TarError, UnpackError};
pub use manifest::{ImageConfig, ManifestError, Platform};
pub use progress::{NoProgress, Progress, ProgressEvent};
pub use prune::{Garbage, Pruned, PrunedImage};
pub use reference::{Reference, ReferenceError};
pub use registry::{Auth, FetchError, TransportError};
pub use retention::{DiskSpace, Goes, Retention, Stays, Verdict, Watermarks};
pub use store::{Held, Image, ImageStore, Options, Origin};
