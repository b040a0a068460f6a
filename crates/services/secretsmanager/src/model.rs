//! Shapes of AWS Secrets Manager (2017-10-17). Written by tools/shapes.py: don't edit.

#![allow(clippy::all, unused_imports, unused_variables)]

use std::collections::BTreeMap;

use neargate_wire::{
    Blob, Constraint, Each, Model, Operation, Protocol, Rule, Time, Validate, Violations, string_enum,
};
use serde::{Deserialize, Serialize};

pub const MODEL: Model = Model {
    endpoint_prefix: "secretsmanager",
    signing_name: "secretsmanager",
    api_version: "2017-10-17",
    target_prefix: "secretsmanager",
    json_version: "1.1",
    xml_namespace: "",
    protocol: Protocol::Json,
    capital_messages: &[
        "DecryptionFailure",
        "EncryptionFailure",
        "InternalServiceError",
        "InvalidNextTokenException",
        "InvalidParameterException",
        "InvalidRequestException",
        "LimitExceededException",
        "MalformedPolicyDocumentException",
        "PreconditionNotMetException",
        "PublicPolicyException",
        "ResourceExistsException",
        "ResourceNotFoundException",
    ],
    operations: &[
        "BatchGetSecretValue",
        "CancelRotateSecret",
        "CreateSecret",
        "DeleteResourcePolicy",
        "DeleteSecret",
        "DescribeSecret",
        "GetRandomPassword",
        "GetResourcePolicy",
        "GetSecretValue",
        "ListSecretVersionIds",
        "ListSecrets",
        "PutResourcePolicy",
        "PutSecretValue",
        "RemoveRegionsFromReplication",
        "ReplicateSecretToRegions",
        "RestoreSecret",
        "RotateSecret",
        "StopReplicationToReplica",
        "TagResource",
        "UntagResource",
        "UpdateSecret",
        "UpdateSecretVersionStage",
        "ValidateResourcePolicy",
    ],
};

pub struct BatchGetSecretValue;

impl Operation for BatchGetSecretValue {
    const NAME: &'static str = "BatchGetSecretValue";
    const RESULT_WRAPPER: &'static str = "";
    type Input = BatchGetSecretValueRequest;
    type Output = BatchGetSecretValueResponse;
}

pub struct CancelRotateSecret;

impl Operation for CancelRotateSecret {
    const NAME: &'static str = "CancelRotateSecret";
    const RESULT_WRAPPER: &'static str = "";
    type Input = CancelRotateSecretRequest;
    type Output = CancelRotateSecretResponse;
}

pub struct CreateSecret;

impl Operation for CreateSecret {
    const NAME: &'static str = "CreateSecret";
    const RESULT_WRAPPER: &'static str = "";
    type Input = CreateSecretRequest;
    type Output = CreateSecretResponse;
}

pub struct DeleteResourcePolicy;

impl Operation for DeleteResourcePolicy {
    const NAME: &'static str = "DeleteResourcePolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteResourcePolicyRequest;
    type Output = DeleteResourcePolicyResponse;
}

pub struct DeleteSecret;

impl Operation for DeleteSecret {
    const NAME: &'static str = "DeleteSecret";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteSecretRequest;
    type Output = DeleteSecretResponse;
}

pub struct DescribeSecret;

impl Operation for DescribeSecret {
    const NAME: &'static str = "DescribeSecret";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DescribeSecretRequest;
    type Output = DescribeSecretResponse;
}

pub struct GetRandomPassword;

impl Operation for GetRandomPassword {
    const NAME: &'static str = "GetRandomPassword";
    const RESULT_WRAPPER: &'static str = "";
    type Input = GetRandomPasswordRequest;
    type Output = GetRandomPasswordResponse;
}

pub struct GetResourcePolicy;

impl Operation for GetResourcePolicy {
    const NAME: &'static str = "GetResourcePolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = GetResourcePolicyRequest;
    type Output = GetResourcePolicyResponse;
}

pub struct GetSecretValue;

impl Operation for GetSecretValue {
    const NAME: &'static str = "GetSecretValue";
    const RESULT_WRAPPER: &'static str = "";
    type Input = GetSecretValueRequest;
    type Output = GetSecretValueResponse;
}

pub struct ListSecretVersionIds;

impl Operation for ListSecretVersionIds {
    const NAME: &'static str = "ListSecretVersionIds";
    const RESULT_WRAPPER: &'static str = "";
    type Input = ListSecretVersionIdsRequest;
    type Output = ListSecretVersionIdsResponse;
}

pub struct ListSecrets;

impl Operation for ListSecrets {
    const NAME: &'static str = "ListSecrets";
    const RESULT_WRAPPER: &'static str = "";
    type Input = ListSecretsRequest;
    type Output = ListSecretsResponse;
}

pub struct PutResourcePolicy;

impl Operation for PutResourcePolicy {
    const NAME: &'static str = "PutResourcePolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = PutResourcePolicyRequest;
    type Output = PutResourcePolicyResponse;
}

pub struct PutSecretValue;

impl Operation for PutSecretValue {
    const NAME: &'static str = "PutSecretValue";
    const RESULT_WRAPPER: &'static str = "";
    type Input = PutSecretValueRequest;
    type Output = PutSecretValueResponse;
}

pub struct RemoveRegionsFromReplication;

impl Operation for RemoveRegionsFromReplication {
    const NAME: &'static str = "RemoveRegionsFromReplication";
    const RESULT_WRAPPER: &'static str = "";
    type Input = RemoveRegionsFromReplicationRequest;
    type Output = RemoveRegionsFromReplicationResponse;
}

