//! The listener: connections with limits, requests with answers.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::FutureExt as _;
use http::header::{CONNECTION, CONTENT_TYPE, EXPECT, HeaderName, HeaderValue, USER_AGENT};
use http::request::Parts;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Either, Full, Limited};
use hyper::body::{Body as _, Incoming};
use hyper::service::service_fn;
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::{TokioIo, TokioTimer};
use neargate_core::{Scope, random_uuid};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use super::authenticate::{Authenticator, worded};
use super::paced::Paced;
use super::route::{self, Body, Route};
use super::share::{Share, Shares};
use super::unread::{self, Lent};
use super::{Answer, Front, Pages, StreamBody, Visit, guard};
use crate::codec::{Decode, Encode, Written, error_body};
use crate::service::Reply;
use crate::sigv4::Claim;
use crate::{AwsError, Context, Dispatcher, Durability, Events, Origin, events};

/// What a client may take up.
#[derive(Debug, Clone)]
pub struct Limits {
    pub max_connections: usize,
    /// Of one address. Further ones are closed at once.
    pub max_connections_per_caller: usize,
    pub max_body_bytes: usize,
    /// Of all bodies that one address has in memory at a time: further ones wait.
    pub max_body_bytes_per_caller: usize,
    /// Request line and headers together.
    pub max_header_bytes: usize,
    /// From the first byte of a request, or the end of the one before, to the end of its headers.
    pub header_timeout: Duration,
    /// For a body that is read as a whole; for one that is a stream, between two of its pieces.
    pub body_timeout: Duration,
    /// How long an answer may lie unread: what is sent must be acknowledged, and a full window opened, within that time.
    pub answer_timeout: Duration,
    /// How long running requests may take to end once the server stops.
    pub drain_timeout: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_connections: 4096,
            // Whoever is on this machine has one address.
            max_connections_per_caller: 4096,
            // The largest request of the JSON and query protocols is well below (PutLogEvents: 1 MiB).
            max_body_bytes: 16 << 20,
            max_body_bytes_per_caller: 256 << 20,
            max_header_bytes: 64 << 10,
            header_timeout: Duration::from_secs(60),
            body_timeout: Duration::from_secs(60),
            // A consumer behind a pipe may take its time; one that is gone takes a connection.
            answer_timeout: Duration::from_secs(300),
            drain_timeout: Duration::from_secs(5),
        }
    }
}

type WholeOrStream = Response<Either<Full<Bytes>, StreamBody>>;

/// Serves the API on a listener.
pub struct Server {
    pub dispatcher: Dispatcher,
    pub authenticator: Arc<Authenticator>,
    pub pages: Box<dyn Pages>,
    /// Serves what it claims, before its body is read.
    pub front: Option<Arc<dyn Front>>,
    /// Where its callers reach it: for answers that hold addresses.
    pub endpoint: Arc<str>,
    /// The account and region that a caller who doesn't say is taken to mean; `None` leaves it to the authenticator.
    pub home: Box<dyn Fn(IpAddr) -> Option<Scope> + Send + Sync>,
    /// Names by which clients reach the endpoint, beside addresses and `localhost`.
    pub allowed_hosts: Vec<String>,
    pub limits: Limits,
}

