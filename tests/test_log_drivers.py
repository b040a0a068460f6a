"""Log drivers and their options: what becomes of lines, whoever dies and however much is printed."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from conftest import Fleet
from support.aws import Aws
from support.daemon import Daemon
from support.tasks import Tasks, container, id_of, reason_of, shell, unique
from support.wait import wait_until

GAVE_UP = "gave up shipping a log's last lines"
CANNOT = "log lines can't be shipped, and are kept until they can"
DROPPED = "lines were dropped"


def awslogs(tasks: Tasks, **options: str) -> dict[str, Any]:
    """A log configuration with these options more, `_` for `-`."""
    given = {"awslogs-group": tasks.log_group, "awslogs-region": tasks.aws.region, "awslogs-stream-prefix": "t", "awslogs-create-group": "true"}
    return {"logDriver": "awslogs", "options": {**given, **{name.replace("_", "-"): value for name, value in options.items()}}}


def task_directory(daemon: Daemon, task: dict[str, Any]) -> Path:
    return daemon.data_dir / "tasks" / id_of(task)


def log_bytes(daemon: Daemon, task: dict[str, Any], name: str = "app") -> int:
    found = 0
    for segment in (task_directory(daemon, task) / "logs" / name).glob("[0-9]*"):
        try:
            found += segment.stat().st_size
        except FileNotFoundError:
            pass  # It was shipped while we looked.
    return found


def number_in(daemon: Daemon, task: dict[str, Any], path: str) -> int:
    """A number that a container notes in a file. The task's disk is mounted where its supervisor is and nowhere else."""
    directory = task_directory(daemon, task)
    supervisor = json.loads((directory / "state.json").read_text())["shim_pid"]
    seen_there = Path(f"/proc/{supervisor}/root{directory}")
    text = (seen_there / "storage" / "containers" / "app" / "upper" / path).read_text()
    return int(text or "0")


# Events of several lines

TRACES = 'i=0; while [ $i -lt 40 ]; do i=$((i+1)); echo "ERROR $i"; echo "  at $i.a"; sleep 0.05; echo "  at $i.b"; done'


def test_lines_up_to_the_next_match_are_one_event(tasks: Tasks) -> None:
    script = "echo start; echo 'ERROR one'; echo '  at a'; echo '  at b'; echo 'INFO two'"
    end = tasks.finished(shell(script, logConfiguration=awslogs(tasks, awslogs_multiline_pattern="^(ERROR|INFO)")))
    assert tasks.output(end) == ["start\n", "ERROR one\n  at a\n  at b\n", "INFO two\n"]


def test_a_date_marks_the_first_line_and_comes_before_a_pattern(tasks: Tasks) -> None:
    options = {"awslogs_datetime_format": r"\[%b %d, %Y %H:%M:%S\]", "awslogs_multiline_pattern": "."}
    script = "echo '[Nov 23, 2026 10:00:00] one'; echo more; echo '[Nov 23, 2026 10:00:01] two'"
    end = tasks.finished(shell(script, logConfiguration=awslogs(tasks, **options)))
    assert tasks.output(end) == ["[Nov 23, 2026 10:00:00] one\nmore\n", "[Nov 23, 2026 10:00:01] two\n"]


def test_an_event_ends_when_nothing_follows(tasks: Tasks) -> None:
    task = tasks.started(shell("echo ERROR; echo '  at a'; sleep 60", stopTimeout=2, logConfiguration=awslogs(tasks, awslogs_multiline_pattern="^ERROR")))
    tasks.line(task, "ERROR\n  at a\n", timeout=8)


