//! What the node sees of ECS: the tasks that it is to run, and where it tells what became of them.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use neargate_core::Timestamp;
use neargate_store::{Durability, Error, Range, Reader, Writer};
use neargate_task::{ControlPlane, StopRequest, TaskReport, TaskSpec};
use neargate_wire::Time;

use crate::Ecs;
use crate::lifecycle::{Facts, derive, merge};
use crate::tasks::{ASSIGNMENT, Assignment, Turn, documents, records};

type Pending<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// How long to wait before reading again what couldn't be read.
const READ_AGAIN: Duration = Duration::from_secs(1);
const PAGE: usize = 500;

impl ControlPlane for Ecs {
    /// The tasks whose turn is the node's. One that it has reported as gone isn't among them any more.
    ///
    /// A node ends what isn't assigned to it, so a store that can't be read is asked again rather than answered for.
    fn assigned(&self) -> Pending<'_, Vec<(TaskSpec, TaskReport)>> {
        Box::pin(async {
            loop {
                match self.store.read(assigned).await {
                    Ok(assigned) => return assigned,
                    Err(error) => {
                        tracing::error!(
                            error = &error as &dyn std::error::Error,
                            "read the node's assignments"
                        );
                        tokio::time::sleep(READ_AGAIN).await;
                    }
                }
            }
        })
    }

    fn changed(&self) -> Pending<'_, ()> {
        Box::pin(async { self.assignments.lock().await.changed().await })
    }

    fn report(&self, report: TaskReport) -> Pending<'_, bool> {
        Box::pin(async move {
            let (now, task) = (self.clock.now(), report.task_id.clone());
            let noted = self.store.write(Durability::Process, move |w| note(w, &report, now)).await;
            if let Err(error) = &noted {
                tracing::error!(task, error = error as &dyn std::error::Error, "note a task's report");
            }
            noted.is_ok()
        })
    }
}

fn assigned(r: &mut dyn Reader) -> Result<Vec<(TaskSpec, TaskReport)>, Error> {
    let mut found = Vec::new();
    for scope in documents::scopes(r, ASSIGNMENT)? {
        let mut after = None::<String>;
        loop {
            let range = Range::all().after(after.as_deref()).limit(PAGE);
            let page =
                r.lookup(&documents::partition(&scope, ASSIGNMENT), "turn", Turn::Node.as_str(), range)?;
            for document in &page {
                let Some(assignment) = documents::readable::<Assignment>(ASSIGNMENT, document) else {
                    continue;
                };
                let report = records::load_report(r, &scope, &document.id)?;
                found.extend(assignment.into_spec().map(|spec| (spec, report)));
            }
            match page.into_iter().nth(PAGE - 1) {
                Some(last) => after = Some(last.id),
                None => break,
            }
        }
    }
    Ok(found)
}

/// Adds a report to what is known of its task. Reports of tasks that are over, or were never here, change nothing.
fn note(w: &mut dyn Writer, told: &TaskReport, now: Timestamp) -> Result<(), Error> {
    let id = &told.task_id;
    let mut assignment = None;
    for scope in documents::scopes(w, ASSIGNMENT)? {
        assignment = records::load_assignment(w, &scope, id)?;
        if assignment.is_some() {
            break;
        }
    }
    let Some(mut assignment) = assignment else { return Ok(()) };
    let scope = assignment.scope.clone();
    let Some(task) = records::load_task(w, &scope, id)? else { return Ok(()) };
    let known = records::load_report(w, &scope, id)?;
    let report = merge(&known, told.clone());
    if report != known {
        records::save_report(w, &scope, &report)?;
    }
    let facts = Facts {
        interface: assignment.interface.as_ref(),
        containers: &assignment.containers,
        report: &report,
        released: false,
    };
    let next = derive(&task, &facts, now);
    if next != task {
        records::save_task(w, &scope, id, &next)?;
    }
    let before = (assignment.turn, assignment.stop.clone());
    if next.desired_status.as_deref() == Some("STOPPED") {
        let requested_at = next.stopping_at.map_or(now, |Time(at)| at);
        assignment.stop.get_or_insert(StopRequest { requested_at });
    }
    if report.stopped_at.is_some() && assignment.turn == Turn::Node {
        assignment.turn = Turn::Release;
    }
    if (assignment.turn, assignment.stop.clone()) != before {
        records::save_assignment(w, &assignment)?;
    }
    Ok(())
}
