//! Uploads in parts: each part is a file, and the object that they become is the list of these files.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::TryStreamExt as _;
use neargate_core::random_base36;
use neargate_store::{Durability, Expect, Range, ReadRecords as _, WriteRecords as _};
use s3s::crypto::{Checksum as _, Md5};

use crate::S3;
use crate::list::{self, Page, Query};
use crate::names;
use crate::objects::{Precondition, Span, replace, stretches};
use crate::receive::{Received, Summer, hex};
use crate::records::{
    self, Algorithm, Checksum, EVERYWHERE, Head, Object, Part, Piece, Tags, Upload, part_id, upload_id,
};
use crate::refusal::Refused;

pub(crate) const MAX_PARTS: u16 = 10_000;
/// Of every part but the last.
const MIN_PART_BYTES: u64 = 5 << 20;

/// A part as the caller believes it to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chosen {
    pub number: u16,
    pub etag: String,
}

/// How an upload is completed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Completion {
    pub parts: Vec<Chosen>,
    /// What the whole object's checksum has to be.
    pub checksum: Option<String>,
    pub size: Option<u64>,
    pub precondition: Precondition,
}

impl S3 {
    pub(crate) async fn begin_upload(
        &self,
        durability: Durability,
        bucket: &str,
        key: &str,
        (head, tags): (Head, Tags),
        (algorithm, composite): (Option<Algorithm>, bool),
    ) -> Result<Upload, Refused> {
        names::check_key(key)?;
        let started = self.clock.now();
        let upload = Upload {
            // In the order in which they began, which is the one that they are listed in.
            id: format!("{:012x}{}", started.0, random_base36(40)),
            key: key.to_owned(),
            started,
            head,
            tags,
            algorithm,
            composite,
        };
        let (bucket, written) = (bucket.to_owned(), upload.clone());
        let begun = self.store.write(durability, move |w| {
            records::bucket(w, &bucket)?;
            w.put_record(EVERYWHERE, &bucket, &written, Expect::Absent)?;
            Ok::<_, Refused>(())
        });
        begun.await?;
        Ok(upload)
    }

    pub(crate) async fn upload(&self, bucket: &str, key: &str, id: &str) -> Result<Upload, Refused> {
        names::check_key(key)?;
        self.store
            .read(|r| {
                records::bucket(r, bucket)?;
                records::upload(r, bucket, key, id)
            })
            .await
    }

    /// Adds a part, in place of one of the same number.
    pub(crate) async fn put_part(
        &self,
        durability: Durability,
        bucket: &str,
        upload: &Upload,
        number: u16,
        received: Received,
    ) -> Result<Part, Refused> {
        let Received { pieces, size, etag, checksum, hold } = received;
        let upload_key = upload.key.clone();
        let part = Part {
            upload: upload.id.clone(),
            number,
            etag,
            modified: self.clock.now(),
            size,
            pieces,
            checksum: Some(checksum),
        };
        let (bucket, written) = (bucket.to_owned(), part.clone());
        let put = self.store.write(durability, move |w| {
            // It may have been completed or aborted meanwhile.
            records::upload(w, &bucket, &upload_key, &written.upload)?;
            let id = part_id(&written.upload, number);
            let before = w.get_record::<Part>(EVERYWHERE, &bucket, &id)?;
            w.put_record(EVERYWHERE, &bucket, &written, Expect::Any)?;
            Ok::<_, Refused>(before.map(|before| files_of(before.value)).unwrap_or_default())
        });
        let put = put.await;
        drop(hold);
        match put {
            Ok(replaced) => {
                self.files.remove(replaced).await;
                Ok(part)
            }
            Err(refused) => {
                self.files.remove(files_of(part)).await;
                Err(refused)
            }
        }
    }

