//! `GetRandomPassword`.

use std::sync::Arc;

use neargate_core::random_text;
use neargate_wire::{AwsError, Context};

use crate::refusal::Refusal;
use crate::{SecretsManager, model};

const LENGTH: usize = 32;
const LOWER: &[u8] = b"abcdefghijklmnopqrstuvwxyz";
const UPPER: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const DIGITS: &[u8] = b"0123456789";
const PUNCTUATION: &[u8] = b"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

pub async fn get_random_password(
    _: Arc<SecretsManager>,
    _: Context,
    input: model::GetRandomPasswordRequest,
) -> Result<model::GetRandomPasswordResponse, AwsError> {
    Ok(model::GetRandomPasswordResponse { random_password: Some(password(&input)?) })
}

fn password(input: &model::GetRandomPasswordRequest) -> Result<String, Refusal> {
    let excluded = input.exclude_characters.as_deref().unwrap_or_default();
    let kinds: Vec<Vec<u8>> = [
        (LOWER, input.exclude_lowercase),
        (UPPER, input.exclude_uppercase),
        (DIGITS, input.exclude_numbers),
        (PUNCTUATION, input.exclude_punctuation),
        (b" ", Some(input.include_space != Some(true))),
    ]
    .into_iter()
    .filter(|(_, exclude)| *exclude != Some(true))
    .map(|(kind, _)| kind.iter().copied().filter(|b| !excluded.contains(char::from(*b))).collect::<Vec<u8>>())
    .filter(|kind: &Vec<u8>| !kind.is_empty())
    .collect();
    let alphabet = kinds.concat();
    if alphabet.is_empty() {
        return Err(Refusal::parameter(
            "The password can't be generated because every character is excluded.",
        ));
    }
    // A space is allowed, never required.
    let required: Vec<&Vec<u8>> = match input.require_each_included_type {
        Some(false) => Vec::new(),
        _ => kinds.iter().filter(|kind| kind.as_slice() != b" ").collect(),
    };
    let length = input.password_length.and_then(|length| usize::try_from(length).ok()).unwrap_or(LENGTH);
    if length < required.len() {
        return Err(Refusal::parameter(format!(
            "Password length {length} is too short based on the required types."
        )));
    }
    // Drawing again until all kinds are there favours no place in the password. At four characters of four kinds that takes some
    // fifteen draws.
    loop {
        let drawn = random_text(length, &alphabet);
        if required.iter().all(|kind| drawn.bytes().any(|b| kind.contains(&b))) {
            return Ok(drawn);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(input: model::GetRandomPasswordRequest) -> String {
        password(&input).unwrap()
    }

    fn has(text: &str, kind: &[u8]) -> bool {
        text.bytes().any(|b| kind.contains(&b))
    }

    #[test]
    fn a_password_has_all_kinds_unless_told_otherwise() {
        for length in [4, 32, 4096] {
            let input =
                model::GetRandomPasswordRequest { password_length: Some(length), ..Default::default() };
            let text = drawn(input);
            assert_eq!(text.len() as i64, length);
            assert!([LOWER, UPPER, DIGITS, PUNCTUATION].iter().all(|kind| has(&text, kind)), "{text}");
            assert!(!text.contains(' '));
        }
        assert_eq!(drawn(Default::default()).len(), LENGTH);
    }

    #[test]
    fn what_is_excluded_does_not_occur() {
        let input = || model::GetRandomPasswordRequest { password_length: Some(500), ..Default::default() };
        assert!(!has(
            &drawn(model::GetRandomPasswordRequest { exclude_lowercase: Some(true), ..input() }),
            LOWER
        ));
        assert!(!has(
            &drawn(model::GetRandomPasswordRequest { exclude_uppercase: Some(true), ..input() }),
            UPPER
        ));
        assert!(!has(
            &drawn(model::GetRandomPasswordRequest { exclude_numbers: Some(true), ..input() }),
            DIGITS
        ));
        let plain = model::GetRandomPasswordRequest { exclude_punctuation: Some(true), ..input() };
        assert!(!has(&drawn(plain), PUNCTUATION));
        let spaced = model::GetRandomPasswordRequest { include_space: Some(true), ..input() };
        assert!(drawn(spaced).contains(' '));
        let some =
            model::GetRandomPasswordRequest { exclude_characters: Some("abc\"/@é".to_owned()), ..input() };
        assert!(!has(&drawn(some), b"abc\"/@"));
    }

    #[test]
    fn the_impossible_is_refused() {
        let short = model::GetRandomPasswordRequest { password_length: Some(3), ..Default::default() };
        let text = password(&short).unwrap_err().to_string();
        assert_eq!(text, "Password length 3 is too short based on the required types.");
        let free = model::GetRandomPasswordRequest { require_each_included_type: Some(false), ..short };
        assert_eq!(drawn(free).len(), 3);
        let nothing = model::GetRandomPasswordRequest {
            exclude_lowercase: Some(true),
            exclude_uppercase: Some(true),
            exclude_numbers: Some(true),
            exclude_punctuation: Some(true),
            ..Default::default()
        };
        assert!(password(&nothing).is_err());
    }
}
