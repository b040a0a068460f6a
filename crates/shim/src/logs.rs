//! From a container's output to its log, see [`neargate_task::logfile`].
//!
//! Holds: the container never waits for us longer than a disk write takes; what it wrote before it ended is in the log
//! when its end is told. When a record can't be written (the disk is full) it is dropped, counted, and the shim's own log
//! says so once; the file never holds half a record followed by another.

use std::fs::File;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use neargate_task::logfile::{MAX_PAYLOAD_BYTES, Record, SEGMENT_BYTES, Stream, segment_name};

/// A stream of a container's output.
#[derive(Debug)]
pub struct Pipe {
    pub descriptor: OwnedFd,
    stream: Stream,
    /// The beginning of a line.
    rest: Vec<u8>,
}

/// What reading a pipe came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Nothing to read for now.
    Empty,
    /// There may be more.
    More,
    /// All writers are gone.
    Closed,
}

impl Pipe {
    pub fn new(descriptor: OwnedFd, stream: Stream) -> io::Result<Self> {
        rustix::io::ioctl_fionbio(&descriptor, true)?;
        Ok(Self { descriptor, stream, rest: Vec::new() })
    }

    /// Reads once and logs the lines that it ends.
    pub fn pump(&mut self, log: &mut Log) -> Progress {
        let mut buffer = [0; 32 << 10];
        let length = match rustix::io::read(&self.descriptor, &mut buffer[..]) {
            Ok(0) => return Progress::Closed,
            Ok(length) => length,
            Err(rustix::io::Errno::AGAIN) => return Progress::Empty,
            Err(rustix::io::Errno::INTR) => return Progress::More,
            // A terminal without anyone on the other side answers EIO.
            Err(_) => return Progress::Closed,
        };
        log.append(split(&mut self.rest, &buffer[..length], self.stream, now_micros()));
        Progress::More
    }

    /// Logs what no line feed ended. To be called when no more will come.
    pub fn finish(&mut self, log: &mut Log) {
        let payload = std::mem::take(&mut self.rest);
        if !payload.is_empty() {
            log.append(vec![Record {
                time_micros: now_micros(),
                stream: self.stream,
                partial: false,
                payload,
            }]);
        }
    }
}

/// Takes whole lines off; keeps in `rest` what has no end yet, or gives it out in parts when it is too long.
fn split(rest: &mut Vec<u8>, mut bytes: &[u8], stream: Stream, time_micros: i64) -> Vec<Record> {
    let mut records = Vec::new();
    while !bytes.is_empty() {
        let end = bytes.iter().position(|&byte| byte == b'\n');
        let room = MAX_PAYLOAD_BYTES - rest.len();
        let (take, skip, partial) = match end {
            Some(end) if end <= room => (end, end + 1, false),
            // Only when more follows is it certain that the line is too long.
            _ if bytes.len() > room => (room, room, true),
            _ => {
                rest.extend_from_slice(bytes);
                break;
            }
        };
        rest.extend_from_slice(&bytes[..take]);
        bytes = &bytes[skip..];
        records.push(Record { time_micros, stream, partial, payload: std::mem::take(rest) });
    }
    records
}

/// The segments of a container's log.
#[derive(Debug)]
pub struct Log {
    directory: PathBuf,
    segment: Option<(File, u64)>,
    number: u32,
    segment_bytes: u64,
    dropped: u64,
}

impl Log {
    pub fn open(directory: PathBuf) -> io::Result<Self> {
        Self::with_segments_of(directory, SEGMENT_BYTES)
    }

    fn with_segments_of(directory: PathBuf, segment_bytes: u64) -> io::Result<Self> {
        std::fs::create_dir_all(&directory)?;
        Ok(Self { directory, segment: None, number: 0, segment_bytes, dropped: 0 })
    }

    fn append(&mut self, records: Vec<Record>) {
        let count = records.len() as u64;
        if count == 0 {
            return;
        }
        let mut bytes = Vec::with_capacity(records.iter().map(|record| record.payload.len() + 16).sum());
        for record in &records {
            record.encode(&mut bytes);
        }
        match self.write(&bytes) {
            Ok(()) if self.dropped > 0 => {
                eprintln!(
                    "log {}: written again, {} records were dropped",
                    self.directory.display(),
                    self.dropped
                );
                self.dropped = 0;
            }
            Ok(()) => {}
            Err(error) => {
                if self.dropped == 0 {
                    eprintln!("log {}: records are dropped: {error}", self.directory.display());
                }
                self.dropped += count;
            }
        }
    }

