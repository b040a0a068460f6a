//! Scalars of s3s's shapes, and what several operations say alike.

use std::time::{Duration, UNIX_EPOCH};

use neargate_core::Timestamp;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use s3s::dto::{self, ETag, ETagCondition, ObjectCannedACL, Range, ServerSideEncryption, StorageClass};

use super::refuse;
use crate::buckets::check_tags;
use crate::objects::{Precondition, Span};
use crate::records::{Algorithm, Checksum, Head, Tags};
use crate::refusal::Refused;

/// `encoding-type=url`
const ENCODE: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/').remove(b'*');
const MAX_OBJECT_TAGS: usize = 10;
const MAX_METADATA_BYTES: usize = 2 << 10;

pub(super) fn time(at: Timestamp) -> dto::Timestamp {
    // To the second, as S3 tells them everywhere.
    dto::Timestamp::from(UNIX_EPOCH + Duration::from_secs((at.0 / 1000).max(0).unsigned_abs()))
}

pub(super) fn timestamp(time: dto::Timestamp) -> Timestamp {
    let nanos = time::OffsetDateTime::from(time).unix_timestamp_nanos();
    Timestamp(i64::try_from(nanos / 1_000_000).unwrap_or_default())
}

pub(super) fn etag(etag: &str) -> ETag {
    ETag::Strong(etag.to_owned())
}

/// The ETag of a condition, or `*`.
pub(super) fn condition(condition: Option<ETagCondition>) -> Option<String> {
    Some(match condition? {
        ETagCondition::Any => "*".to_owned(),
        ETagCondition::ETag(etag) => etag.into_value(),
    })
}

/// Of an object that is to be written.
pub(super) fn precondition(
    if_match: Option<ETagCondition>,
    if_none_match: Option<ETagCondition>,
) -> Result<Precondition, Refused> {
    let absent = match condition(if_none_match).as_deref() {
        None => false,
        Some("*") => true,
        Some(_) => {
            return Err(Refused::not_implemented(
                "If-None-Match with anything but * when an object is written",
            ));
        }
    };
    Ok(Precondition { absent, etag: condition(if_match) })
}

pub(super) fn size(bytes: u64) -> Option<i64> {
    i64::try_from(bytes).ok()
}

/// A range of an object of so many bytes.
pub(super) fn span(range: Range, size: u64) -> Result<Span, Refused> {
    let range = range.check(size).map_err(|_| Refused::range())?;
    Ok(Span { from: range.start, length: range.end - range.start })
}

/// A text of a listing, as its caller wants it.
pub(super) fn encoded(text: &str, url: bool) -> String {
    if url { utf8_percent_encode(text, ENCODE).to_string() } else { text.to_owned() }
}

/// `name=value&name=value`, as a header has tags.
pub(super) fn tags_of_header(header: Option<&str>) -> Result<Tags, Refused> {
    let mut tags = Tags::new();
    for (key, value) in form_urlencoded::parse(header.unwrap_or_default().as_bytes()) {
        if tags.insert(key.into_owned(), value.into_owned()).is_some() {
            return Err(duplicate_tag());
        }
    }
    check_tags(&tags, MAX_OBJECT_TAGS)?;
    Ok(tags)
}

/// Tags as a document has them.
pub(super) fn tags_of(list: Vec<dto::Tag>, max: usize) -> Result<Tags, Refused> {
    let mut tags = Tags::new();
    for tag in list {
        if tags.insert(tag.key.unwrap_or_default(), tag.value.unwrap_or_default()).is_some() {
            return Err(duplicate_tag());
        }
    }
    check_tags(&tags, max)?;
    Ok(tags)
}

pub(super) fn object_tags_of(list: Vec<dto::Tag>) -> Result<Tags, Refused> {
    tags_of(list, MAX_OBJECT_TAGS)
}

pub(super) fn tag_list(tags: Tags) -> Vec<dto::Tag> {
    tags.into_iter().map(|(key, value)| dto::Tag { key: Some(key), value: Some(value) }).collect()
}

fn duplicate_tag() -> Refused {
    Refused::other("InvalidTag", "Cannot provide multiple Tags with the same key")
}

/// What an uploader says with an object.
pub(super) struct Said {
    pub acl: Option<ObjectCannedACL>,
    pub grants: bool,
    pub encryption: Option<ServerSideEncryption>,
    pub key_management: bool,
    pub object_lock: bool,
    pub redirect: bool,
    pub storage_class: Option<StorageClass>,
    pub cache_control: Option<String>,
    pub content_disposition: Option<String>,
    pub content_encoding: Option<String>,
    pub content_language: Option<String>,
    pub content_type: Option<String>,
    pub expires: Option<dto::Timestamp>,
    pub metadata: Option<dto::Metadata>,
}

/// Reads [`Said`] out of an input: the members have the same names in all of them.
macro_rules! said {
    ($input:expr) => {
        crate::ops::shapes::Said {
            acl: $input.acl.clone(),
            grants: $input.grant_full_control.is_some()
                || $input.grant_read.is_some()
                || $input.grant_read_acp.is_some()
                || $input.grant_write_acp.is_some(),
            encryption: $input.server_side_encryption.clone(),
            key_management: $input.ssekms_key_id.is_some()
                || $input.ssekms_encryption_context.is_some()
                || $input.sse_customer_key.is_some()
                || $input.sse_customer_algorithm.is_some(),
            object_lock: $input.object_lock_mode.is_some()
                || $input.object_lock_retain_until_date.is_some()
                || $input.object_lock_legal_hold_status.is_some(),
            redirect: $input.website_redirect_location.is_some(),
            storage_class: $input.storage_class.clone(),
            cache_control: $input.cache_control.clone(),
            content_disposition: $input.content_disposition.clone(),
            content_encoding: $input.content_encoding.clone(),
            content_language: $input.content_language.clone(),
            content_type: $input.content_type.clone(),
            expires: $input.expires.clone(),
            metadata: $input.metadata.clone(),
        }
    };
}
pub(super) use said;

