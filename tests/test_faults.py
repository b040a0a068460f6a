"""Daemon and shims killed at random moments: nothing is lost, run twice, stuck or leaked.

Each round starts tasks and stops others while the daemon is killed; after its restart the client repeats what wasn't acknowledged, with the
same client token, as the SDKs do. What was acknowledged must hold. The seed is printed; NEARGATE_FAULT_SEED repeats a run's choices
(the kernel's scheduling it can't repeat).
"""

from __future__ import annotations

import os
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from conftest import Fleet
from support.aws import Aws
from support.daemon import Daemon
from support.tasks import Tasks, arn_of, container, container_of, id_of, reason_of, unique
from support.traces import cgroups, mounts, processes, traces
from support.wait import wait_until

ROUNDS = int(os.environ.get("NEARGATE_FAULT_ROUNDS", "25"))
SEED = int(os.environ.get("NEARGATE_FAULT_SEED", str(random.randrange(1 << 32))))
EXIT_CODE = 7
# Tasks that are kept up; the others are stopped, oldest first.
KEPT = 6
# From a program's start until no stop signal is lost any more, on a busy machine.
HOLDS_SIGNALS_WITHIN = 0.5


@dataclass
class Wish:
    """A task that the client wants, and how far it got with it."""

    token: str = field(default_factory=lambda: unique("wish"))
    arn: str | None = None
    stop_asked: bool = False
    stop_acknowledged: bool = False


class Client:
    """Starts and stops tasks, and repeats what the daemon's death left unanswered."""

    def __init__(self, tasks: Tasks) -> None:
        self.tasks = tasks
        self.wishes: list[Wish] = []
        self.definition = tasks.define(
            container("once", "/data", "--code", str(EXIT_CODE), stopTimeout=5, mountPoints=[{"sourceVolume": "v", "containerPath": "/data"}]),
            volumes=[{"name": "v"}])
        self.network = tasks.network()

    def one_round(self) -> None:
        """Two starts and, once enough are up, as many stops. Any of it may fail with the daemon."""
        fresh = [Wish(), Wish()]
        self.wishes += fresh
        for wish in fresh:
            self.start(wish)
        for wish in [wish for wish in self.wishes if not wish.stop_asked][:-KEPT]:
            wish.stop_asked = True
            self.stop(wish)

    def start(self, wish: Wish) -> None:
        attempt(lambda: self.started(wish))

    def started(self, wish: Wish) -> None:
        answer = self.tasks.ecs.run_task(cluster=self.tasks.cluster, taskDefinition=self.definition, launchType="FARGATE",
                                         networkConfiguration=self.network, clientToken=wish.token)
        assert not answer["failures"], answer["failures"]
        wish.arn = answer["tasks"][0]["taskArn"]

    def stop(self, wish: Wish) -> None:
        attempt(lambda: self.stopped(wish))

    def stopped(self, wish: Wish) -> None:
        if wish.arn is not None:
            self.tasks.stop(wish.arn, wish.token)
            wish.stop_acknowledged = True

    def catch_up(self) -> None:
        """Repeats what wasn't acknowledged; now it must succeed."""
        for wish in self.wishes:
            if wish.arn is None:
                self.started(wish)
            if wish.stop_asked and not wish.stop_acknowledged:
                self.stopped(wish)


def attempt(call: Any) -> None:
    """The daemon may be dead or die meanwhile; whatever else goes wrong is a finding."""
    try:
        call()
    except ClientError as refusal:
        if refusal.response["ResponseMetadata"]["HTTPStatusCode"] < 500:
            raise
    except (BotoCoreError, ConnectionError):
        pass


def strike_during(work: Callable[[], None], *strikes: tuple[float, Callable[[], None]]) -> None:
    """Strikes while the work goes on, each some seconds after what was before it. What goes wrong with the work is the test's failure."""
    problems: list[BaseException] = []

    def watched() -> None:
        try:
            work()
        except BaseException as problem:  # noqa: BLE001  handed over to the test's thread
            problems.append(problem)

    worker = threading.Thread(target=watched)
    worker.start()
    # An event that nobody sets: the moment doesn't depend on how far the work is.
    clock = threading.Event()
    try:
        for seconds, strike in strikes:
            clock.wait(seconds)
            strike()
    finally:
        worker.join()
    if problems:
        raise problems[0]


@pytest.mark.slow
@pytest.mark.timeout(60 + 30 * ROUNDS)
def test_daemon_killed_at_random_moments(fleet: Fleet) -> None:
    print(f"seed {SEED}")
    chance = random.Random(SEED)
    daemon = fleet.up().load_images()
    instance = daemon.instance() or ""
    tasks = Tasks(Aws(daemon))
    client = Client(tasks)
    for _ in range(ROUNDS):
        # Most of what a start does takes less than a second; the moment is drawn from all of it.
        strike_during(client.one_round, (chance.uniform(0, 0.6), daemon.kill))
        daemon.start()
        client.catch_up()

    # None lost, none there that nobody asked for.
    assert sorted(tasks.all()) == sorted(wish.arn or "" for wish in client.wishes)
    for wish in client.wishes:
        check = check_end if wish.stop_asked else check_running
        check(tasks, wish)
    # None unstoppable.
    for wish in client.wishes:
        if not wish.stop_asked:
            client.stopped(wish)
            check_end(tasks, wish)
    # Nothing leaked: what is left belongs to no task.
    ids = [id_of(wish.arn or "") for wish in client.wishes]
    wait_until("no trace of any task", lambda: not [one for one in traces(instance) if any(name in one for name in ids)])
    assert not processes(instance)
    assert addresses_in_use(tasks) == 0
    daemon.down("--tasks")
    wait_until("no trace", lambda: not traces(instance), timeout=10)


