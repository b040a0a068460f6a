//! Connections of the tasks of one VPC, within their limits.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use http::{Request, StatusCode};
use http_body_util::{BodyExt as _, Limited};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::answer::{self, Answer};
use crate::limits::{ANSWER_TIMEOUT, BODY_BYTES_MAX, BODY_TIMEOUT, HEADER_BYTES_MAX, HEADER_TIMEOUT};
use crate::task::Task;
use crate::{Shared, serve};

/// Accepts connections without end. Dropping it closes them.
pub(crate) async fn run(shared: Arc<Shared>, vpc_id: &str, listener: TcpListener) {
    let mut connections = JoinSet::new();
    loop {
        let (stream, from) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of descriptors, most likely: those that are in use will come free.
                tracing::warn!(%error, "accepting a task's connection failed");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        while connections.try_join_next().is_some() {}
        // Nobody's address: a task that is on its way out.
        let Some(task) = shared.find(vpc_id, from.ip()) else { continue };
        let Ok(place) = Arc::clone(&task.connections).try_acquire_owned() else { continue };
        let shared = Arc::clone(&shared);
        connections.spawn(async move {
            let _place = place;
            tokio::select! {
                () = connection(shared, Arc::clone(&task), stream) => {}
                // Its end of the connection is gone without a word.
                () = task.left() => {}
            }
        });
    }
}

async fn connection(shared: Arc<Shared>, task: Arc<Task>, stream: TcpStream) {
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| request_of(Arc::clone(&shared), Arc::clone(&task), request));
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIMEOUT)
        .max_buf_size(HEADER_BYTES_MAX)
        .serve_connection(TokioIo::new(stream), service);
    if let Err(error) = connection.await {
        tracing::debug!(%error, "a task's connection ended early");
    }
}

async fn request_of(
    shared: Arc<Shared>,
    task: Arc<Task>,
    request: Request<Incoming>,
) -> Result<Answer, Infallible> {
    if !task.may_ask() {
        return Ok(answer::text(StatusCode::TOO_MANY_REQUESTS, "You have reached maximum request limit."));
    }
    let (parts, body) = request.into_parts();
    let body = match timeout(BODY_TIMEOUT, Limited::new(body, BODY_BYTES_MAX).collect()).await {
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => {
            return Ok(answer::text(StatusCode::PAYLOAD_TOO_LARGE, "The request is too large."));
        }
        Ok(Err(_)) => return Ok(answer::text(StatusCode::BAD_REQUEST, "The body could not be read.")),
        Err(_) => return Ok(answer::text(StatusCode::REQUEST_TIMEOUT, "The body took too long.")),
    };
    let answered = timeout(ANSWER_TIMEOUT, serve::answer(&shared, &task, &parts, &body)).await;
    Ok(answered.unwrap_or_else(|_| {
        tracing::warn!(task = task.spec.task_id, path = parts.uri.path(), "answering a task took too long");
        answer::text(StatusCode::GATEWAY_TIMEOUT, "The answer took too long.")
    }))
}
