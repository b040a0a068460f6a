"""Reaching a task from the host, as a person would: at the address that `neargate ps` shows."""

from __future__ import annotations

import re
import urllib.request
from typing import Any

from support.daemon import Daemon
from support.tasks import address_of, id_of
from support.wait import wait_until

IPV4 = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b")


def host_address(daemon: Daemon, task: dict[str, Any]) -> str:
    """Where the host reaches the task: its own address, or its alias where the host already has a route to the VPC's block."""
    rows = [line for line in daemon.cli("ps").stdout.splitlines() if id_of(task)[:8] in line]
    found = [address for row in rows for address in IPV4.findall(row)]
    return found[0] if found else address_of(task)


def page(address: str, port: int = 8080, path: str = "/", timeout: float = 3) -> str:
    with urllib.request.urlopen(f"http://{address}:{port}{path}", timeout=timeout) as answer:
        return answer.read().decode()


def page_of(daemon: Daemon, task: dict[str, Any], port: int = 8080, path: str = "/", timeout: float = 10) -> str:
    """A page of the task's web server, as soon as it serves."""
    address = host_address(daemon, task)
    return wait_until(f"http://{address}:{port}{path}", lambda: page(address, port, path), timeout)
