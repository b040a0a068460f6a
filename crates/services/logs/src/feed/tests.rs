//! Filters end to end, with services behind the door that only write down what they are told.

use std::io::Read as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use neargate_wire::{AwsError, Context, Model, Operation, Protocol, Service, Validate, Violations};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::records::partition;
use crate::testing::{Fixture, NOW, each};

/// An input that is taken as it comes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
struct Anything(Value);

impl Validate for Anything {
    fn validate(&self, _: &mut Violations) {}
}

/// What a service was told, and whether it refuses to hear more.
#[derive(Default)]
struct Ear {
    heard: Mutex<Vec<Value>>,
    broken: AtomicBool,
}

impl Ear {
    fn heard(&self) -> Vec<Value> {
        self.heard.lock().expect("an ear").drain(..).collect()
    }
}

async fn hear(ear: Arc<Ear>, _: Context, input: Anything) -> Result<Anything, AwsError> {
    if ear.broken.load(Ordering::Relaxed) {
        return Err(AwsError::internal("InternalFailure", "told to fail"));
    }
    ear.heard.lock().expect("an ear").push(input.0);
    Ok(Anything(json!({})))
}

macro_rules! service {
    ($name:literal, $operation:ident, $ear:expr) => {{
        struct $operation;
        impl Operation for $operation {
            const NAME: &'static str = stringify!($operation);
            const RESULT_WRAPPER: &'static str = "";
            type Input = Anything;
            type Output = Anything;
        }
        static MODEL: Model = Model {
            endpoint_prefix: $name,
            signing_name: $name,
            api_version: "",
            target_prefix: "",
            json_version: "1.1",
            xml_namespace: "",
            protocol: Protocol::Json,
            capital_messages: &[],
            operations: &[stringify!($operation)],
        };
        Service::new($name, &MODEL, "ValidationException", "InternalFailure").on($operation, &$ear, hear)
    }};
}

const STREAM: &str = "arn:aws:kinesis:us-east-1:000000000000:stream/lines";
const ROLE: &str = "arn:aws:iam::000000000000:role/logs";

fn subscription(name: &str, pattern: &str) -> Value {
    json!({
        "logGroupName": "g", "filterName": name, "filterPattern": pattern, "destinationArn": STREAM, "roleArn": ROLE,
    })
}

/// The envelope in the base64 of a record.
fn opened(data: &Value) -> Value {
    let packed = STANDARD.decode(data.as_str().expect("base64")).expect("base64");
    let mut text = String::new();
    flate2::read::GzDecoder::new(&packed[..]).read_to_string(&mut text).expect("gzip");
    serde_json::from_str(&text).expect("JSON")
}

async fn notes(fixture: &Fixture) -> usize {
    let read =
        fixture.logs.store.read(|r| r.list(&partition(&fixture.scope, super::JOURNAL), Default::default()));
    let listed: Result<_, neargate_store::Error> = read.await;
    listed.expect("a listing").len()
}

