"""Daemon and shims killed at random moments while containers crash, restart, fail health checks, fill their disk and run out of memory.

Each round starts tasks, kills the daemon and kills the shim of one of the tasks, whatever that is doing: starting, running, crashing,
ending. Who kept its shim ends as its kind ends; who lost it ends like that or by the loss, and says which. Nothing is left of either. As in
`test_faults.py` the seed is printed, and `./dev test faults` runs more rounds. A container must have run for 60 s to be started again, so
that only a run with many rounds sees it happen.
"""

from __future__ import annotations

import json
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from conftest import Fleet
from support.aws import Aws
from support.daemon import Daemon
from support.tasks import Tasks, container, container_of, id_of, reason_of, shell, unique
from support.traces import processes, traces
from support.wait import TimedOut, wait_until
from test_faults import HOLDS_SIGNALS_WITHIN, SEED, addresses_in_use, attempt, shims, strike_during

ROUNDS = int(os.environ.get("NEARGATE_INSIDE_FAULT_ROUNDS", "25"))
# So many rounds take long enough for restarts, and meet every kind in every way.
MANY = 200
OUT_OF_MEMORY = "OutOfMemoryError: Container killed due to memory usage"
LOST = "ContainerRuntimeError: the task's supervisor ended unexpectedly, and its containers with it"
EXITED = "Essential container in task exited"
# The least that ECS allows; a container that ran shorter isn't started again.
RESTART_PERIOD = 60
LIFE = RESTART_PERIOD + 1
# From a container's end to its next line, on a busy machine.
RESTARTED_WITHIN = 10
# Of the tasks that stay, this many of a kind are kept; the others are stopped, oldest first.
KEPT = {"sick": 6, "flaky": 30}


@dataclass(frozen=True)
class Kind:
    """A way to end, or not to."""

    name: str
    definition: dict[str, Any]
    # The exit code and the reason of its container when nothing is done to it; none for those that go on until they are stopped.
    end: tuple[int, str | None] | None


def staying(seconds: int, **settings: Any) -> dict[str, Any]:
    return shell(f"trap 'exit 0' TERM; echo run; sleep {seconds} & wait $!; exit 1", stopTimeout=2, **settings)


# Takes all but some blocks of the task's disk, and more than what is left.
FILL = "busybox fallocate -l $(($(busybox stat -f -c '%a * %S' /) - 16000000)) /a; busybox dd if=/dev/zero of=/b bs=1M count=100 || exit 9"
SICK = {"command": ["CMD-SHELL", "echo no; exit 1"], "interval": 5, "timeout": 2, "retries": 1}
FLAKY = {"enabled": True, "restartAttemptPeriod": RESTART_PERIOD}
SHORT = [
    Kind("crash", shell("sleep 0.2; exit 3"), (3, None)),
    Kind("memory", container("eat", "200", memory=64), (137, OUT_OF_MEMORY)),
    Kind("disk", shell(f"{{ {FILL}; }} 2>/dev/null"), (9, None)),
]
SICKLY = Kind("sick", staying(3600, healthCheck=SICK), None)
RESTARTING = Kind("flaky", staying(LIFE, restartPolicy=FLAKY), None)
KINDS = [*SHORT, SICKLY, RESTARTING]


@dataclass
class Wish:
    """A task that the client wants, and how far it got with it."""

    kind: Kind
    token: str = field(default_factory=lambda: unique("wish"))
    arn: str = ""
    stop_asked: bool = False
    stop_acknowledged: bool = False
    lost_its_shim: bool = False