    /// All or nothing.
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.segment.as_ref().is_some_and(|(_, length)| *length > self.segment_bytes) {
            self.segment = None;
            self.number += 1;
        }
        let (file, length) = match &mut self.segment {
            Some(segment) => segment,
            None => {
                let file = open_segment(&self.directory.join(segment_name(self.number)))?;
                self.segment.insert((file, 0))
            }
        };
        match file.write_all_at(bytes, *length) {
            Ok(()) => {
                *length += bytes.len() as u64;
                Ok(())
            }
            Err(error) => {
                // The next record takes the place of what was written of this one; until then readers see a torn tail.
                let _ = rustix::fs::ftruncate(file.as_fd(), *length);
                Err(error)
            }
        }
    }
}

fn open_segment(path: &Path) -> io::Result<File> {
    File::options().write(true).create(true).truncate(true).open(path)
}

fn now_micros() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_micros() as i64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn feed(chunks: &[&[u8]]) -> (Vec<Record>, Vec<u8>) {
        let mut rest = Vec::new();
        let records = chunks.iter().flat_map(|chunk| split(&mut rest, chunk, Stream::Stdout, 7)).collect();
        (records, rest)
    }

    #[test]
    fn a_line_of_the_greatest_length_is_whole_and_a_longer_one_is_not() {
        let mut line = vec![b'x'; MAX_PAYLOAD_BYTES];
        line.push(b'\n');
        let (records, rest) = feed(&[&line]);
        assert_eq!(
            records.iter().map(|record| (record.payload.len(), record.partial)).collect::<Vec<_>>(),
            [(MAX_PAYLOAD_BYTES, false)]
        );
        assert!(rest.is_empty());
        line.insert(0, b'x');
        let (records, _) = feed(&[&line]);
        assert_eq!(
            records.iter().map(|record| (record.payload.len(), record.partial)).collect::<Vec<_>>(),
            [(MAX_PAYLOAD_BYTES, true), (1, false)]
        );
    }

    proptest! {
        #[test]
        fn nothing_is_lost_however_the_output_is_cut(
            text in proptest::collection::vec(prop_oneof![4 => Just(b'a'), 1 => Just(b'\n')], 0..200),
            repeat in 1..400_usize,
            cut in 1..5000_usize,
        ) {
            let text: Vec<u8> = text.iter().flat_map(|&byte| std::iter::repeat_n(byte, if byte == b'a' { repeat } else { 1 })).collect();
            let (records, rest) = feed(&text.chunks(cut).collect::<Vec<_>>());
            let mut joined = Vec::new();
            for record in &records {
                prop_assert!(record.payload.len() <= MAX_PAYLOAD_BYTES);
                joined.extend_from_slice(&record.payload);
                if !record.partial {
                    joined.push(b'\n');
                }
            }
            joined.extend_from_slice(&rest);
            prop_assert_eq!(joined, text);
        }
    }

    #[test]
    fn a_full_segment_is_followed_by_another() {
        let directory = tempfile::tempdir().unwrap();
        let mut log = Log::with_segments_of(directory.path().join("web"), 40).unwrap();
        for payload in [&b"one"[..], b"two", b"three"] {
            let record =
                Record { time_micros: 1, stream: Stream::Stderr, partial: false, payload: payload.to_vec() };
            log.append(vec![record.clone(), record]);
        }
        let lengths: Vec<u64> = (0..2)
            .map(|number| directory.path().join("web").join(segment_name(number)).metadata().unwrap().len())
            .collect();
        assert_eq!(
            lengths,
            [4 * 17, 2 * 19],
            "a segment that has grown past its size is followed by another"
        );
    }

    /// Needs root: a file system that is full is a small one.
    #[test]
    fn a_full_disk_costs_whole_records_and_tears_none() {
        let directory = tempfile::tempdir().unwrap();
        rustix::mount::mount(
            "tmpfs",
            directory.path(),
            "tmpfs",
            rustix::mount::MountFlags::empty(),
            c"size=64k",
        )
        .unwrap();
        let path = directory.path().join("web");
        let mut log = Log::open(path.clone()).unwrap();
        let record =
            Record { time_micros: 1, stream: Stream::Stdout, partial: false, payload: vec![b'x'; 1000] };
        for _ in 0..100 {
            log.append(vec![record.clone()]);
        }
        let dropped = log.dropped;
        let bytes = std::fs::read(path.join(segment_name(0))).unwrap();
        drop(log);
        rustix::mount::unmount(directory.path(), rustix::mount::UnmountFlags::DETACH).unwrap();
        let mut rest = &bytes[..];
        let mut written = 0;
        while let Some((got, length)) = Record::decode(rest).unwrap() {
            assert_eq!(got, record);
            rest = &rest[length..];
            written += 1;
        }
        assert!(rest.is_empty() && written > 20 && dropped > 20, "{} left, {written} written", rest.len());
        assert_eq!(written + dropped, 100);
    }
}
