"""What a container finds at 169.254.170.2, and how tasks reach AWS's API.

The tests ask as the containers would: the fixture application forwards ports of the task to the addresses inside.
"""

from __future__ import annotations

import http.client
import json
import re
import socket
import subprocess
from dataclasses import dataclass
from typing import Any

import boto3
import pytest

from conftest import Fleet
from support.aws import CONFIG, Aws
from support.daemon import Daemon
from support.reach import host_address
from support.tasks import Tasks, address_of, container, container_of, eni_of, id_of, shell, unique
from support.wait import wait_until

METADATA, API = "169.254.170.2:80", "neargate.internal:4566"
ROLE = "arn:aws:iam::000000000000:role/app"


def asking(name: str = "app", port: int = 9080, **settings: Any) -> dict[str, Any]:
    """A container through which the test asks."""
    return container("forward", str(port), METADATA, str(port + 1), API, name=name, **settings)


@dataclass
class Reply:
    status: int
    kind: str
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


class Inside:
    """Speaks from within one container of a task."""

    def __init__(self, daemon: Daemon, tasks: Tasks, task: dict[str, Any], name: str = "app", port: int = 9080) -> None:
        self.host = host_address(daemon, task)
        self.port = port
        tasks.line(task, rf"forwarding {port + 1} ", name=name)
        self.env = dict(line.split("=", 1) for line in tasks.output(task, name) if re.match(r"\w+=", line))

    def ask(self, path: str, method: str = "GET", body: str | None = None) -> Reply:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=15)
        try:
            connection.request(method, path, body=body, headers={"Host": "169.254.170.2"})
            answer = connection.getresponse()
            return Reply(answer.status, answer.getheader("Content-Type", ""), answer.read().decode())
        finally:
            connection.close()

    def path(self, variable: str, more: str = "") -> str:
        return self.env[variable].removeprefix("http://169.254.170.2") + more

    def v4(self, more: str = "") -> Reply:
        return self.ask(self.path("ECS_CONTAINER_METADATA_URI_V4", more))

    def v3(self, more: str = "") -> Reply:
        return self.ask(self.path("ECS_CONTAINER_METADATA_URI", more))

    def agent(self, more: str, method: str = "GET", body: str | None = None) -> Reply:
        return self.ask(self.path("ECS_AGENT_URI", more), method, body)

    def client(self, service: str, region: str = "us-east-1", **credentials: str) -> Any:
        """A client of AWS's API, as it would be in the container."""
        given = {"aws_access_key_id": "any", "aws_secret_access_key": "any", **credentials}
        return boto3.session.Session().client(service, endpoint_url=f"http://{self.host}:{self.port + 1}", region_name=region,
                                              config=CONFIG, **given)


