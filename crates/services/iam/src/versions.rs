//! Versions of managed policies: five at most, one of which counts.

use std::sync::Arc;

use neargate_identity::managed::{self as aws, AwsPolicy};
use neargate_identity::records::{ManagedPolicy, PolicyVersion};
use neargate_wire::{AwsError, Context, Service, Time};

use crate::guard::guarded;
use crate::page::Wanted;
use crate::refusal::Refusal;
use crate::{Iam, answer, documents, model};

const MAX_VERSIONS: usize = 5;

pub(crate) fn register(service: Service, iam: &Arc<Iam>) -> Service {
    guarded!(service, iam,
        CreatePolicyVersion: create => named(policy_arn),
        GetPolicyVersion: get => named(policy_arn),
        ListPolicyVersions: list => named(policy_arn),
        DeletePolicyVersion: delete => named(policy_arn),
        SetDefaultPolicyVersion: set_default => named(policy_arn),
    )
}

pub(crate) fn told(policy: &ManagedPolicy, version: &PolicyVersion, document: bool) -> model::PolicyVersion {
    model::PolicyVersion {
        document: document.then(|| answer::encoded(&version.document)),
        version_id: Some(version.id.clone()),
        is_default_version: Some(version.id == policy.default_version),
        create_date: Some(Time(version.created)),
    }
}

pub(crate) fn told_of_aws(policy: &AwsPolicy, document: bool) -> model::PolicyVersion {
    model::PolicyVersion {
        document: document.then(|| answer::encoded(&policy.document)),
        version_id: Some(policy.version.to_owned()),
        is_default_version: Some(true),
        create_date: Some(Time(policy.created_at())),
    }
}

async fn create(
    iam: Arc<Iam>,
    context: Context,
    input: model::CreatePolicyVersionRequest,
) -> Result<model::CreatePolicyVersionResponse, AwsError> {
    let arn = input.policy_arn.unwrap_or_default();
    let document = documents::managed(input.policy_document)?;
    let (now, default) = (iam.now(), input.set_as_default.unwrap_or(false));
    let changed = iam.change(&context, arn, move |_, policy: &mut ManagedPolicy| {
        if policy.versions.len() >= MAX_VERSIONS {
            return Err(Refusal::Limit(format!(
                "A managed policy can have up to {MAX_VERSIONS} versions. Before you create a new version, you must delete an \
                 existing version."
            )));
        }
        policy.newest += 1;
        let version =
            PolicyVersion { id: format!("v{}", policy.newest), document: document.clone(), created: now };
        if default {
            policy.default_version.clone_from(&version.id);
        }
        policy.versions.push(version.clone());
        policy.updated = now;
        Ok(told(policy, &version, false))
    });
    Ok(model::CreatePolicyVersionResponse { policy_version: Some(changed.await?) })
}

async fn get(
    iam: Arc<Iam>,
    context: Context,
    input: model::GetPolicyVersionRequest,
) -> Result<model::GetPolicyVersionResponse, AwsError> {
    let (arn, id) = (input.policy_arn.unwrap_or_default(), input.version_id.unwrap_or_default());
    if let Some(policy) = aws::find(&arn) {
        if policy.version != id {
            return Err(none(&arn, &id).into());
        }
        return Ok(model::GetPolicyVersionResponse { policy_version: Some(told_of_aws(policy, true)) });
    }
    let policy: ManagedPolicy = iam.get(&context, &arn).await?;
    let version = policy.version(&id).ok_or_else(|| none(&arn, &id))?;
    Ok(model::GetPolicyVersionResponse { policy_version: Some(told(&policy, version, true)) })
}

async fn list(
    iam: Arc<Iam>,
    context: Context,
    input: model::ListPolicyVersionsRequest,
) -> Result<model::ListPolicyVersionsResponse, AwsError> {
    let arn = input.policy_arn.unwrap_or_default();
    let wanted = Wanted::new(&context, "ListPolicyVersions", &arn, input.marker, input.max_items)?;
    let versions = match aws::find(&arn) {
        Some(policy) => vec![told_of_aws(policy, false)],
        None => {
            let policy: ManagedPolicy = iam.get(&context, &arn).await?;
            // Newest first.
            policy.versions.iter().rev().map(|version| told(&policy, version, false)).collect()
        }
    };
    let page = wanted.of(versions, |version| {
        let number: u32 = version.version_id.as_deref().and_then(|id| id[1..].parse().ok()).unwrap_or(0);
        format!("{:010}", u32::MAX - number)
    });
    Ok(model::ListPolicyVersionsResponse {
        is_truncated: page.truncated(),
        versions: Some(page.items),
        marker: page.marker,
    })
}

async fn delete(
    iam: Arc<Iam>,
    context: Context,
    input: model::DeletePolicyVersionRequest,
) -> Result<(), AwsError> {
    let (arn, id) = (input.policy_arn.unwrap_or_default(), input.version_id.unwrap_or_default());
    let about = arn.clone();
    let changed = iam.change(&context, arn, move |_, policy: &mut ManagedPolicy| {
        policy.version(&id).ok_or_else(|| none(&about, &id))?;
        if policy.default_version == id {
            let text = "Cannot delete the default version of a policy.";
            return Err(Refusal::DeleteConflict(text.to_owned()));
        }
        policy.versions.retain(|version| version.id != id);
        Ok(())
    });
    Ok(changed.await?)
}

async fn set_default(
    iam: Arc<Iam>,
    context: Context,
    input: model::SetDefaultPolicyVersionRequest,
) -> Result<(), AwsError> {
    let (arn, id) = (input.policy_arn.unwrap_or_default(), input.version_id.unwrap_or_default());
    let about = arn.clone();
    let changed = iam.change(&context, arn, move |_, policy: &mut ManagedPolicy| {
        policy.version(&id).ok_or_else(|| none(&about, &id))?;
        policy.default_version.clone_from(&id);
        Ok(())
    });
    Ok(changed.await?)
}

fn none(arn: &str, id: &str) -> Refusal {
    Refusal::NoSuchEntity(format!("Policy {arn} version {id} does not exist or is not attachable."))
}
