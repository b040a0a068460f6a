//! `neargate up`: control plane and node in one process.

use std::io::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{fs, io};

use neargate_core::{SystemClock, chain};
use neargate_exec::words;
use neargate_s3::S3Front;
use neargate_storage::Storage;
use neargate_wire::credentials::Authentication;
use neargate_wire::http::{Authenticator, Front, Limits, Server};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::commands::Failure;
use crate::control::{Control, ControlOptions, EfsPlace, NodeImages};
use crate::credentials::{self, KnownKeys, RootCredentials};
use crate::pages::NeargatePages;
use crate::settings::{Prefetch, Settings};
use crate::{inside, master_key, measured};

const PORT_PATIENCE: Duration = Duration::from_secs(2);
const PORT_RETRY: Duration = Duration::from_millis(20);

/// Serves until SIGTERM or SIGINT. Tasks run on.
pub(crate) async fn run(settings: Settings) -> Result<(), Failure> {
    let metrics = measured::recorder()
        .and_then(|builder| builder.install_recorder())
        .map_err(|error| Failure(format!("set up metrics: {error}")))?;
    raise_open_files();
    // The port is taken first: whoever can't listen shouldn't touch anything.
    let listener = listen(settings.listen)
        .await
        .map_err(|error| Failure(format!("listen on {}: {error}", settings.listen)))?;
    let address =
        listener.local_addr().map_err(|error| Failure(format!("listen on {}: {error}", settings.listen)))?;
    let endpoint = format!("http://{address}");
    let images = neargate_images::Options {
        insecure_registries: settings.insecure_registries.clone(),
        ..Default::default()
    };
    let master_key =
        settings.master_key_file.clone().unwrap_or_else(|| settings.data_dir.join(master_key::FILE));
    let options = ControlOptions {
        endpoint: endpoint.clone(),
        images,
        enforce_iam: settings.enforce_iam,
        master_key_file: Some(master_key),
        history_kept: Some(settings.history_kept),
        efs: EfsPlace::Given(settings.efs_directory.clone()),
    };
    let control = Arc::new(Control::open(&settings.data_dir, options).await?);
    if settings.strict_aws {
        control.services.ecs.refuse_extensions();
    }
    let told = |error: io::Error| Failure(format!("write to {}: {error}", settings.data_dir.display()));
    let storage = Storage::open(
        &settings.data_dir,
        control.instance.as_str(),
        settings.ephemeral_storage,
        settings.disk_reserve,
    )
    .map_err(|error| Failure(chain(&error)))?;
    let root = RootCredentials::ensure(&settings.data_dir, &settings.account).map_err(|error| {
        Failure(format!(
            "the credentials in {}: {error}",
            settings.data_dir.join(credentials::FILE).display()
        ))
    })?;
    let kept = serde_json::json!({ "endpoint": endpoint, "region": settings.region.as_str() });
    fs::write(settings.data_dir.join("endpoint.json"), kept.to_string()).map_err(told)?;

    let (stopping, stop) = watch::channel(false);
    let pages = NeargatePages::new(Arc::clone(&control), metrics, settings.dev, root.admin_token.clone());
    let known = Box::new(KnownKeys { root, identity: Arc::clone(&control.services.identity) });
    let how = if settings.dev {
        Authentication::AcceptAll { default_account: settings.account.clone(), known }
    } else {
        Authentication::Verify(known)
    };
    let authenticator = Arc::new(Authenticator::new(how, Arc::new(SystemClock), settings.region.clone()));
    let front: Arc<dyn Front> = Arc::new(S3Front::new(
        Arc::clone(&control.services.s3),
        Arc::clone(&authenticator),
        settings.allowed_hosts.clone(),
    ));
    let server = Arc::new(Server {
        dispatcher: control.dispatcher.clone(),
        authenticator: Arc::clone(&authenticator),
        pages: Box::new(pages),
        front: Some(Arc::clone(&front)),
        endpoint: endpoint.as_str().into(),
        home: Box::new(|_| None),
        allowed_hosts: settings.allowed_hosts.clone(),
        limits: Limits::default(),
    });
    // Before the node, so that no task starts that isn't served.
    let services = inside::services(&control, &authenticator, &front, &stop);
    let served = control.network.serve(services).await;
    served.map_err(|error| Failure(format!("serve the tasks: {}", chain(&error))))?;
    let node_images =
        NodeImages { care: settings.images.clone(), prefetch: settings.prefetch == Prefetch::OnRegister };
    let mut workers = control.start(&settings.data_dir, storage, node_images, &stop)?;
    if let Some(keys) = control.master_key.clone() {
        workers.spawn(async move { keys.settle().await });
    }
    let mut terminate = signal(SignalKind::terminate()).map_err(|error| Failure(error.to_string()))?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(|error| Failure(error.to_string()))?;
    workers.spawn(server.run(listener, stop));
    announce(&settings, &endpoint);
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!("stopping; tasks run on");
    let _ = stopping.send(true);
    while workers.join_next().await.is_some() {}
    // Before the data directory is anybody else's, `neargate down`'s for one.
    control.network.settled().await;
    Ok(())
}

/// Services are started with room for a thousand descriptors, for the sake of programs that can't count further. We have connections,
/// and may have as many as our hard limit says; containers have limits of their own.
fn raise_open_files() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    if let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }) {
        tracing::warn!(%error, "the number of open files stays as it is");
    }
}

/// Takes the port. One that a daemon before us held until just now may be in the hands of a child of its that hasn't executed yet.
async fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let patience = Instant::now() + PORT_PATIENCE;
    loop {
        match TcpListener::bind(address).await {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && Instant::now() < patience => {
                tokio::time::sleep(PORT_RETRY).await;
            }
            other => return other,
        }
    }
}

fn announce(settings: &Settings, endpoint: &str) {
    let directory = settings.data_dir.to_string_lossy();
    let next = words::join(["neargate", "env", "--data-dir", &directory]);
    let ready = if settings.dev { "Ready.\n" } else { "" };
    // That nobody reads it is no reason to end.
    let _ = write!(
        io::stdout(),
        "neargate is ready at {endpoint}. Next, in a shell: eval \"$({next})\"\n{ready}"
    );
}
