#!/usr/bin/env python3
"""`./dev bench run-task`: how long from RunTask to the container's first instruction, and what many tasks at once cost.

The fixture application reads the clock as the first thing it does and prints it; the time of a start is from the moment before the
request is sent (or the rival's command is spawned) to that moment. Images are loaded and unpacked before. Processor time is the whole
machine's, less what it did before and what the benchmark itself used: so the daemon, shims, runtimes and the kernel's work in all of them
count, for neargate and rivals alike.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from botocore.credentials import Credentials

from measure import Background, MachineMeter, median, percentile, pss_mib, ratio, report, table, verdict
from rivals import Runc, engines, first_instruction
from support.aws import Aws
from support.daemon import FIXTURES, Daemon
from support.http_requests import ECS_TARGET, send, signed
from support.tasks import Tasks, container, container_of
from support.traces import processes, traces
from support.wait import wait_until

ARCHIVE = FIXTURES / "neargate-app-1.tar"


@dataclass
class Starts:
    """Starts one after the other."""

    name: str
    milliseconds: list[float]
    cpu_ms: float


def sequence(name: str, runs: int, background: Background, start: Callable[[], float]) -> Starts:
    for _ in range(3):
        start()  # Caches, of the kernel's and of everybody's.
    meter = MachineMeter(background)
    times = [start() for _ in range(runs)]
    print(f"{name}: median {median(times):.1f} ms", flush=True)
    return Starts(name, times, meter.seconds() * 1000 / runs)


class Neargate:
    """RunTask as a client sends it: signed beforehand, since Python's signing is not what is measured."""

    name = "neargate RunTask"

    def __init__(self, daemon: Daemon) -> None:
        self.daemon = daemon
        self.tasks = Tasks(Aws(daemon))
        self.definition = self.tasks.define(container("now", "-"))
        self.network = self.tasks.network()

    def start(self) -> float:
        body = json.dumps({"cluster": self.tasks.cluster, "taskDefinition": self.definition, "launchType": "FARGATE",
                           "networkConfiguration": self.network}).encode()
        headers = {"X-Amz-Target": f"{ECS_TARGET}.RunTask", "Content-Type": "application/x-amz-json-1.1"}
        headers = signed(self.daemon, "POST", "/", headers, body, Credentials(self.tasks.aws.account, "any"), "ecs")
        before = time.time_ns()
        answer = send(self.daemon, "POST", "/", headers, body)
        assert answer.status == 200, answer.text
        task = answer.json()["tasks"][0]["taskArn"]
        # Seldom enough that asking doesn't become part of the cost.
        end = wait_until("the task's end", lambda: self.ended(task), pause=0.1)
        assert container_of(end)["exitCode"] == 0
        return (first_instruction(wait_until("its line", lambda: self.tasks.output(task))[0]) - before) / 1e6

    def ended(self, task: str) -> dict | None:
        seen = self.tasks.describe(task)
        return seen if seen["lastStatus"] == "STOPPED" else None


@dataclass
class Crowd:
    """Many tasks at once."""

    count: int
    up_s: float
    shim_mib: float
    daemon_mib: float
    down_s: float


def crowd(daemon: Daemon, tasks: Tasks, count: int) -> Crowd:
    assert daemon.process
    instance, pid = daemon.instance() or "", daemon.process.pid
    definition = tasks.define(container("serve", logConfiguration=None))
    network = tasks.network()
    before_mib = pss_mib(pid)

    def run_ten(number: int) -> list[str]:
        answer = tasks.ecs.run_task(cluster=tasks.cluster, taskDefinition=definition, launchType="FARGATE", count=min(10, count - number),
                                    networkConfiguration=network)
        assert not answer["failures"], answer["failures"]
        return [task["taskArn"] for task in answer["tasks"]]

    def all_in(status: str) -> bool:
        for start in range(0, len(arns), 100):
            seen = tasks.ecs.describe_tasks(cluster=tasks.cluster, tasks=arns[start:start + 100])["tasks"]
            if any(task["lastStatus"] != status for task in seen):
                return False
        return True

    with ThreadPoolExecutor(4) as pool:
        started = time.monotonic()
        arns = [arn for batch in pool.map(run_ten, range(0, count, 10)) for arn in batch]
        wait_until(f"{count} tasks running", lambda: all_in("RUNNING"), timeout=300, pause=0.05)
        up = time.monotonic() - started
        shims = [int(trace.split()[1].rstrip(":")) for trace in processes(instance) if " shim" in trace]
        assert len(shims) == count, f"{len(shims)} shims"
        shim_mib = sum(pss_mib(shim) for shim in shims) / count
        daemon_mib = (pss_mib(pid) - before_mib) / count
        started = time.monotonic()
        list(pool.map(lambda arn: tasks.stop(arn), arns))
        wait_until(f"{count} tasks stopped", lambda: all_in("STOPPED"), timeout=300, pause=0.05)
        down = time.monotonic() - started
    print(f"{count} tasks: up in {up:.2f} s, down in {down:.2f} s", flush=True)
    return Crowd(count, up, shim_mib, daemon_mib, down)


