"""Logs of containers: in CloudWatch Logs while they run, with their times, and none lost."""

from __future__ import annotations

import time

import pytest

from conftest import Fleet
from support.aws import Aws
from support.tasks import Tasks, container, id_of, shell, unique
from support.traces import processes
from support.wait import wait_until


def test_lines_come_while_the_task_runs_with_the_times_at_which_they_were_written(tasks: Tasks) -> None:
    task = tasks.started(container("print", "4", "--interval", "1s"))
    tasks.line(task, "line 2 of 4", timeout=3)
    assert tasks.describe(task)["lastStatus"] == "RUNNING"
    tasks.stopped(task)
    events = tasks.events(task)
    assert [event["message"] for event in events] == [f"line {number} of 4" for number in range(1, 5)]
    gaps = [later["timestamp"] - earlier["timestamp"] for earlier, later in zip(events, events[1:], strict=False)]
    assert all(900 <= gap < 1900 for gap in gaps), gaps
    assert abs(events[0]["timestamp"] / 1000 - time.time()) < 60
    assert all(event["ingestionTime"] >= event["timestamp"] for event in events)


def test_stream_is_named_after_prefix_container_and_task(aws: Aws, tasks: Tasks) -> None:
    end = tasks.finished(container("print", "1"))
    streams = aws.logs.describe_log_streams(logGroupName=tasks.log_group)["logStreams"]
    assert [stream["logStreamName"] for stream in streams] == [f"t/app/{id_of(end)}"]


def test_every_line_of_a_burst_arrives_in_order(tasks: Tasks) -> None:
    end = tasks.finished(shell("i=0; while [ $i -lt 5000 ]; do i=$((i+1)); echo line $i; done"))
    assert tasks.output(end) == [f"line {number}" for number in range(1, 5001)]


def test_long_line_is_one_event(tasks: Tasks) -> None:
    end = tasks.finished(shell("printf '%040000d\\n' 7"))
    assert [len(message) for message in tasks.output(end)] == [40000]


def test_line_without_an_end_is_kept(tasks: Tasks) -> None:
    end = tasks.finished(shell("printf 'no line feed'"))
    assert tasks.output(end) == ["no line feed"]


def test_bytes_that_are_not_text_do_no_harm(tasks: Tasks) -> None:
    end = tasks.finished(shell(r"printf 'a\377b\n'; echo after"))
    assert tasks.output(end) == ["a\ufffdb", "after"]


def test_filter_log_events(aws: Aws, tasks: Tasks) -> None:
    ends = [tasks.finished(container("print", "3")) for _ in range(2)]
    found = aws.logs.filter_log_events(logGroupName=tasks.log_group, filterPattern='"line 2"')["events"]
    assert sorted(event["logStreamName"] for event in found) == sorted(f"t/app/{id_of(end)}" for end in ends)
    assert {event["message"] for event in found} == {"line 2 of 3"}
    assert len({event["eventId"] for event in found}) == 2
    one = aws.logs.filter_log_events(logGroupName=tasks.log_group, logStreamNames=[f"t/app/{id_of(ends[0])}"])["events"]
    # Odd lines go to stdout, even ones to stderr: each pipe keeps its order.
    messages = [event["message"] for event in one]
    assert sorted(messages) == ["line 1 of 3", "line 2 of 3", "line 3 of 3"]
    assert messages.index("line 1 of 3") < messages.index("line 3 of 3")


def test_the_aws_command_reads_lines(aws: Aws, tasks: Tasks) -> None:
    tasks.finished(container("print", "2"))
    events = aws.json("logs", "filter-log-events", "--log-group-name", tasks.log_group)["events"]
    assert sorted(event["message"] for event in events) == ["line 1 of 2", "line 2 of 2"]


def test_group_is_created_when_asked(aws: Aws, tasks: Tasks) -> None:
    assert aws.logs.describe_log_groups(logGroupNamePrefix=tasks.log_group)["logGroups"] == []
    tasks.finished(container("exit", "0"))
    group, = aws.logs.describe_log_groups(logGroupNamePrefix=tasks.log_group)["logGroups"]
    assert group["logGroupName"] == tasks.log_group


def log_to(group: str) -> dict:
    return {"logDriver": "awslogs", "options": {"awslogs-group": group, "awslogs-region": "us-east-1", "awslogs-stream-prefix": "t"}}


def test_missing_group_keeps_the_task_from_starting(tasks: Tasks) -> None:
    end = tasks.finished(container("serve", logConfiguration=log_to(unique("no-such-group"))))
    assert end["stopCode"] == "TaskFailedToStart"
    assert end["stoppedReason"].startswith("ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: "
                                           "failed to create Cloudwatch log stream: ResourceNotFoundException: "
                                           "The specified log group does not exist.")
    assert "startedAt" not in end


def test_group_that_exists_is_used(aws: Aws, tasks: Tasks) -> None:
    group = unique("made-before")
    aws.logs.create_log_group(logGroupName=group)
    end = tasks.finished(container("print", "1", logConfiguration=log_to(group)))
    assert aws.logs.get_log_events(logGroupName=group, logStreamName=f"t/app/{id_of(end)}")["events"][0]["message"] == "line 1 of 1"


def test_container_without_a_log_configuration_runs(tasks: Tasks) -> None:
    end = tasks.finished(container("print", "3", logConfiguration=None))
    assert end["containers"][0]["exitCode"] == 0


@pytest.mark.parametrize("moment", ["while it prints", "until after its end"])
def test_killed_daemon_loses_no_line(fleet: Fleet, moment: str) -> None:
    daemon = fleet.up().load_images()
    tasks = Tasks(Aws(daemon))
    task = tasks.started(container("print", "300", "--interval", "10ms"))
    tasks.line(task, "line 20 of 300")
    instance = daemon.instance() or ""
    printer = next(trace for trace in processes(instance) if "/app print" in trace)
    daemon.kill()
    if moment == "until after its end":
        wait_until("the container's end", lambda: printer not in processes(instance))
    daemon.start()
    end = tasks.stopped(task)
    assert end["containers"][0]["exitCode"] == 0
    # Every other line goes to the other output, and which of two pipes is read first is nobody's promise.
    lines = tasks.output(end)
    for remainder in (0, 1):
        numbers = [int(line.split()[1]) for line in lines if int(line.split()[1]) % 2 == remainder]
        assert numbers == [number for number in range(1, 301) if number % 2 == remainder]
