//! Events through the operations: written, paged, filtered.

use std::sync::Arc;
use std::time::Duration;

use neargate_core::Principal;
use neargate_wire::{Context, Durability};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::model;
use crate::testing::{Fixture, NOW, messages};

fn get(extra: Value) -> Value {
    let mut input = json!({"logGroupName": "g", "logStreamName": "s"});
    input.as_object_mut().expect("an object").extend(extra.as_object().expect("an object").clone());
    input
}

fn search(extra: Value) -> Value {
    let mut input = json!({"logGroupName": "g"});
    input.as_object_mut().expect("an object").extend(extra.as_object().expect("an object").clone());
    input
}

/// All pages in one direction until a token repeats: the messages of each page.
async fn pages(fixture: &Fixture, forward: bool, limit: usize) -> Vec<Vec<String>> {
    let member = if forward { "nextForwardToken" } else { "nextBackwardToken" };
    let mut input = get(json!({"startFromHead": forward, "limit": limit}));
    let mut pages = Vec::new();
    loop {
        let answer = fixture.ok("GetLogEvents", input.clone()).await;
        pages.push(messages(&answer).into_iter().map(str::to_owned).collect::<Vec<_>>());
        if answer[member] == input["nextToken"] {
            assert!(
                pages.pop().is_some_and(|last| last.is_empty()),
                "the end repeats its token and is empty"
            );
            return pages;
        }
        input["nextToken"] = answer[member].clone();
    }
}

async fn filtered(fixture: &Fixture, mut input: Value) -> Vec<String> {
    let mut found = Vec::new();
    loop {
        let answer = fixture.ok("FilterLogEvents", input.clone()).await;
        assert_eq!(answer["searchedLogStreams"], json!([]));
        found.extend(messages(&answer).into_iter().map(str::to_owned));
        match answer.get("nextToken") {
            Some(token) => input["nextToken"] = token.clone(),
            None => return found,
        }
    }
}

#[tokio::test]
async fn an_event_comes_back_with_its_times() {
    let fixture = Fixture::with_stream().await;
    let answer = fixture.put("s", &[(-5, "a"), (-5, "b"), (0, "c")]).await;
    assert!(answer.get("rejectedLogEventsInfo").is_none());
    assert_eq!(answer["nextSequenceToken"].as_str().map(str::len), Some(56));
    let answer = fixture.ok("GetLogEvents", get(json!({"startFromHead": true}))).await;
    assert_eq!(answer["events"][0], json!({"timestamp": NOW - 5, "message": "a", "ingestionTime": NOW}));
    assert_eq!(messages(&answer), ["a", "b", "c"]);
    let answer = fixture.ok("FilterLogEvents", search(json!({}))).await;
    let event = &answer["events"][2];
    assert_eq!(event["logStreamName"], "s");
    assert_eq!(event["eventId"].as_str().map(str::len), Some(56));
    assert_eq!(answer, fixture.ok("FilterLogEvents", search(json!({}))).await, "ids are stable");
}

#[tokio::test]
async fn ranges_include_their_start_and_only_filters_their_end() {
    let fixture = Fixture::with_stream().await;
    fixture.put("s", &[(-2, "a"), (-1, "b"), (0, "c")]).await;
    let range = json!({"startTime": NOW - 2, "endTime": NOW - 1});
    for head in [true, false] {
        let mut input = get(range.clone());
        input["startFromHead"] = head.into();
        assert_eq!(messages(&fixture.ok("GetLogEvents", input).await), ["a"]);
    }
    assert_eq!(messages(&fixture.ok("FilterLogEvents", search(range)).await), ["a", "b"]);
}

