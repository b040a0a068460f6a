//! Shapes of Amazon CloudWatch Logs (2014-03-28). Written by tools/shapes.py: don't edit.

#![allow(clippy::all, unused_imports, unused_variables)]

use std::collections::BTreeMap;

use neargate_wire::{Blob, Constraint, Model, Operation, Protocol, Time, Validate, Violations, string_enum};
use serde::{Deserialize, Serialize};

pub const MODEL: Model = Model {
    endpoint_prefix: "logs",
    signing_name: "logs",
    api_version: "2014-03-28",
    target_prefix: "Logs_20140328",
    json_version: "1.1",
    xml_namespace: "",
    protocol: Protocol::Json,
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

pub struct DeleteRetentionPolicy;

impl Operation for DeleteRetentionPolicy {
    const NAME: &'static str = "DeleteRetentionPolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteRetentionPolicyRequest;
    type Output = ();
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

pub struct FilterLogEvents;

impl Operation for FilterLogEvents {
    const NAME: &'static str = "FilterLogEvents";
    const RESULT_WRAPPER: &'static str = "";
    type Input = FilterLogEventsRequest;
    type Output = FilterLogEventsResponse;
}

pub struct GetLogEvents;

impl Operation for GetLogEvents {
    const NAME: &'static str = "GetLogEvents";
    const RESULT_WRAPPER: &'static str = "";
    type Input = GetLogEventsRequest;
    type Output = GetLogEventsResponse;
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

pub struct PutRetentionPolicy;

impl Operation for PutRetentionPolicy {
    const NAME: &'static str = "PutRetentionPolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = PutRetentionPolicyRequest;
    type Output = ();
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
                found
                    .length(value.len(), &Constraint { min: Some(1.0), max: Some(50.0), ..Constraint::NONE });
                for (key, value) in value.iter() {
                    found.entry(key.as_ref(), |found| {
                        found.text(
                            key,
                            &Constraint {
                                min: Some(1.0),
                                max: Some(128.0),
                                pattern: Some("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+)$"),
                                ..Constraint::NONE
                            },
                        );
                        found.text(
                            value,
                            &Constraint {
                                max: Some(256.0),
                                pattern: Some("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$"),
                                ..Constraint::NONE
                            },
                        );
                    });
                }
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
                found
                    .length(value.len(), &Constraint { min: Some(0.0), max: Some(20.0), ..Constraint::NONE });
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        found.text(
                            item,
                            &Constraint {
                                min: Some(12.0),
                                max: Some(12.0),
                                pattern: Some("^\\d{12}$"),
                                ..Constraint::NONE
                            },
                        );
                    });
                }
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
                found
                    .length(value.len(), &Constraint { min: Some(1.0), max: Some(50.0), ..Constraint::NONE });
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        found.text(
                            item,
                            &Constraint {
                                min: Some(1.0),
                                max: Some(2048.0),
                                pattern: Some("[\\w#+=/:,.@-]*"),
                                ..Constraint::NONE
                            },
                        );
                    });
                }
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
                found.length(value.len(), &Constraint { min: Some(2.0), max: Some(4.0), ..Constraint::NONE });
                for (key, value) in value.iter() {
                    found.entry(key.as_ref(), |found| {
                        found.text(key, &Constraint { min: Some(1.0), max: Some(32.0), ..Constraint::NONE });
                        found.text(
                            value,
                            &Constraint { min: Some(1.0), max: Some(512.0), ..Constraint::NONE },
                        );
                    });
                }
            });
        }
        if let Some(value) = &self.attributes {
            found.within("attributes", |found| {
                found
                    .length(value.len(), &Constraint { min: Some(0.0), max: Some(10.0), ..Constraint::NONE });
                for (key, value) in value.iter() {
                    found.entry(key.as_ref(), |found| {
                        found.text(key, &Constraint { min: Some(1.0), max: Some(256.0), ..Constraint::NONE });
                        found.text(
                            value,
                            &Constraint { min: Some(1.0), max: Some(512.0), ..Constraint::NONE },
                        );
                    });
                }
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
                found.length(
                    value.len(),
                    &Constraint { min: Some(1.0), max: Some(100.0), ..Constraint::NONE },
                );
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        found.text(
                            item,
                            &Constraint {
                                min: Some(1.0),
                                max: Some(512.0),
                                pattern: Some("[^:*]*"),
                                ..Constraint::NONE
                            },
                        );
                    });
                }
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
pub struct MetricFilterMatchRecord {
    #[serde(rename = "eventNumber", skip_serializing_if = "Option::is_none")]
    pub event_number: Option<i64>,
    #[serde(rename = "eventMessage", skip_serializing_if = "Option::is_none")]
    pub event_message: Option<String>,
    #[serde(rename = "extractedValues", skip_serializing_if = "Option::is_none")]
    pub extracted_values: Option<BTreeMap<String, String>>,
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
                found.length(
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
pub struct SearchedLogStream {
    #[serde(rename = "logStreamName", skip_serializing_if = "Option::is_none")]
    pub log_stream_name: Option<String>,
    #[serde(rename = "searchedCompletely", skip_serializing_if = "Option::is_none")]
    pub searched_completely: Option<bool>,
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
                found
                    .length(value.len(), &Constraint { min: Some(1.0), max: Some(50.0), ..Constraint::NONE });
                for (key, value) in value.iter() {
                    found.entry(key.as_ref(), |found| {
                        found.text(
                            key,
                            &Constraint {
                                min: Some(1.0),
                                max: Some(128.0),
                                pattern: Some("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+)$"),
                                ..Constraint::NONE
                            },
                        );
                        found.text(
                            value,
                            &Constraint {
                                max: Some(256.0),
                                pattern: Some("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$"),
                                ..Constraint::NONE
                            },
                        );
                    });
                }
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
                found
                    .length(value.len(), &Constraint { min: Some(1.0), max: Some(50.0), ..Constraint::NONE });
                for (key, value) in value.iter() {
                    found.entry(key.as_ref(), |found| {
                        found.text(
                            key,
                            &Constraint {
                                min: Some(1.0),
                                max: Some(128.0),
                                pattern: Some("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+)$"),
                                ..Constraint::NONE
                            },
                        );
                        found.text(
                            value,
                            &Constraint {
                                max: Some(256.0),
                                pattern: Some("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$"),
                                ..Constraint::NONE
                            },
                        );
                    });
                }
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
                found
                    .length(value.len(), &Constraint { min: Some(1.0), max: Some(50.0), ..Constraint::NONE });
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        found.text(item, &Constraint { min: Some(1.0), ..Constraint::NONE });
                    });
                }
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
                found.length(value.len(), &Constraint { min: Some(1.0), ..Constraint::NONE });
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        found.text(
                            item,
                            &Constraint {
                                min: Some(1.0),
                                max: Some(128.0),
                                pattern: Some("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+)$"),
                                ..Constraint::NONE
                            },
                        );
                    });
                }
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
                found
                    .length(value.len(), &Constraint { min: Some(0.0), max: Some(50.0), ..Constraint::NONE });
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        found.text(
                            item,
                            &Constraint {
                                min: Some(1.0),
                                max: Some(128.0),
                                pattern: Some("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+)$"),
                                ..Constraint::NONE
                            },
                        );
                    });
                }
            });
        }
    }
}
