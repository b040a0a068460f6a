//! The store's directory: what lies where, and how it gets there whole.
//!
//! ```text
//! lock                      held while the store is open
//! images.json               reference -> manifest digest
//! uses.json                 manifest digest -> last use (see [`crate::uses`])
//! blobs/sha256/<hex>        indexes, manifests, configs; layers only until they are unpacked
//! layers/<24 hex>/fs        an unpacked layer, named by its chain id
//! layers/<24 hex>/layer.json
//! partial/<hex>             the first bytes of a blob whose download was interrupted (see [`crate::partial`])
//! tmp/                      whatever else isn't finished; emptied on opening
//! ```
//! Holds: what has its final name is complete and on disk (layer blobs excepted, which are checked again when
//! unpacked), because it was written in `tmp`, synced, and renamed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rustix::fs::{FlockOperation, flock};
use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::error::{Error, io_error};
use crate::retention::DiskSpace;
use crate::store::Origin;

/// Layer directories carry this much of the chain id: 127 of them, relative to `layers`, fit the page that
/// mount(2) takes as options. The whole id is in `layer.json` and is compared.
const SHORT_HEX: usize = 24;
const LIST_VERSION: u32 = 1;

pub(crate) struct Disk {
    dir: PathBuf,
    next_temp: AtomicU64,
    _lock: File,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LayerRecord {
    pub chain_id: Digest,
    pub diff_id: Digest,
    pub size_bytes: u64,
}

#[derive(Serialize, Deserialize)]
struct List {
    version: u32,
    images: BTreeMap<String, Digest>,
    /// Those of `images` that came from archives.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    from_archives: BTreeSet<String>,
}

/// A name in `tmp`; removed with all below it when dropped, if it is still there.
pub(crate) struct Temp(PathBuf);

impl Temp {
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Temp {
    fn drop(&mut self) {
        let removed = match fs::symlink_metadata(&self.0) {
            Ok(there) if there.is_dir() => fs::remove_dir_all(&self.0),
            Ok(_) => fs::remove_file(&self.0),
            Err(_) => Ok(()),
        };
        if let Err(error) = removed {
            tracing::warn!(path = %self.0.display(), %error, "remove temporary file");
        }
    }
}

impl Disk {
    pub fn open(dir: &Path) -> Result<Self, Error> {
        for sub in ["blobs/sha256", "layers", "partial", "tmp"] {
            let path = dir.join(sub);
            fs::create_dir_all(&path).map_err(io_error("create", &path))?;
        }
        // Layers hold setuid files and others' data: no one else on the machine may look in.
        rustix::fs::chmod(dir, rustix::fs::Mode::from(0o700))
            .map_err(|e| io_error("chmod", dir)(e.into()))?;
        let lock_path = dir.join("lock");
        let lock = File::create(&lock_path).map_err(io_error("create", &lock_path))?;
        flock(&lock, FlockOperation::NonBlockingLockExclusive)
            .map_err(|_| Error::Locked { path: dir.display().to_string() })?;
        let dir = dir.canonicalize().map_err(io_error("resolve", dir))?;
        let disk = Self { dir, next_temp: AtomicU64::new(0), _lock: lock };
        let tmp = disk.dir.join("tmp");
        fs::remove_dir_all(&tmp).and_then(|()| fs::create_dir(&tmp)).map_err(io_error("empty", &tmp))?;
        Ok(disk)
    }

    pub fn temp(&self) -> Temp {
        let number = self.next_temp.fetch_add(1, Ordering::Relaxed);
        Temp(self.dir.join("tmp").join(number.to_string()))
    }

    pub fn blobs_dir(&self) -> PathBuf {
        self.dir.join("blobs/sha256")
    }

    pub fn layers_dir(&self) -> PathBuf {
        self.dir.join("layers")
    }

    pub fn blob(&self, digest: &Digest) -> PathBuf {
        self.blobs_dir().join(digest.hex())
    }

    pub fn partials_dir(&self) -> PathBuf {
        self.dir.join("partial")
    }

    pub fn partial(&self, digest: &Digest) -> PathBuf {
        self.partials_dir().join(digest.hex())
    }

    pub fn layer_name(chain_id: &Digest) -> &str {
        &chain_id.hex()[..SHORT_HEX]
    }

    pub fn layer(&self, chain_id: &Digest) -> PathBuf {
        self.layers_dir().join(Self::layer_name(chain_id))
    }

    /// A blob's bytes, checked, if it is here.
    pub fn read_blob(&self, digest: &Digest) -> Result<Option<Vec<u8>>, Error> {
        let path = self.blob(digest);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(io_error("read", &path)(error)),
        };
        let actual = Digest::of(&bytes);
        if actual == *digest {
            Ok(Some(bytes))
        } else {
            Err(Error::Damaged { digest: digest.clone(), actual })
        }
    }

