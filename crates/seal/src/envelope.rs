//! A value under its data key, the data key under a master key. Pure, but for the kernel's randomness.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use neargate_core::random_bytes;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, Salt};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

use crate::Secret;

/// Length of the cipher's keys.
pub const KEY_BYTES: usize = 32;

/// A value that only holders of the master key can read. Its JSON is what is stored.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// The id of the master key that wraps the data key.
    pub key: String,
    wrapped: Base64,
    data: Base64,
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sealed").field("key", &self.key).finish_non_exhaustive()
    }
}

/// Why a sealed value stays shut.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    #[error("the value is sealed under master key {0}, which is not in the key file")]
    UnknownKey(String),
    /// It was changed, or belongs to something else.
    #[error("the sealed value is not what was stored here")]
    Foreign,
}

impl Sealed {
    /// The ciphertext as a text that can be shown: key and value are both in it, and neither can be read.
    pub fn to_text(&self) -> String {
        STANDARD_NO_PAD.encode([self.wrapped.0.as_slice(), self.data.0.as_slice()].concat())
    }

    pub(crate) fn seal(key: &Cipher, id: &str, binding: &[&str], plaintext: &[u8]) -> Self {
        let data_key = Zeroizing::new(random_bytes::<KEY_BYTES>());
        let associated = associated(binding);
        Self {
            key: id.to_owned(),
            wrapped: Base64(key.encrypt(&associated, data_key.as_slice())),
            data: Base64(Cipher::new(&data_key).encrypt(&associated, plaintext)),
        }
    }

    pub(crate) fn open(&self, key: &Cipher, binding: &[&str]) -> Result<Secret, OpenError> {
        let associated = associated(binding);
        self.data_key(key, &associated)?.decrypt(&associated, &self.data.0)
    }

    /// The same value with its data key wrapped by another master key.
    pub(crate) fn rewrapped(
        &self,
        from: &Cipher,
        to: (&str, &Cipher),
        binding: &[&str],
    ) -> Result<Self, OpenError> {
        let associated = associated(binding);
        let data_key = from.decrypt(&associated, &self.wrapped.0)?;
        let wrapped = Base64(to.1.encrypt(&associated, data_key.as_bytes()));
        Ok(Self { key: to.0.to_owned(), wrapped, data: self.data.clone() })
    }

    fn data_key(&self, key: &Cipher, associated: &[u8]) -> Result<Cipher, OpenError> {
        let bytes = key.decrypt(associated, &self.wrapped.0)?;
        let bytes: &[u8; KEY_BYTES] = bytes.as_bytes().try_into().map_err(|_| OpenError::Foreign)?;
        Ok(Cipher::new(bytes))
    }
}

/// The parts with their lengths, so that they don't run together.
fn associated(binding: &[&str]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in binding {
        bytes.extend_from_slice(&(part.len() as u64).to_le_bytes());
        bytes.extend_from_slice(part.as_bytes());
    }
    bytes
}

/// AES-256-GCM under one key. A ciphertext begins with its nonce, which is random, and ends with its tag.
pub struct Cipher(LessSafeKey);

impl fmt::Debug for Cipher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cipher")
    }
}

impl Cipher {
    pub fn new(key: &[u8; KEY_BYTES]) -> Self {
        let key = UnboundKey::new(&AES_256_GCM, key).expect("the key has the cipher's length");
        Self(LessSafeKey::new(key))
    }

    /// Under a key that is derived (HKDF with SHA-256) from `material` for this salt and purpose: with a random salt for each value,
    /// a key that lives for years never encrypts enough under one key of the cipher to wear it out.
    pub fn derived(material: &[u8], salt: &[u8], purpose: &[u8]) -> Self {
        let purpose = [purpose];
        let output = Salt::new(HKDF_SHA256, salt).extract(material);
        let derived = output.expand(&purpose, &AES_256_GCM).expect("the key is shorter than HKDF's limit");
        Self(LessSafeKey::new(UnboundKey::from(derived)))
    }

    pub fn encrypt(&self, associated: &[u8], plaintext: &[u8]) -> Vec<u8> {
        let nonce = random_bytes::<NONCE_LEN>();
        // Room for everything, so that no copy of the plaintext stays behind where the buffer grew out of.
        let mut sealed = Vec::with_capacity(NONCE_LEN + plaintext.len() + AES_256_GCM.tag_len());
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(plaintext);
        let unique = Nonce::assume_unique_for_key(nonce);
        let tag = self
            .0
            .seal_in_place_separate_tag(unique, Aad::from(associated), &mut sealed[NONCE_LEN..])
            .expect("a value is shorter than the cipher's 64 GiB");
        sealed.extend_from_slice(tag.as_ref());
        sealed
    }

    /// The plaintext, if it was encrypted under this key with the same associated data.
    pub fn decrypt(&self, associated: &[u8], sealed: &[u8]) -> Result<Secret, OpenError> {
        let (nonce, body) = sealed.split_at_checked(NONCE_LEN).ok_or(OpenError::Foreign)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| OpenError::Foreign)?;
        let mut buffer = Zeroizing::new(body.to_vec());
        let plaintext = self
            .0
            .open_in_place(nonce, Aad::from(associated), &mut buffer)
            .map_err(|_| OpenError::Foreign)?;
        Ok(Secret::from(plaintext.to_vec()))
    }
}

/// Bytes as base64 in JSON.
#[derive(Clone, PartialEq, Eq)]
struct Base64(Vec<u8>);

impl Serialize for Base64 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD_NO_PAD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        STANDARD_NO_PAD.decode(text).map(Self).map_err(serde::de::Error::custom)
    }
}
