//! One request to a registry: authorization, redirects, and what its refusals mean.

use std::time::{Duration, Instant};

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, LOCATION, RANGE, USER_AGENT, WWW_AUTHENTICATE};
use http::{Request, Response, StatusCode, Uri};
use http_body_util::Full;
use hyper::body::Incoming;
use serde::Deserialize;

use super::auth::{Auth, Challenge, query_value};
use super::{FetchError, Registries, Source, TransportError};

const MAX_REDIRECTS: usize = 10;
const MAX_TOKEN_BYTES: u64 = 64 << 10;
const MAX_ERROR_BYTES: u64 = 8 << 10;
const MAX_TOKENS: usize = 1024;
/// The specification's default when a token names no end.
const DEFAULT_TOKEN_SECONDS: u64 = 60;
const BASIC_SECONDS: u64 = 300;

impl Registries {
    /// A response with status 200, or what stands against it. Asked for what follows the first `from` bytes, a registry may
    /// also answer 206.
    pub(super) async fn request(
        &self,
        source: &Source,
        method: &'static str,
        url: &str,
        accept: Option<&'static str>,
        from: u64,
    ) -> Result<Response<Incoming>, FetchError> {
        let known = self.known_authorization(source);
        let mut response = self.follow(method, url, accept, from, known.as_deref()).await?;
        let mut denied = None;
        if response.status() == StatusCode::UNAUTHORIZED {
            let challenge = challenge(&response);
            let authorization = self.authorize(source, challenge.as_ref()).await?;
            response = self.follow(method, url, accept, from, Some(&authorization)).await?;
            denied = self::challenge(&response);
        }
        match response.status() {
            StatusCode::OK => Ok(response),
            StatusCode::PARTIAL_CONTENT if from > 0 => Ok(response),
            StatusCode::NOT_FOUND => Err(FetchError::NotFound),
            StatusCode::UNAUTHORIZED => {
                self.forget_authorization(source);
                let server = match denied {
                    Some(Challenge::Bearer { error: Some(error), .. }) => {
                        format!("server message: {error}: ")
                    }
                    _ => String::new(),
                };
                Err(FetchError::Denied { detail: format!("{server}authorization failed") })
            }
            status => {
                let message = self.server_message(response).await;
                Err(FetchError::Status { url: url.to_owned(), status, message })
            }
        }
    }

    /// The body of a GET, if it is no longer than `max_bytes`.
    pub(super) async fn small_body(
        &self,
        source: &Source,
        url: &str,
        max_bytes: u64,
    ) -> Result<Bytes, FetchError> {
        let response = self.request(source, "GET", url, Some(crate::manifest::ACCEPT), 0).await?;
        match self.collect(response.into_body(), max_bytes).await {
            Ok(Some(bytes)) => Ok(bytes),
            Ok(None) => Err(FetchError::TooLong { expected_bytes: max_bytes }),
            Err(cause) => {
                Err(FetchError::Request { method: "Get", url: url.to_owned(), cause: Box::new(cause) })
            }
        }
    }

    async fn collect(&self, mut body: Incoming, max_bytes: u64) -> Result<Option<Bytes>, TransportError> {
        let mut bytes = Vec::new();
        while let Some(piece) = self.http.piece(&mut body).await? {
            if bytes.len() as u64 + piece.len() as u64 > max_bytes {
                return Ok(None);
            }
            bytes.extend_from_slice(&piece);
        }
        Ok(Some(bytes.into()))
    }

