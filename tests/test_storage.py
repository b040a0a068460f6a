"""What tasks may write, where it goes, and that it stays there."""

from __future__ import annotations

import errno
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import Fleet
from support.aws import Aws
from support.daemon import Daemon
from support.tasks import Tasks, container_of, id_of, shell
from support.traces import loop_devices, processes, traces
from support.wait import wait_until

GIB = 1 << 30
VOLUME = "neargate/volume:1"


def allocate(gib: float, path: str = "/file") -> str:
    """Reserves blocks at once, without writing them: as good as writing for whoever counts them."""
    return f"busybox fallocate -l {int(gib * GIB)} {path}"


def volume(name: str, path: str, **settings: Any) -> dict[str, Any]:
    return {"sourceVolume": name, "containerPath": path, **settings}


# The limit


def test_a_full_disk_is_the_tasks_own(tasks: Tasks) -> None:
    """Layers and volumes share 20 GiB. Who wants more gets ENOSPC, and nobody else notices."""
    script = (f"{allocate(12)} && {allocate(7.9, '/v/file')} && echo room; {allocate(1, '/more')} || echo full; "
              "rm /more; busybox dd if=/dev/zero of=/v/dd bs=1M count=300 2>&1; rm /file; echo more > /more && echo again; sleep 600")
    greedy = tasks.run(shell(script, mountPoints=[volume("v", "/v")], stopTimeout=2), definition={"volumes": [{"name": "v"}]})
    tasks.line(greedy, "^again$")
    lines = tasks.output(greedy)
    assert lines[0] == "room" and "full" in lines, lines
    assert len([line for line in lines if "No space left on device" in line]) == 2, lines
    neighbour = tasks.finished(shell(f"{allocate(15)} && echo fits"))
    assert container_of(neighbour)["exitCode"] == 0
    assert tasks.describe(greedy)["lastStatus"] == "RUNNING"


def test_more_is_there_for_who_asks(tasks: Tasks) -> None:
    def asks(gib: int | None) -> list[str]:
        settings = {"ephemeralStorage": {"sizeInGiB": gib}} if gib else {}
        task = tasks.finished(shell(f"{allocate(20.9)} && echo fits || echo full"), definition=settings)
        return [line for line in tasks.output(task) if line in ("fits", "full")]

    assert asks(None) == ["full"]
    assert asks(21) == ["fits"]
    assert asks(200) == ["fits"]


def test_a_disk_goes_with_its_task(daemon: Daemon, tasks: Tasks) -> None:
    instance = daemon.instance() or ""
    before = len(loop_devices(instance))
    task = tasks.run(shell("busybox dd if=/dev/urandom of=/file bs=1M count=64 2>/dev/null; sync; echo written; sleep 600", stopTimeout=2))
    tasks.line(task, "^written$")
    assert len(loop_devices(instance)) == before + 1
    tasks.stop(task)
    tasks.stopped(task)
    wait_until("the device is free", lambda: len(loop_devices(instance)) == before)


# A daemon's death


def test_disks_outlive_the_daemon_and_go_with_their_tasks(fleet: Fleet) -> None:
    daemon = fleet.up().load_images()
    tasks = Tasks(Aws(daemon))
    script = "echo before > /v/file; echo ready; until [ -e /v/go ]; do sleep 0.1; done; cat /v/file; sleep 600"
    task = tasks.started(shell(script, mountPoints=[volume("v", "/v")], stopTimeout=2), definition={"volumes": [{"name": "v"}]})
    tasks.line(task, "^ready$")
    instance = daemon.instance() or ""
    assert len(loop_devices(instance)) == 1
    daemon.kill()
    assert len(loop_devices(instance)) == 1
    daemon.start()
    other = tasks.finished(shell(f"{allocate(20)} && echo fits"))
    assert container_of(other)["exitCode"] == 0
    assert tasks.running(task)
    daemon.down("--tasks")
    assert not traces(instance)
    assert sorted(path.name for path in (daemon.data_dir / "ephemeral").iterdir()) == ["20GiB-1.ext4", "contents"]


def test_without_a_limit_if_wanted(fleet: Fleet) -> None:
    free = fleet.up("--ephemeral-storage", "unlimited").load_images()
    tasks = Tasks(Aws(free))
    script = "for place in / /v; do busybox stat -f -c %b $place; done"
    task = tasks.finished(shell(script, mountPoints=[volume("v", "/v")]), definition={"volumes": [{"name": "v"}]})
    # All of the machine's disk.
    assert tasks.output(task) == 2 * [str(os.statvfs(free.data_dir).f_blocks)]
    assert not free.complaints()
    assert not loop_devices(free.instance() or "")


