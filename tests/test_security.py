"""A hostile container tries what it can. Each attempt must fail, and nobody else may notice it.

What is tried at a lower level stands beside the code: spoofed addresses in `crates/net/tests/spoofing.rs`, layers that climb in
`crates/images/tests/it/unpacking.rs`, denied system calls and devices in `crates/shim/tests/tasks/environment.rs`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.aws import Aws
from support.daemon import Daemon
from support.reach import page_of
from support.tasks import Tasks, address_of, container, container_of, shell
from support.traces import processes
from support.wait import wait_until

# Each prints nothing on stdout unless it has got somewhere.
ATTEMPTS = {
    "mount a file system": "busybox mount -t tmpfs none /tmp && echo mounted",
    "mount the host's disk": "busybox mknod /tmp/disk b 254 0 && busybox mount -t ext4 /tmp/disk /mnt && echo mounted",
    "read the host's disk": "busybox mknod /tmp/disk b 254 0 && busybox dd if=/tmp/disk bs=512 count=1 2>/dev/null | busybox od -An | busybox head -n 1",
    "read the machine's memory": "busybox mknod /tmp/mem c 1 1 && busybox dd if=/tmp/mem bs=16 count=1 2>/dev/null | busybox od -An | busybox head -n 1",
    "read the kernel's memory": "busybox dd if=/proc/kcore bs=16 count=1 2>/dev/null | busybox od -An | busybox head -n 1",
    "read the kernel's log": "busybox dmesg",
    "make a user namespace": "busybox unshare -U true && echo made",
    "make a mount namespace": "busybox unshare -m true && echo made",
    "enter the first process's namespaces": "busybox nsenter -t 1 -m -n true && echo entered",
    "press the machine's keys": "echo h >/proc/sysrq-trigger && echo pressed",
    "take over core dumps": "echo '|/tmp/x' >/proc/sys/kernel/core_pattern && echo written",
    "take over hotplug": "echo /tmp/x >/sys/kernel/uevent_helper && echo written",
    "change another's setting": "echo 1 >/proc/sys/vm/overcommit_memory && echo written",
    "set the clock": "busybox date -s 2001-01-01 >/dev/null; busybox date +%Y | grep 2001",
    "rename the host": "busybox hostname other && echo renamed",
    "load a module": "busybox insmod /tmp/x && echo loaded",
    "take an address": "busybox ip address add 172.31.0.77/20 dev eth0 && echo taken",
    "take the link down": "busybox ip link set eth0 down && echo down",
    "change the routes": "busybox ip route add 10.0.0.0/8 dev eth0 && echo routed",
    "lift its own limits": "find /sys/fs/cgroup -name memory.max -o -name memory.limit_in_bytes | while read f; do echo -1 >$f && echo lifted; done",
    "escape by a release agent": "mkdir /tmp/cg && busybox mount -t cgroup -o memory cgroup /tmp/cg && echo mounted",
    "find the supervisor's files": "ls -d /run/neargate /var/lib/neargate /proc/1/root/run/neargate 2>/dev/null",
    "change its own resolver for all": "busybox mount -o remount,rw / && echo remounted",
    "swap": "busybox dd if=/dev/zero of=/tmp/s bs=1M count=1 2>/dev/null; busybox mkswap /tmp/s >/dev/null && busybox swapon /tmp/s && echo swapping",
    "chroot out": "mkdir -p /tmp/a && busybox chroot /tmp/a /../../../bin/true && echo out",
    "signal whom it can't see": "for pid in $(seq 2 400); do kill -9 $pid && echo killed $pid; done",
}


@pytest.mark.parametrize("name", ATTEMPTS)
def test_attempt_fails(tasks: Tasks, name: str) -> None:
    # As root, with all the rights that a container may have.
    rights = {"linuxParameters": {"capabilities": {"add": ["SYS_PTRACE"]}}}
    end = tasks.finished(shell(f"{{ {ATTEMPTS[name]}; }} 2>/dev/null; echo the end", **rights))
    assert tasks.output(end) == ["the end"]
    assert container_of(end)["exitCode"] == 0


def test_other_tasks_processes_are_out_of_sight(tasks: Tasks) -> None:
    victim = tasks.started(container("serve", name="victim"))
    end = tasks.finished(shell("busybox ps -o comm; kill -9 -1; echo still here"))
    seen = tasks.output(end)
    assert not [line for line in seen if "app" in line or "neargate" in line], seen
    assert tasks.describe(victim)["lastStatus"] == "RUNNING"


def test_nothing_of_the_host_is_reached_over_the_network(daemon: Daemon, tasks: Tasks) -> None:
    """The daemon listens on the host's loopback, which is another's loopback in here; the gateway answers nobody."""
    port = daemon.port
    tries = [("127.0.0.1", port), ("172.31.0.1", port), ("172.31.0.1", 22), ("100.64.0.1", port), ("169.254.169.254", 80)]
    script = "; ".join(f"busybox nc -w 2 {host} {number} </dev/null && echo reached {host} {number}" for host, number in tries)
    end = tasks.finished(shell(f"{{ {script}; }} 2>/dev/null; echo the end"), public=True)
    assert tasks.output(end) == ["the end"]


@pytest.mark.parametrize("path", ["tasks", "history", "images", "reset", "metrics"])
def test_pages_of_the_operator_are_not_for_tasks(tasks: Tasks, path: str) -> None:
    end = tasks.finished(container("fetch", f"http://neargate.internal:4566/_neargate/{path}"))
    assert (container_of(end)["exitCode"], tasks.output(end)) == (2, ["app fetch: status 404"])


def test_credentials_of_another_task(tasks: Tasks) -> None:
    """Whose credentials are asked for follows from who asks: another's id means nothing."""
    role = f"arn:aws:iam::{tasks.aws.account}:role/victim"
    victim = tasks.started(shell("echo $AWS_CONTAINER_CREDENTIALS_RELATIVE_URI; sleep 60", stopTimeout=2), definition={"taskRoleArn": role})
    path = wait_until("the path", lambda: tasks.output(victim))[0]
    assert path.startswith("/v2/credentials/")
    end = tasks.finished(container("fetch", f"http://169.254.170.2{path}"), definition={"taskRoleArn": role})
    assert (container_of(end)["exitCode"], tasks.output(end)) == (2, ["app fetch: status 400"])
    # Its owner gets them, so the address is right; nor does the victim itself serve them to others.
    end = tasks.finished(container("connect", address_of(victim), "80"))
    assert container_of(end)["exitCode"] == 1


