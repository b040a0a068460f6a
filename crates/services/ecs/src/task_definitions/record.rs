//! Task definitions as they are kept, and how requests name one.
//!
//! A revision is a document; a family is another, which knows the latest revision and the latest ACTIVE one. So a bare
//! family is resolved by two reads, and registering neither lists nor searches. Revisions only grow: the family stays when its last revision is gone.

use std::borrow::Cow;

use neargate_core::{Arn, Scope};
use neargate_store::{
    Document, Expect, Partition, Range, ReadRecords as _, Reader, Record, WriteRecords as _, Writer,
};
use neargate_wire::AwsError;
use serde::{Deserialize, Serialize};

use crate::model::{self, TaskDefinitionStatus};
use crate::refused::{client, internal};
use crate::tasks::documents;

/// How many documents are read at once when some of them may be passed over.
const PAGE: usize = 128;

/// A revision with its tags. Its ARN and number follow from where it lies, so the document need not hold them: it is written
/// out before the transaction that gives it its number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct TaskDefinitionRecord {
    pub task_definition: model::TaskDefinition,
    #[serde(default)]
    pub tags: Vec<model::Tag>,
}

impl TaskDefinitionRecord {
    pub(crate) fn family(&self) -> &str {
        self.task_definition.family.as_deref().unwrap_or_default()
    }

    pub(crate) fn revision(&self) -> i64 {
        self.task_definition.revision.unwrap_or_default()
    }

    pub(crate) fn status(&self) -> &str {
        self.task_definition.status.as_ref().map_or("", TaskDefinitionStatus::as_str)
    }

    pub(crate) fn is_active(&self) -> bool {
        self.task_definition.status == Some(TaskDefinitionStatus::Active)
    }
}

impl Record for TaskDefinitionRecord {
    const SERVICE: &'static str = "ecs";
    const KIND: &'static str = "task-definition";

    fn id(&self) -> Cow<'_, str> {
        id(self.family(), self.revision()).into()
    }

    /// None while ACTIVE, as nearly all are: a look-up would cost their registration as much as the document.
    fn lookups(&self) -> Vec<(&'static str, String)> {
        if self.is_active() { Vec::new() } else { vec![("status", self.status().to_owned())] }
    }
}

/// What is known of a family as a whole. It has no look-ups, since every registration writes it and only a rare listing asks for its status.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FamilyRecord {
    pub family: String,
    /// The highest revision ever given away.
    pub latest: i64,
    pub latest_active: Option<i64>,
    /// Revisions there are that aren't ACTIVE.
    pub retired: u64,
}

impl FamilyRecord {
    /// As `ListTaskDefinitionFamilies` sees it; `None` when nothing of it is left but its number.
    pub(crate) fn status(&self) -> Option<&'static str> {
        match (self.latest_active, self.retired) {
            (Some(_), _) => Some("ACTIVE"),
            (None, 1..) => Some("INACTIVE"),
            (None, 0) => None,
        }
    }
}

impl Record for FamilyRecord {
    const SERVICE: &'static str = "ecs";
    const KIND: &'static str = "task-definition-family";

    fn id(&self) -> Cow<'_, str> {
        self.family.as_str().into()
    }
}

/// A family, and a revision of it if one was named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference<'a> {
    pub family: &'a str,
    pub revision: Option<i64>,
}

/// The task definition that a request names: `family`, `family:revision` or an ARN. A bare family means its latest ACTIVE revision; a
/// named one is found whatever its status.
pub(crate) fn find(
    r: &mut dyn Reader,
    scope: &Scope,
    reference: &str,
) -> Result<Option<TaskDefinitionRecord>, AwsError> {
    let Some(Reference { family, revision }) = parse(scope, reference)? else { return Ok(None) };
    let revision = match revision {
        Some(revision) => Some(revision),
        None => load_family(r, scope, family).map_err(internal)?.and_then(|family| family.latest_active),
    };
    let Some(revision) = revision else { return Ok(None) };
    load(r, scope, family, revision).map_err(internal)
}

