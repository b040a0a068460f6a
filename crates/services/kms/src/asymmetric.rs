//! `Sign`, `Verify` and `GetPublicKey`, on elliptic curves.

use std::sync::Arc;

use neargate_wire::{AwsError, Blob, Context};
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1,
    ECDSA_P384_SHA384_ASN1_SIGNING, ED25519, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey,
    VerificationAlgorithm,
};

use crate::Kms;
use crate::access::Wanted;
use crate::crypt::{PLAINTEXT_MAX_BYTES, check_length, dry, incompatible};
use crate::keys::{alive, ready};
use crate::model::{self, MessageType, SigningAlgorithmSpec};
use crate::refusal::Refusal;
use crate::resolve::Found;
use crate::spec::{SIGN, Spec};

const SIGNATURE_MAX_BYTES: usize = 6144;

/// What stands before the point of a public key in DER (RFC 5480, RFC 8410).
const P256_HEAD: &[u8] = &[
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86,
    0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];
const P384_HEAD: &[u8] = &[
    0x30, 0x76, 0x30, 0x10, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x05, 0x2b, 0x81,
    0x04, 0x00, 0x22, 0x03, 0x62, 0x00,
];
const ED25519_HEAD: &[u8] = &[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

pub async fn sign(
    kms: Arc<Kms>,
    context: Context,
    input: model::SignRequest,
) -> Result<model::SignResponse, AwsError> {
    let message = input.message.unwrap_or_default().0;
    check_length("message", message.len(), PLAINTEXT_MAX_BYTES)?;
    let wanted = Wanted::new("kms:Sign");
    let found = kms.admitted(&context, &input.key_id.unwrap_or_default(), wanted).await?;
    check(&found, input.signing_algorithm.as_ref(), input.message_type.as_ref(), "Sign")?;
    dry(input.dry_run)?;
    let signature = kms.pair(&found).await?.sign(&message).ok_or_else(|| unusable(&found))?;
    Ok(model::SignResponse {
        key_id: Some(found.arn()),
        signature: Some(Blob(signature)),
        signing_algorithm: input.signing_algorithm,
    })
}

pub async fn verify(
    kms: Arc<Kms>,
    context: Context,
    input: model::VerifyRequest,
) -> Result<model::VerifyResponse, AwsError> {
    let message = input.message.unwrap_or_default().0;
    let signature = input.signature.unwrap_or_default().0;
    check_length("message", message.len(), PLAINTEXT_MAX_BYTES)?;
    check_length("signature", signature.len(), SIGNATURE_MAX_BYTES)?;
    let wanted = Wanted::new("kms:Verify");
    let found = kms.admitted(&context, &input.key_id.unwrap_or_default(), wanted).await?;
    check(&found, input.signing_algorithm.as_ref(), input.message_type.as_ref(), "Verify")?;
    let pair = kms.pair(&found).await?;
    let public = UnparsedPublicKey::new(pair.algorithm(), pair.public());
    if public.verify(&message, &signature).is_err() {
        return Err(Refusal::client("KMSInvalidSignatureException", "").into());
    }
    dry(input.dry_run)?;
    Ok(model::VerifyResponse {
        key_id: Some(found.arn()),
        signature_valid: Some(true),
        signing_algorithm: input.signing_algorithm,
    })
}

pub async fn get_public_key(
    kms: Arc<Kms>,
    context: Context,
    input: model::GetPublicKeyRequest,
) -> Result<model::GetPublicKeyResponse, AwsError> {
    let wanted = Wanted::new("kms:GetPublicKey");
    let found = kms.admitted(&context, &input.key_id.unwrap_or_default(), wanted).await?;
    alive(&found)?;
    if found.key.usage != SIGN {
        return Err(Refusal::client("UnsupportedOperationException", "").into());
    }
    if !found.key.enabled {
        return Err(Refusal::disabled(&found.arn()).into());
    }
    let pair = kms.pair(&found).await?;
    let head = match found.key.spec {
        Spec::P384 => P384_HEAD,
        Spec::Ed25519 => ED25519_HEAD,
        _ => P256_HEAD,
    };
    let mut metadata = model::KeyMetadata::default();
    found.key.spec.describe(&mut metadata);
    Ok(model::GetPublicKeyResponse {
        key_id: Some(found.arn()),
        public_key: Some(Blob([head, pair.public()].concat())),
        customer_master_key_spec: metadata.customer_master_key_spec,
        key_spec: metadata.key_spec,
        key_usage: Some(model::KeyUsageType::from(SIGN)),
        encryption_algorithms: None,
        signing_algorithms: metadata.signing_algorithms,
        key_agreement_algorithms: None,
    })
}

fn check(
    found: &Found,
    algorithm: Option<&SigningAlgorithmSpec>,
    kind: Option<&MessageType>,
    operation: &str,
) -> Result<(), Refusal> {
    ready(found, SIGN, operation)?;
    let algorithm = algorithm.map(SigningAlgorithmSpec::as_str).unwrap_or_default();
    if found.key.spec.algorithm() != Some(algorithm) {
        return Err(incompatible(algorithm, found));
    }
    match kind.map(MessageType::as_str) {
        None | Some("RAW") => Ok(()),
        // ring signs messages and not digests.
        Some(_) => Err(Refusal::NotImplemented("Sign and Verify with a MessageType other than RAW")),
    }
}

fn unusable(found: &Found) -> Refusal {
    Refusal::Unusable { key: found.key.id.clone() }
}

enum Pair {
    Ecdsa(EcdsaKeyPair, &'static dyn VerificationAlgorithm),
    Ed25519(Ed25519KeyPair),
}

impl Pair {
    fn sign(&self, message: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Ecdsa(pair, _) => {
                let signature = pair.sign(&SystemRandom::new(), message).ok()?;
                Some(signature.as_ref().to_vec())
            }
            Self::Ed25519(pair) => Some(pair.sign(message).as_ref().to_vec()),
        }
    }

    fn public(&self) -> &[u8] {
        match self {
            Self::Ecdsa(pair, _) => pair.public_key().as_ref(),
            Self::Ed25519(pair) => pair.public_key().as_ref(),
        }
    }

    fn algorithm(&self) -> &'static dyn VerificationAlgorithm {
        match self {
            Self::Ecdsa(_, algorithm) => *algorithm,
            Self::Ed25519(_) => &ED25519,
        }
    }
}

impl Kms {
    async fn pair(&self, found: &Found) -> Result<Pair, Refusal> {
        let material = self.material(found, found.key.current().number).await?;
        let (pkcs8, random) = (material.as_bytes(), SystemRandom::new());
        let pair = match found.key.spec {
            Spec::Ed25519 => Ed25519KeyPair::from_pkcs8(pkcs8).map(Pair::Ed25519),
            Spec::P384 => EcdsaKeyPair::from_pkcs8(&ECDSA_P384_SHA384_ASN1_SIGNING, pkcs8, &random)
                .map(|pair| Pair::Ecdsa(pair, &ECDSA_P384_SHA384_ASN1)),
            _ => EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8, &random)
                .map(|pair| Pair::Ecdsa(pair, &ECDSA_P256_SHA256_ASN1)),
        };
        pair.map_err(|_| unusable(found))
    }
}