    /// Follows redirects. Credentials go no further than to the host that asked for them, and never from TLS to none.
    async fn follow(
        &self,
        method: &'static str,
        url: &str,
        accept: Option<&'static str>,
        from: u64,
        authorization: Option<&str>,
    ) -> Result<Response<Incoming>, FetchError> {
        let bad = || FetchError::Redirect { url: url.to_owned() };
        let origin: Uri = url.parse().map_err(|_| bad())?;
        let mut at = origin.clone();
        for _ in 0..MAX_REDIRECTS {
            let mut request = Request::builder().method(method).uri(&at);
            request = request.header(USER_AGENT, concat!("neargate/", env!("CARGO_PKG_VERSION")));
            if let Some(accept) = accept {
                request = request.header(ACCEPT, accept);
            }
            if from > 0 {
                request = request.header(RANGE, format!("bytes={from}-"));
            }
            if let Some(authorization) = authorization
                && same_origin(&origin, &at)
            {
                request = request.header(AUTHORIZATION, authorization);
            }
            let request = request.body(Full::default()).map_err(|_| bad())?;
            let response = self.http.send(request).await.map_err(|cause| FetchError::Request {
                method: if method == "HEAD" { "Head" } else { "Get" },
                url: at.to_string(),
                cause: Box::new(cause),
            })?;
            if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
                return Ok(response);
            }
            let location =
                response.headers().get(LOCATION).and_then(|value| value.to_str().ok()).ok_or_else(bad)?;
            let next = resolve(&at, location).ok_or_else(bad)?;
            if at.scheme_str() == Some("https") && next.scheme_str() != Some("https") {
                return Err(bad());
            }
            at = next;
        }
        Err(bad())
    }

    /// An `Authorization` value that answers the challenge.
    async fn authorize(&self, source: &Source, challenge: Option<&Challenge>) -> Result<String, FetchError> {
        let no_credentials =
            || FetchError::Denied { detail: "authorization failed: no basic auth credentials".into() };
        let (value, lifetime) = match challenge {
            Some(Challenge::Basic) => (source.auth.basic_header().ok_or_else(no_credentials)?, BASIC_SECONDS),
            Some(Challenge::Bearer { realm, service, scope, .. }) => {
                let (token, seconds) =
                    self.token(source, realm, service.as_deref(), scope.as_deref()).await?;
                (format!("Bearer {token}"), seconds)
            }
            None => return Err(FetchError::Denied { detail: "authorization failed".into() }),
        };
        // A margin, so that a token doesn't end between here and the registry.
        let until = Instant::now() + Duration::from_secs(lifetime.saturating_sub(10));
        let mut tokens = self.tokens.lock().expect("no panic while locked");
        if tokens.len() >= MAX_TOKENS {
            tokens.clear(); // they are only a saving
        }
        tokens.insert((source.base.clone(), source.auth.clone()), (value.clone(), until));
        Ok(value)
    }

    async fn token(
        &self,
        source: &Source,
        realm: &str,
        service: Option<&str>,
        scope: Option<&str>,
    ) -> Result<(String, u64), FetchError> {
        #[derive(Deserialize)]
        struct Answer {
            token: Option<String>,
            access_token: Option<String>,
            expires_in: Option<u64>,
        }
        let kind = if source.auth == Auth::Anonymous { "anonymous" } else { "oauth" };
        let failed = |problem: String, retryable| FetchError::Token { kind, problem, retryable };

        let mut url = realm.to_owned();
        let pairs = [("service", service), ("scope", scope)];
        for (key, value) in pairs.iter().filter_map(|(key, value)| Some((key, (*value)?))) {
            url.push(if url.contains('?') { '&' } else { '?' });
            url.push_str(&format!("{key}={}", query_value(value)));
        }
        // Only a registry that speaks plain itself may send our password over a plain connection.
        if source.auth != Auth::Anonymous && source.base.starts_with("https:") && !url.starts_with("https:") {
            return Err(failed("realm is not https".into(), false));
        }
        let basic = source.auth.basic_header();
        let response = match self.follow("GET", &url, None, 0, basic.as_deref()).await {
            Ok(response) => response,
            Err(FetchError::Request { method, url, cause }) => {
                return Err(failed(format!("{method} \"{url}\": {cause}"), true));
            }
            Err(other) => return Err(other),
        };
        let status = response.status();
        if status != StatusCode::OK {
            let retryable = status.is_server_error() || status.as_u16() == 429;
            return Err(failed(format!("unexpected status: {status}"), retryable));
        }
        let body = self.collect(response.into_body(), MAX_TOKEN_BYTES).await;
        let body = body.map_err(|cause| failed(cause.to_string(), true))?.unwrap_or_default();
        let answer: Answer = serde_json::from_slice(&body).map_err(|e| failed(e.to_string(), false))?;
        let token = answer.token.or(answer.access_token).filter(|token| !token.is_empty());
        let token =
            token.ok_or_else(|| failed("authorization server did not include a token".into(), false))?;
        Ok((token, answer.expires_in.unwrap_or(DEFAULT_TOKEN_SECONDS)))
    }

    fn known_authorization(&self, source: &Source) -> Option<String> {
        let tokens = self.tokens.lock().expect("no panic while locked");
        let (value, until) = tokens.get(&(source.base.clone(), source.auth.clone()))?;
        (*until > Instant::now()).then(|| value.clone())
    }

    fn forget_authorization(&self, source: &Source) {
        let mut tokens = self.tokens.lock().expect("no panic while locked");
        tokens.remove(&(source.base.clone(), source.auth.clone()));
    }

    /// `code: message` of the first error in the body, if there is one.
    async fn server_message(&self, response: Response<Incoming>) -> Option<String> {
        #[derive(Deserialize)]
        struct Errors {
            errors: Vec<One>,
        }
        #[derive(Deserialize)]
        struct One {
            #[serde(default)]
            code: String,
            #[serde(default)]
            message: String,
        }
        let body = self.collect(response.into_body(), MAX_ERROR_BYTES).await.ok()??;
        let first = serde_json::from_slice::<Errors>(&body).ok()?.errors.into_iter().next()?;
        Some(format!("{}: {}", first.code.to_lowercase(), first.message))
    }
}

/// Of several challenges, bearer is preferred.
fn challenge(response: &Response<Incoming>) -> Option<Challenge> {
    let values = response.headers().get_all(WWW_AUTHENTICATE).iter().filter_map(|value| value.to_str().ok());
    let all: Vec<Challenge> = values.filter_map(Challenge::parse).collect();
    all.iter().find(|c| matches!(c, Challenge::Bearer { .. })).or(all.first()).cloned()
}

fn same_origin(a: &Uri, b: &Uri) -> bool {
    (a.scheme(), a.authority()) == (b.scheme(), b.authority())
}

/// A `Location` is absolute, or a path on the same host.
fn resolve(base: &Uri, location: &str) -> Option<Uri> {
    let uri: Uri = location.parse().ok()?;
    if uri.scheme().is_some() {
        return matches!(uri.scheme_str(), Some("http" | "https")).then_some(uri);
    }
    let path = location.starts_with('/').then_some(location)?;
    format!("{}://{}{path}", base.scheme_str()?, base.authority()?).parse().ok()
}
