//! `PutSecretValue` and `UpdateSecret`: a secret changes, mostly by a new version.
//!
//! A value is sealed before the transaction, for the ARN that was found; the transaction finds the same secret by its id or none.
//! A version's id is the request's token, so that a repeated request finds what it made. SDKs and the `aws` command make up the token;
//! whoever sends bare requests must bring one, as on AWS.

use std::sync::Arc;

use neargate_core::Scope;
use neargate_seal::{Keyring, Secret};
use neargate_store::{Expect, ReadRecords as _, Stored, WriteRecords as _, Writer};
use neargate_wire::{AwsError, Blob, Context};

use crate::customer_key::Of;
use crate::records::{SecretRecord, ValueRecord, Version};
use crate::refusal::Refusal;
use crate::{SecretsManager, customer_key, labels, model, replicas, resolve, value};

const VALUE_MAX_BYTES: usize = 65_536;

/// A value as a request brings it.
pub struct Payload {
    binary: bool,
    bytes: Secret,
}

impl Payload {
    /// Text or bytes; none when the request has neither.
    pub fn of(text: Option<String>, bytes: Option<Blob>) -> Result<Option<Self>, Refusal> {
        let payload = match (text, bytes) {
            (Some(_), Some(_)) => {
                return Err(Refusal::parameter(
                    "You can't specify both a binary secret value and a string secret value in the same secret.",
                ));
            }
            (Some(text), None) => Self { binary: false, bytes: text.into() },
            (None, Some(Blob(bytes))) => Self { binary: true, bytes: bytes.into() },
            (None, None) => return Ok(None),
        };
        let length = payload.bytes.as_bytes().len();
        // The bounds of the model, which aren't written for bytes.
        if payload.binary && !(1..=VALUE_MAX_BYTES).contains(&length) {
            let demand = if length == 0 {
                "greater than or equal to 1".to_owned()
            } else {
                format!("less than or equal to {VALUE_MAX_BYTES}")
            };
            return Err(Refusal::Invalid(format!(
                "1 validation error detected: Value at 'secretBinary' failed to satisfy constraint: Member must have length \
                 {demand}"
            )));
        }
        if !(1..=VALUE_MAX_BYTES).contains(&length) {
            return Err(Refusal::parameter(format!(
                "The secret value must have between 1 and {VALUE_MAX_BYTES} bytes."
            )));
        }
        Ok(Some(payload))
    }
}

/// A version that is to be written.
#[derive(Clone)]
pub struct NewVersion {
    payload: Arc<Payload>,
    record: ValueRecord,
    kms_key_id: Option<String>,
}

impl NewVersion {
    /// Seals a value, under the customer's key first if the secret has one.
    pub async fn seal(
        manager: &SecretsManager,
        context: &Context,
        secret: &SecretRecord,
        version: String,
        payload: Payload,
    ) -> Result<Self, Refusal> {
        let arn = secret.arn(&context.scope);
        let of = Of { secret: secret.id.clone(), arn, version, binary: payload.binary };
        let key = secret.kms_key_id.as_deref();
        let record = manager.sealed(context, of, key, &payload.bytes).await?;
        Ok(Self { payload: Arc::new(payload), record, kms_key_id: secret.kms_key_id.clone() })
    }

    pub fn id(&self) -> &str {
        &self.record.version
    }

    /// Adds the version to its secret and writes its value. One that is there with the same value is left as it is.
    pub fn place(
        &self,
        w: &mut dyn Writer,
        keyring: &Keyring,
        scope: &Scope,
        secret: &mut SecretRecord,
        wanted: &[String],
        now: i64,
    ) -> Result<(), Refusal> {
        if secret.version(self.id()).is_some() {
            let arn = secret.arn(scope);
            let same = self.is_stored(&value::load(w, scope, secret, self.id())?, &arn, keyring)?;
            return if same { Ok(()) } else { Err(Refusal::TokenUsed { token: self.id().to_owned(), arn }) };
        }
        let first = secret.versions.is_empty();
        let version = Version {
            id: self.id().to_owned(),
            created: now,
            accessed: None,
            labels: Vec::new(),
            kms_key_id: self.kms_key_id.clone(),
        };
        secret.versions.push(version);
        for label in wanted {
            labels::attach(&mut secret.versions, label, self.id());
        }
        if first || wanted.is_empty() {
            labels::attach(&mut secret.versions, labels::CURRENT, self.id());
        }
        labels::bound(&secret.versions)?;
        let (account, region) = (scope.account.as_str(), scope.region.as_str());
        for pruned in labels::prune(&mut secret.versions, now)? {
            let key = ValueRecord::key(&secret.id, &pruned);
            w.delete_record::<ValueRecord>(account, region, &key, Expect::Any)?;
        }
        let mut record = self.record.clone();
        record.rewrap(keyring)?;
        w.put_record(account, region, &record, Expect::Absent)?;
        secret.changed = now;
        Ok(())
    }

    /// Whether this is the value that a stored version of that ARN has.
    pub fn is_stored(&self, stored: &ValueRecord, arn: &str, keyring: &Keyring) -> Result<bool, Refusal> {
        if stored.binary != self.payload.binary {
            return Ok(false);
        }
        let binding = ValueRecord::binding(arn, &stored.version, stored.binary);
        let opened = keyring.open(&binding, &stored.sealed)?;
        Ok(match &stored.under {
            None => opened.is(self.payload.bytes.as_bytes()),
            Some(_) => customer_key::is_of(&opened, &self.payload.bytes),
        })
    }
}