def test_each_container_finds_itself_and_its_task(daemon: Daemon, tasks: Tasks) -> None:
    volume = {"sourceVolume": "data", "containerPath": "/data"}
    task = tasks.started(
        asking("one", cpu=64, memory=128, portMappings=[{"containerPort": 9080}], mountPoints=[volume], dockerLabels={"team": "a"}),
        asking("two", 9180), definition={"volumes": [{"name": "data"}]}, tags=[{"key": "stage", "value": "test"}])
    one, two = Inside(daemon, tasks, task, "one"), Inside(daemon, tasks, task, "two", 9180)
    assert one.env["ECS_CONTAINER_METADATA_URI_V4"] != two.env["ECS_CONTAINER_METADATA_URI_V4"]

    mine = one.v4()
    assert (mine.status, mine.kind) == (200, "application/json")
    shown, described = mine.json, container_of(task, "one")
    assert one.env["ECS_CONTAINER_METADATA_URI_V4"] == f"http://169.254.170.2/v4/{shown['DockerId']}"
    assert re.fullmatch(rf"{id_of(task)}-\d{{10}}", shown["DockerId"])
    assert shown["DockerId"] == described["runtimeId"]
    assert (shown["Name"], shown["DockerName"], shown["Image"]) == ("one", "one", "neargate/app:1")
    assert shown["ImageID"] == described["imageDigest"]
    assert shown["ContainerARN"] == described["containerArn"]
    assert shown["Labels"] == {
        "com.amazonaws.ecs.cluster": task["clusterArn"], "com.amazonaws.ecs.container-name": "one",
        "com.amazonaws.ecs.task-arn": task["taskArn"],
        "com.amazonaws.ecs.task-definition-family": task["taskDefinitionArn"].split("/")[1].split(":")[0],
        "com.amazonaws.ecs.task-definition-version": "1", "team": "a"}
    assert (shown["DesiredStatus"], shown["KnownStatus"], shown["Type"]) == ("RUNNING", "RUNNING", "NORMAL")
    assert shown["Limits"] == {"CPU": 64, "Memory": 128}
    assert shown["Ports"] == [{"ContainerPort": 9080, "Protocol": "tcp", "HostPort": 9080}]
    assert shown["LogDriver"] == "awslogs" and shown["LogOptions"]["awslogs-stream"] == f"t/one/{id_of(task)}"
    assert "awslogs-stream-prefix" not in shown["LogOptions"]
    assert shown["Volumes"] == [{"DockerName": "data", "Destination": "/data"}]
    network, = shown["Networks"]
    subnet, = tasks.aws.ec2.describe_subnets(SubnetIds=[eni_of(task)["subnetId"]])["Subnets"]
    assert network["IPv4Addresses"] == [address_of(task)]
    assert network["MACAddress"] == eni_of(task)["macAddress"]
    assert network["IPv4SubnetCIDRBlock"] == subnet["CidrBlock"]
    assert network["SubnetGatewayIpv4Address"] == re.sub(r"0/", "1/", subnet["CidrBlock"])
    assert (network["DomainNameServers"], network["DomainNameSearchList"]) == (["172.31.0.2"], ["ec2.internal"])
    assert network["PrivateDNSName"] == eni_of(task)["privateDnsName"]
    assert two.v4().json["Name"] == "two"
    assert two.v4().json["Limits"] == {"CPU": 2}

    whole = one.v4("/task").json
    assert [one["Name"] for one in whole["Containers"]] == ["one", "two"]
    assert whole["Containers"][0] == shown
    assert (whole["TaskARN"], whole["Cluster"]) == (task["taskArn"], task["clusterArn"])
    assert whole["Revision"] == "1" and whole["Limits"] == {"CPU": 0.25, "Memory": 512}
    assert isinstance(whole["Limits"]["CPU"], float)
    assert (whole["KnownStatus"], whole["LaunchType"]) == ("RUNNING", "FARGATE")
    assert whole["AvailabilityZone"] == task["availabilityZone"] == subnet["AvailabilityZone"]
    assert whole["AvailabilityZoneID"] == subnet["AvailabilityZoneId"]
    assert whole["PullStartedAt"] <= whole["PullStoppedAt"]
    assert whole["FaultInjectionEnabled"] is False
    assert whole["EphemeralStorageMetrics"]["Reserved"] == 20496
    assert whole["ClockDrift"]["ClockSynchronizationStatus"] in ("SYNCHRONIZED", "NOT_SYNCHRONIZED")
    assert "TaskTags" not in whole and "ServiceName" not in whole
    assert one.v4("/taskWithTags").json["TaskTags"] == {"stage": "test"}

    older = one.v3("/task").json
    assert older["TaskARN"] == task["taskArn"]
    assert "LaunchType" not in older and "LogDriver" not in older["Containers"][0]
    assert one.v3().json["Networks"] == [{"NetworkMode": "awsvpc", "IPv4Addresses": [address_of(task)]}]
    assert one.v3("/taskWithTags").json["TaskTags"] == {"stage": "test"}
    assert one.ask("/v2/metadata").json["TaskARN"] == task["taskArn"]


