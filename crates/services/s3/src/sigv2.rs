//! URLs presigned by Signature Version 2, which boto3 still makes where it isn't told otherwise.
//!
//! Source: "Signing and authenticating REST requests (AWS signature version 2)" in the S3 User Guide. Requests that are signed so in a
//! header are refused: nobody has sent them for years.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::request::Parts;
use neargate_core::Timestamp;
use neargate_wire::sigv4::Refusal;
use sha1::Sha1;
use subtle::ConstantTimeEq as _;

/// Parameters that are part of what is asked for, and so of what is signed.
const SIGNED: &[&str] = &[
    "acl",
    "cors",
    "delete",
    "lifecycle",
    "location",
    "logging",
    "notification",
    "partNumber",
    "policy",
    "requestPayment",
    "response-cache-control",
    "response-content-disposition",
    "response-content-encoding",
    "response-content-language",
    "response-content-type",
    "response-expires",
    "restore",
    "tagging",
    "torrent",
    "uploadId",
    "uploads",
    "versionId",
    "versioning",
    "versions",
    "website",
];

/// The claims of such a URL, not yet believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Presigned {
    pub access_key_id: String,
    pub session_token: Option<String>,
    signature: String,
    /// Seconds since 1970.
    expires: i64,
    pairs: Vec<(String, String)>,
}

impl Presigned {
    /// `None` when the query carries no such signature.
    pub(crate) fn of(parts: &Parts) -> Option<Self> {
        let query = parts.uri.query().filter(|query| query.contains("AWSAccessKeyId="))?;
        let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let get = |name: &str| {
            let pair = pairs.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
            pair.map(|(_, value)| value.clone())
        };
        Some(Self {
            access_key_id: get("AWSAccessKeyId")?,
            session_token: get("x-amz-security-token"),
            signature: get("Signature").unwrap_or_default(),
            expires: get("Expires")?.parse().ok()?,
            pairs,
        })
    }

    /// Says whether it was signed with `secret` and is still good. `bucket` is what the host's name says, not the path.
    pub(crate) fn verify(
        &self,
        secret: &str,
        parts: &Parts,
        bucket: Option<&str>,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        if now.0 / 1000 > self.expires {
            return Err(Refusal::Clock("Request has expired".to_owned()));
        }
        let mut mac = Hmac::<Sha1>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
        mac.update(self.to_sign(parts, bucket).as_bytes());
        let expected = STANDARD.encode(mac.finalize().into_bytes());
        let same = expected.as_bytes().ct_eq(self.signature.as_bytes());
        if bool::from(same) { Ok(()) } else { Err(Refusal::Mismatch) }
    }

    fn to_sign(&self, parts: &Parts, bucket: Option<&str>) -> String {
        let queried = |name: &str| self.pairs.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        let value = |name: &str| {
            let header = || parts.headers.get(name)?.to_str().ok().map(str::to_owned);
            queried(name).map(|(_, value)| value.clone()).or_else(header).unwrap_or_default()
        };
        let mut text = format!(
            "{}\n{}\n{}\n{}\n",
            parts.method,
            value("content-md5"),
            value("content-type"),
            self.expires
        );
        let mut headers: Vec<String> = parts.headers.keys().map(|name| name.as_str().to_owned()).collect();
        headers.extend(self.pairs.iter().map(|(name, _)| name.to_ascii_lowercase()));
        headers.retain(|name| name.starts_with("x-amz-"));
        headers.sort();
        headers.dedup();
        for name in headers {
            text += &format!("{name}:{}\n", value(&name).trim());
        }
        if let Some(bucket) = bucket {
            text += &format!("/{bucket}");
        }
        text += parts.uri.path();
        let mut signed: Vec<_> =
            self.pairs.iter().filter(|(name, _)| SIGNED.contains(&name.as_str())).collect();
        signed.sort();
        for (index, (name, value)) in signed.into_iter().enumerate() {
            text.push(if index == 0 { '?' } else { '&' });
            text += name;
            if !value.is_empty() {
                text += &format!("={value}");
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    /// The example of the documentation: a GET that is good until 2007-03-27.
    #[test]
    fn the_published_example_verifies() {
        let url = "/photos/puppy.jpg?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=NpgCjnDzrM%2BWFzoENXmpNDUsSn8%3D&Expires=1175139620";
        let parts = Request::get(url).header("host", "johnsmith.s3.amazonaws.com");
        let parts = parts.body(()).expect("a request").into_parts().0;
        let presigned = Presigned::of(&parts).expect("a claim");
        let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
        let bucket = Some("johnsmith");
        let check = |secret, now: i64| presigned.verify(secret, &parts, bucket, Timestamp(now * 1000));
        assert_eq!(check(secret, 1_175_139_620), Ok(()));
        assert!(matches!(check(secret, 1_175_139_621), Err(Refusal::Clock(_))));
        assert_eq!(check("another", 1_175_139_620), Err(Refusal::Mismatch));
    }
}