class Crowd:
    """Tasks of all kinds. What the daemon's death left unanswered is asked for again."""

    def __init__(self, tasks: Tasks, instance: str) -> None:
        self.tasks = tasks
        self.instance = instance
        self.network = tasks.network()
        self.definitions = {kind.name: tasks.define(kind.definition) for kind in KINDS}
        self.wishes: list[Wish] = []
        self.rounds = 0

    def one_round(self) -> None:
        """Two tasks that end by themselves and, now and then, one that stays, in the place of another."""
        fresh = [SHORT[self.rounds % 3], SHORT[(self.rounds + 1) % 3]]
        if self.rounds % 2 == 0:
            fresh.append(RESTARTING if self.rounds % 4 == 0 else SICKLY)
        self.rounds += 1
        for kind in fresh:
            wish = Wish(kind)
            self.wishes.append(wish)
            attempt(lambda wish=wish: self.run(wish))
        for name, kept in KEPT.items():
            for wish in [wish for wish in self.of(name) if not wish.stop_asked and not wish.lost_its_shim][:-kept]:
                wish.stop_asked = True
                attempt(lambda wish=wish: self.stop(wish))

    def run(self, wish: Wish) -> None:
        answer = self.tasks.ecs.run_task(cluster=self.tasks.cluster, taskDefinition=self.definitions[wish.kind.name], launchType="FARGATE",
                                         networkConfiguration=self.network, clientToken=wish.token)
        assert not answer["failures"], answer["failures"]
        wish.arn = answer["tasks"][0]["taskArn"]

    def stop(self, wish: Wish) -> None:
        if wish.arn:
            self.tasks.stop(wish.arn, wish.token)
            wish.stop_acknowledged = True

    def catch_up(self) -> None:
        for wish in self.wishes:
            if not wish.arn:
                self.run(wish)
            if wish.stop_asked and not wish.stop_acknowledged:
                self.stop(wish)

    def of(self, name: str) -> list[Wish]:
        return [wish for wish in self.wishes if wish.kind.name == name]

    def kill_a_shim(self, chance: random.Random) -> None:
        """Of any task, whatever it is doing. Mostly of one that won't be there for long, if there is one or comes in time."""
        kinds = SHORT if chance.random() < 0.75 else [chance.choice([SICKLY, RESTARTING])]
        try:
            wish = chance.choice(wait_until("a victim", lambda: self.alive(kinds), timeout=0.3, pause=0.002))
        except TimedOut:
            return
        # A moment of its life, of which there is less than a second.
        pause(chance.uniform(0, 0.15))
        pid = shims(self.instance).get(id_of(wish.arn))
        wish.lost_its_shim |= pid is not None and kill(pid, id_of(wish.arn))

    def alive(self, kinds: list[Kind]) -> list[Wish]:
        found = shims(self.instance)
        return [wish for wish in self.wishes if wish.kind in kinds and id_of(wish.arn) in found]


def pause(seconds: float) -> None:
    """Lets things happen: the moment is drawn, not waited for."""
    time.sleep(seconds)


def kill(pid: int, task: str) -> bool:
    """Kills a shim unless it has just ended; never another process that got its number."""
    try:
        process = os.pidfd_open(pid)
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as command:
                if task.encode() not in command.read():
                    return False
            signal.pidfd_send_signal(process, signal.SIGKILL)
        finally:
            os.close(process)
    except (ProcessLookupError, FileNotFoundError):
        return False
    return True


@pytest.mark.slow
# The last: its shim was killed just before.
@pytest.mark.announces("shim", "supervis", "attaching a task's interface failed.*open the task's namespace")
@pytest.mark.timeout(180 + 5 * ROUNDS)
def test_ends_are_true_whatever_is_killed(fleet: Fleet) -> None:
    print(f"seed {SEED}")
    chance = random.Random(SEED)
    daemon = fleet.up().load_images()
    instance = daemon.instance() or ""
    tasks = Tasks(Aws(daemon))
    crowd = Crowd(tasks, instance)
    for _ in range(ROUNDS):
        strikes: list[Callable[[], None]] = [daemon.kill, lambda: crowd.kill_a_shim(chance)]
        chance.shuffle(strikes)
        strike_during(crowd.one_round, (chance.uniform(0, 0.3), strikes[0]), (chance.uniform(0, 0.3), strikes[1]))
        # Things also happen while it is dead.
        pause(chance.uniform(0, 0.6))
        daemon.start()
        crowd.catch_up()

    # None lost, none there that nobody asked for.
    assert sorted(tasks.all()) == sorted(wish.arn for wish in crowd.wishes)
    ends = Counter(check_short(tasks, wish) for kind in SHORT for wish in crowd.of(kind.name))
    for wish in [*crowd.of("sick"), *crowd.of("flaky")]:
        if not wish.stop_asked and not wish.lost_its_shim:
            if wish.kind is SICKLY:
                wait_until("its bad health", lambda wish=wish: health(tasks, wish) == "UNHEALTHY", timeout=60)
            wish.stop_asked = True
            crowd.stop(wish)
    ends += Counter(check_staying(daemon, tasks, wish) for kind in (SICKLY, RESTARTING) for wish in crowd.of(kind.name))
    restarts = sum(max(0, len(starts_of(tasks, wish)) - 1) for wish in crowd.of("flaky"))
    print(f"{dict(ends)}, {restarts} restarts")
    # The moments were such that there is something to be seen.
    assert sum(count for end, count in ends.items() if end.endswith("lost")) >= ROUNDS // 5, ends
    if ROUNDS >= MANY:
        assert set(ends) == {kind.name + struck for kind in KINDS for struck in ("", " lost")}, ends
        assert restarts > len(crowd.of("flaky")) // 4
    # Nothing leaked: what is left belongs to no task.
    ids = [id_of(wish.arn) for wish in crowd.wishes]
    wait_until("no trace of any task", lambda: not [one for one in traces(instance) if any(name in one for name in ids)])
    assert not processes(instance)
    assert addresses_in_use(tasks) == 0
    daemon.down("--tasks")
    wait_until("no trace", lambda: not traces(instance), timeout=10)


