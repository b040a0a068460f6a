//! `CreateSecret`.

use std::sync::Arc;

use neargate_core::{Scope, random_hex, random_text, random_uuid};
use neargate_seal::Keyring;
use neargate_store::{Expect, WriteRecords as _, Writer};
use neargate_wire::{AwsError, Context};

use crate::put::{NewVersion, Payload};
use crate::records::SecretRecord;
use crate::refusal::Refusal;
use crate::{SecretsManager, model, resolve, tags, value};

const SUFFIX_LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

pub async fn create_secret(
    manager: Arc<SecretsManager>,
    context: Context,
    input: model::CreateSecretRequest,
) -> Result<model::CreateSecretResponse, AwsError> {
    let name = input.name.unwrap_or_default();
    check_name(&name)?;
    if input.add_replica_regions.is_some_and(|regions| !regions.is_empty()) {
        return Err(Refusal::NotImplemented("CreateSecret with AddReplicaRegions").into());
    }
    if input.r#type.is_some_and(|kind| !kind.is_empty()) {
        return Err(Refusal::NotImplemented("CreateSecret with Type").into());
    }
    let now = manager.now();
    let secret = SecretRecord {
        id: format!("{now:013}-{}", random_hex(16)),
        name,
        suffix: random_text(6, SUFFIX_LETTERS),
        description: input.description,
        kms_key_id: input.kms_key_id.filter(|key| !key.is_empty()),
        tags: tags::of_request(input.tags)?,
        policy: None,
        created: now,
        changed: now,
        accessed: None,
        delete_at: None,
        versions: Vec::new(),
    };
    let scope = context.scope.clone();
    let keyring = manager.keyring.clone();
    let payload = Payload::of(input.secret_string, input.secret_binary)?;
    let token = input.client_request_token.unwrap_or_else(random_uuid);
    let version = match payload {
        Some(payload) => Some(NewVersion::seal(&manager, &context, &secret, token, payload).await?),
        None => None,
    };
    let version_id = version.as_ref().map(|version| version.id().to_owned());
    let written = manager
        .store
        .write(context.durability, move |w| write(w, &keyring, &scope, &secret, version.as_ref(), now));
    let secret = written.await?;
    Ok(model::CreateSecretResponse {
        arn: Some(secret.arn(&context.scope)),
        name: Some(secret.name),
        version_id,
        replication_status: None,
    })
}

/// Writes the secret, unless the request is a repetition of the one that made it.
fn write(
    w: &mut dyn Writer,
    keyring: &Keyring,
    scope: &Scope,
    new: &SecretRecord,
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
    w.put_record(scope.account.as_str(), scope.region.as_str(), &secret, Expect::Absent)?;
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
