//! Certificates and public keys, as far as they are looked into before they are kept: DER (X.690) of X.509 certificates (RFC 5280) and
//! of RSA keys, in PEM.
//!
//! Holds: nothing here panics, whatever the bytes are.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use neargate_core::Timestamp;
use neargate_policy::parse_date;
use ring::signature::{self, UnparsedPublicKey, VerificationAlgorithm};

use crate::refusal::Refusal;

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OBJECT: u8 = 0x06;
const SEQUENCE: u8 = 0x30;
const UTC_TIME: u8 = 0x17;
const TIME: u8 = 0x18;
/// `[0]`, before the version.
const VERSION: u8 = 0xa0;

/// rsaEncryption, with its parameters, which are none.
const RSA: &[u8] = &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];

/// A certificate that could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Certificate {
    pub der: Vec<u8>,
    pub not_after: Timestamp,
    /// With its kind, as SubjectPublicKeyInfo.
    pub public_key: Vec<u8>,
    subject: Vec<u8>,
    issuer: Vec<u8>,
    /// The key's own bytes.
    key: Vec<u8>,
    signed: Vec<u8>,
    algorithm: Vec<u8>,
    signature: Vec<u8>,
}

impl Certificate {
    /// The one certificate of a text in PEM.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let der = pem("CERTIFICATE", text).ok_or_else(unreadable)?;
        Self::of(der).ok_or_else(unreadable)
    }

    /// All certificates of a text in PEM, of which there is at least one.
    pub fn chain(text: &str) -> Result<Vec<Self>, Refusal> {
        let ends: Vec<_> = text.split_inclusive("-----END CERTIFICATE-----").collect();
        let certificates = ends.iter().filter(|part| !part.trim().is_empty()).map(|part| Self::parse(part));
        let certificates: Vec<_> = certificates.collect::<Result<_, _>>()?;
        if certificates.is_empty() { Err(unreadable()) } else { Ok(certificates) }
    }

    fn of(der: Vec<u8>) -> Option<Self> {
        let (whole, rest) = element(&der, SEQUENCE)?;
        if !rest.is_empty() {
            return None;
        }
        let (body, after_body) = element(whole.inner, SEQUENCE)?;
        let (algorithm, after_algorithm) = element(after_body, SEQUENCE)?;
        let (signature, _) = element(after_algorithm, BIT_STRING)?;
        let (algorithm, _) = element(algorithm.inner, OBJECT)?;
        let fields = match element(body.inner, VERSION) {
            Some((_, fields)) => fields,
            None => body.inner,
        };
        let (_, fields) = element(fields, INTEGER)?;
        let (_, fields) = element(fields, SEQUENCE)?;
        let (issuer, fields) = element(fields, SEQUENCE)?;
        let (validity, fields) = element(fields, SEQUENCE)?;
        let (subject, fields) = element(fields, SEQUENCE)?;
        let (key, _) = element(fields, SEQUENCE)?;
        let public_key = key.whole.to_owned();
        let (_, key) = element(key.inner, SEQUENCE)?;
        let (key, _) = element(key, BIT_STRING)?;
        let (_, not_after) = moment(validity.inner)?;
        let (not_after, _) = moment(not_after)?;
        Some(Self {
            not_after,
            public_key,
            subject: subject.whole.to_owned(),
            issuer: issuer.whole.to_owned(),
            // A bit string says first how many bits of its last byte don't count.
            key: key.inner.get(1..)?.to_owned(),
            signed: body.whole.to_owned(),
            algorithm: algorithm.inner.to_owned(),
            signature: signature.inner.get(1..)?.to_owned(),
            der,
        })
    }

    /// Whether another one vouches for it.
    pub fn is_signed_by(&self, other: &Self) -> bool {
        if self.issuer != other.subject {
            return false;
        }
        let algorithm: &dyn VerificationAlgorithm = match (&*self.algorithm, other.key.len()) {
            ([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b], _) => {
                &signature::RSA_PKCS1_2048_8192_SHA256
            }
            ([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0c], _) => {
                &signature::RSA_PKCS1_2048_8192_SHA384
            }
            ([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0d], _) => {
                &signature::RSA_PKCS1_2048_8192_SHA512
            }
            ([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02], 65) => &signature::ECDSA_P256_SHA256_ASN1,
            ([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02], 97) => &signature::ECDSA_P384_SHA256_ASN1,
            ([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x03], 97) => &signature::ECDSA_P384_SHA384_ASN1,
            // Of an older kind: the names are all there is to go by.
            _ => return true,
        };
        UnparsedPublicKey::new(algorithm, &other.key).verify(&self.signed, &self.signature).is_ok()
    }
}

fn unreadable() -> Refusal {
    let text = "Unable to parse certificate. Please ensure the certificate is in PEM format.";
    Refusal::Other("MalformedCertificate", 400, text.to_owned())
}

/// The bytes of the one block of a kind that a text in PEM has.
pub(crate) fn pem(kind: &str, text: &str) -> Option<Vec<u8>> {
    let (before, rest) = text.split_once(&format!("-----BEGIN {kind}-----"))?;
    let (inner, after) = rest.split_once(&format!("-----END {kind}-----"))?;
    let letters: String = inner.split_whitespace().collect();
    let alone = before.trim().is_empty() && after.trim().is_empty();
    alone.then(|| STANDARD.decode(letters).ok())?
}

