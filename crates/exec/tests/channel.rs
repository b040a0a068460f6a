//! Both ends of the data channel over a network that loses, repeats and reorders: a run is a list of the network's whims.

use std::collections::BTreeMap;

use bytes::Bytes;
use neargate_core::Timestamp;
use neargate_exec::agent::{self, Agent};
use neargate_exec::client::{self, Client, Ending};
use neargate_exec::payload::OpenDataChannelInput;
use neargate_exec::{Extension, Size, Stream};
use neargate_seal::Secret;
use proptest::prelude::*;

/// What the network does to a frame.
#[derive(Debug, Clone, Copy)]
enum Whim {
    Lose,
    Deliver { after: i64 },
    Twice { after: i64, again: i64 },
}

fn whim() -> impl Strategy<Value = Whim> {
    let after = || 0..400_i64;
    prop_oneof![
        3 => after().prop_map(|after| Whim::Deliver { after }),
        1 => Just(Whim::Lose),
        1 => (after(), after()).prop_map(|(after, again)| Whim::Twice { after, again }),
    ]
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum To {
    Agent,
    Client,
}

/// Two ends, a network and a clock.
struct World {
    now: Timestamp,
    agent: Agent,
    client: Client,
    whims: std::vec::IntoIter<Whim>,
    /// Frames on their way, by when they arrive and when they were sent.
    flying: BTreeMap<(Timestamp, u64), (To, Bytes)>,
    sent: u64,
    seen: Seen,
    /// KMS gives the data key to the client alone.
    client_only: bool,
}

const KEY_ID: &str = "alias/exec";
const ENCRYPTED_KEY: &[u8] = b"encrypted";

/// What came out of it.
#[derive(Debug, Default)]
struct Seen {
    starts: Vec<Option<Size>>,
    sizes: Vec<Size>,
    input: Vec<u8>,
    ends_of_input: usize,
    hang_ups: usize,
    output: Vec<u8>,
    error: Vec<u8>,
    ready: usize,
    closed: usize,
    ending: Option<Ending>,
    /// What KMS makes and gives, if it does.
    data_key: Option<Vec<u8>>,
}

impl World {
    /// A network that is fair once the whims are used up.
    fn new(whims: Vec<Whim>, extension: Option<Extension>) -> Self {
        Self::under(None, whims, extension)
    }

    /// A session that is encrypted by a key.
    fn under(key_id: Option<&str>, whims: Vec<Whim>, extension: Option<Extension>) -> Self {
        let now = Timestamp(1_000_000);
        Self {
            now,
            agent: Agent::new("ecs-execute-command-1", &opening(extension), key_id.map(str::to_owned), now),
            client: Client::default(),
            whims: whims.into_iter(),
            flying: BTreeMap::new(),
            sent: 0,
            seen: Seen::default(),
            client_only: false,
        }
    }

    fn send(&mut self, to: To, frame: Bytes) {
        let whim = self.whims.next().unwrap_or(Whim::Deliver { after: 5 });
        let arrivals = match whim {
            Whim::Lose => vec![],
            Whim::Deliver { after } => vec![after],
            Whim::Twice { after, again } => vec![after, again],
        };
        for after in arrivals {
            self.sent += 1;
            let at = Timestamp(self.now.0 + after);
            self.flying.insert((at, self.sent), (to, frame.clone()));
        }
    }

    fn settle(&mut self) {
        loop {
            let (agent, client) = (self.agent.actions(), self.client.actions());
            if agent.is_empty() && client.is_empty() {
                return;
            }
            for action in agent {
                match action {
                    agent::Action::Send(frame) => self.send(To::Client, frame),
                    agent::Action::Unlock(encrypted) => {
                        let opened = self
                            .seen
                            .data_key
                            .clone()
                            .filter(|_| encrypted == ENCRYPTED_KEY && !self.client_only);
                        let opened = opened.ok_or_else(|| "AccessDeniedException: no".to_owned());
                        self.agent.unlocked(opened.map(Secret::from), self.now);
                    }
                    agent::Action::Start(size) => self.seen.starts.push(size),
                    agent::Action::Input(bytes) => {
                        self.seen.input.extend(&bytes);
                        self.agent.taken_in();
                    }
                    agent::Action::EndOfInput => {
                        self.seen.ends_of_input += 1;
                        self.agent.taken_in();
                    }
                    agent::Action::Resize(size) => self.seen.sizes.push(size),
                    agent::Action::HangUp => self.seen.hang_ups += 1,
                    agent::Action::Close => self.seen.closed += 1,
                }
            }
            for action in client {
                match action {
                    client::Action::Send(frame) => self.send(To::Agent, frame),
                    client::Action::Print(stream, bytes) => {
                        let screen = match stream {
                            Stream::Output => &mut self.seen.output,
                            Stream::Error => &mut self.seen.error,
                        };
                        screen.extend(&bytes);
                        self.client.taken_in();
                    }
                    client::Action::Generate(key_id) => {
                        assert_eq!(key_id, KEY_ID);
                        let made = self.seen.data_key.clone().ok_or_else(|| "no key".to_owned());
                        let made = made.map(|key| (Secret::from(key), ENCRYPTED_KEY.to_vec()));
                        self.client.generated(made, self.now);
                    }
                    client::Action::Ready => self.seen.ready += 1,
                    client::Action::Close(ending) => {
                        assert!(self.seen.ending.replace(ending).is_none(), "the end comes once");
                    }
                }
            }
        }
    }

    /// Lets things happen until `done`, or for an hour.
    #[track_caller]
    fn until(&mut self, what: &str, done: impl Fn(&Self) -> bool) {
        let deadline = Timestamp(self.now.0 + 3_600_000);
        self.settle();
        while !done(self) {
            let arrival = self.flying.keys().next().map(|(at, _)| *at);
            let next = [arrival, self.agent.next_tick(), self.client.next_tick()].into_iter().flatten().min();
            let next = next.unwrap_or_else(|| panic!("{what}: nothing will ever happen again"));
            assert!(next < deadline, "{what}: not within an hour");
            self.now = self.now.max(next);
            while let Some(entry) = self.flying.first_entry().filter(|entry| entry.key().0 <= self.now) {
                match entry.remove() {
                    (To::Agent, frame) => self.agent.received(&frame, self.now),
                    (To::Client, frame) => self.client.received(&frame, self.now),
                }
                self.settle();
            }
            if self.agent.next_tick().is_some_and(|at| at <= self.now) {
                self.agent.tick(self.now);
            }
            if self.client.next_tick().is_some_and(|at| at <= self.now) {
                self.client.tick(self.now);
            }
            self.settle();
        }
    }

    fn opened(whims: Vec<Whim>, extension: Option<Extension>) -> Self {
        let mut world = Self::new(whims, extension);
        world.until("the handshake", |world| world.seen.ready == 1 && world.seen.starts.len() == 1);
        world
    }
}

fn opening(neargate: Option<Extension>) -> OpenDataChannelInput {
    OpenDataChannelInput { client_version: "1.2.0.0".to_owned(), neargate, ..OpenDataChannelInput::default() }
}

fn extended() -> Option<Extension> {
    Some(Extension { terminal: None })
}

const WIDE: Size = Size { cols: 132, rows: 50 };

proptest! {
    #[test]
    fn whatever_the_network_does_all_arrives_once_and_in_order(
        whims in proptest::collection::vec(whim(), 0..400),
        input in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 1..50), 0..60),
        output in proptest::collection::vec((any::<bool>(), proptest::collection::vec(any::<u8>(), 1..50)), 0..60),
        code in 0..256_i32,
    ) {
        let mut world = World::opened(whims, extended());
        let (mut typed, mut printed) = (input.iter(), output.iter());
        loop {
            let (key, piece) = (typed.next(), printed.next());
            if let Some(key) = key {
                let now = world.now;
                world.client.typed(Bytes::copy_from_slice(key), now);
            }
            if let Some((error, piece)) = piece {
                let stream = if *error { Stream::Error } else { Stream::Output };
                let now = world.now;
                prop_assert!(world.agent.wants_output());
                world.agent.printed(stream, Bytes::copy_from_slice(piece), now);
            }
            if key.is_none() && piece.is_none() {
                break;
            }
            world.settle();
        }
        let now = world.now;
        world.client.end_of_input(now);
        world.until("all input", |world| world.seen.ends_of_input == 1);
        let now = world.now;
        world.agent.exited(code, now);
        // The last word itself isn't acknowledged by anybody: a client that misses it sees the connection close.
        world.until("the end", |world| world.seen.closed == 1);
        let joined = |error: bool| output.iter().filter(|(is, _)| *is == error).flat_map(|(_, piece)| piece.clone()).collect::<Vec<_>>();
        prop_assert_eq!(&world.seen.input, &input.concat());
        prop_assert_eq!(&world.seen.output, &joined(false));
        prop_assert_eq!(&world.seen.error, &joined(true));
        prop_assert_eq!(world.seen.starts.as_slice(), &[None]);
        if let Some(ending) = &world.seen.ending {
            prop_assert_eq!(ending.exit_code, Some(code));
        }
    }

    #[test]
    fn a_client_that_comes_back_misses_nothing(
        before in proptest::collection::vec(any::<u8>(), 1..200), lost in proptest::collection::vec(any::<u8>(), 1..200),
    ) {
        let mut world = World::opened(vec![], extended());
        let now = world.now;
        world.agent.printed(Stream::Output, before.clone().into(), now);
        world.until("what came before", |world| world.seen.output == before);
        let now = world.now;
        for byte in &lost {
            if world.agent.wants_output() {
                world.agent.printed(Stream::Output, Bytes::copy_from_slice(&[*byte]), now);
            }
        }
        // The connection goes, and with it everything on its way.
        let gone = world.agent.actions().len().min(lost.len());
        world.agent.reconnected(now);
        let all = [before, lost[..gone].to_vec()].concat();
        world.until("what was lost", |world| world.seen.output == all);
    }

    #[test]
    fn frames_that_nobody_should_send_do_no_harm(frames in proptest::collection::vec(
        (0..6_usize, any::<i64>(), any::<u32>(), proptest::collection::vec(any::<u8>(), 0..40)), 0..40,
    )) {
        use neargate_exec::message::{Kind, Message};
        let kinds = [Kind::InputStreamData, Kind::OutputStreamData, Kind::Acknowledge, Kind::ChannelClosed,
            Kind::StartPublication, Kind::PausePublication];
        let mut world = World::new(vec![], None);
        for (kind, sequence, payload_type, payload) in frames {
            let message = Message::new(kinds[kind], sequence, payload_type % 14, payload.into(), world.now);
            world.agent.received(&message.encode(), world.now);
            world.client.received(&message.encode(), world.now);
        }
        world.settle();
        prop_assert!(world.seen.starts.len() <= 1);
    }
}

