//! From the documents of an image to what the store must hold for it.
//!
//! A [`Plan`] is complete knowledge: every blob and every position of the chain of layers, whether here or not.

use std::sync::Arc;

use crate::digest::Digest;
use crate::disk::Disk;
use crate::error::Error;
use crate::manifest::{
    ImageConfig, ImageManifest, Manifest, ManifestError, Platform, chain_ids, parse_config, select,
};
use crate::store::{Image, Origin};

#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// What the reference resolved to: a manifest or an index.
    pub digest: Digest,
    /// The documents: index, manifest and config.
    pub documents: Vec<Digest>,
    pub config: ImageConfig,
    /// Lowest first.
    pub layers: Vec<PlanLayer>,
}

#[derive(Debug, Clone)]
pub(crate) struct PlanLayer {
    pub blob: Digest,
    pub size_bytes: u64,
    pub diff_id: Digest,
    pub chain_id: Digest,
}

/// An image in the store, and what of the store it needs.
pub(crate) struct Stored {
    pub image: Image,
    pub documents: Vec<Digest>,
    /// Lowest first, as their sizes.
    pub chain_ids: Vec<Digest>,
    pub layer_bytes: Vec<u64>,
}

impl Plan {
    pub fn new(
        documents: Vec<Digest>,
        manifest: &ImageManifest,
        config: &[u8],
    ) -> Result<Self, ManifestError> {
        let (config, diff_ids) = parse_config(config)?;
        if diff_ids.len() != manifest.layers.len() {
            return Err(ManifestError::LayerCount {
                diff_ids: diff_ids.len(),
                layers: manifest.layers.len(),
            });
        }
        let chain = chain_ids(&diff_ids);
        let layers = manifest.layers.iter().zip(diff_ids).zip(chain).map(|((layer, diff_id), chain_id)| {
            PlanLayer { blob: layer.digest.clone(), size_bytes: layer.size, diff_id, chain_id }
        });
        Ok(Self { digest: documents[0].clone(), layers: layers.collect(), documents, config })
    }

    /// The image, if all of it is in the store.
    pub fn stored(&self, disk: &Disk, reference: &str, origin: Origin) -> Result<Option<Arc<Stored>>, Error> {
        let mut layer_bytes = Vec::with_capacity(self.layers.len());
        for layer in &self.layers {
            let Some(record) = disk.layer_record(&layer.chain_id)? else { return Ok(None) };
            layer_bytes.push(record.size_bytes);
        }
        let chain_ids: Vec<Digest> = self.layers.iter().map(|layer| layer.chain_id.clone()).collect();
        let image = Image {
            reference: reference.to_owned(),
            manifest_digest: self.digest.to_string(),
            config: self.config.clone(),
            layers: chain_ids.iter().rev().map(|chain| disk.layer(chain).join("fs")).collect(),
            size_bytes: layer_bytes.iter().sum(),
            origin,
        };
        Ok(Some(Arc::new(Stored { image, documents: self.documents.clone(), chain_ids, layer_bytes })))
    }

    /// The plan of an image whose documents are in the store; none if one is missing.
    pub fn read(disk: &Disk, digest: &Digest, platform: &Platform) -> Result<Option<Self>, Error> {
        let parsed = |digest: &Digest, cause| Error::Manifest { digest: digest.clone(), cause };
        let mut documents = vec![digest.clone()];
        let Some(bytes) = disk.read_blob(digest)? else { return Ok(None) };
        let mut manifest = Manifest::parse(&bytes).map_err(|e| parsed(digest, e))?;
        if let Manifest::Index(entries) = &manifest {
            let chosen = select(entries, platform);
            let chosen = chosen
                .ok_or_else(|| Error::Platform { digest: digest.clone(), platform: platform.clone() })?;
            documents.push(chosen.digest.clone());
            let Some(bytes) = disk.read_blob(&chosen.digest)? else { return Ok(None) };
            manifest = Manifest::parse(&bytes).map_err(|e| parsed(&chosen.digest, e))?;
        }
        let Manifest::Image(manifest) = manifest else {
            return Err(parsed(
                digest,
                ManifestError::Unsupported { media_type: "index within an index".into() },
            ));
        };
        documents.push(manifest.config.digest.clone());
        let Some(config) = disk.read_blob(&manifest.config.digest)? else { return Ok(None) };
        Self::new(documents, &manifest, &config).map(Some).map_err(|e| parsed(&manifest.config.digest, e))
    }
}
