//! Removes names, and what no name needs any more: mark, then sweep.
//!
//! Holds: what an image with a name, an image in use, or a running pull needs stays. In doubt, nothing is removed.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use serde::Serialize;

use crate::digest::Digest;
use crate::disk::{Disk, Temp};
use crate::error::{Error, io_error};
use crate::manifest::Platform;
use crate::plan::Plan;
use crate::reference::Reference;
use crate::store::{ImageStore, Kept, Leases, blocking};

/// What a removal removed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Removed {
    /// Whether the name was there.
    pub untagged: bool,
    pub blobs: usize,
    pub layers: usize,
}

impl ImageStore {
    /// Removes a name, then whatever nothing needs any more. `in_use` are the manifest digests of the images that
    /// containers run on: these stay whole, named or not.
    pub async fn remove(&self, reference: &str, in_use: &HashSet<String>) -> Result<Removed, Error> {
        let reference = Reference::parse(reference)?.to_string();
        let guard = self.inner.naming.lock().await;
        let mut names = (*self.inner.names()).clone();
        let untagged = names.remove(&reference).is_some();
        if untagged {
            self.inner.rename(&guard, names).await?;
        }
        drop(guard);
        let collected = self.collect(in_use).await?;
        Ok(Removed { untagged, ..collected })
    }

    /// Removes what nothing needs, such as images whose name has moved on.
    pub async fn collect(&self, in_use: &HashSet<String>) -> Result<Removed, Error> {
        let inner = &self.inner;
        let in_use: Vec<Digest> = in_use.iter().filter_map(|digest| Digest::parse(digest).ok()).collect();
        let guard = inner.naming.lock().await; // no name may come or go while we mark
        let mut marked = Marked::default();
        for stored in inner.names().values() {
            marked.add(stored.documents.iter(), stored.chain_ids.iter());
        }
        let (disk, leases, platform) =
            (inner.disk.clone(), inner.leases.clone(), inner.options.platform.clone());
        let swept = blocking(move || {
            marked.add_in_use(&disk, &in_use, &platform)?;
            sweep(&disk, &leases, &marked)
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

#[derive(Default)]
struct Marked {
    blobs: HashSet<String>,
    layers: HashSet<String>,
}

impl Marked {
    fn add<'a>(
        &mut self,
        documents: impl Iterator<Item = &'a Digest>,
        chain: impl Iterator<Item = &'a Digest>,
    ) {
        self.blobs.extend(documents.map(|digest| digest.hex().to_owned()));
        self.layers.extend(chain.map(|chain_id| Disk::layer_name(chain_id).to_owned()));
    }

    fn add_in_use(&mut self, disk: &Disk, in_use: &[Digest], platform: &Platform) -> Result<(), Error> {
        for digest in in_use {
            // One whose documents aren't here is not from this store. One that can't be read stops the collection.
            if let Some(plan) = Plan::read(disk, digest, platform)? {
                self.add(plan.documents.iter(), plan.layers.iter().map(|layer| &layer.chain_id));
            }
        }
        Ok(())
    }
}

/// Moves what is neither marked nor leased into `tmp`; dropping the trash removes it.
fn sweep(disk: &Disk, leases: &Leases, marked: &Marked) -> Result<(Removed, Vec<Temp>), Error> {
    let counts = leases.counts.lock().expect("no panic while locked");
    let mut leased = Marked::default();
    for kept in counts.keys() {
        match kept {
            Kept::Blob(digest) => leased.add([digest].into_iter(), [].into_iter()),
            Kept::Chain(chain_id) => leased.add([].into_iter(), [chain_id].into_iter()),
        }
    }
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
    let mut count = 0;
    for entry in fs::read_dir(dir).map_err(io_error("list", dir))? {
        let entry = entry.map_err(io_error("list", dir))?;
        let name = entry.file_name();
        if name.to_str().is_some_and(|name| keep.iter().any(|names| names.contains(name))) {
            continue;
        }
        let temp = disk.temp();
        fs::rename(entry.path(), temp.path()).map_err(io_error("remove", &entry.path()))?;
        trash.push(temp);
        count += 1;
    }
    Ok(count)
}
