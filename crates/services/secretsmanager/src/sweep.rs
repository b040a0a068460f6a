//! Removes secrets whose recovery window is over. They were out of sight before.

use std::sync::Arc;
use std::time::Duration;

use neargate_core::Scope;
use neargate_store::{Error, Expect, WriteRecords as _, Writer};
use tokio::sync::watch;

use crate::SecretsManager;
use crate::records::{BY_FATE, DOOMED, SecretRecord, ValueRecord};

const SWEEP_INTERVAL: Duration = Duration::from_secs(60);

impl SecretsManager {
    /// Removes what is due, until told to stop. A pass under way is finished first.
    pub async fn run(self: Arc<Self>, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow_and_update() {
            match self.sweep().await {
                Ok(0) => tracing::debug!("no secrets to remove"),
                Ok(removed) => tracing::info!(removed, "secrets removed for good"),
                Err(error) => {
                    tracing::error!(error = &error as &dyn std::error::Error, "sweep of secrets failed");
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
        let due = move |record: &SecretRecord| record.is_gone(now);
        self.store.remove_due(Some((BY_FATE, DOOMED)), due, remove).await
    }
}

/// Removes a secret and its values.
pub fn remove(w: &mut dyn Writer, scope: &Scope, secret: &SecretRecord) -> Result<(), Error> {
    let (account, region) = (scope.account.as_str(), scope.region.as_str());
    for version in &secret.versions {
        let key = ValueRecord::key(&secret.id, &version.id);
        w.delete_record::<ValueRecord>(account, region, &key, Expect::Any)?;
    }
    w.delete_record::<SecretRecord>(account, region, &secret.id, Expect::Any)?;
    Ok(())
}
