//! PutDataProtectionPolicy, GetDataProtectionPolicy and DeleteDataProtectionPolicy.

use std::sync::Arc;

use neargate_store::{Expect, ReadRecords as _, WriteRecords as _};
use neargate_wire::{AwsError, Context};

use super::{Document, FINDINGS, ProtectionPolicy, findings};
use crate::Logs;
use crate::feed;
use crate::model;
use crate::records::STANDARD;
use crate::refusal::Refusal;
use crate::resolve;

pub async fn put(
    logs: Arc<Logs>,
    context: Context,
    input: model::PutDataProtectionPolicyRequest,
) -> Result<model::PutDataProtectionPolicyResponse, AwsError> {
    let identifier = input.log_group_identifier.unwrap_or_default();
    let name = resolve::name_of(&context.scope, identifier.clone())?;
    let text = input.policy_document.unwrap_or_default();
    let document = Document::parse(&text)?;
    findings::check(&logs, &context, &document.findings).await?;
    let (scope, now, kept) = (context.scope.clone(), logs.now(), text.clone());
    let written = logs.store.write(context.durability, move |w| {
        let (account, region) = (scope.account.as_str(), scope.region.as_str());
        let mut group = resolve::group(w, &scope, &name)?.value;
        if group.class != STANDARD {
            let message = "Data protection policies aren't supported for this log group class.";
            return Err(Refusal::parameter(message));
        }
        let known = w.get_record::<ProtectionPolicy>(account, region, &group.uid)?;
        let before = known.map(|known| known.value.since).unwrap_or_default();
        let since = super::since(&document, &before, now);
        let policy = ProtectionPolicy {
            group: group.uid.clone(),
            name: name.clone(),
            document: kept.clone(),
            since,
            updated: now,
        };
        w.put_record(account, region, &policy, Expect::Any)?;
        group.protection = Some("ACTIVATED".to_owned());
        group.findings = !document.findings.is_empty();
        if group.findings {
            let since = resolve::usage(w, &scope, &group.uid)?.sequence;
            feed::begin(w, &scope, &group.uid, FINDINGS, since)?;
        } else {
            feed::end(w, &scope, &group.uid, FINDINGS)?;
        }
        w.put_record(account, region, &group, Expect::Any)?;
        Ok(())
    });
    written.await?;
    Ok(model::PutDataProtectionPolicyResponse {
        log_group_identifier: Some(identifier),
        policy_document: Some(text),
        last_updated_time: Some(now),
    })
}

pub async fn get(
    logs: Arc<Logs>,
    context: Context,
    input: model::GetDataProtectionPolicyRequest,
) -> Result<model::GetDataProtectionPolicyResponse, AwsError> {
    let identifier = input.log_group_identifier.unwrap_or_default();
    let name = resolve::name_of(&context.scope, identifier.clone())?;
    let scope = &context.scope;
    let read = logs.store.read(|r| {
        let group = resolve::group(r, scope, &name)?.value;
        let (account, region) = (scope.account.as_str(), scope.region.as_str());
        Ok::<_, Refusal>(r.get_record::<ProtectionPolicy>(account, region, &group.uid)?)
    });
    let policy = read.await?.map(|stored| stored.value);
    Ok(model::GetDataProtectionPolicyResponse {
        log_group_identifier: Some(identifier),
        last_updated_time: policy.as_ref().map(|policy| policy.updated),
        policy_document: policy.map(|policy| policy.document),
    })
}

pub async fn delete(
    logs: Arc<Logs>,
    context: Context,
    input: model::DeleteDataProtectionPolicyRequest,
) -> Result<(), AwsError> {
    let identifier = input.log_group_identifier.unwrap_or_default();
    let name = resolve::name_of(&context.scope, identifier)?;
    let scope = context.scope.clone();
    let deleted = logs.store.write(context.durability, move |w| {
        let (account, region) = (scope.account.as_str(), scope.region.as_str());
        let mut group = resolve::group(w, &scope, &name)?.value;
        if group.is_protected() {
            (group.protection, group.findings) = (Some("DELETED".to_owned()), false);
            feed::end(w, &scope, &group.uid, FINDINGS)?;
            w.put_record(account, region, &group, Expect::Any)?;
            w.delete_record::<ProtectionPolicy>(account, region, &group.uid, Expect::Any)?;
        }
        Ok::<_, Refusal>(())
    });
    Ok(deleted.await?)
}
