//! Unfinished downloads: `partial/<hex>` holds the first bytes of a blob, for whoever fetches that blob next.
//!
//! Holds: one writer at a time. Whoever writes has the [`Claim`]; another who wants the same blob meanwhile (from another
//! registry, or with other credentials) writes a file of its own, so that no slow registry holds up a good one.
//! Dies well: what is here is only ever a hint. It was never synced, and its digest is checked over the whole in the end.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use tokio::sync::Notify;

use crate::digest::Digest;
use crate::disk::{Disk, Temp};
use crate::error::{Error, io_error};

/// A pull that was dropped may still have its last piece to write: no reason to begin anew.
const PATIENCE: Duration = Duration::from_secs(1);

/// Who writes which partial download.
#[derive(Default)]
pub(crate) struct Partials {
    claimed: Mutex<HashSet<Digest>>,
    freed: Notify,
}

/// The right to write or remove a partial download; given back when dropped.
pub(crate) struct Claim {
    partials: Arc<Partials>,
    digest: Digest,
}

/// A file that gathers the bytes of a blob.
pub(crate) enum Place {
    /// Stays when it is dropped.
    Partial { path: PathBuf, _claim: Claim },
    /// Goes when it is dropped.
    Temp(Temp),
}

/// A partial download that nobody works on.
pub(crate) struct Leftover {
    pub path: PathBuf,
    pub size_bytes: u64,
    _claim: Claim,
}

impl Partials {
    /// Where to gather a blob: in its partial download, unless somebody else is at that.
    pub async fn place(self: &Arc<Self>, disk: &Disk, digest: &Digest) -> Place {
        match tokio::time::timeout(PATIENCE, self.claim(digest)).await {
            Ok(claim) => Place::Partial { path: disk.partial(digest), _claim: claim },
            Err(_) => Place::Temp(disk.temp()),
        }
    }

    /// Removes a partial download, unless somebody is at it.
    pub async fn remove(self: &Arc<Self>, disk: &Disk, digest: &Digest) -> io::Result<()> {
        let Ok(_claim) = tokio::time::timeout(PATIENCE, self.claim(digest)).await else { return Ok(()) };
        match fs::remove_file(disk.partial(digest)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// The partial downloads that were last written before `before`, each claimed for as long as it is held.
    pub fn leftovers(self: &Arc<Self>, disk: &Disk, before: SystemTime) -> Result<Vec<Leftover>, Error> {
        let dir = disk.partials_dir();
        let mut found = Vec::new();
        for entry in fs::read_dir(&dir).map_err(io_error("list", &dir))? {
            let entry = entry.map_err(io_error("list", &dir))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let Ok(digest) = Digest::parse(&format!("sha256:{name}")) else { continue };
            let Some(claim) = self.try_claim(&digest) else { continue };
            // One that is gone by now was finished or removed.
            let Ok(metadata) = entry.metadata() else { continue };
            if metadata.modified().is_ok_and(|modified| modified <= before) {
                found.push(Leftover { path: entry.path(), size_bytes: metadata.len(), _claim: claim });
            }
        }
        Ok(found)
    }

    async fn claim(self: &Arc<Self>, digest: &Digest) -> Claim {
        loop {
            let freed = self.freed.notified();
            tokio::pin!(freed);
            freed.as_mut().enable(); // before the look, so that nothing is missed between the two
            if let Some(claim) = self.try_claim(digest) {
                return claim;
            }
            freed.await;
        }
    }

    fn try_claim(self: &Arc<Self>, digest: &Digest) -> Option<Claim> {
        let mut claimed = self.claimed.lock().expect("no panic while locked");
        claimed.insert(digest.clone()).then(|| Claim { partials: self.clone(), digest: digest.clone() })
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.partials.claimed.lock().expect("no panic while locked").remove(&self.digest);
        self.partials.freed.notify_waiters();
    }
}

impl Place {
    pub fn path(&self) -> &Path {
        match self {
            Self::Partial { path, .. } => path,
            Self::Temp(temp) => temp.path(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn one_writes_the_partial_and_the_next_waits_a_moment_only() {
        let dir = tempfile::tempdir().unwrap();
        let disk = Disk::open(dir.path()).unwrap();
        let (partials, digest) = (Arc::new(Partials::default()), Digest::of(b"x"));
        let first = partials.place(&disk, &digest).await;
        assert_eq!(first.path(), disk.partial(&digest));
        assert!(matches!(partials.place(&disk, &digest).await, Place::Temp(_)));
        assert!(matches!(partials.place(&disk, &Digest::of(b"y")).await, Place::Partial { .. }));

        let waiting = tokio::spawn({
            let (partials, digest) = (partials.clone(), digest.clone());
            async move { partials.claim(&digest).await }
        });
        tokio::task::yield_now().await;
        drop(first);
        waiting.await.unwrap();
        assert!(partials.claimed.lock().unwrap().is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn leftovers_are_old_and_nobodys() {
        let dir = tempfile::tempdir().unwrap();
        let disk = Disk::open(dir.path()).unwrap();
        let partials = Arc::new(Partials::default());
        let [one, two] = [b"1", b"2"].map(|text| Digest::of(text));
        for digest in [&one, &two] {
            fs::write(disk.partial(digest), "half").unwrap();
        }
        let now = SystemTime::now();
        assert!(partials.leftovers(&disk, now - Duration::from_secs(60)).unwrap().is_empty());
        let claim = partials.try_claim(&one).unwrap();
        partials.remove(&disk, &one).await.unwrap();
        let found = partials.leftovers(&disk, now).unwrap();
        assert_eq!(
            found.iter().map(|it| (&it.path, it.size_bytes)).collect::<Vec<_>>(),
            [(&disk.partial(&two), 4)]
        );
        assert!(partials.try_claim(&two).is_none(), "it can't be taken up while it is being removed");
        drop((claim, found));
        partials.remove(&disk, &one).await.unwrap();
        assert!(!disk.partial(&one).exists() && disk.partial(&two).exists());
    }
}
