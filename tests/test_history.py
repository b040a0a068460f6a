"""What became of tasks: `neargate ps --stopped` and `neargate why`."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conftest import Fleet
from support.aws import Aws
from support.daemon import Daemon
from support.tasks import Tasks, arn_of, container, id_of, shell
from support.wait import wait_until


def why(daemon: Daemon, task: dict[str, Any]) -> str:
    return daemon.cli("why", id_of(arn_of(task))).stdout


def record(daemon: Daemon, task: dict[str, Any]) -> dict[str, Any]:
    return json.loads(daemon.cli("why", "--json", id_of(arn_of(task))).stdout)


def test_a_job_ends_with_a_report(daemon: Daemon, tasks: Tasks) -> None:
    end = tasks.finished(shell("i=0; while [ $i -lt 120 ]; do echo line $i; i=$((i+1)); done; exit 3"), startedBy="me")
    told = record(daemon, end)
    assert told["verdict"] == "container app ended by itself, with exit code 3"
    assert not told["succeeded"]
    assert (told["cpuUnits"], told["memoryMib"], told["startedBy"]) == (256, 512, "me")
    own = told["containers"][0]
    assert own["exitCode"] == 3
    assert own["lastLines"] == [f"line {number}" for number in range(20, 120)]
    assert told["startedAt"] <= told["executionStoppedAt"] <= told["stoppedAt"]
    assert own["usage"]["cpu_nanoseconds"] > 0
    assert told["usage"]["cpu_nanoseconds"] >= own["usage"]["cpu_nanoseconds"]
    text = why(daemon, end)
    assert "exit code 3" in text and "line 119" in text and "s of CPU" in text
    assert id_of(arn_of(end)) in daemon.cli("ps", "--stopped").stdout


def test_reports_are_added_up_as_metrics(fleet: Fleet) -> None:
    # One that has seen few families: there is an end to how many are told apart.
    daemon = fleet.up().load_images()
    tasks = Tasks(Aws(daemon))
    write = "dd if=/dev/zero of=/file bs=1M count=20 2>/dev/null; i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; exit 7"
    ends = [tasks.stopped(task) for task in tasks.run_many(shell(write), count=2, group="nightly")]
    told = record(daemon, ends[0])
    assert told["exitCode"] == 7
    assert told["ranMillis"] == told["executionStoppedAt"] - told["startedAt"]
    assert told["ephemeralStorageGib"] == 20
    family = told["taskDefinition"].split(":")[0]
    of_task = f'family="{family}",group="nightly"'
    shown = metrics(daemon)
    assert shown[f'neargate_tasks_stopped_total{{{of_task},exit_code="7",stop_code="EssentialContainerExited"}}'] == 2
    records = [record(daemon, end) for end in ends]
    for name, values in {
        "neargate_task_run_seconds": [told["ranMillis"] / 1e3 for told in records],
        "neargate_task_cpu_seconds": [told["usage"]["cpu_nanoseconds"] / 1e9 for told in records],
        "neargate_task_peak_memory_bytes": [told["usage"]["peak_memory_bytes"] for told in records],
        "neargate_task_disk_bytes": [told["usage"]["disk_bytes"] for told in records],
    }.items():
        assert shown[f"{name}_count{{{of_task}}}"] == 2
        assert shown[f"{name}_sum{{{of_task}}}"] == pytest.approx(sum(values))
        assert shown[f'{name}_bucket{{{of_task},le="+Inf"}}'] == 2
    assert all(told["usage"]["disk_bytes"] >= 20 << 20 for told in records)


def metrics(daemon: Daemon) -> dict[str, float]:
    """The page's samples by name and labels."""
    _, page = daemon.get("/_neargate/metrics")
    samples = (line.rsplit(" ", 1) for line in page.splitlines() if line and not line.startswith("#"))
    return {name: float(value) for name, value in samples}


def test_a_job_without_logs_still_has_its_last_lines(daemon: Daemon, tasks: Tasks) -> None:
    end = tasks.finished(shell("echo out; echo err >&2", logConfiguration=None))
    assert sorted(record(daemon, end)["containers"][0]["lastLines"]) == ["err", "out"]


def test_memory_is_named(daemon: Daemon, tasks: Tasks) -> None:
    end = tasks.finished(container("eat", "200", memory=64))
    told = record(daemon, end)
    assert told["verdict"] == "container app needed more memory than the 64 MiB it may use"
    assert told["containers"][0]["usage"]["peak_memory_bytes"] > 48 << 20


def test_whoever_stopped_it_is_named(daemon: Daemon, tasks: Tasks) -> None:
    task = tasks.started(container("serve"))
    tasks.stop(task, "enough")
    end = tasks.stopped(task)
    assert record(daemon, end)["verdict"] == f"it was stopped by arn:aws:iam::{tasks.aws.account}:root (enough)"


def test_a_failed_pull_is_told(daemon: Daemon, tasks: Tasks) -> None:
    end = tasks.finished(container(image="127.0.0.1:1/no/such:1"))
    assert record(daemon, end)["verdict"].startswith("it could not be started: CannotPullContainerError")
    assert "127.0.0.1:1" in why(daemon, end)


def test_a_running_task_has_not_stopped(daemon: Daemon, tasks: Tasks) -> None:
    task = tasks.started(container("serve"))
    refused = daemon.cli("why", id_of(arn_of(task)), check=False)
    assert refused.returncode == 1 and "RUNNING" in refused.stderr


def test_the_history_outlasts_the_daemon(fleet: Fleet) -> None:
    daemon = fleet.up().load_images()
    tasks = Tasks(Aws(daemon))
    task = tasks.started(shell("echo before; trap 'echo after; exit 5' TERM; while :; do sleep 0.1; done"))
    wait_until("its first line", lambda: tasks.output(task))
    daemon.kill()
    daemon.start()
    tasks.stop(task)
    end = tasks.stopped(task)
    daemon.kill()
    daemon.start()
    own = record(daemon, end)["containers"][0]
    assert (own["exitCode"], own["lastLines"]) == (5, ["before", "after"])
