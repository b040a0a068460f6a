//! What is stored.
//!
//! | kind | id | what |
//! |---|---|---|
//! | `key` | the key's id | [`KeyRecord`]; found by what will become of it, too |
//! | `material` | `<key id>/<version, 10 digits>` | [`MaterialRecord`] |
//! | `alias` | its name (`alias/…`) | [`AliasRecord`]; found by its key, too |
//! | `grant` | `<key id>/<grant id>` | [`GrantRecord`]; found by grantee, retiring principal and token, too |

use std::borrow::Cow;
use std::collections::BTreeMap;

use neargate_core::{Arn, Scope, Timestamp};
use neargate_seal::Sealed;
use neargate_store::Record;
use neargate_wire::Time;
use serde::{Deserialize, Serialize};

use crate::spec::Spec;

pub const SERVICE: &str = "kms";
pub const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

pub const BY_FATE: &str = "fate";
/// The fate of what is to be deleted.
pub const DOOMED: &str = "doomed";
/// The fate of what is rotated by itself.
pub const ROTATES: &str = "rotates";
pub const BY_KEY: &str = "key";
pub const BY_GRANTEE: &str = "grantee";
pub const BY_RETIRING: &str = "retiring";
pub const BY_TOKEN: &str = "token";

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeyRecord {
    pub id: String,
    pub description: String,
    pub spec: Spec,
    /// `ENCRYPT_DECRYPT`, `GENERATE_VERIFY_MAC` or `SIGN_VERIFY`.
    pub usage: String,
    /// The service whose AWS managed key it is (`secretsmanager`); none for a customer's own.
    pub managed_by: Option<String>,
    pub policy: String,
    pub tags: BTreeMap<String, String>,
    /// Milliseconds since 1970, as all times here.
    pub created: i64,
    pub enabled: bool,
    pub deletion: Option<Deletion>,
    /// Rotation by itself.
    pub rotation: Option<Rotation>,
    /// The first is the oldest, the last the one that encrypts. Never empty.
    pub versions: Vec<Version>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Deletion {
    pub at: i64,
    pub days: i64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rotation {
    pub period_days: i64,
    pub next: i64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Version {
    pub number: u32,
    /// What AWS calls it: 64 hexadecimal digits.
    pub material_id: String,
    pub created: i64,
    pub made: Made,
}

/// Why there is a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Made {
    WithTheKey,
    Automatically,
    OnDemand,
}

/// A version's material. It opens with the binding of [`KeyRecord::binding`] only.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MaterialRecord {
    pub key: String,
    /// Of the key: part of the binding, for whoever brings material under a new master key.
    pub arn: String,
    pub version: u32,
    pub sealed: Sealed,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AliasRecord {
    /// With `alias/` in front.
    pub name: String,
    pub key: String,
    pub created: i64,
    pub updated: i64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GrantRecord {
    pub id: String,
    pub key: String,
    pub name: Option<String>,
    pub token: String,
    pub grantee: String,
    pub retiring: Option<String>,
    pub issuing_account: String,
    pub operations: Vec<String>,
    pub context_equals: Option<BTreeMap<String, String>>,
    pub context_subset: Option<BTreeMap<String, String>>,
    pub created: i64,
}

impl KeyRecord {
    pub fn arn(&self, scope: &Scope) -> String {
        key_arn(scope, &self.id)
    }

    /// The version that encrypts.
    pub fn current(&self) -> &Version {
        self.versions.last().expect("a key has a version as soon as it is there")
    }

    pub fn version(&self, number: u32) -> Option<&Version> {
        self.versions.iter().find(|version| version.number == number)
    }

    /// Whether its waiting period is over: it is gone, though its documents may not be.
    pub fn is_gone(&self, now: i64) -> bool {
        self.deletion.as_ref().is_some_and(|deletion| deletion.at <= now)
    }

    pub fn is_multi_region(&self) -> bool {
        self.id.starts_with("mrk-")
    }
}

impl Record for KeyRecord {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "key";

    fn id(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.id)
    }

    fn lookups(&self) -> Vec<(&'static str, String)> {
        let doomed = self.deletion.as_ref().map(|_| (BY_FATE, DOOMED.to_owned()));
        let rotates = self.rotation.as_ref().map(|_| (BY_FATE, ROTATES.to_owned()));
        doomed.into_iter().chain(rotates).collect()
    }
}

impl MaterialRecord {
    pub fn id_of(key: &str, version: u32) -> String {
        format!("{key}/{version:010}")
    }
}

impl Record for MaterialRecord {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "material";

    fn id(&self) -> Cow<'_, str> {
        Cow::Owned(Self::id_of(&self.key, self.version))
    }
}

impl Record for AliasRecord {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "alias";

    fn id(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.name)
    }

    fn lookups(&self) -> Vec<(&'static str, String)> {
        vec![(BY_KEY, self.key.clone())]
    }
}

impl GrantRecord {
    pub fn id_of(key: &str, grant: &str) -> String {
        format!("{key}/{grant}")
    }

    /// Under what a key's grants to somebody are found.
    pub fn grantee_of(key: &str, grantee: &str) -> String {
        format!("{key} {grantee}")
    }
}

impl Record for GrantRecord {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "grant";

    fn id(&self) -> Cow<'_, str> {
        Cow::Owned(Self::id_of(&self.key, &self.id))
    }

    fn lookups(&self) -> Vec<(&'static str, String)> {
        let retiring = self.retiring.clone().map(|principal| (BY_RETIRING, principal));
        [(BY_GRANTEE, Self::grantee_of(&self.key, &self.grantee)), (BY_TOKEN, self.token.clone())]
            .into_iter()
            .chain(retiring)
            .collect()
    }
}

pub fn key_arn(scope: &Scope, id: &str) -> String {
    Arn::new(SERVICE, scope, format!("key/{id}")).to_string()
}

/// `name` begins with `alias/`.
pub fn alias_arn(scope: &Scope, name: &str) -> String {
    Arn::new(SERVICE, scope, name).to_string()
}

pub fn time(millis: i64) -> Time {
    Time(Timestamp(millis))
}
