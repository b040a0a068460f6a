//! Kinds of keys, and what can be done with each.

use serde::{Deserialize, Serialize};

use crate::model;

pub const ENCRYPT: &str = "ENCRYPT_DECRYPT";
pub const MAC: &str = "GENERATE_VERIFY_MAC";
pub const SIGN: &str = "SIGN_VERIFY";

/// Those of AWS's specs that are here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Spec {
    Symmetric,
    Hmac224,
    Hmac256,
    Hmac384,
    Hmac512,
    P256,
    P384,
    Ed25519,
}

impl Spec {
    const ALL: [Self; 8] = [
        Self::Symmetric,
        Self::Hmac224,
        Self::Hmac256,
        Self::Hmac384,
        Self::Hmac512,
        Self::P256,
        Self::P384,
        Self::Ed25519,
    ];

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|spec| spec.name() == name)
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Symmetric => "SYMMETRIC_DEFAULT",
            Self::Hmac224 => "HMAC_224",
            Self::Hmac256 => "HMAC_256",
            Self::Hmac384 => "HMAC_384",
            Self::Hmac512 => "HMAC_512",
            Self::P256 => "ECC_NIST_P256",
            Self::P384 => "ECC_NIST_P384",
            Self::Ed25519 => "ECC_NIST_EDWARDS25519",
        }
    }

    /// The one usage that a key of this spec can have.
    pub fn usage(self) -> &'static str {
        match self {
            Self::Symmetric => ENCRYPT,
            Self::Hmac224 | Self::Hmac256 | Self::Hmac384 | Self::Hmac512 => MAC,
            Self::P256 | Self::P384 | Self::Ed25519 => SIGN,
        }
    }

    /// The algorithm of a MAC or a signature; none for a key that encrypts.
    pub fn algorithm(self) -> Option<&'static str> {
        match self {
            Self::Symmetric => None,
            Self::Hmac224 => Some("HMAC_SHA_224"),
            Self::Hmac256 => Some("HMAC_SHA_256"),
            Self::Hmac384 => Some("HMAC_SHA_384"),
            Self::Hmac512 => Some("HMAC_SHA_512"),
            Self::P256 => Some("ECDSA_SHA_256"),
            Self::P384 => Some("ECDSA_SHA_384"),
            Self::Ed25519 => Some("ED25519_SHA_512"),
        }
    }

    /// Fills in what follows from the spec.
    pub fn describe(self, metadata: &mut model::KeyMetadata) {
        metadata.key_spec = Some(model::KeySpec::from(self.name()));
        metadata.customer_master_key_spec = Some(model::CustomerMasterKeySpec::from(self.name()));
        let algorithm = self.algorithm();
        match self.usage() {
            MAC => metadata.mac_algorithms = algorithm.map(|name| vec![model::MacAlgorithmSpec::from(name)]),
            SIGN => {
                metadata.signing_algorithms =
                    algorithm.map(|name| vec![model::SigningAlgorithmSpec::from(name)]);
            }
            _ => {
                let default = model::EncryptionAlgorithmSpec::from(Self::Symmetric.name());
                metadata.encryption_algorithms = Some(vec![default]);
            }
        }
    }
}