impl Server {
    /// Serves until `stop` turns true, then lets running requests end.
    pub async fn run(self: Arc<Self>, listener: TcpListener, mut stop: watch::Receiver<bool>) {
        let slots = Arc::new(Semaphore::new(self.limits.max_connections));
        let shares = Shares::new(&self.limits);
        let mut connections = JoinSet::new();
        loop {
            // A full house waits in the kernel's queue instead of being accepted.
            let slot = tokio::select! {
                slot = Arc::clone(&slots).acquire_owned() => slot.expect("the semaphore is never closed"),
                () = stopped(&mut stop) => break,
            };
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                () = stopped(&mut stop) => break,
            };
            while connections.try_join_next().is_some() {}
            match accepted {
                Ok((stream, peer)) => {
                    let Some((share, place)) = shares.connect(peer.ip()) else { continue };
                    let (server, stop) = (Arc::clone(&self), stop.clone());
                    connections.spawn(async move {
                        server.connection(stream, peer, share, stop).await;
                        drop((slot, place));
                    });
                }
                Err(error) => {
                    // Out of descriptors, most likely: those that are in use will come free.
                    tracing::warn!(%error, "accepting a connection failed");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        }
        let drained = async { while connections.join_next().await.is_some() {} };
        if tokio::time::timeout(self.limits.drain_timeout, drained).await.is_err() {
            tracing::warn!("requests were still running when the time to end them was over");
        }
    }

    async fn connection(
        self: Arc<Self>,
        stream: TcpStream,
        peer: SocketAddr,
        share: Arc<Share>,
        mut stop: watch::Receiver<bool>,
    ) {
        // Answers are small and complete: waiting to fill a segment would only delay them.
        let _ = stream.set_nodelay(true);
        let patience = u32::try_from(self.limits.answer_timeout.as_millis()).unwrap_or(u32::MAX);
        let _ = rustix::net::sockopt::set_tcp_user_timeout(&stream, patience);
        let server = Arc::clone(&self);
        let service =
            service_fn(move |request| Arc::clone(&server).request(peer, Arc::clone(&share), request));
        let connection = hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.limits.header_timeout)
            .max_buf_size(self.limits.max_header_bytes)
            .serve_connection(TokioIo::new(stream), service)
            .with_upgrades();
        tokio::pin!(connection);
        let result = tokio::select! {
            result = connection.as_mut() => result,
            () = stopped(&mut stop) => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(error) = result {
            tracing::debug!(%error, "connection ended early");
        }
    }

    async fn request(
        self: Arc<Self>,
        peer: SocketAddr,
        share: Arc<Share>,
        request: Request<Incoming>,
    ) -> Result<WholeOrStream, Infallible> {
        let (parts, body) = request.into_parts();
        let asks_first = parts.headers.contains_key(EXPECT);
        let (body, rest) = unread::lend(body);
        let mut answer = match self.front.as_ref().filter(|front| front.claims(&parts)) {
            Some(front) => self.streamed(&**front, peer, parts, body).await,
            None => self.buffered(peer, &share, parts, body).await,
        };
        if !rest.read_if_small(asks_first).await {
            answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        Ok(answer)
    }

    /// Answers a request that belongs to the front.
    async fn streamed(
        &self,
        front: &dyn Front,
        peer: SocketAddr,
        parts: Parts,
        body: Lent<Incoming>,
    ) -> WholeOrStream {
        if let Some(objection) = guard::objection(&parts, &self.allowed_hosts) {
            return plain(StatusCode::FORBIDDEN, objection).map(Either::Left);
        }
        let visit = Visit {
            parts,
            body: Paced::new(body, self.limits.body_timeout).boxed_unsync(),
            peer: peer.ip().to_canonical(),
            home: (self.home)(peer.ip()),
            endpoint: Arc::clone(&self.endpoint),
        };
        match AssertUnwindSafe(front.serve(visit)).catch_unwind().await {
            Ok(answer) => answer.map(Either::Right),
            Err(_) => panicked().map(Either::Left),
        }
    }

    async fn buffered(
        &self,
        peer: SocketAddr,
        share: &Share,
        parts: Parts,
        body: Lent<Incoming>,
    ) -> WholeOrStream {
        let most = self.limits.max_body_bytes;
        let announced = body.size_hint().upper().and_then(|bytes| usize::try_from(bytes).ok());
        let collected = async {
            let room = share.hold(announced.unwrap_or(most).min(most)).await;
            Limited::new(body, most).collect().await.map(|body| (body.to_bytes(), room))
        };
        // Its room is taken up until it is answered.
        let mut held = None;
        let body = match tokio::time::timeout(self.limits.body_timeout, collected).await {
            Ok(Ok((body, room))) => {
                held = Some(room);
                Ok(body)
            }
            Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => {
                Err(plain(StatusCode::PAYLOAD_TOO_LARGE, "The request is too large."))
            }
            Ok(Err(_)) => Err(plain(StatusCode::BAD_REQUEST, "The request's body could not be read.")),
            Err(_) => Err(plain(StatusCode::REQUEST_TIMEOUT, "The request's body took too long.")),
        };
        let answer = match body {
            Ok(body) => AssertUnwindSafe(self.answer(peer, parts, body))
                .catch_unwind()
                .await
                .unwrap_or_else(|_| panicked().map(Either::Left)),
            Err(refused) => refused.map(Either::Left),
        };
        drop(held);
        answer
    }

    /// Answers a request that was read as a whole.
    pub async fn answer(&self, peer: SocketAddr, parts: Parts, body: Bytes) -> WholeOrStream {
        if let Some(objection) = guard::objection(&parts, &self.allowed_hosts) {
            return plain(StatusCode::FORBIDDEN, objection).map(Either::Left);
        }
        if let Some(connection) = parts.extensions.get::<OnUpgrade>()
            && let Some(answer) = self.pages.upgrade(&parts, connection.clone())
        {
            return answer.map(Either::Left);
        }
        if let Some(page) = self.pages.serve(&parts, body.clone()) {
            return page.await.map(Either::Left);
        }
        let request_id: Arc<str> = random_uuid().into();
        // A claim that can't be read is only told to a caller whose protocol is known.
        let claim = Claim::of(&parts);
        let Route { service, operation, body: form } = match route::find(
            &self.dispatcher,
            &parts,
            claim.as_ref().ok().and_then(Option::as_ref),
            &body,
        ) {
            Ok(route) => route,
            Err(none) => {
                let encode = if none.json {
                    Encode::Json
                } else {
                    Encode::Query { xml_namespace: "", request_id: &request_id }
                };
                return failed(&encode, "application/x-amz-json-1.1", &none.error, &[], &request_id)
                    .map(Either::Left);
            }
        };
        let xml_namespace = service.model.xml_namespace;
        let (decode, encode, content_type) = match &form {
            Body::Json { version: "1.0" } => {
                (Decode::Json(&body), Encode::Json, "application/x-amz-json-1.0")
            }
            Body::Json { .. } => (Decode::Json(&body), Encode::Json, "application/x-amz-json-1.1"),
            Body::Rest(request) => {
                (Decode::Rest(request), Encode::RestJson(request.binding), "application/json")
            }
            Body::Query { form, ec2: true } => {
                let encode = Encode::Ec2 { xml_namespace, request_id: &request_id };
                (Decode::Query { form, ec2: true }, encode, "text/xml;charset=UTF-8")
            }
            Body::Query { form, ec2: false } => {
                let encode = Encode::Query { xml_namespace, request_id: &request_id };
                (Decode::Query { form, ec2: false }, encode, "text/xml")
            }
        };
        let fail = |error: AwsError| {
            failed(&encode, content_type, &error, service.model.capital_messages, &request_id)
        };
        let home = (self.home)(peer.ip());
        let caller = match claim {
            Ok(None) if service.needs_no_signature(&operation) => {
                Ok(self.authenticator.anonymous(home.as_ref()))
            }
            Ok(claim) => {
                self.authenticator.authenticate(service, claim.as_ref(), &parts, &body, home.as_ref()).await
            }
            Err(refusal) => Err(worded(refusal, service)),
        };
        let caller = match caller {
            Ok(caller) => caller,
            Err(error) => return fail(error).map(Either::Left),
        };
        let context = Context {
            principal: caller.principal,
            scope: caller.scope,
            request_id: Arc::clone(&request_id),
            durability: Durability::Power,
            endpoint: Arc::clone(&self.endpoint),
            rights: self.dispatcher.rights(),
            origin: Origin {
                address: Some(peer.ip().to_canonical()),
                user_agent: parts
                    .headers
                    .get(USER_AGENT)
                    .and_then(|value| value.to_str().ok())
                    .map(Arc::from),
                ..Origin::default()
            },
        };
        match self.dispatcher.invoke(service, &operation, context, decode, encode).await {
            Ok(Reply::Whole(output)) => written(content_type, output, &request_id).map(Either::Left),
            Ok(Reply::Events(events)) => told(events, &request_id).map(Either::Right),
            Err(error) => fail(error).map(Either::Left),
        }
    }
}

/// Resolves once the server is to stop, also when whoever could say so is gone.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}

fn written(content_type: &'static str, output: Written, request_id: &str) -> Answer {
    let status = StatusCode::from_u16(output.status).unwrap_or(StatusCode::OK);
    let mut answer = answered(status, content_type, output.body, request_id);
    for (name, value) in output.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            answer.headers_mut().insert(name, value);
        }
    }
    answer
}

