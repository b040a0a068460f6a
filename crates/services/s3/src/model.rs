//! Shapes of Amazon Simple Storage Service (2006-03-01). Written by tools/shapes.py: don't edit.

#![allow(clippy::all, unused_imports, unused_variables)]

use std::collections::BTreeMap;

use neargate_wire::{
    Blob, Constraint, Each, Model, Operation, Protocol, Rule, Time, Validate, Violations, string_enum,
};
use serde::{Deserialize, Serialize};

pub const MODEL: Model = Model {
    endpoint_prefix: "s3",
    signing_name: "s3",
    api_version: "2006-03-01",
    target_prefix: "",
    json_version: "",
    xml_namespace: "",
    protocol: Protocol::RestXml,
    capital_messages: &[],
    operations: &[
        "AbortMultipartUpload",
        "CompleteMultipartUpload",
        "CopyObject",
        "CreateBucket",
        "CreateBucketMetadataConfiguration",
        "CreateBucketMetadataTableConfiguration",
        "CreateMultipartUpload",
        "CreateSession",
        "DeleteBucket",
        "DeleteBucketAnalyticsConfiguration",
        "DeleteBucketCors",
        "DeleteBucketEncryption",
        "DeleteBucketIntelligentTieringConfiguration",
        "DeleteBucketInventoryConfiguration",
        "DeleteBucketLifecycle",
        "DeleteBucketMetadataConfiguration",
        "DeleteBucketMetadataTableConfiguration",
        "DeleteBucketMetricsConfiguration",
        "DeleteBucketOwnershipControls",
        "DeleteBucketPolicy",
        "DeleteBucketReplication",
        "DeleteBucketTagging",
        "DeleteBucketWebsite",
        "DeleteObject",
        "DeleteObjectTagging",
        "DeleteObjects",
        "DeletePublicAccessBlock",
        "GetBucketAbac",
        "GetBucketAccelerateConfiguration",
        "GetBucketAcl",
        "GetBucketAnalyticsConfiguration",
        "GetBucketCors",
        "GetBucketEncryption",
        "GetBucketIntelligentTieringConfiguration",
        "GetBucketInventoryConfiguration",
        "GetBucketLifecycle",
        "GetBucketLifecycleConfiguration",
        "GetBucketLocation",
        "GetBucketLogging",
        "GetBucketMetadataConfiguration",
        "GetBucketMetadataTableConfiguration",
        "GetBucketMetricsConfiguration",
        "GetBucketNotification",
        "GetBucketNotificationConfiguration",
        "GetBucketOwnershipControls",
        "GetBucketPolicy",
        "GetBucketPolicyStatus",
        "GetBucketReplication",
        "GetBucketRequestPayment",
        "GetBucketTagging",
        "GetBucketVersioning",
        "GetBucketWebsite",
        "GetObject",
        "GetObjectAcl",
        "GetObjectAttributes",
        "GetObjectLegalHold",
        "GetObjectLockConfiguration",
        "GetObjectRetention",
        "GetObjectTagging",
        "GetObjectTorrent",
        "GetPublicAccessBlock",
        "HeadBucket",
        "HeadObject",
        "ListBucketAnalyticsConfigurations",
        "ListBucketIntelligentTieringConfigurations",
        "ListBucketInventoryConfigurations",
        "ListBucketMetricsConfigurations",
        "ListBuckets",
        "ListDirectoryBuckets",
        "ListMultipartUploads",
        "ListObjectVersions",
        "ListObjects",
        "ListObjectsV2",
        "ListParts",
        "PutBucketAbac",
        "PutBucketAccelerateConfiguration",
        "PutBucketAcl",
        "PutBucketAnalyticsConfiguration",
        "PutBucketCors",
        "PutBucketEncryption",
        "PutBucketIntelligentTieringConfiguration",
        "PutBucketInventoryConfiguration",
        "PutBucketLifecycle",
        "PutBucketLifecycleConfiguration",
        "PutBucketLogging",
        "PutBucketMetricsConfiguration",
        "PutBucketNotification",
        "PutBucketNotificationConfiguration",
        "PutBucketOwnershipControls",
        "PutBucketPolicy",
        "PutBucketReplication",
        "PutBucketRequestPayment",
        "PutBucketTagging",
        "PutBucketVersioning",
        "PutBucketWebsite",
        "PutObject",
        "PutObjectAcl",
        "PutObjectLegalHold",
        "PutObjectLockConfiguration",
        "PutObjectRetention",
        "PutObjectTagging",
        "PutPublicAccessBlock",
        "RenameObject",
        "RestoreObject",
        "SelectObjectContent",
        "UpdateBucketMetadataInventoryTableConfiguration",
        "UpdateBucketMetadataJournalTableConfiguration",
        "UpdateObjectEncryption",
        "UploadPart",
        "UploadPartCopy",
        "WriteGetObjectResponse",
    ],
};

pub struct GetBucketLocation;

impl Operation for GetBucketLocation {
    const NAME: &'static str = "GetBucketLocation";
    const RESULT_WRAPPER: &'static str = "";
    type Input = GetBucketLocationRequest;
    type Output = GetBucketLocationOutput;
}