# Volumes


def test_a_volume_begins_with_what_the_image_has_in_its_place(tasks: Tasks) -> None:
    """Where the image declares the path a volume, with owners and modes; not where it doesn't, and not twice."""
    look = "busybox stat -c '%n %u:%g %a' . file sub/link; cat sub/link"
    first = shell(f"cd /content && {look} && echo changed > file", image=VOLUME, name="app", mountPoints=[volume("v", "/content")])
    after = shell("cd /content && cat file", image=VOLUME, name="after", essential=False, mountPoints=[volume("v", "/content")],
                  dependsOn=[{"containerName": "app", "condition": "SUCCESS"}])
    plain = shell("ls /content/sub | wc -l", name="plain", essential=False, mountPoints=[volume("w", "/content/sub")])
    after["essential"], first["essential"] = True, False
    task = tasks.finished(first, after, plain, definition={"volumes": [{"name": "v"}, {"name": "w"}]})
    assert tasks.output(task, "app") == [". 1234:2345 1770", "file 1234:2345 640", "sub/link 0:0 777", "from the image"]
    assert tasks.output(task, "after") == ["changed"]
    assert tasks.output(task, "plain") == ["0"]


def test_read_only_holds_also_for_volumes_of_another_container(tasks: Tasks) -> None:
    owner = shell("echo kept > /v/file; echo ready; sleep 600", name="owner", stopTimeout=2, mountPoints=[volume("v", "/v")])
    script = "cat /v/file; (echo x > /v/file) 2>/dev/null || echo refused; mount -o remount,rw /v 2>/dev/null || echo stays"
    reader = shell(f"until [ -e /v/file ]; do sleep 0.1; done; {script}", name="reader", essential=True,
                   volumesFrom=[{"sourceContainer": "owner", "readOnly": True}])
    task = tasks.finished(owner, reader, definition={"volumes": [{"name": "v"}]})
    assert tasks.output(task, "reader") == ["kept", "refused", "stays"]


def test_links_do_not_lead_a_mount_out_of_its_container(daemon: Daemon, tasks: Tasks) -> None:
    """A container puts links where another one's volumes are about to be mounted."""
    target = daemon.home / "target"
    target.mkdir()
    plant = f"cd /shared && busybox ln -s {target} inner && busybox ln -s ../../../../../../..{target} up && echo planted"
    attacker = shell(plant, name="attacker", essential=False, mountPoints=[volume("shared", "/shared")])
    script = "echo written > /shared/inner/file; echo written > /shared/up/file; ls -d /shared/inner/file /shared/up/file"
    victim = shell(script, name="app", dependsOn=[{"containerName": "attacker", "condition": "SUCCESS"}],
                   mountPoints=[volume("shared", "/shared"), volume("a", "/shared/inner"), volume("b", "/shared/up")])
    volumes = {"volumes": [{"name": "shared"}, {"name": "a"}, {"name": "b"}]}
    task = tasks.finished(attacker, victim, definition=volumes)
    # Either the links lead to places within the container, or the container isn't made.
    assert not list(target.iterdir())
    if container_of(task).get("exitCode") == 0:
        assert tasks.output(task) == ["/shared/inner/file", "/shared/up/file"]
    else:
        assert "CannotCreateContainerError" in container_of(task)["reason"]


def test_a_directory_that_keeps_becoming_a_link_lets_nothing_out(daemon: Daemon, tasks: Tasks) -> None:
    """The same while it runs: the race between looking and mounting."""
    target = daemon.home / "raced"
    target.mkdir()
    swap = (f"cd /shared; while :; do mkdir inner 2>/dev/null; busybox rmdir inner 2>/dev/null; "
            f"busybox ln -s {target} inner 2>/dev/null; rm -f inner; done")
    attacker = shell(swap, name="attacker", stopTimeout=2, mountPoints=[volume("shared", "/shared")])
    victims = [shell("echo written > /shared/inner/file 2>/dev/null; true", name=f"victim{number}", essential=False,
                     dependsOn=[{"containerName": "attacker", "condition": "START"}],
                     mountPoints=[volume("shared", "/shared"), volume("v", "/shared/inner", readOnly=True)]) for number in range(8)]
    task = tasks.run(attacker, *victims, definition={"volumes": [{"name": "shared"}, {"name": "v"}]})

    def over() -> bool:
        seen = tasks.describe(task)
        ended = [one for one in seen["containers"] if one["name"] != "attacker" and one["lastStatus"] == "STOPPED"]
        return len(ended) == len(victims) or seen["lastStatus"] == "STOPPED"

    wait_until("the victims' ends", over)
    assert not list(target.iterdir())


