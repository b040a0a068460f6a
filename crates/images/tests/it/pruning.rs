//! What goes by policy, what stays, and that nobody who runs an image notices.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use neargate_images::{
    Auth, Garbage, Goes, Image, ImageStore, InUse, NoProgress, Options, Pruned, Retention, Stays, Verdict,
    Watermarks,
};

use crate::support::*;

fn layer(text: &str) -> (Vec<u8>, Pack) {
    (Tar::new().file(text, text).done(), Pack::Gzip)
}

/// A registry that has an image of two layers under every name: a common one, and one that holds the name.
fn registry() -> Fake {
    Fake::start(|call| {
        let name = call.path.split('/').nth(2).unwrap().to_owned();
        serve_image(&TestImage::new(&[layer("base"), layer(&name)]), call)
    })
}

async fn pull(store: &ImageStore, reference: &str) -> Image {
    store.pull(reference, Auth::Anonymous, Arc::new(NoProgress)).await.unwrap()
}

fn everything() -> Retention {
    Retention { unused_for: Some(Duration::ZERO), ..Retention::default() }
}

fn verdicts(pruned: &Pruned) -> Vec<(&str, Verdict, u64)> {
    let short = |reference: &str| reference.rfind('/').unwrap() + 1;
    let mut told: Vec<_> = pruned
        .images
        .iter()
        .map(|image| (&image.reference[short(&image.reference)..], image.verdict, image.frees_bytes))
        .collect();
    told.sort_by_key(|(name, ..)| *name);
    told
}

fn count(dir: &Path, sub: &str) -> usize {
    std::fs::read_dir(dir.join(sub)).unwrap().count()
}

#[tokio::test]
async fn a_dry_run_tells_what_the_real_one_does() {
    let (dir, registry) = (temp(), registry());
    let store = store(dir.path());
    for name in ["aa", "bbb"] {
        pull(&store, &registry.reference(name)).await;
    }
    let archive = TestImage::new(&[layer("base"), layer("loaded")]).archive("loaded:1");
    store.load(std::io::Cursor::new(archive), None).await.unwrap();
    let mut in_use = InUse::default();
    in_use.add_name(&registry.reference("bbb"));

    let dry = store.prune(&everything(), &in_use, true).await.unwrap();
    let expected = [
        ("aa:latest", Verdict::Goes(Goes::Unused), 2),
        ("bbb:latest", Verdict::Stays(Stays::InUse), 0),
        ("loaded:1", Verdict::Stays(Stays::Loaded), 0),
    ];
    assert_eq!(verdicts(&dry), expected);
    assert_eq!((dry.freed_bytes, dry.garbage), (2, Garbage::default()));
    assert_eq!((store.list().len(), count(dir.path(), "layers")), (3, 4));

    let real = store.prune(&everything(), &in_use, false).await.unwrap();
    assert_eq!((verdicts(&real), real.freed_bytes), (expected.to_vec(), 2));
    let left = || store.list().into_iter().map(|image| image.reference).collect::<Vec<_>>();
    assert_eq!(left(), [registry.reference("bbb:latest"), "docker.io/library/loaded:1".to_owned()]);
    assert_eq!(count(dir.path(), "layers"), 3);
    let again = store.prune(&everything(), &InUse::default(), false).await.unwrap();
    assert_eq!(again.freed_bytes, 3);
    assert_eq!(left(), ["docker.io/library/loaded:1"]);
    drop(store);
    assert_eq!(self::store(dir.path()).list().len(), 1);
}

