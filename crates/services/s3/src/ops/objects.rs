//! Objects.

use std::sync::Arc;

use futures_util::StreamExt as _;
use s3s::dto::*;
use s3s::{S3Request, S3Response};

use super::shapes::{
    Sums, condition, etag, precondition, said, size, span, tags_of_header, time, timestamp, with_sums,
};
use super::{Answered, answer, refuse};
use crate::S3;
use crate::front::Caller;
use crate::objects::{Conditions, Found, Span};
use crate::receive::receive;
use crate::records::{Head, Object as Kept, Tags};
use crate::refusal::Refused;

/// Keys in one DeleteObjects.
const MAX_DELETED: usize = 1000;
const DELETED_AT_A_TIME: usize = 100;
/// The version of what has none.
pub(super) const NULL_VERSION: &str = "null";
const DEFAULT_TYPE: &str = "binary/octet-stream";

pub(super) async fn put_object(
    s3: &S3,
    caller: &Caller,
    request: S3Request<PutObjectInput>,
) -> Answered<PutObjectOutput> {
    let (headers, mut input) = (request.headers, request.input);
    refuse(&[(input.write_offset_bytes.is_some(), "x-amz-write-offset-bytes")])?;
    let (head, tags) = (said!(input).head()?, tags_of_header(input.tagging.as_deref())?);
    let precondition = precondition(input.if_match.take(), input.if_none_match.take())?;
    crate::names::check_key(&input.key)?;
    let claims = caller.claims(&headers, input.content_md5.take())?;
    let body = input.body.take().ok_or_else(Refused::missing_length)?;
    let received = receive(&s3.files, body, claims).await?;
    let what = (received, head, tags);
    let object = s3.put(caller.context.durability, &input.bucket, &input.key, what, precondition).await?;
    answer(with_sums!(PutObjectOutput, object.checksum.as_ref(), {
        checksum_type: Sums::of(object.checksum.as_ref()).kind,
        e_tag: Some(etag(&object.etag)),
    }))
}

/// What of an object is asked for, by range or by part.
struct Wanted {
    span: Span,
    partial: bool,
    parts: Option<i32>,
}

fn wanted(object: &Kept, range: Option<Range>, part: Option<i32>) -> Result<Wanted, Refused> {
    let whole = Span { from: 0, length: object.size };
    match (range, part) {
        (Some(_), Some(_)) => {
            Err(Refused::request("Cannot specify both Range header and partNumber query parameter"))
        }
        (Some(range), None) => Ok(Wanted { span: span(range, object.size)?, partial: true, parts: None }),
        (None, None) => Ok(Wanted { span: whole, partial: false, parts: None }),
        (None, Some(number)) if !object.in_parts => match number {
            1 => Ok(Wanted { span: whole, partial: object.size > 0, parts: None }),
            _ => Err(invalid_part()),
        },
        (None, Some(number)) => {
            let index = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
            let piece = index.and_then(|index| Some((index, object.pieces.get(index)?)));
            let (index, piece) = piece.ok_or_else(invalid_part)?;
            let from = object.pieces.iter().take(index).map(|piece| piece.size).sum();
            let span = Span { from, length: piece.size };
            Ok(Wanted { span, partial: true, parts: i32::try_from(object.pieces.len()).ok() })
        }
    }
}

fn invalid_part() -> Refused {
    Refused::new(
        "InvalidPartNumber",
        http::StatusCode::RANGE_NOT_SATISFIABLE,
        "The requested partnumber is not satisfiable",
    )
}

impl Wanted {
    fn content_range(&self, object: &Kept) -> Option<String> {
        let Span { from, length } = self.span;
        self.partial.then(|| format!("bytes {from}-{}/{}", (from + length).saturating_sub(1), object.size))
    }

    fn answer<T>(&self, output: T) -> S3Response<T> {
        let mut answered = S3Response::new(output);
        answered.status = self.partial.then_some(http::StatusCode::PARTIAL_CONTENT);
        answered
    }
}

/// Of versions there is the one that is named `null`.
pub(super) fn check_version(version: Option<&str>) -> Result<(), Refused> {
    match version {
        None | Some(NULL_VERSION) => Ok(()),
        Some(_) => Err(Refused::no_version()),
    }
}

/// The object, with a claim on its bytes, if the caller may know of it and the conditions hold.
async fn find(
    s3: &S3,
    caller: &Caller,
    bucket: &str,
    key: &str,
    conditions: Conditions,
) -> Result<Found, Refused> {
    let found = match s3.find(bucket, key).await {
        Ok(found) => found,
        Err(refused) => return Err(s3.absent(&caller.context, bucket, refused).await),
    };
    let etag = &found.object.etag;
    conditions.check(&found.object).map_err(|refused| Refused { etag: Some(etag.clone()), ..refused })?;
    Ok(found)
}

