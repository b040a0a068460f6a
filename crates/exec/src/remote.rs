//! A client at work: the state machine of [`crate::client`] between a WebSocket, a keyboard and a screen.

use bytes::Bytes;
use neargate_core::{Clock as _, SystemClock, Timestamp};
use tokio::io::{AsyncWrite, AsyncWriteExt as _};
use tokio::sync::mpsc;
use tokio::time::{Duration, Instant, sleep};

use crate::agent::Stream;
use crate::client::{self, Action, Client, Ending};
use crate::encryption::Generate;
use crate::payload::{Extension, Size};
use crate::socket::{Frame, Socket};

/// What comes from the person, or from whatever feeds this program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    Bytes(Bytes),
    /// There is no more.
    End,
    Resized(Size),
    /// End the session.
    Terminate,
}

/// Why a session came to no end.
#[derive(Debug, thiserror::Error)]
pub enum Lost {
    #[error("the data channel was closed: its token is wrong, used or expired, or the daemon has ended")]
    Closed,
    #[error("write what the command printed")]
    Print(#[source] std::io::Error),
}

/// Follows a session to its end. `typed` may be closed: that types nothing, and ends nothing.
pub async fn run(
    mut socket: Socket,
    token: &str,
    extension: Extension,
    keys: &impl Generate,
    mut typed: mpsc::Receiver<Typed>,
    output: &mut (impl AsyncWrite + Unpin),
    error: &mut (impl AsyncWrite + Unpin),
) -> Result<Ending, Lost> {
    if !socket.send(Frame::Text(client::open(token, extension))).await {
        return Err(Lost::Closed);
    }
    let (began, since) = (SystemClock.now(), Instant::now());
    let now = || began.plus(since.elapsed());
    let mut client = Client::default();
    let mut typing = true;
    loop {
        // Printing makes acknowledgements: they are actions too.
        let mut actions = client.actions();
        while !actions.is_empty() {
            for action in actions {
                match action {
                    // One that can't be sent is noticed by the next look at the socket.
                    Action::Send(frame) => drop(socket.send(Frame::Binary(frame)).await),
                    Action::Print(stream, bytes) => {
                        let printed = match stream {
                            Stream::Output => print(output, &bytes).await,
                            Stream::Error => print(error, &bytes).await,
                        };
                        printed.map_err(Lost::Print)?;
                        client.taken_in();
                    }
                    Action::Generate(key_id) => {
                        let made = keys.generate(key_id).await;
                        client.generated(made, now());
                    }
                    Action::Ready => {}
                    Action::Close(ending) => {
                        socket.close().await;
                        return Ok(ending);
                    }
                }
            }
            actions = client.actions();
        }
        let tick = client.next_tick().map_or(Duration::MAX, |at| at.since(now()));
        let wants_input = typing && client.wants_input();
        tokio::select! {
            biased;
            frame = socket.next() => match frame {
                Some(Frame::Binary(frame)) => client.received(&frame, now()),
                Some(Frame::Text(_)) => {}
                None => return Err(Lost::Closed),
            },
            event = typed.recv(), if wants_input => match event {
                Some(event) => apply(&mut client, event, now()),
                None => typing = false,
            },
            () = sleep(tick) => client.tick(now()),
        }
    }
}

async fn print(screen: &mut (impl AsyncWrite + Unpin), bytes: &[u8]) -> std::io::Result<()> {
    screen.write_all(bytes).await?;
    screen.flush().await
}

fn apply(client: &mut Client, typed: Typed, now: Timestamp) {
    match typed {
        Typed::Bytes(bytes) => client.typed(bytes, now),
        Typed::End => client.end_of_input(now),
        Typed::Resized(size) => client.resized(size, now),
        Typed::Terminate => client.terminate(now),
    }
}
