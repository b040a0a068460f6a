//! Pages of our own beside AWS's API: health for everybody, the rest for this machine's operator.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use http::request::Parts;
use http::{Method, Response, StatusCode};
use http_body_util::Full;
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use metrics_exporter_prometheus::PrometheusHandle;
use neargate_core::{chain, random_uuid};
use neargate_ecs::PastTask;
use neargate_exec::sessions::session_of;
use neargate_exec::socket;
use neargate_images::Retention;
use neargate_task::ControlPlane as _;
use neargate_wire::http::{Answer, Pages};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use subtle::ConstantTimeEq as _;

use crate::control::Control;
use crate::pulls::Pulls;

pub(crate) struct NeargatePages {
    inner: Arc<Inner>,
}

struct Inner {
    control: Arc<Control>,
    metrics: PrometheusHandle,
    dev: bool,
    admin_token: String,
    pulls: Pulls,
    session: String,
    started: Instant,
}

impl NeargatePages {
    pub(crate) fn new(
        control: Arc<Control>,
        metrics: PrometheusHandle,
        dev: bool,
        admin_token: String,
    ) -> Self {
        let pulls = Pulls::new(control.images.clone());
        let (session, started) = (random_uuid(), Instant::now());
        Self { inner: Arc::new(Inner { control, metrics, dev, admin_token, pulls, session, started }) }
    }
}

impl Pages for NeargatePages {
    fn serve(&self, parts: &Parts, body: Bytes) -> Option<Pin<Box<dyn Future<Output = Answer> + Send>>> {
        let path = parts.uri.path();
        if !path.starts_with("/_neargate/") && !path.starts_with("/_localstack/") {
            return None;
        }
        let inner = Arc::clone(&self.inner);
        let (method, path, allowed) = (parts.method.clone(), path.to_owned(), self.inner.allows(parts));
        Some(Box::pin(async move { inner.page(&method, &path, allowed, &body).await }))
    }

