//! Policies as they are kept.

use std::borrow::Cow;
use std::collections::BTreeMap;

use neargate_store::Record;
use serde::{Deserialize, Serialize};

use crate::records::SERVICE;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResourcePolicy {
    /// Its name, or the resource that it is attached to.
    pub key: String,
    pub name: Option<String>,
    pub resource: Option<String>,
    pub document: String,
    pub updated: i64,
    pub revision: u64,
}

impl Record for ResourcePolicy {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "resourcepolicies";

    fn id(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.key)
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AccountPolicy {
    pub kind: String,
    pub name: String,
    pub document: String,
    pub criteria: Option<String>,
    pub updated: i64,
    /// Of a data protection policy: since when each identifier has been named.
    #[serde(default)]
    pub since: BTreeMap<String, i64>,
}

impl AccountPolicy {
    pub fn key(kind: &str, name: &str) -> String {
        format!("{kind}/{name}")
    }
}

impl Record for AccountPolicy {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "accountpolicies";

    fn id(&self) -> Cow<'_, str> {
        Cow::Owned(Self::key(&self.kind, &self.name))
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IndexPolicy {
    /// The group's uid.
    pub group: String,
    pub document: String,
    pub fields: Vec<String>,
    pub updated: i64,
}

impl Record for IndexPolicy {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "indexpolicies";

    fn id(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.group)
    }
}
