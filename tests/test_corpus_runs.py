"""Task definitions of the corpus, run: does what each of them is about come about?

They run as they are, in the account that they name, with these exceptions. Images that can't be had here have a *stand-in* under the same
name: busybox or the fixture application, with what the definition expects to find in it (a `bundle` that prints what it was called with).
Ids that nobody can choose (of file systems and access points) are those of ones made for the test. All run at once.
"""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.aws import Aws
from support.corpus import ACCOUNT, BUSYBOX, CORPUS, application, load_stand_ins
from support.daemon import Daemon
from support.tasks import Tasks, arn_of, container_of, id_of, reason_of
from support.wait import wait_until

# What the images that stand in are told to do where the definition leaves that to the image, and files that it expects.
STAND_INS: dict[str, dict[str, Any]] = {
    BUSYBOX: {"Cmd": ["sh"]},
    "bitnami/wordpress:6": {"Cmd": ["sh", "-c", "cd /bitnami/wordpress && echo hello > post && env"]},
    "public.ecr.aws/aws-observability/aws-for-fluent-bit:stable": {"Cmd": ["/app", "forward-server"]},
    "public.ecr.aws/docker/library/httpd:2.4": {"Cmd": ["sh", "-c", "echo GET / 200; echo GET /nothing 404 >&2"]},
    f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/shop:9": {},
}
BUNDLE = b"""#!/bin/sh
echo "$@, pid $$, $DATABASE_URL, $SECRET_KEY_BASE"
"""
# Exit codes of the containers, where that says it all.
ENDS = {
    "busybox-batch-job": {"job": 0},
    "hardened": {"prepare": 0, "app": 0},
    "start-stop-order": {"init": 0, "config": 3, "app": 0},
    "tmpfs-free-scratch": {"app": 0},
    "fault-injection": {"app": 0},
}
STORIES = ("healthy-sidecar", "restart-policy", "interactive-debug", "sysdig-ptrace-pid-mode", "secrets-every-form", "efs-wordpress",
           "firelens-fluentbit-cloudwatch", "rails-migrate-then-serve")


class Running:
    """The corpus under way."""

    def __init__(self, daemon: Daemon, work: Path) -> None:
        self.daemon = daemon
        self.aws = Aws(daemon, account=ACCOUNT)
        self.tasks = Tasks(self.aws)
        load_stand_ins(daemon, work, STAND_INS, {"app": application(), "bin/bundle": BUNDLE})
        self.substitutes = self.furnish()
        self.of = {name: self.tasks.run(self.register(name)) for name in (*STORIES, *ENDS)}

    def furnish(self) -> dict[str, str]:
        """What the definitions expect to be there. Returns the ids that take the place of those they name."""
        secrets, ssm, efs = (self.aws.client(service) for service in ("secretsmanager", "ssm", "efs"))
        # The names end as the ARNs in the definitions do, whose last six letters are AWS's to choose.
        secrets.create_secret(Name="app/config-AbCdEf", ClientRequestToken="9d4cb84b-ad69-40c0-a0ab-cead36b967e8",
                              SecretString=json.dumps({"username": "old", "password": "before"}))
        secrets.put_secret_value(SecretId="app/config-AbCdEf", SecretString=json.dumps({"username": "new", "password": "after"}))
        secrets.create_secret(Name="shop/prod-K2j3H4", SecretString=json.dumps({"secret_key_base": "key"}))
        for name, value in {"app-parameter": "one", "/app/nested/parameter": "two", "/shop/prod/DATABASE_URL": "pg://shop",
                            "/wordpress/db-password": "pass"}.items():
            ssm.put_parameter(Name=name, Value=value, Type="SecureString")
        self.aws.logs.create_log_group(logGroupName="/ecs/shop")
        file_system = efs.create_file_system(CreationToken="wordpress")["FileSystemId"]
        subnet = self.tasks.network()["awsvpcConfiguration"]["subnets"][0]
        efs.create_mount_target(FileSystemId=file_system, SubnetId=subnet)
        point = efs.create_access_point(
            FileSystemId=file_system, PosixUser={"Uid": 1001, "Gid": 1002},
            RootDirectory={"Path": "/wp", "CreationInfo": {"OwnerUid": 1001, "OwnerGid": 1002, "Permissions": "0750"}})["AccessPointId"]
        return {"fs-0123456789abcdef0": file_system, "fsap-0123456789abcdef0": point}

    def register(self, name: str) -> str:
        text = (CORPUS / f"{name}.json").read_text()
        for theirs, ours in self.substitutes.items():
            text = text.replace(theirs, ours)
        return self.aws.ecs.register_task_definition(**json.loads(text))["taskDefinition"]["taskDefinitionArn"]

    def ended(self, name: str, *successful: str) -> dict[str, Any]:
        """The task once it is STOPPED, these containers with 0."""
        end = self.tasks.stopped(self.of[name])
        assert all(container_of(end, one).get("exitCode") == 0 for one in successful), reason_of(end)
        return end

    def record(self, task: dict[str, Any], name: str) -> dict[str, Any]:
        """What neargate's history knows of a container."""
        told = json.loads(self.daemon.cli("why", "--json", id_of(arn_of(task))).stdout)
        return next(one for one in told["containers"] if one["name"] == name)

    def lines(self, task: dict[str, Any], name: str) -> list[str]:
        """Of a container that logs nowhere."""
        return self.record(task, name)["lastLines"]

    def logged(self, group: str, stream: str) -> list[str]:
        events = self.aws.logs.get_log_events(logGroupName=group, logStreamName=stream, startFromHead=True)["events"]
        return [event["message"] for event in events]


