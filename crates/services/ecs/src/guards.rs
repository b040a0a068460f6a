//! What ECS's operations touch, as policies name it: AWS's service authorization reference, in code.
//!
//! A resource that a request names is taken at its word, whether it is there or not: whoever may not ask about it shall not learn that.
//! Operations that aren't listed here know no resource, and are asked about `*`.

use neargate_core::{Arn, Scope, role_arn};
use neargate_wire::Context;
use neargate_wire::authorize::{Access, Accesses};

use crate::model::{self, Tag, TaskDefinition};
use crate::refused::Refused;
use crate::{Ecs, clusters, tags, task_definitions};

const CLUSTER: &str = "ecs:cluster";
const TASKS: &str = "ecs-tasks.amazonaws.com";

/// Guards of operations on the one cluster that a member of the input names.
macro_rules! on_cluster {
    ($($name:ident: $input:ident, $action:literal;)*) => {
        $(pub(crate) fn $name<'a>(ecs: &'a Ecs, context: &'a Context, input: &'a model::$input) -> Accesses<'a> {
            existing(ecs, context, vec![Access::new($action, cluster(&context.scope, input.cluster.as_deref()))])
        })*
    };
}

on_cluster! {
    delete_cluster: DeleteClusterRequest, "ecs:DeleteCluster";
    update_cluster: UpdateClusterRequest, "ecs:UpdateCluster";
    update_cluster_settings: UpdateClusterSettingsRequest, "ecs:UpdateClusterSettings";
    put_cluster_capacity_providers: PutClusterCapacityProvidersRequest, "ecs:PutClusterCapacityProviders";
    list_container_instances: ListContainerInstancesRequest, "ecs:ListContainerInstances";
}

pub(crate) fn create_cluster<'a>(
    _: &'a Ecs,
    context: &'a Context,
    input: &'a model::CreateClusterRequest,
) -> Accesses<'a> {
    let arn = cluster(&context.scope, input.cluster_name.as_deref());
    let tags = input.tags.as_deref();
    let mut accesses = vec![Access::new("ecs:CreateCluster", &*arn).with_request_tags(pairs(tags))];
    accesses.extend(tagging("CreateCluster", &arn, tags));
    now(accesses)
}

pub(crate) fn describe_clusters<'a>(
    ecs: &'a Ecs,
    context: &'a Context,
    input: &'a model::DescribeClustersRequest,
) -> Accesses<'a> {
    let named = input.clusters.as_deref().filter(|named| !named.is_empty());
    let arns = match named {
        Some(named) => named.iter().map(|name| cluster(&context.scope, Some(name))).collect(),
        None => vec![cluster(&context.scope, None)],
    };
    existing(ecs, context, arns.into_iter().map(|arn| Access::new("ecs:DescribeClusters", arn)).collect())
}

pub(crate) fn describe_container_instances<'a>(
    ecs: &'a Ecs,
    context: &'a Context,
    input: &'a model::DescribeContainerInstancesRequest,
) -> Accesses<'a> {
    let action = "ecs:DescribeContainerInstances";
    let named = input.container_instances.as_deref().unwrap_or_default();
    existing(ecs, context, within(context, action, input.cluster.as_deref(), "container-instance", named))
}

pub(crate) fn run_task<'a>(
    ecs: &'a Ecs,
    context: &'a Context,
    input: &'a model::RunTaskRequest,
) -> Accesses<'a> {
    let start = Start {
        operation: "RunTask",
        action: "ecs:RunTask",
        cluster: input.cluster.as_deref(),
        task_definition: input.task_definition.as_deref().unwrap_or_default(),
        enable_execute_command: input.enable_execute_command,
        overrides: input.overrides.as_ref(),
        tags: input.tags.as_deref(),
        instances: Vec::new(),
    };
    start.accesses(ecs, context)
}

