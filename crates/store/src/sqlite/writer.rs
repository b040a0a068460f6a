//! The thread that writes: it takes whatever waits, commits it at once, and answers.
//!
//! A flush of the disk costs milliseconds, a transaction microseconds. So all that queued up during one flush
//! shares the next ("group commit"): one `BEGIN` and `COMMIT`, within it a savepoint for each transaction, so
//! that a refused one takes back its own writes alone.
//!
//! Holds: nothing is answered before its commit, nothing failed is ever seen by a reader. A transaction that
//! panics is rolled back and its caller told; the thread goes on. A commit that fails, on a full disk say,
//! fails all transactions in it; the next batch begins afresh.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio::sync::mpsc;

use super::Keep;
use super::readers::Readers;
use super::session::{Session, Transaction};
use crate::Durability;
use crate::Error;
use crate::store::Item;
use crate::watch::{Subject, Watches};

/// Bounds how long the first of a batch waits for the last, and how much is lost by a failed commit.
const BATCH_MAX: usize = 256;
/// The log is copied into the database after so many pages of 4 KiB.
const CHECKPOINT_PAGES: u32 = 1000;
/// A log that has grown so long despite that (a reader was in the way each time) is worth a wait for those
/// who read right now. Newcomers don't prolong it: they find all in the database by then.
const TRUNCATE_PAGES: u32 = 4 * CHECKPOINT_PAGES;

pub struct Queued {
    pub durability: Durability,
    pub item: Box<dyn Item>,
}

pub struct Writer {
    session: Session,
    /// The newest commit's.
    revision: u64,
    watches: Arc<Watches>,
    /// What the connection is set to.
    synchronous: Option<Synchronous>,
    wal_pages: Arc<AtomicU32>,
    checkpoint_due: u32,
    readers: Arc<Readers>,
    keep: Keep,
}

impl Writer {
    pub fn new(
        session: Session,
        wal_pages: Arc<AtomicU32>,
        revision: u64,
        watches: Arc<Watches>,
        readers: Arc<Readers>,
        keep: Keep,
    ) -> Self {
        let checkpoint_due = CHECKPOINT_PAGES;
        Self { session, revision, watches, synchronous: None, wal_pages, checkpoint_due, readers, keep }
    }

    /// Until the last sender is gone and everything queued is answered.
    pub fn run(mut self, mut queue: mpsc::Receiver<Queued>) {
        let mut batch = Vec::with_capacity(BATCH_MAX);
        while queue.blocking_recv_many(&mut batch, BATCH_MAX) > 0 {
            let mut touched = Vec::new();
            let answers = match self.commit(&mut batch, &mut touched) {
                Ok(answers) => answers,
                Err(error) => {
                    self.abandon();
                    touched.clear();
                    vec![Some(error); batch.len()]
                }
            };
            self.readers.note_commit();
            self.watches.publish(&touched, self.revision);
            for (queued, failed) in batch.drain(..).zip(answers) {
                // The caller's types are dropped and converted in there; their panics aren't ours.
                let _ = catch_unwind(AssertUnwindSafe(|| queued.item.answer(failed)));
            }
            self.checkpoint();
        }
    }

    /// Runs and commits a batch. For each transaction, the engine's error if that is its answer.
    fn commit(
        &mut self,
        batch: &mut [Queued],
        touched: &mut Vec<Subject>,
    ) -> Result<Vec<Option<Error>>, Error> {
        self.synchronize(Synchronous::of(batch, self.keep.scratch.is_some()))?;
        self.session.execute("BEGIN IMMEDIATE").map_err(Error::engine("begin transactions"))?;
        let mut revision = self.revision;
        let mut answers = Vec::with_capacity(batch.len());
        for queued in batch {
            answers.push(self.run_one(&mut *queued.item, &mut revision, touched)?);
        }
        if revision != self.revision {
            self.session.set_newest(revision)?;
        }
        self.session.execute("COMMIT").map_err(Error::engine("commit transactions"))?;
        self.revision = revision;
        Ok(answers)
    }

