"""An image with Python, boto3 and the `aws` CLI: those that run the tests, with the libraries that they need."""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from support.corpus import fixture_images
from support.daemon import Daemon

NAME = "neargate/aws-cli:1"
PACKAGES = ("awscli", "boto3", "botocore", "colorama", "dateutil", "docutils", "jmespath", "pyasn1", "rsa", "s3transfer", "six.py", "urllib3", "yaml",
            "_yaml")
UNUSED = {"__pycache__", "test", "idlelib", "lib2to3", "ensurepip", "tkinter", "site-packages", "dist-packages", "examples"}
AWS = b'#!/bin/sh\nexec python3 -m awscli "$@"\n'


def load(daemon: Daemon, work: Path) -> None:
    images = fixture_images()
    shell = [images.Entry("bin"), images.Entry("bin/busybox", images.BUSYBOX.read_bytes()),
             *(images.Entry(f"bin/{applet}", link="busybox") for applet in images.APPLETS)]
    python = Path(sys.executable).resolve()
    own = [images.Entry("tmp", mode=0o1777), images.Entry("usr/bin/aws", AWS), images.Entry("usr/bin/python3", link=str(python))]
    everything = {path: images.Entry(str(path), path.read_bytes()) for path in files(python)}
    # The loader is at a path that programs name, which may be a link on the way to where it is.
    archive = images.docker_archive(images.Image(NAME, [shell, [*everything.values(), *own]], {
        "Cmd": ["sh"], "Env": [images.PATH, f"PYTHONPATH={sysconfig.get_paths()['purelib']}", f"PYTHONHOME={sys.base_prefix}"]}))
    path = work / "aws-cli.tar"
    path.write_bytes(archive)
    daemon.cli("image", "load", str(path))


def files(python: Path) -> Iterator[Path]:
    site = Path(sysconfig.get_paths()["purelib"])
    standard = list(below(Path(sysconfig.get_paths()["stdlib"])))
    packages = [file for name in PACKAGES for file in below(site / name)]
    yield python
    yield from standard
    yield from packages
    programs = [python, *(file for file in [*standard, *packages] if ".so" in file.suffixes)]
    yield from (library for program in programs for library in libraries(program))


def below(top: Path) -> Iterator[Path]:
    for path in [top] if top.is_file() else sorted(top.rglob("*")):
        if path.is_file() and not UNUSED.intersection(path.relative_to(top).parts):
            yield path


def libraries(program: Path) -> Iterator[Path]:
    """What the loader finds for it, and the loader."""
    found = subprocess.run(["ldd", str(program)], capture_output=True, text=True, check=False).stdout
    yield from (Path(path) for path in re.findall(r"(/\S+) \(0x", found))
