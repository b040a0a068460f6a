//! Tags of users, roles, policies and instance profiles. Keys don't distinguish case.

use std::sync::Arc;

use neargate_identity::managed as aws;
use neargate_identity::records::{InstanceProfile, Role, Tags, User};
use neargate_wire::authorize::Accesses;
use neargate_wire::{AwsError, Context, Service};

use crate::guard::{guarded, untagging};
use crate::page::Wanted;
use crate::refusal::Refusal;
use crate::{Iam, answer, instance_profiles, managed, model};

const MAX_TAGS: usize = 50;

pub(crate) fn register(service: Service, iam: &Arc<Iam>) -> Service {
    let service = service
        .guarded(
            model::TagUser,
            iam,
            |iam, context, input| {
                tagging(iam.user("iam:TagUser", context, input.user_name.as_deref()), input.tags.as_deref())
            },
            tag_user,
        )
        .guarded(
            model::TagRole,
            iam,
            |iam, context, input| {
                tagging(iam.role("iam:TagRole", context, input.role_name.as_deref()), input.tags.as_deref())
            },
            tag_role,
        )
        .guarded(
            model::TagPolicy,
            iam,
            |iam, context, input| {
                tagging(
                    iam.named("iam:TagPolicy", context, input.policy_arn.as_deref()),
                    input.tags.as_deref(),
                )
            },
            tag_policy,
        )
        .guarded(
            model::TagInstanceProfile,
            iam,
            |iam, context, input| {
                let name = input.instance_profile_name.as_deref();
                tagging(iam.profile("iam:TagInstanceProfile", context, name), input.tags.as_deref())
            },
            tag_profile,
        );
    let service = untagging!(service, iam,
        UntagUser: untag_user => user(user_name),
        UntagRole: untag_role => role(role_name),
        UntagPolicy: untag_policy => named(policy_arn),
        UntagInstanceProfile: untag_profile => profile(instance_profile_name),
    );
    guarded!(service, iam,
        ListUserTags: list_user => user(user_name),
        ListRoleTags: list_role => role(role_name),
        ListPolicyTags: list_policy => named(policy_arn),
        ListInstanceProfileTags: list_profile => profile(instance_profile_name),
    )
}

pub(crate) fn tagging<'a>(accesses: Accesses<'a>, tags: Option<&'a [model::Tag]>) -> Accesses<'a> {
    Box::pin(async move {
        let given = || {
            let tags = tags.into_iter().flatten();
            tags.filter_map(|tag| Some((tag.key.as_deref()?, tag.value.as_deref().unwrap_or_default())))
        };
        Ok(accesses.await?.into_iter().map(|access| access.with_request_tags(given())).collect())
    })
}

/// With the condition key that says which tags are taken away.
pub(crate) fn untagging<'a>(accesses: Accesses<'a>, keys: Option<&'a [String]>) -> Accesses<'a> {
    Box::pin(async move {
        let named = || keys.into_iter().flatten().map(|key| ("aws:TagKeys", key.as_str()));
        Ok(accesses.await?.into_iter().map(|access| access.with_conditions(named())).collect())
    })
}

/// The tags of a request.
pub(crate) fn given(tags: Option<Vec<model::Tag>>) -> Result<Tags, Refusal> {
    let mut given = Tags::new();
    put(&mut given, tags.unwrap_or_default())?;
    Ok(given)
}

pub(crate) fn put(tags: &mut Tags, given: Vec<model::Tag>) -> Result<(), Refusal> {
    let mut seen = Vec::new();
    for tag in given {
        let key = tag.key.unwrap_or_default();
        if key.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("aws:")) {
            let text = "Caller is an end user and not allowed to mutate system tags";
            return Err(Refusal::Input(text.to_owned()));
        }
        if seen.contains(&key.to_ascii_lowercase()) {
            let text = "Duplicate tag keys found. Please note that Tag keys are case insensitive.";
            return Err(Refusal::Input(text.to_owned()));
        }
        seen.push(key.to_ascii_lowercase());
        tags.retain(|known, _| !known.eq_ignore_ascii_case(&key));
        tags.insert(key, tag.value.unwrap_or_default());
    }
    if tags.len() > MAX_TAGS {
        return Err(Refusal::Limit(format!("The number of tags has reached the maximum limit: {MAX_TAGS}.")));
    }
    Ok(())
}

pub(crate) fn take(tags: &mut Tags, keys: &[String]) {
    tags.retain(|known, _| !keys.iter().any(|key| known.eq_ignore_ascii_case(key)));
}

async fn tag_user(iam: Arc<Iam>, context: Context, input: model::TagUserRequest) -> Result<(), AwsError> {
    let tags = input.tags.unwrap_or_default();
    let name = input.user_name.unwrap_or_default();
    Ok(iam.change(&context, &name, move |_, user: &mut User| put(&mut user.tags, tags.clone())).await?)
}

async fn untag_user(iam: Arc<Iam>, context: Context, input: model::UntagUserRequest) -> Result<(), AwsError> {
    let (name, keys) = (input.user_name.unwrap_or_default(), input.tag_keys.unwrap_or_default());
    let changed = iam.change(&context, &name, move |_, user: &mut User| {
        take(&mut user.tags, &keys);
        Ok(())
    });
    Ok(changed.await?)
}

