//! `CreateSecret`.

use std::sync::Arc;

use neargate_core::{Scope, random_hex, random_text};
use neargate_seal::Keyring;
use neargate_store::{Expect, Writer};
use neargate_wire::{AwsError, Context};

use crate::put::{NewVersion, Payload};
use crate::records::SecretRecord;
use crate::refusal::Refusal;
use crate::{SecretsManager, customer_key, model, replicas, resolve, tags, value};

const SUFFIX_LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

pub async fn create_secret(
    manager: Arc<SecretsManager>,
    context: Context,
    input: model::CreateSecretRequest,
) -> Result<model::CreateSecretResponse, AwsError> {
    let name = input.name.unwrap_or_default();
    check_name(&name)?;
    let token = input.client_request_token.ok_or(Refusal::NoToken)?;
    let wanted = replicas::wanted(&context.scope, input.add_replica_regions)?;
    let force = input.force_overwrite_replica_secret.unwrap_or(false);
    if input.r#type.is_some_and(|kind| !kind.is_empty()) {
        return Err(Refusal::NotImplemented("CreateSecret with Type").into());
    }
    let now = manager.now();
    let secret = SecretRecord {
        id: format!("{now:013}-{}", random_hex(16)),
        name,
        suffix: random_text(6, SUFFIX_LETTERS),
        description: input.description,
        kms_key_id: customer_key::of_customer(input.kms_key_id),
        tags: tags::of_request(input.tags)?,
        policy: None,
        created: now,
        changed: now,
        accessed: None,
        delete_at: None,
        versions: Vec::new(),
        primary_region: None,
        replicas: wanted,
    };
    let scope = context.scope.clone();
    let keyring = manager.keyring.clone();
    let payload = Payload::of(input.secret_string, input.secret_binary)?;
    let version = match payload {
        Some(payload) => Some(NewVersion::seal(&manager, &context, &secret, token, payload).await?),
        None => None,
    };
    let version_id = version.as_ref().map(|version| version.id().to_owned());
    let written = manager.store.write(context.durability, move |w| {
        write(w, &keyring, &scope, (&secret, force), version.as_ref(), now)
    });
    let secret = written.await?;
    Ok(model::CreateSecretResponse {
        arn: Some(secret.arn(&context.scope)),
        version_id,
        replication_status: replicas::status(&secret),
        name: Some(secret.name),
    })
}

/// Writes the secret, unless the request is a repetition of the one that made it.
fn write(
    w: &mut dyn Writer,
    keyring: &Keyring,
    scope: &Scope,
    (new, force): (&SecretRecord, bool),
    version: Option<&NewVersion>,
    now: i64,
) -> Result<SecretRecord, Refusal> {
    if let Some(known) = resolve::by_name(w, scope, &new.name, now)? {
        let known = known.value;
        if known.delete_at.is_some() {
            return Err(Refusal::NameDoomed);
        }
        let Some(version) = version.filter(|version| known.version(version.id()).is_some()) else {
            return Err(Refusal::Exists(known.name));
        };
        let stored = value::load(w, scope, &known, version.id())?;
        let arn = known.arn(scope);
        if version.is_stored(&stored, &arn, keyring)? {
            return Ok(known);
        }
        return Err(Refusal::TokenUsed { token: version.id().to_owned(), arn });
    }
    let mut secret = new.clone();
    if let Some(version) = version {
        version.place(w, keyring, scope, &mut secret, &[], now)?;
    }
    for replica in std::mem::take(&mut secret.replicas) {
        replicas::add(w, scope, &mut secret, &replica, force, now)?;
    }
    replicas::put(w, scope, &secret, Expect::Absent)?;
    Ok(secret)
}

pub fn check_name(name: &str) -> Result<(), Refusal> {
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-/_+=.@!".contains(&b)) {
        return Err(Refusal::Invalid(
            "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!"
                .to_owned(),
        ));
    }
    Ok(())
}
