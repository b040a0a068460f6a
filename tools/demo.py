#!/usr/bin/env python3
"""`./dev demo`: a Fargate task from its definition to its end, on this machine and driven by the `aws` command.

Two containers share network and storage, one with a secret, the other waiting for its health; two more call the API by the task's role.

Each step prints the command that a user would type and what came of it; in the end a table tells the whole story. Leaves nothing behind,
except with --keep, which leaves daemon and task running and says how to go on.
"""

from __future__ import annotations

import argparse
import json
import shlex
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from support.aws import Aws
from support.daemon import BINARY, FIXTURES, Daemon
from support.reach import host_address, page
from support.tasks import address_of, container_of, id_of
from support.traces import processes, traces
from support.wait import wait_until

LOG_GROUP = "/demo"
PASSWORD = "correct horse battery staple"
TRUST = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
# Whose rights: the execution role's are for making the task ready, the task role's for what its containers do.
RIGHTS = {
    "demo-execution": ["secretsmanager:GetSecretValue", "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
    "demo-task": ["ssm:GetParameter"],
}
DEFINITION: dict[str, Any] = {
    "family": "demo",
    "networkMode": "awsvpc",
    "requiresCompatibilities": ["FARGATE"],
    "cpu": "256",
    "memory": "512",
    "executionRoleArn": "arn:aws:iam::000000000000:role/demo-execution",
    "taskRoleArn": "arn:aws:iam::000000000000:role/demo-task",
    "volumes": [{"name": "shared"}],
    "containerDefinitions": [
        {
            "name": "web",
            "image": "neargate/app:1",
            "command": ["serve", "--port", "8080", "--dir", "/data"],
            "portMappings": [{"containerPort": 8080}],
            "healthCheck": {"command": ["CMD", "/app", "connect", "localhost", "8080"], "interval": 5, "timeout": 2, "retries": 3},
            "mountPoints": [{"sourceVolume": "shared", "containerPath": "/data"}],
        },
        {
            "name": "sidecar",
            "image": "neargate/app:1",
            # Reads the neighbour over localhost and leaves what it read on the shared volume, from where the neighbour serves it.
            "command": ["fetch", "http://localhost:8080/", "--every", "1s", "--write", "/data/copy"],
            "dependsOn": [{"containerName": "web", "condition": "HEALTHY"}],
            "mountPoints": [{"sourceVolume": "shared", "containerPath": "/data"}],
        },
        {
            "name": "reader",
            "image": "neargate/app:1",
            "essential": False,
            "command": ["call", "ssm", "AmazonSSM.GetParameter", '{"Name": "/demo/greeting"}'],
        },
        {
            "name": "intruder",
            "image": "neargate/app:1",
            "essential": False,
            "command": ["call", "secretsmanager", "secretsmanager.GetSecretValue", '{"SecretId": "demo/password"}'],
        },
    ],
}
BOLD, DIM, PLAIN = ("\033[1m", "\033[2m", "\033[0m") if sys.stdout.isatty() else ("", "", "")


@dataclass
class Story:
    """What happened, for the table in the end."""

    rows: list[tuple[str, str, str]] = field(default_factory=list)

    @contextmanager
    def step(self, title: str) -> Iterator[list[str]]:
        """Times a step. What is appended to the list is its outcome."""
        print(f"\n{BOLD}▸ {title}{PLAIN}", flush=True)
        outcome: list[str] = []
        started = time.monotonic()
        yield outcome
        took = time.monotonic() - started
        for line in outcome:
            print(f"  {line}")
        self.rows.append((title, f"{took:.2f} s", outcome[-1] if outcome else ""))

    def print_table(self) -> None:
        head = ("what", "time", "seen")
        widths = [max(len(row[column]) for row in [head, *self.rows]) for column in range(3)]
        print()
        for row in [head, tuple("─" * width for width in widths), *self.rows]:
            print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def show(*command: str) -> None:
    print(f"  {DIM}$ {shlex.join(command)}{PLAIN}", flush=True)


class Demo:
    def __init__(self, daemon: Daemon, story: Story) -> None:
        self.daemon = daemon
        self.story = story
        self.aws_clients = Aws(daemon)
        self.task_arn = self.secret_arn = ""

    def aws(self, *arguments: str) -> Any:
        show("aws", *arguments)
        return self.aws_clients.json(*arguments)

    def task(self) -> dict[str, Any]:
        return self.aws_clients.json("ecs", "describe-tasks", "--tasks", self.task_arn)["tasks"][0]

    def start_daemon(self) -> None:
        with self.story.step("start neargate") as outcome:
            show(*self.daemon.command_line())
            self.daemon.start()
            outcome.append(self.daemon.ready_line())

    def load_image(self) -> None:
        with self.story.step("load an image, without Docker") as outcome:
            archive = FIXTURES / "neargate-app-1.tar"
            show("neargate", "image", "load", archive.name)
            outcome.append(self.daemon.cli("image", "load", str(archive)).stdout.strip().splitlines()[-1])

    def prepare(self) -> None:
        with self.story.step("make a secret, a parameter, and roles with few rights") as outcome:
            for role, actions in RIGHTS.items():
                policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}]}
                self.aws("iam", "create-role", "--role-name", role, "--assume-role-policy-document", json.dumps(TRUST))
                self.aws("iam", "put-role-policy", "--role-name", role, "--policy-name", "rights", "--policy-document", json.dumps(policy))
            self.aws("ssm", "put-parameter", "--name", "/demo/greeting", "--type", "String", "--value", "good morning")
            self.secret_arn = self.aws("secretsmanager", "create-secret", "--name", "demo/password", "--secret-string", PASSWORD)["ARN"]
            outcome.append(self.secret_arn)

    def register(self) -> None:
        with self.story.step("register a task definition: web, sidecar and two that call the API") as outcome:
            definition = json.loads(json.dumps(DEFINITION))
            definition["containerDefinitions"][0]["secrets"] = [{"name": "PASSWORD", "valueFrom": self.secret_arn}]
            for container in definition["containerDefinitions"]:
                container["logConfiguration"] = {"logDriver": "awslogs", "options": {
                    "awslogs-group": LOG_GROUP, "awslogs-region": self.aws_clients.region, "awslogs-stream-prefix": "demo",
                    "awslogs-create-group": "true"}}
            path = self.daemon.home / "demo.json"
            path.write_text(json.dumps(definition, indent=2))
            answer = self.aws("ecs", "register-task-definition", "--cli-input-json", f"file://{path}")
            outcome.append(answer["taskDefinition"]["taskDefinitionArn"])

    def run(self) -> None:
        with self.story.step("run it in the default VPC") as outcome:
            self.aws("ecs", "create-cluster")
            subnet = self.aws("ec2", "describe-subnets", "--filters", "Name=default-for-az,Values=true")["Subnets"][0]["SubnetId"]
            answer = self.aws("ecs", "run-task", "--task-definition", "demo", "--launch-type", "FARGATE", "--network-configuration",
                              f"awsvpcConfiguration={{subnets=[{subnet}],assignPublicIp=ENABLED}}")
            if answer["failures"]:
                raise SystemExit(f"RunTask failed: {answer['failures']}")
            self.task_arn = answer["tasks"][0]["taskArn"]
            outcome.append(f"{answer['tasks'][0]['lastStatus']} {self.task_arn}")

    def wait_until_running(self) -> None:
        with self.story.step("wait for it") as outcome:
            show("aws", "ecs", "wait", "tasks-running", "--tasks", self.task_arn)
            self.aws_clients.command("ecs", "wait", "tasks-running", "--tasks", self.task_arn)
            task = self.task()
            seconds = times(task["startedAt"]) - times(task["createdAt"])
            outcome.append(f"{task['lastStatus']} at {address_of(task)}, {seconds * 1000:.0f} ms after RunTask")

    def fetch(self) -> None:
        with self.story.step("fetch the page from the host, and the sidecar's copy") as outcome:
            address = host_address(self.daemon, self.task())
            show("curl", f"http://{address}:8080/")
            outcome.append(wait_until("the page", lambda: page(address)).strip())
            show("curl", f"http://{address}:8080/files/copy")
            copy = wait_until("the sidecar's copy", lambda: page(address, path="/files/copy")).strip()
            outcome.append(f"{copy!r} over localhost and a shared volume")

    def see_secret_and_health(self) -> None:
        with self.story.step("the secret is in web's environment, and the sidecar waited until web was HEALTHY") as outcome:
            address = host_address(self.daemon, self.task())
            show("curl", f"http://{address}:8080/env")
            assert f"PASSWORD={PASSWORD}" in page(address, path="/env").splitlines()
            shown = self.aws("ecs", "describe-task-definition", "--task-definition", "demo")
            assert PASSWORD not in json.dumps(shown)
            task = self.task()
            web, sidecar = (container_of(task, name) for name in ("web", "sidecar"))
            assert web["healthStatus"] == "HEALTHY" and sidecar["lastStatus"] == "RUNNING", task
            outcome.append(f"PASSWORD is there, and in no description; web is {web['healthStatus']}")

    def see_rights(self) -> None:
        with self.story.step("containers call the API by the task role, and are refused what it doesn't allow") as outcome:
            reader, intruder = (wait_until(f"{name}'s line", lambda name=name: self.lines_of(name))[0] for name in ("reader", "intruder"))
            assert reader.startswith("200 ") and "good morning" in reader, reader
            assert intruder.startswith("400 ") and "AccessDeniedException" in intruder, intruder
            outcome += [f"reader: {reader}", f"intruder: {intruder}"]
            outcome.append("ssm:GetParameter 200, secretsmanager:GetSecretValue AccessDeniedException")

    def lines_of(self, container: str) -> list[str]:
        events = self.aws_clients.json("logs", "get-log-events", "--log-group-name", LOG_GROUP,
                                       "--log-stream-name", f"demo/{container}/{self.task_arn.rsplit('/', 1)[1]}")["events"]
        return [event["message"] for event in events]

    def read_logs(self) -> None:
        with self.story.step("read the logs while it runs") as outcome:
            show("aws", "logs", "filter-log-events", "--log-group-name", LOG_GROUP)
            lines = wait_until("both containers' lines", self.lines_of_both, pause=0.5)
            outcome += lines[:4]
            outcome.append(f"{len(lines)} lines of web and sidecar")

    def lines_of_both(self) -> list[str]:
        events = self.aws_clients.json("logs", "filter-log-events", "--log-group-name", LOG_GROUP)["events"]
        lines = [f"{event['logStreamName'].split('/')[1]}: {event['message'].strip()}" for event in events]
        return lines if {"web", "sidecar"} <= {line.split(":")[0] for line in lines} else []

    def survive(self) -> None:
        with self.story.step("kill -9 the daemon; the task runs on") as outcome:
            assert self.daemon.process
            before, pids = self.task(), self.pids()
            address = host_address(self.daemon, before)
            show("kill", "-9", str(self.daemon.process.pid))
            self.daemon.kill()
            outcome.append(f"{page(address).strip()!r} without a daemon")
        with self.story.step("start the daemon again; it finds the task") as outcome:
            show(*self.daemon.command_line())
            self.daemon.start()
            after = self.task()
            assert after["lastStatus"] == "RUNNING", after
            assert after["startedAt"] == before["startedAt"] and self.pids() == pids, "it isn't the same task any more"
            outcome.append(f"{after['lastStatus']}, started at {after['startedAt']} as before, same processes {' '.join(pids)}")

    def pids(self) -> list[str]:
        return sorted(trace.split()[1].rstrip(":") for trace in processes(self.daemon.instance() or "none"))

    def stop(self) -> None:
        with self.story.step("stop it; the application says good-bye") as outcome:
            self.aws("ecs", "stop-task", "--task", self.task_arn, "--reason", "the demo is over")
            show("aws", "ecs", "wait", "tasks-stopped", "--tasks", self.task_arn)
            self.aws_clients.command("ecs", "wait", "tasks-stopped", "--tasks", self.task_arn)
            task = self.task()
            exits = {name: container_of(task, name)["exitCode"] for name in ("web", "sidecar")}
            assert exits == {"web": 0, "sidecar": 0}, task
            events = self.aws("logs", "get-log-events", "--log-group-name", LOG_GROUP,
                              "--log-stream-name", f"demo/web/{id_of(task)}")["events"]
            last = events[-1]["message"]
            assert last == "got SIGTERM, bye", events
            outcome.append(f"{task['stopCode']}: {task['stoppedReason']}; exit codes {exits}")
            outcome.append(f"web's last line: {last!r}")

    def clean_up(self) -> None:
        with self.story.step("stop neargate") as outcome:
            instance = self.daemon.instance() or "none"
            show("neargate", "down", "--tasks")
            self.daemon.down("--tasks")
            wait_until("no trace", lambda: not traces(instance))
            outcome.append("no process, namespace, link, mount, cgroup or firewall rule is left")

    def hand_over(self) -> None:
        directory = f"--data-dir {self.daemon.data_dir}"
        print(f"""
The daemon and its task are still up. To go on:
  eval "$({BINARY} env {directory})"
  aws ecs describe-tasks --tasks {self.task_arn}
  {BINARY} logs -f {id_of(self.task_arn)} {directory}
To end it:
  {BINARY} down --tasks {directory} && rm -r {self.daemon.home}""")


def times(moment: str | float) -> float:
    """A moment as the `aws` command prints it, in seconds."""
    return moment if isinstance(moment, float | int) else datetime.fromisoformat(moment).timestamp()


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev demo", description=__doc__.splitlines()[0])
    parser.add_argument("--keep", action="store_true", help="leave daemon and task running")
    keep = parser.parse_args().keep
    story = Story()
    daemon = Daemon("--enforce-iam")
    demo = Demo(daemon, story)
    kept = False
    try:
        for step in (demo.start_daemon, demo.load_image, demo.prepare, demo.register, demo.run, demo.wait_until_running, demo.fetch,
                     demo.see_secret_and_health, demo.see_rights, demo.read_logs, demo.survive):
            step()
        if keep:
            demo.hand_over()
            kept = True
        else:
            demo.stop()
            demo.clean_up()
        story.print_table()
    except BaseException:
        print(f"\nthe daemon's last lines:\n{daemon.tail()}" if daemon.log.exists() else "", file=sys.stderr)
        raise
    finally:
        if not kept:
            daemon.close()


if __name__ == "__main__":
    main()
