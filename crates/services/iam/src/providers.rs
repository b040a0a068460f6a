//! OpenID Connect providers: whose tokens STS takes (AssumeRoleWithWebIdentity), for which clients, and whose certificates of theirs
//! are believed beside those that this machine believes.

use std::sync::Arc;

use neargate_core::AccountId;
use neargate_identity::REGION;
use neargate_identity::records::OidcProvider;
use neargate_store::{Error, Expect, ReadRecords as _, Reader, WriteRecords as _};
use neargate_wire::authorize::Access;
use neargate_wire::{AwsError, Context, Service, Time};

use crate::guard::{guarded, untagging};
use crate::page::{Wanted, everything};
use crate::refusal::Refusal;
use crate::{Iam, answer, model, tags};

const MAX_CLIENT_IDS: usize = 100;
const MAX_THUMBPRINTS: usize = 5;

pub(crate) fn register(service: Service, iam: &Arc<Iam>) -> Service {
    let service = service
        .guarded(
            model::CreateOpenIDConnectProvider,
            iam,
            |_, context, input| {
                Box::pin(async move {
                    let url = input.url.as_deref().unwrap_or_default();
                    let resource = arn(&context.scope.account, url.trim_start_matches("https://"));
                    let given = input.tags.iter().flatten();
                    let given = given.filter_map(|tag| {
                        Some((tag.key.as_deref()?, tag.value.as_deref().unwrap_or_default()))
                    });
                    Ok(vec![
                        Access::new("iam:CreateOpenIDConnectProvider", resource).with_request_tags(given),
                    ])
                })
            },
            create,
        )
        .guarded(
            model::TagOpenIDConnectProvider,
            iam,
            |iam, context, input| {
                let arn = input.open_id_connect_provider_arn.as_deref();
                let named = iam.named("iam:TagOpenIDConnectProvider", context, arn);
                tags::tagging(named, input.tags.as_deref())
            },
            tag,
        )
        .on(model::ListOpenIDConnectProviders, iam, list);
    let service =
        untagging!(service, iam, UntagOpenIDConnectProvider: untag => named(open_id_connect_provider_arn));
    guarded!(service, iam,
        GetOpenIDConnectProvider: get => named(open_id_connect_provider_arn),
        DeleteOpenIDConnectProvider: delete => named(open_id_connect_provider_arn),
        UpdateOpenIDConnectProviderThumbprint: update_thumbprints => named(open_id_connect_provider_arn),
        AddClientIDToOpenIDConnectProvider: add_client => named(open_id_connect_provider_arn),
        RemoveClientIDFromOpenIDConnectProvider: remove_client => named(open_id_connect_provider_arn),
        ListOpenIDConnectProviderTags: list_tags => named(open_id_connect_provider_arn),
    )
}

fn arn(account: &AccountId, url: &str) -> String {
    format!("arn:aws:iam::{account}:oidc-provider/{url}")
}

fn provider(reader: &mut dyn Reader, account: &AccountId, of: &str) -> Result<OidcProvider, Refusal> {
    let none = || Refusal::NoSuchEntity(format!("OpenIDConnect Provider not found for arn {of}"));
    let url = of.split_once(":oidc-provider/").map(|(_, url)| url).ok_or_else(none)?;
    let found = reader.get_record::<OidcProvider>(account.as_str(), REGION, url)?;
    found.map(|found| found.value).filter(|found| arn(account, &found.url) == of).ok_or_else(none)
}

impl Iam {
    async fn change_provider(
        &self,
        context: &Context,
        arn: Option<String>,
        change: impl Fn(&mut OidcProvider) -> Result<(), Refusal> + Send + 'static,
    ) -> Result<(), Refusal> {
        let (account, arn) = (context.scope.account.clone(), arn.unwrap_or_default());
        let written = self.identity.store().write(context.durability, move |w| {
            let mut found = provider(w, &account, &arn)?;
            change(&mut found)?;
            w.put_record(account.as_str(), REGION, &found, Expect::Any)?;
            Ok(())
        });
        written.await
    }

    async fn provider(&self, context: &Context, arn: Option<String>) -> Result<OidcProvider, Refusal> {
        let arn = arn.unwrap_or_default();
        self.identity.store().read(|r| provider(r, &context.scope.account, &arn)).await
    }
}

async fn create(
    iam: Arc<Iam>,
    context: Context,
    input: model::CreateOpenIDConnectProviderRequest,
) -> Result<model::CreateOpenIDConnectProviderResponse, AwsError> {
    let account = context.scope.account.clone();
    let url = input.url.unwrap_or_default();
    let url = url.strip_prefix("https://").filter(|url| is_issuer(url)).map(str::to_owned);
    let url = url.ok_or_else(|| Refusal::Validation("Invalid Open ID Connect Provider URL".to_owned()))?;
    let provider = OidcProvider {
        url,
        created: iam.now(),
        client_ids: input.client_id_list.unwrap_or_default(),
        thumbprints: input.thumbprint_list.unwrap_or_default(),
        tags: tags::given(input.tags)?,
    };
    check(&provider)?;
    let answer = model::CreateOpenIDConnectProviderResponse {
        open_id_connect_provider_arn: Some(arn(&account, &provider.url)),
        tags: answer::some_tags(&provider.tags),
    };
    let written = iam.identity.store().write(context.durability, move |w| {
        match w.put_record(account.as_str(), REGION, &provider, Expect::Absent) {
            Err(Error::Conflict { .. }) => Err(Refusal::AlreadyExists(format!(
                "Provider with url https://{} already exists.",
                provider.url
            ))),
            other => Ok(other.map(|_| ())?),
        }
    });
    written.await?;
    Ok(answer)
}

