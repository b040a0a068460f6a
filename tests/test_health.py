"""Health checks, and containers that wait for each other's health."""

from __future__ import annotations

from typing import Any

from support.aws import Aws
from support.tasks import Tasks, container, container_of, shell
from support.wait import wait_until

SERVE = "trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.05; done"


def check(script: str, **settings: Any) -> dict[str, Any]:
    return {"command": ["CMD-SHELL", script], "interval": 5, "timeout": 2, "retries": 1, **settings}


def until_health(tasks: Tasks, task: dict[str, Any], status: str, timeout: float = 30) -> dict[str, Any]:
    """The task as soon as it has that health."""
    def reached() -> dict[str, Any] | None:
        seen = tasks.describe(task)
        assert seen["lastStatus"] == "RUNNING", seen.get("stoppedReason")
        return seen if seen["healthStatus"] == status else None

    return wait_until(f"health {status}", reached, timeout)


def test_health_follows_the_checks_and_ends_nothing(tasks: Tasks) -> None:
    # Healthy at the first check, unhealthy at the second.
    once = check("test ! -e /tmp/checked && touch /tmp/checked")
    task = tasks.started(shell(SERVE, healthCheck=once))
    assert (task["healthStatus"], container_of(task)["healthStatus"]) == ("UNKNOWN", "UNKNOWN")
    well = until_health(tasks, task, "HEALTHY")
    assert container_of(well)["healthStatus"] == "HEALTHY"
    ill = until_health(tasks, task, "UNHEALTHY")
    assert container_of(ill)["healthStatus"] == "UNHEALTHY"
    assert ill["desiredStatus"] == "RUNNING", "a task of its own isn't ended for its health"
    tasks.stop(task)
    end = tasks.stopped(task)
    assert container_of(end)["exitCode"] == 0
    assert tasks.output(end) == ["up", "bye"]


def test_a_program_is_checked_without_a_shell(tasks: Tasks) -> None:
    # This image has none.
    task = tasks.started(container("serve", healthCheck={"command": ["CMD", "/app", "exit", "0"], "interval": 5}))
    until_health(tasks, task, "HEALTHY")


def test_only_essential_containers_count(tasks: Tasks) -> None:
    task = tasks.started(shell(SERVE, healthCheck=check("true")),
                         shell(SERVE, name="side", essential=False, healthCheck=check("false")))
    seen = until_health(tasks, task, "HEALTHY")
    wait_until("the other one's health", lambda: container_of(tasks.describe(task), "side")["healthStatus"] == "UNHEALTHY")
    assert tasks.describe(seen)["healthStatus"] == "HEALTHY"


def test_a_healthy_dependency_is_waited_for(tasks: Tasks) -> None:
    task = tasks.run(shell(f"touch /tmp/ready; {SERVE}", name="database", healthCheck=check("test -e /tmp/ready")),
                     shell("date; " + SERVE, dependsOn=[{"containerName": "database", "condition": "HEALTHY"}]))
    up = tasks.running(task)
    assert container_of(up, "database")["healthStatus"] == "HEALTHY"
    assert up["healthStatus"] == "UNKNOWN", "one essential container has no check"


def test_a_dependency_that_never_gets_healthy_fails_the_task(tasks: Tasks) -> None:
    end = tasks.finished(shell(SERVE, name="database", startTimeout=7, healthCheck=check("echo no; exit 1")),
                         shell("true", dependsOn=[{"containerName": "database", "condition": "HEALTHY"}]))
    assert end["stopCode"] == "TaskFailedToStart"
    reason = "CannotStartContainerError: dependency database did not reach its condition within its start timeout, its health is UNHEALTHY"
    assert (end["stoppedReason"], container_of(end)["reason"]) == (reason, reason)
    assert "exitCode" not in container_of(end)
    assert container_of(end, "database")["exitCode"] == 0


def test_health_goes_on_while_the_daemon_is_dead(fleet: Any) -> None:
    daemon = fleet.up().load_images()
    tasks = Tasks(Aws(daemon))
    once = check("test ! -e /tmp/checked && touch /tmp/checked")
    task = tasks.started(shell(SERVE, healthCheck=once))
    other = tasks.started(shell(SERVE, healthCheck=check("true")))
    until_health(tasks, task, "HEALTHY")
    daemon.kill()
    daemon.start()
    until_health(tasks, task, "UNHEALTHY")
    until_health(tasks, other, "HEALTHY")
    tasks.end_all()
