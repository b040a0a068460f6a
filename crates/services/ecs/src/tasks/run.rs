//! `RunTask`.
//!
//! What the request says by itself is checked first, then what it names; then all of its tasks are written in one
//! transaction and the worker is nudged. The checks that need EC2 can't be part of the transaction: what changes in
//! between is found out when the interface is made.

use std::sync::Arc;

use neargate_core::random_hex;
use neargate_wire::{AwsError, Context};

use super::record::Order;
use super::{idempotency, network, overrides, placement, records, reference, roles};
use crate::clusters::ClusterRecord;
use crate::model::{PropagateTags, RunTaskRequest, RunTaskResponse, SettingName, Tag};
use crate::refused::{Refused, client, invalid};
use crate::task_definitions::TaskDefinitionRecord;
use crate::{Ecs, account_settings, clusters, tags, task_definitions};

const MAX_COUNT: i64 = 10;
/// Tasks of a cluster in PROVISIONING. Observed on AWS, wording included.
const MAX_PROVISIONING: u64 = 500;
const MAX_STARTED_BY: usize = 128;

pub(crate) async fn run_task(
    ecs: Arc<Ecs>,
    context: Context,
    input: RunTaskRequest,
) -> Result<RunTaskResponse, AwsError> {
    let count = check(&input)?;
    let now = ecs.clock.now();
    let (scope, principal) = (&context.scope, context.principal.arn());
    let named = ecs.store.read(|r| {
        let cluster = clusters::find(r, scope, input.cluster.as_deref())?;
        if let Some(tasks) = idempotency::repeated(r, scope, &cluster.name, &input, now)? {
            return Ok(Named::Repeated(tasks));
        }
        let reference = input.task_definition.as_deref().unwrap_or_default();
        let definition = task_definitions::find(r, scope, reference)?;
        let definition = definition.ok_or_else(|| client("TaskDefinition not found."))?;
        let name = &SettingName::DefaultLogDriverMode;
        let log_driver_mode = account_settings::effective(r, scope, &principal, name)?;
        Ok::<_, Refused>(Named::New(Box::new((cluster, definition, log_driver_mode))))
    });
    let (cluster, definition, log_driver_mode) = match named.await? {
        Named::Repeated(tasks) => {
            return Ok(RunTaskResponse { tasks: Some(tasks), failures: Some(Vec::new()) });
        }
        Named::New(named) => *named,
    };
    if !definition.is_active() {
        return Err(client("TaskDefinition is inactive"));
    }
    let task_definition = &definition.task_definition;
    let network = network::check(task_definition, input.network_configuration.as_ref())?;
    let placed = placement::place(&input, &cluster, task_definition, count)?;
    let platform_version = placement::platform_version(input.platform_version.as_deref())?;
    let asked = input.overrides.clone().unwrap_or_default();
    let size = overrides::check(&asked, task_definition)?;
    let task_role = asked.task_role_arn.as_ref().or(task_definition.task_role_arn.as_ref());
    if input.enable_execute_command == Some(true) && task_role.is_none() {
        return Err(invalid(
            "The task could not be started because a valid taskRoleArn is not being used. Specify a valid task role in your \
             task definition and try again.",
        ));
    }
    let subnets = ecs.check_network(scope, &network).await?;

    let order = Order {
        scope,
        cluster: &cluster,
        definition: task_definition,
        input: &input,
        overrides: &asked,
        network: &network,
        size,
        platform_version,
        tags: tags_of(&input, &cluster, &definition),
        log_driver_mode: &log_driver_mode,
        now,
    };
    // A random start spreads single tasks over the subnets too.
    let start = usize::from_str_radix(&random_hex(4), 16).unwrap_or_default();
    let subnet = |index: usize| &subnets[(start + index) % subnets.len()];
    let tasks = placed.into_iter().enumerate();
    let tasks: Vec<_> = tasks.map(|(index, provider)| order.task(subnet(index), provider)).collect();
    if let (Some(dispatcher), Some((_, first))) = (ecs.dispatcher(), tasks.first()) {
        roles::check(dispatcher, first).await?;
    }
    let answer = write(&ecs, &context, cluster, input, tasks).await?;
    ecs.nudge.notify_one();
    Ok(RunTaskResponse { tasks: Some(answer), failures: Some(Vec::new()) })
}

