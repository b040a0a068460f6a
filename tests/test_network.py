"""The network of a task: who reaches whom, and what names are known."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

import pytest

from conftest import Fleet
from support.aws import Aws
from support.daemon import Daemon
from support.outside import PORT, Outside
from support.reach import host_address, page_of
from support.tasks import Tasks, address_of, container, container_of, eni_of, shell
from support.wait import wait_until


def test_the_host_reaches_a_task(daemon: Daemon, tasks: Tasks) -> None:
    task = tasks.started(container("serve"))
    assert page_of(daemon, task).startswith("hello from ip-172-31-")


def test_tasks_of_one_subnet_reach_each_other(tasks: Tasks) -> None:
    server = tasks.started(container("serve"))
    client = tasks.finished(container("fetch", f"http://{address_of(server)}:8080/", "--retry", "5s"))
    assert container_of(client)["exitCode"] == 0
    # The server sees the client's own address: nothing is translated within a VPC.
    tasks.line(server, rf"GET / from {address_of(client).replace('.', '[.]')}$")


def test_tasks_of_different_subnets_reach_each_other(tasks: Tasks) -> None:
    first, second, *_ = tasks.network(subnets=3)["awsvpcConfiguration"]["subnets"]
    place = {"networkConfiguration": {"awsvpcConfiguration": {"subnets": [first]}}}
    elsewhere = {"networkConfiguration": {"awsvpcConfiguration": {"subnets": [second]}}}
    server = tasks.started(container("serve"), **place)
    client = tasks.finished(container("fetch", f"http://{address_of(server)}:8080/", "--retry", "5s"), **elsewhere)
    assert container_of(client)["exitCode"] == 0
    assert eni_of(server)["subnetId"] == first and eni_of(client)["subnetId"] == second


def test_public_task_reaches_the_outside(tasks: Tasks, outside: Outside) -> None:
    end = tasks.finished(container("fetch", f"http://{outside.address}:{PORT}/", "--retry", "5s"), public=True)
    assert container_of(end)["exitCode"] == 0
    assert outside.callers() == [outside.gateway]


def test_private_task_has_no_way_out(tasks: Tasks, outside: Outside) -> None:
    end = tasks.finished(container("connect", outside.address, str(PORT), "--timeout", "2s"), public=False)
    assert container_of(end)["exitCode"] == 1
    assert outside.callers() == []


def test_two_accounts_use_the_same_address(daemon: Daemon) -> None:
    accounts = [Tasks(Aws(daemon, account=account)) for account in ("333333333333", "444444444444")]
    servers, said = [], []
    try:
        for tasks in accounts:
            servers.append(tasks.started(container("serve", environment=[{"name": "OWNER", "value": tasks.aws.account}])))
        assert address_of(servers[0]) == address_of(servers[1])
        for tasks, server in zip(accounts, servers, strict=True):
            client = tasks.finished(container("fetch", f"http://{address_of(server)}:8080/env", "--retry", "5s"))
            said.append("\n".join(tasks.output(client)))
            assert f"OWNER={tasks.aws.account}" in page_of(daemon, server, path="/env")
    finally:
        for tasks in accounts:
            tasks.end_all()
    assert "OWNER=333333333333" in said[0]
    assert "OWNER=444444444444" in said[1]


def test_address_is_free_again_after_the_task(aws: Aws, tasks: Tasks) -> None:
    end = tasks.finished(container("exit", "0"))
    interface = eni_of(end)["networkInterfaceId"]

    def known() -> set[str]:
        return {one["NetworkInterfaceId"] for one in aws.ec2.describe_network_interfaces()["NetworkInterfaces"]}

    wait_until("the interface's end", lambda: interface not in known())


def test_interface_is_described_while_the_task_runs(aws: Aws, tasks: Tasks) -> None:
    task = tasks.started(container("serve"))
    eni = eni_of(task)
    found, = aws.ec2.describe_network_interfaces(NetworkInterfaceIds=[eni["networkInterfaceId"]])["NetworkInterfaces"]
    assert (found["PrivateIpAddress"], found["MacAddress"], found["SubnetId"]) == (
        eni["privateIPv4Address"], eni["macAddress"], eni["subnetId"])


def test_interface_inside_the_task(tasks: Tasks) -> None:
    end = tasks.finished(shell("ip -o addr; ip route"))
    lines = "\n".join(tasks.output(end))
    assert f"eth0    inet {address_of(end)}/20" in lines
    assert "lo    inet 127.0.0.1/8" in lines
    assert "default via 172.31." in lines


def test_names_of_the_task_itself(tasks: Tasks) -> None:
    end = tasks.finished(shell("hostname; cat /etc/hosts; cat /etc/resolv.conf"))
    lines = tasks.output(end)
    name = eni_of(end)["privateDnsName"]
    assert name == f"ip-{address_of(end).replace('.', '-')}.ec2.internal"
    assert lines[0] == name
    assert f"{address_of(end)} {name}" in [" ".join(line.split()) for line in lines]
    assert any(line.split()[:2] == ["127.0.0.1", "localhost"] for line in lines)
    assert "nameserver 172.31.0.2" in lines
    assert "search ec2.internal" in lines


def test_resolver_knows_the_names_of_other_tasks(tasks: Tasks) -> None:
    server = tasks.started(container("serve"))
    client = tasks.finished(container("resolve", eni_of(server)["privateDnsName"]))
    assert tasks.output(client) == [f"{eni_of(server)['privateDnsName']} is {address_of(server)}"]


def test_resolver_says_when_a_name_does_not_exist(tasks: Tasks) -> None:
    end = tasks.finished(shell("nslookup nowhere.ec2.internal 172.31.0.2; nslookup ip-10-9-8-7.ec2.internal 172.31.0.2"))
    assert any("NXDOMAIN" in line for line in tasks.output(end)), tasks.output(end)


def test_a_route_of_the_hosts_is_no_obstacle(daemon: Daemon, tasks: Tasks, fleet: Fleet) -> None:
    # The shared daemon's VPC has the host's route to 172.31.0.0/16; a second daemon's VPC must do without.
    first = tasks.started(container("serve"))
    second_daemon = fleet.up().load_images()
    second_tasks = Tasks(Aws(second_daemon))
    second = second_tasks.started(container("serve", environment=[{"name": "OWNER", "value": "second"}]))
    assert host_address(second_daemon, second) != host_address(daemon, first)
    assert "OWNER=second" in page_of(second_daemon, second, path="/env")
    assert "OWNER=second" not in page_of(daemon, first, path="/env")


@pytest.fixture
def dockers_firewall() -> Iterator[None]:
    """Docker's rules, as far as they concern others: what isn't a container's isn't forwarded."""
    tables = subprocess.run(["nft", "list", "tables"], capture_output=True, text=True, check=True).stdout
    if "table ip filter" in tables:
        pytest.skip("this host has a firewall of its own, which the test would have to change")
    rules = """
        table ip filter {
            chain DOCKER-USER { counter return; }
            chain FORWARD { type filter hook forward priority filter; policy drop; counter jump DOCKER-USER; }
        }"""
    subprocess.run(["nft", "-f", "-"], input=rules, text=True, check=True)
    yield
    subprocess.run(["nft", "delete", "table", "ip", "filter"], check=True)


def test_dockers_firewall_is_no_obstacle(dockers_firewall: None, fleet: Fleet, outside: Outside) -> None:
    daemon = fleet.up().load_images()
    tasks = Tasks(Aws(daemon))
    task = tasks.started(container("serve"))
    assert page_of(daemon, task).startswith("hello")
    end = tasks.finished(container("fetch", f"http://{outside.address}:{PORT}/", "--retry", "5s"), public=True)
    assert container_of(end)["exitCode"] == 0
    tasks.end_all()
    # While the rules still stand: what the daemon added to the host's chains must go with it.
    daemon.down("--tasks")


def test_rules_that_somebody_flushed_come_back(fleet: Fleet, outside: Outside) -> None:
    daemon = fleet.up().load_images()
    tasks = Tasks(Aws(daemon))
    tasks.started(container("serve"), public=True)
    table = ["inet", f"neargate_{daemon.instance()}"]

    def there() -> bool:
        return subprocess.run(["nft", "list", "table", *table], capture_output=True, check=False).returncode == 0

    assert there()
    subprocess.run(["nft", "delete", "table", *table], check=True)
    wait_until("the rules", there, timeout=30)
    end = tasks.finished(container("fetch", f"http://{outside.address}:{PORT}/", "--retry", "5s"), public=True)
    assert container_of(end)["exitCode"] == 0
    tasks.end_all()


def test_connections_go_through_the_proxy_of_the_task(daemon: Daemon, tasks: Tasks) -> None:
    def proxy(name: str, port: int) -> dict[str, object]:
        return container("serve", "--port", str(port), name=name, user="1337", environment=[{"name": "OWNER", "value": name}])

    properties = {"IgnoredUID": "1337", "ProxyIngressPort": "15000", "ProxyEgressPort": "15001", "AppPorts": "8080",
                  "EgressIgnoredIPs": "169.254.170.2"}
    configuration = {"type": "APPMESH", "containerName": "egress",
                     "properties": [{"name": name, "value": value} for name, value in properties.items()]}
    # Nobody is at that address.
    client = container("fetch", "http://172.31.255.254/env", "--retry", "10s", name="client", essential=False,
                       dependsOn=[{"containerName": "egress", "condition": "START"}])
    definition = tasks.define(container("serve", environment=[{"name": "OWNER", "value": "app"}]), proxy("egress", 15001),
                              proxy("ingress", 15000), client, proxyConfiguration=configuration)
    task = tasks.started(definition)
    tasks.line(task, "^OWNER=egress$", "client")
    assert "OWNER=ingress\n" in page_of(daemon, task, 8080, "/env")
    # What isn't the application's is reached as it is.
    assert "OWNER=egress\n" in page_of(daemon, task, 15001, "/env")
