//! Uploads in parts.

use futures_util::TryStreamExt as _;
use s3s::S3Request;
use s3s::dto::*;

use super::buckets::canonical_id;
use super::objects::{copy_condition, source};
use super::shapes::{
    Sums, condition, etag, precondition, said, size, span, tags_of_header, time, timestamp, with_sums,
};
use super::{Answered, answer, refuse};
use crate::S3;
use crate::front::Caller;
use crate::multipart::{Chosen, Completion, MAX_PARTS};
use crate::objects::{Conditions, Span};
use crate::receive::{Claims, receive};
use crate::records::Algorithm;
use crate::refusal::Refused;

pub(super) async fn create_multipart_upload(
    s3: &S3,
    caller: &Caller,
    request: S3Request<CreateMultipartUploadInput>,
) -> Answered<CreateMultipartUploadOutput> {
    let input = request.input;
    let (head, tags) = (said!(input).head()?, tags_of_header(input.tagging.as_deref())?);
    let algorithm = match input.checksum_algorithm.as_ref().map(ChecksumAlgorithm::as_str) {
        None => None,
        Some(name) => Some(Algorithm::named(name).ok_or_else(|| {
            Refused::request("Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]")
        })?),
    };
    let composite = composite(algorithm, input.checksum_type.as_ref().map(ChecksumType::as_str))?;
    let (bucket, key) = (input.bucket, input.key);
    let durability = caller.context.durability;
    let upload = s3.begin_upload(durability, &bucket, &key, (head, tags), (algorithm, composite)).await?;
    let kind = if composite { ChecksumType::COMPOSITE } else { ChecksumType::FULL_OBJECT };
    answer(CreateMultipartUploadOutput {
        bucket: Some(bucket),
        key: Some(key),
        upload_id: Some(upload.id),
        checksum_algorithm: algorithm.map(|algorithm| ChecksumAlgorithm::from_static(algorithm.name())),
        checksum_type: algorithm.map(|_| ChecksumType::from_static(kind)),
        ..Default::default()
    })
}

/// Whether a checksum is made of the parts' checksums: not all algorithms can be either.
fn composite(algorithm: Option<Algorithm>, kind: Option<&str>) -> Result<bool, Refused> {
    let Some(algorithm) = algorithm else { return Ok(false) };
    let refused = |kind: &str| {
        let name = algorithm.name().to_ascii_lowercase();
        Refused::request(format!(
            "The {kind} checksum type cannot be used with the {name} checksum algorithm."
        ))
    };
    match (kind, algorithm) {
        (Some("COMPOSITE"), Algorithm::Crc64nvme) => Err(refused("COMPOSITE")),
        (Some("FULL_OBJECT"), Algorithm::Sha1 | Algorithm::Sha256) => Err(refused("FULL_OBJECT")),
        (Some("FULL_OBJECT"), _) | (None, Algorithm::Crc64nvme) => Ok(false),
        (Some("COMPOSITE") | None, _) => Ok(true),
        (Some(_), _) => Err(Refused::request("Value for x-amz-checksum-type header is invalid.")),
    }
}

fn part_number(number: i32) -> Result<u16, Refused> {
    let number = u16::try_from(number).ok().filter(|number| (1..=MAX_PARTS).contains(number));
    number.ok_or_else(|| Refused::argument("Part number must be an integer between 1 and 10000, inclusive"))
}

pub(super) async fn upload_part(
    s3: &S3,
    caller: &Caller,
    request: S3Request<UploadPartInput>,
) -> Answered<UploadPartOutput> {
    let (headers, input) = (request.headers, request.input);
    refuse(&[(input.sse_customer_key.is_some(), "encryption with keys of the customer")])?;
    let number = part_number(input.part_number)?;
    let upload = s3.upload(&input.bucket, &input.key, &input.upload_id).await?;
    let mut claims = caller.claims(&headers, input.content_md5)?;
    claims.algorithm = claims.algorithm.or(upload.algorithm);
    if upload.algorithm.is_some_and(|algorithm| claims.algorithm != Some(algorithm)) {
        return Err(Refused::request(
            "Checksum Type mismatch occurred, expected checksum Type and actual checksum Type differ.",
        ));
    }
    let body = input.body.ok_or_else(Refused::missing_length)?;
    let received = receive(&s3.files, body, claims).await?;
    let part = s3.put_part(caller.context.durability, &input.bucket, &upload, number, received).await?;
    answer(with_sums!(UploadPartOutput, part.checksum.as_ref(), { e_tag: Some(etag(&part.etag)) }))
}