def test_statistics(daemon: Daemon, tasks: Tasks) -> None:
    busy = container("spin", name="busy", essential=False)
    done = container("exit", "0", name="done", essential=False)
    task = tasks.started(asking(), busy, done)
    inside = Inside(daemon, tasks, task)
    wait_until("the end of `done`", lambda: inside.v4("/task").json["Containers"][2]["KnownStatus"] == "STOPPED")
    names = {one["DockerId"]: one["Name"] for one in inside.v4("/task").json["Containers"]}
    everything = {names[key]: value for key, value in inside.v4("/task/stats").json.items()}
    assert set(everything) == {"app", "busy", "done"}
    assert everything["done"] is None
    own = inside.v4("/stats").json
    assert (own["id"], own["name"]) == (inside.v4().json["DockerId"], "app")
    assert own["memory_stats"]["limit"] == 512 << 20
    assert 0 < own["memory_stats"]["usage"] < 512 << 20
    assert own["pids_stats"]["current"] >= 1
    assert own["networks"]["eth0"]["rx_bytes"] > 0 and own["networks"] == everything["busy"]["networks"]
    assert {"rx_bytes_per_sec", "tx_bytes_per_sec"} == set(own["network_rate_stats"])
    assert "network_rate_stats" not in inside.v3("/stats").json
    assert len(inside.v3("/task/stats").json) == 3

    def share() -> float:
        """As `docker stats` reckons; the task has a quarter of a processor."""
        stats = inside.v4("/task/stats").json[next(key for key, name in names.items() if name == "busy")]
        now, before = stats["cpu_stats"], stats["precpu_stats"]
        used = now["cpu_usage"]["total_usage"] - before["cpu_usage"]["total_usage"]
        passed = now["system_cpu_usage"] - before["system_cpu_usage"]
        return used / passed * now["online_cpus"] * 100 if passed else 0

    wait_until("a quarter of a processor", lambda: 10 < share() < 40, pause=0.6)


def test_a_task_is_told_of_itself_only(daemon: Daemon, tasks: Tasks) -> None:
    first, second = tasks.started(asking()), tasks.started(asking())
    here, there = Inside(daemon, tasks, first), Inside(daemon, tasks, second)
    foreign = there.env["ECS_CONTAINER_METADATA_URI_V4"].rpartition("/")[2]
    for path, handler, reason in [
        (f"/v4/{foreign}", "V4 container metadata", "container ID from request: unable to get docker ID"),
        (f"/v4/{foreign}/task", "V4 task metadata", "task arn from request: unable to get task Arn"),
        (f"/v3/{foreign}", "V3 container metadata", "container ID from request: unable to get docker ID"),
    ]:
        reply = here.ask(path)
        assert (reply.status, reply.kind) == (404, "application/json")
        assert reply.json == f"{handler} handler: unable to get {reason} from v3 endpoint ID: {foreign}"
    assert here.ask(f"/v4/{foreign}/stats").status == here.ask(f"/v4/{foreign}/task/stats").status == 404
    assert here.ask(f"/api/{foreign}/task-protection/v1/state").status == 404
    for path in ("/", "/v4", "/v4/", "/latest/meta-data/", here.path("ECS_CONTAINER_METADATA_URI_V4", "/nothing")):
        assert here.ask(path).status == 404, path


def test_a_task_may_have_port_80_for_itself(daemon: Daemon, tasks: Tasks) -> None:
    task = tasks.started(container("serve", "--port", "80", name="web"), asking())
    assert Inside(daemon, tasks, task).v4().json["Name"] == "app"


