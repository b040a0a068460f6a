//! Getting a task to its shim: images, log streams, directories.

use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;

use futures_util::future::try_join_all;
use neargate_core::chain;
use neargate_images::{Auth, Held, Image, Origin};
use neargate_shim::Spawned;
use neargate_task::TaskSpec;
use neargate_wire::Role;
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

use super::link::{self, Link};
use super::plan::Ready;
use super::{Order, Runner, efs, facts, files, objects, plan, roles, secrets};
use crate::agent::Shared;
use crate::images::told;
use crate::logs::{self, firelens};

impl Runner {
    /// Starts the task's shim; none when the task was to end before.
    ///
    /// # Errors
    ///
    /// With the reason that ECS tells, its error name first.
    pub(super) async fn start(&mut self) -> Result<Option<Link>, String> {
        let mut orders = self.orders.clone();
        let (ready, disk) = tokio::select! {
            ready = self.prepare() => ready?,
            _ = orders.wait_for(|order| *order > Order::Run) => return Ok(None),
        };
        let spec = plan::shim_spec(&self.spec, &ready, &self.paths, &self.shared.options.cgroup_root)
            .map_err(|error| error.to_string())?;
        let internal = |error: std::io::Error| format!("InternalError: {error}");
        self.starting = Arc::clone(&self.shared.starts).acquire_owned().await.ok();
        // What an agent left that died before its shim could listen: that shim finds nothing to run any more.
        files::remove(&self.paths).map_err(internal)?;
        files::create(&self.paths, &spec).map_err(internal)?;
        files::write_secrets(&self.paths, &self.spec, &ready.secrets).map_err(internal)?;
        firelens::prepare(&self.spec, &self.paths, ready.router_file.as_deref()).map_err(internal)?;
        let disk = disk.as_ref().map(AsFd::as_fd);
        let spawned =
            neargate_shim::spawn(&self.shared.options.executable, &self.paths, disk).map_err(internal)?;
        tokio::spawn(reap(spawned));
        Link::to_starting(&self.paths, link::PATIENCE).await.map_err(internal)
    }

    /// Secrets, then images, the destinations of lines and the disk side by side, then volumes: options of logs may be secret, and secrets
    /// are a look-up next door. The disk goes when its descriptor does.
    async fn prepare(&mut self) -> Result<(Ready, Option<OwnedFd>), String> {
        let shared = Arc::clone(&self.shared);
        let task = self.spec.clone();
        let role = Arc::clone(&self.role);
        let secrets = secrets::fetch(&task, &role).await?;
        for (container, secrets) in self.spec.containers.iter_mut().zip(&secrets) {
            let Some(log) = &mut container.log else { continue };
            let options = secrets
                .log_options
                .iter()
                .filter_map(|(name, value)| Some((name.clone(), value.as_text()?.to_owned())));
            log.options.extend(options);
        }
        let router_file = router_file(&task, &role).await?;
        self.report.pull_started_at.get_or_insert_with(|| shared.clock.now());
        let images = try_join_all(self.spec.containers.iter().map(|container| async {
            let auth = match &container.repository_credentials {
                Some(arn) => secrets::registry_auth(&task.scope, &role, arn).await?,
                None => Auth::Anonymous,
            };
            shared.image(&container.image, auth).await
        }));
        let spec = &self.spec;
        let logs = spec.containers.iter().map(|one| logs::prepare(&role, spec, one));
        let gib = spec.ephemeral_storage_gib;
        let disk = super::blocking({
            let storage = Arc::clone(&shared.storage);
            move || storage.provide(gib)
        });
        let (images, logs, disk) = tokio::join!(images, try_join_all(logs), disk);
        let images = images.inspect_err(|_| self.report.pull_started_at = None)?;
        self.report.pull_stopped_at.get_or_insert_with(|| shared.clock.now());
        self.images = images;
        let images: Vec<Image> = self.images.iter().map(|held| (**held).clone()).collect();
        facts::add_images(&mut self.report, &images);
        logs?;
        let disk =
            disk.map_err(|error| error.to_string()).and_then(|disk| disk.map_err(|error| chain(&error)));
        let disk = disk.map_err(|error| format!("ResourceInitializationError: {error}"))?;
        // Last: a server that answers now does so when the shim mounts them, if anything can be said about that.
        let directories = efs::directories(&shared, &self.spec).await?;
        let ready = Ready { images, secrets, directories, router_file, has_disk: disk.is_some() };
        Ok((ready, disk))
    }
}

/// The file that the task's log router is to include, if that is in S3.
async fn router_file(task: &TaskSpec, role: &Role) -> Result<Option<Vec<u8>>, String> {
    let Some(arn) = firelens::object_of(task) else { return Ok(None) };
    let (bucket, key) = objects::parts(arn);
    let fetched = objects::get(task, role, arn).await.map_err(|error| {
        roles::reason(&error, |error| {
            format!(
                "ResourceInitializationError: unable to download firelens s3 config file: unable to download s3 config {key} from \
                 bucket {bucket}: {error}"
            )
        })
    });
    fetched.map(Some)
}

impl Shared {
    /// An image, as fresh as its registry has it; one that was loaded from a file has no registry.
    async fn image(&self, reference: &str, auth: Auth) -> Result<Held, String> {
        let known = self.images.hold(reference);
        let known = match known {
            Some(image) if image.origin == Origin::Archive => return Ok(image),
            known => known,
        };
        match self.images.acquire(reference, auth).await {
            Ok(image) => Ok(image),
            // What was pulled before does when the registry is out of reach or wants a login that only the operator has, but not when
            // it says that there is no such image.
            Err(error) if error.says_nothing_of_the_image() && known.is_some() => {
                tracing::warn!(%error, reference, "the registry didn't say: using the image that is here");
                known.ok_or_else(|| error.ecs_reason())
            }
            Err(error) => {
                if error.is_no_space() {
                    tracing::warn!(reference, reason = told(&error), "an image has no room on this machine");
                }
                Err(format!("CannotPullContainerError: {}", error.ecs_reason()))
            }
        }
    }
}

/// Collects a shim's exit status, so that it doesn't stay as a zombie.
async fn reap(spawned: Spawned) {
    let Ok(pidfd) = spawned.pidfd.try_clone() else { return };
    // SAFETY: an `OwnedFd` stands for the same open descriptor for as long as it lives.
    let registered = unsafe { AsyncFd::register_with_interest(pidfd, Interest::READABLE) };
    if let Ok(pidfd) = registered
        && pidfd.readable().await.is_ok()
    {
        spawned.reap();
    }
}
