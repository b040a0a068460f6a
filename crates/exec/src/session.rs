//! One session at work: the state machine of [`crate::agent`] between a WebSocket and a process.
//!
//! The session outlives its connections: a client that lost one may come back on another within [`ABSENCE`], and is sent what it
//! missed. It never waits for the process and hardly for the client: input goes through a task that writes it, output is only
//! read when the client has room.
//!
//! Dies well: the process hangs up when this future is dropped, with the daemon or without.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use neargate_core::{Clock, Timestamp};
use neargate_seal::Secret;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use crate::agent::{Action, Agent, CHUNK_BYTES, Stream};
use crate::encryption::{Encryption, Unlock};
use crate::payload::OpenDataChannelInput;
use crate::process::{Containers, Control, Launch, OpenError, Pending, Process};
use crate::socket::{Frame, Socket};
use crate::transcript::{Recorder, Transcript};
use crate::words;

/// A client that lost its connection comes back within this, or never.
const ABSENCE: Duration = Duration::from_secs(60);
/// What a process printed last is there at once; a child of its that keeps the terminal open isn't waited for.
const LAST_OUTPUT: Duration = Duration::from_millis(200);
/// Exit code of a command that could not be started, as shells have it.
const NOT_STARTED: i32 = 127;
/// As AWS's agent sets them; a terminal needs the first, and programs that print more than ASCII the second.
const ENVIRONMENT: [&str; 2] = ["TERM=xterm-256color", "LANG=C.UTF-8"];

/// What a session is to do.
pub(crate) struct Order {
    pub session_id: String,
    pub task_id: String,
    pub container: String,
    pub command: String,
    pub recorder: Option<Box<dyn Recorder>>,
    pub encryption: Option<Encryption>,
}

/// What others tell a session.
pub(crate) enum Knock {
    /// The client is there, perhaps again.
    Connected(Box<Socket>),
    /// End, with these last words.
    Terminate(String),
}

/// Runs a session to its end, on its first connection and those after it.
pub(crate) async fn run(
    order: Order,
    client: &OpenDataChannelInput,
    socket: Socket,
    knocks: mpsc::Receiver<Knock>,
    containers: Arc<dyn Containers>,
    clock: Arc<dyn Clock>,
) {
    let time = Time::starting(clock.now());
    let (key_id, unlock) = match order.encryption {
        Some(encryption) => (Some(encryption.key_id), Some(encryption.unlock)),
        None => (None, None),
    };
    let agent = Agent::new(&order.session_id, client, key_id, time.now());
    let (taken_in, was_taken_in) = mpsc::unbounded_channel();
    let session = Session {
        transcript: order.recorder.map(Transcript::to),
        launch: Launch {
            session_id: order.session_id,
            task_id: order.task_id,
            container: order.container,
            arguments: Vec::new(),
            environment: ENVIRONMENT.map(str::to_owned).to_vec(),
            terminal: None,
        },
        command: order.command,
        agent,
        connection: Connection::Present(socket),
        knocks,
        containers,
        time,
        unlock,
        unlocking: None,
        starting: None,
        program: None,
        taken_in,
        was_taken_in,
        early: VecDeque::new(),
    };
    session.run().await;
}

struct Session {
    launch: Launch,
    command: String,
    agent: Agent,
    connection: Connection,
    knocks: mpsc::Receiver<Knock>,
    containers: Arc<dyn Containers>,
    transcript: Option<Transcript>,
    time: Time,
    /// Until it was used.
    unlock: Option<Box<dyn Unlock>>,
    unlocking: Option<Pending<'static, Result<Secret, String>>>,
    starting: Option<Pending<'static, Result<Process, OpenError>>>,
    program: Option<Program>,
    taken_in: mpsc::UnboundedSender<()>,
    was_taken_in: mpsc::UnboundedReceiver<()>,
    /// Typed before the process was there.
    early: VecDeque<Feed>,
}

enum Connection {
    Present(Socket),
    Absent { since: Instant },
}

/// What a session waits for.
enum Event {
    Knock(Option<Knock>),
    Frame(Option<Frame>),
    Unlocked(Result<Secret, String>),
    Opened(Result<Process, OpenError>),
    TakenIn,
    Printed(Stream, Bytes),
    OutputsClosed,
    Exited(Option<i32>),
    /// The process ended, and its outputs are closed or have been quiet since.
    Over,
    Tick,
    Deserted,
}

impl Session {
    async fn run(mut self) {
        loop {
            self.carry_out_all().await;
            if self.agent.is_closed() {
                break;
            }
            let event = self.next().await;
            self.apply(event).await;
        }
        self.program = None;
        if let Connection::Present(socket) = self.connection {
            socket.close().await;
        }
        if let Some(transcript) = self.transcript {
            transcript.end().await;
        }
    }