def test_too_many_requests_are_refused(daemon: Daemon, tasks: Tasks) -> None:
    first, second = tasks.started(asking()), tasks.started(asking())
    greedy, modest = Inside(daemon, tasks, first), Inside(daemon, tasks, second)
    connection = http.client.HTTPConnection(greedy.host, greedy.port, timeout=15)
    seen = []
    for _ in range(150):
        connection.request("GET", greedy.path("ECS_CONTAINER_METADATA_URI_V4"))
        answer = connection.getresponse()
        answer.read()
        seen.append(answer.status)
    connection.close()
    assert seen[:50] == [200] * 50
    assert 429 in seen
    assert modest.v4().status == 200


def test_variables_of_the_platform(daemon: Daemon, tasks: Tasks) -> None:
    own = [{"name": "ECS_AGENT_URI", "value": "mine"}, {"name": "AWS_REGION", "value": "mine"},
           {"name": "AWS_ENDPOINT_URL", "value": "http://elsewhere"}]
    first = {"containerName": "app", "condition": "SUCCESS"}
    end = tasks.finished(container("env", essential=False), container("env", name="own", environment=own, dependsOn=[first]))
    default = dict(line.split("=", 1) for line in tasks.output(end))
    chosen = dict(line.split("=", 1) for line in tasks.output(end, "own"))
    uri = re.compile(rf"http://169\.254\.170\.2/(v4|v3|api)/{id_of(end)}-\d{{10}}")
    for name in ("ECS_CONTAINER_METADATA_URI_V4", "ECS_CONTAINER_METADATA_URI", "ECS_AGENT_URI"):
        assert uri.fullmatch(default[name]) and uri.fullmatch(chosen[name]), name
    assert "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI" not in default, "it has no role"
    assert default["AWS_EXECUTION_ENV"] == "AWS_ECS_FARGATE"
    assert default["AWS_REGION"] == default["AWS_DEFAULT_REGION"] == chosen["AWS_REGION"] == "us-east-1"
    assert default["AWS_ENDPOINT_URL"] == "http://neargate.internal:4566"
    assert chosen["AWS_ENDPOINT_URL"] == "http://elsewhere"


def test_credentials_are_known_by_their_id(daemon: Daemon, tasks: Tasks) -> None:
    task = tasks.started(asking(), definition={"taskRoleArn": ROLE})
    inside = Inside(daemon, tasks, task)
    path = inside.env["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"]
    assert re.fullmatch(r"/v2/credentials/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", path)
    assert path.rpartition("/")[2] not in json.dumps(tasks.describe(task, include=["TAGS"]), default=str)
    for wrong, code in [("/v2/credentials", "NoIdInRequest"), ("/v2/credentials/", "NoIdInRequest"),
                        ("/v2/credentials/0123", "InvalidIdInRequest")]:
        reply = inside.ask(wrong)
        assert (reply.status, reply.json["code"]) == (400, code), wrong
        assert set(reply.json) == {"code", "message", "HTTPErrorCode"}


def test_a_container_acts_as_its_tasks_role(daemon: Daemon, tasks: Tasks) -> None:
    task = tasks.started(asking(), definition={"taskRoleArn": ROLE})
    inside = Inside(daemon, tasks, task)
    reply = inside.ask(inside.env["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"])
    given = reply.json
    assert reply.status == 200 and list(given) == ["RoleArn", "AccessKeyId", "SecretAccessKey", "Token", "Expiration"]
    assert given["RoleArn"] == ROLE and given["AccessKeyId"].startswith("ASIA")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", given["Expiration"])
    session = {"aws_access_key_id": given["AccessKeyId"], "aws_secret_access_key": given["SecretAccessKey"],
               "aws_session_token": given["Token"]}
    caller = inside.client("sts", **session).get_caller_identity()
    assert caller["Arn"] == f"arn:aws:sts::000000000000:assumed-role/app/{id_of(task)}"
    # It is kept, not made for each question.
    assert inside.ask(inside.env["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"]).json == given
    protection = inside.agent("/task-protection/v1/state", "PUT", '{"ProtectionEnabled": true}')
    assert (protection.status, protection.json["failure"]["Reason"]) == (200, "TASK_NOT_VALID")