#[tokio::test]
async fn the_latest_page_comes_first_unless_asked_from_the_head() {
    let fixture = Fixture::with_stream().await;
    fixture.put("s", &[(-3, "a"), (-2, "b"), (-1, "c")]).await;
    assert_eq!(messages(&fixture.ok("GetLogEvents", get(json!({"limit": 2}))).await), ["b", "c"]);
    let head = fixture.ok("GetLogEvents", get(json!({"limit": 2, "startFromHead": true}))).await;
    assert_eq!(messages(&head), ["a", "b"]);
    assert!(
        head["nextForwardToken"]
            .as_str()
            .is_some_and(|token| token.starts_with("f/3") && token.ends_with("/s"))
    );
    assert!(head["nextBackwardToken"].as_str().is_some_and(|token| token.starts_with("b/3")));
}

#[tokio::test]
async fn a_token_at_the_end_finds_what_comes_later() {
    let fixture = Fixture::with_stream().await;
    let empty = fixture.ok("GetLogEvents", get(json!({}))).await;
    let token = empty["nextForwardToken"].clone();
    assert!(token.as_str().is_some_and(|token| token.starts_with("f/3") && token.len() == 60), "{token}");
    let again = fixture.ok("GetLogEvents", get(json!({"nextToken": token, "startFromHead": true}))).await;
    assert_eq!(again["nextForwardToken"], token);
    fixture.put("s", &[(-1, "a")]).await;
    let page = fixture.ok("GetLogEvents", get(json!({"nextToken": token, "startFromHead": true}))).await;
    assert_eq!(messages(&page), ["a"]);
    let token = page["nextForwardToken"].clone();
    fixture.put("s", &[(-1, "b")]).await;
    let page = fixture.ok("GetLogEvents", get(json!({"nextToken": token}))).await;
    assert_eq!(messages(&page), ["b"]);
}

#[tokio::test]
async fn tokens_of_others_are_refused() {
    let fixture = Fixture::with_stream().await;
    fixture.stream("other").await;
    fixture.put("s", &[(0, "a"), (0, "b")]).await;
    let refusal = "InvalidParameterException: The specified nextToken is invalid.";
    let input = json!({"logGroupName": "g", "logStreamName": "other"});
    let token = fixture.ok("GetLogEvents", input).await["nextForwardToken"].clone();
    for token in [token, json!("x"), json!("f/1/s"), json!(format!("x/{}/s", "0".repeat(56)))] {
        assert_eq!(fixture.refused("GetLogEvents", get(json!({"nextToken": token}))).await, refusal);
    }
    let token = fixture.ok("FilterLogEvents", search(json!({"limit": 1}))).await["nextToken"].clone();
    let other = search(json!({"limit": 1, "nextToken": token, "filterPattern": "x"}));
    assert_eq!(fixture.refused("FilterLogEvents", other).await, refusal);
}

#[tokio::test]
async fn pages_end_at_a_megabyte() {
    let fixture = Fixture::with_stream().await;
    let long = "x".repeat(400_000);
    for time in 0..5 {
        fixture.put("s", &[(time, &long)]).await;
    }
    let sizes = |pages: Vec<Vec<String>>| pages.iter().map(Vec::len).collect::<Vec<_>>();
    assert_eq!(sizes(pages(&fixture, true, 10_000).await), [2, 2, 1]);
    assert_eq!(sizes(pages(&fixture, false, 10_000).await), [2, 2, 1]);
    assert_eq!(filtered(&fixture, search(json!({}))).await.len(), 5);
}

