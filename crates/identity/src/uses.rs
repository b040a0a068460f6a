//! When access keys, users and roles were last used, for which services, and where.
//!
//! Every call is told of ([`Identity`] hears of it as the dispatcher's and S3's authorizer), so telling costs a look into a map and
//! no write: what was heard is written to the store once a minute, all of it together ([`Identity::keep_uses`]). Until then it is
//! told from memory, where it is newer than what is stored.
//!
//! Dies well: a killed daemon forgets the uses of its last minute, and no others.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use neargate_core::{AccountId, Principal, Region, Timestamp};
use neargate_store::{Durability, Error, Expect, Range, ReadRecords as _, WriteRecords as _, Writer};
use neargate_wire::Context;

use crate::records::{AccessReport, LastUse, ServiceUse};
use crate::{Identity, REGION};

/// How long uses are told, as at AWS.
const REMEMBERED: Duration = Duration::from_secs(400 * 24 * 60 * 60);
/// How long a report of accesses is kept.
const REPORTED: Duration = Duration::from_secs(7 * 24 * 60 * 60);
const SHARDS: usize = 16;
const PER_TRANSACTION: usize = 256;

/// What was heard and isn't written yet, by the id of what was used.
#[derive(Default)]
pub(crate) struct Uses {
    /// Several maps, so that calls by different keys don't wait for each other.
    shards: [Mutex<HashMap<String, Heard>>; SHARDS],
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Heard {
    account: AccountId,
    /// One of each service, the newest at the end.
    uses: Vec<Use>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Use {
    at: Timestamp,
    service: &'static str,
    region: Region,
}

impl Heard {
    fn hear(&mut self, at: Timestamp, service: &'static str, region: &Region) {
        if let Some(index) = self.uses.iter().position(|used| used.service == service) {
            let last = self.uses.len() - 1;
            self.uses[index..].rotate_left(1);
            let used = &mut self.uses[last];
            used.at = at;
            if used.region != *region {
                used.region.clone_from(region);
            }
        } else {
            self.uses.push(Use { at, service, region: region.clone() });
        }
    }

    /// What was heard and what was known before it.
    fn told(&self, id: &str, before: Option<LastUse>) -> Option<LastUse> {
        let Some(last) = self.uses.last() else { return before };
        let mut services = before.map(|before| before.services).unwrap_or_default();
        services.retain(|_, used| used.at.plus(REMEMBERED) > last.at);
        services.extend(self.uses.iter().map(|used| {
            (used.service.to_owned(), ServiceUse { at: used.at, region: used.region.to_string() })
        }));
        let (service, region) = (last.service.to_owned(), last.region.to_string());
        Some(LastUse { id: id.to_owned(), at: last.at, service, region, services })
    }
}

impl Uses {
    fn shard(&self, id: &str) -> MutexGuard<'_, HashMap<String, Heard>> {
        // Ids end in random letters.
        let index = usize::from(id.bytes().last().unwrap_or_default()) % SHARDS;
        self.shards[index].lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn hear(&self, id: &str, account: &AccountId, at: Timestamp, service: &'static str, region: &Region) {
        let mut shard = self.shard(id);
        match shard.get_mut(id) {
            Some(heard) => heard.hear(at, service, region),
            None => {
                let mut heard = Heard { account: account.clone(), uses: Vec::new() };
                heard.hear(at, service, region);
                shard.insert(id.to_owned(), heard);
            }
        }
    }

    fn all(&self) -> Vec<(String, Heard)> {
        let shards = self.shards.iter().map(|shard| shard.lock().unwrap_or_else(PoisonError::into_inner));
        shards
            .flat_map(|shard| shard.iter().map(|(id, heard)| (id.clone(), heard.clone())).collect::<Vec<_>>())
            .collect()
    }
}

/// Under which ids a caller's uses are known: a long-lived key's and its user's, a role's, and the account's for all keys of root.
fn used(caller: &Principal) -> [Option<&str>; 2] {
    match caller {
        Principal::User(user) => {
            [Some(&*user.access_key_id).filter(|id| id.starts_with("AKIA")), Some(&user.id)]
        }
        Principal::AssumedRole(session) => [Some(&session.role_id), None],
        Principal::Root { account, access_key_id } => {
            [Some(account.as_str()).filter(|_| !access_key_id.starts_with("ASIA")), None]
        }
        Principal::FederatedUser(_) | Principal::Service { .. } | Principal::Anonymous { .. } => [None, None],
    }
}

/// Forgets the uses of what is deleted, in the transaction that deletes it.
pub fn forget_use(writer: &mut dyn Writer, account: &AccountId, id: &str) -> Result<(), Error> {
    writer.delete_record::<LastUse>(account.as_str(), REGION, id, Expect::Any).map(drop)
}

impl Identity {
    pub(crate) fn hear(&self, context: &Context, service: &'static str) {
        // What a service does by itself for its caller isn't what the caller used.
        if context.origin.via.is_some() {
            return;
        }
        for id in used(&context.principal).into_iter().flatten() {
            let (account, region) = (context.principal.account(), &context.scope.region);
            self.uses.hear(id, account, self.clock.now(), service, region);
        }
    }

    /// The last use of an access key, a user or a role, by its id, or of root, by its account's.
    pub async fn last_use(&self, account: &AccountId, id: &str) -> Result<Option<LastUse>, Error> {
        // Memory first: what was written in between is then found in the store.
        let heard = self.uses.shard(id).get(id).cloned();
        let found = self.store.read(|r| r.get_record::<LastUse>(account.as_str(), REGION, id)).await?;
        let found = found.map(|found| found.value);
        Ok(match heard {
            Some(heard) => heard.told(id, found),
            None => found,
        })
    }

    /// All last uses in an account, by id.
    pub async fn last_uses(&self, account: &AccountId) -> Result<HashMap<String, LastUse>, Error> {
        let heard = self.uses.all().into_iter().filter(|(_, heard)| heard.account == *account);
        let heard: Vec<_> = heard.collect();
        let listed = self.store.read(|r| r.list_records::<LastUse>(account.as_str(), REGION, Range::all()));
        let listed = listed.await?.into_iter().map(|found| (found.value.id.clone(), found.value));
        let mut all: HashMap<_, _> = listed.collect();
        for (id, heard) in heard {
            let told = heard.told(&id, all.remove(&id));
            all.extend(told.map(|told| (id, told)));
        }
        Ok(all)
    }

    /// Writes what was heard since the last time; how much it was.
    pub async fn keep_uses(&self) -> Result<usize, Error> {
        let heard = self.uses.all();
        for heard in heard.chunks(PER_TRANSACTION) {
            let news = heard.to_vec();
            let written = self.store.write(Durability::Process, move |w| {
                for (id, heard) in &news {
                    let account = heard.account.as_str();
                    let before = w.get_record::<LastUse>(account, REGION, id)?.map(|found| found.value);
                    if let Some(used) = heard.told(id, before) {
                        w.put_record(account, REGION, &used, Expect::Any)?;
                    }
                }
                Ok::<_, Error>(())
            });
            written.await?;
            for (id, heard) in heard {
                let mut shard = self.uses.shard(id);
                // What was used again meanwhile is written the next time.
                if shard.get(id) == Some(heard) {
                    shard.remove(id);
                }
            }
        }
        Ok(heard.len())
    }

    /// Puts reports of accesses away that nobody should ask for any more; how many.
    pub async fn forget_access_reports(&self) -> Result<usize, Error> {
        let now = self.clock.now();
        let due = move |report: &AccessReport| report.created.plus(REPORTED) <= now;
        let sweep = self.store.remove_due(None, due, |w, scope, report| {
            let account = scope.account.as_str();
            w.delete_record::<AccessReport>(account, REGION, &report.id, Expect::Any).map(drop)
        });
        sweep.await
    }

    /// Puts uses away that are too long ago; how many.
    pub async fn forget_old_uses(&self) -> Result<usize, Error> {
        let now = self.clock.now();
        let due = move |used: &LastUse| used.at.plus(REMEMBERED) <= now;
        let sweep =
            self.store.remove_due(None, due, |w, scope, used| forget_use(w, &scope.account, &used.id));
        sweep.await
    }
}
