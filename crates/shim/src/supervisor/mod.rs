//! The shim's life: makes the task's surroundings, then carries out what `machine` decides, until nothing is left.
//!
//! One thread, one `poll`. Everything that takes long happens in creators. How containers come and go is in `containers` and `ends`, what
//! has to do with further processes in them (health checks, sessions) in `processes`.

mod containers;
mod ends;
mod processes;

use std::io;
use std::os::fd::{AsFd, FromRawFd, OwnedFd};
use std::process::ExitCode;
use std::time::{Duration, Instant, SystemTime};

use neargate_core::Timestamp;
use neargate_task::{ContainerPhase, ContainerState, ShimSpec, TaskPaths, TaskPhase, TaskState, Usage};
use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::process::{Pid, Signal};

use crate::cgroup::{Layout, TaskCgroup};
use crate::complaint::complain;
use crate::creator::chain;
use crate::machine::{Action, Event, Index, Machine, Millis};
use crate::pause::Pause;
use crate::publisher::{Asked, Publisher};
use crate::session::Session;
use crate::slot::Slot;
use crate::stop_signal::stop_signal;
use crate::world::{self, Identity, Workshop};

/// How often a container that is being undone is looked at.
const SETTLE_MILLIS: u64 = 5;

/// The whole of `neargate shim`. To be called before any thread exists, in a process made by [`crate::spawn`]. Returns when
/// the task is over; what goes wrong is in the task's state, or, before there is one, on stderr.
pub fn main(paths: TaskPaths) -> ExitCode {
    match run(paths) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain!("{}", chain(error.as_ref()));
            ExitCode::FAILURE
        }
    }
}

fn run(paths: TaskPaths) -> Result<(), Box<dyn std::error::Error>> {
    let signals = watch_children()?;
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o022));
    let identity = Identity::find()?;
    // Without us the task is gone, so the kernel should look for memory elsewhere first. Containers take it back.
    let _ = std::fs::write("/proc/self/oom_score_adj", "-999");
    let spec: ShimSpec = serde_json::from_slice(&std::fs::read(paths.spec())?)?;
    world::enter_network(&spec)?;
    let publisher = Publisher::bind(&paths)?;
    let mut supervisor = Supervisor::new(spec, paths, identity, signals, publisher);
    supervisor.publish();
    match supervisor.prepare() {
        Ok(ground) => supervisor.live(&ground),
        Err(error) => supervisor.give_up_all(&chain(error.as_ref())),
    }
    supervisor.publisher.close();
    Ok(())
}

/// SIGCHLD as something to poll; all other signals at their defaults, which do nothing to a process 1.
fn watch_children() -> io::Result<OwnedFd> {
    // SAFETY: the set lives on this stack and is initialised by `sigemptyset`; the descriptor is new and nobody else's.
    unsafe {
        let mut set = std::mem::zeroed();
        libc::sigemptyset(&raw mut set);
        libc::sigaddset(&raw mut set, libc::SIGCHLD);
        libc::sigprocmask(libc::SIG_SETMASK, &raw const set, std::ptr::null_mut());
        match libc::signalfd(-1, &raw const set, libc::SFD_CLOEXEC | libc::SFD_NONBLOCK) {
            -1 => Err(io::Error::last_os_error()),
            descriptor => Ok(OwnedFd::from_raw_fd(descriptor)),
        }
    }
}

/// What all containers stand on.
struct Ground {
    layout: Layout,
    cgroup: TaskCgroup,
    workshop: Workshop,
    /// The process namespace that all containers share, if they do.
    pause: Option<Pause>,
}

struct Supervisor {
    spec: ShimSpec,
    paths: TaskPaths,
    identity: Identity,
    signals: OwnedFd,
    publisher: Publisher,
    machine: Machine,
    slots: Vec<Slot>,
    sessions: Vec<Session>,
    /// Ended children of which nobody has said yet whose they are.
    unclaimed: Vec<(Pid, i32)>,
    state: TaskState,
    epoch: Instant,
    /// A container's phase is not published yet.
    changed: bool,
    trimmed: bool,
}

