//! `ExecuteCommand`.

use std::sync::Arc;

use neargate_exec::NewSession;
use neargate_exec::sessions::session_id;
use neargate_wire::{AwsError, Context};

use super::{connection, encryption, logging};
use crate::model::{
    Container, ExecuteCommandRequest, ExecuteCommandResponse, ManagedAgentName, Session, Task,
};
use crate::refused::{Refused, invalid};
use crate::tasks::{records, reference, roles};
use crate::{Ecs, clusters};

const NOT_ENABLED: &str = "The execute command failed because execute command was not enabled when the task was run or the execute \
                           command agent isn’t running. Wait and try again or run a new task with execute command enabled and try again.";

const NOT_CONNECTED: &str = "The execute command failed due to an internal error. Try again later.";

pub(super) async fn execute_command(
    ecs: Arc<Ecs>,
    context: Context,
    input: ExecuteCommandRequest,
) -> Result<ExecuteCommandResponse, AwsError> {
    if input.interactive != Some(true) {
        return Err(invalid("Interactive is the only mode supported currently."));
    }
    let command = input.command.filter(|command| !command.trim().is_empty());
    let command = command.ok_or_else(|| invalid("Command cannot be empty."))?;
    let scope = &context.scope;
    let text = input.task.unwrap_or_default();
    let found = ecs.store.read(|r| {
        let cluster = clusters::find(r, scope, input.cluster.as_deref())?;
        let reference = reference::parse(scope, &cluster.name, &text)?;
        let task = if reference.here { records::load_task(r, scope, reference.id)? } else { None };
        let task = task.filter(|task| records::cluster_name(task) == cluster.name);
        let task = task.ok_or_else(|| invalid("The referenced task was not found."))?;
        let assignment = records::load_assignment(r, scope, reference.id)?;
        Ok::<_, Refused>((cluster, task, assignment))
    });
    let (cluster, task, assignment) = found.await?;
    let container = container(&task, input.container.as_deref())?;
    let assignment =
        assignment.filter(|_| agent_runs(&task, container)).ok_or_else(|| invalid(NOT_ENABLED))?;
    let agent = connection::agent(&ecs, &context, &assignment).await;
    let agent = agent.ok_or_else(|| AwsError::client("TargetNotConnectedException", NOT_CONNECTED))?;
    let name = container.name.clone().unwrap_or_default();

    let session_id = session_id();
    let configuration = cluster.configuration.as_ref();
    let configuration = configuration.and_then(|it| it.execute_command_configuration.clone());
    let configuration = configuration.unwrap_or_default();
    let spec = assignment.containers.iter().find(|spec| spec.name == name);
    let log = spec.and_then(|spec| spec.log.as_ref());
    let destinations = logging::destinations(&configuration, log, &assignment.scope);
    let recorder = match ecs.dispatcher() {
        Some(dispatcher) => {
            let role = Arc::new(roles::task_role(dispatcher, &assignment));
            let recorder = logging::open(&role, destinations, &session_id).await;
            recorder.map_err(|error| invalid(error.to_string()))?
        }
        None => None,
    };
    let runtime_id = container.runtime_id.as_deref().unwrap_or_default();
    let target = format!("ecs:{}_{}_{runtime_id}", cluster.name, assignment.task_id);
    let key = configuration.kms_key_id.filter(|key| !key.is_empty());
    let encryption = key.zip(ecs.dispatcher()).map(|(key, dispatcher)| {
        encryption::encryption(key, dispatcher.clone(), agent, &session_id, &target)
    });
    let token = ecs.sessions.make(NewSession {
        scope: scope.clone(),
        owner: context.principal.arn(),
        target,
        task_id: assignment.task_id,
        container: name,
        command,
        session_id: session_id.clone(),
        recorder,
        encryption,
    });
    let token = token.map_err(|error| {
        AwsError::client("ClientException", format!("The execute command failed: {error}."))
    })?;
    Ok(ExecuteCommandResponse {
        cluster_arn: Some(cluster.arn),
        container_arn: container.container_arn.clone(),
        container_name: container.name.clone(),
        interactive: Some(true),
        session: Some(Session {
            stream_url: Some(neargate_exec::sessions::stream_url(&context.endpoint, &session_id)),
            session_id: Some(session_id),
            token_value: Some(token),
        }),
        task_arn: task.task_arn,
    })
}

/// The container that is meant: it needs no name when there is one only.
fn container<'a>(task: &'a Task, name: Option<&str>) -> Result<&'a Container, AwsError> {
    let containers = task.containers.as_deref().unwrap_or_default();
    match (name.filter(|name| !name.is_empty()), containers) {
        (None, [only]) => Ok(only),
        (None, _) => {
            Err(invalid("The container name must be specified because the task has more than one container."))
        }
        (Some(name), _) => containers
            .iter()
            .find(|container| container.name.as_deref() == Some(name))
            .ok_or_else(|| invalid(format!("The task has no container named {name}."))),
    }
}

fn agent_runs(task: &Task, container: &Container) -> bool {
    let running = |status: &Option<String>| status.as_deref() == Some("RUNNING");
    let agent = |agent: &crate::model::ManagedAgent| {
        agent.name == Some(ManagedAgentName::ExecuteCommandAgent) && running(&agent.last_status)
    };
    running(&task.desired_status) && container.managed_agents.iter().flatten().any(agent)
}
