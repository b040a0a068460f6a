"""`neargate up` and the commands around it: what it prints, where it answers, how it ends."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from conftest import Fleet
from support.aws import Aws
from support.daemon import BINARY, FIXTURES, Daemon
from support.tasks import Tasks, container, container_of, id_of, shell
from support.traces import CGROUPS, RUN, traces
from support.wait import wait_until

HEALTHY = {"running", "available"}


def test_ready_line_names_the_endpoint_and_what_to_type_next(fleet: Fleet) -> None:
    daemon = fleet.up()
    assert daemon.endpoint in daemon.ready_line()
    assert "neargate env" in daemon.output.read_text()
    assert "Ready." in daemon.output.read_text().splitlines()


def test_the_data_directory_may_have_any_name_and_be_relative(fleet: Fleet, tmp_path: Path) -> None:
    daemon = fleet.up(data_dir=Path(os.path.relpath(tmp_path / "it's a:b,c")))
    script = daemon.ready_line().partition("in a shell: ")[2]
    printed = subprocess.run(["sh", "-c", f'neargate() {{ "$BINARY" "$@"; }}; cd /; {script}; echo "$AWS_ENDPOINT_URL"'],
                             env={"BINARY": str(BINARY.absolute())}, capture_output=True, text=True, check=True).stdout
    assert printed.strip() == daemon.endpoint
    daemon.load_images()
    tasks = Tasks(Aws(daemon))
    end = tasks.finished(shell("echo kept > /v/file && cat /v/file", mountPoints=[{"sourceVolume": "v", "containerPath": "/v"}]),
                         definition={"volumes": [{"name": "v"}]})
    assert container_of(end)["exitCode"] == 0, end
    assert tasks.output(end) == ["kept"]


def test_health_says_ready_and_lists_the_services(daemon: Daemon) -> None:
    health = daemon.health()
    assert health["status"] == "ready"
    assert health["version"]
    assert {"ecs", "ec2", "logs", "sts"} <= set(health["services"])


def test_tools_of_local_aws_find_what_they_ask_for(daemon: Daemon) -> None:
    status, text = daemon.get("/_localstack/health")
    assert status == 200
    services = json.loads(text)["services"]
    assert services["ecs"] in HEALTHY and services["logs"] in HEALTHY

    status, text = daemon.get("/_localstack/info")
    assert status == 200 and "version" in json.loads(text)

    status, text = daemon.get("/_localstack/init/ready")
    assert status == 200 and json.loads(text)["completed"] is True


def test_metrics_count_requests(daemon: Daemon, aws: Aws) -> None:
    aws.sts.get_caller_identity()
    status, text = daemon.get("/_neargate/metrics")
    assert status == 200
    counters = [line for line in text.splitlines() if line.startswith("neargate_requests_total{") and "GetCallerIdentity" in line]
    assert counters and float(counters[0].rpartition(" ")[2]) >= 1


def test_second_daemon_on_the_same_directory_says_so_and_ends(daemon: Daemon) -> None:
    second = Daemon(data_dir=daemon.data_dir)
    code = second.spawn().wait(20)
    said = second.log.read_text() + second.output.read_text()
    assert code != 0
    assert str(daemon.data_dir) in said and "another" in said.lower()
    assert daemon.health()["status"] == "ready"
    second.process = None
    # Its own temporary directory only: the data directory is the first one's.
    for path in (second.log, second.output):
        path.unlink()
    second.home.rmdir()


def test_port_in_use_is_told(daemon: Daemon, fleet: Fleet) -> None:
    late = fleet.new(port=daemon.port)
    code = late.spawn().wait(20)
    late.process = None
    said = late.log.read_text() + late.output.read_text()
    assert code != 0
    assert str(daemon.port) in said
    late.log.unlink()  # What it said was asked for.


def test_dev_is_for_loopback_only(fleet: Fleet) -> None:
    open_to_all = fleet.new(host="0.0.0.0")
    code = open_to_all.spawn().wait(20)
    open_to_all.process = None
    assert code != 0
    assert "loopback" in open_to_all.log.read_text() + open_to_all.output.read_text()
    open_to_all.log.unlink()


def test_settings_come_from_options_and_environment(fleet: Fleet) -> None:
    daemon = fleet.up("--region", "eu-central-1", env={"NEARGATE_ACCOUNT": "123456789012"})
    aws = Aws(daemon, access_key_id="some-key", region="eu-central-1")
    assert aws.sts.get_caller_identity()["Account"] == "123456789012"
    zones = aws.ec2.describe_availability_zones()["AvailabilityZones"]
    assert {zone["RegionName"] for zone in zones} == {"eu-central-1"}
    exports = daemon.exports()
    assert exports["AWS_ENDPOINT_URL"] == daemon.endpoint
    assert exports.get("AWS_REGION", exports.get("AWS_DEFAULT_REGION")) == "eu-central-1"


def test_unknown_option_is_refused_with_a_hint(fleet: Fleet) -> None:
    odd = fleet.new("--no-such-option")
    code = odd.spawn().wait(20)
    odd.process = None
    assert code == 2
    assert "--no-such-option" in odd.log.read_text()
    odd.log.unlink()


def test_credentials_that_can_not_be_read_are_named(fleet: Fleet) -> None:
    daemon = fleet.up()
    daemon.down()
    file = daemon.data_dir / "credentials.json"
    kept = file.read_text()
    file.write_text(kept[:20])
    assert daemon.spawn().wait(20) != 0
    assert f"neargate: the credentials in {file}: " in daemon.log.read_text()
    file.write_text(kept)
    daemon.start()


def test_nobody_needs_to_read_what_the_daemon_prints(fleet: Fleet) -> None:
    daemon = fleet.new()
    files = daemon.output, daemon.log
    daemon.output = daemon.log = Path("/dev/full")
    daemon.env = {"NEARGATE_LOG": "debug"}
    daemon.spawn()
    daemon.output, daemon.log = files
    wait_until("readiness", lambda: daemon.health()["status"] == "ready")
    daemon.load_images()
    tasks = Tasks(Aws(daemon))
    assert container_of(tasks.finished(container("exit", "3")))["exitCode"] == 3
    assert daemon.terminate() == 0
    daemon.start()


def test_env_lets_the_aws_command_in(strict: Daemon) -> None:
    exports = strict.exports()
    aws = Aws(strict, access_key_id=exports["AWS_ACCESS_KEY_ID"], secret=exports["AWS_SECRET_ACCESS_KEY"])
    identity = aws.json("sts", "get-caller-identity")
    assert identity["Account"] == "000000000000"
    assert identity["Arn"].startswith("arn:aws:")


def test_credentials_last_over_a_restart(strict: Daemon) -> None:
    before = strict.exports()
    assert strict.terminate() == 0
    strict.start()
    assert strict.exports() == before


def test_cli_finds_the_daemon_by_its_directory_alone(daemon: Daemon) -> None:
    run = daemon.cli("ps", env={"NEARGATE_ENDPOINT": ""})
    assert run.returncode == 0


def test_cli_says_what_to_do_when_nobody_is_there(tmp_path: Path, daemon: Daemon) -> None:
    run = daemon.cli("ps", check=False, env={"NEARGATE_ENDPOINT": "", "NEARGATE_DATA_DIR": str(tmp_path)})
    assert run.returncode != 0
    assert "neargate up" in run.stderr


def test_sigterm_leaves_tasks_running_and_the_next_daemon_finds_them(fleet: Fleet) -> None:
    daemon = fleet.up().load_images()
    tasks = Tasks(Aws(daemon))
    task = tasks.started(container("serve"))
    pids = pids_of(daemon)
    assert pids

    assert daemon.terminate() == 0
    assert all(Path(f"/proc/{pid}").exists() for pid in pids)

    daemon.start()
    again = tasks.describe(task)
    assert again["lastStatus"] == "RUNNING"
    assert again["startedAt"] == task["startedAt"]
    assert pids_of(daemon) == pids
    # It is still the daemon's to stop.
    tasks.stop(task)
    ended = tasks.stopped(task)
    assert container_of(ended)["exitCode"] == 0


def test_down_with_tasks_leaves_nothing(fleet: Fleet) -> None:
    daemon = fleet.up().load_images()
    tasks = Tasks(Aws(daemon))
    tasks.started(container("serve"))
    instance = daemon.instance()
    assert instance and traces(instance)
    daemon.down("--tasks")
    wait_until("no trace", lambda: not traces(instance), timeout=10)
    # Nor the group of all daemons, unless there are others.
    wait_until("no empty group", lambda: all(is_used(group) for group in daemons_groups()), timeout=10)


def daemons_groups() -> list[Path]:
    return [group for group in (CGROUPS / "neargate", *CGROUPS.glob("*/neargate")) if group.exists()]


def is_used(group: Path) -> bool:
    return any(entry.is_dir() for entry in group.iterdir())


def test_down_amid_a_first_start_leaves_nothing(fleet: Fleet) -> None:
    """The daemon's last act may be the making of a VPC, for a task whose start nobody waits for any more."""
    daemon = fleet.up().load_images()
    tasks = Tasks(Aws(daemon))
    tasks.run(container("serve"))
    instance = daemon.instance()
    wait_until("the VPC's file", lambda: any((RUN / str(instance) / "netns").glob("*")), pause=0.001)
    daemon.down("--tasks")
    wait_until("no trace", lambda: not traces(str(instance)), timeout=10)


