//! From a container's output to its log, see [`neargate_task::logfile`].
//!
//! Holds: a log takes no more room than its [`LogBuffer`] allows, give or take what one pipe can hold. What the container wrote before
//! it ended is in the log when its end is told, or counted there as dropped. When a record can't be written (the disk is full, or
//! there is no room and the container must not wait) the whole line is dropped and counted; a segment never holds half a record
//! followed by another, and no line is joined with the rest of a different one.
//!
//! A container that prints much in small pieces doesn't make us wake for each: a pipe that gave little rests for a moment.

use std::collections::VecDeque;
use std::fs::File;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use neargate_task::logfile::{
    DELIVERED_FILE, Kind, LogBuffer, MAX_LINE_BYTES, MAX_PAYLOAD_BYTES, Overflow, Position, Record,
    SEGMENT_BYTES, SEGMENTS_PER_LOG, Stream, segment_name,
};

use crate::complaint::complain;

/// So much is read at a time.
const READ_BYTES: usize = 32 << 10;
/// A pipe that holds as much lets its writer go on while we rest. Those who lack the right to it keep the kernel's 64 KiB.
const PIPE_BYTES: usize = 256 << 10;
/// A read that brought less than this is followed by a rest.
const LITTLE_BYTES: usize = 8 << 10;
const REST: Duration = Duration::from_millis(5);
/// A log without room is looked at this often: somebody may have made some.
const LOOK_FOR_ROOM: Duration = Duration::from_millis(20);

/// A stream of a container's output.
#[derive(Debug)]
pub struct Pipe {
    descriptor: OwnedFd,
    stream: Stream,
    /// The beginning of a line, less the parts that are logged.
    rest: Vec<u8>,
    /// So much of this line is logged, in parts.
    logged_bytes: usize,
    /// A part of this line was dropped, and so is what is left of it.
    dropping: bool,
    /// Lines that were dropped and aren't told of yet.
    dropped: u64,
    /// Not read before.
    resting_until: Option<Instant>,
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
        // A terminal is no pipe and refuses.
        let _ = rustix::pipe::fcntl_setpipe_size(&descriptor, PIPE_BYTES);
        Ok(Self {
            descriptor,
            stream,
            rest: Vec::new(),
            logged_bytes: 0,
            dropping: false,
            dropped: 0,
            resting_until: None,
        })
    }

    /// What to poll, or until when there is nothing to poll for.
    pub fn awaits(&self, log: &Log, now: Instant) -> Result<&OwnedFd, Instant> {
        match self.resting_until {
            Some(until) if until > now => Err(until),
            _ if log.is_blocked() => Err(now + LOOK_FOR_ROOM),
            _ => Ok(&self.descriptor),
        }
    }

    /// Reads once, unless the pipe rests or its log has no room.
    pub fn pump(&mut self, log: &mut Log, now: Instant) -> Progress {
        if self.resting_until.is_some_and(|until| until > now) {
            return Progress::Empty;
        }
        log.look_for_room();
        if log.is_blocked() {
            return Progress::Empty;
        }
        let (progress, length) = self.read(log);
        self.resting_until = (progress == Progress::More && length < LITTLE_BYTES).then(|| now + REST);
        progress
    }

    /// Logs what is left in the pipe, even without room, but not more than a pipe can hold: it may stay open in the hands of others
    /// (a descriptor can be sent to another container), and that isn't waited for.
    pub fn drain(mut self, log: &mut Log) {
        log.look_for_room();
        let mut left = PIPE_BYTES;
        while left > 0 {
            let (progress, length) = self.read(log);
            if progress != Progress::More {
                break;
            }
            left = left.saturating_sub(length);
        }
        self.finish(log);
    }

    /// Reads once and logs what came.
    fn read(&mut self, log: &mut Log) -> (Progress, usize) {
        let mut buffer = [0; READ_BYTES];
        match rustix::io::read(&self.descriptor, &mut buffer[..]) {
            Ok(0) => (Progress::Closed, 0),
            Ok(length) => {
                self.take(&buffer[..length], log);
                (Progress::More, length)
            }
            Err(rustix::io::Errno::AGAIN) => (Progress::Empty, 0),
            Err(rustix::io::Errno::INTR) => (Progress::More, 0),
            // A terminal without anyone on the other side answers EIO.
            Err(_) => (Progress::Closed, 0),
        }
    }

    /// Logs what no line feed ended. To be called when no more will come.
    pub fn finish(&mut self, log: &mut Log) {
        let rest = std::mem::take(&mut self.rest);
        if !rest.is_empty() || self.logged_bytes > 0 {
            self.log_piece(&rest, Kind::Line, now_micros(), log);
        }
        self.confess(now_micros(), log);
        log.flush();
    }

    /// Logs whole lines and parts of lines that are too long; keeps what has no end yet.
    fn take(&mut self, mut bytes: &[u8], log: &mut Log) {
        let time_micros = now_micros();
        while !bytes.is_empty() {
            let room = MAX_PAYLOAD_BYTES.min(MAX_LINE_BYTES - self.logged_bytes) - self.rest.len();
            let end = memchr::memchr(b'\n', &bytes[..bytes.len().min(room + 1)]);
            let Some(end) = end else {
                if bytes.len() <= room {
                    self.rest.extend_from_slice(bytes);
                    break;
                }
                // Only now is it certain that the line is too long for one piece.
                self.rest.extend_from_slice(&bytes[..room]);
                bytes = &bytes[room..];
                let mut piece = std::mem::take(&mut self.rest);
                self.rest = piece.split_off(character_boundary(&piece));
                self.log_piece(&piece, Kind::Part, time_micros, log);
                continue;
            };
            if self.rest.is_empty() {
                self.log_piece(&bytes[..end], Kind::Line, time_micros, log);
            } else {
                self.rest.extend_from_slice(&bytes[..end]);
                let mut line = std::mem::take(&mut self.rest);
                self.log_piece(&line, Kind::Line, time_micros, log);
                line.clear();
                self.rest = line;
            }
            bytes = &bytes[end + 1..];
        }
        log.flush();
    }

    fn log_piece(&mut self, payload: &[u8], kind: Kind, time_micros: i64, log: &mut Log) {
        let ends = kind == Kind::Line;
        if self.dropping || log.limits.overflow == Overflow::DropNewest && log.is_full() {
            self.dropping = !ends;
            self.dropped += u64::from(ends);
        } else {
            self.confess(time_micros, log);
            log.append(&Record { time_micros, stream: self.stream, kind, payload });
        }
        let logged_bytes = self.logged_bytes + payload.len();
        // A line that reaches the greatest length is cut there by all who read it, so counting begins anew. Room for a character
        // must be left.
        self.logged_bytes = if ends || logged_bytes + 4 > MAX_LINE_BYTES { 0 } else { logged_bytes };
    }

    /// Tells in the log how many lines are missing before what comes next.
    fn confess(&mut self, time_micros: i64, log: &mut Log) {
        let dropped = std::mem::take(&mut self.dropped) + u64::from(std::mem::take(&mut self.dropping));
        if dropped > 0 {
            let payload = &dropped.to_le_bytes();
            log.append(&Record { time_micros, stream: self.stream, kind: Kind::Dropped, payload });
        }
    }
}