#[tokio::test]
async fn age_counts_from_the_last_use_also_across_restarts() {
    let (dir, registry) = (temp(), registry());
    let first = store(dir.path());
    let [old, fresh] = ["old", "fresh"].map(|name| registry.reference(name));
    let (old_image, _) = (pull(&first, &old).await, pull(&first, &fresh).await);
    first.save_uses().await.unwrap();
    drop(first);
    // As if it had been written an hour ago.
    let file = dir.path().join("uses.json");
    let mut uses: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let noted = uses["last_used"][&old_image.manifest_digest].as_u64().unwrap();
    uses["last_used"][&old_image.manifest_digest] = (noted - 3600).into();
    std::fs::write(&file, uses.to_string()).unwrap();

    let second = store(dir.path());
    let policy = Retention { unused_for: Some(Duration::from_secs(3000)), ..Retention::default() };
    let told = second.prune(&policy, &InUse::default(), true).await.unwrap();
    assert_eq!(verdicts(&told)[1], ("old:latest", Verdict::Goes(Goes::Unused), 3));
    // Used again: by a task that has it, then by one that is only known to the node.
    drop(second.hold(&old).unwrap());
    let told = second.prune(&policy, &InUse::default(), true).await.unwrap();
    assert_eq!(verdicts(&told)[1], ("old:latest", Verdict::Stays(Stays::Recent), 0));
    second.save_uses().await.unwrap();
    let uses: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    assert!(uses["last_used"][&old_image.manifest_digest].as_u64().unwrap() >= noted);
}

