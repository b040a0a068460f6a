"""A hostile container tries what it can. Each attempt must fail, and nobody else may notice it.

An attempt that couldn't succeed anyway proves nothing. So each is also made where nothing protects the machine (`support/hostile.py`), and
there it must succeed. All are such that they do no harm even then: what is written is what was there.

What is tried at a lower level stands beside the code: forged frames in `crates/net/tests/spoofing.rs`, layers that climb in
`crates/images/tests/it/unpacking.rs`, what else a container finds in `crates/shim/tests/tasks/environment.rs`.
"""

from __future__ import annotations

import os
import re
import resource
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import Fleet
from support.aws import Aws
from support.daemon import Daemon
from support.hostile import IMAGE, Hostile
from support.reach import page_of
from support.tasks import Tasks, address_of, arn_of, container, container_of, id_of, shell, unique
from support.traces import ip, processes
from support.wait import wait_until

VOLUME: dict[str, Any] = {"mountPoints": [{"sourceVolume": "v", "containerPath": "/data"}]}
WITH_VOLUME: dict[str, Any] = {"definition": {"volumes": [{"name": "v"}]}}
NOT_PERMITTED = "Operation not permitted"
END = "the end"
HOLD = "trap 'exit 0' TERM; sleep 3600 & wait $!"


