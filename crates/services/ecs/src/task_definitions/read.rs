//! `DescribeTaskDefinition`, `ListTaskDefinitions`, `ListTaskDefinitionFamilies`.

use std::sync::Arc;

use neargate_core::Scope;
use neargate_store::{Document, Order, Range, ReadRecords as _, Reader};
use neargate_wire::{AwsError, Context};

use super::record::{self, FamilyRecord};
use super::retire::is_gone;
use crate::Ecs;
use crate::model::{
    DescribeTaskDefinitionRequest, DescribeTaskDefinitionResponse, ListTaskDefinitionFamiliesRequest,
    ListTaskDefinitionFamiliesResponse, ListTaskDefinitionsRequest, ListTaskDefinitionsResponse, SortOrder,
    TaskDefinitionField, TaskDefinitionStatus,
};
use crate::page::Page;
use crate::refused::{Refused, client};

const MAX_PER_PAGE: usize = 100;

pub(super) async fn describe_task_definition(
    ecs: Arc<Ecs>,
    context: Context,
    input: DescribeTaskDefinitionRequest,
) -> Result<DescribeTaskDefinitionResponse, AwsError> {
    let reference = input.task_definition.unwrap_or_default();
    let now = ecs.clock.now();
    let found = ecs.store.read(|r| -> Result<_, Refused> {
        let Some(record) = record::find(r, &context.scope, &reference)? else { return Ok(None) };
        let gone = is_gone(r, &context.scope, &record, now)?;
        Ok(Some(record).filter(|_| !gone))
    });
    let record = found.await?.ok_or_else(|| client("Unable to describe task definition."))?;
    let with_tags = input.include.unwrap_or_default().contains(&TaskDefinitionField::Tags);
    Ok(DescribeTaskDefinitionResponse {
        task_definition: Some(record.task_definition),
        tags: Some(if with_tags { record.tags } else { Vec::new() }),
    })
}

pub(super) async fn list_task_definitions(
    ecs: Arc<Ecs>,
    context: Context,
    input: ListTaskDefinitionsRequest,
) -> Result<ListTaskDefinitionsResponse, AwsError> {
    let scope = &context.scope;
    let status = input.status.unwrap_or(TaskDefinitionStatus::Active);
    let order = if input.sort == Some(SortOrder::Desc) { Order::Descending } else { Order::Ascending };
    let family = input.family_prefix.filter(|family| !family.is_empty());
    let filters = [family.as_deref().unwrap_or_default(), status.as_str(), &format!("{order:?}")];
    let page = Page::new(
        "ListTaskDefinitions",
        scope,
        &filters,
        input.next_token.as_deref(),
        input.max_results,
        MAX_PER_PAGE,
    )?;
    // In spite of its name it is a whole family's name.
    let prefix = family.map(|family| format!("{family} "));
    let range = Range {
        after: page.after.as_deref(),
        prefix: prefix.as_deref(),
        order,
        limit: Some(page.to_read()),
        ..Range::all()
    };
    let now = ecs.clock.now();
    let (arns, next_token) = ecs
        .store
        .read(|r| -> Result<_, Refused> {
            let mut found = record::with_status(r, scope, &status, range)?;
            let next_token = page.cut(&mut found, |document| &document.id);
            let mut arns = Vec::with_capacity(found.len());
            for Document { id, .. } in found {
                let Some((family, revision)) = record::parse_id(&id) else { continue };
                if status == TaskDefinitionStatus::DeleteInProgress {
                    let Some(record) = record::load(r, scope, family, revision)? else { continue };
                    if is_gone(r, scope, &record, now)? {
                        continue;
                    }
                }
                arns.push(record::arn(scope, family, revision));
            }
            Ok((arns, next_token))
        })
        .await?;
    Ok(ListTaskDefinitionsResponse { task_definition_arns: Some(arns), next_token })
}

pub(super) async fn list_task_definition_families(
    ecs: Arc<Ecs>,
    context: Context,
    input: ListTaskDefinitionFamiliesRequest,
) -> Result<ListTaskDefinitionFamiliesResponse, AwsError> {
    let scope = &context.scope;
    let status = input.status.as_ref().map_or("ALL", |status| status.as_str());
    let prefix = input.family_prefix.unwrap_or_default();
    let page = Page::new(
        "ListTaskDefinitionFamilies",
        scope,
        &[&prefix, status],
        input.next_token.as_deref(),
        input.max_results,
        MAX_PER_PAGE,
    )?;
    let read = ecs.store.read(|r| families(r, scope, &prefix, status, &page));
    let mut found = read.await?;
    let next_token = page.cut(&mut found, |family| family);
    Ok(ListTaskDefinitionFamiliesResponse { families: Some(found), next_token })
}

/// The page's families, and one more if there is one. Goes on reading while others lie between them.
fn families(
    r: &mut dyn Reader,
    scope: &Scope,
    prefix: &str,
    status: &str,
    page: &Page,
) -> Result<Vec<String>, Refused> {
    let (mut found, mut after) = (Vec::new(), page.after.clone());
    loop {
        let range = Range::prefix(prefix).after(after.as_deref()).limit(page.to_read());
        let batch = r.list_records::<FamilyRecord>(scope.account.as_str(), scope.region.as_str(), range)?;
        let last_batch = batch.len() < page.to_read();
        after = batch.last().map(|stored| stored.value.family.clone());
        let wanted = |known: &str| status == "ALL" || known == status;
        let families = batch.into_iter().map(|stored| stored.value);
        found.extend(families.filter(|known| known.status().is_some_and(wanted)).map(|known| known.family));
        if last_batch || found.len() >= page.to_read() {
            return Ok(found);
        }
    }
}