impl Said {
    /// What of it is kept. Encryption with S3's own keys is taken as said: it is how every object of AWS is kept, and nobody sees it.
    pub(super) fn head(self) -> Result<Head, Refused> {
        let encryption = self.encryption.as_ref().map(ServerSideEncryption::as_str);
        refuse(&[
            (
                encryption.is_some_and(|kind| kind != "AES256"),
                "x-amz-server-side-encryption with keys of KMS",
            ),
            (self.key_management, "encryption with keys of KMS or of the customer"),
            (self.object_lock, "object lock"),
            (self.redirect, "x-amz-website-redirect-location"),
        ])?;
        let owners = |acl: &ObjectCannedACL| matches!(acl.as_str(), "private" | "bucket-owner-full-control");
        if self.grants || self.acl.as_ref().is_some_and(|acl| !owners(acl)) {
            return Err(Refused::other("AccessControlListNotSupported", "The bucket does not allow ACLs"));
        }
        let storage_class = match self.storage_class.as_ref().map(StorageClass::as_str) {
            None | Some("STANDARD") => None,
            // Classes that differ in price alone.
            Some(
                class @ ("REDUCED_REDUNDANCY"
                | "STANDARD_IA"
                | "ONEZONE_IA"
                | "INTELLIGENT_TIERING"
                | "GLACIER_IR"),
            ) => Some(class.to_owned()),
            Some(class @ ("GLACIER" | "DEEP_ARCHIVE" | "OUTPOSTS" | "SNOW" | "EXPRESS_ONEZONE")) => {
                return Err(Refused::not_implemented(&format!("storage class {class}")));
            }
            Some(_) => {
                let message = "The storage class you specified is not valid";
                return Err(Refused::other("InvalidStorageClass", message));
            }
        };
        let metadata: Tags = self.metadata.unwrap_or_default().into_iter().collect();
        if metadata.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>() > MAX_METADATA_BYTES {
            let message = "Your metadata headers exceed the maximum allowed metadata size";
            return Err(Refused::other("MetadataTooLarge", message));
        }
        Ok(Head {
            content_type: self.content_type,
            cache_control: self.cache_control,
            content_disposition: self.content_disposition,
            content_encoding: self.content_encoding,
            content_language: self.content_language,
            expires: self.expires.map(|time| timestamp(time).0),
            metadata,
            storage_class,
        })
    }
}

/// The members for a checksum: of an object of ours, at its place.
#[derive(Debug, Default)]
pub(super) struct Sums {
    pub crc32: Option<String>,
    pub crc32c: Option<String>,
    pub crc64nvme: Option<String>,
    pub sha1: Option<String>,
    pub sha256: Option<String>,
    pub kind: Option<dto::ChecksumType>,
}

impl Sums {
    pub(super) fn of(checksum: Option<&Checksum>) -> Self {
        let Some(Checksum { algorithm, value, composite }) = checksum else { return Self::default() };
        let kind = if *composite { dto::ChecksumType::COMPOSITE } else { dto::ChecksumType::FULL_OBJECT };
        let mut sums = Self { kind: Some(dto::ChecksumType::from_static(kind)), ..Self::default() };
        let place = match algorithm {
            Algorithm::Crc32 => &mut sums.crc32,
            Algorithm::Crc32c => &mut sums.crc32c,
            Algorithm::Crc64nvme => &mut sums.crc64nvme,
            Algorithm::Sha1 => &mut sums.sha1,
            Algorithm::Sha256 => &mut sums.sha256,
        };
        *place = Some(value.clone());
        sums
    }
}

/// An output of a shape with checksums: with those, and the members that are named.
macro_rules! with_sums {
    ($shape:ident, $checksum:expr, { $($member:ident: $value:expr),* $(,)? }) => {{
        let sums = crate::ops::shapes::Sums::of($checksum);
        // Some shapes have no other members.
        #[allow(clippy::needless_update)]
        let output = $shape {
            checksum_crc32: sums.crc32,
            checksum_crc32c: sums.crc32c,
            checksum_crc64nvme: sums.crc64nvme,
            checksum_sha1: sums.sha1,
            checksum_sha256: sums.sha256,
            $($member: $value,)*
            ..Default::default()
        };
        output
    }};
}
pub(super) use with_sums;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_a_header_are_read_once_each() {
        let tags = tags_of_header(Some("a=1&b=two%20words&c=")).expect("tags");
        assert_eq!(
            tags,
            Tags::from([("a", "1"), ("b", "two words"), ("c", "")].map(|(k, v)| (k.into(), v.into())))
        );
        assert_eq!(tags_of_header(Some("a=1&a=2")).expect_err("twice").code, "InvalidTag");
        assert_eq!(tags_of_header(Some("aws:x=1")).expect_err("AWS's own").code, "InvalidTag");
    }

    #[test]
    fn ranges_are_of_what_there_is() {
        let ask = |text: &str, size| {
            span(Range::parse(text).expect(text), size)
                .map(|span| (span.from, span.length))
                .map_err(|r| r.code)
        };
        assert_eq!(ask("bytes=0-4", 10), Ok((0, 5)));
        assert_eq!(ask("bytes=5-", 10), Ok((5, 5)));
        assert_eq!(ask("bytes=5-100", 10), Ok((5, 5)));
        assert_eq!(ask("bytes=-3", 10), Ok((7, 3)));
        assert_eq!(ask("bytes=10-", 10), Err("InvalidRange"));
        assert_eq!(ask("bytes=0-", 0), Err("InvalidRange"));
    }
}
