//! Reading a container's log segments from a position on.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use neargate_task::logfile::{Position, Record, segment_name};

/// How much is read at a time: more than any record.
const READ_BYTES: usize = 256 << 10;

/// A reader that stands at a position.
pub(crate) struct Tail {
    directory: PathBuf,
    position: Position,
    open: Option<(u32, File)>,
    buffer: Vec<u8>,
}

impl Tail {
    pub(crate) fn new(directory: PathBuf, position: Position) -> Self {
        Self { directory, position, open: None, buffer: Vec::new() }
    }

    pub(crate) fn position(&self) -> Position {
        self.position
    }

    /// Hands out the next whole records, each with the positions before and after it. False when everything written was read.
    pub(crate) fn read(&mut self, mut each: impl FnMut(Record<'_>, Position, Position)) -> io::Result<bool> {
        loop {
            let mut buffer = std::mem::take(&mut self.buffer);
            if buffer.is_empty() {
                buffer = vec![0; READ_BYTES];
            }
            // Asked before reading: what was written in between is at the end of a segment that is over.
            let is_over = path(&self.directory, self.position.segment + 1).exists();
            let offset = u64::from(self.position.offset);
            let length = match self.segment()? {
                Some(file) => file.read_at(&mut buffer, offset)?,
                None => match self.next_segment()? {
                    // The receiver wasn't told of segments in which nothing was to be told.
                    Some(segment) => {
                        self.position = Position { segment, offset: 0 };
                        continue;
                    }
                    None => 0,
                },
            };
            let mut rest = &buffer[..length];
            while let Some((record, length)) = Record::decode(rest)? {
                rest = &rest[length..];
                let begins = self.position;
                self.position.offset += length as u32;
                each(record, begins, self.position);
            }
            let any = rest.len() < length;
            if any {
                // A log in which nothing happens needs no buffer.
                self.buffer = buffer;
            }
            if any || !is_over {
                return Ok(any);
            }
            // What is torn at the end of a segment that has a successor was never finished.
            self.position = Position { segment: self.position.segment + 1, offset: 0 };
        }
    }

    /// Deletes the segments before a position.
    pub(crate) fn prune(&self, accounted: Position) -> io::Result<()> {
        let Some(before) = accounted.segment.checked_sub(1) else { return Ok(()) };
        for segment in (0..=before).rev() {
            match std::fs::remove_file(path(&self.directory, segment)) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => break,
                other => other?,
            }
        }
        Ok(())
    }

    /// The first segment behind the one that isn't there.
    fn next_segment(&self) -> io::Result<Option<u32>> {
        let mut next = None;
        for entry in std::fs::read_dir(&self.directory)? {
            let number = entry?.file_name().to_str().and_then(|name| name.parse().ok());
            let later = number.filter(|number| *number > self.position.segment);
            next = later.into_iter().chain(next).min();
        }
        Ok(next)
    }

    fn segment(&mut self) -> io::Result<Option<&File>> {
        let wanted = self.position.segment;
        if self.open.as_ref().is_none_or(|(segment, _)| *segment != wanted) {
            match File::open(path(&self.directory, wanted)) {
                Ok(file) => self.open = Some((wanted, file)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
                Err(error) => return Err(error),
            }
        }
        Ok(self.open.as_ref().map(|(_, file)| file))
    }
}

fn path(directory: &Path, segment: u32) -> PathBuf {
    directory.join(segment_name(segment))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use neargate_task::logfile::{Kind, Stream};

    use super::*;

    fn encoded(texts: &[&str]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for text in texts {
            let payload = text.as_bytes();
            Record { time_micros: 7, stream: Stream::Stdout, kind: Kind::Line, payload }.encode(&mut bytes);
        }
        bytes
    }

    fn texts(tail: &mut Tail) -> Vec<String> {
        let mut texts = Vec::new();
        tail.read(|record, _, _| texts.push(String::from_utf8_lossy(record.payload).into_owned())).unwrap();
        texts
    }

    #[test]
    fn segments_are_read_in_turn_and_a_torn_tail_waits() {
        let dir = tempfile::tempdir().unwrap();
        let mut tail = Tail::new(dir.path().to_owned(), Position::default());
        assert!(texts(&mut tail).is_empty());

        let mut bytes = encoded(&["a", "b"]);
        let whole = bytes.len();
        bytes.extend_from_slice(&encoded(&["c"])[..5]);
        fs::write(path(dir.path(), 0), &bytes).unwrap();
        assert_eq!(texts(&mut tail), ["a", "b"]);
        assert_eq!(tail.position(), Position { segment: 0, offset: whole as u32 });
        assert!(texts(&mut tail).is_empty());

        fs::write(path(dir.path(), 1), encoded(&["d"])).unwrap();
        assert_eq!(texts(&mut tail), ["d"], "what a killed shim left torn is passed over");
        tail.prune(tail.position()).unwrap();
        assert!(!path(dir.path(), 0).exists() && path(dir.path(), 1).exists());
    }

    #[test]
    fn segments_that_are_gone_are_passed_over() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(path(dir.path(), 3), encoded(&["d"])).unwrap();
        assert_eq!(texts(&mut Tail::new(dir.path().to_owned(), Position::default())), ["d"]);
    }

    #[test]
    fn reading_goes_on_from_any_position_once_reached() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(path(dir.path(), 0), encoded(&["a", "b", "c"])).unwrap();
        let mut after = Vec::new();
        let mut tail = Tail::new(dir.path().to_owned(), Position::default());
        tail.read(|_, _, end| after.push(end)).unwrap();
        let after_a = Position::from_number(after[0].as_number());
        assert_eq!(texts(&mut Tail::new(dir.path().to_owned(), after_a)), ["b", "c"]);
    }
}
