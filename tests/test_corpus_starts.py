"""The rest of the corpus: each task starts as its definition says, with everything that it names in place, and stops when told to.

`test_corpus_runs.py` has those whose containers' own work can be seen here. These have stand-ins that idle, under the images' names; what
the definitions expect beside (secrets, parameters, file systems, log groups, objects) is really there. All run at once.
"""

from __future__ import annotations

import json
import math
import resource
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import test_corpus_runs
from support.aws import Aws
from support.corpus import ACCOUNT, BUSYBOX, CORPUS, application, load_stand_ins
from support.daemon import Daemon
from support.tasks import Tasks, container_of, reason_of

# What can't start here, and what it is told.
REFUSED = {
    "arm64-dotnet": "cpuArchitecture ARM64",
    "ebs-configured-at-launch": "configuredAtLaunch",
    "windows-iis": "operatingSystemFamily WINDOWS_SERVER_2022_CORE",
}
CAP_SYS_RESOURCE = 24
# The one that Python's module doesn't name.
RLIMIT_LOCKS = 10
IDLE = b"""#!/bin/sh
trap 'exit 0' TERM
while :; do sleep 3600 & wait $!; done
"""
DONE = b"#!/bin/sh\nexit 0\n"
# What health checks look for in an answer.
ANSWER = b"#!/bin/sh\necho '{\"status\":\"UP\",\"state\":\"LIVE\"}'\n"
# A log router that says how it is on a port of its own.
WATCHED_ROUTER = b"""#!/bin/sh
while :; do nc -l -p 8877 > /dev/null; done &
exec router forward-server
"""
PROGRAMS = {
    "usr/local/bin/watched-router": WATCHED_ROUTER,
    "usr/local/bin/idle": IDLE,
    **{f"usr/local/bin/{name}": IDLE for name in ("docker-entrypoint.sh", "httpd-foreground", "pg_dump", "socat")},
    **{f"usr/local/bin/{name}": DONE for name in ("agent", "gzip", "redis-cli")},
    "usr/local/bin/curl": ANSWER,
    "consul/consul-ecs": IDLE,
    "healthcheck": DONE,
    "usr/local/apache2/htdocs/index.html": b"",
    "etc/passwd": b"root:x:0:0::/:/bin/sh\nfluent:x:1000:1000::/:/bin/sh\n",
    "etc/group": b"root:x:0:\nfluent:x:1000:\n",
}
IMAGES: dict[str, dict[str, Any]] = {
    # This one is to end before the next may begin.
    "public.ecr.aws/hashicorp/consul-ecs:0.8.2": {"Entrypoint": ["true"]},
    BUSYBOX: {"Cmd": ["sh"]},
    f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/fluent-bit-custom:3": {"Entrypoint": ["watched-router"]},
}
ROUTER = {"Entrypoint": ["router", "forward-server"]}


def definitions() -> dict[str, dict[str, Any]]:
    elsewhere = {*test_corpus_runs.STORIES, *test_corpus_runs.ENDS, "sidekiq-worker"}
    return {path.stem: json.loads(path.read_text()) for path in sorted(CORPUS.glob("*.json")) if path.stem not in elsewhere}


DEFINITIONS = definitions()


