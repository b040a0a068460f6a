//! Pulls that succeed.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use neargate_images::{Auth, ImageStore, NoProgress, Platform, ProgressEvent};

use crate::support::*;

fn three_layers() -> TestImage {
    TestImage::new(&[
        (Tar::new().file("a", "one").done(), Pack::Gzip),
        (Tar::new().file("b", "two").done(), Pack::Zstd),
        (Tar::new().file("c", "three").done(), Pack::Plain),
    ])
}

#[tokio::test]
async fn every_compression_is_pulled_and_survives_reopening() {
    let (registry, dir) = (Registry::start(), temp());
    let image = three_layers();
    registry.push("team/app", "v1", &image);
    let reference = registry.reference("team/app:v1");
    let store = store(dir.path());
    let events = Arc::new(Events::default());
    let pulled = store.pull(&reference, Auth::Anonymous, events.clone()).await.unwrap();

    assert_eq!(pulled.reference, reference);
    assert_eq!(pulled.manifest_digest, image.digest().as_str());
    let config = &pulled.config;
    assert_eq!(
        (&config.entrypoint[..], &config.cmd[..]),
        (&["/bin/app".to_owned()][..], &["serve".to_owned()][..])
    );
    assert_eq!(
        (config.env[0].as_str(), config.user.as_str(), config.working_dir.as_str()),
        ("A=b", "7:8", "/srv")
    );
    assert_eq!((config.stop_signal.as_deref(), config.labels["k"].as_str()), (Some("SIGINT"), "v"));
    assert_eq!((&config.volumes[0][..], &config.exposed_ports[0][..]), ("/data", "80/tcp"));
    let read = |layer: usize, name: &str| std::fs::read_to_string(pulled.layers[layer].join(name)).unwrap();
    assert_eq!([read(0, "c"), read(1, "b"), read(2, "a")], ["three", "two", "one"], "topmost first");
    assert_eq!(pulled.size_bytes, 11);
    assert_eq!(events.count(|e| matches!(e, ProgressEvent::LayerUnpacked { .. })), 3);
    let blobs = std::fs::read_dir(dir.path().join("blobs/sha256")).unwrap().count();
    assert_eq!(blobs, 2, "manifest and config; layer blobs go once they are unpacked");

    drop(store);
    let store = self::store(dir.path());
    assert_eq!(store.resolve(&reference), Some(pulled.clone()));
    assert_eq!(store.list(), vec![pulled]);
    assert_eq!(store.resolve("nginx"), None);
}

#[tokio::test]
async fn a_second_image_fetches_only_what_is_new() {
    let (registry, dir) = (Registry::start(), temp());
    let base = (Tar::new().file("base", "x").done(), Pack::Gzip);
    let one = TestImage::new(std::slice::from_ref(&base));
    let two = TestImage::new(&[base, (Tar::new().file("top", "y").done(), Pack::Gzip)]);
    registry.push("one", "latest", &one);
    registry.push("two", "latest", &two);
    let store = store(dir.path());
    store.pull(&registry.reference("one"), Auth::Anonymous, Arc::new(NoProgress)).await.unwrap();
    let events = Arc::new(Events::default());
    store.pull(&registry.reference("two"), Auth::Anonymous, events.clone()).await.unwrap();
    let started: Vec<_> = events.0.lock().unwrap().clone();
    assert!(started.contains(&ProgressEvent::LayerExists { layer: two.layer_digest(0).to_string() }));
    assert!(started.contains(&ProgressEvent::LayerFetched { layer: two.layer_digest(1).to_string() }));
    assert_eq!(events.count(|e| matches!(e, ProgressEvent::LayerStarted { .. })), 1);
}

#[tokio::test]
async fn a_moved_tag_is_seen_at_the_next_pull() {
    let (registry, dir) = (Registry::start(), temp());
    let [old, new] = ["old", "new"].map(|t| TestImage::new(&[(Tar::new().file("f", t).done(), Pack::Gzip)]));
    let store = store(dir.path());
    for image in [&old, &new] {
        registry.push("app", "latest", image);
        let pulled =
            store.pull(&registry.reference("app"), Auth::Anonymous, Arc::new(NoProgress)).await.unwrap();
        assert_eq!(pulled.manifest_digest, image.digest().as_str());
    }
    let by_digest = registry.reference(&format!("app@{}", old.digest()));
    let pulled = store.pull(&by_digest, Auth::Anonymous, Arc::new(NoProgress)).await.unwrap();
    assert_eq!(pulled.manifest_digest, old.digest().as_str());
}

