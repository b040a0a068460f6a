"""The corpus of task definitions, and images that stand in for those which can't be had here."""

from __future__ import annotations

import importlib.util
import sys
import tarfile
from pathlib import Path
from types import ModuleType
from typing import Any

from support.daemon import FIXTURES, Daemon

CORPUS = Path(__file__).parent.parent / "corpus"
ACCOUNT = "123456789012"
BUSYBOX = "public.ecr.aws/docker/library/busybox:latest"


def load_stand_ins(daemon: Daemon, work: Path, configs: dict[str, dict[str, Any]], files: dict[str, bytes]) -> None:
    """Loads an image under each of these names, with that configuration: busybox, and these files."""
    images = fixture_images()
    busybox = [images.Entry("bin"), images.Entry("bin/busybox", images.BUSYBOX.read_bytes()),
               *(images.Entry(f"bin/{applet}", link="busybox") for applet in images.APPLETS)]
    more = [images.Entry("tmp", mode=0o1777), *(images.Entry(path, data) for path, data in files.items())]
    for number, (name, config) in enumerate(configs.items()):
        archive_path = work / f"{number}.tar"
        archive_path.write_bytes(images.docker_archive(images.Image(name, [busybox, more], config)))
        daemon.cli("image", "load", str(archive_path))


def application() -> bytes:
    """The fixture application."""
    with tarfile.open(FIXTURES / "neargate-app-1.tar") as archive:
        layer = next(member for member in archive.getmembers() if member.name.endswith("layer.tar"))
        with tarfile.open(fileobj=archive.extractfile(layer)) as members:
            return members.extractfile("app").read()  # type: ignore[union-attr]


def fixture_images() -> ModuleType:
    """`fixtures/images.py`, which makes the other fixtures' images."""
    spec = importlib.util.spec_from_file_location("fixture_images", Path(__file__).parent.parent.parent / "fixtures" / "images.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