enum Named {
    Repeated(Vec<crate::model::Task>),
    /// With the account's `defaultLogDriverMode`.
    New(Box<(ClusterRecord, TaskDefinitionRecord, String)>),
}

/// Writes the tasks, unless the cluster went or the token was used in the meantime.
async fn write(
    ecs: &Ecs,
    context: &Context,
    cluster: ClusterRecord,
    input: RunTaskRequest,
    tasks: Vec<(crate::model::Task, super::Assignment)>,
) -> Result<Vec<crate::model::Task>, AwsError> {
    let scope = context.scope.clone();
    let now = ecs.clock.now();
    let written = ecs.store.write(context.durability, move |w| {
        clusters::find(w, &scope, Some(&cluster.name))?;
        if let Some(tasks) = idempotency::repeated(w, &scope, &cluster.name, &input, now)? {
            return Ok(tasks);
        }
        if records::provisioning(w, &scope, &cluster.name)? + tasks.len() as u64 > MAX_PROVISIONING {
            return Err(client("Tasks provisioning capacity limit exceeded.").into());
        }
        let mut arns = Vec::with_capacity(tasks.len());
        for (task, assignment) in &tasks {
            records::save_task(w, &scope, &assignment.task_id, task)?;
            records::save_assignment(w, assignment)?;
            arns.push(reference::arn(&scope, &cluster.name, &assignment.task_id));
        }
        idempotency::remember(w, &scope, &cluster.name, &input, arns, now)?;
        Ok::<_, Refused>(tasks.iter().map(|(task, _)| task.clone()).collect())
    });
    Ok(written.await?)
}

/// The number of tasks, when the request makes sense by itself.
fn check(input: &RunTaskRequest) -> Result<usize, AwsError> {
    if input.task_definition.as_deref().unwrap_or_default().is_empty() {
        return Err(invalid("Task definition cannot be null or empty."));
    }
    let count = input.count.unwrap_or(1);
    if count > MAX_COUNT {
        return Err(invalid(format!("count cannot be greater than {MAX_COUNT}.")));
    }
    if count < 1 {
        return Err(invalid("count must be greater than 0."));
    }
    placement::check(input)?;
    if input.propagate_tags == Some(PropagateTags::Service) {
        return Err(invalid("propagateTags SERVICE is not supported when running a task."));
    }
    tags::validate(input.tags.as_deref().unwrap_or_default())?;
    if let Some(token) = &input.client_token {
        idempotency::check(token)?;
    }
    if let Some(started_by) = &input.started_by {
        check_started_by(started_by)?;
    }
    // The range was checked just now.
    Ok(usize::try_from(count).unwrap_or(1))
}

fn check_started_by(text: &str) -> Result<(), AwsError> {
    if text.chars().count() > MAX_STARTED_BY {
        return Err(invalid(format!("startedBy can have at most {MAX_STARTED_BY} characters.")));
    }
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b"-_/.@ ".contains(&b);
    if !text.bytes().all(allowed) {
        return Err(invalid("startedBy contains invalid characters."));
    }
    Ok(())
}

/// The request's tags, then the definition's if they are to be propagated, then ECS's own.
fn tags_of(input: &RunTaskRequest, cluster: &ClusterRecord, definition: &TaskDefinitionRecord) -> Vec<Tag> {
    let mut tags = input.tags.clone().unwrap_or_default();
    if input.propagate_tags == Some(PropagateTags::TaskDefinition) {
        let missing = definition.tags.iter().filter(|tag| !tags.iter().any(|own| own.key == tag.key));
        let missing: Vec<_> = missing.cloned().collect();
        tags.extend(missing);
    }
    if input.enable_ecs_managed_tags == Some(true) {
        let managed = ("aws:ecs:clusterName".to_owned(), cluster.name.clone());
        tags.push(Tag { key: Some(managed.0), value: Some(managed.1) });
    }
    tags
}
