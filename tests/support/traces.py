"""What a daemon has on the machine: everything that carries its instance's id. After the end nothing may be left."""

from __future__ import annotations

import fcntl
import json
import subprocess
from pathlib import Path

CGROUPS = Path("/sys/fs/cgroup")
RUN = Path("/run/neargate")


def traces(instance: str) -> list[str]:
    """One line per thing that carries the instance's id."""
    return [*processes(instance), *cgroups(instance), *mounts(instance), *loop_devices(instance), *namespaces(instance),
            *links(instance), *routes(instance), *tables(instance), *run_files(instance)]


def processes(instance: str) -> list[str]:
    """Shims by their command line, containers by their cgroup."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = process.joinpath("cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
            groups = process.joinpath("cgroup").read_text()
        except OSError:
            continue  # It ended while we looked.
        if f"neargate/{instance}" in command or f"/neargate/{instance}" in groups:
            found.append(f"process {process.name}: {command or 'without a command line'}")
    return found


def cgroups(instance: str) -> list[str]:
    patterns = ("*", "*/*", "*/*/*", "*/*/*/*", "*/*/*/*/*")
    named = {path for pattern in patterns for path in CGROUPS.glob(f"{pattern}/") if f"/{instance}" in str(path)}
    return [f"cgroup {path}" for path in sorted(named)]


def mounts(instance: str) -> list[str]:
    return [f"mount {line.split()[4]}" for line in Path("/proc/self/mountinfo").read_text().splitlines() if instance in line]


def loop_devices(instance: str) -> list[str]:
    """Those in use, by the name that they were given."""
    get_status, size, file_name = 0x4C05, 232, slice(56, 120)
    found = []
    for device in Path("/sys/block").glob("loop*/loop"):
        path = Path("/dev") / device.parent.name
        status = bytearray(size)
        try:
            with path.open("rb") as opened:
                fcntl.ioctl(opened, get_status, status)
        except OSError:
            continue  # It was freed while we looked.
        if instance in bytes(status[file_name]).decode(errors="replace"):
            found.append(f"loop device {path}")
    return found


def namespaces(instance: str) -> list[str]:
    found = [path for path in Path("/run/netns").glob("*") if instance in path.name] if Path("/run/netns").exists() else []
    return [f"namespace {path}" for path in found]


def links(instance: str) -> list[str]:
    """Links of the host: by their alias, or by the four digits of the id that fit into a name."""
    return [f"link {link['ifname']}" for link in ip("link", "show")
            if instance in link.get("ifalias", "") or names_ours(link["ifname"], instance)]


def routes(instance: str) -> list[str]:
    listed = ip("route", "show", "table", "all")
    return [f"route {route['dst']} by {route['dev']}" for route in listed if names_ours(route.get("dev", ""), instance)]


def names_ours(link: str, instance: str) -> bool:
    return link.startswith("ng") and link[3:7] == instance[:4]


def tables(instance: str) -> list[str]:
    """Our own tables, and rules in other people's: those carry the id in a comment."""
    run = subprocess.run(["nft", "list", "ruleset"], capture_output=True, text=True, check=False)
    return [f"nftables: {line.strip()}" for line in run.stdout.splitlines() if instance in line]


def run_files(instance: str) -> list[str]:
    """Sockets and states of tasks. The instance's empty directory may stay until the next reboot."""
    home = RUN / instance
    return [f"file {path}" for path in home.glob("tasks/*")] if home.exists() else []


def ip(*arguments: str) -> list[dict]:
    run = subprocess.run(["ip", "-json", *arguments], capture_output=True, text=True, check=True)
    return json.loads(run.stdout or "[]")
