//! Work on a file system that may not answer.
//!
//! Whoever touches a directory of a network file system whose server is away waits until the server is back; only a signal that kills the
//! process ends that. So such work is done on threads that nobody has to wait for: not by those who asked, who are told that it is late,
//! nor by the process, which may end over it. There are only so many of them; when all are stuck, whoever comes is late as well.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, oneshot};
use tokio::time::Instant;

/// Threads for one kind of work.
#[derive(Debug, Clone)]
pub(crate) struct Errands {
    name: &'static str,
    free: Arc<Semaphore>,
}

impl Errands {
    pub fn new(name: &'static str, at_once: usize) -> Self {
        Self { name, free: Arc::new(Semaphore::new(at_once)) }
    }

    /// What `work` comes to, if that takes no longer than `patience`. What is late goes on by itself.
    pub async fn run<T: Send + 'static>(
        &self,
        patience: Duration,
        work: impl FnOnce() -> io::Result<T> + Send + 'static,
    ) -> io::Result<T> {
        let late = Instant::now().checked_add(patience);
        let done = async {
            let permit = Arc::clone(&self.free).acquire_owned().await.map_err(io::Error::other)?;
            let (tell, told) = oneshot::channel();
            let thread = std::thread::Builder::new().name(self.name.to_owned());
            thread.spawn(move || {
                let outcome = work();
                drop(permit);
                // Nobody may be waiting any more.
                let _ = tell.send(outcome);
            })?;
            told.await.unwrap_or_else(|_| Err(io::Error::other("the work was cut short by a panic")))
        };
        match late {
            Some(late) => tokio::time::timeout_at(late, done).await.unwrap_or_else(|_| Err(timed_out())),
            None => done.await,
        }
    }
}

fn timed_out() -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, "the file system doesn't answer")
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    const SOON: Duration = Duration::from_millis(20);

    #[tokio::test]
    async fn who_asked_is_told_that_it_is_late_and_so_is_everybody_while_all_are_stuck() {
        let errands = Errands::new("test", 1);
        assert_eq!(errands.run(Duration::MAX, || Ok(7)).await.unwrap(), 7);
        let (release, stuck) = mpsc::channel::<()>();
        let first = errands.run(SOON, move || Ok(stuck.recv().is_err())).await;
        assert_eq!(first.unwrap_err().kind(), io::ErrorKind::TimedOut);
        let second = errands.run(SOON, || Ok(())).await;
        assert_eq!(second.unwrap_err().kind(), io::ErrorKind::TimedOut);
        drop(release);
        errands.run(Duration::MAX, || Ok(())).await.unwrap();
    }

    #[tokio::test]
    async fn a_panic_is_an_error() {
        let errands = Errands::new("test", 1);
        let outcome = errands.run(Duration::MAX, || -> io::Result<()> { panic!("on purpose") });
        assert!(outcome.await.is_err());
    }
}
