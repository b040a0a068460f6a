//! SecureStrings under a customer's key: encrypted by KMS with the rights of whoever calls, a parameter of the advanced tier with a data key
//! of its own, as on AWS. What comes of it is sealed under the master key like every other value.
//!
//! Under the key that AWS manages nobody is asked: everybody in the account may use that.

use neargate_core::{Arn, random_uuid};
use neargate_seal::{Cipher, KEY_BYTES, Secret};
use neargate_wire::customer_keys::EncryptionContext;
use neargate_wire::{Blob, CallError, Context, Dispatcher};

use crate::Ssm;
use crate::put::ADVANCED;
use crate::records::{SECURE, SERVICE, UnderKey, VersionInfo, VersionRecord, arn};
use crate::refusal::Refusal;

pub const DEFAULT_KEY: &str = "alias/aws/ssm";

/// Whether a `KeyId` means the key that AWS manages.
fn is_managed(key: &str) -> bool {
    let alias = key.parse::<Arn>().map(|arn| arn.resource);
    alias.as_deref().unwrap_or(key) == DEFAULT_KEY
}

fn encryption_context(arn: &str) -> EncryptionContext {
    [("PARAMETER_ARN".to_owned(), arn.to_owned())].into()
}

/// What KMS answered, as Parameter Store passes it on.
fn passed_on(error: CallError) -> Refusal {
    let code = match error.code {
        "AccessDeniedException" => "AccessDeniedException",
        _ if error.retryable => return Refusal::Kms(error),
        _ => "InvalidKeyId",
    };
    let CallError { code: of_kms, message, .. } = error;
    Refusal::client(
        code,
        format!(
            "{message} (Service: AWSKMS; Status Code: 400; Error Code: {of_kms}; Request ID: {}; Proxy: null)",
            random_uuid()
        ),
    )
}

fn cipher(data_key: Vec<u8>) -> Result<Cipher, Refusal> {
    let data_key = Secret::from(data_key);
    let bytes: Result<&[u8; KEY_BYTES], _> = data_key.as_bytes().try_into();
    bytes.map(Cipher::new).map_err(|_| Refusal::client("InvalidKeyId", "The key isn't one that encrypts."))
}

impl Ssm {
    /// A value as it is to be sealed.
    pub(crate) async fn encrypted(
        &self,
        context: &Context,
        name: &str,
        info: &VersionInfo,
        value: &Secret,
    ) -> Result<(Secret, Option<UnderKey>), Refusal> {
        let key = info.key_id.as_deref().filter(|key| info.kind == SECURE && !is_managed(key));
        let Some(key) = key else { return Ok((value.clone(), None)) };
        let (kms, arn) = (self.kms()?, arn(&context.scope, name));
        let within = encryption_context(&arn);
        if info.tier == ADVANCED {
            let made = kms.generate_data_key(context, key, KEY_BYTES, &within).await.map_err(passed_on)?;
            let encrypted = cipher(made.plaintext.0)?.encrypt(arn.as_bytes(), value.as_bytes());
            let under = UnderKey { key: made.key_id, data_key: Some(made.ciphertext_blob) };
            return Ok((Secret::from(encrypted), Some(under)));
        }
        let plaintext = value.as_bytes().to_vec();
        let made = kms.encrypt(context, key, plaintext, &within).await.map_err(passed_on)?;
        let under = UnderKey { key: made.key_id, data_key: None };
        Ok((Secret::from(made.ciphertext_blob.0), Some(under)))
    }

    pub(crate) async fn decrypted(
        &self,
        context: &Context,
        version: &VersionRecord,
        under: &UnderKey,
        opened: &Secret,
    ) -> Result<Secret, Refusal> {
        let (kms, arn) = (self.kms()?, arn(&context.scope, &version.name));
        let within = encryption_context(&arn);
        match &under.data_key {
            Some(data_key) => {
                let data_key =
                    kms.decrypt(context, &under.key, data_key, &within).await.map_err(passed_on)?;
                Ok(cipher(data_key)?.decrypt(arn.as_bytes(), opened.as_bytes())?)
            }
            None => {
                let ciphertext = Blob(opened.as_bytes().to_vec());
                let value = kms.decrypt(context, &under.key, &ciphertext, &within).await;
                value.map(Secret::from).map_err(passed_on)
            }
        }
    }

    fn kms(&self) -> Result<Dispatcher, Refusal> {
        let missing = || CallError {
            service: "kms",
            operation: "Encrypt",
            code: "UnknownService",
            message: "no way to KMS".to_owned(),
            retryable: true,
        };
        let dispatcher = self.dispatcher.get().ok_or_else(|| Refusal::Kms(missing()))?;
        Ok(dispatcher.via(SERVICE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aws_managed_key_is_known_by_its_alias() {
        assert!(is_managed("alias/aws/ssm"));
        assert!(is_managed("arn:aws:kms:us-east-1:000000000000:alias/aws/ssm"));
        assert!(!is_managed("alias/app") && !is_managed("k"));
    }

    #[test]
    fn refusals_of_kms_are_passed_on_in_parameter_stores_form() {
        let error = |code, retryable| CallError {
            service: "kms",
            operation: "Decrypt",
            code,
            message: "m".to_owned(),
            retryable,
        };
        let told = passed_on(error("DisabledException", false)).to_string();
        assert!(
            told.starts_with(
                "m (Service: AWSKMS; Status Code: 400; Error Code: DisabledException; Request ID: "
            ),
            "{told}"
        );
        let code = |refusal| neargate_wire::AwsError::from(refusal).code;
        assert_eq!(code(passed_on(error("NotFoundException", false))), "InvalidKeyId");
        assert_eq!(code(passed_on(error("AccessDeniedException", false))), "AccessDeniedException");
        assert_eq!(code(passed_on(error("KMSInternalException", true))), "InternalServerError");
    }
}