@pytest.fixture(scope="module")
def hostile(daemon: Daemon, tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    return Hostile(daemon, tmp_path_factory.mktemp("hostile"))


def attempt(tasks: Tasks, script: str) -> list[str]:
    """What a script prints that is run as root of a container, with a volume and all the rights that a container may have."""
    rights = {"linuxParameters": {"capabilities": {"add": ["SYS_PTRACE"]}}}
    end = tasks.finished(shell(guarded(script), image=IMAGE, **VOLUME, **rights), **WITH_VOLUME)
    assert container_of(end)["exitCode"] == 0
    return tasks.output(end)


def guarded(script: str) -> str:
    return f"{{ {script}; }} 2>/dev/null; echo {END}"


def skip_unless_possible(name: str) -> None:
    if name in NEEDS and not NEEDS[name]():
        pytest.skip("this machine's own root can't do that either")


def disk_of_host() -> tuple[Path | None, str, str]:
    """A disk of this machine, that of its root if there is one: its path, what `mknod` calls it, and the kind of its file system."""
    mounts = [line.split() for line in Path("/proc/self/mounts").read_text().splitlines()]
    disks = [(Path(source), kind) for source, _, kind, *_ in sorted(mounts, key=lambda words: words[1]) if Path(source).is_block_device()]
    if not disks:
        return None, "b 254 0", "ext4"
    path, kind = disks[0]
    number = path.stat().st_rdev
    return path, f"b {os.major(number)} {os.minor(number)}", kind


DISK_PATH, DISK, DISK_KIND = disk_of_host()


# Each prints nothing on stdout unless it has got somewhere.
SETTINGS = "kernel/core_pattern kernel/printk vm/overcommit_memory vm/swappiness fs/file-max net/ipv4/ip_forward kernel/msgmax kernel/domainname"
ATTEMPTS = {
    "mount a file system": "mkdir /tmp/m; busybox mount -t tmpfs none /tmp/m && echo mounted",
    "mount the host's disk": f"mkdir /tmp/m; busybox mknod /dev/disk {DISK}; busybox mount -t {DISK_KIND} /dev/disk /tmp/m && echo mounted",
    "read the host's disk": f"busybox mknod /dev/disk {DISK}; busybox dd if=/dev/disk bs=512 count=8 | busybox wc -c | grep -v '^0$'",
    "read the kernel's memory": "busybox dd if=/proc/kcore bs=16 count=1 | busybox wc -c | grep -v '^0$'",
    "read the kernel's log": "busybox dmesg | busybox head -n 1",
    "make a mount namespace": "busybox unshare -m true && echo made",
    "enter namespaces": "busybox nsenter -t $$ -m -n true && echo entered",
    "press the machine's keys": "echo h >/proc/sysrq-trigger && echo pressed",
    "change the kernel's settings": f"for f in {SETTINGS}; do v=$(cat /proc/sys/$f) && echo \"$v\" >/proc/sys/$f && echo written $f; done",
    "take over hotplug": "v=$(cat /sys/kernel/uevent_helper) && echo \"$v\" >/sys/kernel/uevent_helper && echo written",
    "change a disk's setting": "f=$(ls /sys/block/*/queue/read_ahead_kb | head -n 1); v=$(cat $f) && echo $v >$f && echo written",
    "change the clock's pace": "t=$(busybox adjtimex | sed -n 's/^ *-t *tick: *\\([0-9]*\\).*/\\1/p'); busybox adjtimex -q -t $t && echo changed",
    "rename the host": "busybox hostname other; [ $(busybox hostname) != other ] || echo renamed",
    # A kernel that gets to see the file finds that it is no module, or that it has none.
    "load a module": "echo x >/tmp/x; busybox insmod /tmp/x 2>&1 | grep -v 'not permitted'",
    # Likewise: a file of an overlay isn't good for it.
    "swap": "busybox dd if=/dev/zero of=/tmp/s bs=4096 count=16; busybox mkswap /tmp/s >&2; busybox swapon /tmp/s 2>&1 | grep -v 'not permitted'",
    "take an address": "busybox ip address add 172.31.0.77/20 dev eth0 && echo taken",
    "take the address of the metadata": "busybox ip address add 169.254.170.2/32 dev lo; /hostile bind 169.254.170.2 80 | grep bound",
    "take the link down": "busybox ip link set eth0 down && echo down",
    "change the routes": "busybox ip route add 10.0.0.0/8 dev eth0 && echo routed",
    "lift its own limits": "for f in $(busybox find /sys/fs/cgroup -name memory.max -o -name memory.limit_in_bytes); do "
                           "v=$(cat $f) && echo $v >$f && echo lifted; done",
    "make a control group": "for d in /sys/fs/cgroup /sys/fs/cgroup/*; do mkdir $d/mine && echo made $d && rmdir $d/mine; done",
    "leave its control group": "for f in $(busybox find /sys/fs/cgroup -name cgroup.procs); do echo $$ >$f && echo left; done",
    "escape by a release agent": "mkdir /tmp/cg; { busybox mount -t cgroup -o memory cgroup /tmp/cg || "
                                 "busybox mount -t cgroup2 cgroup /tmp/cg; } && echo mounted",
    "find the supervisor's files": "ls -d /run/neargate /var/lib/neargate /proc/1/root/run/neargate",
    "mount its root anew": "busybox mount -o remount,rw / && echo remounted",
    # From a root below the working directory every parent can be reached up to the root of all mounts: that must be the container's own.
    "chroot out": f"r=/$$/root; busybox chroot /proc $r/bin/busybox sh -c \"cd -P $r && {'cd -P .. && ' * 9} [ . -ef $r/. ] || echo out\"",
    "signal whom it can't see": "for pid in $(seq 2 400); do kill -0 $pid && echo found $pid; done",
    "open a file by a made-up handle": "/hostile handle /data | grep opened",
}


def disk_can_be_read() -> bool:
    """Some machines keep their disk even from their root."""
    try:
        os.close(os.open(DISK_PATH or "/dev/none", os.O_RDONLY))
    except OSError:
        return False
    return True


# What not every machine lets its own root do.
NEEDS = {
    "mount the host's disk": lambda: DISK_PATH is not None,
    "read the host's disk": disk_can_be_read,
    "press the machine's keys": Path("/proc/sysrq-trigger").exists,
    "read the kernel's memory": Path("/proc/kcore").exists,
    "take over hotplug": Path("/sys/kernel/uevent_helper").exists,
}


@pytest.mark.parametrize("name", ATTEMPTS)
def test_attempt_fails(tasks: Tasks, hostile: Hostile, name: str) -> None:
    assert attempt(tasks, ATTEMPTS[name]) == [END]


@pytest.mark.parametrize("name", ATTEMPTS)
def test_attempt_succeeds_without_protection(hostile: Hostile, name: str) -> None:
    skip_unless_possible(name)
    *got, end = hostile.unprotected(guarded(ATTEMPTS[name]))
    assert got and end == END


# Devices


DEVICES = {
    "read the host's disk": DISK,
    "the machine's memory": "c 1 1",
    "the kernel's log": "c 1 11",
    "the console": "c 5 1",
    "tunnels": "c 10 200",
    "file systems of one's own": "c 10 229",
    "loop devices": "c 10 237",
    "a loop device": "b 7 0",
    "virtual machines": "c 10 232",
}
PLACES = ("/", "/data/", "/dev/", "/dev/shm/")


def opening(device: str) -> str:
    """Makes a device's node in every place and opens it. Prints unless it was refused: what isn't there wasn't refused."""
    return f"""
    for place in {" ".join(PLACES)}; do
      n=${{place}}node
      if said=$(busybox mknod $n {device} 2>&1 && busybox timeout 5 busybox sh -c ": <$n" 2>&1); then echo $place opened; else
        case $said in *{NOT_PERMITTED!r}* | *'Permission denied'*) ;; *) echo "$place $said" ;; esac
      fi
      rm -f $n
    done"""


@pytest.mark.parametrize("name", DEVICES)
def test_device_is_refused(tasks: Tasks, hostile: Hostile, name: str) -> None:
    assert attempt(tasks, opening(DEVICES[name])) == [END]


@pytest.mark.parametrize("name", DEVICES)
def test_device_opens_without_protection(hostile: Hostile, name: str) -> None:
    skip_unless_possible(name)
    *got, end = hostile.unprotected(guarded(opening(DEVICES[name])))
    assert [line.split()[0] for line in got] == list(PLACES) and end == END


# System calls


def test_system_calls(tasks: Tasks, hostile: Hostile) -> None:
    *refused, end = attempt(tasks, "/hostile calls")
    assert {line for line in refused if not line.endswith(f": {NOT_PERMITTED}")} == set() and end == END
    free = hostile.free_calls()
    names = [[line.partition(":")[0] for line in lines] for lines in (refused, free)]
    assert names[0] == names[1] and len(names[0]) > 20
    assert not [line for line in free if line.endswith(f": {NOT_PERMITTED}")]


def test_calls_that_programs_can_do_without(tasks: Tasks, hostile: Hostile) -> None:
    """They must hear that a call isn't there: a refusal they would take for an error."""
    assert attempt(tasks, "/hostile newer") == [*["call: Function not implemented"] * 4, END]


# Other containers, other tasks, the host


@pytest.mark.parametrize("shared", [False, True], ids=["apart", "pidMode"])
def test_another_container_of_the_task(tasks: Tasks, shared: bool) -> None:
    """Its environment and its files are its own, unless the definition has them share their processes."""
    secret = unique("secret")
    keeper = shell(f"echo {secret} >/tmp/kept; {HOLD}", name="keeper", essential=False, stopTimeout=2, environment=[{"name": "HELD", "value": secret}],
                   healthCheck={"command": ["CMD", "cat", "/tmp/kept"], "interval": 5})
    thief = shell(f"for p in /proc/[0-9]*; do if grep -q {secret[:6]} $p/environ 2>/dev/null; then echo environment; fi; "
                  f"grep -q {secret[:6]} $p/root/tmp/kept 2>/dev/null && echo file; done; echo {END}",
                  linuxParameters={"capabilities": {"add": ["SYS_PTRACE"]}}, dependsOn=[{"containerName": "keeper", "condition": "HEALTHY"}])
    end = tasks.finished(keeper, thief, definition={"pidMode": "task"} if shared else {})
    *stolen, last = tasks.output(end)
    assert last == END and container_of(end, "keeper")["healthStatus"] == "HEALTHY"
    assert set(stolen) == ({"environment", "file"} if shared else set())


def test_other_tasks_processes_are_out_of_sight(tasks: Tasks) -> None:
    victim = tasks.started(container("serve", name="victim"))
    end = tasks.finished(shell("busybox ps -o comm; kill -9 -1 2>/dev/null; echo still here"))
    seen = tasks.output(end)
    assert seen[-1] == "still here" and {"busybox", "sh", "ps"} & set(seen)
    assert not [line for line in seen if "app" in line or "neargate" in line], seen
    tasks.stop(victim)
    assert container_of(tasks.stopped(victim), "victim")["exitCode"] == 0


class Listener:
    """A server on all addresses of the host. Counts who comes."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("0.0.0.0", 0))
        self.port: int = self.socket.getsockname()[1]
        self.callers: list[str] = []
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            try:
                connection, (caller, _) = self.socket.accept()
            except OSError:
                return
            self.callers.append(caller)
            connection.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.socket.close()


def test_nothing_of_the_host_is_reached_over_the_network(daemon: Daemon, tasks: Tasks, listener: Listener) -> None:
    """Loopback is another's loopback in here, the gateway answers nobody, and the host's own addresses are closed."""
    addresses = [info["local"] for link in ip("-4", "address", "show") for info in link.get("addr_info", []) if info["scope"] == "global"][:6]
    for address in ("127.0.0.1", *addresses):
        socket.create_connection((address, listener.port), timeout=2).close()
    wait_until("the host's own calls", lambda: len(listener.callers) == 1 + len(addresses))
    victim = tasks.started(container("serve"))
    hosts = ["127.0.0.1", *addresses, "172.31.0.1", "100.64.0.1", "169.254.169.254", "169.254.170.2"]
    tries = [("127.0.0.1", daemon.port), ("172.31.0.1", daemon.port), *((host, listener.port) for host in hosts), (address_of(victim), 8080)]
    script = " ".join(f"busybox nc -w 3 {host} {port} </dev/null >/dev/null && echo reached {host} &" for host, port in tries)
    end = tasks.finished(shell(f"{{ {script} wait; }} 2>/dev/null; echo {END}"), public=True)
    # One that may be reached is.
    assert tasks.output(end) == [f"reached {address_of(victim)}", END]
    assert len(listener.callers) == 1 + len(addresses)


def test_nobody_speaks_in_anothers_name(tasks: Tasks, hostile: Hostile) -> None:
    victim = tasks.started(container("/hostile", "listen", "9999", image=IMAGE, stopTimeout=2))
    tasks.line(victim, "listening")
    bystander = tasks.started(shell(HOLD, stopTimeout=2))
    to = address_of(victim)
    # What it says in its own name arrives, by the same socket, before and after.
    own = "$(busybox ip -4 address show eth0 | grep -o '172[0-9.]*' | busybox head -n 1)"
    others = [address_of(bystander), to, "172.31.0.1", "169.254.170.2", "127.0.0.1", "192.0.2.1"]
    words = [(own, "before"), *((other, "lies") for other in others), (own, "after")]
    speaker = tasks.run(shell("; ".join(f"/hostile speak {name} {to} 9999 {word}" for name, word in words) + f"; {HOLD}", image=IMAGE, stopTimeout=2))
    tasks.line(victim, "says after")
    name = address_of(tasks.running(speaker))
    assert tasks.output(victim) == ["listening", f"{name} says before", f"{name} says after"]


@pytest.mark.parametrize("path", ["tasks", "history", "images", "metrics"])
def test_pages_of_the_operator_are_not_for_tasks(daemon: Daemon, tasks: Tasks, path: str) -> None:
    assert daemon.get(f"/_neargate/{path}")[0] != 404, "the operator has it"
    end = tasks.finished(container("fetch", f"http://neargate.internal:4566/_neargate/{path}"))
    assert (container_of(end)["exitCode"], tasks.output(end)) == (2, ["app fetch: status 404"])


def test_no_task_resets_its_node(fleet: Fleet) -> None:
    daemon = fleet.up().load_images()
    tasks = Tasks(Aws(daemon))
    end = tasks.finished(shell("wget -q -O - --post-data '' http://neargate.internal:4566/_neargate/reset 2>&1"))
    assert tasks.output(end) == ["wget: server returned error: HTTP/1.1 404 Not Found"]
    assert tasks.all() == [arn_of(end)]
    # The operator may, and then nothing is left.
    assert daemon.get("/_neargate/reset", "POST")[0] == 200
    with pytest.raises(tasks.ecs.exceptions.ClusterNotFoundException):
        tasks.all()


def test_credentials_of_another_task(tasks: Tasks) -> None:
    """Whose credentials are asked for follows from who asks: another's id means nothing."""
    role = {"taskRoleArn": f"arn:aws:iam::{tasks.aws.account}:role/victim"}
    base = "http://169.254.170.2"
    paths = f"echo $AWS_CONTAINER_CREDENTIALS_RELATIVE_URI; echo $ECS_CONTAINER_METADATA_URI_V4; wget -q -O - {base}$AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
    victim = tasks.started(shell(f"{paths}; echo; {HOLD}", stopTimeout=2), definition=role)
    key = tasks.line(victim, r'"AccessKeyId": ?"(\w+)"')[1]
    path, metadata, *_ = tasks.output(victim)
    number = path.rpartition("/")[2]
    assert path.startswith("/v2/credentials/")
    guesses = [path, "/v2/credentials", "/v2/credentials/", f"/v2/credentials/{number}/", f"/v2/credentials/%2e%2e/{number}", f"//v2/credentials/{number}",
               f"/v2/credentials/{id_of(victim)}", f"/v1/credentials?id={number}", "/latest/meta-data/iam/security-credentials/", "/creds",
               metadata.removeprefix(base), f"{metadata.removeprefix(base)}/task", f"{metadata.removeprefix(base)}/credentials"]
    asked = "; ".join(f"wget -q -O - '{base}{guess}'" for guess in guesses)
    end = tasks.finished(shell(f"wget -q -O - {base}$AWS_CONTAINER_CREDENTIALS_RELATIVE_URI; echo; echo; {{ {asked}; }} 2>/dev/null; echo {END}"), definition=role)
    lines = tasks.output(end)
    own = re.search(r'"AccessKeyId": ?"(\w+)"', lines[0])
    assert own and own[1] != key, "it gets its own"
    others = "".join(lines[1:])
    assert others.endswith(END) and key not in others and "SecretAccessKey" not in others and id_of(victim) not in others, others
    # Nor does the victim itself serve them to others.
    end = tasks.finished(container("connect", address_of(victim), "80"))
    assert container_of(end)["exitCode"] == 1


def test_a_file_of_the_image_is_ones_own(tasks: Tasks) -> None:
    end = tasks.finished(shell("rm /bin/true /bin/env; echo '#!/bin/sh' >/bin/true; echo echo hijacked >>/bin/true; chmod +x /bin/true; /bin/true; ls /bin/env"))
    assert tasks.output(end)[0] == "hijacked" and "No such file" in tasks.output(end)[1]
    end = tasks.finished(shell("/bin/true; /bin/env >/dev/null && echo sound"))
    assert tasks.output(end) == ["sound"]


def test_other_users_of_the_machine_read_nothing(fleet: Fleet, tmp_path: Path) -> None:
    """Also where the operator made the data directory, and let others into it."""
    tmp_path.chmod(0o755)
    daemon = fleet.up(data_dir=tmp_path).load_images()
    tasks = Tasks(Aws(daemon))
    s3 = tasks.aws.client("s3")
    s3.create_bucket(Bucket="bucket")
    s3.put_object(Bucket="bucket", Key="key", Body=b"x" * 100_000)
    tasks.started(shell(HOLD, stopTimeout=2))
    open_to_others = {str(path.relative_to(tmp_path)) for path in within_reach(tmp_path)}
    assert "endpoint.json" in open_to_others, "what says where the daemon is"
    assert open_to_others <= {"endpoint.json", "lock", "efs-directory"}
    tasks.end_all()


def within_reach(directory: Path) -> Iterator[Path]:
    """Files that everybody may read."""
    for path in directory.iterdir():
        mode = path.lstat().st_mode
        if path.is_dir() and not path.is_symlink():
            if mode & 0o1:
                yield from within_reach(path)
        elif mode & 0o4:
            yield path


# Exhaustion


@pytest.fixture
def neighbour(tasks: Tasks, daemon: Daemon) -> Iterator[None]:
    """A task that must go on answering, before and after."""
    task = tasks.started(container("serve", name="neighbour"))
    assert page_of(daemon, task).startswith("hello")
    yield
    assert page_of(daemon, task).startswith("hello")
    assert tasks.finished(container("exit", "0"))["stopCode"] == "EssentialContainerExited"


def groups_of(task: dict[str, Any]) -> list[Path]:
    """The task's control groups."""
    return [path for path in Path("/sys/fs/cgroup").rglob(id_of(task)) if path.is_dir()]


def number_in(task: dict[str, Any], file: str, line: str = "") -> int:
    """A number of a control group's file."""
    [path] = [group / file for group in groups_of(task) if (group / file).exists()]
    return int(re.findall(rf"^{line}\s*(\d+)$", path.read_text(), re.MULTILINE)[0])


def test_fork_bomb(tasks: Tasks, daemon: Daemon, neighbour: None) -> None:
    bomb = tasks.running(tasks.run(shell("bomb() { bomb | bomb & }; bomb; sleep 60", stopTimeout=2)))
    bound = number_in(bomb, "pids.max")
    assert bound <= 4096
    # It gets there and not beyond: whoever comes then is refused.
    wait_until("a crowd", lambda: number_in(bomb, "pids.current") > bound * 9 // 10, timeout=60)
    wait_until("a refusal", lambda: refused_processes(bomb) > 0, timeout=60)
    assert len(processes(daemon.instance() or "")) < bound + 200
    tasks.stop(bomb)
    tasks.stopped(bomb)
    wait_until("the crowd's end", lambda: len(processes(daemon.instance() or "")) < 100, timeout=20)


def refused_processes(task: dict[str, Any]) -> int:
    """How many processes its control groups have refused. The event is counted where the limit is, or where the process was to be."""
    events = [path for group in groups_of(task) for path in group.rglob("pids.events")]
    return sum(int(path.read_text().split()[1]) for path in events)


FILL_MEMORY = "".join(f"busybox dd if=/dev/zero of={place} bs=1M count=200 2>/dev/null; " for place in ("/dev/shm/big", "/dev/big", "/etc/hosts"))
WRITTEN = "stat -c %b /dev/shm/big /dev/big /etc/hosts"


@pytest.mark.parametrize("memory", [64, 512])
def test_memory_in_files(tasks: Tasks, neighbour: None, memory: int) -> None:
    """What lies on tmpfs is memory: it counts as the container's, and what a container has for nothing is bounded by itself."""
    end = tasks.finished(shell(f"{FILL_MEMORY} {WRITTEN}; rm -f /dev/shm/big /dev/big; : >/etc/hosts", memory=memory))
    sizes = [int(blocks) * 512 >> 20 for blocks in tasks.output(end)]
    assert 32 <= sum(sizes) <= memory
    if memory > 64 * 3:
        assert sizes[:2] == [64, 64]


@pytest.mark.parametrize("kind", ["tcp", "udp"])
def test_memory_in_sockets(tasks: Tasks, hostile: Hostile, neighbour: None, kind: str) -> None:
    """What nobody reads isn't the machine's to keep."""
    before = unread(kind)
    task = tasks.run(container("/hostile", "unread", kind, "400" if kind == "tcp" else "4000", image=IMAGE, stopTimeout=2))
    most = 0

    def sent() -> bool:
        nonlocal most
        most = max(most, unread(kind) - before)
        return "sent" in tasks.output(task)

    # It stops at its limit, or is ended there.
    wait_until("all was sent", lambda: sent() or tasks.describe(task)["lastStatus"] == "STOPPED", timeout=60)
    assert most < 192 << 20


def unread(kind: str) -> int:
    """How many bytes lie in all sockets of the machine."""
    [line] = [line for line in Path("/proc/net/sockstat").read_text().splitlines() if line.startswith(kind.upper() + ":")]
    return int(line.rpartition(" ")[2]) * resource.getpagesize()


def test_memory_for_packets(tasks: Tasks, hostile: Hostile, neighbour: None) -> None:
    end = tasks.finished(container("/hostile", "ring", "1024", image=IMAGE))
    assert tasks.output(end) == [f"ring: {NOT_PERMITTED}"]


def test_flows_through_the_host(tasks: Tasks, hostile: Hostile, neighbour: None) -> None:
    """The host remembers each flow of a task that leaves it, in a table that it needs for itself."""
    count, bound = Path("/proc/sys/net/netfilter/nf_conntrack_count"), Path("/proc/sys/net/netfilter/nf_conntrack_max")
    before = int(count.read_text())
    flooding = tasks.run(container("/hostile", "flows", "192.0.2.1", "100000", image=IMAGE, stopTimeout=2), public=True)
    tasks.line(flooding, "sent", timeout=60)
    known = int(count.read_text()) - before
    assert 512 < known < int(bound.read_text()) / 8
    # Who has too many can't begin another, but those that it has go on, and so does everybody else.
    asked = tasks.finished(container("resolve", "neargate.internal"))
    assert container_of(asked)["exitCode"] == 0


def test_connections_to_the_api(daemon: Daemon, tasks: Tasks, hostile: Hostile, neighbour: None) -> None:
    """One task holds as many as it gets, and says the beginning of something long on each."""
    before = resident(daemon)
    holding = tasks.run(container("/hostile", "hold", "169.254.170.2", "4566", "3000", "1", image=IMAGE, stopTimeout=2))
    tasks.line(holding, "holding", timeout=60)
    asked = tasks.finished(container("fetch", "http://neargate.internal:4566/_neargate/health"))
    assert tasks.output(asked) == ["app fetch: status 404"]
    assert resident(daemon) - before < 256 << 20


def resident(daemon: Daemon) -> int:
    """How many bytes of memory the daemon has."""
    assert daemon.process
    return int(Path(f"/proc/{daemon.process.pid}/statm").read_text().split()[1]) * resource.getpagesize()


def test_processor(tasks: Tasks, neighbour: None) -> None:
    """A quarter of a processor is a quarter, however many spin."""
    task = tasks.started(shell("for i in 1 2 3 4 5 6 7 8; do while :; do :; done & done; sleep 60", stopTimeout=2))
    group = next(path for path in groups_of(task) if counter(path) is not None)
    # Measured, not waited for: the quota's share needs some time to show.
    before, at = counter(group) or 0.0, time.monotonic()
    time.sleep(2)
    share = ((counter(group) or 0.0) - before) / (time.monotonic() - at)
    assert 0.1 < share < 0.35
    tasks.stop(task)


def counter(group: Path) -> float | None:
    """Seconds of processor time that a control group has used."""
    if (group / "cpuacct.usage").exists():
        return int((group / "cpuacct.usage").read_text()) / 1e9
    if (group / "cpu.max").exists():
        return int((group / "cpu.stat").read_text().split()[1]) / 1e6
    return None


@pytest.mark.parametrize("limit", [None, 64, 2000])
def test_open_files(tasks: Tasks, hostile: Hostile, neighbour: None, limit: int | None) -> None:
    """A process gets as many as the definition says, or Fargate does, and holds them while the neighbour goes on."""
    limits = {"ulimits": [{"name": "nofile", "softLimit": limit, "hardLimit": limit}]} if limit else {}
    task = tasks.started(container("/hostile", "files", image=IMAGE, stopTimeout=2, **limits))
    count, problem = tasks.line(task, r"(\d+) files, then: (.*)").groups()
    _, ours = resource.getrlimit(resource.RLIMIT_NOFILE)
    # Three are open from the beginning.
    assert (int(count) + 3, problem) == (limit or min(65_535, ours), "Too many open files")
