//! `neargate exec`: ECS's ExecuteCommand and its data channel, without the Session Manager plugin.
//!
//! With a terminal on both sides it is handed through raw: keys, size and all. Without one the command gets pipes, so that
//! `neargate exec … < in > out` works as it would here. What talks to the person goes to stderr.

use std::io::{self, IsTerminal as _, Read as _};
use std::process::ExitCode;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use clap::Args;
use neargate_core::chain;
use neargate_exec::client::Ending;
use neargate_exec::encryption::{DATA_KEY_BYTES, Generate, context};
use neargate_exec::process::Pending;
use neargate_exec::remote::{self, Lost, Typed};
use neargate_exec::socket::Socket;
use neargate_exec::{Extension, Size, words};
use neargate_seal::Secret;
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetwinsize, tcsetattr};
use serde_json::{Value, json};
use tokio::io::AsyncWrite;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc;

use super::output::NOBODY_READS;
use super::{Failure, logs, on_one_thread};
use crate::client::Client;
use crate::settings::Place;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The task's cluster; all are searched when it isn't given.
    #[arg(long)]
    cluster: Option<String>,
    /// The container; it needs no name when the task has one only.
    #[arg(long)]
    container: Option<String>,
    /// Give the command this terminal. By itself when stdin and stdout are one.
    #[arg(short, long, overrides_with = "no_tty")]
    tty: bool,
    /// Give the command pipes, even when stdin and stdout are a terminal.
    #[arg(short = 'T', long)]
    no_tty: bool,
    /// The task's id or ARN.
    task: String,
    /// The command and its arguments.
    #[arg(last = true, required = true)]
    command: Vec<String>,
}

/// Runs a command in a container, and ends as it ended.
pub(crate) fn run(place: &Place, options: &Options) -> Result<ExitCode, Failure> {
    let client = Client::find(place)?;
    let terminal = Terminal::wanted(options)?;
    let ended = on_one_thread(async {
        let channel = Channel::open(&client, options).await?;
        let keys = Keys { client: &client, answer: &channel.answer };
        let extension = Extension { terminal: terminal.as_ref().map(Terminal::size) };
        let typed = keyboard(terminal.is_some())?;
        let raw = terminal.as_ref().map(Terminal::make_raw).transpose()?;
        let ended = follow(&keys, &channel.token, channel.socket, extension, typed).await;
        drop(raw);
        ended
    });
    let Ending { exit_code, last_words } = ended?;
    if !last_words.is_empty() {
        eprintln!("neargate: {last_words}");
    }
    let code = exit_code.map_or(1, |code| u8::try_from(code).unwrap_or(1));
    // A thread may still wait for a key: leaving `main` doesn't wait for it.
    Ok(ExitCode::from(code))
}

async fn follow(
    keys: &Keys<'_>,
    token: &str,
    socket: Socket,
    extension: Extension,
    typed: mpsc::Receiver<Typed>,
) -> Result<Ending, Failure> {
    let (mut output, mut error) = (Screen(io::stdout()), Screen(io::stderr()));
    match remote::run(socket, token, extension, keys, typed, &mut output, &mut error).await {
        Ok(ending) => Ok(ending),
        // As a program would that writes to a pipe which nobody reads.
        Err(Lost::Print(cause)) if cause.kind() == io::ErrorKind::BrokenPipe => {
            Ok(Ending { exit_code: Some(NOBODY_READS.into()), last_words: String::new() })
        }
        Err(error) => Err(Failure(chain(&error))),
    }
}

/// A session's data channel, and what opens it.
struct Channel {
    socket: Socket,
    token: String,
    /// What ExecuteCommand answered.
    answer: Value,
}

impl Channel {
    async fn open(client: &Client, options: &Options) -> Result<Self, Failure> {
        let cluster = match &options.cluster {
            Some(cluster) => cluster.clone(),
            None => logs::find(client, &options.task).await?.0,
        };
        let mut input = json!({
            "cluster": cluster, "task": options.task, "interactive": true,
            "command": words::join(options.command.iter().map(String::as_str)),
        });
        if let Some(container) = &options.container {
            input["container"] = json!(container);
        }
        let answer = client.call("ecs", "AmazonEC2ContainerServiceV20141113.ExecuteCommand", &input).await?;
        let field = |name: &str| answer["session"][name].as_str().unwrap_or_default().to_owned();
        // The daemon is where we reached it, whatever name it has for itself.
        let url = http::Uri::try_from(field("streamUrl")).map_err(|error| Failure(error.to_string()))?;
        let path = url.path_and_query().map_or("/", |path| path.as_str());
        let socket = Socket::client(client.websocket(path).await?).await;
        Ok(Self { socket, token: field("tokenValue"), answer })
    }
}

/// Makes the data keys of sessions that are encrypted.
struct Keys<'a> {
    client: &'a Client,
    answer: &'a Value,
}

impl Generate for Keys<'_> {
    fn generate(&self, key_id: String) -> Pending<'_, Result<(Secret, Vec<u8>), String>> {
        Box::pin(async move { self.made(&key_id).await.map_err(|failure| failure.to_string()) })
    }
}