#[test]
fn the_command_starts_with_the_clients_size() {
    let mut world = World::new(vec![], None);
    world.until("the handshake", |world| world.seen.ready == 1);
    let now = world.now;
    world.client.resized(WIDE, now);
    world.until("the start", |world| !world.seen.starts.is_empty());
    assert_eq!(world.seen.starts, [Some(WIDE)]);
    let now = world.now;
    world.client.resized(Size { cols: 1, rows: 2 }, now);
    world.until("the new size", |world| world.seen.sizes == [Size { cols: 1, rows: 2 }]);
}

#[test]
fn without_a_size_it_starts_all_the_same() {
    let world = World::opened(vec![], None);
    assert_eq!(world.seen.starts, [Some(Size::USUAL)]);
    let own = World::opened(vec![], Some(Extension { terminal: Some(WIDE) }));
    assert_eq!(own.seen.starts, [Some(WIDE)]);
}

#[test]
fn a_client_that_is_older_than_the_handshake_goes_without() {
    let mut world = World::new(vec![], None);
    world.agent = Agent::new("ecs-execute-command-1", &OpenDataChannelInput::default(), None, world.now);
    let now = world.now;
    world.client.resized(WIDE, now);
    world.until("the start", |world| !world.seen.starts.is_empty());
    assert_eq!(world.seen.starts, [Some(WIDE)]);
}