pub(crate) fn start_task<'a>(
    ecs: &'a Ecs,
    context: &'a Context,
    input: &'a model::StartTaskRequest,
) -> Accesses<'a> {
    let named = input.container_instances.as_deref().unwrap_or_default();
    let cluster = cluster(&context.scope, input.cluster.as_deref());
    let instances = named.iter().map(|named| inside(context, &cluster, "container-instance", named));
    let start = Start {
        operation: "StartTask",
        action: "ecs:StartTask",
        cluster: input.cluster.as_deref(),
        task_definition: input.task_definition.as_deref().unwrap_or_default(),
        enable_execute_command: input.enable_execute_command,
        overrides: input.overrides.as_ref(),
        tags: input.tags.as_deref(),
        instances: instances.collect(),
    };
    start.accesses(ecs, context)
}

/// What makes tasks: RunTask and StartTask.
struct Start<'a> {
    operation: &'static str,
    action: &'static str,
    cluster: Option<&'a str>,
    task_definition: &'a str,
    enable_execute_command: Option<bool>,
    overrides: Option<&'a model::TaskOverride>,
    tags: Option<&'a [Tag]>,
    /// Where, if the caller says.
    instances: Vec<String>,
}

impl<'a> Start<'a> {
    /// The caller passes the task's roles on to it, so they need to be allowed to.
    fn accesses(self, ecs: &'a Ecs, context: &'a Context) -> Accesses<'a> {
        Box::pin(async move {
            let (scope, named) = (&context.scope, self.task_definition);
            let found = ecs.store.read(|r| Ok::<_, Refused>(task_definitions::find(r, scope, named)?)).await;
            // What can't be found is the operation's to say, to those who may run it.
            let definition = found.ok().flatten().map(|record| record.task_definition);
            let known = definition.as_ref().and_then(|definition| definition.task_definition_arn.clone());
            let arn = known.unwrap_or_else(|| task_definition(scope, named));
            let cluster = cluster(scope, self.cluster);
            let start = Access::new(self.action, &*arn)
                .with_condition(CLUSTER, &*cluster)
                .with_conditions(self.instances.iter().map(|instance| ("ecs:container-instances", instance)))
                .with_conditions(
                    self.enable_execute_command
                        .map(|enabled| ("ecs:enable-execute-command", enabled.to_string())),
                );
            let mut accesses =
                existing(ecs, context, vec![start.with_request_tags(pairs(self.tags))]).await?;
            accesses.extend(roles(definition.as_ref(), self.overrides).map(|role| passed(scope, role, &arn)));
            let name = cluster.rsplit('/').next().unwrap_or_default();
            let task = Arn::new("ecs", scope, format!("task/{name}/*")).to_string();
            accesses.extend(tagging(self.operation, &task, self.tags));
            Ok(accesses)
        })
    }
}

pub(crate) fn stop_task<'a>(
    ecs: &'a Ecs,
    context: &'a Context,
    input: &'a model::StopTaskRequest,
) -> Accesses<'a> {
    let named = input.task.as_slice();
    existing(ecs, context, within(context, "ecs:StopTask", input.cluster.as_deref(), "task", named))
}

pub(crate) fn describe_tasks<'a>(
    ecs: &'a Ecs,
    context: &'a Context,
    input: &'a model::DescribeTasksRequest,
) -> Accesses<'a> {
    let named = input.tasks.as_deref().unwrap_or_default();
    existing(ecs, context, within(context, "ecs:DescribeTasks", input.cluster.as_deref(), "task", named))
}

/// A policy may also say into which containers.
pub(crate) fn execute_command<'a>(
    _: &'a Ecs,
    context: &'a Context,
    input: &'a model::ExecuteCommandRequest,
) -> Accesses<'a> {
    let named = input.task.as_slice();
    let accesses = within(context, "ecs:ExecuteCommand", input.cluster.as_deref(), "task", named).into_iter();
    now(accesses
        .map(|access| match &input.container {
            Some(container) => access.with_condition("ecs:container-name", container),
            None => access,
        })
        .collect())
}