#[tokio::test]
async fn a_held_image_stays_whatever_becomes_of_its_name() {
    let (dir, registry) = (temp(), registry());
    let store = store(dir.path());
    let reference = registry.reference("app");
    let held = store.acquire(&reference, Auth::Anonymous).await.unwrap();
    let told = store.prune(&everything(), &InUse::default(), false).await.unwrap();
    assert_eq!(verdicts(&told), [("app:latest", Verdict::Stays(Stays::InUse), 0)]);
    assert!(store.remove(&reference, &InUse::default()).await.unwrap().untagged);
    assert!(held.layers.iter().all(|layer| layer.is_dir()));
    let layers = held.layers.clone();
    drop(held);
    // An agent that has only just come knows of mounted layers, and of nothing else.
    let mounted = InUse { layers: HashSet::from([layers[1].clone()]), ..InUse::default() };
    store.collect(&mounted).await.unwrap();
    assert_eq!([0, 1].map(|n| layers[n].is_dir()), [false, true]);
    store.collect(&InUse::default()).await.unwrap();
    assert_eq!(["layers", "blobs/sha256", "tmp"].map(|sub| count(dir.path(), sub)), [0; 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn pruning_never_takes_an_image_from_who_just_got_it() {
    let (dir, registry) = (temp(), registry());
    let store = store(dir.path());
    let until = Instant::now() + Duration::from_secs(2);
    let prunings = tokio::spawn({
        let store = store.clone();
        async move {
            let mut freed = 0;
            while Instant::now() < until {
                freed += store.prune(&everything(), &InUse::default(), false).await.unwrap().freed_bytes;
            }
            freed
        }
    });
    let runners = (0..4).map(|runner| {
        let (store, reference) = (store.clone(), registry.reference(&format!("app{}", runner % 2)));
        tokio::spawn(async move {
            let mut held = 0;
            while Instant::now() < until {
                let image = store.acquire(&reference, Auth::Anonymous).await.unwrap();
                for _ in 0..10 {
                    assert!(image.layers.iter().all(|layer| layer.is_dir()), "a layer went under a runner");
                    tokio::task::yield_now().await;
                }
                held += 1;
            }
            held
        })
    });
    let mut held = 0;
    for runner in runners.collect::<Vec<_>>() {
        held += runner.await.unwrap();
    }
    assert!(held > 20 && prunings.await.unwrap() > 0, "nothing was tested");
}

#[tokio::test]
async fn what_no_name_needs_is_told_and_goes() {
    let (dir, registry) = (temp(), registry());
    let store = store(dir.path());
    let reference = registry.reference("app");
    pull(&store, &reference).await;
    let archive = TestImage::new(&[layer("other")]).archive(&reference);
    store.load(std::io::Cursor::new(archive), None).await.unwrap(); // the name moves on
    let partial = |name: &str| dir.path().join("partial").join(name.repeat(64));
    for (name, age) in [("a", 100), ("b", 0)] {
        std::fs::write(partial(name), "1234567").unwrap();
        let file = std::fs::File::options().write(true).open(partial(name)).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(age)).unwrap();
    }
    let policy = Retention { partials_kept: Duration::from_secs(50), ..Retention::default() };
    for dry_run in [true, false] {
        let told = store.prune(&policy, &InUse::default(), dry_run).await.unwrap();
        let Garbage { layers, blobs, partials, bytes } = told.garbage;
        assert_eq!((layers, blobs, partials), (2, 2, 1));
        assert_eq!(told.freed_bytes, bytes);
        assert_eq!(partial("a").exists(), dry_run);
    }
    assert!(partial("b").exists());
    assert_eq!((count(dir.path(), "layers"), count(dir.path(), "blobs/sha256")), (1, 2));
    let told = store.prune(&policy, &InUse::default(), true).await.unwrap();
    assert_eq!(told.garbage, Garbage::default());
}

#[tokio::test]
async fn a_full_disk_is_relieved() {
    let mount = temp();
    let target = mount.path().display().to_string();
    run("mount", &["-t", "tmpfs", "-o", "size=8m", "tmpfs", &target]);
    let _unmount = Unmount(target);
    let image =
        |name: &str| TestImage::new(&[(Tar::new().bytes(name, &vec![0; 2 << 20]).done(), Pack::Gzip)]);
    let registry = Fake::start(move |call| serve_image(&image(call.path.split('/').nth(2).unwrap()), call));
    let store = store(&mount.path().join("store"));
    let policy = Retention { disk: Some(Watermarks { above: 70, until: 60 }), ..Retention::default() };
    for name in ["one", "two"] {
        pull(&store, &registry.reference(name)).await;
        let told = store.prune(&policy, &InUse::default(), false).await.unwrap();
        assert_eq!(told.freed_bytes, 0, "{told:?}");
    }
    let mut in_use = InUse::default();
    in_use.add_name(&registry.reference("one"));
    pull(&store, &registry.reference("three")).await;
    let told = store.prune(&policy, &in_use, false).await.unwrap();
    assert_eq!(told.freed_bytes, 2 << 20);
    let names: Vec<_> = store.list().into_iter().map(|image| image.reference).collect();
    assert!(names.contains(&registry.reference("one:latest")) && names.len() == 2, "{names:?}");
    drop(store);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_prefetch_is_in_nobodys_way_and_is_joined() {
    let (dir, slow) = (temp(), TestImage::new(&[layer("slow")]));
    let (served, delayed) = (slow.clone(), slow.layer_digest(0));
    let registry = Fake::start(move |call| {
        if !call.path.contains("/slow/") {
            return serve_image(&TestImage::new(&[layer("quick"), layer("too")]), call);
        }
        let mut answer = serve_image(&served, call);
        if call.path.ends_with(delayed.as_str()) {
            answer.delay = Duration::from_millis(600);
        }
        answer
    });
    let store = ImageStore::open(dir.path(), Options { max_parallel_fetches: 1, ..options() }).unwrap();
    let prefetch = tokio::spawn({
        let (store, reference) = (store.clone(), registry.reference("slow"));
        async move { store.prefetch(&reference, Auth::Anonymous).await }
    });
    let blob = format!("GET /v2/slow/blobs/{}", slow.layer_digest(0));
    let start = Instant::now();
    while registry.calls_of(&blob) == 0 {
        assert!(start.elapsed() < Duration::from_secs(5), "the prefetch asks for nothing");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    store.acquire(&registry.reference("quick"), Auth::Anonymous).await.unwrap();
    assert!(!prefetch.is_finished(), "a task waited for a prefetch");
    store.acquire(&registry.reference("slow"), Auth::Anonymous).await.unwrap();
    assert_eq!(prefetch.await.unwrap().unwrap().manifest_digest, slow.digest().as_str());
    assert_eq!(registry.calls_of(&blob), 1, "what was being prefetched was fetched again");
}
