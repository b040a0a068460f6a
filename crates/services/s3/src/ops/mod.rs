//! S3's operations as s3s hands them over: its shapes to our functions and back.
//!
//! What isn't here answers 501 with its name; a member whose meaning we don't implement is refused by [`refuse`], never passed over.

mod buckets;
mod listing;
mod multipart;
mod objects;
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
    get_bucket_tagging: GetBucketTaggingInput => GetBucketTaggingOutput in tagging;
    put_bucket_tagging: PutBucketTaggingInput => PutBucketTaggingOutput in tagging;
    delete_bucket_tagging: DeleteBucketTaggingInput => DeleteBucketTaggingOutput in tagging;
    get_object_tagging: GetObjectTaggingInput => GetObjectTaggingOutput in tagging;
    put_object_tagging: PutObjectTaggingInput => PutObjectTaggingOutput in tagging;
    delete_object_tagging: DeleteObjectTaggingInput => DeleteObjectTaggingOutput in tagging;
    put_object: PutObjectInput => PutObjectOutput in objects;
    get_object: GetObjectInput => GetObjectOutput in objects;
    head_object: HeadObjectInput => HeadObjectOutput in objects;
    copy_object: CopyObjectInput => CopyObjectOutput in objects;
    delete_object: DeleteObjectInput => DeleteObjectOutput in objects;
    delete_objects: DeleteObjectsInput => DeleteObjectsOutput in objects;
    list_objects: ListObjectsInput => ListObjectsOutput in listing;
    list_objects_v2: ListObjectsV2Input => ListObjectsV2Output in listing;
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