# A full machine


@pytest.fixture
def small_host(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 GiB that a daemon's data may lie on."""
    image, host = tmp_path / "image", tmp_path / "host"
    with image.open("wb") as file:
        file.truncate(GIB)
    host.mkdir()
    subprocess.run(["mkfs.ext4", "-q", "-m", "0", image], check=True)
    subprocess.run(["mount", "-o", "loop", image, host], check=True)
    try:
        yield host
    finally:
        subprocess.run(["umount", host], check=True)


@pytest.mark.announces("this machine's disk is nearly full")
def test_a_full_machine_fails_writes_and_loses_none(small_host: Path, fleet: Fleet) -> None:
    """A task's disk promises more than the machine has. Whoever writes is told at once; what was taken is there, and stays there."""
    daemon = fleet.up("--disk-reserve", "0.05", data_dir=small_host / "data").load_images()
    tasks = Tasks(Aws(daemon))
    script = ("busybox dd if=/dev/zero of=/big bs=1M count=3000 2>&1 | grep -o 'No space left'; (echo lost > /v/small) 2>/dev/null || rm /big; "
              "sync; until (echo kept > /v/small) 2>/dev/null; do sleep 0.1; done; sync; echo recovered; cat /v/small; sleep 600")
    task = tasks.run(shell(script, stopTimeout=2, mountPoints=[volume("v", "/v")]), definition={"volumes": [{"name": "v"}]})
    tasks.line(task, "^recovered$", timeout=60)
    assert tasks.output(task) == ["No space left", "recovered", "kept"]
    free = os.statvfs(small_host)
    assert free.f_bavail * free.f_frsize > 0


@pytest.mark.announces("this machine's disk is nearly full")
def test_a_full_machine_starts_no_tasks(fleet: Fleet) -> None:
    tasks = Tasks(Aws(fleet.up("--disk-reserve", "1000000").load_images()))
    task = tasks.finished(shell("echo ran"))
    assert task["stopCode"] == "TaskFailedToStart"
    assert re.fullmatch(r"ResourceInitializationError: this machine's disk is nearly full: [0-9.]+ GiB are available, "
                        r"and 1000000\.0 GiB are kept in reserve", task["stoppedReason"]), task["stoppedReason"]


# The machine's disk


def fill(disk: Path) -> Path:
    """Takes all that is left of it."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(1 << 12))
        except OSError as error:
            assert error.errno == errno.ENOSPC
    return filler


def process_of(daemon: Daemon, script: str) -> Path:
    """The process that runs a script in a container."""
    [found] = [line.split()[1].rstrip(":") for line in processes(daemon.instance() or "") if script in line]
    return Path("/proc", found)


@pytest.mark.announces("disk is full", "log lines can't be shipped, and are kept until they can", "commit transactions failed")
def test_a_full_disk_of_the_machine_ends_no_task(small_disk: Path, fleet: Fleet) -> None:
    daemon = fleet.up("--ephemeral-storage", "unlimited", data_dir=small_disk / "data").load_images()
    tasks = Tasks(Aws(daemon))
    talking = f"n=0; while :; do n=$((n+1)); echo line $n {'long ' * 40}; echo $n > /dev/shm/n; busybox sleep 0.05; done"
    talker, ender = (tasks.run(shell(script, stopTimeout=2))
                     for script in (talking, "until test -e /dev/shm/go; do busybox sleep 0.05; done; exit 3"))
    tasks.line(talker, "^line 1 ")
    tasks.running(ender)
    counter, waiter = process_of(daemon, "while :"), process_of(daemon, "until test")

    def said() -> int:
        return int((counter / "root/dev/shm/n").read_text() or 0)

    filler = fill(small_disk)
    before = said()
    wait_until("a hundred lines that nobody can keep", lambda: said() > before + 100)
    # One ends meanwhile, and how it ended outlives the daemon.
    (waiter / "root/dev/shm/go").touch()
    wait_until("the end of its shim", lambda: not any(id_of(ender) in line for line in processes(daemon.instance() or "")))
    daemon.kill()
    daemon.start()
    filler.unlink()
    assert container_of(tasks.stopped(ender))["exitCode"] == 3
    tasks.line(talker, f"^line {said() + 50} ")
    assert tasks.describe(talker)["lastStatus"] == "RUNNING"
    assert tasks.output(talker)[0].startswith("line 1 ")
