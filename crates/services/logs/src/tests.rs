//! Groups, streams, tags and retention through the operations, and what the sweep leaves.

use std::time::Duration;

use neargate_store::{Error, Range};
use serde_json::{Value, json};

use crate::records::{EVENTS, TIMELINE, partition};
use crate::testing::{Fixture, NOW, each, messages};
use crate::{DAY_MILLIS, SweepReport};

const NO_GROUP: &str = "ResourceNotFoundException: The specified log group does not exist.";
const BAD_TOKEN: &str = "InvalidParameterException: The specified nextToken is invalid.";

/// The ids of everything kept of a kind.
async fn kept(fixture: &Fixture, kind: &str) -> Vec<String> {
    let listed = fixture.logs.store.read(|r| r.list(&partition(&fixture.scope, kind), Range::all())).await;
    let listed: Result<_, Error> = listed;
    listed.expect("a listing").into_iter().map(|document| document.id).collect()
}

async fn all_pages(
    fixture: &Fixture,
    operation: &'static str,
    list: &str,
    name: &str,
    mut input: Value,
) -> Vec<String> {
    let limit = input["limit"].as_u64();
    let mut names = Vec::new();
    loop {
        let answer = fixture.ok(operation, input.clone()).await;
        let page = each(&answer[list], name);
        assert!(limit.is_none_or(|limit| page.len() as u64 <= limit));
        names.extend(page.into_iter().map(str::to_owned));
        match answer.get("nextToken") {
            Some(token) => input["nextToken"] = token.clone(),
            None => return names,
        }
    }
}

#[tokio::test]
async fn a_group_is_described_as_aws_does() {
    let fixture = Fixture::new();
    fixture.ok("CreateLogGroup", json!({"logGroupName": "/ecs/web", "tags": {"team": "a"}})).await;
    fixture.ok("PutRetentionPolicy", json!({"logGroupName": "/ecs/web", "retentionInDays": 7})).await;
    let arn = "arn:aws:logs:us-east-1:000000000000:log-group:/ecs/web";
    let answer = fixture.ok("DescribeLogGroups", json!({})).await;
    let expected = json!({
        "logGroupName": "/ecs/web", "creationTime": NOW, "retentionInDays": 7, "metricFilterCount": 0, "storedBytes": 0,
        "arn": format!("{arn}:*"), "logGroupArn": arn, "logGroupClass": "STANDARD", "deletionProtectionEnabled": false,
    });
    assert_eq!(answer, json!({"logGroups": [expected]}));
    let answer = fixture.ok("DescribeLogGroups", json!({"logGroupNamePattern": "web"})).await;
    let brief = json!({"logGroupName": "/ecs/web", "creationTime": NOW, "arn": format!("{arn}:*")});
    assert_eq!(answer["logGroups"], json!([brief]));
    fixture.ok("DeleteRetentionPolicy", json!({"logGroupName": "/ecs/web"})).await;
    let answer = fixture.ok("DescribeLogGroups", json!({"logGroupIdentifiers": [arn, "no"]})).await;
    assert!(answer["logGroups"][0].get("retentionInDays").is_none());
}

#[tokio::test]
async fn names_that_are_taken_or_missing_are_refused() {
    let fixture = Fixture::with_stream().await;
    let refused = async |operation, input| fixture.refused(operation, input).await;
    let group = json!({"logGroupName": "g"});
    assert_eq!(
        refused("CreateLogGroup", group).await,
        "ResourceAlreadyExistsException: The specified log group already exists"
    );
    assert_eq!(
        refused("CreateLogStream", json!({"logGroupName": "g", "logStreamName": "s"})).await,
        "ResourceAlreadyExistsException: The specified log stream already exists"
    );
    let missing = json!({"logGroupName": "no"});
    for operation in ["DeleteLogGroup", "DeleteRetentionPolicy", "ListTagsLogGroup", "DescribeLogStreams"] {
        assert_eq!(refused(operation, missing.clone()).await, NO_GROUP, "{operation}");
    }
    assert_eq!(
        refused("CreateLogStream", json!({"logGroupName": "no", "logStreamName": "s"})).await,
        NO_GROUP
    );
    assert_eq!(
        refused("DeleteLogStream", json!({"logGroupName": "g", "logStreamName": "no"})).await,
        "ResourceNotFoundException: The specified log stream does not exist."
    );
    assert_eq!(
        refused("CreateLogGroup", json!({"logGroupName": "AWS/x"})).await,
        "InvalidParameterException: Log groups starting with AWS/ are reserved for AWS."
    );
    assert_eq!(
        refused("CreateLogGroup", json!({"logGroupName": "a b"})).await,
        "InvalidParameterException: 1 validation error detected: Value 'a b' at 'logGroupName' failed to satisfy \
         constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+"
    );
    for name in ["a:b", "a*b", "a\0b"] {
        let input = json!({"logGroupName": "g", "logStreamName": name});
        assert!(refused("CreateLogStream", input).await.starts_with("InvalidParameterException"), "{name:?}");
    }
}

