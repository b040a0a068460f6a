//! Whole sessions: a client, a WebSocket over a pipe in memory, and real processes of this machine, on a terminal or on pipes.

mod local;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use neargate_core::{AccountId, Region, Scope, SystemClock};
use neargate_exec::client::Ending;
use neargate_exec::encryption::Generate;
use neargate_exec::process::Pending;
use neargate_exec::remote::{self, Lost, Typed};
use neargate_exec::sessions::session_id;
use neargate_exec::socket::Socket;
use neargate_exec::{Extension, Line, NewSession, Recorder, Sessions, Size};
use neargate_seal::Secret;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, duplex};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use local::Local;

const WIDE: Size = Size { cols: 99, rows: 33 };

fn scope() -> Scope {
    Scope { account: AccountId::default(), region: Region::default() }
}

/// Of sessions that aren't encrypted.
struct NoKeys;

impl Generate for NoKeys {
    fn generate(&self, _: String) -> Pending<'_, Result<(Secret, Vec<u8>), String>> {
        unreachable!("nothing is encrypted here")
    }
}

/// A client at work.
struct Remote {
    typed: mpsc::Sender<Typed>,
    output: DuplexStream,
    error: DuplexStream,
    ended: JoinHandle<Result<Ending, Lost>>,
    seen: Vec<u8>,
}

struct World {
    sessions: Arc<Sessions>,
    local: Arc<Local>,
}

impl World {
    fn new() -> Self {
        let (sessions, local) = (Sessions::new(Arc::new(SystemClock)), Arc::new(Local::default()));
        sessions.connect(local.clone());
        Self { sessions, local }
    }

    fn make(&self, command: &str, recorder: Option<Box<dyn Recorder>>) -> (String, String) {
        let session_id = session_id();
        let token = self.sessions.make(NewSession {
            scope: scope(),
            owner: "me".to_owned(),
            target: "ecs:c_t_r".to_owned(),
            task_id: "t".to_owned(),
            container: "app".to_owned(),
            command: command.to_owned(),
            session_id: session_id.clone(),
            recorder,
            encryption: None,
        });
        (session_id, token.expect("room for a session"))
    }

    async fn connect(&self, session_id: &str) -> Socket {
        let (ours, theirs) = duplex(1 << 16);
        let (sessions, id) = (Arc::clone(&self.sessions), session_id.to_owned());
        tokio::spawn(async move { sessions.serve(&id, theirs).await });
        Socket::client(ours).await
    }

    async fn run(&self, command: &str, terminal: Option<Size>) -> Remote {
        let (id, token) = self.make(command, None);
        self.remote(&id, token, terminal).await
    }

    async fn remote(&self, id: &str, token: String, terminal: Option<Size>) -> Remote {
        let socket = self.connect(id).await;
        let (typed, keys) = mpsc::channel(16);
        let ((mut stdout, output), (mut stderr, error)) = (duplex(1 << 12), duplex(1 << 12));
        let ended = tokio::spawn(async move {
            remote::run(socket, &token, Extension { terminal }, &NoKeys, keys, &mut stdout, &mut stderr).await
        });
        Remote { typed, output, error, ended, seen: Vec::new() }
    }
}

impl Remote {
    async fn type_(&self, text: &str) {
        self.typed
            .send(Typed::Bytes(Bytes::copy_from_slice(text.as_bytes())))
            .await
            .expect("the client runs");
    }

    /// Reads until the screen shows this.
    async fn until(&mut self, text: &str) {
        let reading = async {
            while !String::from_utf8_lossy(&self.seen).contains(text) {
                let mut bytes = [0; 1024];
                match self.output.read(&mut bytes).await {
                    Ok(length @ 1..) => self.seen.extend(&bytes[..length]),
                    other => panic!("{other:?} before {text:?} in {:?}", String::from_utf8_lossy(&self.seen)),
                }
            }
        };
        if timeout(Duration::from_secs(20), reading).await.is_err() {
            panic!("no {text:?} in {:?}", String::from_utf8_lossy(&self.seen));
        }
    }

