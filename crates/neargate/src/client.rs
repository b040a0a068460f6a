//! How the commands reach the daemon: its own pages, and the AWS API like any other client.

use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{Method, Request, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1::SendRequest;
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use neargate_core::{Clock as _, SystemClock, random_hex};
use neargate_exec::socket::accept_key;
use neargate_wire::sigv4::Signer;
use serde::Deserialize;
use serde_json::Value;

use crate::commands::Failure;
use crate::credentials::RootCredentials;
use crate::settings::Place;

/// A daemon that a command talks to.
pub(crate) struct Client {
    pub endpoint: String,
    pub region: String,
    data_dir: PathBuf,
    credentials: Option<RootCredentials>,
}

/// What a daemon leaves in its directory for us.
#[derive(Deserialize)]
struct Left {
    endpoint: String,
    region: String,
}

impl Client {
    /// By option or variable, else by the data directory.
    pub(crate) fn find(place: &Place) -> Result<Self, Failure> {
        let data_dir = place.data_dir();
        let left = std::fs::read(data_dir.join("endpoint.json")).ok();
        let left: Option<Left> = left.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let set = |value: Option<String>| value.filter(|text| !text.is_empty());
        let named = set(place.endpoint.clone()).or_else(|| set(std::env::var("AWS_ENDPOINT_URL").ok()));
        let endpoint = named.or_else(|| left.as_ref().map(|left| left.endpoint.clone()));
        let endpoint = endpoint.ok_or_else(|| {
            let directory = data_dir.display();
            Failure(format!(
                "no daemon is known in {directory}: start one with `neargate up`, or name it by --endpoint"
            ))
        })?;
        let region = left.as_ref().map(|left| left.region.clone());
        Ok(Self {
            endpoint: endpoint.trim_end_matches('/').to_owned(),
            region: region.unwrap_or_else(|| "us-east-1".to_owned()),
            credentials: RootCredentials::read(&data_dir).ok(),
            data_dir,
        })
    }

    /// Access key id and secret of the daemon's first account; with none at hand, such as `--dev` lets in.
    pub(crate) fn root_credentials(&self) -> (String, String) {
        match &self.credentials {
            Some(root) => (root.access_key_id.clone(), root.secret_access_key.clone()),
            None => ("test".to_owned(), "test".to_owned()),
        }
    }

    /// Those of the environment, which say whose tasks are meant, else the root's.
    fn credentials(&self) -> (String, String) {
        let variable = |name| std::env::var(name).ok();
        variable("AWS_ACCESS_KEY_ID")
            .zip(variable("AWS_SECRET_ACCESS_KEY"))
            .unwrap_or_else(|| self.root_credentials())
    }

    /// One of neargate's own pages.
    pub(crate) async fn page(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Result<Value, Failure> {
        let token = self.credentials.as_ref().map(|root| root.admin_token.as_str()).unwrap_or_default();
        let request =
            Request::builder().method(method).uri(path).header("authorization", format!("Bearer {token}"));
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        let (status, text) = self.send(request, body).await?;
        let value: Value = serde_json::from_slice(&text).unwrap_or_default();
        if status == StatusCode::OK {
            return Ok(value);
        }
        Err(Failure(
            value["message"].as_str().map_or_else(|| format!("the daemon answered {status}"), str::to_owned),
        ))
    }

    /// An operation of a JSON service of AWS's.
    pub(crate) async fn call(&self, service: &str, target: &str, input: &Value) -> Result<Value, Failure> {
        let (access_key_id, secret) = self.credentials();
        let body = input.to_string();
        let signer = Signer { access_key_id: &access_key_id, secret: &secret, region: &self.region, service };
        let signed = signer.sign_json(self.authority(), target, body.as_bytes(), SystemClock.now());
        let mut request = Request::post("/");
        for (name, value) in signed {
            request = request.header(name, value);
        }
        let (status, text) = self.send(request, body).await?;
        let value: Value = serde_json::from_slice(&text).unwrap_or_default();
        if status == StatusCode::OK {
            return Ok(value);
        }
        let field = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        Err(Failure(format!("{}: {}", field("__type"), field("message"))))
    }

    fn authority(&self) -> &str {
        self.endpoint.trim_start_matches("http://")
    }

    async fn send(
        &self,
        request: http::request::Builder,
        body: String,
    ) -> Result<(StatusCode, Bytes), Failure> {
        let unreachable = |error: hyper::Error| self.unreachable(&error);
        let mut sender = self.connect().await?;
        let request = request
            .header("host", self.authority())
            .body(Full::new(Bytes::from(body)))
            .map_err(|error| Failure(format!("{}: {error}", self.endpoint)))?;
        let answer = sender.send_request(request).await.map_err(unreachable)?;
        let status = answer.status();
        let body = answer.into_body().collect().await.map_err(unreachable)?;
        Ok((status, body.to_bytes()))
    }

    /// A connection that speaks WebSocket from here on.
    pub(crate) async fn websocket(&self, path: &str) -> Result<TokioIo<Upgraded>, Failure> {
        let unreachable = |error: hyper::Error| self.unreachable(&error);
        // Any sixteen bytes: they only show that it is a WebSocket that answers.
        let key = STANDARD.encode(random_hex(16));
        let request = Request::get(path)
            .header("host", self.authority())
            .header("upgrade", "websocket")
            .header("connection", "Upgrade")
            .header("sec-websocket-version", "13")
            .header("sec-websocket-key", &key)
            .body(Full::default())
            .map_err(|error| Failure(format!("{}: {error}", self.endpoint)))?;
        let answer = self.connect().await?.send_request(request).await.map_err(unreachable)?;
        let accepted = answer.headers().get("sec-websocket-accept").map(|value| value.as_bytes());
        if answer.status() != StatusCode::SWITCHING_PROTOCOLS
            || accepted != Some(accept_key(key.as_bytes()).as_bytes())
        {
            return Err(Failure(format!(
                "{} answered {} instead of a data channel",
                self.endpoint,
                answer.status()
            )));
        }
        Ok(TokioIo::new(hyper::upgrade::on(answer).await.map_err(unreachable)?))
    }

    async fn connect(&self) -> Result<SendRequest<Full<Bytes>>, Failure> {
        let stream = tokio::net::TcpStream::connect(self.authority()).await;
        let stream = stream.map_err(|error| self.unreachable(&error))?;
        // Keys are small, and shouldn't wait for more.
        let _ = stream.set_nodelay(true);
        let (sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
            .await
            .map_err(|error| self.unreachable(&error))?;
        tokio::spawn(connection.with_upgrades());
        Ok(sender)
    }

    fn unreachable(&self, error: &dyn std::fmt::Display) -> Failure {
        let directory = self.data_dir.display();
        Failure(format!(
            "no daemon answers at {} ({error}): start one with `neargate up --data-dir {directory}`",
            self.endpoint
        ))
    }
}