pub struct ReplicateSecretToRegions;

impl Operation for ReplicateSecretToRegions {
    const NAME: &'static str = "ReplicateSecretToRegions";
    const RESULT_WRAPPER: &'static str = "";
    type Input = ReplicateSecretToRegionsRequest;
    type Output = ReplicateSecretToRegionsResponse;
}

pub struct RestoreSecret;

impl Operation for RestoreSecret {
    const NAME: &'static str = "RestoreSecret";
    const RESULT_WRAPPER: &'static str = "";
    type Input = RestoreSecretRequest;
    type Output = RestoreSecretResponse;
}

pub struct RotateSecret;

impl Operation for RotateSecret {
    const NAME: &'static str = "RotateSecret";
    const RESULT_WRAPPER: &'static str = "";
    type Input = RotateSecretRequest;
    type Output = RotateSecretResponse;
}

pub struct StopReplicationToReplica;

impl Operation for StopReplicationToReplica {
    const NAME: &'static str = "StopReplicationToReplica";
    const RESULT_WRAPPER: &'static str = "";
    type Input = StopReplicationToReplicaRequest;
    type Output = StopReplicationToReplicaResponse;
}

pub struct TagResource;

impl Operation for TagResource {
    const NAME: &'static str = "TagResource";
    const RESULT_WRAPPER: &'static str = "";
    type Input = TagResourceRequest;
    type Output = ();
}

pub struct UntagResource;

impl Operation for UntagResource {
    const NAME: &'static str = "UntagResource";
    const RESULT_WRAPPER: &'static str = "";
    type Input = UntagResourceRequest;
    type Output = ();
}

pub struct UpdateSecret;

impl Operation for UpdateSecret {
    const NAME: &'static str = "UpdateSecret";
    const RESULT_WRAPPER: &'static str = "";
    type Input = UpdateSecretRequest;
    type Output = UpdateSecretResponse;
}

pub struct UpdateSecretVersionStage;

impl Operation for UpdateSecretVersionStage {
    const NAME: &'static str = "UpdateSecretVersionStage";
    const RESULT_WRAPPER: &'static str = "";
    type Input = UpdateSecretVersionStageRequest;
    type Output = UpdateSecretVersionStageResponse;
}

pub struct ValidateResourcePolicy;

