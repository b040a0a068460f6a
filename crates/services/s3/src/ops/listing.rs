//! Listings of objects and of uploads.

use neargate_store::token;
use s3s::S3Request;
use s3s::dto::*;

use super::buckets::canonical_id;
use super::objects::NULL_VERSION;
use super::shapes::{encoded, etag, size, time};
use super::{Answered, answer};
use crate::S3;
use crate::front::Caller;
use crate::list::{self, Entry, Page, Query};
use crate::records::{self, Object as Kept, upload_id};
use crate::refusal::Refused;

const MAX_KEYS: i32 = 1000;

/// A page's objects and common prefixes, as they are answered.
struct Listed {
    contents: Vec<Object>,
    prefixes: Vec<CommonPrefix>,
    next: Option<String>,
}

/// How many are wanted, as an answer repeats it.
fn limit(max: Option<i32>, name: &str) -> Result<(i32, usize), Refused> {
    let max = max.unwrap_or(MAX_KEYS);
    let limit = usize::try_from(max.min(MAX_KEYS));
    let message = format!("Argument {name} must be an integer between 0 and 2147483647");
    Ok((max.min(MAX_KEYS), limit.map_err(|_| Refused::argument(message))?))
}

async fn list(s3: &S3, bucket: &str, query: Query<'_>, owner: bool, url: bool) -> Result<Listed, Refused> {
    let read = s3.store.read(|r| {
        let bucket = records::bucket(r, bucket)?;
        let page: Page<Kept> = list::list(r, &bucket.name, query, |object: &Kept| object.key.as_str())?;
        Ok::<_, Refused>((bucket, page))
    });
    let (bucket, page) = read.await?;
    let owner = owner.then(|| Owner { id: Some(canonical_id(bucket.owner.as_str())), display_name: None });
    let mut listed = Listed { contents: Vec::new(), prefixes: Vec::new(), next: page.next };
    for entry in page.entries {
        match entry {
            Entry::Prefix(prefix) => {
                listed.prefixes.push(CommonPrefix { prefix: Some(encoded(&prefix, url)) });
            }
            Entry::Key(object) => {
                let class = object.head.storage_class.unwrap_or_else(|| "STANDARD".to_owned());
                let kind =
                    |composite| if composite { ChecksumType::COMPOSITE } else { ChecksumType::FULL_OBJECT };
                let algorithm = object.checksum.as_ref().map(|sum| sum.algorithm.name());
                listed.contents.push(Object {
                    key: Some(encoded(&object.key, url)),
                    e_tag: Some(etag(&object.etag)),
                    last_modified: Some(time(object.modified)),
                    owner: owner.clone(),
                    size: size(object.size),
                    storage_class: Some(ObjectStorageClass::from(class)),
                    checksum_algorithm: algorithm.map(|name| vec![ChecksumAlgorithm::from_static(name)]),
                    checksum_type: object.checksum.map(|sum| ChecksumType::from_static(kind(sum.composite))),
                    ..Default::default()
                });
            }
        }
    }
    Ok(listed)
}

fn is_url(encoding: Option<&EncodingType>) -> Result<bool, Refused> {
    match encoding.map(EncodingType::as_str) {
        None => Ok(false),
        Some("url") => Ok(true),
        Some(_) => Err(Refused::argument("Invalid Encoding Method specified in Request")),
    }
}

