//! Buckets and what is set on them.

use s3s::S3Request;
use s3s::dto::*;

use super::shapes::{tags_of, time};
use super::{Answered, answer, refuse};
use crate::S3;
use crate::front::Caller;
use crate::records::PublicAccess;
use crate::refusal::Refused;

const MAX_BUCKETS: i32 = 10_000;
/// Objects belong to the bucket's owner, and nothing has ACLs.
pub(super) const OWNER_ENFORCED: &str = "BucketOwnerEnforced";

pub(super) async fn create_bucket(
    s3: &S3,
    caller: &Caller,
    request: S3Request<CreateBucketInput>,
) -> Answered<CreateBucketOutput> {
    let input = request.input;
    let ownership =
        input.object_ownership.as_ref().is_some_and(|ownership| ownership.as_str() != OWNER_ENFORCED);
    let grants = input.grant_full_control.is_some()
        || input.grant_read.is_some()
        || input.grant_read_acp.is_some()
        || input.grant_write.is_some()
        || input.grant_write_acp.is_some();
    if grants || input.acl.as_ref().is_some_and(|acl| acl.as_str() != "private") {
        return Err(Refused::other(
            "InvalidBucketAclWithObjectOwnership",
            "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
        ));
    }
    let configuration = input.create_bucket_configuration.unwrap_or_default();
    refuse(&[
        (input.object_lock_enabled_for_bucket == Some(true), "object lock"),
        (ownership, "ObjectOwnership with ACLs"),
        (configuration.bucket.is_some() || configuration.location.is_some(), "a directory bucket"),
    ])?;
    let constraint = configuration.location_constraint.as_ref().map(BucketLocationConstraint::as_str);
    s3.create_bucket(&caller.context, &input.bucket, constraint, tags_of(Vec::new(), 0)?).await?;
    answer(CreateBucketOutput { location: Some(format!("/{}", input.bucket)) })
}

pub(super) async fn delete_bucket(
    s3: &S3,
    caller: &Caller,
    request: S3Request<DeleteBucketInput>,
) -> Answered<DeleteBucketOutput> {
    s3.delete_bucket(&caller.context, &request.input.bucket).await?;
    let mut answered = answer(DeleteBucketOutput::default())?;
    answered.status = Some(http::StatusCode::NO_CONTENT);
    Ok(answered)
}

pub(super) async fn head_bucket(
    s3: &S3,
    _: &Caller,
    request: S3Request<HeadBucketInput>,
) -> Answered<HeadBucketOutput> {
    let bucket = s3.bucket(&request.input.bucket).await?;
    answer(HeadBucketOutput {
        bucket_region: Some(bucket.region),
        access_point_alias: Some(false),
        ..Default::default()
    })
}

pub(super) async fn list_buckets(
    s3: &S3,
    caller: &Caller,
    request: S3Request<ListBucketsInput>,
) -> Answered<ListBucketsOutput> {
    let ListBucketsInput { bucket_region, continuation_token, max_buckets, prefix } = request.input;
    let limit = max_buckets.unwrap_or(MAX_BUCKETS);
    if !(1..=MAX_BUCKETS).contains(&limit) {
        return Err(Refused::argument("Argument max-buckets must be an integer between 1 and 10000"));
    }
    let account = caller.context.scope.account.to_string();
    let after =
        continuation_token.map(|token| neargate_store::token::decode(&["ListBuckets", &account], &token));
    let after = after.transpose()?;
    let limit = usize::try_from(limit).unwrap_or_default();
    let (buckets, more) = s3.buckets(&caller.context, prefix.as_deref(), after.as_deref(), limit).await?;
    let last = buckets.last().filter(|_| more);
    let continuation_token =
        last.map(|last| neargate_store::token::encode(&["ListBuckets", &account], &last.name));
    let listed = buckets
        .into_iter()
        .filter(|bucket| bucket_region.as_ref().is_none_or(|region| *region == bucket.region));
    let listed = listed.map(|bucket| Bucket {
        name: Some(bucket.name),
        creation_date: Some(time(bucket.created)),
        bucket_region: Some(bucket.region),
    });
    answer(ListBucketsOutput {
        buckets: Some(listed.collect()),
        continuation_token,
        owner: Some(Owner { id: Some(canonical_id(&account)), display_name: None }),
        prefix,
    })
}

