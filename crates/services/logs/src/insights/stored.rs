//! Queries and their results as they are kept.
//!
//! | kind          | id                                | what                                           |
//! |---------------|-----------------------------------|------------------------------------------------|
//! | `queries`     | `<inverse of its time>/<query id>`| a [`StoredQuery`]; listed, the newest is first |
//! | `results`     | `<query id>/<page>`               | rows of its result                             |
//! | `definitions` | query definition id               | a [`Definition`]                               |

use std::borrow::Cow;

use neargate_core::{Scope, random_uuid};
use neargate_store::{
    Error, Expect, Range, ReadRecords as _, Reader, Record, Stored, WriteRecords as _, Writer,
};
use serde::{Deserialize, Serialize};

use super::execution::Cell;
use crate::DAY_MILLIS;
use crate::records::{SERVICE, decode, partition};

/// Queries are forgotten after this.
pub const MAX_AGE_MILLIS: i64 = 7 * DAY_MILLIS;
pub const RESULTS: &str = "results";
const BY_ID: &str = "id";
const MAX_BYTES_PER_PAGE: usize = 512 * 1024;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    Scheduled,
    Running,
    Complete,
    Failed,
    Cancelled,
    Timeout,
}

impl Status {
    pub fn is_final(self) -> bool {
        !matches!(self, Self::Scheduled | Self::Running)
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Scheduled => "Scheduled",
            Self::Running => "Running",
            Self::Complete => "Complete",
            Self::Failed => "Failed",
            Self::Cancelled => "Cancelled",
            Self::Timeout => "Timeout",
        }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Statistics {
    pub matched: u64,
    pub scanned: u64,
    pub bytes: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredQuery {
    pub id: String,
    /// The process that works on it.
    pub process: String,
    pub text: String,
    pub groups: Vec<String>,
    pub created: i64,
    pub status: Status,
    pub statistics: Statistics,
    pub duration: Option<i64>,
    pub pages: u32,
    pub caller: String,
}

impl StoredQuery {
    /// A query that waits for its turn.
    pub fn new(process: &str, created: i64, text: String, groups: Vec<String>, caller: String) -> Self {
        Self {
            id: random_uuid(),
            process: process.to_owned(),
            text,
            groups,
            created,
            status: Status::Scheduled,
            statistics: Statistics::default(),
            duration: None,
            pages: 0,
            caller,
        }
    }

    /// What it is for a reader in a process: nobody finishes what another process began.
    pub fn status_for(&self, process: &str) -> Status {
        if self.status.is_final() || self.process == process { self.status } else { Status::Failed }
    }
}

impl Record for StoredQuery {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "queries";

    fn id(&self) -> Cow<'_, str> {
        Cow::Owned(format!("{}/{}", floor(self.created), self.id))
    }

    fn lookups(&self) -> Vec<(&'static str, String)> {
        vec![(BY_ID, self.id.clone())]
    }
}

/// The beginning of the ids of queries of a moment; of later ones it is less.
fn floor(created: i64) -> String {
    format!("{:016x}", u64::MAX - created.unsigned_abs())
}

pub fn find(reader: &mut dyn Reader, scope: &Scope, id: &str) -> Result<Option<StoredQuery>, Error> {
    let (account, region) = (scope.account.as_str(), scope.region.as_str());
    let found = reader.lookup_records::<StoredQuery>(account, region, BY_ID, id, Range::all().limit(1))?;
    Ok(found.into_iter().next().map(|stored| stored.value))
}

/// A result cut into pages, each a JSON list.
pub fn pages(rows: &[Vec<Cell>]) -> Result<Vec<Vec<u8>>, serde_json::Error> {
    let mut pages = Vec::new();
    let mut rest = rows;
    while !rest.is_empty() {
        let mut bytes = 0;
        let fitting = rest.iter().take_while(|row| {
            let before = bytes;
            bytes += row.iter().map(|(name, value)| name.len() + value.len() + 8).sum::<usize>();
            before == 0 || bytes <= MAX_BYTES_PER_PAGE
        });
        let (page, after) = rest.split_at(fitting.count());
        pages.push(serde_json::to_vec(page)?);
        rest = after;
    }
    Ok(pages)
}

pub fn put_page(
    w: &mut dyn Writer,
    scope: &Scope,
    query: &str,
    page: usize,
    body: &[u8],
) -> Result<(), Error> {
    w.put(&partition(scope, RESULTS), &page_id(query, page), Expect::Any, body, &[])
}

pub fn get_page(
    r: &mut dyn Reader,
    scope: &Scope,
    query: &str,
    page: usize,
) -> Result<Vec<Vec<Cell>>, Error> {
    match r.get(&partition(scope, RESULTS), &page_id(query, page))? {
        Some(document) => decode(RESULTS, &document),
        None => Ok(Vec::new()),
    }
}

fn page_id(query: &str, page: usize) -> String {
    format!("{query}/{page:06}")
}

/// Removes a few queries that ended long ago, with their results; how many.
pub fn forget_some(w: &mut dyn Writer, scope: &Scope, before: i64, most: usize) -> Result<usize, Error> {
    let (account, region) = (scope.account.as_str(), scope.region.as_str());
    let from = floor(before);
    let range = Range { from: Some(&from), ..Range::all().limit(most) };
    let old = w.list_records::<StoredQuery>(account, region, range)?;
    for Stored { value: query, .. } in &old {
        for page in 0..query.pages as usize {
            w.delete(&partition(scope, RESULTS), &page_id(&query.id, page), Expect::Any)?;
        }
        w.delete_record::<StoredQuery>(account, region, &query.id(), Expect::Any)?;
    }
    Ok(old.len())
}

/// A query that somebody keeps under a name.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Definition {
    pub id: String,
    pub name: String,
    pub text: String,
    pub language: Option<String>,
    pub groups: Vec<String>,
    pub modified: i64,
}

impl Record for Definition {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "definitions";

    fn id(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.id)
    }
}
