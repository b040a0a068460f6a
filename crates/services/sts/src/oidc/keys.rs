//! A provider's keys (RFC 7517), and whether one of them made a signature. Signed is by RSA or on the curves P-256 and P-384.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{self, RsaPublicKeyComponents, UnparsedPublicKey};
use serde::Deserialize;

use super::token::Token;

/// Of each provider; AWS takes 100 of either kind.
const MAX_KEYS: usize = 200;

#[derive(Debug)]
pub(crate) struct KeySet(Vec<Key>);

#[derive(Debug)]
struct Key {
    id: Option<String>,
    material: Material,
}

#[derive(Debug)]
enum Material {
    Rsa {
        modulus: Vec<u8>,
        exponent: Vec<u8>,
    },
    /// Points, uncompressed.
    P256(Vec<u8>),
    P384(Vec<u8>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Checked {
    Genuine,
    Forged,
    /// None of the keys is the one that the token names.
    NoSuchKey,
}

#[derive(Deserialize)]
struct Document {
    keys: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
struct Written {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

impl KeySet {
    /// Keys that can't be read, or that are for something else, are left out; `None` if it is no set of keys at all.
    pub fn parse(document: &[u8]) -> Option<Self> {
        let document: Document = serde_json::from_slice(document).ok()?;
        let keys = document.keys.into_iter().filter_map(|key| Key::read(serde_json::from_value(key).ok()?));
        Some(Self(keys.take(MAX_KEYS).collect()))
    }

    pub fn check(&self, token: &Token<'_>) -> Checked {
        let named = token.header.kid.as_deref();
        let mut candidates =
            self.0.iter().filter(|key| named.is_none() || key.id.as_deref() == named).peekable();
        if candidates.peek().is_none() {
            return Checked::NoSuchKey;
        }
        let genuine =
            candidates.any(|key| key.material.made(&token.header.alg, token.signed, &token.signature));
        if genuine { Checked::Genuine } else { Checked::Forged }
    }
}

impl Key {
    fn read(written: Written) -> Option<Self> {
        if written.purpose.is_some_and(|purpose| purpose != "sig") {
            return None;
        }
        let decode = |text: Option<String>| URL_SAFE_NO_PAD.decode(text?.trim_end_matches('=')).ok();
        let point = |size: usize| {
            let (x, y) = (decode(written.x.clone())?, decode(written.y.clone())?);
            (x.len() == size && y.len() == size).then(|| [&[4][..], &x, &y].concat())
        };
        let material = match (&*written.kty, written.crv.as_deref()) {
            ("RSA", _) => {
                // An integer's leading zeros aren't part of it, and ring insists.
                let modulus = decode(written.n)?.into_iter().skip_while(|byte| *byte == 0).collect();
                Material::Rsa { modulus, exponent: decode(written.e)? }
            }
            ("EC", Some("P-256")) => Material::P256(point(32)?),
            ("EC", Some("P-384")) => Material::P384(point(48)?),
            _ => return None,
        };
        Some(Self { id: written.kid, material })
    }
}

impl Material {
    fn made(&self, algorithm: &str, signed: &str, signed_as: &[u8]) -> bool {
        let on_curve = |curve: &'static dyn signature::VerificationAlgorithm, point: &Vec<u8>| {
            UnparsedPublicKey::new(curve, point).verify(signed.as_bytes(), signed_as).is_ok()
        };
        match (self, algorithm) {
            (Self::Rsa { modulus: n, exponent: e }, _) => {
                let parameters = match algorithm {
                    "RS256" => &signature::RSA_PKCS1_2048_8192_SHA256,
                    "RS384" => &signature::RSA_PKCS1_2048_8192_SHA384,
                    "RS512" => &signature::RSA_PKCS1_2048_8192_SHA512,
                    _ => return false,
                };
                RsaPublicKeyComponents { n, e }.verify(parameters, signed.as_bytes(), signed_as).is_ok()
            }
            (Self::P256(point), "ES256") => on_curve(&signature::ECDSA_P256_SHA256_FIXED, point),
            (Self::P384(point), "ES384") => on_curve(&signature::ECDSA_P384_SHA384_FIXED, point),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use ring::rand::SystemRandom;
    use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
    use serde_json::{Value, json};

    use super::*;

    fn encode(bytes: impl AsRef<[u8]>) -> String {
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// A key pair, and the public half as a set of this id.
    fn pair(id: &str) -> (EcdsaKeyPair, Value) {
        let random = SystemRandom::new();
        let document =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random);
        let pair = pair.expect("a key");
        let point = pair.public_key().as_ref().to_owned();
        let key = json!({"kty": "EC", "crv": "P-256", "use": "sig", "kid": id, "x": encode(&point[1..33]), "y": encode(&point[33..])});
        (pair, key)
    }

    fn signed(pair: &EcdsaKeyPair, header: Value) -> String {
        let text = format!("{}.{}", encode(header.to_string()), encode(r#"{"sub":"s"}"#));
        let made = pair.sign(&SystemRandom::new(), text.as_bytes()).expect("a signature");
        format!("{text}.{}", encode(made))
    }

    fn set(keys: &[&Value]) -> KeySet {
        KeySet::parse(json!({ "keys": keys }).to_string().as_bytes()).expect("a set")
    }

    #[test]
    fn a_signature_is_its_keys() {
        let ((pair_a, a), (_, b)) = (pair("a"), pair("b"));
        let token = signed(&pair_a, json!({"alg": "ES256", "kid": "a"}));
        let check = |keys: &[&Value], text: &str| set(keys).check(&Token::parse(text).expect("a token"));
        assert_eq!(check(&[&b, &a], &token), Checked::Genuine);
        assert_eq!(check(&[&b], &token), Checked::NoSuchKey);
        assert_eq!(check(&[], &token), Checked::NoSuchKey);
        // A token that names no key may be any one's.
        let unnamed = signed(&pair_a, json!({"alg": "ES256"}));
        assert_eq!(check(&[&b, &a], &unnamed), Checked::Genuine);
        assert_eq!(check(&[&b], &unnamed), Checked::Forged);
        let (rest, signature) = token.rsplit_once('.').expect("parts");
        let (header, _) = rest.split_once('.').expect("parts");
        let other = format!("{header}.{}.{signature}", encode(r#"{"sub":"root"}"#));
        assert_eq!(check(&[&a], &other), Checked::Forged);
    }

    #[test]
    fn the_algorithm_is_the_keys_not_the_tokens() {
        let (pair, key) = pair("a");
        for algorithm in ["none", "HS256", "RS256", "ES384"] {
            let token = signed(&pair, json!({"alg": algorithm, "kid": "a"}));
            assert_eq!(
                set(&[&key]).check(&Token::parse(&token).expect("a token")),
                Checked::Forged,
                "{algorithm}"
            );
        }
    }

    #[test]
    fn keys_for_something_else_are_none() {
        let (_, mut key) = pair("a");
        key["use"] = json!("enc");
        let odd = json!({"kty": "oct", "k": "AAAA"});
        let short = json!({"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"});
        assert!(set(&[&key, &odd, &short, &json!(7)]).0.is_empty());
        assert!(KeySet::parse(b"{}").is_none() && KeySet::parse(b"<html>").is_none());
    }
}
