//! GetAccountAuthorizationDetails: everybody and everything that is allowed, in one listing.

use std::collections::HashMap;
use std::sync::Arc;

use neargate_core::AccountId;
use neargate_identity::managed::{self as aws};
use neargate_identity::records::{Group, LastUse, ManagedPolicy, Policies, Role, User, key};
use neargate_store::{ReadRecords as _, Reader};
use neargate_wire::{AwsError, Context, Service, Time};

use crate::page::{Wanted, everything};
use crate::refusal::Refusal;
use crate::{Iam, answer, instance_profiles, managed, model, versions};

pub(crate) fn register(service: Service, iam: &Arc<Iam>) -> Service {
    service.on(model::GetAccountAuthorizationDetails, iam, details)
}

/// One entry of the listing.
enum Detail {
    User(Box<model::UserDetail>),
    Group(model::GroupDetail),
    Role(Box<model::RoleDetail>),
    Policy(Box<model::ManagedPolicyDetail>),
}

async fn details(
    iam: Arc<Iam>,
    context: Context,
    input: model::GetAccountAuthorizationDetailsRequest,
) -> Result<model::GetAccountAuthorizationDetailsResponse, AwsError> {
    let account = &context.scope.account;
    let filter: Vec<String> =
        input.filter.unwrap_or_default().iter().map(|kind| kind.as_str().to_owned()).collect();
    let about = filter.join(" ");
    let wanted =
        Wanted::new(&context, "GetAccountAuthorizationDetails", &about, input.marker, input.max_items)?;
    let uses = iam.identity.last_uses(account).await.map_err(Refusal::Store)?;
    let read = iam.identity.store().read(|r| all(r, account, &filter, &uses));
    let page = wanted.of(read.await?, |(key, _)| key.clone());
    let mut answer = model::GetAccountAuthorizationDetailsResponse {
        user_detail_list: Some(Vec::new()),
        group_detail_list: Some(Vec::new()),
        role_detail_list: Some(Vec::new()),
        policies: Some(Vec::new()),
        is_truncated: page.truncated(),
        marker: page.marker,
    };
    for (_, detail) in page.items {
        match detail {
            Detail::User(user) => answer.user_detail_list.get_or_insert_default().push(*user),
            Detail::Group(group) => answer.group_detail_list.get_or_insert_default().push(group),
            Detail::Role(role) => answer.role_detail_list.get_or_insert_default().push(*role),
            Detail::Policy(policy) => answer.policies.get_or_insert_default().push(*policy),
        }
    }
    Ok(answer)
}

fn all(
    reader: &mut dyn Reader,
    account: &AccountId,
    filter: &[String],
    uses: &HashMap<String, LastUse>,
) -> Result<Vec<(String, Detail)>, Refusal> {
    let asked = |kind: &str| filter.is_empty() || filter.iter().any(|asked| asked == kind);
    let mut all = Vec::new();
    if asked("User") {
        for user in everything::<User>(reader, account)? {
            let mut groups = Vec::new();
            for group in &user.groups {
                let group = reader.get_record::<Group>(account.as_str(), neargate_identity::REGION, group)?;
                groups.extend(group.map(|group| group.value.name));
            }
            all.push((
                format!("0{}", key(&user.name)),
                Detail::User(Box::new(user_detail(account, &user, groups))),
            ));
        }
    }
    if asked("Group") {
        for group in everything::<Group>(reader, account)? {
            all.push((format!("1{}", key(&group.name)), Detail::Group(group_detail(account, &group))));
        }
    }
    if asked("Role") {
        for role in everything::<Role>(reader, account)? {
            let detail = role_detail(reader, account, &role, uses.get(&role.id).cloned())?;
            all.push((format!("2{}", key(&role.name)), Detail::Role(Box::new(detail))));
        }
    }
    if asked("LocalManagedPolicy") {
        for policy in everything::<ManagedPolicy>(reader, account)? {
            let uses = managed::uses(reader, account, &policy.arn(account))?;
            let told = managed::told(account, &policy, uses);
            let versions =
                policy.versions.iter().rev().map(|version| versions::told(&policy, version, true)).collect();
            let detail = policy_detail(told, versions);
            all.push((format!("3{}", key(&policy.name)), Detail::Policy(Box::new(detail))));
        }
    }
    if asked("AWSManagedPolicy") {
        for policy in aws::all() {
            let uses = managed::uses(reader, account, &policy.arn)?;
            // AWS tells of those only that are attached.
            if uses.attachments + uses.boundaries > 0 {
                let told = managed::told_of_aws(policy, uses);
                let detail = policy_detail(told, vec![versions::told_of_aws(policy, true)]);
                all.push((format!("4{}", key(policy.name)), Detail::Policy(Box::new(detail))));
            }
        }
    }
    Ok(all)
}

