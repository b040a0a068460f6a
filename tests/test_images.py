"""Images: from registries and archives into containers."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import Fleet
from support.archives import with_layer
from support.aws import Aws
from support.daemon import Daemon
from support.proxy import CuttingProxy
from support.registry import PASSWORD, USER, Registry
from support.tasks import Tasks, container, container_of, shell, unique
from support.wait import wait_until

MIB = 1 << 20


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


# Interrupted pulls


@pytest.fixture
def proxy(registry: Registry) -> Iterator[CuttingProxy]:
    proxy = CuttingProxy(registry.port)
    yield proxy
    proxy.close()


def metric(daemon: Daemon, name: str) -> float:
    _, text = daemon.get("/_neargate/metrics")
    return sum(float(value) for value in re.findall(rf"^{name}(?:{{[^}}]*}})? (\S+)$", text, re.MULTILINE))


def push_noise(registry: Registry, directory: Path, size: int) -> tuple[str, str, int]:
    """Pushes a program beside bytes that don't compress. Returns the image's name, the digest of the large layer and its size."""
    name = f"{unique('noise')}:1"
    registry.push(with_layer("neargate-app-1.tar", directory / "noise.tar", os.urandom(size)), name, "--format", "oci")
    digest = registry.layers(name)[-1]
    value = digest.removeprefix("sha256:")
    return name, value, (registry.home / "data/docker/registry/v2/blobs/sha256" / value[:2] / value / "data").stat().st_size


def test_a_cut_connection_costs_nothing_twice(fleet: Fleet, registry: Registry, proxy: CuttingProxy, tmp_path: Path) -> None:
    daemon = fleet.up()
    name, _, size = push_noise(registry, tmp_path, 12 * MIB)
    proxy.cut_at = [3 * MIB, 3 * MIB + 5000, 9 * MIB]
    daemon.cli("image", "pull", f"{proxy.host}/{name}")
    assert not proxy.cut_at, "no connection was cut"
    assert size <= proxy.passed < size + 2 * MIB, "the program's own layer, documents and headers come on top, and nothing else"
    assert metric(daemon, "neargate_image_bytes_resumed_total") > 3 * MIB
    assert size <= metric(daemon, "neargate_image_bytes_fetched_total") <= proxy.passed


def test_a_killed_daemon_goes_on_where_it_was(fleet: Fleet, registry: Registry, proxy: CuttingProxy, tmp_path: Path) -> None:
    daemon = fleet.up()
    name, layer, size = push_noise(registry, tmp_path, 12 * MIB)
    tasks = Tasks(Aws(daemon))
    proxy.hold_at = 8 * MIB
    task = tasks.run(container("exit", "5", image=f"{proxy.host}/{name}"))
    partial = daemon.data_dir / "images/partial" / layer
    wait_until("the first half", lambda: partial.stat().st_size > 6 * MIB and proxy.passed >= 8 * MIB)
    had = wait_until("all that passed", lambda: partial.stat().st_size if quiet(partial) else None)
    daemon.kill()
    before = proxy.passed
    proxy.release()
    daemon.start()
    assert container_of(tasks.stopped(task))["exitCode"] == 5
    assert size - had <= proxy.passed - before < size - had + 2 * MIB
    assert not partial.exists()


def quiet(path: Path) -> bool:
    """Whether nobody has written for a moment."""
    written = path.stat().st_size
    try:
        wait_until("a write", lambda: path.stat().st_size != written, timeout=0.2)
    except AssertionError:
        return True
    return False


# Cleaning up


def images_of(daemon: Daemon) -> list[str]:
    return [line.split()[0] for line in daemon.cli("image", "ls").stdout.splitlines()[1:]]


def test_prune_tells_and_then_does(fleet: Fleet, registry: Registry) -> None:
    daemon = fleet.up().load_images()
    tasks = Tasks(Aws(daemon))
    loaded = set(images_of(daemon))
    used, unused = (f"{registry.host}/{unique('app')}:1" for _ in range(2))
    for reference, archive in ((used, "neargate-app-1.tar"), (unused, "neargate-settled-1.tar")):
        registry.push(archive, reference.removeprefix(f"{registry.host}/"))
        daemon.cli("image", "pull", reference)
    task = tasks.started(container("sleep", "60", image=used, stopTimeout=2))

    recent = daemon.cli("image", "prune", "--dry-run")
    assert recent.stdout == "would free 0.0 MB\n" and "--unused-for 0s" in recent.stderr
    told = daemon.cli("image", "prune", "--dry-run", "--unused-for", "0s").stdout.splitlines()
    assert told[1].split()[0] == unused and "not used for" in told[1] and told[-1].startswith("would free ")
    assert set(images_of(daemon)) == {*loaded, used, unused}
    verdicts = {image["reference"]: (image["verdict"], image["reason"])
                for image in json.loads(daemon.cli("image", "prune", "--dry-run", "--unused-for", "0s", "--json").stdout)["images"]}
    assert verdicts == {**dict.fromkeys(loaded, ("stays", "loaded")), used: ("stays", "inUse"), unused: ("goes", "unused")}

    done = daemon.cli("image", "prune", "--unused-for", "0s").stdout.splitlines()
    assert [line.split()[0] for line in done] == ["IMAGE", unused, "freed"]
    assert set(images_of(daemon)) == {*loaded, used}
    assert daemon.cli("image", "prune", "--unused-for", "0s").stdout == "freed 0.0 MB\n"
    assert metric(daemon, "neargate_images_removed_total") == 1
    tasks.stop(task)
    tasks.stopped(task)
    daemon.kill()
    daemon.start()
    assert used in daemon.cli("image", "prune", "--unused-for", "0s").stdout
    assert container_of(tasks.finished(container("exit", "2", image=used)))["exitCode"] == 2, "it was pulled again"


def test_unused_images_go_by_themselves(fleet: Fleet, registry: Registry) -> None:
    daemon = fleet.up("--image-unused-for", "1s", "--image-cleanup-interval", "1s").load_images()
    tasks = Tasks(Aws(daemon))
    loaded = set(images_of(daemon))
    used, unused = (f"{registry.host}/{unique('app')}:1" for _ in range(2))
    for reference, archive in ((used, "neargate-app-1.tar"), (unused, "neargate-settled-1.tar")):
        registry.push(archive, reference.removeprefix(f"{registry.host}/"))
    task = tasks.started(container("sleep", "60", image=used, stopTimeout=2))
    # A daemon that finds the task running knows what it has as well as the one that started it.
    daemon.kill()
    daemon.start()
    daemon.cli("image", "pull", unused)
    wait_until("the unused image's end", lambda: set(images_of(daemon)) == {*loaded, used})
    tasks.stop(task)
    tasks.stopped(task)
    wait_until("the other's end", lambda: set(images_of(daemon)) == loaded)


# A full disk


@pytest.mark.announces("has no room on this machine", "this machine's disk is nearly full")
def test_a_full_disk_is_told_and_passes(small_disk: Path, fleet: Fleet, registry: Registry, tmp_path: Path) -> None:
    daemon = fleet.up("--ephemeral-storage", "unlimited", data_dir=small_disk / "data")
    tasks = Tasks(Aws(daemon))
    name = f"{unique('zeros')}:1"
    registry.push(with_layer("neargate-app-1.tar", tmp_path / "zeros.tar", bytes(40 * MIB)), name)
    image = f"{registry.host}/{name}"
    filler = small_disk / "filler"
    filler.write_bytes(bytes(60 * MIB))

    refused = daemon.cli("image", "pull", image, check=False)
    assert refused.returncode != 0
    assert "no space left on device" in refused.stderr and "neargate image prune" in refused.stderr and " MB free" in refused.stderr
    end = tasks.finished(container("exit", "6", image=image))
    assert end["stopCode"] == "TaskFailedToStart"
    assert re.fullmatch(r"CannotPullContainerError: .*failed to extract layer sha256:.*: no space left on device: unknown", end["stoppedReason"])
    assert any("no room" in line and "neargate image prune" in line for line in daemon.complaints())
    assert shutil.disk_usage(small_disk).free > 20 * MIB, "what couldn't be used was given back"

    big, _, _ = push_noise(registry, tmp_path, 50 * MIB)
    end = tasks.finished(container("exit", "6", image=f"{registry.host}/{big}"))
    assert "no space left on device" in end["stoppedReason"]
    filler.unlink()
    assert container_of(tasks.finished(container("exit", "6", image=image)))["exitCode"] == 6


# Fetching ahead


@pytest.mark.announces("the registry didn't say: using the image that is here")
def test_images_are_fetched_when_a_definition_is_registered(
        fleet: Fleet, registry: Registry, locked_registry: Registry, proxy: CuttingProxy) -> None:
    daemon = fleet.up("--prefetch", "on-register")
    aws = Aws(daemon)
    tasks = Tasks(aws)
    name = f"{unique('app')}:1"
    open_image, locked_image = f"{proxy.host}/{name}", f"{locked_registry.host}/{name}"
    registry.push("neargate-app-1.tar", name)
    locked_registry.push("neargate-app-1.tar", name)
    login = json.dumps({"username": USER, "password": PASSWORD})
    secret = aws.client("secretsmanager").create_secret(Name=unique("registry"), SecretString=login)["ARN"]
    tasks.define(
        container(image=f"{proxy.host}/none:1", name="none", essential=False),
        container(image=open_image),
        container(image=locked_image, name="locked", essential=False, repositoryCredentials={"credentialsParameter": secret}))
    wait_until("both images", lambda: set(images_of(daemon)) == {open_image, locked_image})
    wait_until("the counts", lambda: metric(daemon, "neargate_images_prefetched_total") == 3)
    proxy.close()  # The registry is gone, as far as the daemon can tell.
    assert container_of(tasks.finished(container("exit", "3", image=open_image)))["exitCode"] == 3
    assert any("didn't say" in line for line in daemon.complaints()), "the registry was there"


def test_nothing_is_fetched_ahead_unasked(tasks: Tasks, registry: Registry, proxy: CuttingProxy) -> None:
    name = f"{unique('app')}:1"
    registry.push("neargate-app-1.tar", name)
    tasks.define(container(image=f"{proxy.host}/{name}"))
    # Whatever was to happen at that has happened by the time a task has come and gone.
    tasks.finished(container("exit", "0"))
    assert proxy.connections == 0
