"""Data protection of CloudWatch Logs: what is masked, wherever it leaves, and who may see it all the same."""

from __future__ import annotations

import gzip
import json
import time
from typing import Any

import pytest
from botocore.exceptions import ClientError

from support.aws import Aws
from support.daemon import Daemon
from support.tasks import unique
from support.wait import wait_until

MANAGED = "arn:aws:dataprotection::aws:data-identifier/"


def policy(*identifiers: str, findings: dict[str, Any] | None = None) -> str:
    named = [MANAGED + identifier for identifier in identifiers]
    return json.dumps({"Name": "data-protection-policy", "Description": "", "Version": "2021-06-01", "Statement": [
        {"Sid": "audit-policy", "DataIdentifier": named, "Operation": {"Audit": {"FindingsDestination": findings or {}}}},
        {"Sid": "redact-policy", "DataIdentifier": named, "Operation": {"Deidentify": {"MaskConfig": {}}}},
    ]})


def group_of(aws: Aws) -> str:
    name = unique("/protected")
    aws.logs.create_log_group(logGroupName=name)
    aws.logs.create_log_stream(logGroupName=name, logStreamName="s")
    return name


def put(aws: Aws, group: str, *messages: str) -> None:
    now = int(time.time() * 1000)
    aws.logs.put_log_events(logGroupName=group, logStreamName="s",
                            logEvents=[{"timestamp": now, "message": message} for message in messages])


def messages(aws: Aws, group: str, **more: Any) -> list[str]:
    return [event["message"] for event in aws.logs.filter_log_events(logGroupName=group, **more)["events"]]


SENT = ["ada@example.com paid with 4111 1111 1111 1111", "order 1234567890123456 of 10.0.0.7", "plain"]
SHOWN = ["*************** paid with *******************", "order 1234567890123456 of ********", "plain"]


def test_sensitive_data_is_masked_wherever_it_leaves(aws: Aws) -> None:
    group = group_of(aws)
    put(aws, group, "before: ada@example.com")
    now = int(time.time() * 1000) + 1
    wait_until("the next millisecond", lambda: int(time.time() * 1000) > now)
    answer = aws.logs.put_data_protection_policy(logGroupIdentifier=group, policyDocument=policy("EmailAddress", "CreditCardNumber", "IpAddress"))
    assert json.loads(answer["policyDocument"])["Name"] == "data-protection-policy"
    put(aws, group, *SENT)
    assert messages(aws, group) == ["before: ada@example.com", *SHOWN]
    assert messages(aws, group, unmask=True)[1:] == SENT
    assert messages(aws, group, filterPattern="ada")[1:] == []
    events = aws.logs.get_log_events(logGroupName=group, logStreamName="s", startFromHead=True)["events"]
    assert [event["message"] for event in events][1:] == SHOWN

    def query(text: str, column: str = "@message") -> list[str]:
        now = int(time.time())
        query_id = aws.logs.start_query(logGroupName=group, queryString=text, startTime=now - 60, endTime=now + 60)["queryId"]
        wait_until("the answer", lambda: aws.logs.get_query_results(queryId=query_id)["status"] == "Complete")
        rows = aws.logs.get_query_results(queryId=query_id)["results"]
        return [next(cell["value"] for cell in row if cell["field"] == column) for row in rows]

    assert set(query("fields @message | filter @message like 'paid'")) == {SHOWN[0]}
    assert set(query("fields @timestamp | unmask @message | filter @message like 'paid'")) == {SENT[0]}
    # The function shows what it is given; the rest of the row stays masked.
    both = "fields @message, unmask(@message) | filter @message like 'paid'"
    assert (set(query(both)), set(query(both, "unmask(@message)"))) == ({SHOWN[0]}, {SENT[0]})

    bucket = unique("exports")
    s3 = aws.client("s3")
    s3.create_bucket(Bucket=bucket)
    task = aws.logs.create_export_task(logGroupName=group, fromTime=0, to=int(time.time() * 1000) + 1000, destination=bucket)["taskId"]
    wait_until("the export", lambda: aws.logs.describe_export_tasks(taskId=task)["exportTasks"][0]["status"]["code"] == "COMPLETED")
    text = gzip.decompress(s3.get_object(Bucket=bucket, Key=f"exportedlogs/{task}/s/000000.gz")["Body"].read()).decode()
    assert [line.split(" ", 1)[1] for line in text.splitlines()][1:] == SHOWN

    tail = aws.client("logs", inject_host_prefix=False).start_live_tail(logGroupIdentifiers=[group])["responseStream"]
    updates = iter(tail)
    assert "sessionStart" in next(updates)
    put(aws, group, SENT[0])
    told = next(event["sessionUpdate"]["sessionResults"] for event in updates if event["sessionUpdate"]["sessionResults"])
    assert [one["message"] for one in told] == [SHOWN[0]]
    tail.close()

    found, = aws.logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]
    assert found["dataProtectionStatus"] == "ACTIVATED"
    aws.logs.delete_data_protection_policy(logGroupIdentifier=group)
    assert "policyDocument" not in aws.logs.get_data_protection_policy(logGroupIdentifier=group)


