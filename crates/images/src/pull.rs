//! Pulls an image: asks the registry what the name means now, fetches what is missing, unpacks it.
//!
//! Fetching runs ahead of unpacking: blobs come in parallel, layers are made in the order of the chain.

use std::collections::HashMap;
use std::fs;
use std::sync::Arc;
use std::time::SystemTime;

use bytes::Bytes;
use futures_util::stream::{self, StreamExt as _, TryStreamExt as _};
use tokio::sync::oneshot;

use crate::digest::Digest;
use crate::error::{Error, PullError};
use crate::fetch::BlobFile;
use crate::manifest::{ImageManifest, Manifest, ManifestError, select};
use crate::plan::{Plan, PlanLayer, Stored};
use crate::progress::{NoProgress, Progress, ProgressEvent};
use crate::reference::Reference;
use crate::registry::{Auth, FetchError, Source};
use crate::store::{Held, Image, ImageStore, Inner, Kept, LayerError, Lease, Origin, Urgency, blocking};

impl ImageStore {
    /// Brings the image that `reference` names at its registry now into the store, under that name.
    ///
    /// Always asks the registry; an image that is here already costs one request. May be dropped at any time.
    pub async fn pull(
        &self,
        reference: &str,
        auth: Auth,
        progress: Arc<dyn Progress>,
    ) -> Result<Image, PullError> {
        let name = Reference::parse(reference)?;
        let pull = self.puller(&name, auth, progress, Urgency::Now);
        Ok(pull.run(&name).await?.image.clone())
    }

    /// Like [`ImageStore::pull`], for somebody who runs the image.
    pub async fn acquire(&self, reference: &str, auth: Auth) -> Result<Held, PullError> {
        let name = Reference::parse(reference)?;
        let pull = self.puller(&name, auth, Arc::new(NoProgress), Urgency::Now);
        loop {
            let stored = pull.run(&name).await?;
            // Nearly always at once: else somebody has removed or renewed the name in between.
            if let Some(held) = self.inner.hold(&stored) {
                return Ok(held);
            }
        }
    }

    /// Like [`ImageStore::pull`], in nobody's way: fetches and unpacks one thing at a time, beside what others do.
    pub async fn prefetch(&self, reference: &str, auth: Auth) -> Result<Image, PullError> {
        let name = Reference::parse(reference)?;
        let pull = self.puller(&name, auth, Arc::new(NoProgress), Urgency::Later);
        Ok(pull.run(&name).await?.image.clone())
    }

    fn puller(
        &self,
        name: &Reference,
        auth: Auth,
        progress: Arc<dyn Progress>,
        urgency: Urgency,
    ) -> Pull<'_> {
        let inner = &*self.inner;
        let (sources, lease) = (inner.registries.sources(name, &auth), Arc::new(inner.leases.lease()));
        Pull { inner, sources, reference: name.to_string(), auth, progress, lease, urgency }
    }
}

struct Pull<'a> {
    inner: &'a Inner,
    reference: String,
    auth: Auth,
    sources: Vec<Source>,
    progress: Arc<dyn Progress>,
    lease: Arc<Lease>,
    urgency: Urgency,
}

