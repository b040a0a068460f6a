//! What is set on a bucket and can't be changed: who asks is told how it is.
//!
//! Tools read all of a bucket's settings before they change one. Of a setting that we don't have, S3's answer for "never set" is the truth;
//! removing it changes nothing, and setting it isn't here.

use s3s::dto::*;
use s3s::{S3Request, S3Response};

use super::{Answered, answer, refuse};
use crate::S3;
use crate::buckets;
use crate::front::Caller;
use crate::refusal::Refused;

/// With keys of S3's own, which is what a bucket has that says nothing.
const AES256: &str = "AES256";
const BUCKET_OWNER: &str = "BucketOwner";

pub(super) async fn get_bucket_encryption(
    s3: &S3,
    _: &Caller,
    request: S3Request<GetBucketEncryptionInput>,
) -> Answered<GetBucketEncryptionOutput> {
    s3.bucket(&request.input.bucket).await?;
    let default = ServerSideEncryptionByDefault {
        kms_master_key_id: None,
        sse_algorithm: ServerSideEncryption::from_static(AES256),
    };
    let rule = ServerSideEncryptionRule {
        apply_server_side_encryption_by_default: Some(default),
        bucket_key_enabled: Some(false),
    };
    let configuration = ServerSideEncryptionConfiguration { rules: vec![rule] };
    answer(GetBucketEncryptionOutput { server_side_encryption_configuration: Some(configuration) })
}

pub(super) async fn put_bucket_encryption(
    s3: &S3,
    _: &Caller,
    request: S3Request<PutBucketEncryptionInput>,
) -> Answered<PutBucketEncryptionOutput> {
    let PutBucketEncryptionInput { bucket, server_side_encryption_configuration: given, .. } = request.input;
    let defaults = || given.rules.iter().filter_map(|r| r.apply_server_side_encryption_by_default.as_ref());
    refuse(&[
        (
            defaults().any(|default| {
                default.sse_algorithm.as_str() != AES256 || default.kms_master_key_id.is_some()
            }),
            "encryption of a bucket with keys of KMS",
        ),
        (given.rules.iter().any(|rule| rule.bucket_key_enabled == Some(true)), "BucketKeyEnabled"),
    ])?;
    s3.bucket(&bucket).await?;
    answer(PutBucketEncryptionOutput::default())
}

pub(super) async fn get_bucket_request_payment(
    s3: &S3,
    _: &Caller,
    request: S3Request<GetBucketRequestPaymentInput>,
) -> Answered<GetBucketRequestPaymentOutput> {
    s3.bucket(&request.input.bucket).await?;
    answer(GetBucketRequestPaymentOutput { payer: Some(Payer::from_static(BUCKET_OWNER)) })
}

pub(super) async fn put_bucket_request_payment(
    s3: &S3,
    _: &Caller,
    request: S3Request<PutBucketRequestPaymentInput>,
) -> Answered<PutBucketRequestPaymentOutput> {
    let PutBucketRequestPaymentInput { bucket, request_payment_configuration: given, .. } = request.input;
    refuse(&[(given.payer.as_str() != BUCKET_OWNER, "Payer Requester")])?;
    s3.bucket(&bucket).await?;
    answer(PutBucketRequestPaymentOutput::default())
}

pub(super) async fn get_bucket_policy_status(
    s3: &S3,
    _: &Caller,
    request: S3Request<GetBucketPolicyStatusInput>,
) -> Answered<GetBucketPolicyStatusOutput> {
    let policy = s3.bucket(&request.input.bucket).await?.policy;
    let absent = || Refused::absent_setting("NoSuchBucketPolicy", "The bucket policy does not exist");
    let is_public = buckets::allows_everybody(&policy.ok_or_else(absent)?);
    answer(GetBucketPolicyStatusOutput { policy_status: Some(PolicyStatus { is_public: Some(is_public) }) })
}

/// Settings that nobody made: an operation per line, with what S3 answers then.
macro_rules! never_set {
    (empty: $($get:ident: $input:ident => $output:ident;)*) => {
        $(pub(super) async fn $get(s3: &S3, _: &Caller, request: S3Request<$input>) -> Answered<$output> {
            s3.bucket(&request.input.bucket).await?;
            answer($output::default())
        })*
    };
    (absent: $($get:ident: $input:ident => $output:ident, $code:literal $message:literal;)*) => {
        $(pub(super) async fn $get(s3: &S3, _: &Caller, request: S3Request<$input>) -> Answered<$output> {
            s3.bucket(&request.input.bucket).await?;
            Err(Refused::absent_setting($code, $message))
        })*
    };
    (remove: $($delete:ident: $input:ident => $output:ident;)*) => {
        $(pub(super) async fn $delete(s3: &S3, _: &Caller, request: S3Request<$input>) -> Answered<$output> {
            s3.bucket(&request.input.bucket).await?;
            Ok(S3Response::with_status($output::default(), http::StatusCode::NO_CONTENT))
        })*
    };
}

never_set! { empty:
    get_bucket_accelerate_configuration: GetBucketAccelerateConfigurationInput => GetBucketAccelerateConfigurationOutput;
    get_bucket_logging: GetBucketLoggingInput => GetBucketLoggingOutput;
    get_bucket_notification_configuration: GetBucketNotificationConfigurationInput => GetBucketNotificationConfigurationOutput;
    list_bucket_inventory_configurations: ListBucketInventoryConfigurationsInput => ListBucketInventoryConfigurationsOutput;
}

never_set! { absent:
    get_bucket_cors: GetBucketCorsInput => GetBucketCorsOutput,
        "NoSuchCORSConfiguration" "The CORS configuration does not exist";
    get_bucket_lifecycle_configuration: GetBucketLifecycleConfigurationInput => GetBucketLifecycleConfigurationOutput,
        "NoSuchLifecycleConfiguration" "The lifecycle configuration does not exist";
    get_bucket_replication: GetBucketReplicationInput => GetBucketReplicationOutput,
        "ReplicationConfigurationNotFoundError" "The replication configuration was not found";
    get_bucket_website: GetBucketWebsiteInput => GetBucketWebsiteOutput,
        "NoSuchWebsiteConfiguration" "The specified bucket does not have a website configuration";
    get_object_lock_configuration: GetObjectLockConfigurationInput => GetObjectLockConfigurationOutput,
        "ObjectLockConfigurationNotFoundError" "Object Lock configuration does not exist for this bucket";
}

never_set! { remove:
    delete_bucket_cors: DeleteBucketCorsInput => DeleteBucketCorsOutput;
    delete_bucket_encryption: DeleteBucketEncryptionInput => DeleteBucketEncryptionOutput;
    delete_bucket_lifecycle: DeleteBucketLifecycleInput => DeleteBucketLifecycleOutput;
    delete_bucket_replication: DeleteBucketReplicationInput => DeleteBucketReplicationOutput;
    delete_bucket_website: DeleteBucketWebsiteInput => DeleteBucketWebsiteOutput;
}
