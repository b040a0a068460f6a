//! Notes of the chunks that came into a group with filters, by their sequence.

use neargate_core::Scope;
use neargate_store::{Document, Error, Expect, Range, Reader, Writer};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

use crate::records::{decode, partition};

pub const JOURNAL: &str = "journal";

/// A chunk on its way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// The id of the chunk among the events.
    pub chunk: String,
    pub stream: String,
    pub ingested: i64,
}

fn id(group: &str, sequence: u64) -> String {
    format!("{group}/{sequence:012x}")
}

pub fn note(w: &mut dyn Writer, scope: &Scope, group: &str, sequence: u64, note: &Note) -> Result<(), Error> {
    let id = id(group, sequence);
    let body = serde_json::to_vec(note).map_err(|cause| Error::Encode {
        kind: JOURNAL,
        id: id.clone(),
        cause: Arc::new(cause),
    })?;
    w.put(&partition(scope, JOURNAL), &id, Expect::Absent, &body, &[])
}

/// The next notes of a group behind a sequence.
pub fn next(
    r: &mut dyn Reader,
    scope: &Scope,
    group: &str,
    after: u64,
    most: usize,
) -> Result<Vec<(u64, Note)>, Error> {
    let (prefix, after) = (format!("{group}/"), id(group, after));
    let range = Range::prefix(&prefix).after(Some(&after)).limit(most);
    let listed = r.list(&partition(scope, JOURNAL), range)?;
    listed.iter().map(|document| Ok((sequence(document), decode(JOURNAL, document)?))).collect()
}

/// The groups that have notes, some hundred at most, those behind `after`.
pub fn groups(
    r: &mut dyn Reader,
    scope: &Scope,
    after: Option<&str>,
    most: usize,
) -> Result<Vec<String>, Error> {
    let mut found: Vec<String> = Vec::new();
    // Behind all notes of a group: `0` is what follows the slash.
    let mut from = after.map(|group| format!("{group}0"));
    while found.len() < most {
        let range = Range { from: from.as_deref(), ..Range::all().limit(1) };
        let listed = r.list(&partition(scope, JOURNAL), range)?;
        let Some((group, _)) = listed.first().and_then(|document| document.id.split_once('/')) else { break };
        found.push(group.to_owned());
        from = Some(format!("{group}0"));
    }
    Ok(found)
}

/// Removes the notes of a group up to a sequence, some at a time; whether there may be more.
pub fn trim(w: &mut dyn Writer, scope: &Scope, group: &str, upto: u64, most: usize) -> Result<bool, Error> {
    let prefix = format!("{group}/");
    let listed = w.list(&partition(scope, JOURNAL), Range::prefix(&prefix).limit(most))?;
    let passed: Vec<&Document> = listed.iter().take_while(|document| sequence(document) <= upto).collect();
    for document in &passed {
        w.delete(&partition(scope, JOURNAL), &document.id, Expect::Any)?;
    }
    Ok(passed.len() == most)
}

fn sequence(document: &Document) -> u64 {
    let digits = document.id.rsplit_once('/').map_or("", |(_, digits)| digits);
    u64::from_str_radix(digits, 16).unwrap_or(0)
}
