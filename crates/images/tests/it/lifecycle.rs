//! What happens to the store over time: crashes, drops, removals.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use neargate_images::{Auth, Error, Image, ImageStore, InUse, NoProgress, Removed};

use crate::support::*;

fn layer(text: &str) -> (Vec<u8>, Pack) {
    (Tar::new().file(text, text).done(), Pack::Gzip)
}

async fn load(store: &ImageStore, name: &str, layers: &[&str]) -> Image {
    let layers: Vec<_> = layers.iter().map(|text| layer(text)).collect();
    let archive = TestImage::new(&layers).archive(name);
    store.load(std::io::Cursor::new(archive), None).await.unwrap().remove(0)
}

fn count(dir: &Path, sub: &str) -> usize {
    std::fs::read_dir(dir.join(sub)).unwrap().count()
}

fn none() -> InUse {
    InUse::default()
}

#[tokio::test]
async fn removal_spares_what_another_name_shares() {
    let dir = temp();
    let store = store(dir.path());
    load(&store, "one", &["base", "a"]).await;
    let two = load(&store, "two", &["base", "b"]).await;
    let removed = store.remove("one", &none()).await.unwrap();
    assert_eq!(removed, Removed { untagged: true, blobs: 2, layers: 1 });
    assert!(two.layers.iter().all(|layer| layer.is_dir()));
    assert_eq!(store.resolve("one"), None);
    assert_eq!(store.remove("one", &none()).await.unwrap(), Removed::default());
    assert_eq!(store.remove("two", &none()).await.unwrap(), Removed { untagged: true, blobs: 2, layers: 2 });
    assert_eq!(["blobs/sha256", "layers", "tmp"].map(|sub| count(dir.path(), sub)), [0, 0, 0]);
}

#[tokio::test]
async fn an_image_in_use_stays_without_a_name_even_across_a_restart() {
    let dir = temp();
    let first = store(dir.path());
    let running = load(&first, "app", &["base", "old"]).await;
    let digests = HashSet::from([running.manifest_digest.clone()]);
    let in_use = InUse { digests, ..none() };
    load(&first, "app", &["base", "new"]).await; // the name moves on
    assert_eq!(first.remove("app", &in_use).await.unwrap(), Removed { untagged: true, blobs: 2, layers: 1 });
    drop(first);
    let second = store(dir.path());
    assert_eq!(second.collect(&in_use).await.unwrap(), Removed::default());
    assert!(running.layers.iter().all(|layer| layer.is_dir()));
    assert_eq!(second.collect(&none()).await.unwrap(), Removed { untagged: false, blobs: 2, layers: 2 });
}

#[tokio::test]
async fn what_a_killed_process_left_is_removed_on_opening() {
    let dir = temp();
    let first = store(dir.path());
    let image = load(&first, "app", &["base"]).await;
    drop(first);
    let half = dir.path().join("tmp/7/fs/usr");
    std::fs::create_dir_all(&half).unwrap();
    std::fs::write(half.join("half"), "x").unwrap();
    std::fs::write(dir.path().join("tmp/8"), "{").unwrap();
    let second = store(dir.path());
    assert_eq!(count(dir.path(), "tmp"), 0);
    assert_eq!(second.resolve("app"), Some(image));
}

#[tokio::test]
async fn an_image_that_lost_a_part_is_left_out_and_mended_by_the_next_pull() {
    let (dir, image) = (temp(), TestImage::new(&[layer("a"), layer("b")]));
    let registry = Fake::start({
        let image = image.clone();
        move |call| serve_image(&image, call)
    });
    let reference = registry.reference("app");
    let first = store(dir.path());
    let pulled = first.pull(&reference, Auth::Anonymous, Arc::new(NoProgress)).await.unwrap();
    drop(first);
    std::fs::remove_dir_all(pulled.layers[0].parent().unwrap()).unwrap();
    std::fs::write(dir.path().join("blobs/sha256").join(image.digest().hex()), "damaged").unwrap();
    let second = store(dir.path());
    assert_eq!(second.resolve(&reference), None);
    assert_eq!(second.pull(&reference, Auth::Anonymous, Arc::new(NoProgress)).await.unwrap(), pulled);
    assert!(pulled.layers[0].join("b").is_file());
}

