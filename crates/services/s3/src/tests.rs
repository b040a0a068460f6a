//! The domain on a store in memory and a directory: what is kept, what is let go, and what a crash may leave.

use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use neargate_core::{AccountId, ManualClock, Principal, Region, Scope, Timestamp};
use neargate_store::Durability::Process;
use neargate_wire::authorize::{Access, Verdict};
use neargate_wire::{Context, Dispatcher, Origin};
use serde_json::{Value, json};

use super::*;
use crate::multipart::{Chosen, Completion};
use crate::objects::{Found, Precondition, Span};
use crate::receive::{Claims, Received, receive};
use crate::records::{Head, Tags};
use crate::refusal::Refused;

/// Lets everybody do everything.
struct AllowAll;

impl Authorizer for AllowAll {
    fn limits(&self, _: &Context) -> bool {
        false
    }

    fn authorize<'a>(&'a self, _: &'a Context, _: &'a [Access]) -> Verdict<'a> {
        Box::pin(async { Ok(()) })
    }
}

struct World {
    s3: Arc<S3>,
    context: Context,
    dir: tempfile::TempDir,
}

fn scope() -> Scope {
    Scope { account: AccountId::default(), region: Region::default() }
}

async fn world() -> World {
    let dir = tempfile::tempdir().expect("a directory");
    let store = Store::in_memory().expect("a store");
    let clock = Arc::new(ManualClock::at(Timestamp(1_000_000)));
    let s3 = S3::new(store, clock, Arc::new(AllowAll), dir.path());
    let context = Context {
        principal: Principal::Root { account: AccountId::default(), access_key_id: String::new() },
        scope: scope(),
        request_id: "".into(),
        durability: Process,
        endpoint: "".into(),
        rights: Default::default(),
        origin: Origin::default(),
    };
    s3.create_bucket(&context, "bucket", None, Tags::new()).await.expect("a bucket");
    World { s3, context, dir }
}

impl World {
    async fn receive(&self, bytes: &[u8]) -> Received {
        let body = stream::iter([Ok(Bytes::copy_from_slice(bytes))]).boxed();
        receive(&self.s3.files, body, Claims::default()).await.expect("received")
    }

    async fn put(&self, key: &str, bytes: &[u8]) -> Result<(), Refused> {
        let what = (self.receive(bytes).await, Head::default(), Tags::new());
        self.s3.put(Process, "bucket", key, what, Precondition::default()).await.map(drop)
    }

    async fn read(&self, found: Found) -> Vec<u8> {
        let span = Span { from: 0, length: found.object.size };
        let bytes: Vec<Bytes> = self.s3.read(found, span).try_collect().await.expect("bytes");
        bytes.concat()
    }

    async fn get(&self, key: &str) -> Result<Vec<u8>, Refused> {
        Ok(self.read(self.s3.find("bucket", key).await?).await)
    }

    fn files(&self) -> usize {
        fn count(path: &Path) -> usize {
            let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
            entries.map(|entry| if entry.path().is_dir() { count(&entry.path()) } else { 1 }).sum()
        }
        count(&self.dir.path().join("objects"))
    }
}

#[tokio::test]
async fn what_is_read_is_one_version_whatever_replaces_it() {
    let world = world().await;
    world.put("k", b"one").await.expect("put");
    let before = world.s3.find("bucket", "k").await.expect("there");
    world.put("k", b"another").await.expect("put");
    assert_eq!(world.get("k").await.expect("there"), b"another");
    let mid = world.s3.find("bucket", "k").await.expect("there");
    world.s3.delete(Process, "bucket", "k", None).await.expect("deleted");
    assert_eq!(world.get("k").await.expect_err("gone").code, "NoSuchKey");
    assert_eq!((world.read(before).await, world.read(mid).await), (b"one".to_vec(), b"another".to_vec()));
    world.s3.files.remove_doomed().await;
    assert_eq!(world.files(), 0);
}

#[tokio::test]
async fn refused_and_replaced_bytes_are_let_go() {
    let world = world().await;
    world.put("k", b"one").await.expect("put");
    world.put("k", b"two").await.expect("put");
    assert_eq!(world.files(), 1);
    let what = (world.receive(b"three").await, Head::default(), Tags::new());
    let absent = Precondition { absent: true, etag: None };
    let refused = world.s3.put(Process, "bucket", "k", what, absent).await.expect_err("it is there");
    assert_eq!((refused.code, world.files()), ("PreconditionFailed", 1));
    let what = (world.receive(b"three").await, Head::default(), Tags::new());
    let refused = world.s3.put(Process, "none", "k", what, Precondition::default()).await;
    assert_eq!((refused.expect_err("no bucket").code, world.files()), ("NoSuchBucket", 1));
}

