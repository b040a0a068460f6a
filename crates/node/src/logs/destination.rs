//! What a shipper needs of the receiver of a container's lines.

use std::future::Future;
use std::io;
use std::path::{Path, PathBuf};

use neargate_task::logfile::{DELIVERED_FILE, Position};
use neargate_wire::{CallError, RoleError};

use super::lines::Batch;

/// A receiver of one container's events.
pub(crate) trait Destination: Send {
    /// When the container is gone, and its lines can't be delivered, it is tried so often.
    const MAX_FINAL_ATTEMPTS: u32;

    /// What to call it in our log.
    fn name(&self) -> &str;

    /// Up to where it has the log.
    fn reached(&mut self) -> impl Future<Output = Result<Position, DeliveryError>> + Send;

    /// Returns once it has these events for good. A batch that is refused is read anew from where the receiver says that it got to.
    fn deliver(&mut self, batch: Batch) -> impl Future<Output = Result<(), DeliveryError>> + Send;
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum DeliveryError {
    #[error(transparent)]
    Call(#[from] CallError),
    #[error(transparent)]
    Role(#[from] RoleError),
    #[error("read log segments")]
    Read(#[source] io::Error),
    #[error("note how far the log is delivered")]
    Note(#[source] io::Error),
    #[error("send to the log router")]
    Router(#[from] super::firelens::RouterError),
    #[error("send to splunk")]
    Splunk(#[from] super::splunk::SplunkError),
}

/// How far a receiver acknowledged the log, for those who don't know it themselves: a file beside the segments.
///
/// A crash between the acknowledgement and the note makes a batch be sent twice. It isn't synced: after a loss of power there is no task
/// that could go on.
pub(crate) struct Note {
    file: PathBuf,
    draft: PathBuf,
}

impl Note {
    pub(crate) fn beside(segments: &Path) -> Self {
        let file = segments.join(DELIVERED_FILE);
        Self { draft: file.with_extension("new"), file }
    }

    pub(crate) fn read(&self) -> Result<Position, DeliveryError> {
        match std::fs::read_to_string(&self.file) {
            Ok(text) => Ok(text.trim().parse().map_or_else(|_| Position::default(), Position::from_number)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Position::default()),
            Err(error) => Err(DeliveryError::Note(error)),
        }
    }

    pub(crate) fn write(&self, position: Position) -> Result<(), DeliveryError> {
        let written = std::fs::write(&self.draft, position.as_number().to_string());
        written.and_then(|()| std::fs::rename(&self.draft, &self.file)).map_err(DeliveryError::Note)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_what_was_written_last_and_the_beginning_before() {
        let directory = tempfile::tempdir().unwrap();
        let note = Note::beside(directory.path());
        assert_eq!(note.read().unwrap(), Position::default());
        let position = Position { segment: 3, offset: 77 };
        note.write(Position::default()).unwrap();
        note.write(position).unwrap();
        assert_eq!(Note::beside(directory.path()).read().unwrap(), position);
    }
}
