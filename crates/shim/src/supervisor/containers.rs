//! Containers come into being, and are signalled.

use neargate_task::logfile::Stream;
use neargate_task::{ContainerPhase, Health, HealthStatus};
use rustix::process::{Pid, Signal};

use super::{Ground, Supervisor, now};
use crate::complaint::complain;
use crate::creator::{Creator, Message, Order, Outputs};
use crate::logs::{Log, Pipe};
use crate::machine::{Event, Index};
use crate::pause::Pause;

impl Supervisor {
    pub(super) fn create(&mut self, index: Index, ground: &Ground) -> Result<(), Box<dyn std::error::Error>> {
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

    pub(super) fn signal(&mut self, index: Index, signal: Signal) {
        let slot = &mut self.slots[index];
        slot.killed |= signal == Signal::KILL;
        if let Some(first) = slot.first {
            let _ = rustix::process::kill_process(first, signal);
        }
    }

    pub(super) fn listen_to_creators(&mut self, ground: &Ground) {
        for index in 0..self.slots.len() {
            while let Some(message) = self.slots[index].creator.as_ref().and_then(Creator::receive) {
                let slot = &mut self.slots[index];
                match message {
                    Message::Created { pid, terminal } => {
                        slot.first = Pid::from_raw(pid);
                        match terminal.map(|terminal| Pipe::new(terminal, Stream::Stdout)).transpose() {
                            Ok(pipe) => slot.pipes.extend(pipe),
                            Err(error) => complain!("read the terminal: {error}"),
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
}