    /// Makes an object of the chosen parts.
    pub(crate) async fn complete(
        &self,
        durability: Durability,
        bucket: &str,
        upload: &Upload,
        completion: Completion,
    ) -> Result<Object, Refused> {
        let Completion { parts: chosen, checksum: expected, size, precondition } = completion;
        let there = self.parts(bucket, &upload.id, None, usize::from(MAX_PARTS)).await?;
        let parts = choose(&there, &chosen)?;
        let object = Object {
            key: upload.key.clone(),
            size: parts.iter().map(|part| part.size).sum(),
            modified: self.clock.now(),
            etag: etag(&parts),
            pieces: parts.iter().flat_map(pieces_of).collect(),
            in_parts: true,
            head: upload.head.clone(),
            checksum: self.checksum(upload, &parts).await?,
            tags: upload.tags.clone(),
        };
        if size.is_some_and(|size| size != object.size) {
            return Err(Refused::request(
                "The provided 'x-amz-mp-object-size' header does not match what was computed.",
            ));
        }
        if let (Some(expected), Some(checksum)) = (&expected, &object.checksum)
            && *expected != checksum.value
        {
            let name = checksum.algorithm.name();
            let message = format!("The {name} you specified did not match the calculated checksum.");
            return Err(Refused::other("BadDigest", message));
        }
        let kept: BTreeMap<u16, Vec<Piece>> =
            parts.into_iter().map(|part| (part.number, part.pieces)).collect();
        let (bucket, id, written) = (bucket.to_owned(), upload.id.clone(), object.clone());
        let completed = self.store.write(durability, move |w| {
            records::bucket(w, &bucket)?;
            records::upload(w, &bucket, &written.key, &id)?;
            let mut unused = replace(w, &bucket, &written, &precondition)?;
            let mut left = kept.len();
            for part in w.list_records::<Part>(EVERYWHERE, &bucket, Range::prefix(&format!("{id}/")))? {
                let part = part.value;
                w.delete_record::<Part>(EVERYWHERE, &bucket, &part_id(&id, part.number), Expect::Any)?;
                if kept.get(&part.number) == Some(&part.pieces) {
                    left -= 1;
                } else {
                    unused.extend(files_of(part));
                }
            }
            if left > 0 {
                // One of them was replaced since it was chosen.
                return Err(invalid_part());
            }
            w.delete_record::<Upload>(EVERYWHERE, &bucket, &upload_id(&written.key, &id), Expect::Any)?;
            Ok::<_, Refused>(unused)
        });
        self.files.remove(completed.await?).await;
        Ok(object)
    }

    pub(crate) async fn abort(
        &self,
        durability: Durability,
        bucket: &str,
        key: &str,
        id: &str,
    ) -> Result<(), Refused> {
        names::check_key(key)?;
        let (bucket, key, id) = (bucket.to_owned(), key.to_owned(), id.to_owned());
        let aborted = self.store.write(durability, move |w| {
            records::bucket(w, &bucket)?;
            records::upload(w, &bucket, &key, &id)?;
            let mut files = Vec::new();
            for part in w.list_records::<Part>(EVERYWHERE, &bucket, Range::prefix(&format!("{id}/")))? {
                let part_id = part_id(&id, part.value.number);
                w.delete_record::<Part>(EVERYWHERE, &bucket, &part_id, Expect::Any)?;
                files.extend(files_of(part.value));
            }
            w.delete_record::<Upload>(EVERYWHERE, &bucket, &upload_id(&key, &id), Expect::Any)?;
            Ok::<_, Refused>(files)
        });
        self.files.remove(aborted.await?).await;
        Ok(())
    }

    /// An upload's parts by number, from behind one.
    pub(crate) async fn parts(
        &self,
        bucket: &str,
        upload: &str,
        after: Option<u16>,
        limit: usize,
    ) -> Result<Vec<Part>, Refused> {
        let (prefix, after) = (format!("{upload}/"), after.map(|number| part_id(upload, number)));
        let range = Range::prefix(&prefix).after(after.as_deref()).limit(limit);
        let found =
            self.store.read(|r| r.list_records::<Part>(EVERYWHERE, bucket, range).map_err(Refused::from));
        Ok(found.await?.into_iter().map(|found| found.value).collect())
    }

    pub(crate) async fn uploads(&self, bucket: &str, query: Query<'_>) -> Result<Page<Upload>, Refused> {
        self.store
            .read(|r| {
                records::bucket(r, bucket)?;
                list::list(r, bucket, query, |upload: &Upload| upload.key.as_str())
            })
            .await
    }

    /// The checksum of the whole: of the parts' checksums, or of all bytes read once more.
    async fn checksum(&self, upload: &Upload, parts: &[Part]) -> Result<Option<Checksum>, Refused> {
        let Some(algorithm) = upload.algorithm else { return Ok(None) };
        let mut summer = Summer::new(algorithm);
        if upload.composite {
            let sums = parts.iter().flat_map(|part| &part.checksum);
            for sum in sums.filter(|sum| sum.algorithm == algorithm) {
                summer.update(&STANDARD.decode(&sum.value).unwrap_or_default());
            }
            let of_parts = summer.finish();
            let value = format!("{}-{}", of_parts.value, parts.len());
            return Ok(Some(Checksum { value, composite: true, ..of_parts }));
        }
        let pieces: Vec<_> = parts.iter().flat_map(|part| part.pieces.clone()).collect();
        let length = pieces.iter().map(|piece| piece.size).sum();
        let hold = self.files.hold(pieces.iter().map(|piece| piece.file.clone()).collect());
        let bytes = self.files.read(stretches(&pieces, Span { from: 0, length }), Some(hold));
        let sum = bytes.try_fold(summer, async |mut summer, bytes| {
            summer.update(&bytes);
            Ok(summer)
        });
        Ok(Some(sum.await?.finish()))
    }
}