def health(tasks: Tasks, wish: Wish) -> str:
    return container_of(tasks.describe(wish.arn))["healthStatus"]


def check_short(tasks: Tasks, wish: Wish) -> str:
    """Checks the end of a task that ends by itself, and tells which it was."""
    end = tasks.stopped(wish.arn, timeout=90)
    seen = container_of(end)
    own = (seen.get("exitCode"), seen.get("reason")) == wish.kind.end
    if own or not wish.lost_its_shim:
        assert own and (end["stopCode"], end["stoppedReason"]) == ("EssentialContainerExited", EXITED), f"{wish}: {reason_of(end)}"
        return wish.kind.name
    check_loss(end)
    return f"{wish.kind.name} lost"


def check_loss(end: dict[str, Any]) -> None:
    """With its supervisor a task loses its containers at once, if they had started."""
    began = "startedAt" in end
    assert (end["stopCode"], end["stoppedReason"]) == ("EssentialContainerExited" if began else "TaskFailedToStart", LOST), reason_of(end)
    assert container_of(end)["reason"] == LOST, reason_of(end)
    assert container_of(end).get("exitCode") == (137 if began else None), reason_of(end)


def check_staying(daemon: Daemon, tasks: Tasks, wish: Wish) -> str:
    """Checks the end of a task that goes on until it is stopped, and tells which it was."""
    end = tasks.stopped(wish.arn)
    starts = starts_of(tasks, wish)
    if wish.kind is RESTARTING:
        check_restarts(daemon, end, starts)
    if end["stopCode"] != "UserInitiated":
        assert wish.lost_its_shim, f"{wish}: {reason_of(end)}"
        check_loss(end)
        return f"{wish.kind.name} lost"
    assert end["stoppedReason"] == wish.token and wish.stop_asked, reason_of(end)
    if not wish.lost_its_shim:
        ran = end["stoppingAt"].timestamp() - starts[-1] if starts else 0
        # SIGTERM before the trap is set is lost; one between two runs finds the end of the former.
        expected = 137 if ran < HOLDS_SIGNALS_WITHIN else 1 if ran >= LIFE else 0
        assert container_of(end).get("exitCode") in {0, expected}, f"{wish}: {reason_of(end)} after {ran} s"
    return wish.kind.name


def check_restarts(daemon: Daemon, end: dict[str, Any], starts: list[float]) -> None:
    """It was started again whenever its life was over, and never else."""
    over = end.get("executionStoppedAt", end["stoppingAt"]).timestamp()
    gaps = [later - earlier for earlier, later in zip(starts, [*starts[1:], over])]
    # Whoever printed nothing was stopped or lost as soon as it began, if it did.
    assert starts or over - end.get("startedAt", end["stoppingAt"]).timestamp() < HOLDS_SIGNALS_WITHIN, reason_of(end)
    assert all(LIFE <= gap < LIFE + RESTARTED_WITHIN for gap in gaps[:-1]), gaps
    assert not gaps or gaps[-1] < LIFE + RESTARTED_WITHIN, gaps
    told = json.loads(daemon.cli("why", "--json", id_of(end)).stdout)
    [seen] = told["containers"]
    assert seen["restartCount"] == max(0, len(starts) - 1), (seen, gaps)


def starts_of(tasks: Tasks, wish: Wish) -> list[float]:
    """When its container began, each time."""
    try:
        events = tasks.events(wish.arn)
    except tasks.aws.logs.exceptions.ResourceNotFoundException:
        return []
    assert {event["message"] for event in events} <= {"run"}
    return [event["timestamp"] / 1000 for event in events]
