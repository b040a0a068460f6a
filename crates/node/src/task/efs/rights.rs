//! What a task may do in a file system: mount it, write, be root there.
//!
//! With `iam` the task role asks, and its policies and the file system's decide as they do of any resource. Without it an anonymous client
//! asks, and the file system's policy alone decides. One that has none has AWS's default policy, which lets everybody do everything.

use neargate_core::Arn;
use neargate_policy::{Caller, Keys, Policies, Policy, Request, evaluate};
use neargate_task::{EfsVolume, TaskSpec};
use neargate_wire::RoleError;
use neargate_wire::authorize::Access;
use serde::Deserialize;
use serde_json::json;

use super::super::roles;
use super::{CALLER, Failure, shape};
use crate::agent::Shared;

const MOUNT: &str = "elasticfilesystem:ClientMount";
const WRITE: &str = "elasticfilesystem:ClientWrite";
const ROOT_ACCESS: &str = "elasticfilesystem:ClientRootAccess";

const DEFAULT_POLICY: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"*"},
    "Action":["elasticfilesystem:ClientMount","elasticfilesystem:ClientWrite","elasticfilesystem:ClientRootAccess"],
    "Condition":{"Bool":{"elasticfilesystem:AccessedViaMountTarget":"true"}}}}"#;

/// Of a task that may mount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rights {
    pub write: bool,
    pub root_access: bool,
}

/// The rights of a task in a file system that it names.
pub(super) async fn of(shared: &Shared, spec: &TaskSpec, efs: &EfsVolume) -> Result<Rights, Failure> {
    let policy = policy(shared, spec, efs).await?;
    let rights = if efs.iam {
        let role = spec.task_role_arn.as_deref().ok_or_else(no_credentials)?;
        let role = roles::of_task(&shared.dispatcher, spec, role);
        let session = role
            .principal()
            .await
            .map_err(|error| Failure::Role(roles::reason(&error, RoleError::to_string)))?;
        let policy = policy.unwrap_or_else(|| DEFAULT_POLICY.to_owned());
        let tags = tags(shared, spec, efs).await?;
        let may = async |action| {
            let access = Access::new(action, arn(spec, efs))
                .with_conditions(conditions(spec, efs))
                .with_resource_tags(tags.iter().map(|tag| (&*tag.key, &*tag.value)))
                .with_resource_policy(Some(policy.clone()));
            shared.dispatcher.allowed(session.clone(), &spec.scope, &[access]).await.is_ok()
        };
        rights(may(MOUNT).await, may(WRITE).await, may(ROOT_ACCESS).await)
    } else {
        match policy.filter(|_| shared.options.enforce_iam) {
            None => rights(true, true, true),
            Some(policy) => of_anybody(spec, efs, &policy),
        }
    };
    rights.ok_or_else(|| Failure::denied("/"))
}

fn rights(mount: bool, write: bool, root_access: bool) -> Option<Rights> {
    mount.then_some(Rights { write, root_access })
}

/// What the policy lets those do who don't say who they are.
fn of_anybody(spec: &TaskSpec, efs: &EfsVolume, policy: &str) -> Option<Rights> {
    let policy = Policy::parse(policy).inspect_err(|error| {
        tracing::error!(%error, file_system = efs.file_system_id, "a file system's policy can't be read");
    });
    let policy = policy.ok()?;
    let mut keys = Keys::default();
    for (key, value) in conditions(spec, efs) {
        keys.put(key, value);
    }
    keys.put("aws:SecureTransport", efs.transit_encryption.to_string());
    keys.put("aws:ResourceAccount", spec.scope.account.as_str());
    let resource = arn(spec, efs);
    // A principal without policies, whom no statement names but one that is for everybody.
    let caller = Caller::Federated { provider: "" };
    let may = |action| {
        let policies = Policies { resource: Some(&policy), ..Policies::default() };
        evaluate(&policies, &Request { caller, action, resource: &resource, keys: &keys }).is_ok()
    };
    rights(may(MOUNT), may(WRITE), may(ROOT_ACCESS))
}

fn arn(spec: &TaskSpec, efs: &EfsVolume) -> String {
    Arn::new("elasticfilesystem", &spec.scope, format!("file-system/{}", efs.file_system_id)).to_string()
}

/// What policies may ask about a mount.
fn conditions(spec: &TaskSpec, efs: &EfsVolume) -> Vec<(&'static str, String)> {
    let point = efs.access_point_id.as_ref().map(|id| {
        let arn = Arn::new("elasticfilesystem", &spec.scope, format!("access-point/{id}"));
        ("elasticfilesystem:AccessPointArn", arn.to_string())
    });
    let always = [
        ("elasticfilesystem:AccessedViaMountTarget", "true".to_owned()),
        ("aws:SourceIp", spec.interface.private_ip.to_string()),
    ];
    always.into_iter().chain(point).collect()
}

