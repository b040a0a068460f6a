//! Passes over all records of a kind, in every account and region: a page at a time, each page a transaction of its own.
//!
//! A pass takes no hint and keeps nothing: it may be stopped anywhere and be taken again.

use neargate_core::{Region, Scope};

use crate::{
    Durability, Error, Expect, Range, ReadRecords as _, Record, Store, Stored, WriteRecords as _, Writer,
};

const PER_TRANSACTION: usize = 100;

impl Store {
    /// The accounts and regions that have documents of a kind.
    pub async fn scopes(&self, service: &str, kind: &str) -> Result<Vec<Scope>, Error> {
        let partitions = self.read(|r| r.partitions(service, kind)).await?;
        // An account that isn't one was never written by us.
        let scope = |scope: crate::Scope| {
            Some(Scope { account: scope.account.parse().ok()?, region: Region::new(scope.region) })
        };
        Ok(partitions.into_iter().filter_map(scope).collect())
    }

    /// Writes back every record that `change` says it has changed; how many there were.
    pub async fn rewrite<T, E>(
        &self,
        durability: Durability,
        change: impl Fn(&Scope, &mut T) -> Result<bool, E> + Clone + Send + 'static,
    ) -> Result<usize, E>
    where
        T: Record,
        E: From<Error> + Send + 'static,
    {
        let mut rewritten = 0;
        for scope in self.scopes(T::SERVICE, T::KIND).await? {
            let mut after: Option<String> = None;
            loop {
                let (scope, from, change) = (scope.clone(), after, change.clone());
                let page = self.write(durability, move |w| {
                    let (account, region) = (scope.account.as_str(), scope.region.as_str());
                    let range = Range::all().after(from.as_deref()).limit(PER_TRANSACTION);
                    let records: Vec<Stored<T>> = w.list_records(account, region, range)?;
                    let next = next(&records);
                    let mut count = 0;
                    for Stored { mut value, revision } in records {
                        if change(&scope, &mut value)? {
                            w.put_record(account, region, &value, Expect::Revision(revision))?;
                            count += 1;
                        }
                    }
                    Ok::<_, E>((count, next))
                });
                let (count, next) = page.await?;
                rewritten += count;
                if next.is_none() {
                    break;
                }
                after = next;
            }
        }
        Ok(rewritten)
    }

    /// Has `remove` take away every record that is due, of all or of those found under a name and value; how many there were.
    ///
    /// Most passes find nothing, and looking is cheaper than a transaction: whether a record is due is asked when it is found, and again
    /// when it is about to go.
    pub async fn remove_due<T: Record>(
        &self,
        found_under: Option<(&'static str, &'static str)>,
        due: impl Fn(&T) -> bool + Clone + Send + 'static,
        remove: impl Fn(&mut dyn Writer, &Scope, &T) -> Result<(), Error> + Clone + Send + 'static,
    ) -> Result<usize, Error> {
        let mut removed = 0;
        for scope in self.scopes(T::SERVICE, T::KIND).await? {
            let mut after: Option<String> = None;
            loop {
                let (account, region) = (scope.account.as_str(), scope.region.as_str());
                let range = Range::all().after(after.as_deref()).limit(PER_TRANSACTION);
                let page = self.read(|r| {
                    let page: Vec<Stored<T>> = match found_under {
                        Some((name, value)) => r.lookup_records(account, region, name, value, range)?,
                        None => r.list_records(account, region, range)?,
                    };
                    let ids =
                        page.iter().filter(|one| due(&one.value)).map(|one| one.value.id().into_owned());
                    Ok::<_, Error>((ids.collect::<Vec<_>>(), next(&page)))
                });
                let (ids, next) = page.await?;
                if !ids.is_empty() {
                    let (scope, due, remove) = (scope.clone(), due.clone(), remove.clone());
                    let removal = self.write(Durability::Process, move |w| {
                        let mut count = 0;
                        for id in &ids {
                            let (account, region) = (scope.account.as_str(), scope.region.as_str());
                            let found = w.get_record::<T>(account, region, id)?;
                            if let Some(found) = found.filter(|found| due(&found.value)) {
                                remove(w, &scope, &found.value)?;
                                count += 1;
                            }
                        }
                        Ok::<_, Error>(count)
                    });
                    removed += removal.await?;
                }
                if next.is_none() {
                    break;
                }
                after = next;
            }
        }
        Ok(removed)
    }
}

/// After which id the next page begins, if there may be one.
fn next<T: Record>(page: &[Stored<T>]) -> Option<String> {
    page.last().filter(|_| page.len() == PER_TRANSACTION).map(|last| last.value.id().into_owned())
}
