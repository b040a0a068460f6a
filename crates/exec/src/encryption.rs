//! Encryption of a channel under a key of KMS, as Session Manager has it.
//!
//! The agent's handshake names the key. The client asks KMS for a data key of 64 bytes, with its own rights and in the context of the
//! session ([`context`]), and answers with what KMS encrypted; the agent has it decrypted with the rights of the task's role. The first
//! half encrypts what the agent sends, the second half what the client sends. A challenge, which the client returns under its own
//! half, shows that both have the same. From then on what is typed, printed and the exit code are AES-256-GCM, a nonce in front; sizes
//! and signs of the protocol stay as they are.

use std::collections::BTreeMap;
use std::fmt;

use bytes::Bytes;
use neargate_seal::{Cipher, KEY_BYTES, Secret};

use crate::process::Pending;

pub const DATA_KEY_BYTES: usize = 2 * KEY_BYTES;

/// Both halves of a session's data key, as one end uses them. Boxed, because most sessions have none and a cipher is large.
pub struct ChannelKeys {
    sending: Box<Cipher>,
    receiving: Box<Cipher>,
}

impl ChannelKeys {
    /// None if the data key has another length.
    pub fn of_agent(data_key: &Secret) -> Option<Self> {
        let (first, second) = halves(data_key)?;
        Some(Self { sending: first, receiving: second })
    }

    /// None if the data key has another length.
    pub fn of_client(data_key: &Secret) -> Option<Self> {
        let (first, second) = halves(data_key)?;
        Some(Self { sending: second, receiving: first })
    }

    pub fn encrypt(&self, plaintext: &[u8]) -> Bytes {
        self.sending.encrypt(b"", plaintext).into()
    }

    /// None if the other end didn't encrypt this.
    pub fn decrypt(&self, encrypted: &[u8]) -> Option<Bytes> {
        let plaintext = self.receiving.decrypt(b"", encrypted).ok()?;
        Some(Bytes::copy_from_slice(plaintext.as_bytes()))
    }
}

impl fmt::Debug for ChannelKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ChannelKeys")
    }
}

fn halves(data_key: &Secret) -> Option<(Box<Cipher>, Box<Cipher>)> {
    let (first, second) = data_key.as_bytes().split_at_checked(KEY_BYTES)?;
    let cipher = |half: &[u8]| Some(Box::new(Cipher::new(half.try_into().ok()?)));
    Some((cipher(first)?, cipher(second)?))
}

/// For what a session's data key is made and decrypted.
pub fn context(session_id: &str, target: &str) -> BTreeMap<String, String> {
    [("aws:ssm:SessionId", session_id), ("aws:ssm:TargetId", target)]
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .into()
}

/// How a session is to be encrypted.
pub struct Encryption {
    /// The key, as the cluster's configuration names it: the client is told so.
    pub key_id: String,
    pub unlock: Box<dyn Unlock>,
}

/// Has the client's data key decrypted.
pub trait Unlock: Send {
    /// The data key, or why not: in the words of KMS, code first.
    fn unlock(self: Box<Self>, encrypted: Vec<u8>) -> Pending<'static, Result<Secret, String>>;
}

/// Makes a session's data key, for a client.
pub trait Generate: Send {
    /// The data key in the clear and encrypted, or why not.
    fn generate(&self, key_id: String) -> Pending<'_, Result<(Secret, Vec<u8>), String>>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_end_encrypts_the_other_reads() {
        let data_key = Secret::from((0..64).collect::<Vec<u8>>());
        let (agent, client) =
            (ChannelKeys::of_agent(&data_key).unwrap(), ChannelKeys::of_client(&data_key).unwrap());
        let sent = agent.encrypt(b"printed");
        assert_eq!(sent.len(), 12 + 7 + 16);
        assert_eq!(client.decrypt(&sent).unwrap(), &b"printed"[..]);
        assert_eq!(agent.decrypt(&client.encrypt(b"typed")).unwrap(), &b"typed"[..]);
        // Nobody can be sent back what they said.
        assert_eq!(agent.decrypt(&sent), None);
        assert_eq!(client.decrypt(b"short"), None);
        assert!(ChannelKeys::of_agent(&Secret::from(vec![0; 63])).is_none());
    }
}
