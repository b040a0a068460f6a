//! Data keys, which callers use themselves, and random bytes.

use std::collections::BTreeMap;
use std::sync::Arc;

use neargate_seal::Secret;
use neargate_wire::{AwsError, Blob, Context};
use ring::rand::{SecureRandom as _, SystemRandom};

use crate::Kms;
use crate::access::Wanted;
use crate::crypt::dry;
use crate::keys::ready;
use crate::model::{self, DataKeySpec};
use crate::refusal::Refusal;
use crate::resolve::Found;
use crate::spec::ENCRYPT;

pub async fn generate_data_key(
    kms: Arc<Kms>,
    context: Context,
    input: model::GenerateDataKeyRequest,
) -> Result<model::GenerateDataKeyResponse, AwsError> {
    if input.recipient.is_some() {
        return Err(Refusal::NotImplemented("GenerateDataKey for a Recipient").into());
    }
    let made = Wish {
        key: input.key_id.unwrap_or_default(),
        encryption_context: input.encryption_context,
        spec: input.key_spec,
        bytes: input.number_of_bytes,
        dry_run: input.dry_run,
        action: "kms:GenerateDataKey",
    };
    let Made { found, plaintext, ciphertext } = kms.data_key(&context, made).await?;
    Ok(model::GenerateDataKeyResponse {
        ciphertext_blob: Some(Blob(ciphertext)),
        plaintext: Some(Blob(plaintext.as_bytes().to_vec())),
        key_id: Some(found.arn()),
        ciphertext_for_recipient: None,
        key_material_id: Some(found.key.current().material_id.clone()),
    })
}

pub async fn generate_data_key_without_plaintext(
    kms: Arc<Kms>,
    context: Context,
    input: model::GenerateDataKeyWithoutPlaintextRequest,
) -> Result<model::GenerateDataKeyWithoutPlaintextResponse, AwsError> {
    let made = Wish {
        key: input.key_id.unwrap_or_default(),
        encryption_context: input.encryption_context,
        spec: input.key_spec,
        bytes: input.number_of_bytes,
        dry_run: input.dry_run,
        action: "kms:GenerateDataKeyWithoutPlaintext",
    };
    let Made { found, ciphertext, .. } = kms.data_key(&context, made).await?;
    Ok(model::GenerateDataKeyWithoutPlaintextResponse {
        ciphertext_blob: Some(Blob(ciphertext)),
        key_id: Some(found.arn()),
        key_material_id: Some(found.key.current().material_id.clone()),
    })
}

pub async fn generate_random(
    _: Arc<Kms>,
    _: Context,
    input: model::GenerateRandomRequest,
) -> Result<model::GenerateRandomResponse, AwsError> {
    if input.recipient.is_some() || input.custom_key_store_id.is_some() {
        return Err(Refusal::NotImplemented("GenerateRandom for a Recipient or in a custom key store").into());
    }
    let count = input.number_of_bytes.and_then(|count| usize::try_from(count).ok());
    let count = count.ok_or_else(|| Refusal::validation("NumberOfBytes is required."))?;
    let bytes = random(count, "GenerateRandom")?;
    Ok(model::GenerateRandomResponse {
        plaintext: Some(Blob(bytes.as_bytes().to_vec())),
        ciphertext_for_recipient: None,
    })
}

/// A data key that is wanted.
struct Wish {
    key: String,
    encryption_context: Option<BTreeMap<String, String>>,
    spec: Option<DataKeySpec>,
    bytes: Option<i64>,
    dry_run: Option<bool>,
    action: &'static str,
}

struct Made {
    found: Found,
    plaintext: Secret,
    ciphertext: Vec<u8>,
}

impl Kms {
    async fn data_key(&self, context: &Context, wish: Wish) -> Result<Made, Refusal> {
        let length = match (&wish.spec, wish.bytes) {
            (Some(spec), None) => {
                if spec.as_str() == "AES_128" {
                    16
                } else {
                    32
                }
            }
            (None, Some(bytes)) => usize::try_from(bytes).unwrap_or_default(),
            _ => {
                return Err(Refusal::validation("Please specify either number of bytes or key spec."));
            }
        };
        let encryption_context = wish.encryption_context.as_ref();
        let wanted = Wanted::new(wish.action).in_context(encryption_context);
        let found = self.admitted(context, &wish.key, wanted).await?;
        ready(&found, ENCRYPT, wish.action.strip_prefix("kms:").unwrap_or(wish.action))?;
        dry(wish.dry_run)?;
        let plaintext = random(length, &found.key.id)?;
        let ciphertext = self.seal(&found, encryption_context, plaintext.as_bytes()).await?;
        Ok(Made { found, plaintext, ciphertext })
    }
}

fn random(bytes: usize, of: &str) -> Result<Secret, Refusal> {
    let mut buffer = vec![0; bytes];
    let filled = SystemRandom::new().fill(&mut buffer);
    filled.map_err(|_| Refusal::Unusable { key: of.to_owned() })?;
    Ok(Secret::from(buffer))
}
