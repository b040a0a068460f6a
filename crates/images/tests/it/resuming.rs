//! Pulls that are interrupted and go on where they were.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use neargate_images::{Auth, Image, ImageStore, NoProgress, Options, PullError};
use proptest::prelude::*;

use crate::support::*;

/// One layer that doesn't compress, of some kilobytes.
fn image() -> TestImage {
    let mut seed = 7u64;
    let noise = std::iter::repeat_with(|| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (seed >> 56) as u8
    });
    let noise: Vec<u8> = noise.take(40_000).collect();
    TestImage::new(&[(Tar::new().bytes("noise", &noise).done(), Pack::Plain)])
}

/// What a registry does with one request for the layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Does {
    /// Sends so many bytes of what was asked for, then closes the connection.
    Cut(usize),
    /// The same, but it knows no ranges.
    CutWhole(usize),
    /// Has no such range, whatever it is.
    Refuse,
    /// Sends another piece than the one that was asked for, and says so.
    Misplace,
    /// Fails without a word of the blob.
    Fail,
}

/// A registry that does these things with requests for the layer, one after the other, and then behaves. Also tells the ranges that it
/// was asked for, and how many bytes of the layer it has sent.
struct Cutting {
    registry: Fake,
    ranges: Arc<Mutex<Vec<Option<String>>>>,
    sent: Arc<AtomicUsize>,
}

impl Cutting {
    fn start(image: &TestImage, script: Vec<Does>) -> Self {
        let (ranges, sent) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicUsize::new(0)));
        let (image, asked, counted) = (image.clone(), ranges.clone(), sent.clone());
        let layer = image.layer_digest(0);
        let registry = Fake::start(move |call| {
            let whole = serve_image(&image, call);
            if !call.path.ends_with(layer.as_str()) {
                return whole;
            }
            let range = call.headers.get("range").cloned();
            let mut asked = asked.lock().unwrap();
            let does = script.get(asked.len()).copied();
            asked.push(range.clone());
            let mut answer = match does {
                None | Some(Does::Cut(_)) => serve_range(whole, call),
                Some(Does::CutWhole(_)) => whole,
                Some(Does::Refuse) if range.is_some() => Answer::new(416, ""),
                Some(Does::Misplace) if range.is_some() => {
                    let size = whole.body.len();
                    Answer::new(206, &whole.body[1..])
                        .header("content-range", format!("bytes 1-{}/{size}", size - 1))
                }
                Some(Does::Refuse | Does::Misplace) => whole,
                Some(Does::Fail) => Answer::new(503, ""),
            };
            if let Some(Does::Cut(at) | Does::CutWhole(at)) = does {
                answer.cut_after = Some(at.min(answer.body.len().saturating_sub(1)));
            }
            if matches!(answer.status, 200 | 206) {
                counted.fetch_add(answer.cut_after.unwrap_or(answer.body.len()), Ordering::SeqCst);
            }
            answer
        });
        Self { registry, ranges, sent }
    }

    fn ranges(&self) -> Vec<Option<String>> {
        self.ranges.lock().unwrap().clone()
    }

    fn sent(&self) -> usize {
        self.sent.load(Ordering::SeqCst)
    }

    async fn pull(&self, store: &ImageStore, name: &str) -> Result<Image, PullError> {
        store.pull(&self.registry.reference(name), Auth::Anonymous, Arc::new(NoProgress)).await
    }
}

fn from(bytes: usize) -> Option<String> {
    Some(format!("bytes={bytes}-"))
}

fn partial(dir: &Path, image: &TestImage) -> PathBuf {
    dir.join("partial").join(image.layer_digest(0).hex())
}

#[tokio::test]
async fn a_cut_connection_costs_no_byte_twice() {
    let (dir, image) = (temp(), image());
    let registry = Cutting::start(&image, vec![Does::Cut(1000), Does::Cut(1), Does::Fail, Does::Cut(30_000)]);
    let pulled = registry.pull(&store(dir.path()), "x").await.unwrap();
    assert_eq!(std::fs::metadata(pulled.layers[0].join("noise")).unwrap().len(), 40_000);
    assert_eq!(registry.ranges(), [None, from(1000), from(1001), from(1001), from(31_001)]);
    assert_eq!(registry.sent(), image.blobs[0].len());
    assert!(!partial(dir.path(), &image).exists());
}

#[tokio::test]
async fn the_next_pull_goes_on_also_under_another_name_and_in_another_process() {
    let (dir, image) = (temp(), image());
    let registry = Cutting::start(&image, vec![Does::Cut(9000), Does::Fail, Does::Fail, Does::Fail]);
    let first = store(dir.path());
    let error = registry.pull(&first, "one").await.unwrap_err();
    assert!(
        error.ecs_reason().starts_with("ref pull has been retried 4 time(s): "),
        "{}",
        error.ecs_reason()
    );
    assert_eq!(std::fs::metadata(partial(dir.path(), &image)).unwrap().len(), 9000);
    drop(first);
    registry.pull(&store(dir.path()), "two").await.unwrap();
    assert_eq!(registry.ranges().last().unwrap(), &from(9000));
    assert_eq!(registry.sent(), image.blobs[0].len());
}

#[tokio::test]
async fn what_came_whole_before_a_crash_is_not_asked_for_again() {
    let (dir, image) = (temp(), image());
    let store = store(dir.path());
    std::fs::write(partial(dir.path(), &image), &image.blobs[0]).unwrap();
    let registry = Cutting::start(&image, Vec::new());
    registry.pull(&store, "x").await.unwrap();
    assert_eq!(registry.ranges(), []);
}

