//! The resources that can carry tags, and where their tags are kept.

use neargate_core::{Arn, Scope};
use neargate_store::{Reader, Writer};
use neargate_wire::AwsError;

use super::task;
use crate::clusters;
use crate::model::Tag;
use crate::refused::{Refused, invalid};
use crate::task_definitions;

/// A resource that a request names by its ARN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Resource {
    Cluster(String),
    TaskDefinition(String),
    Task { cluster: String, id: String },
}

impl Resource {
    pub(super) fn parse(scope: &Scope, text: &str) -> Result<Self, AwsError> {
        let arn: Arn = text.parse().map_err(|_| invalid("Invalid arn syntax."))?;
        if arn.service != "ecs" {
            return Err(invalid("Invalid service in ARN."));
        }
        if arn.region != scope.region.as_str() {
            return Err(invalid("Invalid region in ARN."));
        }
        if arn.account != scope.account.as_str() {
            return Err(invalid("Invalid account in ARN."));
        }
        let parts: Vec<&str> = arn.resource.split('/').collect();
        match parts[..] {
            ["cluster", name] if !name.is_empty() => Ok(Self::Cluster(text.to_owned())),
            ["task-definition", name] if name.contains(':') => Ok(Self::TaskDefinition(text.to_owned())),
            ["task", cluster, id] => Ok(Self::Task { cluster: cluster.to_owned(), id: id.to_owned() }),
            ["task" | "service" | "container-instance", _] => {
                Err(invalid("Long arn format must be used for tagging operations"))
            }
            ["service" | "container-instance" | "capacity-provider" | "task-set", ..] => {
                Err(missing(parts[0]))
            }
            _ => Err(invalid("Invalid resource type in ARN.")),
        }
    }

    pub(super) fn tags(&self, r: &mut dyn Reader, scope: &Scope) -> Result<Vec<Tag>, Refused> {
        match self {
            Self::Cluster(arn) => Ok(clusters::find(r, scope, Some(arn))?.tags),
            Self::TaskDefinition(arn) => {
                let record = task_definitions::find(r, scope, arn)?;
                Ok(record.ok_or_else(|| missing("task definition"))?.tags)
            }
            Self::Task { cluster, id } => {
                Ok(task::tags(r, scope, cluster, id)?.ok_or_else(|| missing("task"))?)
            }
        }
    }

    pub(super) fn set_tags(&self, w: &mut dyn Writer, scope: &Scope, tags: Vec<Tag>) -> Result<(), Refused> {
        match self {
            Self::Cluster(arn) => {
                let mut record = clusters::find(w, scope, Some(arn))?;
                record.tags = tags;
                clusters::save(w, scope, &record)?;
            }
            Self::TaskDefinition(arn) => {
                let found = task_definitions::find(w, scope, arn)?;
                let mut record = found.ok_or_else(|| missing("task definition"))?;
                record.tags = tags;
                task_definitions::save(w, scope, &record)?;
            }
            Self::Task { cluster, id } => task::set_tags(w, scope, cluster, id, tags)?,
        }
        Ok(())
    }
}

fn missing(what: &str) -> AwsError {
    let what = what.replace('-', " ");
    invalid(format!("The specified {what} does not exist. Specify a valid {what} ARN and try again."))
}
