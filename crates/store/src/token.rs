//! Page tokens: the last key that a page showed, in a form that clients hand back unread.
//!
//! A token belongs to a *context*: the operation, its scope, its filters. With another context it is refused,
//! as AWS does, since continuing somebody else's listing would skip or repeat in silence. The check is a
//! digest without a secret. It catches tokens that were mixed up, cut or mistyped. One who forges a token
//! gains a place to start in a listing that they may read anyway.
//!
//! Nothing is remembered for a token: it outlives restarts, and it never expires.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use crate::Error;

const VERSION: u8 = 1;
const TAG_BYTES: usize = 9; // with the version 10; short, and a chance hit is 1 in 2^72

/// The token with which the request of this context goes on behind `last`.
pub fn encode(context: &[&str], last: &str) -> String {
    let mut bytes = Vec::with_capacity(1 + TAG_BYTES + last.len());
    bytes.push(VERSION);
    bytes.extend_from_slice(&tag(context, last));
    bytes.extend_from_slice(last.as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The key that `encode` was given, or [`Error::InvalidToken`] if it was given another context.
pub fn decode(context: &[&str], token: &str) -> Result<String, Error> {
    let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| Error::InvalidToken)?;
    let (head, last) = bytes.split_at_checked(1 + TAG_BYTES).ok_or(Error::InvalidToken)?;
    let last = std::str::from_utf8(last).map_err(|_| Error::InvalidToken)?;
    if head[0] != VERSION || head[1..] != tag(context, last) {
        return Err(Error::InvalidToken);
    }
    Ok(last.to_owned())
}

fn tag(context: &[&str], last: &str) -> [u8; TAG_BYTES] {
    let mut digest = Sha256::new();
    for part in context.iter().chain([&last]) {
        // Lengths keep ["ab", "c"] and ["a", "bc"] apart.
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part);
    }
    let mut tag = [0; TAG_BYTES];
    tag.copy_from_slice(&digest.finalize()[..TAG_BYTES]);
    tag
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn comes_back_in_its_own_context_only(parts in prop::collection::vec(".*", 0..4), last in ".*", other in ".*") {
            let context: Vec<&str> = parts.iter().map(String::as_str).collect();
            let token = encode(&context, &last);
            prop_assert_eq!(decode(&context, &token).unwrap(), last);
            prop_assert!(token.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'));
            let longer: Vec<&str> = context.iter().copied().chain([other.as_str()]).collect();
            prop_assert!(matches!(decode(&longer, &token), Err(Error::InvalidToken)));
        }

        #[test]
        fn any_text_is_answered(token in ".*") {
            prop_assert!(matches!(decode(&["ListServices"], &token), Err(Error::InvalidToken)));
        }
    }

    #[test]
    fn parts_do_not_run_together() {
        let token = encode(&["ab", "c"], "x");
        assert!(matches!(decode(&["a", "bc"], &token), Err(Error::InvalidToken)));
    }

    #[test]
    fn a_changed_letter_is_refused() {
        let token = encode(&["ListTasks", "web"], "task/0123456789");
        for at in 0..token.len() {
            let mut bytes = token.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).expect("a token is ASCII");
            assert!(decode(&["ListTasks", "web"], &changed).is_err(), "letter {at} of {token}");
        }
    }
}