#[tokio::test]
async fn matching_events_reach_a_stream_in_the_envelope() {
    let ear = Arc::new(Ear::default());
    let fixture = Fixture::beside(vec![service!("kinesis", PutRecord, ear)]).streaming().await;
    fixture.put("s", &[(0, "ERROR before the filter")]).await;
    fixture.ok("PutSubscriptionFilter", subscription("f", "ERROR")).await;
    let control = ear.heard();
    assert_eq!(opened(&control[0]["Data"])["messageType"], "CONTROL_MESSAGE");

    fixture.put("s", &[(1, "ERROR one"), (2, "fine"), (3, "ERROR two")]).await;
    fixture.put("s", &[(4, "fine")]).await;
    assert_eq!(notes(&fixture).await, 2);
    fixture.logs.feed_once().await.expect("a pass");
    let [record] = &ear.heard()[..] else { panic!("one record") };
    assert_eq!(record["StreamName"], "lines");
    assert!(!record["PartitionKey"].as_str().expect("a key").is_empty());
    let message = opened(&record["Data"]);
    let found = fixture.ok("FilterLogEvents", json!({"logGroupName": "g", "filterPattern": "ERROR"})).await;
    assert_eq!(
        message,
        json!({
            "messageType": "DATA_MESSAGE", "owner": "000000000000", "logGroup": "g", "logStream": "s",
            "subscriptionFilters": ["f"],
            "logEvents": [
                {"id": found["events"][1]["eventId"], "timestamp": NOW + 1, "message": "ERROR one"},
                {"id": found["events"][2]["eventId"], "timestamp": NOW + 3, "message": "ERROR two"},
            ],
        })
    );
    assert_eq!(notes(&fixture).await, 0);
    fixture.logs.feed_once().await.expect("a pass");
    assert_eq!(ear.heard(), Vec::<Value>::new());

    fixture.ok("DeleteSubscriptionFilter", json!({"logGroupName": "g", "filterName": "f"})).await;
    fixture.put("s", &[(5, "ERROR after the filter")]).await;
    assert_eq!(notes(&fixture).await, 0);
}

#[tokio::test]
async fn what_a_destination_refuses_is_offered_again_also_by_the_next_process() {
    let ear = Arc::new(Ear::default());
    let fixture = Fixture::beside(vec![service!("kinesis", PutRecord, ear)]).streaming().await;
    fixture.ok("PutSubscriptionFilter", subscription("f", "")).await;
    ear.heard();
    ear.broken.store(true, Ordering::Relaxed);
    for n in 0..3 {
        fixture.put("s", &[(n, &format!("event {n}"))]).await;
    }
    let wait = fixture.logs.feed_once().await.expect("a pass");
    assert!(wait.is_some());
    assert_eq!(notes(&fixture).await, 3);

    ear.broken.store(false, Ordering::Relaxed);
    let next = Fixture::over(fixture.logs.store.clone(), vec![service!("kinesis", PutRecord, ear)]);
    next.logs.feed_once().await.expect("a pass");
    let messages: Vec<Value> =
        ear.heard().iter().map(|record| opened(&record["Data"])["logEvents"][0]["message"].clone()).collect();
    assert_eq!(messages, ["event 0", "event 1", "event 2"]);
    assert_eq!(notes(&fixture).await, 0);
}

#[tokio::test]
async fn what_is_refused_for_a_day_is_given_up() {
    let ear = Arc::new(Ear::default());
    let fixture = Fixture::beside(vec![service!("kinesis", PutRecord, ear)]).streaming().await;
    fixture.ok("PutSubscriptionFilter", subscription("f", "")).await;
    ear.broken.store(true, Ordering::Relaxed);
    fixture.put("s", &[(0, "old")]).await;
    fixture.clock.advance(Duration::from_secs(24 * 60 * 60 + 1));
    fixture.put("s", &[(24 * 60 * 60 * 1000, "new")]).await;
    fixture.logs.feed_once().await.expect("a pass");
    assert_eq!(notes(&fixture).await, 1);
}

#[tokio::test]
async fn the_worker_delivers_by_itself() {
    let ear = Arc::new(Ear::default());
    let fixture = Fixture::beside(vec![service!("lambda", Invoke, ear)]).streaming().await;
    let arn = "arn:aws:lambda:us-east-1:000000000000:function:f";
    let filter = json!({"logGroupName": "g", "filterName": "f", "filterPattern": "", "destinationArn": arn});
    fixture.ok("PutSubscriptionFilter", filter).await;
    ear.heard();
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let worker = tokio::spawn(fixture.logs.clone().run(stopped));
    fixture.put("s", &[(0, "x")]).await;
    let heard = async {
        loop {
            if let Some(call) = ear.heard().pop() {
                return call;
            }
            tokio::task::yield_now().await;
        }
    };
    let call = tokio::time::timeout(Duration::from_secs(10), heard).await.expect("a call");
    assert_eq!((&call["FunctionName"], &call["InvocationType"]), (&json!(arn), &json!("Event")));
    let payload = STANDARD.decode(call["Payload"].as_str().expect("base64")).expect("base64");
    let payload: Value = serde_json::from_slice(&payload).expect("JSON");
    assert_eq!(opened(&payload["awslogs"]["data"])["logEvents"][0]["message"], "x");
    stop.send_replace(true);
    tokio::time::timeout(Duration::from_secs(10), worker).await.expect("an end").expect("no panic");
}

