//! One object's text: a stream's events, compressed, as many as an object takes.

use std::io::{self, Write as _};
use std::ops::ControlFlow;

use flate2::Compression;
use flate2::write::GzEncoder;
use neargate_core::{Scope, Timestamp};
use neargate_store::Store;

use super::worker::Halt;
use crate::position::Position;
use crate::protection::Mask;
use crate::records::Stream;
use crate::source::StreamChunks;
use crate::walk::{self, End};

/// An object is closed when it has this many bytes,
const MAX_BYTES: usize = if cfg!(test) { 4 << 10 } else { 4 << 20 };
/// or when so much text went into it.
const MAX_TEXT_BYTES: usize = 256 << 20;
/// Text that is read and compressed before others have their turn: some ten milliseconds of work.
const MAX_TEXT_BYTES_PER_READ: usize = if cfg!(test) { 1 << 10 } else { 512 << 10 };

/// The events from `from` on that are earlier than `to`, as far as they fit; and where the next object begins. `None` if there are
/// none.
pub(super) async fn fill(
    store: &Store,
    scope: &Scope,
    stream: &Stream,
    mask: Option<&Mask>,
    from: Position,
    to: i64,
) -> Result<Option<(Vec<u8>, Option<Position>)>, Halt> {
    let mut object = GzEncoder::new(Vec::new(), Compression::default());
    let mut text = 0;
    let mut next = Some(from);
    while let Some(at) = next
        && object.get_ref().len() < MAX_BYTES
        && text < MAX_TEXT_BYTES
    {
        let enough = text + MAX_TEXT_BYTES_PER_READ;
        next = store
            .read(|reader| {
                let mut chunks = StreamChunks::ascending(reader, scope, stream, at.timestamp);
                let mut failed: Option<io::Error> = None;
                let end = walk::forward(&mut chunks, at, to, |event| {
                    if text >= enough {
                        return ControlFlow::Break(());
                    }
                    text += event.message.len() + 26;
                    if let Some(mask) = mask {
                        mask.apply(event.ingested, event.message);
                    }
                    let time = Timestamp(event.position.timestamp).to_iso8601();
                    match writeln!(object, "{time} {}", event.message) {
                        Ok(()) => ControlFlow::Continue(()),
                        Err(error) => {
                            failed = Some(error);
                            ControlFlow::Break(())
                        }
                    }
                });
                match (failed, end?) {
                    (Some(error), _) => Err(Halt::Compress(error)),
                    (None, End::Exhausted) => Ok(None),
                    (None, End::Paused(at)) => Ok(Some(at)),
                }
            })
            .await?;
        tokio::task::yield_now().await;
    }
    if text == 0 {
        return Ok::<_, Halt>(None);
    }
    Ok(Some((object.finish()?, next)))
}