fn told(events: Events, request_id: &str) -> Response<StreamBody> {
    headed(events.body(), StatusCode::OK, events::CONTENT_TYPE, request_id)
}

fn answered(status: StatusCode, content_type: &'static str, body: Vec<u8>, request_id: &str) -> Answer {
    headed(Full::new(Bytes::from(body)), status, content_type, request_id)
}

fn headed<B>(body: B, status: StatusCode, content_type: &'static str, request_id: &str) -> Response<B> {
    let mut answer = Response::new(body);
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    if let Ok(id) = HeaderValue::from_str(request_id) {
        headers.insert("x-amzn-requestid", id);
    }
    answer
}

fn failed(
    encode: &Encode<'_>,
    content_type: &'static str,
    error: &AwsError,
    capital_messages: &[&str],
    request_id: &str,
) -> Answer {
    let text_member = if capital_messages.contains(&error.code) { "Message" } else { "message" };
    let body = error_body(encode, error, text_member, request_id);
    let mut answer = answered(error.status, content_type, body, request_id);
    if matches!(encode, Encode::Json | Encode::RestJson(_)) {
        answer.headers_mut().insert("x-amzn-errortype", HeaderValue::from_static(error.code));
    }
    answer
}

fn panicked() -> Answer {
    tracing::error!("a request's handling panicked outside of its handler");
    plain(StatusCode::INTERNAL_SERVER_ERROR, "Internal failure.")
}

