//! Export tasks by their operations, with a bucket that only keeps what it is given.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use neargate_core::Principal;
use neargate_wire::{AwsError, Context, Model, Operation, Protocol, Service, Validate, Violations};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::testing::{Fixture, NOW, each};

/// An input that is taken as it comes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
struct Anything(Value);

impl Validate for Anything {
    fn validate(&self, _: &mut Violations) {}
}

#[derive(Default)]
struct Kept {
    objects: Mutex<BTreeMap<String, Vec<u8>>>,
    callers: Mutex<Vec<Principal>>,
    /// What the next puts answer, if not that all is well.
    refusals: Mutex<Vec<AwsError>>,
}

impl Kept {
    fn keys(&self) -> Vec<String> {
        self.objects.lock().expect("objects").keys().cloned().collect()
    }

    fn text(&self, key: &str) -> String {
        let objects = self.objects.lock().expect("objects");
        let mut text = String::new();
        let packed = objects.get(key).unwrap_or_else(|| panic!("no {key} among {:?}", objects.keys()));
        flate2::read::GzDecoder::new(&packed[..]).read_to_string(&mut text).expect("gzip");
        text
    }

    fn refuse(&self, refusals: impl IntoIterator<Item = AwsError>) {
        self.refusals.lock().expect("refusals").extend(refusals);
    }
}

async fn head(_: Arc<Kept>, _: Context, input: Anything) -> Result<Anything, AwsError> {
    match input.0["Bucket"].as_str() {
        Some("b") => Ok(Anything(json!({ "BucketRegion": "us-east-1" }))),
        Some("far") => Ok(Anything(json!({ "BucketRegion": "eu-west-1" }))),
        _ => Err(AwsError::client("NoSuchBucket", "The specified bucket does not exist")),
    }
}

async fn put(kept: Arc<Kept>, context: Context, input: Anything) -> Result<Anything, AwsError> {
    if let Some(refusal) = kept.refusals.lock().expect("refusals").pop() {
        return Err(refusal);
    }
    let text = |name: &str| input.0[name].as_str().unwrap_or_default().to_owned();
    let body = STANDARD.decode(text("Body")).expect("base64");
    kept.objects.lock().expect("objects").insert(text("Key"), body);
    kept.callers.lock().expect("callers").push(context.principal);
    Ok(Anything(json!({})))
}

fn s3(kept: &Arc<Kept>) -> Service {
    struct HeadBucket;
    struct PutObject;
    impl Operation for HeadBucket {
        const NAME: &'static str = "HeadBucket";
        const RESULT_WRAPPER: &'static str = "";
        type Input = Anything;
        type Output = Anything;
    }
    impl Operation for PutObject {
        const NAME: &'static str = "PutObject";
        const RESULT_WRAPPER: &'static str = "";
        type Input = Anything;
        type Output = Anything;
    }
    static MODEL: Model = Model {
        endpoint_prefix: "s3",
        signing_name: "s3",
        api_version: "",
        target_prefix: "",
        json_version: "1.1",
        xml_namespace: "",
        protocol: Protocol::RestXml,
        capital_messages: &[],
        operations: &["HeadBucket", "PutObject"],
    };
    Service::new("s3", &MODEL, "InvalidRequest", "InternalError")
        .on(HeadBucket, kept, head)
        .on(PutObject, kept, put)
}

async fn beside_a_bucket() -> (Fixture, Arc<Kept>) {
    let kept = Arc::new(Kept::default());
    (Fixture::beside(vec![s3(&kept)]).streaming().await, kept)
}

fn create(changes: Value) -> Value {
    let mut input = json!({"logGroupName": "g", "from": NOW - 1_000, "to": NOW + 1_000, "destination": "b"});
    let changes = changes.as_object().expect("an object").clone();
    input.as_object_mut().expect("an object").extend(changes);
    input
}

async fn created(fixture: &Fixture, changes: Value) -> String {
    let answer = fixture.ok("CreateExportTask", create(changes)).await;
    answer["taskId"].as_str().expect("an id").to_owned()
}

/// What the worker does in one pass.
async fn pass(fixture: &Fixture) -> Result<(), super::worker::Halt> {
    for (scope, export) in fixture.logs.exports_under_way().await? {
        fixture.logs.carry_out(&scope, export).await?;
    }
    Ok(())
}

async fn status(fixture: &Fixture, id: &str) -> Value {
    let found = fixture.ok("DescribeExportTasks", json!({"taskId": id})).await;
    found["exportTasks"][0]["status"].clone()
}

