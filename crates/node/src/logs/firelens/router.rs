//! A task's log router as a destination: Forward protocol over its socket, a chunk at a time, each acknowledged.
//!
//! Dies well: a chunk whose acknowledgement was lost with us is sent again by the next one. That is what the protocol promises: at least
//! once.

use std::io;
use std::os::fd::AsRawFd as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use neargate_core::random_hex;
use neargate_forward::{DecodeError, EventTime, Limits, Packer, decode_ack};
use neargate_task::logfile::Position;
use rustix::fs::{FileType, Mode, OFlags};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::UnixStream;

use super::FireLens;
use crate::logs::destination::{DeliveryError, Destination, Note};
use crate::logs::lines::Batch;

/// A router that takes longer is paused or stuck; the chunk is sent to it again.
const PATIENCE: Duration = Duration::from_secs(30);
/// Nobody sends more than an id.
const MAX_ACK_BYTES: usize = 1024;

#[derive(Debug, thiserror::Error)]
pub(crate) enum RouterError {
    #[error("connect to {0}")]
    Connect(PathBuf, #[source] io::Error),
    #[error("send a chunk")]
    Send(#[source] io::Error),
    #[error("read an acknowledgement")]
    Read(#[source] io::Error),
    #[error("understand an acknowledgement")]
    Decode(#[from] DecodeError),
    #[error("the router acknowledged {0:?}, which wasn't sent")]
    Stranger(String),
    #[error("the router took no chunk within {PATIENCE:?}")]
    Stuck,
}

/// The router, for one container.
pub(crate) struct Router {
    pub firelens: FireLens,
    pub container_id: String,
    pub socket: PathBuf,
    pub note: Note,
    pub connection: Option<UnixStream>,
}

impl Destination for Router {
    /// The router ends after its clients, and when a client's last lines weren't taken by then nobody will take them.
    const MAX_FINAL_ATTEMPTS: u32 = 1;

    fn name(&self) -> &str {
        &self.firelens.tag
    }

    async fn reached(&mut self) -> Result<Position, DeliveryError> {
        self.note.read()
    }

    async fn deliver(&mut self, batch: Batch) -> Result<(), DeliveryError> {
        let to = batch.to;
        if !batch.events.is_empty() {
            let sent = tokio::time::timeout(PATIENCE, self.send(batch)).await;
            if let Err(error) = sent.unwrap_or(Err(RouterError::Stuck)) {
                self.connection = None;
                return Err(error.into());
            }
        }
        self.note.write(to)
    }
}

impl Router {
    async fn send(&mut self, batch: Batch) -> Result<(), RouterError> {
        let id = self.firelens.acknowledges.then(|| random_hex(32));
        let mut packer = Packer::default();
        for event in &batch.events {
            let record = [
                ("container_id", self.container_id.as_str()),
                ("container_name", self.firelens.container.as_str()),
                ("source", event.stream.as_str()),
                ("log", event.text.as_str()),
            ];
            packer.add(EventTime::from_micros(event.time_micros), &record);
        }
        let bytes = packer.finish(&self.firelens.tag, id.as_deref());
        let connection = match &mut self.connection {
            Some(connection) => connection,
            None => {
                let connected = connect(&self.socket).await;
                self.connection
                    .insert(connected.map_err(|cause| RouterError::Connect(self.socket.clone(), cause))?)
            }
        };
        connection.write_all(&bytes).await.map_err(RouterError::Send)?;
        match id {
            Some(id) => acknowledged(connection, &id).await,
            None => Ok(()),
        }
    }
}

/// The directory is the router's to write in, and it may be hostile: what it puts in the socket's place must not lead elsewhere on the
/// host. So what is there is opened first, links aren't followed, and what was opened is connected to.
async fn connect(socket: &Path) -> io::Result<UnixStream> {
    let opened = rustix::fs::open(socket, OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC, Mode::empty())?;
    if FileType::from_raw_mode(rustix::fs::fstat(&opened)?.st_mode) != FileType::Socket {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "what is there is no socket"));
    }
    UnixStream::connect(format!("/proc/self/fd/{}", opened.as_raw_fd())).await
}

async fn acknowledged(connection: &mut UnixStream, id: &str) -> Result<(), RouterError> {
    let mut answer = Vec::new();
    loop {
        if let Some((acknowledged, _)) = decode_ack(&answer, Limits { max_bytes: MAX_ACK_BYTES })? {
            return if acknowledged == id { Ok(()) } else { Err(RouterError::Stranger(acknowledged)) };
        }
        if connection.read_buf(&mut answer).await.map_err(RouterError::Read)? == 0 {
            return Err(RouterError::Read(io::ErrorKind::UnexpectedEof.into()));
        }
    }
}

#[cfg(test)]
mod tests {
    use neargate_forward::{Chunk, decode, encode_ack};
    use neargate_task::logfile::Stream;
    use tokio::net::UnixListener;

    use super::*;
    use crate::logs::lines::Event;

    fn batch(from: u32, text: &str) -> Batch {
        let event = Event { time_micros: 1_500_000, stream: Stream::Stderr, text: text.to_owned() };
        let at = |offset| Position { segment: 0, offset };
        Batch { events: vec![event], from: at(from), to: at(from + 10) }
    }

    fn router(directory: &Path, acknowledges: bool) -> Router {
        Router {
            firelens: FireLens { container: "app".into(), tag: "app-firelens-1".into(), acknowledges },
            container_id: "1-2".into(),
            socket: directory.join("fluent.sock"),
            note: Note::beside(directory),
            connection: None,
        }
    }

    async fn receive(connection: &mut UnixStream) -> Chunk {
        let mut bytes = Vec::new();
        loop {
            if let Some((chunk, _)) = decode(&bytes, Limits::default()).unwrap() {
                return chunk;
            }
            assert!(connection.read_buf(&mut bytes).await.unwrap() > 0, "the connection ended early");
        }
    }

    #[tokio::test]
    async fn a_chunk_counts_once_it_is_acknowledged() {
        let directory = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(directory.path().join("fluent.sock")).unwrap();
        let mut router = router(directory.path(), true);
        let receiver = tokio::spawn(async move {
            // The first is taken and not acknowledged.
            let (mut connection, _) = listener.accept().await.unwrap();
            let first = receive(&mut connection).await;
            drop(connection);
            let (mut connection, _) = listener.accept().await.unwrap();
            let second = receive(&mut connection).await;
            connection.write_all(&encode_ack(second.id.as_deref().unwrap())).await.unwrap();
            (first, second)
        });
        assert!(router.deliver(batch(0, "hello")).await.is_err());
        assert_eq!(router.reached().await.unwrap(), Position::default());
        router.deliver(batch(0, "hello")).await.unwrap();
        assert_eq!(router.reached().await.unwrap().offset, 10);
        let (first, second) = receiver.await.unwrap();
        assert_eq!(first.entries, second.entries);
        assert_eq!(second.tag, "app-firelens-1");
        let entry = &second.entries[0];
        assert_eq!(entry.time, EventTime { seconds: 1, nanoseconds: 500_000_000 });
        let record: Vec<_> = entry.record.iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(
            record.join(" "),
            r#""container_id"="1-2" "container_name"="app" "source"="stderr" "log"="hello""#
        );
    }

    #[tokio::test]
    async fn another_chunks_acknowledgement_is_none() {
        let directory = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(directory.path().join("fluent.sock")).unwrap();
        tokio::spawn(async move {
            let (mut connection, _) = listener.accept().await.unwrap();
            receive(&mut connection).await;
            connection.write_all(&encode_ack("other")).await.unwrap();
        });
        let error = router(directory.path(), true).deliver(batch(0, "x")).await.unwrap_err();
        assert!(matches!(error, DeliveryError::Router(RouterError::Stranger(_))), "{error:?}");
    }

    #[tokio::test]
    async fn a_link_in_the_sockets_place_is_not_followed() {
        let directory = tempfile::tempdir().unwrap();
        let elsewhere = directory.path().join("elsewhere.sock");
        let _listener = UnixListener::bind(&elsewhere).unwrap();
        std::os::unix::fs::symlink(&elsewhere, directory.path().join("fluent.sock")).unwrap();
        let error = router(directory.path(), true).deliver(batch(0, "x")).await.unwrap_err();
        assert!(matches!(error, DeliveryError::Router(RouterError::Connect(..))), "{error:?}");
    }

    #[tokio::test]
    async fn fluentd_is_asked_for_no_acknowledgement() {
        let directory = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(directory.path().join("fluent.sock")).unwrap();
        let mut router = router(directory.path(), false);
        let receiver = tokio::spawn(async move {
            let (mut connection, _) = listener.accept().await.unwrap();
            receive(&mut connection).await
        });
        router.deliver(batch(0, "x")).await.unwrap();
        assert_eq!(receiver.await.unwrap().id, None);
    }
}
