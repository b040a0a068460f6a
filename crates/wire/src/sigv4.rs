//! Verification of AWS Signature Version 4, in a header or in a presigned URL.
//!
//! Source: "Create a signed AWS API request" in the IAM User Guide. Paths of services other than S3 are encoded twice.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use hmac::{Hmac, KeyInit as _, Mac as _};
use http::request::Parts;
use neargate_core::Timestamp;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
/// How far the caller's clock may be from ours. "A request must reach AWS within five minutes of the time stamp."
const MAX_SKEW: Duration = Duration::from_secs(5 * 60);
/// A presigned URL is valid for a week at most.
const MAX_EXPIRES_SECONDS: u64 = 604_800;
/// RFC 3986's unreserved characters stay as they are.
const ENCODE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// And in a path so does what separates its segments.
const ENCODE_PATH: &AsciiSet = &ENCODE.remove(b'/');

/// The claims of a signed request, not yet believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    pub access_key_id: String,
    /// `20261123`
    pub date: String,
    pub region: String,
    pub service: String,
    pub session_token: Option<String>,
    signed_headers: Vec<String>,
    signature: String,
    /// `20261123T095012Z`
    time: String,
    /// Seconds; only a presigned URL says how long it is good for.
    expires: Option<u64>,
}

/// Why a request isn't believed. The edge words it for the protocol.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("Missing Authentication Token")]
    Missing,
    #[error("{0}")]
    Incomplete(String),
    #[error("The security token included in the request is invalid.")]
    UnknownKey,
    #[error("The security token included in the request is expired")]
    Expired,
    #[error("{0}")]
    Clock(String),
    #[error(
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and \
         signing method. Consult the service documentation for details."
    )]
    Mismatch,
}

impl Claim {
    /// Reads the claims of a request; `None` when it carries no signature at all.
    pub fn of(parts: &Parts) -> Result<Option<Self>, Refusal> {
        match parts.headers.get(http::header::AUTHORIZATION) {
            Some(value) => {
                let value = value.to_str().map_err(|_| incomplete("Authorization header is not text."))?;
                Self::of_header(parts, value).map(Some)
            }
            None => Self::of_query(parts),
        }
    }

