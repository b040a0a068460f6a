//! Shapes of Amazon Elastic File System (2015-02-01). Written by tools/shapes.py: don't edit.

#![allow(clippy::all, unused_imports, unused_variables)]

use std::collections::BTreeMap;

use neargate_wire::{
    Blob, Constraint, Each, Model, Operation, Protocol, Rule, Time, Validate, Violations, string_enum,
};
use serde::{Deserialize, Serialize};

pub const MODEL: Model = Model {
    endpoint_prefix: "elasticfilesystem",
    signing_name: "elasticfilesystem",
    api_version: "2015-02-01",
    target_prefix: "",
    json_version: "",
    xml_namespace: "",
    protocol: Protocol::RestJson,
    capital_messages: &[
        "AccessPointAlreadyExists",
        "AccessPointLimitExceeded",
        "AccessPointNotFound",
        "AvailabilityZonesMismatch",
        "BadRequest",
        "DependencyTimeout",
        "FileSystemAlreadyExists",
        "FileSystemInUse",
        "FileSystemLimitExceeded",
        "FileSystemNotFound",
        "IncorrectFileSystemLifeCycleState",
        "IncorrectMountTargetState",
        "InsufficientThroughputCapacity",
        "InternalServerError",
        "InvalidPolicyException",
        "IpAddressInUse",
        "MountTargetConflict",
        "MountTargetNotFound",
        "NetworkInterfaceLimitExceeded",
        "NoFreeAddressesInSubnet",
        "PolicyNotFound",
        "ReplicationAlreadyExists",
        "SecurityGroupLimitExceeded",
        "SecurityGroupNotFound",
        "SubnetNotFound",
        "ThrottlingException",
        "ThroughputLimitExceeded",
        "TooManyRequests",
        "UnsupportedAvailabilityZone",
        "ValidationException",
    ],
    operations: &[
        "CreateAccessPoint",
        "CreateFileSystem",
        "CreateMountTarget",
        "CreateReplicationConfiguration",
        "CreateTags",
        "DeleteAccessPoint",
        "DeleteFileSystem",
        "DeleteFileSystemPolicy",
        "DeleteMountTarget",
        "DeleteReplicationConfiguration",
        "DeleteTags",
        "DescribeAccessPoints",
        "DescribeAccountPreferences",
        "DescribeBackupPolicy",
        "DescribeFileSystemPolicy",
        "DescribeFileSystems",
        "DescribeLifecycleConfiguration",
        "DescribeMountTargetSecurityGroups",
        "DescribeMountTargets",
        "DescribeReplicationConfigurations",
        "DescribeTags",
        "ListTagsForResource",
        "ModifyMountTargetSecurityGroups",
        "PutAccountPreferences",
        "PutBackupPolicy",
        "PutFileSystemPolicy",
        "PutLifecycleConfiguration",
        "TagResource",
        "UntagResource",
        "UpdateFileSystem",
        "UpdateFileSystemProtection",
    ],
};

use neargate_wire::rest::{Binding, Bound, Kind, Payload, Place};

