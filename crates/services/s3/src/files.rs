//! The bytes of objects: files without a name of their own, below `<data directory>/objects`.
//!
//! A file is written under `tmp/`, synced and given its final name before a document says that there is one, and it is never written
//! again. So whatever dies, a document's files are there as a whole, and what may be left over is a file that no document names: the
//! sweep removes it. A file that somebody holds ([`Hold`]) isn't removed: one that is being written, or read after its object was replaced.

use std::collections::{BTreeSet, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::{Bytes, BytesMut};
use futures_util::stream::{Stream, try_unfold};
use neargate_core::random_hex;
use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _, AsyncWriteExt as _};

const TMP: &str = "tmp";
const READ_BYTES: usize = 256 << 10;

/// The directory, and who holds which of its files. Clones share them.
#[derive(Clone)]
pub(crate) struct Files {
    root: Arc<Path>,
    held: Arc<Mutex<Held>>,
}

#[derive(Default)]
struct Held {
    /// How many hold a file.
    holders: HashMap<String, usize>,
    /// Files that nobody names any more and somebody held when they were to be removed.
    doomed: BTreeSet<String>,
}

/// Keeps files from being removed.
pub(crate) struct Hold {
    files: Files,
    names: Vec<String>,
}

/// A stretch of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub file: String,
    pub from: u64,
    pub length: u64,
}

impl Files {
    /// Nothing is made before the first file is.
    pub(crate) fn new(data_dir: &Path) -> Self {
        Self { root: data_dir.join("objects").into(), held: Arc::default() }
    }

