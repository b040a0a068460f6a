//! `Encrypt`, `Decrypt` and `ReEncrypt`.

use std::sync::Arc;

use neargate_core::Scope;
use neargate_seal::Secret;
use neargate_wire::{AwsError, Blob, Context};

use crate::Kms;
use crate::access::Wanted;
use crate::blob::Header;
use crate::keys::ready;
use crate::model::{self, EncryptionAlgorithmSpec};
use crate::records::{Version, key_arn};
use crate::refusal::Refusal;
use crate::resolve::Found;
use crate::spec::ENCRYPT;

pub const PLAINTEXT_MAX_BYTES: usize = 4096;
const CIPHERTEXT_MAX_BYTES: usize = 6144;

pub async fn encrypt(
    kms: Arc<Kms>,
    context: Context,
    input: model::EncryptRequest,
) -> Result<model::EncryptResponse, AwsError> {
    let plaintext = Secret::from(input.plaintext.unwrap_or_default().0);
    check_length("plaintext", plaintext.as_bytes().len(), PLAINTEXT_MAX_BYTES)?;
    let wanted = Wanted::new("kms:Encrypt").in_context(input.encryption_context.as_ref());
    let found = kms.admitted(&context, &input.key_id.unwrap_or_default(), wanted).await?;
    ready(&found, ENCRYPT, "Encrypt")?;
    check_algorithm(&found, input.encryption_algorithm.as_ref())?;
    dry(input.dry_run)?;
    let ciphertext = kms.seal(&found, input.encryption_context.as_ref(), plaintext.as_bytes()).await?;
    Ok(model::EncryptResponse {
        ciphertext_blob: Some(Blob(ciphertext)),
        key_id: Some(found.arn()),
        encryption_algorithm: Some(default_algorithm()),
    })
}

pub async fn decrypt(
    kms: Arc<Kms>,
    context: Context,
    input: model::DecryptRequest,
) -> Result<model::DecryptResponse, AwsError> {
    if input.recipient.is_some() {
        return Err(Refusal::NotImplemented("Decrypt for a Recipient").into());
    }
    if input.dry_run_modifiers.is_some_and(|modifiers| !modifiers.is_empty()) {
        return Err(Refusal::NotImplemented("Decrypt with DryRunModifiers").into());
    }
    let blob = input.ciphertext_blob.unwrap_or_default().0;
    let wanted = Wanted::new("kms:Decrypt").in_context(input.encryption_context.as_ref());
    let (found, plaintext, version) = kms
        .opened(&context, input.key_id.as_deref(), &blob, wanted, input.encryption_algorithm.as_ref())
        .await?;
    dry(input.dry_run)?;
    Ok(model::DecryptResponse {
        key_id: Some(found.arn()),
        plaintext: Some(Blob(plaintext.as_bytes().to_vec())),
        encryption_algorithm: Some(default_algorithm()),
        ciphertext_for_recipient: None,
        key_material_id: Some(version.material_id),
    })
}

pub async fn re_encrypt(
    kms: Arc<Kms>,
    context: Context,
    input: model::ReEncryptRequest,
) -> Result<model::ReEncryptResponse, AwsError> {
    if input.dry_run_modifiers.is_some_and(|modifiers| !modifiers.is_empty()) {
        return Err(Refusal::NotImplemented("ReEncrypt with DryRunModifiers").into());
    }
    let blob = input.ciphertext_blob.unwrap_or_default().0;
    let from = Wanted::new("kms:ReEncryptFrom").in_context(input.source_encryption_context.as_ref());
    let algorithm = input.source_encryption_algorithm.as_ref();
    let (source, plaintext, version) =
        kms.opened(&context, input.source_key_id.as_deref(), &blob, from, algorithm).await?;
    let under = input.destination_encryption_context.as_ref();
    let to = Wanted::new("kms:ReEncryptTo").in_context(under);
    let target = kms.admitted(&context, &input.destination_key_id.unwrap_or_default(), to).await?;
    ready(&target, ENCRYPT, "ReEncrypt")?;
    check_algorithm(&target, input.destination_encryption_algorithm.as_ref())?;
    dry(input.dry_run)?;
    let ciphertext = kms.seal(&target, under, plaintext.as_bytes()).await?;
    Ok(model::ReEncryptResponse {
        ciphertext_blob: Some(Blob(ciphertext)),
        source_key_id: Some(source.arn()),
        key_id: Some(target.arn()),
        source_encryption_algorithm: Some(default_algorithm()),
        destination_encryption_algorithm: Some(default_algorithm()),
        source_key_material_id: Some(version.material_id),
        destination_key_material_id: Some(target.key.current().material_id.clone()),
    })
}

impl Kms {
    /// A ciphertext's key, what the ciphertext holds, and the version that it names.
    async fn opened(
        &self,
        context: &Context,
        named: Option<&str>,
        blob: &[u8],
        wanted: Wanted<'_>,
        algorithm: Option<&EncryptionAlgorithmSpec>,
    ) -> Result<(Found, Secret, Version), Refusal> {
        check_length("ciphertextBlob", blob.len(), CIPHERTEXT_MAX_BYTES)?;
        let header = Header::parse(blob).map(|(header, _)| header);
        let encryption_context = wanted.encryption_context;
        let found = match named {
            Some(text) => self.admitted(context, text, wanted).await?,
            None => {
                let header = header.as_ref().ok_or(Refusal::Ciphertext)?;
                let scope = Scope { account: header.account.clone(), ..context.scope.clone() };
                match self.admitted(context, &key_arn(&scope, &header.key), wanted).await {
                    Err(Refusal::Client { .. }) => return Err(Refusal::unreachable()),
                    other => other?,
                }
            }
        };
        ready(&found, ENCRYPT, "Decrypt")?;
        check_algorithm(&found, algorithm)?;
        let header = header.ok_or(Refusal::Ciphertext)?;
        if (&header.account, &header.key) != (&found.scope.account, &found.key.id) {
            return Err(Refusal::incorrect_key());
        }
        let (plaintext, version) = self.unseal(&found, encryption_context, blob).await?;
        Ok((found, plaintext, version))
    }
}

/// Bytes that the model bounds.
pub fn check_length(member: &str, bytes: usize, max: usize) -> Result<(), Refusal> {
    if bytes == 0 {
        return Err(Refusal::length(member, "greater than or equal to 1"));
    }
    if bytes > max {
        return Err(Refusal::length(member, &format!("less than or equal to {max}")));
    }
    Ok(())
}

/// Ends what was asked for as a trial and would have succeeded.
pub fn dry(dry_run: Option<bool>) -> Result<(), Refusal> {
    if dry_run == Some(true) { Err(Refusal::dry_run()) } else { Ok(()) }
}

fn default_algorithm() -> EncryptionAlgorithmSpec {
    EncryptionAlgorithmSpec::from("SYMMETRIC_DEFAULT")
}

fn check_algorithm(found: &Found, algorithm: Option<&EncryptionAlgorithmSpec>) -> Result<(), Refusal> {
    match algorithm {
        Some(algorithm) if *algorithm != default_algorithm() => Err(incompatible(algorithm.as_str(), found)),
        _ => Ok(()),
    }
}

pub fn incompatible(algorithm: &str, found: &Found) -> Refusal {
    Refusal::client(
        "InvalidKeyUsageException",
        format!("Algorithm {algorithm} is incompatible with key spec {}.", found.key.spec.name()),
    )
}
