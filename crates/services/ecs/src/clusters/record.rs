//! A cluster as it is kept, and how requests name one.

use std::borrow::Cow;

use neargate_core::{Arn, Scope, Timestamp};
use neargate_store::{Expect, ReadRecords as _, Reader, Record, WriteRecords as _, Writer};
use neargate_wire::AwsError;
use serde::{Deserialize, Serialize};

use crate::model;
use crate::refused::{internal, invalid};
use crate::tasks::documents;

/// The cluster that is meant when none is named.
pub(crate) const DEFAULT: &str = "default";

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Status {
    Active,
    /// Deleted; [`ClusterRecord::deleted_at`] says when.
    Inactive,
}

impl Status {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Active => "ACTIVE",
            Self::Inactive => "INACTIVE",
        }
    }
}

/// What is kept of a cluster. What can be counted (tasks, services) is counted when asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ClusterRecord {
    pub name: String,
    pub arn: String,
    pub status: Status,
    #[serde(default)]
    pub deleted_at: Option<Timestamp>,
    pub settings: Vec<model::ClusterSetting>,
    #[serde(default)]
    pub configuration: Option<model::ClusterConfiguration>,
    #[serde(default)]
    pub capacity_providers: Vec<String>,
    #[serde(default)]
    pub default_capacity_provider_strategy: Vec<model::CapacityProviderStrategyItem>,
    #[serde(default)]
    pub service_connect_defaults: Option<model::ClusterServiceConnectDefaults>,
    #[serde(default)]
    pub tags: Vec<model::Tag>,
}

impl ClusterRecord {
    pub(crate) fn is_active(&self) -> bool {
        self.status == Status::Active
    }
}

impl Record for ClusterRecord {
    const SERVICE: &'static str = "ecs";
    const KIND: &'static str = "cluster";

    fn id(&self) -> Cow<'_, str> {
        self.name.as_str().into()
    }

    fn lookups(&self) -> Vec<(&'static str, String)> {
        vec![("status", self.status.as_str().to_owned())]
    }
}

/// The part of a record that tells whether the cluster is there.
#[derive(Deserialize)]
struct Presence {
    status: Status,
}

/// The ACTIVE cluster that a request names by name or ARN; without a name, `default`.
pub(crate) fn find(
    r: &mut dyn Reader,
    scope: &Scope,
    cluster: Option<&str>,
) -> Result<ClusterRecord, AwsError> {
    let Some(name) = name_of(scope, cluster)? else { return Err(not_found()) };
    let record = load(r, scope, &name).map_err(internal)?;
    record.filter(ClusterRecord::is_active).ok_or_else(not_found)
}

/// The name of the ACTIVE cluster that a request names: for requests that need no more of it.
pub(crate) fn find_name(
    r: &mut dyn Reader,
    scope: &Scope,
    cluster: Option<&str>,
) -> Result<String, AwsError> {
    let Some(name) = name_of(scope, cluster)? else { return Err(not_found()) };
    let found: Option<Presence> = documents::get(r, scope, ClusterRecord::KIND, &name).map_err(internal)?;
    match found {
        Some(Presence { status: Status::Active }) => Ok(name),
        _ => Err(not_found()),
    }
}

/// The cluster of this name, deleted or not.
pub(crate) fn load(
    r: &mut dyn Reader,
    scope: &Scope,
    name: &str,
) -> Result<Option<ClusterRecord>, neargate_store::Error> {
    let stored = r.get_record(scope.account.as_str(), scope.region.as_str(), name)?;
    Ok(stored.map(|stored| stored.value))
}

pub(crate) fn save(
    w: &mut dyn Writer,
    scope: &Scope,
    record: &ClusterRecord,
) -> Result<(), neargate_store::Error> {
    w.put_record(scope.account.as_str(), scope.region.as_str(), record, Expect::Any).map(drop)
}

pub(crate) fn arn(scope: &Scope, name: &str) -> String {
    Arn::new("ecs", scope, format!("cluster/{name}")).to_string()
}

pub(crate) fn not_found() -> AwsError {
    AwsError::client("ClusterNotFoundException", "Cluster not found.")
}

/// The name that a reference comes down to; `None` when it is the ARN of something that can't be here.
pub(crate) fn name_of(scope: &Scope, reference: Option<&str>) -> Result<Option<String>, AwsError> {
    let reference = match reference {
        None | Some("") => DEFAULT,
        Some(reference) => reference,
    };
    let name = if reference.starts_with("arn:") {
        let arn: Arn = reference.parse().map_err(|_| invalid("Invalid identifier"))?;
        match arn.resource.strip_prefix("cluster/") {
            Some(name) if arn.is_of("ecs", scope) => name.to_owned(),
            _ => return Ok(None),
        }
    } else {
        reference.to_owned()
    };
    if !is_name(&name) {
        return Err(invalid(format!("Cluster must match {NAME_PATTERN}, but was {name}")));
    }
    Ok(Some(name))
}

pub(crate) const NAME_PATTERN: &str = "^[a-zA-Z0-9\\-_]{1,255}$";

/// What clusters, families, containers and volumes may be called.
pub(crate) fn is_name(text: &str) -> bool {
    (1..=255).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}
