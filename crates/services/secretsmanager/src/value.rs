//! `GetSecretValue`, and how a value is opened.

use std::sync::Arc;

use neargate_core::Scope;
use neargate_seal::Secret;
use neargate_store::{Durability, Error, Expect, ReadRecords as _, Reader, Stored, WriteRecords as _};
use neargate_wire::{AwsError, Blob, Context};

use crate::records::{SecretRecord, ValueRecord, Version, time};
use crate::refusal::Refusal;
use crate::{SecretsManager, labels, model, replicas, resolve};

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// A version with its value, still sealed.
pub struct Found {
    pub secret: SecretRecord,
    pub version: Version,
    pub value: ValueRecord,
}

pub async fn get_secret_value(
    manager: Arc<SecretsManager>,
    context: Context,
    input: model::GetSecretValueRequest,
) -> Result<model::GetSecretValueResponse, AwsError> {
    let scope = &context.scope;
    let id = input.secret_id.unwrap_or_default();
    let now = manager.now();
    let found = manager.store.read(|r| {
        let secret = resolve::usable(r, scope, &id, now)?.value;
        find(r, scope, secret, input.version_id.as_deref(), input.version_stage.as_deref())
    });
    let found = found.await?;
    let (secret_string, secret_binary) = manager.open(&context, &found).await?;
    manager.note_access(scope, &found).await?;
    let Found { secret, version, .. } = found;
    Ok(model::GetSecretValueResponse {
        arn: Some(secret.arn(scope)),
        name: Some(secret.name),
        version_id: Some(version.id),
        secret_binary,
        secret_string,
        version_stages: Some(version.labels),
        created_date: Some(time(version.created)),
    })
}

/// The version that is meant: by id, by label, or by both, which must agree; the current one when neither is given.
pub fn find(
    r: &mut dyn Reader,
    scope: &Scope,
    secret: SecretRecord,
    id: Option<&str>,
    label: Option<&str>,
) -> Result<Found, Refusal> {
    let version = match (id, label) {
        (Some(id), label) => {
            let version = secret.version(id).ok_or_else(|| Refusal::no_version(id))?;
            if label.is_some_and(|label| !version.labels.iter().any(|own| own == label)) {
                return Err(Refusal::request(
                    "You provided a VersionStage that is not associated to the provided VersionId.",
                ));
            }
            version
        }
        (None, label) => {
            let label = label.unwrap_or(labels::CURRENT);
            secret.labelled(label).ok_or_else(|| Refusal::no_label(label))?
        }
    };
    let version = version.clone();
    let value = load(r, scope, &secret, &version.id)?;
    Ok(Found { secret, version, value })
}

pub fn load(
    r: &mut dyn Reader,
    scope: &Scope,
    secret: &SecretRecord,
    version: &str,
) -> Result<ValueRecord, Refusal> {
    Ok(load_stored(r, scope, secret, version)?.value)
}

pub fn load_stored(
    r: &mut dyn Reader,
    scope: &Scope,
    secret: &SecretRecord,
    version: &str,
) -> Result<Stored<ValueRecord>, Refusal> {
    let key = ValueRecord::key(&secret.id, version);
    let home = secret.home(scope);
    let region = home.as_ref().unwrap_or(scope).region.as_str();
    let value = r.get_record::<ValueRecord>(scope.account.as_str(), region, &key)?;
    value.ok_or_else(|| Refusal::Lost { arn: secret.arn(scope), version: version.to_owned() })
}

impl SecretsManager {
    /// The value as an answer carries it: text or bytes.
    pub(crate) async fn open(
        &self,
        context: &Context,
        found: &Found,
    ) -> Result<(Option<String>, Option<Blob>), Refusal> {
        let secret = match found.secret.home(&context.scope) {
            Some(home) => self.plaintext(&replicas::at_home(context, &home), &found.value).await?,
            None => self.plaintext(context, &found.value).await?,
        };
        if found.value.binary {
            return Ok((None, Some(Blob(secret.as_bytes().to_vec()))));
        }
        // What was sealed as text was text.
        Ok((secret.as_text().map(str::to_owned), None))
    }

    /// A value in the clear. Under a customer's key the caller needs the right to decrypt.
    pub(crate) async fn plaintext(&self, context: &Context, value: &ValueRecord) -> Result<Secret, Refusal> {
        let binding = ValueRecord::binding(&value.arn, &value.version, value.binary);
        let opened = self.keyring.open(&binding, &value.sealed)?;
        match &value.under {
            None => Ok(opened),
            Some(under) => self.decrypt(context, value, under, &opened).await,
        }
    }

    /// Keeps the day of the last access. A day's first reader pays for it.
    pub(crate) async fn note_access(&self, scope: &Scope, found: &Found) -> Result<(), Refusal> {
        let today = self.now() / DAY_MILLIS * DAY_MILLIS;
        if found.version.accessed == Some(today) && found.secret.accessed == Some(today) {
            return Ok(());
        }
        let (scope, id, version) = (scope.clone(), found.secret.id.clone(), found.version.id.clone());
        let noted = self.store.write(Durability::Process, move |w| {
            let (account, region) = (scope.account.as_str(), scope.region.as_str());
            let Some(Stored { value: mut secret, revision }) =
                w.get_record::<SecretRecord>(account, region, &id)?
            else {
                return Ok(());
            };
            secret.accessed = Some(today);
            if let Some(version) = secret.versions.iter_mut().find(|known| known.id == version) {
                version.accessed = Some(today);
            }
            w.put_record(account, region, &secret, Expect::Revision(revision))?;
            Ok::<_, Error>(())
        });
        Ok(noted.await?)
    }
}
