//! Reads what an image archive holds: spools it, then finds its images.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::PathBuf;
use std::sync::Arc;

use serde::Deserialize;

use crate::digest::{Digest, HashingReader};
use crate::disk::{Disk, Temp};
use crate::error::{LoadError, io_error};
use crate::layer::{Bounded, Kind, LayerPath, TarError, Tarball, decompress};
use crate::manifest::{
    Descriptor, ImageManifest, MAX_MANIFEST_BYTES, Manifest, ManifestError, OCI_MANIFEST, Platform, json,
    select,
};
use crate::plan::Plan;
use crate::reference::Reference;

const MAX_MEMBERS: usize = 100_000;
const MAX_LINKS: usize = 8;
/// Where containerd and docker put the full name; `ref.name` then is the bare tag.
const FULL_NAME: &str = "io.containerd.image.name";
const REF_NAME: &str = "org.opencontainers.image.ref.name";

/// An archive whose members lie in a temporary directory, under numbers.
pub(crate) struct Archive {
    members: HashMap<LayerPath, Spooled>,
    spool: Arc<Temp>,
}

enum Spooled {
    File { path: PathBuf, digest: Digest, size: u64 },
    Link(LayerPath),
}

/// One image of an archive, with all that it is made of.
pub(crate) struct Bundle {
    pub names: Vec<Reference>,
    pub plan: Plan,
    pub documents: Vec<(Digest, Vec<u8>)>,
    pub layers: Vec<(Digest, PathBuf)>,
    /// Keeps the files there.
    pub spool: Arc<Temp>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct DockerImage {
    config: String,
    repo_tags: Option<Vec<String>>,
    layers: Vec<String>,
}

impl Archive {
    /// Reads the whole stream; no more than `max_bytes` come out of its compression.
    pub fn spool(stream: Box<dyn Read + Send>, disk: &Disk, max_bytes: u64) -> Result<Self, LoadError> {
        let plain = decompress(BufReader::with_capacity(256 << 10, stream));
        let plain = plain.map_err(|e| LoadError::Archive(TarError::Read(e)))?;
        // Several layers, each of which may have the bound of one.
        let limit = max_bytes.saturating_mul(4);
        let mut tarball = Tarball::new(BufReader::new(Bounded { inner: plain, left: limit, limit }));
        let spool = Arc::new(disk.temp());
        fs::create_dir(spool.path()).map_err(io_error("create", spool.path()))?;
        let mut members = HashMap::new();
        let mut count = 0;
        while let Some(member) = tarball.next().map_err(LoadError::Archive)? {
            let bad = |problem| LoadError::Archive(TarError::Malformed(problem));
            let name = LayerPath::clean(&member.path).map_err(bad)?;
            let spooled = match member.kind {
                Kind::File => {
                    let path = spool.path().join(count.to_string());
                    let mut file = File::create(&path).map_err(io_error("create", &path))?;
                    let mut data = HashingReader::new((&mut tarball).take(member.size));
                    let size = io::copy(&mut data, &mut file).map_err(io_error("write", &path))?;
                    Spooled::File { path, digest: data.finish(), size }
                }
                // Old docker versions link a layer that stands in the archive twice.
                Kind::Symlink => Spooled::Link(name.parent().follow(&member.link).map_err(bad)?),
                Kind::HardLink => Spooled::Link(LayerPath::clean(&member.link).map_err(bad)?),
                _ => continue,
            };
            members.insert(name, spooled);
            count += 1; // not the map's size: an archive may hold a name twice
            if count > MAX_MEMBERS {
                return Err(bad("too many members"));
            }
        }
        Ok(Self { members, spool })
    }

    /// The archive's images. If it speaks both formats, OCI's counts, because it has the true digests.
    pub fn bundles(&self, platform: &Platform, name: Option<&str>) -> Result<Vec<Bundle>, LoadError> {
        let docker: Vec<DockerImage> = match self.find("manifest.json") {
            Some(_) => json("manifest.json", &self.document("manifest.json")?)?,
            None => Vec::new(),
        };
        let mut bundles = if self.find("index.json").is_some() {
            self.oci(platform, &docker, name)?
        } else if self.find("manifest.json").is_some() {
            docker.iter().map(|image| self.docker(image)).collect::<Result<_, _>>()?
        } else {
            return Err(LoadError::UnknownFormat);
        };
        if let (Some(name), [only]) = (name, &mut bundles[..])
            && (only.names.is_empty() || self.find("index.json").is_none())
        {
            only.names = vec![Reference::parse(name)?];
        }
        if bundles.iter().any(|bundle| bundle.names.is_empty()) {
            Err(LoadError::Unnamed)
        } else {
            Ok(bundles)
        }
    }