def check_running(tasks: Tasks, wish: Wish) -> None:
    tasks.running(wish.arn or "")
    check_started_once(tasks, wish)


def check_end(tasks: Tasks, wish: Wish) -> None:
    end = tasks.stopped(wish.arn or "")
    assert (end["stopCode"], end["stoppedReason"]) == ("UserInitiated", wish.token), reason_of(end)
    if "exitCode" not in container_of(end):
        assert "startedAt" not in end
    elif container_of(end)["exitCode"] == 137:
        # SIGTERM came before the program held it back, and the kernel keeps a signal without a handler from a process 1.
        begun = [int(line.split()[-1]) / 1e9 for line in lines_of(tasks, wish) if line.startswith("start 1 at ")]
        assert len(begun) == len(lines_of(tasks, wish)) <= 1
        assert all(end["stoppingAt"].timestamp() < at + HOLDS_SIGNALS_WITHIN for at in begun)
    else:
        assert container_of(end)["exitCode"] == EXIT_CODE
        assert check_started_once(tasks, wish)[1:] == ["got SIGTERM, bye"]


def check_started_once(tasks: Tasks, wish: Wish) -> list[str]:
    lines = wait_until("the line of the start", lambda: lines_of(tasks, wish))
    starts = [line for line in lines if line.startswith("start ")]
    assert len(starts) == 1 and starts[0].startswith("start 1 at "), lines
    return lines


def lines_of(tasks: Tasks, wish: Wish) -> list[str]:
    try:
        return tasks.output(wish.arn or "")
    except tasks.aws.logs.exceptions.ResourceNotFoundException:
        return []


def addresses_in_use(tasks: Tasks) -> int:
    return len(tasks.aws.ec2.describe_network_interfaces()["NetworkInterfaces"])


# Shims


def shims(instance: str) -> dict[str, int]:
    """The process ids of the supervisors that there are, by their tasks' ids."""
    running = [trace.split() for trace in processes(instance) if " shim " in trace]
    # The last word is the task's directory.
    found = [(words[-1].rpartition("/")[2], int(words[1].rstrip(":"))) for words in running]
    return {task: pid for task, pid in found if is_first_below(pid)}


def is_first_below(pid: int) -> bool:
    """Whether it is process 1 of a namespace right below ours. A container's first process, which looks like its shim until it executes
    the program, is further down."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
    return next(line.split()[1:] for line in status.splitlines() if line.startswith("NSpid:")) == [str(pid), "1"]


def shim_of(instance: str, task: dict[str, Any]) -> int:
    return shims(instance)[id_of(task)]


def kernel_objects(instance: str, task: dict[str, Any]) -> list[str]:
    return [one for one in (*processes(instance), *cgroups(instance), *mounts(instance)) if id_of(task) in one]


@pytest.mark.announces("shim")
@pytest.mark.parametrize("daemon_is", ["up", "dead"])
def test_killed_shim(fleet: Fleet, daemon_is: str) -> None:
    daemon = fleet.up().load_images()
    instance = daemon.instance() or ""
    tasks = Tasks(Aws(daemon))
    task = tasks.started(container("serve"))
    bystander = tasks.started(container("serve"))
    tasks.line(task, "serving")
    shim = shim_of(instance, task)
    if daemon_is == "dead":
        daemon.kill()
    os.kill(shim, 9)
    if daemon_is == "dead":
        daemon.start()

    end = tasks.stopped(task)
    assert "shim" in end["stoppedReason"] or "supervis" in end["stoppedReason"], reason_of(end)
    assert end["stopCode"] != "UserInitiated"
    wait_until("no trace of the task", lambda: not kernel_objects(instance, task))
    # What it printed before is there, and its neighbour doesn't care.
    assert tasks.output(task)[0] == "serving on port 8080"
    assert tasks.describe(bystander)["lastStatus"] == "RUNNING"
    tasks.stop(bystander)
    assert container_of(tasks.stopped(bystander))["exitCode"] == 0


@pytest.mark.announces("shim")
def test_shims_killed_at_random_moments(fleet: Fleet) -> None:
    print(f"seed {SEED}")
    chance = random.Random(SEED)
    daemon = fleet.up().load_images()
    instance = daemon.instance() or ""
    tasks = Tasks(Aws(daemon))
    definition = tasks.define(container("once", "/tmp", "--code", str(EXIT_CODE)))
    for _ in range(max(5, ROUNDS // 5)):
        task = tasks.run(definition)
        pid = wait_until("the shim", lambda task=task: shim_of(instance, task), pause=0.002)
        threading.Event().wait(chance.uniform(0, 0.15))
        try:
            os.kill(pid, 9)
        except ProcessLookupError:
            pass  # It ended by itself: then the task ended with it.
        end = tasks.stopped(task)
        assert end["stopCode"] and end["stoppedReason"], arn_of(end)
        wait_until("no trace of the task", lambda task=task: not kernel_objects(instance, task))
    assert addresses_in_use(tasks) == 0


def test_container_killed_from_outside(fleet: Fleet) -> None:
    """As the kernel's own OOM killer might: the task tells of 137."""
    daemon = fleet.up().load_images()
    instance = daemon.instance() or ""
    tasks = Tasks(Aws(daemon))
    task = tasks.started(container("serve"))
    victim = next(int(trace.split()[1].rstrip(":")) for trace in processes(instance) if "/app serve" in trace)
    os.kill(victim, 9)
    end = tasks.stopped(task)
    assert container_of(end)["exitCode"] == 137
    assert "reason" not in container_of(end)
    assert end["stopCode"] == "EssentialContainerExited"
