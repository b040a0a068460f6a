//! What requests are about, for the authorizer: ARNs of parameters, their tags, their resource policies.

use neargate_wire::authorize::{Access, Accesses};
use neargate_wire::{AwsError, Context};

use crate::records::{self, arn};
use crate::refusal::Refusal;
use crate::resource_policies::merged;
use crate::{Ssm, model, name, reference};

/// A request about parameters that it names.
pub trait OnNamed {
    const ACTION: &'static str;

    fn names(&self) -> Vec<&str>;
}

macro_rules! on_named {
    ($($input:ident is $action:literal by $member:ident;)*) => {
        $(impl OnNamed for model::$input {
            const ACTION: &'static str = $action;

            fn names(&self) -> Vec<&str> {
                self.$member.iter().map(String::as_str).collect()
            }
        })*
    };
}

on_named! {
    GetParameterRequest is "ssm:GetParameter" by name;
    GetParameterHistoryRequest is "ssm:GetParameterHistory" by name;
    DeleteParameterRequest is "ssm:DeleteParameter" by name;
    LabelParameterVersionRequest is "ssm:LabelParameterVersion" by name;
    UnlabelParameterVersionRequest is "ssm:UnlabelParameterVersion" by name;
    AddTagsToResourceRequest is "ssm:AddTagsToResource" by resource_id;
    RemoveTagsFromResourceRequest is "ssm:RemoveTagsFromResource" by resource_id;
    ListTagsForResourceRequest is "ssm:ListTagsForResource" by resource_id;
    PutResourcePolicyRequest is "ssm:PutResourcePolicy" by resource_arn;
    GetResourcePoliciesRequest is "ssm:GetResourcePolicies" by resource_arn;
    DeleteResourcePolicyRequest is "ssm:DeleteResourcePolicy" by resource_arn;
}

impl OnNamed for model::GetParametersRequest {
    const ACTION: &'static str = "ssm:GetParameters";

    fn names(&self) -> Vec<&str> {
        self.names.iter().flatten().map(String::as_str).collect()
    }
}

impl OnNamed for model::DeleteParametersRequest {
    const ACTION: &'static str = "ssm:DeleteParameters";

    fn names(&self) -> Vec<&str> {
        self.names.iter().flatten().map(String::as_str).collect()
    }
}

pub fn on_named<'a, I: OnNamed + Sync>(ssm: &'a Ssm, context: &'a Context, input: &'a I) -> Accesses<'a> {
    Box::pin(async move {
        let mut accesses = Vec::new();
        for name in input.names() {
            accesses.push(ssm.access(context, I::ACTION, name).await?);
        }
        Ok(accesses)
    })
}

pub fn on_put<'a>(ssm: &'a Ssm, context: &'a Context, input: &'a model::PutParameterRequest) -> Accesses<'a> {
    Box::pin(async move {
        let name = input.name.as_deref().unwrap_or_default();
        let overwrite = input.overwrite.unwrap_or(false).to_string();
        let mut access =
            ssm.access(context, "ssm:PutParameter", name).await?.with_condition("ssm:Overwrite", overwrite);
        for tag in input.tags.iter().flatten() {
            let key = tag.key.as_deref().unwrap_or_default();
            access =
                access.with_condition(format!("aws:RequestTag/{key}"), tag.value.clone().unwrap_or_default());
        }
        Ok(vec![access])
    })
}

/// Whoever may read a path may read what is below it.
pub fn on_path<'a>(
    _: &'a Ssm,
    context: &'a Context,
    input: &'a model::GetParametersByPathRequest,
) -> Accesses<'a> {
    Box::pin(async move {
        let path = input.path.as_deref().unwrap_or_default();
        let path = path.strip_suffix('/').unwrap_or(path);
        let recursive = input.recursive.unwrap_or(false).to_string();
        let access = Access::new("ssm:GetParametersByPath", arn(&context.scope, path));
        Ok(vec![access.with_condition("ssm:Recursive", recursive)])
    })
}

impl Ssm {
    async fn access(&self, context: &Context, action: &'static str, text: &str) -> Result<Access, AwsError> {
        let (scope, now) = (&context.scope, self.now());
        // Secrets have guards of their own, and what is misspelled is refused by the operation.
        let is_reference = text.starts_with(reference::PREFIX);
        let named = match name::parse(scope, text) {
            Ok(named) if !is_reference => named,
            _ => {
                return Ok(Access::new(
                    action,
                    if text.starts_with("arn:") { text.to_owned() } else { arn(scope, text) },
                ));
            }
        };
        let found = self.store.read(|r| {
            for candidate in &named.candidates {
                if let Some(found) = records::find(r, scope, candidate, now)? {
                    return Ok(Some(found.value));
                }
            }
            Ok(None)
        });
        let found =
            found.await.map_err(|error: neargate_store::Error| AwsError::from(Refusal::from(error)))?;
        // A parsed name has one candidate at least.
        let mut access = Access::new(action, arn(scope, named.candidates.first().map_or("", String::as_str)));
        if let Some(parameter) = found {
            for (key, value) in &parameter.tags {
                for prefix in ["aws:ResourceTag", "ssm:resourceTag"] {
                    access = access.with_condition(format!("{prefix}/{key}"), value);
                }
            }
            access = access.with_resource_policy(merged(&parameter.resource_policies));
        }
        Ok(access)
    }
}
