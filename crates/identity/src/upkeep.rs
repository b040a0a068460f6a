//! What is done from time to time: uses are written, and what is over is put away.

use std::sync::Arc;
use std::time::Duration;

use neargate_store::Error;
use tokio::sync::watch;

use crate::Identity;

const KEEP_INTERVAL: Duration = Duration::from_secs(60);
/// Every so many times there is more to do than to write uses.
const SWEEP_EVERY: u32 = 10;

impl Identity {
    /// Keeps the documents in order, until told to stop.
    pub async fn run(self: Arc<Self>, mut stop: watch::Receiver<bool>) {
        let mut pass = 0;
        while !*stop.borrow_and_update() {
            if pass % SWEEP_EVERY == 0 {
                report("expired sessions put away", self.sweep().await);
                report("uses of long ago put away", self.forget_old_uses().await);
                report("old reports of accesses put away", self.forget_access_reports().await);
            }
            report("uses written", self.keep_uses().await);
            pass += 1;
            // Waiting may be dropped at any moment: each pass starts from the store.
            tokio::select! {
                changed = stop.changed() => if changed.is_err() { break },
                () = tokio::time::sleep(KEEP_INTERVAL) => {}
            }
        }
        report("uses written", self.keep_uses().await);
    }
}

fn report(what: &'static str, done: Result<usize, Error>) {
    match done {
        Ok(0) => {}
        Ok(count) => tracing::debug!(count, "{what}"),
        Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "failed: {what}"),
    }
}
