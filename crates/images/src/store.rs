//! The images of a node: which there are, under which names, and what they need on disk.
//!
//! Words: a *document* is an index, a manifest or a config; a *lease* keeps a blob or a layer from being collected
//! while a pull or a load counts on it.
//!
//! Holds: an image that [`ImageStore::resolve`] gives is complete. A name changes under one lock, on disk first, then in
//! memory. Dies well: see [`crate::disk`]; a half-done pull leaves blobs that the next one uses or a collection removes.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, RwLock};
use std::time::{Duration, SystemTime};

use serde::Serialize;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::digest::Digest;
use crate::disk::Disk;
use crate::error::{Error, PullError};
use crate::flight::Flights;
use crate::layer::UnpackError;
use crate::manifest::{ImageConfig, Platform};
use crate::partial::Partials;
use crate::places::Places;
use crate::plan::{Plan, Stored};
use crate::reference::Reference;
use crate::registry::{Failed, Registries, RegistryOptions};
use crate::uses::Uses;

/// A complete image in the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Image {
    /// Normalised: `docker.io/library/nginx:latest`.
    pub reference: String,
    /// What the name resolved to, the index's digest if it is an index: ECS's `imageDigest`.
    pub manifest_digest: String,
    pub config: ImageConfig,
    /// Lower directories for overlayfs, topmost first; all lie in one directory, as `<24 hex>/fs`.
    pub layers: Vec<PathBuf>,
    /// Bytes of files in the unpacked layers.
    pub size_bytes: u64,
    pub origin: Origin,
}

/// Where an image came from: one from an archive has no registry that could know better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Origin {
    Registry,
    Archive,
}

#[derive(Debug, Clone)]
pub struct Options {
    /// Which image of an index is taken.
    pub platform: Platform,
    /// Registries (`host` or `host:port`) that speak plain HTTP; loopback always does.
    pub insecure_registries: Vec<String>,
    /// By registry (`docker.io`), the URL of a mirror that is asked first, without credentials.
    pub mirrors: HashMap<String, String>,
    /// Bound on the uncompressed size of a layer.
    pub max_layer_bytes: u64,
    /// From one registry.
    pub max_parallel_fetches: usize,
    pub connect_timeout: Duration,
    /// How long a registry may send nothing.
    pub stall_timeout: Duration,
    /// Attempts of a request that fails for what may pass. One that got further into a blob than those before doesn't count.
    pub max_attempts: u32,
    /// Before the second attempt; doubles each time.
    pub retry_delay: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            platform: Platform::host(),
            insecure_registries: Vec::new(),
            mirrors: HashMap::new(),
            max_layer_bytes: 40 << 30,
            max_parallel_fetches: 6,
            connect_timeout: Duration::from_secs(10),
            stall_timeout: Duration::from_secs(30),
            max_attempts: 5,
            retry_delay: Duration::from_millis(250),
        }
    }
}

/// An image that somebody runs. Whatever becomes of its name, its layers stay until this is dropped.
pub struct Held {
    image: Image,
    _lease: Lease,
}

impl Deref for Held {
    type Target = Image;

    fn deref(&self) -> &Image {
        &self.image
    }
}

/// A handle on the store; clones share it.
#[derive(Clone)]
pub struct ImageStore {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) type Names = BTreeMap<String, Arc<Stored>>;

pub(crate) struct Inner {
    pub disk: Arc<Disk>,
    pub options: Options,
    pub registries: Registries,
    pub leases: Arc<Leases>,
    pub partials: Arc<Partials>,
    pub uses: Uses,
    names: RwLock<Arc<Names>>,
    /// Held while names change and while garbage is collected.
    pub naming: tokio::sync::Mutex<()>,
    pub resolving: Flights<Result<(Digest, Option<bytes::Bytes>), Failed>>,
    pub fetching: Flights<Result<(), PullError>>,
    pub unpacking: Flights<Result<(), LayerError>>,
    pub fetches: Places,
    pub unpacks: Semaphore,
    /// The turn of those who are in nobody's way. They take it before they board a flight, and no other permit on it: so whoever waits
    /// for what they fetch or unpack never waits for their turn.
    pub background: Semaphore,
}

