//! Shapes of Amazon CloudWatch Logs (2014-03-28). Written by tools/shapes.py: don't edit.

#![allow(clippy::all, unused_imports, unused_variables)]

use std::collections::BTreeMap;

use neargate_wire::{
    Blob, Constraint, Each, Model, Operation, Protocol, Rule, Time, Validate, Violations, string_enum,
};
use serde::{Deserialize, Serialize};

pub const MODEL: Model = Model {
    endpoint_prefix: "logs",
    signing_name: "logs",
    api_version: "2014-03-28",
    target_prefix: "Logs_20140328",
    json_version: "1.1",
    xml_namespace: "",
    protocol: Protocol::Json,
    capital_messages: &[],
    operations: &[
        "AssociateKmsKey",
        "AssociateSourceToS3TableIntegration",
        "CancelExportTask",
        "CancelImportTask",
        "CreateDelivery",
        "CreateExportTask",
        "CreateImportTask",
        "CreateLogAnomalyDetector",
        "CreateLogGroup",
        "CreateLogStream",
        "CreateLookupTable",
        "CreateScheduledQuery",
        "DeleteAccountPolicy",
        "DeleteDataProtectionPolicy",
        "DeleteDelivery",
        "DeleteDeliveryDestination",
        "DeleteDeliveryDestinationPolicy",
        "DeleteDeliverySource",
        "DeleteDestination",
        "DeleteIndexPolicy",
        "DeleteIntegration",
        "DeleteLogAnomalyDetector",
        "DeleteLogGroup",
        "DeleteLogStream",
        "DeleteLookupTable",
        "DeleteMetricFilter",
        "DeleteQueryDefinition",
        "DeleteResourcePolicy",
        "DeleteRetentionPolicy",
        "DeleteScheduledQuery",
        "DeleteSubscriptionFilter",
        "DeleteTransformer",
        "DescribeAccountPolicies",
        "DescribeConfigurationTemplates",
        "DescribeDeliveries",
        "DescribeDeliveryDestinations",
        "DescribeDeliverySources",
        "DescribeDestinations",
        "DescribeExportTasks",
        "DescribeFieldIndexes",
        "DescribeImportTaskBatches",
        "DescribeImportTasks",
        "DescribeIndexPolicies",
        "DescribeLogGroups",
        "DescribeLogStreams",
        "DescribeLookupTables",
        "DescribeMetricFilters",
        "DescribeQueries",
        "DescribeQueryDefinitions",
        "DescribeResourcePolicies",
        "DescribeSubscriptionFilters",
        "DisassociateKmsKey",
        "DisassociateSourceFromS3TableIntegration",
        "FilterLogEvents",
        "GetDataProtectionPolicy",
        "GetDelivery",
        "GetDeliveryDestination",
        "GetDeliveryDestinationPolicy",
        "GetDeliverySource",
        "GetIntegration",
        "GetLogAnomalyDetector",
        "GetLogEvents",
        "GetLogFields",
        "GetLogGroupFields",
        "GetLogObject",
        "GetLogRecord",
        "GetLookupTable",
        "GetQueryResults",
        "GetScheduledQuery",
        "GetScheduledQueryHistory",
        "GetTransformer",
        "ListAggregateLogGroupSummaries",
        "ListAnomalies",
        "ListIntegrations",
        "ListLogAnomalyDetectors",
        "ListLogGroups",
        "ListLogGroupsForQuery",
        "ListScheduledQueries",
        "ListSourcesForS3TableIntegration",
        "ListTagsForResource",
        "ListTagsLogGroup",
        "PutAccountPolicy",
        "PutBearerTokenAuthentication",
        "PutDataProtectionPolicy",
        "PutDeliveryDestination",
        "PutDeliveryDestinationPolicy",
        "PutDeliverySource",
        "PutDestination",
        "PutDestinationPolicy",
        "PutIndexPolicy",
        "PutIntegration",
        "PutLogEvents",
        "PutLogGroupDeletionProtection",
        "PutMetricFilter",
        "PutQueryDefinition",
        "PutResourcePolicy",
        "PutRetentionPolicy",
        "PutSubscriptionFilter",
        "PutTransformer",
        "StartLiveTail",
        "StartQuery",
        "StopQuery",
        "TagLogGroup",
        "TagResource",
        "TestMetricFilter",
        "TestTransformer",
        "UntagLogGroup",
        "UntagResource",
        "UpdateAnomaly",
        "UpdateDeliveryConfiguration",
        "UpdateLogAnomalyDetector",
        "UpdateLookupTable",
        "UpdateScheduledQuery",
    ],
};

pub struct AssociateKmsKey;

impl Operation for AssociateKmsKey {
    const NAME: &'static str = "AssociateKmsKey";
    const RESULT_WRAPPER: &'static str = "";
    type Input = AssociateKmsKeyRequest;
    type Output = ();
}

pub struct CancelExportTask;

impl Operation for CancelExportTask {
    const NAME: &'static str = "CancelExportTask";
    const RESULT_WRAPPER: &'static str = "";
    type Input = CancelExportTaskRequest;
    type Output = ();
}

pub struct CreateExportTask;

impl Operation for CreateExportTask {
    const NAME: &'static str = "CreateExportTask";
    const RESULT_WRAPPER: &'static str = "";
    type Input = CreateExportTaskRequest;
    type Output = CreateExportTaskResponse;
}

pub struct CreateLogGroup;

impl Operation for CreateLogGroup {
    const NAME: &'static str = "CreateLogGroup";
    const RESULT_WRAPPER: &'static str = "";
    type Input = CreateLogGroupRequest;
    type Output = ();
}

pub struct CreateLogStream;

impl Operation for CreateLogStream {
    const NAME: &'static str = "CreateLogStream";
    const RESULT_WRAPPER: &'static str = "";
    type Input = CreateLogStreamRequest;
    type Output = ();
}

pub struct DeleteAccountPolicy;

impl Operation for DeleteAccountPolicy {
    const NAME: &'static str = "DeleteAccountPolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteAccountPolicyRequest;
    type Output = ();
}

pub struct DeleteDataProtectionPolicy;

impl Operation for DeleteDataProtectionPolicy {
    const NAME: &'static str = "DeleteDataProtectionPolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteDataProtectionPolicyRequest;
    type Output = ();
}

pub struct DeleteDestination;

impl Operation for DeleteDestination {
    const NAME: &'static str = "DeleteDestination";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteDestinationRequest;
    type Output = ();
}

pub struct DeleteIndexPolicy;

impl Operation for DeleteIndexPolicy {
    const NAME: &'static str = "DeleteIndexPolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteIndexPolicyRequest;
    type Output = DeleteIndexPolicyResponse;
}

pub struct DeleteLogGroup;

impl Operation for DeleteLogGroup {
    const NAME: &'static str = "DeleteLogGroup";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteLogGroupRequest;
    type Output = ();
}

pub struct DeleteLogStream;

impl Operation for DeleteLogStream {
    const NAME: &'static str = "DeleteLogStream";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteLogStreamRequest;
    type Output = ();
}

pub struct DeleteMetricFilter;

impl Operation for DeleteMetricFilter {
    const NAME: &'static str = "DeleteMetricFilter";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteMetricFilterRequest;
    type Output = ();
}

pub struct DeleteQueryDefinition;

impl Operation for DeleteQueryDefinition {
    const NAME: &'static str = "DeleteQueryDefinition";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteQueryDefinitionRequest;
    type Output = DeleteQueryDefinitionResponse;
}

pub struct DeleteResourcePolicy;

impl Operation for DeleteResourcePolicy {
    const NAME: &'static str = "DeleteResourcePolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteResourcePolicyRequest;
    type Output = ();
}

pub struct DeleteRetentionPolicy;

impl Operation for DeleteRetentionPolicy {
    const NAME: &'static str = "DeleteRetentionPolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteRetentionPolicyRequest;
    type Output = ();
}

pub struct DeleteSubscriptionFilter;

impl Operation for DeleteSubscriptionFilter {
    const NAME: &'static str = "DeleteSubscriptionFilter";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteSubscriptionFilterRequest;
    type Output = ();
}

pub struct DescribeAccountPolicies;

impl Operation for DescribeAccountPolicies {
    const NAME: &'static str = "DescribeAccountPolicies";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DescribeAccountPoliciesRequest;
    type Output = DescribeAccountPoliciesResponse;
}

pub struct DescribeDestinations;

impl Operation for DescribeDestinations {
    const NAME: &'static str = "DescribeDestinations";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DescribeDestinationsRequest;
    type Output = DescribeDestinationsResponse;
}

pub struct DescribeExportTasks;

impl Operation for DescribeExportTasks {
    const NAME: &'static str = "DescribeExportTasks";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DescribeExportTasksRequest;
    type Output = DescribeExportTasksResponse;
}

pub struct DescribeFieldIndexes;

impl Operation for DescribeFieldIndexes {
    const NAME: &'static str = "DescribeFieldIndexes";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DescribeFieldIndexesRequest;
    type Output = DescribeFieldIndexesResponse;
}

pub struct DescribeIndexPolicies;

impl Operation for DescribeIndexPolicies {
    const NAME: &'static str = "DescribeIndexPolicies";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DescribeIndexPoliciesRequest;
    type Output = DescribeIndexPoliciesResponse;
}

pub struct DescribeLogGroups;

impl Operation for DescribeLogGroups {
    const NAME: &'static str = "DescribeLogGroups";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DescribeLogGroupsRequest;
    type Output = DescribeLogGroupsResponse;
}

pub struct DescribeLogStreams;

impl Operation for DescribeLogStreams {
    const NAME: &'static str = "DescribeLogStreams";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DescribeLogStreamsRequest;
    type Output = DescribeLogStreamsResponse;
}

pub struct DescribeMetricFilters;

impl Operation for DescribeMetricFilters {
    const NAME: &'static str = "DescribeMetricFilters";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DescribeMetricFiltersRequest;
    type Output = DescribeMetricFiltersResponse;
}

pub struct DescribeQueries;

impl Operation for DescribeQueries {
    const NAME: &'static str = "DescribeQueries";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DescribeQueriesRequest;
    type Output = DescribeQueriesResponse;
}

pub struct DescribeQueryDefinitions;

impl Operation for DescribeQueryDefinitions {
    const NAME: &'static str = "DescribeQueryDefinitions";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DescribeQueryDefinitionsRequest;
    type Output = DescribeQueryDefinitionsResponse;
}

pub struct DescribeResourcePolicies;

impl Operation for DescribeResourcePolicies {
    const NAME: &'static str = "DescribeResourcePolicies";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DescribeResourcePoliciesRequest;
    type Output = DescribeResourcePoliciesResponse;
}

pub struct DescribeSubscriptionFilters;

impl Operation for DescribeSubscriptionFilters {
    const NAME: &'static str = "DescribeSubscriptionFilters";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DescribeSubscriptionFiltersRequest;
    type Output = DescribeSubscriptionFiltersResponse;
}

pub struct DisassociateKmsKey;

impl Operation for DisassociateKmsKey {
    const NAME: &'static str = "DisassociateKmsKey";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DisassociateKmsKeyRequest;
    type Output = ();
}

pub struct FilterLogEvents;

impl Operation for FilterLogEvents {
    const NAME: &'static str = "FilterLogEvents";
    const RESULT_WRAPPER: &'static str = "";
    type Input = FilterLogEventsRequest;
    type Output = FilterLogEventsResponse;
}

pub struct GetDataProtectionPolicy;

impl Operation for GetDataProtectionPolicy {
    const NAME: &'static str = "GetDataProtectionPolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = GetDataProtectionPolicyRequest;
    type Output = GetDataProtectionPolicyResponse;
}

pub struct GetLogEvents;

impl Operation for GetLogEvents {
    const NAME: &'static str = "GetLogEvents";
    const RESULT_WRAPPER: &'static str = "";
    type Input = GetLogEventsRequest;
    type Output = GetLogEventsResponse;
}

pub struct GetLogGroupFields;

impl Operation for GetLogGroupFields {
    const NAME: &'static str = "GetLogGroupFields";
    const RESULT_WRAPPER: &'static str = "";
    type Input = GetLogGroupFieldsRequest;
    type Output = GetLogGroupFieldsResponse;
}

pub struct GetLogRecord;

impl Operation for GetLogRecord {
    const NAME: &'static str = "GetLogRecord";
    const RESULT_WRAPPER: &'static str = "";
    type Input = GetLogRecordRequest;
    type Output = GetLogRecordResponse;
}

pub struct GetQueryResults;

impl Operation for GetQueryResults {
    const NAME: &'static str = "GetQueryResults";
    const RESULT_WRAPPER: &'static str = "";
    type Input = GetQueryResultsRequest;
    type Output = GetQueryResultsResponse;
}

pub struct ListLogGroups;

impl Operation for ListLogGroups {
    const NAME: &'static str = "ListLogGroups";
    const RESULT_WRAPPER: &'static str = "";
    type Input = ListLogGroupsRequest;
    type Output = ListLogGroupsResponse;
}

pub struct ListLogGroupsForQuery;

impl Operation for ListLogGroupsForQuery {
    const NAME: &'static str = "ListLogGroupsForQuery";
    const RESULT_WRAPPER: &'static str = "";
    type Input = ListLogGroupsForQueryRequest;
    type Output = ListLogGroupsForQueryResponse;
}

pub struct ListTagsForResource;

impl Operation for ListTagsForResource {
    const NAME: &'static str = "ListTagsForResource";
    const RESULT_WRAPPER: &'static str = "";
    type Input = ListTagsForResourceRequest;
    type Output = ListTagsForResourceResponse;
}

