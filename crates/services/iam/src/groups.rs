//! Groups, and who is in them. A user's document says in which.

use std::sync::Arc;

use neargate_core::AccountId;
use neargate_identity::REGION;
use neargate_identity::records::{Group, IN_GROUP, Policies, User, key};
use neargate_store::{Expect, Range, ReadRecords as _, Reader, Record as _, WriteRecords as _};
use neargate_wire::{AwsError, Context, Service};

use crate::guard::{created, guarded};
use crate::page::Wanted;
use crate::refusal::Refusal;
use crate::resource::{self, Resource as _};
use crate::{Iam, answer, fresh_id, model};

const MAX_PER_USER: usize = 10;

pub(crate) fn register(service: Service, iam: &Arc<Iam>) -> Service {
    let service = service
        .guarded(
            model::CreateGroup,
            iam,
            |_, context, input| {
                let (path, name) = (input.path.as_deref(), input.group_name.as_deref());
                created("iam:CreateGroup", context, "group", path, name, None, None)
            },
            create,
        )
        .guarded(
            model::ListGroups,
            iam,
            |iam, context, input| iam.all("iam:ListGroups", context, "group", input.path_prefix.as_deref()),
            list,
        );
    guarded!(service, iam,
        GetGroup: get => group(group_name),
        UpdateGroup: update => group(group_name),
        DeleteGroup: delete => group(group_name),
        AddUserToGroup: add_user => group(group_name),
        RemoveUserFromGroup: remove_user => group(group_name),
        ListGroupsForUser: of_user => user(user_name),
    )
}

async fn create(
    iam: Arc<Iam>,
    context: Context,
    input: model::CreateGroupRequest,
) -> Result<model::CreateGroupResponse, AwsError> {
    let group = Group {
        name: input.group_name.unwrap_or_default(),
        path: input.path.unwrap_or_else(|| "/".to_owned()),
        id: fresh_id("AGPA"),
        created: iam.now(),
        policies: Policies::default(),
    };
    let answer = answer::group(&context.scope.account, &group);
    iam.create(&context, group).await?;
    Ok(model::CreateGroupResponse { group: Some(answer) })
}

async fn get(
    iam: Arc<Iam>,
    context: Context,
    input: model::GetGroupRequest,
) -> Result<model::GetGroupResponse, AwsError> {
    let (account, name) = (&context.scope.account, input.group_name.unwrap_or_default());
    let wanted = Wanted::new(&context, "GetGroup", &name, input.marker, input.max_items)?;
    let read = iam.identity.store().read(|r| {
        let group = Group::find(r, account, &name)?;
        Ok::<_, Refusal>((group, members(r, account, &name)?))
    });
    let (group, members) = read.await?;
    let page = wanted.of(members, |user| user.id().into_owned());
    Ok(model::GetGroupResponse {
        group: Some(answer::group(account, &group)),
        is_truncated: page.truncated(),
        users: Some(page.items.iter().map(|user| answer::listed_user(account, user)).collect()),
        marker: page.marker,
    })
}

async fn list(
    iam: Arc<Iam>,
    context: Context,
    input: model::ListGroupsRequest,
) -> Result<model::ListGroupsResponse, AwsError> {
    let account = &context.scope.account;
    let prefix = input.path_prefix.unwrap_or_else(|| "/".to_owned());
    let wanted = Wanted::new(&context, "ListGroups", &prefix, input.marker, input.max_items)?;
    let under = |group: &Group| group.path.starts_with(&prefix);
    let page = iam.identity.store().read(|r| wanted.read(r, account, under)).await?;
    Ok(model::ListGroupsResponse {
        is_truncated: page.truncated(),
        groups: Some(page.items.iter().map(|group| answer::group(account, group)).collect()),
        marker: page.marker,
    })
}