    fn oci(
        &self,
        platform: &Platform,
        docker: &[DockerImage],
        name: Option<&str>,
    ) -> Result<Vec<Bundle>, LoadError> {
        let Manifest::Index(entries) = Manifest::parse(&self.document("index.json")?)? else {
            return Err(
                ManifestError::Unsupported { media_type: "index.json without manifests".into() }.into()
            );
        };
        // The same manifest stands once per name: one image, several names.
        let mut by_digest: BTreeMap<&Digest, Vec<&Descriptor>> = BTreeMap::new();
        for entry in &entries {
            by_digest.entry(&entry.digest).or_default().push(entry);
        }
        by_digest.values().map(|entries| self.oci_image(entries, platform, docker, name)).collect()
    }

    fn oci_image(
        &self,
        entries: &[&Descriptor],
        platform: &Platform,
        docker: &[DockerImage],
        name: Option<&str>,
    ) -> Result<Bundle, LoadError> {
        let top = &entries[0].digest;
        let bytes = self.blob(top)?;
        let mut documents = vec![(top.clone(), bytes)];
        let mut manifest = Manifest::parse(&documents[0].1)?;
        if let Manifest::Index(inner) = &manifest {
            let chosen =
                select(inner, platform).ok_or_else(|| LoadError::Platform { platform: platform.clone() })?;
            documents.push((chosen.digest.clone(), self.blob(&chosen.digest)?));
            manifest = Manifest::parse(&documents[1].1)?;
        }
        let Manifest::Image(manifest) = manifest else {
            return Err(ManifestError::Unsupported { media_type: "index within an index".into() }.into());
        };
        let config = manifest.config.digest.clone();
        documents.push((config.clone(), self.blob(&config)?));
        let layers = manifest.layers.iter().map(|layer| self.blob_path(&layer.digest));
        let layers = layers.collect::<Result<Vec<_>, _>>()?;

        let mut names = Vec::new();
        for entry in entries {
            names.extend(entry_name(entry, name)?);
        }
        if names.is_empty() {
            let config_path = format!("blobs/sha256/{}", config.hex());
            let tags = docker
                .iter()
                .filter(|image| image.config == config_path)
                .filter_map(|i| i.repo_tags.as_ref());
            names = tags.flatten().map(|tag| Reference::parse(tag)).collect::<Result<_, _>>()?;
        }
        self.bundle(names, &manifest, documents, layers)
    }

    fn docker(&self, image: &DockerImage) -> Result<Bundle, LoadError> {
        let config = self.document(&image.config)?;
        let descriptor = |media_type: &str, digest: Digest, size: u64| Descriptor {
            media_type: media_type.into(),
            digest,
            size,
            platform: None,
            annotations: BTreeMap::new(),
        };
        let (mut descriptors, mut layers) = (Vec::new(), Vec::new());
        for name in &image.layers {
            let (path, digest, size) =
                self.find(name).ok_or_else(|| LoadError::Missing { name: name.clone() })?;
            descriptors.push(descriptor("application/vnd.oci.image.layer.v1.tar", digest.clone(), size));
            layers.push((digest.clone(), path.clone()));
        }
        let config_digest = Digest::of(&config);
        let manifest = ImageManifest {
            schema_version: 2,
            media_type: OCI_MANIFEST.into(),
            config: descriptor(
                "application/vnd.oci.image.config.v1+json",
                config_digest.clone(),
                config.len() as u64,
            ),
            layers: descriptors,
        };
        let bytes = serde_json::to_vec(&manifest).expect("plain data");
        let documents = vec![(Digest::of(&bytes), bytes), (config_digest, config)];
        let tags = image.repo_tags.iter().flatten().map(|tag| Reference::parse(tag));
        self.bundle(tags.collect::<Result<_, _>>()?, &manifest, documents, layers)
    }