pub(super) async fn get_object(
    s3: &Arc<S3>,
    caller: &Caller,
    request: S3Request<GetObjectInput>,
) -> Answered<GetObjectOutput> {
    let input = request.input;
    check_version(input.version_id.as_deref())?;
    refuse(&[(input.sse_customer_key.is_some(), "encryption with keys of the customer")])?;
    let conditions = Conditions {
        matches: condition(input.if_match),
        none_matches: condition(input.if_none_match),
        modified_since: input.if_modified_since.map(timestamp),
        unmodified_since: input.if_unmodified_since.map(timestamp),
    };
    let found = find(s3, caller, &input.bucket, &input.key, conditions).await?;
    let object = found.object.clone();
    let wanted = wanted(&object, input.range, input.part_number)?;
    let shown = object.checksum.as_ref().filter(|_| input.checksum_mode.is_some() && !wanted.partial);
    let (kind, head) = (Sums::of(shown).kind, object.head.clone());
    let body = s3.read(found, wanted.span);
    let expires = head.expires.map(|at| time(neargate_core::Timestamp(at)));
    Ok(wanted.answer(with_sums!(GetObjectOutput, shown, {
        accept_ranges: Some("bytes".to_owned()),
        body: Some(StreamingBlob::wrap(body)),
        cache_control: head.cache_control,
        checksum_type: kind,
        content_disposition: head.content_disposition,
        content_encoding: head.content_encoding,
        content_language: head.content_language,
        content_length: size(wanted.span.length),
        content_range: wanted.content_range(&object),
        content_type: Some(head.content_type.unwrap_or_else(|| DEFAULT_TYPE.to_owned())),
        e_tag: Some(etag(&object.etag)),
        expires: expires,
        last_modified: Some(time(object.modified)),
        metadata: Some(head.metadata.into_iter().collect()),
        parts_count: wanted.parts,
        storage_class: head.storage_class.map(StorageClass::from),
        tag_count: i32::try_from(object.tags.len()).ok().filter(|count| *count > 0),
    })))
}

pub(super) async fn head_object(
    s3: &S3,
    caller: &Caller,
    request: S3Request<HeadObjectInput>,
) -> Answered<HeadObjectOutput> {
    let input = request.input;
    check_version(input.version_id.as_deref())?;
    refuse(&[(input.sse_customer_key.is_some(), "encryption with keys of the customer")])?;
    let conditions = Conditions {
        matches: condition(input.if_match),
        none_matches: condition(input.if_none_match),
        modified_since: input.if_modified_since.map(timestamp),
        unmodified_since: input.if_unmodified_since.map(timestamp),
    };
    let object = find(s3, caller, &input.bucket, &input.key, conditions).await?.object;
    let wanted = wanted(&object, input.range, input.part_number)?;
    let shown = object.checksum.as_ref().filter(|_| input.checksum_mode.is_some() && !wanted.partial);
    let (kind, head) = (Sums::of(shown).kind, object.head.clone());
    let expires = head.expires.map(|at| time(neargate_core::Timestamp(at)));
    Ok(wanted.answer(with_sums!(HeadObjectOutput, shown, {
        accept_ranges: Some("bytes".to_owned()),
        cache_control: head.cache_control,
        checksum_type: kind,
        content_disposition: head.content_disposition,
        content_encoding: head.content_encoding,
        content_language: head.content_language,
        content_length: size(wanted.span.length),
        content_range: wanted.content_range(&object),
        content_type: Some(head.content_type.unwrap_or_else(|| DEFAULT_TYPE.to_owned())),
        e_tag: Some(etag(&object.etag)),
        expires: expires,
        last_modified: Some(time(object.modified)),
        metadata: Some(head.metadata.into_iter().collect()),
        parts_count: wanted.parts,
        storage_class: head.storage_class.map(StorageClass::from),
    })))
}

/// Which object is to be copied.
pub(super) fn source(source: CopySource) -> Result<(String, String), Refused> {
    match source {
        CopySource::Bucket { bucket, key, version_id } => {
            check_version(version_id.as_deref())?;
            Ok((bucket.into(), key.into()))
        }
        CopySource::AccessPoint { .. } | CopySource::Outpost { .. } => {
            Err(Refused::not_implemented("a copy from an access point"))
        }
    }
}