pub async fn put_secret_value(
    manager: Arc<SecretsManager>,
    context: Context,
    input: model::PutSecretValueRequest,
) -> Result<model::PutSecretValueResponse, AwsError> {
    if input.rotation_token.is_some() {
        return Err(Refusal::NotImplemented("PutSecretValue with RotationToken").into());
    }
    let token = input.client_request_token.ok_or(Refusal::NoToken)?;
    let payload = Payload::of(input.secret_string, input.secret_binary)?;
    let payload =
        payload.ok_or_else(|| Refusal::request("You must provide either SecretString or SecretBinary."))?;
    let change = Change {
        id: input.secret_id.unwrap_or_default(),
        version: Some((token, payload)),
        labels: input.version_stages.unwrap_or_default(),
        ..Change::default()
    };
    let (secret, version) = manager.change(&context, change).await?;
    let labels = version.as_deref().and_then(|id| secret.version(id)).map(|version| version.labels.clone());
    Ok(model::PutSecretValueResponse {
        arn: Some(secret.arn(&context.scope)),
        name: Some(secret.name),
        version_id: version,
        version_stages: labels,
    })
}

pub async fn update_secret(
    manager: Arc<SecretsManager>,
    context: Context,
    input: model::UpdateSecretRequest,
) -> Result<model::UpdateSecretResponse, AwsError> {
    if input.r#type.is_some_and(|kind| !kind.is_empty()) {
        return Err(Refusal::NotImplemented("UpdateSecret with Type").into());
    }
    let token = input.client_request_token.ok_or(Refusal::NoToken)?;
    let payload = Payload::of(input.secret_string, input.secret_binary)?;
    let change = Change {
        id: input.secret_id.unwrap_or_default(),
        description: input.description,
        key: input.kms_key_id.map(|key| customer_key::of_customer(Some(key))),
        version: payload.map(|payload| (token, payload)),
        labels: Vec::new(),
    };
    let (secret, version) = manager.change(&context, change).await?;
    Ok(model::UpdateSecretResponse {
        arn: Some(secret.arn(&context.scope)),
        name: Some(secret.name),
        version_id: version,
    })
}

/// What is to change of a secret.
#[derive(Default)]
struct Change {
    id: String,
    description: Option<String>,
    /// The customer's key that the secret is to have, or none of the customer's.
    key: Option<Option<String>>,
    version: Option<(String, Payload)>,
    labels: Vec<String>,
}

impl SecretsManager {
    /// Carries a change out; the secret as it is then, and the id of the version.
    async fn change(
        &self,
        context: &Context,
        change: Change,
    ) -> Result<(SecretRecord, Option<String>), Refusal> {
        let Change { id, description, key, version, labels } = change;
        let (scope, now, keyring) = (context.scope.clone(), self.now(), self.keyring.clone());
        let mut known = self.store.read(|r| resolve::changeable(r, &scope, &id, now)).await?.value;
        let mut resealed = Vec::new();
        if let Some(key) = &key {
            known.kms_key_id = key.clone();
            resealed = self.reseal(context, &known).await?;
        }
        let version = match version {
            Some((token, payload)) => Some(NewVersion::seal(self, context, &known, token, payload).await?),
            None => None,
        };
        let written = self.store.write(context.durability, move |w| {
            let Stored { value: mut secret, revision } = same(w, &scope, &known.id, now)?;
            for value in &resealed {
                value.put(w, &keyring, &scope, &mut secret)?;
            }
            if let Some(version) = &version {
                version.place(w, &keyring, &scope, &mut secret, &labels, now)?;
            }
            if description.is_some() || key.is_some() {
                secret.description = description.clone().or(secret.description);
                secret.kms_key_id = key.clone().unwrap_or(secret.kms_key_id);
                secret.changed = now;
            }
            replicas::put(w, &scope, &secret, Expect::Revision(revision))?;
            Ok::<_, Refusal>((secret, version.as_ref().map(|version| version.id().to_owned())))
        });
        written.await
    }

    /// Changes a secret's document, unless it is marked for deletion; gives it as it is then.
    pub(crate) async fn edit(
        &self,
        context: &Context,
        id: Option<String>,
        edit: impl Fn(&mut SecretRecord) -> Result<(), Refusal> + Send + 'static,
    ) -> Result<SecretRecord, Refusal> {
        self.edit_with(context, id, move |_, secret| edit(secret)).await
    }

    /// As [`SecretsManager::edit`], with the transaction at hand.
    pub(crate) async fn edit_with(
        &self,
        context: &Context,
        id: Option<String>,
        edit: impl Fn(&mut dyn Writer, &mut SecretRecord) -> Result<(), Refusal> + Send + 'static,
    ) -> Result<SecretRecord, Refusal> {
        let (scope, now, id) = (context.scope.clone(), self.now(), id.unwrap_or_default());
        let written = self.store.write(context.durability, move |w| {
            let Stored { value: mut secret, revision } = resolve::changeable(w, &scope, &id, now)?;
            edit(w, &mut secret)?;
            secret.changed = now;
            replicas::put(w, &scope, &secret, Expect::Revision(revision))?;
            Ok::<_, Refusal>(secret)
        });
        written.await
    }
}

/// The secret that was found before, if it may still be changed.
fn same(w: &mut dyn Writer, scope: &Scope, id: &str, now: i64) -> Result<Stored<SecretRecord>, Refusal> {
    let found = w.get_record::<SecretRecord>(scope.account.as_str(), scope.region.as_str(), id)?;
    match found {
        Some(secret) if secret.value.is_gone(now) => Err(Refusal::NoSecret),
        Some(secret) if secret.value.delete_at.is_some() => Err(Refusal::Doomed),
        Some(secret) => Ok(secret),
        None => Err(Refusal::NoSecret),
    }
}
