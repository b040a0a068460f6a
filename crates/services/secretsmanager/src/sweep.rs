//! Removes secrets whose recovery window is over. They were out of sight before.

use std::sync::Arc;
use std::time::Duration;

use neargate_core::{Region, Scope};
use neargate_store::{
    Durability, Error, Expect, Range, ReadRecords as _, Record as _, Stored, WriteRecords as _, Writer,
};
use tokio::sync::watch;

use crate::SecretsManager;
use crate::records::{BY_FATE, DOOMED, SERVICE, SecretRecord, ValueRecord};

const SWEEP_INTERVAL: Duration = Duration::from_secs(60);
const PER_TRANSACTION: usize = 50;

/// What a pass did.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct SweepReport {
    pub removed: usize,
}

impl SecretsManager {
    /// Removes what is due, until told to stop. A pass under way is finished first.
    pub async fn run(self: Arc<Self>, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow_and_update() {
            match self.sweep().await {
                Ok(SweepReport { removed: 0 }) => tracing::debug!("no secrets to remove"),
                Ok(SweepReport { removed }) => tracing::info!(removed, "secrets removed for good"),
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

    /// One pass over all accounts and regions. Takes no hint: what there is to do follows from the store and the clock.
    ///
    /// Most passes find nothing, and looking is cheaper than a transaction.
    pub async fn sweep(&self) -> Result<SweepReport, Error> {
        let (mut report, now) = (SweepReport::default(), self.now());
        for scope in self.scopes(SecretRecord::KIND).await? {
            let mut after: Option<String> = None;
            loop {
                let range = Range::all().after(after.as_deref()).limit(PER_TRANSACTION);
                let (account, region) = (scope.account.as_str(), scope.region.as_str());
                let page: Vec<Stored<SecretRecord>> =
                    self.store.read(|r| r.lookup_records(account, region, BY_FATE, DOOMED, range)).await?;
                let last = page.last().filter(|_| page.len() == PER_TRANSACTION);
                let next = last.map(|last| last.value.id.clone());
                let due = page.into_iter().filter(|one| one.value.is_gone(now));
                let due: Vec<String> = due.map(|one| one.value.id).collect();
                if !due.is_empty() {
                    let scope = scope.clone();
                    let removal =
                        self.store.write(Durability::Process, move |w| remove_due(w, &scope, &due, now));
                    report.removed += removal.await?;
                }
                match next {
                    Some(next) => after = Some(next),
                    None => break,
                }
            }
        }
        Ok(report)
    }

    pub(crate) async fn scopes(&self, kind: &'static str) -> Result<Vec<Scope>, Error> {
        let scopes = self.store.read(|r| r.partitions(SERVICE, kind)).await?;
        // An account that isn't one was never written by us.
        let scope = |scope: neargate_store::Scope| {
            Some(Scope { account: scope.account.parse().ok()?, region: Region::new(scope.region) })
        };
        Ok(scopes.into_iter().filter_map(scope).collect())
    }
}

/// Removes those that are still due: how many.
fn remove_due(w: &mut dyn Writer, scope: &Scope, due: &[String], now: i64) -> Result<usize, Error> {
    let mut removed = 0;
    for id in due {
        let found = w.get_record::<SecretRecord>(scope.account.as_str(), scope.region.as_str(), id)?;
        if let Some(found) = found.filter(|found| found.value.is_gone(now)) {
            remove(w, scope, &found.value)?;
            removed += 1;
        }
    }
    Ok(removed)
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
