//! Asks registries for manifests and blobs: OCI distribution and Docker's v2 are the same protocol here.
//!
//! Checks every byte against its digest. Retries what may pass (transport, 429, 5xx), never what will not. Knows
//! nothing of the store: bytes go to the caller.

mod auth;
mod blob;
mod request;

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bytes::Bytes;
use neargate_outbound::Http;
pub use neargate_outbound::TransportError;
use neargate_outbound::Trust;

pub use self::auth::Auth;
use crate::digest::Digest;
use crate::manifest::{ACCEPT, MAX_MANIFEST_BYTES};
use crate::reference::Reference;

/// Why a registry did not give what it was asked for. The texts are containerd's.
#[derive(Debug, Clone, thiserror::Error)]
pub enum FetchError {
    #[error("failed to do request: {method} \"{url}\": {cause}")]
    Request { method: &'static str, url: String, cause: Box<TransportError> },
    #[error("unexpected status code {url}: {status}{}", server_message(.message))]
    Status { url: String, status: http::StatusCode, message: Option<String> },
    #[error("not found")]
    NotFound,
    #[error("pull access denied, repository does not exist or may require authorization: {detail}")]
    Denied { detail: String },
    #[error("failed to authorize: failed to fetch {kind} token: {problem}")]
    Token { kind: &'static str, problem: String, retryable: bool },
    #[error("invalid redirect from {url}")]
    Redirect { url: String },
    #[error("unexpected digest {actual}")]
    WrongDigest { actual: Digest },
    #[error("more bytes than the expected {expected_bytes}")]
    TooLong { expected_bytes: u64 },
    #[error("unexpected commit size {actual_bytes}, expected {expected_bytes}")]
    TooShort { actual_bytes: u64, expected_bytes: u64 },
    #[error("write {path}: {}", neargate_outbound::go_words(.cause))]
    Write { path: String, cause: Arc<io::Error> },
}

fn server_message(message: &Option<String>) -> String {
    message.as_ref().map(|m| format!(" - Server message: {m}")).unwrap_or_default()
}

impl FetchError {
    fn retryable(&self) -> bool {
        match self {
            // A connection that ends with its answer may have been cut.
            Self::Request { .. } | Self::TooShort { .. } => true,
            Self::Status { status, .. } => status.is_server_error() || status.as_u16() == 429,
            Self::Token { retryable, .. } => *retryable,
            Self::NotFound
            | Self::Denied { .. }
            | Self::Redirect { .. }
            | Self::WrongDigest { .. }
            | Self::TooLong { .. }
            | Self::Write { .. } => false,
        }
    }

    /// Whether what has come can't be the beginning of what was asked for.
    pub(crate) fn blames_the_bytes(&self) -> bool {
        matches!(self, Self::WrongDigest { .. } | Self::TooLong { .. })
    }

    pub(crate) fn is_no_space(&self) -> bool {
        matches!(self, Self::Write { cause, .. } if crate::error::is_no_space(cause))
    }
}

/// A failure and how often it was tried.
#[derive(Debug, Clone)]
pub(crate) struct Failed {
    pub attempts: u32,
    pub cause: FetchError,
}

#[derive(Debug, Clone)]
pub(crate) struct RegistryOptions {
    pub insecure: Vec<String>,
    pub mirrors: HashMap<String, String>,
    pub connect_timeout: Duration,
    pub stall_timeout: Duration,
    pub max_attempts: u32,
    pub retry_delay: Duration,
}

pub(crate) struct Registries {
    http: Http,
    options: RegistryOptions,
    /// `Authorization` values that worked, by where and for whom; they end soon.
    tokens: Mutex<HashMap<(String, Auth), (String, Instant)>>,
}

/// One host that may serve a repository, and the credentials for it.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// `https://host:port/v2/<repository>`
    base: String,
    auth: Auth,
}

impl Source {
    /// Tells sources apart, credentials included: work for one is no answer to another.
    pub fn key(&self) -> String {
        format!("{} {}", self.base, self.auth.basic_header().unwrap_or_default())
    }

    /// `https://host:port`
    pub fn registry(&self) -> &str {
        self.base.split_once("/v2/").map_or(&self.base, |(registry, _)| registry)
    }
}

/// Takes the pieces of a blob, one after the other.
pub(crate) trait Sink: Send {
    /// How much of the blob has come so far, as far as is known.
    fn done_bytes(&self) -> u64;
    /// Before pieces that follow what is there; `done_bytes` is exact then.
    fn resume(&mut self) -> impl Future<Output = Result<(), FetchError>> + Send;
    /// Before pieces from the blob's beginning.
    fn restart(&mut self) -> impl Future<Output = Result<(), FetchError>> + Send;
    fn piece(&mut self, piece: Bytes) -> impl Future<Output = Result<(), FetchError>> + Send;
    /// Checks the digest of what was taken.
    fn finish(&mut self) -> impl Future<Output = Result<(), FetchError>> + Send;
}

impl Registries {
    pub fn new(options: RegistryOptions) -> Self {
        let http = Http::new(&Trust::System, options.connect_timeout, options.stall_timeout)
            .expect("only a file of certificates could be missing");
        Self { http, options, tokens: Mutex::default() }
    }

