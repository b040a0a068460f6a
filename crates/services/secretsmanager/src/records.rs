//! What is stored.
//!
//! | kind | id | what |
//! |---|---|---|
//! | `secret` | `<creation, 13 digits of milliseconds>-<16 hex digits>` | [`SecretRecord`]; found by its name, too |
//! | `value` | `<the secret's id>/<version id>` | [`ValueRecord`] |
//!
//! Ids in the order of creation make the usual listing a walk along the documents.

use std::borrow::Cow;

use neargate_core::{Arn, Region, Scope, Timestamp};
use neargate_seal::{Keyring, OpenError, Sealed};
use neargate_store::Record;
use neargate_wire::{Blob, Time};
use serde::{Deserialize, Serialize};

pub const SERVICE: &str = "secretsmanager";
pub const BY_NAME: &str = "name";
pub const BY_FATE: &str = "fate";
/// The fate of what is marked for deletion.
pub const DOOMED: &str = "doomed";

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SecretRecord {
    pub id: String,
    pub name: String,
    /// The six characters at the end of the ARN.
    pub suffix: String,
    pub description: Option<String>,
    pub kms_key_id: Option<String>,
    /// In the order in which they were attached.
    pub tags: Vec<(String, String)>,
    pub policy: Option<String>,
    /// Milliseconds since 1970, as all times here.
    pub created: i64,
    pub changed: i64,
    /// To the day, as AWS tells it.
    pub accessed: Option<i64>,
    /// When it will be deleted for good, if it was marked for that.
    pub delete_at: Option<i64>,
    /// In the order of their creation.
    pub versions: Vec<Version>,
    /// Of a replica: where its primary is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary_region: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replicas: Vec<Replica>,
}

/// A region in which a secret can be read, too.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Replica {
    pub region: String,
    pub kms_key_id: Option<String>,
    /// Why there is none, if there is none.
    pub failed: Option<String>,
}

/// A version of a secret, without its value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Version {
    pub id: String,
    pub created: i64,
    pub accessed: Option<i64>,
    pub labels: Vec<String>,
    /// The secret's `KmsKeyId` when the value was sealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kms_key_id: Option<String>,
}

/// A version's value. It opens with the binding of [`SecretRecord::binding`] only.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ValueRecord {
    pub secret: String,
    /// Of the secret: half of the binding, for whoever brings values under a new master key.
    pub arn: String,
    pub version: String,
    /// Bytes, not text.
    pub binary: bool,
    pub sealed: Sealed,
    /// If what is sealed isn't the value yet, but was encrypted under a customer's key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under: Option<UnderKey>,
}

/// How a value was encrypted under a customer's key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UnderKey {
    /// The key's ARN.
    pub key: String,
    /// The value's own key, encrypted by KMS.
    pub data_key: Blob,
}

impl SecretRecord {
    pub fn arn(&self, scope: &Scope) -> String {
        arn(scope, &self.name, &self.suffix)
    }

    /// Of a replica, where its values are.
    pub fn home(&self, scope: &Scope) -> Option<Scope> {
        let region = Region::new(self.primary_region.clone()?);
        Some(Scope { account: scope.account.clone(), region })
    }

    pub fn version(&self, id: &str) -> Option<&Version> {
        self.versions.iter().find(|version| version.id == id)
    }

    pub fn labelled(&self, label: &str) -> Option<&Version> {
        self.versions.iter().find(|version| version.labels.iter().any(|own| own == label))
    }

    /// Whether its recovery window is over: it is gone, though its documents may not be.
    pub fn is_gone(&self, now: i64) -> bool {
        self.delete_at.is_some_and(|at| at <= now)
    }
}

impl Record for SecretRecord {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "secret";

    fn id(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.id)
    }

    fn lookups(&self) -> Vec<(&'static str, String)> {
        let mut lookups = vec![(BY_NAME, self.name.clone())];
        if self.delete_at.is_some() {
            lookups.push((BY_FATE, DOOMED.to_owned()));
        }
        lookups
    }
}

impl ValueRecord {
    /// Brings it under the current master key, if that was replaced since it was sealed.
    pub fn rewrap(&mut self, keyring: &Keyring) -> Result<(), OpenError> {
        let binding = Self::binding(&self.arn, &self.version, self.binary);
        if let Some(sealed) = keyring.rewrap(&binding, &self.sealed)? {
            self.sealed = sealed;
        }
        Ok(())
    }

    pub fn key(secret: &str, version: &str) -> String {
        format!("{secret}/{version}")
    }

    /// What a value is sealed for.
    pub fn binding<'a>(arn: &'a str, version: &'a str, binary: bool) -> [&'a str; 3] {
        [arn, version, if binary { "binary" } else { "text" }]
    }
}

impl Record for ValueRecord {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "value";

    fn id(&self) -> Cow<'_, str> {
        Cow::Owned(Self::key(&self.secret, &self.version))
    }
}

/// The ARN of a secret; without a suffix the partial one that also names it.
pub fn arn(scope: &Scope, name: &str, suffix: &str) -> String {
    let dash = if suffix.is_empty() { "" } else { "-" };
    Arn::new(SERVICE, scope, format!("secret:{name}{dash}{suffix}")).to_string()
}

pub fn time(millis: i64) -> Time {
    Time(Timestamp(millis))
}
