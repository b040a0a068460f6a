"""What a task's roles decide: whether it may be run, and where its lines may go."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from conftest import Fleet
from support.aws import Aws
from support.daemon import ACCOUNT, REGION, Daemon
from support.tasks import TRUST, Tasks, shell, unique
from support.wait import wait_until


@pytest.fixture(scope="module")
def held(instances: set[str]) -> Iterator[Daemon]:
    """A daemon with `--dev` that holds roles to their rights."""
    fleet = Fleet(instances)
    try:
        yield fleet.up("--enforce-iam").load_images()
    finally:
        assert fleet.close() == []


@pytest.fixture
def tasks(held: Daemon) -> Iterator[Tasks]:
    tasks = Tasks(Aws(held))
    yield tasks
    tasks.end_all()


def rights(*actions: str, effect: str = "Allow") -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": {"Effect": effect, "Action": list(actions), "Resource": "*"}})


def role(tasks: Tasks, *actions: str, trust: dict[str, Any] = TRUST) -> str:
    name = unique("role")
    made = tasks.aws.iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    if actions:
        tasks.aws.iam.put_role_policy(RoleName=name, PolicyName="rights", PolicyDocument=rights(*actions))
    return made


@pytest.mark.parametrize("which", ["executionRoleArn", "taskRoleArn"])
@pytest.mark.parametrize("trusted", ["ec2.amazonaws.com", None])
def test_a_role_that_cannot_be_assumed(tasks: Tasks, which: str, trusted: str | None) -> None:
    given = f"arn:aws:iam::{ACCOUNT}:role/missing"
    if trusted:
        given = role(tasks, trust={"Version": "2012-10-17", "Statement": {**TRUST["Statement"], "Principal": {"Service": trusted}}})
    with pytest.raises(ClientError) as failed:
        tasks.run(shell("true"), overrides={which: given})
    assert failed.value.response["Error"] == {"Code": "ClientException", "Message": (
        f"ECS was unable to assume the role '{given}' that was provided for this task. Please verify that the role being passed has the "
        "proper trust relationship and permissions and that your IAM user has permissions to pass this role.")}
    assert not tasks.ecs.list_tasks(cluster=tasks.cluster)["taskArns"]


def test_a_role_trusts_tasks_of_an_account(tasks: Tasks) -> None:
    """As AWS's documentation has it against confused deputies."""
    def trusting(source: str) -> str:
        condition = {"ArnLike": {"aws:SourceArn": source}, "StringEquals": {"aws:SourceAccount": ACCOUNT}}
        return role(tasks, trust={"Version": "2012-10-17", "Statement": {**TRUST["Statement"], "Condition": condition}})

    tasks.finished(shell("true"), overrides={"taskRoleArn": trusting(f"arn:aws:ecs:{REGION}:{ACCOUNT}:*")})
    with pytest.raises(ClientError, match="ECS was unable to assume the role"):
        tasks.run(shell("true"), overrides={"taskRoleArn": trusting(f"arn:aws:ecs:{REGION}:210987654321:*")})


def test_lines_go_by_the_execution_roles_rights(tasks: Tasks) -> None:
    writes = ["logs:CreateLogStream", "logs:PutLogEvents"]
    name = (given := role(tasks, "ecr:GetAuthorizationToken")).rsplit("/")[-1]
    iam = tasks.aws.iam

    def refused(task: dict[str, Any]) -> str:
        assert task["stopCode"] == "TaskFailedToStart"
        assert not tasks.aws.logs.describe_log_groups(logGroupNamePrefix=tasks.log_group)["logGroups"]
        return task["stoppedReason"]

    task = tasks.finished(shell("echo ran"), overrides={"executionRoleArn": given})
    who = f"User: arn:aws:sts::{ACCOUNT}:assumed-role/{name}/{task['taskArn'].rsplit('/')[-1]} is not authorized to perform: "
    reason = refused(task)
    assert reason.startswith("ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: "
                             f"failed to create Cloudwatch log stream: AccessDeniedException: {who}logs:CreateLogStream on resource: "
                             f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{tasks.log_group}:log-stream:"), reason
    # AWS's own policy lets no groups be made.
    iam.put_role_policy(RoleName=name, PolicyName="rights", PolicyDocument=rights(*writes))
    reason = refused(tasks.finished(shell("echo ran"), overrides={"executionRoleArn": given}))
    assert "create log group has been retried 1 times" in reason and "to perform: logs:CreateLogGroup on resource: " in reason, reason
    iam.put_role_policy(RoleName=name, PolicyName="rights", PolicyDocument=rights(*writes, "logs:CreateLogGroup"))
    task = tasks.finished(shell("echo ran"), overrides={"executionRoleArn": given})
    assert tasks.output(task) == ["ran"]


@pytest.mark.announces("log lines can't be shipped, and are kept until they can")
def test_lines_wait_for_the_right_to_deliver_them(fleet: Fleet) -> None:
    daemon = fleet.up("--enforce-iam").load_images()
    tasks = Tasks(Aws(daemon))
    name = (given := role(tasks, "logs:CreateLogStream", "logs:CreateLogGroup")).rsplit("/")[-1]
    task = tasks.running(tasks.run(shell("echo ran; sleep 600", stopTimeout=2), overrides={"executionRoleArn": given}))
    wait_until("the refusals to be told", lambda: "to perform: logs:PutLogEvents on resource: " in "".join(daemon.complaints()))
    assert tasks.output(task) == []
    tasks.aws.iam.put_role_policy(RoleName=name, PolicyName="rights", PolicyDocument=rights("logs:PutLogEvents"))
    tasks.line(task, "^ran$")


def test_transcripts_are_written_by_the_task_role(tasks: Tasks) -> None:
    channels = [f"ssmmessages:{verb}{kind}Channel" for verb in ("Create", "Open") for kind in ("Control", "Data")]
    name = (given := role(tasks, *channels)).rsplit("/")[-1]
    task = tasks.started(shell("sleep 600", stopTimeout=2), overrides={"taskRoleArn": given}, enableExecuteCommand=True)

    def execute() -> str:
        answer = tasks.ecs.execute_command(cluster=tasks.cluster, task=task["taskArn"], command="true", interactive=True)
        return answer["session"]["sessionId"]

    # Many have these rights and no others. The containers' own log group is a default, which nobody asked for.
    execute()
    group = unique("/audit")
    tasks.aws.logs.create_log_group(logGroupName=group)
    wanted = {"executeCommandConfiguration": {"logging": "OVERRIDE", "logConfiguration": {"cloudWatchLogGroupName": group}}}
    tasks.ecs.update_cluster(cluster=tasks.cluster, configuration=wanted)
    with pytest.raises(ClientError, match=f"can't be logged to {group}: AccessDeniedException: .*/{name}/.* logs:CreateLogStream"):
        execute()
    tasks.aws.iam.put_role_policy(RoleName=name, PolicyName="rights",
                                  PolicyDocument=rights(*channels, "logs:CreateLogStream", "logs:PutLogEvents"))
    session = execute()
    streams = tasks.aws.logs.describe_log_streams(logGroupName=group)["logStreams"]
    assert [stream["logStreamName"] for stream in streams] == [session]