#[tokio::test]
async fn two_processes_do_not_share_a_store() {
    let dir = temp();
    let _first = store(dir.path());
    assert!(matches!(ImageStore::open(dir.path(), options()), Err(Error::Locked { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_pull_stops_and_leaves_nothing_temporary() {
    let (dir, image) = (temp(), TestImage::new(&[layer("a")]));
    let slow = image.layer_digest(0);
    let registry = Fake::start(move |call| {
        let mut answer = serve_image(&image, call);
        if call.path.ends_with(slow.as_str()) {
            answer.stall_after = Some(10);
        }
        answer
    });
    let store = store(dir.path());
    let reference = registry.reference("x");
    let pull = store.pull(&reference, Auth::Anonymous, Arc::new(NoProgress));
    assert!(tokio::time::timeout(Duration::from_millis(500), pull).await.is_err());
    let start = Instant::now();
    while count(dir.path(), "tmp") > 0 {
        assert!(start.elapsed() < Duration::from_secs(5), "a temporary file stays");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    // But for what came: the next pull goes on from there.
    let partials: Vec<_> = std::fs::read_dir(dir.path().join("partial")).unwrap().flatten().collect();
    assert_eq!(partials.iter().map(|it| it.metadata().unwrap().len()).collect::<Vec<_>>(), [10]);
    // Nothing is leased any more: the documents that came already can be collected.
    let removed = store.collect(&none()).await.unwrap();
    assert_eq!((removed.blobs, removed.layers), (2, 0));
}

#[tokio::test]
async fn every_operation_may_be_spawned() {
    fn spawnable<F: Future + Send>(_: F) {}
    let dir = temp();
    let (store, in_use) = (store(dir.path()), none());
    spawnable(store.pull("x", Auth::Anonymous, Arc::new(NoProgress)));
    spawnable(store.load(tokio::io::empty(), None));
    spawnable(store.load_file(dir.path(), None));
    spawnable(store.remove("x", &in_use));
    spawnable(store.collect(&in_use));
}

/// Not a test of right or wrong: prints what the report quotes.
#[tokio::test]
#[ignore = "a measurement"]
async fn measure() {
    let dir = temp();
    let store = store(dir.path());
    let mut tar = Tar::new();
    let mut seed = 1u64;
    for n in 0..500 {
        let mut data = Vec::with_capacity(100 << 10);
        while data.len() < 100 << 10 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            data.extend_from_slice(&(seed >> 33).to_le_bytes()[..3]);
            data.extend_from_slice(b"some text ");
        }
        tar = tar.bytes(&format!("usr/lib/dir{}/file{n}", n % 20), &data);
    }
    let tar = tar.done();
    for (name, how) in [("plain", Pack::Plain), ("zstd", Pack::Zstd), ("gzip", Pack::Gzip)] {
        // A different first layer each time, so that the chain differs and the layer is unpacked anew.
        let image = TestImage::new(&[layer(name), (tar.clone(), how)]);
        let registry = Fake::start(move |call| serve_image(&image, call));
        let start = Instant::now();
        store.pull(&registry.reference("big"), Auth::Anonymous, Arc::new(NoProgress)).await.unwrap();
        eprintln!("{name}: pull and unpack {} MiB in {:?}", tar.len() >> 20, start.elapsed());
        let start = Instant::now();
        store.pull(&registry.reference("big"), Auth::Anonymous, Arc::new(NoProgress)).await.unwrap();
        eprintln!("{name}: warm pull in {:?}", start.elapsed());
    }
    let name = store.list()[0].reference.clone();
    let start = Instant::now();
    for _ in 0..10_000 {
        assert!(store.resolve(&name).is_some());
    }
    eprintln!("resolve: {:?}", start.elapsed() / 10_000);
}
