//! Connections that read, and the moments that they are in.
//!
//! To enter a moment and to leave it costs SQLite more (locks on the log's index, five system calls) than to look a document up. So
//! a connection stays in its moment when it is given back, and the next reader has it as it is unless something was committed
//! meanwhile. We would know: nobody else writes.
//!
//! Holds: whoever borrows a connection sees every commit that was noted before. A moment that nobody reads in is never in the way of a
//! checkpoint ([`Readers::stand_aside`]).

use std::ops::{Deref, DerefMut};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::connect_reader;
use super::session::Session;
use crate::Error;

/// Idle connections beyond these are closed: more readers than threads at once is a rare moment.
const IDLE_MAX: usize = 16;

pub struct Readers {
    database: PathBuf,
    /// Grows with every commit, before it is answered.
    commits: AtomicU64,
    idle: Mutex<Idle>,
}

#[derive(Default)]
struct Idle {
    connections: Vec<Connection>,
    /// Readers are to leave their moments when they are done.
    aside: bool,
}

struct Connection {
    session: Session,
    /// The count of commits of which the open moment has seen at least as many; none is open without.
    moment: Option<u64>,
}

impl Readers {
    pub fn new(database: PathBuf) -> Self {
        Self { database, commits: AtomicU64::new(0), idle: Mutex::default() }
    }

    /// A connection in the newest moment.
    pub fn lease(&self) -> Result<Lease<'_>, Error> {
        // Counted before the moment is entered, so that it may be newer than it says, never older.
        let newest = self.commits.load(Ordering::Acquire);
        let idle = self.idle().connections.pop();
        let mut connection = match idle {
            Some(connection) => connection,
            None => {
                let connected = connect_reader(&self.database).map_err(Error::engine("connect a reader"))?;
                Connection { session: Session::new(connected), moment: None }
            }
        };
        if connection.moment != Some(newest) {
            connection.leave().map_err(Error::engine("end a read"))?;
            connection.session.execute("BEGIN").map_err(Error::engine("begin a read"))?;
            connection.moment = Some(newest);
        }
        Ok(Lease { readers: self, connection: Some(connection) })
    }

    /// Moments entered before this are over for their next readers.
    pub fn note_commit(&self) {
        self.commits.fetch_add(1, Ordering::Release);
    }

    /// While `f` runs, no connection stays in a moment that nobody reads in.
    pub fn stand_aside<T>(&self, f: impl FnOnce() -> T) -> T {
        {
            let mut idle = self.idle();
            idle.aside = true;
            // One that can't leave its moment is closed.
            idle.connections.retain_mut(|connection| connection.leave().is_ok());
        }
        let result = f();
        self.idle().aside = false;
        result
    }

    pub fn close(&self) {
        self.idle().connections.clear();
    }

    fn idle(&self) -> MutexGuard<'_, Idle> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Connection {
    fn leave(&mut self) -> rusqlite::Result<()> {
        match self.moment.take() {
            Some(_) => self.session.execute("COMMIT"),
            None => Ok(()),
        }
    }
}

/// A borrowed connection.
pub struct Lease<'a> {
    readers: &'a Readers,
    /// None only while dropping.
    connection: Option<Connection>,
}

impl Deref for Lease<'_> {
    type Target = Session;
    fn deref(&self) -> &Session {
        &self.connection.as_ref().expect("a lease has its connection until dropped").session
    }
}

impl DerefMut for Lease<'_> {
    fn deref_mut(&mut self) -> &mut Session {
        &mut self.connection.as_mut().expect("a lease has its connection until dropped").session
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        let Some(mut connection) = self.connection.take() else { return };
        // An error within the moment may have ended it.
        if connection.session.rolled_back() {
            connection.moment = None;
        }
        let mut idle = self.readers.idle();
        if idle.connections.len() < IDLE_MAX && (!idle.aside || connection.leave().is_ok()) {
            idle.connections.push(connection);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::connect_writer;
    use super::*;

    fn count(lease: &Lease<'_>) -> i64 {
        lease.number_from("SELECT count(*) FROM t")
    }

    #[test]
    fn a_moment_is_shared_until_the_next_commit() {
        let dir = tempfile::tempdir().unwrap();
        let database = dir.path().join("db");
        let (writer, _) = connect_writer(&database).unwrap();
        writer.execute_batch("CREATE TABLE t (x)").unwrap();
        let readers = Readers::new(database);
        assert_eq!(count(&readers.lease().unwrap()), 0);
        writer.execute_batch("INSERT INTO t VALUES (1)").unwrap();
        assert_eq!(count(&readers.lease().unwrap()), 0, "the commit wasn't noted yet");
        readers.note_commit();
        let lease = readers.lease().unwrap();
        assert_eq!(count(&lease), 1);
        writer.execute_batch("INSERT INTO t VALUES (2)").unwrap();
        readers.note_commit();
        assert_eq!(count(&lease), 1, "a reader's moment stands still");
        assert_eq!(count(&readers.lease().unwrap()), 2);
    }

    #[test]
    fn idle_moments_are_not_in_the_way_of_a_checkpoint() {
        let dir = tempfile::tempdir().unwrap();
        let database = dir.path().join("db");
        let (writer, _) = connect_writer(&database).unwrap();
        writer.execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES (1)").unwrap();
        let readers = Readers::new(database);
        count(&readers.lease().unwrap());
        writer.execute_batch("INSERT INTO t VALUES (2)").unwrap();
        readers.note_commit();
        writer.busy_timeout(std::time::Duration::ZERO).unwrap();
        let truncated =
            || writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!(truncated(), 1, "busy");
        readers.stand_aside(|| {
            count(&readers.lease().unwrap());
            assert_eq!(truncated(), 0);
        });
        count(&readers.lease().unwrap());
        assert_eq!(readers.idle().connections[0].moment, Some(1));
    }
}
