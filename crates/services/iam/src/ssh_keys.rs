//! SSH public keys of users: RSA, as `ssh-rsa …` or as PEM, told in either.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};
use neargate_identity::records::{UserCredential, UserCredentialKind};
use neargate_wire::{AwsError, Context, Service, Time};

use crate::guard::guarded;
use crate::page::Wanted;
use crate::refusal::Refusal;
use crate::user_credentials::{Fate, is_active, status};
use crate::{Iam, fresh_id, model, user_or_caller, x509};

const MAX_PER_USER: usize = 5;
const MIN_BITS: usize = 2048;
const ALGORITHM: &[u8] = b"ssh-rsa";

pub(crate) fn register(service: Service, iam: &Arc<Iam>) -> Service {
    guarded!(service, iam,
        UploadSSHPublicKey: upload => user(user_name),
        GetSSHPublicKey: get => user(user_name),
        ListSSHPublicKeys: list => user(user_name),
        UpdateSSHPublicKey: update => user(user_name),
        DeleteSSHPublicKey: delete => user(user_name),
    )
}

/// The numbers of a key, without leading zeros, and what was written behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct PublicKey {
    exponent: Vec<u8>,
    modulus: Vec<u8>,
    comment: String,
}

impl PublicKey {
    fn parse(text: &str) -> Result<Self, Refusal> {
        let text = text.trim();
        let key = if text.starts_with("-----") {
            let der = x509::pem("PUBLIC KEY", text).ok_or_else(unknown_encoding)?;
            let (modulus, exponent) = x509::rsa_of_spki(&der).ok_or_else(malformed)?;
            Self { exponent, modulus, comment: String::new() }
        } else {
            let mut words = text.splitn(3, char::is_whitespace);
            if words.next() != Some("ssh-rsa") {
                return Err(unknown_encoding());
            }
            let blob = STANDARD.decode(words.next().unwrap_or_default()).map_err(|_| malformed())?;
            let comment = words.next().unwrap_or_default().trim().to_owned();
            Self::of_blob(&blob, comment).ok_or_else(malformed)?
        };
        if key.modulus.len() * 8 < MIN_BITS { Err(malformed()) } else { Ok(key) }
    }

    /// RFC 4253: strings with their lengths before them.
    fn of_blob(blob: &[u8], comment: String) -> Option<Self> {
        fn string(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
            let (length, rest) = bytes.split_first_chunk::<4>()?;
            rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)
        }
        let (algorithm, rest) = string(blob)?;
        let (exponent, rest) = string(rest)?;
        let (modulus, rest) = string(rest)?;
        let is_key = algorithm == ALGORITHM && rest.is_empty() && !exponent.is_empty();
        let bare = |number: &[u8]| number.iter().copied().skip_while(|byte| *byte == 0).collect();
        is_key.then(|| Self { exponent: bare(exponent), modulus: bare(modulus), comment })
    }

    fn blob(&self) -> Vec<u8> {
        let (exponent, modulus) = (x509::positive(&self.exponent), x509::positive(&self.modulus));
        let mut blob = Vec::new();
        for part in [ALGORITHM, &exponent, &modulus] {
            blob.extend(u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
            blob.extend(part);
        }
        blob
    }

    fn ssh(&self) -> String {
        let text = format!("ssh-rsa {} {}", STANDARD.encode(self.blob()), self.comment);
        text.trim_end().to_owned()
    }

    fn pem(&self) -> String {
        x509::to_pem("PUBLIC KEY", &x509::spki_of_rsa(&self.modulus, &self.exponent))
    }

    /// As `ssh-keygen -E md5` tells it.
    fn fingerprint(&self) -> String {
        let digest = Md5::digest(self.blob());
        digest.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(":")
    }
}

fn malformed() -> Refusal {
    Refusal::Other("InvalidPublicKey", 400, "The public key is malformed or otherwise invalid.".to_owned())
}

fn unknown_encoding() -> Refusal {
    let text = "The public key encoding format is unsupported or unrecognized.";
    Refusal::Other("UnrecognizedPublicKeyEncoding", 400, text.to_owned())
}

fn is(credential: &UserCredential) -> bool {
    matches!(credential.what, UserCredentialKind::SshKey { .. })
}

fn none(id: &str) -> Refusal {
    Refusal::NoSuchEntity(format!("The Public Key with id {id} cannot be found."))
}

fn key(credential: &UserCredential) -> Option<PublicKey> {
    match credential.what.clone() {
        UserCredentialKind::SshKey { exponent, modulus, comment } => {
            Some(PublicKey { exponent, modulus, comment })
        }
        _ => None,
    }
}