pub struct GetObject;

impl Operation for GetObject {
    const NAME: &'static str = "GetObject";
    const RESULT_WRAPPER: &'static str = "";
    type Input = GetObjectRequest;
    type Output = GetObjectOutput;
}

pub struct HeadBucket;

impl Operation for HeadBucket {
    const NAME: &'static str = "HeadBucket";
    const RESULT_WRAPPER: &'static str = "";
    type Input = HeadBucketRequest;
    type Output = HeadBucketOutput;
}

pub struct PutObject;

impl Operation for PutObject {
    const NAME: &'static str = "PutObject";
    const RESULT_WRAPPER: &'static str = "";
    type Input = PutObjectRequest;
    type Output = PutObjectOutput;
}

string_enum! {
    pub enum BucketLocationConstraint {
        AfSouth1 = "af-south-1",
        ApEast1 = "ap-east-1",
        ApEast2 = "ap-east-2",
        ApNortheast1 = "ap-northeast-1",
        ApNortheast2 = "ap-northeast-2",
        ApNortheast3 = "ap-northeast-3",
        ApSouth1 = "ap-south-1",
        ApSouth2 = "ap-south-2",
        ApSoutheast1 = "ap-southeast-1",
        ApSoutheast2 = "ap-southeast-2",
        ApSoutheast3 = "ap-southeast-3",
        ApSoutheast4 = "ap-southeast-4",
        ApSoutheast5 = "ap-southeast-5",
        ApSoutheast6 = "ap-southeast-6",
        ApSoutheast7 = "ap-southeast-7",
        CaCentral1 = "ca-central-1",
        CaWest1 = "ca-west-1",
        CnNorth1 = "cn-north-1",
        CnNorthwest1 = "cn-northwest-1",
        Eu = "EU",
        EuCentral1 = "eu-central-1",
        EuCentral2 = "eu-central-2",
        EuNorth1 = "eu-north-1",
        EuSouth1 = "eu-south-1",
        EuSouth2 = "eu-south-2",
        EuWest1 = "eu-west-1",
        EuWest2 = "eu-west-2",
        EuWest3 = "eu-west-3",
        IlCentral1 = "il-central-1",
        MeCentral1 = "me-central-1",
        MeSouth1 = "me-south-1",
        MxCentral1 = "mx-central-1",
        SaEast1 = "sa-east-1",
        UsEast2 = "us-east-2",
        UsGovEast1 = "us-gov-east-1",
        UsGovWest1 = "us-gov-west-1",
        UsWest1 = "us-west-1",
        UsWest2 = "us-west-2",
    }
}

string_enum! {
    pub enum ChecksumAlgorithm {
        Crc32 = "CRC32",
        Crc32c = "CRC32C",
        Sha1 = "SHA1",
        Sha256 = "SHA256",
        Crc64nvme = "CRC64NVME",
        Sha512 = "SHA512",
        Md5 = "MD5",
        Xxhash64 = "XXHASH64",
        Xxhash3 = "XXHASH3",
        Xxhash128 = "XXHASH128",
    }
}

string_enum! {
    pub enum ChecksumMode {
        Enabled = "ENABLED",
    }
}

