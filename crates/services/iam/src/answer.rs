//! Documents in the shapes of AWS's answers.

use neargate_core::AccountId;
use neargate_identity::records::{self, LastUse, Tags};
use neargate_wire::Time;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{model, to_the_second};

/// RFC 3986's unreserved characters stay as they are.
const ENCODE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A policy's text, as AWS answers it: URL-encoded.
pub(crate) fn encoded(document: &str) -> String {
    utf8_percent_encode(document, ENCODE).to_string()
}

pub(crate) fn tags(tags: &Tags) -> Vec<model::Tag> {
    let tag =
        |(key, value): (&String, &String)| model::Tag { key: Some(key.clone()), value: Some(value.clone()) };
    tags.iter().map(tag).collect()
}

/// None are left out.
pub(crate) fn some_tags(given: &Tags) -> Option<Vec<model::Tag>> {
    (!given.is_empty()).then(|| tags(given))
}

pub(crate) fn boundary(arn: Option<&String>) -> Option<model::AttachedPermissionsBoundary> {
    arn.map(|arn| model::AttachedPermissionsBoundary {
        permissions_boundary_type: Some(model::PermissionsBoundaryAttachmentType::from("Policy")),
        permissions_boundary_arn: Some(arn.clone()),
    })
}

/// As listings have it, without tags and boundary.
pub(crate) fn listed_user(account: &AccountId, user: &records::User) -> model::User {
    model::User {
        path: Some(user.path.clone()),
        user_name: Some(user.name.clone()),
        user_id: Some(user.id.clone()),
        arn: Some(user.arn(account)),
        create_date: Some(Time(user.created)),
        ..model::User::default()
    }
}

pub(crate) fn user(account: &AccountId, user: &records::User) -> model::User {
    model::User {
        permissions_boundary: boundary(user.boundary.as_ref()),
        tags: some_tags(&user.tags),
        ..listed_user(account, user)
    }
}

pub(crate) fn group(account: &AccountId, group: &records::Group) -> model::Group {
    model::Group {
        path: Some(group.path.clone()),
        group_name: Some(group.name.clone()),
        group_id: Some(group.id.clone()),
        arn: Some(group.arn(account)),
        create_date: Some(Time(group.created)),
    }
}

/// As listings have it, without tags and boundary.
pub(crate) fn listed_role(account: &AccountId, role: &records::Role) -> model::Role {
    model::Role {
        path: Some(role.path.clone()),
        role_name: Some(role.name.clone()),
        role_id: Some(role.id.clone()),
        arn: Some(role.arn(account)),
        create_date: Some(Time(role.created)),
        assume_role_policy_document: Some(encoded(&role.trust)),
        description: role.description.clone(),
        max_session_duration: Some(role.max_session_seconds),
        ..model::Role::default()
    }
}

pub(crate) fn role(account: &AccountId, role: &records::Role) -> model::Role {
    model::Role {
        permissions_boundary: boundary(role.boundary.as_ref()),
        tags: some_tags(&role.tags),
        ..listed_role(account, role)
    }
}

/// Empty for a role that was never used.
pub(crate) fn role_last_used(used: Option<LastUse>) -> model::RoleLastUsed {
    let date = used.as_ref().map(|used| Time(to_the_second(used.at)));
    model::RoleLastUsed { last_used_date: date, region: used.map(|used| used.region) }
}

pub(crate) fn instance_profile(
    account: &AccountId,
    profile: &records::InstanceProfile,
    role: Option<&records::Role>,
) -> model::InstanceProfile {
    model::InstanceProfile {
        path: Some(profile.path.clone()),
        instance_profile_name: Some(profile.name.clone()),
        instance_profile_id: Some(profile.id.clone()),
        arn: Some(profile.arn(account)),
        create_date: Some(Time(profile.created)),
        roles: Some(role.iter().map(|role| listed_role(account, role)).collect()),
        tags: some_tags(&profile.tags),
    }
}

pub(crate) fn attached(arns: &[String]) -> Vec<model::AttachedPolicy> {
    let mut attached: Vec<_> = arns
        .iter()
        .map(|arn| model::AttachedPolicy {
            policy_name: Some(name_of(arn).to_owned()),
            policy_arn: Some(arn.clone()),
        })
        .collect();
    attached.sort_by(|one, other| one.policy_name.cmp(&other.policy_name));
    attached
}

/// The last part of an ARN with a path.
pub(crate) fn name_of(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or_default()
}
