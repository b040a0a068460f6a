//! The secret part of a key: made, kept sealed, and used for one ciphertext at a time.

use std::collections::BTreeMap;

use neargate_core::{Scope, random_bytes, random_hex};
use neargate_seal::{Cipher, Keyring, Secret};
use neargate_store::{Error, Expect, ReadRecords as _, Reader, WriteRecords as _, Writer};
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair,
};

use crate::Kms;
use crate::blob::{self, Header};
use crate::records::{KeyRecord, Made, MaterialRecord, Version, key_arn};
use crate::refusal::Refusal;
use crate::resolve::Found;
use crate::spec::Spec;

const PURPOSE: &[u8] = b"neargate kms ciphertext";

/// A version that is to be written.
#[derive(Debug, Clone)]
pub struct NewVersion {
    pub version: Version,
    pub record: MaterialRecord,
}

impl NewVersion {
    pub fn make(
        keyring: &Keyring,
        scope: &Scope,
        (key, spec): (&str, Spec),
        number: u32,
        made: Made,
        now: i64,
    ) -> Result<Self, Refusal> {
        let material = generate(spec).ok_or_else(|| Refusal::Unusable { key: key.to_owned() })?;
        let arn = key_arn(scope, key);
        let text = number.to_string();
        let sealed = keyring.seal(&MaterialRecord::binding(&arn, &text), material.as_bytes());
        let record = MaterialRecord { key: key.to_owned(), arn, version: number, sealed };
        let version = Version { number, material_id: random_hex(64), created: now, made };
        Ok(Self { version, record })
    }

    pub fn write(&self, w: &mut dyn Writer, keyring: &Keyring, scope: &Scope) -> Result<(), Refusal> {
        let mut record = self.record.clone();
        // The master key may have been replaced since it was sealed.
        let text = record.version.to_string();
        if let Some(sealed) = keyring.rewrap(&MaterialRecord::binding(&record.arn, &text), &record.sealed)? {
            record.sealed = sealed;
        }
        w.put_record(scope.account.as_str(), scope.region.as_str(), &record, Expect::Absent)?;
        Ok(())
    }
}

impl MaterialRecord {
    /// What a version's material is sealed for.
    pub fn binding<'a>(arn: &'a str, version: &'a str) -> [&'a str; 3] {
        [arn, version, "key material"]
    }

    pub fn open(&self, keyring: &Keyring) -> Result<Secret, Refusal> {
        Ok(keyring.open(&Self::binding(&self.arn, &self.version.to_string()), &self.sealed)?)
    }
}

/// Random bytes, or a key pair in PKCS#8; none if the kernel's generator failed.
fn generate(spec: Spec) -> Option<Secret> {
    let random = SystemRandom::new();
    let bytes = match spec {
        Spec::Symmetric | Spec::Hmac256 => random_bytes::<32>().to_vec(),
        Spec::Hmac224 => random_bytes::<28>().to_vec(),
        Spec::Hmac384 => random_bytes::<48>().to_vec(),
        Spec::Hmac512 => random_bytes::<64>().to_vec(),
        Spec::P256 => pkcs8(EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random))?,
        Spec::P384 => pkcs8(EcdsaKeyPair::generate_pkcs8(&ECDSA_P384_SHA384_ASN1_SIGNING, &random))?,
        Spec::Ed25519 => pkcs8(Ed25519KeyPair::generate_pkcs8(&random))?,
    };
    Some(Secret::from(bytes))
}

fn pkcs8(made: Result<ring::pkcs8::Document, ring::error::Unspecified>) -> Option<Vec<u8>> {
    made.ok().map(|document| document.as_ref().to_vec())
}

pub fn load(
    r: &mut dyn Reader,
    scope: &Scope,
    key: &KeyRecord,
    version: u32,
) -> Result<MaterialRecord, Refusal> {
    let id = MaterialRecord::id_of(&key.id, version);
    let found = r.get_record::<MaterialRecord>(scope.account.as_str(), scope.region.as_str(), &id)?;
    found.map(|found| found.value).ok_or_else(|| Refusal::Lost { key: key.id.clone(), version })
}

pub fn remove(w: &mut dyn Writer, scope: &Scope, key: &KeyRecord) -> Result<(), Error> {
    for version in &key.versions {
        let id = MaterialRecord::id_of(&key.id, version.number);
        w.delete_record::<MaterialRecord>(scope.account.as_str(), scope.region.as_str(), &id, Expect::Any)?;
    }
    Ok(())
}

impl Kms {
    pub(crate) async fn material(&self, found: &Found, version: u32) -> Result<Secret, Refusal> {
        let record = self.store.read(|r| load(r, &found.scope, &found.key, version)).await?;
        record.open(&self.keyring)
    }

    /// A ciphertext under the key's current version.
    pub(crate) async fn seal(
        &self,
        found: &Found,
        context: Option<&BTreeMap<String, String>>,
        plaintext: &[u8],
    ) -> Result<Vec<u8>, Refusal> {
        let version = found.key.current().number;
        let material = self.material(found, version).await?;
        let salt = random_bytes();
        let header =
            Header { account: found.scope.account.clone(), key: found.key.id.clone(), version, salt };
        let mut bytes = header.to_bytes().ok_or_else(|| Refusal::Unusable { key: found.key.id.clone() })?;
        let cipher = Cipher::derived(material.as_bytes(), &salt, PURPOSE);
        let body = cipher.encrypt(&blob::associated(&bytes, context), plaintext);
        bytes.extend_from_slice(&body);
        Ok(bytes)
    }

    /// What such a ciphertext holds, and the version that it names.
    pub(crate) async fn unseal(
        &self,
        found: &Found,
        context: Option<&BTreeMap<String, String>>,
        ciphertext: &[u8],
    ) -> Result<(Secret, Version), Refusal> {
        let (header, body) = Header::parse(ciphertext).ok_or(Refusal::Ciphertext)?;
        let version = found.key.version(header.version).ok_or(Refusal::Ciphertext)?;
        let material = self.material(found, version.number).await?;
        let cipher = Cipher::derived(material.as_bytes(), &header.salt, PURPOSE);
        let head = &ciphertext[..ciphertext.len() - body.len()];
        let plaintext = cipher.decrypt(&blob::associated(head, context), body);
        Ok((plaintext.map_err(|_| Refusal::Ciphertext)?, version.clone()))
    }
}
