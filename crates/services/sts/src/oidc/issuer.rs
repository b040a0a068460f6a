//! Fetches the keys of identity providers, and remembers them for a while.
//!
//! What is fetched is named by an account's own providers, and anybody may hand in tokens, without a signature. So: HTTPS only, with
//! a certificate that this machine believes or whose thumbprint the account registered; no redirects; bounded in size and time; one
//! fetch of a provider at a time, and rarely, whatever tokens say. Nothing of what was fetched is ever shown.
//!
//! Holds: keys are at most [`FRESH`] old. Dies well: nothing is kept but memory.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, StatusCode, Uri};
use http_body_util::Full;
use neargate_core::{Clock, Timestamp, chain};
use neargate_outbound::{Http, TransportError, Trust};
use serde::Deserialize;

use super::keys::{Checked, KeySet};
use super::token::Token;

/// How long keys are good for.
const FRESH: Duration = Duration::from_secs(60 * 60);
/// How soon a provider is asked again, for a key that it hadn't or after it failed.
const PATIENCE: Duration = Duration::from_secs(5);
const CONNECT: Duration = Duration::from_secs(4);
const STALL: Duration = Duration::from_secs(4);
/// For all of it: clients of AWS wait for a minute.
const WHOLE: Duration = Duration::from_secs(10);
const MAX_BYTES: usize = 512 << 10;
/// Providers beyond this are forgotten, all at once.
const MAX_PROVIDERS: usize = 256;

/// Who signs tokens, and whose certificates are believed of them beside those that the machine believes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Issuer {
    /// With `https://`, as tokens name it.
    pub url: String,
    /// SHA-1 of certificates, in hex.
    pub thumbprints: Vec<String>,
}

/// Why there are no keys.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NoKeys {
    /// It may answer later.
    #[error("the provider can't be reached: {0}")]
    Unreachable(String),
    #[error("the provider's certificate isn't believed: {0}")]
    Certificate(String),
    /// It answers, and not as a provider does.
    #[error("the provider's answer is none: {0}")]
    Answer(String),
}

/// What is known of a provider.
#[derive(Debug)]
struct Fetched {
    at: Timestamp,
    keys: Result<KeySet, NoKeys>,
}

pub(crate) struct Issuers {
    clock: Arc<dyn Clock>,
    known: Mutex<HashMap<Issuer, Arc<tokio::sync::Mutex<Option<Fetched>>>>>,
}

impl Issuers {
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, known: Mutex::default() }
    }

    /// Whether the issuer signed it.
    pub async fn check(&self, issuer: &Issuer, token: &Token<'_>) -> Result<Checked, NoKeys> {
        let slot = self.slot(issuer);
        let mut slot = slot.lock().await;
        let fetched = match slot.take() {
            Some(fetched) if fetched.serves(self.clock.now(), token) => fetched,
            _ => {
                let keys = fetch(issuer).await;
                if let Err(error) = &keys {
                    tracing::info!(
                        issuer = issuer.url,
                        error = chain(error),
                        "keys of an identity provider can't be fetched"
                    );
                }
                Fetched { at: self.clock.now(), keys }
            }
        };
        let fetched = slot.insert(fetched);
        fetched.keys.as_ref().map(|keys| keys.check(token)).map_err(Clone::clone)
    }

    fn slot(&self, issuer: &Issuer) -> Arc<tokio::sync::Mutex<Option<Fetched>>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MAX_PROVIDERS && !known.contains_key(issuer) {
            known.clear();
        }
        Arc::clone(known.entry(issuer.clone()).or_default())
    }
}

impl Fetched {
    /// Whether it answers for a token, or the provider is to be asked anew.
    fn serves(&self, now: Timestamp, token: &Token<'_>) -> bool {
        let recent = now < self.at.plus(PATIENCE);
        match &self.keys {
            Err(_) => recent,
            // A key that isn't there may be new.
            Ok(keys) => recent || (now < self.at.plus(FRESH) && keys.check(token) != Checked::NoSuchKey),
        }
    }
}

#[derive(Deserialize)]
struct Discovery {
    issuer: String,
    jwks_uri: String,
}

