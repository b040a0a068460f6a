//! Removes names, and what no name needs any more: mark, then sweep.
//!
//! Holds: what an image with a name, an image in use, or a running pull needs stays. In doubt, nothing is removed.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;

use crate::digest::Digest;
use crate::disk::{Disk, Temp};
use crate::error::{Error, io_error};
use crate::manifest::Platform;
use crate::plan::Plan;
use crate::reference::Reference;
use crate::store::{ImageStore, Inner, Kept, Leases, Names, blocking};

/// What a removal removed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Removed {
    /// Whether the name was there.
    pub untagged: bool,
    pub blobs: usize,
    pub layers: usize,
}

/// What containers have, or will soon: it stays whole, named or not.
#[derive(Debug, Clone, Default)]
pub struct InUse {
    /// Manifest digests of images.
    pub digests: HashSet<String>,
    /// Images by name, as they are now; normalised.
    pub names: HashSet<String>,
    /// Lower directories that are mounted, as [`crate::Image::layers`] gave them.
    pub layers: HashSet<PathBuf>,
}

impl InUse {
    /// Adds an image by its name as a task has it.
    pub fn add_name(&mut self, reference: &str) {
        // One that is malformed names nothing that could be here.
        self.names.extend(Reference::parse(reference).map(|reference| reference.to_string()));
    }

    /// Directories of layers in the store.
    pub(crate) fn layer_names(&self) -> impl Iterator<Item = &str> {
        self.layers.iter().filter_map(|layer| layer.parent()?.file_name()?.to_str())
    }
}

impl ImageStore {
    /// Removes a name, then whatever nothing needs any more.
    pub async fn remove(&self, reference: &str, in_use: &InUse) -> Result<Removed, Error> {
        let reference = Reference::parse(reference)?.to_string();
        let guard = self.inner.naming.lock().await;
        let mut names = (*self.inner.names()).clone();
        let removed = names.remove(&reference);
        let mut in_use = in_use.clone();
        if let Some(stored) = &removed {
            if in_use.names.contains(&reference) {
                in_use.digests.insert(stored.image.manifest_digest.clone());
            }
            self.inner.rename(&guard, names).await?;
        }
        drop(guard);
        let collected = self.collect(&in_use).await?;
        Ok(Removed { untagged: removed.is_some(), ..collected })
    }

    /// Removes what nothing needs, such as images whose name has moved on.
    pub async fn collect(&self, in_use: &InUse) -> Result<Removed, Error> {
        let inner = &self.inner;
        let guard = inner.naming.lock().await; // no name may come or go while we mark
        let (marking, names, in_use) = (inner.clone(), inner.names(), in_use.clone());
        let swept = blocking(move || {
            let marked = Marked::of(&marking.disk, &names, &in_use, &marking.options.platform)?;
            sweep(&marking.disk, &marking.leases, &marked)
        })
        .await;
        drop(guard);
        let (removed, trash) = swept?;
        // Large trees take their time: no one needs to wait under the lock.
        blocking(move || {
            drop(trash);
            Ok(())
        })
        .await?;
        Ok(removed)
    }
}

/// What a collection would take: the bytes of each.
pub(crate) struct Unneeded {
    pub blobs: Vec<u64>,
    pub layers: Vec<u64>,
}

impl Inner {
    /// What nothing needs. Only true for as long as the caller holds [`Inner::naming`], and even then a pull may come to need it.
    pub async fn unneeded(self: &Arc<Self>, names: &Arc<Names>, in_use: &InUse) -> Result<Unneeded, Error> {
        let (inner, names, in_use) = (self.clone(), names.clone(), in_use.clone());
        blocking(move || {
            let marked = Marked::of(&inner.disk, &names, &in_use, &inner.options.platform)?;
            let leased = Marked::leased(inner.leases.counts.lock().expect("no panic while locked").keys());
            let with_bytes = |paths: Vec<PathBuf>, bytes: fn(&Path) -> u64| {
                paths.into_iter().map(|path| bytes(&path)).collect()
            };
            let blobs = others(&inner.disk.blobs_dir(), [&marked.blobs, &leased.blobs])?;
            let layers = others(&inner.disk.layers_dir(), [&marked.layers, &leased.layers])?;
            Ok(Unneeded {
                blobs: with_bytes(blobs, |path| fs::metadata(path).map_or(0, |it| it.len())),
                layers: with_bytes(layers, Disk::layer_bytes),
            })
        })
        .await
    }
}

#[derive(Default)]
struct Marked {
    blobs: HashSet<String>,
    layers: HashSet<String>,
}

impl Marked {
    fn of(disk: &Disk, names: &Names, in_use: &InUse, platform: &Platform) -> Result<Self, Error> {
        let mut marked = Self::default();
        for stored in names.values() {
            marked.add(stored.documents.iter(), stored.chain_ids.iter());
        }
        for digest in in_use.digests.iter().filter_map(|digest| Digest::parse(digest).ok()) {
            // One whose documents aren't here is not from this store. One that can't be read stops the collection.
            if let Some(plan) = Plan::read(disk, &digest, platform)? {
                marked.add(plan.documents.iter(), plan.layers.iter().map(|layer| &layer.chain_id));
            }
        }
        marked.layers.extend(in_use.layer_names().map(str::to_owned));
        Ok(marked)
    }

    fn leased<'a>(kept: impl IntoIterator<Item = &'a Kept>) -> Self {
        let mut leased = Self::default();
        for kept in kept {
            match kept {
                Kept::Blob(digest) => leased.add([digest].into_iter(), [].into_iter()),
                Kept::Chain(chain_id) => leased.add([].into_iter(), [chain_id].into_iter()),
            }
        }
        leased
    }

    fn add<'a>(
        &mut self,
        documents: impl Iterator<Item = &'a Digest>,
        chain: impl Iterator<Item = &'a Digest>,
    ) {
        self.blobs.extend(documents.map(|digest| digest.hex().to_owned()));
        self.layers.extend(chain.map(|chain_id| Disk::layer_name(chain_id).to_owned()));
    }
}

/// Moves what is neither marked nor leased into `tmp`; dropping the trash removes it.
fn sweep(disk: &Disk, leases: &Leases, marked: &Marked) -> Result<(Removed, Vec<Temp>), Error> {
    let counts = leases.counts.lock().expect("no panic while locked");
    let leased = Marked::leased(counts.keys());
    let mut trash = Vec::new();
    let blobs = discard(disk, &disk.blobs_dir(), [&marked.blobs, &leased.blobs], &mut trash)?;
    let layers = discard(disk, &disk.layers_dir(), [&marked.layers, &leased.layers], &mut trash)?;
    Ok((Removed { untagged: false, blobs, layers }, trash))
}

fn discard(
    disk: &Disk,
    dir: &Path,
    keep: [&HashSet<String>; 2],
    trash: &mut Vec<Temp>,
) -> Result<usize, Error> {
    let discarded = others(dir, keep)?;
    for path in &discarded {
        let temp = disk.temp();
        fs::rename(path, temp.path()).map_err(io_error("remove", path))?;
        trash.push(temp);
    }
    Ok(discarded.len())
}

/// What lies in `dir` and isn't kept.
fn others(dir: &Path, keep: [&HashSet<String>; 2]) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).map_err(io_error("list", dir))? {
        let entry = entry.map_err(io_error("list", dir))?;
        let name = entry.file_name();
        if !name.to_str().is_some_and(|name| keep.iter().any(|names| names.contains(name))) {
            found.push(entry.path());
        }
    }
    Ok(found)
}
