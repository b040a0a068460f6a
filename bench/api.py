#!/usr/bin/env python3
"""`./dev bench api`: what a call of the API costs, beside MiniStack and moto in the same run.

neargate runs as in production: without --dev, every signature verified, every write on disk before it is answered. The peers verify nothing
and keep everything in memory. Requests are made and signed before the clock runs; no two are alike, except to the operation. Processor time
is that of the server's processes alone.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import boto3
from botocore.config import Config

from load import Result, Signer, drive, encode
from measure import median, percentile, process_cpu, ratio, report, rss_mib, table, verdict
from support.daemon import FIXTURES, REGION, Daemon, free_port
from support.wait import wait_until

PEERS = Path(__file__).parent.parent / ".cache" / "peers"
READ, WRITE = "DescribeTasks", "RegisterTaskDefinition"
DEFINITION = {
    "family": "bench", "cpu": "256", "memory": "512", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"],
    "containerDefinitions": [{"name": "app", "image": "neargate/app:1", "essential": True, "command": ["exit", "0"], "cpu": 10, "memory": 256,
                              "environment": [{"name": "A", "value": "1"}], "portMappings": [{"containerPort": 8080}]}],
}


class Server:
    """A server under test. `start` returns the seconds until it answered for the first time."""

    name = ""
    requests = 20_000

    def __init__(self) -> None:
        self.port = free_port()
        self.access_key_id, self.secret = "000000000000", "any"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self.process
        return self.process.pid

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self) -> float:
        started = time.monotonic()
        self.process = self.spawn()
        wait_until(f"{self.name} answers", self.answers, timeout=60, pause=0.001)
        return time.monotonic() - started

    def spawn(self) -> subprocess.Popen[bytes]:
        raise NotImplementedError

    def answers(self) -> bool:
        """Whether it answers HTTP. The path is one that neither needs a signature nor costs anything."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            connection.sendall(b"GET /_neargate/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return connection.recv(12).startswith(b"HTTP/1.")

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process = None

    def close(self) -> None:
        self.stop()

    def client(self, service: str) -> object:
        return boto3.client(service, endpoint_url=f"http://{self.host}", region_name=REGION, aws_access_key_id=self.access_key_id,
                            aws_secret_access_key=self.secret, config=Config(retries={"total_max_attempts": 1}))

    def signer(self) -> Signer:
        return Signer(self.host, self.access_key_id, self.secret, REGION)


class Neargate(Server):
    name = "neargate"

    def __init__(self) -> None:
        super().__init__()
        self.daemon = Daemon(dev=False, port=self.port)

    def spawn(self) -> subprocess.Popen[bytes]:
        return self.daemon.spawn()

    def stop(self) -> None:
        if self.daemon.process is not None:
            self.daemon.terminate()

    def close(self) -> None:
        self.daemon.close()

    def prepare(self) -> None:
        exports = self.daemon.exports()
        self.access_key_id, self.secret = exports["AWS_ACCESS_KEY_ID"], exports["AWS_SECRET_ACCESS_KEY"]
        self.daemon.cli("image", "load", str(FIXTURES / "neargate-app-1.tar"))


class Peer(Server):
    """A package from PyPI in an environment of its own."""

    requests = 2_000

    def __init__(self, name: str, package: str, command: list[str], environment: dict[str, str] | None = None) -> None:
        super().__init__()
        self.name = name
        self.home = PEERS / name
        self.package = package
        self.command = [word.replace("{port}", str(self.port)) for word in command]
        self.environment = {key: value.replace("{port}", str(self.port)) for key, value in (environment or {}).items()}

    def install(self) -> Peer:
        if not (self.home / "bin" / self.command[0]).exists():
            print(f"installing {self.package} into {self.home}", flush=True)
            subprocess.run([sys.executable, "-m", "venv", str(self.home)], check=True)
            subprocess.run([str(self.home / "bin/pip"), "install", "--quiet", "--disable-pip-version-check", self.package], check=True)
        return self

    def spawn(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([str(self.home / "bin" / self.command[0]), *self.command[1:]], cwd=self.home, stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **self.environment})

    def prepare(self) -> None:
        pass


def peers() -> list[Peer]:
    return [
        Peer("ministack", "ministack", ["ministack"], {"GATEWAY_PORT": "{port}", "LOG_LEVEL": "WARNING"}),
        Peer("moto", "moto[server]", ["moto_server", "-H", "127.0.0.1", "-p", "{port}"]),
    ]


@dataclass
class Measured:
    """One operation of one server at one number of connections."""

    server: str
    operation: str
    connections: int
    cpu_us: float
    result: Result


def a_task(server: Server) -> str:
    """A task that can be described, as its ARN."""
    ecs, ec2 = server.client("ecs"), server.client("ec2")
    ecs.create_cluster(clusterName="default")  # type: ignore[attr-defined]
    ecs.register_task_definition(**DEFINITION)  # type: ignore[attr-defined]
    subnet = ec2.describe_subnets()["Subnets"][0]["SubnetId"]  # type: ignore[attr-defined]
    # moto insists on a group.
    group = ec2.describe_security_groups()["SecurityGroups"][0]["GroupId"]  # type: ignore[attr-defined]
    answer = ecs.run_task(taskDefinition="bench", launchType="FARGATE",  # type: ignore[attr-defined]
                          networkConfiguration={"awsvpcConfiguration": {"subnets": [subnet], "securityGroups": [group]}})
    arn = answer["tasks"][0]["taskArn"]
    if isinstance(server, Neargate):
        wait_until("the task's end", lambda: ecs.describe_tasks(tasks=[arn])["tasks"][0]["lastStatus"] == "STOPPED")  # type: ignore[attr-defined]
    return arn