def test_metric_filters_see_what_is_masked(aws: Aws) -> None:
    group, name = group_of(aws), unique("mails")
    aws.logs.put_data_protection_policy(logGroupIdentifier=group, policyDocument=policy("EmailAddress"))
    for number, pattern in enumerate(("example", "paid")):
        aws.logs.put_metric_filter(logGroupName=group, filterName=str(number), filterPattern=pattern, metricTransformations=[
            {"metricName": f"{name}{number}", "metricNamespace": "app", "metricValue": "1"}])
    put(aws, group, "ada@example.com paid")
    wait_until("the metric", lambda: f'metric="{name}1"' in aws.daemon.get("/_neargate/metrics")[1])
    assert f'metric="{name}0"' not in aws.daemon.get("/_neargate/metrics")[1]


def test_only_who_may_unmask_sees_it(strict: Daemon, strict_aws: Aws) -> None:
    root = strict_aws
    group = group_of(root)
    root.logs.put_data_protection_policy(logGroupIdentifier=group, policyDocument=policy("EmailAddress"))
    put(root, group, "ada@example.com")
    name = unique("user")
    root.iam.create_user(UserName=name)
    key = root.iam.create_access_key(UserName=name)["AccessKey"]
    user = Aws(strict, access_key_id=key["AccessKeyId"], secret=key["SecretAccessKey"])

    def may(*actions: str) -> None:
        document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": list(actions), "Resource": "*"}]}
        root.iam.put_user_policy(UserName=name, PolicyName="rights", PolicyDocument=json.dumps(document))

    may("logs:FilterLogEvents", "logs:StartQuery")
    assert messages(user, group) == ["***************"]
    now = int(time.time())
    for call, arguments in (
        (user.logs.filter_log_events, {"logGroupName": group, "unmask": True}),
        (user.logs.start_query, {"logGroupName": group, "queryString": "unmask @message", "startTime": now - 60, "endTime": now}),
        (user.logs.start_query, {"logGroupName": group, "queryString": "fields unmask(@message)", "startTime": now - 60, "endTime": now}),
    ):
        with pytest.raises(ClientError) as caught:
            call(**arguments)
        assert caught.value.response["Error"]["Code"] == "AccessDeniedException"
        assert "logs:Unmask" in caught.value.response["Error"]["Message"]
    may("logs:FilterLogEvents", "logs:Unmask")
    assert messages(user, group, unmask=True) == ["ada@example.com"]


def test_findings_are_told(aws: Aws) -> None:
    group, audit, bucket = group_of(aws), unique("/aws/vendedlogs/audit"), unique("audit")
    aws.logs.create_log_group(logGroupName=audit)
    s3 = aws.client("s3")
    s3.create_bucket(Bucket=bucket)
    findings = {"CloudWatchLogs": {"LogGroup": audit}, "S3": {"Bucket": bucket}}
    aws.logs.put_data_protection_policy(logGroupIdentifier=group, policyDocument=policy("EmailAddress", findings=findings))
    put(aws, group, "to ada@example.com", "plain")
    wait_until("a finding", lambda: messages(aws, audit))
    finding = json.loads(messages(aws, audit)[0])
    assert finding["resourceArn"] == f"arn:aws:logs:us-east-1:000000000000:log-group:{group}:*"
    assert finding["dataIdentifiers"] == [{"name": "EmailAddress", "count": 1, "detections": [{"start": 3, "end": 18}]}]
    wait_until("an object", lambda: s3.list_objects_v2(Bucket=bucket)["KeyCount"] == 1)
    key = s3.list_objects_v2(Bucket=bucket)["Contents"][0]["Key"]
    told = gzip.decompress(s3.get_object(Bucket=bucket, Key=key)["Body"].read()).decode().splitlines()
    assert [json.loads(line) for line in told] == [finding]
    with pytest.raises(ClientError) as caught:
        aws.logs.put_data_protection_policy(logGroupIdentifier=group, policyDocument=policy(
            "EmailAddress", findings={"S3": {"Bucket": unique("nowhere")}}))
    assert caught.value.response["Error"]["Code"] == "InvalidParameterException"
