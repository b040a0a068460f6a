//! Looks after this node's images: which are in use, what goes by policy, and what is fetched before a task asks for it.
//!
//! Nothing here is on a task's way: uses are noted in memory, and everything else is done by the clock.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use futures_util::{StreamExt as _, stream};
use neargate_core::chain;
use neargate_images::{Auth, DiskSpace, InUse, Origin, PullError, Retention};
use neargate_task::{ControlPlane, Registration};
use serde::Deserialize;
use tokio::sync::broadcast;
use tokio::time::Instant;

use crate::agent::Shared;
use crate::task::{registered_role, registry_auth};

/// As the ECS agent has it (`ECS_IMAGE_CLEANUP_INTERVAL`).
const CLEANUP_INTERVAL: Duration = Duration::from_secs(30 * 60);
/// Whoever wants an interrupted pull to go on has come back by then.
const PARTIALS_KEPT: Duration = Duration::from_secs(24 * 3600);
/// A disk may fill up between two cleanups.
const LOOK_AT_LEAST_EVERY: Duration = Duration::from_secs(60);
/// Registries may be slow to answer; what they send comes one thing at a time all the same.
const PREFETCHED_AT_ONCE: usize = 4;

/// What becomes of images that nobody uses.
#[derive(Debug, Clone)]
pub struct ImageCare {
    pub retention: Retention,
    /// Between two cleanups. A disk that is too full doesn't wait for the next.
    pub interval: Duration,
}

impl Default for ImageCare {
    /// Nothing goes but what no name and no task needs.
    fn default() -> Self {
        let retention = Retention { partials_kept: PARTIALS_KEPT, ..Retention::default() };
        Self { retention, interval: CLEANUP_INTERVAL }
    }
}

/// What the tasks of a node have or will soon, by all that is known of them: the control plane's word, and what their supervisors were
/// started with. Whoever removes images asks this first.
pub async fn in_use(control: &dyn ControlPlane, run_root: &Path) -> InUse {
    let mut in_use = InUse::default();
    for (spec, report) in control.assigned().await {
        for container in &spec.containers {
            in_use.add_name(&container.image);
        }
        in_use.digests.extend(report.containers.into_iter().filter_map(|container| container.image_digest));
    }
    let run_root = run_root.to_owned();
    in_use.layers = crate::task::blocking(move || mounted_layers(&run_root)).await.unwrap_or_default();
    in_use
}

/// The lower directories of all tasks that have a supervisor.
fn mounted_layers(run_root: &Path) -> HashSet<PathBuf> {
    #[derive(Deserialize)]
    struct Spec {
        containers: Vec<Container>,
    }
    #[derive(Deserialize)]
    struct Container {
        layers: Vec<PathBuf>,
    }
    let tasks = fs::read_dir(run_root.join("tasks")).into_iter().flatten().flatten();
    let specs = tasks.filter_map(|task| {
        // One that is only half written has no supervisor yet, and its images are held by whoever writes it.
        serde_json::from_slice::<Spec>(&fs::read(task.path().join("spec.json")).ok()?).ok()
    });
    specs.flat_map(|spec| spec.containers).flat_map(|container| container.layers).collect()
}

/// Notes uses, and removes by policy, for ever.
pub(crate) async fn care(shared: Arc<Shared>) {
    let ImageCare { retention, interval } = &shared.options.images;
    let mut next = Instant::now() + *interval;
    let mut told_full = false;
    loop {
        tokio::time::sleep(LOOK_AT_LEAST_EVERY.min(*interval)).await;
        let in_use = in_use(&*shared.control, &shared.options.run_root).await;
        shared.images.note_use(&in_use);
        if let Err(error) = shared.images.save_uses().await {
            tracing::warn!(error = chain(&error), "writing down when images were used failed");
        }
        let is_full = is_full(&shared, retention);
        if is_full || Instant::now() >= next {
            next = Instant::now() + *interval;
            let freed = clean(&shared, retention, &in_use).await;
            if is_full && freed == 0 && !told_full {
                tracing::warn!("the disk is fuller than images may make it, and no image may go");
            }
            told_full = is_full && freed == 0;
        }
    }
}

