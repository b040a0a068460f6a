"""Daemon and shims killed at random moments while containers crash, restart, fail health checks, fill their disk and run out of memory.

Whatever was killed meanwhile, each task ends as its kind ends, with a true reason, and leaves nothing. As in `test_faults.py` the seed is
printed, and `./dev test faults` runs more rounds.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from conftest import Fleet
from support.aws import Aws
from support.daemon import Daemon
from support.tasks import Tasks, arn_of, container, container_of, id_of, reason_of, shell, unique
from support.traces import processes, traces
from support.wait import wait_until
from test_faults import ROUNDS, SEED, addresses_in_use, attempt, shim_of

OUT_OF_MEMORY = "OutOfMemoryError: Container killed due to memory usage"
# The least that ECS allows; a container that ran shorter isn't started again.
RESTART_PERIOD = 60


@dataclass(frozen=True)
class Kind:
    """A way to end, or not to."""

    name: str
    definition: list[dict[str, Any]]
    # Says what is wrong with a task that ended by itself.
    check: Callable[[dict[str, Any]], None]
    # It goes on until it is stopped.
    stays: bool = False


def crashed(end: dict[str, Any]) -> None:
    assert (end["stopCode"], container_of(end).get("exitCode")) == ("EssentialContainerExited", 3), reason_of(end)


def out_of_memory(end: dict[str, Any]) -> None:
    assert end["stopCode"] == "EssentialContainerExited", reason_of(end)
    assert (container_of(end)["exitCode"], container_of(end)["reason"]) == (137, OUT_OF_MEMORY)


def disk_full(end: dict[str, Any]) -> None:
    assert (end["stopCode"], container_of(end).get("exitCode")) == ("EssentialContainerExited", 9), reason_of(end)


def stopped_by_user(end: dict[str, Any]) -> None:
    assert end["stopCode"] == "UserInitiated", reason_of(end)


SICK = {"command": ["CMD-SHELL", "echo no; exit 1"], "interval": 5, "timeout": 2, "retries": 1}
FLAKY = {"enabled": True, "restartAttemptPeriod": RESTART_PERIOD}
STAY = "trap 'exit 0' TERM; while :; do sleep 0.2; done"
KINDS = [
    Kind("crash", [shell("sleep 0.1; exit 3")], crashed),
    Kind("memory", [container("eat", "200", memory=64)], out_of_memory),
    # Reserves more blocks than the task has, and writes into what is left.
    Kind("disk", [shell("busybox fallocate -l 19000000000 /a; busybox dd if=/dev/zero of=/b bs=1M count=4000 2>/dev/null || exit 9")], disk_full),
    Kind("sick", [shell(STAY, healthCheck=SICK, stopTimeout=2)], stopped_by_user, stays=True),
    Kind("flaky", [shell(STAY, stopTimeout=2),
                   shell(f"sleep {RESTART_PERIOD + 1}; exit 1", name="flaky", essential=False, restartPolicy=FLAKY)], stopped_by_user, stays=True),
]


class Crowd:
    """Tasks of all kinds, each asked for until the daemon has confirmed it."""

    def __init__(self, tasks: Tasks) -> None:
        self.tasks = tasks
        self.network = tasks.network()
        self.definitions = {kind.name: tasks.define(*kind.definition) for kind in KINDS}
        self.wanted: list[tuple[Kind, str]] = []
        self.arns: dict[str, str] = {}
        # Those whose shim was killed.
        self.bereft: set[str] = set()

    def want(self, kind: Kind) -> None:
        token = unique("wish")
        self.wanted.append((kind, token))
        attempt(lambda: self.run(kind, token))

    def run(self, kind: Kind, token: str) -> None:
        answer = self.tasks.ecs.run_task(cluster=self.tasks.cluster, taskDefinition=self.definitions[kind.name], launchType="FARGATE",
                                         networkConfiguration=self.network, clientToken=token)
        assert not answer["failures"], answer["failures"]
        self.arns[token] = answer["tasks"][0]["taskArn"]

    def catch_up(self) -> None:
        for kind, token in self.wanted:
            if token not in self.arns:
                self.run(kind, token)

    def of(self, kind: str) -> list[str]:
        return [self.arns[token] for one, token in self.wanted if one.name == kind]


def kill_a_shim(instance: str, crowd: Crowd, chance: random.Random) -> None:
    """Of a task that would stay: the others may be ending by themselves right now."""
    alive = [arn for arn in crowd.of("sick") if arn not in crowd.bereft]
    running = [arn for arn in alive if crowd.tasks.describe(arn)["lastStatus"] == "RUNNING"]
    if running:
        arn = chance.choice(running)
        crowd.bereft.add(arn)
        os.kill(shim_of(instance, crowd.tasks.describe(arn)), 9)


def bereaved(end: dict[str, Any]) -> None:
    assert end["stopCode"] != "UserInitiated" and "supervisor" in end["stoppedReason"], reason_of(end)


@pytest.mark.slow
@pytest.mark.announces("shim", "supervis")
@pytest.mark.timeout(180 + 30 * ROUNDS)
def test_ends_are_true_whatever_is_killed(fleet: Fleet) -> None:
    print(f"seed {SEED}")
    chance = random.Random(SEED)
    daemon = fleet.up().load_images()
    instance = daemon.instance() or ""
    crowd = Crowd(Tasks(Aws(daemon)))
    tasks = crowd.tasks
    kinds = {kind.name: kind for kind in KINDS}
    crowd.want(kinds["flaky"])
    short = [kinds[name] for name in ("crash", "memory", "disk")]
    for number in range(ROUNDS):
        crowd.want(short[number % len(short)])
        if number % 4 == 0:
            crowd.want(kinds["sick"])
        pause(chance.uniform(0, 0.5))
        if number % 5 == 4:
            kill_a_shim(instance, crowd, chance)
        else:
            daemon.kill()
            daemon.start()
        crowd.catch_up()

    assert sorted(tasks.all()) == sorted(crowd.arns.values())
    for kind, token in crowd.wanted:
        if not kind.stays:
            kind.check(tasks.stopped(crowd.arns[token], timeout=90))
    for arn in crowd.of("sick"):
        if arn not in crowd.bereft:
            wait_until("its bad health", lambda arn=arn: container_of(tasks.describe(arn))["healthStatus"] == "UNHEALTHY", timeout=60)
    wait_until("the restart", lambda: restarts(daemon, tasks, crowd.of("flaky")[0]) > 0, timeout=RESTART_PERIOD + 30, pause=1)
    for kind, token in crowd.wanted:
        if kind.stays:
            arn = crowd.arns[token]
            if arn not in crowd.bereft:
                tasks.stop(arn)
            (bereaved if arn in crowd.bereft else kind.check)(tasks.stopped(arn))
    ids = [id_of(arn) for arn in crowd.arns.values()]
    wait_until("no trace of any task", lambda: not [one for one in traces(instance) if any(name in one for name in ids)])
    assert not processes(instance)
    assert addresses_in_use(tasks) == 0
    told = json.loads(daemon.cli("why", "--json", id_of(crowd.of("flaky")[0])).stdout)
    assert next(one for one in told["containers"] if one["name"] == "flaky")["restartCount"] >= 1
    daemon.down("--tasks")
    wait_until("no trace", lambda: not traces(instance), timeout=10)


def restarts(daemon: Daemon, tasks: Tasks, arn: str) -> int:
    """A restarted container prints anew: it sleeps, so its processes are younger than its task's others."""
    flaky = [one for one in processes(daemon.instance() or "") if f"sleep {RESTART_PERIOD + 1}" in one]
    seen = tasks.describe(arn_of(arn))
    assert seen["lastStatus"] == "RUNNING", reason_of(seen)
    born = [os.stat(f"/proc/{one.split()[1].rstrip(':')}").st_ctime for one in flaky]
    return int(any(at > seen["startedAt"].timestamp() + RESTART_PERIOD / 2 for at in born))


def pause(seconds: float) -> None:
    """Lets things happen: the moment is drawn, not waited for."""
    time.sleep(seconds)
