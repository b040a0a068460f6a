//! Instance profiles: a role, as EC2 instances know it.

use std::sync::Arc;

use neargate_core::AccountId;
use neargate_identity::REGION;
use neargate_identity::records::{InstanceProfile, Role, Tags, WITH_ROLE, key};
use neargate_store::{Range, ReadRecords as _, Reader};
use neargate_wire::authorize::Access;
use neargate_wire::{AwsError, Context, Service};

use crate::guard::{created, guarded};
use crate::page::Wanted;
use crate::refusal::Refusal;
use crate::resource::{self, Resource, Tagged};
use crate::{Iam, answer, entity, fresh_id, model, tags};

pub(crate) fn register(service: Service, iam: &Arc<Iam>) -> Service {
    let service = service
        .guarded(
            model::CreateInstanceProfile,
            iam,
            |_, context, input| {
                let (path, name) = (input.path.as_deref(), input.instance_profile_name.as_deref());
                let action = "iam:CreateInstanceProfile";
                created(action, context, "instance-profile", path, name, input.tags.as_ref(), None)
            },
            create,
        )
        .guarded(
            model::ListInstanceProfiles,
            iam,
            |iam, context, input| {
                iam.all("iam:ListInstanceProfiles", context, "instance-profile", input.path_prefix.as_deref())
            },
            list,
        )
        .guarded(
            model::AddRoleToInstanceProfile,
            iam,
            |iam, context, input| {
                Box::pin(async move {
                    let name = input.instance_profile_name.as_deref();
                    let mut accesses = iam.profile("iam:AddRoleToInstanceProfile", context, name).await?;
                    // Whoever starts an instance with the profile gives it the role.
                    let role = iam.role("iam:PassRole", context, input.role_name.as_deref()).await?;
                    let passed = role.into_iter().map(|access: Access| {
                        access.with_condition("iam:PassedToService", "ec2.amazonaws.com")
                    });
                    accesses.extend(passed);
                    Ok(accesses)
                })
            },
            add_role,
        );
    guarded!(service, iam,
        GetInstanceProfile: get => profile(instance_profile_name),
        DeleteInstanceProfile: delete => profile(instance_profile_name),
        RemoveRoleFromInstanceProfile: remove_role => profile(instance_profile_name),
        ListInstanceProfilesForRole: of_role => role(role_name),
    )
}

impl Resource for InstanceProfile {
    fn find(reader: &mut dyn Reader, account: &AccountId, name: &str) -> Result<Self, Refusal> {
        let found = reader.get_record::<InstanceProfile>(account.as_str(), REGION, &key(name))?;
        let none = || Refusal::NoSuchEntity(format!("Instance Profile {name} cannot be found."));
        found.map(|found| found.value).ok_or_else(none)
    }

    fn taken(&self) -> String {
        format!("Instance Profile {} already exists.", self.name)
    }
}

impl Tagged for InstanceProfile {
    fn tags_mut(&mut self) -> &mut Tags {
        &mut self.tags
    }
}

/// With its role.
pub(crate) fn told(
    reader: &mut dyn Reader,
    account: &AccountId,
    profile: &InstanceProfile,
) -> Result<model::InstanceProfile, Refusal> {
    let role = match &profile.role {
        Some(role) => reader.get_record::<Role>(account.as_str(), REGION, &key(role))?,
        None => None,
    };
    Ok(answer::instance_profile(account, profile, role.as_ref().map(|role| &role.value)))
}

async fn create(
    iam: Arc<Iam>,
    context: Context,
    input: model::CreateInstanceProfileRequest,
) -> Result<model::CreateInstanceProfileResponse, AwsError> {
    let profile = InstanceProfile {
        name: input.instance_profile_name.unwrap_or_default(),
        path: input.path.unwrap_or_else(|| "/".to_owned()),
        id: fresh_id("AIPA"),
        created: iam.now(),
        role: None,
        tags: tags::given(input.tags)?,
    };
    let answer = answer::instance_profile(&context.scope.account, &profile, None);
    iam.create(&context, profile).await?;
    Ok(model::CreateInstanceProfileResponse { instance_profile: Some(answer) })
}

async fn get(
    iam: Arc<Iam>,
    context: Context,
    input: model::GetInstanceProfileRequest,
) -> Result<model::GetInstanceProfileResponse, AwsError> {
    let (account, name) = (&context.scope.account, input.instance_profile_name.unwrap_or_default());
    let read = iam.identity.store().read(|r| {
        let profile = InstanceProfile::find(r, account, &name)?;
        told(r, account, &profile)
    });
    Ok(model::GetInstanceProfileResponse { instance_profile: Some(read.await?) })
}

