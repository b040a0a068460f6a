"""Images: from registries and archives into containers."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from conftest import Fleet
from support.aws import Aws
from support.daemon import Daemon
from support.registry import PASSWORD, USER, Registry
from support.tasks import Tasks, container, container_of, shell, unique


@pytest.fixture
def docker_config(tmp_path: Path, locked_registry: Registry) -> dict[str, str]:
    """What `docker login` leaves behind."""
    token = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    (tmp_path / "config.json").write_text(json.dumps({"auths": {locked_registry.host: {"auth": token}}}))
    return {"DOCKER_CONFIG": str(tmp_path)}


@pytest.mark.parametrize(("archive", "options"), [
    ("neargate-app-1.tar", ["--format", "v2s2"]),
    ("neargate-app-1.tar", ["--format", "oci"]),
    ("neargate-app-1.tar", ["--format", "oci", "--dest-compress-format", "zstd"]),
])
def test_a_task_pulls_its_image(tasks: Tasks, registry: Registry, archive: str, options: list[str]) -> None:
    name = f"{unique('app')}:1"
    digest = registry.push(archive, name, *options)
    end = tasks.finished(container("exit", "4", image=f"{registry.host}/{name}"))
    assert container_of(end)["exitCode"] == 4
    assert container_of(end)["imageDigest"] == digest
    assert container_of(end)["image"] == f"{registry.host}/{name}"


def test_image_by_digest(tasks: Tasks, registry: Registry) -> None:
    repository = unique("app")
    digest = registry.push("neargate-app-1.tar", f"{repository}:1")
    end = tasks.finished(container("exit", "0", image=f"{registry.host}/{repository}@{digest}"))
    assert container_of(end)["imageDigest"] == digest


def test_moved_tag_is_pulled_anew(tasks: Tasks, registry: Registry) -> None:
    name = f"{unique('app')}:latest"
    definition = tasks.define(container("exit", "0", image=f"{registry.host}/{name}"))
    first = registry.push("neargate-app-1.tar", name)
    assert container_of(tasks.finished(definition))["imageDigest"] == first
    second = registry.push("neargate-settled-1.tar", name)
    assert second != first
    assert container_of(tasks.finished(definition))["imageDigest"] == second


def test_digest_that_nobody_has(tasks: Tasks, registry: Registry) -> None:
    repository = unique("app")
    registry.push("neargate-app-1.tar", f"{repository}:1")
    end = tasks.finished(container(image=f"{registry.host}/{repository}@sha256:{'0' * 64}"))
    assert end["stopCode"] == "TaskFailedToStart"
    assert end["stoppedReason"].startswith("CannotPullContainerError: ")
    assert "not found" in end["stoppedReason"]


def test_layer_that_is_not_what_its_digest_says(fleet: Fleet, registry: Registry) -> None:
    # A daemon that has no such layer yet: one that has it, however compressed, wouldn't fetch it.
    tasks = Tasks(Aws(fleet.up()))
    name = f"{unique('app')}:1"
    registry.push("neargate-layers-1.tar", name, "--dest-compress-format", "gzip", "--dest-compress-level", "1", "--format", "oci")
    for layer in registry.layers(name):
        registry.spoil(layer)
    end = tasks.finished(container("/app", "exit", "0", image=f"{registry.host}/{name}"))
    assert end["stopCode"] == "TaskFailedToStart"
    assert end["stoppedReason"].startswith("CannotPullContainerError: ")
    assert "digest" in end["stoppedReason"]


def test_registry_that_nobody_runs(tasks: Tasks) -> None:
    end = tasks.finished(container(image="127.0.0.1:1/some/image:1"))
    assert end["stopCode"] == "TaskFailedToStart"
    assert end["stoppedReason"].startswith("CannotPullContainerError: ")
    assert "127.0.0.1:1" in end["stoppedReason"] and "refused" in end["stoppedReason"].lower()


def test_password_is_asked_for(tasks: Tasks, locked_registry: Registry) -> None:
    name = f"{unique('app')}:1"
    locked_registry.push("neargate-app-1.tar", name)
    end = tasks.finished(container(image=f"{locked_registry.host}/{name}"))
    assert end["stoppedReason"].startswith("CannotPullContainerError: ")
    assert "authoriz" in end["stoppedReason"].lower()


def test_pull_with_a_password(fleet: Fleet, locked_registry: Registry, docker_config: dict[str, str]) -> None:
    daemon = fleet.up()
    name = f"{unique('app')}:1"
    digest = locked_registry.push("neargate-app-1.tar", name)
    reference = f"{locked_registry.host}/{name}"
    refused = daemon.cli("image", "pull", reference, check=False)
    assert refused.returncode != 0
    pulled = daemon.cli("image", "pull", reference, env=docker_config)
    assert digest in pulled.stdout
    assert reference in daemon.cli("image", "ls").stdout


def test_image_pull_shows_its_digest_and_is_used_afterwards(daemon: Daemon, tasks: Tasks, registry: Registry) -> None:
    name = f"{unique('app')}:1"
    digest = registry.push("neargate-app-1.tar", name)
    assert digest in daemon.cli("image", "pull", f"{registry.host}/{name}").stdout
    end = tasks.finished(container("exit", "0", image=f"{registry.host}/{name}"))
    assert container_of(end)["imageDigest"] == digest


@pytest.mark.parametrize(("path", "content"), [
    ("/gone", None), ("/hidden/old", None), ("/hidden/new", "above"), ("/kept", "below"), ("/changed", "above"), ("/twin", "below"),
])
def test_whiteouts_hardlinks_and_changes(tasks: Tasks, path: str, content: str | None) -> None:
    end = tasks.finished(container("/app", "cat", path, image="neargate/layers:1"))
    if content is None:
        assert container_of(end)["exitCode"] == 2
    else:
        assert tasks.output(end) == [content]


def test_containers_do_not_see_each_others_writes(tasks: Tasks) -> None:
    definition = tasks.define(shell("[ -e /mark ] && exit 9; touch /mark; exit 0"))
    for _ in range(2):
        assert container_of(tasks.finished(definition))["exitCode"] == 0


def test_images_outlive_the_daemon(fleet: Fleet) -> None:
    daemon = fleet.up().load_images()
    daemon.kill()
    daemon.start()
    tasks = Tasks(Aws(daemon))
    assert container_of(tasks.finished(container("exit", "0")))["exitCode"] == 0