    fn of_header(parts: &Parts, value: &str) -> Result<Self, Refusal> {
        let fields = value.strip_prefix(ALGORITHM).ok_or_else(|| {
            incomplete(format!(
                "Unsupported algorithm in Authorization header: '{}'.",
                value.split(' ').next().unwrap_or("")
            ))
        })?;
        let field = |name: &str| {
            fields.split(',').find_map(|field| field.trim().strip_prefix(name)?.strip_prefix('=')).ok_or_else(
                || {
                    incomplete(format!(
                        "Authorization header requires '{name}' parameter. Authorization={value}"
                    ))
                },
            )
        };
        let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let time = header("x-amz-date").ok_or_else(|| {
            incomplete("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
        })?;
        let token = header("x-amz-security-token").map(str::to_owned);
        Self::new(field("Credential")?, field("SignedHeaders")?, field("Signature")?, time, None, token)
    }

    fn of_query(parts: &Parts) -> Result<Option<Self>, Refusal> {
        let query = parts.uri.query().unwrap_or_default();
        if !query.contains("X-Amz-Algorithm=") {
            return Ok(None);
        }
        let pairs: HashMap<_, _> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let field = |name: &str| {
            let value = pairs.get(name).map(String::as_str);
            value.ok_or_else(|| incomplete(format!("AWS query-string parameters must include '{name}'.")))
        };
        if field("X-Amz-Algorithm")? != ALGORITHM {
            return Err(incomplete("Unsupported value of 'X-Amz-Algorithm'."));
        }
        let expires: u64 =
            field("X-Amz-Expires")?.parse().map_err(|_| incomplete("X-Amz-Expires should be a number"))?;
        if expires > MAX_EXPIRES_SECONDS {
            return Err(incomplete("X-Amz-Expires must be less than a week (in seconds) that is 604800"));
        }
        let token = pairs.get("X-Amz-Security-Token").cloned();
        let (credential, headers) = (field("X-Amz-Credential")?, field("X-Amz-SignedHeaders")?);
        Self::new(credential, headers, field("X-Amz-Signature")?, field("X-Amz-Date")?, Some(expires), token)
            .map(Some)
    }

    fn new(
        credential: &str,
        signed_headers: &str,
        signature: &str,
        time: &str,
        expires: Option<u64>,
        session_token: Option<String>,
    ) -> Result<Self, Refusal> {
        let malformed = || {
            incomplete(format!(
                "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{credential}'"
            ))
        };
        let mut elements = credential.rsplitn(5, '/');
        let (Some("aws4_request"), Some(service), Some(region), Some(date), Some(access_key_id)) =
            (elements.next(), elements.next(), elements.next(), elements.next(), elements.next())
        else {
            return Err(malformed());
        };
        if !time.starts_with(date) {
            return Err(Refusal::Clock(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP"
                    .into(),
            ));
        }
        Ok(Self {
            access_key_id: access_key_id.to_owned(),
            date: date.to_owned(),
            region: region.to_owned(),
            service: service.to_owned(),
            session_token,
            signed_headers: signed_headers.split(';').map(str::to_ascii_lowercase).collect(),
            signature: signature.to_owned(),
            time: time.to_owned(),
            expires,
        })
    }

    fn check_signature(&self, key: &[u8; 32], canonical: &str) -> Result<(), Refusal> {
        let Self { date, region, service, time, .. } = self;
        let digest = hex(&Sha256::digest(canonical));
        let to_sign = format!("{ALGORITHM}\n{time}\n{date}/{region}/{service}/aws4_request\n{digest}");
        let expected = hex(&sign(key, to_sign.as_bytes()));
        if bool::from(expected.as_bytes().ct_eq(self.signature.as_bytes())) {
            Ok(())
        } else {
            Err(Refusal::Mismatch)
        }
    }

    /// Whether the claim stands in a URL that was signed to be handed on.
    pub fn is_presigned(&self) -> bool {
        self.expires.is_some()
    }

    fn check_clock(&self, now: Timestamp) -> Result<(), Refusal> {
        let signed = parse_basic(&self.time).ok_or_else(|| {
            incomplete(format!("Date must be in ISO-8601 'basic format'. Got '{}'. See http://en.wikipedia.org/wiki/ISO_8601", self.time))
        })?;
        let lifetime = self.expires.map_or(MAX_SKEW, Duration::from_secs);
        let minutes = MAX_SKEW.as_secs() / 60;
        if now.since(signed) > lifetime {
            let earliest = basic(Timestamp(now.0 - MAX_SKEW.as_millis() as i64));
            return Err(Refusal::Clock(format!(
                "Signature expired: {} is now earlier than {earliest} ({} - {minutes} min.)",
                self.time,
                basic(now)
            )));
        }
        if signed.since(now) > MAX_SKEW {
            let latest = basic(now.plus(MAX_SKEW));
            return Err(Refusal::Clock(format!(
                "Signature not yet current: {} is still later than {latest} ({} + {minutes} min.)",
                self.time,
                basic(now)
            )));
        }
        Ok(())
    }
}

/// Signs requests, for clients of our own.
pub struct Signer<'a> {
    pub access_key_id: &'a str,
    pub secret: &'a str,
    pub region: &'a str,
    pub service: &'a str,
}

impl Signer<'_> {
    /// The headers of a signed request of a JSON service: `POST /` at `host` with this body.
    pub fn sign_json(
        &self,
        host: &str,
        target: &str,
        body: &[u8],
        now: Timestamp,
    ) -> Vec<(&'static str, String)> {
        let Self { access_key_id, secret, region, service } = self;
        let (time, hash, headers) =
            (basic(now), hex(&Sha256::digest(body)), "content-type;host;x-amz-date;x-amz-target");
        let date = &time[..8];
        let canonical = format!(
            "POST\n/\n\ncontent-type:{JSON}\nhost:{host}\nx-amz-date:{time}\nx-amz-target:{target}\n\n{headers}\n{hash}"
        );
        let scope = format!("{date}/{region}/{service}/aws4_request");
        let to_sign = format!("{ALGORITHM}\n{time}\n{scope}\n{}", hex(&Sha256::digest(canonical)));
        let signature = hex(&sign(&derive_key(secret, date, region, service), to_sign.as_bytes()));
        let credential = format!("{access_key_id}/{scope}");
        let authorization =
            format!("{ALGORITHM} Credential={credential}, SignedHeaders={headers}, Signature={signature}");
        vec![
            ("content-type", JSON.to_owned()),
            ("x-amz-date", time),
            ("x-amz-target", target.to_owned()),
            ("authorization", authorization),
        ]
    }
}

