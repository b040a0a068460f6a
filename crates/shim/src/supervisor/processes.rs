//! Further processes in containers: health checks and clients' sessions.

use std::os::fd::BorrowedFd;

use neargate_task::Health;
use neargate_task::control::{Exec, SessionEvent};
use rustix::process::Pid;

use super::{Ground, Supervisor, now};
use crate::check::{Check, NO_STATUS};
use crate::connection::Connection;
use crate::creator::chain;
use crate::exec::{Process, Running, Told};
use crate::machine::{Event, Index};
use crate::pause::Pause;
use crate::session::{self, Session};
use crate::slot::Slot;

impl Supervisor {
    pub(super) fn processes_to_wait_for(&self) -> impl Iterator<Item = BorrowedFd<'_>> {
        let checks = self.slots.iter().filter_map(|slot| slot.check.as_ref());
        let news = checks.clone().filter_map(|check| check.process.descriptor());
        let sessions = self.sessions.iter().flat_map(Session::descriptors);
        checks.filter_map(Check::descriptor).chain(news).chain(sessions)
    }

    /// Begins a health check.
    pub(super) fn check(&mut self, index: Index, ground: &Ground) {
        let container = &self.spec.containers[index];
        let slot = &mut self.slots[index];
        let (Some(check), Some(running)) = (&container.health_check, running(slot, ground)) else {
            return; // It is just ending.
        };
        match Check::start(&self.spec, container, check, running) {
            Ok(check) => slot.check = Some(check),
            Err(error) => self.checked(index, NO_STATUS, format!("start the health check: {error}"), ground),
        }
    }

    /// Ends a check that the machine has counted as failed.
    pub(super) fn abandon_check(&mut self, index: Index) {
        let timeout =
            self.spec.containers[index].health_check.as_ref().map_or(0, |check| check.timeout_seconds);
        let mut text = format!("Health check exceeded timeout ({timeout}s)");
        if let Some(check) = self.slots[index].check.take() {
            check.process.kill();
            let output = check.output();
            if !output.is_empty() {
                text = format!("{text}: {output}");
            }
        }
        self.note_health(index, NO_STATUS, text);
    }

    fn checked(&mut self, index: Index, exit_code: i32, output: String, ground: &Ground) {
        self.handle(Event::Checked(index, exit_code == 0), ground);
        self.note_health(index, exit_code, output);
    }

    /// Output alone isn't worth telling everyone: it goes along with the next state.
    fn note_health(&mut self, index: Index, exit_code: i32, output: String) {
        let (Some(status), Some(known)) =
            (self.machine.health(index), &mut self.state.containers[index].health)
        else {
            return;
        };
        let since = if status == known.status { known.since } else { now() };
        self.changed |= status != known.status || known.exit_code != Some(exit_code);
        *known = Health { status, since, exit_code: Some(exit_code), output };
    }

    pub(super) fn open_session(&mut self, exec: &Exec, connection: Connection, ground: &Ground) {
        let found = self.spec.containers.iter().position(|container| container.name == exec.container);
        let running = found.and_then(|index| Some((index, running(&self.slots[index], ground)?)));
        let Some((index, running)) = running else {
            return session::refuse(&connection, format!("container {} isn't running", exec.container));
        };
        match Session::start(exec, connection, (&self.spec, index), running) {
            Ok(session) => self.sessions.push(session),
            Err((connection, error)) => {
                session::refuse(&connection, format!("start a process: {}", chain(&error)))
            }
        }
    }

    /// Does what clients ask of their sessions; ends those of clients that are gone.
    pub(super) fn serve_sessions(&mut self) {
        self.sessions.retain_mut(|session| {
            let there = session.serve();
            if !there {
                session.process.kill();
            }
            there
        });
    }

    /// Hears how processes get on.
    pub(super) fn listen_to_processes(&mut self, ground: &Ground) {
        for index in 0..self.slots.len() {
            if let Some(check) = &mut self.slots[index].check {
                check.pump();
            }
            while let Some(told) =
                self.slots[index].check.as_mut().and_then(|check| check.process.listen(&self.unclaimed))
            {
                if let Told::Failed(reason) = told {
                    self.slots[index].check = None;
                    self.checked(index, NO_STATUS, reason, ground);
                }
            }
        }
        let mut at = 0;
        while at < self.sessions.len() {
            let session = &mut self.sessions[at];
            match session.process.listen(&self.unclaimed) {
                None => at += 1,
                Some(Told::Born(terminal)) => session.born(terminal),
                Some(Told::Runs) => {
                    // One that has ended already has no pid any more.
                    let pid = session.process.pid.map_or(0, |pid| pid.as_raw_nonzero().get());
                    let pid = self.identity.host_pid_of(pid).unwrap_or(0);
                    if !session.runs(pid) {
                        session.process.kill();
                        self.sessions.remove(at);
                    }
                }
                Some(Told::Failed(reason)) => {
                    session.tell(&SessionEvent::Failed { reason });
                    self.sessions.remove(at);
                }
            }
        }
        self.claim(ground);
    }

    /// A child ended that is neither a container's first process nor a creator.
    pub(super) fn process_ended(&mut self, pid: Pid, status: i32, ground: &Ground) {
        for launcher in self.processes().map(|process| &mut process.launcher) {
            if *launcher == Some(pid) {
                *launcher = None;
                return;
            }
        }
        self.unclaimed.push((pid, status));
        self.claim(ground);
    }

    /// Finds whose ends these are. The end of one of which the launcher hasn't told all yet has to wait for that.
    fn claim(&mut self, ground: &Ground) {
        for (pid, status) in std::mem::take(&mut self.unclaimed) {
            let exit_code = crate::init::exit_status(status);
            let is = |process: &Process| process.is_settled() && process.pid == Some(pid);
            let of_slot = |slot: &Slot| slot.check.as_ref().is_some_and(|check| is(&check.process));
            if let Some(index) = self.slots.iter().position(of_slot) {
                if let Some(check) = self.slots[index].check.take() {
                    self.checked(index, exit_code, check.output(), ground);
                }
            } else if let Some(at) = self.sessions.iter().position(|session| is(&session.process)) {
                self.sessions.remove(at).tell(&SessionEvent::Exited { exit_code });
            } else if self.processes().any(|process| !process.is_settled()) {
                self.unclaimed.push((pid, status));
            }
        }
    }

    /// With a container end the checks and sessions in it. What of them isn't in its process namespace is killed.
    pub(super) fn end_processes(&mut self, index: Index) {
        if let Some(check) = self.slots[index].check.take() {
            check.process.kill();
        }
        for session in self.sessions.extract_if(.., |session| session.container == index) {
            session.process.kill();
            session.tell(&SessionEvent::Exited { exit_code: 128 + libc::SIGKILL });
        }
    }

    fn processes(&mut self) -> impl Iterator<Item = &mut Process> {
        let checks = self.slots.iter_mut().filter_map(|slot| slot.check.as_mut());
        checks
            .map(|check| &mut check.process)
            .chain(self.sessions.iter_mut().map(|session| &mut session.process))
    }
}

/// What a process in a container needs of it; none when the container doesn't run.
fn running<'a>(slot: &'a Slot, ground: &'a Ground) -> Option<Running<'a>> {
    let first = slot.first.filter(|_| slot.started)?;
    Some(Running { leaf: slot.leaf.as_ref()?, first, processes: ground.pause.as_ref().map(Pause::namespace) })
}
