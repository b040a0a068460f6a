"""What a hostile container brings along, and a place without our protection, where its attempts succeed: the proof that they are good ones."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from support.corpus import load_stand_ins
from support.daemon import Daemon

IMAGE = "neargate/hostile:1"
CGROUPS = Path("/sys/fs/cgroup")
# Mounts and links go with the namespaces. The root is the machine's own, what is written to it goes to memory. Processes are the machine's.
PLACE = """
work=$1 group=$2 script=$3
mount -t tmpfs tmpfs "$work"
mkdir "$work/upper" "$work/work" "$work/root"
root=$work/root
mount -t overlay overlay -o "lowerdir=/,upperdir=$work/upper,workdir=$work/work" "$root"
mount --rbind /proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
mkdir -p "$root/data" "$root/dev/shm"
mount -t tmpfs tmpfs "$root/data"
mknod "$root/dev/null" c 1 3
mount -t tmpfs tmpfs "$root/sys/fs/cgroup"
mkdir "$root/sys/fs/cgroup/memory"
mount --bind "$group" "$root/sys/fs/cgroup/memory"
cp "$4" "$root/hostile"
hostname unprotected
ip link set lo up
ip link add eth0 type veth peer name eth1
ip address add 172.31.0.5/20 dev eth0
ip link set eth0 up
exec chroot "$root" /bin/busybox sh -c "$script"
"""


class Hostile:
    """The program, and the image that holds it together with busybox."""

    def __init__(self, daemon: Daemon, work: Path) -> None:
        self.work = work
        self.program = work / "hostile"
        source = Path(__file__).with_suffix(".c")
        subprocess.run(["cc", "-static", "-O1", "-Wall", "-Wextra", "-Werror", "-o", str(self.program), str(source)], check=True)
        load_stand_ins(daemon, work, {IMAGE: {"Cmd": ["sh"]}}, {"hostile": self.program.read_bytes(), "data/seed": b""})

    def free_calls(self) -> list[str]:
        """What the kernel says to the machine's root of the program's system calls."""
        return subprocess.run([str(self.program), "calls"], capture_output=True, text=True, timeout=30, check=True).stdout.splitlines()

    def unprotected(self, script: str) -> list[str]:
        """What a script prints that is run as the machine's root, with a root file system and a network of its own but all rights."""
        place = self.work / "place"
        place.mkdir(exist_ok=True)
        parent = CGROUPS / "memory" if (CGROUPS / "memory").is_dir() else CGROUPS
        group = parent / f"unprotected-{os.getpid()}"
        group.mkdir()
        try:
            command = ["unshare", "--mount", "--net", "--uts", "--ipc", "--propagation", "private", "sh", "-ec", PLACE, "place",
                       str(place), str(group), script, str(self.program)]
            run = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=30, check=False, stdin=subprocess.DEVNULL)
        finally:
            group.rmdir()
        assert run.returncode == 0, run.stderr
        return run.stdout.splitlines()