const JSON: &str = "application/x-amz-json-1.1";

fn derive_key(secret: &str, date: &str, region: &str, service: &str) -> [u8; 32] {
    let date = sign(format!("AWS4{secret}").as_bytes(), date.as_bytes());
    let region = sign(&date, region.as_bytes());
    let service = sign(&region, service.as_bytes());
    sign(&service, b"aws4_request")
}

/// Verifies signatures; keeps derived keys, which are good for a day, a region and a service.
#[derive(Default)]
pub struct Verifier {
    keys: Mutex<HashMap<KeyName, SigningKey>>,
}

/// Access key id, date, region, service: what a derived key is good for.
type KeyName = (String, String, String, String);

/// The secret that it was derived from is kept too: a rotated secret must not go on working.
struct SigningKey {
    secret: String,
    key: [u8; 32],
}

/// Derived keys beyond this are forgotten, all at once: they are quickly derived again.
const MAX_KEYS: usize = 4096;

impl Verifier {
    /// Says whether `claim` was signed with `secret`, over these very bytes, and lately.
    pub fn verify(
        &self,
        claim: &Claim,
        secret: &str,
        parts: &Parts,
        body: &[u8],
        now: Timestamp,
    ) -> Result<(), Refusal> {
        claim.check_clock(now)?;
        let canonical = canonical_request(claim, parts, Path::Twice, Payload::Bytes(body))?;
        claim.check_signature(&self.signing_key(claim, secret), &canonical)
    }

    /// As [`Verifier::verify`] for S3, whose requests state what their body is: the head is believed, and the body has to be held
    /// against what was stated as it comes.
    pub fn verify_head(
        &self,
        claim: &Claim,
        secret: &str,
        parts: &Parts,
        now: Timestamp,
    ) -> Result<Seed, Refusal> {
        claim.check_clock(now)?;
        let key = self.signing_key(claim, secret);
        let stated = parts.headers.get("x-amz-content-sha256").and_then(|value| value.to_str().ok());
        let stated = match (stated, claim.expires) {
            (Some(stated), None) => stated,
            (None, None) => {
                return Err(incomplete("Missing required header for this request: x-amz-content-sha256"));
            }
            (Some(stated), Some(_))
                if claim.signed_headers.iter().any(|name| name == "x-amz-content-sha256") =>
            {
                stated
            }
            (_, Some(_)) => "UNSIGNED-PAYLOAD",
        };
        // Each octet encoded once, as AWS says; or, as some clients do it, just as it is sent.
        let raw = parts.uri.path();
        let decoded: Vec<u8> = percent_decode_str(raw).collect();
        let encoded = percent_encoding::percent_encode(&decoded, ENCODE_PATH).to_string();
        let check = |path| {
            let canonical = canonical_request(claim, parts, Path::As(path), Payload::Stated(stated))?;
            claim.check_signature(&key, &canonical)
        };
        match check(&encoded) {
            Err(Refusal::Mismatch) if encoded != raw => check(raw)?,
            checked => checked?,
        }
        let Claim { date, region, service, .. } = claim;
        let scope = format!("{date}/{region}/{service}/aws4_request");
        Ok(Seed { key, time: claim.time.clone(), scope, previous: claim.signature.clone() })
    }

    fn signing_key(&self, claim: &Claim, secret: &str) -> [u8; 32] {
        let name =
            (claim.access_key_id.clone(), claim.date.clone(), claim.region.clone(), claim.service.clone());
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = keys.get(&name).filter(|known| known.secret == secret) {
            return known.key;
        }
        let key = derive_key(secret, &claim.date, &claim.region, &claim.service);
        if keys.len() >= MAX_KEYS {
            keys.clear();
        }
        keys.insert(name, SigningKey { secret: secret.to_owned(), key });
        key
    }
}

/// A verified head of a request whose body comes in signed chunks: each signature covers the one before.
#[derive(Debug, Clone)]
pub struct Seed {
    key: [u8; 32],
    time: String,
    scope: String,
    previous: String,
}

