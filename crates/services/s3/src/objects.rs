//! Objects: put, found, read, copied, deleted.

use bytes::Bytes;
use futures_util::stream::Stream;
use neargate_core::Timestamp;
use neargate_store::{Durability, Expect, ReadRecords as _, WriteRecords as _, Writer};

use crate::files::{Hold, Stretch};
use crate::receive::Received;
use crate::records::{self, EVERYWHERE, Head, Object, Piece, Tags};
use crate::refusal::Refused;
use crate::{S3, names};

/// What must hold of the object that is there already, for one to take its place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Precondition {
    /// `If-None-Match: *`
    pub absent: bool,
    /// `If-Match`: this ETag, or any where it is `*`.
    pub etag: Option<String>,
}

/// What must hold of an object for it to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Conditions {
    pub matches: Option<String>,
    pub none_matches: Option<String>,
    pub modified_since: Option<Timestamp>,
    pub unmodified_since: Option<Timestamp>,
}

/// A stretch of an object's bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub from: u64,
    pub length: u64,
}

/// An object with a claim on its bytes.
pub(crate) struct Found {
    pub object: Object,
    hold: Hold,
}

impl S3 {
    /// Makes an object of bytes that came, in place of what was there.
    pub(crate) async fn put(
        &self,
        durability: Durability,
        bucket: &str,
        key: &str,
        (received, head, tags): (Received, Head, Tags),
        precondition: Precondition,
    ) -> Result<Object, Refused> {
        names::check_key(key)?;
        let Received { pieces, size, etag, checksum, hold } = received;
        let object = Object {
            key: key.to_owned(),
            size,
            modified: self.clock.now(),
            etag,
            pieces,
            in_parts: false,
            head,
            checksum: Some(checksum),
            tags,
        };
        self.publish(durability, bucket, object, precondition, hold).await
    }

    /// An object as it is now.
    pub(crate) async fn object(&self, bucket: &str, key: &str) -> Result<Object, Refused> {
        names::check_key(key)?;
        let found = self.store.read(|r| {
            records::bucket(r, bucket)?;
            records::object(r, bucket, key)
        });
        Ok(found.await?.value)
    }

    /// An object as it is now, and its bytes kept until they were read, even if it is replaced.
    pub(crate) async fn find(&self, bucket: &str, key: &str) -> Result<Found, Refused> {
        names::check_key(key)?;
        let read = || {
            self.store.read(|r| {
                records::bucket(r, bucket)?;
                records::object(r, bucket, key)
            })
        };
        let mut found = read().await?;
        loop {
            let names = found.value.pieces.iter().map(|piece| piece.file.clone()).collect();
            let hold = self.files.hold(names);
            // Whoever replaced it before we held its files may have removed them. After that nobody does.
            let again = read().await?;
            if again.revision == found.revision {
                return Ok(Found { object: again.value, hold });
            }
            found = again;
        }
    }

    pub(crate) fn read(
        &self,
        found: Found,
        span: Span,
    ) -> impl Stream<Item = std::io::Result<Bytes>> + Send + Sync + use<> {
        self.files.read(stretches(&found.object.pieces, span), Some(found.hold))
    }

    /// Makes an object of another's bytes, without moving any.
    pub(crate) async fn copy(
        &self,
        durability: Durability,
        source: Found,
        (bucket, key): (&str, &str),
        head: Head,
        tags: Tags,
    ) -> Result<Object, Refused> {
        names::check_key(key)?;
        let (mut pieces, mut holds) = (Vec::new(), Vec::new());
        for piece in &source.object.pieces {
            let (file, hold) = self.files.share(&piece.file).await?;
            holds.push(hold);
            pieces.push(Piece { file, ..piece.clone() });
        }
        let object = Object {
            key: key.to_owned(),
            modified: self.clock.now(),
            pieces,
            head,
            tags,
            ..source.object.clone()
        };
        self.publish(durability, bucket, object, Precondition::default(), holds).await
    }

    /// Gives an object whose bytes are on the disk, and held, its name. Then the bytes of the one before go, or its own if it may not.
    async fn publish(
        &self,
        durability: Durability,
        bucket: &str,
        object: Object,
        precondition: Precondition,
        holds: impl IntoIterator<Item = Hold> + Send,
    ) -> Result<Object, Refused> {
        let (bucket, written) = (bucket.to_owned(), object.clone());
        let replaced = self.store.write(durability, move |w| {
            records::bucket(w, &bucket)?;
            replace(w, &bucket, &written, &precondition)
        });
        let replaced = replaced.await;
        drop(holds);
        match replaced {
            Ok(replaced) => {
                self.files.remove(replaced).await;
                Ok(object)
            }
            Err(refused) => {
                self.files.remove(object.pieces.into_iter().map(|piece| piece.file).collect()).await;
                Err(refused)
            }
        }
    }