/// A part's bytes as the object has them: with what their sum was.
fn pieces_of(part: &Part) -> Vec<Piece> {
    let checksum = part.checksum.as_ref().map(|checksum| checksum.value.clone());
    part.pieces.iter().map(|piece| Piece { checksum: checksum.clone(), ..piece.clone() }).collect()
}

fn files_of(part: Part) -> Vec<String> {
    part.pieces.into_iter().map(|piece| piece.file).collect()
}

fn invalid_part() -> Refused {
    Refused::other(
        "InvalidPart",
        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    )
}

/// The parts that were chosen, if they are there and may become an object.
fn choose(there: &[Part], chosen: &[Chosen]) -> Result<Vec<Part>, Refused> {
    if chosen.is_empty() {
        return Err(Refused::other(
            "MalformedXML",
            "The XML you provided was not well-formed or did not validate against our published schema",
        ));
    }
    if !chosen.is_sorted_by(|one, next| one.number < next.number) {
        return Err(Refused::other(
            "InvalidPartOrder",
            "The list of parts was not in ascending order. Parts must be ordered by part number.",
        ));
    }
    let mut parts = Vec::with_capacity(chosen.len());
    for Chosen { number, etag } in chosen {
        let part = there.binary_search_by_key(number, |part| part.number).ok().map(|index| &there[index]);
        parts.push(part.filter(|part| part.etag == *etag).ok_or_else(invalid_part)?.clone());
    }
    if parts.iter().rev().skip(1).any(|part| part.size < MIN_PART_BYTES) {
        let message = "Your proposed upload is smaller than the minimum allowed size";
        return Err(Refused::other("EntityTooSmall", message));
    }
    Ok(parts)
}

/// The MD5 of the parts' MD5s, and how many there are.
fn etag(parts: &[Part]) -> String {
    let mut md5 = Md5::new();
    for part in parts {
        let bytes: Vec<u8> = (0..part.etag.len() / 2)
            .filter_map(|index| u8::from_str_radix(part.etag.get(index * 2..index * 2 + 2)?, 16).ok())
            .collect();
        md5.update(&bytes);
    }
    format!("{}-{}", hex(md5.finalize().as_ref()), parts.len())
}

#[cfg(test)]
mod tests {
    use neargate_core::Timestamp;

    use super::*;

    fn part(number: u16, size: u64) -> Part {
        Part {
            upload: "u".to_owned(),
            number,
            etag: format!("{number:032x}"),
            modified: Timestamp(0),
            size,
            pieces: Vec::new(),
            checksum: None,
        }
    }

    #[test]
    fn parts_are_chosen_by_number_and_etag() {
        let there = [part(1, MIN_PART_BYTES), part(2, 1), part(5, MIN_PART_BYTES), part(9, 1)];
        let choose = |numbers: &[u16]| {
            let chosen: Vec<_> =
                numbers.iter().map(|&number| Chosen { number, etag: format!("{number:032x}") }).collect();
            choose(&there, &chosen).map(|parts| parts.len()).map_err(|refused| refused.code)
        };
        assert_eq!(choose(&[1, 5, 9]), Ok(3));
        assert_eq!(choose(&[2]), Ok(1), "the last may be small");
        assert_eq!(choose(&[1, 2, 5]), Err("EntityTooSmall"));
        assert_eq!(choose(&[5, 1]), Err("InvalidPartOrder"));
        assert_eq!(choose(&[1, 1]), Err("InvalidPartOrder"));
        assert_eq!(choose(&[1, 3]), Err("InvalidPart"));
        assert_eq!(choose(&[]), Err("MalformedXML"));
    }

    #[test]
    fn the_etag_is_of_the_parts_etags() {
        let mut parts = [part(1, 1), part(2, 1)];
        parts[0].etag = "5d41402abc4b2a76b9719d911017c592".to_owned();
        parts[1].etag = "7d793037a0760186574b0282f2f435e7".to_owned();
        assert_eq!(etag(&parts), "065947336a2f2a95ba8899f3675c3be6-2");
    }
}
