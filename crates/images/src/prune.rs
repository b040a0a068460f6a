//! Carries out what [`crate::retention`] decides, or only tells it.
//!
//! Dies well: names go from the list first, then what nothing needs any more is moved away and removed. Between the two there is only
//! garbage, which the next collection takes.

use std::collections::HashSet;
use std::fs;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::Serialize;

use crate::collect::{InUse, Unneeded};
use crate::digest::Digest;
use crate::disk::Disk;
use crate::error::Error;
use crate::plan::Stored;
use crate::reference::Reference;
use crate::retention::{Candidate, DiskSpace, Goes, Retention, Verdict, judge};
use crate::store::{ImageStore, Inner, blocking};

/// What a pruning removed, or would.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Pruned {
    pub dry_run: bool,
    /// All images, those that go first.
    pub images: Vec<PrunedImage>,
    pub garbage: Garbage,
    pub freed_bytes: u64,
    /// As it was before.
    pub disk: DiskSpace,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PrunedImage {
    pub reference: String,
    pub manifest_digest: String,
    pub size_bytes: u64,
    /// In seconds since 1970.
    pub last_used: u64,
    #[serde(flatten)]
    pub verdict: Verdict,
    pub frees_bytes: u64,
}

/// What no image needs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Garbage {
    pub layers: usize,
    pub blobs: usize,
    /// Downloads that nobody went on with.
    pub partials: usize,
    pub bytes: u64,
}

impl Pruned {
    /// The images that went, or would.
    pub fn gone(&self) -> impl Iterator<Item = &PrunedImage> {
        self.images.iter().filter(|image| image.goes())
    }
}

impl PrunedImage {
    fn goes(&self) -> bool {
        matches!(self.verdict, Verdict::Goes(_))
    }
}

impl ImageStore {
    /// Notes that images are in use now.
    pub fn note_use(&self, in_use: &InUse) {
        let names = self.inner.names();
        let used = names.values().filter(|stored| self.inner.is_in_use(stored, in_use));
        self.inner.uses.note(used.map(|stored| &stored.documents[0]), SystemTime::now());
    }

    /// Writes down what is known of uses, if there is anything new.
    pub async fn save_uses(&self) -> Result<(), Error> {
        let inner = self.inner.clone();
        blocking(move || {
            let known: HashSet<Digest> = inner.names().values().map(|it| it.documents[0].clone()).collect();
            inner.uses.write(&inner.disk, &known)
        })
        .await
    }

    /// How full the file system is.
    pub fn disk_space(&self) -> Result<DiskSpace, Error> {
        self.inner.disk.space()
    }

    /// Removes what `policy` doesn't keep, and what no image needs; a dry run only tells of it.
    pub async fn prune(&self, policy: &Retention, in_use: &InUse, dry_run: bool) -> Result<Pruned, Error> {
        let inner = &self.inner;
        let guard = inner.naming.lock().await; // no name may come or go while we judge
        let names = inner.names();
        let unneeded = inner.unneeded(&names, in_use).await?;
        let disk = inner.disk.space()?;
        let too_full = policy.disk.is_some_and(|marks| disk.is_above(marks.above));
        let partials_kept =
            if too_full { policy.partials_kept.min(policy.minimum_age) } else { policy.partials_kept };
        let now = SystemTime::now();
        let leftovers =
            inner.partials.leftovers(&inner.disk, now.checked_sub(partials_kept).unwrap_or(UNIX_EPOCH))?;
        let garbage = Garbage {
            partials: leftovers.len(),
            bytes: unneeded.bytes() + leftovers.iter().map(|it| it.size_bytes).sum::<u64>(),
            layers: unneeded.layers.len(),
            blobs: unneeded.blobs.len(),
        };

        let stored: Vec<_> = names.values().cloned().collect();
        let candidates: Vec<_> = stored.iter().map(|it| inner.candidate(it, in_use, now)).collect();
        let held = inner.held_parts(in_use);
        let judged = judge(&candidates, &held, policy, disk.with_freed(garbage.bytes), now);
        let mut images: Vec<PrunedImage> = Vec::new();
        for ((stored, candidate), judged) in stored.iter().zip(&candidates).zip(&judged) {
            images.push(PrunedImage {
                reference: stored.image.reference.clone(),
                manifest_digest: stored.image.manifest_digest.clone(),
                size_bytes: stored.image.size_bytes,
                last_used: candidate.last_used.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs(),
                verdict: judged.verdict,
                frees_bytes: judged.frees_bytes,
            });
        }
        let gone: Vec<_> = images.iter().filter(|image| image.goes()).cloned().collect();
        if !dry_run {
            let mut left = (*names).clone();
            left.retain(|name, _| gone.iter().all(|image| image.reference != *name));
            if left.len() < names.len() {
                inner.rename(&guard, left).await?;
            }
            for leftover in &leftovers {
                // Nobody counts on it: one that can't be removed is found again.
                fs::remove_file(&leftover.path).ok();
            }
        }
        drop((guard, leftovers));
        if !dry_run {
            self.collect(in_use).await?;
            self.save_uses().await?;
            for image in &gone {
                let reason = match image.verdict {
                    Verdict::Goes(Goes::DiskFull) => "disk_full",
                    _ => "unused",
                };
                metrics::counter!("neargate_images_removed_total", "reason" => reason).increment(1);
            }
        }
        images.sort_by_key(|image| (!image.goes(), image.last_used));
        let freed_bytes = garbage.bytes + gone.iter().map(|image| image.frees_bytes).sum::<u64>();
        Ok(Pruned { dry_run, images, garbage, freed_bytes, disk })
    }
}

impl Inner {
    fn candidate(&self, stored: &Stored, in_use: &InUse, now: SystemTime) -> Candidate {
        let reference = &stored.image.reference;
        let repository = Reference::parse(reference)
            .map_or_else(|_| reference.clone(), |it| format!("{}/{}", it.registry(), it.repository()));
        let layers = stored.chain_ids.iter().map(|chain| Disk::layer_name(chain).to_owned());
        Candidate {
            repository,
            last_used: self.uses.last(&stored.documents[0], now),
            origin: stored.image.origin,
            in_use: self.is_in_use(stored, in_use),
            parts: layers.zip(stored.layer_bytes.iter().copied()).collect(),
        }
    }

    /// Whether a task has it, or somebody is about to give it to one.
    fn is_in_use(&self, stored: &Stored, in_use: &InUse) -> bool {
        in_use.digests.contains(&stored.image.manifest_digest)
            || in_use.names.contains(&stored.image.reference)
            || self.leases.holds_blob(&stored.documents[0])
    }

    /// Layers that stay although no name leads to them, because somebody counts on them.
    fn held_parts(&self, in_use: &InUse) -> HashSet<String> {
        let leased = self.leases.chains();
        let leased = leased.iter().map(|chain| Disk::layer_name(chain).to_owned());
        let of_digests = in_use.digests.iter().filter_map(|digest| Digest::parse(digest).ok());
        let plans = of_digests.filter_map(|digest| {
            crate::plan::Plan::read(&self.disk, &digest, &self.options.platform).ok().flatten()
        });
        let planned = plans.flat_map(|plan| plan.layers);
        let planned = planned.map(|layer| Disk::layer_name(&layer.chain_id).to_owned());
        leased.chain(planned).chain(in_use.layer_names().map(str::to_owned)).collect()
    }
}

impl Unneeded {
    fn bytes(&self) -> u64 {
        self.layers.iter().chain(&self.blobs).sum()
    }
}
