//! S3 over HTTP: whose request it is, and whether its caller is who they say, before s3s reads it.
//!
//! Signatures are verified here rather than by s3s, because with `--dev` nobody's are and bodies in signed chunks must be read all the
//! same, and because s3s keeps a chunk in memory until its signature is known: a chunk may be gigabytes. So s3s gets requests without a signature,
//! whose bodies are what they carry, and asks nobody for secrets; the caller travels with the request.

use std::sync::{Arc, OnceLock};
use std::time::Instant;

use futures_util::{StreamExt as _, TryStreamExt};
use http::header::{
    AUTHORIZATION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderName, HeaderValue, USER_AGENT,
};
use http::request::Parts;
use http::uri::PathAndQuery;
use http::{HeaderMap, Method, Request, Response, Uri};
use http_body_util::{BodyExt as _, BodyStream, StreamBody as Streamed};
use hyper::body::Frame;
use neargate_core::{Region, Scope, random_base36};
use neargate_wire::authorize::Authorizer;
use neargate_wire::http::{Authenticator, Front, Key, Served, StreamBody, Unidentified, Visit};
use neargate_wire::sigv4::{Claim, Refusal, Seed, Verifier};
use neargate_wire::{Context, Durability, Origin};
use s3s::auth::{S3Auth, SecretKey};
use s3s::config::{S3Config, StaticConfigProvider};
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s::validation::NameValidation;
use s3s::{S3Error, S3Result, s3_error};

use crate::access::Guard;
use crate::body::{BodyError, Chunks, Stated, Trailers, checked};
use crate::host::{Hosts, Named};
use crate::receive::Claims;
use crate::records::Algorithm;
use crate::refusal::Refused;
use crate::sigv2::Presigned;
use crate::{S3, names};

/// The largest body that is a document: a list of ten thousand parts, a thousand keys to delete.
const MAX_XML_BYTES: usize = 4 << 20;
/// What only signs a URL and says nothing of what is asked for.
const SIGNING: &[&str] = &[
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-SignedHeaders",
    "X-Amz-Signature",
    "X-Amz-Security-Token",
    "x-amz-security-token",
    "AWSAccessKeyId",
    "Signature",
    "Expires",
];

/// Serves S3's protocol. Clones share it.
#[derive(Clone)]
pub struct S3Front {
    inner: Arc<Inner>,
}

struct Inner {
    authenticator: Arc<Authenticator>,
    authorizer: Arc<dyn Authorizer>,
    verifier: Verifier,
    hosts: Hosts,
    service: S3Service,
}

/// What the checks before s3s know of a request, for those behind it.
#[derive(Clone)]
pub(crate) struct Caller {
    pub context: Arc<Context>,
    /// Which operation it is, once that is known.
    pub operation: Arc<OnceLock<&'static str>>,
    /// The checksum that comes after the body.
    trailing: Option<(Algorithm, Trailers)>,
    /// Of the body's content, as far as that is known.
    length: Option<u64>,
}

impl Caller {
    /// Of a request that came through here, as all of them do.
    pub(crate) fn of<T>(request: &s3s::S3Request<T>) -> Result<Self, Refused> {
        request
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| Refused::internal("a request without a caller"))
    }

    /// What the request says of its body, given the headers that say so.
    pub(crate) fn claims(&self, headers: &HeaderMap, md5: Option<String>) -> Result<Claims, Refused> {
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let length = Some(self.length.ok_or_else(Refused::missing_length)?);
        if let Some((algorithm, trailers)) = self.trailing.clone() {
            return Ok(Claims {
                length,
                md5,
                algorithm: Some(algorithm),
                checksum: None,
                trailers: Some(trailers),
            });
        }
        let stated =
            Algorithm::ALL.into_iter().find_map(|algorithm| Some((algorithm, header(&algorithm.header())?)));
        let wanted = header("x-amz-sdk-checksum-algorithm").and_then(Algorithm::named);
        Ok(Claims {
            length,
            md5,
            algorithm: stated.map(|(algorithm, _)| algorithm).or(wanted),
            checksum: stated.map(|(_, sum)| sum.to_owned()),
            trailers: None,
        })
    }
}