/// Whether a task waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Urgency {
    Now,
    Later,
}

/// Why a layer's blob did not become a layer.
#[derive(Clone)]
pub(crate) enum LayerError {
    Unpack(Arc<UnpackError>),
    Store(Error),
}

impl ImageStore {
    /// Opens the store in `dir`, which is made if it is missing. An image that isn't complete any more is left out.
    pub fn open(dir: &Path, options: Options) -> Result<Self, Error> {
        let disk = Disk::open(dir)?;
        let mut names = Names::new();
        for (reference, (digest, origin)) in disk.read_list()? {
            let read = Plan::read(&disk, &digest, &options.platform);
            match read.and_then(|plan| plan.map_or(Ok(None), |plan| plan.stored(&disk, &reference, origin))) {
                Ok(Some(stored)) => drop(names.insert(reference, stored)),
                Ok(None) => tracing::warn!(reference, %digest, "image is incomplete, pull it again"),
                Err(error) => {
                    tracing::warn!(reference, %digest, %error, "image is unreadable, pull it again")
                }
            }
        }
        let cpus = std::thread::available_parallelism().map_or(1, usize::from);
        let registries = Registries::new(RegistryOptions {
            insecure: options.insecure_registries.clone(),
            mirrors: options.mirrors.clone(),
            connect_timeout: options.connect_timeout,
            stall_timeout: options.stall_timeout,
            max_attempts: options.max_attempts,
            retry_delay: options.retry_delay,
        });
        let uses = Uses::read(&disk);
        let inner = Inner {
            disk: Arc::new(disk),
            registries,
            leases: Arc::default(),
            partials: Arc::default(),
            uses,
            names: RwLock::new(Arc::new(names)),
            naming: tokio::sync::Mutex::default(),
            resolving: Flights::default(),
            fetching: Flights::default(),
            unpacking: Flights::default(),
            fetches: Places::new(options.max_parallel_fetches.max(1)),
            unpacks: Semaphore::new(cpus),
            background: Semaphore::new(1),
            options,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The image of this name in the store now. Asks no one.
    pub fn resolve(&self, reference: &str) -> Option<Image> {
        let reference = Reference::parse(reference).ok()?.to_string();
        self.inner.names().get(&reference).map(|stored| stored.image.clone())
    }

    /// The image of this name in the store now, for somebody who runs it. One that is named by its digest may be here under another
    /// name of its repository.
    pub fn hold(&self, reference: &str) -> Option<Held> {
        let reference = Reference::parse(reference).ok()?;
        let name = reference.to_string();
        loop {
            let names = self.inner.names();
            let same = |stored: &&Arc<Stored>| reference.is_also(&stored.image);
            let stored = names.get(&name).or_else(|| names.values().find(same))?.clone();
            if let Some(held) = self.inner.hold(&stored) {
                return Some(held);
            }
        }
    }

    /// All images, by name.
    pub fn list(&self) -> Vec<Image> {
        self.inner.names().values().map(|stored| stored.image.clone()).collect()
    }
}

impl Inner {
    pub fn names(&self) -> Arc<Names> {
        self.names.read().expect("no panic while locked").clone()
    }

    /// Holds an image that had its name a moment ago; none if it has lost it since.
    pub fn hold(&self, stored: &Arc<Stored>) -> Option<Held> {
        let lease = self.leases.lease();
        lease.keep_image(stored);
        // A collection begins with the names: what still has its name after it was leased, stays.
        let same = |now: &Arc<Stored>| now.documents == stored.documents;
        let named = self.names().get(&stored.image.reference).is_some_and(same);
        named.then(|| {
            self.uses.note([&stored.documents[0]], SystemTime::now());
            Held { image: stored.image.clone(), _lease: lease }
        })
    }

    /// The turn of work that may wait; none is needed for what may not.
    pub async fn turn(&self, urgency: Urgency) -> Option<SemaphorePermit<'_>> {
        match urgency {
            Urgency::Now => None,
            Urgency::Later => Some(self.background.acquire().await.expect("never closed")),
        }
    }

    /// A permit of `permits`, for what is urgent: the rest has its turn.
    pub async fn permit<'a>(&self, permits: &'a Semaphore, urgency: Urgency) -> Option<SemaphorePermit<'a>> {
        match urgency {
            Urgency::Now => Some(permits.acquire().await.expect("never closed")),
            Urgency::Later => None,
        }
    }

    /// Gives a complete image a name; another image of that name loses it.
    pub async fn name(&self, stored: Arc<Stored>) -> Result<(), Error> {
        self.uses.note([&stored.documents[0]], SystemTime::now());
        let guard = self.naming.lock().await;
        let reference = &stored.image.reference;
        let same = |old: &Arc<Stored>| old.image == stored.image;
        if self.names().get(reference).is_some_and(same) {
            return Ok(());
        }
        let mut names = (*self.names()).clone();
        names.insert(reference.clone(), stored);
        self.rename(&guard, names).await
    }

    /// Replaces all names. The guard shows that the caller holds [`Inner::naming`].
    pub async fn rename(&self, _: &tokio::sync::MutexGuard<'_, ()>, names: Names) -> Result<(), Error> {
        let digest = |stored: &Stored| (stored.documents[0].clone(), stored.image.origin);
        let list = names.iter().map(|(name, stored)| (name.clone(), digest(stored))).collect();
        let disk = self.disk.clone();
        blocking(move || disk.write_list(list)).await?;
        *self.names.write().expect("no panic while locked") = Arc::new(names);
        Ok(())
    }
}

