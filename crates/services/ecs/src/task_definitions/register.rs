//! `RegisterTaskDefinition`.
//!
//! Much called, so the definition is written out before the transaction, which only gives it its number: one read and two writes
//! of the store's one writer.

use std::sync::Arc;

use neargate_store::Expect;
use neargate_task::{RegisteredContainer, Registration};
use neargate_wire::{AwsError, Context};

use super::definition::registered;
use super::record::{self, FamilyRecord, TaskDefinitionRecord};
use super::validate;
use crate::Ecs;
use crate::model::{ContainerDefinition, RegisterTaskDefinitionRequest, RegisterTaskDefinitionResponse};
use crate::refused::Refused;
use crate::secret_files;

pub(super) async fn register_task_definition(
    ecs: Arc<Ecs>,
    context: Context,
    mut input: RegisterTaskDefinitionRequest,
) -> Result<RegisterTaskDefinitionResponse, AwsError> {
    let checked = validate::check(&input)?;
    for container in input.container_definitions.iter().flatten() {
        secret_files::check(container, ecs.is_strict())?;
    }
    if ecs.is_strict() {
        validate::fargate::check_strictly(&input)?;
    }
    let tags = input.tags.take().unwrap_or_default();
    let task_definition = registered(input, checked, &context, ecs.clock.now());
    let mut record = TaskDefinitionRecord { task_definition, tags };
    let body = serde_json::to_vec(&record).map_err(|cause| AwsError::internal("ServerException", cause))?;
    let (scope, family) = (context.scope.clone(), record.family().to_owned());
    let revision = ecs.store.write(context.durability, move |w| -> Result<i64, Refused> {
        let mut known = record::load_family(w, &scope, &family)?
            .unwrap_or_else(|| FamilyRecord { family: family.clone(), ..FamilyRecord::default() });
        known.latest += 1;
        known.latest_active = Some(known.latest);
        record::save_family(w, &scope, &known)?;
        // One that is ACTIVE has no look-ups.
        let id = record::id(&family, known.latest);
        w.put(&record::partition(&scope), &id, Expect::Absent, &body, &[])?;
        Ok(known.latest)
    });
    let revision = revision.await?;
    record.task_definition.revision = Some(revision);
    record.task_definition.task_definition_arn = Some(record::arn(&context.scope, record.family(), revision));
    announce(&ecs, &context, &record);
    Ok(RegisterTaskDefinitionResponse {
        task_definition: Some(record.task_definition),
        tags: Some(record.tags),
    })
}

/// Tells those who prepare for tasks, if there are any.
fn announce(ecs: &Ecs, context: &Context, record: &TaskDefinitionRecord) {
    if ecs.registrations.receiver_count() == 0 {
        return;
    }
    let definition = &record.task_definition;
    let container = |container: &ContainerDefinition| {
        let credentials = container.repository_credentials.as_ref();
        Some(RegisteredContainer {
            image: container.image.clone()?,
            repository_credentials: credentials.and_then(|it| it.credentials_parameter.clone()),
        })
    };
    let registration = Registration {
        scope: context.scope.clone(),
        family: record.family().to_owned(),
        revision: record.revision(),
        execution_role_arn: definition.execution_role_arn.clone(),
        containers: definition.container_definitions.iter().flatten().filter_map(container).collect(),
    };
    // Whoever listened until just now needs it no more.
    let _ = ecs.registrations.send(registration);
}
