"""Metric and subscription filters, and what else stands beside log groups, by boto3 and the `aws` command."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import pytest
from botocore.exceptions import ClientError

from support.aws import Aws
from support.tasks import unique
from support.wait import wait_until

ROLE = "arn:aws:iam::000000000000:role/logs"


@pytest.fixture
def group(aws: Aws) -> str:
    name = unique("/filters")
    aws.logs.create_log_group(logGroupName=name)
    aws.logs.create_log_stream(logGroupName=name, logStreamName="s")
    return name


def put(aws: Aws, group: str, *messages: str) -> None:
    now = int(time.time() * 1000)
    events = [{"timestamp": now, "message": message} for message in messages]
    aws.logs.put_log_events(logGroupName=group, logStreamName="s", logEvents=events)


def refusal(call: Any, **arguments: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def metric(aws: Aws, name: str) -> dict[str, float]:
    """Sum and count of a metric on the daemon's own page."""
    status, page = aws.daemon.get("/_neargate/metrics")
    assert status == 200, page
    found = re.findall(rf'^neargate_log_metric_(sum|samples_total){{[^}}]*metric="{name}"[^}}]*}} (\S+)$', page, re.MULTILINE)
    return {kind: float(value) for kind, value in found}


def test_metric_filter_counts_what_comes_in(aws: Aws, group: str) -> None:
    name = unique("errors")
    put(aws, group, '{"level": "ERROR", "ms": 99}')
    aws.logs.put_metric_filter(
        logGroupName=group, filterName="f", filterPattern='{ $.level = "ERROR" }',
        metricTransformations=[{"metricName": name, "metricNamespace": "app", "metricValue": "$.ms", "unit": "Milliseconds"}])
    put(aws, group, '{"level": "ERROR", "ms": 5}', '{"level": "INFO", "ms": 7}', '{"level": "ERROR", "ms": 2.5}')
    wait_until("the metric", lambda: metric(aws, name) == {"sum": 7.5, "samples_total": 2})
    found, = aws.logs.describe_metric_filters(metricName=name, metricNamespace="app")["metricFilters"]
    assert (found["logGroupName"], found["metricTransformations"][0]["unit"]) == (group, "Milliseconds")
    described, = aws.logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]
    assert described["metricFilterCount"] == 1
    aws.logs.delete_metric_filter(logGroupName=group, filterName="f")
    assert aws.logs.describe_metric_filters(logGroupName=group)["metricFilters"] == []


def test_metric_filters_come_in_pages(aws: Aws, group: str) -> None:
    transformations = [{"metricName": "m", "metricNamespace": "n", "metricValue": "1"}]
    for number in range(5):
        aws.logs.put_metric_filter(logGroupName=group, filterName=f"f{number}", filterPattern="", metricTransformations=transformations)
    pages = aws.logs.get_paginator("describe_metric_filters").paginate(logGroupName=group, PaginationConfig={"PageSize": 2})
    assert [one["filterName"] for page in pages for one in page["metricFilters"]] == [f"f{number}" for number in range(5)]


def test_metric_filters_that_make_no_sense(aws: Aws, group: str) -> None:
    def refused(pattern: str, **changes: Any) -> str:
        transformation = {"metricName": "m", "metricNamespace": "n", "metricValue": "1", **changes}
        code, message = refusal(aws.logs.put_metric_filter, logGroupName=group, filterName="f", filterPattern=pattern,
                                metricTransformations=[transformation])
        assert code == "InvalidParameterException"
        return message

    assert "must end with" in refused("{ $.a = 1")
    assert "metric value" in refused("ERROR", metricValue="$.a")
    assert refused("{ $.a = * }", defaultValue=0, dimensions={"A": "$.a"}) == (
        "Invalid metric transformation: dimensions and default value are mutually exclusive properties.")