def test_down_alone_leaves_tasks_running(fleet: Fleet) -> None:
    daemon = fleet.up().load_images()
    tasks = Tasks(Aws(daemon))
    task = tasks.started(container("serve"))
    pids = pids_of(daemon)
    daemon.down()
    assert all(Path(f"/proc/{pid}").exists() for pid in pids)
    daemon.start()
    assert tasks.describe(task)["lastStatus"] == "RUNNING"


def test_reset_empties_everything(fleet: Fleet) -> None:
    daemon = fleet.up().load_images()
    aws = Aws(daemon)
    tasks = Tasks(aws)
    tasks.started(container("serve"))
    pids = pids_of(daemon)
    status, text = daemon.get("/_neargate/reset", method="POST")
    assert status == 200, text
    assert aws.ecs.list_clusters()["clusterArns"] == []
    assert aws.ecs.list_task_definition_families()["families"] == []
    assert aws.logs.describe_log_groups()["logGroups"] == []
    wait_until("the tasks' end", lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids), timeout=60)


def test_reset_is_refused_without_dev(strict: Daemon) -> None:
    status, _ = strict.get("/_neargate/reset", method="POST")
    assert status in (403, 404)


def test_reset_is_refused_to_web_pages(daemon: Daemon, tasks: Tasks) -> None:
    status, _ = daemon.get("/_neargate/reset", method="POST", headers={"Origin": "http://evil.example"})
    assert status == 403
    assert tasks.cluster in str(tasks.ecs.list_clusters()["clusterArns"])


