"""Export tasks of CloudWatch Logs: what comes to lie in a bucket, and who lets it in."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from conftest import Fleet
from support.aws import Aws
from support.daemon import ACCOUNT, REGION, Daemon
from support.tasks import unique
from support.wait import wait_until


def group_of(aws: Aws, *streams: str) -> str:
    name = unique("/exports")
    aws.logs.create_log_group(logGroupName=name)
    for stream in streams:
        aws.logs.create_log_stream(logGroupName=name, logStreamName=stream)
    return name


def put(aws: Aws, group: str, stream: str, *events: tuple[int, str]) -> None:
    listed = [{"timestamp": timestamp, "message": message} for timestamp, message in events]
    aws.logs.put_log_events(logGroupName=group, logStreamName=stream, logEvents=listed)


def bucket_of(aws: Aws) -> str:
    name = unique("exports")
    aws.client("s3").create_bucket(Bucket=name)
    return name


def objects(aws: Aws, bucket: str, prefix: str = "") -> dict[str, bytes]:
    s3 = aws.client("s3")
    listed = s3.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", [])
    return {one["Key"]: s3.get_object(Bucket=bucket, Key=one["Key"])["Body"].read() for one in listed}


def task(aws: Aws, task_id: str) -> dict[str, Any]:
    found, = aws.logs.describe_export_tasks(taskId=task_id)["exportTasks"]
    return found


def ended(aws: Aws, task_id: str) -> dict[str, Any]:
    wait_until("the export's end", lambda: task(aws, task_id)["status"]["code"] in ("COMPLETED", "FAILED", "CANCELLED"))
    return task(aws, task_id)


def refusal(call: Any, **arguments: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def test_events_come_to_lie_in_a_bucket(aws: Aws) -> None:
    now = int(time.time() * 1000)
    group, bucket = group_of(aws, "web/app/1", "other"), bucket_of(aws)
    put(aws, group, "web/app/1", (now - 5000, "too early"), (now - 1000, "GET /"), (now, "two\nlines"))
    put(aws, group, "other", (now, "not wanted"))
    created = aws.logs.create_export_task(taskName="mine", logGroupName=group, logStreamNamePrefix="web/", fromTime=now - 1000, to=now,
                                          destination=bucket, destinationPrefix="backup/web")
    end = ended(aws, created["taskId"])
    assert end["status"] == {"code": "COMPLETED", "message": "Completed successfully"}
    assert (end["taskName"], end["from"], end["destinationPrefix"]) == ("mine", now - 1000, "backup/web")
    assert end["executionInfo"]["completionTime"] >= end["executionInfo"]["creationTime"]
    found = objects(aws, bucket)
    assert found.pop("backup/web/aws-logs-write-test") == b"Permission Check Successful"
    (key, body), = found.items()
    assert key == f"backup/web/{created['taskId']}/web-app-1/000000.gz"

    def at(millis: int) -> str:
        return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(millis // 1000)) + f".{millis % 1000:03}Z"

    assert gzip.decompress(body).decode() == f"{at(now - 1000)} GET /\n{at(now)} two\nlines\n"


def test_the_aws_command_exports(aws: Aws) -> None:
    now = int(time.time() * 1000)
    group, bucket = group_of(aws, "s"), bucket_of(aws)
    put(aws, group, "s", (now, "line"))
    created = aws.json("logs", "create-export-task", "--log-group-name", group, "--from", "0", "--to", str(now), "--destination", bucket)
    wait_until("the export's end", lambda: aws.json("logs", "describe-export-tasks", "--task-id", created["taskId"])
               ["exportTasks"][0]["status"]["code"] == "COMPLETED")
    assert set(objects(aws, bucket)) == {"exportedlogs/aws-logs-write-test", f"exportedlogs/{created['taskId']}/s/000000.gz"}


def test_tasks_are_listed_filtered_and_cancelled(fleet: Fleet) -> None:
    aws = Aws(fleet.up())
    now = int(time.time() * 1000)
    group, bucket = group_of(aws, "s"), bucket_of(aws)
    ids = []
    for _ in range(3):
        ids.append(aws.logs.create_export_task(logGroupName=group, fromTime=0, to=now, destination=bucket)["taskId"])
        ended(aws, ids[-1])
    page = aws.logs.describe_export_tasks(limit=2)
    rest = aws.logs.describe_export_tasks(limit=2, nextToken=page["nextToken"])
    assert [one["taskId"] for one in page["exportTasks"] + rest["exportTasks"]] == ids[::-1]
    assert "nextToken" not in rest
    assert aws.logs.describe_export_tasks(statusCode="CANCELLED")["exportTasks"] == []
    assert len(aws.logs.describe_export_tasks(statusCode="COMPLETED")["exportTasks"]) == 3
    code, message = refusal(aws.logs.cancel_export_task, taskId=ids[0])
    assert (code, message) == ("InvalidOperationException", "The specified export task has already finished")
    assert refusal(aws.logs.cancel_export_task, taskId="no-such-task")[0] == "ResourceNotFoundException"


def test_bucket_that_is_not_there_is_refused(aws: Aws) -> None:
    group = group_of(aws)
    code, message = refusal(aws.logs.create_export_task, logGroupName=group, fromTime=0, to=1, destination=unique("nowhere"))
    assert (code, message) == ("InvalidParameterException",
                               "The given bucket does not exist. Please double check the destination bucket.")


@pytest.fixture(scope="module")
def enforcing(instances: set[str]) -> Iterator[Daemon]:
    """A daemon without `--dev`."""
    daemon = Daemon(dev=False).start()
    instances.add(daemon.instance() or "no instance id")
    try:
        yield daemon
    finally:
        complaints = daemon.complaints()
        daemon.close()
        assert not complaints


@pytest.fixture(scope="module")
def root(enforcing: Daemon) -> Aws:
    exports = enforcing.exports()
    return Aws(enforcing, access_key_id=exports["AWS_ACCESS_KEY_ID"], secret=exports["AWS_SECRET_ACCESS_KEY"])


def statement(bucket: str, group: str, account: str = ACCOUNT) -> dict[str, Any]:
    """What AWS's documentation has one write into a bucket's policy."""
    return {
        "Effect": "Allow", "Action": "s3:PutObject", "Resource": f"arn:aws:s3:::{bucket}/*",
        "Principal": {"Service": f"logs.{REGION}.amazonaws.com"},
        "Condition": {
            "StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceAccount": [account]},
            "ArnLike": {"aws:SourceArn": [f"arn:aws:logs:{REGION}:{account}:log-group:{group}*"]},
        },
    }


def let_in(aws: Aws, bucket: str, *statements: dict[str, Any]) -> None:
    document = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
    aws.client("s3").put_bucket_policy(Bucket=bucket, Policy=document)


def test_the_buckets_policy_must_let_the_service_in(root: Aws) -> None:
    now = int(time.time() * 1000)
    group, bucket = group_of(root, "s"), bucket_of(root)
    account = root.sts.get_caller_identity()["Account"]
    put(root, group, "s", (now, "line"))
    wanted = {"logGroupName": group, "fromTime": 0, "to": now, "destination": bucket}
    denied = ("InvalidParameterException", "PutObject call on the given bucket failed. Please check if CloudWatch Logs has been granted "
              "permission to perform this operation.")
    assert refusal(root.logs.create_export_task, **wanted) == denied
    let_in(root, bucket, statement(bucket, "another", account))
    assert refusal(root.logs.create_export_task, **wanted) == denied
    let_in(root, bucket, statement(bucket, group, account))
    end = ended(root, root.logs.create_export_task(**wanted)["taskId"])
    assert end["status"]["code"] == "COMPLETED"
    assert f"exportedlogs/{end['taskId']}/s/000000.gz" in objects(root, bucket)


def test_the_caller_must_be_allowed_to_write_too(root: Aws) -> None:
    group, bucket = group_of(root, "s"), bucket_of(root)
    account = root.sts.get_caller_identity()["Account"]
    let_in(root, bucket, statement(bucket, group, account))
    name = unique("user")
    root.iam.create_user(UserName=name)
    key = root.iam.create_access_key(UserName=name)["AccessKey"]
    user = Aws(root.daemon, access_key_id=key["AccessKeyId"], secret=key["SecretAccessKey"])

    def may(*actions: str) -> None:
        document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": list(actions), "Resource": "*"}]}
        root.iam.put_user_policy(UserName=name, PolicyName="rights", PolicyDocument=json.dumps(document))

    wanted = {"logGroupName": group, "fromTime": 0, "to": 1, "destination": bucket}
    assert refusal(user.logs.create_export_task, **wanted)[0] == "AccessDeniedException"
    may("logs:CreateExportTask")
    assert refusal(user.logs.create_export_task, **wanted) == (
        "InvalidParameterException", "Please ensure that the CreateExportTask caller has been granted s3:PutObject access to the bucket.")
    may("logs:CreateExportTask", "s3:PutObject")
    assert ended(root, user.logs.create_export_task(**wanted)["taskId"])["status"]["code"] == "COMPLETED"


def test_an_export_outlives_a_killed_daemon(fleet: Fleet) -> None:
    daemon = fleet.up()
    aws = Aws(daemon)
    now = int(time.time() * 1000)
    streams = [f"s{number:03}" for number in range(40)]
    group, bucket = group_of(aws, *streams), bucket_of(aws)
    for stream in streams:
        put(aws, group, stream, *((now, f"{stream} line {number} {'x' * 1000}") for number in range(200)))
    created = aws.logs.create_export_task(logGroupName=group, fromTime=0, to=now, destination=bucket)
    prefix = f"exportedlogs/{created['taskId']}/"
    wait_until("some objects", lambda: len(objects(aws, bucket, prefix)) > 2)
    daemon.kill()
    daemon.start()
    assert ended(aws, created["taskId"])["status"]["code"] == "COMPLETED"
    found = objects(aws, bucket, prefix)
    assert list(found) == [f"{prefix}{stream}/000000.gz" for stream in streams]
    for stream, body in zip(streams, found.values(), strict=True):
        lines = gzip.decompress(body).decode().splitlines()
        assert [line.split(" ")[1:4] for line in lines] == [[stream, "line", str(number)] for number in range(200)]