    /// Where to ask for `reference`: its mirror first, if one is set. Credentials go to the registry alone.
    pub fn sources(&self, reference: &Reference, auth: &Auth) -> Vec<Source> {
        let mirror = self.options.mirrors.get(reference.registry()).map(|mirror| Source {
            base: format!("{}/v2/{}", mirror.trim_end_matches('/'), reference.repository()),
            auth: Auth::Anonymous,
        });
        let host =
            if reference.registry() == "docker.io" { "registry-1.docker.io" } else { reference.registry() };
        let scheme = if is_plain(host, &self.options.insecure) { "http" } else { "https" };
        let origin =
            Source { base: format!("{scheme}://{host}/v2/{}", reference.repository()), auth: auth.clone() };
        mirror.into_iter().chain([origin]).collect()
    }

    /// The digest that `target` (a tag or a digest) stands for now; its manifest too, if the registry had to send it.
    pub async fn resolve(&self, sources: &[Source], target: &str) -> Result<(Digest, Option<Bytes>), Failed> {
        self.retrying(sources, |source| async move {
            let url = format!("{}/manifests/{target}", source.base);
            let response = self.request(source, "HEAD", &url, Some(ACCEPT), 0).await;
            let head = match response {
                Ok(response) => response.headers().get("docker-content-digest").cloned(),
                // Some registries don't know HEAD; their answer to GET counts.
                Err(FetchError::Status { status, .. }) if status.as_u16() == 405 => None,
                Err(error) => return Err(error),
            };
            let wanted = Digest::parse(target).ok();
            let stated = head.and_then(|value| Digest::parse(value.to_str().unwrap_or_default()).ok());
            match (wanted, stated) {
                (Some(wanted), _) => Ok((wanted, None)),
                (None, Some(stated)) => Ok((stated, None)),
                (None, None) => {
                    let bytes = self.small_body(source, &url, MAX_MANIFEST_BYTES as u64).await?;
                    Ok((Digest::of(&bytes), Some(bytes)))
                }
            }
        })
        .await
    }

    /// The manifest or index of this digest.
    pub async fn manifest(&self, sources: &[Source], digest: &Digest) -> Result<Bytes, Failed> {
        self.retrying(sources, |source| async move {
            let url = format!("{}/manifests/{digest}", source.base);
            checked(self.small_body(source, &url, MAX_MANIFEST_BYTES as u64).await?, digest)
        })
        .await
    }

    /// A blob small enough for memory: a config.
    pub async fn small_blob(&self, sources: &[Source], digest: &Digest) -> Result<Bytes, Failed> {
        self.retrying(sources, |source| async move {
            let url = format!("{}/blobs/{digest}", source.base);
            checked(self.small_body(source, &url, MAX_MANIFEST_BYTES as u64).await?, digest)
        })
        .await
    }

    /// Goes through the sources; the last one, the registry itself, is tried again while that may help.
    async fn retrying<'s, T, F>(
        &self,
        sources: &'s [Source],
        attempt: impl Fn(&'s Source) -> F,
    ) -> Result<T, Failed>
    where
        F: Future<Output = Result<T, FetchError>>,
    {
        let mut attempts = 0;
        loop {
            attempts += 1;
            let mut last = FetchError::NotFound;
            for source in sources {
                match attempt(source).await {
                    Ok(value) => return Ok(value),
                    Err(error) => {
                        tracing::debug!(source = source.base, attempts, %error, "registry request failed");
                        last = error;
                    }
                }
            }
            if attempts >= self.options.max_attempts || !last.retryable() {
                return Err(Failed { attempts, cause: last });
            }
            tokio::time::sleep(self.options.retry_delay * 2u32.saturating_pow(attempts - 1)).await;
        }
    }
}

fn checked(bytes: Bytes, digest: &Digest) -> Result<Bytes, FetchError> {
    let actual = Digest::of(&bytes);
    if actual == *digest { Ok(bytes) } else { Err(FetchError::WrongDigest { actual }) }
}

/// Loopback speaks plain HTTP, as docker has it; so do the registries that the operator names.
fn is_plain(authority: &str, insecure: &[String]) -> bool {
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    let loopback = host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
    host == "localhost" || loopback || insecure.iter().any(|name| name == authority)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_and_named_registries_are_plain() {
        let insecure = ["registry.lan:5000".to_owned()];
        for plain in
            ["localhost", "localhost:5000", "127.0.0.1:1", "127.8.8.8", "[::1]:5000", "registry.lan:5000"]
        {
            assert!(is_plain(plain, &insecure), "{plain}");
        }
        for tls in ["docker.io", "registry.lan", "127.0.0.1.evil.com", "localhost.evil.com", "[fe80::1]"] {
            assert!(!is_plain(tls, &insecure), "{tls}");
        }
    }
}