impl S3Front {
    /// `allowed_hosts`: names that clients reach the endpoint by, beside our own.
    pub fn new(s3: Arc<S3>, authenticator: Arc<Authenticator>, allowed_hosts: Vec<String>) -> Self {
        let hosts = Hosts { allowed: allowed_hosts };
        let authorizer = Arc::clone(&s3.authorizer);
        let mut builder = S3ServiceBuilder::new(crate::ops::Operations::new(Arc::clone(&s3)));
        builder.set_host(hosts.clone());
        builder.set_auth(NoSecrets);
        builder.set_access(Guard(s3));
        builder.set_validation(AnyName);
        let mut config = S3Config::default();
        config.xml_max_body_size = MAX_XML_BYTES;
        builder.set_config(Arc::new(StaticConfigProvider::new(Arc::new(config))));
        let service = builder.build();
        Self {
            inner: Arc::new(Inner {
                authenticator,
                authorizer,
                verifier: Verifier::default(),
                hosts,
                service,
            }),
        }
    }
}

impl Front for S3Front {
    fn claims(&self, parts: &Parts) -> bool {
        if let Some(value) = parts.headers.get(AUTHORIZATION) {
            // Almost every request ends here.
            return value
                .to_str()
                .is_ok_and(|text| text.contains("/s3/aws4_request") || text.starts_with("AWS "));
        }
        let signed = |query: &str| {
            ["%2Fs3%2Faws4_request", "/s3/aws4_request", "AWSAccessKeyId="]
                .iter()
                .any(|mark| query.contains(mark))
        };
        parts.uri.query().is_some_and(signed)
            || matches!(self.inner.hosts.named(host(parts).unwrap_or_default()), Named::S3 { .. })
    }

    fn serve(&self, visit: Visit) -> Served {
        let inner = Arc::clone(&self.inner);
        Box::pin(async move { inner.serve(visit).await })
    }
}

impl Inner {
    async fn serve(&self, visit: Visit) -> Response<StreamBody> {
        let (started, request_id) = (Instant::now(), random_base36(16).to_ascii_uppercase());
        let operation = Arc::new(OnceLock::new());
        let answer = match self.prepare(visit, &request_id, Arc::clone(&operation)).await {
            Ok(request) => self.service.call(request).await.map_err(|error| {
                let error: Box<dyn std::error::Error + Send + Sync> = error.into();
                Refused::internal(error)
            }),
            Err(refused) => Err(refused),
        };
        let answer = answer.or_else(|refused| S3Error::from(refused).to_http_response());
        let mut answer = answer.unwrap_or_else(|_| {
            let mut failed = Response::new(s3s::Body::empty());
            *failed.status_mut() = http::StatusCode::INTERNAL_SERVER_ERROR;
            failed
        });
        let operation = operation.get().copied().unwrap_or("unknown");
        let (status, code) = (answer.status(), answer.status().as_str().to_owned());
        tracing::debug!(service = "s3", operation, %request_id, %status, "served");
        metrics::counter!("neargate_requests_total", "service" => "s3", "operation" => operation, "code" => code)
            .increment(1);
        metrics::histogram!("neargate_request_seconds", "service" => "s3").record(started.elapsed());
        for name in ["x-amz-request-id", "x-amz-id-2"] {
            if let Ok(value) = HeaderValue::from_str(&request_id) {
                answer.headers_mut().insert(name, value);
            }
        }
        answer.map(|body| body.boxed_unsync())
    }

