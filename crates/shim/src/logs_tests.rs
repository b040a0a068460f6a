use proptest::prelude::*;

use super::*;

/// What a record says, owned.
#[derive(Debug, Clone, PartialEq)]
struct Said {
    kind: Kind,
    payload: Vec<u8>,
}

fn limits(max_bytes: u64, overflow: Overflow) -> LogBuffer {
    LogBuffer { max_bytes, max_records: None, overflow, deliver_before_end: false }
}

fn roomy(directory: &Path) -> Log {
    Log::open(directory.join("web"), limits(1 << 30, Overflow::Block)).unwrap()
}

/// A pipe that is never read: output is given to it directly.
fn pipe() -> Pipe {
    let (reader, _) = rustix::pipe::pipe().unwrap();
    Pipe::new(reader, Stream::Stdout).unwrap()
}

fn segments(directory: &Path) -> Vec<u64> {
    segments_in(&directory.join("web")).unwrap().iter().map(|segment| segment.bytes).collect()
}

/// All that is in the log's segments; panics at half a record.
fn said(directory: &Path) -> Vec<Said> {
    let mut found = Vec::new();
    for segment in segments_in(&directory.join("web")).unwrap() {
        let bytes = std::fs::read(directory.join("web").join(segment_name(segment.number))).unwrap();
        let mut rest = &bytes[..];
        while let Some((record, length)) = Record::decode(rest).unwrap() {
            found.push(Said { kind: record.kind, payload: record.payload.to_vec() });
            rest = &rest[length..];
        }
        assert!(rest.is_empty(), "{} bytes are no record", rest.len());
    }
    found
}

fn feed(chunks: &[&[u8]]) -> Vec<Said> {
    let directory = tempfile::tempdir().unwrap();
    let (mut pipe, mut log) = (pipe(), roomy(directory.path()));
    chunks.iter().for_each(|chunk| pipe.take(chunk, &mut log));
    pipe.finish(&mut log);
    said(directory.path())
}

#[test]
fn a_line_of_the_greatest_length_is_whole_and_a_longer_one_is_not() {
    let shape = |said: Vec<Said>| said.iter().map(|one| (one.payload.len(), one.kind)).collect::<Vec<_>>();
    let mut line = vec![b'x'; MAX_PAYLOAD_BYTES];
    line.push(b'\n');
    assert_eq!(shape(feed(&[&line])), [(MAX_PAYLOAD_BYTES, Kind::Line)]);
    line.insert(0, b'x');
    assert_eq!(shape(feed(&[&line])), [(MAX_PAYLOAD_BYTES, Kind::Part), (1, Kind::Line)]);
}

#[test]
fn parts_add_up_to_what_one_event_may_hold() {
    let pieces = feed(&[&vec![b'x'; MAX_LINE_BYTES + 10]]);
    let first: usize = pieces[..16].iter().map(|one| one.payload.len()).sum();
    assert_eq!((first, pieces.len(), pieces[16].payload.len()), (MAX_LINE_BYTES, 17, 10));
}

#[test]
fn no_character_is_cut() {
    let mut text = "x".to_owned();
    text.push_str(&"ä€𝄞".repeat(40_000));
    let pieces = feed(&[text.as_bytes()]);
    assert!(pieces.len() > 20);
    for piece in pieces {
        assert!(std::str::from_utf8(&piece.payload).is_ok());
    }
}

proptest! {
    #[test]
    fn nothing_is_lost_however_the_output_is_cut(
        text in proptest::collection::vec(prop_oneof![4 => Just(b'a'), 1 => Just(b'\n'), 1 => Just(0xc3)], 0..200),
        repeat in 1..400_usize,
        cut in 1..5000_usize,
    ) {
        let text: Vec<u8> =
            text.iter().flat_map(|&byte| std::iter::repeat_n(byte, if byte == b'\n' { 1 } else { repeat })).collect();
        let mut joined = Vec::new();
        for piece in feed(&text.chunks(cut).collect::<Vec<_>>()) {
            prop_assert!(piece.payload.len() <= MAX_PAYLOAD_BYTES);
            joined.extend_from_slice(&piece.payload);
            if piece.kind == Kind::Line {
                joined.push(b'\n');
            }
        }
        let ended = text.is_empty() || text.ends_with(b"\n");
        prop_assert_eq!(&joined[..joined.len() - usize::from(!ended)], &text[..]);
    }
}

#[test]
fn a_full_segment_is_followed_by_another_and_a_later_run_by_a_third() {
    let directory = tempfile::tempdir().unwrap();
    let mut log =
        Log::open(directory.path().join("web"), limits(40 * SEGMENTS_PER_LOG, Overflow::Block)).unwrap();
    let mut pipe = pipe();
    pipe.take(b"one\none\none\n", &mut log);
    pipe.take(b"two\n", &mut log);
    assert_eq!(segments(directory.path()), [3 * 17, 17]);
    let mut log = Log::open(directory.path().join("web"), limits(1 << 20, Overflow::Block)).unwrap();
    pipe.take(b"three\n", &mut log);
    assert_eq!(segments(directory.path()), [3 * 17, 17, 19]);
}

