//! The language from text to result, and the operations around it.

use std::time::Duration;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::execution::Execution;
use super::plan::Plan;
use super::testing::event;
use super::{Status, answer, parse};
use crate::testing::{Fixture, NOW, each};

/// The result of a query over messages a second apart: rows of `name=value` without `@ptr`.
fn run(query: &str, messages: &[&str]) -> Vec<String> {
    let parsed = parse(query).unwrap_or_else(|error| panic!("{query}: {error}"));
    let rows = answer(parsed, messages.iter().copied(), 10_000).expect("memory");
    let shown = |row: Vec<(String, String)>| {
        let cells = row.into_iter().filter(|(name, _)| name != "@ptr");
        cells.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
    };
    rows.into_iter().map(shown).collect()
}

#[track_caller]
pub(super) fn check(query: &str, messages: &[&str], expected: &[&str]) {
    assert_eq!(run(query, messages), expected, "{query}");
}

#[test]
fn unmask_shows_what_it_is_given_as_it_came() {
    let query = parse("fields @message, mail, unmask(@message) as whole, strlen(unmask(mail)) as n")
        .expect("a query");
    assert!(query.unmasks_parts && !query.unmasks_all());
    let mut execution = Execution::new(Plan::new(query, 10), 0);
    let masked =
        super::row::Event { unmasked: Some(r#"{"mail":"a@b.c"}"#.into()), ..event(1, r#"{"mail":"*****"}"#) };
    execution.push(masked).expect("memory");
    execution.push(event(0, r#"{"mail":"none"}"#)).expect("memory");
    let (rows, _) = execution.finish().expect("memory");
    let values =
        rows.iter().map(|row| row.iter().take(4).map(|(_, value)| value.as_str()).collect::<Vec<_>>());
    assert_eq!(
        values.collect::<Vec<_>>(),
        [
            [r#"{"mail":"*****"}"#, "*****", r#"{"mail":"a@b.c"}"#, "5"],
            [r#"{"mail":"none"}"#, "none", r#"{"mail":"none"}"#, "4"],
        ]
    );
    assert!(parse("unmask @message").expect("a query").unmasks_all());
    assert!(parse("fields unmask(a, b)").is_err());
}

const REQUESTS: &[&str] = &[
    r#"{"user":"ada","ms":10,"status":200,"path":"/a"}"#,
    r#"{"user":"ben","ms":30,"status":500,"path":"/b"}"#,
    r#"{"user":"ada","ms":20,"status":404,"path":"/c","tags":["x","y"]}"#,
    "plain text",
];

#[test]
fn fields_are_shown_latest_first() {
    check("fields user, ms", REQUESTS, &["", "user=ada ms=20", "user=ben ms=30", "user=ada ms=10"]);
    check("fields @timestamp | limit 1", REQUESTS, &["@timestamp=2025-11-23 10:00:03.000"]);
    check(
        "filter user = 'ben'",
        REQUESTS,
        &[r#"@timestamp=2025-11-23 10:00:01.000 @message={"user":"ben","ms":30,"status":500,"path":"/b"}"#],
    );
    check(
        "fields ms * 2 as double, concat(user, '!') | filter ms > 15 | sort double",
        REQUESTS,
        &["double=40 concat(user, '!')=ada!", "double=60 concat(user, '!')=ben!"],
    );
    check(
        "fields user | display ms | filter ispresent(ms) | sort ms desc",
        REQUESTS,
        &["ms=30", "ms=20", "ms=10"],
    );
    check(
        "fields @log, @logStream, tags.1 as second | filter ispresent(second)",
        REQUESTS,
        &["@log=000000000000:g @logStream=s second=y"],
    );
}

#[test]
fn filters_do_as_documented() {
    let count = |condition: &str| run(&format!("filter {condition}"), REQUESTS).len();
    for (condition, expected) in [
        ("status = 200", 1),
        ("status != 200", 3),
        ("status >= 400 and user = 'ada'", 1),
        ("status >= 400 or user = 'ada'", 3),
        ("not status >= 400", 2),
        ("(status = 200 or status = 500) and not user = \"ben\"", 1),
        ("@message like 'plain'", 1),
        ("@message like \"PLAIN\"", 0),
        ("@message like /(?i)PLAIN/", 1),
        ("@message =~ /^pl.*t$/", 1),
        ("@message not like /user/", 1),
        ("user in ['ada', 'cleo']", 2),
        ("user not in ['ada']", 2),
        ("status in [200, 404]", 2),
        ("ispresent(user)", 3),
        ("strcontains(path, '/b')", 1),
        ("ms / 10 = 2", 1),
        ("ms % 20 = 10", 2),
        ("2 ^ 3 = 8", 4),
        ("-ms < -15", 2),
        ("`user` = 'ada' # a comment | limit 1", 2),
        ("missing < 5", 0),
        ("@timestamp > 0", 4),
    ] {
        assert_eq!(count(condition), expected, "{condition}");
    }
}

#[test]
fn stats_group_and_aggregate() {
    check("stats count(*)", REQUESTS, &["count(*)=4"]);
    check(
        "stats count(user) as c, sum(ms), avg(ms), min(ms), max(ms), pct(ms, 50), count_distinct(user)",
        REQUESTS,
        &["c=3 sum(ms)=60 avg(ms)=20 min(ms)=10 max(ms)=30 pct(ms, 50)=20 count_distinct(user)=2"],
    );
    check(
        "filter ispresent(user) | stats sum(ms) as total by user | sort total",
        REQUESTS,
        &["user=ada total=30", "user=ben total=30"],
    );
    check("stats max(ms) - min(ms) as spread, count(*) * 2", REQUESTS, &["spread=20 count(*) * 2=8"]);
    check(
        "stats count() by bin(2s) as t",
        REQUESTS,
        &["t=2025-11-23 10:00:02.000 count()=2", "t=2025-11-23 10:00:00.000 count()=2"],
    );
    check(
        "stats latest(user), earliest(path), sortsFirst(user), sortsLast(user)",
        REQUESTS,
        &["latest(user)=ada earliest(path)=/a sortsFirst(user)=ada sortsLast(user)=ben"],
    );
    check(
        "stats count(*) by bin(1s) | sort bin( 1s ) asc | limit 1 | display count(*), bin(1s)",
        REQUESTS,
        &["count(*)=1 bin(1s)=2025-11-23 10:00:00.000"],
    );
    check(
        "stats count(*) by user | filter count(*) > 1 | sort count(*) desc",
        REQUESTS,
        &["user=ada count(*)=2"],
    );
    check("stats sum(ms) as s by user | sort sum(ms) | limit 2", REQUESTS, &["", "user=ada s=30"]);
    check(
        "stats count(*) as n by bin(2s) | stats max(n) by bin(2s)",
        REQUESTS,
        &["bin(2s)=2025-11-23 10:00:02.000 max(n)=2", "bin(2s)=2025-11-23 10:00:00.000 max(n)=2"],
    );
    check(
        "stats max(ms) as most, min(ms) as least, most - least as spread, spread / 2 as half",
        REQUESTS,
        &["most=30 least=10 spread=20 half=10"],
    );
    check("stats count(*) as n by user | filter n > 1 | sort user", REQUESTS, &["user=ada n=2"]);
    check(
        "stats count(*) as n by user, status | stats max(n), count(*) as groups",
        REQUESTS,
        &["max(n)=1 groups=4"],
    );
    check("filter user = 'nobody' | stats count(*)", REQUESTS, &[]);
}

#[test]
fn parse_takes_fields_out_of_texts() {
    let lines = ["user=ada, method:GET, latency := 12", "user=ben, method:PUT, latency := 7", "else"];
    check(
        "parse @message 'user=*, method:*, latency := *' as user, method, latency | stats avg(latency) by method",
        &lines,
        &["method=GET avg(latency)=12", "method=PUT avg(latency)=7", "avg(latency)="]
            .map(|row| row.trim_end_matches("avg(latency)=").trim_end()),
    );
    check(
        r"fields latency | parse @message /user=(?<who>\w+).*:= (?<latency>\d+)/ | filter ispresent(who) | display who, latency",
        &lines,
        &["who=ben latency=7", "who=ada latency=12"],
    );
    check("parse 'user=*,' as who | filter who = 'ada' | display who", &lines, &["who=ada"]);
    check(
        "parse @message \"*:*,\" as before, after | filter after = 'PUT' | fields after",
        &lines,
        &["before=user=ben, method after=PUT"],
    );
}

#[test]
fn dedup_sort_limit_and_unnest() {
    check("fields user | filter ispresent(user) | dedup user", REQUESTS, &["user=ada", "user=ben"]);
    check("fields ms | sort ms asc | dedup user | filter ispresent(ms)", REQUESTS, &["ms=10", "ms=30"]);
    check(
        "fields user, ms | filter ispresent(ms) | sort user desc, ms asc",
        REQUESTS,
        &["user=ben ms=30", "user=ada ms=10", "user=ada ms=20"],
    );
    check("fields ms | sort ms desc | limit 2", REQUESTS, &["ms=30", "ms=20"]);
    check("fields ms | filter ms > 0 | head 1", REQUESTS, &["ms=20"]);
    check("fields ms | filter ms > 0 | tail 1", REQUESTS, &["ms=10"]);
    check("filter ispresent(tags.0) | unnest tags into tag | display tag", REQUESTS, &["tag=y", "tag=x"]);
    let many: Vec<String> = (0..5_000).map(|n| format!(r#"{{"n":{}}}"#, n * 7919 % 5_000)).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    check("fields n | sort n desc | limit 3", &many, &["n=4999", "n=4998", "n=4997"]);
    check("fields n | sort n | limit 2", &many, &["n=0", "n=1"]);
    check("fields n | dedup n | sort n desc | limit 1", &many, &["n=4999"]);
}

#[test]
fn maps_and_lists_are_reached_into() {
    let lines = [
        r#"{"body":"{\"status\":{\"code\":7},\"users\":[{\"id\":1,\"act\":\"in\"},{\"id\":2}]}"}"#,
        r#"{"body":"no json","items":[{"sku":"a"},{"sku":"b"}],"status":{"code":9}}"#,
    ];
    check(
        "fields jsonParse(body) as b | filter ispresent(b) | display b.status.code, b.users[1].id, b.none",
        &lines,
        &["b.status.code=7 b.users.1.id=2"],
    );
    check(
        "fields jsonParse(body) as b | stats count(*) by b.status.code | sort b.status.code",
        &lines,
        &["count(*)=1", "b.status.code=7 count(*)=1"],
    );
    check(
        "fields jsonParse(body) as b | unnest b.users into u | display u.id, u.act | sort u.id",
        &lines,
        &["", "u.id=1 u.act=in", "u.id=2"],
    );
    check(
        "unnest items into item | filter ispresent(item) | display item.sku",
        &lines,
        &["item.sku=b", "item.sku=a"],
    );
    check(
        "fields jsonStringify(items) as text, jsonStringify(jsonParse('[1, 2]')) as list | filter ispresent(text) \
         | display text, list",
        &lines,
        &[r#"text=[{"sku":"a"},{"sku":"b"}] list=[1,2]"#],
    );
    check(
        "fields jsonParse(@message) as status | display status.status.code | limit 1",
        &lines,
        &["status.status.code=9"],
    );
}

#[test]
fn memory_is_bounded() {
    let mut execution = Execution::new(Plan::new(parse("dedup n").expect("a query"), 10), NOW);
    let text = "x".repeat(100_000);
    let failed =
        (0..2_000).any(|n| execution.push(event(n, &format!(r#"{{"n":{n},"x":"{text}"}}"#))).is_err());
    assert!(failed);

    // A sort with a limit drops what it can't hold.
    let mut execution = Execution::new(Plan::new(parse("fields n").expect("a query"), 10_000), NOW);
    for n in 0..2_000 {
        execution.push(event(n, &format!(r#"{{"n":{n},"x":"{text}"}}"#))).expect("memory");
    }
    let (rows, matched) = execution.finish().expect("memory");
    assert_eq!((rows[0][0].1.as_str(), matched), ("1999", 2_000));
    assert!((300..2_000).contains(&rows.len()), "{}", rows.len());
}

#[test]
fn what_is_no_query_is_refused_with_its_place() {
    for (text, message) in [
        ("", "unexpected symbol found <EOF> at line 1 and position 0"),
        ("filds a", "unexpected symbol found filds at line 1 and position 0"),
        ("fields a\n| filter b >", "unexpected symbol found <EOF> at line 2 and position 12"),
        ("fields a b", "unexpected symbol found b at line 1 and position 9"),
        ("limit x", "unexpected symbol found x at line 1 and position 6"),
        ("filter a = 'open", "unexpected symbol found 'open at line 1 and position 11"),
        ("filter count(*) > 1", "Invalid function name: count"),
        ("stats count(*) by a | sort sum(a)", "Invalid function name: sum"),
        ("fields unmask(count(*))", "Invalid function name: count"),
        ("stats user", "unexpected symbol found user at line 1 and position 6"),
        ("filter nope(a)", "Invalid function name: nope"),
        ("filter abs(a, b)", "Invalid arguments for function abs: 2 given."),
        ("filter a like /(/", "Invalid regular expression: /(/"),
        ("parse 'a * b *' as x", "Number of wildcards (2) does not match number of fields (1) in parse."),
        ("stats count(*) | stats count(*) | stats count(*)", "Too many stats commands. The maximum is 2."),
        ("filter §", "unexpected symbol found § at line 1 and position 7"),
    ] {
        assert_eq!(parse(text).expect_err(text).to_string(), message, "{text}");
    }
    assert!(parse("fields a | diff").expect_err("unbuilt").unbuilt);
    assert!(parse(&format!("filter {}1{}", "(".repeat(5_000), ")".repeat(5_000))).is_err());
    assert!(parse(&format!("filter {} = 1", "1 + ".repeat(2_000))).is_err());
    assert!(parse(&format!("filter a = 1 {}", "or a = 1 ".repeat(1_000))).is_ok());
}

proptest! {
    #[test]
    fn parsing_and_running_never_panic(text in ".{0,80}") {
        if let Ok(query) = parse(&text) {
            let _ = answer(query, ["x"], 10);
        }
    }

    #[test]
    fn pieces_of_the_language_never_panic(pieces in prop::collection::vec(prop::sample::select(vec![
        "fields ", "filter ", "stats ", "sort ", "limit ", "parse ", "dedup ", "display ", "unnest ", "into ", "|", "by ",
        "as ", "@message ", "@timestamp ", "a ", "a.b ", "`a-b` ", "b[0]", "(", ")", "[", "]", ",", "=", "!=", "<", "=~",
        "like ", "not ", "in ", "and ", "or ", "/x/ ", "/(?<n>.)/ ", "'*' ", "\"é\" ", "1 ", "1e999 ", "5m ", "-", "+", "*",
        "/", "%", "^", "count(", "pct(a, 9) ", "bin(", "substr(", "avg(a) ", "desc ", "#", "\n", "é",
    ]), 0..16)) {
        let text = pieces.concat();
        if let Ok(query) = parse(&text) {
            let _ = answer(query, [r#"{"a":{"b":[1,null]},"b":["x"]}"#, "é", "", "{"], 10);
        }
    }
}

/// Starts a query over the group `g` and waits for its end.
async fn answered(fixture: &Fixture, query: &str) -> Value {
    let seconds = NOW / 1000;
    let started = fixture
        .ok(
            "StartQuery",
            json!({
                "logGroupName": "g", "startTime": seconds - 60, "endTime": seconds + 60, "queryString": query,
            }),
        )
        .await;
    loop {
        let answer = fixture.ok("GetQueryResults", json!({"queryId": started["queryId"]})).await;
        if !["Scheduled", "Running"].contains(&answer["status"].as_str().expect("a status")) {
            return answer;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_query_is_answered_over_what_was_put() {
    let fixture = Fixture::with_stream().await;
    fixture.put("s", &[(0, r#"{"n":1}"#), (1, r#"{"n":2}"#), (70_000, "later")]).await;
    let answer = answered(&fixture, "fields @timestamp, n | filter n > 1").await;
    assert_eq!(answer["status"], "Complete");
    let row = &answer["results"][0];
    assert_eq!(row[0], json!({"field": "@timestamp", "value": "2025-11-23 10:00:00.001"}));
    assert_eq!(row[1], json!({"field": "n", "value": "2"}));
    let statistics = &answer["statistics"];
    assert_eq!(
        (statistics["recordsMatched"].as_f64(), statistics["recordsScanned"].as_f64()),
        (Some(1.0), Some(2.0))
    );
    assert_eq!(statistics["bytesScanned"].as_f64(), Some(14.0));

    let record = fixture.ok("GetLogRecord", json!({"logRecordPointer": row[2]["value"]})).await;
    assert_eq!(record["logRecord"]["@message"], r#"{"n":2}"#);
    assert_eq!((&record["logRecord"]["n"], &record["logRecord"]["@logStream"]), (&json!("2"), &json!("s")));
    let refused = fixture.refused("GetLogRecord", json!({"logRecordPointer": "x"})).await;
    assert!(refused.starts_with("InvalidParameterException"), "{refused}");

    let fields = fixture.ok("GetLogGroupFields", json!({"logGroupName": "g", "time": NOW / 1000})).await;
    let n = fields["logGroupFields"]
        .as_array()
        .expect("fields")
        .iter()
        .find(|field| field["name"] == "n")
        .cloned();
    assert_eq!(n, Some(json!({"name": "n", "percent": 66})));
}

#[tokio::test]
async fn results_come_in_pages_when_asked() {
    let fixture = Fixture::with_stream().await;
    for n in 0..7 {
        fixture.put("s", &[(n, "x")]).await;
    }
    answered(&fixture, "fields @timestamp").await;
    let id = fixture.ok("DescribeQueries", json!({})).await["queries"][0]["queryId"].clone();
    let mut token = Value::Null;
    let mut pages = Vec::new();
    loop {
        let mut input = json!({"queryId": id, "maxItems": 3});
        if !token.is_null() {
            input["nextToken"] = token;
        }
        let page = fixture.ok("GetQueryResults", input).await;
        pages.push(page["results"].as_array().expect("rows").len());
        token = page["nextToken"].clone();
        if token.is_null() {
            break;
        }
    }
    assert_eq!(pages, [3, 3, 1]);
}

#[tokio::test]
async fn queries_are_listed_latest_first_and_forgotten_after_a_week() {
    let fixture = Fixture::with_stream().await;
    for query in ["fields a", "fields b", "fields c"] {
        answered(&fixture, query).await;
        fixture.clock.advance(Duration::from_millis(1));
    }
    let list = async |input: Value| fixture.ok("DescribeQueries", input).await;
    let all = list(json!({})).await;
    assert_eq!(each(&all["queries"], "queryString"), ["fields c", "fields b", "fields a"]);
    assert_eq!(each(&all["queries"], "status"), ["Complete"; 3]);
    assert_eq!(list(json!({"status": "Failed"})).await["queries"], json!([]));
    assert_eq!(list(json!({"logGroupName": "other"})).await["queries"], json!([]));
    let page = list(json!({"maxResults": 2})).await;
    let rest = list(json!({"maxResults": 2, "nextToken": page["nextToken"]})).await;
    assert_eq!((each(&rest["queries"], "queryString"), rest.get("nextToken")), (vec!["fields a"], None));

    fixture.clock.advance(Duration::from_millis(super::MAX_AGE_MILLIS as u64));
    let report = fixture.logs.sweep().await.expect("a pass");
    assert_eq!(report.forgotten_queries, 3);
    let id = &all["queries"][0]["queryId"];
    let refused = fixture.refused("GetQueryResults", json!({"queryId": id})).await;
    assert_eq!(refused, "ResourceNotFoundException: The specified query does not exist.");
}

#[tokio::test]
async fn what_another_process_began_has_failed() {
    let mut query = super::stored::StoredQuery::new("before", NOW, String::new(), Vec::new(), String::new());
    query.status = Status::Running;
    assert_eq!(query.status_for("before"), Status::Running);
    assert_eq!(query.status_for("now"), Status::Failed);
    assert_eq!(
        super::stored::StoredQuery { status: Status::Complete, ..query }.status_for("now"),
        Status::Complete
    );
}

#[tokio::test]
async fn a_query_can_be_stopped_once() {
    let fixture = Fixture::with_stream().await;
    fixture.put("s", &[(0, "x")]).await;
    let seconds = NOW / 1000;
    let input =
        json!({"logGroupNames": ["g"], "startTime": seconds, "endTime": seconds, "queryString": "fields a"});
    // In a runtime of one thread nothing runs before this test waits for something.
    let started = fixture.ok("StartQuery", input).await;
    let id = json!({"queryId": started["queryId"]});
    let stopped = fixture.logs.queries.stop(started["queryId"].as_str().expect("an id"));
    if stopped {
        while fixture.logs.queries.is_busy() {
            tokio::task::yield_now().await;
        }
        assert_eq!(fixture.ok("GetQueryResults", id.clone()).await["status"], "Cancelled");
    }
    while fixture.logs.queries.is_busy() {
        tokio::task::yield_now().await;
    }
    assert_eq!(
        fixture.refused("StopQuery", id).await,
        "InvalidParameterException: The specified query is not running."
    );
}

#[tokio::test]
async fn what_cant_be_queried_is_refused() {
    let fixture = Fixture::with_stream().await;
    let seconds = NOW / 1000;
    let base =
        json!({"logGroupName": "g", "startTime": seconds, "endTime": seconds, "queryString": "fields a"});
    let with = |changes: Value| {
        let mut input = base.clone();
        for (name, value) in changes.as_object().expect("an object") {
            input[name] = value.clone();
            if value.is_null() {
                input.as_object_mut().expect("an object").remove(name);
            }
        }
        input
    };
    for (changes, expected) in [
        (
            json!({"logGroupName": "no"}),
            "ResourceNotFoundException: Log group 'no' does not exist for account ID '000000000000'",
        ),
        (json!({"logGroupName": null}), "InvalidParameterException: Exactly one of"),
        (json!({"logGroupNames": ["g"]}), "InvalidParameterException: Exactly one of"),
        (json!({"endTime": seconds - 1}), "InvalidParameterException: The query start time"),
        (
            json!({"queryString": "nope"}),
            "MalformedQueryException: unexpected symbol found nope at line 1 and position 0",
        ),
        (
            json!({"startTime": 0, "endTime": 1}),
            "MalformedQueryException: Query's end date and time is either before",
        ),
        (json!({"limit": 0}), "InvalidParameterException: 1 validation error"),
        (json!({"queryLanguage": "SQL"}), "NotImplemented: "),
        (json!({"queryString": "fields a | anomaly"}), "NotImplemented: "),
    ] {
        let refused = fixture.refused("StartQuery", with(changes)).await;
        assert!(refused.starts_with(expected), "{refused}");
    }
}

#[tokio::test]
async fn definitions_are_kept_found_and_deleted() {
    let fixture = Fixture::new();
    let put = async |input: Value| fixture.ok("PutQueryDefinition", input).await["queryDefinitionId"].clone();
    let first = put(json!({"name": "a/one", "queryString": "fields a"})).await;
    put(json!({"name": "b/two", "queryString": "fields b", "logGroupNames": ["g"]})).await;
    let describe =
        async |input: Value| fixture.ok("DescribeQueryDefinitions", input).await["queryDefinitions"].clone();
    let found = describe(json!({"queryDefinitionNamePrefix": "a/"})).await;
    assert_eq!(
        found,
        json!([{
            "queryLanguage": "CWLI", "queryDefinitionId": first, "name": "a/one", "queryString": "fields a",
            "lastModified": NOW, "logGroupNames": [],
        }])
    );
    put(json!({"name": "a/1", "queryString": "fields c", "queryDefinitionId": first})).await;
    assert_eq!(each(&describe(json!({"queryDefinitionNamePrefix": "a/"})).await, "name"), ["a/1"]);
    let page = fixture.ok("DescribeQueryDefinitions", json!({"maxResults": 1})).await;
    let rest = describe(json!({"maxResults": 1, "nextToken": page["nextToken"]})).await;
    assert_eq!(rest.as_array().map(Vec::len), Some(1));
    let id = json!({"queryDefinitionId": first});
    assert_eq!(fixture.ok("DeleteQueryDefinition", id.clone()).await, json!({"success": true}));
    assert!(fixture.refused("DeleteQueryDefinition", id).await.starts_with("ResourceNotFoundException"));
}
