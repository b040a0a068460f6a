//! `ListTasks`.
//!
//! Every listing is of one cluster and one desired status, so each look-up's value begins with both. Of several filters the
//! one that says most is looked up and the others are applied to what it finds.

use std::sync::Arc;

use neargate_store::{Partition, Range, Reader, token};
use neargate_wire::{AwsError, Context};

use super::documents::{decode, partition};
use super::records::{TASK, family, listed, service_name};
use crate::model::{DesiredStatus, LaunchType, ListTasksRequest, ListTasksResponse, Task};
use crate::refused::{Refused, invalid};
use crate::{Ecs, clusters};

const MAX_RESULTS: i64 = 100;

pub(crate) async fn list_tasks(
    ecs: Arc<Ecs>,
    context: Context,
    input: ListTasksRequest,
) -> Result<ListTasksResponse, AwsError> {
    let limit = check(&input)?;
    let scope = &context.scope;
    let partition = partition(scope, TASK);
    let answer = ecs.store.read(|r| {
        let cluster = clusters::find_name(r, scope, input.cluster.as_deref())?;
        if input.container_instance.is_some() {
            // Fargate has none.
            return Err(invalid("The referenced container instance was not found.").into());
        }
        let desired = input.desired_status.as_ref().map_or("RUNNING", DesiredStatus::as_str);
        let (index, value) = lookup(&input);
        let value = listed(&cluster, desired, value);
        if let Some(service) = &input.service_name {
            known_service(r, &partition, &cluster, service)?;
        }
        let context = ["ListTasks", scope.account.as_str(), scope.region.as_str(), index, &value];
        let mut after = match &input.next_token {
            None => None,
            Some(token) => Some(token::decode(&context, token).map_err(|_| invalid("Invalid token"))?),
        };
        let (mut arns, mut next) = (Vec::new(), None);
        // One more than asked for tells whether there is a next page.
        while arns.len() <= limit {
            let range = Range::all().after(after.as_deref()).limit(limit + 1);
            let page = r.lookup(&partition, index, &value, range)?;
            let last = page.len() <= limit;
            for document in page {
                let task: Task = decode(TASK, &document)?;
                if arns.len() == limit && matches(&task, &input) {
                    next = after.as_deref().map(|after| token::encode(&context, after));
                    return Ok(ListTasksResponse { task_arns: Some(arns), next_token: next });
                }
                if matches(&task, &input) {
                    arns.extend(task.task_arn);
                }
                after = Some(document.id);
            }
            if last {
                break;
            }
        }
        Ok::<_, Refused>(ListTasksResponse { task_arns: Some(arns), next_token: next })
    });
    Ok(answer.await?)
}

/// The page's size, when the request makes sense by itself.
fn check(input: &ListTasksRequest) -> Result<usize, AwsError> {
    let limit = input.max_results.unwrap_or(MAX_RESULTS);
    if !(1..=MAX_RESULTS).contains(&limit) {
        return Err(invalid(format!("maxResults must be between 1 and {MAX_RESULTS}.")));
    }
    if input.daemon_name.is_some() {
        return Err(AwsError::not_implemented("ecs", "ListTasks by daemonName"));
    }
    let others = input.family.is_some() || input.service_name.is_some() || input.container_instance.is_some();
    if input.started_by.is_some() && others {
        return Err(invalid("startedBy cannot be combined with any other filters."));
    }
    // The range was checked just now.
    Ok(usize::try_from(limit).unwrap_or(1))
}

/// The look-up that finds least.
fn lookup(input: &ListTasksRequest) -> (&'static str, &str) {
    if let Some(started_by) = &input.started_by {
        ("startedBy", started_by)
    } else if let Some(service) = &input.service_name {
        ("serviceName", short_name(service))
    } else if let Some(family) = &input.family {
        ("family", family)
    } else {
        ("cluster", "")
    }
}

fn matches(task: &Task, input: &ListTasksRequest) -> bool {
    input.family.as_deref().is_none_or(|wanted| family(task) == wanted)
        && input.service_name.as_deref().is_none_or(|wanted| service_name(task) == Some(short_name(wanted)))
        && input.started_by.as_ref().is_none_or(|wanted| task.started_by.as_ref() == Some(wanted))
        && input
            .launch_type
            .as_ref()
            .is_none_or(|wanted: &LaunchType| task.launch_type.as_ref() == Some(wanted))
}

/// Services are named by name or ARN.
fn short_name(service: &str) -> &str {
    service.rsplit_once('/').map_or(service, |(_, name)| name)
}

/// A service is known here by its tasks alone: services themselves aren't built yet.
fn known_service(
    r: &mut dyn Reader,
    partition: &Partition,
    cluster: &str,
    service: &str,
) -> Result<(), Refused> {
    for desired in ["RUNNING", "STOPPED"] {
        let value = listed(cluster, desired, short_name(service));
        let range = Range::all().limit(1);
        if !r.lookup(partition, "serviceName", &value, range)?.is_empty() {
            return Ok(());
        }
    }
    Err(AwsError::client("ServiceNotFoundException", "Service not found.").into())
}