/// A crash between the file and its document, and one between the document and the removal of what it replaced.
#[tokio::test]
async fn a_sweep_removes_what_no_document_names_and_nothing_else() {
    let world = world().await;
    world.put("k", b"kept").await.expect("put");
    let received = world.receive(b"never a document").await;
    assert_eq!(world.s3.sweep().await.expect("a sweep"), 0, "it is being written");
    drop(received);
    let upload = world.s3.begin_upload(Process, "bucket", "u", Default::default(), (None, false)).await;
    let upload = upload.expect("begun");
    let part = world.receive(b"a part").await;
    world.s3.put_part(Process, "bucket", &upload, 1, part).await.expect("a part");
    assert_eq!(world.files(), 3);
    assert_eq!(world.s3.sweep().await.expect("a sweep"), 1);
    assert_eq!((world.files(), world.get("k").await.expect("kept")), (2, b"kept".to_vec()));
    world.s3.delete_bucket(&world.context, "bucket").await.expect_err("not empty");
    world.s3.delete(Process, "bucket", "k", None).await.expect("deleted");
    world.s3.delete_bucket(&world.context, "bucket").await.expect("uploads don't keep a bucket");
    assert_eq!(world.files(), 0);
}

#[tokio::test]
async fn parts_become_an_object_without_moving() {
    let world = world().await;
    let upload = world.s3.begin_upload(Process, "bucket", "k", Default::default(), (None, false)).await;
    let upload = upload.expect("begun");
    let mut chosen = Vec::new();
    for (number, bytes) in [(1u16, vec![b'a'; 5 << 20]), (2, b"unused".to_vec()), (3, b"end".to_vec())] {
        let part = world.receive(&bytes).await;
        let part = world.s3.put_part(Process, "bucket", &upload, number, part).await.expect("a part");
        if number != 2 {
            chosen.push(Chosen { number, etag: part.etag });
        }
    }
    let completion = Completion { parts: chosen, ..Completion::default() };
    world.s3.complete(Process, "bucket", &upload, completion).await.expect("completed");
    let bytes = world.get("k").await.expect("there");
    assert_eq!((bytes.len(), &bytes[bytes.len() - 4..], world.files()), ((5 << 20) + 3, &b"aend"[..], 2));
    assert_eq!(world.s3.upload("bucket", "k", &upload.id).await.expect_err("done").code, "NoSuchUpload");
    let found = world.s3.find("bucket", "k").await.expect("there");
    world.s3.copy(Process, found, ("bucket", "copy"), Head::default(), Tags::new()).await.expect("copied");
    world.s3.delete(Process, "bucket", "k", None).await.expect("deleted");
    assert_eq!(world.get("copy").await.expect("the copy").len(), (5 << 20) + 3);
}

#[tokio::test]
async fn other_parts_of_neargate_put_and_get() {
    let world = world().await;
    let dispatcher = Dispatcher::new(vec![world.s3.service()], "");
    let call = async |operation, input: Value| {
        let answer = dispatcher.call::<_, Value>("test", &scope(), "s3", operation, &input).await;
        answer.map_err(|error| (error.code, error.message))
    };
    call("PutObject", json!({ "Bucket": "bucket", "Key": "k", "Body": "aGVsbG8=" })).await.expect("put");
    let got = call("GetObject", json!({ "Bucket": "bucket", "Key": "k" })).await.expect("got");
    assert_eq!((got["Body"].as_str(), got["ContentLength"].as_i64()), (Some("aGVsbG8="), Some(5)));
    let missing = call("GetObject", json!({ "Bucket": "bucket", "Key": "none" })).await.expect_err("no key");
    assert_eq!(missing, ("NoSuchKey", "The specified key does not exist.".to_owned()));
    assert_eq!(
        call("HeadBucket", json!({ "Bucket": "none" })).await.expect_err("no bucket").0,
        "NoSuchBucket"
    );
    let range = json!({ "Bucket": "bucket", "Key": "k", "Range": "bytes=0-1" });
    assert_eq!(call("GetObject", range).await.expect_err("not understood").0, "NotImplemented");
    assert_eq!(call("DeleteObject", json!({})).await.expect_err("not here").0, "NotImplemented");
}
