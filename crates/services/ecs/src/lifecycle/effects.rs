//! The worker's steps, each one call to EC2 and one transaction. Each may be repeated after dying anywhere in it.

use neargate_core::{Scope, Timestamp};
use neargate_store::{Durability, Error, Writer};
use neargate_task::InterfaceSpec;
use neargate_wire::{CallError, Time};
use serde::Deserialize;
use serde_json::{Value, json};

use super::plan::Action;
use super::{Facts, derive};
use crate::Ecs;
use crate::history::{self, PastTask};
use crate::lifecycle::merge;
use crate::model::Task;
use crate::tasks::{Assignment, Turn, interface_failure, records};

/// A step didn't come to its end; a later pass takes it again.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StepError {
    #[error("make the network interface of task {task}")]
    Make {
        task: String,
        #[source]
        cause: CallError,
    },
    #[error("look up subnet {subnet} for task {task}")]
    Subnet {
        task: String,
        subnet: String,
        #[source]
        cause: CallError,
    },
    #[error("read the address {address:?} of the network interface of task {task}")]
    Address {
        task: String,
        address: String,
        #[source]
        cause: std::net::AddrParseError,
    },
    #[error("delete network interface {interface} of task {task}")]
    Delete {
        task: String,
        interface: String,
        #[source]
        cause: CallError,
    },
    #[error("write task {task}")]
    Write {
        task: String,
        #[source]
        cause: Error,
    },
}

/// Takes a step.
pub(crate) async fn carry_out(ecs: &Ecs, action: Action) -> Result<(), StepError> {
    match action {
        Action::Provision(assignment) => match interface_of(ecs, &assignment).await {
            Ok(interface) => provisioned(ecs, &assignment, interface).await,
            Err(StepError::Make { cause, .. }) if !cause.retryable => {
                let reason = interface_failure(&assignment.attachment, cause.code);
                refuse(ecs, assignment.scope, assignment.task_id, reason).await
            }
            Err(error) => Err(error),
        },
        Action::Refuse { scope, task_id, reason } => refuse(ecs, scope, task_id, reason).await,
        Action::Release(assignment) => release(ecs, *assignment).await,
    }
}

/// Makes the task's interface, or finds the one that was made for it: the attachment's id is the request's client token.
async fn interface_of(ecs: &Ecs, assignment: &Assignment) -> Result<InterfaceSpec, StepError> {
    let (scope, attachment, task) = (&assignment.scope, &assignment.attachment, &assignment.task_id);
    let input = json!({
        "subnetId": attachment.subnet_id,
        "securityGroupId": attachment.security_groups,
        "description": attachment.arn(scope),
        "clientToken": attachment.id,
    });
    let made: Created = ecs
        .ec2(scope, "CreateNetworkInterface", &input)
        .await
        .map_err(|cause| StepError::Make { task: task.clone(), cause })?;
    let interface = made.network_interface;
    let subnets = ecs.subnets(scope, std::slice::from_ref(&interface.subnet_id)).await;
    let failed =
        |cause| StepError::Subnet { task: task.clone(), subnet: attachment.subnet_id.clone(), cause };
    // `subnets` answers with exactly what it was asked for.
    let subnet = subnets.map_err(failed)?.swap_remove(0);
    let address = interface.private_ip_address;
    let private_ip = address.parse().map_err(|cause| StepError::Address {
        task: task.clone(),
        address: address.clone(),
        cause,
    })?;
    Ok(InterfaceSpec {
        network_interface_id: interface.network_interface_id,
        vpc_id: subnet.vpc_id,
        vpc_cidr: subnet.vpc_cidr,
        subnet_id: subnet.id,
        subnet_cidr: subnet.cidr,
        private_ip,
        mac: interface.mac_address,
        host_name: interface.private_dns_name,
        public: attachment.public,
    })
}

/// Writes the interface down and passes the task to the node; if it is to stop by now, to whoever takes the interface away.
async fn provisioned(ecs: &Ecs, assignment: &Assignment, interface: InterfaceSpec) -> Result<(), StepError> {
    let made = interface.network_interface_id.clone();
    let noted = change(ecs, assignment.scope.clone(), assignment.task_id.clone(), move |assignment| {
        if assignment.turn == Turn::Provision {
            assignment.turn = Turn::Node;
        }
        assignment.interface.get_or_insert_with(|| interface.clone());
        Change::Goes
    });
    // Another process may have ended the task since this step was planned: then nobody else knows of the interface.
    if noted.await? { Ok(()) } else { delete(ecs, assignment, made).await }
}

