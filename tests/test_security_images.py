"""Images and task definitions that mean harm: what is done as root to make a container of them must not lead out of it."""

from __future__ import annotations

import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from support.corpus import fixture_images
from support.daemon import Daemon
from support.tasks import Tasks, reason_of, shell


@dataclass
class Pipe:
    """A named pipe as a layer's member."""

    path: str
    data: None = None

    def header(self) -> tarfile.TarInfo:
        info = tarfile.TarInfo(self.path)
        info.type, info.mode = tarfile.FIFOTYPE, 0o644
        return info


def load(daemon: Daemon, work: Path, name: str, *entries: Any) -> str:
    """An image of busybox and these members."""
    images = fixture_images()
    busybox = [images.Entry("bin"), images.Entry("bin/busybox", images.BUSYBOX.read_bytes()),
               *(images.Entry(f"bin/{applet}", link="busybox") for applet in images.APPLETS)]
    path = work / f"{name}.tar"
    path.write_bytes(images.docker_archive(images.Image(f"neargate/{name}:1", [busybox, list(entries)], {"Cmd": ["sh"]})))
    daemon.cli("image", "load", str(path))
    return f"neargate/{name}:1"


@pytest.mark.parametrize("place", ["dev", "proc", "sys"])
def test_a_link_where_the_runtime_mounts_leads_nowhere(daemon: Daemon, tasks: Tasks, tmp_path: Path, place: str) -> None:
    """What the runtime makes in /dev it makes while it still sees the host."""
    entry = fixture_images().Entry
    outside = daemon.home / f"outside-{place}"
    outside.mkdir()
    (outside / "ptmx").touch()
    image = load(daemon, tmp_path, f"link-{place}", entry(str(outside)), entry(place, link=str(outside)))
    end = tasks.finished(shell("true", image=image))
    assert f"{place} of the image is no ordinary directory" in reason_of(end)
    assert [path.name for path in outside.iterdir()] == ["ptmx"] and not (outside / "ptmx").is_symlink()


@pytest.mark.parametrize("path", ["/", "/dev", "/bin/..", "//dev/.", "/away"])
def test_no_volume_is_where_the_runtime_works(daemon: Daemon, tasks: Tasks, tmp_path: Path, path: str) -> None:
    """Another container could put links into it meanwhile."""
    outside = daemon.home / f"outside-{path.replace('/', '_')}"
    outside.mkdir()
    image = load(daemon, tmp_path, "away", fixture_images().Entry("away", link="/dev"))
    planting = shell(f"busybox ln -s {outside} /v/dev; busybox ln -s {outside} /v/pts", name="planting", essential=False,
                     mountPoints=[{"sourceVolume": "v", "containerPath": "/v"}])
    victim = shell("true", image=image, mountPoints=[{"sourceVolume": "v", "containerPath": path}],
                   dependsOn=[{"containerName": "planting", "condition": "SUCCESS"}])
    end = tasks.finished(planting, victim, definition={"volumes": [{"name": "v"}]})
    assert f"invalid mount: {path} of the container can't be a volume" in reason_of(end)
    assert not list(outside.iterdir())


def test_volumes_within_dev_are_fine(tasks: Tasks) -> None:
    end = tasks.finished(shell("echo kept >/dev/shm/file && cat /dev/shm/file", mountPoints=[{"sourceVolume": "v", "containerPath": "/dev/shm"}]),
                         definition={"volumes": [{"name": "v"}]})
    assert tasks.output(end) == ["kept"]


def test_accounts_that_nobody_writes_are_not_waited_for(daemon: Daemon, tasks: Tasks, tmp_path: Path) -> None:
    """A pipe in the place of /etc/passwd."""
    image = load(daemon, tmp_path, "pipe", fixture_images().Entry("etc"), Pipe("etc/passwd"))
    assert tasks.output(tasks.finished(shell("echo there", image=image))) == ["there"]


def test_no_working_directory_is_outside(tasks: Tasks) -> None:
    """The runtime has directories of the host open. By /proc/self/fd they would be within reach."""
    descriptors = range(3, 24)
    definitions = [tasks.define(shell("pwd", workingDirectory=f"/proc/self/fd/{number}")) for number in descriptors]
    ends = [tasks.stopped(task) for task in [tasks.run(definition) for definition in definitions]]
    reasons = [reason_of(end) for end in ends]
    assert all("CannotCreateContainerError" in reason for reason in reasons), reasons
    # So there were some.
    assert any("current working directory is safe" in reason for reason in reasons), reasons