async fn list(
    iam: Arc<Iam>,
    context: Context,
    input: model::ListInstanceProfilesRequest,
) -> Result<model::ListInstanceProfilesResponse, AwsError> {
    let account = &context.scope.account;
    let prefix = input.path_prefix.unwrap_or_else(|| "/".to_owned());
    let wanted = Wanted::new(&context, "ListInstanceProfiles", &prefix, input.marker, input.max_items)?;
    let read = iam.identity.store().read(|r| {
        let page = wanted.read(r, account, |profile: &InstanceProfile| profile.path.starts_with(&prefix))?;
        let told =
            page.items.iter().map(|profile| told(r, account, profile)).collect::<Result<Vec<_>, _>>()?;
        Ok::<_, Refusal>((told, page.marker))
    });
    let (profiles, marker) = read.await?;
    Ok(model::ListInstanceProfilesResponse {
        instance_profiles: Some(profiles.into_iter().map(without_tags).collect()),
        is_truncated: Some(marker.is_some()),
        marker,
    })
}

async fn of_role(
    iam: Arc<Iam>,
    context: Context,
    input: model::ListInstanceProfilesForRoleRequest,
) -> Result<model::ListInstanceProfilesForRoleResponse, AwsError> {
    let (account, name) = (&context.scope.account, input.role_name.unwrap_or_default());
    let wanted = Wanted::new(&context, "ListInstanceProfilesForRole", &name, input.marker, input.max_items)?;
    let read = iam.identity.store().read(|r| {
        Role::find(r, account, &name)?;
        let found = with_role(r, account, &name)?;
        found.iter().map(|profile| told(r, account, profile)).collect::<Result<Vec<_>, _>>()
    });
    let page =
        wanted.of(read.await?, |profile| key(profile.instance_profile_name.as_deref().unwrap_or_default()));
    Ok(model::ListInstanceProfilesForRoleResponse {
        is_truncated: page.truncated(),
        instance_profiles: Some(page.items.into_iter().map(without_tags).collect()),
        marker: page.marker,
    })
}

/// The profiles that have a role, by name.
pub(crate) fn with_role(
    reader: &mut dyn Reader,
    account: &AccountId,
    role: &str,
) -> Result<Vec<InstanceProfile>, Refusal> {
    let found = reader.lookup_records::<InstanceProfile>(
        account.as_str(),
        REGION,
        WITH_ROLE,
        &key(role),
        Range::all(),
    )?;
    Ok(found.into_iter().map(|profile| profile.value).collect())
}

async fn delete(
    iam: Arc<Iam>,
    context: Context,
    input: model::DeleteInstanceProfileRequest,
) -> Result<(), AwsError> {
    let (account, name) = (context.scope.account.clone(), input.instance_profile_name.unwrap_or_default());
    let written = iam.identity.store().write(context.durability, move |w| {
        let profile = InstanceProfile::find(w, &account, &name)?;
        if profile.role.is_some() {
            let text = "Cannot delete entity, must remove roles from instance profile first.";
            return Err(Refusal::DeleteConflict(text.to_owned()));
        }
        resource::delete(w, &account, &profile)
    });
    Ok(written.await?)
}

async fn add_role(
    iam: Arc<Iam>,
    context: Context,
    input: model::AddRoleToInstanceProfileRequest,
) -> Result<(), AwsError> {
    let (account, role) = (context.scope.account.clone(), input.role_name.unwrap_or_default());
    let name = input.instance_profile_name.unwrap_or_default();
    let changed = iam.change(&context, name, move |w, profile: &mut InstanceProfile| {
        let role = Role::find(w, &account, &role)?;
        if profile.role.is_some() {
            return Err(Refusal::limit("InstanceSessionsPerInstanceProfile", 1));
        }
        profile.role = Some(role.name);
        Ok(())
    });
    Ok(changed.await?)
}

async fn remove_role(
    iam: Arc<Iam>,
    context: Context,
    input: model::RemoveRoleFromInstanceProfileRequest,
) -> Result<(), AwsError> {
    let role = input.role_name.unwrap_or_default();
    let name = input.instance_profile_name.unwrap_or_default();
    let changed = iam.change(&context, name, move |_, profile: &mut InstanceProfile| {
        if profile.role.as_ref().is_none_or(|known| key(known) != key(&role)) {
            return Err(entity::none::<Role>(&role));
        }
        profile.role = None;
        Ok(())
    });
    Ok(changed.await?)
}

fn without_tags(profile: model::InstanceProfile) -> model::InstanceProfile {
    model::InstanceProfile { tags: None, ..profile }
}
