//! What is kept with a file system and changes nothing here: its lifecycle configuration and backup policy.

use std::sync::Arc;

use neargate_core::Scope;
use neargate_wire::{AwsError, Context};

use crate::Efs;
use crate::model::{
    self, BackupPolicy, BackupPolicyDescription, LifecycleConfigurationDescription, LifecyclePolicy, Status,
};
use crate::records::{self, FileSystem, bare};
use crate::refusal::{Refused, bad_request, no_policy};

pub(crate) async fn put_lifecycle(
    efs: Arc<Efs>,
    context: Context,
    input: model::PutLifecycleConfigurationRequest,
) -> Result<LifecycleConfigurationDescription, AwsError> {
    let policies = input.lifecycle_policies.unwrap_or_default();
    check_lifecycle(&policies)?;
    let changed = efs
        .change(&context, bare(input.file_system_id), move |file_system| {
            file_system.lifecycle = policies.clone();
            Ok(())
        })
        .await?;
    Ok(LifecycleConfigurationDescription { lifecycle_policies: Some(changed.lifecycle) })
}

pub(crate) async fn lifecycle(
    efs: Arc<Efs>,
    context: Context,
    input: model::DescribeLifecycleConfigurationRequest,
) -> Result<LifecycleConfigurationDescription, AwsError> {
    let known = efs.known(&context.scope, input.file_system_id).await?;
    Ok(LifecycleConfigurationDescription { lifecycle_policies: Some(known.lifecycle) })
}

pub(crate) async fn put_backup(
    efs: Arc<Efs>,
    context: Context,
    input: model::PutBackupPolicyRequest,
) -> Result<BackupPolicyDescription, AwsError> {
    let asked = input.backup_policy.and_then(|policy| policy.status).unwrap_or(Status::Disabled);
    let status = match asked {
        Status::Enabled | Status::Enabling => Status::Enabled,
        _ => Status::Disabled,
    };
    let changed = efs
        .change(&context, bare(input.file_system_id), move |file_system| {
            file_system.backup = Some(BackupPolicy { status: Some(status.clone()) });
            Ok(())
        })
        .await?;
    Ok(BackupPolicyDescription { backup_policy: changed.backup })
}

pub(crate) async fn backup(
    efs: Arc<Efs>,
    context: Context,
    input: model::DescribeBackupPolicyRequest,
) -> Result<BackupPolicyDescription, AwsError> {
    let known = efs.known(&context.scope, input.file_system_id).await?;
    let policy = known.backup.ok_or_else(|| no_policy("None"))?;
    Ok(BackupPolicyDescription { backup_policy: Some(policy) })
}

impl Efs {
    pub(crate) async fn known(&self, scope: &Scope, id: Option<String>) -> Result<FileSystem, AwsError> {
        let id = bare(id);
        let found: Result<FileSystem, Refused> =
            self.store.read(|reader| Ok(records::file_system(reader, scope, &id)?.value)).await;
        Ok(found?)
    }
}

/// Each object says one transition, and no transition is said twice.
fn check_lifecycle(policies: &[LifecyclePolicy]) -> Result<(), AwsError> {
    let said = |policy: &LifecyclePolicy| {
        let said = [
            policy.transition_to_ia.is_some(),
            policy.transition_to_primary_storage_class.is_some(),
            policy.transition_to_archive.is_some(),
        ];
        (said.iter().filter(|said| **said).count() == 1).then_some(said)
    };
    let kinds: Vec<_> = policies.iter().map(said).collect();
    let twice = kinds.iter().enumerate().any(|(index, kind)| kinds[..index].contains(kind));
    if twice || kinds.contains(&None) {
        return Err(bad_request("One or more LifecyclePolicy objects specified are malformed."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lifecycle_policy_says_one_transition() {
        let policies = |json: &str| serde_json::from_str::<Vec<LifecyclePolicy>>(json).unwrap();
        let ia = r#"{"TransitionToIA":"AFTER_30_DAYS"}"#;
        let back = r#"{"TransitionToPrimaryStorageClass":"AFTER_1_ACCESS"}"#;
        assert!(check_lifecycle(&policies(&format!("[{ia},{back}]"))).is_ok());
        let both = r#"[{"TransitionToIA":"AFTER_30_DAYS","TransitionToArchive":"AFTER_90_DAYS"}]"#;
        for bad in [format!("[{ia},{ia}]"), "[{}]".to_owned(), both.to_owned()] {
            assert!(check_lifecycle(&policies(&bad)).is_err(), "{bad}");
        }
    }
}