pub const BINDINGS: &[Binding] = &[
    Binding {
        operation: "CreateAccessPoint",
        method: "POST",
        path: "/2015-02-01/access-points",
        status: 200,
        input: &[],
        input_payload: None,
        output: &[],
        output_payload: None,
    },
    Binding {
        operation: "CreateFileSystem",
        method: "POST",
        path: "/2015-02-01/file-systems",
        status: 201,
        input: &[],
        input_payload: None,
        output: &[],
        output_payload: None,
    },
    Binding {
        operation: "CreateMountTarget",
        method: "POST",
        path: "/2015-02-01/mount-targets",
        status: 200,
        input: &[],
        input_payload: None,
        output: &[],
        output_payload: None,
    },
    Binding {
        operation: "CreateReplicationConfiguration",
        method: "POST",
        path: "/2015-02-01/file-systems/{SourceFileSystemId}/replication-configuration",
        status: 200,
        input: &[],
        input_payload: None,
        output: &[],
        output_payload: None,
    },
    Binding {
        operation: "CreateTags",
        method: "POST",
        path: "/2015-02-01/create-tags/{FileSystemId}",
        status: 204,
        input: &[Bound { member: "FileSystemId", place: Place::Label("FileSystemId"), kind: Kind::Text }],
        input_payload: None,
        output: &[],
        output_payload: None,
    },
    Binding {
        operation: "DeleteAccessPoint",
        method: "DELETE",
        path: "/2015-02-01/access-points/{AccessPointId}",
        status: 204,
        input: &[Bound { member: "AccessPointId", place: Place::Label("AccessPointId"), kind: Kind::Text }],
        input_payload: None,
        output: &[],
        output_payload: None,
    },
    Binding {
        operation: "DeleteFileSystem",
        method: "DELETE",
        path: "/2015-02-01/file-systems/{FileSystemId}",
        status: 204,
        input: &[Bound { member: "FileSystemId", place: Place::Label("FileSystemId"), kind: Kind::Text }],
        input_payload: None,
        output: &[],
        output_payload: None,
    },
    Binding {
        operation: "DeleteFileSystemPolicy",
        method: "DELETE",
        path: "/2015-02-01/file-systems/{FileSystemId}/policy",
        status: 200,
        input: &[Bound { member: "FileSystemId", place: Place::Label("FileSystemId"), kind: Kind::Text }],
        input_payload: None,
        output: &[],
        output_payload: None,
    },
    Binding {
        operation: "DeleteMountTarget",
        method: "DELETE",
        path: "/2015-02-01/mount-targets/{MountTargetId}",
        status: 204,
        input: &[Bound { member: "MountTargetId", place: Place::Label("MountTargetId"), kind: Kind::Text }],
        input_payload: None,
        output: &[],
        output_payload: None,
    },
    Binding {
        operation: "DeleteReplicationConfiguration",
        method: "DELETE",
        path: "/2015-02-01/file-systems/{SourceFileSystemId}/replication-configuration",
        status: 204,
        input: &[],
        input_payload: None,
        output: &[],
        output_payload: None,
    },
    Binding {
        operation: "DeleteTags",
        method: "POST",
        path: "/2015-02-01/delete-tags/{FileSystemId}",
        status: 204,
        input: &[Bound { member: "FileSystemId", place: Place::Label("FileSystemId"), kind: Kind::Text }],
        input_payload: None,
        output: &[],
        output_payload: None,
    },
    Binding {
        operation: "DescribeAccessPoints",
        method: "GET",
        path: "/2015-02-01/access-points",
        status: 200,
        input: &[
            Bound { member: "MaxResults", place: Place::Query("MaxResults"), kind: Kind::Number },
            Bound { member: "NextToken", place: Place::Query("NextToken"), kind: Kind::Text },
            Bound { member: "AccessPointId", place: Place::Query("AccessPointId"), kind: Kind::Text },
            Bound { member: "FileSystemId", place: Place::Query("FileSystemId"), kind: Kind::Text },
        ],
        input_payload: None,
        output: &[],
        output_payload: None,
    },
    Binding {
        operation: "DescribeAccountPreferences",
        method: "GET",
        path: "/2015-02-01/account-preferences",
        status: 200,
        input: &[],
        input_payload: None,
        output: &[],
        output_payload: None,
    },
    Binding {
        operation: "DescribeBackupPolicy",
        method: "GET",
        path: "/2015-02-01/file-systems/{FileSystemId}/backup-policy",
        status: 200,
        input: &[Bound { member: "FileSystemId", place: Place::Label("FileSystemId"), kind: Kind::Text }],
        input_payload: None,
        output: &[],
        output_payload: None,
    },
    Binding {
        operation: "DescribeFileSystemPolicy",
        method: "GET",
        path: "/2015-02-01/file-systems/{FileSystemId}/policy",
        status: 200,
        input: &[Bound { member: "FileSystemId", place: Place::Label("FileSystemId"), kind: Kind::Text }],
        input_payload: None,
        output: &[],
        output_payload: None,
    },
    Binding {
        operation: "DescribeFileSystems",
        method: "GET",
        path: "/2015-02-01/file-systems",
        status: 200,
        input: &[
            Bound { member: "MaxItems", place: Place::Query("MaxItems"), kind: Kind::Number },
            Bound { member: "Marker", place: Place::Query("Marker"), kind: Kind::Text },
            Bound { member: "CreationToken", place: Place::Query("CreationToken"), kind: Kind::Text },
            Bound { member: "FileSystemId", place: Place::Query("FileSystemId"), kind: Kind::Text },
        ],
        input_payload: None,
        output: &[],
        output_payload: None,
    },
    Binding {
        operation: "DescribeLifecycleConfiguration",
        method: "GET",
        path: "/2015-02-01/file-systems/{FileSystemId}/lifecycle-configuration",
        status: 200,
        input: &[Bound { member: "FileSystemId", place: Place::Label("FileSystemId"), kind: Kind::Text }],
        input_payload: None,
        output: &[],
        output_payload: None,
    },
    Binding {
        operation: "DescribeMountTargetSecurityGroups",
        method: "GET",
        path: "/2015-02-01/mount-targets/{MountTargetId}/security-groups",
        status: 200,
        input: &[Bound { member: "MountTargetId", place: Place::Label("MountTargetId"), kind: Kind::Text }],
        input_payload: None,
        output: &[],
        output_payload: None,
    },
    Binding {
        operation: "DescribeMountTargets",
        method: "GET",
        path: "/2015-02-01/mount-targets",
        status: 200,
        input: &[
            Bound { member: "MaxItems", place: Place::Query("MaxItems"), kind: Kind::Number },
            Bound { member: "Marker", place: Place::Query("Marker"), kind: Kind::Text },
            Bound { member: "FileSystemId", place: Place::Query("FileSystemId"), kind: Kind::Text },
            Bound { member: "MountTargetId", place: Place::Query("MountTargetId"), kind: Kind::Text },
            Bound { member: "AccessPointId", place: Place::Query("AccessPointId"), kind: Kind::Text },
        ],
        input_payload: None,
        output: &[],
        output_payload: None,
    },
    Binding {
        operation: "DescribeReplicationConfigurations",
        method: "GET",
        path: "/2015-02-01/file-systems/replication-configurations",
        status: 200,
        input: &[],
        input_payload: None,
        output: &[],
        output_payload: None,
    },
    Binding {
        operation: "DescribeTags",
        method: "GET",
        path: "/2015-02-01/tags/{FileSystemId}/",
        status: 200,
        input: &[
            Bound { member: "MaxItems", place: Place::Query("MaxItems"), kind: Kind::Number },
            Bound { member: "Marker", place: Place::Query("Marker"), kind: Kind::Text },
            Bound { member: "FileSystemId", place: Place::Label("FileSystemId"), kind: Kind::Text },
        ],
        input_payload: None,
        output: &[],
        output_payload: None,
    },
    Binding {
        operation: "ListTagsForResource",
        method: "GET",
        path: "/2015-02-01/resource-tags/{ResourceId}",
        status: 200,
        input: &[
            Bound { member: "ResourceId", place: Place::Label("ResourceId"), kind: Kind::Text },
            Bound { member: "MaxResults", place: Place::Query("MaxResults"), kind: Kind::Number },
            Bound { member: "NextToken", place: Place::Query("NextToken"), kind: Kind::Text },
        ],
        input_payload: None,
        output: &[],
        output_payload: None,
    },
    Binding {
        operation: "ModifyMountTargetSecurityGroups",
        method: "PUT",
        path: "/2015-02-01/mount-targets/{MountTargetId}/security-groups",
        status: 204,
        input: &[Bound { member: "MountTargetId", place: Place::Label("MountTargetId"), kind: Kind::Text }],
        input_payload: None,
        output: &[],
        output_payload: None,
    },
    Binding {
        operation: "PutAccountPreferences",
        method: "PUT",
        path: "/2015-02-01/account-preferences",
        status: 200,
        input: &[],
        input_payload: None,
        output: &[],
        output_payload: None,
    },
    Binding {
        operation: "PutBackupPolicy",
        method: "PUT",
        path: "/2015-02-01/file-systems/{FileSystemId}/backup-policy",
        status: 200,
        input: &[Bound { member: "FileSystemId", place: Place::Label("FileSystemId"), kind: Kind::Text }],
        input_payload: None,
        output: &[],
        output_payload: None,
    },
    Binding {
        operation: "PutFileSystemPolicy",
        method: "PUT",
        path: "/2015-02-01/file-systems/{FileSystemId}/policy",
        status: 200,
        input: &[Bound { member: "FileSystemId", place: Place::Label("FileSystemId"), kind: Kind::Text }],
        input_payload: None,
        output: &[],
        output_payload: None,
    },
    Binding {
        operation: "PutLifecycleConfiguration",
        method: "PUT",
        path: "/2015-02-01/file-systems/{FileSystemId}/lifecycle-configuration",
        status: 200,
        input: &[Bound { member: "FileSystemId", place: Place::Label("FileSystemId"), kind: Kind::Text }],
        input_payload: None,
        output: &[],
        output_payload: None,
    },
    Binding {
        operation: "TagResource",
        method: "POST",
        path: "/2015-02-01/resource-tags/{ResourceId}",
        status: 200,
        input: &[Bound { member: "ResourceId", place: Place::Label("ResourceId"), kind: Kind::Text }],
        input_payload: None,
        output: &[],
        output_payload: None,
    },
    Binding {
        operation: "UntagResource",
        method: "DELETE",
        path: "/2015-02-01/resource-tags/{ResourceId}",
        status: 200,
        input: &[
            Bound { member: "ResourceId", place: Place::Label("ResourceId"), kind: Kind::Text },
            Bound { member: "TagKeys", place: Place::Query("tagKeys"), kind: Kind::List },
        ],
        input_payload: None,
        output: &[],
        output_payload: None,
    },
    Binding {
        operation: "UpdateFileSystem",
        method: "PUT",
        path: "/2015-02-01/file-systems/{FileSystemId}",
        status: 202,
        input: &[Bound { member: "FileSystemId", place: Place::Label("FileSystemId"), kind: Kind::Text }],
        input_payload: None,
        output: &[],
        output_payload: None,
    },
    Binding {
        operation: "UpdateFileSystemProtection",
        method: "PUT",
        path: "/2015-02-01/file-systems/{FileSystemId}/protection",
        status: 200,
        input: &[Bound { member: "FileSystemId", place: Place::Label("FileSystemId"), kind: Kind::Text }],
        input_payload: None,
        output: &[],
        output_payload: None,
    },
];

pub struct CreateFileSystem;

impl Operation for CreateFileSystem {
    const NAME: &'static str = "CreateFileSystem";
    const RESULT_WRAPPER: &'static str = "";
    type Input = CreateFileSystemRequest;
    type Output = FileSystemDescription;
}

pub struct DeleteFileSystem;

impl Operation for DeleteFileSystem {
    const NAME: &'static str = "DeleteFileSystem";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteFileSystemRequest;
    type Output = ();
}

pub struct DescribeFileSystems;

impl Operation for DescribeFileSystems {
    const NAME: &'static str = "DescribeFileSystems";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DescribeFileSystemsRequest;
    type Output = DescribeFileSystemsResponse;
}

pub struct UpdateFileSystem;

impl Operation for UpdateFileSystem {
    const NAME: &'static str = "UpdateFileSystem";
    const RESULT_WRAPPER: &'static str = "";
    type Input = UpdateFileSystemRequest;
    type Output = FileSystemDescription;
}

pub struct UpdateFileSystemProtection;

impl Operation for UpdateFileSystemProtection {
    const NAME: &'static str = "UpdateFileSystemProtection";
    const RESULT_WRAPPER: &'static str = "";
    type Input = UpdateFileSystemProtectionRequest;
    type Output = FileSystemProtectionDescription;
}

pub struct CreateMountTarget;

impl Operation for CreateMountTarget {
    const NAME: &'static str = "CreateMountTarget";
    const RESULT_WRAPPER: &'static str = "";
    type Input = CreateMountTargetRequest;
    type Output = MountTargetDescription;
}

pub struct DeleteMountTarget;

impl Operation for DeleteMountTarget {
    const NAME: &'static str = "DeleteMountTarget";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteMountTargetRequest;
    type Output = ();
}