def test_events_of_several_lines_survive_a_killed_daemon(fleet: Fleet) -> None:
    daemon = fleet.up().load_images()
    tasks = Tasks(Aws(daemon))
    task = tasks.started(shell(TRACES, logConfiguration=awslogs(tasks, awslogs_multiline_pattern="^ERROR")))
    for moment in ("ERROR 8", "ERROR 16", "ERROR 24"):
        tasks.line(task, moment)
        daemon.kill()
        daemon.start()
    end = tasks.stopped(task)
    assert tasks.output(end) == [f"ERROR {number}\n  at {number}.a\n  at {number}.b\n" for number in range(1, 41)]


def test_a_pattern_that_is_none_keeps_the_task_from_starting(tasks: Tasks) -> None:
    end = tasks.finished(container("serve", logConfiguration=awslogs(tasks, awslogs_multiline_pattern="(")))
    assert end["stoppedReason"].startswith(
        'ResourceInitializationError: failed to validate logger args: awslogs could not parse multiline pattern key "(": ')


def test_a_line_of_more_than_256_kib_is_cut(tasks: Tasks) -> None:
    end = tasks.finished(shell("head -c 600000 /dev/zero | busybox tr '\\0' x; echo; echo after"))
    assert [len(message) for message in tasks.output(end)] == [262118, 262118, 600000 - 2 * 262118, len("after")]


def test_lines_may_go_to_another_region(daemon: Daemon, tasks: Tasks) -> None:
    end = tasks.finished(container("print", "1", logConfiguration=awslogs(tasks, awslogs_region="eu-central-1")))
    there = Aws(daemon, region="eu-central-1").logs
    events = there.get_log_events(logGroupName=tasks.log_group, logStreamName=f"t/app/{id_of(end)}")["events"]
    assert [event["message"] for event in events] == ["line 1 of 1"]


# More than can be shipped

def refuse_lines(aws: Aws, tasks: Tasks) -> None:
    """From now on the log service has no place for the lines."""
    aws.logs.delete_log_group(logGroupName=tasks.log_group)


@pytest.mark.announces(GAVE_UP, CANNOT, DROPPED)
def test_in_mode_non_blocking_lines_are_dropped_and_the_container_goes_on(daemon: Daemon, aws: Aws, tasks: Tasks) -> None:
    logging = awslogs(tasks, mode="non-blocking", max_buffer_size="1m")
    task = tasks.started(shell("echo up; sleep 1; exec /app flood /count", logConfiguration=logging))
    tasks.line(task, "up")
    refuse_lines(aws, tasks)
    # Many times what the buffer holds.
    wait_until("a million lines", lambda: number_in(daemon, task, "count") > 1_000_000, timeout=60)
    assert log_bytes(daemon, task) <= 2 << 20
    # Once there is a place again, lines arrive, and it is told how many are missing.
    offset = daemon.log_size()
    aws.logs.create_log_group(logGroupName=tasks.log_group)
    aws.logs.create_log_stream(logGroupName=tasks.log_group, logStreamName=f"t/app/{id_of(task)}")
    stream = {"logGroupName": tasks.log_group, "logStreamName": f"t/app/{id_of(task)}"}
    wait_until("a line", lambda: aws.logs.get_log_events(**stream, limit=1, startFromHead=True)["events"])
    told = wait_until("the count of dropped lines", lambda: [line for line in daemon.log_lines(offset) if DROPPED in line.text], timeout=30)
    fields = json.loads(told[0].text)
    assert int(fields.get("dropped") or fields["fields"]["dropped"]) > 100_000
    tasks.stop(task)
    tasks.stopped(task)


@pytest.mark.announces(GAVE_UP, CANNOT)
def test_in_mode_blocking_the_container_waits_and_the_disk_stays_free(daemon: Daemon, aws: Aws, tasks: Tasks) -> None:
    task = tasks.started(shell("echo up; sleep 1; exec /app flood /count", stopTimeout=2, logConfiguration=awslogs(tasks, mode="blocking")))
    tasks.line(task, "up")
    refuse_lines(aws, tasks)
    wait_until("a full log", lambda: log_bytes(daemon, task) >= 64 << 20, timeout=60)
    # It stands still: what it prints next is in pipes.
    before = log_bytes(daemon, task)
    wait_until("the last note", lambda: number_in(daemon, task, "count") > 0)
    assert before <= 65 << 20
    end = tasks.stop(task) and tasks.stopped(task)
    assert end["containers"][0]["exitCode"] in (137, 143)