fn told(credential: &UserCredential, key: &PublicKey, body: String) -> model::SSHPublicKey {
    model::SSHPublicKey {
        user_name: Some(credential.user.clone()),
        ssh_public_key_id: Some(credential.id.clone()),
        fingerprint: Some(key.fingerprint()),
        ssh_public_key_body: Some(body),
        status: Some(status(credential.active)),
        upload_date: Some(Time(credential.created)),
    }
}

async fn upload(
    iam: Arc<Iam>,
    context: Context,
    input: model::UploadSSHPublicKeyRequest,
) -> Result<model::UploadSSHPublicKeyResponse, AwsError> {
    let body = input.ssh_public_key_body.unwrap_or_default();
    let given = PublicKey::parse(&body)?;
    let PublicKey { exponent, modulus, comment } = given.clone();
    let fresh = UserCredential {
        id: fresh_id("APKA"),
        user: input.user_name.unwrap_or_default(),
        active: true,
        created: iam.now(),
        what: UserCredentialKind::SshKey { exponent, modulus, comment },
    };
    let blob = given.blob();
    let added = iam.add_credential(&context, fresh, move |_, others| {
        let mut keys = others.iter().filter_map(key);
        if keys.any(|other| other.blob() == blob) {
            let text = "The SSH public key is already associated with the specified IAM user.";
            return Err(Refusal::Other("DuplicateSSHPublicKey", 400, text.to_owned()));
        }
        if others.iter().filter(|other| is(other)).count() >= MAX_PER_USER {
            return Err(Refusal::limit("SSHPublicKeysPerUser", MAX_PER_USER));
        }
        Ok(())
    });
    let added = added.await?;
    Ok(model::UploadSSHPublicKeyResponse { ssh_public_key: Some(told(&added, &given, body)) })
}

async fn get(
    iam: Arc<Iam>,
    context: Context,
    input: model::GetSSHPublicKeyRequest,
) -> Result<model::GetSSHPublicKeyResponse, AwsError> {
    let id = input.ssh_public_key_id.unwrap_or_default();
    let found = iam.credentials(&context, &input.user_name.unwrap_or_default(), is).await?;
    let found = found.into_iter().find(|found| found.id == id).ok_or_else(|| none(&id))?;
    let key = key(&found).ok_or_else(|| none(&id))?;
    let body = if input.encoding == Some(model::EncodingType::Pem) { key.pem() } else { key.ssh() };
    Ok(model::GetSSHPublicKeyResponse { ssh_public_key: Some(told(&found, &key, body)) })
}

async fn list(
    iam: Arc<Iam>,
    context: Context,
    input: model::ListSSHPublicKeysRequest,
) -> Result<model::ListSSHPublicKeysResponse, AwsError> {
    let name = user_or_caller(&context, input.user_name)?;
    let wanted = Wanted::new(&context, "ListSSHPublicKeys", &name, input.marker, input.max_items)?;
    let page = wanted.of(iam.credentials(&context, &name, is).await?, |found| found.id.clone());
    let told = |found: &UserCredential| model::SSHPublicKeyMetadata {
        user_name: Some(found.user.clone()),
        ssh_public_key_id: Some(found.id.clone()),
        status: Some(status(found.active)),
        upload_date: Some(Time(found.created)),
    };
    Ok(model::ListSSHPublicKeysResponse {
        ssh_public_keys: Some(page.items.iter().map(told).collect()),
        is_truncated: page.truncated(),
        marker: page.marker,
    })
}

async fn update(
    iam: Arc<Iam>,
    context: Context,
    input: model::UpdateSSHPublicKeyRequest,
) -> Result<(), AwsError> {
    let (user, id) = (input.user_name.unwrap_or_default(), input.ssh_public_key_id.unwrap_or_default());
    let active = is_active(input.status.as_ref());
    let change = move |found: &mut UserCredential| {
        found.active = active;
        (Fate::Kept, ())
    };
    Ok(iam.change_credential(&context, user, id, is, none, change).await?)
}

async fn delete(
    iam: Arc<Iam>,
    context: Context,
    input: model::DeleteSSHPublicKeyRequest,
) -> Result<(), AwsError> {
    let (user, id) = (input.user_name.unwrap_or_default(), input.ssh_public_key_id.unwrap_or_default());
    Ok(iam.change_credential(&context, user, id, is, none, |_| (Fate::Deleted, ())).await?)
}