#[tokio::test]
async fn what_breaks_a_rule_is_refused_as_a_whole() {
    let fixture = Fixture::with_stream().await;
    let put = |group: &str, stream: &str, events: Value| json!({"logGroupName": group, "logStreamName": stream, "logEvents": events});
    let event = json!([{"timestamp": NOW, "message": "x"}]);
    for (input, expected) in [
        (put("no", "s", event.clone()), "ResourceNotFoundException: The specified log group does not exist."),
        (
            put("g", "no", event.clone()),
            "ResourceNotFoundException: The specified log stream does not exist.",
        ),
        (
            put("g", "s", json!([{"timestamp": 2, "message": "x"}, {"timestamp": 1, "message": "x"}])),
            "InvalidParameterException: Log events in a single PutLogEvents request must be in chronological order.",
        ),
        (
            put(
                "g",
                "s",
                json!([{"timestamp": NOW - 86_400_001, "message": "x"}, {"timestamp": NOW, "message": "y"}]),
            ),
            "InvalidParameterException: The batch of log events in a single PutLogEvents request cannot span more than 24 hours.",
        ),
        (
            put("g", "s", json!([])),
            "InvalidParameterException: 1 validation error detected: Value '[]' at 'logEvents' failed to satisfy \
             constraint: Member must have length greater than or equal to 1",
        ),
    ] {
        assert_eq!(fixture.refused("PutLogEvents", input).await, expected);
    }
    let many: Vec<_> = (0..10_001).map(|_| json!({"timestamp": NOW, "message": "x"})).collect();
    let refused = fixture.refused("PutLogEvents", put("g", "s", many.into())).await;
    assert!(refused.ends_with("Member must have length less than or equal to 10000"), "{refused}");
    assert!(messages(&fixture.ok("GetLogEvents", get(json!({}))).await).is_empty());
}

#[tokio::test]
async fn dropped_events_are_reported_and_the_others_stored() {
    let fixture = Fixture::with_stream().await;
    let answer = fixture.put("s", &[(-15 * 86_400_000, "old"), (0, "a"), (7_200_001, "new")]).await;
    let expected = json!({"tooOldLogEventEndIndex": 1, "tooNewLogEventStartIndex": 2});
    assert_eq!(answer["rejectedLogEventsInfo"], expected);
    assert!(answer["nextSequenceToken"].is_string());
    assert_eq!(messages(&fixture.ok("GetLogEvents", get(json!({}))).await), ["a"]);
}

#[tokio::test]
async fn filters_go_across_streams_in_the_order_of_time() {
    let fixture = Fixture::with_stream().await;
    fixture.stream("t").await;
    fixture.stream("u").await;
    fixture.put("s", &[(-9, "ERROR s1"), (-5, "INFO s2"), (-1, "ERROR s3")]).await;
    fixture.put("t", &[(-7, "ERROR t1"), (-1, "ERROR t2")]).await;
    fixture.put("u", &[(-8, "ERROR u1")]).await;
    for limit in [1, 2, 10] {
        let input = |extra: Value| {
            let mut input = search(extra);
            input["limit"] = limit.into();
            input
        };
        let errors = ["ERROR s1", "ERROR u1", "ERROR t1", "ERROR s3", "ERROR t2"];
        assert_eq!(filtered(&fixture, input(json!({"filterPattern": "ERROR"}))).await, errors);
        let named = input(json!({"logStreamNames": ["t", "u"]}));
        assert_eq!(filtered(&fixture, named).await, ["ERROR u1", "ERROR t1", "ERROR t2"]);
        let prefixed = input(json!({"logStreamNamePrefix": "t"}));
        assert_eq!(filtered(&fixture, prefixed).await, ["ERROR t1", "ERROR t2"]);
        let identified = json!({
            "logGroupIdentifier": "arn:aws:logs:us-east-1:000000000000:log-group:g", "limit": limit, "filterPattern": "INFO"
        });
        assert_eq!(filtered(&fixture, identified).await, ["INFO s2"]);
    }
}

#[tokio::test]
async fn a_full_page_without_more_has_no_token() {
    let fixture = Fixture::with_stream().await;
    fixture.put("s", &[(0, "a"), (0, "b")]).await;
    let answer = fixture.ok("FilterLogEvents", search(json!({"limit": 2}))).await;
    assert!(answer.get("nextToken").is_none());
}

#[tokio::test]
async fn filters_that_make_no_sense_are_refused() {
    let fixture = Fixture::with_stream().await;
    for (input, expected) in [
        (json!({"logGroupName": "no"}), "ResourceNotFoundException: The specified log group does not exist."),
        (
            search(json!({"logStreamNames": ["s", "no"]})),
            "ResourceNotFoundException: The specified log stream does not exist.",
        ),
        (search(json!({"filterPattern": "a@b"})), "InvalidParameterException: Invalid filter pattern"),
        (
            search(json!({"filterPattern": "{ $.a = 1"})),
            "InvalidParameterException: If a filter pattern starts with '{' it must end with '}'",
        ),
    ] {
        assert_eq!(fixture.refused("FilterLogEvents", input).await, expected);
    }
    for input in [
        json!({}),
        search(json!({"logGroupIdentifier": "g"})),
        search(json!({"logStreamNames": ["s"], "logStreamNamePrefix": "s"})),
    ] {
        assert!(fixture.refused("FilterLogEvents", input).await.starts_with("InvalidParameterException"));
    }
}