/// Runs `work` on a thread that may block.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(Error::Panicked))
}

/// A thing that a lease keeps.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Kept {
    Blob(Digest),
    Chain(Digest),
}

/// Who counts on what. A collection looks here, under the lock, before it takes a thing away.
#[derive(Default)]
pub(crate) struct Leases {
    pub counts: Mutex<HashMap<Kept, usize>>,
}

/// The leases of one pull or load, given back when dropped.
pub(crate) struct Lease {
    leases: Arc<Leases>,
    held: Mutex<HashSet<Kept>>,
}

impl Leases {
    pub fn lease(self: &Arc<Self>) -> Lease {
        Lease { leases: self.clone(), held: Mutex::default() }
    }

    pub fn holds_blob(&self, digest: &Digest) -> bool {
        self.counts.lock().expect("no panic while locked").contains_key(&Kept::Blob(digest.clone()))
    }

    /// The chains that somebody counts on.
    pub fn chains(&self) -> Vec<Digest> {
        let counts = self.counts.lock().expect("no panic while locked");
        let chain = |kept: &Kept| match kept {
            Kept::Chain(chain_id) => Some(chain_id.clone()),
            Kept::Blob(_) => None,
        };
        counts.keys().filter_map(chain).collect()
    }
}

impl Lease {
    /// Must come before the look whether the thing is there.
    pub fn keep(&self, things: impl IntoIterator<Item = Kept>) {
        let mut counts = self.leases.counts.lock().expect("no panic while locked");
        let mut held = self.held.lock().expect("no panic while locked");
        for thing in things {
            if held.insert(thing.clone()) {
                *counts.entry(thing).or_default() += 1;
            }
        }
    }
}

impl Lease {
    pub fn keep_image(&self, stored: &Stored) {
        let documents = stored.documents.iter().cloned().map(Kept::Blob);
        self.keep(documents.chain(stored.chain_ids.iter().cloned().map(Kept::Chain)));
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let mut counts = self.leases.counts.lock().expect("no panic while locked");
        for thing in self.held.get_mut().expect("no panic while locked").drain() {
            if let Some(count) = counts.get_mut(&thing) {
                *count -= 1;
                if *count == 0 {
                    counts.remove(&thing);
                }
            }
        }
    }
}
