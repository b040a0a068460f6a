//! Documents as Rust values.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Serialize, de::DeserializeOwned};

use crate::{Document, Error, Expect, Partition, Range, Reader, Writer};

/// A value that is kept as a document. Its JSON is the stored format: old documents must stay readable, so new
/// fields have a default.
pub trait Record: Serialize + DeserializeOwned {
    const SERVICE: &'static str;
    const KIND: &'static str;

    fn id(&self) -> Cow<'_, str>;

    /// Under which names and values it is found besides its id.
    fn lookups(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// A value as it was at a revision: what to [`Expect`] when writing it back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored<T> {
    pub value: T,
    pub revision: u64,
}

/// What a [`Reader`] does with records.
pub trait ReadRecords: Reader {
    fn get_record<T: Record>(
        &mut self,
        account: &str,
        region: &str,
        id: &str,
    ) -> Result<Option<Stored<T>>, Error> {
        self.get(&partition::<T>(account, region), id)?.map(decode).transpose()
    }

    fn list_records<T: Record>(
        &mut self,
        account: &str,
        region: &str,
        range: Range,
    ) -> Result<Vec<Stored<T>>, Error> {
        self.list(&partition::<T>(account, region), range)?.into_iter().map(decode).collect()
    }

    fn lookup_records<T: Record>(
        &mut self,
        account: &str,
        region: &str,
        index: &str,
        value: &str,
        range: Range,
    ) -> Result<Vec<Stored<T>>, Error> {
        self.lookup(&partition::<T>(account, region), index, value, range)?.into_iter().map(decode).collect()
    }
}

/// What a [`Writer`] does with records.
pub trait WriteRecords: Writer {
    /// Returns the revision that the record now has.
    fn put_record<T: Record>(
        &mut self,
        account: &str,
        region: &str,
        record: &T,
        expect: Expect,
    ) -> Result<u64, Error> {
        let id = record.id();
        let body = serde_json::to_vec(record).map_err(|cause| Error::Encode {
            kind: T::KIND,
            id: id.to_string(),
            cause: Arc::new(cause),
        })?;
        let lookups = record.lookups();
        let lookups: Vec<_> = lookups.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.put(&partition::<T>(account, region), &id, expect, &body, &lookups)?;
        Ok(self.revision())
    }

    fn delete_record<T: Record>(
        &mut self,
        account: &str,
        region: &str,
        id: &str,
        expect: Expect,
    ) -> Result<bool, Error> {
        self.delete(&partition::<T>(account, region), id, expect)
    }
}

impl<R: Reader + ?Sized> ReadRecords for R {}
impl<W: Writer + ?Sized> WriteRecords for W {}

fn partition<'a, T: Record>(account: &'a str, region: &'a str) -> Partition<'a> {
    Partition::new(T::SERVICE, account, region, T::KIND)
}

fn decode<T: Record>(document: Document) -> Result<Stored<T>, Error> {
    match serde_json::from_slice(&document.body) {
        Ok(value) => Ok(Stored { value, revision: document.revision }),
        Err(cause) => Err(Error::Decode { kind: T::KIND, id: document.id, cause: Arc::new(cause) }),
    }
}