impl Pull<'_> {
    async fn run(&self, name: &Reference) -> Result<Arc<Stored>, PullError> {
        let mut needed_bytes = None;
        match self.bring(name, &mut needed_bytes).await {
            Err(error) if error.is_no_space() => {
                let free_bytes = self.inner.disk.space().map_or(0, |space| space.free_bytes);
                let reference = self.reference.clone();
                Err(PullError::NoSpace { reference, needed_bytes, free_bytes, cause: Box::new(error) })
            }
            other => other,
        }
    }

    /// Tells in between how many bytes it has to fetch.
    async fn bring(
        &self,
        name: &Reference,
        needed_bytes: &mut Option<u64>,
    ) -> Result<Arc<Stored>, PullError> {
        let (digest, bytes) = self.resolve(name).await?;
        self.progress
            .event(ProgressEvent::Resolved { reference: self.reference.clone(), digest: digest.to_string() });
        if let Some(stored) =
            self.inner.names().get(&self.reference).filter(|stored| stored.documents[0] == digest)
        {
            self.inner.uses.note([&digest], SystemTime::now());
            return Ok(stored.clone());
        }
        let plan = self.plan(digest, bytes).await?;
        for layer in &plan.layers {
            self.lease.keep([Kept::Chain(layer.chain_id.clone()), Kept::Blob(layer.blob.clone())]);
        }
        let missing = self.missing(&plan)?;
        let needed = *needed_bytes.insert(self.needed_bytes(&plan, &missing));
        let fetched = match self.inner.disk.space() {
            // No reason to fill a disk that others write to as well.
            Ok(space) if space.is_known() && needed > space.free_bytes => Err(self.no_space(&plan, &missing)),
            _ => self.fetch_and_unpack(&plan, &missing).await,
        };
        if let Err(error) = fetched {
            if error.is_no_space() {
                self.give_back(&plan, &missing).await;
            }
            return Err(error);
        }
        let stored =
            plan.stored(&self.inner.disk, &self.reference, Origin::Registry).map_err(self.store_error())?;
        let stored = stored.ok_or(Error::Panicked).map_err(self.store_error())?;
        self.inner.name(stored.clone()).await.map_err(self.store_error())?;
        self.inner.discard_blobs(&plan).await;
        Ok(stored)
    }

    async fn resolve(&self, name: &Reference) -> Result<(Digest, Option<Bytes>), PullError> {
        // Credentials are part of the key: what one may see, another may not.
        let key = format!("{} {:?}", self.reference, self.auth.basic_header());
        let work = self.inner.registries.resolve(&self.sources, name.target());
        self.inner.resolving.run(&key, work).await.map_err(|failed| PullError::Resolve {
            reference: self.reference.clone(),
            attempts: failed.attempts,
            cause: failed.cause,
        })
    }

    /// Gathers the documents, from the store or the registry, each into the store.
    async fn plan(&self, digest: Digest, bytes: Option<Bytes>) -> Result<Plan, PullError> {
        let platform = &self.inner.options.platform;
        let mut documents = vec![digest.clone()];
        let bytes = self.document(&digest, bytes, true).await?;
        let manifest = match Manifest::parse(&bytes).map_err(self.manifest_error())? {
            Manifest::Image(manifest) => manifest,
            Manifest::Index(entries) => {
                let chosen = select(&entries, platform).ok_or_else(|| self.platform_error())?;
                documents.push(chosen.digest.clone());
                let bytes = self.document(&chosen.digest, None, true).await?;
                match Manifest::parse(&bytes).map_err(self.manifest_error())? {
                    Manifest::Image(manifest) => manifest,
                    Manifest::Index(_) => {
                        let media_type = "index within an index".into();
                        return Err(self.manifest_error()(ManifestError::Unsupported { media_type }));
                    }
                }
            }
        };
        let config = self.config(&manifest).await?;
        documents.push(manifest.config.digest.clone());
        let plan = Plan::new(documents, &manifest, &config).map_err(self.manifest_error())?;
        if plan.config.fits(platform) { Ok(plan) } else { Err(self.platform_error()) }
    }

    async fn config(&self, manifest: &ImageManifest) -> Result<Bytes, PullError> {
        self.document(&manifest.config.digest, None, false).await
    }

    async fn document(
        &self,
        digest: &Digest,
        bytes: Option<Bytes>,
        is_manifest: bool,
    ) -> Result<Bytes, PullError> {
        self.lease.keep([Kept::Blob(digest.clone())]);
        match self.inner.disk.read_blob(digest) {
            Ok(Some(bytes)) => return Ok(bytes.into()),
            Ok(None) => {}
            // What fetching again mends is no reason to fail.
            Err(error) => tracing::warn!(%digest, %error, "fetch a document again"),
        }
        let fetched = match (bytes, is_manifest) {
            (Some(bytes), _) => Ok(bytes),
            (None, true) => self.inner.registries.manifest(&self.sources, digest).await,
            (None, false) => self.inner.registries.small_blob(&self.sources, digest).await,
        };
        let bytes = fetched.map_err(|failed| PullError::Copy {
            reference: self.reference.clone(),
            digest: digest.clone(),
            attempts: failed.attempts,
            cause: failed.cause,
        })?;
        let (disk, digest, copy) = (self.inner.disk.clone(), digest.clone(), bytes.clone());
        blocking(move || disk.write_blob(&digest, &copy)).await.map_err(self.store_error())?;
        Ok(bytes)
    }

    fn missing(&self, plan: &Plan) -> Result<Vec<usize>, PullError> {
        let mut missing = Vec::new();
        for (position, layer) in plan.layers.iter().enumerate() {
            match self.inner.disk.layer_record(&layer.chain_id).map_err(self.store_error())? {
                Some(_) => self.progress.event(ProgressEvent::LayerExists { layer: layer.blob.to_string() }),
                None => missing.push(position),
            }
        }
        Ok(missing)
    }

    /// What has to come yet. How large it will be once it is unpacked, nobody says beforehand.
    fn needed_bytes(&self, plan: &Plan, missing: &[usize]) -> u64 {
        let disk = &self.inner.disk;
        let layers: HashMap<&Digest, u64> =
            missing.iter().map(|at| &plan.layers[*at]).map(|layer| (&layer.blob, layer.size_bytes)).collect();
        let here = |digest: &Digest, size: u64| match fs::exists(disk.blob(digest)) {
            Ok(true) => size,
            _ => fs::metadata(disk.partial(digest)).map_or(0, |it| it.len()),
        };
        layers.iter().map(|(digest, size)| size.saturating_sub(here(digest, *size))).sum()
    }

    fn no_space(&self, plan: &Plan, missing: &[usize]) -> PullError {
        let digest = plan.layers[missing.first().copied().unwrap_or_default()].blob.clone();
        let path = self.inner.disk.partial(&digest).display().to_string();
        let cause = FetchError::Write { path, cause: Arc::new(rustix::io::Errno::NOSPC.into()) };
        PullError::Copy { reference: self.reference.clone(), digest, attempts: 1, cause }
    }

    /// Removes what has come of layers that the disk has no room for: it shouldn't stay full for the sake of what can't be used.
    async fn give_back(&self, plan: &Plan, missing: &[usize]) {
        self.inner.discard_blobs(plan).await;
        for position in missing {
            let digest = &plan.layers[*position].blob;
            if let Err(error) = self.inner.partials.remove(&self.inner.disk, digest).await {
                tracing::warn!(%digest, %error, "remove a partial download");
            }
        }
    }

    fn parallel_fetches(&self) -> usize {
        match self.urgency {
            Urgency::Now => self.inner.options.max_parallel_fetches.max(1),
            Urgency::Later => 1,
        }
    }

    async fn fetch_and_unpack(&self, plan: &Plan, missing: &[usize]) -> Result<(), PullError> {
        let (senders, receivers): (Vec<_>, Vec<_>) = missing.iter().map(|_| oneshot::channel::<()>()).unzip();
        let fetches = missing.iter().zip(senders).map(|(position, fetched)| async move {
            self.fetch(&plan.layers[*position]).await?;
            fetched.send(()).ok(); // no one listens once another layer has failed
            Ok(())
        });
        // Collected first: as a lazy stream of borrowing futures the whole would not be `Send`.
        let fetch = stream::iter(fetches.collect::<Vec<_>>())
            .buffer_unordered(self.parallel_fetches())
            .try_collect::<()>();
        let unpack = async {
            for (position, fetched) in missing.iter().zip(receivers) {
                if fetched.await.is_err() {
                    return Ok(()); // its fetch failed, and tells so itself
                }
                self.unpack(plan, *position).await?;
            }
            Ok(())
        };
        tokio::try_join!(fetch, unpack).map(|_| ())
    }

    async fn fetch(&self, layer: &PlanLayer) -> Result<(), PullError> {
        let digest = &layer.blob;
        let path = self.inner.disk.blob(digest);
        let origin = self.sources.last().map(Source::key).unwrap_or_default();
        let work = async {
            if fs::exists(&path).unwrap_or(false) {
                self.progress.event(ProgressEvent::LayerExists { layer: digest.to_string() });
                return Ok(());
            }
            let _place = match (self.urgency, self.sources.last()) {
                (Urgency::Now, Some(source)) => Some(self.inner.fetches.take(source.registry()).await),
                _ => None,
            };
            self.progress.event(ProgressEvent::LayerStarted {
                layer: digest.to_string(),
                size_bytes: layer.size_bytes,
            });
            let place = self.inner.partials.place(&self.inner.disk, digest).await;
            let mut file = BlobFile::new(place, layer, self.progress.clone());
            let fetched =
                self.inner.registries.blob(&self.sources, digest, layer.size_bytes, &mut file).await;
            if let Err(failed) = fetched {
                // What can't be part of the blob, or of this disk, is nothing to go on from.
                match failed.cause.blames_the_bytes() || failed.cause.is_no_space() {
                    true => file.discard().await,
                    false => file.abandon().await,
                }
                return Err(PullError::Copy {
                    reference: self.reference.clone(),
                    digest: digest.clone(),
                    attempts: failed.attempts,
                    cause: failed.cause,
                });
            }
            file.install(&path).map_err(self.store_error())?;
            self.progress.event(ProgressEvent::LayerFetched { layer: digest.to_string() });
            Ok(())
        };
        let _turn = self.inner.turn(self.urgency).await;
        self.inner.fetching.run(&format!("{digest} {origin}"), work).await
    }

    async fn unpack(&self, plan: &Plan, position: usize) -> Result<(), PullError> {
        let layer = &plan.layers[position];
        let reference = || self.reference.clone();
        self.inner.unpack(plan, position, &self.lease, self.urgency).await.map_err(|error| match error {
            LayerError::Unpack(cause) => {
                PullError::Extract { reference: reference(), digest: layer.diff_id.clone(), cause }
            }
            LayerError::Store(cause) => PullError::Store { reference: reference(), cause },
        })?;
        self.progress.event(ProgressEvent::LayerUnpacked { layer: layer.blob.to_string() });
        Ok(())
    }

    fn store_error(&self) -> impl Fn(Error) -> PullError {
        |cause| PullError::Store { reference: self.reference.clone(), cause }
    }

    fn manifest_error(&self) -> impl Fn(ManifestError) -> PullError {
        |cause| PullError::Manifest { reference: self.reference.clone(), cause }
    }

    fn platform_error(&self) -> PullError {
        PullError::Platform {
            reference: self.reference.clone(),
            platform: self.inner.options.platform.clone(),
        }
    }
}
