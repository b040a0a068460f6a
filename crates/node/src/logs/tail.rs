//! Reading a container's log segments from a position on.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use neargate_task::logfile::{Record, segment_name};

/// How much is read at a time.
const READ_BYTES: usize = 256 << 10;

/// A place in a container's log: a segment and an offset in it. Orders as time does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Position {
    pub segment: u32,
    pub offset: u32,
}

impl Position {
    /// One number for both, which grows with the log.
    pub(crate) fn as_number(self) -> u64 {
        u64::from(self.segment) << 32 | u64::from(self.offset)
    }

    pub(crate) fn from_number(number: u64) -> Self {
        Self { segment: (number >> 32) as u32, offset: number as u32 }
    }
}

/// A reader that stands at a position.
pub(crate) struct Tail {
    directory: PathBuf,
    position: Position,
    open: Option<(u32, File)>,
}

impl Tail {
    pub(crate) fn new(directory: PathBuf, position: Position) -> Self {
        Self { directory, position, open: None }
    }

    pub(crate) fn position(&self) -> Position {
        self.position
    }

    pub(crate) fn seek(&mut self, position: Position) {
        self.position = position;
    }

    /// The next whole records, each with the position after it; none when everything written was read.
    pub(crate) fn read(&mut self) -> io::Result<Vec<(Record, Position)>> {
        loop {
            let bytes = match self.segment()? {
                Some(file) => read_some(file)?,
                None => return Ok(Vec::new()),
            };
            let mut records = Vec::new();
            let mut rest = bytes.as_slice();
            while let Some((record, length)) = Record::decode(rest)? {
                rest = &rest[length..];
                self.position.offset += length as u32;
                records.push((record, self.position));
            }
            // A segment is over when it has a successor: what is torn at its end was never finished.
            if !records.is_empty() || !self.exists(self.position.segment + 1) {
                return Ok(records);
            }
            self.position = Position { segment: self.position.segment + 1, offset: 0 };
        }
    }

    /// Deletes the segments before the current one.
    pub(crate) fn prune(&self) -> io::Result<()> {
        let Some(before) = self.position.segment.checked_sub(1) else { return Ok(()) };
        for segment in (0..=before).rev() {
            match std::fs::remove_file(path(&self.directory, segment)) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => break,
                other => other?,
            }
        }
        Ok(())
    }

    /// Passes over everything but the segment that is being written.
    pub(crate) fn skip_to_last(&mut self) {
        while self.exists(self.position.segment + 1) {
            self.position = Position { segment: self.position.segment + 1, offset: 0 };
        }
    }

    fn segment(&mut self) -> io::Result<Option<&mut File>> {
        let wanted = self.position.segment;
        if self.open.as_ref().is_none_or(|(segment, _)| *segment != wanted) {
            match File::open(path(&self.directory, wanted)) {
                Ok(file) => self.open = Some((wanted, file)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
                Err(error) => return Err(error),
            }
        }
        let Some((_, file)) = &mut self.open else { return Ok(None) };
        file.seek(SeekFrom::Start(u64::from(self.position.offset)))?;
        Ok(Some(file))
    }

    fn exists(&self, segment: u32) -> bool {
        path(&self.directory, segment).exists()
    }
}

fn path(directory: &Path, segment: u32) -> PathBuf {
    directory.join(segment_name(segment))
}

fn read_some(file: &mut File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(READ_BYTES as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use neargate_task::logfile::Stream;

    use super::*;

    fn record(text: &str) -> Record {
        Record { time_micros: 7, stream: Stream::Stdout, partial: false, payload: text.as_bytes().to_vec() }
    }

    fn encoded(texts: &[&str]) -> Vec<u8> {
        let mut bytes = Vec::new();
        texts.iter().for_each(|text| record(text).encode(&mut bytes));
        bytes
    }

    fn texts(records: &[(Record, Position)]) -> Vec<String> {
        records.iter().map(|(record, _)| String::from_utf8_lossy(&record.payload).into_owned()).collect()
    }

    #[test]
    fn segments_are_read_in_turn_and_a_torn_tail_waits() {
        let dir = tempfile::tempdir().unwrap();
        let mut tail = Tail::new(dir.path().to_owned(), Position::default());
        assert!(tail.read().unwrap().is_empty());

        let mut bytes = encoded(&["a", "b"]);
        let whole = bytes.len();
        bytes.extend_from_slice(&encoded(&["c"])[..5]);
        fs::write(path(dir.path(), 0), &bytes).unwrap();
        let records = tail.read().unwrap();
        assert_eq!(texts(&records), ["a", "b"]);
        assert_eq!(tail.position(), Position { segment: 0, offset: whole as u32 });
        assert!(tail.read().unwrap().is_empty());

        fs::write(path(dir.path(), 1), encoded(&["d"])).unwrap();
        assert_eq!(texts(&tail.read().unwrap()), ["d"], "what a killed shim left torn is passed over");
        tail.prune().unwrap();
        assert!(!path(dir.path(), 0).exists() && path(dir.path(), 1).exists());
    }

    #[test]
    fn reading_goes_on_from_any_position_once_reached() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(path(dir.path(), 0), encoded(&["a", "b", "c"])).unwrap();
        let records = Tail::new(dir.path().to_owned(), Position::default()).read().unwrap();
        let after_a = Position::from_number(records[0].1.as_number());
        assert_eq!(texts(&Tail::new(dir.path().to_owned(), after_a).read().unwrap()), ["b", "c"]);
    }
}
