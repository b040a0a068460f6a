"""Task definitions as teams have them: each registers and describes back equal. `test_corpus_runs.py` runs those that can be run here.

`corpus/*.json` are inputs of RegisterTaskDefinition for account 123456789012, which is replaced by the test's.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from support.aws import Aws

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.json"))
# What a task definition says of itself beyond what was registered.
COMPUTED = {"taskDefinitionArn", "revision", "status", "requiresAttributes", "compatibilities", "registeredAt", "registeredBy"}
# What ECS adds to a container that doesn't say otherwise.
CONTAINER_DEFAULTS = {"cpu": 0, "essential": True, "environment": [], "mountPoints": [], "volumesFrom": [], "portMappings": [],
                      "systemControls": []}


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
