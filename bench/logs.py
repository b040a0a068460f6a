#!/usr/bin/env python3
"""`./dev bench logs`: what containers' lines cost on their way to CloudWatch Logs, and how many a second come through.

Tasks print numbered lines at a rate, each with a write of its own, in mode `blocking`, so that a log that isn't shipped fast enough slows
its container. Checked: every line is there, once, in order. The printers report the rate that they achieved and their longest write.
Lag is from the time at which a line was read to the time at which the log service took it in. Processor time is the daemon's and the
shims' own. The rate is then doubled until lines lag or printers are slowed.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from measure import TICKS, median, percentile, report, table, verdict
from support.aws import Aws
from support.daemon import FIXTURES, Daemon
from support.tasks import Tasks, container
from support.traces import processes

ARCHIVE = FIXTURES / "neargate-app-1.tar"
# Beyond these a rate isn't held.
LAG_MS = 2000
SLOWED = 0.95


@dataclass
class Outcome:
    """One rate, over all tasks."""

    tasks: int
    rate: int
    lines: int
    achieved: float
    longest_write_ms: float
    lag_median_ms: float
    lag_p99_ms: float
    daemon_us: float
    shims_us: float
    faults: list[str]

    @property
    def held(self) -> bool:
        return not self.faults and self.achieved >= SLOWED * self.rate and self.lag_p99_ms <= LAG_MS


def logging(tasks: Tasks) -> dict:
    return {"logDriver": "awslogs", "options": {
        "awslogs-group": tasks.log_group, "awslogs-region": tasks.aws.region, "awslogs-stream-prefix": "t", "awslogs-create-group": "true",
        "mode": "blocking"}}


def own_cpu(pid: int) -> float:
    """Seconds that one process has worked, without its children: a shim's are the containers."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def shims(instance: str) -> list[int]:
    return [int(trace.split()[1].rstrip(":")) for trace in processes(instance) if " shim" in trace]


def run(daemon: Daemon, tasks: Tasks, count: int, rate: int, seconds: float, size: int) -> Outcome:
    """`count` tasks that print `rate` lines a second together."""
    assert daemon.process
    each = rate // count
    definition = tasks.define(container("lines", "--rate", str(each), "--seconds", str(seconds), "--bytes", str(size),
                                        logConfiguration=logging(tasks)))
    network = tasks.network()
    daemon_before = own_cpu(daemon.process.pid)
    arns: list[str] = []
    while len(arns) < count:
        answer = tasks.ecs.run_task(cluster=tasks.cluster, taskDefinition=definition, launchType="FARGATE", count=min(10, count - len(arns)),
                                    networkConfiguration=network)
        arns += [task["taskArn"] for task in answer["tasks"]]
    instance = daemon.instance() or ""
    shim_cpu: dict[int, float] = {}
    while True:
        for pid in shims(instance):
            try:
                shim_cpu[pid] = own_cpu(pid)
            except OSError:
                pass  # It ended; what it had used a moment ago is close enough.
        described = tasks.ecs.describe_tasks(cluster=tasks.cluster, tasks=arns)["tasks"]
        if all(task["lastStatus"] == "STOPPED" for task in described):
            break
        time.sleep(0.2)
    daemon_cpu = own_cpu(daemon.process.pid) - daemon_before
    return outcome(tasks, arns, each, seconds, daemon_cpu, sum(shim_cpu.values()))


def outcome(tasks: Tasks, arns: list[str], each: int, seconds: float, daemon_cpu: float, shims_cpu: float) -> Outcome:
    expected = int(each * seconds)
    lags: list[float] = []
    faults, reports, lines = [], [], 0
    for arn in arns:
        events = tasks.events(arn)
        lines += len(events)
        numbers = [event["message"][:12] for event in events[:-1]]
        if numbers != [f"{number:012}" for number in range(expected)]:
            faults.append(f"{arn.rpartition('/')[2]}: {len(numbers)} of {expected} lines, {len(set(numbers))} different, "
                          f"{'in order' if numbers == sorted(numbers) else 'out of order'}")
        if events and events[-1]["message"].startswith("{"):
            reports.append(json.loads(events[-1]["message"]))
        lags += [event["ingestionTime"] - event["timestamp"] for event in events]
    achieved = sum(one["lines"] / one["seconds"] for one in reports)
    return Outcome(len(arns), each * len(arns), lines, achieved, max((one["longest_write_ms"] for one in reports), default=0.0),
                   median(lags), percentile(lags, 0.99), daemon_cpu / lines * 1e6, shims_cpu / lines * 1e6, faults)


