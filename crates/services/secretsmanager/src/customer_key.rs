//! Values under a customer's key: encrypted with a data key of their own, which KMS makes and decrypts with the rights of whoever calls.
//!
//! What comes of it is sealed under the master key like every other value, so that a rotation of that knows one kind. With it is sealed
//! a digest of the value, by which a repeated request is recognised without a right to decrypt.
//!
//! A secret that names no key, or the one that AWS manages, doesn't come here: its account may use that key without asking.

use neargate_core::{Arn, Scope};
use neargate_seal::{Cipher, KEY_BYTES, Keyring, Secret};
use neargate_store::{Expect, Stored, WriteRecords as _, Writer};
use neargate_wire::customer_keys::EncryptionContext;
use neargate_wire::{CallError, Context, Dispatcher};
use sha2::{Digest as _, Sha256};

use crate::records::{SecretRecord, UnderKey, ValueRecord};
use crate::refusal::Refusal;
use crate::{SecretsManager, labels, value};

const DIGEST_BYTES: usize = 32;
const MANAGED: &str = "alias/aws/secretsmanager";

/// Which value it is.
pub struct Of {
    pub secret: String,
    pub arn: String,
    pub version: String,
    pub binary: bool,
}

/// A value that is there, sealed anew under another key.
#[derive(Clone)]
pub struct Resealed {
    record: ValueRecord,
    revision: u64,
    kms_key_id: Option<String>,
}

impl Resealed {
    /// Puts it in the place of the old one, unless that is gone.
    pub fn put(
        &self,
        w: &mut dyn Writer,
        keyring: &Keyring,
        scope: &Scope,
        secret: &mut SecretRecord,
    ) -> Result<(), Refusal> {
        let known = secret.versions.iter_mut().find(|version| version.id == self.record.version);
        let Some(version) = known else { return Ok(()) };
        version.kms_key_id = self.kms_key_id.clone();
        let mut record = self.record.clone();
        record.rewrap(keyring)?;
        let expect = Expect::Revision(self.revision);
        w.put_record(scope.account.as_str(), scope.region.as_str(), &record, expect)?;
        Ok(())
    }
}

/// Whether what was sealed under a customer's key is this value.
pub fn is_of(sealed: &Secret, value: &Secret) -> bool {
    let digest = Sha256::digest(value.as_bytes());
    sealed.as_bytes().get(..DIGEST_BYTES).is_some_and(|known| Secret::from(known.to_vec()).is(&digest))
}

/// The key that a request asks for, if it is the customer's: an empty `KmsKeyId` asks for the one that AWS manages, too.
pub fn of_customer(key: Option<String>) -> Option<String> {
    key.filter(|key| !key.is_empty() && !is_managed(key))
}

/// Whether a `KmsKeyId` means the key that AWS manages.
pub fn is_managed(key: &str) -> bool {
    let alias = key.parse::<Arn>().map(|arn| arn.resource);
    alias.as_deref().unwrap_or(key) == MANAGED
}

fn encryption_context(arn: &str, version: &str) -> EncryptionContext {
    [("SecretARN", arn), ("SecretVersionId", version)]
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .into()
}

fn associated(arn: &str, version: &str) -> Vec<u8> {
    format!("{arn}\n{version}").into_bytes()
}

fn cipher(data_key: Vec<u8>) -> Option<Cipher> {
    let data_key = Secret::from(data_key);
    let bytes: &[u8; KEY_BYTES] = data_key.as_bytes().try_into().ok()?;
    Some(Cipher::new(bytes))
}

impl SecretsManager {
    /// A value as it is stored.
    pub(crate) async fn sealed(
        &self,
        context: &Context,
        of: Of,
        key: Option<&str>,
        plaintext: &Secret,
    ) -> Result<ValueRecord, Refusal> {
        let (under, payload) = match key.filter(|key| !is_managed(key)) {
            None => (None, plaintext.clone()),
            Some(key) => {
                let (under, payload) = self.encrypt(context, &of, key, plaintext).await?;
                (Some(under), payload)
            }
        };
        let Of { secret, arn, version, binary } = of;
        let binding = ValueRecord::binding(&arn, &version, binary);
        let sealed = self.keyring.seal(&binding, payload.as_bytes());
        Ok(ValueRecord { secret, arn, version, binary, sealed, under })
    }

