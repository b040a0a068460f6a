//! Ships one container's log to its destination, until the container is gone and all is shipped.
//!
//! Dies well: what is open, gathered or under way is nowhere but in memory, and read again from the log by the next one.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use neargate_core::chain;
use tokio::sync::watch;

use super::Watcher;
use super::destination::{DeliveryError, Destination};
use super::lines::{Lines, Rules};
use super::tail::Tail;

/// Lines that are written closer together than this travel together.
const GATHER: Duration = Duration::from_millis(100);
/// Even without word from the kernel the log is looked at this often.
const LOOK_ANYWAY: Duration = Duration::from_secs(5);
/// So many failures in a row are more than a router that isn't up yet.
const TOLD_FAILURES: u32 = 3;
const RETRY: Duration = Duration::from_secs(1);
/// Dropped lines are told of no more often than this.
const TELL_DROPS: Duration = Duration::from_secs(10);

/// Reads one container's log and ships it.
pub(crate) struct Shipper<D> {
    pub watcher: Arc<Watcher>,
    pub destination: D,
    pub rules: Rules,
    pub directory: PathBuf,
}

/// Where reading is.
struct Reading {
    tail: Tail,
    lines: Lines,
}

impl<D: Destination> Shipper<D> {
    /// Ships until `over` turns true and everything written by then is shipped.
    pub(crate) async fn run(mut self, mut over: watch::Receiver<bool>) {
        let written = match self.watcher.watch(&self.directory) {
            Ok(watch) => Some(watch),
            Err(error) => {
                tracing::warn!(%error, directory = %self.directory.display(), "watching a log failed: it is polled");
                None
            }
        };
        let mut reading = None;
        let mut drops = Drops::default();
        let mut failures = 0;
        loop {
            let last_round = *over.borrow();
            match self.ship(&mut reading, &mut drops, last_round).await {
                Ok(_) if last_round => break,
                Ok(due) => {
                    failures = 0;
                    let wake = async {
                        match &written {
                            Some(written) => written.written().await,
                            None => tokio::time::sleep(GATHER).await,
                        }
                    };
                    tokio::select! {
                        () = wake => {
                            tokio::select! {
                                () = tokio::time::sleep(GATHER) => {}
                                () = turned(&mut over) => {}
                            }
                        }
                        () = tokio::time::sleep(due) => {}
                        () = turned(&mut over) => {}
                    }
                }
                Err(error) => {
                    failures += 1;
                    // What the destination has of it is known to the destination.
                    reading = None;
                    let to = self.destination.name();
                    if failures == TOLD_FAILURES {
                        let error = chain(&error);
                        tracing::warn!(error, to, "log lines can't be shipped, and are kept until they can");
                    } else {
                        tracing::debug!(%error, to, "shipping log lines failed");
                    }
                    if last_round && failures >= D::MAX_FINAL_ATTEMPTS {
                        tracing::warn!(error = chain(&error), to, "gave up shipping a log's last lines");
                        break;
                    }
                    tokio::select! {
                        () = tokio::time::sleep(RETRY) => {}
                        () = turned(&mut over), if !last_round => {}
                    }
                }
            }
        }
        drops.tell(self.destination.name(), Duration::ZERO);
    }

    /// Ships all that can be shipped now. Says how long nothing will be due by itself.
    async fn ship(
        &mut self,
        reading: &mut Option<Reading>,
        drops: &mut Drops,
        last_round: bool,
    ) -> Result<Duration, DeliveryError> {
        let Reading { tail, lines } = match reading {
            Some(reading) => reading,
            None => {
                let start = self.destination.reached().await?;
                let tail = Tail::new(self.directory.clone(), start);
                reading.insert(Reading { tail, lines: Lines::starting_at(start, self.rules.clone()) })
            }
        };
        loop {
            let mut more = true;
            while more && !lines.is_full() {
                let read = tail.read(|record, begins, ends| lines.add(record, begins, ends));
                more = read.map_err(DeliveryError::Read)?;
            }
            lines.reached(tail.position());
            let due = lines.expire(now_micros());
            if last_round && !more {
                lines.close();
            }
            drops.add(lines.take_dropped());
            drops.tell(self.destination.name(), TELL_DROPS);
            while let Some(batch) = lines.take() {
                self.destination.deliver(batch).await?;
                tail.prune(lines.taken_to()).map_err(DeliveryError::Read)?;
            }
            if !more {
                let due = due.map(|due| Duration::from_micros((due - now_micros()).max(0).unsigned_abs()));
                return Ok(due.unwrap_or(LOOK_ANYWAY).min(LOOK_ANYWAY));
            }
        }
    }
}

/// Lines that the log says are missing in it.
#[derive(Default)]
struct Drops {
    count: u64,
    told: Option<Instant>,
}

impl Drops {
    fn add(&mut self, count: u64) {
        self.count += count;
        metrics::counter!("neargate_log_lines_dropped_total").increment(count);
    }

    fn tell(&mut self, to: &str, pause: Duration) {
        if self.count == 0 || self.told.is_some_and(|told| told.elapsed() < pause) {
            return;
        }
        let dropped = std::mem::take(&mut self.count);
        tracing::warn!(
            dropped,
            to,
            "a container printed faster than its lines were shipped, and lines were dropped"
        );
        self.told = Some(Instant::now());
    }
}

/// Resolves once the container's life is over.
async fn turned(over: &mut watch::Receiver<bool>) {
    let _ = over.wait_for(|over| *over).await;
}

fn now_micros() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_micros() as i64)
}