string_enum! {
    pub enum ChecksumType {
        Composite = "COMPOSITE",
        FullObject = "FULL_OBJECT",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetBucketLocationOutput {
    #[serde(rename = "LocationConstraint", skip_serializing_if = "Option::is_none")]
    pub location_constraint: Option<BucketLocationConstraint>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetBucketLocationRequest {
    #[serde(rename = "Bucket", skip_serializing_if = "Option::is_none")]
    pub bucket: Option<String>,
    #[serde(rename = "ExpectedBucketOwner", skip_serializing_if = "Option::is_none")]
    pub expected_bucket_owner: Option<String>,
}

impl Validate for GetBucketLocationRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("Bucket", self.bucket.is_some());
    }
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetObjectOutput {
    #[serde(rename = "Body", skip_serializing_if = "Option::is_none")]
    pub body: Option<Blob>,
    #[serde(rename = "DeleteMarker", skip_serializing_if = "Option::is_none")]
    pub delete_marker: Option<bool>,
    #[serde(rename = "AcceptRanges", skip_serializing_if = "Option::is_none")]
    pub accept_ranges: Option<String>,
    #[serde(rename = "Expiration", skip_serializing_if = "Option::is_none")]
    pub expiration: Option<String>,
    #[serde(rename = "Restore", skip_serializing_if = "Option::is_none")]
    pub restore: Option<String>,
    #[serde(rename = "LastModified", skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<Time>,
    #[serde(rename = "ContentLength", skip_serializing_if = "Option::is_none")]
    pub content_length: Option<i64>,
    #[serde(rename = "ETag", skip_serializing_if = "Option::is_none")]
    pub e_tag: Option<String>,
    #[serde(rename = "ChecksumCRC32", skip_serializing_if = "Option::is_none")]
    pub checksum_crc32: Option<String>,
    #[serde(rename = "ChecksumCRC32C", skip_serializing_if = "Option::is_none")]
    pub checksum_crc32_c: Option<String>,
    #[serde(rename = "ChecksumCRC64NVME", skip_serializing_if = "Option::is_none")]
    pub checksum_crc64_nvme: Option<String>,
    #[serde(rename = "ChecksumSHA1", skip_serializing_if = "Option::is_none")]
    pub checksum_sha1: Option<String>,
    #[serde(rename = "ChecksumSHA256", skip_serializing_if = "Option::is_none")]
    pub checksum_sha256: Option<String>,
    #[serde(rename = "ChecksumSHA512", skip_serializing_if = "Option::is_none")]
    pub checksum_sha512: Option<String>,
    #[serde(rename = "ChecksumMD5", skip_serializing_if = "Option::is_none")]
    pub checksum_md5: Option<String>,
    #[serde(rename = "ChecksumXXHASH64", skip_serializing_if = "Option::is_none")]
    pub checksum_xxhash64: Option<String>,
    #[serde(rename = "ChecksumXXHASH3", skip_serializing_if = "Option::is_none")]
    pub checksum_xxhash3: Option<String>,
    #[serde(rename = "ChecksumXXHASH128", skip_serializing_if = "Option::is_none")]
    pub checksum_xxhash128: Option<String>,
    #[serde(rename = "ChecksumType", skip_serializing_if = "Option::is_none")]
    pub checksum_type: Option<ChecksumType>,
    #[serde(rename = "MissingMeta", skip_serializing_if = "Option::is_none")]
    pub missing_meta: Option<i64>,
    #[serde(rename = "VersionId", skip_serializing_if = "Option::is_none")]
    pub version_id: Option<String>,
    #[serde(rename = "CacheControl", skip_serializing_if = "Option::is_none")]
    pub cache_control: Option<String>,
    #[serde(rename = "ContentDisposition", skip_serializing_if = "Option::is_none")]
    pub content_disposition: Option<String>,
    #[serde(rename = "ContentEncoding", skip_serializing_if = "Option::is_none")]
    pub content_encoding: Option<String>,
    #[serde(rename = "ContentLanguage", skip_serializing_if = "Option::is_none")]
    pub content_language: Option<String>,
    #[serde(rename = "ContentRange", skip_serializing_if = "Option::is_none")]
    pub content_range: Option<String>,
    #[serde(rename = "ContentType", skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    #[serde(rename = "Expires", skip_serializing_if = "Option::is_none")]
    pub expires: Option<Time>,
    #[serde(rename = "WebsiteRedirectLocation", skip_serializing_if = "Option::is_none")]
    pub website_redirect_location: Option<String>,
    #[serde(rename = "ServerSideEncryption", skip_serializing_if = "Option::is_none")]
    pub server_side_encryption: Option<ServerSideEncryption>,
    #[serde(rename = "Metadata", skip_serializing_if = "Option::is_none")]
    pub metadata: Option<BTreeMap<String, String>>,
    #[serde(rename = "SSECustomerAlgorithm", skip_serializing_if = "Option::is_none")]
    pub sse_customer_algorithm: Option<String>,
    #[serde(rename = "SSECustomerKeyMD5", skip_serializing_if = "Option::is_none")]
    pub sse_customer_key_md5: Option<String>,
    #[serde(rename = "SSEKMSKeyId", skip_serializing_if = "Option::is_none")]
    pub ssekms_key_id: Option<String>,
    #[serde(rename = "BucketKeyEnabled", skip_serializing_if = "Option::is_none")]
    pub bucket_key_enabled: Option<bool>,
    #[serde(rename = "StorageClass", skip_serializing_if = "Option::is_none")]
    pub storage_class: Option<StorageClass>,
    #[serde(rename = "RequestCharged", skip_serializing_if = "Option::is_none")]
    pub request_charged: Option<RequestCharged>,
    #[serde(rename = "ReplicationStatus", skip_serializing_if = "Option::is_none")]
    pub replication_status: Option<ReplicationStatus>,
    #[serde(rename = "PartsCount", skip_serializing_if = "Option::is_none")]
    pub parts_count: Option<i64>,
    #[serde(rename = "TagCount", skip_serializing_if = "Option::is_none")]
    pub tag_count: Option<i64>,
    #[serde(rename = "ObjectLockMode", skip_serializing_if = "Option::is_none")]
    pub object_lock_mode: Option<ObjectLockMode>,
    #[serde(rename = "ObjectLockRetainUntilDate", skip_serializing_if = "Option::is_none")]
    pub object_lock_retain_until_date: Option<Time>,
    #[serde(rename = "ObjectLockLegalHoldStatus", skip_serializing_if = "Option::is_none")]
    pub object_lock_legal_hold_status: Option<ObjectLockLegalHoldStatus>,
}

impl std::fmt::Debug for GetObjectOutput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GetObjectOutput")
            .field("body", &self.body)
            .field("delete_marker", &self.delete_marker)
            .field("accept_ranges", &self.accept_ranges)
            .field("expiration", &self.expiration)
            .field("restore", &self.restore)
            .field("last_modified", &self.last_modified)
            .field("content_length", &self.content_length)
            .field("e_tag", &self.e_tag)
            .field("checksum_crc32", &self.checksum_crc32)
            .field("checksum_crc32_c", &self.checksum_crc32_c)
            .field("checksum_crc64_nvme", &self.checksum_crc64_nvme)
            .field("checksum_sha1", &self.checksum_sha1)
            .field("checksum_sha256", &self.checksum_sha256)
            .field("checksum_sha512", &self.checksum_sha512)
            .field("checksum_md5", &self.checksum_md5)
            .field("checksum_xxhash64", &self.checksum_xxhash64)
            .field("checksum_xxhash3", &self.checksum_xxhash3)
            .field("checksum_xxhash128", &self.checksum_xxhash128)
            .field("checksum_type", &self.checksum_type)
            .field("missing_meta", &self.missing_meta)
            .field("version_id", &self.version_id)
            .field("cache_control", &self.cache_control)
            .field("content_disposition", &self.content_disposition)
            .field("content_encoding", &self.content_encoding)
            .field("content_language", &self.content_language)
            .field("content_range", &self.content_range)
            .field("content_type", &self.content_type)
            .field("expires", &self.expires)
            .field("website_redirect_location", &self.website_redirect_location)
            .field("server_side_encryption", &self.server_side_encryption)
            .field("metadata", &self.metadata)
            .field("sse_customer_algorithm", &self.sse_customer_algorithm)
            .field("sse_customer_key_md5", &self.sse_customer_key_md5)
            .field("bucket_key_enabled", &self.bucket_key_enabled)
            .field("storage_class", &self.storage_class)
            .field("request_charged", &self.request_charged)
            .field("replication_status", &self.replication_status)
            .field("parts_count", &self.parts_count)
            .field("tag_count", &self.tag_count)
            .field("object_lock_mode", &self.object_lock_mode)
            .field("object_lock_retain_until_date", &self.object_lock_retain_until_date)
            .field("object_lock_legal_hold_status", &self.object_lock_legal_hold_status)
            .finish_non_exhaustive()
    }
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GetObjectRequest {
    #[serde(rename = "Bucket", skip_serializing_if = "Option::is_none")]
    pub bucket: Option<String>,
    #[serde(rename = "IfMatch", skip_serializing_if = "Option::is_none")]
    pub if_match: Option<String>,
    #[serde(rename = "IfModifiedSince", skip_serializing_if = "Option::is_none")]
    pub if_modified_since: Option<Time>,
    #[serde(rename = "IfNoneMatch", skip_serializing_if = "Option::is_none")]
    pub if_none_match: Option<String>,
    #[serde(rename = "IfUnmodifiedSince", skip_serializing_if = "Option::is_none")]
    pub if_unmodified_since: Option<Time>,
    #[serde(rename = "Key", skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    #[serde(rename = "Range", skip_serializing_if = "Option::is_none")]
    pub range: Option<String>,
    #[serde(rename = "ResponseCacheControl", skip_serializing_if = "Option::is_none")]
    pub response_cache_control: Option<String>,
    #[serde(rename = "ResponseContentDisposition", skip_serializing_if = "Option::is_none")]
    pub response_content_disposition: Option<String>,
    #[serde(rename = "ResponseContentEncoding", skip_serializing_if = "Option::is_none")]
    pub response_content_encoding: Option<String>,
    #[serde(rename = "ResponseContentLanguage", skip_serializing_if = "Option::is_none")]
    pub response_content_language: Option<String>,
    #[serde(rename = "ResponseContentType", skip_serializing_if = "Option::is_none")]
    pub response_content_type: Option<String>,
    #[serde(rename = "ResponseExpires", skip_serializing_if = "Option::is_none")]
    pub response_expires: Option<Time>,
    #[serde(rename = "VersionId", skip_serializing_if = "Option::is_none")]
    pub version_id: Option<String>,
    #[serde(rename = "SSECustomerAlgorithm", skip_serializing_if = "Option::is_none")]
    pub sse_customer_algorithm: Option<String>,
    #[serde(rename = "SSECustomerKey", skip_serializing_if = "Option::is_none")]
    pub sse_customer_key: Option<String>,
    #[serde(rename = "SSECustomerKeyMD5", skip_serializing_if = "Option::is_none")]
    pub sse_customer_key_md5: Option<String>,
    #[serde(rename = "RequestPayer", skip_serializing_if = "Option::is_none")]
    pub request_payer: Option<RequestPayer>,
    #[serde(rename = "PartNumber", skip_serializing_if = "Option::is_none")]
    pub part_number: Option<i64>,
    #[serde(rename = "ExpectedBucketOwner", skip_serializing_if = "Option::is_none")]
    pub expected_bucket_owner: Option<String>,
    #[serde(rename = "ChecksumMode", skip_serializing_if = "Option::is_none")]
    pub checksum_mode: Option<ChecksumMode>,
}

impl std::fmt::Debug for GetObjectRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GetObjectRequest")
            .field("bucket", &self.bucket)
            .field("if_match", &self.if_match)
            .field("if_modified_since", &self.if_modified_since)
            .field("if_none_match", &self.if_none_match)
            .field("if_unmodified_since", &self.if_unmodified_since)
            .field("key", &self.key)
            .field("range", &self.range)
            .field("response_cache_control", &self.response_cache_control)
            .field("response_content_disposition", &self.response_content_disposition)
            .field("response_content_encoding", &self.response_content_encoding)
            .field("response_content_language", &self.response_content_language)
            .field("response_content_type", &self.response_content_type)
            .field("response_expires", &self.response_expires)
            .field("version_id", &self.version_id)
            .field("sse_customer_algorithm", &self.sse_customer_algorithm)
            .field("sse_customer_key_md5", &self.sse_customer_key_md5)
            .field("request_payer", &self.request_payer)
            .field("part_number", &self.part_number)
            .field("expected_bucket_owner", &self.expected_bucket_owner)
            .field("checksum_mode", &self.checksum_mode)
            .finish_non_exhaustive()
    }
}