#[tokio::test]
async fn destinations_that_are_not_there_are_refused_in_awss_words() {
    let fixture = Fixture::with_stream().await;
    let with = |destination: &str, role: Option<&str>| {
        let mut input = subscription("f", "");
        input["destinationArn"] = json!(destination);
        match role {
            Some(role) => input["roleArn"] = json!(role),
            None => drop(input.as_object_mut().expect("an object").remove("roleArn")),
        }
        input
    };
    let function = "arn:aws:lambda:us-east-1:000000000000:function:f";
    let firehose = "arn:aws:firehose:us-east-1:000000000000:deliverystream/f";
    let bucket = "arn:aws:s3:::bucket";
    let named = "arn:aws:logs:us-east-1:000000000000:destination:d";
    for (destination, role, expected) in [
        (
            STREAM,
            Some(ROLE),
            "Could not deliver test message to specified Kinesis stream. Check if the given Kinesis stream is in ACTIVE state.",
        ),
        (
            firehose,
            Some(ROLE),
            "Could not deliver test message to specified Firehose stream. Check if the given Firehose stream is in ACTIVE state.",
        ),
        (
            function,
            None,
            "Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.",
        ),
        (
            named,
            None,
            "Could not deliver test message to specified destination. Check if the destination is valid.",
        ),
        (STREAM, None, "destinationArn for vendor kinesis cannot be used without roleArn"),
        (function, Some(ROLE), "destinationArn for vendor lambda cannot be used with roleArn"),
        (bucket, None, "PutSubscriptionFilter operation cannot work with destinationArn for vendor s3"),
    ] {
        let refused = fixture.refused("PutSubscriptionFilter", with(destination, role)).await;
        assert_eq!(refused, format!("InvalidParameterException: {expected}"));
    }
    let destination = json!({"destinationName": "d", "targetArn": STREAM, "roleArn": ROLE});
    assert_eq!(
        fixture.refused("PutDestination", destination).await,
        "InvalidParameterException: Could not deliver test message to specified destination. Check if the \
         destination is valid."
    );
    assert_eq!(fixture.ok("DescribeDestinations", json!({})).await, json!({"destinations": []}));
}

#[tokio::test]
async fn a_group_has_two_subscriptions_at_most() {
    let ear = Arc::new(Ear::default());
    let fixture = Fixture::beside(vec![service!("kinesis", PutRecord, ear)]).streaming().await;
    for name in ["b", "a"] {
        fixture.ok("PutSubscriptionFilter", subscription(name, "")).await;
    }
    assert_eq!(
        fixture.refused("PutSubscriptionFilter", subscription("c", "")).await,
        "LimitExceededException: Resource limit exceeded."
    );
    fixture.ok("PutSubscriptionFilter", subscription("a", "changed")).await;
    let found = fixture.ok("DescribeSubscriptionFilters", json!({"logGroupName": "g"})).await;
    assert_eq!(each(&found["subscriptionFilters"], "filterName"), ["a", "b"]);
    assert_eq!(
        found["subscriptionFilters"][0],
        json!({
            "filterName": "a", "logGroupName": "g", "filterPattern": "changed", "destinationArn": STREAM, "roleArn": ROLE,
            "distribution": "ByLogStream", "applyOnTransformedLogs": false, "creationTime": NOW,
        })
    );
    let missing = json!({"logGroupName": "g", "filterName": "c"});
    assert!(
        fixture.refused("DeleteSubscriptionFilter", missing).await.starts_with("ResourceNotFoundException")
    );
}

