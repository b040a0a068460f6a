//! Listing: keys in the order of their bytes, with those that share a prefix up to a delimiter rolled into one.

use neargate_store::{Range, ReadRecords as _, Reader, Record, end_of_prefix};

use crate::records::EVERYWHERE;
use crate::refusal::Refused;

/// Documents that are read at a time.
const READ: usize = 250;

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Query<'a> {
    pub prefix: &'a str,
    pub delimiter: &'a str,
    /// Only what comes after this document; a common prefix that is just this doesn't come again.
    pub after: &'a str,
    pub limit: usize,
}

/// One entry of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Entry<T> {
    Key(T),
    Prefix(String),
}

/// Some entries, and behind which one the listing goes on if it does.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Page<T> {
    pub entries: Vec<Entry<T>>,
    pub next: Option<String>,
}

/// The entries of a bucket; `key_of` tells a document's key.
pub(crate) fn list<T: Record>(
    reader: &mut dyn Reader,
    bucket: &str,
    query: Query<'_>,
    key_of: impl Fn(&T) -> &str,
) -> Result<Page<T>, Refused> {
    let Query { prefix, delimiter, after, limit } = query;
    let mut page = Page { entries: Vec::new(), next: None };
    if limit == 0 || prefix.contains('\0') || after.contains('\0') {
        return Ok(page);
    }
    let mut last = String::new();
    // Behind a document, or at the end of what a prefix covers.
    let (mut behind, mut from) = (Some(after.to_owned()).filter(|after| !after.is_empty()), None::<String>);
    'pages: loop {
        let range = Range { prefix: Some(prefix), from: from.as_deref(), ..Range::all() };
        let found: Vec<_> =
            reader.list_records::<T>(EVERYWHERE, bucket, range.after(behind.as_deref()).limit(READ))?;
        let full = found.len() == READ;
        for document in found {
            let id = document.value.id().into_owned();
            let key = key_of(&document.value);
            let rest = key.get(prefix.len()..).unwrap_or_default();
            let rolled = rest.find(delimiter).filter(|_| !delimiter.is_empty());
            let Some(at) = rolled else {
                if page.entries.len() == limit {
                    page.next = Some(last);
                    return Ok(page);
                }
                last.clone_from(&id);
                behind = Some(id);
                page.entries.push(Entry::Key(document.value));
                continue;
            };
            let common = key[..prefix.len() + at + delimiter.len()].to_owned();
            if common != after {
                if page.entries.len() == limit {
                    page.next = Some(last);
                    return Ok(page);
                }
                last.clone_from(&common);
                page.entries.push(Entry::Prefix(common.clone()));
            }
            // All that it covers is passed over unread.
            let Some(end) = end_of_prefix(&common) else { return Ok(page) };
            (from, behind) = (Some(end), None);
            continue 'pages;
        }
        if !full {
            return Ok(page);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use neargate_core::Timestamp;
    use neargate_store::{Durability, Error, Expect, Store, WriteRecords as _};
    use proptest::prelude::*;

    use super::*;
    use crate::records::{Head, Object};

    fn object(key: &str) -> Object {
        Object {
            key: key.to_owned(),
            size: 0,
            modified: Timestamp(0),
            etag: String::new(),
            pieces: Vec::new(),
            in_parts: false,
            head: Head::default(),
            checksum: None,
            tags: Default::default(),
        }
    }

    async fn store(keys: &BTreeSet<String>) -> Store {
        let (store, keys) = (Store::in_memory().expect("a store"), keys.clone());
        let written = store.write(Durability::Process, move |w| {
            for key in &keys {
                w.put_record(EVERYWHERE, "b", &object(key), Expect::Absent)?;
            }
            Ok::<_, Error>(())
        });
        written.await.expect("written");
        store
    }

    async fn pages(store: &Store, prefix: &str, delimiter: &str, after: &str, limit: usize) -> Vec<String> {
        let (mut shown, mut after) = (Vec::new(), after.to_owned());
        loop {
            let query = Query { prefix, delimiter, after: &after, limit };
            let page = store
                .read(|r| list::<Object>(r, "b", query, |object: &Object| object.key.as_str()))
                .await
                .expect("a page");
            assert!(page.entries.len() <= limit);
            shown.extend(page.entries.into_iter().map(|entry| match entry {
                Entry::Key(object) => object.key,
                Entry::Prefix(prefix) => format!("{prefix}…"),
            }));
            match page.next {
                Some(next) => after = next,
                None => return shown,
            }
        }
    }

    /// What a listing is, said in the simplest way.
    fn expected(keys: &BTreeSet<String>, prefix: &str, delimiter: &str) -> Vec<String> {
        let mut shown: Vec<String> = Vec::new();
        for key in keys.iter().filter(|key| key.starts_with(prefix)) {
            let rest = &key[prefix.len()..];
            let entry = match rest.find(delimiter).filter(|_| !delimiter.is_empty()) {
                Some(at) => format!("{}…", &key[..prefix.len() + at + delimiter.len()]),
                None => key.clone(),
            };
            if shown.last() != Some(&entry) {
                shown.push(entry);
            }
        }
        shown
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn pages_make_up_the_whole(
            keys in prop::collection::btree_set("[ab/\u{e4}\u{10ffff}]{1,6}", 0..40),
            prefix in "[ab/]{0,2}",
            delimiter in prop::sample::select(vec!["", "/", "b", "a/", "\u{10ffff}"]),
            limit in 1usize..8,
        ) {
            let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
            let shown = runtime.block_on(async {
                pages(&store(&keys).await, &prefix, delimiter, "", limit).await
            });
            prop_assert_eq!(shown, expected(&keys, &prefix, delimiter));
        }
    }

    #[tokio::test]
    async fn more_keys_than_are_read_at_a_time() {
        let keys: BTreeSet<String> = (0..1200).map(|n| format!("{}/{n:04}", n / 400)).collect();
        let store = store(&keys).await;
        assert_eq!(pages(&store, "", "", "", 1000).await.len(), 1200);
        assert_eq!(pages(&store, "", "/", "", 1000).await, ["0/…", "1/…", "2/…"]);
        assert_eq!(pages(&store, "1/", "/", "1/0798", 1000).await, ["1/0799"]);
        assert_eq!(
            pages(&store, "", "/", "0/", 1).await,
            ["1/…", "2/…"],
            "the marker's own prefix isn't repeated"
        );
    }
}