/// Whether this is a host and perhaps a path: an issuer has no query, and whoever it names must be asked there.
fn is_issuer(url: &str) -> bool {
    let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '?' | '#' | '@');
    !url.starts_with(['/', ':']) && !url.is_empty() && !url.contains(odd)
}

fn check(provider: &OidcProvider) -> Result<(), Refusal> {
    if provider.client_ids.len() > MAX_CLIENT_IDS {
        return Err(Refusal::limit("ClientIdsPerOpenIdConnectProvider", MAX_CLIENT_IDS));
    }
    if provider.thumbprints.len() > MAX_THUMBPRINTS {
        return Err(Refusal::Input("Thumbprint list must contain fewer than 5 entries.".to_owned()));
    }
    Ok(())
}

async fn get(
    iam: Arc<Iam>,
    context: Context,
    input: model::GetOpenIDConnectProviderRequest,
) -> Result<model::GetOpenIDConnectProviderResponse, AwsError> {
    let found = iam.provider(&context, input.open_id_connect_provider_arn).await?;
    Ok(model::GetOpenIDConnectProviderResponse {
        tags: Some(answer::tags(&found.tags)),
        url: Some(found.url),
        client_id_list: Some(found.client_ids),
        thumbprint_list: Some(found.thumbprints),
        create_date: Some(Time(found.created)),
    })
}

async fn list(
    iam: Arc<Iam>,
    context: Context,
    _: model::ListOpenIDConnectProvidersRequest,
) -> Result<model::ListOpenIDConnectProvidersResponse, AwsError> {
    let account = &context.scope.account;
    let found = iam.identity.store().read(|r| everything::<OidcProvider>(r, account)).await?;
    let entry =
        |found: &OidcProvider| model::OpenIDConnectProviderListEntry { arn: Some(arn(account, &found.url)) };
    Ok(model::ListOpenIDConnectProvidersResponse {
        open_id_connect_provider_list: Some(found.iter().map(entry).collect()),
    })
}

async fn delete(
    iam: Arc<Iam>,
    context: Context,
    input: model::DeleteOpenIDConnectProviderRequest,
) -> Result<(), AwsError> {
    let (account, arn) =
        (context.scope.account.clone(), input.open_id_connect_provider_arn.unwrap_or_default());
    let written = iam.identity.store().write(context.durability, move |w| {
        // Deleting what isn't there succeeds, says AWS.
        match provider(w, &account, &arn) {
            Ok(found) => {
                w.delete_record::<OidcProvider>(account.as_str(), REGION, &found.url, Expect::Any)?;
                Ok(())
            }
            Err(Refusal::NoSuchEntity(_)) => Ok(()),
            Err(other) => Err(other),
        }
    });
    Ok(written.await?)
}

async fn update_thumbprints(
    iam: Arc<Iam>,
    context: Context,
    input: model::UpdateOpenIDConnectProviderThumbprintRequest,
) -> Result<(), AwsError> {
    let thumbprints = input.thumbprint_list.unwrap_or_default();
    let changed = iam.change_provider(&context, input.open_id_connect_provider_arn, move |found| {
        found.thumbprints.clone_from(&thumbprints);
        check(found)
    });
    Ok(changed.await?)
}

async fn add_client(
    iam: Arc<Iam>,
    context: Context,
    input: model::AddClientIDToOpenIDConnectProviderRequest,
) -> Result<(), AwsError> {
    let client = input.client_id.unwrap_or_default();
    let changed = iam.change_provider(&context, input.open_id_connect_provider_arn, move |found| {
        if !found.client_ids.contains(&client) {
            found.client_ids.push(client.clone());
        }
        check(found)
    });
    Ok(changed.await?)
}

async fn remove_client(
    iam: Arc<Iam>,
    context: Context,
    input: model::RemoveClientIDFromOpenIDConnectProviderRequest,
) -> Result<(), AwsError> {
    let client = input.client_id.unwrap_or_default();
    let changed = iam.change_provider(&context, input.open_id_connect_provider_arn, move |found| {
        found.client_ids.retain(|known| *known != client);
        Ok(())
    });
    Ok(changed.await?)
}

async fn tag(
    iam: Arc<Iam>,
    context: Context,
    input: model::TagOpenIDConnectProviderRequest,
) -> Result<(), AwsError> {
    let given = input.tags.unwrap_or_default();
    let changed = iam.change_provider(&context, input.open_id_connect_provider_arn, move |found| {
        tags::put(&mut found.tags, given.clone())
    });
    Ok(changed.await?)
}

async fn untag(
    iam: Arc<Iam>,
    context: Context,
    input: model::UntagOpenIDConnectProviderRequest,
) -> Result<(), AwsError> {
    let keys = input.tag_keys.unwrap_or_default();
    let changed = iam.change_provider(&context, input.open_id_connect_provider_arn, move |found| {
        tags::take(&mut found.tags, &keys);
        Ok(())
    });
    Ok(changed.await?)
}

async fn list_tags(
    iam: Arc<Iam>,
    context: Context,
    input: model::ListOpenIDConnectProviderTagsRequest,
) -> Result<model::ListOpenIDConnectProviderTagsResponse, AwsError> {
    let about = input.open_id_connect_provider_arn.clone().unwrap_or_default();
    let wanted =
        Wanted::new(&context, "ListOpenIDConnectProviderTags", &about, input.marker, input.max_items)?;
    let found = iam.provider(&context, input.open_id_connect_provider_arn).await?;
    let page = wanted.of(answer::tags(&found.tags), tags::key_of);
    Ok(model::ListOpenIDConnectProviderTagsResponse {
        is_truncated: page.truncated(),
        tags: Some(page.items),
        marker: page.marker,
    })
}
