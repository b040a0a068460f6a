//! What `pattern` and `SOURCE` do, from text to result.

use serde_json::json;

use super::parse;
use super::tests::check;
use crate::testing::{Fixture, NOW};

#[test]
fn patterns_are_counted_the_most_frequent_first() {
    let lines = [
        "2026-11-23 10:00:00 [INFO] took 12 ms",
        "2026-11-23 10:00:01 [ERROR] no route to 10.0.0.1",
        "2026-11-23 10:00:02 [INFO] took 250 ms",
        "2026-11-23 10:00:03 [INFO] took 3 ms",
    ];
    check(
        "pattern @message",
        &lines,
        &[
            "@pattern=<Time-1> [INFO] took <Number-2> ms @ratio=0.7500 @sampleCount=3 @severityLabel=Info",
            "@pattern=<Time-1> [ERROR] no route to <IP-2> @ratio=0.2500 @sampleCount=1 @severityLabel=Error",
        ],
    );
    check(
        "filter @message like 'INFO' | pattern @message | sort @sampleCount asc | display @sampleCount",
        &lines,
        &["@sampleCount=3"],
    );
    let names = ["ada 1", "ada 2", "ben 3"];
    check(
        "parse '* *' as name, n | pattern name | limit 1",
        &names,
        &["@pattern=ada @ratio=0.6667 @sampleCount=2"],
    );
}

#[test]
fn source_says_what_to_read() {
    let source = |text: &str| parse(text).unwrap_or_else(|error| panic!("{text}: {error}")).source;
    assert_eq!(source("fields a"), None);
    let found = source(
        "SOURCE logGroups(namePrefix: ['a-', \"b/\"], logGroupClass: ['INFREQUENT_ACCESS'],accountIdentifiers:['1']) | fields a",
    );
    let found = found.expect("a source");
    assert_eq!(found.prefixes, ["a-", "b/"]);
    assert_eq!((found.classes, found.accounts), (vec!["INFREQUENT_ACCESS".to_owned()], vec!["1".to_owned()]));
    assert!(source("source loggroups()").is_some());
    for wrong in [
        "SOURCE logGroups(namePrefix: 'a')",
        "SOURCE logGroups(other: ['a'])",
        "SOURCE logGroups(namePrefix: ['1', '2', '3', '4', '5', '6'])",
        "SOURCE logGroups(",
        "fields a | SOURCE logGroups()",
    ] {
        assert!(parse(wrong).is_err(), "{wrong}");
    }
    assert!(parse("SOURCE logGroups() START=0 | fields a").expect_err("unbuilt").unbuilt);
}

#[tokio::test]
async fn a_query_reads_the_groups_that_its_source_means() {
    let fixture = Fixture::with_stream().await;
    for (name, class) in [("web/a", "STANDARD"), ("web/b", "STANDARD"), ("web/rare", "INFREQUENT_ACCESS")] {
        fixture.ok("CreateLogGroup", json!({"logGroupName": name, "logGroupClass": class})).await;
    }
    let seconds = NOW / 1000;
    let ask = |text: &str| json!({"queryString": text, "startTime": seconds - 10, "endTime": seconds});
    let text = "SOURCE logGroups(namePrefix: ['web/']) | fields @log";
    let id = fixture.ok("StartQuery", ask(text)).await["queryId"].clone();
    let page = fixture.ok("ListLogGroupsForQuery", json!({"queryId": id})).await;
    assert_eq!(page, json!({"logGroupIdentifiers": ["web/a", "web/b"]}));
    let missing = fixture.refused("ListLogGroupsForQuery", json!({"queryId": "q"})).await;
    assert!(missing.starts_with("ResourceNotFoundException"), "{missing}");
    let none = fixture.refused("StartQuery", ask("SOURCE logGroups(namePrefix: ['x']) | fields a")).await;
    assert!(none.starts_with("ResourceNotFoundException"), "{none}");
    let mut both = ask(text);
    both["logGroupName"] = json!("g");
    assert!(fixture.refused("StartQuery", both).await.starts_with("InvalidParameterException"));
    while fixture.logs.queries.is_busy() {
        tokio::task::yield_now().await;
    }
}