pub struct ListTagsLogGroup;

impl Operation for ListTagsLogGroup {
    const NAME: &'static str = "ListTagsLogGroup";
    const RESULT_WRAPPER: &'static str = "";
    type Input = ListTagsLogGroupRequest;
    type Output = ListTagsLogGroupResponse;
}

pub struct PutAccountPolicy;

impl Operation for PutAccountPolicy {
    const NAME: &'static str = "PutAccountPolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = PutAccountPolicyRequest;
    type Output = PutAccountPolicyResponse;
}

pub struct PutDataProtectionPolicy;

impl Operation for PutDataProtectionPolicy {
    const NAME: &'static str = "PutDataProtectionPolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = PutDataProtectionPolicyRequest;
    type Output = PutDataProtectionPolicyResponse;
}

pub struct PutDestination;

impl Operation for PutDestination {
    const NAME: &'static str = "PutDestination";
    const RESULT_WRAPPER: &'static str = "";
    type Input = PutDestinationRequest;
    type Output = PutDestinationResponse;
}

pub struct PutDestinationPolicy;

impl Operation for PutDestinationPolicy {
    const NAME: &'static str = "PutDestinationPolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = PutDestinationPolicyRequest;
    type Output = ();
}

pub struct PutIndexPolicy;

impl Operation for PutIndexPolicy {
    const NAME: &'static str = "PutIndexPolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = PutIndexPolicyRequest;
    type Output = PutIndexPolicyResponse;
}

pub struct PutLogEvents;

impl Operation for PutLogEvents {
    const NAME: &'static str = "PutLogEvents";
    const RESULT_WRAPPER: &'static str = "";
    type Input = PutLogEventsRequest;
    type Output = PutLogEventsResponse;
}

pub struct PutLogGroupDeletionProtection;

impl Operation for PutLogGroupDeletionProtection {
    const NAME: &'static str = "PutLogGroupDeletionProtection";
    const RESULT_WRAPPER: &'static str = "";
    type Input = PutLogGroupDeletionProtectionRequest;
    type Output = ();
}

pub struct PutMetricFilter;

impl Operation for PutMetricFilter {
    const NAME: &'static str = "PutMetricFilter";
    const RESULT_WRAPPER: &'static str = "";
    type Input = PutMetricFilterRequest;
    type Output = ();
}

pub struct PutQueryDefinition;

impl Operation for PutQueryDefinition {
    const NAME: &'static str = "PutQueryDefinition";
    const RESULT_WRAPPER: &'static str = "";
    type Input = PutQueryDefinitionRequest;
    type Output = PutQueryDefinitionResponse;
}

pub struct PutResourcePolicy;

impl Operation for PutResourcePolicy {
    const NAME: &'static str = "PutResourcePolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = PutResourcePolicyRequest;
    type Output = PutResourcePolicyResponse;
}

pub struct PutRetentionPolicy;

impl Operation for PutRetentionPolicy {
    const NAME: &'static str = "PutRetentionPolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = PutRetentionPolicyRequest;
    type Output = ();
}

pub struct PutSubscriptionFilter;

impl Operation for PutSubscriptionFilter {
    const NAME: &'static str = "PutSubscriptionFilter";
    const RESULT_WRAPPER: &'static str = "";
    type Input = PutSubscriptionFilterRequest;
    type Output = ();
}

pub struct StartLiveTail;

impl Operation for StartLiveTail {
    const NAME: &'static str = "StartLiveTail";
    const RESULT_WRAPPER: &'static str = "";
    type Input = StartLiveTailRequest;
    type Output = StartLiveTailResponse;
}

pub struct StartQuery;

impl Operation for StartQuery {
    const NAME: &'static str = "StartQuery";
    const RESULT_WRAPPER: &'static str = "";
    type Input = StartQueryRequest;
    type Output = StartQueryResponse;
}

pub struct StopQuery;

impl Operation for StopQuery {
    const NAME: &'static str = "StopQuery";
    const RESULT_WRAPPER: &'static str = "";
    type Input = StopQueryRequest;
    type Output = StopQueryResponse;
}

pub struct TagLogGroup;

impl Operation for TagLogGroup {
    const NAME: &'static str = "TagLogGroup";
    const RESULT_WRAPPER: &'static str = "";
    type Input = TagLogGroupRequest;
    type Output = ();
}

pub struct TagResource;

impl Operation for TagResource {
    const NAME: &'static str = "TagResource";
    const RESULT_WRAPPER: &'static str = "";
    type Input = TagResourceRequest;
    type Output = ();
}

pub struct TestMetricFilter;

impl Operation for TestMetricFilter {
    const NAME: &'static str = "TestMetricFilter";
    const RESULT_WRAPPER: &'static str = "";
    type Input = TestMetricFilterRequest;
    type Output = TestMetricFilterResponse;
}

pub struct UntagLogGroup;

impl Operation for UntagLogGroup {
    const NAME: &'static str = "UntagLogGroup";
    const RESULT_WRAPPER: &'static str = "";
    type Input = UntagLogGroupRequest;
    type Output = ();
}

pub struct UntagResource;

