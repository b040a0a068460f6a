//! Whose buckets and objects are: their bucket's owner's, always. ACLs can be read, as in every new bucket of AWS, and not be changed. One that
//! says of an object what is so is taken: there are tools that give every copy the ACL of its source.

use s3s::S3Request;
use s3s::dto::*;

use super::buckets::{OWNER_ENFORCED, canonical_id};
use super::objects::check_version;
use super::{Answered, answer, refuse};
use crate::S3;
use crate::front::Caller;
use crate::records;
use crate::refusal::Refused;

const OWNER_FULL_CONTROL: &str = "bucket-owner-full-control";

/// The owner of a bucket, and the grant that says that everything is theirs.
fn owned(bucket: &records::Bucket) -> (Owner, Vec<Grant>) {
    let id = canonical_id(bucket.owner.as_str());
    let grantee = Grantee {
        id: Some(id.clone()),
        type_: Type::from_static(Type::CANONICAL_USER),
        display_name: None,
        email_address: None,
        uri: None,
    };
    let grant =
        Grant { grantee: Some(grantee), permission: Some(Permission::from_static(Permission::FULL_CONTROL)) };
    (Owner { id: Some(id), display_name: None }, vec![grant])
}

fn no_acls() -> Refused {
    Refused::other("AccessControlListNotSupported", "The bucket does not allow ACLs")
}

pub(super) async fn get_bucket_acl(
    s3: &S3,
    _: &Caller,
    request: S3Request<GetBucketAclInput>,
) -> Answered<GetBucketAclOutput> {
    let (owner, grants) = owned(&s3.bucket(&request.input.bucket).await?);
    answer(GetBucketAclOutput { grants: Some(grants), owner: Some(owner) })
}

pub(super) async fn put_bucket_acl(
    s3: &S3,
    _: &Caller,
    request: S3Request<PutBucketAclInput>,
) -> Answered<PutBucketAclOutput> {
    s3.bucket(&request.input.bucket).await?;
    Err(no_acls())
}

pub(super) async fn get_object_acl(
    s3: &S3,
    caller: &Caller,
    request: S3Request<GetObjectAclInput>,
) -> Answered<GetObjectAclOutput> {
    let GetObjectAclInput { bucket, key, version_id, .. } = request.input;
    check_version(version_id.as_deref())?;
    if let Err(refused) = s3.object(&bucket, &key).await {
        return Err(s3.absent(&caller.context, &bucket, refused).await);
    }
    let (owner, grants) = owned(&s3.bucket(&bucket).await?);
    answer(GetObjectAclOutput { grants: Some(grants), owner: Some(owner), request_charged: None })
}

pub(super) async fn put_object_acl(
    s3: &S3,
    caller: &Caller,
    request: S3Request<PutObjectAclInput>,
) -> Answered<PutObjectAclOutput> {
    let input = request.input;
    check_version(input.version_id.as_deref())?;
    if let Err(refused) = s3.object(&input.bucket, &input.key).await {
        return Err(s3.absent(&caller.context, &input.bucket, refused).await);
    }
    let (owner, _) = owned(&s3.bucket(&input.bucket).await?);
    let canned = input.acl.as_ref().is_some_and(|acl| acl.as_str() == OWNER_FULL_CONTROL);
    let written = input.access_control_policy.as_ref().is_some_and(|policy| says_as_it_is(policy, &owner));
    match canned || written {
        true => answer(PutObjectAclOutput::default()),
        false => Err(no_acls()),
    }
}

/// Grants everything to the owner, and nothing to anybody else.
fn says_as_it_is(policy: &AccessControlPolicy, owner: &Owner) -> bool {
    let is_theirs = |grant: &Grant| {
        let grantee = grant.grantee.as_ref().and_then(|grantee| grantee.id.as_ref());
        grantee == owner.id.as_ref()
            && grant.permission.as_ref().is_some_and(|what| what.as_str() == Permission::FULL_CONTROL)
    };
    policy.grants.as_ref().is_some_and(|grants| !grants.is_empty() && grants.iter().all(is_theirs))
}

pub(super) async fn get_bucket_ownership_controls(
    s3: &S3,
    _: &Caller,
    request: S3Request<GetBucketOwnershipControlsInput>,
) -> Answered<GetBucketOwnershipControlsOutput> {
    s3.bucket(&request.input.bucket).await?;
    let rule = OwnershipControlsRule { object_ownership: ObjectOwnership::from_static(OWNER_ENFORCED) };
    let controls = OwnershipControls { rules: vec![rule] };
    answer(GetBucketOwnershipControlsOutput { ownership_controls: Some(controls) })
}

/// Takes what is so anyway.
pub(super) async fn put_bucket_ownership_controls(
    s3: &S3,
    _: &Caller,
    request: S3Request<PutBucketOwnershipControlsInput>,
) -> Answered<PutBucketOwnershipControlsOutput> {
    let PutBucketOwnershipControlsInput { bucket, ownership_controls, .. } = request.input;
    let others = |rule: &OwnershipControlsRule| rule.object_ownership.as_str() != OWNER_ENFORCED;
    refuse(&[(ownership_controls.rules.iter().any(others), "ObjectOwnership with ACLs")])?;
    s3.bucket(&bucket).await?;
    answer(PutBucketOwnershipControlsOutput::default())
}