    /// The next thing that happens. Each arm may be dropped: what it waits for is kept by its source.
    async fn next(&mut self) -> Event {
        let now = self.time.now();
        let tick = self.agent.next_tick().map(|at| self.time.instant(at.max(now)));
        let wants_output = self.agent.wants_output();
        let (frame, deserted) = match &mut self.connection {
            Connection::Present(socket) => (Some(socket), None),
            Connection::Absent { since } => (None, Some(*since + ABSENCE)),
        };
        tokio::select! {
            // The client first: its acknowledgements make room for the rest.
            biased;
            knock = self.knocks.recv() => Event::Knock(knock),
            frame = maybe(frame, |socket| socket.next()) => Event::Frame(frame),
            unlocked = maybe(self.unlocking.as_mut(), |unlocking| unlocking) => Event::Unlocked(unlocked),
            opened = maybe(self.starting.as_mut(), |starting| starting) => Event::Opened(opened),
            Some(()) = self.was_taken_in.recv() => Event::TakenIn,
            event = maybe(self.program.as_mut(), |program| program.next(wants_output)) => event,
            () = maybe(tick, sleep_until) => Event::Tick,
            () = maybe(deserted, sleep_until) => Event::Deserted,
        }
    }

    async fn apply(&mut self, event: Event) {
        let now = self.time.now();
        match event {
            Event::Knock(Some(Knock::Connected(socket))) => {
                self.connection = Connection::Present(*socket);
                self.agent.reconnected(now);
            }
            Event::Knock(Some(Knock::Terminate(last_words))) => self.agent.terminate(&last_words, now),
            Event::Knock(None) => self.agent.terminate("", now),
            Event::Frame(Some(Frame::Binary(frame))) => self.agent.received(&frame, now),
            Event::Frame(Some(Frame::Text(_))) => {}
            Event::Frame(None) => self.connection = Connection::Absent { since: Instant::now() },
            Event::Unlocked(data_key) => {
                self.unlocking = None;
                self.agent.unlocked(data_key, now);
            }
            Event::Opened(opened) => {
                self.starting = None;
                match opened {
                    Ok(process) => self.opened(process),
                    Err(error) => {
                        let reason = format!("Unable to start command: Failed to start pty: {error}");
                        self.agent.failed(NOT_STARTED, &reason, now);
                    }
                }
            }
            Event::TakenIn => self.agent.taken_in(),
            Event::Printed(stream, bytes) => {
                if let Some(transcript) = &self.transcript {
                    transcript.add(now, bytes.clone()).await;
                }
                self.agent.printed(stream, bytes, now);
            }
            Event::OutputsClosed => {}
            Event::Over => {
                let code = self.program.take().and_then(|program| program.exited);
                match code {
                    Some(code) => self.agent.exited(code, now),
                    None => self.agent.failed(137, "The container of the session has stopped.", now),
                }
            }
            Event::Exited(code) => {
                if let Some(program) = &mut self.program {
                    program.ended(code);
                }
            }
            Event::Tick => self.agent.tick(now),
            Event::Deserted => {
                tracing::debug!(session = self.launch.session_id, "the client didn't come back");
                self.agent.terminate("", now);
                // Nobody will acknowledge anything.
                self.agent.tick(now.plus(ABSENCE));
            }
        }
    }

    /// Carries out what is to be done, and what follows from that.
    async fn carry_out_all(&mut self) {
        loop {
            let actions = self.agent.actions();
            if actions.is_empty() {
                return;
            }
            for action in actions {
                self.carry_out(action).await;
            }
        }
    }

    async fn carry_out(&mut self, action: Action) {
        match action {
            Action::Send(frame) => {
                if let Connection::Present(socket) = &self.connection
                    && !socket.send(Frame::Binary(frame)).await
                {
                    self.connection = Connection::Absent { since: Instant::now() };
                }
            }
            // An agent asks once.
            Action::Unlock(encrypted) => {
                self.unlocking = self.unlock.take().map(|unlock| unlock.unlock(encrypted));
            }
            Action::Start(terminal) => match words::split(&self.command) {
                Ok(arguments) => {
                    let launch = Launch { arguments, terminal, ..self.launch.clone() };
                    let containers = Arc::clone(&self.containers);
                    self.starting = Some(Box::pin(async move { containers.open(launch).await }));
                }
                Err(error) => {
                    let now = self.time.now();
                    self.agent.failed(NOT_STARTED, &format!("Unable to start command: {error}"), now);
                }
            },
            Action::Input(bytes) => self.feed(Feed::Bytes(bytes)),
            Action::EndOfInput => self.feed(Feed::End),
            Action::Resize(size) => {
                self.launch.terminal = Some(size);
                if let Some(program) = &self.program {
                    program.control.resize(size);
                }
            }
            Action::HangUp => {
                self.starting = None;
                if let Some(program) = self.program.take() {
                    program.control.hang_up();
                }
            }
            Action::Close => {}
        }
    }

    fn opened(&mut self, process: Process) {
        let terminal = self.launch.terminal;
        let program = Program::of(process, self.taken_in.clone());
        if let Some(size) = terminal {
            // It changed while the process was being started.
            program.control.resize(size);
        }
        self.early.drain(..).for_each(|feed| program.feed(feed));
        self.program = Some(program);
    }

