//! Which events of a batch are let in.

use std::ops::Range;

use crate::DAY_MILLIS;
use crate::chunk::EVENT_OVERHEAD_BYTES;
use crate::model::{InputLogEvent, RejectedLogEventsInfo};
use crate::refusal::Refusal;

const MAX_BATCH_BYTES: usize = 1_048_576;
pub const MAX_AGE_MILLIS: i64 = 14 * DAY_MILLIS;
const MAX_AHEAD_MILLIS: i64 = 2 * 60 * 60 * 1000;

/// Checks what needs no knowledge of the group: sizes and order. Gives the events as pairs.
pub fn check(events: &[InputLogEvent]) -> Result<Vec<(i64, &str)>, Refusal> {
    let mut pairs = Vec::with_capacity(events.len());
    let mut bytes = 0;
    for event in events {
        let message = event.message.as_deref().unwrap_or_default();
        let size = message.len() + EVENT_OVERHEAD_BYTES;
        if size > MAX_BATCH_BYTES {
            return Err(Refusal::Parameter(format!(
                "Log event too large: {size} bytes exceeds limit of {MAX_BATCH_BYTES}"
            )));
        }
        bytes += size;
        pairs.push((event.timestamp.unwrap_or_default(), message));
    }
    if bytes > MAX_BATCH_BYTES {
        return Err(Refusal::Parameter(format!(
            "Upload too large: {bytes} bytes exceeds limit of {MAX_BATCH_BYTES}"
        )));
    }
    if !pairs.is_sorted_by_key(|(timestamp, _)| *timestamp) {
        return Err(Refusal::parameter(
            "Log events in a single PutLogEvents request must be in chronological order.",
        ));
    }
    Ok(pairs)
}

/// The events to store, out of an ordered batch, and what AWS says of the others.
pub fn admit(
    events: &[(i64, &str)],
    now: i64,
    expiry: i64,
) -> Result<(Range<usize>, Option<RejectedLogEventsInfo>), Refusal> {
    let before = |moment: i64| events.partition_point(|(timestamp, _)| *timestamp < moment);
    let too_old = before(now - MAX_AGE_MILLIS);
    let expired = before(expiry);
    let too_new = before(now + MAX_AHEAD_MILLIS + 1);
    let start = too_old.max(expired);
    let accepted = start..too_new.max(start);
    if let [(first, _), .., (last, _)] = events[accepted.clone()]
        && last - first > DAY_MILLIS
    {
        return Err(Refusal::parameter(
            "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.",
        ));
    }
    let index = |index: usize, rejected: bool| rejected.then_some(index as i64);
    let rejected = RejectedLogEventsInfo {
        too_new_log_event_start_index: index(too_new, too_new < events.len()),
        too_old_log_event_end_index: index(too_old, too_old > 0),
        expired_log_event_end_index: index(expired, expired > too_old),
    };
    Ok((accepted, (rejected != RejectedLogEventsInfo::default()).then_some(rejected)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_763_892_000_000;
    const HOUR: i64 = 60 * 60 * 1000;

    fn admitted(times: &[i64], expiry: i64) -> (Range<usize>, Option<RejectedLogEventsInfo>) {
        let events: Vec<_> = times.iter().map(|time| (*time, "x")).collect();
        admit(&events, NOW, expiry).expect("a batch of a day")
    }

    #[test]
    fn events_at_the_limits_are_let_in() {
        assert_eq!(admitted(&[NOW - MAX_AGE_MILLIS], 0), (0..1, None));
        assert_eq!(admitted(&[NOW, NOW + 2 * HOUR], 0), (0..2, None));
    }

    #[test]
    fn events_beyond_them_are_dropped_and_counted() {
        let rejected = |new, old, expired| {
            Some(RejectedLogEventsInfo {
                too_new_log_event_start_index: new,
                too_old_log_event_end_index: old,
                expired_log_event_end_index: expired,
            })
        };
        let ancient = NOW - MAX_AGE_MILLIS - 1;
        assert_eq!(admitted(&[ancient, NOW], 0), (1..2, rejected(None, Some(1), None)));
        assert_eq!(admitted(&[NOW, NOW + 2 * HOUR + 1], 0), (0..1, rejected(Some(1), None, None)));
        let expiry = NOW - DAY_MILLIS;
        assert_eq!(
            admitted(&[ancient, NOW - 2 * DAY_MILLIS, NOW], expiry),
            (2..3, rejected(None, Some(1), Some(2)))
        );
        assert_eq!(admitted(&[ancient], 0), (1..1, rejected(None, Some(1), None)));
        assert_eq!(admitted(&[NOW + 3 * HOUR], 0), (0..0, rejected(Some(0), None, None)));
    }

    #[test]
    fn only_what_is_let_in_may_span_no_more_than_a_day() {
        let events = [(NOW - DAY_MILLIS - 1, "x"), (NOW, "x")];
        assert!(admit(&events, NOW, 0).is_err());
        assert_eq!(admit(&events, NOW, NOW - HOUR).expect("one event left").0, 1..2);
        assert!(admit(&[(NOW - DAY_MILLIS, "x"), (NOW, "x")], NOW, 0).is_ok());
    }

    #[test]
    fn sizes_and_order_are_checked() {
        let event =
            |timestamp, message: String| InputLogEvent { timestamp: Some(timestamp), message: Some(message) };
        let refused = |events: &[InputLogEvent]| check(events).expect_err("too much").to_string();
        assert!(check(&[event(1, "x".repeat(1_048_550))]).is_ok());
        assert_eq!(
            refused(&[event(1, "x".repeat(1_048_551))]),
            "Log event too large: 1048577 bytes exceeds limit of 1048576"
        );
        let halves = [event(1, "é".repeat(262_131)), event(1, "x".repeat(524_263))];
        assert_eq!(refused(&halves), "Upload too large: 1048577 bytes exceeds limit of 1048576");
        assert_eq!(
            refused(&[event(2, "x".into()), event(1, "x".into())]),
            "Log events in a single PutLogEvents request must be in chronological order."
        );
    }
}
