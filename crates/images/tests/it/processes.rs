//! What needs a process of its own: the system's CA roots, and a death in the middle.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use neargate_images::{Auth, NoProgress, Retention};

use crate::support::*;

/// This test binary again, running only `test`, with this environment.
fn again(test: &str, env: &[(&str, &str)]) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "--ignored", test]).envs(env.iter().copied());
    command
}

fn env(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is set by the test that runs this one"))
}

/// An address of this machine that isn't taken for loopback, so that TLS is due.
const MAPPED: &str = "[::ffff:127.0.0.1]";

#[tokio::test]
async fn tls_is_verified_against_the_systems_roots() {
    let dir = temp();
    let path = |name: &str| dir.path().join(name).display().to_string();
    let ext = "subjectAltName=IP:::ffff:127.0.0.1";
    let (key, cert) = (path("key.pem"), path("cert.pem"));
    let args =
        ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
    let more = ["-subj", "/CN=test", "-addext", ext, "-addext", "basicConstraints=critical,CA:FALSE"];
    run("openssl", &[&args[..], &more, &["-keyout", &key, "-out", &cert]].concat());
    let registry = Registry::start_tls(&cert, &key);
    let reference = format!("{MAPPED}:{}/none:1", registry.port);

    let error = store(&dir.path().join("store"));
    let error = error.pull(&reference, Auth::Anonymous, Arc::new(NoProgress)).await.unwrap_err();
    let reason = error.ecs_reason();
    assert!(reason.contains(&format!("Head \"https://{MAPPED}:{}/v2/none/manifests/1\": tls: failed to verify certificate: x509: certificate", registry.port)), "{reason}");

    let store = path("trusting");
    let output = again(
        "processes::pulls_with_roots",
        &[("SSL_CERT_FILE", &cert), ("TEST_REFERENCE", &reference), ("TEST_STORE", &store)],
    )
    .output()
    .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

#[tokio::test]
#[ignore = "run by tls_is_verified_against_the_systems_roots"]
async fn pulls_with_roots() {
    let (reference, store) = (env("TEST_REFERENCE"), store(Path::new(&env("TEST_STORE"))));
    let error = store.pull(&reference, Auth::Anonymous, Arc::new(NoProgress)).await.unwrap_err();
    // The handshake went well: the registry itself said that there is no such image.
    assert!(error.ecs_reason().ends_with(&format!("{reference}: not found")), "{}", error.ecs_reason());
}

fn many_files() -> TestImage {
    let base = (Tar::new().file("base", "x").done(), Pack::Gzip);
    let files = (0..20_000).fold(Tar::new(), |tar, n| tar.file(&format!("d{}/f{n}", n % 100), "content"));
    TestImage::new(&[base, (files.done(), Pack::Gzip)])
}

#[tokio::test]
async fn a_kill_at_any_moment_of_a_pull_leaves_a_store_that_works() {
    let (dir, image) = (temp(), many_files());
    let served = image.clone();
    let registry = Fake::start(move |call| serve_image(&served, call));
    let reference = registry.reference("app");
    let path = dir.path().join("store").display().to_string();
    let mut interrupted = 0;
    for moment in 0..8u64 {
        let mut child =
            again("processes::pulls_to_be_killed", &[("TEST_REFERENCE", &reference), ("TEST_STORE", &path)])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
        let calls = registry.calls.lock().unwrap().len();
        let start = Instant::now();
        while registry.calls.lock().unwrap().len() == calls && start.elapsed() < Duration::from_secs(10) {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_millis(moment * 40)); // where it is by then is not ours to know
        child.kill().unwrap();
        child.wait().unwrap();

        let store = store(Path::new(&path));
        assert_eq!(std::fs::read_dir(Path::new(&path).join("tmp")).unwrap().count(), 0);
        for layer in std::fs::read_dir(Path::new(&path).join("layers")).unwrap() {
            let layer = layer.unwrap().path();
            assert!(layer.join("layer.json").is_file(), "a layer of that name must be whole");
            let files: usize = std::fs::read_dir(layer.join("fs")).unwrap().count();
            assert!(matches!(files, 1 | 100), "{files} entries");
        }
        interrupted += usize::from(store.resolve(&reference).is_none());
        if let Some(done) = store.resolve(&reference) {
            assert_eq!(std::fs::read_dir(done.layers[0].join("d99")).unwrap().count(), 200);
            store.remove(&reference, &Default::default()).await.unwrap();
        }
    }
    assert!(interrupted > 0, "no pull was interrupted: nothing was tested");
    let store = store(Path::new(&path));
    let pulled = store.pull(&reference, Auth::Anonymous, Arc::new(NoProgress)).await.unwrap();
    assert_eq!(std::fs::read_dir(pulled.layers[0].join("d99")).unwrap().count(), 200);
}

#[tokio::test]
#[ignore = "run by a_kill_at_any_moment_of_a_pull_leaves_a_store_that_works"]
async fn pulls_to_be_killed() {
    let (reference, store) = (env("TEST_REFERENCE"), store(Path::new(&env("TEST_STORE"))));
    store.pull(&reference, Auth::Anonymous, Arc::new(NoProgress)).await.unwrap();
}

#[tokio::test]
async fn a_kill_at_any_moment_of_a_pruning_leaves_a_store_that_works() {
    let image = |text: &str| {
        let files = (0..300).fold(Tar::new(), |tar, n| tar.file(&format!("{text}/f{n}"), text));
        TestImage::new(&[(Tar::new().file("base", "x").done(), Pack::Gzip), (files.done(), Pack::Gzip)])
    };
    let (one, two) = (image("one"), image("two"));
    let registry =
        Fake::start(move |call| serve_image(if call.path.contains("/one/") { &one } else { &two }, call));
    let (dir, references) = (temp(), ["one", "two"].map(|name| registry.reference(name)));
    let path = dir.path().join("store").display().to_string();
    let mut interrupted = 0;
    for moment in 0..8u64 {
        {
            let store = store(Path::new(&path));
            for reference in &references {
                store.pull(reference, Auth::Anonymous, Arc::new(NoProgress)).await.unwrap();
            }
            store.save_uses().await.unwrap();
        }
        let mut child = again("processes::prunes_to_be_killed", &[("TEST_STORE", &path)])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let list = Path::new(&path).join("images.json");
        let names = || std::fs::read_to_string(&list).unwrap().matches("127.0.0.1").count();
        let start = Instant::now();
        while names() == 2 && start.elapsed() < Duration::from_secs(10) {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_millis(moment)); // where it is by then is not ours to know
        child.kill().unwrap();
        child.wait().unwrap();

        let count = |sub: &str| std::fs::read_dir(Path::new(&path).join(sub)).unwrap().count();
        interrupted += usize::from(count("tmp") + count("layers") > 0);
        let store = store(Path::new(&path));
        assert_eq!(count("tmp"), 0);
        for image in store.list() {
            assert!(image.layers.iter().all(|layer| layer.is_dir()), "an image that has its name is whole");
        }
        store.collect(&Default::default()).await.unwrap();
        let named = store.list().len();
        assert_eq!(count("layers"), if named == 0 { 0 } else { named + 1 });
    }
    assert!(interrupted > 0, "no pruning was interrupted: nothing was tested");
}

#[tokio::test]
#[ignore = "run by a_kill_at_any_moment_of_a_pruning_leaves_a_store_that_works"]
async fn prunes_to_be_killed() {
    let store = store(Path::new(&env("TEST_STORE")));
    let everything = Retention { unused_for: Some(Duration::ZERO), ..Default::default() };
    store.prune(&everything, &Default::default(), false).await.unwrap();
}