    async fn encrypt(
        &self,
        context: &Context,
        of: &Of,
        key: &str,
        plaintext: &Secret,
    ) -> Result<(UnderKey, Secret), Refusal> {
        let within = encryption_context(&of.arn, &of.version);
        let made = self.kms()?.generate_data_key(context, key, KEY_BYTES, &within).await;
        let made = made.map_err(|error| match error.code {
            "AccessDeniedException" => Refusal::NoAccessToKey,
            "NotFoundException" => Refusal::Key(error.message),
            _ if error.retryable => Refusal::Kms(error),
            _ => Refusal::CantEncrypt,
        })?;
        let cipher = cipher(made.plaintext.0).ok_or(Refusal::CantEncrypt)?;
        let encrypted = cipher.encrypt(&associated(&of.arn, &of.version), plaintext.as_bytes());
        let digest = Sha256::digest(plaintext.as_bytes());
        let payload = Secret::from([digest.as_slice(), &encrypted].concat());
        Ok((UnderKey { key: made.key_id, data_key: made.ciphertext_blob }, payload))
    }

    pub(crate) async fn decrypt(
        &self,
        context: &Context,
        value: &ValueRecord,
        under: &UnderKey,
        opened: &Secret,
    ) -> Result<Secret, Refusal> {
        let within = encryption_context(&value.arn, &value.version);
        let data_key = self.kms()?.decrypt(context, &under.key, &under.data_key, &within).await;
        let data_key = data_key.map_err(|error| match error.code {
            "AccessDeniedException" => Refusal::NoAccessToKey,
            _ if error.retryable => Refusal::Kms(error),
            _ => Refusal::CantDecrypt,
        })?;
        let encrypted = opened.as_bytes().get(DIGEST_BYTES..).unwrap_or_default();
        let cipher = cipher(data_key).ok_or(Refusal::CantDecrypt)?;
        Ok(cipher.decrypt(&associated(&value.arn, &value.version), encrypted)?)
    }

    /// The values that go with a secret to its new key: those that labels of Secrets Manager's own are on.
    pub(crate) async fn reseal(
        &self,
        context: &Context,
        secret: &SecretRecord,
    ) -> Result<Vec<Resealed>, Refusal> {
        let scope = &context.scope;
        let own = [labels::CURRENT, labels::PREVIOUS, labels::PENDING];
        let mut resealed = Vec::new();
        for version in &secret.versions {
            if version.kms_key_id == secret.kms_key_id
                || !version.labels.iter().any(|label| own.contains(&label.as_str()))
            {
                continue;
            }
            let stored: Stored<ValueRecord> =
                self.store.read(|r| value::load_stored(r, scope, secret, &version.id)).await?;
            let plaintext = self.plaintext(context, &stored.value).await?;
            let ValueRecord { secret: id, arn, version, binary, .. } = stored.value;
            let of = Of { secret: id, arn, version, binary };
            let record = self.sealed(context, of, secret.kms_key_id.as_deref(), &plaintext).await?;
            let kms_key_id = secret.kms_key_id.clone();
            resealed.push(Resealed { record, revision: stored.revision, kms_key_id });
        }
        Ok(resealed)
    }

    fn kms(&self) -> Result<&Dispatcher, Refusal> {
        let missing = || CallError {
            service: "kms",
            operation: "GenerateDataKey",
            code: "UnknownService",
            message: "no way to KMS".to_owned(),
            retryable: true,
        };
        self.dispatcher.get().ok_or_else(|| Refusal::Kms(missing()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aws_managed_key_is_known_by_its_alias() {
        assert!(is_managed("alias/aws/secretsmanager"));
        assert!(is_managed("arn:aws:kms:us-east-1:000000000000:alias/aws/secretsmanager"));
        assert!(!is_managed("alias/app"));
        assert!(!is_managed("arn:aws:kms:us-east-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab"));
    }
}