pub(super) async fn list_objects_v2(
    s3: &S3,
    _: &Caller,
    request: S3Request<ListObjectsV2Input>,
) -> Answered<ListObjectsV2Output> {
    let input = request.input;
    let (url, (max_keys, limit)) = (is_url(input.encoding_type.as_ref())?, limit(input.max_keys, "maxKeys")?);
    let (prefix, delimiter) = (input.prefix.unwrap_or_default(), input.delimiter.unwrap_or_default());
    let context = ["ListObjectsV2", &input.bucket, &prefix, &delimiter];
    // A token without anything in it is what a client has who has none.
    let given = input.continuation_token.as_ref();
    if given.is_some_and(String::is_empty) {
        return Err(Refused::argument("The continuation token provided is incorrect"));
    }
    let after = match given {
        Some(given) => token::decode(&context, given)?,
        None => input.start_after.clone().unwrap_or_default(),
    };
    let query = Query { prefix: &prefix, delimiter: &delimiter, after: &after, limit };
    let owner = input.fetch_owner.unwrap_or_default();
    let Listed { contents, prefixes, next } = list(s3, &input.bucket, query, owner, url).await?;
    answer(ListObjectsV2Output {
        key_count: i32::try_from(contents.len() + prefixes.len()).ok(),
        is_truncated: Some(next.is_some()),
        next_continuation_token: next.map(|last| token::encode(&context, &last)),
        contents: Some(contents),
        common_prefixes: Some(prefixes),
        prefix: Some(encoded(&prefix, url)),
        delimiter: Some(encoded(&delimiter, url)).filter(|delimiter| !delimiter.is_empty()),
        start_after: input.start_after.map(|after| encoded(&after, url)),
        continuation_token: input.continuation_token,
        encoding_type: input.encoding_type,
        max_keys: Some(max_keys),
        name: Some(input.bucket),
        ..Default::default()
    })
}

pub(super) async fn list_objects(
    s3: &S3,
    _: &Caller,
    request: S3Request<ListObjectsInput>,
) -> Answered<ListObjectsOutput> {
    let input = request.input;
    let (url, (max_keys, limit)) = (is_url(input.encoding_type.as_ref())?, limit(input.max_keys, "maxKeys")?);
    let (prefix, delimiter) = (input.prefix.unwrap_or_default(), input.delimiter.unwrap_or_default());
    let after = input.marker.unwrap_or_default();
    let query = Query { prefix: &prefix, delimiter: &delimiter, after: &after, limit };
    let Listed { contents, prefixes, next } = list(s3, &input.bucket, query, true, url).await?;
    answer(ListObjectsOutput {
        is_truncated: Some(next.is_some()),
        // Without a delimiter the last key says where it goes on.
        next_marker: next.filter(|_| !delimiter.is_empty()).map(|next| encoded(&next, url)),
        contents: Some(contents),
        common_prefixes: Some(prefixes),
        prefix: Some(encoded(&prefix, url)),
        delimiter: Some(encoded(&delimiter, url)).filter(|delimiter| !delimiter.is_empty()),
        marker: Some(encoded(&after, url)),
        encoding_type: input.encoding_type,
        max_keys: Some(max_keys),
        name: Some(input.bucket),
        ..Default::default()
    })
}

/// What there is is the only version of itself, named `null` as in a bucket that never had versions.
pub(super) async fn list_object_versions(
    s3: &S3,
    _: &Caller,
    request: S3Request<ListObjectVersionsInput>,
) -> Answered<ListObjectVersionsOutput> {
    let input = request.input;
    let (url, (max_keys, limit)) =
        (is_url(input.encoding_type.as_ref())?, limit(input.max_keys, "max-keys")?);
    let (prefix, delimiter) = (input.prefix.unwrap_or_default(), input.delimiter.unwrap_or_default());
    let after = input.key_marker.clone().unwrap_or_default();
    let id_marker = input.version_id_marker.filter(|marker| !marker.is_empty());
    if id_marker.is_some() && after.is_empty() {
        return Err(Refused::argument("A version-id marker cannot be specified without a key marker."));
    }
    let query = Query { prefix: &prefix, delimiter: &delimiter, after: &after, limit };
    let Listed { contents, prefixes, next } = list(s3, &input.bucket, query, true, url).await?;
    let versions = contents.into_iter().map(|object| ObjectVersion {
        checksum_algorithm: object.checksum_algorithm,
        checksum_type: object.checksum_type,
        e_tag: object.e_tag,
        is_latest: Some(true),
        key: object.key,
        last_modified: object.last_modified,
        owner: object.owner,
        size: object.size,
        storage_class: object
            .storage_class
            .map(|class| ObjectVersionStorageClass::from(class.as_str().to_owned())),
        version_id: Some(NULL_VERSION.to_owned()),
        ..Default::default()
    });
    let versions: Vec<ObjectVersion> = versions.collect();
    let next = next.map(|next| encoded(&next, url));
    let behind_a_key = versions.last().is_some_and(|version| version.key == next);
    answer(ListObjectVersionsOutput {
        is_truncated: Some(next.is_some()),
        next_version_id_marker: next.as_ref().filter(|_| behind_a_key).map(|_| NULL_VERSION.to_owned()),
        next_key_marker: next,
        versions: Some(versions),
        common_prefixes: Some(prefixes),
        prefix: Some(encoded(&prefix, url)),
        delimiter: Some(encoded(&delimiter, url)).filter(|delimiter| !delimiter.is_empty()),
        key_marker: Some(encoded(&after, url)),
        version_id_marker: Some(id_marker.unwrap_or_default()),
        encoding_type: input.encoding_type,
        max_keys: Some(max_keys),
        name: Some(input.bucket),
        ..Default::default()
    })
}

