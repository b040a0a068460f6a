//! What is stored.
//!
//! Bucket names are unique within the instance, so all documents of S3 lie in one account; what belongs to a bucket lies in a "region"
//! of the bucket's name, where the order of documents is the order of keys that S3 lists them in.

use std::borrow::Cow;
use std::collections::BTreeMap;

use neargate_core::{AccountId, Timestamp};
use neargate_store::{ReadRecords as _, Reader, Record, Stored};
use serde::{Deserialize, Serialize};

use crate::refusal::Refused;

pub(crate) const SERVICE: &str = "s3";
/// In place of an account, and of a bucket's region.
pub(crate) const EVERYWHERE: &str = "global";
pub(crate) const BY_OWNER: &str = "owner";
/// Between an upload's key and its id. It can't be written in XML, so no client lists keys that hold it.
const SEPARATOR: char = '\u{1}';

pub(crate) type Tags = BTreeMap<String, String>;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Bucket {
    pub name: String,
    pub owner: AccountId,
    pub region: String,
    pub created: Timestamp,
    #[serde(default)]
    pub tags: Tags,
    pub policy: Option<String>,
    pub public_access: Option<PublicAccess>,
}

/// What stands between a bucket and the public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PublicAccess {
    pub block_acls: bool,
    pub ignore_acls: bool,
    pub block_policy: bool,
    pub restrict_buckets: bool,
}

impl PublicAccess {
    /// As new buckets have it.
    pub(crate) const BLOCKED: Self =
        Self { block_acls: true, ignore_acls: true, block_policy: true, restrict_buckets: true };
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Object {
    pub key: String,
    pub size: u64,
    pub modified: Timestamp,
    pub etag: String,
    /// The files whose bytes are the object's, one after the other: one for each part that was uploaded.
    pub pieces: Vec<Piece>,
    /// It was uploaded in parts, which can be asked for.
    #[serde(default)]
    pub in_parts: bool,
    pub head: Head,
    pub checksum: Option<Checksum>,
    #[serde(default)]
    pub tags: Tags,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Piece {
    pub file: String,
    pub size: u64,
    /// Of an object's part, by the object's algorithm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checksum: Option<String>,
}

/// What is told with an object as its uploader said it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Head {
    pub content_type: Option<String>,
    pub cache_control: Option<String>,
    pub content_disposition: Option<String>,
    pub content_encoding: Option<String>,
    pub content_language: Option<String>,
    /// Milliseconds since 1970.
    pub expires: Option<i64>,
    #[serde(default)]
    pub metadata: BTreeMap<String, String>,
    /// None is STANDARD.
    pub storage_class: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Checksum {
    pub algorithm: Algorithm,
    /// Base64; of a composite one with `-` and the number of parts.
    pub value: String,
    /// Of the parts' checksums rather than of the bytes.
    #[serde(default)]
    pub composite: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Algorithm {
    Crc32,
    Crc32c,
    Crc64nvme,
    Sha1,
    Sha256,
}

/// An upload in parts that is under way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Upload {
    pub id: String,
    pub key: String,
    pub started: Timestamp,
    pub head: Head,
    pub tags: Tags,
    pub algorithm: Option<Algorithm>,
    #[serde(default)]
    pub composite: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Part {
    pub upload: String,
    pub number: u16,
    pub etag: String,
    pub modified: Timestamp,
    pub size: u64,
    /// The file; none if it is empty.
    pub pieces: Vec<Piece>,
    pub checksum: Option<Checksum>,
}

impl Record for Bucket {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "bucket";

    fn id(&self) -> Cow<'_, str> {
        self.name.as_str().into()
    }

    fn lookups(&self) -> Vec<(&'static str, String)> {
        vec![(BY_OWNER, self.owner.to_string())]
    }
}

impl Record for Object {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "object";

    fn id(&self) -> Cow<'_, str> {
        self.key.as_str().into()
    }
}

impl Record for Upload {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "upload";

    fn id(&self) -> Cow<'_, str> {
        upload_id(&self.key, &self.id).into()
    }
}

impl Record for Part {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "part";

    fn id(&self) -> Cow<'_, str> {
        part_id(&self.upload, self.number).into()
    }
}

/// An upload's document: uploads are listed by key.
pub(crate) fn upload_id(key: &str, id: &str) -> String {
    format!("{key}{SEPARATOR}{id}")
}

pub(crate) fn part_id(upload: &str, number: u16) -> String {
    format!("{upload}/{number:05}")
}

pub(crate) fn find_bucket(reader: &mut dyn Reader, name: &str) -> Result<Option<Bucket>, Refused> {
    let found = reader.get_record::<Bucket>(EVERYWHERE, EVERYWHERE, name)?;
    Ok(found.map(|found: Stored<Bucket>| found.value))
}

pub(crate) fn bucket(reader: &mut dyn Reader, name: &str) -> Result<Bucket, Refused> {
    find_bucket(reader, name)?.ok_or_else(Refused::no_bucket)
}

/// An object and the revision that it was read at.
pub(crate) fn object(reader: &mut dyn Reader, bucket: &str, key: &str) -> Result<Stored<Object>, Refused> {
    let found = reader.get_record::<Object>(EVERYWHERE, bucket, key)?;
    found.ok_or_else(Refused::no_key)
}

pub(crate) fn upload(reader: &mut dyn Reader, bucket: &str, key: &str, id: &str) -> Result<Upload, Refused> {
    if id.contains('\0') {
        return Err(Refused::no_upload());
    }
    let found = reader.get_record::<Upload>(EVERYWHERE, bucket, &upload_id(key, id))?;
    found.map(|found| found.value).ok_or_else(Refused::no_upload)
}

pub(crate) fn arn(bucket: &str) -> String {
    format!("arn:aws:s3:::{bucket}")
}

pub(crate) fn object_arn(bucket: &str, key: &str) -> String {
    format!("arn:aws:s3:::{bucket}/{key}")
}
