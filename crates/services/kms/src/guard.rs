//! What requests are about, for the authorizer: the key's ARN, its policy with the grants that apply, and condition keys.

use std::collections::BTreeMap;

use neargate_wire::authorize::{Access, Accesses};
use neargate_wire::{AwsError, Context};

use crate::access::{Wanted, grantees};
use crate::blob::Header;
use crate::records::{GrantRecord, alias_arn, key_arn};
use crate::refusal::Refusal;
use crate::resolve::Named;
use crate::{Kms, grants, model, resolve};

/// A request about one key.
pub trait OnKey {
    const ACTION: &'static str;

    fn key(&self) -> &str;

    fn encryption_context(&self) -> Option<&BTreeMap<String, String>> {
        None
    }

    /// Condition keys of this operation alone.
    fn conditions(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// Requests whose `KeyId` says all, with the members that conditions ask about.
macro_rules! on_key {
    ($($input:ident is $action:literal $(in $context:ident)? $(with $($key:literal = $member:ident),+)?;)*) => {
        $(impl OnKey for model::$input {
            const ACTION: &'static str = $action;

            fn key(&self) -> &str {
                self.key_id.as_deref().unwrap_or_default()
            }

            $(fn encryption_context(&self) -> Option<&BTreeMap<String, String>> {
                self.$context.as_ref()
            })?

            $(fn conditions(&self) -> Vec<(&'static str, String)> {
                let given = [$(($key, self.$member.as_ref().map(said))),+];
                given.into_iter().filter_map(|(key, value)| Some((key, value?))).collect()
            })?
        })*
    };
}

/// A member as conditions compare it.
trait Said {
    fn said(&self) -> String;
}

impl Said for i64 {
    fn said(&self) -> String {
        self.to_string()
    }
}

impl Said for bool {
    fn said(&self) -> String {
        self.to_string()
    }
}

macro_rules! said_by_name {
    ($($name:ident),*) => {
        $(impl Said for model::$name {
            fn said(&self) -> String {
                self.as_str().to_owned()
            }
        })*
    };
}

said_by_name!(EncryptionAlgorithmSpec, MacAlgorithmSpec, MessageType, SigningAlgorithmSpec);

fn said<T: Said>(value: &T) -> String {
    value.said()
}

on_key! {
    CancelKeyDeletionRequest is "kms:CancelKeyDeletion";
    DescribeKeyRequest is "kms:DescribeKey";
    DisableKeyRequest is "kms:DisableKey";
    DisableKeyRotationRequest is "kms:DisableKeyRotation";
    EnableKeyRequest is "kms:EnableKey";
    EnableKeyRotationRequest is "kms:EnableKeyRotation" with "kms:RotationPeriodInDays" = rotation_period_in_days;
    EncryptRequest is "kms:Encrypt" in encryption_context with "kms:EncryptionAlgorithm" = encryption_algorithm;
    GenerateDataKeyRequest is "kms:GenerateDataKey" in encryption_context;
    GenerateDataKeyWithoutPlaintextRequest is "kms:GenerateDataKeyWithoutPlaintext" in encryption_context;
    GenerateMacRequest is "kms:GenerateMac" with "kms:MacAlgorithm" = mac_algorithm;
    GetKeyPolicyRequest is "kms:GetKeyPolicy";
    GetKeyRotationStatusRequest is "kms:GetKeyRotationStatus";
    GetPublicKeyRequest is "kms:GetPublicKey";
    ListGrantsRequest is "kms:ListGrants";
    ListKeyPoliciesRequest is "kms:ListKeyPolicies";
    ListKeyRotationsRequest is "kms:ListKeyRotations";
    ListResourceTagsRequest is "kms:ListResourceTags";
    PutKeyPolicyRequest is "kms:PutKeyPolicy"
        with "kms:BypassPolicyLockoutSafetyCheck" = bypass_policy_lockout_safety_check;
    RevokeGrantRequest is "kms:RevokeGrant";
    RotateKeyOnDemandRequest is "kms:RotateKeyOnDemand";
    ScheduleKeyDeletionRequest is "kms:ScheduleKeyDeletion"
        with "kms:ScheduleKeyDeletionPendingWindowInDays" = pending_window_in_days;
    SignRequest is "kms:Sign" with "kms:SigningAlgorithm" = signing_algorithm, "kms:MessageType" = message_type;
    UpdateKeyDescriptionRequest is "kms:UpdateKeyDescription";
    VerifyRequest is "kms:Verify" with "kms:SigningAlgorithm" = signing_algorithm, "kms:MessageType" = message_type;
    VerifyMacRequest is "kms:VerifyMac" with "kms:MacAlgorithm" = mac_algorithm;
}

impl OnKey for model::TagResourceRequest {
    const ACTION: &'static str = "kms:TagResource";

    fn key(&self) -> &str {
        self.key_id.as_deref().unwrap_or_default()
    }

    fn conditions(&self) -> Vec<(&'static str, String)> {
        self.tags.iter().flatten().filter_map(|tag| Some(("aws:TagKeys", tag.tag_key.clone()?))).collect()
    }
}

impl OnKey for model::UntagResourceRequest {
    const ACTION: &'static str = "kms:UntagResource";

    fn key(&self) -> &str {
        self.key_id.as_deref().unwrap_or_default()
    }

    fn conditions(&self) -> Vec<(&'static str, String)> {
        self.tag_keys.iter().flatten().map(|key| ("aws:TagKeys", key.clone())).collect()
    }
}

impl OnKey for model::CreateGrantRequest {
    const ACTION: &'static str = "kms:CreateGrant";

    fn key(&self) -> &str {
        self.key_id.as_deref().unwrap_or_default()
    }

    fn encryption_context(&self) -> Option<&BTreeMap<String, String>> {
        let constraints = self.constraints.as_ref()?;
        constraints.encryption_context_equals.as_ref().or(constraints.encryption_context_subset.as_ref())
    }

    fn conditions(&self) -> Vec<(&'static str, String)> {
        let constraints = self.constraints.as_ref();
        let kind = |present: bool, kind: &str| present.then(|| ("kms:GrantConstraintType", kind.to_owned()));
        let equals = constraints.is_some_and(|one| one.encryption_context_equals.is_some());
        let subset = constraints.is_some_and(|one| one.encryption_context_subset.is_some());
        let operations = self.operations.iter().flatten();
        operations
            .map(|operation| ("kms:GrantOperations", operation.as_str().to_owned()))
            .chain(self.grantee_principal.clone().map(|arn| ("kms:GranteePrincipal", arn)))
            .chain(self.retiring_principal.clone().map(|arn| ("kms:RetiringPrincipal", arn)))
            .chain([("kms:GrantIsForAWSResource", "false".to_owned())])
            .chain(kind(equals, "EncryptionContextEquals"))
            .chain(kind(subset, "EncryptionContextSubset"))
            .collect()
    }
}

pub fn on_key<'a, I: OnKey + Sync>(kms: &'a Kms, context: &'a Context, input: &'a I) -> Accesses<'a> {
    Box::pin(async move {
        let wanted = Wanted {
            action: I::ACTION,
            encryption_context: input.encryption_context(),
            conditions: input.conditions(),
        };
        Ok(vec![kms.asked(context, input.key(), wanted).await?])
    })
}

