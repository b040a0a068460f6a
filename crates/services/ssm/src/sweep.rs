//! Removes parameters whose Expiration has come. They were out of sight before.

use std::sync::Arc;
use std::time::Duration;

use neargate_core::{Region, Scope};
use neargate_store::{Durability, Error, Range, ReadRecords as _, Record as _, Stored, Writer};
use tokio::sync::watch;

use crate::Ssm;
use crate::records::{self, BY_FATE, EXPIRES, ParameterRecord, SERVICE};

const SWEEP_INTERVAL: Duration = Duration::from_secs(60);
const PER_TRANSACTION: usize = 50;

/// What a pass did.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct SweepReport {
    pub removed: usize,
}

impl Ssm {
    /// Removes what is due, until told to stop. A pass under way is finished first.
    pub async fn run(self: Arc<Self>, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow_and_update() {
            match self.sweep().await {
                Ok(SweepReport { removed: 0 }) => tracing::debug!("no parameters to remove"),
                Ok(SweepReport { removed }) => tracing::info!(removed, "expired parameters removed"),
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

    /// One pass over all accounts and regions. Takes no hint: what there is to do follows from the store and the clock.
    pub async fn sweep(&self) -> Result<SweepReport, Error> {
        let mut report = SweepReport::default();
        for scope in self.scopes(ParameterRecord::KIND).await? {
            let mut after = None;
            loop {
                let (scope, from, now) = (scope.clone(), after, self.now());
                let pass = self
                    .store
                    .write(Durability::Process, move |w| remove_some(w, &scope, from.as_deref(), now));
                let (removed, last) = pass.await?;
                report.removed += removed;
                if last.is_none() {
                    break;
                }
                after = last;
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

/// Looks at the next parameters that expire; gives the one to go on from unless that was the end.
fn remove_some(
    w: &mut dyn Writer,
    scope: &Scope,
    after: Option<&str>,
    now: i64,
) -> Result<(usize, Option<String>), Error> {
    let (account, region) = (scope.account.as_str(), scope.region.as_str());
    let range = Range::all().after(after).limit(PER_TRANSACTION);
    let marked: Vec<Stored<ParameterRecord>> = w.lookup_records(account, region, BY_FATE, EXPIRES, range)?;
    let last = marked.last().filter(|_| marked.len() == PER_TRANSACTION).map(|last| last.value.name.clone());
    let mut removed = 0;
    for parameter in marked.iter().filter(|parameter| parameter.value.is_gone(now)) {
        records::remove(w, scope, &parameter.value)?;
        removed += 1;
    }
    Ok((removed, last))
}