    /// One transaction within the batch; `Err` if the batch as a whole is lost.
    fn run_one(
        &mut self,
        item: &mut dyn Item,
        revision: &mut u64,
        touched: &mut Vec<Subject>,
    ) -> Result<Option<Error>, Error> {
        self.session.execute("SAVEPOINT item").map_err(Error::engine("begin a transaction"))?;
        let touched_before = touched.len();
        let mut transaction = Transaction::new(&mut self.session, *revision + 1, touched);
        let keep = item.run(&mut transaction);
        let (wrote, broken) = transaction.finish();
        if self.session.rolled_back() {
            // Some failures (a full disk) make SQLite give up everything since BEGIN.
            let unexplained = || std::io::Error::other("rolled back by the engine");
            return Err(broken.unwrap_or_else(|| Error::engine("run a transaction")(unexplained())));
        }
        if keep && broken.is_none() {
            *revision += u64::from(wrote);
        } else {
            touched.truncate(touched_before);
            self.session.forget_partitions();
            self.session.execute("ROLLBACK TO item").map_err(Error::engine("roll a transaction back"))?;
        }
        self.session.execute("RELEASE item").map_err(Error::engine("end a transaction"))?;
        // A closure that returned an error answers with that; one that passed over the engine's gets it now.
        Ok(broken.filter(|_| keep))
    }

    /// Takes back whatever a failed batch left, so that the next can begin.
    fn abandon(&mut self) {
        self.session.forget_partitions();
        if !self.session.rolled_back()
            && let Err(error) = self.session.execute("ROLLBACK")
        {
            tracing::error!(%error, "roll a failed commit back");
        }
    }

    fn synchronize(&mut self, synchronous: Synchronous) -> Result<(), Error> {
        if self.synchronous != Some(synchronous) {
            self.session.execute(synchronous.pragma()).map_err(Error::engine("set the durability"))?;
            self.synchronous = Some(synchronous);
        }
        Ok(())
    }

    /// Copies the log into the database when it has grown by enough, so that it starts over and stays short.
    /// After the answers: nobody waits for it but the next batch.
    fn checkpoint(&mut self) {
        let pages = self.wal_pages.load(Ordering::Relaxed);
        if pages + CHECKPOINT_PAGES < self.checkpoint_due {
            self.checkpoint_due = CHECKPOINT_PAGES; // it has started over
        }
        if pages < self.checkpoint_due {
            return;
        }
        self.checkpoint_due = pages + CHECKPOINT_PAGES;
        let truncate = pages >= TRUNCATE_PAGES;
        if let Err(error) = self.readers.stand_aside(|| self.session.checkpoint(truncate)) {
            tracing::warn!(%error, pages, "copy the store's log into its database");
        }
    }
}

/// When SQLite flushes the log: with each commit, only around checkpoints, or never.
///
/// `Normal` keeps its promise to the process, since the log's pages are in the kernel's hands when the commit
/// returns; and to the order, since a log is valid up to its first bad frame: each frame carries a checksum
/// over all before it. A later `Full` commit flushes the log file, hence also every frame that `Normal`
/// commits put before its own. A checkpoint flushes the log before it touches the database in both. So it is
/// enough to choose per batch, by its most demanding transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Synchronous {
    Off,
    Normal,
    Full,
}

impl Synchronous {
    fn of(batch: &[Queued], scratch: bool) -> Self {
        match batch.iter().any(|queued| queued.durability == Durability::Power) {
            _ if scratch => Self::Off,
            true => Self::Full,
            false => Self::Normal,
        }
    }

    fn pragma(self) -> &'static str {
        match self {
            Self::Off => "PRAGMA synchronous = OFF",
            Self::Normal => "PRAGMA synchronous = NORMAL",
            Self::Full => "PRAGMA synchronous = FULL",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Writer as Writes;

    struct Nothing;

    impl Item for Nothing {
        fn run(&mut self, _: &mut dyn Writes) -> bool {
            true
        }
        fn answer(self: Box<Self>, _: Option<Error>) {}
    }

    #[test]
    fn the_most_demanding_transaction_decides_for_its_batch() {
        use Durability::{Power, Process};
        let of = |batch: &[Durability], scratch| {
            let queued =
                |durability: &Durability| Queued { durability: *durability, item: Box::new(Nothing) };
            Synchronous::of(&batch.iter().map(queued).collect::<Vec<_>>(), scratch)
        };
        assert_eq!(of(&[Process, Process], false), Synchronous::Normal);
        assert_eq!(of(&[Process, Power, Process], false), Synchronous::Full);
        assert_eq!(of(&[Power], true), Synchronous::Off);
    }

    #[test]
    fn a_durability_is_what_the_connection_works_by() {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        for (synchronous, level) in [(Synchronous::Off, 0), (Synchronous::Full, 2), (Synchronous::Normal, 1)]
        {
            connection.execute_batch(synchronous.pragma()).unwrap();
            let set: i32 = connection.query_row("PRAGMA synchronous", [], |row| row.get(0)).unwrap();
            assert_eq!(set, level, "{synchronous:?}");
        }
    }
}
