//! Shapes of Amazon Simple Systems Manager (SSM) (2014-11-06). Written by tools/shapes.py: don't edit.

#![allow(clippy::all, unused_imports, unused_variables)]

use std::collections::BTreeMap;

use neargate_wire::{
    Blob, Constraint, Each, Model, Operation, Protocol, Rule, Time, Validate, Violations, string_enum,
};
use serde::{Deserialize, Serialize};

pub const MODEL: Model = Model {
    endpoint_prefix: "ssm",
    signing_name: "ssm",
    api_version: "2014-11-06",
    target_prefix: "AmazonSSM",
    json_version: "1.1",
    xml_namespace: "",
    protocol: Protocol::Json,
    capital_messages: &[
        "InternalServerError",
        "InvalidFilterValue",
        "InvalidNextToken",
        "MalformedResourcePolicyDocumentException",
        "ResourceNotFoundException",
        "ResourcePolicyConflictException",
        "ResourcePolicyInvalidParameterException",
        "ResourcePolicyLimitExceededException",
        "ResourcePolicyNotFoundException",
        "ServiceSettingNotFound",
        "TooManyUpdates",
    ],
    operations: &[
        "AddTagsToResource",
        "AssociateOpsItemRelatedItem",
        "CancelCommand",
        "CancelMaintenanceWindowExecution",
        "CreateActivation",
        "CreateAssociation",
        "CreateAssociationBatch",
        "CreateDocument",
        "CreateMaintenanceWindow",
        "CreateOpsItem",
        "CreateOpsMetadata",
        "CreatePatchBaseline",
        "CreateResourceDataSync",
        "DeleteActivation",
        "DeleteAssociation",
        "DeleteDocument",
        "DeleteInventory",
        "DeleteMaintenanceWindow",
        "DeleteOpsItem",
        "DeleteOpsMetadata",
        "DeleteParameter",
        "DeleteParameters",
        "DeletePatchBaseline",
        "DeleteResourceDataSync",
        "DeleteResourcePolicy",
        "DeregisterManagedInstance",
        "DeregisterPatchBaselineForPatchGroup",
        "DeregisterTargetFromMaintenanceWindow",
        "DeregisterTaskFromMaintenanceWindow",
        "DescribeActivations",
        "DescribeAssociation",
        "DescribeAssociationExecutionTargets",
        "DescribeAssociationExecutions",
        "DescribeAutomationExecutions",
        "DescribeAutomationStepExecutions",
        "DescribeAvailablePatches",
        "DescribeDocument",
        "DescribeDocumentPermission",
        "DescribeEffectiveInstanceAssociations",
        "DescribeEffectivePatchesForPatchBaseline",
        "DescribeInstanceAssociationsStatus",
        "DescribeInstanceInformation",
        "DescribeInstancePatchStates",
        "DescribeInstancePatchStatesForPatchGroup",
        "DescribeInstancePatches",
        "DescribeInstanceProperties",
        "DescribeInventoryDeletions",
        "DescribeMaintenanceWindowExecutionTaskInvocations",
        "DescribeMaintenanceWindowExecutionTasks",
        "DescribeMaintenanceWindowExecutions",
        "DescribeMaintenanceWindowSchedule",
        "DescribeMaintenanceWindowTargets",
        "DescribeMaintenanceWindowTasks",
        "DescribeMaintenanceWindows",
        "DescribeMaintenanceWindowsForTarget",
        "DescribeOpsItems",
        "DescribeParameters",
        "DescribePatchBaselines",
        "DescribePatchGroupState",
        "DescribePatchGroups",
        "DescribePatchProperties",
        "DescribeSessions",
        "DisassociateOpsItemRelatedItem",
        "GetAccessToken",
        "GetAutomationExecution",
        "GetCalendarState",
        "GetCommandInvocation",
        "GetConnectionStatus",
        "GetDefaultPatchBaseline",
        "GetDeployablePatchSnapshotForInstance",
        "GetDocument",
        "GetExecutionPreview",
        "GetInventory",
        "GetInventorySchema",
        "GetMaintenanceWindow",
        "GetMaintenanceWindowExecution",
        "GetMaintenanceWindowExecutionTask",
        "GetMaintenanceWindowExecutionTaskInvocation",
        "GetMaintenanceWindowTask",
        "GetOpsItem",
        "GetOpsMetadata",
        "GetOpsSummary",
        "GetParameter",
        "GetParameterHistory",
        "GetParameters",
        "GetParametersByPath",
        "GetPatchBaseline",
        "GetPatchBaselineForPatchGroup",
        "GetResourcePolicies",
        "GetServiceSetting",
        "LabelParameterVersion",
        "ListAssociationVersions",
        "ListAssociations",
        "ListCommandInvocations",
        "ListCommands",
        "ListComplianceItems",
        "ListComplianceSummaries",
        "ListDocumentMetadataHistory",
        "ListDocumentVersions",
        "ListDocuments",
        "ListInventoryEntries",
        "ListNodes",
        "ListNodesSummary",
        "ListOpsItemEvents",
        "ListOpsItemRelatedItems",
        "ListOpsMetadata",
        "ListResourceComplianceSummaries",
        "ListResourceDataSync",
        "ListTagsForResource",
        "ModifyDocumentPermission",
        "PutComplianceItems",
        "PutInventory",
        "PutParameter",
        "PutResourcePolicy",
        "RegisterDefaultPatchBaseline",
        "RegisterPatchBaselineForPatchGroup",
        "RegisterTargetWithMaintenanceWindow",
        "RegisterTaskWithMaintenanceWindow",
        "RemoveTagsFromResource",
        "ResetServiceSetting",
        "ResumeSession",
        "SendAutomationSignal",
        "SendCommand",
        "StartAccessRequest",
        "StartAssociationsOnce",
        "StartAutomationExecution",
        "StartChangeRequestExecution",
        "StartExecutionPreview",
        "StartSession",
        "StopAutomationExecution",
        "TerminateSession",
        "UnlabelParameterVersion",
        "UpdateAssociation",
        "UpdateAssociationStatus",
        "UpdateDocument",
        "UpdateDocumentDefaultVersion",
        "UpdateDocumentMetadata",
        "UpdateMaintenanceWindow",
        "UpdateMaintenanceWindowTarget",
        "UpdateMaintenanceWindowTask",
        "UpdateManagedInstanceRole",
        "UpdateOpsItem",
        "UpdateOpsMetadata",
        "UpdatePatchBaseline",
        "UpdateResourceDataSync",
        "UpdateServiceSetting",
    ],
};