def test_images_are_loaded_listed_and_removed(fleet: Fleet) -> None:
    daemon = fleet.up()
    loaded = daemon.cli("image", "load", str(FIXTURES / "neargate-app-1.tar")).stdout
    assert "neargate/app:1" in loaded
    assert "neargate/app" in daemon.cli("image", "ls").stdout
    daemon.cli("image", "rm", "neargate/app:1")
    assert "neargate/app" not in daemon.cli("image", "ls").stdout
    missing = daemon.cli("image", "rm", "neargate/app:1", check=False)
    assert missing.returncode != 0 and "neargate/app:1" in missing.stderr


def test_ps_and_logs_show_a_task(daemon: Daemon, tasks: Tasks) -> None:
    task = tasks.started(container("serve", "--port", "8080"))
    listed = daemon.cli("ps").stdout
    assert id_of(task)[:8] in listed
    wait_until("the first line", lambda: "serving on port 8080" in daemon.cli("logs", id_of(task)).stdout, timeout=15)


def test_logs_f_follows_until_the_task_ends(daemon: Daemon, tasks: Tasks) -> None:
    task = tasks.run(container("print", "20", "--interval", "50ms"))
    tasks.wait(task, "STOPPED")
    printed = daemon.cli("logs", "-f", id_of(task), timeout=30).stdout
    assert [line for line in printed.splitlines() if "line 20 of 20" in line]


def pids_of(daemon: Daemon) -> list[int]:
    """Shims and containers of the daemon's tasks."""
    instance = daemon.instance()
    assert instance
    return sorted(int(trace.split()[1].rstrip(":")) for trace in traces(instance) if trace.startswith("process "))
