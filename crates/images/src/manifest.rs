//! What a registry or an archive says about an image: indexes, manifests and configs, OCI's and Docker's alike.
//!
//! Pure: takes bytes that someone has already checked against their digest.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::digest::Digest;

/// Manifests larger than this are refused, as registries refuse to store them.
pub(crate) const MAX_MANIFEST_BYTES: usize = 4 << 20;
/// overlayfs takes no more lower directories, and docker no more layers.
pub(crate) const MAX_LAYERS: usize = 127;

pub(crate) const ACCEPT: &str = "application/vnd.oci.image.index.v1+json, \
     application/vnd.docker.distribution.manifest.list.v2+json, \
     application/vnd.oci.image.manifest.v1+json, \
     application/vnd.docker.distribution.manifest.v2+json";

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ManifestError {
    #[error("{what} is not valid JSON of its kind: {problem}")]
    Malformed { what: &'static str, problem: String },
    #[error("manifest of schema version 1 or of an unknown kind ({media_type:?})")]
    Unsupported { media_type: String },
    #[error("layer of media type {media_type:?} is not supported")]
    UnsupportedLayer { media_type: String },
    #[error("the config lists {diff_ids} layers, the manifest {layers}")]
    LayerCount { diff_ids: usize, layers: usize },
    #[error("{layers} layers are more than {MAX_LAYERS}")]
    TooManyLayers { layers: usize },
}

/// An operating system and an architecture, in Go's words (`linux`, `amd64`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Platform {
    pub os: String,
    pub architecture: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<String>,
}

impl Platform {
    /// This machine's.
    pub fn host() -> Self {
        let architecture = match std::env::consts::ARCH {
            "x86_64" => "amd64",
            "aarch64" => "arm64",
            other => other,
        };
        Self { os: "linux".into(), architecture: architecture.into(), variant: None }
    }

    fn matches(&self, wanted: &Platform) -> bool {
        self.os == wanted.os && self.architecture == wanted.architecture
    }
}

impl std::fmt::Display for Platform {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.os, self.architecture)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Descriptor {
    #[serde(default)]
    pub media_type: String,
    pub digest: Digest,
    pub size: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub platform: Option<Platform>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub annotations: BTreeMap<String, String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Manifest {
    Index(Vec<Descriptor>),
    Image(ImageManifest),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ImageManifest {
    pub schema_version: u32,
    pub media_type: String,
    pub config: Descriptor,
    pub layers: Vec<Descriptor>,
}

pub(crate) const OCI_MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";

impl Manifest {
    pub fn parse(bytes: &[u8]) -> Result<Self, ManifestError> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Either {
            #[serde(default)]
            schema_version: u32,
            #[serde(default)]
            media_type: String,
            manifests: Option<Vec<Descriptor>>,
            config: Option<Descriptor>,
            layers: Option<Vec<Descriptor>>,
        }
        let either: Either = json("manifest", bytes)?;
        // The document's own shape decides, not a header: a proxy may change the header, not the digest's text.
        // Having both shapes at once is a known way to make two readers see two images.
        match (either.schema_version, either.manifests, either.config, either.layers) {
            (2, Some(manifests), None, None) => Ok(Self::Index(manifests)),
            (2, None, Some(config), Some(layers)) => {
                if layers.len() > MAX_LAYERS {
                    return Err(ManifestError::TooManyLayers { layers: layers.len() });
                }
                if let Some(layer) = layers.iter().find(|layer| !is_layer(&layer.media_type)) {
                    return Err(ManifestError::UnsupportedLayer { media_type: layer.media_type.clone() });
                }
                Ok(Self::Image(ImageManifest {
                    schema_version: 2,
                    media_type: either.media_type,
                    config,
                    layers,
                }))
            }
            _ => Err(ManifestError::Unsupported { media_type: either.media_type }),
        }
    }
}

/// Compression is told by the bytes themselves; the type only has to be that of a plain layer.
fn is_layer(media_type: &str) -> bool {
    matches!(
        media_type,
        "application/vnd.oci.image.layer.v1.tar"
            | "application/vnd.oci.image.layer.v1.tar+gzip"
            | "application/vnd.oci.image.layer.v1.tar+zstd"
            | "application/vnd.docker.image.rootfs.diff.tar"
            | "application/vnd.docker.image.rootfs.diff.tar.gzip"
            | "application/vnd.docker.image.rootfs.diff.tar.zstd"
    )
}

/// The entry of an index for `wanted`: the plain architecture before its variants, else one that names none.
pub(crate) fn select<'a>(entries: &'a [Descriptor], wanted: &Platform) -> Option<&'a Descriptor> {
    let matching = || entries.iter().filter(|e| e.platform.as_ref().is_some_and(|p| p.matches(wanted)));
    let rank = |entry: &&Descriptor| match entry.platform.as_ref().and_then(|p| p.variant.as_deref()) {
        None | Some("" | "v8") => 0,
        Some(_) => 1,
    };
    matching().min_by_key(rank).or_else(|| entries.iter().find(|e| e.platform.is_none()))
}

/// An image's config, as far as a container needs it. Absent lists are empty, absent words too.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ImageConfig {
    pub entrypoint: Vec<String>,
    pub cmd: Vec<String>,
    /// `NAME=value`, in the image's order.
    pub env: Vec<String>,
    pub user: String,
    pub working_dir: String,
    pub stop_signal: Option<String>,
    pub labels: BTreeMap<String, String>,
    pub volumes: Vec<String>,
    /// `80/tcp`
    pub exposed_ports: Vec<String>,
    pub os: String,
    pub architecture: String,
}

