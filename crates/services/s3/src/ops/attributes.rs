//! GetObjectAttributes: what is known of an object, member by member.

use s3s::S3Request;
use s3s::dto::*;

use super::objects::check_version;
use super::shapes::{Sums, etag, size, time, with_sums};
use super::{Answered, answer, refuse};
use crate::S3;
use crate::front::Caller;
use crate::records::{self, Object as Kept};
use crate::refusal::Refused;

const MAX_PARTS: i32 = 1000;
const ATTRIBUTES: &[&str] = &["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"];

pub(super) async fn get_object_attributes(
    s3: &S3,
    caller: &Caller,
    request: S3Request<GetObjectAttributesInput>,
) -> Answered<GetObjectAttributesOutput> {
    let input = request.input;
    check_version(input.version_id.as_deref())?;
    refuse(&[(input.sse_customer_key.is_some(), "encryption with keys of the customer")])?;
    // A header for each, or one for all.
    let asked = input.object_attributes.iter().flat_map(|names| names.as_str().split(',').map(str::trim));
    let asked: Vec<&str> = asked.collect();
    if asked.iter().any(|name| !ATTRIBUTES.contains(name)) {
        return Err(Refused::argument("Invalid attribute name specified."));
    }
    // It tells what reading would.
    s3.allow(&caller.context, "s3:GetObject", &input.bucket, Some(&input.key), Vec::new()).await?;
    let object = match s3.object(&input.bucket, &input.key).await {
        Ok(object) => object,
        Err(refused) => return Err(s3.absent(&caller.context, &input.bucket, refused).await),
    };
    let wanted = |name: &str| asked.contains(&name);
    let checksum = object.checksum.as_ref().filter(|_| wanted("Checksum")).map(
        |checksum| with_sums!(Checksum, Some(checksum), { checksum_type: Sums::of(Some(checksum)).kind }),
    );
    let class = object.head.storage_class.clone().unwrap_or_else(|| "STANDARD".to_owned());
    let in_parts = object.in_parts && wanted("ObjectParts");
    answer(GetObjectAttributesOutput {
        checksum,
        e_tag: wanted("ETag").then(|| etag(&object.etag)),
        last_modified: Some(time(object.modified)),
        object_parts: in_parts
            .then(|| parts(&object, input.part_number_marker, input.max_parts))
            .transpose()?,
        object_size: size(object.size).filter(|_| wanted("ObjectSize")),
        storage_class: wanted("StorageClass").then(|| StorageClass::from(class)),
        ..Default::default()
    })
}

/// An object's parts, in pages.
fn parts(object: &Kept, marker: Option<i32>, max: Option<i32>) -> Result<GetObjectAttributesParts, Refused> {
    let (marker, max) = (marker.unwrap_or_default(), max.unwrap_or(MAX_PARTS).min(MAX_PARTS));
    let bounds = (usize::try_from(marker), usize::try_from(max));
    let (Ok(skip), Ok(limit)) = bounds else {
        return Err(Refused::argument("Argument max-parts must be an integer between 0 and 2147483647"));
    };
    let algorithm = object.checksum.as_ref().map(|checksum| checksum.algorithm);
    let shown = object.pieces.iter().zip(1..).skip(skip).take(limit);
    let parts: Vec<ObjectPart> = shown
        .map(|(piece, number)| {
            let checksum = piece.checksum.clone().zip(algorithm);
            let checksum =
                checksum.map(|(value, algorithm)| records::Checksum { algorithm, value, composite: false });
            with_sums!(ObjectPart, checksum.as_ref(), { part_number: Some(number), size: size(piece.size) })
        })
        .collect();
    let last = parts.last().and_then(|part| part.part_number).unwrap_or(marker);
    Ok(GetObjectAttributesParts {
        is_truncated: Some(skip + parts.len() < object.pieces.len()),
        max_parts: Some(max),
        next_part_number_marker: Some(last),
        part_number_marker: Some(marker),
        parts: Some(parts),
        total_parts_count: i32::try_from(object.pieces.len()).ok(),
    })
}