async fn of_user(
    iam: Arc<Iam>,
    context: Context,
    input: model::ListGroupsForUserRequest,
) -> Result<model::ListGroupsForUserResponse, AwsError> {
    let (account, name) = (&context.scope.account, input.user_name.unwrap_or_default());
    let wanted = Wanted::new(&context, "ListGroupsForUser", &name, input.marker, input.max_items)?;
    let groups = iam.identity.store().read(|r| {
        let mut user = User::find(r, account, &name)?;
        user.groups.sort();
        user.groups.iter().map(|group| Group::find(r, account, group)).collect::<Result<Vec<_>, _>>()
    });
    let page = wanted.of(groups.await?, |group| group.id().into_owned());
    Ok(model::ListGroupsForUserResponse {
        is_truncated: page.truncated(),
        groups: Some(page.items.iter().map(|group| answer::group(account, group)).collect()),
        marker: page.marker,
    })
}

async fn update(iam: Arc<Iam>, context: Context, input: model::UpdateGroupRequest) -> Result<(), AwsError> {
    let (account, old) = (context.scope.account.clone(), input.group_name.unwrap_or_default());
    let (path, new) = (input.new_path, input.new_group_name);
    let changed = iam.change(&context, old, move |w, group: &mut Group| {
        let before = group.id().into_owned();
        group.path = path.clone().unwrap_or_else(|| group.path.clone());
        group.name = new.clone().unwrap_or_else(|| group.name.clone());
        if group.id() != before.as_str() {
            for mut user in members(w, &account, &before)? {
                user.groups.retain(|group| *group != before);
                user.groups.push(group.id().into_owned());
                w.put_record(account.as_str(), REGION, &user, Expect::Any)?;
            }
        }
        Ok(())
    });
    Ok(changed.await?)
}

async fn delete(iam: Arc<Iam>, context: Context, input: model::DeleteGroupRequest) -> Result<(), AwsError> {
    let (account, name) = (context.scope.account.clone(), input.group_name.unwrap_or_default());
    let written = iam.identity.store().write(context.durability, move |w| {
        let group = Group::find(w, &account, &name)?;
        let left = [
            (!members(w, &account, &name)?.is_empty(), "remove users from group"),
            (!group.policies.attached.is_empty(), "detach all policies"),
            (!group.policies.inline.is_empty(), "delete policies"),
        ];
        if let Some((_, what)) = left.into_iter().find(|(is_left, _)| *is_left) {
            return Err(Refusal::DeleteConflict(format!("Cannot delete entity, must {what} first.")));
        }
        resource::delete(w, &account, &group)
    });
    Ok(written.await?)
}

async fn add_user(
    iam: Arc<Iam>,
    context: Context,
    input: model::AddUserToGroupRequest,
) -> Result<(), AwsError> {
    let account = context.scope.account.clone();
    let group = input.group_name.unwrap_or_default();
    let changed = iam.change(&context, input.user_name.unwrap_or_default(), move |w, user: &mut User| {
        let id = Group::find(w, &account, &group)?.id().into_owned();
        if user.groups.contains(&id) {
            return Ok(());
        }
        if user.groups.len() >= MAX_PER_USER {
            return Err(Refusal::limit("GroupsPerUser", MAX_PER_USER));
        }
        user.groups.push(id);
        Ok(())
    });
    Ok(changed.await?)
}

async fn remove_user(
    iam: Arc<Iam>,
    context: Context,
    input: model::RemoveUserFromGroupRequest,
) -> Result<(), AwsError> {
    let account = context.scope.account.clone();
    let group = input.group_name.unwrap_or_default();
    let changed = iam.change(&context, input.user_name.unwrap_or_default(), move |w, user: &mut User| {
        let id = Group::find(w, &account, &group)?.id().into_owned();
        user.groups.retain(|known| *known != id);
        Ok(())
    });
    Ok(changed.await?)
}

/// The users of a group, by name.
pub(crate) fn members(
    reader: &mut dyn Reader,
    account: &AccountId,
    group: &str,
) -> Result<Vec<User>, Refusal> {
    let found =
        reader.lookup_records::<User>(account.as_str(), REGION, IN_GROUP, &key(group), Range::all())?;
    Ok(found.into_iter().map(|user| user.value).collect())
}