impl Keys<'_> {
    async fn made(&self, key_id: &str) -> Result<(Secret, Vec<u8>), Failure> {
        let session_id = self.answer["session"]["sessionId"].as_str().unwrap_or_default();
        let input = json!({
            "KeyId": key_id,
            "NumberOfBytes": DATA_KEY_BYTES,
            "EncryptionContext": context(session_id, &self.target().await?),
        });
        let made = self.client.call("kms", "TrentService.GenerateDataKey", &input).await?;
        let bytes = |name: &str| {
            let decoded = STANDARD.decode(made[name].as_str().unwrap_or_default());
            decoded.map_err(|error| Failure(format!("read the data key: {error}")))
        };
        Ok((Secret::from(bytes("Plaintext")?), bytes("CiphertextBlob")?))
    }

    /// What the session is called in its encryption context: `ecs:<cluster>_<task id>_<runtime id>`, as clients of AWS make it up.
    async fn target(&self) -> Result<String, Failure> {
        let (cluster, task) = (&self.answer["clusterArn"], &self.answer["taskArn"]);
        let input = json!({ "cluster": cluster, "tasks": [task] });
        let answer =
            self.client.call("ecs", "AmazonEC2ContainerServiceV20141113.DescribeTasks", &input).await?;
        let containers = answer["tasks"][0]["containers"].as_array();
        let container =
            containers.into_iter().flatten().find(|it| it["name"] == self.answer["containerName"]);
        let runtime_id = container.and_then(|container| container["runtimeId"].as_str()).unwrap_or_default();
        let last = |arn: &Value| {
            let arn = arn.as_str().unwrap_or_default();
            arn.rsplit('/').next().unwrap_or_default().to_owned()
        };
        Ok(format!("ecs:{}_{}_{runtime_id}", last(cluster), last(task)))
    }
}

/// This process's terminal.
struct Terminal {
    before: Termios,
}

/// Puts the terminal back when it goes.
struct Raw<'a>(&'a Terminal);

impl Terminal {
    /// The terminal to hand through; none when pipes are wanted.
    fn wanted(options: &Options) -> Result<Option<Self>, Failure> {
        let both = io::stdin().is_terminal() && io::stdout().is_terminal();
        if options.no_tty || !(both || options.tty) {
            return Ok(None);
        }
        let before = tcgetattr(io::stdin())
            .map_err(|_| Failure("stdin is no terminal: leave --tty out".to_owned()))?;
        Ok(Some(Self { before }))
    }

    fn size(&self) -> Size {
        let size = tcgetwinsize(io::stdin()).ok().filter(|size| size.ws_col > 0 && size.ws_row > 0);
        size.map_or(Size::USUAL, |size| Size { cols: size.ws_col, rows: size.ws_row })
    }

    fn make_raw(&self) -> Result<Raw<'_>, Failure> {
        let mut raw = self.before.clone();
        raw.make_raw();
        tcsetattr(io::stdin(), OptionalActions::Now, &raw)
            .map_err(|error| Failure(format!("make the terminal raw: {error}")))?;
        Ok(Raw(self))
    }
}

impl Drop for Raw<'_> {
    fn drop(&mut self) {
        // Nothing can be done for a terminal that is gone.
        let _ = tcsetattr(io::stdin(), OptionalActions::Flush, &self.0.before);
    }
}

/// What is typed, the terminal's sizes, and the signals that mean "end".
fn keyboard(terminal: bool) -> Result<mpsc::Receiver<Typed>, Failure> {
    let (typed, received) = mpsc::channel(4);
    let keys = typed.clone();
    // Reading stdin can't be interrupted, so it has a thread, which ends with the process.
    std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        loop {
            let event = match io::stdin().read(&mut buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Ok(length @ 1..) => Typed::Bytes(Bytes::copy_from_slice(&buffer[..length])),
                Ok(_) | Err(_) => Typed::End,
            };
            let over = event == Typed::End;
            if keys.blocking_send(event).is_err() || over {
                return;
            }
        }
    });
    let listen = |kind| signal(kind).map_err(|error| Failure(format!("listen for signals: {error}")));
    let (mut terminate, mut interrupt) = (listen(SignalKind::terminate())?, listen(SignalKind::interrupt())?);
    let mut window = listen(SignalKind::window_change())?;
    tokio::spawn(async move {
        loop {
            let event = tokio::select! {
                _ = terminate.recv() => Typed::Terminate,
                _ = interrupt.recv() => Typed::Terminate,
                _ = window.recv(), if terminal => match tcgetwinsize(io::stdin()) {
                    Ok(size) => Typed::Resized(Size { cols: size.ws_col, rows: size.ws_row }),
                    Err(_) => continue,
                },
            };
            if typed.send(event).await.is_err() {
                return;
            }
        }
    });
    Ok(received)
}

/// Writes on the spot: nothing else is to be done until what came is printed.
struct Screen<W>(W);

impl<W: io::Write + Unpin> AsyncWrite for Screen<W> {
    fn poll_write(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
        bytes: &[u8],
    ) -> std::task::Poll<io::Result<usize>> {
        std::task::Poll::Ready(self.0.write(bytes))
    }

    fn poll_flush(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<io::Result<()>> {
        std::task::Poll::Ready(self.0.flush())
    }

    fn poll_shutdown(
        self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<io::Result<()>> {
        self.poll_flush(context)
    }
}