#[tokio::test]
async fn a_spoilt_beginning_is_thrown_away() {
    let image = image();
    let mut other = image.blobs[0][..5000].to_vec();
    other[4] ^= 1;
    let too_long = [&image.blobs[0][..], b"more"].concat();
    let same_size = vec![0; image.blobs[0].len()];
    for (spoilt, ranges) in [(other, vec![from(5000), None]), (too_long, vec![None]), (same_size, vec![None])]
    {
        let dir = temp();
        let store = store(dir.path());
        std::fs::write(partial(dir.path(), &image), spoilt).unwrap();
        let registry = Cutting::start(&image, Vec::new());
        registry.pull(&store, "x").await.unwrap();
        assert_eq!(registry.ranges(), ranges);
    }
}

#[tokio::test]
async fn a_wrong_digest_leaves_nothing_to_go_on_from() {
    let (dir, image) = (temp(), image());
    let mut served = image.clone();
    served.blobs[0][20_000] ^= 1;
    let layer = image.layer_digest(0);
    let asked = Arc::new(AtomicUsize::new(0));
    let registry = Fake::start({
        let asked = asked.clone();
        move |call| match call.path.ends_with(layer.as_str()) {
            true => {
                let whole = Answer::new(200, served.blobs[0].clone());
                let mut answer = serve_range(whole, call);
                if asked.fetch_add(1, Ordering::SeqCst) == 0 {
                    answer.cut_after = Some(10_000);
                }
                answer
            }
            false => serve_image(&served, call),
        }
    });
    let store = store(dir.path());
    let reference = registry.reference("x");
    let reason =
        store.pull(&reference, Auth::Anonymous, Arc::new(NoProgress)).await.unwrap_err().ecs_reason();
    assert!(reason.contains("unexpected commit digest"), "{reason}");
    assert_eq!(asked.load(Ordering::SeqCst), 3, "cut, resumed, and once from the beginning");
    assert!(!partial(dir.path(), &image).exists());
}

#[tokio::test]
async fn a_blob_that_is_shorter_than_its_manifest_says_is_given_up() {
    let (dir, image) = (temp(), image());
    let mut served = image.clone();
    let layer = image.layer_digest(0);
    served.blobs[0].truncate(100);
    let registry = Fake::start(move |call| match call.path.ends_with(layer.as_str()) {
        true => serve_range(Answer::new(200, served.blobs[0].clone()), call),
        false => serve_image(&image, call),
    });
    let store = store(dir.path());
    let reference = registry.reference("x");
    let reason =
        store.pull(&reference, Auth::Anonymous, Arc::new(NoProgress)).await.unwrap_err().ecs_reason();
    assert!(reason.contains("unexpected commit size 100, expected "), "{reason}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registry_that_dawdles_does_not_hold_up_another() {
    let (dir, image) = (temp(), image());
    let (layer, served) = (image.layer_digest(0), image.clone());
    let slow = Fake::start(move |call| {
        let mut answer = serve_image(&served, call);
        if call.path.ends_with(layer.as_str()) {
            answer.stall_after = Some(100);
        }
        answer
    });
    let store = ImageStore::open(dir.path(), Options { stall_timeout: Duration::from_secs(60), ..options() });
    let store = store.unwrap();
    let slow_pull = tokio::spawn({
        let (store, reference) = (store.clone(), slow.reference("x"));
        async move { store.pull(&reference, Auth::Anonymous, Arc::new(NoProgress)).await }
    });
    let written = || std::fs::metadata(partial(dir.path(), &image)).is_ok_and(|it| it.len() == 100);
    let start = Instant::now();
    while !written() {
        assert!(start.elapsed() < Duration::from_secs(5), "the slow registry's bytes don't come");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let registry = Cutting::start(&image, Vec::new());
    registry.pull(&store, "x").await.unwrap();
    assert_eq!(registry.ranges(), [None], "it wrote a file of its own");
    slow_pull.abort();
}

fn does() -> impl Strategy<Value = Does> {
    let at = prop_oneof![0..3usize, 0..42_000usize];
    prop_oneof![
        4 => at.clone().prop_map(Does::Cut),
        1 => at.prop_map(Does::CutWhole),
        1 => Just(Does::Refuse),
        1 => Just(Does::Misplace),
        1 => Just(Does::Fail),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    /// Wherever connections are cut and whatever the registry makes of ranges: what is pulled is what was pushed, and where ranges are
    /// honoured nothing comes twice.
    #[test]
    fn any_cuts_add_up_to_the_blob(script in prop::collection::vec(does(), 0..6)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (dir, image) = (temp(), image());
            let registry = Cutting::start(&image, script.clone());
            let options = Options { max_attempts: 7, retry_delay: Duration::from_millis(1), ..options() };
            let store = ImageStore::open(dir.path(), options).unwrap();
            let pulled = registry.pull(&store, "x").await.unwrap();
            prop_assert_eq!(std::fs::metadata(pulled.layers[0].join("noise")).unwrap().len(), 40_000);
            if script.iter().all(|does| matches!(does, Does::Cut(_) | Does::Fail)) {
                prop_assert_eq!(registry.sent(), image.blobs[0].len());
            }
            prop_assert!(!partial(dir.path(), &image).exists());
            Ok(())
        })?;
    }
}