#[tokio::test]
async fn destinations_lead_on_to_their_targets() {
    let ear = Arc::new(Ear::default());
    let fixture = Fixture::beside(vec![service!("kinesis", PutRecord, ear)]).streaming().await;
    let put = json!({"destinationName": "d", "targetArn": STREAM, "roleArn": ROLE, "tags": {"team": "a"}});
    let arn = fixture.ok("PutDestination", put).await["destination"]["arn"].clone();
    assert_eq!(arn, "arn:aws:logs:us-east-1:000000000000:destination:d");
    let policy = json!({"Statement": []}).to_string();
    fixture.ok("PutDestinationPolicy", json!({"destinationName": "d", "accessPolicy": policy})).await;
    let found = fixture.ok("DescribeDestinations", json!({"DestinationNamePrefix": "d"})).await;
    assert_eq!(found["destinations"][0]["accessPolicy"], json!(policy));
    assert_eq!(
        fixture.ok("ListTagsForResource", json!({"resourceArn": arn})).await,
        json!({"tags": {"team": "a"}})
    );
    fixture.ok("TagResource", json!({"resourceArn": arn, "tags": {"x": "y"}})).await;
    fixture.ok("UntagResource", json!({"resourceArn": arn, "tagKeys": ["team"]})).await;
    assert_eq!(
        fixture.ok("ListTagsForResource", json!({"resourceArn": arn})).await,
        json!({"tags": {"x": "y"}})
    );
    let filter = json!({"logGroupName": "g", "filterName": "f", "filterPattern": "", "destinationArn": arn});
    fixture.ok("PutSubscriptionFilter", filter).await;
    ear.heard();
    fixture.put("s", &[(0, "x")]).await;
    fixture.logs.feed_once().await.expect("a pass");
    assert_eq!(ear.heard().len(), 1);
    fixture.ok("DeleteDestination", json!({"destinationName": "d"})).await;
    let missing = fixture.refused("DeleteDestination", json!({"destinationName": "d"})).await;
    assert_eq!(missing, "ResourceNotFoundException: The specified destination does not exist.");
}

fn metric(name: &str, pattern: &str, value: &str) -> Value {
    json!({
        "logGroupName": "g", "filterName": name, "filterPattern": pattern,
        "metricTransformations": [{"metricName": "M", "metricNamespace": "N", "metricValue": value}],
    })
}