#[test]
fn exit_codes_are_told_to_those_who_asked_and_the_end_comes_last() {
    for (extension, exit_code) in [(None, None), (extended(), Some(7))] {
        let mut world = World::opened(vec![], extension);
        let now = world.now;
        world.agent.printed(Stream::Output, Bytes::from_static(b"done\r\n"), now);
        world.agent.exited(7, now);
        world.until("the end", |world| world.seen.ending.is_some());
        assert_eq!(world.seen.output, b"done\r\n");
        assert_eq!(world.seen.ending, Some(Ending { exit_code, last_words: String::new() }));
    }
}

#[test]
fn twenty_quiet_minutes_end_a_session() {
    let mut world = World::opened(vec![], extended());
    let began = world.now;
    world.until("the end", |world| world.seen.ending.is_some());
    let minutes = (world.now.0 - began.0) / 60_000;
    assert!((19..=20).contains(&minutes), "{minutes}");
    assert_eq!(world.seen.hang_ups, 1);
    let last_words = world.seen.ending.unwrap().last_words;
    assert!(last_words.contains("20 minutes of inactivity"), "{last_words}");
}

#[test]
fn keystrokes_keep_a_session() {
    let mut world = World::opened(vec![], extended());
    for _ in 0..4 {
        world.now = Timestamp(world.now.0 + 15 * 60_000);
        let (now, count) = (world.now, world.seen.input.len());
        world.client.typed(Bytes::from_static(b"x"), now);
        world.until("the key", |world| world.seen.input.len() > count);
        assert!(world.seen.ending.is_none());
    }
}

