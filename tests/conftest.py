"""Fixtures of the end-to-end tests: real daemons, real containers, real AWS clients.

Most tests share one daemon with `--dev`, each in a cluster of its own. After each test its tasks are stopped and the daemon's log is
looked through: a warning or an error that the test hasn't announced (`@pytest.mark.announces`) fails it. At the end nothing on the
machine may carry the id of any daemon that ran.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from support.aws import Aws
from support.daemon import BINARY, FIXTURES, Daemon
from support.outside import Outside
from support.registry import Registry
from support.tasks import Tasks
from support.traces import traces
from support.wait import wait_until


def pytest_sessionstart(session: pytest.Session) -> None:
    if session.config.option.collectonly:
        return
    if os.geteuid() != 0:
        pytest.exit("the end-to-end tests run real containers and need root: use ./dev test", 2)
    if not BINARY.exists() or not list(FIXTURES.glob("*.tar")):
        pytest.exit(f"{BINARY} or the images in {FIXTURES} aren't built: use ./dev test", 2)


@pytest.fixture(scope="session")
def instances() -> Iterator[set[str]]:
    """Ids of the daemons that ran. Once all are closed, no trace of them may be left."""
    seen: set[str] = set()
    yield seen
    left: list[str] = []

    def clean() -> bool:
        left[:] = [trace for instance in seen for trace in traces(instance)]
        return not left

    try:
        wait_until("no trace of any daemon", clean, timeout=10)
    except AssertionError:
        pytest.fail("left behind:\n" + "\n".join(left), pytrace=False)


class Fleet:
    """Makes daemons and closes them in the end, with a look at their logs."""

    def __init__(self, instances: set[str]) -> None:
        self.instances = instances
        self.daemons: list[Daemon] = []

    def new(self, *options: str, **settings: object) -> Daemon:
        daemon = Daemon(*options, **settings)  # type: ignore[arg-type]
        self.daemons.append(daemon)
        return daemon

    def up(self, *options: str, **settings: object) -> Daemon:
        daemon = self.new(*options, **settings).start()
        self.note(daemon)
        return daemon

    def note(self, daemon: Daemon) -> None:
        if instance := daemon.instance():
            self.instances.add(instance)

    def close(self) -> list[str]:
        """Closes all and returns what their logs complained of."""
        complaints = []
        with ExitStack() as closing:
            for daemon in self.daemons:
                self.note(daemon)
                complaints += daemon.complaints()
                closing.callback(daemon.close)
        return complaints


@pytest.fixture(scope="session")
def daemon(instances: set[str]) -> Iterator[Daemon]:
    """The daemon that most tests share: `--dev`, with the fixture images loaded."""
    shared = Daemon().start()
    instances.add(shared.instance() or "no instance id")
    try:
        shared.load_images()
        yield shared
    finally:
        shared.close()


@pytest.fixture
def fleet(instances: set[str], request: pytest.FixtureRequest) -> Iterator[Fleet]:
    """Daemons for this test alone."""
    fleet = Fleet(instances)
    yield fleet
    refuse(unannounced(fleet.close(), request))


@pytest.fixture
def strict(fleet: Fleet) -> Daemon:
    """A daemon without `--dev`: requests must be signed with its credentials."""
    return fleet.up(dev=False)


@pytest.fixture
def strict_aws(strict: Daemon) -> Aws:
    exports = strict.exports()
    return Aws(strict, access_key_id=exports["AWS_ACCESS_KEY_ID"], secret=exports["AWS_SECRET_ACCESS_KEY"])


@pytest.fixture(autouse=True)
def quiet_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test during which the shared daemon complained of something unannounced."""
    if "daemon" not in request.fixturenames:
        yield
        return
    shared: Daemon = request.getfixturevalue("daemon")
    offset = shared.log_size()
    yield
    refuse(unannounced(shared.complaints(offset), request))


def unannounced(complaints: list[str], request: pytest.FixtureRequest) -> list[str]:
    expected = [pattern for marker in request.node.iter_markers("announces") for pattern in marker.args]
    return [line for line in complaints if not any(re.search(pattern, line) for pattern in expected)]


def refuse(complaints: list[str]) -> None:
    if complaints:
        pytest.fail("the daemon's log holds what the test didn't announce:\n" + "\n".join(complaints), pytrace=False)


@pytest.fixture
def aws(daemon: Daemon) -> Aws:
    return Aws(daemon)


@pytest.fixture
def tasks(aws: Aws) -> Iterator[Tasks]:
    """A cluster for this test, whose tasks end with it."""
    tasks = Tasks(aws)
    yield tasks
    tasks.end_all()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 96 MiB that a daemon's data may lie on."""
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=96m", "neargate-test", disk], check=True)
    try:
        yield disk
    finally:
        subprocess.run(["umount", disk], check=True)


@pytest.fixture(scope="session")
def registry() -> Iterator[Registry]:
    registry = Registry()
    yield registry
    registry.close()


@pytest.fixture(scope="session")
def locked_registry() -> Iterator[Registry]:
    """A registry that wants a user and a password."""
    registry = Registry(password=True)
    yield registry
    registry.close()


@pytest.fixture
def outside() -> Iterator[Outside]:
    outside = Outside()
    try:
        yield outside.open()
    finally:
        outside.close()