async fn fetch(issuer: &Issuer) -> Result<KeySet, NoKeys> {
    let fetching = async {
        let trust = Trust::Pinned(issuer.thumbprints.clone());
        // A client for each fetch, of which there is one an hour: none holds on to connections or to the system's certificates.
        let http = Http::new(&trust, CONNECT, STALL).map_err(|e| NoKeys::Certificate(chain(&e)))?;
        let place = format!("{}/.well-known/openid-configuration", issuer.url.trim_end_matches('/'));
        let discovery = get(&http, &place).await?;
        let discovery: Discovery =
            serde_json::from_slice(&discovery).map_err(|e| NoKeys::Answer(format!("{place}: {e}")))?;
        if discovery.issuer.trim_end_matches('/') != issuer.url.trim_end_matches('/') {
            return Err(NoKeys::Answer("it calls itself by another name".to_owned()));
        }
        let keys = get(&http, &discovery.jwks_uri).await?;
        KeySet::parse(&keys).ok_or_else(|| NoKeys::Answer("its keys are no JSON Web Key Set".to_owned()))
    };
    let late = |_| Err(NoKeys::Unreachable("it takes too long".to_owned()));
    tokio::time::timeout(WHOLE, fetching).await.unwrap_or_else(late)
}

/// The document at an address.
async fn get(http: &Http, place: &str) -> Result<Vec<u8>, NoKeys> {
    let uri: Uri = place.parse().map_err(|_| NoKeys::Answer("an address of it is none".to_owned()))?;
    let authority = uri.authority().map(ToString::to_string);
    let (Some("https"), Some(host)) = (uri.scheme_str(), authority) else {
        return Err(NoKeys::Answer("an address of it isn't HTTPS".to_owned()));
    };
    let request = Request::get(uri).header("host", host).header("accept", "application/json");
    let request = request.header("user-agent", "neargate").body(Full::<Bytes>::default());
    let request = request.map_err(|error| NoKeys::Answer(error.to_string()))?;
    let response = http.send(request).await.map_err(failed)?;
    match response.status() {
        StatusCode::OK => {}
        status if status.is_server_error() => {
            return Err(NoKeys::Unreachable(format!("it answers {status}")));
        }
        status => return Err(NoKeys::Answer(format!("it answers {status}"))),
    }
    let mut body = response.into_body();
    let mut bytes = Vec::new();
    while let Some(piece) = http.piece(&mut body).await.map_err(failed)? {
        bytes.extend_from_slice(&piece);
        if bytes.len() > MAX_BYTES {
            return Err(NoKeys::Answer("it answers at too great a length".to_owned()));
        }
    }
    Ok(bytes)
}

fn failed(error: TransportError) -> NoKeys {
    match error {
        TransportError::Tls(problem) if problem.contains("certificate") => NoKeys::Certificate(problem),
        other => NoKeys::Unreachable(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;

    #[tokio::test]
    async fn only_https_is_asked() {
        let http = Http::new(&Trust::Anyone, CONNECT, STALL).expect("a client");
        for place in ["http://127.0.0.1:1/", "file:///etc/passwd", "ftp://x/", "/x", "https://", ""] {
            assert!(matches!(get(&http, place).await, Err(NoKeys::Answer(_))), "{place}");
        }
        assert!(matches!(get(&http, "https://127.0.0.1:1/").await, Err(NoKeys::Unreachable(_))));
    }

    #[test]
    fn keys_are_fetched_again_when_they_are_old_or_one_is_missing_but_not_at_once() {
        let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"RS256","kid":"new"}"#);
        let text = format!("{header}.e30.c2ln");
        let token = Token::parse(&text).expect("a token");
        let at = Timestamp(1_000_000);
        let set = |kid: &str| {
            KeySet::parse(
                format!(r#"{{"keys":[{{"kty":"RSA","n":"AQAB","e":"AQAB","kid":"{kid}"}}]}}"#).as_bytes(),
            )
        };
        let serves = |keys, after: Duration| Fetched { at, keys }.serves(at.plus(after), &token);
        let (soon, later) = (PATIENCE / 2, PATIENCE * 2);
        let broken = || Err(NoKeys::Answer("none".to_owned()));
        assert!(serves(broken(), soon) && !serves(broken(), later));
        assert!(serves(Ok(set("old").unwrap()), soon) && !serves(Ok(set("old").unwrap()), later));
        assert!(serves(Ok(set("new").unwrap()), later) && !serves(Ok(set("new").unwrap()), FRESH));
    }
}