#[tokio::test]
async fn events_become_lines_of_compressed_objects() {
    let (fixture, kept) = beside_a_bucket().await;
    for name in ["web/app/1", "web-app-1", "other", "empty"] {
        fixture.stream(name).await;
    }
    fixture
        .put("web-app-1", &[(-2_000, "too early"), (-1_000, "first"), (1_000, "last"), (1_001, "too late")])
        .await;
    fixture.put("web/app/1", &[(5, "two\nlines")]).await;
    fixture.put("other", &[(0, "not wanted")]).await;
    let id = created(&fixture, json!({"logStreamNamePrefix": "web", "destinationPrefix": "p/q/"})).await;
    assert_eq!(kept.keys(), ["p/q/aws-logs-write-test"]);
    assert_eq!(status(&fixture, &id).await["code"], "PENDING");
    pass(&fixture).await.expect("a pass");
    let found = fixture.ok("DescribeExportTasks", json!({"taskId": id})).await;
    assert_eq!(
        found["exportTasks"][0],
        json!({
            "taskId": id, "logGroupName": "g", "from": NOW - 1_000, "to": NOW + 1_000, "destination": "b",
            "destinationPrefix": "p/q", "status": {"code": "COMPLETED", "message": "Completed successfully"},
            "executionInfo": {"creationTime": NOW, "completionTime": NOW},
        })
    );
    let mut keys = kept.keys();
    keys.retain(|key| key.contains(&id));
    assert_eq!(keys.len(), 2, "{keys:?}");
    assert_eq!(
        kept.text(&format!("p/q/{id}/web-app-1/000000.gz")),
        "2025-11-23T09:59:59.000Z first\n2025-11-23T10:00:01.000Z last\n"
    );
    // The other stream would have the same place.
    let other = keys.iter().find(|key| !key.contains("web-app-1/")).expect("another place");
    assert_eq!(kept.text(other), "2025-11-23T10:00:00.005Z two\nlines\n");
    let callers = kept.callers.lock().expect("callers");
    assert!(callers.iter().all(|caller| matches!(caller, Principal::Service { name: "logs.us-east-1", .. })));
}

#[tokio::test]
async fn a_long_stream_is_cut_into_objects() {
    let (fixture, kept) = beside_a_bucket().await;
    // Noise doesn't compress.
    let lines: Vec<String> = (0..2_000).map(|n| format!("{n} {}", neargate_core::random_hex(64))).collect();
    let events: Vec<(i64, &str)> = lines.iter().map(|line| (0, line.as_str())).collect();
    fixture.put("s", &events).await;
    let id = created(&fixture, json!({})).await;
    let busy = || AwsError::internal("InternalError", "told to fail");
    // The next pass is what the next process does, which knows no more than the store.
    kept.refuse([busy()]);
    let _ = pass(&fixture).await.expect_err("a halt");
    assert_eq!(status(&fixture, &id).await["code"], "RUNNING");
    assert!(kept.keys().iter().all(|key| !key.contains(&id)));
    pass(&fixture).await.expect("a pass");
    assert_eq!(status(&fixture, &id).await["code"], "COMPLETED");
    let mut keys = kept.keys();
    keys.retain(|key| key.contains(&id));
    assert!(keys.len() > 3, "{keys:?}");
    let text: String = keys.iter().map(|key| kept.text(key)).collect();
    let read: Vec<&str> = text.lines().map(|line| line.split_once(' ').expect("a time").1).collect();
    assert_eq!(read, lines);
}

#[tokio::test]
async fn a_task_goes_on_in_the_midst_of_a_stream() {
    let (fixture, kept) = beside_a_bucket().await;
    let lines: Vec<String> = (0..2_000).map(|n| format!("{n} {}", neargate_core::random_hex(64))).collect();
    let events: Vec<(i64, &str)> = lines.iter().map(|line| (0, line.as_str())).collect();
    fixture.put("s", &events).await;
    let id = created(&fixture, json!({})).await;
    let mut passes = 0;
    // Each pass puts one object and dies at the second. What it was writing down may still land after its end.
    while let Some((scope, export)) = fixture.logs.exports_under_way().await.expect("a listing").pop() {
        let before = kept.keys().len();
        let died = tokio::select! {
            biased;
            _ = fixture.logs.carry_out(&scope, export) => false,
            () = async { while kept.keys().len() == before { tokio::task::yield_now().await } } => true,
        };
        passes += usize::from(died);
        assert!(passes < 50);
    }
    assert_eq!(status(&fixture, &id).await["code"], "COMPLETED");
    let mut keys = kept.keys();
    keys.retain(|key| key.contains(&id));
    let text: String = keys.iter().map(|key| kept.text(key)).collect();
    let read: Vec<&str> = text.lines().map(|line| line.split_once(' ').expect("a time").1).collect();
    assert_eq!(read, lines);
    assert!(passes > 1, "nothing died");
}

