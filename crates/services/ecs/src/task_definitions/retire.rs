//! `DeregisterTaskDefinition` and `DeleteTaskDefinitions`: from ACTIVE to INACTIVE to DELETE_IN_PROGRESS, and then away.
//!
//! A deleted revision stays in sight for [`KEPT_AFTER_DELETE`], and as long as something runs from it. Then it is gone for all who ask, and
//! the document goes with one of the next deletions. Numbers are never given twice: the family stays.

use std::sync::Arc;
use std::time::Duration;

use neargate_core::{Scope, Timestamp};
use neargate_store::{Expect, Range, Reader, Record as _, Writer};
use neargate_wire::{AwsError, Context};

use super::record::{self, Reference, TaskDefinitionRecord};
use super::usage::is_used;
use crate::Ecs;
use crate::model::{
    DeleteTaskDefinitionsRequest, DeleteTaskDefinitionsResponse, DeregisterTaskDefinitionRequest,
    DeregisterTaskDefinitionResponse, Failure, TaskDefinition, TaskDefinitionStatus,
};
use crate::refused::{Refused, client, internal, invalid};

const KEPT_AFTER_DELETE: Duration = Duration::from_secs(3600);
const MAX_DELETED_PER_REQUEST: usize = 10;
const MAX_CLEARED_PER_REQUEST: usize = 100;

pub(super) async fn deregister_task_definition(
    ecs: Arc<Ecs>,
    context: Context,
    input: DeregisterTaskDefinitionRequest,
) -> Result<DeregisterTaskDefinitionResponse, AwsError> {
    let (scope, now) = (context.scope.clone(), ecs.clock.now());
    let reference = input.task_definition.unwrap_or_default();
    let done = ecs
        .store
        .write(context.durability, move |w| -> Result<_, Refused> { deregister(w, &scope, &reference, now) });
    Ok(DeregisterTaskDefinitionResponse { task_definition: Some(done.await?) })
}

fn deregister(
    w: &mut dyn Writer,
    scope: &Scope,
    reference: &str,
    now: Timestamp,
) -> Result<TaskDefinition, Refused> {
    let unknown = || client("Unable to describe task definition.");
    let Reference { family, revision } = record::parse(scope, reference)?.ok_or_else(unknown)?;
    let revision = revision.ok_or_else(|| client("Revision is missing."))?;
    let mut record = record::load(w, scope, family, revision)?.ok_or_else(unknown)?;
    if is_gone(w, scope, &record, now)? {
        return Err(unknown().into());
    }
    if !record.is_active() {
        // Asking twice is fine.
        return Ok(record.task_definition);
    }
    record.task_definition.status = Some(TaskDefinitionStatus::Inactive);
    record.task_definition.deregistered_at = Some(now.into());
    record::save(w, scope, &record)?;
    if let Some(mut known) = record::load_family(w, scope, family)? {
        known.retired += 1;
        if known.latest_active == Some(revision) {
            known.latest_active = active_before(w, scope, family, revision)?;
        }
        record::save_family(w, scope, &known)?;
    }
    Ok(record.task_definition)
}

/// The latest ACTIVE revision of a family before one that was it.
fn active_before(
    r: &mut dyn Reader,
    scope: &Scope,
    family: &str,
    revision: i64,
) -> Result<Option<i64>, Refused> {
    let (prefix, id) = (format!("{family} "), record::id(family, revision));
    let before = Range::prefix(&prefix).descending().after(Some(&id)).limit(1);
    let found = record::with_status(r, scope, &TaskDefinitionStatus::Active, before)?;
    Ok(found.first().and_then(|document| record::parse_id(&document.id)).map(|(_, revision)| revision))
}