impl ImageConfig {
    /// Whether it may run on `platform`; a config that says nothing may.
    pub(crate) fn fits(&self, platform: &Platform) -> bool {
        (self.os.is_empty() || self.os == platform.os)
            && (self.architecture.is_empty() || self.architecture == platform.architecture)
    }
}

/// A config blob: what a container needs, and the digests of the uncompressed layers, lowest first.
pub(crate) fn parse_config(bytes: &[u8]) -> Result<(ImageConfig, Vec<Digest>), ManifestError> {
    #[derive(Deserialize)]
    struct Document {
        #[serde(default)]
        architecture: String,
        #[serde(default)]
        os: String,
        config: Option<Config>,
        rootfs: RootFs,
    }
    #[derive(Deserialize)]
    struct RootFs {
        diff_ids: Option<Vec<Digest>>,
    }
    #[derive(Deserialize, Default)]
    #[serde(rename_all = "PascalCase", default)]
    struct Config {
        entrypoint: Option<Vec<String>>,
        cmd: Option<Vec<String>>,
        env: Option<Vec<String>>,
        user: Option<String>,
        working_dir: Option<String>,
        stop_signal: Option<String>,
        labels: Option<BTreeMap<String, String>>,
        volumes: Option<BTreeMap<String, serde_json::Value>>,
        exposed_ports: Option<BTreeMap<String, serde_json::Value>>,
    }
    let document: Document = json("image config", bytes)?;
    let config = document.config.unwrap_or_default();
    let keys = |map: Option<BTreeMap<String, _>>| map.unwrap_or_default().into_keys().collect();
    let image = ImageConfig {
        entrypoint: config.entrypoint.unwrap_or_default(),
        cmd: config.cmd.unwrap_or_default(),
        env: config.env.unwrap_or_default(),
        user: config.user.unwrap_or_default(),
        working_dir: config.working_dir.unwrap_or_default(),
        stop_signal: config.stop_signal.filter(|s| !s.is_empty()),
        labels: config.labels.unwrap_or_default(),
        volumes: keys(config.volumes),
        exposed_ports: keys(config.exposed_ports),
        os: document.os,
        architecture: document.architecture,
    };
    Ok((image, document.rootfs.diff_ids.unwrap_or_default()))
}

/// Names each position of a chain of layers: two images share an unpacked layer if all below it is equal too.
pub(crate) fn chain_ids(diff_ids: &[Digest]) -> Vec<Digest> {
    let mut chain: Vec<Digest> = Vec::with_capacity(diff_ids.len());
    for diff_id in diff_ids {
        chain.push(match chain.last() {
            None => diff_id.clone(),
            Some(below) => Digest::finish(Sha256::new_with_prefix(format!("{below} {diff_id}"))),
        });
    }
    chain
}

pub(crate) fn json<T: for<'de> Deserialize<'de>>(
    what: &'static str,
    bytes: &[u8],
) -> Result<T, ManifestError> {
    serde_json::from_slice(bytes).map_err(|e| ManifestError::Malformed { what, problem: e.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, platform: Option<(&str, &str, Option<&str>)>) -> Descriptor {
        Descriptor {
            media_type: OCI_MANIFEST.into(),
            digest: Digest::of(name.as_bytes()),
            size: 1,
            platform: platform.map(|(os, architecture, variant)| Platform {
                os: os.into(),
                architecture: architecture.into(),
                variant: variant.map(Into::into),
            }),
            annotations: BTreeMap::new(),
        }
    }

    #[test]
    fn an_index_is_read_by_platform() {
        let arm = Platform { os: "linux".into(), architecture: "arm64".into(), variant: None };
        let entries = [
            entry("attestation", Some(("unknown", "unknown", None))),
            entry("windows", Some(("windows", "arm64", None))),
            entry("v9", Some(("linux", "arm64", Some("v9")))),
            entry("v8", Some(("linux", "arm64", Some("v8")))),
        ];
        assert_eq!(select(&entries, &arm).unwrap().digest, Digest::of(b"v8"));
        assert_eq!(select(&entries[..2], &arm), None);
        assert_eq!(select(&[entry("any", None)], &arm).unwrap().digest, Digest::of(b"any"));
    }

    #[test]
    fn a_document_that_is_both_index_and_manifest_is_refused() {
        let d = format!(r#"{{"digest":"{}","size":1}}"#, Digest::of(b""));
        let both = format!(r#"{{"schemaVersion":2,"manifests":[],"config":{d},"layers":[]}}"#);
        assert!(matches!(Manifest::parse(both.as_bytes()), Err(ManifestError::Unsupported { .. })));
        assert!(matches!(
            Manifest::parse(br#"{"schemaVersion":1,"fsLayers":[]}"#),
            Err(ManifestError::Unsupported { .. })
        ));
    }

    #[test]
    fn configs_may_be_sparse() {
        let bytes =
            br#"{"config":{"Cmd":null,"Volumes":{"/data":{}},"StopSignal":""},"rootfs":{"diff_ids":null}}"#;
        let (config, diff_ids) = parse_config(bytes).unwrap();
        assert_eq!(config, ImageConfig { volumes: vec!["/data".into()], ..ImageConfig::default() });
        assert!(diff_ids.is_empty());
    }

    #[test]
    fn chain_ids_follow_the_specification() {
        let (a, b) = (Digest::of(b"a"), Digest::of(b"b"));
        let second = Digest::of(format!("{a} {b}").as_bytes());
        assert_eq!(chain_ids(&[a.clone(), b]), vec![a, second]);
    }
}
