//! S3's operations as s3s hands them over: its shapes to our functions and back.
//!
//! What isn't here answers 501 with its name; a member whose meaning we don't implement is refused by [`refuse`], never passed over.

mod acls;
mod attributes;
mod buckets;
mod listing;
mod multipart;
mod objects;
mod settings;
mod shapes;
mod tagging;

use std::sync::Arc;

use s3s::dto::*;
use s3s::{S3Request, S3Response, S3Result};

use crate::S3;
use crate::front::Caller;
use crate::refusal::Refused;

/// s3s's view of the service.
pub(crate) struct Operations {
    s3: Arc<S3>,
}

impl Operations {
    pub(crate) fn new(s3: Arc<S3>) -> Self {
        Self { s3 }
    }
}

/// An operation per line: its name, its shapes, and the module that has a function of its name.
macro_rules! operations {
    ($($name:ident: $input:ident => $output:ident in $module:ident;)*) => {
        #[async_trait::async_trait]
        impl s3s::S3 for Operations {
            $(async fn $name(&self, request: S3Request<$input>) -> S3Result<S3Response<$output>> {
                let caller = Caller::of(&request)?;
                Ok($module::$name(&self.s3, &caller, request).await?)
            })*
        }
    };
}

operations! {
    create_bucket: CreateBucketInput => CreateBucketOutput in buckets;
    delete_bucket: DeleteBucketInput => DeleteBucketOutput in buckets;
    head_bucket: HeadBucketInput => HeadBucketOutput in buckets;
    list_buckets: ListBucketsInput => ListBucketsOutput in buckets;
    get_bucket_location: GetBucketLocationInput => GetBucketLocationOutput in buckets;
    get_bucket_versioning: GetBucketVersioningInput => GetBucketVersioningOutput in buckets;
    get_bucket_policy: GetBucketPolicyInput => GetBucketPolicyOutput in buckets;
    put_bucket_policy: PutBucketPolicyInput => PutBucketPolicyOutput in buckets;
    delete_bucket_policy: DeleteBucketPolicyInput => DeleteBucketPolicyOutput in buckets;
    get_public_access_block: GetPublicAccessBlockInput => GetPublicAccessBlockOutput in buckets;
    put_public_access_block: PutPublicAccessBlockInput => PutPublicAccessBlockOutput in buckets;
    delete_public_access_block: DeletePublicAccessBlockInput => DeletePublicAccessBlockOutput in buckets;
    get_bucket_acl: GetBucketAclInput => GetBucketAclOutput in acls;
    put_bucket_acl: PutBucketAclInput => PutBucketAclOutput in acls;
    get_object_acl: GetObjectAclInput => GetObjectAclOutput in acls;
    put_object_acl: PutObjectAclInput => PutObjectAclOutput in acls;
    get_bucket_ownership_controls: GetBucketOwnershipControlsInput => GetBucketOwnershipControlsOutput in acls;
    put_bucket_ownership_controls: PutBucketOwnershipControlsInput => PutBucketOwnershipControlsOutput in acls;
    get_bucket_encryption: GetBucketEncryptionInput => GetBucketEncryptionOutput in settings;
    put_bucket_encryption: PutBucketEncryptionInput => PutBucketEncryptionOutput in settings;
    delete_bucket_encryption: DeleteBucketEncryptionInput => DeleteBucketEncryptionOutput in settings;
    get_bucket_request_payment: GetBucketRequestPaymentInput => GetBucketRequestPaymentOutput in settings;
    put_bucket_request_payment: PutBucketRequestPaymentInput => PutBucketRequestPaymentOutput in settings;
    get_bucket_policy_status: GetBucketPolicyStatusInput => GetBucketPolicyStatusOutput in settings;
    get_bucket_accelerate_configuration: GetBucketAccelerateConfigurationInput => GetBucketAccelerateConfigurationOutput in settings;
    get_bucket_logging: GetBucketLoggingInput => GetBucketLoggingOutput in settings;
    get_bucket_notification_configuration: GetBucketNotificationConfigurationInput => GetBucketNotificationConfigurationOutput in settings;
    list_bucket_inventory_configurations: ListBucketInventoryConfigurationsInput => ListBucketInventoryConfigurationsOutput in settings;
    get_bucket_cors: GetBucketCorsInput => GetBucketCorsOutput in settings;
    get_bucket_lifecycle_configuration: GetBucketLifecycleConfigurationInput => GetBucketLifecycleConfigurationOutput in settings;
    get_bucket_replication: GetBucketReplicationInput => GetBucketReplicationOutput in settings;
    get_bucket_website: GetBucketWebsiteInput => GetBucketWebsiteOutput in settings;
    get_object_lock_configuration: GetObjectLockConfigurationInput => GetObjectLockConfigurationOutput in settings;
    delete_bucket_cors: DeleteBucketCorsInput => DeleteBucketCorsOutput in settings;
    delete_bucket_lifecycle: DeleteBucketLifecycleInput => DeleteBucketLifecycleOutput in settings;
    delete_bucket_replication: DeleteBucketReplicationInput => DeleteBucketReplicationOutput in settings;
    delete_bucket_website: DeleteBucketWebsiteInput => DeleteBucketWebsiteOutput in settings;
    get_bucket_tagging: GetBucketTaggingInput => GetBucketTaggingOutput in tagging;
    put_bucket_tagging: PutBucketTaggingInput => PutBucketTaggingOutput in tagging;
    delete_bucket_tagging: DeleteBucketTaggingInput => DeleteBucketTaggingOutput in tagging;
    get_object_tagging: GetObjectTaggingInput => GetObjectTaggingOutput in tagging;
    put_object_tagging: PutObjectTaggingInput => PutObjectTaggingOutput in tagging;
    delete_object_tagging: DeleteObjectTaggingInput => DeleteObjectTaggingOutput in tagging;
    put_object: PutObjectInput => PutObjectOutput in objects;
    get_object: GetObjectInput => GetObjectOutput in objects;
    head_object: HeadObjectInput => HeadObjectOutput in objects;
    get_object_attributes: GetObjectAttributesInput => GetObjectAttributesOutput in attributes;
    copy_object: CopyObjectInput => CopyObjectOutput in objects;
    delete_object: DeleteObjectInput => DeleteObjectOutput in objects;
    delete_objects: DeleteObjectsInput => DeleteObjectsOutput in objects;
    list_objects: ListObjectsInput => ListObjectsOutput in listing;
    list_objects_v2: ListObjectsV2Input => ListObjectsV2Output in listing;
    list_object_versions: ListObjectVersionsInput => ListObjectVersionsOutput in listing;
    list_parts: ListPartsInput => ListPartsOutput in multipart;
    list_multipart_uploads: ListMultipartUploadsInput => ListMultipartUploadsOutput in listing;
    create_multipart_upload: CreateMultipartUploadInput => CreateMultipartUploadOutput in multipart;
    upload_part: UploadPartInput => UploadPartOutput in multipart;
    upload_part_copy: UploadPartCopyInput => UploadPartCopyOutput in multipart;
    complete_multipart_upload: CompleteMultipartUploadInput => CompleteMultipartUploadOutput in multipart;
    abort_multipart_upload: AbortMultipartUploadInput => AbortMultipartUploadOutput in multipart;
}

type Answered<T> = Result<S3Response<T>, Refused>;

fn answer<T>(output: T) -> Answered<T> {
    Ok(S3Response::new(output))
}

/// Refuses members that say something.
fn refuse(members: &[(bool, &str)]) -> Result<(), Refused> {
    match members.iter().find(|(given, _)| *given) {
        Some((_, name)) => Err(Refused::not_implemented(name)),
        None => Ok(()),
    }
}
