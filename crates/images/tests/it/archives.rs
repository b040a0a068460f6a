//! Loading archives, made by hand and by skopeo.

use std::io::Write;
use std::path::{Path, PathBuf};

use neargate_images::LoadError;

use crate::support::*;

fn image() -> TestImage {
    TestImage::new(&[
        (Tar::new().file("a", "one").done(), Pack::Gzip),
        (Tar::new().file("b", "two").done(), Pack::Zstd),
        (Tar::new().file("b", "two").done(), Pack::Zstd),
    ])
}

/// Has skopeo make an archive from an oci-archive of ours.
fn skopeo(dir: &Path, to: &str) -> PathBuf {
    let source = dir.join("source.tar");
    // Skopeo puts no zstd into docker's formats.
    let layers = [("a", "one"), ("b", "two"), ("c", "three")];
    let layers = layers.map(|(name, text)| (Tar::new().file(name, text).done(), Pack::Gzip));
    std::fs::write(&source, TestImage::new(&layers).archive("source:1")).unwrap();
    let (kind, name) = to.split_once(' ').unwrap();
    let target = dir.join("made.tar");
    let (from, to) =
        (format!("oci-archive:{}:source:1", source.display()), format!("{kind}:{}:{name}", target.display()));
    run("/usr/bin/skopeo", &["--insecure-policy", "copy", "-q", &from, &to]);
    target
}

#[tokio::test]
async fn a_docker_archive_of_skopeo() {
    let dir = temp();
    let archive = skopeo(dir.path(), "docker-archive team/app:v1");
    let store = store(&dir.path().join("store"));
    let loaded = store.load_file(&archive, None).await.unwrap();
    assert_eq!(loaded[0].reference, "docker.io/team/app:v1");
    assert_eq!(std::fs::read_to_string(loaded[0].layers[2].join("a")).unwrap(), "one");
    assert_eq!(loaded[0].config.cmd, ["serve"]);
    let again = store.load_file(&archive, Some("other:2")).await.unwrap();
    assert_eq!(again[0].manifest_digest, loaded[0].manifest_digest);
    assert_eq!(again[0].reference, "docker.io/library/other:2");
    assert_eq!(store.resolve("team/app:v1"), Some(loaded[0].clone()));
    let held = |name: &str| {
        store.hold(&format!("{name}@{}", loaded[0].manifest_digest)).map(|held| held.reference.clone())
    };
    for by_digest in ["team/app", "team/app:v1", "team/app:elsewhere"] {
        assert_eq!(held(by_digest).as_deref(), Some("docker.io/team/app:v1"), "{by_digest}");
    }
    assert_eq!(held("team/another"), None, "what another repository may hold isn't this one's");
}

#[tokio::test]
async fn an_oci_archive_of_skopeo() {
    let dir = temp();
    let archive = skopeo(dir.path(), "oci-archive ghcr.io/team/app:v2");
    let store = store(&dir.path().join("store"));
    let loaded = store.load_file(&archive, None).await.unwrap();
    assert_eq!(loaded[0].reference, "ghcr.io/team/app:v2");
    assert_eq!(loaded[0].layers.len(), 3);
}

#[tokio::test]
async fn a_compressed_archive_from_a_stream() {
    let dir = temp();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(&image().archive("v7")).unwrap();
    let bytes = encoder.finish().unwrap();
    let store = store(dir.path());
    let loaded = store.load(std::io::Cursor::new(bytes), Some("app")).await.unwrap();
    assert_eq!(loaded[0].reference, "docker.io/library/app:v7");
    assert_eq!(loaded[0].manifest_digest, image().digest().as_str());
    assert_eq!(std::fs::read_dir(dir.path().join("tmp")).unwrap().count(), 0);
}

#[tokio::test]
async fn archives_that_are_none() {
    let dir = temp();
    let store = store(dir.path());
    let load = async |bytes: Vec<u8>| store.load(std::io::Cursor::new(bytes), None).await.unwrap_err();
    assert!(matches!(load(Tar::new().file("x", "y").done()).await, LoadError::UnknownFormat));
    assert!(matches!(load(b"no tar at all".to_vec()).await, LoadError::Archive(_)));
    let hex = "0".repeat(64);
    let docker =
        format!(r#"[{{"Config":"../../../etc/hostname","RepoTags":["x:1"],"Layers":["{hex}/layer.tar"]}}]"#);
    let error = load(Tar::new().file("manifest.json", &docker).done()).await;
    assert!(matches!(error, LoadError::Missing { .. }), "{error:?}");
    let mut lying = image();
    let manifest = String::from_utf8(lying.manifest.clone()).unwrap();
    lying.manifest = manifest.replace(lying.layer_digest(0).as_str(), &format!("sha256:{hex}")).into_bytes();
    assert!(matches!(load(lying.archive("x")).await, LoadError::Missing { .. }));
    let forged = Tar::new().file(&format!("blobs/sha256/{hex}"), "not it").file(
        "index.json",
        &format!(r#"{{"schemaVersion":2,"manifests":[{{"digest":"sha256:{hex}","size":6}}]}}"#),
    );
    assert!(matches!(load(forged.done()).await, LoadError::WrongDigest { .. }));
    assert!(store.list().is_empty());
}
