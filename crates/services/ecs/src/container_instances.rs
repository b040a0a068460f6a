//! Container instances: there are none. Tasks run as on Fargate, on machines that aren't the caller's.
//!
//! Whoever asks is answered as a cluster without instances answers on AWS.

use std::sync::Arc;

use neargate_wire::{AwsError, Context, Service};

use crate::clusters::ClusterRecord;
use crate::model::{
    self, DescribeContainerInstancesRequest, DescribeContainerInstancesResponse, Failure,
    ListContainerInstancesRequest, ListContainerInstancesResponse, StartTaskRequest, StartTaskResponse,
};
use crate::refused::{Refused, client, invalid};
use crate::{Ecs, clusters, guards, task_definitions};

const MAX_STARTED: usize = 10;
const MAX_DESCRIBED: usize = 100;

/// Registers this module's operations.
pub(crate) fn register(service: Service, ecs: &Arc<Ecs>) -> Service {
    service
        .guarded(model::DescribeContainerInstances, ecs, guards::describe_container_instances, describe)
        .guarded(model::ListContainerInstances, ecs, guards::list_container_instances, list)
        .guarded(model::StartTask, ecs, guards::start_task, start_task)
}

/// `StartTask` places tasks on instances that the caller names.
async fn start_task(
    ecs: Arc<Ecs>,
    context: Context,
    input: StartTaskRequest,
) -> Result<StartTaskResponse, AwsError> {
    let instances = named(input.container_instances, MAX_STARTED)?;
    let scope = &context.scope;
    let answer = ecs.store.read(|r| {
        let cluster = clusters::find(r, scope, input.cluster.as_deref())?;
        let reference = input.task_definition.as_deref().unwrap_or_default();
        let definition = task_definitions::find(r, scope, reference)?;
        let definition = definition.ok_or_else(|| client("TaskDefinition not found."))?;
        if !definition.is_active() {
            return Err(client("TaskDefinition is inactive").into());
        }
        let failures = missing(&context, &cluster.name, instances);
        Ok::<_, Refused>(StartTaskResponse { tasks: Some(Vec::new()), failures: Some(failures) })
    });
    Ok(answer.await?)
}

async fn describe(
    ecs: Arc<Ecs>,
    context: Context,
    input: DescribeContainerInstancesRequest,
) -> Result<DescribeContainerInstancesResponse, AwsError> {
    let instances = named(input.container_instances, MAX_DESCRIBED)?;
    let cluster = cluster(&ecs, &context, input.cluster.as_deref()).await?;
    let failures = missing(&context, &cluster.name, instances);
    Ok(DescribeContainerInstancesResponse { container_instances: Some(Vec::new()), failures: Some(failures) })
}

async fn list(
    ecs: Arc<Ecs>,
    context: Context,
    input: ListContainerInstancesRequest,
) -> Result<ListContainerInstancesResponse, AwsError> {
    cluster(&ecs, &context, input.cluster.as_deref()).await?;
    Ok(ListContainerInstancesResponse { container_instance_arns: Some(Vec::new()), next_token: None })
}

async fn cluster(ecs: &Ecs, context: &Context, name: Option<&str>) -> Result<ClusterRecord, AwsError> {
    let found = ecs.store.read(|r| Ok::<_, Refused>(clusters::find(r, &context.scope, name)?));
    Ok(found.await?)
}

fn named(instances: Option<Vec<String>>, max: usize) -> Result<Vec<String>, AwsError> {
    let instances = instances.unwrap_or_default();
    if instances.is_empty() {
        return Err(invalid("Container instances cannot be empty."));
    }
    if instances.len() > max {
        return Err(invalid(format!("Container instances can have at most {max} items.")));
    }
    Ok(instances)
}

fn missing(context: &Context, cluster: &str, instances: Vec<String>) -> Vec<Failure> {
    let arn = |instance: String| match instance.starts_with("arn:") {
        true => instance,
        false => {
            let (region, account) = (&context.scope.region, &context.scope.account);
            format!("arn:aws:ecs:{region}:{account}:container-instance/{cluster}/{instance}")
        }
    };
    let failure =
        |instance| Failure { arn: Some(arn(instance)), reason: Some("MISSING".to_owned()), detail: None };
    instances.into_iter().map(failure).collect()
}