/// Ends a task that can't be started.
async fn refuse(ecs: &Ecs, scope: Scope, task_id: String, reason: String) -> Result<(), StepError> {
    change(ecs, scope, task_id, move |_| Change::Ends { failure: Some(reason.clone()) }).await.map(|_| ())
}

/// Deletes the interface and ends the task.
///
/// If none was written down there may still be one: a predecessor may have died between making it and writing it down, or
/// its creation may have been under way when the stop came. Asking for it again finds it, and one that is found or made is deleted.
async fn release(ecs: &Ecs, assignment: Assignment) -> Result<(), StepError> {
    let interface = match &assignment.interface {
        Some(interface) => Some(interface.network_interface_id.clone()),
        None => match interface_of(ecs, &assignment).await {
            Ok(interface) => Some(interface.network_interface_id),
            Err(StepError::Make { cause, .. }) if !cause.retryable => None,
            Err(error) => return Err(error),
        },
    };
    if let Some(interface) = interface {
        delete(ecs, &assignment, interface).await?;
    }
    change(ecs, assignment.scope, assignment.task_id, |_| Change::Ends { failure: None }).await.map(|_| ())
}

/// Deletes an interface. One that is gone already is deleted.
async fn delete(ecs: &Ecs, assignment: &Assignment, interface: String) -> Result<(), StepError> {
    let input = json!({ "networkInterfaceId": interface });
    let deleted: Result<Value, CallError> =
        ecs.ec2(&assignment.scope, "DeleteNetworkInterface", &input).await;
    match deleted {
        Ok(_) => Ok(()),
        Err(cause) if cause.code == "InvalidNetworkInterfaceID.NotFound" => Ok(()),
        Err(cause) => Err(StepError::Delete { task: assignment.task_id.clone(), interface, cause }),
    }
}

/// What becomes of an assignment.
enum Change {
    Goes,
    /// The task is STOPPED and has no interface.
    Ends {
        failure: Option<String>,
    },
}

/// Changes an assignment and derives the task from it, in one transaction. False, and nothing happens, when the task has ended.
async fn change(
    ecs: &Ecs,
    scope: Scope,
    task_id: String,
    step: impl Fn(&mut Assignment) -> Change + Send + 'static,
) -> Result<bool, StepError> {
    let now = ecs.clock.now();
    let task = task_id.clone();
    let written = ecs.store.write(Durability::Process, move |w| {
        let Some(mut assignment) = records::load_assignment(w, &scope, &task_id)? else { return Ok(None) };
        let Some(task) = records::load_task(w, &scope, &task_id)? else { return Ok(None) };
        let change = step(&mut assignment);
        apply(w, assignment, &task, change, now).map(Some)
    });
    let written = written.await.map_err(|cause| StepError::Write { task, cause })?;
    if let Some(Some(past)) = &written {
        ecs.measured.note(past);
    }
    Ok(written.is_some())
}

/// Writes what follows from a change; answers with the record of the task if that was its end.
fn apply(
    w: &mut dyn Writer,
    assignment: Assignment,
    task: &Task,
    change: Change,
    now: Timestamp,
) -> Result<Option<PastTask>, Error> {
    let (scope, id) = (&assignment.scope, &assignment.task_id);
    let mut report = records::load_report(w, scope, id)?;
    let released = match change {
        Change::Goes => false,
        Change::Ends { failure } => {
            report = merge(&report, neargate_task::TaskReport { failure, ..Default::default() });
            true
        }
    };
    let facts = Facts {
        interface: assignment.interface.as_ref(),
        containers: &assignment.containers,
        report: &report,
        released,
    };
    let next = derive(task, &facts, now);
    records::save_task(w, scope, id, &next)?;
    match next.stopped_at {
        Some(Time(stopped_at)) => {
            let past = PastTask::new(&next, &assignment, &report);
            if let Some(past) = &past {
                history::keep(w, scope, past)?;
            }
            records::retire(w, scope, id, stopped_at)?;
            Ok(past)
        }
        None => {
            records::save_assignment(w, &assignment)?;
            Ok(None)
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Created {
    network_interface: Interface,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Interface {
    network_interface_id: String,
    private_ip_address: String,
    mac_address: String,
    private_dns_name: String,
    subnet_id: String,
}