def rows(outcomes: list[Outcome]) -> list[list[object]]:
    return [[one.tasks, one.rate, one.lines, f"{one.achieved:.0f}", f"{one.longest_write_ms:.1f}", f"{one.lag_median_ms:.0f}",
             f"{one.lag_p99_ms:.0f}", f"{one.daemon_us:.1f}", f"{one.shims_us:.1f}",
             f"{(one.daemon_us + one.shims_us) * one.rate / 1e6:.2f}", "; ".join(one.faults) or "all, once, in order"] for one in outcomes]


def engine(name: str, rate: int, seconds: float, size: int) -> list[object] | None:
    """One container of another engine with the driver that it ships with, printing the rate of one task."""
    if not shutil.which(name) or subprocess.run([name, "info"], capture_output=True, check=False).returncode != 0:
        return None
    subprocess.run([name, "load", "-i", str(ARCHIVE)], capture_output=True, check=True)
    before, started = time.process_time(), time.monotonic()
    printed = subprocess.run([name, "run", "--rm", "neargate/app:1", "lines", "--rate", str(rate), "--seconds", str(seconds), "--bytes", str(size)],
                             capture_output=True, text=True, check=True).stdout.splitlines()
    told = json.loads(printed[-1])
    return [name, f"{told['lines'] / told['seconds']:.0f}", f"{told['longest_write_ms']:.1f}", len(printed) - 1,
            f"{time.monotonic() - started:.1f}", f"{time.process_time() - before:.2f}"]


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev bench logs")
    parser.add_argument("--tasks", type=int, default=10, choices=range(1, 101), metavar="1-100")
    parser.add_argument("--rate", type=int, default=50_000, help="lines a second of all tasks together")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--bytes", type=int, default=100, help="of a line, its line feed included")
    parser.add_argument("--most", type=int, default=800_000, help="double the rate up to this")
    arguments = parser.parse_args()

    daemon = Daemon().start()
    try:
        daemon.cli("image", "load", str(ARCHIVE))
        outcomes: list[Outcome] = []
        rate = arguments.rate
        while rate <= arguments.most:
            tasks = Tasks(Aws(daemon))
            one = run(daemon, tasks, arguments.tasks, rate, arguments.seconds if not outcomes else 10, arguments.bytes)
            outcomes.append(one)
            print(rows([one])[0], flush=True)
            if not one.held:
                break
            rate *= 2
        first = outcomes[0]
        held = [one for one in outcomes if one.held]
        peers = [row for name in ("docker", "podman") if (row := engine(name, arguments.rate // arguments.tasks, 10, arguments.bytes))]
        report("logs", f"{arguments.bytes} bytes a line, a write a line, mode blocking.",
               table(["tasks", "lines/s wanted", "lines", "achieved", "longest write ms", "lag ms", "p99", "daemon µs/line", "shims µs/line",
                      "processors", "arrived"], rows(outcomes)),
               "Goals:", table(["goal", "measured", "verdict"], [
                   [f"{first.rate} lines/s, all once and in order", "yes" if not first.faults else "no", "kept" if first.held else "missed"],
                   ["processors at that rate", f"{(first.daemon_us + first.shims_us) * first.rate / 1e6:.2f}",
                    verdict((first.daemon_us + first.shims_us) * first.rate / 1e6, 1.0, "")],
                   ["highest rate that was held", str(max((one.rate for one in held), default=0)), "–"]]),
               "Other engines, one container:",
               table(["engine", "lines/s", "longest write ms", "lines", "seconds", "client s"], peers) if peers else "none here")
        daemon.down("--tasks")
    finally:
        daemon.close()


if __name__ == "__main__":
    main()
