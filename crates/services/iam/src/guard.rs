//! What IAM's operations touch: the ARNs of users, groups, roles and policies, which have paths that only their documents know.

use neargate_core::Principal;
use neargate_identity::REGION;
use neargate_identity::records::{Group, InstanceProfile, Role, ServerCertificate, User, key};
use neargate_store::{Error, ReadRecords as _, Record};
use neargate_wire::authorize::{Access, Accesses};
use neargate_wire::{AwsError, Context};

use crate::refusal::Refusal;
use crate::{Iam, model};

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
            let user = self.look_up::<User>(context, name).await?;
            let path = user.as_ref().map_or("/", |user| &user.path);
            let access = Access::new(action, arn(context, "user", path, name));
            let access = access.with_resource_tags(user.iter().flat_map(|user| pairs(&user.tags)));
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
            let role = self.look_up::<Role>(context, name).await?;
            let path = role.as_ref().map_or("/", |role| &role.path);
            let access = Access::new(action, arn(context, "role", path, name));
            let access = access.with_resource_tags(role.iter().flat_map(|role| pairs(&role.tags)));
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
            let group = self.look_up::<Group>(context, name).await?;
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
            let profile = self.look_up::<InstanceProfile>(context, name).await?;
            let path = profile.as_ref().map_or("/", |profile| &profile.path);
            Ok(vec![Access::new(action, arn(context, "instance-profile", path, name))])
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
            let found = self.look_up::<ServerCertificate>(context, name).await?;
            let path = found.as_ref().map_or("/", |found| &found.path);
            let access = Access::new(action, arn(context, "server-certificate", path, name));
            Ok(vec![access.with_resource_tags(found.iter().flat_map(|found| pairs(&found.tags)))])
        })
    }

    /// What its ARN names.
    pub(crate) fn named<'a>(
        &'a self,
        action: &'static str,
        _: &'a Context,
        arn: Option<&'a str>,
    ) -> Accesses<'a> {
        Box::pin(async move { Ok(vec![Access::new(action, arn.unwrap_or_default())]) })
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

    async fn look_up<R: Record>(&self, context: &Context, name: &str) -> Result<Option<R>, AwsError> {
        let account = context.scope.account.as_str();
        let found = self.identity.store().read(|r| r.get_record::<R>(account, REGION, &key(name))).await;
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

pub(crate) fn pairs(tags: &neargate_identity::records::Tags) -> impl Iterator<Item = (&str, &str)> {
    tags.iter().map(|(key, value)| (&**key, &**value))
}

fn arn(context: &Context, kind: &str, path: &str, name: &str) -> String {
    neargate_identity::arn(&context.scope.account, kind, path, name)
}
