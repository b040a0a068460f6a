//! Tags of all that has some. Keys don't distinguish case.

use std::sync::Arc;

use neargate_identity::records::{
    InstanceProfile, ManagedPolicy, MfaDevice, OidcProvider, Role, SamlProvider, ServerCertificate, Tags,
    User,
};
use neargate_store::Writer;
use neargate_wire::authorize::Accesses;
use neargate_wire::{Context, Operation, Service};

use crate::page::{Page, Wanted};
use crate::refusal::Refusal;
use crate::resource::Tagged;
use crate::{Iam, answer, model};

const MAX_TAGS: usize = 50;

/// Registers the three operations of each kind; only the names of the shapes differ.
macro_rules! tagged {
    ($service:expr, $iam:expr, $($kind:ty: $guard:ident($named:ident), $tag:ident, $untag:ident, $list:ident;)*) => {{
        let service = $service;
        $(let service = service
            .guarded(
                model::$tag,
                $iam,
                |iam, context, input| {
                    let action = concat!("iam:", stringify!($tag));
                    tagging(iam.$guard(action, context, input.$named.as_deref()), input.tags.as_deref())
                },
                |iam, context, input| async move {
                    Ok(iam.tag::<$kind>(&context, input.$named, input.tags).await?)
                },
            )
            .guarded(
                model::$untag,
                $iam,
                |iam, context, input| {
                    let action = concat!("iam:", stringify!($untag));
                    untagging(iam.$guard(action, context, input.$named.as_deref()), input.tag_keys.as_deref())
                },
                |iam, context, input| async move {
                    Ok(iam.untag::<$kind>(&context, input.$named, input.tag_keys).await?)
                },
            )
            .guarded(
                model::$list,
                $iam,
                |iam, context, input| {
                    iam.$guard(concat!("iam:", stringify!($list)), context, input.$named.as_deref())
                },
                |iam, context, input| async move {
                    type Answer = <model::$list as Operation>::Output;
                    let named = input.$named.unwrap_or_default();
                    let wanted =
                        Wanted::new(&context, stringify!($list), &named, input.marker, input.max_items)?;
                    let page = iam.tags::<$kind>(&context, &named, &wanted).await?;
                    Ok(Answer {
                        is_truncated: page.truncated(),
                        tags: Some(page.items),
                        marker: page.marker,
                    })
                },
            );)*
        service
    }};
}

pub(crate) fn register(service: Service, iam: &Arc<Iam>) -> Service {
    tagged!(service, iam,
        User: user(user_name), TagUser, UntagUser, ListUserTags;
        Role: role(role_name), TagRole, UntagRole, ListRoleTags;
        ManagedPolicy: named(policy_arn), TagPolicy, UntagPolicy, ListPolicyTags;
        InstanceProfile:
            profile(instance_profile_name), TagInstanceProfile, UntagInstanceProfile, ListInstanceProfileTags;
        MfaDevice: named(serial_number), TagMFADevice, UntagMFADevice, ListMFADeviceTags;
        ServerCertificate:
            server_certificate(server_certificate_name),
            TagServerCertificate, UntagServerCertificate, ListServerCertificateTags;
        SamlProvider: named(saml_provider_arn), TagSAMLProvider, UntagSAMLProvider, ListSAMLProviderTags;
        OidcProvider:
            named(open_id_connect_provider_arn),
            TagOpenIDConnectProvider, UntagOpenIDConnectProvider, ListOpenIDConnectProviderTags;
    )
}

impl Iam {
    async fn tag<R: Tagged>(
        &self,
        context: &Context,
        named: Option<String>,
        given: Option<Vec<model::Tag>>,
    ) -> Result<(), Refusal> {
        let given = given.unwrap_or_default();
        let tag = move |_: &mut dyn Writer, resource: &mut R| put(resource.tags_mut(), given.clone());
        self.change_found(context, named.unwrap_or_default(), R::find_to_tag, tag).await
    }

    async fn untag<R: Tagged>(
        &self,
        context: &Context,
        named: Option<String>,
        keys: Option<Vec<String>>,
    ) -> Result<(), Refusal> {
        let keys = keys.unwrap_or_default();
        let untag = move |_: &mut dyn Writer, resource: &mut R| {
            let is_taken = |known: &String| keys.iter().any(|key| known.eq_ignore_ascii_case(key));
            resource.tags_mut().retain(|known, _| !is_taken(known));
            Ok(())
        };
        self.change_found(context, named.unwrap_or_default(), R::find_to_tag, untag).await
    }

    async fn tags<R: Tagged>(
        &self,
        context: &Context,
        named: &str,
        wanted: &Wanted,
    ) -> Result<Page<model::Tag>, Refusal> {
        let tags = self.identity.store().read(|r| R::tags_of(r, &context.scope.account, named)).await?;
        Ok(wanted.of(answer::tags(&tags), |tag| tag.key.clone().unwrap_or_default()))
    }
}

/// With the condition keys that say which tags are given.
fn tagging<'a>(accesses: Accesses<'a>, tags: Option<&'a [model::Tag]>) -> Accesses<'a> {
    Box::pin(async move {
        let given = || {
            let tags = tags.into_iter().flatten();
            tags.filter_map(|tag| Some((tag.key.as_deref()?, tag.value.as_deref().unwrap_or_default())))
        };
        Ok(accesses.await?.into_iter().map(|access| access.with_request_tags(given())).collect())
    })
}

/// With the condition key that says which tags are taken away.
fn untagging<'a>(accesses: Accesses<'a>, keys: Option<&'a [String]>) -> Accesses<'a> {
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

fn put(tags: &mut Tags, given: Vec<model::Tag>) -> Result<(), Refusal> {
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
