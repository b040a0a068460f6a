//! SAML providers: their metadata, kept once it is some. Nobody assumes a role by their assertions: nothing here verifies signatures of
//! XML.

use std::sync::Arc;
use std::time::Duration;

use neargate_core::{AccountId, Timestamp, random_base32};
use neargate_identity::REGION;
use neargate_identity::records::{SamlPrivateKey, SamlProvider, Tags};
use neargate_policy::parse_date;
use neargate_store::{ReadRecords as _, Reader};
use neargate_wire::{AwsError, Context, Service, Time};
use quick_xml::NsReader;
use quick_xml::events::Event;
use quick_xml::name::{Namespace, ResolveResult};
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject as _;

use crate::guard::{created, guarded};
use crate::page::everything;
use crate::refusal::Refusal;
use crate::resource::{self, Resource, Tagged};
use crate::{Iam, answer, model, tags};

const MAX_PER_ACCOUNT: usize = 100;
const MAX_PRIVATE_KEYS: usize = 2;
const NAMESPACE: &[u8] = b"urn:oasis:names:tc:SAML:2.0:metadata";
/// How long metadata is good for that doesn't say.
const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 3600 + 24 * 24 * 3600);

pub(crate) fn register(service: Service, iam: &Arc<Iam>) -> Service {
    let service = service
        .guarded(
            model::CreateSAMLProvider,
            iam,
            |_, context, input| {
                let (name, tags) = (input.name.as_deref(), input.tags.as_ref());
                created("iam:CreateSAMLProvider", context, "saml-provider", None, name, tags, None)
            },
            create,
        )
        .on(model::ListSAMLProviders, iam, list);
    guarded!(service, iam,
        GetSAMLProvider: get => named(saml_provider_arn),
        UpdateSAMLProvider: update => named(saml_provider_arn),
        DeleteSAMLProvider: delete => named(saml_provider_arn),
    )
}

fn arn(account: &AccountId, name: &str) -> String {
    format!("arn:aws:iam::{account}:saml-provider/{name}")
}

impl Resource for SamlProvider {
    fn find(reader: &mut dyn Reader, account: &AccountId, of: &str) -> Result<Self, Refusal> {
        let none = || Refusal::NoSuchEntity(format!("Manifest not found for arn {of}"));
        let name = of.strip_prefix(&arn(account, "")).ok_or_else(none)?;
        let found = reader.get_record::<SamlProvider>(account.as_str(), REGION, name)?;
        found.map(|found| found.value).ok_or_else(none)
    }

    fn taken(&self) -> String {
        format!("SAMLProvider with name {} already exists.", self.name)
    }
}

impl Tagged for SamlProvider {
    fn tags_mut(&mut self) -> &mut Tags {
        &mut self.tags
    }
}

/// Until when a document is good that describes a provider.
fn valid_until(document: &str, now: Timestamp) -> Result<Timestamp, Refusal> {
    let invalid = || Refusal::Input("Could not parse metadata".to_owned());
    let mut reader = NsReader::from_str(document);
    let mut until = None;
    let mut provides = false;
    let (mut depth, mut roots) = (0_usize, 0_usize);
    loop {
        let (namespace, event) = reader.read_resolved_event().map_err(|_| invalid())?;
        let (element, opens) = match &event {
            Event::Start(element) => (element, true),
            Event::Empty(element) => (element, false),
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                continue;
            }
            Event::Eof => break,
            // Nothing that is declared there is wanted, and some of it has done harm elsewhere.
            Event::DocType(_) => return Err(invalid()),
            _ => continue,
        };
        let is_ours = namespace == ResolveResult::Bound(Namespace(NAMESPACE));
        if depth == 0 {
            roots += 1;
            if roots > 1 || !is_ours || element.local_name().as_ref() != b"EntityDescriptor" {
                return Err(invalid());
            }
            let mut names_itself = false;
            for attribute in element.attributes() {
                let attribute = attribute.map_err(|_| invalid())?;
                let value = std::str::from_utf8(&attribute.value).map_err(|_| invalid())?;
                match attribute.key.as_ref() {
                    b"entityID" => names_itself = !value.is_empty(),
                    b"validUntil" => until = Some(Timestamp(parse_date(value).ok_or_else(invalid)?)),
                    _ => {}
                }
            }
            if !names_itself {
                return Err(invalid());
            }
        }
        provides |= depth == 1 && is_ours && element.local_name().as_ref() == b"IDPSSODescriptor";
        depth += usize::from(opens);
    }
    if roots != 1 || depth != 0 || !provides {
        return Err(invalid());
    }
    Ok(until.unwrap_or_else(|| now.plus(CENTURY)))
}

