//! What requests are about, for the authorizer: the secret's ARN, its tags, its policy.

use neargate_core::Scope;
use neargate_wire::authorize::{Access, Accesses};
use neargate_wire::{AwsError, Context};

use crate::records::{SecretRecord, arn};
use crate::refusal::Refusal;
use crate::{SecretsManager, model, resolve};

/// In the place of the suffix of a secret that isn't there: patterns for any suffix match it.
const NO_SUFFIX: &str = "??????";

/// A request about one secret.
pub trait OnSecret {
    const ACTION: &'static str;

    fn secret_id(&self) -> &str;

    /// Condition keys of this operation alone.
    fn conditions(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

macro_rules! on_secret {
    ($($input:ident is $action:literal;)*) => {
        $(impl OnSecret for model::$input {
            const ACTION: &'static str = $action;

            fn secret_id(&self) -> &str {
                self.secret_id.as_deref().unwrap_or_default()
            }
        })*
    };
}

on_secret! {
    CancelRotateSecretRequest is "secretsmanager:CancelRotateSecret";
    DeleteResourcePolicyRequest is "secretsmanager:DeleteResourcePolicy";
    DescribeSecretRequest is "secretsmanager:DescribeSecret";
    GetResourcePolicyRequest is "secretsmanager:GetResourcePolicy";
    ListSecretVersionIdsRequest is "secretsmanager:ListSecretVersionIds";
    PutResourcePolicyRequest is "secretsmanager:PutResourcePolicy";
    PutSecretValueRequest is "secretsmanager:PutSecretValue";
    RemoveRegionsFromReplicationRequest is "secretsmanager:RemoveRegionsFromReplication";
    ReplicateSecretToRegionsRequest is "secretsmanager:ReplicateSecretToRegions";
    StopReplicationToReplicaRequest is "secretsmanager:StopReplicationToReplica";
    RestoreSecretRequest is "secretsmanager:RestoreSecret";
    RotateSecretRequest is "secretsmanager:RotateSecret";
    TagResourceRequest is "secretsmanager:TagResource";
    UntagResourceRequest is "secretsmanager:UntagResource";
    UpdateSecretRequest is "secretsmanager:UpdateSecret";
}

impl OnSecret for model::GetSecretValueRequest {
    const ACTION: &'static str = "secretsmanager:GetSecretValue";

    fn secret_id(&self) -> &str {
        self.secret_id.as_deref().unwrap_or_default()
    }

    fn conditions(&self) -> Vec<(&'static str, String)> {
        let id = self.version_id.clone().map(|id| ("secretsmanager:VersionId", id));
        let label =
            self.version_stage.clone().or_else(|| self.version_id.is_none().then(|| "AWSCURRENT".to_owned()));
        id.into_iter().chain(label.map(|label| ("secretsmanager:VersionStage", label))).collect()
    }
}

impl OnSecret for model::UpdateSecretVersionStageRequest {
    const ACTION: &'static str = "secretsmanager:UpdateSecretVersionStage";

    fn secret_id(&self) -> &str {
        self.secret_id.as_deref().unwrap_or_default()
    }

    fn conditions(&self) -> Vec<(&'static str, String)> {
        self.version_stage.clone().map(|label| ("secretsmanager:VersionStage", label)).into_iter().collect()
    }
}

impl OnSecret for model::DeleteSecretRequest {
    const ACTION: &'static str = "secretsmanager:DeleteSecret";

    fn secret_id(&self) -> &str {
        self.secret_id.as_deref().unwrap_or_default()
    }

    fn conditions(&self) -> Vec<(&'static str, String)> {
        let force = self.force_delete_without_recovery.unwrap_or(false).to_string();
        let days = self
            .recovery_window_in_days
            .map(|days| ("secretsmanager:RecoveryWindowInDays", days.to_string()));
        [("secretsmanager:ForceDeleteWithoutRecovery", force)].into_iter().chain(days).collect()
    }
}

pub fn on_secret<'a, I: OnSecret + Sync>(
    manager: &'a SecretsManager,
    context: &'a Context,
    input: &'a I,
) -> Accesses<'a> {
    Box::pin(async move { Ok(vec![manager.on(context, input).await?]) })
}

pub fn on_creation<'a>(
    _: &'a SecretsManager,
    context: &'a Context,
    input: &'a model::CreateSecretRequest,
) -> Accesses<'a> {
    Box::pin(async move {
        let name = input.name.as_deref().unwrap_or_default();
        let mut access = Access::new("secretsmanager:CreateSecret", arn(&context.scope, name, NO_SUFFIX))
            .with_condition("secretsmanager:Name", name);
        for tag in input.tags.iter().flatten() {
            let key = tag.key.as_deref().unwrap_or_default();
            let value = tag.value.clone().unwrap_or_default();
            access = access.with_condition(format!("aws:RequestTag/{key}"), value);
        }
        Ok(vec![access])
    })
}

/// Whoever reads many values needs the right to each, too: the operation asks as it goes, because one that is refused is an error
/// of this secret alone.
pub fn on_batch<'a>(
    _: &'a SecretsManager,
    _: &'a Context,
    input: &'a model::BatchGetSecretValueRequest,
) -> Accesses<'a> {
    Box::pin(async move {
        let mut accesses = vec![Access::new("secretsmanager:BatchGetSecretValue", "*")];
        if input.filters.as_ref().is_some_and(|filters| !filters.is_empty()) {
            accesses.push(Access::new("secretsmanager:ListSecrets", "*"));
        }
        Ok(accesses)
    })
}

pub fn on_validation<'a>(
    manager: &'a SecretsManager,
    context: &'a Context,
    input: &'a model::ValidateResourcePolicyRequest,
) -> Accesses<'a> {
    Box::pin(async move {
        const ACTION: &str = "secretsmanager:ValidateResourcePolicy";
        Ok(vec![match &input.secret_id {
            Some(id) => manager.access(context, ACTION, id).await?,
            None => Access::new(ACTION, "*"),
        }])
    })
}

impl SecretsManager {
    /// What reading the current value of a secret is.
    pub(crate) async fn reading(&self, context: &Context, id: &str) -> Result<Access, AwsError> {
        let input = model::GetSecretValueRequest { secret_id: Some(id.to_owned()), ..Default::default() };
        self.on(context, &input).await
    }

    async fn on<I: OnSecret + Sync>(&self, context: &Context, input: &I) -> Result<Access, AwsError> {
        let access = self.access(context, I::ACTION, input.secret_id()).await?;
        Ok(access.with_conditions(input.conditions()))
    }

    async fn access(&self, context: &Context, action: &'static str, id: &str) -> Result<Access, AwsError> {
        let (scope, now) = (&context.scope, self.now());
        let found = self.store.read(|r| resolve::find(r, scope, id, now)).await.map_err(Refusal::from)?;
        Ok(match found {
            Some(secret) => of_secret(scope, action, &secret.value),
            None if id.starts_with("arn:") => Access::new(action, id),
            None => Access::new(action, arn(scope, id, NO_SUFFIX)),
        })
    }
}

fn of_secret(scope: &Scope, action: &'static str, secret: &SecretRecord) -> Access {
    let arn = secret.arn(scope);
    let mut access = Access::new(action, arn.clone())
        .with_condition("secretsmanager:SecretId", arn)
        .with_resource_policy(secret.policy.clone());
    for (key, value) in &secret.tags {
        for prefix in ["aws:ResourceTag", "secretsmanager:ResourceTag"] {
            access = access.with_condition(format!("{prefix}/{key}"), value);
        }
    }
    access
}
