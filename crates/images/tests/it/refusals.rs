//! Pulls that fail, and the words in which they do.

use std::os::unix::fs::FileExt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use neargate_images::{Auth, ImageStore, NoProgress, Options, PullError};
use serde_json::json;

use crate::support::*;

async fn refusal(reference: &str) -> String {
    let dir = temp();
    let error = store(dir.path()).pull(reference, Auth::Anonymous, Arc::new(NoProgress)).await.unwrap_err();
    assert_eq!(std::fs::read_dir(dir.path().join("tmp")).unwrap().count(), 0, "something temporary was left");
    error.ecs_reason()
}

fn one_layer() -> TestImage {
    TestImage::new(&[(Tar::new().file("f", &"x".repeat(5000)).done(), Pack::Gzip)])
}

#[tokio::test]
async fn a_missing_image() {
    let registry = Registry::start();
    let reference = registry.reference("library/no_such_image:latest");
    assert_eq!(
        refusal(&reference).await,
        format!(
            "pull image manifest has been retried 1 time(s): failed to resolve ref {reference}: {reference}: not found"
        )
    );
}

#[tokio::test]
async fn a_repository_that_the_token_does_not_cover() {
    let registry = Fake::start(|call| {
        if call.path.starts_with("/token") {
            return Answer::new(200, r#"{"token":"t"}"#);
        }
        let error =
            if call.headers.contains_key("authorization") { r#",error="insufficient_scope""# } else { "" };
        let challenge = format!(r#"Bearer realm="http://{}/token",service="s"{error}"#, call.headers["host"]);
        Answer::new(401, "").header("www-authenticate", challenge)
    });
    let reference = registry.reference("library/no_such_image:latest");
    assert_eq!(
        refusal(&reference).await,
        format!(
            "pull image manifest has been retried 1 time(s): failed to resolve ref {reference}: pull access denied, \
             repository does not exist or may require authorization: server message: insufficient_scope: \
             authorization failed"
        )
    );
}

#[tokio::test]
async fn no_one_listens() {
    let port = free_port();
    let reference = format!("127.0.0.1:{port}/x:1");
    assert_eq!(
        refusal(&reference).await,
        format!(
            "pull image manifest has been retried 3 time(s): failed to resolve ref {reference}: failed to do request: \
             Head \"http://127.0.0.1:{port}/v2/x/manifests/1\": dial tcp 127.0.0.1:{port}: connect: connection refused"
        )
    );
}

#[tokio::test]
async fn a_host_without_an_address() {
    let reason = refusal("no-such-host.invalid/x:1").await;
    assert!(
        reason.ends_with(
            "failed to do request: Head \"https://no-such-host.invalid/v2/x/manifests/1\": dial tcp: lookup \
             no-such-host.invalid: no such host"
        ),
        "{reason}"
    );
}

#[tokio::test]
async fn a_blob_that_is_forbidden_or_rate_limited() {
    let image = one_layer();
    let layer = image.layer_digest(0);
    let registry = Fake::start(move |call| match call.path.ends_with(layer.as_str()) {
        true => Answer::new(403, r#"{"errors":[{"code":"DENIED","message":"not yours"}]}"#),
        false => serve_image(&image, call),
    });
    let url = format!("http://127.0.0.1:{}/v2/x/blobs/{}", registry.port, one_layer().layer_digest(0));
    assert_eq!(
        refusal(&registry.reference("x")).await,
        format!(
            "ref pull has been retried 1 time(s): failed to copy: httpReadSeeker: failed open: unexpected status code \
             {url}: 403 Forbidden - Server message: denied: not yours"
        )
    );
}

#[tokio::test]
async fn a_layer_that_was_corrupted_at_the_registry() {
    let (registry, image) = (Registry::start(), one_layer());
    registry.push("x", "latest", &image);
    let layer = image.layer_digest(0);
    let file = std::fs::OpenOptions::new().write(true).open(registry.blob_file(&layer)).unwrap();
    file.write_all_at(b"?", 20).unwrap();
    let mut bytes = image.blobs[0].clone();
    bytes[20] = b'?';
    assert_eq!(
        refusal(&registry.reference("x")).await,
        format!(
            "ref pull has been retried 1 time(s): failed to copy: failed commit on ref \"{layer}\": unexpected commit \
             digest {}, expected {layer}: failed precondition",
            neargate_images::Digest::of(&bytes)
        )
    );
}

#[tokio::test]
async fn a_manifest_or_config_that_is_not_what_its_digest_says() {
    let image = one_layer();
    for part in ["/manifests/sha256", "/blobs/"] {
        let served = image.clone();
        let registry = Fake::start(move |call| {
            let mut answer = serve_image(&served, call);
            if call.path.contains(part) {
                answer.body.push(b' ');
            }
            answer
        });
        let reason = refusal(&registry.reference("x")).await;
        assert!(reason.contains("unexpected commit digest sha256:"), "{reason}");
    }
}

#[tokio::test]
async fn a_layer_whose_content_is_not_the_configs() {
    let tar = Tar::new().file("f", "x").done();
    let config = json!({"os": "linux", "rootfs": {"diff_ids": [neargate_images::Digest::of(b"other")]}});
    let image = TestImage::with_config(&[(tar.clone(), Pack::Gzip)], config);
    let registry = Fake::start(move |call| serve_image(&image, call));
    let (other, actual) = (neargate_images::Digest::of(b"other"), neargate_images::Digest::of(&tar));
    assert_eq!(
        refusal(&registry.reference("x")).await,
        format!(
            "ref pull has been retried 1 time(s): failed to extract layer {other}: wrong diff id calculated on \
             extraction {actual}, expected {other}: unknown"
        )
    );
}

#[tokio::test]
async fn another_platforms_image() {
    let layer = (Tar::new().file("f", "x").done(), Pack::Gzip);
    let image = TestImage::for_arch(&[layer], "s390x");
    let registry = Fake::start(move |call| serve_image(&image, call));
    let host = neargate_images::Platform::host();
    assert_eq!(
        refusal(&registry.reference("x")).await,
        format!(
            "pull image manifest has been retried 1 time(s): image Manifest does not contain descriptor matching \
             platform '{host}'"
        )
    );
}

#[tokio::test]
async fn a_registry_that_stalls() {
    let image = one_layer();
    let layer = image.layer_digest(0);
    let registry = Fake::start(move |call| {
        let mut answer = serve_image(&image, call);
        if call.path.ends_with(layer.as_str()) {
            answer.stall_after = Some(10);
        }
        answer
    });
    let dir = temp();
    let options = Options { stall_timeout: Duration::from_millis(500), max_attempts: 2, ..options() };
    let store = ImageStore::open(dir.path(), options).unwrap();
    let start = Instant::now();
    let error =
        store.pull(&registry.reference("x"), Auth::Anonymous, Arc::new(NoProgress)).await.unwrap_err();
    assert!(
        start.elapsed() < Duration::from_secs(6),
        "it waited for the registry, which stalls for nine seconds in all"
    );
    // The first attempt got somewhere, the two after it no further.
    assert!(
        error.ecs_reason().starts_with("ref pull has been retried 3 time(s): failed to copy"),
        "{error:?}"
    );
    assert!(error.ecs_reason().ends_with("read tcp: i/o timeout"), "{}", error.ecs_reason());
}

#[tokio::test]
async fn a_full_disk() {
    let mount = temp();
    let target = mount.path().display().to_string();
    run("mount", &["-t", "tmpfs", "-o", "size=3m", "tmpfs", &target]);
    let _unmount = Unmount(target);
    // Compresses well, so that it is the unpacking that fails.
    let image = TestImage::new(&[(Tar::new().bytes("zeros", &vec![0; 8 << 20]).done(), Pack::Gzip)]);
    let diff_id = neargate_images::Digest::of(&Tar::new().bytes("zeros", &vec![0; 8 << 20]).done());
    let registry = Fake::start(move |call| serve_image(&image, call));
    let store = store(&mount.path().join("store"));
    let error =
        store.pull(&registry.reference("x"), Auth::Anonymous, Arc::new(NoProgress)).await.unwrap_err();
    let PullError::NoSpace { needed_bytes: Some(1..200_000), free_bytes, cause, .. } = &error else {
        panic!("{error:?}")
    };
    assert!(matches!(**cause, PullError::Extract { .. }) && *free_bytes > 2 << 20, "{error}");
    assert_eq!(error.advice(), Some("`neargate image prune` removes images that no task uses"));
    assert_eq!(
        error.ecs_reason(),
        format!(
            "ref pull has been retried 1 time(s): failed to extract layer {diff_id}: write zeros: no space left on \
             device: unknown"
        )
    );
    let left = |sub: &str| std::fs::read_dir(mount.path().join("store").join(sub)).unwrap().count();
    assert_eq!(["tmp", "partial", "layers"].map(left), [0; 3]);
    assert_eq!(left("blobs/sha256"), 2, "manifest and config, which the next pull needs as well");

    run("mount", &["-o", "remount,size=30m", &mount.path().display().to_string()]);
    store.pull(&registry.reference("x"), Auth::Anonymous, Arc::new(NoProgress)).await.unwrap();
    drop(store);
}

#[tokio::test]
async fn a_disk_that_is_too_small_is_not_filled_first() {
    let mount = temp();
    let target = mount.path().display().to_string();
    run("mount", &["-t", "tmpfs", "-o", "size=3m", "tmpfs", &target]);
    let _unmount = Unmount(target);
    let image = TestImage::new(&[(Tar::new().bytes("zeros", &vec![0; 4 << 20]).done(), Pack::Plain)]);
    let registry = Fake::start({
        let image = image.clone();
        move |call| serve_image(&image, call)
    });
    let store = store(&mount.path().join("store"));
    let error =
        store.pull(&registry.reference("x"), Auth::Anonymous, Arc::new(NoProgress)).await.unwrap_err();
    let reason = error.ecs_reason();
    assert!(reason.starts_with("ref pull has been retried 1 time(s): failed to copy: write /"), "{reason}");
    assert!(reason.ends_with(": no space left on device"), "{reason}");
    let told = error.to_string();
    assert!(told.contains("4.2 MB to fetch before it is unpacked, 3.1 MB free"), "{told}");
    assert_eq!(registry.calls_of(&format!("GET /v2/x/blobs/{}", image.layer_digest(0))), 0);
    drop(store);
}