def test_a_container_that_logs_nowhere_may_print_without_end(daemon: Daemon, tasks: Tasks) -> None:
    task = tasks.started(container("flood", "/count", logConfiguration=None, stopTimeout=2))
    wait_until("two million lines", lambda: number_in(daemon, task, "count") > 2_000_000, timeout=60)
    assert log_bytes(daemon, task) <= 2 << 20


def test_the_accounts_setting_says_what_a_container_without_mode_does(fleet: Fleet) -> None:
    daemon = fleet.up().load_images()
    aws = Aws(daemon)
    tasks = Tasks(aws)
    for mode, overflow in (("blocking", "Block"), ("non-blocking", "DropNewest")):
        aws.ecs.put_account_setting_default(name="defaultLogDriverMode", value=mode)
        task = tasks.started(container("serve"))
        spec = json.loads((Path("/run/neargate") / (daemon.instance() or "") / "tasks" / id_of(task) / "spec.json").read_text())
        assert spec["containers"][0]["log"]["overflow"].lower() == overflow.lower()


# FireLens

def router(*options: str, kind: str = "fluentbit", **firelens: str) -> dict[str, Any]:
    settings = {name.replace("_", "-"): value for name, value in firelens.items()}
    return container("forward-server", *options, name="router", firelensConfiguration={"type": kind, "options": settings})


def routed(*command: str, options: dict[str, str] | None = None, **settings: Any) -> dict[str, Any]:
    return container(*command, logConfiguration={"logDriver": "awsfirelens", "options": options or {}}, **settings)


def records(tasks: Tasks, task: dict[str, Any]) -> list[dict[str, Any]]:
    """What the router says that it got."""
    return [json.loads(line) for line in tasks.output(task, "router") if line.startswith("{")]


def test_lines_go_to_the_router_with_their_origin(tasks: Tasks) -> None:
    end = tasks.finished(routed("print", "4"), router())
    task_id = id_of(end)
    got = records(tasks, end)
    assert sorted(record["log"] for record in got) == [f"line {number} of 4" for number in range(1, 5)]
    first = next(record for record in got if record["log"] == "line 2 of 4")
    runtime_id = next(one["runtimeId"] for one in end["containers"] if one["name"] == "app")
    assert {name: first[name] for name in ("tag", "source", "container_name", "container_id")} == {
        "tag": f"app-firelens-{task_id}", "source": "stderr", "container_name": "app", "container_id": runtime_id}
    assert abs(first["seconds"] - end["startedAt"].timestamp()) < 60


@pytest.mark.parametrize("kind", ["fluentbit", "fluentd"])
def test_router_and_clients_are_set_up(tasks: Tasks, kind: str) -> None:
    path = {"fluentbit": "/fluent-bit/etc/fluent-bit.conf", "fluentd": "/fluentd/etc/fluent.conf"}[kind]
    both = {"fluentbit": {"Name": "null"}, "fluentd": {"@type": "null"}}[kind]
    show = shell(f"cat {path}; echo END; ls /var/run; exec /app forward-server", name="router",
                 firelensConfiguration={"type": kind, "options": {"config-file-type": "file", "config-file-value": "/extra.conf"}})
    task = tasks.started(routed("serve", options=both), show)
    tasks.line(task, "listening on /var/run/fluent.sock", name="router")
    lines = tasks.output(task, "router")
    config = "\n".join(lines[:lines.index("END")])
    definition = task["taskDefinitionArn"].rpartition("/")[2]
    for part in (task["taskArn"], definition, tasks.cluster, "/extra.conf", "app-firelens*"):
        assert part in config, config
    assert config.index(task["taskArn"]) < config.index("/extra.conf") < config.rindex("app-firelens*")