pub fn on_creation<'a>(_: &'a Kms, _: &'a Context, input: &'a model::CreateKeyRequest) -> Accesses<'a> {
    Box::pin(async move {
        let spec = input.key_spec.as_ref().map_or("SYMMETRIC_DEFAULT", model::KeySpec::as_str);
        let usage = input.key_usage.as_ref().map_or("ENCRYPT_DECRYPT", model::KeyUsageType::as_str);
        let bypass = input.bypass_policy_lockout_safety_check.unwrap_or(false);
        let tags = || {
            let pairs = input.tags.iter().flatten();
            pairs.filter_map(|tag| {
                Some((tag.tag_key.as_deref()?, tag.tag_value.as_deref().unwrap_or_default()))
            })
        };
        let create = Access::new("kms:CreateKey", "*")
            .with_condition("kms:KeySpec", spec)
            .with_condition("kms:KeyUsage", usage)
            .with_condition("kms:KeyOrigin", "AWS_KMS")
            .with_condition("kms:MultiRegion", input.multi_region.unwrap_or(false).to_string())
            .with_condition("kms:BypassPolicyLockoutSafetyCheck", bypass.to_string())
            .with_request_tags(tags());
        let tag = tags().next().map(|_| Access::new("kms:TagResource", "*").with_request_tags(tags()));
        Ok(std::iter::once(create).chain(tag).collect())
    })
}

/// The key that a request names or else the one that the ciphertext does.
pub fn on_decryption<'a>(
    kms: &'a Kms,
    context: &'a Context,
    input: &'a model::DecryptRequest,
) -> Accesses<'a> {
    Box::pin(async move {
        let blob = input.ciphertext_blob.as_ref().map(|blob| blob.0.as_slice()).unwrap_or_default();
        let wanted = Wanted::new("kms:Decrypt").in_context(input.encryption_context.as_ref());
        Ok(vec![kms.opening(context, input.key_id.as_deref(), blob, wanted).await?])
    })
}

pub fn on_re_encryption<'a>(
    kms: &'a Kms,
    context: &'a Context,
    input: &'a model::ReEncryptRequest,
) -> Accesses<'a> {
    Box::pin(async move {
        let blob = input.ciphertext_blob.as_ref().map(|blob| blob.0.as_slice()).unwrap_or_default();
        let from = Wanted::new("kms:ReEncryptFrom").in_context(input.source_encryption_context.as_ref());
        let to = Wanted::new("kms:ReEncryptTo").in_context(input.destination_encryption_context.as_ref());
        let from = kms.opening(context, input.source_key_id.as_deref(), blob, from).await?;
        let to = kms.asked(context, input.destination_key_id.as_deref().unwrap_or_default(), to).await?;
        let same = (from.resource == to.resource).to_string();
        Ok([from, to].map(|access| access.with_condition("kms:ReEncryptOnSameKey", same.clone())).into())
    })
}