/// Prints into a log that holds little, and after each piece lets the node ship nothing.
fn flood(directory: &Path, overflow: Overflow, pieces: usize) -> (Pipe, Log) {
    let mut log = Log::open(directory.join("web"), limits(8_000, overflow)).unwrap();
    let mut pipe = pipe();
    for number in 0..pieces {
        log.look_for_room();
        if !log.is_blocked() {
            pipe.take(format!("line {number:04}\n").repeat(10).as_bytes(), &mut log);
        }
    }
    (pipe, log)
}

#[test]
fn a_log_that_nobody_ships_stays_within_its_bound() {
    for overflow in [Overflow::Block, Overflow::DropNewest, Overflow::DropOldest] {
        let directory = tempfile::tempdir().unwrap();
        let (_, log) = flood(directory.path(), overflow, 500);
        let bytes: u64 = segments(directory.path()).iter().sum();
        assert!(bytes > 6_000 && bytes < 8_300, "{overflow:?}: {bytes}");
        assert_eq!(log.is_blocked(), overflow == Overflow::Block);
        let newest = overflow == Overflow::DropOldest;
        assert_eq!(said(directory.path()).iter().any(|one| one.payload == b"line 0499"), newest);
    }
}

#[test]
fn a_log_takes_more_once_segments_are_deleted() {
    let directory = tempfile::tempdir().unwrap();
    let (_, mut log) = flood(directory.path(), Overflow::Block, 500);
    std::fs::remove_file(directory.path().join("web").join(segment_name(0))).unwrap();
    log.look_for_room();
    assert!(!log.is_blocked());
}

/// However small the bound: the segment that fills it has a successor, so that it can be deleted.
#[test]
fn a_bound_smaller_than_a_write_is_no_trap() {
    let directory = tempfile::tempdir().unwrap();
    let mut log = Log::open(directory.path().join("web"), limits(10, Overflow::Block)).unwrap();
    pipe().take(b"a line that is longer than that\n", &mut log);
    assert!(log.is_blocked() && segments(directory.path()).len() == 2);
    std::fs::remove_file(directory.path().join("web").join(segment_name(0))).unwrap();
    log.look_for_room();
    assert!(!log.is_blocked());
}

#[test]
fn what_is_dropped_is_counted_and_no_line_is_joined_with_a_stranger() {
    let directory = tempfile::tempdir().unwrap();
    let (mut pipe, mut log) = flood(directory.path(), Overflow::DropNewest, 500);
    let kept = said(directory.path()).len() as u64;
    // A line of which a part is dropped.
    pipe.take(&vec![b'x'; MAX_PAYLOAD_BYTES + 1], &mut log);
    std::fs::remove_file(directory.path().join("web").join(segment_name(0))).unwrap();
    log.look_for_room();
    pipe.take(b"the rest of it\nnext\n", &mut log);
    let end = said(directory.path());
    let [marker, next] = &end[end.len() - 2..] else { panic!("{end:?}") };
    let count = u64::from_le_bytes(marker.payload.clone().try_into().unwrap());
    assert_eq!((marker.kind, count), (Kind::Dropped, 5_000 - kept + 1));
    assert_eq!(next, &Said { kind: Kind::Line, payload: b"next".to_vec() });
}

#[test]
fn the_number_of_records_can_be_bounded_too() {
    let directory = tempfile::tempdir().unwrap();
    let limits = LogBuffer { max_records: Some(100), ..limits(1 << 20, Overflow::DropNewest) };
    let mut log = Log::open(directory.path().join("web"), limits).unwrap();
    let mut pipe = pipe();
    pipe.take("line\n".repeat(500).as_bytes(), &mut log);
    assert_eq!(said(directory.path()).len(), 100);
}

#[test]
fn delivery_is_what_the_node_notes() {
    let directory = tempfile::tempdir().unwrap();
    let limits = LogBuffer { deliver_before_end: true, ..limits(1 << 20, Overflow::Block) };
    let mut log = Log::open(directory.path().join("web"), limits).unwrap();
    assert!(log.is_delivered(), "nothing was printed");
    pipe().take(b"one\n", &mut log);
    let note = |offset: u32| {
        let number = Position { segment: 0, offset }.as_number();
        std::fs::write(directory.path().join("web").join(DELIVERED_FILE), number.to_string()).unwrap();
    };
    note(16);
    assert!(!log.is_delivered());
    note(17);
    assert!(log.is_delivered());
}

/// Needs root: a file system that is full is a small one.
#[test]
fn a_full_disk_costs_whole_records_and_tears_none() {
    let directory = tempfile::tempdir().unwrap();
    let none = rustix::mount::MountFlags::empty();
    rustix::mount::mount("tmpfs", directory.path(), "tmpfs", none, c"size=64k").unwrap();
    let mut log = roomy(directory.path());
    let mut pipe = pipe();
    let line = [vec![b'x'; 1000], vec![b'\n']].concat();
    (0..100).for_each(|_| pipe.take(&line, &mut log));
    let (lost, written) = (log.lost, said(directory.path()).len() as u64);
    drop(log);
    rustix::mount::unmount(directory.path(), rustix::mount::UnmountFlags::DETACH).unwrap();
    assert!(written > 20 && lost > 20, "{written} written, {lost} lost");
    assert_eq!(written + lost, 100);
}
