//! Roles.

use std::sync::Arc;

use neargate_identity::records::{InstanceProfile, Policies, Role, WITH_ROLE};
use neargate_identity::{REGION, forget_use};
use neargate_store::{Range, ReadRecords as _, Record as _};
use neargate_wire::{AwsError, Context, Service};

use crate::entity::Entity as _;
use crate::guard::{created, guarded};
use crate::page::Wanted;
use crate::refusal::Refusal;
use crate::resource::{self, Resource as _};
use crate::{Iam, answer, boundaries, documents, fresh_id, model, principals, tags};

const DEFAULT_SESSION_SECONDS: i64 = 3600;

pub(crate) fn register(service: Service, iam: &Arc<Iam>) -> Service {
    let service = service
        .guarded(
            model::CreateRole,
            iam,
            |_, context, input| {
                let boundary = input.permissions_boundary.as_deref();
                let (path, name) = (input.path.as_deref(), input.role_name.as_deref());
                created("iam:CreateRole", context, "role", path, name, input.tags.as_ref(), boundary)
            },
            create,
        )
        .guarded(
            model::ListRoles,
            iam,
            |iam, context, input| iam.all("iam:ListRoles", context, "role", input.path_prefix.as_deref()),
            list,
        );
    guarded!(service, iam,
        GetRole: get => role(role_name),
        UpdateRole: update => role(role_name),
        UpdateRoleDescription: update_description => role(role_name),
        UpdateAssumeRolePolicy: update_trust => role(role_name),
        DeleteRole: delete => role(role_name),
    )
}

async fn create(
    iam: Arc<Iam>,
    context: Context,
    input: model::CreateRoleRequest,
) -> Result<model::CreateRoleResponse, AwsError> {
    let account = context.scope.account.clone();
    let role = Role {
        name: input.role_name.unwrap_or_default(),
        path: input.path.unwrap_or_else(|| "/".to_owned()),
        id: fresh_id("AROA"),
        created: iam.now(),
        description: input.description,
        max_session_seconds: input.max_session_duration.unwrap_or(DEFAULT_SESSION_SECONDS),
        trust: documents::trust(input.assume_role_policy_document)?,
        boundary: input.permissions_boundary,
        tags: tags::given(input.tags)?,
        policies: Policies::default(),
        linked_service: None,
    };
    let written = iam.identity.store().write(context.durability, move |w| {
        boundaries::check(w, &account, role.boundary.as_deref())?;
        let role = Role { trust: principals::resolve(w, &account, &role.trust)?, ..role.clone() };
        resource::create(w, &account, &role)?;
        Ok::<_, Refusal>(answer::role(&account, &role))
    });
    Ok(model::CreateRoleResponse { role: Some(written.await?) })
}

async fn get(
    iam: Arc<Iam>,
    context: Context,
    input: model::GetRoleRequest,
) -> Result<model::GetRoleResponse, AwsError> {
    let role: Role = iam.get(&context, &input.role_name.unwrap_or_default()).await?;
    let account = &context.scope.account;
    let used = iam.identity.last_use(account, &role.id).await.map_err(Refusal::Store)?;
    let told =
        model::Role { role_last_used: Some(answer::role_last_used(used)), ..answer::role(account, &role) };
    Ok(model::GetRoleResponse { role: Some(told) })
}

async fn list(
    iam: Arc<Iam>,
    context: Context,
    input: model::ListRolesRequest,
) -> Result<model::ListRolesResponse, AwsError> {
    let account = &context.scope.account;
    let prefix = input.path_prefix.unwrap_or_else(|| "/".to_owned());
    let wanted = Wanted::new(&context, "ListRoles", &prefix, input.marker, input.max_items)?;
    let under = |role: &Role| role.path.starts_with(&prefix);
    let page = iam.identity.store().read(|r| wanted.read(r, account, under)).await?;
    Ok(model::ListRolesResponse {
        is_truncated: page.truncated(),
        roles: Some(page.items.iter().map(|role| answer::listed_role(account, role)).collect()),
        marker: page.marker,
    })
}

async fn update(
    iam: Arc<Iam>,
    context: Context,
    input: model::UpdateRoleRequest,
) -> Result<model::UpdateRoleResponse, AwsError> {
    let (description, seconds) = (input.description, input.max_session_duration);
    let changed = iam.change_found(
        &context,
        input.role_name.unwrap_or_default(),
        Role::find,
        move |_, role: &mut Role| {
            if seconds.is_some() {
                role.changeable()?;
            }
            if description.is_some() {
                role.description.clone_from(&description);
            }
            role.max_session_seconds = seconds.unwrap_or(role.max_session_seconds);
            Ok(())
        },
    );
    changed.await?;
    Ok(model::UpdateRoleResponse {})
}

async fn update_description(
    iam: Arc<Iam>,
    context: Context,
    input: model::UpdateRoleDescriptionRequest,
) -> Result<model::UpdateRoleDescriptionResponse, AwsError> {
    let description = input.description;
    let changed = iam.change_found(
        &context,
        input.role_name.unwrap_or_default(),
        Role::find,
        move |_, role: &mut Role| {
            role.description.clone_from(&description);
            Ok(role.clone())
        },
    );
    let role = changed.await?;
    Ok(model::UpdateRoleDescriptionResponse { role: Some(answer::role(&context.scope.account, &role)) })
}

async fn update_trust(
    iam: Arc<Iam>,
    context: Context,
    input: model::UpdateAssumeRolePolicyRequest,
) -> Result<(), AwsError> {
    let trust = documents::trust(input.policy_document)?;
    let account = context.scope.account.clone();
    let changed = iam.change(&context, input.role_name.unwrap_or_default(), move |w, role: &mut Role| {
        role.trust = principals::resolve(w, &account, &trust)?;
        Ok(())
    });
    Ok(changed.await?)
}

async fn delete(iam: Arc<Iam>, context: Context, input: model::DeleteRoleRequest) -> Result<(), AwsError> {
    let (account, name) = (context.scope.account.clone(), input.role_name.unwrap_or_default());
    let written = iam.identity.store().write(context.durability, move |w| {
        let role = Role::find_to_change(w, &account, &name)?;
        let profiles = w.lookup_records::<InstanceProfile>(
            account.as_str(),
            REGION,
            WITH_ROLE,
            &role.id(),
            Range::all().limit(1),
        )?;
        let left = [
            (!profiles.is_empty(), "remove roles from instance profile"),
            (!role.policies.attached.is_empty(), "detach all policies"),
            (!role.policies.inline.is_empty(), "delete policies"),
        ];
        if let Some((_, what)) = left.into_iter().find(|(is_left, _)| *is_left) {
            return Err(Refusal::DeleteConflict(format!("Cannot delete entity, must {what} first.")));
        }
        resource::delete(w, &account, &role)?;
        principals::replace(w, &account, &role.arn(&account), &role.id)?;
        forget_use(w, &account, &role.id)?;
        Ok(())
    });
    Ok(written.await?)
}
