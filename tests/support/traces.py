"""What a daemon has on the machine: everything that carries its instance's id. After the end nothing may be left."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

CGROUPS = Path("/sys/fs/cgroup")
RUN = Path("/run/neargate")


def traces(instance: str) -> list[str]:
    """One line per thing that carries the instance's id."""
    return [*processes(instance), *cgroups(instance), *mounts(instance), *namespaces(instance), *links(instance), *routes(instance),
            *tables(instance), *run_files(instance)]


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
    named = {path for pattern in patterns for path in CGROUPS.glob(f"{pattern}/") if instance in path.name}
    return [f"cgroup {path}" for path in sorted(named)]


def mounts(instance: str) -> list[str]:
    return [f"mount {line.split()[4]}" for line in Path("/proc/self/mountinfo").read_text().splitlines() if instance in line]


def namespaces(instance: str) -> list[str]:
    found = [path for path in Path("/run/netns").glob("*") if instance in path.name] if Path("/run/netns").exists() else []
    return [f"namespace {path}" for path in found]


def links(instance: str) -> list[str]:
    """Links of the host. A link's name is short, so its alias and the first six digits count as well."""
    marks = (instance, instance[:6])
    listed = ip("link", "show")
    return [f"link {link['ifname']}" for link in listed
            if any(mark in link.get("ifname", "") or mark in link.get("ifalias", "") for mark in marks)]


def routes(instance: str) -> list[str]:
    listed = ip("route", "show", "table", "all")
    return [f"route {route['dst']} by {route['dev']}" for route in listed if instance[:6] in route.get("dev", "")]


def tables(instance: str) -> list[str]:
    run = subprocess.run(["nft", "list", "tables"], capture_output=True, text=True, check=False)
    return [f"nftables: {line}" for line in run.stdout.splitlines() if instance in line]


def run_files(instance: str) -> list[str]:
    """Sockets and states of tasks. The instance's empty directory may stay until the next reboot."""
    home = RUN / instance
    return [f"file {path}" for path in home.glob("tasks/*")] if home.exists() else []


def ip(*arguments: str) -> list[dict]:
    run = subprocess.run(["ip", "-json", *arguments], capture_output=True, text=True, check=True)
    return json.loads(run.stdout or "[]")