def test_a_file_of_the_image_is_ones_own(tasks: Tasks) -> None:
    tasks.finished(shell("echo '#!/bin/sh' >/bin/true; echo echo hijacked >>/bin/true; rm /bin/env"))
    end = tasks.finished(shell("true; env >/dev/null && echo sound"))
    assert tasks.output(end) == ["sound"]


# Exhaustion


@pytest.fixture
def neighbour(tasks: Tasks, daemon: Daemon) -> Iterator[None]:
    """A task that must go on answering, before and after."""
    task = tasks.started(container("serve", name="neighbour"))
    assert page_of(daemon, task).startswith("hello")
    yield
    assert page_of(daemon, task).startswith("hello")
    assert tasks.finished(container("exit", "0"))["stopCode"] == "EssentialContainerExited"


def test_fork_bomb(tasks: Tasks, daemon: Daemon, neighbour: None) -> None:
    bomb = tasks.run(shell("bomb() { bomb | bomb & }; bomb; sleep 60", stopTimeout=2))
    tasks.running(bomb)
    instance = daemon.instance() or ""
    wait_until("a crowd", lambda: len(processes(instance)) > 500, timeout=20)
    assert len(processes(instance)) < 6000
    tasks.stop(bomb)
    tasks.stopped(bomb)
    wait_until("the crowd's end", lambda: len(processes(instance)) < 100, timeout=20)


def test_memory_in_files(tasks: Tasks, neighbour: None) -> None:
    """What lies on tmpfs is memory, and counts as the task's."""
    before = available_mib()
    end = tasks.finished(shell("busybox dd if=/dev/zero of=/dev/shm/big bs=1M count=4096 2>/dev/null; "
                               "busybox du -m /dev/shm/big | cut -f 1; sleep 1"))
    written = tasks.output(end)
    assert not written or int(written[0]) <= 64
    assert before - available_mib() < 2048


def available_mib() -> int:
    line = next(line for line in Path("/proc/meminfo").read_text().splitlines() if line.startswith("MemAvailable"))
    return int(line.split()[1]) // 1024


def test_processor(tasks: Tasks, neighbour: None) -> None:
    """A quarter of a processor is a quarter, however many spin."""
    task = tasks.started(shell("for i in 1 2 3 4 5 6 7 8; do while :; do :; done & done; sleep 60", stopTimeout=2))
    group = next(path for path in Path("/sys/fs/cgroup").rglob(task["taskArn"].rsplit("/", 1)[1]) if counter(path) is not None)
    # Measured, not waited for: the quota's share needs some time to show.
    before, at = counter(group) or 0.0, time.monotonic()
    time.sleep(2)
    share = ((counter(group) or 0.0) - before) / (time.monotonic() - at)
    assert share < 0.35
    tasks.stop(task)


def counter(group: Path) -> float | None:
    """Seconds of processor time that a control group has used."""
    if (group / "cpuacct.usage").exists():
        return int((group / "cpuacct.usage").read_text()) / 1e9
    if (group / "cpu.max").exists():
        return int((group / "cpu.stat").read_text().split()[1]) / 1e6
    return None


def test_open_files(tasks: Tasks, aws: Aws, neighbour: None) -> None:
    limits = [{"name": "nofile", "softLimit": 64, "hardLimit": 64}]
    script = "i=3; while [ $i -lt 200 ]; do eval \"exec $i</dev/null\" || exit 9; i=$((i+1)); done; echo all open"
    end = tasks.finished(shell(f"({script}) 2>/dev/null; echo $?", ulimits=limits))
    assert "all open" not in tasks.output(end)