    pub fn write_blob(&self, digest: &Digest, bytes: &[u8]) -> Result<(), Error> {
        self.write(&self.blob(digest), bytes)
    }

    /// The record of an unpacked layer, if it is here.
    pub fn layer_record(&self, chain_id: &Digest) -> Result<Option<LayerRecord>, Error> {
        let path = self.layer(chain_id).join("layer.json");
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(io_error("read", &path)(error)),
        };
        let record: LayerRecord = serde_json::from_slice(&bytes)
            .map_err(|cause| Error::List { path: path.display().to_string(), cause: Arc::new(cause) })?;
        if record.chain_id != *chain_id {
            let path = path.display().to_string();
            return Err(Error::ForeignLayer { path, chain_id: chain_id.clone() });
        }
        Ok(Some(record))
    }

    /// Bytes of files in an unpacked layer, by its directory; 0 if it doesn't say.
    pub fn layer_bytes(layer: &Path) -> u64 {
        let record = fs::read(layer.join("layer.json")).ok();
        let record = record.and_then(|bytes| serde_json::from_slice::<LayerRecord>(&bytes).ok());
        record.map_or(0, |record| record.size_bytes)
    }

    /// How full the file system is.
    pub fn space(&self) -> Result<DiskSpace, Error> {
        let known = rustix::fs::statvfs(&self.dir);
        let known = known.map_err(|e| io_error("ask for the room at", &self.dir)(e.into()))?;
        let bytes = |blocks: u64| blocks.saturating_mul(known.f_frsize);
        Ok(DiskSpace {
            used_bytes: bytes(known.f_blocks.saturating_sub(known.f_bfree)),
            free_bytes: bytes(known.f_bavail),
        })
    }

    pub fn read_uses(&self) -> Result<Option<Vec<u8>>, Error> {
        let path = self.dir.join("uses.json");
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(io_error("read", &path)(error)),
        }
    }

    pub fn write_uses(&self, bytes: &[u8]) -> Result<(), Error> {
        self.write(&self.dir.join("uses.json"), bytes)
    }

    /// Makes an unpacked layer in `temp` (its `fs` filled) part of the store.
    pub fn install_layer(&self, temp: &Temp, record: &LayerRecord) -> Result<(), Error> {
        let path = temp.path().join("layer.json");
        let json = serde_json::to_vec(record).expect("plain data");
        fs::write(&path, json).map_err(io_error("write", &path))?;
        let layers = self.layers_dir();
        let dir = File::open(&layers).map_err(io_error("open", &layers))?;
        // One call for thousands of files, instead of an fsync each.
        rustix::fs::syncfs(&dir).map_err(|e| io_error("sync", &layers)(e.into()))?;
        let target = self.layer(&record.chain_id);
        match fs::rename(temp.path(), &target) {
            Ok(()) => dir.sync_all().map_err(io_error("sync", &layers)),
            // Someone else's run of the same layer came first; it is as good as ours.
            Err(e) if matches!(e.kind(), io::ErrorKind::DirectoryNotEmpty | io::ErrorKind::AlreadyExists) => {
                Ok(())
            }
            Err(e) => Err(io_error("rename", &target)(e)),
        }
    }

    pub fn read_list(&self) -> Result<BTreeMap<String, (Digest, Origin)>, Error> {
        let path = self.dir.join("images.json");
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
            Err(error) => return Err(io_error("read", &path)(error)),
        };
        let text = path.display().to_string();
        let list: List = serde_json::from_slice(&bytes)
            .map_err(|cause| Error::List { path: text.clone(), cause: Arc::new(cause) })?;
        if list.version > LIST_VERSION {
            return Err(Error::Version { path: text, version: list.version });
        }
        let origin = |name: &String| {
            if list.from_archives.contains(name) { Origin::Archive } else { Origin::Registry }
        };
        let with_origin = |(name, digest): (String, Digest)| {
            let origin = origin(&name);
            (name, (digest, origin))
        };
        Ok(list.images.into_iter().map(with_origin).collect())
    }

    pub fn write_list(&self, images: BTreeMap<String, (Digest, Origin)>) -> Result<(), Error> {
        let loaded = images.iter().filter(|(_, (_, origin))| *origin == Origin::Archive);
        let from_archives = loaded.map(|(name, _)| name.clone()).collect();
        let images = images.into_iter().map(|(name, (digest, _))| (name, digest)).collect();
        let list = List { version: LIST_VERSION, images, from_archives };
        self.write(&self.dir.join("images.json"), &serde_json::to_vec_pretty(&list).expect("plain data"))
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), Error> {
        let temp = self.temp();
        let written = File::create(temp.path()).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
        written.map_err(io_error("write", temp.path()))?;
        fs::rename(temp.path(), path).map_err(io_error("rename", path))?;
        let parent = path.parent().unwrap_or(&self.dir);
        File::open(parent).and_then(|dir| dir.sync_all()).map_err(io_error("sync", parent))
    }
}
