//! Customers' keys, for services that keep values under them: KMS is asked with the rights of whoever calls the service
//! ([`Dispatcher::via`] says which service it is).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Blob, CallError, Context, Dispatcher};

/// What a value is for: KMS decrypts for the same context alone, and policies may ask about it.
pub type EncryptionContext = BTreeMap<String, String>;

/// A key for one value, in the clear and as KMS alone can read it.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct DataKey {
    pub plaintext: Blob,
    pub ciphertext_blob: Blob,
    /// The ARN of the key that it is encrypted under.
    pub key_id: String,
}

/// A value as KMS encrypted it.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Encrypted {
    pub ciphertext_blob: Blob,
    pub key_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Decrypted {
    plaintext: Blob,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Generate<'a> {
    key_id: &'a str,
    number_of_bytes: usize,
    encryption_context: &'a EncryptionContext,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Encrypt<'a> {
    key_id: &'a str,
    plaintext: Blob,
    encryption_context: &'a EncryptionContext,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Decrypt<'a> {
    key_id: &'a str,
    ciphertext_blob: &'a Blob,
    encryption_context: &'a EncryptionContext,
}

impl Dispatcher {
    pub async fn generate_data_key(
        &self,
        context: &Context,
        key_id: &str,
        number_of_bytes: usize,
        encryption_context: &EncryptionContext,
    ) -> Result<DataKey, CallError> {
        let input = Generate { key_id, number_of_bytes, encryption_context };
        self.kms(context, "GenerateDataKey", &input).await
    }

    pub async fn encrypt(
        &self,
        context: &Context,
        key_id: &str,
        plaintext: Vec<u8>,
        encryption_context: &EncryptionContext,
    ) -> Result<Encrypted, CallError> {
        let input = Encrypt { key_id, plaintext: Blob(plaintext), encryption_context };
        self.kms(context, "Encrypt", &input).await
    }

    pub async fn decrypt(
        &self,
        context: &Context,
        key_id: &str,
        ciphertext_blob: &Blob,
        encryption_context: &EncryptionContext,
    ) -> Result<Vec<u8>, CallError> {
        let input = Decrypt { key_id, ciphertext_blob, encryption_context };
        let answer: Decrypted = self.kms(context, "Decrypt", &input).await?;
        Ok(answer.plaintext.0)
    }

    async fn kms<I: Serialize, O: for<'de> Deserialize<'de>>(
        &self,
        context: &Context,
        operation: &'static str,
        input: &I,
    ) -> Result<O, CallError> {
        self.call_as(context.principal.clone(), &context.scope, "kms", operation, input).await
    }
}