@pytest.fixture(scope="module")
def corpus(daemon: Daemon, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = Running(daemon, tmp_path_factory.mktemp("stand-ins"))
    try:
        yield running
    finally:
        running.tasks.end_all()


@pytest.mark.parametrize("name", ENDS)
def test_ends_well(corpus: Running, name: str) -> None:
    end = corpus.ended(name)
    codes = {container["name"]: container.get("exitCode") for container in end["containers"]}
    assert codes == ENDS[name], reason_of(end)


def test_a_sidecar_is_healthy_before_the_application_starts(corpus: Running) -> None:
    task = corpus.of["healthy-sidecar"]
    seen = wait_until("the application's end", lambda: ended(corpus.tasks.describe(task), "app"))
    assert container_of(seen, "cache")["healthStatus"] == "HEALTHY"
    assert container_of(seen, "app")["exitCode"] == 0
    # Its shell passes no signal on: nobody has to wait half a minute for the kernel's.
    kill(task, "sleep 60")
    assert corpus.lines(corpus.tasks.stopped(task), "app") == ["the sidecar is healthy"]


def ended(task: dict[str, Any], name: str) -> dict[str, Any] | None:
    return task if container_of(task, name)["lastStatus"] == "STOPPED" else None


def kill(task: dict[str, Any], command: str) -> None:
    """Ends a process of a task from outside."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            given = process.joinpath("cmdline").read_bytes().decode().split("\0")[:-1]
            if given == command.split() and id_of(task) in process.joinpath("cgroup").read_text():
                os.kill(int(process.name), signal.SIGKILL)
        except OSError:
            continue  # It ended while we looked.


def test_a_container_that_ran_too_short_is_not_restarted(corpus: Running) -> None:
    end = corpus.ended("restart-policy", "main")
    flaky = corpus.record(end, "flaky")
    # It ran for a second, of the sixty that an attempt must last.
    assert (flaky["exitCode"], flaky["restartCount"]) == (1, 0)


def test_a_terminal(corpus: Running) -> None:
    (line,) = corpus.lines(corpus.ended("interactive-debug", "shell"), "shell")
    assert line.strip().startswith("/dev/")


def test_an_agent_sees_the_other_containers_processes(corpus: Running) -> None:
    lines = corpus.lines(corpus.ended("sysdig-ptrace-pid-mode", "app", "agent"), "agent")
    assert any(line.endswith("sleep 5") for line in lines), lines
    assert lines[-1] == "seen"


def test_secrets_of_every_form(corpus: Running) -> None:
    environment = dict(line.split("=", 1) for line in corpus.lines(corpus.ended("secrets-every-form", "app"), "app"))
    old, new = ({"username": "old", "password": "before"}, {"username": "new", "password": "after"})
    assert json.loads(environment["WHOLE"]) == new
    assert json.loads(environment["STAGE"]) == old
    expected = {"KEY": "new", "VERSION": "before", "PARAMETER": "one", "PARAMETER_ARN": "two", "PLAIN": "1"}
    assert {name: environment[name] for name in expected} == expected


def test_a_file_system_by_its_access_point(corpus: Running) -> None:
    lines = corpus.lines(corpus.ended("efs-wordpress", "wordpress"), "wordpress")
    assert "WORDPRESS_DATABASE_PASSWORD=pass" in lines
    post = corpus.daemon.data_dir / "efs" / corpus.substitutes["fs-0123456789abcdef0"] / "wp" / "post"
    # Root wrote it, and the access point says whose it is.
    assert (post.read_text(), post.stat().st_uid, post.stat().st_gid) == ("hello\n", 1001, 1002)


def test_a_log_router(corpus: Running) -> None:
    end = corpus.ended("firelens-fluentbit-cloudwatch", "app", "log_router")
    lines = corpus.logged("firelens-container", f"firelens/log_router/{id_of(end)}")
    records = [json.loads(line) for line in lines if line.startswith("{")]
    assert {(one["source"], one["log"]) for one in records} == {
        ("stdout", "GET / 200"), ("stderr", "GET /nothing 404")}
    assert {one["tag"] for one in records} == {f"app-firelens-{id_of(end)}"}


def test_migrations_come_before_the_server(corpus: Running) -> None:
    end = corpus.ended("rails-migrate-then-serve", "migrate", "web")
    (migrate,) = corpus.logged("/ecs/shop", f"migrate/migrate/{id_of(end)}")
    (serve,) = corpus.logged("/ecs/shop", f"web/web/{id_of(end)}")
    assert migrate == "exec rails db:migrate, pid 1, pg://shop, "
    # With an init process the application isn't the first.
    assert serve.startswith("exec puma -C config/puma.rb, pid ") and serve.endswith(", pg://shop, key")
    assert "pid 1," not in serve
    migrated, served = (corpus.record(end, name) for name in ("migrate", "web"))
    assert migrated["finishedAt"] <= served["startedAt"]