impl Operation for ValidateResourcePolicy {
    const NAME: &'static str = "ValidateResourcePolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = ValidateResourcePolicyRequest;
    type Output = ValidateResourcePolicyResponse;
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct APIErrorType {
    #[serde(rename = "SecretId", skip_serializing_if = "Option::is_none")]
    pub secret_id: Option<String>,
    #[serde(rename = "ErrorCode", skip_serializing_if = "Option::is_none")]
    pub error_code: Option<String>,
    #[serde(rename = "Message", skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct BatchGetSecretValueRequest {
    #[serde(rename = "SecretIdList", skip_serializing_if = "Option::is_none")]
    pub secret_id_list: Option<Vec<String>>,
    #[serde(rename = "Filters", skip_serializing_if = "Option::is_none")]
    pub filters: Option<Vec<Filter>>,
    #[serde(rename = "MaxResults", skip_serializing_if = "Option::is_none")]
    pub max_results: Option<i64>,
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

impl Validate for BatchGetSecretValueRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.secret_id_list {
            found.within("secretIdList", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(1.0), max: Some(20.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE }),
                    Some(value),
                );
            });
        }
        if let Some(value) = &self.filters {
            found.within("filters", |found| {
                found.size(value, value.len(), &Constraint { max: Some(10.0), ..Constraint::NONE });
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.max_results {
            found.within("maxResults", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(20.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.next_token {
            found.within("nextToken", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(4096.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct BatchGetSecretValueResponse {
    #[serde(rename = "SecretValues", skip_serializing_if = "Option::is_none")]
    pub secret_values: Option<Vec<SecretValueEntry>>,
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "Errors", skip_serializing_if = "Option::is_none")]
    pub errors: Option<Vec<APIErrorType>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CancelRotateSecretRequest {
    #[serde(rename = "SecretId", skip_serializing_if = "Option::is_none")]
    pub secret_id: Option<String>,
}

impl Validate for CancelRotateSecretRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("secretId", self.secret_id.is_some());
        if let Some(value) = &self.secret_id {
            found.within("secretId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CancelRotateSecretResponse {
    #[serde(rename = "ARN", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "VersionId", skip_serializing_if = "Option::is_none")]
    pub version_id: Option<String>,
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateSecretRequest {
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "ClientRequestToken", skip_serializing_if = "Option::is_none")]
    pub client_request_token: Option<String>,
    #[serde(rename = "Description", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(rename = "KmsKeyId", skip_serializing_if = "Option::is_none")]
    pub kms_key_id: Option<String>,
    #[serde(rename = "SecretBinary", skip_serializing_if = "Option::is_none")]
    pub secret_binary: Option<Blob>,
    #[serde(rename = "SecretString", skip_serializing_if = "Option::is_none")]
    pub secret_string: Option<String>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(rename = "AddReplicaRegions", skip_serializing_if = "Option::is_none")]
    pub add_replica_regions: Option<Vec<ReplicaRegionType>>,
    #[serde(rename = "ForceOverwriteReplicaSecret", skip_serializing_if = "Option::is_none")]
    pub force_overwrite_replica_secret: Option<bool>,
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
}

impl std::fmt::Debug for CreateSecretRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CreateSecretRequest")
            .field("name", &self.name)
            .field("client_request_token", &self.client_request_token)
            .field("description", &self.description)
            .field("kms_key_id", &self.kms_key_id)
            .field("tags", &self.tags)
            .field("add_replica_regions", &self.add_replica_regions)
            .field("force_overwrite_replica_secret", &self.force_overwrite_replica_secret)
            .field("r#type", &self.r#type)
            .finish_non_exhaustive()
    }
}

impl Validate for CreateSecretRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("name", self.name.is_some());
        if let Some(value) = &self.name {
            found.within("name", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(512.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.client_request_token {
            found.within("clientRequestToken", |found| {
                found.text(value, &Constraint { min: Some(32.0), max: Some(64.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.description {
            found.within("description", |found| {
                found.text(value, &Constraint { max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.kms_key_id {
            found.within("kmsKeyId", |found| {
                found.text(value, &Constraint { min: Some(0.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.secret_string {
            found.within("secretString", |found| {
                found.hidden_text(
                    value,
                    &Constraint { min: Some(1.0), max: Some(65536.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.tags {
            found.within("tags", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.add_replica_regions {
            found.within("addReplicaRegions", |found| {
                found.size(value, value.len(), &Constraint { min: Some(1.0), ..Constraint::NONE });
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.r#type {
            found.within("type", |found| {
                found.text(value, &Constraint { min: Some(0.0), max: Some(256.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateSecretResponse {
    #[serde(rename = "ARN", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "VersionId", skip_serializing_if = "Option::is_none")]
    pub version_id: Option<String>,
    #[serde(rename = "ReplicationStatus", skip_serializing_if = "Option::is_none")]
    pub replication_status: Option<Vec<ReplicationStatusType>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteResourcePolicyRequest {
    #[serde(rename = "SecretId", skip_serializing_if = "Option::is_none")]
    pub secret_id: Option<String>,
}

impl Validate for DeleteResourcePolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("secretId", self.secret_id.is_some());
        if let Some(value) = &self.secret_id {
            found.within("secretId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteResourcePolicyResponse {
    #[serde(rename = "ARN", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteSecretRequest {
    #[serde(rename = "SecretId", skip_serializing_if = "Option::is_none")]
    pub secret_id: Option<String>,
    #[serde(rename = "RecoveryWindowInDays", skip_serializing_if = "Option::is_none")]
    pub recovery_window_in_days: Option<i64>,
    #[serde(rename = "ForceDeleteWithoutRecovery", skip_serializing_if = "Option::is_none")]
    pub force_delete_without_recovery: Option<bool>,
}

impl Validate for DeleteSecretRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("secretId", self.secret_id.is_some());
        if let Some(value) = &self.secret_id {
            found.within("secretId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteSecretResponse {
    #[serde(rename = "ARN", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "DeletionDate", skip_serializing_if = "Option::is_none")]
    pub deletion_date: Option<Time>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeSecretRequest {
    #[serde(rename = "SecretId", skip_serializing_if = "Option::is_none")]
    pub secret_id: Option<String>,
}

impl Validate for DescribeSecretRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("secretId", self.secret_id.is_some());
        if let Some(value) = &self.secret_id {
            found.within("secretId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeSecretResponse {
    #[serde(rename = "ARN", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    #[serde(rename = "Description", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(rename = "KmsKeyId", skip_serializing_if = "Option::is_none")]
    pub kms_key_id: Option<String>,
    #[serde(rename = "RotationEnabled", skip_serializing_if = "Option::is_none")]
    pub rotation_enabled: Option<bool>,
    #[serde(rename = "RotationLambdaARN", skip_serializing_if = "Option::is_none")]
    pub rotation_lambda_arn: Option<String>,
    #[serde(rename = "RotationRules", skip_serializing_if = "Option::is_none")]
    pub rotation_rules: Option<RotationRulesType>,
    #[serde(rename = "ExternalSecretRotationMetadata", skip_serializing_if = "Option::is_none")]
    pub external_secret_rotation_metadata: Option<Vec<ExternalSecretRotationMetadataItem>>,
    #[serde(rename = "ExternalSecretRotationRoleArn", skip_serializing_if = "Option::is_none")]
    pub external_secret_rotation_role_arn: Option<String>,
    #[serde(rename = "LastRotatedDate", skip_serializing_if = "Option::is_none")]
    pub last_rotated_date: Option<Time>,
    #[serde(rename = "LastChangedDate", skip_serializing_if = "Option::is_none")]
    pub last_changed_date: Option<Time>,
    #[serde(rename = "LastAccessedDate", skip_serializing_if = "Option::is_none")]
    pub last_accessed_date: Option<Time>,
    #[serde(rename = "DeletedDate", skip_serializing_if = "Option::is_none")]
    pub deleted_date: Option<Time>,
    #[serde(rename = "NextRotationDate", skip_serializing_if = "Option::is_none")]
    pub next_rotation_date: Option<Time>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(rename = "VersionIdsToStages", skip_serializing_if = "Option::is_none")]
    pub version_ids_to_stages: Option<BTreeMap<String, Vec<String>>>,
    #[serde(rename = "OwningService", skip_serializing_if = "Option::is_none")]
    pub owning_service: Option<String>,
    #[serde(rename = "CreatedDate", skip_serializing_if = "Option::is_none")]
    pub created_date: Option<Time>,
    #[serde(rename = "PrimaryRegion", skip_serializing_if = "Option::is_none")]
    pub primary_region: Option<String>,
    #[serde(rename = "ReplicationStatus", skip_serializing_if = "Option::is_none")]
    pub replication_status: Option<Vec<ReplicationStatusType>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ExternalSecretRotationMetadataItem {
    #[serde(rename = "Key", skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    #[serde(rename = "Value", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

impl Validate for ExternalSecretRotationMetadataItem {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.key {
            found.within("key", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(256.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.value {
            found.within("value", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Filter {
    #[serde(rename = "Key", skip_serializing_if = "Option::is_none")]
    pub key: Option<FilterNameStringType>,
    #[serde(rename = "Values", skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<String>>,
}

impl Validate for Filter {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.key {
            found.within("key", |found| {
                found.member_of(value.as_str(), FilterNameStringType::NAMES);
            });
        }
        if let Some(value) = &self.values {
            found.within("values", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(1.0), max: Some(10.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        max: Some(512.0),
                        pattern: Some("^\\!?[a-zA-Z0-9 :_@\\/\\+\\=\\.\\-\\!]*$"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
    }
}

string_enum! {
    pub enum FilterNameStringType {
        Description = "description",
        Name = "name",
        TagKey = "tag-key",
        TagValue = "tag-value",
        PrimaryRegion = "primary-region",
        OwningService = "owning-service",
        All = "all",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetRandomPasswordRequest {
    #[serde(rename = "PasswordLength", skip_serializing_if = "Option::is_none")]
    pub password_length: Option<i64>,
    #[serde(rename = "ExcludeCharacters", skip_serializing_if = "Option::is_none")]
    pub exclude_characters: Option<String>,
    #[serde(rename = "ExcludeNumbers", skip_serializing_if = "Option::is_none")]
    pub exclude_numbers: Option<bool>,
    #[serde(rename = "ExcludePunctuation", skip_serializing_if = "Option::is_none")]
    pub exclude_punctuation: Option<bool>,
    #[serde(rename = "ExcludeUppercase", skip_serializing_if = "Option::is_none")]
    pub exclude_uppercase: Option<bool>,
    #[serde(rename = "ExcludeLowercase", skip_serializing_if = "Option::is_none")]
    pub exclude_lowercase: Option<bool>,
    #[serde(rename = "IncludeSpace", skip_serializing_if = "Option::is_none")]
    pub include_space: Option<bool>,
    #[serde(rename = "RequireEachIncludedType", skip_serializing_if = "Option::is_none")]
    pub require_each_included_type: Option<bool>,
}

impl Validate for GetRandomPasswordRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.password_length {
            found.within("passwordLength", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(4096.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.exclude_characters {
            found.within("excludeCharacters", |found| {
                found.text(value, &Constraint { min: Some(0.0), max: Some(4096.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetRandomPasswordResponse {
    #[serde(rename = "RandomPassword", skip_serializing_if = "Option::is_none")]
    pub random_password: Option<String>,
}

impl std::fmt::Debug for GetRandomPasswordResponse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GetRandomPasswordResponse").finish_non_exhaustive()
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetResourcePolicyRequest {
    #[serde(rename = "SecretId", skip_serializing_if = "Option::is_none")]
    pub secret_id: Option<String>,
}

impl Validate for GetResourcePolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("secretId", self.secret_id.is_some());
        if let Some(value) = &self.secret_id {
            found.within("secretId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetResourcePolicyResponse {
    #[serde(rename = "ARN", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "ResourcePolicy", skip_serializing_if = "Option::is_none")]
    pub resource_policy: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetSecretValueRequest {
    #[serde(rename = "SecretId", skip_serializing_if = "Option::is_none")]
    pub secret_id: Option<String>,
    #[serde(rename = "VersionId", skip_serializing_if = "Option::is_none")]
    pub version_id: Option<String>,
    #[serde(rename = "VersionStage", skip_serializing_if = "Option::is_none")]
    pub version_stage: Option<String>,
}

impl Validate for GetSecretValueRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("secretId", self.secret_id.is_some());
        if let Some(value) = &self.secret_id {
            found.within("secretId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.version_id {
            found.within("versionId", |found| {
                found.text(value, &Constraint { min: Some(32.0), max: Some(64.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.version_stage {
            found.within("versionStage", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(256.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetSecretValueResponse {
    #[serde(rename = "ARN", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "VersionId", skip_serializing_if = "Option::is_none")]
    pub version_id: Option<String>,
    #[serde(rename = "SecretBinary", skip_serializing_if = "Option::is_none")]
    pub secret_binary: Option<Blob>,
    #[serde(rename = "SecretString", skip_serializing_if = "Option::is_none")]
    pub secret_string: Option<String>,
    #[serde(rename = "VersionStages", skip_serializing_if = "Option::is_none")]
    pub version_stages: Option<Vec<String>>,
    #[serde(rename = "CreatedDate", skip_serializing_if = "Option::is_none")]
    pub created_date: Option<Time>,
}

impl std::fmt::Debug for GetSecretValueResponse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GetSecretValueResponse")
            .field("arn", &self.arn)
            .field("name", &self.name)
            .field("version_id", &self.version_id)
            .field("version_stages", &self.version_stages)
            .field("created_date", &self.created_date)
            .finish_non_exhaustive()
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListSecretVersionIdsRequest {
    #[serde(rename = "SecretId", skip_serializing_if = "Option::is_none")]
    pub secret_id: Option<String>,
    #[serde(rename = "MaxResults", skip_serializing_if = "Option::is_none")]
    pub max_results: Option<i64>,
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "IncludeDeprecated", skip_serializing_if = "Option::is_none")]
    pub include_deprecated: Option<bool>,
}

impl Validate for ListSecretVersionIdsRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("secretId", self.secret_id.is_some());
        if let Some(value) = &self.secret_id {
            found.within("secretId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.max_results {
            found.within("maxResults", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(100.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.next_token {
            found.within("nextToken", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(4096.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListSecretVersionIdsResponse {
    #[serde(rename = "Versions", skip_serializing_if = "Option::is_none")]
    pub versions: Option<Vec<SecretVersionsListEntry>>,
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "ARN", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListSecretsRequest {
    #[serde(rename = "IncludePlannedDeletion", skip_serializing_if = "Option::is_none")]
    pub include_planned_deletion: Option<bool>,
    #[serde(rename = "MaxResults", skip_serializing_if = "Option::is_none")]
    pub max_results: Option<i64>,
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "Filters", skip_serializing_if = "Option::is_none")]
    pub filters: Option<Vec<Filter>>,
    #[serde(rename = "SortOrder", skip_serializing_if = "Option::is_none")]
    pub sort_order: Option<SortOrderType>,
    #[serde(rename = "SortBy", skip_serializing_if = "Option::is_none")]
    pub sort_by: Option<SortByType>,
}

impl Validate for ListSecretsRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.max_results {
            found.within("maxResults", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(100.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.next_token {
            found.within("nextToken", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(4096.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.filters {
            found.within("filters", |found| {
                found.size(value, value.len(), &Constraint { max: Some(10.0), ..Constraint::NONE });
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.sort_order {
            found.within("sortOrder", |found| {
                found.member_of(value.as_str(), SortOrderType::NAMES);
            });
        }
        if let Some(value) = &self.sort_by {
            found.within("sortBy", |found| {
                found.member_of(value.as_str(), SortByType::NAMES);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListSecretsResponse {
    #[serde(rename = "SecretList", skip_serializing_if = "Option::is_none")]
    pub secret_list: Option<Vec<SecretListEntry>>,
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutResourcePolicyRequest {
    #[serde(rename = "SecretId", skip_serializing_if = "Option::is_none")]
    pub secret_id: Option<String>,
    #[serde(rename = "ResourcePolicy", skip_serializing_if = "Option::is_none")]
    pub resource_policy: Option<String>,
    #[serde(rename = "BlockPublicPolicy", skip_serializing_if = "Option::is_none")]
    pub block_public_policy: Option<bool>,
}

impl Validate for PutResourcePolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("secretId", self.secret_id.is_some());
        if let Some(value) = &self.secret_id {
            found.within("secretId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("resourcePolicy", self.resource_policy.is_some());
        if let Some(value) = &self.resource_policy {
            found.within("resourcePolicy", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(20480.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutResourcePolicyResponse {
    #[serde(rename = "ARN", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutSecretValueRequest {
    #[serde(rename = "SecretId", skip_serializing_if = "Option::is_none")]
    pub secret_id: Option<String>,
    #[serde(rename = "ClientRequestToken", skip_serializing_if = "Option::is_none")]
    pub client_request_token: Option<String>,
    #[serde(rename = "SecretBinary", skip_serializing_if = "Option::is_none")]
    pub secret_binary: Option<Blob>,
    #[serde(rename = "SecretString", skip_serializing_if = "Option::is_none")]
    pub secret_string: Option<String>,
    #[serde(rename = "VersionStages", skip_serializing_if = "Option::is_none")]
    pub version_stages: Option<Vec<String>>,
    #[serde(rename = "RotationToken", skip_serializing_if = "Option::is_none")]
    pub rotation_token: Option<String>,
}

impl std::fmt::Debug for PutSecretValueRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PutSecretValueRequest")
            .field("secret_id", &self.secret_id)
            .field("client_request_token", &self.client_request_token)
            .field("version_stages", &self.version_stages)
            .finish_non_exhaustive()
    }
}

impl Validate for PutSecretValueRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("secretId", self.secret_id.is_some());
        if let Some(value) = &self.secret_id {
            found.within("secretId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.client_request_token {
            found.within("clientRequestToken", |found| {
                found.text(value, &Constraint { min: Some(32.0), max: Some(64.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.secret_string {
            found.within("secretString", |found| {
                found.hidden_text(
                    value,
                    &Constraint { min: Some(1.0), max: Some(65536.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.version_stages {
            found.within("versionStages", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(1.0), max: Some(20.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { min: Some(1.0), max: Some(256.0), ..Constraint::NONE }),
                    Some(value),
                );
            });
        }
        if let Some(value) = &self.rotation_token {
            found.within("rotationToken", |found| {
                found.hidden_text(
                    value,
                    &Constraint {
                        min: Some(36.0),
                        max: Some(256.0),
                        pattern: Some("^[a-zA-Z0-9\\-]+$"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutSecretValueResponse {
    #[serde(rename = "ARN", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "VersionId", skip_serializing_if = "Option::is_none")]
    pub version_id: Option<String>,
    #[serde(rename = "VersionStages", skip_serializing_if = "Option::is_none")]
    pub version_stages: Option<Vec<String>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RemoveRegionsFromReplicationRequest {
    #[serde(rename = "SecretId", skip_serializing_if = "Option::is_none")]
    pub secret_id: Option<String>,
    #[serde(rename = "RemoveReplicaRegions", skip_serializing_if = "Option::is_none")]
    pub remove_replica_regions: Option<Vec<String>>,
}

impl Validate for RemoveRegionsFromReplicationRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("secretId", self.secret_id.is_some());
        if let Some(value) = &self.secret_id {
            found.within("secretId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("removeReplicaRegions", self.remove_replica_regions.is_some());
        if let Some(value) = &self.remove_replica_regions {
            found.within("removeReplicaRegions", |found| {
                found.size(value, value.len(), &Constraint { min: Some(1.0), ..Constraint::NONE });
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("^([a-z]+-)+\\d+$"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RemoveRegionsFromReplicationResponse {
    #[serde(rename = "ARN", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "ReplicationStatus", skip_serializing_if = "Option::is_none")]
    pub replication_status: Option<Vec<ReplicationStatusType>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ReplicaRegionType {
    #[serde(rename = "Region", skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    #[serde(rename = "KmsKeyId", skip_serializing_if = "Option::is_none")]
    pub kms_key_id: Option<String>,
}

impl Validate for ReplicaRegionType {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.region {
            found.within("region", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("^([a-z]+-)+\\d+$"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.kms_key_id {
            found.within("kmsKeyId", |found| {
                found.text(value, &Constraint { min: Some(0.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ReplicateSecretToRegionsRequest {
    #[serde(rename = "SecretId", skip_serializing_if = "Option::is_none")]
    pub secret_id: Option<String>,
    #[serde(rename = "AddReplicaRegions", skip_serializing_if = "Option::is_none")]
    pub add_replica_regions: Option<Vec<ReplicaRegionType>>,
    #[serde(rename = "ForceOverwriteReplicaSecret", skip_serializing_if = "Option::is_none")]
    pub force_overwrite_replica_secret: Option<bool>,
}

impl Validate for ReplicateSecretToRegionsRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("secretId", self.secret_id.is_some());
        if let Some(value) = &self.secret_id {
            found.within("secretId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("addReplicaRegions", self.add_replica_regions.is_some());
        if let Some(value) = &self.add_replica_regions {
            found.within("addReplicaRegions", |found| {
                found.size(value, value.len(), &Constraint { min: Some(1.0), ..Constraint::NONE });
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ReplicateSecretToRegionsResponse {
    #[serde(rename = "ARN", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "ReplicationStatus", skip_serializing_if = "Option::is_none")]
    pub replication_status: Option<Vec<ReplicationStatusType>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ReplicationStatusType {
    #[serde(rename = "Region", skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    #[serde(rename = "KmsKeyId", skip_serializing_if = "Option::is_none")]
    pub kms_key_id: Option<String>,
    #[serde(rename = "Status", skip_serializing_if = "Option::is_none")]
    pub status: Option<StatusType>,
    #[serde(rename = "StatusMessage", skip_serializing_if = "Option::is_none")]
    pub status_message: Option<String>,
    #[serde(rename = "LastAccessedDate", skip_serializing_if = "Option::is_none")]
    pub last_accessed_date: Option<Time>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RestoreSecretRequest {
    #[serde(rename = "SecretId", skip_serializing_if = "Option::is_none")]
    pub secret_id: Option<String>,
}

impl Validate for RestoreSecretRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("secretId", self.secret_id.is_some());
        if let Some(value) = &self.secret_id {
            found.within("secretId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RestoreSecretResponse {
    #[serde(rename = "ARN", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RotateSecretRequest {
    #[serde(rename = "SecretId", skip_serializing_if = "Option::is_none")]
    pub secret_id: Option<String>,
    #[serde(rename = "ClientRequestToken", skip_serializing_if = "Option::is_none")]
    pub client_request_token: Option<String>,
    #[serde(rename = "RotationLambdaARN", skip_serializing_if = "Option::is_none")]
    pub rotation_lambda_arn: Option<String>,
    #[serde(rename = "RotationRules", skip_serializing_if = "Option::is_none")]
    pub rotation_rules: Option<RotationRulesType>,
    #[serde(rename = "ExternalSecretRotationMetadata", skip_serializing_if = "Option::is_none")]
    pub external_secret_rotation_metadata: Option<Vec<ExternalSecretRotationMetadataItem>>,
    #[serde(rename = "ExternalSecretRotationRoleArn", skip_serializing_if = "Option::is_none")]
    pub external_secret_rotation_role_arn: Option<String>,
    #[serde(rename = "RotateImmediately", skip_serializing_if = "Option::is_none")]
    pub rotate_immediately: Option<bool>,
}

impl Validate for RotateSecretRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("secretId", self.secret_id.is_some());
        if let Some(value) = &self.secret_id {
            found.within("secretId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.client_request_token {
            found.within("clientRequestToken", |found| {
                found.text(value, &Constraint { min: Some(32.0), max: Some(64.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.rotation_lambda_arn {
            found.within("rotationLambdaARN", |found| {
                found.text(value, &Constraint { min: Some(0.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.rotation_rules {
            found.within("rotationRules", |found| {
                value.validate(found);
            });
        }
        if let Some(value) = &self.external_secret_rotation_metadata {
            found.within("externalSecretRotationMetadata", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.external_secret_rotation_role_arn {
            found.within("externalSecretRotationRoleArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RotateSecretResponse {
    #[serde(rename = "ARN", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "VersionId", skip_serializing_if = "Option::is_none")]
    pub version_id: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RotationRulesType {
    #[serde(rename = "AutomaticallyAfterDays", skip_serializing_if = "Option::is_none")]
    pub automatically_after_days: Option<i64>,
    #[serde(rename = "Duration", skip_serializing_if = "Option::is_none")]
    pub duration: Option<String>,
    #[serde(rename = "ScheduleExpression", skip_serializing_if = "Option::is_none")]
    pub schedule_expression: Option<String>,
}

impl Validate for RotationRulesType {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.automatically_after_days {
            found.within("automaticallyAfterDays", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.duration {
            found.within("duration", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(2.0),
                        max: Some(3.0),
                        pattern: Some("[0-9]+h"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.schedule_expression {
            found.within("scheduleExpression", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(256.0),
                        pattern: Some("[0-9A-Za-z\\(\\)#\\?\\*\\-\\/, ]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SecretListEntry {
    #[serde(rename = "ARN", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    #[serde(rename = "Description", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(rename = "KmsKeyId", skip_serializing_if = "Option::is_none")]
    pub kms_key_id: Option<String>,
    #[serde(rename = "RotationEnabled", skip_serializing_if = "Option::is_none")]
    pub rotation_enabled: Option<bool>,
    #[serde(rename = "RotationLambdaARN", skip_serializing_if = "Option::is_none")]
    pub rotation_lambda_arn: Option<String>,
    #[serde(rename = "RotationRules", skip_serializing_if = "Option::is_none")]
    pub rotation_rules: Option<RotationRulesType>,
    #[serde(rename = "ExternalSecretRotationMetadata", skip_serializing_if = "Option::is_none")]
    pub external_secret_rotation_metadata: Option<Vec<ExternalSecretRotationMetadataItem>>,
    #[serde(rename = "ExternalSecretRotationRoleArn", skip_serializing_if = "Option::is_none")]
    pub external_secret_rotation_role_arn: Option<String>,
    #[serde(rename = "LastRotatedDate", skip_serializing_if = "Option::is_none")]
    pub last_rotated_date: Option<Time>,
    #[serde(rename = "LastChangedDate", skip_serializing_if = "Option::is_none")]
    pub last_changed_date: Option<Time>,
    #[serde(rename = "LastAccessedDate", skip_serializing_if = "Option::is_none")]
    pub last_accessed_date: Option<Time>,
    #[serde(rename = "DeletedDate", skip_serializing_if = "Option::is_none")]
    pub deleted_date: Option<Time>,
    #[serde(rename = "NextRotationDate", skip_serializing_if = "Option::is_none")]
    pub next_rotation_date: Option<Time>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(rename = "SecretVersionsToStages", skip_serializing_if = "Option::is_none")]
    pub secret_versions_to_stages: Option<BTreeMap<String, Vec<String>>>,
    #[serde(rename = "OwningService", skip_serializing_if = "Option::is_none")]
    pub owning_service: Option<String>,
    #[serde(rename = "CreatedDate", skip_serializing_if = "Option::is_none")]
    pub created_date: Option<Time>,
    #[serde(rename = "PrimaryRegion", skip_serializing_if = "Option::is_none")]
    pub primary_region: Option<String>,
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SecretValueEntry {
    #[serde(rename = "ARN", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "VersionId", skip_serializing_if = "Option::is_none")]
    pub version_id: Option<String>,
    #[serde(rename = "SecretBinary", skip_serializing_if = "Option::is_none")]
    pub secret_binary: Option<Blob>,
    #[serde(rename = "SecretString", skip_serializing_if = "Option::is_none")]
    pub secret_string: Option<String>,
    #[serde(rename = "VersionStages", skip_serializing_if = "Option::is_none")]
    pub version_stages: Option<Vec<String>>,
    #[serde(rename = "CreatedDate", skip_serializing_if = "Option::is_none")]
    pub created_date: Option<Time>,
}

impl std::fmt::Debug for SecretValueEntry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SecretValueEntry")
            .field("arn", &self.arn)
            .field("name", &self.name)
            .field("version_id", &self.version_id)
            .field("version_stages", &self.version_stages)
            .field("created_date", &self.created_date)
            .finish_non_exhaustive()
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SecretVersionsListEntry {
    #[serde(rename = "VersionId", skip_serializing_if = "Option::is_none")]
    pub version_id: Option<String>,
    #[serde(rename = "VersionStages", skip_serializing_if = "Option::is_none")]
    pub version_stages: Option<Vec<String>>,
    #[serde(rename = "LastAccessedDate", skip_serializing_if = "Option::is_none")]
    pub last_accessed_date: Option<Time>,
    #[serde(rename = "CreatedDate", skip_serializing_if = "Option::is_none")]
    pub created_date: Option<Time>,
    #[serde(rename = "KmsKeyIds", skip_serializing_if = "Option::is_none")]
    pub kms_key_ids: Option<Vec<String>>,
}

string_enum! {
    pub enum SortByType {
        CreatedDate = "created-date",
        LastAccessedDate = "last-accessed-date",
        LastChangedDate = "last-changed-date",
        Name = "name",
    }
}

string_enum! {
    pub enum SortOrderType {
        Asc = "asc",
        Desc = "desc",
    }
}

string_enum! {
    pub enum StatusType {
        InSync = "InSync",
        Failed = "Failed",
        InProgress = "InProgress",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct StopReplicationToReplicaRequest {
    #[serde(rename = "SecretId", skip_serializing_if = "Option::is_none")]
    pub secret_id: Option<String>,
}

impl Validate for StopReplicationToReplicaRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("secretId", self.secret_id.is_some());
        if let Some(value) = &self.secret_id {
            found.within("secretId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct StopReplicationToReplicaResponse {
    #[serde(rename = "ARN", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Tag {
    #[serde(rename = "Key", skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    #[serde(rename = "Value", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

impl Validate for Tag {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.key {
            found.within("key", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(128.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.value {
            found.within("value", |found| {
                found.text(value, &Constraint { min: Some(0.0), max: Some(256.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TagResourceRequest {
    #[serde(rename = "SecretId", skip_serializing_if = "Option::is_none")]
    pub secret_id: Option<String>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

impl Validate for TagResourceRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("secretId", self.secret_id.is_some());
        if let Some(value) = &self.secret_id {
            found.within("secretId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("tags", self.tags.is_some());
        if let Some(value) = &self.tags {
            found.within("tags", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UntagResourceRequest {
    #[serde(rename = "SecretId", skip_serializing_if = "Option::is_none")]
    pub secret_id: Option<String>,
    #[serde(rename = "TagKeys", skip_serializing_if = "Option::is_none")]
    pub tag_keys: Option<Vec<String>>,
}

impl Validate for UntagResourceRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("secretId", self.secret_id.is_some());
        if let Some(value) = &self.secret_id {
            found.within("secretId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("tagKeys", self.tag_keys.is_some());
        if let Some(value) = &self.tag_keys {
            found.within("tagKeys", |found| {
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { min: Some(1.0), max: Some(128.0), ..Constraint::NONE }),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateSecretRequest {
    #[serde(rename = "SecretId", skip_serializing_if = "Option::is_none")]
    pub secret_id: Option<String>,
    #[serde(rename = "ClientRequestToken", skip_serializing_if = "Option::is_none")]
    pub client_request_token: Option<String>,
    #[serde(rename = "Description", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(rename = "KmsKeyId", skip_serializing_if = "Option::is_none")]
    pub kms_key_id: Option<String>,
    #[serde(rename = "SecretBinary", skip_serializing_if = "Option::is_none")]
    pub secret_binary: Option<Blob>,
    #[serde(rename = "SecretString", skip_serializing_if = "Option::is_none")]
    pub secret_string: Option<String>,
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
}

impl std::fmt::Debug for UpdateSecretRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UpdateSecretRequest")
            .field("secret_id", &self.secret_id)
            .field("client_request_token", &self.client_request_token)
            .field("description", &self.description)
            .field("kms_key_id", &self.kms_key_id)
            .field("r#type", &self.r#type)
            .finish_non_exhaustive()
    }
}

impl Validate for UpdateSecretRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("secretId", self.secret_id.is_some());
        if let Some(value) = &self.secret_id {
            found.within("secretId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.client_request_token {
            found.within("clientRequestToken", |found| {
                found.text(value, &Constraint { min: Some(32.0), max: Some(64.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.description {
            found.within("description", |found| {
                found.text(value, &Constraint { max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.kms_key_id {
            found.within("kmsKeyId", |found| {
                found.text(value, &Constraint { min: Some(0.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.secret_string {
            found.within("secretString", |found| {
                found.hidden_text(
                    value,
                    &Constraint { min: Some(1.0), max: Some(65536.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.r#type {
            found.within("type", |found| {
                found.text(value, &Constraint { min: Some(0.0), max: Some(256.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateSecretResponse {
    #[serde(rename = "ARN", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "VersionId", skip_serializing_if = "Option::is_none")]
    pub version_id: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateSecretVersionStageRequest {
    #[serde(rename = "SecretId", skip_serializing_if = "Option::is_none")]
    pub secret_id: Option<String>,
    #[serde(rename = "VersionStage", skip_serializing_if = "Option::is_none")]
    pub version_stage: Option<String>,
    #[serde(rename = "RemoveFromVersionId", skip_serializing_if = "Option::is_none")]
    pub remove_from_version_id: Option<String>,
    #[serde(rename = "MoveToVersionId", skip_serializing_if = "Option::is_none")]
    pub move_to_version_id: Option<String>,
}

impl Validate for UpdateSecretVersionStageRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("secretId", self.secret_id.is_some());
        if let Some(value) = &self.secret_id {
            found.within("secretId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("versionStage", self.version_stage.is_some());
        if let Some(value) = &self.version_stage {
            found.within("versionStage", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(256.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.remove_from_version_id {
            found.within("removeFromVersionId", |found| {
                found.text(value, &Constraint { min: Some(32.0), max: Some(64.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.move_to_version_id {
            found.within("moveToVersionId", |found| {
                found.text(value, &Constraint { min: Some(32.0), max: Some(64.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateSecretVersionStageResponse {
    #[serde(rename = "ARN", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ValidateResourcePolicyRequest {
    #[serde(rename = "SecretId", skip_serializing_if = "Option::is_none")]
    pub secret_id: Option<String>,
    #[serde(rename = "ResourcePolicy", skip_serializing_if = "Option::is_none")]
    pub resource_policy: Option<String>,
}

impl Validate for ValidateResourcePolicyRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.secret_id {
            found.within("secretId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("resourcePolicy", self.resource_policy.is_some());
        if let Some(value) = &self.resource_policy {
            found.within("resourcePolicy", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(20480.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ValidateResourcePolicyResponse {
    #[serde(rename = "PolicyValidationPassed", skip_serializing_if = "Option::is_none")]
    pub policy_validation_passed: Option<bool>,
    #[serde(rename = "ValidationErrors", skip_serializing_if = "Option::is_none")]
    pub validation_errors: Option<Vec<ValidationErrorsEntry>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ValidationErrorsEntry {
    #[serde(rename = "CheckName", skip_serializing_if = "Option::is_none")]
    pub check_name: Option<String>,
    #[serde(rename = "ErrorMessage", skip_serializing_if = "Option::is_none")]
    pub error_message: Option<String>,
}
