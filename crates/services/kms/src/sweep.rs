//! What becomes of keys by itself: those whose waiting period is over are removed, and those whose time it is are rotated.

use std::sync::Arc;
use std::time::Duration;

use neargate_core::Scope;
use neargate_store::{Durability, Error, Expect, Range, ReadRecords as _, Stored, WriteRecords as _, Writer};
use tokio::sync::watch;

use crate::material::{self, NewVersion};
use crate::records::{
    AliasRecord, BY_FATE, BY_KEY, DAY_MILLIS, DOOMED, GrantRecord, KeyRecord, Made, ROTATES,
};
use crate::refusal::Refusal;
use crate::{Kms, resolve};

const SWEEP_INTERVAL: Duration = Duration::from_secs(60);
const PER_LISTING: usize = 100;

impl Kms {
    /// Removes and rotates what is due, until told to stop. A pass under way is finished first.
    pub async fn run(self: Arc<Self>, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow_and_update() {
            match self.sweep().await {
                Ok(0) => tracing::debug!("no keys to remove"),
                Ok(removed) => {
                    tracing::info!(removed, "keys removed for good, with all that only they could decrypt")
                }
                Err(error) => {
                    tracing::error!(error = &error as &dyn std::error::Error, "sweep of keys failed");
                }
            }
            match self.rotate_due().await {
                Ok(0) => tracing::debug!("no keys to rotate"),
                Ok(rotated) => tracing::info!(rotated, "keys rotated"),
                Err(error) => {
                    tracing::error!(error = &error as &dyn std::error::Error, "rotation of keys failed");
                }
            }
            tokio::select! {
                // Without a sender nobody is left to stop us, and so nobody to work for.
                changed = stop.changed() => if changed.is_err() { return },
                () = tokio::time::sleep(SWEEP_INTERVAL) => {}
            }
        }
    }

    /// One pass over all accounts and regions: how many keys were removed. Takes no hint: what there is to do follows from the store
    /// and the clock.
    pub(crate) async fn sweep(&self) -> Result<usize, Error> {
        let now = self.now();
        let due = move |key: &KeyRecord| key.is_gone(now);
        self.store.remove_due(Some((BY_FATE, DOOMED)), due, remove).await
    }

    /// One pass over all accounts and regions: how many keys have a new version.
    pub(crate) async fn rotate_due(&self) -> Result<usize, Refusal> {
        let (now, mut rotated) = (self.now(), 0);
        for scope in self.store.scopes(crate::records::SERVICE, "key").await? {
            let mut after: Option<String> = None;
            loop {
                let page = self.store.read(|r| {
                    let range = Range::all().after(after.as_deref()).limit(PER_LISTING);
                    r.lookup_records(scope.account.as_str(), scope.region.as_str(), BY_FATE, ROTATES, range)
                });
                let page: Vec<Stored<KeyRecord>> = page.await?;
                let last = page.last().map(|key| key.value.id.clone());
                let full = page.len() == PER_LISTING;
                for Stored { value: key, .. } in page {
                    if key.is_due(now) {
                        rotated += usize::from(self.rotate(&scope, &key, Made::Automatically).await?);
                    }
                }
                if !full {
                    break;
                }
                after = last;
            }
        }
        Ok(rotated)
    }

    /// Gives a key a new version, if it still is as it was read; whether it did. A rotation by itself sets the day of the next.
    pub(crate) async fn rotate(&self, scope: &Scope, key: &KeyRecord, made: Made) -> Result<bool, Refusal> {
        let now = self.now();
        let number = key.current().number + 1;
        let new = NewVersion::make(&self.keyring, scope, (&key.id, key.spec), number, made, now)?;
        let (scope, id, keyring) = (scope.clone(), key.id.clone(), self.keyring.clone());
        let written = self.store.write(Durability::Power, move |w| {
            let Some(Stored { value: mut key, revision }) = resolve::key(w, &scope, &id, now)? else {
                return Ok(false);
            };
            if key.current().number + 1 != number || (made == Made::Automatically && !key.is_due(now)) {
                return Ok(false);
            }
            key.versions.push(new.version.clone());
            if made == Made::Automatically
                && let Some(rotation) = &mut key.rotation
            {
                rotation.next = now + rotation.period_days * DAY_MILLIS;
            }
            new.write(w, &keyring, &scope)?;
            w.put_record(scope.account.as_str(), scope.region.as_str(), &key, Expect::Revision(revision))?;
            Ok(true)
        });
        written.await
    }
}

impl KeyRecord {
    /// Whether it is to be rotated by itself. A key that is disabled or about to go waits.
    fn is_due(&self, now: i64) -> bool {
        self.enabled
            && self.deletion.is_none()
            && self.rotation.as_ref().is_some_and(|rotation| rotation.next <= now)
    }
}

/// Removes a key with its material, aliases and grants.
fn remove(w: &mut dyn Writer, scope: &Scope, key: &KeyRecord) -> Result<(), Error> {
    let (account, region) = (scope.account.as_str(), scope.region.as_str());
    material::remove(w, scope, key)?;
    let aliases: Vec<Stored<AliasRecord>> =
        w.lookup_records(account, region, BY_KEY, &key.id, Range::all())?;
    for alias in aliases {
        w.delete_record::<AliasRecord>(account, region, &alias.value.name, Expect::Any)?;
    }
    let prefix = format!("{}/", key.id);
    let grants: Vec<Stored<GrantRecord>> = w.list_records(account, region, Range::prefix(&prefix))?;
    for grant in grants {
        let id = GrantRecord::id_of(&key.id, &grant.value.id);
        w.delete_record::<GrantRecord>(account, region, &id, Expect::Any)?;
    }
    w.delete_record::<KeyRecord>(account, region, &key.id, Expect::Any)?;
    Ok(())
}