pub(super) async fn copy_object(
    s3: &S3,
    caller: &Caller,
    request: S3Request<CopyObjectInput>,
) -> Answered<CopyObjectOutput> {
    let input = request.input;
    let directed = |directive: Option<&str>, name: &str| match directive {
        None | Some("COPY") => Ok(false),
        Some("REPLACE") => Ok(true),
        Some(_) => Err(Refused::argument(format!("Unknown {name} directive."))),
    };
    let replace_head =
        directed(input.metadata_directive.as_ref().map(MetadataDirective::as_str), "metadata")?;
    let replace_tags = directed(input.tagging_directive.as_ref().map(TaggingDirective::as_str), "tagging")?;
    let customers = input.copy_source_sse_customer_key.is_some();
    refuse(&[
        (customers, "encryption with keys of the customer"),
        (input.checksum_algorithm.is_some(), "a new checksum for a copy"),
    ])?;
    let said: Head = said!(input).head()?;
    let tags: Tags = tags_of_header(input.tagging.as_deref().filter(|_| replace_tags))?;
    let conditions = Conditions {
        matches: condition(input.copy_source_if_match),
        none_matches: condition(input.copy_source_if_none_match),
        modified_since: input.copy_source_if_modified_since.map(timestamp),
        unmodified_since: input.copy_source_if_unmodified_since.map(timestamp),
    };
    let (bucket, key) = source(input.copy_source)?;
    let found = find(s3, caller, &bucket, &key, conditions).await.map_err(copy_condition)?;
    let head = if replace_head {
        said
    } else {
        Head { storage_class: said.storage_class, ..found.object.head.clone() }
    };
    if (&bucket, &key) == (&input.bucket, &input.key) && !replace_head && head == found.object.head {
        return Err(Refused::request(
            "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
        ));
    }
    let tags = if replace_tags { tags } else { found.object.tags.clone() };
    let to = (input.bucket.as_str(), input.key.as_str());
    let object = s3.copy(caller.context.durability, found, to, head, tags).await?;
    let result = with_sums!(CopyObjectResult, object.checksum.as_ref(), {
        checksum_type: Sums::of(object.checksum.as_ref()).kind,
        e_tag: Some(etag(&object.etag)),
        last_modified: Some(time(object.modified)),
    });
    answer(CopyObjectOutput { copy_object_result: Some(result), ..Default::default() })
}

/// A copy whose condition doesn't hold is no reading: it fails.
pub(super) fn copy_condition(refused: Refused) -> Refused {
    if refused.code == "NotModified" { Refused::precondition() } else { refused }
}

pub(super) async fn delete_object(
    s3: &S3,
    caller: &Caller,
    request: S3Request<DeleteObjectInput>,
) -> Answered<DeleteObjectOutput> {
    let input = request.input;
    check_version(input.version_id.as_deref())?;
    refuse(&[
        (input.if_match_last_modified_time.is_some(), "x-amz-if-match-last-modified-time"),
        (input.if_match_size.is_some(), "x-amz-if-match-size"),
        (input.mfa.is_some(), "x-amz-mfa"),
    ])?;
    s3.delete(caller.context.durability, &input.bucket, &input.key, condition(input.if_match)).await?;
    answer(DeleteObjectOutput::default())
}

pub(super) async fn delete_objects(
    s3: &S3,
    caller: &Caller,
    request: S3Request<DeleteObjectsInput>,
) -> Answered<DeleteObjectsOutput> {
    let DeleteObjectsInput { bucket, delete, .. } = request.input;
    if delete.objects.is_empty() || delete.objects.len() > MAX_DELETED {
        return Err(Refused::other(
            "MalformedXML",
            "The XML you provided was not well-formed or did not validate against our published schema",
        ));
    }
    let quiet = delete.quiet.unwrap_or_default();
    let (mut deleted, mut errors) = (Vec::new(), Vec::new());
    s3.bucket(&bucket).await?;
    let ends = delete.objects.into_iter().map(async |object| {
        let ObjectIdentifier { e_tag, key, last_modified_time, size, version_id } = object;
        let done = async {
            check_version(version_id.as_deref())?;
            refuse(&[(last_modified_time.is_some(), "LastModifiedTime"), (size.is_some(), "Size")])?;
            s3.allow(&caller.context, "s3:DeleteObject", &bucket, Some(&key), Vec::new()).await?;
            s3.delete(caller.context.durability, &bucket, &key, e_tag.map(ETag::into_value)).await
        };
        let done = done.await;
        (key, version_id, done)
    });
    // Many at a time: what waits for the disk together is written together.
    let mut ends = futures_util::stream::iter(ends).buffered(DELETED_AT_A_TIME);
    while let Some((key, version_id, done)) = ends.next().await {
        match done {
            Ok(()) if quiet => {}
            Ok(()) => deleted.push(DeletedObject { key: Some(key), version_id, ..Default::default() }),
            Err(refused) => {
                refused.log();
                errors.push(Error {
                    code: Some(refused.code.to_owned()),
                    key: Some(key),
                    message: Some(refused.message),
                    version_id,
                });
            }
        }
    }
    answer(DeleteObjectsOutput { deleted: Some(deleted), errors: Some(errors), request_charged: None })
}
