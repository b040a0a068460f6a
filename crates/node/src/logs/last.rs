//! What a container printed last, for the record of its task.

use std::collections::VecDeque;
use std::io;
use std::path::Path;

use neargate_task::logfile::{Kind, Position, Record, SEGMENT_BYTES, Stream};

use super::tail::Tail;

/// Lines kept of each container, and characters of each line.
const LINES: usize = 100;
const LINE_CHARS: usize = 1000;

/// The last lines of a container's log as far as its newest segments hold them, as many as have the size of a full one together: what
/// a shipper hasn't pruned is there.
pub(crate) fn last_lines(directory: &Path) -> Vec<String> {
    read(directory).unwrap_or_else(|error| {
        tracing::warn!(%error, directory = %directory.display(), "reading a container's last lines failed");
        Vec::new()
    })
}

fn read(directory: &Path) -> io::Result<Vec<String>> {
    let Some(segment) = first_segment(directory)? else { return Ok(Vec::new()) };
    let mut tail = Tail::new(directory.to_owned(), Position { segment, offset: 0 });
    let mut last = Last::default();
    while tail.read(|record, _, _| last.add(record))? {}
    Ok(last.lines.into())
}

/// The first of the newest segments that are enough.
fn first_segment(directory: &Path) -> io::Result<Option<u32>> {
    let entries = match std::fs::read_dir(directory) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        entries => entries?,
    };
    let mut segments: Vec<(u32, u64)> = Vec::new();
    for entry in entries {
        let entry = entry?;
        if let Some(number) = entry.file_name().to_str().and_then(|name| name.parse().ok()) {
            segments.push((number, entry.metadata()?.len()));
        }
    }
    segments.sort_unstable();
    let mut first = None;
    let mut bytes = 0;
    while bytes < SEGMENT_BYTES
        && let Some((number, length)) = segments.pop()
    {
        first = Some(number);
        bytes += length;
    }
    Ok(first)
}

#[derive(Default)]
struct Last {
    lines: VecDeque<String>,
    /// The begun lines of stdout and stderr.
    begun: [String; 2],
}

impl Last {
    fn add(&mut self, record: Record<'_>) {
        let line = &mut self.begun[usize::from(record.stream == Stream::Stderr)];
        if record.kind != Kind::Dropped {
            let room = LINE_CHARS.saturating_sub(line.chars().count());
            line.extend(String::from_utf8_lossy(record.payload).chars().take(room));
        } else if line.is_empty() {
            return;
        }
        if record.kind != Kind::Part {
            self.lines.push_back(std::mem::take(line));
            if self.lines.len() > LINES {
                self.lines.pop_front();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use neargate_task::logfile::segment_name;

    use super::*;

    fn write<'a>(
        directory: &Path,
        segment: u32,
        records: impl IntoIterator<Item = (Stream, Kind, &'a [u8])>,
    ) {
        let mut bytes = Vec::new();
        for (stream, kind, payload) in records {
            Record { time_micros: 1, stream, kind, payload }.encode(&mut bytes);
        }
        std::fs::write(directory.join(segment_name(segment)), bytes).unwrap();
    }

    /// Lines of stdout; those of which `partial` is true go on in the next.
    fn write_lines(directory: &Path, segment: u32, lines: impl Iterator<Item = (String, bool)>) {
        let lines: Vec<_> = lines.collect();
        let record = |(text, partial): &'_ (String, bool)| {
            (if *partial { Kind::Part } else { Kind::Line }, text.clone().into_bytes())
        };
        let records: Vec<_> = lines.iter().map(record).collect();
        write(
            directory,
            segment,
            records.iter().map(|(kind, payload)| (Stream::Stdout, *kind, &payload[..])),
        );
    }

    #[test]
    fn the_last_hundred_lines_are_kept_across_segments() {
        let dir = tempfile::tempdir().unwrap();
        assert!(last_lines(dir.path()).is_empty());
        write_lines(dir.path(), 3, (0..80).map(|n| (format!("a{n}"), false)));
        write_lines(dir.path(), 4, (0..60).map(|n| (format!("b{n}"), n == 58)));
        let lines = last_lines(dir.path());
        assert_eq!(lines.len(), 100);
        assert_eq!((lines[0].as_str(), lines[99].as_str()), ("a39", "b58b59"));
    }

    #[test]
    fn segments_of_a_small_log_are_read_until_there_is_enough() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("delivered"), "0").unwrap();
        for segment in 2..20 {
            write_lines(dir.path(), segment, (0..10).map(|n| (format!("{segment}.{n}"), false)));
        }
        write_lines(dir.path(), 20, std::iter::empty());
        let lines = last_lines(dir.path());
        assert_eq!((lines.len(), lines[0].as_str(), lines[99].as_str()), (100, "10.0", "19.9"));
    }

    #[test]
    fn full_segments_before_the_newest_full_one_are_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        write_lines(dir.path(), 0, [("old".to_owned(), false)].into_iter());
        write_lines(dir.path(), 1, (0..600).map(|_| ("x".repeat(16 << 10), true)));
        write_lines(dir.path(), 2, [("new".to_owned(), false)].into_iter());
        let lines = last_lines(dir.path());
        assert_eq!(lines, ["x".repeat(1000)]);
    }

    #[test]
    fn long_lines_are_cut() {
        let dir = tempfile::tempdir().unwrap();
        write_lines(dir.path(), 0, [("é".repeat(900), true), ("x".repeat(900), false)].into_iter());
        let lines = last_lines(dir.path());
        assert_eq!((lines.len(), lines[0].chars().count()), (1, 1000));
    }

    #[test]
    fn streams_are_not_mixed_and_a_gap_ends_a_line() {
        let dir = tempfile::tempdir().unwrap();
        let three = 3_u64.to_le_bytes();
        let records = [
            (Stream::Stdout, Kind::Part, &b"out"[..]),
            (Stream::Stderr, Kind::Line, b"err"),
            (Stream::Stdout, Kind::Line, b"put"),
            (Stream::Stdout, Kind::Part, b"begun"),
            (Stream::Stdout, Kind::Dropped, &three),
            (Stream::Stderr, Kind::Dropped, &three),
            (Stream::Stdout, Kind::Line, b""),
        ];
        write(dir.path(), 0, records);
        assert_eq!(last_lines(dir.path()), ["err", "output", "begun", ""]);
    }
}