impl Operation for UntagResource {
    const NAME: &'static str = "UntagResource";
    const RESULT_WRAPPER: &'static str = "";
    type Input = UntagResourceRequest;
    type Output = ();
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AccountPolicy {
    #[serde(rename = "policyName", skip_serializing_if = "Option::is_none")]
    pub policy_name: Option<String>,
    #[serde(rename = "policyDocument", skip_serializing_if = "Option::is_none")]
    pub policy_document: Option<String>,
    #[serde(rename = "lastUpdatedTime", skip_serializing_if = "Option::is_none")]
    pub last_updated_time: Option<i64>,
    #[serde(rename = "policyType", skip_serializing_if = "Option::is_none")]
    pub policy_type: Option<PolicyType>,
    #[serde(rename = "scope", skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    #[serde(rename = "selectionCriteria", skip_serializing_if = "Option::is_none")]
    pub selection_criteria: Option<String>,
    #[serde(rename = "accountId", skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AssociateKmsKeyRequest {
    #[serde(rename = "logGroupName", skip_serializing_if = "Option::is_none")]
    pub log_group_name: Option<String>,
    #[serde(rename = "kmsKeyId", skip_serializing_if = "Option::is_none")]
    pub kms_key_id: Option<String>,
    #[serde(rename = "resourceIdentifier", skip_serializing_if = "Option::is_none")]
    pub resource_identifier: Option<String>,
}

impl Validate for AssociateKmsKeyRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.log_group_name {
            found.within("logGroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[\\.\\-_/#A-Za-z0-9]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("kmsKeyId", self.kms_key_id.is_some());
        if let Some(value) = &self.kms_key_id {
            found.within("kmsKeyId", |found| {
                found.text(value, &Constraint { max: Some(256.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.resource_identifier {
            found.within("resourceIdentifier", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(2048.0),
                        pattern: Some("[\\w+=/:,.@\\-\\*]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CancelExportTaskRequest {
    #[serde(rename = "taskId", skip_serializing_if = "Option::is_none")]
    pub task_id: Option<String>,
}

impl Validate for CancelExportTaskRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("taskId", self.task_id.is_some());
        if let Some(value) = &self.task_id {
            found.within("taskId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(512.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateExportTaskRequest {
    #[serde(rename = "taskName", skip_serializing_if = "Option::is_none")]
    pub task_name: Option<String>,
    #[serde(rename = "logGroupName", skip_serializing_if = "Option::is_none")]
    pub log_group_name: Option<String>,
    #[serde(rename = "logStreamNamePrefix", skip_serializing_if = "Option::is_none")]
    pub log_stream_name_prefix: Option<String>,
    #[serde(rename = "from", skip_serializing_if = "Option::is_none")]
    pub from: Option<i64>,
    #[serde(rename = "to", skip_serializing_if = "Option::is_none")]
    pub to: Option<i64>,
    #[serde(rename = "destination", skip_serializing_if = "Option::is_none")]
    pub destination: Option<String>,
    #[serde(rename = "destinationPrefix", skip_serializing_if = "Option::is_none")]
    pub destination_prefix: Option<String>,
}

impl Validate for CreateExportTaskRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.task_name {
            found.within("taskName", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(512.0), ..Constraint::NONE });
            });
        }
        found.required("logGroupName", self.log_group_name.is_some());
        if let Some(value) = &self.log_group_name {
            found.within("logGroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[\\.\\-_/#A-Za-z0-9]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.log_stream_name_prefix {
            found.within("logStreamNamePrefix", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[^:*]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("from", self.from.is_some());
        if let Some(value) = &self.from {
            found.within("from", |found| {
                found.number(*value as f64, &Constraint { min: Some(0.0), ..Constraint::NONE });
            });
        }
        found.required("to", self.to.is_some());
        if let Some(value) = &self.to {
            found.within("to", |found| {
                found.number(*value as f64, &Constraint { min: Some(0.0), ..Constraint::NONE });
            });
        }
        found.required("destination", self.destination.is_some());
        if let Some(value) = &self.destination {
            found.within("destination", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(512.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateExportTaskResponse {
    #[serde(rename = "taskId", skip_serializing_if = "Option::is_none")]
    pub task_id: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateLogGroupRequest {
    #[serde(rename = "logGroupName", skip_serializing_if = "Option::is_none")]
    pub log_group_name: Option<String>,
    #[serde(rename = "kmsKeyId", skip_serializing_if = "Option::is_none")]
    pub kms_key_id: Option<String>,
    #[serde(rename = "tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<BTreeMap<String, String>>,
    #[serde(rename = "logGroupClass", skip_serializing_if = "Option::is_none")]
    pub log_group_class: Option<LogGroupClass>,
    #[serde(rename = "deletionProtectionEnabled", skip_serializing_if = "Option::is_none")]
    pub deletion_protection_enabled: Option<bool>,
}

impl Validate for CreateLogGroupRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("logGroupName", self.log_group_name.is_some());
        if let Some(value) = &self.log_group_name {
            found.within("logGroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[\\.\\-_/#A-Za-z0-9]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.kms_key_id {
            found.within("kmsKeyId", |found| {
                found.text(value, &Constraint { max: Some(256.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.tags {
            found.within("tags", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(1.0), max: Some(50.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Key,
                    value.keys().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+)$"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
                found.each(
                    Each::Value,
                    value.values().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        max: Some(256.0),
                        pattern: Some("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
        if let Some(value) = &self.log_group_class {
            found.within("logGroupClass", |found| {
                found.member_of(value.as_str(), LogGroupClass::NAMES);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateLogStreamRequest {
    #[serde(rename = "logGroupName", skip_serializing_if = "Option::is_none")]
    pub log_group_name: Option<String>,
    #[serde(rename = "logStreamName", skip_serializing_if = "Option::is_none")]
    pub log_stream_name: Option<String>,
}

impl Validate for CreateLogStreamRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("logGroupName", self.log_group_name.is_some());
        if let Some(value) = &self.log_group_name {
            found.within("logGroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[\\.\\-_/#A-Za-z0-9]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("logStreamName", self.log_stream_name.is_some());
        if let Some(value) = &self.log_stream_name {
            found.within("logStreamName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[^:*]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

string_enum! {
    pub enum DataProtectionStatus {
        Activated = "ACTIVATED",
        Deleted = "DELETED",
        Archived = "ARCHIVED",
        Disabled = "DISABLED",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DataSourceFilter {
    #[serde(rename = "name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
}

impl Validate for DataSourceFilter {
    fn validate(&self, found: &mut Violations) {
        found.required("name", self.name.is_some());
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteAccountPolicyRequest {
    #[serde(rename = "policyName", skip_serializing_if = "Option::is_none")]
    pub policy_name: Option<String>,
    #[serde(rename = "policyType", skip_serializing_if = "Option::is_none")]
    pub policy_type: Option<PolicyType>,
}

impl Validate for DeleteAccountPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("policyName", self.policy_name.is_some());
        found.required("policyType", self.policy_type.is_some());
        if let Some(value) = &self.policy_type {
            found.within("policyType", |found| {
                found.member_of(value.as_str(), PolicyType::NAMES);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteDataProtectionPolicyRequest {
    #[serde(rename = "logGroupIdentifier", skip_serializing_if = "Option::is_none")]
    pub log_group_identifier: Option<String>,
}

impl Validate for DeleteDataProtectionPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("logGroupIdentifier", self.log_group_identifier.is_some());
        if let Some(value) = &self.log_group_identifier {
            found.within("logGroupIdentifier", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(2048.0),
                        pattern: Some("[\\w#+=/:,.@-]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteDestinationRequest {
    #[serde(rename = "destinationName", skip_serializing_if = "Option::is_none")]
    pub destination_name: Option<String>,
}

impl Validate for DeleteDestinationRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("destinationName", self.destination_name.is_some());
        if let Some(value) = &self.destination_name {
            found.within("destinationName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[^:*]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteIndexPolicyRequest {
    #[serde(rename = "logGroupIdentifier", skip_serializing_if = "Option::is_none")]
    pub log_group_identifier: Option<String>,
}

impl Validate for DeleteIndexPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("logGroupIdentifier", self.log_group_identifier.is_some());
        if let Some(value) = &self.log_group_identifier {
            found.within("logGroupIdentifier", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(2048.0),
                        pattern: Some("[\\w#+=/:,.@-]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteIndexPolicyResponse {}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteLogGroupRequest {
    #[serde(rename = "logGroupName", skip_serializing_if = "Option::is_none")]
    pub log_group_name: Option<String>,
}

impl Validate for DeleteLogGroupRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("logGroupName", self.log_group_name.is_some());
        if let Some(value) = &self.log_group_name {
            found.within("logGroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[\\.\\-_/#A-Za-z0-9]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteLogStreamRequest {
    #[serde(rename = "logGroupName", skip_serializing_if = "Option::is_none")]
    pub log_group_name: Option<String>,
    #[serde(rename = "logStreamName", skip_serializing_if = "Option::is_none")]
    pub log_stream_name: Option<String>,
}

impl Validate for DeleteLogStreamRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("logGroupName", self.log_group_name.is_some());
        if let Some(value) = &self.log_group_name {
            found.within("logGroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[\\.\\-_/#A-Za-z0-9]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("logStreamName", self.log_stream_name.is_some());
        if let Some(value) = &self.log_stream_name {
            found.within("logStreamName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[^:*]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteMetricFilterRequest {
    #[serde(rename = "logGroupName", skip_serializing_if = "Option::is_none")]
    pub log_group_name: Option<String>,
    #[serde(rename = "filterName", skip_serializing_if = "Option::is_none")]
    pub filter_name: Option<String>,
}

impl Validate for DeleteMetricFilterRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("logGroupName", self.log_group_name.is_some());
        if let Some(value) = &self.log_group_name {
            found.within("logGroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[\\.\\-_/#A-Za-z0-9]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("filterName", self.filter_name.is_some());
        if let Some(value) = &self.filter_name {
            found.within("filterName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[^:*]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteQueryDefinitionRequest {
    #[serde(rename = "queryDefinitionId", skip_serializing_if = "Option::is_none")]
    pub query_definition_id: Option<String>,
}

impl Validate for DeleteQueryDefinitionRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("queryDefinitionId", self.query_definition_id.is_some());
        if let Some(value) = &self.query_definition_id {
            found.within("queryDefinitionId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(256.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteQueryDefinitionResponse {
    #[serde(rename = "success", skip_serializing_if = "Option::is_none")]
    pub success: Option<bool>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteResourcePolicyRequest {
    #[serde(rename = "policyName", skip_serializing_if = "Option::is_none")]
    pub policy_name: Option<String>,
    #[serde(rename = "resourceArn", skip_serializing_if = "Option::is_none")]
    pub resource_arn: Option<String>,
    #[serde(rename = "expectedRevisionId", skip_serializing_if = "Option::is_none")]
    pub expected_revision_id: Option<String>,
}

impl Validate for DeleteResourcePolicyRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.expected_revision_id {
            found.within("expectedRevisionId", |found| {
                found.text(value, &Constraint { min: Some(1.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteRetentionPolicyRequest {
    #[serde(rename = "logGroupName", skip_serializing_if = "Option::is_none")]
    pub log_group_name: Option<String>,
}

impl Validate for DeleteRetentionPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("logGroupName", self.log_group_name.is_some());
        if let Some(value) = &self.log_group_name {
            found.within("logGroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[\\.\\-_/#A-Za-z0-9]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteSubscriptionFilterRequest {
    #[serde(rename = "logGroupName", skip_serializing_if = "Option::is_none")]
    pub log_group_name: Option<String>,
    #[serde(rename = "filterName", skip_serializing_if = "Option::is_none")]
    pub filter_name: Option<String>,
}

impl Validate for DeleteSubscriptionFilterRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("logGroupName", self.log_group_name.is_some());
        if let Some(value) = &self.log_group_name {
            found.within("logGroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[\\.\\-_/#A-Za-z0-9]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("filterName", self.filter_name.is_some());
        if let Some(value) = &self.filter_name {
            found.within("filterName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[^:*]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeAccountPoliciesRequest {
    #[serde(rename = "policyType", skip_serializing_if = "Option::is_none")]
    pub policy_type: Option<PolicyType>,
    #[serde(rename = "policyName", skip_serializing_if = "Option::is_none")]
    pub policy_name: Option<String>,
    #[serde(rename = "accountIdentifiers", skip_serializing_if = "Option::is_none")]
    pub account_identifiers: Option<Vec<String>>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

impl Validate for DescribeAccountPoliciesRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("policyType", self.policy_type.is_some());
        if let Some(value) = &self.policy_type {
            found.within("policyType", |found| {
                found.member_of(value.as_str(), PolicyType::NAMES);
            });
        }
        if let Some(value) = &self.account_identifiers {
            found.within("accountIdentifiers", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(0.0), max: Some(20.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(12.0),
                        max: Some(12.0),
                        pattern: Some("^\\d{12}$"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
        if let Some(value) = &self.next_token {
            found.within("nextToken", |found| {
                found.text(value, &Constraint { min: Some(1.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeAccountPoliciesResponse {
    #[serde(rename = "accountPolicies", skip_serializing_if = "Option::is_none")]
    pub account_policies: Option<Vec<AccountPolicy>>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeDestinationsRequest {
    #[serde(rename = "DestinationNamePrefix", skip_serializing_if = "Option::is_none")]
    pub destination_name_prefix: Option<String>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "limit", skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
}

impl Validate for DescribeDestinationsRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.destination_name_prefix {
            found.within("destinationNamePrefix", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[^:*]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.next_token {
            found.within("nextToken", |found| {
                found.text(value, &Constraint { min: Some(1.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.limit {
            found.within("limit", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(50.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeDestinationsResponse {
    #[serde(rename = "destinations", skip_serializing_if = "Option::is_none")]
    pub destinations: Option<Vec<Destination>>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeExportTasksRequest {
    #[serde(rename = "taskId", skip_serializing_if = "Option::is_none")]
    pub task_id: Option<String>,
    #[serde(rename = "statusCode", skip_serializing_if = "Option::is_none")]
    pub status_code: Option<ExportTaskStatusCode>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "limit", skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
}

impl Validate for DescribeExportTasksRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.task_id {
            found.within("taskId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(512.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.status_code {
            found.within("statusCode", |found| {
                found.member_of(value.as_str(), ExportTaskStatusCode::NAMES);
            });
        }
        if let Some(value) = &self.next_token {
            found.within("nextToken", |found| {
                found.text(value, &Constraint { min: Some(1.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.limit {
            found.within("limit", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(50.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeExportTasksResponse {
    #[serde(rename = "exportTasks", skip_serializing_if = "Option::is_none")]
    pub export_tasks: Option<Vec<ExportTask>>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeFieldIndexesRequest {
    #[serde(rename = "logGroupIdentifiers", skip_serializing_if = "Option::is_none")]
    pub log_group_identifiers: Option<Vec<String>>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

impl Validate for DescribeFieldIndexesRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("logGroupIdentifiers", self.log_group_identifiers.is_some());
        if let Some(value) = &self.log_group_identifiers {
            found.within("logGroupIdentifiers", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(1.0), max: Some(100.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(2048.0),
                        pattern: Some("[\\w#+=/:,.@-]*"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
        if let Some(value) = &self.next_token {
            found.within("nextToken", |found| {
                found.text(value, &Constraint { min: Some(1.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeFieldIndexesResponse {
    #[serde(rename = "fieldIndexes", skip_serializing_if = "Option::is_none")]
    pub field_indexes: Option<Vec<FieldIndex>>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeIndexPoliciesRequest {
    #[serde(rename = "logGroupIdentifiers", skip_serializing_if = "Option::is_none")]
    pub log_group_identifiers: Option<Vec<String>>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

impl Validate for DescribeIndexPoliciesRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("logGroupIdentifiers", self.log_group_identifiers.is_some());
        if let Some(value) = &self.log_group_identifiers {
            found.within("logGroupIdentifiers", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(1.0), max: Some(1.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(2048.0),
                        pattern: Some("[\\w#+=/:,.@-]*"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
        if let Some(value) = &self.next_token {
            found.within("nextToken", |found| {
                found.text(value, &Constraint { min: Some(1.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeIndexPoliciesResponse {
    #[serde(rename = "indexPolicies", skip_serializing_if = "Option::is_none")]
    pub index_policies: Option<Vec<IndexPolicy>>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeLogGroupsRequest {
    #[serde(rename = "accountIdentifiers", skip_serializing_if = "Option::is_none")]
    pub account_identifiers: Option<Vec<String>>,
    #[serde(rename = "logGroupNamePrefix", skip_serializing_if = "Option::is_none")]
    pub log_group_name_prefix: Option<String>,
    #[serde(rename = "logGroupNamePattern", skip_serializing_if = "Option::is_none")]
    pub log_group_name_pattern: Option<String>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "limit", skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
    #[serde(rename = "includeLinkedAccounts", skip_serializing_if = "Option::is_none")]
    pub include_linked_accounts: Option<bool>,
    #[serde(rename = "logGroupClass", skip_serializing_if = "Option::is_none")]
    pub log_group_class: Option<LogGroupClass>,
    #[serde(rename = "logGroupIdentifiers", skip_serializing_if = "Option::is_none")]
    pub log_group_identifiers: Option<Vec<String>>,
}

impl Validate for DescribeLogGroupsRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.account_identifiers {
            found.within("accountIdentifiers", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(0.0), max: Some(20.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(12.0),
                        max: Some(12.0),
                        pattern: Some("^\\d{12}$"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
        if let Some(value) = &self.log_group_name_prefix {
            found.within("logGroupNamePrefix", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[\\.\\-_/#A-Za-z0-9]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.log_group_name_pattern {
            found.within("logGroupNamePattern", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(0.0),
                        max: Some(512.0),
                        pattern: Some("[\\.\\-_/#A-Za-z0-9]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.next_token {
            found.within("nextToken", |found| {
                found.text(value, &Constraint { min: Some(1.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.limit {
            found.within("limit", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(50.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.log_group_class {
            found.within("logGroupClass", |found| {
                found.member_of(value.as_str(), LogGroupClass::NAMES);
            });
        }
        if let Some(value) = &self.log_group_identifiers {
            found.within("logGroupIdentifiers", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(1.0), max: Some(50.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(2048.0),
                        pattern: Some("[\\w#+=/:,.@-]*"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeLogGroupsResponse {
    #[serde(rename = "logGroups", skip_serializing_if = "Option::is_none")]
    pub log_groups: Option<Vec<LogGroup>>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeLogStreamsRequest {
    #[serde(rename = "logGroupName", skip_serializing_if = "Option::is_none")]
    pub log_group_name: Option<String>,
    #[serde(rename = "logGroupIdentifier", skip_serializing_if = "Option::is_none")]
    pub log_group_identifier: Option<String>,
    #[serde(rename = "logStreamNamePrefix", skip_serializing_if = "Option::is_none")]
    pub log_stream_name_prefix: Option<String>,
    #[serde(rename = "orderBy", skip_serializing_if = "Option::is_none")]
    pub order_by: Option<OrderBy>,
    #[serde(rename = "descending", skip_serializing_if = "Option::is_none")]
    pub descending: Option<bool>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "limit", skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
}

impl Validate for DescribeLogStreamsRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.log_group_name {
            found.within("logGroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[\\.\\-_/#A-Za-z0-9]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.log_group_identifier {
            found.within("logGroupIdentifier", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(2048.0),
                        pattern: Some("[\\w#+=/:,.@-]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.log_stream_name_prefix {
            found.within("logStreamNamePrefix", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[^:*]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.order_by {
            found.within("orderBy", |found| {
                found.member_of(value.as_str(), OrderBy::NAMES);
            });
        }
        if let Some(value) = &self.next_token {
            found.within("nextToken", |found| {
                found.text(value, &Constraint { min: Some(1.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.limit {
            found.within("limit", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(50.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeLogStreamsResponse {
    #[serde(rename = "logStreams", skip_serializing_if = "Option::is_none")]
    pub log_streams: Option<Vec<LogStream>>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeMetricFiltersRequest {
    #[serde(rename = "logGroupName", skip_serializing_if = "Option::is_none")]
    pub log_group_name: Option<String>,
    #[serde(rename = "filterNamePrefix", skip_serializing_if = "Option::is_none")]
    pub filter_name_prefix: Option<String>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "limit", skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
    #[serde(rename = "metricName", skip_serializing_if = "Option::is_none")]
    pub metric_name: Option<String>,
    #[serde(rename = "metricNamespace", skip_serializing_if = "Option::is_none")]
    pub metric_namespace: Option<String>,
}

impl Validate for DescribeMetricFiltersRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.log_group_name {
            found.within("logGroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[\\.\\-_/#A-Za-z0-9]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.filter_name_prefix {
            found.within("filterNamePrefix", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[^:*]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.next_token {
            found.within("nextToken", |found| {
                found.text(value, &Constraint { min: Some(1.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.limit {
            found.within("limit", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(50.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.metric_name {
            found.within("metricName", |found| {
                found.text(
                    value,
                    &Constraint { max: Some(255.0), pattern: Some("[^:*$]*"), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.metric_namespace {
            found.within("metricNamespace", |found| {
                found.text(
                    value,
                    &Constraint { max: Some(255.0), pattern: Some("[^:*$]*"), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeMetricFiltersResponse {
    #[serde(rename = "metricFilters", skip_serializing_if = "Option::is_none")]
    pub metric_filters: Option<Vec<MetricFilter>>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeQueriesRequest {
    #[serde(rename = "logGroupName", skip_serializing_if = "Option::is_none")]
    pub log_group_name: Option<String>,
    #[serde(rename = "status", skip_serializing_if = "Option::is_none")]
    pub status: Option<QueryStatus>,
    #[serde(rename = "maxResults", skip_serializing_if = "Option::is_none")]
    pub max_results: Option<i64>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "queryLanguage", skip_serializing_if = "Option::is_none")]
    pub query_language: Option<QueryLanguage>,
}

impl Validate for DescribeQueriesRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.log_group_name {
            found.within("logGroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[\\.\\-_/#A-Za-z0-9]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.status {
            found.within("status", |found| {
                found.member_of(value.as_str(), QueryStatus::NAMES);
            });
        }
        if let Some(value) = &self.max_results {
            found.within("maxResults", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.next_token {
            found.within("nextToken", |found| {
                found.text(value, &Constraint { min: Some(1.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.query_language {
            found.within("queryLanguage", |found| {
                found.member_of(value.as_str(), QueryLanguage::NAMES);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeQueriesResponse {
    #[serde(rename = "queries", skip_serializing_if = "Option::is_none")]
    pub queries: Option<Vec<QueryInfo>>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeQueryDefinitionsRequest {
    #[serde(rename = "queryLanguage", skip_serializing_if = "Option::is_none")]
    pub query_language: Option<QueryLanguage>,
    #[serde(rename = "queryDefinitionNamePrefix", skip_serializing_if = "Option::is_none")]
    pub query_definition_name_prefix: Option<String>,
    #[serde(rename = "maxResults", skip_serializing_if = "Option::is_none")]
    pub max_results: Option<i64>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

impl Validate for DescribeQueryDefinitionsRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.query_language {
            found.within("queryLanguage", |found| {
                found.member_of(value.as_str(), QueryLanguage::NAMES);
            });
        }
        if let Some(value) = &self.query_definition_name_prefix {
            found.within("queryDefinitionNamePrefix", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(255.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.max_results {
            found.within("maxResults", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.next_token {
            found.within("nextToken", |found| {
                found.text(value, &Constraint { min: Some(1.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeQueryDefinitionsResponse {
    #[serde(rename = "queryDefinitions", skip_serializing_if = "Option::is_none")]
    pub query_definitions: Option<Vec<QueryDefinition>>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeResourcePoliciesRequest {
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "limit", skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
    #[serde(rename = "resourceArn", skip_serializing_if = "Option::is_none")]
    pub resource_arn: Option<String>,
    #[serde(rename = "policyScope", skip_serializing_if = "Option::is_none")]
    pub policy_scope: Option<PolicyScope>,
}

impl Validate for DescribeResourcePoliciesRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.next_token {
            found.within("nextToken", |found| {
                found.text(value, &Constraint { min: Some(1.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.limit {
            found.within("limit", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(50.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.policy_scope {
            found.within("policyScope", |found| {
                found.member_of(value.as_str(), PolicyScope::NAMES);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeResourcePoliciesResponse {
    #[serde(rename = "resourcePolicies", skip_serializing_if = "Option::is_none")]
    pub resource_policies: Option<Vec<ResourcePolicy>>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeSubscriptionFiltersRequest {
    #[serde(rename = "logGroupName", skip_serializing_if = "Option::is_none")]
    pub log_group_name: Option<String>,
    #[serde(rename = "filterNamePrefix", skip_serializing_if = "Option::is_none")]
    pub filter_name_prefix: Option<String>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "limit", skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
}

impl Validate for DescribeSubscriptionFiltersRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("logGroupName", self.log_group_name.is_some());
        if let Some(value) = &self.log_group_name {
            found.within("logGroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[\\.\\-_/#A-Za-z0-9]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.filter_name_prefix {
            found.within("filterNamePrefix", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[^:*]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.next_token {
            found.within("nextToken", |found| {
                found.text(value, &Constraint { min: Some(1.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.limit {
            found.within("limit", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(50.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeSubscriptionFiltersResponse {
    #[serde(rename = "subscriptionFilters", skip_serializing_if = "Option::is_none")]
    pub subscription_filters: Option<Vec<SubscriptionFilter>>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Destination {
    #[serde(rename = "destinationName", skip_serializing_if = "Option::is_none")]
    pub destination_name: Option<String>,
    #[serde(rename = "targetArn", skip_serializing_if = "Option::is_none")]
    pub target_arn: Option<String>,
    #[serde(rename = "roleArn", skip_serializing_if = "Option::is_none")]
    pub role_arn: Option<String>,
    #[serde(rename = "accessPolicy", skip_serializing_if = "Option::is_none")]
    pub access_policy: Option<String>,
    #[serde(rename = "arn", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "creationTime", skip_serializing_if = "Option::is_none")]
    pub creation_time: Option<i64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DisassociateKmsKeyRequest {
    #[serde(rename = "logGroupName", skip_serializing_if = "Option::is_none")]
    pub log_group_name: Option<String>,
    #[serde(rename = "resourceIdentifier", skip_serializing_if = "Option::is_none")]
    pub resource_identifier: Option<String>,
}

impl Validate for DisassociateKmsKeyRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.log_group_name {
            found.within("logGroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[\\.\\-_/#A-Za-z0-9]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.resource_identifier {
            found.within("resourceIdentifier", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(2048.0),
                        pattern: Some("[\\w+=/:,.@\\-\\*]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

string_enum! {
    pub enum Distribution {
        Random = "Random",
        ByLogStream = "ByLogStream",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    #[serde(rename = "keyAttributes", skip_serializing_if = "Option::is_none")]
    pub key_attributes: Option<BTreeMap<String, String>>,
    #[serde(rename = "attributes", skip_serializing_if = "Option::is_none")]
    pub attributes: Option<BTreeMap<String, String>>,
}

impl Validate for Entity {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.key_attributes {
            found.within("keyAttributes", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(2.0), max: Some(4.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Key,
                    value.keys().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { min: Some(1.0), max: Some(32.0), ..Constraint::NONE }),
                    Some(value),
                );
                found.each(
                    Each::Value,
                    value.values().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { min: Some(1.0), max: Some(512.0), ..Constraint::NONE }),
                    Some(value),
                );
            });
        }
        if let Some(value) = &self.attributes {
            found.within("attributes", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(0.0), max: Some(10.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Key,
                    value.keys().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { min: Some(1.0), max: Some(256.0), ..Constraint::NONE }),
                    Some(value),
                );
                found.each(
                    Each::Value,
                    value.values().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { min: Some(1.0), max: Some(512.0), ..Constraint::NONE }),
                    Some(value),
                );
            });
        }
    }
}

string_enum! {
    pub enum EntityRejectionErrorType {
        InvalidEntity = "InvalidEntity",
        InvalidTypeValue = "InvalidTypeValue",
        InvalidKeyAttributes = "InvalidKeyAttributes",
        InvalidAttributes = "InvalidAttributes",
        EntitySizeTooLarge = "EntitySizeTooLarge",
        UnsupportedLogGroupType = "UnsupportedLogGroupType",
        MissingRequiredFields = "MissingRequiredFields",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ExportTask {
    #[serde(rename = "taskId", skip_serializing_if = "Option::is_none")]
    pub task_id: Option<String>,
    #[serde(rename = "taskName", skip_serializing_if = "Option::is_none")]
    pub task_name: Option<String>,
    #[serde(rename = "logGroupName", skip_serializing_if = "Option::is_none")]
    pub log_group_name: Option<String>,
    #[serde(rename = "from", skip_serializing_if = "Option::is_none")]
    pub from: Option<i64>,
    #[serde(rename = "to", skip_serializing_if = "Option::is_none")]
    pub to: Option<i64>,
    #[serde(rename = "destination", skip_serializing_if = "Option::is_none")]
    pub destination: Option<String>,
    #[serde(rename = "destinationPrefix", skip_serializing_if = "Option::is_none")]
    pub destination_prefix: Option<String>,
    #[serde(rename = "status", skip_serializing_if = "Option::is_none")]
    pub status: Option<ExportTaskStatus>,
    #[serde(rename = "executionInfo", skip_serializing_if = "Option::is_none")]
    pub execution_info: Option<ExportTaskExecutionInfo>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ExportTaskExecutionInfo {
    #[serde(rename = "creationTime", skip_serializing_if = "Option::is_none")]
    pub creation_time: Option<i64>,
    #[serde(rename = "completionTime", skip_serializing_if = "Option::is_none")]
    pub completion_time: Option<i64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ExportTaskStatus {
    #[serde(rename = "code", skip_serializing_if = "Option::is_none")]
    pub code: Option<ExportTaskStatusCode>,
    #[serde(rename = "message", skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

string_enum! {
    pub enum ExportTaskStatusCode {
        Cancelled = "CANCELLED",
        Completed = "COMPLETED",
        Failed = "FAILED",
        Pending = "PENDING",
        PendingCancel = "PENDING_CANCEL",
        Running = "RUNNING",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FieldIndex {
    #[serde(rename = "logGroupIdentifier", skip_serializing_if = "Option::is_none")]
    pub log_group_identifier: Option<String>,
    #[serde(rename = "fieldIndexName", skip_serializing_if = "Option::is_none")]
    pub field_index_name: Option<String>,
    #[serde(rename = "lastScanTime", skip_serializing_if = "Option::is_none")]
    pub last_scan_time: Option<i64>,
    #[serde(rename = "firstEventTime", skip_serializing_if = "Option::is_none")]
    pub first_event_time: Option<i64>,
    #[serde(rename = "lastEventTime", skip_serializing_if = "Option::is_none")]
    pub last_event_time: Option<i64>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub r#type: Option<IndexType>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FilterLogEventsRequest {
    #[serde(rename = "logGroupName", skip_serializing_if = "Option::is_none")]
    pub log_group_name: Option<String>,
    #[serde(rename = "logGroupIdentifier", skip_serializing_if = "Option::is_none")]
    pub log_group_identifier: Option<String>,
    #[serde(rename = "logStreamNames", skip_serializing_if = "Option::is_none")]
    pub log_stream_names: Option<Vec<String>>,
    #[serde(rename = "logStreamNamePrefix", skip_serializing_if = "Option::is_none")]
    pub log_stream_name_prefix: Option<String>,
    #[serde(rename = "startTime", skip_serializing_if = "Option::is_none")]
    pub start_time: Option<i64>,
    #[serde(rename = "endTime", skip_serializing_if = "Option::is_none")]
    pub end_time: Option<i64>,
    #[serde(rename = "filterPattern", skip_serializing_if = "Option::is_none")]
    pub filter_pattern: Option<String>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "limit", skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
    #[serde(rename = "interleaved", skip_serializing_if = "Option::is_none")]
    pub interleaved: Option<bool>,
    #[serde(rename = "unmask", skip_serializing_if = "Option::is_none")]
    pub unmask: Option<bool>,
}

impl Validate for FilterLogEventsRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.log_group_name {
            found.within("logGroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[\\.\\-_/#A-Za-z0-9]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.log_group_identifier {
            found.within("logGroupIdentifier", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(2048.0),
                        pattern: Some("[\\w#+=/:,.@-]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.log_stream_names {
            found.within("logStreamNames", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(1.0), max: Some(100.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[^:*]*"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
        if let Some(value) = &self.log_stream_name_prefix {
            found.within("logStreamNamePrefix", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[^:*]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.start_time {
            found.within("startTime", |found| {
                found.number(*value as f64, &Constraint { min: Some(0.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.end_time {
            found.within("endTime", |found| {
                found.number(*value as f64, &Constraint { min: Some(0.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.filter_pattern {
            found.within("filterPattern", |found| {
                found.text(value, &Constraint { min: Some(0.0), max: Some(1024.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.next_token {
            found.within("nextToken", |found| {
                found.text(value, &Constraint { min: Some(1.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.limit {
            found.within("limit", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(10000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FilterLogEventsResponse {
    #[serde(rename = "events", skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<FilteredLogEvent>>,
    #[serde(rename = "searchedLogStreams", skip_serializing_if = "Option::is_none")]
    pub searched_log_streams: Option<Vec<SearchedLogStream>>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FilteredLogEvent {
    #[serde(rename = "logStreamName", skip_serializing_if = "Option::is_none")]
    pub log_stream_name: Option<String>,
    #[serde(rename = "timestamp", skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<i64>,
    #[serde(rename = "message", skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    #[serde(rename = "ingestionTime", skip_serializing_if = "Option::is_none")]
    pub ingestion_time: Option<i64>,
    #[serde(rename = "eventId", skip_serializing_if = "Option::is_none")]
    pub event_id: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetDataProtectionPolicyRequest {
    #[serde(rename = "logGroupIdentifier", skip_serializing_if = "Option::is_none")]
    pub log_group_identifier: Option<String>,
}

impl Validate for GetDataProtectionPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("logGroupIdentifier", self.log_group_identifier.is_some());
        if let Some(value) = &self.log_group_identifier {
            found.within("logGroupIdentifier", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(2048.0),
                        pattern: Some("[\\w#+=/:,.@-]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetDataProtectionPolicyResponse {
    #[serde(rename = "logGroupIdentifier", skip_serializing_if = "Option::is_none")]
    pub log_group_identifier: Option<String>,
    #[serde(rename = "policyDocument", skip_serializing_if = "Option::is_none")]
    pub policy_document: Option<String>,
    #[serde(rename = "lastUpdatedTime", skip_serializing_if = "Option::is_none")]
    pub last_updated_time: Option<i64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetLogEventsRequest {
    #[serde(rename = "logGroupName", skip_serializing_if = "Option::is_none")]
    pub log_group_name: Option<String>,
    #[serde(rename = "logGroupIdentifier", skip_serializing_if = "Option::is_none")]
    pub log_group_identifier: Option<String>,
    #[serde(rename = "logStreamName", skip_serializing_if = "Option::is_none")]
    pub log_stream_name: Option<String>,
    #[serde(rename = "startTime", skip_serializing_if = "Option::is_none")]
    pub start_time: Option<i64>,
    #[serde(rename = "endTime", skip_serializing_if = "Option::is_none")]
    pub end_time: Option<i64>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "limit", skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
    #[serde(rename = "startFromHead", skip_serializing_if = "Option::is_none")]
    pub start_from_head: Option<bool>,
    #[serde(rename = "unmask", skip_serializing_if = "Option::is_none")]
    pub unmask: Option<bool>,
}

impl Validate for GetLogEventsRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.log_group_name {
            found.within("logGroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[\\.\\-_/#A-Za-z0-9]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.log_group_identifier {
            found.within("logGroupIdentifier", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(2048.0),
                        pattern: Some("[\\w#+=/:,.@-]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("logStreamName", self.log_stream_name.is_some());
        if let Some(value) = &self.log_stream_name {
            found.within("logStreamName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[^:*]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.start_time {
            found.within("startTime", |found| {
                found.number(*value as f64, &Constraint { min: Some(0.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.end_time {
            found.within("endTime", |found| {
                found.number(*value as f64, &Constraint { min: Some(0.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.next_token {
            found.within("nextToken", |found| {
                found.text(value, &Constraint { min: Some(1.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.limit {
            found.within("limit", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(10000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetLogEventsResponse {
    #[serde(rename = "events", skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<OutputLogEvent>>,
    #[serde(rename = "nextForwardToken", skip_serializing_if = "Option::is_none")]
    pub next_forward_token: Option<String>,
    #[serde(rename = "nextBackwardToken", skip_serializing_if = "Option::is_none")]
    pub next_backward_token: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetLogGroupFieldsRequest {
    #[serde(rename = "logGroupName", skip_serializing_if = "Option::is_none")]
    pub log_group_name: Option<String>,
    #[serde(rename = "time", skip_serializing_if = "Option::is_none")]
    pub time: Option<i64>,
    #[serde(rename = "logGroupIdentifier", skip_serializing_if = "Option::is_none")]
    pub log_group_identifier: Option<String>,
}

impl Validate for GetLogGroupFieldsRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.log_group_name {
            found.within("logGroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[\\.\\-_/#A-Za-z0-9]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.time {
            found.within("time", |found| {
                found.number(*value as f64, &Constraint { min: Some(0.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.log_group_identifier {
            found.within("logGroupIdentifier", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(2048.0),
                        pattern: Some("[\\w#+=/:,.@-]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetLogGroupFieldsResponse {
    #[serde(rename = "logGroupFields", skip_serializing_if = "Option::is_none")]
    pub log_group_fields: Option<Vec<LogGroupField>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetLogRecordRequest {
    #[serde(rename = "logRecordPointer", skip_serializing_if = "Option::is_none")]
    pub log_record_pointer: Option<String>,
    #[serde(rename = "unmask", skip_serializing_if = "Option::is_none")]
    pub unmask: Option<bool>,
}

impl Validate for GetLogRecordRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("logRecordPointer", self.log_record_pointer.is_some());
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetLogRecordResponse {
    #[serde(rename = "logRecord", skip_serializing_if = "Option::is_none")]
    pub log_record: Option<BTreeMap<String, String>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetQueryResultsRequest {
    #[serde(rename = "queryId", skip_serializing_if = "Option::is_none")]
    pub query_id: Option<String>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "maxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
}

impl Validate for GetQueryResultsRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("queryId", self.query_id.is_some());
        if let Some(value) = &self.query_id {
            found.within("queryId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(256.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.next_token {
            found.within("nextToken", |found| {
                found.text(value, &Constraint { max: Some(1024.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.max_items {
            found.within("maxItems", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(0.0), max: Some(10000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetQueryResultsResponse {
    #[serde(rename = "queryLanguage", skip_serializing_if = "Option::is_none")]
    pub query_language: Option<QueryLanguage>,
    #[serde(rename = "results", skip_serializing_if = "Option::is_none")]
    pub results: Option<Vec<Vec<ResultField>>>,
    #[serde(rename = "statistics", skip_serializing_if = "Option::is_none")]
    pub statistics: Option<QueryStatistics>,
    #[serde(rename = "status", skip_serializing_if = "Option::is_none")]
    pub status: Option<QueryStatus>,
    #[serde(rename = "encryptionKey", skip_serializing_if = "Option::is_none")]
    pub encryption_key: Option<String>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct IndexPolicy {
    #[serde(rename = "logGroupIdentifier", skip_serializing_if = "Option::is_none")]
    pub log_group_identifier: Option<String>,
    #[serde(rename = "lastUpdateTime", skip_serializing_if = "Option::is_none")]
    pub last_update_time: Option<i64>,
    #[serde(rename = "policyDocument", skip_serializing_if = "Option::is_none")]
    pub policy_document: Option<String>,
    #[serde(rename = "policyName", skip_serializing_if = "Option::is_none")]
    pub policy_name: Option<String>,
    #[serde(rename = "source", skip_serializing_if = "Option::is_none")]
    pub source: Option<IndexSource>,
}

string_enum! {
    pub enum IndexSource {
        Account = "ACCOUNT",
        LogGroup = "LOG_GROUP",
    }
}

string_enum! {
    pub enum IndexType {
        Facet = "FACET",
        FieldIndex = "FIELD_INDEX",
    }
}

string_enum! {
    pub enum InheritedProperty {
        AccountDataProtection = "ACCOUNT_DATA_PROTECTION",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct InputLogEvent {
    #[serde(rename = "timestamp", skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<i64>,
    #[serde(rename = "message", skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

impl Validate for InputLogEvent {
    fn validate(&self, found: &mut Violations) {
        found.required("timestamp", self.timestamp.is_some());
        if let Some(value) = &self.timestamp {
            found.within("timestamp", |found| {
                found.number(*value as f64, &Constraint { min: Some(0.0), ..Constraint::NONE });
            });
        }
        found.required("message", self.message.is_some());
        if let Some(value) = &self.message {
            found.within("message", |found| {
                found.text(value, &Constraint { min: Some(1.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListLogGroupsForQueryRequest {
    #[serde(rename = "queryId", skip_serializing_if = "Option::is_none")]
    pub query_id: Option<String>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "maxResults", skip_serializing_if = "Option::is_none")]
    pub max_results: Option<i64>,
}

impl Validate for ListLogGroupsForQueryRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("queryId", self.query_id.is_some());
        if let Some(value) = &self.query_id {
            found.within("queryId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(256.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.next_token {
            found.within("nextToken", |found| {
                found.text(value, &Constraint { min: Some(1.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.max_results {
            found.within("maxResults", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(50.0), max: Some(500.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListLogGroupsForQueryResponse {
    #[serde(rename = "logGroupIdentifiers", skip_serializing_if = "Option::is_none")]
    pub log_group_identifiers: Option<Vec<String>>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListLogGroupsRequest {
    #[serde(rename = "logGroupNamePattern", skip_serializing_if = "Option::is_none")]
    pub log_group_name_pattern: Option<String>,
    #[serde(rename = "logGroupClass", skip_serializing_if = "Option::is_none")]
    pub log_group_class: Option<LogGroupClass>,
    #[serde(rename = "includeLinkedAccounts", skip_serializing_if = "Option::is_none")]
    pub include_linked_accounts: Option<bool>,
    #[serde(rename = "accountIdentifiers", skip_serializing_if = "Option::is_none")]
    pub account_identifiers: Option<Vec<String>>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "limit", skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
    #[serde(rename = "dataSources", skip_serializing_if = "Option::is_none")]
    pub data_sources: Option<Vec<DataSourceFilter>>,
    #[serde(rename = "fieldIndexNames", skip_serializing_if = "Option::is_none")]
    pub field_index_names: Option<Vec<String>>,
    #[serde(rename = "logGroupTags", skip_serializing_if = "Option::is_none")]
    pub log_group_tags: Option<Vec<TagFilter>>,
}

impl Validate for ListLogGroupsRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.log_group_name_pattern {
            found.within("logGroupNamePattern", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(3.0),
                        max: Some(129.0),
                        pattern: Some(
                            "(\\^?[\\.\\-_\\/#A-Za-z0-9]{3,24})(\\|\\^?[\\.\\-_\\/#A-Za-z0-9]{3,24}){0,4}",
                        ),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.log_group_class {
            found.within("logGroupClass", |found| {
                found.member_of(value.as_str(), LogGroupClass::NAMES);
            });
        }
        if let Some(value) = &self.account_identifiers {
            found.within("accountIdentifiers", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(0.0), max: Some(20.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(12.0),
                        max: Some(12.0),
                        pattern: Some("^\\d{12}$"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
        if let Some(value) = &self.next_token {
            found.within("nextToken", |found| {
                found.text(value, &Constraint { min: Some(1.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.limit {
            found.within("limit", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(1000.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.data_sources {
            found.within("dataSources", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(1.0), max: Some(5.0), ..Constraint::NONE },
                );
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.field_index_names {
            found.within("fieldIndexNames", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(1.0), max: Some(20.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[\\.\\-_/#A-Za-z0-9]+"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
        if let Some(value) = &self.log_group_tags {
            found.within("logGroupTags", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(1.0), max: Some(5.0), ..Constraint::NONE },
                );
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
pub struct ListLogGroupsResponse {
    #[serde(rename = "logGroups", skip_serializing_if = "Option::is_none")]
    pub log_groups: Option<Vec<LogGroupSummary>>,
    #[serde(rename = "nextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListTagsForResourceRequest {
    #[serde(rename = "resourceArn", skip_serializing_if = "Option::is_none")]
    pub resource_arn: Option<String>,
}

impl Validate for ListTagsForResourceRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("resourceArn", self.resource_arn.is_some());
        if let Some(value) = &self.resource_arn {
            found.within("resourceArn", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(1011.0),
                        pattern: Some("[\\w+=/:,.@-]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListTagsForResourceResponse {
    #[serde(rename = "tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<BTreeMap<String, String>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListTagsLogGroupRequest {
    #[serde(rename = "logGroupName", skip_serializing_if = "Option::is_none")]
    pub log_group_name: Option<String>,
}

impl Validate for ListTagsLogGroupRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("logGroupName", self.log_group_name.is_some());
        if let Some(value) = &self.log_group_name {
            found.within("logGroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[\\.\\-_/#A-Za-z0-9]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListTagsLogGroupResponse {
    #[serde(rename = "tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<BTreeMap<String, String>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct LiveTailSessionLogEvent {
    #[serde(rename = "logStreamName", skip_serializing_if = "Option::is_none")]
    pub log_stream_name: Option<String>,
    #[serde(rename = "logGroupIdentifier", skip_serializing_if = "Option::is_none")]
    pub log_group_identifier: Option<String>,
    #[serde(rename = "message", skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    #[serde(rename = "timestamp", skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<i64>,
    #[serde(rename = "ingestionTime", skip_serializing_if = "Option::is_none")]
    pub ingestion_time: Option<i64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct LiveTailSessionMetadata {
    #[serde(rename = "sampled", skip_serializing_if = "Option::is_none")]
    pub sampled: Option<bool>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct LiveTailSessionStart {
    #[serde(rename = "requestId", skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    #[serde(rename = "sessionId", skip_serializing_if = "Option::is_none")]
    pub session_id: Option<String>,
    #[serde(rename = "logGroupIdentifiers", skip_serializing_if = "Option::is_none")]
    pub log_group_identifiers: Option<Vec<String>>,
    #[serde(rename = "logStreamNames", skip_serializing_if = "Option::is_none")]
    pub log_stream_names: Option<Vec<String>>,
    #[serde(rename = "logStreamNamePrefixes", skip_serializing_if = "Option::is_none")]
    pub log_stream_name_prefixes: Option<Vec<String>>,
    #[serde(rename = "logEventFilterPattern", skip_serializing_if = "Option::is_none")]
    pub log_event_filter_pattern: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct LiveTailSessionUpdate {
    #[serde(rename = "sessionMetadata", skip_serializing_if = "Option::is_none")]
    pub session_metadata: Option<LiveTailSessionMetadata>,
    #[serde(rename = "sessionResults", skip_serializing_if = "Option::is_none")]
    pub session_results: Option<Vec<LiveTailSessionLogEvent>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct LogGroup {
    #[serde(rename = "logGroupName", skip_serializing_if = "Option::is_none")]
    pub log_group_name: Option<String>,
    #[serde(rename = "creationTime", skip_serializing_if = "Option::is_none")]
    pub creation_time: Option<i64>,
    #[serde(rename = "retentionInDays", skip_serializing_if = "Option::is_none")]
    pub retention_in_days: Option<i64>,
    #[serde(rename = "metricFilterCount", skip_serializing_if = "Option::is_none")]
    pub metric_filter_count: Option<i64>,
    #[serde(rename = "arn", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "storedBytes", skip_serializing_if = "Option::is_none")]
    pub stored_bytes: Option<i64>,
    #[serde(rename = "kmsKeyId", skip_serializing_if = "Option::is_none")]
    pub kms_key_id: Option<String>,
    #[serde(rename = "dataProtectionStatus", skip_serializing_if = "Option::is_none")]
    pub data_protection_status: Option<DataProtectionStatus>,
    #[serde(rename = "inheritedProperties", skip_serializing_if = "Option::is_none")]
    pub inherited_properties: Option<Vec<InheritedProperty>>,
    #[serde(rename = "logGroupClass", skip_serializing_if = "Option::is_none")]
    pub log_group_class: Option<LogGroupClass>,
    #[serde(rename = "logGroupArn", skip_serializing_if = "Option::is_none")]
    pub log_group_arn: Option<String>,
    #[serde(rename = "deletionProtectionEnabled", skip_serializing_if = "Option::is_none")]
    pub deletion_protection_enabled: Option<bool>,
    #[serde(rename = "bearerTokenAuthenticationEnabled", skip_serializing_if = "Option::is_none")]
    pub bearer_token_authentication_enabled: Option<bool>,
}

string_enum! {
    pub enum LogGroupClass {
        Standard = "STANDARD",
        InfrequentAccess = "INFREQUENT_ACCESS",
        Delivery = "DELIVERY",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct LogGroupField {
    #[serde(rename = "name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "percent", skip_serializing_if = "Option::is_none")]
    pub percent: Option<i64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct LogGroupSummary {
    #[serde(rename = "logGroupName", skip_serializing_if = "Option::is_none")]
    pub log_group_name: Option<String>,
    #[serde(rename = "logGroupArn", skip_serializing_if = "Option::is_none")]
    pub log_group_arn: Option<String>,
    #[serde(rename = "logGroupClass", skip_serializing_if = "Option::is_none")]
    pub log_group_class: Option<LogGroupClass>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct LogStream {
    #[serde(rename = "logStreamName", skip_serializing_if = "Option::is_none")]
    pub log_stream_name: Option<String>,
    #[serde(rename = "creationTime", skip_serializing_if = "Option::is_none")]
    pub creation_time: Option<i64>,
    #[serde(rename = "firstEventTimestamp", skip_serializing_if = "Option::is_none")]
    pub first_event_timestamp: Option<i64>,
    #[serde(rename = "lastEventTimestamp", skip_serializing_if = "Option::is_none")]
    pub last_event_timestamp: Option<i64>,
    #[serde(rename = "lastIngestionTime", skip_serializing_if = "Option::is_none")]
    pub last_ingestion_time: Option<i64>,
    #[serde(rename = "uploadSequenceToken", skip_serializing_if = "Option::is_none")]
    pub upload_sequence_token: Option<String>,
    #[serde(rename = "arn", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    #[serde(rename = "storedBytes", skip_serializing_if = "Option::is_none")]
    pub stored_bytes: Option<i64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MetricFilter {
    #[serde(rename = "filterName", skip_serializing_if = "Option::is_none")]
    pub filter_name: Option<String>,
    #[serde(rename = "filterPattern", skip_serializing_if = "Option::is_none")]
    pub filter_pattern: Option<String>,
    #[serde(rename = "metricTransformations", skip_serializing_if = "Option::is_none")]
    pub metric_transformations: Option<Vec<MetricTransformation>>,
    #[serde(rename = "creationTime", skip_serializing_if = "Option::is_none")]
    pub creation_time: Option<i64>,
    #[serde(rename = "logGroupName", skip_serializing_if = "Option::is_none")]
    pub log_group_name: Option<String>,
    #[serde(rename = "applyOnTransformedLogs", skip_serializing_if = "Option::is_none")]
    pub apply_on_transformed_logs: Option<bool>,
    #[serde(rename = "fieldSelectionCriteria", skip_serializing_if = "Option::is_none")]
    pub field_selection_criteria: Option<String>,
    #[serde(rename = "emitSystemFieldDimensions", skip_serializing_if = "Option::is_none")]
    pub emit_system_field_dimensions: Option<Vec<String>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MetricFilterMatchRecord {
    #[serde(rename = "eventNumber", skip_serializing_if = "Option::is_none")]
    pub event_number: Option<i64>,
    #[serde(rename = "eventMessage", skip_serializing_if = "Option::is_none")]
    pub event_message: Option<String>,
    #[serde(rename = "extractedValues", skip_serializing_if = "Option::is_none")]
    pub extracted_values: Option<BTreeMap<String, String>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MetricTransformation {
    #[serde(rename = "metricName", skip_serializing_if = "Option::is_none")]
    pub metric_name: Option<String>,
    #[serde(rename = "metricNamespace", skip_serializing_if = "Option::is_none")]
    pub metric_namespace: Option<String>,
    #[serde(rename = "metricValue", skip_serializing_if = "Option::is_none")]
    pub metric_value: Option<String>,
    #[serde(rename = "defaultValue", skip_serializing_if = "Option::is_none")]
    pub default_value: Option<f64>,
    #[serde(rename = "dimensions", skip_serializing_if = "Option::is_none")]
    pub dimensions: Option<BTreeMap<String, String>>,
    #[serde(rename = "unit", skip_serializing_if = "Option::is_none")]
    pub unit: Option<StandardUnit>,
}

impl Validate for MetricTransformation {
    fn validate(&self, found: &mut Violations) {
        found.required("metricName", self.metric_name.is_some());
        if let Some(value) = &self.metric_name {
            found.within("metricName", |found| {
                found.text(
                    value,
                    &Constraint { max: Some(255.0), pattern: Some("[^:*$]*"), ..Constraint::NONE },
                );
            });
        }
        found.required("metricNamespace", self.metric_namespace.is_some());
        if let Some(value) = &self.metric_namespace {
            found.within("metricNamespace", |found| {
                found.text(
                    value,
                    &Constraint { max: Some(255.0), pattern: Some("[^:*$]*"), ..Constraint::NONE },
                );
            });
        }
        found.required("metricValue", self.metric_value.is_some());
        if let Some(value) = &self.metric_value {
            found.within("metricValue", |found| {
                found.text(value, &Constraint { max: Some(100.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.dimensions {
            found.within("dimensions", |found| {
                found.each(
                    Each::Key,
                    value.keys().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { max: Some(255.0), ..Constraint::NONE }),
                    Some(value),
                );
                found.each(
                    Each::Value,
                    value.values().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { max: Some(255.0), ..Constraint::NONE }),
                    Some(value),
                );
            });
        }
        if let Some(value) = &self.unit {
            found.within("unit", |found| {
                found.member_of(value.as_str(), StandardUnit::NAMES);
            });
        }
    }
}

string_enum! {
    pub enum OrderBy {
        LogStreamName = "LogStreamName",
        LastEventTime = "LastEventTime",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct OutputLogEvent {
    #[serde(rename = "timestamp", skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<i64>,
    #[serde(rename = "message", skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    #[serde(rename = "ingestionTime", skip_serializing_if = "Option::is_none")]
    pub ingestion_time: Option<i64>,
}

string_enum! {
    pub enum PolicyScope {
        Account = "ACCOUNT",
        Resource = "RESOURCE",
    }
}

string_enum! {
    pub enum PolicyType {
        DataProtectionPolicy = "DATA_PROTECTION_POLICY",
        SubscriptionFilterPolicy = "SUBSCRIPTION_FILTER_POLICY",
        FieldIndexPolicy = "FIELD_INDEX_POLICY",
        TransformerPolicy = "TRANSFORMER_POLICY",
        MetricExtractionPolicy = "METRIC_EXTRACTION_POLICY",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutAccountPolicyRequest {
    #[serde(rename = "policyName", skip_serializing_if = "Option::is_none")]
    pub policy_name: Option<String>,
    #[serde(rename = "policyDocument", skip_serializing_if = "Option::is_none")]
    pub policy_document: Option<String>,
    #[serde(rename = "policyType", skip_serializing_if = "Option::is_none")]
    pub policy_type: Option<PolicyType>,
    #[serde(rename = "scope", skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    #[serde(rename = "selectionCriteria", skip_serializing_if = "Option::is_none")]
    pub selection_criteria: Option<String>,
}

impl Validate for PutAccountPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("policyName", self.policy_name.is_some());
        found.required("policyDocument", self.policy_document.is_some());
        found.required("policyType", self.policy_type.is_some());
        if let Some(value) = &self.policy_type {
            found.within("policyType", |found| {
                found.member_of(value.as_str(), PolicyType::NAMES);
            });
        }
        if let Some(value) = &self.scope {
            found.within("scope", |found| {
                found.member_of(value.as_str(), Scope::NAMES);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutAccountPolicyResponse {
    #[serde(rename = "accountPolicy", skip_serializing_if = "Option::is_none")]
    pub account_policy: Option<AccountPolicy>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutDataProtectionPolicyRequest {
    #[serde(rename = "logGroupIdentifier", skip_serializing_if = "Option::is_none")]
    pub log_group_identifier: Option<String>,
    #[serde(rename = "policyDocument", skip_serializing_if = "Option::is_none")]
    pub policy_document: Option<String>,
}

impl Validate for PutDataProtectionPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("logGroupIdentifier", self.log_group_identifier.is_some());
        if let Some(value) = &self.log_group_identifier {
            found.within("logGroupIdentifier", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(2048.0),
                        pattern: Some("[\\w#+=/:,.@-]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("policyDocument", self.policy_document.is_some());
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutDataProtectionPolicyResponse {
    #[serde(rename = "logGroupIdentifier", skip_serializing_if = "Option::is_none")]
    pub log_group_identifier: Option<String>,
    #[serde(rename = "policyDocument", skip_serializing_if = "Option::is_none")]
    pub policy_document: Option<String>,
    #[serde(rename = "lastUpdatedTime", skip_serializing_if = "Option::is_none")]
    pub last_updated_time: Option<i64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutDestinationPolicyRequest {
    #[serde(rename = "destinationName", skip_serializing_if = "Option::is_none")]
    pub destination_name: Option<String>,
    #[serde(rename = "accessPolicy", skip_serializing_if = "Option::is_none")]
    pub access_policy: Option<String>,
    #[serde(rename = "forceUpdate", skip_serializing_if = "Option::is_none")]
    pub force_update: Option<bool>,
}

impl Validate for PutDestinationPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("destinationName", self.destination_name.is_some());
        if let Some(value) = &self.destination_name {
            found.within("destinationName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[^:*]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("accessPolicy", self.access_policy.is_some());
        if let Some(value) = &self.access_policy {
            found.within("accessPolicy", |found| {
                found.text(value, &Constraint { min: Some(1.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutDestinationRequest {
    #[serde(rename = "destinationName", skip_serializing_if = "Option::is_none")]
    pub destination_name: Option<String>,
    #[serde(rename = "targetArn", skip_serializing_if = "Option::is_none")]
    pub target_arn: Option<String>,
    #[serde(rename = "roleArn", skip_serializing_if = "Option::is_none")]
    pub role_arn: Option<String>,
    #[serde(rename = "tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<BTreeMap<String, String>>,
}

impl Validate for PutDestinationRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("destinationName", self.destination_name.is_some());
        if let Some(value) = &self.destination_name {
            found.within("destinationName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[^:*]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("targetArn", self.target_arn.is_some());
        if let Some(value) = &self.target_arn {
            found.within("targetArn", |found| {
                found.text(value, &Constraint { min: Some(1.0), ..Constraint::NONE });
            });
        }
        found.required("roleArn", self.role_arn.is_some());
        if let Some(value) = &self.role_arn {
            found.within("roleArn", |found| {
                found.text(value, &Constraint { min: Some(1.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.tags {
            found.within("tags", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(1.0), max: Some(50.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Key,
                    value.keys().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+)$"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
                found.each(
                    Each::Value,
                    value.values().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        max: Some(256.0),
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
pub struct PutDestinationResponse {
    #[serde(rename = "destination", skip_serializing_if = "Option::is_none")]
    pub destination: Option<Destination>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutIndexPolicyRequest {
    #[serde(rename = "logGroupIdentifier", skip_serializing_if = "Option::is_none")]
    pub log_group_identifier: Option<String>,
    #[serde(rename = "policyDocument", skip_serializing_if = "Option::is_none")]
    pub policy_document: Option<String>,
}

impl Validate for PutIndexPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("logGroupIdentifier", self.log_group_identifier.is_some());
        if let Some(value) = &self.log_group_identifier {
            found.within("logGroupIdentifier", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(2048.0),
                        pattern: Some("[\\w#+=/:,.@-]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("policyDocument", self.policy_document.is_some());
        if let Some(value) = &self.policy_document {
            found.within("policyDocument", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(51200.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutIndexPolicyResponse {
    #[serde(rename = "indexPolicy", skip_serializing_if = "Option::is_none")]
    pub index_policy: Option<IndexPolicy>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutLogEventsRequest {
    #[serde(rename = "logGroupName", skip_serializing_if = "Option::is_none")]
    pub log_group_name: Option<String>,
    #[serde(rename = "logStreamName", skip_serializing_if = "Option::is_none")]
    pub log_stream_name: Option<String>,
    #[serde(rename = "logEvents", skip_serializing_if = "Option::is_none")]
    pub log_events: Option<Vec<InputLogEvent>>,
    #[serde(rename = "sequenceToken", skip_serializing_if = "Option::is_none")]
    pub sequence_token: Option<String>,
    #[serde(rename = "entity", skip_serializing_if = "Option::is_none")]
    pub entity: Option<Entity>,
}

impl Validate for PutLogEventsRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("logGroupName", self.log_group_name.is_some());
        if let Some(value) = &self.log_group_name {
            found.within("logGroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[\\.\\-_/#A-Za-z0-9]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("logStreamName", self.log_stream_name.is_some());
        if let Some(value) = &self.log_stream_name {
            found.within("logStreamName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[^:*]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("logEvents", self.log_events.is_some());
        if let Some(value) = &self.log_events {
            found.within("logEvents", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(1.0), max: Some(10000.0), ..Constraint::NONE },
                );
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.sequence_token {
            found.within("sequenceToken", |found| {
                found.text(value, &Constraint { min: Some(1.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.entity {
            found.within("entity", |found| {
                value.validate(found);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutLogEventsResponse {
    #[serde(rename = "nextSequenceToken", skip_serializing_if = "Option::is_none")]
    pub next_sequence_token: Option<String>,
    #[serde(rename = "rejectedLogEventsInfo", skip_serializing_if = "Option::is_none")]
    pub rejected_log_events_info: Option<RejectedLogEventsInfo>,
    #[serde(rename = "rejectedEntityInfo", skip_serializing_if = "Option::is_none")]
    pub rejected_entity_info: Option<RejectedEntityInfo>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutLogGroupDeletionProtectionRequest {
    #[serde(rename = "logGroupIdentifier", skip_serializing_if = "Option::is_none")]
    pub log_group_identifier: Option<String>,
    #[serde(rename = "deletionProtectionEnabled", skip_serializing_if = "Option::is_none")]
    pub deletion_protection_enabled: Option<bool>,
}

impl Validate for PutLogGroupDeletionProtectionRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("logGroupIdentifier", self.log_group_identifier.is_some());
        if let Some(value) = &self.log_group_identifier {
            found.within("logGroupIdentifier", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(2048.0),
                        pattern: Some("[\\w#+=/:,.@-]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("deletionProtectionEnabled", self.deletion_protection_enabled.is_some());
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutMetricFilterRequest {
    #[serde(rename = "logGroupName", skip_serializing_if = "Option::is_none")]
    pub log_group_name: Option<String>,
    #[serde(rename = "filterName", skip_serializing_if = "Option::is_none")]
    pub filter_name: Option<String>,
    #[serde(rename = "filterPattern", skip_serializing_if = "Option::is_none")]
    pub filter_pattern: Option<String>,
    #[serde(rename = "metricTransformations", skip_serializing_if = "Option::is_none")]
    pub metric_transformations: Option<Vec<MetricTransformation>>,
    #[serde(rename = "applyOnTransformedLogs", skip_serializing_if = "Option::is_none")]
    pub apply_on_transformed_logs: Option<bool>,
    #[serde(rename = "fieldSelectionCriteria", skip_serializing_if = "Option::is_none")]
    pub field_selection_criteria: Option<String>,
    #[serde(rename = "emitSystemFieldDimensions", skip_serializing_if = "Option::is_none")]
    pub emit_system_field_dimensions: Option<Vec<String>>,
}

impl Validate for PutMetricFilterRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("logGroupName", self.log_group_name.is_some());
        if let Some(value) = &self.log_group_name {
            found.within("logGroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[\\.\\-_/#A-Za-z0-9]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("filterName", self.filter_name.is_some());
        if let Some(value) = &self.filter_name {
            found.within("filterName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[^:*]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("filterPattern", self.filter_pattern.is_some());
        if let Some(value) = &self.filter_pattern {
            found.within("filterPattern", |found| {
                found.text(value, &Constraint { min: Some(0.0), max: Some(1024.0), ..Constraint::NONE });
            });
        }
        found.required("metricTransformations", self.metric_transformations.is_some());
        if let Some(value) = &self.metric_transformations {
            found.within("metricTransformations", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(1.0), max: Some(1.0), ..Constraint::NONE },
                );
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        if let Some(value) = &self.field_selection_criteria {
            found.within("fieldSelectionCriteria", |found| {
                found.text(value, &Constraint { min: Some(0.0), max: Some(2000.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutQueryDefinitionRequest {
    #[serde(rename = "queryLanguage", skip_serializing_if = "Option::is_none")]
    pub query_language: Option<QueryLanguage>,
    #[serde(rename = "name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "queryDefinitionId", skip_serializing_if = "Option::is_none")]
    pub query_definition_id: Option<String>,
    #[serde(rename = "logGroupNames", skip_serializing_if = "Option::is_none")]
    pub log_group_names: Option<Vec<String>>,
    #[serde(rename = "queryString", skip_serializing_if = "Option::is_none")]
    pub query_string: Option<String>,
    #[serde(rename = "clientToken", skip_serializing_if = "Option::is_none")]
    pub client_token: Option<String>,
    #[serde(rename = "parameters", skip_serializing_if = "Option::is_none")]
    pub parameters: Option<Vec<QueryParameter>>,
}

impl Validate for PutQueryDefinitionRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.query_language {
            found.within("queryLanguage", |found| {
                found.member_of(value.as_str(), QueryLanguage::NAMES);
            });
        }
        found.required("name", self.name.is_some());
        if let Some(value) = &self.name {
            found.within("name", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(255.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.query_definition_id {
            found.within("queryDefinitionId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(256.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.log_group_names {
            found.within("logGroupNames", |found| {
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[\\.\\-_/#A-Za-z0-9]+"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
        found.required("queryString", self.query_string.is_some());
        if let Some(value) = &self.query_string {
            found.within("queryString", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(10000.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.client_token {
            found.within("clientToken", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(36.0),
                        max: Some(128.0),
                        pattern: Some("\\S{36,128}"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.parameters {
            found.within("parameters", |found| {
                found.size(value, value.len(), &Constraint { max: Some(20.0), ..Constraint::NONE });
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
pub struct PutQueryDefinitionResponse {
    #[serde(rename = "queryDefinitionId", skip_serializing_if = "Option::is_none")]
    pub query_definition_id: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutResourcePolicyRequest {
    #[serde(rename = "policyName", skip_serializing_if = "Option::is_none")]
    pub policy_name: Option<String>,
    #[serde(rename = "policyDocument", skip_serializing_if = "Option::is_none")]
    pub policy_document: Option<String>,
    #[serde(rename = "resourceArn", skip_serializing_if = "Option::is_none")]
    pub resource_arn: Option<String>,
    #[serde(rename = "expectedRevisionId", skip_serializing_if = "Option::is_none")]
    pub expected_revision_id: Option<String>,
}

impl Validate for PutResourcePolicyRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.policy_document {
            found.within("policyDocument", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(51200.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.expected_revision_id {
            found.within("expectedRevisionId", |found| {
                found.text(value, &Constraint { min: Some(1.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutResourcePolicyResponse {
    #[serde(rename = "resourcePolicy", skip_serializing_if = "Option::is_none")]
    pub resource_policy: Option<ResourcePolicy>,
    #[serde(rename = "revisionId", skip_serializing_if = "Option::is_none")]
    pub revision_id: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutRetentionPolicyRequest {
    #[serde(rename = "logGroupName", skip_serializing_if = "Option::is_none")]
    pub log_group_name: Option<String>,
    #[serde(rename = "retentionInDays", skip_serializing_if = "Option::is_none")]
    pub retention_in_days: Option<i64>,
}

impl Validate for PutRetentionPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("logGroupName", self.log_group_name.is_some());
        if let Some(value) = &self.log_group_name {
            found.within("logGroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[\\.\\-_/#A-Za-z0-9]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("retentionInDays", self.retention_in_days.is_some());
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutSubscriptionFilterRequest {
    #[serde(rename = "logGroupName", skip_serializing_if = "Option::is_none")]
    pub log_group_name: Option<String>,
    #[serde(rename = "filterName", skip_serializing_if = "Option::is_none")]
    pub filter_name: Option<String>,
    #[serde(rename = "filterPattern", skip_serializing_if = "Option::is_none")]
    pub filter_pattern: Option<String>,
    #[serde(rename = "destinationArn", skip_serializing_if = "Option::is_none")]
    pub destination_arn: Option<String>,
    #[serde(rename = "roleArn", skip_serializing_if = "Option::is_none")]
    pub role_arn: Option<String>,
    #[serde(rename = "distribution", skip_serializing_if = "Option::is_none")]
    pub distribution: Option<Distribution>,
    #[serde(rename = "applyOnTransformedLogs", skip_serializing_if = "Option::is_none")]
    pub apply_on_transformed_logs: Option<bool>,
    #[serde(rename = "fieldSelectionCriteria", skip_serializing_if = "Option::is_none")]
    pub field_selection_criteria: Option<String>,
    #[serde(rename = "emitSystemFields", skip_serializing_if = "Option::is_none")]
    pub emit_system_fields: Option<Vec<String>>,
}

impl Validate for PutSubscriptionFilterRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("logGroupName", self.log_group_name.is_some());
        if let Some(value) = &self.log_group_name {
            found.within("logGroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[\\.\\-_/#A-Za-z0-9]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("filterName", self.filter_name.is_some());
        if let Some(value) = &self.filter_name {
            found.within("filterName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[^:*]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("filterPattern", self.filter_pattern.is_some());
        if let Some(value) = &self.filter_pattern {
            found.within("filterPattern", |found| {
                found.text(value, &Constraint { min: Some(0.0), max: Some(1024.0), ..Constraint::NONE });
            });
        }
        found.required("destinationArn", self.destination_arn.is_some());
        if let Some(value) = &self.destination_arn {
            found.within("destinationArn", |found| {
                found.text(value, &Constraint { min: Some(1.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.role_arn {
            found.within("roleArn", |found| {
                found.text(value, &Constraint { min: Some(1.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.distribution {
            found.within("distribution", |found| {
                found.member_of(value.as_str(), Distribution::NAMES);
            });
        }
        if let Some(value) = &self.field_selection_criteria {
            found.within("fieldSelectionCriteria", |found| {
                found.text(value, &Constraint { min: Some(0.0), max: Some(2000.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct QueryDefinition {
    #[serde(rename = "queryLanguage", skip_serializing_if = "Option::is_none")]
    pub query_language: Option<QueryLanguage>,
    #[serde(rename = "queryDefinitionId", skip_serializing_if = "Option::is_none")]
    pub query_definition_id: Option<String>,
    #[serde(rename = "name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "queryString", skip_serializing_if = "Option::is_none")]
    pub query_string: Option<String>,
    #[serde(rename = "lastModified", skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<i64>,
    #[serde(rename = "logGroupNames", skip_serializing_if = "Option::is_none")]
    pub log_group_names: Option<Vec<String>>,
    #[serde(rename = "parameters", skip_serializing_if = "Option::is_none")]
    pub parameters: Option<Vec<QueryParameter>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct QueryInfo {
    #[serde(rename = "queryLanguage", skip_serializing_if = "Option::is_none")]
    pub query_language: Option<QueryLanguage>,
    #[serde(rename = "queryId", skip_serializing_if = "Option::is_none")]
    pub query_id: Option<String>,
    #[serde(rename = "queryString", skip_serializing_if = "Option::is_none")]
    pub query_string: Option<String>,
    #[serde(rename = "status", skip_serializing_if = "Option::is_none")]
    pub status: Option<QueryStatus>,
    #[serde(rename = "createTime", skip_serializing_if = "Option::is_none")]
    pub create_time: Option<i64>,
    #[serde(rename = "logGroupName", skip_serializing_if = "Option::is_none")]
    pub log_group_name: Option<String>,
    #[serde(rename = "queryDuration", skip_serializing_if = "Option::is_none")]
    pub query_duration: Option<i64>,
    #[serde(rename = "bytesScanned", skip_serializing_if = "Option::is_none")]
    pub bytes_scanned: Option<f64>,
    #[serde(rename = "userIdentity", skip_serializing_if = "Option::is_none")]
    pub user_identity: Option<String>,
}

string_enum! {
    pub enum QueryLanguage {
        Cwli = "CWLI",
        Sql = "SQL",
        Ppl = "PPL",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct QueryParameter {
    #[serde(rename = "name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "defaultValue", skip_serializing_if = "Option::is_none")]
    pub default_value: Option<String>,
    #[serde(rename = "description", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl Validate for QueryParameter {
    fn validate(&self, found: &mut Violations) {
        found.required("name", self.name.is_some());
        if let Some(value) = &self.name {
            found.within("name", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("^[a-zA-Z_][a-zA-Z0-9_]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.default_value {
            found.within("defaultValue", |found| {
                found.text(value, &Constraint { max: Some(1024.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.description {
            found.within("description", |found| {
                found.text(value, &Constraint { max: Some(512.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct QueryStatistics {
    #[serde(rename = "recordsMatched", skip_serializing_if = "Option::is_none")]
    pub records_matched: Option<f64>,
    #[serde(rename = "recordsScanned", skip_serializing_if = "Option::is_none")]
    pub records_scanned: Option<f64>,
    #[serde(rename = "estimatedRecordsSkipped", skip_serializing_if = "Option::is_none")]
    pub estimated_records_skipped: Option<f64>,
    #[serde(rename = "bytesScanned", skip_serializing_if = "Option::is_none")]
    pub bytes_scanned: Option<f64>,
    #[serde(rename = "estimatedBytesSkipped", skip_serializing_if = "Option::is_none")]
    pub estimated_bytes_skipped: Option<f64>,
    #[serde(rename = "logGroupsScanned", skip_serializing_if = "Option::is_none")]
    pub log_groups_scanned: Option<f64>,
}

string_enum! {
    pub enum QueryStatus {
        Scheduled = "Scheduled",
        Running = "Running",
        Complete = "Complete",
        Failed = "Failed",
        Cancelled = "Cancelled",
        Timeout = "Timeout",
        Unknown_ = "Unknown",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RejectedEntityInfo {
    #[serde(rename = "errorType", skip_serializing_if = "Option::is_none")]
    pub error_type: Option<EntityRejectionErrorType>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RejectedLogEventsInfo {
    #[serde(rename = "tooNewLogEventStartIndex", skip_serializing_if = "Option::is_none")]
    pub too_new_log_event_start_index: Option<i64>,
    #[serde(rename = "tooOldLogEventEndIndex", skip_serializing_if = "Option::is_none")]
    pub too_old_log_event_end_index: Option<i64>,
    #[serde(rename = "expiredLogEventEndIndex", skip_serializing_if = "Option::is_none")]
    pub expired_log_event_end_index: Option<i64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ResourcePolicy {
    #[serde(rename = "policyName", skip_serializing_if = "Option::is_none")]
    pub policy_name: Option<String>,
    #[serde(rename = "policyDocument", skip_serializing_if = "Option::is_none")]
    pub policy_document: Option<String>,
    #[serde(rename = "lastUpdatedTime", skip_serializing_if = "Option::is_none")]
    pub last_updated_time: Option<i64>,
    #[serde(rename = "policyScope", skip_serializing_if = "Option::is_none")]
    pub policy_scope: Option<PolicyScope>,
    #[serde(rename = "resourceArn", skip_serializing_if = "Option::is_none")]
    pub resource_arn: Option<String>,
    #[serde(rename = "revisionId", skip_serializing_if = "Option::is_none")]
    pub revision_id: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ResultField {
    #[serde(rename = "field", skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    #[serde(rename = "value", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

string_enum! {
    pub enum Scope {
        All = "ALL",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SearchedLogStream {
    #[serde(rename = "logStreamName", skip_serializing_if = "Option::is_none")]
    pub log_stream_name: Option<String>,
    #[serde(rename = "searchedCompletely", skip_serializing_if = "Option::is_none")]
    pub searched_completely: Option<bool>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SessionStreamingException {
    #[serde(rename = "message", skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SessionTimeoutException {
    #[serde(rename = "message", skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

string_enum! {
    pub enum StandardUnit {
        Seconds = "Seconds",
        Microseconds = "Microseconds",
        Milliseconds = "Milliseconds",
        Bytes = "Bytes",
        Kilobytes = "Kilobytes",
        Megabytes = "Megabytes",
        Gigabytes = "Gigabytes",
        Terabytes = "Terabytes",
        Bits = "Bits",
        Kilobits = "Kilobits",
        Megabits = "Megabits",
        Gigabits = "Gigabits",
        Terabits = "Terabits",
        Percent = "Percent",
        Count = "Count",
        BytesSecond = "Bytes/Second",
        KilobytesSecond = "Kilobytes/Second",
        MegabytesSecond = "Megabytes/Second",
        GigabytesSecond = "Gigabytes/Second",
        TerabytesSecond = "Terabytes/Second",
        BitsSecond = "Bits/Second",
        KilobitsSecond = "Kilobits/Second",
        MegabitsSecond = "Megabits/Second",
        GigabitsSecond = "Gigabits/Second",
        TerabitsSecond = "Terabits/Second",
        CountSecond = "Count/Second",
        None = "None",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct StartLiveTailRequest {
    #[serde(rename = "logGroupIdentifiers", skip_serializing_if = "Option::is_none")]
    pub log_group_identifiers: Option<Vec<String>>,
    #[serde(rename = "logStreamNames", skip_serializing_if = "Option::is_none")]
    pub log_stream_names: Option<Vec<String>>,
    #[serde(rename = "logStreamNamePrefixes", skip_serializing_if = "Option::is_none")]
    pub log_stream_name_prefixes: Option<Vec<String>>,
    #[serde(rename = "logEventFilterPattern", skip_serializing_if = "Option::is_none")]
    pub log_event_filter_pattern: Option<String>,
}

impl Validate for StartLiveTailRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("logGroupIdentifiers", self.log_group_identifiers.is_some());
        if let Some(value) = &self.log_group_identifiers {
            found.within("logGroupIdentifiers", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(1.0), max: Some(10.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(2048.0),
                        pattern: Some("[\\w#+=/:,.@-]*"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
        if let Some(value) = &self.log_stream_names {
            found.within("logStreamNames", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(1.0), max: Some(100.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[^:*]*"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
        if let Some(value) = &self.log_stream_name_prefixes {
            found.within("logStreamNamePrefixes", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(1.0), max: Some(100.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[^:*]*"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
        if let Some(value) = &self.log_event_filter_pattern {
            found.within("logEventFilterPattern", |found| {
                found.text(value, &Constraint { min: Some(0.0), max: Some(1024.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct StartLiveTailResponse {
    #[serde(rename = "responseStream", skip_serializing_if = "Option::is_none")]
    pub response_stream: Option<StartLiveTailResponseStream>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct StartLiveTailResponseStream {
    #[serde(rename = "sessionStart", skip_serializing_if = "Option::is_none")]
    pub session_start: Option<LiveTailSessionStart>,
    #[serde(rename = "sessionUpdate", skip_serializing_if = "Option::is_none")]
    pub session_update: Option<LiveTailSessionUpdate>,
    #[serde(rename = "SessionTimeoutException", skip_serializing_if = "Option::is_none")]
    pub session_timeout_exception: Option<SessionTimeoutException>,
    #[serde(rename = "SessionStreamingException", skip_serializing_if = "Option::is_none")]
    pub session_streaming_exception: Option<SessionStreamingException>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct StartQueryRequest {
    #[serde(rename = "queryLanguage", skip_serializing_if = "Option::is_none")]
    pub query_language: Option<QueryLanguage>,
    #[serde(rename = "logGroupName", skip_serializing_if = "Option::is_none")]
    pub log_group_name: Option<String>,
    #[serde(rename = "logGroupNames", skip_serializing_if = "Option::is_none")]
    pub log_group_names: Option<Vec<String>>,
    #[serde(rename = "logGroupIdentifiers", skip_serializing_if = "Option::is_none")]
    pub log_group_identifiers: Option<Vec<String>>,
    #[serde(rename = "startTime", skip_serializing_if = "Option::is_none")]
    pub start_time: Option<i64>,
    #[serde(rename = "endTime", skip_serializing_if = "Option::is_none")]
    pub end_time: Option<i64>,
    #[serde(rename = "queryString", skip_serializing_if = "Option::is_none")]
    pub query_string: Option<String>,
    #[serde(rename = "limit", skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
}

impl Validate for StartQueryRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.query_language {
            found.within("queryLanguage", |found| {
                found.member_of(value.as_str(), QueryLanguage::NAMES);
            });
        }
        if let Some(value) = &self.log_group_name {
            found.within("logGroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[\\.\\-_/#A-Za-z0-9]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.log_group_names {
            found.within("logGroupNames", |found| {
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[\\.\\-_/#A-Za-z0-9]+"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
        if let Some(value) = &self.log_group_identifiers {
            found.within("logGroupIdentifiers", |found| {
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(2048.0),
                        pattern: Some("[\\w#+=/:,.@-]*"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
        found.required("startTime", self.start_time.is_some());
        if let Some(value) = &self.start_time {
            found.within("startTime", |found| {
                found.number(*value as f64, &Constraint { min: Some(0.0), ..Constraint::NONE });
            });
        }
        found.required("endTime", self.end_time.is_some());
        if let Some(value) = &self.end_time {
            found.within("endTime", |found| {
                found.number(*value as f64, &Constraint { min: Some(0.0), ..Constraint::NONE });
            });
        }
        found.required("queryString", self.query_string.is_some());
        if let Some(value) = &self.query_string {
            found.within("queryString", |found| {
                found.text(value, &Constraint { min: Some(0.0), max: Some(10000.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.limit {
            found.within("limit", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(1.0), max: Some(100000.0), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct StartQueryResponse {
    #[serde(rename = "queryId", skip_serializing_if = "Option::is_none")]
    pub query_id: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct StopQueryRequest {
    #[serde(rename = "queryId", skip_serializing_if = "Option::is_none")]
    pub query_id: Option<String>,
}

impl Validate for StopQueryRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("queryId", self.query_id.is_some());
        if let Some(value) = &self.query_id {
            found.within("queryId", |found| {
                found.text(value, &Constraint { min: Some(1.0), max: Some(256.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct StopQueryResponse {
    #[serde(rename = "success", skip_serializing_if = "Option::is_none")]
    pub success: Option<bool>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SubscriptionFilter {
    #[serde(rename = "filterName", skip_serializing_if = "Option::is_none")]
    pub filter_name: Option<String>,
    #[serde(rename = "logGroupName", skip_serializing_if = "Option::is_none")]
    pub log_group_name: Option<String>,
    #[serde(rename = "filterPattern", skip_serializing_if = "Option::is_none")]
    pub filter_pattern: Option<String>,
    #[serde(rename = "destinationArn", skip_serializing_if = "Option::is_none")]
    pub destination_arn: Option<String>,
    #[serde(rename = "roleArn", skip_serializing_if = "Option::is_none")]
    pub role_arn: Option<String>,
    #[serde(rename = "distribution", skip_serializing_if = "Option::is_none")]
    pub distribution: Option<Distribution>,
    #[serde(rename = "applyOnTransformedLogs", skip_serializing_if = "Option::is_none")]
    pub apply_on_transformed_logs: Option<bool>,
    #[serde(rename = "creationTime", skip_serializing_if = "Option::is_none")]
    pub creation_time: Option<i64>,
    #[serde(rename = "fieldSelectionCriteria", skip_serializing_if = "Option::is_none")]
    pub field_selection_criteria: Option<String>,
    #[serde(rename = "emitSystemFields", skip_serializing_if = "Option::is_none")]
    pub emit_system_fields: Option<Vec<String>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TagFilter {
    #[serde(rename = "key", skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    #[serde(rename = "values", skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<String>>,
}

impl Validate for TagFilter {
    fn validate(&self, found: &mut Violations) {
        found.required("key", self.key.is_some());
        if let Some(value) = &self.key {
            found.within("key", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+)$"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.values {
            found.within("values", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(0.0), max: Some(5.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(0.0),
                        max: Some(259.0),
                        pattern: Some("^!?\\*?([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)\\*?$"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TagLogGroupRequest {
    #[serde(rename = "logGroupName", skip_serializing_if = "Option::is_none")]
    pub log_group_name: Option<String>,
    #[serde(rename = "tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<BTreeMap<String, String>>,
}

impl Validate for TagLogGroupRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("logGroupName", self.log_group_name.is_some());
        if let Some(value) = &self.log_group_name {
            found.within("logGroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[\\.\\-_/#A-Za-z0-9]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("tags", self.tags.is_some());
        if let Some(value) = &self.tags {
            found.within("tags", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(1.0), max: Some(50.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Key,
                    value.keys().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+)$"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
                found.each(
                    Each::Value,
                    value.values().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        max: Some(256.0),
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
pub struct TagResourceRequest {
    #[serde(rename = "resourceArn", skip_serializing_if = "Option::is_none")]
    pub resource_arn: Option<String>,
    #[serde(rename = "tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<BTreeMap<String, String>>,
}

impl Validate for TagResourceRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("resourceArn", self.resource_arn.is_some());
        if let Some(value) = &self.resource_arn {
            found.within("resourceArn", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(1011.0),
                        pattern: Some("[\\w+=/:,.@-]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("tags", self.tags.is_some());
        if let Some(value) = &self.tags {
            found.within("tags", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(1.0), max: Some(50.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Key,
                    value.keys().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+)$"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
                found.each(
                    Each::Value,
                    value.values().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        max: Some(256.0),
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
pub struct TestMetricFilterRequest {
    #[serde(rename = "filterPattern", skip_serializing_if = "Option::is_none")]
    pub filter_pattern: Option<String>,
    #[serde(rename = "logEventMessages", skip_serializing_if = "Option::is_none")]
    pub log_event_messages: Option<Vec<String>>,
}

impl Validate for TestMetricFilterRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("filterPattern", self.filter_pattern.is_some());
        if let Some(value) = &self.filter_pattern {
            found.within("filterPattern", |found| {
                found.text(value, &Constraint { min: Some(0.0), max: Some(1024.0), ..Constraint::NONE });
            });
        }
        found.required("logEventMessages", self.log_event_messages.is_some());
        if let Some(value) = &self.log_event_messages {
            found.within("logEventMessages", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(1.0), max: Some(50.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint { min: Some(1.0), ..Constraint::NONE }),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TestMetricFilterResponse {
    #[serde(rename = "matches", skip_serializing_if = "Option::is_none")]
    pub matches: Option<Vec<MetricFilterMatchRecord>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UntagLogGroupRequest {
    #[serde(rename = "logGroupName", skip_serializing_if = "Option::is_none")]
    pub log_group_name: Option<String>,
    #[serde(rename = "tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
}

impl Validate for UntagLogGroupRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("logGroupName", self.log_group_name.is_some());
        if let Some(value) = &self.log_group_name {
            found.within("logGroupName", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(512.0),
                        pattern: Some("[\\.\\-_/#A-Za-z0-9]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("tags", self.tags.is_some());
        if let Some(value) = &self.tags {
            found.within("tags", |found| {
                found.size(value, value.len(), &Constraint { min: Some(1.0), ..Constraint::NONE });
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+)$"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UntagResourceRequest {
    #[serde(rename = "resourceArn", skip_serializing_if = "Option::is_none")]
    pub resource_arn: Option<String>,
    #[serde(rename = "tagKeys", skip_serializing_if = "Option::is_none")]
    pub tag_keys: Option<Vec<String>>,
}

impl Validate for UntagResourceRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("resourceArn", self.resource_arn.is_some());
        if let Some(value) = &self.resource_arn {
            found.within("resourceArn", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(1011.0),
                        pattern: Some("[\\w+=/:,.@-]*"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("tagKeys", self.tag_keys.is_some());
        if let Some(value) = &self.tag_keys {
            found.within("tagKeys", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(0.0), max: Some(50.0), ..Constraint::NONE },
                );
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+)$"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
    }
}
