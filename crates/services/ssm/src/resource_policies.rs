//! Resource policies of parameters: kept here, evaluated by whoever authorizes.

use std::sync::Arc;

use neargate_core::random_uuid;
use neargate_store::{Expect, Stored, token};
use neargate_wire::{AwsError, Context};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::name::Named;
use crate::records::{ParameterRecord, ResourcePolicy};
use crate::refusal::Refusal;
use crate::{Ssm, get, model, name, records};

const PER_PAGE: usize = 50;
const POLICIES_MAX: usize = 10;
const ADVANCED: &str = "Advanced";

pub async fn put_resource_policy(
    ssm: Arc<Ssm>,
    context: Context,
    input: model::PutResourcePolicyRequest,
) -> Result<model::PutResourcePolicyResponse, AwsError> {
    let policy = input.policy.unwrap_or_default();
    if !matches!(serde_json::from_str(&policy), Ok(Value::Object(_))) {
        return Err(Refusal::client(
            "MalformedResourcePolicyDocumentException",
            "The specified policy document is malformed or invalid.",
        )
        .into());
    }
    let (id, hash) = (random_uuid(), hash(&policy));
    let (asked_id, asked_hash, arn) = (input.policy_id, input.policy_hash, input.resource_arn);
    let edited = ssm.edit_policies(&context, arn, move |parameter| {
        if parameter.latest.tier != ADVANCED {
            return Err(parameter_error("Resource policies need a parameter of the advanced tier."));
        }
        if let Some(asked) = &asked_id {
            let known = known(parameter, asked, asked_hash.as_deref())?;
            known.policy.clone_from(&policy);
            known.hash.clone_from(&hash);
            return Ok((asked.clone(), hash.clone()));
        }
        if parameter.resource_policies.len() >= POLICIES_MAX {
            return Err(Refusal::client(
                "ResourcePolicyLimitExceededException",
                format!("A parameter can have at most {POLICIES_MAX} resource policies."),
            ));
        }
        let new = ResourcePolicy { id: id.clone(), hash: hash.clone(), policy: policy.clone() };
        parameter.resource_policies.push(new);
        Ok((id.clone(), hash.clone()))
    });
    let (policy_id, policy_hash) = edited.await?;
    Ok(model::PutResourcePolicyResponse { policy_id: Some(policy_id), policy_hash: Some(policy_hash) })
}

pub async fn get_resource_policies(
    ssm: Arc<Ssm>,
    context: Context,
    input: model::GetResourcePoliciesRequest,
) -> Result<model::GetResourcePoliciesResponse, AwsError> {
    let (scope, now) = (&context.scope, ssm.now());
    let named = named(scope, input.resource_arn)?;
    let parameter = ssm.store.read(|r| get::find(r, scope, &named, now)).await.map_err(missing)?.value;
    let binding = ["GetResourcePolicies", parameter.uid.as_str()];
    let after = input.next_token.map(|token| token::decode(&binding, &token)).transpose();
    let after = after.map_err(|_| parameter_error("The NextToken is not valid."))?;
    let limit = input.max_results.and_then(|max| usize::try_from(max).ok()).unwrap_or(PER_PAGE);
    let policies = parameter.resource_policies;
    let start = after.and_then(|id| policies.iter().position(|policy| policy.id == id));
    let rest = &policies[start.map_or(0, |index| index + 1)..];
    let page = &rest[..rest.len().min(limit)];
    let next_token = page.last().filter(|_| rest.len() > limit).map(|last| token::encode(&binding, &last.id));
    let entry = |policy: &ResourcePolicy| model::GetResourcePoliciesResponseEntry {
        policy_id: Some(policy.id.clone()),
        policy_hash: Some(policy.hash.clone()),
        policy: Some(policy.policy.clone()),
    };
    Ok(model::GetResourcePoliciesResponse { next_token, policies: Some(page.iter().map(entry).collect()) })
}

pub async fn delete_resource_policy(
    ssm: Arc<Ssm>,
    context: Context,
    input: model::DeleteResourcePolicyRequest,
) -> Result<model::DeleteResourcePolicyResponse, AwsError> {
    let (id, hash) = (input.policy_id.unwrap_or_default(), input.policy_hash);
    let edited = ssm.edit_policies(&context, input.resource_arn, move |parameter| {
        known(parameter, &id, hash.as_deref())?;
        parameter.resource_policies.retain(|policy| policy.id != id);
        Ok(())
    });
    edited.await?;
    Ok(model::DeleteResourcePolicyResponse {})
}

impl Ssm {
    async fn edit_policies<T: Send + 'static>(
        &self,
        context: &Context,
        arn: Option<String>,
        edit: impl Fn(&mut ParameterRecord) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let (scope, now) = (context.scope.clone(), self.now());
        let named = named(&scope, arn)?;
        let edited = self.store.write(context.durability, move |w| {
            let Stored { value: mut parameter, revision } = get::find(w, &scope, &named, now)?;
            let done = edit(&mut parameter)?;
            records::put(w, &scope, &parameter, Expect::Revision(revision))?;
            Ok(done)
        });
        edited.await.map_err(missing)
    }
}

/// All of a parameter's policies as one document, for the authorizer.
pub fn merged(policies: &[ResourcePolicy]) -> Option<String> {
    let statements = policies.iter().flat_map(|policy| {
        match serde_json::from_str::<Value>(&policy.policy).map(|mut document| document["Statement"].take()) {
            Ok(Value::Array(statements)) => statements,
            Ok(statement @ Value::Object(_)) => vec![statement],
            _ => Vec::new(),
        }
    });
    let statements: Vec<Value> = statements.collect();
    (!statements.is_empty())
        .then(|| serde_json::json!({ "Version": "2012-10-17", "Statement": statements }).to_string())
}

fn named(scope: &neargate_core::Scope, arn: Option<String>) -> Result<Named, Refusal> {
    let arn = arn.unwrap_or_default();
    if !arn.starts_with("arn:") {
        return Err(parameter_error("The ResourceArn is not the ARN of a parameter."));
    }
    name::parse(scope, &arn).map_err(missing)
}

fn known<'a>(
    parameter: &'a mut ParameterRecord,
    id: &str,
    hash: Option<&str>,
) -> Result<&'a mut ResourcePolicy, Refusal> {
    let known = parameter.resource_policies.iter_mut().find(|policy| policy.id == id);
    let known = known.ok_or_else(|| {
        Refusal::client("ResourcePolicyNotFoundException", "No policies found with given PolicyId.")
    })?;
    if hash.is_some_and(|hash| hash != known.hash) {
        return Err(Refusal::client(
            "ResourcePolicyConflictException",
            "The hash provided in the call doesn't match the stored hash.",
        ));
    }
    Ok(known)
}

fn hash(policy: &str) -> String {
    Sha256::digest(policy.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn missing(refusal: Refusal) -> Refusal {
    if refusal.is_missing() {
        Refusal::client(
            "ResourceNotFoundException",
            "The specified parameter to be shared could not be found.",
        )
    } else {
        refusal
    }
}

fn parameter_error(message: &str) -> Refusal {
    Refusal::client("ResourcePolicyInvalidParameterException", message)
}
