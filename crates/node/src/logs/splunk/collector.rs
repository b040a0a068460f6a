//! An HTTP Event Collector as a destination. A batch counts as delivered once every post of it was answered with 200.

use std::io::Write as _;
use std::time::Duration;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE};
use http::{Method, Request, StatusCode};
use http_body_util::Full;
use neargate_outbound::{Http, TransportError, TrustError};
use neargate_task::logfile::Position;

use super::event;
use super::options::Splunk;
use crate::logs::destination::{DeliveryError, Destination, Note};
use crate::logs::lines::{Batch, Event};

/// As many events travel in a post, as Docker's driver has it.
const MAX_POST_EVENTS: usize = 1000;
const CONNECT: Duration = Duration::from_secs(10);
const STALL: Duration = Duration::from_secs(30);
/// So much of an answer is worth telling.
const MAX_ANSWER_BYTES: usize = 1024;

#[derive(Debug, thiserror::Error)]
pub(crate) enum SplunkError {
    #[error("splunk: {0}")]
    Trust(#[from] TrustError),
    #[error("splunk: the token can't be sent in a header")]
    Token,
    #[error("splunk: {method} {url}: {cause}")]
    Transport { method: Method, url: String, cause: TransportError },
    #[error("splunk: failed to send event - {status} - {answer}")]
    Refused { status: StatusCode, answer: String },
}

/// The collector, for one container.
pub(crate) struct Collector {
    splunk: Splunk,
    http: Http,
    note: Note,
}

impl Collector {
    pub(crate) fn new(splunk: Splunk, note: Note) -> Result<Self, SplunkError> {
        let http = Http::new(&splunk.trust, CONNECT, STALL)?;
        Ok(Self { splunk, http, note })
    }

    /// Asks whether there is a collector.
    ///
    /// # Errors
    ///
    /// With the reason for which ECS doesn't start such a task.
    pub(crate) async fn verify(splunk: Splunk) -> Result<(), String> {
        if !splunk.verify_connection {
            return Ok(());
        }
        let asked = async {
            let http = Http::new(&splunk.trust, CONNECT, STALL)?;
            send(&splunk, &http, Method::OPTIONS, Vec::new(), false).await
        };
        asked.await.map_err(|error: SplunkError| {
            let error = match error {
                SplunkError::Refused { status, answer } => {
                    format!("splunk: failed to verify connection - {status} - {answer}")
                }
                other => other.to_string(),
            };
            format!("ResourceInitializationError: failed to validate logger args: {error}")
        })
    }

    async fn post(&self, events: &[Event]) -> Result<(), SplunkError> {
        let mut body = Vec::new();
        events.iter().for_each(|event| event::append(&self.splunk, event, &mut body));
        let body = match self.splunk.gzip {
            Some(level) => gzip(&body, level),
            None => body,
        };
        send(&self.splunk, &self.http, Method::POST, body, self.splunk.gzip.is_some()).await
    }
}

impl Destination for Collector {
    const MAX_FINAL_ATTEMPTS: u32 = 5;

    fn name(&self) -> &str {
        self.splunk.url.host().unwrap_or_default()
    }

    async fn reached(&mut self) -> Result<Position, DeliveryError> {
        self.note.read()
    }

    async fn deliver(&mut self, batch: Batch) -> Result<(), DeliveryError> {
        for events in batch.events.chunks(MAX_POST_EVENTS) {
            self.post(events).await?;
        }
        self.note.write(batch.to)
    }
}

async fn send(
    splunk: &Splunk,
    http: &Http,
    method: Method,
    body: Vec<u8>,
    gzipped: bool,
) -> Result<(), SplunkError> {
    let mut request = Request::builder()
        .method(method.clone())
        .uri(&splunk.url)
        .header(AUTHORIZATION, format!("Splunk {}", splunk.token))
        .header(CONTENT_TYPE, "application/json");
    if gzipped {
        request = request.header(CONTENT_ENCODING, "gzip");
    }
    let request = request.body(Full::new(Bytes::from(body))).map_err(|_| SplunkError::Token)?;
    let failed =
        |cause| SplunkError::Transport { method: method.clone(), url: splunk.url.to_string(), cause };
    let response = http.send(request).await.map_err(failed)?;
    let status = response.status();
    // Read to its end, so that the connection serves again.
    let mut body = response.into_body();
    let mut answer = Vec::new();
    while let Some(piece) = http.piece(&mut body).await.map_err(failed)? {
        let room = MAX_ANSWER_BYTES.saturating_sub(answer.len());
        answer.extend_from_slice(&piece[..piece.len().min(room)]);
    }
    if status == StatusCode::OK {
        return Ok(());
    }
    Err(SplunkError::Refused { status, answer: String::from_utf8_lossy(&answer).into_owned() })
}

fn gzip(body: &[u8], level: u32) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(level));
    // Writing into memory can't fail.
    let _ = encoder.write_all(body);
    encoder.finish().unwrap_or_default()
}