fn inline(policies: &Policies) -> Option<Vec<model::PolicyDetail>> {
    let detail = |(name, document): (&String, &String)| model::PolicyDetail {
        policy_name: Some(name.clone()),
        policy_document: Some(answer::encoded(document)),
    };
    Some(policies.inline.iter().map(detail).collect())
}

fn user_detail(account: &AccountId, user: &User, groups: Vec<String>) -> model::UserDetail {
    model::UserDetail {
        path: Some(user.path.clone()),
        user_name: Some(user.name.clone()),
        user_id: Some(user.id.clone()),
        arn: Some(user.arn(account)),
        create_date: Some(Time(user.created)),
        user_policy_list: inline(&user.policies).filter(|list| !list.is_empty()),
        group_list: Some(groups),
        attached_managed_policies: Some(answer::attached(&user.policies.attached)),
        permissions_boundary: answer::boundary(user.boundary.as_ref()),
        tags: Some(answer::tags(&user.tags)),
    }
}

fn group_detail(account: &AccountId, group: &Group) -> model::GroupDetail {
    model::GroupDetail {
        path: Some(group.path.clone()),
        group_name: Some(group.name.clone()),
        group_id: Some(group.id.clone()),
        arn: Some(group.arn(account)),
        create_date: Some(Time(group.created)),
        group_policy_list: inline(&group.policies),
        attached_managed_policies: Some(answer::attached(&group.policies.attached)),
    }
}

fn role_detail(
    reader: &mut dyn Reader,
    account: &AccountId,
    role: &Role,
    used: Option<LastUse>,
) -> Result<model::RoleDetail, Refusal> {
    let profiles = instance_profiles::with_role(reader, account, &role.name)?;
    let profiles =
        profiles.iter().map(|profile| answer::instance_profile(account, profile, Some(role))).collect();
    Ok(model::RoleDetail {
        path: Some(role.path.clone()),
        role_name: Some(role.name.clone()),
        role_id: Some(role.id.clone()),
        arn: Some(role.arn(account)),
        create_date: Some(Time(role.created)),
        assume_role_policy_document: Some(answer::encoded(&role.trust)),
        instance_profile_list: Some(profiles),
        role_policy_list: inline(&role.policies),
        attached_managed_policies: Some(answer::attached(&role.policies.attached)),
        permissions_boundary: answer::boundary(role.boundary.as_ref()),
        tags: Some(answer::tags(&role.tags)),
        role_last_used: Some(answer::role_last_used(used)),
    })
}

fn policy_detail(policy: model::Policy, versions: Vec<model::PolicyVersion>) -> model::ManagedPolicyDetail {
    model::ManagedPolicyDetail {
        policy_name: policy.policy_name,
        policy_id: policy.policy_id,
        arn: policy.arn,
        path: policy.path,
        default_version_id: policy.default_version_id,
        attachment_count: policy.attachment_count,
        permissions_boundary_usage_count: policy.permissions_boundary_usage_count,
        is_attachable: policy.is_attachable,
        description: policy.description,
        create_date: policy.create_date,
        update_date: policy.update_date,
        policy_version_list: Some(versions),
    }
}