#[tokio::test]
async fn one_task_at_a_time() {
    let (fixture, _) = beside_a_bucket().await;
    let first = created(&fixture, json!({"taskName": "first"})).await;
    let refused = fixture.refused("CreateExportTask", create(json!({}))).await;
    assert_eq!(refused, "LimitExceededException: Resource limit exceeded.");
    fixture.ok("CancelExportTask", json!({"taskId": first})).await;
    assert_eq!(status(&fixture, &first).await["code"], "CANCELLED");
    let refused = fixture.refused("CancelExportTask", json!({"taskId": first})).await;
    assert_eq!(refused, "InvalidOperationException: The specified export task has already finished");
    fixture.clock.advance(std::time::Duration::from_secs(1));
    let second = created(&fixture, json!({})).await;
    pass(&fixture).await.expect("a pass");

    let list = async |input: Value| fixture.ok("DescribeExportTasks", input).await;
    let page = list(json!({"limit": 1})).await;
    assert_eq!(each(&page["exportTasks"], "taskId"), [second.as_str()]);
    let rest = list(json!({"limit": 1, "nextToken": page["nextToken"]})).await;
    assert_eq!(each(&rest["exportTasks"], "taskId"), [first.as_str()]);
    assert_eq!(rest["exportTasks"][0]["taskName"], "first");
    assert!(rest.get("nextToken").is_none());
    let found = list(json!({"statusCode": "CANCELLED"})).await;
    assert_eq!(each(&found["exportTasks"], "taskId"), [first.as_str()]);
    assert_eq!(list(json!({"statusCode": "FAILED"})).await["exportTasks"], json!([]));
}

#[tokio::test]
async fn a_running_task_ends_when_it_is_cancelled_or_its_group_is_deleted() {
    let (fixture, kept) = beside_a_bucket().await;
    fixture.put("s", &[(0, "x")]).await;
    let busy = || AwsError::internal("InternalError", "told to fail");
    let first = created(&fixture, json!({})).await;
    kept.refuse([busy()]);
    let _ = pass(&fixture).await.expect_err("a halt");
    fixture.ok("CancelExportTask", json!({"taskId": first})).await;
    assert_eq!(status(&fixture, &first).await["code"], "PENDING_CANCEL");
    pass(&fixture).await.expect("a pass");
    assert_eq!(status(&fixture, &first).await["code"], "CANCELLED");

    let second = created(&fixture, json!({})).await;
    fixture.ok("DeleteLogGroup", json!({"logGroupName": "g"})).await;
    pass(&fixture).await.expect("a pass");
    let found = status(&fixture, &second).await;
    assert_eq!(found, json!({"code": "FAILED", "message": "The log group was deleted."}));
}

#[tokio::test]
async fn what_s3_refuses_ends_the_task() {
    let (fixture, kept) = beside_a_bucket().await;
    fixture.put("s", &[(0, "x")]).await;
    let denied = || AwsError::client("AccessDenied", "Access Denied");
    kept.refuse([denied()]);
    assert_eq!(
        fixture.refused("CreateExportTask", create(json!({}))).await,
        "InvalidParameterException: PutObject call on the given bucket failed. Please check if CloudWatch Logs has been granted \
         permission to perform this operation."
    );
    let id = created(&fixture, json!({})).await;
    kept.refuse([denied()]);
    pass(&fixture).await.expect("a pass");
    assert_eq!(
        status(&fixture, &id).await,
        json!({"code": "FAILED", "message": "AccessDenied: Access Denied"})
    );
}

#[tokio::test]
async fn requests_that_make_no_sense_are_refused() {
    let (fixture, _) = beside_a_bucket().await;
    let refused = async |changes: Value| fixture.refused("CreateExportTask", create(changes)).await;
    let missing = refused(json!({"destination": "nowhere"})).await;
    assert!(missing.starts_with("InvalidParameterException: The given bucket does not exist."), "{missing}");
    assert!(refused(json!({"destination": "far"})).await.starts_with("InvalidParameterException: "));
    assert!(refused(json!({"logGroupName": "no"})).await.starts_with("ResourceNotFoundException"));
    assert!(refused(json!({"to": 1})).await.starts_with("InvalidParameterException"));
    for operation in ["CancelExportTask", "DescribeExportTasks"] {
        assert_eq!(
            fixture.refused(operation, json!({"taskId": "t"})).await,
            "ResourceNotFoundException: The specified export task does not exist."
        );
    }
    let without_s3 = Fixture::with_stream().await;
    let missing = without_s3.refused("CreateExportTask", create(json!({}))).await;
    assert!(missing.starts_with("InvalidParameterException: The given bucket does not exist."), "{missing}");
}
