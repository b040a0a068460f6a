//! What IAM's operations touch: the ARNs of users, groups, roles and policies, which have paths that only their documents know.

use neargate_core::Principal;
use neargate_identity::records::{
    Group, InstanceProfile, ManagedPolicy, MfaDevice, OidcProvider, Role, SamlProvider, ServerCertificate,
    Tags, User, key,
};
use neargate_identity::{REGION, tagged};
use neargate_store::{Error, ReadRecords as _, Record};
use neargate_wire::authorize::{Access, Accesses};
use neargate_wire::{AwsError, Context};

use crate::refusal::Refusal;
use crate::{Iam, answer, model};

/// Registers operations guarded by what one member of their input names: `guarded!(service, iam, GetUser: get => user(user_name))`.
macro_rules! guarded {
    ($service:expr, $iam:expr, $($operation:ident: $handler:expr => $guard:ident($field:ident)),* $(,)?) => {{
        let service = $service;
        $(let service = service.guarded(
            crate::model::$operation,
            $iam,
            |iam, context, input| {
                iam.$guard(concat!("iam:", stringify!($operation)), context, input.$field.as_deref())
            },
            $handler,
        );)*
        service
    }};
}
pub(crate) use guarded;

/// As [`guarded`], for operations that take tags away.
macro_rules! untagging {
    ($service:expr, $iam:expr, $($operation:ident: $handler:expr => $guard:ident($field:ident)),* $(,)?) => {{
        let service = $service;
        $(let service = service.guarded(
            crate::model::$operation,
            $iam,
            |iam, context, input| {
                let action = concat!("iam:", stringify!($operation));
                let accesses = iam.$guard(action, context, input.$field.as_deref());
                crate::tags::untagging(accesses, input.tag_keys.as_deref())
            },
            $handler,
        );)*
        service
    }};
}
pub(crate) use untagging;

