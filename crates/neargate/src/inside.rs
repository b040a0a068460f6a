//! What tasks are served inside their VPCs: their metadata, and AWS's API as the daemon serves it on its own listener.
//!
//! Callers are believed as they are there: only if their signature verifies, or, with `--dev`, whoever they say they are. But
//! a task is at home in its own account and region, and neargate's own pages aren't for tasks.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use http::request::Parts;
use http::{Response, StatusCode};
use http_body_util::Full;
use neargate_metadata::{API_PORT, METADATA_PORT};
use neargate_net::{SERVICE_NAME, Serving, VpcService, VpcSpec};
use neargate_wire::http::{Answer, Authenticator, Front, Limits, Pages, Server};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::control::Control;

/// One VPC's tasks have so many connections to the API at a time, and one task no more than some of them.
const MAX_CONNECTIONS: usize = 2048;
const MAX_CONNECTIONS_PER_TASK: usize = 256;
const MAX_BODY_BYTES_PER_TASK: usize = 64 << 20;

/// The services of every VPC.
pub(crate) fn services(
    control: &Control,
    authenticator: &Arc<Authenticator>,
    front: &Arc<dyn Front>,
    stop: &watch::Receiver<bool>,
) -> Vec<VpcService> {
    let metadata = control.metadata.clone();
    let metadata = VpcService {
        port: METADATA_PORT,
        serve: Arc::new(move |vpc: &VpcSpec, listener: TcpListener| -> Serving {
            Box::pin(metadata.clone().serve(vpc.vpc_id.clone(), listener))
        }),
    };
    let endpoint: Arc<str> = format!("http://{SERVICE_NAME}:{API_PORT}").into();
    let (dispatcher, authenticator, tasks, stop) =
        (control.dispatcher.clone(), Arc::clone(authenticator), control.metadata.clone(), stop.clone());
    let front = Arc::clone(front);
    let api = VpcService {
        port: API_PORT,
        serve: Arc::new(move |vpc: &VpcSpec, listener: TcpListener| -> Serving {
            let (tasks, vpc_id) = (tasks.clone(), vpc.vpc_id.clone());
            let server = Server {
                dispatcher: dispatcher.clone(),
                authenticator: Arc::clone(&authenticator),
                pages: Box::new(NoPages),
                front: Some(Arc::clone(&front)),
                endpoint: Arc::clone(&endpoint),
                home: Box::new(move |address| tasks.home(&vpc_id, address)),
                allowed_hosts: Vec::new(),
                limits: Limits {
                    max_connections: MAX_CONNECTIONS,
                    max_connections_per_caller: MAX_CONNECTIONS_PER_TASK,
                    max_body_bytes_per_caller: MAX_BODY_BYTES_PER_TASK,
                    ..Limits::default()
                },
            };
            Box::pin(Arc::new(server).run(listener, stop.clone()))
        }),
    };
    vec![metadata, api]
}

/// Neargate's own pages, as tasks see them: not at all.
struct NoPages;

impl Pages for NoPages {
    fn serve(&self, parts: &Parts, _: Bytes) -> Option<Pin<Box<dyn Future<Output = Answer> + Send>>> {
        let path = parts.uri.path();
        let ours = path.starts_with("/_neargate") || path.starts_with("/_localstack");
        ours.then(|| Box::pin(async { not_found() }) as _)
    }
}

fn not_found() -> Answer {
    let mut answer = Response::new(Full::new(Bytes::from_static(b"not found\n")));
    *answer.status_mut() = StatusCode::NOT_FOUND;
    answer
}
