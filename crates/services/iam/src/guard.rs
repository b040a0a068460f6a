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

/// What has a name, and a path that only its document knows.
trait Placed: Record {
    /// As ARNs name it.
    const IN_ARN: &'static str;

    /// Path, tags and boundary.
    fn place(&self) -> (&str, Option<&Tags>, Option<&str>);
}

macro_rules! placed {
    ($($record:ty = $kind:literal: $tags:expr, $boundary:expr;)*) => {
        $(impl Placed for $record {
            const IN_ARN: &'static str = $kind;

            fn place(&self) -> (&str, Option<&Tags>, Option<&str>) {
                let (tags, boundary): (fn(&Self) -> Option<&Tags>, fn(&Self) -> Option<&str>) = ($tags, $boundary);
                (&self.path, tags(self), boundary(self))
            }
        })*
    };
}

placed! {
    User = "user": |it| Some(&it.tags), |it| it.boundary.as_deref();
    Role = "role": |it| Some(&it.tags), |it| it.boundary.as_deref();
    Group = "group": |_| None, |_| None;
    InstanceProfile = "instance-profile": |it| Some(&it.tags), |_| None;
    ServerCertificate = "server-certificate": |it| Some(&it.tags), |_| None;
}

impl Iam {
    /// What has this name, or would have it.
    fn at<'a, R: Placed>(
        &'a self,
        action: &'static str,
        context: &'a Context,
        name: Option<&'a str>,
    ) -> Accesses<'a> {
        Box::pin(async move {
            let name = name.unwrap_or_default();
            let found = self.look_up::<R>(context, &key(name)).await?;
            let (path, tags, boundary) = found.as_ref().map_or(("/", None, None), R::place);
            let access = Access::new(action, arn(context, R::IN_ARN, path, name));
            let access = tagged(access, tags.into_iter().flatten());
            Ok(vec![match boundary {
                Some(boundary) => access.with_condition("iam:PermissionsBoundary", boundary),
                None => access,
            }])
        })
    }

    /// A user by name; without one, the caller.
    pub(crate) fn user<'a>(
        &'a self,
        action: &'static str,
        context: &'a Context,
        name: Option<&'a str>,
    ) -> Accesses<'a> {
        let caller = match &context.principal {
            Principal::User(user) => Some(&*user.name),
            _ => None,
        };
        self.at::<User>(action, context, name.or(caller))
    }

    pub(crate) fn role<'a>(
        &'a self,
        action: &'static str,
        context: &'a Context,
        name: Option<&'a str>,
    ) -> Accesses<'a> {
        self.at::<Role>(action, context, name)
    }

    pub(crate) fn group<'a>(
        &'a self,
        action: &'static str,
        context: &'a Context,
        name: Option<&'a str>,
    ) -> Accesses<'a> {
        self.at::<Group>(action, context, name)
    }

    pub(crate) fn profile<'a>(
        &'a self,
        action: &'static str,
        context: &'a Context,
        name: Option<&'a str>,
    ) -> Accesses<'a> {
        self.at::<InstanceProfile>(action, context, name)
    }

    pub(crate) fn server_certificate<'a>(
        &'a self,
        action: &'static str,
        context: &'a Context,
        name: Option<&'a str>,
    ) -> Accesses<'a> {
        self.at::<ServerCertificate>(action, context, name)
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
