//! PutResourcePolicy, DescribeResourcePolicies and DeleteResourcePolicy.

use std::sync::Arc;

use neargate_store::{Expect, Range, ReadRecords as _, Record as _, WriteRecords as _, token};
use neargate_wire::{AwsError, Context};
use serde_json::Value;

use super::stored::ResourcePolicy;
use crate::Logs;
use crate::model;
use crate::refusal::Refusal;
use crate::resolve;

/// As AWS allows an account in a region.
const MAX_POLICIES: usize = 10;
const MAX_DOCUMENT_BYTES: usize = 5_120;
const PER_PAGE: usize = 50;

pub async fn put(
    logs: Arc<Logs>,
    context: Context,
    input: model::PutResourcePolicyRequest,
) -> Result<model::PutResourcePolicyResponse, AwsError> {
    let document = input.policy_document.unwrap_or_default();
    if document.len() > MAX_DOCUMENT_BYTES
        || !serde_json::from_str::<Value>(&document).is_ok_and(|document| document.is_object())
    {
        return Err(Refusal::parameter("The policy document is not a valid policy.").into());
    }
    let key = match (&input.policy_name, &input.resource_arn) {
        (Some(name), None) if !name.is_empty() && !name.starts_with("arn:") => name.clone(),
        (None, Some(arn)) => {
            let name = resolve::name_of(&context.scope, arn.clone())?;
            logs.store.read(|r| resolve::group(r, &context.scope, &name)).await?;
            resolve::group_arn(&context.scope, &name)
        }
        _ => return Err(Refusal::parameter("Specify either policyName or resourceArn.").into()),
    };
    let policy = ResourcePolicy {
        key,
        name: input.policy_name,
        resource: input.resource_arn,
        document,
        updated: logs.now(),
        revision: 0,
    };
    let (scope, expected) = (context.scope.clone(), input.expected_revision_id);
    let written = logs.store.write(context.durability, move |w| {
        let (account, region) = (scope.account.as_str(), scope.region.as_str());
        let known = w.get_record::<ResourcePolicy>(account, region, &policy.id())?;
        let known = known.map(|known| known.value.revision);
        expect_revision(expected.as_deref(), known)?;
        if known.is_none() && policy.resource.is_none() {
            let all = w.list_records::<ResourcePolicy>(account, region, Range::all())?;
            if all.iter().filter(|one| one.value.resource.is_none()).count() >= MAX_POLICIES {
                return Err(Refusal::Limit("Resource limit exceeded.".to_owned()));
            }
        }
        let policy = ResourcePolicy { revision: known.unwrap_or(0) + 1, ..policy.clone() };
        w.put_record(account, region, &policy, Expect::Any)?;
        Ok(policy)
    });
    let policy = written.await?;
    let revision_id = policy.resource.is_some().then(|| policy.revision.to_string());
    Ok(model::PutResourcePolicyResponse { resource_policy: Some(described(policy)), revision_id })
}

/// Who names the revision that they have seen means no other.
fn expect_revision(expected: Option<&str>, known: Option<u64>) -> Result<(), Refusal> {
    match expected {
        Some(expected) if known.map(|known| known.to_string()).as_deref() != Some(expected) => {
            Err(Refusal::Aborted("The expected revision is not the policy's current one.".to_owned()))
        }
        _ => Ok(()),
    }
}

pub async fn delete(
    logs: Arc<Logs>,
    context: Context,
    input: model::DeleteResourcePolicyRequest,
) -> Result<(), AwsError> {
    let key = match (input.policy_name, input.resource_arn) {
        (Some(name), None) => name,
        (None, Some(arn)) => resolve::group_arn(&context.scope, &resolve::name_of(&context.scope, arn)?),
        _ => return Err(Refusal::parameter("Specify either policyName or resourceArn.").into()),
    };
    let (scope, expected) = (context.scope.clone(), input.expected_revision_id);
    let deleted = logs.store.write(context.durability, move |w| {
        let (account, region) = (scope.account.as_str(), scope.region.as_str());
        let known = w.get_record::<ResourcePolicy>(account, region, &key)?;
        let missing = || Refusal::Missing(format!("Policy with name [{key}] does not exist."));
        expect_revision(expected.as_deref(), Some(known.ok_or_else(missing)?.value.revision))?;
        w.delete_record::<ResourcePolicy>(account, region, &key, Expect::Any)?;
        Ok::<_, Refusal>(())
    });
    Ok(deleted.await?)
}

pub async fn describe(
    logs: Arc<Logs>,
    context: Context,
    input: model::DescribeResourcePoliciesRequest,
) -> Result<model::DescribeResourcePoliciesResponse, AwsError> {
    let scope = &context.scope;
    let (account, region) = (scope.account.as_str(), scope.region.as_str());
    let most = input.limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(PER_PAGE);
    let of = match input.resource_arn {
        Some(arn) => Some(resolve::group_arn(scope, &resolve::name_of(scope, arn)?)),
        None => None,
    };
    let attached = of.is_some() || input.policy_scope == Some(model::PolicyScope::Resource);
    let wanted = of.as_deref().unwrap_or(if attached { "attached" } else { "" });
    let binding = ["DescribeResourcePolicies", account, region, wanted];
    let after =
        input.next_token.map(|token| token::decode(&binding, &token)).transpose().map_err(Refusal::from)?;
    let listed = logs
        .store
        .read(|r| r.list_records::<ResourcePolicy>(account, region, Range::all().after(after.as_deref())));
    let mut policies: Vec<ResourcePolicy> = listed
        .await
        .map_err(Refusal::from)?
        .into_iter()
        .map(|stored| stored.value)
        .filter(|policy| {
            policy.resource.is_some() == attached && of.as_ref().is_none_or(|of| *of == policy.key)
        })
        .collect();
    let more = policies.len() > most;
    policies.truncate(most);
    let next_token = policies.last().filter(|_| more).map(|last| token::encode(&binding, &last.key));
    let resource_policies = Some(policies.into_iter().map(described).collect());
    Ok(model::DescribeResourcePoliciesResponse { resource_policies, next_token })
}

fn described(policy: ResourcePolicy) -> model::ResourcePolicy {
    let attached = policy.resource.is_some();
    model::ResourcePolicy {
        policy_name: policy.name,
        policy_document: Some(policy.document),
        last_updated_time: Some(policy.updated),
        policy_scope: attached.then_some(model::PolicyScope::Resource),
        resource_arn: policy.resource,
        revision_id: attached.then(|| policy.revision.to_string()),
    }
}