pub struct AddTagsToResource;

impl Operation for AddTagsToResource {
    const NAME: &'static str = "AddTagsToResource";
    const RESULT_WRAPPER: &'static str = "";
    type Input = AddTagsToResourceRequest;
    type Output = AddTagsToResourceResult;
}

pub struct DeleteParameter;

impl Operation for DeleteParameter {
    const NAME: &'static str = "DeleteParameter";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteParameterRequest;
    type Output = DeleteParameterResult;
}

pub struct DeleteParameters;

impl Operation for DeleteParameters {
    const NAME: &'static str = "DeleteParameters";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteParametersRequest;
    type Output = DeleteParametersResult;
}

pub struct DeleteResourcePolicy;

impl Operation for DeleteResourcePolicy {
    const NAME: &'static str = "DeleteResourcePolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteResourcePolicyRequest;
    type Output = DeleteResourcePolicyResponse;
}

pub struct DescribeParameters;

impl Operation for DescribeParameters {
    const NAME: &'static str = "DescribeParameters";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DescribeParametersRequest;
    type Output = DescribeParametersResult;
}

pub struct GetParameter;

impl Operation for GetParameter {
    const NAME: &'static str = "GetParameter";
    const RESULT_WRAPPER: &'static str = "";
    type Input = GetParameterRequest;
    type Output = GetParameterResult;
}

pub struct GetParameterHistory;

impl Operation for GetParameterHistory {
    const NAME: &'static str = "GetParameterHistory";
    const RESULT_WRAPPER: &'static str = "";
    type Input = GetParameterHistoryRequest;
    type Output = GetParameterHistoryResult;
}

pub struct GetParameters;

impl Operation for GetParameters {
    const NAME: &'static str = "GetParameters";
    const RESULT_WRAPPER: &'static str = "";
    type Input = GetParametersRequest;
    type Output = GetParametersResult;
}

pub struct GetParametersByPath;

impl Operation for GetParametersByPath {
    const NAME: &'static str = "GetParametersByPath";
    const RESULT_WRAPPER: &'static str = "";
    type Input = GetParametersByPathRequest;
    type Output = GetParametersByPathResult;
}

pub struct GetResourcePolicies;

