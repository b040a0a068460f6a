//! The handle that everybody holds, and what an engine has to do for it.

use std::any::Any;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::oneshot;

use crate::Durability;
use crate::sqlite::Sqlite;
use crate::watch::Watches;
use crate::{Error, Reader, Watch, Writer};

/// A handle on the documents; clones share them. The last one to go waits for the writes under way and closes
/// the store.
#[derive(Clone)]
pub struct Store {
    backend: Arc<dyn Backend>,
    watches: Arc<Watches>,
}

/// An engine. Closures arrive type-erased: they keep their own results.
pub(crate) trait Backend: Send + Sync {
    /// Calls `f` once, on a consistent moment.
    fn read(&self, f: &mut dyn FnMut(&mut dyn Reader)) -> Result<(), Error>;

    /// Queues a transaction, waiting while the queue is full. The engine answers it sooner or later.
    fn submit(&self, durability: Durability, item: Box<dyn Item>) -> Submitted<'_>;
}

pub(crate) type Submitted<'a> = Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'a>>;

/// A transaction on its way through an engine: run, perhaps again, then answered once.
pub(crate) trait Item: Send {
    /// Whether the writes shall stay. A panic in the closure counts as a refusal.
    fn run(&mut self, writer: &mut dyn Writer) -> bool;

    /// Tells the caller how it ended: as `run` left it, or with an error of the engine instead.
    fn answer(self: Box<Self>, failed: Option<Error>);
}

impl Store {
    /// Opens the store in a directory of its own, made if need be. One process at a time.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        let watches = Arc::new(Watches::default());
        Ok(Self { backend: Arc::new(Sqlite::open(dir, watches.clone())?), watches })
    }

    /// A store that ends with its last handle: the same engine without its disk flushes. For tests.
    pub fn in_memory() -> Result<Self, Error> {
        let watches = Arc::new(Watches::default());
        Ok(Self { backend: Arc::new(Sqlite::scratch(watches.clone())?), watches })
    }

    /// Runs `f` on one consistent moment: the newest commit, which includes every write acknowledged so far.
    ///
    /// With the embedded engine `f` runs on the calling thread, in an async task too. A look-up takes
    /// microseconds from memory, a tenth of what handing it to another thread would cost, and the write-ahead
    /// log lets no reader wait for a writer. What could hold up a thread is a page that has to come from the
    /// disk, or a listing without bounds: give a [`limit`](crate::Range::limit) to what may grow.
    pub async fn read<T, E>(&self, f: impl FnOnce(&mut dyn Reader) -> Result<T, E>) -> Result<T, E>
    where
        E: From<Error>,
    {
        let mut f = Some(f);
        let mut result = None;
        self.backend.read(&mut |reader| {
            if let Some(f) = f.take() {
                result = Some(f(reader));
            }
        })?;
        result.expect("a backend that returns Ok has called the closure")
    }

    /// Runs `f` as a transaction: all of its writes are committed before its result comes back, or none are
    /// because it returned an error, which comes back instead.
    ///
    /// `f` may run several times, on any thread; only its last result counts. A panic in it harms nobody
    /// else and goes on in the caller. If the future is dropped, the transaction may take place or not.
    /// After [`Error::Engine`] it has not, unless the process dies right then.
    pub async fn write<T, E>(
        &self,
        durability: Durability,
        f: impl Fn(&mut dyn Writer) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        self.backend.submit(durability, Box::new(Transaction { f, result: None, reply })).await?;
        match answer.await {
            Ok(Ok(result)) => result,
            Ok(Err(panic)) => resume_unwind(panic),
            Err(_) => Err(Error::Closed.into()),
        }
    }

    /// A wake-up for whoever works on documents of a kind, in whatever account and region. First make the
    /// watch, then read, then wait: so nothing is missed.
    pub fn watch(&self, service: &str, kind: &str) -> Watch {
        self.watches.watch(service, kind)
    }

    /// Deletes every document and wakes the watches of their kinds. Revisions go on growing.
    pub async fn reset(&self) -> Result<(), Error> {
        self.write(Durability::Power, |w| w.clear()).await
    }
}

/// What a closure came to: its result, or its panic.
type Outcome<T, E> = Result<Result<T, E>, Box<dyn Any + Send>>;

struct Transaction<F, T, E> {
    f: F,
    result: Option<Outcome<T, E>>,
    reply: oneshot::Sender<Outcome<T, E>>,
}

impl<F, T, E> Item for Transaction<F, T, E>
where
    F: Fn(&mut dyn Writer) -> Result<T, E> + Send,
    T: Send,
    E: From<Error> + Send,
{
    fn run(&mut self, writer: &mut dyn Writer) -> bool {
        // Unwind safety: the engine rolls back what a panicking closure wrote, and `f` is repeatable.
        let outcome = catch_unwind(AssertUnwindSafe(|| (self.f)(writer)));
        self.result.insert(outcome).as_ref().is_ok_and(Result::is_ok)
    }

    fn answer(self: Box<Self>, failed: Option<Error>) {
        let outcome = match (failed, self.result) {
            (Some(error), _) => Ok(Err(error.into())),
            (None, Some(outcome)) => outcome,
            (None, None) => Ok(Err(Error::Closed.into())),
        };
        // A caller who went away doesn't want to know.
        let _ = self.reply.send(outcome);
    }
}
