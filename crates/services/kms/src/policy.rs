//! Key policies. A key has one, named `default`.

use std::sync::Arc;

use neargate_core::{Principal, Scope};
use neargate_policy::{Caller, Keys, Kind, Policies, Policy, Request, evaluate};
use neargate_wire::{AwsError, Context};

use crate::access::allow_everything;
use crate::records::key_arn;
use crate::refusal::Refusal;
use crate::{Kms, model};

const NAME: &str = "default";
const MALFORMED: &str = "MalformedPolicyDocumentException";

/// The policy of a key that was given none: its account's identity policies decide.
pub fn default(scope: &Scope) -> String {
    let account = &scope.account;
    format!(
        "{{\n  \"Version\" : \"2012-10-17\",\n  \"Id\" : \"key-default-1\",\n  \"Statement\" : [ {{\n    \"Sid\" : \"Enable IAM \
         User Permissions\",\n    \"Effect\" : \"Allow\",\n    \"Principal\" : {{\n      \"AWS\" : \
         \"arn:aws:iam::{account}:root\"\n    }},\n    \"Action\" : \"kms:*\",\n    \"Resource\" : \"*\"\n  }} ]\n}}"
    )
}

pub async fn get_key_policy(
    kms: Arc<Kms>,
    context: Context,
    input: model::GetKeyPolicyRequest,
) -> Result<model::GetKeyPolicyResponse, AwsError> {
    let found = kms.own(&context, &input.key_id.unwrap_or_default(), "kms:GetKeyPolicy").await?;
    named(input.policy_name.as_deref())?;
    Ok(model::GetKeyPolicyResponse { policy: Some(found.key.policy), policy_name: Some(NAME.to_owned()) })
}

pub async fn put_key_policy(
    kms: Arc<Kms>,
    context: Context,
    input: model::PutKeyPolicyRequest,
) -> Result<(), AwsError> {
    let text = input.key_id.unwrap_or_default();
    let found = kms.own_customers(&context, &text, "kms:PutKeyPolicy").await?;
    named(input.policy_name.as_deref())?;
    let document = input.policy.unwrap_or_default();
    let lockout = !input.bypass_policy_lockout_safety_check.unwrap_or(false);
    check(&context, &found.scope, &document, lockout)?;
    let edited = kms.edit(&context, &found, move |found| {
        found.key.policy = document.clone();
        Ok(())
    });
    Ok(edited.await?)
}

pub async fn list_key_policies(
    kms: Arc<Kms>,
    context: Context,
    input: model::ListKeyPoliciesRequest,
) -> Result<model::ListKeyPoliciesResponse, AwsError> {
    kms.own(&context, &input.key_id.unwrap_or_default(), "kms:ListKeyPolicies").await?;
    Ok(model::ListKeyPoliciesResponse {
        policy_names: Some(vec![NAME.to_owned()]),
        next_marker: None,
        truncated: Some(false),
    })
}

fn named(name: Option<&str>) -> Result<(), Refusal> {
    match name {
        None | Some(NAME) => Ok(()),
        Some(_) => Err(Refusal::not_found("No such policy exists")),
    }
}

/// Refuses what is no policy, and one by which its author could never change it again.
pub fn check(context: &Context, scope: &Scope, document: &str, lockout: bool) -> Result<(), Refusal> {
    let policy = Policy::parse_as(Kind::Resource, document)
        .map_err(|malformed| Refusal::client(MALFORMED, malformed.to_string()))?;
    if lockout && !lets_change(&policy, &context.principal, scope) {
        return Err(Refusal::client(
            MALFORMED,
            "The new key policy will not allow you to update the key policy in the future.",
        ));
    }
    Ok(())
}

/// Whether the caller, if their own policies let them, might put another policy in this one's place.
fn lets_change(policy: &Policy, principal: &Principal, scope: &Scope) -> bool {
    let (arn, account) = (principal.arn(), principal.account().as_str());
    let caller = Caller::of(principal, &arn);
    let policies = Policies {
        identity: &[Arc::new(allow_everything())],
        resource: Some(policy),
        owner: Some(scope.account.as_str()),
        resource_decides: true,
        ..Policies::default()
    };
    let mut keys = Keys::default();
    keys.put("kms:CallerAccount", account);
    keys.put("aws:PrincipalAccount", account);
    // The key may not be there yet; policies name it by a star.
    let resource = key_arn(scope, "*");
    let request = Request { caller, action: "kms:PutKeyPolicy", resource: &resource, keys: &keys };
    evaluate(&policies, &request).is_ok()
}