#[tokio::test]
async fn a_long_search_answers_in_parts() {
    let fixture = Fixture::with_stream().await;
    let long = "x".repeat(1_000_000);
    for time in 0..20 {
        fixture.put("s", &[(time, &long)]).await;
    }
    fixture.put("s", &[(20, "needle")]).await;
    let first = fixture.ok("FilterLogEvents", search(json!({"filterPattern": "needle"}))).await;
    assert_eq!(messages(&first), [""; 0]);
    assert!(first["nextToken"].is_string());
    assert_eq!(filtered(&fixture, search(json!({"filterPattern": "needle"}))).await, ["needle"]);
}

#[tokio::test]
async fn a_search_gets_past_many_chunks_of_other_streams() {
    let fixture = Fixture::with_stream().await;
    fixture.stream("t").await;
    fixture.put("s", &[(0, "first"), (500_000, "last")]).await;
    for n in 0..200 {
        fixture.put("t", &[(n / 70, "other")]).await;
    }
    fixture.put("s", &[(1, "second")]).await;
    for limit in [1, 10] {
        let input = search(json!({"logStreamNames": ["s"], "limit": limit}));
        assert_eq!(filtered(&fixture, input).await, ["first", "second", "last"]);
    }
}

#[tokio::test]
async fn patterns_are_tried_on_messages() {
    let fixture = Fixture::new();
    let answer = fixture
        .ok(
            "TestMetricFilter",
            json!({"filterPattern": "[w1=ERROR, w2]", "logEventMessages": ["INFO x", "ERROR y"]}),
        )
        .await;
    let matched =
        json!({"eventNumber": 2, "eventMessage": "ERROR y", "extractedValues": {"$w1": "ERROR", "$w2": "y"}});
    assert_eq!(answer["matches"], json!([matched]));
    let input = json!({"filterPattern": "a@b", "logEventMessages": ["x"]});
    let expected = "InvalidParameterException: Invalid character(s) in term 'a@b'";
    assert_eq!(fixture.refused("TestMetricFilter", input).await, expected);
}

#[tokio::test]
async fn a_drivers_repetition_is_acknowledged_and_not_stored_again() {
    let fixture = Fixture::with_stream().await;
    let put = |token: &str, message: &str| {
        json!({"logGroupName": "g", "logStreamName": "s", "sequenceToken": token,
               "logEvents": [{"timestamp": NOW, "message": message}]})
    };
    for (token, message, next) in [
        ("offset:0:10", "a", "10"),
        ("offset:0:10", "a", "10"),
        ("offset:10:25", "b", "25"),
        ("offset:0:10", "a", "25"),
        ("offset:10:30", "bc", "25"),
        ("offset:25:30", "c", "30"),
    ] {
        let answer = fixture.ok("PutLogEvents", put(token, message)).await;
        assert_eq!(answer["nextSequenceToken"], next, "{token}");
    }
    assert_eq!(messages(&fixture.ok("GetLogEvents", get(json!({}))).await), ["a", "b", "c"]);
    let streams = fixture.ok("DescribeLogStreams", json!({"logGroupName": "g"})).await;
    assert_eq!(streams["logStreams"][0]["uploadSequenceToken"], "30");
    for token in ["offset:", "offset:x:1", "offset:2:1"] {
        assert!(
            fixture.refused("PutLogEvents", put(token, "x")).await.starts_with("InvalidParameterException")
        );
    }
}