pub(super) async fn upload_part_copy(
    s3: &S3,
    caller: &Caller,
    request: S3Request<UploadPartCopyInput>,
) -> Answered<UploadPartCopyOutput> {
    let input = request.input;
    let customers = input.sse_customer_key.is_some() || input.copy_source_sse_customer_key.is_some();
    refuse(&[(customers, "encryption with keys of the customer")])?;
    let number = part_number(input.part_number)?;
    let upload = s3.upload(&input.bucket, &input.key, &input.upload_id).await?;
    let (bucket, key) = source(input.copy_source)?;
    let found = match s3.find(&bucket, &key).await {
        Ok(found) => found,
        Err(refused) => return Err(s3.absent(&caller.context, &bucket, refused).await),
    };
    let conditions = Conditions {
        matches: condition(input.copy_source_if_match),
        none_matches: condition(input.copy_source_if_none_match),
        modified_since: input.copy_source_if_modified_since.map(timestamp),
        unmodified_since: input.copy_source_if_unmodified_since.map(timestamp),
    };
    conditions.check(&found.object).map_err(copy_condition)?;
    let whole = Span { from: 0, length: found.object.size };
    let span = match input.copy_source_range {
        None => whole,
        Some(text) => {
            let range = Range::parse(&text).map_err(|_| {
                Refused::argument("The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy")
            })?;
            span(range, found.object.size)?
        }
    };
    // The bytes are read and written: a stretch of a file can't be shared.
    let bytes =
        s3.read(found, span).map_err(|error| Box::new(error) as Box<dyn std::error::Error + Send + Sync>);
    let claims = Claims { length: Some(span.length), algorithm: upload.algorithm, ..Claims::default() };
    let received = receive(&s3.files, Box::pin(bytes), claims).await?;
    let part = s3.put_part(caller.context.durability, &input.bucket, &upload, number, received).await?;
    let result = with_sums!(CopyPartResult, part.checksum.as_ref(), {
        e_tag: Some(etag(&part.etag)),
        last_modified: Some(time(part.modified)),
    });
    answer(UploadPartCopyOutput { copy_part_result: Some(result), ..Default::default() })
}

pub(super) async fn complete_multipart_upload(
    s3: &S3,
    caller: &Caller,
    request: S3Request<CompleteMultipartUploadInput>,
) -> Answered<CompleteMultipartUploadOutput> {
    let input = request.input;
    refuse(&[(input.sse_customer_key.is_some(), "encryption with keys of the customer")])?;
    let upload = s3.upload(&input.bucket, &input.key, &input.upload_id).await?;
    let listed = input.multipart_upload.and_then(|upload| upload.parts).unwrap_or_default();
    let parts = listed.into_iter().map(|part| {
        let etag = part.e_tag.map(ETag::into_value).unwrap_or_default();
        Ok(Chosen { number: part_number(part.part_number.unwrap_or_default())?, etag })
    });
    let stated = [
        input.checksum_crc32,
        input.checksum_crc32c,
        input.checksum_crc64nvme,
        input.checksum_sha1,
        input.checksum_sha256,
    ];
    let completion = Completion {
        parts: parts.collect::<Result<_, Refused>>()?,
        checksum: stated.into_iter().flatten().next(),
        size: input.mpu_object_size.and_then(|size| u64::try_from(size).ok()),
        precondition: precondition(input.if_match, input.if_none_match)?,
    };
    let object = s3.complete(caller.context.durability, &input.bucket, &upload, completion).await?;
    let location = format!("{}/{}/{}", caller.context.endpoint, input.bucket, input.key);
    answer(with_sums!(CompleteMultipartUploadOutput, object.checksum.as_ref(), {
        checksum_type: Sums::of(object.checksum.as_ref()).kind,
        bucket: Some(input.bucket),
        key: Some(input.key),
        location: Some(location),
        e_tag: Some(etag(&object.etag)),
    }))
}

pub(super) async fn abort_multipart_upload(
    s3: &S3,
    caller: &Caller,
    request: S3Request<AbortMultipartUploadInput>,
) -> Answered<AbortMultipartUploadOutput> {
    let AbortMultipartUploadInput { bucket, key, upload_id, if_match_initiated_time, .. } = request.input;
    refuse(&[(if_match_initiated_time.is_some(), "x-amz-if-match-initiated-time")])?;
    s3.abort(caller.context.durability, &bucket, &key, &upload_id).await?;
    answer(AbortMultipartUploadOutput::default())
}

pub(super) async fn list_parts(
    s3: &S3,
    _: &Caller,
    request: S3Request<ListPartsInput>,
) -> Answered<ListPartsOutput> {
    let input = request.input;
    let max = input.max_parts.unwrap_or(1000).min(1000);
    let limit = usize::try_from(max)
        .map_err(|_| Refused::argument("Argument max-parts must be an integer between 0 and 2147483647"))?;
    let upload = s3.upload(&input.bucket, &input.key, &input.upload_id).await?;
    let after = input.part_number_marker.and_then(|number| u16::try_from(number).ok());
    let mut parts = s3.parts(&input.bucket, &upload.id, after, limit + 1).await?;
    let more = parts.len() > limit;
    parts.truncate(limit);
    let last = parts.last().map(|part| i32::from(part.number));
    let owner = s3.bucket(&input.bucket).await?.owner;
    let parts = parts.into_iter().map(|part| {
        with_sums!(Part, part.checksum.as_ref(), {
            e_tag: Some(etag(&part.etag)),
            last_modified: Some(time(part.modified)),
            part_number: Some(i32::from(part.number)),
            size: size(part.size),
        })
    });
    let class = upload.head.storage_class.unwrap_or_else(|| "STANDARD".to_owned());
    answer(ListPartsOutput {
        bucket: Some(input.bucket),
        key: Some(input.key),
        upload_id: Some(upload.id),
        is_truncated: Some(more),
        max_parts: Some(max),
        next_part_number_marker: last.filter(|_| more),
        part_number_marker: Some(input.part_number_marker.unwrap_or_default()),
        owner: Some(Owner { id: Some(canonical_id(owner.as_str())), display_name: None }),
        parts: Some(parts.collect()),
        storage_class: Some(StorageClass::from(class)),
        ..Default::default()
    })
}
