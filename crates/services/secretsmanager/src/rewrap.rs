//! Brings stored values under the current master key.

use neargate_store::{
    Durability, Error, Expect, Range, ReadRecords as _, Record as _, Stored, WriteRecords as _,
};

use crate::SecretsManager;
use crate::records::ValueRecord;
use crate::refusal::Refusal;

const PER_TRANSACTION: usize = 100;

impl SecretsManager {
    /// Rewraps every value whose key isn't the current one; how many there were. May be repeated, and stopped anywhere.
    pub async fn rewrap(&self) -> Result<usize, RewrapError> {
        let mut rewrapped = 0;
        for scope in self.scopes(ValueRecord::KIND).await? {
            let mut after = None;
            loop {
                let (scope, from, keyring) = (scope.clone(), after, self.keyring.clone());
                let pass = self.store.write(Durability::Power, move |w| {
                    let (account, region) = (scope.account.as_str(), scope.region.as_str());
                    let range = Range::all().after(from.as_deref()).limit(PER_TRANSACTION);
                    let values: Vec<Stored<ValueRecord>> = w.list_records(account, region, range)?;
                    let last = values.last().map(|last| last.value.id().into_owned());
                    let mut count = 0;
                    for Stored { value: mut record, revision } in values {
                        let binding = ValueRecord::binding(&record.arn, &record.version, record.binary);
                        if let Some(sealed) =
                            keyring.rewrap(&binding, &record.sealed).map_err(Refusal::from)?
                        {
                            record.sealed = sealed;
                            w.put_record(account, region, &record, Expect::Revision(revision))?;
                            count += 1;
                        }
                    }
                    Ok::<_, Refusal>((count, last))
                });
                let (count, last) = pass.await?;
                rewrapped += count;
                if last.is_none() {
                    break;
                }
                after = last;
            }
        }
        Ok(rewrapped)
    }
}

/// A value couldn't be brought under the current master key.
#[derive(Debug, thiserror::Error)]
#[error("rewrap the values of Secrets Manager")]
pub struct RewrapError(#[source] Refusal);

impl From<Refusal> for RewrapError {
    fn from(cause: Refusal) -> Self {
        Self(cause)
    }
}

impl From<Error> for RewrapError {
    fn from(cause: Error) -> Self {
        Self(cause.into())
    }
}