fn private_key(pem: String, now: Timestamp) -> Result<SamlPrivateKey, Refusal> {
    PrivateKeyDer::from_pem_slice(pem.as_bytes())
        .map_err(|_| Refusal::Input("Could not parse private key".to_owned()))?;
    Ok(SamlPrivateKey { id: random_base32(22), added: now, pem })
}

async fn create(
    iam: Arc<Iam>,
    context: Context,
    input: model::CreateSAMLProviderRequest,
) -> Result<model::CreateSAMLProviderResponse, AwsError> {
    let (account, now) = (context.scope.account.clone(), iam.now());
    let metadata = input.saml_metadata_document.unwrap_or_default();
    let added = input.add_private_key.map(|pem| private_key(pem, now)).transpose()?;
    let fresh = SamlProvider {
        name: input.name.unwrap_or_default(),
        uuid: random_base32(22),
        created: now,
        valid_until: valid_until(&metadata, now)?,
        metadata,
        tags: tags::given(input.tags)?,
        encryption: input.assertion_encryption_mode.map(|mode| mode.as_str().to_owned()),
        private_keys: added.into_iter().collect(),
    };
    let answer = model::CreateSAMLProviderResponse {
        saml_provider_arn: Some(arn(&account, &fresh.name)),
        tags: answer::some_tags(&fresh.tags),
    };
    let written = iam.identity.store().write(context.durability, move |w| {
        if everything::<SamlProvider>(w, &account)?.len() >= MAX_PER_ACCOUNT {
            return Err(Refusal::limit("SAMLProvidersPerAccount", MAX_PER_ACCOUNT));
        }
        resource::create(w, &account, &fresh)
    });
    written.await?;
    Ok(answer)
}

async fn get(
    iam: Arc<Iam>,
    context: Context,
    input: model::GetSAMLProviderRequest,
) -> Result<model::GetSAMLProviderResponse, AwsError> {
    let found: SamlProvider = iam.get(&context, &input.saml_provider_arn.unwrap_or_default()).await?;
    let keys = found
        .private_keys
        .iter()
        .map(|key| model::SAMLPrivateKey { key_id: Some(key.id.clone()), timestamp: Some(Time(key.added)) });
    Ok(model::GetSAMLProviderResponse {
        private_key_list: (!found.private_keys.is_empty()).then(|| keys.collect()),
        saml_provider_uuid: Some(found.uuid),
        saml_metadata_document: Some(found.metadata),
        create_date: Some(Time(found.created)),
        valid_until: Some(Time(found.valid_until)),
        tags: Some(answer::tags(&found.tags)),
        assertion_encryption_mode: found.encryption.map(|mode| mode.as_str().into()),
    })
}

async fn list(
    iam: Arc<Iam>,
    context: Context,
    _: model::ListSAMLProvidersRequest,
) -> Result<model::ListSAMLProvidersResponse, AwsError> {
    let account = &context.scope.account;
    let found = iam.identity.store().read(|r| everything::<SamlProvider>(r, account)).await?;
    let entry = |found: &SamlProvider| model::SAMLProviderListEntry {
        arn: Some(arn(account, &found.name)),
        valid_until: Some(Time(found.valid_until)),
        create_date: Some(Time(found.created)),
    };
    Ok(model::ListSAMLProvidersResponse { saml_provider_list: Some(found.iter().map(entry).collect()) })
}

