//! Brings stored values under the current master key.

use neargate_store::{Durability, Error};

use crate::SecretsManager;
use crate::records::ValueRecord;
use crate::refusal::Refusal;

impl SecretsManager {
    /// Rewraps every value whose key isn't the current one; how many there were. May be repeated, and stopped anywhere.
    pub async fn rewrap(&self) -> Result<usize, RewrapError> {
        let keyring = self.keyring.clone();
        let rewrapped = self.store.rewrite(Durability::Power, move |_, record: &mut ValueRecord| {
            let binding = ValueRecord::binding(&record.arn, &record.version, record.binary);
            let rewrapped = keyring.rewrap(&binding, &record.sealed).map_err(Refusal::from)?;
            let Some(sealed) = rewrapped else { return Ok(false) };
            record.sealed = sealed;
            Ok::<_, RewrapError>(true)
        });
        rewrapped.await
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
