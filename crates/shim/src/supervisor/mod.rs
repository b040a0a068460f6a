//! The shim's life: makes the task's surroundings, then carries out what `machine` decides, until nothing is left.
//!
//! One thread, one `poll`. Everything that takes long happens in creators. What has to do with further processes in
//! containers (health checks, sessions) is in `processes`.

mod processes;

use std::io;
use std::os::fd::{AsFd, FromRawFd, OwnedFd};
use std::process::ExitCode;
use std::time::{Duration, Instant, SystemTime};

use neargate_core::Timestamp;
use neargate_task::logfile::Stream;
use neargate_task::{
    ContainerPhase, ContainerState, Health, HealthStatus, ShimSpec, TaskPaths, TaskPhase, TaskState, Usage,
};
use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::process::{Pid, Signal};

use crate::cgroup::{Layout, Leaf, TaskCgroup};
use crate::creator::{Creator, Message, Order, Outputs, chain};
use crate::logs::{Log, Pipe};
use crate::machine::{Action, Event, Hopeless, Index, Machine, Millis};
use crate::pause::Pause;
use crate::publisher::{Asked, Publisher};
use crate::session::Session;
use crate::slot::Slot;
use crate::stop_signal::stop_signal;
use crate::world::{self, Identity, Workshop};

/// How often a container that is being undone is looked at.
const SETTLE_MILLIS: u64 = 5;
/// How long a container's last lines may take to be delivered, see [`neargate_task::logfile::LogBuffer::deliver_before_end`].
const DELIVERY_PATIENCE: Duration = Duration::from_secs(5);