#[test]
fn a_client_may_end_the_session() {
    let mut world = World::opened(vec![], None);
    let now = world.now;
    world.client.terminate(now);
    world.until("the end", |world| world.seen.ending.is_some());
    assert_eq!((world.seen.hang_ups, world.seen.closed), (1, 1));
}

#[test]
fn a_command_that_cannot_start_says_why() {
    let mut world = World::opened(vec![], extended());
    let now = world.now;
    world.agent.failed(127, "Unable to start command: no", now);
    world.until("the end", |world| world.seen.ending.is_some());
    let ending = world.seen.ending.unwrap();
    assert_eq!(ending.exit_code, Some(127));
    assert_eq!(ending.last_words, "----------ERROR-------\nUnable to start command: no");
}

#[test]
fn output_stops_at_the_window_and_at_a_pause() {
    use neargate_exec::message::{Kind, Message};
    let mut world = World::opened(vec![], None);
    let now = world.now;
    let publication = |kind| Message::new(kind, 0, 0, Bytes::new(), now).encode();
    world.agent.received(&publication(Kind::PausePublication), now);
    assert!(!world.agent.wants_output());
    world.agent.received(&publication(Kind::StartPublication), now);
    let mut pieces = 0;
    while world.agent.wants_output() {
        world.agent.printed(Stream::Output, Bytes::from_static(b"x"), now);
        pieces += 1;
    }
    assert!((64..=128).contains(&pieces), "{pieces}");
    world.until("room", |world| world.agent.wants_output());
}

#[test]
fn an_encrypted_session_says_nothing_in_the_clear() {
    let mut world = World::under(Some(KEY_ID), vec![], extended());
    world.seen.data_key = Some((0..64).collect());
    world.until("the start", |world| world.seen.ready == 1 && !world.seen.starts.is_empty());
    let now = world.now;
    world.client.typed(Bytes::from_static(b"secret question"), now);
    world.agent.printed(Stream::Output, Bytes::from_static(b"secret answer"), now);
    world.agent.printed(Stream::Error, Bytes::from_static(b"secret error"), now);
    world.settle();
    for (_, frame) in world.flying.values() {
        assert!(!frame.windows(6).any(|part| part == b"secret"), "{frame:?}");
    }
    assert!(world.flying.len() >= 3);
    world.client.end_of_input(now);
    world.until("everything there", |world| world.seen.ends_of_input == 1 && world.seen.error.len() == 12);
    assert_eq!(world.seen.input, b"secret question");
    assert_eq!(world.seen.output, b"secret answer");
    let now = world.now;
    world.agent.exited(7, now);
    world.until("the end", |world| world.seen.ending.is_some());
    assert_eq!(world.seen.ending.as_ref().and_then(|ending| ending.exit_code), Some(7));
}

#[test]
fn a_session_whose_key_is_out_of_reach_starts_nothing() {
    // Of the client.
    let mut world = World::under(Some(KEY_ID), vec![], extended());
    world.until("the end", |world| world.seen.ending.is_some());
    let words = world.seen.ending.take().unwrap_or_default().last_words;
    assert!(
        words.contains("KMSEncryption failed on client with status 2 error: Failed to process action"),
        "{words}"
    );
    assert!(world.seen.starts.is_empty());
    // Of the agent: another answer than the client was given.
    let mut world = World::under(Some(KEY_ID), vec![], extended());
    let now = world.now;
    world.agent.unlocked(Ok(Secret::from(vec![1; 64])), now);
    assert!(world.seen.starts.is_empty(), "it unlocks nothing before the client has answered");
    world.seen.data_key = Some(vec![1; 64]);
    world.client_only = true;
    world.until("the end", |world| world.seen.ending.is_some());
    let words = world.seen.ending.take().unwrap_or_default().last_words;
    assert!(words.ends_with("Error when decrypting data key AccessDeniedException: no"), "{words}");
    assert!(world.seen.starts.is_empty());
}