fn no_credentials() -> Failure {
    let said = "AWS Access Key ID and Secret Access Key are not found in AWS credentials file (/root/.aws/credentials), AWS config file \
                (/root/.aws/config), from ECS credentials relative uri, or from the instance security credentials service";
    Failure::Utils { said: said.to_owned(), code: 1 }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct FileSystemPolicy {
    policy: Option<String>,
}

async fn policy(shared: &Shared, spec: &TaskSpec, efs: &EfsVolume) -> Result<Option<String>, Failure> {
    let input = json!({ "FileSystemId": efs.file_system_id });
    let described = shared.dispatcher.call(CALLER, &spec.scope, "efs", "DescribeFileSystemPolicy", &input);
    match described.await {
        Ok(answer) => shape(answer).map(|FileSystemPolicy { policy }| policy),
        Err(error) if error.code == "PolicyNotFound" => Ok(None),
        Err(error) => Err(Failure::of_call(error, Failure::unresolved(spec, &efs.file_system_id))),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Tags {
    tags: Vec<Tag>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Tag {
    key: String,
    value: String,
}

async fn tags(shared: &Shared, spec: &TaskSpec, efs: &EfsVolume) -> Result<Vec<Tag>, Failure> {
    let input = json!({ "ResourceId": efs.file_system_id });
    let listed = shared.dispatcher.call(CALLER, &spec.scope, "efs", "ListTagsForResource", &input).await;
    let listed =
        listed.map_err(|error| Failure::of_call(error, Failure::unresolved(spec, &efs.file_system_id)))?;
    shape(listed).map(|Tags { tags }| tags)
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::spec;
    use super::*;

    fn volume(transit_encryption: bool, access_point_id: Option<&str>) -> EfsVolume {
        EfsVolume {
            file_system_id: "fs-1".to_owned(),
            root_directory: "/".to_owned(),
            access_point_id: access_point_id.map(str::to_owned),
            transit_encryption,
            iam: false,
        }
    }

    #[track_caller]
    fn check(statements: &str, volume: &EfsVolume, expected: Option<(bool, bool)>) {
        let policy = format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#);
        let found = of_anybody(&spec(Vec::new()), volume, &policy);
        assert_eq!(found.map(|rights| (rights.write, rights.root_access)), expected, "{statements}");
    }

    #[test]
    fn a_file_systems_policy_decides_on_whoever_comes_without_a_role() {
        let plain = volume(false, None);
        let all = of_anybody(&spec(Vec::new()), &plain, DEFAULT_POLICY);
        assert_eq!(all, Some(Rights { write: true, root_access: true }));
        const READ: &str = r#"{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"elasticfilesystem:ClientMount","Resource":"*"}"#;
        const WRITE: &str = r#"{"Effect":"Allow","Principal":"*","Action":["elasticfilesystem:ClientMount","elasticfilesystem:ClientWrite"]}"#;
        check(READ, &plain, Some((false, false)));
        check(WRITE, &plain, Some((true, false)));
        // To be allowed to write is not to be allowed to mount.
        check(r#"{"Effect":"Allow","Principal":"*","Action":"elasticfilesystem:ClientWrite"}"#, &plain, None);
        // Nobody in particular.
        let role = READ.replace(r#""*"},"#, r#""arn:aws:iam::000000000000:role/r"},"#);
        check(&role, &plain, None);
        check(&READ.replace(r#""*"},"#, r#""000000000000"},"#), &plain, None);
        check("{}", &plain, None);
    }

    #[test]
    fn policies_ask_how_a_client_comes() {
        const ENCRYPTED: &str = r#"{"Effect":"Allow","Principal":"*","Action":"*"},
            {"Effect":"Deny","Principal":"*","Action":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}"#;
        check(ENCRYPTED, &volume(true, None), Some((true, true)));
        check(ENCRYPTED, &volume(false, None), None);
        const POINT: &str = r#"{"Effect":"Allow","Principal":"*","Action":"elasticfilesystem:Client*","Condition":{"StringEquals":
            {"elasticfilesystem:AccessPointArn":"arn:aws:elasticfilesystem:us-east-1:000000000000:access-point/fsap-1"}}}"#;
        check(POINT, &volume(true, Some("fsap-1")), Some((true, true)));
        check(POINT, &volume(true, Some("fsap-2")), None);
        check(POINT, &volume(true, None), None);
    }
}
