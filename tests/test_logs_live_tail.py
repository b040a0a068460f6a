"""Live Tail: events as they come in, over one long answer."""

from __future__ import annotations

import itertools
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from conftest import Fleet
from support.aws import AWS_COMMAND, Aws
from support.tasks import Tasks, container, unique
from support.wait import wait_until


@pytest.fixture
def group(aws: Aws) -> str:
    name = unique("/tail")
    aws.logs.create_log_group(logGroupName=name)
    for stream in ("s", "web/1"):
        aws.logs.create_log_stream(logGroupName=name, logStreamName=stream)
    return name


def arn(group: str) -> str:
    return f"arn:aws:logs:us-east-1:000000000000:log-group:{group}"


def put(aws: Aws, group: str, stream: str, *messages: str) -> None:
    now = int(time.time() * 1000)
    events = [{"timestamp": now, "message": message} for message in messages]
    aws.logs.put_log_events(logGroupName=group, logStreamName=stream, logEvents=events)


class Tail:
    """A session whose events are read as they come."""

    def __init__(self, aws: Aws, **wanted: Any) -> None:
        # Without it the client prepends `stream-` to the endpoint's host.
        logs = aws.client("logs", inject_host_prefix=False)
        self.stream = logs.start_live_tail(**wanted)["responseStream"]
        self.events: Iterator[dict[str, Any]] = iter(self.stream)
        self.start = next(self.events)["sessionStart"]

    def update(self) -> dict[str, Any]:
        return next(self.events)["sessionUpdate"]

    def results(self, count: int) -> list[dict[str, Any]]:
        """The next events, however many updates they come in."""
        found: list[dict[str, Any]] = []
        while len(found) < count:
            found += self.update()["sessionResults"]
        return found

    def close(self) -> None:
        self.stream.close()


def test_events_are_told_as_they_come_in(aws: Aws, group: str) -> None:
    put(aws, group, "s", "before")
    tail = Tail(aws, logGroupIdentifiers=[arn(group)])
    assert tail.start["logGroupIdentifiers"] == [arn(group)]
    assert tail.start["sessionId"] and tail.start["requestId"]
    assert (tail.start["logStreamNames"], tail.start["logStreamNamePrefixes"], tail.start["logEventFilterPattern"]) == ([], [], "")
    put(aws, group, "s", "one", "two")
    put(aws, group, "web/1", "three")
    found = tail.results(3)
    assert [(one["logStreamName"], one["message"]) for one in found] == [("s", "one"), ("s", "two"), ("web/1", "three")]
    assert {one["logGroupIdentifier"] for one in found} == {f"000000000000:{group}"}
    assert all(one["ingestionTime"] >= one["timestamp"] for one in found)
    began = time.monotonic()
    quiet = [tail.update() for _ in range(2)]
    assert time.monotonic() - began > 0.9
    assert all(update == {"sessionMetadata": {"sampled": False}, "sessionResults": []} for update in quiet)
    tail.close()


def test_streams_and_a_pattern_choose(aws: Aws, group: str) -> None:
    named = Tail(aws, logGroupIdentifiers=[group], logStreamNames=["s"], logEventFilterPattern='{ $.ms > 5 }')
    prefixed = Tail(aws, logGroupIdentifiers=[arn(group)], logStreamNamePrefixes=["web/"])
    put(aws, group, "s", '{"ms": 3}', '{"ms": 9}')
    put(aws, group, "web/1", '{"ms": 10}')
    assert [one["message"] for one in named.results(1)] == ['{"ms": 9}']
    assert [one["message"] for one in prefixed.results(1)] == ['{"ms": 10}']
    named.close()
    prefixed.close()


def test_more_than_fits_is_sampled(aws: Aws, group: str) -> None:
    tail = Tail(aws, logGroupIdentifiers=[group])
    put(aws, group, "s", *(f"line {number}" for number in range(2000)))
    update = next(update for update in iter(tail.update, None) if update["sessionResults"])
    assert len(update["sessionResults"]) == 500
    assert update["sessionMetadata"] == {"sampled": True}
    put(aws, group, "s", "after")
    assert [one["message"] for one in tail.results(1)] == ["after"]
    tail.close()


def test_lines_of_a_task_are_told(aws: Aws, tasks: Tasks) -> None:
    aws.logs.create_log_group(logGroupName=tasks.log_group)
    tail = Tail(aws, logGroupIdentifiers=[arn(tasks.log_group)])
    tasks.finished(container("print", "3"))
    assert sorted(one["message"] for one in tail.results(3)) == [f"line {number} of 3" for number in range(1, 4)]
    tail.close()


def test_the_aws_command_tails(aws: Aws, group: str) -> None:
    environment = {**aws.command_environment(), "AWS_DISABLE_HOST_PREFIX_INJECTION": "true", "PYTHONUNBUFFERED": "1"}
    command = [str(AWS_COMMAND), "logs", "start-live-tail", "--log-group-identifiers", arn(group), "--log-event-filter-pattern", "told"]
    process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert process.stdout is not None
        stop = threading.Event()

        def write() -> None:
            for number in itertools.count():
                put(aws, group, "s", f"told {number}", "not wanted")
                if stop.wait(0.5):
                    return

        writer = threading.Thread(target=write)
        writer.start()
        lines = [process.stdout.readline() for _ in range(3)]
        stop.set()
        writer.join()
        numbers = [int(line.removeprefix("told ")) for line in lines]
        assert numbers == list(range(numbers[0], numbers[0] + 3))
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    finally:
        process.kill()
        process.wait()


def test_requests_that_make_no_sense(aws: Aws, group: str) -> None:
    logs = aws.client("logs", inject_host_prefix=False)

    def refused(**wanted: Any) -> str:
        with pytest.raises(ClientError) as caught:
            logs.start_live_tail(**{"logGroupIdentifiers": [arn(group)], **wanted})
        return caught.value.response["Error"]["Code"]

    assert refused(logGroupIdentifiers=[arn("no-such-group")]) == "ResourceNotFoundException"
    assert refused(logGroupIdentifiers=[arn(group) + ":*"]) == "InvalidParameterException"
    assert refused(logStreamNames=["s"], logStreamNamePrefixes=["s"]) == "InvalidParameterException"
    assert refused(logEventFilterPattern="{ $.a = ") == "InvalidParameterException"


def test_a_session_ends_with_its_client(aws: Aws, group: str) -> None:
    """Fifteen sessions are allowed: a sixteenth is, once the others' clients have gone."""
    tails = [Tail(aws, logGroupIdentifiers=[group]) for _ in range(15)]
    with pytest.raises(ClientError) as caught:
        Tail(aws, logGroupIdentifiers=[group])
    assert caught.value.response["Error"]["Code"] == "LimitExceededException"
    for tail in tails:
        tail.close()

    def again() -> bool:
        try:
            Tail(aws, logGroupIdentifiers=[group]).close()
        except ClientError:
            return False
        return True

    wait_until("a free place", again, timeout=10)


def test_sessions_do_not_keep_the_daemon_from_ending(fleet: Fleet) -> None:
    daemon = fleet.up()
    aws = Aws(daemon)
    aws.logs.create_log_group(logGroupName="g")
    tail = Tail(aws, logGroupIdentifiers=["g"])
    tail.update()
    began = time.monotonic()
    assert daemon.terminate() == 0
    assert time.monotonic() - began < 4
    assert all("sessionUpdate" in event for event in tail.events)
