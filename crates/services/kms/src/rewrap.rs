//! Brings key material under the current master key.

use neargate_store::{Durability, Error};

use crate::Kms;
use crate::records::MaterialRecord;
use crate::refusal::Refusal;

impl Kms {
    /// Rewraps all material whose master key isn't the current one; how much there was. May be repeated, and stopped anywhere.
    pub async fn rewrap(&self) -> Result<usize, RewrapError> {
        let keyring = self.keyring.clone();
        let rewrapped = self.store.rewrite(Durability::Power, move |_, record: &mut MaterialRecord| {
            let version = record.version.to_string();
            let binding = MaterialRecord::binding(&record.arn, &version);
            let rewrapped = keyring.rewrap(&binding, &record.sealed).map_err(Refusal::from)?;
            let Some(sealed) = rewrapped else { return Ok(false) };
            record.sealed = sealed;
            Ok::<_, RewrapError>(true)
        });
        rewrapped.await
    }
}

/// Material couldn't be brought under the current master key.
#[derive(Debug, thiserror::Error)]
#[error("rewrap the material of keys")]
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