/// Reads a reference; `None` when it is the ARN of something that can't be here.
pub(crate) fn parse<'a>(scope: &Scope, reference: &'a str) -> Result<Option<Reference<'a>>, AwsError> {
    let name = if reference.starts_with("arn:") {
        let mut fields = reference.splitn(6, ':').skip(2);
        let mut next = || fields.next().unwrap_or_default();
        let (service, region, account, resource) = (next(), next(), next(), next());
        let here = service == "ecs" && region == scope.region.as_str() && account == scope.account.as_str();
        match resource.strip_prefix("task-definition/") {
            Some(name) if here => name,
            _ => return Ok(None),
        }
    } else {
        reference
    };
    let (family, revision) = match name.split_once(':') {
        None => (name, None),
        Some((family, number)) => {
            let revision = number.parse().ok().filter(|revision| *revision > 0);
            let bad = || client(format!("Invalid revision number. Number: {number}"));
            (family, Some(revision.ok_or_else(bad)?))
        }
    };
    Ok(Some(Reference { family, revision }))
}

pub(crate) fn load(
    r: &mut dyn Reader,
    scope: &Scope,
    family: &str,
    revision: i64,
) -> Result<Option<TaskDefinitionRecord>, neargate_store::Error> {
    let (account, region) = (scope.account.as_str(), scope.region.as_str());
    let stored = r.get_record::<TaskDefinitionRecord>(account, region, &id(family, revision))?;
    Ok(stored.map(|stored| {
        let mut record = stored.value;
        record.task_definition.revision = Some(revision);
        record.task_definition.task_definition_arn = Some(arn(scope, family, revision));
        record
    }))
}

pub(crate) fn save(
    w: &mut dyn Writer,
    scope: &Scope,
    record: &TaskDefinitionRecord,
) -> Result<(), neargate_store::Error> {
    w.put_record(scope.account.as_str(), scope.region.as_str(), record, Expect::Any).map(drop)
}

/// The documents of a range's revisions that have a status.
pub(crate) fn with_status(
    r: &mut dyn Reader,
    scope: &Scope,
    status: &TaskDefinitionStatus,
    range: Range,
) -> Result<Vec<Document>, neargate_store::Error> {
    let partition = partition(scope);
    if *status != TaskDefinitionStatus::Active {
        return r.lookup(&partition, "status", status.as_str(), range);
    }
    let wanted = range.limit.unwrap_or(usize::MAX);
    let (mut found, mut after) = (Vec::new(), range.after.map(str::to_owned));
    loop {
        let page = r.list(&partition, range.after(after.as_deref()).limit(wanted.min(PAGE)))?;
        let last = page.len() < wanted.min(PAGE);
        after = page.last().map(|document| document.id.clone());
        for document in page {
            let known: Glance = documents::decode(TaskDefinitionRecord::KIND, &document)?;
            if known.task_definition.status == *status && found.len() < wanted {
                found.push(document);
            }
        }
        if last || found.len() == wanted {
            return Ok(found);
        }
    }
}

/// The part of a document that tells its status.
#[derive(Deserialize)]
struct Glance {
    task_definition: Status,
}

#[derive(Deserialize)]
struct Status {
    status: TaskDefinitionStatus,
}

pub(crate) fn load_family(
    r: &mut dyn Reader,
    scope: &Scope,
    family: &str,
) -> Result<Option<FamilyRecord>, neargate_store::Error> {
    let stored = r.get_record(scope.account.as_str(), scope.region.as_str(), family)?;
    Ok(stored.map(|stored| stored.value))
}

pub(crate) fn save_family(
    w: &mut dyn Writer,
    scope: &Scope,
    record: &FamilyRecord,
) -> Result<(), neargate_store::Error> {
    w.put_record(scope.account.as_str(), scope.region.as_str(), record, Expect::Any).map(drop)
}

/// Where a scope's revisions are.
pub(crate) fn partition(scope: &Scope) -> Partition<'_> {
    Partition::new(
        TaskDefinitionRecord::SERVICE,
        scope.account.as_str(),
        scope.region.as_str(),
        TaskDefinitionRecord::KIND,
    )
}

/// A revision's document id. Sorts as AWS lists: by family, then by revision as a number. The space sorts before all that names may hold.
pub(crate) fn id(family: &str, revision: i64) -> String {
    format!("{family} {revision:010}")
}

/// The reverse of [`id`].
pub(crate) fn parse_id(id: &str) -> Option<(&str, i64)> {
    let (family, revision) = id.split_once(' ')?;
    Some((family, revision.parse().ok()?))
}

pub(crate) fn arn(scope: &Scope, family: &str, revision: i64) -> String {
    Arn::new("ecs", scope, format!("task-definition/{family}:{revision}")).to_string()
}