pub(crate) fn list_tasks<'a>(
    ecs: &'a Ecs,
    context: &'a Context,
    input: &'a model::ListTasksRequest,
) -> Accesses<'a> {
    let named = input.container_instance.as_deref().unwrap_or("*").to_owned();
    existing(
        ecs,
        context,
        within(context, "ecs:ListTasks", input.cluster.as_deref(), "container-instance", &[named]),
    )
}

pub(crate) fn get_task_protection<'a>(
    _: &'a Ecs,
    context: &'a Context,
    input: &'a model::GetTaskProtectionRequest,
) -> Accesses<'a> {
    let named = input.tasks.as_deref().unwrap_or_default();
    now(within(context, "ecs:GetTaskProtection", input.cluster.as_deref(), "task", named))
}

pub(crate) fn update_task_protection<'a>(
    _: &'a Ecs,
    context: &'a Context,
    input: &'a model::UpdateTaskProtectionRequest,
) -> Accesses<'a> {
    let named = input.tasks.as_deref().unwrap_or_default();
    now(within(context, "ecs:UpdateTaskProtection", input.cluster.as_deref(), "task", named))
}

pub(crate) fn register_task_definition<'a>(
    _: &'a Ecs,
    context: &'a Context,
    input: &'a model::RegisterTaskDefinitionRequest,
) -> Accesses<'a> {
    let scope = &context.scope;
    let arn = task_definition(scope, &format!("{}:*", input.family.as_deref().unwrap_or_default()));
    let tags = input.tags.as_deref();
    let mut accesses = vec![Access::new("ecs:RegisterTaskDefinition", &*arn).with_request_tags(pairs(tags))];
    let roles = [&input.task_role_arn, &input.execution_role_arn].into_iter().flatten();
    accesses.extend(distinct(roles).map(|role| passed(scope, role, &arn)));
    accesses.extend(tagging("RegisterTaskDefinition", &arn, tags));
    now(accesses)
}

pub(crate) fn delete_task_definitions<'a>(
    ecs: &'a Ecs,
    context: &'a Context,
    input: &'a model::DeleteTaskDefinitionsRequest,
) -> Accesses<'a> {
    let named = input.task_definitions.iter().flatten();
    let arns = named.map(|named| task_definition(&context.scope, named));
    existing(ecs, context, arns.map(|arn| Access::new("ecs:DeleteTaskDefinitions", arn)).collect())
}

pub(crate) fn tag_resource<'a>(
    ecs: &'a Ecs,
    context: &'a Context,
    input: &'a model::TagResourceRequest,
) -> Accesses<'a> {
    let arn = input.resource_arn.as_deref().unwrap_or_default();
    existing(
        ecs,
        context,
        vec![Access::new("ecs:TagResource", arn).with_request_tags(pairs(input.tags.as_deref()))],
    )
}

pub(crate) fn untag_resource<'a>(
    ecs: &'a Ecs,
    context: &'a Context,
    input: &'a model::UntagResourceRequest,
) -> Accesses<'a> {
    let arn = input.resource_arn.as_deref().unwrap_or_default();
    let keys = input.tag_keys.iter().flatten().map(|key| ("aws:TagKeys", key.as_str()));
    existing(ecs, context, vec![Access::new("ecs:UntagResource", arn).with_conditions(keys)])
}

pub(crate) fn list_tags_for_resource<'a>(
    ecs: &'a Ecs,
    context: &'a Context,
    input: &'a model::ListTagsForResourceRequest,
) -> Accesses<'a> {
    existing(
        ecs,
        context,
        vec![Access::new("ecs:ListTagsForResource", input.resource_arn.as_deref().unwrap_or_default())],
    )
}

fn now<'a>(accesses: Vec<Access>) -> Accesses<'a> {
    Box::pin(async move { Ok(accesses) })
}