impl Supervisor {
    fn new(
        spec: ShimSpec,
        paths: TaskPaths,
        identity: Identity,
        signals: OwnedFd,
        publisher: Publisher,
    ) -> Self {
        let containers = spec
            .containers
            .iter()
            .map(|container| ContainerState {
                name: container.name.clone(),
                runtime_id: container.runtime_id.clone(),
                phase: ContainerPhase::Pending,
                health: None,
                restart_count: 0,
                usage: None,
            })
            .collect();
        let state = TaskState {
            sequence: 0,
            shim_pid: identity.host_pid,
            shim_started_ticks: identity.started_ticks,
            phase: TaskPhase::Preparing,
            containers,
            usage: None,
        };
        Self {
            machine: Machine::new(&spec),
            slots: spec.containers.iter().map(|_| Slot::default()).collect(),
            sessions: Vec::new(),
            unclaimed: Vec::new(),
            spec,
            paths,
            identity,
            signals,
            publisher,
            state,
            epoch: Instant::now(),
            changed: false,
            trimmed: false,
        }
    }

    fn prepare(&self) -> Result<Ground, Box<dyn std::error::Error>> {
        let layout = Layout::detect()?;
        let cgroup = TaskCgroup::create(&layout, &self.spec)?;
        let open = || -> Result<_, Box<dyn std::error::Error>> {
            let workshop = Workshop::open(&self.paths, &self.spec, &layout)?;
            let pause = self
                .spec
                .share_processes
                .then(|| Pause::start(&workshop.void(), &workshop.processes()))
                .transpose()?;
            Ok((workshop, pause))
        };
        match open() {
            Ok((workshop, pause)) => Ok(Ground { layout, cgroup, workshop, pause }),
            Err(error) => {
                let _ = cgroup.remove();
                Err(error)
            }
        }
    }

    /// The task can't even be tried.
    fn give_up_all(&mut self, reason: &str) {
        complain!("{reason}");
        let at = now();
        for container in &mut self.state.containers {
            let reason = format!("CannotCreateContainerError: {reason}");
            container.phase = ContainerPhase::Failed { at, reason };
        }
        self.state.phase = TaskPhase::Finished;
        self.publish();
    }

    fn live(&mut self, ground: &Ground) {
        self.handle(Event::Tick, ground);
        while self.state.phase != TaskPhase::Finished {
            self.wait();
            for asked in self.publisher.serve() {
                match asked {
                    Asked::Start => self.handle(Event::StartRequested, ground),
                    Asked::Stop => self.handle(Event::StopRequested, ground),
                    Asked::Exec(exec, connection) => self.open_session(&exec, connection, ground),
                }
            }
            let instant = Instant::now();
            for slot in &mut self.slots {
                slot.pump(instant);
            }
            self.serve_sessions();
            // Before reaping: what a creator said before it ended is known before its container's end.
            self.listen_to_creators(ground);
            self.listen_to_processes(ground);
            self.reap(ground);
            self.settle(ground);
            self.await_deliveries(ground);
            if self.machine.deadline().is_some_and(|deadline| deadline <= self.now()) {
                self.handle(Event::Tick, ground);
            }
            self.refresh();
        }
    }

    fn now(&self) -> Millis {
        self.epoch.elapsed().as_millis() as Millis
    }