def test_a_task_outside_of_services_has_no_protection(daemon: Daemon, tasks: Tasks) -> None:
    task = tasks.started(asking())
    inside = Inside(daemon, tasks, task)
    state = "/task-protection/v1/state"
    unknown = inside.agent(state, "PUT", '{"ProtectionEnabled": true, "Until": "tomorrow"}')
    assert unknown.status == 400
    assert unknown.json["error"] == {"Arn": task["taskArn"], "Code": "InvalidParameterException",
                                     "Message": "UpdateTaskProtection: failed to decode request"}
    missing = inside.agent(state, "PUT", '{"ExpiresInMinutes": 60}')
    assert (missing.status, missing.json["error"]["Code"]) == (400, "InvalidParameterException")
    # It has no role, so nobody's rights.
    for refused in (inside.agent(state), inside.agent(state, "PUT", '{"ProtectionEnabled": true}')):
        assert (refused.status, refused.json["error"]["Code"]) == (403, "AccessDeniedException")
    answer = tasks.ecs.update_task_protection(cluster=tasks.cluster, tasks=[task["taskArn"]], protectionEnabled=True)
    assert answer["protectedTasks"] == []
    assert answer["failures"] == [{"arn": task["taskArn"], "reason": "TASK_NOT_VALID"}]


def test_faults_are_for_those_who_asked_for_them(daemon: Daemon, tasks: Tasks) -> None:
    inside = Inside(daemon, tasks, tasks.started(asking()))
    reply = inside.agent("/fault/v1/network-latency/start", "POST", '{"DelayMilliseconds": 100}')
    assert reply.status == 400
    assert "enableFaultInjection" in reply.json["Error"]
    assert inside.agent("/fault/v1/earthquake/start", "POST", "{}").status == 404


def test_a_task_disturbs_itself(daemon: Daemon, tasks: Tasks) -> None:
    task = tasks.started(container("serve", name="web"), asking(), definition={"enableFaultInjection": True})
    other = tasks.started(container("serve"))
    inside = Inside(daemon, tasks, task)
    assert inside.v4("/task").json["FaultInjectionEnabled"] is True

    def fault(kind: str, action: str, **body: Any) -> tuple[int, Any]:
        reply = inside.agent(f"/fault/v1/{kind}/{action}", "POST", json.dumps(body) if body else None)
        return reply.status, reply.json.get("Status") or reply.json.get("Error")

    def reached(server: dict[str, Any]) -> bool:
        """Whether the task's web server is reached from another task."""
        end = tasks.finished(container("connect", address_of(server), "8080", "--timeout", "2s"))
        return container_of(end)["exitCode"] == 0

    hole = {"Port": 8080, "Protocol": "tcp", "TrafficType": "ingress"}
    assert fault("network-blackhole-port", "status", **hole) == (200, "not-running")
    assert fault("network-blackhole-port", "start", **hole) == (200, "running")
    assert fault("network-blackhole-port", "status", **hole) == (200, "running")
    assert not reached(task) and reached(other)
    assert fault("network-blackhole-port", "stop", **hole) == (200, "stopped")
    assert fault("network-blackhole-port", "status", **hole) == (200, "not-running")
    assert reached(task)

    # The host, through which the test asks, comes from a link-local address.
    loss = {"LossPercent": 100, "Sources": ["0.0.0.0/0"], "SourcesToFilter": ["169.254.0.0/16"]}
    assert fault("network-packet-loss", "start") == (400, "required request body is missing")
    assert fault("network-packet-loss", "start", **loss) == (200, "running")
    assert fault("network-packet-loss", "start", **loss) == (409, "There is already one network packet loss fault running")
    assert not reached(task)
    assert fault("network-packet-loss", "stop") == (200, "stopped")
    assert reached(task)