#[tokio::test]
async fn a_driver_gets_on_although_its_events_are_too_old() {
    let fixture = Fixture::with_stream().await;
    let input = json!({"logGroupName": "g", "logStreamName": "s", "sequenceToken": "offset:0:7",
                       "logEvents": [{"timestamp": 1, "message": "x"}]});
    assert_eq!(fixture.ok("PutLogEvents", input).await["nextSequenceToken"], "7");
}

#[tokio::test]
async fn a_callers_token_is_ignored() {
    let fixture = Fixture::with_stream().await;
    let context = || Context {
        principal: Principal::Root { account: fixture.scope.account.clone(), access_key_id: "AKIA".into() },
        scope: fixture.scope.clone(),
        request_id: "r".into(),
        durability: Durability::Power,
        endpoint: "http://127.0.0.1".into(),
        rights: Default::default(),
        origin: Default::default(),
    };
    let input = model::PutLogEventsRequest {
        log_group_name: Some("g".into()),
        log_stream_name: Some("s".into()),
        log_events: Some(vec![model::InputLogEvent { timestamp: Some(NOW), message: Some("x".into()) }]),
        sequence_token: Some("offset:0:10".into()),
        entity: None,
    };
    for _ in 0..2 {
        let answer = super::put(Arc::clone(&fixture.logs), context(), input.clone()).await.expect("accepted");
        assert_eq!(answer.next_sequence_token.map(|token| token.len()), Some(56));
    }
    assert_eq!(messages(&fixture.ok("GetLogEvents", get(json!({}))).await), ["x", "x"]);
}

#[tokio::test]
async fn events_of_a_stream_made_anew_are_its_own() {
    let fixture = Fixture::with_stream().await;
    fixture.put("s", &[(0, "old")]).await;
    fixture.ok("DeleteLogStream", json!({"logGroupName": "g", "logStreamName": "s"})).await;
    assert!(filtered(&fixture, search(json!({}))).await.is_empty());
    fixture.stream("s").await;
    fixture.clock.advance(Duration::from_secs(1));
    fixture.put("s", &[(0, "new")]).await;
    assert_eq!(filtered(&fixture, search(json!({}))).await, ["new"]);
    assert_eq!(messages(&fixture.ok("GetLogEvents", get(json!({}))).await), ["new"]);
}

/// Batches as they might come from several writers: times within two hours, each batch in order, in any order.
fn batches() -> impl Strategy<Value = Vec<Vec<i64>>> {
    let batch = prop::collection::vec(prop_oneof![0..20i64, 0..7_200_000i64], 1..15).prop_map(|mut times| {
        times.sort_unstable();
        times
    });
    prop::collection::vec(batch, 0..8)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn paging_shows_each_event_once_and_in_order(batches in batches(), limit in 1..12usize) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let fixture = Fixture::with_stream().await;
            fixture.stream("t").await;
            let mut model = Vec::new();
            for (n, times) in batches.iter().enumerate() {
                let stream = if n % 3 == 2 { "t" } else { "s" };
                let events: Vec<_> =
                    times.iter().enumerate().map(|(index, time)| (*time, format!("{n}/{index}"))).collect();
                let batch: Vec<_> = events.iter().map(|(time, message)| (*time, message.as_str())).collect();
                fixture.put(stream, &batch).await;
                model.extend(events.into_iter().map(|(time, message)| (time, stream, message)));
            }
            // Stable: events of one time stay as they came in.
            model.sort_by_key(|(time, ..)| *time);
            let of_s: Vec<_> =
                model.iter().filter(|(_, stream, _)| *stream == "s").map(|(.., message)| message.clone()).collect();

            let forward = pages(&fixture, true, limit).await;
            assert!(forward.iter().all(|page| page.len() <= limit));
            assert_eq!(forward.concat(), of_s);
            let mut backward = pages(&fixture, false, limit).await;
            backward.reverse();
            assert_eq!(backward.concat(), of_s);
            let all: Vec<_> = model.into_iter().map(|(.., message)| message).collect();
            assert_eq!(filtered(&fixture, search(json!({"limit": limit}))).await, all);
        });
    }
}
