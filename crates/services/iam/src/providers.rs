//! OpenID Connect providers: whose tokens STS takes (AssumeRoleWithWebIdentity), for which clients, and whose certificates of theirs
//! are believed beside those that this machine believes.

use std::sync::Arc;

use neargate_core::AccountId;
use neargate_identity::REGION;
use neargate_identity::records::{OidcProvider, Tags};
use neargate_store::{ReadRecords as _, Reader};
use neargate_wire::{AwsError, Context, Service, Time};

use crate::guard::{created, guarded};
use crate::page::everything;
use crate::refusal::Refusal;
use crate::resource::{self, Resource, Tagged};
use crate::{Iam, answer, model, tags};

const MAX_CLIENT_IDS: usize = 100;
const MAX_THUMBPRINTS: usize = 5;

pub(crate) fn register(service: Service, iam: &Arc<Iam>) -> Service {
    let service = service
        .guarded(
            model::CreateOpenIDConnectProvider,
            iam,
            |_, context, input| {
                let name = input.url.as_deref().map(|url| url.trim_start_matches("https://"));
                let (action, tags) = ("iam:CreateOpenIDConnectProvider", input.tags.as_ref());
                created(action, context, "oidc-provider", None, name, tags, None)
            },
            create,
        )
        .on(model::ListOpenIDConnectProviders, iam, list);
    guarded!(service, iam,
        GetOpenIDConnectProvider: get => named(open_id_connect_provider_arn),
        DeleteOpenIDConnectProvider: delete => named(open_id_connect_provider_arn),
        UpdateOpenIDConnectProviderThumbprint: update_thumbprints => named(open_id_connect_provider_arn),
        AddClientIDToOpenIDConnectProvider: add_client => named(open_id_connect_provider_arn),
        RemoveClientIDFromOpenIDConnectProvider: remove_client => named(open_id_connect_provider_arn),
    )
}

fn arn(account: &AccountId, url: &str) -> String {
    format!("arn:aws:iam::{account}:oidc-provider/{url}")
}

impl Resource for OidcProvider {
    fn find(reader: &mut dyn Reader, account: &AccountId, of: &str) -> Result<Self, Refusal> {
        let none = || Refusal::NoSuchEntity(format!("OpenIDConnect Provider not found for arn {of}"));
        let url = of.strip_prefix(&arn(account, "")).ok_or_else(none)?;
        let found = reader.get_record::<OidcProvider>(account.as_str(), REGION, url)?;
        found.map(|found| found.value).ok_or_else(none)
    }

    fn taken(&self) -> String {
        format!("Provider with url https://{} already exists.", self.url)
    }
}

impl Tagged for OidcProvider {
    fn tags_mut(&mut self) -> &mut Tags {
        &mut self.tags
    }
}

async fn create(
    iam: Arc<Iam>,
    context: Context,
    input: model::CreateOpenIDConnectProviderRequest,
) -> Result<model::CreateOpenIDConnectProviderResponse, AwsError> {
    let account = &context.scope.account;
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
        open_id_connect_provider_arn: Some(arn(account, &provider.url)),
        tags: answer::some_tags(&provider.tags),
    };
    iam.create(&context, provider).await?;
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
    let found: OidcProvider =
        iam.get(&context, &input.open_id_connect_provider_arn.unwrap_or_default()).await?;
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
        match OidcProvider::find(w, &account, &arn) {
            Ok(found) => resource::delete(w, &account, &found),
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
    let arn = input.open_id_connect_provider_arn.unwrap_or_default();
    let changed = iam.change(&context, arn, move |_, found: &mut OidcProvider| {
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
    let arn = input.open_id_connect_provider_arn.unwrap_or_default();
    let changed = iam.change(&context, arn, move |_, found: &mut OidcProvider| {
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
    let arn = input.open_id_connect_provider_arn.unwrap_or_default();
    let changed = iam.change(&context, arn, move |_, found: &mut OidcProvider| {
        found.client_ids.retain(|known| *known != client);
        Ok(())
    });
    Ok(changed.await?)
}
