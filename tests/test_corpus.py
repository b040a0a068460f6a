"""Task definitions as teams have them: each registers and describes back equal; those whose images can be had here run.

`corpus/*.json` are inputs of RegisterTaskDefinition for account 123456789012, which is replaced by the test's.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.aws import Aws
from support.daemon import FIXTURES, Daemon
from support.tasks import Tasks, reason_of

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.json"))
BUSYBOX = "public.ecr.aws/docker/library/busybox:latest"
# What a task definition says of itself beyond what was registered.
COMPUTED = {"taskDefinitionArn", "revision", "status", "requiresAttributes", "compatibilities", "registeredAt", "registeredBy"}
# What ECS adds to a container that doesn't say otherwise.
CONTAINER_DEFAULTS = {"cpu": 0, "essential": True, "environment": [], "mountPoints": [], "volumesFrom": [], "portMappings": [],
                      "systemControls": []}
# Exit codes of the containers of those that run to their end by themselves; None: whatever the stop made of it.
RUNS = {
    "busybox-batch-job": {"job": 0},
    "hardened": {"prepare": 0, "app": 0},
    "start-stop-order": {"init": 0, "config": 3, "app": 0},
    "tmpfs-free-scratch": {"app": 0},
    "fault-injection": {"app": 0},
}


@pytest.fixture(params=CORPUS, ids=lambda path: path.stem)
def entry(request: pytest.FixtureRequest, aws: Aws) -> dict[str, Any]:
    return load(request.param, aws)


def load(path: Path, aws: Aws) -> dict[str, Any]:
    return json.loads(path.read_text().replace("123456789012", aws.account))


def test_there_are_enough() -> None:
    assert len(CORPUS) >= 40


def test_registers_and_describes_back_equal(aws: Aws, entry: dict[str, Any]) -> None:
    registered = aws.ecs.register_task_definition(**entry)
    described = aws.ecs.describe_task_definition(taskDefinition=registered["taskDefinition"]["taskDefinitionArn"], include=["TAGS"])
    shown = described["taskDefinition"]
    assert shown == registered["taskDefinition"]
    assert described["tags"] == entry.get("tags", [])
    assert without_what_ecs_adds(shown, entry) == {key: value for key, value in entry.items() if key != "tags"}
    # What was described can be registered again, as deployment tools do.
    again = aws.ecs.register_task_definition(**{key: value for key, value in shown.items() if key not in COMPUTED})["taskDefinition"]
    told_apart = {"taskDefinitionArn", "revision", "registeredAt"}
    assert {key: value for key, value in again.items() if key not in told_apart} == {
        key: value for key, value in shown.items() if key not in told_apart}


def without_what_ecs_adds(shown: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    bare = {key: value for key, value in shown.items() if key not in COMPUTED}
    bare["containerDefinitions"] = [bare_container(*pair) for pair in zip(shown["containerDefinitions"], given["containerDefinitions"], strict=True)]
    for added in ("volumes", "placementConstraints"):
        if not bare.get(added) and added not in given:
            bare.pop(added, None)
    if "volumes" in bare:
        bare["volumes"] = [bare_volume(*pair) for pair in zip(bare["volumes"], given["volumes"], strict=True)]
    return bare


def bare_container(shown: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    bare = {key: value for key, value in shown.items() if key in given or CONTAINER_DEFAULTS.get(key, given) != value}
    if "portMappings" in given:
        bare["portMappings"] = [bare_port(*pair) for pair in zip(shown["portMappings"], given["portMappings"], strict=True)]
    for member in ("healthCheck", "restartPolicy", "logConfiguration", "linuxParameters"):
        if member in given:
            bare[member] = {key: value for key, value in shown[member].items() if key in given[member] or value not in ([], {})}
            defaults = {"interval": 30, "timeout": 5, "retries": 3}
            bare[member] = {key: value for key, value in bare[member].items()
                            if key in given[member] or member != "healthCheck" or defaults.get(key) != value}
    return bare


def bare_port(shown: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    defaults = {"hostPort": shown.get("containerPort"), "protocol": "tcp"}
    return {key: value for key, value in shown.items() if key in given or defaults.get(key) != value}


def bare_volume(shown: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    bare = {key: value for key, value in shown.items() if key in given or (key, value) != ("host", {})}
    efs = "efsVolumeConfiguration"
    if efs in given:
        bare[efs] = {key: value for key, value in shown[efs].items() if key in given[efs] or (key, value) != ("rootDirectory", "/")}
    return bare


# Those that run


@pytest.fixture(scope="module")
def busybox(daemon: Daemon, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The public image's name for an image that is here."""
    archive = tmp_path_factory.mktemp("corpus") / "busybox.tar"
    subprocess.run(["skopeo", "copy", "--insecure-policy", "--quiet", f"oci-archive:{FIXTURES / 'neargate-busybox-1.tar'}", f"docker-archive:{archive}:{BUSYBOX}"],
                   check=True)
    daemon.cli("image", "load", str(archive))
    yield


@pytest.mark.usefixtures("busybox")
@pytest.mark.parametrize("name", RUNS)
def test_runs(tasks: Tasks, aws: Aws, name: str) -> None:
    path = next(path for path in CORPUS if path.stem == name)
    registered = aws.ecs.register_task_definition(**load(path, aws))["taskDefinition"]["taskDefinitionArn"]
    end = tasks.finished(registered)
    codes = {container["name"]: container.get("exitCode") for container in end["containers"]}
    assert codes == RUNS[name], reason_of(end)
