//! PutAccountPolicy, DescribeAccountPolicies and DeleteAccountPolicy.

use std::collections::BTreeMap;
use std::sync::Arc;

use neargate_store::{Expect, Range, ReadRecords as _, WriteRecords as _, token};
use neargate_wire::{AwsError, Context};

use super::index;
use super::stored::AccountPolicy;
use crate::Logs;
use crate::model::{self, PolicyType};
use crate::protection;
use crate::refusal::Refusal;

const MAX_INDEX_POLICIES: usize = 20;
const MAX_PROTECTION_POLICIES: usize = 1;
const PER_PAGE: usize = 50;

pub async fn put(
    logs: Arc<Logs>,
    context: Context,
    input: model::PutAccountPolicyRequest,
) -> Result<model::PutAccountPolicyResponse, AwsError> {
    let kind = input.policy_type.unwrap_or(PolicyType::Unknown(String::new()));
    let document = input.policy_document.unwrap_or_default();
    let mut protection = None;
    let most = match kind {
        PolicyType::FieldIndexPolicy => {
            index::fields(&document)?;
            MAX_INDEX_POLICIES
        }
        PolicyType::DataProtectionPolicy => {
            if input.selection_criteria.is_some() {
                let message = "selectionCriteria isn't supported for data protection policies.";
                return Err(Refusal::parameter(message).into());
            }
            let parsed = protection::Document::parse(&document)?;
            if !parsed.findings.is_empty() {
                let what = "PutAccountPolicy with a FindingsDestination";
                return Err(AwsError::not_implemented("logs", what));
            }
            protection = Some(parsed);
            MAX_PROTECTION_POLICIES
        }
        _ => {
            let what = format!("PutAccountPolicy of type {}", kind.as_str());
            return Err(AwsError::not_implemented("logs", &what));
        }
    };
    let policy = AccountPolicy {
        kind: kind.as_str().to_owned(),
        name: input.policy_name.unwrap_or_default(),
        document,
        criteria: input.selection_criteria,
        updated: logs.now(),
        since: BTreeMap::new(),
    };
    let (scope, kept) = (context.scope.clone(), policy.clone());
    let written = logs.store.write(context.durability, move |w| {
        let (account, region) = (scope.account.as_str(), scope.region.as_str());
        let key = AccountPolicy::key(&kept.kind, &kept.name);
        let known = w.get_record::<AccountPolicy>(account, region, &key)?.map(|known| known.value);
        if known.is_none() {
            let prefix = AccountPolicy::key(&kept.kind, "");
            let known = w.list_records::<AccountPolicy>(account, region, Range::prefix(&prefix))?;
            if known.len() >= most {
                return Err(Refusal::Limit("Resource limit exceeded.".to_owned()));
            }
        }
        let mut kept = kept.clone();
        if let Some(document) = &protection {
            let before = known.map(|known| known.since).unwrap_or_default();
            kept.since = protection::since(document, &before, kept.updated);
        }
        w.put_record(account, region, &kept, Expect::Any)?;
        Ok::<_, Refusal>(())
    });
    written.await?;
    Ok(model::PutAccountPolicyResponse { account_policy: Some(described(&context, policy)) })
}

pub async fn delete(
    logs: Arc<Logs>,
    context: Context,
    input: model::DeleteAccountPolicyRequest,
) -> Result<(), AwsError> {
    let kind = input.policy_type.as_ref().map(PolicyType::as_str).unwrap_or_default();
    let key = AccountPolicy::key(kind, &input.policy_name.unwrap_or_default());
    let scope = context.scope.clone();
    let deleted = logs.store.write(context.durability, move |w| {
        let (account, region) = (scope.account.as_str(), scope.region.as_str());
        Ok::<_, Refusal>(w.delete_record::<AccountPolicy>(account, region, &key, Expect::Any)?)
    });
    if deleted.await? {
        Ok(())
    } else {
        Err(Refusal::Missing("The specified account policy does not exist.".to_owned()).into())
    }
}

pub async fn describe(
    logs: Arc<Logs>,
    context: Context,
    input: model::DescribeAccountPoliciesRequest,
) -> Result<model::DescribeAccountPoliciesResponse, AwsError> {
    let (account, region) = (context.scope.account.as_str(), context.scope.region.as_str());
    let kind = input.policy_type.as_ref().map(PolicyType::as_str).unwrap_or_default().to_owned();
    let name = input.policy_name;
    let binding = ["DescribeAccountPolicies", account, region, &kind, name.as_deref().unwrap_or_default()];
    let after =
        input.next_token.map(|token| token::decode(&binding, &token)).transpose().map_err(Refusal::from)?;
    let prefix = AccountPolicy::key(&kind, "");
    let range = Range::prefix(&prefix).after(after.as_deref());
    let listed = logs.store.read(|r| r.list_records::<AccountPolicy>(account, region, range)).await;
    let mut policies: Vec<AccountPolicy> =
        listed.map_err(Refusal::from)?.into_iter().map(|stored| stored.value).collect();
    policies.retain(|policy| name.as_ref().is_none_or(|name| *name == policy.name));
    if policies.is_empty() && name.is_some() {
        return Err(Refusal::Missing("The specified account policy does not exist.".to_owned()).into());
    }
    let more = policies.len() > PER_PAGE;
    policies.truncate(PER_PAGE);
    let last = policies.last().filter(|_| more).map(|last| AccountPolicy::key(&last.kind, &last.name));
    Ok(model::DescribeAccountPoliciesResponse {
        account_policies: Some(policies.into_iter().map(|policy| described(&context, policy)).collect()),
        next_token: last.map(|last| token::encode(&binding, &last)),
    })
}

fn described(context: &Context, policy: AccountPolicy) -> model::AccountPolicy {
    model::AccountPolicy {
        policy_name: Some(policy.name),
        policy_document: Some(policy.document),
        last_updated_time: Some(policy.updated),
        policy_type: Some(PolicyType::from(policy.kind.as_str())),
        scope: Some(model::Scope::All),
        selection_criteria: policy.criteria,
        account_id: Some(context.scope.account.to_string()),
    }
}
