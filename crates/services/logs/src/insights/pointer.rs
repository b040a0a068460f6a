//! `@ptr`: what names an event in results, for GetLogRecord.

use neargate_store::token;

use crate::position::EventId;

const BINDING: [&str; 1] = ["GetLogRecord"];

pub fn encode(group: &str, id: EventId) -> String {
    token::encode(&BINDING, &format!("{group} {id}"))
}

/// The group's name and the event.
pub fn decode(pointer: &str) -> Option<(String, EventId)> {
    let text = token::decode(&BINDING, pointer).ok()?;
    let (group, id) = text.split_once(' ')?;
    Some((group.to_owned(), EventId::parse(id)?))
}