/// With the tags of resources that are there: `aws:ResourceTag/…`, which ECS's policies also know as `ecs:ResourceTag/…`.
fn existing<'a>(ecs: &'a Ecs, context: &'a Context, accesses: Vec<Access>) -> Accesses<'a> {
    Box::pin(async move {
        let read = ecs.store.read(|r| {
            let with_tags = accesses.into_iter().map(|access| {
                let tags = tags::of(r, &context.scope, &access.resource)?;
                let of_ecs = pairs(Some(&tags)).map(|(key, value)| (format!("ecs:ResourceTag/{key}"), value));
                Ok(access.with_resource_tags(pairs(Some(&tags))).with_conditions(of_ecs))
            });
            with_tags.collect::<Result<Vec<_>, Refused>>()
        });
        Ok(read.await?)
    })
}

/// The ARN of a cluster that is named by its name or its ARN, or not at all.
fn cluster(scope: &Scope, named: Option<&str>) -> String {
    let named = named.filter(|named| !named.is_empty()).unwrap_or(clusters::DEFAULT);
    arn(scope, "cluster", named)
}

fn task_definition(scope: &Scope, named: &str) -> String {
    arn(scope, "task-definition", named)
}

fn arn(scope: &Scope, kind: &str, named: &str) -> String {
    if named.starts_with("arn:") {
        named.to_owned()
    } else {
        Arn::new("ecs", scope, format!("{kind}/{named}")).to_string()
    }
}

/// Accesses to what is in a cluster and named by id or ARN.
fn within(
    context: &Context,
    action: &'static str,
    named_cluster: Option<&str>,
    kind: &str,
    named: &[String],
) -> Vec<Access> {
    let cluster = cluster(&context.scope, named_cluster);
    let of = |named: &String| {
        Access::new(action, inside(context, &cluster, kind, named)).with_condition(CLUSTER, &*cluster)
    };
    named.iter().map(of).collect()
}

/// The ARN of what is in a cluster and named by id or ARN.
fn inside(context: &Context, cluster: &str, kind: &str, named: &str) -> String {
    let name = cluster.rsplit('/').next().unwrap_or_default();
    match named.starts_with("arn:") {
        true => named.to_owned(),
        false => arn(&context.scope, kind, &format!("{name}/{named}")),
    }
}

/// Creating something with tags is tagging it, too.
fn tagging(create: &'static str, arn: &str, tags: Option<&[Tag]>) -> Option<Access> {
    tags.filter(|tags| !tags.is_empty())?;
    let access = Access::new("ecs:TagResource", arn).with_condition("ecs:CreateAction", create);
    Some(access.with_request_tags(pairs(tags)))
}

fn pairs(tags: Option<&[Tag]>) -> impl Iterator<Item = (&str, &str)> {
    let tags = tags.into_iter().flatten();
    tags.filter_map(|tag| Some((tag.key.as_deref()?, tag.value.as_deref().unwrap_or_default())))
}

/// The roles that tasks get: the request's before the definition's.
fn roles<'a>(
    definition: Option<&'a TaskDefinition>,
    overrides: Option<&'a model::TaskOverride>,
) -> impl Iterator<Item = &'a String> {
    let task = overrides.and_then(|overrides| overrides.task_role_arn.as_ref());
    let execution = overrides.and_then(|overrides| overrides.execution_role_arn.as_ref());
    let task = task.or_else(|| definition.and_then(|definition| definition.task_role_arn.as_ref()));
    let execution =
        execution.or_else(|| definition.and_then(|definition| definition.execution_role_arn.as_ref()));
    distinct([task, execution].into_iter().flatten())
}

fn distinct<'a>(roles: impl Iterator<Item = &'a String>) -> impl Iterator<Item = &'a String> {
    let mut seen: Vec<&String> = Vec::new();
    for role in roles.filter(|role| !role.is_empty()) {
        if !seen.contains(&role) {
            seen.push(role);
        }
    }
    seen.into_iter()
}

