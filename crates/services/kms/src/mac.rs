//! `GenerateMac` and `VerifyMac`.

use std::sync::Arc;

use hmac::{Hmac, KeyInit as _, Mac as _};
use neargate_wire::{AwsError, Blob, Context};
use sha2::{Sha224, Sha256, Sha384, Sha512};

use crate::Kms;
use crate::access::Wanted;
use crate::crypt::{PLAINTEXT_MAX_BYTES, check_length, dry, incompatible};
use crate::keys::ready;
use crate::model::{self, MacAlgorithmSpec};
use crate::refusal::Refusal;
use crate::resolve::Found;
use crate::spec::{MAC, Spec};

const MAC_MAX_BYTES: usize = 6144;

pub async fn generate_mac(
    kms: Arc<Kms>,
    context: Context,
    input: model::GenerateMacRequest,
) -> Result<model::GenerateMacResponse, AwsError> {
    let message = input.message.unwrap_or_default().0;
    check_length("message", message.len(), PLAINTEXT_MAX_BYTES)?;
    let wanted = Wanted::new("kms:GenerateMac");
    let found = kms.admitted(&context, &input.key_id.unwrap_or_default(), wanted).await?;
    check(&found, input.mac_algorithm.as_ref(), "GenerateMac")?;
    dry(input.dry_run)?;
    let mac = kms.mac(&found, &message).await?;
    Ok(model::GenerateMacResponse {
        mac: Some(Blob(mac)),
        mac_algorithm: input.mac_algorithm,
        key_id: Some(found.arn()),
    })
}

pub async fn verify_mac(
    kms: Arc<Kms>,
    context: Context,
    input: model::VerifyMacRequest,
) -> Result<model::VerifyMacResponse, AwsError> {
    let message = input.message.unwrap_or_default().0;
    let claimed = input.mac.unwrap_or_default().0;
    check_length("message", message.len(), PLAINTEXT_MAX_BYTES)?;
    check_length("mac", claimed.len(), MAC_MAX_BYTES)?;
    let wanted = Wanted::new("kms:VerifyMac");
    let found = kms.admitted(&context, &input.key_id.unwrap_or_default(), wanted).await?;
    check(&found, input.mac_algorithm.as_ref(), "VerifyMac")?;
    let mac = neargate_seal::Secret::from(kms.mac(&found, &message).await?);
    if !mac.is(&claimed) {
        return Err(Refusal::client("KMSInvalidMacException", "").into());
    }
    dry(input.dry_run)?;
    Ok(model::VerifyMacResponse {
        key_id: Some(found.arn()),
        mac_valid: Some(true),
        mac_algorithm: input.mac_algorithm,
    })
}

fn check(found: &Found, algorithm: Option<&MacAlgorithmSpec>, operation: &str) -> Result<(), Refusal> {
    ready(found, MAC, operation)?;
    let algorithm = algorithm.map(MacAlgorithmSpec::as_str).unwrap_or_default();
    if found.key.spec.algorithm() == Some(algorithm) { Ok(()) } else { Err(incompatible(algorithm, found)) }
}

impl Kms {
    async fn mac(&self, found: &Found, message: &[u8]) -> Result<Vec<u8>, Refusal> {
        let material = self.material(found, found.key.current().number).await?;
        let key = material.as_bytes();
        macro_rules! hmac {
            ($digest:ty) => {
                Hmac::<$digest>::new_from_slice(key)
                    .expect("HMAC takes keys of any length")
                    .chain_update(message)
                    .finalize()
                    .into_bytes()
                    .to_vec()
            };
        }
        Ok(match found.key.spec {
            Spec::Hmac224 => hmac!(Sha224),
            Spec::Hmac384 => hmac!(Sha384),
            Spec::Hmac512 => hmac!(Sha512),
            _ => hmac!(Sha256),
        })
    }
}