impl Iam {
    /// A user by name; without one, the caller.
    pub(crate) fn user<'a>(
        &'a self,
        action: &'static str,
        context: &'a Context,
        name: Option<&'a str>,
    ) -> Accesses<'a> {
        Box::pin(async move {
            let name = match (name, &context.principal) {
                (None, Principal::User(user)) => &user.name,
                (name, _) => name.unwrap_or_default(),
            };
            let user = self.look_up::<User>(context, &key(name)).await?;
            let path = user.as_ref().map_or("/", |user| &user.path);
            let access = Access::new(action, arn(context, "user", path, name));
            let access = tagged(access, user.iter().flat_map(|user| &user.tags));
            Ok(vec![match user.and_then(|user| user.boundary) {
                Some(boundary) => access.with_condition("iam:PermissionsBoundary", boundary),
                None => access,
            }])
        })
    }

    pub(crate) fn role<'a>(
        &'a self,
        action: &'static str,
        context: &'a Context,
        name: Option<&'a str>,
    ) -> Accesses<'a> {
        Box::pin(async move {
            let name = name.unwrap_or_default();
            let role = self.look_up::<Role>(context, &key(name)).await?;
            let path = role.as_ref().map_or("/", |role| &role.path);
            let access = Access::new(action, arn(context, "role", path, name));
            let access = tagged(access, role.iter().flat_map(|role| &role.tags));
            Ok(vec![match role.and_then(|role| role.boundary) {
                Some(boundary) => access.with_condition("iam:PermissionsBoundary", boundary),
                None => access,
            }])
        })
    }

    pub(crate) fn group<'a>(
        &'a self,
        action: &'static str,
        context: &'a Context,
        name: Option<&'a str>,
    ) -> Accesses<'a> {
        Box::pin(async move {
            let name = name.unwrap_or_default();
            let group = self.look_up::<Group>(context, &key(name)).await?;
            let path = group.as_ref().map_or("/", |group| &group.path);
            Ok(vec![Access::new(action, arn(context, "group", path, name))])
        })
    }

    pub(crate) fn profile<'a>(
        &'a self,
        action: &'static str,
        context: &'a Context,
        name: Option<&'a str>,
    ) -> Accesses<'a> {
        Box::pin(async move {
            let name = name.unwrap_or_default();
            let profile = self.look_up::<InstanceProfile>(context, &key(name)).await?;
            let path = profile.as_ref().map_or("/", |profile| &profile.path);
            let access = Access::new(action, arn(context, "instance-profile", path, name));
            Ok(vec![tagged(access, profile.iter().flat_map(|profile| &profile.tags))])
        })
    }

    pub(crate) fn server_certificate<'a>(
        &'a self,
        action: &'static str,
        context: &'a Context,
        name: Option<&'a str>,
    ) -> Accesses<'a> {
        Box::pin(async move {
            let name = name.unwrap_or_default();
            let found = self.look_up::<ServerCertificate>(context, &key(name)).await?;
            let path = found.as_ref().map_or("/", |found| &found.path);
            let access = Access::new(action, arn(context, "server-certificate", path, name));
            Ok(vec![tagged(access, found.iter().flat_map(|found| &found.tags))])
        })
    }

    /// What its ARN names.
    pub(crate) fn named<'a>(
        &'a self,
        action: &'static str,
        context: &'a Context,
        arn: Option<&'a str>,
    ) -> Accesses<'a> {
        Box::pin(async move {
            let arn = arn.unwrap_or_default();
            let tags = self.tags_of(context, arn).await?;
            Ok(vec![tagged(Access::new(action, arn), &tags)])
        })
    }

    /// All of a kind, below a path: `user/`.
    pub(crate) fn all<'a>(
        &'a self,
        action: &'static str,
        context: &'a Context,
        kind: &'static str,
        path_prefix: Option<&'a str>,
    ) -> Accesses<'a> {
        Box::pin(
            async move { Ok(vec![Access::new(action, arn(context, kind, path_prefix.unwrap_or("/"), ""))]) },
        )
    }

    /// The tags of what an ARN names, if it is the account's and of a kind that ARNs name.
    async fn tags_of(&self, context: &Context, arn: &str) -> Result<Tags, AwsError> {
        let account = &context.scope.account;
        let own = arn.strip_prefix(&format!("arn:aws:iam::{account}:"));
        let Some((kind, resource)) = own.and_then(|own| own.split_once('/')) else { return Ok(Tags::new()) };
        let name = key(answer::name_of(arn));
        let tags = match kind {
            "user" => self.look_up::<User>(context, &name).await?.map(|found| found.tags),
            "role" => self.look_up::<Role>(context, &name).await?.map(|found| found.tags),
            "policy" => self.look_up::<ManagedPolicy>(context, &name).await?.map(|found| found.tags),
            "mfa" => self.look_up::<MfaDevice>(context, &key(resource)).await?.map(|found| found.tags),
            "oidc-provider" => self.look_up::<OidcProvider>(context, resource).await?.map(|found| found.tags),
            "saml-provider" => self.look_up::<SamlProvider>(context, resource).await?.map(|found| found.tags),
            _ => None,
        };
        Ok(tags.unwrap_or_default())
    }

    async fn look_up<R: Record>(&self, context: &Context, id: &str) -> Result<Option<R>, AwsError> {
        let account = context.scope.account.as_str();
        let found = self.identity.store().read(|r| r.get_record::<R>(account, REGION, id)).await;
        Ok(found.map_err(|error: Error| Refusal::from(error))?.map(|found| found.value))
    }
}

/// The ARN that a new one would have, and the tags and the boundary that it is asked to get.
pub(crate) fn created<'a>(
    action: &'static str,
    context: &'a Context,
    kind: &'static str,
    path: Option<&'a str>,
    name: Option<&'a str>,
    tags: Option<&'a Vec<model::Tag>>,
    boundary: Option<&'a str>,
) -> Accesses<'a> {
    Box::pin(async move {
        let given = tags.into_iter().flatten();
        let given =
            given.filter_map(|tag| Some((tag.key.as_deref()?, tag.value.as_deref().unwrap_or_default())));
        let resource = arn(context, kind, path.unwrap_or("/"), name.unwrap_or_default());
        let access = Access::new(action, resource).with_request_tags(given);
        Ok(vec![match boundary {
            Some(boundary) => access.with_condition("iam:PermissionsBoundary", boundary),
            None => access,
        }])
    })
}

fn arn(context: &Context, kind: &str, path: &str, name: &str) -> String {
    neargate_identity::arn(&context.scope.account, kind, path, name)
}