class Started:
    """What was started, by the definitions' names."""

    def __init__(self, daemon: Daemon, work: Path) -> None:
        self.aws = Aws(daemon, account=ACCOUNT)
        self.tasks = Tasks(self.aws)
        load_stand_ins(daemon, work, self.images(), {**PROGRAMS, "usr/local/bin/router": application()})
        self.file_systems: dict[str, str] = {}
        self.of: dict[str, dict[str, Any]] = {}
        for name, definition in DEFINITIONS.items():
            self.furnish(definition)
            text = json.dumps(definition)
            for theirs, ours in self.file_systems.items():
                text = text.replace(theirs, ours)
            registered = self.aws.ecs.register_task_definition(**json.loads(text))["taskDefinition"]
            self.of[name] = self.tasks.run(registered["taskDefinitionArn"])

    @staticmethod
    def images() -> dict[str, dict[str, Any]]:
        found = dict(IMAGES)
        for definition in DEFINITIONS.values():
            for container in definition["containerDefinitions"]:
                default = ROUTER if "firelensConfiguration" in container else {"Entrypoint": ["idle"]}
                found.setdefault(container["image"], default)
        return found

    def furnish(self, definition: dict[str, Any]) -> None:
        """Makes what a definition expects to be there."""
        for container in definition["containerDefinitions"]:
            logs = container.get("logConfiguration", {})
            login = container.get("repositoryCredentials", {}).get("credentialsParameter")
            wanted = [one["valueFrom"] for one in (*container.get("secrets", []), *logs.get("secretOptions", []))]
            for value_from in (*wanted, *([login] if login else [])):
                self.make_secret(value_from)
            if group := logs.get("options", {}).get("awslogs-group"):
                self.once(self.aws.logs.create_log_group, logGroupName=group)
            for file in container.get("environmentFiles", []):
                bucket, _, key = file["value"].removeprefix("arn:aws:s3:::").partition("/")
                s3 = self.aws.client("s3")
                s3.create_bucket(Bucket=bucket)
                s3.put_object(Bucket=bucket, Key=key, Body=b"FROM_FILE=yes\n")
        efs = self.aws.client("efs")
        for volume in definition.get("volumes", []):
            theirs = volume.get("efsVolumeConfiguration", {}).get("fileSystemId")
            if not theirs:
                continue
            if theirs not in self.file_systems:
                self.file_systems[theirs] = efs.create_file_system(CreationToken=theirs)["FileSystemId"]
                subnet = self.tasks.network()["awsvpcConfiguration"]["subnets"][0]
                efs.create_mount_target(FileSystemId=self.file_systems[theirs], SubnetId=subnet)
            directory = volume["efsVolumeConfiguration"].get("rootDirectory", "/")
            self.aws.daemon.data_dir.joinpath("efs", self.file_systems[theirs], directory.lstrip("/")).mkdir(parents=True, exist_ok=True)

    def make_secret(self, value_from: str) -> None:
        if ":secretsmanager:" in value_from:
            # The six letters at the end of an ARN are AWS's to choose: the name is made to end like it.
            name = value_from.split(":")[6]
            value = json.dumps({"username": "u", "password": "p"})
            self.once(self.aws.client("secretsmanager").create_secret, Name=name, SecretString=value)
        else:
            name = value_from.partition(":parameter")[2] or value_from
            self.once(self.aws.client("ssm").put_parameter, Name=name, Value="value", Type="SecureString")

    @staticmethod
    def once(make: Any, **arguments: Any) -> None:
        """Several definitions name the same."""
        try:
            make(**arguments)
        except Exception as error:  # noqa: BLE001
            if "AlreadyExists" not in str(error) and "ResourceExists" not in str(error):
                raise


@pytest.fixture(scope="module")
def started(daemon: Daemon, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    started = Started(daemon, tmp_path_factory.mktemp("stand-ins"))
    try:
        yield started
    finally:
        started.tasks.end_all()


def out_of_reach(definition: dict[str, Any]) -> set[str]:
    """The limits that it wants higher than this machine lets its root hand out."""
    status = Path("/proc/self/status").read_text()
    capabilities = int(next(line.split()[1] for line in status.splitlines() if line.startswith("CapEff:")), 16)
    if capabilities >> CAP_SYS_RESOURCE & 1:
        return set()
    wanted = [limit for container in definition["containerDefinitions"] for limit in container.get("ulimits", [])]
    return {limit["name"] for limit in wanted if height(limit["hardLimit"]) > height(our_limit(limit["name"]))}


def our_limit(name: str) -> int:
    number = getattr(resource, f"RLIMIT_{name.upper()}", None)
    _, hard = resource.getrlimit(RLIMIT_LOCKS if number is None else number)
    return hard


def height(limit: int) -> float:
    return math.inf if limit == -1 else limit


def starts(name: str) -> bool:
    return name not in REFUSED and not out_of_reach(DEFINITIONS[name])


@pytest.mark.parametrize("name", [name for name in DEFINITIONS if not starts(name)])
def test_says_why_it_cannot_start(started: Started, name: str) -> None:
    end = started.tasks.stopped(started.of[name])
    told = [REFUSED[name]] if name in REFUSED else [f"ulimit {limit} of " for limit in out_of_reach(DEFINITIONS[name])]
    assert any(text in reason_of(end) for text in told), reason_of(end)
    if name not in REFUSED:
        assert "is above this node's own limit of " in reason_of(end) and "CAP_SYS_RESOURCE" in reason_of(end)
        assert end["stopCode"] == "TaskFailedToStart", reason_of(end)


@pytest.mark.parametrize("name", [name for name in DEFINITIONS if starts(name)])
def test_starts(started: Started, name: str) -> None:
    seen = started.tasks.running(started.of[name])
    assert not any(one.get("reason") or one.get("exitCode") for one in seen["containers"]), reason_of(seen)
    awaited = {on["containerName"] for one in DEFINITIONS[name]["containerDefinitions"] for on in one.get("dependsOn", [])
               if on["condition"] == "HEALTHY"}
    assert {container_of(seen, one)["healthStatus"] for one in awaited} <= {"HEALTHY"}


def test_all_stop_when_told(started: Started) -> None:
    running = [task for name, task in started.of.items() if starts(name)]
    for task in running:
        started.tasks.stop(task)
    for task in running:
        end = started.tasks.stopped(task)
        assert end["stopCode"] == "UserInitiated" and not any(one.get("reason") for one in end["containers"]), reason_of(end)
        # Some of the commands are deaf to SIGTERM.
        assert {one["exitCode"] for one in end["containers"]} <= {0, 137, 143}, reason_of(end)