impl Validate for GetObjectRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("Bucket", self.bucket.is_some());
        found.required("Key", self.key.is_some());
        if let Some(value) = &self.key {
            found.within("Key", |found| {
                found.text(value, &Constraint { min: Some(1.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.request_payer {
            found.within("RequestPayer", |found| {
                found.member_of(value.as_str(), RequestPayer::NAMES);
            });
        }
        if let Some(value) = &self.checksum_mode {
            found.within("ChecksumMode", |found| {
                found.member_of(value.as_str(), ChecksumMode::NAMES);
            });
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct HeadBucketOutput {
    #[serde(rename = "BucketArn", skip_serializing_if = "Option::is_none")]
    pub bucket_arn: Option<String>,
    #[serde(rename = "BucketLocationType", skip_serializing_if = "Option::is_none")]
    pub bucket_location_type: Option<LocationType>,
    #[serde(rename = "BucketLocationName", skip_serializing_if = "Option::is_none")]
    pub bucket_location_name: Option<String>,
    #[serde(rename = "BucketRegion", skip_serializing_if = "Option::is_none")]
    pub bucket_region: Option<String>,
    #[serde(rename = "AccessPointAlias", skip_serializing_if = "Option::is_none")]
    pub access_point_alias: Option<bool>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct HeadBucketRequest {
    #[serde(rename = "Bucket", skip_serializing_if = "Option::is_none")]
    pub bucket: Option<String>,
    #[serde(rename = "ExpectedBucketOwner", skip_serializing_if = "Option::is_none")]
    pub expected_bucket_owner: Option<String>,
}

impl Validate for HeadBucketRequest {
    fn validate(&self, found: &mut Violations) {
        found.required("Bucket", self.bucket.is_some());
    }
}

string_enum! {
    pub enum LocationType {
        AvailabilityZone = "AvailabilityZone",
        LocalZone = "LocalZone",
    }
}

string_enum! {
    pub enum ObjectCannedACL {
        Private = "private",
        PublicRead = "public-read",
        PublicReadWrite = "public-read-write",
        AuthenticatedRead = "authenticated-read",
        AwsExecRead = "aws-exec-read",
        BucketOwnerRead = "bucket-owner-read",
        BucketOwnerFullControl = "bucket-owner-full-control",
    }
}

string_enum! {
    pub enum ObjectLockLegalHoldStatus {
        On = "ON",
        Off = "OFF",
    }
}

string_enum! {
    pub enum ObjectLockMode {
        Governance = "GOVERNANCE",
        Compliance = "COMPLIANCE",
    }
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutObjectOutput {
    #[serde(rename = "Expiration", skip_serializing_if = "Option::is_none")]
    pub expiration: Option<String>,
    #[serde(rename = "ETag", skip_serializing_if = "Option::is_none")]
    pub e_tag: Option<String>,
    #[serde(rename = "ChecksumCRC32", skip_serializing_if = "Option::is_none")]
    pub checksum_crc32: Option<String>,
    #[serde(rename = "ChecksumCRC32C", skip_serializing_if = "Option::is_none")]
    pub checksum_crc32_c: Option<String>,
    #[serde(rename = "ChecksumCRC64NVME", skip_serializing_if = "Option::is_none")]
    pub checksum_crc64_nvme: Option<String>,
    #[serde(rename = "ChecksumSHA1", skip_serializing_if = "Option::is_none")]
    pub checksum_sha1: Option<String>,
    #[serde(rename = "ChecksumSHA256", skip_serializing_if = "Option::is_none")]
    pub checksum_sha256: Option<String>,
    #[serde(rename = "ChecksumSHA512", skip_serializing_if = "Option::is_none")]
    pub checksum_sha512: Option<String>,
    #[serde(rename = "ChecksumMD5", skip_serializing_if = "Option::is_none")]
    pub checksum_md5: Option<String>,
    #[serde(rename = "ChecksumXXHASH64", skip_serializing_if = "Option::is_none")]
    pub checksum_xxhash64: Option<String>,
    #[serde(rename = "ChecksumXXHASH3", skip_serializing_if = "Option::is_none")]
    pub checksum_xxhash3: Option<String>,
    #[serde(rename = "ChecksumXXHASH128", skip_serializing_if = "Option::is_none")]
    pub checksum_xxhash128: Option<String>,
    #[serde(rename = "ChecksumType", skip_serializing_if = "Option::is_none")]
    pub checksum_type: Option<ChecksumType>,
    #[serde(rename = "ServerSideEncryption", skip_serializing_if = "Option::is_none")]
    pub server_side_encryption: Option<ServerSideEncryption>,
    #[serde(rename = "VersionId", skip_serializing_if = "Option::is_none")]
    pub version_id: Option<String>,
    #[serde(rename = "SSECustomerAlgorithm", skip_serializing_if = "Option::is_none")]
    pub sse_customer_algorithm: Option<String>,
    #[serde(rename = "SSECustomerKeyMD5", skip_serializing_if = "Option::is_none")]
    pub sse_customer_key_md5: Option<String>,
    #[serde(rename = "SSEKMSKeyId", skip_serializing_if = "Option::is_none")]
    pub ssekms_key_id: Option<String>,
    #[serde(rename = "SSEKMSEncryptionContext", skip_serializing_if = "Option::is_none")]
    pub ssekms_encryption_context: Option<String>,
    #[serde(rename = "BucketKeyEnabled", skip_serializing_if = "Option::is_none")]
    pub bucket_key_enabled: Option<bool>,
    #[serde(rename = "Size", skip_serializing_if = "Option::is_none")]
    pub size: Option<i64>,
    #[serde(rename = "RequestCharged", skip_serializing_if = "Option::is_none")]
    pub request_charged: Option<RequestCharged>,
}

impl std::fmt::Debug for PutObjectOutput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PutObjectOutput")
            .field("expiration", &self.expiration)
            .field("e_tag", &self.e_tag)
            .field("checksum_crc32", &self.checksum_crc32)
            .field("checksum_crc32_c", &self.checksum_crc32_c)
            .field("checksum_crc64_nvme", &self.checksum_crc64_nvme)
            .field("checksum_sha1", &self.checksum_sha1)
            .field("checksum_sha256", &self.checksum_sha256)
            .field("checksum_sha512", &self.checksum_sha512)
            .field("checksum_md5", &self.checksum_md5)
            .field("checksum_xxhash64", &self.checksum_xxhash64)
            .field("checksum_xxhash3", &self.checksum_xxhash3)
            .field("checksum_xxhash128", &self.checksum_xxhash128)
            .field("checksum_type", &self.checksum_type)
            .field("server_side_encryption", &self.server_side_encryption)
            .field("version_id", &self.version_id)
            .field("sse_customer_algorithm", &self.sse_customer_algorithm)
            .field("sse_customer_key_md5", &self.sse_customer_key_md5)
            .field("bucket_key_enabled", &self.bucket_key_enabled)
            .field("size", &self.size)
            .field("request_charged", &self.request_charged)
            .finish_non_exhaustive()
    }
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PutObjectRequest {
    #[serde(rename = "ACL", skip_serializing_if = "Option::is_none")]
    pub acl: Option<ObjectCannedACL>,
    #[serde(rename = "Body", skip_serializing_if = "Option::is_none")]
    pub body: Option<Blob>,
    #[serde(rename = "Bucket", skip_serializing_if = "Option::is_none")]
    pub bucket: Option<String>,
    #[serde(rename = "CacheControl", skip_serializing_if = "Option::is_none")]
    pub cache_control: Option<String>,
    #[serde(rename = "ContentDisposition", skip_serializing_if = "Option::is_none")]
    pub content_disposition: Option<String>,
    #[serde(rename = "ContentEncoding", skip_serializing_if = "Option::is_none")]
    pub content_encoding: Option<String>,
    #[serde(rename = "ContentLanguage", skip_serializing_if = "Option::is_none")]
    pub content_language: Option<String>,
    #[serde(rename = "ContentLength", skip_serializing_if = "Option::is_none")]
    pub content_length: Option<i64>,
    #[serde(rename = "ContentMD5", skip_serializing_if = "Option::is_none")]
    pub content_md5: Option<String>,
    #[serde(rename = "ContentType", skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    #[serde(rename = "ChecksumAlgorithm", skip_serializing_if = "Option::is_none")]
    pub checksum_algorithm: Option<ChecksumAlgorithm>,
    #[serde(rename = "ChecksumCRC32", skip_serializing_if = "Option::is_none")]
    pub checksum_crc32: Option<String>,
    #[serde(rename = "ChecksumCRC32C", skip_serializing_if = "Option::is_none")]
    pub checksum_crc32_c: Option<String>,
    #[serde(rename = "ChecksumCRC64NVME", skip_serializing_if = "Option::is_none")]
    pub checksum_crc64_nvme: Option<String>,
    #[serde(rename = "ChecksumSHA1", skip_serializing_if = "Option::is_none")]
    pub checksum_sha1: Option<String>,
    #[serde(rename = "ChecksumSHA256", skip_serializing_if = "Option::is_none")]
    pub checksum_sha256: Option<String>,
    #[serde(rename = "ChecksumSHA512", skip_serializing_if = "Option::is_none")]
    pub checksum_sha512: Option<String>,
    #[serde(rename = "ChecksumMD5", skip_serializing_if = "Option::is_none")]
    pub checksum_md5: Option<String>,
    #[serde(rename = "ChecksumXXHASH64", skip_serializing_if = "Option::is_none")]
    pub checksum_xxhash64: Option<String>,
    #[serde(rename = "ChecksumXXHASH3", skip_serializing_if = "Option::is_none")]
    pub checksum_xxhash3: Option<String>,
    #[serde(rename = "ChecksumXXHASH128", skip_serializing_if = "Option::is_none")]
    pub checksum_xxhash128: Option<String>,
    #[serde(rename = "Expires", skip_serializing_if = "Option::is_none")]
    pub expires: Option<Time>,
    #[serde(rename = "IfMatch", skip_serializing_if = "Option::is_none")]
    pub if_match: Option<String>,
    #[serde(rename = "IfNoneMatch", skip_serializing_if = "Option::is_none")]
    pub if_none_match: Option<String>,
    #[serde(rename = "GrantFullControl", skip_serializing_if = "Option::is_none")]
    pub grant_full_control: Option<String>,
    #[serde(rename = "GrantRead", skip_serializing_if = "Option::is_none")]
    pub grant_read: Option<String>,
    #[serde(rename = "GrantReadACP", skip_serializing_if = "Option::is_none")]
    pub grant_read_acp: Option<String>,
    #[serde(rename = "GrantWriteACP", skip_serializing_if = "Option::is_none")]
    pub grant_write_acp: Option<String>,
    #[serde(rename = "Key", skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    #[serde(rename = "WriteOffsetBytes", skip_serializing_if = "Option::is_none")]
    pub write_offset_bytes: Option<i64>,
    #[serde(rename = "Metadata", skip_serializing_if = "Option::is_none")]
    pub metadata: Option<BTreeMap<String, String>>,
    #[serde(rename = "ServerSideEncryption", skip_serializing_if = "Option::is_none")]
    pub server_side_encryption: Option<ServerSideEncryption>,
    #[serde(rename = "StorageClass", skip_serializing_if = "Option::is_none")]
    pub storage_class: Option<StorageClass>,
    #[serde(rename = "WebsiteRedirectLocation", skip_serializing_if = "Option::is_none")]
    pub website_redirect_location: Option<String>,
    #[serde(rename = "SSECustomerAlgorithm", skip_serializing_if = "Option::is_none")]
    pub sse_customer_algorithm: Option<String>,
    #[serde(rename = "SSECustomerKey", skip_serializing_if = "Option::is_none")]
    pub sse_customer_key: Option<String>,
    #[serde(rename = "SSECustomerKeyMD5", skip_serializing_if = "Option::is_none")]
    pub sse_customer_key_md5: Option<String>,
    #[serde(rename = "SSEKMSKeyId", skip_serializing_if = "Option::is_none")]
    pub ssekms_key_id: Option<String>,
    #[serde(rename = "SSEKMSEncryptionContext", skip_serializing_if = "Option::is_none")]
    pub ssekms_encryption_context: Option<String>,
    #[serde(rename = "BucketKeyEnabled", skip_serializing_if = "Option::is_none")]
    pub bucket_key_enabled: Option<bool>,
    #[serde(rename = "RequestPayer", skip_serializing_if = "Option::is_none")]
    pub request_payer: Option<RequestPayer>,
    #[serde(rename = "Tagging", skip_serializing_if = "Option::is_none")]
    pub tagging: Option<String>,
    #[serde(rename = "ObjectLockMode", skip_serializing_if = "Option::is_none")]
    pub object_lock_mode: Option<ObjectLockMode>,
    #[serde(rename = "ObjectLockRetainUntilDate", skip_serializing_if = "Option::is_none")]
    pub object_lock_retain_until_date: Option<Time>,
    #[serde(rename = "ObjectLockLegalHoldStatus", skip_serializing_if = "Option::is_none")]
    pub object_lock_legal_hold_status: Option<ObjectLockLegalHoldStatus>,
    #[serde(rename = "ExpectedBucketOwner", skip_serializing_if = "Option::is_none")]
    pub expected_bucket_owner: Option<String>,
}

impl std::fmt::Debug for PutObjectRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PutObjectRequest")
            .field("acl", &self.acl)
            .field("body", &self.body)
            .field("bucket", &self.bucket)
            .field("cache_control", &self.cache_control)
            .field("content_disposition", &self.content_disposition)
            .field("content_encoding", &self.content_encoding)
            .field("content_language", &self.content_language)
            .field("content_length", &self.content_length)
            .field("content_md5", &self.content_md5)
            .field("content_type", &self.content_type)
            .field("checksum_algorithm", &self.checksum_algorithm)
            .field("checksum_crc32", &self.checksum_crc32)
            .field("checksum_crc32_c", &self.checksum_crc32_c)
            .field("checksum_crc64_nvme", &self.checksum_crc64_nvme)
            .field("checksum_sha1", &self.checksum_sha1)
            .field("checksum_sha256", &self.checksum_sha256)
            .field("checksum_sha512", &self.checksum_sha512)
            .field("checksum_md5", &self.checksum_md5)
            .field("checksum_xxhash64", &self.checksum_xxhash64)
            .field("checksum_xxhash3", &self.checksum_xxhash3)
            .field("checksum_xxhash128", &self.checksum_xxhash128)
            .field("expires", &self.expires)
            .field("if_match", &self.if_match)
            .field("if_none_match", &self.if_none_match)
            .field("grant_full_control", &self.grant_full_control)
            .field("grant_read", &self.grant_read)
            .field("grant_read_acp", &self.grant_read_acp)
            .field("grant_write_acp", &self.grant_write_acp)
            .field("key", &self.key)
            .field("write_offset_bytes", &self.write_offset_bytes)
            .field("metadata", &self.metadata)
            .field("server_side_encryption", &self.server_side_encryption)
            .field("storage_class", &self.storage_class)
            .field("website_redirect_location", &self.website_redirect_location)
            .field("sse_customer_algorithm", &self.sse_customer_algorithm)
            .field("sse_customer_key_md5", &self.sse_customer_key_md5)
            .field("bucket_key_enabled", &self.bucket_key_enabled)
            .field("request_payer", &self.request_payer)
            .field("tagging", &self.tagging)
            .field("object_lock_mode", &self.object_lock_mode)
            .field("object_lock_retain_until_date", &self.object_lock_retain_until_date)
            .field("object_lock_legal_hold_status", &self.object_lock_legal_hold_status)
            .field("expected_bucket_owner", &self.expected_bucket_owner)
            .finish_non_exhaustive()
    }
}

impl Validate for PutObjectRequest {
    fn validate(&self, found: &mut Violations) {
        if let Some(value) = &self.acl {
            found.within("ACL", |found| {
                found.member_of(value.as_str(), ObjectCannedACL::NAMES);
            });
        }
        found.required("Bucket", self.bucket.is_some());
        if let Some(value) = &self.checksum_algorithm {
            found.within("ChecksumAlgorithm", |found| {
                found.member_of(value.as_str(), ChecksumAlgorithm::NAMES);
            });
        }
        found.required("Key", self.key.is_some());
        if let Some(value) = &self.key {
            found.within("Key", |found| {
                found.text(value, &Constraint { min: Some(1.0), ..Constraint::NONE });
            });
        }
        if let Some(value) = &self.server_side_encryption {
            found.within("ServerSideEncryption", |found| {
                found.member_of(value.as_str(), ServerSideEncryption::NAMES);
            });
        }
        if let Some(value) = &self.storage_class {
            found.within("StorageClass", |found| {
                found.member_of(value.as_str(), StorageClass::NAMES);
            });
        }
        if let Some(value) = &self.request_payer {
            found.within("RequestPayer", |found| {
                found.member_of(value.as_str(), RequestPayer::NAMES);
            });
        }
        if let Some(value) = &self.object_lock_mode {
            found.within("ObjectLockMode", |found| {
                found.member_of(value.as_str(), ObjectLockMode::NAMES);
            });
        }
        if let Some(value) = &self.object_lock_legal_hold_status {
            found.within("ObjectLockLegalHoldStatus", |found| {
                found.member_of(value.as_str(), ObjectLockLegalHoldStatus::NAMES);
            });
        }
    }
}

string_enum! {
    pub enum ReplicationStatus {
        Complete = "COMPLETE",
        Pending = "PENDING",
        Failed = "FAILED",
        Replica = "REPLICA",
        Completed = "COMPLETED",
    }
}

string_enum! {
    pub enum RequestCharged {
        Requester = "requester",
    }
}

string_enum! {
    pub enum RequestPayer {
        Requester = "requester",
    }
}

string_enum! {
    pub enum ServerSideEncryption {
        Aes256 = "AES256",
        AwsFsx = "aws:fsx",
        AwsKms = "aws:kms",
        AwsKmsDsse = "aws:kms:dsse",
    }
}

string_enum! {
    pub enum StorageClass {
        Standard = "STANDARD",
        ReducedRedundancy = "REDUCED_REDUNDANCY",
        StandardIa = "STANDARD_IA",
        OnezoneIa = "ONEZONE_IA",
        IntelligentTiering = "INTELLIGENT_TIERING",
        Glacier = "GLACIER",
        DeepArchive = "DEEP_ARCHIVE",
        Outposts = "OUTPOSTS",
        GlacierIr = "GLACIER_IR",
        Snow = "SNOW",
        ExpressOnezone = "EXPRESS_ONEZONE",
        FsxOpenzfs = "FSX_OPENZFS",
        FsxOntap = "FSX_ONTAP",
    }
}