pub(super) async fn list_multipart_uploads(
    s3: &S3,
    _: &Caller,
    request: S3Request<ListMultipartUploadsInput>,
) -> Answered<ListMultipartUploadsOutput> {
    let input = request.input;
    let (url, (max, limit)) =
        (is_url(input.encoding_type.as_ref())?, limit(input.max_uploads, "max-uploads")?);
    let (prefix, delimiter) = (input.prefix.unwrap_or_default(), input.delimiter.unwrap_or_default());
    let after = match (&input.key_marker, &input.upload_id_marker) {
        (Some(key), Some(id)) if !id.is_empty() => upload_id(key, id),
        // Behind all uploads of this key; or behind a prefix, which is no key of an upload.
        (Some(key), _) if !key.is_empty() && (delimiter.is_empty() || !key.ends_with(&delimiter)) => {
            upload_id(key, "\u{10ffff}")
        }
        (Some(key), _) => key.clone(),
        (None, _) => String::new(),
    };
    let query = Query { prefix: &prefix, delimiter: &delimiter, after: &after, limit };
    let page = s3.uploads(&input.bucket, query).await?;
    let (mut uploads, mut prefixes) = (Vec::new(), Vec::new());
    let (mut next_key, mut next_id) = (None, None);
    for entry in page.entries {
        match entry {
            Entry::Prefix(prefix) => {
                (next_key, next_id) = (Some(encoded(&prefix, url)), None);
                prefixes.push(CommonPrefix { prefix: next_key.clone() });
            }
            Entry::Key(upload) => {
                (next_key, next_id) = (Some(encoded(&upload.key, url)), Some(upload.id.clone()));
                let class = upload.head.storage_class.unwrap_or_else(|| "STANDARD".to_owned());
                uploads.push(MultipartUpload {
                    key: next_key.clone(),
                    upload_id: Some(upload.id),
                    initiated: Some(time(upload.started)),
                    storage_class: Some(StorageClass::from(class)),
                    ..Default::default()
                });
            }
        }
    }
    let more = page.next.is_some();
    answer(ListMultipartUploadsOutput {
        bucket: Some(input.bucket),
        uploads: Some(uploads),
        common_prefixes: Some(prefixes),
        is_truncated: Some(more),
        next_key_marker: next_key.filter(|_| more),
        next_upload_id_marker: next_id.filter(|_| more),
        key_marker: Some(encoded(&input.key_marker.unwrap_or_default(), url)),
        upload_id_marker: Some(input.upload_id_marker.unwrap_or_default()),
        prefix: Some(encoded(&prefix, url)),
        delimiter: Some(encoded(&delimiter, url)).filter(|delimiter| !delimiter.is_empty()),
        encoding_type: input.encoding_type,
        max_uploads: Some(max),
        ..Default::default()
    })
}
