//! What a container printed last, for the record of its task.

use std::collections::VecDeque;
use std::io;
use std::path::Path;

use neargate_task::logfile::segment_name;

use super::tail::{Position, Tail};

/// Lines kept of each container, and characters of each line.
const LINES: usize = 100;
const LINE_CHARS: usize = 1000;

/// The last lines of a container's log as far as its last two segments hold them: what a shipper hasn't pruned is there.
pub(crate) fn last_lines(directory: &Path) -> Vec<String> {
    read(directory).unwrap_or_else(|error| {
        tracing::warn!(%error, directory = %directory.display(), "reading a container's last lines failed");
        Vec::new()
    })
}

fn read(directory: &Path) -> io::Result<Vec<String>> {
    let Some(newest) = newest_segment(directory)? else { return Ok(Vec::new()) };
    let before = newest.saturating_sub(1);
    let segment = if directory.join(segment_name(before)).exists() { before } else { newest };
    let mut tail = Tail::new(directory.to_owned(), Position { segment, offset: 0 });
    let mut lines = VecDeque::new();
    let mut line = String::new();
    loop {
        let records = tail.read()?;
        if records.is_empty() {
            break;
        }
        for (record, _) in records {
            let room = LINE_CHARS.saturating_sub(line.chars().count());
            line.extend(String::from_utf8_lossy(&record.payload).chars().take(room));
            if !record.partial {
                lines.push_back(std::mem::take(&mut line));
                if lines.len() > LINES {
                    lines.pop_front();
                }
            }
        }
    }
    Ok(lines.into())
}

fn newest_segment(directory: &Path) -> io::Result<Option<u32>> {
    let entries = match std::fs::read_dir(directory) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        entries => entries?,
    };
    let mut newest = None;
    for entry in entries {
        newest = newest.max(entry?.file_name().to_str().and_then(|name| name.parse().ok()));
    }
    Ok(newest)
}

#[cfg(test)]
mod tests {
    use neargate_task::logfile::{Record, Stream};

    use super::*;

    fn write(directory: &Path, segment: u32, lines: impl Iterator<Item = (String, bool)>) {
        let mut bytes = Vec::new();
        for (text, partial) in lines {
            let record =
                Record { time_micros: 1, stream: Stream::Stdout, partial, payload: text.into_bytes() };
            record.encode(&mut bytes);
        }
        std::fs::write(directory.join(segment_name(segment)), bytes).unwrap();
    }

    #[test]
    fn the_last_hundred_lines_are_kept_across_segments() {
        let dir = tempfile::tempdir().unwrap();
        assert!(last_lines(dir.path()).is_empty());
        write(dir.path(), 3, (0..80).map(|n| (format!("a{n}"), false)));
        write(dir.path(), 4, (0..60).map(|n| (format!("b{n}"), n == 58)));
        let lines = last_lines(dir.path());
        assert_eq!(lines.len(), 100);
        assert_eq!((lines[0].as_str(), lines[99].as_str()), ("a39", "b58b59"));
    }

    #[test]
    fn long_lines_are_cut() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), 0, [("é".repeat(900), true), ("x".repeat(900), false)].into_iter());
        let lines = last_lines(dir.path());
        assert_eq!((lines.len(), lines[0].chars().count()), (1, 1000));
    }
}
