//! PutIndexPolicy, DescribeIndexPolicies, DeleteIndexPolicy and DescribeFieldIndexes.

use std::sync::Arc;

use neargate_core::Scope;
use neargate_store::{Expect, ReadRecords as _, WriteRecords as _};
use neargate_wire::{AwsError, Context};
use serde::Deserialize;

use super::stored::IndexPolicy;
use crate::Logs;
use crate::model;
use crate::refusal::Refusal;
use crate::resolve;

const MAX_FIELDS: usize = 20;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(rename = "Fields", alias = "FieldsV2")]
    fields: Vec<String>,
}

/// The fields that a policy's document names.
pub fn fields(document: &str) -> Result<Vec<String>, Refusal> {
    let document: Document = serde_json::from_str(document).map_err(|_| {
        Refusal::parameter("The policy document must be of the form {\"Fields\": [\"name\", ...]}.")
    })?;
    if document.fields.is_empty() || document.fields.len() > MAX_FIELDS {
        return Err(Refusal::Parameter(format!("An index policy must name from 1 to {MAX_FIELDS} fields.")));
    }
    Ok(document.fields)
}

pub async fn put(
    logs: Arc<Logs>,
    context: Context,
    input: model::PutIndexPolicyRequest,
) -> Result<model::PutIndexPolicyResponse, AwsError> {
    let name = resolve::group_name(&context.scope, None, input.log_group_identifier)?;
    let document = input.policy_document.unwrap_or_default();
    let (fields, updated) = (fields(&document)?, logs.now());
    let (scope, of) = (context.scope.clone(), name.clone());
    let written = logs.store.write(context.durability, move |w| {
        let group = resolve::standard_group(w, &scope, &of)?.value;
        let policy =
            IndexPolicy { group: group.uid, document: document.clone(), fields: fields.clone(), updated };
        w.put_record(scope.account.as_str(), scope.region.as_str(), &policy, Expect::Any)?;
        Ok::<_, Refusal>(policy)
    });
    let index_policy = described(&context.scope, &name, written.await?);
    Ok(model::PutIndexPolicyResponse { index_policy: Some(index_policy) })
}

pub async fn delete(
    logs: Arc<Logs>,
    context: Context,
    input: model::DeleteIndexPolicyRequest,
) -> Result<model::DeleteIndexPolicyResponse, AwsError> {
    let name = resolve::group_name(&context.scope, None, input.log_group_identifier)?;
    let scope = context.scope.clone();
    let deleted = logs.store.write(context.durability, move |w| {
        let group = resolve::group(w, &scope, &name)?.value;
        let (account, region) = (scope.account.as_str(), scope.region.as_str());
        if !w.delete_record::<IndexPolicy>(account, region, &group.uid, Expect::Any)? {
            return Err(Refusal::Missing("The specified index policy does not exist.".to_owned()));
        }
        Ok(())
    });
    deleted.await?;
    Ok(model::DeleteIndexPolicyResponse {})
}

pub async fn describe(
    logs: Arc<Logs>,
    context: Context,
    input: model::DescribeIndexPoliciesRequest,
) -> Result<model::DescribeIndexPoliciesResponse, AwsError> {
    let found = policies(&logs, &context.scope, input.log_group_identifiers).await?;
    let described = found.into_iter().map(|(name, policy)| described(&context.scope, &name, policy));
    Ok(model::DescribeIndexPoliciesResponse { index_policies: Some(described.collect()), next_token: None })
}

pub async fn describe_fields(
    logs: Arc<Logs>,
    context: Context,
    input: model::DescribeFieldIndexesRequest,
) -> Result<model::DescribeFieldIndexesResponse, AwsError> {
    let found = policies(&logs, &context.scope, input.log_group_identifiers).await?;
    let fields = found.into_iter().flat_map(|(name, policy)| {
        let group = resolve::group_arn(&context.scope, &name);
        policy.fields.into_iter().map(move |field| model::FieldIndex {
            log_group_identifier: Some(group.clone()),
            field_index_name: Some(field),
            ..model::FieldIndex::default()
        })
    });
    Ok(model::DescribeFieldIndexesResponse { field_indexes: Some(fields.collect()), next_token: None })
}

/// The policies of the named groups that have one. AWS takes a hundred groups at most, so they fit a page.
async fn policies(
    logs: &Logs,
    scope: &Scope,
    identifiers: Option<Vec<String>>,
) -> Result<Vec<(String, IndexPolicy)>, Refusal> {
    let names = identifiers.unwrap_or_default().into_iter().map(|one| resolve::name_of(scope, one));
    let names = names.collect::<Result<Vec<_>, _>>()?;
    let read = logs.store.read(|r| {
        let mut found = Vec::new();
        for name in names {
            let group = resolve::group(r, scope, &name)?.value;
            let policy =
                r.get_record::<IndexPolicy>(scope.account.as_str(), scope.region.as_str(), &group.uid)?;
            found.extend(policy.map(|policy| (name, policy.value)));
        }
        Ok(found)
    });
    read.await
}

fn described(scope: &Scope, group: &str, policy: IndexPolicy) -> model::IndexPolicy {
    model::IndexPolicy {
        log_group_identifier: Some(resolve::group_arn(scope, group)),
        last_update_time: Some(policy.updated),
        policy_document: Some(policy.document),
        policy_name: None,
        source: Some(model::IndexSource::LogGroup),
    }
}