@pytest.mark.parametrize(("arn", "role", "message"), [
    ("arn:aws:kinesis:us-east-1:000000000000:stream/no", ROLE,
     "Could not deliver test message to specified Kinesis stream. Check if the given Kinesis stream is in ACTIVE state."),
    ("arn:aws:firehose:us-east-1:000000000000:deliverystream/no", ROLE,
     "Could not deliver test message to specified Firehose stream. Check if the given Firehose stream is in ACTIVE state."),
    ("arn:aws:lambda:us-east-1:000000000000:function:no", None,
     "Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function."),
    ("arn:aws:kinesis:us-east-1:000000000000:stream/no", None, "destinationArn for vendor kinesis cannot be used without roleArn"),
])
def test_subscription_to_nowhere(aws: Aws, group: str, arn: str, role: str | None, message: str) -> None:
    arguments = {"logGroupName": group, "filterName": "f", "filterPattern": "", "destinationArn": arn}
    if role:
        arguments["roleArn"] = role
    assert refusal(aws.logs.put_subscription_filter, **arguments) == ("InvalidParameterException", message)
    assert aws.logs.describe_subscription_filters(logGroupName=group)["subscriptionFilters"] == []


def test_list_log_groups(aws: Aws) -> None:
    base = unique("listed")
    for name in (f"{base}-a", f"{base}-b", f"x-{base}"):
        aws.logs.create_log_group(logGroupName=name)

    def names(pattern: str) -> list[str]:
        return [one["logGroupName"] for one in aws.logs.list_log_groups(logGroupNamePattern=pattern)["logGroups"]]

    assert names(base) == [f"{base}-a", f"{base}-b", f"x-{base}"]
    assert names(f"^{base}") == [f"{base}-a", f"{base}-b"]
    assert names(f"^{base}-b|^x-{base}") == [f"{base}-b", f"x-{base}"]


def test_policies_and_keys(aws: Aws, group: str) -> None:
    name = unique("policy")
    document = json.dumps({"Version": "2012-10-17", "Statement": []})
    aws.logs.put_resource_policy(policyName=name, policyDocument=document)
    policies = aws.logs.describe_resource_policies()["resourcePolicies"]
    assert [one["policyDocument"] for one in policies if one["policyName"] == name] == [document]
    aws.logs.delete_resource_policy(policyName=name)
    assert refusal(aws.logs.delete_resource_policy, policyName=name)[0] == "ResourceNotFoundException"

    aws.logs.put_index_policy(logGroupIdentifier=group, policyDocument=json.dumps({"Fields": ["requestId"]}))
    found = aws.logs.describe_field_indexes(logGroupIdentifiers=[group])["fieldIndexes"]
    assert [one["fieldIndexName"] for one in found] == ["requestId"]

    key = "arn:aws:kms:us-east-1:000000000000:key/1"
    aws.logs.associate_kms_key(logGroupName=group, kmsKeyId=key)
    described, = aws.logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]
    assert described["kmsKeyId"] == key
    aws.logs.disassociate_kms_key(logGroupName=group)


def test_what_would_change_answers_isnt_accepted_in_silence(aws: Aws) -> None:
    code, message = refusal(aws.logs.put_account_policy, policyName="p", policyDocument="{}", policyType="TRANSFORMER_POLICY")
    assert (code, "PutAccountPolicy of type TRANSFORMER_POLICY" in message) == ("NotImplemented", True)


def test_the_aws_command_puts_filters(aws: Aws, group: str) -> None:
    aws.command("logs", "put-metric-filter", "--log-group-name", group, "--filter-name", "f", "--filter-pattern", "ERROR",
                "--metric-transformations", "metricName=m,metricNamespace=n,metricValue=1,defaultValue=0")
    found, = aws.json("logs", "describe-metric-filters", "--log-group-name", group)["metricFilters"]
    assert found["metricTransformations"][0]["defaultValue"] == 0
    tested = aws.json("logs", "test-metric-filter", "--filter-pattern", "[ip, status = 4*]", "--log-event-messages", "::1 404", "::1 200")
    assert [one["extractedValues"] for one in tested["matches"]] == [{"$ip": "::1", "$status": "404"}]


def test_retention_hides_what_expired(aws: Aws, group: str) -> None:
    now = int(time.time() * 1000)
    old = now - 3 * 24 * 60 * 60 * 1000
    for moment, message in ((old, "old"), (now, "new")):
        aws.logs.put_log_events(logGroupName=group, logStreamName="s", logEvents=[{"timestamp": moment, "message": message}])
    aws.logs.put_retention_policy(logGroupName=group, retentionInDays=1)
    events = aws.logs.filter_log_events(logGroupName=group)["events"]
    assert [event["message"] for event in events] == ["new"]
    late = aws.logs.put_log_events(logGroupName=group, logStreamName="s", logEvents=[{"timestamp": old, "message": "late"}])
    assert late["rejectedLogEventsInfo"] == {"expiredLogEventEndIndex": 1}