    /// The data channels of ECS Exec. Whether a caller may have one is for its token to say, which comes as the first frame.
    fn upgrade(&self, parts: &Parts, connection: OnUpgrade) -> Option<Answer> {
        let session = session_of(parts.uri.path())?.to_owned();
        let answer = match socket::handshake(&parts.method, &parts.headers) {
            Ok(answer) => answer.map(|()| Full::default()),
            Err(objection) => return Some(answer(StatusCode::BAD_REQUEST, json!({ "message": objection }))),
        };
        let sessions = self.inner.control.services.ecs.sessions();
        tokio::spawn(async move {
            match connection.await {
                Ok(io) => sessions.serve(&session, TokioIo::new(io)).await,
                Err(error) => tracing::debug!(session, %error, "a data channel's connection ended early"),
            }
        });
        Some(answer)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LoadRequest {
    path: std::path::PathBuf,
    name: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PullRequest {
    reference: String,
    username: Option<String>,
    password: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RemoveRequest {
    reference: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct PruneRequest {
    dry_run: bool,
    unused_for_seconds: u64,
    #[serde(default)]
    keep_last: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RotateRequest {
    forget_former: bool,
}

impl Inner {
    /// The operator shows the token that lies in the data directory; with `--dev` nobody is asked.
    fn allows(&self, parts: &Parts) -> bool {
        let shown =
            parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
        self.dev || shown.is_some_and(|shown| bool::from(shown.as_bytes().ct_eq(self.admin_token.as_bytes())))
    }

    async fn page(&self, method: &Method, path: &str, allowed: bool, body: &[u8]) -> Answer {
        match (method, path) {
            (&Method::GET, "/_neargate/health") => return answer(StatusCode::OK, self.health("ready")),
            (&Method::GET, "/_localstack/health") => return answer(StatusCode::OK, self.local_health()),
            (&Method::GET, "/_localstack/info") => return answer(StatusCode::OK, self.local_info()),
            (&Method::GET, "/_localstack/init/ready" | "/_localstack/init") => {
                return answer(StatusCode::OK, json!({ "completed": true, "scripts": [] }));
            }
            (&Method::GET, "/_neargate/metrics") => return text(self.metrics.render()),
            _ => {}
        }
        if !allowed {
            return answer(
                StatusCode::FORBIDDEN,
                json!({ "message": "This page is for the operator of this machine." }),
            );
        }
        let done = match (method, path) {
            (&Method::POST, "/_neargate/reset") if self.dev => self.reset().await,
            (&Method::GET, "/_neargate/tasks") => Ok(self.tasks().await),
            (&Method::GET, "/_neargate/history") => self.history().await,
            (&Method::GET, path) if path.starts_with(HISTORY) => {
                match self.past_task(&path[HISTORY.len()..]).await {
                    Ok(Some(task)) => Ok(task),
                    Ok(None) => {
                        return answer(
                            StatusCode::NOT_FOUND,
                            json!({ "message": "no such task in the history" }),
                        );
                    }
                    Err(message) => Err(message),
                }
            }
            (&Method::GET, "/_neargate/images") => Ok(json!(self.control.images.list())),
            (&Method::POST, "/_neargate/images/load") => self.load(body).await,
            (&Method::POST, "/_neargate/images/remove") => self.remove(body).await,
            (&Method::POST, "/_neargate/images/prune") => self.prune(body).await,
            (&Method::POST, "/_neargate/images/pull") => parsed::<PullRequest>(body).map(|request| {
                let login = request.username.zip(request.password);
                json!({ "id": self.pulls.start(request.reference, login) })
            }),
            (&Method::POST, "/_neargate/secrets/rotate-master-key") => self.rotate_master_key(body).await,
            (&Method::GET, path) if path.starts_with(PULL) => {
                match self.pulls.progress(&path[PULL.len()..]) {
                    Some(progress) => Ok(progress),
                    None => return answer(StatusCode::NOT_FOUND, json!({ "message": "no such pull" })),
                }
            }
            _ => return answer(StatusCode::NOT_FOUND, json!({ "message": "no such page" })),
        };
        match done {
            Ok(value) => answer(StatusCode::OK, value),
            Err(message) => answer(StatusCode::BAD_REQUEST, json!({ "message": message })),
        }
    }

    fn services(&self, state: &str) -> Map<String, Value> {
        self.control
            .dispatcher
            .services()
            .iter()
            .map(|service| (service.name.to_owned(), state.into()))
            .collect()
    }

    fn health(&self, status: &str) -> Value {
        json!({ "status": status, "version": env!("CARGO_PKG_VERSION"), "services": self.services("available") })
    }

    fn local_health(&self) -> Value {
        json!({ "services": self.services("running"), "edition": "community", "version": env!("CARGO_PKG_VERSION") })
    }

    fn local_info(&self) -> Value {
        json!({
            "version": env!("CARGO_PKG_VERSION"),
            "edition": "community",
            "is_license_activated": false,
            "session_id": self.session,
            "system": std::env::consts::OS,
            "is_docker": false,
            "uptime": self.started.elapsed().as_secs(),
        })
    }

    async fn reset(&self) -> Result<Value, String> {
        let efs = &self.control.services.efs;
        let file_systems = efs.all().await.map_err(|error| chain(&error))?;
        self.control.store.reset().await.map_err(|error| chain(&error))?;
        // Their files would be nobody's otherwise.
        efs.bury(file_systems).await.map_err(|error| chain(&error))?;
        self.control.services.s3.tidy().await;
        tracing::info!("everything was emptied");
        Ok(json!({ "status": "reset" }))
    }

    /// What the node has, with the addresses at which this host reaches it.
    async fn tasks(&self) -> Value {
        let task = |(spec, report): (neargate_task::TaskSpec, neargate_task::TaskReport)| {
            let state = match (&report, &spec.stop) {
                (_, Some(_)) => "STOPPING",
                (report, None) if report.execution_stopped_at.is_some() => "STOPPING",
                (report, None) if report.started_at.is_some() => "RUNNING",
                _ => "PENDING",
            };
            json!({
                "taskId": spec.task_id,
                "taskArn": spec.task_arn,
                "cluster": spec.cluster_name,
                "taskDefinition": format!("{}:{}", spec.family, spec.revision),
                "state": state,
                "address": report.reachable_at,
            })
        };
        self.control.services.ecs.assigned().await.into_iter().map(task).collect()
    }

    async fn rotate_master_key(&self, body: &[u8]) -> Result<Value, String> {
        let request: RotateRequest = parsed(body)?;
        let master_key = self.control.master_key.as_ref().ok_or("there is no master key here")?;
        let rotated = master_key.rotate(request.forget_former).await;
        rotated.map(|rotation| json!(rotation)).map_err(|error| error.to_string())
    }

    /// The tasks that stopped last.
    async fn history(&self) -> Result<Value, String> {
        let tasks =
            self.control.services.ecs.past_tasks(HISTORY_LISTED).await.map_err(|error| chain(&error))?;
        Ok(tasks.iter().map(past).collect())
    }

    async fn past_task(&self, id: &str) -> Result<Option<Value>, String> {
        let task = self.control.services.ecs.past_task(id).await.map_err(|error| chain(&error))?;
        Ok(task.as_ref().map(past))
    }

    async fn load(&self, body: &[u8]) -> Result<Value, String> {
        let request: LoadRequest = parsed(body)?;
        let loaded = self.control.images.load_file(&request.path, request.name.as_deref()).await;
        loaded.map(|images| json!(images)).map_err(|error| chain(&error))
    }

    async fn remove(&self, body: &[u8]) -> Result<Value, String> {
        let request: RemoveRequest = parsed(body)?;
        let in_use = self.control.images_in_use().await;
        let removed = self.control.images.remove(&request.reference, &in_use).await;
        match removed {
            Ok(removed) if removed.untagged => Ok(json!({ "untagged": request.reference })),
            Ok(_) => Err(format!("no image is called {}", request.reference)),
            Err(error) => Err(chain(&error)),
        }
    }

    async fn prune(&self, body: &[u8]) -> Result<Value, String> {
        let PruneRequest { dry_run, unused_for_seconds, keep_last } = parsed(body)?;
        let unused_for = Duration::from_secs(unused_for_seconds);
        let policy = Retention {
            unused_for: Some(unused_for),
            keep_last,
            partials_kept: unused_for,
            ..Retention::default()
        };
        let in_use = self.control.images_in_use().await;
        self.control.images.note_use(&in_use);
        let pruned = self.control.images.prune(&policy, &in_use, dry_run).await;
        pruned.map(|pruned| json!(pruned)).map_err(|error| chain(&error))
    }
}

/// A record with what follows from it.
fn past(task: &PastTask) -> Value {
    let mut value = json!(task);
    value["verdict"] = task.verdict().into();
    value["succeeded"] = task.succeeded().into();
    value["exitCode"] = task.exit_code().into();
    value["ranMillis"] = task.ran().map(|ran| ran.as_millis() as u64).into();
    value
}

const HISTORY: &str = "/_neargate/history/";
const HISTORY_LISTED: usize = 200;
const PULL: &str = "/_neargate/images/pull/";

fn parsed<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, String> {
    serde_json::from_slice(body).map_err(|error| error.to_string())
}

fn answer(status: StatusCode, value: Value) -> Answer {
    typed(status, "application/json", value.to_string())
}

fn text(body: String) -> Answer {
    typed(StatusCode::OK, "text/plain; version=0.0.4", body)
}

fn typed(status: StatusCode, kind: &'static str, body: String) -> Answer {
    let mut answer = Response::new(Full::new(Bytes::from(body)));
    *answer.status_mut() = status;
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    answer
}