/// The end of the last whole character, if `bytes` are UTF-8 that was cut somewhere.
fn character_boundary(bytes: &[u8]) -> usize {
    let last = bytes.iter().rev().take(4).position(|byte| byte & 0xc0 != 0x80);
    let Some(start) = last.map(|back| bytes.len() - 1 - back) else { return bytes.len() };
    let length = match bytes[start] {
        0xc0..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf7 => 4,
        _ => 1,
    };
    if start > 0 && start + length > bytes.len() { start } else { bytes.len() }
}

/// The segments of a container's log.
#[derive(Debug)]
pub struct Log {
    directory: PathBuf,
    limits: LogBuffer,
    segment_bytes: u64,
    segment_records: u64,
    file: Option<File>,
    /// Those that nobody has deleted yet as far as we know, the one that is being written last.
    segments: VecDeque<Segment>,
    /// What the segments hold together.
    bytes: u64,
    records: u64,
    /// Records that aren't written yet. Empty but while a piece of output is taken.
    pending: Vec<u8>,
    pending_records: u64,
    /// Records that couldn't be written.
    lost: u64,
}

#[derive(Debug, Default)]
struct Segment {
    number: u32,
    bytes: u64,
    records: u64,
}

/// More than this isn't kept for the next time.
const PENDING_BYTES: usize = 64 << 10;

