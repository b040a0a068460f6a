"""Tasks in a cluster of their own, which end with it."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

from support.aws import Aws
from support.wait import Unreachable, wait_until

APP = "neargate/app:1"
BUSYBOX = "neargate/busybox:1"
ROLE = "arn:aws:iam::{account}:role/execution"
TRUST = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}}
EXECUTION_POLICY = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"


def unique(prefix: str) -> str:
    return f"{prefix}-{uuid.uuid4().hex[:8]}"


def container(*command: str, name: str = "app", image: str = APP, **settings: Any) -> dict[str, Any]:
    """A container definition. Its output goes to CloudWatch Logs unless `logConfiguration=None` says otherwise."""
    definition = {"name": name, "image": image, "essential": True, **settings}
    if command:
        definition["command"] = list(command)
    return definition


def shell(script: str, **settings: Any) -> dict[str, Any]:
    return container("sh", "-c", script, **{"image": BUSYBOX, **settings})


class Tasks:
    """Defines, runs and ends the tasks of one test."""

    def __init__(self, aws: Aws) -> None:
        self.aws = aws
        self.ecs = aws.ecs
        self.cluster = unique("test")
        self.log_group = f"/test/{self.cluster}"
        self.ecs.create_cluster(clusterName=self.cluster)
        self.make_execution_role()

    def make_execution_role(self) -> None:
        """As teams have it: AWS's policy, and the right to make log groups."""
        iam, name = self.aws.iam, ROLE.rsplit("/")[-1]
        try:
            iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST))
        except iam.exceptions.EntityAlreadyExistsException:
            return
        iam.attach_role_policy(RoleName=name, PolicyArn=EXECUTION_POLICY)
        rights = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "logs:CreateLogGroup", "Resource": "*"}}
        iam.put_role_policy(RoleName=name, PolicyName="groups", PolicyDocument=json.dumps(rights))

    # From definition to task

    def define(self, *containers: dict[str, Any], family: str | None = None, **settings: Any) -> str:
        """Registers a task definition and returns its ARN."""
        given = {"cpu": "256", "memory": "512", **settings}
        answer = self.ecs.register_task_definition(
            family=family or unique("family"), networkMode="awsvpc", requiresCompatibilities=["FARGATE"],
            executionRoleArn=ROLE.format(account=self.aws.account), containerDefinitions=[self.logged(one) for one in containers], **given)
        return answer["taskDefinition"]["taskDefinitionArn"]

    def logged(self, definition: dict[str, Any]) -> dict[str, Any]:
        default = {"logDriver": "awslogs", "options": {
            "awslogs-group": self.log_group, "awslogs-region": self.aws.region, "awslogs-stream-prefix": "t",
            "awslogs-create-group": "true"}}
        wanted = {"logConfiguration": default, **definition}
        return {name: value for name, value in wanted.items() if value is not None}

    def network(self, public: bool = True, subnets: int = 1) -> dict[str, Any]:
        found = self.aws.ec2.describe_subnets(Filters=[{"Name": "default-for-az", "Values": ["true"]}])["Subnets"]
        return {"awsvpcConfiguration": {"subnets": [subnet["SubnetId"] for subnet in found[:subnets]],
                                        "assignPublicIp": "ENABLED" if public else "DISABLED"}}

    def run(self, *what: str | dict[str, Any], public: bool = True, **settings: Any) -> dict[str, Any]:
        """Runs one task of a definition's ARN, or of these containers. Returns it as RunTask answers it."""
        answer = self.run_many(*what, public=public, count=1, **settings)
        return answer[0]

    def run_many(self, *what: str | dict[str, Any], count: int, public: bool = True, definition: dict[str, Any] | None = None,
                 **settings: Any) -> list[dict[str, Any]]:
        if len(what) == 1 and isinstance(what[0], str):
            arn = what[0]
        else:
            arn = self.define(*what, **(definition or {}))  # type: ignore[arg-type]
        wanted = {"launchType": "FARGATE", "networkConfiguration": self.network(public), **settings}
        given = {name: value for name, value in wanted.items() if value is not None}
        answer = self.ecs.run_task(cluster=self.cluster, taskDefinition=arn, count=count, **given)
        assert not answer["failures"], answer["failures"]
        assert len(answer["tasks"]) == count
        return answer["tasks"]

    # Watching

    def describe(self, task: dict[str, Any] | str, **settings: Any) -> dict[str, Any]:
        answer = self.ecs.describe_tasks(cluster=self.cluster, tasks=[arn_of(task)], **settings)
        assert not answer["failures"], answer["failures"]
        return answer["tasks"][0]

    def wait(self, task: dict[str, Any] | str, status: str, timeout: float = 30) -> dict[str, Any]:
        """The task as soon as it is in that status. A task that stops short of it is told with its reason."""
        def reached() -> dict[str, Any] | None:
            seen = self.describe(task)
            if seen["lastStatus"] == "STOPPED" != status:
                raise Unreachable(f"the task stopped: {reason_of(seen)}")
            last.append(summary(seen))
            return seen if seen["lastStatus"] == status else None

        last: list[str] = []
        try:
            return wait_until(f"task in {status}", reached, timeout)
        except AssertionError as problem:
            raise AssertionError(f"{problem}; the task went {' → '.join(dict.fromkeys(last))}") from None

    def running(self, task: dict[str, Any] | str, timeout: float = 30) -> dict[str, Any]:
        return self.wait(task, "RUNNING", timeout)

    def stopped(self, task: dict[str, Any] | str, timeout: float = 45) -> dict[str, Any]:
        return self.wait(task, "STOPPED", timeout)

    def started(self, *what: str | dict[str, Any], **settings: Any) -> dict[str, Any]:
        """Runs a task and waits until it is RUNNING."""
        return self.running(self.run(*what, **settings))

    def finished(self, *what: str | dict[str, Any], **settings: Any) -> dict[str, Any]:
        """Runs a task and waits until it is STOPPED."""
        return self.stopped(self.run(*what, **settings))

    def stop(self, task: dict[str, Any] | str, reason: str | None = None) -> dict[str, Any]:
        given = {"reason": reason} if reason else {}
        return self.ecs.stop_task(cluster=self.cluster, task=arn_of(task), **given)["task"]

    def output(self, task: dict[str, Any] | str, name: str = "app") -> list[str]:
        """A container's lines in CloudWatch Logs so far, in order."""
        return [event["message"] for event in self.events(task, name)]

    def events(self, task: dict[str, Any] | str, name: str = "app") -> list[dict[str, Any]]:
        stream = f"t/{name}/{id_of(task)}"
        events: list[dict[str, Any]] = []
        token: dict[str, str] = {}
        while True:
            page = self.aws.logs.get_log_events(logGroupName=self.log_group, logStreamName=stream, startFromHead=True, **token)
            events += page["events"]
            if page["nextForwardToken"] == token.get("nextToken"):
                return events
            token = {"nextToken": page["nextForwardToken"]}

    def line(self, task: dict[str, Any] | str, pattern: str, name: str = "app", timeout: float = 20) -> re.Match[str]:
        """Waits for a line that matches, and returns the match."""
        def found() -> re.Match[str] | None:
            lines[:] = self.output(task, name)
            return next((match for line in lines if (match := re.search(pattern, line))), None)

        lines: list[str] = []
        try:
            return wait_until(f"line {pattern!r} of {name}", found, timeout, pause=0.05)
        except AssertionError as problem:
            raise AssertionError(f"{problem}; lines: {lines}") from None

    # The end

    def all(self) -> list[str]:
        listed: list[str] = []
        for status in ("RUNNING", "STOPPED"):
            for page in self.ecs.get_paginator("list_tasks").paginate(cluster=self.cluster, desiredStatus=status):
                listed += page["taskArns"]
        return listed

    def end_all(self, timeout: float = 60) -> None:
        """Stops whatever still runs and waits for it."""
        arns = self.all()
        for arn in arns:
            if self.describe(arn)["lastStatus"] != "STOPPED":
                self.stop(arn, "the test is over")
        for arn in arns:
            self.stopped(arn, timeout)


def arn_of(task: dict[str, Any] | str) -> str:
    return task if isinstance(task, str) else task["taskArn"]


def id_of(task: dict[str, Any] | str) -> str:
    return arn_of(task).rpartition("/")[2]


def address_of(task: dict[str, Any]) -> str:
    """The task's address in its subnet."""
    return eni_of(task)["privateIPv4Address"]


def eni_of(task: dict[str, Any]) -> dict[str, str]:
    attachment = next(one for one in task["attachments"] if one["type"] == "ElasticNetworkInterface")
    return {detail["name"]: detail["value"] for detail in attachment["details"]}


def container_of(task: dict[str, Any], name: str = "app") -> dict[str, Any]:
    return next(one for one in task["containers"] if one["name"] == name)


def reason_of(task: dict[str, Any]) -> str:
    reasons = [f"{one['name']}: {one.get('exitCode')} {one.get('reason', '')}".strip() for one in task["containers"]]
    return f"{task.get('stopCode')} {task.get('stoppedReason')} [{'; '.join(reasons)}]"


def summary(task: dict[str, Any]) -> str:
    return f"{task['lastStatus']}/{task['desiredStatus']}"
