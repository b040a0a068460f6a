//! Filters, destinations and cursors as they are kept.
//!
//! | kind            | id                            | what                                    |
//! |-----------------|-------------------------------|-----------------------------------------|
//! | `metricfilters` | `<group uid>/<filter name>`   | a [`MetricFilter`]                      |
//! | `subscriptions` | `<group uid>/<filter name>`   | a [`Subscription`]                      |
//! | `cursors`       | `<group uid>/<consumer>`      | how far a consumer got: a [`Cursor`]    |
//! | `journal`       | `<group uid>/<sequence>`      | a chunk on its way: see `journal`       |
//! | `destinations`  | name                          | a [`Destination`]                       |

use std::borrow::Cow;
use std::collections::BTreeMap;

use neargate_core::Scope;
use neargate_store::{
    Error, Expect, Range, ReadRecords as _, Reader, Record, Stored, WriteRecords as _, Writer,
};
use serde::{Deserialize, Serialize};

use crate::records::SERVICE;

pub const CURSORS_KIND: &str = "cursors";

/// The consumer that all metric filters of a group are together.
pub const METRICS: &str = "metrics";

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MetricFilter {
    /// The group's uid.
    pub group: String,
    pub group_name: String,
    pub name: String,
    pub pattern: String,
    pub created: i64,
    pub metric: String,
    pub namespace: String,
    pub value: String,
    pub default_value: Option<f64>,
    pub dimensions: BTreeMap<String, String>,
    pub unit: Option<String>,
    pub on_transformed: bool,
    /// It looks at chunks behind this sequence.
    pub since: u64,
}

impl Record for MetricFilter {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "metricfilters";

    fn id(&self) -> Cow<'_, str> {
        Cow::Owned(key(&self.group, &self.name))
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Subscription {
    /// The group's uid.
    pub group: String,
    pub group_name: String,
    pub name: String,
    pub pattern: String,
    pub created: i64,
    pub destination: String,
    pub role: Option<String>,
    pub random: bool,
    pub on_transformed: bool,
}

impl Subscription {
    pub fn consumer(name: &str) -> String {
        format!("subscription {name}")
    }
}

impl Record for Subscription {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "subscriptions";

    fn id(&self) -> Cow<'_, str> {
        Cow::Owned(key(&self.group, &self.name))
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cursor {
    /// The group's uid.
    pub group: String,
    pub consumer: String,
    /// All chunks up to this one are done with.
    pub sequence: u64,
}

impl Record for Cursor {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = CURSORS_KIND;

    fn id(&self) -> Cow<'_, str> {
        Cow::Owned(key(&self.group, &self.consumer))
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Destination {
    pub name: String,
    pub target: String,
    pub role: String,
    pub policy: Option<String>,
    pub created: i64,
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
}

impl Record for Destination {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "destinations";

    fn id(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.name)
    }
}

pub fn key(group: &str, name: &str) -> String {
    format!("{group}/{name}")
}

/// The filters of a group, by name. AWS's limits keep them few.
pub fn of_group<T: Record>(r: &mut dyn Reader, scope: &Scope, group: &str) -> Result<Vec<T>, Error> {
    let prefix = format!("{group}/");
    let listed =
        r.list_records::<T>(scope.account.as_str(), scope.region.as_str(), Range::prefix(&prefix))?;
    Ok(listed.into_iter().map(|stored| stored.value).collect())
}

pub fn cursor(r: &mut dyn Reader, scope: &Scope, group: &str, consumer: &str) -> Result<Option<u64>, Error> {
    let cursor =
        r.get_record::<Cursor>(scope.account.as_str(), scope.region.as_str(), &key(group, consumer))?;
    Ok(cursor.map(|cursor| cursor.value.sequence))
}

/// Moves a cursor on. One whose consumer is gone stays gone.
pub fn advance(
    w: &mut dyn Writer,
    scope: &Scope,
    group: &str,
    consumer: &str,
    sequence: u64,
) -> Result<(), Error> {
    let (account, region) = (scope.account.as_str(), scope.region.as_str());
    let found = w.get_record::<Cursor>(account, region, &key(group, consumer))?;
    if let Some(Stored { mut value, revision }) = found
        && value.sequence < sequence
    {
        value.sequence = sequence;
        w.put_record(account, region, &value, Expect::Revision(revision))?;
    }
    Ok(())
}

/// Makes a consumer's cursor, unless it is there.
pub fn begin(
    w: &mut dyn Writer,
    scope: &Scope,
    group: &str,
    consumer: &str,
    since: u64,
) -> Result<(), Error> {
    let (account, region) = (scope.account.as_str(), scope.region.as_str());
    if cursor(w, scope, group, consumer)?.is_none() {
        let cursor = Cursor { group: group.to_owned(), consumer: consumer.to_owned(), sequence: since };
        w.put_record(account, region, &cursor, Expect::Absent)?;
    }
    Ok(())
}

pub fn end(w: &mut dyn Writer, scope: &Scope, group: &str, consumer: &str) -> Result<(), Error> {
    let (account, region) = (scope.account.as_str(), scope.region.as_str());
    w.delete_record::<Cursor>(account, region, &key(group, consumer), Expect::Any)?;
    Ok(())
}

/// Up to where every consumer of a group is done; all that there is when there is none.
pub fn done(r: &mut dyn Reader, scope: &Scope, group: &str) -> Result<u64, Error> {
    let cursors = of_group::<Cursor>(r, scope, group)?;
    Ok(cursors.iter().map(|cursor| cursor.sequence).min().unwrap_or(u64::MAX))
}