impl Log {
    /// Goes on behind the segments that are there: a container may run again.
    pub fn open(directory: PathBuf, limits: LogBuffer) -> io::Result<Self> {
        std::fs::create_dir_all(&directory)?;
        let mut segments = segments_in(&directory)?;
        let next = segments.back().map_or(0, |last| last.number + 1);
        let bytes = segments.iter().map(|segment| segment.bytes).sum();
        segments.push_back(Segment { number: next, ..Segment::default() });
        Ok(Self {
            directory,
            segment_bytes: SEGMENT_BYTES.min(limits.max_bytes / SEGMENTS_PER_LOG),
            segment_records: limits.max_records.map_or(u64::MAX, |most| most / SEGMENTS_PER_LOG),
            limits,
            file: None,
            segments,
            bytes,
            records: 0,
            pending: Vec::new(),
            pending_records: 0,
            lost: 0,
        })
    }

    /// Whether the container has to wait for room, as far as we know.
    pub fn is_blocked(&self) -> bool {
        self.limits.overflow == Overflow::Block && self.is_full()
    }

    /// Whether the node has noted that everything is delivered, where that is waited for.
    pub fn is_delivered(&self) -> bool {
        if !self.limits.deliver_before_end {
            return true;
        }
        let end =
            self.segments.back().map(|last| Position { segment: last.number, offset: last.bytes as u32 });
        let noted = std::fs::read_to_string(self.directory.join(DELIVERED_FILE)).ok();
        let noted = noted.and_then(|text| text.trim().parse().ok()).map(Position::from_number);
        noted.unwrap_or_default() >= end.unwrap_or_default()
    }

    fn is_full(&self) -> bool {
        self.bytes + self.pending.len() as u64 >= self.limits.max_bytes
            || self.limits.max_records.is_some_and(|most| self.records + self.pending_records >= most)
    }

    /// Takes note of segments that were deleted.
    fn look_for_room(&mut self) {
        while self.is_full() && self.segments.len() > 1 {
            let oldest = self.directory.join(segment_name(self.segments[0].number));
            if self.limits.overflow == Overflow::DropOldest {
                let _ = std::fs::remove_file(&oldest);
            }
            if oldest.exists() {
                return;
            }
            if let Some(gone) = self.segments.pop_front() {
                self.bytes -= gone.bytes;
                self.records -= gone.records;
            }
        }
    }

    fn append(&mut self, record: &Record<'_>) {
        record.encode(&mut self.pending);
        self.pending_records += 1;
    }

    /// Writes what is pending, as a whole or not at all.
    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        match self.write() {
            Ok(()) if self.lost > 0 => {
                complain!(
                    "log {}: written again, {} records were dropped",
                    self.directory.display(),
                    self.lost
                );
                self.lost = 0;
            }
            Ok(()) => {}
            Err(error) => {
                if self.lost == 0 {
                    complain!("log {}: records are dropped: {error}", self.directory.display());
                }
                self.lost += self.pending_records;
            }
        }
        self.pending.clear();
        self.pending.shrink_to(PENDING_BYTES);
        self.pending_records = 0;
    }

    fn write(&mut self) -> io::Result<()> {
        let Some(segment) = self.segments.back_mut() else { return Ok(()) };
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(open_segment(&self.directory.join(segment_name(segment.number)))?),
        };
        if let Err(error) = file.write_all_at(&self.pending, segment.bytes) {
            // The next record takes the place of what was written of this one; until then readers see a torn tail.
            let _ = rustix::fs::ftruncate(file.as_fd(), segment.bytes);
            return Err(error);
        }
        segment.bytes += self.pending.len() as u64;
        segment.records += self.pending_records;
        self.bytes += self.pending.len() as u64;
        self.records += self.pending_records;
        if segment.bytes >= self.segment_bytes || segment.records >= self.segment_records {
            // At once, so that the node can delete the one before: it may be all that stands between us and room.
            let number = segment.number + 1;
            self.segments.push_back(Segment { number, ..Segment::default() });
            self.file = open_segment(&self.directory.join(segment_name(number))).ok();
        }
        Ok(())
    }
}

/// What lies there, in order. How many records that is doesn't matter any more.
fn segments_in(directory: &Path) -> io::Result<VecDeque<Segment>> {
    let mut segments = Vec::new();
    for entry in std::fs::read_dir(directory)? {
        let entry = entry?;
        if let Some(number) = entry.file_name().to_str().and_then(|name| name.parse().ok()) {
            segments.push(Segment { number, bytes: entry.metadata()?.len(), records: 0 });
        }
    }
    segments.sort_by_key(|segment| segment.number);
    Ok(segments.into())
}

fn open_segment(path: &Path) -> io::Result<File> {
    File::options().write(true).create(true).truncate(true).open(path)
}

fn now_micros() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_micros() as i64)
}

#[cfg(test)]
#[path = "logs_tests.rs"]
mod tests;