/// The whole of `neargate shim`. To be called before any thread exists, in a process made by [`crate::spawn`]. Returns when
/// the task is over; what goes wrong is in the task's state, or, before there is one, on stderr.
pub fn main(paths: TaskPaths) -> ExitCode {
    match run(paths) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("shim: {}", chain(error.as_ref()));
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
        eprintln!("shim: {reason}");
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
                    eprintln!("shim: {}", chain(&error));
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

    fn create(&mut self, index: Index, ground: &Ground) -> Result<(), Box<dyn std::error::Error>> {
        let container = &self.spec.containers[index];
        let state = &mut self.state.containers[index];
        let slot = &mut self.slots[index];
        if let Some(run) = slot.last_run.take() {
            state.restart_count += 1;
            slot.last_end = Some(std::mem::replace(&mut state.phase, run));
            slot.started = false;
            slot.killed = false;
            self.changed = true;
        }
        let leaf = slot.leaf.insert(ground.cgroup.leaf(container)?);
        if slot.log.is_none() {
            slot.log = Some(Log::open(self.paths.logs(&container.name), container.log.clone())?);
        }
        let stdin = if container.interactive && !container.pseudo_terminal {
            let (stdin, ours) = rustix::pipe::pipe_with(rustix::pipe::PipeFlags::CLOEXEC)?;
            slot.stdin = Some(ours);
            Some(stdin)
        } else {
            None
        };
        let outputs: Outputs = if container.pseudo_terminal {
            None
        } else {
            let (out, out_writer) = rustix::pipe::pipe_with(rustix::pipe::PipeFlags::CLOEXEC)?;
            let (err, err_writer) = rustix::pipe::pipe_with(rustix::pipe::PipeFlags::CLOEXEC)?;
            slot.pipes = vec![Pipe::new(out, Stream::Stdout)?, Pipe::new(err, Stream::Stderr)?];
            Some((stdin, out_writer, err_writer))
        };
        let order = Order {
            spec: &self.spec,
            container,
            paths: &self.paths,
            workshop: &ground.workshop,
            layout: &ground.layout,
            leaf,
            processes: ground.pause.as_ref().map(Pause::namespace),
        };
        slot.creator = Some(Creator::start(&order, outputs)?);
        Ok(())
    }

    fn signal(&mut self, index: Index, signal: Signal) {
        let slot = &mut self.slots[index];
        slot.killed |= signal == Signal::KILL;
        if let Some(first) = slot.first {
            let _ = rustix::process::kill_process(first, signal);
        }
    }

    fn listen_to_creators(&mut self, ground: &Ground) {
        for index in 0..self.slots.len() {
            while let Some(message) = self.slots[index].creator.as_ref().and_then(Creator::receive) {
                let slot = &mut self.slots[index];
                match message {
                    Message::Created { pid, terminal } => {
                        slot.first = Pid::from_raw(pid);
                        match terminal.map(|terminal| Pipe::new(terminal, Stream::Stdout)).transpose() {
                            Ok(pipe) => slot.pipes.extend(pipe),
                            Err(error) => eprintln!("shim: read the terminal: {error}"),
                        }
                        self.handle(Event::Created(index), ground);
                    }
                    Message::Started => {
                        slot.started = true;
                        let pid = slot.first.map_or(0, |first| first.as_raw_nonzero().get());
                        let pid = self.identity.host_pid_of(pid).unwrap_or(0);
                        let started_at = now();
                        self.set(index, ContainerPhase::Running { pid, started_at });
                        let unknown = Health {
                            status: HealthStatus::Unknown,
                            since: started_at,
                            exit_code: None,
                            output: String::new(),
                        };
                        self.state.containers[index].health =
                            self.spec.containers[index].health_check.as_ref().map(|_| unknown);
                        self.handle(Event::Started(index), ground);
                    }
                    Message::Failed(reason) => {
                        slot.undoing = Some(Some(reason));
                        slot.kill();
                    }
                }
            }
        }
    }

    fn reap(&mut self, ground: &Ground) {
        let mut status = 0;
        loop {
            // SAFETY: `status` lives on this stack.
            let pid = unsafe { libc::waitpid(-1, &raw mut status, libc::WNOHANG) };
            let Some(pid) = (pid > 0).then(|| Pid::from_raw(pid)).flatten() else { return };
            // What a creator said last may have come after we listened.
            self.listen_to_creators(ground);
            self.listen_to_processes(ground);
            let Some(index) = self.slots.iter().position(|slot| slot.first == Some(pid)) else {
                if !self.creator_ended(pid) {
                    self.process_ended(pid, status, ground);
                }
                continue;
            };
            let slot = &mut self.slots[index];
            slot.first = None;
            if slot.started && ground.pause.is_some() {
                // Its other processes have no first one to end with.
                slot.ending = Some(crate::init::exit_status(status));
            } else if slot.started {
                self.container_ended(index, crate::init::exit_status(status), ground);
            } else if slot.undoing.is_none() {
                slot.undoing = Some(Some(slot.died_early("its first process ended before the program ran")));
            }
        }
    }

    /// False when it is no creator.
    fn creator_ended(&mut self, pid: Pid) -> bool {
        let ended = |slot: &&mut Slot| slot.creator.as_ref().is_some_and(|creator| creator.pid == pid);
        let Some(slot) = self.slots.iter_mut().find(ended) else { return false };
        slot.creator = None;
        if !slot.started && slot.undoing.is_none() {
            slot.undoing = Some(Some(slot.died_early("the runtime ended before the program ran")));
        }
        true
    }

    /// All processes of a container end before its first one can be waited for, so all it wrote is in the pipes.
    fn container_ended(&mut self, index: Index, exit_code: i32, ground: &Ground) {
        const KILLED: i32 = 128 + libc::SIGKILL;
        self.end_processes(index);
        let slot = &mut self.slots[index];
        slot.drain();
        slot.stdin = None;
        let leaf = slot.leaf.take();
        // The kernel may have killed another process of it before, and this one may have been killed by us.
        let oom_killed =
            exit_code == KILLED && !slot.killed && leaf.as_ref().is_some_and(Leaf::was_oom_killed);
        if let Some(leaf) = leaf {
            let usage = &mut self.state.containers[index].usage;
            *usage = Some(sum(*usage, leaf.usage()));
        }
        self.clear(index, ground);
        let finished_at = now();
        let run = self.state.containers[index].phase.clone();
        let started_at = match run {
            ContainerPhase::Running { started_at, .. } => started_at,
            _ => finished_at,
        };
        // In case that it is started again.
        self.slots[index].last_run = Some(run);
        self.set(index, ContainerPhase::Exited { started_at, finished_at, exit_code, oom_killed });
        let again = self.machine.ended(index, exit_code, self.now());
        let patience = if again { Duration::ZERO } else { DELIVERY_PATIENCE };
        self.slots[index].delivering = Some((Instant::now() + patience, exit_code));
        self.await_deliveries(ground);
    }

    /// A container whose lines go to another one is over for the others only when these have arrived: its log router might end first.
    /// One that is started again doesn't wait for them: its log goes on.
    fn await_deliveries(&mut self, ground: &Ground) {
        for index in 0..self.slots.len() {
            let slot = &mut self.slots[index];
            let Some((deadline, exit_code)) = slot.delivering else { continue };
            if slot.log.as_ref().is_none_or(Log::is_delivered) || deadline <= Instant::now() {
                slot.delivering = None;
                self.handle(Event::Exited(index, exit_code), ground);
            }
        }
    }

    /// Sees to the end of containers that are being undone.
    fn settle(&mut self, ground: &Ground) {
        for index in 0..self.slots.len() {
            let slot = &mut self.slots[index];
            if let Some(exit_code) = slot.ending
                && slot.kill()
            {
                slot.ending = None;
                self.container_ended(index, exit_code, ground);
                continue;
            }
            if slot.undoing.is_none() {
                continue;
            }
            let empty = slot.kill();
            if !empty || slot.creator.is_some() || slot.first.is_some() {
                continue;
            }
            slot.drain();
            let reason = slot.undoing.take().flatten();
            let last_end = slot.last_end.take();
            if slot.leaf.take().is_some() {
                self.clear(index, ground);
            }
            match (reason, last_end) {
                (Some(reason), _) => self.set(index, ContainerPhase::Failed { at: now(), reason }),
                (None, Some(end)) => self.set(index, end),
                (None, None) => {}
            }
            self.handle(Event::Failed(index), ground);
        }
    }

    /// Takes away what is left of a container in which nothing runs.
    fn clear(&self, index: Index, ground: &Ground) {
        let id = &self.spec.containers[index].runtime_id;
        // Fails when it was never mounted; what is missed here vanishes with us.
        let _ = rustix::mount::unmount(ground.workshop.root(id), rustix::mount::UnmountFlags::DETACH);
        // The runtime makes no container of a name that it remembers, and no socket where one is.
        let _ = std::fs::remove_dir_all(ground.workshop.containers().join(id));
        let _ = std::fs::remove_file(ground.workshop.bundle(id).join("console"));
        if let Err(error) = ground.cgroup.remove_leaf(id) {
            eprintln!("shim: {}", chain(&error));
        }
    }

    fn explain(&self, why: Hopeless) -> String {
        let name = |index: Index| &self.spec.containers[index].name;
        let what = match why {
            Hopeless::NoSuccess(index, code) => {
                format!("dependency {} exited with {code}, success was required", name(index))
            }
            Hopeless::NeverStarted(index) => format!("dependency {} did not start", name(index)),
            Hopeless::TimedOut(index, health) => {
                let name = name(index);
                match health {
                    Some(status) => format!(
                        "dependency {name} did not reach its condition within its start timeout, its health is {}",
                        health_word(status)
                    ),
                    None => format!("dependency {name} did not reach its condition within its start timeout"),
                }
            }
            Hopeless::EndedUnhealthy(index, code) => {
                format!("dependency {} exited with {code} before it was HEALTHY", name(index))
            }
            Hopeless::NoHealthCheck(index) => {
                format!("dependency {} is to be HEALTHY, but has no health check", name(index))
            }
            Hopeless::Unknown => "a dependency names no container of the task".to_owned(),
        };
        format!("CannotStartContainerError: {what}")
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

/// What was used in two runs of a container.
fn sum(before: Option<Usage>, now: Usage) -> Usage {
    let before = before.unwrap_or_default();
    Usage {
        peak_memory_bytes: before.peak_memory_bytes.max(now.peak_memory_bytes),
        cpu_nanoseconds: before.cpu_nanoseconds + now.cpu_nanoseconds,
        disk_bytes: None,
    }
}

fn health_word(status: HealthStatus) -> &'static str {
    match status {
        HealthStatus::Unknown => "UNKNOWN",
        HealthStatus::Healthy => "HEALTHY",
        HealthStatus::Unhealthy => "UNHEALTHY",
    }
}

fn now() -> Timestamp {
    Timestamp::from_system_time(SystemTime::now())
}