pub(crate) fn to_pem(kind: &str, der: &[u8]) -> String {
    let letters = STANDARD.encode(der);
    let mut text = format!("-----BEGIN {kind}-----\n");
    for line in letters.as_bytes().chunks(64) {
        text.push_str(std::str::from_utf8(line).unwrap_or_default());
        text.push('\n');
    }
    text + &format!("-----END {kind}-----\n")
}

/// Modulus and exponent of a public key, without leading zeros.
pub(crate) fn rsa_of_spki(der: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let (whole, _) = element(der, SEQUENCE)?;
    let (algorithm, key) = element(whole.inner, SEQUENCE)?;
    let (key, _) = element(key, BIT_STRING)?;
    let (numbers, _) = element(key.inner.get(1..)?, SEQUENCE)?;
    let (modulus, rest) = element(numbers.inner, INTEGER)?;
    let (exponent, _) = element(rest, INTEGER)?;
    let bare = |number: &[u8]| number.iter().copied().skip_while(|byte| *byte == 0).collect();
    (algorithm.inner == RSA).then(|| (bare(modulus.inner), bare(exponent.inner)))
}

pub(crate) fn spki_of_rsa(modulus: &[u8], exponent: &[u8]) -> Vec<u8> {
    let numbers = [made(INTEGER, &positive(modulus)), made(INTEGER, &positive(exponent))].concat();
    let key = [&[0][..], &made(SEQUENCE, &numbers)].concat();
    made(SEQUENCE, &[made(SEQUENCE, RSA), made(BIT_STRING, &key)].concat())
}

/// A number whose first bit would make it negative gets a zero before it.
pub(crate) fn positive(number: &[u8]) -> Vec<u8> {
    let is_negative = number.first().is_none_or(|first| first & 0x80 != 0);
    let zero: &[u8] = if is_negative { &[0] } else { &[] };
    [zero, number].concat()
}

fn made(tag: u8, inner: &[u8]) -> Vec<u8> {
    let length = inner.len().to_be_bytes();
    let length: Vec<u8> = length.into_iter().skip_while(|byte| *byte == 0).collect();
    let mut der = vec![tag];
    match (inner.len(), u8::try_from(length.len())) {
        (short @ 0..=0x7f, _) => der.extend(u8::try_from(short)),
        (_, Ok(bytes)) => der.push(0x80 | bytes),
        (_, Err(_)) => {}
    }
    if inner.len() >= 0x80 {
        der.extend(length);
    }
    der.extend(inner);
    der
}

struct Element<'a> {
    inner: &'a [u8],
    /// With tag and length.
    whole: &'a [u8],
}

/// The first element, which must be of this kind, and what is behind it.
fn element(der: &[u8], tag: u8) -> Option<(Element<'_>, &[u8])> {
    let (&first, rest) = der.split_first()?;
    let (&short, rest) = rest.split_first()?;
    let (length, rest) = match short {
        0..=0x7f => (usize::from(short), rest),
        0x81..=0x84 => {
            let (digits, rest) = rest.split_at_checked(usize::from(short & 0x7f))?;
            (digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit)), rest)
        }
        _ => return None,
    };
    let (inner, rest) = rest.split_at_checked(length)?;
    let whole = &der[..der.len() - rest.len()];
    (first == tag).then_some((Element { inner, whole }, rest))
}

fn moment(der: &[u8]) -> Option<(Timestamp, &[u8])> {
    let (element, rest) = element(der, UTC_TIME).or_else(|| element(der, TIME))?;
    let text = std::str::from_utf8(element.inner).ok()?.strip_suffix('Z')?;
    // Two digits of a year are of 1950 to 2049.
    let text = match (text.len(), text.get(..2)) {
        (12, Some(year)) => format!("{}{text}", if year < "50" { "20" } else { "19" }),
        (14, _) => text.to_owned(),
        _ => return None,
    };
    let part = |from: usize, to: usize| text.get(from..to);
    let (year, month, day) = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
    let (hour, minute, second) = (part(8, 10)?, part(10, 12)?, part(12, 14)?);
    let moment = parse_date(&format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z"))?;
    Some((Timestamp(moment), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_key_comes_back_as_it_went() {
        let (modulus, exponent) = (vec![0x81; 256], vec![1, 0, 1]);
        let der = spki_of_rsa(&modulus, &exponent);
        assert_eq!(rsa_of_spki(&der), Some((modulus, exponent)));
        assert_eq!(pem("PUBLIC KEY", &to_pem("PUBLIC KEY", &der)), Some(der.clone()));
        for end in 0..der.len() {
            assert_eq!(rsa_of_spki(&der[..end]), None);
        }
    }

    #[test]
    fn years_have_two_digits_or_four() {
        let told =
            |tag: u8, text: &str| moment(&made(tag, text.as_bytes())).map(|(moment, _)| moment.to_iso8601());
        assert_eq!(told(UTC_TIME, "261123210000Z").as_deref(), Some("2026-11-23T21:00:00.000Z"));
        assert_eq!(told(UTC_TIME, "991231235959Z").as_deref(), Some("1999-12-31T23:59:59.000Z"));
        assert_eq!(told(TIME, "20501231235959Z").as_deref(), Some("2050-12-31T23:59:59.000Z"));
        for none in ["", "Z", "2611232100Z", "261123210000", "26112321000éZ"] {
            assert_eq!(told(UTC_TIME, none), None, "{none}");
        }
    }
}