    fn feed(&mut self, feed: Feed) {
        match &self.program {
            Some(program) => program.feed(feed),
            None => self.early.push_back(feed),
        }
    }
}

/// Something for a process to read.
enum Feed {
    Bytes(Bytes),
    End,
}

/// A process with tasks that read and write for it.
struct Program {
    control: Box<dyn Control>,
    exit: Option<Pending<'static, Option<i32>>>,
    exited: Option<i32>,
    /// When to stop waiting for more, once the process has ended.
    quiet_at: Option<Instant>,
    input: mpsc::UnboundedSender<Feed>,
    output: mpsc::Receiver<(Stream, Bytes)>,
    closed: bool,
    _tasks: JoinSet<()>,
}

impl Program {
    fn of(process: Process, taken_in: mpsc::UnboundedSender<()>) -> Self {
        let Process { input, output, error, control, exit } = process;
        let terminal = error.is_none();
        // The client's window bounds what waits here.
        let (feed, feeds) = mpsc::unbounded_channel();
        let (printed, pieces) = mpsc::channel(4);
        let mut tasks = JoinSet::new();
        tasks.spawn(write(input, feeds, terminal, taken_in));
        if let Some(error) = error {
            tasks.spawn(read(error, Stream::Error, printed.clone()));
        }
        tasks.spawn(read(output, Stream::Output, printed));
        Self {
            control,
            exit: Some(exit),
            exited: None,
            quiet_at: None,
            input: feed,
            output: pieces,
            closed: false,
            _tasks: tasks,
        }
    }

    /// What it does next. Whether it printed anything is only looked at when there is room for it.
    async fn next(&mut self, wants_output: bool) -> Event {
        let Self { exit, output, quiet_at, closed, .. } = self;
        let ended = exit.is_none();
        if ended && *closed {
            return Event::Over;
        }
        let quiet = (*quiet_at).filter(|_| wants_output);
        tokio::select! {
            biased;
            code = maybe(exit.as_mut(), |exit| exit) => Event::Exited(code),
            piece = output.recv(), if wants_output && !*closed => match piece {
                Some((stream, bytes)) => {
                    if ended {
                        *quiet_at = Some(Instant::now() + LAST_OUTPUT);
                    }
                    Event::Printed(stream, bytes)
                }
                None => {
                    *closed = true;
                    Event::OutputsClosed
                }
            },
            () = maybe(quiet, sleep_until) => Event::Over,
        }
    }

    fn ended(&mut self, code: Option<i32>) {
        self.exit = None;
        self.exited = code;
        self.quiet_at = Some(Instant::now() + LAST_OUTPUT);
    }

    fn feed(&self, feed: Feed) {
        // A process that has ended reads nothing.
        let _ = self.input.send(feed);
    }
}

async fn write(
    mut input: Box<dyn AsyncWrite + Send + Unpin>,
    mut feeds: mpsc::UnboundedReceiver<Feed>,
    terminal: bool,
    taken_in: mpsc::UnboundedSender<()>,
) {
    let mut open = true;
    while let Some(feed) = feeds.recv().await {
        match feed {
            // A process that reads no more is no reason to hold the client up.
            Feed::Bytes(bytes) if open => open = input.write_all(&bytes).await.is_ok(),
            Feed::End if open && terminal => {
                // A terminal has no end, but a character for it.
                let _ = input.write_all(&[4]).await;
            }
            Feed::End if open => {
                let _ = input.shutdown().await;
                input = Box::new(tokio::io::sink());
                open = false;
            }
            Feed::Bytes(_) | Feed::End => {}
        }
        let _ = taken_in.send(());
    }
}

async fn read(
    mut output: Box<dyn AsyncRead + Send + Unpin>,
    stream: Stream,
    printed: mpsc::Sender<(Stream, Bytes)>,
) {
    let mut buffer = vec![0; CHUNK_BYTES];
    // A terminal whose last process is gone answers with an error.
    while let Ok(length @ 1..) = output.read(&mut buffer).await {
        if printed.send((stream, Bytes::copy_from_slice(&buffer[..length]))).await.is_err() {
            return;
        }
    }
}

/// Waits for something that may not be there; then for ever.
async fn maybe<T, F: Future>(something: Option<T>, wait: impl FnOnce(T) -> F) -> F::Output {
    match something {
        Some(something) => wait(something).await,
        None => std::future::pending().await,
    }
}

/// Wall-clock time that never jumps: the machine's may be set while a session runs.
struct Time {
    began: Timestamp,
    since: Instant,
}

impl Time {
    fn starting(now: Timestamp) -> Self {
        Self { began: now, since: Instant::now() }
    }

    fn now(&self) -> Timestamp {
        self.began.plus(self.since.elapsed())
    }

    fn instant(&self, at: Timestamp) -> Instant {
        self.since + at.since(self.began)
    }
}