impl Operation for GetResourcePolicies {
    const NAME: &'static str = "GetResourcePolicies";
    const RESULT_WRAPPER: &'static str = "";
    type Input = GetResourcePoliciesRequest;
    type Output = GetResourcePoliciesResponse;
}

pub struct GetServiceSetting;

impl Operation for GetServiceSetting {
    const NAME: &'static str = "GetServiceSetting";
    const RESULT_WRAPPER: &'static str = "";
    type Input = GetServiceSettingRequest;
    type Output = GetServiceSettingResult;
}

pub struct LabelParameterVersion;

impl Operation for LabelParameterVersion {
    const NAME: &'static str = "LabelParameterVersion";
    const RESULT_WRAPPER: &'static str = "";
    type Input = LabelParameterVersionRequest;
    type Output = LabelParameterVersionResult;
}

pub struct ListTagsForResource;

impl Operation for ListTagsForResource {
    const NAME: &'static str = "ListTagsForResource";
    const RESULT_WRAPPER: &'static str = "";
    type Input = ListTagsForResourceRequest;
    type Output = ListTagsForResourceResult;
}

pub struct PutParameter;

impl Operation for PutParameter {
    const NAME: &'static str = "PutParameter";
    const RESULT_WRAPPER: &'static str = "";
    type Input = PutParameterRequest;
    type Output = PutParameterResult;
}

pub struct PutResourcePolicy;

impl Operation for PutResourcePolicy {
    const NAME: &'static str = "PutResourcePolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = PutResourcePolicyRequest;
    type Output = PutResourcePolicyResponse;
}

pub struct RemoveTagsFromResource;

impl Operation for RemoveTagsFromResource {
    const NAME: &'static str = "RemoveTagsFromResource";
    const RESULT_WRAPPER: &'static str = "";
    type Input = RemoveTagsFromResourceRequest;
    type Output = RemoveTagsFromResourceResult;
}

pub struct ResetServiceSetting;

impl Operation for ResetServiceSetting {
    const NAME: &'static str = "ResetServiceSetting";
    const RESULT_WRAPPER: &'static str = "";
    type Input = ResetServiceSettingRequest;
    type Output = ResetServiceSettingResult;
}

pub struct UnlabelParameterVersion;

impl Operation for UnlabelParameterVersion {
    const NAME: &'static str = "UnlabelParameterVersion";
    const RESULT_WRAPPER: &'static str = "";
    type Input = UnlabelParameterVersionRequest;
    type Output = UnlabelParameterVersionResult;
}

pub struct UpdateServiceSetting;

