//! `DescribeTaskDefinition`, `ListTaskDefinitions`, `ListTaskDefinitionFamilies`.

use std::sync::Arc;

use neargate_store::{Document, Order, Partition, Range, Record as _};
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
            let mut found = r.lookup(&record::partition(scope), "status", status.as_str(), range)?;
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
    let range = Range::prefix(&prefix).after(page.after.as_deref()).limit(page.to_read());
    let partition = Partition::new(
        FamilyRecord::SERVICE,
        scope.account.as_str(),
        scope.region.as_str(),
        FamilyRecord::KIND,
    );
    let read = ecs.store.read(|r| r.lookup(&partition, "status", status, range).map_err(Refused::from));
    let mut found = read.await?;
    let next_token = page.cut(&mut found, |document| &document.id);
    let families = found.into_iter().map(|document| document.id).collect();
    Ok(ListTaskDefinitionFamiliesResponse { families: Some(families), next_token })
}
