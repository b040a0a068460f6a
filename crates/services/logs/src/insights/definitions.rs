//! PutQueryDefinition, DescribeQueryDefinitions and DeleteQueryDefinition: queries kept under names.

use std::sync::Arc;

use neargate_core::random_uuid;
use neargate_store::{Expect, Range, ReadRecords as _, Stored, WriteRecords as _, token};
use neargate_wire::{AwsError, Context};

use super::stored::Definition;
use crate::Logs;
use crate::model;
use crate::refusal::Refusal;

const PER_PAGE: usize = 1_000;
const PER_LISTING: usize = 200;

pub async fn put(
    logs: Arc<Logs>,
    context: Context,
    input: model::PutQueryDefinitionRequest,
) -> Result<model::PutQueryDefinitionResponse, AwsError> {
    let definition = Definition {
        id: input.query_definition_id.clone().unwrap_or_else(random_uuid),
        name: input.name.unwrap_or_default(),
        text: input.query_string.unwrap_or_default(),
        language: input.query_language.map(|language| language.as_str().to_owned()),
        groups: input.log_group_names.unwrap_or_default(),
        modified: logs.now(),
    };
    if input.parameters.is_some_and(|parameters| !parameters.is_empty()) {
        return Err(AwsError::not_implemented("logs", "PutQueryDefinition with parameters"));
    }
    let (id, replaces, scope) =
        (definition.id.clone(), input.query_definition_id.is_some(), context.scope.clone());
    let written = logs.store.write(context.durability, move |w| {
        let (account, region) = (scope.account.as_str(), scope.region.as_str());
        if replaces && w.get_record::<Definition>(account, region, &definition.id)?.is_none() {
            return Err(Refusal::Missing("The specified query definition does not exist.".to_owned()));
        }
        w.put_record(account, region, &definition, Expect::Any)?;
        Ok(())
    });
    written.await?;
    Ok(model::PutQueryDefinitionResponse { query_definition_id: Some(id) })
}

pub async fn delete(
    logs: Arc<Logs>,
    context: Context,
    input: model::DeleteQueryDefinitionRequest,
) -> Result<model::DeleteQueryDefinitionResponse, AwsError> {
    let (id, scope) = (input.query_definition_id.unwrap_or_default(), context.scope.clone());
    let deleted = logs.store.write(context.durability, move |w| {
        let (account, region) = (scope.account.as_str(), scope.region.as_str());
        Ok::<_, Refusal>(w.delete_record::<Definition>(account, region, &id, Expect::Any)?)
    });
    if !deleted.await? {
        return Err(Refusal::Missing("The specified query definition does not exist.".to_owned()).into());
    }
    Ok(model::DeleteQueryDefinitionResponse { success: Some(true) })
}

pub async fn describe(
    logs: Arc<Logs>,
    context: Context,
    input: model::DescribeQueryDefinitionsRequest,
) -> Result<model::DescribeQueryDefinitionsResponse, AwsError> {
    let (account, region) = (context.scope.account.as_str(), context.scope.region.as_str());
    let prefix = input.query_definition_name_prefix.unwrap_or_default();
    let language = input.query_language.as_ref().map(|language| language.as_str().to_owned());
    let most = input.max_results.and_then(|most| usize::try_from(most).ok()).unwrap_or(PER_PAGE);
    let binding =
        ["DescribeQueryDefinitions", account, region, &prefix, language.as_deref().unwrap_or_default()];
    let mut after =
        input.next_token.map(|token| token::decode(&binding, &token)).transpose().map_err(Refusal::from)?;
    let mut found: Vec<Definition> = Vec::new();
    let more = logs.store.read(|r| {
        loop {
            let range = Range::all().after(after.as_deref()).limit(PER_LISTING);
            let listed = r.list_records::<Definition>(account, region, range)?;
            let ended = listed.len() < PER_LISTING;
            after = listed.last().map(|last| last.value.id.clone());
            let wanted = |definition: &Definition| {
                let spoken = definition.language.as_deref().unwrap_or("CWLI");
                definition.name.starts_with(&prefix)
                    && language.as_deref().is_none_or(|wanted| wanted == spoken)
            };
            for Stored { value, .. } in listed {
                if wanted(&value) {
                    if found.len() == most {
                        return Ok::<_, Refusal>(true);
                    }
                    found.push(value);
                }
            }
            if ended {
                return Ok(false);
            }
        }
    });
    let more = more.await?;
    let last = found.last().map(|last| last.id.clone()).filter(|_| more);
    Ok(model::DescribeQueryDefinitionsResponse {
        next_token: last.map(|last| token::encode(&binding, &last)),
        query_definitions: Some(found.into_iter().map(described).collect()),
    })
}

fn described(definition: Definition) -> model::QueryDefinition {
    model::QueryDefinition {
        query_language: Some(model::QueryLanguage::from(definition.language.as_deref().unwrap_or("CWLI"))),
        query_definition_id: Some(definition.id),
        name: Some(definition.name),
        query_string: Some(definition.text),
        last_modified: Some(definition.modified),
        log_group_names: Some(definition.groups),
        parameters: None,
    }
}