    /// The request as s3s gets it.
    async fn prepare(
        &self,
        visit: Visit,
        request_id: &str,
        operation: Arc<OnceLock<&'static str>>,
    ) -> Result<s3s::HttpRequest, Refused> {
        let Visit { mut parts, body, peer, home, endpoint } = visit;
        let form = parts
            .headers
            .get(CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data"));
        if parts.method == Method::POST && form {
            return Err(Refused::not_implemented("PostObject"));
        }
        let (principal, scope, proof) = self.identify(&parts, home.as_ref()).await?;
        let (stated, trailing, length) = stated(&parts, proof)?;
        let context = Context {
            principal,
            scope,
            request_id: request_id.into(),
            durability: Durability::Power,
            endpoint,
            rights: Arc::clone(&self.authorizer).into(),
            origin: Origin {
                address: Some(peer),
                user_agent: parts
                    .headers
                    .get(USER_AGENT)
                    .and_then(|value| value.to_str().ok())
                    .map(Arc::from),
                ..Origin::default()
            },
        };
        context.seen("s3");
        undress(&mut parts, length)?;
        self.check_key(&parts)?;
        parts.extensions.insert(Caller { context: Arc::new(context), operation, trailing, length });
        let frames = TryStreamExt::map_err(BodyStream::new(body), BodyError::Broken);
        let data = frames.try_filter_map(async |frame| Ok(frame.into_data().ok()));
        let body = Streamed::new(checked(data.boxed(), stated).map_ok(Frame::data));
        Ok(Request::from_parts(parts, s3s::Body::http_body_unsync(body)))
    }

    /// s3s refuses a key without a word.
    fn check_key(&self, parts: &Parts) -> Result<(), Refused> {
        let path =
            percent_encoding::percent_decode_str(parts.uri.path().strip_prefix('/').unwrap_or_default())
                .decode_utf8_lossy();
        let key = match self.hosts.named(host(parts).unwrap_or_default()) {
            Named::S3 { bucket: Some(_) } | Named::Perhaps { .. } => Some(&*path),
            Named::S3 { bucket: None } | Named::Nothing => path.split_once('/').map(|(_, key)| key),
        };
        key.filter(|key| !key.is_empty()).map_or(Ok(()), names::check_key)
    }

    async fn identify(
        &self,
        parts: &Parts,
        home: Option<&Scope>,
    ) -> Result<(neargate_core::Principal, Scope, Option<Proof>), Refused> {
        let refused = |refusal: Refusal| {
            Refused::unidentified(
                Unidentified::Refused(refusal),
                parts.uri.query().is_some_and(|query| query.contains("X-Amz-Algorithm")),
            )
        };
        let claim = Claim::of(parts).map_err(refused)?;
        let presigned = if claim.is_none() { Presigned::of(parts) } else { None };
        let key = match (&claim, &presigned) {
            (Some(claim), _) => Some(Key {
                access_key_id: &claim.access_key_id,
                session_token: claim.session_token.as_deref(),
            }),
            (None, Some(url)) => {
                Some(Key { access_key_id: &url.access_key_id, session_token: url.session_token.as_deref() })
            }
            (None, None) => None,
        };
        let in_url = presigned.is_some() || claim.as_ref().is_some_and(Claim::is_presigned);
        let identified = self.authenticator.identify(key, home, |secret, now| match (&claim, &presigned) {
            (Some(claim), _) => self.verifier.verify_head(claim, secret, parts, now).map(Proof::V4),
            (None, Some(url)) => {
                let bucket = match self.hosts.named(host(parts).unwrap_or_default()) {
                    Named::S3 { bucket } => bucket,
                    Named::Perhaps { bucket } => Some(bucket),
                    Named::Nothing => None,
                };
                url.verify(secret, parts, bucket, now).map(|()| Proof::V2)
            }
            (None, None) => Err(Refusal::Missing),
        });
        let (principal, proof) = identified.await.map_err(|error| Refused::unidentified(error, in_url))?;
        if let (Some(claim), Some(_)) = (&claim, &proof)
            && claim.service != "s3"
        {
            let message = format!(
                "The authorization header is malformed; incorrect service \"{}\". This endpoint belongs to \"s3\".",
                claim.service
            );
            return Err(Refused::other("AuthorizationHeaderMalformed", message));
        }
        let region = match (&claim, home) {
            (Some(claim), _) => Region::new(&claim.region),
            (None, Some(home)) => home.region.clone(),
            (None, None) => self.authenticator.default_region().clone(),
        };
        let scope = Scope { account: principal.account().clone(), region };
        Ok((principal, scope, proof))
    }
}

/// A signature that held.
enum Proof {
    V4(Seed),
    V2,
}

fn host(parts: &Parts) -> Option<&str> {
    parts.headers.get(HOST).and_then(|value| value.to_str().ok())
}

type BodyClaims = (Stated, Option<(Algorithm, Trailers)>, Option<u64>);

/// What the head says of the body: how it is checked, what trails it, how long its content is.
fn stated(parts: &Parts, proof: Option<Proof>) -> Result<BodyClaims, Refused> {
    let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
    let length = header("content-length").and_then(|text| text.parse().ok());
    let hash = header("x-amz-content-sha256").unwrap_or_default();
    let Some(streaming) = hash.strip_prefix("STREAMING-") else {
        let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        // Nobody's word is doubted where nobody's signature is.
        let stated = match proof {
            Some(Proof::V4(_)) if is_hash => Stated::Sha256(hash.to_ascii_lowercase()),
            _ => Stated::Nothing,
        };
        return Ok((stated, None, length));
    };
    let signed = match streaming {
        "UNSIGNED-PAYLOAD-TRAILER" => false,
        "AWS4-HMAC-SHA256-PAYLOAD" | "AWS4-HMAC-SHA256-PAYLOAD-TRAILER" => true,
        other => return Err(Refused::not_implemented(&format!("x-amz-content-sha256: STREAMING-{other}"))),
    };
    let length: u64 = header("x-amz-decoded-content-length")
        .and_then(|text| text.parse().ok())
        .ok_or_else(Refused::missing_length)?;
    let trailers = Trailers::default();
    let trailing = header("x-amz-trailer").and_then(|names| {
        let named =
            |name: &str| Algorithm::named(name.trim().to_ascii_lowercase().strip_prefix("x-amz-checksum-")?);
        Some((names.split(',').find_map(named)?, trailers.clone()))
    });
    let seed = match proof {
        Some(Proof::V4(seed)) if signed => Some(seed),
        _ => None,
    };
    let signed = seed.is_some();
    Ok((Stated::Chunks(Chunks { seed, signed, length, trailers }), trailing, Some(length)))
}

/// Takes off what has done its work: the signature, and how the body was wrapped.
fn undress(parts: &mut Parts, length: Option<u64>) -> Result<(), Refused> {
    let headers = &mut parts.headers;
    for name in ["authorization", "x-amz-security-token", "x-amz-content-sha256", "x-amz-date"] {
        headers.remove(name);
    }
    if headers.contains_key("x-amz-decoded-content-length")
        && let Some(length) = length
    {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    if let Some(encoding) = headers.get(CONTENT_ENCODING).and_then(|value| value.to_str().ok()) {
        let rest: Vec<_> = encoding
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty() && *name != "aws-chunked")
            .collect();
        let rest = HeaderValue::from_str(&rest.join(",")).ok().filter(|rest| !rest.is_empty());
        match rest {
            Some(rest) => headers.insert(CONTENT_ENCODING, rest),
            None => headers.remove(CONTENT_ENCODING),
        };
    }
    let Some(query) = parts.uri.query() else { return Ok(()) };
    if !SIGNING.iter().any(|name| query.contains(name)) {
        return Ok(());
    }
    let mut kept = Vec::new();
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        if SIGNING.contains(&name) {
            continue;
        }
        // Signers may put headers into a URL.
        let as_header = name.to_ascii_lowercase();
        if sums_a_body(&as_header) {
            continue;
        }
        if as_header.starts_with("x-amz-")
            && let (Ok(name), Ok(value)) = (
                HeaderName::try_from(as_header),
                HeaderValue::from_str(&percent_encoding::percent_decode_str(value).decode_utf8_lossy()),
            )
        {
            headers.entry(name).or_insert(value);
            continue;
        }
        kept.push(pair);
    }
    let path = match kept.is_empty() {
        true => parts.uri.path().to_owned(),
        false => format!("{}?{}", parts.uri.path(), kept.join("&")),
    };
    let mut uri = parts.uri.clone().into_parts();
    uri.path_and_query = Some(PathAndQuery::try_from(path).map_err(Refused::internal)?);
    parts.uri = Uri::from_parts(uri).map_err(Refused::internal)?;
    Ok(())
}

/// Says the sum of a body. In a URL it was computed when nobody knew the body: SDKs sign that of an empty one, and S3 doesn't look at it.
fn sums_a_body(header: &str) -> bool {
    header == "x-amz-sdk-checksum-algorithm"
        || Algorithm::ALL.into_iter().any(|algorithm| algorithm.header() == header)
}

/// s3s asks nobody's secret: what reaches it isn't signed any more.
struct NoSecrets;

#[async_trait::async_trait]
impl S3Auth for NoSecrets {
    async fn get_secret_key(&self, _: &str) -> S3Result<SecretKey> {
        Err(s3_error!(AccessDenied, "Access Denied"))
    }
}

/// Names are checked by our own rules, and refused in AWS's words.
struct AnyName;

impl NameValidation for AnyName {
    fn validate_bucket_name(&self, _: &str) -> bool {
        true
    }
}