async fn list_user(
    iam: Arc<Iam>,
    context: Context,
    input: model::ListUserTagsRequest,
) -> Result<model::ListUserTagsResponse, AwsError> {
    let name = input.user_name.unwrap_or_default();
    let wanted = Wanted::new(&context, "ListUserTags", &name, input.marker, input.max_items)?;
    let user: User = iam.get(&context, &name).await?;
    let page = wanted.of(answer::tags(&user.tags), key_of);
    Ok(model::ListUserTagsResponse {
        is_truncated: page.truncated(),
        tags: Some(page.items),
        marker: page.marker,
    })
}

async fn tag_role(iam: Arc<Iam>, context: Context, input: model::TagRoleRequest) -> Result<(), AwsError> {
    let tags = input.tags.unwrap_or_default();
    let name = input.role_name.unwrap_or_default();
    Ok(iam.change(&context, &name, move |_, role: &mut Role| put(&mut role.tags, tags.clone())).await?)
}

async fn untag_role(iam: Arc<Iam>, context: Context, input: model::UntagRoleRequest) -> Result<(), AwsError> {
    let (name, keys) = (input.role_name.unwrap_or_default(), input.tag_keys.unwrap_or_default());
    let changed = iam.change(&context, &name, move |_, role: &mut Role| {
        take(&mut role.tags, &keys);
        Ok(())
    });
    Ok(changed.await?)
}

async fn list_role(
    iam: Arc<Iam>,
    context: Context,
    input: model::ListRoleTagsRequest,
) -> Result<model::ListRoleTagsResponse, AwsError> {
    let name = input.role_name.unwrap_or_default();
    let wanted = Wanted::new(&context, "ListRoleTags", &name, input.marker, input.max_items)?;
    let role: Role = iam.get(&context, &name).await?;
    let page = wanted.of(answer::tags(&role.tags), key_of);
    Ok(model::ListRoleTagsResponse {
        is_truncated: page.truncated(),
        tags: Some(page.items),
        marker: page.marker,
    })
}

async fn tag_policy(iam: Arc<Iam>, context: Context, input: model::TagPolicyRequest) -> Result<(), AwsError> {
    let (arn, tags) = (input.policy_arn.unwrap_or_default(), input.tags.unwrap_or_default());
    managed::changeable(&arn)?;
    Ok(iam.change_policy(&context, arn, iam.now(), move |policy| put(&mut policy.tags, tags.clone())).await?)
}

async fn untag_policy(
    iam: Arc<Iam>,
    context: Context,
    input: model::UntagPolicyRequest,
) -> Result<(), AwsError> {
    let (arn, keys) = (input.policy_arn.unwrap_or_default(), input.tag_keys.unwrap_or_default());
    managed::changeable(&arn)?;
    let changed = iam.change_policy(&context, arn, iam.now(), move |policy| {
        take(&mut policy.tags, &keys);
        Ok(())
    });
    Ok(changed.await?)
}

async fn list_policy(
    iam: Arc<Iam>,
    context: Context,
    input: model::ListPolicyTagsRequest,
) -> Result<model::ListPolicyTagsResponse, AwsError> {
    let arn = input.policy_arn.unwrap_or_default();
    let wanted = Wanted::new(&context, "ListPolicyTags", &arn, input.marker, input.max_items)?;
    let tags = match aws::find(&arn) {
        Some(_) => Tags::new(),
        None => iam.identity.store().read(|r| managed::own(r, &context.scope.account, &arn)).await?.tags,
    };
    let page = wanted.of(answer::tags(&tags), key_of);
    Ok(model::ListPolicyTagsResponse {
        is_truncated: page.truncated(),
        tags: Some(page.items),
        marker: page.marker,
    })
}

async fn tag_profile(
    iam: Arc<Iam>,
    context: Context,
    input: model::TagInstanceProfileRequest,
) -> Result<(), AwsError> {
    let tags = input.tags.unwrap_or_default();
    let name = input.instance_profile_name.unwrap_or_default();
    Ok(iam.change_profile(&context, name, move |_, profile| put(&mut profile.tags, tags.clone())).await?)
}

async fn untag_profile(
    iam: Arc<Iam>,
    context: Context,
    input: model::UntagInstanceProfileRequest,
) -> Result<(), AwsError> {
    let keys = input.tag_keys.unwrap_or_default();
    let name = input.instance_profile_name.unwrap_or_default();
    let changed = iam.change_profile(&context, name, move |_, profile: &mut InstanceProfile| {
        take(&mut profile.tags, &keys);
        Ok(())
    });
    Ok(changed.await?)
}

async fn list_profile(
    iam: Arc<Iam>,
    context: Context,
    input: model::ListInstanceProfileTagsRequest,
) -> Result<model::ListInstanceProfileTagsResponse, AwsError> {
    let name = input.instance_profile_name.unwrap_or_default();
    let wanted = Wanted::new(&context, "ListInstanceProfileTags", &name, input.marker, input.max_items)?;
    let account = &context.scope.account;
    let profile = iam.identity.store().read(|r| instance_profiles::get_by_name(r, account, &name)).await?;
    let page = wanted.of(answer::tags(&profile.tags), key_of);
    Ok(model::ListInstanceProfileTagsResponse {
        is_truncated: page.truncated(),
        tags: Some(page.items),
        marker: page.marker,
    })
}

pub(crate) fn key_of(tag: &model::Tag) -> String {
    tag.key.clone().unwrap_or_default()
}