def test_a_killed_daemon_answers_again_when_it_is_back(fleet: Fleet) -> None:
    daemon = fleet.up().load_images()
    tasks = Tasks(Aws(daemon))
    task = tasks.started(asking())
    inside = Inside(daemon, tasks, task)
    before = inside.v4("/task").json
    daemon.kill()
    with pytest.raises((OSError, http.client.HTTPException)):
        inside.v4()
    daemon.start()
    after = wait_until("an answer", lambda: inside.v4("/task").json)
    assert (after["TaskARN"], after["Containers"]) == (before["TaskARN"], before["Containers"])
    assert inside.v4("/stats").json["memory_stats"]["usage"] > 0
    assert inside.client("sts").get_caller_identity()["Account"] == "000000000000"


def test_a_tasks_connections_end_with_it(daemon: Daemon, tasks: Tasks) -> None:
    assert daemon.process is not None

    def sockets() -> int:
        listed = subprocess.run(["ls", "-l", f"/proc/{daemon.process.pid}/fd"], capture_output=True, text=True, check=True)
        return listed.stdout.count("socket:")

    task = tasks.started(asking())
    inside = Inside(daemon, tasks, task)
    before = sockets()
    idle = [socket.create_connection((inside.host, port), timeout=5) for port in (inside.port,) * 5]
    wait_until("the connections", lambda: sockets() >= before + 5)
    tasks.stop(task)
    tasks.stopped(task)
    wait_until("their end", lambda: sockets() <= before)
    for connection in idle:
        connection.close()


@pytest.mark.parametrize("public", [True, False])
def test_a_task_reaches_the_api(daemon: Daemon, public: bool) -> None:
    tasks = Tasks(Aws(daemon, account="555555555555"))
    try:
        task = tasks.started(asking(), public=public)
        inside = Inside(daemon, tasks, task)
        # Whoever it says it is, it is at home in its own account.
        assert inside.client("sts").get_caller_identity()["Account"] == "555555555555"
        assert inside.client("sts", aws_access_key_id="666666666666").get_caller_identity()["Account"] == "666666666666"
        name = unique("cluster")
        inside.client("ecs").create_cluster(clusterName=name)
        assert tasks.ecs.describe_clusters(clusters=[name])["clusters"][0]["status"] == "ACTIVE"
        lookup = tasks.finished(container("resolve", "neargate.internal"), public=public)
        assert tasks.output(lookup) == ["neargate.internal is 169.254.170.2"]
    finally:
        tasks.end_all()


def test_neargates_own_pages_are_not_for_tasks(daemon: Daemon, tasks: Tasks) -> None:
    inside = Inside(daemon, tasks, tasks.started(asking()))
    for path in ("/_neargate/health", "/_neargate/tasks", "/_neargate/metrics", "/_localstack/health"):
        connection = http.client.HTTPConnection(inside.host, inside.port + 1, timeout=5)
        connection.request("GET", path)
        assert connection.getresponse().status == 404, path
        connection.close()


def test_unsigned_requests_of_tasks_are_refused_where_signatures_count(strict: Daemon, strict_aws: Aws) -> None:
    strict.load_images()
    tasks = Tasks(strict_aws)
    inside = Inside(strict, tasks, tasks.started(asking()))
    with pytest.raises(Exception, match="InvalidClientTokenId"):
        inside.client("sts").get_caller_identity()
    assert inside.client("sts", **strict_aws.credentials).get_caller_identity()["Arn"].endswith(":root")
    assert inside.v4().status == 200


def test_a_busybox_asks_too(tasks: Tasks) -> None:
    """The plainest client, without any of ours in between."""
    end = tasks.finished(shell("wget -qO- $ECS_CONTAINER_METADATA_URI_V4/task; echo; wget -qO- http://neargate.internal:4566/ 2>&1; true"))
    assert json.loads(tasks.output(end)[0])["TaskARN"] == end["taskArn"]
