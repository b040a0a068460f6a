"""ECS Exec: commands in running containers, by the `aws` command with a Session Manager plugin, and by `neargate exec` without one."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pexpect
import pytest
import websockets
from websockets.asyncio.client import connect

from conftest import Fleet
from support import session_manager_plugin
from support.aws import AWS_COMMAND, Aws
from support.daemon import BINARY, Daemon
from support.session_manager_plugin import Message
from support.tasks import Tasks, arn_of, id_of, shell, unique
from support.traces import processes
from support.wait import wait_until

ROLE = "arn:aws:iam::000000000000:role/task"
IDLE = "trap 'exit 0' TERM; while :; do sleep 0.1; done"
NOT_ENABLED = "execute command was not enabled when the task was run or the execute command agent isn’t running"


def idle(**settings: Any) -> dict[str, Any]:
    return shell(IDLE, **settings)


def started(tasks: Tasks, *containers: dict[str, Any], **settings: Any) -> dict[str, Any]:
    """A task that takes commands."""
    return tasks.started(*(containers or (idle(),)), definition={"taskRoleArn": ROLE}, enableExecuteCommand=True, **settings)


@pytest.fixture
def plugin(tmp_path: Path) -> dict[str, str]:
    """An environment in which `session-manager-plugin` is found."""
    program = tmp_path / "session-manager-plugin"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{session_manager_plugin.__file__}" "$@"\n')
    program.chmod(0o755)
    return {"PATH": f"{tmp_path}:{os.environ['PATH']}"}


def execute(aws: Aws, tasks: Tasks, task: dict[str, Any], command: str, environment: dict[str, str], *options: str) -> pexpect.spawn:
    """`aws ecs execute-command` in a terminal of 99 columns."""
    arguments = ["ecs", "execute-command", "--cluster", tasks.cluster, "--task", arn_of(task), "--interactive", "--command", command,
                 *options]
    return pexpect.spawn(str(AWS_COMMAND), arguments, env={**aws.command_environment(), **environment}, dimensions=(33, 99), timeout=20,
                         encoding="utf-8")


def finish(session: pexpect.spawn) -> str:
    """What it showed to its end, which was a good one."""
    # An agent that gets no answer to its farewell waits 15 seconds for one.
    session.expect(pexpect.EOF, timeout=45)
    session.close()
    assert session.exitstatus == 0, session.before
    return session.before


def inside(daemon: Daemon, tasks: Tasks, task: dict[str, Any], *command: str, stdin: bytes = b"", options: tuple[str, ...] = (),
           timeout: float = 30) -> subprocess.CompletedProcess[bytes]:
    """`neargate exec` without a terminal."""
    return subprocess.run([str(BINARY), "exec", "--cluster", tasks.cluster, *options, arn_of(task), "--", *command], input=stdin,
                          capture_output=True, timeout=timeout, check=False, env=command_environment(daemon))


def command_environment(daemon: Daemon) -> dict[str, str]:
    return {**daemon.environment(), "NEARGATE_ENDPOINT": daemon.endpoint, "NEARGATE_DATA_DIR": str(daemon.data_dir)}


# By the aws command

def test_aws_runs_a_shell_in_a_container(aws: Aws, tasks: Tasks, plugin: dict[str, str]) -> None:
    task = started(tasks, idle(environment=[{"name": "COLOUR", "value": "green"}]))
    session = execute(aws, tasks, task, "/bin/sh", plugin)
    session.expect("Starting session with SessionId: ecs-execute-command-[0-9a-f]{17}")
    session.expect("[#$] ")
    session.sendline("echo $COLOUR $TERM $((40+2)); id -u; hostname")
    session.expect("green xterm-256color 42\r\n0\r\n")
    session.sendline("stty size")
    session.expect("33 99")
    session.setwinsize(40, 120)
    wait_until("the new size", lambda: shows(session, "stty size", "40 120"))
    session.sendline("exit 3")
    # As on AWS: the exit code isn't passed on.
    assert "Exiting session with sessionId: ecs-execute-command-" in finish(session)
    assert tasks.describe(task)["lastStatus"] == "RUNNING"


def shows(session: pexpect.spawn, command: str, expected: str) -> bool:
    session.sendline(command)
    return session.expect([expected, r"\d+ \d+\r\n"]) == 0


def test_aws_sends_keys_as_they_are(aws: Aws, tasks: Tasks, plugin: dict[str, str]) -> None:
    task = started(tasks)
    session = execute(aws, tasks, task, "sh -c 'trap \"echo caught; exit\" INT; echo ready; while :; do sleep 0.1; done'", plugin)
    session.expect("ready\r\n")
    session.sendintr()
    session.expect("caught")
    finish(session)


def test_aws_gets_everything_that_a_short_command_prints(aws: Aws, tasks: Tasks, plugin: dict[str, str]) -> None:
    # It is over before the plugin is ready to show anything.
    task = started(tasks)
    shown = finish(execute(aws, tasks, task, "sh -c 'for i in 1 2 3; do echo line $i; done; echo é'", plugin))
    assert "line 1\r\nline 2\r\nline 3\r\né\r\n" in shown


def test_aws_gets_a_flood_in_order(aws: Aws, tasks: Tasks, plugin: dict[str, str]) -> None:
    task = started(tasks)
    shown = finish(execute(aws, tasks, task, "seq 1 20000", plugin))
    numbers = [int(line) for line in shown.split() if line.isdigit()]
    assert numbers == list(range(1, 20001))


def test_aws_says_why_a_command_cannot_start(aws: Aws, tasks: Tasks, plugin: dict[str, str]) -> None:
    task = started(tasks)
    shown = finish(execute(aws, tasks, task, "/bin/nosuch", plugin))
    assert "----------ERROR-------" in shown
    assert "Unable to start command: " in shown
    assert "nosuch" in shown


def test_a_session_ends_with_its_task(aws: Aws, tasks: Tasks, plugin: dict[str, str]) -> None:
    task = started(tasks)
    session = execute(aws, tasks, task, "sh -c 'echo ready; exec sleep 100'", plugin)
    session.expect("ready")
    tasks.stop(task)
    finish(session)
    tasks.stopped(task)


def test_one_container_of_several_is_named(aws: Aws, tasks: Tasks, plugin: dict[str, str]) -> None:
    task = started(tasks, idle(), idle(name="side", essential=False, environment=[{"name": "WHO", "value": "side"}]))
    unnamed = execute(aws, tasks, task, "env", plugin)
    unnamed.expect("InvalidParameterException")
    unnamed.close()
    assert "WHO=side" in finish(execute(aws, tasks, task, "env", plugin, "--container", "side"))


def test_the_plugin_resumes_a_session_whose_connection_broke(aws: Aws, tasks: Tasks, plugin: dict[str, str]) -> None:
    task = started(tasks)
    count = "i=0; while [ $i -lt 200 ]; do echo number $i; i=$((i+1)); sleep 0.01; done"
    shown = finish(execute(aws, tasks, task, f"sh -c '{count}'", {**plugin, "PLUGIN_CUT_AFTER": "20"}))
    assert [line for line in shown.splitlines() if line.startswith("number")] == [f"number {number}" for number in range(200)]


def test_sessions_are_described_and_terminated(aws: Aws, tasks: Tasks, plugin: dict[str, str]) -> None:
    task = started(tasks)
    ssm = aws.client("ssm")
    session = execute(aws, tasks, task, "sh -c 'echo ready; exec sleep 100'", plugin)
    session.expect("ready")
    target = f"ecs:{tasks.cluster}_{id_of(task)}_{task['containers'][0]['runtimeId']}"
    mine = {"Filters": [{"key": "Target", "value": target}]}
    (described,) = ssm.describe_sessions(State="Active", **mine)["Sessions"]
    assert described["Status"] == "Connected"
    ssm.terminate_session(SessionId=described["SessionId"])
    assert f"Exiting session with sessionId: {described['SessionId']}" in finish(session)
    (ended,) = wait_until("its end", lambda: ssm.describe_sessions(State="History", **mine)["Sessions"])
    assert ended["EndDate"] >= ended["StartDate"]


# By neargate exec

def test_neargate_exec_hands_input_outputs_and_the_exit_code_through(daemon: Daemon, tasks: Tasks) -> None:
    task = started(tasks)
    run = inside(daemon, tasks, task, "sh", "-c", "cat; echo oops >&2; exit 42", stdin=b"one\ntwo\n")
    assert (run.returncode, run.stdout, run.stderr) == (42, b"one\ntwo\n", b"oops\n")


def test_neargate_exec_passes_words_unharmed(daemon: Daemon, tasks: Tasks) -> None:
    task = started(tasks)
    words = ["a b", "it's", '"q"', "$HOME", "\\", "", "#no", "é\n"]
    run = inside(daemon, tasks, task, "sh", "-c", 'printf "[%s]" "$@"', "sh", *words)
    assert run.stdout.decode() == "".join(f"[{word}]" for word in words)


def test_neargate_exec_moves_much_data_both_ways(daemon: Daemon, tasks: Tasks) -> None:
    task = started(tasks)
    data = os.urandom(4 << 20)
    run = inside(daemon, tasks, task, "cat", stdin=data, timeout=60)
    assert run.returncode == 0, run.stderr
    assert run.stdout == data


def test_neargate_exec_in_a_terminal(daemon: Daemon, tasks: Tasks) -> None:
    task = started(tasks)
    session = pexpect.spawn(str(BINARY), ["exec", id_of(task), "--", "sh"], env=command_environment(daemon), dimensions=(33, 99), timeout=20,
                            encoding="utf-8")
    session.expect("[#$] ")
    session.sendline("stty size; tty")
    session.expect("33 99\r\n/dev/")
    session.setwinsize(40, 120)
    wait_until("the new size", lambda: shows(session, "stty size", "40 120"))
    # One process that does both: a shell between its commands would take the interrupt for itself.
    session.sendline("sh -c 'echo be\"\"fore; exec sleep 50'")
    session.expect("before\r\n")
    session.sendintr()
    session.sendline("echo a''fter")
    session.expect("after")
    session.sendline("exit 5")
    session.expect(pexpect.EOF)
    session.close()
    assert session.exitstatus == 5


def test_neargate_exec_runs_as_root_beside_the_containers_user(daemon: Daemon, tasks: Tasks) -> None:
    task = started(tasks, idle(user="1000:1000", workingDirectory="/tmp"))
    run = inside(daemon, tasks, task, "sh", "-c", "id -u; pwd; ps | grep -c 'sleep 0.1'")
    assert run.stdout.decode().splitlines()[:2] == ["0", "/tmp"], run
    assert run.returncode == 0, "its processes are seen"


def test_neargate_exec_tells_what_it_cannot_do(daemon: Daemon, tasks: Tasks) -> None:
    task = started(tasks)
    run = inside(daemon, tasks, task, "/bin/nosuch")
    assert run.returncode == 127
    assert b"nosuch" in run.stderr
    unknown = daemon.cli("exec", "0" * 32, "--", "true", check=False)
    assert unknown.returncode == 1
    assert "no task" in unknown.stderr


def test_killing_neargate_exec_ends_the_command(daemon: Daemon, tasks: Tasks) -> None:
    task = started(tasks)
    mark = "sleep 4320"
    client = subprocess.Popen([str(BINARY), "exec", "--cluster", tasks.cluster, arn_of(task), "--", *mark.split()],
                              env=command_environment(daemon), stdin=subprocess.DEVNULL)
    wait_until("the command", lambda: runs(daemon, mark))
    client.terminate()
    client.wait(10)
    wait_until("its end", lambda: not runs(daemon, mark))


def runs(daemon: Daemon, command: str) -> bool:
    """Whether a container of the daemon's has such a process."""
    return any(process.endswith(f": {command}") for process in processes(daemon.instance() or "no instance"))


