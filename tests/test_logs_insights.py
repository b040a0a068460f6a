"""Logs Insights by boto3 and the `aws` command: questions, pages, and queries that don't end by themselves."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from botocore.exceptions import ClientError

from conftest import Fleet
from support.aws import Aws
from support.tasks import unique
from support.wait import wait_until

REQUESTS = [
    {"user": "ada", "ms": 12, "status": 200, "tags": ["a", "b"]},
    {"user": "ben", "ms": 48, "status": 500, "tags": []},
    {"user": "ada", "ms": 24, "status": 404},
]


@pytest.fixture
def group(aws: Aws) -> str:
    return filled(aws, [json.dumps(request) for request in REQUESTS] + ["[Auth] INFO user=cleo took 7 ms", "plain"])


def filled(aws: Aws, lines: list[str]) -> str:
    """A group with a stream of these lines, a millisecond apart."""
    name = unique("/insights")
    aws.logs.create_log_group(logGroupName=name)
    aws.logs.create_log_stream(logGroupName=name, logStreamName="s")
    began = int(time.time() * 1000) - len(lines)
    for start in range(0, len(lines), 10_000):
        batch = [{"timestamp": began + number, "message": lines[number]}
                 for number in range(start, min(start + 10_000, len(lines)))]
        aws.logs.put_log_events(logGroupName=name, logStreamName="s", logEvents=batch)
    return name


def start(aws: Aws, group: str | list[str], query: str, **more: Any) -> str:
    now = int(time.time())
    groups = {"logGroupName": group} if isinstance(group, str) else {"logGroupNames": group}
    return aws.logs.start_query(**groups, startTime=now - 600, endTime=now + 1, queryString=query, **more)["queryId"]


def ended(aws: Aws, query_id: str) -> dict[str, Any]:
    def answer() -> dict[str, Any] | None:
        results = aws.logs.get_query_results(queryId=query_id)
        return results if results["status"] not in ("Scheduled", "Running") else None

    return wait_until(f"the end of query {query_id}", answer)


def rows(aws: Aws, group: str | list[str], query: str, **more: Any) -> list[dict[str, str]]:
    answer = ended(aws, start(aws, group, query, **more))
    assert answer["status"] == "Complete"
    return [{cell["field"]: cell["value"] for cell in row if cell["field"] != "@ptr"} for row in answer["results"]]


def test_fields_filters_and_order(aws: Aws, group: str) -> None:
    assert rows(aws, group, "fields user, ms | filter ispresent(ms) | sort ms desc") == [
        {"user": "ben", "ms": "48"}, {"user": "ada", "ms": "24"}, {"user": "ada", "ms": "12"}]
    assert rows(aws, group, "fields @message | filter @message like /^pl/") == [{"@message": "plain"}]
    assert rows(aws, group, "fields tags.1 as second | filter status in [200, 500] and user = 'ada'") == [{"second": "b"}]
    newest, = rows(aws, group, "limit 1")
    assert newest["@message"] == "plain" and newest["@timestamp"].startswith(time.strftime("%Y-", time.gmtime()))
    assert len(rows(aws, group, "fields @timestamp", limit=2)) == 2


def test_stats_by_field_and_time(aws: Aws, group: str) -> None:
    assert rows(aws, group, "filter ispresent(user) | stats count(*) as n, avg(ms) as mean by user | sort n desc") == [
        {"user": "ada", "n": "2", "mean": "18"}, {"user": "ben", "n": "1", "mean": "48"}]
    by_day = rows(aws, group, "stats count(*) by bin(1d)")
    assert sum(int(row["count(*)"]) for row in by_day) == 5
    assert rows(aws, group, "stats pct(ms, 50), max(ms), count_distinct(user)") == [
        {"pct(ms, 50)": "24", "max(ms)": "48", "count_distinct(user)": "2"}]


def test_parse_and_dedup(aws: Aws, group: str) -> None:
    assert rows(aws, group, "parse @message '[*] * user=* took * ms' as part, level, who, took | filter part = 'Auth'"
                            " | display level, who, took") == [{"level": "INFO", "who": "cleo", "took": "7"}]
    assert rows(aws, group, r"parse @message /user=(?<who>\w+)/ | stats count(who) as n") == [{"n": "1"}]
    assert rows(aws, group, "fields user | filter ispresent(user) | dedup user | sort user") == [{"user": "ada"}, {"user": "ben"}]


def test_patterns_and_a_source_of_groups(aws: Aws) -> None:
    prefix = unique("/patterns")
    for name, lines in (("a", ["took 12 ms", "took 250 ms"]), ("b", ["took 3 ms", "ERROR no route to 10.0.0.1"])):
        aws.logs.create_log_group(logGroupName=f"{prefix}/{name}")
        aws.logs.create_log_stream(logGroupName=f"{prefix}/{name}", logStreamName="s")
        aws.logs.put_log_events(logGroupName=f"{prefix}/{name}", logStreamName="s", logEvents=[
            {"timestamp": int(time.time() * 1000), "message": line} for line in lines])
    now = int(time.time())
    query_id = aws.logs.start_query(queryString=f"SOURCE logGroups(namePrefix: ['{prefix}/']) | pattern @message",
                                    startTime=now - 3600, endTime=now + 60)["queryId"]
    assert [{cell["field"]: cell["value"] for cell in row} for row in ended(aws, query_id)["results"]] == [
        {"@pattern": "took <Number-1> ms", "@ratio": "0.7500", "@sampleCount": "3"},
        {"@pattern": "ERROR no route to <IP-1>", "@ratio": "0.2500", "@sampleCount": "1", "@severityLabel": "Error"}]
    assert aws.logs.list_log_groups_for_query(queryId=query_id)["logGroupIdentifiers"] == [f"{prefix}/a", f"{prefix}/b"]


def test_several_groups_and_pointers(aws: Aws, group: str) -> None:
    other = filled(aws, ["elsewhere"])
    assert [row["@log"] for row in rows(aws, [group, other], "fields @log | filter @message like 'elsewhere'")] == [
        f"{aws.account}:{other}"]
    answer = ended(aws, start(aws, group, "filter user = 'ben'"))
    pointer = next(cell["value"] for cell in answer["results"][0] if cell["field"] == "@ptr")
    record = aws.logs.get_log_record(logRecordPointer=pointer)["logRecord"]
    assert json.loads(record["@message"]) == REQUESTS[1]
    assert (record["user"], record["@logStream"], record["@log"]) == ("ben", "s", f"{aws.account}:{group}")
    statistics = answer["statistics"]
    assert (statistics["recordsMatched"], statistics["recordsScanned"]) == (1, 5)
    assert statistics["bytesScanned"] > 100
    fields = {field["name"]: field["percent"] for field in aws.logs.get_log_group_fields(logGroupName=group)["logGroupFields"]}
    assert fields["@message"] == 100 and fields["user"] == 60


def test_errors_say_what_and_where(aws: Aws, group: str) -> None:
    with pytest.raises(ClientError) as caught:
        start(aws, group, "fields a | filter")
    assert caught.value.response["Error"]["Code"] == "MalformedQueryException"
    assert caught.value.response["queryCompileError"]["location"]["startCharOffset"] == 17
    for arguments, code in [
        ({"group": "/no/such/group", "query": "fields a"}, "ResourceNotFoundException"),
        ({"group": group, "query": "pattern @message | anomaly"}, "NotImplemented"),
        ({"group": group, "query": "fields a", "limit": 100_001}, "InvalidParameterException"),
    ]:
        with pytest.raises(ClientError) as caught:
            start(aws, **arguments)
        assert caught.value.response["Error"]["Code"] == code


def test_many_lines(aws: Aws) -> None:
    group = filled(aws, [f'{{"n": {number}, "even": {"true" if number % 2 == 0 else "false"}}}' for number in range(25_000)])
    assert rows(aws, group, "stats count(*) as n, sum(n) as total, max(n) as most") == [
        {"n": "25000", "total": "312487500", "most": "24999"}]
    assert rows(aws, group, "filter even = 1 | stats count(*) as n") == [{"n": "12500"}]
    assert len(rows(aws, group, "fields n")) == 10_000
    all_of_them = start(aws, group, "fields n", limit=20_000)
    first = ended(aws, all_of_them)
    second = aws.logs.get_query_results(queryId=all_of_them, nextToken=first["nextToken"])
    assert (len(first["results"]), len(second["results"]), "nextToken" in second) == (10_000, 10_000, False)
    assert rows(aws, group, "fields n | sort n desc | limit 2") == [{"n": "24999"}, {"n": "24998"}]


def test_queries_are_listed(aws: Aws, group: str) -> None:
    first, second = (start(aws, group, f"fields {name}") for name in "ab")
    for query_id in (first, second):
        ended(aws, query_id)
    listed = aws.logs.describe_queries(logGroupName=group)["queries"]
    assert {query["queryId"]: query["status"] for query in listed} == {first: "Complete", second: "Complete"}
    with pytest.raises(ClientError) as caught:
        aws.logs.stop_query(queryId=first)
    assert caught.value.response["Error"]["Code"] == "InvalidParameterException"


def test_definitions(aws: Aws) -> None:
    name = unique("folder/errors")
    made = aws.logs.put_query_definition(name=name, queryString="filter @message like /ERROR/", logGroupNames=["/web"])
    found, = aws.logs.describe_query_definitions(queryDefinitionNamePrefix=name)["queryDefinitions"]
    assert (found["queryDefinitionId"], found["logGroupNames"]) == (made["queryDefinitionId"], ["/web"])
    assert aws.logs.delete_query_definition(queryDefinitionId=made["queryDefinitionId"])["success"]
    assert aws.logs.describe_query_definitions(queryDefinitionNamePrefix=name)["queryDefinitions"] == []


def test_the_aws_command_asks(aws: Aws, group: str) -> None:
    now = int(time.time())
    started = aws.json("logs", "start-query", "--log-group-name", group, "--start-time", str(now - 600), "--end-time", str(now + 1),
                       "--query-string", "stats count(*) as n")
    ended(aws, started["queryId"])
    answer = aws.json("logs", "get-query-results", "--query-id", started["queryId"])
    assert (answer["status"], answer["results"]) == ("Complete", [[{"field": "n", "value": "5"}]])


def test_results_outlast_the_daemon(fleet: Fleet) -> None:
    daemon = fleet.up()
    aws = Aws(daemon)
    group = filled(aws, ["x"] * 3)
    query_id = start(aws, group, "stats count(*) as n")
    ended(aws, query_id)
    daemon.kill()
    daemon.start()
    answer = aws.logs.get_query_results(queryId=query_id)
    assert (answer["status"], answer["results"]) == ("Complete", [[{"field": "n", "value": "3"}]])


def test_a_query_that_the_daemon_died_under_has_failed(fleet: Fleet) -> None:
    daemon = fleet.up()
    aws = Aws(daemon)
    group = filled(aws, ["x" * 900] * 1_000)
    # So many at a time that some are most likely still waiting when the daemon dies; else once more.
    statuses: set[str] = set()
    for _ in range(10):
        pending = [start(aws, group, r"filter @message like /(x+y)+$/ | stats count(*)") for _ in range(60)]
        daemon.kill()
        daemon.start()
        statuses |= {aws.logs.get_query_results(queryId=query_id)["status"] for query_id in pending}
        if "Failed" in statuses:
            break
    assert "Failed" in statuses and statuses <= {"Complete", "Failed"}