#[tokio::test]
async fn an_index_gives_the_platforms_image_and_its_own_digest() {
    let (registry, dir) = (Registry::start(), temp());
    let image = |arch: &str| TestImage::for_arch(&[(Tar::new().file("arch", arch).done(), Pack::Gzip)], arch);
    let (amd, arm) = (image("amd64"), image("arm64"));
    registry.push("multi", "amd", &amd);
    registry.push("multi", "arm", &arm);
    let list = index(&[(&amd, "amd64"), (&arm, "arm64")]);
    registry.push_manifest("multi", "latest", INDEX, &list);
    for arch in ["amd64", "arm64"] {
        let platform = Platform { os: "linux".into(), architecture: arch.into(), variant: None };
        let store =
            ImageStore::open(&dir.path().join(arch), neargate_images::Options { platform, ..options() });
        let store = store.unwrap();
        let reference = registry.reference("multi");
        let pulled = store.pull(&reference, Auth::Anonymous, Arc::new(NoProgress)).await.unwrap();
        assert_eq!(pulled.manifest_digest, neargate_images::Digest::of(&list).as_str());
        assert_eq!(std::fs::read_to_string(pulled.layers[0].join("arch")).unwrap(), arch);
        assert_eq!(pulled.config.architecture, arch);
    }
}

#[tokio::test]
async fn basic_credentials_open_a_registry() {
    let (registry, dir) = (Registry::start_with_auth(), temp());
    let image = three_layers();
    registry.push("private", "latest", &image);
    let store = store(dir.path());
    let reference = registry.reference("private");
    let denied = store.pull(&reference, Auth::Anonymous, Arc::new(NoProgress)).await.unwrap_err();
    assert_eq!(
        denied.ecs_reason(),
        format!(
            "pull image manifest has been retried 1 time(s): failed to resolve ref {reference}:latest: pull access \
             denied, repository does not exist or may require authorization: authorization failed: no basic auth \
             credentials"
        )
    );
    let auth = |password: &str| Auth::Basic { username: "me".into(), password: password.into() };
    let wrong = store.pull(&reference, auth("guess"), Arc::new(NoProgress)).await.unwrap_err();
    assert!(
        wrong.ecs_reason().ends_with("may require authorization: authorization failed"),
        "{}",
        wrong.ecs_reason()
    );
    store.pull(&reference, auth("secret"), Arc::new(NoProgress)).await.unwrap();
    // What one may see, another still may not, though it is in the store.
    store.pull(&reference, Auth::Anonymous, Arc::new(NoProgress)).await.unwrap_err();
}

