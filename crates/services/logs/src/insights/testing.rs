//! Events for tests.

use std::sync::Arc;

use super::row::{Event, Source};
use crate::position::{EventId, Position};

pub fn event(timestamp: i64, message: &str) -> Event {
    Event {
        timestamp,
        ingested: timestamp + 5,
        message: message.into(),
        unmasked: None,
        stream: "s".into(),
        group: Arc::new(Source { name: "g".to_owned(), log: "000000000000:g".into() }),
        id: EventId { position: Position::at(timestamp), stream: 7 },
    }
}