fn is_full(shared: &Shared, retention: &Retention) -> bool {
    match shared.images.disk_space() {
        Ok(space @ DiskSpace { free_bytes, .. }) => {
            metrics::gauge!("neargate_image_disk_free_bytes").set(free_bytes as f64);
            retention.disk.is_some_and(|marks| space.is_above(marks.above))
        }
        Err(error) => {
            tracing::warn!(error = chain(&error), "looking at the images' disk failed");
            false
        }
    }
}

/// Says how many bytes came free.
async fn clean(shared: &Shared, retention: &Retention, in_use: &InUse) -> u64 {
    match shared.images.prune(retention, in_use, false).await {
        Ok(pruned) => {
            for image in pruned.gone() {
                tracing::info!(
                    reference = image.reference,
                    bytes = image.frees_bytes,
                    "removed an image that nobody used"
                );
            }
            pruned.freed_bytes
        }
        Err(error) => {
            tracing::warn!(error = chain(&error), "removing unused images failed");
            0
        }
    }
}

/// Fetches the images of definitions as they are registered. What is missed, because the daemon died or too many came at once, is fetched
/// when a task needs it, as without any of this.
pub(crate) async fn prefetch(shared: Arc<Shared>, registered: broadcast::Receiver<Registration>) {
    let registrations = stream::unfold(registered, |mut registered| async {
        loop {
            match registered.recv().await {
                Ok(registration) => return Some((registration, registered)),
                Err(broadcast::error::RecvError::Lagged(count)) => {
                    tracing::info!(
                        count,
                        "too many definitions at once: their images are fetched when tasks need them"
                    );
                }
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    });
    registrations
        .for_each_concurrent(PREFETCHED_AT_ONCE, |registration| {
            let shared = &shared;
            async move { prefetch_one(shared, &registration).await }
        })
        .await;
}

async fn prefetch_one(shared: &Shared, registration: &Registration) {
    let Registration { scope, family, revision, .. } = registration;
    let session = format!("prefetch-{:.40}-{revision}", family);
    let arn = format!("arn:aws:ecs:{}:{}:task-definition/{family}:{revision}", scope.region, scope.account);
    let ecs = shared.dispatcher.on_behalf_of(&arn);
    let role = registered_role(ecs, scope, &session, registration.execution_role_arn.as_deref());
    for container in &registration.containers {
        let reference = &container.image;
        if shared.images.resolve(reference).is_some_and(|image| image.origin == Origin::Archive) {
            continue;
        }
        let auth = match &container.repository_credentials {
            None => Ok(Auth::Anonymous),
            Some(arn) => registry_auth(scope, &role, arn).await,
        };
        let fetched = match auth {
            Ok(auth) => shared.images.prefetch(reference, auth).await.map_err(|error| told(&error)),
            Err(reason) => Err(reason),
        };
        let outcome = if fetched.is_ok() { "fetched" } else { "failed" };
        metrics::counter!("neargate_images_prefetched_total", "outcome" => outcome).increment(1);
        match fetched {
            Ok(_) => tracing::debug!(reference, family, revision, "an image is here before it is asked for"),
            Err(reason) => {
                tracing::info!(reference, family, revision, reason, "an image couldn't be fetched ahead");
            }
        }
    }
}

/// A pull's failure for our own log, with what the operator can do about it.
pub(crate) fn told(error: &PullError) -> String {
    match error.advice() {
        Some(advice) => format!("{error}: {}; {advice}", error.ecs_reason()),
        None => error.ecs_reason(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_of_supervised_tasks_are_mounted() {
        let root = tempfile::tempdir().unwrap();
        for (task, spec) in [
            (
                "a",
                r#"{"containers": [{"layers": ["/i/layers/1/fs", "/i/layers/2/fs"]}, {"layers": ["/i/layers/1/fs"]}]}"#,
            ),
            ("half", r#"{"containers": [{"lay"#),
        ] {
            let dir = root.path().join("tasks").join(task);
            fs::create_dir_all(&dir).unwrap();
            fs::write(dir.join("spec.json"), spec).unwrap();
        }
        fs::create_dir(root.path().join("tasks/none")).unwrap();
        let expected = ["/i/layers/1/fs", "/i/layers/2/fs"].map(PathBuf::from);
        assert_eq!(mounted_layers(root.path()), HashSet::from(expected));
    }
}