pub struct DescribeMountTargetSecurityGroups;

impl Operation for DescribeMountTargetSecurityGroups {
    const NAME: &'static str = "DescribeMountTargetSecurityGroups";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DescribeMountTargetSecurityGroupsRequest;
    type Output = DescribeMountTargetSecurityGroupsResponse;
}

pub struct DescribeMountTargets;

impl Operation for DescribeMountTargets {
    const NAME: &'static str = "DescribeMountTargets";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DescribeMountTargetsRequest;
    type Output = DescribeMountTargetsResponse;
}

pub struct ModifyMountTargetSecurityGroups;

impl Operation for ModifyMountTargetSecurityGroups {
    const NAME: &'static str = "ModifyMountTargetSecurityGroups";
    const RESULT_WRAPPER: &'static str = "";
    type Input = ModifyMountTargetSecurityGroupsRequest;
    type Output = ();
}

pub struct CreateAccessPoint;

impl Operation for CreateAccessPoint {
    const NAME: &'static str = "CreateAccessPoint";
    const RESULT_WRAPPER: &'static str = "";
    type Input = CreateAccessPointRequest;
    type Output = AccessPointDescription;
}

pub struct DeleteAccessPoint;

impl Operation for DeleteAccessPoint {
    const NAME: &'static str = "DeleteAccessPoint";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteAccessPointRequest;
    type Output = ();
}

pub struct DescribeAccessPoints;

impl Operation for DescribeAccessPoints {
    const NAME: &'static str = "DescribeAccessPoints";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DescribeAccessPointsRequest;
    type Output = DescribeAccessPointsResponse;
}

pub struct DeleteFileSystemPolicy;

impl Operation for DeleteFileSystemPolicy {
    const NAME: &'static str = "DeleteFileSystemPolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteFileSystemPolicyRequest;
    type Output = ();
}

pub struct DescribeBackupPolicy;

impl Operation for DescribeBackupPolicy {
    const NAME: &'static str = "DescribeBackupPolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DescribeBackupPolicyRequest;
    type Output = BackupPolicyDescription;
}

pub struct DescribeFileSystemPolicy;

impl Operation for DescribeFileSystemPolicy {
    const NAME: &'static str = "DescribeFileSystemPolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DescribeFileSystemPolicyRequest;
    type Output = FileSystemPolicyDescription;
}

pub struct DescribeLifecycleConfiguration;

impl Operation for DescribeLifecycleConfiguration {
    const NAME: &'static str = "DescribeLifecycleConfiguration";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DescribeLifecycleConfigurationRequest;
    type Output = LifecycleConfigurationDescription;
}

pub struct PutBackupPolicy;

impl Operation for PutBackupPolicy {
    const NAME: &'static str = "PutBackupPolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = PutBackupPolicyRequest;
    type Output = BackupPolicyDescription;
}

pub struct PutFileSystemPolicy;

impl Operation for PutFileSystemPolicy {
    const NAME: &'static str = "PutFileSystemPolicy";
    const RESULT_WRAPPER: &'static str = "";
    type Input = PutFileSystemPolicyRequest;
    type Output = FileSystemPolicyDescription;
}

pub struct PutLifecycleConfiguration;

impl Operation for PutLifecycleConfiguration {
    const NAME: &'static str = "PutLifecycleConfiguration";
    const RESULT_WRAPPER: &'static str = "";
    type Input = PutLifecycleConfigurationRequest;
    type Output = LifecycleConfigurationDescription;
}

pub struct CreateTags;

impl Operation for CreateTags {
    const NAME: &'static str = "CreateTags";
    const RESULT_WRAPPER: &'static str = "";
    type Input = CreateTagsRequest;
    type Output = ();
}

pub struct DeleteTags;

impl Operation for DeleteTags {
    const NAME: &'static str = "DeleteTags";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DeleteTagsRequest;
    type Output = ();
}

pub struct DescribeTags;

impl Operation for DescribeTags {
    const NAME: &'static str = "DescribeTags";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DescribeTagsRequest;
    type Output = DescribeTagsResponse;
}

pub struct ListTagsForResource;