async fn update(
    iam: Arc<Iam>,
    context: Context,
    input: model::UpdateSAMLProviderRequest,
) -> Result<model::UpdateSAMLProviderResponse, AwsError> {
    let now = iam.now();
    let metadata = match input.saml_metadata_document {
        Some(metadata) => Some((valid_until(&metadata, now)?, metadata)),
        None => None,
    };
    let added = input.add_private_key.map(|pem| private_key(pem, now)).transpose()?;
    let (removed, mode) = (input.remove_private_key, input.assertion_encryption_mode);
    let arn = input.saml_provider_arn.unwrap_or_default();
    let changed = iam.change(&context, &arn, move |_, found: &mut SamlProvider| {
        if let Some((until, metadata)) = &metadata {
            found.valid_until = *until;
            found.metadata.clone_from(metadata);
        }
        if let Some(mode) = &mode {
            found.encryption = Some(mode.as_str().to_owned());
        }
        if let Some(removed) = &removed {
            let before = found.private_keys.len();
            found.private_keys.retain(|key| key.id != *removed);
            if found.private_keys.len() == before {
                return Err(Refusal::NoSuchEntity(format!("Private key {removed} cannot be found.")));
            }
        }
        if let Some(added) = &added {
            if found.private_keys.len() >= MAX_PRIVATE_KEYS {
                return Err(Refusal::limit("PrivateKeysPerSAMLProvider", MAX_PRIVATE_KEYS));
            }
            found.private_keys.push(added.clone());
        }
        Ok(())
    });
    changed.await?;
    Ok(model::UpdateSAMLProviderResponse { saml_provider_arn: Some(arn) })
}

async fn delete(
    iam: Arc<Iam>,
    context: Context,
    input: model::DeleteSAMLProviderRequest,
) -> Result<(), AwsError> {
    let (account, arn) = (context.scope.account.clone(), input.saml_provider_arn.unwrap_or_default());
    let written = iam.identity.store().write(context.durability, move |w| {
        let found = SamlProvider::find(w, &account, &arn)?;
        resource::delete(w, &account, &found)
    });
    Ok(written.await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metadata_describes_a_provider() {
        let now = Timestamp(1_763_892_000_000);
        let document = |root: &str, inner: &str| {
            format!(
                r#"<?xml version="1.0"?><m:{root} xmlns:m="urn:oasis:names:tc:SAML:2.0:metadata" {inner}</m:{root}>"#
            )
        };
        let idp = "<m:IDPSSODescriptor/>";
        let good = document("EntityDescriptor", &format!(r#"entityID="https://i">{idp}"#));
        assert_eq!(valid_until(&good, now).expect("metadata").to_iso8601()[..10], *"2125-11-23");
        let dated =
            document("EntityDescriptor", &format!(r#"entityID="i" validUntil="2030-01-02T03:04:05Z">{idp}"#));
        assert_eq!(valid_until(&dated, now).expect("metadata").to_iso8601(), "2030-01-02T03:04:05.000Z");
        for bad in [
            String::new(),
            "metadata".to_owned(),
            good[..good.len() - 3].to_owned(),
            document("EntityDescriptor", &format!("entityID=\"\">{idp}")),
            document("EntityDescriptor", r#"entityID="i">"#),
            document("EntitiesDescriptor", &format!(r#"entityID="i">{idp}"#)),
            good.replace("2.0:metadata", "2.0:other"),
            good.replacen("<m:", "<!DOCTYPE x><m:", 1),
            format!("{good}{}", good.split_once("?>").expect("a prolog").1),
        ] {
            assert!(valid_until(&bad, now).is_err(), "{bad}");
        }
    }
}
