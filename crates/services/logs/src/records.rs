//! What is kept, and under which ids.
//!
//! | kind       | id                                        | what                                                        |
//! |------------|-------------------------------------------|-------------------------------------------------------------|
//! | `groups`   | name                                      | a [`Group`]                                                 |
//! | `usage`    | group uid                                 | what each PutLogEvents changes of a group: [`Usage`]        |
//! | `streams`  | `<group uid>/<name>`                      | a [`Stream`]                                                |
//! | `events`   | `<stream uid>/<first time>-<sequence>`    | a chunk of events ([`chunk`](crate::chunk))                 |
//! | `timeline` | `<group uid>/<first time>-<sequence>`     | the same chunk, found by its group: an [`Entry`]            |
//! | `garbage`  | uid                                       | a deleted group or stream whose chunks are still there      |
//!
//! Uids are random and never reused: what bears a deleted group's or stream's uid is out of everybody's sight at once.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use neargate_core::Scope;
use neargate_store::{Document, Error, Partition, Record};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::position::Position;

pub const SERVICE: &str = "logs";
pub const EVENTS: &str = "events";
/// The class of groups that can everything.
pub const STANDARD: &str = "STANDARD";
pub const TIMELINE: &str = "timeline";

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Group {
    pub name: String,
    pub uid: String,
    pub created: i64,
    pub class: String,
    pub retention_days: Option<i64>,
    pub kms_key_id: Option<String>,
    pub deletion_protected: bool,
    pub tags: BTreeMap<String, String>,
    #[serde(default)]
    pub metric_filters: u32,
    #[serde(default)]
    pub subscriptions: u32,
    /// What became of its data protection policy, if it ever had one: ACTIVATED or DELETED.
    #[serde(default)]
    pub protection: Option<String>,
    /// Whether somebody is told what that policy finds.
    #[serde(default)]
    pub findings: bool,
}

impl Group {
    /// Whether somebody wants to hear of what comes in.
    pub fn is_watched(&self) -> bool {
        self.findings || self.metric_filters + self.subscriptions > 0
    }

    pub fn is_protected(&self) -> bool {
        self.protection.as_deref() == Some("ACTIVATED")
    }

    /// Events before this moment have expired.
    pub fn expiry(&self, now: i64) -> i64 {
        self.retention_days.map_or(0, |days| (now - days * crate::DAY_MILLIS).max(0))
    }
}

impl Record for Group {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "groups";

    fn id(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.name)
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Usage {
    pub group: String,
    pub stored_bytes: i64,
    /// The number of the newest chunk.
    pub sequence: u64,
    /// The longest time from a chunk's first event to its last: how far back a reader must begin.
    pub widest_millis: i64,
}

impl Record for Usage {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "usage";

    fn id(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.group)
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Stream {
    /// The group's uid.
    pub group: String,
    pub name: String,
    pub uid: String,
    pub created: i64,
    pub first_event: Option<i64>,
    pub last_event: Option<i64>,
    pub last_ingestion: Option<i64>,
    /// What ordinary callers see as their next sequence token; it means nothing.
    pub sequence_token: Option<String>,
    /// How far neargate's log driver got in its source.
    pub driver_offset: Option<u64>,
    /// As in [`Usage`], of this stream's chunks.
    pub widest_millis: i64,
}

impl Stream {
    pub fn key(group: &str, name: &str) -> String {
        format!("{group}/{name}")
    }

    pub fn upload_sequence_token(&self) -> Option<String> {
        self.driver_offset.map(|offset| offset.to_string()).or_else(|| self.sequence_token.clone())
    }
}

impl Record for Stream {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "streams";

    fn id(&self) -> Cow<'_, str> {
        Cow::Owned(Self::key(&self.group, &self.name))
    }
}

/// A chunk as its group knows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    pub stream: String,
    pub stream_name: String,
    /// The time of its last event.
    pub last: i64,
    pub bytes: i64,
}

/// Something deleted, whose chunks the sweep has still to remove.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Garbage {
    pub uid: String,
    /// The uid of the group of a deleted stream; none for a deleted group.
    pub stream_of: Option<String>,
}

impl Record for Garbage {
    const SERVICE: &'static str = SERVICE;
    const KIND: &'static str = "garbage";

    fn id(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.uid)
    }
}

pub fn partition<'a>(scope: &'a Scope, kind: &'a str) -> Partition<'a> {
    Partition::new(SERVICE, scope.account.as_str(), scope.region.as_str(), kind)
}

/// The id of a chunk in `events` (of its stream) and `timeline` (of its group): ordered by time, then by arrival.
pub fn chunk_id(owner: &str, first: i64, sequence: u64) -> String {
    format!("{owner}/{first:016x}-{sequence:012x}")
}

/// The least id of a chunk that begins at this time or later.
pub fn chunk_floor(owner: &str, first: i64) -> String {
    format!("{owner}/{:016x}", first.max(0))
}

/// The least position that an event of this chunk can have.
pub fn chunk_start(id: &str) -> Option<Position> {
    let (first, sequence) = id.rsplit_once('/')?.1.split_once('-')?;
    let timestamp = i64::from_str_radix(first, 16).ok()?;
    Some(Position { timestamp, sequence: u64::from_str_radix(sequence, 16).ok()?, index: 0 })
}

pub fn decode<T: DeserializeOwned>(kind: &'static str, document: &Document) -> Result<T, Error> {
    serde_json::from_slice(&document.body).map_err(|cause| Error::Decode {
        kind,
        id: document.id.clone(),
        cause: Arc::new(cause),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chunks_id_says_where_it_begins() {
        let start = Position { timestamp: 1_763_892_000_000, sequence: 77, index: 0 };
        let id = chunk_id("00ff", start.timestamp, start.sequence);
        assert_eq!(chunk_start(&id), Some(start));
        assert!(chunk_floor("00ff", start.timestamp) < id);
        assert!(chunk_floor("00ff", start.timestamp + 1) > id);
        assert_eq!(chunk_start("00ff/x"), None);
    }
}
