//! The client.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, Uri};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::{Connected, Connection};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls;
use tokio_rustls::rustls::pki_types::ServerName;

use crate::{Trust, TrustError, go_words};

/// What failed below HTTP, in Go's words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    #[error("dial tcp: lookup {host}: {problem}")]
    Lookup { host: String, problem: String },
    #[error("dial tcp {address}: {problem}")]
    Dial { address: SocketAddr, problem: String },
    #[error("tls: {0}")]
    Tls(String),
    #[error("net/http: timeout awaiting response headers")]
    ResponseTimeout,
    #[error("read tcp: i/o timeout")]
    Stalled,
    #[error("{0}")]
    Broken(String),
}

#[derive(Clone)]
pub struct Http {
    client: Client<Connector, Full<Bytes>>,
    stall: Duration,
}

impl Http {
    /// `connect` bounds the making of a connection, `stall` the wait for headers and for each further piece of a body.
    ///
    /// # Errors
    ///
    /// When the certificates to trust can't be read.
    pub fn new(trust: &Trust, connect: Duration, stall: Duration) -> Result<Self, TrustError> {
        let connector = Connector { tls: TlsConnector::from(Arc::new(trust.config()?)), timeout: connect };
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(Duration::from_secs(60))
            .pool_max_idle_per_host(8)
            .build(connector);
        Ok(Self { client, stall })
    }

    pub async fn send(&self, request: Request<Full<Bytes>>) -> Result<Response<Incoming>, TransportError> {
        match timeout(self.stall, self.client.request(request)).await {
            Ok(Ok(response)) => Ok(response),
            Ok(Err(error)) => Err(cause(&error)),
            Err(_) => Err(TransportError::ResponseTimeout),
        }
    }

    /// The next piece of a body, none at its end.
    pub async fn piece(&self, body: &mut Incoming) -> Result<Option<Bytes>, TransportError> {
        loop {
            match timeout(self.stall, body.frame()).await {
                Ok(Some(Ok(frame))) => match frame.into_data() {
                    Ok(data) => return Ok(Some(data)),
                    Err(_trailers) => continue,
                },
                Ok(Some(Err(error))) => return Err(cause(&error)),
                Ok(None) => return Ok(None),
                Err(_) => return Err(TransportError::Stalled),
            }
        }
    }
}

/// The transport error that a client error wraps, or its own words.
fn cause(error: &(dyn std::error::Error + 'static)) -> TransportError {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
        if let Some(known) = source.downcast_ref::<TransportError>() {
            return known.clone();
        }
    }
    TransportError::Broken(match innermost.downcast_ref::<io::Error>() {
        Some(io) => go_words(io),
        None if innermost.to_string().contains("end of file") => "unexpected EOF".into(),
        None => innermost.to_string(),
    })
}

#[derive(Clone)]
struct Connector {
    tls: TlsConnector,
    timeout: Duration,
}

impl Connector {
    async fn connect(self, uri: Uri) -> Result<Stream, TransportError> {
        let is_tls = uri.scheme_str() == Some("https");
        let host = uri.host().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let tcp = self.dial(&host, uri.port_u16().unwrap_or(if is_tls { 443 } else { 80 })).await?;
        if !is_tls {
            return Ok(Stream::Plain(TokioIo::new(tcp)));
        }
        let name = ServerName::try_from(host).map_err(|e| TransportError::Tls(e.to_string()))?;
        match timeout(self.timeout, self.tls.connect(name, tcp)).await {
            Ok(Ok(stream)) => Ok(Stream::Tls(Box::new(TokioIo::new(stream)))),
            Ok(Err(error)) => Err(TransportError::Tls(tls_words(&error))),
            Err(_) => Err(TransportError::Tls("handshake timeout".into())),
        }
    }

    /// Tries the host's addresses one after the other; the last failure is told.
    async fn dial(&self, host: &str, port: u16) -> Result<TcpStream, TransportError> {
        let lookup =
            |problem: &str| TransportError::Lookup { host: host.to_owned(), problem: problem.to_owned() };
        let addresses = match timeout(self.timeout, tokio::net::lookup_host((host, port))).await {
            Ok(Ok(addresses)) => addresses,
            Ok(Err(_)) => return Err(lookup("no such host")),
            Err(_) => return Err(lookup("i/o timeout")),
        };
        let mut last = lookup("no such host");
        for address in addresses {
            let problem = match timeout(self.timeout, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => {
                    stream.set_nodelay(true).ok(); // only a matter of speed
                    return Ok(stream);
                }
                Ok(Err(error)) => format!("connect: {}", go_words(&error)),
                Err(_) => "i/o timeout".into(),
            };
            last = TransportError::Dial { address, problem };
        }
        Err(last)
    }
}

fn tls_words(error: &io::Error) -> String {
    use rustls::{CertificateError, Error};
    let certificate = "failed to verify certificate: x509: certificate";
    match error.get_ref().and_then(|e| e.downcast_ref::<Error>()) {
        Some(Error::InvalidCertificate(CertificateError::UnknownIssuer)) => {
            format!("{certificate} signed by unknown authority")
        }
        Some(Error::InvalidCertificate(
            CertificateError::Expired | CertificateError::ExpiredContext { .. },
        )) => {
            format!("{certificate} has expired or is not yet valid")
        }
        Some(Error::InvalidMessage(_)) => "first record does not look like a TLS handshake".into(),
        _ => go_words(error),
    }
}

impl tower_service::Service<Uri> for Connector {
    type Response = Stream;
    type Error = TransportError;
    type Future = Pin<Box<dyn Future<Output = Result<Stream, TransportError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        Box::pin(self.clone().connect(uri))
    }
}

enum Stream {
    Plain(TokioIo<TcpStream>),
    Tls(Box<TokioIo<TlsStream<TcpStream>>>),
}

impl Connection for Stream {
    fn connected(&self) -> Connected {
        Connected::new()
    }
}

impl Read for Stream {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_read(cx, buf),
            Self::Tls(stream) => Pin::new(stream).poll_read(cx, buf),
        }
    }
}

impl Write for Stream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_write(cx, buf),
            Self::Tls(stream) => Pin::new(stream).poll_write(cx, buf),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_flush(cx),
            Self::Tls(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_shutdown(cx),
            Self::Tls(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }
}