fn plain(status: StatusCode, text: &'static str) -> Answer {
    let mut answer = Response::new(Full::new(Bytes::from_static(text.as_bytes())));
    *answer.status_mut() = status;
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    answer
}

#[cfg(test)]
mod tests {
    use std::pin::Pin;

    use neargate_core::{Region, SystemClock};
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;
    use crate::credentials::{Authentication, CredentialStore, Found};

    /// A page that no buffer of the kernel's holds.
    struct Large;

    impl Pages for Large {
        fn serve(&self, _: &Parts, _: Bytes) -> Option<Pin<Box<dyn Future<Output = Answer> + Send>>> {
            Some(Box::pin(async { Response::new(Full::new(Bytes::from(vec![b'x'; 64 << 20]))) }))
        }
    }

    struct Nobody;

    impl CredentialStore for Nobody {
        fn find<'a>(&'a self, _: &'a str) -> Found<'a> {
            Box::pin(async { Ok(None) })
        }
    }

    #[tokio::test]
    async fn who_does_not_read_an_answer_loses_the_connection() {
        let how = Authentication::Verify(Box::new(Nobody));
        let region = Region::new("us-east-1");
        let server = Server {
            dispatcher: Dispatcher::new(Vec::new(), "http://localhost"),
            authenticator: Arc::new(Authenticator::new(how, Arc::new(SystemClock), region)),
            pages: Box::new(Large),
            front: None,
            endpoint: "http://localhost".into(),
            home: Box::new(|_| None),
            allowed_hosts: Vec::new(),
            // Whoever comes second waits for the first to be gone.
            limits: Limits {
                max_connections: 1,
                answer_timeout: Duration::from_millis(500),
                ..Limits::default()
            },
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (_keep, stop) = watch::channel(false);
        tokio::spawn(Arc::new(server).run(listener, stop));

        let ask = async || {
            let mut client = TcpStream::connect(address).await.unwrap();
            client.write_all(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
            client
        };
        let mut silent = ask().await;
        silent.read_u8().await.unwrap();
        let mut second = ask().await;
        let read = tokio::time::timeout(Duration::from_secs(30), second.read_u8());
        read.await.expect("the first connection was given up").expect("an answer");
        drop(silent);
    }
}