/// A role is named by its ARN or, in task definitions, by its name.
fn passed(scope: &Scope, role: &str, to: &str) -> Access {
    Access::new("iam:PassRole", role_arn(&scope.account, role))
        .with_condition("iam:PassedToService", TASKS)
        .with_condition("iam:AssociatedResourceArn", to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{context, ecs};

    #[tokio::test]
    async fn a_run_is_about_the_definition_in_the_cluster_and_passes_its_roles() {
        let (ecs, _) = ecs();
        let overrides = model::TaskOverride {
            task_role_arn: Some("arn:aws:iam::000000000000:role/web".to_owned()),
            execution_role_arn: Some("pull".to_owned()),
            ..model::TaskOverride::default()
        };
        let input = model::RunTaskRequest {
            cluster: Some("prod".to_owned()),
            task_definition: Some("web:7".to_owned()),
            overrides: Some(overrides),
            ..model::RunTaskRequest::default()
        };
        let context = context();
        let accesses = run_task(&ecs, &context, &input).await.expect("accesses");
        let told: Vec<_> = accesses.iter().map(|access| (&*access.action, &*access.resource)).collect();
        assert_eq!(
            told,
            [
                ("ecs:RunTask", "arn:aws:ecs:us-east-1:000000000000:task-definition/web:7"),
                ("iam:PassRole", "arn:aws:iam::000000000000:role/web"),
                ("iam:PassRole", "arn:aws:iam::000000000000:role/pull"),
            ]
        );
        let cluster = "arn:aws:ecs:us-east-1:000000000000:cluster/prod".to_owned();
        assert!(accesses[0].conditions.contains(&(CLUSTER.into(), cluster)));
        assert!(accesses[1].conditions.contains(&("iam:PassedToService".into(), TASKS.to_owned())));
    }

    #[tokio::test]
    async fn a_start_passes_roles_too_and_says_where() {
        let (ecs, _) = ecs();
        let overrides =
            model::TaskOverride { task_role_arn: Some("web".to_owned()), ..model::TaskOverride::default() };
        let input = model::StartTaskRequest {
            task_definition: Some("web:7".to_owned()),
            container_instances: Some(vec!["0123".to_owned()]),
            enable_execute_command: Some(true),
            overrides: Some(overrides),
            tags: Some(vec![Tag { key: Some("team".to_owned()), value: Some("a".to_owned()) }]),
            ..model::StartTaskRequest::default()
        };
        let context = context();
        let accesses = start_task(&ecs, &context, &input).await.expect("accesses");
        let told: Vec<_> = accesses.iter().map(|access| (&*access.action, &*access.resource)).collect();
        assert_eq!(
            told,
            [
                ("ecs:StartTask", "arn:aws:ecs:us-east-1:000000000000:task-definition/web:7"),
                ("iam:PassRole", "arn:aws:iam::000000000000:role/web"),
                ("ecs:TagResource", "arn:aws:ecs:us-east-1:000000000000:task/default/*"),
            ]
        );
        for (key, value) in [
            (CLUSTER, "arn:aws:ecs:us-east-1:000000000000:cluster/default"),
            ("ecs:container-instances", "arn:aws:ecs:us-east-1:000000000000:container-instance/default/0123"),
            ("ecs:enable-execute-command", "true"),
            ("aws:RequestTag/team", "a"),
        ] {
            assert!(accesses[0].conditions.contains(&(key.into(), value.to_owned())), "{key}");
        }
        assert!(accesses[2].conditions.contains(&("ecs:CreateAction".into(), "StartTask".to_owned())));
    }

    #[tokio::test]
    async fn what_is_in_a_cluster_is_named_by_id_or_arn() {
        let (ecs, _) = ecs();
        let arn = "arn:aws:ecs:eu-west-1:000000000000:task/x/1";
        let input = model::DescribeTasksRequest {
            tasks: Some(vec!["0123".to_owned(), arn.to_owned()]),
            ..model::DescribeTasksRequest::default()
        };
        let context = context();
        let accesses = describe_tasks(&ecs, &context, &input).await.expect("accesses");
        assert_eq!(accesses[0].resource, "arn:aws:ecs:us-east-1:000000000000:task/default/0123");
        assert_eq!(accesses[1].resource, arn);
    }
}