@pytest.mark.parametrize("kind", ["fluentbit", "fluentd"])
def test_a_router_includes_a_file_from_s3(aws: Aws, tasks: Tasks, kind: str) -> None:
    directory = {"fluentbit": "/fluent-bit/etc", "fluentd": "/fluentd/etc"}[kind]
    main = {"fluentbit": "fluent-bit.conf", "fluentd": "fluent.conf"}[kind]
    bucket, s3 = unique("conf"), aws.client("s3")
    s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key="a/extra.conf", Body=b"# from a bucket\n")
    options = {"config-file-type": "s3", "config-file-value": f"arn:aws:s3:::{bucket}/a/extra.conf"}
    script = f"cat {directory}/{main} {directory}/external.conf; echo END; exec /app forward-server"
    show = shell(script, name="router", firelensConfiguration={"type": kind, "options": options})
    task = tasks.started(routed("serve"), show)
    tasks.line(task, "END", name="router")
    lines = [line.strip() for line in tasks.output(task, "router")]
    assert f"{'@INCLUDE' if kind == 'fluentbit' else '@include'} {directory}/external.conf" in lines
    assert lines[lines.index("END") - 1] == "# from a bucket"
    s3.delete_object(Bucket=bucket, Key="a/extra.conf")
    end = tasks.finished(task["taskDefinitionArn"])
    assert end["stoppedReason"] == (
        "ResourceInitializationError: unable to download firelens s3 config file: unable to download s3 config a/extra.conf from bucket "
        f"{bucket}: NoSuchKey: The specified key does not exist.")


def test_clients_know_where_the_router_listens(tasks: Tasks) -> None:
    end = tasks.finished(routed("env"), router())
    variables = {record["log"] for record in records(tasks, end)}
    assert {"FLUENT_HOST=127.0.0.1", "FLUENT_PORT=24224"} <= variables


def test_the_router_starts_first_and_gets_the_last_line(tasks: Tasks) -> None:
    # The client prints when it is told to end, and the router is still there.
    app = shell("trap 'echo the last line; exit 0' TERM; echo up; while :; do sleep 0.1; done",
                logConfiguration={"logDriver": "awsfirelens", "options": {}})
    task = tasks.started(app, router())
    tasks.line(task, '"log":"up"', name="router")
    started = {one["name"]: one for one in tasks.describe(task)["containers"]}
    assert set(started) == {"app", "router"}
    tasks.stop(task)
    end = tasks.stopped(task)
    assert [record["log"] for record in records(tasks, end)] == ["up", "the last line"]


def test_a_chunk_that_is_not_acknowledged_is_sent_again(tasks: Tasks) -> None:
    task = tasks.started(routed("print", "20", "--interval", "100ms"), router("--refuse", "2"))
    end = tasks.stopped(task)
    assert {record["log"] for record in records(tasks, end)} == {f"line {number} of 20" for number in range(1, 21)}


def test_a_killed_daemon_delays_routed_lines_and_loses_none(fleet: Fleet) -> None:
    daemon = fleet.up().load_images()
    tasks = Tasks(Aws(daemon))
    task = tasks.started(routed("print", "200", "--interval", "20ms"), router())
    tasks.line(task, "line 20 of 200", name="router")
    daemon.kill()
    daemon.start()
    end = tasks.stopped(task)
    logs = [record["log"] for record in records(tasks, end)]
    expected = [f"line {number} of 200" for number in range(1, 201)]
    # At least once, and in each stream in order.
    assert set(logs) == set(expected)
    for parity in (0, 1):
        once = list(dict.fromkeys(log for log in logs if int(log.split()[1]) % 2 == parity))
        assert once == [log for log in expected if int(log.split()[1]) % 2 == parity]


