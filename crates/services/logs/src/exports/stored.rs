//! Export tasks as they are kept: `exports`, by the inverse of their time, so that the newest is listed first.

use std::borrow::Cow;

use neargate_core::Scope;
use neargate_store::{Error, Expect, Range, ReadRecords as _, Reader, Record, WriteRecords as _, Writer};
use serde::{Deserialize, Serialize};

use crate::position::Position;
use crate::records::SERVICE;

pub const EXPORTS: &str = "exports";
const BY_ID: &str = "id";
const BY_STATE: &str = "state";
const ACTIVE: &str = "active";
/// Older ones of a region are forgotten.
const MAX_KEPT: usize = 1_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    Pending,
    Running,
    /// Somebody cancelled it while it ran.
    PendingCancel,
    Cancelled,
    Completed,
    Failed,
}

impl Status {
    pub fn is_final(self) -> bool {
        matches!(self, Self::Cancelled | Self::Completed | Self::Failed)
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Running => "RUNNING",
            Self::PendingCancel => "PENDING_CANCEL",
            Self::Cancelled => "CANCELLED",
            Self::Completed => "COMPLETED",
            Self::Failed => "FAILED",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Export {
    pub id: String,
    pub name: Option<String>,
    pub group: String,
    /// The group's uid: another group of that name is another matter.
    pub group_uid: String,
    pub streams: String,
    pub from: i64,
    pub to: i64,
    pub bucket: String,
    pub prefix: String,
    /// Whether the bucket's policy is asked.
    pub enforced: bool,
    pub created: i64,
    pub completed: Option<i64>,
    pub status: Status,
    /// Why it failed.
    pub failure: Option<String>,
    pub progress: Progress,
}

/// What has been written: all streams up to `stream`, and of that one what stands before `rest`, in `objects` objects.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    pub stream: Option<String>,
    /// Time, sequence and index of a position; none when the stream is done.
    pub rest: Option<(i64, u64, u32)>,
    pub objects: u32,
}

impl Progress {
    pub fn resume(&self) -> Option<(&str, Position, u32)> {
        let (timestamp, sequence, index) = self.rest?;
        Some((self.stream.as_deref()?, Position { timestamp, sequence, index }, self.objects))
    }
}

impl Record for Export {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = EXPORTS;

    fn id(&self) -> Cow<'_, str> {
        Cow::Owned(format!("{:016x}/{}", u64::MAX - self.created.unsigned_abs(), self.id))
    }

    fn lookups(&self) -> Vec<(&'static str, String)> {
        let active = (!self.status.is_final()).then(|| (BY_STATE, ACTIVE.to_owned()));
        active.into_iter().chain([(BY_ID, self.id.clone())]).collect()
    }
}

pub fn find(reader: &mut dyn Reader, scope: &Scope, id: &str) -> Result<Option<Export>, Error> {
    let (account, region) = (scope.account.as_str(), scope.region.as_str());
    let found = reader.lookup_records::<Export>(account, region, BY_ID, id, Range::all().limit(1))?;
    Ok(found.into_iter().next().map(|stored| stored.value))
}

/// Those that haven't ended.
pub fn active(reader: &mut dyn Reader, scope: &Scope) -> Result<Vec<Export>, Error> {
    let (account, region) = (scope.account.as_str(), scope.region.as_str());
    let found = reader.lookup_records::<Export>(account, region, BY_STATE, ACTIVE, Range::all())?;
    Ok(found.into_iter().map(|stored| stored.value).collect())
}

pub fn save(w: &mut dyn Writer, scope: &Scope, export: &Export) -> Result<(), Error> {
    w.put_record(scope.account.as_str(), scope.region.as_str(), export, Expect::Any).map(drop)
}

/// Removes the oldest where there are too many.
pub fn forget(w: &mut dyn Writer, scope: &Scope) -> Result<(), Error> {
    let (account, region) = (scope.account.as_str(), scope.region.as_str());
    let kept = w.list_records::<Export>(account, region, Range::all())?;
    for old in kept.iter().skip(MAX_KEPT).filter(|old| old.value.status.is_final()) {
        w.delete_record::<Export>(account, region, &old.value.id(), Expect::Any)?;
    }
    Ok(())
}
