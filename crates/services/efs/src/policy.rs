//! PutFileSystemPolicy, DescribeFileSystemPolicy, DeleteFileSystemPolicy.
//!
//! A file system's policy is asked when a task mounts it (the node does that); calls of this API go by their callers' own policies.

use std::sync::Arc;

use http::StatusCode;
use neargate_core::Principal;
use neargate_policy::{Caller, Denial, Keys, Kind, Policies, Policy, Request, Source, evaluate};
use neargate_wire::{AwsError, Context};
use serde_json::Value;

use crate::Efs;
use crate::model::{self, FileSystemPolicyDescription};
use crate::records::{arn, bare};
use crate::refusal::{no_policy, refusal};

pub(crate) async fn put(
    efs: Arc<Efs>,
    context: Context,
    input: model::PutFileSystemPolicyRequest,
) -> Result<FileSystemPolicyDescription, AwsError> {
    let (id, text) = (bare(input.file_system_id), input.policy.unwrap_or_default());
    efs.known(&context.scope, Some(id.clone())).await?;
    let policy = read(&text)?;
    if input.bypass_policy_lockout_safety_check != Some(true)
        && locks_out(&policy, &context.principal, &arn(&context.scope, "file-system", &id))
    {
        return Err(invalid(
            "The policy would prevent you from changing it later on: to put it all the same, set BypassPolicyLockoutSafetyCheck.",
        ));
    }
    let changed = efs
        .change(&context, id, move |file_system| {
            file_system.policy = Some(text.clone());
            Ok(())
        })
        .await?;
    Ok(FileSystemPolicyDescription { file_system_id: Some(changed.id), policy: changed.policy })
}

pub(crate) async fn describe(
    efs: Arc<Efs>,
    context: Context,
    input: model::DescribeFileSystemPolicyRequest,
) -> Result<FileSystemPolicyDescription, AwsError> {
    let known = efs.known(&context.scope, input.file_system_id).await?;
    let missing = || no_policy("A file system policy does not exist for this file system.");
    Ok(FileSystemPolicyDescription {
        policy: Some(known.policy.ok_or_else(missing)?),
        file_system_id: Some(known.id),
    })
}

pub(crate) async fn delete(
    efs: Arc<Efs>,
    context: Context,
    input: model::DeleteFileSystemPolicyRequest,
) -> Result<(), AwsError> {
    let id = bare(input.file_system_id);
    efs.change(&context, id, |file_system| {
        file_system.policy = None;
        Ok(())
    })
    .await
    .map(drop)
}

fn invalid(message: impl Into<String>) -> AwsError {
    refusal("InvalidPolicyException", StatusCode::BAD_REQUEST, message)
}

/// A document for a resource, about EFS's actions only.
fn read(text: &str) -> Result<Policy, AwsError> {
    let policy =
        Policy::parse_as(Kind::Resource, text).map_err(|malformed| invalid(malformed.to_string()))?;
    let document: Value = serde_json::from_str(text).unwrap_or_default();
    let of_others = list(&document["Statement"])
        .flat_map(|statement| list(&statement["Action"]).chain(list(&statement["NotAction"])))
        .filter_map(Value::as_str)
        .find(|action| *action != "*" && !action.to_ascii_lowercase().starts_with("elasticfilesystem:"));
    match of_others {
        Some(action) => Err(invalid(format!("The action {action} is not one of elasticfilesystem."))),
        None => Ok(policy),
    }
}

/// One, or those of a list.
fn list(value: &Value) -> impl Iterator<Item = &Value> {
    let (one, many) = match value {
        Value::Array(many) => (None, many.as_slice()),
        Value::Null => (None, Default::default()),
        one => (Some(one), Default::default()),
    };
    one.into_iter().chain(many)
}

/// Whether a policy denies it to whoever puts it to put another one.
fn locks_out(policy: &Policy, principal: &Principal, resource: &str) -> bool {
    let (account, arn) = (principal.account().as_str(), principal.arn());
    let principal_arn = match principal {
        Principal::AssumedRole(session) => &session.role_arn,
        _ => &arn,
    };
    let mut keys = Keys::default();
    keys.put("aws:PrincipalArn", principal_arn.as_str());
    keys.put("aws:PrincipalAccount", account);
    // As all calls to AWS come. A policy that demands it is about mounts.
    keys.put("aws:SecureTransport", "true");
    let policies = Policies { resource: Some(policy), owner: Some(account), ..Policies::default() };
    let caller = Caller::of(principal, &arn);
    let request = Request { caller, action: "elasticfilesystem:PutFileSystemPolicy", resource, keys: &keys };
    evaluate(&policies, &request) == Err(Denial { by: Source::Resource, explicit: true })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policies_are_whole_and_about_efs() {
        let statement = |fields: &str| format!(r#"{{"Statement":{{"Effect":"Allow",{fields}}}}}"#);
        for good in [
            r#""Principal":"*","Action":"elasticfilesystem:ClientMount""#,
            r#""Principal":{"AWS":"*"},"Action":["elasticfilesystem:Client*","ElasticFileSystem:ClientWrite"],"Resource":"*""#,
            r#""NotPrincipal":{"AWS":"000000000000"},"NotAction":"elasticfilesystem:ClientMount""#,
            r#""Principal":"*","Action":"*""#,
        ] {
            assert!(read(&statement(good)).is_ok(), "{good}");
        }
        let foreign =
            statement(r#""Principal":"*","Action":["elasticfilesystem:ClientMount","s3:GetObject"]"#);
        let nobody = statement(r#""Action":"*""#);
        let wrong = statement(r#""Principal":"*","Action":"*","Condition":{"Nonsense":{"a":"b"}}"#);
        for bad in ["", "[]", "{}", r#"{"Statement":[]}"#, &foreign, &nobody, &wrong] {
            assert_eq!(read(bad).unwrap_err().code, "InvalidPolicyException", "{bad}");
        }
    }

    #[test]
    fn who_would_lock_themselves_out_is_told() {
        let account = neargate_core::AccountId::default();
        let root = Principal::Root { account: account.clone(), access_key_id: String::new() };
        let check = |statement: &str, expected| {
            let policy = read(&format!(r#"{{"Statement":{{{statement}}}}}"#)).unwrap();
            assert_eq!(
                locks_out(
                    &policy,
                    &root,
                    "arn:aws:elasticfilesystem:us-east-1:000000000000:file-system/fs-1"
                ),
                expected,
                "{statement}"
            );
        };
        check(r#""Effect":"Deny","Principal":"*","Action":"elasticfilesystem:*""#, true);
        check(
            r#""Effect":"Deny","Principal":{"AWS":"000000000000"},"Action":"elasticfilesystem:Put*""#,
            true,
        );
        check(r#""Effect":"Deny","Principal":{"AWS":"111111111111"},"Action":"*""#, false);
        check(r#""Effect":"Deny","Principal":"*","Action":"elasticfilesystem:ClientMount""#, false);
        check(r#""Effect":"Allow","Principal":"*","Action":"elasticfilesystem:ClientMount""#, false);
        let encrypted = r#""Effect":"Deny","Principal":"*","Action":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}"#;
        check(encrypted, false);
    }
}