    /// Begins a file.
    pub(crate) async fn begin(&self) -> io::Result<Incoming> {
        let name = random_hex(32);
        let hold = self.hold(vec![name.clone()]);
        let path = self.root.join(TMP).join(&name);
        let file = match File::create_new(&path).await {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                // Root's alone, also where the data directory is not.
                let mut private = tokio::fs::DirBuilder::new();
                private.recursive(true).mode(0o700).create(self.root.join(TMP)).await?;
                File::create_new(&path).await?
            }
            file => file?,
        };
        Ok(Incoming { file, path: Some(path), name, hold: Some(hold) })
    }

    /// Another name for a file's bytes: each of the two lives until it is removed itself.
    pub(crate) async fn share(&self, name: &str) -> io::Result<(String, Hold)> {
        let copy = random_hex(32);
        let hold = self.hold(vec![copy.clone()]);
        let (from, to) = (self.path(name), self.path(&copy));
        blocking(move || {
            make_home(&to)?;
            std::fs::hard_link(from, &to)?;
            sync_home(&to)
        })
        .await?;
        Ok((copy, hold))
    }

    pub(crate) fn hold(&self, names: Vec<String>) -> Hold {
        let mut held = self.held();
        for name in &names {
            *held.holders.entry(name.clone()).or_default() += 1;
        }
        drop(held);
        Hold { files: self.clone(), names }
    }

    /// The bytes of these stretches, one after the other. The hold is let go with the stream.
    pub(crate) fn read(
        &self,
        stretches: Vec<Stretch>,
        hold: Option<Hold>,
    ) -> impl Stream<Item = io::Result<Bytes>> + Send + Sync + use<> {
        struct Reading {
            files: Files,
            rest: std::vec::IntoIter<Stretch>,
            open: Option<(File, u64)>,
            _hold: Option<Hold>,
        }
        let begin = Reading { files: self.clone(), rest: stretches.into_iter(), open: None, _hold: hold };
        try_unfold(begin, |mut reading| async move {
            loop {
                if let Some((file, left)) = reading.open.as_mut().filter(|(_, left)| *left > 0) {
                    let wanted = READ_BYTES.min(usize::try_from(*left).unwrap_or(READ_BYTES));
                    let mut bytes = BytesMut::with_capacity(wanted);
                    let got = file.take(wanted as u64).read_buf(&mut bytes).await?;
                    if got == 0 {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                    *left -= got as u64;
                    return Ok(Some((bytes.freeze(), reading)));
                }
                let Some(Stretch { file, from, length }) = reading.rest.next() else { return Ok(None) };
                let mut opened = File::open(reading.files.path(&file)).await?;
                opened.set_max_buf_size(READ_BYTES);
                if from > 0 {
                    opened.seek(io::SeekFrom::Start(from)).await?;
                }
                reading.open = Some((opened, length));
            }
        })
    }

    /// Removes files that no document names any more, unless somebody holds them: then a sweep will.
    pub(crate) async fn remove(&self, names: Vec<String>) {
        let mut free = Vec::new();
        {
            let mut held = self.held();
            for name in names {
                if held.holders.contains_key(&name) {
                    held.doomed.insert(name);
                } else {
                    free.push(name);
                }
            }
        }
        if free.is_empty() {
            return;
        }
        let paths: Vec<_> = free.iter().map(|name| self.path(name)).collect();
        let removed =
            blocking(move || paths.iter().try_for_each(|path| unless_absent(std::fs::remove_file(path))));
        if let Err(error) = removed.await {
            tracing::warn!(%error, "removing bytes of objects failed: a sweep will try again");
        }
    }

    /// Removes what had to wait for its holders, as far as they are gone.
    pub(crate) async fn remove_doomed(&self) {
        let doomed = std::mem::take(&mut self.held().doomed);
        self.remove(doomed.into_iter().collect()).await;
    }

    /// Every file that there is and that nobody holds, finished or not: whatever is named by no document that is read after this is
    /// nobody's.
    pub(crate) async fn free(&self) -> io::Result<BTreeSet<String>> {
        let root = Arc::clone(&self.root);
        let mut names = blocking(move || list(&root)).await?;
        // Held before it was there, let go after its document was written: so who isn't held now is either named or left over.
        let held = self.held();
        names.retain(|name| !held.holders.contains_key(name));
        Ok(names)
    }

    /// Removes what [`Files::free`] found and nobody names.
    pub(crate) async fn remove_left_over(&self, names: BTreeSet<String>) -> io::Result<()> {
        let unfinished = self.root.join(TMP);
        let paths: Vec<_> = names.iter().flat_map(|name| [self.path(name), unfinished.join(name)]).collect();
        blocking(move || paths.iter().try_for_each(|path| unless_absent(std::fs::remove_file(path)))).await
    }

    fn path(&self, name: &str) -> PathBuf {
        // 256 directories, so that none of them grows beyond what is quick to look into.
        self.root.join(name.get(..2).unwrap_or(TMP)).join(name)
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        let mut held = self.files.held();
        for name in &self.names {
            if let Some(count) = held.holders.get_mut(name) {
                *count -= 1;
                if *count == 0 {
                    held.holders.remove(name);
                }
            }
        }
    }
}

/// A file that is being written. Dropped before it is kept, it is gone.
pub(crate) struct Incoming {
    file: File,
    /// Where it is as long as it isn't kept.
    path: Option<PathBuf>,
    name: String,
    hold: Option<Hold>,
}

impl Incoming {
    pub(crate) async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes).await
    }

    /// Gives the file its name. From now on it survives a loss of power; the hold keeps it until a document names it.
    pub(crate) async fn keep(mut self) -> io::Result<(String, Hold)> {
        self.file.flush().await?;
        self.file.sync_all().await?;
        let (Some(from), Some(hold)) = (self.path.clone(), self.hold.take()) else {
            unreachable!("both are taken here only")
        };
        let to = hold.files.path(&self.name);
        blocking(move || {
            make_home(&to)?;
            std::fs::rename(from, &to)?;
            sync_home(&to)
        })
        .await?;
        self.path = None;
        Ok((std::mem::take(&mut self.name), hold))
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            let _ = std::fs::remove_file(path);
        }
    }
}