/// The canonical user id of an account: 64 hex digits that are always the same.
pub(super) fn canonical_id(account: &str) -> String {
    use sha2::Digest as _;
    crate::receive::hex(&sha2::Sha256::digest(account))
}

pub(super) async fn get_bucket_location(
    s3: &S3,
    _: &Caller,
    request: S3Request<GetBucketLocationInput>,
) -> Answered<GetBucketLocationOutput> {
    let region = s3.bucket(&request.input.bucket).await?.region;
    let constraint = (region != "us-east-1").then(|| BucketLocationConstraint::from(region));
    answer(GetBucketLocationOutput { location_constraint: constraint })
}

/// Nothing has versions here, which is what AWS says of a bucket that never had any.
pub(super) async fn get_bucket_versioning(
    s3: &S3,
    _: &Caller,
    request: S3Request<GetBucketVersioningInput>,
) -> Answered<GetBucketVersioningOutput> {
    s3.bucket(&request.input.bucket).await?;
    answer(GetBucketVersioningOutput::default())
}

pub(super) async fn get_bucket_policy(
    s3: &S3,
    _: &Caller,
    request: S3Request<GetBucketPolicyInput>,
) -> Answered<GetBucketPolicyOutput> {
    let policy = s3.bucket(&request.input.bucket).await?.policy;
    let absent = || Refused::absent_setting("NoSuchBucketPolicy", "The bucket policy does not exist");
    answer(GetBucketPolicyOutput { policy: Some(policy.ok_or_else(absent)?) })
}

pub(super) async fn put_bucket_policy(
    s3: &S3,
    caller: &Caller,
    request: S3Request<PutBucketPolicyInput>,
) -> Answered<PutBucketPolicyOutput> {
    let PutBucketPolicyInput { bucket, policy, .. } = request.input;
    s3.set_policy(&caller.context, &bucket, Some(policy)).await?;
    let mut answered = answer(PutBucketPolicyOutput::default())?;
    answered.status = Some(http::StatusCode::NO_CONTENT);
    Ok(answered)
}

pub(super) async fn delete_bucket_policy(
    s3: &S3,
    caller: &Caller,
    request: S3Request<DeleteBucketPolicyInput>,
) -> Answered<DeleteBucketPolicyOutput> {
    s3.set_policy(&caller.context, &request.input.bucket, None).await?;
    answer(DeleteBucketPolicyOutput::default())
}

pub(super) async fn get_public_access_block(
    s3: &S3,
    _: &Caller,
    request: S3Request<GetPublicAccessBlockInput>,
) -> Answered<GetPublicAccessBlockOutput> {
    let access = s3.bucket(&request.input.bucket).await?.public_access;
    let access = access.ok_or_else(|| {
        Refused::absent_setting(
            "NoSuchPublicAccessBlockConfiguration",
            "The public access block configuration was not found",
        )
    })?;
    let configuration = PublicAccessBlockConfiguration {
        block_public_acls: Some(access.block_acls),
        ignore_public_acls: Some(access.ignore_acls),
        block_public_policy: Some(access.block_policy),
        restrict_public_buckets: Some(access.restrict_buckets),
    };
    answer(GetPublicAccessBlockOutput { public_access_block_configuration: Some(configuration) })
}

pub(super) async fn put_public_access_block(
    s3: &S3,
    caller: &Caller,
    request: S3Request<PutPublicAccessBlockInput>,
) -> Answered<PutPublicAccessBlockOutput> {
    let PutPublicAccessBlockInput { bucket, public_access_block_configuration: given, .. } = request.input;
    let access = PublicAccess {
        block_acls: given.block_public_acls.unwrap_or_default(),
        ignore_acls: given.ignore_public_acls.unwrap_or_default(),
        block_policy: given.block_public_policy.unwrap_or_default(),
        restrict_buckets: given.restrict_public_buckets.unwrap_or_default(),
    };
    s3.set_public_access(&caller.context, &bucket, Some(access)).await?;
    answer(PutPublicAccessBlockOutput::default())
}

pub(super) async fn delete_public_access_block(
    s3: &S3,
    caller: &Caller,
    request: S3Request<DeletePublicAccessBlockInput>,
) -> Answered<DeletePublicAccessBlockOutput> {
    s3.set_public_access(&caller.context, &request.input.bucket, None).await?;
    answer(DeletePublicAccessBlockOutput::default())
}