#[tokio::test]
async fn groups_are_listed_by_name_in_pages() {
    let fixture = Fixture::new();
    for n in 0..7 {
        fixture.ok("CreateLogGroup", json!({"logGroupName": format!("a{n}")})).await;
    }
    let class = json!({"logGroupName": "b", "logGroupClass": "INFREQUENT_ACCESS"});
    fixture.ok("CreateLogGroup", class).await;
    let list =
        async |input| all_pages(&fixture, "DescribeLogGroups", "logGroups", "logGroupName", input).await;
    let a = ["a0", "a1", "a2", "a3", "a4", "a5", "a6"];
    for limit in [1, 3, 7, 50] {
        assert_eq!(list(json!({"limit": limit, "logGroupNamePrefix": "a"})).await, a);
        assert_eq!(list(json!({"limit": limit, "logGroupNamePattern": "5"})).await, ["a5"]);
        assert_eq!(list(json!({"limit": limit, "logGroupClass": "INFREQUENT_ACCESS"})).await, ["b"]);
        assert_eq!(list(json!({"limit": limit})).await.len(), 8);
    }
    let full = fixture.ok("DescribeLogGroups", json!({"limit": 8})).await;
    assert!(full.get("nextToken").is_none());
    let token = fixture.ok("DescribeLogGroups", json!({"limit": 1})).await["nextToken"].clone();
    for input in [json!({"nextToken": "x"}), json!({"nextToken": token, "logGroupNamePrefix": "a"})] {
        assert_eq!(fixture.refused("DescribeLogGroups", input).await, BAD_TOKEN);
    }
    for (account, expected) in [("000000000000", 8), ("111122223333", 0)] {
        let linked = json!({"accountIdentifiers": [account], "includeLinkedAccounts": true});
        let found = fixture.ok("DescribeLogGroups", linked).await["logGroups"].as_array().map(Vec::len);
        assert_eq!(found, Some(expected));
    }
    let both = json!({"logGroupNamePrefix": "a", "logGroupNamePattern": "a"});
    assert_eq!(
        fixture.refused("DescribeLogGroups", both).await,
        "InvalidParameterException: LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters."
    );
}