def measure(server: Server, operation: str, body: Callable[[int], object], connections: int) -> Measured:
    signer = server.signer()
    # A few processors' seconds of making requests lie outside of the measured time; chunks keep signatures fresh.
    drive("127.0.0.1", server.port, [signer.request(operation, encode(body(number))) for number in range(200)], connections)
    requests = [signer.request(operation, encode(body(number))) for number in range(server.requests)]
    before = process_cpu(server.pid)
    result = drive("127.0.0.1", server.port, requests, connections)
    cpu_us = (process_cpu(server.pid) - before) * 1e6 / result.requests
    print(f"{server.name} {operation} at {connections}: {cpu_us:.0f} us of CPU", flush=True)
    return Measured(server.name, operation, connections, cpu_us, result)


def operations(server: Server) -> list[Measured]:
    task = a_task(server)
    measured = []
    for connections in (1, 16):
        measured.append(measure(server, READ, lambda _: {"tasks": [task]}, connections))
        measured.append(measure(server, WRITE, lambda number: {**DEFINITION, "family": f"bench-{number % 50}"}, connections))
    return measured


@dataclass
class Idle:
    """A server that nobody calls."""

    server: str
    ready_ms: list[float]
    memory_mib: float


def starts(server: Server, times: int) -> Idle:
    ready = []
    for _ in range(times):
        server.stop()
        ready.append(server.start() * 1000)
    time.sleep(1)
    return Idle(server.name, ready, rss_mib(server.pid))


def operations_table(measured: list[Measured]) -> str:
    ours = {(one.operation, one.connections): one for one in measured if one.server == Neargate.name}
    rows = []
    for one in sorted(measured, key=lambda one: (one.operation, one.connections)):
        latencies = one.result.latencies_ms
        rows.append([one.operation, one.connections, one.server, f"{one.cpu_us:.0f}", ratio(one.cpu_us, ours[one.operation, one.connections].cpu_us),
                     f"{one.result.requests / one.result.seconds:.0f}", f"{median(latencies):.2f}", f"{percentile(latencies, 0.99):.2f}"])
    return table(["operation", "connections", "server", "CPU us/call", "to neargate", "calls/s", "median ms", "p99 ms"], rows)


def goals(measured: list[Measured], idle: list[Idle]) -> str:
    cpu = {(one.server, one.operation, one.connections): one.cpu_us for one in measured}
    ours = next(one for one in idle if one.server == Neargate.name)
    read, write = cpu[Neargate.name, READ, 16], cpu[Neargate.name, WRITE, 16]
    rows = [
        ["CPU per read, 16 connections", f"{read:.0f} us", verdict(read, 40, " us")],
        ["CPU per write, 16 connections", f"{write:.0f} us", verdict(write, 90, " us")],
        ["start to ready", f"{median(ours.ready_ms):.0f} ms", verdict(median(ours.ready_ms), 100, " ms")],
        ["memory of an idle daemon", f"{ours.memory_mib:.1f} MiB", verdict(ours.memory_mib, 30, " MiB")],
    ]
    for operation, value in ((READ, read), (WRITE, write)):
        rival = cpu.get(("ministack", operation, 16))
        ahead = rival / value if rival else None
        rows.append([f"{operation}, ahead of MiniStack", f"{ahead:.1f} x" if ahead else "–",
                     "≥ 20 x: not measured" if ahead is None else f"≥ 20 x: {'kept' if ahead >= 20 else 'missed'}"])
    return table(["goal", "measured", "verdict"], rows)


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev bench api")
    parser.add_argument("--without-peers", action="store_true")
    parser.add_argument("--requests", type=int, help="calls per measurement of neargate")
    arguments = parser.parse_args()
    if arguments.requests:
        Neargate.requests = arguments.requests

    servers: list[Neargate | Peer] = [Neargate()]
    if not arguments.without_peers:
        servers += [peer.install() for peer in peers()]
    measured: list[Measured] = []
    idle: list[Idle] = []
    for server in servers:
        try:
            idle.append(starts(server, 5))
            server.prepare()
            measured += operations(server)
        finally:
            server.close()
    versions = [f"{peer.package} {version_of(peer)}" for peer in servers if isinstance(peer, Peer)]
    idle_table = table(["server", "start to ready ms", "idle RSS MiB"],
                       [[one.server, f"{median(one.ready_ms):.0f}", f"{one.memory_mib:.1f}"] for one in idle])
    report("api", f"neargate verifies signatures and writes to disk; peers ({', '.join(versions) or 'none'}) do neither.",
           operations_table(measured), idle_table, "Goals:", goals(measured, idle))


def version_of(peer: Peer) -> str:
    run = subprocess.run([str(peer.home / "bin/pip"), "show", peer.package.partition("[")[0]], capture_output=True, text=True, check=False)
    return next((line.partition(": ")[2] for line in run.stdout.splitlines() if line.startswith("Version")), "?")


if __name__ == "__main__":
    main()
