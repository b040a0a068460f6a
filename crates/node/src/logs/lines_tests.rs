use proptest::prelude::*;

use super::*;

/// A log in memory: what was printed, when, to which stream.
#[derive(Debug, Clone)]
struct Printed {
    seconds: f64,
    stream: Stream,
    kind: Kind,
    text: String,
}

fn out(seconds: f64, text: &str) -> Printed {
    Printed { seconds, stream: Stream::Stdout, kind: Kind::Line, text: text.to_owned() }
}

fn err(seconds: f64, text: &str) -> Printed {
    Printed { stream: Stream::Stderr, ..out(seconds, text) }
}

fn part(printed: Printed) -> Printed {
    Printed { kind: Kind::Part, ..printed }
}

fn at(offset: usize) -> Position {
    Position { segment: 0, offset: offset as u32 }
}

fn rules(pattern: &str) -> Rules {
    if pattern.is_empty() { Rules::default() } else { Rules::of_pattern(pattern).unwrap() }
}

fn feed(lines: &mut Lines, log: &[Printed], from: usize) {
    for (index, one) in log.iter().enumerate().skip(from) {
        let time_micros = (one.seconds * 1e6) as i64;
        let record = Record { time_micros, stream: one.stream, kind: one.kind, payload: one.text.as_bytes() };
        lines.add(record, at(index), at(index + 1));
    }
}

/// Texts of all events that can be told after `log`, and up to which record.
fn told(pattern: &str, log: &[Printed], now: f64) -> (Vec<String>, u32) {
    let mut lines = Lines::starting_at(at(0), rules(pattern));
    feed(&mut lines, log, 0);
    lines.expire((now * 1e6) as i64);
    let mut texts = Vec::new();
    while let Some(batch) = lines.take() {
        texts.extend(batch.events.into_iter().map(|event| event.text));
    }
    (texts, lines.taken_to().offset)
}

fn check(pattern: &str, log: &[Printed], now: f64, events: &[&str], accounted: u32) {
    let expected = (events.iter().map(|&text| text.to_owned()).collect(), accounted);
    assert_eq!(told(pattern, log, now), expected);
}

#[test]
fn each_line_is_an_event_and_parts_are_joined() {
    check("", &[out(0., "a"), err(0., "b")], 0., &["a", "b"], 2);
    check("", &[part(out(0., "one ")), part(out(0., "long ")), out(0., "line")], 0., &["one long line"], 3);
    check("", &[out(0., ""), out(0., "after an empty line")], 0., &["after an empty line"], 2);
}

#[test]
fn lines_without_text_are_told_to_those_who_take_them() {
    let mut lines = Lines::starting_at(at(0), Rules { empty_events: true, ..Rules::default() });
    feed(&mut lines, &[out(0., ""), out(0., "a")], 0);
    assert_eq!(lines.take().unwrap().events.len(), 2);
}

#[test]
fn what_began_first_is_told_first() {
    let log = [part(out(0., "one ")), err(1., "oops"), out(1., "line")];
    check("", &log[..2], 1., &[], 0);
    check("", &log, 1., &["one line", "oops"], 3);
}

#[test]
fn a_line_that_never_ends_holds_the_others_up_for_a_while_only() {
    let log = [out(0., "a"), part(out(0., "begun")), err(1., "b")];
    check("", &log, 4.9, &["a"], 1);
    check("", &log, 5., &["a", "begun", "b"], 3);
}

#[test]
fn lines_up_to_the_next_match_are_one_event() {
    let log =
        [out(0., "ERROR one"), out(0., "  at x"), out(0., "  at y"), out(0., "INFO two"), out(0., "  more")];
    check("^(ERROR|INFO)", &log, 1., &["ERROR one\n  at x\n  at y\n"], 3);
    check("^(ERROR|INFO)", &log, 5., &["ERROR one\n  at x\n  at y\n", "INFO two\n  more\n"], 5);
    check("^never$", &log, 5., &["ERROR one\n  at x\n  at y\nINFO two\n  more\n"], 5);
}

#[test]
fn a_pause_ends_an_event_as_the_clock_would_have() {
    let log = [out(0., "E 1"), out(4., "  a"), out(10., "  b"), out(10., "E 2")];
    check("^E", &log, 10., &["E 1\n  a\n", "  b\n"], 3);
}

