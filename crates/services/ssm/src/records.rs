//! What is stored.
//!
//! | kind | id | what |
//! |---|---|---|
//! | `parameter` | the name | [`ParameterRecord`] |
//! | `version` | `<the parameter's uid>/<version, 10 digits>` | [`VersionRecord`] |

use std::borrow::Cow;
use std::collections::BTreeMap;

use neargate_core::{Arn, Scope, Timestamp};
use neargate_seal::Sealed;
use neargate_store::{
    Error, Expect, Range, ReadRecords as _, Reader, Record, Stored, WriteRecords as _, Writer,
};
use neargate_wire::{Blob, Time};
use serde::{Deserialize, Serialize};

use crate::policies::Policy;
use crate::refusal::Refusal;

pub const SERVICE: &str = "ssm";
pub const BY_FATE: &str = "fate";
/// The fate of what has an Expiration.
pub const EXPIRES: &str = "expires";
pub const SECURE: &str = "SecureString";

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ParameterRecord {
    pub name: String,
    /// Another one for each parameter that ever had the name.
    pub uid: String,
    pub latest: VersionInfo,
    /// The oldest version that is still there.
    pub oldest: i64,
    /// Which version a label is on.
    pub labels: BTreeMap<String, i64>,
    pub tags: BTreeMap<String, String>,
    pub resource_policies: Vec<ResourcePolicy>,
}

/// A version without its value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VersionInfo {
    pub version: i64,
    /// String, StringList or SecureString.
    pub kind: String,
    pub data_type: String,
    /// Standard or Advanced.
    pub tier: String,
    pub description: Option<String>,
    pub key_id: Option<String>,
    pub allowed_pattern: Option<String>,
    pub policies: Vec<Policy>,
    /// Milliseconds since 1970.
    pub modified: i64,
    /// The ARN of who did it.
    pub modified_by: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct VersionRecord {
    pub uid: String,
    pub name: String,
    pub info: VersionInfo,
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
    /// The value's own key, encrypted by KMS. None if KMS encrypted the value itself.
    pub data_key: Option<Blob>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResourcePolicy {
    pub id: String,
    pub hash: String,
    pub policy: String,
}

impl ParameterRecord {
    pub fn arn(&self, scope: &Scope) -> String {
        arn(scope, &self.name)
    }

    pub fn expires(&self) -> Option<i64> {
        self.latest.policies.iter().find_map(Policy::expires)
    }

    /// Whether it has expired: it is gone, though its documents may not be.
    pub fn is_gone(&self, now: i64) -> bool {
        self.expires().is_some_and(|at| at <= now)
    }

    pub fn labels_of(&self, version: i64) -> Vec<String> {
        let own = self.labels.iter().filter(|(_, on)| **on == version);
        own.map(|(label, _)| label.clone()).collect()
    }
}

impl Record for ParameterRecord {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "parameter";

    fn id(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.name)
    }

    fn lookups(&self) -> Vec<(&'static str, String)> {
        self.expires().map(|_| (BY_FATE, EXPIRES.to_owned())).into_iter().collect()
    }
}

impl VersionRecord {
    pub fn key(uid: &str, version: i64) -> String {
        format!("{uid}/{version:010}")
    }

    /// What its value is sealed for.
    pub fn binding(&self, scope: &Scope) -> Binding {
        Binding::of(scope, &self.uid, &self.name, &self.info)
    }
}

/// What a value is sealed for: the parameter by name and uid, its version, and of which type it is.
pub struct Binding([String; 5]);

impl Binding {
    pub fn of(scope: &Scope, uid: &str, name: &str, info: &VersionInfo) -> Self {
        let version = info.version.to_string();
        Self([arn(scope, name), name.to_owned(), uid.to_owned(), version, info.kind.clone()])
    }

    pub fn parts(&self) -> [&str; 5] {
        self.0.each_ref().map(String::as_str)
    }
}

impl Record for VersionRecord {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "version";

    fn id(&self) -> Cow<'_, str> {
        Cow::Owned(Self::key(&self.uid, self.info.version))
    }
}

/// `…:parameter/path/name`, whether or not the name begins with a slash.
pub fn arn(scope: &Scope, name: &str) -> String {
    let slash = if name.starts_with('/') { "" } else { "/" };
    Arn::new(SERVICE, scope, format!("parameter{slash}{name}")).to_string()
}

pub fn time(millis: i64) -> Time {
    Time(Timestamp(millis))
}

/// The parameter of that name, unless it has expired.
pub fn find(
    r: &mut dyn Reader,
    scope: &Scope,
    name: &str,
    now: i64,
) -> Result<Option<Stored<ParameterRecord>>, Error> {
    let found = r.get_record::<ParameterRecord>(scope.account.as_str(), scope.region.as_str(), name)?;
    Ok(found.filter(|parameter| !parameter.value.is_gone(now)))
}

pub fn version(
    r: &mut dyn Reader,
    scope: &Scope,
    parameter: &ParameterRecord,
    version: i64,
) -> Result<Option<VersionRecord>, Error> {
    let key = VersionRecord::key(&parameter.uid, version);
    let found = r.get_record::<VersionRecord>(scope.account.as_str(), scope.region.as_str(), &key)?;
    Ok(found.map(|stored| stored.value))
}

/// The version that the parameter's document says is there.
pub fn latest(
    r: &mut dyn Reader,
    scope: &Scope,
    parameter: &ParameterRecord,
) -> Result<VersionRecord, Refusal> {
    let number = parameter.latest.version;
    let lost = || Refusal::Lost { name: parameter.name.clone(), version: number };
    version(r, scope, parameter, number)?.ok_or_else(lost)
}

/// Removes a parameter with all its versions.
pub fn remove(w: &mut dyn Writer, scope: &Scope, parameter: &ParameterRecord) -> Result<(), Error> {
    let (account, region) = (scope.account.as_str(), scope.region.as_str());
    let prefix = format!("{}/", parameter.uid);
    let versions: Vec<Stored<VersionRecord>> = w.list_records(account, region, Range::prefix(&prefix))?;
    for version in versions {
        w.delete_record::<VersionRecord>(account, region, &version.value.id(), Expect::Any)?;
    }
    w.delete_record::<ParameterRecord>(account, region, &parameter.name, Expect::Any)?;
    Ok(())
}

pub fn put(
    w: &mut dyn Writer,
    scope: &Scope,
    parameter: &ParameterRecord,
    expect: Expect,
) -> Result<u64, Error> {
    w.put_record(scope.account.as_str(), scope.region.as_str(), parameter, expect)
}
