"""The outside world, played by a network namespace of its own behind a link of the host."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from support.daemon import FIXTURES
from support.wait import wait_until

PORT = 8099


class Outside:
    """A web server that is reached from the host by a route, as the internet would be. Sees who calls it."""

    def __init__(self) -> None:
        mark = os.getpid() % 60000
        self.name = f"outside-{mark}"
        self.link = f"out{mark}"
        # TEST-NET-3: nobody's, so nothing of the machine's can be in the way.
        self.gateway, self.address = "203.0.113.1", "203.0.113.2"
        self.log_path = FIXTURES.parent / f"{self.name}.log"
        self.server: subprocess.Popen[bytes] | None = None

    def open(self) -> Outside:
        run("ip", "netns", "add", self.name)
        run("ip", "link", "add", self.link, "type", "veth", "peer", "name", "eth0", "netns", self.name)
        run("ip", "address", "add", f"{self.gateway}/30", "dev", self.link)
        run("ip", "link", "set", self.link, "up")
        inside = ["ip", "-netns", self.name]
        run(*inside, "address", "add", f"{self.address}/30", "dev", "eth0")
        run(*inside, "link", "set", "eth0", "up")
        run(*inside, "link", "set", "lo", "up")
        # No way back to anybody but the host: who isn't translated to the host's address gets no answer.
        with self.log_path.open("wb") as log:
            self.server = subprocess.Popen(["ip", "netns", "exec", self.name, str(application()), "serve", "--port", str(PORT)],
                                           stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        wait_until("the outside's server", lambda: "serving" in self.log_path.read_text())
        return self

    def callers(self) -> list[str]:
        return [line.rpartition(" ")[2] for line in self.log_path.read_text().splitlines() if line.startswith("GET ")]

    def close(self) -> None:
        if self.server is not None:
            self.server.terminate()
            self.server.wait(10)
        subprocess.run(["ip", "link", "delete", self.link], check=False, capture_output=True)
        subprocess.run(["ip", "netns", "delete", self.name], check=False, capture_output=True)
        self.log_path.unlink(missing_ok=True)


def application() -> Path:
    """The fixture application itself, to be run on the host."""
    found = sorted(FIXTURES.parent.glob("*/release/fixture-app"))
    if not found:
        raise FileNotFoundError(f"no fixture-app below {FIXTURES.parent}: ./dev test builds it")
    return found[0]


def run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(command)}: {done.stderr.strip()}")