def test_an_output_without_a_name_keeps_the_task_from_starting(tasks: Tasks) -> None:
    end = tasks.finished(routed("serve", options={"Host": "example.com"}), router())
    assert end["stopCode"] == "TaskFailedToStart"
    assert end["stoppedReason"].endswith("missing output key Name which is required for firelens configuration of type fluentbit")


def test_secret_options_are_variables_of_the_router(aws: Aws, tasks: Tasks) -> None:
    secret = aws.client("secretsmanager").create_secret(Name=unique("key"), SecretString="hush")["ARN"]
    app = container("serve", logConfiguration={"logDriver": "awsfirelens", "options": {"Name": "null"},
                                               "secretOptions": [{"name": "apikey", "valueFrom": secret}]})
    show = shell("cat /fluent-bit/etc/fluent-bit.conf; env; echo END; exec /app forward-server", name="router",
                 firelensConfiguration={"type": "fluentbit", "options": {}})
    task = tasks.started(app, show)
    tasks.line(task, "END", name="router")
    lines = tasks.output(task, "router")
    assert "    apikey ${apikey_0}" in lines and "apikey_0=hush" in lines
    assert sum("hush" in line for line in lines) == 1


@pytest.mark.announces(GAVE_UP, CANNOT)
def test_a_hostile_router_leads_nowhere(daemon: Daemon, tasks: Tasks) -> None:
    # In its socket's place it puts a link to a socket of the host: followed, it would be told lines.
    target = Path("/run/neargate") / (daemon.instance() or "") / "stranger.sock"
    script = f"busybox ln -s {target} /var/run/fluent.sock; sleep 3"
    import socket
    with socket.socket(socket.AF_UNIX) as stranger:
        stranger.bind(str(target))
        stranger.listen()
        stranger.settimeout(0.1)
        try:
            router = shell(script, name="router", firelensConfiguration={"type": "fluentbit", "options": {}})
            tasks.finished(routed("print", "3", essential=False), router)
            with pytest.raises(TimeoutError):
                stranger.accept()
        finally:
            target.unlink()


@pytest.mark.announces(GAVE_UP, CANNOT)
def test_a_hostile_router_fills_nothing_but_its_own(daemon: Daemon, tasks: Tasks) -> None:
    run = Path("/run/neargate") / (daemon.instance() or "")

    def used() -> int:
        return sum(path.lstat().st_blocks * 512 for path in run.rglob("*"))

    before = used()
    script = "busybox dd if=/dev/zero of=/var/run/big bs=1M count=200; for i in $(seq 2000); do echo >/var/run/$i; done 2>/dev/null; echo full; sleep 60"
    router = shell(script, name="router", stopTimeout=2, firelensConfiguration={"type": "fluentbit", "options": {}})
    task = tasks.run(routed("print", "3", essential=False), router)
    tasks.line(task, "full", name="router")
    assert 8 << 20 < used() - before < 32 << 20
    tasks.stop(task)
    tasks.stopped(task)
    assert used() - before < 1 << 20


# Splunk

class SplunkServer:
    """An HTTP Event Collector that keeps what it gets; refuses the first posts if it is to."""

    def __init__(self, token: str = "secret", refuse: int = 0) -> None:
        self.events: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.refuse = refuse
        collector = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_OPTIONS(self) -> None:
                self.answer(200 if self.headers["Authorization"] == f"Splunk {token}" else 403)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                collector.headers.append({"path": self.path, **{name.lower(): value for name, value in self.headers.items()}})
                if collector.refuse > 0:
                    collector.refuse -= 1
                    self.answer(503)
                    return
                if self.headers.get("Content-Encoding") == "gzip":
                    body = gzip.decompress(body)
                collector.events += decoded(body.decode())
                self.answer(200)

            def answer(self, status: int) -> None:
                text = b'{"text":"Forbidden","code":4}' if status == 403 else b"{}"
                self.send_response(status)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def decoded(body: str) -> list[dict[str, Any]]:
    """JSON documents one after the other."""
    found, at = [], 0
    while at < len(body):
        event, at = json.JSONDecoder().raw_decode(body, at)
        found.append(event)
    return found