#[test]
fn streams_do_not_mix_within_an_event() {
    let log = [
        out(0., "E 1"),
        err(0., "E oops"),
        out(0., "  a"),
        err(0., "  b"),
        out(0., "E 2"),
        err(0., "E more"),
    ];
    check("^E", &log, 0., &["E 1\n  a\n", "E oops\n  b\n"], 4);
}

#[test]
fn an_event_is_no_larger_than_a_receiver_takes() {
    let big = "x".repeat(MAX_LINE_BYTES / 16 + 1);
    let log: Vec<_> = (0..20).map(|_| out(0., &big)).collect();
    let (events, _) = told("^begin", &log, 5.);
    let sizes: Vec<_> = events.iter().map(|text| text.len() / big.len()).collect();
    assert_eq!(sizes, [15, 5]);
    let log: Vec<_> = (0..20).map(|_| part(out(0., &big))).collect();
    assert_eq!(told("", &log, 5.).0.len(), 2);
}

#[test]
fn missing_lines_are_counted_and_end_what_was_begun() {
    let missing = u64::to_le_bytes(7);
    let mut lines = Lines::starting_at(at(0), Rules::default());
    let begun = [part(out(0., "begun"))];
    feed(&mut lines, &begun, 0);
    let record = Record { time_micros: 0, stream: Stream::Stdout, kind: Kind::Dropped, payload: &missing };
    lines.add(record, at(1), at(2));
    lines.add(Record { kind: Kind::Line, payload: b"next", ..record }, at(2), at(3));
    let texts: Vec<_> = lines.take().unwrap().events.into_iter().map(|event| event.text).collect();
    assert_eq!(
        (texts, lines.take_dropped(), lines.take_dropped()),
        (vec!["begun".into(), "next".into()], 7, 0)
    );
}

#[test]
fn a_batch_spans_no_day() {
    let log: Vec<_> = (0..4).map(|index| out(f64::from(index) * 8. * 3600., "x")).collect();
    let mut lines = Lines::starting_at(at(0), Rules::default());
    feed(&mut lines, &log, 0);
    let sizes: Vec<_> = std::iter::from_fn(|| lines.take()).map(|batch| batch.events.len()).collect();
    assert_eq!(sizes, [2, 2]);
}

fn printed() -> impl Strategy<Value = Vec<Printed>> {
    let one = (any::<bool>(), any::<bool>(), any::<bool>(), 0..40_000_usize, 0..2_000_u32);
    proptest::collection::vec(one, 0..80).prop_map(|all| {
        let mut seconds = 0.;
        let mut log = Vec::new();
        for (number, (stderr, partial, matches, size, pause)) in all.into_iter().enumerate() {
            seconds += f64::from(pause) / 1000.;
            let size = if size < 36_000 { size % 50 } else { size % 16_000 };
            let text = format!("{}{number}{}", if matches { "E" } else { " " }, "x".repeat(size));
            let one = if stderr { err(seconds, &text) } else { out(seconds, &text) };
            log.push(if partial { part(one) } else { one });
        }
        log
    })
}

proptest! {
    /// A sender that dies after any batch, and another that goes on from there, tell together all that was printed, once, in order.
    #[test]
    fn batches_account_for_the_log_without_gap_or_overlap(
        log in printed(), multiline: bool, deaths in proptest::collection::vec(0..80_usize, 0..6),
    ) {
        let rules = rules(if multiline { "^E" } else { "" });
        let mut said = [String::new(), String::new()];
        let mut position = at(0);
        let mut deaths = deaths.into_iter();
        loop {
            let mut lines = Lines::starting_at(position, rules.clone());
            let dies_at = deaths.next().map_or(log.len(), |at| at.min(log.len())).max(position.offset as usize);
            feed(&mut lines, &log[..dies_at], position.offset as usize);
            if dies_at == log.len() {
                lines.close();
            }
            while let Some(batch) = lines.take() {
                prop_assert_eq!(batch.from, position);
                position = batch.to;
                let weight: usize = batch.events.iter().map(|event| event.text.len() + 26).sum();
                prop_assert!(weight <= 1_048_576 && batch.events.len() <= 10_000);
                for event in batch.events {
                    prop_assert!(event.text.len() <= MAX_LINE_BYTES);
                    said[side(event.stream)].push_str(&event.text.replace('\n', ""));
                }
            }
            if position == at(log.len()) {
                break;
            }
        }
        for stream in [Stream::Stdout, Stream::Stderr] {
            let whole: String = log.iter().filter(|one| one.stream == stream).map(|one| one.text.as_str()).collect();
            prop_assert_eq!(&said[side(stream)], &whole);
        }
    }
}