# What ECS says

def test_agent_of_a_task_that_takes_commands(tasks: Tasks) -> None:
    task = started(tasks)
    assert task["enableExecuteCommand"] is True
    (agent,) = task["containers"][0]["managedAgents"]
    assert (agent["name"], agent["lastStatus"]) == ("ExecuteCommandAgent", "RUNNING")
    assert agent["lastStartedAt"] >= task["createdAt"]
    tasks.stop(task)
    (agent,) = tasks.stopped(task)["containers"][0]["managedAgents"]
    assert agent["lastStatus"] == "STOPPED"


def test_tasks_that_were_not_enabled_take_no_commands(tasks: Tasks) -> None:
    task = tasks.started(idle())
    assert task["enableExecuteCommand"] is False
    with pytest.raises(tasks.ecs.exceptions.InvalidParameterException, match=NOT_ENABLED):
        tasks.ecs.execute_command(cluster=tasks.cluster, task=arn_of(task), command="sh", interactive=True)


def test_the_task_role_must_let_the_agent_connect(fleet: Fleet) -> None:
    daemon = fleet.up("--enforce-iam").load_images()
    aws = Aws(daemon)
    tasks = Tasks(aws)
    trust = {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}
    aws.iam.create_role(RoleName="task", AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": trust}))
    channels = [f"ssmmessages:{verb}{kind}Channel" for verb in ("Create", "Open") for kind in ("Control", "Data")]
    task = started(tasks)

    def execute() -> dict[str, Any]:
        return tasks.ecs.execute_command(cluster=tasks.cluster, task=arn_of(task), command="sh", interactive=True)

    def grant(*actions: str) -> None:
        rights = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": actions, "Resource": "*"}}
        aws.iam.put_role_policy(RoleName="task", PolicyName="exec", PolicyDocument=json.dumps(rights))

    for granted in ([], channels[:3]):
        if granted:
            grant(*granted)
        with pytest.raises(tasks.ecs.exceptions.TargetNotConnectedException, match="due to an internal error. Try again later."):
            execute()
    # As on AWS: an agent that can't connect keeps trying.
    assert tasks.describe(task)["containers"][0]["managedAgents"][0]["lastStatus"] == "RUNNING"
    grant(*channels)
    assert execute()["session"]["tokenValue"]


def test_answer_has_awss_shape(daemon: Daemon, tasks: Tasks) -> None:
    task = started(tasks)
    answer = tasks.ecs.execute_command(cluster=tasks.cluster, task=arn_of(task), command="sh", interactive=True)
    session = answer["session"]
    assert session["sessionId"].startswith("ecs-execute-command-")
    assert session["streamUrl"].startswith(f"ws://127.0.0.1:{daemon.port}/v1/data-channel/{session['sessionId']}?role=publish_subscribe")
    assert session["tokenValue"]
    assert (answer["taskArn"], answer["containerName"], answer["interactive"]) == (task["taskArn"], "app", True)
    assert answer["containerArn"] == task["containers"][0]["containerArn"]


# The data channel

def test_a_token_opens_its_session_once(tasks: Tasks) -> None:
    task = started(tasks)
    session = tasks.ecs.execute_command(cluster=tasks.cluster, task=arn_of(task), command="sleep 100", interactive=True)["session"]

    async def opens(token: str) -> bool:
        async with connect(session["streamUrl"]) as socket:
            await socket.send(json.dumps({"MessageSchemaVersion": "1.0", "TokenValue": token, "ClientVersion": "1.2.0.0"}))
            try:
                return Message.decode(await asyncio.wait_for(socket.recv(), 10)).payload_type == 5
            except websockets.ConnectionClosed:
                return False

    assert not asyncio.run(opens("no"))
    assert asyncio.run(opens(session["tokenValue"]))
    assert not asyncio.run(opens(session["tokenValue"]))


def test_web_pages_get_no_data_channel(daemon: Daemon, tasks: Tasks) -> None:
    task = started(tasks)
    session = tasks.ecs.execute_command(cluster=tasks.cluster, task=arn_of(task), command="sh", interactive=True)["session"]

    async def refused(**headers: str) -> int:
        try:
            async with connect(session["streamUrl"], additional_headers=headers):
                return 101
        except websockets.InvalidStatus as answer:
            return answer.response.status_code

    assert asyncio.run(refused(Origin="http://evil.example")) == 403
    status, _ = daemon.get(f"/v1/data-channel/{session['sessionId']}")
    assert status != 101


# Logging

def test_transcripts_go_to_the_containers_group(aws: Aws, daemon: Daemon, tasks: Tasks) -> None:
    task = started(tasks)
    assert inside(daemon, tasks, task, "sh", "-c", "echo seen; echo; echo again").returncode == 0
    (stream,) = transcripts(aws, tasks.log_group)
    assert stream["messages"] == ["seen", "again"]


def test_transcripts_go_where_the_cluster_says(aws: Aws, daemon: Daemon, tasks: Tasks) -> None:
    group = f"/audit/{tasks.cluster}"
    aws.logs.create_log_group(logGroupName=group)
    configure(tasks, logging="OVERRIDE", logConfiguration={"cloudWatchLogGroupName": group, "cloudWatchEncryptionEnabled": True})
    task = started(tasks)
    assert inside(daemon, tasks, task, "echo", "seen").returncode == 0
    (stream,) = transcripts(aws, group)
    assert stream["messages"] == ["seen"]
    configure(tasks, logging="NONE")
    assert inside(daemon, tasks, task, "echo", "unseen").returncode == 0
    assert len(transcripts(aws, group)) == 1


def test_a_session_that_cannot_be_logged_does_not_begin(tasks: Tasks) -> None:
    configure(tasks, logging="OVERRIDE", logConfiguration={"cloudWatchLogGroupName": "/no/such"})
    task = started(tasks)
    with pytest.raises(tasks.ecs.exceptions.InvalidParameterException, match="can't be logged to /no/such: ResourceNotFoundException"):
        tasks.ecs.execute_command(cluster=tasks.cluster, task=arn_of(task), command="sh", interactive=True)


def test_transcripts_go_to_a_bucket_as_well(aws: Aws, daemon: Daemon, tasks: Tasks) -> None:
    group, bucket, s3 = f"/audit/{tasks.cluster}", unique("audit"), aws.client("s3")
    aws.logs.create_log_group(logGroupName=group)
    s3.create_bucket(Bucket=bucket)
    configure(tasks, logging="OVERRIDE", logConfiguration={
        "cloudWatchLogGroupName": group, "s3BucketName": bucket, "s3KeyPrefix": "exec", "s3EncryptionEnabled": True})
    task = started(tasks)
    assert inside(daemon, tasks, task, "sh", "-c", "echo seen; echo again").returncode == 0
    (stream,) = transcripts(aws, group)
    assert stream["messages"] == ["seen", "again"]

    def written() -> list[bytes]:
        keys = [one["Key"] for one in s3.list_objects_v2(Bucket=bucket).get("Contents", [])]
        assert all(key.startswith("exec/ecs-execute-command-") and key.endswith(".log") for key in keys)
        bodies = [s3.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys]
        return bodies if all(bodies) else []

    assert wait_until("the transcript", written) == [b"seen\nagain\n"]
    configure(tasks, logging="OVERRIDE", logConfiguration={"s3BucketName": "none-such"})
    with pytest.raises(tasks.ecs.exceptions.InvalidParameterException, match="can't be logged to s3://none-such/.*: NoSuchBucket: The specified"):
        tasks.ecs.execute_command(cluster=tasks.cluster, task=arn_of(task), command="sh", interactive=True)


def configure(tasks: Tasks, **settings: Any) -> None:
    tasks.ecs.update_cluster(cluster=tasks.cluster, configuration={"executeCommandConfiguration": settings})


def transcripts(aws: Aws, group: str) -> list[dict[str, Any]]:
    """The streams of sessions in a group, each with its lines, once it has some."""
    def complete() -> list[dict[str, Any]]:
        streams = aws.logs.describe_log_streams(logGroupName=group, logStreamNamePrefix="ecs-execute-command-")["logStreams"]
        for stream in streams:
            events = aws.logs.get_log_events(logGroupName=group, logStreamName=stream["logStreamName"], startFromHead=True)["events"]
            stream["messages"] = [event["message"] for event in events]
        return streams if all(stream["messages"] for stream in streams) else []

    return wait_until("the transcript", complete)


# The daemon's end

def test_a_daemon_that_stops_says_so_and_leaves_nothing(fleet: Fleet, plugin: dict[str, str]) -> None:
    daemon = fleet.up().load_images()
    aws = Aws(daemon)
    tasks = Tasks(aws)
    task = started(tasks)
    session = execute(aws, tasks, task, "sh -c 'echo ready; exec sleep 4321'", plugin)
    session.expect("ready")
    wait_until("the command", lambda: runs(daemon, "sleep 4321"))
    daemon.terminate()
    assert "neargate is stopping" in finish(session)
    daemon.start()
    assert tasks.describe(task)["lastStatus"] == "RUNNING"
    assert not runs(daemon, "sleep 4321")


def test_a_daemon_that_is_killed_takes_its_sessions_along(fleet: Fleet) -> None:
    daemon = fleet.up().load_images()
    tasks = Tasks(Aws(daemon))
    task = started(tasks)
    client = subprocess.Popen([str(BINARY), "exec", "--cluster", tasks.cluster, arn_of(task), "--", "sleep", "4322"],
                              env=command_environment(daemon), stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
    wait_until("the command", lambda: runs(daemon, "sleep 4322"))
    daemon.kill()
    _, said = client.communicate(timeout=20)
    assert client.returncode == 1
    assert b"the data channel was closed" in said
    daemon.start()
    tasks.running(task)
    wait_until("the command's end", lambda: not runs(daemon, "sleep 4322"))


# Encrypted by KMS

def encrypt_sessions(aws: Aws, tasks: Tasks) -> str:
    """A key for the cluster's sessions; its ARN."""
    key = aws.client("kms").create_key()["KeyMetadata"]["Arn"]
    configure(tasks, kmsKeyId=key, logging="NONE")
    return key


def test_aws_encrypts_a_session(aws: Aws, tasks: Tasks, plugin: dict[str, str]) -> None:
    encrypt_sessions(aws, tasks)
    task = started(tasks)
    session = execute(aws, tasks, task, "/bin/sh", {**plugin, "PLUGIN_CUT_AFTER": "3"})
    session.expect("This session is encrypted using AWS KMS.")
    session.expect("[#$] ")
    session.sendline("echo $((40+2)); stty size")
    session.expect("42\r\n33 99")
    session.sendline("exit")
    finish(session)


def test_neargate_exec_encrypts_a_session(aws: Aws, daemon: Daemon, tasks: Tasks) -> None:
    key = encrypt_sessions(aws, tasks)
    task = started(tasks)
    run = inside(daemon, tasks, task, "sh", "-c", "cat; echo error >&2; exit 3", stdin=b"x" * 100_000)
    assert (run.stdout, run.stderr, run.returncode) == (b"x" * 100_000, b"error\n", 3)
    aws.client("kms").disable_key(KeyId=key)
    run = inside(daemon, tasks, task, "true")
    assert run.returncode == 1
    assert b"KMSEncryption failed on client with status 2 error: Failed to process action KMSEncryption: " in run.stderr
    assert b"is disabled." in run.stderr


def test_nothing_of_an_encrypted_session_is_said_in_the_clear(aws: Aws, tasks: Tasks) -> None:
    key = encrypt_sessions(aws, tasks)
    task = started(tasks)
    answer = tasks.ecs.execute_command(cluster=tasks.cluster, task=arn_of(task), command="true", interactive=True)

    async def first() -> dict[str, Any]:
        async with connect(answer["session"]["streamUrl"]) as socket:
            await socket.send(json.dumps({"MessageSchemaVersion": "1.0", "TokenValue": answer["session"]["tokenValue"],
                                          "ClientVersion": "1.2.0.0"}))
            return json.loads(Message.decode(await asyncio.wait_for(socket.recv(), 10)).payload)

    action = asyncio.run(first())["RequestedClientActions"][0]
    assert (action["ActionType"], action["ActionParameters"]) == ("KMSEncryption", {"KMSKeyId": key})


def test_an_encrypted_session_takes_the_task_roles_right_to_decrypt(fleet: Fleet) -> None:
    daemon = fleet.up("--enforce-iam").load_images()
    aws = Aws(daemon)
    tasks = Tasks(aws)
    key = encrypt_sessions(aws, tasks)
    trust = {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}
    aws.iam.create_role(RoleName="task", AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": trust}))
    task = started(tasks)

    def grant(*actions: str) -> None:
        rights = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": actions, "Resource": "*"}}
        aws.iam.put_role_policy(RoleName="task", PolicyName="exec", PolicyDocument=json.dumps(rights))

    grant("ssmmessages:*")
    run = inside(daemon, tasks, task, "true")
    assert run.returncode == 1
    assert (b"Encountered error while initiating handshake. Fetching data key failed: Unable to retrieve data key, Error when decrypting "
            b"data key AccessDeniedException: User: arn:aws:sts::000000000000:assumed-role/task/") in run.stderr
    assert f"kms:Decrypt on resource: {key}".encode() in run.stderr
    grant("ssmmessages:*", "kms:Decrypt")
    assert inside(daemon, tasks, task, "true").returncode == 0
