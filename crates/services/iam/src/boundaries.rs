//! Permissions boundaries of users and roles: managed policies beyond which no policy of theirs reaches.

use std::sync::Arc;

use neargate_core::AccountId;
use neargate_identity::records::{Role, User};
use neargate_store::Reader;
use neargate_wire::authorize::Accesses;
use neargate_wire::{AwsError, Context, Service};

use crate::attachments::attachable;
use crate::guard::guarded;
use crate::refusal::Refusal;
use crate::{Iam, model};

pub(crate) fn register(service: Service, iam: &Arc<Iam>) -> Service {
    let service = service
        .guarded(
            model::PutUserPermissionsBoundary,
            iam,
            |iam, context, input| {
                let action = "iam:PutUserPermissionsBoundary";
                with(
                    iam.user(action, context, input.user_name.as_deref()),
                    input.permissions_boundary.as_deref(),
                )
            },
            put_user,
        )
        .guarded(
            model::PutRolePermissionsBoundary,
            iam,
            |iam, context, input| {
                let action = "iam:PutRolePermissionsBoundary";
                with(
                    iam.role(action, context, input.role_name.as_deref()),
                    input.permissions_boundary.as_deref(),
                )
            },
            put_role,
        );
    guarded!(service, iam,
        DeleteUserPermissionsBoundary: delete_user => user(user_name),
        DeleteRolePermissionsBoundary: delete_role => role(role_name),
    )
}

/// `iam:PermissionsBoundary` is the boundary that is put, not the one that was there.
fn with<'a>(accesses: Accesses<'a>, boundary: Option<&'a str>) -> Accesses<'a> {
    Box::pin(async move {
        let mut accesses = accesses.await?;
        for access in &mut accesses {
            access.conditions.retain(|(key, _)| key != "iam:PermissionsBoundary");
            access
                .conditions
                .push(("iam:PermissionsBoundary".into(), boundary.unwrap_or_default().to_owned()));
        }
        Ok(accesses)
    })
}

/// A refusal if the boundary is no policy.
pub(crate) fn check(reader: &mut dyn Reader, account: &AccountId, arn: Option<&str>) -> Result<(), Refusal> {
    let Some(arn) = arn else { return Ok(()) };
    attachable(reader, account, arn).map_err(|refusal| match refusal {
        Refusal::NoSuchEntity(_) => {
            Refusal::NoSuchEntity(format!("Scope ARN: {arn} does not exist or is not attachable."))
        }
        other => other,
    })
}

async fn put_user(
    iam: Arc<Iam>,
    context: Context,
    input: model::PutUserPermissionsBoundaryRequest,
) -> Result<(), AwsError> {
    let (account, boundary) = (context.scope.account.clone(), input.permissions_boundary);
    let changed = iam.change(&context, input.user_name.unwrap_or_default(), move |w, user: &mut User| {
        check(w, &account, boundary.as_deref())?;
        user.boundary.clone_from(&boundary);
        Ok(())
    });
    Ok(changed.await?)
}

async fn put_role(
    iam: Arc<Iam>,
    context: Context,
    input: model::PutRolePermissionsBoundaryRequest,
) -> Result<(), AwsError> {
    let (account, boundary) = (context.scope.account.clone(), input.permissions_boundary);
    let changed = iam.change(&context, input.role_name.unwrap_or_default(), move |w, role: &mut Role| {
        check(w, &account, boundary.as_deref())?;
        role.boundary.clone_from(&boundary);
        Ok(())
    });
    Ok(changed.await?)
}

async fn delete_user(
    iam: Arc<Iam>,
    context: Context,
    input: model::DeleteUserPermissionsBoundaryRequest,
) -> Result<(), AwsError> {
    let changed = iam.change(&context, input.user_name.unwrap_or_default(), |_, user: &mut User| {
        user.boundary.take().map(|_| ()).ok_or_else(none)
    });
    Ok(changed.await?)
}

async fn delete_role(
    iam: Arc<Iam>,
    context: Context,
    input: model::DeleteRolePermissionsBoundaryRequest,
) -> Result<(), AwsError> {
    let changed = iam.change(&context, input.role_name.unwrap_or_default(), |_, role: &mut Role| {
        role.boundary.take().map(|_| ()).ok_or_else(none)
    });
    Ok(changed.await?)
}

fn none() -> Refusal {
    Refusal::NoSuchEntity("No permissions boundary is attached to this entity.".to_owned())
}
