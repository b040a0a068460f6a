//! SQLite, embedded: one thread writes, everybody reads on the spot.
//!
//! The database is in WAL mode. Readers take a read-only connection from a pool (`readers`) and see the newest commit;
//! they never wait for the writer, nor it for them. Writes go through a bounded queue to `writer`, whose
//! callers wait when it is full. Closing any descriptor of the database file would drop SQLite's locks on
//! it (POSIX locks belong to the process), so nothing but SQLite ever opens that file in here.
//!
//! Elsewhere: the statements (`session`), the tables (`schema`), the single process (`lock`).

mod lock;
mod readers;
mod schema;
mod scratch;
mod session;
mod writer;

use std::fs::{self, DirBuilder, File};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use tempfile::TempDir;
use tokio::sync::mpsc;

use self::lock::Lock;
use self::readers::Readers;
use self::session::Session;
use self::writer::{Queued, Writer};
use crate::Durability;
use crate::store::{Backend, Item, Submitted};
use crate::watch::Watches;
use crate::{Error, Reader};

/// Callers beyond these wait for their turn.
const QUEUED_MAX: usize = 1024;
/// Nobody of ours locks the database for long; an operator's `sqlite3` beside us might.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Readers look into the kernel's page cache rather than copy from it: a private cache would be void after
/// each commit, and there is one per reader. The file never shrinks under the mapping, since nothing vacuums it.
const MAPPED_BYTES_MAX: i64 = 1 << 30;
/// Statements are few; this only must not be less than there are.
const STATEMENTS_MAX: usize = 64;

pub struct Sqlite {
    readers: Arc<Readers>,
    /// None only while dropping.
    queue: Option<mpsc::Sender<Queued>>,
    writer: Option<JoinHandle<()>>,
}

/// What the writer keeps until its connection is closed, in the order in which it goes.
struct Keep {
    _lock: Lock,
    scratch: Option<TempDir>,
}

impl Sqlite {
    pub fn open(dir: &Path, watches: Arc<Watches>) -> Result<Self, Error> {
        make(dir).map_err(|cause| Error::Open { dir: dir.to_owned(), cause: Arc::new(cause) })?;
        Self::start(dir, None, watches)
    }

    /// In a directory that goes with the store, never flushed to the disk.
    pub fn scratch(watches: Arc<Watches>) -> Result<Self, Error> {
        let dir = scratch::make()
            .map_err(|cause| Error::Open { dir: std::env::temp_dir(), cause: Arc::new(cause) })?;
        let path = dir.path().to_owned();
        Self::start(&path, Some(dir), watches)
    }

    fn start(dir: &Path, scratch: Option<TempDir>, watches: Arc<Watches>) -> Result<Self, Error> {
        let keep = Keep { _lock: Lock::take(dir)?, scratch };
        let database = dir.join("neargate.db");
        let failed = |cause| Error::Open { dir: dir.to_owned(), cause: Arc::new(cause) };
        make_private(&database)
            .map_err(|cause| Error::Open { dir: dir.to_owned(), cause: Arc::new(cause) })?;
        let (mut connection, wal_pages) = connect_writer(&database).map_err(failed)?;
        let revision = schema::prepare(&mut connection)?;
        let (queue, queued) = mpsc::channel(QUEUED_MAX);
        let readers = Arc::new(Readers::new(database));
        let writer =
            Writer::new(Session::new(connection), wal_pages, revision, watches, readers.clone(), keep);
        let thread = thread::Builder::new()
            .name("store-writer".into())
            .spawn(move || writer.run(queued))
            .map_err(|cause| Error::Open { dir: dir.to_owned(), cause: Arc::new(cause) })?;
        Ok(Self { readers, queue: Some(queue), writer: Some(thread) })
    }
}

impl Backend for Sqlite {
    fn read(&self, f: &mut dyn FnMut(&mut dyn Reader)) -> Result<(), Error> {
        let mut lease = self.readers.lease()?;
        f(&mut *lease);
        Ok(())
    }

    fn submit(&self, durability: Durability, item: Box<dyn Item>) -> Submitted<'_> {
        Box::pin(async move {
            let queue = self.queue.as_ref().ok_or(Error::Closed)?;
            queue.send(Queued { durability, item }).await.map_err(|_| Error::Closed)
        })
    }
}

impl Drop for Sqlite {
    fn drop(&mut self) {
        // Readers first: the last connection to close tidies up the log, and only the writer's can.
        self.readers.close();
        self.queue = None;
        if let Some(writer) = self.writer.take()
            // A transaction's closure may hold the last handle; the thread that drops it ends by itself.
            && writer.thread().id() != thread::current().id()
            && writer.join().is_err()
        {
            tracing::error!("the store's writer had panicked");
        }
    }
}

/// Makes the directory, for our eyes only, and sees to it that its name outlasts a loss of power, as SQLite
/// does for the names inside.
fn make(dir: &Path) -> std::io::Result<()> {
    if dir.is_dir() {
        return Ok(());
    }
    DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
    match fs::canonicalize(dir)?.parent() {
        Some(parent) => File::open(parent)?.sync_all(),
        None => Ok(()),
    }
}

/// For our eyes only, also in a directory that others may enter. SQLite gives the files beside it the same mode.
fn make_private(database: &Path) -> std::io::Result<()> {
    const MODE: u32 = 0o600;
    let file = File::options().append(true).create(true).mode(MODE).open(database)?;
    file.set_permissions(fs::Permissions::from_mode(MODE))
}

/// The one writing connection, and where it notes the length of the log in pages after each commit.
fn connect_writer(database: &Path) -> rusqlite::Result<(Connection, Arc<AtomicU32>)> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(database, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
    connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    connection.pragma_update(None, "temp_store", "memory")?;
    let pages = Arc::new(AtomicU32::new(0));
    let noted = pages.clone();
    // Takes the place of SQLite's own checkpoints, which would run within a commit, before its answers.
    connection.wal_hook(Some(move |_: &mut rusqlite::hooks::Wal, pages| {
        noted.store(u32::try_from(pages).unwrap_or(0), Ordering::Relaxed);
        Ok(())
    }))?;
    Ok((connection, pages))
}

fn connect_reader(database: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(database, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
    connection.pragma_update_and_check(None, "mmap_size", MAPPED_BYTES_MAX, |_| Ok(()))?;
    Ok(connection)
}