/// The directory of a file to be.
fn make_home(path: &Path) -> io::Result<()> {
    let home = path.parent().unwrap_or(path);
    if home.is_dir() {
        return Ok(());
    }
    std::fs::create_dir_all(home)?;
    sync_home(home)
}

/// Puts a directory's names on the disk.
fn sync_home(path: &Path) -> io::Result<()> {
    std::fs::File::open(path.parent().unwrap_or(path))?.sync_all()
}

fn list(root: &Path) -> io::Result<BTreeSet<String>> {
    let entries = |path: &Path| match std::fs::read_dir(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        entries => entries?.collect::<io::Result<Vec<_>>>(),
    };
    let mut names = BTreeSet::new();
    for directory in entries(root)? {
        for file in entries(&directory.path())? {
            names.extend(file.file_name().into_string().ok());
        }
    }
    Ok(names)
}

fn unless_absent(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

async fn blocking<T: Send + 'static>(f: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(f).await.map_err(io::Error::other)?
}

#[cfg(test)]
mod tests {
    use futures_util::TryStreamExt as _;

    use super::*;

    async fn write(files: &Files, bytes: &[u8]) -> (String, Hold) {
        let mut incoming = files.begin().await.expect("begin");
        incoming.write(bytes).await.expect("write");
        incoming.keep().await.expect("keep")
    }

    async fn read(files: &Files, stretches: Vec<Stretch>) -> io::Result<Vec<u8>> {
        let pieces: Vec<Bytes> = files.read(stretches, None).try_collect().await?;
        Ok(pieces.concat())
    }

    fn whole(name: &str, length: u64) -> Stretch {
        Stretch { file: name.to_owned(), from: 0, length }
    }

    #[tokio::test]
    async fn stretches_are_read_one_after_the_other() {
        let dir = tempfile::tempdir().expect("a directory");
        let files = Files::new(dir.path());
        let ((one, _), (two, _)) =
            (write(&files, b"hello ").await, write(&files, &vec![b'x'; 600_000]).await);
        let inner = Stretch { file: one.clone(), from: 1, length: 3 };
        assert_eq!(read(&files, vec![inner]).await.expect("bytes"), b"ell");
        let both = read(&files, vec![whole(&one, 6), whole(&two, 600_000)]).await.expect("bytes");
        assert_eq!((both.len(), &both[..8]), (600_006, &b"hello xx"[..]));
        assert!(read(&files, vec![whole(&one, 7)]).await.is_err(), "a file that is too short is noticed");
    }

    #[tokio::test]
    async fn a_file_that_is_dropped_half_written_is_gone() {
        let dir = tempfile::tempdir().expect("a directory");
        let files = Files::new(dir.path());
        let mut incoming = files.begin().await.expect("begin");
        incoming.write(b"half").await.expect("write");
        assert!(files.free().await.expect("a listing").is_empty(), "it is held");
        drop(incoming);
        assert!(list(&files.root).expect("a listing").is_empty());
    }

    #[tokio::test]
    async fn held_files_wait_and_left_over_ones_go() {
        let dir = tempfile::tempdir().expect("a directory");
        let files = Files::new(dir.path());
        let (name, hold) = write(&files, b"bytes").await;
        let (copy, copied) = files.share(&name).await.expect("a link");
        drop(copied);
        files.remove(vec![name.clone()]).await;
        assert_eq!(read(&files, vec![whole(&name, 5)]).await.expect("held"), b"bytes");
        drop(hold);
        files.remove_doomed().await;
        assert!(read(&files, vec![whole(&name, 5)]).await.is_err());
        assert_eq!(read(&files, vec![whole(&copy, 5)]).await.expect("the copy's own"), b"bytes");
        // What a crash leaves.
        std::fs::write(files.root.join(TMP).join("unfinished"), b"x").expect("a file");
        let free = files.free().await.expect("a listing");
        assert_eq!(free, BTreeSet::from([copy, "unfinished".to_owned()]));
        files.remove_left_over(free).await.expect("removed");
        assert!(list(&files.root).expect("a listing").is_empty());
    }
}