impl Operation for UpdateServiceSetting {
    const NAME: &'static str = "UpdateServiceSetting";
    const RESULT_WRAPPER: &'static str = "";
    type Input = UpdateServiceSettingRequest;
    type Output = UpdateServiceSettingResult;
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AddTagsToResourceRequest {
    #[serde(rename = "ResourceType", skip_serializing_if = "Option::is_none")]
    pub resource_type: Option<ResourceTypeForTagging>,
    #[serde(rename = "ResourceId", skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

impl Validate for AddTagsToResourceRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("resourceType", self.resource_type.is_some());
        if let Some(value) = &self.resource_type {
            found.within("resourceType", |found| {
                found.member_of(value.as_str(), ResourceTypeForTagging::NAMES);
            });
        }
        found.required("resourceId", self.resource_id.is_some());
        found.required("tags", self.tags.is_some());
        if let Some(value) = &self.tags {
            found.within("tags", |found| {
                found.size(value, value.len(), &Constraint { max: Some(1000.0), ..Constraint::NONE });
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
pub struct AddTagsToResourceResult {}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteParameterRequest {
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl Validate for DeleteParameterRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("name", self.name.is_some());
        if let Some(value) = &self.name {
            found.within("name", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteParameterResult {}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteParametersRequest {
    #[serde(rename = "Names", skip_serializing_if = "Option::is_none")]
    pub names: Option<Vec<String>>,
}

impl Validate for DeleteParametersRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("names", self.names.is_some());
        if let Some(value) = &self.names {
            found.within("names", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(1.0), max: Some(10.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE }),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteParametersResult {
    #[serde(rename = "DeletedParameters", skip_serializing_if = "Option::is_none")]
    pub deleted_parameters: Option<Vec<String>>,
    #[serde(rename = "InvalidParameters", skip_serializing_if = "Option::is_none")]
    pub invalid_parameters: Option<Vec<String>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteResourcePolicyRequest {
    #[serde(rename = "ResourceArn", skip_serializing_if = "Option::is_none")]
    pub resource_arn: Option<String>,
    #[serde(rename = "PolicyId", skip_serializing_if = "Option::is_none")]
    pub policy_id: Option<String>,
    #[serde(rename = "PolicyHash", skip_serializing_if = "Option::is_none")]
    pub policy_hash: Option<String>,
}

impl Validate for DeleteResourcePolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("resourceArn", self.resource_arn.is_some());
        if let Some(value) = &self.resource_arn {
            found.within("resourceArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("policyId", self.policy_id.is_some());
        found.required("policyHash", self.policy_hash.is_some());
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteResourcePolicyResponse {}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeParametersRequest {
    #[serde(rename = "Filters", skip_serializing_if = "Option::is_none")]
    pub filters: Option<Vec<ParametersFilter>>,
    #[serde(rename = "ParameterFilters", skip_serializing_if = "Option::is_none")]
    pub parameter_filters: Option<Vec<ParameterStringFilter>>,
    #[serde(rename = "MaxResults", skip_serializing_if = "Option::is_none")]
    pub max_results: Option<i64>,
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "Shared", skip_serializing_if = "Option::is_none")]
    pub shared: Option<bool>,
}

impl Validate for DescribeParametersRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.filters {
            found.within("filters", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.parameter_filters {
            found.within("parameterFilters", |found| {
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
                    &Constraint { min: Some(1.0), max: Some(50.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeParametersResult {
    #[serde(rename = "Parameters", skip_serializing_if = "Option::is_none")]
    pub parameters: Option<Vec<ParameterMetadata>>,
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetParameterHistoryRequest {
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "WithDecryption", skip_serializing_if = "Option::is_none")]
    pub with_decryption: Option<bool>,
    #[serde(rename = "MaxResults", skip_serializing_if = "Option::is_none")]
    pub max_results: Option<i64>,
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

impl Validate for GetParameterHistoryRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("name", self.name.is_some());
        if let Some(value) = &self.name {
            found.within("name", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.max_results {
            found.within("maxResults", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(50.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetParameterHistoryResult {
    #[serde(rename = "Parameters", skip_serializing_if = "Option::is_none")]
    pub parameters: Option<Vec<ParameterHistory>>,
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetParameterRequest {
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "WithDecryption", skip_serializing_if = "Option::is_none")]
    pub with_decryption: Option<bool>,
}

impl Validate for GetParameterRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("name", self.name.is_some());
        if let Some(value) = &self.name {
            found.within("name", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetParameterResult {
    #[serde(rename = "Parameter", skip_serializing_if = "Option::is_none")]
    pub parameter: Option<Parameter>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetParametersByPathRequest {
    #[serde(rename = "Path", skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    #[serde(rename = "Recursive", skip_serializing_if = "Option::is_none")]
    pub recursive: Option<bool>,
    #[serde(rename = "ParameterFilters", skip_serializing_if = "Option::is_none")]
    pub parameter_filters: Option<Vec<ParameterStringFilter>>,
    #[serde(rename = "WithDecryption", skip_serializing_if = "Option::is_none")]
    pub with_decryption: Option<bool>,
    #[serde(rename = "MaxResults", skip_serializing_if = "Option::is_none")]
    pub max_results: Option<i64>,
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

impl Validate for GetParametersByPathRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("path", self.path.is_some());
        if let Some(value) = &self.path {
            found.within("path", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.parameter_filters {
            found.within("parameterFilters", |found| {
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
                    &Constraint { min: Some(1.0), max: Some(10.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetParametersByPathResult {
    #[serde(rename = "Parameters", skip_serializing_if = "Option::is_none")]
    pub parameters: Option<Vec<Parameter>>,
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetParametersRequest {
    #[serde(rename = "Names", skip_serializing_if = "Option::is_none")]
    pub names: Option<Vec<String>>,
    #[serde(rename = "WithDecryption", skip_serializing_if = "Option::is_none")]
    pub with_decryption: Option<bool>,
}

impl Validate for GetParametersRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("names", self.names.is_some());
        if let Some(value) = &self.names {
            found.within("names", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(1.0), max: Some(10.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE }),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetParametersResult {
    #[serde(rename = "Parameters", skip_serializing_if = "Option::is_none")]
    pub parameters: Option<Vec<Parameter>>,
    #[serde(rename = "InvalidParameters", skip_serializing_if = "Option::is_none")]
    pub invalid_parameters: Option<Vec<String>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetResourcePoliciesRequest {
    #[serde(rename = "ResourceArn", skip_serializing_if = "Option::is_none")]
    pub resource_arn: Option<String>,
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "MaxResults", skip_serializing_if = "Option::is_none")]
    pub max_results: Option<i64>,
}

impl Validate for GetResourcePoliciesRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("resourceArn", self.resource_arn.is_some());
        if let Some(value) = &self.resource_arn {
            found.within("resourceArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.max_results {
            found.within("maxResults", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(50.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetResourcePoliciesResponse {
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "Policies", skip_serializing_if = "Option::is_none")]
    pub policies: Option<Vec<GetResourcePoliciesResponseEntry>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetResourcePoliciesResponseEntry {
    #[serde(rename = "PolicyId", skip_serializing_if = "Option::is_none")]
    pub policy_id: Option<String>,
    #[serde(rename = "PolicyHash", skip_serializing_if = "Option::is_none")]
    pub policy_hash: Option<String>,
    #[serde(rename = "Policy", skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetServiceSettingRequest {
    #[serde(rename = "SettingId", skip_serializing_if = "Option::is_none")]
    pub setting_id: Option<String>,
}

impl Validate for GetServiceSettingRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("settingId", self.setting_id.is_some());
        if let Some(value) = &self.setting_id {
            found.within("settingId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetServiceSettingResult {
    #[serde(rename = "ServiceSetting", skip_serializing_if = "Option::is_none")]
    pub service_setting: Option<ServiceSetting>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct LabelParameterVersionRequest {
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "ParameterVersion", skip_serializing_if = "Option::is_none")]
    pub parameter_version: Option<i64>,
    #[serde(rename = "Labels", skip_serializing_if = "Option::is_none")]
    pub labels: Option<Vec<String>>,
}

impl Validate for LabelParameterVersionRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("name", self.name.is_some());
        if let Some(value) = &self.name {
            found.within("name", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("labels", self.labels.is_some());
        if let Some(value) = &self.labels {
            found.within("labels", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(1.0), max: Some(10.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { min: Some(1.0), max: Some(100.0), ..Constraint::NONE }),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct LabelParameterVersionResult {
    #[serde(rename = "InvalidLabels", skip_serializing_if = "Option::is_none")]
    pub invalid_labels: Option<Vec<String>>,
    #[serde(rename = "ParameterVersion", skip_serializing_if = "Option::is_none")]
    pub parameter_version: Option<i64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListTagsForResourceRequest {
    #[serde(rename = "ResourceType", skip_serializing_if = "Option::is_none")]
    pub resource_type: Option<ResourceTypeForTagging>,
    #[serde(rename = "ResourceId", skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
}

impl Validate for ListTagsForResourceRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("resourceType", self.resource_type.is_some());
        if let Some(value) = &self.resource_type {
            found.within("resourceType", |found| {
                found.member_of(value.as_str(), ResourceTypeForTagging::NAMES);
            });
        }
        found.required("resourceId", self.resource_id.is_some());
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListTagsForResourceResult {
    #[serde(rename = "TagList", skip_serializing_if = "Option::is_none")]
    pub tag_list: Option<Vec<Tag>>,
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Parameter {
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<ParameterType>,
    #[serde(rename = "Value", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    #[serde(rename = "Version", skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    #[serde(rename = "Selector", skip_serializing_if = "Option::is_none")]
    pub selector: Option<String>,
    #[serde(rename = "SourceResult", skip_serializing_if = "Option::is_none")]
    pub source_result: Option<String>,
    #[serde(rename = "LastModifiedDate", skip_serializing_if = "Option::is_none")]
    pub last_modified_date: Option<Time>,
    #[serde(rename = "ARN", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "DataType", skip_serializing_if = "Option::is_none")]
    pub data_type: Option<String>,
}

impl std::fmt::Debug for Parameter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Parameter")
            .field("name", &self.name)
            .field("r#type", &self.r#type)
            .field("version", &self.version)
            .field("selector", &self.selector)
            .field("source_result", &self.source_result)
            .field("last_modified_date", &self.last_modified_date)
            .field("arn", &self.arn)
            .field("data_type", &self.data_type)
            .finish_non_exhaustive()
    }
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ParameterHistory {
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<ParameterType>,
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "LastModifiedDate", skip_serializing_if = "Option::is_none")]
    pub last_modified_date: Option<Time>,
    #[serde(rename = "LastModifiedUser", skip_serializing_if = "Option::is_none")]
    pub last_modified_user: Option<String>,
    #[serde(rename = "Description", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(rename = "Value", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    #[serde(rename = "AllowedPattern", skip_serializing_if = "Option::is_none")]
    pub allowed_pattern: Option<String>,
    #[serde(rename = "Version", skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    #[serde(rename = "Labels", skip_serializing_if = "Option::is_none")]
    pub labels: Option<Vec<String>>,
    #[serde(rename = "Tier", skip_serializing_if = "Option::is_none")]
    pub tier: Option<ParameterTier>,
    #[serde(rename = "Policies", skip_serializing_if = "Option::is_none")]
    pub policies: Option<Vec<ParameterInlinePolicy>>,
    #[serde(rename = "DataType", skip_serializing_if = "Option::is_none")]
    pub data_type: Option<String>,
}

impl std::fmt::Debug for ParameterHistory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ParameterHistory")
            .field("name", &self.name)
            .field("r#type", &self.r#type)
            .field("key_id", &self.key_id)
            .field("last_modified_date", &self.last_modified_date)
            .field("last_modified_user", &self.last_modified_user)
            .field("description", &self.description)
            .field("allowed_pattern", &self.allowed_pattern)
            .field("version", &self.version)
            .field("labels", &self.labels)
            .field("tier", &self.tier)
            .field("policies", &self.policies)
            .field("data_type", &self.data_type)
            .finish_non_exhaustive()
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ParameterInlinePolicy {
    #[serde(rename = "PolicyText", skip_serializing_if = "Option::is_none")]
    pub policy_text: Option<String>,
    #[serde(rename = "PolicyType", skip_serializing_if = "Option::is_none")]
    pub policy_type: Option<String>,
    #[serde(rename = "PolicyStatus", skip_serializing_if = "Option::is_none")]
    pub policy_status: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ParameterMetadata {
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "ARN", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<ParameterType>,
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "LastModifiedDate", skip_serializing_if = "Option::is_none")]
    pub last_modified_date: Option<Time>,
    #[serde(rename = "LastModifiedUser", skip_serializing_if = "Option::is_none")]
    pub last_modified_user: Option<String>,
    #[serde(rename = "Description", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(rename = "AllowedPattern", skip_serializing_if = "Option::is_none")]
    pub allowed_pattern: Option<String>,
    #[serde(rename = "Version", skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    #[serde(rename = "Tier", skip_serializing_if = "Option::is_none")]
    pub tier: Option<ParameterTier>,
    #[serde(rename = "Policies", skip_serializing_if = "Option::is_none")]
    pub policies: Option<Vec<ParameterInlinePolicy>>,
    #[serde(rename = "DataType", skip_serializing_if = "Option::is_none")]
    pub data_type: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ParameterStringFilter {
    #[serde(rename = "Key", skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    #[serde(rename = "Option", skip_serializing_if = "Option::is_none")]
    pub option: Option<String>,
    #[serde(rename = "Values", skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<String>>,
}

impl Validate for ParameterStringFilter {
    fn validate(&self, found: &mut Violations) {
        found.required("key", self.key.is_some());
        if let Some(value) = &self.key {
            found.within("key", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(132.0),
                        pattern: Some("tag:.+|Name|Type|KeyId|Path|Label|Tier|DataType"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.option {
            found.within("option", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(10.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.values {
            found.within("values", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(1.0), max: Some(50.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { min: Some(1.0), max: Some(1024.0), ..Constraint::NONE }),
                    Some(value),
                );
            });
        }
    }
}

string_enum! {
    pub enum ParameterTier {
        Standard = "Standard",
        Advanced = "Advanced",
        IntelligentTiering = "Intelligent-Tiering",
    }
}

string_enum! {
    pub enum ParameterType {
        String = "String",
        StringList = "StringList",
        SecureString = "SecureString",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ParametersFilter {
    #[serde(rename = "Key", skip_serializing_if = "Option::is_none")]
    pub key: Option<ParametersFilterKey>,
    #[serde(rename = "Values", skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<String>>,
}

impl Validate for ParametersFilter {
    fn validate(&self, found: &mut Violations) {
        found.required("key", self.key.is_some());
        if let Some(value) = &self.key {
            found.within("key", |found| {
                found.member_of(value.as_str(), ParametersFilterKey::NAMES);
            });
        }
        found.required("values", self.values.is_some());
        if let Some(value) = &self.values {
            found.within("values", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(1.0), max: Some(50.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { min: Some(1.0), max: Some(1024.0), ..Constraint::NONE }),
                    Some(value),
                );
            });
        }
    }
}

string_enum! {
    pub enum ParametersFilterKey {
        Name = "Name",
        Type = "Type",
        KeyId = "KeyId",
    }
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutParameterRequest {
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "Description", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(rename = "Value", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<ParameterType>,
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    #[serde(rename = "Overwrite", skip_serializing_if = "Option::is_none")]
    pub overwrite: Option<bool>,
    #[serde(rename = "AllowedPattern", skip_serializing_if = "Option::is_none")]
    pub allowed_pattern: Option<String>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(rename = "Tier", skip_serializing_if = "Option::is_none")]
    pub tier: Option<ParameterTier>,
    #[serde(rename = "Policies", skip_serializing_if = "Option::is_none")]
    pub policies: Option<String>,
    #[serde(rename = "DataType", skip_serializing_if = "Option::is_none")]
    pub data_type: Option<String>,
}

impl std::fmt::Debug for PutParameterRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PutParameterRequest")
            .field("name", &self.name)
            .field("description", &self.description)
            .field("r#type", &self.r#type)
            .field("key_id", &self.key_id)
            .field("overwrite", &self.overwrite)
            .field("allowed_pattern", &self.allowed_pattern)
            .field("tags", &self.tags)
            .field("tier", &self.tier)
            .field("policies", &self.policies)
            .field("data_type", &self.data_type)
            .finish_non_exhaustive()
    }
}

impl Validate for PutParameterRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("name", self.name.is_some());
        if let Some(value) = &self.name {
            found.within("name", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.description {
            found.within("description", |found| {
                found.text(value, &Constraint { min: Some(0.0), max: Some(1024.0), ..Constraint::NONE });
            });
        }
        found.required("value", self.value.is_some());
        if let Some(value) = &self.r#type {
            found.within("type", |found| {
                found.member_of(value.as_str(), ParameterType::NAMES);
            });
        }
        if let Some(value) = &self.key_id {
            found.within("keyId", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(256.0),
                        pattern: Some("^([a-zA-Z0-9:/_-]+)$"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.allowed_pattern {
            found.within("allowedPattern", |found| {
                found.text(value, &Constraint { min: Some(0.0), max: Some(1024.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.tags {
            found.within("tags", |found| {
                found.size(value, value.len(), &Constraint { max: Some(1000.0), ..Constraint::NONE });
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.tier {
            found.within("tier", |found| {
                found.member_of(value.as_str(), ParameterTier::NAMES);
            });
        }
        if let Some(value) = &self.policies {
            found.within("policies", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(4096.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.data_type {
            found.within("dataType", |found| {
                found.text(value, &Constraint { min: Some(0.0), max: Some(128.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutParameterResult {
    #[serde(rename = "Version", skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    #[serde(rename = "Tier", skip_serializing_if = "Option::is_none")]
    pub tier: Option<ParameterTier>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutResourcePolicyRequest {
    #[serde(rename = "ResourceArn", skip_serializing_if = "Option::is_none")]
    pub resource_arn: Option<String>,
    #[serde(rename = "Policy", skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    #[serde(rename = "PolicyId", skip_serializing_if = "Option::is_none")]
    pub policy_id: Option<String>,
    #[serde(rename = "PolicyHash", skip_serializing_if = "Option::is_none")]
    pub policy_hash: Option<String>,
}

impl Validate for PutResourcePolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("resourceArn", self.resource_arn.is_some());
        if let Some(value) = &self.resource_arn {
            found.within("resourceArn", |found| {
                found.text(value, &Constraint { min: Some(20.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("policy", self.policy.is_some());
        if let Some(value) = &self.policy {
            found.within("policy", |found| {
                found.text(value, &Constraint { pattern: Some("^(?!\\s*$).+"), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutResourcePolicyResponse {
    #[serde(rename = "PolicyId", skip_serializing_if = "Option::is_none")]
    pub policy_id: Option<String>,
    #[serde(rename = "PolicyHash", skip_serializing_if = "Option::is_none")]
    pub policy_hash: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RemoveTagsFromResourceRequest {
    #[serde(rename = "ResourceType", skip_serializing_if = "Option::is_none")]
    pub resource_type: Option<ResourceTypeForTagging>,
    #[serde(rename = "ResourceId", skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    #[serde(rename = "TagKeys", skip_serializing_if = "Option::is_none")]
    pub tag_keys: Option<Vec<String>>,
}

impl Validate for RemoveTagsFromResourceRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("resourceType", self.resource_type.is_some());
        if let Some(value) = &self.resource_type {
            found.within("resourceType", |found| {
                found.member_of(value.as_str(), ResourceTypeForTagging::NAMES);
            });
        }
        found.required("resourceId", self.resource_id.is_some());
        found.required("tagKeys", self.tag_keys.is_some());
        if let Some(value) = &self.tag_keys {
            found.within("tagKeys", |found| {
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RemoveTagsFromResourceResult {}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ResetServiceSettingRequest {
    #[serde(rename = "SettingId", skip_serializing_if = "Option::is_none")]
    pub setting_id: Option<String>,
}

impl Validate for ResetServiceSettingRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("settingId", self.setting_id.is_some());
        if let Some(value) = &self.setting_id {
            found.within("settingId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ResetServiceSettingResult {
    #[serde(rename = "ServiceSetting", skip_serializing_if = "Option::is_none")]
    pub service_setting: Option<ServiceSetting>,
}

string_enum! {
    pub enum ResourceTypeForTagging {
        Document = "Document",
        ManagedInstance = "ManagedInstance",
        MaintenanceWindow = "MaintenanceWindow",
        Parameter = "Parameter",
        PatchBaseline = "PatchBaseline",
        OpsItem = "OpsItem",
        OpsMetadata = "OpsMetadata",
        Automation = "Automation",
        Association = "Association",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ServiceSetting {
    #[serde(rename = "SettingId", skip_serializing_if = "Option::is_none")]
    pub setting_id: Option<String>,
    #[serde(rename = "SettingValue", skip_serializing_if = "Option::is_none")]
    pub setting_value: Option<String>,
    #[serde(rename = "LastModifiedDate", skip_serializing_if = "Option::is_none")]
    pub last_modified_date: Option<Time>,
    #[serde(rename = "LastModifiedUser", skip_serializing_if = "Option::is_none")]
    pub last_modified_user: Option<String>,
    #[serde(rename = "ARN", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "Status", skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
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
        found.required("key", self.key.is_some());
        if let Some(value) = &self.key {
            found.within("key", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("value", self.value.is_some());
        if let Some(value) = &self.value {
            found.within("value", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(0.0),
                        max: Some(256.0),
                        pattern: Some("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UnlabelParameterVersionRequest {
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "ParameterVersion", skip_serializing_if = "Option::is_none")]
    pub parameter_version: Option<i64>,
    #[serde(rename = "Labels", skip_serializing_if = "Option::is_none")]
    pub labels: Option<Vec<String>>,
}

impl Validate for UnlabelParameterVersionRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("name", self.name.is_some());
        if let Some(value) = &self.name {
            found.within("name", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(2048.0), ..Constraint::NONE });
            });
        }
        found.required("parameterVersion", self.parameter_version.is_some());
        found.required("labels", self.labels.is_some());
        if let Some(value) = &self.labels {
            found.within("labels", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(1.0), max: Some(10.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { min: Some(1.0), max: Some(100.0), ..Constraint::NONE }),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UnlabelParameterVersionResult {
    #[serde(rename = "RemovedLabels", skip_serializing_if = "Option::is_none")]
    pub removed_labels: Option<Vec<String>>,
    #[serde(rename = "InvalidLabels", skip_serializing_if = "Option::is_none")]
    pub invalid_labels: Option<Vec<String>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateServiceSettingRequest {
    #[serde(rename = "SettingId", skip_serializing_if = "Option::is_none")]
    pub setting_id: Option<String>,
    #[serde(rename = "SettingValue", skip_serializing_if = "Option::is_none")]
    pub setting_value: Option<String>,
}

impl Validate for UpdateServiceSettingRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("settingId", self.setting_id.is_some());
        if let Some(value) = &self.setting_id {
            found.within("settingId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE });
            });
        }
        found.required("settingValue", self.setting_value.is_some());
        if let Some(value) = &self.setting_value {
            found.within("settingValue", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(4096.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateServiceSettingResult {}