#[tokio::test]
async fn only_groups_of_the_standard_class_can_everything() {
    const REFUSED: &str = "ValidationException: This operation is only supported on the Standard log class.";
    let fixture = Fixture::new();
    let transformation = json!([{"metricName": "M", "metricNamespace": "N", "metricValue": "1"}]);
    for class in ["INFREQUENT_ACCESS", "DELIVERY"] {
        fixture.ok("CreateLogGroup", json!({"logGroupName": class, "logGroupClass": class})).await;
        let arn = "arn:aws:lambda:us-east-1:000000000000:function:f";
        for (operation, more) in [
            (
                "PutMetricFilter",
                json!({"filterName": "f", "filterPattern": "", "metricTransformations": transformation}),
            ),
            ("DescribeMetricFilters", json!({})),
            ("PutSubscriptionFilter", json!({"filterName": "f", "filterPattern": "", "destinationArn": arn})),
            ("DescribeSubscriptionFilters", json!({})),
            ("CreateExportTask", json!({"from": 0, "to": 1, "destination": "b"})),
        ] {
            let mut input = json!({"logGroupName": class});
            input.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
            assert_eq!(fixture.refused(operation, input).await, REFUSED, "{operation}");
        }
        let index = json!({"logGroupIdentifier": class, "policyDocument": r#"{"Fields": ["a"]}"#});
        assert_eq!(fixture.refused("PutIndexPolicy", index).await, REFUSED);
    }
    let query =
        json!({"logGroupName": "DELIVERY", "startTime": 0, "endTime": NOW / 1000, "queryString": "limit 1"});
    assert_eq!(
        fixture.refused("StartQuery", query).await,
        "InvalidParameterException: Log group 'DELIVERY' is of the class DELIVERY, which can't be queried."
    );
}

#[tokio::test]
async fn streams_are_listed_by_name_or_last_event() {
    let fixture = Fixture::with_stream().await;
    for name in ["t1", "t2", "t3", "u"] {
        fixture.stream(name).await;
    }
    for (name, time) in [("t1", -2), ("u", -2), ("t3", -9), ("s", -1)] {
        fixture.put(name, &[(time, "x")]).await;
    }
    let list = async |extra: Value| {
        let mut input = json!({"logGroupName": "g"});
        input.as_object_mut().expect("an object").extend(extra.as_object().expect("an object").clone());
        all_pages(&fixture, "DescribeLogStreams", "logStreams", "logStreamName", input).await
    };
    for limit in [1, 2, 3, 50] {
        assert_eq!(list(json!({"limit": limit})).await, ["s", "t1", "t2", "t3", "u"]);
        assert_eq!(list(json!({"limit": limit, "descending": true})).await, ["u", "t3", "t2", "t1", "s"]);
        assert_eq!(list(json!({"limit": limit, "logStreamNamePrefix": "t"})).await, ["t1", "t2", "t3"]);
        let by_time = json!({"limit": limit, "orderBy": "LastEventTime"});
        assert_eq!(list(by_time).await, ["t2", "t3", "t1", "u", "s"]);
        let latest = json!({"limit": limit, "orderBy": "LastEventTime", "descending": true});
        assert_eq!(list(latest).await, ["s", "u", "t1", "t3", "t2"]);
    }
    let input = json!({"logGroupName": "g", "orderBy": "LastEventTime", "logStreamNamePrefix": "t"});
    assert_eq!(
        fixture.refused("DescribeLogStreams", input).await,
        "InvalidParameterException: Cannot order by LastEventTime with a logStreamNamePrefix."
    );
}

#[tokio::test]
async fn a_stream_tells_of_its_events() {
    let fixture = Fixture::with_stream().await;
    let describe = async || {
        let by_arn = json!({"logGroupIdentifier": "arn:aws:logs:us-east-1:000000000000:log-group:g"});
        fixture.ok("DescribeLogStreams", by_arn).await["logStreams"][0].clone()
    };
    let arn = "arn:aws:logs:us-east-1:000000000000:log-group:g:log-stream:s";
    let fresh = json!({"logStreamName": "s", "creationTime": NOW, "arn": arn, "storedBytes": 0});
    assert_eq!(describe().await, fresh);
    fixture.clock.advance(Duration::from_millis(5));
    let token = fixture.put("s", &[(-2, "a"), (-1, "b")]).await["nextSequenceToken"].clone();
    fixture.clock.advance(Duration::from_millis(5));
    let later = fixture.put("s", &[(-8, "c")]).await["nextSequenceToken"].clone();
    assert_ne!(token, later);
    assert_eq!(
        describe().await,
        json!({
            "logStreamName": "s", "creationTime": NOW, "arn": arn, "storedBytes": 0, "uploadSequenceToken": later,
            "firstEventTimestamp": NOW - 8, "lastEventTimestamp": NOW - 1, "lastIngestionTime": NOW + 10,
        })
    );
    let groups = fixture.ok("DescribeLogGroups", json!({})).await;
    assert_eq!(groups["logGroups"][0]["storedBytes"], 3 * 27);
}

#[tokio::test]
async fn tags_are_the_same_by_arn_and_by_name() {
    let fixture = Fixture::with_stream().await;
    let arn = "arn:aws:logs:us-east-1:000000000000:log-group:g";
    fixture.ok("TagResource", json!({"resourceArn": arn, "tags": {"a": "1", "b": "2"}})).await;
    fixture.ok("TagLogGroup", json!({"logGroupName": "g", "tags": {"b": "3", "c": ""}})).await;
    fixture.ok("UntagResource", json!({"resourceArn": arn, "tagKeys": ["a", "missing"]})).await;
    let expected = json!({"tags": {"b": "3", "c": ""}});
    assert_eq!(fixture.ok("ListTagsForResource", json!({"resourceArn": arn})).await, expected);
    fixture.ok("UntagLogGroup", json!({"logGroupName": "g", "tags": ["b"]})).await;
    assert_eq!(
        fixture.ok("ListTagsLogGroup", json!({"logGroupName": "g"})).await,
        json!({"tags": {"c": ""}})
    );

    let many: serde_json::Map<_, _> = (0..50).map(|n| (format!("k{n}"), json!("v"))).collect();
    let refused = fixture.refused("TagResource", json!({"resourceArn": arn, "tags": many})).await;
    assert!(refused.starts_with("TooManyTagsException"), "{refused}");
    assert_eq!(
        fixture.ok("ListTagsLogGroup", json!({"logGroupName": "g"})).await,
        json!({"tags": {"c": ""}})
    );
    for (resource, code) in [
        ("g", "InvalidParameterException"),
        ("arn:aws:logs:us-east-1:000000000000:log-group:no", "ResourceNotFoundException"),
        ("arn:aws:logs:us-east-1:000000000000:destination:d", "ResourceNotFoundException"),
        ("arn:aws:logs:eu-west-1:000000000000:log-group:g", "ResourceNotFoundException"),
    ] {
        let refused = fixture.refused("ListTagsForResource", json!({"resourceArn": resource})).await;
        assert!(refused.starts_with(code), "{resource}: {refused}");
    }
    let reserved = fixture.refused("TagLogGroup", json!({"logGroupName": "g", "tags": {"aws:x": "1"}})).await;
    assert!(reserved.starts_with("InvalidParameterException"), "{reserved}");
}

#[tokio::test]
async fn a_protected_group_stays() {
    let fixture = Fixture::with_stream().await;
    let protect = |enabled: bool| json!({"logGroupIdentifier": "g", "deletionProtectionEnabled": enabled});
    fixture.ok("PutLogGroupDeletionProtection", protect(true)).await;
    let group = json!({"logGroupName": "g"});
    assert!(fixture.refused("DeleteLogGroup", group.clone()).await.starts_with("ValidationException"));
    fixture.ok("PutLogGroupDeletionProtection", protect(false)).await;
    fixture.ok("DeleteLogGroup", group).await;
}

#[tokio::test]
async fn only_certain_retentions_are_possible() {
    let fixture = Fixture::with_stream().await;
    let put = |days: i64| json!({"logGroupName": "g", "retentionInDays": days});
    assert_eq!(
        fixture.refused("PutRetentionPolicy", put(2)).await,
        "InvalidParameterException: Invalid retention value. Valid values are: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, \
         180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]"
    );
    fixture.ok("PutRetentionPolicy", put(3653)).await;
}

#[tokio::test]
async fn expired_events_are_hidden_at_once_and_then_removed() {
    let fixture = Fixture::with_stream().await;
    fixture.put("s", &[(0, "a"), (1_000, "b")]).await;
    fixture.put("s", &[(3_600_000, "c")]).await;
    fixture.ok("PutRetentionPolicy", json!({"logGroupName": "g", "retentionInDays": 1})).await;
    assert_eq!(fixture.logs.sweep().await.expect("a pass"), SweepReport::default());

    // "a" has expired; its chunk holds "b", which hasn't.
    fixture.clock.advance(Duration::from_millis(DAY_MILLIS as u64 + 1));
    let read = async || {
        let got = fixture.ok("GetLogEvents", json!({"logGroupName": "g", "logStreamName": "s"})).await;
        let head = json!({"logGroupName": "g", "logStreamName": "s", "startFromHead": true});
        assert_eq!(messages(&got), messages(&fixture.ok("GetLogEvents", head).await));
        assert_eq!(
            messages(&got),
            messages(&fixture.ok("FilterLogEvents", json!({"logGroupName": "g"})).await)
        );
        messages(&got).join("")
    };
    assert_eq!(read().await, "bc");
    assert_eq!(fixture.logs.sweep().await.expect("a pass"), SweepReport::default());
    assert_eq!(kept(&fixture, EVENTS).await.len(), 2);

    fixture.clock.advance(Duration::from_secs(1));
    assert_eq!(read().await, "c");
    let report = fixture.logs.sweep().await.expect("a pass");
    assert_eq!(report, SweepReport { expired_chunks: 1, ..SweepReport::default() });
    assert_eq!((kept(&fixture, EVENTS).await.len(), kept(&fixture, TIMELINE).await.len()), (1, 1));
    assert_eq!(read().await, "c");
    let groups = fixture.ok("DescribeLogGroups", json!({})).await;
    assert_eq!(groups["logGroups"][0]["storedBytes"], 27);
    // What came back expired isn't let in again.
    let late = fixture.put("s", &[(0, "a")]).await;
    assert_eq!(late["rejectedLogEventsInfo"], json!({"expiredLogEventEndIndex": 1}));
}

#[tokio::test]
async fn the_sweep_removes_what_was_deleted_and_nothing_else() {
    let fixture = Fixture::with_stream().await;
    fixture.stream("t").await;
    // More chunks than one transaction takes.
    for n in 0..250 {
        fixture.put("s", &[(n, "x")]).await;
    }
    fixture.put("t", &[(0, "kept")]).await;
    fixture.ok("DeleteLogStream", json!({"logGroupName": "g", "logStreamName": "s"})).await;
    let report = fixture.logs.sweep().await.expect("a pass");
    assert_eq!(report, SweepReport { deleted_chunks: 250, collected: 1, ..SweepReport::default() });
    assert_eq!((kept(&fixture, EVENTS).await.len(), kept(&fixture, TIMELINE).await.len()), (1, 1));
    let groups = fixture.ok("DescribeLogGroups", json!({})).await;
    assert_eq!(groups["logGroups"][0]["storedBytes"], 30);
    assert_eq!(fixture.logs.sweep().await.expect("a pass"), SweepReport::default());

    fixture.ok("DeleteLogGroup", json!({"logGroupName": "g"})).await;
    fixture.ok("CreateLogGroup", json!({"logGroupName": "g"})).await;
    fixture.stream("t").await;
    fixture.put("t", &[(0, "new")]).await;
    let report = fixture.logs.sweep().await.expect("a pass");
    assert_eq!(report, SweepReport { deleted_chunks: 1, collected: 1, ..SweepReport::default() });
    for (kind, count) in
        [("groups", 1), ("usage", 1), ("streams", 1), (EVENTS, 1), (TIMELINE, 1), ("garbage", 0)]
    {
        assert_eq!(kept(&fixture, kind).await.len(), count, "{kind}");
    }
    let found = fixture.ok("FilterLogEvents", json!({"logGroupName": "g"})).await;
    assert_eq!(messages(&found), ["new"]);
}

#[tokio::test]
async fn the_worker_collects_garbage_when_it_arises_and_stops_when_told() {
    let fixture = Fixture::with_stream().await;
    fixture.put("s", &[(0, "x")]).await;
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let worker = tokio::spawn(fixture.logs.clone().run(stopped));
    fixture.ok("DeleteLogGroup", json!({"logGroupName": "g"})).await;
    let emptied = async {
        while !kept(&fixture, EVENTS).await.is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), emptied).await.expect("the chunks are removed");
    stop.send_replace(true);
    tokio::time::timeout(Duration::from_secs(10), worker)
        .await
        .expect("the worker ends")
        .expect("without a panic");
}