impl Operation for ListTagsForResource {
    const NAME: &'static str = "ListTagsForResource";
    const RESULT_WRAPPER: &'static str = "";
    type Input = ListTagsForResourceRequest;
    type Output = ListTagsForResourceResponse;
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

pub struct DescribeAccountPreferences;

impl Operation for DescribeAccountPreferences {
    const NAME: &'static str = "DescribeAccountPreferences";
    const RESULT_WRAPPER: &'static str = "";
    type Input = DescribeAccountPreferencesRequest;
    type Output = DescribeAccountPreferencesResponse;
}

pub struct PutAccountPreferences;

impl Operation for PutAccountPreferences {
    const NAME: &'static str = "PutAccountPreferences";
    const RESULT_WRAPPER: &'static str = "";
    type Input = PutAccountPreferencesRequest;
    type Output = PutAccountPreferencesResponse;
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AccessPointDescription {
    #[serde(rename = "ClientToken", skip_serializing_if = "Option::is_none")]
    pub client_token: Option<String>,
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(rename = "AccessPointId", skip_serializing_if = "Option::is_none")]
    pub access_point_id: Option<String>,
    #[serde(rename = "AccessPointArn", skip_serializing_if = "Option::is_none")]
    pub access_point_arn: Option<String>,
    #[serde(rename = "FileSystemId", skip_serializing_if = "Option::is_none")]
    pub file_system_id: Option<String>,
    #[serde(rename = "PosixUser", skip_serializing_if = "Option::is_none")]
    pub posix_user: Option<PosixUser>,
    #[serde(rename = "RootDirectory", skip_serializing_if = "Option::is_none")]
    pub root_directory: Option<RootDirectory>,
    #[serde(rename = "OwnerId", skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<String>,
    #[serde(rename = "LifeCycleState", skip_serializing_if = "Option::is_none")]
    pub life_cycle_state: Option<LifeCycleState>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct BackupPolicy {
    #[serde(rename = "Status", skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
}

impl Validate for BackupPolicy {
    fn validate(&self, found: &mut Violations) {
        found.required("Status", self.status.is_some());
        if let Some(value) = &self.status {
            found.within("Status", |found| {
                found.member_of(value.as_str(), Status::NAMES);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct BackupPolicyDescription {
    #[serde(rename = "BackupPolicy", skip_serializing_if = "Option::is_none")]
    pub backup_policy: Option<BackupPolicy>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateAccessPointRequest {
    #[serde(rename = "ClientToken", skip_serializing_if = "Option::is_none")]
    pub client_token: Option<String>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(rename = "FileSystemId", skip_serializing_if = "Option::is_none")]
    pub file_system_id: Option<String>,
    #[serde(rename = "PosixUser", skip_serializing_if = "Option::is_none")]
    pub posix_user: Option<PosixUser>,
    #[serde(rename = "RootDirectory", skip_serializing_if = "Option::is_none")]
    pub root_directory: Option<RootDirectory>,
}

impl Validate for CreateAccessPointRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("ClientToken", self.client_token.is_some());
        if let Some(value) = &self.client_token {
            found.within("ClientToken", |found| {
                found.text(
                    value,
                    &Constraint { min: Some(1.0), max: Some(64.0), pattern: Some(".+"), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.tags {
            found.within("Tags", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
        found.required("FileSystemId", self.file_system_id.is_some());
        if let Some(value) = &self.file_system_id {
            found.within("FileSystemId", |found| {
                found.text(value, &Constraint { max: Some(128.0), pattern: Some("^(arn:aws[-a-z]*:elasticfilesystem:[0-9a-z-:]+:file-system/fs-[0-9a-f]{8,40}|fs-[0-9a-f]{8,40})$"), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.posix_user {
            found.within("PosixUser", |found| {
                value.validate(found);
            });
        }
        if let Some(value) = &self.root_directory {
            found.within("RootDirectory", |found| {
                value.validate(found);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateFileSystemRequest {
    #[serde(rename = "CreationToken", skip_serializing_if = "Option::is_none")]
    pub creation_token: Option<String>,
    #[serde(rename = "PerformanceMode", skip_serializing_if = "Option::is_none")]
    pub performance_mode: Option<PerformanceMode>,
    #[serde(rename = "Encrypted", skip_serializing_if = "Option::is_none")]
    pub encrypted: Option<bool>,
    #[serde(rename = "KmsKeyId", skip_serializing_if = "Option::is_none")]
    pub kms_key_id: Option<String>,
    #[serde(rename = "ThroughputMode", skip_serializing_if = "Option::is_none")]
    pub throughput_mode: Option<ThroughputMode>,
    #[serde(rename = "ProvisionedThroughputInMibps", skip_serializing_if = "Option::is_none")]
    pub provisioned_throughput_in_mibps: Option<f64>,
    #[serde(rename = "AvailabilityZoneName", skip_serializing_if = "Option::is_none")]
    pub availability_zone_name: Option<String>,
    #[serde(rename = "Backup", skip_serializing_if = "Option::is_none")]
    pub backup: Option<bool>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

impl Validate for CreateFileSystemRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("CreationToken", self.creation_token.is_some());
        if let Some(value) = &self.creation_token {
            found.within("CreationToken", |found| {
                found.text(
                    value,
                    &Constraint { min: Some(1.0), max: Some(64.0), pattern: Some(".+"), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.performance_mode {
            found.within("PerformanceMode", |found| {
                found.member_of(value.as_str(), PerformanceMode::NAMES);
            });
        }
        if let Some(value) = &self.kms_key_id {
            found.within("KmsKeyId", |found| {
                found.text(value, &Constraint { max: Some(2048.0), pattern: Some("^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32}|alias/[a-zA-Z0-9/_-]+|(arn:aws[-a-z]*:kms:[a-z0-9-]+:\\d{12}:((key/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})|(key/mrk-[0-9a-f]{32})|(alias/[a-zA-Z0-9/_-]+))))$"), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.throughput_mode {
            found.within("ThroughputMode", |found| {
                found.member_of(value.as_str(), ThroughputMode::NAMES);
            });
        }
        if let Some(value) = &self.provisioned_throughput_in_mibps {
            found.within("ProvisionedThroughputInMibps", |found| {
                found.number(*value as f64, &Constraint { min: Some(1.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.availability_zone_name {
            found.within("AvailabilityZoneName", |found| {
                found.text(
                    value,
                    &Constraint { min: Some(1.0), max: Some(64.0), pattern: Some(".+"), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.tags {
            found.within("Tags", |found| {
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
pub struct CreateMountTargetRequest {
    #[serde(rename = "FileSystemId", skip_serializing_if = "Option::is_none")]
    pub file_system_id: Option<String>,
    #[serde(rename = "SubnetId", skip_serializing_if = "Option::is_none")]
    pub subnet_id: Option<String>,
    #[serde(rename = "IpAddress", skip_serializing_if = "Option::is_none")]
    pub ip_address: Option<String>,
    #[serde(rename = "Ipv6Address", skip_serializing_if = "Option::is_none")]
    pub ipv6_address: Option<String>,
    #[serde(rename = "IpAddressType", skip_serializing_if = "Option::is_none")]
    pub ip_address_type: Option<IpAddressType>,
    #[serde(rename = "SecurityGroups", skip_serializing_if = "Option::is_none")]
    pub security_groups: Option<Vec<String>>,
}

impl Validate for CreateMountTargetRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("FileSystemId", self.file_system_id.is_some());
        if let Some(value) = &self.file_system_id {
            found.within("FileSystemId", |found| {
                found.text(value, &Constraint { max: Some(128.0), pattern: Some("^(arn:aws[-a-z]*:elasticfilesystem:[0-9a-z-:]+:file-system/fs-[0-9a-f]{8,40}|fs-[0-9a-f]{8,40})$"), ..Constraint::NONE });
            });
        }
        found.required("SubnetId", self.subnet_id.is_some());
        if let Some(value) = &self.subnet_id {
            found.within("SubnetId", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(15.0),
                        max: Some(47.0),
                        pattern: Some("^subnet-[0-9a-f]{8,40}$"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.ip_address {
            found.within("IpAddress", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(7.0),
                        max: Some(15.0),
                        pattern: Some("^[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}$"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.ipv6_address {
            found.within("Ipv6Address", |found| {
                found.text(value, &Constraint { min: Some(3.0), max: Some(39.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.ip_address_type {
            found.within("IpAddressType", |found| {
                found.member_of(value.as_str(), IpAddressType::NAMES);
            });
        }
        if let Some(value) = &self.security_groups {
            found.within("SecurityGroups", |found| {
                found.size(value, value.len(), &Constraint { max: Some(100.0), ..Constraint::NONE });
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(11.0),
                        max: Some(43.0),
                        pattern: Some("^sg-[0-9a-f]{8,40}"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateTagsRequest {
    #[serde(rename = "FileSystemId", skip_serializing_if = "Option::is_none")]
    pub file_system_id: Option<String>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

impl Validate for CreateTagsRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("FileSystemId", self.file_system_id.is_some());
        if let Some(value) = &self.file_system_id {
            found.within("FileSystemId", |found| {
                found.text(value, &Constraint { max: Some(128.0), pattern: Some("^(arn:aws[-a-z]*:elasticfilesystem:[0-9a-z-:]+:file-system/fs-[0-9a-f]{8,40}|fs-[0-9a-f]{8,40})$"), ..Constraint::NONE });
            });
        }
        found.required("Tags", self.tags.is_some());
        if let Some(value) = &self.tags {
            found.within("Tags", |found| {
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
pub struct CreationInfo {
    #[serde(rename = "OwnerUid", skip_serializing_if = "Option::is_none")]
    pub owner_uid: Option<i64>,
    #[serde(rename = "OwnerGid", skip_serializing_if = "Option::is_none")]
    pub owner_gid: Option<i64>,
    #[serde(rename = "Permissions", skip_serializing_if = "Option::is_none")]
    pub permissions: Option<String>,
}

impl Validate for CreationInfo {
    fn validate(&self, found: &mut Violations) {
        found.required("OwnerUid", self.owner_uid.is_some());
        if let Some(value) = &self.owner_uid {
            found.within("OwnerUid", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(0.0), max: Some(4294967295.0), ..Constraint::NONE },
                );
            });
        }
        found.required("OwnerGid", self.owner_gid.is_some());
        if let Some(value) = &self.owner_gid {
            found.within("OwnerGid", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(0.0), max: Some(4294967295.0), ..Constraint::NONE },
                );
            });
        }
        found.required("Permissions", self.permissions.is_some());
        if let Some(value) = &self.permissions {
            found.within("Permissions", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(3.0),
                        max: Some(4.0),
                        pattern: Some("^[0-7]{3,4}$"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteAccessPointRequest {
    #[serde(rename = "AccessPointId", skip_serializing_if = "Option::is_none")]
    pub access_point_id: Option<String>,
}

impl Validate for DeleteAccessPointRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("AccessPointId", self.access_point_id.is_some());
        if let Some(value) = &self.access_point_id {
            found.within("AccessPointId", |found| {
                found.text(value, &Constraint { max: Some(128.0), pattern: Some("^(arn:aws[-a-z]*:elasticfilesystem:[0-9a-z-:]+:access-point/fsap-[0-9a-f]{8,40}|fsap-[0-9a-f]{8,40})$"), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteFileSystemPolicyRequest {
    #[serde(rename = "FileSystemId", skip_serializing_if = "Option::is_none")]
    pub file_system_id: Option<String>,
}

impl Validate for DeleteFileSystemPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("FileSystemId", self.file_system_id.is_some());
        if let Some(value) = &self.file_system_id {
            found.within("FileSystemId", |found| {
                found.text(value, &Constraint { max: Some(128.0), pattern: Some("^(arn:aws[-a-z]*:elasticfilesystem:[0-9a-z-:]+:file-system/fs-[0-9a-f]{8,40}|fs-[0-9a-f]{8,40})$"), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteFileSystemRequest {
    #[serde(rename = "FileSystemId", skip_serializing_if = "Option::is_none")]
    pub file_system_id: Option<String>,
}

impl Validate for DeleteFileSystemRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("FileSystemId", self.file_system_id.is_some());
        if let Some(value) = &self.file_system_id {
            found.within("FileSystemId", |found| {
                found.text(value, &Constraint { max: Some(128.0), pattern: Some("^(arn:aws[-a-z]*:elasticfilesystem:[0-9a-z-:]+:file-system/fs-[0-9a-f]{8,40}|fs-[0-9a-f]{8,40})$"), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteMountTargetRequest {
    #[serde(rename = "MountTargetId", skip_serializing_if = "Option::is_none")]
    pub mount_target_id: Option<String>,
}

impl Validate for DeleteMountTargetRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("MountTargetId", self.mount_target_id.is_some());
        if let Some(value) = &self.mount_target_id {
            found.within("MountTargetId", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(13.0),
                        max: Some(45.0),
                        pattern: Some("^fsmt-[0-9a-f]{8,40}$"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeleteTagsRequest {
    #[serde(rename = "FileSystemId", skip_serializing_if = "Option::is_none")]
    pub file_system_id: Option<String>,
    #[serde(rename = "TagKeys", skip_serializing_if = "Option::is_none")]
    pub tag_keys: Option<Vec<String>>,
}

impl Validate for DeleteTagsRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("FileSystemId", self.file_system_id.is_some());
        if let Some(value) = &self.file_system_id {
            found.within("FileSystemId", |found| {
                found.text(value, &Constraint { max: Some(128.0), pattern: Some("^(arn:aws[-a-z]*:elasticfilesystem:[0-9a-z-:]+:file-system/fs-[0-9a-f]{8,40}|fs-[0-9a-f]{8,40})$"), ..Constraint::NONE });
            });
        }
        found.required("TagKeys", self.tag_keys.is_some());
        if let Some(value) = &self.tag_keys {
            found.within("TagKeys", |found| {
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
                        max: Some(128.0),
                        pattern: Some("^(?![aA]{1}[wW]{1}[sS]{1}:)([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+)$"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeAccessPointsRequest {
    #[serde(rename = "MaxResults", skip_serializing_if = "Option::is_none")]
    pub max_results: Option<i64>,
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "AccessPointId", skip_serializing_if = "Option::is_none")]
    pub access_point_id: Option<String>,
    #[serde(rename = "FileSystemId", skip_serializing_if = "Option::is_none")]
    pub file_system_id: Option<String>,
}

impl Validate for DescribeAccessPointsRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.max_results {
            found.within("MaxResults", |found| {
                found.number(*value as f64, &Constraint { min: Some(1.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.next_token {
            found.within("NextToken", |found| {
                found.text(
                    value,
                    &Constraint { min: Some(1.0), max: Some(128.0), pattern: Some(".+"), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.access_point_id {
            found.within("AccessPointId", |found| {
                found.text(value, &Constraint { max: Some(128.0), pattern: Some("^(arn:aws[-a-z]*:elasticfilesystem:[0-9a-z-:]+:access-point/fsap-[0-9a-f]{8,40}|fsap-[0-9a-f]{8,40})$"), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.file_system_id {
            found.within("FileSystemId", |found| {
                found.text(value, &Constraint { max: Some(128.0), pattern: Some("^(arn:aws[-a-z]*:elasticfilesystem:[0-9a-z-:]+:file-system/fs-[0-9a-f]{8,40}|fs-[0-9a-f]{8,40})$"), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeAccessPointsResponse {
    #[serde(rename = "AccessPoints", skip_serializing_if = "Option::is_none")]
    pub access_points: Option<Vec<AccessPointDescription>>,
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeAccountPreferencesRequest {
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    #[serde(rename = "MaxResults", skip_serializing_if = "Option::is_none")]
    pub max_results: Option<i64>,
}

impl Validate for DescribeAccountPreferencesRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.next_token {
            found.within("NextToken", |found| {
                found.text(
                    value,
                    &Constraint { min: Some(1.0), max: Some(128.0), pattern: Some(".+"), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.max_results {
            found.within("MaxResults", |found| {
                found.number(*value as f64, &Constraint { min: Some(1.0), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeAccountPreferencesResponse {
    #[serde(rename = "ResourceIdPreference", skip_serializing_if = "Option::is_none")]
    pub resource_id_preference: Option<ResourceIdPreference>,
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeBackupPolicyRequest {
    #[serde(rename = "FileSystemId", skip_serializing_if = "Option::is_none")]
    pub file_system_id: Option<String>,
}

impl Validate for DescribeBackupPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("FileSystemId", self.file_system_id.is_some());
        if let Some(value) = &self.file_system_id {
            found.within("FileSystemId", |found| {
                found.text(value, &Constraint { max: Some(128.0), pattern: Some("^(arn:aws[-a-z]*:elasticfilesystem:[0-9a-z-:]+:file-system/fs-[0-9a-f]{8,40}|fs-[0-9a-f]{8,40})$"), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeFileSystemPolicyRequest {
    #[serde(rename = "FileSystemId", skip_serializing_if = "Option::is_none")]
    pub file_system_id: Option<String>,
}

impl Validate for DescribeFileSystemPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("FileSystemId", self.file_system_id.is_some());
        if let Some(value) = &self.file_system_id {
            found.within("FileSystemId", |found| {
                found.text(value, &Constraint { max: Some(128.0), pattern: Some("^(arn:aws[-a-z]*:elasticfilesystem:[0-9a-z-:]+:file-system/fs-[0-9a-f]{8,40}|fs-[0-9a-f]{8,40})$"), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeFileSystemsRequest {
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "CreationToken", skip_serializing_if = "Option::is_none")]
    pub creation_token: Option<String>,
    #[serde(rename = "FileSystemId", skip_serializing_if = "Option::is_none")]
    pub file_system_id: Option<String>,
}

impl Validate for DescribeFileSystemsRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(*value as f64, &Constraint { min: Some(1.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint { min: Some(1.0), max: Some(128.0), pattern: Some(".+"), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.creation_token {
            found.within("CreationToken", |found| {
                found.text(
                    value,
                    &Constraint { min: Some(1.0), max: Some(64.0), pattern: Some(".+"), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.file_system_id {
            found.within("FileSystemId", |found| {
                found.text(value, &Constraint { max: Some(128.0), pattern: Some("^(arn:aws[-a-z]*:elasticfilesystem:[0-9a-z-:]+:file-system/fs-[0-9a-f]{8,40}|fs-[0-9a-f]{8,40})$"), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeFileSystemsResponse {
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "FileSystems", skip_serializing_if = "Option::is_none")]
    pub file_systems: Option<Vec<FileSystemDescription>>,
    #[serde(rename = "NextMarker", skip_serializing_if = "Option::is_none")]
    pub next_marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeLifecycleConfigurationRequest {
    #[serde(rename = "FileSystemId", skip_serializing_if = "Option::is_none")]
    pub file_system_id: Option<String>,
}

impl Validate for DescribeLifecycleConfigurationRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("FileSystemId", self.file_system_id.is_some());
        if let Some(value) = &self.file_system_id {
            found.within("FileSystemId", |found| {
                found.text(value, &Constraint { max: Some(128.0), pattern: Some("^(arn:aws[-a-z]*:elasticfilesystem:[0-9a-z-:]+:file-system/fs-[0-9a-f]{8,40}|fs-[0-9a-f]{8,40})$"), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeMountTargetSecurityGroupsRequest {
    #[serde(rename = "MountTargetId", skip_serializing_if = "Option::is_none")]
    pub mount_target_id: Option<String>,
}

impl Validate for DescribeMountTargetSecurityGroupsRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("MountTargetId", self.mount_target_id.is_some());
        if let Some(value) = &self.mount_target_id {
            found.within("MountTargetId", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(13.0),
                        max: Some(45.0),
                        pattern: Some("^fsmt-[0-9a-f]{8,40}$"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeMountTargetSecurityGroupsResponse {
    #[serde(rename = "SecurityGroups", skip_serializing_if = "Option::is_none")]
    pub security_groups: Option<Vec<String>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeMountTargetsRequest {
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "FileSystemId", skip_serializing_if = "Option::is_none")]
    pub file_system_id: Option<String>,
    #[serde(rename = "MountTargetId", skip_serializing_if = "Option::is_none")]
    pub mount_target_id: Option<String>,
    #[serde(rename = "AccessPointId", skip_serializing_if = "Option::is_none")]
    pub access_point_id: Option<String>,
}

impl Validate for DescribeMountTargetsRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(*value as f64, &Constraint { min: Some(1.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint { min: Some(1.0), max: Some(128.0), pattern: Some(".+"), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.file_system_id {
            found.within("FileSystemId", |found| {
                found.text(value, &Constraint { max: Some(128.0), pattern: Some("^(arn:aws[-a-z]*:elasticfilesystem:[0-9a-z-:]+:file-system/fs-[0-9a-f]{8,40}|fs-[0-9a-f]{8,40})$"), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.mount_target_id {
            found.within("MountTargetId", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(13.0),
                        max: Some(45.0),
                        pattern: Some("^fsmt-[0-9a-f]{8,40}$"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.access_point_id {
            found.within("AccessPointId", |found| {
                found.text(value, &Constraint { max: Some(128.0), pattern: Some("^(arn:aws[-a-z]*:elasticfilesystem:[0-9a-z-:]+:access-point/fsap-[0-9a-f]{8,40}|fsap-[0-9a-f]{8,40})$"), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeMountTargetsResponse {
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "MountTargets", skip_serializing_if = "Option::is_none")]
    pub mount_targets: Option<Vec<MountTargetDescription>>,
    #[serde(rename = "NextMarker", skip_serializing_if = "Option::is_none")]
    pub next_marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeTagsRequest {
    #[serde(rename = "MaxItems", skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "FileSystemId", skip_serializing_if = "Option::is_none")]
    pub file_system_id: Option<String>,
}

impl Validate for DescribeTagsRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.max_items {
            found.within("MaxItems", |found| {
                found.number(*value as f64, &Constraint { min: Some(1.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.marker {
            found.within("Marker", |found| {
                found.text(
                    value,
                    &Constraint { min: Some(1.0), max: Some(128.0), pattern: Some(".+"), ..Constraint::NONE },
                );
            });
        }
        found.required("FileSystemId", self.file_system_id.is_some());
        if let Some(value) = &self.file_system_id {
            found.within("FileSystemId", |found| {
                found.text(value, &Constraint { max: Some(128.0), pattern: Some("^(arn:aws[-a-z]*:elasticfilesystem:[0-9a-z-:]+:file-system/fs-[0-9a-f]{8,40}|fs-[0-9a-f]{8,40})$"), ..Constraint::NONE });
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DescribeTagsResponse {
    #[serde(rename = "Marker", skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(rename = "NextMarker", skip_serializing_if = "Option::is_none")]
    pub next_marker: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FileSystemDescription {
    #[serde(rename = "OwnerId", skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<String>,
    #[serde(rename = "CreationToken", skip_serializing_if = "Option::is_none")]
    pub creation_token: Option<String>,
    #[serde(rename = "FileSystemId", skip_serializing_if = "Option::is_none")]
    pub file_system_id: Option<String>,
    #[serde(rename = "FileSystemArn", skip_serializing_if = "Option::is_none")]
    pub file_system_arn: Option<String>,
    #[serde(rename = "CreationTime", skip_serializing_if = "Option::is_none")]
    pub creation_time: Option<Time>,
    #[serde(rename = "LifeCycleState", skip_serializing_if = "Option::is_none")]
    pub life_cycle_state: Option<LifeCycleState>,
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "NumberOfMountTargets", skip_serializing_if = "Option::is_none")]
    pub number_of_mount_targets: Option<i64>,
    #[serde(rename = "SizeInBytes", skip_serializing_if = "Option::is_none")]
    pub size_in_bytes: Option<FileSystemSize>,
    #[serde(rename = "PerformanceMode", skip_serializing_if = "Option::is_none")]
    pub performance_mode: Option<PerformanceMode>,
    #[serde(rename = "Encrypted", skip_serializing_if = "Option::is_none")]
    pub encrypted: Option<bool>,
    #[serde(rename = "KmsKeyId", skip_serializing_if = "Option::is_none")]
    pub kms_key_id: Option<String>,
    #[serde(rename = "ThroughputMode", skip_serializing_if = "Option::is_none")]
    pub throughput_mode: Option<ThroughputMode>,
    #[serde(rename = "ProvisionedThroughputInMibps", skip_serializing_if = "Option::is_none")]
    pub provisioned_throughput_in_mibps: Option<f64>,
    #[serde(rename = "AvailabilityZoneName", skip_serializing_if = "Option::is_none")]
    pub availability_zone_name: Option<String>,
    #[serde(rename = "AvailabilityZoneId", skip_serializing_if = "Option::is_none")]
    pub availability_zone_id: Option<String>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(rename = "FileSystemProtection", skip_serializing_if = "Option::is_none")]
    pub file_system_protection: Option<FileSystemProtectionDescription>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FileSystemPolicyDescription {
    #[serde(rename = "FileSystemId", skip_serializing_if = "Option::is_none")]
    pub file_system_id: Option<String>,
    #[serde(rename = "Policy", skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FileSystemProtectionDescription {
    #[serde(rename = "ReplicationOverwriteProtection", skip_serializing_if = "Option::is_none")]
    pub replication_overwrite_protection: Option<ReplicationOverwriteProtection>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FileSystemSize {
    #[serde(rename = "Value", skip_serializing_if = "Option::is_none")]
    pub value: Option<i64>,
    #[serde(rename = "Timestamp", skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<Time>,
    #[serde(rename = "ValueInIA", skip_serializing_if = "Option::is_none")]
    pub value_in_ia: Option<i64>,
    #[serde(rename = "ValueInStandard", skip_serializing_if = "Option::is_none")]
    pub value_in_standard: Option<i64>,
    #[serde(rename = "ValueInArchive", skip_serializing_if = "Option::is_none")]
    pub value_in_archive: Option<i64>,
}

string_enum! {
    pub enum IpAddressType {
        Ipv4Only = "IPV4_ONLY",
        Ipv6Only = "IPV6_ONLY",
        DualStack = "DUAL_STACK",
    }
}

string_enum! {
    pub enum LifeCycleState {
        Creating = "creating",
        Available = "available",
        Updating = "updating",
        Deleting = "deleting",
        Deleted = "deleted",
        Error = "error",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct LifecycleConfigurationDescription {
    #[serde(rename = "LifecyclePolicies", skip_serializing_if = "Option::is_none")]
    pub lifecycle_policies: Option<Vec<LifecyclePolicy>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct LifecyclePolicy {
    #[serde(rename = "TransitionToIA", skip_serializing_if = "Option::is_none")]
    pub transition_to_ia: Option<TransitionToIARules>,
    #[serde(rename = "TransitionToPrimaryStorageClass", skip_serializing_if = "Option::is_none")]
    pub transition_to_primary_storage_class: Option<TransitionToPrimaryStorageClassRules>,
    #[serde(rename = "TransitionToArchive", skip_serializing_if = "Option::is_none")]
    pub transition_to_archive: Option<TransitionToArchiveRules>,
}

impl Validate for LifecyclePolicy {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.transition_to_ia {
            found.within("TransitionToIA", |found| {
                found.member_of(value.as_str(), TransitionToIARules::NAMES);
            });
        }
        if let Some(value) = &self.transition_to_primary_storage_class {
            found.within("TransitionToPrimaryStorageClass", |found| {
                found.member_of(value.as_str(), TransitionToPrimaryStorageClassRules::NAMES);
            });
        }
        if let Some(value) = &self.transition_to_archive {
            found.within("TransitionToArchive", |found| {
                found.member_of(value.as_str(), TransitionToArchiveRules::NAMES);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListTagsForResourceRequest {
    #[serde(rename = "ResourceId", skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    #[serde(rename = "MaxResults", skip_serializing_if = "Option::is_none")]
    pub max_results: Option<i64>,
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

impl Validate for ListTagsForResourceRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("ResourceId", self.resource_id.is_some());
        if let Some(value) = &self.resource_id {
            found.within("ResourceId", |found| {
                found.text(value, &Constraint { max: Some(128.0), pattern: Some("^(arn:aws[-a-z]*:elasticfilesystem:[0-9a-z-:]+:(access-point/fsap|file-system/fs)-[0-9a-f]{8,40}|fs(ap)?-[0-9a-f]{8,40})$"), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.max_results {
            found.within("MaxResults", |found| {
                found.number(*value as f64, &Constraint { min: Some(1.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.next_token {
            found.within("NextToken", |found| {
                found.text(
                    value,
                    &Constraint { min: Some(1.0), max: Some(128.0), pattern: Some(".+"), ..Constraint::NONE },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListTagsForResourceResponse {
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(rename = "NextToken", skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ModifyMountTargetSecurityGroupsRequest {
    #[serde(rename = "MountTargetId", skip_serializing_if = "Option::is_none")]
    pub mount_target_id: Option<String>,
    #[serde(rename = "SecurityGroups", skip_serializing_if = "Option::is_none")]
    pub security_groups: Option<Vec<String>>,
}

impl Validate for ModifyMountTargetSecurityGroupsRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("MountTargetId", self.mount_target_id.is_some());
        if let Some(value) = &self.mount_target_id {
            found.within("MountTargetId", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(13.0),
                        max: Some(45.0),
                        pattern: Some("^fsmt-[0-9a-f]{8,40}$"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.security_groups {
            found.within("SecurityGroups", |found| {
                found.size(value, value.len(), &Constraint { max: Some(100.0), ..Constraint::NONE });
                found.each(
                    Each::Element,
                    value.iter().map(|text| AsRef::<str>::as_ref(text)),
                    Rule::Text(&Constraint {
                        min: Some(11.0),
                        max: Some(43.0),
                        pattern: Some("^sg-[0-9a-f]{8,40}"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MountTargetDescription {
    #[serde(rename = "OwnerId", skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<String>,
    #[serde(rename = "MountTargetId", skip_serializing_if = "Option::is_none")]
    pub mount_target_id: Option<String>,
    #[serde(rename = "FileSystemId", skip_serializing_if = "Option::is_none")]
    pub file_system_id: Option<String>,
    #[serde(rename = "SubnetId", skip_serializing_if = "Option::is_none")]
    pub subnet_id: Option<String>,
    #[serde(rename = "LifeCycleState", skip_serializing_if = "Option::is_none")]
    pub life_cycle_state: Option<LifeCycleState>,
    #[serde(rename = "IpAddress", skip_serializing_if = "Option::is_none")]
    pub ip_address: Option<String>,
    #[serde(rename = "Ipv6Address", skip_serializing_if = "Option::is_none")]
    pub ipv6_address: Option<String>,
    #[serde(rename = "NetworkInterfaceId", skip_serializing_if = "Option::is_none")]
    pub network_interface_id: Option<String>,
    #[serde(rename = "AvailabilityZoneId", skip_serializing_if = "Option::is_none")]
    pub availability_zone_id: Option<String>,
    #[serde(rename = "AvailabilityZoneName", skip_serializing_if = "Option::is_none")]
    pub availability_zone_name: Option<String>,
    #[serde(rename = "VpcId", skip_serializing_if = "Option::is_none")]
    pub vpc_id: Option<String>,
}

string_enum! {
    pub enum PerformanceMode {
        GeneralPurpose = "generalPurpose",
        MaxIO = "maxIO",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PosixUser {
    #[serde(rename = "Uid", skip_serializing_if = "Option::is_none")]
    pub uid: Option<i64>,
    #[serde(rename = "Gid", skip_serializing_if = "Option::is_none")]
    pub gid: Option<i64>,
    #[serde(rename = "SecondaryGids", skip_serializing_if = "Option::is_none")]
    pub secondary_gids: Option<Vec<i64>>,
}

impl Validate for PosixUser {
    fn validate(&self, found: &mut Violations) {
        found.required("Uid", self.uid.is_some());
        if let Some(value) = &self.uid {
            found.within("Uid", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(0.0), max: Some(4294967295.0), ..Constraint::NONE },
                );
            });
        }
        found.required("Gid", self.gid.is_some());
        if let Some(value) = &self.gid {
            found.within("Gid", |found| {
                found.number(
                    *value as f64,
                    &Constraint { min: Some(0.0), max: Some(4294967295.0), ..Constraint::NONE },
                );
            });
        }
        if let Some(value) = &self.secondary_gids {
            found.within("SecondaryGids", |found| {
                found.size(
                    value,
                    value.len(),
                    &Constraint { min: Some(0.0), max: Some(16.0), ..Constraint::NONE },
                );
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        found.number(
                            *item as f64,
                            &Constraint { min: Some(0.0), max: Some(4294967295.0), ..Constraint::NONE },
                        );
                    });
                }
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutAccountPreferencesRequest {
    #[serde(rename = "ResourceIdType", skip_serializing_if = "Option::is_none")]
    pub resource_id_type: Option<ResourceIdType>,
}

impl Validate for PutAccountPreferencesRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("ResourceIdType", self.resource_id_type.is_some());
        if let Some(value) = &self.resource_id_type {
            found.within("ResourceIdType", |found| {
                found.member_of(value.as_str(), ResourceIdType::NAMES);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutAccountPreferencesResponse {
    #[serde(rename = "ResourceIdPreference", skip_serializing_if = "Option::is_none")]
    pub resource_id_preference: Option<ResourceIdPreference>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutBackupPolicyRequest {
    #[serde(rename = "FileSystemId", skip_serializing_if = "Option::is_none")]
    pub file_system_id: Option<String>,
    #[serde(rename = "BackupPolicy", skip_serializing_if = "Option::is_none")]
    pub backup_policy: Option<BackupPolicy>,
}

impl Validate for PutBackupPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("FileSystemId", self.file_system_id.is_some());
        if let Some(value) = &self.file_system_id {
            found.within("FileSystemId", |found| {
                found.text(value, &Constraint { max: Some(128.0), pattern: Some("^(arn:aws[-a-z]*:elasticfilesystem:[0-9a-z-:]+:file-system/fs-[0-9a-f]{8,40}|fs-[0-9a-f]{8,40})$"), ..Constraint::NONE });
            });
        }
        found.required("BackupPolicy", self.backup_policy.is_some());
        if let Some(value) = &self.backup_policy {
            found.within("BackupPolicy", |found| {
                value.validate(found);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutFileSystemPolicyRequest {
    #[serde(rename = "FileSystemId", skip_serializing_if = "Option::is_none")]
    pub file_system_id: Option<String>,
    #[serde(rename = "Policy", skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    #[serde(rename = "BypassPolicyLockoutSafetyCheck", skip_serializing_if = "Option::is_none")]
    pub bypass_policy_lockout_safety_check: Option<bool>,
}

impl Validate for PutFileSystemPolicyRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("FileSystemId", self.file_system_id.is_some());
        if let Some(value) = &self.file_system_id {
            found.within("FileSystemId", |found| {
                found.text(value, &Constraint { max: Some(128.0), pattern: Some("^(arn:aws[-a-z]*:elasticfilesystem:[0-9a-z-:]+:file-system/fs-[0-9a-f]{8,40}|fs-[0-9a-f]{8,40})$"), ..Constraint::NONE });
            });
        }
        found.required("Policy", self.policy.is_some());
        if let Some(value) = &self.policy {
            found.within("Policy", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(20000.0),
                        pattern: Some("[\\s\\S]+"),
                        ..Constraint::NONE
                    },
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutLifecycleConfigurationRequest {
    #[serde(rename = "FileSystemId", skip_serializing_if = "Option::is_none")]
    pub file_system_id: Option<String>,
    #[serde(rename = "LifecyclePolicies", skip_serializing_if = "Option::is_none")]
    pub lifecycle_policies: Option<Vec<LifecyclePolicy>>,
}

impl Validate for PutLifecycleConfigurationRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("FileSystemId", self.file_system_id.is_some());
        if let Some(value) = &self.file_system_id {
            found.within("FileSystemId", |found| {
                found.text(value, &Constraint { max: Some(128.0), pattern: Some("^(arn:aws[-a-z]*:elasticfilesystem:[0-9a-z-:]+:file-system/fs-[0-9a-f]{8,40}|fs-[0-9a-f]{8,40})$"), ..Constraint::NONE });
            });
        }
        found.required("LifecyclePolicies", self.lifecycle_policies.is_some());
        if let Some(value) = &self.lifecycle_policies {
            found.within("LifecyclePolicies", |found| {
                found.size(value, value.len(), &Constraint { max: Some(3.0), ..Constraint::NONE });
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
    }
}

string_enum! {
    pub enum ReplicationOverwriteProtection {
        Enabled = "ENABLED",
        Disabled = "DISABLED",
        Replicating = "REPLICATING",
    }
}

string_enum! {
    pub enum Resource {
        FileSystem = "FILE_SYSTEM",
        MountTarget = "MOUNT_TARGET",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ResourceIdPreference {
    #[serde(rename = "ResourceIdType", skip_serializing_if = "Option::is_none")]
    pub resource_id_type: Option<ResourceIdType>,
    #[serde(rename = "Resources", skip_serializing_if = "Option::is_none")]
    pub resources: Option<Vec<Resource>>,
}

string_enum! {
    pub enum ResourceIdType {
        LongId = "LONG_ID",
        ShortId = "SHORT_ID",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RootDirectory {
    #[serde(rename = "Path", skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    #[serde(rename = "CreationInfo", skip_serializing_if = "Option::is_none")]
    pub creation_info: Option<CreationInfo>,
}

impl Validate for RootDirectory {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.path {
            found.within("Path", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(100.0),
                        pattern: Some("^(\\/|(\\/(?!\\.)+[^$#<>;`|&?{}^*/\\n]+){1,4})$"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        if let Some(value) = &self.creation_info {
            found.within("CreationInfo", |found| {
                value.validate(found);
            });
        }
    }
}

string_enum! {
    pub enum Status {
        Enabled = "ENABLED",
        Enabling = "ENABLING",
        Disabled = "DISABLED",
        Disabling = "DISABLING",
    }
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
        found.required("Key", self.key.is_some());
        if let Some(value) = &self.key {
            found.within("Key", |found| {
                found.text(
                    value,
                    &Constraint {
                        min: Some(1.0),
                        max: Some(128.0),
                        pattern: Some("^(?![aA]{1}[wW]{1}[sS]{1}:)([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+)$"),
                        ..Constraint::NONE
                    },
                );
            });
        }
        found.required("Value", self.value.is_some());
        if let Some(value) = &self.value {
            found.within("Value", |found| {
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
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TagResourceRequest {
    #[serde(rename = "ResourceId", skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

impl Validate for TagResourceRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("ResourceId", self.resource_id.is_some());
        if let Some(value) = &self.resource_id {
            found.within("ResourceId", |found| {
                found.text(value, &Constraint { max: Some(128.0), pattern: Some("^(arn:aws[-a-z]*:elasticfilesystem:[0-9a-z-:]+:(access-point/fsap|file-system/fs)-[0-9a-f]{8,40}|fs(ap)?-[0-9a-f]{8,40})$"), ..Constraint::NONE });
            });
        }
        found.required("Tags", self.tags.is_some());
        if let Some(value) = &self.tags {
            found.within("Tags", |found| {
                for (index, item) in value.iter().enumerate() {
                    found.item(index, |found| {
                        item.validate(found);
                    });
                }
            });
        }
    }
}

string_enum! {
    pub enum ThroughputMode {
        Bursting = "bursting",
        Provisioned = "provisioned",
        Elastic = "elastic",
    }
}

string_enum! {
    pub enum TransitionToArchiveRules {
        After1Day = "AFTER_1_DAY",
        After7Days = "AFTER_7_DAYS",
        After14Days = "AFTER_14_DAYS",
        After30Days = "AFTER_30_DAYS",
        After60Days = "AFTER_60_DAYS",
        After90Days = "AFTER_90_DAYS",
        After180Days = "AFTER_180_DAYS",
        After270Days = "AFTER_270_DAYS",
        After365Days = "AFTER_365_DAYS",
    }
}

string_enum! {
    pub enum TransitionToIARules {
        After7Days = "AFTER_7_DAYS",
        After14Days = "AFTER_14_DAYS",
        After30Days = "AFTER_30_DAYS",
        After60Days = "AFTER_60_DAYS",
        After90Days = "AFTER_90_DAYS",
        After1Day = "AFTER_1_DAY",
        After180Days = "AFTER_180_DAYS",
        After270Days = "AFTER_270_DAYS",
        After365Days = "AFTER_365_DAYS",
    }
}

string_enum! {
    pub enum TransitionToPrimaryStorageClassRules {
        After1Access = "AFTER_1_ACCESS",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UntagResourceRequest {
    #[serde(rename = "ResourceId", skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    #[serde(rename = "TagKeys", skip_serializing_if = "Option::is_none")]
    pub tag_keys: Option<Vec<String>>,
}

impl Validate for UntagResourceRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("ResourceId", self.resource_id.is_some());
        if let Some(value) = &self.resource_id {
            found.within("ResourceId", |found| {
                found.text(value, &Constraint { max: Some(128.0), pattern: Some("^(arn:aws[-a-z]*:elasticfilesystem:[0-9a-z-:]+:(access-point/fsap|file-system/fs)-[0-9a-f]{8,40}|fs(ap)?-[0-9a-f]{8,40})$"), ..Constraint::NONE });
            });
        }
        found.required("TagKeys", self.tag_keys.is_some());
        if let Some(value) = &self.tag_keys {
            found.within("TagKeys", |found| {
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
                        max: Some(128.0),
                        pattern: Some("^(?![aA]{1}[wW]{1}[sS]{1}:)([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+)$"),
                        ..Constraint::NONE
                    }),
                    Some(value),
                );
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateFileSystemProtectionRequest {
    #[serde(rename = "FileSystemId", skip_serializing_if = "Option::is_none")]
    pub file_system_id: Option<String>,
    #[serde(rename = "ReplicationOverwriteProtection", skip_serializing_if = "Option::is_none")]
    pub replication_overwrite_protection: Option<ReplicationOverwriteProtection>,
}

impl Validate for UpdateFileSystemProtectionRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("FileSystemId", self.file_system_id.is_some());
        if let Some(value) = &self.file_system_id {
            found.within("FileSystemId", |found| {
                found.text(value, &Constraint { max: Some(128.0), pattern: Some("^(arn:aws[-a-z]*:elasticfilesystem:[0-9a-z-:]+:file-system/fs-[0-9a-f]{8,40}|fs-[0-9a-f]{8,40})$"), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.replication_overwrite_protection {
            found.within("ReplicationOverwriteProtection", |found| {
                found.member_of(value.as_str(), ReplicationOverwriteProtection::NAMES);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateFileSystemRequest {
    #[serde(rename = "FileSystemId", skip_serializing_if = "Option::is_none")]
    pub file_system_id: Option<String>,
    #[serde(rename = "ThroughputMode", skip_serializing_if = "Option::is_none")]
    pub throughput_mode: Option<ThroughputMode>,
    #[serde(rename = "ProvisionedThroughputInMibps", skip_serializing_if = "Option::is_none")]
    pub provisioned_throughput_in_mibps: Option<f64>,
}

impl Validate for UpdateFileSystemRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("FileSystemId", self.file_system_id.is_some());
        if let Some(value) = &self.file_system_id {
            found.within("FileSystemId", |found| {
                found.text(value, &Constraint { max: Some(128.0), pattern: Some("^(arn:aws[-a-z]*:elasticfilesystem:[0-9a-z-:]+:file-system/fs-[0-9a-f]{8,40}|fs-[0-9a-f]{8,40})$"), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.throughput_mode {
            found.within("ThroughputMode", |found| {
                found.member_of(value.as_str(), ThroughputMode::NAMES);
            });
        }
        if let Some(value) = &self.provisioned_throughput_in_mibps {
            found.within("ProvisionedThroughputInMibps", |found| {
                found.number(*value as f64, &Constraint { min: Some(1.0), ..Constraint::NONE });
            });
        }
    }
}