    fn wait(&mut self) {
        let now = Instant::now();
        let settling =
            |slot: &Slot| slot.undoing.is_some() || slot.ending.is_some() || slot.delivering.is_some();
        let settle = self.slots.iter().any(settling).then_some(Duration::from_millis(SETTLE_MILLIS));
        let deadline = self.machine.deadline().map(|deadline| deadline.saturating_sub(self.now()));
        let pending = self.publisher.has_pending().then_some(0);
        let machine = deadline.into_iter().chain(pending).map(Duration::from_millis);
        let outputs = || self.slots.iter().flat_map(|slot| slot.outputs(now));
        let rested = outputs().filter_map(Result::err).map(|until| until.saturating_duration_since(now));
        let timeout = settle.into_iter().chain(machine).chain(rested).min();
        let timeout = timeout.and_then(|timeout| Timespec::try_from(timeout).ok());
        let pipes = outputs().filter_map(Result::ok).map(OwnedFd::as_fd);
        let creators =
            self.slots.iter().filter_map(|slot| slot.creator.as_ref()).map(|creator| creator.channel.as_fd());
        let mut polled: Vec<PollFd<'_>> = std::iter::once(self.signals.as_fd())
            .chain(self.publisher.descriptors())
            .chain(pipes)
            .chain(creators)
            .chain(self.processes_to_wait_for())
            .map(|descriptor| PollFd::from_borrowed_fd(descriptor, PollFlags::IN))
            .collect();
        // An interruption is as good as an event: every source is asked without blocking.
        let _ = rustix::event::poll(&mut polled, timeout.as_ref());
        let mut ignored = [0_u8; 1024];
        while rustix::io::read(&self.signals, &mut ignored[..]).is_ok() {}
    }

    fn handle(&mut self, event: Event, ground: &Ground) {
        let now = self.now();
        for action in self.machine.on(event, now) {
            self.act(action, ground);
        }
    }

    fn act(&mut self, action: Action, ground: &Ground) {
        match action {
            Action::Create(index) => {
                if let Err(error) = self.create(index, ground) {
                    self.slots[index].undoing =
                        Some(Some(format!("CannotCreateContainerError: {}", chain(error.as_ref()))));
                }
            }
            Action::Check(index) => self.check(index, ground),
            Action::AbandonCheck(index) => self.abandon_check(index),
            Action::Launch(index) => {
                if let Some(creator) = &self.slots[index].creator {
                    // When it is gone already, its end tells more.
                    let _ = creator.go();
                }
            }
            Action::Signal(index) => {
                self.signal(index, stop_signal(&self.spec.containers[index].stop_signal))
            }
            Action::Kill(index) => self.signal(index, Signal::KILL),
            Action::Discard(index) => {
                let slot = &mut self.slots[index];
                slot.undoing.get_or_insert(None);
                slot.kill();
            }
            Action::GiveUp(index, why) => {
                let reason = self.explain(why);
                self.set(index, ContainerPhase::Failed { at: now(), reason });
            }
            Action::Finish => {
                self.state.usage = Some(Usage { disk_bytes: self.disk_bytes(), ..ground.cgroup.usage() });
                ground.pause.iter().for_each(Pause::end);
                if let Err(error) = ground.cgroup.remove() {
                    complain!("{}", chain(&error));
                }
                self.handle(Event::Cleaned, ground);
            }
        }
    }

    /// What lies on the task's disk, if it has one of its own.
    fn disk_bytes(&self) -> Option<u64> {
        let disk = self.spec.storage_is_mount.then(|| rustix::fs::statvfs(self.paths.storage()).ok())??;
        Some(disk.f_blocks.saturating_sub(disk.f_bfree).saturating_mul(disk.f_frsize))
    }

    fn set(&mut self, index: Index, phase: ContainerPhase) {
        self.state.containers[index].phase = phase;
        self.changed = true;
    }

    /// Publishes if something changed.
    fn refresh(&mut self) {
        let phase = self.machine.phase();
        if phase != self.state.phase || self.changed {
            self.state.phase = phase;
            self.publish();
        }
        if phase >= TaskPhase::Running && !self.trimmed {
            self.trimmed = true;
            // SAFETY: gives free pages of the heap back; touches nothing that is in use.
            unsafe { libc::malloc_trim(0) };
        }
    }

    fn publish(&mut self) {
        self.changed = false;
        self.state.sequence += 1;
        self.publisher.publish(&self.state);
    }
}

fn now() -> Timestamp {
    Timestamp::from_system_time(SystemTime::now())
}
