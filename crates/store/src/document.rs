//! The words of the store: where a document lives, what one may ask, what one may change.

use std::ops::Bound;

use crate::Error;

/// The documents of one kind in one account and region. Ids are unique within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Partition<'a> {
    pub service: &'a str,
    pub account: &'a str,
    pub region: &'a str,
    pub kind: &'a str,
}

impl<'a> Partition<'a> {
    pub const fn new(service: &'a str, account: &'a str, region: &'a str, kind: &'a str) -> Self {
        Self { service, account, region, kind }
    }
}

/// An account and region that hold documents: what a worker goes through.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope {
    pub account: String,
    pub region: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub id: String,
    /// The revision of the transaction that wrote it last.
    pub revision: u64,
    /// JSON. The store keeps it as it came and never looks inside.
    pub body: Vec<u8>,
}

/// What a writer believes to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    Any,
    Absent,
    Revision(u64),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    #[default]
    Ascending,
    Descending,
}

/// Which documents of a partition, by id, and in which order. Ids are ordered by their bytes. All conditions
/// hold at once; the default is everything, ascending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Range<'a> {
    /// Beyond this id in the order of the listing: the last id of the page before.
    pub after: Option<&'a str>,
    pub prefix: Option<&'a str>,
    /// The least id, itself included.
    pub from: Option<&'a str>,
    /// The end, itself excluded.
    pub to: Option<&'a str>,
    pub order: Order,
    pub limit: Option<usize>,
}

impl<'a> Range<'a> {
    pub fn all() -> Self {
        Self::default()
    }

    pub fn prefix(prefix: &'a str) -> Self {
        Self { prefix: Some(prefix), ..Self::default() }
    }

    pub fn after(self, id: Option<&'a str>) -> Self {
        Self { after: id, ..self }
    }

    pub fn limit(self, documents: usize) -> Self {
        Self { limit: Some(documents), ..self }
    }

    pub fn descending(self) -> Self {
        Self { order: Order::Descending, ..self }
    }

    /// The range as the one pair of bounds that an index can follow.
    pub(crate) fn bounds(&self) -> (Bound<String>, Bound<String>) {
        let mut low = Bound::Unbounded;
        let mut high = Bound::Unbounded;
        for from in [self.from, self.prefix].into_iter().flatten() {
            low = tighter(low, Bound::Included(from.to_owned()), std::cmp::Ordering::Greater);
        }
        for to in [self.to.map(str::to_owned), self.prefix.and_then(end_of_prefix)].into_iter().flatten() {
            high = tighter(high, Bound::Excluded(to), std::cmp::Ordering::Less);
        }
        if let Some(after) = self.after {
            let after = Bound::Excluded(after.to_owned());
            match self.order {
                Order::Ascending => low = tighter(low, after, std::cmp::Ordering::Greater),
                Order::Descending => high = tighter(high, after, std::cmp::Ordering::Less),
            }
        }
        (low, high)
    }
}

/// Reads within one consistent moment.
pub trait Reader {
    fn get(&mut self, partition: &Partition, id: &str) -> Result<Option<Document>, Error>;

    fn list(&mut self, partition: &Partition, range: Range) -> Result<Vec<Document>, Error>;

    /// The documents that were put with the lookup `(index, value)`, by id.
    fn lookup(
        &mut self,
        partition: &Partition,
        index: &str,
        value: &str,
        range: Range,
    ) -> Result<Vec<Document>, Error>;

    /// How many documents were put with the lookup `(index, value)`. Reads none of them.
    fn count(&mut self, partition: &Partition, index: &str, value: &str) -> Result<u64, Error>;

    /// Every account and region that hold documents of this kind, in order.
    fn partitions(&mut self, service: &str, kind: &str) -> Result<Vec<Scope>, Error>;
}

/// Writes of one transaction; its reads see them.
pub trait Writer: Reader {
    /// The revision that everything written here will carry.
    fn revision(&self) -> u64;

    /// Writes a document and replaces the lookups it had. [`Error::Conflict`] if `expect` doesn't hold; then
    /// nothing was changed, and the transaction may go on.
    fn put(
        &mut self,
        partition: &Partition,
        id: &str,
        expect: Expect,
        body: &[u8],
        lookups: &[(&str, &str)],
    ) -> Result<(), Error>;

    /// Whether there was one to delete. [`Error::Conflict`] if `expect` doesn't hold, as with `put`; a document
    /// that is gone already has no revision to expect.
    fn delete(&mut self, partition: &Partition, id: &str, expect: Expect) -> Result<bool, Error>;

    /// Deletes every document of every service.
    fn clear(&mut self) -> Result<(), Error>;
}

fn tighter(held: Bound<String>, new: Bound<String>, wins: std::cmp::Ordering) -> Bound<String> {
    match (&held, &new) {
        (Bound::Unbounded, _) => new,
        (_, Bound::Unbounded) => held,
        (Bound::Included(a) | Bound::Excluded(a), Bound::Included(b) | Bound::Excluded(b)) => {
            match b.cmp(a) {
                std::cmp::Ordering::Equal if matches!(new, Bound::Excluded(_)) => new,
                ordering if ordering == wins => new,
                _ => held,
            }
        }
    }
}

/// The least text above everything that starts with `prefix`; none if nothing is above.
pub fn end_of_prefix(prefix: &str) -> Option<String> {
    let mut end = prefix.to_owned();
    while let Some(last) = end.pop() {
        // A step of a character range passes over the surrogates.
        if let Some(next) = (last..=char::MAX).nth(1) {
            end.push(next);
            return Some(end);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(range: Range, expected: (Bound<&str>, Bound<&str>)) {
        let (low, high) = range.bounds();
        assert_eq!((low.as_ref().map(|s| &**s), high.as_ref().map(|s| &**s)), expected);
    }

    #[test]
    fn the_tightest_bounds_win() {
        use Bound::{Excluded, Included, Unbounded};
        check(Range::all(), (Unbounded, Unbounded));
        check(Range::prefix("web-"), (Included("web-"), Excluded("web.")));
        check(Range::prefix("web-").after(Some("web-3")), (Excluded("web-3"), Excluded("web.")));
        check(Range::prefix("web-").after(Some("a")), (Included("web-"), Excluded("web.")));
        check(Range::prefix("b").after(Some("b")), (Excluded("b"), Excluded("c")));
        check(Range::all().after(Some("m")).descending(), (Unbounded, Excluded("m")));
        let between = Range { from: Some("b"), to: Some("d"), ..Range::all() };
        check(between, (Included("b"), Excluded("d")));
        check(Range { prefix: Some("c"), ..between }, (Included("c"), Excluded("d")));
    }

    #[test]
    fn a_prefix_ends_before_its_successor() {
        assert_eq!(end_of_prefix("a\u{10ffff}").as_deref(), Some("b"));
        assert_eq!(end_of_prefix("\u{d7ff}").as_deref(), Some("\u{e000}"));
        assert_eq!(end_of_prefix("\u{10ffff}"), None);
        assert_eq!(end_of_prefix(""), None);
    }
}