#[tokio::test]
async fn bearer_tokens_are_fetched_once_and_sent_nowhere_else() {
    let image = three_layers();
    let served = image.clone();
    // Blobs are redirected to another host, which must not see the token.
    let bucket = Fake::start(move |call| {
        assert!(!call.headers.contains_key("authorization"), "a token went to another host");
        serve_image(&served, call)
    });
    let (served, bucket_port) = (image.clone(), bucket.port);
    let registry = Fake::start(move |call| {
        let host = call.headers["host"].clone();
        if call.path.starts_with("/token") {
            assert_eq!(call.path, "/token?service=test&scope=repository%3Aapp%3Apull");
            assert_eq!(call.headers["authorization"], "Basic bWU6c2VjcmV0");
            return Answer::new(200, r#"{"access_token":"t0k","expires_in":300}"#);
        }
        if call.headers.get("authorization").map(String::as_str) != Some("Bearer t0k") {
            let challenge =
                format!(r#"Bearer realm="http://{host}/token",service="test",scope="repository:app:pull""#);
            return Answer::new(401, "").header("www-authenticate", challenge);
        }
        if call.path.contains("/blobs/") {
            return Answer::new(307, "")
                .header("location", format!("http://127.0.0.1:{bucket_port}{}", call.path));
        }
        serve_image(&served, call)
    });
    let dir = temp();
    let store = store(dir.path());
    let auth = Auth::Basic { username: "me".into(), password: "secret".into() };
    for _ in 0..2 {
        store.pull(&registry.reference("app"), auth.clone(), Arc::new(NoProgress)).await.unwrap();
    }
    assert_eq!(registry.calls_of("GET /token"), 1);
    assert_eq!(bucket.calls_of("GET"), 4, "three layers and the config");
    let warm = registry.calls.lock().unwrap().last().cloned().unwrap();
    assert_eq!(warm, "HEAD /v2/app/manifests/latest", "a warm pull is one request");
}

#[tokio::test]
async fn what_may_pass_is_tried_again() {
    let (image, failures) = (three_layers(), AtomicUsize::new(0));
    let registry = Fake::start(move |call| match failures.fetch_add(1, Ordering::SeqCst) {
        0 => Answer::new(503, ""),
        3 => Answer::new(429, ""),
        _ => serve_image(&image, call),
    });
    let dir = temp();
    store(dir.path()).pull(&registry.reference("x"), Auth::Anonymous, Arc::new(NoProgress)).await.unwrap();
}

#[tokio::test]
async fn registries_without_head_or_digest_header_work() {
    let image = three_layers();
    let served = image.clone();
    let registry = Fake::start(move |call| match call.method.as_str() {
        "HEAD" => Answer::new(405, ""),
        _ => serve_image(&served, call),
    });
    let dir = temp();
    let pulled = store(dir.path())
        .pull(&registry.reference("x"), Auth::Anonymous, Arc::new(NoProgress))
        .await
        .unwrap();
    assert_eq!(pulled.manifest_digest, image.digest().as_str());
}

#[tokio::test]
async fn a_mirror_is_asked_first_and_the_registry_when_it_fails() {
    let image = three_layers();
    let served = image.clone();
    let mirror = Fake::start(move |call| match call.path.contains("/blobs/") {
        true => Answer::new(500, ""),
        false => serve_image(&served, call),
    });
    let registry = Fake::start(move |call| serve_image(&image, call));
    let dir = temp();
    let origin = format!("127.0.0.1:{}", registry.port);
    let mirrors = [(origin.clone(), format!("http://127.0.0.1:{}", mirror.port))].into();
    let store = ImageStore::open(dir.path(), neargate_images::Options { mirrors, ..options() }).unwrap();
    store.pull(&format!("{origin}/x"), Auth::Anonymous, Arc::new(NoProgress)).await.unwrap();
    assert_eq!(registry.calls_of("HEAD"), 0);
    assert_eq!(registry.calls_of("GET"), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_pulls_share_their_layers() {
    let image = three_layers();
    let layers: Vec<_> = (0..3).map(|n| image.layer_digest(n)).collect();
    let registry = Fake::start(move |call| {
        let mut answer = serve_image(&image, call);
        answer.delay = Duration::from_millis(50);
        answer
    });
    let dir = temp();
    let store = store(dir.path());
    let pulls: Vec<_> = (0..10)
        .map(|n| {
            let (store, reference) = (store.clone(), registry.reference(&format!("x:{}", n % 2)));
            tokio::spawn(async move { store.pull(&reference, Auth::Anonymous, Arc::new(NoProgress)).await })
        })
        .collect();
    for pull in pulls {
        pull.await.unwrap().unwrap();
    }
    for digest in &layers {
        assert_eq!(registry.calls_of(&format!("GET /v2/x/blobs/{digest}")), 1, "a layer was fetched twice");
    }
    assert!(registry.calls_of("HEAD") <= 4, "the question itself is shared as well");
    assert_eq!(store.list().len(), 2);
}

#[tokio::test]
async fn what_skopeo_pushes_in_dockers_format_is_pulled() {
    let (registry, dir) = (Registry::start(), temp());
    let layers =
        [(Tar::new().file("a", "one").done(), Pack::Gzip), (Tar::new().file("b", "two").done(), Pack::Gzip)];
    let archive = dir.path().join("source.tar");
    std::fs::write(&archive, TestImage::new(&layers).archive("source:1")).unwrap();
    let reference = registry.reference("pushed:v2s2");
    let (from, to) = (format!("oci-archive:{}:source:1", archive.display()), format!("docker://{reference}"));
    let args = ["--insecure-policy", "copy", "-q", "--format", "v2s2", "--dest-tls-verify=false", &from, &to];
    run("/usr/bin/skopeo", &args);
    let store = store(&dir.path().join("store"));
    let pulled = store.pull(&reference, Auth::Anonymous, Arc::new(NoProgress)).await.unwrap();
    assert_eq!(std::fs::read_to_string(pulled.layers[1].join("a")).unwrap(), "one");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registry_that_takes_its_time_keeps_nobody_from_others() {
    let (dir, image) = (temp(), three_layers());
    let (served, layer) = (image.clone(), image.layer_digest(0));
    let first = format!("GET /v2/app/blobs/{layer}");
    let slow = Fake::start(move |call| {
        let mut answer = serve_image(&served, call);
        if call.path.ends_with(layer.as_str()) {
            answer.delay = Duration::from_secs(20);
        }
        answer
    });
    let other = Fake::start(move |call| serve_image(&image, call));
    let options = neargate_images::Options { max_parallel_fetches: 1, ..options() };
    let store = ImageStore::open(dir.path(), options).unwrap();
    let stuck = tokio::spawn({
        let (store, reference) = (store.clone(), slow.reference("app"));
        async move { store.acquire(&reference, Auth::Anonymous).await }
    });
    while slow.calls_of(&first) == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let reference = other.reference("app");
    let pull = store.acquire(&reference, Auth::Anonymous);
    tokio::time::timeout(Duration::from_secs(10), pull).await.expect("a place of its own").unwrap();
    assert!(!stuck.is_finished());
    stuck.abort();
}
