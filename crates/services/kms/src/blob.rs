//! The form of a ciphertext: which key and version opens it, and the encrypted bytes.
//!
//! ```text
//! byte  0      the form: 1
//!       1      flags: bit 0 says that the key is one for several regions (mrk-…)
//!       2..7   the account that the key belongs to, as a number, big-endian as all here
//!       7..23  the key's id: the digits of its UUID
//!      23..27  the version
//!      27..43  salt, of which and the material the cipher's key is derived
//!      43..    nonce, encrypted bytes and tag of AES-256-GCM
//! ```
//!
//! All before the nonce is associated data of what follows, as is the encryption context: none of it can be changed. The region is the
//! one where it is asked for, as on AWS. Whoever decrypts brings such bytes from outside, so anything may come.

use std::collections::BTreeMap;

use neargate_core::AccountId;

const FORM: u8 = 1;
const MULTI_REGION: u8 = 1;
pub const SALT_BYTES: usize = 16;
const HEADER_BYTES: usize = 43;
/// Nonce and tag: no cipher's output is shorter.
const LEAST_BODY_BYTES: usize = 12 + 16;

/// What stands before the encrypted bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    pub account: AccountId,
    pub key: String,
    pub version: u32,
    pub salt: [u8; SALT_BYTES],
}

impl Header {
    /// The header and what is behind it; none if these bytes are no ciphertext of ours.
    pub fn parse(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let (header, body) = bytes.split_at_checked(HEADER_BYTES)?;
        if header[0] != FORM || header[1] & !MULTI_REGION != 0 || body.len() < LEAST_BODY_BYTES {
            return None;
        }
        let account = header[2..7].iter().fold(0u64, |number, byte| number << 8 | u64::from(*byte));
        let account = format!("{account:012}").parse().ok()?;
        let digits: String = header[7..23].iter().map(|byte| format!("{byte:02x}")).collect();
        let key = if header[1] & MULTI_REGION != 0 {
            format!("mrk-{digits}")
        } else {
            let parts = [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]];
            parts.join("-")
        };
        let version = u32::from_be_bytes(header[23..27].try_into().ok()?);
        let salt = header[27..HEADER_BYTES].try_into().ok()?;
        Some((Self { account, key, version, salt }, body))
    }

    /// None if the key's id isn't one.
    pub fn to_bytes(&self) -> Option<Vec<u8>> {
        let (flags, digits) = match self.key.strip_prefix("mrk-") {
            Some(digits) => (MULTI_REGION, digits.to_owned()),
            None => (0, self.key.replace('-', "")),
        };
        if digits.len() != 32 || !digits.is_ascii() {
            return None;
        }
        let id: Option<Vec<u8>> =
            (0..32).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).ok()).collect();
        let account: u64 = self.account.as_str().parse().ok()?;
        let mut bytes = Vec::with_capacity(HEADER_BYTES);
        bytes.extend_from_slice(&[FORM, flags]);
        bytes.extend_from_slice(&account.to_be_bytes()[3..]);
        bytes.extend_from_slice(&id?);
        bytes.extend_from_slice(&self.version.to_be_bytes());
        bytes.extend_from_slice(&self.salt);
        Some(bytes)
    }
}

/// The encryption context as associated data: sorted, each text with its length, so that no two contexts read alike.
pub fn associated(header: &[u8], context: Option<&BTreeMap<String, String>>) -> Vec<u8> {
    let mut bytes = header.to_vec();
    for (key, value) in context.into_iter().flatten() {
        for text in [key, value] {
            bytes.extend_from_slice(&(text.len() as u64).to_be_bytes());
            bytes.extend_from_slice(text.as_bytes());
        }
    }
    bytes
}

/// Reads bytes as a ciphertext, and checks that what was read writes itself the same way. For tests that bring any bytes; whether
/// they were a ciphertext.
///
/// # Panics
///
/// If it doesn't.
pub fn examine(bytes: &[u8]) -> bool {
    let Some((header, body)) = Header::parse(bytes) else { return false };
    let written = header.to_bytes().expect("what was read can be written");
    assert_eq!([&written, body].concat(), bytes);
    true
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn header(key: &str) -> Header {
        Header {
            account: "111122223333".parse().unwrap(),
            key: key.to_owned(),
            version: 7,
            salt: [9; SALT_BYTES],
        }
    }

    #[test]
    fn a_header_comes_back() {
        for key in ["1234abcd-12ab-34cd-56ef-1234567890ab", "mrk-1234abcd12ab34cd56ef1234567890ab"] {
            let bytes = header(key).to_bytes().unwrap();
            assert_eq!(bytes.len(), HEADER_BYTES);
            let whole = [bytes.as_slice(), &[0; LEAST_BODY_BYTES]].concat();
            assert_eq!(Header::parse(&whole), Some((header(key), &[0; LEAST_BODY_BYTES][..])));
            assert_eq!(Header::parse(&whole[..whole.len() - 1]), None);
        }
        assert_eq!(header("not an id").to_bytes(), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_not(bytes in prop::collection::vec(any::<u8>(), 0..100), form in 0u8..3, flags in 0u8..3) {
            examine(&bytes);
            examine(&[&[form, flags], bytes.as_slice()].concat());
        }

        #[test]
        fn contexts_do_not_run_together(
            one in prop::collection::btree_map(".{0,3}", ".{0,3}", 0..3),
            other in prop::collection::btree_map(".{0,3}", ".{0,3}", 0..3),
        ) {
            prop_assert_eq!(associated(b"", Some(&one)) == associated(b"", Some(&other)), one == other);
        }
    }
}