pub(super) async fn delete_task_definitions(
    ecs: Arc<Ecs>,
    context: Context,
    input: DeleteTaskDefinitionsRequest,
) -> Result<DeleteTaskDefinitionsResponse, AwsError> {
    let (scope, now) = (context.scope.clone(), ecs.clock.now());
    let references = input.task_definitions.unwrap_or_default();
    if references.is_empty() {
        return Err(invalid("Task definitions can not be empty."));
    }
    if references.len() > MAX_DELETED_PER_REQUEST {
        return Err(invalid(format!(
            "The number of task definitions exceeds the limit of {MAX_DELETED_PER_REQUEST}."
        )));
    }
    let done = ecs.store.write(context.durability, move |w| -> Result<_, Refused> {
        let (mut deleted, mut failures) = (Vec::new(), Vec::new());
        for reference in &references {
            match delete(w, &scope, reference, now)? {
                Ok(definition) => deleted.push(definition),
                Err(reason) => failures.push(failure(&scope, reference, reason)),
            }
        }
        clear(w, &scope, now)?;
        Ok((deleted, failures))
    });
    let (deleted, failures) = done.await?;
    Ok(DeleteTaskDefinitionsResponse { task_definitions: Some(deleted), failures: Some(failures) })
}

/// The deleted definition, or why it can't be.
fn delete(
    w: &mut dyn Writer,
    scope: &Scope,
    reference: &str,
    now: Timestamp,
) -> Result<Result<TaskDefinition, &'static str>, Refused> {
    const UNKNOWN: &str = "The specified task definition does not exist. Specify a valid account, family, revision and \
                           try again.";
    let Some(Reference { family, revision }) = record::parse(scope, reference)? else {
        return Ok(Err(UNKNOWN));
    };
    let revision = revision.ok_or_else(|| client("Revision is missing."))?;
    let Some(mut record) = record::load(w, scope, family, revision)? else { return Ok(Err(UNKNOWN)) };
    if is_gone(w, scope, &record, now)? {
        return Ok(Err(UNKNOWN));
    }
    match record.task_definition.status {
        Some(TaskDefinitionStatus::Active) => {
            return Ok(Err(
                "The specified task definition is still in ACTIVE status. Please deregister the target and try again.",
            ));
        }
        Some(TaskDefinitionStatus::DeleteInProgress) => {}
        _ => {
            record.task_definition.status = Some(TaskDefinitionStatus::DeleteInProgress);
            record.task_definition.delete_requested_at = Some(now.into());
            record::save(w, scope, &record)?;
        }
    }
    Ok(Ok(record.task_definition))
}

fn failure(scope: &Scope, reference: &str, reason: &str) -> Failure {
    let arn = match reference.starts_with("arn:") {
        true => reference.to_owned(),
        false => neargate_core::Arn::new("ecs", scope, format!("task-definition/{reference}")).to_string(),
    };
    Failure { arn: Some(arn), reason: Some(reason.to_owned()), detail: None }
}

/// True when a deleted revision has been in sight long enough.
pub(super) fn is_gone(
    r: &mut dyn Reader,
    scope: &Scope,
    record: &TaskDefinitionRecord,
    now: Timestamp,
) -> Result<bool, AwsError> {
    let Some(deleted_at) = record.task_definition.delete_requested_at else { return Ok(false) };
    if now.since(deleted_at.0) < KEPT_AFTER_DELETE {
        return Ok(false);
    }
    let arn = record.task_definition.task_definition_arn.as_deref().unwrap_or_default();
    Ok(!is_used(r, scope, arn).map_err(internal)?)
}

/// Takes away documents of revisions that are gone.
fn clear(w: &mut dyn Writer, scope: &Scope, now: Timestamp) -> Result<(), Refused> {
    let deleted = TaskDefinitionStatus::DeleteInProgress;
    let range = Range::all().limit(MAX_CLEARED_PER_REQUEST);
    let found = record::with_status(w, scope, &deleted, range)?;
    for document in found {
        let Some((family, revision)) = record::parse_id(&document.id) else { continue };
        let Some(record) = record::load(w, scope, family, revision)? else { continue };
        if !is_gone(w, scope, &record, now)? {
            continue;
        }
        w.delete(&record::partition(scope), &record.id(), Expect::Any)?;
        if let Some(mut known) = record::load_family(w, scope, family)? {
            known.retired = known.retired.saturating_sub(1);
            record::save_family(w, scope, &known)?;
        }
    }
    Ok(())
}