    /// Everything to the end: both outputs and how it ended.
    async fn end(mut self) -> (String, String, Ending) {
        let mut error = Vec::new();
        let (output, errors) = (&mut self.output, &mut self.error);
        let all = async { tokio::join!(output.read_to_end(&mut self.seen), errors.read_to_end(&mut error)) };
        let (printed, complained) = timeout(Duration::from_secs(30), all).await.expect("an end");
        printed.and(complained).expect("both are read to their end");
        let ending = self.ended.await.expect("no panic").expect("an ending");
        (text(&self.seen), text(&error), ending)
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn exited(code: i32) -> Ending {
    Ending { exit_code: Some(code), last_words: String::new() }
}

#[tokio::test]
async fn a_shell_on_a_terminal_answers_and_tells_its_exit_code() {
    let world = World::new();
    let mut remote = world.run("sh -c 'stty -echo; echo ready; exec sh'", Some(WIDE)).await;
    remote.until("ready").await;
    remote.type_("stty size\r").await;
    remote.until("33 99").await;
    remote.typed.send(Typed::Resized(Size { cols: 120, rows: 40 })).await.unwrap();
    remote.type_("sleep 0; stty size\r").await;
    remote.until("40 120").await;
    remote.type_("echo $TERM $((40+2)); exit 7\r").await;
    let (output, _, ending) = remote.end().await;
    assert!(output.contains("xterm-256color 42"), "{output}");
    assert_eq!(ending, exited(7));
}

#[tokio::test]
async fn keys_become_signals() {
    let world = World::new();
    let mut remote = world
        .run("sh -c 'trap \"echo caught; exit 9\" INT; echo ready; while :; do sleep 0.05; done'", Some(WIDE))
        .await;
    remote.until("ready").await;
    remote.type_("\x03").await;
    let (output, _, ending) = remote.end().await;
    assert!(output.contains("caught"), "{output}");
    assert_eq!(ending, exited(9));
}

#[tokio::test]
async fn without_a_terminal_the_outputs_stay_apart_and_input_ends() {
    let world = World::new();
    let remote = world.run("sh -c 'cat; echo oops >&2; exit 3'", None).await;
    remote.type_("one\ntwo\n").await;
    remote.typed.send(Typed::End).await.unwrap();
    let (output, error, ending) = remote.end().await;
    assert_eq!((output.as_str(), error.as_str(), ending), ("one\ntwo\n", "oops\n", exited(3)));
}

#[tokio::test]
async fn much_data_passes_unharmed_in_both_directions_at_once() {
    let world = World::new();
    let mut remote = world.run("cat", None).await;
    let sent: Vec<u8> = (0..3_000_000_u32).map(|n| (n * 7 % 251) as u8).collect();
    let (typed, input) = (remote.typed.clone(), Bytes::from(sent.clone()));
    let typing = tokio::spawn(async move {
        for at in (0..input.len()).step_by(4096) {
            typed.send(Typed::Bytes(input.slice(at..(at + 4096).min(input.len())))).await.unwrap();
        }
        typed.send(Typed::End).await.unwrap();
    });
    let mut received = Vec::new();
    timeout(Duration::from_secs(60), remote.output.read_to_end(&mut received))
        .await
        .expect("an end")
        .unwrap();
    typing.await.unwrap();
    assert!(received == sent, "{} of {} bytes", received.len(), sent.len());
}

#[tokio::test]
async fn a_slow_reader_slows_the_command_down_and_loses_nothing() {
    let world = World::new();
    let mut remote =
        world.run("sh -c 'i=0; while [ $i -lt 200000 ]; do echo $i; i=$((i+1)); done'", None).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let mut received = Vec::new();
    timeout(Duration::from_secs(60), remote.output.read_to_end(&mut received))
        .await
        .expect("an end")
        .unwrap();
    let lines = text(&received);
    assert_eq!(lines.lines().count(), 200_000);
    assert!(lines.lines().enumerate().all(|(number, line)| line == number.to_string()));
}

#[tokio::test]
async fn what_cannot_start_says_why() {
    let world = World::new();
    for (command, reason) in [("nosuch-program", "nosuch-program"), ("sh -c 'x", "closing quote")] {
        let (_, _, ending) = world.run(command, None).await.end().await;
        assert_eq!(ending.exit_code, Some(127));
        let words = ending.last_words;
        assert!(words.contains("Unable to start command") && words.contains(reason), "{words}");
    }
}

#[tokio::test]
async fn a_child_that_keeps_the_terminal_holds_nobody_up() {
    let world = World::new();
    let (output, _, ending) = world.run("sh -c 'sleep 30 & echo done'", Some(WIDE)).await.end().await;
    assert!(output.contains("done"));
    assert_eq!(ending, exited(0));
}

#[tokio::test]
async fn a_terminated_session_ends_its_process() {
    let world = World::new();
    let (id, token) = world.make("sh -c 'echo ready; exec sleep 60'", None);
    let mut remote = world.remote(&id, token, Some(WIDE)).await;
    remote.until("ready").await;
    assert!(world.sessions.terminate(&scope(), &id));
    let (_, _, ending) = remote.end().await;
    assert_eq!(ending, Ending::default());
    world.local.all_ended().await;
}

#[tokio::test]
async fn a_client_that_ends_the_session_ends_its_process() {
    let world = World::new();
    let mut remote = world.run("sh -c 'echo ready; exec sleep 60'", Some(WIDE)).await;
    remote.until("ready").await;
    remote.typed.send(Typed::Terminate).await.unwrap();
    remote.end().await;
    world.local.all_ended().await;
}

#[tokio::test]
async fn a_daemon_that_stops_tells_its_clients() {
    let world = World::new();
    let (stopping, stop) = tokio::sync::watch::channel(false);
    let worker = tokio::spawn(Arc::clone(&world.sessions).run(stop));
    let mut remote = world.run("sh -c 'echo ready; exec sleep 60'", Some(WIDE)).await;
    remote.until("ready").await;
    stopping.send(true).unwrap();
    let (_, _, ending) = remote.end().await;
    assert!(ending.last_words.contains("neargate is stopping"), "{ending:?}");
    worker.await.unwrap();
    world.local.all_ended().await;
}

#[tokio::test]
async fn a_wrong_token_opens_nothing() {
    let world = World::new();
    let (id, _) = world.make("sh", None);
    let remote = world.remote(&id, "0".repeat(64), None).await;
    assert!(matches!(remote.ended.await.unwrap(), Err(Lost::Closed)));
    world.local.all_ended().await;
}

/// A proxy between client and server that can be cut.
async fn cut(mut ours: DuplexStream, mut theirs: DuplexStream, after_bytes: usize) {
    let (mut up, mut down) = ([0; 512], [0; 512]);
    let mut passed = 0;
    while passed < after_bytes {
        tokio::select! {
            Ok(length @ 1..) = ours.read(&mut up) => theirs.write_all(&up[..length]).await.unwrap(),
            Ok(length @ 1..) = theirs.read(&mut down) => {
                passed += length;
                ours.write_all(&down[..length]).await.unwrap();
            }
            else => return,
        }
    }
}

/// Speaks the protocol by hand, because a client at work doesn't come back.
#[tokio::test]
async fn a_client_that_comes_back_is_sent_what_it_missed() {
    use neargate_core::Timestamp;
    use neargate_exec::client::{Action, Client, open};
    use neargate_exec::socket::Frame;

    let world = World::new();
    let (id, mut token) =
        world.make("sh -c 'i=0; while [ $i -lt 20000 ]; do echo $i; i=$((i+1)); done'", None);
    let (mut client, mut output, mut ending, mut connections) = (Client::default(), Vec::new(), None, 0);
    let mut now = Timestamp(0);
    while ending.is_none() {
        connections += 1;
        assert!(connections < 100, "each connection brings it further");
        let ((ours, near), (far, theirs)) = (duplex(1 << 12), duplex(1 << 12));
        let (sessions, session) = (Arc::clone(&world.sessions), id.clone());
        tokio::spawn(async move { sessions.serve(&session, theirs).await });
        // The first are cut early, each a little later.
        tokio::spawn(cut(near, far, if connections < 5 { 6_000 * connections } else { usize::MAX }));
        let mut socket = Socket::client(ours).await;
        socket.send(Frame::Text(open(&token, Extension::default()))).await;
        while let Some(frame) = socket.next().await {
            let Frame::Binary(frame) = frame else { continue };
            now = Timestamp(now.0 + 1);
            client.received(&frame, now);
            loop {
                let actions = client.actions();
                if actions.is_empty() {
                    break;
                }
                for action in actions {
                    match action {
                        Action::Send(frame) => drop(socket.send(Frame::Binary(frame)).await),
                        Action::Print(_, bytes) => {
                            output.extend(&bytes);
                            client.taken_in();
                        }
                        Action::Close(how) => ending = Some(how),
                        Action::Generate(_) => unreachable!("nothing is encrypted here"),
                        Action::Ready => {}
                    }
                }
            }
        }
        if ending.is_none() {
            token = world.sessions.resume(&scope(), &id).expect("the session is there");
            assert!(!token.is_empty(), "it is not over");
        }
    }
    assert!(connections >= 5, "{connections}");
    let lines = text(&output);
    assert!(lines.lines().enumerate().all(|(number, line)| line == number.to_string()));
    assert_eq!(lines.lines().count(), 20_000);
    assert_eq!(ending, Some(exited(0)));
}

#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<String>>>);

impl Recorder for Kept {
    fn record(&mut self, lines: Vec<Line>) -> Pending<'_, ()> {
        self.0.lock().unwrap().extend(lines.into_iter().map(|line| line.text));
        Box::pin(async {})
    }
}

#[tokio::test]
async fn a_recorder_sees_all_that_was_seen() {
    let (world, kept) = (World::new(), Kept::default());
    let (id, token) = world.make("sh -c 'stty -echo; echo ready; cat'", Some(Box::new(kept.clone())));
    let mut remote = world.remote(&id, token, Some(WIDE)).await;
    remote.until("ready").await;
    remote.type_("hello\r").await;
    remote.until("hello").await;
    remote.type_("\x04").await;
    remote.end().await;
    // The session waits for its recorder after it let the client go.
    let ended = async {
        while !matches!(
            world.sessions.list(&scope())[0].status,
            neargate_exec::sessions::Status::Terminated { .. }
        ) {
            tokio::task::yield_now().await;
        }
    };
    timeout(Duration::from_secs(10), ended).await.expect("the session ends");
    assert_eq!(*kept.0.lock().unwrap(), ["ready", "hello"]);
}