#[tokio::test]
async fn metric_filters_emit_what_comes_in() {
    let ear = Arc::new(Ear::default());
    let fixture = Fixture::beside(vec![service!("monitoring", PutMetricData, ear)]).streaming().await;
    fixture.ok("PutMetricFilter", metric("f", "{ $.ms > 1 }", "$.ms")).await;
    fixture.put("s", &[(0, r#"{"ms":1}"#), (1, r#"{"ms":5}"#), (2, r#"{"ms":5}"#), (3, "x")]).await;
    ear.broken.store(true, Ordering::Relaxed);
    assert!(fixture.logs.feed_once().await.expect("a pass").is_some());
    assert_eq!(notes(&fixture).await, 1);
    ear.broken.store(false, Ordering::Relaxed);
    let next = Fixture::over(fixture.logs.store.clone(), vec![service!("monitoring", PutMetricData, ear)]);
    next.logs.feed_once().await.expect("a pass");
    assert_eq!(
        ear.heard(),
        [json!({"Namespace": "N", "MetricData": [{
            "MetricName": "M", "Dimensions": [], "Timestamp": NOW as f64 / 1000.0, "Values": [5.0], "Counts": [2.0],
            "Unit": "None",
        }]})]
    );
    assert_eq!(notes(&fixture).await, 0);
    // A later filter doesn't look back.
    fixture.ok("PutMetricFilter", metric("late", "x", "1")).await;
    next.logs.feed_once().await.expect("a pass");
    assert_eq!(ear.heard(), Vec::<Value>::new());
}

#[tokio::test]
async fn metric_filters_are_described_counted_and_deleted() {
    let fixture = Fixture::with_stream().await;
    fixture.ok("CreateLogGroup", json!({"logGroupName": "h"})).await;
    for name in ["c", "a", "b"] {
        fixture.ok("PutMetricFilter", metric(name, "ERROR", "1")).await;
    }
    let mut elsewhere = metric("b", "", "2");
    elsewhere["logGroupName"] = json!("h");
    fixture.ok("PutMetricFilter", elsewhere).await;
    let describe = async |input: Value| fixture.ok("DescribeMetricFilters", input).await;
    let found = describe(json!({"logGroupName": "g"})).await;
    assert_eq!(each(&found["metricFilters"], "filterName"), ["a", "b", "c"]);
    assert_eq!(
        found["metricFilters"][0],
        json!({
            "filterName": "a", "filterPattern": "ERROR", "creationTime": NOW, "logGroupName": "g",
            "applyOnTransformedLogs": false,
            "metricTransformations": [{"metricName": "M", "metricNamespace": "N", "metricValue": "1"}],
        })
    );
    let groups = fixture.ok("DescribeLogGroups", json!({})).await;
    assert_eq!(groups["logGroups"][0]["metricFilterCount"], 3);
    let all = describe(json!({"metricName": "M", "metricNamespace": "N"})).await;
    assert_eq!(each(&all["metricFilters"], "filterName"), ["a", "b", "b", "c"]);
    let page = describe(json!({"limit": 2})).await;
    let rest = describe(json!({"limit": 2, "nextToken": page["nextToken"]})).await;
    assert_eq!(each(&rest["metricFilters"], "logGroupName"), ["h", "g"]);
    assert_eq!(
        describe(json!({"logGroupName": "g", "filterNamePrefix": "b"})).await["metricFilters"][0]["filterName"],
        "b"
    );
    let anywhere = describe(json!({"filterNamePrefix": "b"})).await;
    assert_eq!(each(&anywhere["metricFilters"], "filterName").len(), 4, "a prefix needs a group to count");
    for (operation, input) in [
        ("DescribeMetricFilters", json!({"metricName": "M"})),
        ("PutMetricFilter", metric("d", "{ $.a = 1", "1")),
        ("PutMetricFilter", metric("d", "ERROR", "$.a")),
        ("PutMetricFilter", metric("d", "ERROR", "one")),
    ] {
        let refused = fixture.refused(operation, input).await;
        assert!(refused.starts_with("InvalidParameterException"), "{refused}");
    }
    let mut dimensioned = metric("d", "ERROR", "1");
    dimensioned["metricTransformations"][0]["dimensions"] = json!({"level": "$.level"});
    assert_eq!(
        fixture.refused("PutMetricFilter", dimensioned).await,
        "InvalidParameterException: The specified filter pattern does not support dimensions"
    );
    fixture.ok("DeleteMetricFilter", json!({"logGroupName": "g", "filterName": "a"})).await;
    let refused =
        fixture.refused("DeleteMetricFilter", json!({"logGroupName": "g", "filterName": "a"})).await;
    assert_eq!(refused, "ResourceNotFoundException: The specified metric filter does not exist.");
    // Nothing of a deleted group is left.
    fixture.ok("DeleteLogGroup", json!({"logGroupName": "g"})).await;
    fixture.logs.sweep().await.expect("a pass");
    assert_eq!(each(&describe(json!({})).await["metricFilters"], "logGroupName"), ["h"]);
}

#[tokio::test]
async fn a_group_has_a_hundred_metric_filters_at_most() {
    let fixture = Fixture::with_stream().await;
    for n in 0..100 {
        fixture.ok("PutMetricFilter", metric(&format!("f{n}"), "", "1")).await;
    }
    let refused = fixture.refused("PutMetricFilter", metric("more", "", "1")).await;
    assert_eq!(refused, "LimitExceededException: Resource limit exceeded.");
}