@pytest.fixture
def splunk() -> Iterator[SplunkServer]:
    server = SplunkServer()
    yield server
    server.server.shutdown()


def to_splunk(server: SplunkServer, **options: str) -> dict[str, Any]:
    given = {"splunk-url": server.url, "splunk-token": "secret", "tag": "web", **{name.replace("_", "-"): value for name, value in options.items()}}
    return {"logDriver": "splunk", "options": given}


def test_lines_go_to_splunk(tasks: Tasks, splunk: SplunkServer) -> None:
    options = {"splunk_source": "here", "splunk_sourcetype": "kind", "splunk_index": "main", "splunk_gzip": "true"}
    tasks.finished(container("print", "2", logConfiguration=to_splunk(splunk, **options)))
    events = sorted(splunk.events, key=lambda event: event["event"]["line"])
    assert [event["event"] for event in events] == [{"line": "line 1 of 2", "source": "stdout", "tag": "web"},
                                                   {"line": "line 2 of 2", "source": "stderr", "tag": "web"}]
    assert {(event["source"], event["sourcetype"], event["index"]) for event in events} == {("here", "kind", "main")}
    assert float(events[0]["time"]) > 1_700_000_000 and events[0]["host"].startswith("ip-")
    assert splunk.headers[0]["authorization"] == "Splunk secret" and splunk.headers[0]["path"] == "/services/collector/event/1.0"


@pytest.mark.parametrize(("format", "expected"), [("json", {"line": {"a": 1}, "source": "stdout", "tag": "web"}), ("raw", 'web {"a":1}')])
def test_splunk_formats(tasks: Tasks, splunk: SplunkServer, format: str, expected: object) -> None:
    tasks.finished(shell("""echo '{"a":1}'""", logConfiguration=to_splunk(splunk, splunk_format=format)))
    assert [event["event"] for event in splunk.events] == [expected]


def test_splunk_gets_what_it_refused_and_what_was_printed_while_the_daemon_was_dead(fleet: Fleet, splunk: SplunkServer) -> None:
    daemon = fleet.up().load_images()
    tasks = Tasks(Aws(daemon))
    splunk.refuse = 2
    task = tasks.started(container("print", "200", "--interval", "20ms", logConfiguration=to_splunk(splunk)))
    wait_until("some lines", lambda: len(splunk.events) > 20)
    daemon.kill()
    daemon.start()
    tasks.stopped(task)
    assert {event["event"]["line"] for event in splunk.events} == {f"line {number} of 200" for number in range(1, 201)}


def test_a_collector_that_refuses_the_token_keeps_the_task_from_starting(tasks: Tasks, splunk: SplunkServer) -> None:
    end = tasks.finished(container("serve", logConfiguration=to_splunk(splunk, splunk_token="wrong")))
    assert end["stoppedReason"] == ("ResourceInitializationError: failed to validate logger args: splunk: failed to verify connection - "
                                    '403 Forbidden - {"text":"Forbidden","code":4}'), reason_of(end)
    skipped = to_splunk(splunk, splunk_token="wrong", splunk_verify_connection="false")
    assert "startedAt" in tasks.finished(container("exit", "0", logConfiguration=skipped))


# Refusals

@pytest.mark.parametrize("driver", ["json-file", "syslog", "gelf", "journald", "fluentd", "logentries"])
def test_drivers_that_fargate_lacks_are_refused(tasks: Tasks, driver: str) -> None:
    with pytest.raises(ClientError) as refusal:
        tasks.define(container("serve", logConfiguration={"logDriver": driver}))
    assert refusal.value.response["Error"]["Code"] in ("ClientException", "InvalidParameterException")
