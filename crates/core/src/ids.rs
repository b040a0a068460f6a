//! Random names, from the kernel's generator.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::AccountId;

/// `digits` lower-case hexadecimal digits.
pub fn random_hex(digits: usize) -> String {
    spell(digits, b"0123456789abcdef")
}

/// `digits` decimal digits, the first never zero: a deployment id's number.
pub fn random_digits(digits: usize) -> String {
    let mut text = spell(digits, b"0123456789");
    if text.starts_with('0') {
        text.replace_range(0..1, "1");
    }
    text
}

/// `length` characters of a-z and 0-9.
pub fn random_base36(length: usize) -> String {
    spell(length, b"0123456789abcdefghijklmnopqrstuvwxyz")
}

/// `length` characters of A-Z and 2-7.
pub fn random_base32(length: usize) -> String {
    spell(length, BASE32)
}

/// `length` bytes of `alphabet`, which is ASCII: a name in letters of one's choice, or a password.
///
/// # Panics
///
/// If the alphabet is empty, or isn't ASCII.
pub fn random_text(length: usize, alphabet: &[u8]) -> String {
    assert!(!alphabet.is_empty() && alphabet.is_ascii(), "an alphabet has letters, all of them ASCII");
    spell(length, alphabet)
}

/// A version 4 UUID.
pub fn random_uuid() -> String {
    let mut bytes = random_bytes::<16>();
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut text = String::with_capacity(36);
    for (index, byte) in bytes.into_iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        for digit in [byte >> 4, byte & 15] {
            text.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
        }
    }
    text
}

/// A fresh access key id: `AKIA…` for good, `ASIA…` for a session.
///
/// As in AWS's, the account is spelled in it (40 bits behind the first one), so whoever sees the id knows where to look it up.
pub fn access_key_id(prefix: &str, account: &AccountId) -> String {
    let number: u64 = account.as_str().parse().expect("an account id is twelve digits");
    let random: [u8; 5] = random_bytes();
    let mut bytes = [0; 10];
    bytes[..6].copy_from_slice(&((1 << 47) | (number << 7)).to_be_bytes()[2..]);
    bytes[5] |= random[0] & 0x7f;
    bytes[6..].copy_from_slice(&random[1..]);
    let mut text = String::with_capacity(prefix.len() + 16);
    text.push_str(prefix);
    let mut bits = 0_u32;
    let mut held = 0_u32;
    for byte in bytes {
        held = (held << 8) | u32::from(byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(BASE32[(held >> bits) as usize & 31]));
        }
    }
    text
}

/// The account that is spelled in an access key id; `None` for an id that spells none.
pub fn account_of_access_key(id: &str) -> Option<AccountId> {
    let spelled = id.get(4..)?;
    if spelled.len() != 16 || !(id.starts_with("AKIA") || id.starts_with("ASIA")) {
        return None;
    }
    let mut number = 0_u64;
    // Fifty bits, of which the last two belong to what is random.
    for byte in spelled.bytes().take(10) {
        let digit = BASE32.iter().position(|letter| *letter == byte)?;
        number = number << 5 | digit as u64;
    }
    let account = (number >> 9) & ((1 << 40) - 1);
    format!("{account:012}").parse().ok()
}

const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Bytes that nobody can foretell: keys and nonces.
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .expect("the kernel's random generator is there on every Linux that we support");
    bytes
}

fn spell(length: usize, alphabet: &[u8]) -> String {
    // Bytes beyond the largest multiple of the alphabet's length would favour its first letters.
    let fair = 256 - 256 % alphabet.len();
    let mut text = String::with_capacity(length);
    while text.len() < length {
        for byte in random_bytes::<32>() {
            if usize::from(byte) < fair && text.len() < length {
                text.push(char::from(alphabet[usize::from(byte) % alphabet.len()]));
            }
        }
    }
    text
}

/// The mark of one daemon's data directory: eight hexadecimal digits.
///
/// Links, namespaces, cgroups and processes carry it, and only what carries it is ever touched.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct InstanceId(String);

/// Not eight lower-case hexadecimal digits.
#[derive(Debug, thiserror::Error)]
#[error("instance id {0:?} is not eight hexadecimal digits")]
pub struct ParseInstanceIdError(String);

impl InstanceId {
    pub fn random() -> Self {
        Self(random_hex(8))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for InstanceId {
    type Err = ParseInstanceIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
            Ok(Self(text.to_owned()))
        } else {
            Err(ParseInstanceIdError(text.to_owned()))
        }
    }
}

impl TryFrom<String> for InstanceId {
    type Error = ParseInstanceIdError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<InstanceId> for String {
    fn from(id: InstanceId) -> Self {
        id.0
    }
}

impl fmt::Display for InstanceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_the_length_and_letters_asked_for() {
        for length in [1, 8, 19, 32, 33, 100] {
            assert_eq!(random_hex(length).len(), length);
            assert!(random_hex(length).bytes().all(|b| b.is_ascii_hexdigit() && !b.is_ascii_uppercase()));
            assert!(!random_digits(length).starts_with('0'));
        }
        assert_ne!(random_hex(32), random_hex(32));
    }

    #[test]
    fn an_access_key_spells_its_account() {
        for account in ["000000000000", "123456789012", "999999999999"] {
            let account: AccountId = account.parse().unwrap();
            let (one, other) = (access_key_id("AKIA", &account), access_key_id("ASIA", &account));
            assert_eq!(one.len(), 20);
            assert_ne!(one[4..], other[4..]);
            assert_eq!(account_of_access_key(&one), Some(account.clone()));
            assert_eq!(account_of_access_key(&other), Some(account));
        }
        // A key that AWS's documentation of the format uses.
        assert_eq!(account_of_access_key("ASIAQNZGKIQY56JQ7WML").unwrap().as_str(), "029608264753");
        for none in ["", "AKIA", "AKIAé23456789012345", "AKIA0000000000000000", "123456789012"] {
            assert_eq!(account_of_access_key(none), None, "{none}");
        }
    }

    #[test]
    fn a_uuid_states_its_version() {
        let uuid = random_uuid();
        assert_eq!(uuid.len(), 36);
        assert_eq!(&uuid[14..15], "4");
        assert!("89ab".contains(&uuid[19..20]));
    }
}