    /// Removes an object, if it is there and its ETag is the one that is expected.
    pub(crate) async fn delete(
        &self,
        durability: Durability,
        bucket: &str,
        key: &str,
        etag: Option<String>,
    ) -> Result<(), Refused> {
        names::check_key(key)?;
        let (bucket, key) = (bucket.to_owned(), key.to_owned());
        let removed = self.store.write(durability, move |w| {
            records::bucket(w, &bucket)?;
            let Some(found) = w.get_record::<Object>(EVERYWHERE, &bucket, &key)? else {
                return if etag.is_some() { Err(Refused::no_key()) } else { Ok(Vec::new()) };
            };
            if etag.as_ref().is_some_and(|etag| etag != "*" && *etag != found.value.etag) {
                return Err(Refused::precondition());
            }
            w.delete_record::<Object>(EVERYWHERE, &bucket, &key, Expect::Any)?;
            Ok::<_, Refused>(found.value.pieces.into_iter().map(|piece| piece.file).collect())
        });
        self.files.remove(removed.await?).await;
        Ok(())
    }

    pub(crate) async fn tag_object(
        &self,
        durability: Durability,
        bucket: &str,
        key: &str,
        tags: Tags,
    ) -> Result<(), Refused> {
        names::check_key(key)?;
        let (bucket, key) = (bucket.to_owned(), key.to_owned());
        let written = self.store.write(durability, move |w| {
            records::bucket(w, &bucket)?;
            let mut object = records::object(w, &bucket, &key)?.value;
            object.tags = tags.clone();
            w.put_record(EVERYWHERE, &bucket, &object, Expect::Any)?;
            Ok::<_, Refused>(())
        });
        written.await
    }
}

/// Writes an object's document: the files of the one before it.
pub(crate) fn replace(
    w: &mut dyn Writer,
    bucket: &str,
    object: &Object,
    precondition: &Precondition,
) -> Result<Vec<String>, Refused> {
    let before = w.get_record::<Object>(EVERYWHERE, bucket, &object.key)?.map(|found| found.value);
    match (&before, &precondition.etag) {
        (Some(_), _) if precondition.absent => return Err(Refused::precondition()),
        (None, Some(_)) => return Err(Refused::no_key()),
        (Some(before), Some(etag)) if etag != "*" && *etag != before.etag => {
            return Err(Refused::precondition());
        }
        _ => {}
    }
    w.put_record(EVERYWHERE, bucket, object, Expect::Any)?;
    Ok(before.into_iter().flat_map(|before| before.pieces).map(|piece| piece.file).collect())
}

impl Conditions {
    /// In the order of RFC 9110, by which a time counts only where no ETag is given.
    pub(crate) fn check(&self, object: &Object) -> Result<(), Refused> {
        let is = |etag: &String| etag == "*" || *etag == object.etag;
        // HTTP's times have no fraction of a second.
        let modified = object.modified.0 / 1000;
        match (&self.matches, self.unmodified_since) {
            (Some(etag), _) if !is(etag) => return Err(Refused::precondition()),
            (None, Some(time)) if modified > time.0 / 1000 => return Err(Refused::precondition()),
            _ => {}
        }
        match (&self.none_matches, self.modified_since) {
            (Some(etag), _) if is(etag) => Err(Refused::not_modified()),
            (None, Some(time)) if modified <= time.0 / 1000 => Err(Refused::not_modified()),
            _ => Ok(()),
        }
    }
}

/// Which parts of which files a span of their whole is.
pub(crate) fn stretches(pieces: &[Piece], span: Span) -> Vec<Stretch> {
    let (mut skip, mut left, mut stretches) = (span.from, span.length, Vec::new());
    for Piece { file, size, .. } in pieces {
        let from = skip.min(*size);
        skip -= from;
        let length = left.min(size - from);
        left -= length;
        if length > 0 {
            stretches.push(Stretch { file: file.clone(), from, length });
        }
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_goes_over_the_edges_of_pieces() {
        let pieces = [("a", 3), ("b", 4), ("c", 5)].map(|(file, size)| Piece {
            file: file.to_owned(),
            size,
            checksum: None,
        });
        let check = |from, length, expected: &[(&str, u64, u64)]| {
            let found = stretches(&pieces, Span { from, length });
            let shown: Vec<_> = found.iter().map(|s| (s.file.as_str(), s.from, s.length)).collect();
            assert_eq!(shown, expected, "{from}+{length}");
        };
        check(0, 12, &[("a", 0, 3), ("b", 0, 4), ("c", 0, 5)]);
        check(2, 3, &[("a", 2, 1), ("b", 0, 2)]);
        check(3, 1, &[("b", 0, 1)]);
        check(7, 5, &[("c", 0, 5)]);
        check(5, 0, &[]);
    }
}