pub fn on_new_alias<'a>(
    kms: &'a Kms,
    context: &'a Context,
    input: &'a model::CreateAliasRequest,
) -> Accesses<'a> {
    Box::pin(async move {
        let alias = alias_arn(&context.scope, input.alias_name.as_deref().unwrap_or_default());
        let key = input.target_key_id.as_deref().unwrap_or_default();
        const ACTION: &str = "kms:CreateAlias";
        Ok(vec![Access::new(ACTION, alias), kms.asked(context, key, Wanted::new(ACTION)).await?])
    })
}

/// The alias, the key that it is taken from, and the one that it is given to.
pub fn on_moved_alias<'a>(
    kms: &'a Kms,
    context: &'a Context,
    input: &'a model::UpdateAliasRequest,
) -> Accesses<'a> {
    Box::pin(async move {
        const ACTION: &str = "kms:UpdateAlias";
        let mut accesses =
            kms.on_alias(context, ACTION, input.alias_name.as_deref().unwrap_or_default()).await?;
        let key = input.target_key_id.as_deref().unwrap_or_default();
        accesses.push(kms.asked(context, key, Wanted::new(ACTION)).await?);
        Ok(accesses)
    })
}

pub fn on_alias<'a>(
    kms: &'a Kms,
    context: &'a Context,
    input: &'a model::DeleteAliasRequest,
) -> Accesses<'a> {
    Box::pin(async move {
        kms.on_alias(context, "kms:DeleteAlias", input.alias_name.as_deref().unwrap_or_default()).await
    })
}

/// Whom the grant itself lets retire it needs nothing else.
pub fn on_retirement<'a>(
    kms: &'a Kms,
    context: &'a Context,
    input: &'a model::RetireGrantRequest,
) -> Accesses<'a> {
    Box::pin(async move {
        let Ok(found) = grants::to_retire(kms, context, input).await else {
            return Ok(vec![Access::new("kms:RetireGrant", "*")]);
        };
        if may_retire(context, &found.grant) {
            return Ok(Vec::new());
        }
        let key = key_arn(&found.scope, &found.grant.key);
        Ok(vec![kms.asked(context, &key, Wanted::new("kms:RetireGrant")).await?])
    })
}

pub fn may_retire(context: &Context, grant: &GrantRecord) -> bool {
    let named = grantees(&context.principal);
    let retires = grant.operations.iter().any(|operation| operation == "RetireGrant");
    let root = format!("arn:aws:iam::{}:root", context.principal.account());
    grant.retiring.as_ref().is_some_and(|retiring| named.contains(retiring) || *retiring == root)
        || (retires && named.contains(&grant.grantee))
}

impl Kms {
    /// What a request on a key asks. What isn't there has no policy: identity policies decide who may learn so.
    async fn asked(&self, context: &Context, text: &str, wanted: Wanted<'_>) -> Result<Access, AwsError> {
        match self.find(context, text).await {
            Ok(found) => Ok(self.access(context, &found, wanted).await?),
            Err(Refusal::Client { .. }) => {
                let resource = match Named::parse(&context.scope, text) {
                    Ok(Named::Key { scope, id }) => key_arn(&scope, &id),
                    Ok(Named::Alias { scope, name }) => alias_arn(&scope, &name),
                    Err(_) => "*".to_owned(),
                };
                Ok(Access::new(wanted.action, resource))
            }
            Err(other) => Err(other.into()),
        }
    }

    async fn opening(
        &self,
        context: &Context,
        named: Option<&str>,
        blob: &[u8],
        wanted: Wanted<'_>,
    ) -> Result<Access, AwsError> {
        if let Some(text) = named {
            return self.asked(context, text, wanted).await;
        }
        match Header::parse(blob) {
            Some((header, _)) => {
                let scope = neargate_core::Scope { account: header.account, ..context.scope.clone() };
                self.asked(context, &key_arn(&scope, &header.key), wanted).await
            }
            None => Err(Refusal::Ciphertext.into()),
        }
    }

    async fn on_alias(
        &self,
        context: &Context,
        action: &'static str,
        name: &str,
    ) -> Result<Vec<Access>, AwsError> {
        let scope = &context.scope;
        let found = self.store.read(|r| resolve::alias(r, scope, name)).await.map_err(Refusal::from)?;
        let mut accesses = vec![Access::new(action, alias_arn(scope, name))];
        if let Some(alias) = found {
            accesses.push(self.asked(context, &alias.value.key, Wanted::new(action)).await?);
        }
        Ok(accesses)
    }
}
