//! `Marker`, `MaxItems`, `IsTruncated`: pages of listings, in the order of names.

use neargate_core::AccountId;
use neargate_identity::REGION;
use neargate_store::{Range, ReadRecords as _, Reader, Record, token};
use neargate_wire::Context;

use crate::refusal::Refusal;

const DEFAULT_ITEMS: usize = 100;
const PER_LISTING: usize = 200;

/// What a request says about the page that it wants.
pub(crate) struct Wanted {
    binding: Vec<String>,
    /// The last key that the page before showed.
    after: Option<String>,
    most: usize,
}

/// A page, and the marker of the next.
pub(crate) struct Page<T> {
    pub items: Vec<T>,
    pub marker: Option<String>,
}

impl<T> Page<T> {
    pub fn truncated(&self) -> Option<bool> {
        Some(self.marker.is_some())
    }
}

impl Wanted {
    /// A marker belongs to an operation on something in an account.
    pub fn new(
        context: &Context,
        operation: &str,
        about: &str,
        marker: Option<String>,
        max_items: Option<i64>,
    ) -> Result<Self, Refusal> {
        let binding = vec![operation.to_owned(), context.scope.account.to_string(), about.to_owned()];
        let invalid = |_| Refusal::Validation("Invalid Marker.".to_owned());
        let after =
            marker.map(|marker| token::decode(&parts(&binding), &marker)).transpose().map_err(invalid)?;
        let most = max_items.and_then(|most| usize::try_from(most).ok()).unwrap_or(DEFAULT_ITEMS).max(1);
        Ok(Self { binding, after, most })
    }

    /// A page of what is in memory, which comes in any order and goes out in that of its keys.
    pub fn of<T>(&self, items: impl IntoIterator<Item = T>, key: impl Fn(&T) -> String) -> Page<T> {
        let mut items: Vec<T> = items.into_iter().collect();
        // The marker says where the next page begins: by no other order is each shown once.
        items.sort_by_cached_key(&key);
        let mut items =
            items.into_iter().skip_while(|item| self.after.as_ref().is_some_and(|after| key(item) <= *after));
        let page: Vec<T> = items.by_ref().take(self.most).collect();
        let last = items.next().and_then(|_| page.last()).map(key);
        Page { items: page, marker: last.map(|last| token::encode(&parts(&self.binding), &last)) }
    }

    /// A page of what is stored and wanted.
    pub fn read<R: Record>(
        &self,
        reader: &mut dyn Reader,
        account: &AccountId,
        wanted: impl Fn(&R) -> bool,
    ) -> Result<Page<R>, Refusal> {
        let mut items: Vec<R> = Vec::new();
        let mut after = self.after.clone();
        loop {
            let range = Range::all().after(after.as_deref()).limit(PER_LISTING);
            let listed = reader.list_records::<R>(account.as_str(), REGION, range)?;
            let ended = listed.len() < PER_LISTING;
            after = listed.last().map(|record| record.value.id().into_owned());
            for record in listed.into_iter().map(|record| record.value).filter(&wanted) {
                if items.len() == self.most {
                    let last = items.last().map(|item| item.id().into_owned());
                    return Ok(Page {
                        items,
                        marker: last.map(|last| token::encode(&parts(&self.binding), &last)),
                    });
                }
                items.push(record);
            }
            if ended {
                return Ok(Page { items, marker: None });
            }
        }
    }
}

fn parts(binding: &[String]) -> Vec<&str> {
    binding.iter().map(String::as_str).collect()
}

/// All of a kind in an account.
pub(crate) fn everything<R: Record>(reader: &mut dyn Reader, account: &AccountId) -> Result<Vec<R>, Refusal> {
    let listed = reader.list_records::<R>(account.as_str(), REGION, Range::all())?;
    Ok(listed.into_iter().map(|record| record.value).collect())
}
