//! From a request to its answer.

use std::sync::Arc;

use http::request::Parts;
use http::{Method, StatusCode};

use crate::answer::{self, Answer};
use crate::route::{self, Route, Version};
use crate::task::{Known, Task};
use crate::{Shared, agent, credentials, documents, machine, stats, tags};

pub(crate) async fn answer(shared: &Arc<Shared>, task: &Arc<Task>, parts: &Parts, body: &[u8]) -> Answer {
    let Some(route) = route::find(parts.uri.path()) else {
        return answer::text(StatusCode::NOT_FOUND, "404 page not found\n");
    };
    match route {
        Route::Protection { id } => {
            return agent::protection(shared, task, id, &parts.method, body).await;
        }
        Route::Fault { id, kind, action } if parts.method == Method::POST => {
            return agent::fault(task, id, kind, action, body).await;
        }
        Route::Fault { .. } => return refused_method(),
        _ if parts.method != Method::GET && parts.method != Method::HEAD => return refused_method(),
        _ => {}
    }
    match route {
        Route::Credentials { id } => credentials::answer(shared, task, id).await,
        Route::Container { version, id } => container(task, version, id),
        Route::Task { version, id, tags } => whole_task(shared, task, version, id, tags).await,
        Route::ContainerStats { version, id } => container_stats(shared, task, version, id).await,
        Route::TaskStats { version, id } => task_stats(shared, task, version, id).await,
        // Answered above.
        Route::Protection { .. } | Route::Fault { .. } => refused_method(),
    }
}

fn refused_method() -> Answer {
    answer::text(StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed\n")
}

fn container(task: &Task, version: Version, id: &str) -> Answer {
    let known = task.known();
    match known.container(id) {
        Some(state) => {
            answer::json(StatusCode::OK, &documents::container(&task.spec, &known, state, version))
        }
        None => no_container(version, "container metadata handler", id),
    }
}

async fn whole_task(
    shared: &Arc<Shared>,
    task: &Arc<Task>,
    version: Version,
    id: Option<&str>,
    with_tags: bool,
) -> Answer {
    let known = task.known();
    if let Some(unknown) = unknown(&known, id) {
        return no_task(version, "task metadata handler", unknown);
    }
    let mut document = documents::task(&task.spec, &known, version);
    if version == Version::V4 {
        document.clock_drift = machine::clock_drift(shared.clock.now());
        let paths = neargate_task::TaskPaths::new(
            &shared.options.data_root,
            &shared.options.data_root,
            &task.spec.task_id,
        );
        let shim_pid = known.state.as_ref().map(|state| state.shim_pid);
        let utilized = task.disk_use.mib(shim_pid, &paths).await;
        document.ephemeral_storage(utilized, task.spec.ephemeral_storage_gib);
    }
    if with_tags {
        match tags::of(shared, &task.spec).await {
            Ok(tags) => document.task_tags = tags,
            Err(error) => document.errors.push(error),
        }
    }
    answer::json(StatusCode::OK, &document)
}

async fn container_stats(shared: &Arc<Shared>, task: &Arc<Task>, version: Version, id: &str) -> Answer {
    let known = task.known();
    if known.container(id).is_none() {
        return no_container(version, "container stats handler", id);
    }
    let all = stats::of(shared, task, &known, version == Version::V4).await;
    answer::json(StatusCode::OK, &all.get(id).cloned().flatten())
}

async fn task_stats(shared: &Arc<Shared>, task: &Arc<Task>, version: Version, id: Option<&str>) -> Answer {
    let known = task.known();
    if let Some(unknown) = unknown(&known, id) {
        return no_task(version, "task stats handler", unknown);
    }
    let all = stats::of(shared, task, &known, version == Version::V4).await;
    answer::json(StatusCode::OK, &all)
}

/// The id, if it isn't one of this task's.
fn unknown<'a>(known: &Known, id: Option<&'a str>) -> Option<&'a str> {
    id.filter(|id| known.container(id).is_none())
}

fn no_container(version: Version, handler: &str, id: &str) -> Answer {
    let version = version.as_str();
    answer::json_text(
        StatusCode::NOT_FOUND,
        &format!(
            "{version} {handler}: unable to get container ID from request: unable to get docker ID from v3 endpoint ID: {id}"
        ),
    )
}

fn no_task(version: Version, handler: &str, id: &str) -> Answer {
    let version = version.as_str();
    answer::json_text(
        StatusCode::NOT_FOUND,
        &format!(
            "{version} {handler}: unable to get task arn from request: unable to get task Arn from v3 endpoint ID: {id}"
        ),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::{World, runtime_id, spec};
    use http::Method;

    #[tokio::test]
    async fn tags_that_can_not_be_had_are_told_beside_the_rest() {
        let world = World::new(spec());
        let (status, body) = world.get(&format!("/v4/{}/taskWithTags", runtime_id(1))).await;
        assert_eq!((status, &body["Family"]), (200, &json!("web")));
        let error = json!({
            "ErrorField": "TaskTags", "ErrorCode": "InvalidParameterException", "ErrorMessage": "no", "StatusCode": 400,
            "ResourceARN": spec().task_arn,
        });
        assert_eq!(body["Errors"], json!([error]));
    }

    #[tokio::test]
    async fn unknown_ids_are_told_as_the_agent_tells_them() {
        let world = World::new(spec());
        for (path, expected) in [
            (
                "/v4/x",
                "V4 container metadata handler: unable to get container ID from request: unable to get docker ID from v3 endpoint ID: x",
            ),
            (
                "/v3/x/task",
                "V3 task metadata handler: unable to get task arn from request: unable to get task Arn from v3 endpoint ID: x",
            ),
            (
                "/v4/x/task/stats",
                "V4 task stats handler: unable to get task arn from request: unable to get task Arn from v3 endpoint ID: x",
            ),
        ] {
            assert_eq!(world.get(path).await, (404, json!(expected)));
        }
        let (status, body) = world.get("/").await;
        assert_eq!((status, body), (404, json!("404 page not found\n")));
    }

    #[tokio::test]
    async fn metadata_is_for_reading() {
        let world = World::new(spec());
        assert_eq!(world.ask(Method::POST, &format!("/v4/{}", runtime_id(1)), "").await.0, 405);
        assert_eq!(world.ask(Method::GET, "/api/x/fault/v1/network-latency/start", "").await.0, 405);
    }

    #[tokio::test]
    async fn a_container_that_does_not_run_has_no_statistics() {
        let world = World::new(spec());
        let path = format!("/v4/{}/task/stats", runtime_id(1));
        assert_eq!(world.get(&path).await.1[runtime_id(2)], json!(null));
    }
}
