//! Removes parameters whose Expiration has come. They were out of sight before.

use std::sync::Arc;
use std::time::Duration;

use neargate_store::Error;
use tokio::sync::watch;

use crate::Ssm;
use crate::records::{self, BY_FATE, EXPIRES, ParameterRecord};

const SWEEP_INTERVAL: Duration = Duration::from_secs(60);

impl Ssm {
    /// Removes what is due, until told to stop. A pass under way is finished first.
    pub async fn run(self: Arc<Self>, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow_and_update() {
            match self.sweep().await {
                Ok(0) => tracing::debug!("no parameters to remove"),
                Ok(removed) => tracing::info!(removed, "expired parameters removed"),
                Err(error) => {
                    tracing::error!(error = &error as &dyn std::error::Error, "sweep of parameters failed");
                }
            }
            tokio::select! {
                // Without a sender nobody is left to stop us, and so nobody to work for.
                changed = stop.changed() => if changed.is_err() { return },
                () = tokio::time::sleep(SWEEP_INTERVAL) => {}
            }
        }
    }

    /// One pass over all accounts and regions: how many were removed. Takes no hint: what there is to do follows from the store and
    /// the clock.
    pub async fn sweep(&self) -> Result<usize, Error> {
        let now = self.now();
        let due = move |record: &ParameterRecord| record.is_gone(now);
        self.store.remove_due(Some((BY_FATE, EXPIRES)), due, records::remove).await
    }
}