impl Seed {
    /// Whether the next chunk, whose SHA-256 is given, was signed.
    pub fn chunk(&mut self, sha256: &[u8], signature: &str) -> bool {
        let (empty, actual) = (hex(&Sha256::digest(b"")), hex(sha256));
        self.next("AWS4-HMAC-SHA256-PAYLOAD", &format!("{empty}\n{actual}"), signature)
    }

    /// Whether the trailing headers, written as `name:value` and a line feed each, were signed.
    pub fn trailer(&mut self, canonical: &str, signature: &str) -> bool {
        self.next("AWS4-HMAC-SHA256-TRAILER", &hex(&Sha256::digest(canonical)), signature)
    }

    fn next(&mut self, algorithm: &str, hashes: &str, signature: &str) -> bool {
        let Self { key, time, scope, previous } = self;
        let to_sign = format!("{algorithm}\n{time}\n{scope}\n{previous}\n{hashes}");
        let expected = hex(&sign(key, to_sign.as_bytes()));
        let same = bool::from(expected.as_bytes().ct_eq(signature.as_bytes()));
        self.previous = expected;
        same
    }
}

/// What stands in a canonical request for its path: the URL's with each segment encoded once more, or this.
enum Path<'a> {
    Twice,
    As(&'a str),
}

/// And for its body.
enum Payload<'a> {
    Bytes(&'a [u8]),
    Stated(&'a str),
}

fn canonical_request(
    claim: &Claim,
    parts: &Parts,
    path: Path<'_>,
    payload: Payload<'_>,
) -> Result<String, Refusal> {
    let mut text = String::with_capacity(512);
    text.push_str(parts.method.as_str());
    text.push('\n');
    match path {
        Path::Twice => push_encoded_path(&mut text, parts.uri.path()),
        Path::As(path) => text.push_str(path),
    }
    text.push('\n');
    push_query(&mut text, parts.uri.query().unwrap_or_default());
    text.push('\n');
    for name in &claim.signed_headers {
        text.push_str(name);
        text.push(':');
        let mut values = parts.headers.get_all(name).iter().peekable();
        if values.peek().is_none() {
            return Err(Refusal::Mismatch);
        }
        for (index, value) in values.enumerate() {
            if index > 0 {
                text.push(',');
            }
            push_collapsed(&mut text, value.as_bytes());
        }
        text.push('\n');
    }
    // What isn't signed could be changed on the way, and the host is what keeps a request from being sent elsewhere.
    if !claim.signed_headers.iter().any(|name| name == "host") {
        return Err(incomplete("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."));
    }
    text.push('\n');
    text.push_str(&claim.signed_headers.join(";"));
    text.push('\n');
    match payload {
        Payload::Stated(stated) => text.push_str(stated),
        Payload::Bytes(body) => {
            let stated = parts.headers.get("x-amz-content-sha256").and_then(|value| value.to_str().ok());
            let actual = hex(&Sha256::digest(body));
            if stated.is_some_and(|hash| hash != actual) {
                return Err(Refusal::Mismatch);
            }
            text.push_str(&actual);
        }
    }
    Ok(text)
}

/// The path, with each segment of the URL as it came encoded once more.
fn push_encoded_path(text: &mut String, path: &str) {
    if path.is_empty() {
        text.push('/');
    }
    for (index, segment) in path.split('/').enumerate() {
        if index > 0 {
            text.push('/');
        }
        text.extend(utf8_percent_encode(segment, ENCODE));
    }
}

/// The query's pairs, encoded and sorted, without the signature itself.
fn push_query(text: &mut String, query: &str) {
    let mut pairs: Vec<(String, String)> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .filter(|(name, _)| *name != "X-Amz-Signature")
        .map(|(name, value)| (encoded_once(name), encoded_once(value)))
        .collect();
    pairs.sort();
    for (index, (name, value)) in pairs.iter().enumerate() {
        if index > 0 {
            text.push('&');
        }
        text.push_str(name);
        text.push('=');
        text.push_str(value);
    }
}

fn encoded_once(text: &str) -> String {
    let decoded: Vec<u8> = percent_decode_str(text).collect();
    percent_encoding::percent_encode(&decoded, ENCODE).to_string()
}

/// A header's value without outer spaces and with inner runs of them made one.
fn push_collapsed(text: &mut String, value: &[u8]) {
    let value = String::from_utf8_lossy(value);
    for (index, word) in value.split(' ').filter(|word| !word.is_empty()).enumerate() {
        if index > 0 {
            text.push(' ');
        }
        text.push_str(word);
    }
}

fn sign(key: &[u8], data: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(data);
    mac.finalize().into_bytes().into()
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

fn incomplete(message: impl Into<String>) -> Refusal {
    Refusal::Incomplete(message.into())
}

/// `20261123T095012Z`
fn basic(time: Timestamp) -> String {
    let iso = time.to_iso8601();
    let mut text: String = iso[..19].chars().filter(|c| *c != '-' && *c != ':').collect();
    text.push('Z');
    text
}

fn parse_basic(text: &str) -> Option<Timestamp> {
    let bytes = text.as_bytes();
    if bytes.len() != 16 || bytes[8] != b'T' || bytes[15] != b'Z' {
        return None;
    }
    let number = |range: std::ops::Range<usize>| -> Option<i64> {
        let digits = text.get(range)?;
        digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let (year, month, day) = (number(0..4)?, number(4..6)?, number(6..8)?);
    let (hour, minute, second) = (number(9..11)?, number(11..13)?, number(13..15)?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    // Days before a civil date, counted in 400-year eras that begin in March.
    let shifted_year = if month <= 2 { year - 1 } else { year };
    let year_of_era = shifted_year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    let days = shifted_year.div_euclid(400) * 146_097 + day_of_era - 719_468;
    Some(Timestamp((((days * 24 + hour) * 60 + minute) * 60 + second) * 1000))
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    /// The example of the Signature Version 4 documentation: IAM's ListUsers.
    fn list_users() -> Parts {
        Request::get("/?Action=ListUsers&Version=2010-05-08")
            .header("host", "iam.amazonaws.com")
            .header("content-type", "application/x-www-form-urlencoded; charset=utf-8")
            .header("x-amz-date", "20150830T123600Z")
            .header(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, \
                 SignedHeaders=content-type;host;x-amz-date, \
                 Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
            )
            .body(())
            .unwrap()
            .into_parts()
            .0
    }

    fn at(text: &str) -> Timestamp {
        parse_basic(text).unwrap()
    }

    fn check(parts: &Parts, body: &[u8], now: &str) -> Result<(), Refusal> {
        let claim = Claim::of(parts)?.ok_or(Refusal::Missing)?;
        Verifier::default().verify(&claim, SECRET, parts, body, at(now))
    }

    #[test]
    fn the_published_example_verifies() {
        assert_eq!(check(&list_users(), b"", "20150830T123610Z"), Ok(()));
    }

    /// The example of "Transferring payload in multiple chunks" in S3's documentation: 65 KiB of `a` in two chunks.
    #[test]
    fn the_published_chunks_verify() {
        let parts = Request::put("/examplebucket/chunkObject.txt")
            .header("host", "s3.amazonaws.com")
            .header("x-amz-date", "20130524T000000Z")
            .header("x-amz-storage-class", "REDUCED_REDUNDANCY")
            .header("content-encoding", "aws-chunked")
            .header("x-amz-decoded-content-length", "66560")
            .header("content-length", "66824")
            .header("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD")
            .header(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,\
                 SignedHeaders=content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;\
                 x-amz-decoded-content-length;x-amz-storage-class,\
                 Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
            );
        let parts = parts.body(()).unwrap().into_parts().0;
        let claim = Claim::of(&parts).unwrap().unwrap();
        let (secret, now) = ("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", at("20130524T000000Z"));
        let mut seed = Verifier::default().verify_head(&claim, secret, &parts, now).expect("a good head");
        for (length, signature) in [
            (65536, "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648"),
            (1024, "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497"),
            (0, "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9"),
        ] {
            assert!(seed.chunk(&Sha256::digest(vec![b'a'; length]), signature), "{length}");
        }
        assert!(
            !seed.chunk(
                &Sha256::digest(b""),
                "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9"
            )
        );
    }

    /// The example of "Authenticating requests: using query parameters".
    #[test]
    fn the_published_presigned_url_verifies() {
        let url = "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256\
            &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z\
            &X-Amz-Expires=86400&X-Amz-SignedHeaders=host\
            &X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
        let parts = Request::get(url).header("host", "examplebucket.s3.amazonaws.com");
        let parts = parts.body(()).unwrap().into_parts().0;
        let claim = Claim::of(&parts).unwrap().unwrap();
        let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
        let ask = |now| Verifier::default().verify_head(&claim, secret, &parts, at(now)).map(drop);
        assert_eq!(ask("20130524T235959Z"), Ok(()));
        assert!(matches!(ask("20130525T000001Z"), Err(Refusal::Clock(_))));
    }

    #[test]
    fn what_we_sign_verifies() {
        let signer =
            Signer { access_key_id: "AKIDEXAMPLE", secret: SECRET, region: "us-east-1", service: "ecs" };
        let headers = signer.sign_json("127.0.0.1:4566", "X.Y", b"{}", at("20150830T123600Z"));
        let request = headers
            .iter()
            .fold(Request::post("/").header("host", "127.0.0.1:4566"), |r, (n, v)| r.header(*n, v));
        let parts = request.body(()).unwrap().into_parts().0;
        assert_eq!(check(&parts, b"{}", "20150830T123601Z"), Ok(()));
        assert_eq!(check(&parts, b"{ }", "20150830T123601Z"), Err(Refusal::Mismatch));
    }

    #[test]
    fn any_change_is_noticed() {
        assert_eq!(check(&list_users(), b"x", "20150830T123600Z"), Err(Refusal::Mismatch));
        let mut parts = list_users();
        parts.uri = "/?Action=ListRoles&Version=2010-05-08".parse().unwrap();
        assert_eq!(check(&parts, b"", "20150830T123600Z"), Err(Refusal::Mismatch));
        let mut parts = list_users();
        parts.headers.insert("host", "evil.example".parse().unwrap());
        assert_eq!(check(&parts, b"", "20150830T123600Z"), Err(Refusal::Mismatch));
        let mut parts = list_users();
        parts.method = http::Method::POST;
        assert_eq!(check(&parts, b"", "20150830T123600Z"), Err(Refusal::Mismatch));
    }

    #[test]
    fn clocks_may_differ_by_five_minutes() {
        assert_eq!(check(&list_users(), b"", "20150830T124100Z"), Ok(()));
        assert_eq!(check(&list_users(), b"", "20150830T123100Z"), Ok(()));
        assert_eq!(
            check(&list_users(), b"", "20150830T124101Z"),
            Err(Refusal::Clock(
                "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z (20150830T124101Z - 5 min.)".into()
            ))
        );
        assert!(matches!(check(&list_users(), b"", "20150830T123059Z"), Err(Refusal::Clock(text))
            if text.starts_with("Signature not yet current: ")));
    }

    #[test]
    fn a_rotated_secret_stops_working_at_once() {
        let (parts, now) = (list_users(), at("20150830T123600Z"));
        let claim = Claim::of(&parts).unwrap().unwrap();
        let verifier = Verifier::default();
        assert_eq!(verifier.verify(&claim, SECRET, &parts, b"", now), Ok(()));
        assert_eq!(verifier.verify(&claim, "another", &parts, b"", now), Err(Refusal::Mismatch));
    }

    #[test]
    fn an_unsigned_host_is_refused() {
        let mut parts = list_users();
        let header =
            parts.headers["authorization"].to_str().unwrap().replace("content-type;host;", "content-type;");
        parts.headers.insert("authorization", header.parse().unwrap());
        assert!(matches!(check(&parts, b"", "20150830T123600Z"), Err(Refusal::Incomplete(_))));
    }

    #[test]
    fn broken_headers_say_what_is_missing() {
        for broken in [
            "Bearer x",
            "AWS4-HMAC-SHA256 Credential=a/b",
            "AWS4-HMAC-SHA256 SignedHeaders=host, Signature=0",
        ] {
            let mut parts = list_users();
            parts.headers.insert("authorization", broken.parse().unwrap());
            assert!(matches!(Claim::of(&parts), Err(Refusal::Incomplete(_))), "{broken}");
        }
    }

    #[test]
    fn times_are_read_and_written_alike() {
        for text in ["19700101T000000Z", "20000229T235959Z", "20261123T095012Z"] {
            assert_eq!(basic(at(text)), text);
        }
        assert_eq!(parse_basic("2026-11-23T09:50"), None);
    }
}
