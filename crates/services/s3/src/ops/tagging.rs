//! Tags of buckets and objects.

use s3s::S3Request;
use s3s::dto::*;

use super::shapes::{object_tags_of, tag_list, tags_of};
use super::{Answered, answer, refuse};
use crate::S3;
use crate::front::Caller;
use crate::records::Tags;
use crate::refusal::Refused;

const MAX_BUCKET_TAGS: usize = 50;

pub(super) async fn get_bucket_tagging(
    s3: &S3,
    _: &Caller,
    request: S3Request<GetBucketTaggingInput>,
) -> Answered<GetBucketTaggingOutput> {
    let tags = s3.bucket(&request.input.bucket).await?.tags;
    if tags.is_empty() {
        return Err(Refused::absent_setting("NoSuchTagSet", "The TagSet does not exist"));
    }
    answer(GetBucketTaggingOutput { tag_set: tag_list(tags) })
}

pub(super) async fn put_bucket_tagging(
    s3: &S3,
    caller: &Caller,
    request: S3Request<PutBucketTaggingInput>,
) -> Answered<PutBucketTaggingOutput> {
    let PutBucketTaggingInput { bucket, tagging, .. } = request.input;
    s3.tag_bucket(&caller.context, &bucket, tags_of(tagging.tag_set, MAX_BUCKET_TAGS)?).await?;
    let mut answered = answer(PutBucketTaggingOutput::default())?;
    answered.status = Some(http::StatusCode::NO_CONTENT);
    Ok(answered)
}

pub(super) async fn delete_bucket_tagging(
    s3: &S3,
    caller: &Caller,
    request: S3Request<DeleteBucketTaggingInput>,
) -> Answered<DeleteBucketTaggingOutput> {
    s3.tag_bucket(&caller.context, &request.input.bucket, Tags::new()).await?;
    answer(DeleteBucketTaggingOutput::default())
}

pub(super) async fn get_object_tagging(
    s3: &S3,
    caller: &Caller,
    request: S3Request<GetObjectTaggingInput>,
) -> Answered<GetObjectTaggingOutput> {
    let GetObjectTaggingInput { bucket, key, version_id, .. } = request.input;
    refuse(&[(version_id.is_some(), "versionId")])?;
    match s3.object(&bucket, &key).await {
        Ok(object) => answer(GetObjectTaggingOutput { tag_set: tag_list(object.tags), version_id: None }),
        Err(refused) => Err(s3.absent(&caller.context, &bucket, refused).await),
    }
}

pub(super) async fn put_object_tagging(
    s3: &S3,
    caller: &Caller,
    request: S3Request<PutObjectTaggingInput>,
) -> Answered<PutObjectTaggingOutput> {
    let PutObjectTaggingInput { bucket, key, tagging, version_id, .. } = request.input;
    refuse(&[(version_id.is_some(), "versionId")])?;
    s3.tag_object(caller.context.durability, &bucket, &key, object_tags_of(tagging.tag_set)?).await?;
    answer(PutObjectTaggingOutput::default())
}

pub(super) async fn delete_object_tagging(
    s3: &S3,
    caller: &Caller,
    request: S3Request<DeleteObjectTaggingInput>,
) -> Answered<DeleteObjectTaggingOutput> {
    let DeleteObjectTaggingInput { bucket, key, version_id, .. } = request.input;
    refuse(&[(version_id.is_some(), "versionId")])?;
    s3.tag_object(caller.context.durability, &bucket, &key, Tags::new()).await?;
    answer(DeleteObjectTaggingOutput::default())
}