    fn bundle(
        &self,
        names: Vec<Reference>,
        manifest: &ImageManifest,
        documents: Vec<(Digest, Vec<u8>)>,
        layers: Vec<(Digest, PathBuf)>,
    ) -> Result<Bundle, LoadError> {
        let digests = documents.iter().map(|(digest, _)| digest.clone()).collect();
        let config = &documents.last().expect("a config at least").1;
        let plan = Plan::new(digests, manifest, config)?;
        Ok(Bundle { names, plan, documents, layers, spool: self.spool.clone() })
    }

    fn find(&self, name: &str) -> Option<(&PathBuf, &Digest, u64)> {
        let mut name = LayerPath::clean(name.as_bytes()).ok()?;
        for _ in 0..MAX_LINKS {
            match self.members.get(&name)? {
                Spooled::File { path, digest, size } => return Some((path, digest, *size)),
                Spooled::Link(to) => name = to.clone(),
            }
        }
        None
    }

    fn document(&self, name: &str) -> Result<Vec<u8>, LoadError> {
        let (path, _, size) = self.find(name).ok_or_else(|| LoadError::Missing { name: name.to_owned() })?;
        if size > MAX_MANIFEST_BYTES as u64 {
            return Err(
                ManifestError::Malformed { what: "document", problem: format!("{size} bytes") }.into()
            );
        }
        Ok(fs::read(path).map_err(io_error("read", path))?)
    }

    fn blob(&self, digest: &Digest) -> Result<Vec<u8>, LoadError> {
        self.blob_path(digest)?;
        self.document(&format!("blobs/sha256/{}", digest.hex()))
    }

    fn blob_path(&self, digest: &Digest) -> Result<(Digest, PathBuf), LoadError> {
        let name = format!("blobs/sha256/{}", digest.hex());
        match self.find(&name) {
            None => Err(LoadError::Missing { name }),
            Some((_, actual, _)) if actual != digest => {
                Err(LoadError::WrongDigest { name, actual: actual.clone() })
            }
            Some((path, ..)) => Ok((digest.clone(), path.clone())),
        }
    }
}

/// The caller's name, the full one of the archive, or its short one, which may be no more than a tag.
fn entry_name(entry: &Descriptor, name: Option<&str>) -> Result<Option<Reference>, LoadError> {
    let short = entry.annotations.get(REF_NAME).map(String::as_str);
    let text = match (name, entry.annotations.get(FULL_NAME), short) {
        (None, Some(full), _) => full.clone(),
        (None, None, Some(short)) => short.to_owned(),
        (None, None, None) => return Ok(None),
        (Some(name), _, Some(tag)) if is_bare_tag(tag) && !has_tag(name) => format!("{name}:{tag}"),
        (Some(name), ..) => name.to_owned(),
    };
    Ok(Some(Reference::parse(&text)?))
}

fn is_bare_tag(text: &str) -> bool {
    !text.contains(['/', ':', '@'])
}

fn has_tag(name: &str) -> bool {
    name.contains('@') || name.rsplit('/').next().is_some_and(|last| last.contains(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: Option<&str>, full: Option<&str>, short: Option<&str>, expected: &str) {
        let annotations = [(FULL_NAME, full), (REF_NAME, short)];
        let annotations =
            annotations.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?.to_owned())));
        let entry = Descriptor {
            media_type: OCI_MANIFEST.into(),
            digest: Digest::of(b""),
            size: 0,
            platform: None,
            annotations: annotations.collect(),
        };
        let got = entry_name(&entry, name).unwrap().map_or_else(|| "none".into(), |name| name.to_string());
        assert_eq!(got, expected);
    }

    #[test]
    fn names_are_full_or_bare_tags() {
        check(None, Some("docker.io/library/x:1"), Some("1"), "docker.io/library/x:1");
        check(None, None, Some("ghcr.io/a/b:2"), "ghcr.io/a/b:2");
        check(None, None, Some("web"), "docker.io/library/web:latest");
        check(Some("app"), None, Some("v1"), "docker.io/library/app:v1");
        check(Some("app:v2"), None, Some("v1"), "docker.io/library/app:v2");
        check(Some("app"), None, Some("other/name:1"), "docker.io/library/app:latest");
        check(None, None, None, "none");
    }
}
