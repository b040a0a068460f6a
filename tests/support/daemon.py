"""A neargate daemon on a directory of its own, started and stopped as a user would."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from support.traces import traces
from support.wait import Unreachable, wait_until

BINARY = Path(os.environ.get("NEARGATE_BINARY", "target/debug/neargate"))
FIXTURES = Path(os.environ.get("NEARGATE_FIXTURES", "target/fixtures"))
REGION = "us-east-1"
ACCOUNT = "000000000000"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass(frozen=True)
class LogLine:
    level: str
    text: str


class Daemon:
    """`neargate up` on a data directory. May be killed and started again on the same port and directory."""

    def __init__(self, *options: str, dev: bool = True, data_dir: Path | None = None, port: int | None = None,
                 host: str = "127.0.0.1", env: dict[str, str] | None = None) -> None:
        self.dev = dev
        self.home = Path(tempfile.mkdtemp(prefix="neargate-test-"))
        self.data_dir = data_dir or self.home / "data"
        self.port = port or free_port()
        self.host = host
        self.options = options
        self.env = env or {}
        self.process: subprocess.Popen[bytes] | None = None
        self.output = self.home / "stdout"
        self.log = self.home / "stderr"

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command_line(self) -> list[str]:
        dev = ["--dev"] if self.dev else []
        return [str(BINARY), "up", "--listen", f"{self.host}:{self.port}", "--data-dir", str(self.data_dir), *dev, *self.options]

    def environment(self) -> dict[str, str]:
        """Free of what the machine's user has set for AWS and for neargate."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "NEARGATE_"))}
        # Tests write little, and whoever runs them may have a disk that is nearly full.
        return {**kept, "NEARGATE_LOG_FORMAT": "json", "NEARGATE_DISK_RESERVE": "0.25", **self.env}

    def spawn(self) -> subprocess.Popen[bytes]:
        """Starts the process without waiting for it to be ready."""
        with self.output.open("ab") as out, self.log.open("ab") as log:
            # A session of its own: a ^C at the tests isn't meant for the daemon.
            self.process = subprocess.Popen(self.command_line(), stdin=subprocess.DEVNULL, stdout=out, stderr=log,
                                            env=self.environment(), start_new_session=True)
        return self.process

    def start(self, timeout: float = 20) -> Daemon:
        offset = self.output.stat().st_size if self.output.exists() else 0
        self.spawn()
        wait_until("the ready line", lambda: self.ready_since(offset), timeout)
        return self

    def ready_since(self, offset: int) -> bool:
        if self.process is not None and self.process.poll() is not None:
            raise Unreachable(f"the daemon ended with {self.process.returncode}:\n{self.tail()}")
        printed = self.output.read_bytes()[offset:].decode()
        return "Ready." in printed if self.dev else self.endpoint in printed

    def ready_line(self) -> str:
        """The line that says where the endpoint is."""
        return next(line for line in self.output.read_text().splitlines() if self.endpoint in line)

    def kill(self) -> None:
        """As a crash would."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        self.process = None

    def terminate(self, timeout: float = 30) -> int:
        """SIGTERM; returns the exit code. Tasks run on."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout)
        self.process = None
        return code

    def down(self, *options: str) -> str:
        """`neargate down`; returns what it printed."""
        printed = self.cli("down", *options, timeout=120).stdout
        if self.process is not None:
            self.process.wait(30)
            self.process = None
        return printed

    def close(self) -> None:
        """Stops daemon and tasks and removes the directory, whatever state they are in."""
        try:
            if self.process is None and traces(self.instance() or "no instance"):
                self.start()  # Somebody has to stop the tasks that a killed daemon left behind.
            if self.process is not None:
                self.down("--tasks")
        finally:
            if self.process is not None:
                self.process.kill()
                self.process.wait()
            shutil.rmtree(self.home, ignore_errors=True)

    def instance(self) -> str | None:
        """The mark that everything of this daemon's carries on the machine."""
        try:
            return (self.data_dir / "instance").read_text().strip() or None
        except FileNotFoundError:
            return None

    # The other commands and pages

    def cli(self, *arguments: str, check: bool = True, timeout: float = 60,
            env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Runs another command of the binary against this daemon."""
        environment = {**self.environment(), "NEARGATE_ENDPOINT": self.endpoint, "NEARGATE_DATA_DIR": str(self.data_dir), **(env or {})}
        run = subprocess.run([str(BINARY), *arguments], capture_output=True, text=True, timeout=timeout, env=environment,
                             stdin=subprocess.DEVNULL, check=False)
        if check and run.returncode != 0:
            raise AssertionError(f"neargate {' '.join(arguments)} ended with {run.returncode}:\n{run.stdout}{run.stderr}")
        return run

    def exports(self) -> dict[str, str]:
        """What `neargate env` would set in a shell."""
        lines = self.cli("env").stdout.splitlines()
        found = (re.match(r"""export (\w+)=['"]?([^'"]*)['"]?;?$""", line) for line in lines)
        return {match[1]: match[2] for match in found if match}

    def get(self, path: str, method: str = "GET", headers: dict[str, str] | None = None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def health(self) -> dict:
        status, text = self.get("/_neargate/health")
        assert status == 200, text
        return json.loads(text)

    def load_images(self) -> Daemon:
        for archive in sorted(FIXTURES.glob("*.tar")):
            self.cli("image", "load", str(archive))
        return self

    # Its log

    def log_size(self) -> int:
        return self.log.stat().st_size if self.log.exists() else 0

    def log_lines(self, offset: int = 0) -> list[LogLine]:
        if not self.log.exists():
            return []
        with self.log.open("rb") as log:
            log.seek(offset)
            return [parse_log_line(line) for line in log.read().decode(errors="replace").splitlines() if line.strip()]

    def complaints(self, offset: int = 0) -> list[str]:
        """What the daemon warned of, or failed at, since that place of its log."""
        return [f"{line.level} {line.text}" for line in self.log_lines(offset) if line.level in ("WARN", "ERROR")]

    def tail(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-20:])


def parse_log_line(line: str) -> LogLine:
    try:
        record = json.loads(line)
        return LogLine(str(record.get("level", "INFO")), line)
    except (ValueError, AttributeError):
        pass
    # Not JSON: a panic's text, or somebody who wrote past the logger. Both deserve to be seen.
    plain = re.sub(r"\x1b\[[0-9;]*m", "", line)
    if match := re.search(r"\b(TRACE|DEBUG|INFO|WARN|ERROR)\b", plain[:60]):
        return LogLine(match[1], plain)
    return LogLine("ERROR" if "panicked" in plain else "INFO", plain)