def starts_table(all_starts: list[Starts]) -> str:
    runc = next(starts for starts in all_starts if starts.name == Runc.name)
    rows = [[starts.name, f"{median(starts.milliseconds):.1f}", f"{percentile(starts.milliseconds, 0.95):.1f}",
             ratio(median(starts.milliseconds), median(runc.milliseconds)), f"{starts.cpu_ms:.1f}", ratio(starts.cpu_ms, runc.cpu_ms)]
            for starts in all_starts]
    return table(["start", "median ms", "p95 ms", "to runc", "CPU ms", "to runc"], rows)


def goals(all_starts: list[Starts], crowds: list[Crowd], rivals_up: dict[int, tuple[float, float]]) -> str:
    by_name = {starts.name: starts for starts in all_starts}
    ours, runc = by_name[Neargate.name], by_name[Runc.name]
    docker = by_name.get("docker run")
    biggest = crowds[-1]
    to_docker = median(docker.milliseconds) / median(ours.milliseconds) if docker else None
    ahead = "≥ 5 x: not measured, no docker here" if to_docker is None else f"≥ 5 x: {'kept' if to_docker >= 5 else 'missed'}"
    to_runc, cpu = median(ours.milliseconds) / median(runc.milliseconds), ours.cpu_ms / runc.cpu_ms
    up = biggest.up_s / rivals_up[biggest.count][0]
    return table(["goal", "measured", "verdict"], [
        ["start, to runc run", f"{to_runc:.2f} x", verdict(to_runc, 1.5, " x")],
        ["start, ahead of docker run", f"{to_docker:.1f} x" if to_docker else "–", ahead],
        ["CPU per start, to runc run", f"{cpu:.2f} x", verdict(cpu, 1.0, " x")],
        [f"{biggest.count} tasks up, to runc run -d, four at a time", f"{up:.2f} x", verdict(up, 1.2, " x")],
        ["PSS of a shim", f"{biggest.shim_mib:.2f} MiB", verdict(biggest.shim_mib, 1.0, " MiB")],
    ])


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev bench run-task")
    parser.add_argument("--runs", type=int, default=50, help="starts one after the other")
    parser.add_argument("--crowds", type=int, nargs="*", default=[50, 200], help="numbers of tasks at once")
    arguments = parser.parse_args()

    daemon = Daemon().start()
    runc = Runc(ARCHIVE)
    try:
        daemon.cli("image", "load", str(ARCHIVE))
        neargate = Neargate(daemon)
        background = Background.measure()
        all_starts = [sequence(neargate.name, arguments.runs, background, neargate.start),
                      sequence(runc.name, arguments.runs, background, runc.start)]
        all_starts += [sequence(engine.name, arguments.runs, background, engine.start) for engine in engines() if engine.works(ARCHIVE)]
        crowds = [crowd(daemon, neargate.tasks, count) for count in arguments.crowds]
        rivals_up = {count: runc.many(count) for count in arguments.crowds}
        rows = [[one.count, f"{one.up_s:.2f}", f"{rivals_up[one.count][0]:.2f}", ratio(one.up_s, rivals_up[one.count][0]),
                 f"{one.shim_mib:.2f}", f"{one.daemon_mib:.3f}", f"{one.down_s:.2f}", f"{rivals_up[one.count][1]:.2f}"] for one in crowds]
        crowds_table = table(["tasks", "up s", "runc run -d s", "to runc", "shim PSS MiB", "daemon MiB/task", "down s", "runc delete s"], rows)
        instance = daemon.instance() or ""
        daemon.down("--tasks")
        wait_until("no trace", lambda: not traces(instance))
        report("run-task", f"{arguments.runs} starts one after the other, image warm. The machine did {background.load:.2f} processors' worth of "
               "other work meanwhile.", starts_table(all_starts), "Many at once:", crowds_table, "Goals:", goals(all_starts, crowds, rivals_up))
    finally:
        daemon.close()
        runc.close()


if __name__ == "__main__":
    main()
